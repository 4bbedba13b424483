"""The unit of work: one notebook of one submission, and all that it takes to grade it. Pure data, on any machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import nbformat
from nbformat import NotebookNode

from autograde.authoring.check_code import CheckCode
from autograde.authoring.source import Source
from autograde.course import Libraries
from autograde.grading.limits import Limits
from autograde.grading.results import Outcome, Score
from autograde.grading.sealed.submission import Missing, Unreadable

Mode = Literal["sealed", "inline"]


@dataclass(frozen=True)
class Material:
    """A topic, and how it is graded: the same for all its hand-ins.

    Attributes:
        source: the topic's source, with all checks; its paths say nothing on another machine.
        checks: each check's code by its id, as the examiner runs it.
        release: the student's notebook as it was handed out.
        data_files: the files that it reads, by name.
        libraries: what it imports.
        mode: ``sealed``, or ``inline`` for nbgrader's way: checks run in the student's process.
        limits: of time; the kernel has those of space.
    """

    source: Source
    checks: Mapping[str, CheckCode]
    release: NotebookNode
    data_files: Mapping[str, bytes]
    libraries: Libraries
    mode: Mode
    limits: Limits

    @property
    def topic(self) -> str:
        """The topic's name."""
        return self.source.topic.name

    @property
    def released_text(self) -> str:
        """The handed-out notebook as JSON text: where there is no graded one, formgrader has something to show."""
        return nbformat.writes(self.release)

    def unearned(self, message: str = "", *, essays: float | None = 0.0) -> tuple[Score, ...]:
        """Scores without a point, with one message for all; ``essays`` is what written answers get."""
        return tuple(
            Score(cell.id, cell.task or cell.id, essays if cell.kind == "essay" else 0.0, cell.points, message)
            for cell in self.source.of_kind("check", "essay")
        )

    def nothing_to_grade(self, student: str, reason: Unreadable) -> Outcome:
        """The outcome of a hand-in without a notebook: 0 on everything."""
        status: Literal["missing", "unreadable"] = "missing" if isinstance(reason, Missing) else "unreadable"
        return Outcome(student, self.topic, status, self.unearned(), (str(reason),), self.released_text)


@dataclass(frozen=True)
class Unit:
    """What to grade: one notebook of one submission.

    Attributes:
        student: the student's id.
        material: the topic.
        submission: the bytes of the hand-in, whatever they are.
    """

    student: str
    material: Material
    submission: bytes
