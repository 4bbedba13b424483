"""What the names in an archive say: whose file it is, which attempt, when it came.

Canvas, "Download Submissions":   doejane_LATE_1234_56789_perceptron-1.ipynb
    name, LATE if it was, Canvas' number of the user, the number of the file (later files have greater ones), file name.
Moodle, "Download all submissions":  Jane Doe_4321_assignsubmission_file/perceptron.ipynb  (or all in one name)
    full name or the group's, a number of this user for this assignment only, folders of the student's own, file name.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from autograde.collecting.times import read_time
from autograde.course import Topic
from autograde.errors import CourseError

System = Literal["canvas", "moodle", "pattern"]

_CANVAS = re.compile(
    r"(?:^|/)(?:(?P<name>[^/]+?)_)?(?:(?P<late>LATE)_)?(?:(?P<number>[0-9]{1,18})|anon_(?P<anonymous>[A-Za-z0-9]+))"
    r"_(?P<attempt>[0-9]{1,18})_(?P<file>[^/]+)$"
)
_MOODLE = re.compile(
    r"(?:^|/)(?P<name>[^/]+?)_(?P<number>[0-9]{1,18})_assignsubmission_(?:file|onlinetext)"
    r"(?:_?/(?P<folder>.*/)?|_)(?P<file>[^/]+)$",
    re.DOTALL,
)
_STUDENT = re.compile(r"[\w@+-][\w@.+-]{0,99}")
_COPY = re.compile(r"(?:[-_ ]?copy\d*|-\d+| ?\(\d+\))$", re.IGNORECASE)


@dataclass(frozen=True)
class EntryName:
    """What a name says.

    Attributes:
        system: where the archive comes from.
        number: the system's number of the user, or "".
        name: the person's name as the system writes it, or "".
        student: the student's id, if a pattern gives it.
        file: the file's own name.
        depth: in how many folders of the student's own it lies.
        attempt: greater for later ones, -1 if unknown.
        time: when it was handed in, in UTC, if known.
        late: whether the system says that it was late.
    """

    system: System
    number: str
    name: str
    student: str
    file: str
    depth: int = 0
    attempt: int = -1
    time: datetime | None = None
    late: bool = False

    @property
    def person(self) -> str:
        """What the archive calls the person or group, with the number that tells two of one name apart."""
        return self.student or "_".join(filter(None, (self.name, self.number)))


def read_name(path: str, pattern: re.Pattern[str] | None = None) -> EntryName | None:
    """Understand a path inside an archive; None if it fits neither Canvas' nor Moodle's form, or not the pattern.

    Args:
        path: the path, with slashes.
        pattern: another form, searched in the path; with the group ``student_id`` and, if there are, ``file_id``,
            ``attempt``, ``timestamp``: nbgrader's names in zip_collect.

    Raises:
        Unclear: the time in it is not clear.
    """
    path = unicodedata.normalize("NFC", path)  # accents as marks of their own would make another student
    if pattern is not None:
        return _by_pattern(path, pattern)
    if match := _MOODLE.search(path):
        depth = (match["folder"] or "").count("/")
        return EntryName("moodle", match["number"], match["name"], "", match["file"], depth)
    if match := _CANVAS.search(path):
        number = match["number"] or f"anon_{match['anonymous']}"
        return EntryName(
            "canvas",
            number,
            match["name"] or "",
            "",
            match["file"],
            attempt=int(match["attempt"]),
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
        attempt=int(attempt) if re.fullmatch(r"[0-9]{1,18}", attempt) else -1,
        time=read_time(groups["timestamp"]) if groups.get("timestamp") else None,
    )


def student_id(text: str) -> str:
    """Make a student's id of a name: one word, fit for a folder; "" if that cannot be done."""
    word = re.sub(r"[\s,]+", "_", text.strip()).strip("_")
    return word if _STUDENT.fullmatch(word) else ""


def is_named_for(file: str, topic: Topic) -> bool:
    """Whether a file's name is that of a topic's notebook, or of a copy of it: perceptron.ipynb, perceptron-1.ipynb."""
    return _stem(file) in {topic.stem, topic.name}


def topic_of(file: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic that a file's name belongs to: perceptron.ipynb, perceptron-1.ipynb, my 01_perceptron (2).ipynb."""
    for topic in topics:
        if is_named_for(file, topic):
            return topic
    stem = _stem(file)
    inside = [topic for topic in topics if re.search(rf"(?<![a-z0-9]){topic.stem}(?![a-z0-9])", stem)]
    return inside[0] if len(inside) == 1 else None


def _stem(file: str) -> str:
    stem = file.casefold().removesuffix(".ipynb")
    while (shorter := _COPY.sub("", stem)) != stem:
        stem = shorter
    return stem
