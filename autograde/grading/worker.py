"""What a grading process does with its unit of work: open a kernel beside the data files and grade."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jupyter_client.manager import KernelManager

from autograde.grading.dialogue import Kernel
from autograde.grading.unit import Work, grade


def grade_in_process(work: Work) -> str:
    """Grade one notebook; return the outcome as JSON."""
    return grade(work, lambda: _kernel(work)).to_json()


class _PlainKernel:
    def __init__(self, folder: str) -> None:
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel(cwd=folder, extra_arguments=["--log-level=ERROR"])
        self.client = self._manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)

    def interrupt(self) -> None:
        self._manager.interrupt_kernel()

    def kill(self) -> None:
        self._manager.shutdown_kernel(now=True)

    def is_alive(self) -> bool:
        return bool(self._manager.is_alive())

    def death_reason(self) -> str:
        return "its kernel died"


@contextlib.contextmanager
def student_kernel(folder: Path, sandbox: str) -> Iterator[Kernel]:
    kernel = _PlainKernel(str(folder))
    try:
        yield kernel
    finally:
        kernel.kill()
        kernel.client.stop_channels()


@contextlib.contextmanager
def _kernel(work: Work) -> Iterator[Kernel]:
    with tempfile.TemporaryDirectory(prefix="autograde-") as folder:
        for path in work.source.topic.data_files:
            shutil.copy(path, Path(folder))
        with student_kernel(Path(folder), "off") as kernel:
            yield kernel
