"""A sandbox, described: what the process that builds it needs to know."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.kernels.identity import Identity
from autograde.kernels.limits import KernelLimits
from autograde.kernels.protocol import Request
from autograde.kernels.sandbox import view

#: Who runs a student's code when root grades: a user from here on, where no distribution has any (systemd's
#: UIDS-GIDS.md); in a container that lacks them, the system's "nobody".
_FIRST_USER = 0x70000000
NOBODY = (65534, 65534)


@dataclass(frozen=True)
class Plan:
    """How to build one sandbox.

    Attributes:
        binds: what is shown of the host, read-only.
        sockets: the host's folder with a kernel's sockets; shown as `view.SOCKETS`.
        connection: the kernel's connection file, to be written into the sandbox; empty for a program.
        program: the module of a program that runs in place of a kernel; "" for a kernel.
        limits: what the kernel may use.
        environment: its whole environment.
        owner: the host's user and group that the kernel runs as.
        argv: the command of a kernel or program that is not forked.
    """

    binds: list[view.Bind]
    sockets: str
    connection: dict[str, Any]
    program: str
    limits: KernelLimits
    environment: dict[str, str]
    owner: tuple[int, int]
    argv: list[str]

    @classmethod
    def of(cls, request: Request, identity: Identity) -> "Plan":
        """The sandbox for a request: the request chooses limits and settings, never what is shown."""
        asked = request.sandbox
        return cls(
            binds=view.binds(identity.libraries, identity.environment, identity.private),
            sockets=str(asked["sockets"]),
            connection=dict(asked["connection"]),
            program=str(asked["program"]),
            limits=KernelLimits(**asked["limits"]),
            environment=view.kernel_environment(identity.libraries, asked["environment"]),
            owner=owner(str(asked["sockets"])),
            argv=request.argv,
        )


def owner(sockets: str) -> tuple[int, int]:
    """The host's user and group of a sandbox: one's own, or for root one without rights.

    Root gives each unit a user whom nobody else has, because the system counts by user what no sandbox holds in
    (descriptors on their way, watched files): what one uses up is missing to nobody else. A student's kernel and its
    examiner share the folder of the kernel's sockets; it belongs to their user from the first of the two on.
    """
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    status = os.stat(sockets)
    if status.st_uid:
        return status.st_uid, status.st_gid
    number = _FIRST_USER + os.getpid()  # as long as this process supervises the sandbox, no other one has its pid
    return next((user for user in ((number, number), NOBODY) if _exists(user)), (0, os.getegid()))


def _exists(user: tuple[int, int]) -> bool:
    """Whether there is such a user here: a container's root, really somebody else, may be the only one."""
    for number, kind in zip(user, ("uid_map", "gid_map"), strict=True):
        ranges = [line.split() for line in Path("/proc/self", kind).read_text().splitlines()]
        if not any(int(first) <= number < int(first) + int(count) for first, _, count in ranges):
            return False
    return True
