"""Files written whole or not at all, and files read that anybody may have put there."""

import errno
import os
import stat
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


class NotRegular(OSError):
    """A link, a pipe, a device or a folder stands where a file should be."""


class TooLarge(OSError):
    """The file is larger than the reader allows."""


def read_regular(path: Path, max_bytes: int) -> bytes:
    """Read a file that anybody may have put there.

    Raises:
        NotRegular: it is no regular file. Opening a pipe waits for ever, and a link to a device never ends.
        TooLarge: it has more than ``max_bytes``.
        OSError: it is missing or cannot be read.
    """
    _check_regular(path.lstat())
    # What stands there may have been exchanged since: a pipe must not block and a link must not be followed even now.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        _check_regular(status)
        content = b"" if status.st_size > max_bytes else file.read(max_bytes + 1)
    size = max(status.st_size, len(content))
    if size > max_bytes:
        raise TooLarge(errno.EFBIG, f"the file has {size / 1e6:.0f} MB")
    return content


def _check_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegular(errno.EINVAL, "it is a link or a special file")
