"""Grade one unit: rebuild its notebook, run the cells, examine the answers. Pure input to pure output."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Literal

import nbformat
from nbformat import NotebookNode

from autograde.authoring.source import Cell
from autograde.grading.notebook import CellType, GradedCell, graded_notebook
from autograde.grading.results import Outcome, Score
from autograde.grading.sealed.dialogue import CellRun, Dialogue, KernelGone, error_output
from autograde.grading.sealed.examiner import Examiner, Verdict
from autograde.grading.sealed.rebuild import Rebuilt, RebuiltCell, rebuild
from autograde.grading.sealed.submission import Unreadable, parse_submission
from autograde.grading.unit import Unit
from autograde.kernels import Kernel

OpenKernel = Callable[[], AbstractContextManager[Kernel]]


def grade_unit(unit: Unit, open_kernel: OpenKernel) -> Outcome:
    """Grade one notebook. Whatever the hand-in is or does, there is an outcome.

    Args:
        unit: what to grade.
        open_kernel: opens the kernel for the student's cells, in a folder with the topic's data files.
    """
    started = time.monotonic()
    try:
        submitted = parse_submission(unit.submission)
    except Unreadable as error:
        return unit.material.nothing_to_grade(unit.student, error)
    rebuilt = rebuild(unit.material.source, unit.material.release, submitted)
    if not any(cell.role in {"task", "essay"} and cell.answered for cell in rebuilt.cells) and not _has_cells_of(
        unit, submitted
    ):
        another = Unreadable("this is another notebook: none of the topic's cells are in it")
        return unit.material.nothing_to_grade(unit.student, another)
    run = _Run(unit, rebuilt)
    try:
        with open_kernel() as kernel:
            run.go(kernel)
    except KernelGone as gone:
        run.gone(str(gone))
    return replace(run.outcome(), seconds=round(time.monotonic() - started, 3))


def _has_cells_of(unit: Unit, submitted: list[Any]) -> bool:
    ids = {cell.id for cell in unit.material.source.of_kind("task", "check", "essay")}
    return any(cell.grade_id in ids or cell.id in ids for cell in submitted)


def _message_of(error: str, message: str) -> str:
    """What a failed check tells the student: a check's own words as they are, other errors with their name."""
    if error == "NotImplementedError":
        return f"not written yet {message.strip()}".strip()
    return message if error in {"", "AssertionError"} else f"{error}: {message}"


class _Run:
    """Runs a rebuilt notebook's cells in order and collects outputs and scores."""

    def __init__(self, unit: Unit, rebuilt: Rebuilt) -> None:
        self._student = unit.student
        self._material = unit.material
        self._rebuilt = rebuilt
        self._runs: dict[str, CellRun] = {}
        self._notes = list(rebuilt.notes)
        self._messages: dict[str, str] = {}
        self._cell_seconds = 0.0
        self._look = False

    def go(self, kernel: Kernel) -> None:
        limits = self._material.limits
        dialogue = Dialogue(kernel, cell_seconds=limits.cell_seconds, request_seconds=limits.request_seconds)
        examiner = Examiner(dialogue, check_seconds=limits.check_seconds)
        deadline = time.monotonic() + limits.notebook_seconds
        for cell in self._rebuilt.cells:
            if time.monotonic() > deadline:
                kernel.kill()
                raise KernelGone(f"the whole notebook ran for more than {limits.notebook_seconds:.0f} s")
            if cell.lacking:
                self._run_copy(cell, dialogue, examiner)
            elif cell.runs:
                self._run_cell(cell, dialogue)
            elif cell.role == "check" and self._material.mode == "sealed":
                self._examine(cell, examiner)
            elif cell.role == "check":
                self._check_inline(cell, dialogue)

    def _run_cell(self, cell: RebuiltCell, dialogue: Dialogue) -> None:
        started = time.monotonic()
        try:
            self._runs[cell.id] = run = dialogue.run(cell.text)
        finally:
            self._cell_seconds += time.monotonic() - started
        if run.error == "TimeoutError":
            self._notes.append(f"the cell '{cell.id}' ran past its time limit")

    def _run_copy(self, cell: RebuiltCell, dialogue: Dialogue, examiner: Examiner) -> None:
        """Run an answer that stands further down, where the notebook has come to the check without one."""
        if not examiner.lacking(cell.lacking):
            return
        if cell.note not in self._notes:
            self._notes.append(cell.note)
        self._run_cell(cell, dialogue)

    def _examine(self, cell: RebuiltCell, examiner: Examiner) -> None:
        try:
            self._note(cell, examiner.examine(self._material.checks[cell.id]))
        except KernelGone as gone:
            self._note(cell, Verdict("KernelGone", f"your code stopped the notebook here: {gone}"))
            raise

    def _note(self, cell: RebuiltCell, verdict: Verdict) -> None:
        run = CellRun()
        if not verdict.passed:
            run.outputs.append(error_output(verdict.error, verdict.message))
        self._runs[cell.id] = run
        self._messages[cell.id] = _message_of(verdict.error, verdict.message)

    def _check_inline(self, cell: RebuiltCell, dialogue: Dialogue) -> None:
        """nbgrader's way, and its rule: an error or anything on stderr gives 0."""
        self._run_cell(cell, dialogue)
        run = self._runs[cell.id]
        if run.error and not any(output.output_type == "error" for output in run.outputs):
            run.outputs.append(error_output(run.error, "its message came after more output than is kept"))
        failed = [output for output in run.outputs if output.output_type == "error" or output.get("name") == "stderr"]
        self._messages[cell.id] = ""
        if failed:
            words = str(failed[0].get("evalue", "the check wrote to stderr"))
            self._messages[cell.id] = _message_of(str(failed[0].get("ename", "")), words)
        # A traceback would show hidden tests.
        run.outputs = [
            error_output(output.ename, output.evalue) if "ename" in output else output for output in run.outputs
        ]

    def gone(self, reason: str) -> None:
        """The kernel is gone: what was scored stays, the other checks get 0 and say why."""
        self._look = True
        self._notes.append(f"the notebook was stopped: {reason}")
        for cell in self._material.source.of_kind("check"):
            if cell.id not in self._runs:
                self._messages[cell.id] = f"not reached: the notebook was stopped before, because {reason}"
                self._runs[cell.id] = CellRun([error_output("NotReached", self._messages[cell.id])])

    def outcome(self) -> Outcome:
        notebook = graded_notebook(self._material, self._cells())
        nodes = {cell.id: cell for cell in notebook.cells}
        scores = tuple(self._score(cell, nodes[cell.id]) for cell in self._material.source.of_kind("check", "essay"))
        status: Literal["graded", "look"] = "look" if self._look or self._notes else "graded"
        return Outcome(
            self._student,
            self._material.topic,
            status,
            scores,
            tuple(self._notes),
            # Texts whole: in lists of lines, a million empty lines would be a large result.
            nbformat.writes(notebook, split_lines=False),
            cell_seconds=round(self._cell_seconds, 3),
        )

    def _score(self, cell: Cell, node: NotebookNode) -> Score:
        points = self._points(cell, node)
        unanswered = cell.kind == "essay" and points is not None
        message = "no answer" if unanswered else self._messages.get(cell.id, "")
        return Score(cell.id, cell.task or cell.id, points, cell.points, message)

    def _points(self, cell: Cell, node: NotebookNode) -> float | None:
        """All points or none; None where a person grades: what nbgrader makes of the cell, without its long import."""
        if self._material.mode == "inline":  # where an output may also be a part of the points
            from nbgrader.utils import determine_grade

            points: float | None = determine_grade(node)[0]
            return points
        if cell.kind == "essay":
            released = next(handed_out for handed_out in self._material.release.cells if handed_out.id == cell.id)
            return 0.0 if node.source == released.source else None
        return 0.0 if node.outputs else float(cell.points)

    def _cells(self) -> Iterator[GradedCell]:
        """The graded notebook's cells: the student's texts, outputs; no hidden tests."""
        for cell in self._rebuilt.cells:
            if cell.lacking and cell.id not in self._runs:
                continue
            run = self._runs.get(cell.id, CellRun())
            cell_type: CellType = "markdown" if cell.role == "note" else "code"
            yield GradedCell(cell.id, cell_type, cell.shown, run.outputs, run.execution_count)
