"""Collect an archive: choose each student's notebook and write it into the class folder; name whatever is left out."""

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from re import Pattern

from autograde.classroom import make_class_folder
from autograde.collecting.archive import Archive, Refused, check_entry
from autograde.collecting.entry_names import EntryName, is_named_for, read_name, topic_of
from autograde.collecting.roster import Roster, UnknownStudent
from autograde.collecting.times import Unclear
from autograde.course import Topic
from autograde.files import write_whole

# Collecting an older archive after a newer one must not bring the older attempts back.
_ATTEMPTS_FILE = Path(".autograde") / "collected.json"
#: Files that operating systems add by themselves.
_BY_SYSTEMS = frozenset({".ds_store", "desktop.ini", "thumbs.db"})


@dataclass(frozen=True)
class CollectOptions:
    """What to look for.

    Attributes:
        topics: the course's topics.
        topic: the archive's topic, if it is known: then a notebook's name does not matter.
        pattern: another form of names.
        roster: who is who, and when they handed in.
    """

    topics: Sequence[Topic]
    topic: Topic | None = None
    pattern: Pattern[str] | None = None
    roster: Roster = field(default_factory=Roster)


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
        superseded: files of earlier attempts in the same archive.
        late: hand-ins that the system calls late, but no time is known.
        other_files: files that are no notebooks.
        problems: what was not understood, or could mean several things.
        unknown: what the archive calls people whom the class list does not have.
        without_notebook: what it calls people of whom nothing was collected.
        missing: students of the class list of whom nothing is there, as TOPIC/STUDENT.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    other_files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    without_notebook: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether everything in the archive, and everybody in the class list, is in the class folder."""
        return not (self.late or self.other_files or self.problems or self.without_notebook or self.missing)


@dataclass(frozen=True)
class _Candidate:
    """A notebook that may be the hand-in of one student, or of each member of a group."""

    info: zipfile.ZipInfo
    name: EntryName
    topic: Topic
    students: tuple[str, ...]

    @property
    def attempt(self) -> tuple[datetime, int]:
        """Greater for later attempts. In Canvas' archive all files of a student are of one attempt, its last."""
        return self.name.time or datetime.min, self.name.attempt if self.name.system == "pattern" else -1

    @property
    def fit(self) -> tuple[bool, int]:
        """Greater for the file of an attempt that is more likely the notebook that was asked for."""
        return is_named_for(self.name.file, self.topic), -self.name.depth


def collect(archive: Path, class_folder: Path, options: CollectOptions) -> CollectReport:
    """Write ``submitted/STUDENT/TOPIC/NOTEBOOK.ipynb``, and ``timestamp.txt`` where the time is known.

    Raises:
        CourseError: the archive is no zip file, or the class folder cannot be written.
    """
    report = CollectReport()
    make_class_folder(class_folder)
    attempts = _read_attempts(class_folder)
    people: set[str] = set()
    with Archive(archive) as opened:
        candidates = _candidates(opened, options, report, people)
        chosen = _unambiguous(_choose(opened, candidates, report), report)
        for candidate in chosen:
            _take(opened, class_folder, candidate, options, attempts, report)
    write_whole(class_folder / _ATTEMPTS_FILE, json.dumps(attempts, indent=1, sort_keys=True, ensure_ascii=False))
    report.without_notebook = sorted(people - {candidate.name.person for candidate in chosen} - {*report.unknown})
    report.missing = list(_missing(class_folder, {candidate.topic for candidate in candidates}, options))
    return report


def _candidates(archive: Archive, options: CollectOptions, report: CollectReport, people: set[str]) -> list[_Candidate]:
    """The notebooks whose student and topic are known; adds everybody who has an entry to ``people``."""
    found = []
    for info in archive.entries():
        file = info.filename.rpartition("/")[2]
        if "__MACOSX" in info.filename or file.casefold() in _BY_SYSTEMS:
            continue
        try:
            check_entry(info)
            name = _read_name(info, options)
        except (Refused, Unclear) as error:
            report.problems.append(Problem(info.filename, str(error)))
            continue
        people.add(name.person)
        if not file.casefold().endswith(".ipynb"):
            report.other_files.append(info.filename)
            continue
        try:
            topic = _topic(name, options)
            found.append(_Candidate(info, name, topic, options.roster.students(name)))
        except UnknownStudent as error:
            report.unknown.append(name.person)
            report.problems.append(Problem(info.filename, str(error)))
        except Refused as error:
            report.problems.append(Problem(info.filename, str(error)))
    return found


def _read_name(info: zipfile.ZipInfo, options: CollectOptions) -> EntryName:
    name = read_name(info.filename, options.pattern)
    if name is None:
        raise Refused(
            "the name does not fit the pattern" if options.pattern else "neither Canvas nor Moodle names files so"
        )
    return name


def _topic(name: EntryName, options: CollectOptions) -> Topic:
    named = topic_of(name.file, options.topics)
    topic = options.topic or named
    if topic is None:
        raise Refused("the file's name says no topic; say it with --topic")
    if named not in {None, topic}:
        raise Refused(f"the file's name says {named.name if named else ''}, not {topic.name}")
    return topic


def _choose(archive: Archive, candidates: Sequence[_Candidate], report: CollectReport) -> list[_Candidate]:
    """The notebook of everybody that counts, by topic: of the last attempt the one that fits best, if there is one."""
    of_somebody: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        of_somebody[candidate.topic.name, candidate.name.person].append(candidate)
    chosen = []
    for several in of_somebody.values():
        last = max(candidate.attempt for candidate in several)
        report.superseded += [candidate.info.filename for candidate in several if candidate.attempt != last]
        files = [candidate for candidate in several if candidate.attempt == last]
        fit = max(candidate.fit for candidate in files)
        best = [candidate for candidate in files if candidate.fit == fit]
        if len(best) > 1 and not _are_equal(archive, best):
            reason = "there are several such notebooks of the same person; leave the one that counts in the archive"
            report.problems += [Problem(candidate.info.filename, reason) for candidate in best]
            continue
        report.other_files += [candidate.info.filename for candidate in files if candidate.fit != fit]
        chosen.append(best[0])
    return chosen


def _are_equal(archive: Archive, candidates: Sequence[_Candidate]) -> bool:
    try:
        return len({archive.read(candidate.info) for candidate in candidates}) == 1
    except Refused:  # one that cannot be read might be the right one
        return False


def _unambiguous(candidates: Sequence[_Candidate], report: CollectReport) -> list[_Candidate]:
    """Those whose students have no other hand-in of the topic: two people of one name would overwrite each other."""
    owners: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        for student in candidate.students:
            owners[candidate.topic.name, student].append(candidate)
    clashes = {
        candidate.info.filename: student
        for (_, student), several in owners.items()
        if len(several) > 1
        for candidate in several
    }
    for filename, student in clashes.items():
        reason = f"several people would be the student '{student}'; say who is who with --map"
        report.problems.append(Problem(filename, reason))
    return [candidate for candidate in candidates if candidate.info.filename not in clashes]


def _take(
    archive: Archive,
    class_folder: Path,
    candidate: _Candidate,
    options: CollectOptions,
    attempts: dict[str, int],
    report: CollectReport,
) -> None:
    """Write one notebook for each of its students."""
    try:
        content = archive.read(candidate.info)
    except Refused as error:
        report.problems.append(Problem(candidate.info.filename, str(error)))
        return
    name, topic = candidate.name, candidate.topic
    for student in candidate.students:
        hand_in = f"{topic.name}/{student}"
        if attempts.get(hand_in, -1) > name.attempt > -1:
            report.older.append(hand_in)
            continue
        time = name.time or options.roster.worksheet.time(student, name.number)
        try:
            changed = _write(class_folder, topic, student, content, time)
        except Refused as error:
            report.problems.append(Problem(candidate.info.filename, str(error)))
            continue
        (report.written if changed else report.unchanged).append(hand_in)
        attempts[hand_in] = name.attempt
        if name.late and time is None:
            report.late.append(hand_in)


def _write(class_folder: Path, topic: Topic, student: str, content: bytes, time: datetime | None) -> bool:
    """Write a hand-in; return whether it was new or different.

    Raises:
        Refused: a link stands where a folder or file belongs.
    """
    folder = class_folder / "submitted" / student / topic.name
    path = folder / topic.release.name
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


def _missing(class_folder: Path, topics: set[Topic], options: CollectOptions) -> Iterator[str]:
    """Students of the class list of whom nothing is in the class folder."""
    for topic in sorted(topics, key=lambda topic: topic.name) or filter(None, [options.topic]):
        for person in options.roster.people:
            if not (class_folder / "submitted" / person.id / topic.name / topic.release.name).is_file():
                yield f"{topic.name}/{person.id}"


def _read_attempts(class_folder: Path) -> dict[str, int]:
    """Which attempts are in the class folder, by TOPIC/STUDENT."""
    try:
        data = json.loads((class_folder / _ATTEMPTS_FILE).read_text("utf-8"))
        return {str(name): int(attempt) for name, attempt in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
