"""What runs on a cluster's worker: one unit at a time in each of its threads, in this machine's own sandboxes."""

import functools
import json
import os
import pickle
import threading
from pathlib import Path

from autograde.course import Libraries, open_course
from autograde.errors import CourseError
from autograde.grading.keys import ENTRIES, environment_facts, installed_packages
from autograde.grading.results import Outcome
from autograde.grading.sandboxed import grade_in_sandbox
from autograde.grading.unit import Material, Unit
from autograde.kernels import probe

#: Packages that a message names.
_MAX_NAMED = 3


class Unsuitable(Exception):
    """This worker would not give the coordinator's results.

    Args:
        worker: its address.
        why: in what it differs.
    """

    def __init__(self, worker: str, why: str) -> None:
        super().__init__(worker, why)
        self.worker, self.why = worker, why


def facts(libraries: Libraries) -> str:
    """What results depend on beside the hand-in and its topic, as JSON: the same wherever a run's units are graded."""
    return json.dumps(environment_facts(libraries, ENTRIES, installed_packages()))


@functools.cache
def difference(expected: str, libraries: Libraries) -> str:
    """In what this process differs from the coordinator with these `facts`, in words; "" if in nothing."""
    theirs, here = json.loads(expected), json.loads(facts(libraries))
    reason = probe().sandbox_unavailable_reason
    if reason:
        return f"no sandbox: {reason}"
    packages = sorted(set(theirs["installed"]) ^ set(here["installed"]))
    if packages:
        more = f" and {len(packages) - _MAX_NAMED} more" if len(packages) > _MAX_NAMED else ""
        return f"other packages: {', '.join(packages[:_MAX_NAMED])}{more}"
    words = {"python": "another Python", "code": "another version of autograde", "lessons": "other course libraries"}
    words |= {"data": "other data sets, or none"}
    return ", ".join(words.get(name, name) for name in theirs if theirs[name] != here[name])


def grade_on_worker(material: bytes, student: str, submission: bytes, expected: str) -> bytes:
    """Grade one unit; the outcome as JSON.

    Args:
        material: a pickled `Material`, from the coordinator.
        student: whose.
        submission: the bytes of the hand-in.
        expected: the coordinator's `facts`.

    Raises:
        Unsuitable: this worker differs from the coordinator.
        NoResult: the grader itself failed.
    """
    topic = _material(material)
    why = difference(expected, topic.libraries)
    if why:
        raise Unsuitable(_address(), why)
    outcome = grade_in_sandbox(Unit(student, topic, submission), _own_course(), threading.Event())
    _show_on_dashboard(outcome)
    return outcome.to_json().encode("utf-8", "replace")


def _show_on_dashboard(outcome: Outcome) -> None:
    """Tell Dask how long each stage took; its dashboard adds them up by topic ("Fine Performance Metrics")."""
    from distributed.metrics import context_meter

    context_meter.digest_metric("students' cells", outcome.cell_seconds, "seconds")
    context_meter.digest_metric("checks, start and end", outcome.seconds - outcome.cell_seconds, "seconds")


@functools.lru_cache(maxsize=32)
def _material(pickled: bytes) -> Material:
    material: Material = pickle.loads(pickled)
    return material


def _address() -> str:
    from distributed import get_worker

    return str(get_worker().address)


@functools.cache
def _own_course() -> Path:
    """The course that this installation is part of, solutions and all; the folder of the package if it is of none."""
    try:
        return open_course(Path(os.sep)).root
    except CourseError:
        return Path(__file__).resolve().parents[1]
