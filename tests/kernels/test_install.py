"""`install` and `uninstall` change the kernelspec by putting a new file in the old one's place."""

import json
import os
import sys
from pathlib import Path

import pytest

from autograde import kernels
from autograde.errors import CourseError

SPEC = {"argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"], "metadata": {"debugger": True}}


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    folder = tmp_path / "share" / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(SPEC))
    return tmp_path


def test_it_is_undone_without_a_trace(prefix: Path) -> None:
    path = kernels.install(prefix)
    assert kernels.installed(prefix)
    assert json.loads(path.read_text())["metadata"]["kernel_provisioner"]["provisioner_name"] == "autograde-warm"
    kernels.uninstall(prefix)
    assert not kernels.installed(prefix)
    assert json.loads(path.read_text()) == SPEC


def test_a_hard_link_elsewhere_is_not_touched(prefix: Path, tmp_path: Path) -> None:
    original = prefix / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    os.link(original, tmp_path / "in the package manager's cache")
    kernels.install(prefix)
    assert json.loads((tmp_path / "in the package manager's cache").read_text()) == SPEC


def test_twice_is_once(prefix: Path) -> None:
    first = kernels.install(prefix).stat()
    assert kernels.install(prefix).stat().st_ino == first.st_ino


def test_a_missing_kernelspec_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="ipykernel install"):
        kernels.install(tmp_path)


def test_the_provisioner_can_be_found() -> None:
    from importlib.metadata import entry_points

    [entry] = entry_points(group="jupyter_client.kernel_provisioners", name="autograde-warm")
    assert entry.load().__name__ == "WarmProvisioner"
    assert sys.modules["autograde.kernels.warm.provisioner"]
