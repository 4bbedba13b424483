"""Extensions: later due dates of single students, in extensions.csv of the class folder.

nbgrader keeps an extension with the submission, so nobody can have one before handing in, and it is lost with the
gradebook. The file is what counts; recording copies it into nbgrader's column, where formgrader and its plugins look.
An extension that was given through nbgrader alone counts as well, where the file has no row.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock

from autograde.classroom import Classroom
from autograde.errors import CourseError
from autograde.files import write_whole

FILE_NAME = "extensions.csv"
_COLUMNS = ("student", "topic", "days", "until")
_TIME_FORMS = ("%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M UTC")


@dataclass(frozen=True)
class Extension:
    """A later due date.

    Attributes:
        student, topic: whose and of what.
        days: after the topic's due date, wherever that is moved; 0 takes an extension back.
        until: a fixed date in UTC, in place of days.
    """

    student: str
    topic: str
    days: float | None = None
    until: datetime | None = None

    def length(self, due: datetime) -> timedelta:
        """How long after the topic's due date the student's one is."""
        if self.until is not None:
            return max(self.until - due, timedelta())
        return timedelta(days=self.days or 0)


#: By topic and student.
Extensions = Mapping[tuple[str, str], Extension]


def extension_length(
    extensions: Extensions, topic: str, student: str, due: datetime | None, in_gradebook: timedelta | None
) -> timedelta:
    """The extension that counts: the file's, else nbgrader's own."""
    found = extensions.get((topic, student))
    if found is None or due is None:
        return in_gradebook or timedelta()
    return found.length(due)


def read_extensions(classroom: Classroom) -> dict[tuple[str, str], Extension]:
    """Read the file; the last row of a student and topic counts.

    Raises:
        CourseError: it cannot be read, or a row is not understood; a wrong due date would cost points.
    """
    path = _path(classroom)
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not {*_COLUMNS} <= {*(rows.fieldnames or ())}:
                raise ValueError(f"its columns should be {', '.join(_COLUMNS)}")
            found = [_read_row(row, rows.line_num) for row in rows]
    except (OSError, ValueError, csv.Error) as error:
        raise CourseError(
            f"The extensions cannot be read: {error}.", where=str(path), todo="Mend the file (docs/instructor.md)."
        ) from error
    return {(one.topic, one.student): one for one in found}


def write_extension(classroom: Classroom, extension: Extension) -> None:
    """Add an extension, in place of an earlier one of the same student and topic.

    Raises:
        CourseError: the file cannot be read or written.
    """
    try:
        classroom.results.parent.mkdir(exist_ok=True)
        with FileLock(classroom.results.parent / "extensions.lock"):
            extensions = read_extensions(classroom) | {(extension.topic, extension.student): extension}
            write_whole(_path(classroom), _table(extensions))
    except OSError as error:
        raise CourseError(f"Cannot write: {error.strerror}.", where=str(classroom.root)) from error


def _path(classroom: Classroom) -> Path:
    return classroom.root / FILE_NAME


def _read_row(row: Mapping[str, str | None], line: int) -> Extension:
    student, topic, days, until = ((row[name] or "").strip() for name in _COLUMNS)
    if not student or not topic or bool(days) == bool(until):
        raise ValueError(f"line {line} needs a student, a topic, and either days or until")
    if until:
        return Extension(student, topic, until=_read_time(until, line))
    try:
        number = float(days)
    except ValueError:
        number = -1
    if not 0 <= number <= 3650:
        raise ValueError(f"line {line}: {days!r} is no number of days")
    return Extension(student, topic, days=number)


def _read_time(text: str, line: int) -> datetime:
    for form in _TIME_FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError(f"line {line}: {text!r} is no time; write it as 2026-03-05 23:59 UTC")


def _table(extensions: Extensions) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for _, one in sorted(extensions.items()):
        days = "" if one.days is None else f"{one.days:g}"
        writer.writerow([one.student, one.topic, days, f"{one.until:{_TIME_FORMS[0]}}" if one.until else ""])
    return text.getvalue()
