"""Rebuild a lost gradebook: from a backup of what people gave, and from the finished results. Nothing is run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nbgrader.api import Gradebook, MissingEntry

from autograde.classroom import Classroom, HandIn
from autograde.course import Topic
from autograde.errors import CourseError, Unrecordable
from autograde.gradebook.assignment import prepare_assignments
from autograde.gradebook.backup import Backup, HandMark, read_session
from autograde.gradebook.database import has_gradebook, open_gradebook
from autograde.gradebook.extend import refresh_penalties
from autograde.gradebook.late import LatePenalties
from autograde.gradebook.record import Recorder
from autograde.grading import store


@dataclass(frozen=True)
class Restored:
    """What came back.

    Attributes:
        people, due, results, marks: how many of each.
        lost: what of the backup has no place any more, in words.
        ungraded: hand-ins without a result, as TOPIC/STUDENT.
    """

    people: int
    due: int
    results: int
    marks: int
    lost: tuple[str, ...]
    ungraded: tuple[str, ...]


def restore(classroom: Classroom, course: Sequence[Topic], backup: Backup) -> Restored:
    """Put everything back. A gradebook may be there already, as long as no person's work is in it.

    Raises:
        CourseError: the gradebook has marks or comments of people, is broken, or cannot be written.
    """
    _check_nothing_to_lose(classroom)
    hand_ins = list(classroom.hand_ins(course))
    # Assignments that were only given a due date come back as well.
    topics = [topic for topic in course if topic.name in backup.due or any(one.topic == topic for one in hand_ins)]
    prepare_assignments(classroom, topics)
    with open_gradebook(classroom) as gradebook:
        for person in backup.people:
            details = {name: value for name, value in vars(person).items() if name != "id"}
            gradebook.update_or_create_student(person.id, **details)
        known = {topic.name for topic in topics}
        for name, due in backup.due.items():
            if name in known:
                gradebook.update_or_create_assignment(name, duedate=datetime.fromisoformat(due))
    results = _record(classroom, hand_ins)
    penalties = LatePenalties(classroom)
    with open_gradebook(classroom) as gradebook:
        lost = [f"the due date of {name}: there is no such topic" for name in backup.due if name not in known]
        lost += [
            f"the extension of {topic} for {student}: nothing is handed in"
            for topic, student, seconds in backup.extensions
            if not _put_extension(gradebook, topic, student, timedelta(seconds=seconds))
        ]
        without_place = [mark for mark in backup.marks if not _put_mark(gradebook, mark)]
        gradebook.db.commit()
        for topic in topics:
            for submission in gradebook.assignment_submissions(topic.name):
                refresh_penalties(submission, penalties)
        gradebook.db.commit()
    lost += [
        f"marks of {one.topic} for {one.student}, cell {one.cell}: {one.points} points, {one.comment!r}"
        for one in without_place
    ]
    ungraded = [one for one in hand_ins if not store.path_of(classroom, one).is_file()]
    return Restored(
        len(backup.people),
        len(known & backup.due.keys()),
        results,
        len(backup.marks) - len(without_place),
        tuple(lost),
        tuple(f"{one.topic.name}/{one.student}" for one in ungraded),
    )


def _check_nothing_to_lose(classroom: Classroom) -> None:
    if not has_gradebook(classroom):
        return
    with open_gradebook(classroom) as gradebook:
        if read_session(gradebook.db).marks:
            raise CourseError(
                "The gradebook has points or comments that people gave; nothing was changed.",
                where=str(classroom.root),
                todo="To go back to a backup all the same, move the gradebook away first.",
            )


def _record(classroom: Classroom, hand_ins: Sequence[HandIn]) -> int:
    count = 0
    with Recorder(classroom, backup=False) as recorder:
        for hand_in in hand_ins:
            stored = store.read(classroom, hand_in)
            if stored is not None:
                try:
                    recorder.record(
                        hand_in, stored.outcome.notebook, stored.outcome.by_cell, gradable=stored.outcome.gradable
                    )
                    count += 1
                except Unrecordable:  # to be graded again, as is said of all that have none
                    store.remove_at(store.path_of(classroom, hand_in))
    return count


def _put_extension(gradebook: Gradebook, topic: str, student: str, length: timedelta) -> bool:
    try:
        gradebook.find_submission(topic, student).extension = length
    except MissingEntry:
        return False
    return True


def _put_mark(gradebook: Gradebook, mark: HandMark) -> bool:
    """Put one back; False where its hand-in or cell is no more."""
    names = mark.cell, mark.notebook, mark.topic, mark.student
    try:
        if mark.points is not None or mark.extra is not None:
            grade = gradebook.find_grade(*names)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = mark.points, mark.extra, mark.look
        if mark.comment is not None:
            gradebook.find_comment(*names).manual_comment = mark.comment
    except MissingEntry:
        return False
    return True
