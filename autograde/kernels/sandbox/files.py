"""Files that go into a sandbox and come out of it. The sandbox's first process does the work, inside."""

import os
import stat
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

_CHUNK = 1 << 20


def unpack(archive: int, folder: str) -> None:
    """Put the files of a tar archive into a folder."""
    with open(archive, "rb", closefd=False) as file, tarfile.open(fileobj=file, mode="r:") as tar:
        tar.extractall(folder, filter="data")


def pack(folder: str, archive: int) -> None:
    """Put the files of a folder into a tar archive; links stay links, and nothing that is not a file goes in."""
    with open(archive, "wb", closefd=False) as file, tarfile.open(fileobj=file, mode="w:") as tar:
        tar.add(folder, arcname=".", filter=lambda entry: entry if entry.isreg() or entry.isdir() else None)


def store(path: str, content: int) -> None:
    """Write a file, made with its folders if need be."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(content, "rb", closefd=False) as source, open(path, "wb") as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)


def fetch(path: str, content: int, limit: int) -> None:
    """Read a file into a descriptor.

    Raises:
        OSError: it is not a regular file, or longer than ``limit`` bytes.
    """
    with _regular(path) as source, open(content, "wb", closefd=False) as target:
        left = limit
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise OSError(f"the file is longer than {limit} bytes")
            target.write(chunk)


@contextmanager
def _regular(path: str) -> Iterator[BinaryIO]:
    """A file, opened without waiting for anybody: a pipe would hold its reader up for ever."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("it is not a regular file")
        yield file
