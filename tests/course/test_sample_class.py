"""The sample class: everybody earns the expected points; sealed, inline and stock nbgrader agree on honest work.

`make grade-all` grades every member, one named answer each. Three times that would take hours, so here the answers
come in *packs*: the first pack has the first answer to each task, the second one the second, and so on until every
answer has been in one. Points are compared task by task, so each answer still has to earn what it should.
Inline and by stock nbgrader, which takes six times as long, the right packs are graded and a few of the wrong ones,
others every day; with `pytest --every-pack`, all.
"""

import datetime
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import nbformat
import pytest

from autograde.authoring.answers import Answer, read_answers
from autograde.authoring.sample_class import Member, filled, members
from autograde.authoring.source import Source, read_release, read_source
from autograde.course import Topic, open_course
from tests import stock

TOPICS = [pytest.param(topic, id=topic.name) for topic in open_course().topics]
JOBS = str(os.cpu_count() or 1)
#: Packs of wrong answers that are graded in all three ways.
WRONG_IN_ALL_WAYS = 1


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS)
def test_everybody_earns_the_expected_points_in_all_three_ways(
    topic: Topic, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    sample = packs(topic)
    tasks = {cell.id: cell.task for cell in read_source(topic).of_kind("check")}
    sealed = _grade(tmp_path / "sealed", [pack.member for pack in sample])
    wrong = {
        pack.member.student: (sealed[pack.member.student], pack.points)
        for pack in sample
        if not pack.fits(sealed, tasks)
    }
    assert not wrong, "student: (earned, expected)"

    chosen = [pack.member for pack in _chosen(sample, every=bool(pytestconfig.getoption("--every-pack")))]
    expected = {member.student: sealed[member.student] for member in chosen}
    classroom = stock.write_class(tmp_path / "stock", chosen)
    with ThreadPoolExecutor() as side_by_side:
        running = side_by_side.submit(stock.autograde, classroom, topic)
        inline = _grade(tmp_path / "inline", chosen, "--inline", "--jobs=1")
        running.result()
    assert inline == expected
    by_nbgrader = stock.read_scores(classroom, topic)
    for student, points in expected.items():
        assert {grade_id: by_nbgrader[student, grade_id] for grade_id in points} == points, student


def _chosen(sample: Sequence["Pack"], *, every: bool) -> list["Pack"]:
    """All packs, or the right ones and today's share of the wrong ones."""
    wrong = [pack for pack in sample if pack.member.student.startswith("pack-False")]
    if every or len(wrong) <= WRONG_IN_ALL_WAYS:
        return list(sample)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    print("The wrong packs of", today)
    drawn = random.Random(today).sample(wrong, WRONG_IN_ALL_WAYS)
    return [pack for pack in sample if pack not in wrong or pack in drawn]


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS[:1])
def test_broken_hand_ins_earn_what_is_in_them(topic: Topic, tmp_path: Path) -> None:
    broken = [member for member in members(topic) if member.kind == "broken"]
    earned = {student: sum(filter(None, points.values())) for student, points in _grade(tmp_path, broken).items()}
    assert earned == {member.student: member.points for member in broken}


@dataclass(frozen=True)
class Pack:
    """An honest hand-in with several named answers, and the points that each task should give (None: anything)."""

    member: Member
    points: dict[str, float | None]

    def fits(self, earned: dict[str, dict[str, float | None]], tasks: dict[str, str]) -> bool:
        """Whether the hand-in earned its points; ``tasks`` names the task of each check."""
        found = dict.fromkeys(self.points, 0.0)
        for check, task in tasks.items():
            found[task] += earned[self.member.student][check] or 0.0
        return all(points is None or found[task] == points for task, points in self.points.items())


def packs(topic: Topic) -> list[Pack]:
    """Hand-ins in which every named answer of the topic occurs: a perfect one, a blank one, and the packs."""
    source = read_source(topic)
    release = read_release(source)
    full = {cell.task: float(source.points_of(cell.task)) for cell in source.of_kind("check")}
    simple = {member.kind: member for member in members(topic) if member.kind in {"perfect", "blank"}}
    found = [Pack(simple["perfect"], dict(full)), Pack(simple["blank"], dict.fromkeys(full, 0.0))]
    for right in (True, False):
        by_task: dict[str, list[Answer]] = {}
        for answer in read_answers(source):
            if answer.right == right:
                by_task.setdefault(answer.task, []).append(answer)
        for number, pack in enumerate(zip_longest(*by_task.values())):
            answers = {answer.task: answer for answer in pack if answer}
            notebook = filled(source, release, {task: answer.text for task, answer in answers.items()})
            member = Member(f"pack-{right}-{number}", topic, "right", str(nbformat.writes(notebook)).encode(), 0)
            found.append(Pack(member, {**full, **_expected(source, answers)}))
    return found


def _expected(source: Source, answers: dict[str, Answer]) -> dict[str, float | None]:
    """What the answered tasks should give; None for a task whose answer costs others points as well."""
    expected: dict[str, float | None] = {}
    for task, answer in answers.items():
        lost = 0.0 if answer.right else source.points - source.written_points - answer.points
        points = source.points_of(task)
        expected[task] = points - lost if lost <= points else None
    return expected


def _grade(folder: Path, sample: list[Member], *options: str) -> dict[str, dict[str, float | None]]:
    """Grade hand-ins with the command line; points by student and grade_id."""
    for member in sample:
        member.write(folder)
    command = [sys.executable, "-m", "autograde", "grade", str(folder), "--json", "--sandbox=auto", "--jobs", JOBS]
    done = subprocess.run(
        [*command, "--topic", sample[0].topic.name, *options], capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    outcomes = json.loads(done.stdout)
    return {o["student"]: {score["grade_id"]: score["points"] for score in o["scores"]} for o in outcomes}
