"""Opening a kernel for the grader: warm if possible, cold if not, always under the policy that was asked for."""

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from autograde.course import NO_LIBRARIES, Libraries
from autograde.errors import CourseError
from autograde.kernels.client.kernel import Kernel
from autograde.kernels.client.sandbox_provisioner import SandboxProvisioner
from autograde.kernels.identity import Policy
from autograde.kernels.limits import Limits
from autograde.kernels.process import KernelProcess
from autograde.kernels.warm.provisioner import WarmProvisioner

_log = logging.getLogger(__name__)

#: Milliseconds until a message to a kernel counts as undeliverable.
_SEND_TIMEOUT = 10_000
#: Milliseconds until a socket that a starting kernel has not made yet is tried again; the default of 100 would be felt.
_RECONNECT_INTERVAL = 5
#: Messages from a kernel that wait in our memory while nobody reads them: an honest one sends one at a time.
_MAX_UNREAD_MESSAGES = 8
_KILL_TIMEOUT = 30.0
#: A socket's path may have 107 characters; the kernel's own part of it needs the rest.
_MAX_TEMPORARY_PATH = 80


@contextmanager
def open_kernel(
    policy: Policy = "sandboxed",
    workdir: str | Path | None = None,
    *,
    libraries: Libraries = NO_LIBRARIES,
    private: str | Path = "",
    limits: Limits | None = None,
    env: Mapping[str, str] | None = None,
    warm: bool = True,
    startup_timeout: float = 60.0,
) -> Iterator[Kernel]:
    """A running kernel; when the block is left it is killed, and so is all that it has started.

    Where a warm kernel cannot be had, for whatever reason, a fresh interpreter is started under the same policy.

    Args:
        policy: "sandboxed" for code that is not one's own.
        workdir: the kernel's working folder; a sandboxed kernel works on a copy.
        libraries: what the notebooks import and read.
        private: a folder of the host that a sandbox must never show.
        limits: what a sandboxed kernel may use.
        env: further environment variables of the kernel. A sandboxed one gets nothing else of the caller's environment
            but settings of libraries.
        warm: fork a zygote; False starts a fresh interpreter at once.
        startup_timeout: seconds until the kernel must answer.

    Raises:
        CourseError: the kernel does not start; this host cannot provide the sandbox.
    """
    starter = _Starter(policy, workdir, libraries, str(private), limits or Limits(), dict(env or {}), startup_timeout)
    with contextlib.ExitStack() as stack:
        try:
            kernel = stack.enter_context(starter.started(warm=warm))
        except CourseError as error:
            if not warm:
                raise
            _log.warning("Starting a cold kernel: %s", error.what)
            kernel = stack.enter_context(starter.started(warm=False))
        yield kernel


@dataclass(frozen=True)
class _Starter:
    """Starts kernels as `open_kernel` is asked to; its fields are explained there."""

    policy: Policy
    workdir: str | Path | None
    libraries: Libraries
    private: str
    limits: Limits
    env: dict[str, str]
    startup_timeout: float

    @contextmanager
    def started(self, *, warm: bool) -> Iterator[Kernel]:
        """A kernel that answers."""
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(_private_folder())
            context = zmq.Context()
            stack.callback(context.destroy, linger=0)
            context.setsockopt(zmq.MAXMSGSIZE, self.limits.message)
            context.setsockopt(zmq.SNDTIMEO, _SEND_TIMEOUT)
            context.setsockopt(zmq.RECONNECT_IVL, _RECONNECT_INTERVAL)
            manager = _manager(folder, context)
            manager.provisioner = self._provisioner(manager, folder, warm)
            stack.callback(_end, manager)
            manager.start_kernel(env={**os.environ, **self.env}, cwd=str(self.workdir or folder))
            client = manager.client(context=context)
            client.start_channels(hb=False, shell=False, stdin=False, control=False)
            # From here on, so that it holds for the channels of replies and questions but not for outputs.
            context.setsockopt(zmq.RCVHWM, _MAX_UNREAD_MESSAGES)
            client.start_channels(hb=False, iopub=False)
            stack.callback(client.stop_channels)
            kernel = Kernel(manager, client)
            kernel.wait_until_ready(self.startup_timeout)
            yield kernel

    def _provisioner(self, manager: KernelManager, folder: Path, warm: bool) -> SandboxProvisioner | WarmProvisioner:
        common = {"parent": manager, "kernel_id": self.policy, "kernel_spec": manager.kernel_spec}
        if self.policy == "trusted":
            return WarmProvisioner(**common, enabled=warm, preload=list(self.libraries.preload))
        return SandboxProvisioner(
            **common,
            warm=warm,
            libraries=self.libraries,
            private=self.private,
            limits=self.limits,
            work=self.workdir,
            sockets=folder / "s",
            settings=self.env,
        )


class _OwnSpec(KernelSpecManager):
    """The kernel of this interpreter, whatever is installed elsewhere."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


def _manager(folder: Path, context: zmq.Context[Any]) -> KernelManager:
    sockets = folder / "s"
    sockets.mkdir(mode=0o700)
    place = {"transport": "ipc", "ip": str(sockets / "k")} if sys.platform == "linux" else {}
    return KernelManager(
        kernel_name="python3",
        kernel_spec_manager=_OwnSpec(),
        connection_file=str(folder / "connection.json"),
        context=context,
        **place,
    )


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder of the caller's own, with a path short enough for sockets in it."""
    parent = None if len(tempfile.gettempdir()) <= _MAX_TEMPORARY_PATH else "/tmp"
    with tempfile.TemporaryDirectory(prefix="agk-", dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _end(manager: KernelManager) -> None:
    provisioner = manager.provisioner
    process = provisioner.process if isinstance(provisioner, SandboxProvisioner | WarmProvisioner) else None
    if isinstance(process, KernelProcess):
        process.kill()
        with contextlib.suppress(Exception):
            process.wait(timeout=_KILL_TIMEOUT)
        manager.cleanup_resources()
    elif manager.has_kernel:
        manager.shutdown_kernel(now=True)
