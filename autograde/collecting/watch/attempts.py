"""Attempts that were taken from the exchange, each in a folder of its own inside the class folder.

What was taken is a copy: students own their folders in the exchange, and can change or remove them at any time.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from autograde.classroom import Classroom, HandIn, read_timestamp
from autograde.collecting.watch.exchange import Arrival
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.files import write_whole

_FACTS = "attempt.json"
#: By which nbgrader tells times and owners of hand-ins.
STAMP, SECRET = "timestamp.txt", "submission_secret.txt"


@dataclass(frozen=True)
class Attempt:
    """An attempt.

    Attributes:
        name: the name that it has in the exchange.
        student, topic: whose, and what.
        arrived: when it came, in UTC.
        number: 1, 2, ... among the student's attempts at the topic.
        refused: why it is not graded; "" where it is.
        problem: why there is no notebook to grade; "" where there is one.
        notebooks: see `Arrival`.
        secret: see `Arrival`.
        folder: where it is kept.
    """

    name: str
    student: str
    topic: Topic
    arrived: datetime
    number: int
    refused: str
    problem: str
    notebooks: tuple[str, ...]
    secret: str
    folder: Path

    @property
    def spent(self) -> bool:
        """Whether it was graded: a refused one, and one without a notebook, uses up nothing."""
        return not self.refused and not self.problem

    @property
    def hand_in(self) -> HandIn:
        path = self.folder / self.topic.release.name
        return HandIn(self.student, self.topic, path, read_timestamp(self.folder))

    @property
    def result(self) -> Path:
        """Where its result is kept."""
        return self.folder / "result.jsonl"


def take(classroom: Classroom, arrival: Arrival, number: int, refused: str) -> Attempt:
    """Keep an arrival as an attempt; it is taken whole or not at all.

    Raises:
        CourseError: the class folder cannot be written.
    """
    digest = hashlib.sha256(arrival.name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    folder = classroom.attempts / arrival.topic.name / arrival.student / f"{number:04d}-{digest}"
    attempt = Attempt(
        arrival.name,
        arrival.student,
        arrival.topic,
        arrival.arrived,
        number,
        refused,
        arrival.problem,
        arrival.notebooks,
        arrival.secret,
        folder,
    )
    if arrival.content is not None:
        write_whole(attempt.hand_in.path, arrival.content)
    write_whole(folder / STAMP, arrival.stamp + "\n")
    write_whole(folder / SECRET, arrival.secret)
    facts = {name: value for name, value in asdict(attempt).items() if name not in {"student", "topic", "folder"}}
    # Last: without it the attempt is not taken.
    write_whole(folder / _FACTS, json.dumps(facts, default=str, indent=1) + "\n")
    return attempt


def read_attempts(classroom: Classroom, topics: Sequence[Topic]) -> Iterator[Attempt]:
    """Yield the attempts at some topics, of each student in the order in which they were taken.

    Raises:
        CourseError: one is damaged: without it limits would not hold.
    """
    for topic in topics:
        for path in sorted((classroom.attempts / topic.name).glob(f"*/*/{_FACTS}")):
            yield _read(path, topic)


def place(classroom: Classroom, attempt: Attempt) -> HandIn:
    """Make an attempt the hand-in that counts, where all other commands look for it.

    Raises:
        CourseError: the class folder cannot be written, or a link stands there.
    """
    folder = classroom.root / "submitted" / attempt.student / attempt.topic.name
    notebook = folder / attempt.topic.release.name
    if any(place.is_symlink() for place in (notebook, folder, folder.parent)):
        raise CourseError("A link stands where a hand-in belongs.", where=str(folder), todo="Remove it.")
    if attempt.hand_in.path.is_file():
        write_whole(notebook, attempt.hand_in.path.read_bytes())
    else:
        folder.mkdir(parents=True, exist_ok=True)
        notebook.unlink(missing_ok=True)
    for name in (STAMP, SECRET):
        write_whole(folder / name, (attempt.folder / name).read_bytes())
    return HandIn(attempt.student, attempt.topic, notebook, attempt.hand_in.timestamp)


def _read(path: Path, topic: Topic) -> Attempt:
    try:
        facts = json.loads(path.read_text("utf-8"))
        return Attempt(
            student=path.parent.parent.name,
            topic=topic,
            folder=path.parent,
            arrived=datetime.fromisoformat(facts.pop("arrived")),
            notebooks=tuple(facts.pop("notebooks")),
            **facts,
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        todo = "Restore it from a backup, or remove its folder: then it is taken from the exchange again."
        raise CourseError(f"An attempt cannot be read: {error}.", where=str(path), todo=todo) from error
