"""The examiner: runs check cells here, outside of the student's kernel, and reaches that only through requests."""

import ast
import base64
import builtins
import contextlib
import io
import json
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograde import sanitize
from autograde.authoring.check_code import CheckCode
from autograde.grading.sealed import wire
from autograde.grading.sealed.bounds import TookTooLong, memory_limit, time_limit
from autograde.grading.sealed.dialogue import Dialogue
from autograde.grading.sealed.handle import Handle, Reference, number_of
from autograde.grading.sealed.model_files import load_model
from autograde.grading.sealed.model_loaders import careful_loaders
from autograde.grading.sealed.own_functions import functions_of
from autograde.grading.sealed.wire import Refused

#: Requests that one check may make: ends a loop over an endless iterator.
MAX_REQUESTS = 20_000
#: Bytes that one check may take beyond what this process has: ends a layer of a million by a million units.
MAX_EXTRA_MEMORY = 2 << 30


# File names of what a check runs, as its functions' code has them.
_PRELUDE, _CHECK = "<given>", "<check>"


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
        self._callbacks: list[Callable[..., Any]] = []
        self._left_behind = ""  # why a model could not be rebuilt
        self._check = CheckCode("")
        self._decoders: wire.DecodeOthers = {
            "handle": self._handle,
            "model": self._model,
        }

    def _handle(self, value: dict[str, Any]) -> Handle:
        handle = Handle(self, Reference.of(value))
        if value.get("model") is True:
            self._left_behind = (
                f"your model is of a class of its own, {handle!r}: it can be called, but is no keras.Sequential and no "
                "keras.Model(inputs, outputs), which a task may ask for"
            )
        return handle

    def _model(self, value: dict[str, Any]) -> Any:
        """Rebuild a model; where that does not go, it is a handle, and a failed check says why."""
        handle = Handle(self, Reference.of(value["handle"]))
        try:
            return load_model(base64.b64decode(value["v"]), functions_of(handle))
        except Refused as error:
            self._left_behind = str(error)
            return handle

    def examine(self, check: CheckCode) -> Verdict:
        """Run one check cell.

        Raises:
            KernelGone: the student's kernel died during the check.
        """
        self._requests, self._callbacks, self._left_behind, self._check = 0, [], "", check
        with self._dialogue.agent_session():
            return self._run(check)

    def _run(self, check: CheckCode) -> Verdict:
        # Assertions are never left out, whatever this interpreter's flags say.
        prelude, code = (
            compile(text, name, "exec", optimize=0) for text, name in ((check.prelude, _PRELUDE), (check.text, _CHECK))
        )
        namespace = _Namespace(self, check.from_student)
        quiet = io.StringIO()
        try:
            with (
                warnings.catch_warnings(),
                contextlib.redirect_stdout(quiet),
                contextlib.redirect_stderr(quiet),
                careful_loaders(f"{check.prelude}\n{check.text}"),
                memory_limit(MAX_EXTRA_MEMORY),
                time_limit(self._check_seconds),
            ):
                warnings.simplefilter("ignore")
                exec(prelude, namespace)  # trusted code, as the check itself: from the course's source
                exec(code, namespace)
        except AssertionError as error:
            return Verdict("AssertionError", self._message(str(error) or "a check found a wrong result"))
        except TookTooLong:
            return Verdict("TimeoutError", "your code took too long here and was stopped")
        except Refused as error:
            return Verdict("ValueError", sanitize.message(str(error)))
        except MemoryError:
            return Verdict("MemoryError", "your answer needs too much memory to be checked")
        except Exception as error:
            notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
            return Verdict(type(error).__name__, self._message(f"{error}{notes}"))
        return Verdict()

    def _message(self, message: str) -> str:
        """What a failed check says, and what may be the reason: that a model is here by its methods only."""
        return sanitize.message(message + (f" (Here {self._left_behind}.)" if self._left_behind else ""))

    def lacking(self, names: Collection[str]) -> frozenset[str]:
        """Those of some names that the student's kernel does not have; none where it gives no proper answer.

        Raises:
            KernelGone: the student's kernel died.
        """
        with self._dialogue.agent_session():
            try:
                reply = self._dialogue.ask({"op": "lacking", "names": sorted(names)}, lambda question: "{}")
            except TookTooLong:
                return frozenset()
        answer = reply.get("value")
        return frozenset(name for name in names if isinstance(answer, list) and name in answer)

    def fetch(self, name: str) -> Any:
        """The student's value of a name; NameError if there is none."""
        return self.ask(op="name", name=name)

    def call(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call the student's object with copies of the arguments; what it does to them stays in its process."""
        return self.decode(self._call(number, args, kwargs).get("result"))

    def call_and_keep_changes(
        self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Any, tuple[Any, ...]]:
        """Call the student's object; return its result, and its copies of the arguments as the call has left them."""
        answer = self._call(number, args, kwargs, keep_changes=True)
        given, after = (*args, *kwargs.values()), answer.get("after")
        if not isinstance(after, list) or len(after) != len(given):
            raise Refused("an answer is malformed")
        # Functions, handles and paths are no copies: what the student's code did to them is seen through them.
        kept = (
            old if (callable(old) and not _is_model(old)) or isinstance(old, Path) else self.decode(new)
            for old, new in zip(given, after, strict=True)
        )
        return self.decode(answer.get("result")), tuple(kept)

    def _call(
        self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any], *, keep_changes: bool = False
    ) -> dict[str, Any]:
        paths: list[tuple[Path, dict[str, str]]] = []
        encode = self._encoder(paths)
        answer = self.request(
            op="call",
            id=number,
            args=[encode(value) for value in args],
            kwargs={name: encode(value) for name, value in kwargs.items()},
            keep_changes=keep_changes,
        )
        if not isinstance(answer, dict):
            raise Refused("an answer is malformed")
        files = dict(answer.get("files") or {})
        for index, (path, sent) in enumerate(paths):  # not what the answer names: it may name one path a thousand times
            if str(index) in files:
                wire.unpack(files[str(index)], path)
                wire.remove(sent.keys() - files[str(index)].keys(), path)
        return answer

    def define(self, function: Callable[..., Any]) -> Any:
        """Define a function of the check, or of an example cell that it uses, in the student's process, from its text.

        Raises:
            TypeError: there is no such function.
        """
        first, file = function.__code__.co_firstlineno, function.__code__.co_filename
        text = {_PRELUDE: self._check.prelude, _CHECK: self._check.text}.get(file, "")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and first in {node.lineno, *(d.lineno for d in node.decorator_list)}:
                node.decorator_list = []
                return self.ask(op="define", name=node.name, code=ast.unparse(node))
        raise TypeError("only a function that the check itself defines can run in the student's kernel")

    def ask(self, **request: Any) -> Any:
        """Make a request and decode its answer."""
        return self.decode(self.request(**request))

    def request(self, **request: Any) -> Any:
        """Make a request; return its answer as JSON; raise what the student's code raised, warn what it warned."""
        self._requests += 1
        if self._requests > MAX_REQUESTS:
            raise Refused("the check made too many requests; is something endless?")
        reply = self._dialogue.ask(request, self._answer_question)
        for category, message in _pairs(reply.get("warnings")):
            warnings.warn(message, _builtin(category, Warning, UserWarning), stacklevel=3)
        if "error" in reply:
            raise _student_error(reply["error"])
        return reply.get("value")

    def decode(self, value: Any) -> Any:
        return wire.decode(value, self._decoders)

    def encode(self, value: Any) -> Any:
        return self._encoder([])(value)

    def _encoder(self, paths: list[tuple[Path, dict[str, str]]]) -> Callable[[Any], Any]:
        """Encodes arguments; the paths among them are added to a list with their files: where the answer's belong."""

        def other(value: Any) -> Any:
            if type(value) is Handle:
                return {"k": "handle", "v": number_of(value)}
            if isinstance(value, dict) and type(value) is not dict:
                return wire.encode(dict(value), other)
            if isinstance(value, Path):
                files = wire.pack(value)
                paths.append((value, files))
                packed = {"name": value.name, "folder": value.is_dir(), "files": files}
                return {"k": "path", "v": len(paths) - 1, **packed}
            if wire.is_model(value) and (file := wire.encode_model(value)) is not None:
                return {"k": "model", "v": file}
            if isinstance(value, type) and issubclass(value, np.generic):
                return {"k": "type", "v": value.__name__}
            if callable(value):
                self._callbacks.append(value)
                return {"k": "callback", "v": len(self._callbacks) - 1}
            raise TypeError(f"a check cannot pass a {type(value).__name__} to the student's code (docs/author.md)")

        return lambda value: wire.encode(value, other)

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


class _Namespace(dict[str, Any]):
    """A check's globals: names that a task makes are fetched from the student's kernel, once a check; no others are."""

    def __init__(self, examiner: Examiner, from_student: Collection[str]) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._examiner = examiner
        self._from_student = from_student

    def __missing__(self, name: str) -> Any:
        if name not in self._from_student:
            raise KeyError(name)
        self[name] = value = self._examiner.fetch(name)
        return value


def _is_model(value: Any) -> bool:
    return type(value).__module__.split(".")[0] == "keras"


def _student_error(description: Any) -> Exception:
    description = description if isinstance(description, dict) else {}
    name, message = str(description.get("type", ""))[:80], str(description.get("message", ""))[: sanitize.MAX_MESSAGE]
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


def _pairs(value: Any) -> list[tuple[str, str]]:
    pairs = value if isinstance(value, list) else []
    return [(str(pair[0]), str(pair[1])) for pair in pairs[:20] if isinstance(pair, list) and len(pair) == 2]
