"""Forged replies of the student's side, straight into the examiner: a verdict each, no point, no harm, no delay."""

import base64
import contextlib
import io
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras  # noqa: F401  a check's time must not go into importing Keras
import numpy as np
import pytest

from autograde.grading.sealed.examiner import Examiner, Verdict
from tests.grading.conftest import code_of

Reply = Callable[[dict[str, Any]], Any]


class Forged:
    """In the place of a dialogue with a kernel: what the student's side chooses to answer."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def agent_session(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def ask(self, request: dict[str, Any], on_question: Callable[[str], str]) -> Any:
        return self._reply({**request, "question": on_question})


def _examine(reply: Reply, check: str, seconds: float = 10) -> Verdict:
    return Examiner(Forged(reply), check_seconds=seconds).examine(code_of(check))  # type: ignore[arg-type]


def _array(shape: tuple[Any, ...], descr: str = "<f8", data: bytes = b"12345678") -> dict[str, str]:
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": shape})
    return {"k": "array", "v": base64.b64encode(file.getvalue() + data).decode()}


def _deep(depth: int) -> Any:
    value: Any = 42
    for _ in range(depth):
        value = {"k": "list", "v": [value]}
    return value


VALUES: dict[str, Any] = {
    "unhashable keys": {"k": "dict", "v": [[{"k": "list", "v": []}, 1]]},
    "unhashable items": {"k": "set", "v": [{"k": "dict", "v": []}]},
    "terabytes promised": _array((10**12,)),
    "gigabytes promised": _array((10**9,)),
    "more than there is": _array((2**63, 2**63)),
    "a negative size": _array((-1,)),
    "items without size": _array((10**15,), "|S0", b""),
    "objects": _array((1,), "|O"),
    "records": _array((1,), [("answer", "<f8")]),  # type: ignore[arg-type]
    "an endless range": {"k": "range", "v": [0, 10**18, 1]},
    "a range beyond C": {"k": "range", "v": [0, 10**30, 1]},
    "a range of text": {"k": "range", "v": ["0", "9"]},
    "a forged number": {"k": "handle", "v": 10**300},
    "an infinite number": {"k": "handle", "v": float("inf")},
    "a number in words": {"k": "handle", "v": "forty-two", "type": ["int"], "name": {"a": 1}},
    "an unknown kind": {"k": "eval", "v": "42"},
    "an unhashable kind": {"k": ["int"], "v": 42},
    "no content": {"k": "list"},
    "content of a wrong type": {"k": "list", "v": 42},
    "too deep": _deep(500),
    "a model of nothing": {"k": "model", "v": ""},
    "a model of noise": {"k": "model", "v": base64.b64encode(b"PK\x03\x04" + b"x" * 1000).decode()},
    "a complex text": {"k": "complex", "v": ["42", 0]},
    "a dtype of code": {"k": "dtype", "v": "__import__('os').abort()"},
    "a slice of handles": {"k": "slice", "v": [{"k": "handle", "v": 1}, None, None]},
    "a bare list": [42],
    "half a character": "\ud800",
    "not a number": float("nan"),
}


@pytest.mark.parametrize("name", VALUES)
def test_no_forged_value_passes_or_costs(name: str) -> None:
    peak, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    verdict = _examine(lambda request: {"value": VALUES[name]}, "assert answer == 42, f'{answer}'")
    assert not verdict.passed
    json.dumps(verdict.message).encode()
    verdict.message.encode()
    assert time.monotonic() - begin < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 200_000, "kilobytes"


REPLIES: dict[str, Any] = {
    "nothing": {},
    "an empty error": {"error": None},
    "an error of lists": {"error": {"type": ["ValueError"], "message": [1], "where": {"a": 1}}},
    "a name with control characters": {"error": {"type": "\x1b[2J\u202e\ud800", "message": "\x1b]0;x\x07"}},
    "a message as long as a book": {"error": {"type": "ValueError", "message": "x" * 10_000_000}},
    "warnings of lists": {"value": 41, "warnings": [[["a"], None], 3, None, ["x"]]},
    "warnings that are no warnings": {"value": 41, "warnings": [["SystemExit", "x"], ["eval", "x"], ["__name__", ""]]},
    "warnings without end": {"value": 41, "warnings": [["UserWarning", "x"]] * 100_000},
}


@pytest.mark.parametrize("name", REPLIES)
def test_no_forged_reply_passes(name: str) -> None:
    verdict = _examine(lambda request: REPLIES[name], "assert answer == 42, 'wrong'")
    assert not verdict.passed
    assert len(verdict.message) < 6000
    verdict.message.encode()
    assert "\x1b" not in verdict.message


ERRORS = (
    *("KeyboardInterrupt", "SystemExit", "GeneratorExit", "BaseException", "BaseExceptionGroup", "ExceptionGroup"),
    *("StopIteration", "StopAsyncIteration", "UnicodeDecodeError", "KeyError", "AttributeError", "RecursionError"),
    *("MemoryError", "eval", "Warning", "__import__", "TookTooLong", "KernelGone", "AssertionError", "ImportError"),
)


@pytest.mark.parametrize("error", ERRORS)
def test_no_error_ends_the_examiner_or_a_loop(error: str) -> None:
    def reply(request: dict[str, Any]) -> Any:
        if request["op"] == "name":
            return {"value": {"k": "handle", "v": 1, "type": "function"}}
        return {"error": {"type": error, "message": "x"}}

    for check in (
        "square(2)",
        "assert all(map(square, [1, 2]))",
        "for x, y in zip(map(square, [1]), [1]): assert x == y",
    ):
        assert not _examine(reply, check).passed, check


@pytest.mark.parametrize("after", [None, {"0": 0}, [], [1, 2], "ab", [{"k": "model", "v": "x"}]])
def test_no_forged_changes_pass(after: Any) -> None:
    def reply(request: dict[str, Any]) -> Any:
        return {"value": {"k": "handle", "v": 1} if request["op"] == "name" else {"result": 42, "after": after}}

    check = "from nn_lessons import checks\nassert checks.call_and_keep_changes(f, [1])[0] == 42"
    assert not _examine(reply, check).passed


CALLS: dict[str, Any] = {
    "a result of no form": [],
    "files out of the folder": {"result": 41, "files": {"0": {"../owned": "aGVsbG8="}}},
    "files at a place of their own": {"result": 41, "files": {"0": {"/tmp/owned-by-a-test": "aGVsbG8="}}},
    "files of no form": {"result": 41, "files": {"0": {"": ["x"]}}},
    "files with a zero byte": {"result": 41, "files": {"0": {"a\0b": "aGVsbG8="}}},
    "files of forged places": {"result": 41, "files": {"-1": {"": "aGVsbG8="}, "9": {}}},
}


@pytest.mark.parametrize("name", CALLS)
def test_no_forged_call_passes(name: str, tmp_path: Path) -> None:
    def reply(request: dict[str, Any]) -> Any:
        return {"value": {"k": "handle", "v": 1} if request["op"] == "name" else CALLS[name]}

    folder = tmp_path / "inside"
    folder.mkdir()
    check = f"import pathlib\nassert f(pathlib.Path({str(folder)!r}, 'file')) == 42, 'wrong'"
    assert not _examine(reply, check).passed
    assert not Path("/tmp/owned-by-a-test").exists()
    assert list(tmp_path.iterdir()) == [folder]


QUESTIONS = (
    *("", "[]", "{}", "[" * 100_000, '{"callback": -5}', '{"callback": 10, "args": [], "kwargs": {}}'),
    *('{"callback": 0, "args": [{"k": "eval", "v": 1}], "kwargs": {}}', '{"callback": 0, "args": 3, "kwargs": []}'),
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_forged_questions_are_answered_with_an_error(question: str) -> None:
    answers = []

    def reply(request: dict[str, Any]) -> Any:
        if request["op"] == "name":
            return {"value": {"k": "handle", "v": 1}}
        answers.append(json.loads(request["question"](question)))
        return {"value": {"result": 41}}

    assert not _examine(reply, "assert f(lambda x: x) == 42").passed
    assert "error" in answers[0]


def test_the_time_limit_reaches_through_a_callback() -> None:
    def reply(request: dict[str, Any]) -> Any:
        if request["op"] == "name":
            return {"value": {"k": "handle", "v": 1}}
        request["question"]('{"callback": 0, "args": [], "kwargs": {}}')
        return {"value": {"result": 42}}

    verdict = _examine(reply, "import time\nassert f(lambda: time.sleep(30)) == 42", seconds=1)
    assert verdict.error == "TimeoutError"


def test_an_endless_iterator_ends() -> None:
    def reply(request: dict[str, Any]) -> Any:
        return {"value": [1] * 64 if request["op"] == "next" else {"k": "handle", "v": 1}}

    assert not _examine(reply, "assert sum(numbers) == 42", seconds=5).passed


def test_memory_is_bounded() -> None:
    verdict = _examine(lambda request: {"value": 10**10}, "assert [0] * answer")
    assert verdict.error == "MemoryError"
