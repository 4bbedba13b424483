# %% [markdown]
# # 7 · Save and load
#
# **You will be able to**
# - save a whole model, load it in another program and get the same predictions;
# - save weights alone, and know when they fit and when they do not;
# - make a model class of your own that survives the trip;
# - stop a training tonight and go on tomorrow as if nothing had happened;
# - read what is inside a model file, and tell why a stranger's file deserves care.
#
# **Time:** about 130 minutes. **You need:** topics 5 and 6.
#
# A trained network lives in the memory of one program. When the program ends, the hours of training are gone, unless
# you write them to a file. The lecture does this in four lines. This notebook takes the four lines apart: what
# exactly is written, what is not, and what happens when the file is opened somewhere else.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

import io
import json
import logging
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import h5py
import matplotlib.pyplot as plt
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
# The lecture's two lines, in today's form:

# %%
model.save(workshop / "my_keras_model.keras")
loaded = keras.models.load_model(workshop / "my_keras_model.keras")
print(loaded.predict(X_new, verbose=0).ravel().round(2))

# %% [markdown]
# > **Then and now.** The lecture writes `my_keras_model.h5`. Since Keras 3 the suffix `.keras` is the native format.
# > The suffix is not decoration: `model.save` chooses the format by it, and refuses a name without one. `.h5` still
# > works for saving, but loading stumbles, as you will see and mend in Task 5.
#
# Is *every* prediction back? We compare 300 test houses. For contrast we also rebuild the model from its architecture
# alone (`clone_model` copies layers, not weights).

# %% tags=["figure"]
rebuilt = keras.models.clone_model(model)
before, after, without_weights = (net.predict(X_test[:300], verbose=0) for net in (model, loaded, rebuilt))
print("largest difference, loaded: ", np.abs(before - after).max())
print("largest difference, rebuilt:", np.abs(before - without_weights).max().round(1))
draw.before_and_after(before, after, without_weights)
plt.show()

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
# - `save_model(model, folder)` saves the whole model in `folder` under the name `housing.keras`. `folder` is a
#   `pathlib.Path`: `folder / "name"` is a file in it. Nothing else may be written.
# - `predict_from_file(path, X)` loads the model from the file `path` and returns its predictions for `X`: an array of
#   shape `(n, 1)` for `n` houses. The file stays as it is, and is read anew at each call: somebody may have replaced
#   it.
#
# Example: after `save_model(model, workshop)`, the call `predict_from_file(workshop / "housing.keras", X_new)` gives
# what `model.predict(X_new)` gave.
#
# <details><summary>Hint 1</summary>Each function is one or two lines; the cell "The whole model in one file" has all
# you need.</details>
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


# %% check="save_model" points=1
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks


def trained_network(units, features, seed):
    """A network after one step of Adam, some inputs, and its predictions for them."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, features)).astype("float32")
    layers = [keras.layers.Dense(units, activation="tanh"), keras.layers.Dense(1)]
    network = keras.Sequential([keras.Input(shape=(features,)), *layers])
    network.set_weights([rng.normal(size=weights.shape) for weights in network.get_weights()])
    network.compile(loss="mse", optimizer=keras.optimizers.Adam(0.02), run_eagerly=True)
    network.train_on_batch(X, X[:, :1])
    return network, X, np.asarray(network(X))


def check_save(network, X, expected, folder):
    """Save with the student's function, load as a stranger would."""
    save_model(network, folder)
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


def check_predict(network, X, expected, path):
    """The other way round: save as Keras does, load and predict with the student's function."""
    network.save(path)
    content = path.read_bytes()
    try:
        predictions = predict_from_file(path, X)
    except Exception as error:
        raise AssertionError(
            f"predict_from_file stops with {type(error).__name__}. Use the file at `path` and X, nothing else."
        ) from error
    checks.assert_array(predictions, "What predict_from_file returns", shape=(len(X), 1))
    message = "predict_from_file returns other predictions than the saved model. Use only the file at `path` and X."
    checks.assert_close(predictions, expected, message, atol=1e-5)
    left = path.read_bytes() if path.is_file() else None
    assert left == content, "predict_from_file should leave the file as it is."


@checks.in_kernel_of(predict_from_file)
def predict_twice(predict, first, second, X):
    """Predictions from one path, which holds one model after the other."""
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "housing.keras")
        first.save(path)
        predict(path, X)
        second.save(path)
        return predict(path, X)


with warnings.catch_warnings(action="ignore"), tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    earlier, X, expected = trained_network(6, features=8, seed=0)
    check_save(earlier, X, expected, folder)
    check_predict(earlier, X, expected, folder / "housing.keras")
    network, X, expected = trained_network(4, features=8, seed=1)
    check_save(network, X, expected, folder)
    found = predict_twice(predict_from_file, earlier, network, X)
    message = (
        "After another model was saved at the same path, predict_from_file should use that one. Load at each call."
    )
    checks.assert_close(found, expected, message, atol=1e-5)
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"), tempfile.TemporaryDirectory() as name:
    network, X, expected = trained_network(units=3, features=5, seed=1)
    check_save(network, X, expected, Path(name))
    network, X, expected = trained_network(units=2, features=5, seed=2)
    check_predict(network, X[:1], expected[:1], Path(name) / "another_name.keras")
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


# %%
def list_numbers(h5_file):
    """Print the name and shape of each array in an HDF5 file."""
    h5_file.visititems(lambda name, item: print(f"{name:22}", item.shape) if hasattr(item, "shape") else None)


with h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as numbers:
    list_numbers(numbers)

# %% [markdown]
# You recognise the weights $(8, 30)$ and $(30, 1)$ and their biases. There are two more numbers: the optimizer's step
# counter and its learning rate. Plain SGD needs no more. Other optimizers remember more about the past: *momentum*
# keeps one number for each weight, *Adam* keeps two. This memory is in the file as well:

# %% tags=["figure"]
weights, optimizer_state = {}, {}
for name, optimizer in {
    "SGD": keras.optimizers.SGD(),
    "SGD, momentum": keras.optimizers.SGD(momentum=0.9),
    "Adam": keras.optimizers.Adam(),
}.items():
    net = keras.models.clone_model(model)
    net.compile(loss="mse", optimizer=optimizer)
    optimizer.build(net.trainable_variables)
    weights[name] = net.count_params()
    optimizer_state[name] = sum(int(np.prod(variable.shape)) for variable in optimizer.variables)
draw.numbers_in_file(weights, optimizer_state)
plt.show()

# %% [markdown]
# And what is *not* in the file?
# - The training data, and the **scaler**. A model trained on standardised features gives nonsense for raw ones. Keep
#   `scaler.mean_` and `scaler.scale_` beside the model, or put a `Normalization` layer inside it.
# - The history of the losses.
# - The Python code of your own classes and functions: only their *names* (Task 3).
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
# A weights file says nothing about activations, loss or the order of computation. Two things follow.
#
# 1. Into a network with the same shapes but, say, `tanh` in place of `relu`, the weights load **silently**, and the
#    predictions are wrong.
# 2. Into a network with other shapes, Keras refuses. But look closely at what the refusal leaves behind:

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
# The first layer happened to fit, so it was overwritten before the second one failed. What remains is neither the old
# network nor the saved one. A careful program does not leave such a chimera behind.
#
# ### Task 2 · All or nothing · ●●○ · 1 point · 15 minutes
# Write `load_if_fits(model, path)`: load the weights file `path` into `model` and return `model`. If the file does
# not fit, `model` is returned as well, with **exactly** the weights that it had before, trained or not, and no error is
# raised. Change nothing else in the model; do not compile it.
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


# %% check="load_if_fits" points=1
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


def weights_after(target, path):
    """Call the student's function; the weights of the model that it was given, which is to be what it returns."""
    try:
        result, (given, _) = checks.call_and_keep_changes(load_if_fits, target, path)
    except Exception as error:
        raise AssertionError(
            f"load_if_fits should not raise an error, yours stops with {type(error).__name__}."
        ) from error
    assert hasattr(result, "get_weights"), "load_if_fits should return the model in both cases. Is a `return` missing?"
    assert not given.compiled, "load_if_fits should not compile the model."
    weights = given.get_weights()
    assert checks.is_equal(result.get_weights(), weights), (
        "load_if_fits should change and return the very model that it is given, not a copy of it."
    )
    return weights


def check_all_or_nothing(model_units, file_units, advice):
    """Load a file of one network into another; the result must be all of the file or all of the old weights."""
    target, source = network(model_units, 1.0), network(file_units, 2.0)
    expected = (source if model_units == file_units else target).get_weights()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.weights.h5"
        source.save_weights(path)
        checks.assert_equal(weights_after(target, path), expected, advice)


@checks.in_kernel_of(load_if_fits)
def returns_its_argument(load, model, path):
    """Whether the student's function gives back the model itself."""
    return load(model, path) is model


fits = "The file fits, but the model does not have all of the file's weights."
half = "One layer of the file fits and another does not: the model should have all of its old weights again."
with warnings.catch_warnings(action="ignore"):
    check_all_or_nothing([4, 1], [4, 1], fits)
    check_all_or_nothing([4, 1], [5, 1], "The file does not fit, so the model should be as it was before.")
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_all_or_nothing([4, 2, 1], [4, 1], half)
    check_all_or_nothing([4, 3, 1], [4, 3, 2], half)
    check_all_or_nothing([4, 1], [4, 4, 1], half)
    check_all_or_nothing([2, 6, 1], [2, 6, 1], fits)

with warnings.catch_warnings(action="ignore"), tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "some.weights.h5"
    network([4, 1], 2.0).save_weights(path)
    for units in ([4, 1], [4, 2]):
        assert returns_its_argument(load_if_fits, network(units, 1.0), path), "Return `model` itself, in both cases."
### END HIDDEN TESTS

# %% [markdown]
# ## A class of your own
# In topic 6 you wrote `WideAndDeepModel` as a class. Its architecture is Python code, and a file with names and
# numbers cannot hold it. So Keras writes down two things, and you provide both:
#
# 1. **A name** under which the loading program finds the class: *registration*, a decorator above the class,
#    `keras.saving.register_keras_serializable` with the name of a package. The file then says `package>ClassName`.
# 2. **The constructor's arguments**: the method `get_config()` returns them as a dictionary. Loading calls
#    `YourClass(**config)`, then builds the layers, then fills in the weights.
#
# Without `get_config`, Keras does not complain when you save. It writes down the *default* arguments. Watch what
# happens to a network of 7 units whose class was written without care:


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
# The file claims 30 units and holds weights for 7. The error comes late, when the model is needed, and says nothing
# about the cause.
#
# A colleague who loads your model runs this:


# %%
def load_whole(path):
    """Load a whole model, registered classes included."""
    return keras.models.load_model(path)


# %% [markdown]
# ### Task 3 · A class that survives the trip · ●●○ · 2 points · 20 minutes
# The cell below holds the lecture's `WideAndDeepModel`: two inputs (5 wide and 6 deep features), two outputs.
# Complete it so that it can be saved and loaded:
#
# - register it in the package `"course"`;
# - remember `units` and `activation` in `__init__`;
# - write `get_config()`: a dictionary with everything that `super().get_config()` gives (the name, for example) and
#   with `"units"` and `"activation"`.
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


# %% check="wide_and_deep" points=1
import warnings

from nn_lessons import checks


@checks.in_kernel_of(WideAndDeepModel)
def registered_name(model_class):
    """The name under which a file speaks of the class."""
    import keras

    return keras.saving.get_registered_name(model_class)


def check_get_config(units, activation, name, trainable):
    """Two models: each remembers its own arguments, beside all that Keras's own get_config gives."""
    model = WideAndDeepModel(units=units, activation=activation, name=name, trainable=trainable)
    WideAndDeepModel(units=units + 1, activation="linear")
    config = model.get_config()
    assert isinstance(config, dict), "get_config() should return a dictionary. Is the `return` missing?"
    for key, value in {"units": units, "activation": activation}.items():
        assert checks.is_equal(config.get(key), value), (
            f"A model made with {key}={value!r} should say so in get_config(); yours says {config.get(key)!r}."
        )
    missing = {"name", "trainable", "dtype"} - set(config)
    assert not missing, f"get_config() should contain all that super().get_config() gives; missing: {missing}."
    assert (config["name"], config["trainable"]) == (name, trainable), (
        f"A model made with name={name!r}, trainable={trainable} should say so in get_config(). "
        "Does __init__ pass **kwargs on to super().__init__?"
    )


found = registered_name(WideAndDeepModel)
assert found == "course>WideAndDeepModel", (
    f"The class should be registered as course>WideAndDeepModel; a file would call it {found}. "
    "Is the decorator above the class, with the package's name?"
)
with warnings.catch_warnings(action="ignore"):
    check_get_config(7, "tanh", "seven", trainable=True)
    default = WideAndDeepModel().get_config()
assert (default["units"], default["activation"]) == (30, "relu"), (
    "WideAndDeepModel() without arguments should have 30 units and relu, as the given first line of __init__ says."
)
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_get_config(11, "sigmoid", "eleven", trainable=False)
### END HIDDEN TESTS

# %% check="wide_and_deep" points=1
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
# The weights file of a compiled model holds the optimizer's numbers as well, but they find a place only in an optimizer
# that has made its variables already. A freshly compiled one has not: Keras warns ("Skipping variable loading for
# optimizer") and leaves it at step 0.
#
# ### Task 4 · Go on where you stopped · ●●○ · 2 points · 15 minutes
# Write `resume(path, X, y, epochs)`: load the whole model at `path`, train it for `epochs` more epochs on `X`, `y`,
# save it to the same `path`, so that you can resume again the day after, and return the list of the training losses,
# one for each epoch.
#
# Call `fit` with `shuffle=False`: then two trainings see the same batches in the same order, and their losses can be
# compared.
#
# Example: train 3 epochs, save, `resume(path, X, y, 2)`: the two losses are those of epochs 4 and 5 of a training of
# 5 epochs without a break.
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


# %% check="resume" points=1
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
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(35, 3)).astype("float32")
    y = X @ [[1.0], [-2.0], [0.5]] + rng.normal(size=(35, 1))
    model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([rng.normal(size=(3, 1))])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(rate, momentum=0.9), run_eagerly=True)
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
        rtol=1e-3,
    )


with warnings.catch_warnings(action="ignore"):
    check_losses(before=1, epochs=2, rate=0.05, seed=0)
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_losses(before=2, epochs=4, rate=0.15, seed=1)
### END HIDDEN TESTS

# %% check="resume" points=1
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks


def check_file(model, X, y, sittings):
    """After each sitting the file holds what a training without a break would have come to."""
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


@checks.in_kernel_of(resume)
def resume_twice(resume, model, X, y):
    """The results of two sittings; before the second one, the file of the evening takes its old place."""
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "tonight.keras")
        losses = []
        for _ in range(2):
            model.save(path)
            losses.append(resume(path, X, y, 1))
    return losses


def linear_unit(optimizer):
    """A linear unit after one step, and a single batch of rows."""
    X = np.linspace(-1, 1, 8, dtype="float32").reshape(4, 2)
    y = X[:, :1] + 1
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(1)])
    model.set_weights([np.array([[0.5], [-0.5]]), np.zeros(1)])
    model.compile(loss="mse", optimizer=optimizer, run_eagerly=True)
    model.train_on_batch(X, y)
    return model, X, y


with warnings.catch_warnings(action="ignore"):
    check_file(*linear_unit(keras.optimizers.Adam(0.05)), sittings=[1, 1])
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_file(*linear_unit(keras.optimizers.SGD(1.2)), sittings=[2])  # at this rate the loss rises
    first, again = checks.items(resume_twice(resume, *linear_unit(keras.optimizers.SGD(0.1))), 2, "Two results")
    checks.assert_close(
        again, np.array(first), "Load the model anew at each call: another one may have taken its place."
    )
### END HIDDEN TESTS

# %% [markdown]
# Your function at work: Adam on 256 houses, with a learning rate that shrinks from step to step; 30 epochs, a break,
# then 10 more, in three ways.


# %% tags=["figure"]
def new_network():
    keras.utils.set_random_seed(42)
    net = keras.models.clone_model(model)
    shrinking_rate = keras.optimizers.schedules.ExponentialDecay(0.05, decay_steps=80, decay_rate=0.4)
    net.compile(loss="mse", optimizer=keras.optimizers.Adam(shrinking_rate), steps_per_execution=8)
    return net


few, few_targets = X_train[:256], y_train[:256]
night = new_network()
first = night.fit(few, few_targets, epochs=30, shuffle=False, verbose=0).history["loss"]
night.save(workshop / "night.keras")
night.save_weights(workshop / "night.weights.h5")
uninterrupted = night.fit(few, few_targets, epochs=10, shuffle=False, verbose=0).history["loss"]

forgetful = new_network()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Keras warns, rightly, that this optimizer is not the one of the file
    forgetful.load_weights(workshop / "night.weights.h5")
restarted = forgetful.fit(few, few_targets, epochs=10, shuffle=False, verbose=0).history["loss"]

resumed = resume(workshop / "night.keras", few, few_targets, 10)
draw.second_sitting(first, uninterrupted, resumed, restarted)
plt.show()

# %% [markdown]
# The blue line runs inside the grey one: resuming *is* the same training. The dashed line starts from the same
# weights, and yet its loss jumps: the new optimizer believes that it is at step 0, so its steps are as large as at
# the very beginning, far too large near a minimum. After some epochs it has recovered, and here the large steps even
# lead it below the blue line. That is luck and another training, not the one that you stopped: who compares learning
# rates, or repeats an experiment, wants the blue line.
#
# ## The lecture's old files
# You will meet `.h5` files: the lecture's own, and many on the web. (Open those of strangers with the care of the next
# section: older versions of Keras run code from an `.h5` file even in safe mode.) This is the lecture's listing, word
# for word:

# %% tags=["figure"]
teacher = new_network()
teacher.save(workshop / "my_keras_model.h5")
try:
    teacher = keras.models.load_model(workshop / "my_keras_model.h5")
except ValueError as error:
    print("ValueError:", error)

# %% [markdown]
# The file is sound; what cannot be restored is how the model was *compiled*: the old format stores the loss as the
# bare string `"mse"`, and Keras 3 no longer finds it in the place where it looks. Two ways out: load without the
# compile settings, `load_model(path, compile=False)`, and compile again; or tell Keras what the word means with
# `custom_objects`.
#
# One more trap: after saving to `.h5` the *living* model still trains, but it has lost the note of the optimizer that
# it was compiled with. A `.keras` file saved after that names none, and Keras fills the gap with RMSprop. Migrate old
# files; do not write new ones.
#
# ### Task 5 · Migrate an old file · ●●○ · 1 point · 15 minutes
# Write `migrate(old, new, learning_rate)`: load the legacy model file `old` (suffix `.h5`) and save it as `new`
# (suffix `.keras`), ready to be trained as in the lecture: compiled with the loss `"mse"` and a new
# `SGD(learning_rate)` without momentum, whatever optimizer the old model had. Do not train it. The file `old` stays as
# it is.
#
# Example: after `migrate(workshop / "my_keras_model.h5", workshop / "modern.keras", 1e-3)`, the file `modern.keras`
# loads without an error and predicts what the old model predicted.
#
# <details><summary>Hint 1</summary>Changing the suffix is not enough: the two formats differ inside.</details>
# <details><summary>Hint 2</summary>Three steps: load with <code>compile=False</code>, compile, save.</details>


# %% task="migrate"
def migrate(old, new, learning_rate):
    """Turn a legacy .h5 model file into a .keras file, compiled with MSE and SGD(learning_rate)."""
    ### BEGIN SOLUTION
    model = keras.models.load_model(old, compile=False)
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
    model.save(new)
    ### END SOLUTION


# %% check="migrate" points=1
import logging
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks

logging.getLogger("absl").setLevel(logging.ERROR)


def check_migrate(units, optimizer, names, learning_rate):
    """Write a legacy file, migrate it, and use the new one: predictions, loss, optimizer."""
    rng = np.random.default_rng(len(units))
    X = rng.normal(size=(6, 3)).astype("float32")
    y = rng.normal(size=(6, 1)).astype("float32")
    hidden = [keras.layers.Dense(n, activation="tanh") for n in units]
    legacy = keras.Sequential([keras.Input(shape=(3,)), *hidden, keras.layers.Dense(1)])
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
    check_migrate([30], keras.optimizers.Adam(0.05), ("my_keras_model.h5", "modern.keras"), 1e-3)
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_migrate([2, 4], keras.optimizers.SGD(0.5, momentum=0.9), ("old.h5", "new.keras"), 0.0625)
### END HIDDEN TESTS

# %% [markdown]
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

# %%
print("load_model(path):")
try:
    keras.models.load_model(workshop / "gift.keras")
except ValueError as error:
    print("   refused:", str(error).split(". ")[0])

print("load_model(path, safe_mode=False):")
gift = keras.models.load_model(workshop / "gift.keras", safe_mode=False)

# %% [markdown]
# We only *loaded* the file, we did not predict anything, and its code ran. `safe_mode=True`, the default, refuses
# such files. It is a seat belt, not armour: ways around it have been found and closed more than once, and other
# formats (pickle, joblib) have none at all. Three habits:
# - never write `safe_mode=False` for a file that you did not make yourself;
# - from strangers prefer weights alone, and write the architecture yourself;
# - look before you load. How? The file is a zip archive, and reading is not running:

# %%
gift_config = json.loads(zipfile.ZipFile(workshop / "gift.keras").read("config.json"))
greeting = next(layer for layer in gift_config["config"]["layers"] if layer["class_name"] == "Lambda")
function = greeting["config"]["function"]
print("class_name of the layer:   ", greeting["class_name"])
print("class_name of its function:", function["class_name"])
print("keys of the function:      ", sorted(function["config"]))

# %% [markdown]
# The mark of stored code is an object (a JSON dictionary) whose `"class_name"` is `"__lambda__"`. It can sit
# anywhere: in a layer, in a model inside the model, as an activation, as the loss. A `Lambda` layer around a *named*
# function is no such case: only the name is stored.
#
# A file without this mark is not proven safe. Names can do harm, too: before Keras 3.9 a `config.json` could name any
# function of any installed module, and loading called it, in safe mode (CVE-2025-1550). So what you are about to
# write is a metal detector at the door: what it finds is reason enough to stay out, and what it does not find may still
# bite. Keep Keras up to date.
#
# ### Task 6 · Look before you load · ●●● · 1 point · 20 minutes
# Write `pieces_of_code(path)`: the number of pieces of stored code in the `.keras` file `path`, that is, of
# dictionaries anywhere inside `config.json` whose `"class_name"` equals `"__lambda__"`. A piece inside another piece
# counts as well. Do not load the model: that is what you want to be safe from.
#
# Example: `pieces_of_code(workshop / "gift.keras")` is `1`, and for `my_keras_model.keras` it is `0`.
#
# <details><summary>Hint 1</summary><code>json.loads</code> gives dictionaries, lists, strings, numbers and
# <code>None</code>, nested in any depth.</details>
# <details><summary>Hint 2</summary>Write a second function that counts in <em>one</em> value: in a dictionary, it
# looks at the dictionary itself and calls itself for each of its values; in a list, for each element; elsewhere there
# is nothing to count.</details>


# %% task="pieces_of_code"
def pieces_of_code(path):
    """Count the pieces of Python code stored in a .keras file, without loading the model."""

    ### BEGIN SOLUTION
    def count(value):
        if isinstance(value, dict):
            return (value.get("class_name") == "__lambda__") + sum(count(inner) for inner in value.values())
        if isinstance(value, list):
            return sum(count(inner) for inner in value)
        return 0

    with zipfile.ZipFile(path) as file:
        return count(json.loads(file.read("config.json")))
    ### END SOLUTION


# %% check="pieces_of_code" points=1
import json
import tempfile
import zipfile
from pathlib import Path

import keras

from nn_lessons import checks


def count_in_archive(config, separators=(", ", ": ")):
    """The student's count for a file that holds this configuration and nothing else: it cannot be loaded."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stranger.keras"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("config.json", json.dumps(config, separators=separators))
        try:
            return pieces_of_code(path)
        except Exception as error:
            raise AssertionError(
                f"pieces_of_code stops with {type(error).__name__}: read config.json alone, do not load the model, "
                "and be ready for every kind of value in it."
            ) from error


def count_in_model(*layers):
    """The student's count for a model that Keras has saved."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        keras.Sequential([keras.Input(shape=(2,)), *layers]).save(path)
        return pieces_of_code(path)


def layer_around(function, kind="Lambda", key="function"):
    return {"class_name": kind, "config": {"name": "some_layer", key: function}}


def model_of(*layers, **more):
    return {"class_name": "Sequential", "config": {"name": "net", "layers": list(layers)}, **more}


stored_code = {"class_name": "__lambda__", "config": {"code": "4wEA", "defaults": None, "closure": None}}
dense = {"class_name": "Dense", "config": {"name": "dense", "units": 3, "activation": "relu"}}
message = "A model of one Dense layer holds 0 pieces of stored code."
checks.assert_equal(count_in_archive(model_of(dense)), 0, message)
checks.assert_equal(count_in_model(keras.layers.Dense(1)), 0, message)
message = "A model with one Lambda layer around a lambda holds 1 piece of stored code."
checks.assert_equal(count_in_archive(model_of(dense, layer_around(stored_code))), 1, message)
checks.assert_equal(count_in_model(keras.layers.Lambda(lambda x: x), keras.layers.Dense(1)), 1, message)
### BEGIN HIDDEN TESTS
found = count_in_archive(model_of(layer_around(stored_code), dense, layer_around(stored_code)), (",", ":"))
checks.assert_equal(found, 2, "Two Lambda layers with stored code should count as 2: count them all.")
named = {"class_name": "function", "module": "builtins", "config": "my_square", "registered_name": "my_square"}
message = "A Lambda layer around a named function holds only its name: look at the function's class_name."
checks.assert_equal(count_in_archive(model_of(layer_around(named))), 0, message)
message = "Code inside a model that is itself a layer of a model should be found: look at every depth."
deep = layer_around(stored_code)
for _ in range(20):
    deep = model_of(dense, deep)
checks.assert_equal(count_in_archive(deep), 1, message)
message = "A lambda as the activation of a Dense layer is stored code as well: it is not always in a Lambda layer."
checks.assert_equal(count_in_archive(model_of(layer_around(stored_code, "Dense", "activation"))), 1, message)
message = "A lambda in the compile settings is stored code as well: look at all of config.json."
compiled = {"loss": {"main": [stored_code]}, "metrics": [[stored_code], None, [[0.5, stored_code]]]}
checks.assert_equal(count_in_archive(model_of(dense, compile_config=compiled)), 3, message)
message = "A piece of code can hold another one among its defaults: look into every dictionary, and count both."
outer = {"class_name": "__lambda__", "config": {"code": "4wEB", "defaults": [stored_code], "closure": None}}
checks.assert_equal(count_in_archive(model_of(layer_around(outer))), 2, message)
message = "The mark of code is a class_name that equals the word, no more and no less. Read the JSON, do not search it."
harmless = {"class_name": "Dense", "config": {"name": "__lambda__", "units": 1, "note": '"class_name": "__lambda__"'}}
alike = {"class_name": "my__lambda__layer", "config": {"__lambda__": "class_name", "class_name": None}}
checks.assert_equal(count_in_archive(model_of(harmless, alike)), 0, message)
checks.assert_equal(count_in_archive(stored_code), 1, "The outermost dictionary counts like any other.")
### END HIDDEN TESTS

# %% [markdown]
# ### Task 7 · In your own words · ●●○ · 2 points · 10 minutes
# A fellow student sends you `champion.keras`, trained with Adam on data that she had standardised first. In two to
# four sentences: what does the file contain besides the weights, and what do you still need from her to use it? And
# why may loading such a file from a stranger run a program on your computer, and what do you do about it?

# %% [markdown] essay="file_contents" points=2
# ### BEGIN SOLUTION
# The file contains the architecture (config.json), how the model was compiled, and Adam's state (step counter and two
# numbers for each weight), so a training could go on. It contains neither the data nor the scaler's means and
# standard deviations, nor the source of her own classes: those I have to ask for. A Lambda layer stores compiled
# Python code, which Keras would restore and run while it rebuilds the model; so I keep safe_mode on, look into
# config.json first, or ask for the weights alone and write the architecture myself.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# - 1 point: names at least one thing that the file contains besides the weights (architecture, compile settings,
#   optimizer state) and at least one that it lacks and that is needed (the scaler, the code of custom classes). Half
#   a point for one of the two.
# - 1 point: the file can carry code (a lambda in a Lambda layer, an activation or a loss) that runs when the model is
#   rebuilt or called, and one sensible measure (safe_mode stays on, look into config.json, weights only, trusted
#   sources only).
# === END MARK SCHEME ===

# %% [markdown]
# ## Recap
# | you want to | write | contains |
# | --- | --- | --- |
# | keep a model, go on training | `model.save("x.keras")` | architecture, compile settings, weights, optimizer state |
# | keep the numbers only | `model.save_weights("x.weights.h5")` | weights, an optimizer's state if there is one |
# | save a class of your own | register it, write `get_config` | its name and its arguments, never its code |
# | open the lecture's `.h5` | `load_model(path, compile=False)`, compile, save as `.keras` | |
#
# Resume with the whole file; a new `compile` forgets. And look before you load.
#
# **Next:** topic 8 lets Keras save for you, at the right moment, while it trains: callbacks.
