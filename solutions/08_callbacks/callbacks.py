# %% [markdown]
# # 8 · Callbacks
#
# **You will be able to**
# - keep the best model of a training, not the last one;
# - write callbacks of your own: a measuring one, an early stopping, a learning-rate finder;
# - test a callback without training anything;
# - choose among Keras's own callbacks, and go on with a training that was killed;
# - log runs for TensorBoard, look at them in JupyterLab, and read the numbers back.
#
# **Time:** about 145 minutes: reading 25, running and predicting 10, tasks 110 (of these 20 optional). **You need:**
# topics 5 and 7.
#
# `model.fit(...)` may run for hours, and you would like to have a word in the meantime: save this! stop here! what is
# the loss doing? A **callback** is an object that you hand to `fit`. Keras calls its methods at agreed moments of the
# training.
#
# > **Before you run the next cell** stands above some of the cells. Write your guess down, in one line, then run the
# > cell. The answer is folded below it.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

import csv
import logging
import math
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

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
#
# > **Before you run the next cell:** the diary writes one line for each call. Two epochs, 64 houses, batches of 32. How
# > many lines will there be? And will the `logs` of a batch hold `val_loss`?


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
lesson.show("Keras calls on_train_begin once, in it on_epoch_begin and on_epoch_end, in these the two for each batch.")

# %% [markdown]
# <details><summary>Ten lines; no</summary>Two for the training, and for each of the two epochs a beginning, two batches
# and an end: 2 + 2 · 4 = 10. The validation comes after all batches of an epoch, so no batch knows its
# result.</details>
#
# Three things to remember:
# - Epochs and batches are counted **from 0**: in what Keras tells a callback, in this notebook's text, attributes and
#   figures. Epoch 0 is the first. (Keras's progress bar counts from 1, and so does the `{epoch}` in a file name of
#   `ModelCheckpoint`.)
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
# > **Then and now.** The lecture's checkpoint is called `my_keras_model.h5`; today it is `.keras` (topic 7). The
# > steps are the same.
#
# Here every epoch was better than the one before, so the best model is also the last one. The callback earns its keep
# when a network begins to learn by heart. So let us provoke that: a larger network, only 200 houses, and momentum.
#
# > **Before you run the next cell:** count the weights and biases: 8 inputs, layers of 50, 50 and 1. How many numbers
# > can this network turn, for 200 houses? In which of the epochs 0 to 39 will the validation loss be smallest: near the
# > end, in the middle, or early?


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
lesson.show(
    "The training loss falls almost to the end; the validation loss is smallest near the middle and then climbs."
)

# %% [markdown]
# <details><summary>3,051 numbers; near the middle</summary>8 · 50 + 50, 50 · 50 + 50 and 50 + 1. Fifteen numbers for
# each house are more than enough to learn the houses by heart: the training loss falls and falls. Up to about epoch 17
# some of what is learned is true of other houses as well; what comes after that is not.</details>
#
# ### Task 1 · The best, not the last · ●○○ · 1 point · 10 minutes
# Write `fit_and_keep_best(model, train, valid, path, epochs)`:
#
# - train the compiled `model`, from the weights that it has, for `epochs` epochs on `train` alone and validate on
#   `valid` (both are pairs `(X, y)`); <!-- req: trains -->
# - let Keras print nothing (`verbose=0`); <!-- req: quiet -->
# - return the model **of the epoch with the smallest validation loss**, compiled like `model` (the same loss, the same
#   optimizer), so that it can be evaluated; <!-- req: best, compiled -->
# - the file `path` (suffix `.keras`) holds this model as well. <!-- req: file -->
#
# Example: if the validation losses of the epochs 0, 1 and 2 are `0.9, 0.5, 0.7`, the model as it was after epoch 1 is
# returned.
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


# %% check="fit_and_keep_best" points=1 tests="one weight on a known path; best epoch first or in the middle; silence"
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(fit_and_keep_best)
def what_is_printed(fit_and_keep_best, model, X):
    """What is printed while the student's function trains for two epochs."""
    import contextlib
    import io
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as printed:
        fit_and_keep_best(model, (X, 20 * X), (X, X), pathlib.Path(folder) / "best.keras", 2)
    return printed.getvalue()


def one_weight(start, rate, momentum):
    """A compiled model with a single weight, and inputs; it answers weight * x."""
    X = np.array([[1.0], [-1.0]] * 4, "float32")
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.array([[start]])])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(rate, momentum), run_eagerly=True)
    return model, X


def weights_by_hand(start, epochs, rate, momentum):
    """The path of a single weight that training draws towards 20."""
    weight, velocity, path_of_weight = start, 0.0, []
    for _ in range(epochs):
        velocity = momentum * velocity - rate * 2 * (weight - 20)
        weight += velocity
        path_of_weight.append(weight)
    return path_of_weight


def check_keeps_best(start, epochs, rate, momentum, goal, advice):
    """Train this weight in earnest. Validation wants it at `goal`."""
    # req: trains, best, compiled, file
    best = min(weights_by_hand(start, epochs, rate, momentum), key=lambda weight: abs(weight - goal))
    model, X = one_weight(start, rate, momentum)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "best.keras"
        try:
            result = fit_and_keep_best(model, (X, 20 * X), (X, goal * X), path, epochs)
        except (OSError, TypeError, ValueError) as error:
            raise AssertionError(
                f"fit_and_keep_best stops with {type(error).__name__}: look at its four steps."
            ) from error
        assert path.is_file(), "fit_and_keep_best should leave the best model in the file `path`."
        in_file = keras.models.load_model(path)
    assert hasattr(result, "get_weights"), "fit_and_keep_best should return the best model. Is the `return` missing?"
    for kept, whose in ((result, "The returned model"), (in_file, "The model in the file")):
        weight = float(kept.get_weights()[0][0, 0])
        assert abs(weight - best) < 1e-3, f"{advice} {whose} has the weight {weight:.2f}, the best one has {best:.2f}."
        assert kept.compiled, f"{whose} should be compiled like `model`, so that it can be evaluated."
        settings = float(kept.optimizer.learning_rate), float(kept.optimizer.momentum)
        assert checks.is_close(settings, (rate, momentum)), f"{whose} should have the optimizer that `model` was given."
        loss = float(kept.compute_loss(X, goal * X, weight * X))
        assert checks.is_close(loss, (weight - goal) ** 2, rtol=1e-3, atol=1e-6), (
            f"{whose} should have the loss that `model` was compiled with."
        )


weights = np.round(weights_by_hand(0.0, 3, 0.4, 0.8), 2)
with warnings.catch_warnings(action="ignore"):
    advice = f"A model with a single weight goes through {weights} in 3 epochs; validation wants it at 28."
    check_keeps_best(0.0, 3, 0.4, 0.8, 28.0, advice)
    # req: quiet
    printed = what_is_printed(fit_and_keep_best, *one_weight(0.0, 0.1, 0.0))
    assert not any(word in printed for word in ("Epoch", "/step")), "Keras prints its progress: pass verbose=0."
### BEGIN HIDDEN TESTS
with warnings.catch_warnings(action="ignore"):
    first = "The first epoch can be the best, with a validation loss of any size."
    check_keeps_best(0.0, 2, 0.5, 0.5, -60.0, first)
    check_keeps_best(0.0, 2, 0.5, 0.5, 40.0, "The last epoch can be the best as well: train for all `epochs`.")
    again = "Train on from the weights that `model` has. The losses can rise for many epochs and fall again."
    check_keeps_best(5.0, 16, 0.08, 0.98, 9.0, again)
### END HIDDEN TESTS

# %% [markdown]
# > **Check yourself.** Validation data chose this model among 40. Is its validation loss an honest estimate for new
# > houses?
# >
# > <details><summary>Answer</summary>It is a little too good: the smallest of 40 numbers is also the luckiest. That is
# > what the test set is for, once, at the end.</details>
#
# ## A callback of your own
# A class that inherits from `keras.callbacks.Callback` and overrides the moments it cares about: that is all, as the
# diary showed.
#
# When is a network learning by heart? A simple measure is the ratio $\dfrac{\text{validation loss}}{\text{training
# loss}}$. Near 1 all is well; when it climbs, the network does much better on what it has seen than on what it has
# not.
#
# ### Task 2 · A measuring callback · ●●○ · 1 point · 15 minutes
# Complete the class `OverfittingRatio`.
#
# - Its attribute `ratios` is a list with `val_loss / loss` of each epoch of the *latest* training: after each epoch,
#   not only at the end. <!-- req: ratios, latest -->
# - An epoch whose `logs` hold no `val_loss` (or that has no `logs` at all) is passed over without an
#   error. <!-- req: gaps -->
# - Leave `logs` as it is: other callbacks read the same dictionary. <!-- req: logs-kept -->
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


# %% check="overfitting_ratio" points=1 tests="the example; epochs without val_loss; a second training; logs unchanged"
from nn_lessons import checks


def play(callback, all_logs, first=0):
    """One training as Keras would announce it, with these logs; the ratios."""
    # req: ratios, logs-kept
    callback.on_train_begin()
    for epoch, logs in enumerate(all_logs, start=first):
        callback.on_epoch_begin(epoch)
        try:
            _, (_, after) = checks.call_and_keep_changes(callback.on_epoch_end, epoch, logs)
        except Exception as error:
            keys = sorted(logs) if logs else logs
            raise AssertionError(f"With {keys} in logs, on_epoch_end fails: {type(error).__name__} {error}.") from error
        assert checks.is_equal(after, logs), (
            "on_epoch_end should leave `logs` as it is: other callbacks read it as well."
        )
    before_the_end = getattr(callback, "ratios", None)
    callback.on_train_end()
    ratios = callback.ratios
    assert isinstance(ratios, list), "The attribute ratios should be a list."
    assert checks.is_equal(before_the_end, ratios), (
        "ratios should have each epoch's ratio as soon as the epoch has ended, and keep it after the training."
    )
    return ratios


example = [{"loss": 2.0, "val_loss": 3.0}, {"loss": 1.0, "val_loss": 4.0}]
message = "ratios should be val_loss / loss of each epoch: [1.5, 4.0] for the example of the task."
checks.assert_close(play(OverfittingRatio(), example), [1.5, 4.0], message)
# req: gaps
message = "Epochs without a val_loss, or without logs, should be passed over."
gaps = [{"loss": 1.0}, None, {"loss": 4.0, "val_loss": 4.0}, {}]
checks.assert_close(play(OverfittingRatio(), gaps), [1.0], message)
### BEGIN HIDDEN TESTS
meter = OverfittingRatio()
several = [{"mae": 7.0, "loss": 3.0, "val_mae": 9.0, "val_loss": 1.0}]
several += [{"loss": 8.0, "val_loss": 0.0}, {"loss": 4.0, "val_loss": 2.0}, {"loss": 2.0, "val_loss": 1.0}]
exactly = "Divide val_loss by the loss of the same epoch, exactly, whatever else is in logs, and note every ratio."
checks.assert_close(play(meter, several), [1 / 3, 0.0, 0.5, 0.5], exactly)
# req: latest
anew = "A second training starts with an empty list, even if its epochs do not count from 0 (fit's initial_epoch)."
checks.assert_close(play(meter, [{"loss": 1.0, "val_loss": 5.0}], first=4), [5.0], anew)
checks.assert_equal(play(OverfittingRatio(), [{"loss": 1.0}]), [], "Without a val_loss there is no ratio at all.")
assert checks.is_equal(meter.ratios, [5.0]), "Two OverfittingRatio objects should not share one list."
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
lesson.show("The ratio of validation loss to training loss climbs from 0.4 in epoch 0 to 2.4 in epoch 29.")

# %% [markdown]
# ## Early stopping
# Why train on when nothing improves any more? Stop when the validation loss has not improved for some epochs in a
# row. How many you wait is called the **patience**. Keras has `keras.callbacks.EarlyStopping`, and from topic 9 on
# you will use it. It is short enough to write yourself, and then you know exactly what it does.
#
# How do you test such a class? Training a network for every test is slow, and you cannot order the losses that you
# want. But we can play Keras again, this time with a script. So we write a **rehearsal**: a stand-in for the model,
# which learns nothing, and a list of losses. Its single weight is the number of the epoch, so one sees at once whose
# weights were kept. (The checks of this notebook use the same stand-in; that is why it brings its imports along.)
#
# > **Before you run the next cell:** the losses of the epochs 0 to 7 are `0.9, 0.7, 0.5, 0.6, 0.55, 0.6, 0.4, 0.3`, and
# > the patience is 3. At the end of which epoch will Keras stop, and whose weights will it bring back?


# %%
def stand_in(learning_rate=0.01, momentum=0.0):
    """Return what a callback needs of a model: weights, an optimizer with a learning rate, a flag to stop."""
    import keras
    import numpy as np

    class StandIn:
        def __init__(self):
            self.stop_training = False
            self.optimizer = keras.optimizers.SGD(learning_rate, momentum)
            self.set_weights([np.array([-1.0])])

        def get_weights(self):
            return [weights.copy() for weights in self._weights]

        def set_weights(self, weights):
            self._weights = [np.array(w) for w in weights]

    return StandIn()


def rehearse(callback, scores):
    """Play a training whose validation losses are `scores`; return the stand-in as the callback leaves it."""
    model = stand_in()
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
# <details><summary>Stop after epoch 5, weights of epoch 2</summary>Epoch 2 was the best (0.5). Epochs 3, 4, 5 do not
# beat it: three in a row, the patience is used up. That 0.4 and 0.3 would have come, nobody could know.</details>
#
# > Without `restore_best_weights=True` (the default is `False`!) Keras keeps the weights of the *last* epoch.
#
# ### Task 3 · Your own early stopping · ●●● · 3 points · 30 minutes
# Complete `MyEarlyStopping(monitor="val_loss", patience=3, mode="min")`. The rules:
#
# 1. An epoch is an **improvement** if its `logs[monitor]` is strictly smaller than everything before (with
#    `mode="max"`: strictly larger), be it ever so little. The first number is an improvement; NaN never
#    is. <!-- req: improvement, max, nan -->
# 2. After `patience` epochs **in a row** without an improvement, set `self.model.stop_training = True` and
#    `self.stopped_epoch` to this epoch's number. If the training is never stopped, `stopped_epoch` is
#    `None`. <!-- req: stop --> Never set the flag to `False`: another callback may have raised it. <!-- req: flag -->
# 3. `self.best_epoch` is the number of the best epoch so far (`None` before there is one). <!-- req: best-epoch -->
#    Numbers are those that Keras passes as `epoch`; they need not begin at 0. <!-- req: numbers -->
# 4. An epoch without `monitor` in its `logs` changes nothing: no error, no counting. <!-- req: without-score -->
# 5. A new training (`on_train_begin`) starts from nothing. <!-- req: anew -->
# 6. At the end of the training, stopped or not, and no sooner, the model gets back the **weights of the best epoch**,
#    if there is one. Use `self.model.get_weights()` and `self.model.set_weights(...)`. <!-- req: restores -->
#
# One point is for rules 1, 2, 3 and 5 with plain numbers and `mode="min"`, one for NaN, `mode="max"`, another `monitor`
# and rule 4, one for rule 6. Try it out with `rehearse(MyEarlyStopping(patience=3), [...])`.
#
# <details><summary>Hint 1</summary>Beside <code>best_epoch</code> and <code>stopped_epoch</code>, three attributes are
# enough: the best score, the weights that belong to it, and how many epochs you have waited since.</details>
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


# %% check="early_stopping" points=1 tests="when it stops and which epoch is best: ties, sizes, a second training"
import contextlib

import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(MyEarlyStopping)
def ask_to_stop(actor):
    """Raise the flag, as another callback would."""
    actor.stop_training = True


def check_stops(callback, scores, stop, best, advice, show=False, first=0):
    """Play a training with these validation losses; compare the epochs of the stop and of the best."""
    # req: improvement, stop, best-epoch
    actor = checks.in_kernel_of(MyEarlyStopping)(stand_in)()
    callback.set_model(actor)
    callback.on_train_begin()
    stopped = None
    for epoch, score in enumerate(scores, start=first):
        callback.on_epoch_begin(epoch)
        actor.set_weights([np.array([float(epoch)])])
        try:
            callback.on_epoch_end(epoch, {"loss": 0.1, "val_loss": score})
        except Exception as error:
            raise AssertionError(f"on_epoch_end fails with {type(error).__name__}: {error}.") from error
        if actor.stop_training:
            stopped = epoch
            break
    expected = {"stops after": stop, "stopped_epoch": stop, "best_epoch": best}
    for moment in ("before on_train_end", "after on_train_end"):
        found = {"stops after": stopped, "stopped_epoch": callback.stopped_epoch, "best_epoch": callback.best_epoch}
        story = f" With the losses {scores}, {moment}: expected {expected}, found {found}." if show else ""
        assert checks.is_equal(found, expected), advice + story
        with contextlib.suppress(Exception):  # check 3 looks at the weights that come back
            callback.on_train_end()


count = "Count the epochs since the best one: the stop comes when there are exactly `patience` of them."
check_stops(MyEarlyStopping(patience=3), [0.9, 0.7, 0.5, 0.6, 0.55, 0.6, 0.4, 0.3], 5, 2, count, show=True)
every = "Every epoch is an improvement: the training is never stopped."
check_stops(MyEarlyStopping(patience=1), [0.9, 0.8, 0.7], None, 2, every, show=True)
### BEGIN HIDDEN TESTS
check_stops(MyEarlyStopping(), [5e5, 6e5, 7e5, 6e5, 1.0], 3, 0, count + " The first loss can be of any size.")
last = "Compare with the best loss, not with the last one."
check_stops(MyEarlyStopping(patience=2), [4.0, 3.5, 3.7, 3.6], 3, 1, last)
in_a_row = "An improvement, be it ever so small, starts the counting anew: in a row!"
check_stops(MyEarlyStopping(patience=2), [4.0, 4.5, 3.0, 3.5, 2.0, 2.5], None, 4, in_a_row)
check_stops(MyEarlyStopping(patience=1), [4.0, 3.99999, 3.9999899999], None, 2, in_a_row)
check_stops(MyEarlyStopping(patience=5), [1.0, 1.5, 1.4, 1.3, 1.2, 1.1, 0.5], 5, 0, count)
# req: numbers
numbers = "The numbers are those that on_epoch_end gets as `epoch`: in a resumed training they begin above 0."
check_stops(MyEarlyStopping(patience=2), [3.0, 1.0, 2.0, 2.0], 7, 5, numbers, first=4)
equal = "An equal loss is no improvement: strictly smaller."
check_stops(MyEarlyStopping(patience=2), [2.0, 2.0, 2.0, 2.0], 2, 0, equal)
below = "A loss can be 0 or less, and a smaller one is better all the same."
check_stops(MyEarlyStopping(patience=2), [0.5, 0.0, -1.0, -0.5, 0.0], 4, 2, below)
check_stops(MyEarlyStopping(patience=1), [0.0, 0.0], 1, 0, below)
# req: anew
anew = "Rule 5: a second training with the same callback starts from nothing."
again = MyEarlyStopping(patience=2)
check_stops(again, [1.0, 2.0], None, 0, count)
check_stops(again, [9.0, 8.0, 9.0], None, 1, anew)
check_stops(again, [7.0, 7.5, 7.5], 2, 0, anew)
check_stops(again, [], None, None, anew)
# req: flag
again.set_model(actor := checks.in_kernel_of(MyEarlyStopping)(stand_in)())
again.on_train_begin()
for epoch, score in enumerate([3.0, 3.5, 2.0]):
    ask_to_stop(actor)
    again.on_epoch_begin(epoch)
    again.on_epoch_end(epoch, {"val_loss": score})
    assert actor.stop_training, "Another callback has set stop_training to True; never set it to False yourself."
del again, actor
### END HIDDEN TESTS

# %% check="early_stopping" points=1 tests="mode=max; NaN; epochs without a score; another monitor"
import contextlib
import math

import numpy as np

from nn_lessons import checks


def check_stops(callback, all_logs, stop, best, advice):
    """Play a training with these logs; compare the epochs of the stop and of the best."""
    # req: max, nan, without-score
    actor = checks.in_kernel_of(MyEarlyStopping)(stand_in)()
    callback.set_model(actor)
    callback.on_train_begin()
    stopped = None
    for epoch, logs in enumerate(all_logs):
        callback.on_epoch_begin(epoch)
        actor.set_weights([np.array([float(epoch)])])
        try:
            callback.on_epoch_end(epoch, logs)
        except Exception as error:
            raise AssertionError(f"{advice} on_epoch_end fails with {type(error).__name__}: {error}.") from error
        if actor.stop_training:
            stopped = epoch
            break
    with contextlib.suppress(Exception):  # check 3 looks at the weights that come back
        callback.on_train_end()
    found = (stopped, callback.stopped_epoch, callback.best_epoch)
    assert checks.is_equal(found, (stop, stop, best)), advice


def logs_of(scores, monitor="val_loss"):
    """An epoch's logs for each score; None stands for an epoch without a score."""
    return [{"loss": 0.1} if score is None else {"loss": 0.1, monitor: score} for score in scores]


larger = "With mode='max' larger is better, and the first score is an improvement, whatever it is."
smaller_is_better = MyEarlyStopping("val_accuracy", 2, "max")
check_stops(smaller_is_better, logs_of([0.1, 0.3, 0.2, 0.6, 0.5], "val_accuracy"), None, 3, larger)
rule_4 = "Rule 4: an epoch without `monitor` in its logs, or without logs, does not count."
check_stops(MyEarlyStopping(patience=1), [*logs_of([3.0, None, 2.0]), None, {}], None, 2, rule_4)
### BEGIN HIDDEN TESTS
check_stops(MyEarlyStopping(patience=1, mode="max"), logs_of([-5.0, -4.0, -6.0]), 2, 1, larger)
check_stops(MyEarlyStopping(patience=1, mode="max"), logs_of([0.5, 0.500001, 0.5000010001]), None, 2, larger)
equal = "An equal score is no improvement: with mode='max', strictly larger."
check_stops(MyEarlyStopping(patience=2, mode="max"), logs_of([0.5, 0.5, 0.5]), 2, 0, equal)
monitor = "The score is logs[monitor], and mode alone says whether larger is better."
check_stops(MyEarlyStopping("mae", 1, "min"), [{"val_loss": 1.0 - i, "mae": 2.0 + i} for i in range(3)], 1, 0, monitor)
check_stops(MyEarlyStopping("loss_of_time", 1, "max"), logs_of([1.0, 2.0, 1.5], "loss_of_time"), 2, 1, monitor)
nan = "NaN is never an improvement: it counts as an epoch without one, and no score is compared with it afterwards."
check_stops(MyEarlyStopping(patience=2), logs_of([math.nan, 3.0, 2.0, 2.5, math.nan]), 4, 2, nan)
check_stops(MyEarlyStopping(patience=2), logs_of([3.0, math.nan, math.nan, 1.0]), 2, 0, nan)
check_stops(MyEarlyStopping(patience=2, mode="max"), logs_of([math.nan, 3.0, math.nan, math.nan]), 3, 1, nan)
check_stops(MyEarlyStopping(patience=2), logs_of([3.0, None, None, 4.0, None, 2.0]), None, 5, rule_4)
check_stops(MyEarlyStopping(patience=2), logs_of([3.0, 3.5, None, None, 4.0]), 4, 0, rule_4)
check_stops(MyEarlyStopping(patience=1), [None, None], None, None, rule_4)
again = MyEarlyStopping(patience=2)
check_stops(again, logs_of([3.0, 3.5]), None, 0, nan)
check_stops(again, logs_of([math.nan, 2.0]), None, 1, "Rule 5: a second training does not go on counting.")
check_stops(again, logs_of([math.nan, math.nan, 1.0]), 1, None, nan)
del again
### END HIDDEN TESTS

# %% check="early_stopping" points=1 tests="whose weights the model has after the training"
import numpy as np

from nn_lessons import checks


def weight_after(callback, scores):
    """The stand-in's weights (both the number of an epoch) after a whole training with these validation losses."""
    # req: restores
    actor = checks.in_kernel_of(MyEarlyStopping)(stand_in)()
    callback.set_model(actor)
    callback.on_train_begin()
    for epoch, score in enumerate(scores):
        callback.on_epoch_begin(epoch)
        actor.set_weights([np.array([float(epoch)]), np.full((2, 2), float(epoch))])
        callback.on_epoch_end(epoch, {} if score is None else {"val_loss": score})
        if actor.stop_training:
            break
        assert checks.is_equal(actor.get_weights()[0], np.array([float(epoch)])), (
            "While the training goes on, leave the model's weights alone; the best ones come back in on_train_end."
        )
    try:
        callback.on_train_end()
    except Exception as error:
        raise AssertionError(f"on_train_end fails with {type(error).__name__}: {error}.") from error
    first, second = checks.items(actor.get_weights(), 2, "The list of weights")
    assert checks.is_equal(np.full((2, 2), first[0]), second), "Bring back all weights, of the same epoch."
    return float(first[0])


found = weight_after(MyEarlyStopping(patience=3), [0.9, 0.4, 0.5, 0.6, 0.7])
assert found == 1.0, (
    f"Epoch 1 was the best of 0 to 4: after the training its weights should be back; you keep epoch {found:.0f}."
)
### BEGIN HIDDEN TESTS
stopping = MyEarlyStopping(patience=9)
found = weight_after(stopping, [0.9, 0.4, 0.5, 0.6])
assert found == 1.0, "The best weights should come back even if the training ends without an early stop."
found = weight_after(stopping, [None, None, None])
assert found == 2.0, "Where no epoch of a training had a score there is nothing to bring back, not even an older best."
found = weight_after(MyEarlyStopping(patience=3), [0.9, 0.4, 0.5, 0.3, 0.8, 0.7, 0.6])
assert found == 3.0, "The weights of the best epoch of all should come back, not those of an earlier good one."
found = weight_after(MyEarlyStopping(patience=2), [0.2, 0.4, 0.5])
assert found == 0.0, "The first epoch can be the best one: epoch 0 counts."
del stopping
### END HIDDEN TESTS

# %% [markdown]
# A rehearsal of your class. The script has two valleys.
#
# > **Before you move the slider:** the first valley has its lowest point, 0.55, at epoch 4; the losses after it are
# > `0.56, 0.57, 0.58, 0.56, 0.5, ...`. How patient must one be to find the deeper one?

# %% tags=["figure"]
two_valleys = [1.0, 0.8, 0.68, 0.6, 0.55, 0.56, 0.57, 0.58, 0.56, 0.5, 0.44, 0.4, 0.41, 0.42, 0.44, 0.46, 0.49, 0.52]


def draw_patience(patience):
    stopping = MyEarlyStopping(patience=patience)
    rehearse(stopping, two_valleys)
    return draw.stopping(two_valleys, patience, stopping.best_epoch, stopping.stopped_epoch)


lesson.slider(
    draw_patience,
    values=[1, 2, 3, 4, 5, 6, 7],
    label="patience (epochs)",
    default=2,
    alt="Where an early stopping with this patience stops, and which epoch's weights it keeps.",
)

# %% [markdown]
# <details><summary>5 epochs</summary>Epochs 5, 6, 7 and 8 do not beat 0.55, epoch 9 does. With patience 4 the training
# ends with epoch 8, one epoch too early.</details>
#
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
# > **Check yourself.** Patience 3, and the best epoch of a training was epoch 7. How many epochs did it train, if it
# > was stopped early?
# >
# > <details><summary>Answer</summary>It stopped at the end of epoch 10, and epoch 0 counts: 11 epochs.</details>
#
# ## A learning-rate finder
# Which learning rate is right? Instead of ten trainings, do one short one in which $\eta$ grows a little with each
# batch: $\eta \leftarrow \eta \cdot \text{factor}$. While $\eta$ is too small, the loss hardly moves; then it falls;
# then $\eta$ is too large and the loss explodes. The explosion tells where too large begins, and a simple rule says how
# far to stay away from it: **take a tenth of the rate at which the loss explodes**.
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
# - appends the learning rate that this batch used to the list `self.rates`, and the batch's **own** loss $\ell_b$ to
#   the list `self.losses`, as plain numbers: those that `float(...)` makes; <!-- req: rates, own-losses -->
# - sets `self.model.stop_training = True` if this loss is NaN or more than 4 times the smallest loss so
#   far, <!-- req: stop --> and never to `False`: another callback may have raised the flag; <!-- req: flag -->
# - multiplies the learning rate of `self.model.optimizer` by `factor`, and changes nothing else of it: the same
#   optimizer stays, with all its other settings. <!-- req: multiplies -->
#
# One point is for the notes and the rate, one for the stop. The lists, and the smallest loss, are those of the *latest*
# training only. <!-- req: latest --> A new epoch starts a new mean ($b = 0$ again), the lists go
# on. <!-- req: epochs -->
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


# %% check="rate_finder" points=1 tests="rates and own losses, over several epochs and trainings; the optimizer's rate"
import numpy as np

from nn_lessons import checks


def check_notes(finder, epochs, factor, learning_rate, advice):
    """Play a training: each epoch is a list of batches' own losses; only the last may explode. Look at the notes."""
    # req: rates, own-losses, multiplies, epochs
    actor = checks.in_kernel_of(LearningRateFinder)(stand_in)(learning_rate, momentum=0.5)
    optimizer = actor.optimizer
    settings = optimizer.get_config()
    finder.set_model(actor)
    finder.on_train_begin()
    for epoch, batch_losses in enumerate(epochs):
        finder.on_epoch_begin(epoch)
        for batch in range(len(batch_losses)):
            finder.on_train_batch_begin(batch)
            try:
                finder.on_train_batch_end(batch, {"loss": float(np.mean(batch_losses[: batch + 1]))})
            except Exception as error:
                message = f"on_train_batch_end fails with {type(error).__name__}: {error}."
                raise AssertionError(message) from error
        finder.on_epoch_end(epoch, {"loss": float(np.mean(batch_losses))})
    finder.on_train_end()
    losses = np.concatenate(epochs)
    rates = learning_rate * factor ** np.arange(len(losses))
    noted = {"rates": finder.rates, "losses": finder.losses}
    for name, values in noted.items():
        assert isinstance(values, list), f"The attribute {name} should be a list."
        assert not any(isinstance(value, np.ndarray) for value in values), (
            f"{name} should hold plain numbers; yours holds arrays, tensors or variables: append float(...)."
        )
    checks.assert_close(noted["rates"], rates, f"{advice} rates holds the rate that each batch used.", rtol=1e-4)
    own = "losses holds each batch's own loss; logs['loss'] is the mean of this epoch so far, and batch counts from 0."
    checks.assert_close(noted["losses"], losses, f"{advice} {own}", rtol=1e-4, atol=1e-6)
    message = "After each batch the learning rate of the model's own optimizer should be multiplied by factor, once."
    for after in (optimizer.learning_rate, actor.optimizer.learning_rate):
        assert checks.is_close(float(after), rates[-1] * factor, rtol=1e-4), message
    unlike = [name for name, value in optimizer.get_config().items() if not checks.is_equal(value, settings[name])]
    assert unlike in (["learning_rate"], []), "Change the learning rate of the model's optimizer, nothing else."


example = "For the example of the task rates should be [0.1, 0.2, 0.4] and losses [4.0, 2.0, 6.0]."
check_notes(LearningRateFinder(2.0), [[4.0, 2.0, 6.0]], 2.0, 0.1, example)
### BEGIN HIDDEN TESTS
twice = LearningRateFinder(1.5)
new_mean = "With each epoch the mean starts anew, and the lists go on."
check_notes(twice, [[3.0, 1.0, 2.0], [2.5, 1.5], [2.0, 1.0]], 1.5, 0.001, new_mean)
# req: latest
anew = "A second training with the same finder starts with empty lists."
check_notes(twice, [[2.0, 3.0]], 1.5, 0.01, anew)
check_notes(LearningRateFinder(0.5), [[1.0], [2.0]], 0.5, 0.3, new_mean)
check_notes(LearningRateFinder(1.25), [[0.12345, 0.23456]], 1.25, 1e-6, "Note the numbers as they are, not rounded.")
end = "The batch that ends the training is noted as well, and the rate multiplied."
check_notes(LearningRateFinder(2.0), [[3.0, 1.0], [2.0, 9.0]], 2.0, 0.001, end)
del twice
### END HIDDEN TESTS

# %% check="rate_finder" points=1 tests="when it stops: just above 4 times the smallest, NaN, a second training"
import math

import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(LearningRateFinder)
def ask_to_stop(actor):
    """Raise the flag, as another callback would."""
    actor.stop_training = True


def check_stop(factor, epochs, stops_after, advice, finder=None):
    """Play a training, each epoch a list of the batches' own losses. It should end after so many batches, or never."""
    # req: stop
    finder = LearningRateFinder(factor) if finder is None else finder
    actor = checks.in_kernel_of(LearningRateFinder)(stand_in)(0.001)
    finder.set_model(actor)
    finder.on_train_begin()
    batches = [(epoch, batch) for epoch, losses in enumerate(epochs) for batch in range(len(losses))]
    done = 0
    for epoch, batch in batches:
        done += 1
        if batch == 0:
            finder.on_epoch_begin(epoch)
        try:
            finder.on_train_batch_begin(batch)
            finder.on_train_batch_end(batch, {"loss": float(np.mean(epochs[epoch][: batch + 1]))})
        except Exception as error:
            raise AssertionError(f"on_train_batch_end fails with {type(error).__name__}: {error}.") from error
        if actor.stop_training:
            break
    finder.on_train_end()
    stopped = done if actor.stop_training else None
    assert stopped == stops_after, advice


go_on = "No batch's own loss is more than 4 times the smallest so far: the training should not be stopped."
check_stop(2.0, [[4.0, 2.0, 6.0]], None, go_on)
stop = "A batch's own loss of more than 4 times the smallest so far should stop the training at once, an equal one not."
check_stop(2.0, [[4.0, 2.0, 9.0]], 3, stop)
### BEGIN HIDDEN TESTS
check_stop(3.0, [[1.0, 0.5, 1.9, 2.1, 0.4]], 4, stop)
check_stop(1.1, [[2.0, 0.5], [1.0, 1.5, 2.5, 0.1]], 5, stop + " The smallest of all epochs counts.")
check_stop(1.1, [[2.0, 0.5], [2.25]], 3, stop + " The smallest of all epochs counts.")
check_stop(2.0, [[1.0, 4.0, 3.5]], None, stop)
check_stop(2.0, [[1.0, 0.25, 0.75, 0.25]], None, go_on)
check_stop(2.0, [[2.0, 1.0, math.nan, 1.0]], 3, "A loss that is NaN should stop the training.")
check_stop(2.0, [[math.nan, 1.0]], 1, "A loss that is NaN should stop the training, the first as well.")
anew = "In a second training with the same finder, only its own losses count."
twice = LearningRateFinder(2.0)
check_stop(2.0, [[0.5, 1.0]], None, go_on, twice)
check_stop(2.0, [[5.0, 6.0]], None, anew, twice)
# req: flag
twice.set_model(actor := checks.in_kernel_of(LearningRateFinder)(stand_in)(0.001))
twice.on_train_begin()
twice.on_epoch_begin(0)
for batch in range(3):
    ask_to_stop(actor)
    twice.on_train_batch_begin(batch)
    twice.on_train_batch_end(batch, {"loss": 1.0})
    assert actor.stop_training, "Another callback has set stop_training to True; never set it to False yourself."
del twice, actor
### END HIDDEN TESTS

# %% [markdown]
# Your finder at work on the lecture's regressor. 200 batches would take $\eta$ from $10^{-5}$ to 10. They are batches
# of 256 houses, whose losses jump less than those of 32. (`steps_per_execution` must stay at 1 here, for with larger
# values Keras calls you only every so many batches.)
#
# > **Before you run the next cell:** the lecture uses 0.001. Where will the loss fall, and where will it explode: at
# > about 0.01, at about 0.3, or at about 10?

# %% tags=["figure"]
keras.utils.set_random_seed(42)
probe = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
probe.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=1e-5))
finder = LearningRateFinder(factor=10 ** (6 / 200))
probe.fit(X_train, y_train, batch_size=256, epochs=5, callbacks=[finder], verbose=0)

our_rate = round(finder.rates[-1] / 10, 2)
print("the last three losses:", np.round(finder.losses[-3:], 1))
print(f"explosion at {finder.rates[-1]:.1f}, a tenth of that: {our_rate}")
draw.rate_finder(
    finder.rates, finder.losses, {"the lecture": 1e-3, "our choice": our_rate, "explosion": finder.rates[-1]}
)
lesson.show(
    "The loss of single batches falls between the rates 0.001 and 0.1 and explodes at 0.3; 0.03, a tenth, is ours."
)

# %% [markdown]
# <details><summary>It falls from 0.001 on, and explodes at about 0.3</summary>In two batches the loss goes from 0.7 to
# 1.3 and to 5.3, more than four times the smallest: the finder stops.</details>
#
# The lecture's $\eta = 0.001$ is safe and slow: there the loss has only begun to fall. Our rule, a tenth of the rate at
# the explosion, gives **0.03**, and that is the number we use. (With batches of 32 the losses jump more, and the finder
# stops at 0.4: the rule would say 0.04. It is a rule for the order of magnitude.) Is 0.03 better than 0.001? We shall
# see two runs below.

# %% [markdown]
# ## What Keras brings along
# Before you write a callback, look whether it is there already. The ones that you will meet most:
#
# | callback | when | what it does |
# | --- | --- | --- |
# | `ModelCheckpoint(path, save_best_only=True)` | after an epoch | saves the model, here if it is the best so far |
# | `EarlyStopping(patience=10, restore_best_weights=True)` | after an epoch | stops; brings the best weights back |
# | `ReduceLROnPlateau(factor=0.5, patience=5)` | after an epoch | multiplies the learning rate when nothing improves |
# | `LearningRateScheduler(function)` | before an epoch | sets the rate to `function(epoch, rate)` |
# | `CSVLogger(path, append=True)` | after an epoch | writes a line with the `logs` to a table |
# | `BackupAndRestore(folder)` | after an epoch | saves everything that is needed to go on after a crash, and goes on |
# | `TensorBoard(folder)` | after an epoch | writes event files (below) |
# | `TerminateOnNaN()` | after a batch | stops when the loss is NaN |
#
# They can be rehearsed like your own. `ReduceLROnPlateau` is the cousin of early stopping: same patience, but it is the
# learning rate that has to go, not the training.
#
# > **Before you run the next cell:** the rate is 0.08, the factor 0.5, the patience 2. Which rate will stand after each
# > of the losses `0.9, 0.7, 0.8, 0.75, 0.6, 0.6, 0.65, 0.7`?

# %%
plateau = keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2)
actor = stand_in(learning_rate=0.08)
plateau.set_model(actor)
plateau.on_train_begin()
for epoch, score in enumerate([0.9, 0.7, 0.8, 0.75, 0.6, 0.6, 0.65, 0.7]):
    plateau.on_epoch_end(epoch, {"val_loss": score})
    print(f"epoch {epoch}: val_loss {score:.2f}, learning rate {float(actor.optimizer.learning_rate):.2f}")

# %% [markdown]
# <details><summary>0.04 from epoch 3 on, 0.02 from epoch 6 on</summary>After epoch 1 (0.7) two epochs do not improve:
# the rate is halved at the end of epoch 3. After epoch 4 (0.6) again two, an equal loss is no improvement: halved at
# the end of epoch 6.</details>
#
# Used together with early stopping, its patience has to be the smaller one, or the training ends before the smaller
# rate had a chance.
#
# ### After a crash
# A long training is killed in the night: a power cut, a full queue, a closed laptop. You know from topic 7 what a file
# must hold so that the training can go on: weights, the optimizer's memory, and the number of the epoch, which no model
# file knows. `BackupAndRestore` saves all three after each epoch. When the *same program* is started again, its `fit`
# finds them and begins where the first one ended. `CSVLogger(..., append=True)` keeps the losses of both.
#
# `fit` has an argument for it, too: with `initial_epoch=3, epochs=6` it trains the epochs 3, 4 and 5. `epochs` is the
# number at which the training *ends*, not how many are added.
#
# The next cell starts the same program twice. A callback of ours plays the power cut, at the beginning of epoch 3 of
# the first run.
#
# > **Before you run the next cell:** each epoch has 2 batches. Which epochs will the second program train, and at which
# > step of the optimizer does it begin?

# %% tags=["demo"]
program = """
import os
import sys
import keras
import numpy as np

folder, cut_at = sys.argv[1], int(sys.argv[2])

class PowerCut(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        print("epoch", epoch, "begins at step", int(self.model.optimizer.iterations), flush=True)
        if epoch == cut_at:
            os._exit(1)  # ends at once, without saving or closing anything

keras.utils.set_random_seed(42)
X = np.linspace(-1, 1, 64).reshape(-1, 1)
model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.1, momentum=0.5))
helpers = [
    keras.callbacks.BackupAndRestore(os.path.join(folder, "backup")),
    keras.callbacks.CSVLogger(os.path.join(folder, "log.csv"), append=True),
    PowerCut(),
]
model.fit(X, 3 * X, epochs=6, shuffle=False, callbacks=helpers, verbose=0)
"""
for evening, cut_at in (("first run", 3), ("second run", -1)):
    print(evening)
    run = subprocess.run([sys.executable, "-c", program, str(workshop), str(cut_at)], capture_output=True, text=True)
    print(run.stdout)

with open(workshop / "log.csv", newline="") as file:
    for row in csv.DictReader(file):
        print(f"epoch {row['epoch']}: loss {float(row['loss']):.2f}")

# %% [markdown]
# <details><summary>Epochs 3, 4 and 5, from step 6</summary>Three epochs of two steps were done. The table has one line
# for each of the six epochs, as if nothing had happened. At the end of the second run the backup is deleted: it has
# done its work.</details>
#
# > **Check yourself.** You have trained with `fit(..., epochs=6)` and want four epochs more, numbered on. Which
# > arguments?
# >
# > <details><summary>Answer</summary><code>initial_epoch=6, epochs=10</code>: the epochs 6, 7, 8 and 9.</details>
#
# ### Task 5 · In your own words · ●●○ · 2 points · 10 minutes
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
# ## TensorBoard
# `keras.callbacks.TensorBoard(folder)` writes the losses of each epoch to *event files* in `folder/train` and
# `folder/validation`. TensorBoard, a small web application, draws what it finds in such folders, also while the
# training is running. One folder a run, side by side in one parent folder: that is the convention.
#
# The lecture shows TensorBoard in a browser. This is what it looks like inside JupyterLab, with two runs of this
# notebook's regressor:

# %% tags=["figure"]
draw.tensorboard_picture()
lesson.show(
    "TensorBoard below a cell of JupyterLab: on the left the settings (smoothing, horizontal axis), on the right "
    "the chart epoch_loss with training and validation curves of two runs over the steps 0 to 3."
)

# %% [markdown]
# Left: how the curves are smoothed (the pale lines are the true values), what the horizontal axis is, and, where the
# picture ends, the list of the runs, to tick on and off. Right: one chart for each tag; `epoch_loss` is open. The steps
# are our epochs, counted from 0. The two upper curves are one run, the two lower ones the other: training, and below it
# validation.
#
# Two runs of our own, with the lecture's learning rate and with the one that the finder chose. Each takes two lines: a
# callback, and `fit`.

# %% tags=["figure"]
logs = workshop / "logs"
for rate in (0.001, our_rate):
    keras.utils.set_random_seed(42)
    regressor = keras.models.clone_model(model)
    regressor.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=rate), steps_per_execution=100)
    board = keras.callbacks.TensorBoard(logs / f"rate={rate}", write_graph=False)
    history = regressor.fit(
        X_train, y_train, epochs=4, validation_data=(X_valid, y_valid), callbacks=[board], verbose=0
    )
    print(f"rate {rate}: validation loss of the epochs 0 to 3:", np.round(history.history["val_loss"], 2))

# %% [markdown]
# After epoch 0 the larger rate is where the lecture's has not arrived after epoch 3: the finder was right.

# %% [markdown]
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
# ### The event files, read in Python
# What TensorBoard draws can be read back: for a figure of your own, or a table of all runs. Here is the recipe for one
# file (each value is stored as a small tensor):

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
# ### Task 6 · Log and read back · ●●○ · optional · 1 point · 20 minutes
# Write two functions.
#
# - `log_run(model, train, valid, folder, epochs)` trains the compiled `model` as it is for `epochs` epochs (pairs
#   `(X, y)` as in Task 1), <!-- req: trains --> lets Keras print nothing (`verbose=0`) <!-- req: quiet --> and logs the
#   run for TensorBoard in `folder`, a `pathlib.Path`: losses under `epoch_loss`, at the steps 0, 1, 2,
#   ... <!-- req: log-run -->
# - `read_scalars(folder, tag)` returns a dictionary with a list of the values of `tag` in the order of the epochs, all
#   of them, as plain numbers, for each of `"train"` and `"validation"` that has any, and for nothing else: for example
#   `{"train": [0.9, 0.6], "validation": [0.8, 0.7]}`. <!-- req: values, tag -->
# - A part without a folder or without this tag is left out. <!-- req: left-out -->
# - A run may have been killed and resumed: then its files are several, and its steps need not begin at
#   0. <!-- req: resumed -->
#
# <details><summary>Hint 1</summary><code>log_run</code> is one callback and one <code>fit</code>.
# <code>write_graph=False</code> saves time, we do not need the graph.</details>
# <details><summary>Hint 2</summary><code>(folder / "validation").is_dir()</code> says whether there is such a folder;
# <code>Tags()["tensors"]</code> is the list of tags in it. <code>EventAccumulator</code> reads all event files of the
# folder that it is given.</details>


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


# %% check="tensorboard" points=1 tests="the losses in the event files; long runs; parts and tags that are missing"
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from nn_lessons import checks


@checks.in_kernel_of(log_run)
def what_is_printed(log_run, model, X):
    """What is printed while the student's function trains for two epochs."""
    import contextlib
    import io
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as printed:
        log_run(model, (X, 2 * X), (X, X), pathlib.Path(folder), 2)
    return printed.getvalue()


def one_weight(start, rate, momentum):
    """A compiled model with a single weight, and inputs; it answers weight * x."""
    X = np.array([[1.0], [-1.0]] * 4, "float32")
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.array([[start]])])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(rate, momentum), run_eagerly=True)
    return model, X


def check_log_run(start, epochs, rate, momentum, goal):
    """Train one weight towards 2, validated towards `goal` at twice the inputs: which losses do the files have?"""
    # req: log-run, trains
    weight, velocity, expected = start, 0.0, {"train": [], "validation": []}
    for _ in range(epochs):
        expected["train"].append((weight - 2) ** 2)
        velocity = momentum * velocity + rate * 2 * (2 - weight)
        weight += velocity
        expected["validation"].append(4 * (weight - goal) ** 2)
    model, X = one_weight(start, rate, momentum)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "run"
        folder.mkdir()
        try:
            _, (trained, *_) = checks.call_and_keep_changes(
                log_run, model, (X, 2 * X), (2 * X, 2 * goal * X), folder, epochs
            )
        except (OSError, TypeError, ValueError) as error:
            raise AssertionError(f"log_run stops with {type(error).__name__}: one callback and one fit.") from error
        for split, values in expected.items():
            assert any(folder.glob(f"{split}/events*")), (
                f"After log_run there should be an event file in folder/{split}; there is none. "
                "Is `folder` given to the callback, and the callback and `valid` to fit?"
            )
            events = EventAccumulator(str(folder / split)).Reload()
            scalars = events.Tensors("epoch_loss") if "epoch_loss" in events.Tags()["tensors"] else []
            found = [float(tf.make_ndarray(event.tensor_proto)) for event in scalars]
            message = f"The losses in folder/{split} should be {np.round(values, 3)}; they are {np.round(found, 3)}."
            assert checks.is_close(found, values, rtol=1e-3), message
            steps = [event.step for event in scalars]
            assert steps == list(range(epochs)), f"The steps of these losses should be 0, 1, 2, ...; they are {steps}."
    after = float(trained.get_weights()[0][0, 0])
    message = f"After log_run `model` itself should have been trained for {epochs} epochs, once: its weight should be"
    assert checks.is_close(after, weight, rtol=1e-3), f"{message} {weight:.3f}; it is {after:.3f}."


def check_read_scalars(written, tag, expected, advice, first=0):
    """Write event files as Keras would, {split: {tag: values}}, and read them with the student's function."""
    # req: values, tag, left-out, resumed
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "run"
        folder.mkdir()
        for split, curves in written.items():
            for hour, epochs in enumerate((slice(0, 2), slice(2, None))):  # killed after two epochs, and resumed
                writer = tf.summary.create_file_writer(str(folder / split))
                with writer.as_default():
                    for name, values in curves.items():
                        for step, value in list(enumerate(values, start=first))[epochs]:
                            tf.summary.scalar(name, value, step=step)
                writer.close()
                newest = max((folder / split).glob("events*.v2"))
                newest.rename(newest.with_name(f"events.out.tfevents.{hour}.host"))
        try:
            found = read_scalars(folder, tag)
        except Exception as error:
            message = f"read_scalars fails for a run with {sorted(written)}: {type(error).__name__}."
            raise AssertionError(message) from error
    assert isinstance(found, dict), "read_scalars should return a dictionary."
    assert sorted(found) == sorted(expected), f"The keys should be {sorted(expected)} here; yours are {sorted(found)}."
    for split, values in expected.items():
        assert isinstance(found[split], list), "The values of a part should be a list."
        assert not any(isinstance(value, np.ndarray) for value in found[split]), "The list should hold plain numbers."
        wrong = f"The values of {tag} in {split} are not those of the run. {advice}"
        checks.assert_close(found[split], values, wrong, equal_nan=True)


both = {"train": {"epoch_loss": [0.9, 0.6, 0.5]}, "validation": {"epoch_loss": [0.8, 0.7, 0.75]}}
with warnings.catch_warnings(action="ignore"):
    check_log_run(start=0.0, epochs=2, rate=0.1, momentum=0.0, goal=1.0)
    # req: quiet
    printed = what_is_printed(log_run, *one_weight(0.0, 0.1, 0.0))
    assert not any(word in printed for word in ("Epoch", "/step")), "Keras prints its progress: pass verbose=0."
    values = {"train": [0.9, 0.6, 0.5], "validation": [0.8, 0.7, 0.75]}
    in_order = "In the order of the epochs, those of all event files of the folder."
    check_read_scalars(both, "epoch_loss", values, in_order)
### BEGIN HIDDEN TESTS
many = list(np.linspace(3.0, 1.0, 1200))
alike = {"epoch_mae_of_houses": [6.0], "epoch_mae": [5.0], "old_epoch_mae": [7.0], "lr": [0.1, 0.2, 0.2, 0.1]}
mixed = {"train": alike, "validation": {"epoch_mae": [4.0, 2.0], "epoch_loss": [0.3]}, "test": {"lr": [1.0]}}
with warnings.catch_warnings(action="ignore"):
    check_log_run(start=-1.0, epochs=3, rate=0.25, momentum=0.5, goal=0.5)
    check_read_scalars({"train": {"loss": many}}, "loss", {"train": many}, "Keep all values: size_guidance.")
    check_read_scalars(mixed, "lr", {"train": [0.1, 0.2, 0.2, 0.1]}, "All of them, from the first step on.", first=3)
    check_read_scalars(mixed, "epoch_mae", {"train": [5.0], "validation": [4.0, 2.0]}, "The tag is the whole name.")
    check_read_scalars(mixed, "epoch_loss", {"validation": [0.3]}, "A part may lack the tag.")
    exploded = {"validation": {"epoch_loss": [2.0, np.nan, 1.0]}, "train": {"epoch_loss": [3.0, 2.0, 1.0]}}
    values = {"validation": [2.0, np.nan, 1.0], "train": [3.0, 2.0, 1.0]}
    check_read_scalars(exploded, "epoch_loss", values, "All of them, also a NaN.")
    check_read_scalars({"validation": {"loss": [2.0]}}, "loss", {"validation": [2.0]}, "Each part may be missing.")
    check_read_scalars({}, "loss", {}, "")
### END HIDDEN TESTS

# %% [markdown]
# Your functions at work: a third rate, ten times the one of the finder's rule, where the loss explodes.

# %% tags=["figure"]
keras.utils.set_random_seed(42)
regressor = keras.models.clone_model(model)
too_large = round(10 * our_rate, 1)
regressor.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=too_large), steps_per_execution=100)
log_run(regressor, (X_train, y_train), (X_valid, y_valid), logs / f"rate={too_large}", epochs=4)

curves = {run.name: read_scalars(run, "epoch_loss") for run in sorted(logs.iterdir())}
for run, splits in curves.items():
    print(run, {split: [round(value, 1) for value in values] for split, values in splits.items()})
draw.runs(curves)
lesson.show("Of three runs the one with the rate 0.03 ends with the lowest loss, the one with 0.001 with the highest.")

# %% [markdown]
# With 0.3 the network does train: a rate that stays is not the same as a rate that grows from batch to batch, and one
# bad batch is not the end. But from epoch 0 on its training loss is above that of 0.03, and it stays there: steps that
# are too large go to and fro above the minimum.

# %% [markdown]
# ## Recap
# - A callback is a class with a few methods; Keras calls them at agreed moments. Epochs count from 0.
# - `self.model` is the model; `stop_training = True` ends the training; `logs["loss"]` of a batch is a mean so far.
# - A rehearsal tests a callback in milliseconds, with the losses that you order.
# - Keep the best weights: `save_best_only=True`, `restore_best_weights=True`. Neither is the default.
# - A learning rate: a tenth of where the loss explodes.
# - TensorBoard: one callback, one folder a run; its event files can be read in Python.
# - After a crash: `BackupAndRestore`; by hand: a file with the optimizer's memory, and `initial_epoch`.
#
# **Next:** topic 9 lets the computer try many networks, each with early stopping: the search for hyperparameters.
