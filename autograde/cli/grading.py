"""The command `autograde grade`."""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from autograde.cli.output import NEEDS_A_LOOK, StudentOption, TopicOption, console, counted, say
from autograde.course import Course, Topic, open_course
from autograde.errors import CourseError

# What it needs takes seconds to import: not for `autograde --help`.
if TYPE_CHECKING:
    from autograde.cli.tables import Expected
    from autograde.grading.backend import Backend
    from autograde.grading.limits import Limits
    from autograde.grading.plan import Options
    from autograde.grading.results import Outcome
    from autograde.kernels import Policy

SandboxChoice = Literal["require", "auto", "off"]


def grade(
    class_dir: Annotated[
        Path | None, typer.Argument(help="A class folder in nbgrader's layout. Default: a small demo class, made anew.")
    ] = None,
    topic: TopicOption = None,
    student: StudentOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Notebooks at a time.")] = os.cpu_count() or 1,
    inline: Annotated[bool, typer.Option("--inline", help="Run checks in the student's process, as nbgrader.")] = False,
    sandbox: Annotated[
        SandboxChoice | None,
        typer.Option(
            help="Where student code cannot be confined: require stops, auto says so and goes on; off never confines. "
            "Default: require; for the course's own answers auto."
        ),
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="Grade on a Dask cluster: its scheduler's address, or its scheduler file.")
    ] = None,
    cell_seconds: Annotated[float, typer.Option(min=1, help="Time limit of one cell.")] = 60,
    notebook_seconds: Annotated[float, typer.Option(min=1, help="Time limit of one notebook.")] = 300,
    memory_mb: Annotated[int, typer.Option(min=256, help="Memory limit of one student's kernel.")] = 2048,
    force: Annotated[bool, typer.Option("--force", help="Grade again what has a result.")] = False,
    every_answer: Annotated[
        bool, typer.Option("--every-answer", help="Grade a class with every named answer of the course, and compare.")
    ] = False,
    show_all: Annotated[bool, typer.Option("--all", help="Print a line for each hand-in.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print results as JSON.")] = False,
) -> None:
    """Grade a class: rebuild, run, examine, record in nbgrader's gradebook.

    Exit code 0: all graded (with --every-answer: as expected). 1: something needs a look. 2: could not run.
    """
    from autograde.grading.plan import Options
    from autograde.grading.policy import choose_policy

    if class_dir and every_answer:
        raise CourseError("--every-answer makes a class of its own.", todo="Leave the class folder out.")
    course = open_course()
    topics = course.select(topic or [])
    if cluster and sandbox == "off":
        raise CourseError("A cluster's workers always confine student code.", todo="Leave out --sandbox=off.")
    policy = "sandboxed" if cluster else choose_policy(sandbox or ("require" if class_dir else "auto"), _say_aside)
    limits = _limits(cell_seconds, notebook_seconds, memory_mb << 20)
    options = Options("inline" if inline else "sealed", policy, limits)
    expected: Expected = {}
    folder = class_dir
    if folder is None:
        folder, expected = _course_class(course, topics, every_answer)
    started = time.monotonic()
    backend = _backend(course, policy, jobs, cluster)
    outcomes = _grade(folder, topics, student or [], options, backend, force=force, quiet=as_json)
    if as_json:
        print(json.dumps([asdict(outcome) | {"notebook": None} for outcome in outcomes], indent=1))
    else:
        _show(outcomes, expected, show_all, time.monotonic() - started)
    _exit(outcomes, expected, demo=class_dir is None)


def _limits(cell_seconds: float, notebook_seconds: float, memory: int) -> "Limits":
    from autograde import kernels
    from autograde.grading.limits import Limits

    return Limits(
        cell_seconds=cell_seconds,
        request_seconds=min(cell_seconds, Limits.request_seconds),
        notebook_seconds=notebook_seconds,
        kernel=kernels.KernelLimits(memory=memory),
    )


def _course_class(course: Course, topics: Sequence[Topic], every_answer: bool) -> "tuple[Path, Expected]":
    """Write a class made of the course's own answers; its folder, and the points expected of its members."""
    from autograde.authoring.demo_class import demo_folder, write_demo_class
    from autograde.authoring.sample_class import write_sample_class

    if not every_answer:
        write_demo_class(course.topics, demo_folder(course))
        return demo_folder(course), {}
    folder = course.root / "build" / "sample_class"
    members = write_sample_class(topics, folder)
    return folder, {(member.topic.name, member.student): member.points for member in members}


def _backend(course: Course, policy: "Policy", jobs: int, cluster: str | None) -> "Backend":
    if cluster:
        from autograde.grading.cluster import ClusterBackend

        return ClusterBackend(cluster, course.settings.libraries, _say_aside)
    from autograde.grading.local import LocalBackend

    return LocalBackend(policy, jobs, course.root, course.settings.libraries.preload)


def _say_aside(text: str) -> None:
    say(text, stderr=True)


def _grade(
    folder: Path,
    topics: Sequence[Topic],
    students: Sequence[str],
    options: "Options",
    backend: "Backend",
    *,
    force: bool,
    quiet: bool,
) -> "list[Outcome]":
    from autograde.classroom import open_classroom
    from autograde.cli.tables import GradingProgress
    from autograde.grading.grade import grade_class
    from autograde.grading.plan import plan
    from autograde.grading.remembered import remember

    classroom = open_classroom(folder)
    work = plan(classroom, topics, options, students)
    remember(classroom, options)
    with GradingProgress(console(stderr=quiet), len(work), backend) as progress:
        return grade_class(classroom, work, backend, progress, force=force)


def _show(outcomes: "Sequence[Outcome]", expected: "Expected", show_all: bool, seconds: float) -> None:
    from autograde.cli import tables

    terminal = console()
    if show_all:
        terminal.print(tables.hand_ins(outcomes, expected))
    else:
        terminal.print(tables.topics(outcomes))
        terminal.print(tables.needing_a_look(outcomes))
    say(tables.summary(outcomes, seconds))


def _exit(outcomes: "Sequence[Outcome]", expected: "Expected", *, demo: bool) -> None:
    from autograde.cli import tables

    wrong = tables.unexpected(outcomes, expected)
    for outcome in wrong:
        points = expected[outcome.topic, outcome.student]
        say(f"{outcome.topic}: {outcome.student} earned {outcome.points:g}, not {points:g}", stderr=True)
    if wrong:
        say(f"{counted(len(wrong), 'hand-in')} earned other points than expected.", stderr=True)
    if wrong or (not demo and any(outcome.status != "graded" for outcome in outcomes)):
        raise typer.Exit(NEEDS_A_LOOK)
