"""nbgrader's exchange, as the owner of a course uses it: hand-ins of the inbound folder, pages for the assignment list.

nbgrader's own classes say where everything is and who owns it. Its collector is not used: it copies what links in a
hand-in lead to, with the rights of the instructor (another student's work, the solutions), and it takes only the last
of several attempts.
"""

import contextlib
import os
import pwd
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, default
from nbgrader.exchange.exchange_factory import ExchangeFactory
from nbgrader.utils import notebook_hash, parse_utc
from traitlets.config import Config

from autograde.classroom import Classroom, read_config
from autograde.collecting.entry_names import student_id
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.files import read_regular, write_whole
from autograde.grading.sealed.submission import Unreadable, read_file

#: Of timestamp.txt and submission_secret.txt; nbgrader writes one line.
_MAX_LINE_BYTES = 4096
#: nbgrader's secrets are 128 hexadecimal digits; other tools may write others.
_SECRET = re.compile(r"[!-~]{16,1024}\s*")
#: Seconds after which a hand-in that is still not whole is named.
_PATIENCE = 60.0


@dataclass(frozen=True)
class Arrival:
    """A hand-in in the inbound folder.

    Attributes:
        name: its folder's name.
        student, topic: whose, and what.
        stamp: nbgrader's timestamp, as the student's program wrote it.
        arrived: when the folder was finished, in UTC; a student's program cannot choose it.
        content: the notebook; None if there is none that can be read.
        problem: why there is none.
        notebooks: the names of all its notebooks, as the student's assignment list shows them.
        secret: by which nbgrader finds the feedback.
    """

    name: str
    student: str
    topic: Topic
    stamp: str
    arrived: datetime
    content: bytes | None
    problem: str
    notebooks: tuple[str, ...]
    secret: str


@dataclass(frozen=True)
class NotTaken:
    """A folder that was not taken, and why; ``again`` if it may be whole later."""

    name: str
    reason: str
    again: bool = False


class Exchange:
    """The exchange of a class.

    Args:
        classroom: the class folder; its settings and those of the machine say where the exchange is.

    Raises:
        CourseError: the settings fail, or another program than nbgrader itself keeps the exchange.
    """

    def __init__(self, classroom: Classroom) -> None:
        config = _config(classroom)
        try:
            factory = ExchangeFactory(config=config)
        except Exception as error:  # whatever importing a plugin raises
            raise CourseError(
                f"The exchange that nbgrader_config.py names fails: {type(error).__name__}: {error}.",
                where=str(classroom.root),
            ) from error
        if factory.collect is not default.ExchangeCollect or factory.release_feedback is not _Release:
            raise CourseError(
                "The exchange is another one than nbgrader's own (ExchangeFactory in nbgrader_config.py).",
                where=str(classroom.root),
                todo="Collect with it into the class folder, and run: autograde watch --from folder",
            )
        coursedir = CourseDirectory(config=config)
        parts = {"coursedir": coursedir, "authenticator": Authenticator(config=config), "config": config}
        self._collector = default.ExchangeCollect(**parts)
        self._releaser = _Release(**parts)
        self.root = Path(self._collector.root)
        self.inbound = self.root / classroom.course_id / "inbound"

    @property
    def is_there(self) -> bool:
        """Whether students can hand in: a topic was released with nbgrader."""
        return self.inbound.is_dir()

    def arrivals(self, topics: Sequence[Topic], known: Collection[str]) -> Iterator[Arrival | NotTaken]:
        """Yield the hand-ins of some topics that are not known yet, in the order in which they came.

        Raises:
            CourseError: the inbound folder cannot be read.
        """
        by_name = {topic.name: topic for topic in topics}
        try:
            found = [(_changed(path), path) for path in self.inbound.iterdir() if path.name not in known]
        except OSError as error:
            raise CourseError(f"Cannot read the exchange: {error.strerror}.", where=str(self.inbound)) from error
        for arrived, path in sorted(found):
            parts = _parts(path.name)
            if parts is None:
                yield NotTaken(path.name, "nbgrader names no hand-in so")
                continue
            topic = by_name.get(parts[1])
            if topic is None:  # a line for each of its hand-ins would be too much
                yield NotTaken(f"everything of {parts[1]}", "this assignment is not watched")
                continue
            try:
                with _opened(path) as folder:
                    time = datetime.fromtimestamp(arrived, UTC).replace(tzinfo=None)
                    yield self._read(path.name, folder, parts[0], topic, time)
            except _Refused as refused:
                yield NotTaken(path.name, str(refused), refused.again)

    def _read(self, name: str, path: Path, student: str, topic: Topic, arrived: datetime) -> Arrival:
        if student_id(student) != student:
            raise _Refused("its student's name is no fit name for a folder")
        self._check_owner(path, student)
        # nbgrader writes the secret last.
        stamp, secret = (_line(path / file, arrived) for file in ("timestamp.txt", "submission_secret.txt"))
        if not _SECRET.fullmatch(secret):
            raise _Refused("its submission_secret.txt is none that nbgrader writes")
        content, problem = None, ""
        try:
            content = read_file(path / topic.release.name)
        except Unreadable as error:
            problem = str(error)
        notebooks = tuple(sorted(one.stem for one in path.glob("*.ipynb")))[:20]
        return Arrival(
            name, student, topic, stamp.strip(), arrived, content, problem, notebooks or (topic.stem,), secret
        )

    def _check_owner(self, path: Path, student: str) -> None:
        """Without it anybody could use up the attempts of somebody else, or replace that work."""
        if not self._collector.check_owner:
            return
        try:
            owner = pwd.getpwuid(path.stat().st_uid).pw_name
        except KeyError:
            owner = "an unknown user"
        if owner != student:
            raise _Refused(
                f"it says {student} and belongs to {owner}; where all servers run as one user, "
                "set c.ExchangeCollect.check_owner = False in nbgrader_config.py"
            )

    def prepare_release(self) -> None:
        """Make the feedback folder, with nbgrader's permissions.

        Raises:
            CourseError: it cannot be made, or is somebody else's.
        """
        try:
            self._releaser.init_dest()
        except (ExchangeError, OSError) as error:
            raise CourseError(f"The exchange has no place for feedback: {error}.", where=str(self.root)) from error

    def release(self, page: str, secret: str, notebooks: Sequence[str]) -> None:
        """Put a page where the student's assignment list looks for the feedback of these notebooks.

        Raises:
            CourseError: it cannot be written.
        """
        for notebook in notebooks:
            name = f"{notebook_hash(secret=secret, notebook_id=notebook)}.html"
            path = Path(self._releaser.outbound_feedback_path) / name
            write_whole(path, page)
            path.chmod(0o644)  # students read it, whatever this process's umask is


class _Refused(Exception):
    """This folder is not taken; the message says why."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


_Release = default.ExchangeReleaseFeedback


def _config(classroom: Classroom) -> Config:
    """nbgrader's settings: the machine's and the user's, where a hub says where its exchange is, then the folder's."""
    config = Config()
    for folder in reversed(jupyter_config_path()):
        config.merge(read_config(Path(folder)))
    config.merge(classroom.config)
    config.CourseDirectory.root = str(classroom.root)
    config.CourseDirectory.course_id = classroom.course_id
    config.CourseDirectory.db_url = classroom.database
    return config


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Path]:
    """A folder of a student's, held open: whoever puts a link in its place meanwhile leads nobody elsewhere."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise _Refused(f"it is no folder that can be read: {error.strerror}") from error
    held = Path(f"/proc/self/fd/{descriptor}")
    try:
        yield held if held.exists() else path
    finally:
        os.close(descriptor)


def _changed(path: Path) -> float:
    """When a folder was changed last: nbgrader's submit ends with setting its permissions."""
    try:
        return os.lstat(path).st_ctime
    except OSError:
        return 0.0


def _parts(name: str) -> tuple[str, str] | None:
    """Student and topic of STUDENT+TOPIC+TIME+RANDOM, or without the last; None for another name."""
    for parts in (name.rsplit("+", 3), name.rsplit("+", 2)):
        if len(parts) >= 3 and parts[0] and _is_time(parts[2]):
            return parts[0], parts[1]
    return None


def _is_time(text: str) -> bool:
    try:
        return parse_utc(text) is not None
    except Exception:  # whatever dateutil raises
        return False


def _line(path: Path, arrived: datetime) -> str:
    """The text of a file that nbgrader's submit writes; it may not have got so far yet."""
    try:
        text = read_regular(path, _MAX_LINE_BYTES).decode()
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise _Refused(f"its {path.name} cannot be read: {error}") from error
    if not text.strip():
        waited = (datetime.now(UTC).replace(tzinfo=None) - arrived).total_seconds()
        raise _Refused(f"it is not whole: {path.name} is missing or empty", again=waited < _PATIENCE)
    return text
