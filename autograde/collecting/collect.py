"""Collect an archive: choose each student's latest notebook and write it into the class folder."""

import json
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from re import Pattern

from autograde.collecting.archive import Archive, Refused, check_entry
from autograde.collecting.names import EntryName, read_name, topic_of
from autograde.collecting.roster import Roster
from autograde.course import Topic
from autograde.files import write_whole

# Collecting an older archive after a newer one must not bring the older attempts back.
_ATTEMPTS_FILE = Path(".autograde") / "collected.json"


@dataclass(frozen=True)
class CollectOptions:
    """What to look for.

    Attributes:
        topics: the course's topics.
        topic: the archive's topic, if it is known: then a notebook's name does not matter.
        pattern: another form of names.
        roster: who is who.
        times: when each student handed in, by student id or the system's number, in UTC.
    """

    topics: Sequence[Topic]
    topic: Topic | None = None
    pattern: Pattern[str] | None = None
    roster: Roster = field(default_factory=Roster)
    times: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """An entry that was not collected, and why."""

    entry: str
    reason: str


@dataclass
class CollectReport:
    """What became of an archive.

    Attributes:
        written, unchanged, older: hand-ins, as TOPIC/STUDENT; ``older`` ones stayed because a later attempt is there.
        superseded: earlier attempts in the same archive.
        late: hand-ins that the system calls late, but no time is known.
        other_files: how many files are no notebooks.
        problems: what was not understood.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    other_files: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Candidate:
    info: zipfile.ZipInfo
    label: EntryName
    topic: Topic
    student: str
    order: int

    @property
    def name(self) -> str:
        return f"{self.topic.name}/{self.student}"

    @property
    def rank(self) -> tuple[datetime, int, bool, int]:
        """Greater for the one that counts: later, or better named, or further down."""
        time = self.label.time or datetime.min
        return time, self.label.attempt, self.label.file == self.topic.release.name, self.order


def collect(archive: Path, class_folder: Path, options: CollectOptions) -> CollectReport:
    """Write ``submitted/STUDENT/TOPIC/NOTEBOOK.ipynb``, and ``timestamp.txt`` where the time is known.

    Raises:
        CourseError: the archive is no zip file, or the class folder cannot be written.
    """
    report = CollectReport()
    attempts = _read_attempts(class_folder)
    with Archive(archive) as opened:
        for choice in _choose(opened, options, report):
            if attempts.get(choice.name, -1) > choice.label.attempt > -1:
                report.older.append(choice.name)
                continue
            try:
                content = opened.read(choice.info)
                changed = _write(class_folder, choice, content, _time(choice, options))
            except Refused as refused:
                report.problems.append(Problem(choice.info.filename, str(refused)))
                continue
            (report.written if changed else report.unchanged).append(choice.name)
            attempts[choice.name] = choice.label.attempt
            if choice.label.late and _time(choice, options) is None:
                report.late.append(choice.name)
    write_whole(class_folder / _ATTEMPTS_FILE, json.dumps(attempts, indent=1, sort_keys=True, ensure_ascii=False))
    return report


def _choose(archive: Archive, options: CollectOptions, report: CollectReport) -> list[_Candidate]:
    """The latest attempt of each student and topic."""
    candidates: dict[str, list[_Candidate]] = defaultdict(list)
    for order, info in enumerate(archive.entries()):
        if not info.filename.lower().endswith(".ipynb") or "__MACOSX" in info.filename:
            report.other_files += 1
            continue
        try:
            candidate = _candidate(info, order, options)
            candidates[candidate.name].append(candidate)
        except Refused as refused:
            report.problems.append(Problem(info.filename, str(refused)))
    chosen = []
    for name in sorted(candidates):
        several = sorted(candidates[name], key=lambda candidate: candidate.rank)
        if len({candidate.label.number for candidate in several}) > 1:
            reason = (
                f"several people would be the student '{several[0].student}'; collect them one by one with --pattern"
            )
            report.problems += [Problem(candidate.info.filename, reason) for candidate in several]
            continue
        report.superseded += [candidate.info.filename for candidate in several[:-1]]
        chosen.append(several[-1])
    return chosen


def _candidate(info: zipfile.ZipInfo, order: int, options: CollectOptions) -> _Candidate:
    check_entry(info)
    label = read_name(info.filename, options.pattern)
    if label is None:
        raise Refused(
            "the name does not fit the pattern" if options.pattern else "neither Canvas nor Moodle names files so"
        )
    student = options.roster.student(label)
    if not student:
        raise Refused("no student's id can be made of the name")
    named = topic_of(label.file, options.topics)
    if options.topic is None and named is None:
        raise Refused("the file's name says no topic; say it with --topic")
    if options.topic is not None and named not in {None, options.topic}:
        raise Refused(f"the file's name says {named.name if named else ''}, not {options.topic.name}")
    topic = options.topic or named
    assert topic is not None
    return _Candidate(info, label, topic, student, order)


def _time(choice: _Candidate, options: CollectOptions) -> datetime | None:
    return choice.label.time or options.times.get(choice.student) or options.times.get(choice.label.number)


def _write(class_folder: Path, choice: _Candidate, content: bytes, time: datetime | None) -> bool:
    """Write a hand-in; return whether it was new or different.

    Raises:
        Refused: a link stands where a folder or file belongs.
    """
    folder = class_folder / "submitted" / choice.student / choice.topic.name
    path = folder / choice.topic.release.name
    if any(place.is_symlink() for place in (path, folder, folder.parent)):
        raise Refused(f"{folder} holds a link; remove it")
    changed = not path.is_file() or path.read_bytes() != content
    stamp = folder / "timestamp.txt"
    if changed:
        write_whole(path, content)
        # The time of the attempt before; the new one has its own or none.
        stamp.unlink(missing_ok=True)
    if time is not None:
        write_whole(stamp, f"{time:%Y-%m-%d %H:%M:%S} UTC\n")
    return changed


def _read_attempts(class_folder: Path) -> dict[str, int]:
    """Which attempts are in the class folder, by TOPIC/STUDENT."""
    try:
        data = json.loads((class_folder / _ATTEMPTS_FILE).read_text("utf-8"))
        return {str(name): int(attempt) for name, attempt in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
