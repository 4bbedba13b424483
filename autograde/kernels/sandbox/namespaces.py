"""Leaving the host's namespaces."""

import contextlib
import os
from pathlib import Path

from autograde.kernels import linux
from autograde.kernels.sandbox import view

_CLONE_NEW = {
    "user": 0x10000000,
    "mount": 0x00020000,
    "pid": 0x20000000,
    "ipc": 0x08000000,
    "net": 0x40000000,
    "uts": 0x04000000,
    "cgroup": 0x02000000,
}


def unshare_all() -> None:
    """Enter new namespaces of every kind; of the pid namespace the next fork is the first process.

    Raises:
        OSError: the system does not let this user make namespaces.
    """
    flags = 0
    for flag in _CLONE_NEW.values():
        flags |= flag
    linux.libc("unshare", flags)


def map_user(pid: int, owner: tuple[int, int]) -> None:
    """Make one user of the host the sandbox's only one. Done from outside, where root has the right to."""
    process = Path("/proc", str(pid))
    process.joinpath("setgroups").write_text("deny")
    process.joinpath("uid_map").write_text(f"{view.UID} {owner[0]} 1")
    process.joinpath("gid_map").write_text(f"{view.GID} {owner[1]} 1")


def set_host_name() -> None:
    """A host name of the sandbox's own."""
    name = b"sandbox"
    linux.libc("sethostname", name, len(name))


def drop_groups() -> None:
    """Root's further groups must not stay with the code; nobody else, nor a container's root, may drop theirs."""
    with contextlib.suppress(PermissionError):
        os.setgroups([])
