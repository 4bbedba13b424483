"""A real scheduler and real workers: the same results as on one machine, whatever happens to the workers."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograde.classroom import open_classroom
from tests.cluster import Cluster, running_cluster
from tests.gradebook.server import Server, running_server
from tests.toy import Toy
from tests.waiting import wait_for

pytestmark = pytest.mark.slow
pytest.importorskip("distributed")

SLOW = "import time\ntime.sleep(1)\ndef double(x):\n    return x + x"
STUDENTS = [f"student{number}" for number in range(8)]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with running_cluster(tmp_path / "cluster") as cluster:
        yield cluster


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


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running_server()


def gradebook(class_folder: Path) -> list[tuple[object, ...]]:
    """Every grade in nbgrader's gradebook, as nbgrader reads it."""
    with Gradebook(open_classroom(class_folder).database) as book:
        return sorted(
            (submission.student_id, grade.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for assignment in book.assignments
            for submission in book.assignment_submissions(assignment.name)
            for notebook in submission.notebooks
            for grade in notebook.grades
        )


def test_one_machine_a_cluster_and_a_bad_day_give_the_same_gradebook(
    toy: Toy, class_folder: Path, cluster: Cluster, server: Server, tmp_path: Path
) -> None:
    """The bad day: a worker is killed while it grades, and the gradebook's server starts anew."""
    workers = [cluster.start_worker() for _ in range(2)]
    on = ("--cluster", str(cluster.scheduler_file))
    folders = {name: tmp_path / name for name in ("one_machine", "cluster_day", "bad_day")}
    for folder in folders.values():
        folder.mkdir()
        (folder / "submitted").symlink_to(class_folder / "submitted")
    toy.grade(folders["one_machine"])
    toy.grade(folders["cluster_day"], *on)
    (folders["bad_day"] / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {server.new_database('bad_day')!r}\n", "utf-8"
    )
    grading = toy.start("grade", folders["bad_day"], *on)
    wait_for(lambda: results(folders["bad_day"]), process=grading)
    os.killpg(workers[0].pid, signal.SIGKILL)
    server.stop()
    back = threading.Timer(2, server.start)
    back.start()
    output, errors = grading.communicate(timeout=120)
    back.join()
    assert grading.returncode == 1, output + errors  # one file is broken
    expected = gradebook(folders["one_machine"])
    assert len(expected) == 3 * (len(STUDENTS) + 1)
    assert gradebook(folders["cluster_day"]) == expected
    assert gradebook(folders["bad_day"]) == expected


def test_dask_is_told_how_long_each_stage_took(toy: Toy, class_folder: Path, cluster: Cluster) -> None:
    """Its dashboard shows this by topic."""
    from distributed import Client

    cluster.start_worker()
    toy.grade(class_folder, "--cluster", str(cluster.scheduler_file))
    with Client(scheduler_file=str(cluster.scheduler_file)) as client:
        metrics = client.run_on_scheduler(lambda dask_scheduler: dict(dask_scheduler.cumulative_worker_metrics))
    cells = metrics["execute", toy.topic.name, "students' cells", "seconds"]
    assert cells > len(STUDENTS) - 1  # each but one sleeps for a second
