"""Where units are graded: behind one door, processes of this machine or a cluster's workers."""

from concurrent.futures import Future
from types import TracebackType
from typing import Protocol, Self

from autograde.errors import CourseError
from autograde.grading.results import Outcome
from autograde.grading.unit import Unit


class NoResult(Exception):
    """A unit gave no result: what grades it died, took too long or was stopped; the message says which."""


class Lost(CourseError):
    """What grades units is gone: no other unit can be graded in this run."""


class Backend(Protocol):
    """Grades units, some at a time, in any order. Leaving the context ends what still runs."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def room(self) -> int:
        """How many units it takes at the moment: those that run, and a few that wait so that nobody idles."""

    @property
    def workers(self) -> int:
        """How many grade at the moment: a cluster's workers, or the jobs of one machine."""

    def submit(self, unit: Unit) -> Future[Outcome]:
        """Grade a unit, later. The future raises NoResult or CourseError where the grader itself failed."""
