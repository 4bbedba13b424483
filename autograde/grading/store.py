"""Finished results of a class, one file a hand-in: nothing is graded twice, and reports have something to read."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from autograde.classroom import Classroom, HandIn
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.files import write_whole
from autograde.grading.results import Outcome


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a stored result: what planning needs of it, known without parsing what follows.

    Attributes:
        key, graded: see `Stored`.
        seconds: how long grading took.
        sha256: of the second line; without it, a damaged result would pass for a finished one.
    """

    key: str
    graded: int
    seconds: float
    sha256: str


def save(classroom: Classroom, hand_in: HandIn, key: str, outcome: Outcome) -> None:
    """Store an outcome, whole or not at all.

    Raises:
        CourseError: the class folder cannot be written.
    """
    save_at(path_of(classroom, hand_in), key, outcome)


def save_at(path: Path, key: str, outcome: Outcome) -> None:
    """Store an outcome in a file, whole or not at all.

    Raises:
        CourseError: the folder cannot be written.
    """
    parts = _parts(path)
    old = parts[0] if parts else None
    graded = 1 if old is None else old.graded + (old.key != key)
    body = json.dumps(asdict(outcome), ensure_ascii=False)
    header = json.dumps(asdict(Header(key, graded, outcome.seconds, _digest(body.encode()))))
    write_whole(path, f"{header}\n{body}\n")


def remove_at(path: Path) -> None:
    """Let a result that is of no use be as good as none: the hand-in is graded again.

    Raises:
        CourseError: the folder cannot be written.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CourseError(f"Cannot remove: {error.strerror}.", where=str(path)) from error


def read_header(classroom: Classroom, hand_in: HandIn) -> Header | None:
    """The header of a hand-in's stored result; a damaged file is as good as none: the hand-in is graded again."""
    parts = _parts(path_of(classroom, hand_in))
    return parts[0] if parts else None


def read(classroom: Classroom, hand_in: HandIn) -> Stored | None:
    """A hand-in's stored result, whether it still holds or not; None where there is none or it is damaged."""
    return read_at(path_of(classroom, hand_in))


def stored_results(classroom: Classroom, topics: Sequence[Topic]) -> Iterator[Stored]:
    """Yield what is stored of some topics, by topic and student."""
    for topic in topics:
        for path in sorted((classroom.results / topic.name).glob("*.jsonl")):
            stored = read_at(path)
            if stored is not None:
                yield stored


def path_of(classroom: Classroom, hand_in: HandIn) -> Path:
    """Where a hand-in's result is kept: two lines of JSON, its header and its outcome."""
    return classroom.results / hand_in.topic.name / f"{hand_in.student}.jsonl"


def read_at(path: Path) -> Stored | None:
    """The result in a file; None where there is none or it is damaged."""
    parts = _parts(path)
    if parts is None:
        return None
    header, body = parts
    return Stored(header.key, header.graded, Outcome.from_json(body.decode()))


def _parts(path: Path) -> tuple[Header, bytes] | None:
    """The header and the outcome as JSON; None if they are not what `save` wrote."""
    try:
        first, body, _ = path.read_bytes().split(b"\n")
        header = Header(**json.loads(first))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return (header, body) if _digest(body) == header.sha256 else None


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
