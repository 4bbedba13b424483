"""Benchmarks of grading on a Dask cluster, all of it on this machine."""

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from statistics import median

from autograde.authoring.sample_class import Member
from autograde.course import open_course
from bench.grading import folder_for_a_class, run_autograde, small_sample
from bench.report import Row
from tests.cluster import Cluster, running_cluster


def against_one_machine(rounds: int, size: int) -> Iterator[Row]:
    """Section "cluster": two workers against two local jobs, one worker against two, and one that is lost."""
    topics = open_course().topics
    sample = small_sample(topics, size)
    local, one, two, two_pinned, lossy = [], [], [], [], []
    for _ in range(rounds):
        with folder_for_a_class() as folder:
            local.append(run_autograde(folder / "local", sample, "-j2").seconds)
        two.append(_on_cluster(sample, workers=2))
        one.append(_on_cluster(sample, workers=1, pinned=True))
        two_pinned.append(_on_cluster(sample, workers=2, pinned=True))
        lossy.append(_on_cluster(sample, workers=2, lose_one_after=two[-1] / 2))
    name = f"{len(topics)} topics: {len(sample)} hand-ins"
    yield Row("cluster", name, "two workers against two local jobs", median(two), median(local))
    yield Row("cluster", name, "two workers against one, a core each", median(two_pinned), median(one))
    yield Row("cluster", name, "seconds lost with a worker killed halfway, another joins", median(lossy) - median(two))


def _on_cluster(
    sample: Sequence[Member], *, workers: int, pinned: bool = False, lose_one_after: float | None = None
) -> float:
    """Seconds to grade a sample on a cluster that is there already; pinned workers are like machines of one core."""
    from distributed import Client

    with folder_for_a_class() as folder, running_cluster(folder / "cluster") as cluster:
        for number in range(workers):
            if pinned:
                _start_pinned(cluster, number)
            else:
                cluster.start_worker()
        with Client(scheduler_file=str(cluster.scheduler_file)) as client:
            client.wait_for_workers(workers)
        loss = threading.Timer(lose_one_after or 0, _replace_a_worker, [cluster])
        if lose_one_after is not None:
            loss.start()
        seconds = run_autograde(folder / "class", sample, "--cluster", str(cluster.scheduler_file)).seconds
        loss.cancel()
        return seconds


def _start_pinned(cluster: Cluster, core: int) -> None:
    """Start a worker that has one core and kernels of its own."""
    runtime = cluster.folder / f"kernels-{core}"
    cluster.start_worker("taskset", "--cpu-list", str(core), AUTOGRADE_KERNEL_RUNTIME=str(runtime))


def _replace_a_worker(cluster: Cluster) -> None:
    os.killpg(cluster.processes[-1].pid, signal.SIGKILL)
    cluster.start_worker()
