"""The grader's door to a kernel: synchronous, and robust against a kernel that hangs, floods or lies."""

import contextlib
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any, Literal

import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from autograde.course import NO_LIBRARIES, Libraries
from autograde.errors import CourseError
from autograde.kernels.client.outputs import Output, Outputs
from autograde.kernels.client.sandboxed import SandboxProvisioner
from autograde.kernels.identity import Policy
from autograde.kernels.limits import Limits
from autograde.kernels.process import KernelProcess
from autograde.kernels.protocol import Deadline, Exit
from autograde.kernels.warm.provisioner import WarmProvisioner

_log = logging.getLogger(__name__)

_INTERRUPT_GRACE = 3.0
_IDLE_GRACE = 5.0
#: Until a kernel that has answered is asked again: the answer may have come before our subscription reached it.
_SUBSCRIPTION_GRACE = 0.05
_KILL_TIMEOUT = 30.0
#: Milliseconds until a message to a kernel counts as undeliverable.
_SEND_TIMEOUT = 10_000
#: Milliseconds until a socket that a starting kernel has not made yet is tried again; the default of 100 would be felt.
_RECONNECT = 5
_OUTPUT_LIMIT = 10 << 20
#: Messages from a kernel that wait in our memory, where nobody reads them just now: an honest one sends one at a time.
_UNREAD = 8
_LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Execution:
    """What came of running code.

    Attributes:
        status: "ok", "error" (an exception), "timeout" (interrupted or, if that did not help, killed) or "died".
        outputs: as in a notebook file. All of it is the student's word.
        reply: the content of the kernel's reply; empty if there was none. The student's word as well.
    """

    status: Literal["ok", "error", "timeout", "died"]
    outputs: list[Output]
    reply: dict[str, Any] = field(default_factory=dict)


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
) -> Iterator["Kernel"]:
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
    def started(self, *, warm: bool) -> Iterator["Kernel"]:
        """A kernel that answers."""
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(_private_folder())
            context = zmq.Context()
            stack.callback(context.destroy, linger=0)
            context.setsockopt(zmq.MAXMSGSIZE, self.limits.message)
            context.setsockopt(zmq.SNDTIMEO, _SEND_TIMEOUT)
            context.setsockopt(zmq.RECONNECT_IVL, _RECONNECT)
            manager = _manager(folder, context)
            manager.provisioner = self._provisioner(manager, folder, warm)
            stack.callback(_end, manager)
            manager.start_kernel(env={**os.environ, **self.env}, cwd=str(self.workdir or folder))
            client = manager.client(context=context)
            client.start_channels(hb=False, shell=False, stdin=False, control=False)
            context.setsockopt(zmq.RCVHWM, _UNREAD)
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


class Kernel:
    """A running kernel.

    Attributes:
        manager: jupyter_client's manager of it.
        client: a connected blocking client.
    """

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self.client = client

    def wait_until_ready(self, timeout: float) -> None:
        """Ask until an answer is heard on both channels.

        The client's own ``wait_for_ready`` ends by listening to nothing for 0.2 s, half of what opening a kernel takes.

        Raises:
            CourseError: no answer after ``timeout`` seconds, or the kernel has ended.
        """
        deadline = Deadline(timeout)
        while self.is_alive and not deadline.over:
            conversation = Conversation(self, self.client.kernel_info(), Outputs(0))
            if conversation.listen(deadline, idle_grace=_SUBSCRIPTION_GRACE) and conversation.idle:
                return
        what = f"nothing heard for {timeout:g} s" if self.is_alive else "it has ended"
        raise CourseError(f"The kernel does not answer: {what}.")

    def execute(
        self, code: str, *, timeout: float | None = None, silent: bool = False, output_limit: int = _OUTPUT_LIMIT
    ) -> Execution:
        """Run code to its end.

        Args:
            code: the code of a cell.
            timeout: seconds; then the code is interrupted, and the kernel killed if that does not help.
            silent: publish nothing, count nothing.
            output_limit: bytes of output that are kept.
        """
        return self._start(code, silent=silent, asks=False, output_limit=output_limit).finish(timeout)

    def interview(self, code: str) -> "Conversation":
        """Start code that asks (`input`) again and again, silently and without outputs; see `Conversation.asked`."""
        return self._start(code, silent=True, asks=True, output_limit=0)

    def _start(self, code: str, *, silent: bool, asks: bool, output_limit: int) -> "Conversation":
        request = ""
        try:
            request = self.client.execute(code, silent=silent, store_history=not silent, allow_stdin=asks)
        except zmq.Again:  # nobody takes messages at the other end
            self.kill()
        return Conversation(self, request, Outputs(output_limit), asks=asks)

    def interrupt(self) -> None:
        """What the stop button does: KeyboardInterrupt in the running code."""
        if self.is_alive:
            self.manager.interrupt_kernel()

    def kill(self) -> None:
        """End the kernel at once, whatever it is doing, and with it all that it has started if it is sandboxed."""
        process = self._process
        if process is not None:
            process.kill()
            process.wait(timeout=_KILL_TIMEOUT)

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit(self) -> Exit | None:
        """How and why the kernel ended; None while it runs."""
        process = self._process
        if process is None or process.poll() is None:
            return None
        return process.exit if isinstance(process, KernelProcess) else Exit.of(process.returncode)

    @property
    def _process(self) -> Any:
        provisioner = self.manager.provisioner
        return provisioner.process if isinstance(provisioner, SandboxProvisioner | WarmProvisioner) else None


class Conversation:
    """One request to a kernel and what comes back."""

    def __init__(self, kernel: Kernel, request: str, outputs: Outputs, *, asks: bool = False) -> None:
        self._kernel = kernel
        self._request = request
        self._outputs = outputs
        self._reply: dict[str, Any] | None = None
        self._question: str | None = None
        self.idle = False
        client = kernel.client
        self._shell, self._iopub, self._stdin = client.shell_channel, client.iopub_channel, client.stdin_channel
        self._poller = zmq.Poller()
        for channel in (self._shell, self._iopub, *([self._stdin] if asks else [])):
            self._poller.register(channel.socket, zmq.POLLIN)

    def asked(self, deadline: Deadline) -> str | None:
        """What the running code asks next; None at the deadline, or when the code or the kernel has ended."""
        self._question = None
        while self._question is None and self._reply is None and not deadline.over:
            alive = self._kernel.is_alive
            if not self._hear(deadline) and not alive:
                break
        return self._question

    def answer(self, text: str) -> None:
        """Answer what was asked."""
        try:
            self._kernel.client.input(text)
        except zmq.Again:  # nobody takes messages at the other end
            self._kernel.kill()

    @property
    def ended(self) -> bool:
        """Whether the code has ended."""
        return self._reply is not None

    def finish(self, timeout: float | None) -> Execution:
        """Until the code's end; after ``timeout`` seconds it is interrupted, and the kernel killed if need be."""
        finished = self.listen(Deadline(timeout) if timeout is not None else None) or self.ended
        timed_out = not finished and self._kernel.is_alive
        if timed_out:
            self._kernel.interrupt()
            if not (self.listen(Deadline(_INTERRUPT_GRACE)) or self.ended) and self._kernel.is_alive:
                self._kernel.kill()
        return Execution(self._status(timed_out), self._outputs.result(), self._reply or {})

    def _status(self, timed_out: bool) -> Literal["ok", "error", "timeout", "died"]:
        if timed_out:
            return "timeout"
        if self._reply is None:
            return "died"
        return "ok" if self._reply.get("status") == "ok" else "error"

    def listen(self, deadline: Deadline | None, idle_grace: float = _IDLE_GRACE) -> bool:
        """Until the reply and the end of the outputs are here; False at the deadline or at the kernel's end.

        A kernel that has replied gets ``idle_grace`` more seconds to tell that it is idle.
        """
        answered: Deadline | None = None
        while not (self._reply is not None and self.idle):
            if self._reply is not None:
                answered = answered or Deadline(idle_grace)
                if answered.over:
                    return True
            if deadline is not None and deadline.over:
                return False
            alive = self._kernel.is_alive
            if not self._hear(deadline) and not alive:
                return False
        return True

    def _hear(self, deadline: Deadline | None) -> bool:
        """Take in what is there; wait a moment if nothing is, and return False if still nothing came."""
        pause = 0.1 if deadline is None else min(0.1, deadline.left)
        ready = dict(self._poller.poll(int(pause * 1000)))
        if self._shell.socket in ready:
            for message in self._messages(self._shell):
                content = message.get("content")
                self._reply = content if isinstance(content, dict) else {}
        if self._stdin.socket in ready:
            self._question = next(map(_prompt, self._messages(self._stdin)), self._question)
        if self._iopub.socket in ready:
            for message in self._messages(self._iopub):
                self._take(message)
        return bool(ready)

    def _messages(self, channel: Any) -> Iterator[dict[str, Any]]:
        """The messages that are there and belong to the request; at most a few, so that deadlines are kept."""
        until = time.monotonic() + 0.2
        while time.monotonic() < until:
            try:
                message = channel.get_msg(timeout=0)
            except Empty:
                return
            except Exception:  # not signed, not JSON, not a message: the kernel's process can send anything
                continue
            parent = message.get("parent_header")
            if isinstance(parent, dict) and parent.get("msg_id") == self._request:
                yield message

    def _take(self, message: dict[str, Any]) -> None:
        content = message.get("content")
        if message.get("msg_type") == "status" and isinstance(content, dict):
            self.idle |= content.get("execution_state") == "idle"
        else:
            with contextlib.suppress(RecursionError):  # a message nested that deeply shows nothing
                self._outputs.take(message)


def _prompt(message: dict[str, Any]) -> str:
    content = message.get("content")
    prompt = content.get("prompt") if isinstance(content, dict) else None
    return prompt if isinstance(prompt, str) else ""


class _OwnSpec(KernelSpecManager):
    """The kernel of this interpreter, whatever is installed elsewhere."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


def _manager(folder: Path, context: zmq.Context) -> KernelManager:
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
    """A folder of the caller's own, near enough to the root for a socket's path (107 characters)."""
    near = None if len(tempfile.gettempdir()) <= _LONGEST_SOCKET_FOLDER else "/tmp"
    with tempfile.TemporaryDirectory(prefix="agk-", dir=near, ignore_cleanup_errors=True) as folder:
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
