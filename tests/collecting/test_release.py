"""`autograde release`: a class folder with the topic, its notebook and its due date."""

from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograde.cli.main import app
from tests.toy import Toy


def test_a_new_class_folder_gets_the_notebook_and_the_due_date(
    toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(toy.root)
    root = tmp_path / "class"
    for due in ("2026-03-01 12:00 UTC", "2026-03-02 12:00 UTC"):
        result = CliRunner().invoke(app, ["release", str(root), "--due", due])
        assert result.exit_code == 0, result.output
    released = root / "release" / toy.topic.name / toy.topic.release.name
    assert released.read_bytes() == toy.topic.release.read_bytes()
    assert (root / "submitted").is_dir()
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        assert gradebook.find_assignment(toy.topic.name).duedate == datetime(2026, 3, 2, 12)


def test_what_is_no_time_is_refused(toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toy.root)
    result = CliRunner().invoke(app, ["release", str(tmp_path / "class"), "--due", "soon"])
    assert "is no time" in str(result.exception)
    assert not (tmp_path / "class").exists()
