"""The provisioner behind :func:`autograde.kernels.open_kernel`: a kernel in a sandbox, or none."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Any as AnyTrait
from traitlets import Bool, Float, Instance

from autograde.errors import CourseError
from autograde.kernels.handle import KernelProcess, LaunchError
from autograde.kernels.identity import IDLE_SECONDS, Identity
from autograde.kernels.limits import Limits
from autograde.kernels.protocol import Channel, Request, Surroundings
from autograde.kernels.sandbox import files

_READY_TIMEOUT = 60.0

# The first process ends at once, so that nobody has to wait for the supervisor; that one ends with its channel.
_COLD = "import os; os.fork() and os._exit(0); from autograde.kernels.supervisor import main; main()"

# History would be a file and a thread that nobody needs.
_ARGV = ["-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel in a sandbox; never outside of one."""

    warm = Bool(True, help="Fork a zygote; False starts an interpreter of its own in the sandbox.")
    idle_seconds = Float(IDLE_SECONDS)
    limits = Instance(Limits, args=())
    work = AnyTrait(help="The folder whose files the kernel finds in its working folder; None for an empty one.")
    sockets = Instance(Path, help="The folder in which the kernel makes its sockets.")
    settings = Instance(dict, args=(), help="Environment variables of the kernel.")
    user = AnyTrait(help="The host's user and group that the kernel runs as when root starts it.")

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel.

        Raises:
            CourseError: this host cannot provide the sandbox.
        """
        try:
            return await asyncio.to_thread(self._launch)
        except (LaunchError, OSError) as problem:
            raise CourseError(
                f"The sandbox for student code cannot be built: {problem}",
                todo="`autograde.kernels.probe()` tells what this host can provide.",
            ) from problem

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the sandbox, which ends it."""
        if isinstance(self.process, KernelProcess):
            self.process.close()
        await super().cleanup(restart=restart)

    def _launch(self) -> KernelConnectionInfo:
        if sys.platform != "linux":
            raise LaunchError("it needs Linux")
        for old in self.sockets.iterdir():  # of the kernel before a restart
            old.unlink()
        channel = self._connect()
        null = os.open(os.devnull, os.O_RDWR)
        with tempfile.TemporaryFile() as archive:
            if self.work is not None:
                files.pack(str(self.work), archive.fileno())
                archive.seek(0)
            try:
                process = KernelProcess.launch(channel, self._request(), (null, null, null), (archive.fileno(),))
            except BaseException:
                channel.close()
                raise
            finally:
                os.close(null)
        self.process = process  # type: ignore[assignment]  # it has the face of a Popen
        self.pid = process.pid
        if not process.wait_ready(_READY_TIMEOUT):
            raise LaunchError(_last_words(process))
        return self.connection_info

    def _connect(self) -> Channel:
        """A supervisor that will sandbox what it starts."""
        from autograde.kernels.activation import connect  # Linux only

        environment = {**os.environ, **self.settings}  # a library may read its settings while it is imported
        identity = Identity.of("sandboxed", environment, user=self.user, idle_seconds=self.idle_seconds)
        return connect(identity) if self.warm else cold_supervisor(identity)

    def _request(self) -> Request:
        connection = {
            name: value.decode() if isinstance(value, bytes) else value for name, value in self.connection_info.items()
        }
        return Request(
            argv=[sys.executable, *_ARGV],
            env={},
            cwd="/",
            independent=False,
            surroundings=vars(Surroundings.here()),
            sandbox={
                "sockets": str(self.sockets),
                "connection": connection,
                "limits": asdict(self.limits),
                "environment": self.settings,
            },
        )


def cold_supervisor(identity: Identity) -> Channel:
    """A supervisor that is not a fork of a zygote."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        launcher = subprocess.Popen(
            [sys.executable, "-c", _COLD, str(theirs.fileno()), *map(str, identity.user or ())],
            pass_fds=[theirs.fileno()],
            cwd="/",
            env=identity.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    launcher.wait()
    return Channel(ours)


def _last_words(process: KernelProcess) -> str:
    """What a kernel that did not get ready has left behind."""
    try:
        log = process.fetch("../.kernel.log", 1 << 16).decode(errors="replace").strip()
    except OSError:
        log = ""
    process.kill()
    lines = log.splitlines()
    return "the kernel did not start" + (f": {lines[-1]}" if lines else "")
