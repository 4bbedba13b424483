"""A kernel's supervisor: starts it, forwards signals, enforces limits, reports its end; kills it without its client."""

import contextlib
import os
import select
import socket
import sys
import time
from collections.abc import Mapping
from typing import NoReturn, Protocol

from autograde.kernels import linux
from autograde.kernels.attributes import ProcessAttributes
from autograde.kernels.identity import Identity
from autograde.kernels.protocol import Channel, Message, ProtocolError, Request, read_all
from autograde.kernels.sandbox.sandboxed_kernel import SandboxedKernel
from autograde.kernels.warm import kernelapp
from autograde.kernels.warm.forked_kernel import ForkedKernel

_REQUEST_TIMEOUT = 30.0


class Child(Protocol):
    """A running kernel, as its supervisor sees it."""

    pid: int
    finished: bool
    """Nothing more will happen, and nothing can be asked of it."""

    def kill_pidfd(self) -> int:
        """A pidfd with which the client can kill the kernel and all that belongs to it without the supervisor."""

    def fileno(self) -> int:
        """A descriptor that becomes readable when `events` has something to tell."""

    def events(self) -> list[Message]:
        """What has happened since the last call, for the client."""

    def signal(self, number: int) -> None:
        """Send a signal to the kernel and the processes it works with."""

    def enforce_limits(self) -> float | None:
        """Kill a kernel that exceeds its limits; the seconds until the next check, None for never."""

    def kill(self) -> None:
        """End the kernel and all that belongs to it at once."""

    def reap(self) -> None:
        """Wait for what has been killed."""


def main() -> None:
    """Supervise one sandboxed kernel that is not forked; arguments: descriptors of the channel and of its identity."""
    identity = Identity.from_json(read_all(int(sys.argv[2])).decode())
    run(Channel(socket.socket(fileno=int(sys.argv[1]))), identity, warm=False)


def run(client: Channel, identity: Identity, *, warm: bool) -> NoReturn:
    """Serve one client until its kernel has ended; in a fork of the zygote, or in a process of its own if not warm."""
    linux.name_process("ag-supervisor")
    linux.reset_signals()
    received = client.receive(_REQUEST_TIMEOUT)
    if received is None:
        os._exit(0)
    try:
        child, independent = _launch(received[1], identity, warm)
    except Exception as error:
        client.send({"event": "failed", "what": str(error) or type(error).__name__})
        os._exit(1)
    client.send({"event": "started", "pid": child.pid}, (child.kill_pidfd(),))
    Supervisor(client, child, independent=independent).serve()
    child.reap()
    os._exit(0)


def _launch(fds: list[int], identity: Identity, warm: bool) -> tuple[Child, bool]:
    """Start what the zygote's policy allows: a client cannot ask for another."""
    request = Request.from_file(fds.pop(0))
    stdio = (fds.pop(0), fds.pop(0), fds.pop(0))
    ProcessAttributes(**request.attributes).apply()
    if identity.policy == "trusted":
        return ForkedKernel.launch(request, stdio, identity.imported_in), request.independent

    program = str(request.sandbox["program"])

    def start(argv: list[str], stdio: tuple[int, int, int], environment: Mapping[str, str]) -> NoReturn:
        if not warm:
            kernelapp.exec_command(argv, stdio, environment)
        elif program:
            kernelapp.run_forked_program(program, stdio, environment, identity.imported_in)
        else:
            kernelapp.run_forked_kernel(argv, stdio, environment, identity.imported_in)

    for fd in stdio[1:]:
        os.close(fd)
    return SandboxedKernel.launch(request, identity, (stdio[0], fds.pop(0)), start), False


class Supervisor:
    """The loop between a client and a kernel."""

    def __init__(self, client: Channel, child: Child, *, independent: bool) -> None:
        self._client: Channel | None = client
        self._child = child
        self._independent = independent
        self._next_check: float | None = 0.0
        self._poller = select.poll()
        self._poller.register(child.fileno(), select.POLLIN)
        self._poller.register(client.fileno(), select.POLLIN)

    def serve(self) -> None:
        """Until the kernel has ended and its client knows it, or the client is gone."""
        while not self._child.finished:
            timeout = self._enforce_limits()
            ready = {fd for fd, _ in self._poller.poll(timeout)}
            if self._child.fileno() in ready:
                self._forward_events()
            if self._client and self._client.fileno() in ready and not self._handle_command(self._client):
                self._drop_client(self._client)

    def _enforce_limits(self) -> float | None:
        """Check the limits if it is time to; the milliseconds until the next check, None for never."""
        if self._next_check is not None and time.monotonic() >= self._next_check:
            pause = self._child.enforce_limits()
            self._next_check = None if pause is None else time.monotonic() + pause
        return None if self._next_check is None else max(0.0, self._next_check - time.monotonic()) * 1000

    def _forward_events(self) -> None:
        for event in self._child.events():
            if self._client:
                self._client.send(event)

    def _handle_command(self, client: Channel) -> bool:
        """Carry out a command of the client; False if it is gone."""
        try:
            received = client.receive(0)
        except (TimeoutError, ProtocolError):
            return True
        if received is None:
            return False
        message, fds = received
        for fd in fds:  # a signal needs none
            os.close(fd)
        with contextlib.suppress(KeyError, ValueError, TypeError):
            self._child.signal(int(message["signal"]))
        return True

    def _drop_client(self, client: Channel) -> None:
        self._poller.unregister(client.fileno())
        client.close()
        self._client = None
        if not self._independent:
            self._child.kill()
