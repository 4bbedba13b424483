"""The command `autograde data`."""

from pathlib import Path

import pytest
import typer
from toy_dataset import CONTENT, toy, use
from toy_publisher import Publisher
from typer.testing import CliRunner, Result

from autograde.errors import CourseError
from nn_lessons.datasets.command import data


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(data)
    return CliRunner().invoke(app, arguments)


def test_fills_and_says_how(publisher: Publisher, folder: Path) -> None:
    use(toy(publisher.url, folder))
    first, second = run(), run("toy")
    assert first.output.splitlines() == [
        "toy: downloading toy.bin",
        f"toy: the official download ({folder})",
    ]
    assert second.output.splitlines() == [f"toy: already cached ({folder})"]
    assert first.exit_code == second.exit_code == 0


def test_check_fetches_nothing(publisher: Publisher, folder: Path) -> None:
    use(toy(publisher.url, folder))
    result = run("--check")
    assert result.exit_code == 1
    assert result.output.splitlines() == [f"toy: {folder / 'toy.bin'}: not there", "Run: autograde data"]
    assert publisher.ranges == []

    folder.mkdir(parents=True)
    (folder / "toy.bin").write_bytes(CONTENT)
    result = run("--check")
    assert (result.exit_code, result.output) == (0, "The datasets are in place.\n")


def test_errors_are_left_to_the_command_line(folder: Path) -> None:
    use(toy("http://127.0.0.1:1", folder))
    result = run()
    assert isinstance(result.exception, CourseError)
    assert "toy: the official download: 127.0.0.1 cannot be reached" in result.output


def test_a_terminal_sees_a_bar(publisher: Publisher, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    publisher.pause = 0.02
    use(toy(publisher.url, folder))
    assert "2.0 MB" in run().output
