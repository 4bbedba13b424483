"""Finding the zygote, or starting it: the client's side of socket activation.

The socket is bound, under a lock, before its zygote exists. So a client never has to guess whether a zygote is coming:
it connects and waits for a word, and of eight clients that come at once one starts the zygote.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import filelock

from autograde.kernels import linux
from autograde.kernels.identity import Identity, import_statement, require_private
from autograde.kernels.process import LaunchError
from autograde.kernels.protocol import Channel, Deadline, ProtocolError
from autograde.kernels.warm.zygote import FAILURE, IDENTITY, LOG, SOCKET, STATE, peer_user, read_state

#: A zygote that neither answers nor computes for so long hangs.
HUNG_AFTER = 5.0

#: The longest wait for a zygote that is importing.
START_TIMEOUT = 120.0

_LOCK_TIMEOUT = 10.0
_FAILURE_COUNTS_FOR = 60.0
_ATTEMPTS = 3

_PROGRAM = f"{import_statement('autograde.kernels.warm.zygote', 'main')}; main(sys.argv[1], int(sys.argv[2]))"


@dataclass(frozen=True)
class _ZygoteProcess:
    """A process named for good: a pid alone may be somebody else's by now."""

    pid: int
    started: int

    @classmethod
    def of(cls, folder: Path) -> "_ZygoteProcess | None":
        try:
            return cls(**read_state(folder))
        except (OSError, ValueError, TypeError):
            return None

    @property
    def alive(self) -> bool:
        return linux.start_time(self.pid) == self.started

    def send(self, number: int) -> None:
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


def connect(identity: Identity) -> Channel:
    """A connection that this identity's zygote has accepted, started or replaced if need be.

    Raises:
        LaunchError: with the reason in one line.
    """
    deadline = Deadline(START_TIMEOUT)
    try:
        for _ in range(_ATTEMPTS):
            connection = _attempt(identity, deadline)
            if connection is not None:
                return connection
        _raise_recent_failure(identity.folder)
    except filelock.Timeout as error:
        raise LaunchError(f"another client holds {error.lock_file}") from error
    except OSError as error:
        raise LaunchError(str(error)) from error
    raise LaunchError("the zygote does not answer")


def _attempt(identity: Identity, deadline: Deadline) -> Channel | None:
    """A connection that the zygote has accepted; None if it has ended or hung meanwhile, and another may be tried."""
    folder = identity.folder
    with _lock(identity):
        folder.mkdir(mode=0o700, exist_ok=True)
        require_private(folder)
        _raise_recent_failure(folder)
        connection = _connect_socket(folder)
        started = connection is None
        connection = connection or _start(identity, folder)
        process = _ZygoteProcess.of(folder)
    if _wait_until_accepted(Channel(connection), process, deadline):
        return Channel(connection)
    connection.close()
    with _lock(identity):
        hung = process is not None and process.alive
        if process is not None and hung:
            _kill(folder, process)
        if started:
            _record_failure(folder, f"the zygote {'hung' if hung else 'ended'} while it was importing")
    return None


def _raise_recent_failure(folder: Path) -> None:
    """Spare further clients, for a while, the wait for a zygote that cannot start."""
    failure = folder / FAILURE
    with contextlib.suppress(FileNotFoundError):
        if time.time() - failure.stat().st_mtime < _FAILURE_COUNTS_FOR:
            raise LaunchError(failure.read_text())


def _record_failure(folder: Path, reason: str) -> None:
    """Unless the zygote has written down a better one."""
    if not (folder / FAILURE).exists():
        (folder / FAILURE).write_text(reason)


def _lock(identity: Identity) -> filelock.BaseFileLock:
    """Held by one client at a time; not for longer than a moment, unless it has been stopped."""
    return filelock.FileLock(identity.lock_file, timeout=_LOCK_TIMEOUT, poll_interval=0.01)


def _connect_socket(folder: Path) -> socket.socket | None:
    """A connection to the socket in ``folder``, or None if nobody listens there."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.settimeout(HUNG_AFTER)
    try:
        connection.connect(str(folder / SOCKET))
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    except OSError:
        connection.close()
        raise
    if peer_user(connection) != os.geteuid():
        connection.close()
        raise PermissionError("the zygote's socket belongs to another user")
    return connection


def _start(identity: Identity, folder: Path) -> socket.socket:
    """Bind the socket, start the zygote on it and connect."""
    path = folder / SOCKET
    for name in (SOCKET, FAILURE):
        (folder / name).unlink(missing_ok=True)
    (folder / IDENTITY).write_text(identity.to_json())
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener,
        open(folder / LOG, "wb") as log,
    ):
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen(1024)
        launcher = subprocess.Popen(
            [identity.executable, "-c", _PROGRAM, str(folder), str(listener.fileno())],
            pass_fds=[listener.fileno()],
            cwd="/",
            env=identity.imported_in,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    if launcher.wait() != 0:  # it has forked the zygote, written down its pid and ended
        path.unlink(missing_ok=True)
        raise LaunchError(f"{sys.executable} could not start a zygote; see {folder / LOG}")
    connection = _connect_socket(folder)
    if connection is None:
        raise LaunchError(f"the zygote ended at once; see {folder / LOG}")
    return connection


def _wait_until_accepted(channel: Channel, process: _ZygoteProcess | None, deadline: Deadline) -> bool:
    """Wait until the zygote takes the connection; False if it has ended or hangs."""
    ticks, silence = None, Deadline(HUNG_AFTER)
    while not deadline.over:
        try:
            answer = channel.receive(timeout=0.2)
        except TimeoutError:
            now = linux.cpu_ticks(process.pid) if process else None
            if now != ticks:
                ticks, silence = now, Deadline(HUNG_AFTER)
            if silence.over:
                return False
        except ProtocolError:
            return False
        else:
            return answer is not None and answer[0].get("event") == "accepted"
    return False


def _kill(folder: Path, process: _ZygoteProcess) -> None:
    """Kill a zygote that hangs, unless somebody else has replaced it already. Its kernels live on."""
    if _ZygoteProcess.of(folder) == process:
        process.send(signal.SIGKILL)
        for name in (SOCKET, STATE):
            (folder / name).unlink(missing_ok=True)
