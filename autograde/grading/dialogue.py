"""Talk to a student's kernel: run cells, collect their outputs, ask the agent; every wait has an end."""

import ast
import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Protocol

import nbformat
import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from nbformat import NotebookNode

#: After an interrupt a kernel has this long to come back, in seconds.
GRACE = 5.0
#: Outputs kept of one cell; the rest is dropped (characters).
OUTPUT_KEPT = 1_000_000
#: A notebook that sends more than this altogether is stopped (characters).
OUTPUT_LIMIT = 100_000_000


class KernelGone(Exception):
    """The kernel died or had to be killed; the message says why, in words for a student."""


class TookTooLong(Exception):
    """A cell or a call ran past its time limit and was interrupted; the kernel lives on."""


class Kernel(Protocol):
    """What a dialogue needs of a kernel (autograde.kernels gives it)."""

    client: BlockingKernelClient

    def interrupt(self) -> None: ...

    def kill(self) -> None: ...

    def is_alive(self) -> bool: ...

    def death_reason(self) -> str: ...


@dataclass
class CellRun:
    """What running one cell gave: notebook outputs, and the error's name ("" if there was none)."""

    outputs: list[NotebookNode] = field(default_factory=list)
    execution_count: int | None = None
    error: str = ""
    size: int = 0


class Dialogue:
    """A conversation with one kernel.

    Args:
        kernel: a connected kernel.
        cell_seconds: the time limit of one cell.
        request_seconds: the time limit of one request of the examiner.
    """

    def __init__(self, kernel: Kernel, *, cell_seconds: float, request_seconds: float) -> None:
        self._kernel = kernel
        self._cell_seconds = cell_seconds
        self._request_seconds = request_seconds
        self._received = 0
        self._agent_sent = False

    def run(self, code: str) -> CellRun:
        """Run a cell as JupyterLab would.

        Raises:
            KernelGone: the kernel died or had to be killed.
        """
        run = CellRun()
        try:
            reply = self._execute(code, self._cell_seconds, lambda message: self._collect(run, message))
            run.execution_count = reply.get("execution_count")
            if reply.get("status") == "error":
                run.error = str(reply.get("ename", "error"))
        except TookTooLong:
            run.error = "TimeoutError"
            message = f"The cell ran for more than {self._cell_seconds:.0f} s and was stopped."
            run.outputs.append(error_output("TimeoutError", message))
        return run

    def ask(self, request: dict[str, Any], on_question: Callable[[str], str]) -> dict[str, Any]:
        """Send one request to the agent in the kernel and return its reply, not yet decoded.

        Args:
            request: see ``agent.py``.
            on_question: answers what the student's code asks of a function that a check has passed to it.

        Raises:
            KernelGone: the kernel died or had to be killed.
            TookTooLong: the student's code did not answer in time.
        """
        if not self._agent_sent:
            self._send_agent()
        call = f"__import__('_autograde_agent').serve({json.dumps(request)!r})"
        reply = self._execute("", self._request_seconds, None, {"reply": call}, on_question)
        expression = reply.get("user_expressions", {}).get("reply", {})
        try:
            answer = json.loads(ast.literal_eval(expression["data"]["text/plain"]))
        except (KeyError, TypeError, ValueError, SyntaxError, MemoryError, RecursionError):
            answer = {"error": {"type": "RuntimeError", "message": "the notebook gave no readable answer"}}
        return answer if isinstance(answer, dict) else {}

    def _send_agent(self) -> None:
        text = files("autograde.grading").joinpath("agent.py").read_text("utf-8")
        code = (
            "import sys as _s, types as _t\n"
            "_s.modules['_autograde_agent'] = _t.ModuleType('_autograde_agent')\n"
            f"exec(compile({text!r}, '<autograde agent>', 'exec'), _s.modules['_autograde_agent'].__dict__)\n"
            "del _s, _t"
        )
        self._execute(code, self._request_seconds, None)
        self._agent_sent = True

    def _execute(
        self,
        code: str,
        seconds: float,
        on_output: Callable[[dict[str, Any]], None] | None,
        expressions: dict[str, str] | None = None,
        on_question: Callable[[str], str] | None = None,
    ) -> dict[str, Any]:
        """Execute code; return the content of the kernel's reply. Cells of the student are those with ``on_output``."""
        client = self._kernel.client
        with self._gone_when_dead():
            request = client.execute(
                code,
                silent=on_output is None,
                store_history=on_output is not None,
                user_expressions=expressions,
                allow_stdin=on_question is not None,
                stop_on_error=False,
            )
        for timeout in (seconds, GRACE):
            reply = self._wait(request, time.monotonic() + timeout, on_output, on_question)
            if reply is None:
                self._kernel.interrupt()
            elif timeout == seconds:
                return reply
            else:
                raise TookTooLong
        self._kernel.kill()
        raise KernelGone(f"it ran for more than {seconds:.0f} s and could not be interrupted")

    def _wait(
        self,
        request: str,
        deadline: float,
        on_output: Callable[[dict[str, Any]], None] | None,
        on_question: Callable[[str], str] | None,
    ) -> dict[str, Any] | None:
        """Handle messages until the request is answered and the kernel idle; None at the deadline."""
        client = self._kernel.client
        channels = {
            channel.socket: channel for channel in (client.shell_channel, client.iopub_channel, client.stdin_channel)
        }
        poller = zmq.Poller()
        for socket in channels:
            poller.register(socket, zmq.POLLIN)
        reply: dict[str, Any] | None = None
        idle = False
        while reply is None or not idle:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            ready = poller.poll(int(min(left, 0.5) * 1000) + 1)
            if not ready and not self._kernel.is_alive():
                raise KernelGone(self._kernel.death_reason())
            for socket, _ in ready:
                message = _receive(channels[socket])
                if message is None or message["parent_header"].get("msg_id") != request:
                    continue
                kind = message.get("msg_type")
                if kind == "execute_reply":
                    reply = message["content"]
                elif kind == "input_request":
                    self._kernel.client.input(_answer(message, on_question))
                elif kind == "status":
                    idle = idle or message["content"].get("execution_state") == "idle"
                elif on_output is not None:
                    on_output(message)
        return reply

    def _collect(self, run: CellRun, message: dict[str, Any]) -> None:
        size = _size(message["content"])
        self._received += size
        if self._received > OUTPUT_LIMIT:
            self._kernel.kill()
            raise KernelGone("it printed far too much")
        kept = run.size
        run.size += size
        if message["msg_type"] == "clear_output":
            run.outputs.clear()
        elif kept <= OUTPUT_KEPT < run.size:
            run.outputs.append(nbformat.v4.new_output("stream", name="stdout", text="\n[further output was dropped]\n"))
        elif run.size <= OUTPUT_KEPT:
            _add_output(run.outputs, message)

    @contextlib.contextmanager
    def _gone_when_dead(self) -> Iterator[None]:
        try:
            yield
        except (zmq.ZMQError, RuntimeError) as error:
            raise KernelGone(self._kernel.death_reason()) from error


def error_output(name: str, message: str) -> NotebookNode:
    """An error as a cell shows it, without a traceback's source lines."""
    return nbformat.v4.new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])


def _receive(channel: Any) -> dict[str, Any] | None:
    """The next message, None if it is no message of the protocol (a student's code can send anything)."""
    try:
        message = channel.get_msg(timeout=0)
        if isinstance(message["content"], dict) and isinstance(message["parent_header"], dict):
            return dict(message)
    except Exception:  # queue.Empty, bad signatures, bad JSON, wrong types: nothing to act on
        pass
    return None


def _answer(message: dict[str, Any], on_question: Callable[[str], str] | None) -> str:
    if on_question is None:
        return "\x04"
    return on_question(str(message["content"].get("prompt", "")))


def _size(content: object) -> int:
    if isinstance(content, str):
        return len(content)
    if isinstance(content, dict):
        return sum(_size(key) + _size(value) for key, value in content.items())
    return sum(_size(item) for item in content) if isinstance(content, list) else 8


def _add_output(outputs: list[NotebookNode], message: dict[str, Any]) -> None:
    try:
        output = nbformat.v4.output_from_msg(message)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    last = outputs[-1] if outputs else None
    if last is not None and output.output_type == "stream" == last.output_type and last.name == output.name:
        last.text += output.text
    else:
        outputs.append(output)
