"""Files that go into a sandbox, as a tar archive."""

import os
import stat
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def unpack(archive: int, folder: str) -> None:
    """Put the files of a tar archive, which may be empty, into a folder."""
    if os.fstat(archive).st_size:
        with open(archive, "rb", closefd=False) as file, tarfile.open(fileobj=file, mode="r:") as tar:
            # Python before 3.11.4, Debian 12's among them, has no filters; what `pack` has written needs none.
            tar.extraction_filter = getattr(tarfile, "data_filter", None)
            tar.extractall(folder)


def pack(folder: str, archive: int) -> None:
    """Put the files of a folder into a tar archive: regular files and folders only, belonging to nobody."""
    with open(archive, "wb", closefd=False) as file, tarfile.open(fileobj=file, mode="w:") as tar:
        for parent, folders, names in os.walk(folder):
            for name in folders + names:
                path = os.path.join(parent, name)
                with suppress(OSError), _opened(path, os.O_NOFOLLOW) as fd:
                    _add(tar, os.path.relpath(path, folder), fd)


def _add(tar: tarfile.TarFile, name: str, fd: int) -> None:
    entry, status = tarfile.TarInfo(name), os.fstat(fd)
    entry.mtime = int(status.st_mtime)
    if stat.S_ISDIR(status.st_mode):
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        tar.addfile(entry)
    elif stat.S_ISREG(status.st_mode):
        entry.size, entry.mode = status.st_size, 0o755 if status.st_mode & 0o100 else 0o644
        with open(fd, "rb", closefd=False) as content:
            tar.addfile(entry, content)


@contextmanager
def _opened(path: str, flags: int = 0) -> Iterator[int]:
    """A file, opened without waiting for anybody: a pipe would hold its reader up for ever."""
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | flags)
    try:
        yield fd
    finally:
        os.close(fd)
