"""A small class to look at: a dozen students of different strength, answers from the topics' named ones."""

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from nbformat import NotebookNode

from autograde.authoring.answers import Answer, read_answers
from autograde.authoring.sample_class import broken_hand_ins, filled, to_bytes
from autograde.authoring.source import Source, read_release, read_source
from autograde.course import Course, Topic
from autograde.files import write_whole

#: How often each student solves a task; the others are wrong, or not begun.
STRENGTHS = {
    "ada": 1.0,
    "ben": 0.7,
    "chen": 0.95,
    "dora": 0.85,
    "emil": 0.5,
    "fatima": 0.9,
    "goran": 0.6,
    "hana": 0.8,
    "ivan": 0.3,
    "jin": 0.95,
    "kofi": 0.75,
    "lena": 0.4,
}

#: Everybody hands in the first topic; after that fewer do, but never fewer than this.
_MIN_HAND_INS = 3
#: The chance that a task which a student does not solve is left as it was handed out.
_NOT_BEGUN = 0.4
#: Files to which something has happened, handed in by those who come last in the list (see `broken_hand_ins`).
_ACCIDENTS = {"lena": "cut_off", "kofi": "missing_check"}


def demo_folder(course: Course) -> Path:
    """Where the demo class of a course is."""
    return course.root / "build" / "demo_class"


def write_demo_class(topics: Sequence[Topic], folder: Path) -> None:
    """Write the demo class of some topics into a class folder; the same hand-ins every time.

    Raises:
        CourseError: a topic is not built, or its answers cannot be read.
    """
    submitted = folder / "submitted"
    for number, topic in enumerate(topics, start=1):
        for old in submitted.glob(f"*/{topic.name}"):
            shutil.rmtree(old)
        for student, content in _hand_ins(topic, number):
            path = submitted / student / topic.name / topic.release.name
            write_whole(path, content)


def _hand_ins(topic: Topic, number: int) -> Iterator[tuple[str, bytes]]:
    source = read_source(topic)
    release = read_release(source)
    answers = read_answers(source)
    students = list(STRENGTHS)
    if number == 1:
        accidents = {name: content for name, content, _ in broken_hand_ins(source, filled(source, release, {}))}
    else:
        accidents = {}
        students = random.Random(topic.name).sample(students, max(_MIN_HAND_INS, len(students) // number))
    for student in students:
        yield student, accidents.get(_ACCIDENTS.get(student, "")) or to_bytes(_solve(student, source, release, answers))


def _solve(student: str, source: Source, release: NotebookNode, answers: Sequence[Answer]) -> NotebookNode:
    """A student's notebook: right answers of different style, wrong ones, and tasks that were not begun."""
    chance = random.Random(f"{student} {source.topic.name}")
    stubs = {cell.id: str(cell.source) for cell in release.cells}
    chosen = {}
    for task in source.of_kind("task", "essay"):
        solved = chance.random() < STRENGTHS[student]
        fitting = [answer.text for answer in answers if answer.task == task.task and answer.right == solved]
        if solved:
            chosen[task.id] = chance.choice([task.solution, *fitting])
        elif not fitting or chance.random() < _NOT_BEGUN:
            chosen[task.id] = stubs[task.id]
        else:
            chosen[task.id] = chance.choice(fitting)
    return filled(source, release, chosen)
