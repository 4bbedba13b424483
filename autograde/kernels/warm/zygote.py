"""The zygote: a process that has imported the heavy libraries and forks a ready kernel for each connection.

It accepts, says so, forks and closes. It never reads what a client sends, so that no fork carries an earlier client's
key; the fork, a supervisor, does the rest. It ends when it has had nothing to do for a while.
"""

import builtins
import contextlib
import gc
import importlib
import importlib.util
import inspect
import json
import os
import select
import shutil
import socket
import struct
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import filelock

from autograde.kernels import linux
from autograde.kernels.identity import PRELOAD, Identity
from autograde.kernels.protocol import Channel

SOCKET = "zygote.sock"
STATE = "zygote.json"
IDENTITY = "identity.json"
FAILURE = "failure"
LOG = "log"

#: Seconds between checks of what is installed: a client that comes after an install wants another zygote.
_OUTDATED_CHECK_SECONDS = 5.0


class NotForkSafe(Exception):
    """An import has started something that a fork would not carry over."""


def main(home: str, listener: int) -> None:
    """Run as the zygote of the folder ``home``; ``listener`` is the descriptor of its listening socket."""
    folder = Path(home)
    if pid := os.fork():
        state = {"pid": pid, "started": linux.start_time(pid)}
        (folder / STATE).write_text(json.dumps(state))
        os._exit(0)
    os.setsid()
    linux.name_process("ag-zygote")
    identity = Identity.from_json((folder / IDENTITY).read_text())
    try:
        preload((*PRELOAD, *identity.libraries.preload))
        warm_up_tracebacks()
        require_fork_safe()
    except BaseException as error:
        traceback.print_exc()
        (folder / FAILURE).write_text(f"{type(error).__name__}: {error}".splitlines()[0])
        os._exit(1)
    Zygote(folder, identity, socket.socket(fileno=listener)).serve()
    os._exit(0)


def preload(names: tuple[str, ...]) -> None:
    """Import each module that is installed, as a notebook would."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    sys.ps1 = "In : "  # what IPython sets; TensorFlow asks for it to choose where its log goes
    with notebook_builtins():
        for name in names:
            if importlib.util.find_spec(name.partition(".")[0]) is not None:
                with contextlib.suppress(ModuleNotFoundError):
                    importlib.import_module(name)
    from autograde.kernels.warm import kernelapp, supervisor  # noqa: F401  (each fork needs them at once)


def warm_up_tracebacks() -> None:
    """Let `inspect` map files to modules now: after these imports there are thousands, and a kernel's first traceback
    would pay for it (0.35 s in place of 0.13 s).
    """
    inspect.getmodule(compile("", "warm-up", "exec"))


@contextlib.contextmanager
def notebook_builtins() -> Iterator[None]:
    """Offer the built-in ``get_ipython`` that cells see: pandas chooses by it, while it is imported, how wide a table
    may be, and TensorFlow where ``tf.print`` prints.
    """
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def require_fork_safe() -> None:
    """Refuse to fork where a thread or TensorFlow's runtime would be left behind half alive.

    Raises:
        NotForkSafe: a Python thread runs or TensorFlow has been initialised.
    """
    if threading.active_count() > 1:
        raise NotForkSafe(f"an import has started threads: {threading.enumerate()}")
    context: Any = sys.modules.get("tensorflow.python.eager.context")
    if context is not None and getattr(context.context_safe(), "_initialized", False):
        raise NotForkSafe("an import has started TensorFlow's runtime")


class Zygote:
    """The loop that accepts and forks."""

    def __init__(self, folder: Path, identity: Identity, listener: socket.socket) -> None:
        self._folder = folder
        self._identity = identity
        self._listener = listener
        self._supervisors: set[int] = set()
        self._idle_since = time.monotonic()

    def serve(self) -> None:
        """Fork a supervisor per connection until there has been nothing to do for the idle time."""
        gc.collect()
        gc.freeze()  # a collection in a fork would touch, and so copy, every page of these objects
        while True:
            self._reap()
            if self._has_client(self._poll_seconds()):
                self._accept()
            elif (self._idle() or self._identity.is_outdated or not self._is_current()) and self._retire():
                break

    def _poll_seconds(self) -> float:
        """Seconds to wait for a client before the next check whether to end."""
        left = self._idle_since + self._identity.idle_seconds - time.monotonic()
        return min(_OUTDATED_CHECK_SECONDS, self._identity.idle_seconds if self._supervisors else max(0.05, left))

    def _has_client(self, timeout: float) -> bool:
        return bool(select.select([self._listener], [], [], timeout)[0])

    def _idle(self) -> bool:
        return not self._supervisors and time.monotonic() - self._idle_since >= self._identity.idle_seconds

    def _is_current(self) -> bool:
        """Whether clients find this zygote: its folder may have been removed, or another may have taken its place."""
        try:
            return read_state(self._folder)["pid"] == os.getpid()
        except (OSError, ValueError, KeyError):
            return False

    def _reap(self) -> None:
        for pid in list(self._supervisors):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._supervisors.discard(pid)
                self._idle_since = time.monotonic()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        with connection:
            if peer_user(connection) == os.geteuid() and Channel(connection).send({"event": "accepted"}):
                self._supervisors.add(self._fork(connection))
        self._idle_since = time.monotonic()

    def _fork(self, connection: socket.socket) -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # NumPy's BLAS threads look like a danger to Python
            pid = os.fork()
        if pid:
            return pid
        try:
            from autograde.kernels.warm import supervisor

            self._listener.close()
            supervisor.run(Channel(connection), self._identity, warm=True)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)

    def _retire(self) -> bool:
        """Stop being found, under the lock under which clients look for a zygote; False if one has come meanwhile."""
        try:
            with filelock.FileLock(self._identity.lock_file, blocking=False):
                if self._has_client(0):
                    return False
                if self._is_current():
                    shutil.rmtree(self._folder, ignore_errors=True)
                    self._identity.lock_file.unlink(missing_ok=True)
        except filelock.Timeout:
            return False
        while self._has_client(0):  # a client that connected before the name was gone
            self._accept()
        return True


def read_state(folder: Path) -> dict[str, int]:
    """The pid of a folder's zygote and the time at which it started."""
    state: dict[str, int] = json.loads((folder / STATE).read_text())
    return state


def peer_user(connection: socket.socket) -> int:
    """The user at the other end, as the kernel of the system knows it."""
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[1])
