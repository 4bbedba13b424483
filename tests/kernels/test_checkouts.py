"""Two checkouts that share one environment: each runs kernels of its own code, and neither ends the other's."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograde
from autograde import kernels
from tests.kernels.running import eventually, linux_only, stop_zygotes, zygotes

_MISSING = kernels.probe().sandbox_unavailable_reason
pytestmark = [linux_only, pytest.mark.skipif(bool(_MISSING), reason=f"this host has no sandbox: {_MISSING}")]

# Opens kernels one after another for as long as some of the zygotes' checks whether they are outdated take.
GRADER = """
import sys, time
{find}
import autograde, logging
from autograde.kernels import open_kernel
assert autograde.__file__.startswith({checkout!r}), autograde.__file__
logging.basicConfig(stream=sys.stdout)
end = time.monotonic() + 6
while time.monotonic() < end:
    with open_kernel("sandboxed") as kernel:
        done = kernel.execute("print(open('/proc/self/comm').read())", timeout=60)
        assert done.outputs[0]["text"].strip() == "ag-kernel", done
    print("opened", flush=True)
"""


@pytest.fixture
def checkouts(tmp_path: Path) -> list[Path]:
    """Two copies of the package whose zygotes call themselves by different names and check often."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        copy = folder / "autograde"
        shutil.copytree(Path(autograde.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
        zygote = copy / "kernels" / "warm" / "zygote.py"
        text = zygote.read_text()
        for old, new in {
            "CHECK_SECONDS = 5.0": "CHECK_SECONDS = 1.0",
            '"ag-zygote"': f'"zygote-{folder.name}"',
        }.items():
            assert old in text
            text = text.replace(old, new)
        zygote.write_text(text)
    return folders


@pytest.fixture
def runtime() -> Iterator[Path]:
    """The folder of zygotes that both checkouts share."""
    with tempfile.TemporaryDirectory(prefix="ag") as folder:
        yield Path(folder)
        stop_zygotes(Path(folder))


@pytest.mark.parametrize("way", ["PYTHONPATH", "sys.path"])
def test_they_run_kernels_at_the_same_time(checkouts: list[Path], runtime: Path, way: str) -> None:
    graders: list[subprocess.Popen[str]] = []
    seen: set[int] = set()
    try:
        for checkout in checkouts:  # the second one's zygote starts while the first one's is in use
            graders.append(_start_grader(checkout, runtime, way))
            assert eventually(lambda: len(zygotes(runtime)) == len(graders), seconds=60)
            seen.update(zygotes(runtime))
        for grader in graders:
            said, _ = grader.communicate(timeout=120)
            assert grader.returncode == 0, said
            assert said.count("opened") > 2
            assert "cold kernel" not in said
    finally:
        for grader in graders:
            grader.kill()
    assert set(zygotes(runtime)) == seen  # the first ones, nobody else's
    names = {Path(f"/proc/{pid}/comm").read_text().strip() for pid in seen}
    assert names == {"zygote-one", "zygote-two"}


def test_an_edit_ends_the_zygotes_of_its_own_checkout_only(checkouts: list[Path], runtime: Path) -> None:
    for checkout in checkouts:
        grader = _start_grader(checkout, runtime, "PYTHONPATH")
        said, _ = grader.communicate(timeout=120)
        assert grader.returncode == 0, said
    assert len(zygotes(runtime)) == 2
    (checkouts[0] / "autograde" / "kernels" / "limits.py").touch()
    assert eventually(lambda: len(zygotes(runtime)) == 1)
    [left] = zygotes(runtime)
    assert Path(f"/proc/{left}/comm").read_text().strip() == "zygote-two"
    assert len([path for path in runtime.iterdir() if path.is_dir() and path.name != "home"]) == 1


def _start_grader(checkout: Path, runtime: Path, way: str) -> subprocess.Popen[str]:
    environment = os.environ | {"AUTOGRADE_KERNEL_RUNTIME": str(runtime)}
    if way == "PYTHONPATH":
        environment["PYTHONPATH"] = str(checkout)
    find = f"sys.path.insert(0, {str(checkout)!r})" if way == "sys.path" else ""
    return subprocess.Popen(
        [sys.executable, "-c", GRADER.format(find=find, checkout=str(checkout))],
        env=environment,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
