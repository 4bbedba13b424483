"""The command `autograde mutate`."""

import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograde.cli.output import NEEDS_A_LOOK, console, counted, progress, say
from autograde.course import Course, Topic, open_course

# What it needs takes seconds to import: not for `autograde --help`.
if TYPE_CHECKING:
    from autograde.authoring.mutants.generate import Mutant
    from autograde.authoring.mutants.survey import Report


def mutate(
    topics: Annotated[
        list[str] | None, typer.Argument(help="Topics, as 01_perceptron, 01 or perceptron. Default: all.")
    ] = None,
    task: Annotated[list[str] | None, typer.Option(help="Only this task (repeatable).")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Kernels at a time.")] = os.cpu_count() or 1,
    sample: Annotated[int | None, typer.Option(min=1, help="Try so many mutants of each task only.")] = None,
    seed: Annotated[str, typer.Option(help="Decides which ones --sample draws.")] = "0",
    force: Annotated[bool, typer.Option("--force", help="Try again what has a result.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Change right answers in small ways and see whether their task's checks notice.

    Exit code 0: every mutant fails a check or is declared right in answers.py. 1: something needs a look.
    """
    course = open_course()
    reports = _reports(course, course.select(topics or []), task or [], jobs, sample, seed, force=force, quiet=as_json)
    if as_json:
        print(json.dumps([_as_json(report) for report in reports], indent=1))
    else:
        for report in reports:
            _show(report)
    if not all(report.clean for report in reports):
        raise typer.Exit(NEEDS_A_LOOK)


def _reports(
    course: Course,
    topics: Sequence[Topic],
    chosen: Sequence[str],
    jobs: int,
    sample: int | None,
    seed: str,
    *,
    force: bool,
    quiet: bool,
) -> "list[Report]":
    from autograde.authoring.mutants import trials
    from autograde.authoring.mutants.results import open_results
    from autograde.authoring.mutants.survey import Survey, surveys
    from autograde.authoring.source import read_source
    from autograde.grading.keys import environment_facts, installed_packages
    from autograde.grading.policy import choose_policy
    from autograde.grading.student_kernel import ENVIRONMENT

    kernels = trials.Kernels(choose_policy("auto", lambda text: say(text, stderr=True)), ENVIRONMENT)
    facts = environment_facts(course.settings.libraries, [trials.__name__], installed_packages())
    tasks = [found for topic in topics for found in surveys(read_source(topic), chosen, sample, seed)]
    with open_results(course.root / "build" / "mutants.sqlite") as kept:
        survey = Survey(tasks, facts, kept, force=force)
        for _ in progress("Mutants", survey.run(kernels, jobs), survey.pending, stderr=quiet):
            pass
        return survey.reports(complete=sample is None)


def _show(report: "Report") -> None:
    count = len(report.survey.mutants)
    declared = len(report.passing) - len(report.survivors)
    cells = report.survey.cells
    say(
        f"{cells.topic.name} {cells.task}: {counted(count, 'mutant')}, {count - len(report.passing)} killed, "
        f"{declared} declared right, {counted(len(report.survivors), 'survivor')}"
    )
    for mutant in report.survivors:
        say(
            f"\n  {_shown(mutant.original.where)} ({mutant.original.name}), {mutant.operator.name}: "
            f"{mutant.operator.mistake}. The task: {_shown(report.survey.where)}"
        )
        for line in mutant.diff.splitlines():
            console().print(f"    {line}", markup=False, highlight=False, soft_wrap=True, style=_STYLES.get(line[:1]))
    for declaration in report.outdated:
        say(f"\n  {_shown(declaration.where)}: no passing mutant is like this any more, remove it: {declaration}")
    for answer, failure in report.failing_answers:
        say(f"\n  {_shown(answer.where)}: the right answer {answer.name} does not pass: {failure}")
    if not report.clean:
        say("")


_STYLES = {"-": "red", "+": "green"}


def _shown(where: str) -> str:
    """``file:line`` as short as it can be typed from here."""
    path, _, line = where.rpartition(":")
    return f"{os.path.relpath(path)}:{line}"


def _as_json(report: "Report") -> dict[str, Any]:
    cells = report.survey.cells
    return {
        "topic": cells.topic.name,
        "task": cells.task,
        "where": report.survey.where,
        "mutants": len(report.survey.mutants),
        "killed": len(report.survey.mutants) - len(report.passing),
        "declared": len(report.passing) - len(report.survivors),
        "survivors": [_mutant_as_json(mutant) for mutant in report.survivors],
        "outdated": [{"where": one.where, "change": str(one)} for one in report.outdated],
        "failing_answers": [{"where": one.where, "failure": failure} for one, failure in report.failing_answers],
    }


def _mutant_as_json(mutant: "Mutant") -> dict[str, str]:
    return {
        "answer": mutant.original.name,
        "where": mutant.original.where,
        "operator": mutant.operator.name,
        "mistake": mutant.operator.mistake,
        "diff": mutant.diff,
        "text": mutant.text,
    }
