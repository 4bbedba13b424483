"""The command line as a whole: a defect of its own is no traceback on the screen, and leaves what a mender needs."""

import errno
import json
import logging
import os
import sys
from pathlib import Path

import pytest

from autograde.cli import main as command_line
from autograde.course import read_settings
from autograde.errors import CourseError
from autograde.grading.plan import require_data
from tests.toy import Toy


def test_a_crash_says_so_in_two_lines_and_leaves_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash() -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr(command_line, "app", crash)
    monkeypatch.setattr(sys, "argv", ["autograde", "grade", "my_class"])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        command_line.main()
    assert end.value.code == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first == "error ZeroDivisionError: by design"
    (report,) = tmp_path.iterdir()
    assert str(report) in second
    text = report.read_text("utf-8")
    assert "Traceback" in text
    assert "my_class" in text
    assert report.stat().st_mode & 0o077 == 0


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{"PYTHONOPTIMIZE": "1"}, {"PYTHONOPTIMIZE": "2"}])
def test_without_assertions_nothing_is_graded(toy: Toy, tmp_path: Path, environment: dict[str, str]) -> None:
    toy.hand_in(tmp_path, "bob", double="def double(x):\n    return 5")
    done = toy.run("grade", tmp_path, environment=environment)
    assert done.returncode == 2
    assert "PYTHONOPTIMIZE" in done.stderr
    assert not (tmp_path / "gradebook.db").exists()


@pytest.mark.slow
def test_what_is_set_where_grading_starts_decides_no_points(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(
        tmp_path,
        "ada",
        double="import os\ndef double(x):\n    return x + x if 'PYTHONWARNINGS' not in os.environ else 5",
    )
    done = toy.run(
        "grade",
        tmp_path,
        "--json",
        environment={"PYTHONWARNINGS": "error", "KERAS_BACKEND": "none", "TZ": "Asia/Seoul"},
    )
    assert done.returncode == 0, done.stderr
    assert [score["points"] for score in json.loads(done.stdout)[0]["scores"]] == [4, 4, None]


def test_a_file_system_without_every_letter_is_refused(toy: Toy, tmp_path: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = toy.run("feedback", tmp_path, environment=ascii_only)
    assert done.returncode == 2
    assert "LC_ALL=C.UTF-8" in done.stderr


def test_what_the_machine_forbids_is_no_crash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/class/grades.csv")

    monkeypatch.setattr(command_line, "app", full)
    with pytest.raises(SystemExit) as end:
        command_line.main()
    assert end.value.code == 2
    assert capsys.readouterr().err == "error /class/grades.csv: No space left on device\n"


def test_a_student_folder_in_another_encoding_is_graded(toy: Toy, tmp_path: Path) -> None:
    handed_in = toy.hand_in(tmp_path, "ada")
    other = os.fsencode(tmp_path / "submitted") + b"/j\xfcrgen"
    os.rename(handed_in.parent.parent, other)
    toy.hand_in(tmp_path, "ben")
    assert sorted(toy.grade(tmp_path)) == ["ben", "j\\xfcrgen"]
    for command in ("feedback", "report", "export"):
        done = toy.run(command, tmp_path)
        assert done.returncode in {0, 1}, done.stderr
    assert "j\\xfcrgen" in (tmp_path / "grades.csv").read_text("utf-8-sig")


def test_a_student_who_has_handed_in_nothing_is_named(toy: Toy, tmp_path: Path) -> None:
    toy.hand_in(tmp_path, "ada")
    done = toy.run("grade", tmp_path, "--student", "ada", "--student", "nobdy")
    assert done.returncode == 2
    assert "Nothing handed in by nobdy." in done.stderr


def test_without_the_courses_data_sets_nothing_is_graded(tmp_path: Path) -> None:
    libraries = read_settings(Path(__file__).resolve().parents[1]).libraries
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_HOME", str(tmp_path))
        with pytest.raises(CourseError, match="Data sets are missing: train-images"):
            require_data(libraries)


def test_what_keeps_all_kernels_cold_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def grade_two() -> None:
        for _ in range(2):
            logging.getLogger("autograde.kernels.client.open").warning("Starting a cold kernel: %s", "it has threads")

    monkeypatch.setattr(command_line, "app", grade_two)
    monkeypatch.setattr(logging.getLogger("autograde"), "handlers", [])
    command_line.main()
    assert capsys.readouterr().err == "Starting a cold kernel: it has threads\n"
