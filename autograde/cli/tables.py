"""Results on a terminal: live progress while grading, tables at the end; plain lines where there is no terminal."""

import statistics
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from autograde.classroom import HandIn
from autograde.cli.output import counted
from autograde.grading.backend import Backend
from autograde.grading.results import Outcome
from autograde.reporting.pages import points

#: By topic and student: automatic points that a member of the sample class should earn.
Expected = Mapping[tuple[str, str], float]


#: Rows of hand-ins that need a look; `--all` prints every hand-in.
MAX_ROWS = 20


class GradingProgress:
    """Shows which hand-ins are done, and how many workers there are; a line each minute where there is no terminal."""

    def __init__(self, console: Console, total: int, backend: Backend) -> None:
        self._console = console
        self._total = total
        self._backend = backend
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
        workers = counted(self._backend.workers, "worker")
        what = escape(f"{workers} · {hand_in.student} · {hand_in.topic.name}")
        self._bars.update(self._task, advance=1, description=what)
        now = time.monotonic()
        if not self._console.is_terminal and now - self._said > 60:
            self._said = now
            self._console.print(f"{self._done} of {self._total} graded after {now - self._started:.0f} s, {workers}")


def hand_ins(outcomes: Sequence[Outcome], expected: Expected) -> Table:
    """A row a hand-in: student, topic, points, time, notes; for the sample class also what was expected."""
    table = plain_table()
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


def topics(outcomes: Sequence[Outcome]) -> Table:
    """A row a topic: how many hand-ins, their mean, how many have all automatic points, how long one took."""
    table = plain_table()
    table.add_column("topic", no_wrap=True)
    for name in ("hand-ins", "mean", "of", "all points", "a look", "median time"):
        table.add_column(name, justify="right", no_wrap=True)
    by_topic: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_topic.setdefault(outcome.topic, []).append(outcome)
    for topic, found in sorted(by_topic.items()):
        graded = [outcome for outcome in found if outcome.status != "failed"]
        # A written answer that was left empty is graded at once, with 0: its points are no automatic ones.
        full = max((outcome.auto_max for outcome in graded if outcome.pending), default=0.0)
        full = full or max((outcome.max_points for outcome in graded), default=0.0)
        table.add_row(
            topic,
            str(len(found)),
            f"{statistics.fmean(outcome.points for outcome in graded):.1f}" if graded else "",
            points(full),
            str(sum(outcome.points >= full for outcome in graded)),
            str(sum(needs_a_look(outcome) for outcome in found)),
            f"{statistics.median(outcome.seconds for outcome in found):.1f} s",
        )
    return table


def needing_a_look(outcomes: Sequence[Outcome]) -> Table | str:
    """A row for each hand-in that needs a look, and why; a line where none does."""
    found = [outcome for outcome in outcomes if needs_a_look(outcome)]
    if not found:
        return ""
    table = plain_table(f"A look is needed at {counted(len(found), 'hand-in')}:")
    table.add_column("student", no_wrap=True)
    table.add_column("topic", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("why", overflow="fold", ratio=1)
    for outcome in found[:MAX_ROWS]:
        table.add_row(escape(outcome.student), outcome.topic, points_text(outcome), escape("; ".join(outcome.notes)))
    if len(found) > MAX_ROWS:
        table.add_row("...", "", "", f"and {len(found) - MAX_ROWS} more: --all shows every hand-in")
    return table


def needs_a_look(outcome: Outcome) -> bool:
    return outcome.status != "graded"


def points_text(outcome: Outcome) -> str:
    """Points as ``8/8 +2``: earned of the automatic ones, and how many a person still grades."""
    if outcome.status == "failed":
        return "not graded"
    pending = f" +{points(outcome.pending)}" if outcome.pending else ""
    return f"{points(outcome.points)}/{points(outcome.auto_max)}{pending}"


def summary(outcomes: Sequence[Outcome], seconds: float) -> str:
    students = len({outcome.student for outcome in outcomes})
    pending = sum(outcome.pending > 0 for outcome in outcomes)
    text = f"{counted(students, 'student')}, {counted(len(outcomes), 'hand-in')} in {seconds:.0f} s."
    if pending:
        text += f" {counted(pending, 'written answer')} to grade by hand (formgrader, docs/instructor.md)."
    return text


def plain_table(title: str | None = None) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False)


def unexpected(outcomes: Sequence[Outcome], expected: Expected) -> list[Outcome]:
    """The members of the sample class that earned other points than they should."""
    return [outcome for outcome in outcomes if expected.get(_key(outcome), outcome.points) != outcome.points]


def _expected_text(outcome: Outcome, expected: Expected) -> str:
    deserved = expected.get(_key(outcome))
    if deserved is None:
        return ""
    return points(deserved) if deserved == outcome.points else f"[bold red]{points(deserved)}[/]"


def _key(outcome: Outcome) -> tuple[str, str]:
    return outcome.topic, outcome.student
