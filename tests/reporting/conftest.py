"""A class of the toy course with stored results: nothing is executed."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner, Result

from autograde.classroom import Classroom, HandIn, open_classroom
from autograde.cli.main import app
from autograde.gradebook.assignment import prepare_assignments
from autograde.gradebook.record import Recorder
from autograde.grading import store
from autograde.grading.results import Outcome, Score
from tests.toy import Toy

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@dataclass
class ToyClass:
    """A class folder and ways to put graded hand-ins into it."""

    toy: Toy
    root: Path

    @property
    def classroom(self) -> Classroom:
        return open_classroom(self.root)

    def graded(
        self,
        student: str,
        double: float = 4,
        total: float = 4,
        message: str = "",
        outputs: Sequence[dict[str, Any]] = (),
        notes: Sequence[str] = (),
        time: datetime | None = None,
        why: str = "",
        **answers: str,
    ) -> None:
        """Add a hand-in with the given points and task texts, stored and recorded."""
        path = self.toy.hand_in(self.root, student, **answers)
        notebook = json.loads(path.read_text("utf-8"))
        task = next(cell for cell in notebook["cells"] if cell["id"] == "double")
        task["outputs"] = list(outputs)
        if why:
            next(cell for cell in notebook["cells"] if cell["id"] == "why")["source"] = why
        scores = (
            Score("check_double", "double", double, 4, "" if double == 4 else message or "double is wrong"),
            Score("check_total", "total", total, 4, "" if total == 4 else "total is wrong"),
            Score("why", "why", None, 2),
        )
        for name, points in (("check_double", double), ("check_total", total)):
            check = next(cell for cell in notebook["cells"] if cell["id"] == name)
            check["outputs"] = [_partial(points)]
        topic = self.toy.topic
        outcome = Outcome(
            student, topic.name, "look" if notes else "graded", scores, tuple(notes), json.dumps(notebook), 1.5, 1.0
        )
        hand_in = HandIn(student, topic, path, time)
        store.save(self.classroom, hand_in, "key", outcome)
        with Recorder(self.classroom) as recorder:
            recorder.record(hand_in, outcome.notebook, {score.grade_id: score.points for score in scores})

    def gradebook(self) -> Gradebook:
        return Gradebook(self.classroom.database, self.root.name)

    def grade_by_hand(self, student: str, points: float, comment: str = "") -> None:
        with self.gradebook() as gradebook:
            name = self.toy.topic.stem, self.toy.topic.name, student
            grade = gradebook.find_grade("why", *name)
            grade.manual_score, grade.needs_manual_grade = points, False
            gradebook.find_comment("why", *name).manual_comment = comment
            gradebook.db.commit()

    def page(self, student: str) -> str:
        path = self.root / "feedback" / student / self.toy.topic.name / f"{self.toy.topic.stem}.html"
        return path.read_text("utf-8")


def _partial(points: float) -> dict[str, Any]:
    data = {"text/plain": str(points)}
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}


@pytest.fixture(scope="session")
def empty_class(toy: Toy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class folder that knows the topic and has no hand-ins."""
    root = tmp_path_factory.mktemp("class")
    (root / "submitted").mkdir()
    prepare_assignments(open_classroom(root), [toy.topic])
    return root


@pytest.fixture
def toy_class(toy: Toy, empty_class: Path, tmp_path: Path) -> ToyClass:
    return ToyClass(toy, Path(shutil.copytree(empty_class, tmp_path / "class")))


Run = Callable[..., Result]


@pytest.fixture
def run(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line inside the toy course, in this process."""
    monkeypatch.chdir(toy.root)
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])
