"""Topics become assignments of a class, also after its gradebook was lost, and in two programs at a time."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograde.classroom import Classroom, open_classroom
from autograde.errors import CourseError
from autograde.gradebook.assignment import prepare_assignments
from autograde.gradebook.database import open_gradebook
from autograde.gradebook.marks import read_marks
from tests.toy import Toy


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    (tmp_path / "class" / "submitted").mkdir(parents=True)
    return open_classroom(tmp_path / "class")


def _assignments(classroom: Classroom) -> list[str]:
    with open_gradebook(classroom) as gradebook:
        return [assignment.name for assignment in gradebook.assignments]


def test_a_gradebook_that_was_lost_gets_its_assignment_again(toy: Toy, classroom: Classroom) -> None:
    prepare_assignments(classroom, [toy.topic])
    (classroom.root / "gradebook.db").unlink()
    with Gradebook(classroom.database, "class") as made_for_another_topic:
        made_for_another_topic.add_assignment("11_other")
    prepare_assignments(classroom, [toy.topic])
    assert _assignments(classroom) == ["10_toy", "11_other"]


def _prepare(root: Path, toy: Toy) -> None:
    prepare_assignments(Classroom(root), [toy.topic])


def test_two_programs_prepare_a_new_class_at_once(toy: Toy, classroom: Classroom) -> None:
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=_prepare, args=(classroom.root, toy)) for _ in range(2)]
    for program in programs:
        program.start()
    for program in programs:
        program.join(120)
    assert [program.exitcode for program in programs] == [0, 0]
    assert _assignments(classroom) == ["10_toy"]


def test_a_locked_gradebook_is_not_called_broken(toy: Toy, classroom: Classroom) -> None:
    prepare_assignments(classroom, [toy.topic])
    with sqlite3.connect(classroom.root / "gradebook.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match="locked") as caught:
            read_marks(classroom, [toy.topic])
    assert "Another program writes to it" in str(caught.value)
    assert "move it away" not in str(caught.value)


def test_a_broken_gradebook_is_kept(toy: Toy, classroom: Classroom) -> None:
    (classroom.root / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(CourseError, match="not a database") as caught:
        prepare_assignments(classroom, [toy.topic])
    assert "so keep it" in str(caught.value)
