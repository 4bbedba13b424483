"""The command `autograde status`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli.output import NEEDS_A_LOOK, TopicOption, console, say
from autograde.course import open_course

if TYPE_CHECKING:
    from rich.table import Table

    from autograde.reporting.status import Standing, Status


def status(
    class_dir: Annotated[Path, typer.Argument(help="A class folder.")],
    topic: TopicOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Say where a class stands: what is there, who is missing or late, what waits for marks or needs a look.

    Nothing is run and nothing is written. Who is missing is known where the gradebook has a class list.

    Exit code 0: all is done. 1: something named here is still to do. 2: could not run.
    """
    from autograde.classroom import open_classroom
    from autograde.reporting.status import read_status

    course = open_course()
    found = read_status(open_classroom(class_dir), course.topics, course.select(topic) if topic else ())
    if as_json:
        standings = [
            asdict(one) | {"overdue": one.overdue, "needs_a_look": one.needs_a_look} for one in found.standings
        ]
        data = asdict(found) | {"standings": standings, "needs_a_look": found.needs_a_look}
        print(json.dumps(data, ensure_ascii=False, indent=1, default=str))
    else:
        _show(found)
    if found.needs_a_look:
        raise typer.Exit(NEEDS_A_LOOK)


def _show(found: "Status") -> None:
    if not found.topics:
        say("No topic has been handed out or handed in yet.")
    else:
        console().print(_by_topic(found))
    named = [
        one for one in found.standings if one.needs_a_look or one.state == "missing" or one.late_minutes or one.extended
    ]
    if named:
        console().print(_by_student(named))
    if not found.listed:
        say("No class list: who has handed in nothing is not known (docs/instructor.md, the class list).")
    for student in found.unlisted:
        say(f"handed in, but not in the class list: {student}")
    for path in found.foreign:
        say(f"no hand-in of a topic, and not graded: {path}")


def _by_topic(found: "Status") -> "Table":
    from autograde.cli.tables import plain_table

    table = plain_table()
    table.add_column("topic", no_wrap=True)
    table.add_column("due (UTC)", no_wrap=True)
    for name in ("handed in", "late", "graded", "wait for marks", "a look", "not graded", "missing"):
        table.add_column(name, justify="right", no_wrap=True)
    for topic in found.topics:
        here = [one for one in found.standings if one.topic == topic]
        due = found.due[topic]
        counts = (
            sum(one.state != "missing" for one in here),
            sum(bool(one.late_minutes) for one in here),
            sum(one.state in {"graded", "look"} for one in here),
            sum(one.waiting > 0 or one.marked_before > 0 for one in here),
            sum(one.state == "look" for one in here),
            sum(one.state in {"changed", "ungraded"} for one in here),
            sum(one.state == "missing" for one in here),
        )
        missing = [str(count) for count in counts[:-1]] + [str(counts[-1]) if found.listed else "?"]
        table.add_row(topic, f"{due:%Y-%m-%d %H:%M}" if due else "", *missing)
    return table


def _by_student(standings: "list[Standing]") -> "Table":
    from rich.markup import escape

    from autograde.cli.tables import plain_table

    table = plain_table("By name:")
    table.add_column("student", no_wrap=True)
    table.add_column("topic", no_wrap=True)
    table.add_column("what", overflow="fold", ratio=1)
    for one in standings:
        name = f"{one.name} ({one.student})" if one.name else one.student
        table.add_row(escape(name), one.topic, escape("; ".join(_words(one))))
    return table


def _words(one: "Standing") -> list[str]:
    from autograde.reporting.pages import points

    words = list(one.why)
    if one.state == "missing" and not one.overdue:
        words = ["nothing handed in yet" + ("" if one.extended else f", due {one.due:%Y-%m-%d %H:%M} UTC")]
    if one.extended:
        words.append(f"has time until {one.due:%Y-%m-%d %H:%M} UTC")
    if one.late_minutes:
        words.append(f"{_duration(one.late_minutes)} late")
    if one.waiting:
        words.append(f"{points(one.waiting)} points wait for a person's marks")
    if one.marked_before:
        words.append("marked by hand before it was graded again: these marks count, look at them in formgrader")
    return words


def _duration(minutes: int) -> str:
    """Minutes as people read them: 5 min, 2 h 5 min, 3 d 2 h."""
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"
