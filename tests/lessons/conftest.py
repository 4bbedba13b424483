import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import toy_dataset
from toy_publisher import Publisher, publishing

from nn_lessons.datasets import catalogue
from nn_lessons.datasets import publisher as official


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture(autouse=True)
def _own_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test replace the catalogue for itself alone."""
    monkeypatch.setattr(catalogue, "DATASETS", catalogue.DATASETS)


@pytest.fixture(autouse=True)
def _no_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed download costs no seconds; the tests of retries ask for them."""
    monkeypatch.setattr(official, "_RETRIES", 0)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start processes that ensure the toy dataset; none survives the test."""
    processes = []

    def run(*arguments: object, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        command = [*before, sys.executable, toy_dataset.__file__, *map(str, arguments)]
        processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return processes[-1]

    yield run
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "toy"
