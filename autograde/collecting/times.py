"""When students handed in, from a table: Moodle's grading worksheet, or a CSV file with student and time."""

import csv
import re
from datetime import datetime
from pathlib import Path

from autograde.collecting.names import read_time
from autograde.errors import CourseError

_WHO = ("student", "student_id", "Identifier")
_WHEN = ("time", "timestamp", "Last modified (submission)")


def read_times(path: Path) -> dict[str, datetime]:
    """Read the times by student id or by Moodle's number of the participant, in UTC.

    Raises:
        CourseError: the file cannot be read or has not the columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"Cannot read the table of times: {error}.", where=str(path)) from error
    columns = set(rows[0]) if rows else set()
    who = next((name for name in _WHO if name in columns), None)
    when = next((name for name in _WHEN if name in columns), None)
    if who is None or when is None:
        raise CourseError(
            "The table of times has not the columns 'student' and 'time'.",
            where=str(path),
            todo="Moodle's grading worksheet fits as it is: 'Identifier' and 'Last modified (submission)'.",
        )
    found = {}
    for row in rows:
        time = read_time(row[when] or "")
        if time is not None:
            found[re.sub(r"^\D+ (\d+)$", r"\1", (row[who] or "").strip())] = time
    return found
