"""Grade a class: many units side by side, each in a process of its own; one coordinator that stores and records."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from itertools import chain

from autograde.classroom import Classroom, HandIn
from autograde.errors import CourseError
from autograde.grading import store
from autograde.grading.local import NoResult, Processes
from autograde.grading.plan import Job, Options
from autograde.grading.results import Outcome
from autograde.grading.sandboxed import grade_in_sandbox
from autograde.grading.student_kernel import open_student_kernel
from autograde.grading.unit import Unit
from autograde.kernels import Policy, probe

#: Told about each hand-in that is done: the hand-in, its outcome, whether the result was there already.
Listener = Callable[[HandIn, Outcome, bool], None]

#: A job, its outcome, and whether that was there already.
Graded = tuple[Job, Outcome, bool]


def grade_class(classroom: Classroom, jobs: Sequence[Job], options: Options, listen: Listener) -> list[Outcome]:
    """Grade and record; results come in any order; the returned list is in the jobs' order, without notebooks.

    What is finished is stored at once: an interrupted run loses nothing and repeats nothing.

    Raises:
        CourseError: the class folder or its gradebook cannot be written.
    """
    # Headers only: those of a large class fit into memory, their notebooks do not.
    headers = {job.name: store.read_header(classroom, job.hand_in) for job in jobs}
    current = [job for job in jobs if (header := headers[job.name]) and header.key == job.key and not options.force]
    # The longest first, as far as an earlier run tells: the last ones to finish should be short.
    names = {job.name for job in current}
    todo = sorted((job for job in jobs if job.name not in names), key=lambda job: -_seconds(headers[job.name]))
    outcomes: dict[str, Outcome] = {}
    with _graded(classroom, todo, options) as graded:
        # nbgrader takes half a second to import: meanwhile the first hand-ins are graded.
        from autograde.gradebook.assignment import prepare_assignments
        from autograde.gradebook.record import Recorder

        prepare_assignments(classroom, sorted({job.hand_in.topic for job in jobs}))
        with Recorder(classroom) as recorder:
            for job, outcome, was_stored in chain(_stored(classroom, current), graded):
                if outcome.status != "failed":
                    scores = {score.grade_id: score.points for score in outcome.scores}
                    recorder.record(job.hand_in, outcome.notebook, scores, gradable=outcome.gradable)
                # Without its notebook: those of a large class would fill the memory.
                outcomes[job.name] = replace(outcome, notebook="")
                listen(job.hand_in, outcome, was_stored)
    return [outcomes[job.name] for job in jobs]


def _seconds(header: store.Header | None) -> float:
    """How long grading took the last time; infinity where nobody knows."""
    return header.seconds if header else float("inf")


def _stored(classroom: Classroom, jobs: Sequence[Job]) -> Iterator[Graded]:
    for job in jobs:
        stored = store.read(classroom, job.hand_in)
        # It was whole when the run began; what somebody has damaged since, the next run grades.
        yield job, stored.outcome if stored else _failed(job, "its stored result was damaged during this run"), True


@contextlib.contextmanager
def _graded(classroom: Classroom, jobs: Sequence[Job], options: Options) -> Iterator[Iterator[Graded]]:
    """Grade in the background, giving each outcome as it is finished and stored; leaving ends what still runs."""
    preload = jobs[0].unit.source.topic.libraries.preload if jobs else ()
    stop = threading.Event()
    with ThreadPoolExecutor(options.jobs) as pool, Processes(preload) as processes:
        futures = {pool.submit(_grade_job, processes, stop, job, options.policy): job for job in jobs}
        if jobs:
            threading.Thread(target=_warm_up, args=(jobs[0].unit, options.policy), daemon=True).start()
        try:
            yield _finished(classroom, futures)
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _finished(classroom: Classroom, futures: dict[Future[Outcome], Job]) -> Iterator[Graded]:
    for future in as_completed(futures):
        job = futures.pop(future)  # and with it the outcome's memory
        yield job, _finish(classroom, job, future), False


def _warm_up(unit: Unit, policy: Policy) -> None:
    """Let kernels begin to import while the grading processes do, not when the first of these asks for one."""
    with contextlib.suppress(Exception):  # if there is something wrong, the first hand-in will tell
        if probe().warm_kernels:
            with open_student_kernel(unit, policy):
                pass


def _grade_job(processes: Processes, stop: threading.Event, job: Job, policy: Policy) -> Outcome:
    if policy == "sandboxed":
        return grade_in_sandbox(job.unit, stop)
    # What runs notebooks takes long to import; with a sandbox this process needs none of it.
    from autograde.grading.worker import grade_in_process

    return Outcome.from_json(processes.call(grade_in_process, (job.unit, policy), job.unit.limits.unit_seconds))


def _finish(classroom: Classroom, job: Job, future: Future[Outcome]) -> Outcome:
    """Store an outcome. Where the grader itself failed nothing is stored: the next run tries again."""
    try:
        outcome = future.result()
    except (NoResult, CourseError) as error:
        return _failed(job, str(error))
    store.save(classroom, job.hand_in, job.key, outcome)
    return outcome


def _failed(job: Job, reason: str) -> Outcome:
    """The grader itself failed on this hand-in: nobody gets or loses a point by it."""
    note = f"could not be graded, please look and grade again: {reason}"
    return Outcome(job.unit.student, job.hand_in.topic.name, "failed", job.unit.unearned(note), (note,))
