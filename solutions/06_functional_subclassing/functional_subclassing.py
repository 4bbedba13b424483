# %% [markdown]
# # 6 · Models as graphs: the functional API and subclassing
#
# **You will be able to**
#
# * read a network as a graph, and write any graph without loops as a Keras model,
# * build the lecture's wide & deep network, with one input, with two inputs, with a second output, and say when that
#   pays,
# * send two inputs through one shared encoder,
# * train two outputs with two weighted losses,
# * test a network by its behaviour: set a column to zero and look who notices, or cut the graph and look inside,
# * write the same network as a class, a layer of your own, and say when that is worth it.
#
# **Time:** about 45 minutes of reading and running, 95 minutes for the tasks 1 to 6 (8 points), 40 minutes for the
# two optional ones (2 points). **You need:** notebook 5 (California housing, scaling, MSE); for the classes, Python's
# `class`, `__init__` and `super()`.
#
# The cells marked *demo* train for some seconds up to a minute. They are there to be watched; no task needs them.
# Where it says **Predict**, write your answer down before you run the next cell.

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
from sklearn.linear_model import LinearRegression
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
keras.utils.set_random_seed(42)
features = keras.Input(shape=(8,), name="features")
first = keras.layers.Dense(5, activation="relu", name="first")(features)
price = keras.layers.Dense(1, name="price")(first)
chain = keras.Model(inputs=features, outputs=price)

figures.draw_model(chain, "A chain: Sequential could do this")
lesson.show(
    "Three boxes in a row: features with 8 values, first with 5 units and 45 parameters, price with 6 parameters."
)

# %% [markdown]
# Read such a picture from left to right: boxes are layers, arrows are tensors, the number behind the layer's class is
# the number of values it puts out for each district. Blue boxes are inputs, orange ones outputs.
#
# > If Graphviz's `dot` is installed, `keras.utils.plot_model(chain, show_shapes=True)` draws a similar picture. Ours
# > needs matplotlib only.
#
# ### One graph, several models
#
# The names `features`, `first` and `price` still point at the tensors of the graph. `keras.Model` may start and end
# at any of them: `keras.Model(features, first)` is a second model that ends in the middle. It makes no new layers. It
# is a window into the same network.
#
# **Predict:** `inside` is made *before* `chain` is trained, and `fit` is called on `chain`
# alone. Does `inside` answer the same afterwards, or something else?

# %% tags=["figure"]
keras.utils.set_random_seed(42)
inside = keras.Model(inputs=features, outputs=first)
before = np.asarray(inside(X_test[:100]))

chain.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.01), steps_per_execution=100)
chain.fit(X_train, y_train, epochs=3, verbose=0)
print("inside answers the same as before:", np.allclose(before, inside(X_test[:100])))
print("weight arrays in chain:", len(chain.get_weights()), " in inside:", len(inside.get_weights()))

# %% [markdown]
# <details><summary>What came, and why</summary>Something else. <code>inside</code> holds the very layer
# <code>first</code> that <code>chain</code> holds, so training one trains the other. That makes such windows useful:
# they always show the network as it is now.</details>
#
# What do the five hidden units see in a district? Move the median income of an average district from low to high, and
# watch them.

# %% tags=["figure"]
incomes = np.linspace(0.5, 12, 60)
average = np.zeros((60, 8), "float32")
average[:, 0] = (incomes - scaler.mean_[0]) / scaler.scale_[0]
figures.look_inside(incomes, np.asarray(inside(average)), np.asarray(chain(average))[:, 0])
lesson.show(
    "Left: each of the five hidden units is a straight line with at most one bend as the income rises. "
    "Right: the predicted price is their weighted sum, a line with a bend for each unit."
)

# %% [markdown]
# Look at unit 1: until the income passes about 65,000 dollars it sleeps, and more than that few districts have. Such a
# window also finds units that never wake, for *any* district.
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
# <!-- req: functional, not-compiled -->
#
# * Input shape `(n_features,)`. <!-- req: input-shape -->
# * The deep path: two ReLU layers of `units` neurons, one after the other. <!-- req: deep-path -->
# * The output: one linear neuron that listens to the input **and** to the second hidden layer. <!-- req: output -->
# * No other layers. <!-- req: no-other-layers -->
# * Returns a new `keras.Model` in each call, <!-- req: new-model -->
#   whose weights start as Keras makes them unasked: at random, in each call anew (set no seed). <!-- req: start -->
# * What is not said here stays as Keras has it unasked: all weights can be trained, nothing is added to the
#   loss. <!-- req: unasked -->
# * Example: for 8 features it has 270 + 930 + 39 parameters. <!-- req: example --> Where do the three numbers come
#   from?
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


# %% check="build_wide_and_deep" points=1 tests="parameters; both paths; other sizes; a new model each time"
# req: functional, not-compiled, input-shape, deep-path, output, no-other-layers, new-model, start, unasked, example
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
others = set(checks.layer_kinds(model)) - {"InputLayer", "Dense", "ReLU", "Activation(relu)", "Concatenate"}
assert not others, f"No other layers than those of the task, please; yours has {', '.join(sorted(others))}."
checks.assert_keras_defaults(model, build_wide_and_deep(8))
assert is_wide_and_deep(model, 8, 30, seed=1), (
    "The number of parameters is right, the answers are not. ReLU in both hidden layers, none at the output?"
)
### BEGIN HIDDEN TESTS
for n, units in [(5, 7), (6, 6), (3, 11)]:
    model = build_wide_and_deep(n, units=units)
    sizes = [(n, units), (units,), (units, units), (units,), (n + units, 1), (1,)]
    assert [w.shape for w in model.get_weights()] == sizes, "For other n_features or units the layers have wrong sizes."
    assert is_wide_and_deep(model, n, units, seed=n), (
        "For other n_features and units the answers are wrong: which two tensors are concatenated?"
    )
    K1, b1, K2, b2, K3, b3 = with_random_weights(model, seed=n)
    X = np.random.default_rng(n).normal(size=(9, n)).astype("float32")
    checks.assert_close(
        np.asarray(model(X, training=True)),
        np.asarray(model(X)),
        "In training the model computes something else: is there a layer that the task does not name?",
        atol=1e-4,
    )
    model.set_weights([K1, b1, 0 * K2, 0 * b2, K3, b3])
    halves = np.asarray(model(X)) + np.asarray(model(-X))
    checks.assert_close(
        halves, np.tile(2 * b3, (9, 1)), "With the deep path silent the model should be a straight line.", atol=1e-3
    )
### END HIDDEN TESTS

# %% [markdown]
# Your graph, and the lecture's table beside it.
#
# **Predict:** which layer has 39 parameters, and where does its 38th weight come from?

# %% tags=["figure"]
wide_and_deep = build_wide_and_deep(8)
figures.draw_model(wide_and_deep, "Your wide & deep network")
lesson.show("The input feeds the first hidden layer and, past both hidden layers, the concatenation before the output.")
figures.layer_table(wide_and_deep)

# %% tags=["figure"]
counts = [layer.count_params() for layer in wide_and_deep.layers if layer.count_params()]
pd.DataFrame(
    {"lecture": [270, 930, 39], "yours": counts},
    index=["dense_5: first hidden", "dense_6: second hidden", "dense_7: output"],
)

# %% [markdown]
# <details><summary>Answer</summary>The output neuron: 8 weights for the columns (the wide path), 30 for the second
# hidden layer, 1 bias. The 38th weight belongs to the last of the 30 hidden units, or to the last column if you have
# joined them the other way round. Both are right. The other two: 8 · 30 weights + 30 biases, and 30 · 30 weights + 30
# biases.</details>
#
# > **Then and now.** The lecture's layers are called `dense_5` to `dense_7` because others were made before them in
# > that session; your names or counters differ. It writes `Model(inputs=[input_], outputs=[output])` with lists of
# > one. Keras 3 takes the structure seriously: with a list you should also pass lists of arrays. Pass the bare tensor.
# > `keras.models.Model` and `keras.Model` are the same class.
#
# The slider builds your network with more and more hidden units. Which part of it grows, and which does not?


# %% tags=["figure"]
def draw_units(units):
    return figures.parameters_by_path(build_wide_and_deep(8, units=units))


lesson.slider(
    draw_units,
    values=[1, 3, 10, 30, 100],
    label="hidden units",
    default=3,
    alt="Parameters of the deep path and the wide path of the network that you have built.",
)

# %% [markdown]
# The wide path costs one weight for each column, whatever the deep path does. The layer between the two hidden layers
# grows with the square of the units.
#
# **Check yourself.** A friend joins all three: `concatenate([inputs, hidden1, hidden2])`. How many parameters has the
# network for 8 features and 30 units?
#
# <details><summary>Answer</summary>270 + 930 + (8 + 30 + 30 + 1) = 1269: thirty more weights in the output
# neuron.</details>
#
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
# 0.420 against 0.426: that is nothing. Another seed moves such a number just as far. Housing does not need a wide
# path. Below is a data set that does.
#
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
# ### Task 2 · Two inputs · ●●○ · 1 point · 15 minutes
# First share out the data, then build the network for it. Write two functions.
#
# `split_features(X, n_wide=5, n_deep=6)` returns two arrays as a tuple: <!-- req: tuple -->
# the **first** `n_wide` columns and the **last** `n_deep` columns of `X`, which stays as it is.
# <!-- req: columns, argument-stays -->
#
# * `X`: shape `(n_rows, n_columns)`, with `n_wide` and `n_deep` between 1 and `n_columns`. Returns shapes `(n_rows,
#   n_wide)` and `(n_rows, n_deep)`. <!-- req: shapes -->
# * Example: for the row `[0, 1, 2, 3, 4, 5, 6, 7]` the parts are `[0, 1, 2, 3, 4]` and `[2, 3, 4, 5, 6, 7]`.
#   <!-- req: example-row -->
#
# `build_two_inputs(n_wide, n_deep, units=30)` is as in Task 1 (functional, not compiled, no other layers, new in each
# call, everything else as Keras has it unasked), <!-- req: as-before -->
# but with an input of its own for each path.
#
# * `inputs=[wide, deep]`, in this order, named `"wide_input"` and `"deep_input"`; the output neuron is named
#   `"output"`. <!-- req: names -->
# * `wide_input` goes straight to the concatenation, `deep_input` through both hidden layers. <!-- req: paths -->
# * Example: `build_two_inputs(5, 6)` has 210 + 930 + 36 = 1176 parameters. <!-- req: example-count -->
#
# <details><summary>Hint 1</summary>Two slices along axis 1. Neither of them depends on the other number. A negative
# start counts from the end: <code>row[-3:]</code>.</details>
# <details><summary>Hint 2</summary><code>keras.Input(shape=..., name=...)</code>, twice. Then three layers and a
# concatenation as before.</details>
# <details><summary>Hint 3</summary>In which of your lines does the wide input appear? It should be only three: where
# it is made, where it is joined, and in <code>keras.Model</code>.</details>


# %% task="build_two_inputs"
def split_features(X, n_wide=5, n_deep=6):
    """Return (first n_wide columns, last n_deep columns) of X, shape (n_rows, n_columns)."""
    ### BEGIN SOLUTION
    return X[:, :n_wide], X[:, -n_deep:]
    ### END SOLUTION


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


# %% check="build_two_inputs" points=1 tests="columns of both parts; names; who sees which input; other sizes"
# req: tuple, columns, argument-stays, shapes, example-row, as-before, names, paths, example-count
import keras
import numpy as np

from nn_lessons import checks

rows = np.arange(8) + 10 * np.arange(3)[:, np.newaxis]
parts, (rows_after,) = checks.call_and_keep_changes(split_features, rows)
assert parts is not None, "split_features returns nothing: end it with return."
checks.assert_equal(rows_after, rows, "split_features changes X; it should stay as it is.")
assert isinstance(parts, tuple), "split_features should return a tuple: return wide, deep."
parts = checks.items(parts, 2, "What split_features returns, (wide, deep),")
assert not any(isinstance(part, list) for part in parts), "Both parts should be arrays; yours are lists."
shapes = [np.shape(part) for part in parts]
assert shapes != [(3, 6), (3, 5)], "The parts are swapped: wide comes first."
assert shapes != [(3, 5), (3, 3)], "The deep path misses columns 2 to 4: the two paths overlap."
assert shapes == [(3, 5), (3, 6)], f"Three rows should give shapes (3, 5) and (3, 6); you have {shapes}."
for name, part, columns in zip(["wide", "deep"], parts, [range(5), range(2, 8)], strict=True):
    assert checks.is_equal(part, rows[:, columns]), (
        f"The {name} part of the row 0..7 should be {list(columns)}; it is {np.asarray(part)[0].tolist()}."
    )


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
others = set(checks.layer_kinds(model)) - {"InputLayer", "Dense", "ReLU", "Activation(relu)", "Concatenate"}
assert not others, f"No other layers than those of the task, please; yours has {', '.join(sorted(others))}."
checks.assert_keras_defaults(model, build_two_inputs(5, 6))
### BEGIN HIDDEN TESTS
for n, n_wide, n_deep in [(8, 3, 4), (6, 2, 6), (9, 9, 1), (7, 1, 4), (5, 5, 5), (1, 1, 1)]:
    rows = np.random.default_rng(n).normal(size=(4, n))
    wide, deep = checks.items(split_features(rows, n_wide=n_wide, n_deep=n_deep), 2, "(wide, deep)")
    checks.assert_equal(wide, rows[:, list(range(n_wide))], "For other sizes the wide part is not the first columns.")
    checks.assert_equal(deep, rows[:, list(range(n - n_deep, n))], "For other sizes deep is not the last columns.")
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
# *data* to zero, share the columns out with your `split_features`, and let only one path of your model see the
# change.
#
# **Predict:** in which columns will both paths notice something? Which columns does the deep
# path never see?

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
lesson.show("wide_input goes to the concatenation, deep_input through both hidden layers, and the output follows.")
figures.who_notices(
    change, ["through the wide path", "through the deep path"], housing.feature_names, "How far the prediction moves"
)
seen = [", ".join(map(str, np.flatnonzero(row))) for row in change]
lesson.show(f"How far the prediction moves. The wide path notices the columns {seen[0]}, the deep path {seen[1]}.")

# %% [markdown]
# <details><summary>Answer</summary>Columns 2, 3 and 4 are noticed twice. The deep path never sees the median income
# and the age of the houses (columns 0 and 1).</details>
#
# This little experiment works for *any* model, also for one whose source you have never seen.
#
# ### Where wide & deep pays
#
# Think of a town with 40 streets. What a house costs has two causes. Each **street** has a premium of its own: no
# rule says which, one has to *remember* it. And each **place** has a view, which changes smoothly from house to
# house: that is a *pattern*, found from few examples if one can bend. The first is work for a wide path, the second
# for a deep one.


# %%
def draw_town(n_houses, premiums, rng, noise=1.0):
    """Return [street indicators, places], prices and rents of n_houses houses; the rent follows the view alone."""
    street = rng.integers(len(premiums), size=n_houses)
    place = rng.uniform(-1, 1, (n_houses, 2)).astype("float32")
    view = 2 * np.sin(3 * place[:, 0]) * np.cos(3 * place[:, 1])
    prices = view + premiums[street] + rng.normal(0, noise, n_houses)
    rents = view + rng.normal(0, 0.1, n_houses)
    return [np.eye(len(premiums), dtype="float32")[street], place], prices, rents


def ten_times(array):
    """The same rows ten times over: one epoch passes them ten times and saves Keras's work between epochs."""
    return np.concatenate([array] * 10)


(streets, places), prices, rents = draw_town(400, np.zeros(40), np.random.default_rng(0))
print("streets, one column each:", streets.shape, " places, east and north:", places.shape)

# %% [markdown]
# Three networks learn the prices of 400 houses, ten to a street. The first has a wide path only: a linear rule for
# all 42 columns. The second has a deep path only: two hidden layers for all 42 columns. The third is your
# `build_two_inputs`: streets go wide, places go deep. Each is then tested on 2000 other houses, against their prices
# without noise. The deep one also gets a second chance, with 4000 houses and as many steps of training.
#
# **Predict:** which of the three wins, and which comes last? Would the deep network catch up
# with more houses?


# %% tags=["demo"]
def test_error(answers, truth):
    """The mean squared error of answers of shape (n, 1)."""
    return float(np.mean((np.asarray(answers)[:, 0] - truth) ** 2))


def fit_town(network, X, y):
    """Train with Adam, 600 steps of 40 houses."""
    network.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.01), steps_per_execution=100)
    network.fit(X, y, epochs=6, batch_size=40, verbose=0)
    return network


def deep_network():
    layers = [keras.Input((42,)), *(keras.layers.Dense(30, activation="relu") for _ in range(2)), keras.layers.Dense(1)]
    return keras.Sequential(layers)


errors = {"wide only": [], "deep only": [], "wide & deep": [], "deep, 4000 houses": []}
for seed in range(5):
    rng = np.random.default_rng(seed)
    premiums = rng.normal(size=40)
    X_town, y_town, _ = draw_town(400, premiums, rng, noise=0.5)
    X_other, y_other, _ = draw_town(2000, premiums, rng, noise=0)
    keras.utils.set_random_seed(seed)

    linear = LinearRegression(fit_intercept=False).fit(np.hstack(X_town), y_town)
    errors["wide only"].append(test_error(linear.predict(np.hstack(X_other))[:, np.newaxis], y_other))
    deep_only = fit_town(deep_network(), ten_times(np.hstack(X_town)), ten_times(y_town))
    errors["deep only"].append(test_error(deep_only(np.hstack(X_other)), y_other))
    both = fit_town(build_two_inputs(40, 2), list(map(ten_times, X_town)), ten_times(y_town))
    errors["wide & deep"].append(test_error(both(X_other), y_other))
    X_more, y_more, _ = draw_town(4000, premiums, rng, noise=0.5)
    deep_more = fit_town(deep_network(), np.hstack(X_more), y_more)
    errors["deep, 4000 houses"].append(test_error(deep_more(np.hstack(X_other)), y_other))

figures.over_seeds(errors, "Three networks in five towns", "test MSE (five towns, five seeds)")
lesson.show("Test errors of the networks in five towns, a dot for each town.")

# %% [markdown]
# <details><summary>Answer</summary>Wide & deep wins in every town: its error stays below 0.2, that of the deep network
# lies around 0.5, that of the wide one above 1. The wide network cannot bend: it misses the view. The deep one can do
# both in principle, but it has only ten noisy houses for each street, and its 42 · 30 first weights mix streets and
# places: it takes the street for a part of the pattern. With 4000 houses its error falls to 0.12 in the middle one of
# the five towns: ten times the data to be where wide & deep is with 400.</details>
#
# So a wide path is for columns of which each must be *remembered*: streets, users, products, words. It is no free
# improvement of any network, as the housing data has shown.
#
# ## One encoder for two inputs
#
# So far every layer was called once. Call one **twice**, and both calls use the same weights:

# %% tags=["figure"]
shared = keras.layers.Dense(3, name="shared")
one, other = keras.Input(shape=(4,), name="one"), keras.Input(shape=(4,), name="other")
twice = keras.Model([one, other], keras.layers.concatenate([shared(one), shared(other)], name="both"))

figures.draw_model(twice, "One layer, called twice")
lesson.show("Two inputs feed the same box shared, which has 15 parameters; its two results are joined.")
print("parameters:", twice.count_params())

# %% [markdown]
# $4 \cdot 3 + 3 = 15$ parameters, not 30. What the layer learns from one input it knows for the other. This is how
# networks compare two faces, two signatures, two sentences: encode both in the *same* way, then look at the
# difference.
#
# Can one learn what makes a district dear without ever seeing a price? Suppose that we only have pairs, and for each
# pair the word of an expert: "the left one is dearer".

# %% [markdown]
# ### Task 3 · Which one is dearer? · ●●○ · 1 point · 15 minutes
# Write `build_comparer(n_features, units=8)`: a functional model, not compiled, that says how probable it is that the
# left district is dearer than the right one: <!-- req: functional, not-compiled -->
#
# $$ p = \sigma\big(s(\mathbf{x}_\text{left}) - s(\mathbf{x}_\text{right})\big), \qquad
# s(\mathbf{x}) = \mathbf{w}^\top \mathrm{relu}(\mathbf{W}^\top \mathbf{x} + \mathbf{b}) + c . $$
#
# * `inputs=[left, right]`, in this order, named `"left"` and `"right"`, each of shape `(n_features,)`.
#   <!-- req: inputs -->
# * The score $s$: one ReLU layer of `units` neurons, then one linear neuron. Both districts go through the **same**
#   layers. <!-- req: score, shared -->
# * One output of shape `(rows, 1)`; $\sigma$ is the logistic function. <!-- req: output -->
# * A new model in each call, everything else as Keras has it unasked, as in Task 1; in training it computes the
#   same. <!-- req: new-model, unasked, same-in-training -->
# * Example: `build_comparer(8)` has 72 + 9 = 81 parameters, not 162, and a district compared with itself gives
#   0.5. <!-- req: example -->
#
# <details><summary>Hint 1</summary>Make the two layers first, each once. Then call them, each twice.</details>
# <details><summary>Hint 2</summary>Results can be subtracted: <code>a - b</code>, or
# <code>keras.layers.subtract([a, b])</code>.</details>
# <details><summary>Hint 3</summary><code>keras.layers.Activation("sigmoid")</code> is a layer without
# weights.</details>


# %% task="build_comparer"
def build_comparer(n_features, units=8):
    """Return a functional model with inputs [left, right]: the probability that left is dearer, by one shared score."""
    ### BEGIN SOLUTION
    left = keras.Input(shape=(n_features,), name="left")
    right = keras.Input(shape=(n_features,), name="right")
    hidden = keras.layers.Dense(units, activation="relu", name="hidden")
    score = keras.layers.Dense(1, name="score")
    difference = keras.layers.subtract([score(hidden(left)), score(hidden(right))])
    return keras.Model(inputs=[left, right], outputs=keras.layers.Activation("sigmoid")(difference))
    ### END SOLUTION


# %% check="build_comparer" points=1 tests="names; one set of weights; swapped and equal districts; other sizes"
# req: functional, not-compiled, inputs, score, shared, output, new-model, unasked, same-in-training, example
import keras
import numpy as np

from nn_lessons import checks

model = build_comparer(8)
assert model is not None, "build_comparer returns nothing: end it with return."
assert hasattr(model, "inputs"), "build_comparer should return a functional model: keras.Model(inputs, outputs)."
assert isinstance(model, keras.Model), "build_comparer should return a keras.Model."
assert not model.compiled, "The model should not be compiled: that comes later."
names = [tensor.name for tensor in model.inputs]
assert names == ["left", "right"], f"The inputs should be left, right, in this order; not {names}."
shapes = [tuple(tensor.shape) for tensor in model.inputs]
assert shapes == [(None, 8), (None, 8)], f"Each input takes 8 columns; yours take {shapes}."
assert len(model.outputs) == 1, f"There should be one output, the probability; yours has {len(model.outputs)}."
count = model.count_params()
assert count != 162, "162 parameters: each side has layers of its own. Make each layer once and call it twice."
assert count != 145, "145 parameters: the districts are joined before the score. Score each one by itself."
assert count == 81, f"Expected 72 + 9 = 81 parameters for 8 features; the model has {count}."
checks.assert_keras_defaults(model, build_comparer(8))
draw = np.random.default_rng(3)
model.set_weights([draw.normal(0, 0.7, w.shape) for w in model.get_weights()])
A, B = draw.normal(size=(6, 8)).astype("float32"), draw.normal(size=(6, 8)).astype("float32")
p, back, same = (np.asarray(model(pair)) for pair in ([A, B], [B, A], [A, A]))
assert p.shape == (6, 1), f"Six pairs should give an output of shape (6, 1); yours has {p.shape}."
checks.assert_close(same, np.full((6, 1), 0.5), "A district compared with itself should give 0.5.", atol=1e-5)
checks.assert_close(
    p + back, np.ones((6, 1)), "p(left, right) and p(right, left) should add up to 1: is it one sigmoid?", atol=1e-4
)
### BEGIN HIDDEN TESTS
for n, units in [(8, 8), (5, 3), (2, 2), (1, 4)]:
    draw = np.random.default_rng(n + 10 * units)
    model = build_comparer(n, units=units)
    weights = [draw.normal(0, 0.7, w.shape).astype("float32") for w in model.get_weights()]
    assert [w.shape for w in weights] == [(n, units), (units,), (units, 1), (1,)], (
        "For other n_features or units the layers have wrong sizes: one hidden layer, one neuron for the score."
    )
    model.set_weights(weights)
    K1, b1, K2, b2 = weights
    A, B = draw.normal(size=(9, n)).astype("float32"), draw.normal(size=(9, n)).astype("float32")
    s_left, s_right = (np.maximum(X @ K1 + b1, 0) @ K2 + b2 for X in (A, B))
    right = 1 / (1 + np.exp(s_right - s_left))
    p = np.asarray(model([A, B]))
    assert not checks.is_close(p, 1 - right, atol=1e-4), "left and right are swapped: p should grow with left's score."
    checks.assert_close(
        p, right, "The answers are not sigmoid(s(left) - s(right)) with one ReLU layer and a linear neuron.", atol=1e-4
    )
    checks.assert_close(
        np.asarray(model([A, B], training=True)), p, "In training the model computes something else.", atol=1e-5
    )
    model.set_weights([K1, b1, K2 * 12 / np.abs(s_left - s_right).max(), b2])
    far = 1 / (1 + np.exp((s_right - s_left) * 12 / np.abs(s_left - s_right).max()))
    checks.assert_close(
        np.asarray(model([A, B])), far, "Where one score is far above the other, p is wrong: σ has no end.", atol=1e-6
    )
### END HIDDEN TESTS

# %% [markdown]
# Your comparer learns from 5,000 pairs of districts, and sees no price. Afterwards every district of the test set is
# compared with the same average district; the more probable it is that the district is dearer, the higher is its
# score.
#
# **Predict:** the network has only ever heard "left" or "right". Will its score say anything of
# how *much* dearer a district is?

# %% tags=["figure"]
keras.utils.set_random_seed(42)
comparer = build_comparer(8)
figures.draw_model(comparer, "Your comparer: two inputs, one encoder")
lesson.show("left and right feed the same hidden layer and the same score; the difference goes through a sigmoid.")

pairs = np.random.default_rng(42).integers(len(X_train), size=(2, 5000))
left_is_dearer = (y_train[pairs[0]] > y_train[pairs[1]]).astype("float32")
comparer.compile(
    loss="binary_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=0.01), steps_per_execution=50
)
comparer.fit([X_train[pairs[0]], X_train[pairs[1]]], left_is_dearer, epochs=10, verbose=0)

some = slice(0, 400)
p = np.asarray(comparer([X_test[some], np.zeros_like(X_test[some])]), "float64")[:, 0]
figures.score_against_price(np.log(p / (1 - p)), y_test[some])
lesson.show("The scores of 400 test districts, learned from pairs, against their prices.")
print(f"rank correlation of score and price: {pd.Series(p).corr(pd.Series(y_test[some]), method='spearman'):.1f}")

# %% [markdown]
# <details><summary>Answer</summary>Yes, though nobody asked for it: the score rises with the price, in a broad band. To
# answer well for <em>all</em> pairs, the shared score has to put the districts in order, and near pairs must come out
# near 0.5. With two separate encoders nothing would force the two sides to use one scale.</details>
#
# **Check yourself.** The bias $c$ of the score is one of the 81 parameters. What can training do to it?
#
# <details><summary>Answer</summary>Nothing. It is added on both sides and cancels in the difference: its gradient is
# 0.</details>

# %% [markdown]
# ## A second output
#
# Back to the network of Task 2. Now its deep path gets a small output of its own, the **auxiliary output**. It must
# predict from $\mathbf{h}_2$ alone. What for? In training, it pushes the deep path to learn something useful by
# itself, where otherwise it might lean on the wide path. It is a kind of regularisation; for predictions, only the
# main output is used.
#
# Training needs *one* number to go down, so the two losses are added with weights:
#
# $$ L = 0.9\, L_\text{main} + 0.1\, L_\text{aux} . $$
#
# **Check yourself.** The main error is 0.5, the auxiliary one 2.0. What is $L$? Which way does $L$ push the auxiliary
# output, compared with training on $L_\text{aux}$ alone?
#
# <details><summary>Answer</summary>0.9 · 0.5 + 0.1 · 2.0 = 0.65. The same way, with a tenth of the force: all its
# gradients are multiplied by 0.1.</details>
#
# > **Then and now.** The lecture's Keras accepted one loss for several outputs. Keras 3 wants **one loss for each
# > output**; a single `loss="mse"` with two `loss_weights` is an error. Say which belongs to which by the *name of
# > the output*: `loss={"name": ..., ...}`, `loss_weights={"name": ..., ...}`, and pass the targets in the same way.
# > Lists work as well, but then the order is all you have.

# %% [markdown]
# ### Task 4 · Auxiliary output and loss weights · ●●○ · 2 points · 20 minutes
# Write `build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9)`: the network of Task 2 (no other layers, new
# in each call, ...) with an auxiliary output, **compiled**. <!-- req: as-before, compiled -->
#
# * The output neuron of Task 2 is now called `"main_output"`. A second linear neuron, `"aux_output"`, listens to the
#   second hidden layer only. `outputs=[main, aux]`, in this order (or a dictionary with these two
#   names). <!-- req: main, aux, outputs -->
# * Both losses are the mean squared error; the total is `main_weight` · main + `(1 − main_weight)` · aux, also for a
#   `main_weight` of 1. <!-- req: total -->
# * Optimizer: plain `SGD` (no momentum, nothing else) with a learning rate of 0.001 throughout. <!-- req: optimizer -->
# * Example: `build_with_auxiliary(5, 6)` has 1176 + 31 = 1207 parameters. <!-- req: example -->
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


# %% check="build_with_auxiliary" points=1 tests="the graph: names, order, who listens to what; other sizes"
# req: as-before, main, aux, outputs, example
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
others = set(checks.layer_kinds(model)) - {"InputLayer", "Dense", "ReLU", "Activation(relu)", "Concatenate"}
assert not others, f"No other layers than those of the task, please; yours has {', '.join(sorted(others))}."
checks.assert_keras_defaults(model, build_with_auxiliary(5, 6))
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

# %% check="build_with_auxiliary" points=1 tests="the total loss for several weights; the optimizer"
# req: compiled, total, optimizer
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
    found = [tensor.name for tensor in model.inputs]
    assert found == ["wide_input", "deep_input"], f"The inputs should be wide_input, deep_input; not {found}."
    names = list(model.output_names)
    assert set(names) == {"main_output", "aux_output"}, f"The outputs should be main_output, aux_output; not {names}."
    answers = model(inputs)
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
    assert not isinstance(optimizer.get_config()["learning_rate"], dict), (
        "The learning rate follows a schedule; it should be 0.001 throughout."
    )
    extras = ["momentum", "nesterov", "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema"]
    extras += ["loss_scale_factor", "gradient_accumulation_steps"]
    found = [name for name in extras if getattr(optimizer, name)]
    assert not found, f"Plain SGD has no extras; yours has {', '.join(found)}."


check_compiled(5, 6, 30)
### BEGIN HIDDEN TESTS
for sizes_and_weight in [(3, 4, 8, 0.7), (4, 4, 4, 0.25), (2, 2, 3, 1.0)]:
    check_compiled(*sizes_and_weight)
### END HIDDEN TESTS

# %% [markdown]
# Your graph has a fork now; and the experiment again: who notices a missing column?
#
# **Predict:** to which two columns is the auxiliary output blind?


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
lesson.show("As before, and a second output, aux_output, that listens to the second hidden layer only.")
figures.who_notices(change, outputs, housing.feature_names, "How far the outputs move")
seen = [", ".join(map(str, np.flatnonzero(row))) for row in change]
lesson.show(f"How far the outputs move. The main output notices the columns {seen[0]}, the auxiliary one {seen[1]}.")

# %% [markdown]
# <details><summary>Answer</summary>To the median income and the age of the houses, columns 0 and 1, which only the wide
# path sees. The main output notices all eight.</details>
#
# *Demo*: both networks trained on housing for 20 epochs.

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
lesson.show("Validation errors of both outputs fall over 20 epochs; the auxiliary output stays far above the main one.")

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
# ### Where an auxiliary output pays
#
# On housing the second output brings nothing that one could measure. It pays where it can *tell* the deep path
# something that the main output tells badly. Back to the town with the streets, and let its prices be noisier than
# before. But now we also know each house's **rent**. It follows the view alone, hardly with any noise: exactly what
# the deep path should know. So the prices go to `main_output`, the rents to `aux_output`.
#
# **Predict:** how should the test error of the *main* output change as `main_weight` falls from
# 1 (the rent counts nothing) to 0.1 (the rent counts most)?
#
# *Demo*: your `build_with_auxiliary` for six values of `main_weight`, in three towns each; about half a minute. Only
# its learning rate is raised, to 0.1.

# %% tags=["demo"]
main_weights = [1.0, 0.9, 0.7, 0.5, 0.3, 0.1]
town_errors, town_views = {}, {}
north, east = np.mgrid[-1:1:41j, -1:1:41j]
whole_town = np.column_stack([east.ravel(), north.ravel()]).astype("float32")
in_street_0 = np.tile(np.eye(40, dtype="float32")[:1], (len(whole_town), 1))

for weight in main_weights:
    town_network = build_with_auxiliary(40, 2, main_weight=weight)
    town_network.optimizer.learning_rate = 0.1
    town_network.steps_per_execution = 100
    town_errors[weight] = []
    for seed in (2, 1, 0):
        rng = np.random.default_rng(seed)
        premiums = rng.normal(size=40)
        X_town, y_town, rents_town = draw_town(400, premiums, rng, noise=1.0)
        X_other, y_other, _ = draw_town(2000, premiums, rng, noise=0)
        keras.utils.set_random_seed(seed)
        town_network.set_weights(build_with_auxiliary(40, 2).get_weights())  # plain SGD keeps nothing else

        targets = {"main_output": ten_times(y_town), "aux_output": ten_times(rents_town)}
        if not isinstance(town_network.output, dict):
            targets = [targets[name] for name in town_network.output_names]
        town_network.fit(list(map(ten_times, X_town)), targets, epochs=10, batch_size=40, verbose=0)
        answers = answers_by_name(town_network, X_other)
        town_errors[weight].append(test_error(answers["main_output"], y_other))
    seen = np.asarray(answers_by_name(town_network, [in_street_0, whole_town])["main_output"]).reshape(41, 41)
    town_views[weight] = seen - seen.mean()

# %% [markdown]
# Move the slider: on the left the view as it is, in the middle what the main output has learned of it (the street
# held fixed), on the right the test errors.


# %% tags=["demo"]
def draw_weight(weight):
    return figures.town_view(weight, town_views[weight], town_errors)


lesson.slider(
    draw_weight,
    values=main_weights,
    label="main_weight",
    default=3,
    alt="The true view, the learned view, and the main output's test errors for six weights.",
)

# %% [markdown]
# <details><summary>What came, and why</summary>It falls first, is lowest at 0.5 or 0.3, and rises again. With 1 the
# noisy prices alone have to show the view, and the map is rough. With half of the weight on the rents the map is smooth
# and the error is smaller. With 0.1 the rents get nearly all the attention: the map is fine, but the premiums of the
# streets, which only the prices tell, are hardly learned.</details>
#
# A second output helps when it brings knowledge: a cleaner target, or one that is there for many more rows. The same
# target once more, as in the lecture, only changes how the network shares out its work.

# %% [markdown]
# ## One network, two behaviours: the `training` argument
#
# Some layers do one thing while a network learns and another when it is asked. **Dropout** sets a random share of its
# inputs to 0 in training (and scales up the rest); later it lets everything pass. **Batch normalization** subtracts
# the mean of the *batch* in training and divides by its standard deviation; later it uses averages that it has kept
# from training. `fit` calls the network with `training=True`; `predict`, `evaluate` and `model(X)` with
# `training=False`.
#
# **Predict:** one district is put through a network with dropout, five times in each mode. How
# many different answers are there in each row?

# %% tags=["figure"]
keras.utils.set_random_seed(42)
inputs = keras.Input(shape=(8,))
hidden = keras.layers.Dropout(0.5)(keras.layers.Dense(20, activation="relu")(inputs))
forgetful = keras.Model(inputs, keras.layers.Dense(1)(hidden))

district = X_test[:1]
for training in (False, True):
    answers = [float(forgetful(district, training=training)[0, 0]) for _ in range(5)]
    print(f"dropout, training={training!s:5}:", *(f"{answer:6.2f}" for answer in answers))

norm = keras.layers.BatchNormalization()
batch = np.array([[10.0], [20.0], [30.0], [40.0]], "float32")
for rows in (batch, batch[:1]):
    for training in (False, True):
        answers = [float(answer) for answer in norm(rows, training=training)[:, 0]]
        print(f"batch norm of {len(rows)}, training={training!s:5}:", *(f"{answer:6.2f}" for answer in answers))

# %% [markdown]
# <details><summary>What came, and why</summary>Dropout: one answer without training, several with it. Batch
# normalization has kept nothing yet when it is first asked with <code>training=False</code> (mean 0, variance 1), so
# the numbers pass, all but a trace: 0.001 is added to the variance, lest one divide by 0. In training the same 10
# becomes −1.34 beside 20, 30 and 40, and <em>0</em> when it is alone: it is its own mean. The last line but one is no
# longer 10: the training call before it has moved the kept averages (to a mean of 0.25 and a variance of
# 2.24).</details>
#
# **Check yourself.** A network with dropout often has a *lower* validation loss than training loss in its first
# epochs. Why is that no miracle?
#
# <details><summary>Answer</summary>The training loss is measured with half of the units switched off, the validation
# loss with all of them (and half an epoch later).</details>
#
# ## The same network as a class
#
# A functional model is *data*: Keras knows its graph, can draw, check, copy and save it. The third way is a
# *program*: a subclass of `keras.Model`.
#
# * `__init__` makes the layers and keeps them as attributes. It runs once.
# * `call` says what happens to an input. It runs in every step, and may contain anything Python can do: `if`, loops,
#   randomness. If it has an argument `training`, Keras fills it in.
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


# %% [markdown]
# **Predict:** how many weight arrays does the model have before it has seen a district?

# %% tags=["figure"]
keras.utils.set_random_seed(42)
chain_as_class = ChainAsClass()
print("before it has seen an input:", len(chain_as_class.get_weights()), "weight arrays")
print("shape of the answers:       ", tuple(chain_as_class(X_test[:3]).shape))
print("now:                        ", len(chain_as_class.get_weights()), "weight arrays")

chain_as_class.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.01), steps_per_execution=100)
losses = chain_as_class.fit(X_train, y_train, epochs=3, verbose=0).history["loss"]
print("loss of three epochs:       ", *(f"{loss:.1f}" for loss in losses))

# %% [markdown]
# You *call* the model, and Keras calls `call`. How many columns there are, a class learns from its first input: until
# then its layers have no weights (0, then 4). For `compile` and `fit` a class is a model like any other.
#
# ### Two outputs, and a trap
#
# This is the lecture's class for the network with auxiliary output, word for word but for its name. It still runs:


# %%
class LecturesModel(keras.models.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden1 = self.hidden1(input_B)
        hidden2 = self.hidden2(hidden1)
        concat = keras.layers.concatenate([input_A, hidden2])
        main_output = self.main_output(concat)
        aux_output = self.aux_output(hidden2)
        return main_output, aux_output


# %% [markdown]
# **Predict:** it trains the class with two losses, asks Keras for the errors, and then computes
# them by hand from the predictions. Which numbers will agree?

# %% tags=["figure"]
keras.utils.set_random_seed(42)
lectures = LecturesModel(30, activation="relu")
pair, y_few = (X_train[:960, :5], X_train[:960, 2:]), y_train[:960]
lectures.compile(loss=["mse", "mse"], loss_weights=[0.9, 0.1], optimizer=keras.optimizers.SGD(learning_rate=1e-3))
lectures.fit(pair, (y_few, y_few), epochs=2, verbose=0)

reported = lectures.evaluate(pair, (y_few, y_few), verbose=0, return_dict=True)
main, aux = (np.mean((answer[:, 0] - y_few) ** 2) for answer in lectures.predict(pair, verbose=0))
print("Keras reports:", {name: f"{value:.2f}" for name, value in reported.items()})
print(f"by hand: main {main:.2f}, auxiliary {aux:.2f}, 0.9 main + 0.1 auxiliary {0.9 * main + 0.1 * aux:.2f}")

# %% [markdown]
# <details><summary>What came, and why</summary>The total agrees. But a tuple gives its parts no names: Keras 3.15
# calls both errors <code>mse_loss</code>, and the second overwrites the first. What the log shows is the auxiliary
# error; the error of the main output, the one you care about, is nowhere.</details>
#
# > **Then and now.** Return a dictionary, and the names of the outputs are its keys: `{"main_output": ...,
# > "aux_output": ...}`, the same names as in Task 4. Then losses, weights and targets go by name, and the log tells
# > the two apart.

# %% [markdown]
# ### Task 5 · Wide & deep as a class, as deep as you like · ●●● · 2 points · 25 minutes
# The lecture's class has two hidden layers, always. Write the class `WideAndDeepModel(units=(30, 30),
# activation="relu", **kwargs)`, a subclass of `keras.Model` for the network of Task 4 (not compiled), with one hidden
# layer for each number in `units`, however many; `units` stays as it is. <!-- req: depth, defaults, argument-stays -->
#
# * Attributes: `hidden`, the hidden layers in order, with `units[0]`, `units[1]`, ... neurons and `activation` each;
#   `main_output` and `aux_output`, one linear neuron each. No other weights. <!-- req: attributes, activation -->
# * `call(inputs)`: `inputs` is the pair `(wide, deep)`. It returns `{"main_output": ..., "aux_output": ...}`; the
#   main output listens to `wide` and to the last hidden layer, the auxiliary one to the last hidden layer
#   alone. <!-- req: outputs, graph -->
# * Other keyword arguments, whatever they are, go to `keras.Model`: `WideAndDeepModel(name="twin").name` is
#   `"twin"`. <!-- req: kwargs -->
# * `call` works on placeholders as well (the cell after this task needs it), and does the same in
#   training. <!-- req: placeholders, same-in-training -->
# * Either output trains all layers that it listens to, and all weights can be trained; nothing is added to the
#   loss. <!-- req: trained, unasked -->
# * Example: `WideAndDeepModel()((A, B))["main_output"]` has shape `(n, 1)` for `A` of shape `(n, 5)` and `B` of shape
#   `(n, 6)`, and the model then has 1207 parameters; with `units=(20, 10, 5)` it has 422. <!-- req: example -->
#
# <details><summary>Hint 1</summary>The first line of <code>__init__</code> calls the parent's:
# <code>super().__init__(**kwargs)</code>.</details>
# <details><summary>Hint 2</summary>An attribute may be a list of layers. Keras finds the layers in it.</details>
# <details><summary>Hint 3</summary>In <code>call</code>, what goes out of one hidden layer goes into the next: one
# variable, overwritten in a loop. What is in it after the loop?</details>


# %% task="wide_and_deep_model"
class WideAndDeepModel(keras.Model):
    """Wide & deep with an auxiliary output; call((wide, deep)) returns {"main_output": ..., "aux_output": ...}."""

    ### BEGIN SOLUTION
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        for layer in self.hidden:
            deep = layer(deep)
        return {
            "main_output": self.main_output(keras.layers.concatenate([wide, deep])),
            "aux_output": self.aux_output(deep),
        }

    ### END SOLUTION


# %% check="wide_and_deep_model" points=1 tests="the default: parameters, attributes, answers, placeholders"
# req: defaults, attributes, outputs, graph, placeholders, same-in-training, example
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
for name in ["hidden", "main_output", "aux_output"]:
    assert hasattr(model, name), f"The model should have an attribute {name}, made in __init__."
hidden = checks.items(model.hidden, 2, "The attribute hidden of WideAndDeepModel()")
assert model.count_params() != 277, "The second hidden layer has no weights: call never uses it."
assert model.count_params() == 1207, f"Expected 1207 parameters for 5 and 6 columns; there are {model.count_params()}."
wanted = {"hidden[0]": (6, 30), "hidden[1]": (30, 30), "main_output": (35, 1), "aux_output": (30, 1)}
layers = [*hidden, model.main_output, model.aux_output]
weights = []
for (name, shape), layer in zip(wanted.items(), layers, strict=True):
    assert hasattr(layer, "get_weights"), f"{name} should be a layer."
    shapes = [np.shape(array) for array in layer.get_weights()]
    assert shapes == [shape, shape[1:]], f"{name} should have weights of shapes {shape}, {shape[1:]}; it has {shapes}."
    weights += [draw.normal(0, 0.6, size).astype("float32") for size in shapes]
    layer.set_weights(weights[-2:])
K1, b1, K2, b2, K3, b3, K4, b4 = weights
h2 = np.maximum(np.maximum(B @ K1 + b1, 0) @ K2 + b2, 0)
main = [np.concatenate(pair, axis=1) @ K3 + b3 for pair in ([A, h2], [h2, A])]
for training in (False, True):
    answers = model((A, B), training=training)
    when = " in training" if training else ""
    assert any(checks.is_close(answers["main_output"], each, atol=1e-3) for each in main), (
        f"main_output is wrong{when}: it listens to wide and to the last hidden layer, and is linear."
    )
    checks.assert_close(
        answers["aux_output"],
        h2 @ K4 + b4,
        f"aux_output is wrong{when}: linear, on the last hidden layer alone.",
        atol=1e-3,
    )
found = answers_to_placeholders(WideAndDeepModel)
assert found == {"main_output": (None, 1), "aux_output": (None, 1)}, (
    f"On placeholders call should give two answers of shape (None, 1), not {found}. "
    "Use Keras's layers and operations, not NumPy's."
)

# %% check="wide_and_deep_model" points=1 tests="other depths, sizes and activations; keyword arguments; losses by name"
# req: depth, argument-stays, activation, attributes, kwargs, outputs, graph, trained, unasked
# req: same-in-training, example
import warnings

import numpy as np

from nn_lessons import checks


def check_variant(activation, function, n_wide, n_deep, units):
    """Compare a model of other sizes with NumPy; return it, its inputs and its answers."""
    draw = np.random.default_rng(sum(units))
    A, B = draw.normal(size=(8, n_wide)).astype("float32"), draw.normal(size=(8, n_deep)).astype("float32")
    model, (units_after, _) = checks.call_and_keep_changes(WideAndDeepModel, units=units, activation=activation)
    assert checks.is_equal(units_after, units), "The class changes the list units; it should stay as it is."
    assert hasattr(model, "fit"), "Derive WideAndDeepModel from keras.Model: this one cannot be trained."
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model((A, B))
    for name in ["hidden", "main_output", "aux_output"]:
        assert hasattr(model, name), f"The model should have an attribute {name}, made in __init__."
    layers = checks.items(model.hidden, len(units), "The attribute hidden, one layer for each number in units,")
    sizes = [*zip([n_deep, *units], units, strict=False), (n_wide + units[-1], 1), (units[-1], 1)]
    weights = []
    for layer, size in zip([*layers, model.main_output, model.aux_output], sizes, strict=True):
        assert hasattr(layer, "get_weights"), "hidden should hold layers, and the outputs should be layers."
        shapes = [np.shape(array) for array in layer.get_weights()]
        assert shapes == [size, size[1:]], "For other units the layers have wrong sizes. Is each used once, in order?"
        weights.append([draw.normal(0, 0.6, shape).astype("float32") for shape in shapes])
        layer.set_weights(weights[-1])
    h = B
    for K, b in weights[:-2]:
        h = function(h @ K + b)
    (K_main, b_main), (K_aux, b_aux) = weights[-2:]
    main = [np.concatenate(pair, axis=1) @ K_main + b_main for pair in ([A, h], [h, A])]
    answers = model((A, B))
    assert isinstance(answers, dict), "call should return a dictionary with the keys main_output and aux_output."
    assert set(answers) == {"main_output", "aux_output"}, "The keys should be main_output and aux_output."
    assert any(checks.is_close(answers["main_output"], each, atol=1e-3) for each in main), (
        "main_output is wrong for other units or another activation. Has every hidden layer its activation?"
    )
    checks.assert_close(
        answers["aux_output"], h @ K_aux + b_aux, "aux_output is wrong for other units or activation.", atol=1e-3
    )
    assert len(model.get_weights()) == 2 * len(sizes), (
        "The model should hold the weights of these layers and no others."
    )
    return model, (A, B), answers


model, _, _ = check_variant("relu", lambda z: np.maximum(z, 0), 5, 6, (20, 10, 5))
assert model.count_params() == 422, f"Expected 422 parameters with units=(20, 10, 5); there are {model.count_params()}."
assert not model.compiled, "The model should not be compiled: that comes later."
assert WideAndDeepModel(name="twin").name == "twin", "Other keyword arguments should reach keras.Model (**kwargs)."
assert len(model.trainable_weights) == 10, "Some weights cannot be trained: leave trainable as it is."
assert len(model.losses) == 0, "Something is added to the loss: is there a regularizer?"
### BEGIN HIDDEN TESTS
for units in [[4, 4, 4, 4], (3, 5, 3, 5, 3, 5, 3)]:
    check_variant("tanh", np.tanh, 4, 4, units)
for option, value in [("trainable", False), ("dtype", "float64"), ("autocast", False), ("name", "other")]:
    try:
        reached = getattr(WideAndDeepModel(**{option: value}), option) == value
    except TypeError:
        reached = False
    assert reached, "Every other keyword argument should reach keras.Model, not only some."
model, inputs, answers = check_variant("linear", lambda z: z, 2, 5, (6, 4))
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
before = [np.array(array) for array in checks.items(model.get_weights(), 8, "The list of weights")]
for moved in ["nothing", *names]:
    model.set_weights(before)
    targets = {name: np.array(answers[name]) + (name == moved) for name in names}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.train_on_batch(inputs, targets)
    now = checks.pairs(model.get_weights(), before, "The list of weights after a step of training")
    steps = [np.abs(np.asarray(new) - old).max() for new, old in now]
    if moved == "nothing":
        assert max(steps) < 1e-5, "Trained on its own answers a model should stay as it is: is something added?"
    else:
        count = sum(step > 1e-5 for step in steps)
        assert count == 6, f"The error of {moved} should train all layers that it listens to, and no others."
### END HIDDEN TESTS

# %% [markdown]
# A class has no graph to draw: nobody can know what `call` will do before it runs. But here is a trick. Call it on
# placeholders, and what it does with them is written down, as in the functional API:

# %% tags=["figure"]
placeholders = keras.Input(shape=(5,), name="wide_input"), keras.Input(shape=(6,), name="deep_input")
recorded = keras.Model(inputs=placeholders, outputs=WideAndDeepModel(units=(20, 10, 5)).call(placeholders))
figures.draw_model(recorded, "What your class did with two placeholders")
lesson.show(
    "Three hidden layers follow deep_input; the last feeds aux_output and, joined with wide_input, main_output."
)

# %% [markdown]
# ### What no graph can say
#
# The trick works as long as `call` does the same for every input. The next class does not. Its units think about a
# district again and again, each time with what they thought before, until they **settle**: how many rounds that takes
# depends on the numbers in the batch. No graph can be drawn beforehand; this is what subclassing is for.


# %%
class Settling(keras.Model):
    """Units that listen to the input and to themselves, until nothing moves any more."""

    def __init__(self, n_units=6):
        super().__init__()
        self.rounds = 0
        self.first_thought = keras.layers.Dense(n_units, activation="tanh")
        self.think = keras.layers.Dense(n_units, activation="tanh")
        self.price = keras.layers.Dense(1)

    def call(self, x):
        thought, moved, self.rounds = self.first_thought(x), 1.0, 0
        while moved > 0.001 and self.rounds < 200:
            new = self.think(keras.ops.concatenate([x, thought], axis=1))
            moved = keras.ops.max(keras.ops.abs(new - thought))
            thought, self.rounds = new, self.rounds + 1
        return self.price(thought)


# %% [markdown]
# **Predict:** it asks the model about districts near the average, ordinary ones, and extreme
# ones (the columns times 0.1, 1 and 3). Does it think equally long about all three? And what happens on a
# placeholder?

# %% tags=["figure"]
keras.utils.set_random_seed(1)
settling = Settling()
for factor in (0.1, 1, 3):
    settling(factor * X_test[:64])
    print(f"columns times {factor}: {settling.rounds} rounds")
try:
    settling(keras.Input(shape=(8,)))
except Exception as error:
    print("on a placeholder:", type(error).__name__)

settling.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.01), run_eagerly=True)
losses = settling.fit(X_train[:256], y_train[:256], epochs=4, batch_size=64, verbose=0).history["loss"]
print("trained with run_eagerly=True, loss:", *(f"{loss:.1f}" for loss in losses))

# %% [markdown]
# <details><summary>What came, and why</summary>No: the same network
# needs another number of rounds for each batch, since the numbers decide when nothing moves any more. A placeholder
# has no numbers, so <code>while moved &gt; 0.001</code> has no answer: an error.</details>
#
# For the same reason `fit` must not compile `call` into a graph here: `run_eagerly=True` runs it as plain Python, at
# a fraction of the speed. `keras.ops.while_loop` and `keras.ops.cond` write loops and branches that a compiled
# training understands.
#
# ## A layer of your own
#
# `keras.Model` is a `keras.layers.Layer` that can also be compiled, trained and saved as a whole. If you write a
# *part* of a network, derive it from `Layer`; if you write what you call `fit` on, from `Model`. A layer of your own
# has two methods:
#
# * `build(input_shape)` makes the weights with `self.add_weight`. Keras calls it once, before the first call, when it
#   knows how many columns come in.
# * `call(x)` computes. Weights can be used in it like arrays.


# %%
class Gain(keras.layers.Layer):
    """Multiply each column by a number of its own, which is learned; all start at 1."""

    def build(self, input_shape):
        self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gain")

    def call(self, x):
        return x * self.gain


# %% [markdown]
# **Predict:** `Dense(1)` on eight columns has 9 parameters. How many has a network that puts
# `Gain` before it? Which of `fit`, `get_weights` and `call` does a layer have?

# %% tags=["figure"]
layer = Gain()
print("weights before the first call:", len(layer.get_weights()))
start = keras.Input(shape=(8,))
amplified = keras.Model(start, keras.layers.Dense(1)(layer(start)))
print("weights after it:", [weight.shape for weight in layer.get_weights()])
print("parameters of the network:", amplified.count_params())
for name in ("call", "get_weights", "fit"):
    print(f"{name}: layer {hasattr(layer, name)}, model {hasattr(amplified, name)}")

# %% [markdown]
# <details><summary>Answer</summary>17: eight gains, eight weights, one bias. A layer computes and has weights; only a
# model can be fitted.</details>
#
# ## Which way?
#
# | | Sequential | functional | subclass |
# | --- | --- | --- | --- |
# | shape of the network | a chain | any graph without loops | any program |
# | drawn, checked and copied by Keras | yes | yes | only what `call` shows when it runs |
# | wrong shapes are found | when it is built | when it is built | when it runs |
# | saved and loaded as it is | yes | yes | needs the class and `get_config` (notebook 7) |
# | `if`, loops, a layer used a varying number of times | no | no | yes |
#
# ### Task 6 · When would you subclass? · ●●○ · 1 point · 10 minutes
# Name a network or a way of training for which you would write a class, and say what the functional API lacks for it.
# Then name one thing that you give up. Two to four sentences. The class `Settling` is taken: find another case.

# %% [markdown] essay="when_to_subclass" points=1
# ### BEGIN SOLUTION
# I would subclass when what happens depends on the data: a network that reads a text piece by piece and stops when it
# is sure needs a loop whose number of turns is known only while it runs, and a functional graph is fixed before it
# sees any data. I give up the graph: Keras cannot draw the model, finds a wrong shape only when call runs, and cannot
# save the model without my class and its get_config. So I stay with the functional API as long as the network is a
# fixed graph.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# Half a point: a case that truly needs a program (loops or branches that depend on the data, recursion, a varying
# number of steps, a custom train_step, research on new kinds of layers), with the reason that a functional graph is
# fixed beforehand. It is not the settling units of this notebook in other words.
#
# Half a point: a real cost (no graph to draw or inspect, errors only at run time, saving needs the class and
# get_config, harder to copy or to cut intermediate layers out of).
#
# No point for "more flexible" without a case.
# === END MARK SCHEME ===

# %% [markdown]
# ### Task 7 · A layer that multiplies columns · ●●○ · optional · 1 point · 20 minutes
# Wide & deep had a successor, *deep & cross* (Wang and others, 2017). Its new layer multiplies columns with each
# other, which neither a linear neuron nor a ReLU can do exactly. Write the class `Cross`, derived from
# `keras.layers.Layer`, <!-- req: layer -->
# that computes for each row $\mathbf{x}$
#
# $$ \mathbf{y} = \mathbf{x}\,(\mathbf{x}^\top \mathbf{w}) + \mathbf{b} + \mathbf{x} . $$
#
# * Input and output have shape `(rows, n)`; $\mathbf{x}^\top \mathbf{w}$ is *one* number for each row.
#   <!-- req: formula -->
# * Two trainable weights, made when the layer sees its first input and knows $n$: the attributes `kernel` and `bias`,
#   each of shape `(n,)`. The kernel starts at random, the bias at 0. <!-- req: build, weights, start -->
# * It works in a functional model, is trained with it, and computes the same in training. Nothing else acts on the
#   weights: no regularizer, no constraint. <!-- req: trained, same-in-training, unasked -->
# * Example: with $\mathbf{w} = (1, 10)$ and $\mathbf{b} = (0.5, 0)$ the row $(2, 3)$ becomes $(66.5, 99)$.
#   <!-- req: example -->
#
# <details><summary>Hint 1</summary>Start from <code>Gain</code>. Which two weights does <code>build</code> make? An
# initializer is a name: <code>"zeros"</code>, <code>"random_normal"</code>, ...</details>
# <details><summary>Hint 2</summary>Work the example out by hand: which number is $\mathbf{x}^\top \mathbf{w}$ for
# this row, and what is multiplied by it?</details>
# <details><summary>Hint 3</summary><code>keras.ops.sum(..., axis=..., keepdims=True)</code> leaves a column of shape
# <code>(rows, 1)</code>, which stretches over the columns of $\mathbf{x}$.</details>


# %% task="cross_layer"
class Cross(keras.layers.Layer):
    """y = x * (x @ w) + b + x, row by row, with the weights kernel (w) and bias (b), each of shape (n,)."""

    ### BEGIN SOLUTION
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal", name="kernel")
        self.bias = self.add_weight(shape=(n,), initializer="zeros", name="bias")

    def call(self, x):
        return x * keras.ops.sum(x * self.kernel, axis=-1, keepdims=True) + self.bias + x

    ### END SOLUTION


# %% check="cross_layer" points=1 tests="the example; one and many columns; the start; trained inside a model"
# req: layer, formula, build, weights, start, trained, same-in-training, unasked, example
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(Cross)
def look_at(make, X, y):
    """Say what the layer is and, inside a functional model, which of its two weights one training step moves."""
    import keras
    import numpy as np

    layer = make()
    if not isinstance(layer, keras.layers.Layer) or isinstance(layer, keras.Model):
        return {"kind": type(layer).__mro__[1].__name__}
    found = {"kind": "Layer", "early": len(layer.weights)}
    start = keras.Input((X.shape[1],))
    try:
        model = keras.Model(start, keras.layers.Dense(1)(layer(start)))
    except Exception as error:
        return found | {"error": type(error).__name__}
    found["start"] = [np.array(array) for array in layer.get_weights()]
    found["trainable"] = len(layer.trainable_weights)
    found["added"] = len(layer.losses) + sum(weight.constraint is not None for weight in layer.weights)
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.1), run_eagerly=True)
    model.train_on_batch(X, y)
    found["moved"] = [
        bool(np.abs(now - then).max() > 0) for now, then in zip(layer.get_weights(), found["start"], strict=True)
    ]
    return found


@checks.in_kernel_of(Cross)
def answers_with(make, X, w, b):
    """Give a new layer these weights; return its answers, or in a dictionary what it lacks."""
    import numpy as np

    layer = make()
    try:
        layer(X)
    except Exception as error:
        return {"fails": type(error).__name__}
    for name, numbers in (("kernel", w), ("bias", b)):
        if not hasattr(layer, name):
            return {"lacks": name}
        if tuple(np.shape(getattr(layer, name))) != tuple(np.shape(numbers)):
            return {"lacks": f"{name} of shape (n,)"}
        if not hasattr(getattr(layer, name), "assign"):
            return {"lacks": f"{name} made with add_weight"}
        getattr(layer, name).assign(numbers)
    answer, training = layer(X), layer(X, training=True)
    if answer is not None and np.abs(np.asarray(answer) - np.asarray(training)).max() > 1e-4:
        return {"training": "other"}
    return None if answer is None else np.asarray(answer)


def check_values(X, w, b, expected, message):
    """Compare the answers of a layer with these weights."""
    answer = answers_with(Cross, X, w, b)
    assert not (isinstance(answer, dict) and "fails" in answer), (
        "The layer fails for an input of two axes: do sizes fit?"
    )
    assert not (isinstance(answer, dict) and "training" in answer), (
        "In training the layer computes something else than the formula."
    )
    assert not isinstance(answer, dict), f"After its first call the layer should have the weight {answer['lacks']}."
    assert answer is not None, "call returns nothing: end it with return."
    checks.assert_close(answer, expected, message, rtol=1e-4, atol=1e-4)


row, w, b = (np.array(numbers, "float32") for numbers in ([[2, 3]], [1, 10], [0.5, 0]))
check_values(
    row, w, b, [[66.5, 99]], "The example should give (66.5, 99). Is the product with w one number for the row?"
)
draw = np.random.default_rng(5)
X, y = draw.normal(size=(16, 3)).astype("float32"), draw.normal(size=(16, 1)).astype("float32")
found = look_at(Cross, X, y)
assert found["kind"] == "Layer", f"Derive Cross from keras.layers.Layer; yours is derived from {found['kind']}."
assert found["early"] == 0, "Cross() has weights before it has seen an input: make them in build."
assert "error" not in found, (
    f"In a functional model for 3 columns the layer fails ({found['error']}). "
    "Does build take n from input_shape, and does call use Keras's operations, not NumPy's?"
)
assert len(found["start"]) == 2, f"The layer should have two weights, kernel and bias; it has {len(found['start'])}."
assert found["trainable"] == 2, "Both weights should be trainable."
assert not found["added"], "Something else acts on the weights: set no regularizer and no constraint."
assert found["moved"] == [True, True], "One step of training should move both weights."
biases = [array for array in found["start"] if not np.any(array)]
kernels = [array for array in found["start"] if np.ptp(array) > 0]
assert len(biases) == 1, "The bias should start at 0 (and the kernel should not)."
assert len(kernels) == 1, "The kernel should start at random numbers, not at one and the same."
### BEGIN HIDDEN TESTS
for rows, n in [(7, 4), (1, 3), (4, 4), (6, 1), (5, 23)]:
    X, w, b = draw.normal(size=(rows, n)), draw.normal(size=n), draw.normal(size=n)
    X, w, b = (array.astype("float32") for array in (X, w, b))
    right = np.array([x * np.dot(x, w) + b + x for x in X])
    check_values(X, w, b, right, "For other numbers of rows and columns the answers are wrong.")
again = look_at(Cross, draw.normal(size=(16, 3)).astype("float32"), y)
for other in checks.items(again["start"], 2, "The weights of another layer"):
    assert not checks.is_close(other, kernels[0]), "Two layers start with the same kernel: it should be random."
### END HIDDEN TESTS

# %% [markdown]
# What is it good for? A linear neuron sees two columns and cannot multiply them. Put the output of your layer beside
# the columns, as in a wide & deep network, and it can.

# %% tags=["figure"]
columns = np.random.default_rng(0).uniform(-1, 1, (400, 2)).astype("float32")
products = columns[:, 0] * columns[:, 1]
curves = {}
for name, extra in [("columns alone", None), ("columns and your Cross layer", Cross)]:
    keras.utils.set_random_seed(3)
    both = keras.Input(shape=(2,))
    seen = keras.layers.concatenate([both, extra()(both)]) if extra else both
    network = keras.Model(both, keras.layers.Dense(1)(seen))
    network.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.005), steps_per_execution=100)
    curves[name] = network.fit(ten_times(columns), ten_times(products), epochs=8, batch_size=40, verbose=0).history[
        "loss"
    ]
figures.two_curves(curves, "One product of columns, and the error is gone")
lesson.show("With the columns alone the error stays at a tenth; with the Cross layer beside them it falls far below.")

# %% [markdown]
# ## Three ways, one network
#
# Sequential, functional, class: three ways to *write* a network. What it *computes* depends on its weights alone. If
# that is true, then the same weights must give the same predictions.

# %% [markdown]
# ### Task 8 · The same network three ways · ●●● · optional · 1 point · 20 minutes
# Write `three_ways(weights)` for a plain chain (no wide path, as `Sequential` has none): two ReLU layers and a linear
# output. <!-- req: chain -->
#
# * `weights`: a list of six arrays `[K1, b1, K2, b2, K3, b3]`, kernels of shapes `(n, p)`, `(p, q)`, `(q, 1)`, biases
#   of shapes `(p,)`, `(q,)`, `(1,)`. It stays as it is. <!-- req: argument-stays -->
# * Returns a tuple of three models that hold exactly **these weights**: a `keras.Sequential`, a functional
#   `keras.Model`, and an instance of a class of yours that is derived from `keras.Model` and has a `call` of its own.
#   All three map shape `(rows, n)` to `(rows, 1)`, in training as well, and all their weights can be
#   trained. <!-- req: weights, kinds, shapes, training -->
# * Example: for any `X`, `three_ways(weights)[0](X)`, `...[1](X)` and `...[2](X)` are equal. <!-- req: example -->
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


# %% check="three_ways" points=1 tests="the kind of each model; answers with your weights; other sizes"
# req: chain, argument-stays, weights, kinds, shapes, training, example
import keras
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(three_ways)
def kind_of_third(three_ways, weights):
    """Say what the third model is: "a stranger" (no keras.Model), "Keras's own", "no call", or "a class of yours"."""
    import keras

    try:
        _, _, third = three_ways(weights)
    except (TypeError, ValueError):
        return "not made"
    if not isinstance(third, keras.Model):
        return "a stranger"
    yours = [kind for kind in type(third).__mro__ if kind.__module__.partition(".")[0] not in {"keras", "builtins"}]
    if type(third) not in yours:
        return "Keras's own"
    if isinstance(third, keras.Sequential) or not any("call" in vars(kind) for kind in yours):
        return "no call"
    return "a class of yours"


def check_three_ways(n, p, q, seed):
    """Build the three models for random weights and compare them with NumPy."""
    draw = np.random.default_rng(seed)
    shapes = [(n, p), (p,), (p, q), (q,), (q, 1), (1,)]
    K1, b1, K2, b2, K3, b3 = weights = [draw.normal(0, 0.8, shape).astype("float32") for shape in shapes]
    try:
        models, (after,) = checks.call_and_keep_changes(three_ways, [np.copy(w) for w in weights])
    except ValueError:
        raise AssertionError(
            "Keras refuses these weights. Has each model seen its input, or its size, before set_weights? "
            "Are the layers made in the order in which they are used, and of the sizes of the kernels?"
        ) from None
    assert models is not None, "three_ways returns nothing: end it with return."
    assert checks.is_equal(after, weights), "three_ways changes the list of weights; it should stay as it is."
    assert isinstance(models, tuple), "three_ways should return a tuple of three models."
    sequential, functional, subclassed = models = checks.items(models, 3, "The tuple of models")
    assert isinstance(sequential, keras.Sequential), "The first model should be a keras.Sequential."
    graph = "The second model should be a keras.Model made from inputs and outputs."
    assert isinstance(functional, keras.Model), graph
    assert hasattr(functional, "inputs"), graph
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
        for rows, training in [(1, False), (25, True)]:
            checks.assert_close(
                np.asarray(model(X[:rows], training=training)),
                right[:rows],
                f"The {name} model answers something else in training, or for a single row.",
                atol=1e-3,
            )
        held = checks.items(model.get_weights(), 6, f"The list of weights of the {name} model")
        for given in weights:
            assert any(checks.is_equal(array, given) for array in held), (
                f"The {name} model does not hold exactly these weights; are they rounded?"
            )
        assert len(model.trainable_weights) == 6, f"Some weights of the {name} model cannot be trained."


shapes = [(4, 6), (6,), (6, 3), (3,), (3, 1), (1,)]
kind = kind_of_third(three_ways, [np.ones(shape, "float32") for shape in shapes])
assert kind != "a stranger", "The third model's class should be derived from keras.Model: class ...(keras.Model)."
assert kind != "no call", "The third model's class should say in a call of its own what happens, not as a Sequential."
assert kind != "Keras's own", "The third model should be of a class of yours, not of one of Keras's own."
check_three_ways(4, 6, 3, seed=13)
assert kind == "a class of yours", "three_ways should return three models."
### BEGIN HIDDEN TESTS
for sizes in [(5, 5, 5), (1, 2, 9)]:
    check_three_ways(*sizes, seed=sum(sizes))
### END HIDDEN TESTS

# %% [markdown]
# ## Recap
#
# * A layer called on a placeholder returns a placeholder: so a network is written as a graph, and the graph can be
#   drawn, and cut into models that look inside.
# * Wide & deep: the concatenation listens to the input and to the last hidden layer. 270 + 930 + 39. It pays where
#   single columns must be remembered and others follow a pattern.
# * A layer called twice shares its weights: one encoder for two inputs.
# * Two inputs may share columns; two outputs need two losses, by name, and weights that make one number of them. A
#   second output pays where it brings knowledge.
# * Zero a column and look who notices: behaviour is better evidence than names.
# * Dropout and batch normalization behave differently in `fit` and in `predict`.
# * A class is for what no fixed graph can say, such as a loop that ends when the data says so. It costs the graph.
#   Write a part of a network as a `Layer`, the whole as a `Model`, and return outputs in a dictionary.
#
# **Next:** in notebook 7 you save these models and load them again, and see what a file contains and what it does
# not.
