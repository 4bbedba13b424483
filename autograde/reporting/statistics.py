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

# Below these numbers of hand-ins one student more or less changes the figure too much to read anything into it.
MIN_FOR_DIFFICULTY = 5
MIN_FOR_DISCRIMINATION = 10
#: The most frequent messages of a topic that are listed.
MAX_MESSAGES = 8

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class TaskFigures:
    """How a task went.

    Attributes:
        number, title, max_points: the task.
        counted: hand-ins that could be read and whose points for it are known.
        share: mean share of its points that they earned; None if there is no such hand-in.
        discrimination: correlation of its points with those of the topic's other tasks; None for too few hand-ins,
            or where it is not defined, because one of the two is the same for all.
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
class FrequentMessage:
    """A message of a check and how many students saw it; messages that differ in numbers only count as one."""

    task: int
    message: str
    students: int


@dataclass(frozen=True)
class Spread:
    """Seconds of grading: the median, the 90th percentile, the longest."""

    median: float
    percentile_90: float
    longest: float


@dataclass(frozen=True)
class TopicFigures:
    """How a topic went.

    Attributes:
        topic, title, max_points: the topic.
        hand_ins: how many came; graded: how many of them have a result.
        waiting: how many have an answer that a person still grades; late: how many came late.
        extended: who of them has more time than the others.
        mean, median: of the points so far.
        counts: hand-ins by points, rounded down: 0, 1, 2, ...
        tasks: figures of each task.
        messages: what its checks said most often.
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
    extended: tuple[str, ...]
    mean: float
    median: float
    counts: tuple[int, ...]
    tasks: tuple[TaskFigures, ...]
    messages: tuple[FrequentMessage, ...]
    seconds: Spread
    versions: Mapping[int, int]
    alike: tuple[Group, ...]


@dataclass(frozen=True)
class Flagged:
    """A hand-in that needs a look, and why."""

    student: str
    topic: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ClassFigures:
    """The whole report.

    Attributes:
        name: the class folder's name.
        course: the course's title.
        students: how many have handed in something.
        topics: by topic, in course order.
        flagged: hand-ins that a person should look at.
    """

    name: str
    course: str
    students: int
    topics: tuple[TopicFigures, ...]
    flagged: tuple[Flagged, ...]


@dataclass(frozen=True)
class _Result:
    """What the statistics need of one hand-in's result. The graded notebook, about a megabyte, is not kept."""

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
    figures, flagged = [], []
    students: set[str] = set()
    for topic in topics:
        hand_ins = list(classroom.hand_ins([topic]))
        students |= {hand_in.student for hand_in in hand_ins}
        source = read_source(topic)
        outline = read_outline(source)
        starter = {cell.id: str(cell.source) for cell in read_release(source).cells}
        results = [_result(stored, marks, source, outline, starter) for stored in current_results(classroom, hand_ins)]
        without = ungraded(classroom, hand_ins)
        figures.append(_topic_figures(outline, len(hand_ins), results, marks.max_points[topic.name]))
        flagged += sorted((*_flag(results), *_flag_ungraded(without)), key=lambda item: item.student)
        yield figures[-1]
    course = read_settings(topics[0].root).title
    yield ClassFigures(classroom.root.name, course, len(students), tuple(figures), tuple(flagged))


def _result(stored: Stored, marks: Marks, source: Source, outline: Outline, starter: Mapping[str, str]) -> _Result:
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
    return _Result(light, marks.marks.get((outcome.topic, outcome.student)), stored.graded, found)


def _topic_figures(outline: Outline, hand_ins: int, results: Sequence[_Result], max_points: float) -> TopicFigures:
    scores = [result.score for result in results]
    readable = [result for result in results if result.readable]
    # 1e-9: sums of fractions such as 0.1 + 0.2 may fall just short of the whole number that they mean.
    counts = Counter(int(score + 1e-9) for score in scores)
    return TopicFigures(
        outline.topic,
        outline.title,
        max_points,
        hand_ins,
        len(results),
        sum(result.waiting for result in results),
        sum(result.mark is not None and result.mark.late for result in results),
        tuple(result.outcome.student for result in results if result.mark is not None and result.mark.extended),
        statistics.fmean(scores) if scores else 0.0,
        statistics.median(scores) if scores else 0.0,
        tuple(counts[points] for points in range(max(int(max_points), *counts, 0) + 1)),
        tuple(_task_figures(task, outline, readable) for task in outline.tasks),
        tuple(_frequent_messages(outline, readable)),
        _spread([result.outcome.seconds for result in readable]),
        dict(sorted(Counter(result.versions for result in results).items())),
        tuple(alike({result.outcome.student: result.passages for result in readable})),
    )


def _task_figures(task: Task, outline: Outline, results: Sequence[_Result]) -> TaskFigures:
    earned, others = [], []
    for result in results:
        points = result.points(task)
        if points is not None:
            earned.append(points)
            others.append(sum(result.points(other) or 0.0 for other in outline.tasks if other != task))
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
    if len(first) < MIN_FOR_DISCRIMINATION or len(set(first)) == 1 or len(set(second)) == 1:
        return None
    return statistics.correlation(first, second)


def _frequent_messages(outline: Outline, results: Sequence[_Result]) -> Iterator[FrequentMessage]:
    """The most frequent messages of failed checks, each counted once a student."""
    seen: Counter[tuple[int, str]] = Counter()
    example: dict[tuple[int, str], str] = {}
    for result in results:
        found = set()
        for score in result.outcome.scores:
            task = outline.task_of(score.grade_id)
            if task is not None and score.message and score.points is not None and score.points < score.max_points:
                message = page_text(score.message, 400)
                key = task.number, _NUMBER.sub("#", message)
                example.setdefault(key, message)
                found.add(key)
        seen.update(found)
    for key, students in sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:MAX_MESSAGES]:
        yield FrequentMessage(key[0], example[key], students)


def _spread(seconds: Sequence[float]) -> Spread:
    if not seconds:
        return Spread(0.0, 0.0, 0.0)
    ordered = sorted(seconds)
    return Spread(statistics.median(ordered), ordered[(9 * len(ordered) - 1) // 10], ordered[-1])


def _flag(results: Iterable[_Result]) -> Iterator[Flagged]:
    for result in results:
        outcome = result.outcome
        reasons = [page_text(note, 400) for note in outcome.notes]
        if result.readable and outcome.auto_max and not outcome.points:
            reasons.append("read without trouble, but no check passed")
        if reasons or outcome.status != "graded":
            yield Flagged(outcome.student, outcome.topic, tuple(reasons) or (outcome.status,))


def _flag_ungraded(hand_ins: Iterable[HandIn]) -> Iterator[Flagged]:
    return (Flagged(hand_in.student, hand_in.topic.name, ("not graded yet",)) for hand_in in hand_ins)
