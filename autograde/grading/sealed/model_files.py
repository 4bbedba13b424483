"""Load Keras models from the student's ``.keras`` files, which are looked through before Keras sees them.

What is loaded comes into the process that runs the checks. Hence: stock classes of a few modules only, nothing that
reads files, no links inside the weights, bounded sizes. Keras' own safe mode is the second line; what a configuration
makes Keras allocate is bounded by the examiner's memory limit.
"""

import contextlib
import io
import json
import math
import sys
import tempfile
import types
import warnings
import zipfile
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograde.grading.sealed.wire import Refused

MAX_CONFIG = 5_000_000
MAX_WEIGHTS = 256_000_000

#: The files of an archive that are handed to Keras, with the largest size of each; others are left out.
_MEMBERS = {"metadata.json": 10_000, "config.json": MAX_CONFIG, "model.weights.h5": MAX_WEIGHTS}

#: Keras' public modules whose classes may appear in a model, and the internal ones of what it does not publish:
#: functional models and the operations between their tensors.
_MODULES = frozenset(
    f"keras{name}"
    for name in (
        *("", ".layers", ".models", ".initializers", ".regularizers", ".constraints", ".losses", ".metrics"),
        *(".optimizers", ".optimizers.schedules", ".dtype_policies", ".random"),
        *(".src.models.functional", ".src.models.sequential", ".src.models.model", ".src.ops"),
    )
)

#: Gives the function that stands for one of the student's own: of a layer ("" for the model), a setting, and its name.
OwnFunction = Callable[[str, str, str], Callable[..., Any]]

#: Keras' notation for data inside a configuration.
_DATA = frozenset(
    {"__keras_tensor__", "__tensor__", "__numpy__", "__bytes__", "__ellipsis__", "__slice__", "__tuple__"}
)


def load_model(archive: bytes, own_function: OwnFunction | None = None) -> Any:
    """Load a Keras model of stock layers from the bytes of a ``.keras`` file.

    A class of the student's own that adds nothing but a name to keras.Sequential or to a functional model is loaded as
    one of these.

    Args:
        archive: the file.
        own_function: gives a function in place of one of the student's own, which no file brings along.

    Raises:
        Refused: it is too large, holds anything but stock Keras objects, or does not load.
    """
    import keras

    with _refusing():
        members = _members(archive)
        config = _with_stock_class(json.loads(members["config.json"]))
        functions = _replace_own_functions(config, own_function) if own_function else {}
        members["config.json"] = json.dumps(config).encode()
        training = config.pop("compile_config", None)
        _refuse_foreign_objects(config, functions)
        _refuse_strange_weights(members["model.weights.h5"])
        with tempfile.TemporaryDirectory(prefix="examiner-") as folder:
            path = Path(folder, "model.keras")
            path.write_bytes(_archive(members))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                # A loss that is no plain function stays behind; the network itself can still be examined.
                compiled = _is_stock(training, functions)
                model = keras.saving.load_model(path, dict(functions), compile=compiled, safe_mode=True)
                if functions:
                    model.run_eagerly = True  # they answer from the student's process, which no graph can ask
                return model


def looked_through(archive: bytes, functions: Container[str] = (), *, training: bool) -> bytes:
    """The bytes of a ``.keras`` file that Keras may load, with no other members than those that were looked at.

    Args:
        archive: the file.
        functions: names of functions that need not be Keras' own.
        training: whether its compile settings are to be loaded as well.

    Raises:
        Refused: as `load_model`.
    """
    with _refusing():
        members = _members(archive)
        config = json.loads(members["config.json"])
        if not training:
            config.pop("compile_config", None)
        _refuse_foreign_objects(config, functions)
        _refuse_strange_weights(members["model.weights.h5"])
        return _archive(members)


def refuse_strange_weights(content: bytes) -> None:
    """Refuse an HDF5 file that names other files, or promises more than it may hold.

    Raises:
        Refused: it does, or cannot be read.
    """
    with _refusing():
        _refuse_strange_weights(content)


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """Turn any error into a refusal: Keras and HDF5 raise anything at all on a broken file."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        raise Refused(
            "the model cannot be rebuilt from the file that it saves itself to; use Keras' own layers and functions, "
            f"with ordinary settings ({type(error).__name__})"
        ) from error


def _archive(members: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, member in members.items():
            file.writestr(name, member)
    return content.getvalue()


def _members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        for name, largest in _MEMBERS.items():
            if file.getinfo(name).file_size > largest:
                raise Refused("a model file is too large")
        # Reading ends at the size that was just looked at, whatever the compressed data say.
        return {name: file.read(name) for name in _MEMBERS}


def _with_stock_class(config: dict[str, Any]) -> dict[str, Any]:
    """Name the stock class in place of one that the student has derived from it: what it holds tells which."""
    inner = config.get("config")
    if _find(str(config.get("module")), str(config.get("class_name"))) or not isinstance(inner, dict):
        return config
    if "layers" not in inner:
        return config
    functional = "input_layers" in inner
    stock = {"module": "keras.src.models.functional", "class_name": "Functional"} if functional else {}
    return config | ({"module": "keras", "class_name": "Sequential"} | stock) | {"registered_name": None}


def _replace_own_functions(config: dict[str, Any], own_function: OwnFunction) -> dict[str, Callable[..., Any]]:
    """Put names in place of the activations and the losses that are functions of the student's own.

    Returns:
        The functions that stand for them, by name.
    """
    functions: dict[str, Callable[..., Any]] = {}

    def replace(settings: Any, key: str, layer: str) -> None:
        value = settings.get(key) if isinstance(settings, dict) else None
        if isinstance(value, dict) and (original := _name_of_own_function(value)):
            name = f"own_function_{len(functions)}"
            functions[name] = own_function(layer, key, original)
            settings[key] = {"module": "builtins", "class_name": "function", "config": name}
            settings[key]["registered_name"] = "function"

    for layer in config["config"].get("layers", ()):
        replace(layer["config"], "activation", str(layer["config"].get("name")))
    replace(config.get("compile_config"), "loss", "")
    return functions


def _name_of_own_function(value: Mapping[str, Any]) -> str:
    """The name of a function that is not Keras' own; "" for anything else."""
    kind, name = value.get("class_name"), value.get("config")
    if kind == "__lambda__" or (kind is None and isinstance(value.get("value"), list)):  # its bytecode
        return "<lambda>"
    is_own = kind == "function" and isinstance(name, str) and not _is_public_function(name)
    return str(name)[:80] if is_own else ""


def _is_stock(config: object, functions: Container[str]) -> bool:
    try:
        _refuse_foreign_objects(config, functions)
    except Refused:
        return False
    return True


def _refuse_foreign_objects(config: object, functions: Container[str]) -> None:
    """Allow only stock objects and the functions that stand for the student's, at any depth."""
    if isinstance(config, Mapping):
        if "class_name" in config:
            _refuse_foreign(config, functions)
        for item in config.values():
            _refuse_foreign_objects(item, functions)
    elif isinstance(config, list):
        for item in config:
            _refuse_foreign_objects(item, functions)


def _refuse_foreign(config: Mapping[str, Any], functions: Container[str]) -> None:
    name, module = config["class_name"], config.get("module")
    if name in _DATA:
        return
    if name == "function" and module == "builtins":
        if config.get("config") not in functions and not _is_public_function(config.get("config")):
            raise Refused("the model holds a function that is not Keras' own; stock layers and losses only")
        return
    if name == "__lambda__":
        raise Refused("the model holds a lambda, which cannot be rebuilt here; use Keras' own layers and functions")
    # Keras looks in the registry of custom objects first.
    if config.get("registered_name") not in (None, name):
        raise Refused(f"the model holds the custom object {str(name)[:80]!r}")
    if not _is_stock_class(_find(str(module), str(name))):
        own = "a class of your own" if module is None else f"of the module {str(module)[:80]}"
        raise Refused(f"the model holds {str(name)[:80]}, {own}, which is no stock Keras object and stays behind")


def _find(module: str, name: str) -> object:
    """What Keras would find under a name, without importing anything; None outside the allowed modules."""
    if module not in _MODULES and not module.startswith("keras.src.ops."):
        return None
    return getattr(sys.modules.get(module), name, None)


def _is_stock_class(found: object) -> bool:
    import keras

    allowed = (
        *(keras.Operation, keras.Loss, keras.Metric, keras.Optimizer, keras.Initializer, keras.Regularizer),
        *(keras.constraints.Constraint, keras.optimizers.schedules.LearningRateSchedule, keras.DTypePolicy),
        keras.random.SeedGenerator,
    )
    layers = keras.layers
    # They run code of others, or read files that the configuration names.
    refused = (
        *(layers.Lambda, layers.TorchModuleWrapper, layers.JaxLayer, layers.TFSMLayer),
        *(layers.StringLookup, layers.IntegerLookup, layers.TextVectorization),
    )
    return isinstance(found, type) and issubclass(found, allowed) and not issubclass(found, refused)


def _is_public_function(name: object) -> bool:
    import keras

    if not isinstance(name, str) or name in {"get", "serialize", "deserialize"}:
        return False
    homes = (keras.losses, keras.metrics, keras.activations)
    return any(isinstance(getattr(home, name, None), types.FunctionType) for home in homes)


def _refuse_strange_weights(content: bytes) -> None:
    """Allow only groups and ordinary arrays: HDF5 could also name other files, or promise what it does not hold."""
    import h5py

    found: list[str] = []
    sizes: list[int] = []

    # An exception must not pass through HDF5's own code: what is found is said afterwards.
    def look(name: str, link: object) -> None:
        if type(link) is not h5py.HardLink:
            found.append(name)
            return
        entry = file[name]
        if isinstance(entry, h5py.Dataset):
            if entry.external or entry.is_virtual:
                found.append(name)
            sizes.append(math.prod(entry.shape or ()) * entry.dtype.itemsize)

    with h5py.File(io.BytesIO(content), "r") as file:
        file.visititems_links(look)
    if found:
        raise Refused("the model's weights lie in other files or places than their own")
    if sum(sizes) > MAX_WEIGHTS:
        raise Refused("the model's weights are too large")
