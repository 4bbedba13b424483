"""A class folder in nbgrader's layout: what is in it, and what grading adds."""

import functools
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import dateutil.parser
from traitlets.config.loader import Config, PyFileConfigLoader

from autograde.course import Topic
from autograde.errors import CourseError
from autograde.files import read_regular, write_whole

_CONFIG_NAME = "nbgrader_config.py"
_CONFIG = """\
# nbgrader's settings for this class folder; nbgrader commands and formgrader started here read them.
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "{course_id}"
# Formgrader shows model answer and marking scheme below each answer, and draws formulas without the network.
c.HTMLExporter.preprocessors = ["autograde.reporting.marking_page.MarkingPage"]
# A cell that trains takes longer than nbgrader's 30 s.
c.ExecutePreprocessor.timeout = 300
# On a busy machine the last words of a cell come later than nbclient's 4 s.
c.ExecutePreprocessor.iopub_timeout = 60
"""
#: nbgrader writes one line.
_MAX_TIMESTAMP_BYTES = 4096
#: Others are nobody's hand-in, and at the calendar's ends a change of time zone overflows.
_PLAUSIBLE_YEARS = range(1970, 3000)


@dataclass(frozen=True, slots=True)
class HandIn:
    """One hand-in: whose, what, the notebook's path (it may be missing) and when it came."""

    student: str
    topic: Topic
    path: Path
    timestamp: datetime | None


@dataclass(frozen=True)
class Classroom:
    """A class folder: ``submitted/STUDENT/TOPIC/notebook.ipynb`` and what nbgrader keeps beside it."""

    root: Path

    @functools.cached_property
    def config(self) -> Config:
        """What nbgrader_config.py sets; it is a program, as nbgrader's settings are, and runs once.

        Raises:
            CourseError: it fails.
        """
        return read_config(self.root)

    @property
    def database(self) -> str:
        """The gradebook's address, as SQLAlchemy writes it: what ``CourseDirectory.db_url`` says, else a file here.

        Raises:
            CourseError: see `config`.
        """
        chosen = self.config.get("CourseDirectory", {}).get("db_url")
        return str(chosen) if chosen else f"sqlite:///{self.root / 'gradebook.db'}"

    @property
    def course_id(self) -> str:
        """nbgrader's name for the class.

        Raises:
            CourseError: see `config`.
        """
        return str(self.config.get("CourseDirectory", {}).get("course_id") or self.root.name)

    @property
    def results(self) -> Path:
        """Finished results, one file a hand-in: see `autograde.grading.store`."""
        return self.root / ".autograde" / "results"

    @property
    def attempts(self) -> Path:
        """Attempts that came through the exchange: see `autograde.collecting.watch.attempts`."""
        return self.root / ".autograde" / "attempts"

    def hand_ins(self, topics: Sequence[Topic]) -> Iterator[HandIn]:
        """Yield the hand-ins of some topics, by topic and student."""
        submitted = self.root / "submitted"
        for topic in topics:
            for folder in sorted(submitted.glob(f"*/{topic.name}")):
                if folder.is_dir() and not folder.is_symlink():
                    yield HandIn(
                        _readable(folder.parent.name), topic, folder / topic.release.name, read_timestamp(folder)
                    )

    def write_autograded(self, hand_in: HandIn, notebook: str) -> None:
        """Write a graded notebook where formgrader looks for it, whole or not at all."""
        folder = self.root / "autograded" / hand_in.student / hand_in.topic.name
        path = folder / hand_in.topic.release.name
        write_whole(path, notebook)
        for data in hand_in.topic.data_files:
            if not (folder / data.name).exists():
                shutil.copyfile(data, folder / data.name)


def read_config(folder: Path) -> Config:
    """What a folder's nbgrader_config.py sets; nothing where there is none.

    Raises:
        CourseError: it fails.
    """
    if not (folder / _CONFIG_NAME).is_file():
        return Config()
    try:
        return PyFileConfigLoader(_CONFIG_NAME, path=str(folder)).load_config()
    except Exception as error:
        raise CourseError(
            f"nbgrader's settings fail: {type(error).__name__}: {error}",
            where=str(folder / _CONFIG_NAME),
            todo="Mend the file (docs/instructor.md).",
        ) from error


def make_class_folder(root: Path) -> None:
    """Make a class folder if it is not there. A new one is its owner's alone: students' work and marks are in it.

    Raises:
        CourseError: it cannot be made.
    """
    try:
        if not root.is_dir():
            root.mkdir(mode=0o700, parents=True)
        (root / "submitted").mkdir(exist_ok=True)
    except OSError as error:
        raise CourseError(f"Cannot make the class folder: {error.strerror}.", where=str(root)) from error


def open_classroom(root: Path) -> Classroom:
    """Open a class folder.

    Raises:
        CourseError: there is no ``submitted`` folder in it.
    """
    root = root.resolve()
    if not (root / "submitted").is_dir():
        raise CourseError(
            "This is no class folder: there is no folder 'submitted' in it.",
            where=str(root),
            todo="Hand-ins belong in submitted/STUDENT/TOPIC/NOTEBOOK.ipynb (docs/instructor.md).",
        )
    config = root / _CONFIG_NAME
    if not config.exists():
        write_whole(config, _CONFIG.format(course_id=root.name))
    return Classroom(root)


def _readable(name: str) -> str:
    """A folder's name as text that can be written anywhere; bytes that are no UTF-8 show as ``\\xfc``.

    A backslash in it is doubled, so that no two names look the same.
    """
    return os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")


def read_timestamp(folder: Path) -> datetime | None:
    """nbgrader's timestamp.txt, in UTC and without a zone, as its database keeps it; None where it says no such time.

    It comes with the hand-in, so anything may stand there.
    """
    try:
        text = read_regular(folder / "timestamp.txt", _MAX_TIMESTAMP_BYTES).decode()
        stamp = dateutil.parser.parse(text.strip())
        if stamp.tzinfo is not None:
            stamp = stamp.astimezone(UTC).replace(tzinfo=None)
    except Exception:  # whatever dateutil's and datetime's arithmetic raise
        return None
    return stamp if stamp.year in _PLAUSIBLE_YEARS else None
