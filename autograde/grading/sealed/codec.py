"""The strict codec between the examiner and a student's kernel: JSON, NumPy without pickle, Keras files in safe mode.

Nothing decoded here can be code or an object of the student's: only exact built-in types, NumPy arrays of plain
numbers and text, and Keras models made of stock layers. Everything else is a `Reference`, a number that means something
to the other side.
"""

import base64
import binascii
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograde.grading.sealed.model_files import load_model, save_model
from autograde.grading.sealed.refused import Refused

DEEPEST = 60
LARGEST_ARRAY = 256_000_000
#: Loops over it in C cannot be stopped.
LONGEST_RANGE = 10_000_000

_SEQUENCES: dict[str, Callable[[list], Any]] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


@dataclass(frozen=True)
class Reference:
    """Something that stays in the student's process: its number there, its type's name and its own name."""

    number: int
    type_name: str
    name: str


def decode(value: object, refer: Callable[[Reference], Any], depth: int = 0) -> Any:
    """Decode one JSON value of the student's side.

    Args:
        value: parsed JSON.
        refer: makes the examiner's stand-in for a reference.
        depth: how deep the value lies inside its answer.

    Raises:
        Refused: the value is not of the protocol, too deep or too large.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if depth > DEEPEST or not isinstance(value, dict):
        raise Refused("an answer is nested too deeply or malformed")
    try:
        return _decode_tagged(value, refer, depth)
    except Refused:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, binascii.Error) as error:
        raise Refused(f"an answer is malformed: {type(error).__name__}") from error


def _decode_tagged(value: dict, refer: Callable[[Reference], Any], depth: int) -> Any:
    kind, content = value["k"], value["v"]
    if kind in _SEQUENCES:
        return _SEQUENCES[kind]([decode(item, refer, depth + 1) for item in content])
    if kind == "dict":
        return {decode(key, refer, depth + 1): decode(item, refer, depth + 1) for key, item in content}
    if kind == "array":
        return _decode_array(content)
    if kind == "scalar":
        return _decode_array(content)[()]
    if kind == "model":
        return load_model(base64.b64decode(content))
    if kind == "handle":
        return refer(Reference(int(content), str(value.get("type", ""))[:80], str(value.get("name", ""))[:80]))
    if kind == "complex":
        return complex(*content)
    if kind == "bytes":
        return base64.b64decode(content)
    if kind == "range":
        return _decode_range(content)
    if kind == "slice":
        return slice(*(decode(item, refer, depth + 1) for item in content))
    if kind == "dtype":
        return np.dtype(str(content))
    raise Refused(f"an answer has the unknown kind {str(kind)[:40]!r}")


def _decode_range(content: list) -> range:
    numbers = range(*content)
    if len(numbers) > LONGEST_RANGE:
        raise Refused("a range is too long")
    return numbers


def _decode_array(content: str) -> np.ndarray:
    if len(content) > LARGEST_ARRAY:
        raise Refused("an array is too large")
    data = base64.b64decode(content)
    file = io.BytesIO(data)
    # NumPy reserves what the header promises before it reads: the header's word is compared with what came.
    read_header = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    shape, _, dtype = read_header[np.lib.format.read_magic(file)](file)
    if dtype.kind not in "biufcUSmM" or not dtype.itemsize:
        raise Refused("an array holds something else than numbers and text")
    if math.prod(shape) * dtype.itemsize != len(data) - file.tell():
        raise Refused("an array is not as large as it says")
    return np.asarray(np.load(io.BytesIO(data), allow_pickle=False))


def encode(value: object, extra: Callable[[object], Any]) -> Any:
    """Encode an argument of a check for the student's side.

    Args:
        value: plain data, NumPy arrays, Keras models.
        extra: encodes what is left (handles, functions, paths), or raises TypeError.
    """
    kind = type(value)
    if value is None or kind in {bool, int, float, str}:
        return value
    if kind in {list, tuple, set, frozenset}:
        return {"k": kind.__name__, "v": [encode(item, extra) for item in value]}  # type: ignore[attr-defined]
    if isinstance(value, dict):
        return {"k": "dict", "v": [[encode(key, extra), encode(item, extra)] for key, item in value.items()]}
    if kind is np.ndarray or isinstance(value, np.generic):
        file = io.BytesIO()
        np.save(file, np.asarray(value), allow_pickle=False)
        return {"k": "array" if kind is np.ndarray else "scalar", "v": base64.b64encode(file.getvalue()).decode()}
    if isinstance(value, np.dtype):
        return {"k": "dtype", "v": value.str}
    if isinstance(value, type) and issubclass(value, np.generic):
        return {"k": "type", "v": value.__name__}
    if kind is complex:
        return {"k": "complex", "v": [value.real, value.imag]}  # type: ignore[attr-defined]
    if kind is bytes:
        return {"k": "bytes", "v": base64.b64encode(value).decode()}  # type: ignore[arg-type]
    if kind is range:
        return {"k": "range", "v": [value.start, value.stop, value.step]}  # type: ignore[attr-defined]
    if kind is slice:
        return {"k": "slice", "v": [encode(x, extra) for x in (value.start, value.stop, value.step)]}  # type: ignore[attr-defined]
    home = kind.__module__.split(".")[0]
    if home in {"tensorflow", "keras"} and hasattr(value, "numpy") and hasattr(value, "shape"):
        return encode(np.asarray(value), extra)
    if home == "keras" and hasattr(value, "save") and hasattr(value, "layers"):
        return {"k": "model", "v": base64.b64encode(save_model(value)).decode()}
    return extra(value)
