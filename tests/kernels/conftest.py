"""Kernels are started through jupyter_client from a kernelspec that `install` has written, in folders of their own."""

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

from autograde import kernels

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="warm kernels exist on Linux only")


@dataclass
class Session:
    """A kernel with its client."""

    manager: KernelManager
    client: BlockingKernelClient

    def run(self, code: str, timeout: float = 60) -> str:
        """What a cell prints; its error is raised."""
        printed: list[str] = []
        reply = self.client.execute_interactive(
            code, timeout=timeout, output_hook=lambda message: printed.append(message["content"].get("text", ""))
        )
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"{reply['content']['ename']}: {reply['content']['evalue']}")
        return "".join(printed).strip()

    def evaluate(self, expression: str) -> Any:
        return json.loads(self.run(f"import json; print(json.dumps({expression}))"))

    def outputs(self, code: str) -> list[dict[str, Any]]:
        """The messages that a cell publishes."""
        messages: list[dict[str, Any]] = []
        self.client.execute_interactive(code, timeout=60, output_hook=messages.append)
        return messages


@contextmanager
def started(**options: Any) -> Iterator[Session]:
    """A running kernel."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Session(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.context.destroy()


@pytest.fixture(scope="session")
def kernelspecs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Jupyter data folder whose `python3` has been made warm."""
    prefix = tmp_path_factory.mktemp("prefix")
    share = Path("share", "jupyter", "kernels", "python3")
    shutil.copytree(Path(sys.prefix) / share, prefix / share)
    kernels.install(prefix)
    return prefix / "share" / "jupyter"


def zygotes(runtime: Path) -> list[int]:
    """The pids of the zygotes of a runtime folder that are alive."""
    pids = [json.loads(path.read_text())["pid"] for path in runtime.glob("*/zygote.json")]
    return [pid for pid in pids if runs(pid)]


def stop_zygotes(runtime: Path) -> None:
    for pid in zygotes(runtime):
        os.kill(pid, signal.SIGKILL)


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
    with tempfile.TemporaryDirectory(prefix="ag") as folder:
        yield _environment(Path(folder), kernelspecs, monkeypatch)
        stop_zygotes(Path(folder))


def _environment(runtime: Path, kernelspecs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUTOGRADE_KERNEL_RUNTIME", str(runtime))
    monkeypatch.setenv("JUPYTER_PATH", str(kernelspecs))
    monkeypatch.delenv("AUTOGRADE_WARM_KERNELS", raising=False)
    return runtime


def light(kernelspecs: Path, **config: Any) -> None:
    """Let the kernelspec's zygote import little, so that starting many costs little."""
    path = kernelspecs / "kernels" / "python3" / "kernel.json"
    spec = json.loads(path.read_text())
    spec["metadata"]["kernel_provisioner"]["config"] = {"preload": ["ipykernel.kernelapp"], **config}
    path.write_text(json.dumps(spec))


def runs(pid: int) -> bool:
    """Whether a process runs; a dead one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(condition: Callable[[], object], seconds: float = 10) -> bool:
    """Whether ``condition`` becomes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
