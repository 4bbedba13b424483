"""How much a sandboxed kernel may use."""

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True)
class KernelLimits:
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
    open_files: int = 256
    cpu_seconds: float = 1200.0
    message: int = 64 * _MIB

    @property
    def address_space(self) -> int:
        """Per process: a backstop for a single huge allocation, which then fails with MemoryError."""
        return self.memory + 3072 * _MIB
