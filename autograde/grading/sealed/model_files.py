"""Load Keras models from the student's ``.keras`` files, which are looked through before Keras sees them.

What is loaded comes into a trusted process. Hence: stock classes of a few modules only, nothing that reads files, no
links inside the weights, bounded sizes. Keras' own safe mode is the second line; what a configuration makes Keras
allocate is bounded by the examiner's memory limit.
"""

import io
import json
import math
import sys
import tempfile
import types
import warnings
import zipfile
from collections.abc import Mapping
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

#: Keras' notation for data inside a configuration.
_DATA = frozenset(
    {"__keras_tensor__", "__tensor__", "__numpy__", "__bytes__", "__ellipsis__", "__slice__", "__tuple__"}
)


def load_model(archive: bytes) -> Any:
    """Load a Keras model of stock layers from the bytes of a ``.keras`` file.

    Raises:
        Refused: it is too large, holds anything but stock Keras objects, or does not load.
    """
    import keras

    try:
        members = _members(archive)
        config = json.loads(members["config.json"])
        training = config.pop("compile_config", None)
        _refuse_foreign_objects(config)
        _refuse_strange_weights(members["model.weights.h5"])
        with tempfile.TemporaryDirectory(prefix="examiner-") as folder:
            path = Path(folder, "model.keras")
            with zipfile.ZipFile(path, "w") as file:
                for name, content in members.items():
                    file.writestr(name, content)
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


def _members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        for name, largest in _MEMBERS.items():
            if file.getinfo(name).file_size > largest:
                raise Refused("a model file is too large")
        # Reading ends at the size that was just looked at, whatever the compressed data say.
        return {name: file.read(name) for name in _MEMBERS}


def _is_stock(config: object) -> bool:
    try:
        _refuse_foreign_objects(config)
    except Refused:
        return False
    return True


def _refuse_foreign_objects(config: object) -> None:
    """Allow only stock objects, at any depth."""
    if isinstance(config, Mapping):
        if "class_name" in config:
            _refuse_foreign(config)
        for item in config.values():
            _refuse_foreign_objects(item)
    elif isinstance(config, list):
        for item in config:
            _refuse_foreign_objects(item)


def _refuse_foreign(config: Mapping[str, Any]) -> None:
    name, module = config["class_name"], config.get("module")
    if name in _DATA:
        return
    if name == "function" and module == "builtins":
        if not _is_public_function(config.get("config")):
            raise Refused("the model holds a function that is not Keras' own; stock layers and losses only")
        return
    # Keras looks in the registry of custom objects first.
    if config.get("registered_name") not in (None, name):
        raise Refused(f"the model holds the custom object {str(name)[:80]!r}")
    if not _is_stock_class(_find(str(module), str(name))):
        raise Refused(f"the model holds {str(module)[:80]}.{str(name)[:80]}, which is no stock Keras object")


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
