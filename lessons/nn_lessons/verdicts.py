"""What a check cell shows to a person: that it passed, or what is wrong; the traceback is folded away below.

Where a program runs the notebook nothing changes: what a check prints, and whether it raises, decides points.
"""

import html
import re
import sys
from types import TracebackType
from typing import Any

from nn_lessons.watched import is_watched

#: A check cell's first line, as in "# Check 1 of 2 for task 3 (the weights): run this cell with Shift+Enter."
_CAPTION = re.compile(r"# (Check(?: \d+ of \d+)? for task \d+)\b.*: run this cell with Shift\+Enter\.")
_RED, _GREEN, _END = "\x1b[1;31m", "\x1b[32m", "\x1b[0m"


def show_verdicts() -> None:
    """Let the check cells of this notebook tell a person their verdict in a line."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None and is_watched() and not getattr(shell, "nn_lessons_verdicts", None):
        shell.nn_lessons_verdicts = _Verdicts(shell)


class _Verdicts:
    """Hooks of one IPython shell."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._check = ""
        self._traceback = ""
        shell.events.register("pre_run_cell", self._before)
        shell.events.register("post_run_cell", self._after)

    def _before(self, info: Any) -> None:
        caption = _CAPTION.match(info.raw_cell or "")
        self._check, self._traceback = caption[1] if caption else "", ""
        if self._check:
            self._shell.set_custom_exc((Exception,), self._explain)

    def _explain(
        self,
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> list[str]:
        """Show the message of a check's exception and keep its traceback for below."""
        lines = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
        self._traceback = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(lines))
        message = [f"{_RED}✗ {self._check}{_END}", _in_words(error)]
        shell._showtraceback(kind, error, message)
        return message

    def _after(self, result: Any) -> None:
        from IPython.display import display

        if not self._check:
            return
        self._shell.set_custom_exc((), None)
        if self._traceback:
            folded = f"<details><summary>Where it happened</summary><pre>{html.escape(self._traceback)}</pre></details>"
            display({"text/html": folded, "text/plain": ""}, raw=True)
        elif result.success:
            line = f"{_GREEN}✓ {self._check}: passed.{_END} Grading tries other inputs as well."
            display({"text/plain": line}, raw=True)


def _in_words(error: BaseException) -> str:
    if isinstance(error, NotImplementedError):  # the student's notebook raises it where a task is to be written
        return f"Not written yet. (NotImplementedError) {error}".rstrip()
    return str(error) if type(error) is AssertionError else f"{type(error).__name__}: {error}"
