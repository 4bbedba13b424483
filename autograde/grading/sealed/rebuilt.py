"""The notebook that is graded, as data."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["prose", "example", "figure", "demo", "task", "check", "essay", "extra", "note"]


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
        lacking: names of a task whose check comes next. Where there are any, the cell is a copy of one that stands
            further down, and it is run and shown only if the student's kernel lacks one of them here.
        note: what is to be noted if such a copy is run.
    """

    role: Role
    id: str
    text: str
    shown: str
    answered: bool = True
    lacking: frozenset[str] = frozenset()
    note: str = ""

    @property
    def runs(self) -> bool:
        """Whether the student's kernel runs the cell."""
        return self.role in {"example", "task", "extra"}


@dataclass(frozen=True)
class Rebuilt:
    """The notebook that is graded, and what had to be repaired on the way (for the instructor)."""

    cells: tuple[RebuiltCell, ...]
    notes: tuple[str, ...]
