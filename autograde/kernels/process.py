"""A Popen-compatible handle on a kernel that a supervisor runs."""

import contextlib
import os
import select
import signal
import subprocess
from collections.abc import Mapping

from autograde.kernels.protocol import Channel, Deadline, Exit, Message, ProtocolError, Request

#: Forking and, where asked for, building a sandbox take well under a second.
_LAUNCH_TIMEOUT = 30.0


class LaunchError(Exception):
    """A kernel could not be started in this way; the text says why in one line."""


class KernelProcess:
    """A kernel run by a supervisor, with the part of `subprocess.Popen`'s interface that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, channel: Channel, pid: int, pidfd: int) -> None:
        self._channel = channel
        self._pidfd = pidfd
        self.pid = pid
        self.ready = False
        self.exit: Exit | None = None

    @classmethod
    def launch(
        cls, channel: Channel, request: Request, stdio: tuple[int, int, int], fds: tuple[int, ...] = ()
    ) -> "KernelProcess":
        """Hand ``request`` to the supervisor at the other end of ``channel``.

        Raises:
            LaunchError: with the reason in one line.
        """
        payload = request.to_file()
        try:
            channel.send({"op": "launch"}, (payload, *stdio, *fds))
            answer = channel.receive(_LAUNCH_TIMEOUT)
        except (TimeoutError, ProtocolError) as error:
            raise LaunchError(str(error)) from error
        finally:
            os.close(payload)
        if answer is None:
            raise LaunchError("the kernel's supervisor ended")
        message, received = answer
        if message.get("event") != "started" or len(received) != 1:
            raise LaunchError(str(message.get("what", message)))
        return cls(channel, int(message["pid"]), received[0])

    @property
    def returncode(self) -> int | None:
        return self.exit.status if self.exit else None

    def poll(self) -> int | None:
        """The exit status, None while the kernel runs."""
        while self.exit is None and self._channel.readable(0):
            self._receive_event(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end of the kernel.

        Raises:
            subprocess.TimeoutExpired: it runs on after ``timeout`` seconds.
        """
        deadline = Deadline(timeout) if timeout is not None else None
        while self.exit is None:
            try:
                self._receive_event(deadline.left if deadline else None)
            except TimeoutError:
                raise subprocess.TimeoutExpired("kernel", timeout or 0) from None
        return self.exit.status

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel's process group, if it runs."""
        if self.poll() is None:
            self._channel.send({"signal": int(number)})
        if number == signal.SIGKILL:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)  # works without the supervisor as well

    def wait_ready(self, timeout: float) -> bool:
        """Wait until a sandboxed kernel can be connected to; False if it ends or hangs."""
        deadline = Deadline(timeout)
        try:
            while not self.ready and self.exit is None:
                self._receive_event(deadline.left)
        except TimeoutError:
            return False
        return self.ready and self.exit is None

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Let go of a kernel; one that still runs is killed by its supervisor."""
        if self._channel.fileno() >= 0:
            self._channel.close()
            os.close(self._pidfd)
        self.exit = self.exit or Exit.of(-signal.SIGKILL, killed=True)

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()

    def _receive_event(self, timeout: float | None) -> None:
        """Wait for the supervisor's next event and handle it."""
        try:
            received = self._channel.receive(timeout)
        except ProtocolError:
            return
        self._handle_event(received[0] if received else self._handle_lost_supervisor())

    def _handle_event(self, event: Message) -> None:
        if event.get("event") == "exit":
            self.exit = Exit(int(event["status"]), str(event["reason"]), str(event["detail"]))
        elif event.get("event") == "ready":
            self.ready = True

    def _handle_lost_supervisor(self) -> Message:
        """Kill the kernel of a supervisor that ended without a report, and wait until it is dead."""
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        poller = select.poll()
        poller.register(self._pidfd, select.POLLIN)
        poller.poll(5000)
        return {"event": "exit", **vars(Exit.of(-signal.SIGKILL, killed=True))}


def standard_streams(popen: Mapping[str, object]) -> tuple[int, int, int] | None:
    """Descriptors for a kernel's stdin, stdout and stderr as ``Popen`` would choose them; None if only it can.

    The first is the null device: a kernel's stdin is never its client's.
    """
    null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    chosen = [null]
    for name, own in (("stdout", 1), ("stderr", 2)):
        wanted = popen.get(name)
        if wanted == subprocess.DEVNULL:
            chosen.append(null)
        elif wanted == subprocess.STDOUT and name == "stderr":
            chosen.append(chosen[1])
        elif wanted is None:
            chosen.append(_inherited(own, null))
        elif isinstance(wanted, int) and wanted >= 0:
            chosen.append(wanted)
        elif hasattr(wanted, "fileno"):
            chosen.append(wanted.fileno())
        else:
            os.close(null)
            return None
    return chosen[0], chosen[1], chosen[2]


def _inherited(fd: int, otherwise: int) -> int:
    try:
        os.fstat(fd)
    except OSError:
        return otherwise
    return fd
