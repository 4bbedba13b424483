"""Finished results of a class, one file a hand-in: nothing is graded twice, and reports have something to read."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from autograde.classroom import Classroom, HandIn
from autograde.course import Topic
from autograde.files import write_whole
from autograde.grading.results import Outcome


@dataclass(frozen=True)
class Stored:
    """A stored result.

    Attributes:
        key: a digest of everything that decided the outcome.
        graded: how many different versions of this hand-in have been graded so far.
        outcome: the outcome.
    """

    key: str
    graded: int
    outcome: Outcome


def save(classroom: Classroom, hand_in: HandIn, key: str, outcome: Outcome) -> None:
    """Store an outcome, whole or not at all.

    Raises:
        CourseError: the class folder cannot be written.
    """
    path = _path(classroom, hand_in.topic, hand_in.student)
    old = _read(path)
    graded = 1 if old is None else old.graded + (old.key != key)
    data = {"key": key, "graded": graded, "outcome": asdict(outcome)}
    write_whole(path, json.dumps(data, ensure_ascii=False, indent=1))


def load(classroom: Classroom, hand_in: HandIn, key: str) -> Outcome | None:
    """The stored outcome, None if there is none or something that decides it has changed since."""
    stored = _read(_path(classroom, hand_in.topic, hand_in.student))
    return stored.outcome if stored is not None and stored.key == key else None


def is_current(classroom: Classroom, hand_in: HandIn, key: str) -> bool:
    """Whether there is a stored outcome that still holds."""
    return load(classroom, hand_in, key) is not None


def last_seconds(classroom: Classroom, hand_in: HandIn) -> float:
    """How long grading this hand-in took the last time; infinity where nobody knows."""
    stored = _read(_path(classroom, hand_in.topic, hand_in.student))
    return stored.outcome.seconds if stored is not None else float("inf")


def stored_results(classroom: Classroom, topics: Sequence[Topic]) -> Iterator[Stored]:
    """Yield what is stored of some topics, by topic and student."""
    for topic in topics:
        for path in sorted((classroom.results / topic.name).glob("*.json")):
            stored = _read(path)
            if stored is not None:
                yield stored


def _path(classroom: Classroom, topic: Topic, student: str) -> Path:
    return classroom.results / topic.name / f"{student}.json"


def _read(path: Path) -> Stored | None:
    """Read a result; a broken file is as good as none: the hand-in is graded again."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return Stored(data["key"], data["graded"], Outcome.from_dict(data["outcome"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
