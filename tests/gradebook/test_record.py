"""Writing into the gradebook: what nbgrader's own API would write, disturbed or not."""

import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import IntegrityError

from autograde.classroom import Classroom, HandIn
from autograde.course import Topic
from autograde.errors import CourseError, Unrecordable
from autograde.gradebook import batch
from autograde.gradebook.marks import read_marks
from autograde.gradebook.record import Recorder

SCORES: dict[str, float | None] = {"check_a": 3.0, "check_b": 0.0, "why": None}
EARLIER, LATER = datetime(2026, 3, 1, 12), datetime(2026, 3, 2, 12)


@pytest.fixture
def topic(tmp_path: Path) -> Topic:
    topic = Topic("10_toy", tmp_path)
    topic.folder.mkdir(parents=True)
    return topic


@pytest.fixture
def classroom(topic: Topic) -> Classroom:
    """A class with an assignment of two notebooks, the second one not the course's."""
    classroom = Classroom(topic.root / "class")
    classroom.root.mkdir()
    with Gradebook(classroom.database, "class") as gradebook:
        gradebook.add_assignment(topic.name)
        for name in (topic.stem, "other"):
            gradebook.add_notebook(name, topic.name)
            gradebook.add_grade_cell("check_a", name, topic.name, max_score=4, cell_type="code")
            gradebook.add_grade_cell("check_b", name, topic.name, max_score=4, cell_type="code")
            gradebook.add_grade_cell("why", name, topic.name, max_score=2, cell_type="markdown")
            gradebook.add_solution_cell("why", name, topic.name)
            gradebook.add_task_cell("essay", name, topic.name, max_score=1, cell_type="markdown")
    return classroom


NOTEBOOK = nbformat.writes(nbformat.v4.new_notebook())


def hand_in(topic: Topic, classroom: Classroom, student: str, time: datetime | None = None) -> HandIn:
    return HandIn(student, topic, classroom.root / "submitted" / student / "10_toy/toy.ipynb", time)


def record(topic: Topic, classroom: Classroom, *students: str, time: datetime | None = None, **options: Any) -> None:
    with Recorder(classroom) as recorder:
        for student in students:
            recorder.record(hand_in(topic, classroom, student, time), NOTEBOOK, SCORES, **options)


def rows(classroom: Classroom, student: str) -> dict[str, Any]:
    """All that the gradebook has of a student's submission."""
    with Gradebook(classroom.database) as gradebook:
        submission = gradebook.find_submission("10_toy", student)
        return {
            "timestamp": submission.timestamp,
            "extension": submission.extension,
            "notebooks": {
                notebook.name: (
                    notebook.flagged,
                    notebook.late_submission_penalty,
                    sorted(
                        (grade.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                        for grade in notebook.grades
                    ),
                    sorted(
                        (comment.name, comment.auto_comment, comment.manual_comment) for comment in notebook.comments
                    ),
                )
                for notebook in submission.notebooks
            },
        }


def test_rows_are_those_that_nbgraders_api_makes(topic: Topic, classroom: Classroom) -> None:
    record(topic, classroom, "ada", "bob", time=EARLIER)
    with Gradebook(classroom.database) as gradebook:
        gradebook.update_or_create_student("cleo")
        gradebook.add_submission("10_toy", "cleo", timestamp=EARLIER)
        for name, points in SCORES.items():
            grade = gradebook.find_grade(name, "toy", "10_toy", "cleo")
            grade.auto_score, grade.needs_manual_grade = points, points is None
        gradebook.db.commit()
    assert rows(classroom, "ada") == rows(classroom, "bob") == rows(classroom, "cleo")


def test_what_a_person_has_written_stays(topic: Topic, classroom: Classroom) -> None:
    record(topic, classroom, "ada", time=EARLIER)
    with Gradebook(classroom.database) as gradebook:
        gradebook.find_grade("why", "toy", "10_toy", "ada").manual_score = 2
        gradebook.find_grade("check_a", "toy", "10_toy", "ada").manual_score = 1
        gradebook.find_grade("check_b", "toy", "10_toy", "ada").extra_credit = 1
        gradebook.find_comment("why", "toy", "10_toy", "ada").manual_comment = "Well argued."
        gradebook.find_submission_notebook("toy", "10_toy", "ada").flagged = True
        gradebook.grant_extension("10_toy", "ada", days=1)
    before = rows(classroom, "ada")
    record(topic, classroom, "ada", time=LATER)
    after = rows(classroom, "ada")
    flagged, _, grades, comments = after["notebooks"]["toy"]
    assert (after["timestamp"], after["extension"]) == (LATER, before["extension"])
    assert flagged
    assert ("why", None, 2.0, None, True) in grades, "wants a second look"
    assert ("check_a", 3.0, 1.0, None, True) in grades, "wants a second look, too"
    assert ("check_b", 0.0, None, 1.0, False) in grades
    assert ("why", None, "Well argued.") in comments
    record(topic, classroom, "ada")
    assert rows(classroom, "ada")["timestamp"] == LATER, "an unknown time does not overwrite a known one"


def test_where_nothing_could_be_graded_nobody_has_to(topic: Topic, classroom: Classroom) -> None:
    record(topic, classroom, "ada", gradable=False)
    _, _, grades, _ = rows(classroom, "ada")["notebooks"]["toy"]
    assert ("why", None, None, None, False) in grades


def test_a_cell_that_the_assignment_got_later_is_added(topic: Topic, classroom: Classroom) -> None:
    record(topic, classroom, "ada")
    with Gradebook(classroom.database) as gradebook:
        gradebook.add_grade_cell("check_c", topic.stem, topic.name, max_score=4, cell_type="code")
    with Recorder(classroom) as recorder:
        recorder.record(hand_in(topic, classroom, "ada"), NOTEBOOK, SCORES | {"check_c": 4.0})
    assert read_marks(classroom, [topic]).marks[topic.name, "ada"].score == 7


def test_a_grade_cell_that_nobody_knows_is_refused(topic: Topic, classroom: Classroom) -> None:
    with pytest.raises(CourseError, match="No such grade cell: check_z"), Recorder(classroom) as recorder:
        recorder.record(hand_in(topic, classroom, "ada"), NOTEBOOK, {"check_z": 1.0})
    with Gradebook(classroom.database) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_student("ada")


@pytest.mark.parametrize(
    "notebook",
    [
        "",
        "[]",
        "{}",
        '{"cells": [7]}',
        '{"cells": [{"source": ""}]}',
        '{"cells": [{"metadata": {"nbgrader": "x"}, "source": ""}]}',
        '{"cells": [{"metadata": {"nbgrader": {"solution": true}}, "source": ""}]}',
        "[" * 100_000,
    ],
    ids=["nothing", "list", "no_cells", "no_cell", "no_metadata", "odd_metadata", "no_name", "nested"],
)
def test_what_cannot_be_recorded_is_refused_and_the_others_are_recorded(
    topic: Topic, classroom: Classroom, notebook: str
) -> None:
    with Recorder(classroom) as recorder:
        recorder.record(hand_in(topic, classroom, "ada"), NOTEBOOK, SCORES)
        with pytest.raises(Unrecordable):
            recorder.record(hand_in(topic, classroom, "bob"), notebook, SCORES)
        recorder.record(hand_in(topic, classroom, "cleo"), NOTEBOOK, SCORES)
    assert set(read_marks(classroom, [topic]).people) == {"ada", "cleo"}
    assert not (classroom.root / "autograded" / "bob").exists()


def test_a_row_that_another_program_adds_meanwhile_is_no_error(
    topic: Topic, classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    proper = batch._add_students

    def late(*arguments: Any) -> Any:
        monkeypatch.setattr(batch, "_add_students", proper)
        record(topic, classroom, "bob")
        raise IntegrityError("insert", {}, Exception("UNIQUE constraint failed"))

    monkeypatch.setattr(batch, "_add_students", late)
    record(topic, classroom, "ada")
    assert set(read_marks(classroom, [topic]).people) == {"ada", "bob"}


@pytest.mark.parametrize("step", ["_add_students", "_submissions", "_write_grades", "_write_comments"])
def test_an_interrupt_waits_until_a_submission_is_recorded(
    topic: Topic, classroom: Classroom, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proper = getattr(batch, step)

    def interrupted(*args: object, **named: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return proper(*args, **named)

    monkeypatch.setattr(batch, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        record(topic, classroom, "ada")
    assert read_marks(classroom, [topic]).marks[topic.name, "ada"].score == 3
