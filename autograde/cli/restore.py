"""The command `autograde restore`."""

from pathlib import Path
from typing import Annotated

import typer

from autograde.cli.output import NEEDS_A_LOOK, counted, say, shown
from autograde.course import open_course


def restore(
    class_dir: Annotated[Path, typer.Argument(help="The class folder whose gradebook is lost.")],
    source: Annotated[
        Path | None, typer.Option("--from", help="The backup to take. Default: the newest of the folder 'backup'.")
    ] = None,
) -> None:
    """Rebuild a lost gradebook: class list, due dates, marks and comments from a backup, points from the results.

    Nothing is run. A gradebook in which people have marked is left as it is.

    Exit code 0: all is back. 1: something has no place any more or is not graded; it is named. 2: could not run.
    """
    from autograde.classroom import open_classroom
    from autograde.collecting.restore import restore as run
    from autograde.gradebook.backup import Backup, back_up, backups, count_marks, load

    classroom = open_classroom(class_dir)
    there = backups(classroom)
    chosen = source or (there[-1] if there else None)
    fuller = [] if source else [path for path in there[:-1] if count_marks(path) > count_marks(there[-1])]
    found = run(classroom, open_course().topics, load(chosen) if chosen else Backup())
    back_up(classroom)
    say(f"from {shown(chosen)}" if chosen else "No backup is there: points come back, nothing that people gave.")
    say(f"{counted(found.people, 'student')} of the class list, {counted(found.due, 'due date')}")
    say(f"{counted(found.results, 'result')}, {counted(found.marks, 'mark')} or comments of people")
    for what in found.lost:
        say(f"not put back, {what}")
    for hand_in in found.ungraded:
        say(f"not graded yet: {hand_in}")
    for path in fuller:
        say(f"An earlier backup has more marks of people: {shown(path)} (--from, after moving the gradebook away)")
    if found.lost or found.ungraded or fuller or chosen is None:
        raise typer.Exit(NEEDS_A_LOOK)
