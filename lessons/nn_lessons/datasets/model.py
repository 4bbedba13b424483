"""What a dataset is: files in a cache, and sources that can fill it."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_INSTALL = "run: pip install 'nn-lessons[data]'"


class DatasetError(Exception):
    """No source delivers, or a cache cannot be written: what happened, where, and what to do next."""

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__("\n".join(part for part in (f"{where}: {what}" if where else what, todo) if part))


class UnavailableError(Exception):
    """A source does not deliver, for the reason given; the next source is tried."""


@dataclass(frozen=True)
class Progress:
    """One step of the work, as told to the caller.

    Attributes:
        dataset: the dataset's name.
        doing: what is being done, in a few words.
        done: bytes received so far.
        total: bytes expected; None for a step that is not counted in bytes.
    """

    dataset: str
    doing: str
    done: int = 0
    total: int | None = None


@dataclass(frozen=True)
class Original:
    """A file as its publisher serves it."""

    name: str
    url: str
    sha256: str


@dataclass(frozen=True)
class CachedFile:
    """A file that a stock call reads from its cache.

    Attributes:
        name: the file's name in the cache.
        sha256: the digest of the *content*; the bytes around it depend on who compressed it, and when.
        digest: computes that digest; raises any exception on a file that cannot be read.
        original: the published file that it comes from.
        convert: makes the file from the original; a plain copy where the original is itself the file.
    """

    name: str
    sha256: str
    digest: Callable[[Path], str]
    original: Original
    convert: Callable[[Path, Path], object] = shutil.copyfile

    def problem(self, path: Path) -> str:
        """Why the file at `path` cannot serve as this one; empty when all is well."""
        if not path.exists():
            return "not there"
        try:
            found = self.digest(path)
        except ModuleNotFoundError as error:
            raise DatasetError(f"{path.name} cannot be read without {error.name}.", todo=_INSTALL) from error
        except Exception as error:  # a damaged file may raise anything
            return f"damaged ({type(error).__name__})"
        return "" if found == self.sha256 else "not the expected content"


@dataclass(frozen=True)
class Order:
    """What a source is asked for: these files, in this folder.

    Attributes:
        files: the files that are still lacking.
        folder: where they belong.
        tell: reports what is being done, the bytes done and the bytes in total.
    """

    files: Sequence[CachedFile]
    folder: Path
    tell: Callable[[str, int, int | None], None]

    def place(self, file: CachedFile, write: Callable[[Path], object]) -> None:
        """Let `write` make a file, verify it, and only then put it in place, in one step.

        The name of the unfinished file is fixed, so what a killed process left there is overwritten by the next one.
        """
        target = self.folder / file.name
        new = target.with_name(f"{target.name}.new")
        try:
            write(new)
            if problem := file.problem(new):
                raise UnavailableError(f"{file.name} is {problem}")
            os.replace(new, target)
        except ModuleNotFoundError as error:
            raise UnavailableError(f"{error.name} is not installed; {_INSTALL}") from error
        finally:
            new.unlink(missing_ok=True)


@dataclass(frozen=True)
class Source:
    """A way to obtain files.

    Attributes:
        name: as shown to people.
        obtain: puts the files of an order in place, each of them atomically, or raises `UnavailableError`.
    """

    name: str
    obtain: Callable[[Order], None]


@dataclass(frozen=True)
class Dataset:
    """A dataset, the cache it lives in and its sources in the order in which they are tried."""

    name: str
    title: str
    folder: Callable[[], Path]
    files: tuple[CachedFile, ...]
    sources: tuple[Source, ...]

    def lacking(self, folder: Path) -> tuple[CachedFile, ...]:
        """The files that are absent or damaged."""
        return tuple(file for file in self.files if file.problem(folder / file.name))
