"""Talk to a student's kernel: run cells, ask the agent; every wait has an end, and a dead kernel is an exception."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograde.grading.bounds import TookTooLong
from autograde.grading.harmless import harmless_output
from autograde.kernels import Execution, Kernel

#: Outputs kept of one cell, in characters; the rest is dropped.
OUTPUT_KEPT = 2_000_000


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

    def ask(self, request: dict[str, Any], on_question: Callable[[str], str]) -> dict[str, Any]:
        """Send one request to the agent in the kernel and return its reply, not yet decoded.

        Args:
            request: see ``agent.py``.
            on_question: answers what the student's code asks of a function that a check has passed to it.

        Raises:
            KernelGone: the kernel died or had to be killed.
            TookTooLong: the student's code did not answer in time and was interrupted; the kernel lives on.
        """
        if not self._agent_sent:
            self._send_agent()
        call = f"__import__('_autograde_agent').serve({json.dumps(request)!r})"
        done = self._request("", {"reply": call}, on_question)
        try:
            text = done.reply["user_expressions"]["reply"]["data"]["text/plain"]
            answer = json.loads(text)
        except (KeyError, TypeError, ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            return {"error": {"type": "RuntimeError", "message": "the notebook gave no readable answer"}}
        return answer

    def _send_agent(self) -> None:
        text = files("autograde.grading").joinpath("agent.py").read_text("utf-8")
        code = (
            "import sys as _s, types as _t\n"
            "_s.modules['_autograde_agent'] = _t.ModuleType('_autograde_agent')\n"
            f"exec(compile({text!r}, '<autograde agent>', 'exec'), _s.modules['_autograde_agent'].__dict__)\n"
            "del _s, _t"
        )
        self._request(code, {}, None)
        self._agent_sent = True

    def _request(self, code: str, expressions: dict[str, str], on_question: Callable[[str], str] | None) -> Execution:
        done = self._kernel.execute(
            code,
            timeout=self._request_seconds,
            silent=True,
            user_expressions=expressions,
            on_question=on_question,
            output_limit=0,
        )
        self._raise_if_gone(done, self._request_seconds)
        if done.status == "timeout":
            raise TookTooLong
        return done

    def _raise_if_gone(self, done: Execution, seconds: float) -> None:
        if self._kernel.is_alive:
            return
        if done.status == "timeout":
            raise KernelGone(f"it ran for more than {seconds:g} s and could not be interrupted")
        end = self._kernel.exit
        raise KernelGone(_uncapitalised(end.detail) if end else "its kernel died")


def error_output(name: str, message: str) -> NotebookNode:
    """An error as a cell shows it, without a traceback's source lines."""
    return nbformat.v4.new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])


def _uncapitalised(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
