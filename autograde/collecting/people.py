"""A file that says who somebody is whom the class list does not know by the archive's name: a table to fill in."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from autograde.collecting.tables import read_table
from autograde.errors import CourseError
from autograde.files import write_whole

_COLUMNS = ("name", "student")


def read_people(path: Path) -> dict[str, tuple[str, ...]]:
    """Read students' ids by what the archive calls somebody; a group has a row for each member.

    Rows without a student are still to be filled in. A file that is not there is an empty one.

    Raises:
        CourseError: the file cannot be read, or has not the columns ``name`` and ``student``.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, student in _rows(path):
        if name and student:
            found[name] = (*found.get(name, ()), student)
    return found


def add_unknown(path: Path, names: Iterable[str]) -> None:
    """Add a row to fill in for each name that has none yet.

    Raises:
        CourseError: the file cannot be read or written.
    """
    rows = _rows(path)
    known = {name for name, _ in rows}
    rows += [(name, "") for name in dict.fromkeys(names) if name not in known]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_COLUMNS, *rows])
    write_whole(path, "\ufeff" + text.getvalue())  # for Excel, which otherwise takes it for another encoding


def _rows(path: Path) -> list[tuple[str, str]]:
    if not path.is_file():
        return []
    rows = read_table(path, "who is who")
    if rows and not {*_COLUMNS} <= {*rows[0]}:
        raise CourseError("The table has not the columns 'name' and 'student'.", where=str(path))
    return [((row["name"] or "").strip(), (row["student"] or "").strip()) for row in rows]
