"""What all commands share: where they print, and how."""

import logging
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track

#: Exit codes: done but something needs a look; could not run; what typer gives after Ctrl-C.
NEEDS_A_LOOK, COULD_NOT_RUN, INTERRUPTED = 1, 2, 130

#: Wide enough for a table's rows where the output is a file or a pipe.
_PIPE_WIDTH = 150

TopicOption = Annotated[list[str] | None, typer.Option("--topic", "-t", help="Only this topic (repeatable).")]
StudentOption = Annotated[list[str] | None, typer.Option("--student", "-s", help="Only this student (repeatable).")]

Item = TypeVar("Item")


class _Once(logging.Filter):
    """Lets each message through once."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        new = message not in self._seen
        self._seen.add(message)
        return new


def console(*, stderr: bool = False) -> Console:
    """The terminal, or a pipe of fixed width."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else _PIPE_WIDTH)


def say(text: str, *, stderr: bool = False) -> None:
    """Print plain text as it is."""
    console(stderr=stderr).print(text, markup=False, highlight=False, soft_wrap=True)


def show_warnings_once() -> None:
    """Print each of this program's warnings once: what one kernel cannot do, no other one can either."""
    handler = logging.StreamHandler()
    handler.addFilter(_Once())
    logging.getLogger("autograde").addHandler(handler)


def progress(doing: str, items: Iterator[Item], total: int, *, stderr: bool = False) -> Iterable[Item]:
    """Show a bar with the time left on a terminal, nothing elsewhere."""
    bar = console(stderr=stderr)
    return track(items, doing, total=total, console=bar, transient=True, disable=not bar.is_terminal)


def counted(count: int, what: str) -> str:
    """A number with its noun: 1 page, 2 pages."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def shown(path: os.PathLike[str]) -> str:
    """A path as short as it can be typed from here."""
    relative = os.path.relpath(path)
    return os.fspath(path) if relative.startswith("..") else relative
