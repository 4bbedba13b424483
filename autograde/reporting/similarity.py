"""Hand-ins whose code is nearly the same: a hint for a conversation, nothing more.

Code is compared as passages of `PASSAGE` tokens, after names that the student chose, layout and comments are set
aside. Passages of the code that was handed out do not count, and what many hand-ins share is taken for the
obvious way to write it: two hand-ins are listed for a task if `ALIKE` of their passages are the same and at least
`EVIDENCE` of those are rare.
"""

import builtins
import itertools
import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

PASSAGE = 8
ALIKE = 0.8
EVIDENCE = 20
#: Rare is what at most this share of the hand-ins has, or three of them.
RARE = 0.05

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


def alike(hand_ins: Mapping[str, Mapping[int, Passages]]) -> list[Group]:
    """Group the students of one topic whose code is alike, the most alike first.

    Args:
        hand_ins: by student, the passages of each task.
    """
    pairs = sorted(_pairs(hand_ins), key=lambda pair: pair[:3])
    groups = []
    for students in _connected([(first, second) for first, second, *_ in pairs]):
        inside = [pair for pair in pairs if pair[0] in students]
        tasks = tuple(sorted({task for _, _, task, _ in inside}))
        groups.append(Group(tuple(sorted(students)), tasks, min(share for *_, share in inside)))
    return sorted(groups, key=lambda group: (-len(group.tasks), -group.share, group.students))


def _pairs(hand_ins: Mapping[str, Mapping[int, Passages]]) -> Iterator[tuple[str, str, int, float]]:
    """Yield first and second student, task and share of equal passages."""
    max_owners = max(3, int(RARE * len(hand_ins)))
    for task in sorted({task for tasks in hand_ins.values() for task in tasks}):
        owners: dict[int, list[str]] = defaultdict(list)
        for student, tasks in hand_ins.items():
            for passage in tasks.get(task, ()):
                owners[passage].append(student)
        shared: Counter[tuple[str, str]] = Counter()
        for students in owners.values():
            if 1 < len(students) <= max_owners:
                shared.update(itertools.combinations(students, 2))
        for (first, second), evidence in shared.items():
            one, other = hand_ins[first][task], hand_ins[second][task]
            share = len(one & other) / len(one | other)
            if evidence >= EVIDENCE and share >= ALIKE:
                yield first, second, task, share


def _connected(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Join pairs that have a member in common."""
    groups: dict[str, set[str]] = {}
    for first, second in pairs:
        joined = groups.get(first, {first}) | groups.get(second, {second})
        groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())
