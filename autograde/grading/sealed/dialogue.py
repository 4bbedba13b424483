"""Talk to a student's kernel: run cells, ask the agent; every wait has an end, and a dead kernel is an exception."""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograde.grading.sanitize import harmless_output
from autograde.grading.sealed.bounds import TookTooLong, held
from autograde.kernels import Conversation, Execution, Kernel
from autograde.kernels.protocol import Deadline

#: Outputs kept of one cell, in characters; the rest is dropped.
OUTPUT_KEPT = 2_000_000
#: Seconds that the agent gets to end once it has been told.
_GRACE = 3.0
_END = json.dumps({"op": "end"})


class KernelGone(Exception):
    """The kernel died or had to be killed; the message says why, in words for a student."""


@dataclass
class CellRun:
    """What running one cell gave: notebook outputs, and the error's name ("" if there was none)."""

    outputs: list[NotebookNode] = field(default_factory=list)
    execution_count: int | None = None
    error: str = ""


class Dialogue:
    """A conversation with one kernel.

    Args:
        kernel: a running kernel.
        cell_seconds: the time limit of one cell.
        request_seconds: the time limit of one request of the examiner.
    """

    def __init__(self, kernel: Kernel, *, cell_seconds: float, request_seconds: float) -> None:
        self._kernel = kernel
        self._cell_seconds = cell_seconds
        self._request_seconds = request_seconds
        self._agent_sent = False
        self._interview: Conversation | None = None
        self._pending = False  # a request has been made and not been answered
        self._cause = ""  # of the kernel's end

    def run(self, code: str) -> CellRun:
        """Run a cell as JupyterLab would.

        Raises:
            KernelGone: the kernel died or had to be killed.
        """
        done = self._kernel.execute(code, timeout=self._cell_seconds, output_limit=OUTPUT_KEPT)
        outputs = [harmless_output(output) for output in done.outputs]
        self._raise_if_gone(done, self._cell_seconds)
        count = done.reply.get("execution_count")
        run = CellRun(outputs, count if type(count) is int else None)
        if done.status == "timeout":
            run.error = "TimeoutError"
            message = f"The cell ran for more than {self._cell_seconds:g} s and was stopped."
            run.outputs.append(error_output(run.error, message))
        elif done.status == "error":
            run.error = str(done.reply.get("ename", "error"))
        return run

    @contextlib.contextmanager
    def examination(self) -> Iterator[None]:
        """While requests are made: one long conversation, ended with the block, whatever state that has left it in.

        Raises:
            KernelGone: the kernel died or had to be killed.
        """
        try:
            yield
        finally:
            if self._interview is not None:
                self._stop(self._interview)
            self._raise_if_gone()

    def ask(self, request: dict[str, Any], on_question: Callable[[str], str]) -> dict[str, Any]:
        """Send one request to the agent in the kernel and return its reply, not yet decoded.

        Args:
            request: see ``agent.py``.
            on_question: answers what the student's code asks of a function that a check has passed to it.

        Raises:
            KernelGone: the kernel died or had to be killed.
            TookTooLong: the student's code did not answer in time and was interrupted; the kernel lives on.
        """
        deadline = Deadline(self._request_seconds)
        interview = self._interview or self._begin(deadline)
        text = json.dumps(request)
        with held():
            self._pending = True
            interview.reply(text)
        while (said := interview.next_prompt(deadline)) is not None:
            if (reply := _reply(said)) is not None:
                self._pending = False
                return reply
            text = on_question(said)
            with held():
                interview.reply(text)
        if interview.ended:
            self._interview, self._pending = None, False
            return _last_words(interview.finish(_GRACE))
        self._stop(interview)
        raise TookTooLong

    def _begin(self, deadline: Deadline) -> Conversation:
        """Start the agent's service; it is ready when it asks for the first time."""
        if not self._agent_sent:
            self._send_agent()
        with held():
            self._interview = interview = self._kernel.start_input_loop("__import__('_autograde_agent').serve()")
        interview.next_prompt(deadline)
        return interview

    def _stop(self, interview: Conversation) -> None:
        """End the agent's service: politely where it waits for a request, by an interrupt where student code runs."""
        with held():
            if self._pending:
                self._kernel.interrupt()
                interview.next_prompt(Deadline(_GRACE))
            if not interview.ended:
                interview.reply(_END)
            done = interview.finish(_GRACE if self._pending else self._request_seconds)
            self._interview, self._pending = None, False
        self._raise_if_gone(done, self._request_seconds)

    def _send_agent(self) -> None:
        text = files("autograde.grading.sealed").joinpath("agent.py").read_text("utf-8")
        code = (
            "import sys as _s, types as _t\n"
            "_s.modules['_autograde_agent'] = _t.ModuleType('_autograde_agent')\n"
            f"exec(compile({text!r}, '<autograde agent>', 'exec'), _s.modules['_autograde_agent'].__dict__)\n"
            "del _s, _t"
        )
        with held():
            done = self._kernel.execute(code, timeout=self._request_seconds, silent=True, output_limit=0)
        self._raise_if_gone(done, self._request_seconds)
        if done.status == "timeout":
            raise TookTooLong
        self._agent_sent = True

    def _raise_if_gone(self, done: Execution | None = None, seconds: float = 0.0) -> None:
        if self._kernel.is_alive:
            return
        if not self._cause:
            end = self._kernel.exit
            self._cause = _uncapitalised(end.detail) if end else "its kernel died"
            if done is not None and done.status == "timeout":
                self._cause = f"it ran for more than {seconds:g} s and could not be interrupted"
        raise KernelGone(self._cause)


def _reply(said: str) -> dict[str, Any] | None:
    """The agent's reply in what the kernel asks; None if it asks something."""
    try:
        message = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) and ("value" in message or "error" in message) else None


def _last_words(done: Execution) -> dict[str, Any]:
    """A reply in place of the agent's, which student code has ended."""
    name, message = str(done.reply.get("ename", "RuntimeError")), str(done.reply.get("evalue", ""))
    return {"error": {"type": name, "message": message or "the notebook gave no readable answer"}}


def error_output(name: str, message: str) -> NotebookNode:
    """An error as a cell shows it, without a traceback's source lines."""
    return nbformat.v4.new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])


def _uncapitalised(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
