"""The command `nn-lessons data`."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TransferSpeedColumn
from rich.progress import Progress as Bars

from nn_lessons import datasets


def data(
    names: Annotated[list[str] | None, typer.Argument(help="fashion_mnist, california_housing. Default: both.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Fetch nothing; exit 1 if something is missing.")] = False,
) -> None:
    """Put the course's datasets where Keras and scikit-learn look for them."""
    console = Console()
    if check:
        _check(names, console)
    else:
        _fetch(names, console)


def _check(names: list[str] | None, console: Console) -> None:
    lacking = datasets.missing(names)
    for file in lacking:
        _print(console, f"{file.dataset}: {file.path}: {file.problem}")
    if lacking:
        _print(console, "Run: nn-lessons data")
        raise typer.Exit(1)
    _print(console, "The datasets are in place.")


def _fetch(names: list[str] | None, console: Console) -> None:
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        reports = datasets.ensure(names, _Display(console, bars))
    for report in reports:
        _print(console, f"{report.dataset}: {report.how} ({report.path})")


class _Display:
    """A line for each step and, on a terminal, a bar for the current one."""

    def __init__(self, console: Console, bars: Bars) -> None:
        self._console = console
        self._bars = bars
        self._task: TaskID | None = None
        self._current = ("", "")

    def __call__(self, step: datasets.Progress) -> None:
        if self._task is None or self._current != (step.dataset, step.doing):
            self._begin(step)
        assert self._task is not None
        self._bars.update(self._task, completed=step.done, total=step.total)

    def _begin(self, step: datasets.Progress) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._current = step.dataset, step.doing
        self._task = self._bars.add_task(step.dataset, total=None)
        _print(self._console, f"{step.dataset}: {step.doing}")


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.command()(data)


@app.callback()
def _group() -> None:
    """Helpers of the neural-network course."""


def main() -> None:
    try:
        app()
    except datasets.DatasetError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
