"""The command line as a whole: a defect of its own is no traceback on the screen, and leaves what a mender needs."""

import sys
from pathlib import Path

import pytest

from autograde.cli import main as command_line


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
