"""A Dask cluster on this machine: a scheduler and workers as programs of their own, that can be killed."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.waiting import wait_for


@dataclass
class Cluster:
    """A scheduler on this machine, and its workers."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def scheduler_file(self) -> Path:
        return self.folder / "scheduler.json"

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        process = self._start("scheduler", "--scheduler-file", str(self.scheduler_file), "--host", "127.0.0.1")
        wait_for(self.scheduler_file.is_file)
        return process

    def start_worker(self, *prefix: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker that grades one hand-in at a time; the prefix is a command that runs it."""
        arguments = ("worker", "--scheduler-file", str(self.scheduler_file), "--nthreads", "1", "--no-nanny")
        return self._start(*arguments, prefix=prefix, **environment)

    def stop(self) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, *arguments: str, prefix: Sequence[str] = (), **environment: str) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0]]
        command = [*prefix, *program, *arguments[1:], "--no-dashboard"]
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=os.environ | environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process


@contextlib.contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """A scheduler, and whatever workers are started, until the end of the context."""
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        cluster.start_scheduler()
        yield cluster
    finally:
        cluster.stop()
