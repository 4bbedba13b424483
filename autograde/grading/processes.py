"""Run function calls in trusted processes of their own that have the heavy libraries already loaded."""

# Why not pebble.ProcessPool (5.2, tried with max_tasks=1 and a forkserver): its workers share one pipe. A worker that
# is killed while it waits for a task (the out-of-memory killer) broke the pool: 40 of 40 calls were lost; here the one
# that runs. And a worker's successor is forked only after its end has been noticed: 30 calls of 0.3 s took two jobs
# 7.7 s; here 5.3 s.

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from autograde.errors import CourseError
from autograde.grading.backend import NoResult

_RESULT, _FAILURE = b"=", b"!"


class Processes:
    """Starts a process for each call, forked from a server that has imported some modules (fresh where unsound).

    Args:
        preload: the modules.

    """

    def __init__(self, preload: Sequence[str]) -> None:
        self._context = _context(preload)
        self._lock = threading.Lock()
        self._running: set[BaseProcess] = set()
        self._stopped = False

    def close(self) -> None:
        """End what still runs; further calls give no result."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    def call(self, function: Callable[..., str], args: tuple[Any, ...], seconds: float) -> str:
        """Call ``function(*args)`` in a process of its own and return the text it returns. Thread-safe.

        Raises:
            NoResult: there is no result, after ``seconds`` at the latest.
        """
        receiver, sender = self._context.Pipe(duplex=False)
        process = self._start(sender, function, args)
        sender.close()
        try:
            if not wait([receiver, process.sentinel], timeout=seconds):
                raise NoResult(f"no result after {seconds:.0f} s")
            answer = receiver.recv_bytes()
        except (EOFError, OSError) as error:
            process.join(5)
            raise NoResult(f"the grading process ended with exit code {process.exitcode}") from error
        finally:
            self._end(process)
            receiver.close()
        text = answer[1:].decode()
        if answer[:1] == _FAILURE:
            raise NoResult(text)
        return text

    def _start(self, sender: Connection, function: Callable[..., str], args: tuple[Any, ...]) -> BaseProcess:
        with self._lock:
            if self._stopped:
                raise NoResult("grading was stopped")
            process: BaseProcess = self._context.Process(  # type: ignore[attr-defined]
                target=_serve, args=(sender, function, args), daemon=True
            )
            process.start()
            self._running.add(process)
            return process

    def _end(self, process: BaseProcess) -> None:
        with self._lock:
            self._running.discard(process)
        process.kill()
        process.join()


def _context(preload: Sequence[str]) -> BaseContext:
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # TensorFlow reads it while it is imported, and writes to stderr past Python.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    context.set_forkserver_preload([*preload, "autograde.grading.worker"])
    return context


def _serve(sender: Connection, function: Callable[..., str], args: tuple[Any, ...]) -> None:
    """The process's own part; Ctrl-C is the coordinator's business, and without a coordinator there is none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer = _RESULT + function(*args).encode("utf-8", "replace")
    except CourseError as error:
        answer = _FAILURE + str(error).encode()
    except Exception:
        answer = _FAILURE + traceback.format_exc().encode("utf-8", "replace")
    sender.send_bytes(answer)
    sender.close()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
