"""Hand-ins whose code is nearly the same: a hint for a conversation, nothing more.

Code is compared as passages of `PASSAGE` tokens, after names that the student chose, layout and comments are set
aside. Passages of the code that was handed out do not count, and what many hand-ins share is taken for the
obvious way to write it: two hand-ins are listed for a task if `ALIKE` of their passages are the same and at least
`EVIDENCE` of those are rare.
"""

import builtins
import contextlib
import keyword
import math
import re
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

import numpy as np
import numpy.typing as npt

PASSAGE = 8
ALIKE = 0.8
EVIDENCE = 20
#: Rare is what at most this share of the hand-ins has, or three of them; in a large class no more than so many.
RARE = 0.05
RARE_AT_MOST = 20

_TOKEN = re.compile(
    r"""
    (?P<skip>\#[^\n]*|\s+|\\\n|[rbfuRBFU]{0,2}(?:\"{3}.*?\"{3}|'{3}.*?'{3}))
    |(?P<string>[rbfuRBFU]{0,2}(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
    |(?P<number>\d[\w.]*)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FIXED_NAMES = frozenset((*keyword.kwlist, *dir(builtins)))

#: A task's passages, as hashes.
Passages = frozenset[int]
_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Students whose code is alike.

    Attributes:
        students: two or more, sorted.
        tasks: the tasks in which any two of them are alike, sorted.
        share: the smallest share of equal passages among the pairs that were found.
    """

    students: tuple[str, ...]
    tasks: tuple[int, ...]
    share: float


def tokens(code: str, handed_out: str = "") -> list[str]:
    """The tokens of Python code, broken code included; names the student chose become one and the same.

    Args:
        code: the student's text.
        handed_out: the text of the same cell before: its names stay.
    """
    fixed = _FIXED_NAMES | set(re.findall(r"[^\W\d]\w*", handed_out))
    found: list[str] = []
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match[0]
        if kind == "skip":
            continue
        chosen = kind == "name" and text not in fixed and (not found or found[-1] != ".")
        found.append("name" if chosen else text)
    return found


def passages(code: str, handed_out: str) -> Passages:
    """The passages of a task's cell that were not handed out; none for an untouched cell."""
    return _grams(tokens(code, handed_out)) - _grams(tokens(handed_out, handed_out))


def _grams(found: list[str]) -> Passages:
    return frozenset(hash(tuple(found[i : i + PASSAGE])) for i in range(len(found) - PASSAGE + 1))


class Comparison:
    """The passages of one topic's hand-ins, on disk: those of a hundred thousand would fill the memory.

    Args:
        folder: where the temporary files are; they have no name there, and end with the context.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = contextlib.ExitStack()
        self._students: list[str] = []
        self._tasks: dict[int, _Task] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, student: str, tasks: Mapping[int, Passages]) -> None:
        """Add a hand-in: the passages of each of its tasks."""
        for task, found in tasks.items():
            if task not in self._tasks:
                file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed with the context
                self._tasks[task] = _Task(self._files.enter_context(file))
            self._tasks[task].add(len(self._students), found)
        self._students.append(student)

    def groups(self) -> list[Group]:
        """Group the students whose code is alike, the most alike first."""
        rare = max(3, min(RARE_AT_MOST, int(RARE * len(self._students))))
        pairs = [
            (self._students[one], self._students[other], number, share)
            for number, task in sorted(self._tasks.items())
            for one, other, share in task.pairs(rare)
        ]
        groups = []
        for students in _connected([(first, second) for first, second, *_ in pairs]):
            inside = [pair for pair in pairs if pair[0] in students]
            tasks = tuple(sorted({task for _, _, task, _ in inside}))
            groups.append(Group(tuple(sorted(students)), tasks, min(share for *_, share in inside)))
        return sorted(groups, key=lambda group: (-len(group.tasks), -group.share, group.students))


@dataclass(frozen=True)
class _Task:
    """One task's passages.

    Attributes:
        file: 64-bit numbers, one hand-in's after the other's, sorted within each.
        owners: the hand-ins in that order.
        ends: where each one's passages end, after a 0.
    """

    file: IO[bytes]
    owners: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q", [0]))

    def add(self, owner: int, found: Passages) -> None:
        if len(found) >= EVIDENCE:  # fewer are never enough
            self.file.write(array("q", sorted(found)).tobytes())
            self.owners.append(owner)
            self.ends.append(self.ends[-1] + len(found))

    def pairs(self, rare: int) -> Iterator[tuple[int, int, float]]:
        """Yield pairs of hand-ins and their share of equal passages.

        The rarest passage that a pair shares is, in a pair that is alike, among the rarest ``size - ceil(ALIKE * size)
        + 1`` of both: only hand-ins that meet there are compared, so the work grows with the class and not with its
        square (prefix filtering: Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", 2007).

        Args:
            rare: a passage is rare if at most so many hand-ins have it.
        """
        self.file.seek(0)
        everything = np.frombuffer(self.file.read(), dtype=np.int64)
        ordered = np.sort(everything)
        met: dict[int, list[int]] = defaultdict(list)
        for index, owner in enumerate(self.owners):
            found = self._passages(everything, index)
            counts = _counts(found, ordered)
            rarest = np.argsort(counts, kind="stable")[: len(found) - math.ceil(ALIKE * len(found) - 1e-9) + 1]
            meeting = found[rarest[(counts[rarest] > 1) & (counts[rarest] <= rare)]].tolist()
            for other in sorted({other for passage in meeting for other in met[passage]}):
                shared = np.intersect1d(found, self._passages(everything, other), assume_unique=True)
                share = len(shared) / (len(found) + self.ends[other + 1] - self.ends[other] - len(shared))
                if share >= ALIKE and np.count_nonzero(_counts(shared, ordered) <= rare) >= EVIDENCE:
                    yield self.owners[other], owner, share
            for passage in meeting:
                met[passage].append(index)

    def _passages(self, everything: _Numbers, index: int) -> _Numbers:
        return everything[self.ends[index] : self.ends[index + 1]]


def _counts(passages: _Numbers, ordered: _Numbers) -> _Numbers:
    """How often each passage is among all of them, which are sorted."""
    return np.searchsorted(ordered, passages, "right") - np.searchsorted(ordered, passages, "left")


def _connected(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Join pairs that have a member in common."""
    groups: dict[str, set[str]] = {}
    for first, second in pairs:
        joined = groups.get(first, {first}) | groups.get(second, {second})
        groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())
