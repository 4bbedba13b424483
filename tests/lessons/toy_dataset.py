"""A small dataset for the tests; run as a script it is ensured in a process of its own.

python toy_dataset.py URL FOLDER [spare source: none, good or hanging]
"""

import hashlib
import random
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from nn_lessons.datasets import Report, catalogue, ensure
from nn_lessons.datasets.model import CachedFile, Dataset, Order, Original, Source, UnavailableError
from nn_lessons.datasets.publisher import from_publisher

CONTENT = random.Random(1).randbytes(2_000_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def toy(url: str, folder: Path, *, name: str = "toy", spare: str = "none", packed: bool = False) -> Dataset:
    """A dataset with one file; `packed`: its publisher serves it in another form, the bytes reversed."""
    original = Original(f"{name}.bin", f"{url}/{name}.bin", SHA256)
    convert: Callable[[Path, Path], object] = shutil.copyfile
    if packed:
        original = Original(f"{name}.packed", f"{url}/{name}.packed", hashlib.sha256(CONTENT[::-1]).hexdigest())
        convert = _reverse
    return Dataset(
        name=name,
        title=name.title(),
        folder=lambda: folder,
        files=(CachedFile(f"{name}.bin", SHA256, sha256, original, convert),),
        sources=(Source("the official download", from_publisher), Source("the spare source", SPARES[spare])),
    )


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _reverse(original: Path, cache: Path) -> None:
    cache.write_bytes(original.read_bytes()[::-1])


def _none(order: Order) -> None:
    raise UnavailableError("it has gone")


def _placing(write: Callable[[Path], object]) -> Callable[[Order], None]:
    def obtain(order: Order) -> None:
        for file in order.files:
            order.place(file, write)

    return obtain


def _write_half_and_hang(path: Path) -> None:
    path.write_bytes(CONTENT[: len(CONTENT) // 2])
    time.sleep(60)


SPARES = {
    "none": _none,
    "good": _placing(lambda path: path.write_bytes(CONTENT)),
    "wrong": _placing(lambda path: path.write_bytes(CONTENT[:-1])),
    "hanging": _placing(_write_half_and_hang),
}


def use(*datasets: Dataset) -> None:
    """Make these the course's datasets."""
    catalogue.DATASETS = {dataset.name: dataset for dataset in datasets}


def main(url: str, folder: str, spare: str = "none") -> list[Report]:
    use(toy(url, Path(folder), spare=spare))
    return ensure()


if __name__ == "__main__":
    for report in main(*sys.argv[1:]):
        print(report.how)
