"""The provisioner behind :func:`autograde.kernels.open_kernel`: a kernel in a sandbox, or none."""

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
from traitlets import Bool, Float, Instance, Unicode

from autograde.course import Libraries
from autograde.errors import CourseError
from autograde.kernels.attributes import ProcessAttributes
from autograde.kernels.identity import IDLE_SECONDS, Identity, import_statement
from autograde.kernels.limits import Limits
from autograde.kernels.process import KernelProcess, LaunchError
from autograde.kernels.protocol import Channel, Request, write_all
from autograde.kernels.sandbox import files
from autograde.kernels.threads import run_in_thread

_READY_TIMEOUT = 60.0

# The first process ends at once, so that nobody has to wait for the supervisor; that one ends with its channel.
_COLD = f"import os; os.fork() and os._exit(0); {import_statement('autograde.kernels.warm.supervisor', 'main')}; main()"

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
    libraries = Instance(Libraries, args=(), help="What the notebooks import and read.")
    private = Unicode(help="A folder that the sandbox must not show.")

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel.

        Raises:
            CourseError: this host cannot provide the sandbox.
        """
        try:
            return await run_in_thread(self._launch)
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
        self.process = process  # type: ignore[assignment]  # Popen-compatible
        self.pid = process.pid
        if not process.wait_ready(_READY_TIMEOUT):
            process.kill()
            raise LaunchError(process.exit.detail if process.exit else "the kernel does not get ready")
        return self.connection_info

    def _connect(self) -> Channel:
        """A supervisor that will sandbox what it starts."""
        from autograde.kernels.warm.activation import connect  # Linux only

        environment = {**os.environ, **self.settings}  # a library may read its settings while it is imported
        identity = Identity.of(
            "sandboxed", environment, self.libraries, private=self.private, idle_seconds=self.idle_seconds
        )
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
            attributes=vars(ProcessAttributes.current()),
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
    description = os.memfd_create("identity", os.MFD_CLOEXEC)
    write_all(description, identity.to_json().encode())
    with theirs:
        launcher = subprocess.Popen(
            [sys.executable, "-c", _COLD, str(theirs.fileno()), str(description)],
            pass_fds=[theirs.fileno(), description],
            cwd="/",
            env=identity.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    os.close(description)
    launcher.wait()
    return Channel(ours)
