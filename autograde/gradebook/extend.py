"""Give a student more time: in the class folder's file, and in the gradebook where something is recorded already."""

from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import MissingEntry

from autograde.classroom import Classroom
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.gradebook.batch import points_off
from autograde.gradebook.database import open_gradebook
from autograde.gradebook.extensions import Extension, write_extension
from autograde.gradebook.late import LatePenalties
from autograde.gradebook.marks import read_marks


def extend(classroom: Classroom, topic: Topic, extension: Extension) -> datetime:
    """Write an extension down and take back, or put on, what is lost for being late; return the new due date, in UTC.

    Raises:
        CourseError: the topic has no due date, the date is not later, the student is not in the class, or something
            cannot be written.
    """
    marks = read_marks(classroom, [topic])
    due = marks.due[topic.name]
    if due is None:
        raise CourseError(
            f"{topic.name} has no due date that could be extended.",
            where=str(classroom.root),
            todo=f'Run: autograde release {classroom.root} --topic {topic.name} --due "2026-03-01 23:59"',
        )
    if extension.until is not None and extension.until < due:
        raise CourseError(f"{topic.name} is due at {due:%Y-%m-%d %H:%M} UTC, which is later.", where="--until")
    _check_known(classroom, extension.student, {*marks.people}, any(one.listed for one in marks.people.values()))
    write_extension(classroom, extension)
    length = extension.length(due)
    _apply(classroom, extension, length)
    return due + length


def _check_known(classroom: Classroom, student: str, people: set[str], has_class_list: bool) -> None:
    """A mistyped name would silently give nobody more time. Without a class list anybody may still come."""
    folders = {path.name for path in (classroom.root / "submitted").iterdir() if path.is_dir()}
    if has_class_list and student not in people | folders:
        close = sorted(name for name in people | folders if name.casefold().startswith(student.casefold()[:2]))
        raise CourseError(
            f"There is no student {student!r} in the class.",
            where=str(classroom.root),
            todo=f"Students are called by their id{': ' if close else ''}{', '.join(close[:10])}.",
        )


def _apply(classroom: Classroom, extension: Extension, length: timedelta) -> None:
    penalties = LatePenalties(classroom)
    with open_gradebook(classroom) as gradebook:
        try:
            submission = gradebook.find_submission(extension.topic, extension.student)
        except MissingEntry:
            return  # nothing is recorded yet; what comes is recorded with the extension
        submission.extension = length
        gradebook.db.flush()
        refresh_penalties(submission, penalties)
        gradebook.db.commit()


def refresh_penalties(submission: Any, penalties: LatePenalties) -> None:
    """Set what is lost for being late anew, after points or dates of a submission (nbgrader's) have changed."""
    # nbgrader's own sum fails where there is an extension and no date.
    due = None if submission.assignment.duedate is None else submission.duedate
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = points_off(
            submission.student.id, notebook.score, submission.timestamp, due, penalties.points_off
        )
