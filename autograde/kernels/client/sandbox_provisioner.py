"""The provisioner behind :func:`autograde.kernels.open_kernel`: a kernel in a sandbox, or none."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Any as AnyTrait
from traitlets import Bool, Instance

from autograde.errors import CourseError
from autograde.kernels.client.sandbox_launch import Sandbox, launch
from autograde.kernels.process import KernelProcess, LaunchError
from autograde.kernels.sandbox import files
from autograde.kernels.threads import run_in_thread
from autograde.kernels.warm.kernelapp import NO_PARENT_POLLER

# History would be a file and a thread that nobody needs.
_ARGV = ["-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel in a sandbox; never outside of one."""

    sandbox = Instance(Sandbox, help="What it sees and may use.")
    warm = Bool(True, help="Fork a zygote; False starts an interpreter of its own in the sandbox.")
    work = AnyTrait(help="The folder whose files the kernel finds in its working folder; None for an empty one.")

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
                todo="Run `autograde doctor`: it tells what this host can provide.",
            ) from problem

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the sandbox, which ends it."""
        if isinstance(self.process, KernelProcess):
            self.process.close()
        await super().cleanup(restart=restart)

    def _launch(self) -> KernelConnectionInfo:
        if sys.platform != "linux":
            raise LaunchError("it needs Linux")
        for old in Path(self.sandbox.sockets).iterdir():  # of the kernel before a restart
            old.unlink()
        connection = {
            name: value.decode() if isinstance(value, bytes) else value for name, value in self.connection_info.items()
        }
        with tempfile.TemporaryFile() as archive, open(os.devnull, "rb") as stdin:
            if self.work is not None:
                files.pack(str(self.work), archive.fileno())
                archive.seek(0)
            command = [sys.executable, *_ARGV, *([] if self.warm else [NO_PARENT_POLLER])]
            descriptors = stdin.fileno(), archive.fileno()
            process = launch(self.sandbox, command, descriptors, connection=connection, warm=self.warm)
        self.process = process  # type: ignore[assignment]  # Popen-compatible
        self.pid = process.pid
        return self.connection_info
