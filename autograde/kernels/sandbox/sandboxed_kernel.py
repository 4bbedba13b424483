"""A kernel in a sandbox, seen by its supervisor: from outside, with rights over it."""

import contextlib
import os
import signal
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from autograde.kernels import linux
from autograde.kernels.identity import Identity
from autograde.kernels.limits import KernelLimits
from autograde.kernels.protocol import Channel, Exit, Message, ProtocolError, Request
from autograde.kernels.sandbox import namespaces
from autograde.kernels.sandbox.init import Init, clone_trees
from autograde.kernels.sandbox.plan import Plan
from autograde.kernels.sandbox.watchdog import Excess, Watchdog

_STEP_TIMEOUT = 20.0

#: Turns the process that calls it into the kernel: command, standard streams, environment.
StartKernel = Callable[[list[str], tuple[int, int, int], Mapping[str, str]], NoReturn]


class SandboxError(Exception):
    """The sandbox could not be built; the text names the step."""


class SandboxedKernel:
    """A sandbox, its first process and the kernel in it."""

    def __init__(self, init: int, channel: Channel, views: list[int], limits: KernelLimits) -> None:
        kernel, processes, scratch = views
        self.pid = _pid_outside(kernel)
        self.finished = False
        self._init = init
        self._init_pidfd = os.pidfd_open(init)
        self._channel = channel
        self._watchdog = Watchdog(limits, processes, scratch)
        self._kernel = kernel
        self._ended = False
        self._killed = False
        self._ready = False
        self._excess: Excess | None = None

    @classmethod
    def launch(
        cls, request: Request, identity: Identity, fds: tuple[int, int], start: StartKernel
    ) -> "SandboxedKernel":
        """Build a sandbox and start a kernel, or a program, in it.

        Args:
            request: what is asked for.
            identity: whose zygote this process is a fork of.
            fds: its standard input, and an archive of the files for its working folder.
            start: starts it.

        Raises:
            SandboxError: the host does not allow it; the text names the step.
        """
        plan = Plan.of(request, identity)
        if os.geteuid() == 0:
            os.chown(plan.sockets, *plan.owner)
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        ours, theirs = Channel.pair()
        pid = os.fork()
        if pid == 0:
            linux.close_all_but({theirs.fileno(), *fds})
            _run_first_process(theirs, plan, fds, start)
        theirs.close()
        for fd in fds:
            os.close(fd)
        _expect(ours, "unshared")
        namespaces.map_user(pid, plan.owner)
        ours.send({"op": "go on"})
        forked, _ = _expect(ours, "forked")
        os.waitpid(pid, 0)
        ours.send({"op": "build"})
        _, views = _expect(ours, "started")
        return cls(int(forked["pid"]), ours, views, plan.limits)

    def kill_pidfd(self) -> int:
        return self._init_pidfd

    def fileno(self) -> int:
        return self._channel.fileno()

    def events(self) -> list[Message]:
        try:
            received = self._channel.receive(0)
        except (TimeoutError, ProtocolError):
            return []
        if received is None:
            self.kill()
            return [] if self._ended else [self._end(-signal.SIGKILL)]
        event = received[0]
        if event.get("event") == "ended":
            return [self._end(int(event["status"]), str(event["log"]))]
        self._ready = True
        return [event]

    def signal(self, number: int) -> None:
        """To the kernel's process group, which it cannot leave; its pid stays its own while process 1 lives."""
        if self._ended:
            return
        self._killed |= number == signal.SIGKILL
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def enforce_limits(self) -> float | None:
        if self._ended or self._excess:
            return None
        self._excess, pause = self._watchdog.check()
        if self._excess:
            signal.pidfd_send_signal(self._kernel, signal.SIGKILL)
        return pause

    def kill(self) -> None:
        """End the first process, and with it all others."""
        if self.finished:
            return
        self.finished = True
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._init_pidfd, signal.SIGKILL)

    def reap(self) -> None:
        """Wait for the system to have cleared all away, which takes a moment after a fork bomb."""
        os.waitpid(self._init, 0)

    def _end(self, status: int, log: str = "") -> Message:
        self._ended = True
        if not self._ready and log:
            end = Exit(status, "exited", f"The kernel did not start: {log}")
        elif self._excess:
            end = Exit(status, self._excess.reason, self._excess.detail)
        elif status == -signal.SIGXCPU:
            end = Exit(status, "cpu", "The code used too much processor time.")
        else:
            end = Exit.of(status, killed=self._killed)
        return {"event": "exit", **vars(end)}


def _run_first_process(supervisor: Channel, plan: Plan, fds: tuple[int, int], start: StartKernel) -> NoReturn:
    """Leave the host's namespaces, fork the sandbox's first process into new ones and let it build and run."""
    try:
        namespaces.drop_groups()
        trees = None
        with contextlib.suppress(PermissionError):
            trees = clone_trees(plan)  # root has its right to all files now; others get the right to mount below
        namespaces.unshare_all()
        supervisor.send({"event": "unshared"})
        supervisor.receive(_STEP_TIMEOUT)
        pid = os.fork()
        if pid:
            supervisor.send({"event": "forked", "pid": pid})
            os._exit(0)

        def start_kernel(argv: list[str], stdio: tuple[int, int, int]) -> NoReturn:
            start(argv, stdio, plan.environment)

        supervisor.receive(_STEP_TIMEOUT)  # that process 1's parent is the supervisor now
        stdin, work = fds
        Init(supervisor, plan, stdin, start_kernel).run(trees or clone_trees(plan), work)
    except BaseException as error:
        traceback.print_exc()
        supervisor.send({"event": "failed", "what": str(error) or type(error).__name__})
    finally:
        os._exit(1)


def _expect(channel: Channel, event: str) -> tuple[Message, list[int]]:
    try:
        received = channel.receive(_STEP_TIMEOUT)
    except TimeoutError:
        raise SandboxError(f"building the sandbox hangs before {event!r}") from None
    if received is None:
        raise SandboxError(f"building the sandbox ended before {event!r}")
    if received[0].get("event") != event:
        raise SandboxError(str(received[0].get("what", received[0])))
    return received


def _pid_outside(pidfd: int) -> int:
    """The pid, in this process's namespace, of a process in another."""
    lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
