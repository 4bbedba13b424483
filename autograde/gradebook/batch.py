"""Write many graded hand-ins into nbgrader's tables at once: what its API does row by row takes ten times as long."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
    new_uuid,
)
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from autograde.gradebook.extensions import Extensions, extension_length

#: The points to take off: given the student, what was earned and the seconds late; None where nothing is.
Penalty = Callable[[str, float, float], float | None]

_NO_EXTENSIONS: Extensions = {}


@dataclass(frozen=True)
class Graded:
    """What is recorded of one hand-in.

    Attributes:
        student, topic, notebook: whose, and nbgrader's names of assignment and notebook.
        timestamp: when it was handed in, in UTC; None leaves what is known.
        scores: automatic points by the name of the grade cell; None where a person grades.
        comments: automatic comments by the name of the solution cell.
        gradable: whether there was a hand-in that could be graded; if not, nobody needs to grade it by hand.
    """

    student: str
    topic: str
    notebook: str
    timestamp: datetime | None
    scores: Mapping[str, float | None]
    comments: Mapping[str, str | None]
    gradable: bool


@dataclass(frozen=True)
class _Cells:
    """The cells of one notebook of an assignment: their ids by name."""

    grades: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Layout:
    """An assignment: its id, name, due date, the ids of its notebooks by name, and their cells by that id."""

    id: str
    name: str
    due: datetime | None
    notebooks: dict[str, str]
    cells: dict[str, _Cells]


@dataclass
class _Row:
    """A submission as the database has it."""

    id: str
    timestamp: datetime | None
    extension: timedelta | None = None


def write_batch(
    session: Session, graded: Iterable[Graded], penalty: Penalty, extensions: Extensions = _NO_EXTENSIONS
) -> None:
    """Write hand-ins, in the caller's transaction; manual scores and comments and flags stay.

    Extensions that the class folder knows are written as well; others stay.

    Raises:
        MissingEntry: an assignment, notebook or grade cell is not in the gradebook.
        IntegrityError: another program has added the same row meanwhile; after a rollback it can be tried again.
    """
    last = {(one.topic, one.student): one for one in graded}
    _add_students(session, sorted({one.student for one in last.values()}))
    for topic, group in groupby(sorted(last.values(), key=lambda one: one.topic), lambda one: one.topic):
        _write_topic(session, _layout(session, topic), list(group), penalty, extensions)


def _add_students(session: Session, students: Sequence[str]) -> None:
    known = set(session.scalars(select(Student.id).where(Student.id.in_(students))))
    _insert(session, Student, [{"id": student} for student in students if student not in known])


def _layout(session: Session, topic: str) -> _Layout:
    found = session.execute(select(Assignment.id, Assignment.duedate).where(Assignment.name == topic)).first()
    if found is None:
        raise MissingEntry(f"No such assignment: {topic}")
    of_topic = select(Notebook.name, Notebook.id).where(Notebook.assignment_id == found.id)
    notebooks = {str(name): str(id) for name, id in session.execute(of_topic)}
    cells = {id: _Cells() for id in notebooks.values()}
    for kind in (GradeCell, SolutionCell, TaskCell):
        for name, id, notebook in session.execute(
            select(kind.name, kind.id, kind.notebook_id).where(kind.notebook_id.in_(cells))
        ):
            if kind is not SolutionCell:
                cells[notebook].grades[name] = id
            if kind is not GradeCell:
                cells[notebook].comments[name] = id
    return _Layout(found.id, topic, found.duedate, notebooks, cells)


def _write_topic(
    session: Session, layout: _Layout, graded: Sequence[Graded], penalty: Penalty, extensions: Extensions
) -> None:
    submissions = _submissions(session, layout, graded)
    _write_extensions(session, layout, submissions, extensions)
    notebooks = _notebooks(session, layout, [row.id for row in submissions.values()])
    ours = {}
    for one in graded:
        if one.notebook not in layout.notebooks:
            raise MissingEntry(f"No such notebook: {one.notebook} of {one.topic}")
        ours[notebooks[submissions[one.student].id, layout.notebooks[one.notebook]]] = one
    earned = _write_grades(session, layout, notebooks, ours)
    _write_comments(session, layout, notebooks, ours)
    penalties = [
        {
            "id": notebook,
            "late_submission_penalty": _penalty(layout, submissions[one.student], one, earned[notebook], penalty),
        }
        for notebook, one in ours.items()
    ]
    session.execute(update(SubmittedNotebook), penalties)


def _submissions(session: Session, layout: _Layout, graded: Sequence[Graded]) -> dict[str, _Row]:
    """The submissions by student; new ones are added, and known ones get their time."""
    columns = SubmittedAssignment.id, SubmittedAssignment.timestamp, SubmittedAssignment.extension
    found = session.execute(
        select(SubmittedAssignment.student_id, *columns).where(
            SubmittedAssignment.assignment_id == layout.id,
            SubmittedAssignment.student_id.in_([one.student for one in graded]),
        )
    )
    rows = {student: _Row(*values) for student, *values in found}
    new = {one.student: _Row(new_uuid(), one.timestamp) for one in graded if one.student not in rows}
    _insert(
        session,
        SubmittedAssignment,
        [
            {"id": row.id, "assignment_id": layout.id, "student_id": student, "timestamp": row.timestamp}
            for student, row in new.items()
        ],
    )
    changed = []
    for one in graded:
        if one.student in rows and one.timestamp not in (None, rows[one.student].timestamp):
            rows[one.student].timestamp = one.timestamp
            changed.append({"id": rows[one.student].id, "timestamp": one.timestamp})
    if changed:
        session.execute(update(SubmittedAssignment), changed)
    return rows | new


def _write_extensions(
    session: Session, layout: _Layout, submissions: Mapping[str, _Row], extensions: Extensions
) -> None:
    changed = []
    for student, row in submissions.items():
        length = extension_length(extensions, layout.name, student, layout.due, row.extension)
        if length != (row.extension or timedelta()):
            row.extension = length
            changed.append({"id": row.id, "extension": length})
    if changed:
        session.execute(update(SubmittedAssignment), changed)


def _notebooks(session: Session, layout: _Layout, submissions: Sequence[str]) -> dict[tuple[str, str], str]:
    """The submitted notebooks' ids, by submission and notebook; missing ones are added."""
    columns = SubmittedNotebook.assignment_id, SubmittedNotebook.notebook_id, SubmittedNotebook.id
    found = session.execute(select(*columns).where(SubmittedNotebook.assignment_id.in_(submissions)))
    known = {(submission, notebook): id for submission, notebook, id in found}
    new = {
        (submission, notebook): new_uuid()
        for submission in submissions
        for notebook in layout.cells
        if (submission, notebook) not in known
    }
    _insert(
        session,
        SubmittedNotebook,
        [
            {"id": id, "assignment_id": submission, "notebook_id": notebook}
            for (submission, notebook), id in new.items()
        ],
    )
    return known | new


def _write_grades(
    session: Session, layout: _Layout, notebooks: Mapping[tuple[str, str], str], ours: Mapping[str, Graded]
) -> dict[str, float]:
    """Write automatic points; what each of our notebooks has earned in all, a person's points included."""
    columns = Grade.notebook_id, Grade.cell_id, Grade.id, Grade.manual_score, Grade.extra_credit
    found = session.execute(select(*columns).where(Grade.notebook_id.in_(notebooks.values())))
    known = {(notebook, cell): values for notebook, cell, *values in found}
    new, changed = [], []
    earned = dict.fromkeys(ours, 0.0)
    for (_, kind), notebook in notebooks.items():
        cells, one = layout.cells[kind].grades, ours.get(notebook)
        if one is not None and not one.scores.keys() <= cells.keys():
            raise MissingEntry(f"No such grade cell: {', '.join(sorted(one.scores.keys() - cells.keys()))}")
        for name, cell in cells.items():
            id, manual, extra = known.get((notebook, cell), (None, None, None))
            values: dict[str, Any] = {}
            if one is not None and name in one.scores:
                auto = one.scores[name]
                # A person's points on earlier work want a second look.
                needed = one.gradable and (auto is None or manual is not None)
                values = {"auto_score": auto, "needs_manual_grade": needed}
                earned[notebook] += (auto or 0.0 if manual is None else manual) + (extra or 0.0)
            if id is None:
                new.append(
                    {"auto_score": None, "needs_manual_grade": True, "notebook_id": notebook, "cell_id": cell} | values
                )
            elif values:
                changed.append({"id": id} | values)
    _insert(session, Grade, new)
    if changed:
        session.execute(update(Grade), changed)
    return earned


def _write_comments(
    session: Session, layout: _Layout, notebooks: Mapping[tuple[str, str], str], ours: Mapping[str, Graded]
) -> None:
    found = session.execute(
        select(Comment.notebook_id, Comment.cell_id, Comment.id).where(Comment.notebook_id.in_(notebooks.values()))
    )
    known = {(notebook, cell): id for notebook, cell, id in found}
    new, changed = [], []
    for (_, kind), notebook in notebooks.items():
        one = ours.get(notebook)
        for name, cell in layout.cells[kind].comments.items():
            text = one.comments.get(name) if one else None
            if (notebook, cell) not in known:
                new.append({"notebook_id": notebook, "cell_id": cell, "auto_comment": text})
            elif one is not None and name in one.comments:
                changed.append({"id": known[notebook, cell], "auto_comment": text})
    _insert(session, Comment, new)
    if changed:
        session.execute(update(Comment), changed)


def _penalty(layout: _Layout, row: _Row, one: Graded, earned: float, penalty: Penalty) -> float | None:
    due = None if layout.due is None else layout.due + (row.extension or timedelta())
    return points_off(one.student, earned, row.timestamp, due, penalty)


def points_off(
    student: str, earned: float, handed_in: datetime | None, due: datetime | None, penalty: Penalty
) -> float | None:
    """nbgrader's rule: seconds past the due date, the extension included; never more than what was earned."""
    if due is None or handed_in is None:
        return None
    seconds = (handed_in - due).total_seconds()
    off = penalty(student, earned, seconds) if seconds > 0 else None
    return None if off is None else min(max(off, 0), earned)


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)
