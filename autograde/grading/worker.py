"""What grades one notebook, in a sandbox or, where a host has none, in a process: runs its cells and its checks."""

import contextlib
import os
import pickle
import shutil
import socket
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import autograde.lean_imports  # noqa: F401  before anything imports nbformat
from autograde.errors import CourseError
from autograde.grading.results import Outcome
from autograde.grading.unit import Unit, grade_unit
from autograde.kernels import Exit, Kernel, Policy, StartedKernel, connect, open_kernel
from autograde.kernels.protocol import Channel, read_all

#: One thread a kernel: notebooks run side by side, and small networks gain nothing from a second thread. And, as under
#: nbgrader's own autograder, the notebook can know that nobody looks while it runs.
ENVIRONMENT = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
) | {"NBGRADER_EXECUTION": "autograde"}

#: Characters of a traceback that is told to the coordinator; a packet holds 64 kB.
MAX_TRACEBACK = 4_000
_KERNEL_TIMEOUT = 150.0
_KILL_TIMEOUT = 30.0


def grade_in_process(unit: Unit, policy: Policy) -> str:
    """Grade one notebook in this process; return the outcome as JSON."""
    return grade_unit(unit, lambda: open_student_kernel(unit, policy)).to_json()


@contextlib.contextmanager
def open_student_kernel(unit: Unit, policy: Policy) -> Iterator[Kernel]:
    """A kernel for the student's cells, in a folder with the topic's data files."""
    topic = unit.source.topic
    with (
        data_folder(unit) as folder,
        open_kernel(
            policy,
            folder,
            libraries=topic.libraries,
            private=topic.root,
            limits=unit.limits.kernel,
            env=ENVIRONMENT,
        ) as kernel,
    ):
        yield kernel


@contextlib.contextmanager
def data_folder(unit: Unit) -> Iterator[Path]:
    """A folder with copies of the topic's data files."""
    with tempfile.TemporaryDirectory(prefix="autograde-") as folder:
        for path in unit.source.topic.data_files:
            shutil.copy(path, Path(folder))
        yield Path(folder)


@dataclass(frozen=True)
class Task:
    """What the coordinator hands into the sandbox.

    Attributes:
        unit: the unit; its path means nothing here.
        content: the hand-in.
    """

    unit: Unit
    content: bytes


def main() -> None:
    """In a sandbox of its own: grade the one notebook that comes through descriptor 0, and say what came of it."""
    coordinator = Channel(socket.socket(fileno=os.dup(0)))
    received = coordinator.receive()
    if received is None:
        return
    _, (description, result) = received
    try:
        text = _grade(coordinator, pickle.loads(read_all(description))).to_json().encode("utf-8", "replace")
    except Exception:
        coordinator.send({"op": "failed", "what": traceback.format_exc()[-MAX_TRACEBACK:]})
        return
    fits = len(text) <= os.fstat(result).st_size
    coordinator.send({"op": "done", "bytes": os.pwrite(result, text, 0) if fits else 0})


def _grade(coordinator: Channel, task: Task) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, task.unit.path.name)
        path.write_bytes(task.content)
        return grade_unit(replace(task.unit, path=path), lambda: _kernel(coordinator, task.unit))


@contextlib.contextmanager
def _kernel(coordinator: Channel, unit: Unit) -> Iterator[Kernel]:
    """The kernel that the coordinator has started for the student's cells in another sandbox."""
    received = coordinator.receive(_KERNEL_TIMEOUT)
    if received is None:
        raise CourseError("The coordinator has ended.")
    started = StartedKernel(received[0]["connection"], RemoteControl(coordinator))
    with connect(started, unit.limits.kernel) as kernel:
        yield kernel


class RemoteControl:
    """Power over a kernel, through the coordinator that has started it."""

    pid = None

    def __init__(self, coordinator: Channel) -> None:
        self._coordinator = coordinator
        self._exit: Exit | None = None

    @property
    def exit(self) -> Exit | None:
        """How and why the kernel ended; None while it runs."""
        self._wait(0)
        return self._exit

    def interrupt(self) -> None:
        """What the stop button does."""
        self._coordinator.send({"op": "interrupt"})

    def kill(self) -> None:
        """End the kernel at once and wait until it has ended."""
        self._coordinator.send({"op": "kill"})
        self._wait(_KILL_TIMEOUT)

    def _wait(self, timeout: float) -> None:
        """Wait for the end of the kernel, which is the only thing that the coordinator still has to tell."""
        if self._exit is None and self._coordinator.readable(timeout):
            received = self._coordinator.receive(0)
            self._exit = Exit(**received[0]["exit"]) if received else Exit.of(-9, killed=True)
