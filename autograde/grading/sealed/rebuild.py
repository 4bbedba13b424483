"""Make the notebook that is graded: everything from the source, only the student's own texts from the hand-in."""

import contextlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nbformat import NotebookNode

from autograde import sanitize
from autograde.authoring.names import names_of
from autograde.authoring.source import Cell, Source
from autograde.grading.sealed.submission import SubmittedCell

Role = Literal["prose", "example", "figure", "demo", "task", "check", "essay", "extra", "note"]

#: Code that can reach any name without writing it: then every figure cell runs.
_REACHES_ALL = re.compile(r"\b(globals|locals|vars|eval|exec|get_ipython|inspect)\b|^\s*[%!]", re.MULTILINE)


@dataclass(frozen=True)
class RebuiltCell:
    """A cell of the notebook that is graded.

    Attributes:
        role: what it is for; ``extra`` is code and ``note`` is text that the student added. A figure cell that
            the hand-in needs has become an ``example``; the others are skipped while grading, as demo cells are.
        id: the source cell's id, or a new one for the student's own cells.
        text: what is run; for checks with hidden tests.
        shown: what the graded notebook shows: for checks without hidden tests, else as ``text``.
        answered: whether a task or essay holds something other than its stub.
    """

    role: Role
    id: str
    text: str
    shown: str
    answered: bool = True

    @property
    def runs(self) -> bool:
        """Whether the student's kernel runs the cell."""
        return self.role in {"example", "task", "extra"}


@dataclass(frozen=True)
class Rebuilt:
    """The notebook that is graded, and what had to be repaired on the way (for the instructor)."""

    cells: tuple[RebuiltCell, ...]
    notes: tuple[str, ...]


def rebuild(source: Source, release: NotebookNode, submitted: Sequence[SubmittedCell]) -> Rebuilt:
    """Rebuild a hand-in from the source.

    From the hand-in come the texts of task cells, written answers and example cells (a student may play with them; no
    check depends on it), found by grade_id or cell id, and the student's own cells, which run at their place. Demo
    cells, prose and checks come from the source, and so do order, tags, types and all metadata.

    Args:
        source: the topic's source.
        release: the student's notebook that was handed out: its stubs and its visible checks.
        submitted: the cells handed in.
    """
    template = {cell.id: cell for cell in source.cells}
    shown = {cell.id: str(cell.source) for cell in release.cells}
    matched, extras, notes = _match(source, shown, submitted)
    cells = [_extra(cell, index) for index, cell in enumerate(extras.get("", ()))]
    for cell in source.cells:
        cells.append(_rebuilt(cell, shown[cell.id], matched.get(cell.id)))
        first = len(cells)
        cells += [_extra(extra, first + index) for index, extra in enumerate(extras.get(cell.id, ()))]
    for cell in template.values():
        if cell.kind in {"task", "check", "essay"} and cell.id not in matched:
            notes.append(f"the {cell.kind} cell '{cell.id}' was missing")
        if cell.kind == "check" and cell.id in matched and matched[cell.id].text.strip() != shown[cell.id].strip():
            notes.append(f"the check cell '{cell.id}' had been changed")
    return Rebuilt(tuple(_with_needed_figures(cells)), tuple(notes))


def _with_needed_figures(cells: list[RebuiltCell]) -> list[RebuiltCell]:
    """Turn figure cells into examples where a later cell of this hand-in uses a name that they bind."""
    needed: set[str] = set()
    everything = any(cell.role in {"task", "extra"} and _REACHES_ALL.search(cell.text) for cell in cells)
    kept: list[RebuiltCell] = []
    for cell in reversed(cells):
        if cell.role == "figure" and (everything or needed & names_of(cell.text).bound):
            cell = replace(cell, role="example")
        if cell.runs:
            with contextlib.suppress(SyntaxError):  # such a cell will not run either
                needed |= names_of(cell.text).needed
        kept.append(cell)
    return kept[::-1]


def _match(
    source: Source, shown: dict[str, str], submitted: Sequence[SubmittedCell]
) -> tuple[dict[str, SubmittedCell], dict[str, list[SubmittedCell]], list[str]]:
    """Find the source's cells in a hand-in.

    Returns:
        The matches by id, the student's own cells by the id of the cell before them, and notes.
    """
    names = [_name_of(cell, source) for cell in submitted]
    last = {name: index for index, name in enumerate(names) if name}
    unmatched_texts = _texts_without_match(source, shown, set(last))
    matched: dict[str, SubmittedCell] = {}
    extras: dict[str, list[SubmittedCell]] = {}
    notes = []
    before = ""
    for index, (cell, name) in enumerate(zip(submitted, names, strict=True)):
        if not name and unmatched_texts.get(cell.text.strip()):
            # Some editors give every cell a new id: the text tells.
            name = unmatched_texts[cell.text.strip()].pop(0)
            last[name] = index
        if name and last[name] == index:
            matched[name] = cell
            before = name
        elif cell.text.strip() and cell.text.strip() != shown.get(name, "").strip():
            extras.setdefault(before, []).append(cell)
    copies = Counter(name for name in names if name)
    notes += [
        f"the cell '{name}' stood there {count} times; the last one counts"
        for name, count in copies.items()
        if count > 1
    ]
    return matched, extras, notes


def _name_of(cell: SubmittedCell, source: Source) -> str:
    """The id of the source cell that a submitted cell claims to be, or ""."""
    graded = {cell.id for cell in source.of_kind("task", "check", "essay")}
    if cell.grade_id in graded:
        return cell.grade_id
    if not cell.grade_id and cell.id in {cell.id for cell in source.cells}:
        return cell.id
    return ""


def _texts_without_match(source: Source, shown: dict[str, str], found: set[str]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for cell in source.cells:
        if cell.id not in found:
            texts.setdefault(shown[cell.id].strip(), []).append(cell.id)
    return texts


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
