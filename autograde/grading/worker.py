"""What grades one notebook, in a sandbox or, where a host has none, in a process: runs its cells and its checks."""

import contextlib
import os
import pickle
import socket
import traceback
from collections.abc import Iterator
from pathlib import Path

import autograde.lean_imports  # noqa: F401  before anything imports nbformat
from autograde.errors import CourseError
from autograde.grading.run import grade_unit
from autograde.grading.student_kernel import open_student_kernel
from autograde.grading.unit import Unit
from autograde.kernels import Exit, Kernel, Policy, StartedKernel, connect
from autograde.kernels.protocol import Channel, read_all

#: Characters of a traceback that is told to the coordinator; a packet holds 64 kB.
MAX_TRACEBACK = 4_000
_KERNEL_TIMEOUT = 150.0
_KILL_TIMEOUT = 30.0


def grade_in_process(unit: Unit, policy: Policy, private: Path) -> str:
    """Grade one notebook in this process; return the outcome as JSON."""
    return grade_unit(unit, lambda: open_student_kernel(unit.material, policy, private)).to_json()


def main() -> None:
    """In a sandbox of its own: grade the one notebook that comes through descriptor 0, and say what came of it."""
    coordinator = Channel(socket.socket(fileno=os.dup(0)))
    received = coordinator.receive()
    if received is None:
        return
    _, (description, result) = received
    try:
        unit: Unit = pickle.loads(read_all(description))
        text = grade_unit(unit, lambda: _kernel(coordinator, unit)).to_json().encode("utf-8", "replace")
    except Exception:
        coordinator.send({"op": "failed", "what": traceback.format_exc()[-MAX_TRACEBACK:]})
        return
    fits = len(text) <= os.fstat(result).st_size
    coordinator.send({"op": "done", "bytes": os.pwrite(result, text, 0) if fits else 0})


@contextlib.contextmanager
def _kernel(coordinator: Channel, unit: Unit) -> Iterator[Kernel]:
    """The kernel that the coordinator has started for the student's cells in another sandbox."""
    received = coordinator.receive(_KERNEL_TIMEOUT)
    if received is None:
        raise CourseError("The coordinator has ended.")
    started = StartedKernel(received[0]["connection"], RemoteControl(coordinator))
    with connect(started, unit.material.limits.kernel) as kernel:
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
