"""Files written whole or not at all."""

import os
from pathlib import Path

from autograde.errors import CourseError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, text as UTF-8; folders that are missing are made.

    Raises:
        CourseError: the folder cannot be written (full disk, no permission).
    """
    # In the same folder, because a file is replaced in one step only within one file system.
    temporary = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CourseError(f"Cannot write: {error.strerror}.", where=str(path)) from error
