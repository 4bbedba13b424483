"""`autograde status`: everything that is still to do is named, and what is done is not."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from autograde import kernels
from autograde.classroom import HandIn
from autograde.grading import store
from autograde.grading.limits import Limits
from autograde.grading.plan import Options, keys_of
from autograde.grading.remembered import remember, remembered
from tests.reporting.conftest import Run, ToyClass

DUE = datetime(2026, 3, 1, 12)


@pytest.fixture
def standings(toy_class: ToyClass, run: Run) -> Any:
    """Run `status --json`; its standings by student, the exit code under ""."""

    def call() -> dict[str, Any]:
        result = run("status", toy_class.root, "--json")
        data = json.loads(result.stdout)
        return {one["student"]: one for one in data["standings"]} | {"": data | {"exit_code": result.exit_code}}

    return call


def graded(toy_class: ToyClass, student: str, options: Options | None = None, **facts: Any) -> None:
    """A hand-in whose result holds: stored under the key that it has now."""
    toy_class.graded(student, **facts)
    classroom, topic = toy_class.classroom, toy_class.toy.topic
    (hand_in,) = (found for found in classroom.hand_ins([topic]) if found.student == student)
    stored = store.read(classroom, hand_in)
    assert stored
    store.save(classroom, hand_in, keys_of([hand_in], options or Options())[hand_in], stored.outcome)


def enlist(toy_class: ToyClass, *students: str) -> None:
    with toy_class.gradebook() as gradebook:
        for student in students:
            gradebook.update_or_create_student(student, first_name=student.title(), last_name="Lovelace")


def set_due(toy_class: ToyClass, due: datetime) -> None:
    with toy_class.gradebook() as gradebook:
        gradebook.update_or_create_assignment(toy_class.toy.topic.name, duedate=due)


def test_where_all_is_done_nothing_is_named(toy_class: ToyClass, run: Run, standings: Any) -> None:
    graded(toy_class, "ada")
    toy_class.grade_by_hand("ada", 2)
    enlist(toy_class, "ada")
    result = run("status", toy_class.root)
    assert result.exit_code == 0, result.output
    assert "By name" not in result.output
    assert (standings()["ada"]["state"], standings()["ada"]["points"]) == ("graded", 10)


def test_what_is_still_to_do_is_named(toy_class: ToyClass, run: Run, standings: Any) -> None:
    graded(toy_class, "ada", time=DUE + timedelta(minutes=61, seconds=1))
    graded(toy_class, "bob", notes=["the notebook was stopped"], time=DUE)
    toy_class.toy.hand_in(toy_class.root, "cem")
    graded(toy_class, "dora")
    toy_class.toy.hand_in(toy_class.root, "dora", double="x = 1")
    enlist(toy_class, "ada", "bob", "cem", "dora", "emil")
    set_due(toy_class, DUE)
    found = standings()
    assert found[""]["exit_code"] == 1
    assert {student: found[student]["state"] for student in ("ada", "bob", "cem", "dora", "emil")} == {
        "ada": "graded",
        "bob": "look",
        "cem": "ungraded",
        "dora": "changed",
        "emil": "missing",
    }
    assert [found[student]["late_minutes"] for student in ("ada", "bob", "dora")] == [62, 0, None]
    assert found["ada"]["waiting"] == 2
    text = " ".join(run("status", toy_class.root).output.split())
    for words in (
        "Ada Lovelace (ada) 10_toy 1 h 2 min late; 2 points wait",
        "Bob Lovelace (bob) 10_toy the notebook was stopped",
        "Cem Lovelace (cem) 10_toy not graded yet",
        "Dora Lovelace (dora) 10_toy graded, but the hand-in",
        "Emil Lovelace (emil) 10_toy nothing handed in",
    ):
        assert words in text


def test_before_the_due_date_nobody_is_missed(toy_class: ToyClass, run: Run) -> None:
    enlist(toy_class, "ada")
    set_due(toy_class, datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1))
    result = run("status", toy_class.root)
    assert result.exit_code == 0
    assert "nothing handed in yet, due 20" in result.output


def test_names_that_are_no_students_or_topics_are_named(toy_class: ToyClass, run: Run) -> None:
    graded(toy_class, "ada")
    toy_class.grade_by_hand("ada", 2)
    assert "No class list" in run("status", toy_class.root).output
    enlist(toy_class, "adele")
    (toy_class.root / "submitted" / "ada" / "10_Toy").mkdir()
    result = run("status", toy_class.root)
    assert result.exit_code == 1
    assert "not in the class list: ada" in result.output
    assert "not graded: submitted/ada/10_Toy" in result.output


def test_results_hold_under_the_options_of_the_last_grading(toy_class: ToyClass, standings: Any) -> None:
    options = Options("inline", "trusted", Limits(cell_seconds=7, kernel=kernels.KernelLimits(memory=512 << 20)))
    graded(toy_class, "ada", options)
    assert standings()["ada"]["state"] == "changed"
    remember(toy_class.classroom, options)
    assert remembered(toy_class.classroom) == options
    assert standings()["ada"]["state"] == "graded"


def test_a_class_without_anything_is_no_error(toy_class: ToyClass, run: Run) -> None:
    (toy_class.root / "gradebook.db").unlink()
    result = run("status", toy_class.root)
    assert result.exit_code == 0, result.output
    assert "10_toy" in result.output, "it was handed out"


def test_a_result_that_is_not_in_the_gradebook_is_not_done(toy_class: ToyClass, standings: Any) -> None:
    hand_in = HandIn("ada", toy_class.toy.topic, toy_class.toy.hand_in(toy_class.root, "ada"), None)
    graded(toy_class, "bob")
    stored = store.read(toy_class.classroom, HandIn("bob", hand_in.topic, hand_in.path, None))
    assert stored
    store.save(toy_class.classroom, hand_in, keys_of([hand_in], Options())[hand_in], stored.outcome)
    assert standings()["ada"]["why"] == ["graded, but not in the gradebook"]
