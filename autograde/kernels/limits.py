"""How much a sandboxed kernel may use, and the watch over it."""

import os
import time
from dataclasses import dataclass

_MIB = 1 << 20
_PAGE_FAULT_RATE = 4096 * _MIB  # bytes a second: no process here fills memory faster
_SHORTEST_LOOK, _LONGEST_LOOK = 0.005, 0.25


@dataclass(frozen=True)
class Limits:
    """What one sandboxed kernel, all its processes together, may use. Sizes in bytes.

    Attributes:
        memory: memory of its own: what it has changed or added since the fork (and its share of what it still shares),
            and its files. The kernel is killed above it.
        disk: its home, /tmp and /dev/shm together; writing more fails in the kernel.
        files: number of files there.
        file_size: size of one file.
        processes: processes and threads.
        open_files: open descriptors of one process.
        cpu_seconds: processor time. The kernel is killed above it.
        message: size of one message that a client takes from it; the connection is cut above it.
    """

    memory: int = 2048 * _MIB
    disk: int = 512 * _MIB
    files: int = 20_000
    file_size: int = 256 * _MIB
    processes: int = 256
    open_files: int = 1024
    cpu_seconds: float = 1200.0
    message: int = 64 * _MIB

    @property
    def address_space(self) -> int:
        """Per process: a backstop for a single huge allocation, which then fails with MemoryError."""
        return self.memory + 3072 * _MIB


@dataclass(frozen=True)
class Excess:
    """A limit that has been exceeded."""

    reason: str
    detail: str


class Watch:
    """Looks at a sandbox from outside, through its own /proc and its own file system."""

    def __init__(self, limits: Limits, processes: int, files: int) -> None:
        """``processes`` and ``files`` are descriptors of the sandbox's /proc and of its writable file system."""
        self._limits = limits
        self._proc = f"/proc/self/fd/{processes}"
        self._files = files
        self._ticks = os.sysconf("SC_CLK_TCK")

    def look(self) -> tuple[Excess | None, float]:
        """What has been exceeded, if anything, and the seconds until it is worth looking again."""
        begin = time.monotonic()
        try:
            processes = [name for name in os.listdir(self._proc) if name.isdigit()]
        except OSError:  # the sandbox has ended meanwhile
            return None, _LONGEST_LOOK
        cpu = sum(self._cpu(name) for name in processes)
        if cpu > self._limits.cpu_seconds:
            seconds = self._limits.cpu_seconds
            return Excess("cpu", f"The code used more than {seconds:g} seconds of processor time."), 0
        files = self._used_by_files()
        memory = files + sum(self._resident(name) for name in processes)
        if memory > self._limits.memory:
            memory = files + sum(self._own(name) for name in processes)
        if memory > self._limits.memory:
            return Excess("memory", f"The code used more than {self._limits.memory // _MIB} MiB of memory."), 0
        pause = (self._limits.memory - memory) / _PAGE_FAULT_RATE
        pause = max(pause, 5 * (time.monotonic() - begin))  # looking may cost a sixth of a processor, not more
        return None, min(max(pause, _SHORTEST_LOOK), _LONGEST_LOOK)

    def _cpu(self, name: str) -> float:
        """Processor time of a process and of those of its children that have ended."""
        fields = self._read(name, "stat").rpartition(")")[2].split()
        return sum(int(value) for value in fields[11:15]) / self._ticks

    def _resident(self, name: str) -> int:
        """An upper bound of the memory of its own: cheap, but it counts what is shared with the zygote in full."""
        return self._sum(name, "status", ("RssAnon:", "RssShmem:"))

    def _own(self, name: str) -> int:
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

    def _used_by_files(self) -> int:
        status = os.fstatvfs(self._files)
        return (status.f_blocks - status.f_bfree) * status.f_frsize
