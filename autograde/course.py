"""What the course consists of: topics, where their files are, and the settings in its pyproject.toml."""

import functools
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from autograde.errors import CourseError

_TOPIC = re.compile(r"\d\d_[a-z0-9_]+")


@dataclass(frozen=True, order=True)
class Topic:
    """One topic: one nbgrader assignment with one notebook.

    Attributes:
        name: the assignment's name, for example ``01_perceptron``.
        root: the course's folder.
    """

    name: str
    root: Path

    @property
    def stem(self) -> str:
        """The notebook's name without suffix: ``perceptron``."""
        return self.name.split("_", 1)[1]

    @property
    def libraries(self) -> "Libraries":
        """What the course's notebooks import and read."""
        return read_settings(self.root).libraries

    @property
    def folder(self) -> Path:
        return self.root / "solutions" / self.name

    @property
    def source(self) -> Path:
        return self.folder / f"{self.stem}.py"

    @property
    def answers(self) -> Path:
        return self.folder / "answers.py"

    @property
    def solution(self) -> Path:
        return self.folder / f"{self.stem}.ipynb"

    @property
    def release_folder(self) -> Path:
        return self.root / "notebooks" / self.name

    @property
    def release(self) -> Path:
        return self.release_folder / f"{self.stem}.ipynb"

    @property
    def data_files(self) -> tuple[Path, ...]:
        """Files that the notebook reads or speaks of (data, scripts), handed to the students beside it."""
        own = {self.source, self.answers, self.solution}
        return tuple(
            sorted(
                path
                for path in self.folder.iterdir()
                if path.is_file() and path not in own and not path.name.startswith(".")
            )
        )


@dataclass(frozen=True)
class DataFolder:
    """A folder of data sets on this machine, which student code finds, read-only, below its own home folder.

    Attributes:
        variable: the environment variable that names the folder, for example ``KERAS_HOME``.
        default: where it is below the home folder if the variable is not set, for example ``.keras``.
        subfolder: the part of it that holds the data; the rest is not shown.
    """

    variable: str
    default: str
    subfolder: str = ""

    def path(self, environment: Mapping[str, str]) -> Path:
        """Where it is on this machine."""
        home = environment.get("HOME") or os.path.expanduser("~")
        return Path(environment.get(self.variable) or Path(home, self.default), self.subfolder)


@dataclass(frozen=True)
class Libraries:
    """What the notebooks of a course import and read.

    Attributes:
        preload: modules that a warm kernel has imported already; what is not installed is left out.
        packages: packages outside of site-packages (editable installs) that student code may import.
        data_folders: where the course's data sets are.
    """

    preload: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    data_folders: tuple[DataFolder, ...] = ()


NO_LIBRARIES = Libraries()


@dataclass(frozen=True)
class Settings:
    """The table ``[tool.autograde]`` of a course's pyproject.toml.

    Attributes:
        title: the course's name, for people.
        topic_points: what each topic is worth.
        written_points: how many of them may be graded by hand.
        libraries: what the notebooks import and read.
        handout: files and folders that students get beside the notebooks: where each lies in their copy, and here.
    """

    title: str = "A graded course"
    topic_points: int = 10
    written_points: int = 2
    libraries: Libraries = NO_LIBRARIES
    handout: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Course:
    """A course: a folder with ``solutions/NN_topic/topic.py`` sources."""

    root: Path
    topics: tuple[Topic, ...]
    settings: Settings

    def select(self, names: Iterable[str]) -> tuple[Topic, ...]:
        """Return the named topics in course order; all of them when no name is given.

        A name may be shortened: ``01_perceptron``, ``01``, ``1`` and ``perceptron`` are the same.

        Raises:
            CourseError: a name is no topic of this course.
        """
        wanted = list(names)
        if not wanted:
            return self.topics
        return tuple(sorted({self._find(name) for name in wanted}))

    def _find(self, name: str) -> Topic:
        for topic in self.topics:
            if name.rstrip("/") in {topic.name, topic.stem, topic.name[:2], topic.name[:2].lstrip("0")}:
                return topic
        known = ", ".join(topic.name for topic in self.topics) or "none yet"
        raise CourseError(f"There is no topic {name!r}.", todo=f"The topics are: {known}.")


def open_course(start: Path | None = None) -> Course:
    """Open the course that contains ``start`` (the working folder), else the one this package belongs to.

    Raises:
        CourseError: neither is inside a course.
    """
    here = (start or Path.cwd()).resolve()
    for root in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (root / "solutions").is_dir() and (root / "pyproject.toml").is_file():
            return Course(root, tuple(_topics(root)), read_settings(root))
    raise CourseError(
        "No course found: no folder with solutions/ and pyproject.toml.",
        where=str(here),
        todo="Run the command inside the course's folder.",
    )


def _topics(root: Path) -> list[Topic]:
    folders = sorted((root / "solutions").iterdir())
    topics = [Topic(folder.name, root) for folder in folders if _TOPIC.fullmatch(folder.name)]
    return [topic for topic in topics if topic.source.is_file()]


@functools.cache
def read_settings(root: Path) -> Settings:
    """Read the settings of the course in a folder; what the file does not say has its default.

    Raises:
        CourseError: the file cannot be read, or says something that is no setting.
    """
    path = root / "pyproject.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("autograde", {})
        folders = tuple(_typed(DataFolder, folder) for folder in table.pop("data_folders", ()))
        lists = {name: tuple(map(str, table.pop(name, ()))) for name in ("preload", "packages")}
        handout = tuple((target, str(source)) for target, source in dict(table.pop("handout", {})).items())
        settings: Settings = _typed(Settings, table | {"libraries": Libraries(**lists, data_folders=folders)})
        return replace(settings, handout=handout)
    except (OSError, ValueError, TypeError) as error:
        raise CourseError(
            f"The course's settings cannot be read: {error}.", where=str(path), todo="See docs/author.md, settings."
        ) from error


def _typed(kind: type[Any], table: dict[str, Any]) -> Any:
    """Make a dataclass of a TOML table.

    Raises:
        ValueError: it has an unknown key or a value of another type.
    """
    known = {field.name: field.type for field in fields(kind)}
    for name, value in table.items():
        if name not in known:
            raise ValueError(f"{name!r} is no setting; known are {', '.join(known)}")
        if type(value) is not known[name]:
            raise ValueError(f"{name} should be {getattr(known[name], '__name__', known[name])}, not {value!r}")
    return kind(**table)
