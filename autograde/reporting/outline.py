"""A topic's outline, read from the headings of its source: what students see as Task 1, Task 2, ..."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from autograde.authoring.source import Source
from autograde.course import read_settings

_TITLE = re.compile(r"^# (.+)$", re.M)


@dataclass(frozen=True)
class Task:
    """A task as announced by a heading.

    Attributes:
        number: as in the heading.
        title: the heading's title.
        grade_ids: the checks and written answers that give its points.
        solution_ids: the cells that students fill in; a written answer is both.
        cell_ids: all cells from the heading to the next.
        tests: what each check tests, in the words of its first line, by grade_id; "" where it says nothing.
        points: what can be earned.
        written: whether a person grades some of it.
    """

    number: int
    title: str
    grade_ids: tuple[str, ...]
    solution_ids: tuple[str, ...]
    cell_ids: tuple[str, ...]
    tests: Mapping[str, str]
    points: int
    written: bool

    @property
    def name(self) -> str:
        return f"Task {self.number} · {self.title}"


@dataclass(frozen=True)
class Outline:
    """A topic's title and tasks, and the title of its course."""

    course: str
    topic: str
    title: str
    tasks: tuple[Task, ...]

    def task_of(self, grade_id: str) -> Task | None:
        """The task that a grade cell belongs to."""
        return next((task for task in self.tasks if grade_id in task.grade_ids), None)


def read_outline(source: Source) -> Outline:
    """Read the outline from a source. The build makes sure that every grade cell stands below a heading."""
    title = next((match[1] for cell in source.of_kind("prose") if (match := _TITLE.search(cell.text))), "")
    tasks = []
    for section in source.sections():
        if section.heading is None:
            continue
        heading, cells = section.heading, section.cells
        tasks.append(
            Task(
                int(heading["number"]),
                heading["title"],
                tuple(cell.id for cell in cells if cell.kind in {"check", "essay"}),
                tuple(cell.id for cell in cells if cell.kind in {"task", "essay"}),
                tuple(cell.id for cell in cells),
                {cell.id: cell.tests for cell in cells if cell.kind == "check"},
                sum(cell.points for cell in cells),
                any(cell.kind == "essay" for cell in cells),
            )
        )
    course = read_settings(source.topic.root).title
    return Outline(course, source.topic.name, title or source.topic.name, tuple(tasks))
