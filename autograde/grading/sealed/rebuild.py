"""Make the notebook that is graded: everything from the source, only the student's own texts from the hand-in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nbformat import NotebookNode

from autograde import sanitize
from autograde.authoring.source import Cell, Source
from autograde.grading.sealed.cell_names import NO_NAMES, names_in
from autograde.grading.sealed.elsewhere import with_answers_from_elsewhere
from autograde.grading.sealed.matching import Matches, match
from autograde.grading.sealed.rebuilt import Rebuilt, RebuiltCell, Role
from autograde.grading.sealed.submission import SubmittedCell

__all__ = ["Rebuilt", "RebuiltCell", "Role", "rebuild"]

#: Code that can reach any name without writing it: then every figure cell runs.
_REACHES_ALL = re.compile(r"\b(globals|locals|vars|eval|exec|get_ipython|inspect)\b|^[ \t]*[%!]", re.MULTILINE)


def rebuild(source: Source, release: NotebookNode, submitted: Sequence[SubmittedCell]) -> Rebuilt:
    """Rebuild a hand-in from the source.

    From the hand-in come the texts of task cells, written answers and example cells (a student may play with them; no
    check depends on it), and the student's own cells, which run at their place. Demo cells, prose and checks come from
    the source, and so do order, tags, types and all metadata. A task whose own cell is not answered is answered by any
    other cell of the hand-in that defines what the task asks for.

    Args:
        source: the topic's source.
        release: the student's notebook that was handed out: its stubs and its visible checks.
        submitted: the cells handed in.
    """
    shown = {cell.id: str(cell.source) for cell in release.cells}
    matches = match(source, shown, submitted)
    cells = [_extra(cell, index) for index, cell in enumerate(matches.extras.get("", ()))]
    for cell in source.cells:
        cells.append(_rebuilt(cell, shown[cell.id], matches.cells.get(cell.id)))
        first = len(cells)
        cells += [_extra(extra, first + index) for index, extra in enumerate(matches.extras.get(cell.id, ()))]
    cells, found = with_answers_from_elsewhere(source, shown, cells)
    return Rebuilt(tuple(_with_needed_figures(cells)), (*matches.notes, *_repairs(source, shown, matches), *found))


def _repairs(source: Source, shown: Mapping[str, str], matches: Matches) -> Iterator[str]:
    for cell in source.of_kind("task", "check", "essay"):
        found = matches.cells.get(cell.id)
        if found is None:
            yield f"the {cell.kind} cell '{cell.id}' was missing"
        elif cell.kind == "check" and found.text.strip() != shown[cell.id].strip():
            yield f"the check cell '{cell.id}' had been changed"


def _with_needed_figures(cells: Sequence[RebuiltCell]) -> list[RebuiltCell]:
    """Turn figure cells into examples where a later cell of this hand-in uses a name that they bind."""
    needed: set[str] = set()
    names = [
        names_in(cell.text) if cell.role not in {"prose", "check", "essay", "note"} else NO_NAMES for cell in cells
    ]
    own = [(cell, found) for cell, found in zip(cells, names, strict=True) if cell.role in {"task", "extra"}]
    everything = any(found is None or _REACHES_ALL.search(cell.text) for cell, found in own)
    kept: list[RebuiltCell] = []
    for cell, found in zip(reversed(cells), reversed(names), strict=True):
        if cell.role == "figure" and (everything or (found and needed & found.bound)):
            cell = replace(cell, role="example")
        if cell.runs and found:
            needed |= found.needed
        kept.append(cell)
    return kept[::-1]


def _rebuilt(cell: Cell, shown: str, submitted: SubmittedCell | None) -> RebuiltCell:
    if cell.kind == "check":
        return RebuiltCell("check", cell.id, cell.text, shown)
    if cell.kind in {"prose", "demo"} or submitted is None:
        return RebuiltCell(cell.kind, cell.id, shown, shown, answered=cell.kind not in {"task", "essay"})
    answered = submitted.text.strip() != shown.strip()
    # A figure cell that the student has changed is the student's own code.
    role: Role = "example" if cell.kind == "figure" and answered else cell.kind
    shown = sanitize.notebook_markdown(submitted.text) if cell.kind == "essay" and answered else submitted.text
    return RebuiltCell(role, cell.id, submitted.text, shown, answered)


def _extra(cell: SubmittedCell, index: int) -> RebuiltCell:
    if cell.cell_type == "code":
        return RebuiltCell("extra", f"student-{index}", cell.text, cell.text)
    return RebuiltCell("note", f"student-{index}", cell.text, sanitize.notebook_markdown(cell.text))
