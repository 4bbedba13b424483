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
    """Let each task that its own cell leaves open be answered by another cell of the hand-in.

    What such a cell has bound before the task's place stays bound: the task's stub loses its own definitions of it. A
    cell that only comes further down runs at the task's place as well.

    Returns:
        The cells, and a note for each such task.
    """
    tasks = {cell.id: cell for cell in source.of_kind("task")}
    own = [_own_names(cell, source, shown) for cell in cells]
    bound: set[str] = set()
    found: list[RebuiltCell] = []
    notes = []
    for index, cell in enumerate(cells):
        task = tasks.get(cell.id)
        stub = shown.get(cell.id, "")
        missing = left_open(cell.text, stub, made_by(source, task)) if task is not None else frozenset()
        if missing & bound:
            cell = replace(cell, text=without_definitions(cell.text, stub, missing & bound))
            notes.append(f"the answer of task '{cell.id}' stood in another cell, which counts")
        elif (below := _answer_below(own, index, missing)) is not None:
            found.append(replace(cell, text=without_definitions(cell.text, stub, missing)))
            notes.append(f"the answer of task '{cell.id}' stood further down; it was run at its place as well")
            bound |= missing
            cell = replace(cells[below], role="extra", id=f"answer-{cell.id}")
        bound |= own[index].bound
        found.append(cell)
    return found, notes


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


def _answer_below(own: Sequence[Names], index: int, missing: frozenset[str]) -> int | None:
    """Where the last cell below stands that binds all that a task's cell leaves open."""
    return max((i for i in range(index + 1, len(own)) if missing and missing <= own[i].bound), default=None)
