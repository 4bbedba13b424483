"""The few Linux calls that Python has no function for."""

import contextlib
import ctypes
import os
import signal
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4


def checked(step: str, result: int) -> int:
    """``result``, or an OSError that names the step if it is negative."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{step}: {os.strerror(number)}")
    return result


def libc(name: str, *arguments: Any) -> int:
    """Call a function of the C library by name; an int, a string, None or a ctypes object is an argument."""
    converted = [argument.encode() if isinstance(argument, str) else argument for argument in arguments]
    return checked(name, getattr(_libc, name)(*converted))


def syscall(step: str, number: int, *arguments: Any) -> int:
    """Make a system call by its number, for those without a function in every C library."""
    converted = [
        ctypes.c_long(argument)
        if isinstance(argument, int)
        else argument.encode()
        if isinstance(argument, str)
        else argument
        for argument in arguments
    ]
    return checked(step, _libc.syscall(ctypes.c_long(number), *converted))


def prctl(option: int, *arguments: Any) -> int:
    padded = [*arguments, 0, 0, 0, 0][:4]
    converted = [ctypes.c_ulong(argument) if isinstance(argument, int) else argument for argument in padded]
    return checked(f"prctl {option}", _libc.prctl(option, *converted))


def name_process(name: str) -> None:
    """What ``ps`` and ``top`` call this process (15 characters)."""
    prctl(PR_SET_NAME, ctypes.c_char_p(name.encode()[:15]))


def die_with_parent(parent: int) -> None:
    """Be killed when the process ``parent``, which must be this one's parent, ends."""
    prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)


def close_all_but(kept: set[int]) -> None:
    """Close every descriptor above the standard three except these."""
    start = 3
    for fd in [*sorted(kept), os.sysconf("SC_OPEN_MAX")]:
        if fd >= start:
            os.closerange(start, fd)
            start = fd + 1


def reset_signals() -> None:
    """Undo what a parent may have set: handlers, wake-up descriptors, the mask."""
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):  # as in every Python process
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def start_time(pid: int) -> int | None:
    """When a process started, in clock ticks since boot: with the pid it names a process for good."""
    fields = _stat(pid)
    return int(fields[19]) if fields else None


def cpu_ticks(pid: int) -> int | None:
    """The processor time that a process has used, in clock ticks."""
    fields = _stat(pid)
    return int(fields[11]) + int(fields[12]) if fields else None


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third one on; the second, a name, may hold anything."""
    try:
        with open(f"/proc/{pid}/stat", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []
