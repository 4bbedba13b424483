"""Marks as nbgrader's gradebook has them: automatic points, a person's points and comments, late penalties."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select, tuple_

from autograde.classroom import Classroom
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.gradebook.database import has_gradebook, open_gradebook
from autograde.gradebook.extensions import Extensions, extension_length, read_extensions

#: Rows come from a database server as they are read, not all at once.
_STREAMED = {"yield_per": 10_000}


@dataclass(frozen=True)
class Person:
    """A student's row in nbgrader's gradebook."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def listed(self) -> bool:
        """Whether the class list has them: a hand-in alone gives a student no more than an id."""
        return bool(self.first_name or self.last_name or self.email or self.lms_user_id)

    @property
    def name(self) -> str:
        """First and last name; "" where only the id is known."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class CellMark:
    """The points of one grade cell.

    Attributes:
        points: what counts: a person's points before automatic ones, with extra credit.
        max_points: what could be earned.
        waiting: whether a person still has to grade it.
        marked_before: whether the points are a person's for work that has been graded again since: they count, and want
            a second look.
    """

    points: float
    max_points: float
    waiting: bool
    marked_before: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What a student has earned on one topic.

    Attributes:
        student, topic: whose and what.
        cells: by grade_id.
        comments: by cell, of a person or of nbgrader.
        handed_in: when it came, in UTC, if known.
        due: when it was due, in UTC, with the student's extension.
        penalty: points lost for being late.
        extended: whether the student has more time than the others.
    """

    student: str
    topic: str
    cells: Mapping[str, CellMark]
    comments: Mapping[str, str]
    handed_in: datetime | None
    due: datetime | None
    penalty: float
    extended: bool = False

    @property
    def raw(self) -> float:
        """Points before the late penalty."""
        return sum(cell.points for cell in self.cells.values())

    @property
    def score(self) -> float:
        """Points that count."""
        return max(0.0, self.raw - self.penalty)

    @property
    def waiting(self) -> float:
        """Points that a person still has to grade."""
        return sum(cell.max_points for cell in self.cells.values() if cell.waiting)

    @property
    def marked_before(self) -> int:
        """How many answers were marked before the work was graded again."""
        return sum(cell.marked_before for cell in self.cells.values())

    @property
    def late(self) -> bool:
        return self.handed_in is not None and self.due is not None and self.handed_in > self.due


@dataclass(frozen=True)
class Marks:
    """A class's gradebook.

    Attributes:
        people: by id, in order.
        max_points: by topic.
        due: by topic, without extensions.
        marks: by topic and student; nothing for who has handed in nothing.
        extensions: those that the class folder knows, also of who has handed in nothing.
    """

    people: Mapping[str, Person]
    max_points: Mapping[str, float]
    due: Mapping[str, datetime | None]
    marks: Mapping[tuple[str, str], Mark]
    extensions: Extensions = field(default_factory=dict)

    def due_of(self, topic: str, student: str) -> datetime | None:
        """When a topic is due for a student, the student's extension included."""
        mark, due = self.marks.get((topic, student)), self.due.get(topic)
        if mark is not None or due is None:
            return mark.due if mark else None
        return due + extension_length(self.extensions, topic, student, due, None)


def read_marks(classroom: Classroom, topics: Sequence[Topic]) -> Marks:
    """Read some topics' marks.

    Raises:
        CourseError: there is no gradebook yet, or it is broken.
    """
    if not has_gradebook(classroom):
        raise CourseError(
            "Nothing has been graded yet.", where=str(classroom.root), todo=f"Run: autograde grade {classroom.root}"
        )
    names = [topic.name for topic in topics]
    extensions = read_extensions(classroom)
    with open_gradebook(classroom) as gradebook:
        session = gradebook.db
        people = {row[0]: Person(*(value or "" for value in row)) for row in session.execute(_people())}
        due = dict(session.execute(select(Assignment.name, Assignment.duedate)).all())
        max_points = dict.fromkeys(names, 0.0)
        rows = session.execute(select(Assignment.name, Assignment.max_score).where(Assignment.name.in_(names)))
        max_points |= {name: float(points) for name, points in rows}
        cells = _cells(session.execute(_grades(names), execution_options=_STREAMED))
        comments = _written(session.execute(_comments(names), execution_options=_STREAMED))
        marks = {}
        for notebook, topic, student, handed_in, extension, penalty in session.execute(_submissions(topics)):
            late_after = due.get(topic)
            length = extension_length(extensions, topic, student, late_after, extension)
            if late_after is not None:
                late_after += length
            marks[topic, student] = Mark(
                student,
                topic,
                cells.get(notebook, {}),
                comments.get(notebook, {}),
                handed_in,
                late_after,
                penalty or 0.0,
                extended=late_after is not None and length > timedelta(),
            )
    return Marks(people, max_points, {name: due.get(name) for name in names}, marks, extensions)


def _cells(rows: Iterable[Any]) -> dict[str, dict[str, CellMark]]:
    """Marks by notebook and cell. Equal ones are one object: a large class has a million, and few different ones."""
    known: dict[tuple[Any, ...], CellMark] = {}
    found: dict[str, dict[str, CellMark]] = {}
    for notebook, name, *values in rows:
        key = tuple(values)
        if key not in known:
            known[key] = _cell_mark(*values)
        found.setdefault(notebook, {})[sys.intern(name)] = known[key]
    return found


def _cell_mark(
    auto: float | None, manual: float | None, extra: float | None, needs_grade: bool, max_points: float
) -> CellMark:
    marked = manual is not None
    points = (manual if marked else auto) or 0.0
    return CellMark(
        points + (extra or 0.0),
        float(max_points),
        waiting=needs_grade and not marked,
        marked_before=needs_grade and marked,
    )


def _written(rows: Iterable[Any]) -> dict[str, dict[str, str]]:
    """Comments by notebook and cell."""
    found: dict[str, dict[str, str]] = {}
    for notebook, name, manual, auto in rows:
        if manual or auto:
            found.setdefault(notebook, {})[sys.intern(name)] = sys.intern(manual or auto)
    return found


def _people() -> Any:
    columns = Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id
    return select(*columns).order_by(Student.id)


def _submissions(topics: Sequence[Topic]) -> Any:
    """The course's own notebooks: an assignment may have others beside it."""
    columns = Assignment.name, Student.id, SubmittedAssignment.timestamp, SubmittedAssignment.extension
    return (
        select(SubmittedNotebook.id, *columns, SubmittedNotebook.late_submission_penalty)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .where(tuple_(Assignment.name, Notebook.name).in_([(topic.name, topic.stem) for topic in topics]))
        .order_by(Assignment.name, Student.id)
    )


def _grades(topics: Sequence[str]) -> Any:
    scores = Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade, GradeCell.max_score
    return _of_notebooks(select(Grade.notebook_id, GradeCell.name, *scores), Grade, topics).join(
        GradeCell, Grade.cell_id == GradeCell.id
    )


def _comments(topics: Sequence[str]) -> Any:
    columns = Comment.notebook_id, BaseCell.name, Comment.manual_comment, Comment.auto_comment
    return _of_notebooks(select(*columns), Comment, topics).join(BaseCell, Comment.cell_id == BaseCell.id)


def _of_notebooks(query: Any, table: Any, topics: Sequence[str]) -> Any:
    return (
        query.select_from(table)
        .join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name.in_(topics))
    )
