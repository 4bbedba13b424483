"""Answers that stand in another cell than their task's: merged, moved, or in a cell of the student's own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograde.authoring.names import Names
from autograde.authoring.source import Source
from autograde.grading.sealed.cell_names import NO_NAMES, left_open, names_in, without_definitions
from autograde.grading.sealed.matching import made_by
from autograde.grading.sealed.rebuilt import RebuiltCell


def with_answers_from_elsewhere(
    source: Source, shown: Mapping[str, str], cells: Sequence[RebuiltCell]
) -> tuple[list[RebuiltCell], list[str]]:
    """Let each task that its own cell leaves open be answered by other cells of the hand-in.

    What such a cell has bound before the task's place stays bound: the task's stub loses its own definitions of it.
    Cells that only come below the task's first check get a copy before that check, which is for those names only that
    the student's kernel lacks there: a cell can bind names in ways that its text does not show.

    Returns:
        The cells, and a note for each task that a cell above it answers.
    """
    tasks = {cell.id: cell for cell in source.of_kind("task")}
    first_checks = _first_checks(source, cells)
    own = [_own_names(cell, source, shown) for cell in cells]
    bound: set[str] = set()
    copies: dict[int, list[RebuiltCell]] = {}
    found: list[RebuiltCell] = []
    notes = []
    for index, cell in enumerate(cells):
        found += copies.get(index, [])
        if (task := tasks.get(cell.id)) is not None:
            stub, check = shown.get(cell.id, ""), first_checks.get(task.task, len(cells))
            missing = left_open(cell.text, stub, made_by(source, task))
            if missing & bound:
                notes.append(f"the answer of task '{cell.id}' stood in another cell, which counts")
            below = _answers_below(own, check, missing - bound)
            copies[check] = _copies(cells, below, cell.id)
            if answered := (missing & bound).union(*below.values()):
                cell = replace(cell, text=without_definitions(cell.text, stub, answered))
        bound |= own[index].bound
        found.append(cell)
    return found, notes


def _first_checks(source: Source, cells: Sequence[RebuiltCell]) -> dict[str, int]:
    """Where each task's first check stands."""
    tasks = {cell.id: cell.task for cell in source.of_kind("check")}
    return {tasks[cell.id]: index for index, cell in reversed([*enumerate(cells)]) if cell.id in tasks}


def _own_names(cell: RebuiltCell, source: Source, shown: Mapping[str, str]) -> Names:
    """Names that a cell of the hand-in binds beyond what the source's cell of that id binds."""
    if cell.role not in {"extra", "example", "task"} or not cell.answered or cell.text == shown.get(cell.id):
        return NO_NAMES
    names = names_in(cell.text) or NO_NAMES
    given: frozenset[str] = frozenset()
    if cell.role != "extra":
        solution = next(original.solution for original in source.cells if original.id == cell.id)
        given = frozenset().union(*((names_in(text) or NO_NAMES).bound for text in (shown[cell.id], solution)))
    return replace(names, bound=names.bound - given)


def _answers_below(own: Sequence[Names], check: int, missing: frozenset[str]) -> dict[int, frozenset[str]]:
    """Which cells below a check bind names that a task's cell leaves open, and which names each of them is for.

    First comes the cell that binds most of them, then the one that binds most of the rest; of equals, the last one.
    """
    found: dict[int, frozenset[str]] = {}
    below = range(check + 1, len(own))
    while missing and below:
        best = max(below, key=lambda index: (len(own[index].bound & missing), index))
        if not (names := own[best].bound & missing):
            break
        found[best] = names
        missing -= names
    return found


def _copies(cells: Sequence[RebuiltCell], below: Mapping[int, frozenset[str]], task: str) -> list[RebuiltCell]:
    """The cells that may answer a task, in the hand-in's order, each for the names that it is to bind."""
    note = f"the answer of task '{task}' stood further down; it was run at its place as well"
    return [
        replace(cells[index], role="extra", id=f"answer-{task}-{number}", lacking=below[index], note=note)
        for number, index in enumerate(sorted(below), start=1)
    ]
