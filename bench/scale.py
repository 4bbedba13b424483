"""Benchmarks of the coordinator: what a very large class costs beside running notebooks."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat

from autograde.authoring.source import read_release, read_source, to_notebook
from autograde.classroom import open_classroom
from autograde.course import Topic, open_course
from autograde.grading.grade import grade_class
from autograde.grading.plan import Options, plan
from autograde.grading.results import Outcome, Score
from bench.report import Row
from tests.gradebook.server import running_server
from tests.instant import InstantBackend

_MEGABYTE = 1 << 20


def coordinator(size: int) -> Iterator[Row]:
    """Section "scale": a class of ``size`` hand-ins of one topic, results made beforehand; SQLite, then PostgreSQL."""
    topic = open_course().topics[0]
    with tempfile.TemporaryDirectory(dir="build") as folder:
        classroom = Path(folder, "class")
        _hand_in(classroom, topic, size)
        yield from _measured(classroom, topic, size, "SQLite")
        shutil.rmtree(classroom / ".autograde")
        for server in running_server():
            config = classroom / "nbgrader_config.py"
            config.write_text(f"c = get_config()\nc.CourseDirectory.db_url = {server.url!r}\n", "utf-8")
            yield from _measured(classroom, topic, size, "PostgreSQL")


def _hand_in(classroom: Path, topic: Topic, size: int) -> None:
    text = nbformat.writes(read_release(read_source(topic)))
    for number in range(size):
        path = classroom / "submitted" / f"student{number:06}" / topic.name / topic.release.name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")


def _measured(classroom: Path, topic: Topic, size: int, database: str) -> Iterator[Row]:
    commands = {
        "graded and recorded": [sys.executable, "-m", "bench.scale", str(classroom), topic.name],
        "nothing to do, recorded again": [sys.executable, "-m", "bench.scale", str(classroom), topic.name],
        "feedback": [sys.executable, "-m", "autograde", "feedback", str(classroom), "--topic", topic.name],
        "report": [sys.executable, "-m", "autograde", "report", str(classroom), "--topic", topic.name],
        "export": [sys.executable, "-m", "autograde", "export", str(classroom), "--topic", topic.name],
    }
    for what, command in commands.items():
        seconds, memory = _run(command)
        where = f"{size} hand-ins, {database}"
        yield Row("scale", f"{what}, a second", where, size / seconds, unit="")
        yield Row("scale", f"{what}, memory", where, memory, unit="MB")


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds, and the largest resident memory in MB, of a command that may end with "needs a look"."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return time.monotonic() - started, usage.ru_maxrss * 1024 / _MEGABYTE


def _grade_instantly(folder: Path, name: str) -> None:
    (topic,) = open_course().select([name])
    source = read_source(topic)
    scores = tuple(
        Score(cell.id, cell.task or cell.id, None if cell.kind == "essay" else float(cell.points), cell.points)
        for cell in source.of_kind("check", "essay")
    )
    outcome = Outcome("", topic.name, "graded", scores, notebook=nbformat.writes(to_notebook(source)))
    classroom = open_classroom(folder)
    jobs = plan(classroom, [topic], Options())
    grade_class(classroom, jobs, InstantBackend(outcome), lambda hand_in, outcome, was_stored: None)


if __name__ == "__main__":
    _grade_instantly(Path(sys.argv[1]), sys.argv[2])
