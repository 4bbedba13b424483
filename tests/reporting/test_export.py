"""`autograde export`: the marks that count, in forms that other programs take."""

import csv
import io
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook

from autograde.gradebook.marks import CellMark, Mark, Marks, Person
from autograde.reporting.export import export
from autograde.sanitize import spreadsheet_cell
from tests.reporting.conftest import Run, ToyClass

TOPIC = "10_toy"


def _marks(people: list[Person], **earned: Mark) -> Marks:
    marks = {(mark.topic, mark.student): mark for mark in earned.values()}
    return Marks({person.id: person for person in people}, {TOPIC: 10.0}, {TOPIC: None}, marks)


def _mark(student: str, points: float, penalty: float = 0.0) -> Mark:
    return Mark(student, TOPIC, {"check": CellMark(points, 10, False)}, {}, None, None, penalty)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@given(st.text(max_size=50))
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = spreadsheet_cell(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not set(cell) & set("\r\n\t\0")
    assert len(cell) - len(text) in {0, 1}


@given(
    st.lists(st.tuples(*[st.text(max_size=20)] * 5), min_size=1, max_size=5),
    st.sampled_from(["csv", "canvas", "moodle"]),
)
def test_any_names_make_a_table(names: list[tuple[str, ...]], form: str) -> None:
    people = [Person(f"s{index}{fields[0]}", *fields[1:]) for index, fields in enumerate(names)]
    rows = _rows(export(_marks(people), [TOPIC], form))  # type: ignore[arg-type]
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == len(people) + (2 if form == "canvas" else 1)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@given(st.floats(0, 10), st.floats(0, 20))
def test_the_penalty_is_taken_off_and_nobody_falls_below_zero(points: float, penalty: float) -> None:
    text = export(_marks([Person("ada")], ada=_mark("ada", points, penalty)), [TOPIC], "canvas")
    assert float(_rows(text)[2][5]) == pytest.approx(max(0.0, points - penalty), abs=0.006)


def test_canvas_keeps_what_was_not_handed_in_empty() -> None:
    people = [Person("ada", "Ada", "Lovelace", "", "17"), Person("bob")]
    rows = _rows(export(_marks(people, ada=_mark("ada", 7.5)), [TOPIC], "canvas"))
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TOPIC]
    assert rows[1] == ["    Points Possible", "", "", "", "", "10"]
    assert rows[2] == ["Lovelace, Ada", "17", "", "ada", "", "7.5"]
    assert rows[3] == ["bob", "", "", "bob", "", ""]


def test_the_command_adds_manual_points_and_says_what_waits(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada", double=0, time=datetime(2026, 3, 1, 12))
    toy_class.graded("bob")
    toy_class.grade_by_hand("ada", 1.5, "well put")
    result = run("export", toy_class.root)
    assert result.exit_code == 1
    assert "1 written answer." in result.output
    toy_class.grade_by_hand("bob", 2)
    assert run("export", toy_class.root).exit_code == 0
    rows = _rows((toy_class.root / "grades.csv").read_text("utf-8-sig"))
    ada = dict(zip(rows[0], rows[1], strict=True))
    assert (ada["student_id"], ada["score"], ada["max_score"], ada["timestamp"]) == (
        "ada",
        "5.5",
        "10",
        "2026-03-01 12:00:00",
    )


def test_marks_for_earlier_work_count_and_want_a_second_look(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada")
    toy_class.grade_by_hand("ada", 1.5)
    toy_class.graded("ada")
    result = run("export", toy_class.root)
    assert result.exit_code == 1
    assert "these marks count; look at them in formgrader): 1 written answer." in " ".join(result.output.split())
    assert "counts 0 so far" not in result.output
    rows = _rows((toy_class.root / "grades.csv").read_text("utf-8-sig"))
    assert rows[1][rows[0].index("score")] == "9.5"


def test_an_empty_gradebook_does_not_replace_an_export(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada")
    run("export", toy_class.root)
    exported = (toy_class.root / "grades.csv").read_bytes()
    (toy_class.root / "gradebook.db").unlink()
    with Gradebook(toy_class.classroom.database, "class"):
        pass
    result = run("export", toy_class.root)
    assert "are in the gradebook" in str(result.exception)
    assert (toy_class.root / "grades.csv").read_bytes() == exported


def test_json_has_every_check(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada", double=0)
    toy_class.grade_by_hand("ada", 2, "well put")
    result = run("export", toy_class.root, "--format", "json", "--output", "-")
    mark = json.loads(result.stdout)["students"][0]["marks"][TOPIC]
    assert mark["score"] == 6
    assert mark["cells"]["check_double"] == {"points": 0, "max_points": 4, "waiting": False, "marked_before": False}
    assert mark["comments"]["why"] == "well put"


def test_an_unknown_format_is_refused(toy_class: ToyClass, run: Run) -> None:
    assert run("export", toy_class.root, "--format", "xls").exit_code == 2
