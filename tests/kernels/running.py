"""Starting kernels as Jupyter clients do, and looking at zygotes from outside."""

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from autograde.course import read_settings

#: What the course's notebooks import: what a zygote of everyday use has imported.
LIBRARIES = read_settings(Path(__file__).parents[2]).libraries

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

    @property
    def process(self) -> Any:
        """The kernel's process as its provisioner holds it."""
        return getattr(self.manager.provisioner, "process", None)

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


def zygotes(runtime: Path) -> list[int]:
    """The pids of the zygotes of a runtime folder that are alive."""
    pids = []
    for path in runtime.glob("*/zygote.json"):
        with contextlib.suppress(OSError, ValueError):  # about to be written, or damaged by a test
            pids.append(int(json.loads(path.read_text())["pid"]))
    return [pid for pid in pids if runs(pid)]


def stop_zygotes(runtime: Path) -> None:
    for pid in zygotes(runtime):
        os.kill(pid, signal.SIGKILL)


def configure(kernelspecs: Path, **config: Any) -> None:
    """Set the provisioner's options in the kernelspec."""
    path = kernelspecs / "kernels" / "python3" / "kernel.json"
    spec = json.loads(path.read_text())
    spec["metadata"]["kernel_provisioner"]["config"] = config
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
