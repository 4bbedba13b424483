# %% [markdown]
# # 9 · Hyperparameter search
#
# **You will be able to**
# - draw hyperparameters from sensible distributions and say why a learning rate is drawn on a log scale,
# - put a Keras network into scikit-learn's `RandomizedSearchCV` and `GridSearchCV` through an adapter of your own,
# - recognise the two traps that ruin searches silently: a score with the wrong sign, and a leak,
# - read a table of 200 finished trials and tie the lecture's guidelines to what you see in it.
#
# **Time:** about 180 minutes. **You need:** notebook 5 (the housing regressor) and notebook 8 (early stopping).
#
# Gradient descent finds the weights. Nobody finds the rest for you: how many layers, how many neurons, which learning
# rate. These are the *hyperparameters*, and the flexibility of a neural network is also its burden: there are many of
# them. The lecture's remedy is to let a program try combinations. In this notebook you build that program's missing
# part, run it, and learn to distrust its results in the right places.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from nn_lessons.figures import hyperparameter_search as figures

lesson.use_style()
with lesson.quiet_start():
    import keras

from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.datasets import fetch_california_housing
from sklearn.linear_model import Ridge, SGDRegressor
from sklearn.model_selection import GridSearchCV, KFold, ParameterSampler, RandomizedSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor
from sklearn.utils import check_random_state

# %% [markdown]
# ## The data, once more
# California housing with the lecture's split. `X_raw` keeps the training part before scaling: we shall need it when we
# come to leaks. Everything is `float32`, Keras' own type.

# %%
housing = fetch_california_housing()
X_train_full, X_test, y_train_full, y_test = train_test_split(housing.data, housing.target, random_state=42)
X_raw, X_valid, y_train, y_valid = train_test_split(X_train_full, y_train_full, random_state=42)

scaler = StandardScaler().fit(X_raw)
X_train, X_valid, X_test = (scaler.transform(part).astype("float32") for part in (X_raw, X_valid, X_test))
y_train, y_valid, y_test = (part.astype("float32") for part in (y_train, y_valid, y_test))
print("train", X_train.shape, " validation", X_valid.shape, " test", X_test.shape)

# %% [markdown]
# ## A network as a function of its hyperparameters
# The lecture's `build_model` turns three hyperparameters into a compiled network. This is its modern form.


# %%
def build_model(n_hidden=1, n_neurons=30, learning_rate=3e-3, input_shape=(8,)):
    """Return the lecture's network, new and compiled."""
    model = keras.Sequential([keras.Input(input_shape)])
    for _ in range(n_hidden):
        model.add(keras.layers.Dense(n_neurons, activation="relu"))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate), steps_per_execution=100)
    return model


for n_hidden in range(4):
    print(n_hidden, "hidden layers:", f"{build_model(n_hidden).count_params():5,} parameters")

# %% [markdown]
# > **Then and now.** `InputLayer(input_shape=...)` has become `keras.Input(...)`. `steps_per_execution=100` is our
# > addition: TensorFlow then runs 100 training steps between two looks of Python. The losses stay the same to the bit,
# > and a search, which trains dozens of networks, takes a fraction of the time.
#
# The lecture's guidelines speak of more knobs than three: activation, optimizer, and the old custom of using **fewer
# neurons as the data goes to the upper layers**. Give the function those knobs.

# %% [markdown]
# ### Task 1 · More knobs · ●○○ · 1 point · 10 minutes
# Write `build_tapered(n_hidden, n_neurons, taper, learning_rate, optimizer, activation, input_shape)`, which returns a
# compiled Keras model for regression.
#
# - Hidden layer number $i = 0, 1, \dots$ has $n \cdot \text{taper}^i$ neurons, rounded down, but at least 1; each uses
#   `activation`. So `taper=1` gives layers of equal size, `taper=0.5` halves the size from layer to layer.
# - The output is one neuron without activation; the loss is `"mse"`.
# - `optimizer` is `"sgd"`, `"momentum"` (SGD with momentum 0.9) or `"adam"`, always with the given `learning_rate`.
# - Each call returns a **new** model with fresh random weights (so no seed inside).
#
# Example: `build_tapered(n_hidden=3, n_neurons=40, taper=0.5)` has layers of 40, 20, 10 and 1 neurons.
#
# <details><summary>Hint 1</summary>Start from <code>build_model</code> above. What has to change inside its
# loop?</details>
# <details><summary>Hint 2</summary>The string <code>"adam"</code> alone would mean Adam with Keras' default learning
# rate. Make the optimizer object yourself, inside the function: an optimizer belongs to one model.</details>


# %% task="build_tapered"
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(1, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model
    ### END SOLUTION


# %% check="build_tapered" points=1
import keras
import numpy as np

from nn_lessons import checks

FUNCTIONS = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}


def build(options):
    try:
        return build_tapered(**options)
    except Exception as error:
        raise AssertionError(f"build_tapered(**{options}) stops with {type(error).__name__}: {error}.") from error


def check_layers(network, options, sizes):
    """Give the network random weights and work out its predictions: they tell sizes, biases and activations."""
    assert hasattr(network, "layers"), "build_tapered should return a Keras model. Is the `return` missing?"
    plain = (keras.layers.Dense, keras.layers.Activation, keras.layers.InputLayer)
    assert all(isinstance(layer, plain) for layer in network.layers), "the network should have dense layers only."
    units = [layer.units for layer in network.layers if isinstance(layer, keras.layers.Dense)]
    assert units == [*sizes, 1], f"{options} should give layers of {[*sizes, 1]} neurons; yours have {units}."
    rng = np.random.default_rng(len(sizes))
    (features,) = options.get("input_shape", (8,))
    inputs = [features, *sizes]
    shapes = [shape for n, m in zip(inputs, units, strict=True) for shape in ((n, m), (m,))]
    found = [weights.shape for weights in network.get_weights()]
    assert found == shapes, f"{options} should give weights and biases of the shapes {shapes}; yours have {found}."
    weights = [rng.normal(size=shape) for shape in shapes]
    X = values = rng.normal(size=(6, features))
    for W, b in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        values = FUNCTIONS[options.get("activation", "relu")](values @ W + b)
    network.set_weights(weights)
    message = f"{options}: each hidden layer should have this activation, the output none; yours predicts otherwise."
    checks.assert_close(network(X), values @ weights[-2] + weights[-1], message, rtol=1e-3, atol=1e-4)


def check_compiled(network, options, plain):
    """Compare the loss by what it gives, the optimizer by its settings."""
    assert network.compiled, "compile the model before you return it."
    target, answer = np.array([[1.0], [2.0]]), np.array([[3.0], [5.0]])
    loss = float(np.mean(keras.losses.get(network.loss)(target, answer)))
    assert checks.is_close(loss, 6.5), "the loss should be 'mse', the mean squared error."
    kind, wanted = type(network.optimizer).__name__, type(plain).__name__
    assert kind == wanted, f"{options}: the optimizer should be {wanted}; it is {kind}."
    settings = network.optimizer.get_config()
    for key, value in plain.get_config().items():
        same = checks.is_close(settings[key], value) if key == "learning_rate" else settings[key] == value
        assert same or key == "name", f"{options}: the optimizer's {key} should be {value}; it is {settings[key]}."


def check_network(options, sizes, plain):
    network = build(options)
    check_layers(network, options, sizes)
    check_compiled(network, options, plain)


options = {"n_hidden": 3, "n_neurons": 40, "taper": 0.5}
first, second = build(options).get_weights(), build(options).get_weights()
assert not checks.is_close(first[0], second[0]), (
    "two calls start with the same weights: return a new model each time, and set no seed inside."
)
check_network(options, [40, 20, 10], keras.optimizers.SGD(3e-3))
check_network({"optimizer": "adam", "learning_rate": 0.01}, [30], keras.optimizers.Adam(0.01))
check_network({"n_hidden": 4, "n_neurons": 30, "taper": 0.7}, [30, 21, 14, 10], keras.optimizers.SGD(3e-3))
### BEGIN HIDDEN TESTS
momentum = keras.optimizers.SGD(3e-3, momentum=0.9)
cases = [
    (
        {"n_hidden": 5, "n_neurons": 12, "taper": 0.25, "activation": "tanh"},
        [12, 3, 1, 1, 1],
        keras.optimizers.SGD(3e-3),
    ),
    (
        {"n_hidden": 3, "n_neurons": 11, "taper": 0.9, "activation": "sigmoid", "optimizer": "momentum"},
        [11, 9, 8],
        momentum,
    ),
    (
        {"n_hidden": 3, "n_neurons": 4, "taper": 1.5, "learning_rate": 0.2, "input_shape": (3,)},
        [4, 6, 9],
        keras.optimizers.SGD(0.2),
    ),
    ({"n_hidden": 0, "input_shape": (5,), "optimizer": "momentum"}, [], momentum),
    ({"n_hidden": 2}, [30, 30], keras.optimizers.SGD(3e-3)),
]
for options, sizes, plain in cases:
    check_network(options, sizes, plain)
### END HIDDEN TESTS

# %% [markdown]
# ## Where should the values come from?
# The lecture draws `n_hidden` from 0 to 3, `n_neurons` from 1 to 99, and the learning rate from
# `reciprocal(3e-4, 3e-2)`, the **log-uniform** distribution: $\log \eta$ is uniform between $\log a$ and $\log b$, so
# that every factor of ten gets the same share of the draws. Its density is $p(\eta) = \dfrac{1}{\eta \ln(b/a)}$,
# a multiple of the reciprocal $1/\eta$, hence SciPy's old name (the new name is `loguniform`).
#
# Why not simply uniform? Between 0.0003 and 0.03, a uniform draw lies above 0.003 in 91 % of the cases: the small
# learning rates would hardly be tried at all.
#
# scikit-learn asks one thing of a distribution: a method `rvs(random_state=...)` that returns one draw. For each trial
# it picks from the lists and calls `rvs` with its own random generator. The function `draw` below is exactly what
# `RandomizedSearchCV` does inside.


# %%
def draw(distribution, n, seed):
    """Return n draws as RandomizedSearchCV makes them."""
    return [trial["x"] for trial in ParameterSampler({"x": distribution}, n, random_state=seed)]


print("from a list:", draw([0, 1, 2, 3], 3, seed=0))

# %% [markdown]
# ### Task 2 · A log-uniform distribution · ●●○ · 1 point · 10 minutes
# Complete the class `LogUniform(low, high)` with `rvs(size=None, random_state=None)`.
#
# - `rvs()` returns one number; `rvs(size=n)` an array of shape `(n,)`; $\ln$ of the draws is uniform between
#   $\ln$ `low` and $\ln$ `high`.
# - `random_state` is what scikit-learn passes everywhere: `None`, a whole number, or a generator that already exists.
#   `check_random_state(random_state)` turns each of them into a generator with `.uniform(a, b, size)`.
#
# Example: `LogUniform(1, 100).rvs(size=1000, random_state=0)` has about half of its values below 10.
#
# <details><summary>Hint 1</summary>Which interval does the <em>logarithm</em> of a draw come from? Draw that
# logarithm first.</details>
# <details><summary>Hint 2</summary>Then undo the logarithm. A draw that starts with a generator made anew from a fixed
# number would always be the same.</details>


# %% task="log_uniform"
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        ### BEGIN SOLUTION
        generator = check_random_state(random_state)
        return np.exp(generator.uniform(np.log(self.low), np.log(self.high), size))
        ### END SOLUTION


# %% check="log_uniform" points=1
import numpy as np
from scipy import stats

from nn_lessons import checks


@checks.in_kernel_of(LogUniform)
def draw(distribution, n, seed):
    """Return n draws as a search makes them."""
    from sklearn.model_selection import ParameterSampler

    return [trial["x"] for trial in ParameterSampler({"x": distribution}, n, random_state=seed)]


def check_distribution(low, high, n, seed):
    values = LogUniform(low, high).rvs(size=n, random_state=seed)
    assert isinstance(values, np.ndarray), f"rvs(size={n}) should return an array."
    checks.assert_array(values, f"rvs(size={n})", shape=(n,), kind="floats")
    assert low <= values.min() <= values.max() <= high, (
        f"all draws should lie between {low} and {high}; yours reach from {values.min():.3g} to {values.max():.3g}. "
        "Did you undo the logarithm?"
    )
    position = np.log(values / low) / np.log(high / low)
    assert stats.kstest(position, "uniform").pvalue > 1e-4, (
        "on the log scale the draws should spread evenly between both ends: about half of them on either side of "
        f"{np.sqrt(low * high):.3g}."
    )
    assert len(np.unique(values)) == n, "the draws should not be rounded or repeated."
    assert abs(stats.spearmanr(values[1:], values[:-1]).statistic) < 0.2, "each draw should be independent of the last."


check_distribution(1, 100, 1000, 0)
checks.assert_number(LogUniform(1, 100).rvs(random_state=0), "rvs() without a size")
### BEGIN HIDDEN TESTS
check_distribution(3e-4, 3e-2, 2000, 1)
check_distribution(20, 30, 2000, 2)
same = [LogUniform(2, 5).rvs(size=4, random_state=7) for _ in range(2)]
checks.assert_equal(*same, "the same random_state should give the same draws.")
other = LogUniform(2, 5).rvs(size=4, random_state=8)
assert not checks.is_equal(same[0], other), "another random_state should give other draws."
distribution = LogUniform(1, 10)
searched = draw(distribution, 50, 3)
assert len(np.unique(searched)) == 50, (
    "a search passes its own generator at each draw; all its draws should differ, yours repeat."
)
again = draw(distribution, 50, 3)
checks.assert_equal(searched, again, "draw from the generator that is passed: the same search should repeat itself.")
free = [float(distribution.rvs()) for _ in range(3)]
assert len(set(free)) == 3, "without a random_state every draw should be a new one."
del distribution
### END HIDDEN TESTS

# %% [markdown]
# Your distribution beside a plain uniform one. Each bar covers the same *factor*, so bars of equal height mean that
# every order of magnitude gets its fair share.

# %% tags=["figure"]
figures.scales(
    uniform=np.random.default_rng(0).uniform(3e-4, 3e-2, 2000),
    log_uniform=LogUniform(3e-4, 3e-2).rvs(size=2000, random_state=0),
    low=3e-4,
    high=3e-2,
)
plt.show()

# %% [markdown]
# ## An adapter between Keras and scikit-learn
# The lecture continues with `keras.wrappers.scikit_learn.KerasRegressor(build_model)`.
#
# > **Then and now.** That wrapper is gone from Keras. Its successors have their own traps, and the idea fits
# > on a page, so you write it yourself. After this you can put *anything* into a search.
#
# scikit-learn's searches never train the estimator that you give them. For each trial they make a **clone**: they
# read the estimator's parameters with `get_params()`, construct a new object of the same class from them, and
# overwrite some with `set_params(...)`. `BaseEstimator` provides both methods, under conditions:
#
# 1. the constructor names each hyperparameter (no `**kwargs`) and **stores it unchanged** under the same name,
# 2. the constructor does nothing else: it builds no network, as `set_params` may still change the size,
# 3. `fit` starts from scratch each time, changes no hyperparameter, puts what it learned into attributes that end
#    in `_`, and returns `self`,
# 4. `score` is a number of which **greater is better**.
#
# See what happens when the first condition is broken, even with good intentions:


# %%
class Tidying(BaseEstimator):
    """Converts its parameter in the constructor: harmless to look at, fatal for a search."""

    def __init__(self, layers=(30, 20)):
        self.layers = list(layers)


try:
    clone(Tidying())
except RuntimeError as error:
    print("RuntimeError:", error)

# %% [markdown]
# ### Task 3 · The adapter · ●●● · 2 points · 25 minutes
# Complete `KerasRegressor`, with the hyperparameters `n_hidden`, `n_neurons`, `learning_rate` and `seed`.
#
# - The constructor stores the four parameters, nothing else.
# - `fit(X, y, **fit_kwargs)`, `X` of shape `(n, features)`, `y` of shape `(n,)`: set Keras' seed
#   (`keras.utils.set_random_seed`), build a new network with `build_model` for as many features as `X` has, train it
#   with Keras' `fit`, silently (`verbose=0`), passing `fit_kwargs` on. Keep the network as `model_` and the recorded
#   losses, a dict of lists, as `history_`. Return `self`.
# - `predict(X)` returns an array of shape `(n,)`, silently as well.
# - `score(X, y)` returns the **negative** mean squared error: 0 is perfect, and greater is better.
#
# One point is for the constructor, `predict` and `score`, one for `fit`.
#
# Example: `KerasRegressor(n_neurons=10).fit(X_train, y_train, epochs=2).predict(X_test[:3])` has the shape `(3,)`.
#
# <details><summary>Hint 1: predictions</summary>Keras predicts a column of shape <code>(n, 1)</code>. What would
# <code>(n, 1) - (n,)</code> be? (Notebook 5 has met it.)</details>
# <details><summary>Hint 2: features</summary>The number of features is no hyperparameter: the data tell it, in
# <code>X.shape</code>.</details>
# <details><summary>Hint 3: the history</summary>Keras' <code>fit</code> returns an object whose attribute
# <code>history</code> is the dict of lists.</details>


# %% task="adapter"
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        ### BEGIN SOLUTION
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed
        ### END SOLUTION

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        ### BEGIN SOLUTION
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self
        ### END SOLUTION

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        ### BEGIN SOLUTION
        return self.model_.predict(X, verbose=0).ravel()
        ### END SOLUTION

    def score(self, X, y):
        """Return the negative mean squared error."""
        ### BEGIN SOLUTION
        return -float(np.mean((y - self.predict(X)) ** 2))
        ### END SOLUTION


# %% check="adapter" points=1
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(KerasRegressor)
def cloned(regressor, **changes):
    """What a search does before each fit."""
    from sklearn.base import clone

    return clone(regressor).set_params(**changes)


names = ["learning_rate", "n_hidden", "n_neurons", "seed"]
marked = {name: f"a value for {name}" for name in names}
try:
    stored = KerasRegressor(**marked).get_params()
except Exception as error:
    raise AssertionError(
        f"the constructor should store its four parameters as they come, and do nothing else: {error}"
    ) from None
assert sorted(stored) == names, f"get_params() should name {names}; yours names {sorted(stored)}."
for name in names:
    assert checks.is_equal(stored[name], marked[name]), (
        f"the constructor should store {name} unchanged, as self.{name}: clone compares it."
    )
try:
    KerasRegressor(n_layers=2)
    known = True
except TypeError:
    known = False
assert not known, "the constructor should name its four parameters and take no others: no **kwargs."
defaults = {"n_hidden": 1, "n_neurons": 30, "learning_rate": 3e-3, "seed": 42}
message = "the defaults should be the given ones: 1 hidden layer, 30 neurons, 0.003, seed 42."
checks.assert_equal(KerasRegressor().get_params(), defaults, message)

generator = np.random.default_rng(5)
X = generator.normal(size=(40, 5)).astype("float32")
y = (X[:, 0] - 2 * X[:, 1] + 0.5).astype("float32")
regressor = cloned(KerasRegressor(), n_hidden=2, n_neurons=6)
assert regressor.fit(X, y, epochs=0) is not None, "fit should return self: scikit-learn chains fit(...).predict(...)."
predicted = regressor.predict(X)
checks.assert_array(predicted, "predict(X)", shape=(40,))
try:
    score = regressor.score(X, y)
except Exception as error:
    raise AssertionError(f"score(X, y) stops with {type(error).__name__}: predict X and compare with y.") from error
mse = np.mean((y - predicted) ** 2)
checks.assert_number(score, "score(X, y)")
assert score < 0, "score should be the negative MSE, as a search takes the greatest score; yours is not negative."
checks.assert_close(score, -mse, "score(X, y) should be minus the mean squared error on X and y.", rtol=1e-3)
### BEGIN HIDDEN TESTS
checks.assert_array(regressor.predict(X[:1]), "predict for a single row", shape=(1,))
worse, expected = regressor.score(X[:7], y[:7] + 10), -np.mean((y[:7] + 10 - predicted[:7]) ** 2)
checks.assert_close(worse, expected, "score(X, y) should be minus the MSE of other rows as well.", rtol=1e-3)
### END HIDDEN TESTS

# %% check="adapter" points=1
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(KerasRegressor)
def fit_and_listen(regressor, X, y, **options):
    """Fit and predict; whether fit returns self, and what has been printed meanwhile."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        fitted = regressor.fit(X, y, **options)
        regressor.predict(X)
    return fitted is regressor, printed.getvalue()


def start_weights(regressor, X, y):
    """The weights with which a fit begins: those after a fit of no epochs."""
    regressor.fit(X, y, epochs=0)
    return regressor.model_.get_weights()


def train_by_hand(W, b, X, y, rate, epochs):
    """Train a linear unit in batches of 20, in the order of the rows."""
    for _ in range(epochs):
        for first in range(0, len(X), 20):
            rows = slice(first, first + 20)
            error = X[rows] @ W + b - y[rows, None]
            W, b = W - rate * 2 * X[rows].T @ error / len(error), b - rate * 2 * error.mean(axis=0)
    return W, b


generator = np.random.default_rng(5)
X = generator.normal(size=(60, 5)).astype("float32")
y = (X[:, 0] - 2 * X[:, 1] + 5).astype("float32")
regressor = KerasRegressor(n_hidden=0, learning_rate=0.05, seed=7)
W, b = checks.items(start_weights(regressor, X, y), 2, "The weights of a network with n_hidden=0")
returned_self, printed = fit_and_listen(regressor, X, y, epochs=3, batch_size=20, shuffle=False)
assert returned_self, "fit should return self."
assert "/step" not in printed, "fit and predict should be silent: verbose=0."
history = regressor.history_
assert isinstance(history, dict), "history_ should be the dict of lists that Keras records."
assert len(history.get("loss", [])) == 3, "fit(..., epochs=3) should train three epochs: pass fit_kwargs on to Keras."
message = "After fit(..., epochs=3, batch_size=20, shuffle=False) the weights should be those of three epochs of SGD."
for found, wanted in checks.pairs(regressor.model_.get_weights(), train_by_hand(W, b, X, y, 0.05, 3), "The weights"):
    checks.assert_close(found, wanted, message, rtol=1e-3, atol=1e-4)
### BEGIN HIDDEN TESTS
anew = (
    "each fit sets the seed and builds a new network: the same seed should give the same start, whatever came before."
)
for found, wanted in checks.pairs(start_weights(regressor, X, y), (W, b), "The weights"):
    checks.assert_close(found, wanted, anew)
other = start_weights(KerasRegressor(n_hidden=0, learning_rate=0.05, seed=8), X, y)[0]
assert not checks.is_close(other, W), "another seed should give another network."
given = {"n_hidden": 2, "n_neurons": 6, "learning_rate": np.float64(0.5), "seed": 1}
searched = KerasRegressor().set_params(**given)
shapes = [weights.shape for weights in start_weights(searched, X[:, :3], y)]
assert shapes == [(3, 6), (6,), (6, 6), (6,), (6, 1), (1,)], (
    "fit should build the network from the parameters of that moment, which set_params may have changed, and for as "
    "many features as X has."
)
after = searched.get_params()
assert all(type(after[name]) is type(value) and after[name] == value for name, value in given.items()), (
    "fit should leave the hyperparameters as they were, type included."
)
rate = float(searched.model_.optimizer.learning_rate)
assert checks.is_close(rate, 0.5, rtol=1e-4), "learning_rate should reach the optimizer."
del searched
### END HIDDEN TESTS

# %% [markdown]
# The lecture's next line trains the wrapped network with early stopping. With your adapter it runs as it stands.

# %% tags=["demo"]
keras_reg = KerasRegressor()
keras_reg.fit(
    X_train,
    y_train,
    epochs=100,
    validation_data=(X_valid, y_valid),
    callbacks=[keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)],
)
print("stopped before epoch 100:", len(keras_reg.history_["loss"]) < 100)
print("score on the validation set:", round(keras_reg.score(X_valid, y_valid), 2))

# %% [markdown]
# ## The search, and the sign trap
# `RandomizedSearchCV` draws `n_iter` combinations; `GridSearchCV` takes all of them. Each combination is judged by
# **cross-validation**: the training set is cut into `cv` parts, each part is held out once, and the mean of the `cv`
# scores is the combination's result. At the end the best combination is trained once more on everything (the *refit*).
#
# scikit-learn maximises. An error has therefore to be handed over with a minus sign, as
# `scoring="neg_mean_squared_error"`. Whoever forgets the sign gets the *worst* network of the search, without a
# warning. Without any `scoring`, the estimator's own `score` decides, and that of most regressors is $R^2$.
#
# To see such mistakes quickly we search over three models that train within milliseconds. The third is linear
# regression by gradient descent; its `fit` has an option, `coef_init`: the weights to start from.

# %%
ridge = Ridge()
tree = DecisionTreeRegressor(random_state=0)
descent = SGDRegressor(max_iter=2, tol=None, random_state=0)

print("score of a fitted Ridge, R²:", round(ridge.fit(X_train, y_train).score(X_train, y_train), 2))
search = GridSearchCV(Ridge(), {"alpha": [1.0, 100.0]}, scoring="neg_mean_squared_error", cv=3)
print("best_score_ of a search, negative MSE:", round(search.fit(X_train, y_train).best_score_, 2))

# %% [markdown]
# ### Task 4 · Run a search · ●●○ · 1 point · 20 minutes
# Write `run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs)`. With a number `n_iter` it runs
# `RandomizedSearchCV` (`random_state=seed`), with `n_iter=None` it runs `GridSearchCV`; both with the negative mean
# squared error as `scoring`. `fit_kwargs` go to the search's `fit`. It returns a dict of plain values:
#
# | key | value |
# | --- | --- |
# | `"params"` | list of the combinations that were tried, each a dict |
# | `"mse"` | list of their mean squared errors, averaged over the folds: **positive** floats, in the same order |
# | `"best_params"`, `"best_mse"` | the combination with the smallest error, and that error |
# | `"n_fits"` | how many times an estimator was trained in all, the refit included |
#
# Before you write `n_fits`, predict it on paper for the lecture's search, `n_iter=10` and `cv=3`.
#
# Example: `run_search(ridge, {"alpha": [0.1, 1.0]}, X_train, y_train, cv=5)["n_fits"]` is 11.
#
# <details><summary>Hint 1</summary>A finished search has <code>cv_results_["params"]</code> and
# <code>cv_results_["mean_test_score"]</code>.</details>
# <details><summary>Hint 2</summary>What is the sign of <code>mean_test_score</code>? And how many trainings does one
# combination cost?</details>


# %% task="run_search"
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    ### BEGIN SOLUTION
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * cv + 1,
    }
    ### END SOLUTION


# %% check="run_search" points=1
import functools
import warnings

import numpy as np
from sklearn.linear_model import Ridge, SGDRegressor
from sklearn.model_selection import KFold
from sklearn.tree import DecisionTreeRegressor

from nn_lessons import checks

Tree = functools.partial(DecisionTreeRegressor, random_state=0)
Descent = functools.partial(SGDRegressor, max_iter=2, tol=None, random_state=0)


@checks.in_kernel_of(run_search)
def estimator(name):
    """Return a fresh estimator, to be handed to the student's search."""
    from sklearn.linear_model import Ridge, SGDRegressor
    from sklearn.tree import DecisionTreeRegressor

    if name == "descent":
        return SGDRegressor(max_iter=2, tol=None, random_state=0)
    return Ridge() if name == "ridge" else DecisionTreeRegressor(random_state=0)


def cross_validated(model, X, y, cv, **fit_kwargs):
    errors = []
    for fit, held_out in KFold(cv).split(X):
        model.fit(X[fit], y[fit], **fit_kwargs)
        errors.append(np.mean((y[held_out] - model.predict(X[held_out])) ** 2))
    return float(np.mean(errors))


def search(*args, **options):
    """Call run_search with copies of the data, which an estimator may change."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of a space smaller than n_iter
            result = run_search(*args, X.copy(), y.copy(), **options)
    except Exception as error:
        raise AssertionError(f"run_search stops with {type(error).__name__}: {error}.") from error
    keys = {"params", "mse", "best_params", "best_mse", "n_fits"}
    assert isinstance(result, dict), "run_search should return a dict."
    assert set(result) == keys, f"run_search should return a dict with the keys {keys}."
    assert isinstance(result["mse"], list), "'mse' should be a list."
    return result


def check_result(result, make, X, y, cv, trials, **fit_kwargs):
    assert len(result["params"]) == len(result["mse"]) == trials, f"{trials} combinations should have been tried."
    wanted = [cross_validated(make(**params), X, y, cv, **fit_kwargs) for params in result["params"]]
    found = np.asarray(result["mse"], float)
    assert (found > 0).all(), "the errors under 'mse' should be positive: undo the minus sign of the score."
    assert checks.is_close(found, wanted, rtol=1e-6), (
        f"'mse' should be the mean squared error averaged over the folds, {np.round(wanted, 3)}; "
        f"found {np.round(found, 3)}. Is the scoring the negative MSE, and do fit_kwargs reach fit?"
    )
    assert checks.is_close(result["best_mse"], min(wanted)), (
        f"'best_mse' should be the smallest of the errors, {min(wanted):.3f}; it is {result['best_mse']:.3f}."
    )
    assert result["best_params"] == result["params"][int(np.argmin(wanted))], (
        "'best_params' should be the combination with the smallest error. A search maximises: mind the sign."
    )
    fits = trials * cv + 1
    assert result["n_fits"] == fits, f"{trials} combinations and {cv} folds: {fits} fits, you say {result['n_fits']}."


generator = np.random.default_rng(3)
X = generator.normal(size=(60, 4))
y = X @ np.array([1.0, -2.0, 0.0, 3.0]) + generator.normal(size=60)
check_result(search(estimator("ridge"), {"alpha": [300.0, 0.1, 30.0]}, cv=5), Ridge, X, y, 5, 3)
### BEGIN HIDDEN TESTS
space = {"max_depth": [1, 2, 3, 5, None], "min_samples_leaf": list(range(1, 21))}
few = search(estimator("tree"), space, n_iter=7, cv=4, seed=1)
check_result(few, Tree, X, y, 4, 7)
small = search(estimator("tree"), {"max_depth": [1, 2, 3]}, n_iter=10, cv=2)
check_result(small, Tree, X, y, 2, 3)
repeated = search(estimator("tree"), space, n_iter=7, cv=4, seed=1)
assert repeated["params"] == few["params"], "the same seed should try the same combinations."
grid = {"max_depth": [1, 4], "min_samples_leaf": [2, 5, 9]}
check_result(search(estimator("tree"), grid, cv=2), Tree, X, y, 2, 6)
started = search(estimator("descent"), {"eta0": [1e-4, 1e-3]}, coef_init=np.array([1.0, -2.0, 0.0, 0.0]))
check_result(started, Descent, X, y, 3, 2, coef_init=np.array([1.0, -2.0, 0.0, 0.0]))
drawn = search(estimator("descent"), {"eta0": [1e-4, 1e-3, 1e-2]}, n_iter=2, coef_init=np.array([1.0, -2.0, 0.0, 0.0]))
check_result(drawn, Descent, X, y, 3, 2, coef_init=np.array([1.0, -2.0, 0.0, 0.0]))
others = search(estimator("tree"), space, n_iter=7, cv=4, seed=2)
assert others["params"] != few["params"], "another seed should try other combinations: use it as random_state."
### END HIDDEN TESTS

# %% [markdown]
# Now your three pieces together, on a small part of the data: your distribution and your adapter in your search, first
# at random, then on a grid.

# %% tags=["figure"]
small = {"X": X_train[:1500], "y": y_train[:1500], "cv": 2, "epochs": 8}
space = {"n_hidden": [1, 2], "n_neurons": np.arange(5, 60).tolist(), "learning_rate": LogUniform(3e-3, 3e-2)}
grid = {"learning_rate": [0.003, 0.03]}
at_random = run_search(KerasRegressor(), space, n_iter=2, **small)
on_grid = run_search(KerasRegressor(), grid, **small)
for name, result in [("at random", at_random), ("on a grid", on_grid)]:
    print(f"{name}: {result['n_fits']} networks trained; best MSE {result['best_mse']:.2f}")
    for params, mse in zip(result["params"], result["mse"], strict=True):
        print(f"  MSE {mse:.2f} ", ", ".join(f"{knob} {value:.3g}" for knob, value in sorted(params.items())))

# %% [markdown]
# And the lecture's search in full: 10 combinations, 3 folds. (20 epochs in place of the lecture's 100, to stay under
# three minutes.) `validation_split=0.1` lets Keras split rows for early stopping off *inside* each fold; why we do
# not pass `validation_data=(X_valid, y_valid)`, as the lecture does, is the subject of the section after the next.

# %% tags=["demo"]
import warnings

param_distributions = {
    "n_hidden": [0, 1, 2, 3],
    "n_neurons": np.arange(1, 100).tolist(),
    "learning_rate": LogUniform(3e-4, 3e-2),
}
rnd_search_cv = RandomizedSearchCV(KerasRegressor(), param_distributions, n_iter=10, cv=3, random_state=42)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # scikit-learn warns when a trial's score is NaN: that trial has diverged
    rnd_search_cv.fit(
        X_train,
        y_train,
        epochs=20,
        validation_split=0.1,
        callbacks=[keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)],
    )
best = rnd_search_cv.best_params_
print("best:", best["n_hidden"], "hidden layers of", best["n_neurons"], f"neurons, η = {best['learning_rate']:.4f}")
print("cross-validated score:", round(rnd_search_cv.best_score_, 2))
failed = ~(rnd_search_cv.cv_results_["mean_test_score"] > -10)  # not greater: far below, or NaN
print(
    "failed trials, by number of hidden layers:",
    [rnd_search_cv.cv_results_["params"][trial]["n_hidden"] for trial in np.flatnonzero(failed)],
)
print("score on the validation set:", round(rnd_search_cv.score(X_valid, y_valid), 2))

# %% [markdown]
# The score is negative, as it should be. No trial has failed, and `restore_best_weights=True` has a share in that:
# without it, as in the lecture's listing, two of these ten trials fail, both without a hidden layer. A large learning
# rate met an odd district (you will see which, further down), and the weights of the last epoch were far off. Failures
# are results, too: they tell you where a range ends. Where the weights run away to infinity the score is NaN;
# scikit-learn ranks such a trial last and only warns.
#
# And one thing we do not do, although the lecture does: look at the test set. It waits for the end.

# %% [markdown]
# ## Grid or random, at the same budget?
# A grid of $k$ learning rates and $k$ layer widths costs $k^2$ trials, and tries only $k$ different learning rates. A
# random search of $k^2$ trials tries $k^2$ of them. If one hyperparameter matters much more than the other, and that is
# the rule, the grid repeats nearly the same experiment $k$ times (Bergstra and Bengio, 2012).

# %% [markdown]
# ### Task 5 · Two designs, one budget · ●●○ · 1 point · 15 minutes
# Write `grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99))`. It returns two arrays `(grid, random)` of shape
# `(k * k, 2)`: in each row a learning rate and a number of neurons.
#
# - `grid`: all pairs of $k$ learning rates, evenly spaced **on the log scale** and including both ends of `rates`, with
#   $k$ numbers of neurons, evenly spaced including both ends and rounded to whole numbers; rows in any order.
# - `random`: $k^2$ independent pairs; learning rates log-uniform, neurons whole numbers with equal chances, **both ends
#   included**. The same `seed` gives the same array.
#
# Example: `grid_and_random(3, seed=0)[0]` has the learning rates 0.0003, 0.003, 0.03 and the neurons 1, 50, 99.
#
# <details><summary>Hint 1</summary><code>np.geomspace</code> is <code>np.linspace</code> on the log scale. For all
# pairs think of two loops, or of <code>np.meshgrid</code>.</details>
# <details><summary>Hint 2</summary>NumPy's <code>rng.integers(a, b)</code> never returns <code>b</code>. And two
# columns drawn by two generators with the same seed are not independent.</details>


# %% task="grid_and_random"
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    ### BEGIN SOLUTION
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])
    return grid, random
    ### END SOLUTION


# %% check="grid_and_random" points=1
import numpy as np
from scipy import stats

from nn_lessons import checks


def designs(k, seed, **ranges):
    """The student's two designs."""
    grid, random = checks.items(grid_and_random(k, seed, **ranges), 2, "What grid_and_random returns")
    for design, name in ((grid, "grid"), (random, "random")):
        assert isinstance(design, np.ndarray), f"{name} should be an array."
        checks.assert_array(design, name, shape=(k * k, 2))
    return grid, random


def check_grid(grid, k, rates, neurons):
    assert grid.shape == (k * k, 2), f"for k={k} the grid should have the shape ({k * k}, 2); it has {grid.shape}."
    found = np.unique(grid.round(12), axis=0)
    assert len(found) == k * k, f"the grid should hold {k * k} different pairs; yours has {len(found)}."
    eta = np.unique(grid[:, 0].round(12))
    assert checks.is_close(eta, np.geomspace(*rates, k), rtol=1e-6), (
        f"for k={k} the grid's learning rates should be {np.geomspace(*rates, k).round(5)}: "
        f"equal factors, both ends included. Yours are {eta.round(5)}."
    )
    widths, wanted = np.unique(grid[:, 1]), np.linspace(*neurons, k)
    assert len(widths) == k, f"for k={k} the grid should hold {k} numbers of neurons; yours holds {len(widths)}."
    assert np.abs(widths - wanted).max() <= 0.5 + 1e-9, (
        f"for k={k} the grid's neurons should be {np.round(wanted)}; yours are {widths}."
    )
    checks.assert_equal(widths, np.round(widths), "numbers of neurons should be whole numbers.")


def check_random(random, k, rates, neurons):
    assert random.shape == (k * k, 2), f"for k={k}, random should have the shape ({k * k}, 2); it has {random.shape}."
    eta, widths = random.T
    assert len(np.unique(eta)) == k * k, f"a random design tries {k * k} learning rates; yours {len(np.unique(eta))}."
    assert rates[0] <= eta.min() <= eta.max() <= rates[1], f"random learning rates should stay within {rates}."
    checks.assert_equal(widths, np.round(widths), "numbers of neurons should be whole numbers.")
    assert neurons[0] <= widths.min() <= widths.max() <= neurons[1], f"neurons should stay within {neurons}."


grid, random = designs(3, seed=0)
check_grid(grid, 3, (3e-4, 3e-2), (1, 99))
check_random(random, 3, (3e-4, 3e-2), (1, 99))
### BEGIN HIDDEN TESTS
for k, rates, neurons in [(4, (1e-4, 1e-1), (10, 25)), (30, (1e-3, 1e-1), (1, 6)), (45, (3e-4, 3e-2), (1, 99))]:
    grid, random = designs(k, seed=k, rates=rates, neurons=neurons)
    if k < neurons[1] - neurons[0]:
        check_grid(grid, k, rates, neurons)
    check_random(random, k, rates, neurons)
eta, widths = designs(30, seed=30, rates=(1e-3, 1e-1), neurons=(1, 6))[1].T
position = np.log(eta / 1e-3) / np.log(100)
spread = stats.kstest(position, "uniform")
assert spread.pvalue > 1e-4, "random learning rates should be uniform on the log scale."
even = "independent draws are not spread evenly over the range: draw each pair on its own, from the whole range."
assert spread.statistic > 0.003, even
counts = [int(np.sum(widths == width)) for width in range(1, 7)]
assert stats.chisquare(counts).pvalue > 1e-4, "each number of neurons, both ends included, should have equal chances."
assert stats.chisquare(counts).statistic > 0.01, even
assert abs(stats.spearmanr(eta, widths).statistic) < 0.15, (
    "the two columns should be independent; yours move together. Use one generator for both."
)
for column in (eta, widths):
    assert abs(stats.spearmanr(column[1:], column[:-1]).statistic) < 0.15, (
        "each pair should be independent of the last."
    )
widths = designs(9, seed=9)[1][:, 1]
assert len(np.unique(widths)) < 81, "independent draws repeat themselves: a number of neurons may come more than once."
assert len({float(designs(2, seed)[1][0, 1]) for seed in range(6)}) > 1, "no pair is fixed: all are drawn."
checks.assert_equal(designs(5, seed=1)[1], designs(5, seed=1)[1], "the same seed, the same design.")
for first, second in zip(designs(5, seed=1)[1].T, designs(5, seed=2)[1].T, strict=True):
    assert not checks.is_equal(first, second), "another seed, another design: in both columns."
### END HIDDEN TESTS

# %% [markdown]
# The ticks along the axes are the point of the picture: they show how many different values of each hyperparameter a
# budget of 25 trials has explored.

# %% tags=["figure"]
figures.coverage(*grid_and_random(5, seed=1))
plt.show()

# %% [markdown]
# ## Leaks: where a search fools itself
# A search chooses the best of many numbers. It will find every way in which a number can look better than it is. The
# lecture's listing contains two such ways.
#
# 1. **Early stopping on one validation set.** The lecture passes `validation_data=(X_valid, y_valid)` to the search.
#    Every fit of every fold then stops when *that* set is best, so `X_valid` has been looked at dozens of times. Its
#    loss is no honest score any more. (Worse still, and often seen: early stopping on the fold that gives the score.)
# 2. **The scaler.** `X_train` was scaled with the mean and deviation of all its rows, the held-out fold included. With
#    11,610 rows this hardly matters; with 100 rows, or with a step that looks at `y`, it does.
#
# The cure is a rule: *whatever is fitted or chosen inside a fold sees only that fold's own rows*. Each fold needs three
# parts: rows to **fit** (weights and scaler), rows to **stop** on, rows to **score** on.

# %% [markdown]
# ### Task 6 · Cross-validation without a leak · ●●● · 1 point · 20 minutes
# Write `honest_cv(run, X, y, n_splits)`. For each of the `n_splits` folds
#
# - the *score* rows are the fold; over all folds each row is scored exactly once,
# - the remaining rows are divided into *fit* and *stop*: about a fifth of them (between 10 % and 30 %) to stop on,
# - all three parts are scaled with the mean and standard deviation of the **fit** rows (`StandardScaler`),
# - `run(X_fit, y_fit, X_stop, y_stop, X_score, y_score)` is called; it trains, and returns a number.
#
# Return the list of the `n_splits` numbers, in the order of the calls. `X` and `y` must stay as they are.
#
# Example: with 90 rows and `n_splits=3`, each call gets 48 rows to fit, 12 to stop and 30 to score.
#
# <details><summary>Hint 1</summary><code>for rest, score in KFold(n_splits).split(X):</code> gives row numbers.
# Cut <code>rest</code> in two.</details>
# <details><summary>Hint 2</summary><code>fit_transform</code> may appear once at most. Ask of each row whether it has
# any influence on the scaler.</details>


# %% task="honest_cv"
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    ### BEGIN SOLUTION
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return results
    ### END SOLUTION


# %% check="honest_cv" points=1
import numpy as np

from nn_lessons import checks


def check_folds(n_rows, n_splits, n_features, seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_rows, n_features)) * rng.uniform(1, 9, n_features) + np.arange(n_rows)[:, None] / 7
    y = rng.permutation(n_rows).astype(float)  # every target occurs once, so it tells which row it belongs to
    row_of = np.argsort(y)
    calls = []

    def run(X_fit, y_fit, X_stop, y_stop, X_score, y_score):
        calls.append([np.asarray(part, float) for part in (X_fit, y_fit, X_stop, y_stop, X_score, y_score)])
        return (-1.0) ** len(calls) * (len(calls) + 0.25)

    try:
        results, (_, X_after, y_after, _) = checks.call_and_keep_changes(honest_cv, run, X, y, n_splits)
    except Exception as error:
        raise AssertionError(f"honest_cv stops with {type(error).__name__}: {error}.") from error
    assert len(calls) == n_splits, (
        f"run should be called {n_splits} times, once a fold; it was called {len(calls)} times."
    )
    returned = [(-1.0) ** number * (number + 0.25) for number in range(1, n_splits + 1)]
    checks.assert_equal(results, returned, "return the list of what run returned, in the order of the calls.")
    checks.assert_equal(X_after, X, "X should stay as it was: scale copies.")
    checks.assert_equal(y_after, y, "y should stay as it was.")
    scored = []
    for X_fit, y_fit, X_stop, y_stop, X_score, y_score in calls:
        fit, stop, score = (row_of[part.astype(int)] for part in (y_fit, y_stop, y_score))
        assert not set(stop) & set(score), "leak: rows to stop on are also rows to score on."
        assert not set(fit) & set(score), "leak: rows to fit are also rows to score on."
        assert not set(fit) & set(stop), "rows to fit are also rows to stop on: early stopping would see nothing new."
        assert len(fit) + len(stop) + len(score) == n_rows, "each fold should use every row, in one of the three roles."
        share = len(stop) / (len(fit) + len(stop))
        assert 0.1 <= share <= 0.3, f"a fifth of the remaining rows should be there to stop on; yours are {share:.0%}."
        mean, deviation = X[fit].mean(axis=0), X[fit].std(axis=0)
        for name, part, rows in [("fit", X_fit, fit), ("stop", X_stop, stop), ("score", X_score, score)]:
            assert part.shape == (len(rows), n_features), f"X_{name} and y_{name} should have the same rows."
            checks.assert_close(
                part,
                (X[rows] - mean) / deviation,
                f"X_{name} should be scaled with the mean and deviation of the fit rows, and of no other rows.",
                atol=1e-4,
            )
        scored.extend(score)
    assert sorted(scored) == list(range(n_rows)), "over all folds each row should be scored exactly once."


check_folds(90, 3, 2, seed=0)
### BEGIN HIDDEN TESTS
for shape in [(203, 5, 4), (64, 2, 3), (50, 10, 1)]:
    check_folds(*shape, seed=sum(shape))
### END HIDDEN TESTS

# %% [markdown]
# Your folds, drawn from the rows that your function hands to `run` (here `run` trains nothing, it only looks):

# %% tags=["figure"]
seen = []


def look(X_fit, y_fit, X_stop, y_stop, X_score, y_score):
    """Note which rows play which role; the targets are row numbers here."""
    seen.append({"fit": y_fit.tolist(), "stop": y_stop.tolist(), "score": y_score.tolist()})
    return 0.0


honest_cv(look, X_raw[:90], np.arange(90), n_splits=3)
figures.folds(seen, n_rows=90)
plt.show()

# %% [markdown]
# One leak remains, and no splitting closes it: **the search itself**. Suppose all trials are equally good, with a true
# MSE of 1, and each is scored on 100 rows. The best score of many is then a lucky one. The more trials, the luckier:

# %% tags=["figure"]
rng = np.random.default_rng(0)
sizes = [1, 3, 10, 30, 100, 300]
repetitions = 400
chosen_on, fresh = [], []
for n_trials in sizes:
    scores = rng.chisquare(100, size=(repetitions, n_trials)) / 100  # the mean of 100 squared standard normal errors
    chosen_on.append(scores.min(axis=1).mean())
    fresh.append(rng.chisquare(100, size=repetitions).mean() / 100)
figures.winners(sizes, chosen_on, fresh)
plt.show()

# %% [markdown]
# So the winner's own score is never the number to report. Report its score on rows that chose nothing: the **test
# set**, used once, at the very end.

# %% [markdown]
# ## 200 trials that we really ran
# A search of a size that teaches something would keep your computer busy for half an hour. So we ran one and ship it,
# as `trials.csv` (your teacher has the script with its seed, `run_trials.py`). Two studies:
#
# - **lecture**, 100 trials: the lecture's three hyperparameters in the lecture's ranges.
# - **wide**, 100 trials: seven hyperparameters at once, and learning rates from 0.0001 to 0.1, too wide on purpose.
#
# Each trial trained for at most 50 epochs and stopped when the validation loss had not improved for 10. The losses
# are those of the best epoch. A trial that **diverged** has none: its fields are empty, NaN in the table.

# %%
table = pd.read_csv("trials.csv")
print(len(table), "trials,", int(table["val_mse"].isna().sum()), "of them diverged")
columns = ["trial", "study", "n_hidden", "optimizer", "learning_rate", "val_mse", "test_mse"]
table[columns].head(4)

# %% [markdown]
# ### Task 7 · Read a table of trials · ●●○ · 1 point · 15 minutes
# Write `read_trials(trials, share=0.1)`. `trials` is a list of dicts with (among others) the keys `"trial"` (the
# trial's number, not its place in the list), `"learning_rate"`, `"val_mse"` and `"test_mse"`. Diverged trials have NaN
# losses. It returns a dict:
#
# | key | value |
# | --- | --- |
# | `"n_diverged"` | how many trials have no loss |
# | `"best_trial"` | the **number** of the trial that the validation loss would choose |
# | `"test_mse"` | the test loss of *that* trial: the one to report |
# | `"good_rates"` | `(lowest, highest)` learning rate among the best `share` of the trials that finished, rounded up |
#
# "Rounded up" means: of 45 finished trials, a share of 0.1 is 5 trials.
#
# Example: `read_trials(table.to_dict("records"))["n_diverged"]` is the number printed above.
#
# <details><summary>Hint 1</summary>Part the trials first: finished and diverged. No comparison with NaN is ever true,
# not even <code>nan == nan</code>; <code>np.isnan</code> knows.</details>
# <details><summary>Hint 2</summary><code>sorted(finished, key=...)</code> puts the best first; the rest is reading
# off.</details>


# %% task="read_trials"
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, its test loss, and the good learning rates."""
    ### BEGIN SOLUTION
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "test_mse": finished[0]["test_mse"],
        "good_rates": (min(good), max(good)),
    }
    ### END SOLUTION


# %% check="read_trials" points=1
import math

import numpy as np

from nn_lessons import checks


def make_trials(n, n_diverged, seed):
    rng = np.random.default_rng(seed)
    numbers = (rng.permutation(n) + 1000).tolist()
    rates = np.exp(rng.uniform(np.log(1e-4), np.log(1e-1), n)).tolist()
    valid = rng.permutation(np.linspace(0.0, 1.9, n)).tolist()
    test = rng.permutation(np.linspace(0.25, 1.0, n)).tolist()
    rows = [
        {"trial": number, "learning_rate": rate, "val_mse": val, "test_mse": loss}
        for number, rate, val, loss in zip(numbers, rates, valid, test, strict=True)
    ]
    for row in rows[:n_diverged]:
        row["val_mse"] = row["test_mse"] = math.nan
    return rng.permutation(np.arange(n)).tolist(), rows


def check_reading(rows, *given):
    """Compare with the rows read anew; `given` is the share, where one is given."""
    try:
        found, (rows_after, *_) = checks.call_and_keep_changes(read_trials, rows, *given)
    except Exception as error:
        raise AssertionError(f"read_trials stops with {type(error).__name__}: {error}.") from error
    assert isinstance(found, dict), "read_trials should return a dict."
    keys = {"n_diverged", "best_trial", "test_mse", "good_rates"}
    assert set(found) == keys, f"the keys should be {keys}."
    same = checks.is_equal([row["trial"] for row in rows_after], [row["trial"] for row in rows])
    assert same, "the list of trials should stay as it was, order included: sorted() makes a new list."
    finished = [row for row in rows if not math.isnan(row["val_mse"])]
    diverged = len(rows) - len(finished)
    assert found["n_diverged"] == diverged, "'n_diverged' should count the trials with NaN losses, and no others."
    finished.sort(key=lambda row: row["val_mse"])
    best = finished[0]
    assert found["best_trial"] != min(finished, key=lambda row: row["test_mse"])["trial"], (
        "'best_trial' is the best on the test set: then the test set has chosen, and its loss is no honest report."
    )
    assert found["best_trial"] == best["trial"], (
        "'best_trial' should be the number of the trial with the smallest validation loss that is not NaN. "
        "(Its place in the list is something else.)"
    )
    assert checks.is_close(found["test_mse"], best["test_mse"]), "'test_mse' should be the test loss of the best trial."
    count = math.ceil((*given, 0.1)[0] * len(finished))
    rates = [row["learning_rate"] for row in finished[:count]]
    assert checks.is_close(list(found["good_rates"]), [min(rates), max(rates)], rtol=1e-9), (
        f"'good_rates' should be the lowest and highest learning rate of the best {count} of {len(finished)} finished "
        "trials: the lowest first, then the highest."
    )


order, rows = make_trials(50, 5, seed=0)
check_reading(rows)
### BEGIN HIDDEN TESTS
for n, n_diverged, share, seed in [(83, 30, 0.2, 1), (41, 0, 0.1, 2), (50, 10, 0.25, 4), (120, 63, 0.11, 3)]:
    order, rows = make_trials(n, n_diverged, seed)
    check_reading([rows[place] for place in order], share)
### END HIDDEN TESTS

# %% [markdown]
# What does your function say about both studies?

# %%
for study, rows in table.groupby("study"):
    result = read_trials(rows.to_dict("records"))
    low, high = result["good_rates"]
    print(f"{study}: {result['n_diverged']} diverged")
    print(f"  best trial {result['best_trial']}, test MSE {result['test_mse']:.3f}")
    print(f"  learning rates of the best tenth: {low:.4f} to {high:.4f}")

# %% [markdown]
# ### The learning rate decides first
# The lecture's study, one mark per trial.

# %% tags=["figure"]
figures.rate_curve(table[table["study"] == "lecture"])
plt.show()

# %% [markdown]
# Take the networks with hidden layers, the coloured marks. From left to right the median loss falls by about a quarter:
# with a learning rate below 0.001, fifty epochs are too few. At the right end stand the best networks of all, next to
# others that are hardly better than those on the left: large steps are fast, but they depend on luck. Two coloured
# marks at the upper edge are networks with layers of 1 or 2 neurons whose ReLUs have died: they output the mean price
# for every district, MSE 1.32.
#
# How much of the order of the trials does one knob explain? The rank correlation of each with the loss:

# %%
hidden = table[(table["study"] == "lecture") & (table["n_hidden"] > 0)]
for knob in ["learning_rate", "n_hidden", "n_neurons"]:
    print(f"{knob:13s} {hidden[knob].corr(hidden['val_mse'], method='spearman'):+.2f}")

# %% [markdown]
# The learning rate leads clearly; the number of neurons, which people like to tune first, comes last.
#
# Now look at the grey marks on the upper edge: networks *without* a hidden layer, which is linear regression. How can
# linear regression be that bad? Its test loss is not:

# %%
linear = table[(table["study"] == "lecture") & (table["n_hidden"] == 0)]
print("median over the linear networks: validation MSE", round(linear["val_mse"].median(), 2), end=", ")
print("test MSE", round(linear["test_mse"].median(), 2))
crowded = np.sort(X_valid[:, housing.feature_names.index("AveOccup")])[-4:]
print("four largest AveOccup in the validation set, in standard deviations:", crowded.round().astype(int))

# %% [markdown]
# Three districts of the validation set have 500 to 1,243 people *per household* (prisons, perhaps). They lie hundreds
# of standard deviations out; a straight line sent that far misses by a lot, and three rows of 3,870 decide the mean. A
# table of trials shows such things, if one looks at what seems impossible.
#
# ### Seven knobs in one picture
# In **parallel coordinates** each hyperparameter has its own vertical axis, and each trial is one line across all of
# them. Where the coloured lines bundle, the hyperparameter matters; where they spread over the whole axis, it does not.

# %% tags=["figure"]
wide = table[(table["study"] == "wide") & table["val_mse"].notna()].copy()
names = {
    "learning_rate": "learning rate",
    "optimizer": "optimizer",
    "activation": "activation",
    "n_hidden": "hidden layers",
    "n_neurons": "neurons",
    "shape": "shape",
    "batch_size": "batch size",
    "val_mse": "validation MSE",
}
figures.parallel_coordinates(wide, names, n_best=15)
plt.show()

# %% [markdown]
# The darkest line is the best trial. Twelve of the 15 coloured lines have a learning rate below 0.01 (the other three
# use plain SGD or momentum), none has fewer than two hidden layers, and most pass Adam; on the other axes they spread.
# (Grey lines may pass there as well: a good learning rate alone does not make a good network.)
#
# And one knob at a time, for the networks with at least one hidden layer. Dots on the upper edge lie above it.

# %% tags=["figure"]
wide["rate_up_to"] = pd.cut(wide["learning_rate"], [1e-4, 1e-3, 1e-2, 1e-1], labels=[0.001, 0.01, 0.1])
wide["neurons_up_to"] = pd.cut(wide["n_neurons"], [0, 9, 49, 99], labels=[9, 49, 99])
names = {
    "rate_up_to": "learning rate, up to",
    "optimizer": "optimizer",
    "activation": "activation",
    "n_hidden": "hidden layers",
    "neurons_up_to": "neurons, up to",
    "shape": "shape",
    "batch_size": "batch size",
}
figures.knobs(wide[wide["n_hidden"] > 0], names, top=0.6)
plt.show()

# %% [markdown]
# ## The lecture's guidelines, and what we saw
#
# - **Number of layers:** *a complex situation can be modelled by deeper layers with fewer neurons.* Trial 117 has
#   three layers of 26, 13 and 6 neurons, 676 parameters in all, and beats every network with a single hidden layer
#   in both studies, up to 99 neurons wide. That alone proves little: it also has Adam and a small batch. But none of
#   the best 15 has fewer than two layers.
# - **Number of layers:** *can be designed to fit the physical meaning of the data.* The networks without a hidden
#   layer fail first: a straight line through latitude and longitude knows neither coast nor city. The wide and deep
#   network of notebook 6 goes further and gives each kind of feature its own path.
# - **Number of neurons:** *traditionally fewer in the upper layers; nowadays chosen freely.* "Halving" and
#   "constant" have nearly the same median loss. Tradition does not hurt, and its networks are a third smaller. From
#   10 neurons on, width hardly matters; among networks with 1 to 3 neurons some die.
# - **Learning rate.** By far the largest rank correlation. Too small: not done after 50 epochs. Too large: all five
#   trials that diverged have η above 0.006.
# - **Optimizer.** Adam does best between 0.001 and 0.01, plain SGD above 0.01. So search the learning rate *anew
#   for each optimizer*. Four of the five diverged trials used momentum, which multiplies the effective step by up
#   to ten.
# - **Batch size.** At the same number of epochs, 16 is best and 256 is worst: it makes 16 times fewer steps. Larger
#   batches want a larger learning rate, too.
# - **Activation function.** Each of the three is among the best 15. But six sigmoid networks, all of three or more
#   layers, got stuck at the mean price, MSE 1.3: the vanishing gradient of notebook 3.
# - **Number of epochs.** We did not search it: a generous limit and early stopping. In the wide study, nearly nine
#   in ten networks with η up to 0.001 were still running at the limit; for them it was not generous enough.
#
# A fair warning: these are observations on one data set, from one run a trial. Two trials that differ by 0.01 may
# change places with another seed. What holds is the order of magnitude, and the way to look.

# %% [markdown]
# ### Task 8 · Which knob first? · ●●○ · 2 points · 10 minutes
# A friend trains a dense network on a new regression problem and can afford 20 trainings in all. Which hyperparameter
# should be searched first, over which kind of range, and why? Support your advice with something that you saw in this
# notebook, and say which number the friend may report at the end. Two to four sentences.

# %% [markdown] essay="which_knob_first" points=2
# ### BEGIN SOLUTION
# The learning rate first, log-uniformly over two or three powers of ten: in the lecture's study its rank correlation
# with the loss is -0.60, that of the number of neurons -0.13; too small is not done after 50 epochs, too large
# diverges, while width and shape hardly show in the parallel coordinates. On the log scale each power of ten gets
# the same number of trials, and 20 random draws try 20 different learning rates where a grid would try four or five.
# The winner's validation score is the best of 20 and therefore too good; the number to report is one evaluation on a
# test set that took no part in scaling, early stopping or choosing.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 1 point: the learning rate, on a log scale (or in factors), with a reason seen in the notebook (loss against learning
# rate, parallel coordinates, random against grid).
# 1 point: reports the score on data that took no part in any choice, and says why the best validation score won't do.
# Half of a point each where the statement is right but without the reason.
# === END MARK SCHEME ===

# %% [markdown]
# ## The same search in Optuna and in KerasTuner
# This course needs neither package: an adapter of 20 lines and scikit-learn carry the lecture's search, and you have
# seen every part of it. Later, for searches of days rather than minutes, you will want what they add: samplers that
# learn from the trials so far, and *pruning*, which ends bad trials early. The idea is the same. (To try them: `pip
# install optuna` or `pip install keras-tuner`; both listings ran with Optuna 5.0 and KerasTuner 1.4.)
#
# In **Optuna** the objective draws its own hyperparameters; `direction` is the sign trap's remedy:
#
# ```python
# import optuna
#
#
# def objective(trial):
#     model = build_model(
#         n_hidden=trial.suggest_int("n_hidden", 0, 3),
#         n_neurons=trial.suggest_int("n_neurons", 1, 99),
#         learning_rate=trial.suggest_float("learning_rate", 3e-4, 3e-2, log=True),
#     )
#     stop = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
#     history = model.fit(
#         X_train, y_train, epochs=100, validation_data=(X_valid, y_valid), callbacks=[stop], verbose=0
#     )
#     return min(history.history["val_loss"])
#
#
# study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=42))
# study.optimize(objective, n_trials=10)
# study.best_params
# ```
#
# In **KerasTuner** the network's builder does:
#
# ```python
# import keras_tuner
#
#
# def build(hp):
#     return build_model(
#         n_hidden=hp.Int("n_hidden", 0, 3),
#         n_neurons=hp.Int("n_neurons", 1, 99),
#         learning_rate=hp.Float("learning_rate", 3e-4, 3e-2, sampling="log"),
#     )
#
#
# tuner = keras_tuner.RandomSearch(build, objective="val_loss", max_trials=10, seed=42, overwrite=True)
# stop = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
# tuner.search(X_train, y_train, epochs=100, validation_data=(X_valid, y_valid), callbacks=[stop])
# tuner.get_best_hyperparameters()[0].values
# ```
#
# Both choose by the loss on one validation set: ten looks at it, so its best value is not the number to report.
#
# ## Recap
# - A search needs a space with the right scales, an estimator that can be cloned, and a score with the right sign.
#   You wrote all three.
# - Random beats grid at the same budget whenever few hyperparameters matter, and few do: the learning rate first.
# - Whatever is fitted or chosen inside a fold sees only that fold's rows; the winner is judged once, on the test set.
# - A table of trials says more than its best row: where training diverges, which knobs do nothing, which rows are odd.
#
# This is the last of the nine notebooks. You began with one neuron that could not solve XOR; you can now build a deep
# network in four ways, train it, save it, watch it while it learns, and let a program find its hyperparameters. The
# best next step is a data set of your own.
