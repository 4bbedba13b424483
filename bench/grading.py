"""Benchmarks of grading: against stock nbgrader, overhead, parallel jobs, a large class."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from statistics import median

import psutil

from autograde.authoring.sample_class import Member, members
from autograde.classroom import Classroom
from autograde.course import Topic, open_course
from bench.bench_kernels import pages
from bench.report import Row
from tests import stock


@dataclass(frozen=True)
class Timed:
    """A run of the grader: wall time, and the part in which cells ran (checks only under ``--inline``)."""

    seconds: float
    cell_seconds: float


def small_sample(topics: Sequence[Topic], size: int) -> list[Member]:
    """``size`` honest hand-ins of each topic: a perfect and a blank one, then right and wrong ones in turn."""
    sample = []
    for topic in topics:
        honest = [member for member in members(topic) if member.honest]
        right, wrong = ([member for member in honest if member.kind == kind] for kind in ("right", "wrong"))
        ends = [member for member in honest if member.kind in {"perfect", "blank"}]
        turns = [member for pair in zip_longest(right, wrong) for member in pair if member is not None]
        sample += [*ends, *turns][:size]
    return sample


def against_stock(rounds: int, size: int) -> Iterator[Row]:
    """Section "nbgrader": ours (sealed, sandboxed) and stock nbgrader in turn on the same hand-ins.

    Scores are compared cell by cell. Stock nbgrader runs the cells that ours runs; then, on the perfect hand-ins
    only, demo and figure cells as well.
    """
    topics = open_course().topics
    sample = small_sample(topics, size)
    perfect = [member for member in sample if member.kind == "perfect"]
    same: dict[str, list[float]] = {"ours": [], "ours -j1": [], "stock": []}
    demos: dict[str, list[float]] = {"ours": [], "stock": []}
    for _ in range(rounds):
        with folder_for_a_class() as folder:
            same["ours"].append(run_autograde(folder / "ours", sample).seconds)
            same["ours -j1"].append(run_autograde(folder / "one_job", sample, "-j1").seconds)
            same["stock"].append(_run_nbgrader(folder / "stock", sample, topics, skip_demos=True))
            _compare(folder, topics)
        with folder_for_a_class() as folder:
            demos["ours"].append(run_autograde(folder / "ours", perfect).seconds)
            demos["stock"].append(_run_nbgrader(folder / "stock", perfect, topics, skip_demos=False))
    stock_seconds = median(same["stock"])
    name = f"{len(topics)} topics: {len(sample)} hand-ins"
    jobs = os.cpu_count()
    yield Row("nbgrader", name, f"ours, {jobs} jobs, against stock, same cells", median(same["ours"]), stock_seconds)
    yield Row("nbgrader", name, "ours, one job, against stock, same cells", median(same["ours -j1"]), stock_seconds)
    name = f"{len(topics)} topics: {len(perfect)} hand-ins"
    yield Row("nbgrader", name, "ours against stock, demos run there", median(demos["ours"]), median(demos["stock"]))


def overhead_and_jobs(rounds: int, size: int) -> Iterator[Row]:
    """Section "overhead": grading time times jobs over the run time of the cells alone; one job against two."""
    topics = open_course().topics
    sample = small_sample(topics, size)
    runs: dict[tuple[str, ...], list[Timed]] = {("-j1",): [], ("-j2",): [], ("-j1", "--inline"): []}
    for _ in range(rounds):
        for options, timed in runs.items():
            with folder_for_a_class() as folder:
                timed.append(run_autograde(folder / "ours", sample, *options))
    one, two, inline = runs.values()
    seconds = [median(run.seconds for run in timed) for timed in (one, two)]
    name = f"{len(topics)} topics: {len(sample)} hand-ins"
    for what, timed in (("the student's cells", one), ("the cells with the checks", inline)):
        cells = median(run.cell_seconds for run in timed)
        yield Row("overhead", name, f"{what} against grading", cells, seconds[0])
        yield Row("overhead", f"{name}, two jobs", f"{what} against grading times two", cells, 2 * seconds[1])
    yield Row("overhead", name, "two jobs against one", seconds[1], seconds[0])


def large_class(students: int = 300) -> Iterator[Row]:
    """Section "class": a class of one topic: time, and memory in the first and the last third."""
    topic = open_course().topics[0]
    honest = [member for member in members(topic) if member.honest]
    sample = [
        Member(f"student-{i:03}", topic, "right", honest[i % len(honest)].content + b"\n" * i, 0)
        for i in range(students)
    ]
    with folder_for_a_class() as folder, _memory() as samples:
        timed = run_autograde(folder / "ours", sample)
    third = len(samples) // 3
    first, last = median(samples[:third]), median(samples[-third:])
    yield Row(
        "class",
        f"{topic.name}: {students} hand-ins",
        f"{timed.seconds:.0f} s in all, per hand-in",
        timed.seconds / students,
    )
    yield Row("g", "memory (PSS) of all its processes", "last third against first", last, first, "MB")


def notebooks_under_nbval() -> Iterator[Row]:
    """Section "nbval": the whole course under nbval: warm against cold."""
    times = {}
    for warm in ("1", "0"):
        environment = os.environ | {"AUTOGRADE_WARM_KERNELS": warm}
        for how, folder in (("--nbval", "solutions"), ("--nbval-lax", "notebooks")):
            started = time.monotonic()
            command = [sys.executable, "-m", "pytest", how, "-q", "-p", "no:cacheprovider", folder]
            command += ["--nbval-sanitize-with", "tests/nbval_sanitize.cfg"]
            subprocess.run(command, env=environment, check=True, capture_output=True)
            times[folder, warm] = time.monotonic() - started
    for folder in ("solutions", "notebooks"):
        yield Row("nbval", f"nine {folder}", "nbval, warm against cold", times[folder, "1"], times[folder, "0"])


def run_autograde(folder: Path, sample: Sequence[Member], *options: str) -> Timed:
    """Write a class and grade it, as a program of its own."""
    for member in sample:
        member.write(folder)
    topics = [f"--topic={name}" for name in sorted({member.topic.name for member in sample})]
    command = [sys.executable, "-m", "autograde", "grade", str(folder), *topics, *options, "--json"]
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    outcomes = json.loads(done.stdout)
    return Timed(seconds, sum(outcome["cell_seconds"] for outcome in outcomes))


def _run_nbgrader(folder: Path, sample: Sequence[Member], topics: Sequence[Topic], *, skip_demos: bool) -> float:
    classroom = stock.write_class(folder, sample, skip_demos=skip_demos)
    started = time.monotonic()
    for topic in topics:
        stock.autograde(classroom, topic, environment={"AUTOGRADE_WARM_KERNELS": "0"})
    return time.monotonic() - started


def _compare(folder: Path, topics: Sequence[Topic]) -> None:
    for topic in topics:
        ours, theirs = (stock.read_scores(Classroom(folder / name), topic) for name in ("ours", "stock"))
        if ours != theirs:
            differing = {key: (ours.get(key), theirs.get(key)) for key in ours.keys() | theirs.keys()}
            raise RuntimeError(f"{topic.name}: scores differ: { {k: v for k, v in differing.items() if v[0] != v[1]} }")


@contextlib.contextmanager
def folder_for_a_class() -> Iterator[Path]:
    """An empty folder that is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _memory() -> Iterator[list[float]]:
    """Sample the memory of this process's descendants and of all kernels and their helpers, in MB."""
    samples: list[float] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(2):
            processes = {process.pid for process in psutil.Process().children(recursive=True)}
            processes |= {
                process.pid for process in psutil.process_iter(["name"]) if process.info["name"].startswith("ag-")
            }
            samples.append(sum(pages(pid, "Pss") for pid in processes))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield samples
    finally:
        stop.set()
        thread.join()
