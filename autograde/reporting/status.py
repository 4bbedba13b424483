"""Where a class stands: who has handed in what, who has not, and what still has to be done."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from autograde.classroom import Classroom, HandIn
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.gradebook.database import has_gradebook
from autograde.gradebook.marks import Mark, Marks, Person, read_marks
from autograde.grading import store
from autograde.grading.plan import keys_of
from autograde.grading.remembered import remembered
from autograde.grading.store import Stored
from autograde.sanitize import page_text

#: ``changed``: graded, but the hand-in, the topic or the grader has changed since. ``look``: graded, with something
#: that a person should see.
State = Literal["graded", "look", "changed", "ungraded", "missing"]


@dataclass(frozen=True)
class Standing:
    """Where one student stands on one topic.

    Attributes:
        student, name, topic: whose, as people know them, and what.
        state: see `State`.
        points: that count so far; None where nothing is graded.
        waiting: points that a person still grades.
        marked_before: answers that were marked by hand before the work was graded again.
        handed_in, due: in UTC, if known; the due date with the student's extension.
        extended: whether the student has more time than the others.
        late_minutes: minutes after the due date, the begun one included; 0 in time, None where a time is not known.
        why: what a person should know.
    """

    student: str
    name: str
    topic: str
    state: State
    points: float | None = None
    waiting: float = 0.0
    marked_before: int = 0
    handed_in: datetime | None = None
    due: datetime | None = None
    extended: bool = False
    late_minutes: int | None = None
    why: tuple[str, ...] = ()

    @property
    def overdue(self) -> bool:
        """Whether nothing is there though it should be. Without a due date nobody knows when."""
        now = datetime.now(UTC).replace(tzinfo=None)
        return self.state == "missing" and (self.due is None or self.due < now)

    @property
    def needs_a_look(self) -> bool:
        return (
            self.state in {"look", "changed", "ungraded"} or self.overdue or self.waiting > 0 or self.marked_before > 0
        )


@dataclass(frozen=True)
class Status:
    """Where a class stands.

    Attributes:
        topics: those that were handed out or handed in, or that somebody has asked for.
        due: by topic, in UTC, without extensions.
        listed: how many students the class list has; without one nobody is missing.
        standings: by topic and student.
        unlisted: who has handed in something and is not in the class list, if there is one.
        foreign: folders below ``submitted`` that are no hand-ins of a topic.
    """

    topics: tuple[str, ...]
    due: dict[str, datetime | None]
    listed: int
    standings: tuple[Standing, ...]
    unlisted: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def needs_a_look(self) -> bool:
        return bool(self.unlisted or self.foreign) or any(standing.needs_a_look for standing in self.standings)


def read_status(classroom: Classroom, course: Sequence[Topic], asked_for: Sequence[Topic] = ()) -> Status:
    """Find out where a class stands. Nothing is run and nothing is written.

    Args:
        classroom: the class folder.
        course: all topics of the course.
        asked_for: the topics to look at; default: those that were handed out or handed in.

    Raises:
        CourseError: the gradebook is broken, or a topic is not built.
    """
    hand_ins = list(classroom.hand_ins(asked_for or course))
    there = {hand_in.topic for hand_in in hand_ins}
    topics = tuple(asked_for) or tuple(topic for topic in course if topic in there or _is_released(classroom, topic))
    marks = read_marks(classroom, topics) if has_gradebook(classroom) else Marks({}, {}, {}, {})
    listed = [person for person in marks.people.values() if person.listed]
    keys = keys_of(hand_ins, remembered(classroom))
    standings = [_standing(classroom, hand_in, keys[hand_in], marks) for hand_in in hand_ins]
    standings += _missing(topics, hand_ins, listed, marks)
    known = {person.id for person in listed}
    return Status(
        tuple(topic.name for topic in topics),
        {topic.name: marks.due.get(topic.name) for topic in topics},
        len(listed),
        tuple(sorted(standings, key=lambda standing: (standing.topic, standing.student))),
        tuple(sorted({hand_in.student for hand_in in hand_ins} - known)) if listed else (),
        tuple(_foreign(classroom, course)),
    )


def _is_released(classroom: Classroom, topic: Topic) -> bool:
    return (classroom.root / "release" / topic.name).is_dir()


def _standing(classroom: Classroom, hand_in: HandIn, key: str, marks: Marks) -> Standing:
    stored, name = store.read(classroom, hand_in), hand_in.topic.name
    mark = marks.marks.get((name, hand_in.student))
    handed_in = hand_in.timestamp or (mark.handed_in if mark else None)
    due = marks.due_of(name, hand_in.student)
    state, why = _state(stored, key, mark)
    refused, ungraded = _attempts(classroom, hand_in)
    if ungraded and state in {"graded", "look"}:
        state, why = "ungraded", (*why, "a later attempt is not graded yet")
    if refused:
        why = (*why, f"{refused} more attempts, beyond the limits of autograde watch, are not graded")
    return Standing(
        hand_in.student,
        _name(marks, hand_in.student),
        name,
        state,
        mark.score if mark else None,
        mark.waiting if mark else 0.0,
        mark.marked_before if mark else 0,
        handed_in,
        due,
        due is not None and due != marks.due.get(name),
        _late_minutes(handed_in, due),
        why,
    )


def _state(stored: Stored | None, key: str, mark: Mark | None) -> tuple[State, tuple[str, ...]]:
    if stored is None:
        return "ungraded", ("not graded yet",)
    if stored.key != key:
        return "changed", ("graded, but the hand-in, the topic or the grader has changed since",)
    if mark is None:
        return "ungraded", ("graded, but not in the gradebook",)
    notes = tuple(page_text(note, 400) for note in stored.outcome.notes)
    return ("graded", notes) if stored.outcome.status == "graded" else ("look", notes or (stored.outcome.status,))


def _attempts(classroom: Classroom, hand_in: HandIn) -> tuple[int, int]:
    """How many attempts `autograde watch` has refused, and how many it has not graded yet."""
    refused = ungraded = 0
    for path in (classroom.attempts / hand_in.topic.name / hand_in.student).glob("*/attempt.json"):
        try:
            is_refused = bool(json.loads(path.read_text("utf-8"))["refused"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CourseError(f"An attempt cannot be read: {error}.", where=str(path)) from error
        if is_refused:
            refused += 1
        elif not path.with_name("result.jsonl").is_file():
            ungraded += 1
    return refused, ungraded


def _late_minutes(handed_in: datetime | None, due: datetime | None) -> int | None:
    if handed_in is None or due is None:
        return None
    return max(0, -int((due - handed_in).total_seconds() // 60))


def _missing(
    topics: Sequence[Topic], hand_ins: Sequence[HandIn], listed: Sequence[Person], marks: Marks
) -> Iterator[Standing]:
    there = {(hand_in.topic.name, hand_in.student) for hand_in in hand_ins}
    for topic in topics:
        for person in listed:
            if (topic.name, person.id) not in there:
                due = marks.due_of(topic.name, person.id)
                extended = due is not None and due != marks.due.get(topic.name)
                why = ("nothing handed in",)
                yield Standing(person.id, person.name, topic.name, "missing", due=due, extended=extended, why=why)


def _name(marks: Marks, student: str) -> str:
    person = marks.people.get(student)
    return person.name if person else ""


def _foreign(classroom: Classroom, course: Sequence[Topic]) -> Iterator[str]:
    """What lies where hand-ins do and is none: a wrongly named folder would otherwise be a missing hand-in."""
    known = {topic.name for topic in course}
    for path in sorted((classroom.root / "submitted").glob("*/*")):
        if path.is_symlink() or (path.is_dir() and path.name not in known):
            yield str(path.relative_to(classroom.root))
