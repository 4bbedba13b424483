"""The command line: commands, progress, exit codes; no logic.

Exit codes: 0 all is well, 1 done but something needs a look, 2 could not run, 130 interrupted.
"""

import sys
from typing import Annotated

import typer
from rich.console import Console

from autograde.course import open_course
from autograde.errors import CourseError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build, grade and report the neural-network course.",
    epilog="Exit codes: 0 all is well · 1 done, but something needs a look · 2 could not run · 130 interrupted.",
)
console = Console()
errors = Console(stderr=True)

Topics = Annotated[list[str] | None, typer.Argument(help="Topics, as 01_perceptron, 01 or perceptron. Default: all.")]


def main() -> None:
    """Run the command line; errors that a user can mend are shown without a traceback."""
    try:
        app()
    except CourseError as error:
        errors.print(f"[bold red]error[/] {_plain(error)}", highlight=False, soft_wrap=True)
        sys.exit(2)
    except KeyboardInterrupt:
        errors.print("Interrupted. What was finished is kept; run the same command again to go on.")
        sys.exit(130)


def _plain(error: Exception) -> str:
    from rich.markup import escape

    return escape(str(error))


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
