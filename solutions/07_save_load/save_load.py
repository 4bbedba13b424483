# %% [markdown]
# # 7 · Save and load
#
# **You will be able to**
# - save a whole model, load it in another program and get the same predictions;
# - say what each kind of file holds, number by number, and what it does not;
# - save weights alone, and know when they fit and when they do not;
# - make a model class of your own that survives the trip;
# - stop a training tonight and go on tomorrow as if nothing had happened;
# - tell why a stranger's file deserves care, and look into it before you load it.
#
# **Time:** about 135 minutes: reading 20, running and predicting 10, tasks 105 (of these 15 optional). **You need:**
# topics 5 and 6.
#
# A trained network lives in the memory of one program. When the program ends, the hours of training are gone, unless
# you write them to a file. The lecture does this in four lines. This notebook takes the four lines apart: what exactly
# is written, what is not, and what happens when the file is opened somewhere else.
#
# > **Before you run the next cell** stands above some of the cells. Write your guess down, in one line, then run the
# > cell. The answer is folded below it. A wrong guess that you remember teaches more than a right answer that you read.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

import contextlib
import io
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import h5py
import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from nn_lessons.figures import save_load as draw

lesson.use_style()
with lesson.quiet_start():
    import keras

# The file libraries announce what they will retire one day. That is for their authors, not for us.
warnings.simplefilter("ignore", DeprecationWarning)
warnings.simplefilter("ignore", np.exceptions.VisibleDeprecationWarning)
for name in ("absl", "tensorflow"):
    logging.getLogger(name).setLevel(logging.ERROR)

# %% [markdown]
# Everything we save goes to a folder of its own, in the place where the computer keeps temporary things. It
# disappears with the notebook's kernel, so nothing is left between your own files.

# %%
temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
workshop = Path(temporary.name)

# %% [markdown]
# ## A model worth keeping
# We train the regressor of the lecture on California housing, 20 epochs with plain gradient descent (SGD, $\eta =
# 0.001$), as in topic 5. `steps_per_execution` only makes Keras faster.

# %%
housing = fetch_california_housing()
X_train_full, X_test, y_train_full, y_test = train_test_split(housing.data, housing.target, random_state=42)
X_train, X_valid, y_train, y_valid = train_test_split(X_train_full, y_train_full, random_state=42)
scaler = StandardScaler().fit(X_train)
X_train, X_valid, X_test = (scaler.transform(X).astype("float32") for X in (X_train, X_valid, X_test))

keras.utils.set_random_seed(42)
model = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=1e-3), steps_per_execution=100)
model.fit(X_train, y_train, epochs=20, verbose=0)

X_new = X_test[:3]
print("predictions:", model.predict(X_new, verbose=0).ravel().round(2))
print("true values:", y_test[:3].round(2))

# %% [markdown]
# The lecture shows `0.54, 1.65, 3.01` for the same three houses. Its network had other random first weights and
# another structure, so its numbers are near ours and not equal. From here on, *equal* is exactly what we want: a file
# should bring back this model, not a similar one.
#
# ## The whole model in one file
# The lecture's two lines, in today's form.
#
# > **Before you run the next cell:** will the loaded model give these three numbers again, or numbers near them?

# %%
model.save(workshop / "my_keras_model.keras")
loaded = keras.models.load_model(workshop / "my_keras_model.keras")
print(loaded.predict(X_new, verbose=0).ravel().round(2))

# %% [markdown]
# <details><summary>The same, to the last digit</summary>A trained network is its weights, its architecture and nothing
# random. The file holds both, so the sums are the same sums.</details>
#
# > **Then and now.** The lecture writes `my_keras_model.h5`. Since Keras 3 the suffix `.keras` is the native format.
# > The suffix is not decoration: `model.save` chooses the format by it, and refuses a name without one. `.h5` still
# > works for saving, but loading stumbles, as you will see and mend at the end of this notebook.
#
# Is *every* prediction back? We compare 300 test houses. For contrast we also rebuild the model from its architecture
# alone (`clone_model` copies layers and compile settings, not weights).

# %% tags=["figure"]
rebuilt = keras.models.clone_model(model)
before, after, without_weights = (net.predict(X_test[:300], verbose=0) for net in (model, loaded, rebuilt))
print("largest difference, loaded: ", np.abs(before - after).max())
print("largest difference, rebuilt:", np.abs(before - without_weights).max().round(1))
draw.before_and_after(before, after, without_weights)
lesson.show("Predictions of the loaded model equal those before saving; those of a rebuilt one without weights do not.")

# %% [markdown]
# The blue points lie on the line: not one prediction has changed. The same layers without the saved weights (orange)
# know nothing.
#
# The proof is stronger in *another program*, one that has never seen our variables. The next cell starts a second
# Python, which is given the file's name and nothing else.

# %% tags=["demo"]
program = """
import sys
import keras
import numpy as np
model = keras.models.load_model(sys.argv[1])
print(model.predict(np.load(sys.argv[2]), verbose=0).ravel().round(2))
"""
np.save(workshop / "X_new.npy", X_new)
arguments = [str(workshop / "my_keras_model.keras"), str(workshop / "X_new.npy")]
print(subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True).stdout)

# %% [markdown]
# ### Task 1 · There and back · ●○○ · 1 point · 10 minutes
# Write two functions, so that one program can save a model and another can use it.
#
# - `save_model(model, folder)` saves the whole model, as it is, in `folder` under the name `housing.keras`; a file of
#   this name that is there already is replaced. `folder` is a `pathlib.Path`: `folder / "name"` is a file in
#   it. <!-- req: whole-model, file-name -->
# - It leaves the model as it was. <!-- req: model-kept -->
# - `predict_from_file(path, X)` loads the model from the file `path` and returns its predictions for `X`: an array of
#   shape `(n, 1)` for `n` houses, whatever the number of features. <!-- req: predictions -->
# - It leaves the file as it is, and reads it anew at each call: somebody may have replaced
#   it. <!-- req: file-kept, read-anew -->
# - Neither function writes or deletes any other file. <!-- req: nothing-else -->
#
# Example: after `save_model(model, workshop)`, the call `predict_from_file(workshop / "housing.keras", X_new)` gives
# what `model.predict(X_new)` gave.
#
# <details><summary>Hint 1</summary>Each function is one or two lines; the cell below "The whole model in one file" has
# all you need.</details>
# <details><summary>Hint 2</summary>The second function must work in a program where no variable called
# <code>model</code> exists: use only <code>path</code> and <code>X</code>.</details>


# %% task="save_model"
def save_model(model, folder):
    """Save the whole model in the folder as housing.keras."""
    ### BEGIN SOLUTION
    model.save(folder / "housing.keras")
    ### END SOLUTION


def predict_from_file(path, X):
    """Load the model saved at path and return its predictions for X, shape (n, 1)."""
    ### BEGIN SOLUTION
    return keras.models.load_model(path).predict(X, verbose=0)
    ### END SOLUTION


# %% check="save_model" points=1 tests="the file and what is in it; the predictions; another model at the path"
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks


def trained_network(units, features, seed, loss="mse", frozen=False):
    """A network after one step of Adam, some inputs, and its predictions for them."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, features)).astype("float32")
    layers = [keras.layers.Dense(units, activation="tanh"), keras.layers.Dense(1)]
    network = keras.Sequential([keras.Input(shape=(features,)), *layers])
    network.set_weights([rng.normal(size=weights.shape) for weights in network.get_weights()])
    network.layers[0].trainable = not frozen
    network.compile(loss=loss, optimizer=keras.optimizers.Adam(0.02), run_eagerly=True)
    network.train_on_batch(X, X[:, :1])
    return network, X, np.asarray(network(X))


def state(network):
    """What a file of the network holds: architecture, compile settings, weights, the optimizer's memory."""
    return {
        "the architecture": network.get_config(),
        "the compile settings": network.get_compile_config() if network.compiled else None,
        "the weights": network.get_weights(),
        "the optimizer's memory": [np.asarray(v) for v in network.optimizer.variables] if network.compiled else None,
    }


def check_save(network, X, expected, folder):
    """Save with the student's function, load as a stranger would."""
    # req: whole-model, file-name, model-kept
    network.save(folder / "as_it_is.keras")
    wanted = state(keras.models.load_model(folder / "as_it_is.keras"))
    (folder / "as_it_is.keras").unlink()
    _, (kept, _) = checks.call_and_keep_changes(save_model, network, folder)
    written = sorted(path.name for path in folder.iterdir())
    assert written == ["housing.keras"], (
        f"save_model should write the file housing.keras into the folder, and nothing else; found: {written}."
    )
    try:
        copy = keras.models.load_model(folder / "housing.keras")
    except ValueError as error:
        raise AssertionError("housing.keras is not a file that load_model can read. Use model.save.") from error
    message = "The saved model predicts something else than the one you were given. Save `model` itself, each time."
    checks.assert_close(copy(X), expected, message, atol=1e-5)
    steps = int(copy.optimizer.iterations) if copy.compiled else 0
    assert steps == 1, (
        f"The saved model has forgotten its training: its optimizer should have made 1 step, not {steps}. "
        "Save the model as you get it; do not compile or copy it first."
    )
    for who, found in (("The saved model", state(copy)), ("After save_model, the model itself", state(kept))):
        other = [part for part in wanted if not checks.is_equal(found[part], wanted[part])]
        assert not other, (
            f"{who} should be as it was given; changed: {', '.join(other)}. Save `model`, and do nothing else with it."
        )


def check_predict(network, X, expected, path):
    """The other way round: save as Keras does, load and predict with the student's function."""
    # req: predictions, file-kept
    network.save(path)
    content = path.read_bytes()
    try:
        predictions = predict_from_file(path, X)
    except Exception as error:
        raise AssertionError(
            f"predict_from_file stops with {type(error).__name__}. Use the file at `path` and X, nothing else."
        ) from error
    checks.assert_array(predictions, "What predict_from_file returns", shape=(len(X), 1))
    assert not isinstance(predictions, list), "predict_from_file should return an array, as predict does, not a list."
    message = "predict_from_file returns other predictions than the saved model. Use only the file at `path` and X."
    checks.assert_close(predictions, expected, message, atol=1e-5)
    left = path.read_bytes() if path.is_file() else None
    assert left == content, "predict_from_file should leave the file as it is."


@checks.in_kernel_of(save_model)
def files_around(save, predict, network, X):
    """The files around a folder and in the working folder: before the two functions are called, between, and after."""
    import contextlib
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name).resolve()
        folder = top / "models"
        for place in (folder, top / "work"):
            place.mkdir()
            (place / "notes.txt").write_text("to be kept")
        seen = []
        with contextlib.chdir(top / "work"):
            for action in (lambda: None, lambda: save(network, folder), lambda: predict(folder / "housing.keras", X)):
                action()
                seen.append(sorted(path.relative_to(top).as_posix() for path in top.rglob("*")))
    return seen


@checks.in_kernel_of(predict_from_file)
def predict_twice(predict, first, second, X):
    """Predictions from one path, which holds one model after the other, in files of the same size."""
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "housing.keras")
        first.save(path)
        predict(path, X)
        first.set_weights(second.get_weights())
        first.save(path)
        return predict(path, X)


with warnings.catch_warnings(action="ignore"), tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    earlier, X, expected = trained_network(4, features=8, seed=0)
    check_save(earlier, X, expected, folder)
    check_predict(earlier, X, expected, folder / "housing.keras")
    network, X, expected = trained_network(4, features=8, seed=1)
    check_save(network, X, expected, folder)
    # req: nothing-else
    before, saved, predicted = checks.items(files_around(save_model, predict_from_file, network, X), 3, "The lists")
    new, gone = set(saved) - set(before), set(before) - set(saved)
    assert new == {"models/housing.keras"}, (
        "save_model should write housing.keras into the folder, and nothing else anywhere. With the folder `models` "
        f"and `work` as the working folder, yours has written: {', '.join(sorted(new)) or 'nothing'}."
    )
    assert not gone, f"save_model should not delete any other file; it has deleted: {sorted(gone)}."
    assert checks.is_equal(predicted, saved), "predict_from_file should neither write nor delete any file."
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"), tempfile.TemporaryDirectory() as name:
    # req: read-anew
    found = predict_twice(predict_from_file, earlier, network, X)
    message = (
        "After another model was saved at the same path, predict_from_file should use that one. Load at each call."
    )
    checks.assert_close(found, expected, message, atol=1e-5)
    other, X_other, expected_other = trained_network(units=3, features=5, seed=2, loss="mae", frozen=True)
    path = Path(name) / "another_name.keras"
    check_predict(other, X_other[:1], expected_other[:1], path)
    path.unlink()
    check_save(other, X_other, expected_other, Path(name))
### END HIDDEN TESTS

# %% [markdown]
# ## What is inside
# A `.keras` file is an ordinary zip archive. No magic, so let us open it:

# %%
archive = zipfile.ZipFile(workshop / "my_keras_model.keras")
for name in archive.namelist():
    print(name)

# %% [markdown]
# - `metadata.json`: the version of Keras and the date.
# - `config.json`: the *architecture* (every layer with its settings) and how the model was *compiled*.
# - `model.weights.h5`: all the numbers.

# %%
config = json.loads(archive.read("config.json"))
for layer in config["config"]["layers"]:
    settings = {key: layer["config"][key] for key in ("units", "activation") if key in layer["config"]}
    print(layer["class_name"], settings or "")
print("loss:", config["compile_config"]["loss"])
print("optimizer:", config["compile_config"]["optimizer"]["class_name"])


# %% [markdown]
# > **Before you run the next cell:** the network has $8 \cdot 30 + 30 + 30 \cdot 1 + 1 = 301$ weights and biases. The
# > next cell lists the arrays in `model.weights.h5`. Will there be four of them, or more? What else might a training
# > need tomorrow?


# %%
def list_numbers(h5_file):
    """Print the name and shape of each array in an HDF5 file."""
    h5_file.visititems(lambda name, item: print(f"{name:22}", item.shape) if hasattr(item, "shape") else None)


with h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as numbers:
    list_numbers(numbers)

# %% [markdown]
# <details><summary>Six: two more, of the optimizer</summary>You recognise the weights (8, 30) and (30, 1) and their
# biases. The two single numbers belong to the optimizer: its step counter and its learning rate.</details>
#
# Plain SGD needs no more than those two. Other optimizers remember more about the past: *momentum* keeps one number for
# each weight, *Adam* keeps two. Is this memory in the files, and in which of them? We do not guess, we measure: one
# step with each optimizer, then save, open the files, and count.


# %%
def count_numbers(group):
    """How many numbers an HDF5 group holds, the groups inside it included."""
    if isinstance(group, h5py.Dataset):
        return int(group.size)
    return sum(count_numbers(inner) for inner in group.values())


def contents(path):
    """What a file of Keras holds: two things that are there or not, two that are counted."""
    settings, numbers = {}, path
    if path.suffix == ".keras":
        archive = zipfile.ZipFile(path)
        settings, numbers = json.loads(archive.read("config.json")), io.BytesIO(archive.read("model.weights.h5"))
    with h5py.File(numbers) as file:
        return {
            "architecture": "config" in settings,
            "compile settings": bool(settings.get("compile_config")),
            "weights": count_numbers(file["layers"]),
            "optimizer's memory": count_numbers(file["optimizer"]) if "optimizer" in file else 0,
        }


# %% tags=["figure"]
kinds = {
    "SGD": keras.optimizers.SGD(),
    "SGD, momentum": keras.optimizers.SGD(momentum=0.9),
    "Adam": keras.optimizers.Adam(),
}
held = {}
for name, optimizer in kinds.items():
    net = keras.Sequential.from_config(model.get_config())  # the architecture alone
    net.save_weights(workshop / "bare.weights.h5")
    net.compile(loss="mse", optimizer=optimizer, run_eagerly=True)
    net.train_on_batch(X_train[:32], y_train[:32])
    net.save_weights(workshop / "step.weights.h5")
    held[name] = contents(workshop / "step.weights.h5")
net.save(workshop / "step.keras")
found = {
    "model.save, .keras": contents(workshop / "step.keras"),
    "save_weights, compiled": contents(workshop / "step.weights.h5"),
    "save_weights, not compiled": contents(workshop / "bare.weights.h5"),
}
draw.contents(found)
lesson.show(
    "A .keras file holds architecture, compile settings, 301 weights and 604 numbers of Adam; a weights file of a "
    "compiled model the weights and the 604; of a model that is not compiled the weights alone."
)

# %% [markdown]
# So the name `save_weights` says less than it does: the weights file of a *compiled* model holds the optimizer's memory
# as well. (604 is twice 301, a step counter and a learning rate.) You will use this when you resume a training. It is
# also why checkpoints are large:

# %% tags=["figure"]
weights = {name: parts["weights"] for name, parts in held.items()}
draw.numbers_in_file(weights, {name: parts["optimizer's memory"] for name, parts in held.items()})
lesson.show("With SGD the file holds 301 weights and 2 more numbers, with momentum 303 more, with Adam 604 more.")

# %% [markdown]
# And what is *not* in any of these files?
# - The training data, and the **scaler**. A model trained on standardised features gives nonsense for raw ones. Keep
#   `scaler.mean_` and `scaler.scale_` beside the model, or put a `Normalization` layer inside it.
# - The history of the losses, and the number of the epoch.
# - The Python code of your own classes and functions: only their *names* (Task 3).
#
# > **Check yourself.** You write `net = clone_model(model)`, compile `net` with Adam, and save it at once, before any
# > training. How many numbers of Adam are in the file?
# >
# > <details><summary>Answer</summary>Two: the step counter and the learning rate. Adam makes its two numbers for each
# > weight when it first meets the weights, in the first step. This detail comes back below.</details>
#
# ## Weights only
# Sometimes the architecture stands in your program anyway, and the numbers are all you want.

# %%
model.save_weights(workshop / "my_keras_weights.weights.h5")
twin = keras.models.clone_model(model)
twin.load_weights(workshop / "my_keras_weights.weights.h5")
print(twin.predict(X_new, verbose=0).ravel().round(2))

# %% [markdown]
# > **Then and now.** The lecture writes `my_keras_weights.ckpt`, TensorFlow's own checkpoint, and `load_weights`
# > prints a `CheckpointLoadStatus`. Today the name must end in `.weights.h5`, and `load_weights` returns nothing. The
# > lecture's name:

# %%
try:
    model.save_weights(workshop / "my_keras_weights.ckpt")
except ValueError as error:
    print(str(error).split(" Received")[0])

# %% [markdown]
# | | the lecture (Keras 2) | today (Keras 3) |
# | --- | --- | --- |
# | whole model | `.h5`, or a folder without a suffix | `.keras`, a zip archive; a name without a suffix is refused |
# | weights | `.ckpt`, several files, or `.h5` | `.weights.h5`, one file |
# | `load_weights` returns | a status object | nothing: it works or raises an error |
# | an old `.h5` model | loads | loads with `compile=False`, or stumbles over the word `"mse"` |
#
# A weights file says nothing about activations, loss or the order of computation. Two things follow.
#
# 1. Into a network with the same shapes but, say, `tanh` in place of `relu`, the weights load **silently**, and the
#    predictions are wrong.
# 2. Into a network with other shapes, Keras refuses.
#
# > **Before you run the next cell:** the file holds layers of 30 and 1 units. We load it into a network with layers of
# > 30, 20 and 1. Keras will refuse. Which of the six arrays of that network will be changed all the same?

# %%
keras.utils.set_random_seed(1)
deeper = keras.Sequential([keras.Input(shape=(8,)), *(keras.layers.Dense(units) for units in (30, 20, 1))])
old_weights = deeper.get_weights()
try:
    deeper.load_weights(workshop / "my_keras_weights.weights.h5")
except ValueError as error:
    print("ValueError:", str(error).split(". ")[0])
for old, new in zip(old_weights, deeper.get_weights(), strict=True):
    print(f"{old.shape!s:9}", "unchanged" if np.array_equal(old, new) else "overwritten")

# %% [markdown]
# <details><summary>Two: the first layer's</summary>Keras goes through all layers, fills in those that fit, and
# complains at the end about the others.</details>
#
# What remains is neither the old network nor the saved one. A careful program does not leave such a chimera behind.
#
# ### Task 2 · All or nothing · ●●○ · 1 point · 15 minutes
# Write `load_if_fits(model, path)`:
#
# - load the weights file `path` into `model` and return `model`; <!-- req: loads, same-model -->
# - if the file does not fit, `model` is returned as well, with **exactly** the weights that it had before, trained or
#   not, and no error is raised; <!-- req: all-or-nothing, no-error -->
# - change nothing else: the settings of its layers and how it is compiled stay as they are. (What becomes of an
#   optimizer's memory does not count here.) <!-- req: nothing-else -->
#
# Example: with the file above, `load_if_fits(twin, path)` returns the twin with the saved weights;
# `load_if_fits(deeper, path)` returns `deeper` as it was.
#
# <details><summary>Hint 1</summary>Keras tells you by a <code>ValueError</code>: <code>try</code> ... <code>except
# ValueError</code>.</details>
# <details><summary>Hint 2</summary>When the error arrives it is too late to look at the old weights. When is it
# not?</details>
# <details><summary>Hint 3</summary><code>get_weights()</code> returns copies of all weights; <code>set_weights</code>
# takes such a list.</details>


# %% task="load_if_fits"
def load_if_fits(model, path):
    """Load the weights at path into model if all of them fit, else leave it as it was; return model."""
    ### BEGIN SOLUTION
    before = model.get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        model.set_weights(before)
    return model
    ### END SOLUTION


# %% check="load_if_fits" points=1 tests="files that fit; files of which one layer fits; the very model is returned"
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks


def network(units, shift):
    """Dense layers with a BatchNormalization in front, whose moving averages no training step touches."""
    layers = [keras.layers.BatchNormalization(), *(keras.layers.Dense(n) for n in units)]
    net = keras.Sequential([keras.Input(shape=(3,)), *layers], name="network")
    rng = np.random.default_rng(0)
    net.set_weights([shift + rng.normal(size=weights.shape) for weights in net.get_weights()])
    return net


def settings(net):
    """What loading weights leaves alone."""
    compiled = net.get_compile_config() if net.compiled else {}
    return net.get_config(), compiled.get("loss"), type(net.optimizer).__name__ if net.compiled else None


def weights_after(target, path):
    """Call the student's function; the weights of the model that it was given, which is to be what it returns."""
    # req: no-error, nothing-else
    try:
        result, (given, _) = checks.call_and_keep_changes(load_if_fits, target, path)
    except Exception as error:
        raise AssertionError(
            f"load_if_fits should not raise an error, yours stops with {type(error).__name__}."
        ) from error
    assert hasattr(result, "get_weights"), "load_if_fits should return the model in both cases. Is a `return` missing?"
    assert target.compiled or not given.compiled, "load_if_fits should not compile the model."
    assert checks.is_equal(settings(given), settings(target)), (
        "load_if_fits should change the weights alone: the model's name, its layers' settings (trainable, for one), "
        "its loss and its optimizer stay as they are."
    )
    weights = given.get_weights()
    assert checks.is_equal(result.get_weights(), weights), (
        "load_if_fits should change and return the very model that it is given, not a copy of it."
    )
    return weights


def check_all_or_nothing(model_units, file_units, advice, compiled=False, equal_layer=None):
    """Load a file of one network into another; the result must be all of the file or all of the old weights."""
    # req: loads, all-or-nothing
    target, source = network(model_units, 1.0), network(file_units, 2.0)
    if compiled:
        target.layers[1].trainable = False
        target.compile(loss="mae", optimizer=keras.optimizers.Adam(0.02))
    if equal_layer is not None:
        source.layers[equal_layer].set_weights(target.layers[equal_layer].get_weights())
    expected = (source if model_units == file_units else target).get_weights()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.weights.h5"
        source.save_weights(path)
        checks.assert_equal(weights_after(target, path), expected, advice)


@checks.in_kernel_of(load_if_fits)
def returns_its_argument(load, model, path):
    """Whether the student's function gives back the model itself."""
    # req: same-model
    return load(model, path) is model


fits = "The file fits, but the model does not have all of the file's weights."
half = "One layer of the file fits and another does not: the model should have all of its old weights again."
with warnings.catch_warnings(action="ignore"):
    check_all_or_nothing([4, 1], [4, 1], fits)
    check_all_or_nothing([4, 1], [5, 1], "The file does not fit, so the model should be as it was before.")
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_all_or_nothing([4, 3, 1], [4, 3, 2], half)
    check_all_or_nothing([4, 1], [4, 4, 1], half, compiled=True)
    check_all_or_nothing([2, 4], [3, 2], half)  # as many numbers in the file as in the model
    check_all_or_nothing([5, 3, 3], [3, 5, 3], half)  # the same shapes in another order
    check_all_or_nothing([2, 6, 1], [2, 6, 1], fits, compiled=True)
    check_all_or_nothing([4, 1], [4, 1], fits, equal_layer=1)

with warnings.catch_warnings(action="ignore"), tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "some.weights.h5"
    network([4, 1], 2.0).save_weights(path)
    for units in ([4, 1], [4, 2]):
        assert returns_its_argument(load_if_fits, network(units, 1.0), path), "Return `model` itself, in both cases."
### END HIDDEN TESTS

# %% [markdown]
# Your function beside Keras's own `load_weights`, for files of several networks. Move the slider: what does each of the
# two leave behind?


# %% tags=["figure"]
def changed_arrays(load, units):
    """Load a file of layers with these units into a network of 30, 20 and 1; how much of each array has changed."""
    source = keras.Sequential([keras.Input(shape=(8,)), *(keras.layers.Dense(n) for n in units)])
    source.set_weights([np.full(weights.shape, 7.0) for weights in source.get_weights()])
    source.save_weights(workshop / "source.weights.h5")
    target = keras.models.clone_model(deeper)
    before = target.get_weights()
    load(target, workshop / "source.weights.h5")
    return [float(np.mean(old != new)) for old, new in zip(before, target.get_weights(), strict=True)]


def keras_alone(net, path):
    with contextlib.suppress(ValueError):
        net.load_weights(path)


def draw_loading(units):
    shares = {"Keras's load_weights": changed_arrays(keras_alone, units)}
    shares["your load_if_fits"] = changed_arrays(load_if_fits, units)
    return draw.loading(shares, [weights.shape for weights in deeper.get_weights()], units)


lesson.slider(
    draw_loading,
    values=[(30, 20, 1), (30, 1), (30, 20, 2), (30, 20, 5, 1), (10, 20, 1)],
    label="units of the layers in the file:",
    default=1,
    text=lambda units: ", ".join(map(str, units)),
    alt="Which arrays of a network with layers of 30, 20 and 1 units are overwritten by a file, by Keras and by you.",
)

# %% [markdown]
# > **Check yourself.** Which of these does Keras refuse: a file of a network with `relu` into one with `tanh`; a file
# > of a network with 30 units into one with 31; a file saved after the training into a fresh network of the same class?
# >
# > <details><summary>Answer</summary>The second only. Shapes are all that it compares. The first loads without a word
# > and computes something else; the third is what weights files are for.</details>
#
# ## A class of your own
# In topic 6 you wrote `WideAndDeepModel` as a class. Its architecture is Python code, and a file with names and
# numbers cannot hold it. So Keras writes down two things, and you provide both:
#
# 1. **A name** under which the loading program finds the class: *registration*, a decorator above the class,
#    `keras.saving.register_keras_serializable` with the name of a package. The file then says `package>ClassName`.
# 2. **The constructor's arguments**: the method `get_config()` returns them as a dictionary. Loading calls
#    `YourClass(**config)`, then builds the layers, then fills in the weights.
#
# > **Before you run the next cell:** the class below has no `get_config`. We make a network of 7 units and save it.
# > Will saving complain? Which number of units will the file claim?


# %%
@keras.saving.register_keras_serializable(package="careless")
class Careless(keras.Model):
    def __init__(self, units=30, **kwargs):
        super().__init__(**kwargs)
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.out = keras.layers.Dense(1)

    def call(self, inputs):
        return self.out(self.hidden(inputs))


careless = Careless(units=7)
careless(X_new)
careless.save(workshop / "careless.keras")
written = json.loads(zipfile.ZipFile(workshop / "careless.keras").read("config.json"))
print("registered as", written["registered_name"], "with units =", written["config"]["units"])
try:
    keras.models.load_model(workshop / "careless.keras")
except ValueError as error:
    print("ValueError:", str(error).split(". ")[0])


# %% [markdown]
# <details><summary>30, the default, and no complaint</summary>Without <code>get_config</code> Keras cannot know the
# argument. It writes down the default ones. The error comes late, when the model is needed, and says nothing about the
# cause: the file claims 30 units and holds weights for 7.</details>
#
# A colleague who loads your model runs this:


# %%
def load_whole(path):
    """Load a whole model, registered classes included."""
    return keras.models.load_model(path)


# %% [markdown]
# ### Task 3 · A class that survives the trip · ●●○ · 2 points · 20 minutes
# The cell below holds the lecture's `WideAndDeepModel`: two inputs (5 wide and 6 deep features), two outputs.
# Complete it so that it can be saved and loaded, and leave the given lines as they are: <!-- req: given-lines -->
#
# - register it in the package `"course"`; <!-- req: registered -->
# - remember `units` and `activation` in `__init__`, each model its own; <!-- req: own-arguments -->
# - write `get_config()`: a dictionary with everything that `super().get_config()` gives (the name, for example) and
#   with `"units"` and `"activation"`. A model that is made from it, `WideAndDeepModel.from_config(config)`, says the
#   same of itself. <!-- req: config -->
#
# A saved model then comes back with the same outputs. <!-- req: trip --> One point is for `get_config` and the name,
# one for the trip.
#
# Example: `WideAndDeepModel(units=7, activation="tanh").get_config()["units"]` is `7`.
#
# <details><summary>Hint 1</summary>The decorator goes on the line above <code>class</code>; see
# <code>Careless</code>.</details>
# <details><summary>Hint 2</summary><code>self.units = units</code> remembers; <code>get_config</code> reads it from
# <code>self</code>.</details>
# <details><summary>Hint 3</summary>Two dictionaries become one with <code>{**first, "key": value}</code>.</details>


# %% task="wide_and_deep"
# First the line that registers the class:
### BEGIN SOLUTION
@keras.saving.register_keras_serializable(package="course")
### END SOLUTION
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        # Then remember the arguments:
        ### BEGIN SOLUTION
        self.units = units
        self.activation = activation
        ### END SOLUTION
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden1 = self.hidden1(input_B)
        hidden2 = self.hidden2(hidden1)
        concat = keras.layers.concatenate([input_A, hidden2])
        return self.main_output(concat), self.aux_output(hidden2)

    def get_config(self):
        """Return the constructor's arguments."""
        ### BEGIN SOLUTION
        return {**super().get_config(), "units": self.units, "activation": self.activation}
        ### END SOLUTION


# %% check="wide_and_deep" points=1 tests="the registered name; get_config() of several models"
import warnings

from nn_lessons import checks


@checks.in_kernel_of(WideAndDeepModel)
def registered_name(model_class):
    """The name under which a file speaks of the class."""
    # req: registered
    import keras

    return keras.saving.get_registered_name(model_class)


def check_get_config(units, activation, name, trainable, dtype):
    """Two models: each remembers its own arguments, beside all that Keras's own get_config gives."""
    # req: own-arguments, config
    model = WideAndDeepModel(units=units, activation=activation, name=name, trainable=trainable, dtype=dtype)
    WideAndDeepModel(units=units + 1, activation="linear")
    config = model.get_config()
    assert isinstance(config, dict), "get_config() should return a dictionary. Is the `return` missing?"
    for key, value in {"units": units, "activation": activation}.items():
        assert checks.is_equal(config.get(key), value), (
            f"A model made with {key}={value!r} should say so in get_config(); yours says {config.get(key)!r}."
        )
    missing = {"name", "trainable", "dtype"} - set(config)
    assert not missing, f"get_config() should contain all that super().get_config() gives; missing: {missing}."
    said = (config["name"], config["trainable"], dtype in str(config["dtype"]))
    assert said == (name, trainable, True), (
        f"A model made with name={name!r}, trainable={trainable}, dtype={dtype!r} should say so in get_config(). "
        "Does __init__ pass **kwargs on to super().__init__?"
    )
    try:
        again = WideAndDeepModel.from_config(config).get_config()
    except Exception as error:
        raise AssertionError(
            f"A model cannot be made from what get_config() gives: {type(error).__name__}. Every key should be an "
            "argument of __init__ or of super().__init__."
        ) from error
    assert checks.is_equal(again, config), (
        "A model made from get_config()'s dictionary should give the same dictionary. Keras's own from_config does so."
    )


found = registered_name(WideAndDeepModel)
assert found == "course>WideAndDeepModel", (
    f"The class should be registered as course>WideAndDeepModel; a file would call it {found}. "
    "Is the decorator above the class, with the package's name?"
)
with warnings.catch_warnings(action="ignore"):
    check_get_config(7, "tanh", "seven", trainable=True, dtype="float32")
    default = WideAndDeepModel().get_config()
assert (default["units"], default["activation"]) == (30, "relu"), (
    "WideAndDeepModel() without arguments should have 30 units and relu, as the given first line of __init__ says."
)
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_get_config(3, "sigmoid", "three", trainable=False, dtype="float64")
### END HIDDEN TESTS

# %% check="wide_and_deep" points=1 tests="outputs before saving and after loading, against a calculation by hand"
import tempfile
import warnings
from pathlib import Path

import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(WideAndDeepModel)
def load_whole(path):
    """Load a whole model where the student's class is registered."""
    import keras

    return keras.models.load_model(path)


def by_hand(weights, activation, wide, deep):
    """The two outputs, worked out with NumPy."""
    function = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "linear": lambda z: z}[activation]
    W1, b1, W2, b2, W_main, b_main, W_aux, b_aux = weights
    hidden = function(function(deep @ W1 + b1) @ W2 + b2)
    return np.hstack([wide, hidden]) @ W_main + b_main, hidden @ W_aux + b_aux


def check_trip(units, activation):
    """Give a model weights, save it, load it, and compare both with the outputs that the weights should give."""
    # req: trip, given-lines
    rng = np.random.default_rng(units)
    wide, deep = inputs = [rng.normal(size=(4, n)).astype("float32") for n in (5, 6)]
    model = WideAndDeepModel(units=units, activation=activation)
    model(inputs)
    shapes = [(6, units), (units,), (units, units), (units,), (5 + units, 1), (1,), (units, 1), (1,)]
    weights = [rng.normal(size=shape).astype("float32") for shape in shapes]
    model.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide_and_deep.keras"
        model.save(path)
        try:
            copy = load_whole(path)
            loaded = copy(inputs)
        except Exception as error:
            raise AssertionError(
                f"The saved model cannot be loaded and used: {type(error).__name__}. Loading finds the class by its "
                "registered name and calls it with what get_config() gave."
            ) from error
    for outputs, whose in ((model(inputs), "Your model"), (loaded, "The loaded model")):
        advice = "Leave the given lines as they are; get_config() tells how the model was made."
        for output, expected in checks.pairs(outputs, by_hand(weights, activation, wide, deep), "The answer"):
            checks.assert_close(output, expected, f"{whose} predicts something else. {advice}", rtol=1e-4, atol=1e-4)


with warnings.catch_warnings(action="ignore"):
    check_trip(7, "tanh")
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_trip(5, "linear")
    check_trip(30, "relu")
### END HIDDEN TESTS

# %% [markdown]
# ## Tonight and tomorrow: resume a training
# A whole model file brings back the optimizer too: its step counter and, for momentum or Adam, its memory of past
# gradients. So `fit` on a loaded model goes on exactly where it stopped. Whoever calls `compile` again after loading
# starts with an optimizer that has forgotten everything.
#
# ### Task 4 · Go on where you stopped · ●●○ · 2 points · 15 minutes
# Write `resume(path, X, y, epochs)`:
#
# - load the whole model at `path`, anew at each call, and train it for `epochs` more epochs on `X`, `y`; its optimizer
#   goes on where it was; <!-- req: goes-on, read-anew, epochs -->
# - call `fit` with `shuffle=False` and leave its batch size alone: then two trainings see the same batches in the same
#   order, and their losses can be compared; <!-- req: same-batches -->
# - save it to the same `path`, as it is after the last epoch and compiled as it was, so that you can resume again the
#   day after; <!-- req: saved-again -->
# - return the list of the training losses, as `fit` reports them, one for each epoch. <!-- req: losses -->
#
# One point is for the losses, one for the file.
#
# Example: train 3 epochs, save, `resume(path, X, y, 2)`: the two losses are those of epochs 3 and 4 of a training of
# 5 epochs (0 to 4) without a break.
#
# <details><summary>Hint 1</summary>The loaded model is compiled already. What would a second <code>compile</code> do
# to the optimizer?</details>
# <details><summary>Hint 2</summary><code>fit</code> returns an object whose <code>history</code> is a dictionary of
# lists.</details>


# %% task="resume"
def resume(path, X, y, epochs):
    """Train the model saved at path for more epochs, save it there again, return the losses of these epochs."""
    ### BEGIN SOLUTION
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return history.history["loss"]
    ### END SOLUTION


# %% check="resume" points=1 tests="the losses of the new epochs, against SGD with momentum worked out by hand"
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks


def train_by_hand(w, X, y, rate, momentum, epochs):
    """Train a linear unit in batches of 32 as SGD with momentum does; return the mean loss of each epoch."""
    velocity, losses = np.zeros_like(w), []
    for _ in range(epochs):
        errors = []
        for first in range(0, len(X), 32):
            rows = slice(first, first + 32)
            error = X[rows] @ w - y[rows]
            errors.append(error)
            velocity = momentum * velocity - rate * 2 * X[rows].T @ error / len(error)
            w = w + velocity
        losses.append(np.mean(np.concatenate(errors) ** 2))
    return losses


def check_losses(before, epochs, rate, seed):
    """The losses of a second sitting, against those of a training without a break. They rise and fall."""
    # req: goes-on, same-batches, epochs, losses
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(35, 3)).astype("float32")
    y = X @ [[1.0], [-2.0], [0.5]] + rng.normal(size=(35, 1))
    model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([rng.normal(size=(3, 1))])
    metric = keras.metrics.MeanAbsoluteError(name="error")  # in fit's history it comes before the loss
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(rate, momentum=0.9), metrics=[metric], run_eagerly=True)
    expected = train_by_hand(model.get_weights()[0], X, y, rate, 0.9, before + epochs)[before:]
    for _ in range(before):
        for rows in (slice(0, 32), slice(32, 35)):
            model.train_on_batch(X[rows], y[rows])
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder) / "tonight.keras")
        try:
            losses = resume(Path(folder) / "tonight.keras", X, y, epochs)
        except ValueError as error:
            raise AssertionError(
                "resume stops with an error. The loaded model is compiled: fit it as it is."
            ) from error
    assert np.shape(losses) == (epochs,), (
        f"resume(path, X, y, {epochs}) should return a list of {epochs} losses, one for each new epoch."
    )
    checks.assert_close(
        losses,
        expected,
        f"The losses should be {np.round(expected, 3)}, as if there had been no break; yours are "
        f"{np.round(losses, 3)}. Train the loaded model as it is: a second compile makes its optimizer forget, and "
        "shuffle=False keeps the order of the batches.",
        rtol=2e-5,
    )


with warnings.catch_warnings(action="ignore"):
    check_losses(before=1, epochs=2, rate=0.05, seed=0)
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_losses(before=2, epochs=4, rate=0.15, seed=1)
### END HIDDEN TESTS

# %% check="resume" points=1 tests="what the file holds afterwards; a second evening; another model at the same path"
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks


def check_file(model, X, y, sittings):
    """After each sitting the file holds what a training without a break would have come to."""
    # req: saved-again, goes-on
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tonight.keras"
        model.save(path)
        for epochs in sittings:
            resume(path, X, y, epochs)
            for _ in range(epochs):
                model.train_on_batch(X, y)
            file = keras.models.load_model(path)
            steps, expected = int(file.optimizer.iterations), int(model.optimizer.iterations)
            assert steps == expected, (
                f"After this sitting the file should hold a model trained for {expected} steps in all; it holds "
                f"one with {steps}. Is the trained model saved to `path` again, with its optimizer?"
            )
            for found, wanted in checks.pairs(file.get_weights(), model.get_weights(), "The file's weights"):
                message = "The file should hold the weights after the last epoch, whatever the losses were."
                checks.assert_close(found, wanted, message, rtol=1e-3, atol=1e-5)
            found, wanted = file.get_compile_config(), model.get_compile_config()
            other = [key for key in ("loss", "metrics", "optimizer") if not same_setting(found[key], wanted[key])]
            assert not other, f"The file's model should be compiled as it was; changed: {', '.join(other)}."
            assert checks.is_equal(file.get_config(), model.get_config()), "The file's layers should be as they were."


def same_setting(found, wanted):
    """Whether two compile settings agree; the learning rate comes back from a file up to rounding."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return found.keys() == wanted.keys() and all(same_setting(found[key], wanted[key]) for key in wanted)
    return checks.is_close(found, wanted) if isinstance(wanted, float) else checks.is_equal(found, wanted)


@checks.in_kernel_of(resume)
def resume_twice(resume, model, X, y):
    """The results of two sittings; before the second one, the file of the evening takes its old place."""
    # req: read-anew
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "tonight.keras")
        losses = []
        for _ in range(2):
            model.save(path)
            losses.append(resume(path, X, y, 1))
    return losses


def linear_unit(optimizer, loss="mse", metrics=None):
    """A linear unit after one step, and a single batch of rows."""
    X = np.linspace(-1, 1, 8, dtype="float32").reshape(4, 2)
    y = X[:, :1] + 1
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(1)])
    model.set_weights([np.array([[0.5], [-0.5]]), np.zeros(1)])
    model.compile(loss=loss, optimizer=optimizer, metrics=metrics, run_eagerly=True)
    model.train_on_batch(X, y)
    return model, X, y


with warnings.catch_warnings(action="ignore"):
    check_file(*linear_unit(keras.optimizers.Adam(0.05)), sittings=[1, 1])
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_file(*linear_unit(keras.optimizers.SGD(1.2)), sittings=[2])  # at this rate the loss rises
    check_file(*linear_unit(keras.optimizers.SGD(0.1), "mae", ["mse"]), sittings=[1])
    first, again = checks.items(resume_twice(resume, *linear_unit(keras.optimizers.SGD(0.1))), 2, "Two results")
    checks.assert_close(
        again, np.array(first), "Load the model anew at each call: another one may have taken its place."
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Three resumes, side by side
# You know now that the weights file of a compiled model holds the optimizer's memory as well. So there are three ways
# to go on in the morning:
#
# 1. the **whole model**, with your `resume`;
# 2. the **weights file**, loaded into a compiled network whose optimizer has made its variables already:
#    `net.optimizer.build(net.trainable_variables)`;
# 3. the **weights file**, loaded into a freshly compiled network. Its optimizer has no variables yet, so the numbers in
#    the file find no place. Keras warns ("Skipping variable loading for optimizer") and goes on.
#
# The network learns from 512 houses with Adam, 30 epochs, and a learning rate that falls from 0.05 to 0 along a cosine.
# After 20 epochs comes the night.


# %% tags=["figure"]
few, few_targets = X_train[:512], y_train[:512]


def new_network():
    """The regressor with its first weights, compiled: 16 batches an epoch, a learning rate that ends at 0."""
    keras.utils.set_random_seed(42)
    net = keras.models.clone_model(model)
    falling_rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=30 * 16)
    net.compile(loss="mse", optimizer=keras.optimizers.Adam(falling_rate), steps_per_execution=4)
    return net


def train(net, epochs):
    return net.fit(few, few_targets, epochs=epochs, shuffle=False, verbose=0).history["loss"]


night, uninterrupted = new_network(), []
for done in range(0, 30, 5):
    if done:
        night.save(workshop / f"night_{done}.keras")
        night.save_weights(workshop / f"night_{done}.weights.h5")
    uninterrupted += train(night, 5)

built, forgetful = new_network(), new_network()
built.optimizer.build(built.trainable_variables)
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    built.load_weights(workshop / "night_20.weights.h5")
    print("optimizer built before loading: step", int(built.optimizer.iterations), "- warnings:", len(warned))
    forgetful.load_weights(workshop / "night_20.weights.h5")
    print("a new optimizer:                step", int(forgetful.optimizer.iterations), "- warnings:", len(warned))

# %% [markdown]
# 20 epochs of 16 batches are 320 steps.
#
# > **Before you run the next cell:** the network that starts at step 0 has exactly the same weights as the others.
# > What will its learning rate be? Will its loss in the next ten epochs be higher, lower, or the same?

# %% tags=["figure"]
shutil.copy(workshop / "night_20.keras", workshop / "night.keras")
whole_model = resume(workshop / "night.keras", few, few_targets, 10)
from_weights, forgotten = train(built, 10), train(forgetful, 10)
draw.second_sitting(uninterrupted, 20, whole_model, from_weights, forgotten)
lesson.show(
    "After a break at epoch 20 the loss goes on from 0.27 to 0.26 with the whole model or a built optimizer; with a "
    "new optimizer it jumps to 0.43 and ends at 0.37."
)

# %% [markdown]
# <details><summary>Higher, and it does not recover</summary>Step 0 means the first learning rate, 0.05, far too large
# so near to a minimum: the loss jumps back to where it was in the first epochs. After ten epochs it is 0.37, against
# 0.26 without the break.</details>
#
# The blue and the green line run inside the grey one: with the whole model or with a built optimizer, going on *is* the
# same training. The dashed line starts from the same weights, and yet the work of many epochs is lost. How much is lost
# depends on when you stop. Your `resume` at four breaks:


# %% tags=["figure"]
def draw_break(done):
    shutil.copy(workshop / f"night_{done}.keras", workshop / "night.keras")
    resumed = resume(workshop / "night.keras", few, few_targets, 30 - done)
    net = new_network()
    with warnings.catch_warnings(action="ignore"):
        net.load_weights(workshop / f"night_{done}.weights.h5")
    return draw.second_sitting(uninterrupted, done, resumed, None, train(net, 30 - done))


lesson.slider(
    draw_break,
    values=[5, 10, 20, 25],
    label="epochs before the break:",
    default=2,
    alt="The loss of a training with a break, resumed and with a new optimizer, beside one without a break.",
)

# %% [markdown]
# After 5 or 10 epochs the rate is large anyway, and there is time to come down again: the forgetful run even ends a
# little lower here. After 20 or 25 epochs there is not. But lower or higher, the dashed line is another training, not
# the one that you stopped: who compares learning rates, or repeats an experiment, wants the blue one.
#
# What none of these files knows is the *number* of the epoch. A `fit` that is called again counts from 0; topic 8 shows
# `initial_epoch`, and a callback that saves and resumes by itself.
#
# ## A stranger's file is code
# A `Lambda` layer wraps any Python function. When its function is a `lambda`, there is no name to store, so Keras
# stores the *compiled code itself*. Here is a model from "a stranger". Its author could have deleted your files; ours
# only says hello.

# %%
inputs = keras.Input(shape=(8,))
greeted = keras.layers.Lambda(lambda x: (print("   >>> code from the file is running"), x)[1], name="greeting")(inputs)
keras.Model(inputs, keras.layers.Dense(1)(greeted)).save(workshop / "gift.keras")

# %% [markdown]
# (The line above came from building the model.) Now play the one who receives the file.
#
# > **Before you run the next cell:** we load the file twice, with safe mode (the default) and without, and never
# > predict anything. In which of the two does the stranger's code run?

# %%
print("load_model(path):")
try:
    keras.models.load_model(workshop / "gift.keras")
except ValueError as error:
    print("   refused:", str(error).split(". ")[0])

print("load_model(path, safe_mode=False):")
gift = keras.models.load_model(workshop / "gift.keras", safe_mode=False)

# %% [markdown]
# <details><summary>In the second, while loading</summary>Keras calls each layer once to find out the shapes. So loading
# alone runs the code. Safe mode refuses the file before that.</details>
#
# `safe_mode=True` is a seat belt, not armour. Other formats (pickle, joblib) have none at all. And a `lambda` is not
# the only way for a file to make your program do something. Let us first look for lambdas, which is easy: the file is a
# zip archive, and reading is not running.


# %%
def count_lambdas(value):
    """How many objects in a piece of JSON are marked as stored code."""
    if isinstance(value, list):
        return sum(count_lambdas(inner) for inner in value)
    if isinstance(value, dict):
        return (value.get("class_name") == "__lambda__") + sum(count_lambdas(inner) for inner in value.values())
    return 0


def read_config(path):
    """The contents of config.json: reading, not loading."""
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read("config.json"))


for name in ("my_keras_model.keras", "gift.keras"):
    print(f"{name:21}", count_lambdas(read_config(workshop / name)))

# %% [markdown]
# Does a 0 mean that the file is safe? Here is a second gift, a model of one `Dense` layer to which the stranger has
# added four lines of JSON. They hold no code, only a *name*: `keras.config.set_floatx`, a function that every Keras
# has. It sets the number format of the whole program.

# %%
inputs = keras.Input(shape=(8,))
keras.Model(inputs, keras.layers.Dense(1)(inputs)).save(workshop / "quiet.keras")

config = read_config(workshop / "quiet.keras")
a_name = {"module": "keras.config", "class_name": "function", "config": "set_floatx", "registered_name": "function"}
unseen = {"module": "keras.layers", "class_name": "Lambda", "name": "unseen", "registered_name": None}
unseen["config"] = {"name": "unseen", "function": a_name}
unseen["inbound_nodes"] = [{"args": [], "kwargs": {"inputs": "float16"}}]
config["config"]["layers"].append(unseen)

with zipfile.ZipFile(workshop / "quiet.keras") as file:
    parts = {name: file.read(name) for name in file.namelist()}
with zipfile.ZipFile(workshop / "quiet.keras", "w") as file:
    for name, part in (parts | {"config.json": json.dumps(config)}).items():
        file.writestr(name, part)
print("lambdas:", count_lambdas(read_config(workshop / "quiet.keras")))

# %% [markdown]
# > **Before you run the next cell:** another program loads this file, in safe mode, and asks Keras for its number
# > format before and after. It also lists the layers of the model that it got. Will it notice anything?

# %% tags=["demo"]
program = """
import sys
import keras
print("number format:", keras.config.floatx())
model = keras.models.load_model(sys.argv[1], safe_mode=True)
print("layers:", [type(layer).__name__ for layer in model.layers])
print("number format:", keras.config.floatx())
"""
arguments = [str(workshop / "quiet.keras")]
print(subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True).stdout)

# %% [markdown]
# <details><summary>float32, two innocent layers, float16</summary>No error, no lambda, no trace in
# <code>model.layers</code>: the added layer leads nowhere, so the finished model has dropped it. But while loading,
# Keras called it, with the argument that the file gave.</details>
#
# The Keras with which this notebook was made (3.15) lets a file name only functions of Keras, without those on a list
# of forbidden ones. Lists of what is forbidden forget something, as you have just seen. Before Keras 3.9 there was no
# such limit: `config.json` could name any function of any module, `os.system` for example, and `load_model` called it,
# in safe mode (CVE-2025-1550). Before 3.11.3 safe mode was not even asked when the file was an `.h5` (CVE-2025-9905).
# So:
#
# - from strangers prefer weights alone, and write the architecture yourself;
# - never write `safe_mode=False` for a file that you did not make yourself, and keep Keras up to date;
# - where you need a whole model, do not look for what is bad, **let in only what you know**: a list of the classes that
#   you expect, and a file that names anything else stays outside.
#
# This is the list for the dense networks of this course:

# %%
KNOWN = {"keras.Sequential", "keras.src.models.functional.Functional", "__keras_tensor__", "keras.DTypePolicy"}
KNOWN |= {"keras.layers.InputLayer", "keras.layers.Dense", "keras.optimizers.SGD", "keras.optimizers.Adam"}
KNOWN |= {"keras.initializers.GlorotUniform", "keras.initializers.Zeros"}

# %% [markdown]
# ### Task 5 · Let in only what you know · ●●● · 1 point · 20 minutes
# Write `unknown_names(path, known)`: the list of all names in the `.keras` file `path` that are not in the set `known`.
#
# - A dictionary names something if it has the key `"class_name"`. It can sit anywhere inside `config.json`: the whole
#   of it, in a list of a list, inside another dictionary that names something, in the compile
#   settings. <!-- req: everywhere -->
# - Its full name is `module.class_name`, for example `keras.layers.Dense`; where `"module"` is missing or `null`, the
#   `class_name` alone. A name is known if the set holds exactly this full name. <!-- req: full-name, exactly -->
# - Return the unknown ones in alphabetical order, each once; the set `known` stays as it
#   is. <!-- req: sorted-once, known-kept -->
# - Do not load the model: that is what you want to be safe from. <!-- req: not-loaded -->
#
# Example: `unknown_names(workshop / "my_keras_model.keras", KNOWN)` is `[]`. For `gift.keras` it is `['__lambda__',
# 'keras.layers.Lambda']`, and for `quiet.keras` it is `['keras.config.function', 'keras.layers.Lambda']`.
#
# <details><summary>Hint 1</summary><code>json.loads</code> gives dictionaries, lists, strings, numbers and
# <code>None</code>, nested in any depth. <code>count_lambdas</code> above walks through all of them.</details>
# <details><summary>Hint 2</summary>Write a function that collects the full names of <em>one</em> value in a set: a
# dictionary may add its own and asks each of its values; a list asks each of its elements.</details>
# <details><summary>Hint 3</summary>Two sets: <code>a | b</code> joins them, <code>a - b</code> is what <code>a</code>
# has and <code>b</code> has not. <code>sorted</code> makes a list of a set.</details>


# %% task="unknown_names"
def unknown_names(path, known):
    """List the full names in a .keras file that are not in the set known, without loading the model."""

    ### BEGIN SOLUTION
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        found = names(list(value.values()))
        if "class_name" in value:
            found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
        return found

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))) - known)
    ### END SOLUTION


# %% check="unknown_names" points=1 tests="names at every depth; known and unknown ones; names without a module"
import json
import tempfile
import zipfile
from pathlib import Path

import keras

from nn_lessons import checks


def names_in(config, known, separators=(", ", ": ")):
    """The student's list for a file that holds this configuration and nothing else: it cannot be loaded."""
    # req: not-loaded, known-kept
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stranger.keras"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("config.json", json.dumps(config, separators=separators))
        try:
            found, (_, after) = checks.call_and_keep_changes(unknown_names, path, set(known))
        except Exception as error:
            raise AssertionError(
                f"unknown_names stops with {type(error).__name__}: read config.json alone, do not load the model, "
                "and be ready for every kind of value in it."
            ) from error
    assert checks.is_equal(after, set(known)), "unknown_names should leave the set `known` as it is: make a new set."
    return found


@checks.in_kernel_of(unknown_names)
def number_format_after(look, path):
    """Keras's number format after the student's function has looked at a file that changes it when it is loaded."""
    import keras

    before = keras.config.floatx()
    try:
        look(path, set())
        return keras.config.floatx()
    finally:
        keras.config.set_floatx(before)


def check_not_loaded():
    """Let the function look at a file like quiet.keras: loading it, in safe mode or not, leaves a trace."""
    # req: not-loaded
    setting = {**named("function", "keras.config"), "config": "set_floatx", "registered_name": "function"}
    unseen = {**named("Lambda", name="unseen", function=setting), "name": "unseen"}
    unseen["inbound_nodes"] = [{"args": [], "kwargs": {"inputs": "float16"}}]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quiet.keras"
        inputs = keras.Input(shape=(2,))
        keras.Model(inputs, keras.layers.Dense(1)(inputs)).save(path)
        with zipfile.ZipFile(path) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        config = json.loads(parts["config.json"])
        config["config"]["layers"].append(unseen)
        with zipfile.ZipFile(path, "w") as file:
            for name, part in (parts | {"config.json": json.dumps(config)}).items():
                file.writestr(name, part)
        assert number_format_after(unknown_names, path) == keras.config.floatx(), (
            "unknown_names has loaded the stranger's file, and the file has changed Keras's number format. Read "
            "config.json, as read_config does; do not ask Keras for the model, not even inside a `try`."
        )


def named(kind, module="keras.layers", **config):
    return {"module": module, "class_name": kind, "config": config, "registered_name": None}


def model_of(*layers, **more):
    return {**named("Sequential", "keras", name="net", layers=list(layers)), **more}


usual = {"keras.Sequential", "keras.layers.Dense", "keras.DTypePolicy"}
dense = named("Dense", units=3, activation="relu", dtype=named("DTypePolicy", "keras", name="float32"))
code = {"class_name": "__lambda__", "config": {"code": "4wEA", "defaults": None, "closure": None}}
# req: full-name, exactly, sorted-once
checks.assert_equal(names_in(model_of(dense), usual), [], "A model of known classes only should give an empty list.")
found = names_in(model_of(dense, named("Lambda", function=code)), usual)
message = "For a Lambda layer around a lambda: the layer's full name, and __lambda__, which has no module. Sorted."
checks.assert_equal(found, ["__lambda__", "keras.layers.Lambda"], message)
setting = {**named("function", "keras.config"), "config": "set_floatx"}
found = names_in(model_of(named("Lambda", function=setting), dense), usual)
message = "For the example quiet.keras, which names a function of Keras."
checks.assert_equal(found, ["keras.config.function", "keras.layers.Lambda"], message)
check_not_loaded()
### BEGIN HIDDEN TESTS
# req: everywhere
deep = named("Deep", "away")
for _ in range(20):
    deep = model_of(dense, deep)
checks.assert_equal(names_in(deep, usual), ["away.Deep"], "A model inside a model inside a model: look at every depth.")
inside = named("Outer", "away", defaults=[1, None, named("Inner", "away")])
message = "A named dictionary can hold another one, whether it is known itself or not."
checks.assert_equal(names_in(model_of(inside), usual), ["away.Inner", "away.Outer"], message)
checks.assert_equal(names_in(model_of(inside), {*usual, "away.Outer"}), ["away.Inner"], message)
compiled = {"optimizer": named("Own", "b"), "loss": {"main": [named("Own", "a")]}}
compiled["metrics"] = [[0.5, [named("Z", "a")]]]
found = names_in(model_of(dense, compile_config=compiled), usual)
checks.assert_equal(found, ["a.Own", "a.Z", "b.Own"], "Look at all of config.json, lists of lists as well, and sort.")
checks.assert_equal(names_in(named("Top", "a"), usual), ["a.Top"], "The outermost dictionary counts like any other.")
twice = [named("Lambda"), dense, named("Lambda"), named("Own", "a")]
found = names_in(model_of(*twice), usual, (",", ":"))
checks.assert_equal(found, ["a.Own", "keras.layers.Lambda"], "Each unknown name should come once.")
message = "Compare the whole full name: module and class, capital letters, no more and no less."
alike = [named("Dense", "away.layers"), named("dense"), named("Dense2"), named("Dens")]
expected = ["away.layers.Dense", "keras.layers.Dens", "keras.layers.Dense2", "keras.layers.dense"]
checks.assert_equal(names_in(model_of(*alike), usual), expected, message)
message = "A module that is missing or null: the class_name alone."
bare = [{"class_name": "Dense", "config": {}}, {"module": None, "class_name": "Own", "config": {}}]
checks.assert_equal(names_in(model_of(*bare), usual), ["Dense", "Own"], message)
checks.assert_equal(names_in(model_of(*bare), {*usual, "Dense", "Own"}), [], message)
message = "What is known is the full name: to know Dense is not to know keras.layers.Dense."
found = names_in(model_of(dense), {"keras.Sequential", "keras.DTypePolicy", "Dense", "layers.Dense"})
checks.assert_equal(found, ["keras.layers.Dense"], message)
message = "Only the keys class_name and module make the name, in any order, whatever else the dictionary holds."
odd = [{"class_name": "Alone"}, {"class_name": "Last", "module": "a"}]
odd.append({**named("Own", "a"), "registered_name": "keras.layers.Dense"})
checks.assert_equal(names_in(model_of(*odd), usual), ["Alone", "a.Last", "a.Own"], message)
message = "Look into every value of a dictionary, whatever its key, and into what has no module as well."
hidden = {**dense, "inbound_nodes": [{"args": [named("In", "a")]}], "build_config": named("Build", "a")}
lambda_with_more = {**code, "config": {"closure": [named("Closure", "a")]}, "anything": {"else": named("Else", "a")}}
found = names_in(model_of(hidden, lambda_with_more), {*usual, "__lambda__"})
checks.assert_equal(found, ["a.Build", "a.Closure", "a.Else", "a.In"], message)
message = "Only a dictionary with the key class_name names something. Read the JSON, do not search its text."
harmless = named("Dense", note='"class_name": "Evil"', function="class_name", name="__lambda__")
checks.assert_equal(names_in(model_of(harmless, {"module": "a"}), usual), [], message)
checks.assert_equal(names_in(model_of(dense), set()), sorted(usual), "With nothing known, all names are unknown.")
### END HIDDEN TESTS

# %% [markdown]
# Is a file with an empty list safe, then? Safer: it makes the classes that you know, with arguments that
# the stranger chose. The list is as good as what is on it. Leave off `Lambda`, everything called `function`, and
# classes that open files (`StringLookup` with a vocabulary, for one). Plain words such as `"relu"` are looked up among
# Keras's activations only.
#
# > **Check yourself.** Your own class `course>WideAndDeepModel` is registered. A stranger's file names it, with
# > `units=10**9`. Does your list let the file in, and what happens?
# >
# > <details><summary>Answer</summary>Under its own name only if that is on the list: then Keras calls your constructor
# > with the stranger's arguments, and your computer runs out of memory. But the file can give a second name,
# > <code>"registered_name"</code>, and where a class is registered under it, Keras takes that class, even if
# > <code>"class_name"</code> says <code>Dense</code>. So open a stranger's file in a program in which nothing of yours
# > is registered.</details>
#
# ### Task 6 · In your own words · ●●○ · 2 points · 10 minutes
# A fellow student sends you `champion.keras`, trained with Adam on data that she had standardised first. In two to
# four sentences: what does the file contain besides the weights, and what do you still need from her to use it? And
# why may loading such a file from a stranger run a program on your computer, and what do you do about it?

# %% [markdown] essay="file_contents" points=2
# ### BEGIN SOLUTION
# The file contains the architecture (config.json), how the model was compiled, and Adam's state (step counter and two
# numbers for each weight), so a training could go on. It contains neither the data nor the scaler's means and
# standard deviations, nor the source of her own classes: those I have to ask for. Loading rebuilds the model from names
# and arguments in the file: a lambda is stored as compiled code, and even a plain name can make Keras call a function.
# So I keep safe_mode on, compare the names in config.json with a list of classes that I know, or ask for the weights
# alone and write the architecture myself.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# - 1 point: names at least one thing that the file contains besides the weights (architecture, compile settings,
#   optimizer state) and at least one that it lacks and that is needed (the scaler, the code of custom classes). Half
#   a point for one of the two.
# - 1 point: the file can make the loading program run something (stored code of a lambda, or names of functions and
#   classes that loading calls), and one sensible measure (a list of known classes, safe_mode stays on, weights only,
#   trusted sources only). "Count the lambdas" alone is no sensible measure. Half a point for one of the two.
# === END MARK SCHEME ===

# %% [markdown]
# ## The lecture's old files
# You will meet `.h5` files: the lecture's own, and many on the web. **A warning before you open one of a stranger:**
# all that you have just read holds for them, and their suffix says nothing about their age. With an older Keras (before
# 3.11.3) safe mode does not look at `.h5` files at all. Load those of strangers only with a recent Keras and in safe
# mode, better on a computer that holds nothing of yours.
#
# The lecture's two lines, its suffix included, with a model that we train for an epoch first:

# %% tags=["figure"]
teacher = keras.models.clone_model(model)
teacher.compile(loss="mse", optimizer="adam", steps_per_execution=4)
train(teacher, 1)
teacher.save(workshop / "my_keras_model.h5")
try:
    keras.models.load_model(workshop / "my_keras_model.h5")
except ValueError as error:
    print("ValueError:", error)

# %% [markdown]
# The file is sound; what cannot be restored is how the model was *compiled*: the old format stores the loss as the
# bare string `"mse"`, and Keras 3 no longer finds it in the place where it looks. Two ways out: load without the
# compile settings, `load_model(path, compile=False)`, and compile again; or tell Keras what the word means with
# `custom_objects`.
#
# One more trap waits in the program that *saved* the file. The living model has made 16 steps.
#
# > **Before you run the next cell:** does the model still have its optimizer after it was saved as `.h5`? Does it train
# > on? And what does a `.keras` file hold that is saved after that?

# %% tags=["figure"]
print("after saving: ", type(teacher.optimizer).__name__, int(teacher.optimizer.iterations))
train(teacher, 1)
print("after an epoch:", type(teacher.optimizer).__name__, int(teacher.optimizer.iterations))
print("compile settings name an optimizer:", "optimizer" in teacher.get_compile_config())
teacher.save(workshop / "afterwards.keras")
with warnings.catch_warnings(action="ignore"):  # Keras warns that the optimizers differ
    back = keras.models.load_model(workshop / "afterwards.keras")
print("loaded again: ", type(back.optimizer).__name__, int(back.optimizer.iterations))

# %% [markdown]
# <details><summary>It trains on, but a later file forgets</summary>The model keeps its optimizer, with all its steps,
# and trains on. What saving as <code>.h5</code> took out is one entry in the model's <em>compile settings</em>: the
# note which optimizer it was. A <code>.keras</code> file that is saved afterwards holds Adam's numbers and not its
# name; loading fills the gap with the default, RMSprop, whose variables do not fit, and starts at step 0.</details>
#
# So: migrate old files, and do not write new ones.
#
# ### Task 7 · Migrate an old file · ●●○ · optional · 1 point · 15 minutes
# Write `migrate(old, new, learning_rate)`:
#
# - load the legacy model file `old` (suffix `.h5`), of a Sequential or functional model, and save it as `new` (suffix
#   `.keras`); it has the same layers, frozen where the old ones are, and predicts what the old one
#   predicted; <!-- req: same-model -->
# - the new one is ready to be trained as in the lecture: compiled with the loss `"mse"` and a new `SGD(learning_rate)`
#   without momentum or other settings, whatever optimizer the old model had; <!-- req: compiled -->
# - do not train it; <!-- req: untrained -->
# - the file `old` stays as it is. <!-- req: old-kept -->
#
# Example: after `migrate(workshop / "my_keras_model.h5", workshop / "modern.keras", 1e-3)`, the file `modern.keras`
# loads without an error and predicts what the old model predicted.
#
# <details><summary>Hint 1</summary>Changing the suffix is not enough: the two formats differ inside.</details>
# <details><summary>Hint 2</summary>What can be loaded from an old file without an error? And what is missing
# then?</details>
# <details><summary>Hint 3</summary>Three steps: load with <code>compile=False</code>, compile, save.</details>


# %% task="migrate"
def migrate(old, new, learning_rate):
    """Turn a legacy .h5 model file into a .keras file, compiled with MSE and SGD(learning_rate)."""
    ### BEGIN SOLUTION
    model = keras.models.load_model(old, compile=False)
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
    model.save(new)
    ### END SOLUTION


# %% check="migrate" points=1 tests="predictions, loss and optimizer of the new file; the old file"
import logging
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks

logging.getLogger("absl").setLevel(logging.ERROR)


def network(units):
    """Dense layers in a row."""
    hidden = [keras.layers.Dense(n, activation="tanh") for n in units]
    return keras.Sequential([keras.Input(shape=(3,)), *hidden, keras.layers.Dense(1)])


def network_with_a_bypass():
    """A functional model: the output sees the inputs as well as a hidden layer, which is frozen."""
    inputs = keras.Input(shape=(3,))
    hidden = keras.layers.Dense(4, activation="tanh", trainable=False)(inputs)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.concatenate([inputs, hidden])))


def check_migrate(legacy, optimizer, names, learning_rate):
    """Write a legacy file, migrate it, and use the new one: predictions, loss, optimizer."""
    # req: same-model, compiled, untrained, old-kept
    rng = np.random.default_rng(len(legacy.layers))
    X = rng.normal(size=(6, 3)).astype("float32")
    y = rng.normal(size=(6, 1)).astype("float32")
    legacy.set_weights([rng.normal(size=weights.shape) for weights in legacy.get_weights()])
    legacy.compile(loss="mse", optimizer=optimizer)
    expected = np.asarray(legacy(X))
    with tempfile.TemporaryDirectory() as folder:
        old, new = (Path(folder) / name for name in names)
        legacy.save(old)
        content = old.read_bytes()
        try:
            migrate(old, new, learning_rate)
        except Exception as error:
            raise AssertionError(
                f"migrate stops with {type(error).__name__}. Load with compile=False, compile, save."
            ) from error
        assert new.is_file(), "migrate(old, new, learning_rate) should write the file `new`."
        left = old.read_bytes() if old.is_file() else None
        assert left == content, "migrate should leave the old file as it is."
        try:
            modern = keras.models.load_model(new)
        except (OSError, ValueError) as error:
            raise AssertionError(
                "The new file cannot be loaded. A new name does not change the format: load the model and save it."
            ) from error
    checks.assert_close(modern(X), expected, "The migrated model predicts something else than the old one.", atol=1e-5)
    layers = [(layer.name, layer.trainable) for layer in legacy.layers]
    assert checks.is_equal([(layer.name, layer.trainable) for layer in modern.layers], layers), (
        "The migrated model should have the old model's layers. Those that were trained before (trainable) still "
        "are, and those that were frozen stay so."
    )
    assert modern.compiled, "The migrated model is not compiled, so it cannot be trained. Call compile before save."
    kind, settings = type(modern.optimizer).__name__, modern.optimizer.get_config()
    assert kind == "SGD", f"The migrated model should be compiled with SGD; yours has {kind}."
    rate = settings.pop("learning_rate")
    assert checks.is_close(rate, learning_rate), (
        f"The migrated model should have the learning rate that was asked for, {learning_rate}; yours has {rate}."
    )
    plain = keras.optimizers.SGD().get_config()
    other = [key for key, value in settings.items() if key != "name" and value != plain[key]]
    assert not other, f"The migrated model should have the optimizer SGD(learning_rate) and nothing more; set: {other}."
    assert int(modern.optimizer.iterations) == 0, "The migrated model should be ready to be trained, not trained."
    message = "The migrated model should be compiled with the mean squared error as its loss."
    loss = np.ravel(modern.test_on_batch(X, y))[0]
    checks.assert_close(loss, np.mean((expected - y) ** 2), message, rtol=1e-3)


with warnings.catch_warnings(action="ignore"):
    check_migrate(network([30]), keras.optimizers.Adam(0.05), ("my_keras_model.h5", "modern.keras"), 1e-3)
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_migrate(network([2, 4]), keras.optimizers.SGD(0.5, momentum=0.9), ("old.h5", "new.keras"), 0.0625)
    check_migrate(network_with_a_bypass(), keras.optimizers.RMSprop(0.1), ("old.h5", "new.keras"), 0.25)
### END HIDDEN TESTS

# %% [markdown]
# ## Recap
# | you want to | write | contains |
# | --- | --- | --- |
# | keep a model, go on training | `model.save("x.keras")` | all of it: architecture, settings, weights, memory |
# | keep the numbers only | `model.save_weights("x.weights.h5")` | weights; the optimizer's memory if it is compiled |
# | go on from the numbers | compile, `optimizer.build(...)`, `load_weights` | the step counter goes on |
# | save a class of your own | register it, write `get_config` | its name and its arguments, never its code |
# | open the lecture's `.h5` | `load_model(path, compile=False)`, compile, save as `.keras` | |
# | open a stranger's file | read its names first, let in only what you know | |
#
# Nothing of this holds the data, the scaler, or the number of the epoch.
#
# **Next:** topic 8 lets Keras save for you, at the right moment, while it trains: callbacks.
