"""Opening a kernel for the grader: warm if possible, cold if not, always under the policy that was asked for."""

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from autograde.course import NO_LIBRARIES, Libraries
from autograde.errors import CourseError
from autograde.kernels.client.kernel import Kernel, KernelControl
from autograde.kernels.client.sandbox_launch import Sandbox
from autograde.kernels.client.sandbox_provisioner import SandboxProvisioner
from autograde.kernels.identity import Policy
from autograde.kernels.limits import KernelLimits
from autograde.kernels.process import KernelProcess
from autograde.kernels.protocol import Exit
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
    limits: KernelLimits | None = None,
    env: Mapping[str, str] | None = None,
    warm: bool = True,
    startup_timeout: float = 60.0,
) -> Iterator[Kernel]:
    """A running kernel and a client of it; when the block is left it is killed, and so is all that it has started.

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
    limits = limits or KernelLimits()
    starter = _Starter(policy, workdir, Sandbox("", libraries, str(private), limits, dict(env or {})))

    @contextmanager
    def opened(*, warm: bool) -> Iterator[Kernel]:
        with (
            private_folder() as folder,
            starter.started(folder, warm=warm) as started,
            connect(started, limits, startup_timeout) as kernel,
        ):
            yield kernel

    with _warm_or_cold(opened, warm=warm) as kernel:
        yield kernel


@dataclass(frozen=True)
class StartedKernel:
    """A kernel that runs and to which nobody has connected yet.

    Attributes:
        connection: the content of its connection file.
        control: power over its process.
    """

    connection: KernelConnectionInfo
    control: KernelControl


@contextmanager
def start_sandboxed_kernel(sandbox: Sandbox, folder: Path, *, workdir: str | Path) -> Iterator[StartedKernel]:
    """A running kernel in a sandbox for somebody else to connect to; as `open_kernel` otherwise.

    Args:
        sandbox: what it sees and may use.
        folder: a `private_folder`.
        workdir: the folder whose files the kernel finds in its working folder.

    Raises:
        CourseError: the kernel does not start; this host cannot provide the sandbox.
    """
    starter = _Starter("sandboxed", workdir, sandbox)

    def started(*, warm: bool) -> AbstractContextManager[StartedKernel]:
        return starter.started(folder, warm=warm)

    with _warm_or_cold(started, warm=True) as kernel:
        yield kernel


def sockets_in(folder: Path) -> Path:
    """Where a kernel with this folder makes its sockets."""
    return folder / "s"


@contextmanager
def connect(started: StartedKernel, limits: KernelLimits, timeout: float = 60.0) -> Iterator[Kernel]:
    """A client of a running kernel.

    Args:
        started: the kernel.
        limits: of the kernel; here its ``message`` counts.
        timeout: seconds until the kernel must answer.

    Raises:
        CourseError: the kernel does not answer.
    """
    with contextlib.ExitStack() as stack:
        context = zmq.Context()
        stack.callback(context.destroy, linger=0)
        context.setsockopt(zmq.MAXMSGSIZE, limits.message)
        context.setsockopt(zmq.SNDTIMEO, _SEND_TIMEOUT)
        context.setsockopt(zmq.RECONNECT_IVL, _RECONNECT_INTERVAL)
        client = BlockingKernelClient(context=context)
        client.load_connection_info(started.connection)
        client.start_channels(hb=False, shell=False, stdin=False, control=False)
        # From here on, so that it holds for the channels of replies and questions but not for outputs.
        context.setsockopt(zmq.RCVHWM, _MAX_UNREAD_MESSAGES)
        client.start_channels(hb=False, iopub=False)
        stack.callback(client.stop_channels)
        kernel = Kernel(started.control, client)
        kernel.wait_until_ready(timeout)
        yield kernel


Opened = TypeVar("Opened", covariant=True)


class _Open(Protocol[Opened]):
    def __call__(self, *, warm: bool) -> AbstractContextManager[Opened]: ...


@contextmanager
def _warm_or_cold(open_: _Open[Opened], *, warm: bool) -> Iterator[Opened]:
    """What is opened warm or, where that fails, cold."""
    with contextlib.ExitStack() as stack:
        try:
            opened = stack.enter_context(open_(warm=warm))
        except CourseError as error:
            if not warm:
                raise
            _log.warning("Starting a cold kernel: %s", error.__cause__ or error.what)
            opened = stack.enter_context(open_(warm=False))
        yield opened


@dataclass(frozen=True)
class _Starter:
    """Starts kernels as `open_kernel` is asked to; a trusted one has the libraries and settings of ``sandbox`` only."""

    policy: Policy
    workdir: str | Path | None
    sandbox: Sandbox

    @contextmanager
    def started(self, folder: Path, *, warm: bool) -> Iterator[StartedKernel]:
        """A kernel that runs."""
        with contextlib.ExitStack() as stack:
            manager = _manager(folder)
            manager.provisioner = self._provisioner(manager, folder, warm)
            stack.callback(_end, manager)
            manager.start_kernel(env={**os.environ, **self.sandbox.settings}, cwd=str(self.workdir or folder))
            yield StartedKernel(manager.get_connection_info(), ManagedKernel(manager))

    def _provisioner(self, manager: KernelManager, folder: Path, warm: bool) -> SandboxProvisioner | WarmProvisioner:
        common = {"parent": manager, "kernel_id": self.policy, "kernel_spec": manager.kernel_spec}
        if self.policy == "trusted":
            return WarmProvisioner(**common, enabled=warm, preload=list(self.sandbox.libraries.preload))
        sandbox = replace(self.sandbox, sockets=str(sockets_in(folder)))
        return SandboxProvisioner(**common, sandbox=sandbox, warm=warm, work=self.workdir)


class _OwnSpec(KernelSpecManager):
    """The kernel of this interpreter, whatever is installed elsewhere."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


class ManagedKernel:
    """Power over a kernel through jupyter_client's manager of it."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager

    @property
    def pid(self) -> int | None:
        process = self._process
        return None if process is None else int(process.pid)

    @property
    def exit(self) -> Exit | None:
        process = self._process
        if process is None:
            return Exit.of(0)
        if process.poll() is None:
            return None
        return process.exit if isinstance(process, KernelProcess) else Exit.of(process.returncode)

    def interrupt(self) -> None:
        self.manager.interrupt_kernel()

    def kill(self) -> None:
        process = self._process
        if process is not None:
            process.kill()
            process.wait(timeout=_KILL_TIMEOUT)

    @property
    def _process(self) -> Any:
        provisioner = self.manager.provisioner
        return provisioner.process if isinstance(provisioner, SandboxProvisioner | WarmProvisioner) else None


def _manager(folder: Path) -> KernelManager:
    sockets = sockets_in(folder)
    sockets.mkdir(mode=0o700, exist_ok=True)
    place = {"transport": "ipc", "ip": str(sockets / "k")} if sys.platform == "linux" else {}
    return KernelManager(
        kernel_name="python3",
        kernel_spec_manager=_OwnSpec(),
        connection_file=str(folder / "connection.json"),
        **place,
    )


@contextmanager
def private_folder() -> Iterator[Path]:
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
