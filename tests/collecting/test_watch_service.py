"""`autograde watch` as a whole program: real hand-ins, real grading, and everything that happens to a service."""

import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograde.gradebook.marks import read_marks
from tests.exchange import ToyExchange, make_exchange
from tests.toy import Toy
from tests.waiting import wait_for

SLOW = "import time\ntime.sleep(5)\ndef double(x):\n    return x + x"
WRONG = "def double(x):\n    return 5"


class Running:
    """A watch that runs; its lines go to a file, so that no pipe fills up."""

    def __init__(self, toy: Toy, class_folder: Path, log: Path, *options: str, until: str = "watching") -> None:
        self._log = log
        surroundings = toy.surroundings() | {"stdout": log.open("a"), "stderr": subprocess.STDOUT}
        self.process: subprocess.Popen[str] = subprocess.Popen(
            toy.command("watch", class_folder, *options), **surroundings, start_new_session=True
        )
        self.wait(lambda: until in self.log)

    @property
    def log(self) -> str:
        return self._log.read_text()

    def wait(self, condition: Callable[[], object]) -> None:
        try:
            wait_for(condition, 180)
        except AssertionError as error:
            raise AssertionError(self.log) from error

    def end(self, number: int) -> int:
        """Send a signal; the exit code."""
        os.kill(self.process.pid, number)
        return self.process.wait(60)


Start = Callable[..., Running]


@pytest.fixture
def exchange(toy: Toy, tmp_path: Path) -> ToyExchange:
    return make_exchange(toy, tmp_path)


@pytest.fixture
def start(toy: Toy, exchange: ToyExchange, tmp_path: Path) -> Iterator[Start]:
    started: list[Running] = []

    def call(*options: str, **until: str) -> Running:
        log = tmp_path / f"log-{len(started)}.txt"
        started.append(Running(toy, exchange.classroom.root, log, *options, **until))
        return started[-1]

    yield call
    for running in started:
        if running.process.poll() is None:
            running.end(signal.SIGKILL)


def score(exchange: ToyExchange, student: str) -> float:
    return read_marks(exchange.classroom, [exchange.toy.topic]).marks["10_toy", student].score


def test_it_waits_for_the_first_release(exchange: ToyExchange, start: Start) -> None:
    released = exchange.inbound.parent
    away = released.rename(released.with_name("not yet"))
    running = start("--from", "exchange", until="waiting for the first release")
    away.rename(released)
    running.wait(lambda: "watching" in running.log)
    assert running.end(signal.SIGTERM) == 0


def test_killed_and_started_again_it_loses_nothing_and_repeats_nothing(
    toy: Toy, exchange: ToyExchange, start: Start
) -> None:
    ada, bob = exchange.student("ada"), exchange.student("bob")
    first = start("--jobs", "1", "--attempts", "2")
    ada.submit(double=WRONG)
    first.wait(lambda: ada.feedback() == [True])
    first.wait(lambda: "10_toy ada attempt 1: 4/8" in first.log)

    second = toy.run("watch", exchange.classroom.root)
    assert second.returncode == 2
    assert "Another `autograde watch` works for this class." in second.stderr

    bob.submit(double=SLOW)
    attempts = exchange.classroom.root / ".autograde" / "attempts" / "10_toy"
    first.wait(lambda: list(attempts.glob("bob/*/attempt.json")))
    first.end(signal.SIGKILL)
    (result,) = attempts.rglob("result.jsonl")
    before = result.read_bytes(), result.stat().st_mtime_ns
    ada.submit()
    ada.submit()

    third = start("--jobs", "1", "--attempts", "2")
    third.wait(lambda: bob.feedback() == [True] and ada.feedback() == [True, True, True])
    third.wait(lambda: third.log.count(": 8/8") == 2)
    assert (result.read_bytes(), result.stat().st_mtime_ns) == before
    assert "ada attempt 1" not in third.log
    assert "10_toy ada attempt 3: not graded, all attempts" in third.log
    assert (score(exchange, "ada"), score(exchange, "bob")) == (8, 8)
    assert third.end(signal.SIGTERM) == 0
    assert "stopped" in third.log
    assert "Traceback" not in first.log + third.log
    assert toy.run("status", exchange.classroom.root).stdout.count("not graded yet") == 0


def test_a_locked_gradebook_is_waited_for(exchange: ToyExchange, start: Start) -> None:
    ada = exchange.student("ada")
    ada.submit()
    with sqlite3.connect(exchange.classroom.root / "gradebook.db", isolation_level=None) as database:
        database.execute("BEGIN EXCLUSIVE")
        running = start("--interval", "1")
        running.wait(lambda: "trouble, tried again until it works" in running.log)
        assert ada.feedback() == [False]
        database.execute("ROLLBACK")
    database.close()
    running.wait(lambda: ada.feedback() == [True])
    running.wait(lambda: "going on" in running.log)
    assert running.log.count("trouble") == 1, "said once"
    assert score(exchange, "ada") == 8
    assert running.end(signal.SIGINT) == 0
    assert "Traceback" not in running.log


def test_a_stop_while_a_notebook_runs_ends_it_soon(exchange: ToyExchange, start: Start) -> None:
    ada = exchange.student("ada")
    running = start()
    ada.submit(double=SLOW.replace("(5)", "(50)"))
    attempts = exchange.classroom.root / ".autograde" / "attempts" / "10_toy"
    running.wait(lambda: list(attempts.glob("ada/*/attempt.json")))
    assert running.end(signal.SIGTERM) == 0
    assert not list(attempts.rglob("result.jsonl")), "the next start grades it"


def test_a_plain_class_folder_is_watched(toy: Toy, exchange: ToyExchange, start: Start) -> None:
    running = start("--from", "folder")
    toy.hand_in(exchange.classroom.root, "ada", double=WRONG)
    running.wait(lambda: "10_toy ada: 4/8" in running.log)
    toy.hand_in(exchange.classroom.root, "ada")
    running.wait(lambda: "10_toy ada: 8/8" in running.log)
    assert (exchange.classroom.root / "feedback/ada/10_toy/toy.html").is_file()
    assert score(exchange, "ada") == 8
    assert running.end(signal.SIGTERM) == 0
