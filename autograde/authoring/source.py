"""The source format: percent-format Python with a few cell options (docs/author.md)."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import jupytext
import nbformat
from nbformat import NotebookNode

from autograde.course import Topic
from autograde.errors import CourseError

Kind = Literal["prose", "example", "figure", "demo", "task", "check", "essay"]

_CELL_MARK = re.compile(r"^# %%(?!%)", re.MULTILINE)
#: What jupytext itself notes of a file's layout.
_LAYOUT = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker"}
_OPTIONS = {"task", "check", "essay", "points", "tests", "tags", "wrong", "right", "name", "equivalent"}
_SOLUTION_MARK = re.compile(r"^\s*#*\s*### (?:BEGIN|END) SOLUTION\s*$\n?", re.MULTILINE)
_MARK_SCHEME = re.compile(r"^=== BEGIN MARK SCHEME ===$(.*?)^=== END MARK SCHEME ===$\n?", re.MULTILINE | re.DOTALL)
_SOLUTION = re.compile(r"### BEGIN SOLUTION\s*\n(.*?)### END SOLUTION", re.DOTALL)
#: A heading that announces a task, as ``### Task 1 · Title · ●○○ · optional · 1 point · 5 minutes``.
TASK_HEADING = re.compile(
    r"^#{2,4} Task (?P<number>\d+) · (?P<title>.+?) · [●○]+ · (?P<optional>optional · )?"
    r"(?P<points>\d+) points? · (?:about )?\d+ minutes?\s*$",
    re.MULTILINE,
)
#: What links requirements (autograde.authoring.requirements): the mark in prose, the comment line in a check.
REQUIREMENT_MARK = r"<!--\s*req\b(?s:.*?)-->"
REQUIREMENT_COMMENT = r"^[ \t]*#[ \t]*req\b.*$"
_REQUIREMENT = re.compile(
    rf"^[ \t]*{REQUIREMENT_MARK}[ \t]*\n|[ \t]*{REQUIREMENT_MARK}|{REQUIREMENT_COMMENT}\n?", re.MULTILINE
)
_HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\s*\n(.*?)### END HIDDEN TESTS", re.DOTALL)


@dataclass(frozen=True)
class PercentCell:
    """A cell as it stands in a percent-format file: its type, options, text and first line (from 1)."""

    cell_type: Literal["code", "markdown", "raw"]
    options: dict[str, Any]
    text: str
    line: int


@dataclass(frozen=True)
class Cell:
    """One cell of a source.

    Attributes:
        kind: what the cell is for.
        id: the notebook cell's id; for tasks, checks and essays also nbgrader's grade_id.
        task: the task that a task or check cell belongs to, else "".
        points: points of a check or essay, else 0.
        tests: what a check tests, in a few words for the student, else "".
        tags: Jupyter's cell tags.
        text: the cell's text, marks included.
        line: the line of its ``# %%`` mark in the source.
    """

    kind: Kind
    id: str
    task: str
    points: int
    tests: str
    tags: tuple[str, ...]
    text: str
    line: int

    @property
    def shown(self) -> str:
        """The text as notebooks show it: without the marks of requirements."""
        return _REQUIREMENT.sub("", self.text) if self.kind in {"prose", "check"} else self.text

    @property
    def is_code(self) -> bool:
        return self.kind not in {"prose", "essay"}

    @property
    def solution(self) -> str:
        """The text of a task or essay as its solution notebook shows it: without marks and marking scheme."""
        return _SOLUTION_MARK.sub("", _MARK_SCHEME.sub("", self.text)).strip("\n")

    @property
    def secrets(self) -> list[list[str]]:
        """The lines, stripped, of each solution, marking scheme and block of hidden tests."""
        blocks = [match for mark in (_SOLUTION, _MARK_SCHEME, _HIDDEN) for match in mark.findall(self.text)]
        return [[line.strip() for line in block.splitlines() if line.strip()] for block in blocks]

    @property
    def hidden_lines(self) -> set[int]:
        """The numbers (from 1) of the lines in blocks of hidden tests, their marks included."""
        blocks = [match.span() for match in _HIDDEN.finditer(self.text)]
        ends = [[self.text.count("\n", 0, end) + 1 for end in block] for block in blocks]
        return {line for first, last in ends for line in range(first, last + 1)}

    @property
    def is_solved(self) -> bool:
        """Whether the cell marks a solution."""
        return _SOLUTION.search(self.text) is not None


@dataclass(frozen=True)
class Section:
    """The cells from one task heading to the next; before the first one there is no heading."""

    heading: re.Match[str] | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Source:
    """A topic's source: its cells in order."""

    topic: Topic
    cells: tuple[Cell, ...]

    @property
    def points(self) -> int:
        return sum(cell.points for cell in self.cells)

    @property
    def written_points(self) -> int:
        return sum(cell.points for cell in self.cells if cell.kind == "essay")

    def sections(self) -> Iterator[Section]:
        """The cells task by task; first those before any task."""
        heading: re.Match[str] | None = None
        cells: list[Cell] = []
        for cell in self.cells:
            headings = list(TASK_HEADING.finditer(cell.text)) if cell.kind == "prose" else []
            if headings:
                yield Section(heading, tuple(cells))
                heading, cells = headings[-1], []
            cells.append(cell)
        yield Section(heading, tuple(cells))

    def of_kind(self, *kinds: Kind) -> Iterator[Cell]:
        return (cell for cell in self.cells if cell.kind in kinds)

    def points_of(self, task: str) -> int:
        """Points of all checks of a task."""
        return sum(cell.points for cell in self.of_kind("check") if cell.task == task)


def read_percent(path: Path) -> list[PercentCell]:
    """Read a percent-format file.

    Raises:
        CourseError: the file is missing or not UTF-8, or a cell has an option that the format does not know.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"Cannot read the file: {error}.", where=str(path)) from error
    marks = [text.count("\n", 0, match.start()) + 1 for match in _CELL_MARK.finditer(text)]
    notebook = jupytext.reads(text, fmt="py:percent")
    cells = notebook.cells[len(notebook.cells) - len(marks) :]
    if len(cells) != len(marks):
        raise CourseError("A cell mark '# %%' stands where jupytext sees none.", where=str(path))
    found = []
    for cell, line in zip(cells, marks, strict=True):
        options = {key: value for key, value in cell.metadata.items() if key not in _LAYOUT}
        for option in options:
            if option not in _OPTIONS:
                known = ", ".join(sorted(_OPTIONS))
                raise CourseError(f"Unknown cell option {option!r}.", where=f"{path}:{line}", todo=f"Known: {known}.")
        found.append(PercentCell(cell.cell_type, options, cell.source, line))
    return found


def read_source(topic: Topic) -> Source:
    """Read a topic's source.

    Raises:
        CourseError: as `read_percent`; or a cell's options contradict each other or its type.
    """
    ids: Counter[str] = Counter()
    checks: Counter[str] = Counter()
    cells = []
    for cell in read_percent(topic.source):
        kind = _kind(cell, f"{topic.source}:{cell.line}")
        task = str(cell.options.get("task") or cell.options.get("check") or "")
        if kind == "task":
            name = task
        elif kind == "check":
            checks[task] += 1
            name = f"check_{task}" + (f"_{checks[task]}" if checks[task] > 1 else "")
        elif kind == "essay":
            name = str(cell.options["essay"])
        else:
            name = _content_id(cell.text, ids)
        points = cell.options.get("points", 0)
        tests = str(cell.options.get("tests", ""))
        tags = tuple(str(tag) for tag in cell.options.get("tags", ()))
        cells.append(Cell(kind, name, task, int(points), tests, tags, cell.text, cell.line))
    return Source(topic, tuple(cells))


def read_release(source: Source) -> NotebookNode:
    """Read the student's notebook that was built from a source.

    Raises:
        CourseError: it has not been built, cannot be read, or was built from another version of the source.
    """
    path = source.topic.release
    todo = f"Run: autograde build {source.topic.name}"
    try:
        release = nbformat.read(path, as_version=4)
    except Exception as error:
        raise CourseError(f"Cannot read the student's notebook: {error}.", where=str(path), todo=todo) from error
    if [cell.get("id") for cell in release.cells] != [cell.id for cell in source.cells]:
        raise CourseError("The student's notebook is older than its source.", where=str(path), todo=todo)
    return release


def _kind(cell: PercentCell, where: str) -> Kind:
    roles = [role for role in ("task", "check", "essay") if role in cell.options]
    if len(roles) > 1:
        raise CourseError(f"A cell is one of task, check, essay; this one is {' and '.join(roles)}.", where=where)
    role = roles[0] if roles else ""
    if role and not re.fullmatch(r"[a-z][a-z0-9_]*", str(cell.options[role])):
        raise CourseError(f"{role}={cell.options[role]!r} is no name (small letters, digits, _).", where=where)
    if (role == "essay") != (cell.cell_type == "markdown") and role:
        raise CourseError(f"{role}= does not go with a {cell.cell_type} cell.", where=where)
    if role in {"check", "essay"} and not isinstance(cell.options.get("points"), int):
        raise CourseError(f"A {role} cell needs points=N, a whole number.", where=where)
    if role not in {"check", "essay"} and "points" in cell.options:
        raise CourseError("Only check and essay cells have points.", where=where)
    if role != "check" and "tests" in cell.options:
        raise CourseError("Only a check says what it tests.", where=where)
    if role == "task":
        return "task"
    if role == "check":
        return "check"
    if role == "essay":
        return "essay"
    if cell.cell_type == "markdown":
        return "prose"
    tags = cell.options.get("tags", ())
    return "demo" if "demo" in tags else "figure" if "figure" in tags else "example"


def _content_id(text: str, ids: Counter[str]) -> str:
    """An id that stays when other cells change, so that rebuilt notebooks have small diffs."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    ids[digest] += 1
    return f"c-{digest}" + (f"-{ids[digest]}" if ids[digest] > 1 else "")


def to_notebook(source: Source) -> NotebookNode:
    """Return the solution notebook, not executed: every cell, with nbgrader's metadata (schema version 3)."""
    notebook = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
        }
    )
    notebook.cells = [_to_notebook_cell(cell) for cell in source.cells]
    for node, caption in zip(notebook.cells, _captions(source), strict=True):
        node.source = caption + node.source
    return notebook


def _captions(source: Source) -> Iterator[str]:
    """The first line of each check, all that shows of it while it is collapsed; "" for other cells."""
    for section in source.sections():
        count, number = sum(cell.kind == "check" for cell in section.cells), 0
        for cell in section.cells:
            if cell.kind != "check" or section.heading is None:
                yield ""
                continue
            number += 1
            which = f"Check {number} of {count}" if count > 1 else "Check"
            which = f"# {which} for task {section.heading['number']}"
            if cell.tests:
                yield f"{which} ({cell.tests}): run this cell with Shift+Enter.\n"
            else:
                yield f"{which}: run this cell with Shift+Enter. A click shows what it tests.\n"


def _essay_text(cell: Cell) -> str:
    """Model answer and marking scheme as one solution region: nbgrader knows schemes of 'task' cells only."""
    scheme = "\n".join(part.strip() for part in _MARK_SCHEME.findall(cell.text))
    return f"### BEGIN SOLUTION\n{cell.solution}\n\n**Marking scheme.** {scheme}\n### END SOLUTION"


def _to_notebook_cell(cell: Cell) -> NotebookNode:
    new_cell = nbformat.v4.new_code_cell if cell.is_code else nbformat.v4.new_markdown_cell
    node: NotebookNode = new_cell(_essay_text(cell) if cell.kind == "essay" else cell.shown, id=cell.id)
    if cell.tags:
        node.metadata["tags"] = list(cell.tags)
    if cell.kind in {"task", "check", "essay"}:
        graded = cell.kind != "task"
        node.metadata["nbgrader"] = {
            "grade": graded,
            "grade_id": cell.id,
            "locked": cell.kind == "check",
            "schema_version": 3,
            "solution": cell.kind != "check",
            "task": False,
        } | ({"points": cell.points} if graded else {})
    return node
