"""Find the source's cells in a hand-in, as an instructor would who has the source beside it."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from autograde.authoring.source import Cell, Source
from autograde.grading.sealed.cell_names import NO_NAMES, is_stub, names_in
from autograde.grading.sealed.submission import SubmittedCell


@dataclass(frozen=True)
class Matches:
    """The cells of a hand-in, sorted.

    Attributes:
        cells: the source's cells that were found, by id.
        extras: the student's own cells, by the id of the source cell before them, "" at the top.
        notes: what had to be decided, for student and instructor.
    """

    cells: Mapping[str, SubmittedCell]
    extras: Mapping[str, Sequence[SubmittedCell]]
    notes: tuple[str, ...]


def made_by(source: Source, task: Cell) -> frozenset[str]:
    """The names that a task's solution binds and its checks read."""
    solution = names_in(task.solution) or NO_NAMES
    checks = [names_in(cell.text) or NO_NAMES for cell in source.of_kind("check") if cell.task == task.task]
    needed = frozenset[str]().union(*(names.needed for names in checks))
    return (solution.bound - solution.imported) & needed


def match(source: Source, shown: Mapping[str, str], submitted: Sequence[SubmittedCell]) -> Matches:
    """Find the source's cells in a hand-in.

    A cell is found by nbgrader's grade_id or its own id; where these are lost, by its text, by the names that it
    binds (code), or by its neighbours (written answers).

    Args:
        source: the topic's source.
        shown: the texts that were handed out, by cell id.
        submitted: the cells handed in.
    """
    finder = _Finder(source, shown, submitted)
    finder.by_text()
    finder.by_bound_names()
    finder.by_neighbours()
    chosen = {name: finder.choice(name) for name in dict.fromkeys(finder.names) if name}
    extras: dict[str, list[SubmittedCell]] = {}
    before = ""
    for index, (cell, name) in enumerate(zip(submitted, finder.names, strict=True)):
        if name and chosen[name] == index:
            before = name
        elif cell.text.strip() and cell.text.strip() != shown.get(name, "").strip():
            extras.setdefault(before, []).append(_left_out(cell, name) if name and chosen[name] < index else cell)
    return Matches({name: submitted[index] for name, index in chosen.items()}, extras, tuple(finder.notes(chosen)))


class _Finder:
    """Gives each cell of a hand-in the id of the source cell that it is, or ""."""

    def __init__(self, source: Source, shown: Mapping[str, str], submitted: Sequence[SubmittedCell]) -> None:
        self._source = source
        self._shown = {cell.id: shown[cell.id].strip() for cell in source.cells}
        self._submitted = submitted
        self._checks = {cell.id: cell.task for cell in source.of_kind("check")}
        self._position = {cell.id: position for position, cell in enumerate(source.cells)}
        self.names = [self._name_of(cell) for cell in submitted]
        self._ids_are_lost = not any(self.names)

    def _name_of(self, cell: SubmittedCell) -> str:
        graded = {cell.id for cell in self._source.of_kind("task", "check", "essay")}
        if cell.grade_id in graded:
            return cell.grade_id
        return cell.id if not cell.grade_id and cell.id in self._position else ""

    def _missing(self) -> list[Cell]:
        found = set(self.names)
        return [cell for cell in self._source.cells if cell.id not in found]

    def _unnamed(self, *, code: bool) -> list[int]:
        pairs = enumerate(zip(self._submitted, self.names, strict=True))
        return [index for index, (cell, name) in pairs if not name and (cell.cell_type == "code") == code]

    def by_text(self) -> None:
        """Some editors give every cell a new id: the order of texts tells, then each text."""
        missing = self._missing()
        free = [index for index, name in enumerate(self.names) if not name]
        texts = [self._submitted[index].text.strip() for index in free]
        wanted = [self._shown[cell.id] for cell in missing]
        for start, first, size in SequenceMatcher(None, texts, wanted, autojunk=False).get_matching_blocks():
            for offset in range(size):
                self.names[free[start + offset]] = missing[first + offset].id
        elsewhere: dict[str, list[str]] = {}
        for cell in self._missing():
            if cell.kind != "essay":  # their stubs are all alike
                elsewhere.setdefault(self._shown[cell.id], []).append(cell.id)
        for index in free:
            names = elsewhere.get(self._submitted[index].text.strip())
            if names and not self.names[index]:
                self.names[index] = names.pop(0)

    def by_bound_names(self) -> None:
        """A task's cell binds what its checks read; of other cells that are lost, their own names tell."""
        free = self._unnamed(code=True)
        missing = [(cell, wanted) for cell in self._missing() if (wanted := self._names_to_find(cell))]
        if not missing:
            return
        bound = {index: (names_in(self._submitted[index].text) or NO_NAMES).bound for index in free}
        for cell, wanted in missing:
            most = max((len(bound[index] & wanted) for index in free), default=0)
            if most and (cell.kind == "task" or most == len(wanted)):
                best = [index for index in free if len(bound[index] & wanted) == most]
                found = self._in_place(cell.id, best)
                self.names[found] = cell.id
                free.remove(found)

    def _names_to_find(self, cell: Cell) -> frozenset[str]:
        if cell.kind == "task":
            return made_by(self._source, cell)
        if self._ids_are_lost and cell.kind in {"example", "figure", "demo"}:
            return (names_in(self._shown[cell.id]) or NO_NAMES).bound
        return frozenset()

    def by_neighbours(self) -> None:
        """A written answer stands between its neighbours."""
        for cell in self._missing():
            if cell.kind != "essay":
                continue
            place = self._position[cell.id]
            around = [(index, self._position[name]) for index, name in enumerate(self.names) if name]
            first = max((index for index, position in around if position < place), default=-1)
            end = min((index for index, position in around if position > place and index > first), default=None)
            found = [index for index in self._unnamed(code=False) if first < index < (end or len(self.names))]
            if found:
                self.names[found[0]] = cell.id

    def choice(self, name: str) -> int:
        """Which of a cell's copies counts: an answered one before a stub, one at its place before one further down."""
        copies = [index for index, found in enumerate(self.names) if found == name]
        if name in self._checks:
            return copies[-1]
        answered = [index for index in copies if not is_stub(self._submitted[index].text, self._shown[name])]
        return self._in_place(name, answered or copies)

    def _in_place(self, name: str, copies: Sequence[int]) -> int:
        """The last of the copies that stand before the cells that come later in the source."""
        if len(copies) == 1:
            return copies[0]
        ends = [index for index, found in enumerate(self.names) if self._checks.get(found) == name]
        if not ends:
            place = self._position[name]
            later = [index for index, found in enumerate(self.names) if found and self._position[found] > place]
            ends = [index for index in later if index > copies[0]]
        before = [index for index in copies if not ends or index < ends[0]]
        return before[-1] if before else copies[0]

    def notes(self, chosen: Mapping[str, int]) -> Iterator[str]:
        """What was decided about copies."""
        for name, index in chosen.items():
            count = self.names.count(name)
            if count > 1:
                copies = [i for i, found in enumerate(self.names) if found == name]
                which = "the last one counts" if index == copies[-1] else f"number {copies.index(index) + 1} counts"
                yield f"the cell '{name}' stood there {count} times; {which}"


def _left_out(cell: SubmittedCell, name: str) -> SubmittedCell:
    """A copy that stands below the one that counts: shown and not run, for it would take the other's place."""
    text = f"*A further copy of the cell '{name}', which was not run:*\n\n{textwrap.indent(cell.text, '    ')}"
    return SubmittedCell("markdown", text, "", "")
