"""What works here and what does not: the environment, its kernels, the data sets, a class folder and its gradebook."""

import importlib.metadata
import importlib.util
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from autograde.classroom import Classroom, open_classroom
from autograde.course import Course
from autograde.errors import CourseError

#: Packages or folders that a line names.
_MAX_NAMED = 3
_CELL_TIMEOUT = 60.0
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Finding:
    """What one check-up found.

    Attributes:
        part: what was looked at, such as ``kernels``.
        state: ``works``; ``lacking`` where something is absent or slower and everything still works; ``broken``.
        what: what was seen, one sentence.
        todo: what to do next, if something is to do.
    """

    part: str
    state: str
    what: str
    todo: str = ""


def examine(course: Course, class_folder: Path | None) -> Iterator[Finding]:
    """Look at everything, one finding after the other; a check-up that fails is a finding too.

    Args:
        course: the course.
        class_folder: a class folder in nbgrader's layout, or None.
    """
    yield from _each(
        ("environment", lambda: _environment(course.root / "requirements.lock")),
        ("course", lambda: _course(course)),
        ("data sets", lambda: _data_sets(course)),
        ("warm kernels", _warm_kernels),
        ("sandbox", _sandbox),
        ("a kernel", lambda: _a_kernel(course)),
    )
    if class_folder is None:
        return
    try:
        classroom = open_classroom(class_folder)
    except CourseError as error:
        yield _broken("class folder", error)
        return
    yield from _each(
        ("class folder", lambda: _class_folder(classroom, course)),
        ("gradebook", lambda: _gradebook(classroom)),
        ("exchange", lambda: _exchange(classroom)),
    )


def _each(*checks: tuple[str, Callable[[], Finding]]) -> Iterator[Finding]:
    for part, look in checks:
        try:
            yield look()
        except CourseError as error:
            yield _broken(part, error)
        except Exception as error:
            yield Finding(part, "broken", f"{type(error).__name__}: {error}")


def _broken(part: str, error: CourseError) -> Finding:
    return Finding(part, "broken", f"{error.where}: {error.what}" if error.where else error.what, error.todo)


def _environment(lock: Path) -> Finding:
    """Compare installed packages with the versions that the course was tested with."""
    python = ".".join(map(str, sys.version_info[:3]))
    if not lock.is_file():
        return Finding("environment", "works", f"Python {python}; no requirements.lock to compare with.")
    pinned = list(_pinned(lock.read_text("utf-8")))
    others = [f"{one.name} {found}, not {one.specifier}" for one in pinned if (found := _other_version(one))]
    if others:
        more = f" and {len(others) - _MAX_NAMED} more" if len(others) > _MAX_NAMED else ""
        what = f"Python {python}; {', '.join(others[:_MAX_NAMED])}{more}."
        return Finding("environment", "lacking", what, "To have the tested versions, run: make setup")
    return Finding("environment", "works", f"Python {python}; {len(pinned)} packages in their tested versions.")


def _pinned(lock: str) -> Iterator[Requirement]:
    """The lines of a lock file that are meant for this machine."""
    for line in lock.splitlines():
        try:
            requirement = Requirement(line.rstrip(" \\"))
        except InvalidRequirement:  # a hash, a comment
            continue
        if requirement.marker is None or requirement.marker.evaluate():
            yield requirement


def _other_version(requirement: Requirement) -> str:
    """The installed version where it is another one or none; "" where it is the wanted one."""
    try:
        version = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return "is not installed"
    return "" if requirement.specifier.contains(version, prereleases=True) else version


def _course(course: Course) -> Finding:
    lacking = [name for name in course.settings.libraries.packages if importlib.util.find_spec(name) is None]
    if lacking:
        what = f"This environment lacks {', '.join(lacking)}, which the notebooks import."
        return Finding("course", "broken", what, "Run: make setup")
    unbuilt = [topic.name for topic in course.topics if not topic.release.is_file()]
    if unbuilt:
        return Finding("course", "broken", f"Not built: {', '.join(unbuilt)}.", "Run: autograde build")
    return Finding("course", "works", f"{course.settings.title}, {len(course.topics)} topics, in {course.root}.")


def _data_sets(course: Course) -> Finding:
    from autograde.grading.plan import require_data

    libraries = course.settings.libraries
    require_data(libraries)
    folders = [str(folder.path(os.environ)) for folder in libraries.data_folders]
    what = f"They are in {' and '.join(folders)}." if folders else "This course has none of its own."
    return Finding("data sets", "works", what)


def _warm_kernels() -> Finding:
    from autograde import kernels

    reason = kernels.probe().warm_kernels_unavailable_reason
    if reason:
        return Finding("warm kernels", "lacking", f"Kernels start cold: {reason}.")
    if not kernels.installed():
        what = "JupyterLab's kernels start cold; the grader's start warm."
        return Finding("warm kernels", "lacking", what, "Run: autograde setup")
    return Finding("warm kernels", "works", "Kernels start warm, JupyterLab's as well.")


def _sandbox() -> Finding:
    from autograde import kernels

    reason = kernels.probe().sandbox_unavailable_reason
    if reason:
        todo = "Grade hand-ins on a Linux machine with user namespaces (docs/security.md)."
        return Finding("sandbox", "broken", f"Student code cannot be confined: {reason}.", todo)
    return Finding("sandbox", "works", "Student code can be confined.")


def _a_kernel(course: Course) -> Finding:
    """Import what notebooks need where a hand-in's cells would run."""
    from autograde import kernels

    started = time.monotonic()
    policy: kernels.Policy = "sandboxed" if kernels.probe().sandbox else "trusted"
    with kernels.open_kernel(policy, libraries=course.settings.libraries) as kernel:
        seconds = time.monotonic() - started
        modules = [name for name in course.settings.libraries.preload if "." not in name]
        ran = kernel.execute("\n".join(f"import {name}" for name in modules), timeout=_CELL_TIMEOUT)
    if ran.status != "ok":
        why = f"{ran.reply.get('ename', ran.status)}: {ran.reply.get('evalue', '')}"
        return Finding(
            "a kernel", "broken", f"A {policy} kernel cannot import {', '.join(modules)}: {why}.", "Run: make setup"
        )
    return Finding(
        "a kernel", "works", f"A {policy} kernel started in {seconds:.1f} s and imported what notebooks need."
    )


def _class_folder(classroom: Classroom, course: Course) -> Finding:
    submitted = classroom.root / "submitted"
    for folder in (classroom.root, submitted):
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            return Finding(
                "class folder", "broken", f"{folder} cannot be read and written.", "Look at its permissions."
            )
    found = {path.name for path in submitted.glob("*/*") if path.is_dir()}
    unknown = sorted(found - {topic.name for topic in course.topics})
    if unknown:
        what = f"submitted/ has folders that are no topic: {', '.join(unknown[:_MAX_NAMED])}; nobody grades them."
        return Finding("class folder", "lacking", what, "Folders belong in submitted/STUDENT/TOPIC.")
    if stat.S_IMODE(classroom.root.stat().st_mode) & _OTHERS:
        what = "Others on this machine can look into the class folder."
        return Finding("class folder", "lacking", what, f"Unless they should, run: chmod go= {classroom.root}")
    students = len({path.parent for path in submitted.glob("*/*")})
    return Finding("class folder", "works", f"Students who handed something in: {students}, in {classroom.root}.")


def _gradebook(classroom: Classroom) -> Finding:
    from autograde.gradebook.database import has_gradebook, open_gradebook

    if not has_gradebook(classroom):
        return Finding("gradebook", "works", "There is none yet; grading makes it.")
    with open_gradebook(classroom) as gradebook:
        students, assignments = len(gradebook.students), len(gradebook.assignments)
    return Finding("gradebook", "works", f"Students in it: {students}, topics: {assignments}.")


def _exchange(classroom: Classroom) -> Finding:
    from nbgrader.exchange.default import Exchange

    root = Path(Exchange(config=classroom.config).root)
    if not root.is_dir():
        what = f"There is none ({root}): hand-ins come into submitted/ another way, such as autograde collect."
        return Finding("exchange", "works", what)
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        todo = "nbgrader wants it readable and writable for everybody: chmod ugo+rwx"
        return Finding("exchange", "broken", f"{root} cannot be read and written.", todo)
    return Finding("exchange", "works", f"nbgrader's exchange is {root}, this class is {classroom.course_id!r} there.")
