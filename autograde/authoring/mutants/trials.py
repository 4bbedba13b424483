"""Trials: run answers to a task and the task's checks on them, in a kernel whose state is that before the task."""

import contextlib
import inspect
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.authoring.mutants import driver
from autograde.authoring.source import Source
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.kernels import Execution, Kernel, KernelLimits, Policy, open_kernel

#: A trial may take so many times as long as the reference solution, and so many seconds more.
_PATIENCE, _GRACE = 4.0, 4.0
#: Seconds for the cells before a task, and for the reference.
_SLOWEST = 300.0
#: Bytes that an answer may take beyond what the kernel has.
_MEMORY = 3 << 30
#: One kernel tries many answers.
_LIMITS = KernelLimits(memory=4 << 30, cpu_seconds=36_000)


@dataclass(frozen=True)
class Cells:
    """What runs when an answer to a task is tried: the solved notebook's cells without demos and figures.

    Attributes:
        topic, task: where.
        before: the cells before the task's.
        between: those after it, up to its last check, without checks.
        checks: the task's checks.
    """

    topic: Topic
    task: str
    before: tuple[str, ...]
    between: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What came of trying an answer.

    Attributes:
        text: the answer.
        failure: what the first failing check said; "" if all passed.
        seconds: how long it took.
    """

    text: str
    failure: str
    seconds: float


@dataclass(frozen=True)
class Kernels:
    """How kernels for trials are opened.

    Attributes:
        policy: "sandboxed" or "trusted".
        environment: further environment variables.
    """

    policy: Policy
    environment: Mapping[str, str]


def cells_of(source: Source, task: str) -> Cells:
    """The cells that run when an answer to a task is tried."""
    cells = source.cells
    own = next(index for index, cell in enumerate(cells) if cell.kind == "task" and cell.task == task)
    last = max(index for index, cell in enumerate(cells) if cell.kind == "check" and cell.task == task)
    run = {"example": lambda cell: cell.text, "task": lambda cell: cell.solution}
    before, between = (
        tuple(run[cell.kind](cell) for cell in part if cell.kind in run)
        for part in (cells[:own], cells[own + 1 : last])
    )
    checks = tuple(cell.text for cell in cells if cell.kind == "check" and cell.task == task)
    return Cells(source.topic, task, before, between, checks)


def try_answers(cells: Cells, reference: str, answers: Sequence[str], kernels: Kernels) -> Iterator[Result]:
    """Try answers one after the other, each from the same state.

    Raises:
        CourseError: the cells before the task fail, or its reference solution does not pass.
    """
    left = list(answers)
    while left:
        with _prepared(cells, kernels) as kernel:
            seconds = _reference_seconds(kernel, cells, reference)
            while left and kernel.is_alive:
                result = _try(kernel, cells, left[0], _GRACE + _PATIENCE * seconds)
                left.pop(0)
                yield result


def _reference_seconds(kernel: Kernel, cells: Cells, reference: str) -> float:
    result = _try(kernel, cells, reference, _SLOWEST)
    if result.failure:
        where = f"{cells.topic.source}, task {cells.task}"
        raise CourseError(f"The reference solution does not pass its own checks: {result.failure}", where=where)
    return result.seconds


@contextlib.contextmanager
def _prepared(cells: Cells, kernels: Kernels) -> Iterator[Kernel]:
    """A kernel that has run the cells before the task."""
    with tempfile.TemporaryDirectory(prefix="autograde-mutants-") as folder:
        for path in cells.topic.data_files:
            shutil.copy(path, Path(folder))
        topic = cells.topic
        with open_kernel(
            kernels.policy,
            folder,
            libraries=topic.libraries,
            private=topic.root,
            limits=_LIMITS,
            env=kernels.environment,
        ) as kernel:
            source = inspect.getsource(driver)
            start = (
                f"exec(compile({source!r}, 'driver', 'exec'), space := {{}}); space['start']({list(cells.before)!r})"
            )
            execution = kernel.execute(start, timeout=_SLOWEST)
            if execution.status != "ok":
                where = f"{topic.source}, before task {cells.task}"
                raise CourseError(f"A cell fails: {_why(execution)}", where=where)
            yield kernel


def _try(kernel: Kernel, cells: Cells, answer: str, seconds: float) -> Result:
    started = time.monotonic()
    arguments = (answer, list(cells.between), list(cells.checks), (seconds, _MEMORY))
    code = f"print(end='=' + __import__('sys').modules[{driver.MODULE!r}].try_answer{arguments!r})"
    execution = kernel.execute(code, timeout=seconds + 10)
    said = "".join(str(output.get("text", "")) for output in execution.outputs if output.get("name") == "stdout")
    failure = said[1:] if execution.status == "ok" and said.startswith("=") else _why(execution)
    return Result(answer, failure, round(time.monotonic() - started, 3))


def _why(execution: Execution) -> str:
    return str(execution.reply.get("evalue") or f"the kernel: {execution.status}")
