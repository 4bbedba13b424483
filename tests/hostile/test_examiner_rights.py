"""What a student could do who had taken over the examiner itself: the check cell is the attack here."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograde.classroom import Classroom
from autograde.kernels import probe
from tests.stock import read_scores
from tests.toy import SOURCE, Toy, make_toy

pytestmark = pytest.mark.skipif(
    not probe().sandbox, reason=f"this host has no sandbox: {probe().sandbox_unavailable_reason}"
)

CHECK = 'assert total([1, 2, 3]) == 6, "total([1, 2, 3]) should be 6."'
SECRET = "AUTOGRADE_TEST_SECRET"

#: Tells, as the check's message, what can be reached from where it runs.
LOOK_AROUND = """\
import json, os, pathlib, socket

def attempt(action):
    try:
        action()
    except OSError as error:
        return "ProcessLookupError" if type(error) is ProcessLookupError else "OSError"
    return "possible"

def connect():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.connect(("127.0.0.1", 80))

raise AssertionError(json.dumps({{
    "class": os.path.exists({class_folder!r}),
    "course": os.path.exists({course!r}),
    "home": os.path.exists({home!r}),
    "tests": os.path.exists({tests!r}),
    "write": attempt(lambda: pathlib.Path({mark!r}).write_text("here")),
    "write code": attempt(lambda: pathlib.Path(os.__file__).write_text("")),
    "network": attempt(connect),
    "secret": {secret!r} in os.environ,
    "processes": sum(name.isdigit() for name in os.listdir("/proc")),
    "kill others": attempt(lambda: os.kill({pid}, 0)),
}}))
"""

Attack = Callable[[str], tuple[Toy, Path]]


@pytest.fixture
def attack(tmp_path: Path) -> Attack:
    """A course whose second check is the given code, and a class with one perfect hand-in."""

    def make(check: str) -> tuple[Toy, Path]:
        toy = make_toy(tmp_path / "course", SOURCE.replace(CHECK, 'assert total([1, 2, 3]) == 6, "wrong"'))
        source = toy.topic.source.read_text(encoding="utf-8")
        toy.hand_in(tmp_path / "class", "ada")
        # Changed after the build, which runs the checks unconfined.
        toy.topic.source.write_text(source.replace('assert total([1, 2, 3]) == 6, "wrong"', check), encoding="utf-8")
        return toy, tmp_path / "class"

    return make


def _grade(toy: Toy, folder: Path) -> dict[str, Any]:
    done = toy.run("grade", folder, "--json", "--force", environment={SECRET: "1"})
    assert done.returncode in {0, 1}, done.stderr
    (outcome,) = json.loads(done.stdout)
    return dict(outcome)


def test_the_examiner_sees_and_changes_nothing_of_the_host(attack: Attack, tmp_path: Path) -> None:
    toy, folder = attack(
        LOOK_AROUND.format(
            class_folder=str(tmp_path / "class"),
            course=str(tmp_path / "course"),
            home=str(Path(__file__).parents[2] / "solutions"),
            tests=str(Path(__file__).parent),
            mark=str(tmp_path / "mark"),
            secret=SECRET,
            pid=os.getpid(),
        )
    )
    outcome = _grade(toy, folder)
    (message,) = [score["message"] for score in outcome["scores"] if score["grade_id"] == "check_total"]
    seen = json.loads(message)
    assert seen.pop("processes") <= 4
    assert seen == {
        "class": False,
        "course": False,
        "home": False,
        "tests": False,
        "write": "OSError",
        "write code": "OSError",
        "network": "OSError",
        "secret": False,
        "kill others": "ProcessLookupError",
    }
    assert not (tmp_path / "mark").exists()


FORGE = """\
import json, os, socket
coordinator = socket.socket(fileno=os.dup(0))
coordinator.send(json.dumps({message}).encode())
import time; time.sleep(30)
"""


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("import os; os._exit(3)", "ended"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended"),
        (FORGE.format(message={"op": "done", "bytes": 100}), "no valid result"),
        (FORGE.format(message={"op": "done", "bytes": -1}), "too large"),
        (FORGE.format(message={"op": "done", "bytes": 1 << 40}), "too large"),
        ("import os\nwhile True: os.write(0, b'x' * 5000)", "not a message"),
    ],
    ids=["exit", "killed", "empty_result", "negative_size", "huge_size", "noise"],
)
def test_an_examiner_that_gives_no_result_records_nothing(attack: Attack, check: str, said: str) -> None:
    toy, folder = attack(check)
    outcome = _grade(toy, folder)
    assert outcome["status"] == "failed"
    assert said in outcome["notes"][0]
    assert read_scores(Classroom(folder), toy.topic) == {}


def test_an_examiner_that_uses_too_much_memory_is_stopped_and_somebody_is_told(attack: Attack) -> None:
    # A child of the check's process does not have its memory limit.
    toy, folder = attack(
        "import resource\nresource.setrlimit(resource.RLIMIT_DATA, (-1, -1))\nhoard = [bytearray(1 << 28)]\n"
        "while True: hoard.append(bytearray(b'x' * (1 << 28)))"
    )
    outcome = _grade(toy, folder)
    assert outcome["status"] in {"look", "graded"}
    (score,) = [score for score in outcome["scores"] if score["grade_id"] == "check_total"]
    assert score["points"] == 0
    assert "memory" in score["message"]
