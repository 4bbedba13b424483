"""One request to a kernel and what comes back: outputs, questions (`input`), the reply."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Empty
from typing import Any, Literal, Protocol

import zmq
from jupyter_client.blocking.client import BlockingKernelClient

from autograde.kernels.client.outputs import Output, Outputs
from autograde.kernels.protocol import Deadline

#: Seconds that interrupted code gets to end by itself.
_INTERRUPT_GRACE = 3.0
#: Seconds that a kernel gets to report that it is idle once it has replied.
_IDLE_GRACE = 5.0
#: The longest time that one channel is read before deadlines are looked at again.
_READ_SECONDS = 0.2
#: The longest wait for a message before the kernel's process is looked at again.
_POLL_SECONDS = 0.1

Status = Literal["ok", "error", "timeout", "died"]


@dataclass(frozen=True)
class Execution:
    """What came of running code.

    Attributes:
        status: "ok", "error" (an exception), "timeout" (interrupted or, if that did not help, killed) or "died".
        outputs: as in a notebook file. All of it is the student's word.
        reply: the content of the kernel's reply; empty if there was none. The student's word as well.
    """

    status: Status
    outputs: list[Output]
    reply: dict[str, Any] = field(default_factory=dict)


class RunningKernel(Protocol):
    """What a conversation needs of its kernel."""

    client: BlockingKernelClient

    @property
    def is_alive(self) -> bool: ...

    def interrupt(self) -> None: ...

    def kill(self) -> None: ...


class Conversation:
    """One request to a kernel and what comes back.

    Args:
        kernel: the kernel that the request has been sent to.
        request: the id of the request's message; messages that belong to another are dropped.
        outputs: where outputs are collected.
        allow_input: whether the code may ask (`input`).
    """

    def __init__(self, kernel: RunningKernel, request: str, outputs: Outputs, *, allow_input: bool = False) -> None:
        self._kernel = kernel
        self._request = request
        self._outputs = outputs
        self._shell_reply: dict[str, Any] | None = None
        self._prompt: str | None = None
        self.idle = False
        client = kernel.client
        self._shell, self._iopub, self._stdin = client.shell_channel, client.iopub_channel, client.stdin_channel
        self._poller = zmq.Poller()
        for channel in (self._shell, self._iopub, *([self._stdin] if allow_input else [])):
            self._poller.register(channel.socket, zmq.POLLIN)

    def next_prompt(self, deadline: Deadline) -> str | None:
        """The prompt of the next `input`; None at the deadline, or when the code or the kernel has ended."""
        self._prompt = None
        while self._prompt is None and self._shell_reply is None and not deadline.over:
            alive = self._kernel.is_alive
            if not self._receive(deadline) and not alive:
                break
        return self._prompt

    def reply(self, text: str) -> None:
        """Give the waiting `input` its line."""
        try:
            self._kernel.client.input(text)
        except zmq.Again:  # nobody takes messages at the other end
            self._kernel.kill()

    @property
    def ended(self) -> bool:
        """Whether the code has ended."""
        return self._shell_reply is not None

    def finish(self, timeout: float | None) -> Execution:
        """Wait for the code's end; after ``timeout`` seconds it is interrupted, and the kernel killed if need be."""
        finished = self.wait_until_idle(Deadline(timeout) if timeout is not None else None) or self.ended
        timed_out = not finished and self._kernel.is_alive
        if timed_out:
            self._kernel.interrupt()
            if not (self.wait_until_idle(Deadline(_INTERRUPT_GRACE)) or self.ended) and self._kernel.is_alive:
                self._kernel.kill()
        return Execution(self._status(timed_out), self._outputs.result(), self._shell_reply or {})

    def _status(self, timed_out: bool) -> Status:
        if timed_out:
            return "timeout"
        if self._shell_reply is None:
            return "died"
        return "ok" if self._shell_reply.get("status") == "ok" else "error"

    def wait_until_idle(self, deadline: Deadline | None, idle_grace: float = _IDLE_GRACE) -> bool:
        """Wait for the reply and the end of the outputs; False at the deadline or at the kernel's end.

        A kernel that has replied gets ``idle_grace`` more seconds to report that it is idle.
        """
        replied: Deadline | None = None
        while not (self._shell_reply is not None and self.idle):
            if self._shell_reply is not None:
                replied = replied or Deadline(idle_grace)
                if replied.over:
                    return True
            if deadline is not None and deadline.over:
                return False
            # Asked before reading: what a kernel has sent just before its end is still read.
            alive = self._kernel.is_alive
            if not self._receive(deadline) and not alive:
                return False
        return True

    def _receive(self, deadline: Deadline | None) -> bool:
        """Handle the messages that are there; wait a moment if there are none, and return False if none came."""
        pause = _POLL_SECONDS if deadline is None else min(_POLL_SECONDS, deadline.left)
        ready = dict(self._poller.poll(int(pause * 1000)))
        if self._shell.socket in ready:
            for message in self._messages(self._shell):
                content = message.get("content")
                self._shell_reply = content if isinstance(content, dict) else {}
        if self._stdin.socket in ready:
            self._prompt = next(map(_prompt_text, self._messages(self._stdin)), self._prompt)
        if self._iopub.socket in ready:
            for message in self._messages(self._iopub):
                self._handle_iopub(message)
        return bool(ready)

    def _messages(self, channel: Any) -> Iterator[dict[str, Any]]:
        """The messages that are there and belong to the request, for a limited time so that deadlines are kept."""
        read = Deadline(_READ_SECONDS)
        while not read.over:
            try:
                message = channel.get_msg(timeout=0)
            except Empty:
                return
            except Exception:  # not signed, not JSON, not a message: the kernel's process can send anything
                continue
            parent = message.get("parent_header")
            if isinstance(parent, dict) and parent.get("msg_id") == self._request:
                yield message

    def _handle_iopub(self, message: dict[str, Any]) -> None:
        content = message.get("content")
        if message.get("msg_type") == "status" and isinstance(content, dict):
            self.idle |= content.get("execution_state") == "idle"
        else:
            with contextlib.suppress(RecursionError):  # a message nested that deeply shows nothing
                self._outputs.handle(message)


def _prompt_text(message: dict[str, Any]) -> str:
    content = message.get("content")
    prompt = content.get("prompt") if isinstance(content, dict) else None
    return prompt if isinstance(prompt, str) else ""
