"""Write results into nbgrader's gradebook: one writer, one transaction a submission."""

import contextlib
import time
import warnings
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self

import nbformat
from nbgrader.api import InvalidEntry
from nbgrader.utils import compute_checksum, is_solution
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SAWarning

from autograde.classroom import Classroom, HandIn
from autograde.gradebook.database import clear_errors, is_file, open_gradebook
from autograde.gradebook.late import LatePenalties
from autograde.interrupts import interrupts_held

#: Seconds between attempts: a server may be restarted, and another program may have added the same row just now.
_PAUSES = (0.0, 0.5, 1, 2, 4, 8, 15, 30)


class Recorder:
    """The gradebook of a class, open for writing.

    Raises:
        CourseError: the database is broken, locked or cannot be written, or nbgrader_config.py fails.
    """

    def __init__(self, classroom: Classroom) -> None:
        self._classroom = classroom
        self._penalties = LatePenalties(classroom)
        self._pauses = () if is_file(make_url(classroom.database)) else _PAUSES
        self._open = open_gradebook(classroom)

    def __enter__(self) -> Self:
        self._gradebook = self._open.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def record(
        self, hand_in: HandIn, notebook: str, scores: Mapping[str, float | None], *, gradable: bool = True
    ) -> None:
        """Record a graded notebook as nbgrader's own autograder would; manual scores and comments stay.

        Args:
            hand_in: whose, and what.
            notebook: the graded notebook as JSON text.
            scores: automatic points by grade_id, None where a person grades.
            gradable: whether there was a hand-in that could be graded; if not, nobody needs to grade it by hand.
        """
        self._classroom.write_autograded(hand_in, notebook)
        with clear_errors(self._classroom):
            for pause in self._pauses:
                try:
                    return self._record(hand_in, notebook, scores, gradable)
                except (OperationalError, InvalidEntry):
                    time.sleep(pause)
            self._record(hand_in, notebook, scores, gradable)

    def _record(self, hand_in: HandIn, notebook: str, scores: Mapping[str, float | None], gradable: bool) -> None:
        with interrupts_held(), self._one_transaction(), warnings.catch_warnings():
            # nbgrader relates new rows before it adds them; SQLAlchemy remarks on each.
            warnings.simplefilter("ignore", SAWarning)
            gradebook = self._gradebook
            gradebook.update_or_create_student(hand_in.student)
            stamp = {"timestamp": hand_in.timestamp} if hand_in.timestamp else {}
            gradebook.update_or_create_submission(hand_in.topic.name, hand_in.student, **stamp)
            self._save_scores(hand_in, scores, gradable)
            self._save_comments(hand_in, notebook)
            self._penalties.assign(gradebook, hand_in)

    def _save_scores(self, hand_in: HandIn, scores: Mapping[str, float | None], gradable: bool) -> None:
        for grade_id, points in scores.items():
            grade = self._gradebook.find_grade(grade_id, hand_in.topic.stem, hand_in.topic.name, hand_in.student)
            grade.auto_score = points
            # A person's points on earlier work want a second look.
            grade.needs_manual_grade = gradable and (points is None or grade.manual_score is not None)

    def _save_comments(self, hand_in: HandIn, notebook: str) -> None:
        for cell in filter(is_solution, nbformat.reads(notebook, as_version=4).cells):
            settings = cell.metadata.nbgrader
            comment = self._gradebook.find_comment(
                settings.grade_id, hand_in.topic.stem, hand_in.topic.name, hand_in.student
            )
            untouched = settings.get("checksum") == compute_checksum(cell)
            comment.auto_comment = "No response." if untouched else None

    @contextlib.contextmanager
    def _one_transaction(self) -> Iterator[None]:
        """nbgrader's API commits at every step; here its commits flush, and one commit ends the submission."""
        session = self._gradebook.db
        commit, session.commit = session.commit, session.flush
        try:
            yield
            commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.commit = commit
