"""The command `autograde watch`."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer

from autograde.cli.grading import SandboxChoice
from autograde.cli.output import NEEDS_A_LOOK, TopicOption
from autograde.course import open_course


def watch(
    class_dir: Annotated[Path, typer.Argument(help="A class folder.")],
    topic: TopicOption = None,
    origin: Annotated[
        Literal["auto", "exchange", "folder"],
        typer.Option("--from", help="nbgrader's exchange or the class folder; auto: the exchange if there is one."),
    ] = "auto",
    feedback: Annotated[
        Literal["now", "after-due", "never"], typer.Option(help="When students get their feedback.")
    ] = "now",
    attempts: Annotated[
        int | None, typer.Option(min=1, help="Attempts that are graded, a student and topic. Default: any number.")
    ] = None,
    spacing: Annotated[float, typer.Option(min=0, help="Minutes that must lie between two attempts.")] = 0,
    count: Annotated[Literal["latest", "best"], typer.Option(help="Which attempt counts.")] = "latest",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Notebooks at a time.")] = os.cpu_count() or 1,
    sandbox: Annotated[
        SandboxChoice, typer.Option(help="Where student code cannot be confined: see autograde grade.")
    ] = "require",
    interval: Annotated[
        float, typer.Option(min=0.1, help="Seconds between two looks, where the file system tells of nothing.")
    ] = 5,
    once: Annotated[bool, typer.Option("--once", help="End when nothing is left to do.")] = False,
) -> None:
    """Grade hand-ins as they come, record them, and give feedback back: a service that runs until it is stopped.

    All that it knows is in the class folder: stopped or killed, it goes on where it was. One line a hand-in is printed.

    Exit code 0: stopped (SIGTERM, Ctrl-C), or with --once all done. 1: with --once, something was refused or failed.
    2: could not run, for example because another one works for this class.
    """
    from autograde.classroom import open_classroom
    from autograde.collecting.watch.rules import Rules
    from autograde.collecting.watch.start import Setup
    from autograde.collecting.watch.start import watch as run
    from autograde.grading.local import LocalBackend
    from autograde.grading.plan import Options
    from autograde.grading.policy import choose_policy

    course = open_course()
    setup = Setup(
        open_classroom(class_dir),
        course.select(topic or []),
        Options(policy=choose_policy(sandbox, _say)),
        Rules(attempts, timedelta(minutes=spacing), count, feedback),
        origin,
        interval,
    )
    backend = LocalBackend(setup.options.policy, jobs, course.root, course.settings.libraries.preload)
    if not run(setup, backend, _say, once=once) and once:
        raise typer.Exit(NEEDS_A_LOOK)


def _say(text: str) -> None:
    """A line with its time; at once, also into a pipe."""
    print(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}", flush=True)
