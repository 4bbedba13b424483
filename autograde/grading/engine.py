"""The parallel engine: grade a class. Many units of work side by side, one coordinator that writes."""

import contextlib
import hashlib
import importlib.metadata
import json
import os
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path

from autograde.authoring.source import read_release, read_source
from autograde.classroom import Classroom, HandIn
from autograde.course import Libraries, Topic
from autograde.errors import CourseError
from autograde.gradebook.assignment import prepare_assignment
from autograde.gradebook.record import Recorder
from autograde.grading import store
from autograde.grading.isolate import Lost, Processes
from autograde.grading.limits import Limits
from autograde.grading.results import Outcome, Score
from autograde.grading.unit import Mode, Work
from autograde.grading.worker import grade_in_process, open_student_kernel
from autograde.imports import code_digest, modules_of
from autograde.kernels import Policy, probe

#: Beyond the notebook's own limit: time to start and stop kernels on a loaded machine, in seconds.
OVERHEAD = 120


@dataclass(frozen=True)
class Options:
    """How to grade.

    Attributes:
        mode: ``sealed``, or ``inline`` for nbgrader's way.
        policy: ``sandboxed``, or ``trusted`` for hand-ins that may do anything to this machine.
        jobs: how many notebooks at a time.
        force: grade again what has a result.
        limits: time limits.
    """

    mode: Mode = "sealed"
    policy: Policy = "sandboxed"
    jobs: int = 1
    force: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Job:
    """A hand-in, the work that grades it and the key of its result."""

    hand_in: HandIn
    work: Work
    key: str


#: Told about each hand-in that is done: the hand-in, its outcome, whether the result was there already.
Listener = Callable[[HandIn, Outcome, bool], None]


def plan(classroom: Classroom, topics: Sequence[Topic], options: Options, students: Collection[str] = ()) -> list[Job]:
    """List what is to be graded, of all students or the named ones.

    Raises:
        CourseError: a topic is not built, or there is nothing to grade.
    """
    installed = _installed()
    materials = {}
    for topic in topics:
        source = read_source(topic)
        materials[topic.name] = source, read_release(source), _common_digest(topic, options, installed)
    jobs = []
    for hand_in in classroom.hand_ins(topics):
        if students and hand_in.student not in students:
            continue
        source, release, common = materials[hand_in.topic.name]
        work = Work(hand_in.student, source, release, hand_in.path, options.mode, options.limits)
        jobs.append(Job(hand_in, work, _key(common, hand_in.path)))
    if not jobs:
        names = ", ".join(topic.name for topic in topics)
        by = f" by {', '.join(students)}" if students else ""
        raise CourseError(f"Nothing handed in for {names}{by}.", where=str(classroom.root / "submitted"))
    return jobs


def grade_class(classroom: Classroom, jobs: Sequence[Job], options: Options, listen: Listener) -> list[Outcome]:
    """Grade and record; results come in any order; the returned list is in the jobs' order, without notebooks.

    What is finished is stored at once: an interrupted run loses nothing and repeats nothing.

    Raises:
        CourseError: the class folder or its gradebook cannot be written.
    """
    todo = [job for job in jobs if options.force or not store.is_current(classroom, job.hand_in, job.key)]
    outcomes: dict[str, Outcome] = {}
    with _graded(classroom, todo, options) as graded:
        for topic in sorted({job.hand_in.topic for job in jobs}):
            prepare_assignment(classroom, topic)
        with Recorder(classroom) as recorder:
            for job, outcome, was_stored in chain(_stored(classroom, jobs, todo), graded):
                if outcome.status != "failed":
                    recorder.record(job.hand_in, outcome)
                # Without its notebook: those of a large class would fill the memory.
                outcomes[_name(job)] = replace(outcome, notebook="")
                listen(job.hand_in, outcome, was_stored)
    return [outcomes[_name(job)] for job in jobs]


#: A job, its outcome, and whether that was there already.
Graded = tuple[Job, Outcome, bool]


def _stored(classroom: Classroom, jobs: Sequence[Job], todo: Sequence[Job]) -> Iterator[Graded]:
    """Load the outcomes of the jobs that are not to do."""
    names = {_name(job) for job in todo}
    for job in jobs:
        if _name(job) not in names and (outcome := store.load(classroom, job.hand_in, job.key)):
            yield job, outcome, True


@contextlib.contextmanager
def _graded(classroom: Classroom, jobs: Sequence[Job], options: Options) -> Iterator[Iterator[Graded]]:
    """Grade in the background, giving each outcome as it is finished and stored; leaving ends what still runs."""
    # The longest first, as far as an earlier run tells: the last ones to finish should be short.
    jobs = sorted(jobs, key=lambda job: -store.last_seconds(classroom, job.hand_in))
    preload = jobs[0].work.source.topic.libraries.preload if jobs else ()
    with ThreadPoolExecutor(options.jobs) as pool, Processes(preload) as processes:
        futures = {pool.submit(_grade_job, processes, job, options.policy): job for job in jobs}
        if jobs:
            threading.Thread(target=_warm_up, args=(jobs[0].work, options.policy), daemon=True).start()
        try:
            yield _finished(classroom, futures)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _finished(classroom: Classroom, futures: dict[Future[Outcome], Job]) -> Iterator[Graded]:
    for future in as_completed(futures):
        job = futures.pop(future)  # and with it the outcome's memory
        yield job, _finish(classroom, job, future), False


def _warm_up(work: Work, policy: Policy) -> None:
    """Let kernels begin to import while the grading processes do, not when the first of these asks for one."""
    with contextlib.suppress(Exception):  # if there is something wrong, the first hand-in will tell
        if probe().warm_kernels:
            with open_student_kernel(work, policy):
                pass


def _grade_job(processes: Processes, job: Job, policy: Policy) -> Outcome:
    seconds = job.work.limits.notebook_seconds + OVERHEAD
    return Outcome.from_json(processes.call(grade_in_process, (job.work, policy), seconds))


def _finish(classroom: Classroom, job: Job, future: Future[Outcome]) -> Outcome:
    """Store an outcome. Where the grader itself failed nothing is stored: the next run tries again."""
    try:
        outcome = future.result()
    except Lost as lost:
        return _ungraded(job, str(lost))
    store.save(classroom, job.hand_in, job.key, outcome)
    return outcome


def _ungraded(job: Job, reason: str) -> Outcome:
    """The grader itself failed on this hand-in: nobody gets or loses a point by it."""
    source = job.work.source
    note = f"could not be graded, please look and grade again: {reason}"
    scores = tuple(Score(c.id, c.task or c.id, 0.0, c.points, note) for c in source.of_kind("check", "essay"))
    return Outcome(job.work.student, source.topic.name, "failed", scores, (note,))


def _common_digest(topic: Topic, options: Options, installed: Sequence[str]) -> bytes:
    """A digest of everything that decides the results of a topic but the hand-ins; worked out once a topic."""
    digest = hashlib.sha256()
    for path in (topic.source, topic.release, *topic.data_files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    facts = {
        "code": code_digest("autograde", ["autograde.grading.worker"]),
        "lessons": {name: code_digest(name, modules_of(name)) for name in topic.libraries.packages},
        "mode": options.mode,
        "policy": options.policy,
        "limits": asdict(options.limits),
        "libraries": asdict(topic.libraries),
        "data": _data(topic.libraries),
        "python": sys.version,
        "installed": installed,
    }
    digest.update(json.dumps(facts, sort_keys=True).encode())
    return digest.digest()


def _data(libraries: Libraries) -> list[str]:
    """Names and sizes of the course's data sets on this machine; ``nn-lessons data`` looks at their contents."""
    folders = [folder.path(os.environ) for folder in libraries.data_folders]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [f"{path.name} {path.stat().st_size}" for path in files]


def _installed() -> list[str]:
    """All packages with their versions: student code may import any of them."""
    return sorted({f"{package.name} {package.version}" for package in importlib.metadata.distributions()})


def _key(common: bytes, hand_in: Path) -> str:
    """A digest of everything that decides one result."""
    try:
        content = hand_in.read_bytes()
    except OSError as error:
        content = type(error).__name__.encode()
    return hashlib.sha256(common + content).hexdigest()


def _name(job: Job) -> str:
    return f"{job.hand_in.topic.name}/{job.hand_in.student}"
