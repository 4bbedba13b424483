"""What the results and marks of a class say: plain data, rendered by `autograde.reporting.report`."""

import json
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograde.authoring.source import read_release, read_source
from autograde.classroom import Classroom, HandIn
from autograde.course import Topic, read_settings
from autograde.gradebook.marks import Mark, Marks
from autograde.grading.results import Outcome
from autograde.grading.store import Stored
from autograde.reporting.outline import Outline, Task, read_outline
from autograde.reporting.results import current_results, ungraded
from autograde.reporting.similarity import Comparison, Group, Passages, passages
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


@dataclass(frozen=True, slots=True)
class _Result:
    """What the statistics need of one hand-in's result, and no more: a class may have a hundred thousand.

    Attributes:
        points: of each task; None while a person still grades it.
        said: what failed checks said, as `_Messages` numbers it.
    """

    score: float
    waiting: bool
    late: bool
    readable: bool
    versions: int
    seconds: float
    points: tuple[float | None, ...]
    said: tuple[int, ...]


def class_figures(classroom: Classroom, topics: Sequence[Topic], marks: Marks) -> Iterator[TopicFigures | ClassFigures]:
    """Yield the figures of each topic when they are ready, and last those of the class."""
    figures, flagged = [], []
    students: set[str] = set()
    for topic in topics:
        hand_ins = list(classroom.hand_ins([topic]))
        students |= {hand_in.student for hand_in in hand_ins}
        with Comparison(classroom.results) as comparison:
            reading = _Reading(topic, marks, comparison)
            for stored in current_results(classroom, hand_ins):
                reading.add(stored)
            figures.append(reading.figures(len(hand_ins)))
        flagged += sorted(
            (*reading.flagged, *_flag_ungraded(ungraded(classroom, hand_ins))), key=lambda item: item.student
        )
        yield figures[-1]
    course = read_settings(topics[0].root).title
    yield ClassFigures(classroom.root.name, course, len(students), tuple(figures), tuple(flagged))


class _Reading:
    """One topic's results, read one at a time: the graded notebook, about a megabyte, is not kept."""

    def __init__(self, topic: Topic, marks: Marks, comparison: Comparison) -> None:
        source = read_source(topic)
        self._outline = read_outline(source)
        self._starter = {cell.id: str(cell.source) for cell in read_release(source).cells}
        self._code = {cell.id for cell in source.of_kind("task")}
        self._marks = marks
        self._comparison = comparison
        self._messages = _Messages()
        self._results: list[_Result] = []
        self._extended: list[str] = []
        self.flagged: list[Flagged] = []

    def add(self, stored: Stored) -> None:
        """Take what the statistics need of a result."""
        outcome = stored.outcome
        mark = self._marks.marks.get((outcome.topic, outcome.student))
        readable = outcome.status in {"graded", "look"}
        self._results.append(
            _Result(
                mark.score if mark else outcome.points,
                waiting=mark.waiting > 0 if mark else outcome.pending > 0,
                late=mark is not None and mark.late,
                readable=readable,
                versions=stored.graded,
                seconds=outcome.seconds,
                points=tuple(_points(task, outcome, mark) for task in self._outline.tasks),
                said=tuple(self._messages.numbers(outcome, self._outline)) if readable else (),
            )
        )
        if mark is not None and mark.extended:
            self._extended.append(outcome.student)
        if readable:
            self._comparison.add(outcome.student, self._passages(outcome))
        self.flagged += _flag(outcome, readable=readable)

    def figures(self, hand_ins: int) -> TopicFigures:
        """The figures of what has been added, of so many hand-ins."""
        outline, results = self._outline, self._results
        max_points = self._marks.max_points[outline.topic]
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
            sum(result.late for result in results),
            tuple(self._extended),
            statistics.fmean(scores) if scores else 0.0,
            statistics.median(scores) if scores else 0.0,
            tuple(counts[points] for points in range(max(int(max_points), *counts, 0) + 1)),
            tuple(_task_figures(index, task, readable) for index, task in enumerate(outline.tasks)),
            tuple(self._messages.most_frequent(readable)),
            _spread([result.seconds for result in readable]),
            dict(sorted(Counter(result.versions for result in results).items())),
            tuple(self._comparison.groups()),
        )

    def _passages(self, outcome: Outcome) -> dict[int, Passages]:
        texts = {cell["id"]: joined(cell["source"]) for cell in json.loads(outcome.notebook)["cells"]}
        found = {}
        for task in self._outline.tasks:
            cells = [name for name in task.solution_ids if name in self._code and name in texts]
            own = (passages(texts[name], self._starter[name]) for name in cells)
            found[task.number] = frozenset[int]().union(*own)
        return found


def _points(task: Task, outcome: Outcome, mark: Mark | None) -> float | None:
    """Points on a task; None while a person still grades it."""
    if mark is None or any(name not in mark.cells for name in task.grade_ids):
        scores = [score.points for score in outcome.scores if score.grade_id in task.grade_ids]
        return None if None in scores else sum(score or 0.0 for score in scores)
    cells = [mark.cells[name] for name in task.grade_ids]
    return None if any(cell.waiting for cell in cells) else sum(cell.points for cell in cells)


def _task_figures(index: int, task: Task, results: Sequence[_Result]) -> TaskFigures:
    earned, others = [], []
    for result in results:
        points = result.points[index]
        if points is not None:
            earned.append(points)
            others.append(sum(other or 0.0 for place, other in enumerate(result.points) if place != index))
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


class _Messages:
    """Messages of failed checks, numbered; those that differ in numbers only are one."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], tuple[int, str]] = {}

    def numbers(self, outcome: Outcome, outline: Outline) -> set[int]:
        """The numbers of the messages in an outcome, each once."""
        found = set()
        for score in outcome.scores:
            task = outline.task_of(score.grade_id)
            if task is not None and score.message and score.points is not None and score.points < score.max_points:
                message = page_text(score.message, 400)
                key = task.number, _NUMBER.sub("#", message)
                found.add(self._found.setdefault(key, (len(self._found), message))[0])
        return found

    def most_frequent(self, results: Iterable[_Result]) -> Iterator[FrequentMessage]:
        """The messages that most of the students have seen."""
        seen = Counter(number for result in results for number in result.said)
        for (task, _), (number, message) in sorted(self._found.items(), key=lambda item: (-seen[item[1][0]], item[0]))[
            :MAX_MESSAGES
        ]:
            yield FrequentMessage(task, message, seen[number])


def _spread(seconds: Sequence[float]) -> Spread:
    if not seconds:
        return Spread(0.0, 0.0, 0.0)
    ordered = sorted(seconds)
    return Spread(statistics.median(ordered), ordered[(9 * len(ordered) - 1) // 10], ordered[-1])


def _flag(outcome: Outcome, *, readable: bool) -> Iterator[Flagged]:
    reasons = [page_text(note, 400) for note in outcome.notes]
    if readable and outcome.auto_max and not outcome.points:
        reasons.append("read without trouble, but no check passed")
    if reasons or outcome.status != "graded":
        yield Flagged(outcome.student, outcome.topic, tuple(reasons) or (outcome.status,))


def _flag_ungraded(hand_ins: Iterable[HandIn]) -> Iterator[Flagged]:
    return (Flagged(hand_in.student, hand_in.topic.name, ("not graded yet",)) for hand_in in hand_ins)
