"""The commands `autograde build`, `autograde new` and `autograde handout`."""

from pathlib import Path
from typing import Annotated

import typer

from autograde.cli.output import NEEDS_A_LOOK, TopicOption, console, counted, say
from autograde.course import Topic, open_course
from autograde.errors import CourseError


def build(
    topics: Annotated[
        list[str] | None, typer.Argument(help="Topics, as 01_perceptron, 01 or perceptron. Default: all.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a notebook is out of date.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Execute again even where nothing has changed.")] = False,
) -> None:
    """Build solution notebooks and student notebooks from their sources."""
    chosen = open_course().select(topics or [])
    if check:
        _check(chosen)
    else:
        _build(chosen, force)


def _check(topics: tuple[Topic, ...]) -> None:
    from autograde.authoring.build import differences

    changed = [path for topic in topics for path in differences(topic)]
    for path in changed:
        say(f"{path} differs from what its source builds")
    if changed:
        say("Run: autograde build")
        raise typer.Exit(NEEDS_A_LOOK)
    say(f"{counted(len(topics), 'topic')} up to date.")


def _build(topics: tuple[Topic, ...], force: bool) -> None:
    from autograde.authoring.build import build

    terminal = console()
    for topic in topics:
        with terminal.status(topic.name) as status:
            built = build(topic, force=force, progress=lambda topic, step: status.update(f"{topic.name}: {step}"))
        say(f"{topic.name}: {'executed' if built.executed else 'outputs unchanged'}, released")


def new(name: Annotated[str, typer.Argument(help="Two digits and a name, as 10_autoencoder.")]) -> None:
    """Start a topic from a short template."""
    from autograde.authoring.new import new_topic

    course = open_course()
    topic = new_topic(course, name)
    say(f"Wrote {topic.source.relative_to(course.root)} and {topic.answers.relative_to(course.root)}.")
    say(f"Next: edit them (docs/author.md), then autograde build {topic.name}")


def handout(
    archive: Annotated[Path, typer.Argument(help="The zip file to write, such as build/course.zip.")],
    topic: TopicOption = None,
) -> None:
    """Write the students' copy of the course: notebooks, library, guide; no solution, hidden test or answer."""
    from autograde.authoring.handout import write_handout

    if archive.suffix != ".zip":
        raise CourseError("The students' copy is a zip file.", where=str(archive), todo="Give it a name that ends so.")
    course = open_course()
    names = write_handout(course, course.select(topic or []), archive)
    say(f"{archive}: {counted(len(names), 'file')}, {archive.stat().st_size / 1e6:.1f} MB")
