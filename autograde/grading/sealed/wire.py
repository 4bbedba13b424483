"""The wire format between a check and the student's kernel, defined once for both ends: values and files as JSON.

JSON's own values travel as they are. Everything else is ``{"k": kind, "v": content}``; docs/security.md lists the
kinds. Those that both ends may send are handled here; each end adds its own through a table of functions.

The text of this module travels to the student's kernel in front of agent.py, which is why it imports nothing but the
standard library; NumPy and Keras are used where the process has imported them. In the examiner's process it reads what
the student's code has chosen to send: hence exact types, bounds, and `Refused` for all else, at both ends alike.
"""

import base64
import contextlib
import io
import itertools
import math
import os
import sys
import tempfile
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any

#: How deep containers may be nested.
MAX_DEPTH = 40
#: Bits of a whole number: Python refuses to read longer ones from decimal digits.
MAX_INT_BITS = 10_000
#: Digits of a decimal number, and its largest exponent.
MAX_DECIMAL = 3_000
#: Characters of an array's base64 text.
MAX_ARRAY = 256_000_000
#: Items of a range: loops over it in C cannot be stopped.
MAX_RANGE = 10_000_000
#: Folders of a file's name.
MAX_FILE_DEPTH = 20
#: Files below one path, and characters of their base64 text together.
MAX_FILES = 1_000
MAX_FILE_TEXT = 64_000_000

_CONTAINERS: dict[type, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}
_MAKE: dict[str, Callable[[list[Any]], Any]] = {"list": list[Any], "tuple": tuple, "set": set, "frozenset": frozenset}
#: How each plain type reads its own data in an object of a subclass.
_READ_PLAIN: dict[type, Callable[[Any], Any]] = {
    int: int.__int__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    list: lambda value: list(list.__iter__(value)),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
    OrderedDict: lambda value: dict(OrderedDict.items(value)),  # whose order dict does not know
    dict: lambda value: dict(dict.items(value)),
}
#: NumPy's kinds of numbers, text and times: all that an array may hold.
_DTYPES = "biufcUSmM"

#: Encodes what this module does not know, or raises TypeError.
EncodeOther = Callable[[Any], Any]
#: Decodes further kinds; each function is given the whole tagged value.
DecodeOthers = Mapping[str, Callable[[dict[str, Any]], Any]]


class Refused(Exception):
    """Something that the wire format does not allow; the message may be shown to the student."""


def encode(value: Any, other: EncodeOther, depth: int = 0) -> Any:
    """Encode a value by its type; of a subclass of plain data, the plain data in it.

    A namedtuple travels as a tuple, an IntEnum as an int: nothing of a subclass's own behaviour counts.
    """
    kind = type(value)
    if value is None or kind in (bool, float, str) or (kind is int and value.bit_length() < MAX_INT_BITS):
        return value
    if depth < MAX_DEPTH:
        if kind in _CONTAINERS:
            return {"k": _CONTAINERS[kind], "v": [encode(item, other, depth + 1) for item in list(value)]}
        if kind is dict:
            pairs = list(value.items())
            return {"k": "dict", "v": [[encode(item, other, depth + 1) for item in pair] for pair in pairs]}
        if kind is slice:
            parts = (value.start, value.stop, value.step)
            return {"k": "slice", "v": [encode(part, other, depth + 1) for part in parts]}
    if kind is complex:
        return {"k": "complex", "v": [value.real, value.imag]}
    if kind is bytes:
        return {"k": "bytes", "v": _text(value)}
    if kind is range:
        return {"k": "range", "v": [value.start, value.stop, value.step]}
    found = _encode_number(value) or _encode_scientific(value)
    if found is None and (plain := _plain(value)) is not value:
        return encode(plain, other, depth)
    return other(value) if found is None else found


def _encode_number(value: Any) -> Any:
    """Encode Python's fractions and decimals; None for anything else."""
    if Fraction in type(value).__mro__:
        parts = [_plain(Fraction.numerator.fget(value)), _plain(Fraction.denominator.fget(value))]  # type: ignore[attr-defined]
        small = all(type(part) is int and part.bit_length() < MAX_INT_BITS for part in parts)
        return {"k": "fraction", "v": parts} if small else None
    if Decimal in type(value).__mro__:
        text = Decimal.__str__(value)
        return {"k": "decimal", "v": text} if len(text) < MAX_DECIMAL else None
    return None


def _plain(value: Any) -> Any:
    """The plain data in an object of a subclass, read by the plain type's own methods; other values as they are."""
    kind = type(value)
    bases = kind.__mro__ if kind is OrderedDict else kind.__mro__[1:]
    for base, read in _READ_PLAIN.items():
        if base in bases:
            return read(value)
    np = sys.modules.get("numpy")
    return np.ndarray.view(value, np.ndarray) if np is not None and np.ndarray in bases else value


def _encode_scientific(value: Any) -> Any:
    """Encode what NumPy and Keras make; None for anything else."""
    np = sys.modules.get("numpy")
    if np is None:
        return None
    if isinstance(value, np.dtype) and not value.hasobject:
        return {"k": "dtype", "v": value.str}
    if is_array(value):
        return _encode_array("array", value)
    if isinstance(value, np.generic) and type(value).__module__ == "numpy" and value.dtype.kind in _DTYPES:
        return _encode_array("scalar", np.asarray(value))
    home = type(value).__module__.split(".")[0]
    if home in ("tensorflow", "keras") and hasattr(value, "numpy") and hasattr(value, "shape"):
        array = np.asarray(value)
        return _encode_array("array", array) if array.dtype.kind in _DTYPES else None
    return None


def is_model(value: Any) -> bool:
    """Whether a value is a Keras model."""
    keras = sys.modules.get("keras")
    return keras is not None and keras.Model in type(value).__mro__


def is_array(value: Any) -> bool:
    """Whether a value is an array of plain numbers, text or times: what travels by value."""
    np = sys.modules.get("numpy")
    plain = np is not None and type(value) is np.ndarray
    return plain and value.dtype.kind in _DTYPES and value.dtype.names is None


def _encode_array(kind: str, array: Any) -> Any:
    file = io.BytesIO()
    sys.modules["numpy"].save(file, array, allow_pickle=False)
    return {"k": kind, "v": _text(file.getvalue())}


def encode_model(model: Any) -> str | None:
    """Encode a Keras model as the file that it saves itself to, in base64; None where it cannot be saved."""
    with tempfile.TemporaryDirectory(prefix="wire-", ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "model.keras")
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                model.save(path)
            with open(path, "rb") as file:
                return _text(file.read())
        except Exception:  # Keras raises anything at all
            return None


def decode(value: Any, others: DecodeOthers, depth: int = 0) -> Any:
    """Decode one parsed JSON value.

    Args:
        value: parsed JSON, whoever wrote it.
        others: decodes the kinds that only this end takes.
        depth: how deep the value lies inside its message.

    Raises:
        Refused: the value is not of the format, too deep or too large.
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if depth > MAX_DEPTH or not isinstance(value, dict):
        raise Refused("an answer is nested too deeply or malformed")
    try:
        return _decode_tagged(value, others, depth)
    except Refused:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise Refused(f"an answer is malformed: {type(error).__name__}") from error


def _decode_tagged(value: dict[str, Any], others: DecodeOthers, depth: int) -> Any:
    kind = value["k"]
    if kind in others:
        return others[kind](value)
    content = value["v"]
    if kind in _MAKE:
        return _MAKE[kind]([decode(item, others, depth + 1) for item in content])
    if kind == "dict":
        return {decode(key, others, depth + 1): decode(item, others, depth + 1) for key, item in content}
    if kind == "array":
        return _decode_array(content)
    if kind == "scalar":
        return _decode_array(content)[()]
    if kind == "complex":
        return complex(*content)
    if kind == "bytes":
        return _decode_bytes(content)
    if kind == "range":
        return _decode_range(content)
    if kind == "fraction":
        return _decode_fraction(content)
    if kind == "decimal":
        return _decode_decimal(content)
    if kind == "slice":
        return slice(*(decode(part, others, depth + 1) for part in content))
    if kind == "dtype":
        return _numpy().dtype(str(content))
    raise Refused(f"an answer has the unknown kind {str(kind)[:40]!r}")


def _decode_range(content: list[Any]) -> range:
    numbers = range(*content)
    if len(numbers) > MAX_RANGE:
        raise Refused("a range is too long")
    return numbers


def _decode_fraction(content: list[Any]) -> Fraction:
    numerator, denominator = content
    if type(numerator) is not int or type(denominator) is not int:
        raise Refused("a fraction is malformed")
    return Fraction(numerator, denominator)


def _decode_decimal(content: object) -> Decimal:
    if type(content) is not str or len(content) > MAX_DECIMAL:
        raise Refused("a decimal number is malformed")
    number = Decimal(content)
    if number.is_finite() and abs(number.adjusted()) > MAX_DECIMAL:  # as a whole number it would fill the memory
        raise Refused("a decimal number is too large or too small")
    return number


def _decode_array(content: str) -> Any:
    if len(content) > MAX_ARRAY:
        raise Refused("an array is too large")
    np = _numpy()
    data = _decode_bytes(content)
    file = io.BytesIO(data)
    # NumPy reserves what the header promises before it reads: the header's word is compared with what came.
    read_header = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    shape, _, dtype = read_header[np.lib.format.read_magic(file)](file)
    if dtype.kind not in _DTYPES or not dtype.itemsize:
        raise Refused("an array holds something else than numbers and text")
    if math.prod(shape) * dtype.itemsize != len(data) - file.tell():
        raise Refused("an array is not as large as it says")
    return np.asarray(np.load(io.BytesIO(data), allow_pickle=False))


def pack(path: Path) -> dict[str, str]:
    """Encode the files at or below a path: base64 by relative name, "" for the path itself.

    Links and special files are left out.
    """
    if path.is_symlink():
        return {}
    if path.is_file():
        return {"": _text(path.read_bytes())}
    files = (file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    found = sorted(itertools.islice(files, MAX_FILES + 1))
    if len(found) > MAX_FILES:
        raise Refused("too many files were written to a folder")
    return {file.relative_to(path).as_posix(): _text(file.read_bytes()) for file in found}


def unpack(packed: object, path: Path) -> None:
    """Write packed files to a path.

    Raises:
        Refused: a name would leave the path, or there are too many or too large files.
    """
    if not isinstance(packed, dict) or len(packed) > MAX_FILES:
        raise Refused("an answer has too many files")
    if sum(len(str(text)) for text in packed.values()) > MAX_FILE_TEXT:
        raise Refused("the files of an answer are too large")
    for name, text in packed.items():
        parts = PurePosixPath(str(name))
        if parts.is_absolute() or ".." in parts.parts or "\0" in str(name):
            raise Refused("a file of an answer lies outside its folder")
        if len(parts.parts) > MAX_FILE_DEPTH:
            raise Refused("a file of an answer lies in too many folders")
        file = path / parts if str(name) else path
        if file.is_symlink():
            raise Refused("a file of an answer replaces a link")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_decode_bytes(text))


def remove(names: Iterable[str], path: Path) -> None:
    """Remove files that `pack` has found at or below a path, and that are gone on the other side."""
    for name in names:
        (path / name if name else path).unlink(missing_ok=True)


def _decode_bytes(text: object) -> bytes:
    try:
        return base64.b64decode(text, validate=True)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise Refused("an answer holds something else than base64 text") from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _numpy() -> Any:
    import numpy

    return numpy
