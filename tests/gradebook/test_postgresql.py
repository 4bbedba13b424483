"""A gradebook on a PostgreSQL server: as nbgrader's settings say, everywhere, and through a restart of the server."""

import json
import multiprocessing
import threading
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.classroom import Classroom, HandIn, open_classroom
from autograde.gradebook.assignment import prepare_assignments
from autograde.gradebook.backup import backups
from autograde.gradebook.database import open_gradebook
from autograde.gradebook.marks import read_marks
from autograde.gradebook.record import Recorder
from tests.gradebook.server import Server, running_server
from tests.toy import Toy

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from running_server()


@pytest.fixture
def classroom(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Classroom:
    """A class with a database of its own."""
    name = "db" + "".join(filter(str.isalnum, request.node.name.lower()))[-40:]
    folder = tmp_path / "class"
    (folder / "submitted").mkdir(parents=True)
    url = server.new_database(name)
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.db_url = {url!r}\n", "utf-8")
    return open_classroom(folder)


def hand_in(toy: Toy, classroom: Classroom, student: str) -> HandIn:
    return HandIn(student, toy.topic, classroom.root / "submitted" / student / "10_toy/toy.ipynb", None)


NOTEBOOK = nbformat.writes(nbformat.v4.new_notebook())
SCORES = {"check_double": 4.0, "check_total": 0.0, "why": None}


def record(root: Path, toy: Toy, students: list[str]) -> None:
    classroom = open_classroom(root)
    with Recorder(classroom) as recorder:
        for student in students:
            recorder.record(hand_in(toy, classroom, student), NOTEBOOK, SCORES)


def test_every_command_uses_the_server(toy: Toy, classroom: Classroom) -> None:
    toy.hand_in(classroom.root, "ada")
    toy.hand_in(classroom.root, "bob", double="def double(x):\n    return x * x")
    graded = toy.run("grade", classroom.root)
    assert graded.returncode == 0, graded.stderr
    for command in ("feedback", "report", "export"):
        done = toy.run(command, classroom.root)
        assert done.returncode in {0, 1}, done.stderr
        assert "Traceback" not in done.stderr
    marks = (classroom.root / "grades.csv").read_text("utf-8-sig")
    assert "ada" in marks
    assert not (classroom.root / "gradebook.db").exists()
    with Gradebook(classroom.database) as gradebook:
        assert {student.id for student in gradebook.students} == {"ada", "bob"}
    again = toy.run("grade", classroom.root)
    assert "2 of 2 results were there already" in again.stdout


def test_a_restart_of_the_server_loses_nothing(toy: Toy, classroom: Classroom, server: Server) -> None:
    prepare_assignments(classroom, [toy.topic])
    with Recorder(classroom) as recorder:
        recorder.record(hand_in(toy, classroom, "ada"), NOTEBOOK, SCORES)
        server.stop()
        restart = threading.Timer(1, server.start)
        restart.start()
        recorder.record(hand_in(toy, classroom, "bob"), NOTEBOOK, SCORES)
        restart.join()
    marks = read_marks(classroom, [toy.topic]).marks
    assert [marks["10_toy", student].score for student in ("ada", "bob")] == [4.0, 4.0]


def test_a_restart_at_the_end_of_a_run_loses_no_backup(toy: Toy, classroom: Classroom, server: Server) -> None:
    prepare_assignments(classroom, [toy.topic])
    with open_gradebook(classroom) as gradebook:
        gradebook.update_or_create_student("ada", first_name="Ada")
    with Recorder(classroom) as recorder:
        recorder.record(hand_in(toy, classroom, "ada"), NOTEBOOK, SCORES)
        recorder.flush()
        server.stop()
        restart = threading.Timer(1, server.start)
        restart.start()
    restart.join()
    assert "Ada" in backups(classroom)[-1].read_text("utf-8")


def test_two_programs_record_at_once(toy: Toy, classroom: Classroom) -> None:
    prepare_assignments(classroom, [toy.topic])
    students = [f"student{number}" for number in range(20)]
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=record, args=(classroom.root, toy, students)) for _ in range(2)]
    for program in programs:
        program.start()
    for program in programs:
        program.join(120)
    assert [program.exitcode for program in programs] == [0, 0]
    marks = read_marks(classroom, [toy.topic]).marks
    assert sorted(student for _, student in marks) == sorted(students)
    assert {mark.score for mark in marks.values()} == {4.0}


def test_a_server_that_is_not_there_is_named_without_its_password(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path / "class", "ada")
    url = "postgresql+psycopg://tester:secret@127.0.0.1:1/marks"
    (tmp_path / "class" / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {url!r}\n", "utf-8"
    )
    done = toy.run("grade", tmp_path / "class")
    assert done.returncode == 2
    assert "Look at the database server" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(toy.run("grade", tmp_path / "class", "--json").stdout or "[]") == []
