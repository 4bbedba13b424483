"""What students do to a solved notebook without changing what it says: every check still passes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde.authoring.source import Cell, Kind, Source
from autograde.course import Topic
from autograde.grading.sealed.rebuild import Rebuilt, rebuild
from autograde.grading.sealed.submission import SubmittedCell

#: Kind, id, the student's version, the solved version.
CELLS: tuple[tuple[Kind, str, str, str], ...] = (
    ("prose", "title", "# Toy", ""),
    ("example", "setup", "import math\nFACTOR = 2", ""),
    ("task", "double", "def double(x):\n    raise NotImplementedError()", "def double(x):\n    return FACTOR * x"),
    ("check", "check_double", "assert double(2) == 4", ""),
    ("essay", "why", "YOUR ANSWER HERE", "Because."),
    ("example", "more", "START = 1", ""),
    ("task", "names", "NAMES = {}\n# YOUR CODE HERE\nraise NotImplementedError()", "NAMES = {'a': START}"),
    ("check", "check_names", "assert NAMES == {'a': 1}", ""),
    (
        "task",
        "pair",
        "import itertools\ndef one():\n    raise NotImplementedError()\n\ndef two():\n    raise NotImplementedError()",
        "import itertools\n\ndef one():\n    return next(itertools.count(1))\n\ndef two():\n    return double(one())",
    ),
    ("check", "check_pair", "assert one() == 1", ""),
    ("check", "check_pair_2", "assert two() == 2 and itertools", ""),
    ("essay", "then", "YOUR ANSWER HERE", "So."),
)
TASKS = ("double", "names", "pair")
SOURCE = Source(
    Topic("10_toy", Path()),
    tuple(
        Cell(
            kind,
            id,
            {"check_pair_2": "pair"}.get(id, id.removeprefix("check_")) if kind in {"task", "check"} else "",
            4,
            "",
            (),
            f"{stub}\n### BEGIN SOLUTION\n{solved}\n### END SOLUTION" if kind == "task" else stub,
            1,
        )
        for kind, id, stub, solved in CELLS
    ),
)
RELEASE = nbformat.v4.new_notebook(
    cells=[
        (nbformat.v4.new_code_cell if cell.is_code else nbformat.v4.new_markdown_cell)(stub, id=cell.id)
        for cell, (_, _, stub, _) in zip(SOURCE.cells, CELLS, strict=True)
    ]
)
ANSWERS = {id: solved for _, id, _, solved in CELLS if solved}
Notebook = list[SubmittedCell]
Draw = Callable[[st.SearchStrategy[Any]], Any]


def _solved() -> Notebook:
    graded = {"task", "check", "essay"}
    return [
        SubmittedCell("code" if cell.is_code else "markdown", solved or stub, cell.id, cell.id * (cell.kind in graded))
        for cell, (_, _, stub, solved) in zip(SOURCE.cells, CELLS, strict=True)
    ]


def _at(cells: Notebook, id: str) -> int:
    return next(index for index, cell in enumerate(cells) if cell.id == id)


def _own(text: str) -> SubmittedCell:
    return SubmittedCell("code", text, "own", "")


def _stub(id: str) -> SubmittedCell:
    return SubmittedCell("code", next(stub for _, name, stub, _ in CELLS if name == id), id, id)


def _grade(cells: Notebook) -> tuple[Rebuilt, list[str]]:
    """Rebuild a hand-in and run it; what was rebuilt, with the notes of what was run, and the checks that fail."""
    rebuilt = rebuild(SOURCE, RELEASE, cells)
    names: dict[str, Any] = {}
    failed = []
    for cell in rebuilt.cells:
        if cell.lacking and cell.lacking <= names.keys():
            continue
        if cell.note:
            rebuilt = replace(rebuilt, notes=(*rebuilt.notes, cell.note))
        if cell.runs or cell.role == "check":
            try:
                exec(cell.text, names)
            except Exception:  # as a notebook does, go on after a cell that fails
                failed += [cell.id] * (cell.role == "check")
    return rebuilt, failed


def _without(cells: Notebook, *ids: str) -> Notebook:
    return [cell for cell in cells if cell.id not in ids]


def _everything_at(place: int, *, stubs: bool, kept: bool = True) -> Notebook:
    """All solutions in one cell of the student's own."""
    together = _own("FACTOR, START = 2, 1\n" + "\n\n".join(ANSWERS[task] for task in TASKS))
    cells = [_stub(cell.id) if cell.id in TASKS and stubs else cell for cell in _solved()]
    cells = cells if kept else _without(cells, *TASKS)
    cells.insert(place if place >= 0 else len(cells), together)
    return cells


def _merged(kept: str, first: str, last: str) -> Notebook:
    """The cells from one to another have become one, which has the name of one of them."""
    cells = _solved()
    start, end = _at(cells, first), _at(cells, last)
    code = [cell.text for cell in cells[start : end + 1] if cell.cell_type == "code"]
    texts = [cell for cell in cells[start : end + 1] if cell.cell_type != "code"]
    return [*cells[:start], SubmittedCell("code", "\n\n".join(code), kept, kept), *texts, *cells[end + 1 :]]


def _replaced(id: str, *new: SubmittedCell) -> Notebook:
    cells = _solved()
    return [*cells[: _at(cells, id)], *new, *cells[_at(cells, id) + 1 :]]


def _with_experiment(answer: str) -> Notebook:
    """A task's answer as given, and below everything a cell that binds the same name to something else."""
    experiment = _own("def double(x):\n    return 'an experiment'")
    return [*_replaced("double", replace(_stub("double"), text=answer)), experiment]


ONE, TWO = "def one():\n    return 1", "import itertools\ndef two():\n    return one() + 1"
#: Work that runs from top to bottom as it stands: nothing of it is moved, run twice, or noted.
AT_ITS_PLACE: dict[str, Notebook] = {
    "bound_by_exec": _with_experiment("exec('def double(x): return 2 * x')"),
    "bound_by_exec_below_the_stub": _with_experiment(
        _stub("double").text + "\nexec('def double(x): return 2 * x')"
    ),
    "bound_through_globals": _with_experiment("globals()['double'] = lambda x: 2 * x"),
    "bound_by_an_import_of_all_names": _with_experiment(
        "import sys, types\nsys.modules['mine'] = types.ModuleType('mine')\n"
        "sys.modules['mine'].double = lambda x: 2 * x\nfrom mine import *"
    ),
    "bound_by_an_own_cell_before_the_check": [
        *_replaced("double", _stub("double"), _own("exec('def double(x): return 2 * x')")),
        _own("def double(x):\n    return 'an experiment'"),
    ],
    "second_half_builds_on_the_first_before_the_check": _replaced(
        "pair", replace(_stub("pair"), text=ONE), _own(f"old = one\ndef one():\n    return old()\n{TWO}")
    ),
    "second_half_in_an_own_cell_and_an_experiment": [
        *_replaced("pair", replace(_stub("pair"), text=ONE), _own(TWO)), _own("def two():\n    return 5")
    ],
}  # fmt: skip
CASES: dict[str, Notebook] = AT_ITS_PLACE | {
    "halves_in_two_cells_at_the_end": [*_replaced("pair", _stub("pair")), _own(ONE), _own(TWO)],
    "halves_above_and_below": [
        *_replaced("pair", _own(ONE), _stub("pair")), _own("import itertools\ndef two():\n    return 2")
    ],
    "answers_at_the_end_and_an_older_half_below": [
        *_replaced("pair", _stub("pair")), _own(f"{ONE}\n{TWO}"), _own("def two():\n    return 'older'")
    ],
    "all_in_one_cell_at_the_top_and_stubs": _everything_at(1, stubs=True),
    "all_in_one_cell_at_the_end_and_stubs": _everything_at(-1, stubs=True),
    "all_in_one_cell_at_the_top": _everything_at(1, stubs=True, kept=False),
    "all_in_one_cell_at_the_end": _everything_at(-1, stubs=True, kept=False),
    "two_tasks_merged_under_the_first_ones_name": _merged("double", "double", "names"),
    "two_tasks_merged_under_the_last_ones_name": _merged("names", "double", "names"),
    "all_tasks_merged": _merged("double", "double", "pair"),
    "task_merged_with_its_check": _merged("double", "double", "check_double"),
    "answer_in_an_own_cell_above_its_stub": _replaced("double", _own(ANSWERS["double"]), _stub("double")),
    "answer_in_an_own_cell_below_its_stub": _replaced("pair", _stub("pair"), _own(ANSWERS["pair"])),
    "answer_in_an_own_cell_and_an_empty_one": _replaced(
        "double", replace(_stub("double"), text=""), _own(ANSWERS["double"])
    ),
    "half_an_answer_in_an_own_cell": _replaced(
        "pair", _own("def one():\n    return 1"), replace(_stub("pair"), text="import itertools\ntwo = lambda: 2")
    ),
    "half_an_answer_in_an_own_cell_and_half_a_stub": _replaced(
        "pair",
        _own("def two():\n    return 2"),
        replace(_stub("pair"), text=_stub("pair").text.replace("raise NotImplementedError()", "return 1", 1)),
    ),
    "answer_in_an_example_cell": [
        replace(cell, text=cell.text + "\n" + ANSWERS["double"]) if cell.id == "setup" else cell
        for cell in _replaced("double", _stub("double"))
    ],
    "answer_without_names": _replaced("names", _own(ANSWERS["names"])),
    "old_copy_at_the_end": [*_solved(), replace(_stub("double"), text="def double(x):\n    return 'old'")],
    "stub_at_the_end": [*_solved(), _stub("double")],
    "old_copy_after_the_check": _replaced(
        "check_double", _solved()[3], replace(_stub("double"), text="def double(x):\n    return 'old'")
    ),
    "old_copy_before": _replaced("double", replace(_stub("double"), text="def double(x): pass"), _solved()[2]),
    "stub_before_and_answer_after_the_check": [
        *_solved()[:2], _stub("double"), _solved()[3], _solved()[2], *_solved()[4:]
    ],
    "split_cell": _replaced(
        "pair",
        replace(_stub("pair"), text="import itertools\ndef one():\n    return 1"),
        replace(_stub("pair"), text="def two():\n    return 2"),
    ),
    "reversed": _solved()[::-1],
    "no_ids": [replace(cell, id="", grade_id="") for cell in _solved()],
    "no_ids_and_a_changed_example": [
        replace(cell, id="", grade_id="", text=cell.text.replace("START = 1", "START = 1  # one"))
        for cell in _solved()
    ],
    "checks_deleted": _without(_solved(), "check_double", "check_pair"),
    "magics": [_own("%matplotlib inline\n!pip list"), *_replaced("double", _own("%%time\n" + ANSWERS["double"]))],
}  # fmt: skip


@pytest.mark.parametrize("cells", CASES.values(), ids=CASES)
def test_honest_work_in_unusual_places_passes_every_check(cells: Notebook) -> None:
    rebuilt, failed = _grade([replace(cell, text=cell.text.removeprefix("%%time\n")) for cell in cells])
    assert failed == [], (rebuilt.notes, [(cell.id, cell.text) for cell in rebuilt.cells])
    texts = {cell.id: cell.text for cell in rebuilt.cells}
    assert (texts["why"], texts["then"]) == ("Because.", "So.")


@pytest.mark.parametrize("cells", AT_ITS_PLACE.values(), ids=AT_ITS_PLACE)
def test_what_stands_before_its_check_is_neither_moved_nor_noted(cells: Notebook) -> None:
    rebuilt, _ = _grade(cells)
    assert rebuilt.notes == ()
    ran = [cell.text for cell in rebuilt.cells if cell.role == "extra" and not cell.lacking]
    assert ran == [cell.text for cell in cells if cell.id == "own"]


def test_a_stub_that_nobody_answers_runs_and_fails() -> None:
    assert _grade(_replaced("double", _stub("double")))[1] == ["check_double", "check_pair_2"]


def test_what_another_tasks_solution_binds_anyway_answers_no_other_task() -> None:
    source = Source(SOURCE.topic, tuple(
        replace(cell, text=cell.text.replace("one", "double")) if cell.id in {"pair", "check_pair"} else cell
        for cell in SOURCE.cells
    ))  # fmt: skip
    release = nbformat.from_dict(RELEASE)
    release.cells[8].source = "def double():\n    raise NotImplementedError()"
    cells = [replace(cell, text=release.cells[8].source) if cell.id == "pair" else cell for cell in _solved()]
    texts = {cell.id: cell.text for cell in rebuild(source, release, cells).cells}
    assert texts["pair"] == release.cells[8].source


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("all_in_one_cell_at_the_top_and_stubs", "the answer of task 'double' stood in another cell, which counts"),
        ("all_in_one_cell_at_the_end_and_stubs", "the answer of task 'double' stood further down; it was run at"),
        ("halves_in_two_cells_at_the_end", "the answer of task 'pair' stood further down; it was run at"),
        ("halves_above_and_below", "the answer of task 'pair' stood in another cell, which counts"),
        ("halves_above_and_below", "the answer of task 'pair' stood further down; it was run at"),
        ("old_copy_after_the_check", "the cell 'double' stood there 2 times; number 1 counts"),
        ("two_tasks_merged_under_the_first_ones_name", "the task cell 'names' was missing"),
    ],
)
def test_what_was_decided_is_noted(name: str, note: str) -> None:
    assert any(said.startswith(note) for said in _grade(CASES[name])[0].notes)


def test_a_copy_that_does_not_count_is_shown_and_not_run() -> None:
    rebuilt, _ = _grade(CASES["old_copy_after_the_check"])
    (note,) = [cell for cell in rebuilt.cells if cell.role == "note"]
    assert "return 'old'" in note.shown


def _add_comment(cells: Notebook, draw: Draw) -> Notebook:
    index = draw(st.sampled_from([i for i, cell in enumerate(cells) if cell.cell_type == "code"]))
    return [replace(cell, text=f"# mine\n{cell.text}\n") if i == index else cell for i, cell in enumerate(cells)]


def _add_own_cell(cells: Notebook, draw: Draw) -> Notebook:
    place = draw(st.integers(0, len(cells)))
    text = draw(
        st.sampled_from(["print(1)", "helper = 3", "1 / 0", "no python", "!ls", "x = double(3)", "", "%timeit 1"])
    )
    return [*cells[:place], _own(text), *cells[place:]]


def _add_note(cells: Notebook, draw: Draw) -> Notebook:
    place = draw(st.integers(0, len(cells)))
    return [*cells[:place], SubmittedCell("markdown", "My note.", "note", ""), *cells[place:]]


def _move_answer_out(cells: Notebook, draw: Draw) -> Notebook:
    task = draw(st.sampled_from(TASKS))
    found = [index for index, cell in enumerate(cells) if cell.text == ANSWERS[task]]
    if len(found) != 1 or cells[found[0]].grade_id != task:
        return cells
    stub = draw(st.sampled_from([[_stub(task)], [], [replace(_stub(task), text="")]]))
    moved = [*stub, _own(ANSWERS[task])]
    return [*cells[: found[0]], *moved[:: draw(st.sampled_from([1, -1]))], *cells[found[0] + 1 :]]


def _delete_a_check(cells: Notebook, draw: Draw) -> Notebook:
    return _without(cells, draw(st.sampled_from(["check_double", "check_names", "check_pair", "check_pair_2"])))


def _paste_stub(cells: Notebook, draw: Draw) -> Notebook:
    return [*cells, _stub(draw(st.sampled_from(TASKS)))]


def _swap_cells(cells: Notebook, draw: Draw) -> Notebook:
    index = draw(st.integers(0, len(cells) - 2))
    if not (cells[index].grade_id or cells[index + 1].grade_id):
        return cells
    names = {cells[index].grade_id, cells[index + 1].grade_id}
    if not all(names) or len(names & set(TASKS)) != 1:
        return cells
    return [*cells[:index], cells[index + 1], cells[index], *cells[index + 2 :]]


def _new_ids(cells: Notebook, draw: Draw) -> Notebook:
    return [replace(cell, id=f"new-{index}") for index, cell in enumerate(cells)]


EDITS = [_add_comment, _add_own_cell, _add_note, _move_answer_out, _delete_a_check, _paste_stub, _swap_cells, _new_ids]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_random_honest_edits_keep_every_point(data: st.DataObject) -> None:
    cells = _solved()
    for edit in data.draw(st.lists(st.sampled_from(EDITS), max_size=6), label="edits"):
        cells = edit(cells, data.draw)
    rebuilt, failed = _grade(cells)
    assert failed == [], (rebuilt.notes, [(cell.id, cell.text) for cell in rebuilt.cells])
