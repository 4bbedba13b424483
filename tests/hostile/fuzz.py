"""``python -m tests.hostile.fuzz``: what comes from a student, changed at random, until something gives way.

Three targets: model files, replies of the student's kernel, notebooks. Whatever arrives, no check passes, nothing but
`Refused` and `Unreadable` is raised, and Python's audit hooks see no program started, no code unmarshalled, no network
and no file written outside of the temporary folder. A few seconds in CI; a night's worth with ``--seconds 30000``.
"""

import argparse
import base64
import io
import json
import os
import random
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograde.authoring.sample_class import filled, to_bytes
from autograde.authoring.source import read_release, read_source
from autograde.course import open_course
from autograde.grading.sealed import wire
from autograde.grading.sealed.examiner import Examiner
from autograde.grading.sealed.model_files import load_model
from autograde.grading.sealed.rebuild import rebuild
from autograde.grading.sealed.submission import Unreadable, parse_submission, read_file
from tests.grading.conftest import code_of
from tests.hostile.test_forged_replies import Forged

#: One input may take so long (seconds).
MAX_SECONDS = 20.0

_WORDS = (
    *(
        "keras",
        "keras.layers",
        "keras.src.ops",
        "builtins",
        "os",
        "system",
        "eval",
        "Lambda",
        "__lambda__",
        "__numpy__",
    ),
    *(
        "Sequential",
        "Functional",
        "Dense",
        "handle",
        "model",
        "list",
        "dict",
        "array",
        "scalar",
        "callback",
        "class_name",
    ),
    *("../../x", "/etc/passwd", "\ud800", "\0", "x" * 10_000, "NaN", "", "1", "k", "v", "value", "error", "warnings"),
)
_NUMBERS = (0, 1, -1, 2**31, 2**63, -(2**63), 10**400, 0.5, float("nan"), float("inf"), True, False, None)
#: Audit events that mean that code of a student runs, or reaches out, in the process that checks.
_FORBIDDEN = {
    "marshal.loads",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "subprocess.Popen",
    "socket.connect",
}

Target = Callable[[random.Random], None]


class Escape(BaseException):
    """Something happened that no input may cause."""


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN and not (event == "marshal.loads" and _is_importing()):
        raise Escape(f"{event} {args!r:.300}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        path = os.path.realpath(os.fsdecode(args[0])) if isinstance(args[0], str | bytes | os.PathLike) else ""
        if path and not path.startswith((os.path.realpath(tempfile.gettempdir()), os.devnull)):
            raise Escape(f"open {path}")


def _is_importing() -> bool:
    """Whether the import of a module is what runs: that unmarshals its compiled code."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def changed_bytes(chance: random.Random, content: bytes) -> bytes:
    """Bytes with a few of them replaced, removed or repeated."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 2, 8))):
        place, size = chance.randrange(len(data) + 1), chance.choice((1, 2, 4, 8, 64))
        new = chance.choice(
            (b"", chance.randbytes(size), bytes(size), b"\xff" * size, bytes(data[place : place + size]) * 2)
        )
        data[place : place + size] = new
    return bytes(data)


def changed_json(chance: random.Random, value: Any) -> Any:
    """A JSON value with one part, at any depth, replaced, removed, repeated or wrapped."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        other = dict(value)
        match chance.randrange(10):
            case 0:
                del other[key]
            case 1:
                other[chance.choice(_WORDS)] = other.pop(key)
            case _:
                other[key] = changed_json(chance, value[key])
        return other
    if isinstance(value, list) and value and chance.random() < 0.85:
        place = chance.randrange(len(value))
        other_list = list(value)
        match chance.randrange(10):
            case 0:
                del other_list[place]
            case 1:
                other_list *= 2
            case _:
                other_list[place] = changed_json(chance, value[place])
        return other_list
    return chance.choice((*_WORDS, *_NUMBERS, [value], {"k": chance.choice(_WORDS), "v": value}, [], {}))


def _models() -> list[str]:
    import keras

    inputs = keras.Input((3,), name="a")
    branch = keras.layers.Dense(2, activation="relu")(inputs)
    functional = keras.Model(inputs, keras.layers.Concatenate()([inputs, branch]))
    sequential = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_regularizer="l2")])
    sequential.compile(loss="mse", optimizer=keras.optimizers.SGD(0.1, momentum=0.9), metrics=["mae"])
    return [str(wire.encode_model(model)) for model in (functional, sequential)]


def model_files() -> Target:
    """A model file gives a model of Keras' own class or is refused."""
    files = [_unpacked(text) for text in _models()]

    def once(chance: random.Random) -> None:
        members = dict(chance.choice(files))
        name = chance.choice(list(members))
        if name.endswith(".json") and chance.random() < 0.8:
            value = json.loads(members[name])
            for _ in range(chance.choice((1, 1, 2, 5))):
                value = changed_json(chance, value)
            members[name] = json.dumps(value).encode("utf-8", "replace")
        else:
            members[name] = changed_bytes(chance, members[name])
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            for member, content in members.items():
                file.writestr(member, content)
        content = archive.getvalue() if chance.random() < 0.9 else changed_bytes(chance, archive.getvalue())
        try:
            model = load_model(content)
        except wire.Refused:
            return
        if not type(model).__module__.startswith("keras."):
            raise Escape(f"a model of the class {type(model)}")

    return once


def _unpacked(text: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(text))) as file:
        return {name: file.read(name) for name in file.namelist()}


def replies() -> Target:
    """Whatever the student's side answers, a check that asks for a secret does not pass."""
    import numpy as np

    honest: list[Any] = [
        {"value": wire.encode([1, (2.5, "x"), {"a": {3}}], _no), "warnings": [["UserWarning", "look"]]},
        {"value": {"result": wire.encode(np.arange(6.0).reshape(2, 3), _no), "after": [1, None], "files": {}}},
        {"value": {"k": "handle", "v": {"id": 3, "type": "f", "callable": True, "model": False}}},
        {"value": {"k": "model", "v": _models()[1], "handle": {"id": 4, "type": "M"}}},
        {"error": {"type": "ValueError", "message": "no", "where": "line 1"}},
    ]
    secret = random.Random().randbytes(16).hex()
    digits = [ord(char) for char in secret]
    assertions = [
        f"assert f(2) == {secret!r}",
        f"checks.assert_equal(f([1, 2]), [{secret!r}], 'no')",
        f"r, (a,) = checks.call_and_keep_changes(f, [0])\nassert r == {secret!r}",
        f"checks.assert_close(f(np.ones(3)), {digits}, 'no')",
        f"m = f()\nassert m.count_params() == {int(secret, 16)}",
        f"for row in f():\n    assert row == {secret!r}\nraise AssertionError('empty')",
    ]
    checks = [f"import numpy as np\nfrom nn_lessons import checks\n{assertion}" for assertion in assertions]

    def once(chance: random.Random) -> None:
        def reply(request: dict[str, Any]) -> Any:
            value = chance.choice(honest)
            for _ in range(chance.choice((0, 1, 1, 2, 4))):
                value = changed_json(chance, value)
            return value

        check = chance.choice(checks)
        verdict = Examiner(Forged(reply), check_seconds=5).examine(code_of(check))  # type: ignore[arg-type]
        if verdict.passed:
            raise Escape(f"this check passed:\n{check}")

    return once


def _no(value: Any) -> Any:
    raise TypeError(type(value))


def notebooks() -> Target:
    """A hand-in is rebuilt with the source's checks, or refused; a check's text never comes from the hand-in."""
    source = read_source(open_course().topics[0])
    release = read_release(source)
    perfect = json.loads(to_bytes(filled(source, release, {})))
    checks = [cell.id for cell in source.of_kind("check")]
    texts = {cell.id: cell.text for cell in source.of_kind("check")}

    def once(chance: random.Random) -> None:
        notebook = perfect
        for _ in range(chance.choice((1, 3, 10, 30))):
            notebook = changed_json(chance, notebook)
        content = json.dumps(notebook).encode("utf-8", "replace")
        if chance.random() < 0.3:
            content = changed_bytes(chance, content)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "perceptron.ipynb")
            path.write_bytes(content)
            try:
                rebuilt = rebuild(source, release, parse_submission(read_file(path)))
            except Unreadable:
                return
        found = {cell.id: cell.text for cell in rebuilt.cells if cell.role == "check"}
        if list(found) != checks or found != texts:
            raise Escape("a check is missing or has another text")

    return once


TARGETS: dict[str, Callable[[], Target]] = {"models": model_files, "replies": replies, "notebooks": notebooks}


def fuzz(name: str, seed: int, seconds: float) -> Iterator[str]:
    """Try inputs for some time; yield what each failure was, with the number that repeats it."""
    target = TARGETS[name]()
    end = time.monotonic() + seconds
    number = seed
    while time.monotonic() < end:
        started = time.monotonic()
        try:
            target(random.Random(f"{name} {number}"))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            yield f"{name} {number}: {type(error).__name__}: {error}"
        if time.monotonic() - started > MAX_SECONDS:
            yield f"{name} {number}: took {time.monotonic() - started:.0f} s"
        number += 1
    print(f"{name}: {number - seed} inputs from {seed}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="default: all")
    parser.add_argument("--seed", type=int, default=time.time_ns() // 10**9 * 10**6, help="the first input's number")
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    failures = 0
    for name in options.targets or TARGETS:
        TARGETS[name]()  # what it imports and compiles is no input's doing
        sys.addaudithook(_watch)
        for failure in fuzz(name, options.seed, options.seconds):
            print(failure, flush=True)
            failures += 1
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
