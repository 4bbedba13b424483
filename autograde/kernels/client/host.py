"""What this host can provide."""

import functools
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograde.errors import CourseError
from autograde.kernels.client.sandbox_launch import Sandbox, launch
from autograde.kernels.identity import runtime_folder
from autograde.kernels.process import LaunchError


@dataclass(frozen=True)
class Host:
    """What this host can provide; an empty string means that nothing is missing.

    Attributes:
        warm_kernels_unavailable_reason: why kernels start cold here, in one line.
        sandbox_unavailable_reason: why student code cannot be sandboxed here, in one line.
    """

    warm_kernels_unavailable_reason: str
    sandbox_unavailable_reason: str

    @property
    def warm_kernels(self) -> bool:
        return not self.warm_kernels_unavailable_reason

    @property
    def sandbox(self) -> bool:
        return not self.sandbox_unavailable_reason


@functools.cache
def probe() -> Host:
    """Find out, by trying, what this host can provide; asked once a process."""
    return Host(
        warm_kernels_unavailable_reason=_warm_kernels_unavailable_reason(),
        sandbox_unavailable_reason=_sandbox_unavailable_reason(),
    )


def _warm_kernels_unavailable_reason() -> str:
    if sys.platform != "linux":
        return "warm kernels need Linux: elsewhere, forking a process that has imported TensorFlow is unsound"
    try:
        os.close(os.pidfd_open(os.getpid()))
        runtime_folder()
    except OSError as error:
        return str(error)
    return ""


def _sandbox_unavailable_reason() -> str:
    if sys.platform != "linux":
        return "the sandbox needs Linux's namespaces"
    try:
        with tempfile.TemporaryDirectory(prefix="agk-") as folder:
            status = _run_something(Path(folder))
    except (LaunchError, CourseError, OSError) as error:
        return f"{error}{_advice()}"
    return "" if status == 0 else f"a program in the sandbox ended with status {status}{_advice()}"


def _run_something(folder: Path) -> int:
    """Let Python do nothing in a sandbox; its exit status."""
    command = [sys.executable, "-c", "import ssl, ctypes"]
    with open(os.devnull, "rb") as nothing:
        process = launch(Sandbox(str(folder)), command, (nothing.fileno(), nothing.fileno()), program="-", warm=False)
    return process.wait(timeout=30)


def _advice() -> str:
    """The settings that most often forbid it."""
    for name, forbidding, advice in (
        ("user/max_user_namespaces", "0", "user namespaces are turned off: sysctl user.max_user_namespaces"),
        (
            "kernel/unprivileged_userns_clone",
            "0",
            "only root may make user namespaces: sysctl kernel.unprivileged_userns_clone",
        ),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "AppArmor keeps user namespaces to root: sysctl kernel.apparmor_restrict_unprivileged_userns",
        ),
    ):
        try:
            if Path("/proc/sys", name).read_text().strip() == forbidding:
                return f" ({advice})"
        except OSError:
            continue
    if tuple(int(part) for part in os.uname().release.split(".")[:2]) < (5, 12):
        return " (the sandbox needs Linux 5.12 or later)"
    return ""
