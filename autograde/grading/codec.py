"""The strict codec between the examiner and a student's kernel: JSON, NumPy without pickle, Keras files in safe mode.

Nothing decoded here can be code or an object of the student's: only exact built-in types, NumPy arrays of plain
numbers and text, and Keras models made of stock layers. Everything else is a `Reference`, a number that means something
to the other side.
"""

import base64
import binascii
import io
import json
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

DEEPEST = 60
LARGEST_ARRAY = 256_000_000
LARGEST_ARCHIVE = 512_000_000

_SEQUENCES: dict[str, Callable[[list], Any]] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


class Refused(Exception):
    """An answer that the protocol does not allow; the message may be shown to the student."""


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
        return decode_model(base64.b64decode(content))
    if kind == "handle":
        return refer(Reference(int(content), str(value.get("type", ""))[:80], str(value.get("name", ""))[:80]))
    if kind == "complex":
        return complex(*content)
    if kind == "bytes":
        return base64.b64decode(content)
    if kind == "range":
        return range(*content)
    if kind == "slice":
        return slice(*(decode(item, refer, depth + 1) for item in content))
    if kind == "dtype":
        return np.dtype(str(content))
    raise Refused(f"an answer has the unknown kind {str(kind)[:40]!r}")


def _decode_array(content: str) -> np.ndarray:
    if len(content) > LARGEST_ARRAY:
        raise Refused("an array is too large")
    array = np.load(io.BytesIO(base64.b64decode(content)), allow_pickle=False)
    if not isinstance(array, np.ndarray) or array.dtype.hasobject:
        raise Refused("an array holds objects")
    return array


def decode_model(archive: bytes) -> Any:
    """Load a Keras model of stock layers from the bytes of a ``.keras`` file.

    Raises:
        Refused: the archive is too large when unpacked, holds anything but stock Keras objects, or does not load.
    """
    import keras

    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as file:
            if sum(member.file_size for member in file.infolist()) > LARGEST_ARCHIVE:
                raise Refused("a model file is too large")
            config = json.loads(file.read("config.json"))
        training = config.pop("compile_config", None)
        _refuse_foreign_objects(config)
        with tempfile.TemporaryDirectory(prefix="examiner-") as folder:
            path = Path(folder, "model.keras")
            path.write_bytes(archive)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                # A loss of the student's own stays behind; the network itself can still be examined.
                return keras.saving.load_model(path, compile=_is_stock(training), safe_mode=True)
    except Refused:
        raise
    except Exception as error:  # Keras raises anything at all on a broken file
        raise Refused(
            f"the model cannot be loaded from its file: {type(error).__name__}: {str(error)[:300]}"
        ) from error


def _is_stock(config: object) -> bool:
    try:
        _refuse_foreign_objects(config)
    except Refused:
        return False
    return True


def _refuse_foreign_objects(config: object) -> None:
    """Allow only objects of Keras' own public modules: no Lambda, no registered or imported class or function."""
    if isinstance(config, Mapping):
        if "class_name" in config:
            _refuse_foreign(config)
        for item in config.values():
            _refuse_foreign_objects(item)
    elif isinstance(config, list):
        for item in config:
            _refuse_foreign_objects(item)


def _refuse_foreign(config: Mapping) -> None:
    import keras

    name = config["class_name"]
    module = config.get("module")
    if name in {"__tuple__", "__tensor__", "__keras_tensor__", "__numpy__", "__bytes__", "__ellipsis__", "__slice__"}:
        return
    if module == "builtins" and name in {"function", "dict", "int", "str", "float", "bool"}:
        if name != "function":
            return
        # A function of the student's own, or of any library.
        raise Refused("the model holds a function that is not Keras' own; stock layers and losses only")
    if config.get("registered_name") not in (None, name, "Functional", "Sequential", "Model"):
        raise Refused(f"the model holds the custom object {str(name)[:80]!r}")
    known = str(module or "") == "keras" or str(module or "").startswith("keras.")
    unsafe = {"Lambda", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "TFSMLayer"}
    public = known and _resolves(keras, str(module), str(name))
    if not public or name in unsafe:
        raise Refused(f"the model holds {str(module)[:80]}.{str(name)[:80]}, which is no stock Keras object")


def _resolves(keras: Any, module: str, name: str) -> bool:
    if module.startswith("keras.src"):
        return name in {"Functional", "Sequential", "Model", "Variable"}
    home = keras
    for part in module.split(".")[1:]:
        home = getattr(home, part, None)
        if home is None:
            return False
    return hasattr(home, name)


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
        return encode_model(value)
    return extra(value)


def encode_model(model: Any) -> dict[str, str]:
    """Encode a Keras model as the bytes of its ``.keras`` file."""
    with tempfile.TemporaryDirectory(prefix="examiner-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder, "model.keras")
        model.save(path)
        return {"k": "model", "v": base64.b64encode(path.read_bytes()).decode()}
