"""The examiner's hand inside the student's kernel: answers requests about names, calls, attributes and items.

This file is sent to the kernel as text and needs nothing but the standard library (NumPy and Keras are used where the
student's code has imported them). It runs in the student's process and is not trusted: whatever it answers is only ever
a value that the student's code could have chosen. docs/security.md describes the protocol.
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
import traceback
import types
import warnings

_PLAIN = (type(None), bool, float, str)
_CONTAINERS: dict[type, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}
_DEPTH = 40
_handles: dict = {}
_numbers = itertools.count(1)


def serve():
    """Answer the examiner's requests until he has no more.

    Each reply goes out as the prompt of a question in Jupyter's input channel; what is typed there is the next request.
    """
    reply: dict = {}
    while (request := json.loads(_shell().kernel.raw_input(json.dumps(reply))))["op"] != "end":
        reply = _reply(request)


def _reply(request):
    reply: dict = {}
    with contextlib.ExitStack() as stack:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                reply["value"] = _Exchange(stack).answer(request)
            except KeyboardInterrupt:  # the examiner waits no longer
                raise
            except BaseException as error:  # whatever the student's code raises is an answer too
                reply["error"] = _describe(error)
        _close_figures()
        reply["warnings"] = [[w.category.__name__, str(w.message)[:500]] for w in caught[:20]]
        return reply


def _close_figures():
    """As after a cell: the next call begins with a figure of its own, and nobody waits for all of them at the end."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        with contextlib.suppress(Exception):
            pyplot.close("all")


def _describe(error):
    # A KeyError shows its key quoted: what is made of it in the examiner would quote it again.
    message = str(error.args[0] if type(error) is KeyError and error.args else error)[:2000]
    where = ""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if "ipykernel_" in frame.filename or frame.filename.startswith("<ipython"):
            where = f"line {frame.lineno} of {frame.name}" if frame.name != "<module>" else f"line {frame.lineno}"
            break
    return {"type": type(error).__name__, "message": message, "where": where}


class _Exchange:
    """One request: decodes its arguments, does the operation, encodes the answer."""

    def __init__(self, stack):
        self.stack = stack
        self.paths = []

    @functools.cached_property
    def folder(self):
        """Made where it is needed only: it is a tenth of a request's time."""
        return self.stack.enter_context(tempfile.TemporaryDirectory(prefix="examine-", ignore_cleanup_errors=True))

    def answer(self, request):
        operation = request["op"]
        if operation == "name":
            return self.encode(_user_namespace()[request["name"]])
        target = _handles[request["id"]]
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
            return self.encode(_numpy().asarray(target))
        raise ValueError(operation)

    def call(self, function, request):
        args = [self.decode(value) for value in request["args"]]
        kwargs = {name: self.decode(value) for name, value in request["kwargs"].items()}
        given = [*args, *kwargs.values()]
        before = [self.changeable(value) for value in given]
        # A student's print inside a check is noise, not output.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = function(*args, **kwargs)
        after = [self.changeable(value) for value in given]
        changed = {str(i): new for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}
        files = {str(number): _pack(path) for number, path in self.paths}
        return {"result": self.encode(result), "changed": changed, "files": files}

    def changeable(self, value):
        return self.encode(value) if type(value) in (list, dict, set) or _is_array(value) else None

    def encode(self, value, depth=0):
        kind = type(value)
        if kind in _PLAIN or (kind is int and value.bit_length() < 10_000):
            return value
        if depth < _DEPTH:
            if kind in _CONTAINERS:
                return {"k": _CONTAINERS[kind], "v": [self.encode(item, depth + 1) for item in list(value)]}
            if kind is dict:
                pairs = list(value.items())
                return {"k": "dict", "v": [[self.encode(x, depth + 1) for x in pair] for pair in pairs]}
        if kind is complex:
            return {"k": "complex", "v": [value.real, value.imag]}
        if kind is bytes:
            return {"k": "bytes", "v": _text(value)}
        if kind is slice:
            return {"k": "slice", "v": [self.encode(x, depth + 1) for x in (value.start, value.stop, value.step)]}
        if kind is range:
            return {"k": "range", "v": [value.start, value.stop, value.step]}
        return self.encode_scientific(value) or _handle(value)

    def encode_scientific(self, value):
        np = sys.modules.get("numpy")
        if np is None:
            return None
        if isinstance(value, np.dtype) and not value.hasobject:
            return {"k": "dtype", "v": value.str}
        if _is_array(value):
            return _array("array", value)
        if isinstance(value, np.generic) and type(value).__module__ == "numpy" and value.dtype.kind in "biufcUS":
            return _array("scalar", np.asarray(value))
        if _is_tensor(value):
            array = np.asarray(value)
            return _array("array", array) if array.dtype.kind in "biufcUS" else None
        if _is_stock_model(value):
            return self.encode_model(value)
        return None

    def encode_model(self, model):
        path = os.path.join(self.folder, f"{next(_numbers)}.keras")
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                model.save(path)
            with open(path, "rb") as file:
                return {"k": "model", "v": _text(file.read())}
        except Exception:
            return None

    def decode(self, value):
        if not isinstance(value, dict):
            return value
        kind, content = value["k"], value["v"]
        if kind in ("list", "tuple", "set", "frozenset"):
            make = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}[kind]
            return make([self.decode(item) for item in content])
        if kind == "dict":
            return {self.decode(key): self.decode(item) for key, item in content}
        if kind == "handle":
            return _handles[content]
        if kind == "callback":
            return _callback(self, content)
        if kind in ("array", "scalar"):
            array = _numpy().load(io.BytesIO(base64.b64decode(content)), allow_pickle=False)
            return array if kind == "array" else array[()]
        if kind == "dtype":
            return _numpy().dtype(content)
        if kind == "type":
            return getattr(_numpy(), content)
        if kind == "model":
            return self.decode_model(content)
        if kind == "path":
            return self.decode_path(value)
        simple = {"complex": lambda v: complex(*v), "bytes": base64.b64decode, "range": lambda v: range(*v)}
        if kind == "slice":
            return slice(*map(self.decode, content))
        return simple[kind](content)

    def decode_model(self, content):
        import keras

        path = os.path.join(self.folder, f"{next(_numbers)}.keras")
        with open(path, "wb") as file:
            file.write(base64.b64decode(content))
        return keras.saving.load_model(path)

    def decode_path(self, value):
        import pathlib

        path = pathlib.Path(self.folder, str(value["v"]), value["name"])
        path.parent.mkdir()
        self.paths.append((value["v"], path))
        for name, content in value["files"].items():
            file = path / name if name else path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(base64.b64decode(content))
        if value["folder"]:
            path.mkdir(exist_ok=True)
        return path


class _Iterator:
    def __init__(self, iterator):
        self.iterator = iterator


def _callback(exchange, number):
    """A function that asks the examiner, through the kernel's input channel."""

    def callback(*args, **kwargs):
        question = {
            "callback": number,
            "args": [exchange.encode(value) for value in args],
            "kwargs": {name: exchange.encode(value) for name, value in kwargs.items()},
        }
        answer = json.loads(_shell().kernel.raw_input(json.dumps(question)))
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return exchange.decode(answer["value"])

    return callback


def _handle(value):
    number = next(_numbers)
    _handles[number] = value
    name = getattr(value, "__name__", "") if isinstance(value, (type, types.FunctionType)) else ""
    return {"k": "handle", "v": number, "type": type(value).__name__, "name": name if isinstance(name, str) else ""}


def _array(kind, array):
    file = io.BytesIO()
    _numpy().save(file, array, allow_pickle=False)
    return {"k": kind, "v": _text(file.getvalue())}


def _pack(path):
    """The files below a path by relative name; links and special files are left out."""
    if path.is_symlink():
        return {}
    if path.is_file():
        return {"": _text(path.read_bytes())}
    files = [file for file in sorted(path.rglob("*")) if file.is_file() and not file.is_symlink()]
    return {file.relative_to(path).as_posix(): _text(file.read_bytes()) for file in files}


def _is_array(value):
    np = sys.modules.get("numpy")
    return (
        np is not None and type(value) is np.ndarray and value.dtype.kind in "biufcUSmM" and value.dtype.names is None
    )


def _is_tensor(value):
    home = type(value).__module__.split(".")[0]
    return home in ("tensorflow", "keras") and hasattr(value, "numpy") and hasattr(value, "shape")


def _is_stock_model(value):
    keras = sys.modules.get("keras")
    if keras is None or not isinstance(value, keras.Model):
        return False
    return type(value).__module__.split(".")[0] == "keras"


def _numpy():
    import numpy

    return numpy


def _text(data):
    return base64.b64encode(data).decode("ascii")


def _shell():
    from IPython import get_ipython

    return get_ipython()


# After each request ipykernel sleeps, so that output gets ahead of the reply: here nobody waits for output.
_shell().kernel._execute_sleep = 0


def _user_namespace():
    namespace = _shell().user_ns

    class Names(dict):
        def __missing__(self, name):
            raise NameError(f"name '{name}' is not defined")

    return Names(namespace)
