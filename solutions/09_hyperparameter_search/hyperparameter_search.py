# %% [markdown]
# # 9 · Hyperparameter search
#
# Gradient descent finds the weights. Nobody finds the rest for you: how many layers, how many neurons, which learning
# rate. These are the *hyperparameters*, and the flexibility of a neural network is also its burden: there are many of
# them. The lecture's remedy is to let a program try combinations. Here you build that program's missing part, run it,
# and learn to distrust its results in the right places.
#
# The notebook is made for two evenings, one for each part. A part begins with its goals and ends with a recap.
#
# | | you will be able to | tasks | the rest |
# | --- | --- | --- | --- |
# | **Part 1**, search | put Keras into any search, and choose a search | 95 minutes, 30 optional | 40 minutes |
# | **Part 2**, results | keep a search honest, and read what it found | 45 minutes | 45 minutes |
#
# "The rest" is reading, running the examples and predicting what they will show. **You need:** topic 5 (the housing
# regressor) and topic 8 (early stopping). The notebook has 10 points: 7 in Part 1, two of these for the
# optional tasks 5 and 6, and 3 in Part 2.
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

import numpy as np
import pandas as pd

from nn_lessons.figures import hyperparameter_search as figures

lesson.use_style()
with lesson.quiet_start():
    import keras

from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.datasets import fetch_california_housing
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, KFold, ParameterSampler, RandomizedSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor
from sklearn.utils import check_random_state

# %% [markdown]
# ## The data, once more
# California housing with the lecture's split. `X_raw` keeps the training part before scaling: we shall need it when we
# come to leaks. Everything is `float32`, Keras's own type.
#
# **The test set goes into a drawer.** This notebook opens the drawer once, in its very last example. Until then no
# cell prints a test score, and no choice depends on one.

# %%
housing = fetch_california_housing()
X_train_full, X_test, y_train_full, y_test = train_test_split(housing.data, housing.target, random_state=42)
X_raw, X_valid, y_train, y_valid = train_test_split(X_train_full, y_train_full, random_state=42)

scaler = StandardScaler().fit(X_raw)
X_train, X_valid, X_test = (scaler.transform(part).astype("float32") for part in (X_raw, X_valid, X_test))
y_train, y_valid, y_test = (part.astype("float32") for part in (y_train, y_valid, y_test))
print("train", X_train.shape, " validation", X_valid.shape, " test", X_test.shape)

# %% [markdown]
# # Part 1 · Search and adapter
#
# **After Part 1 you can**
# - draw hyperparameters from sensible distributions and say why a learning rate is drawn on a log scale;
# - put a Keras network into scikit-learn's `RandomizedSearchCV` and `GridSearchCV` through an adapter of your own;
# - predict what a search costs, and notice a score with the wrong sign;
# - say when random beats a grid, by how much, and when stopping bad trials early pays.
#
# **Time:** tasks 95 minutes (10, 10, 25, 20, and 15 + 15 for the optional ones), reading and examples about 40.
#
# ## A network as a function of its hyperparameters
# The lecture's `build_model` turns three hyperparameters into a compiled network. This is its modern form.
#
# > **Before you run the next cell:** with layers of 30 neurons and 8 features, how many parameters does the network
# > without a hidden layer have? And by how many does each layer after the first add?


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
# <details><summary>9, and 930 for each further layer</summary>Eight weights and a bias: linear regression. A layer of
# 30 neurons on top of 30 others adds 30 · 30 + 30. Depth is what costs.</details>
#
# > **Then and now.** `InputLayer(input_shape=...)` has become `keras.Input(...)`. `steps_per_execution=100` is our
# > addition: TensorFlow then runs 100 training steps between two looks of Python. The losses stay the same to the bit,
# > and a search, which trains dozens of networks, takes a fraction of the time.
#
# The lecture's guidelines speak of more knobs than three: activation, optimizer, and the old custom of using **fewer
# neurons as the data goes to the upper layers**. Give the function those knobs. (You will use it at the very end, to
# build the network that wins.)

# %% [markdown]
# ### Task 1 · More knobs · ●○○ · 1 point · 10 minutes
# Write `build_tapered(n_hidden, n_neurons, taper, learning_rate, optimizer, activation, input_shape)`, which returns a
# compiled Keras model for regression, a `keras.Sequential` or a `keras.Model(inputs, outputs)`. <!-- req: model -->
#
# - There are `n_hidden` hidden layers, dense ones, each with biases and with `activation`. Hidden layer number $i = 0,
#   1, \dots$ has $n \cdot \text{taper}^i$ neurons, where $n$ is `n_neurons`, **rounded down**, but at least 1. So
#   `taper=1` gives layers of equal size, `taper=0.5` halves the size from layer to
#   layer. <!-- req: sizes, activation -->
# - The output is one neuron without activation; the loss is `"mse"`. <!-- req: head, loss -->
# - `optimizer` is `"sgd"`, `"momentum"` (SGD with momentum 0.9, all else as Keras has it) or `"adam"`, always with the
#   given `learning_rate`. <!-- req: optimizer, rate -->
# - Each call returns a **new** model with fresh random weights (so no seed inside), for inputs of
#   `input_shape`. <!-- req: new, features -->
# - What is not said here stays as Keras has it unasked: how the weights start, that all of them can be trained, and
#   that nothing is added to the loss. <!-- req: unasked -->
#
# Example: `build_tapered(n_hidden=3, n_neurons=40, taper=0.5)` has layers of 40, 20, 10 and 1 neurons.
#
# <details><summary>Hint 1</summary>Start from <code>build_model</code> above. What has to change inside its
# loop?</details>
# <details><summary>Hint 2</summary>The string <code>"adam"</code> alone would mean Adam with Keras's default learning
# rate. Make the optimizer object yourself, inside the function: an optimizer belongs to one model.</details>
# <details><summary>Hint 3</summary>The formula counts from <code>n_neurons</code> each time. 30 neurons and a taper of
# 0.7 give 30, 21, 14, 10: work out the last one on paper, from 30 and from 14. Which of the two is
# asked?</details>


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


# %% check="build_tapered" points=1 tests="layers, biases, activations, head, loss, optimizer and its rate; two calls"
import keras
import numpy as np

from nn_lessons import checks

FUNCTIONS = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}


def build(options, which):
    # req: model
    try:
        network = build_tapered(**options)
    except Exception as error:
        raise AssertionError(f"build_tapered stops for {which}: {type(error).__name__}: {error}.") from error
    assert network is not None, "build_tapered should return a Keras model. Is the `return` missing?"
    assert type(network).__name__ in {"Sequential", "Functional"}, (
        "build_tapered should return a keras.Sequential or a keras.Model(inputs, outputs), no other kind of object."
    )
    assert network.built, "The model should know its inputs when it is returned: begin with keras.Input(input_shape)."
    return network


def check_layers(network, options, sizes, which):
    """Give the network random weights and work out its predictions: they tell sizes, biases and activations."""
    # req: sizes, activation, head, features
    others = set(checks.layer_kinds(network)) - {"InputLayer", "Dense"}
    others = {kind for kind in others if not kind.startswith("Activation")}
    assert not others, f"The network should have dense layers only; yours has {', '.join(sorted(others))}."
    units = [layer.units for layer in network.layers if isinstance(layer, keras.layers.Dense)]
    assert units == [*sizes, 1], (
        f"The layers have the wrong sizes for {which}: expected {[*sizes, 1]}, yours have {units}. Each is worked out "
        "from n_neurons, rounded down, and at least 1."
    )
    rng = np.random.default_rng(len(sizes))
    (features,) = options.get("input_shape", (8,))
    inputs = [features, *sizes]
    shapes = [shape for n, m in zip(inputs, units, strict=True) for shape in ((n, m), (m,))]
    found = [weights.shape for weights in network.get_weights()]
    assert found == shapes, f"Weights and biases should have the shapes {shapes} for {which}; yours have {found}."
    weights = [rng.normal(size=shape) for shape in shapes]
    X = values = rng.normal(size=(6, features))
    for W, b in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        values = FUNCTIONS[options.get("activation", "relu")](values @ W + b)
    network.set_weights(weights)
    message = f"Each hidden layer should have the given activation, the output none; not so for {which}."
    checks.assert_close(network(X), values @ weights[-2] + weights[-1], message, rtol=1e-3, atol=1e-4)


def check_compiled(network, plain, which):
    """Compare the loss by what it gives, the optimizer by its settings."""
    # req: loss, optimizer, rate
    assert network.compiled, "Compile the model before you return it."
    target, answer = np.array([[1.0], [2.0]]), np.array([[3.0], [5.0]])
    loss = float(np.mean(keras.losses.get(network.loss)(target, answer)))
    assert checks.is_close(loss, 6.5), "The loss should be 'mse', the mean squared error."
    kind, wanted = type(network.optimizer).__name__, type(plain).__name__
    assert kind == wanted, f"The optimizer should be {wanted} for {which}; it is {kind}."
    settings = network.optimizer.get_config()
    rate, given = settings.pop("learning_rate"), float(plain.learning_rate)
    assert checks.is_close(rate, given), (
        f"The optimizer's learning_rate should be {given:.4g} for {which}, not {rate:.4g}."
    )
    for key, value in plain.get_config().items():
        assert key in {"name", "learning_rate"} or settings[key] == value, (
            f"The optimizer's {key} should be {value} for {which}; it is {settings[key]}."
        )


def check_network(options, sizes, plain, which, network=None):
    network = network or build(options, which)
    check_layers(network, options, sizes, which)
    check_compiled(network, plain, which)


# req: new, unasked
options = {"n_hidden": 3, "n_neurons": 40, "taper": 0.5}
first, second = (build(options, "the example") for _ in range(2))
assert not checks.is_close(first.get_weights()[0], second.get_weights()[0]), (
    "Two calls start with the same weights: return a new model each time, and set no seed inside."
)
start = first.get_weights()
check_network(options, [40, 20, 10], keras.optimizers.SGD(3e-3), "the example of the task", first)
first.set_weights(start)
checks.assert_keras_defaults(first, second)
check_network(
    {"optimizer": "adam", "learning_rate": 0.01}, [30], keras.optimizers.Adam(0.01), 'optimizer="adam", rate 0.01'
)
check_network(
    {"n_hidden": 4, "n_neurons": 30, "taper": 0.7},
    [30, 21, 14, 10],
    keras.optimizers.SGD(3e-3),
    "30 neurons, taper 0.7",
)
### BEGIN HIDDEN TESTS
plain, momentum = keras.optimizers.SGD(3e-3), keras.optimizers.SGD(3e-3, momentum=0.9)
strong = {"n_hidden": 5, "n_neurons": 12, "taper": 0.25, "activation": "tanh"}
check_network(strong, [12, 3, 1, 1, 1], plain, "tanh and a strong taper")
equal = {"n_hidden": 2, "n_neurons": 11, "activation": "sigmoid", "optimizer": "momentum"}
check_network(equal, [11, 11], momentum, "sigmoid, momentum and the default taper")
wider = {"n_hidden": 3, "n_neurons": 4, "taper": 1.5, "learning_rate": 0.2, "input_shape": (3,)}
check_network(wider, [4, 6, 9], keras.optimizers.SGD(0.2), "a taper above 1")
check_network({"n_hidden": 0, "input_shape": (5,), "optimizer": "momentum"}, [], momentum, "no hidden layer")
del plain, momentum
### END HIDDEN TESTS

# %% [markdown]
# ## Where should the values come from?
# The lecture draws `n_hidden` from 0 to 3, `n_neurons` from 1 to 99, and the learning rate from
# `reciprocal(3e-4, 3e-2)`, the **log-uniform** distribution: $\log \eta$ is uniform between $\log a$ and $\log b$, so
# that every factor of ten gets the same share of the draws. Its density is $p(\eta) = \dfrac{1}{\eta \ln(b/a)}$,
# a multiple of the reciprocal $1/\eta$, hence SciPy's old name (the new name is `loguniform`).
#
# > **Check yourself.** Of 100 *uniform* draws between 0.0003 and 0.03, how many lie below 0.003, in the lower one of
# > the two factors of ten?
# >
# > <details><summary>Answer</summary>About 9: (0.003 − 0.0003) / (0.03 − 0.0003) = 0.09. The small learning rates
# > would hardly be tried at all.</details>
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
# - `rvs()` returns one number; `rvs(size=n)` an array of shape `(n,)`. <!-- req: number, array -->
# - $\ln$ of the draws is uniform between $\ln$ `low` and $\ln$ `high`, and each draw is independent of the
#   others. <!-- req: uniform, independent -->
# - `random_state` is what scikit-learn passes everywhere: `None` (new draws at each call), a whole number (the same
#   draws again for the same number), or a generator that already exists (the draws come from it).
#   `check_random_state(random_state)` turns each of them into a generator with `.uniform(a, b,
#   size)`. <!-- req: none, seed, generator -->
#
# Example: `LogUniform(1, 100).rvs(size=1000, random_state=0)` has about half of its values below 10.
#
# <details><summary>Hint 1</summary>Which interval does the <em>logarithm</em> of a draw come from? Draw that
# logarithm first.</details>
# <details><summary>Hint 2</summary>Then undo the logarithm. And make the generator anew at each call, from the
# <code>random_state</code> of that call.</details>


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


# %% check="log_uniform" points=1 tests="how the draws spread on the log scale; one draw, many draws; seeds, generators"
import numpy as np
from scipy import stats

from nn_lessons import checks


@checks.in_kernel_of(LogUniform)
def draw(distribution, n, seed):
    """Return n draws as a search makes them."""
    from sklearn.model_selection import ParameterSampler

    return [trial["x"] for trial in ParameterSampler({"x": distribution}, n, random_state=seed)]


def check_distribution(low, high, n, seed):
    # req: array, uniform, independent
    try:
        values = LogUniform(low, high).rvs(size=n, random_state=seed)
    except Exception as error:
        raise AssertionError(f"rvs(size=..., random_state=...) stops with {type(error).__name__}: {error}.") from error
    assert isinstance(values, np.ndarray), "rvs(size=n) should return an array."
    checks.assert_array(values, "rvs(size=n)", shape=(n,), kind="floats")
    assert low <= values.min() <= values.max() <= high, (
        "All draws should lie between low and high; some of yours do not. Did you undo the logarithm?"
    )
    position = np.log(values / low) / np.log(high / low)
    assert stats.kstest(position, "uniform").pvalue > 1e-4, (
        "On the log scale the draws should spread evenly between both ends: about half of them below the middle, which "
        f"is sqrt(low * high). Of yours {np.mean(position < 0.5):.0%} are below it."
    )
    assert len(np.unique(values)) == n, "The draws should not be rounded or repeated."
    assert abs(stats.spearmanr(values[1:], values[:-1]).statistic) < 0.2, "Each draw should be independent of the last."


check_distribution(1, 100, 1000, 0)
# req: number
checks.assert_number(LogUniform(1, 100).rvs(random_state=0), "rvs() without a size")
### BEGIN HIDDEN TESTS
# req: array, independent
checks.assert_array(LogUniform(1, 100).rvs(size=1, random_state=4), "rvs(size=1)", shape=(1,))
samples = [LogUniform(1, 100).rvs(size=20, random_state=seed) for seed in range(200)]
middles = np.array([float(np.log(values).mean()) for values in checks.items(samples, 200, "The samples")])
spread = middles.std() / (np.log(100) / np.sqrt(12 * 20))
assert 0.75 < spread < 1.25, (
    "Each draw should be independent of the others: the mean of twenty draws should vary from sample to sample as "
    f"chance has it; yours varies {spread:.2f} times as much."
)
check_distribution(3e-4, 3e-2, 2000, 1)
check_distribution(20, 30, 2000, 2)
# req: seed
for seed in (0, 7):
    same = [LogUniform(2, 5).rvs(size=4, random_state=seed) for _ in range(2)]
    checks.assert_equal(*same, "The same random_state should give the same draws, whatever the number.")
other = LogUniform(2, 5).rvs(size=4, random_state=8)
assert not checks.is_equal(same[0], other), "Another random_state should give other draws."
# req: generator
distribution = LogUniform(1, 10)
searched = draw(distribution, 50, 3)
assert len(np.unique(searched)) == 50, (
    "A search passes its own generator at each draw; all its draws should differ, yours repeat."
)
again = draw(distribution, 50, 3)
checks.assert_equal(searched, again, "Draw from the generator that is passed: the same search should repeat itself.")
# req: none
free = [float(distribution.rvs()) for _ in range(3)]
assert len(set(free)) == 3, "Without a random_state every draw should be a new one."
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
lesson.show(
    "Two histograms over a log scale: uniform draws crowd at the upper end, log-uniform ones make bars of equal height."
)

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
# > **Before you run the next cell:** the constructor below makes a list of what it is given, a tidy habit. Which of the
# > four conditions does it break, and what will `clone` do?


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
# <details><summary>The first; it refuses</summary><code>clone</code> compares, with <code>is</code>, what it gave the
# constructor with what the new object holds. The list is another object. Convert in <code>fit</code>, into a local
# variable.</details>
#
# ### Task 3 · The adapter · ●●● · 2 points · 25 minutes
# Complete `KerasRegressor`, with the hyperparameters `n_hidden`, `n_neurons`, `learning_rate` and `seed`.
#
# - The constructor names the four parameters, with the defaults that stand there, takes no others, stores them
#   unchanged, and does nothing else. <!-- req: constructor -->
# - `fit(X, y, **fit_kwargs)`, `X` of shape `(n, features)`, `y` of shape `(n,)`: set Keras's seed
#   (`keras.utils.set_random_seed`), <!-- req: seed --> build a new network with `build_model` for as many features as
#   `X` has, <!-- req: network --> train it once on `X` and `y` with Keras's `fit`, silently (`verbose=0`), passing
#   `fit_kwargs` on and adding no others. <!-- req: training, silent, kwargs --> Keep the network as `model_` and the
#   recorded losses, a dict of lists, as `history_`. <!-- req: kept --> Change no
#   hyperparameter. <!-- req: unchanged --> Return `self`. <!-- req: self -->
# - `predict(X)` returns an array of shape `(n,)`, silently as well. <!-- req: predicts -->
# - `score(X, y)` returns the **negative** mean squared error, one number: 0 is perfect, and greater is
#   better. <!-- req: score -->
#
# One point is for the constructor, `predict` and `score`, one for `fit`.
#
# Example: `KerasRegressor(n_neurons=10).fit(X_train, y_train, epochs=2).predict(X_valid[:3])` has the shape `(3,)`.
#
# <details><summary>Hint 1: predictions</summary>Keras predicts a column of shape <code>(n, 1)</code>. What would
# <code>(n, 1) - (n,)</code> be? (Topic 5 has met it.)</details>
# <details><summary>Hint 2: features</summary>The number of features is no hyperparameter: the data tell it, in
# <code>X.shape</code>.</details>
# <details><summary>Hint 3: the history</summary>Keras's <code>fit</code> returns an object whose attribute
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


# %% check="adapter" points=1 tests="the constructor and clones; predictions of one row and of many; the sign of score"
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(KerasRegressor)
def cloned(regressor, **changes):
    """What a search does before each fit."""
    from sklearn.base import clone

    return clone(regressor).set_params(**changes)


@checks.in_kernel_of(KerasRegressor)
def constructed(regressor_class):
    """What a new object holds, and what its constructor prints."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        regressor = regressor_class()
    return sorted(vars(regressor)), printed.getvalue()


@checks.in_kernel_of(KerasRegressor)
def network_outputs(regressor, X):
    """What the network that was kept gives for each row, shape (n,); None if there is none."""
    import numpy as np

    network = getattr(regressor, "model_", None)
    return None if network is None else np.asarray(network(X))[:, 0]


# req: constructor
names = ["learning_rate", "n_hidden", "n_neurons", "seed"]
marked = {name: f"a value for {name}" for name in names}
try:
    stored = KerasRegressor(**marked).get_params()
except Exception as error:
    raise AssertionError(
        f"The constructor should store its four parameters as they come, and do nothing else: {error}"
    ) from None
assert sorted(stored) == names, f"get_params() should name {names}; yours names {sorted(stored)}."
for name in names:
    assert checks.is_equal(stored[name], marked[name]), (
        f"The constructor should store {name} unchanged, as self.{name}: clone compares it."
    )
try:
    KerasRegressor(n_layers=2)
    known = True
except TypeError:
    known = False
assert not known, "The constructor should name its four parameters and take no others: no **kwargs."
defaults = {"n_hidden": 1, "n_neurons": 30, "learning_rate": 3e-3, "seed": 42}
message = "The defaults should be the given ones: 1 hidden layer, 30 neurons, 0.003, seed 42."
checks.assert_equal(KerasRegressor().get_params(), defaults, message)
held, printed = constructed(KerasRegressor)
assert held == names, f"The constructor should store {names} and do nothing else; a new object holds {held}."
assert not printed, "The constructor should store its parameters and do nothing else; yours prints."

# req: predicts, score
generator = np.random.default_rng(5)
X = generator.normal(size=(40, 5)).astype("float32")
y = (0.1 * X[:, 0] - 0.2 * X[:, 1]).astype("float32")
regressor = cloned(KerasRegressor(), n_neurons=6)
assert regressor.fit(X, y, epochs=0) is not None, "fit should return self: scikit-learn chains fit(...).predict(...)."
outputs = network_outputs(regressor, X)
assert outputs is not None, "fit should keep the network as self.model_: predict and score need it."
predicted = regressor.predict(X)
assert isinstance(predicted, np.ndarray), "predict(X) should return an array."
message = "predict(X) should give what the network gives for each row"
checks.assert_array(predicted, "predict(X)", shape=(40,))
checks.assert_close(predicted, outputs, f"{message}.", rtol=1e-3, atol=1e-4)
try:
    score = regressor.score(X, y)
except Exception as error:
    raise AssertionError(f"score(X, y) stops with {type(error).__name__}: predict X and compare with y.") from error
checks.assert_number(score, "score(X, y)")
assert score < 0, "score should be the negative MSE, as a search takes the greatest score; yours is not negative."
mse = np.mean((y - outputs) ** 2)
checks.assert_close(score, -mse, "score(X, y) should be minus the mean squared error on X and y.", rtol=1e-3)
### BEGIN HIDDEN TESTS
checks.assert_close(regressor.predict(X[:1]), outputs[:1], f"{message}, a single one as well.", rtol=1e-3, atol=1e-4)
mirrored = network_outputs(regressor, -X)
checks.assert_close(regressor.predict(-X), mirrored, f"{message}, other rows as well.", rtol=1e-3, atol=1e-4)
worse, expected = regressor.score(X[:7], y[:7] + 10), -np.mean((y[:7] + 10 - outputs[:7]) ** 2)
checks.assert_close(worse, expected, "score(X, y) should be minus the MSE of other rows as well.", rtol=1e-3)
### END HIDDEN TESTS

# %% check="adapter" points=1 tests="fit: seed, network, epochs, silence, what it keeps; SGD worked out by hand"
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(KerasRegressor)
def fit_and_listen(regressor, X, y, **options):
    """Fit and predict; whether fit returns self, what has been printed meanwhile, and the weights."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        fitted = regressor.fit(X, y, **options)
        regressor.predict(X)
    return fitted is regressor, printed.getvalue(), regressor.model_.get_weights()


@checks.in_kernel_of(KerasRegressor)
def start_weights(regressor, X, y):
    """The weights with which a fit begins: those after a fit of no epochs."""
    regressor.fit(X, y, epochs=0)
    return regressor.model_.get_weights()


@checks.in_kernel_of(KerasRegressor)
def fit_plainly(regressor, X, y):
    """Fit without options: the losses, the number of steps, and the learning rate."""
    regressor.fit(X, y)
    optimizer = regressor.model_.optimizer
    return regressor.history_["loss"], int(optimizer.iterations), float(optimizer.learning_rate)


def train_by_hand(W, b, X, y, rate, epochs):
    """Train a linear unit in batches of 20, in the order of the rows: weights, bias, the loss of each epoch."""
    losses = []
    for _ in range(epochs):
        squares = []
        for first in range(0, len(X), 20):
            rows = slice(first, first + 20)
            error = X[rows] @ W + b - y[rows, None]
            squares.append(np.mean(error**2))
            W, b = W - rate * 2 * X[rows].T @ error / len(error), b - rate * 2 * error.mean(axis=0)
        losses.append(np.mean(squares))
    return W, b, losses


# req: self, silent, kwargs, training, kept, predicts
generator = np.random.default_rng(5)
X = generator.normal(size=(60, 5)).astype("float32")
y = (X[:, 0] - 2 * X[:, 1] + 5).astype("float32")
regressor = KerasRegressor(n_hidden=0, learning_rate=0.8, seed=7)
W, b = checks.items(start_weights(regressor, X, y), 2, "The weights of a network with n_hidden=0")
assert not np.any(b), "fit(X, y, epochs=0) should leave the network as it was built, its bias 0: train it once, in fit."
returned_self, printed, trained = fit_and_listen(regressor, X, y, epochs=3, batch_size=20, shuffle=False)
assert returned_self, "fit should return self."
assert "/step" not in printed, "fit and predict should be silent: verbose=0."
history = regressor.history_
assert isinstance(history, dict), "history_ should be the dict of lists that Keras records."
losses = history.get("loss", [])
assert isinstance(losses, list), "history_ should be the dict of lists that Keras records; its 'loss' is no list."
assert len(losses) == 3, (
    f"fit(..., epochs=3) should train three epochs, and stop for no other reason; yours trains {len(losses)}. Pass "
    "fit_kwargs on to Keras and add no others."
)
message = (
    "After fit(..., epochs=3, batch_size=20, shuffle=False) the weights should be those of three epochs of SGD from "
    "the start that the seed gives. Does each fit set the seed, then build, then train on X and y?"
)
*by_hand, losses_by_hand = train_by_hand(W, b, X, y, 0.8, 3)
for found, wanted in checks.pairs(trained, by_hand, "The weights"):
    checks.assert_close(found, wanted, message, rtol=1e-3, atol=1e-3)
recorded = "history_ should have the losses that fit has recorded, one for each epoch, in their order."
checks.assert_close(losses, losses_by_hand, recorded, rtol=1e-3, atol=1e-3)
### BEGIN HIDDEN TESTS
# req: seed, network, unchanged
anew = (
    "Each fit sets the seed and builds a new network: the same seed should give the same start, whatever came before."
)
for found, wanted in checks.pairs(start_weights(regressor, X, y), (W, b), "The weights"):
    checks.assert_close(found, wanted, anew)
other = start_weights(KerasRegressor(n_hidden=0, seed=8), X, y)[0]
assert not checks.is_close(other, W), "Another seed should give another network."
given = {"n_hidden": 2, "n_neurons": 6, "learning_rate": np.float64(0.5), "seed": 1}
searched = KerasRegressor().set_params(**given)
shapes = [weights.shape for weights in start_weights(searched, X[:, :3], y)]
assert shapes == [(3, 6), (6,), (6, 6), (6,), (6, 1), (1,)], (
    "fit should build the network from the parameters of that moment, which set_params may have changed, and for as "
    "many features as X has."
)
losses, steps, rate = fit_plainly(searched, X[:, :3], y)
assert len(losses) == 1, "Without `epochs`, fit trains as long as Keras would: once."
assert steps == 2, "Without `batch_size`, fit takes the batches that Keras takes, 32 rows: two steps for 60 rows."
after = searched.get_params()
assert all(type(after[name]) is type(value) and after[name] == value for name, value in given.items()), (
    "fit should leave the hyperparameters as they were, type included."
)
assert checks.is_close(rate, 0.5, rtol=1e-4), "learning_rate should reach the optimizer."
del searched
### END HIDDEN TESTS

# %% [markdown]
# The lecture's next line trains the wrapped network with early stopping. With your adapter it runs nearly as it stands;
# `restore_best_weights=True` is ours, because the default keeps the weights of the *last* epoch (topic 8).

# %% tags=["demo"]
keras_reg = KerasRegressor()
keras_reg.fit(
    X_train,
    y_train,
    epochs=30,
    validation_data=(X_valid, y_valid),
    callbacks=[keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)],
)
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
# > **Before you run the next cell:** it searches twice over two strengths of a ridge regression, once with the right
# > sign, once with the MSE itself as the score. Will the second search complain?

# %%
ridge = Ridge()
tree = DecisionTreeRegressor(random_state=0)


def mse_as_a_score(estimator, X, y):
    """The sign trap: an error in the place of a score."""
    return np.mean((y - estimator.predict(X)) ** 2)


for name, scoring in [("the negative MSE", "neg_mean_squared_error"), ("the MSE itself", mse_as_a_score)]:
    search = GridSearchCV(ridge, {"alpha": [1.0, 100000.0]}, scoring=scoring, cv=3).fit(X_train, y_train)
    print(f"with {name}: best_score_ {search.best_score_:.2f}, alpha {search.best_params_['alpha']:g}")

# %% [markdown]
# <details><summary>Not a word</summary>It proudly reports the greater error as the best score, and takes the absurd
# strength 100,000, which presses all weights towards 0.</details>
#
# ### Task 4 · Run a search · ●●○ · 1 point · 20 minutes
# Write `run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs)`.
#
# - With a number `n_iter` it runs `RandomizedSearchCV` with `random_state=seed`, with `n_iter=None` it runs
#   `GridSearchCV`; both with the negative mean squared error as `scoring` and with `cv`
#   folds. <!-- req: random, grid, seed, folds -->
# - `fit_kwargs` go to the search's `fit`. <!-- req: kwargs --> It trains copies; `estimator` itself stays as it
#   was. <!-- req: copies -->
# - It returns a dict of plain values with exactly these keys: <!-- req: keys, params, mse, best, n-fits -->
#
# | key | value |
# | --- | --- |
# | `"params"` | list of the combinations that were tried, each a dict |
# | `"mse"` | list of their mean squared errors, averaged over the folds: **positive** floats, in the same order |
# | `"best_params"`, `"best_mse"` | the combination with the smallest error, and that error |
# | `"n_fits"` | how many times an estimator was trained in all, the refit included |
#
# Before you write `n_fits`, predict it on paper for the lecture's search, `n_iter=10` and `cv=3`. (A random search over
# a space with fewer than `n_iter` combinations tries each of them once.)
#
# Example: `run_search(ridge, {"alpha": [0.1, 1.0]}, X_train, y_train, cv=5)["n_fits"]` is 11.
#
# <details><summary>Hint 1</summary>A finished search has <code>cv_results_["params"]</code> and
# <code>cv_results_["mean_test_score"]</code>.</details>
# <details><summary>Hint 2</summary>What is the sign of <code>mean_test_score</code>? And how many trainings does one
# combination cost?</details>
# <details><summary>Hint 3</summary>Do not compute with <code>n_iter</code>: count what was tried.</details>


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


# %% check="run_search" points=1 tests="both searches: what was tried, errors, the best, the number of fits, options"
import functools
import warnings

import numpy as np
from sklearn.linear_model import Ridge, SGDRegressor
from sklearn.model_selection import KFold, ParameterSampler
from sklearn.tree import DecisionTreeRegressor

from nn_lessons import checks


@checks.in_kernel_of(run_search)
def estimator(name):
    """Return a fresh estimator, to be handed to the student's search."""
    from sklearn.linear_model import Ridge, SGDRegressor
    from sklearn.tree import DecisionTreeRegressor

    class Counted(Ridge):
        """Counts how often it or one of its copies is trained."""

        trained = 0

        def fit(self, X, y):
            Counted.trained += 1
            return super().fit(X, y)

    if name == "counted":
        return Counted(alpha=7.0)
    if name == "descent":
        return SGDRegressor(max_iter=2, tol=None, random_state=0)
    return Ridge() if name == "ridge" else DecisionTreeRegressor(random_state=0)


def search(*args, **options):
    """Call run_search with copies of the data."""
    # req: keys
    try:
        with warnings.catch_warnings(action="ignore"):  # of a space smaller than n_iter
            result = run_search(*args, X.copy(), y.copy(), **options)
    except Exception as error:
        raise AssertionError(f"run_search stops with {type(error).__name__}: {error}.") from error
    keys = {"params", "mse", "best_params", "best_mse", "n_fits"}
    assert isinstance(result, dict), "run_search should return a dict. Is the `return` missing?"
    assert set(result) == keys, f"run_search should return a dict with the keys {keys}."
    for key in ("params", "mse"):
        assert isinstance(result[key], list), f"'{key}' should be a list."
    kinds = {type(params) for params in result["params"]}
    assert kinds == {dict}, "'params' should list the combinations that were tried, each a dict."
    checks.assert_number(result["best_mse"], "'best_mse'")
    checks.assert_number(result["n_fits"], "'n_fits'", whole=True)
    return result


def check_errors(result, wanted):
    """Compare with the errors of the combinations in the order in which they were tried."""
    # req: mse, best
    found = np.asarray(result["mse"], float)
    assert (found > 0).all(), "The errors under 'mse' should be positive: undo the minus sign of the score."
    assert checks.is_close(found, wanted, rtol=1e-4), (
        f"'mse' should be the mean squared error averaged over the folds, {np.round(wanted, 3)}; "
        f"found {np.round(found, 3)}. Is the scoring the negative MSE, are there cv folds, and do fit_kwargs reach fit?"
    )
    smallest = min(wanted)
    assert checks.is_close(result["best_mse"], smallest, rtol=1e-4), (
        f"'best_mse' should be the smallest of the errors, {smallest:.3f}; it is {result['best_mse']:.3f}."
    )
    assert result["best_params"] == result["params"][list(wanted).index(smallest)], (
        "'best_params' should be the combination with the smallest error. A search maximises: mind the sign."
    )


# req: grid, params, n-fits
generator = np.random.default_rng(3)
X = generator.normal(size=(60, 4))
y = X @ np.array([1.0, -2.0, 0.0, 3.0]) + generator.normal(size=60)
three = search(estimator("ridge"), {"alpha": [300.0, 0.1, 30.0]}, cv=5)
alphas = [params["alpha"] for params in three["params"]]
assert alphas == [300.0, 0.1, 30.0], f"A grid of three strengths should try these three; yours tried {alphas}."
check_errors(three, [11.23258, 1.01622, 3.50835])
assert three["n_fits"] == 16, f"Three combinations and five folds take 16 trainings in all; you say {three['n_fits']}."
### BEGIN HIDDEN TESTS
# req: random, seed, folds, kwargs
Tree = functools.partial(DecisionTreeRegressor, random_state=0)
Descent = functools.partial(SGDRegressor, max_iter=2, tol=None, random_state=0)


def cross_validated(model, cv, fit_kwargs):
    errors = []
    for fit, held_out in KFold(cv).split(X):
        model.fit(X[fit], y[fit], **fit_kwargs)
        errors.append(np.mean((y[held_out] - model.predict(X[held_out])) ** 2))
    return float(np.mean(errors))


def check_result(result, make, cv, trials, **fit_kwargs):
    assert len(result["params"]) == trials, "'params' should list each combination that was tried, once."
    check_errors(result, [cross_validated(make(**params), cv, fit_kwargs) for params in result["params"]])
    fits = trials * cv + 1
    assert result["n_fits"] == fits, (
        "'n_fits' is wrong for a space that is small, or another cv: each combination that was tried is trained once a "
        "fold, and there is the refit."
    )


space = {"max_depth": [1, 2, 3, 5, None], "min_samples_leaf": list(range(1, 21))}
few = search(estimator("tree"), space, n_iter=7, cv=4, seed=1)
check_result(few, Tree, 4, 7)
small = search(estimator("tree"), {"max_depth": [1, 2, 3]}, n_iter=10, cv=2)
check_result(small, Tree, 2, 3)
repeated = search(estimator("tree"), space, n_iter=7, cv=4, seed=1)
assert repeated["params"] == few["params"], "The same seed should try the same combinations."
others = search(estimator("tree"), space, n_iter=7, cv=4, seed=2)
assert others["params"] != few["params"], "Another seed should try other combinations: use it as random_state."
grid = {"max_depth": [1, 2, 4], "min_samples_leaf": [2, 3, 5, 7, 9]}
check_result(search(estimator("tree"), grid, cv=2), Tree, 2, 15)
started = search(estimator("descent"), {"eta0": [1e-4, 1e-3]}, intercept_init=7.0)
check_result(started, Descent, 3, 2, intercept_init=7.0)
drawn = search(estimator("descent"), {"eta0": [1e-4, 1e-3, 1e-2]}, n_iter=2, intercept_init=7.0)
check_result(drawn, Descent, 3, 2, intercept_init=7.0)
assert few["params"] == list(ParameterSampler(space, 7, random_state=1)), "Use `seed` itself as random_state."
alphas = {"alpha": list(range(1, 99))}
default = search(estimator("ridge"), alphas, n_iter=3)["params"]
assert default == list(ParameterSampler(alphas, 3, random_state=42)), "Without a seed, run_search should use 42."
# req: copies
for n_iter in (None, 2):
    counted = estimator("counted")
    claimed = search(counted, {"alpha": [30.0, 0.1]}, n_iter=n_iter, cv=2)["n_fits"]
    assert counted.trained == claimed == 5, (
        "Two combinations in two folds and the refit are five trainings, all by the search itself: here were "
        f"{counted.trained}, and 'n_fits' says {claimed}."
    )
    assert counted.alpha == 7.0, "`estimator` should stay as it was: a search changes and trains copies."
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>The lecture's search trains 31 networks</summary>Ten combinations in three folds, and the
# refit.</details>
#
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
# And the lecture's search: 10 combinations, 3 folds. (On 3,000 rows and with 15 epochs, where the lecture takes
# all rows and 100: it should end within a minute.) `validation_split=0.1` lets Keras split rows for early stopping off
# *inside* each fold; why we do not pass `validation_data=(X_valid, y_valid)`, as the lecture does, is a subject of
# Part 2.

# %% tags=["demo"]
param_distributions = {
    "n_hidden": [0, 1, 2, 3],
    "n_neurons": np.arange(1, 100).tolist(),
    "learning_rate": LogUniform(3e-4, 3e-2),
}
rnd_search_cv = RandomizedSearchCV(KerasRegressor(), param_distributions, n_iter=10, cv=3, random_state=42)
rnd_search_cv.fit(
    X_train[:3000],
    y_train[:3000],
    epochs=15,
    validation_split=0.1,
    callbacks=[keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)],
)
best = rnd_search_cv.best_params_
print("best:", best["n_hidden"], "hidden layers of", best["n_neurons"], f"neurons, η = {best['learning_rate']:.4f}")
print("cross-validated score:", round(rnd_search_cv.best_score_, 2))

# %% [markdown]
# The score is negative, as it should be. (Where the weights of a trial run away to infinity, the score is NaN;
# scikit-learn ranks such a trial last and only warns. Failures are results, too: they tell you where a range ends.)
#
# And one thing we do not do, although one is tempted to: look at the test set. It stays in its drawer.
#
# ## Grid or random, at the same budget?
# A grid of $k$ learning rates and $k$ layer widths costs $k^2$ trials, and tries only $k$ different learning rates. A
# random search of $k^2$ trials tries $k^2$ of them. If one hyperparameter matters much more than the other, and that is
# the rule, the grid repeats nearly the same experiment $k$ times (Bergstra and Bengio, 2012).

# %% [markdown]
# ### Task 5 · Two designs, one budget · ●●○ · optional · 1 point · 15 minutes
# Write `grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99))`. It returns two arrays `(grid, random)` of shape
# `(k * k, 2)`: in each row a learning rate and a number of neurons. <!-- req: shape -->
#
# - `grid`: all pairs of $k$ learning rates, evenly spaced **on the log scale** and including both ends of `rates`, with
#   $k$ numbers of neurons, evenly spaced including both ends and rounded to whole numbers; rows in any
#   order. <!-- req: grid -->
# - `random`: $k^2$ independent pairs, each drawn from the whole range; learning rates log-uniform, neurons whole
#   numbers with equal chances, **both ends included**. The same `seed` gives the same array, another seed
#   another. <!-- req: independent, rates, neurons, seed -->
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


# %% check="grid_and_random" points=1 tests="the grid's pairs; whether random draws are even, independent, repeatable"
import numpy as np
from scipy import stats

from nn_lessons import checks


def designs(k, seed, **ranges):
    """The student's two designs."""
    # req: shape
    try:
        both = grid_and_random(k, seed, **ranges)
    except Exception as error:
        raise AssertionError(f"grid_and_random stops with {type(error).__name__}: {error}.") from error
    grid, random = checks.items(both, 2, "What grid_and_random returns")
    for design, name in ((grid, "grid"), (random, "random")):
        assert isinstance(design, np.ndarray), f"{name} should be an array."
        checks.assert_array(design, name, shape=(k * k, 2))
    return grid, random


def check_random(random, rates, neurons):
    # req: rates, neurons
    eta, widths = random.T
    assert len(np.unique(eta)) == len(eta), f"Random tries a new learning rate in each of its {len(eta)} trials."
    assert rates[0] <= eta.min() <= eta.max() <= rates[1], "Random learning rates should stay within `rates`."
    checks.assert_equal(widths, np.round(widths), "Numbers of neurons should be whole numbers.")
    assert neurons[0] <= widths.min() <= widths.max() <= neurons[1], "Neurons should stay within `neurons`."


# req: grid
grid, random = designs(3, seed=0)
found = {(f"{rate:.6g}", f"{width:g}") for rate, width in grid}
wanted = {(rate, width) for rate in ("0.0003", "0.003", "0.03") for width in ("1", "50", "99")}
assert found == wanted, f"For k=3 the grid should be the nine pairs of the example; yours is {sorted(found)}."
check_random(random, (3e-4, 3e-2), (1, 99))
### BEGIN HIDDEN TESTS


def check_grid(grid, k, rates, neurons):
    assert len(np.unique(grid.round(12), axis=0)) == k * k, "The grid should hold each pair once."
    eta = np.unique(grid[:, 0].round(12))
    wanted = rates[0] * (rates[1] / rates[0]) ** (np.arange(k) / (k - 1))
    assert checks.is_close(eta, wanted, rtol=1e-6), (
        "The grid's learning rates should have equal factors and include both ends, for other ranges as well."
    )
    widths, even = np.unique(grid[:, 1]), neurons[0] + (neurons[1] - neurons[0]) * np.arange(k) / (k - 1)
    assert len(widths) == k, f"The grid should hold k numbers of neurons; yours holds {len(widths)} in place of {k}."
    assert np.abs(widths - even).max() <= 0.5 + 1e-9, "The grid's neurons should be evenly spaced, then rounded."
    checks.assert_equal(widths, np.round(widths), "Numbers of neurons should be whole numbers.")


# req: independent, seed
for k, rates, neurons in [(4, (3e-4, 2e-1), (10, 25)), (30, (1e-3, 1e-1), (1, 6)), (45, (3e-4, 3e-2), (1, 99))]:
    grid, random = designs(k, seed=k, rates=rates, neurons=neurons)
    if k < neurons[1] - neurons[0]:
        check_grid(grid, k, rates, neurons)
    check_random(random, rates, neurons)
eta, widths = designs(30, seed=30, rates=(1e-3, 1e-1), neurons=(1, 6))[1].T
position = np.log(eta / 1e-3) / np.log(100)
spread = stats.kstest(position, "uniform")
assert spread.pvalue > 1e-4, "Random learning rates should be uniform on the log scale."
even = "Independent draws are not spread evenly over the range: draw each pair on its own, from the whole range."
assert spread.statistic > 0.003, even
counts = [int(np.sum(widths == width)) for width in range(1, 7)]
assert stats.chisquare(counts).pvalue > 1e-4, "Each number of neurons, both ends included, should have equal chances."
assert stats.chisquare(counts).statistic > 0.01, even
assert abs(stats.spearmanr(eta, widths).statistic) < 0.15, (
    "The two columns should be independent; yours move together. Use one generator for both."
)
half = len(eta) // 2  # a whole number may take half of the bits of a real one: two for one, at the same seed
for first, second in ((eta, widths), (widths, eta)):
    for start in (0, 1):
        assert abs(stats.spearmanr(first[:half], second[start::2]).statistic) < 0.25, (
            "The two columns should be independent; yours hang together. Use one generator for both."
        )
for column in (eta, widths):
    assert abs(stats.spearmanr(column[1:], column[:-1]).statistic) < 0.15, (
        "Each pair should be independent of the last."
    )
widths = designs(9, seed=9)[1][:, 1]
assert len(np.unique(widths)) < 81, "Independent draws repeat themselves: a number of neurons may come more than once."
assert len({float(designs(2, seed)[1][0, 1]) for seed in range(6)}) > 1, "No pair is fixed: all are drawn."
drawn = {tuple(designs(2, seed)[1][:, 0].tolist()) for seed in (*range(6), 106)}
assert len(drawn) == 7, "Another seed, another design: seven seeds should give seven."
checks.assert_equal(designs(5, seed=1)[1], designs(5, seed=1)[1], "The same seed, the same design.")
for first, second in zip(designs(5, seed=1)[1].T, designs(5, seed=2)[1].T, strict=True):
    assert not checks.is_equal(first, second), "Another seed, another design: in both columns."
### END HIDDEN TESTS

# %% [markdown]
# The ticks along the axes are the point of the picture: they show how many different values of each hyperparameter a
# budget of 25 trials has explored.

# %% tags=["figure"]
figures.coverage(*grid_and_random(5, seed=1))
lesson.show("25 trials each: the grid shows 5 different learning rates along its axis, the random design 25.")

# %% [markdown]
# ### What counts is the result
# More values are not yet a better network. So we trained one for *every* pair of 10 learning rates and 4 numbers of
# neurons, 40 networks (two hidden layers, 10 epochs, 3,000 rows), and ship their losses in `trials.csv`.
# `run_trials.py`, beside this notebook, is the script that made it; you can run it again, in about half an hour.
#
# On this *lattice* we can repeat both designs a thousand times without training anything. A grid of $k \times k$ takes
# $k$ evenly spaced rates and $k$ evenly spaced numbers of neurons, shifted at random, for nobody knows beforehand where
# the good values lie. A random search takes $k^2$ cells at random. The result of a search is its smallest loss.
#
# > **Before you run the next cell:** at 4, 9 and 16 trials, who is ahead, and at which budget does it matter most?

# %%
table = pd.read_csv("trials.csv")
lattice = table[table["study"] == "lattice"].pivot_table(
    index="learning_rate", columns="n_neurons", values="val_mse", dropna=False
)
losses = lattice.fillna(np.inf).to_numpy()  # a network that diverged is worse than any other
n_rates, n_widths = losses.shape
rng = np.random.default_rng(0)


def evenly(n, k):
    """k of n places, evenly spaced and shifted at random."""
    return ((np.arange(k) + rng.uniform()) * n / k).astype(int)


results = {"grid": {}, "random": {}}
for k in [2, 3, 4]:
    results["grid"][k * k] = [losses[np.ix_(evenly(n_rates, k), evenly(n_widths, k))].min() for _ in range(1000)]
    results["random"][k * k] = [rng.choice(losses.ravel(), k * k).min() for _ in range(1000)]
for design, by_size in results.items():
    print(f"{design:7s}", {size: round(float(np.median(best)), 2) for size, best in by_size.items()})

# %% tags=["figure"]
figures.best_after(results)
lesson.show("The best loss after 4, 9 and 16 trials for grids and random designs, medians with bands.")

# %% [markdown]
# <details><summary>Nearly nobody</summary>With 4 trials random is ahead in the median, 0.34 against 0.35; from 9 on
# both arrive at 0.33, and the grid's bad luck is smaller, because its points keep their distance. For two
# hyperparameters and a wide valley a grid is no mistake.</details>
#
# So why does everybody search at random? Because of the third and fourth hyperparameter. Suppose two more knobs are
# searched that turn out to do nothing. A grid with 2 values each then costs 16 trials and still has only 2 learning
# rates: its result is that of the 2 × 2 grid. Random search does not even notice the idle knobs.

# %%
print("16 trials, four knobs, two of them idle:")
print("  grid  ", round(float(np.median(results["grid"][4])), 2))
print("  random", round(float(np.median(results["random"][16])), 2))

# %% [markdown]
# That is the argument of Bergstra and Bengio, in numbers of our own. You seldom know beforehand which knobs are idle.
#
# ## Stop the hopeless early
# Both designs train every network to the end, the hopeless ones as well. **Successive halving** gives all of them a few
# epochs, keeps the best part, gives these more epochs, and so on: many configurations get a chance, and few get much
# time. (scikit-learn has it as `HalvingRandomSearchCV`. "Halving" is the family's name; keeping a third is the usual
# choice.)
#
# ### Task 6 · Successive halving · ●●○ · optional · 1 point · 15 minutes
# Write `successive_halving(train, configs, first_epochs=2, factor=3)`. `train(config, epochs)` trains a new network
# with that configuration for so many epochs and returns its validation loss; NaN if it diverged.
#
# - In the first round all `configs` are trained for `first_epochs` epochs, in their order. <!-- req: first -->
# - After each round, of $n$ configurations the best $n / \text{factor}$ go on, **rounded down**, but at least one. Best
#   is the smallest loss; NaN is worse than any number. The next round has `factor` times as many
#   epochs. <!-- req: keeps, nan, epochs -->
# - The round in which a single configuration is trained is the last. <!-- req: ends -->
# - Return `(best, loss, spent)`: the configuration of the last round, its loss there, and the number of epochs of all
#   calls of `train` together. Leave the list `configs` as it is. <!-- req: returns, unchanged -->
#
# Example: nine configurations, 2 epochs and factor 3 make rounds of 9, 3 and 1 configurations with 2, 6 and 18 epochs
# each: 54 epochs in all.
#
# <details><summary>Hint 1</summary>One loop: train all that are left; is it one? Then return; else sort and
# cut.</details>
# <details><summary>Hint 2</summary><code>sorted</code> can sort pairs of loss and place by a <code>key</code>. NaN
# confuses every comparison: turn it into <code>np.inf</code> first.</details>


# %% task="successive_halving"
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    ### BEGIN SOLUTION
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor
    ### END SOLUTION


# %% check="successive_halving" points=1 tests="who is trained for how long, round by round; NaN; factors; the result"
import math

from nn_lessons import checks


def play(losses, names=None, **options):
    """Run a search over configurations with scripted losses; the result, and the calls as {epochs: configurations}.

    `losses` maps a configuration's name to its loss, or to a function of the epochs; `names` are the configurations
    in their order, if it is another one or some occur twice.
    """
    # req: unchanged
    calls = {}

    def train(config, epochs):
        calls.setdefault(epochs, []).append(config["name"])
        loss = losses[config["name"]]
        return loss(epochs) if callable(loss) else loss

    configs = [{"name": name} for name in names or losses]
    try:
        found, (_, after, *_) = checks.call_and_keep_changes(successive_halving, train, configs, **options)
    except Exception as error:
        raise AssertionError(f"successive_halving stops with {type(error).__name__}: {error}.") from error
    assert checks.is_equal(after, configs), "The list `configs` should stay as it was."
    best, loss, spent = checks.items(found, 3, "What successive_halving returns")
    assert isinstance(best, dict), "The first thing to return is the configuration, one of `configs`."
    return best["name"], loss, spent, calls


# req: first, keeps, epochs, ends, returns
nine = {"a": 0.9, "b": 0.4, "c": 0.8, "d": 0.3, "e": 0.7, "f": 0.6, "g": 0.5, "h": 1.0, "i": 1.1}
best, loss, spent, calls = play(nine)
assert calls.get(2) == list("abcdefghi"), f"Round 1 should train all nine for 2 epochs, in order; yours: {calls}."
assert {epochs: len(names) for epochs, names in calls.items()} == {2: 9, 6: 3, 18: 1}, (
    f"Nine, three and one configurations should be trained for 2, 6 and 18 epochs; yours: {calls}."
)
assert sorted(calls[6]) == ["b", "d", "g"], f"The three with the smallest losses should go on; yours: {calls[6]}."
assert best == "d", f"The configuration of the last round is d, with the loss 0.3; you return {best}."
assert checks.is_close(loss, 0.3), f"The loss of d in the last round is 0.3; you return {loss}."
assert checks.is_close(spent, 54), f"9 · 2 + 3 · 6 + 1 · 18 = 54 epochs were spent; you say {spent}."
### BEGIN HIDDEN TESTS
# req: nan
fickle = {"slow": lambda epochs: 5 / epochs, "fast": lambda epochs: 0.5, "third": 0.9, "x": 3.0, "y": 4.0, "z": 3.5}
best, loss, spent, calls = play(fickle, first_epochs=4, factor=2)
assert {epochs: sorted(names) for epochs, names in calls.items()} == {
    4: sorted(fickle),
    8: ["fast", "slow", "third"],
    16: ["slow" if 5 / 8 < 0.5 else "fast"],
}, "Another factor: half of six is three, half of three, rounded down, is one."
assert best == "fast", "Each round compares the losses of that round."
assert checks.is_close((loss, spent), (0.5, 6 * 4 + 3 * 8 + 16)), "The last loss, or the epochs spent, is wrong."
late = {"early": lambda epochs: 1.0, "late": lambda epochs: 3.0 if epochs < 3 else 0.2, "m": 3.5, "n": 3.6}
best, loss, spent, calls = play(late, first_epochs=1, factor=2)
assert calls.get(2) is not None, "Two of four go on with factor 2."
assert sorted(calls[2]) == ["early", "late"], "Each round keeps the best of the losses of that round."
turned = {"a": lambda epochs: 0.1 * epochs, "b": lambda epochs: 1.0 / epochs, "c": 7.0, "d": 8.0}
best, loss, spent, calls = play(turned, first_epochs=2, factor=2)
assert calls.get(4) is not None, "Two of four go on with factor 2."
assert best == "b", "The losses of the latest round decide, not those of the first."
assert checks.is_close((loss, spent), (1 / 8, 8 + 8 + 8)), "The loss to return is that of the last round."
rising = play({"a": lambda epochs: 0.1 * epochs, "b": 5.0}, first_epochs=1, factor=2)
assert checks.is_close(rising[1:3], (0.2, 4)), "The loss to return is that of the last round, even where it has risen."
broken = {"a": math.nan, "b": 2.0, "c": math.nan, "d": 1e9, "e": math.nan, "f": 0.0, "g": math.nan}
best, loss, spent, calls = play(broken, first_epochs=1)
assert sorted(calls.get(3, [])) == ["b", "f"], "NaN is worse than any number, and two of seven go on with factor 3."
assert best == "f", "A loss of 0 is better than a larger one."
only = play({"one": 0.7}, first_epochs=5)
assert only[3] == {5: ["one"]}, "A single configuration is trained once."
assert checks.is_close(only[1:3], (0.7, 5)), "A single configuration: its loss, and the epochs of that one round."
two = play({"p": 0.6, "q": 0.2}, first_epochs=3, factor=4)
assert two[3] == {3: ["p", "q"], 12: ["q"]}, "At least one goes on, even if n is smaller than factor."
large = {"a": math.nan, "b": 3e8, "c": math.nan, "d": 1e9}
assert sorted(play(large, first_epochs=1, factor=2)[3].get(2, [])) == ["b", "d"], "NaN is worse than any number."
equal = {"a": 0.7, "b": 0.5, "c": 0.9, "d": 0.5, "e": 0.8, "f": 1.0}
assert sorted(play(equal, first_epochs=1)[3].get(3, [])) == ["b", "d"], "Of two equal losses, both count."
twice = play({"p": 0.1, "q": 0.5, "r": 0.9}, ["r", "p", "q", "p"], first_epochs=1, factor=2)
assert twice[3] == {1: ["r", "p", "q", "p"], 2: ["p", "p"], 4: ["p"]}, (
    "All configurations are trained in their order, also where two are the same."
)
assert checks.is_close(twice[1:3], (0.1, 12)), "The last loss, or the epochs spent, is wrong where two are the same."
many = {f"c{number}": float(number) for number in range(60)}
rounds = play(many, [f"c{7 * place % 60}" for place in range(60)], first_epochs=1)
assert {epochs: len(trained) for epochs, trained in rounds[3].items()} == {1: 60, 3: 20, 9: 6, 27: 2, 81: 1}, (
    "As many rounds as it takes: each has a third of the configurations, and three times the epochs."
)
assert checks.is_close(rounds[1:3], (0.0, 60 + 60 + 54 + 54 + 81)), "The last loss, or the epochs spent, is wrong."
nothing = play({"p": math.nan, "q": math.nan}, first_epochs=1, factor=2)
assert sorted(nothing[3]) == [1, 2], "A search goes on where everything diverged: one is trained to the end."
### END HIDDEN TESTS

# %% [markdown]
# Your function on real networks, replayed: `curves.csv` holds the validation loss after each epoch of 40 networks of
# the lecture's study. 27 of them compete. `train` reads off the best loss so far, as early stopping with
# `restore_best_weights` would keep it.
#
# > **Before you run the next cell:** trained to the end, these 27 took 1,057 epochs. How many will the search spend?
# > And will it find the network that is best in the end?

# %%
curves = {
    int(row["trial"]): [float(loss) for loss in row.drop("trial").dropna()]
    for _, row in pd.read_csv("curves.csv").iterrows()
}
stops = {}


def replay(number, epochs):
    """The best loss of this trial within so many epochs."""
    stops[number] = min(epochs, len(curves[number]))
    return min(curves[number][:epochs])


contestants = list(curves)[:27]
print("epochs of all 27, trained to the end:", sum(len(curves[number]) for number in contestants))
winner = min(contestants, key=lambda number: min(curves[number]))
print(f"the best in the end: trial {winner}, loss {min(curves[winner]):.2f}")

# %% tags=["figure"]
found, loss, spent = successive_halving(replay, contestants)
print(f"successive halving: trial {found}, loss {loss:.2f} so far, {min(curves[found]):.2f} in the end, {spent} epochs")
figures.halving({number: curves[number] for number in contestants}, stops)
lesson.show("27 loss curves: most end after 2 epochs, some after 6 or 18, and one goes on to 54 or its own end.")

# %% [markdown]
# <details><summary>216 epochs; no</summary>27 · 2 + 9 · 6 + 3 · 18 + 1 · 54, a fifth of the price. The survivor is the
# third best in the end, 0.28 in place of 0.26. The network that would have won, trial 10, was dropped in the first
# round: after two epochs it was not among the best nine. The price of judging early is to favour quick starters, and
# deep networks with small steps start slowly. More first epochs make the mistake rarer.</details>
#
# ## The same in Optuna
# For searches of days rather than minutes there are libraries of their own. **Optuna** adds a sampler that learns from
# the trials so far, and *pruning*: a trial reports its loss after each epoch and is ended when it falls behind. It also
# says which hyperparameters mattered. (KerasTuner is another such library; there the network's builder draws the
# hyperparameters.) The package is optional: `%pip install 'PATH/lessons[search]'`. Without it, the next cell says so.
#
# `direction="minimize"` is the sign trap's remedy: you say what you want.
#
# > **Before you run the next cell:** 16 trials of 6 epochs. Which of the three hyperparameters will have mattered most,
# > and roughly how many trials will be pruned?

# %% tags=["demo"]
try:
    import optuna
except ModuleNotFoundError:
    optuna = None
    print("Optuna is not installed: nothing to see here, and nothing later needs it.")


class Report(keras.callbacks.Callback):
    """Tells Optuna the validation loss after each epoch; ends the trial where Optuna says so."""

    def __init__(self, trial):
        super().__init__()
        self.trial = trial

    def on_epoch_end(self, epoch, logs=None):
        self.trial.report(round(logs["val_loss"], 2), step=epoch)
        if self.trial.should_prune():
            raise optuna.TrialPruned


def objective(trial):
    """Train one network on a part of the data; its best validation loss, to two decimals."""
    keras.utils.set_random_seed(42)
    model = build_model(
        n_hidden=trial.suggest_int("n_hidden", 0, 3),
        n_neurons=trial.suggest_int("n_neurons", 1, 99),
        learning_rate=trial.suggest_float("learning_rate", 3e-4, 3e-2, log=True),
    )
    rows = {"x": X_train[:3000], "y": y_train[:3000], "validation_data": (X_train[3000:4500], y_train[3000:4500])}
    history = model.fit(**rows, epochs=6, callbacks=[Report(trial)], verbose=0)
    return round(min(history.history["val_loss"]), 2)


if optuna:
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="minimize",
        sampler=optuna.samplers.TPESampler(seed=42, n_startup_trials=6),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=4, n_warmup_steps=1),
    )
    study.optimize(objective, n_trials=16)
    ended = [trial.state.name for trial in study.trials]
    print("to the end:", ended.count("COMPLETE"), " pruned:", ended.count("PRUNED"))
    print("best:", {knob: round(value, 3) for knob, value in study.best_params.items()})
    print(f"its loss: {study.best_value:.2f}")
    importances = optuna.importance.get_param_importances(
        study, evaluator=optuna.importance.FanovaImportanceEvaluator(seed=0)
    )
    print("by importance:", ", ".join(importances))

# %% [markdown]
# <details><summary>The learning rate; half of them</summary>Eight of the 16 trials were ended early. Six trials were
# drawn at random, then the sampler proposed values near the good ones. The best learning rate is again close to the
# upper end of the range. (The importances come from the eight complete trials: a hint, not a measurement. And the best
# loss is the smallest of 16, on rows that also decided what to prune: not a number to report. Optuna hears the losses
# rounded to two decimals, so that the last digits, in which computers differ, decide nothing.)</details>
#
# ## Recap of Part 1
# - A search needs a space with the right scales, an estimator that can be cloned, and a score with the right sign.
#   You wrote all three.
# - A search of `n_iter` combinations in `cv` folds trains `n_iter * cv + 1` networks.
# - For two hyperparameters a grid does as well as random draws; each further one that does nothing makes the grid
#   dearer, and a random search no worse.
# - Ending bad trials early buys many configurations for the price of few; it can drop a slow starter.
#
# Good place for a break. When you come back, run all cells above once.

# %% [markdown]
# # Part 2 · Leaks and reading trials
#
# **After Part 2 you can**
# - cross-validate without a leak, and say how much each leak is worth;
# - read a table of finished trials: what diverged, which ranges were good, whether the space was wide enough and was
#   sampled enough;
# - compare fairly: say which hyperparameter a question is about, which ones are a nuisance, and which are fixed;
# - tie the lecture's guidelines to what you have seen, and report one honest number.
#
# **Time:** tasks 45 minutes (20, 15 and 10), reading and examples about 45.
#
# ## Leaks: where a search fools itself
# A search chooses the best of many numbers. It will find every way in which a number can look better than it is. The
# lecture's listing contains two such ways.
#
# 1. **Early stopping on one validation set.** The lecture passes `validation_data=(X_valid, y_valid)` to the search.
#    Every fit of every fold then stops when *that* set is best, so `X_valid` has been looked at dozens of times. Its
#    loss is no honest score any more. (Worse still, and often seen: early stopping on the fold that gives the score.)
# 2. **A step before the folds.** `X_train` was scaled with the mean and deviation of all its rows, the held-out fold
#    included. Other steps look at `y` as well: choosing columns, say.
#
# The cure is a rule: *whatever is fitted or chosen inside a fold sees only that fold's own rows*. Each fold needs three
# parts: rows to **fit** (weights and scaler), rows to **stop** on, rows to **score** on.

# %% [markdown]
# ### Task 7 · Cross-validation without a leak · ●●● · 1 point · 20 minutes
# Write `honest_cv(run, X, y, n_splits)`. For each of the `n_splits` folds
#
# - the *score* rows are the fold; over all folds each row is scored exactly once, <!-- req: score-rows -->
# - the remaining rows, all of them, are divided into *fit* and *stop*: about a fifth of them (between 10 % and 30 %) to
#   stop on; no row has two roles, <!-- req: fit-and-stop -->
# - all three parts are scaled with the mean and standard deviation of the **fit** rows
#   (`StandardScaler`), <!-- req: scaled -->
# - `run(X_fit, y_fit, X_stop, y_stop, X_score, y_score)` is called; it trains, and returns a number. <!-- req: call -->
#
# Return the list of the `n_splits` numbers, in the order of the calls. `X` and `y` must stay as they
# are. <!-- req: returns, unchanged -->
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


# %% check="honest_cv" points=1 tests="the role of each row in each fold; what the scaler has seen; what is returned"
import numpy as np

from nn_lessons import checks


def check_folds(n_rows, n_splits, n_features, seed):
    # req: score-rows, fit-and-stop, scaled, call, returns, unchanged
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_rows, n_features)) * rng.uniform(1, 9, n_features) + np.arange(n_rows)[:, None] / 7
    y = rng.permutation(n_rows) + 0.25  # every target occurs once, so it tells which row it belongs to
    row_of = np.argsort(y)
    calls = []

    def run(X_fit, y_fit, X_stop, y_stop, X_score, y_score):
        calls.append([np.asarray(part, float) for part in (X_fit, y_fit, X_stop, y_stop, X_score, y_score)])
        return (-1.0) ** len(calls) * (len(calls) + 0.2513)

    try:
        results, (_, X_after, y_after, _) = checks.call_and_keep_changes(honest_cv, run, X, y, n_splits)
    except Exception as error:
        raise AssertionError(f"honest_cv stops with {type(error).__name__}: {error}.") from error
    assert len(calls) == n_splits, (
        f"run should be called {n_splits} times, once a fold; it was called {len(calls)} times."
    )
    returned = [(-1.0) ** number * (number + 0.2513) for number in range(1, n_splits + 1)]
    assert isinstance(results, list), "Return a list of the numbers."
    checks.assert_equal(results, returned, "Return the list of what run returned, in the order of the calls.")
    checks.assert_equal(X_after, X, "X should stay as it was: scale copies.")
    checks.assert_equal(y_after, y, "y should stay as it was.")
    scored = []
    for X_fit, y_fit, X_stop, y_stop, X_score, y_score in calls:
        fit, stop, score = (row_of[part.astype(int)] for part in (y_fit, y_stop, y_score))
        assert not set(stop) & set(score), "Leak: rows to stop on are also rows to score on."
        assert not set(fit) & set(score), "Leak: rows to fit are also rows to score on."
        assert not set(fit) & set(stop), "Rows to fit are also rows to stop on: early stopping would see nothing new."
        assert len(fit) + len(stop) + len(score) == n_rows, "Each fold should use every row, in one of the three roles."
        share = len(stop) / (len(fit) + len(stop))
        assert 0.1 <= share <= 0.3, f"A fifth of the remaining rows should be there to stop on; yours are {share:.0%}."
        mean, deviation = X[fit].mean(axis=0), X[fit].std(axis=0)
        for name, targets, rows in [("fit", y_fit, fit), ("stop", y_stop, stop), ("score", y_score, score)]:
            checks.assert_equal(targets, y[rows], f"y_{name} should hold the targets as they are.")
        for name, part, rows in [("fit", X_fit, fit), ("stop", X_stop, stop), ("score", X_score, score)]:
            assert part.shape == (len(rows), n_features), f"X_{name} and y_{name} should have the same rows."
            checks.assert_close(
                part,
                (X[rows] - mean) / deviation,
                f"X_{name} should be scaled with the mean and deviation of the fit rows, and of no other rows.",
                atol=1e-4,
            )
        scored.extend(score)
    assert sorted(scored) == list(range(n_rows)), "Over all folds each row should be scored exactly once."


check_folds(90, 3, 2, seed=0)
### BEGIN HIDDEN TESTS
for shape in [(203, 5, 4), (64, 2, 3), (50, 10, 1)]:
    check_folds(*shape, seed=sum(shape))
### END HIDDEN TESTS

# %% [markdown]
# Your folds, drawn from the rows that your function hands to `run` (here `run` trains nothing, it only looks). Move the
# slider: the more folds, the more rows there are to fit, and the more trainings there are to pay for.

# %% tags=["figure"]
seen = []


def look(X_fit, y_fit, X_stop, y_stop, X_score, y_score):
    """Note which rows play which role; the targets are row numbers here."""
    seen.append({"fit": y_fit.tolist(), "stop": y_stop.tolist(), "score": y_score.tolist()})
    return 0.0


def draw_folds(n_splits):
    seen.clear()
    honest_cv(look, X_raw[:90], np.arange(90), n_splits)
    return figures.folds(seen, n_rows=90)


lesson.slider(
    draw_folds,
    values=[2, 3, 4, 5, 6],
    label="folds",
    default=1,
    alt="In each fold, another part of the rows is held out for the score; the rest is divided into fit and stop.",
)

# %% [markdown]
# ### How much is a leak worth?
# `measure_leaks.py`, beside this notebook, has measured three of them with real networks, 12 times each, on 150
# districts: 90 to fit, 30 to stop on, 30 to score on. `leaks.csv` holds the mean squared errors.
#
# * **stop**: the best epoch is chosen on the very rows that give the score;
# * **scaler**: the scaler has seen all 150 rows;
# * **columns**: 500 columns of noise, and a target of noise with variance 1. *Nothing can be learned*: an honest score
#   is 1 or worse. Leaky: the 8 columns that go with the target best are chosen on all 150 rows, honest: on the rows to
#   fit.
#
# > **Before you run the next cell:** put the three in order, the largest leak first. Which one is nearly nothing?

# %%
measured = pd.read_csv("leaks.csv")
pairs = {
    "stop": (measured["honest"], measured["stop_leak"]),
    "scaler": (measured["honest"], measured["scaler_leak"]),
    "columns": (measured["columns_honest"], measured["columns_leak"]),
}
for leak, (honest, leaky) in pairs.items():
    gain = honest - leaky
    margin = 2 * gain.std() / np.sqrt(len(gain))  # two standard errors
    print(
        f"{leak:8s} honest {honest.mean():.2f}  leaky {leaky.mean():.2f}  difference {gain.mean():.2f} ± {margin:.2f}"
    )

# %% tags=["figure"]
figures.leaks(pairs)
lesson.show(
    "Errors of 12 draws for three leaks: leaky stop a little lower than honest, scaler equal, columns far lower."
)

# %% [markdown]
# <details><summary>Columns, stop, scaler</summary>Choosing columns on all rows turns 1.37 into 0.88. Better than 1 is
# impossible here: a discovery made of noise. (The honest score is worse than 1, as the network fits the noise of 90
# rows.) Stopping on the score rows gains 0.05 of 0.58, about 8 %, as much as separates a good trial from a mediocre
# one. The scaler's leak is hardly larger than its margin, and with 11,610 rows it is smaller still. Do it right all the
# same: it costs nothing, and the step with the harmless leak today is the step that looks at <code>y</code>
# tomorrow.</details>
#
# ### The search itself
# One leak remains, and no splitting closes it: choosing. The best score of many is a lucky one. `errors.npz` holds the
# squared error of 1,000 validation rows for the first 40 networks of the lecture's study; those with hidden layers take
# part here, 34 of them. Again and again we let 50 of the rows choose the best of $n$ networks, and then look at the
# winner's loss on the other 950 rows. All rows had the same part in the training, so whatever differs comes from the
# choosing.
#
# > **Before you run the next cell:** will the winner's loss on *its* 50 rows be too good by about 1 %, 10 % or 30 %?

# %%
with np.load("errors.npz") as kept:
    trials_of_errors = table.set_index("trial").loc[[int(number) for number in kept.files]]
    with_layers = trials_of_errors.index[trials_of_errors["n_hidden"] > 0]
    errors = np.array([kept[str(number)].astype(float) for number in with_layers])
print("networks and rows:", errors.shape)

rng = np.random.default_rng(0)
sizes = [1, 3, 10, 30]
chosen_on, fresh = [], []
for n_trials in sizes:
    both = []
    for _ in range(400):
        rows = rng.permutation(errors.shape[1])
        some = errors[rng.choice(len(errors), n_trials, replace=False)]
        winner = some[np.argmin(some[:, rows[:50]].mean(axis=1))]
        both.append((winner[rows[:50]].mean(), winner[rows[50:]].mean()))
    judged, elsewhere = np.mean(both, axis=0)
    chosen_on.append(judged)
    fresh.append(elsewhere)
    print(f"best of {n_trials:2d}: on its 50 rows {judged:.2f}, on the others {elsewhere:.2f}")

# %% tags=["figure"]
figures.winners(sizes, chosen_on, fresh)
lesson.show("The more trials, the further the winner's loss on the rows that chose it falls below that on other rows.")

# %% [markdown]
# <details><summary>More than 10 %</summary>The best of 30 shows 0.25 on its own 50 rows and 0.29 on the others, and
# already the best of 10 is 9 % too good. With more rows to choose on, the optimism shrinks; it never becomes 0. (For a
# single network both numbers mean the same; what they differ by is chance.)</details>
#
# So the winner's own score is never the number to report. Report its score on rows that chose nothing: the **test
# set**, used once, at the very end.

# %% [markdown]
# ## 200 trials that we really ran
# A search of a size that teaches something would keep your computer busy for half an hour. So we ran it and ship it:
# two more studies in `trials.csv`.
#
# - **lecture**, 100 trials: the lecture's three hyperparameters in the lecture's ranges.
# - **wide**, 100 trials: seven hyperparameters at once, and learning rates from 0.0001 to 0.1, too wide on purpose.
#
# Each trial trained for at most 50 epochs and stopped when the validation loss had not improved for 10. The losses
# are those of the best epoch. A trial that **diverged** has none: its fields are empty, NaN in the table. There is no
# test loss in the table: whoever writes 200 of them down will look at them.

# %%
lecture_trials = table[table["study"] == "lecture"]
for study, rows in table.groupby("study"):
    print(f"{study:8s} {len(rows):3d} trials, {int(rows['val_mse'].isna().sum())} of them diverged")
columns = ["trial", "study", "n_hidden", "learning_rate", "epochs", "val_mse"]
table[columns].head(4)

# %% [markdown]
# ### Task 8 · Read a table of trials · ●●○ · 1 point · 15 minutes
# Write `read_trials(trials, share=0.1)`. `trials` is a list of dicts with (among others) the keys `"trial"` (the
# trial's number, not its place in the list), `"learning_rate"` and `"val_mse"`. Diverged trials, and only they, have
# NaN as `"val_mse"`. It returns a dict with these four keys, and leaves the list as it is:
# <!-- req: keys, diverged, best, good, room, unchanged -->
#
# | key | value |
# | --- | --- |
# | `"n_diverged"` | how many trials diverged |
# | `"best_trial"` | the **number** of the trial that the validation loss would choose |
# | `"good_rates"` | `(lowest, highest)` learning rate among the best `share` of the trials that finished, rounded up |
# | `"room"` | `(below, above)`: lowest good rate / lowest rate, and highest rate / highest good rate, of *all* trials |
#
# "Rounded up" means: of 45 finished trials, a share of 0.1 is 5 trials. The *room* tells whether the space was wide
# enough: a factor near 1 says that the good rates touch an end of what was tried. Diverged trials were tried, too.
#
# Example: three trials with the rates 0.001, 0.01 and 0.1, of which the second is best and the last has diverged, give
# with `share=0.1` the good rates `(0.01, 0.01)` and the room `(10, 10)`.
#
# <details><summary>Hint 1</summary>Part the trials first: finished and diverged. No comparison with NaN is ever true,
# not even <code>nan == nan</code>; <code>np.isnan</code> knows.</details>
# <details><summary>Hint 2</summary><code>sorted(finished, key=...)</code> puts the best first; the rest is reading
# off.</details>


# %% task="read_trials"
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    ### BEGIN SOLUTION
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }
    ### END SOLUTION


# %% check="read_trials" points=1 tests="small tables with known answers; many trials; other shares; divergence"
import math

import numpy as np

from nn_lessons import checks


def read(rows, *given):
    """Call read_trials; its dict, with the four keys."""
    # req: keys, unchanged
    try:
        found, (rows_after, *_) = checks.call_and_keep_changes(read_trials, rows, *given)
    except Exception as error:
        raise AssertionError(f"read_trials stops with {type(error).__name__}: {error}.") from error
    assert isinstance(found, dict), "read_trials should return a dict. Is the `return` missing?"
    keys = {"n_diverged", "best_trial", "good_rates", "room"}
    assert set(found) == keys, f"The keys should be {keys}; yours are {set(found)}."
    same = checks.is_equal([row["trial"] for row in rows_after], [row["trial"] for row in rows])
    assert same, "The list of trials should stay as it was, order included: sorted() makes a new list."
    same = checks.is_equal(*([sorted(map(str, row.items())) for row in part] for part in (rows_after, rows)))
    assert same, "The list of trials should stay as it was; yours changes what its dicts hold."
    return found


# req: diverged, best, good, room
few = [(31, 0.001, 0.9), (12, 0.01, 0.5), (50, 0.1, math.nan), (7, 0.05, 1.7), (23, 0.02, 0.6), (8, 0.002, 0.7)]
few = [{"trial": number, "learning_rate": rate, "val_mse": loss} for number, rate, loss in few]
found = read(few, 0.5)
assert found["n_diverged"] == 1, f"One trial of the six has NaN as val_mse; you count {found['n_diverged']}."
assert found["best_trial"] == 12, (
    f"Trial number 12 has the smallest validation loss of the six, 0.5; you say {found['best_trial']}. (The place in "
    "the list is something else.)"
)
assert checks.is_close(list(found["good_rates"]), [0.002, 0.02]), (
    "Half of the five finished trials, rounded up, are three: the losses 0.5, 0.6 and 0.7 with the rates 0.01, 0.02 "
    f"and 0.002. The good rates are 0.002 to 0.02; you say {found['good_rates']}."
)
assert checks.is_close(list(found["room"]), [2.0, 5.0]), (
    "The rates tried reach from 0.001 to 0.1, the good ones from 0.002 to 0.02: factors of 2 below and 5 above; "
    f"you say {found['room']}."
)
three = [dict(few[0]), dict(few[1]), dict(few[2])]
found = read(three)
assert checks.is_close([*found["good_rates"], *found["room"]], [0.01, 0.01, 10.0, 10.0]), (
    f"The example of the task should give the good rates (0.01, 0.01) and the room (10, 10); yours gives {found}."
)
### BEGIN HIDDEN TESTS


def make_trials(n, n_diverged, seed):
    rng = np.random.default_rng(seed)
    numbers = (rng.permutation(n) + 1000).tolist()
    rates = np.exp(rng.uniform(np.log(1e-4), np.log(1e-1), n)).tolist()
    losses = np.linspace(0.0, 1.9, n)
    losses[-2:] = 2e4, 5e9  # bad, but not diverged
    losses = rng.permutation(losses).tolist()
    rows = [
        {"trial": number, "learning_rate": rate, "val_mse": loss, "train_mse": 2 - loss, "seconds": math.nan}
        for number, rate, loss in zip(numbers, rates, losses, strict=True)
    ]
    for row in sorted(rows, key=lambda row: -row["learning_rate"])[:n_diverged]:
        row["val_mse"] = math.nan
    return rows


whole = [(5, 0.3, 0.9), (6, 0.01, 0.1), (7, 0.02, 0.2), (8, 0.4, 0.8), (9, 0.0001, 0.3)]
whole = [{"trial": number, "learning_rate": rate, "val_mse": loss} for number, rate, loss in whole]
assert checks.is_close(list(read(whole, 0.4)["good_rates"]), [0.01, 0.02]), "A share of 0.4 of five trials is two."
assert checks.is_close(list(read(whole[:3], 0.4)["good_rates"]), [0.01, 0.02]), (
    "A share of 0.4 of three trials is 1.2, rounded up two."
)
paired = [dict(row, learning_rate=rate) for row, rate in zip(whole, (0.1, 0.1, 0.01, 0.01, 0.001), strict=True)]
assert checks.is_close(list(read(paired, 0.4)["good_rates"]), [0.01, 0.1]), "Trials with the same rate count each."
for n, n_diverged, share, seed in [(83, 30, 0.2, 1), (41, 0, None, 2), (50, 10, 0.25, 4), (120, 63, 0.11, 3)]:
    rows = make_trials(n, n_diverged, seed)
    found = read(rows) if share is None else read(rows, share)
    finished = [row for row in rows if not math.isnan(row["val_mse"])]
    assert found["n_diverged"] == n_diverged, "'n_diverged' should count the trials with NaN losses, and no others."
    finished.sort(key=lambda row: row["val_mse"])
    assert found["best_trial"] == finished[0]["trial"], (
        "'best_trial' should be the number of the trial with the smallest validation loss that is not NaN."
    )
    count = math.ceil((0.1 if share is None else share) * len(finished))
    rates = [row["learning_rate"] for row in finished[:count]]
    low, high = min(rates), max(rates)
    assert checks.is_close(list(found["good_rates"]), [low, high], rtol=1e-9), (
        "'good_rates' should be the lowest and the highest learning rate of the best `share` of the trials that "
        "finished, rounded up: the lowest first, then the highest."
    )
    tried = [row["learning_rate"] for row in rows]
    assert checks.is_close(list(found["room"]), [low / min(tried), max(tried) / high], rtol=1e-9), (
        "'room' should compare the good rates with the lowest and highest rate of all trials, diverged ones included."
    )
### END HIDDEN TESTS

# %% [markdown]
# What does your function say about both studies?
#
# > **Before you run the next cell:** the lecture searched learning rates from 0.0003 to 0.03. Was that wide enough
# > below? And above?

# %%
for study in ["lecture", "wide"]:
    result = read_trials(table[table["study"] == study].to_dict("records"))
    low, high = result["good_rates"]
    below, above = result["room"]
    print(f"{study}: {result['n_diverged']} diverged, best trial {result['best_trial']}")
    print(f"  learning rates of the best tenth: {low:.4f} to {high:.4f}; room below {below:.1f}, above {above:.1f}")

# %% [markdown]
# <details><summary>Wide enough below, not above</summary>Below the good rates there is a factor of 11 to spare. Above
# there is none: the best rates touch the upper end, 0.03. Whoever sees that widens the space and searches on, before
# concluding anything. In the wide study the good rates have room on both sides, and beyond them lies divergence: there
# the space was wide enough.</details>
#
# ### The learning rate decides first
# The lecture's study, one mark per trial, and shaded the good rates as your `read_trials` finds them. Move the slider:
# how far down does the lower end of the good rates go when the best half counts as good?


# %% tags=["figure"]
def draw_good(share):
    good = read_trials(lecture_trials.to_dict("records"), share)["good_rates"]
    return figures.rate_curve(lecture_trials, good)


lesson.slider(
    draw_good,
    values=[0.05, 0.1, 0.2, 0.3, 0.5],
    label="share of the trials that counts as good",
    default=1,
    alt="Validation loss against learning rate; the rates of the best share are shaded, and reach to the right edge.",
)

# %% [markdown]
# <details><summary>From 0.0034 to 0.0004</summary>Among the better half, nearly every rate occurs; among the best tenth
# only the larger ones.</details>
#
# Take the networks with hidden layers, the coloured marks. From the lowest quarter of the rates to the highest the
# median loss falls by about a quarter: with a learning rate below 0.001, fifty epochs are too few. At the right end
# stand the best networks of all, next to others that are hardly better than those on the left: large steps are fast,
# but they depend on luck. Two coloured marks at the upper edge are networks with layers of 1 or 2 neurons whose ReLUs
# have died: they output the mean price for every district, MSE 1.32.
#
# How much of the order of the trials does one knob explain? The rank correlation of each with the loss:

# %%
hidden = lecture_trials[lecture_trials["n_hidden"] > 0]
for knob in ["learning_rate", "n_hidden", "n_neurons"]:
    print(f"{knob:13s} {hidden[knob].corr(hidden['val_mse'], method='spearman'):+.2f}")

# %% [markdown]
# The learning rate leads clearly; the number of neurons, which people like to tune first, comes last.
#
# Now look at the grey marks on the upper edge: networks *without* a hidden layer, which is linear regression. How can
# linear regression be that bad? Its training loss is not:

# %%
linear = lecture_trials[lecture_trials["n_hidden"] == 0]
print("median over the linear networks: validation MSE", round(linear["val_mse"].median(), 2), end=", ")
print("training MSE", round(linear["train_mse"].median(), 2))
crowded = np.sort(X_valid[:, housing.feature_names.index("AveOccup")])[-4:]
print("four largest AveOccup in the validation set, in standard deviations:", crowded.round().astype(int))

# %% [markdown]
# Three districts of the validation set have 500 to 1,243 people *per household* (prisons, perhaps). They lie hundreds
# of standard deviations out; a straight line sent that far misses by a lot, and three rows of 3,870 decide the mean. A
# table of trials shows such things, if one looks at what seems impossible. (The studies *depth* and *lattice* cut the
# features off at three standard deviations, as topic 8 did.)
#
# ### Was it sampled enough?
# One search of 100 trials is also many searches of 10: we draw them from the table. Where the curve still falls at the
# end, more trials would help; where it is flat, they would not.

# %% tags=["figure"]
rng = np.random.default_rng(0)
finished = lecture_trials["val_mse"].fillna(np.inf).to_numpy()
budgets = [2, 5, 10, 20, 40, 60]
resampled = {n: [rng.choice(finished, n, replace=False).min() for _ in range(1000)] for n in budgets}
for n in [10, 20, 40]:
    low, middle, high = np.percentile(resampled[n], [10, 50, 90])
    print(f"after {n} trials: {middle:.2f} (from {low:.2f} to {high:.2f})")
figures.best_after({"random, the lecture's space": resampled})
lesson.show("The best loss so far falls steeply over the first 10 trials and slowly from 20 on; the band narrows.")

# %% [markdown]
# Ten trials leave much to luck: the result lies anywhere between 0.26 and 0.31. Twenty are often enough, and from 40 on
# the median gains nothing that counts. (The band must close at 100, where there is only one way to draw all.) So this
# space was sampled enough, and was too narrow: two different questions.
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
lesson.show("The lines of the best 15 trials bundle at two or more hidden layers and at learning rates up to 0.02.")

# %% [markdown]
# The darkest line is the best trial. Twelve of the 15 coloured lines have a learning rate below 0.01 (the other three
# use plain SGD or momentum), none has fewer than two hidden layers, and ten use Adam; on the other axes they spread.
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
lesson.show("Validation loss by value of each of seven hyperparameters, with medians; the batch size shows a trend.")

# %% [markdown]
# ## A fair comparison: are deeper networks better?
# In the pictures above the best networks have several layers. That is no proof: a deeper network of the same width also
# has more parameters, and perhaps it got the luckier learning rates. To ask *one* question, give each hyperparameter a
# role (Google's "Deep Learning Tuning Playbook" uses these words):
#
# - **scientific**: what the question is about. Here the number of hidden layers, 1 to 4.
# - **nuisance**: what has to be tuned anew *for each value* of the scientific one, or the comparison is unfair. Here
#   the learning rate: each depth got 6 log-uniform draws from 0.001 to 0.3.
# - **fixed**: everything else, and the answer holds for these values only. Here the size, about a thousand parameters
#   (layers of 100, 27, 20 or 16 neurons), ReLU, plain SGD, batches of 32, at most 30 epochs.
#
# This is the study *depth*. It tests the lecture's first guideline: *a complex situation can be modelled by deeper
# layers with fewer neurons.*
#
# > **Before you run the next cell:** at equal size, which depth wins? And does each depth want the same learning rate?

# %%
depth = table[table["study"] == "depth"]
for n_hidden, rows in depth.groupby("n_hidden"):
    best = rows.loc[rows["val_mse"].idxmin()]
    top = rows["val_mse"].nsmallest(3).round(2).tolist()
    room = read_trials(rows.to_dict("records"))["room"][1]
    print(
        f"{n_hidden} hidden, {best['n_params']} parameters: best three {top}, "
        f"best rate {best['learning_rate']:.3f}, room above {room:.1f}, {int(rows['val_mse'].isna().sum())} diverged"
    )

# %% tags=["figure"]
figures.depths(depth, top=0.37)
lesson.show("Loss against learning rate for one to four layers of equal size: the lines cross, between 0.27 and 0.35.")

# %% [markdown]
# <details><summary>Two, by less than chance; perhaps not</summary>At their best rates, 0.29, 0.27, 0.28 and 0.29. The
# best rates differ by a factor of five, from 0.034 for two layers to 0.185 for one: whoever compares depths at
# <em>one</em> learning rate compares something else.</details>
#
# Before you believe the 0.01 or 0.02 between the depths, look at chance. With one layer, the rates 0.108 and 0.115 are
# nearly the same, and the losses are 0.35 and 0.29: the seed alone moves a trial by more than depth does. Look at the
# room above, too. For one layer it is 1.0: its best rate is the largest that was tried, so *its* space may have been
# too narrow, and six rates for each depth are few. The honest conclusion is: at a thousand parameters, this study shows
# no effect of depth. That the best networks of the tables above are deep may have another reason: at the same width,
# they are larger.
#
# ## The lecture's guidelines, and what we saw
#
# - **Number of layers:** *a complex situation can be modelled by deeper layers with fewer neurons.* None of the
#   best 15 of the wide study has fewer than two hidden layers; but at equal size, with the learning rate tuned for each
#   depth, we saw no effect of depth that was larger than that of the seed.
# - **Number of layers:** *can be designed to fit the physical meaning of the data.* The networks without a hidden
#   layer fail first: a straight line through latitude and longitude knows neither coast nor city. The wide and deep
#   network of topic 6 goes further and gives each kind of feature its own path.
# - **Number of neurons:** *traditionally fewer in the upper layers; nowadays chosen freely.* "Halving" and
#   "constant" have nearly the same median loss (0.33 both): tradition does not hurt. The number of neurons has the
#   smallest rank correlation of all; among networks with 1 to 3 neurons some die.
# - **Learning rate.** In the lecture's study by far the largest rank correlation. Too small: not done after 50 epochs.
#   Too large: all five trials that diverged have η above 0.006.
# - **Optimizer.** Adam does best between 0.001 and 0.01, plain SGD and momentum above 0.01. So the learning rate is a
#   nuisance hyperparameter of the optimizer: search it *anew for each one*. Four of the five diverged trials used
#   momentum, which multiplies the effective step by up to ten.
# - **Batch size.** At the same number of epochs, 16 is best and 256 is worst: it makes 16 times fewer steps. Larger
#   batches want a larger learning rate, too.
# - **Activation function.** Each of the three is among the best 15. But six sigmoid networks, all of three or more
#   layers, got stuck at the mean price, MSE 1.3: the vanishing gradient of topic 3.
# - **Number of epochs.** We did not search it: a generous limit and early stopping. In the wide study, nearly nine
#   in ten networks with hidden layers and η up to 0.001 were still running at the limit; for them it was not generous
#   enough.
#
# A fair warning: these are observations on one data set, from one run a trial. Two trials that differ by 0.01 may
# change places with another seed. What holds is the order of magnitude, and the way to look.

# %% [markdown]
# ### Task 9 · Which knob first? · ●●○ · 1 point · 10 minutes
# A friend trains a dense network on a new regression problem and can afford 20 trainings in all. Which hyperparameter
# should be searched first, over which kind of range, and why? Support your advice with something that you saw in this
# notebook, and say which number the friend may report at the end. Two to four sentences.

# %% [markdown] essay="which_knob_first" points=1
# ### BEGIN SOLUTION
# The learning rate first, log-uniformly over two or three powers of ten: in the lecture's study its rank correlation
# with the loss is by far the largest, that of the number of neurons is near 0; too small is not done after 50 epochs,
# too large diverges. On the log scale each power of ten gets the same number of trials, and if the best rates touch an
# end of the range, I would widen it. The winner's validation score is the best of 20 and therefore too good; the number
# to report is one evaluation on a test set that took no part in scaling, early stopping or choosing.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# Half a point: the learning rate, on a log scale (or in factors), with a reason seen in the notebook (loss against
# learning rate, parallel coordinates, random against grid).
# Half a point: reports the score on data that took no part in any choice, and says why the best validation score won't
# do.
# A quarter each where the statement is right but without the reason.
# === END MARK SCHEME ===

# %% [markdown]
# ## The drawer opens, once
# All choices are made. By the validation loss, trial 98 of the study *lecture* and trial 179 of *wide* are equally
# good, 0.26; we take 179, which has a third of the parameters: four tanh layers of 71, 35, 17 and 8 neurons, Adam. Your
# `build_tapered` builds it, the validation set stops it, and the test set is evaluated for the first and last time.
#
# > **Before you run the next cell:** will the test loss be below, near or above the validation loss of 0.26?

# %% tags=["demo"]
keras.utils.set_random_seed(42 + 179)  # as run_trials.py seeds trial 179
final = build_tapered(n_hidden=4, n_neurons=71, taper=0.5, learning_rate=0.00106, optimizer="adam", activation="tanh")
final.fit(
    X_train,
    y_train,
    batch_size=64,
    epochs=50,
    validation_data=(X_valid, y_valid),
    callbacks=[keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True), lesson.progress(50)],
    verbose=0,
)
mse_test = final.evaluate(X_test, y_test, batch_size=1024, verbose=0)
print(f"{final.count_params():,} parameters; test MSE {mse_test:.2f}, an error of about ${100 * mse_test**0.5:.0f},000")

# %% [markdown]
# <details><summary>A little above</summary>0.27. The validation loss had chosen among 200 trials and among 50 epochs,
# so it was a little too good; on thousands of rows, only a little. An error of about $52,000 is what may be reported.
# If it disappoints you, it is too late to choose again: the drawer opens once.</details>
#
# ## Recap of Part 2
# - Whatever is fitted or chosen inside a fold sees only that fold's rows. The size of a leak depends on what it lets
#   through: choosing columns with the targets of all rows made pure noise look predictable; stopping
#   on the rows that score made 8 %; a scaler next to nothing.
# - The winner of a search is also its luckiest trial. It is judged once, on the test set.
# - A table of trials says more than its best row: where training diverges, whether the good values touch an end of the
#   space, whether more trials would help, which rows of the data are odd.
# - A comparison is fair when the nuisance hyperparameters are tuned on both sides, at the same budget.
#
# This is the last of the nine notebooks. You began with one neuron that could not solve XOR; you can now build a deep
# network in four ways, train it, save it, watch it while it learns, and let a program find its hyperparameters. The
# best next step is a data set of your own.
