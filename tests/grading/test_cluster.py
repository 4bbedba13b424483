"""A real scheduler and real workers: the same results as on one machine, whatever happens to the workers."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.toy import Toy
from tests.waiting import wait_for

pytestmark = pytest.mark.slow
pytest.importorskip("distributed")

SLOW = "import time\ntime.sleep(1)\ndef double(x):\n    return x + x"
STUDENTS = [f"student{number}" for number in range(8)]


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

    def start_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        return self._start(
            "worker", "--scheduler-file", str(self.scheduler_file), "--nthreads", "1", "--no-nanny", **environment
        )

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:], "--no-dashboard"]
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=os.environ | environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    started = Cluster(folder)
    started.start_scheduler()
    try:
        yield started
    finally:
        for process in started.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def class_folder(toy: Toy, tmp_path: Path) -> Path:
    for number, student in enumerate(STUDENTS):
        toy.hand_in(tmp_path / "class", student, double=SLOW if number else "def double(x):\n    return 5")
    (toy.hand_in(tmp_path / "class", "broken")).write_text("{", encoding="utf-8")
    return tmp_path / "class"


def results(class_folder: Path) -> dict[str, object]:
    """What was stored of each hand-in, without times."""
    found: dict[str, object] = {}
    for path in sorted((class_folder / ".autograde" / "results").glob("*/*.jsonl")):
        outcome = json.loads(path.read_text("utf-8").splitlines()[1])
        found[path.stem] = {name: outcome[name] for name in ("status", "scores", "notes", "notebook")}
    return found


def local_results(toy: Toy, class_folder: Path, tmp_path: Path) -> dict[str, object]:
    copy = tmp_path / "local"
    copy.mkdir()
    (copy / "submitted").symlink_to(class_folder / "submitted")
    toy.grade(copy)
    return results(copy)


def test_a_cluster_gives_what_one_machine_gives(toy: Toy, class_folder: Path, cluster: Cluster, tmp_path: Path) -> None:
    for _ in range(2):
        cluster.start_worker()
    toy.grade(class_folder, "--cluster", str(cluster.scheduler_file))
    assert results(class_folder) == local_results(toy, class_folder, tmp_path)
    assert len(results(class_folder)) == len(STUDENTS) + 1


def test_a_worker_that_is_killed_loses_nothing(toy: Toy, class_folder: Path, cluster: Cluster, tmp_path: Path) -> None:
    workers = [cluster.start_worker() for _ in range(2)]
    grading = toy.start("grade", class_folder, "--json", "--cluster", cluster.scheduler_file)
    wait_for(lambda: len(results(class_folder)) >= 2)
    os.killpg(workers[0].pid, signal.SIGKILL)
    cluster.start_worker()  # and another one joins
    output, errors = grading.communicate(timeout=120)
    assert grading.returncode == 1, errors  # one file is broken
    assert len(json.loads(output)) == len(STUDENTS) + 1
    assert results(class_folder) == local_results(toy, class_folder, tmp_path)


def test_a_killed_coordinator_goes_on_where_it_was(toy: Toy, class_folder: Path, cluster: Cluster) -> None:
    cluster.start_worker()
    grading = toy.start("grade", class_folder, "--cluster", cluster.scheduler_file)
    wait_for(lambda: len(results(class_folder)) >= 2)
    grading.kill()
    grading.communicate()
    done = toy.run("grade", class_folder, "--cluster", cluster.scheduler_file)
    assert done.returncode == 1, done.stderr
    assert f"of {len(STUDENTS) + 1} results were there already" in done.stdout
    assert len(results(class_folder)) == len(STUDENTS) + 1


def test_a_worker_that_differs_is_refused_by_name(
    toy: Toy, class_folder: Path, cluster: Cluster, tmp_path: Path
) -> None:
    fake = tmp_path / "packages" / "torch-9.0.dist-info"
    fake.mkdir(parents=True)
    (fake / "METADATA").write_text("Metadata-Version: 2.1\nName: torch\nVersion: 9.0\n", encoding="utf-8")
    cluster.start_worker(PYTHONPATH=str(fake.parent))
    grading = toy.start("grade", class_folder, "--cluster", cluster.scheduler_file)
    wait_for(lambda: cluster.processes[1].poll() is not None)
    cluster.start_worker()
    _, errors = grading.communicate(timeout=120)
    assert "is refused and leaves the cluster: other packages: torch 9.0." in errors
    assert grading.returncode == 1
    assert len(results(class_folder)) == len(STUDENTS) + 1


def test_without_a_scheduler_it_says_so(toy: Toy, class_folder: Path) -> None:
    done = toy.run("grade", class_folder, "--cluster", "tcp://127.0.0.1:1")
    assert done.returncode == 2
    assert "No Dask scheduler can be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_scheduler_that_is_lost_ends_the_run_and_nothing_is_lost(
    toy: Toy, class_folder: Path, cluster: Cluster
) -> None:
    cluster.start_worker()
    grading = toy.start("grade", class_folder, "--cluster", cluster.scheduler_file)
    wait_for(lambda: len(results(class_folder)) >= 2)
    os.killpg(cluster.processes[0].pid, signal.SIGKILL)
    _, errors = grading.communicate(timeout=120)
    assert grading.returncode == 2, errors
    assert "The connection to the Dask scheduler was lost." in errors
    done = toy.run("grade", class_folder)
    assert done.returncode == 1
    assert "results were there already" in done.stdout
