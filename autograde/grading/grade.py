"""Grade a class: many units side by side; one coordinator that stores and records."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from autograde.classroom import Classroom, HandIn
from autograde.errors import CourseError, Unrecordable
from autograde.grading import store
from autograde.grading.backend import Backend, Lost, NoResult
from autograde.grading.plan import Job
from autograde.grading.results import Outcome, Score
from autograde.grading.sealed.submission import Unreadable, read_file
from autograde.grading.unit import Unit

if TYPE_CHECKING:
    from autograde.gradebook.record import Recorder

#: Told about each hand-in that is done: the hand-in, its outcome, whether the result was there already.
Listener = Callable[[HandIn, Outcome, bool], None]

#: A job, its outcome, and whether that was there already.
Graded = tuple[Job, Outcome, bool]


def grade_class(
    classroom: Classroom, jobs: Sequence[Job], backend: Backend, listen: Listener, *, force: bool = False
) -> list[Outcome]:
    """Grade and record; results come in any order; the returned list is in the jobs' order, without notebooks.

    What is finished is stored at once: an interrupted run loses nothing and repeats nothing.

    Args:
        classroom: the class folder.
        jobs: what to grade.
        backend: where.
        listen: is told about each hand-in that is done.
        force: grade again what has a result.

    Raises:
        CourseError: the class folder or its gradebook cannot be written.
    """
    # Headers only: those of a large class fit into memory, their notebooks do not.
    headers = {job.name: store.read_header(classroom, job.hand_in) for job in jobs}
    current = [job for job in jobs if (header := headers[job.name]) and header.key == job.key and not force]
    # The longest first, as far as an earlier run tells: the last ones to finish should be short.
    names = {job.name for job in current}
    todo = sorted((job for job in jobs if job.name not in names), key=lambda job: -_seconds(headers[job.name]))
    outcomes: dict[str, Outcome] = {}
    equal: dict[Score, Score] = {}
    with backend:
        graded = _graded(classroom, todo, backend)
        # nbgrader takes half a second to import: meanwhile the first hand-ins are graded.
        from autograde.gradebook.assignment import prepare_assignments
        from autograde.gradebook.record import Recorder

        prepare_assignments(classroom, sorted({job.hand_in.topic for job in jobs}))
        with Recorder(classroom) as recorder:
            for job, outcome, was_stored in chain(_stored(classroom, current), graded):
                outcome = _record(recorder, classroom, job, outcome)
                # Without its notebook, and equal scores once: those of a large class would fill the memory.
                scores = tuple(equal.setdefault(score, score) for score in outcome.scores)
                outcomes[job.name] = replace(outcome, notebook="", scores=scores)
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


def _graded(classroom: Classroom, jobs: Sequence[Job], backend: Backend) -> Iterator[Graded]:
    """Give each outcome as it is finished and stored. The first units begin at once, not when somebody asks."""
    waiting = iter(jobs)
    running: dict[Future[Outcome], Job] = {}
    _fill(running, waiting, backend)
    return _finished(classroom, running, waiting, backend)


def _finished(
    classroom: Classroom, running: dict[Future[Outcome], Job], waiting: Iterator[Job], backend: Backend
) -> Iterator[Graded]:
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        finished = [(running.pop(future), future) for future in done]
        _fill(running, waiting, backend)
        for job, future in finished:
            yield job, _finish(classroom, job, future), False


def _fill(running: dict[Future[Outcome], Job], waiting: Iterator[Job], backend: Backend) -> None:
    """Hand over as many units as the backend takes: a large class's hand-ins do not fit into memory at once."""
    for job in islice(waiting, max(0, backend.room - len(running))):
        running[_submit(job, backend)] = job


def _submit(job: Job, backend: Backend) -> Future[Outcome]:
    try:
        content = read_file(job.hand_in.path)
    except Unreadable as error:
        outcome: Future[Outcome] = Future()
        outcome.set_result(job.material.nothing_to_grade(job.hand_in.student, error))
        return outcome
    return backend.submit(Unit(job.hand_in.student, job.material, content))


def _finish(classroom: Classroom, job: Job, future: Future[Outcome]) -> Outcome:
    """Store an outcome. Where the grader itself failed nothing is stored: the next run tries again."""
    try:
        outcome = future.result()
    except Lost:
        raise
    except (NoResult, CourseError) as error:
        return _failed(job, str(error))
    store.save(classroom, job.hand_in, job.key, outcome)
    return outcome


def _record(recorder: "Recorder", classroom: Classroom, job: Job, outcome: Outcome) -> Outcome:
    """Record an outcome; what became of it. One that cannot be recorded is not kept: the next run grades again."""
    if outcome.status == "failed":
        return outcome
    try:
        recorder.record(job.hand_in, outcome.notebook, outcome.by_cell, gradable=outcome.gradable)
    except Unrecordable as error:
        store.remove_at(store.path_of(classroom, job.hand_in))
        return _failed(job, f"its result cannot be recorded: {error}")
    return outcome


def _failed(job: Job, reason: str) -> Outcome:
    """The grader itself failed on this hand-in: nobody gets or loses a point by it."""
    note = f"could not be graded, please look and grade again: {reason}"
    return Outcome(job.hand_in.student, job.material.topic, "failed", job.material.unearned(note), (note,))
