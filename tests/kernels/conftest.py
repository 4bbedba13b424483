"""Kernels are started through jupyter_client from a kernelspec that `install` has written, in folders of their own."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograde import kernels
from tests.kernels.running import LIBRARIES, configure, stop_zygotes

LIGHT: dict[str, Any] = {"preload": ["ipykernel.kernelapp"]}


@pytest.fixture(scope="session")
def kernelspecs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Jupyter data folder whose `python3` has been made warm."""
    prefix = tmp_path_factory.mktemp("prefix")
    share = Path("share", "jupyter", "kernels", "python3")
    shutil.copytree(Path(sys.prefix) / share, prefix / share)
    kernels.install(prefix, LIBRARIES.preload)
    return prefix / "share" / "jupyter"


@pytest.fixture(scope="session")
def shared_runtime() -> Iterator[Path]:
    """A folder for the zygotes of the tests that can share one; short, for a socket's path."""
    with tempfile.TemporaryDirectory(prefix="ag") as folder:
        yield Path(folder)
        stop_zygotes(Path(folder))


@pytest.fixture
def warm(shared_runtime: Path, kernelspecs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Warm kernels for one test, from a zygote that other tests use as well; its folder."""
    return _environment(shared_runtime, kernelspecs, monkeypatch)


@pytest.fixture
def own_zygote(kernelspecs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Warm kernels for one test that harms its zygote, which imports little; its folder."""
    configure(kernelspecs, **LIGHT)
    with tempfile.TemporaryDirectory(prefix="ag") as folder:
        yield _environment(Path(folder), kernelspecs, monkeypatch)
        stop_zygotes(Path(folder))
    configure(kernelspecs, preload=LIBRARIES.preload)


@pytest.fixture
def light(kernelspecs: Path) -> Callable[..., None]:
    """Changes the options of the kernelspec for a test with `own_zygote`."""
    return lambda **config: configure(kernelspecs, **{**LIGHT, **config})


def _environment(runtime: Path, kernelspecs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUTOGRADE_KERNEL_RUNTIME", str(runtime))
    monkeypatch.setenv("JUPYTER_PATH", str(kernelspecs))
    monkeypatch.delenv("AUTOGRADE_WARM_KERNELS", raising=False)
    return runtime
