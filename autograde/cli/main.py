"""The command line: commands, progress, exit codes; no logic.

Exit codes: 0 all is well, 1 done but something needs a look, 2 could not run, 130 interrupted.
"""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from autograde.cli.collecting import collect, release
from autograde.cli.reporting import export, feedback, report
from autograde.course import open_course
from autograde.errors import CourseError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build, grade and report the neural-network course.",
    epilog="Exit codes: 0 all is well · 1 done, but something needs a look · 2 could not run · 130 interrupted.",
)
app.command(epilog="Example: autograde feedback my_class --topic 01_perceptron")(feedback)
app.command(epilog="Example: autograde report my_class")(report)
app.command(epilog="Example: autograde export my_class --format canvas")(export)
app.command(epilog='Example: autograde release my_class --topic 01_perceptron --due "2026-03-01 23:59"')(release)
app.command(epilog="Example: autograde collect submissions.zip my_class --topic 01_perceptron")(collect)
console = Console(width=None if sys.stdout.isatty() else 150)
errors = Console(stderr=True)

#: The exit code that typer gives after Ctrl-C.
INTERRUPTED = 130

SandboxChoice = Literal["require", "auto", "off"]
Topics = Annotated[list[str] | None, typer.Argument(help="Topics, as 01_perceptron, 01 or perceptron. Default: all.")]


def main() -> None:
    """Run the command line; errors that a user can mend are shown without a traceback."""
    try:
        app()
    except CourseError as error:
        errors.print(f"[bold red]error[/] {_plain(error)}", highlight=False, soft_wrap=True)
        sys.exit(2)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            errors.print("Interrupted. What was finished is kept; run the same command again to go on.")
        raise


def _plain(error: Exception) -> str:
    from rich.markup import escape

    return escape(str(error))


@app.command(epilog="Example: autograde setup")
def setup(
    cold: Annotated[bool, typer.Option("--cold", help="Undo it: kernels start cold.")] = False,
) -> None:
    """Let this environment's python3 kernel start warm (JupyterLab, nbval, nbgrader and all other clients)."""
    from autograde import kernels

    libraries = open_course().settings.libraries
    path = kernels.uninstall() if cold else kernels.install(preload=libraries.preload)
    console.print(f"Kernels of this environment start {'cold' if cold else 'warm'} ({path}).")


@app.command(epilog="Example: autograde build 01_perceptron")
def build(
    topics: Topics = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a notebook is out of date.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Execute again even where nothing has changed.")] = False,
) -> None:
    """Build solution notebooks and student notebooks from their sources."""
    from autograde.authoring import build as builder

    chosen = open_course().select(topics or [])
    if check:
        changed = [path for topic in chosen for path in builder.differences(topic)]
        for path in changed:
            console.print(f"{path} differs from what its source builds")
        if changed:
            console.print("Run: autograde build")
            raise typer.Exit(1)
        console.print(f"{len(chosen)} topics are up to date.")
        return
    for topic in chosen:
        with console.status(f"{topic.name}") as status:
            built = builder.build(
                topic, force=force, progress=lambda topic, step: status.update(f"{topic.name}: {step}")
            )
        console.print(f"{topic.name}: {'executed' if built.executed else 'outputs unchanged'}, released")


@app.command(epilog="Example: autograde new 10_autoencoder")
def new(name: Annotated[str, typer.Argument(help="Two digits and a name, as 10_autoencoder.")]) -> None:
    """Start a topic from a short template."""
    from autograde.authoring.new import new_topic

    course = open_course()
    topic = new_topic(course, name)
    console.print(f"Wrote {topic.source.relative_to(course.root)} and {topic.answers.relative_to(course.root)}.")
    console.print(f"Next: edit them (docs/author.md), then autograde build {topic.name}")


@app.command(epilog="Example: autograde grade my_class --topic 01_perceptron --jobs 4")
def grade(
    class_dir: Annotated[
        Path | None, typer.Argument(help="A class folder in nbgrader's layout. Default: the sample class, made anew.")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option("--topic", "-t", help="Only this topic (repeatable).")] = None,
    student: Annotated[
        list[str] | None, typer.Option("--student", "-s", help="Only this student (repeatable).")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Notebooks at a time.")] = os.cpu_count() or 1,
    inline: Annotated[bool, typer.Option("--inline", help="Run checks in the student's process, as nbgrader.")] = False,
    sandbox: Annotated[
        SandboxChoice | None,
        typer.Option(
            help="Where student code cannot be confined: require stops, auto says so and goes on; off never confines. "
            "Default: require; for the sample class auto."
        ),
    ] = None,
    cell_seconds: Annotated[float, typer.Option(min=1, help="Time limit of one cell.")] = 60,
    notebook_seconds: Annotated[float, typer.Option(min=1, help="Time limit of one notebook.")] = 300,
    memory_mb: Annotated[int, typer.Option(min=256, help="Memory limit of one student's kernel.")] = 2048,
    force: Annotated[bool, typer.Option("--force", help="Grade again what has a result.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print results as JSON instead of a table.")] = False,
) -> None:
    """Grade a class, or the sample class: rebuild, run, examine, record in nbgrader's gradebook.

    Exit code 0: all graded (the sample class: as expected). 1: something needs a look. 2: could not run.
    """
    from autograde import kernels
    from autograde.authoring.sample_class import write_sample_class
    from autograde.classroom import open_classroom
    from autograde.cli import terminal
    from autograde.grading.engine import Options, grade_class, plan
    from autograde.grading.limits import Limits
    from autograde.grading.policy import choose_policy

    started = time.monotonic()
    course = open_course()
    topics = course.select(topic or [])
    expected: dict[tuple[str, str], float] = {}
    if class_dir is None:
        class_dir = course.root / "build" / "sample_class"
        expected = {(m.topic.name, m.student): m.points for m in write_sample_class(topics, class_dir)}
    policy = choose_policy(sandbox or ("auto" if expected else "require"), errors.print)
    limits = Limits(
        cell_seconds=cell_seconds,
        request_seconds=min(cell_seconds, Limits().request_seconds),
        notebook_seconds=notebook_seconds,
        kernel=kernels.Limits(memory=memory_mb << 20),
    )
    options = Options("inline" if inline else "sealed", policy, jobs, force, limits)
    classroom = open_classroom(class_dir)
    work = plan(classroom, topics, options, student or [])
    with terminal.GradingProgress(errors if as_json else console, len(work)) as progress:
        outcomes = grade_class(classroom, work, options, progress)
    if as_json:
        print(json.dumps([asdict(outcome) | {"notebook": None} for outcome in outcomes], indent=1))
    else:
        console.print(terminal.results_table(outcomes, expected))
        console.print(terminal.summary(outcomes, time.monotonic() - started))
    wrong = terminal.unexpected(outcomes, expected)
    if wrong:
        errors.print(f"{len(wrong)} members of the sample class earned other points than expected.")
    if wrong or (not expected and any(outcome.status != "graded" for outcome in outcomes)):
        raise typer.Exit(1)
