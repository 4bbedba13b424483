"""Measures what the system does not limit for a group of processes: their memory and processor time together."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from autograde.kernels.limits import KernelLimits

_MIB = 1 << 20
#: Bytes a second: no process here fills memory faster, so a check can wait for as long as the free part would last.
_PAGE_FAULT_RATE = 4096 * _MIB
#: Seconds between two checks.
_MIN_PAUSE, _MAX_PAUSE = 0.005, 0.25
#: Sockets that a kernel and its pools of processes may have; each further one counts as full as it can be.
_FREE_SOCKETS = 64
#: What the system lets a program set as a socket's buffer; it takes twice as much for it.
_LARGEST_BUFFER = Path("/proc/sys/net/core/wmem_max")


@dataclass(frozen=True)
class Excess:
    """A limit that has been exceeded."""

    reason: str
    detail: str


class Watchdog:
    """Measures a sandbox from outside, through its own /proc and its own file system."""

    def __init__(self, limits: KernelLimits, processes: int, files: int) -> None:
        """``processes`` and ``files`` are descriptors of the sandbox's /proc and of its writable file system."""
        self._limits = limits
        self._proc = f"/proc/self/fd/{processes}"
        self._files = files
        self._ticks = os.sysconf("SC_CLK_TCK")
        self._per_socket = 2 * int(_LARGEST_BUFFER.read_text())

    def check(self) -> tuple[Excess | None, float]:
        """What has been exceeded, if anything, and the seconds until the next check."""
        begin = time.monotonic()
        try:
            processes = [name for name in os.listdir(self._proc) if name.isdigit()]
        except OSError:  # the sandbox has ended meanwhile
            return None, _MAX_PAUSE
        cpu = sum(self._cpu(name) for name in processes)
        if cpu > self._limits.cpu_seconds:
            seconds = self._limits.cpu_seconds
            return Excess("cpu", f"The code used more than {seconds:g} seconds of processor time."), 0
        files = self._used_by_files() + self._used_by_sockets()
        memory = files + sum(self._resident(name) for name in processes)
        if memory > self._limits.memory:
            memory = files + sum(self._proportional(name) for name in processes)
        if memory > self._limits.memory:
            return Excess("memory", f"The code used more than {self._limits.memory // _MIB} MiB of memory."), 0
        pause = (self._limits.memory - memory) / _PAGE_FAULT_RATE
        pause = max(pause, 5 * (time.monotonic() - begin))  # checks may cost a sixth of a processor, not more
        return None, min(max(pause, _MIN_PAUSE), _MAX_PAUSE)

    def _cpu(self, name: str) -> float:
        """Processor time of a process and of those of its children that have ended."""
        fields = self._read(name, "stat").rpartition(")")[2].split()
        return sum(int(value) for value in fields[11:15]) / self._ticks

    def _resident(self, name: str) -> int:
        """An upper bound of the memory of its own: cheap, but it counts what is shared with the zygote in full."""
        return self._sum(name, "status", ("RssAnon:", "RssShmem:"))

    def _proportional(self, name: str) -> int:
        """Memory of its own and its share of what is shared; forks of one kernel add up to the whole."""
        return self._sum(name, "smaps_rollup", ("Pss_Anon:", "Pss_Shmem:")) or self._resident(name)

    def _sum(self, name: str, file: str, labels: tuple[str, ...]) -> int:
        lines = self._read(name, file).splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(labels))

    def _read(self, name: str, file: str) -> str:
        try:
            with open(f"{self._proc}/{name}/{file}", errors="replace") as stream:
                return stream.read()
        except OSError:  # it has ended meanwhile
            return ""

    def _used_by_sockets(self) -> int:
        """What waits in them is the system's memory, not a process's: nothing tells how much it is."""
        first, _, _ = self._read("1", "net/sockstat").partition("\n")
        used = int(first.split()[-1]) if first else 0
        return max(0, used - _FREE_SOCKETS) * self._per_socket

    def _used_by_files(self) -> int:
        status = os.fstatvfs(self._files)
        return (status.f_blocks - status.f_bfree) * status.f_frsize
