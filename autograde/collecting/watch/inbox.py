"""Where hand-ins come from: the class folder, or nbgrader's exchange. Both give the service the same items."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograde.classroom import Classroom, HandIn
from autograde.collecting.watch.attempts import Attempt, place, read_attempts, take
from autograde.collecting.watch.exchange import Arrival, Exchange, NotTaken
from autograde.collecting.watch.rules import Rules
from autograde.course import Topic
from autograde.files import write_whole
from autograde.grading import store

#: Seconds for which a file has not been changed that nobody writes any more.
_SETTLED = 1.0

#: Tells a line: what happened to a hand-in.
Say = Callable[[str], None]


@dataclass(frozen=True)
class Item:
    """A hand-in that the service looks after.

    Attributes:
        hand_in: what is graded.
        result: where its result is kept.
        marker: where is written down how far it has come.
        attempt: the attempt that it is, if it came through the exchange.
    """

    hand_in: HandIn
    result: Path
    marker: Path
    attempt: Attempt | None = None

    @property
    def name(self) -> str:
        """Names it in lines, and tells it from all others."""
        number = f" attempt {self.attempt.number}" if self.attempt else ""
        return f"{self.hand_in.topic.name} {self.hand_in.student}{number}"


@dataclass(frozen=True)
class Progress:
    """How far a hand-in has come.

    Attributes:
        recorded: the key of the result that is in the gradebook, or would be if this attempt counted; "" for none.
        returned: the key of the result of which the student has the page.
    """

    recorded: str = ""
    returned: str = ""


def read_progress(item: Item) -> Progress:
    """What is written down; nothing where the file is damaged: doing it again does no harm."""
    try:
        return Progress(**json.loads(item.marker.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Progress()


def write_progress(item: Item, progress: Progress) -> None:
    """Write it down.

    Raises:
        CourseError: the class folder cannot be written.
    """
    write_whole(item.marker, json.dumps(vars(progress)) + "\n")


class Inbox(Protocol):
    """Where hand-ins come from."""

    @property
    def folder(self) -> Path:
        """Where something changes when a hand-in comes."""

    @property
    def recursive(self) -> bool:
        """Whether changes deep inside the folder count."""

    def look(self) -> None:
        """Take what has come.

        Raises:
            CourseError: it cannot be read, or the class folder cannot be written.
        """

    def items(self) -> Sequence[Item]:
        """All hand-ins that are to be graded, or were."""

    def refused(self) -> Sequence[Item]:
        """Those that are not graded, and of which the student should know why."""

    @property
    def unfinished(self) -> bool:
        """Whether something is there that may be whole soon."""

    @property
    def understood(self) -> bool:
        """Whether everything was taken."""


class FolderInbox:
    """The class folder: whoever puts hand-ins there decides what counts."""

    recursive = understood = True

    def __init__(self, classroom: Classroom, topics: Sequence[Topic]) -> None:
        self._classroom, self._topics = classroom, topics
        self.folder = classroom.root / "submitted"
        self._items: list[Item] = []
        #: Whether a file is there that somebody may still write.
        self.unfinished = False

    def look(self) -> None:
        """List what is there, but what is being written."""
        markers = self._classroom.results.parent / "watched"
        found = list(self._classroom.hand_ins(self._topics))
        settled = [hand_in for hand_in in found if _is_settled(hand_in.path)]
        self.unfinished = len(settled) < len(found)
        self._items = [
            Item(
                hand_in,
                store.path_of(self._classroom, hand_in),
                markers / hand_in.topic.name / f"{hand_in.student}.json",
            )
            for hand_in in settled
        ]

    def items(self) -> Sequence[Item]:
        """Those that the last look found."""
        return self._items

    def refused(self) -> Sequence[Item]:
        """None: there are no limits here."""
        return ()


def _is_settled(path: Path) -> bool:
    """Whether a file, or where it is missing its folder, has not been changed for a moment."""
    for changed in (path, path.parent):
        try:
            return abs(time.time() - changed.lstat().st_mtime) > _SETTLED
        except OSError:
            continue
    return True


class ExchangeInbox:
    """nbgrader's exchange: every attempt within the limits is graded.

    Args:
        classroom: the class folder.
        topics: which hand-ins to take.
        exchange: the exchange.
        rules: the limits.
        say: told what was not taken, and what is not graded.

    Raises:
        CourseError: what was taken earlier cannot be read.
    """

    recursive = False

    def __init__(
        self,
        classroom: Classroom,
        topics: Sequence[Topic],
        exchange: Exchange,
        rules: Rules,
        say: Say,
    ) -> None:
        self._classroom, self._topics, self._exchange, self._rules = classroom, topics, exchange, rules
        self._say = say
        self.folder = exchange.inbound
        self._items: dict[str, Item] = {}
        self._of_student: dict[tuple[Topic, str], list[Attempt]] = {}
        for attempt in read_attempts(classroom, topics):
            self._add(attempt)
        self._named: set[str] = set()
        #: Whether something may be whole at the next look.
        self.unfinished = False

    def look(self) -> None:
        """Take new attempts; those beyond the limits are kept as well, and not graded."""
        self.unfinished = False
        for found in self._exchange.arrivals(self._topics, self._items.keys()):
            if isinstance(found, Arrival):
                self._take(found)
            else:
                self._note(found)

    @property
    def understood(self) -> bool:
        """Whether nothing was left in the exchange."""
        return not self._named

    def _take(self, arrival: Arrival) -> None:
        earlier = self.of_student(arrival.topic, arrival.student)
        refusal = "" if arrival.problem else self._rules.refusal(earlier, arrival.arrived)
        attempt = take(self._classroom, arrival, len(earlier) + 1, refusal)
        self._add(attempt)
        if refusal:
            self._say(f"{attempt.topic.name} {attempt.student} attempt {attempt.number}: not graded, {refusal}")
        elif all(one.refused for one in earlier):
            place(self._classroom, attempt)  # so that it is there for all commands, graded or not

    def _note(self, found: NotTaken) -> None:
        self.unfinished |= found.again
        if not found.again and found.name not in self._named:
            self._named.add(found.name)
            self._say(f"not taken from the exchange: {found.name!r}: {found.reason}")

    def _add(self, attempt: Attempt) -> None:
        self._items[attempt.name] = Item(attempt.hand_in, attempt.result, attempt.folder / "progress.json", attempt)
        self._of_student.setdefault((attempt.topic, attempt.student), []).append(attempt)

    def of_student(self, topic: Topic, student: str) -> Sequence[Attempt]:
        """A student's attempts at a topic, in the order in which they came."""
        return tuple(self._of_student.get((topic, student), ()))

    def items(self) -> Sequence[Item]:
        """All attempts but the refused ones."""
        return [item for item in self._items.values() if item.attempt and not item.attempt.refused]

    def refused(self) -> Sequence[Item]:
        """The attempts beyond the limits."""
        return [item for item in self._items.values() if item.attempt and item.attempt.refused]
