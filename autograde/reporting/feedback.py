"""Feedback for one student on one topic, as one page: what was earned, what each check said, the student's own work."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup

from autograde.classroom import Classroom
from autograde.course import Topic
from autograde.files import write_whole
from autograde.gradebook.marks import CellMark, Mark
from autograde.grading.results import Outcome, Score
from autograde.reporting import svg, untrusted
from autograde.reporting.outline import Outline, Task
from autograde.reporting.pages import points, render
from autograde.sanitize import page_text

#: They come with hand-ins through nbgrader's exchange; release_feedback finds the page's owner by them.
_RELEASE_FILES = ("timestamp.txt", "submission_secret.txt")

CellKind = Literal["answer", "written", "own code", "own note", "example"]


@dataclass(frozen=True)
class CheckView:
    """What one check said: its points, its message where it failed, and what it tests."""

    mark: CellMark
    message: str
    tests: str = ""

    @property
    def passed(self) -> bool:
        return self.mark.points >= self.mark.max_points


@dataclass(frozen=True)
class CellView:
    """A cell of the hand-in, rendered.

    Attributes:
        kind: whose it is and what for.
        text: code with colours, or the written answer.
        outputs: texts and images, in order.
        comment: what a grader wrote.
    """

    kind: CellKind
    text: Markup
    outputs: tuple[str | untrusted.Image, ...]
    comment: str


@dataclass(frozen=True)
class TaskView:
    """A task with its marks, checks and cells."""

    task: Task
    checks: tuple[CheckView, ...]
    written: CheckView | None
    cells: tuple[CellView, ...]

    @property
    def points(self) -> float:
        return sum(part.mark.points for part in self._parts)

    @property
    def max_points(self) -> float:
        return sum(part.mark.max_points for part in self._parts)

    @property
    def waiting(self) -> bool:
        return any(part.mark.waiting for part in self._parts)

    @property
    def state(self) -> str:
        if self.waiting:
            return "still to be graded"
        if self.points >= self.max_points:
            return "full points"
        return "some points" if self.points > 0 else "no points yet"

    @property
    def examples(self) -> list[CellView]:
        return [cell for cell in self.cells if cell.kind == "example"]

    @property
    def own(self) -> list[CellView]:
        return [cell for cell in self.cells if cell.kind != "example"]

    @property
    def _parts(self) -> tuple[CheckView, ...]:
        return (*self.checks, self.written) if self.written else self.checks


def feedback_path(classroom: Classroom, student: str, topic: Topic) -> Path:
    """Where formgrader and nbgrader's release_feedback look for it."""
    return classroom.root / "feedback" / student / topic.name / f"{topic.stem}.html"


def write_feedback(classroom: Classroom, topic: Topic, outline: Outline, outcome: Outcome, mark: Mark | None) -> Path:
    """Write one page, and beside it what nbgrader's release_feedback reads; return the page's path.

    Raises:
        CourseError: the folder cannot be written.
    """
    path = feedback_path(classroom, outcome.student, topic)
    write_whole(path, feedback_page(outline, outcome, mark))
    for name in _RELEASE_FILES:
        handed_in = classroom.root / "submitted" / outcome.student / topic.name / name
        path.with_name(name).unlink(missing_ok=True)
        if handed_in.is_file() and not handed_in.is_symlink():
            shutil.copyfile(handed_in, path.with_name(name))
    return path


def feedback_page(outline: Outline, outcome: Outcome, mark: Mark | None) -> str:
    """Render the page.

    Args:
        outline: the topic's tasks.
        outcome: what grading yielded.
        mark: the gradebook's marks, with what people have graded; None if it has none.
    """
    marks = {score.grade_id: _mark_of(score, mark) for score in outcome.scores}
    tasks = _tasks(outline, outcome, marks, mark.comments if mark else {})
    earned = sum(task.points for task in tasks)
    penalty = min(mark.penalty, earned) if mark else 0.0
    total = sum(task.max_points for task in tasks)
    picture = svg.progress(
        [svg.Part(str(t.task.number), t.task.name, t.points, t.max_points, t.waiting) for t in tasks],
        f"{points(earned)} of {points(total)} points: "
        + ", ".join(f"task {t.task.number}: {points(t.points)} of {points(t.max_points)}" for t in tasks),
    )
    return render(
        "feedback.html.jinja",
        outline=outline,
        outcome=outcome,
        tasks=tasks,
        earned=earned,
        total=total,
        score=earned - penalty,
        penalty=penalty,
        late=bool(mark and mark.late),
        mark=mark,
        waiting=sum(cell.max_points for cell in marks.values() if cell.waiting),
        picture=picture,
        todo=[(task.task, message) for task in tasks if (message := _first_message(task))],
    )


def _first_message(task: TaskView) -> str:
    return next((check.message for check in task.checks if check.message and not check.passed), "")


def _mark_of(score: Score, mark: Mark | None) -> CellMark:
    found = mark.cells.get(score.grade_id) if mark else None
    return found or CellMark(score.points or 0.0, score.max_points, score.points is None)


def _tasks(
    outline: Outline, outcome: Outcome, marks: Mapping[str, CellMark], comments: Mapping[str, str]
) -> list[TaskView]:
    scores = {score.grade_id: score for score in outcome.scores}
    cells = _cells(outline, outcome, comments)
    views = []
    for task in outline.tasks:
        parts = {
            name: CheckView(marks[name], page_text(scores[name].message), task.tests.get(name, ""))
            for name in task.grade_ids
            if name in scores
        }
        written = next((parts[name] for name in parts if name in task.solution_ids), None)
        checks = tuple(part for name, part in parts.items() if name not in task.solution_ids)
        views.append(TaskView(task, checks, written, tuple(cells[task.number])))
    return views


def _cells(outline: Outline, outcome: Outcome, comments: Mapping[str, str]) -> dict[int, list[CellView]]:
    """The cells to show, by task: what the student wrote, and what the other cells made of it."""
    owners = {cell_id: task for task in outline.tasks for cell_id in task.cell_ids}
    shown: dict[int, list[CellView]] = {task.number: [] for task in outline.tasks}
    if outcome.status in {"missing", "unreadable"}:
        return shown
    current: Task | None = None
    room = untrusted.MAX_IMAGE_BYTES
    for cell in json.loads(outcome.notebook)["cells"]:
        current = owners.get(cell["id"], current)
        kind = _kind(cell, current)
        if current is None or kind is None:
            continue
        outputs = []
        for output in untrusted.outputs(cell):
            if isinstance(output, untrusted.Image):
                room -= output.bytes
                outputs.append(output if room > 0 else "(A figure was left out: the page would become too large.)")
            else:
                outputs.append(output)
        if kind == "example" and not outputs:
            continue
        rendering = untrusted.markdown if cell["cell_type"] == "markdown" else untrusted.code
        text = Markup() if kind == "example" else rendering(cell["source"])
        comment = page_text(comments.get(cell["id"], ""))
        shown[current.number].append(CellView(kind, text, tuple(outputs), comment))
    return shown


def _kind(cell: Mapping[str, Any], task: Task | None) -> CellKind | None:
    """What a cell of the graded notebook is on the page; None for what is not shown: prose and checks."""
    code = cell["cell_type"] == "code"
    if cell["id"].startswith("student-"):
        return "own code" if code else "own note"
    if task and cell["id"] in task.solution_ids:
        return "answer" if code else "written"
    if task and cell["id"] in task.grade_ids:
        return None
    return "example" if code else None
