"""The command `autograde doctor`."""

from pathlib import Path
from typing import Annotated

import typer

from autograde.cli.output import NEEDS_A_LOOK, console, counted, say
from autograde.course import open_course

_MARKS = {"works": "[green]works[/]  ", "lacking": "[yellow]lacking[/]", "broken": "[bold red]broken[/] "}


def doctor(
    class_dir: Annotated[Path | None, typer.Argument(help="A class folder to look at as well.")] = None,
) -> None:
    """Look at everything that grading needs, and say what works, what does not, and what to do.

    Exit code 0: all that is needed works. 1: something is broken.
    """
    from autograde.doctor import examine

    terminal, broken = console(), 0
    for finding in examine(open_course(), class_dir):
        broken += finding.state == "broken"
        terminal.print(f"{_MARKS[finding.state]} [bold]{finding.part}[/]: ", end="")
        terminal.print(finding.what, markup=False, highlight=False, soft_wrap=True)
        if finding.todo:
            terminal.print(f"        {finding.todo}", markup=False, highlight=False, soft_wrap=True)
    if broken:
        say(f"{counted(broken, 'part')} broken.")
        raise typer.Exit(NEEDS_A_LOOK)
