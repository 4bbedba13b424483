"""A running kernel: run code, interrupt, kill; synchronous, and robust against a kernel that hangs, floods or lies."""

from typing import Protocol

import zmq
from jupyter_client.blocking.client import BlockingKernelClient

from autograde.errors import CourseError
from autograde.kernels.client.conversation import Conversation, Execution
from autograde.kernels.client.outputs import Outputs
from autograde.kernels.protocol import Deadline, Exit

#: Seconds until a kernel that has replied is asked again: the reply may have come before our subscription reached it.
_SUBSCRIPTION_GRACE = 0.05
#: Bytes of output that are kept of one cell.
_OUTPUT_LIMIT = 10 << 20
#: Outputs that are kept of one cell.
_OUTPUT_COUNT = 1_000


class KernelControl(Protocol):
    """Power over a kernel's process, which may be out of this process's reach."""

    @property
    def pid(self) -> int | None:
        """The kernel's process, seen from the host; None if it was never started or is out of reach."""

    @property
    def exit(self) -> Exit | None:
        """How and why the kernel ended; None while it runs."""

    def interrupt(self) -> None:
        """What the stop button does."""

    def kill(self) -> None:
        """End the kernel at once and wait until it has ended."""


class Kernel:
    """A running kernel.

    Attributes:
        control: power over its process.
        client: a connected blocking client.
    """

    def __init__(self, control: KernelControl, client: BlockingKernelClient) -> None:
        self.control = control
        self.client = client

    def wait_until_ready(self, timeout: float) -> None:
        """Ask until a reply has come on both channels.

        The client's own ``wait_for_ready`` ends by listening to nothing for 0.2 s, half of what opening a kernel takes.

        Raises:
            CourseError: no reply after ``timeout`` seconds, or the kernel has ended.
        """
        deadline = Deadline(timeout)
        while self.is_alive and not deadline.over:
            conversation = Conversation(self, self.client.kernel_info(), Outputs(0, 0))
            if conversation.wait_until_idle(deadline, idle_grace=_SUBSCRIPTION_GRACE) and conversation.idle:
                return
        what = f"no reply within {timeout:g} s" if self.is_alive else "it has ended"
        raise CourseError(f"The kernel does not answer: {what}.")

    def execute(
        self,
        code: str,
        *,
        timeout: float | None = None,
        silent: bool = False,
        output_limit: int = _OUTPUT_LIMIT,
        output_count: int = _OUTPUT_COUNT,
    ) -> Execution:
        """Run code to its end.

        Args:
            code: the code of a cell.
            timeout: seconds; then the code is interrupted, and the kernel killed if that does not help.
            silent: publish nothing, count nothing.
            output_limit: bytes of output that are kept.
            output_count: outputs that are kept; one line says how many were left out.
        """
        outputs = Outputs(output_limit, output_count)
        return self._start(code, silent=silent, allow_input=False, outputs=outputs).finish(timeout)

    def start_input_loop(self, code: str) -> Conversation:
        """Start code that calls `input` again and again, silently and without outputs.

        Read what it asks with `Conversation.next_prompt` and give it a line with `Conversation.reply`.
        """
        return self._start(code, silent=True, allow_input=True, outputs=Outputs(0, 0))

    def _start(self, code: str, *, silent: bool, allow_input: bool, outputs: Outputs) -> Conversation:
        request = ""
        try:
            request = self.client.execute(code, silent=silent, store_history=not silent, allow_stdin=allow_input)
        except zmq.Again:  # nobody takes messages at the other end
            self.kill()
        return Conversation(self, request, outputs, allow_input=allow_input)

    def interrupt(self) -> None:
        """What the stop button does: KeyboardInterrupt in the running code."""
        if self.is_alive:
            self.control.interrupt()

    def kill(self) -> None:
        """End the kernel at once, whatever it is doing, and with it all that it has started if it is sandboxed."""
        self.control.kill()

    @property
    def pid(self) -> int | None:
        """The kernel's process, seen from the host; None if it was never started or is out of reach."""
        return self.control.pid

    @property
    def is_alive(self) -> bool:
        return self.control.exit is None

    @property
    def exit(self) -> Exit | None:
        """How and why the kernel ended; None while it runs."""
        return self.control.exit
