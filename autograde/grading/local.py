"""Grade units on this machine, each in a sandbox or, where there is none, in a process of its own."""

import contextlib
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from autograde.grading.processes import Processes
from autograde.grading.results import Outcome
from autograde.grading.sandboxed import grade_in_sandbox
from autograde.grading.student_kernel import open_student_kernel
from autograde.grading.unit import Material, Unit
from autograde.kernels import Policy, probe


class LocalBackend:
    """This machine's processes.

    Args:
        policy: ``sandboxed`` or ``trusted``.
        jobs: how many units at a time.
        course: the course's folder, which no sandbox shows.
        preload: modules that unconfined processes have imported before they are needed.
    """

    def __init__(self, policy: Policy, jobs: int, course: Path, preload: Sequence[str]) -> None:
        self._policy = policy
        self._jobs = jobs
        self._course = course
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(jobs)
        self._processes = Processes(preload)
        self._warm = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._processes.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def room(self) -> int:
        """Twice as many as run: while one result is recorded, the next unit has begun."""
        return 2 * self._jobs

    @property
    def workers(self) -> int:
        """The jobs."""
        return self._jobs

    def submit(self, unit: Unit) -> Future[Outcome]:
        """Grade a unit, later."""
        if not self._warm:
            self._warm = True
            threading.Thread(target=self._warm_up, args=(unit.material,), daemon=True).start()
        return self._pool.submit(self._grade, unit)

    def _grade(self, unit: Unit) -> Outcome:
        if self._policy == "sandboxed":
            return grade_in_sandbox(unit, self._course, self._stop)
        # What runs notebooks takes long to import; with a sandbox this process needs none of it.
        from autograde.grading.worker import grade_in_process

        seconds = unit.material.limits.unit_seconds
        return Outcome.from_json(self._processes.call(grade_in_process, (unit, self._policy, self._course), seconds))

    def _warm_up(self, material: Material) -> None:
        """Let kernels begin to import while the grading processes do, not when the first of these asks for one."""
        with contextlib.suppress(Exception):  # if there is something wrong, the first hand-in will tell
            if probe().warm_kernels:
                with open_student_kernel(material, self._policy, self._course):
                    pass
