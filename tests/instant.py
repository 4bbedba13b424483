"""A backend that grades nothing: what is left is the coordinator's own work."""

from concurrent.futures import Future
from dataclasses import replace
from typing import Self

from autograde.grading.results import Outcome
from autograde.grading.unit import Unit


class InstantBackend:
    """Gives every unit an outcome that was made beforehand, with the student's name in it."""

    room = 100
    workers = 1

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, unit: Unit) -> Future[Outcome]:
        """A future that is done."""
        done: Future[Outcome] = Future()
        done.set_result(replace(self._outcome, student=unit.student))
        return done
