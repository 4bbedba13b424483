"""What the names in an archive say: whose file it is, which attempt, when it came.

Canvas, "Download Submissions":   doejane_LATE_1234_56789_perceptron-1.ipynb
    name, LATE if it was, Canvas' number of the user, the number of the file (later files have greater ones), file name.
Moodle, "Download all submissions":  Jane Doe_4321_assignsubmission_file/perceptron.ipynb  (or all in one name)
    full name, a number of this user for this assignment only, file name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import dateutil.parser

from autograde.course import Topic
from autograde.errors import CourseError

System = Literal["canvas", "moodle", "pattern"]

_CANVAS = re.compile(
    r"(?:^|/)(?:(?P<name>[^/]+?)_)?(?:(?P<late>LATE)_)?(?:(?P<number>[0-9]{1,18})|anon_(?P<anonymous>[A-Za-z0-9]+))"
    r"_(?P<attempt>[0-9]{1,18})_(?P<file>[^/]+)$"
)
_MOODLE = re.compile(
    r"(?:^|/)(?P<name>[^/]+?)_(?P<number>[0-9]{1,18})_assignsubmission_file(?:_?/(?:.*/)?|_)(?P<file>[^/]+)$", re.DOTALL
)
_STUDENT = re.compile(r"[\w@+-][\w@.+-]{0,99}")
_COPY = re.compile(r"(?:[-_ ]?copy\d*|-\d+| ?\(\d+\))$", re.IGNORECASE)
_DASHED_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[-_ T](\d\d)-(\d\d)(?:-(\d\d))?")


@dataclass(frozen=True)
class EntryName:
    """What a name says.

    Attributes:
        system: where the archive comes from.
        number: the system's number of the user, or "".
        name: the person's name as the system writes it, or "".
        student: the student's id, if a pattern gives it.
        file: the file's own name.
        attempt: greater for later ones, -1 if unknown.
        time: when it was handed in, in UTC, if known.
        late: whether the system says that it was late.
    """

    system: System
    number: str
    name: str
    student: str
    file: str
    attempt: int = -1
    time: datetime | None = None
    late: bool = False


def read_name(path: str, pattern: re.Pattern[str] | None = None) -> EntryName | None:
    """Understand a path inside an archive; None if it fits neither Canvas' nor Moodle's form, or not the pattern.

    Args:
        path: the path, with slashes.
        pattern: another form, searched in the path; with the group ``student_id`` and, if there are, ``file_id``,
            ``attempt``, ``timestamp``: nbgrader's names in zip_collect.
    """
    if pattern is not None:
        return _by_pattern(path, pattern)
    if match := _MOODLE.search(path):
        return EntryName("moodle", match["number"], match["name"], "", match["file"])
    if match := _CANVAS.search(path):
        number = match["number"] or f"anon_{match['anonymous']}"
        return EntryName(
            "canvas",
            number,
            match["name"] or "",
            "",
            match["file"],
            int(match["attempt"]),
            late=match["late"] is not None,
        )
    return None


def read_pattern(text: str) -> re.Pattern[str]:
    """Compile a user's pattern.

    Raises:
        CourseError: it is no regular expression or has no group ``student_id``.
    """
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise CourseError(f"The pattern is no regular expression: {error}.", where=text) from error
    if "student_id" not in pattern.groupindex:
        raise CourseError(
            "The pattern does not say which part is the student.", where=text, todo="Name it: (?P<student_id>...)"
        )
    return pattern


def _by_pattern(path: str, pattern: re.Pattern[str]) -> EntryName | None:
    match = pattern.search(path)
    if match is None or not match["student_id"]:
        return None
    groups = {name: value or "" for name, value in match.groupdict().items()}
    attempt = groups.get("attempt", "")
    return EntryName(
        "pattern",
        "",
        "",
        groups["student_id"],
        groups.get("file_id") or path.rsplit("/", 1)[-1],
        int(attempt) if re.fullmatch(r"[0-9]{1,18}", attempt) else -1,
        read_time(groups.get("timestamp", "")),
    )


def read_time(text: str) -> datetime | None:
    """Read a time, also one with dashes as in file names; return it in UTC. Without a zone it is this computer's."""
    try:
        time = dateutil.parser.parse(_DASHED_TIME.sub(_with_colons, text.strip()), fuzzy=True) if text.strip() else None
        return time.astimezone(UTC).replace(tzinfo=None) if time else None
    except (ValueError, OverflowError, OSError):
        return None


def _with_colons(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]}:{match[3]}:{match[4] or '00'}"


def student_id(text: str) -> str:
    """Make a student's id of a name: one word, fit for a folder; "" if that cannot be done."""
    word = re.sub(r"[\s,]+", "_", text.strip()).strip("_")
    return word if _STUDENT.fullmatch(word) else ""


def topic_of(file: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic that a file's name belongs to: perceptron.ipynb, perceptron-1.ipynb, my 01_perceptron (2).ipynb."""
    stem = file.removesuffix(".ipynb").casefold()
    while (shorter := _COPY.sub("", stem)) != stem:
        stem = shorter
    for topic in topics:
        if stem in {topic.stem, topic.name}:
            return topic
    inside = [topic for topic in topics if re.search(rf"(?<![a-z0-9]){topic.stem}(?![a-z0-9])", stem)]
    return inside[0] if len(inside) == 1 else None
