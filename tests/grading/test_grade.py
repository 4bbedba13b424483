"""`autograde grade` as a whole program: outcomes, the gradebook, interruptions, trouble with files."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import autograde
from autograde.classroom import Classroom
from autograde.grading import store
from tests.stock import read_scores
from tests.toy import Toy, points
from tests.waiting import wait_for

WRONG = "def double(x):\n    return 5"
FULL = {"check_double": 4.0, "check_total": 4.0, "why": None}
SLOW = "import time, pathlib\ntime.sleep(2)\ndef double(x):\n    return x + x"


@pytest.fixture
def class_folder(tmp_path: Path) -> Path:
    return tmp_path / "class"


def test_points_messages_and_exit_code(toy: Toy, class_folder: Path) -> None:
    toy.hand_in(class_folder, "ada")
    toy.hand_in(class_folder, "bob", double=WRONG)
    done = toy.run("grade", class_folder, "--json")
    assert done.returncode == 0, done.stderr
    ada, bob = json.loads(done.stdout)
    assert points(ada) == FULL
    assert points(bob) == FULL | {"check_double": 0.0}
    (message,) = [score["message"] for score in bob["scores"] if score["grade_id"] == "check_double"]
    assert message == "double(2) should be 4; you return 5."


@pytest.mark.parametrize("options", [[], ["--inline"]], ids=["sealed", "inline"])
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def double(x):\n    raise NotImplementedError()", "not written yet"),
        ("def double(x):\n    return {}['x']", "KeyError: 'x'"),
        ("double = 3", "TypeError: 'int' object is not callable"),
    ],
    ids=["unwritten", "error", "no_function"],
)
def test_an_error_in_the_answer_is_told_by_name(
    toy: Toy, class_folder: Path, options: list[str], code: str, said: str
) -> None:
    toy.hand_in(class_folder, "ada", double=code)
    (ada,) = json.loads(toy.run("grade", class_folder, "--json", *options).stdout)
    (message,) = [score["message"] for score in ada["scores"] if score["grade_id"] == "check_double"]
    assert message.startswith(said)


FILE = "from pathlib import Path\nPath('mine.py').write_text('def double(x):\\n    return x + x\\n')\n"


def _append_cells(path: Path, *texts: str) -> None:
    notebook = json.loads(path.read_text())
    cell: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"] += [cell | {"id": f"own-{number}", "source": text} for number, text in enumerate(texts)]
    path.write_text(json.dumps(notebook))


@pytest.mark.parametrize("options", [[], ["--inline"]], ids=["sealed", "inline"])
def test_a_cell_further_down_answers_only_what_the_kernel_lacks(
    toy: Toy, class_folder: Path, options: list[str]
) -> None:
    answers = {
        "star": FILE + "from mine import *",
        "run": FILE + "%run mine.py",
        "exec": FILE + "exec(open('mine.py').read())",
        "globals": "globals()['double'] = lambda x: x + x",
    }
    for student, answer in answers.items():
        _append_cells(toy.hand_in(class_folder, student, double=answer), "# an experiment\n" + WRONG)
    stub = "def double(x):\n    raise NotImplementedError()"
    _append_cells(toy.hand_in(class_folder, "below", double=stub), "def double(x):\n    return x + x")
    outcomes = toy.grade(class_folder, *options)
    below = outcomes.pop("below")
    assert points(below)["check_double"] == 4
    assert below["notes"] == ["the answer of task 'double' stood further down; it was run at its place as well"]
    for student, outcome in outcomes.items():
        assert (points(outcome)["check_double"], outcome["notes"]) == (4, []), student
        graded = (class_folder / "autograded" / student / "10_toy" / "toy.ipynb").read_text("utf-8")
        assert graded.count("an experiment") == 1, student


def test_the_gradebook_is_nbgraders(toy: Toy, class_folder: Path) -> None:
    toy.hand_in(class_folder, "ada")
    toy.hand_in(class_folder, "bob", double=WRONG)
    toy.grade(class_folder)
    scores = read_scores(Classroom(class_folder), toy.topic)
    assert scores["ada", "check_double"] == 4
    assert scores["bob", "check_double"] == 0
    assert scores["ada", "why"] is None
    export = [sys.executable, "-m", "nbgrader", "export", "--to=grades.csv"]
    subprocess.run(export, cwd=class_folder, check=True, capture_output=True)
    lines = (class_folder / "grades.csv").read_text().splitlines()
    column = lines[0].split(",").index("score")
    assert {line.split(",")[3]: float(line.split(",")[column]) for line in lines[1:]} == {"ada": 8.0, "bob": 4.0}
    graded = (class_folder / "autograded" / "bob" / "10_toy" / "toy.ipynb").read_text("utf-8")
    assert "double(2) should be 4; you return 5." in graded
    assert "abab" not in graded, "the graded notebook shows a hidden test"


def test_manual_grades_survive_grading_again(toy: Toy, class_folder: Path) -> None:
    toy.hand_in(class_folder, "ada", double=WRONG)
    toy.grade(class_folder)
    database = sqlite3.connect(class_folder / "gradebook.db")
    with database:
        database.execute("UPDATE grade SET manual_score = 1.5 WHERE auto_score IS NULL")
    database.close()
    toy.grade(class_folder, "--force")
    database = sqlite3.connect(class_folder / "gradebook.db")
    assert database.execute("SELECT manual_score FROM grade WHERE auto_score IS NULL").fetchall() == [(1.5,)]
    database.close()


FLOOD = "def double(x):\n    print('x' * 3_000_000)\n    return 5"


@pytest.mark.parametrize("options", [[], ["--inline"]], ids=["sealed", "inline"])
def test_a_flood_of_output_hides_no_failure(toy: Toy, class_folder: Path, options: list[str]) -> None:
    toy.hand_in(class_folder, "ada", double=FLOOD)
    assert points(toy.grade(class_folder, *options)["ada"])["check_double"] == 0


def test_outputs_of_a_notebook_are_bounded_together(toy: Toy, class_folder: Path) -> None:
    path = toy.hand_in(class_folder, "ada")
    notebook = json.loads(path.read_text())
    flood: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": "print('x' * 10**6)",
    }
    notebook["cells"][2:2] = [{**flood, "id": f"flood-{number}"} for number in range(40)]
    path.write_text(json.dumps(notebook))
    assert points(toy.grade(class_folder)["ada"]) == FULL
    assert (class_folder / "autograded" / "ada" / "10_toy" / "toy.ipynb").stat().st_size < 12_000_000


def _with_cells(path: Path, *codes: str) -> None:
    """Put cells of the student's own into a hand-in."""
    notebook = json.loads(path.read_text())
    cell: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"][2:2] = [cell | {"source": code, "id": f"own-{number}"} for number, code in enumerate(codes)]
    path.write_text(json.dumps(notebook))


def _outputs(class_folder: Path, student: str) -> list[list[dict[str, Any]]]:
    """What the graded notebook shows below each cell of the student's own."""
    path = class_folder / "autograded" / student / "10_toy" / "toy.ipynb"
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [cell["outputs"] for cell in cells if cell["id"].startswith("student-")]


#: With a pause: a kernel drops what it says faster than anybody listens.
FEW_HUNDRED = "for _ in range(450):\n    display({}, raw=True)\ntime.sleep(0.5)\n"


def test_outputs_of_a_cell_are_bounded_in_number_and_its_error_is_seen(toy: Toy, class_folder: Path) -> None:
    path = toy.hand_in(class_folder, "ada")
    _with_cells(path, "import time\n" + FEW_HUNDRED * 3 + "1 / 0")
    assert points(toy.grade(class_folder)["ada"]) == FULL
    ((*shown, error, last),) = _outputs(class_folder, "ada")
    assert [output["output_type"] for output in shown] == ["display_data"] * 1000
    assert error["ename"] == "ZeroDivisionError"
    assert re.fullmatch(r"\[\d+ more outputs were left out\.\]\n", last["text"])


def test_outputs_of_a_notebook_are_bounded_in_number(toy: Toy, class_folder: Path) -> None:
    path = toy.hand_in(class_folder, "ada")
    _with_cells(path, *["import time\n" + FEW_HUNDRED * 2] * 14)
    assert points(toy.grade(class_folder)["ada"]) == FULL
    numbers = [len(outputs) for outputs in _outputs(class_folder, "ada")]
    assert numbers[0] == 900
    assert 9_000 < sum(numbers) < 10_020


def test_a_graded_notebook_shows_what_cells_showed(toy: Toy, class_folder: Path) -> None:
    path = toy.hand_in(class_folder, "ada")
    _with_cells(path, "print('one')\nprint('two')", "list(range(3))")
    toy.grade(class_folder)
    (printed,), (value,) = _outputs(class_folder, "ada")
    assert printed == {"name": "stdout", "output_type": "stream", "text": "one\ntwo\n"}
    assert value["data"] == {"text/plain": "[0, 1, 2]"}


def _spoil(class_folder: Path, student: str) -> None:
    """Let a stored result be whole, current and none that can be recorded."""
    path = class_folder / ".autograde" / "results" / "10_toy" / f"{student}.jsonl"
    stored = store.read_at(path)
    assert stored is not None
    notebook = json.loads(stored.outcome.notebook)
    notebook["cells"][0]["metadata"]["nbgrader"] = "x"
    store.save_at(path, stored.key, replace(stored.outcome, notebook=json.dumps(notebook)))


def test_a_result_that_cannot_be_recorded_fails_alone_and_is_graded_again(toy: Toy, class_folder: Path) -> None:
    for student in ("ada", "bob", "cleo"):
        toy.hand_in(class_folder, student)
    toy.grade(class_folder)
    _spoil(class_folder, "bob")
    (class_folder / "gradebook.db").unlink()
    done = toy.run("grade", class_folder, "--json")
    assert done.returncode == 1, done.stderr
    ada, bob, cleo = json.loads(done.stdout)
    assert points(ada) == points(cleo) == FULL
    assert bob["status"] == "failed"
    assert "cannot be recorded" in bob["notes"][0]
    assert {student for student, _ in read_scores(Classroom(class_folder), toy.topic)} == {"ada", "cleo"}
    assert points(toy.grade(class_folder)["bob"]) == FULL
    assert ("bob", "check_double") in read_scores(Classroom(class_folder), toy.topic)


def test_a_watch_grades_again_what_cannot_be_recorded(toy: Toy, class_folder: Path) -> None:
    for student in ("ada", "bob"):
        toy.hand_in(class_folder, student)
    watched = "watch", class_folder, "--from", "folder", "--once"
    assert toy.run(*watched).returncode == 0
    _spoil(class_folder, "bob")
    shutil.rmtree(class_folder / ".autograde" / "watched")
    done = toy.run(*watched)
    assert done.returncode == 1, done.stderr
    assert "10_toy ada: 8/8" in done.stdout
    assert "its result cannot be recorded" in done.stdout
    done = toy.run(*watched)
    assert done.returncode == 0, done.stderr
    assert "10_toy bob: 8/8" in done.stdout


def test_a_restored_gradebook_lacks_only_what_cannot_be_recorded(toy: Toy, class_folder: Path) -> None:
    for student in ("ada", "bob"):
        toy.hand_in(class_folder, student)
    toy.grade(class_folder)
    _spoil(class_folder, "bob")
    (class_folder / "gradebook.db").unlink()
    done = toy.run("restore", class_folder)
    assert done.returncode == 1, done.stderr
    assert "10_toy/bob" in done.stdout + done.stderr
    assert {student for student, _ in read_scores(Classroom(class_folder), toy.topic)} == {"ada"}


def test_nothing_is_graded_twice_unless_it_changed_or_is_forced(toy: Toy, class_folder: Path) -> None:
    toy.hand_in(class_folder, "ada")
    toy.hand_in(class_folder, "bob")
    first = toy.grade(class_folder)
    assert toy.grade(class_folder) == first
    toy.hand_in(class_folder, "bob", double=WRONG)
    second = toy.grade(class_folder)
    assert second["ada"] == first["ada"]
    assert points(second["bob"])["check_double"] == 0
    assert toy.grade(class_folder, "--force")["ada"]["seconds"] != first["ada"]["seconds"]


def test_an_upgraded_package_grades_again(toy: Toy, class_folder: Path, tmp_path: Path) -> None:
    toy.hand_in(class_folder, "ada")
    package = tmp_path / "packages" / "helper-1.0.dist-info"
    package.mkdir(parents=True)
    seconds = []
    for version in ("1.0", "1.0", "1.1"):
        (package / "METADATA").write_text(f"Metadata-Version: 2.1\nName: helper\nVersion: {version}\n")
        done = toy.run("grade", class_folder, "--json", environment={"PYTHONPATH": str(package.parent)})
        seconds.append(json.loads(done.stdout)[0]["seconds"])
    assert seconds[0] == seconds[1] != seconds[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_loses_nothing_and_repeats_nothing(toy: Toy, class_folder: Path, number: int) -> None:
    toy.hand_in(class_folder, "anna")
    for student in ("bob", "cem", "dora", "emil", "finn"):
        toy.hand_in(class_folder, student, double=SLOW)
    process = toy.start("grade", class_folder, "--jobs", "1")
    results = class_folder / ".autograde" / "results" / "10_toy"
    wait_for(lambda: len(list(results.glob("*.jsonl"))) >= 2, 120, process)
    os.kill(process.pid, number)
    output, errors = process.communicate(timeout=60)
    if number == signal.SIGINT:
        assert process.returncode == 130, errors
        assert "run the same command again" in errors
        assert "Traceback" not in output + errors
    finished = {path.name: path.read_bytes() for path in results.glob("*.jsonl")}
    assert 2 <= len(finished) < 6
    outcomes = toy.grade(class_folder)
    assert len(outcomes) == 6
    assert all(points(outcome) == FULL for outcome in outcomes.values())
    assert {name: (results / name).read_bytes() for name in finished} == finished
    scores = read_scores(Classroom(class_folder), toy.topic)
    assert sum(score or 0 for score in scores.values()) == 6 * 8


def test_a_broken_gradebook_is_named_and_nothing_is_lost(toy: Toy, class_folder: Path) -> None:
    toy.hand_in(class_folder, "ada")
    before = toy.grade(class_folder)
    database = class_folder / "gradebook.db"
    database.write_bytes(b"this is no database" * 1000)
    done = toy.run("grade", class_folder)
    assert done.returncode == 2
    assert "gradebook.db" in done.stderr
    assert "move it away" in done.stderr
    assert "Traceback" not in done.stderr
    database.rename(class_folder / "broken.db")
    assert toy.grade(class_folder) == before
    assert read_scores(Classroom(class_folder), toy.topic)["ada", "check_double"] == 4


@pytest.mark.parametrize(
    ("arguments", "saying"),
    [
        (["nowhere"], "no class folder"),
        (["--topic", "77_unknown"], "There is no topic '77_unknown'"),
        (["{class}", "--student", "nobody"], "Nothing handed in for 10_toy by nobody"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(
    toy: Toy, class_folder: Path, arguments: list[str], saying: str
) -> None:
    toy.hand_in(class_folder, "ada")
    done = toy.run("grade", *[argument.format(**{"class": class_folder}) for argument in arguments])
    assert done.returncode == 2
    assert saying in done.stderr
    assert "Traceback" not in done.stderr


def test_one_bad_hand_in_never_stops_the_batch(toy: Toy, class_folder: Path) -> None:
    toy.hand_in(class_folder, "ada")
    for student, content in {"broken": b"{", "empty": b"", "binary": bytes(range(256)), "list": b"[1]"}.items():
        toy.hand_in(class_folder, student).write_bytes(content)
    toy.hand_in(class_folder, "gone").unlink()
    toy.hand_in(class_folder, "killer", double="import os\nos._exit(3)")
    done = toy.run("grade", class_folder, "--json")
    assert done.returncode == 1
    outcomes = {outcome["student"]: outcome for outcome in json.loads(done.stdout)}
    assert points(outcomes.pop("ada")) == FULL
    assert outcomes["gone"]["status"] == "missing"
    assert "stopped" in outcomes["killer"]["notes"][0]
    for student, outcome in outcomes.items():
        assert not any(score["points"] for score in outcome["scores"]), student
        assert outcome["notes"], student


def test_where_the_grader_itself_fails_nothing_is_recorded(toy: Toy, class_folder: Path, tmp_path: Path) -> None:
    toy.hand_in(class_folder, "ada")
    package = shutil.copytree(Path(autograde.__file__).parent, tmp_path / "broken" / "autograde")
    with (package / "grading" / "worker.py").open("a") as worker:
        worker.write("def grade_unit(*_):\n    raise RuntimeError('the disk is gone')\n")
    done = toy.run("grade", class_folder, environment={"PYTHONPATH": str(package.parent)})
    assert done.returncode == 1
    assert "not graded" in done.stdout
    assert "the disk is gone" in done.stdout
    assert read_scores(Classroom(class_folder), toy.topic) == {}
    assert points(toy.grade(class_folder)["ada"]) == FULL


def test_a_missing_package_of_the_course_costs_nobody_a_point(toy: Toy, class_folder: Path) -> None:
    toy.hand_in(class_folder, "ada")
    settings = toy.root / "pyproject.toml"
    settings.write_text('[tool.autograde]\npackages = ["no_such_package"]\n', encoding="utf-8")
    try:
        done = toy.run("grade", class_folder)
    finally:
        settings.write_text("", encoding="utf-8")
    assert done.returncode == 2
    assert "The package no_such_package is not installed." in done.stderr
    assert read_scores(Classroom(class_folder), toy.topic) == {}


def test_without_a_place_for_warm_kernels_hand_ins_are_graded_cold(toy: Toy, class_folder: Path) -> None:
    toy.hand_in(class_folder, "ada")
    nowhere = class_folder / "submitted" / "ada" / "10_toy" / "toy.ipynb" / "no folder"
    done = toy.run("grade", class_folder, "--json", environment={"AUTOGRADE_KERNEL_RUNTIME": str(nowhere)})
    assert points(json.loads(done.stdout)[0]) == FULL
