"""Talk to a student's kernel: run cells, ask the agent; every wait has an end, and a dead kernel is an exception."""

import contextlib
import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograde import sanitize
from autograde.grading.sealed import agent, wire
from autograde.grading.sealed.bounds import TookTooLong, defer_timeout
from autograde.kernels import Conversation, Execution, Kernel
from autograde.kernels.protocol import Deadline

#: Outputs kept of one cell and of all cells together, in characters; the rest is dropped.
MAX_OUTPUT = 2_000_000
MAX_OUTPUTS = 10_000_000
#: What a cell may still say when all of it is used up: an error has to be seen.
MIN_OUTPUT = 20_000
#: How much all cells may say in that way, and what one may say after that.
MIN_OUTPUTS = 2_000_000
LAST_OUTPUT = 200
#: Pieces of output kept of one cell and of all cells together; one of each when all are used up.
MAX_COUNT = 1_000
MAX_COUNTS = 10_000
#: Seconds that the agent gets to end once it has been told.
_GRACE = 3.0
_END = json.dumps({"op": "end"})
_END_AFTER_INTERRUPT = json.dumps({"op": "end", "interrupted": True})


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
        self._output_left = MAX_OUTPUTS
        self._count_left = MAX_COUNTS
        self._agent_sent = False
        self._session: Conversation | None = None
        self._pending = False  # a request has been made and not been answered
        self._cause = ""  # of the kernel's end

    def run(self, code: str) -> CellRun:
        """Run a cell as JupyterLab would.

        Raises:
            KernelGone: the kernel died or had to be killed.
        """
        done = self._kernel.execute(
            code,
            timeout=self._cell_seconds,
            output_limit=max(self._min_output, min(MAX_OUTPUT, self._output_left)),
            output_count=max(1, min(MAX_COUNT, self._count_left)),
        )
        outputs = [nbformat.from_dict(sanitize.notebook_output(output)) for output in done.outputs]
        self._output_left -= len(json.dumps(outputs))
        self._count_left -= len(outputs)
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

    @property
    def _min_output(self) -> int:
        """What the next cell may say, whatever was said before."""
        return MIN_OUTPUT if self._output_left > -MIN_OUTPUTS else LAST_OUTPUT

    @contextlib.contextmanager
    def agent_session(self) -> Iterator[None]:
        """While requests are made: one long conversation, ended with the block, whatever state that has left it in.

        Raises:
            KernelGone: the kernel died or had to be killed.
        """
        try:
            yield
        finally:
            if self._session is not None:
                self._stop(self._session)
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
        session = self._session or self._begin(deadline)
        text = json.dumps(request)
        with defer_timeout():
            self._pending = True
            session.reply(text)
        while (said := session.next_prompt(deadline)) is not None:
            if (reply := _reply(said)) is not None:
                self._pending = False
                return reply
            text = on_question(said)
            with defer_timeout():
                session.reply(text)
        if session.ended:
            self._session, self._pending = None, False
            return _reply_of_ended_agent(session.finish(_GRACE))
        self._stop(session)
        raise TookTooLong

    def _begin(self, deadline: Deadline) -> Conversation:
        """Start the agent's service; it is ready when it asks for the first time."""
        if not self._agent_sent:
            self._send_agent()
        with defer_timeout():
            self._session = session = self._kernel.start_input_loop("__import__('_autograde_agent').agent.serve()")
        session.next_prompt(deadline)
        return session

    def _stop(self, session: Conversation) -> None:
        """End the agent's service: politely where it waits for a request, by an interrupt where student code runs."""
        with defer_timeout():
            if self._pending:
                self._kernel.interrupt()
                session.next_prompt(Deadline(_GRACE))
            if not session.ended:
                # The interrupt may be on its way still: it must not hit the student's next cell.
                session.reply(_END_AFTER_INTERRUPT if self._pending else _END)
            done = session.finish(_GRACE if self._pending else self._request_seconds)
            self._session, self._pending = None, False
        self._raise_if_gone(done, self._request_seconds)

    def _send_agent(self) -> None:
        code = (
            "import sys as _s, types as _t\n"
            "_s.modules['_autograde_agent'] = _t.ModuleType('_autograde_agent')\n"
            f"exec(compile({agent_text()!r}, '<autograde agent>', 'exec'), _s.modules['_autograde_agent'].__dict__)\n"
            "del _s, _t"
        )
        with defer_timeout():
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
            self._cause = _as_clause(end.detail) if end else "its kernel died"
            if done is not None and done.status == "timeout":
                self._cause = f"it ran for more than {seconds:g} s and could not be interrupted"
        raise KernelGone(self._cause)


def agent_text() -> str:
    """The agent and the wire format that it imports, as one text that needs nothing of ours where it runs."""
    before, line, after = inspect.getsource(agent).partition("\nfrom autograde.grading.sealed.wire import ")
    assert line, "agent.py imports its names from wire.py in one line"
    _, _, rest = after.partition("\n")
    return "\n".join((inspect.getsource(wire), before, rest, "agent = Agent()"))


def _reply(said: str) -> dict[str, Any] | None:
    """The agent's reply in what the kernel asks; None if it asks something."""
    try:
        message = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) and ("value" in message or "error" in message) else None


def _reply_of_ended_agent(done: Execution) -> dict[str, Any]:
    """A reply in place of the agent's, which student code has ended."""
    name, message = str(done.reply.get("ename", "RuntimeError")), str(done.reply.get("evalue", ""))
    return {"error": {"type": name, "message": message or "the notebook gave no readable answer"}}


def error_output(name: str, message: str) -> NotebookNode:
    """An error as a cell shows it, without a traceback's source lines."""
    return nbformat.v4.new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])


def _as_clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
