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


@dataclass(frozen=True)
class Header:
    """The first line of a stored result: what planning needs of it, read without the notebook that follows."""

    key: str
    graded: int
    seconds: float


def save(classroom: Classroom, hand_in: HandIn, key: str, outcome: Outcome) -> None:
    """Store an outcome, whole or not at all.

    Raises:
        CourseError: the class folder cannot be written.
    """
    old = read_header(classroom, hand_in)
    graded = 1 if old is None else old.graded + (old.key != key)
    header = json.dumps(asdict(Header(key, graded, outcome.seconds)))
    write_whole(path_of(classroom, hand_in), f"{header}\n{json.dumps(asdict(outcome), ensure_ascii=False)}\n")


def read_header(classroom: Classroom, hand_in: HandIn) -> Header | None:
    """The header of a hand-in's stored result; a broken file is as good as none: the hand-in is graded again."""
    try:
        with path_of(classroom, hand_in).open(encoding="utf-8") as file:
            return Header(**json.loads(file.readline()))
    except (OSError, ValueError, TypeError):
        return None


def read(classroom: Classroom, hand_in: HandIn) -> Stored | None:
    """A hand-in's stored result, whether it still holds or not."""
    return _read(path_of(classroom, hand_in))


def stored_results(classroom: Classroom, topics: Sequence[Topic]) -> Iterator[Stored]:
    """Yield what is stored of some topics, by topic and student."""
    for topic in topics:
        for path in sorted((classroom.results / topic.name).glob("*.jsonl")):
            stored = _read(path)
            if stored is not None:
                yield stored


def path_of(classroom: Classroom, hand_in: HandIn) -> Path:
    """Where a hand-in's result is kept: two lines of JSON, its header and its outcome."""
    return classroom.results / hand_in.topic.name / f"{hand_in.student}.jsonl"


def _read(path: Path) -> Stored | None:
    try:
        header, outcome = map(json.loads, path.read_text("utf-8").splitlines())
        return Stored(header["key"], header["graded"], Outcome.from_dict(outcome))
    except (OSError, ValueError, KeyError, TypeError):
        return None
