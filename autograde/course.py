"""What the course consists of: topics and where their files are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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
        """Files that the notebook reads, handed to the students beside it."""
        return tuple(
            sorted(
                path
                for path in self.folder.iterdir()
                if path.is_file() and path.suffix not in {".py", ".ipynb"} and not path.name.startswith(".")
            )
        )


@dataclass(frozen=True)
class Course:
    """A course: a folder with ``solutions/NN_topic/topic.py`` sources."""

    root: Path
    topics: tuple[Topic, ...]

    def select(self, names: Iterable[str]) -> tuple[Topic, ...]:
        """Return the named topics in course order; all of them when no name is given.

        A name may be shortened to its number or its stem: ``01_perceptron``, ``01`` and ``perceptron`` are the same.

        Raises:
            CourseError: a name is no topic of this course.
        """
        wanted = list(names)
        if not wanted:
            return self.topics
        return tuple(sorted({self._find(name) for name in wanted}))

    def _find(self, name: str) -> Topic:
        for topic in self.topics:
            if name.rstrip("/") in {topic.name, topic.stem, topic.name[:2]}:
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
            return Course(root, tuple(_topics(root)))
    raise CourseError(
        "No course found: no folder with solutions/ and pyproject.toml.",
        where=str(here),
        todo="Run the command inside the course's folder.",
    )


def _topics(root: Path) -> list[Topic]:
    folders = sorted((root / "solutions").iterdir())
    topics = [Topic(folder.name, root) for folder in folders if _TOPIC.fullmatch(folder.name)]
    return [topic for topic in topics if topic.source.is_file()]
