"""Bounds for a check in this process: of time and of memory. What the student's side sends may try to use up both."""

import contextlib
import signal
import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path


class TookTooLong(BaseException):
    """The time is up. Not an Exception, so that code which goes on after any error does not go on after this."""


#: How many `defer_timeout` blocks are entered. A signal handler finds its state in the module or nowhere.
_deferrals = 0


@contextlib.contextmanager
def defer_timeout() -> Iterator[None]:
    """Put the alarm of `time_limit` off: a message that is half sent would spoil whatever is sent next."""
    global _deferrals
    _deferrals += 1
    try:
        yield
    finally:
        _deferrals -= 1


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong when the time is up, where signals can be used (in a process's main thread).

    It is raised once a second from then on: code that catches everything does not outlive it.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: types.FrameType | None) -> None:
        if not _deferrals:
            raise TookTooLong

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


@contextlib.contextmanager
def memory_limit(extra: int) -> Iterator[None]:
    """Let this process take at most ``extra`` bytes more: then MemoryError. Linux only; elsewhere nothing happens."""
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _data_size() + extra
    if before[1] != resource.RLIM_INFINITY:
        limit = min(limit, before[1])
    resource.setrlimit(resource.RLIMIT_DATA, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _data_size() -> int:
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData:"))
