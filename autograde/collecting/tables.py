"""Read a CSV file that a person or a learning management system has written."""

import csv
from pathlib import Path

from autograde.errors import CourseError


def read_table(path: Path, what: str) -> list[dict[str, str | None]]:
    """The rows of a table, by the names of its columns.

    Args:
        path: the file.
        what: what is in it, for the error.

    Raises:
        CourseError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"Cannot read {what}: {error}.", where=str(path)) from error
