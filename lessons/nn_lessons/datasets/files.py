"""Writing files so that neither a crash nor a second process leaves a half one."""

import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_POLL_SECONDS = 0.2
_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` to write to; it becomes `target` in one step when the block succeeds.

    Its name is fixed, so what a killed process left there is overwritten by the next one.
    """
    new = target.with_name(f"{target.name}.new")
    try:
        yield new
        os.replace(new, target)
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def workspace(folder: Path) -> Iterator[Path]:
    """Yield an empty folder inside `folder` that is removed afterwards, or by the next call after a kill."""
    work = folder / ".autograde-work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def locked(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Let one process at a time into the block; the lock ends with the process, however it ends.

    `on_wait` is called when another process is inside.

    On a file system without locks (some network ones) the block runs unlocked: every file is verified before it is
    put in place, so the worst that two processes can do is to download twice.
    """
    with (folder / ".autograde-lock").open("ab") as file:
        try:
            if not _try_lock(file):
                on_wait()
                while not _try_lock(file):
                    time.sleep(_POLL_SECONDS)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
        yield


def _try_lock(file: IO[bytes]) -> bool:
    """Take an exclusive lock on an open file, unless another process holds it."""
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
