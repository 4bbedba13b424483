"""The commands `autograde release` and `autograde collect`."""

from pathlib import Path
from typing import Annotated

import typer

from autograde.cli.output import NEEDS_A_LOOK, TopicOption, console, say
from autograde.course import open_course
from autograde.errors import CourseError


def release(
    class_dir: Annotated[Path, typer.Argument(help="The class folder; it is made if it is not there.")],
    topic: TopicOption = None,
    due: Annotated[
        str | None, typer.Option(help="When it is due, as 2026-03-01 23:59; this computer's time if no zone is named.")
    ] = None,
) -> None:
    """Hand topics out: make them assignments of a class folder, with the students' notebooks in release/TOPIC.

    Exit code 0: done. 2: could not run.
    """
    from autograde.collecting.names import read_time
    from autograde.collecting.release import open_new_classroom
    from autograde.collecting.release import release as run

    topics = open_course().select(topic or [])
    time = read_time(due) if due else None
    if due and time is None:
        raise CourseError(f"{due!r} is no time.", todo="Write it as 2026-03-01 23:59 or 2026-03-01 23:59 CET.")
    classroom = open_new_classroom(class_dir)
    for chosen in topics:
        with console().status(chosen.name):
            folder = run(classroom, chosen, time)
        say(f"{chosen.name}: {folder}" + (f", due {time:%Y-%m-%d %H:%M} UTC" if time else ""))


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
) -> None:
    """Take a class's hand-ins out of the zip file that Canvas or Moodle makes.

    Of several attempts the latest counts. Nothing in the archive can write outside submitted/STUDENT/TOPIC.

    Exit code 0: all collected. 1: some files were not understood; they are listed. 2: could not run.
    """
    from autograde.classroom import Classroom
    from autograde.collecting.collect import CollectOptions
    from autograde.collecting.collect import collect as run
    from autograde.collecting.names import read_pattern
    from autograde.collecting.roster import Roster, read_roster
    from autograde.collecting.times import read_times
    from autograde.gradebook.marks import read_marks

    course = open_course()
    has_roster = (class_dir / "gradebook.db").is_file()
    options = CollectOptions(
        course.topics,
        course.select([topic])[0] if topic else None,
        read_pattern(pattern) if pattern else None,
        read_roster(read_marks(Classroom(class_dir.resolve()), ()).people.values()) if has_roster else Roster(),
        read_times(times) if times else {},
    )
    with console().status(f"{archive.name}"):
        report = run(archive, class_dir.resolve(), options)
    for what, count in (
        ("hand-ins written", len(report.written)),
        ("unchanged", len(report.unchanged)),
        ("left as they are, because a later attempt is there", len(report.older)),
        ("earlier attempts left out", len(report.superseded)),
        ("files left out, because they are no notebooks", report.other_files),
        ("late according to Canvas, but no time is known (see --times)", len(report.late)),
    ):
        if count or what == "hand-ins written":
            say(f"{what}: {count}")
    for problem in report.problems:
        say(f"not collected: {problem.entry!r}: {problem.reason}")
    if report.problems:
        raise typer.Exit(NEEDS_A_LOOK)
    say(f"Next: autograde grade {class_dir}")
