"""The kernel provisioner: what JupyterLab, nbclient, nbval, papermill and nbgrader start kernels through.

It stands in for jupyter_client's ``LocalProvisioner`` and falls back to it, with one line of notice, where a warm
kernel cannot be had.
"""

import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Float, List, Unicode

from autograde.course import Libraries
from autograde.kernels.attributes import ProcessAttributes
from autograde.kernels.identity import IDLE_SECONDS, Identity, import_environment, is_switched_off
from autograde.kernels.process import KernelProcess, LaunchError, standard_streams
from autograde.kernels.protocol import Request
from autograde.kernels.threads import run_in_thread
from autograde.kernels.warm import kernelapp

#: The name of the entry point, and of the provisioner in a kernelspec.
NAME = "autograde-warm"

#: The arguments of Popen that a forked kernel can be given.
_SUPPORTED_OPTIONS = frozenset(
    {"env", "cwd", "independent", "stdin", "stdout", "stderr", "kernel_id", "extra_arguments"}
)


class WarmProvisioner(LocalProvisioner):
    """Starts kernels as forks of a zygote; everything after the start is ``LocalProvisioner``."""

    enabled = Bool(True, help="False in the kernelspec starts every kernel cold.").tag(config=True)
    idle_seconds = Float(IDLE_SECONDS, help="How long a zygote without kernels waits for a client.").tag(config=True)
    preload = List(Unicode(), help="The modules that a zygote imports besides IPython's.").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel, warm if possible."""
        if self._wants_warm(kwargs):
            try:
                return await run_in_thread(self._launch_warm, cmd, kwargs)
            except (LaunchError, OSError) as problem:
                self.log.warning("Starting a cold kernel: %s", problem)
        return await super().launch_kernel(cmd, **kwargs)

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the kernel's supervisor, if it has one."""
        if isinstance(self.process, KernelProcess):
            self.process.close()
        await super().cleanup(restart=restart)

    def _wants_warm(self, options: dict[str, Any]) -> bool:
        return sys.platform == "linux" and self.enabled and not is_switched_off(options["env"])

    def _launch_warm(self, cmd: list[str], options: dict[str, Any]) -> KernelConnectionInfo:
        from autograde.kernels.warm.activation import connect  # Linux only

        require_forkable(cmd, options)
        streams = standard_streams(options)
        if streams is None:
            raise LaunchError("a forked kernel cannot have a pipe for its streams")
        libraries = Libraries(preload=tuple(self.preload))
        identity = Identity.of(
            "trusted", import_environment(options["env"]), libraries, idle_seconds=float(self.idle_seconds)
        )
        channel = connect(identity)
        try:
            process = KernelProcess.launch(channel, _request(cmd, options), streams)
        except BaseException:
            channel.close()
            raise
        finally:
            os.close(streams[0])
        self.process = process  # type: ignore[assignment]  # Popen-compatible
        self.pid = process.pid
        self.pgid = None  # signals go through the supervisor, which cannot hit a stranger with a recycled pid
        self.cwd = options.get("cwd", Path.cwd())
        return self.connection_info


def require_forkable(cmd: list[str], options: dict[str, Any]) -> None:
    """Refuse a kernel that a fork of this interpreter cannot stand in for.

    Raises:
        LaunchError: with the reason in one line.
    """
    if not kernelapp.is_ipykernel_command(cmd):
        raise LaunchError("the kernelspec runs a program of its own")
    if os.path.abspath(cmd[0]) != os.path.abspath(sys.executable):
        raise LaunchError("the kernelspec names another interpreter")
    if unknown := options.keys() - _SUPPORTED_OPTIONS:
        raise LaunchError(f"its client asks for {', '.join(sorted(unknown))}")


def _request(cmd: list[str], options: dict[str, Any]) -> Request:
    return Request(
        argv=cmd,
        env=dict(options["env"]),
        cwd=os.path.abspath(options.get("cwd") or os.getcwd()),
        independent=bool(options.get("independent")),
        attributes=vars(ProcessAttributes.current()),
    )
