"""What people have put into the gradebook, as plain files beside it: it can be lost, and no program can make it again.

``backup/TIME.json`` in the class folder holds the class list, due dates, extensions, and the points and comments that a
person gave. A new file is written where something has changed since the last one. Automatic points are not in it:
finished results are files of their own.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from autograde.classroom import Classroom
from autograde.errors import CourseError
from autograde.files import write_whole
from autograde.gradebook.database import has_gradebook, open_gradebook
from autograde.gradebook.marks import Person

#: Files that are kept in any case; of older ones the last of each day.
_KEPT = 10
_TIME_FORM = "%Y%m%dT%H%M%S%f"
#: Ends the name of a file after which marks were gone: it is kept for ever.
_FULLER = "-fuller"


@dataclass(frozen=True)
class HandMark:
    """What a person gave for one cell of a hand-in.

    Attributes:
        topic, student, notebook, cell: of what.
        points, extra: points in place of automatic ones, and in addition; None for none.
        comment: what was written; None for nothing.
        look: whether it wants another look.
    """

    topic: str
    student: str
    notebook: str
    cell: str
    points: float | None = None
    extra: float | None = None
    comment: str | None = None
    look: bool = False


@dataclass(frozen=True)
class Backup:
    """What people have put into a gradebook.

    Attributes:
        people: the class list.
        due: due dates by topic, in UTC.
        extensions: seconds by topic and student, as nbgrader has them.
        marks: points and comments.
    """

    people: tuple[Person, ...] = ()
    due: Mapping[str, str] = field(default_factory=dict)
    extensions: tuple[tuple[str, str, float], ...] = ()
    marks: tuple[HandMark, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def back_up(classroom: Classroom) -> None:
    """Write a new file if something has changed since the last one.

    Raises:
        CourseError: the gradebook cannot be read, or the file cannot be written.
    """
    if not has_gradebook(classroom):
        return
    with open_gradebook(classroom) as gradebook:
        save(classroom, read_session(gradebook.db))


def save(classroom: Classroom, backup: Backup) -> None:
    """Write a file, if it says something else than the last one.

    Raises:
        CourseError: it cannot be written.
    """
    if not (backup.people or backup.due or backup.marks or backup.extensions):
        return  # a new gradebook says nothing
    text = backup.to_json().encode()
    try:
        newest = next(reversed(backups(classroom)), None)
        if newest is not None:
            if newest.read_bytes() == text:
                return
            if count_marks(newest) > len(backup.marks) and not newest.stem.endswith(_FULLER):
                # Marks are gone: taken back by a person, or lost with the gradebook. Nobody but a person can tell.
                newest.rename(newest.with_stem(newest.stem + _FULLER))
        write_whole(_folder(classroom) / f"{datetime.now(UTC):{_TIME_FORM}}.json", text)
        _thin_out(backups(classroom))
    except OSError as error:
        raise CourseError(f"Cannot write a backup: {error.strerror}.", where=str(_folder(classroom))) from error


def backups(classroom: Classroom) -> list[Path]:
    """The files, the newest last."""
    return sorted(_folder(classroom).glob("*.json"))


def load(path: Path) -> Backup:
    """Read a file.

    Raises:
        CourseError: it is damaged or of another kind.
    """
    try:
        return _load(path)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CourseError(f"The backup cannot be read: {type(error).__name__}: {error}.", where=str(path)) from error


def count_marks(path: Path) -> int:
    """How many marks and comments are in a file; none in a damaged one."""
    try:
        return len(load(path).marks)
    except CourseError:
        return 0


def read_session(session: Session) -> Backup:
    """What people have put into an open gradebook."""
    people = [Person(*(value or "" for value in row)) for row in session.execute(_people())]
    dates = session.execute(select(Assignment.name, Assignment.duedate).order_by(Assignment.name))
    extensions = [
        (topic, student, length.total_seconds())
        for topic, student, length in session.execute(_extensions())
        if length is not None and length > timedelta()
    ]
    return Backup(
        tuple(person for person in people if person.listed),
        {name: due.isoformat() for name, due in dates if due is not None},
        tuple(extensions),
        tuple(_marks(session)),
    )


def _folder(classroom: Classroom) -> Path:
    return classroom.root / "backup"


def _load(path: Path) -> Backup:
    data = json.loads(path.read_text("utf-8"))
    return Backup(
        tuple(Person(**person) for person in data["people"]),
        {str(name): datetime.fromisoformat(due).isoformat() for name, due in data["due"].items()},
        tuple((str(topic), str(student), float(seconds)) for topic, student, seconds in data["extensions"]),
        tuple(HandMark(**mark) for mark in data["marks"]),
    )


def _thin_out(paths: list[Path]) -> None:
    days = set()
    for index, path in enumerate(reversed([path for path in paths if not path.stem.endswith(_FULLER)])):
        day = path.stem[:8]
        if index >= _KEPT and day in days:
            path.unlink(missing_ok=True)
        days.add(day)


def _marks(session: Session) -> Iterator[HandMark]:
    found: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    points = or_(Grade.manual_score.is_not(None), Grade.extra_credit.is_not(None))
    columns = GradeCell.name, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade
    grades = _with_names(select(*_NAMES, *columns), Grade).join(GradeCell, Grade.cell_id == GradeCell.id)
    for topic, student, notebook, cell, manual, extra, look in session.execute(grades.where(points)):
        found[topic, student, notebook, cell] = {"points": manual, "extra": extra, "look": bool(look)}
    comments = _with_names(select(*_NAMES, BaseCell.name, Comment.manual_comment), Comment).join(
        BaseCell, Comment.cell_id == BaseCell.id
    )
    for topic, student, notebook, cell, text in session.execute(comments.where(Comment.manual_comment.is_not(None))):
        found.setdefault((topic, student, notebook, cell), {})["comment"] = text
    for names, values in sorted(found.items()):
        yield HandMark(*names, **values)


_NAMES = Assignment.name, SubmittedAssignment.student_id, Notebook.name


def _with_names(query: Any, table: Any) -> Any:
    return (
        query.select_from(table)
        .join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    )


def _people() -> Any:
    columns = Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id
    return select(*columns).order_by(Student.id)


def _extensions() -> Any:
    return (
        select(Assignment.name, SubmittedAssignment.student_id, SubmittedAssignment.extension)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(SubmittedAssignment.extension.is_not(None))
        .order_by(Assignment.name, SubmittedAssignment.student_id)
    )
