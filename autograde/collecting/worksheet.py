"""A table that comes beside an archive: who a number is, and when they handed in. Moodle's grading worksheet fits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograde.collecting.tables import read_table
from autograde.collecting.times import Unclear, read_time
from autograde.errors import CourseError

_WHO = ("student", "student_id", "Identifier")
_WHEN = ("time", "timestamp", "Last modified (submission)")
_NOTHING = frozenset({"", "-"})


@dataclass(frozen=True)
class Row:
    """One person of a worksheet; what the table does not say is "" or None.

    Attributes:
        key: the student's id, or the number by which the archive calls them.
        email, id_number: who that is.
        time: when they handed in, in UTC.
    """

    key: str
    email: str = ""
    id_number: str = ""
    time: datetime | None = None


@dataclass(frozen=True)
class Worksheet:
    """The rows of a table, by key."""

    rows: Mapping[str, Row] = field(default_factory=dict)

    def time(self, *keys: str) -> datetime | None:
        """When somebody handed in, by the first of these keys that the table knows."""
        return next((self.rows[key].time for key in keys if key in self.rows), None)


def read_worksheet(path: Path) -> Worksheet:
    """Read a table with the columns ``student`` and ``time``, or Moodle's grading worksheet as it is.

    Raises:
        CourseError: the file cannot be read, lacks the columns, has a row twice, or a time is not clear.
    """
    rows = read_table(path, "the table of times")
    columns = set(rows[0]) if rows else set()
    who = next((name for name in _WHO if name in columns), None)
    when = next((name for name in _WHEN if name in columns), None)
    if who is None or when is None:
        raise CourseError(
            "The table of times has not the columns 'student' and 'time'.",
            where=str(path),
            todo="Moodle's grading worksheet fits as it is: 'Identifier' and 'Last modified (submission)'.",
        )
    found: dict[str, Row] = {}
    for number, columns_of in enumerate(rows, start=2):
        row = _row(path, number, columns_of, who, when)
        if row.key in found and found[row.key] != row:
            raise CourseError(f"{row.key!r} is in the table twice.", where=f"{path}:{number}")
        found[row.key] = row
    return Worksheet(found)


def _row(path: Path, number: int, columns: Mapping[str, str | None], who: str, when: str) -> Row:
    text = (columns[when] or "").strip()
    try:
        time = None if text in _NOTHING else read_time(text)
    except Unclear as error:
        raise CourseError(f"{error}.", where=f"{path}:{number}") from error
    return Row(
        re.sub(r"^\D+ (\d+)$", r"\1", (columns[who] or "").strip()),  # "Participant 4321"
        (columns.get("Email address") or "").strip(),
        (columns.get("ID number") or "").strip(),
        time,
    )
