"""Fill the caches: look, lock, try the sources in order, say what is left to do by hand."""

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nn_lessons.datasets import catalogue
from nn_lessons.datasets.model import CachedFile, Dataset, DatasetError, Order, Progress, UnavailableError

_NO_LOCKS_HERE = {errno.ENOLCK, errno.EOPNOTSUPP}


@dataclass(frozen=True)
class Report:
    """A dataset that is in its cache.

    Attributes:
        dataset: its name.
        how: how it was obtained.
        path: the folder that holds it.
    """

    dataset: str
    how: str
    path: Path


@dataclass(frozen=True)
class Missing:
    """A file that a stock call would not find, or find damaged.

    Attributes:
        dataset: the name of its dataset.
        path: where it belongs.
        problem: what is wrong with it.
    """

    dataset: str
    path: Path
    problem: str


def missing(names: Sequence[str] | None = None) -> list[Missing]:
    """The files that are absent or damaged; reads the caches only, without network, Keras or scikit-learn."""
    return [
        Missing(dataset.name, folder / file.name, problem)
        for dataset in _select(names)
        for folder in [dataset.folder()]
        for file in dataset.files
        if (problem := file.problem(folder / file.name))
    ]


def ensure(names: Sequence[str] | None = None, progress: Callable[[Progress], None] | None = None) -> list[Report]:
    """Put datasets into the caches of Keras and scikit-learn, where they are not there already.

    Args:
        names: ``fashion_mnist``, ``california_housing``; all by default.
        progress: is called with each step.

    Returns:
        One report a dataset, in the order of `names`.

    Raises:
        DatasetError: when no source delivers, or the cache cannot be written. Other datasets are fetched first.
    """
    reports, errors = [], []
    for dataset in _select(names):
        try:
            reports.append(_ensure_one(dataset, progress or _ignore))
        except DatasetError as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else DatasetError("\n\n".join(map(str, errors)))
    return reports


def _select(names: Sequence[str] | None) -> list[Dataset]:
    known = catalogue.DATASETS
    if unknown := [name for name in names or () if name not in known]:
        raise DatasetError(f"There is no data set {unknown[0]}.", todo=f"The data sets are: {', '.join(known)}.")
    return [known[name] for name in names or known]


def _ensure_one(dataset: Dataset, progress: Callable[[Progress], None]) -> Report:
    folder = dataset.folder()
    how = "already cached"
    if dataset.lacking(folder):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _locked(folder, lambda: progress(Progress(dataset.name, "waiting for another process"))):
                how = _fill(dataset, folder, progress) or how
        except OSError as error:
            raise _cannot_write(dataset, folder, error) from error
    return Report(dataset.name, how, folder)


def _fill(dataset: Dataset, folder: Path, progress: Callable[[Progress], None]) -> str:
    """Try the sources in turn, each for what is still lacking; return the names of those that delivered."""

    def tell(doing: str, done: int = 0, total: int | None = None) -> None:
        progress(Progress(dataset.name, doing, done, total))

    used, failures = [], []
    lacking = dataset.lacking(folder)
    for source in dataset.sources:
        if not lacking:
            break
        try:
            source.obtain(Order(lacking, folder, tell))
        except UnavailableError as error:
            failures.append(f"{source.name}: {error}")
            tell(failures[-1])
        before, lacking = lacking, dataset.lacking(folder)
        if lacking != before:
            used.append(source.name)
    if lacking:
        raise _no_source(dataset, folder, lacking, failures)
    return " and ".join(used)


@contextmanager
def _locked(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Let one process at a time into the block; `on_wait` is called when another process is inside.

    On a network file system without locks the block runs unlocked: every file is verified before it is put in place,
    so the worst that two processes can do is to download twice.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / ".nn-lessons.lock")
    try:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            on_wait()
            lock.acquire()
    except OSError as error:
        if error.errno not in _NO_LOCKS_HERE:
            raise
    try:
        yield
    finally:
        lock.release()


def _no_source(dataset: Dataset, folder: Path, lacking: Sequence[CachedFile], failures: Sequence[str]) -> DatasetError:
    return DatasetError(
        f"{dataset.title} is not in the cache, and no source delivers it ({'; '.join(failures)}).",
        todo="\n".join(
            [
                f"Download by hand into {folder}, then run: nn-lessons data",
                *(f"  {file.original.name} from {file.original.url}" for file in lacking),
            ]
        ),
    )


def _cannot_write(dataset: Dataset, folder: Path, error: OSError) -> DatasetError:
    return DatasetError(
        f"{dataset.title} cannot be stored: {error.strerror or error}.",
        where=str(error.filename2 or error.filename or folder),
        todo="Make the folder writable, with 100 MB of free space, or name another folder in the environment: "
        "KERAS_HOME for Keras, SCIKIT_LEARN_DATA for scikit-learn.",
    )


def _ignore(_: Progress) -> None:
    pass
