"""The names of a student's cell: what it binds and needs, magics or not, and never an exception or a long wait."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.grading.sealed.cell_names import NO_NAMES, left_open, names_in, without_definitions

pytestmark = pytest.mark.usefixtures("ends_in_time")


@pytest.mark.parametrize(
    ("text", "bound", "needed"),
    [
        ("x = y", {"x"}, {"y"}),
        ("%matplotlib inline\nx = y", {"x"}, {"y"}),
        ("%%time\nx = y", {"x"}, {"y"}),
        ("%time x = y", {"x"}, {"y"}),
        ("files = !ls\nx = %sql y", {"files", "x"}, set()),
        ("def f():\n    !ls\n    return y", {"f"}, {"y"}),
        ("  x = y\n  !ls", {"x"}, {"y"}),
        ("x?\nx.y??\n?x\nz = 1", {"z"}, set()),
        ("text = '''\n%no magic\n'''", {"text"}, set()),
        ("this is no Python", set(), set()),
        ("x = '\0'", set(), set()),
        ("%%bash\nls -l | wc", set(), set()),
    ],
)
def test_names_are_found_beside_magics(text: str, bound: set[str], needed: set[str]) -> None:
    names = names_in(text)
    assert names is not None
    assert (set(names.bound), set(names.needed)) == (bound, needed)


@pytest.mark.parametrize(
    "text",
    [
        "f = " + "lambda: " * 2_000 + "0",
        "f = " + "(" * 10_000 + ")" * 10_000,
        "f = " + "-" * 100_000 + "1",
        "!x\n" * 600,
        "%timeit 1\n" * 100_000,
        "x = !ls\n" * 100_000,
        "\n" * 1_000_000,
        " " * 1_000_000 + "%",
        "x " * 500_000,
        "a, " * 60_000 + "!",
        "a, " * 300_000 + "!",
        "if x:\n" + "".join(" " * depth + "if x:\n" for depth in range(1, 1_000)),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_takes_long(text: str) -> None:
    started = time.monotonic()
    names_in(text)
    assert time.monotonic() - started < 10


def test_what_nests_too_deeply_is_opaque() -> None:
    assert names_in("f = " + "lambda: " * 2_000 + "0") is None


@given(st.text() | st.text("%!?=\n \t'\"#(),;/xy.", max_size=60))
def test_any_text_has_names(text: str) -> None:
    assert names_in(text) in {NO_NAMES, None} or names_in(text) is not None


STUB = """import math

@trace
def f():
    raise NotImplementedError()

def g():
    pass

LIMITS = {}
raise NotImplementedError()"""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (STUB, {"f", "g", "LIMITS"}),
        ("# mine\n" + STUB.replace("pass", "pass  # later"), {"f", "g", "LIMITS"}),
        ("", {"f", "g", "LIMITS"}),
        ("see above", {"f", "g", "LIMITS"}),
        (STUB.replace("pass", "return 1"), {"f"}),
        (STUB.replace("raise NotImplementedError()\n\ndef g", "return 1\n\ndef g"), {"g"}),
        ("f = g = len\nLIMITS = {}\nLIMITS['a'] = 1", set()),
        ("f = " + "lambda: " * 2_000 + "0", set()),
    ],
)
def test_a_task_is_open_where_nothing_but_the_stub_binds_its_names(text: str, missing: set[str]) -> None:
    assert left_open(text, STUB, frozenset({"f", "g", "LIMITS"})) == missing


def test_a_stub_loses_what_is_bound_already_and_keeps_the_rest() -> None:
    rest = without_definitions(STUB, STUB, frozenset({"f", "LIMITS"}))
    assert rest == "import math\n\n\ndef g():\n    pass"


def test_an_answer_keeps_its_own_definitions() -> None:
    answer = STUB.replace("pass", "return 1")
    assert "return 1" in without_definitions(answer, STUB, frozenset({"f", "g"}))
    assert "def f" not in without_definitions(answer, STUB, frozenset({"f", "g"}))
