"""The command line as a whole: a defect of its own is no traceback on the screen, and leaves what a mender needs."""

import json
import sys
from pathlib import Path

import pytest

from autograde.cli import main as command_line
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
