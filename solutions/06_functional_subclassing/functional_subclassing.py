# %% [markdown]
# # 6 · Models as graphs: the functional API and subclassing
#
# **You will be able to**
#
# * read a network as a graph, and write any graph without loops as a Keras model,
# * build the lecture's wide & deep network, with one input, with two inputs, with a second output,
# * train two outputs with two weighted losses,
# * test a network by its behaviour: set a column to zero and look who notices,
# * write the same network as a class, and say when that is worth it.
#
# **Time:** two hours to two and a half. **You need:** notebook 5 (California housing, scaling, MSE); for the class,
# Python's `class`, `__init__` and `super()`.
#
# The cells marked *demo* train for some seconds. They are there to be watched; no task needs them.

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
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from nn_lessons.figures import functional_subclassing as figures

lesson.use_style()
with lesson.quiet_start():
    import keras

# %% [markdown]
# The data is that of notebook 5: eight scaled columns of California's districts, and the price in 100,000 dollars.

# %%
housing = fetch_california_housing()
X_train_full, X_test, y_train_full, y_test = train_test_split(housing.data, housing.target, random_state=42)
X_train, X_valid, y_train, y_valid = train_test_split(X_train_full, y_train_full, random_state=42)

scaler = StandardScaler().fit(X_train)
X_train, X_valid, X_test = (scaler.transform(X).astype("float32") for X in (X_train, X_valid, X_test))
print(X_train.shape, X_valid.shape, X_test.shape)

# %% [markdown]
# ## A layer is a function, a model is a graph
#
# `Sequential` strings layers like beads. The *functional API* says which layer listens to which:
#
# 1. `keras.Input` makes a placeholder: no numbers, only a shape.
# 2. A layer is **called** on a placeholder, as a function is, and returns the next placeholder.
# 3. `keras.Model(inputs, outputs)` collects everything between the two.
#
# Here is a chain first. The picture below the cell is drawn from the model itself, not from its source.

# %% tags=["figure"]
features = keras.Input(shape=(8,), name="features")
first = keras.layers.Dense(5, activation="relu", name="first")(features)
price = keras.layers.Dense(1, name="price")(first)
chain = keras.Model(inputs=features, outputs=price)

figures.draw_model(chain, "A chain: Sequential could do this")
plt.show()

# %% [markdown]
# Read such a picture from left to right: boxes are layers, arrows are tensors, the number behind the layer's class is
# the number of values it puts out for each district. Blue boxes are inputs, orange ones outputs.
#
# > If Graphviz's `dot` is installed, `keras.utils.plot_model(chain, show_shapes=True)` draws a similar picture. Ours
# > needs matplotlib only.
#
# ## Wide & deep
#
# A deep stack of layers is good at *patterns*: combinations of columns, bends, borders. But every column has to pass
# through all the layers, and a plain rule such as "twice the income, twice the price" comes out distorted. A *wide &
# deep* network (Cheng and others, 2016) therefore has two paths from the input to the output:
#
# $$ \hat y = \mathbf{w}_\text{wide}^\top \mathbf{x} + \mathbf{w}_\text{deep}^\top \mathbf{h}_2 + b,
# \qquad \mathbf{h}_1 = \mathrm{relu}(\mathbf{W}_1^\top \mathbf{x} + \mathbf{b}_1),
# \qquad \mathbf{h}_2 = \mathrm{relu}(\mathbf{W}_2^\top \mathbf{h}_1 + \mathbf{b}_2). $$
#
# One output neuron that listens to the *concatenation* of $\mathbf{x}$ and $\mathbf{h}_2$ computes exactly this sum.

# %% [markdown]
# ### Task 1 · Wide & deep · ●○○ · 1 point · 10 minutes
# Write `build_wide_and_deep(n_features, units=30)`: the network above as a functional model, not compiled.
#
# * Input shape `(n_features,)`. The deep path: two ReLU layers of `units` neurons, one after the other. The output: one
#   linear neuron that listens to the input **and** to the second hidden layer. No other layers.
# * Returns a new `keras.Model`. Example: for 8 features it has 270 + 930 + 39 parameters. Where do the three numbers
#   come from?
#
# <details><summary>Hint 1</summary>Give every intermediate result a name. The name of the input can be used
# twice.</details>
# <details><summary>Hint 2</summary><code>keras.layers.concatenate([a, b])</code> puts two results side by side. Which
# two?</details>


# %% task="build_wide_and_deep"
def build_wide_and_deep(n_features, units=30):
    """Return a functional model: input -> hidden1 -> hidden2, and one linear output on input and hidden2 together."""
    ### BEGIN SOLUTION
    inputs = keras.Input(shape=(n_features,), name="features")
    hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(inputs)
    hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
    both = keras.layers.concatenate([inputs, hidden2])
    return keras.Model(inputs=inputs, outputs=keras.layers.Dense(1, name="output")(both))
    ### END SOLUTION


# %% check="build_wide_and_deep" points=1
import keras
import numpy as np

from nn_lessons import checks


def with_random_weights(model, seed):
    """Replace all weights of the model by random ones and return them."""
    draw = np.random.default_rng(seed)
    weights = [draw.normal(0, 0.7, w.shape).astype("float32") for w in model.get_weights()]
    model.set_weights(weights)
    return weights


def is_wide_and_deep(model, n, units, seed):
    """Tell whether the model computes the formula above, with its two paths concatenated in either order."""
    K1, b1, K2, b2, K3, b3 = with_random_weights(model, seed)
    X = np.random.default_rng(seed + 1).normal(size=(40, n)).astype("float32")
    h2 = np.maximum(np.maximum(X @ K1 + b1, 0) @ K2 + b2, 0)
    answers = [np.concatenate(pair, axis=1) @ K3 + b3 for pair in ([X, h2], [h2, X])]
    return any(checks.is_close(np.asarray(model(X)), answer, atol=1e-3) for answer in answers)


@checks.in_kernel_of(build_wide_and_deep)
def same_model_twice(build):
    return build(2) is build(2)


model = build_wide_and_deep(8)
assert model is not None, "build_wide_and_deep returns nothing: end it with return."
assert hasattr(model, "inputs"), (
    "build_wide_and_deep should return a functional model, made with keras.Model(inputs, outputs)."
)
assert isinstance(model, keras.Model), "build_wide_and_deep should return a keras.Model."
assert not isinstance(model, keras.Sequential), "A Sequential cannot pass its own layers by: use keras.Model."
assert not model.compiled, "The model should not be compiled: that comes later."
count = model.count_params()
assert count != 1231, "The output listens to hidden2 alone (1231 parameters): the wide path is missing."
assert count != 309, "hidden2 is not used: the output should listen to the input and to hidden2, not to hidden1 (309)."
assert count == 1239, f"Expected 270 + 930 + 39 = 1239 parameters for 8 features; the model has {count}."
shapes = [w.shape for w in model.get_weights()]
assert shapes == [(8, 30), (30,), (30, 30), (30,), (38, 1), (1,)], (
    f"The weights have other shapes than drawn: {shapes}."
)
assert is_wide_and_deep(model, 8, 30, seed=1), (
    "The number of parameters is right, the answers are not. ReLU in both hidden layers, none at the output?"
)
assert not same_model_twice(build_wide_and_deep), "Two calls give one and the same model: make a new one in each call."
### BEGIN HIDDEN TESTS
for n, units in [(5, 7), (6, 6), (3, 11)]:
    model = build_wide_and_deep(n, units=units)
    sizes = [(n, units), (units,), (units, units), (units,), (n + units, 1), (1,)]
    assert [w.shape for w in model.get_weights()] == sizes, "For other n_features or units the layers have wrong sizes."
    assert is_wide_and_deep(model, n, units, seed=n), (
        "For other n_features and units the answers are wrong: which two tensors are concatenated?"
    )
    K1, b1, K2, b2, K3, b3 = with_random_weights(model, seed=n)
    model.set_weights([K1, b1, 0 * K2, 0 * b2, K3, b3])
    X = np.random.default_rng(n).normal(size=(9, n)).astype("float32")
    checks.assert_close(
        np.asarray(model(X, training=True)),
        np.asarray(model(X)),
        "In training the model computes something else: is there a layer that the task does not name?",
        atol=1e-4,
    )
    halves = np.asarray(model(X)) + np.asarray(model(-X))
    checks.assert_close(
        halves, np.tile(2 * b3, (9, 1)), "With the deep path silent the model should be a straight line.", atol=1e-3
    )
### END HIDDEN TESTS

# %% [markdown]
# Your graph, and the lecture's table beside it.

# %% tags=["figure"]
wide_and_deep = build_wide_and_deep(8)
figures.draw_model(wide_and_deep, "Your wide & deep network")
plt.show()
figures.layer_table(wide_and_deep)

# %% tags=["figure"]
counts = [layer.count_params() for layer in wide_and_deep.layers if layer.count_params()]
pd.DataFrame(
    {
        "lecture": [270, 930, 39],
        "yours": counts,
        "why": ["8·30 weights + 30 biases", "30·30 weights + 30 biases", "(8 + 30)·1 weights + 1 bias"],
    },
    index=["dense_5: first hidden", "dense_6: second hidden", "dense_7: output"],
)

# %% [markdown]
# > **Then and now.** The lecture's layers are called `dense_5` to `dense_7` because others were made before them in
# > that session; your names or counters differ. It writes `Model(inputs=[input_], outputs=[output])` with lists of one.
# > Keras 3 takes the structure seriously: with a list you should also pass lists of arrays. Pass the bare tensor.
# > `keras.models.Model` and `keras.Model` are the same class.

# %% [markdown]
# *Demo*: the network trained as the lecture trained its regressor, 20 epochs with SGD(0.001). Notebook 5's network
# without a wide path ended at 0.426 on the test set.


# %% tags=["demo"]
def train(network, X, y, X_val, y_val, **compile_options):
    """Compile as the lecture does and train for 20 epochs; return the losses."""
    network.compile(
        optimizer=keras.optimizers.SGD(learning_rate=1e-3),
        steps_per_execution=100,
        **{"loss": "mse", **compile_options},
    )
    return network.fit(X, y, epochs=20, validation_data=(X_val, y_val), verbose=0).history


keras.utils.set_random_seed(42)
demo_wide_and_deep = build_wide_and_deep(8)
losses = train(demo_wide_and_deep, X_train, y_train, X_valid, y_valid)
print(f"epoch 20: loss {losses['loss'][-1]:.3f}, val_loss {losses['val_loss'][-1]:.3f}")
print(f"test MSE: {demo_wide_and_deep.evaluate(X_test, y_test, verbose=0):.3f}")

# %% [markdown]
# ## Two inputs
#
# Not every column suits both paths. The lecture sends **five** features down the wide path and **six** down the deep
# one. Five and six of eight: three columns must go both ways.
#
# | column | 0 MedInc | 1 HouseAge | 2 AveRooms | 3 AveBedrms | 4 Population | 5 AveOccup | 6 Latitude | 7 Longitude |
# | --- | --- | --- | --- | --- | --- | --- | --- | --- |
# | wide | ● | ● | ● | ● | ● | | | |
# | deep | | | ● | ● | ● | ● | ● | ● |

# %% [markdown]
# ### Task 2 · Share out the columns · ●○○ · 1 point · 5 minutes
# Write `split_features(X, n_wide=5, n_deep=6)`: the **first** `n_wide` columns and the **last** `n_deep` columns of
# `X`, as a tuple of two arrays.
#
# * `X`: shape `(n_rows, n_columns)`, with `n_wide` and `n_deep` between 1 and `n_columns`. Returns shapes `(n_rows,
#   n_wide)` and `(n_rows, n_deep)`.
# * Example: for the row `[0, 1, 2, 3, 4, 5, 6, 7]` the parts are `[0, 1, 2, 3, 4]` and `[2, 3, 4, 5, 6, 7]`.
#
# <details><summary>Hint 1</summary>Two slices along axis 1. Neither of them depends on the other number.</details>
# <details><summary>Hint 2</summary>A negative start counts from the end: <code>row[-3:]</code>.</details>


# %% task="split_features"
def split_features(X, n_wide=5, n_deep=6):
    """Return (first n_wide columns, last n_deep columns) of X, shape (n_rows, n_columns)."""
    ### BEGIN SOLUTION
    return X[:, :n_wide], X[:, -n_deep:]
    ### END SOLUTION


# %% check="split_features" points=1
import numpy as np

from nn_lessons import checks

rows = np.arange(8) + 10 * np.arange(3)[:, np.newaxis]
parts = split_features(rows)
assert parts is not None, "split_features returns nothing: end it with return."
parts = checks.items(parts, 2, "(wide, deep)")
shapes = [np.shape(part) for part in parts]
assert shapes != [(3, 6), (3, 5)], "The parts are swapped: wide comes first."
assert shapes != [(3, 5), (3, 3)], "The deep path misses columns 2 to 4: the two paths overlap."
assert shapes == [(3, 5), (3, 6)], f"Three rows should give shapes (3, 5) and (3, 6); you have {shapes}."
for name, part, columns in zip(["wide", "deep"], parts, [range(5), range(2, 8)], strict=True):
    assert checks.is_equal(part, rows[:, columns]), (
        f"The {name} part of the row 0..7 should be {list(columns)}; it is {np.asarray(part)[0].tolist()}."
    )
### BEGIN HIDDEN TESTS
for n, n_wide, n_deep in [(8, 3, 4), (6, 2, 6), (9, 9, 1), (7, 1, 4), (5, 5, 5), (1, 1, 1)]:
    rows = np.random.default_rng(n).normal(size=(4, n))
    wide, deep = checks.items(split_features(rows, n_wide=n_wide, n_deep=n_deep), 2, "(wide, deep)")
    checks.assert_equal(wide, rows[:, list(range(n_wide))], f"{n} columns: the wide part is not the first {n_wide}.")
    checks.assert_equal(deep, rows[:, list(range(n - n_deep, n))], f"{n} columns: deep is not the last {n_deep}.")
### END HIDDEN TESTS

# %% [markdown]
# ### Task 3 · Two inputs · ●●○ · 1 point · 10 minutes
# Write `build_two_inputs(n_wide, n_deep, units=30)`: as in Task 1 (not compiled, no other layers), but with an input
# of its own for each path.
#
# * `inputs=[wide, deep]`, in this order, named `"wide_input"` and `"deep_input"`; the output neuron is named
#   `"output"`.
# * `wide_input` goes straight to the concatenation, `deep_input` through both hidden layers.
# * Example: `build_two_inputs(5, 6)` has 210 + 930 + 36 = 1176 parameters.
#
# <details><summary>Hint 1</summary><code>keras.Input(shape=..., name=...)</code>, twice. Then three layers and a
# concatenation as before.</details>
# <details><summary>Hint 2</summary>In which of your lines does the wide input appear? It should be only two: where it
# is made, and one more before <code>keras.Model</code>.</details>


# %% task="build_two_inputs"
def build_two_inputs(n_wide, n_deep, units=30):
    """Return a functional model with inputs [wide_input, deep_input] and one linear output named "output"."""
    ### BEGIN SOLUTION
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(deep)
    hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden2]))
    return keras.Model(inputs=[wide, deep], outputs=output)
    ### END SOLUTION


# %% check="build_two_inputs" points=1
import keras
import numpy as np

from nn_lessons import checks

model = build_two_inputs(5, 6)
assert model is not None, "build_two_inputs returns nothing: end it with return."
assert hasattr(model, "inputs"), (
    "build_two_inputs should return a functional model, made with keras.Model(inputs, outputs)."
)
assert isinstance(model, keras.Model), "build_two_inputs should return a keras.Model."
assert not model.compiled, "The model should not be compiled: that comes later."
names = [tensor.name for tensor in model.inputs]
assert names == ["wide_input", "deep_input"], (
    f"The inputs should be wide_input, deep_input, in this order; not {names}."
)
assert list(model.output_names) == ["output"], f"The output layer should be named 'output', not {model.output_names}."
assert [tuple(tensor.shape) for tensor in model.inputs] == [(None, 5), (None, 6)], "Wide takes 5 columns, deep takes 6."
shapes = [w.shape for w in model.get_weights()]
assert (5, 30) not in shapes, "The first hidden layer listens to wide_input: the branches are swapped."
assert (41, 1) not in shapes, "The output listens to the deep input itself, or to more than wide_input and hidden2."
assert shapes == [(6, 30), (30,), (30, 30), (30,), (35, 1), (1,)], (
    f"Expected hidden1 (6, 30), hidden2 (30, 30), output (5 + 30, 1); the weights have the shapes {shapes}."
)
### BEGIN HIDDEN TESTS
for n_wide, n_deep, units in [(4, 4, 9), (3, 3, 3), (2, 7, 5)]:
    model = build_two_inputs(n_wide, n_deep, units=units)
    draw = np.random.default_rng(units)
    weights = [draw.normal(0, 0.7, w.shape).astype("float32") for w in model.get_weights()]
    sizes = [(n_deep, units), (units,), (units, units), (units,), (n_wide + units, 1), (1,)]
    assert [w.shape for w in weights] == sizes, "For other n_wide, n_deep or units the layers have wrong sizes."
    model.set_weights(weights)
    K1, b1, K2, b2, K3, b3 = weights
    A, B = draw.normal(size=(30, n_wide)).astype("float32"), draw.normal(size=(30, n_deep)).astype("float32")
    answer = np.asarray(model([A, B]))
    checks.assert_close(
        np.asarray(model([A, B], training=True)),
        answer,
        "In training the model computes something else: is there a layer that the task does not name?",
        atol=1e-4,
    )
    assert answer.shape == (30, 1), "30 rows should give predictions of shape (30, 1)."
    for column in range(n_wide):
        moved = A.copy()
        moved[:, column] += 1
        steps = np.asarray(model([moved, B])) - answer
        assert np.ptp(steps) < 1e-3, "One more in a wide column should move every prediction by the same amount."
    h2 = np.maximum(np.maximum(B @ K1 + b1, 0) @ K2 + b2, 0)
    right = [np.concatenate(pair, axis=1) @ K3 + b3 for pair in ([A, h2], [h2, A])]
    assert any(checks.is_close(answer, each, atol=1e-3) for each in right), (
        "For other sizes the answers are wrong: deep_input through two ReLU layers, then joined with wide_input?"
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Who notices?
#
# Names prove nothing: a layer called `wide_input` may be wired to anything. Behaviour does. Set one column of the
# *data* to zero, share the columns out with your `split_features`, and let only one path of your model see the change.

# %% tags=["figure"]
keras.utils.set_random_seed(42)
two_inputs = build_two_inputs(5, 6)
districts = X_test[:200]
wide, deep = split_features(districts)
before = np.asarray(two_inputs([wide, deep]))

change = np.zeros((2, 8))
for column in range(8):
    without = districts.copy()
    without[:, column] = 0
    wide_without, deep_without = split_features(without)
    change[0, column] = np.abs(np.asarray(two_inputs([wide_without, deep])) - before).mean()
    change[1, column] = np.abs(np.asarray(two_inputs([wide, deep_without])) - before).mean()

figures.draw_model(two_inputs, "Your network with two inputs")
figures.who_notices(
    change, ["through the wide path", "through the deep path"], housing.feature_names, "How far the prediction moves"
)
plt.show()

# %% [markdown]
# Columns 2, 3 and 4 are noticed twice. This little experiment works for *any* model, also for one whose source you have
# never seen.

# %% [markdown]
# ## A second output
#
# Now the deep path gets a small output of its own, the **auxiliary output**. It must predict the price from
# $\mathbf{h}_2$ alone. What for? In training, it pushes the deep path to learn something useful by itself, where
# otherwise it might lean on the wide path. It is a kind of regularisation; for predictions, only the main output is
# used.
#
# Training needs *one* number to go down, so the two losses are added with weights:
#
# $$ L = 0.9\, L_\text{main} + 0.1\, L_\text{aux} . $$
#
# > **Then and now.** The lecture's Keras accepted one loss for several outputs. Keras 3 wants **one loss for each
# > output**; a single `loss="mse"` with two `loss_weights` is an error. Say which belongs to which by the *name of the
# > output*: `loss={"name": ..., ...}`, `loss_weights={"name": ..., ...}`, and pass the targets in the same way. Lists
# > work as well, but then the order is all you have.

# %% [markdown]
# ### Task 4 · Auxiliary output and loss weights · ●●○ · 2 points · 20 minutes
# Write `build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9)`: the network of Task 3 with an auxiliary
# output, **compiled**.
#
# * The output neuron of Task 3 is now called `"main_output"`. A second linear neuron, `"aux_output"`, listens to the
#   second hidden layer only. `outputs=[main, aux]`, in this order (or a dictionary with these two names).
# * Both losses are the mean squared error; the total is `main_weight` · main + `(1 − main_weight)` · aux. Optimizer:
#   plain `SGD` (no momentum) with a learning rate of 0.001.
# * Example: `build_with_auxiliary(5, 6)` has 1176 + 31 = 1207 parameters.
#
# <details><summary>Hint 1</summary>First the graph: one more layer, called on the right tensor. Then
# <code>compile</code>.</details>
# <details><summary>Hint 2</summary>Names are given to the layers: <code>keras.layers.Dense(1,
# name="aux_output")</code>. The two dictionaries in <code>compile</code> have these names as keys.</details>
# <details><summary>Hint 3</summary>The weights must follow <code>main_weight</code>: 0.9 appears nowhere in the
# body.</details>


# %% task="build_with_auxiliary"
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    """Return a compiled model with inputs [wide_input, deep_input] and outputs main_output, aux_output."""
    ### BEGIN SOLUTION
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(deep)
    hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden2]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden2)
    model = keras.Model(inputs=[wide, deep], outputs=[main, aux])
    model.compile(
        loss={"main_output": "mse", "aux_output": "mse"},
        loss_weights={"main_output": main_weight, "aux_output": 1 - main_weight},
        optimizer=keras.optimizers.SGD(learning_rate=1e-3),
    )
    return model
    ### END SOLUTION


# %% check="build_with_auxiliary" points=1
import keras
import numpy as np

from nn_lessons import checks


def answers_of(model, A, B, **options):
    """Return the main and the auxiliary answer, whether the model's outputs are a list or a dictionary."""
    answers = model([A, B], **options)
    if not isinstance(answers, dict):
        answers = dict(checks.pairs(model.output_names, answers, "The list of outputs"))
    return np.asarray(answers["main_output"]), np.asarray(answers["aux_output"])


model = build_with_auxiliary(5, 6)
assert model is not None, "build_with_auxiliary returns nothing: end it with return."
assert hasattr(model, "inputs"), "build_with_auxiliary should return a functional model: keras.Model(inputs, outputs)."
assert isinstance(model, keras.Model), "build_with_auxiliary should return a keras.Model."
names = [tensor.name for tensor in model.inputs]
assert names == ["wide_input", "deep_input"], (
    f"The inputs should be wide_input, deep_input, in this order; not {names}."
)
assert sorted(model.output_names) == ["aux_output", "main_output"], (
    f"The outputs should be named main_output and aux_output, not {sorted(model.output_names)}."
)
assert isinstance(model.output, dict) or list(model.output_names) == ["main_output", "aux_output"], (
    "A list of outputs should be [main, aux], in this order."
)
count = model.count_params()
assert count != 1212, "aux_output listens to the concatenation (36 parameters); it should listen to hidden2 alone (31)."
assert count == 1207, f"Expected 1176 + 31 = 1207 parameters; the model has {count}."
### BEGIN HIDDEN TESTS
for n_wide, n_deep, units, weight in [(3, 4, 8, 0.7), (4, 4, 4, 0.25)]:
    draw = np.random.default_rng(units)
    model = build_with_auxiliary(n_wide, n_deep, units=units, main_weight=weight)
    model.set_weights([draw.normal(0, 0.6, w.shape) for w in model.get_weights()])
    A, B = draw.normal(size=(20, n_wide)).astype("float32"), draw.normal(size=(20, n_deep)).astype("float32")
    main, aux = answers_of(model, A, B)
    main_moved, aux_moved = answers_of(model, A + 1, B)
    checks.assert_close(aux, aux_moved, "The auxiliary output notices the wide columns; it should see hidden2 alone.")
    assert np.ptp(main_moved - main) < 1e-3, "The wide columns should reach main_output directly, not through a layer."
    assert not checks.is_close(main_moved, main), "The main output should notice the wide columns."
    main_training, aux_training = answers_of(model, A, B, training=True)
    for now, before in [(main_training, main), (aux_training, aux)]:
        checks.assert_close(now, before, "In training the model computes something else.", atol=1e-4)
    K1, b1, K2, b2 = model.get_weights()[:4]
    assert K1.shape == (n_deep, units), "The first hidden layer should listen to deep_input."
    h2 = np.maximum(np.maximum(B @ K1 + b1, 0) @ K2 + b2, 0)
    for answer, sees in [(main, [A, h2]), (aux, [h2])]:
        seen = np.concatenate([*sees, np.ones((20, 1))], axis=1)
        rest = answer - seen @ np.linalg.lstsq(seen, answer, rcond=None)[0]
        assert np.abs(rest).max() < 1e-3, (
            "An output is not linear in what it should listen to (hidden2; for main, wide)."
        )
### END HIDDEN TESTS

# %% check="build_with_auxiliary" points=1
import keras
import numpy as np

from nn_lessons import checks


def check_compiled(n_wide, n_deep, units, *weight):
    """Compare the total loss of the compiled model with the weighted sum of the two errors."""
    main_weight = weight[0] if weight else 0.9
    model = build_with_auxiliary(n_wide, n_deep, units, *weight)
    assert model is not None, "build_with_auxiliary returns nothing: end it with return."
    assert model.compiled, "The model is not compiled."
    draw = np.random.default_rng(units)
    model.set_weights([draw.normal(0, 0.5, w.shape) for w in model.get_weights()])
    inputs = [draw.normal(size=(24, n)).astype("float32") for n in (n_wide, n_deep)]
    answers = model(inputs)
    names = list(model.output_names)
    if not isinstance(answers, dict):
        answers = dict(checks.pairs(names, answers, "The list of outputs"))
    targets = {name: draw.normal(3, 2, (24, 1)).astype("float32") for name in names}
    main, aux = (np.mean((np.asarray(answers[name]) - targets[name]) ** 2) for name in ("main_output", "aux_output"))
    model.run_eagerly = True
    y = targets if isinstance(model.output, dict) else [targets[name] for name in names]
    try:
        total = model.evaluate(inputs, y, verbose=0, return_dict=True)["loss"]
    except ValueError:
        raise AssertionError("Keras refuses the losses: is there one loss, and one weight, for each output?") from None
    assert not checks.is_close(total, main + aux, rtol=1e-3), "The losses are added with weight 1 each: loss_weights?"
    swapped = (1 - main_weight) * main + main_weight * aux
    assert not checks.is_close(total, swapped, rtol=1e-3), "The loss weights are swapped."
    checks.assert_close(
        total,
        main_weight * main + (1 - main_weight) * aux,
        "The total loss should be main_weight · MSE of main_output + (1 − main_weight) · MSE of aux_output.",
        rtol=1e-3,
    )
    optimizer = model.optimizer
    assert isinstance(optimizer, keras.optimizers.SGD), "The optimizer should be keras.optimizers.SGD."
    checks.assert_close(float(np.asarray(optimizer.learning_rate)), 1e-3, "The learning rate should be 0.001.")
    assert not any([optimizer.momentum, optimizer.nesterov, optimizer.weight_decay]), "Plain SGD has no momentum."


check_compiled(5, 6, 30)
### BEGIN HIDDEN TESTS
for sizes_and_weight in [(3, 4, 8, 0.7), (4, 4, 4, 0.25)]:
    check_compiled(*sizes_and_weight)
### END HIDDEN TESTS

# %% [markdown]
# Your graph has a fork now; and the experiment again: who notices a missing column?


# %% tags=["figure"]
def answers_by_name(network, inputs):
    """Return {name of the output: its answers}, whether the network's outputs are a list or a dictionary."""
    answers = network(inputs)
    return answers if isinstance(answers, dict) else dict(zip(network.output_names, answers, strict=True))


keras.utils.set_random_seed(42)
with_auxiliary = build_with_auxiliary(5, 6)
outputs = ["main_output", "aux_output"]
before = answers_by_name(with_auxiliary, [wide, deep])

change = np.zeros((2, 8))
for column in range(8):
    without = districts.copy()
    without[:, column] = 0
    after = answers_by_name(with_auxiliary, list(split_features(without)))
    change[:, column] = [np.abs(np.asarray(after[name]) - np.asarray(before[name])).mean() for name in outputs]

figures.draw_model(with_auxiliary, "Your network with an auxiliary output")
figures.who_notices(change, outputs, housing.feature_names, "The auxiliary output is blind to two columns")
plt.show()

# %% [markdown]
# *Demo*: both networks trained for 20 epochs.

# %% tags=["demo"]
A_train, B_train = X_train[:, :5], X_train[:, 2:]
A_valid, B_valid = X_valid[:, :5], X_valid[:, 2:]
A_test, B_test = X_test[:, :5], X_test[:, 2:]

keras.utils.set_random_seed(42)
demo_two = build_two_inputs(5, 6)
train(demo_two, [A_train, B_train], y_train, [A_valid, B_valid], y_valid)
two_mse = demo_two.evaluate([A_test, B_test], y_test, verbose=0)

keras.utils.set_random_seed(42)
demo_aux = build_with_auxiliary(5, 6)
names = ["main_output", "aux_output"]
history = train(
    demo_aux,
    [A_train, B_train],
    dict.fromkeys(names, y_train),
    [A_valid, B_valid],
    dict.fromkeys(names, y_valid),
    loss=dict.fromkeys(names, "mse"),
    loss_weights={"main_output": 0.9, "aux_output": 0.1},
)
aux_mse = demo_aux.evaluate([A_test, B_test], dict.fromkeys(names, y_test), verbose=0, return_dict=True)
weighted = 0.9 * aux_mse["main_output_loss"] + 0.1 * aux_mse["aux_output_loss"]
print(f"0.9 · {aux_mse['main_output_loss']:.3f} + 0.1 · {aux_mse['aux_output_loss']:.3f} = {weighted:.3f}")
print(f"what evaluate calls loss:     {aux_mse['loss']:.3f}")

# %% tags=["demo"]
for name in names:
    plt.plot(range(1, 21), history[f"val_{name}_loss"], marker="o", markersize=4, label=name)
plt.gca().set(xlabel="epoch", ylabel="validation MSE", title="The deep path alone knows less", ylim=(0, None))
plt.xticks(range(0, 21, 5))
plt.legend()
plt.show()

# %% [markdown]
# The auxiliary output is worse for two reasons: it never sees the median income (column 0), the best single clue to a
# price, and its loss counts for a tenth, so that it learns more slowly; its curve still falls.
#
# The lecture's numbers and ours:

# %% tags=["demo"]
pd.DataFrame(
    [
        ("wide & deep, parameters of the layers", "270, 930, 39", "270, 930, 39", "the same: sizes are no accident"),
        ("wide & deep, test MSE", "not shown", f"{demo_wide_and_deep.evaluate(X_test, y_test, verbose=0):.3f}", ""),
        (
            "two inputs, features",
            "5 and 6",
            f"{A_train.shape[1]} and {B_train.shape[1]}",
            "columns 2 to 4 go both ways",
        ),
        ("two inputs, parameters", "not shown", f"{demo_two.count_params():,}", "210 + 930 + 36"),
        ("two inputs, test MSE", "not shown", f"{two_mse:.3f}", "hardly worse with fewer weights"),
        ("auxiliary output, parameters", "not shown", f"{demo_aux.count_params():,}", "31 more"),
        (
            "auxiliary output, test MSE (main)",
            "not shown",
            f"{aux_mse['main_output_loss']:.3f}",
            "no gain on this small task",
        ),
        ("auxiliary output, test MSE (aux)", "not shown", f"{aux_mse['aux_output_loss']:.3f}", "without the income"),
    ],
    columns=["what", "lecture", "ours", "remark"],
)

# %% [markdown]
# ## The same network as a class
#
# A functional model is *data*: Keras knows its graph, can draw, check, copy and save it. The third way is a *program*:
# a subclass of `keras.Model`.
#
# * `__init__` makes the layers and keeps them as attributes. It runs once.
# * `call` says what happens to an input. It runs in every step, and may contain anything Python can do: `if`, loops,
#   randomness.
#
# Layers belong into `__init__`: a layer made in `call` would be a new one, with new random weights, each time.
#
# The chain from the beginning, as a class:


# %%
class ChainAsClass(keras.Model):
    """Five ReLU units and one linear output."""

    def __init__(self, n_units=5):
        super().__init__()
        self.first = keras.layers.Dense(n_units, activation="relu")
        self.price = keras.layers.Dense(1)

    def call(self, district):
        return self.price(self.first(district))


keras.utils.set_random_seed(42)
chain_as_class = ChainAsClass()
print("before it has seen an input:", len(chain_as_class.get_weights()), "weight arrays")
print("shape of the answers:       ", tuple(chain_as_class(X_test[:3]).shape))
print("now:                        ", len(chain_as_class.get_weights()), "weight arrays")

# %% [markdown]
# You *call* the model, and Keras calls `call`. How many columns there are, a class learns from its first input: until
# then its layers have no weights.
#
# > **Then and now.** The lecture's `call` returns a tuple. Trained with two losses, Keras 3.15 then has no names for
# > the two outputs and mixes up their entries in the log. Return a dictionary, and the names of the outputs are the
# > keys: the same names as in Task 4.

# %% [markdown]
# ### Task 5 · Wide & deep as a class · ●●● · 2 points · 20 minutes
# Write the class `WideAndDeepModel(units=30, activation="relu", **kwargs)`, a subclass of `keras.Model` for the network
# with auxiliary output.
#
# * Attributes: the layers `hidden1`, `hidden2` (with `units` and `activation`), `main_output`, `aux_output` (one linear
#   neuron each).
# * `call(inputs)`: `inputs` is the pair `(wide, deep)`. Returns `{"main_output": ..., "aux_output": ...}`.
# * Other keyword arguments, whatever they are, go to `keras.Model`: `WideAndDeepModel(name="twin").name` is `"twin"`.
# * `call` works on placeholders as well (the cell after this task needs it), and does the same in training.
# * Example: `WideAndDeepModel()((A, B))["main_output"]` has shape `(n, 1)` for `A` of shape `(n, 5)` and `B` of shape
#   `(n, 6)`.
#
# <details><summary>Hint 1</summary>The first line of <code>__init__</code> calls the parent's:
# <code>super().__init__(**kwargs)</code>.</details>
# <details><summary>Hint 2</summary>The body of <code>call</code> reads like the functional code, with
# <code>self.</code> in front of each layer.</details>
# <details><summary>Hint 3</summary>Is <code>units</code> used everywhere? And <code>activation</code>?</details>


# %% task="wide_and_deep_model"
class WideAndDeepModel(keras.Model):
    """Wide & deep with an auxiliary output; call((wide, deep)) returns {"main_output": ..., "aux_output": ...}."""

    ### BEGIN SOLUTION
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden2(self.hidden1(deep))
        return {
            "main_output": self.main_output(keras.layers.concatenate([wide, hidden])),
            "aux_output": self.aux_output(hidden),
        }

    ### END SOLUTION


# %% check="wide_and_deep_model" points=1
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(WideAndDeepModel)
def answers_to_placeholders(make):
    """Return the shapes of the answers to two placeholders, or the kind of error."""
    import keras

    try:
        answers = make()((keras.Input((5,)), keras.Input((6,))))
    except Exception as error:
        return type(error).__name__
    return {name: tuple(answer.shape) for name, answer in answers.items()}


draw = np.random.default_rng(9)
A, B = draw.normal(size=(12, 5)).astype("float32"), draw.normal(size=(12, 6)).astype("float32")
model = WideAndDeepModel()
answers = model((A, B))
assert isinstance(answers, dict), "call should return a dictionary with the keys main_output and aux_output."
assert sorted(answers) == ["aux_output", "main_output"], (
    f"The keys are {sorted(answers)}, not main_output and aux_output."
)
for name, answer in checks.items(answers.items(), 2, "What call returns"):
    assert np.shape(answer) == (12, 1), f"{name} should have shape (12, 1) for 12 rows; it has {np.shape(answer)}."
again = model((A, B))
checks.assert_close(
    again["main_output"],
    answers["main_output"],
    "Two calls with the same input give two answers: are layers made in call? Make them in __init__.",
)
assert model.count_params() != 277, "hidden2 has no weights: call never uses it."
assert model.count_params() == 1207, f"Expected 1207 parameters for 5 and 6 columns; there are {model.count_params()}."
wanted = {"hidden1": (6, 30), "hidden2": (30, 30), "main_output": (35, 1), "aux_output": (30, 1)}
weights = {}
for name, shape in wanted.items():
    assert hasattr(model, name), f"The model should have a layer as attribute {name}, made in __init__."
    layer = getattr(model, name)
    shapes = [np.shape(array) for array in layer.get_weights()]
    assert shapes == [shape, shape[1:]], f"{name} should have weights of shapes {shape}, {shape[1:]}; it has {shapes}."
    weights[name] = [draw.normal(0, 0.6, size).astype("float32") for size in shapes]
    layer.set_weights(weights[name])
(K1, b1), (K2, b2), (K3, b3), (K4, b4) = weights.values()
h2 = np.maximum(np.maximum(B @ K1 + b1, 0) @ K2 + b2, 0)
main = [np.concatenate(pair, axis=1) @ K3 + b3 for pair in ([A, h2], [h2, A])]
for training in (False, True):
    answers = model((A, B), training=training)
    when = " in training" if training else ""
    assert any(checks.is_close(answers["main_output"], each, atol=1e-3) for each in main), (
        f"main_output is wrong{when}: it listens to wide and to hidden2(hidden1(deep)), and is linear."
    )
    checks.assert_close(
        answers["aux_output"],
        h2 @ K4 + b4,
        f"aux_output is wrong{when}: linear, on hidden2(hidden1(deep)) alone.",
        atol=1e-3,
    )
found = answers_to_placeholders(WideAndDeepModel)
assert found == {"main_output": (None, 1), "aux_output": (None, 1)}, (
    f"On placeholders call should give two answers of shape (None, 1), not {found}. "
    "Use Keras's layers and operations, not NumPy's."
)

# %% check="wide_and_deep_model" points=1
import warnings

import numpy as np

from nn_lessons import checks


def with_random_layers(model, sizes, draw):
    """Set random weights layer by layer and return them."""
    weights = []
    for name, size in sizes.items():
        assert hasattr(model, name), f"The model should have a layer as attribute {name}, made in __init__."
        layer = getattr(model, name)
        shapes = [np.shape(array) for array in layer.get_weights()]
        assert shapes == [size, size[1:]], f"{name} should have weights of other shapes: are units used everywhere?"
        weights += [draw.normal(0, 0.6, shape).astype("float32") for shape in shapes]
        layer.set_weights(weights[-2:])
    return weights


def check_variant(activation, function, n_wide, n_deep, units):
    """Compare a model of other sizes with NumPy; return it, its inputs and its answers."""
    draw = np.random.default_rng(units)
    A, B = draw.normal(size=(8, n_wide)).astype("float32"), draw.normal(size=(8, n_deep)).astype("float32")
    model = WideAndDeepModel(units=units, activation=activation)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model((A, B))
    sizes = {"hidden1": (n_deep, units), "hidden2": (units, units)}
    sizes |= {"main_output": (n_wide + units, 1), "aux_output": (units, 1)}
    K1, b1, K2, b2, K3, b3, K4, b4 = with_random_layers(model, sizes, draw)
    h2 = function(function(B @ K1 + b1) @ K2 + b2)
    main = [np.concatenate(pair, axis=1) @ K3 + b3 for pair in ([A, h2], [h2, A])]
    answers = model((A, B))
    assert isinstance(answers, dict), "call should return a dictionary with the keys main_output and aux_output."
    assert set(answers) == {"main_output", "aux_output"}, "The keys should be main_output and aux_output."
    assert any(checks.is_close(answers["main_output"], each, atol=1e-3) for each in main), (
        "main_output is wrong for another activation or other sizes. Are units and activation used in both layers?"
    )
    checks.assert_close(
        answers["aux_output"], h2 @ K4 + b4, "aux_output is wrong for another activation or sizes.", atol=1e-3
    )
    assert len(model.get_weights()) == 8, "The model should hold the weights of four layers and no others."
    return model, (A, B), answers


check_variant("tanh", np.tanh, 3, 4, 7)
assert WideAndDeepModel(name="twin").name == "twin", "Other keyword arguments should reach keras.Model (**kwargs)."
### BEGIN HIDDEN TESTS
check_variant("softplus", lambda z: np.logaddexp(0, z), 4, 4, 4)
assert WideAndDeepModel(trainable=False).trainable is False, "Every other keyword argument should reach keras.Model."
model, inputs, answers = check_variant("linear", lambda z: z, 2, 5, 6)
names = ["main_output", "aux_output"]
model.compile(
    loss=dict.fromkeys(names, "mse"),
    loss_weights={"main_output": 0.9, "aux_output": 0.1},
    optimizer="sgd",
    run_eagerly=True,
)
y = np.random.default_rng(4).normal(size=(8, 1)).astype("float32")
logs = model.evaluate(inputs, dict.fromkeys(names, y), verbose=0, return_dict=True)
expected = 0.9 * np.mean((answers["main_output"] - y) ** 2) + 0.1 * np.mean((answers["aux_output"] - y) ** 2)
checks.assert_close(logs["loss"], expected, "Compiled with losses by output name, the total loss is wrong.", rtol=1e-3)
### END HIDDEN TESTS

# %% [markdown]
# A class has no graph to draw: nobody can know what `call` will do before it runs. But here is a trick. Call it on
# placeholders, and what it does with them is written down, as in the functional API:

# %% tags=["figure"]
placeholders = keras.Input(shape=(5,), name="wide_input"), keras.Input(shape=(6,), name="deep_input")
recorded = keras.Model(inputs=placeholders, outputs=WideAndDeepModel().call(placeholders))
figures.draw_model(recorded, "What your class did with two placeholders")
plt.show()

# %% [markdown]
# ## Three ways, one network
#
# Sequential, functional, class: three ways to *write* a network. What it *computes* depends on its weights alone. If
# that is true, then the same weights must give the same predictions.

# %% [markdown]
# ### Task 6 · The same network three ways · ●●● · 1 point · 20 minutes
# Write `three_ways(weights)` for a plain chain (no wide path, as `Sequential` has none): two ReLU layers and a linear
# output.
#
# * `weights`: a list of six arrays `[K1, b1, K2, b2, K3, b3]`, kernels of shapes `(n, p)`, `(p, q)`, `(q, 1)`, biases
#   of shapes `(p,)`, `(q,)`, `(1,)`.
# * Returns a tuple of three models that carry **these weights**: a `keras.Sequential`, a functional `keras.Model`, and
#   an instance of a class of yours that is derived from `keras.Model`. All three map shape `(rows, n)` to `(rows, 1)`.
# * Example: for any `X`, `three_ways(weights)[0](X)`, `...[1](X)` and `...[2](X)` are equal.
#
# <details><summary>Hint 1</summary>The sizes stand in the kernels: <code>n, p = weights[0].shape</code>.</details>
# <details><summary>Hint 2</summary><code>model.set_weights(list_of_arrays)</code> wants them in the order of the
# layers. A model that has never seen its input has no weights yet.</details>
# <details><summary>Hint 3</summary>Functional and Sequential models know their input from <code>keras.Input</code>. A
# class learns it in its first call: call it once, on zeros, before <code>set_weights</code>.</details>


# %% task="three_ways"
def three_ways(weights):
    """Return (Sequential, functional, subclassed): the chain ReLU, ReLU, linear with the given weights."""
    ### BEGIN SOLUTION
    (n, p), q = weights[0].shape, weights[2].shape[1]

    def layers():
        return [
            keras.layers.Dense(p, activation="relu"),
            keras.layers.Dense(q, activation="relu"),
            keras.layers.Dense(1),
        ]

    class Chain(keras.Model):
        def __init__(self):
            super().__init__()
            self.steps = layers()

        def call(self, inputs):
            for step in self.steps:
                inputs = step(inputs)
            return inputs

    inputs = outputs = keras.Input(shape=(n,))
    for layer in layers():
        outputs = layer(outputs)
    subclassed = Chain()
    subclassed(np.zeros((1, n), "float32"))

    models = keras.Sequential([keras.Input(shape=(n,)), *layers()]), keras.Model(inputs, outputs), subclassed
    for model in models:
        model.set_weights(weights)
    return models
    ### END SOLUTION


# %% check="three_ways" points=1
import keras
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(three_ways)
def kind_of_third(three_ways, weights):
    """Say what the third model is: "stranger" (no keras.Model), "Keras's own", or "a class of yours"."""
    import keras

    third = three_ways(weights)[2]
    if not isinstance(third, keras.Model):
        return "stranger"
    return "Keras's own" if type(third).__module__.partition(".")[0] == "keras" else "a class of yours"


def check_three_ways(n, p, q, seed):
    """Build the three models for random weights and compare them with NumPy."""
    draw = np.random.default_rng(seed)
    shapes = [(n, p), (p,), (p, q), (q,), (q, 1), (1,)]
    K1, b1, K2, b2, K3, b3 = weights = [draw.normal(0, 0.8, shape).astype("float32") for shape in shapes]
    models = three_ways([np.copy(w) for w in weights])
    assert models is not None, "three_ways returns nothing: end it with return."
    sequential, functional, subclassed = models = checks.items(models, 3, "The tuple of models")
    assert isinstance(sequential, keras.Sequential), "The first model should be a keras.Sequential."
    assert isinstance(functional, keras.Model), "The second model should be a keras.Model made from inputs and outputs."
    assert not isinstance(functional, keras.Sequential), (
        "The second model is a Sequential; make it with keras.Model(...)."
    )
    assert not hasattr(subclassed, "inputs"), (
        "The third model has a graph, so it is no class of yours: derive one from keras.Model with its own call."
    )
    X = draw.normal(size=(25, n)).astype("float32")
    right = np.maximum(np.maximum(X @ K1 + b1, 0) @ K2 + b2, 0) @ K3 + b3
    for name, model in zip(["Sequential", "functional", "subclassed"], models, strict=True):
        answer = np.asarray(model(X))
        assert answer.shape == (25, 1), f"The {name} model should give shape (25, 1) for 25 rows, not {answer.shape}."
        checks.assert_close(
            answer,
            right,
            f"The {name} model answers something else than relu, relu, linear with these weights. "
            "Were they set after the model knew its input, and in the right order?",
            atol=1e-3,
        )


check_three_ways(4, 6, 3, seed=13)
shapes = [(4, 6), (6,), (6, 3), (3,), (3, 1), (1,)]
kind = kind_of_third(three_ways, [np.ones(shape, "float32") for shape in shapes])
assert kind != "stranger", "The third model's class should be derived from keras.Model: class ...(keras.Model)."
assert kind == "a class of yours", "The third model should be of a class of yours, not of one of Keras's own."
### BEGIN HIDDEN TESTS
for sizes in [(5, 5, 5), (1, 2, 9)]:
    check_three_ways(*sizes, seed=sum(sizes))
### END HIDDEN TESTS

# %% [markdown]
# | | Sequential | functional | subclass |
# | --- | --- | --- | --- |
# | shape of the network | a chain | any graph without loops | any program |
# | drawn, checked and copied by Keras | yes | yes | only what `call` shows when it runs |
# | wrong shapes are found | when it is built | when it is built | when it runs |
# | saved and loaded as it is | yes | yes | needs the class and `get_config` (notebook 7) |
# | `if`, loops, a layer used a varying number of times | no | no | yes |

# %% [markdown]
# ### Task 7 · When would you subclass? · ●●○ · 2 points · 10 minutes
# Name a network or a way of training for which you would write a class, and say what the functional API lacks for it.
# Then name one thing that you give up. Two to four sentences.

# %% [markdown] essay="when_to_subclass" points=2
# ### BEGIN SOLUTION
# I would subclass when what happens depends on the data: a network that reads a text piece by piece and stops when it
# is sure needs a loop whose number of turns is known only while it runs, and a functional graph is fixed before it sees
# any data. I give up the graph: Keras cannot draw the model, finds a wrong shape only when call runs, and cannot save
# the model without my class and its get_config. So I stay with the functional API as long as the network is a fixed
# graph.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 1 point: a case that truly needs a program (loops or branches that depend on the data, recursion, a varying number of
# steps, a custom train_step, research on new kinds of layers), with the reason that a functional graph is fixed
# beforehand.
#
# 1 point: a real cost (no graph to draw or inspect, errors only at run time, saving needs the class and get_config,
# harder to copy or to cut intermediate layers out of).
#
# No point for "more flexible" without a case.
# === END MARK SCHEME ===

# %% [markdown]
# ## Recap
#
# * A layer called on a placeholder returns a placeholder: so a network is written as a graph, and the graph can be
#   drawn.
# * Wide & deep: the concatenation listens to the input and to the last hidden layer. 270 + 930 + 39.
# * Two inputs may share columns; two outputs need two losses, by name, and weights that make one number of them.
# * Zero a column and look who notices: behaviour is better evidence than names.
# * A class is for what no fixed graph can say. It costs the graph.
#
# **Next:** in notebook 7 you save these models and load them again, and see what a file contains and what it does not.
