"""What is to do: the hand-ins of a class, each with the unit that grades it and the key of its result."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograde.authoring.check_code import CheckCode, Unsound, check_codes
from autograde.authoring.source import Source, read_release, read_source
from autograde.classroom import Classroom, HandIn
from autograde.course import Libraries, Topic
from autograde.errors import CourseError
from autograde.grading.keys import Conditions, installed_packages, result_key, topic_digest
from autograde.grading.limits import Limits
from autograde.grading.unit import Material, Mode
from autograde.kernels import Policy


@dataclass(frozen=True)
class Options:
    """How to grade.

    Attributes:
        mode: ``sealed``, or ``inline`` for nbgrader's way.
        policy: ``sandboxed``, or ``trusted`` for hand-ins that may do anything to this machine.
        limits: time limits.
    """

    mode: Mode = "sealed"
    policy: Policy = "sandboxed"
    limits: Limits = field(default_factory=Limits)

    @property
    def conditions(self) -> Conditions:
        """The part that decides points."""
        return Conditions(self.mode, self.policy, self.limits)


@dataclass(frozen=True, slots=True)
class Job:
    """A hand-in, its topic's material and the key of its result."""

    hand_in: HandIn
    material: Material
    key: str

    @property
    def name(self) -> str:
        return f"{self.hand_in.topic.name}/{self.hand_in.student}"


def plan(classroom: Classroom, topics: Sequence[Topic], options: Options, students: Collection[str] = ()) -> list[Job]:
    """List what is to be graded, of all students or the named ones.

    Raises:
        CourseError: a topic is not built, or there is nothing to grade.
    """
    hand_ins = [hand_in for hand_in in classroom.hand_ins(topics) if not students or hand_in.student in students]
    unknown = sorted(set(students) - {hand_in.student for hand_in in hand_ins})
    if unknown and hand_ins:
        raise CourseError(f"Nothing handed in by {', '.join(unknown)}.", where=str(classroom.root / "submitted"))
    materials = {topic.name: material_of(topic, options) for topic in topics}
    keys = keys_of(hand_ins, options)
    jobs = [Job(hand_in, materials[hand_in.topic.name], keys[hand_in]) for hand_in in hand_ins]
    if not jobs:
        names = ", ".join(topic.name for topic in topics)
        by = f" by {', '.join(students)}" if students else ""
        raise CourseError(f"Nothing handed in for {names}{by}.", where=str(classroom.root / "submitted"))
    return jobs


def keys_of(hand_ins: Sequence[HandIn], options: Options) -> dict[HandIn, str]:
    """The keys that the results of some hand-ins have if they hold.

    Raises:
        CourseError: a topic is not built.
    """
    installed = installed_packages()
    topics = {hand_in.topic for hand_in in hand_ins}
    for topic in topics:
        if not topic.release.is_file():
            raise CourseError(
                "The students' notebook is missing.",
                where=str(topic.release),
                todo=f"Run: autograde build {topic.name}",
            )
    digests = {topic: topic_digest(topic, options.conditions, installed) for topic in topics}
    return {hand_in: result_key(digests[hand_in.topic], hand_in.path) for hand_in in hand_ins}


def require_data(libraries: Libraries) -> None:
    """See that the course's data sets are here: without them hand-ins would fail for no fault of their own.

    Raises:
        CourseError: a file is missing.
    """
    missing = [path for folder in libraries.data_folders for path in folder.missing(os.environ)]
    if missing:
        names = ", ".join(path.name for path in missing)
        raise CourseError(f"Data sets are missing: {names}.", where=str(missing[0].parent), todo="Run: make data")


def material_of(topic: Topic, options: Options) -> Material:
    """What it takes to grade a topic.

    Raises:
        CourseError: the topic is not built, or a data set of the course is missing.
    """
    require_data(topic.libraries)
    source = read_source(topic)
    elsewhere = replace(source, topic=Topic(topic.name, Path()))
    data_files = {path.name: path.read_bytes() for path in topic.data_files}
    return Material(
        elsewhere,
        _check_codes(source),
        read_release(source),
        data_files,
        topic.libraries,
        options.mode,
        options.limits,
    )


def _check_codes(source: Source) -> dict[str, CheckCode]:
    try:
        return check_codes(source)
    except (SyntaxError, Unsound) as error:
        todo = f"Run: autograde build {source.topic.name}"
        raise CourseError(f"The checks cannot run: {error}.", where=str(source.topic.source), todo=todo) from error
