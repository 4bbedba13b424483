"""Read a zip file that strangers have filled. Nothing is unpacked by its own name; every read has a limit."""

import contextlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from autograde.errors import CourseError
from autograde.grading.sealed.submission import MAX_FILE_BYTES

# Far above what a class hands in: an archive beyond these limits was made to exhaust the machine.
MAX_ENTRIES = 100_000
#: Of all files that are read, together, after decompression.
MAX_ARCHIVE_BYTES = 10_000_000_000
#: In characters.
MAX_PATH_LENGTH = 1_000
_UTF_8_FLAG = 1 << 11


class Refused(Exception):
    """An entry that is not read; the message says why."""


class Archive:
    """A zip file, open for reading.

    Raises:
        CourseError: it is missing or no zip file, or has too many entries.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def __enter__(self) -> Self:
        try:
            self._zip = zipfile.ZipFile(self._path)
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise CourseError(
                f"Cannot open the archive: {error}.",
                where=str(self._path),
                todo="Download the class's submissions again as one zip file.",
            ) from error
        if len(self._zip.infolist()) > MAX_ENTRIES:
            self._zip.close()
            raise CourseError(f"The archive has more than {MAX_ENTRIES:,} entries.", where=str(self._path))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def entries(self) -> Iterator[zipfile.ZipInfo]:
        """Yield the files, in the archive's order."""
        for info in self._zip.infolist():
            # Not `is_dir()`: in Python 3.11 it fails on an empty name.
            if not info.filename.endswith("/"):
                _decode_name(info)
                yield info

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """Read a file.

        Raises:
            Refused: its path leads out of the archive, it is a link, encrypted, broken or too large.
            CourseError: the archive's files are too large together.
        """
        check_entry(info)
        try:
            with self._zip.open(info) as file:
                # One byte more than allowed: an entry's header may state a smaller size than it decompresses to.
                content = file.read(MAX_FILE_BYTES + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise Refused(f"cannot be read: {error}") from error
        if len(content) > MAX_FILE_BYTES:
            raise Refused(_too_large(len(content)))
        self._read += len(content)
        if self._read > MAX_ARCHIVE_BYTES:
            raise CourseError(f"The archive holds more than {MAX_ARCHIVE_BYTES:,} bytes.", where=str(self._path))
        return content


def _decode_name(info: zipfile.ZipInfo) -> None:
    """Many programs write names in UTF-8 and do not say so; zipfile then takes them for cp437."""
    if not info.flag_bits & _UTF_8_FLAG:
        with contextlib.suppress(UnicodeError):
            info.filename = info.filename.encode("cp437").decode("utf-8")


def check_entry(info: zipfile.ZipInfo) -> None:
    """Check an entry's name, type and size before anything of it is read.

    Raises:
        Refused: it leads out of the archive, is no ordinary file, is encrypted, or is too large or too long.
    """
    if len(info.filename) > MAX_PATH_LENGTH:
        raise Refused("its path is too long")
    path = PurePosixPath(info.filename)
    # zipfile turns backslashes into slashes and cuts a name at a null character: the original name shows both.
    if path.is_absolute() or ".." in path.parts or "\\" in info.orig_filename or "\0" in info.orig_filename:
        raise Refused("its path leads out of the archive")
    # The upper half holds Unix permissions and file type, if the archive was made on Unix; else it is 0.
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise Refused("it is a link or a special file")
    if info.flag_bits & 1:
        raise Refused("it is encrypted")
    if info.file_size > MAX_FILE_BYTES:
        raise Refused(_too_large(info.file_size))


def _too_large(size: int) -> str:
    return (
        f"it has more than {MAX_FILE_BYTES / 1e6:.0f} MB"
        if size == MAX_FILE_BYTES + 1
        else f"it has {size / 1e6:.0f} MB"
    )
