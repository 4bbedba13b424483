"""What `autograde watch` decides: limits, which attempt counts, when feedback is given, whom it believes."""

import json
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from autograde.classroom import open_classroom
from autograde.collecting.watch.rules import Rules, counting
from autograde.collecting.watch.start import Setup, watch
from autograde.errors import CourseError
from autograde.gradebook.database import open_gradebook
from autograde.gradebook.extensions import Extension, write_extension
from autograde.gradebook.marks import read_marks
from autograde.grading.backend import NoResult
from autograde.grading.plan import Options
from autograde.grading.results import Outcome, Score
from autograde.grading.unit import Unit
from autograde.reporting.status import read_status
from tests.exchange import ToyExchange, make_exchange
from tests.toy import Toy

NOW = datetime.now(UTC).replace(tzinfo=None)
WRONG = "def double(x):\n    return 5"


class StubBackend:
    """Runs nothing: full points, but for the wrong answer."""

    room = workers = 2

    def __init__(self) -> None:
        self.graded: list[str] = []
        self.error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, unit: Unit) -> Future[Outcome]:
        self.graded.append(unit.student)
        done: Future[Outcome] = Future()
        if self.error:
            done.set_exception(self.error)
            return done
        points = 0 if b"return 5" in unit.submission else 4
        scores = (
            Score("check_double", "double", points, 4, "" if points else "double(2) should be 4"),
            Score("check_total", "total", 4, 4),
            Score("why", "why", None, 2),
        )
        done.set_result(Outcome(unit.student, "10_toy", "graded", scores, (), unit.submission.decode(), 1.0))
        return done


@pytest.fixture(scope="session")
def fresh_exchange(toy: Toy, tmp_path_factory: pytest.TempPathFactory) -> ToyExchange:
    return make_exchange(toy, tmp_path_factory.mktemp("exchange") / "fresh")


@pytest.fixture
def exchange(fresh_exchange: ToyExchange, tmp_path: Path) -> ToyExchange:
    """An exchange in which nobody has handed in yet."""
    shutil.copytree(fresh_exchange.root, tmp_path / "copy", dirs_exist_ok=True)
    config = tmp_path / "copy" / "class" / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(fresh_exchange.root), str(tmp_path / "copy")))
    return ToyExchange(fresh_exchange.toy, tmp_path / "copy")


Watch = Callable[..., list[str]]


@pytest.fixture
def backend() -> StubBackend:
    return StubBackend()


@pytest.fixture
def run(exchange: ToyExchange, backend: StubBackend) -> Watch:
    """Watch until nothing is left to do; the lines that were said after the first."""

    def call(rules: Rules | None = None, **settings: Any) -> list[str]:
        said: list[str] = []
        setup = Setup(exchange.classroom, [exchange.toy.topic], Options(), rules or Rules(), **settings)
        well = watch(setup, backend, said.append, once=True)
        bad = ("not graded, ", "not taken", "could not be graded")
        assert well == (not any(words in line for line in said for words in bad)), said
        return said[1:]

    return call


def score(exchange: ToyExchange, student: str) -> float:
    return read_marks(exchange.classroom, [exchange.toy.topic]).marks["10_toy", student].score


def set_due(exchange: ToyExchange, due: datetime) -> None:
    with open_gradebook(exchange.classroom) as gradebook:
        gradebook.update_or_create_assignment("10_toy", duedate=due)


def test_feedback_of_every_attempt_is_in_the_assignment_list(
    exchange: ToyExchange, run: Watch, backend: StubBackend
) -> None:
    ada = exchange.student("ada")
    ada.submit(double=WRONG)
    (line,) = run()
    assert "10_toy ada attempt 1: 4/8 +2 by hand" in line
    ada.submit()
    exchange.student("bob").submit()
    assert len(run()) == 2
    assert run() == [], "nothing is repeated"
    assert backend.graded == ["ada", "ada", "bob"]
    assert ada.feedback() == [True, True]
    first, second = ada.pages()
    assert "double(2) should be 4" in first
    assert "double(2) should be 4" not in second
    assert (score(exchange, "ada"), score(exchange, "bob")) == (8, 8)
    assert (exchange.classroom.root / "feedback" / "ada" / "10_toy" / "submission_secret.txt").is_file()


def test_attempts_beyond_the_limit_are_not_graded_and_the_student_is_told(
    exchange: ToyExchange, run: Watch, backend: StubBackend
) -> None:
    ada = exchange.student("ada")
    for answer in ({}, {"double": WRONG}, {}):
        ada.submit(**answer)
    lines = run(Rules(attempts=2))
    assert len(backend.graded) == 2
    assert "attempt 3: not graded, all attempts at this topic are used: 2 of 2" in lines[0]
    assert "all attempts at this topic are used" in ada.pages()[2]
    assert score(exchange, "ada") == 4, "the latest of those that were graded"
    for folder in exchange.inbound.iterdir():
        shutil.rmtree(folder)  # its owner may do so
    ada.submit()
    assert "attempt 4: not graded" in run(Rules(attempts=2))[0]
    (standing,) = read_status(exchange.classroom, [exchange.toy.topic]).standings
    assert "2 more attempts, beyond the limits" in standing.why[-1]


def test_attempts_that_follow_too_soon_are_not_graded(exchange: ToyExchange, run: Watch, backend: StubBackend) -> None:
    ada = exchange.student("ada")
    ada.submit()
    ada.submit(double=WRONG)
    assert any(
        "there must be 10 minutes between two attempts" in line for line in run(Rules(spacing=timedelta(0, 600)))
    )
    assert backend.graded == ["ada"]
    assert score(exchange, "ada") == 8


def test_the_best_attempt_counts_where_the_instructor_says_so(exchange: ToyExchange, run: Watch) -> None:
    ada = exchange.student("ada")
    ada.submit()
    run(Rules(count="best"))
    ada.submit(double=WRONG)
    (line,) = run(Rules(count="best"))
    assert "another attempt counts" in line
    assert score(exchange, "ada") == 8
    assert "this is not the attempt that counts: another one has 8 points" in ada.pages()[1]
    assert b"return 5" not in (exchange.classroom.root / "submitted/ada/10_toy/toy.ipynb").read_bytes()


def test_a_hand_in_without_a_notebook_takes_nothing_away(exchange: ToyExchange, run: Watch) -> None:
    ada = exchange.student("ada")
    ada.submit()
    run(Rules(attempts=1))
    work = ada.home / "10_toy" / "toy.ipynb"
    work.rename(work.with_name("wrong.ipynb"))
    ada.submit_folder()
    assert "there is wrong.ipynb" in run(Rules(attempts=1))[0]
    assert score(exchange, "ada") == 8
    assert ada.feedback() == [True, True], "in the list it is called wrong"
    ada.submit()
    assert "not graded" in run(Rules(attempts=1))[0]


def test_feedback_waits_for_each_students_due_date(exchange: ToyExchange, run: Watch, backend: StubBackend) -> None:
    set_due(exchange, NOW + timedelta(days=1))
    ada, bob = exchange.student("ada"), exchange.student("bob")
    ada.submit()
    bob.submit()
    lines = run(Rules(feedback="after-due"))
    assert all("feedback not returned yet" in line for line in lines)
    assert (ada.feedback(), bob.feedback()) == ([False], [False])
    set_due(exchange, NOW - timedelta(days=1))
    write_extension(exchange.classroom, Extension("bob", "10_toy", days=2))
    assert run(Rules(feedback="after-due")) == ["feedback returned: 10_toy ada attempt 1"]
    assert (ada.feedback(), bob.feedback()) == ([True], [False])
    assert run(Rules(feedback="never")) == []
    assert len(backend.graded) == 2


def test_links_in_a_hand_in_are_not_followed(exchange: ToyExchange, run: Watch, backend: StubBackend) -> None:
    exchange.student("ada").submit()
    (folder,) = exchange.inbound.iterdir()
    (folder / "toy.ipynb").unlink()
    (folder / "toy.ipynb").symlink_to(exchange.toy.topic.solution)
    assert "is a link or a special file" in run()[0]
    assert backend.graded == []
    assert score(exchange, "ada") == 0


def test_who_hands_in_for_somebody_else_is_not_believed(exchange: ToyExchange, run: Watch) -> None:
    config = exchange.classroom.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("check_owner = False", "check_owner = True"))
    exchange.student("ada").submit()
    (line,) = run()
    assert "not taken from the exchange" in line
    assert "it says ada and belongs to" in line


def test_assignments_that_are_not_watched_are_named_once(exchange: ToyExchange, run: Watch) -> None:
    for student in ("ada", "bob"):
        (exchange.inbound / f"{student}+10_toys+2026-01-01 00:00:00 UTC").mkdir()
    assert run() == ["not taken from the exchange: 'everything of 10_toys': this assignment is not watched"]


def test_a_link_in_place_of_a_hand_in_is_not_followed(exchange: ToyExchange, run: Watch) -> None:
    exchange.student("ada").submit()
    (folder,) = exchange.inbound.iterdir()
    folder.rename(exchange.root / "elsewhere")
    folder.symlink_to(exchange.root / "elsewhere")
    assert "it is no folder that can be read" in run()[0]


@pytest.mark.parametrize(
    ("setting", "saying"),
    [
        ("'nbgrader.exchange.default.list.ExchangeList'", "fails"),
        ("'no_such_module.Collect'", "fails"),
        ("__import__('nbgrader').exchange.abc.ExchangeCollect", "another one than nbgrader's own"),
    ],
)
def test_an_exchange_of_another_kind_is_named(exchange: ToyExchange, run: Watch, setting: str, saying: str) -> None:
    with (exchange.classroom.root / "nbgrader_config.py").open("a") as config:
        config.write(f"c.ExchangeFactory.collect = {setting}\n")
    with pytest.raises(CourseError, match=saying):
        run()


@pytest.mark.parametrize("name", ["notes.txt", "ada+10_toy+soon", "..+10_toy+2026-01-01 00:00:00 UTC"])
def test_what_is_no_hand_in_is_named(exchange: ToyExchange, run: Watch, name: str) -> None:
    (exchange.inbound / name).mkdir()
    (line,) = run()
    assert line.startswith("not taken from the exchange")


def test_a_hand_in_that_is_still_being_copied_is_waited_for(exchange: ToyExchange, run: Watch) -> None:
    exchange.student("ada").submit()
    (folder,) = exchange.inbound.iterdir()
    secret = (folder / "submission_secret.txt").read_bytes()
    (folder / "submission_secret.txt").unlink()
    writer = threading.Timer(1.0, (folder / "submission_secret.txt").write_bytes, [secret])
    writer.start()
    lines = run()
    assert lines
    assert "8/8" in lines[0]


def test_where_the_grader_itself_fails_nothing_is_lost(exchange: ToyExchange, run: Watch, backend: StubBackend) -> None:
    exchange.student("ada").submit()
    backend.error = NoResult("the disk is gone")
    assert "could not be graded (the disk is gone); tried again in 5 s" in run()[0]
    backend.error = None
    assert "8/8" in run()[0]


def test_after_each_step_that_was_killed_the_rest_is_done(
    exchange: ToyExchange, run: Watch, backend: StubBackend
) -> None:
    ada = exchange.student("ada")
    ada.submit()
    run()
    (progress,) = (exchange.classroom.root / ".autograde" / "attempts").rglob("progress.json")
    whole = json.loads(progress.read_text())
    for left in ({"recorded": whole["recorded"], "returned": ""}, {"recorded": "", "returned": ""}):
        shutil.rmtree(exchange.root / "exchange" / "toys" / "feedback")
        (exchange.root / "exchange" / "toys" / "feedback").mkdir()
        progress.write_text(json.dumps(left))
        assert len(run()) == 1
        assert ada.feedback() == [True]
        assert json.loads(progress.read_text()) == whole
    assert backend.graded == ["ada"], "it was graded once"


def test_without_an_exchange_the_class_folder_is_watched(
    toy: Toy, tmp_path: Path, backend: StubBackend, exchange: ToyExchange
) -> None:
    root = tmp_path / "plain"
    (root / "submitted").mkdir(parents=True)
    setup = Setup(open_classroom(root), [toy.topic], Options(), Rules(), "folder")
    for answers, points in (({"double": WRONG}, 4), ({}, 8)):
        said: list[str] = []
        toy.hand_in(root, "ada", **answers)
        watch(setup, backend, said.append, once=True)
        assert f"{points}/8" in said[1]
        assert read_marks(setup.classroom, [toy.topic]).marks["10_toy", "ada"].score == points
    assert (root / "feedback" / "ada" / "10_toy" / "toy.html").is_file()
    said = []
    watch(setup, backend, said.append, once=True)
    assert len(said) == 1, "nothing is repeated"
    limited = Setup(setup.classroom, [toy.topic], Options(), Rules(attempts=1), "folder")
    with pytest.raises(CourseError, match="need nbgrader's exchange"):
        watch(limited, backend, said.append, once=True)


def test_which_attempt_counts() -> None:
    attempts = [("a", 3.0, True), ("b", 5.0, True), ("c", 5.0, True), ("d", 1.0, True), ("e", 0.0, False)]
    assert counting(attempts, "latest") == "d"
    assert counting(attempts, "best") == "c"
    assert counting([("e", 0.0, False)], "best") == "e"
