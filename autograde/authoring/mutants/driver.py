"""The driver inside the kernel: runs cells, and each trial in a fork of the state before its task.

It travels to the kernel as text: it may import the standard library and IPython only, and binds no name that the
notebook's cells could see.
"""

import contextlib
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from typing import Any

#: Under this name the kernel finds the driver again.
MODULE = "autograde_mutant_driver"
_MAX_MESSAGE = 2000


class Driver:
    """Runs the cells before a task once, and then each answer in a fork of that state.

    A fork is sound only while there are no threads: it has none of its parent's, whose locks stay as they were. From
    the first cell on that starts threads (TensorFlow's runtime), each fork runs the cells before the task itself.

    Args:
        before: the cells before the task.
    """

    def __init__(self, before: Sequence[str]) -> None:
        self._shell = _shell()
        alone = self._count_without_threads(before)
        for text in before[:alone]:
            self._run(text)
        self._again = before[alone:]

    def try_answer(self, answer: str, between: Sequence[str], checks: Sequence[str], limits: tuple[float, int]) -> str:
        """Run an answer, the cells after it and the checks, in this order.

        Args:
            answer: the task cell.
            between: cells that stand between it and the last check.
            checks: the checks.
            limits: seconds, and bytes of memory beyond what the kernel has.

        Returns:
            "" if all checks pass, else what the first one that does not says.
        """

        def run() -> str:
            _limit_memory(limits[1])
            for text in self._again:
                self._run(text)
            for text in (answer, *between):
                _failure(lambda text=text: self._run(text))  # nbgrader goes on after an error as well
            for text in checks:
                failure = _failure(lambda text=text: self._run(text), stderr_fails=True)
                if failure:
                    return failure
            return ""

        return _in_fork(run, limits[0])

    def _run(self, text: str) -> None:
        code = self._shell.transform_cell(text)
        name = self._shell.compile.cache(code, raw_code=text)  # for inspect.getsource
        exec(compile(code, name, "exec"), self._shell.user_ns)

    def _count_without_threads(self, cells: Sequence[str]) -> int:
        def run() -> str:
            for index, text in enumerate(cells):
                _failure(lambda text=text: self._run(text))
                if len(os.listdir("/proc/self/task")) > 1:
                    return str(index)
            return str(len(cells))

        return int(_in_fork(run, 600)) if sys.platform == "linux" else len(cells)


def _failure(run: Any, *, stderr_fails: bool = False) -> str:
    """What running says if it fails, with nothing shown."""
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        try:
            run()
        except BaseException as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__}: {error}"[:_MAX_MESSAGE] or f"line {last.lineno}"
    return f"stderr: {captured.stderr[:_MAX_MESSAGE]}" if stderr_fails and captured.stderr else ""


def _in_fork(run: Any, seconds: float) -> str:
    """Call a function in a fork of this process, in a copy of the working folder; what it returns, as text."""
    folder = tempfile.mkdtemp()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _be_child(run, os.path.join(folder, "work"), writer)
    os.close(writer)
    try:
        return _read(reader, seconds)
    finally:
        os.close(reader)
        for kill in (os.killpg, os.kill):  # the child itself if it is not yet a group's leader
            with contextlib.suppress(OSError):
                kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        shutil.rmtree(folder, ignore_errors=True)


def _be_child(run: Any, folder: str, writer: int) -> None:
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        shutil.copytree(os.getcwd(), folder)
        os.chdir(folder)
        answer = run()
    except BaseException as error:
        answer = f"{type(error).__name__}: {error}"
    try:
        os.write(writer, b"=" + answer.encode("utf-8", "replace")[: _MAX_MESSAGE * 4])
    finally:
        os._exit(0)


def _read(reader: int, seconds: float) -> str:
    deadline, answer = time.monotonic() + seconds, b""
    while True:
        ready, _, _ = select.select([reader], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return f"no end within {seconds:.0f} s"
        part = os.read(reader, 1 << 16)
        if not part:
            return answer[1:].decode("utf-8", "replace") if answer else "the process died"
        answer += part


def _limit_memory(more: int) -> None:
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (now + more if hard < 0 else min(now + more, hard), hard))


def _shell() -> Any:
    from IPython import get_ipython

    return get_ipython()


def start(before: Sequence[str]) -> None:
    """Run the cells before a task; `sys.modules[MODULE]` is then their driver."""
    sys.modules[MODULE] = Driver(before)  # type: ignore[assignment]
