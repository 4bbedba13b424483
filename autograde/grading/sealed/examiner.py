"""The examiner: runs check cells here, in a trusted process, and reaches the student's work only through requests."""

import builtins
import contextlib
import io
import json
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograde.grading.sealed import codec
from autograde.grading.sealed.bounds import TookTooLong, memory_limit, time_limit
from autograde.grading.sealed.codec import Reference
from autograde.grading.sealed.dialogue import Dialogue
from autograde.grading.sealed.files import pack, unpack
from autograde.grading.sealed.refused import Refused

#: Items that one request of an iteration brings.
ITEMS_PER_REQUEST = 64
#: Requests that one check may make: ends a loop over an endless iterator.
REQUESTS_PER_CHECK = 20_000
#: Bytes that one check may take beyond what this process has: ends a layer of a million by a million units.
MEMORY_PER_CHECK = 2 << 30
#: Characters kept of a message.
LONGEST_MESSAGE = 5000

#: What a terminal or a file could stumble over: control characters but tab and newline, halves of characters.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class StudentError(RuntimeError):
    """An exception of a type of the student's own, raised by the student's code."""


@dataclass(frozen=True)
class Verdict:
    """What a check found: the error's type and message, both "" when it passed."""

    error: str = ""
    message: str = ""

    @property
    def passed(self) -> bool:
        return not self.error


class Examiner:
    """Examines one student's kernel.

    Args:
        dialogue: the conversation with the kernel.
        check_seconds: the time limit of one check.
    """

    def __init__(self, dialogue: Dialogue, *, check_seconds: float) -> None:
        self._dialogue = dialogue
        self._check_seconds = check_seconds
        self._requests = 0
        self._callbacks: list[Callable] = []

    def examine(self, check: str) -> Verdict:
        """Run one check cell.

        Raises:
            KernelGone: the student's kernel died during the check.
        """
        self._requests, self._callbacks = 0, []
        with self._dialogue.examination():
            return self._run(check)

    def _run(self, check: str) -> Verdict:
        code = compile(check, "<check>", "exec")
        quiet = io.StringIO()
        try:
            with (
                warnings.catch_warnings(),
                contextlib.redirect_stdout(quiet),
                contextlib.redirect_stderr(quiet),
                memory_limit(MEMORY_PER_CHECK),
                time_limit(self._check_seconds),
            ):
                warnings.simplefilter("ignore")
                exec(code, _Namespace(self))  # trusted code: the check, from the course's source
        except AssertionError as error:
            return Verdict("AssertionError", legible(str(error)) or "a check found a wrong result")
        except TookTooLong:
            return Verdict("TimeoutError", "your code took too long here and was stopped")
        except Refused as error:
            return Verdict("ValueError", legible(str(error)))
        except MemoryError:
            return Verdict("MemoryError", "your answer needs too much memory to be checked")
        except Exception as error:
            notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
            return Verdict(type(error).__name__, legible(f"{error}{notes}"))
        return Verdict()

    def fetch(self, name: str) -> Any:
        """The student's value of a name; NameError if there is none."""
        return self.ask(op="name", name=name)

    def call(self, number: int, args: tuple, kwargs: dict[str, Any]) -> Any:
        """Call the student's object; arguments that it changes in place are changed here as well."""
        paths: list[Path] = []
        encode = self._encoder(paths)
        answer = self.request(
            op="call",
            id=number,
            args=[encode(value) for value in args],
            kwargs={name: encode(value) for name, value in kwargs.items()},
        )
        if not isinstance(answer, dict):
            raise Refused("an answer is malformed")
        given = [*args, *kwargs.values()]
        for index, changed in dict(answer.get("changed") or {}).items():
            copy_back(given[int(index)], self.decode(changed))
        for index, packed in dict(answer.get("files") or {}).items():
            unpack(packed, paths[int(index)])
        return self.decode(answer.get("result"))

    def ask(self, **request: Any) -> Any:
        """Make a request and decode its answer."""
        return self.decode(self.request(**request))

    def request(self, **request: Any) -> Any:
        """Make a request; return its answer as JSON; raise what the student's code raised, warn what it warned."""
        self._requests += 1
        if self._requests > REQUESTS_PER_CHECK:
            raise Refused("the check made too many requests; is something endless?")
        reply = self._dialogue.ask(request, self._answer_question)
        for category, message in _pairs(reply.get("warnings")):
            warnings.warn(message, _builtin(category, Warning, UserWarning), stacklevel=3)
        if "error" in reply:
            raise _student_error(reply["error"])
        return reply.get("value")

    def decode(self, value: Any) -> Any:
        return codec.decode(value, self._refer)

    def encode(self, value: Any) -> Any:
        return self._encoder([])(value)

    def _refer(self, reference: Reference) -> "Handle":
        return Handle(self, reference)

    def _encoder(self, paths: list[Path]) -> Callable[[Any], Any]:
        def extra(value: object) -> Any:
            if type(value) is Handle:
                return {"k": "handle", "v": object.__getattribute__(value, "_reference").number}
            if isinstance(value, Path):
                paths.append(value)
                packed = {"name": value.name, "folder": value.is_dir(), "files": pack(value)}
                return {"k": "path", "v": len(paths) - 1, **packed}
            if callable(value):
                self._callbacks.append(value)
                return {"k": "callback", "v": len(self._callbacks) - 1}
            raise TypeError(f"a check cannot pass a {type(value).__name__} to the student's code (docs/author.md)")

        return lambda value: codec.encode(value, extra)

    def _answer_question(self, question: str) -> str:
        """Answer the student's call of a function that the check passed to it."""
        try:
            call = json.loads(question)
            function = self._callbacks[int(call["callback"])]
            args = [self.decode(value) for value in call["args"]]
            kwargs = {str(name): self.decode(value) for name, value in call["kwargs"].items()}
            return json.dumps({"value": self.encode(function(*args, **kwargs))})
        except Exception as error:
            return json.dumps({"error": f"{type(error).__name__}: {error}"})


class Handle:
    """Something of the student's that stays in his process: callable, with attributes, items, length, iteration.

    It has no equality but identity, no truth value and no arithmetic: the student's code cannot decide a comparison.
    """

    def __init__(self, examiner: Examiner, reference: Reference) -> None:
        object.__setattr__(self, "_examiner", examiner)
        object.__setattr__(self, "_reference", reference)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _examiner(self).call(_number(self), args, kwargs)

    def __getattr__(self, name: str) -> Any:
        # NumPy and others probe for protocols by such names; a handle has none of them.
        if name.startswith("__") and name not in {"__name__", "__doc__"}:
            raise AttributeError(name)
        return _examiner(self).ask(op="attr", id=_number(self), name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        examiner = _examiner(self)
        examiner.request(op="setattr", id=_number(self), name=name, value=examiner.encode(value))

    def __getitem__(self, key: Any) -> Any:
        examiner = _examiner(self)
        return examiner.ask(op="item", id=_number(self), key=examiner.encode(key))

    def __len__(self) -> int:
        length = _examiner(self).request(op="len", id=_number(self))
        if type(length) is not int or length < 0:
            raise TypeError("len() gave no whole number")
        return length

    def __iter__(self) -> Iterator[Any]:
        examiner = _examiner(self)
        iterator = examiner.ask(op="iter", id=_number(self))
        if type(iterator) is not Handle:
            raise TypeError("iteration gave no iterator")
        while True:
            items = examiner.request(op="next", id=_number(iterator), count=ITEMS_PER_REQUEST)
            yield from map(examiner.decode, items)
            if len(items) < ITEMS_PER_REQUEST:
                return

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        array = _examiner(self).ask(op="array", id=_number(self))
        if type(array) is not np.ndarray:
            raise TypeError(f"{self!r} is not an array of numbers")
        return array.astype(dtype) if dtype is not None else array

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} has no truth value here; check a property of it")

    def __repr__(self) -> str:
        reference: Reference = object.__getattribute__(self, "_reference")
        return f"<{reference.type_name} {reference.name}>" if reference.name else f"<{reference.type_name}>"


def _examiner(handle: Handle) -> Examiner:
    examiner: Examiner = object.__getattribute__(handle, "_examiner")
    return examiner


def _number(handle: Handle) -> int:
    reference: Reference = object.__getattribute__(handle, "_reference")
    return reference.number


class _Namespace(dict):
    """A check's globals: names that it does not define itself are fetched from the student's kernel, once a check."""

    def __init__(self, examiner: Examiner) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._examiner = examiner

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            raise KeyError(name)
        self[name] = value = self._examiner.fetch(name)
        return value


def copy_back(old: Any, new: Any) -> None:
    """Make a mutable argument what the student's code made of its copy, in place, container by container."""
    if type(old) is np.ndarray and type(new) is np.ndarray:
        if old.shape == new.shape and old.dtype == new.dtype:
            old[...] = new
    elif type(old) is list and type(new) is list:
        for index, value in enumerate(new[: len(old)]):
            new[index] = _merged(old[index], value)
        old[:] = new
    elif type(old) is dict and type(new) is dict:
        merged = {key: _merged(old[key], value) if key in old else value for key, value in new.items()}
        old.clear()
        old.update(merged)
    elif type(old) is set and type(new) is set:
        old.clear()
        old.update(new)


def _merged(old: Any, new: Any) -> Any:
    if type(old) is type(new) and type(old) in {list, dict, set}:
        copy_back(old, new)
        return old
    if type(old) is np.ndarray and type(new) is np.ndarray and old.shape == new.shape and old.dtype == new.dtype:
        copy_back(old, new)
        return old
    return new


def _student_error(description: Any) -> Exception:
    description = description if isinstance(description, dict) else {}
    name, message = str(description.get("type", ""))[:80], str(description.get("message", ""))[:LONGEST_MESSAGE]
    kind = _builtin(name, Exception, StudentError)
    # It would end a loop of the check silently.
    if issubclass(kind, StopIteration | StopAsyncIteration):
        kind = StudentError
    error = kind(message if kind is not StudentError else f"{name}: {message}")
    if description.get("where"):
        error.add_note(f"in your code, {str(description['where'])[:200]}")
    return error


def _builtin(name: str, base: type, default: Any) -> Any:
    kind = getattr(builtins, name, None)
    plain = isinstance(kind, type) and issubclass(kind, base) and not issubclass(kind, UnicodeError | ExceptionGroup)
    return kind if plain else default


def legible(text: str) -> str:
    """A message of bounded length that any terminal, file and page can show."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text[:LONGEST_MESSAGE])


def _pairs(value: Any) -> list[tuple[str, str]]:
    pairs = value if isinstance(value, list) else []
    return [(str(pair[0]), str(pair[1])) for pair in pairs[:20] if isinstance(pair, list) and len(pair) == 2]
