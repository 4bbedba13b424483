"""Benchmarks of the coordinator: what a very large class costs beside running notebooks."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import nbformat

from autograde.authoring.source import read_release, read_source, to_notebook
from autograde.classroom import open_classroom
from autograde.course import Topic, open_course
from autograde.grading.grade import grade_class
from autograde.grading.plan import Options, plan
from autograde.grading.results import Outcome, Score
from autograde.grading.unit import Unit
from bench.report import Row
from tests.gradebook.server import running_server
from tests.instant import InstantBackend

_MAX_LINKS = 50_000
#: Stands for the student's name in code.
_STUDENT = "@STUDENT@"
#: Lines in a task cell that nobody else has.
_OWN_LINES = 15


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
        # Links, which take no space on the disk: a file may have 65,000 of them, no fewer.
        if number % _MAX_LINKS == 0:
            path.write_text(text, encoding="utf-8")
            original = path
        else:
            path.hardlink_to(original)


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
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory = 0.0
    # Not ru_maxrss, which on Linux counts what this process had when it forked.
    while process.poll() is None:
        memory = max(memory, _peak_memory(process.pid))
        time.sleep(0.05)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return time.monotonic() - started, memory


def _peak_memory(pid: int) -> float:
    """The largest resident memory of a process so far, in MB; 0 if it has just ended."""
    found = re.search(r"^VmHWM:\s*(\d+) kB$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _grade_instantly(folder: Path, name: str) -> None:
    (topic,) = open_course().select([name])
    source = read_source(topic)
    scores = tuple(
        Score(cell.id, cell.task or cell.id, None if cell.kind == "essay" else float(cell.points), cell.points)
        for cell in source.of_kind("check", "essay")
    )
    notebook = to_notebook(source)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            cell.source += "".join(f"\nown = own * {_STUDENT!r} + 'line {line}'" for line in range(_OWN_LINES))
    outcome = Outcome("", topic.name, "graded", scores, notebook=nbformat.writes(notebook))
    classroom = open_classroom(folder)
    jobs = plan(classroom, [topic], Options())
    grade_class(classroom, jobs, _OwnCode(outcome), lambda hand_in, outcome, was_stored: None)


class _OwnCode(InstantBackend):
    """Gives every student's notebook some lines of its own: equal code would be compared much too quickly."""

    def submit(self, unit: Unit) -> Future[Outcome]:
        done: Future[Outcome] = Future()
        outcome = super().submit(unit).result()
        done.set_result(replace(outcome, notebook=outcome.notebook.replace(_STUDENT, unit.student)))
        return done


if __name__ == "__main__":
    _grade_instantly(Path(sys.argv[1]), sys.argv[2])
