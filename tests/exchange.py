"""A real exchange of nbgrader's: the course is released in it, students hand in and look at their assignment lists."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import default
from traitlets.config import Config

from autograde.classroom import Classroom, open_classroom
from autograde.gradebook.assignment import prepare_assignments
from tests.toy import Toy

COURSE = "toys"
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "{course}"
c.Exchange.root = {root!r}
# In the tests all students are one user of the system.
c.ExchangeCollect.check_owner = False
"""


@dataclass(frozen=True)
class ToyExchange:
    """A class folder and its exchange."""

    toy: Toy
    root: Path

    @property
    def classroom(self) -> Classroom:
        return open_classroom(self.root / "class")

    @property
    def inbound(self) -> Path:
        return self.root / "exchange" / COURSE / "inbound"

    def student(self, name: str) -> "Student":
        return Student(self, name)

    def config(self, student: str | None = None) -> Config:
        config = Config()
        config.Exchange.root = str(self.root / "exchange")
        config.Exchange.assignment_dir = str(self.root / "homes" / (student or ""))
        config.Exchange.cache = str(self.root / "homes" / f"{student}-cache")
        config.CourseDirectory.course_id = COURSE
        config.CourseDirectory.root = str(self.root / "class")
        config.CourseDirectory.assignment_id = self.toy.topic.name
        config.CourseDirectory.student_id = student or "*"
        return config


@dataclass(frozen=True)
class Student:
    """A student with nbgrader's own tools."""

    exchange: ToyExchange
    name: str

    @property
    def home(self) -> Path:
        return self.exchange.root / "homes" / self.name

    def submit(self, **answers: str) -> None:
        """Hand in with the given task texts, all else solved."""
        self.prepare(**answers)
        self.submit_folder()

    def prepare(self, **answers: str) -> None:
        """Write the notebook into the student's folder."""
        path = self.exchange.toy.hand_in(self.home, "x", **answers)
        work = self.home / self.exchange.toy.topic.name
        work.mkdir(parents=True, exist_ok=True)
        path.replace(work / path.name)

    def submit_folder(self) -> None:
        """Hand in what is in the topic's folder."""
        time.sleep(0.01)  # nbgrader tells hand-ins apart by their time
        _run(default.ExchangeSubmit, self.exchange.config(self.name))

    def submissions(self) -> list[dict[str, Any]]:
        """What the assignment list shows of the student's hand-ins, in order."""
        lister = _make(default.ExchangeList, self.exchange.config(self.name))
        lister.cached = True  # as JupyterLab's assignment list does: students cannot look into the inbound folder
        listed: list[dict[str, Any]] = lister.start()
        return [one for group in listed for one in group["submissions"]]

    def feedback(self) -> list[bool]:
        """For each hand-in whether the list offers feedback."""
        return [one["has_exchange_feedback"] for one in self.submissions()]

    def pages(self) -> list[str]:
        """Fetch feedback; the pages in the order of the hand-ins."""
        _run(default.ExchangeFetchFeedback, self.exchange.config(self.name))
        folder = self.home / self.exchange.toy.topic.name / "feedback"
        return [path.read_text("utf-8") for path in sorted(folder.glob("*/*.html"))]


def make_exchange(toy: Toy, root: Path) -> ToyExchange:
    """Make a class folder, and release the topic in an exchange."""
    (root / "class" / "submitted").mkdir(parents=True)
    (root / "exchange").mkdir(mode=0o777)
    (root / "exchange").chmod(0o777)
    config = CONFIG.format(course=COURSE, root=str(root / "exchange"))
    (root / "class" / "nbgrader_config.py").write_text(config, "utf-8")
    exchange = ToyExchange(toy, root)
    prepare_assignments(exchange.classroom, [toy.topic])
    _run(default.ExchangeReleaseAssignment, exchange.config())
    return exchange


def _make(kind: Any, config: Config) -> Any:
    parts = {"coursedir": CourseDirectory(config=config), "authenticator": Authenticator(config=config)}
    return kind(**parts, config=config)


def _run(kind: Any, config: Config) -> None:
    _make(kind, config).start()
