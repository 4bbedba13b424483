"""The commands `autograde feedback`, `autograde report` and `autograde export`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from autograde.course import Course, Topic, open_course
from autograde.errors import CourseError

# What it needs takes a second to import: not for `autograde --help`.
if TYPE_CHECKING:
    from autograde.classroom import Classroom

ClassDir = Annotated[Path | None, typer.Argument(help="A class folder. Default: the sample class, build/sample_class.")]
TopicOption = Annotated[list[str] | None, typer.Option("--topic", "-t", help="Only this topic (repeatable).")]
_EXPORTS = {"csv": "grades.csv", "canvas": "grades-canvas.csv", "moodle": "grades-moodle.csv", "json": "grades.json"}
Item = TypeVar("Item")


def feedback(
    class_dir: ClassDir = None,
    topic: TopicOption = None,
    student: Annotated[
        list[str] | None, typer.Option("--student", "-s", help="Only this student (repeatable).")
    ] = None,
) -> None:
    """Write one page a student and topic: points, what each check said, the student's own work, comments.

    The pages are feedback/STUDENT/TOPIC/NOTEBOOK.html in the class folder, where formgrader and nbgrader's
    release_feedback look for them. Run it again after grading by hand.

    Exit code 0: written. 1: written, but some hand-ins have not been graded yet. 2: could not run.
    """
    from autograde.authoring.source import read_source
    from autograde.gradebook.marks import read_marks
    from autograde.reporting.feedback import write_feedback
    from autograde.reporting.outline import read_outline
    from autograde.reporting.results import current_results, ungraded

    console = Console()
    classroom, topics = _open(class_dir, topic)
    marks = read_marks(classroom, topics)
    outlines = {chosen.name: read_outline(read_source(chosen)) for chosen in topics}
    by_name = {chosen.name: chosen for chosen in topics}
    hand_ins = _of_students(classroom, topics, student)
    written = 0
    for result in _progress(console, "feedback", current_results(classroom, hand_ins), len(hand_ins)):
        outcome = result.outcome
        mark = marks.marks.get((outcome.topic, outcome.student))
        write_feedback(classroom, by_name[outcome.topic], outlines[outcome.topic], outcome, mark)
        written += 1
    _say(console, f"{_counted(written, 'page')} written: {classroom.root / 'feedback'}/STUDENT/TOPIC/NOTEBOOK.html")
    waiting = ungraded(classroom, hand_ins)
    if waiting:
        _say(console, _not_graded(len(waiting), classroom))
        raise typer.Exit(1)


def report(class_dir: ClassDir = None, topic: TopicOption = None) -> None:
    """Write report.html and report.json into the class folder: how the class did, and which hand-ins need a look.

    Exit code 0: written. 1: written, but some hand-ins have not been graded yet. 2: could not run.
    """
    from autograde.gradebook.marks import read_marks
    from autograde.reporting.report import write_report
    from autograde.reporting.statistics import ClassFigures, class_figures

    console = Console()
    classroom, topics = _open(class_dir, topic)
    marks = read_marks(classroom, topics)
    for figures in _progress(console, "report", class_figures(classroom, topics, marks), len(topics) + 1):
        if isinstance(figures, ClassFigures):
            _say(console, f"Written: {write_report(classroom, figures)} (and report.json)")
            waiting = sum(found.hand_ins - found.graded for found in figures.topics)
            if waiting:
                _say(console, _not_graded(waiting, classroom))
                raise typer.Exit(1)


def export(
    class_dir: ClassDir = None,
    form: Annotated[
        Literal["csv", "canvas", "moodle", "json"], typer.Option("--format", "-f", help="What the file is for.")
    ] = "csv",
    topic: TopicOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; - prints it. Default: in the class folder."),
    ] = None,
) -> None:
    """Write the marks that count: automatic points, a person's points, late penalties taken off.

    Exit code 0: written. 1: written, but some answers still wait for a person's marks. 2: could not run.
    """
    from autograde.files import write_whole
    from autograde.gradebook.marks import read_marks
    from autograde.reporting import export as exporter

    classroom, topics = _open(class_dir, topic)
    marks = read_marks(classroom, topics)
    text = exporter.export(marks, [chosen.name for chosen in topics], form)
    errors = Console(stderr=True)
    if str(output) == "-":
        sys.stdout.write(text)
    else:
        path = output or classroom.root / _EXPORTS[form]
        write_whole(path, text)
        _say(errors, f"Marks of {_counted(len(marks.people), 'student')} written: {path}")
    waiting = sum(mark.waiting > 0 for mark in marks.marks.values())
    if waiting:
        _say(errors, f"Still to be graded by hand (counts 0 so far): {_counted(waiting, 'written answer')}.")
        raise typer.Exit(1)


def _of_students(classroom: "Classroom", topics: tuple[Topic, ...], students: list[str] | None) -> list:
    hand_ins = list(classroom.hand_ins(topics))
    known = {hand_in.student for hand_in in hand_ins}
    for name in students or ():
        if name not in known:
            raise CourseError(
                f"{name!r} has handed in nothing.",
                where=str(classroom.root / "submitted"),
                todo="See the folder's names.",
            )
    return [hand_in for hand_in in hand_ins if not students or hand_in.student in students]


def _not_graded(count: int, classroom: "Classroom") -> str:
    return f"Not graded yet: {_counted(count, 'hand-in')}. Run: autograde grade {classroom.root}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _open(class_dir: Path | None, names: list[str] | None) -> "tuple[Classroom, tuple[Topic, ...]]":
    """Open a class folder and choose the topics that are in it."""
    from autograde.classroom import open_classroom

    course = open_course()
    classroom = open_classroom(class_dir or _sample_class(course))
    topics = course.select(names or [])
    handed_in = {hand_in.topic.name for hand_in in classroom.hand_ins(topics)}
    chosen = tuple(topic for topic in topics if topic.name in handed_in)
    if not chosen:
        wanted = ", ".join(topic.name for topic in topics)
        raise CourseError(f"Nothing handed in for {wanted}.", where=str(classroom.root / "submitted"))
    return classroom, chosen


def _sample_class(course: Course) -> Path:
    folder = course.root / "build" / "sample_class"
    if not folder.is_dir():
        raise CourseError("The sample class has not been graded yet.", todo="Run: autograde grade")
    return folder


def _progress(console: Console, doing: str, items: Iterator[Item], total: int) -> Iterable[Item]:
    """Show a bar on a terminal, nothing elsewhere."""
    return track(items, doing, total=total, console=console, transient=True, disable=not console.is_terminal)


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
