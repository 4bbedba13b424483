"""The students' copy of a course: its notebooks, what the settings add, and nothing that solves a task."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograde.authoring.lint import leaked_blocks
from autograde.authoring.source import read_source
from autograde.course import Course, Topic
from autograde.errors import CourseError
from autograde.files import write_whole

#: What tools leave in folders.
_LEFTOVERS = ("__pycache__", "build")
_LEFTOVER_SUFFIXES = (".egg-info", ".pyc")
#: Archives of the same content are the same, byte by byte.
_DATE = (2026, 1, 1, 0, 0, 0)


def write_handout(course: Course, topics: Sequence[Topic], archive: Path) -> list[str]:
    """Write the students' copy as a zip file whose one folder has the archive's name; the paths in it.

    Args:
        course: the course.
        topics: which notebooks.
        archive: the file to write.

    Raises:
        CourseError: a topic is not built, a file that the settings name is missing, or a file would give a solution,
            a hidden test or a marking scheme away.
    """
    files = {name: path.read_bytes() for name, path in _files(course, topics)}
    for topic in topics:
        _refuse_leaks(topic, files)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(f"{archive.stem}/{name}", _DATE), data, zipfile.ZIP_DEFLATED)
    write_whole(archive, content.getvalue())
    return sorted(files)


def _files(course: Course, topics: Sequence[Topic]) -> Iterator[tuple[str, Path]]:
    for topic in topics:
        if not topic.release.is_file():
            raise CourseError("The topic is not built.", where=topic.name, todo=f"Run: autograde build {topic.name}")
        for path in (topic.release, *topic.data_files):
            yield f"notebooks/{topic.name}/{path.name}", path
    for target, source in course.settings.handout:
        start = course.root / source
        if not start.exists():
            where = f"{course.root / 'pyproject.toml'}, [tool.autograde.handout]"
            raise CourseError(f"There is no file or folder {source!r}.", where=where)
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            if path.is_file() and not any(map(_is_leftover, path.relative_to(start).parts)):
                yield (Path(target) / path.relative_to(start)).as_posix(), path


def _is_leftover(name: str) -> bool:
    return name.startswith(".") or name in _LEFTOVERS or name.endswith(_LEFTOVER_SUFFIXES)


def _refuse_leaks(topic: Topic, files: dict[str, bytes]) -> None:
    source = read_source(topic)
    # Whole blocks only: a library may well have the line `except TypeError:` of a solution.
    for name, content in files.items():
        if name.endswith((".py", ".md")):
            for line, what in leaked_blocks(source, content.decode("utf-8")):
                raise CourseError(
                    f"The file would give something away: {what}.", where=f"{name} ({topic.source}:{line})"
                )
