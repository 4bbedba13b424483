"""What a client, a supervisor and a sandbox say to each other: one JSON object a packet, with file descriptors.

The sockets are Unix ones of type SEQPACKET, so a packet arrives whole or not at all and an end without a word means
that the other side is gone. A packet is small; what can be large (a request with its environment, a folder of files)
travels as a descriptor of an anonymous file.
"""

import json
import os
import select
import signal
import socket
import time
from dataclasses import asdict, dataclass, field
from typing import Any

Message = dict[str, Any]

_PACKET = 1 << 16
_MAX_FDS = 8


class ProtocolError(Exception):
    """The other side sent something that no version of this program sends."""


class Channel:
    """One end of a connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection

    @classmethod
    def pair(cls) -> tuple["Channel", "Channel"]:
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        return cls(one), cls(other)

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send(self, message: Message, fds: tuple[int, ...] = ()) -> bool:
        """Send one packet; False if the other side is gone or has stopped reading."""
        self._socket.settimeout(5.0)
        try:
            socket.send_fds(self._socket, [json.dumps(message).encode()], list(fds))
        except OSError:
            return False
        return True

    def readable(self, timeout: float | None) -> bool:
        """Whether a packet, or the end, is there within ``timeout`` seconds."""
        poller = select.poll()
        poller.register(self._socket, select.POLLIN)
        return bool(poller.poll(None if timeout is None else max(0.0, timeout) * 1000))

    def receive(self, timeout: float | None = None) -> tuple[Message, list[int]] | None:
        """The next packet with its descriptors, or None at the end of the connection.

        Raises:
            TimeoutError: nothing came within ``timeout`` seconds.
            ProtocolError: the packet is not one JSON object.
        """
        if not self.readable(timeout):
            raise TimeoutError("no answer")
        try:
            data, fds, flags, _ = socket.recv_fds(self._socket, _PACKET, _MAX_FDS, socket.MSG_CMSG_CLOEXEC)
        except (ConnectionError, BrokenPipeError):
            return None
        if not data:
            return None
        try:
            message = json.loads(data)
        except ValueError:
            message = None
        if flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC) or not isinstance(message, dict):
            for fd in fds:
                os.close(fd)
            raise ProtocolError("a packet that is not a message")
        return message, fds


@dataclass(frozen=True)
class Request:
    """One kernel, asked for."""

    argv: list[str]
    env: dict[str, str]
    cwd: str
    independent: bool
    attributes: dict[str, Any]
    sandbox: dict[str, Any] = field(default_factory=dict)

    def to_file(self) -> int:
        """A descriptor of an anonymous file that holds this request."""
        fd = os.memfd_create("request", os.MFD_CLOEXEC)
        write_all(fd, json.dumps(asdict(self)).encode())
        return fd

    @classmethod
    def from_file(cls, fd: int) -> "Request":
        try:
            return cls(**json.loads(read_all(fd)))
        except (TypeError, ValueError) as error:
            raise ProtocolError(f"a request that cannot be read: {error}") from error
        finally:
            os.close(fd)


@dataclass(frozen=True)
class Exit:
    """How a kernel ended.

    Attributes:
        status: as in ``subprocess``: the exit status, or minus the number of the signal.
        reason: "exited", "crashed" (a signal of its own), "killed" (by its client), "memory" or "cpu" (a limit).
        detail: one sentence for people.
    """

    status: int
    reason: str
    detail: str

    @classmethod
    def of(cls, status: int, *, killed: bool = False) -> "Exit":
        """The exit that a wait status alone tells."""
        if killed:
            return cls(status, "killed", "The kernel was stopped.")
        if status < 0:
            return cls(status, "crashed", f"The kernel crashed: {signal_name(-status)}.")
        return cls(status, "exited", f"The kernel ended by itself with exit status {status}.")


def signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def write_all(fd: int, data: bytes) -> None:
    """Write ``data`` and go back to the start of the file."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    os.lseek(fd, 0, os.SEEK_SET)


def read_all(fd: int) -> bytes:
    """The whole file, from its start."""
    os.lseek(fd, 0, os.SEEK_SET)
    with open(fd, "rb", closefd=False) as file:
        return file.read()


class Deadline:
    """A moment, asked for the time that is left."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    @property
    def over(self) -> bool:
        return self.left <= 0
