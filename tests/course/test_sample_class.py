"""The sample class: every member earns exactly what he should, sealed, inline and on stock nbgrader alike."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from autograde.course import Topic, open_course
from autograde.grading.sample import Member, members
from bench import stock

TOPICS = [pytest.param(topic, id=topic.name) for topic in open_course().topics]
JOBS = str(os.cpu_count() or 1)


def _grade(folder: Path, topic: Topic, *options: str) -> dict[str, dict]:
    """Grade a class folder with the command line; the outcomes by student."""
    command = [sys.executable, "-m", "autograde", "grade", str(folder), "--topic", topic.name, "--json", "--jobs", JOBS]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return {outcome["student"]: outcome for outcome in json.loads(done.stdout)}


def _write(folder: Path, sample: list[Member]) -> None:
    for member in sample:
        path = folder / "submitted" / member.student / member.topic.name / member.topic.release.name
        path.parent.mkdir(parents=True)
        path.write_bytes(member.content)


def _auto_points(outcome: dict) -> dict[str, float | None]:
    return {score["grade_id"]: score["points"] for score in outcome["scores"]}


@cache
def _sealed(topic: Topic, folder: Path) -> dict[str, dict]:
    _write(folder, list(members(topic)))
    return _grade(folder, topic)


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("classes")


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS)
def test_everybody_earns_what_he_should(topic: Topic, classes: Path) -> None:
    outcomes = _sealed(topic, classes / f"sealed-{topic.name}")
    earned = {student: sum(score["points"] or 0 for score in o["scores"]) for student, o in outcomes.items()}
    expected = {member.student: member.points for member in members(topic)}
    wrong = {
        name: (earned[name], expected[name], outcomes[name]["scores"])
        for name in expected
        if earned[name] != expected[name]
    }
    assert not wrong


@pytest.mark.slow
@pytest.mark.parametrize("topic", TOPICS)
def test_inline_and_stock_nbgrader_agree_on_honest_work(topic: Topic, classes: Path) -> None:
    sealed = _sealed(topic, classes / f"sealed-{topic.name}")
    honest = [member for member in members(topic) if member.honest]
    classroom = stock.write_class(classes / f"stock-{topic.name}", honest)
    stock.autograde(classroom, topic)
    by_nbgrader = stock.scores(classroom, topic)
    inline_folder = classes / f"inline-{topic.name}"
    _write(inline_folder, honest)
    inline = _grade(inline_folder, topic, "--inline")
    for member in honest:
        ours = _auto_points(sealed[member.student])
        assert _auto_points(inline[member.student]) == ours, f"inline: {member.student}"
        theirs = {grade_id: by_nbgrader[member.student, grade_id] for grade_id in ours}
        assert theirs == ours, f"stock nbgrader: {member.student}"


def test_a_perfect_and_a_blank_hand_in_are_what_they_should_be() -> None:
    for topic in open_course().topics:
        sample = {member.student: member for member in members(topic)}
        assert sample["blank"].points == 0 < sample["perfect"].points <= 10
