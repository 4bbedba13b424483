"""Starting something in a sandbox: a fork of a zygote, or a fresh interpreter under the same policy."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from autograde.course import NO_LIBRARIES, Libraries
from autograde.kernels.attributes import ProcessAttributes
from autograde.kernels.identity import IDLE_SECONDS, Identity, import_environment, import_statement
from autograde.kernels.limits import KernelLimits
from autograde.kernels.process import KernelProcess, LaunchError
from autograde.kernels.protocol import Channel, Request, write_all

_READY_TIMEOUT = 60.0

# The first process ends at once, so that nobody has to wait for the supervisor; that one ends with its channel.
_COLD = f"import os; os.fork() and os._exit(0); {import_statement('autograde.kernels.warm.supervisor', 'main')}; main()"


@dataclass(frozen=True)
class Sandbox:
    """What a sandbox shows and allows.

    Attributes:
        sockets: the host's folder with a kernel's sockets.
        libraries: what is imported and read in it.
        private: a folder of the host that it must never show; "" for none.
        limits: what may be used in it.
        settings: environment variables. Of the host's it gets none, so that nothing that somebody has set where grading
            is started decides points (PYTHONOPTIMIZE would leave out assertions).
        idle_seconds: how long its zygote waits for the next one.
    """

    sockets: str
    libraries: Libraries = NO_LIBRARIES
    private: str = ""
    limits: KernelLimits = field(default_factory=KernelLimits)
    settings: Mapping[str, str] = field(default_factory=dict)
    idle_seconds: float = IDLE_SECONDS

    @property
    def identity(self) -> Identity:
        """Of the zygote that serves it."""
        # A library may read its settings while it is imported.
        environment = import_environment(self.settings) | self._places
        return Identity.of(
            "sandboxed", environment, self.libraries, private=self.private, idle_seconds=self.idle_seconds
        )

    @property
    def _places(self) -> dict[str, str]:
        """What it takes to start the interpreter and to find the data sets on the host."""
        names = {"HOME", *(folder.variable for folder in self.libraries.data_folders)}
        return {name: value for name, value in os.environ.items() if name in names or name.startswith("LD_")}


def launch(
    sandbox: Sandbox,
    command: list[str],
    fds: tuple[int, int],
    *,
    connection: Mapping[str, Any] | None = None,
    program: str = "",
    warm: bool,
) -> KernelProcess:
    """Start a kernel, or a program, in a sandbox and wait until it is ready.

    Args:
        sandbox: where.
        command: what an interpreter of its own would run.
        fds: standard input, and a tar archive (or an empty file) with the files of its working folder.
        connection: a kernel's connection file.
        program: the module of a program in place of a kernel.
        warm: fork a zygote.

    Raises:
        LaunchError: with the reason in one line.
        OSError: the zygote's folder cannot be used.
    """
    identity = sandbox.identity
    channel = _warm_supervisor(identity) if warm else cold_supervisor(identity)
    null = os.open(os.devnull, os.O_RDWR)
    stdin, archive = fds
    try:
        request = _request(sandbox, command, connection or {}, program)
        process = KernelProcess.launch(channel, request, (stdin, null, null), (archive,))
    except BaseException:
        channel.close()
        raise
    finally:
        os.close(null)
    if not process.wait_ready(_READY_TIMEOUT):
        process.kill()
        raise LaunchError(process.exit.detail if process.exit else "it does not get ready")
    return process


def _request(sandbox: Sandbox, command: list[str], connection: Mapping[str, Any], program: str) -> Request:
    return Request(
        argv=command,
        env={},
        cwd="/",
        independent=False,
        attributes=vars(ProcessAttributes.current()),
        sandbox={
            "sockets": sandbox.sockets,
            "connection": dict(connection),
            "program": program,
            "limits": asdict(sandbox.limits),
            "environment": dict(sandbox.settings),
        },
    )


def _warm_supervisor(identity: Identity) -> Channel:
    """A fork of the identity's zygote."""
    from autograde.kernels.warm.activation import connect  # Linux only

    return connect(identity)


def cold_supervisor(identity: Identity) -> Channel:
    """A supervisor that is not a fork of a zygote."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    description = os.memfd_create("identity", os.MFD_CLOEXEC)
    write_all(description, identity.to_json().encode())
    with theirs:
        launcher = subprocess.Popen(
            [sys.executable, "-c", _COLD, str(theirs.fileno()), str(description)],
            pass_fds=[theirs.fileno(), description],
            cwd="/",
            env=identity.imported_in,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    os.close(description)
    launcher.wait()
    return Channel(ours)
