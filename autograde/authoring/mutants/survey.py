"""The survey of a topic: which mutants its checks notice, task by task."""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from queue import SimpleQueue
from random import Random

from autograde.authoring.answers import read_answers
from autograde.authoring.mutants.declarations import Declaration, read_declarations
from autograde.authoring.mutants.generate import Mutant, RightAnswer, mutants
from autograde.authoring.mutants.results import KeptResults, condition_digest, result_key
from autograde.authoring.mutants.trials import Cells, Kernels, Result, cells_of, try_answers
from autograde.authoring.source import TASK_HEADING, Source
from autograde.errors import CourseError

#: A kernel that has to run the cells before a task first should have so many trials at least.
_FEWEST = 8


@dataclass(frozen=True)
class TaskSurvey:
    """What there is to try of one task.

    Attributes:
        cells: the cells that run.
        where: file and line of the task's heading.
        answers: the reference solution and the right alternatives.
        mutants: their mutants.
        declarations: survivors that are right.
    """

    cells: Cells
    where: str
    answers: tuple[RightAnswer, ...]
    mutants: tuple[Mutant, ...]
    declarations: tuple[Declaration, ...]

    @property
    def texts(self) -> list[str]:
        """All texts to try: mutants are compared with answers that pass."""
        return [*(answer.text for answer in self.answers), *(mutant.text for mutant in self.mutants)]


@dataclass(frozen=True)
class Report:
    """What came of a task's mutants.

    Attributes:
        survey: what was tried.
        results: by text.
        complete: whether all mutants were tried, not a sample: only then can a declaration be out of date.
    """

    survey: TaskSurvey
    results: Mapping[str, Result]
    complete: bool

    @cached_property
    def passing(self) -> tuple[Mutant, ...]:
        """Mutants that keep all points."""
        return tuple(mutant for mutant in self.survey.mutants if not self.results[mutant.text].failure)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """Those of them that nobody declared to be right."""
        return tuple(mutant for mutant in self.passing if not self._declared(mutant))

    @property
    def outdated(self) -> tuple[Declaration, ...]:
        """Declarations that speak of no mutant that passes."""
        if not self.complete:
            return ()
        return tuple(one for one in self.survey.declarations if not any(map(one.matches, self.passing)))

    @property
    def failing_answers(self) -> tuple[tuple[RightAnswer, str], ...]:
        """Right answers that lose, with what the check says."""
        failures = ((answer, self.results[answer.text].failure) for answer in self.survey.answers)
        return tuple((answer, failure) for answer, failure in failures if failure)

    @property
    def clean(self) -> bool:
        return not (self.survivors or self.outdated or self.failing_answers)

    def _declared(self, mutant: Mutant) -> bool:
        return any(one.matches(mutant) for one in self.survey.declarations)


def surveys(
    source: Source, chosen: Collection[str] = (), sample: int | None = None, seed: object = 0
) -> Iterator[TaskSurvey]:
    """What there is to try of a topic.

    Args:
        source: the topic.
        chosen: these tasks only; none for all.
        sample: so many mutants a task only, drawn with ``seed``.
        seed: decides which.

    Raises:
        CourseError: there is no such task; answers.py cannot be read.
    """
    known = [cell.task for cell in source.of_kind("task")]
    if unknown := sorted({*chosen} - {*known}):
        what = " and ".join(map(repr, unknown))
        raise CourseError(f"{source.topic.name} has no task {what}.", todo=f"Its tasks are: {', '.join(known)}.")
    tasks = [cell for cell in source.of_kind("task") if not chosen or cell.task in chosen]
    alternatives = [answer for answer in read_answers(source) if answer.right]
    declarations = read_declarations(source)
    for cell in tasks:
        path = source.topic.source
        answers = [RightAnswer(cell.task, "reference", cell.solution, f"{path}:{cell.line}")]
        path = source.topic.answers
        answers += [
            RightAnswer(cell.task, answer.name, answer.text, f"{path}:{answer.line}")
            for answer in alternatives
            if answer.task == cell.task
        ]
        found = mutants(answers)
        if sample is not None and len(found) > sample:
            found = Random(f"{seed} {source.topic.name} {cell.task}").sample(found, sample)
        own = tuple(declaration for declaration in declarations if declaration.task == cell.task)
        yield TaskSurvey(cells_of(source, cell.task), _heading(source, cell.line), tuple(answers), tuple(found), own)


def _heading(source: Source, line: int) -> str:
    """File and line of the last task heading before a line."""
    found = line
    for cell in source.of_kind("prose"):
        match = TASK_HEADING.search(cell.text)
        if match and cell.line < line:
            found = cell.line + 1 + cell.text.count("\n", 0, match.start())
    return f"{source.topic.source}:{found}"


@dataclass(frozen=True)
class Trial:
    """One answer to try, or tried before."""

    survey: TaskSurvey
    key: str
    text: str


#: What a thread tells: a result of a task by its number, an error, or None at its end.
_Queue = SimpleQueue[tuple[int, Trial, Result] | Exception | None]


class Survey:
    """Tries what has no result yet, several kernels at a time.

    Args:
        tasks: what there is to try.
        facts: what results depend on beside the topic (`autograde.grading.keys`).
        kept: results of earlier runs.
        force: whether to try again what has one.
    """

    def __init__(
        self, tasks: Iterable[TaskSurvey], facts: Mapping[str, object], kept: KeptResults, *, force: bool = False
    ) -> None:
        self._tasks = list(tasks)
        self._kept = kept
        self._results: list[dict[str, Result]] = []
        self._pending: list[list[Trial]] = []
        for survey in self._tasks:
            condition = condition_digest(survey.cells, facts)
            trials = [Trial(survey, result_key(condition, text), text) for text in dict.fromkeys(survey.texts)]
            known = {trial.text: None if force else kept.get(trial.key, trial.text) for trial in trials}
            self._results.append({text: result for text, result in known.items() if result})
            self._pending.append([trial for trial in trials if known[trial.text] is None])

    @property
    def pending(self) -> int:
        """How many trials there are to run."""
        return sum(map(len, self._pending))

    def run(self, kernels: Kernels, jobs: int) -> Iterator[Result]:
        """Run them; each result is kept before it is yielded.

        Raises:
            CourseError: a reference solution does not pass, or a cell before a task fails.
        """
        queue: _Queue = SimpleQueue()
        stop = threading.Event()
        shares = [(index, share) for index, trials in enumerate(self._pending) for share in _shares(trials, jobs)]
        with ThreadPoolExecutor(jobs) as pool:
            for index, share in shares:
                pool.submit(_run_share, index, share, kernels, queue, stop)
            running = len(shares)
            try:
                while running:
                    news = queue.get()
                    if isinstance(news, Exception):
                        raise news
                    if news is None:
                        running -= 1
                    else:
                        yield self._keep(*news)
            finally:
                stop.set()
                pool.shutdown(cancel_futures=True)

    def _keep(self, index: int, trial: Trial, result: Result) -> Result:
        self._kept.put(trial.key, result)
        self._results[index][trial.text] = result
        return result

    def reports(self, *, complete: bool) -> list[Report]:
        """What came of each task, once all has run."""
        return [Report(survey, results, complete) for survey, results in zip(self._tasks, self._results, strict=True)]


def _shares(trials: Sequence[Trial], jobs: int) -> list[list[Trial]]:
    count = max(1, min(jobs, len(trials) // _FEWEST))
    return [list(trials[index::count]) for index in range(count)] if trials else []


def _run_share(index: int, trials: Sequence[Trial], kernels: Kernels, queue: _Queue, stop: threading.Event) -> None:
    """Try some answers to a task and put each result into the queue, then None, or the error that ended it."""
    survey = trials[0].survey
    try:
        results = try_answers(survey.cells, survey.answers[0].text, [trial.text for trial in trials], kernels)
        for trial, result in zip(trials, results, strict=False):
            queue.put((index, trial, result))
            if stop.is_set():
                return
        queue.put(None)
    except Exception as error:
        queue.put(error)
