"""Write results into nbgrader's gradebook: many hand-ins a transaction, each whole or not at all."""

import contextlib
import json
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import nbformat
from nbgrader.utils import compute_checksum
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from autograde.classroom import Classroom, HandIn
from autograde.errors import Unrecordable
from autograde.gradebook.backup import read_session, save
from autograde.gradebook.batch import Graded, write_batch
from autograde.gradebook.database import clear_errors, is_file, open_gradebook
from autograde.gradebook.extensions import read_extensions
from autograde.gradebook.late import LatePenalties
from autograde.interrupts import interrupts_held

#: Hand-ins of one transaction, and seconds after which a smaller number is written.
_MAX_BATCH = 200
_MAX_SECONDS = 1.0
#: Seconds between attempts: another program may have added the same row just now, a server may be restarted.
_PAUSES = (0.0, 0.2)
_SERVER_PAUSES = (*_PAUSES, 0.5, 1, 2, 4, 8, 15, 30)


Result = TypeVar("Result")


class Recorder:
    """The gradebook of a class, open for writing. Leaving the context writes what still waits, and a backup.

    Args:
        classroom: the class folder.
        backup: whether to write one; False while a gradebook is being restored, when it has less than its backup.

    Raises:
        CourseError: the database is broken, locked or cannot be written, or nbgrader_config.py fails.
    """

    def __init__(self, classroom: Classroom, *, backup: bool = True) -> None:
        self._classroom, self._backup = classroom, backup
        self._penalties = LatePenalties(classroom)
        # SQLite has waited for a lock already.
        on_file = is_file(make_url(classroom.database))
        self._pauses = _PAUSES if on_file else _SERVER_PAUSES
        self._passing = (IntegrityError,) if on_file else (IntegrityError, OperationalError)
        self._open = open_gradebook(classroom)
        self._waiting: list[Graded] = []
        self._since = time.monotonic()

    def __enter__(self) -> Self:
        self._gradebook = self._open.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.flush()
            if error is None and self._backup:
                with clear_errors(self._classroom):
                    save(self._classroom, self._patiently(lambda: read_session(self._gradebook.db)))
        finally:
            self._open.__exit__(kind, error, trace)

    def record(
        self, hand_in: HandIn, notebook: str, scores: Mapping[str, float | None], *, gradable: bool = True
    ) -> None:
        """Record a graded notebook as nbgrader's own autograder would, soon; manual scores and comments stay.

        Args:
            hand_in: whose, and what.
            notebook: the graded notebook as JSON text.
            scores: automatic points by grade_id, None where a person grades.
            gradable: whether there was a hand-in that could be graded; if not, nobody needs to grade it by hand.

        Raises:
            Unrecordable: the notebook is none. Nothing is written of this hand-in; the others are not touched.
            CourseError: the class folder or the gradebook cannot be written.
        """
        try:
            comments = _comments(notebook)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise Unrecordable(f"{type(error).__name__} in its graded notebook") from error
        self._classroom.write_autograded(hand_in, notebook)
        topic = hand_in.topic
        self._waiting.append(
            Graded(hand_in.student, topic.name, topic.stem, hand_in.timestamp, dict(scores), comments, gradable)
        )
        if len(self._waiting) >= _MAX_BATCH or time.monotonic() - self._since > _MAX_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what waits, in one transaction."""
        if not self._waiting:
            return
        with interrupts_held(), clear_errors(self._classroom):
            self._patiently(self._write)
        self._waiting.clear()
        self._since = time.monotonic()

    def _write(self) -> None:
        session = self._gradebook.db
        write_batch(session, self._waiting, self._penalties.points_off, read_extensions(self._classroom))
        session.commit()

    def _patiently(self, action: Callable[[], Result]) -> Result:
        """Do something with the database; where it is locked or its server is away, again after a while."""
        for pause in self._pauses:
            with contextlib.suppress(*self._passing):
                return self._or_roll_back(action)
            time.sleep(pause)
        return self._or_roll_back(action)

    def _or_roll_back(self, action: Callable[[], Result]) -> Result:
        try:
            return action()
        except BaseException:
            self._gradebook.db.rollback()
            raise


def _comments(notebook: str) -> dict[str, str | None]:
    """nbgrader's automatic comments on the cells that a student should have written."""
    # Not `nbformat.reads`: most of the time would go into validating once more, and into outputs.
    cells = [cell for cell in json.loads(notebook)["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    return {cell["metadata"]["nbgrader"]["grade_id"]: _comment(cell) for cell in cells}


def _comment(raw: dict[str, Any]) -> str | None:
    cell = nbformat.from_dict(raw | {"source": "".join(raw["source"])})
    untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    return "No response." if untouched else None
