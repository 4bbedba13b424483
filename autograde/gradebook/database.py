"""Open nbgrader's gradebook; what can go wrong with a database is said in words that fit what it is."""

import contextlib
from collections.abc import Iterator

from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from sqlalchemy.exc import SQLAlchemyError
from tornado.log import app_log

from autograde.classroom import Classroom
from autograde.environment import put_tools_on_path
from autograde.errors import CourseError

_BROKEN = (
    "Points and comments that people gave are in it too, so keep it. If it is broken, move it away and grade again: "
    "finished results are recorded anew."
)
#: What to do, by a part of SQLite's message. Moving a locked database away would lose what people have marked.
_ADVICE = {
    "locked": "Another program writes to it: wait for it or close it, then run the same command again.",
    "readonly": "Look at the permissions of the class folder and of the file.",
    "unable to open": "Look at the permissions of the class folder and of the file.",
    "disk is full": "Make room on the disk, then run the same command again: finished results are kept.",
}


@contextlib.contextmanager
def open_gradebook(classroom: Classroom) -> Iterator[Gradebook]:
    """The gradebook of a class, made if there is none.

    Raises:
        CourseError: it is broken, locked or cannot be written; also where this happens in the block.
    """
    put_tools_on_path()  # for alembic, which a new gradebook asks for its version
    with clear_errors(classroom), _quiet_log(), Gradebook(classroom.database, classroom.root.name) as gradebook:
        yield gradebook


@contextlib.contextmanager
def _quiet_log() -> Iterator[None]:
    """nbgrader logs an error of the database with its traceback, and raises it as well."""
    app_log.disabled, before = True, app_log.disabled
    try:
        yield
    finally:
        app_log.disabled = before


@contextlib.contextmanager
def clear_errors(classroom: Classroom) -> Iterator[None]:
    """Raise the database's errors as CourseError."""
    try:
        yield
    except (SQLAlchemyError, InvalidEntry, MissingEntry) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        advice = next((advice for part, advice in _ADVICE.items() if part in reason), _BROKEN)
        raise CourseError(
            f"The gradebook cannot be used: {reason}.", where=str(classroom.root / "gradebook.db"), todo=advice
        ) from error
