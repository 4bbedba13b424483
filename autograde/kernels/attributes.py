"""What a kernel would inherit from its client if it were its child; a forked kernel, child of a zygote, is given it."""

import contextlib
import os
import signal
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ProcessAttributes:
    """What a child process would inherit besides its environment.

    Attributes:
        umask: the file mode creation mask.
        niceness: the scheduling priority.
        cpus: the processors that it may run on.
        rlimits: soft and hard resource limits, by name.
        ignored: the signals that are ignored.
    """

    umask: int
    niceness: int
    cpus: list[int]
    rlimits: dict[str, tuple[int, int]]
    ignored: list[int]

    @classmethod
    def current(cls) -> "ProcessAttributes":
        import resource

        # Python sets the first two for itself; without the third a supervisor would not learn of its kernel's end.
        inherited = signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD}
        names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
        return cls(
            umask=_umask(),
            niceness=os.getpriority(os.PRIO_PROCESS, 0),
            cpus=sorted(os.sched_getaffinity(0)),
            rlimits={name: resource.getrlimit(getattr(resource, name)) for name in names},
            ignored=sorted(number for number in inherited if signal.getsignal(number) == signal.SIG_IGN),
        )

    def apply(self) -> None:
        """Give this process these attributes, as far as the system allows."""
        import resource

        os.umask(self.umask)
        _attempt(os.setpriority, os.PRIO_PROCESS, 0, self.niceness)
        _attempt(os.sched_setaffinity, 0, self.cpus)
        for name, limit in self.rlimits.items():
            _attempt(resource.setrlimit, getattr(resource, name), tuple(limit))
        for number in self.ignored:
            _attempt(signal.signal, number, signal.SIG_IGN)


def _umask() -> int:
    """The umask, read without changing it even for a moment."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1], 8) for line in status if line.startswith("Umask:"))


def _attempt(function: Any, *arguments: Any) -> None:
    with contextlib.suppress(OSError, ValueError):
        function(*arguments)
