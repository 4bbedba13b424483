"""Open nbgrader's gradebook; what can go wrong with a database is said in words that fit what it is."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from tornado.log import app_log

from autograde.classroom import Classroom
from autograde.environment import put_tools_on_path
from autograde.errors import CourseError

_BROKEN = (
    "Points and comments that people gave are in it too, so keep it. If it is broken, move it away and run: "
    "autograde restore MY_CLASS"
)
_SERVER = "Look at the database server and its log, then run the same command again: finished results are kept."
#: What to do, by a part of SQLite's message. Moving a locked database away would lose what people have marked.
_ADVICE = {
    "locked": "Another program writes to it: wait for it or close it, then run the same command again.",
    "readonly": "Look at the permissions of the class folder and of the file.",
    "unable to open": "Look at the permissions of the class folder and of the file.",
    "disk is full": "Make room on the disk, then run the same command again: finished results are kept.",
}


def has_gradebook(classroom: Classroom) -> bool:
    """Whether a class has a gradebook already. A file that is there may be a new one, in place of one that was lost.

    Raises:
        CourseError: the database cannot be asked.
    """
    url = make_url(classroom.database)
    if is_file(url):
        return url.database is not None and Path(url.database).is_file()
    with clear_errors(classroom):
        engine = create_engine(url)
        try:
            return inspect(engine).has_table("assignment")
        finally:
            engine.dispose()


@contextlib.contextmanager
def open_gradebook(classroom: Classroom) -> Iterator[Gradebook]:
    """The gradebook of a class, made if there is none.

    Raises:
        CourseError: it is broken, locked or cannot be written; also where this happens in the block.
    """
    put_tools_on_path()  # for alembic, which a new gradebook asks for its version
    with clear_errors(classroom), _quiet_log(), Gradebook(classroom.database, classroom.course_id) as gradebook:
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
        where = make_url(classroom.database)
        raise CourseError(
            f"The gradebook cannot be used: {reason}.",
            where=str(where.database) if is_file(where) else where.render_as_string(hide_password=True),
            todo=advice if is_file(where) else _SERVER,
        ) from error
    except ModuleNotFoundError as error:  # of a database's driver
        raise CourseError(
            f"This environment cannot speak with the gradebook's database: {error}.",
            todo='For PostgreSQL: pip install "notebook-autograde[postgresql]"',
        ) from error


def is_file(database: URL) -> bool:
    """Whether a gradebook is a file on this machine, not a server's."""
    return database.get_backend_name() == "sqlite"
