"""Whatever happens to a zygote, a sandboxed kernel comes up, in the sandbox and in bounded time."""

import logging
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograde import kernels
from autograde.course import NO_LIBRARIES, Libraries
from autograde.kernels import Kernel, Sandbox, open_kernel
from tests.kernels.running import eventually, linux_only, runs, stop_zygotes, zygotes

_MISSING = kernels.probe().sandbox_unavailable_reason
pytestmark = [linux_only, pytest.mark.skipif(bool(_MISSING), reason=f"this host has no sandbox: {_MISSING}")]

#: Seconds: a zygote that hangs is given 5; the rest is for a loaded machine.
BOUND = 25

#: What a preloaded module does to the zygote that imports it.
FAULTS = {
    "it is killed while it imports": "import os; os.kill(os.getpid(), 9)",
    "it ends while it imports": "import os; os._exit(0)",
    "it is stopped while it imports": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "it waits for ever while it imports": "import time; time.sleep(10**6)",
    "an import fails": "raise RuntimeError('this library is broken')",
    "an import starts a thread": (
        "import threading, time; threading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
    ),
    "it is killed just after accepting": "import os; os.fork = lambda: os.kill(os.getpid(), 9)",
    "the supervisor is killed at launch": """
import os
fork = os.fork
def killed():
    pid = fork()
    if pid == 0:
        os.kill(os.getpid(), 9)
    return pid
os.fork = killed
""",
}


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for the zygotes of one test."""
    folder = tmp_path_factory.mktemp("r")
    folder.chmod(0o700)
    monkeypatch.setenv("AUTOGRADE_KERNEL_RUNTIME", str(folder))
    yield folder
    if folder.is_dir():
        stop_zygotes(folder)


def is_warm(libraries: Libraries = NO_LIBRARIES, **env: str) -> bool:
    """Open a sandboxed kernel in bounded time; whether it has been forked."""
    begin = time.monotonic()
    with open_kernel("sandboxed", libraries=libraries, env=env) as kernel:
        assert time.monotonic() - begin < BOUND
        assert printed(kernel, "open('/proc/1/comm').read()") == "ag-init"  # it is in a sandbox
        return printed(kernel, "open('/proc/self/comm').read()") == "ag-kernel"


def printed(kernel: Kernel, expression: str) -> str:
    done = kernel.execute(f"print({expression})", timeout=60)
    assert done.status == "ok", done.outputs
    return str(done.outputs[-1]["text"]).strip()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_start_ends_in_a_cold_kernel(
    runtime: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    (tmp_path / "faulty.py").write_text(FAULTS[fault])
    libraries = Libraries(preload=("faulty",))
    with caplog.at_level(logging.WARNING):
        assert not is_warm(libraries, PYTHONPATH=str(tmp_path))
    [notice] = [record.getMessage() for record in caplog.records if "cold kernel" in record.getMessage()]
    assert "\n" not in notice
    begin = time.monotonic()
    assert not is_warm(libraries, PYTHONPATH=str(tmp_path))  # and the next one need not wait for the same
    if "import" in fault:
        assert time.monotonic() - begin < 5


def test_a_stopped_zygote_is_replaced(runtime: Path) -> None:
    assert is_warm()
    [old] = zygotes(runtime)
    os.kill(old, signal.SIGSTOP)
    assert is_warm()
    assert old not in zygotes(runtime)


def test_a_killed_zygote_is_replaced(runtime: Path) -> None:
    assert is_warm()
    [old] = zygotes(runtime)
    os.kill(old, signal.SIGKILL)
    assert is_warm()


def _remove_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def _replace_socket(folder: Path) -> None:
    (folder / "zygote.sock").unlink()
    (folder / "zygote.sock").write_text("not a socket")


def _replace_state(folder: Path) -> None:
    (folder / "zygote.json").write_text('{"pid": 4194305, "started": 0}')
    (folder / "zygote.sock").unlink()


@pytest.mark.parametrize("damage", [_remove_folder, _replace_socket, _replace_state])
def test_a_zygote_that_cannot_be_found_is_replaced_and_ends_without_harm_to_its_successor(
    runtime: Path, damage: Callable[[Path], None]
) -> None:
    assert is_warm()
    [old], [folder] = zygotes(runtime), [path.parent for path in runtime.glob("*/zygote.json")]
    damage(folder)
    assert is_warm()
    assert eventually(lambda: not runs(old), seconds=15)
    [new] = zygotes(runtime)
    assert is_warm()
    assert zygotes(runtime) == [new]


def test_a_socket_that_cannot_be_replaced_ends_in_a_cold_kernel(runtime: Path) -> None:
    assert is_warm()
    [folder] = [path.parent for path in runtime.glob("*/zygote.json")]
    stop_zygotes(runtime)
    (folder / "zygote.sock").unlink()
    (folder / "zygote.sock" / "held").mkdir(parents=True)
    assert not is_warm()


@pytest.mark.parametrize("name", ["identity.json", "log"])
def test_a_full_disk_does_not_matter(runtime: Path, name: str) -> None:
    folder = Sandbox("").identity.folder
    folder.mkdir(mode=0o700)
    (folder / name).symlink_to("/dev/full")  # each write to it fails with ENOSPC
    assert is_warm() is (name == "log")


def test_a_state_that_cannot_be_written_does_not_matter(runtime: Path) -> None:
    (Sandbox("").identity.folder / "zygote.json").mkdir(mode=0o700, parents=True)
    assert not is_warm()


def test_a_held_lock_ends_in_a_cold_kernel(runtime: Path) -> None:
    import filelock

    with filelock.FileLock(Sandbox("").identity.lock_file):
        assert not is_warm()


@pytest.mark.parametrize("place", ["a file", "impossible", "open to others", "not writable", "another user's"])
def test_a_runtime_folder_that_cannot_be_used_does_not_matter(
    runtime: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "a file":
        runtime.rmdir()
        runtime.write_text("")
    elif place == "impossible":
        monkeypatch.setenv("AUTOGRADE_KERNEL_RUNTIME", "/proc/none")
    elif place == "open to others":
        runtime.chmod(0o755)
    elif place == "not writable":
        if os.geteuid() == 0:
            pytest.skip("root can write everywhere")
        runtime.chmod(0o500)
    else:
        if os.geteuid() != 0:
            pytest.skip("only root can give a folder away")
        os.chown(runtime, 65534, 65534)
    assert not is_warm()


def test_two_runtime_folders_do_not_touch_each_other(
    runtime: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_warm()
    first = zygotes(runtime)
    other = tmp_path_factory.mktemp("o")
    other.chmod(0o700)
    monkeypatch.setenv("AUTOGRADE_KERNEL_RUNTIME", str(other))
    assert is_warm()
    assert zygotes(other) != first
    stop_zygotes(other)
    shutil.rmtree(other)
    monkeypatch.setenv("AUTOGRADE_KERNEL_RUNTIME", str(runtime))
    assert is_warm()
    assert zygotes(runtime) == first
