"""A kernel forked from the zygote, with the rights of its user."""

import contextlib
import os
import signal
from collections.abc import Mapping

from autograde.kernels import linux
from autograde.kernels.protocol import Exit, Message, Request
from autograde.kernels.warm import kernelapp


class ForkedKernel:
    """A kernel that is the supervisor's own child."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.finished = False
        self._pidfd = os.pidfd_open(pid)
        self._killed = False

    @classmethod
    def launch(cls, request: Request, stdio: tuple[int, int, int], imported_in: Mapping[str, str]) -> "ForkedKernel":
        """Fork the kernel that ``request`` asks for."""
        os.chdir(request.cwd)  # here, so that a missing folder is an answer and not a dead kernel
        # The kernel's life hangs on this process, not on polling its client's pid.
        environment = {name: value for name, value in request.env.items() if name != "JPY_PARENT_PID"}
        supervisor = os.getpid()
        pid = os.fork()
        if pid == 0:
            linux.die_with_parent(supervisor)
            linux.name_process("ag-kernel")
            kernelapp.run_forked_kernel(request.argv, stdio, environment, imported_in)
        for fd in stdio:
            os.close(fd)
        return cls(pid)

    def kill_pidfd(self) -> int:
        return self._pidfd

    def fileno(self) -> int:
        return self._pidfd

    def events(self) -> list[Message]:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            return []
        self.finished = True
        ended = Exit.of(os.waitstatus_to_exitcode(status), killed=self._killed)
        return [{"event": "exit", **vars(ended)}]

    def signal(self, number: int) -> None:
        """To the kernel's process group, as a cold kernel's client does it; to the kernel alone if it has left it."""
        if self.finished:
            return
        self._killed |= number == signal.SIGKILL
        try:
            os.killpg(self.pid, number)
        except OSError:
            signal.pidfd_send_signal(self._pidfd, number)

    def enforce_limits(self) -> float | None:
        return None

    def kill(self) -> None:
        if not self.finished:
            self.signal(signal.SIGKILL)
            self.finished = True

    def reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
