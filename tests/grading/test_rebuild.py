"""The graded notebook: everything from the source, only the student's own texts from the hand-in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograde.authoring.source import Cell, Kind, Source
from autograde.course import Topic
from autograde.grading.sealed.rebuild import Rebuilt, rebuild
from autograde.grading.sealed.submission import SubmittedCell

STUB = "def double(x):\n    raise NotImplementedError()"
ANSWER = "def double(x):\n    return 2 * x"
CHECK = "assert double(2) == 4"
HIDDEN = CHECK + "\nassert double(3) == 6"
#: The kind and id of each source cell, and what the student's notebook shows of it.
SHOWN: dict[tuple[Kind, str], str] = {
    ("prose", "title"): "# Toy",
    ("example", "setup"): "import math",
    ("task", "double"): STUB,
    ("figure", "curve"): "points = [1, 2]",
    ("check", "check_double"): CHECK,
    ("demo", "show"): "double(5)",
    ("essay", "why"): "Your answer here.",
}
SOURCE = Source(
    Topic("10_toy", Path()),
    tuple(
        Cell(kind, id, "double" if id.endswith("double") else "", 4, "", (), HIDDEN if kind == "check" else text, 1)
        for (kind, id), text in SHOWN.items()
    ),
)
IDS = [cell.id for cell in SOURCE.cells]


def _node(cell: Cell, text: str) -> NotebookNode:
    make = nbformat.v4.new_code_cell if cell.is_code else nbformat.v4.new_markdown_cell
    node: NotebookNode = make(text, id=cell.id)
    return node


RELEASE = nbformat.v4.new_notebook(
    cells=[_node(cell, text) for cell, text in zip(SOURCE.cells, SHOWN.values(), strict=True)]
)


def _hand_in(**answers: str) -> list[SubmittedCell]:
    """The cells of the student's notebook, some of them with other texts."""
    return [
        SubmittedCell(
            "code" if cell.is_code else "markdown",
            answers.get(cell.id, node.source),
            cell.id,
            cell.id if cell.kind in {"task", "check", "essay"} else "",
        )
        for cell, node in zip(SOURCE.cells, RELEASE.cells, strict=True)
    ]


def _own(text: str, cell_type: str = "code", id: str = "own") -> SubmittedCell:
    return SubmittedCell(cell_type, text, id, "")


def _rebuild(cells: list[SubmittedCell]) -> Rebuilt:
    return rebuild(SOURCE, RELEASE, cells)


def _texts(rebuilt: Rebuilt) -> dict[str, str]:
    return {cell.id: cell.text for cell in rebuilt.cells}


def _roles(rebuilt: Rebuilt) -> dict[str, str]:
    return {cell.id: cell.role for cell in rebuilt.cells}


def test_an_untouched_hand_in_is_the_source_with_nothing_answered() -> None:
    rebuilt = _rebuild(_hand_in())
    assert [cell.id for cell in rebuilt.cells] == IDS
    assert not any(cell.answered for cell in rebuilt.cells if cell.role in {"task", "essay"})
    assert rebuilt.notes == ()


def test_answers_come_from_the_hand_in_and_the_check_from_the_source() -> None:
    rebuilt = _rebuild(_hand_in(double=ANSWER, why="Because.", setup="import math, os", show="1 / 0", title="# Mine"))
    texts = _texts(rebuilt)
    assert (texts["double"], texts["why"], texts["setup"]) == (ANSWER, "Because.", "import math, os")
    assert (texts["check_double"], texts["show"], texts["title"]) == (HIDDEN, "double(5)", "# Toy")
    assert [cell.id for cell in rebuilt.cells if cell.answered and cell.role in {"task", "essay"}] == ["double", "why"]


def test_the_graded_notebook_shows_no_hidden_test() -> None:
    shown = {cell.id: cell.shown for cell in _rebuild(_hand_in(double=ANSWER)).cells}
    assert shown["check_double"] == CHECK


def test_only_the_students_cells_and_examples_run_in_the_students_kernel() -> None:
    rebuilt = _rebuild([*_hand_in(double=ANSWER), _own("x = 1"), _own("A note.", "markdown")])
    assert {cell.role for cell in rebuilt.cells if cell.runs} == {"example", "task", "extra"}


def test_a_changed_check_is_noted_and_does_not_count() -> None:
    rebuilt = _rebuild(_hand_in(double=ANSWER, check_double="pass"))
    assert _texts(rebuilt)["check_double"] == HIDDEN
    assert rebuilt.notes == ("the check cell 'check_double' had been changed",)


@pytest.mark.parametrize(
    "lose",
    [
        lambda cell: replace(cell, id=f"new-{cell.id}"),
        lambda cell: replace(cell, grade_id=""),
        lambda cell: replace(cell, id=""),
    ],
    ids=["new_ids", "no_grade_ids", "no_ids"],
)
def test_an_answer_is_found_by_grade_id_or_by_cell_id(lose: Callable[[SubmittedCell], SubmittedCell]) -> None:
    rebuilt = _rebuild([lose(cell) for cell in _hand_in(double=ANSWER)])
    assert [cell.id for cell in rebuilt.cells] == IDS
    assert _texts(rebuilt)["double"] == ANSWER
    assert rebuilt.notes == ()


def test_cells_without_any_name_are_found_by_their_text() -> None:
    rebuilt = _rebuild([replace(cell, id="", grade_id="") for cell in _hand_in()])
    assert [cell.id for cell in rebuilt.cells] == IDS
    assert rebuilt.notes == ()


def test_an_unknown_grade_id_names_no_cell() -> None:
    rebuilt = _rebuild([*_hand_in(), SubmittedCell("code", "x = 1", "setup", "of_another_topic")])
    assert _texts(rebuilt)["setup"] == "import math"
    assert [cell.text for cell in rebuilt.cells if cell.role == "extra"] == ["x = 1"]


@pytest.mark.parametrize(("id", "kind"), [("double", "task"), ("check_double", "check"), ("why", "essay")])
def test_a_missing_cell_is_put_back_and_noted(id: str, kind: str) -> None:
    rebuilt = _rebuild([cell for cell in _hand_in() if cell.id != id])
    assert [cell.id for cell in rebuilt.cells] == IDS
    assert rebuilt.notes == (f"the {kind} cell '{id}' was missing",)
    assert not {cell.id: cell for cell in rebuilt.cells}["double"].answered


def test_of_copies_the_last_one_counts_and_the_others_run_at_their_place() -> None:
    cells = _hand_in(double=ANSWER)
    first = replace(cells[2], text="def double(x):\n    return 3")
    rebuilt = _rebuild([*cells[:2], first, *cells[2:]])
    assert [(cell.role, cell.text) for cell in rebuilt.cells][1:4] == [
        ("example", "import math"),
        ("extra", first.text),
        ("task", ANSWER),
    ]
    assert rebuilt.notes == ("the cell 'double' stood there 2 times; the last one counts",)


def test_a_copy_that_is_still_the_stub_does_not_run() -> None:
    cells = _hand_in(double=ANSWER)
    rebuilt = _rebuild([replace(cells[2], text=STUB), *cells])
    assert "extra" not in _roles(rebuilt).values()


def test_moved_cells_stand_in_the_sources_order() -> None:
    rebuilt = _rebuild(_hand_in(double=ANSWER)[::-1])
    assert [cell.id for cell in rebuilt.cells] == IDS
    assert _texts(rebuilt)["double"] == ANSWER


@pytest.mark.parametrize("place", range(len(IDS) + 1))
def test_an_own_cell_runs_where_it_stood(place: int) -> None:
    cells = _hand_in()
    cells.insert(place, _own("helper = 1"))
    rebuilt = _rebuild(cells)
    assert [cell.text for cell in rebuilt.cells].index("helper = 1") == place
    assert [cell.id for cell in rebuilt.cells if cell.role != "extra"] == IDS


def test_own_cells_have_ids_of_their_own_and_empty_ones_are_left_out() -> None:
    cells = _hand_in()
    rebuilt = _rebuild([_own("a = 1"), _own("b = 2"), _own("  \n"), *cells, _own("c = 3"), _own("Note.", "markdown")])
    ids = [cell.id for cell in rebuilt.cells]
    assert len(set(ids)) == len(ids) == len(IDS) + 4
    assert [cell.text for cell in rebuilt.cells if cell.role == "extra"] == ["a = 1", "b = 2", "c = 3"]
    assert [cell.text for cell in rebuilt.cells if cell.role == "note"] == ["Note."]


def test_scripts_of_written_answers_and_notes_are_not_shown() -> None:
    script = "<script>alert(1)</script>"
    rebuilt = _rebuild([*_hand_in(why=script), _own(script, "markdown")])
    shown = [cell.shown for cell in rebuilt.cells if cell.role == "note" or cell.id == "why"]
    assert len(shown) == 2
    assert not any("<script" in text for text in shown)


@pytest.mark.parametrize(
    ("cells", "role"),
    [
        (_hand_in(double=ANSWER), "figure"),
        ([*_hand_in(), _own("total = sum(points)")], "example"),
        ([*_hand_in(), _own("def f():\n    return points")], "example"),
        ([*_hand_in(), _own("globals()['x']")], "example"),
        ([*_hand_in(), _own("%who")], "example"),
        ([_own("total = sum(points)"), *_hand_in()], "figure"),
        ([*_hand_in(), _own("points = []")], "figure"),
        ([*_hand_in(), _own("points +")], "figure"),
        (_hand_in(curve="points = [3]"), "example"),
    ],
    ids=["unused", "used", "used_inside", "globals", "magic", "used_before", "bound_again", "syntax_error", "changed"],
)
def test_a_figure_runs_only_where_the_hand_in_needs_it(cells: list[SubmittedCell], role: str) -> None:
    assert _roles(_rebuild(cells))["curve"] == role


def test_a_hand_in_without_cells_is_put_together_from_the_source() -> None:
    rebuilt = _rebuild([])
    assert [cell.id for cell in rebuilt.cells] == IDS
    assert len(rebuilt.notes) == 3
