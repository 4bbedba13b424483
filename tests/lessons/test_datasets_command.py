"""The command `nn-lessons data`."""

import io
from pathlib import Path

import pytest
from toy_dataset import CONTENT, toy, use
from toy_publisher import Publisher

from nn_lessons.datasets import command


def test_fills_and_says_how(publisher: Publisher, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    use(toy(publisher.url, folder))
    assert command.main(["data"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "toy: downloading toy.bin",
        f"toy: the official download ({folder})",
    ]
    assert command.main(["data", "toy"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"toy: already cached ({folder})"]


def test_check_fetches_nothing(publisher: Publisher, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    use(toy(publisher.url, folder))
    assert command.main(["data", "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [f"toy: {folder / 'toy.bin'}: not there", "Run: nn-lessons data"]
    assert publisher.requests == 0

    folder.mkdir(parents=True)
    (folder / "toy.bin").write_bytes(CONTENT)
    assert command.main(["data", "--check"]) == 0
    assert capsys.readouterr().out == "The data sets are in place.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["data"], "127.0.0.1 cannot be reached"), (["data", "lost"], "There is no data set lost.")],
)
def test_an_error_is_a_message_and_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    use(toy("http://127.0.0.1:1", folder))
    assert command.main(arguments) == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert "Traceback" not in errors


def test_an_interrupt_is_exit_code_130(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nn_lessons.datasets.ensure", interrupt)
    assert command.main(["data"]) == 130
    assert "Interrupted" in capsys.readouterr().err


def test_a_terminal_sees_a_percentage(publisher: Publisher, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    use(toy(publisher.url, folder))
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    command.main(["data"])
    first, *rest = terminal.getvalue().split("\r")
    assert first == "toy: downloading toy.bin"
    assert rest[-1].splitlines()[0] == "toy: downloading toy.bin 100 %"
