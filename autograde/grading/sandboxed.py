"""Grade one notebook in two sandboxes: pure data goes in, JSON comes out and is validated. The coordinator's side.

One sandbox runs the student's cells, the other everything else that touches the hand-in (`worker.py`). This process
only starts them, passes on signals, keeps the time and reads the result.
"""

import contextlib
import fcntl
import os
import pickle
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from autograde import sanitize
from autograde.grading.backend import NoResult
from autograde.grading.results import Outcome
from autograde.grading.student_kernel import ENVIRONMENT, data_folder
from autograde.grading.unit import Unit
from autograde.grading.validation import MAX_RESULT, Invalid, validated
from autograde.kernels import (
    Exit,
    KernelLimits,
    Program,
    Sandbox,
    StartedKernel,
    open_program,
    private_folder,
    sockets_in,
    start_sandboxed_kernel,
)
from autograde.kernels.protocol import Deadline, ProtocolError, write_all
from autograde.kernels.sandbox.view import SOCKET_NAME

#: The module that runs inside, under the same name in any process.
WORKER = "autograde.grading.worker"
#: Of the sandbox in which checks run: they may load several models.
_LIMITS = KernelLimits(memory=3072 << 20)
#: Seconds between two looks at processes.
_PAUSE = 0.1
#: Seconds until a program that has closed its channel must have ended.
_END_TIMEOUT = 10.0


def grade_in_sandbox(unit: Unit, private: Path, stop: threading.Event) -> Outcome:
    """Grade one notebook. Whatever the hand-in is or does, there is an outcome.

    Args:
        unit: what to grade.
        private: the folder of this machine that no sandbox may show: the course, with its solutions.
        stop: ends it early, with NoResult.

    Raises:
        NoResult: the grader itself failed, or was stopped.
        CourseError: the sandboxes cannot be built.
    """
    try:
        try:
            text = _result(unit, private, stop)
        except _Killed:  # by somebody outside, or because the machine ran out of memory: once more
            text = _result(unit, private, stop)
    except _LimitReached as reached:
        return _stopped(unit, str(reached))
    try:
        return validated(text, unit)
    except Invalid as error:
        raise NoResult(f"the sandbox gave no valid result: {error}") from error


def _result(unit: Unit, private: Path, stop: threading.Event) -> bytes:
    deadline = Deadline(unit.material.limits.unit_seconds)
    with _Session.opened(unit, private) as session:
        return session.result(deadline, stop)


def _stopped(unit: Unit, reason: str) -> Outcome:
    """The outcome of a hand-in that used up what grading it may take: nothing is known of it."""
    note = f"grading was stopped: {reason}"
    material = unit.material
    scores = material.unearned(note, essays=None)
    return Outcome(unit.student, material.topic, "look", scores, (note,), material.released_text)


class _Killed(NoResult):
    """The grading program was killed, not by a limit."""


class _LimitReached(Exception):
    """Grading took more than a hand-in may take."""


class _Session:
    """Two sandboxes and what goes to and fro between them and this process."""

    def __init__(self, program: Program, kernel: StartedKernel, result: int) -> None:
        self._program = program
        self._kernel = kernel
        self._result = result
        self._kernel_ended = False

    @classmethod
    @contextlib.contextmanager
    def opened(cls, unit: Unit, private: Path) -> "Iterator[_Session]":
        """Start both sandboxes, the second while the first one already reads the hand-in."""
        material = unit.material
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(private_folder())
            sockets_in(folder).mkdir(mode=0o700)
            sandbox = Sandbox(str(sockets_in(folder)), material.libraries, str(private), _LIMITS, ENVIRONMENT)
            program = stack.enter_context(open_program(WORKER, sandbox))
            result = _result_file()
            stack.callback(os.close, result)
            _hand_over(program, unit, result)
            workdir = stack.enter_context(data_folder(material))
            student = replace(sandbox, limits=unit.material.limits.kernel)
            kernel = stack.enter_context(start_sandboxed_kernel(student, folder, workdir=workdir))
            program.channel.send({"connection": _connection(kernel)})
            yield cls(program, kernel, result)

    def result(self, deadline: Deadline, stop: threading.Event) -> bytes:
        """Serve the program until it is done; its result, whatever that is.

        Raises:
            NoResult: it ended without one, or was stopped.
            _LimitReached: it used up what it may use.
        """
        while not stop.is_set():
            if deadline.over:
                raise _LimitReached("it took too long")
            # At its end, too, the channel is readable.
            if self._program.channel.readable(min(_PAUSE, deadline.left)):
                done = self._handle_message()
                if done is not None:
                    return done
            self._tell_end_of_kernel()
        raise NoResult("grading was stopped")

    def _handle_message(self) -> bytes | None:
        try:
            received = self._program.channel.receive(0)
        except ProtocolError as error:
            raise NoResult(str(error)) from error
        if received is None:
            raise self._failure()
        message, fds = received
        for fd in fds:  # nothing that we asked for
            os.close(fd)
        operation = message.get("op")
        if operation == "interrupt" and self._kernel.control.exit is None:
            self._kernel.control.interrupt()
        elif operation == "kill":
            self._kernel.control.kill()
        elif operation == "failed":
            raise NoResult(sanitize.message(str(message.get("what"))))
        elif operation == "done":
            return self._read_result(message.get("bytes"))
        return None

    def _read_result(self, size: object) -> bytes:
        if type(size) is not int or not 0 < size <= MAX_RESULT:
            raise NoResult("the result is too large")
        return os.pread(self._result, size, 0)

    def _tell_end_of_kernel(self) -> None:
        end = self._kernel.control.exit
        if end is not None and not self._kernel_ended:
            self._kernel_ended = True
            self._program.channel.send({"exit": asdict(end)})

    def _failure(self) -> Exception:
        """What the program's end means, once it is known."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._program.process.wait(_END_TIMEOUT)
        end = self._program.process.exit or Exit.of(1)
        if end.reason in {"memory", "cpu"}:
            return _LimitReached(end.detail)
        kind = _Killed if end.reason == "killed" else NoResult
        return kind(f"the grading program ended: {end.detail}")


def _result_file() -> int:
    """An anonymous file of fixed size: the program can fill it and nothing else."""
    file = os.memfd_create("result", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(file, MAX_RESULT)
    fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL)
    return file


def _hand_over(program: Program, unit: Unit, result: int) -> None:
    description = os.memfd_create("task", os.MFD_CLOEXEC)
    try:
        write_all(description, pickle.dumps(unit))
        program.channel.send({"op": "grade"}, (description, result))
    finally:
        os.close(description)


def _connection(kernel: StartedKernel) -> dict[str, object]:
    """The kernel's connection file, as the program's sandbox sees its sockets."""
    info = {name: value.decode() if isinstance(value, bytes) else value for name, value in kernel.connection.items()}
    return info | {"ip": SOCKET_NAME}
