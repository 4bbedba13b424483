"""More time for one student: before a hand-in and after it, and wherever late minutes are counted."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from autograde.classroom import Classroom
from autograde.errors import CourseError
from autograde.gradebook.extensions import Extension, read_extensions, write_extension
from autograde.gradebook.marks import read_marks
from tests.reporting.conftest import Run, ToyClass

DUE = datetime(2026, 3, 1, 12)
ZERO = 'c = get_config()\nc.LateSubmissionPlugin.penalty_method = "zero"\n'


@pytest.fixture
def due_class(toy_class: ToyClass) -> ToyClass:
    """A class in which late hand-ins get nothing, due at noon."""
    (toy_class.root / "nbgrader_config.py").write_text(ZERO)
    with toy_class.gradebook() as gradebook:
        gradebook.update_or_create_assignment(toy_class.toy.topic.name, duedate=DUE)
        gradebook.update_or_create_student("ada", first_name="Ada", last_name="Lovelace")
    return toy_class


def _score(toy_class: ToyClass, student: str = "ada") -> tuple[float, datetime | None]:
    mark = read_marks(toy_class.classroom, [toy_class.toy.topic]).marks["10_toy", student]
    return mark.score, mark.due


def _extension_in_gradebook(toy_class: ToyClass) -> timedelta | None:
    with toy_class.gradebook() as gradebook:
        found: timedelta | None = gradebook.find_submission("10_toy", "ada").extension
        return found


def test_an_extension_after_the_hand_in_gives_the_points_back(due_class: ToyClass, run: Run) -> None:
    due_class.graded("ada", time=DUE + timedelta(hours=30))
    assert _score(due_class)[0] == 0
    result = run("extend", due_class.root, "ada", "--topic", "toy", "--days", "2")
    assert result.exit_code == 0, result.output
    assert "2026-03-03 12:00 UTC" in result.output
    assert _score(due_class) == (8, DUE + timedelta(days=2))
    assert _extension_in_gradebook(due_class) == timedelta(days=2), "formgrader and nbgrader look there"
    run("extend", due_class.root, "ada", "--topic", "toy", "--days", "0")
    assert _score(due_class) == (0, DUE)


def test_an_extension_before_the_hand_in_counts_when_it_comes(due_class: ToyClass, run: Run) -> None:
    run("extend", due_class.root, "ada", "--topic", "toy", "--until", "2026-03-02 12:00 UTC")
    data = json.loads(run("status", due_class.root, "--json").stdout)
    assert data["standings"][0]["due"] == "2026-03-02 12:00:00"
    due_class.graded("ada", time=DUE + timedelta(hours=20))
    due_class.graded("bob", time=DUE + timedelta(hours=20))
    assert _score(due_class) == (8, DUE + timedelta(days=1))
    assert _score(due_class, "bob") == (0, DUE)
    assert _extension_in_gradebook(due_class) == timedelta(days=1)


def test_days_follow_the_due_date_and_a_fixed_date_does_not() -> None:
    later = DUE + timedelta(days=7)
    assert Extension("ada", "10_toy", days=2).length(later) == timedelta(days=2)
    assert Extension("ada", "10_toy", until=DUE + timedelta(days=8)).length(later) == timedelta(days=1)
    assert Extension("ada", "10_toy", until=DUE).length(later) == timedelta(), "never earlier than for the others"


def test_the_pages_say_so(due_class: ToyClass, run: Run) -> None:
    run("extend", due_class.root, "ada", "--topic", "toy", "--days", "2")
    due_class.graded("ada", time=DUE + timedelta(hours=30))
    run("feedback", due_class.root)
    page = " ".join(due_class.page("ada").split())
    assert "2 March 2026" in page
    assert "3 March 2026" in page
    assert "(extended for you)" in page
    exported = json.loads(run("export", due_class.root, "--format", "json", "-o", "-").stdout)
    mark = exported["students"][0]["marks"]["10_toy"]
    assert (mark["due"], mark["extended"], mark["late_penalty"]) == ("2026-03-03 12:00:00", True, 0)
    run("report", due_class.root)
    report = json.loads((due_class.root / "report.json").read_text("utf-8"))
    assert (report["topics"][0]["late"], report["topics"][0]["extended"]) == (0, ["ada"])
    assert "has time until 2026-03-03 12:00 UTC" in run("status", due_class.root).output


@pytest.mark.parametrize(
    ("arguments", "saying"),
    [
        (["ada"], "either --days or --until"),
        (["ada", "--days", "1", "--until", "2026-03-05 12:00"], "either --days or --until"),
        (["ada", "--until", "soon"], "is no time"),
        (["ada", "--until", "2026-02-01 12:00 UTC"], "which is later"),
        (["adda", "--days", "1"], "There is no student 'adda' in the class.\nStudents are called by their id: ada."),
    ],
)
def test_what_would_give_nobody_more_time_is_refused(
    due_class: ToyClass, run: Run, arguments: list[str], saying: str
) -> None:
    result = run("extend", due_class.root, *arguments, "--topic", "toy")
    assert saying in str(result.exception)
    assert not (due_class.root / "extensions.csv").exists()


def test_without_a_due_date_there_is_nothing_to_extend(toy_class: ToyClass, run: Run) -> None:
    result = run("extend", toy_class.root, "ada", "--topic", "toy", "--days", "1")
    assert "has no due date" in str(result.exception)


@pytest.mark.parametrize(
    "row",
    ["ada,10_toy,two,", "ada,10_toy,-1,", "ada,10_toy,nan,", "ada,10_toy,1,2026-03-05 12:00 UTC", "ada,10_toy,,",
     "ada,10_toy,,05/03/2026", ",10_toy,1,"],
)  # fmt: skip
def test_a_row_that_is_not_understood_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "extensions.csv").write_text(f"student,topic,days,until\nbob,10_toy,1,\n{row}\n")
    with pytest.raises(CourseError, match="line 3"):
        read_extensions(Classroom(tmp_path))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    classroom = Classroom(tmp_path)
    for extension in (
        Extension("ada", "10_toy", days=1),
        Extension("ada", "10_toy", until=DUE),
        Extension("bob, jr", "10_toy", days=0.5),
    ):
        write_extension(classroom, extension)
    found = read_extensions(classroom)
    assert found["10_toy", "ada"] == Extension("ada", "10_toy", until=DUE)
    assert found["10_toy", "bob, jr"].days == 0.5
