"""The examiner's agent inside the student's kernel: answers requests about names, calls, attributes and items.

Its text is sent to the kernel behind that of wire.py, whose names it uses; see `agent_text` in dialogue.py. It runs in
the student's process and is not trusted: whatever it answers is only ever a value that the student's code could have
chosen. docs/security.md describes the protocol.
"""

import base64
import contextlib
import functools
import io
import itertools
import json
import os
import sys
import tempfile
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Cut out when the text is sent: there, the names are defined above.
from autograde.grading.sealed.wire import decode, encode, encode_model, is_model, pack, unpack

#: Seconds that an interrupt may need to arrive.
_LATE_INTERRUPT = 2.0


class Agent:
    """Answers the requests of one examiner; keeps what may be referred to later, by number."""

    def __init__(self) -> None:
        self.handles: dict[int, Any] = {}
        self.numbers = itertools.count(1)

    def serve(self) -> None:
        """Answer requests until the examiner has no more.

        Each reply goes out as the prompt of a question in Jupyter's input channel; what is typed there is the next
        request.
        """
        # After each request ipykernel sleeps, so that output gets ahead of the reply: here nobody waits for output.
        _shell().kernel._execute_sleep = 0
        reply: dict[str, Any] = {}
        while (request := json.loads(_ask(reply)))["op"] != "end":
            reply = self._reply(request)
        if request.get("interrupted"):
            time.sleep(_LATE_INTERRUPT)  # one that comes now ends it

    def _reply(self, request: dict[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = {}
        with contextlib.ExitStack() as stack:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    reply["value"] = _Exchange(self, stack).answer(request)
                except KeyboardInterrupt:  # the examiner waits no longer
                    raise
                except BaseException as error:  # whatever the student's code raises is an answer too
                    reply["error"] = _describe(error)
            _close_figures()
            reply["warnings"] = [[w.category.__name__, str(w.message)[:500]] for w in caught[:20]]
            return reply

    def refer(self, value: Any) -> dict[str, Any]:
        """Keep a value here and send its number instead; of a Keras model, the file that it saves itself to as well."""
        if is_model(value):
            handle = self.keep(value) | {"model": True}
            file = encode_model(value) if _holds_layers_only(value) else None
            return handle if file is None else {"k": "model", "v": file, "handle": handle}
        return self.keep(value)

    def keep(self, value: Any) -> dict[str, Any]:
        """Keep a value here, by number."""
        number = next(self.numbers)
        self.handles[number] = value
        name = getattr(value, "__name__", "") if isinstance(value, (type, types.FunctionType)) else ""
        return {"k": "handle", "v": number, "type": type(value).__name__, "name": name if isinstance(name, str) else ""}


class _Exchange:
    """One request: decodes its arguments, does the operation, encodes the answer."""

    def __init__(self, agent: Agent, stack: contextlib.ExitStack) -> None:
        self.agent = agent
        self.stack = stack
        self.paths: list[tuple[int, Path]] = []
        self.decoders: dict[str, Callable[[dict[str, Any]], Any]] = {
            "handle": lambda value: agent.handles[value["v"]],
            "callback": lambda value: self.callback(value["v"]),
            "path": self.decode_path,
            "type": lambda value: getattr(sys.modules["numpy"], value["v"]),
            "model": self.decode_model,
        }

    @functools.cached_property
    def folder(self) -> str:
        """A folder until the request is answered; made where it is needed only, it is a tenth of a request's time."""
        return self.stack.enter_context(tempfile.TemporaryDirectory(prefix="examine-", ignore_cleanup_errors=True))

    def encode(self, value: Any) -> Any:
        return encode(value, self.agent.refer)

    def decode(self, value: Any) -> Any:
        return decode(value, self.decoders)

    def answer(self, request: dict[str, Any]) -> Any:
        operation = request["op"]
        if operation == "name":
            return self.encode(_Names(_shell().user_ns)[request["name"]])
        if operation == "lacking":
            return [name for name in request["names"] if name not in _shell().user_ns]
        if operation == "define":
            namespace: dict[str, Any] = {"__name__": "checks"}
            exec(request["code"], namespace)
            return self.encode(namespace[request["name"]])
        target = self.agent.handles[request["id"]]
        if operation == "call":
            return self.call(target, request)
        if operation == "attr":
            return self.encode(getattr(target, request["name"]))
        if operation == "setattr":
            return setattr(target, request["name"], self.decode(request["value"]))
        if operation == "item":
            return self.encode(target[self.decode(request["key"])])
        if operation == "len":
            return len(target)
        if operation == "iter":
            return self.encode(_Iterator(iter(target)))
        if operation == "next":
            return [self.encode(value) for value in itertools.islice(target.iterator, request["count"])]
        if operation == "array":
            import numpy

            return self.encode(numpy.asarray(target))
        raise ValueError(operation)

    def call(self, function: Any, request: dict[str, Any]) -> dict[str, Any]:
        args = [self.decode(value) for value in request["args"]]
        kwargs = {name: self.decode(value) for name, value in request["kwargs"].items()}
        # A student's print inside a check is noise, not output.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = function(*args, **kwargs)
        after = [self.encode(value) for value in (*args, *kwargs.values())] if request["keep_changes"] else []
        files = {str(number): pack(path) for number, path in self.paths}
        return {"result": self.encode(result), "after": after, "files": files}

    def decode_model(self, value: dict[str, Any]) -> Any:
        import keras

        path = os.path.join(self.folder, f"{next(self.agent.numbers)}.keras")
        with open(path, "wb") as file:
            file.write(base64.b64decode(value["v"]))
        return keras.saving.load_model(path)

    def decode_path(self, value: dict[str, Any]) -> Path:
        path = Path(self.folder, str(value["v"]), value["name"])
        path.parent.mkdir()
        self.paths.append((value["v"], path))
        unpack(value["files"], path)
        if value["folder"]:
            path.mkdir(exist_ok=True)
        return path

    def callback(self, number: int) -> Callable[..., Any]:
        """A function of the check's: calling it asks the examiner, in place of a reply."""

        def call_examiner(*args: Any, **kwargs: Any) -> Any:
            question = {
                "callback": number,
                "args": [self.encode(value) for value in args],
                "kwargs": {name: self.encode(value) for name, value in kwargs.items()},
            }
            answer = json.loads(_ask(question))
            if "error" in answer:
                raise RuntimeError(answer["error"])
            return self.decode(answer["value"])

        return call_examiner


def _holds_layers_only(model: Any) -> bool:
    """Whether a Keras model is made of layers, and not by a class of the student's own with code in it."""
    homes = {base.__name__: base.__module__ for base in type(model).__mro__}
    stock = type(model).__module__.split(".")[0] == "keras"
    return stock or any(homes.get(name, "").startswith("keras.") for name in ("Sequential", "Functional"))


class _Iterator:
    """Hides an iterator that might be plain data, so that it becomes a handle."""

    def __init__(self, iterator: Iterator[Any]) -> None:
        self.iterator = iterator


class _Names(dict[str, Any]):
    """The student's names; one that is missing raises what the student's own code would raise."""

    def __missing__(self, name: str) -> Any:
        raise NameError(f"name '{name}' is not defined")


def _close_figures() -> None:
    """As after a cell: the next call begins with a figure of its own, and nobody waits for all of them at the end."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        with contextlib.suppress(Exception):
            pyplot.close("all")


def _describe(error: BaseException) -> dict[str, str]:
    # A KeyError shows its key quoted: what is made of it in the examiner would quote it again.
    message = str(error.args[0] if type(error) is KeyError and error.args else error)[:2000]
    where = ""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if "ipykernel_" in frame.filename or frame.filename.startswith("<ipython"):
            where = f"line {frame.lineno} of {frame.name}" if frame.name != "<module>" else f"line {frame.lineno}"
            break
    return {"type": type(error).__name__, "message": message, "where": where}


def _ask(message: dict[str, Any]) -> str:
    """Send a message as a prompt; what is typed in is the answer."""
    answer: str = _shell().kernel.raw_input(json.dumps(message))
    return answer


def _shell() -> Any:
    from IPython import get_ipython

    return get_ipython()
