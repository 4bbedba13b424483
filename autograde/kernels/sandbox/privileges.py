"""Giving up, for good, every right that the student's code must not have."""

import contextlib
import ctypes
import os
import resource
import struct
from pathlib import Path

from autograde.kernels import linux
from autograde.kernels.limits import KernelLimits
from autograde.kernels.sandbox import seccomp

_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = Path("/proc/sys/kernel/cap_last_cap")
_LOCK_SECUREBITS = 0xEF  # no rights through uid 0, no keeping of rights, no ambient rights; each of them locked
_PR_SET_DUMPABLE = 4


def set_user(uid: int, gid: int) -> None:
    """Change user and group inside the user namespace, keeping the rights over the namespaces for now."""
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def set_dumpable(dumpable: bool) -> None:
    """Let other processes of the same user read and trace this one, or not (PR_SET_DUMPABLE)."""
    linux.prctl(_PR_SET_DUMPABLE, int(dumpable))


def drop_all() -> None:
    """No capabilities, no way to gain any, a filter on system calls."""
    last = int(_LAST_CAPABILITY.read_text())
    linux.prctl(linux.PR_CAP_AMBIENT, linux.PR_CAP_AMBIENT_CLEAR_ALL)
    for capability in range(last + 1):
        linux.prctl(linux.PR_CAPBSET_DROP, capability)
    linux.prctl(linux.PR_SET_SECUREBITS, _LOCK_SECUREBITS)
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    nothing = ctypes.create_string_buffer(24)
    linux.libc("capset", header, nothing)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.install()


def limit_resources(limits: KernelLimits) -> None:
    """The limits that the system enforces by itself, per process; and if its memory runs out, this goes first."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    for name, value in {
        resource.RLIMIT_AS: limits.address_space,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CPU: limits.cpu_seconds + 5,  # the supervisor comes first and knows why
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 1 << 20,
        resource.RLIMIT_MSGQUEUE: 0,
    }.items():
        hard = resource.getrlimit(name)[1]
        value = int(value) if hard == resource.RLIM_INFINITY else min(int(value), hard)
        resource.setrlimit(name, (value, value))
