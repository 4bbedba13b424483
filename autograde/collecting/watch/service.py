"""The loop: look what has come, grade it, record it, give feedback back; again and again until somebody stops it."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from autograde.classroom import Classroom
from autograde.collecting.watch.events import Events
from autograde.collecting.watch.inbox import Inbox, Item, Progress, Say, read_progress
from autograde.collecting.watch.returning import REFUSED, Done, Returning
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.grading import store
from autograde.grading.backend import Backend, Lost, NoResult
from autograde.grading.keys import installed_packages, result_key, topic_digest
from autograde.grading.plan import Options, material_of
from autograde.grading.results import Outcome
from autograde.grading.sealed.submission import Unreadable, read_file
from autograde.grading.unit import Material, Unit
from autograde.reporting.pages import points
from autograde.sanitize import page_text

#: Results that are recorded at a time.
_MAX_BATCH = 50
#: Seconds between two looks whether feedback that waits for a date may be given.
_FEEDBACK_INTERVAL = 20.0
#: Seconds until a hand-in that may be whole soon is looked at again.
_SOON = 0.5
#: Seconds until a hand-in on which the grader itself failed is tried again: doubled each time, up to the second.
_RETRY, _MAX_RETRY = 5.0, 600.0


@contextlib.contextmanager
def only_instance(classroom: Classroom) -> Iterator[None]:
    """Hold the class folder's lock; the system gives it back however this process ends.

    Raises:
        CourseError: another one holds it, or the folder cannot be written.
    """
    path = classroom.results.parent / "watch.lock"
    lock = FileLock(path)
    try:
        path.parent.mkdir(exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CourseError("Another `autograde watch` works for this class.", where=str(classroom.root)) from error
    except OSError as error:
        raise CourseError(f"Cannot write: {error.strerror}.", where=str(path)) from error
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class TopicPlan:
    """A topic as it was when the service started: half of an edit must not grade anybody.

    Attributes:
        material: what it takes to grade it.
        digest: of all that decides its results but the hand-ins.
        files: its files with their state.
    """

    material: Material
    digest: bytes
    files: tuple[tuple[Path, int, int], ...]


def plan_topics(topics: Sequence[Topic], options: Options) -> dict[Topic, TopicPlan]:
    """Read the topics.

    Raises:
        CourseError: one is not built.
    """
    installed = installed_packages()
    return {
        topic: TopicPlan(
            material_of(topic, options), topic_digest(topic, options.conditions, installed), _files_of(topic)
        )
        for topic in topics
    }


def _files_of(topic: Topic) -> tuple[tuple[Path, int, int], ...]:
    found = []
    for path in (topic.source, topic.release, *topic.data_files):
        with contextlib.suppress(OSError):
            status = path.stat()
            found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(found)


@dataclass(frozen=True)
class _Failure:
    """The grader itself failed on a hand-in: how often, and when it is tried again."""

    times: int
    again: float


class Service:
    """Looks after the hand-ins of a class.

    Args:
        classroom: the class folder.
        plans: the topics.
        backend: where units are graded.
        inbox: where hand-ins come from.
        returning: records and gives back.
        events: what wakes it and stops it.
        say: told a line for each hand-in, and of trouble.
    """

    def __init__(
        self,
        classroom: Classroom,
        plans: dict[Topic, TopicPlan],
        backend: Backend,
        inbox: Inbox,
        returning: Returning,
        events: Events,
        say: Say,
    ) -> None:
        self._classroom, self._plans, self._backend = classroom, plans, backend
        self._inbox, self._returning, self._events, self._say = inbox, returning, events, say
        self._running: dict[Future[Outcome], tuple[Item, str]] = {}
        self._graded: dict[str, str] = {}
        self._progress: dict[str, Progress] = {}
        self._keys: dict[str, tuple[object, str]] = {}
        self._failures: dict[str, _Failure] = {}
        self._changed: set[Topic] = set()
        self._trouble = ""
        self._refused = False
        self._next_feedback = 0.0

    def run(self, *, once: bool = False) -> bool:
        """Work until stopped, or with ``once`` until nothing is left to do; return whether all went well.

        Raises:
            CourseError: with ``once``, where something cannot be read or written; without it, it is tried again.
        """
        with self._backend:
            while not self._events.stopping:
                well = self._tick(once)
                if once and not self._running and not self._inbox.unfinished:
                    break
                soon = _SOON if self._inbox.unfinished else None
                self._events.wait(soon if well else None)
        return not self._failures and not self._refused and self._inbox.understood

    def _tick(self, once: bool) -> bool:
        """Do what can be done now; return whether nothing stood in the way."""
        try:
            self._returning.prepare()
            self._inbox.look()
            self._name_changed_topics()
            self._refuse()
            self._collect_results()
            again = True
            while again and not self._events.stopping:
                self._submit()
                again = self._record()
            self._give_back_later()
        except Lost:
            raise
        except (CourseError, OSError) as error:
            if once:
                raise error if isinstance(error, CourseError) else CourseError(f"It cannot go on: {error}.") from error
            if str(error) != self._trouble:
                self._trouble = str(error)
                self._say("trouble, tried again until it works: " + " ".join(self._trouble.split()))
            return False
        if self._trouble:
            self._trouble = ""
            self._say("going on")
        return True

    def _name_changed_topics(self) -> None:
        for topic, plan in self._plans.items():
            if topic not in self._changed and _files_of(topic) != plan.files:
                self._changed.add(topic)
                self._say(f"{topic.name}: its files have changed; restart this service to grade with them")

    def _refuse(self) -> None:
        for item in self._inbox.refused():
            if self._progress_of(item).returned != REFUSED:
                self._returning.refuse(item)
                self._refused = True
                self._progress[item.name] = Progress(returned=REFUSED)

    def _progress_of(self, item: Item) -> Progress:
        if item.name not in self._progress:
            self._progress[item.name] = read_progress(item)
        return self._progress[item.name]

    def _submit(self) -> None:
        """Hand over what has no result, as much as the backend takes."""
        at_work = {item.name for item, _ in self._running.values()}
        for item in self._inbox.items():
            if len(self._running) >= self._backend.room:
                return
            failure = self._failures.get(item.name)
            if item.name in at_work or (failure and time.monotonic() < failure.again):
                continue
            key = self._key(item)
            if not self._has_result(item, key):
                future = self._start(item)
                self._running[future] = item, key
                future.add_done_callback(lambda _: self._events.wake())

    def _key(self, item: Item) -> str:
        """The key that the item's result should have. What an attempt is never changes; a class folder's file may."""
        path = item.hand_in.path
        state: object = None
        if item.attempt is None:
            with contextlib.suppress(OSError):
                status = path.lstat()
                state = status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
        known = self._keys.get(item.name)
        if known is None or known[0] != state:
            known = state, result_key(self._plans[item.hand_in.topic].digest, path)
            self._keys[item.name] = known
        return known[1]

    def _has_result(self, item: Item, key: str) -> bool:
        """Whether there is one that holds. An attempt is graded once: `autograde grade` grades again what counts."""
        if self._graded.get(item.name) == key:
            return True
        stored = store.read_at(item.result)
        if stored is None or (item.attempt is None and stored.key != key):
            return False
        if item.attempt is not None:
            self._keys[item.name] = None, stored.key
        self._graded[item.name] = stored.key
        return True

    def _start(self, item: Item) -> Future[Outcome]:
        material = self._plans[item.hand_in.topic].material
        try:
            if item.attempt is not None and item.attempt.problem:
                raise Unreadable(item.attempt.problem)
            content = read_file(item.hand_in.path)
        except Unreadable as error:
            outcome: Future[Outcome] = Future()
            outcome.set_result(material.nothing_to_grade(item.hand_in.student, error))
            return outcome
        return self._backend.submit(Unit(item.hand_in.student, material, content))

    def _collect_results(self) -> None:
        for future in [future for future in self._running if future.done()]:
            item, key = self._running[future]
            try:
                outcome = future.result()
            except Lost:
                raise
            except (NoResult, CourseError) as error:
                self._note_failure(item, str(error))
            else:
                store.save_at(item.result, key, outcome)
                self._graded[item.name] = key
                self._failures.pop(item.name, None)
            del self._running[future]

    def _note_failure(self, item: Item, reason: str) -> None:
        times = self._failures[item.name].times + 1 if item.name in self._failures else 1
        pause = min(_RETRY * 2 ** (times - 1), _MAX_RETRY)
        self._failures[item.name] = _Failure(times, time.monotonic() + pause)
        self._say(f"{item.name}: could not be graded ({' '.join(reason.split())}); tried again in {pause:.0f} s")

    def _record(self) -> bool:
        """Record finished results, the oldest first; return whether there were any."""
        self._collect_results()
        done: list[Done] = []
        for item in self._inbox.items():
            key = self._graded.get(item.name)
            if key and self._progress_of(item).recorded != key and len(done) < _MAX_BATCH:
                stored = store.read_at(item.result)
                if stored is None or stored.key != key:
                    del self._graded[item.name]  # it was damaged: graded again
                else:
                    done.append(Done(item, key, stored.outcome))
        if not done:
            return False
        counts = self._returning.record(done)
        for one in done:
            if one.item.name not in counts:
                del self._graded[one.item.name]
                self._note_failure(one.item, "its result cannot be recorded")
        done = [one for one in done if one.item.name in counts]
        for one in done:
            self._progress[one.item.name] = replace(self._progress_of(one.item), recorded=one.key)
        given = {item.name for item in self._give_back([one.item for one in done])}
        for one in done:
            self._say(_line(one, counts=counts[one.item.name], given=one.item.name in given))
        return True

    def _give_back(self, items: Sequence[Item]) -> list[Item]:
        given = self._returning.may_see(items)
        for item in given:
            stored = store.read_at(item.result)
            if stored is not None:
                self._returning.give_back([Done(item, stored.key, stored.outcome)])
                self._progress[item.name] = Progress(stored.key, stored.key)
        return given

    def _give_back_later(self) -> None:
        """Give back what had to wait for a date, or could not be written; back up what people did meanwhile."""
        if time.monotonic() < self._next_feedback:
            return
        self._returning.back_up()
        waiting = []
        for item in self._inbox.items():
            progress = self._progress_of(item)
            if progress.recorded and progress.recorded == self._graded.get(item.name) != progress.returned:
                waiting.append(item)
        given = self._give_back(waiting) if waiting else []
        if given:
            self._say(f"feedback returned: {', '.join(item.name for item in given)}")
        self._next_feedback = time.monotonic() + _FEEDBACK_INTERVAL


def _line(done: Done, *, counts: bool, given: bool) -> str:
    outcome, attempt = done.outcome, done.item.attempt
    pending = f" +{points(outcome.pending)} by hand" if outcome.pending else ""
    words = [f"{points(outcome.points)}/{points(outcome.auto_max)}{pending}"]
    words += [] if counts else ["another attempt counts"]
    words += [f"graded in {outcome.seconds:.1f} s", "feedback returned" if given else "feedback not returned yet"]
    if attempt is not None:
        now = datetime.now(UTC).replace(tzinfo=None)
        words.append(f"{(now - attempt.arrived).total_seconds():.1f} s after it came")
        stamp = done.item.hand_in.timestamp
        if stamp is not None and abs((attempt.arrived - stamp).total_seconds()) > 600:
            words.append(
                f"says it was handed in at {stamp:%Y-%m-%d %H:%M}, came at {attempt.arrived:%Y-%m-%d %H:%M} UTC"
            )
    words += [" ".join(page_text(note, 400).split()) for note in outcome.notes]
    return f"{done.item.name}: {', '.join(words)}"
