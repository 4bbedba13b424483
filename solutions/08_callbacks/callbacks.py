# %% [markdown]
# # 8 · Callbacks
#
# **You will be able to**
# - keep the best model of a training, not the last one;
# - write callbacks of your own: a measuring one, an early stopping, a learning-rate finder;
# - test a callback without training anything;
# - log runs for TensorBoard, look at them in JupyterLab, and read the numbers back.
#
# **Time:** about 110 minutes. **You need:** topics 5 and 7.
#
# `model.fit(...)` may run for hours, and you would like to have a word in the meantime: save this! stop here! what is
# the loss doing? A **callback** is an object that you hand to `fit`. Keras calls its methods at agreed moments of the
# training.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

import logging
import math
import tempfile
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from nn_lessons.figures import callbacks as draw

lesson.use_style()
with lesson.quiet_start():
    import keras
    import tensorflow as tf
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

# What the libraries will retire one day is a matter for their authors, not for us.
warnings.simplefilter("ignore", DeprecationWarning)
warnings.simplefilter("ignore", np.exceptions.VisibleDeprecationWarning)
for name in ("absl", "tensorflow"):
    logging.getLogger(name).setLevel(logging.ERROR)

temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
workshop = Path(temporary.name)  # for the files of this notebook; it disappears with the kernel

# %% [markdown]
# The data are the houses of topic 5. (Values beyond three standard deviations are cut off: a handful of very odd
# houses would otherwise shake every curve below.)

# %%
housing = fetch_california_housing()
X_train_full, X_test, y_train_full, y_test = train_test_split(housing.data, housing.target, random_state=42)
X_train, X_valid, y_train, y_valid = train_test_split(X_train_full, y_train_full, random_state=42)
scaler = StandardScaler().fit(X_train)
X_train, X_valid, X_test = (np.clip(scaler.transform(X), -3, 3).astype("float32") for X in (X_train, X_valid, X_test))

# %% [markdown]
# ## The agreed moments


# %% tags=["figure"]
class Diary(keras.callbacks.Callback):
    """Writes down each call."""

    def on_train_begin(self, logs=None):
        self.lines = ["training begins"]

    def on_epoch_begin(self, epoch, logs=None):
        self.lines.append(f"  epoch {epoch} begins")

    def on_train_batch_end(self, batch, logs=None):
        self.lines.append(f"    batch {batch} is done, logs: {sorted(logs)}")

    def on_epoch_end(self, epoch, logs=None):
        self.lines.append(f"  epoch {epoch} ends, logs: {sorted(logs)}")

    def on_train_end(self, logs=None):
        self.lines.append("training ends")


tiny = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(1)])
tiny.compile(loss="mse", optimizer="sgd")
few = slice(0, 64)
diary = Diary()
tiny.fit(
    X_train[few], y_train[few], epochs=2, validation_data=(X_valid[few], y_valid[few]), callbacks=[diary], verbose=0
)
print("\n".join(diary.lines))
draw.hooks()
plt.show()

# %% [markdown]
# Three things to remember:
# - Epochs and batches are counted **from 0**.
# - `logs` is a dictionary of plain numbers. `val_loss` is in it only at the end of an epoch, and only if there is
#   validation data.
# - Inside a callback, `self.model` is the model that is being trained. Setting `self.model.stop_training = True` ends
#   the training after the current batch or epoch.
#
# ## The lecture's callback: ModelCheckpoint
# It saves the model at the end of each epoch; with `save_best_only=True` only if the validation loss is smaller than
# ever before. At the end we go back to the best model:

# %% tags=["figure"]
keras.utils.set_random_seed(42)
model = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=1e-3), steps_per_execution=100)
checkpoint_cb = keras.callbacks.ModelCheckpoint(workshop / "my_keras_model.keras", save_best_only=True)
history = model.fit(
    X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), callbacks=[checkpoint_cb], verbose=0
)
model = keras.models.load_model(workshop / "my_keras_model.keras")  # back to the best model
mse_test = model.evaluate(X_test, y_test, verbose=0)
print("validation loss:", np.round(history.history["val_loss"], 2))
print(f"test MSE of the best model: {mse_test:.2f}")

# %% [markdown]
# > **Then and now.** The lecture's checkpoint is called `my_keras_model.h5`; today it is `.keras` (topic 7). The rest
# > of the listing is unchanged.
#
# Here every epoch was better than the one before, so the best model is also the last one. The callback earns its keep
# when a network begins to learn by heart. So let us provoke that: a larger network, only 200 houses, and momentum.


# %% tags=["figure"]
def large_network():
    """Return a network that is far too large for 200 houses, compiled."""
    keras.utils.set_random_seed(42)
    layers = [keras.layers.Dense(50, activation="relu"), keras.layers.Dense(50, activation="relu")]
    network = keras.Sequential([keras.Input(shape=(8,)), *layers, keras.layers.Dense(1)])
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=0.02, momentum=0.9), steps_per_execution=7)
    return network


few_houses = (X_train[:200], y_train[:200])
judges = (X_valid[:1000], y_valid[:1000])
history = large_network().fit(*few_houses, epochs=40, validation_data=judges, validation_batch_size=1000, verbose=0)
draw.losses(history.history, best_epoch=int(np.argmin(history.history["val_loss"])))
plt.show()

# %% [markdown]
# ### Task 1 · The best, not the last · ●○○ · 1 point · 10 minutes
# Write `fit_and_keep_best(model, train, valid, path, epochs)`: train the compiled `model` for `epochs` epochs on
# `train`, validate on `valid` (both are pairs `(X, y)`), and return the model **of the epoch with the smallest
# validation loss**. The file `path` (suffix `.keras`) holds this model as well. Set `verbose=0`.
#
# Example: if the validation losses are `0.9, 0.5, 0.7`, the model as it was after the second epoch is returned.
#
# <details><summary>Hint 1</summary>The lecture's listing above does it, in four steps: callback, <code>fit</code>,
# load, return.</details>
# <details><summary>Hint 2</summary>After <code>fit</code>, <code>model</code> is the last model. The best one is in
# the file.</details>


# %% task="fit_and_keep_best"
def fit_and_keep_best(model, train, valid, path, epochs):
    """Train, and return the model of the epoch with the smallest validation loss; it is in the file path, too."""
    ### BEGIN SOLUTION
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)
    ### END SOLUTION


# %% check="fit_and_keep_best" points=1
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np


def check_keeps_best(goal, epochs, learning_rate, momentum=0.0):
    """Train one weight from 0 towards 2, where training wants it; validation wants it at `goal`.

    The path of the weight is known exactly, so is the epoch that comes nearest to the goal.
    """
    weight, velocity, path_of_weight = 0.0, 0.0, []
    for _ in range(epochs):
        velocity = momentum * velocity - learning_rate * 2 * (weight - 2)
        weight += velocity
        path_of_weight.append(weight)
    best = min(path_of_weight, key=lambda w: (w - goal) ** 2)

    X = np.array([[1.0], [-1.0]] * 4, "float32")
    model = keras.Sequential(
        [keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")]
    )
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate, momentum), run_eagerly=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "best.keras"
        result = fit_and_keep_best(model, (X, 2 * X), (X, goal * X), path, epochs)
        assert path.is_file(), "fit_and_keep_best should leave the best model in the file `path`."
        kept = float(keras.models.load_model(path).get_weights()[0][0, 0])
    assert result is not None, "fit_and_keep_best should return the best model; it returns None."
    returned = float(result.get_weights()[0][0, 0])
    story = (
        f"In this small test the model's one weight goes through {np.round(path_of_weight, 2)}, and {best:.2f} has the "
        "smallest validation loss. "
    )
    assert abs(returned - best) < 1e-3, story + f"You return a model with the weight {returned:.2f}."
    assert abs(kept - best) < 1e-3, story + f"The model in the file has the weight {kept:.2f}."


with warnings.catch_warnings(action="ignore"):
    check_keeps_best(goal=1.0, epochs=5, learning_rate=0.1)
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_keeps_best(goal=-1.0, epochs=3, learning_rate=0.1)
    check_keeps_best(goal=2.6, epochs=9, learning_rate=0.2, momentum=0.8)
### END HIDDEN TESTS

# %% [markdown]
# ## A callback of your own
# A class that inherits from `keras.callbacks.Callback` and overrides the moments it cares about: that is all, as the
# diary showed.
#
# When is a network learning by heart? A simple measure is the ratio $\dfrac{\text{validation loss}}{\text{training
# loss}}$. Near 1 all is well; when it climbs, the network does much better on what it has seen than on what it has
# not.
#
# ### Task 2 · A measuring callback · ●●○ · 1 point · 15 minutes
# Complete the class `OverfittingRatio`. Its attribute `ratios` is a list with `val_loss / loss` of each epoch of the
# *latest* training. An epoch whose `logs` hold no `val_loss` (or that has no `logs` at all) is passed over without an
# error.
#
# Example: after the epochs `{"loss": 2.0, "val_loss": 3.0}` and `{"loss": 1.0, "val_loss": 4.0}`, `ratios` is `[1.5,
# 4.0]`.
#
# <details><summary>Hint 1</summary>Which moment knows <code>val_loss</code>? And which one starts a new training,
# with an empty list?</details>
# <details><summary>Hint 2</summary><code>logs or {}</code> turns a missing <code>logs</code> into an empty
# dictionary.</details>


# %% task="overfitting_ratio"
class OverfittingRatio(keras.callbacks.Callback):
    """Notes val_loss / loss at the end of each epoch, in the list `ratios`."""

    ### BEGIN SOLUTION
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])

    ### END SOLUTION


# %% check="overfitting_ratio" points=1
import numpy as np

from nn_lessons import checks


def play(callback, all_logs):
    """One training as Keras would announce it, with these logs."""
    callback.on_train_begin()
    for epoch, logs in enumerate(all_logs):
        callback.on_epoch_begin(epoch)
        try:
            callback.on_epoch_end(epoch, logs)
        except (KeyError, TypeError, AttributeError) as error:
            message = (
                f"With the logs {logs}, on_epoch_end fails: {type(error).__name__} {error}. It should do nothing then."
            )
            raise AssertionError(message) from error
    callback.on_train_end()
    return list(callback.ratios)


def assert_ratios(found, expected):
    assert len(found) == len(expected), f"ratios should have {len(expected)} entries here; yours has {len(found)}."
    checks.assert_close(
        found, expected, f"ratios should be {expected}: val_loss / loss of each epoch; yours is {found}."
    )


assert_ratios(play(OverfittingRatio(), [{"loss": 2.0, "val_loss": 3.0}, {"loss": 1.0, "val_loss": 4.0}]), [1.5, 4.0])
### BEGIN HIDDEN TESTS
meter = OverfittingRatio()
assert_ratios(
    play(meter, [{"loss": 2.0, "val_loss": 0.5, "mae": 7.0}, {"loss": 1.0}, None, {"loss": 4.0, "val_loss": 4.0}]),
    [0.25, 1.0],
)
assert_ratios(play(meter, [{"loss": 1.0, "val_loss": 5.0}]), [5.0])
assert_ratios(play(OverfittingRatio(), [{"loss": 1.0}]), [])
assert list(meter.ratios) == [5.0], "Two OverfittingRatio objects should not share one list."
del meter
### END HIDDEN TESTS

# %% [markdown]
# A callback is a plain object: whoever calls its methods plays Keras. So we need not train the large network again.
# We play the recorded losses to your callback:

# %% tags=["figure"]
watch = OverfittingRatio()
watch.on_train_begin()
for epoch in history.epoch[:30]:
    watch.on_epoch_end(epoch, {name: values[epoch] for name, values in history.history.items()})
draw.ratios(watch.ratios)
plt.show()

# %% [markdown]
# ## Early stopping
# Why train on when nothing improves any more? Stop when the validation loss has not improved for some epochs in a
# row. How many you wait is called the **patience**. Keras has `keras.callbacks.EarlyStopping`, and from topic 9 on
# you will use it. It is short enough to write yourself, and then you know exactly what it does.
#
# How do you test such a class? Training a network for every test is slow, and you cannot order the losses that you
# want. But we can play Keras again, this time with a script. So we write a **rehearsal**: a stand-in for the model,
# which learns nothing, and a list of losses. Its single weight is the number of the epoch, so one sees at once whose
# weights were kept.


# %%
class StandIn:
    """What a callback needs of a model: weights, an optimizer with a learning rate, a flag to stop."""

    def __init__(self, learning_rate=0.01):
        self.stop_training = False
        self.optimizer = keras.optimizers.SGD(learning_rate)
        self.set_weights([np.array([-1.0])])

    def get_weights(self):
        return [weights.copy() for weights in self._weights]

    def set_weights(self, weights):
        self._weights = [np.array(w) for w in weights]


def rehearse(callback, scores):
    """Play a training whose validation losses are `scores`; return the stand-in as the callback leaves it."""
    model = StandIn()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, score in enumerate(scores):
        callback.on_epoch_begin(epoch)
        model.set_weights([np.array([float(epoch)])])
        callback.on_epoch_end(epoch, {"val_loss": score})
        if model.stop_training:
            break
    callback.on_train_end()
    return model


keras_stopping = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
model_after = rehearse(keras_stopping, [0.9, 0.7, 0.5, 0.6, 0.55, 0.6, 0.4, 0.3])
print("Keras stops at the end of epoch", keras_stopping.stopped_epoch)
print("and brings back the weights of epoch", int(model_after.get_weights()[0][0]))

# %% [markdown]
# Epoch 2 was the best (0.5). Epochs 3, 4, 5 do not beat it: three in a row, the patience is used up. That 0.4 and 0.3
# would have come, nobody could know.
#
# > Without `restore_best_weights=True` (the default is `False`!) Keras keeps the weights of the *last* epoch.
#
# ### Task 3 · Your own early stopping · ●●● · 3 points · 30 minutes
# Complete `MyEarlyStopping(monitor="val_loss", patience=3, mode="min")`. The rules:
#
# 1. An epoch is an **improvement** if its `logs[monitor]` is strictly smaller than everything before (with
#    `mode="max"`: strictly larger). The first number is an improvement; NaN never is.
# 2. After `patience` epochs **in a row** without an improvement, set `self.model.stop_training = True` and
#    `self.stopped_epoch` to this epoch's number. If the training is never stopped, `stopped_epoch` is `None`.
# 3. `self.best_epoch` is the number of the best epoch so far (`None` before there is one).
# 4. An epoch without `monitor` in its `logs` changes nothing: no error, no counting.
# 5. A new training (`on_train_begin`) starts from nothing.
# 6. At the end of the training, stopped or not, the model gets back the **weights of the best epoch**. Use
#    `self.model.get_weights()` and `self.model.set_weights(...)`.
#
# Rules 1 to 5 give 2 points, rule 6 gives 1. Try it out with `rehearse(MyEarlyStopping(patience=3), [...])`.
#
# <details><summary>Hint 1</summary>Three attributes are enough: the best score, the epoch number of the best, and how
# many epochs you have waited since.</details>
# <details><summary>Hint 2</summary>With which "best score" must you start, so that any number beats it?
# <code>math.inf</code> for "min"; and for "max"?</details>
# <details><summary>Hint 3</summary>Every comparison with NaN is false, <code>nan &lt; 5</code> and <code>nan &gt;
# 5</code> alike. So ask "is it better?", never "is it worse?".</details>
# <details><summary>Hint 4</summary>Patience 3 means: best at epoch 2, stop at epoch 5. Count on paper before you
# decide between <code>&gt;</code> and <code>&gt;=</code>.</details>


# %% task="early_stopping"
class MyEarlyStopping(keras.callbacks.Callback):
    """Stops when `monitor` has not improved for `patience` epochs; brings back the weights of the best epoch."""

    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        ### BEGIN SOLUTION
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0
        ### END SOLUTION

    def on_epoch_end(self, epoch, logs=None):
        ### BEGIN SOLUTION
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch = score, epoch
            self.best_weights = self.model.get_weights()
            self.waited = 0
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True
        ### END SOLUTION

    def on_train_end(self, logs=None):
        ### BEGIN SOLUTION
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)
        ### END SOLUTION


# %% check="early_stopping" points=2
import math

import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(MyEarlyStopping)
def stand_in(learning_rate=0.01):
    """Make what a callback needs of a model: weights, an optimizer with a learning rate, a flag to stop."""
    import keras
    import numpy as np

    class StandIn:
        def __init__(self):
            self.stop_training = False
            self.optimizer = keras.optimizers.SGD(learning_rate)
            self.set_weights([np.array([-1.0])])

        def get_weights(self):
            return [weights.copy() for weights in self._weights]

        def set_weights(self, weights):
            self._weights = [np.array(w) for w in weights]

    return StandIn()


def play_until_stop(callback, all_logs):
    """Play a training; return (number of the epoch where it was stopped or None)."""
    actor = stand_in()
    callback.set_model(actor)
    callback.on_train_begin()
    for epoch, logs in enumerate(all_logs):
        actor.set_weights([np.array([float(epoch)])])
        try:
            callback.on_epoch_end(epoch, logs)
        except (KeyError, TypeError, AttributeError) as error:
            raise AssertionError(
                f"on_epoch_end fails for the logs {logs}: {type(error).__name__}: {error}. See rule 4."
            ) from error
        if actor.stop_training:
            return epoch
    return None


def check_stops(scores, patience, stop, best, advice, mode="min", monitor="val_loss", callback=None, show=False):
    """Play scores (None: an epoch without the number) and compare the epochs of the stop and of the best."""
    if callback is None:
        callback = MyEarlyStopping(monitor=monitor, patience=patience, mode=mode)
    logs = [{"loss": 0.1} if score is None else {"loss": 0.1, monitor: score} for score in scores]
    stopped = play_until_stop(callback, logs)
    found = {
        "training stops at epoch": stopped,
        "stopped_epoch": callback.stopped_epoch,
        "best_epoch": callback.best_epoch,
    }
    expected = {"training stops at epoch": stop, "stopped_epoch": stop, "best_epoch": best}
    story = f" With patience={patience} and the scores {scores}: expected {expected}, found {found}." if show else ""
    assert found == expected, advice + story


count = "Count the epochs since the best one: the stop comes when there are exactly `patience` of them."
check_stops([0.9, 0.7, 0.5, 0.6, 0.55, 0.6, 0.4, 0.3], patience=3, stop=5, best=2, advice=count, show=True)
check_stops([0.9, 0.8, 0.7], patience=1, stop=None, best=2, advice="Every epoch is an improvement.", show=True)
### BEGIN HIDDEN TESTS
check_stops([5.0, 6.0], patience=1, stop=1, best=0, advice=count)
check_stops([4.0, 3.5, 3.7, 3.6], patience=2, stop=3, best=1, advice="Compare with the best score, not with the last.")
check_stops([4.0, 4.5, 3.0, 3.5, 2.0, 2.5], 2, None, 4, "An improvement starts the counting anew: in a row!")
check_stops(
    [2.0, 2.0, 2.0, 2.0], patience=2, stop=2, best=0, advice="An equal score is no improvement: strictly smaller."
)
check_stops(
    [0.1, 0.3, 0.2, 0.6],
    2,
    None,
    3,
    "With mode='max' larger is better; the score is logs[monitor].",
    mode="max",
    monitor="val_accuracy",
)
check_stops(
    [-5.0, -4.0, -6.0], 1, 2, 1, "With mode='max', the first number is an improvement, whatever it is.", mode="max"
)
nan = "NaN is never an improvement, and no score may be compared with it afterwards."
check_stops([math.nan, 3.0, 2.0, 2.5, math.nan], patience=2, stop=4, best=2, advice=nan)
check_stops([3.0, math.nan, math.nan, 1.0], patience=2, stop=2, best=0, advice=nan)
check_stops(
    [3.0, None, None, 4.0, None, 2.0], patience=2, stop=None, best=5, advice="Rule 4: such epochs do not count."
)
assert play_until_stop(MyEarlyStopping(patience=1), [None, None]) is None, (
    "Rule 4: an epoch without logs does not count."
)
again = MyEarlyStopping(patience=2)
check_stops([1.0, 2.0, 2.0], patience=2, stop=2, best=0, advice=count, callback=again)
check_stops([9.0, 8.0, 9.0], 2, None, 1, "A second training with the same callback starts anew.", callback=again)
del again
### END HIDDEN TESTS

# %% check="early_stopping" points=1
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(MyEarlyStopping)
def stand_in(learning_rate=0.01):
    """Make what a callback needs of a model: weights, an optimizer with a learning rate, a flag to stop."""
    import keras
    import numpy as np

    class StandIn:
        def __init__(self):
            self.stop_training = False
            self.optimizer = keras.optimizers.SGD(learning_rate)
            self.set_weights([np.array([-1.0])])

        def get_weights(self):
            return [weights.copy() for weights in self._weights]

        def set_weights(self, weights):
            self._weights = [np.array(w) for w in weights]

    return StandIn()


def weight_after(scores, patience):
    """The stand-in's weight (the number of an epoch) after a whole training with these validation losses."""
    actor = stand_in()
    callback = MyEarlyStopping(patience=patience)
    callback.set_model(actor)
    callback.on_train_begin()
    for epoch, score in enumerate(scores):
        actor.set_weights([np.array([float(epoch)])])
        callback.on_epoch_end(epoch, {"val_loss": score} if score is not None else {})
        if actor.stop_training:
            break
    callback.on_train_end()
    return float(actor.get_weights()[0][0])


found = weight_after([0.9, 0.4, 0.5, 0.6, 0.7], patience=3)
assert found == 1.0, (
    f"Epoch 1 was the best of 0 to 4: after the training its weights should be back; you keep epoch {found:.0f}."
)
### BEGIN HIDDEN TESTS
found = weight_after([0.9, 0.4, 0.5, 0.6], patience=9)
assert found == 1.0, "The best weights should come back even if the training ends without an early stop."
found = weight_after([0.9, 0.4, 0.5, 0.3, 0.8, 0.7, 0.6], patience=3)
assert found == 3.0, "The weights of the best epoch of all should come back, not those of an earlier good one."
found = weight_after([0.2, 0.4, 0.5], patience=2)
assert found == 0.0, "The first epoch can be the best one: epoch 0 counts."
found = weight_after([None, None], patience=2)
assert found == 1.0, "Where no epoch had a score there is nothing to bring back: leave the model as it is."
### END HIDDEN TESTS

# %% [markdown]
# A rehearsal of your class. The script has two valleys: how patient must one be to find the deeper one? Move the
# slider.

# %% tags=["figure"]
two_valleys = [1.0, 0.8, 0.68, 0.6, 0.55, 0.56, 0.57, 0.58, 0.56, 0.5, 0.44, 0.4, 0.41, 0.42, 0.44, 0.46, 0.49, 0.52]


def draw_patience(patience):
    stopping = MyEarlyStopping(patience=patience)
    rehearse(stopping, two_valleys)
    return draw.stopping(two_valleys, patience, stopping.best_epoch, stopping.stopped_epoch)


lesson.slider(draw_patience, values=[1, 2, 3, 4, 5, 6, 7], label="patience (epochs)", default=2)

# %% [markdown]
# And in earnest, with the large network. You use your class as you would use Keras's own:

# %% tags=["figure"]
network, stopping = large_network(), MyEarlyStopping(patience=6)
history = network.fit(
    *few_houses, epochs=200, validation_data=judges, validation_batch_size=1000, callbacks=[stopping], verbose=0
)
kept_loss = network.evaluate(*judges, batch_size=1000, verbose=0)
print("stopped before epoch 40 of 200:", len(history.epoch) < 40)
print(f"best validation loss: {min(history.history['val_loss']):.2f}, of the model we keep: {kept_loss:.2f}")

# %% [markdown]
# ## A learning-rate finder
# Which learning rate is right? Instead of ten trainings, do one short one in which $\eta$ grows a little with each
# batch: $\eta \leftarrow \eta \cdot \text{factor}$. While $\eta$ is too small, the loss hardly moves; then it falls;
# then $\eta$ is too large and the loss explodes. A good choice lies well before the explosion, about a tenth of where
# the loss begins to climb.
#
# There is one trap. In `on_train_batch_end`, `logs["loss"]` is **not** the loss of this batch. It is the mean over
# all batches of this epoch so far. With $m_b$ for this mean after batch $b = 0, 1, 2, \dots$, the loss of batch $b$
# alone is
#
# $$\ell_b = (b + 1)\, m_b - b\, m_{b-1}.$$
#
# ### Task 4 · Find the learning rate · ●●● · 2 points · 25 minutes
# Complete `LearningRateFinder(factor)`. At the end of each batch it
#
# - appends the learning rate that this batch used to `self.rates`, and the batch's **own** loss $\ell_b$ to
#   `self.losses` (plain numbers);
# - sets `self.model.stop_training = True` if this loss is NaN or more than 4 times the smallest loss so far;
# - multiplies the learning rate of `self.model.optimizer` by `factor`.
#
# The lists hold the *latest* training only. A new epoch starts a new mean ($b = 0$ again), the lists go on.
#
# Example: rate 0.1, factor 2, and the logs of three batches say 4.0, 3.0, 4.0. Then `rates` is `[0.1, 0.2, 0.4]`,
# `losses` is `[4.0, 2.0, 6.0]`.
#
# <details><summary>Hint 1</summary><code>float(self.model.optimizer.learning_rate)</code> reads the rate; assigning
# to the same attribute sets it.</details>
# <details><summary>Hint 2</summary>Remember the sum of the losses of this epoch, <code>(batch + 1) *
# logs["loss"]</code>. What must happen to it when an epoch begins?</details>
# <details><summary>Hint 3</summary>"NaN or too large" is the same as <code>not (loss &lt;= 4 * smallest)</code>,
# since every comparison with NaN is false.</details>


# %% task="rate_finder"
class LearningRateFinder(keras.callbacks.Callback):
    """Multiplies the learning rate after each batch and notes the rates and the batches' own losses."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    ### BEGIN SOLUTION
    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        new_sum = (batch + 1) * logs["loss"]
        loss = new_sum - self.sum_of_losses
        self.sum_of_losses = new_sum
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * min(self.losses):
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate * self.factor

    ### END SOLUTION


# %% check="rate_finder" points=2
import math

import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(LearningRateFinder)
def stand_in(learning_rate=0.01):
    """Make what a callback needs of a model: weights, an optimizer with a learning rate, a flag to stop."""
    import keras
    import numpy as np

    class StandIn:
        def __init__(self):
            self.stop_training = False
            self.optimizer = keras.optimizers.SGD(learning_rate)
            self.set_weights([np.array([-1.0])])

        def get_weights(self):
            return [weights.copy() for weights in self._weights]

        def set_weights(self, weights):
            self._weights = [np.array(w) for w in weights]

    return StandIn()


def play_batches(finder, epochs, learning_rate):
    """Play a training: each epoch is a list of the batches' own losses; return the stand-in for the model."""
    actor = stand_in(learning_rate)
    finder.set_model(actor)
    finder.on_train_begin()
    for epoch, batch_losses in enumerate(epochs):
        finder.on_epoch_begin(epoch)
        for batch in range(len(batch_losses)):
            finder.on_train_batch_begin(batch)
            finder.on_train_batch_end(batch, {"loss": float(np.mean(batch_losses[: batch + 1]))})
            if actor.stop_training:
                return actor
        finder.on_epoch_end(epoch, {"loss": float(np.mean(batch_losses))})
    finder.on_train_end()
    return actor


def check_finder(epochs, factor, advice, stops_after=None, learning_rate=0.001, finder=None):
    """Compare rates, losses and the moment of the stop with the script."""
    if finder is None:
        finder = LearningRateFinder(factor)
    actor = play_batches(finder, epochs, learning_rate)
    script = [loss for batch_losses in epochs for loss in batch_losses]
    seen = script if stops_after is None else script[:stops_after]
    rates = [learning_rate * factor**i for i in range(len(seen))]
    notes = f"{len(finder.rates)} rates and {len(finder.losses)} losses"
    assert bool(actor.stop_training) == (stops_after is not None), advice
    assert len(finder.losses) == len(finder.rates) == len(seen), f"{advice} After {len(seen)} batches you have {notes}."
    assert checks.is_close(finder.rates, rates, rtol=1e-4), (
        f"rates should be {np.round(rates, 6)}, the rate that each batch used; yours: {np.round(finder.rates, 6)}."
    )
    assert checks.is_close(finder.losses, seen, rtol=1e-4, equal_nan=True), (
        f"losses should hold each batch's own loss; yours: {np.round(finder.losses, 4)}. "
        "logs['loss'] is the mean of this epoch so far, and batch counts from 0."
    )
    after = float(actor.optimizer.learning_rate)
    assert checks.is_close(after, learning_rate * factor ** len(seen), rtol=1e-3), (
        "After each batch the optimizer's learning rate should be multiplied by factor, once."
    )


go_on = "No batch's own loss is more than 4 times the smallest so far: the training should not be stopped."
check_finder([[4.0, 2.0, 6.0]], 2.0, go_on, learning_rate=0.1)
### BEGIN HIDDEN TESTS
stop = "A batch's own loss of more than 4 times the smallest so far should stop the training at once, an equal one not."
check_finder([[3.0, 1.0, 2.0], [2.5, 0.5]], 1.5, go_on + " With each epoch the mean starts anew.")
check_finder([[1.0, 0.5, 1.9, 2.1, 0.4]], 3.0, stop, stops_after=4)
check_finder([[2.0, 1.0], [0.5, 1.5, 2.5, 0.1]], 1.1, stop, stops_after=5)
check_finder([[2.0, 1.0, math.nan, 1.0]], 2.0, "A loss that is NaN should stop the training.", stops_after=3)
check_finder([[1.0, 4.0, 3.9]], 2.0, stop)
anew = "A second training with the same finder starts with empty lists."
twice = LearningRateFinder(2.0)
check_finder([[5.0, 4.0]], 2.0, go_on, finder=twice)
check_finder([[1.0, 2.0, 3.0]], 2.0, anew, finder=twice, learning_rate=0.01)
del twice
### END HIDDEN TESTS

# %% [markdown]
# Your finder at work on the lecture's regressor. 200 batches take $\eta$ from $10^{-5}$ to 10. (`steps_per_execution`
# must stay at 1 here, for with larger values Keras calls you only every so many batches.)

# %% tags=["figure"]
keras.utils.set_random_seed(42)
probe = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
probe.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=1e-5))
finder = LearningRateFinder(factor=10 ** (6 / 200))
probe.fit(X_train[:6400], y_train[:6400], callbacks=[finder], verbose=0)
draw.rate_finder(finder.rates, finder.losses, {"the lecture": 1e-3, "our choice": 1e-2})
plt.show()

# %% [markdown]
# The lecture's $\eta = 0.001$ is safe and slow: there the loss has only begun to fall. Before $\eta$ reaches 1 the
# training explodes, and the finder stops. A tenth of that is the usual advice; we play safe and take 0.01, where the
# loss falls steeply. Is it really better? Let us log two runs and compare.
#
# ## TensorBoard
# `keras.callbacks.TensorBoard(folder)` writes the losses of each epoch to *event files* in `folder/train` and
# `folder/validation`. TensorBoard, a small web application, draws what it finds in such folders, also while the
# training is running. One folder a run, side by side in one parent folder: that is the convention.
#
# The event files can be read in Python as well. Here is the recipe for one of them (each value is stored as a small
# tensor):

# %%
demo_writer = tf.summary.create_file_writer(str(workshop / "demo" / "train"))
with demo_writer.as_default():
    for step, value in enumerate([0.9, 0.6, 0.5]):
        tf.summary.scalar("epoch_loss", value, step=step)
demo_writer.close()

events = EventAccumulator(str(workshop / "demo" / "train"), size_guidance={"tensors": 0}).Reload()
print("tags:", events.Tags()["tensors"])
print("values:", [round(float(tf.make_ndarray(event.tensor_proto)), 2) for event in events.Tensors("epoch_loss")])

# %% [markdown]
# `size_guidance={"tensors": 0}` means "keep all". Without it, the reader keeps a random sample of ten values and says
# nothing about it.
#
# ### Task 5 · Log and read back · ●●○ · 1 point · 20 minutes
# Write two functions.
#
# - `log_run(model, train, valid, folder, epochs)` trains the compiled `model` (pairs `(X, y)` as in Task 1,
#   `verbose=0`) and logs it for TensorBoard in `folder`, a `pathlib.Path`.
# - `read_scalars(folder, tag)` returns a dictionary with the values of `tag` in the order of the epochs, for each of
#   `"train"` and `"validation"` that has any: for example `{"train": [0.9, 0.6], "validation": [0.8, 0.7]}`. A part
#   without a folder or without this tag is left out.
#
# <details><summary>Hint 1</summary><code>log_run</code> is one callback and one <code>fit</code>.
# <code>write_graph=False</code> saves time, we do not need the graph.</details>
# <details><summary>Hint 2</summary><code>(folder / "validation").is_dir()</code> says whether there is such a folder;
# <code>Tags()["tensors"]</code> is the list of tags in it.</details>


# %% task="tensorboard"
def log_run(model, train, valid, folder, epochs):
    """Train, and log the run for TensorBoard in folder."""
    ### BEGIN SOLUTION
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)
    ### END SOLUTION


def read_scalars(folder, tag):
    """Return {"train": values, "validation": values} of tag, as far as the run has them."""
    ### BEGIN SOLUTION
    curves = {}
    for split in ("train", "validation"):
        if (folder / split).is_dir():
            events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
            if tag in events.Tags()["tensors"]:
                curves[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return curves
    ### END SOLUTION


# %% check="tensorboard" points=1
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from nn_lessons import checks


def check_log_run(epochs, learning_rate):
    """Train one weight from 0 towards 2: its losses are known, and should stand in the event files."""
    weight, expected = 0.0, {"train": [], "validation": []}
    for _ in range(epochs):
        expected["train"].append((weight - 2) ** 2)
        weight += learning_rate * 2 * (2 - weight)
        expected["validation"].append((weight - 1) ** 2)
    X = np.array([[1.0], [-1.0]] * 4, "float32")
    model = keras.Sequential(
        [keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")]
    )
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate), run_eagerly=True)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "run"
        folder.mkdir()
        log_run(model, (X, 2 * X), (X, X), folder, epochs)
        for split, values in expected.items():
            assert any(folder.glob(f"{split}/events*")), (
                f"After log_run there should be an event file in folder/{split}; there is none. "
                "Is `folder` given to the callback, and the callback and `valid` to fit?"
            )
            events = EventAccumulator(str(folder / split)).Reload().Tensors("epoch_loss")
            found = [float(tf.make_ndarray(event.tensor_proto)) for event in events]
            message = f"The losses in folder/{split} should be {np.round(values, 3)}; they are {np.round(found, 3)}."
            assert len(found) == len(values), message
            assert checks.is_close(found, values, rtol=1e-3), message


def check_read_scalars(written, tag, expected):
    """Write event files as Keras would, {split: {tag: values}}, and read them with the student's function."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "run"
        for split, curves in written.items():
            writer = tf.summary.create_file_writer(str(folder / split))
            with writer.as_default():
                for name, values in curves.items():
                    for step, value in enumerate(values):
                        tf.summary.scalar(name, value, step=step)
            writer.close()
        try:
            found = read_scalars(folder, tag)
        except Exception as error:
            raise AssertionError(f"read_scalars fails for a run with {sorted(written)}: {error}") from error
    assert isinstance(found, dict), "read_scalars should return a dictionary."
    assert sorted(found) == sorted(expected), f"The keys should be {sorted(expected)} here; yours are {sorted(found)}."
    for split, values in expected.items():
        assert len(found[split]) == len(values), (
            f"{tag} has {len(values)} values; you read {len(found[split])} of them."
        )
        checks.assert_close(
            found[split], values, f"The values of {tag} in {split} are wrong or out of order.", rtol=1e-4
        )


with warnings.catch_warnings(action="ignore"):
    check_log_run(epochs=2, learning_rate=0.1)
    both = {"train": {"epoch_loss": [0.9, 0.6, 0.5]}, "validation": {"epoch_loss": [0.8, 0.7, 0.6]}}
    check_read_scalars(both, "epoch_loss", {"train": [0.9, 0.6, 0.5], "validation": [0.8, 0.7, 0.6]})
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    check_log_run(epochs=3, learning_rate=0.05)
    long = list(np.linspace(3.0, 1.0, 23))
    check_read_scalars({"train": {"epoch_loss": long}}, "epoch_loss", {"train": long})
    mixed = {"train": {"epoch_learning_rate": [0.1, 0.2], "epoch_mae": [5.0]}, "validation": {"epoch_mae": [4.0, 2.0]}}
    check_read_scalars(mixed, "epoch_learning_rate", {"train": [0.1, 0.2]})
    check_read_scalars(mixed, "epoch_mae", {"train": [5.0], "validation": [4.0, 2.0]})
### END HIDDEN TESTS

# %% [markdown]
# Two runs, with the lecture's learning rate and with ours:

# %% tags=["figure"]
logs = workshop / "logs"
for rate in (0.001, 0.01):
    keras.utils.set_random_seed(42)
    regressor = keras.models.clone_model(model)
    regressor.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=rate), steps_per_execution=100)
    log_run(regressor, (X_train, y_train), (X_valid, y_valid), logs / f"rate={rate}", epochs=4)

curves = {run.name: read_scalars(run, "epoch_loss") for run in sorted(logs.iterdir())}
for run, splits in curves.items():
    print(run, {split: [round(value, 1) for value in values] for split, values in splits.items()})
draw.runs(curves)
plt.show()

# %% [markdown]
# After its first epoch the larger rate is where the lecture's has not arrived after four: the finder was right.
#
# ### TensorBoard itself, inside JupyterLab
# Set `SHOW_TENSORBOARD = True` in the next cell and run it: TensorBoard opens below the cell, with your two runs. It
# needs no internet. Choose *Scalars*, open *epoch_loss*, and tick the runs on and off. (The cell is off by default,
# because TensorBoard is a small server. It stops together with the notebook's kernel.)
#
# In a notebook of your own, two lines do the same: `%load_ext tensorboard` and `%tensorboard --logdir FOLDER`.

# %% tags=["demo"]
SHOW_TENSORBOARD = False

if SHOW_TENSORBOARD:
    draw.open_tensorboard(logs)

# %% [markdown]
# ### Task 6 · In your own words · ●●○ · 2 points · 10 minutes
# A training takes 10 minutes an epoch, and its validation loss jumps up and down by a few per cent from epoch to
# epoch. A friend proposes `patience=1`, "to save time". In two to four sentences: what can go wrong with a patience
# that is too small, what does one that is too large cost, and what would you look at to choose it here? Does bringing
# back the best weights change your answer?

# %% [markdown] essay="choosing_patience" points=2
# ### BEGIN SOLUTION
# With patience 1 the first unlucky epoch ends the training, although the loss was still falling on average: the noise
# decides, and a deeper valley is never reached. Too large a patience costs that many epochs of computing after the
# best one. I would look at a learning curve and choose the patience longer than the usual run of epochs without a new
# minimum (several, perhaps 5 to 10 here), or smooth the loss first. Bringing back the best weights removes the harm
# of waiting too long, overfitting, so a generous patience then costs time only; it does not help against stopping too
# early.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# - 1 point: too small stops at a random bump (noise, plateau) before the best is reached, and too large wastes epochs
#   (computing time). Half a point for one of the two.
# - 1 point: a reasoned choice from the curve (noise, length of plateaus, cost of an epoch), and that restoring the
#   best weights makes waiting harmless but for the time, and does not help against stopping too early. Half a point
#   for one of the two.
# === END MARK SCHEME ===

# %% [markdown]
# ## Recap
# | callback | moment | what it does |
# | --- | --- | --- |
# | `ModelCheckpoint(path, save_best_only=True)` | end of an epoch | saves the model when it is the best so far |
# | `EarlyStopping(patience=10, restore_best_weights=True)` | end of an epoch | stops, brings the best weights back |
# | `TensorBoard(folder)` | end of an epoch | writes the losses to event files |
# | your own | any | a class with a few methods, tested by rehearsal |
#
# **Next:** topic 9 lets the computer try many networks, each with early stopping: the search for hyperparameters.
