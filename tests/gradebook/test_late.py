"""Points off for late hand-ins, as the class folder's nbgrader_config.py says."""

import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.classroom import Classroom, HandIn
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.gradebook.marks import Mark, read_marks
from autograde.gradebook.record import Recorder

DUE = datetime(2026, 3, 1, 12)
ZERO = 'c = get_config()\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
PLUGIN = """
from nbgrader.plugins import BasePlugin

class Late(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {penalty}
"""
OWN_PLUGIN = 'c = get_config()\nc.AssignLatePenalties.plugin_class = "late.Late"\n'


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a topic of 4 points, and its class, due at noon; made once, for a new gradebook takes seconds."""
    root = tmp_path_factory.mktemp("course")
    topic = Topic("10_toy", root)
    topic.folder.mkdir(parents=True)
    (root / "class").mkdir()
    with Gradebook(Classroom(root / "class").database, "class") as gradebook:
        gradebook.add_assignment(topic.name, duedate=DUE)
        gradebook.add_notebook(topic.stem, topic.name)
        gradebook.add_grade_cell("check_a", topic.stem, topic.name, max_score=4, cell_type="code")
    return root


@pytest.fixture
def classroom(course: Path, tmp_path: Path) -> Classroom:
    shutil.copytree(course, tmp_path / "course")
    return Classroom(tmp_path / "course" / "class")


def _record(classroom: Classroom, handed_in: datetime | None, points: float = 3.0) -> Mark:
    """Record a hand-in; what the gradebook has of it then."""
    topic = Topic("10_toy", classroom.root.parent)
    hand_in = HandIn("ada", topic, classroom.root / "submitted/ada/10_toy/toy.ipynb", handed_in)
    with Recorder(classroom) as recorder:
        recorder.record(hand_in, nbformat.writes(nbformat.v4.new_notebook()), {"check_a": points})
    return read_marks(classroom, [topic]).marks[topic.name, "ada"]


def _configure(classroom: Classroom, config: str) -> None:
    (classroom.root / "nbgrader_config.py").write_text(config)


def _own_plugin(classroom: Classroom, monkeypatch: pytest.MonkeyPatch, penalty: str) -> None:
    monkeypatch.delitem(sys.modules, "late", raising=False)
    (classroom.root / "late.py").write_text(PLUGIN.format(penalty=penalty))
    _configure(classroom, OWN_PLUGIN)


def test_nothing_is_taken_off_unless_the_class_folder_says_so(classroom: Classroom) -> None:
    mark = _record(classroom, DUE + timedelta(days=1))
    assert mark.late
    assert (mark.penalty, mark.score) == (0, 3)


def test_a_late_hand_in_loses_what_nbgraders_plugin_says(classroom: Classroom) -> None:
    _configure(classroom, ZERO)
    mark = _record(classroom, DUE + timedelta(seconds=1))
    assert (mark.penalty, mark.score) == (3, 0)


@pytest.mark.parametrize("handed_in", [DUE, DUE - timedelta(days=1), None], ids=["in_time", "early", "unknown"])
def test_who_is_not_late_loses_nothing(classroom: Classroom, handed_in: datetime | None) -> None:
    _configure(classroom, ZERO)
    assert _record(classroom, handed_in).score == 3


def test_without_a_due_date_nobody_is_late(classroom: Classroom) -> None:
    _configure(classroom, ZERO)
    with Gradebook(classroom.database, classroom.root.name) as gradebook:
        gradebook.update_or_create_assignment("10_toy", duedate=None)
    assert _record(classroom, DUE + timedelta(days=1)).score == 3


def test_an_extension_moves_the_due_date_and_takes_a_penalty_back(classroom: Classroom) -> None:
    _configure(classroom, ZERO)
    assert _record(classroom, DUE + timedelta(hours=1)).score == 0
    with Gradebook(classroom.database, classroom.root.name) as gradebook:
        gradebook.grant_extension("10_toy", "ada", hours=2)
    mark = _record(classroom, DUE + timedelta(hours=1))
    assert (mark.penalty, mark.score, mark.due) == (0, 3, DUE + timedelta(hours=2))
    assert _record(classroom, DUE + timedelta(hours=3)).score == 0


@pytest.mark.parametrize(
    ("penalty", "score"),
    [("1.5", 1.5), ("100", 0), ("-2", 3), ("None", 3), ("total_seconds_late / 3600", 1), ("score / 2", 1.5)],
)
def test_an_own_plugin_takes_off_at_most_the_points_and_never_less_than_nothing(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, penalty: str, score: float
) -> None:
    _own_plugin(classroom, monkeypatch, penalty)
    mark = _record(classroom, DUE + timedelta(hours=2))
    assert mark.score == score
    assert mark.penalty == 3 - score


def test_the_penalty_follows_the_points_when_graded_again(classroom: Classroom) -> None:
    _configure(classroom, ZERO)
    _record(classroom, DUE + timedelta(hours=1), points=1.0)
    assert _record(classroom, DUE + timedelta(hours=1), points=4.0).penalty == 4


@pytest.mark.parametrize("config", ["c = ", OWN_PLUGIN], ids=["syntax_error", "no_such_plugin"])
def test_settings_that_cannot_be_loaded_are_named(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, config: str
) -> None:
    monkeypatch.delitem(sys.modules, "late", raising=False)
    _configure(classroom, config)
    path = list(sys.path)
    with pytest.raises(CourseError, match=r"nbgrader_config\.py.*(settings|late-penalty plugin) fail"):
        Recorder(classroom)
    assert sys.path == path
