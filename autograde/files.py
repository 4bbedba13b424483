"""Files written whole or not at all."""

import os
from pathlib import Path

from autograde.errors import CourseError


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        CourseError: the folder cannot be written (full disk, no permission).
    """
    temporary = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CourseError(f"Cannot write: {error.strerror}.", where=str(path)) from error
