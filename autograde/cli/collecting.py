"""The commands `autograde release`, `autograde extend` and `autograde collect`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograde.cli.output import NEEDS_A_LOOK, TopicOption, console, say
from autograde.course import open_course
from autograde.errors import CourseError

if TYPE_CHECKING:
    from autograde.collecting.collect import CollectReport


def release(
    class_dir: Annotated[Path, typer.Argument(help="The class folder; it is made if it is not there.")],
    topic: TopicOption = None,
    due: Annotated[
        str | None,
        typer.Option(help="When it is due, as 2026-03-01 23:59, or with a zone: 2026-03-01 23:59 Europe/Berlin."),
    ] = None,
) -> None:
    """Hand topics out: make them assignments of a class folder, with the students' notebooks in release/TOPIC.

    Exit code 0: done. 2: could not run.
    """
    from autograde.collecting.release import open_new_classroom
    from autograde.collecting.release import release as run
    from autograde.collecting.times import Unclear, in_words, read_time
    from autograde.gradebook.backup import back_up

    topics = open_course().select(topic or [])
    try:
        time = read_time(due) if due else None
    except Unclear as error:
        raise CourseError(f"{error}.", where="--due") from error
    classroom = open_new_classroom(class_dir)
    for chosen in topics:
        with console().status(chosen.name):
            folder = run(classroom, chosen, time)
        say(f"{chosen.name}: {folder}" + (f", due {in_words(time)}" if time else ""))
    back_up(classroom)


def extend(
    class_dir: Annotated[Path, typer.Argument(help="The class folder.")],
    student: Annotated[str, typer.Argument(help="The student's id.")],
    topic: Annotated[str, typer.Option("--topic", "-t", help="The topic.")],
    days: Annotated[
        float | None, typer.Option(min=0, max=3650, help="Days after the topic's due date; 0 takes an extension back.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="A date in place of days, as 2026-03-05 23:59.")] = None,
) -> None:
    """Give one student more time for a topic, before or after the hand-in; points taken off for lateness follow.

    Extensions are in extensions.csv of the class folder. A later one replaces an earlier one.

    Exit code 0: done. 2: could not run.
    """
    from autograde.classroom import open_classroom
    from autograde.collecting.times import Unclear, in_words, read_time
    from autograde.gradebook.backup import back_up
    from autograde.gradebook.extend import extend as run
    from autograde.gradebook.extensions import Extension

    if (days is None) == (until is None):
        raise CourseError("Say how much time: either --days or --until.")
    chosen = open_course().select([topic])[0]
    try:
        time = read_time(until) if until else None
    except Unclear as error:
        raise CourseError(f"{error}.", where="--until") from error
    classroom = open_classroom(class_dir)
    due = run(classroom, chosen, Extension(student, chosen.name, days, time))
    back_up(classroom)
    say(f"{chosen.name}: {student} has time until {in_words(due)}")


def collect(
    archive: Annotated[Path, typer.Argument(help="The zip file with the submissions of a class.")],
    class_dir: Annotated[Path, typer.Argument(help="The class folder; it is made if it is not there.")],
    topic: Annotated[
        str | None, typer.Option("--topic", "-t", help="The archive's topic, whatever the notebooks are called.")
    ] = None,
    pattern: Annotated[
        str | None,
        typer.Option(
            help="A regular expression for other names: (?P<student_id>...), also file_id, attempt, timestamp."
        ),
    ] = None,
    times: Annotated[
        Path | None, typer.Option(help="A CSV file with student and time, or Moodle's grading worksheet.")
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(
            "--map",
            help="A CSV file with name and student, for who is not found in the class list and for groups, a row a "
            "member. Rows to fill in are added to it.",
        ),
    ] = None,
) -> None:
    """Take a class's hand-ins out of the zip file that Canvas or Moodle makes.

    Of several attempts the latest counts. Nothing in the archive can write outside submitted/STUDENT/TOPIC.

    Exit code 0: everything and everybody is in. 1: files or people were left out; they are named. 2: could not run.
    """
    from autograde.classroom import Classroom
    from autograde.collecting.collect import CollectOptions
    from autograde.collecting.collect import collect as run
    from autograde.collecting.entry_names import read_pattern
    from autograde.collecting.people import add_unknown, read_people
    from autograde.collecting.roster import read_roster
    from autograde.collecting.worksheet import Worksheet, read_worksheet
    from autograde.gradebook.database import has_gradebook
    from autograde.gradebook.marks import read_marks

    course = open_course()
    classroom = Classroom(class_dir.resolve())
    listed = read_marks(classroom, ()).people.values() if has_gradebook(classroom) else ()
    worksheet = read_worksheet(times) if times else Worksheet()
    options = CollectOptions(
        course.topics,
        course.select([topic])[0] if topic else None,
        read_pattern(pattern) if pattern else None,
        read_roster(listed, worksheet, read_people(people) if people else {}),
    )
    with console().status(f"{archive.name}"):
        report = run(archive, class_dir.resolve(), options)
    _show(report)
    if people and report.unknown:
        add_unknown(people, report.unknown)
        say(f"Fill in who they are, and collect again: {people}")
    if not report.complete:
        raise typer.Exit(NEEDS_A_LOOK)
    say(f"Next: autograde grade {class_dir}")


def _show(report: "CollectReport") -> None:
    say(f"hand-ins written: {len(report.written)}")
    if report.unchanged:
        say(f"unchanged: {len(report.unchanged)}")
    for what, names in (
        ("left as it is, because a later attempt is there", report.older),
        ("left out, an earlier attempt", report.superseded),
        ("left out, not the notebook that was asked for", report.other_files),
        ("late according to Canvas, but no time is known (see --times)", report.late),
        ("no notebook from", report.without_notebook),
        ("nothing is there of", report.missing),
    ):
        for name in names:
            say(f"{what}: {name}")
    for problem in report.problems:
        say(f"not collected: {problem.entry!r}: {problem.reason}")
