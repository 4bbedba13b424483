"""Results on a terminal: live progress while grading, a table at the end; plain lines where there is no terminal."""

import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from autograde.classroom import HandIn
from autograde.grading.results import Outcome

#: By topic and student: automatic points that a member of the sample class should earn.
Expected = Mapping[tuple[str, str], float]


class GradingProgress:
    """Shows which hand-ins are done; a line each minute where the output is no terminal."""

    def __init__(self, console: Console, total: int) -> None:
        self._console = console
        self._total = total
        self._done = 0
        self._stored = 0
        self._started = self._said = time.monotonic()
        self._bars = Progress(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        self._task = self._bars.add_task("", total=self._total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()
        if error is None and self._stored:
            self._console.print(f"{self._stored} of {self._total} results were there already.")

    def __call__(self, hand_in: HandIn, outcome: Outcome, stored: bool) -> None:
        self._done += 1
        self._stored += stored
        self._bars.update(self._task, advance=1, description=escape(f"{hand_in.student} · {hand_in.topic.name}"))
        now = time.monotonic()
        if not self._console.is_terminal and now - self._said > 60:
            self._said = now
            self._console.print(f"{self._done} of {self._total} graded after {now - self._started:.0f} s")


def results_table(outcomes: Sequence[Outcome], expected: Expected) -> Table:
    """One line per hand-in: student, topic, points, time, notes; for the sample class also what was expected."""
    table = Table(title=None, header_style="bold", box=None, pad_edge=False)
    table.add_column("student", no_wrap=True)
    table.add_column("topic", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    if expected:
        table.add_column("expected", justify="right", no_wrap=True)
    table.add_column("time", justify="right", no_wrap=True)
    table.add_column("notes", overflow="fold", ratio=1)
    for outcome in outcomes:
        cells = [escape(outcome.student), outcome.topic, points_text(outcome)]
        if expected:
            cells.append(_expected_text(outcome, expected))
        table.add_row(*cells, f"{outcome.seconds:.1f} s", escape("; ".join(outcome.notes)))
    return table


def points_text(outcome: Outcome) -> str:
    """Points as ``8/8 +2``: earned of the automatic ones, and how many a person still grades."""
    if outcome.status == "failed":
        return "not graded"
    pending = f" +{outcome.pending:g}" if outcome.pending else ""
    return f"{outcome.points:g}/{outcome.auto_max:g}{pending}"


def summary(outcomes: Sequence[Outcome], seconds: float) -> str:
    look = sum(outcome.status != "graded" for outcome in outcomes)
    pending = sum(outcome.pending > 0 for outcome in outcomes)
    parts = [f"{len(outcomes)} hand-ins in {seconds:.0f} s"]
    if pending:
        parts.append(f"{pending} with a written answer to grade by hand (+N)")
    if look:
        parts.append(f"{look} with a note")
    return ", ".join(parts) + "."


def unexpected(outcomes: Sequence[Outcome], expected: Expected) -> list[Outcome]:
    """The members of the sample class that earned other points than they should."""
    return [outcome for outcome in outcomes if expected.get(_key(outcome), outcome.points) != outcome.points]


def _expected_text(outcome: Outcome, expected: Expected) -> str:
    points = expected.get(_key(outcome))
    if points is None:
        return ""
    return f"{points:g}" if points == outcome.points else f"[bold red]{points:g}[/]"


def _key(outcome: Outcome) -> tuple[str, str]:
    return outcome.topic, outcome.student
