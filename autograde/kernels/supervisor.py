"""A kernel's supervisor: starts it, passes signals on, ends it when its client is gone, and reports how it ended."""

import os
import signal
import time
from collections.abc import Mapping
from typing import Protocol

from autograde.kernels import kernel, linux
from autograde.kernels.identity import Identity
from autograde.kernels.protocol import Channel, Exit, Message, ProtocolError, Request
from autograde.kernels.zygote import reset_signals

_REQUEST_TIMEOUT = 30.0


class Child(Protocol):
    """A running kernel, as its supervisor sees it."""

    pid: int

    def handle(self) -> int:
        """A descriptor with which the client can kill the kernel without asking anybody."""

    def fileno(self) -> int:
        """A descriptor that becomes readable when `events` has something to tell."""

    def events(self) -> list[Message]:
        """What has happened since the last call; the last word is an "exit"."""

    def signal(self, number: int) -> None:
        """Send a signal to the kernel and the processes it works with."""

    def command(self, message: Message, fds: list[int]) -> None:
        """Do what a client asks besides signals."""

    def watch(self) -> float | None:
        """Enforce limits; the seconds until the next look, None for never."""

    def kill(self) -> None:
        """End the kernel and all that belongs to it at once."""


def run(client: Channel, identity: Identity) -> None:
    """Serve one client in this process, a fork of the zygote, until its kernel has ended."""
    linux.name_process("ag-supervisor")
    reset_signals()
    received = client.receive(_REQUEST_TIMEOUT)
    if received is None:
        os._exit(0)
    fds = received[1]
    try:
        request = Request.from_file(fds.pop(0))
        child = ForkedKernel.launch(request, (fds.pop(0), fds.pop(0), fds.pop(0)), identity.environment)
    except Exception as error:
        client.send({"event": "failed", "what": str(error) or type(error).__name__})
        os._exit(1)
    client.send({"event": "started", "pid": child.pid}, (child.handle(),))
    Supervisor(client, child, independent=request.independent).serve()
    os._exit(0)


class Supervisor:
    """The loop between a client and a kernel."""

    def __init__(self, client: Channel, child: Child, *, independent: bool) -> None:
        self._client: Channel | None = client
        self._child = child
        self._independent = independent

    def serve(self) -> None:
        """Until the kernel has ended and its client knows it, or the client is gone."""
        import select

        poller = select.poll()
        poller.register(self._child.fileno(), select.POLLIN)
        if self._client:
            poller.register(self._client.fileno(), select.POLLIN)
        next_look: float | None = 0.0
        while True:
            if next_look is not None and time.monotonic() >= next_look:
                pause = self._child.watch()
                next_look = None if pause is None else time.monotonic() + pause
            timeout = None if next_look is None else max(0.0, next_look - time.monotonic()) * 1000
            ready = {fd for fd, _ in poller.poll(timeout)}
            if self._child.fileno() in ready and self._tell(self._child.events()):
                return
            if self._client and self._client.fileno() in ready and not self._listen(self._client):
                poller.unregister(self._client.fileno())
                self._client.close()
                self._client = None
                if not self._independent:
                    self._child.kill()
                    return

    def _tell(self, events: list[Message]) -> bool:
        """Pass the events on; True after the last one."""
        for event in events:
            if self._client:
                self._client.send(event)
        return any(event["event"] == "exit" for event in events)

    def _listen(self, client: Channel) -> bool:
        """Do what the client asks; False if it is gone."""
        try:
            received = client.receive(0)
        except (TimeoutError, ProtocolError):
            return True
        if received is None:
            return False
        message, fds = received
        try:
            if message.get("op") == "signal":
                self._child.signal(int(message["number"]))
            else:
                self._child.command(message, fds)
        finally:
            for fd in fds:
                os.close(fd)
        return True


class ForkedKernel:
    """A kernel forked from the zygote, with the rights of its user."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._pidfd = os.pidfd_open(pid)
        self._killed = False
        self._ended = False

    @classmethod
    def launch(cls, request: Request, stdio: tuple[int, int, int], imported_in: Mapping[str, str]) -> "ForkedKernel":
        os.chdir(request.cwd)  # here, so that a missing folder is an answer and not a dead kernel
        supervisor = os.getpid()
        pid = os.fork()
        if pid == 0:
            linux.die_with_parent(supervisor)
            linux.name_process("ag-kernel")
            kernel.become(request, stdio, imported_in)
        for fd in stdio:
            os.close(fd)
        return cls(pid)

    def handle(self) -> int:
        return self._pidfd

    def fileno(self) -> int:
        return self._pidfd

    def events(self) -> list[Message]:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            return []
        self._ended = True
        ended = Exit.of(os.waitstatus_to_exitcode(status), killed=self._killed)
        return [{"event": "exit", **vars(ended)}]

    def signal(self, number: int) -> None:
        """To the kernel's process group, as a cold kernel's client does it; to the kernel alone if it has left it."""
        if self._ended:
            return
        self._killed |= number == signal.SIGKILL
        try:
            os.killpg(self.pid, number)
        except OSError:
            signal.pidfd_send_signal(self._pidfd, number)

    def command(self, message: Message, fds: list[int]) -> None:
        raise ProtocolError(f"an unsandboxed kernel does not know {message.get('op')!r}")

    def watch(self) -> float | None:
        return None

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        os.waitpid(self.pid, 0)
