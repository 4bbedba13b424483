"""The sample class: every member earns exactly what he should; sealed, inline and stock nbgrader agree on honest work.

Grading each member three times would take hours. So the agreement is shown on *packs*: the first pack has the first
answer to each task, the second one the second, and so on, until every named answer has been in one. Points are compared
cell by cell.
"""

import json
import os
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

import nbformat
import pytest

from autograde.authoring.answers import Answer, read_answers
from autograde.authoring.source import read_source
from autograde.course import Topic, open_course
from autograde.grading.sample import Member, filled, members, read_release
from bench import stock

TOPICS = [pytest.param(topic, id=topic.name) for topic in open_course().topics]
JOBS = str(os.cpu_count() or 1)


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS)
def test_everybody_earns_what_he_should(topic: Topic, tmp_path: Path) -> None:
    sample = list(members(topic))
    earned = {student: sum(filter(None, points.values())) for student, points in _grade(tmp_path, sample).items()}
    expected = {member.student: member.points for member in sample}
    wrong = {name: (earned[name], expected[name]) for name in expected if earned[name] != expected[name]}
    assert not wrong, "student: (earned, expected)"


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS)
def test_sealed_inline_and_stock_nbgrader_agree_on_honest_work(topic: Topic, tmp_path: Path) -> None:
    honest = packs(topic)
    sealed = _grade(tmp_path / "sealed", honest)
    assert _grade(tmp_path / "inline", honest, "--inline") == sealed
    classroom = stock.write_class(tmp_path / "stock", honest)
    stock.autograde(classroom, topic)
    by_nbgrader = stock.scores(classroom, topic)
    theirs = {student: {grade_id: by_nbgrader[student, grade_id] for grade_id in sealed[student]} for student in sealed}
    assert theirs == sealed


def packs(topic: Topic) -> list[Member]:
    """Honest hand-ins in which every named answer of the topic occurs: a perfect one, a blank one, and the packs."""
    source, release = read_source(topic), read_release(topic)
    honest = [member for member in members(topic) if member.kind in {"perfect", "blank"}]
    for right in (True, False):
        by_task: dict[str, list[Answer]] = {}
        for answer in read_answers(source):
            if answer.right == right:
                by_task.setdefault(answer.task, []).append(answer)
        for number, pack in enumerate(zip_longest(*by_task.values())):
            notebook = filled(source, release, {answer.task: answer.text for answer in pack if answer})
            content = str(nbformat.writes(notebook)).encode()
            honest.append(Member(f"pack-{right}-{number}", topic, "right" if right else "wrong", content, 0))
    return honest


def _grade(folder: Path, sample: list[Member], *options: str) -> dict[str, dict[str, float | None]]:
    """Grade hand-ins with the command line; points by student and grade_id."""
    for member in sample:
        path = folder / "submitted" / member.student / member.topic.name / member.topic.release.name
        path.parent.mkdir(parents=True)
        path.write_bytes(member.content)
    command = [sys.executable, "-m", "autograde", "grade", str(folder), "--json", "--sandbox=auto", "--jobs", JOBS]
    done = subprocess.run(
        [*command, "--topic", sample[0].topic.name, *options], capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    outcomes = json.loads(done.stdout)
    return {o["student"]: {score["grade_id"]: score["points"] for score in o["scores"]} for o in outcomes}
