"""Run a package's own test suite on cold and on warm kernels, and compare the verdicts test by test.

The suites come from the source distributions on the package index, at the installed versions; what they need beside
this environment is installed into build/peers.
"""

import functools
import json
import os
import signal
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from autograde.kernels.identity import RUNTIME_VARIABLE, SWITCH_VARIABLE

FOLDER = Path("build", "peers").absolute()
#: Seconds for one run of one suite.
_TIMEOUT = 900


class Unavailable(RuntimeError):
    """The package index does not give a suite, or what it needs."""


@dataclass(frozen=True)
class Suite:
    """A package's own tests.

    Attributes:
        package: its distribution.
        tests: where in the source distribution they are.
        requirements: what they need that this environment may lack.
        options: for pytest.
    """

    package: str
    tests: str
    requirements: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


SUITES = {
    suite.package: suite
    for suite in (
        Suite(
            "nbclient",
            "tests",
            ("flaky", "ipywidgets", "nbconvert", "pytest-asyncio>=1.3", "testpath", "xmltodict"),
            ("-o", "asyncio_default_fixture_loop_scope=function"),
        ),
        Suite("jupyter_kernel_test", "test_ipykernel.py", ("jupyter_kernel_test",)),
        Suite("jupyter_client", "tests", ("anyio", "msgpack", "pytest-jupyter[client]>=0.6.2", "pytest-timeout")),
        Suite("ipykernel", "tests", ("flaky", "pytest-asyncio>=0.23.5", "pytest-timeout", "trio", "matplotlib")),
        Suite("nbval", "tests", ("coverage", "sympy", "matplotlib")),
        Suite("papermill", "papermill/tests", ("papermill", "moto>=5,<5.1", "boto3", "pytest-mock", "requests")),
    )
}


@dataclass(frozen=True)
class Difference:
    """A test whose verdict depends on how kernels start."""

    test: str
    cold: str
    warm: str

    def __str__(self) -> str:
        return f"{self.test}: {self.cold} on cold kernels, {self.warm} on warm ones"


def differences(suite: Suite) -> list[Difference]:
    """The tests of a suite that tell warm kernels from cold ones, twice in a row.

    Raises:
        Unavailable: the suite cannot be fetched.
        RuntimeError: it did not run.
    """
    folder, site = _fetch(suite), _install(suite)
    different: list[Difference] | None = None
    for _ in range(2):  # some suites have tests that fail now and then, on kernels of either kind
        selected = () if different is None else tuple(one.test for one in different)
        cold, warm = (_run(suite, folder, site, selected, warm=warm) for warm in (False, True))
        different = [
            Difference(test, cold.get(test, "absent"), warm.get(test, "absent"))
            for test in sorted({*cold, *warm})
            if cold.get(test) != warm.get(test)
        ]
        if not different:
            break
    return different or []


def _fetch(suite: Suite) -> Path:
    """The unpacked source distribution, at the installed version where the package is installed."""
    folder = FOLDER / suite.package
    if not folder.is_dir():
        part = FOLDER / f"{suite.package}.part"
        part.mkdir(parents=True, exist_ok=True)
        requirement = _pinned().get(_canonical(suite.package), suite.package)
        _call("pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(part), requirement)
        (archive,) = part.glob("*.tar.gz")
        with tarfile.open(archive) as opened:
            opened.extractall(part, filter="data")
        archive.unlink()
        (unpacked,) = part.iterdir()
        unpacked.rename(folder)
        part.rmdir()
    return folder


def _install(suite: Suite) -> Path:
    """A folder with what the suite needs and this environment lacks, at the versions that are installed here."""
    site = FOLDER / f"{suite.package}-site"
    if suite.requirements and not site.is_dir():
        constraints = FOLDER / "constraints.txt"
        constraints.write_text("\n".join(_pinned().values()))
        missing = [name for name in suite.requirements if name not in _pinned()]
        _call("uv", "pip", "install", "--quiet", "--python", sys.executable, "--target", str(site), "--constraint",
              str(constraints), *missing)  # fmt: skip
    return site


def _run(suite: Suite, folder: Path, site: Path, selected: Collection[str], *, warm: bool) -> dict[str, str]:
    """Run tests; the verdict of each by pytest's name for it."""
    # Not below FOLDER: the path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="agk-", ignore_cleanup_errors=True) as zygotes:
        verdicts = Path(zygotes, "verdicts.json")
        environment = os.environ | {
            SWITCH_VARIABLE: str(int(warm)),
            RUNTIME_VARIABLE: str(Path(zygotes, "warm")),
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(site)]),
            "VERDICTS": str(verdicts),
        }
        command = [sys.executable, "-m", "pytest", "-q", "--config-file=pyproject.toml", "--rootdir=."]
        command += ["-p", "no:cacheprovider", "-p", "verdicts", *suite.options, *(selected or [suite.tests])]
        log = Path(zygotes, "log.txt")
        status = _wait(command, folder, environment, log)
        if status not in {0, 1} or not verdicts.is_file():
            raise RuntimeError(f"The tests of {suite.package} did not run:\n{log.read_text()[-3000:]}")
        if Path(zygotes, "warm").exists() != warm:
            raise RuntimeError(f"The kernels of {suite.package}'s tests were {'cold' if warm else 'warm'}.")
        return dict(json.loads(verdicts.read_text("utf-8")))


def _wait(command: list[str], folder: Path, environment: dict[str, str], log: Path) -> int | None:
    """Run a command; its exit status, None if it ran too long. Then what it has started is ended as well."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            return process.wait(_TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None


@functools.cache
def _pinned() -> dict[str, str]:
    """What is installed here. Not asked of this process: once imported, setuptools adds what it vendors to the path."""
    command = [sys.executable, "-m", "uv", "pip", "list", "--quiet", "--format", "json", "--python", sys.executable]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {_canonical(package["name"]): f"{package['name']}=={package['version']}" for package in listed}


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _call(module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"python -m {module} {' '.join(arguments)}:\n{done.stderr[-2000:]}")
