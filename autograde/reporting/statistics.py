"""What the results and marks of a class say: plain data, rendered by `autograde.reporting.report`."""

import json
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograde.authoring.source import Source, read_release, read_source
from autograde.classroom import Classroom, HandIn
from autograde.course import Topic, read_settings
from autograde.gradebook.marks import Mark, Marks
from autograde.grading.results import Outcome
from autograde.grading.store import Stored
from autograde.reporting.outline import Outline, Task, read_outline
from autograde.reporting.results import current_results, ungraded
from autograde.reporting.similarity import Group, Passages, alike, passages
from autograde.sanitize import joined, page_text

#: Fewer hand-ins than this say nothing about a task's difficulty, and about its discrimination.
FEW = 5
FEWEST = 10
#: So many of the commonest messages are listed per topic.
MESSAGES = 8

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class TaskFigures:
    """How a task went.

    Attributes:
        number, title, max_points: the task.
        counted: hand-ins that could be read and whose points for it are known.
        share: mean share of its points that they earned; None if nobody counts.
        discrimination: correlation of its points with those of the topic's other tasks; None if that says nothing.
        full, some, none: how many earned all, some, none of the points.
    """

    number: int
    title: str
    max_points: float
    counted: int
    share: float | None
    discrimination: float | None
    full: int
    some: int
    none: int


@dataclass(frozen=True)
class Failing:
    """A message of a check and how many students saw it; messages that differ in numbers only count as one."""

    task: int
    message: str
    students: int


@dataclass(frozen=True)
class Spread:
    """Seconds of grading: the median, what nine of ten stay below, the longest."""

    median: float
    nine_of_ten: float
    longest: float


@dataclass(frozen=True)
class TopicFigures:
    """How a topic went.

    Attributes:
        topic, title, max_points: the topic.
        hand_ins: how many came; graded: how many of them have a result.
        waiting: how many have an answer that a person still grades; late: how many came late.
        mean, median: of the points so far.
        counts: hand-ins by points, rounded down: 0, 1, 2, ...
        tasks, failing: see there.
        seconds: grading time.
        versions: how many hand-ins were graded in 1, 2, 3, ... different versions.
        alike: students whose code is alike.
    """

    topic: str
    title: str
    max_points: float
    hand_ins: int
    graded: int
    waiting: int
    late: int
    mean: float
    median: float
    counts: tuple[int, ...]
    tasks: tuple[TaskFigures, ...]
    failing: tuple[Failing, ...]
    seconds: Spread
    versions: Mapping[int, int]
    alike: tuple[Group, ...]


@dataclass(frozen=True)
class Look:
    """A hand-in that needs a look, and why."""

    student: str
    topic: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ClassFigures:
    """The whole report: the class folder's name, the course's title, and what there is to say."""

    name: str
    course: str
    students: int
    topics: tuple[TopicFigures, ...]
    look: tuple[Look, ...]


@dataclass(frozen=True)
class _Facts:
    """What is kept of a result: it came with a notebook of a megabyte."""

    outcome: Outcome
    mark: Mark | None
    versions: int
    passages: Mapping[int, Passages]

    @property
    def score(self) -> float:
        return self.mark.score if self.mark else self.outcome.points

    @property
    def waiting(self) -> bool:
        return self.mark.waiting > 0 if self.mark else self.outcome.pending > 0

    @property
    def readable(self) -> bool:
        return self.outcome.status in {"graded", "look"}

    def points(self, task: Task) -> float | None:
        """Points on a task; None while a person still grades it."""
        if self.mark is None or any(name not in self.mark.cells for name in task.grade_ids):
            scores = [score.points for score in self.outcome.scores if score.grade_id in task.grade_ids]
            return None if None in scores else sum(score or 0.0 for score in scores)
        cells = [self.mark.cells[name] for name in task.grade_ids]
        return None if any(cell.waiting for cell in cells) else sum(cell.points for cell in cells)


def class_figures(classroom: Classroom, topics: Sequence[Topic], marks: Marks) -> Iterator[TopicFigures | ClassFigures]:
    """Yield the figures of each topic when they are ready, and last those of the class."""
    figures, look = [], []
    students: set[str] = set()
    for topic in topics:
        hand_ins = list(classroom.hand_ins([topic]))
        students |= {hand_in.student for hand_in in hand_ins}
        source = read_source(topic)
        outline = read_outline(source)
        starter = {cell.id: str(cell.source) for cell in read_release(source).cells}
        facts = [_facts(stored, marks, source, outline, starter) for stored in current_results(classroom, hand_ins)]
        without = ungraded(classroom, hand_ins)
        figures.append(_topic_figures(outline, len(hand_ins), facts, marks.max_points[topic.name]))
        look += sorted((*_looks(facts), *_ungraded_looks(without)), key=lambda item: item.student)
        yield figures[-1]
    course = read_settings(topics[0].root).title
    yield ClassFigures(classroom.root.name, course, len(students), tuple(figures), tuple(look))


def _facts(stored: Stored, marks: Marks, source: Source, outline: Outline, starter: Mapping[str, str]) -> _Facts:
    outcome = stored.outcome
    found: dict[int, Passages] = {}
    if outcome.status in {"graded", "look"}:
        texts = {cell["id"]: joined(cell["source"]) for cell in json.loads(outcome.notebook)["cells"]}
        codes = {cell.id for cell in source.of_kind("task")}
        for task in outline.tasks:
            cells = [name for name in task.solution_ids if name in codes and name in texts]
            found[task.number] = frozenset().union(*(passages(texts[name], starter[name]) for name in cells))
    light = Outcome(
        outcome.student, outcome.topic, outcome.status, outcome.scores, outcome.notes, seconds=outcome.seconds
    )
    return _Facts(light, marks.marks.get((outcome.topic, outcome.student)), stored.graded, found)


def _topic_figures(outline: Outline, hand_ins: int, facts: Sequence[_Facts], max_points: float) -> TopicFigures:
    scores = [fact.score for fact in facts]
    readable = [fact for fact in facts if fact.readable]
    counts = Counter(int(score + 1e-9) for score in scores)
    return TopicFigures(
        outline.topic,
        outline.title,
        max_points,
        hand_ins,
        len(facts),
        sum(fact.waiting for fact in facts),
        sum(fact.mark is not None and fact.mark.late for fact in facts),
        statistics.fmean(scores) if scores else 0.0,
        statistics.median(scores) if scores else 0.0,
        tuple(counts[points] for points in range(max(int(max_points), *counts, 0) + 1)),
        tuple(_task_figures(task, outline, readable) for task in outline.tasks),
        tuple(_failing(outline, readable)),
        _spread([fact.outcome.seconds for fact in readable]),
        dict(sorted(Counter(fact.versions for fact in facts).items())),
        tuple(alike({fact.outcome.student: fact.passages for fact in readable})),
    )


def _task_figures(task: Task, outline: Outline, facts: Sequence[_Facts]) -> TaskFigures:
    earned, others = [], []
    for fact in facts:
        points = fact.points(task)
        if points is not None:
            earned.append(points)
            others.append(sum(fact.points(other) or 0.0 for other in outline.tasks if other != task))
    return TaskFigures(
        task.number,
        task.title,
        task.points,
        len(earned),
        statistics.fmean(earned) / task.points if earned and task.points else None,
        _correlation(earned, others),
        sum(points >= task.points for points in earned),
        sum(0 < points < task.points for points in earned),
        sum(points <= 0 for points in earned),
    )


def _correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    if len(first) < FEWEST or len(set(first)) == 1 or len(set(second)) == 1:
        return None
    return statistics.correlation(first, second)


def _failing(outline: Outline, facts: Sequence[_Facts]) -> Iterator[Failing]:
    """The commonest messages of checks."""
    seen: Counter[tuple[int, str]] = Counter()
    example: dict[tuple[int, str], str] = {}
    for fact in facts:
        found = set()
        for score in fact.outcome.scores:
            task = outline.task_of(score.grade_id)
            if task is not None and score.message and score.points is not None and score.points < score.max_points:
                message = page_text(score.message, 400)
                key = task.number, _NUMBER.sub("#", message)
                example.setdefault(key, message)
                found.add(key)
        seen.update(found)
    for key, students in sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:MESSAGES]:
        yield Failing(key[0], example[key], students)


def _spread(seconds: Sequence[float]) -> Spread:
    if not seconds:
        return Spread(0.0, 0.0, 0.0)
    ordered = sorted(seconds)
    return Spread(statistics.median(ordered), ordered[(9 * len(ordered) - 1) // 10], ordered[-1])


def _looks(facts: Iterable[_Facts]) -> Iterator[Look]:
    for fact in facts:
        outcome = fact.outcome
        reasons = [page_text(note, 400) for note in outcome.notes]
        if fact.readable and outcome.auto_max and not outcome.points:
            reasons.append("read without trouble, but no check passed")
        if reasons or outcome.status != "graded":
            yield Look(outcome.student, outcome.topic, tuple(reasons) or (outcome.status,))


def _ungraded_looks(hand_ins: Iterable[HandIn]) -> Iterator[Look]:
    return (Look(hand_in.student, hand_in.topic.name, ("not graded yet",)) for hand_in in hand_ins)
