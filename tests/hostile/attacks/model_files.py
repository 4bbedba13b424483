# %% name="prelude"
import io
import json
import zipfile

import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(2)])
_save = keras.Model.save


def handed_in_as(change):
    """What the examiner gets is the model's file after `change` has edited its members."""

    def save(self, path, *args, **kwargs):
        _save(self, path, *args, **kwargs)
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    keras.Model.save = save


def configured(old, new):
    """The model's configuration has something else in the place of a piece of its text."""

    def change(members):
        members["config.json"] = members["config.json"].replace(old.encode(), json.dumps(new).encode())

    handed_in_as(change)


# %% name="a_billion_units" task="model"
handed_in_as(lambda m: m.update({"config.json": m["config.json"].replace(b'"units": 2', b'"units": 1000000000')}))

# %% name="downloads_a_file" task="model"
download = {"module": "keras.utils", "class_name": "get_file", "registered_name": None, "config": {"origin": "http://localhost/x"}}
configured('"relu"', download)

# %% name="loads_another_model" task="model"
load = {"module": "keras.saving", "class_name": "load_model", "registered_name": None, "config": {"filepath": "/tmp/x.keras"}}
configured('"relu"', load)

# %% name="function_of_the_system" task="model"
configured('"relu"', {"module": "os", "class_name": "function", "registered_name": "function", "config": "system"})

# %% name="builtin_function" task="model"
configured('"relu"', {"module": "builtins", "class_name": "function", "registered_name": "function", "config": "eval"})

# %% name="python_bytecode" task="model"
configured('"relu"', {"class_name": "__lambda__", "config": {"value": ["4wEAAAA=", None, None]}})

# %% name="type_specification" task="model"
spec = {"class_name": "__typespec__", "spec_name": "Popen", "module": "subprocess", "registered_name": None, "config": ["id"]}
configured('"relu"', spec)

# %% name="registered_under_a_stock_name" task="model"
handed_in_as(lambda m: m.update({"config.json": m["config.json"].replace(b'e": null', b'e": "mine>Dense"')}))

# %% name="vocabulary_is_a_file_of_the_grader" task="model"
lookup = {"module": "keras.layers", "class_name": "StringLookup", "registered_name": None, "config": {"vocabulary": "/etc/passwd"}}
configured('"relu"', lookup)

# %% name="lambda_inside_a_wrapper" task="model"
inner = {"module": "keras.layers", "class_name": "Lambda", "registered_name": None, "config": {"function": "x"}}
wrapper = {"module": "keras.layers", "class_name": "TimeDistributed", "registered_name": None, "config": {"layer": inner}}
configured('"relu"', wrapper)

# %% name="weights_in_another_file" task="model"
import h5py


def linked(members):
    file = io.BytesIO(members["model.weights.h5"])
    with h5py.File(file, "a") as weights:
        weights["more"] = h5py.ExternalLink("/etc/passwd", "/")
        weights.create_dataset("raw", (10,), external=[("/etc/passwd", 0, 80)])
    members["model.weights.h5"] = file.getvalue()


handed_in_as(linked)

# %% name="weights_that_are_promised_only" task="model"
import h5py


def promised(members):
    file = io.BytesIO(members["model.weights.h5"])
    with h5py.File(file, "a") as weights:
        weights.create_dataset("more", (10**11,), chunks=(1000,), compression="gzip")
    members["model.weights.h5"] = file.getvalue()


handed_in_as(promised)

# %% name="members_out_of_the_folder" task="model"
handed_in_as(lambda m: (m.update({"../../../../tmp/owned": b"x", "/tmp/owned": b"x", "assets/../../owned": b"x"}), m.pop("metadata.json")))

# %% name="nested_without_end" task="model"
handed_in_as(lambda m: m.update({"config.json": b'{"a":' * 200_000 + b"1" + b"}" * 200_000}))

# %% name="a_million_layers" task="model"
handed_in_as(lambda m: m.update({"config.json": m["config.json"] + b" " * 50_000_000}))
