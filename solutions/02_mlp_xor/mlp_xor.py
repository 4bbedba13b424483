# %% [markdown]
# # 2 · The multi-layer perceptron
#
# **You will be able to**
#
# * solve XOR with three neurons, and show how their hidden layer folds the plane,
# * say why a deep network without activation functions is not deep at all,
# * write the activation functions so that no number is too large for them,
# * choose output units and loss for a regression or classification task,
# * train a small network with scikit-learn, and know why one attempt may not be enough.
#
# **Time:** about 150 minutes. **You need:** notebook 1 (threshold units, XOR), matrix products in NumPy.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from nn_lessons.figures import mlp_xor as figures

lesson.use_style()

# %% [markdown]
# ## Neurons in layers
#
# One layer of threshold units draws lines, and no line solves XOR. The way out is to let neurons read other neurons.
# A **multi-layer perceptron** (MLP) has
#
# * an **input layer** that only passes the inputs $\mathbf{x}$ on,
# * one or more **hidden layers**, whose outputs nobody outside sees,
# * an **output layer**, which gives the answer.
#
# Every neuron reads all outputs of the layer before it, plus a bias. A network with several hidden layers is called a
# **deep neural network** (DNN).

# %% tags=["figure"]
figures.network([3, 4, 4, 2], ["input layer", "hidden layer 1", "hidden layer 2", "output layer"])
plt.show()

# %% [markdown]
# In formulas a layer with activation function $\phi$ is $\mathbf{H} = \phi(\mathbf{X}\mathbf{W} + \mathbf{b})$, and
# the next layer takes $\mathbf{H}$ for its $\mathbf{X}$. A whole network is a short loop:


# %%
def forward(X, layers, activation):
    """Return the output of a network: layers is a list of (W, b), all with the same activation function."""
    for W, b in layers:
        X = activation(X @ W + b)
    return X


def step(z):
    """The lecture's heaviside function: NumPy has it, the second argument is its value at 0."""
    return np.heaviside(z, 1)


# %% [markdown]
# ### Task 1 · How many parameters? · ●○○ · 1 point · 10 minutes
#
# Every weight and every bias is a *parameter* that training can change. Write `count_parameters(sizes)`: `sizes`
# lists the number of neurons of each layer, the input layer first. Return the number of parameters of the fully
# connected network, an `int`, and leave the list as it is.
#
# ```python
# count_parameters([2, 2, 1])  # 9: six weights and three biases
# count_parameters([784, 300, 100, 10])  # 266610: the lecture's image classifier, notebook 4
# ```
#
# <details><summary>Hint 1</summary>Count the lines between two neighbouring layers in the picture above. Then count
# the biases: which neurons have one?</details>
# <details><summary>Hint 2</summary>Neighbouring layers come in pairs: <code>pairwise(sizes)</code> from Python's
# <code>itertools</code> (imported above) runs through them.</details>


# %% task="parameters"
def count_parameters(sizes):
    """Return the number of weights and biases of a dense network with layers of these sizes, inputs first."""
    ### BEGIN SOLUTION
    return sum((inputs + 1) * units for inputs, units in pairwise(sizes))
    ### END SOLUTION


# %% check="parameters" points=1
from nn_lessons import checks

answer = count_parameters([2, 2, 1])
checks.assert_number(answer, "count_parameters([2, 2, 1])", whole=True)
assert answer != 6, (
    "count_parameters([2, 2, 1]) is 6 with the weights alone; each hidden and output neuron has a bias too."
)
assert answer != 11, (
    "count_parameters([2, 2, 1]) should be 9; you return 11. The inputs are no neurons and have no bias."
)
assert answer == 9, f"count_parameters([2, 2, 1]) should be 9 (4 + 2 weights, 2 + 1 biases); you return {answer}."
answer = count_parameters([784, 300, 100, 10])
assert answer == 266_610, f"count_parameters([784, 300, 100, 10]) should be 266610; you return {answer}."
### BEGIN HIDDEN TESTS
from itertools import pairwise

import numpy as np

assert count_parameters([8, 1]) == 9, (
    "Without a hidden layer there are the weights and biases of the output layer only."
)
assert count_parameters([1, 1, 1]) == 4, "count_parameters is wrong for layers of one neuron."
random = np.random.default_rng(2)
for depth in (2, 3, 5, 8):
    sizes = [int(size) for size in random.integers(1, 50, size=depth)]
    expected = sum(np.zeros((n, m)).size + np.zeros(m).size for n, m in pairwise(sizes))
    answer, (sizes_after,) = checks.call_and_keep_changes(count_parameters, sizes)
    checks.assert_number(answer, "The number of parameters of some other network", whole=True)
    assert answer == expected, "count_parameters is wrong for some other numbers of layers and neurons."
    assert sizes_after == sizes, "count_parameters changes the list that it was given."
### END HIDDEN TESTS

# %% [markdown]
# ## XOR solved
#
# Notebook 1 ended with a proof: no single unit computes XOR. Two hidden units and one output unit do. The idea is to
# say XOR in other words, with gates that a unit *can* compute. For instance: at least one input is on, *but* not both
# are.

# %% [markdown]
# ### Task 2 · XOR by hand · ●●○ · 1 point · 15 minutes
#
# Choose the weights of a 2-2-1 network with step activation that computes XOR. Set `XOR_NET = [(W1, b1), (W2, b2)]`,
# arrays or lists with the shapes `(2, 2)`, `(2,)`, `(2, 1)` and `(1,)`. Column $j$ of `W1` holds the weights of
# hidden unit $j$.
#
# As in notebook 1, leave room: the answer must stay right when every input is off by up to 0.1.
#
# ```python
# forward(np.array([[1, 0]]), XOR_NET, step)  # array([[1.]])
# forward(np.array([[1, 1]]), XOR_NET, step)  # array([[0.]])
# ```
#
# <details><summary>Hint 1</summary>Write the truth tables of OR, AND and NAND next to that of XOR. Which two of them,
# combined, give XOR?</details>
# <details><summary>Hint 2</summary>Each gate is one unit of notebook 1: weights and a threshold in the middle of the
# gap. Two of them are the hidden layer. Make a table of what they answer for the four inputs.</details>
# <details><summary>Hint 3</summary>That table has only three different rows. The output unit must separate them; its
# inputs are 0 or 1 again, so it is one more gate.</details>

# %% task="xor_net"
XOR_NET = []
### BEGIN SOLUTION
W1, b1 = np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([-0.5, -2.5])  # OR, AND
W2, b2 = np.array([[1.0], [-1.0]]), np.array([-0.5])  # OR and not AND
XOR_NET = [(W1, b1), (W2, b2)]
### END SOLUTION

# %% check="xor_net" points=1
import numpy as np

from nn_lessons import checks

assert isinstance(XOR_NET, (list, tuple)), f"XOR_NET should be a list, [(W1, b1), (W2, b2)]; yours is {XOR_NET}."
net = []
for number, layer in enumerate(checks.items(XOR_NET, 2, "XOR_NET = [(W1, b1), (W2, b2)]"), start=1):
    weights, biases = checks.items(layer, 2, f"Layer {number} of XOR_NET, the pair (W{number}, b{number}),")
    checks.assert_array(weights, f"W{number}", shape=[(2, 2), (2, 1)][number - 1])
    checks.assert_array(biases, f"b{number}", shape=[(2,), (1,)][number - 1])
    net.append((np.asarray(weights, dtype=float), np.asarray(biases, dtype=float)))
for corner, value in zip([(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 0], strict=True):
    hidden = np.heaviside(np.array(corner) @ net[0][0] + net[0][1], 1)
    output = np.heaviside(hidden @ net[1][0] + net[1][1], 1)[0]
    assert output == value, (
        f"XOR{corner} should be {value}. Your hidden units say {hidden.astype(int).tolist()}, the output {int(output)}."
    )
### BEGIN HIDDEN TESTS
noise = np.array([[i, j] for i in np.linspace(-0.1, 0.1, 9) for j in np.linspace(-0.1, 0.1, 9)])
for corner, value in zip([(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 0], strict=True):
    hidden = np.heaviside((np.array(corner) + noise) @ net[0][0] + net[0][1], 1)
    output = np.heaviside(hidden @ net[1][0] + net[1][1], 1)[:, 0]
    assert np.all(output == value), "Right at the corners, wrong close to them: put each line in the middle of its gap."
### END HIDDEN TESTS

# %% [markdown]
# Your network, with its weights on the lines and its biases in the neurons:

# %% tags=["figure"]
figures.weighted_network(XOR_NET)
plt.show()

# %% [markdown]
# ### How the hidden layer folds the plane
#
# What did you just do to the plane? Each hidden unit turns a point into one number, so the two of them move the point
# to a new place $(h_1, h_2)$. On the left are the inputs with the lines of *your* hidden units; on the right the same
# plane, grid lines and all, where your hidden layer puts it.
#
# Move the slider: it makes the units' answer steeper, from a gentle slope to the step function. Watch what happens to
# the two blue squares.

# %% tags=["figure"]
lesson.slider(
    lambda steepness: figures.fold(XOR_NET, steepness),
    values=[0.5, 1, 2, 3, 4, 6, 8, 12, 20, 40, np.inf],
    label="steepness of the hidden units",
    default=5,
    text=lambda steepness: "step function" if np.isinf(steepness) else f"{steepness:g}",
)

# %% [markdown]
# With gentle slopes the plane is squeezed and bent; with the step function all of it lands on a few corners of the
# square. If the lines of your two units are parallel, as with weights 1 and 1 for both, the plane has only one
# direction left: it becomes a thread, and the thread is bent. (Tilt one line a little and you see a surface.) Either
# way, points that should get the same answer have come together, and for the output unit, which sees only the
# right-hand picture, one line is enough. This is what hidden layers are for: they make a *representation* in which the
# rest of the task is easy.

# %% [markdown]
# ## Why activation functions?
#
# The bends come from the activation functions. What if we leave them out, and let every layer pass on its weighted
# sum as it is?

# %% [markdown]
# ### Task 3 · The collapse of linear layers · ●●○ · 1 point · 15 minutes
#
# Without activation functions, a network with the layers $(\mathbf{W}_1, \mathbf{b}_1), \dots, (\mathbf{W}_k,
# \mathbf{b}_k)$ computes
#
# $$(\dots((\mathbf{X}\mathbf{W}_1 + \mathbf{b}_1)\mathbf{W}_2 + \mathbf{b}_2)\dots)\mathbf{W}_k + \mathbf{b}_k.$$
#
# Write `collapse(layers)`: `layers` is a list of one or more pairs `(W, b)` with fitting shapes, arrays or nested lists
# of numbers. Return **one** such pair `(W, b)`, with `W` of two dimensions and `b` of one, so that
# $\mathbf{X}\mathbf{W} + \mathbf{b}$ is the same for every $\mathbf{X}$. Leave the list and its arrays as they are.
#
# ```python
# collapse([([[2.0]], [1.0]), ([[3.0]], [5.0])])   # 3 (2 x + 1) + 5 = 6 x + 8: ([[6.]], [8.])
# ```
#
# <details><summary>Hint 1</summary>Do it for two layers on paper: multiply out. What happens to
# $\mathbf{b}_1$?</details>
# <details><summary>Hint 2</summary>More layers are two layers, several times: keep the pair that you have so far, and
# take in one layer after the other.</details>
# <details><summary>Hint 3</summary>Matrix products do not commute. The first layer stands on the left, next to
# $\mathbf{X}$.</details>


# %% task="collapse"
def collapse(layers):
    """Return one pair (W, b) that does what these layers do one after the other, without activation functions."""
    ### BEGIN SOLUTION
    W, b = (np.asarray(part) for part in layers[0])
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b
    ### END SOLUTION


# %% check="collapse" points=1
from itertools import pairwise

import numpy as np

from nn_lessons import checks

for tiny in [
    [(np.array([[2.0]]), np.array([1.0])), (np.array([[3.0]]), np.array([5.0]))],
    [([[2.0]], [1.0]), ([[3.0]], [5.0])],
]:
    try:
        answer = collapse(tiny)
    except (AttributeError, TypeError) as error:
        message = f"collapse fails on the example of the task, whose layers are lists ({error}). Begin with np.asarray."
        raise AssertionError(message) from None
    W_one, b_one = checks.items(answer, 2, "What collapse returns (`return W, b`)")
    checks.assert_array(W_one, "For layers 1-1-1, W", shape=(1, 1))
    checks.assert_array(b_one, "For layers 1-1-1, b", shape=(1,))
    assert checks.is_close(W_one, [[6]]), f"3 (2 x + 1) + 5 = 6 x + 8, so W should be [[6.]]; you return {W_one}."
    assert not checks.is_close(b_one, [6]), (
        "You add the biases. The first one goes through the second layer, too: 3 * 1 + 5 = 8."
    )
    assert not checks.is_close(b_one, [5]), (
        "You keep only the last bias. The first one passes through the second layer: 3 * 1."
    )
    assert checks.is_close(b_one, [8]), f"3 (2 x + 1) + 5 = 6 x + 8, so b should be [8.]; you return {b_one}."
try:
    answer = collapse([(np.ones((4, 2)), np.ones(2)), (np.ones((2, 3)), np.ones(3))])
except ValueError as error:
    message = f"Layers 4-2-3: the shapes do not fit ({error}). X stands on the left, so W1 comes before W2."
    raise AssertionError(message) from None
W_one, b_one = checks.items(answer, 2, "What collapse returns (`return W, b`)")
checks.assert_array(W_one, "For layers 4-2-3, W", shape=(4, 3))
checks.assert_array(b_one, "For layers 4-2-3, b", shape=(3,))
### BEGIN HIDDEN TESTS
for seed, shape in enumerate(
    [(3, 2), (2, 3, 4), (3, 3, 3, 3), (5, 1, 4), (1, 6, 2, 3, 1), (4, 4, 4), (2, 3, 2, 4, 1, 3, 2, 2)]
):
    random = np.random.default_rng(seed)
    layers = [(random.normal(size=(n, m)), random.normal(size=m)) for n, m in pairwise(shape)]
    answer, (layers_after,) = checks.call_and_keep_changes(collapse, layers)
    W_one, b_one = checks.items(answer, 2, "What collapse returns for some other network")
    assert checks.is_equal(layers_after, layers), "collapse changes the layers that it was given; make new arrays."
    checks.assert_array(W_one, "For some depth and numbers of neurons, W", shape=(shape[0], shape[-1]))
    checks.assert_array(b_one, "For some depth and numbers of neurons, b", shape=(shape[-1],))
    X_probe = random.normal(size=(7, shape[0]))
    signal = X_probe
    for weights, biases in layers:
        signal = signal @ weights + biases
    same = checks.is_close(X_probe @ np.asarray(W_one) + np.asarray(b_one), signal)
    assert same, "X W + b differs from the layers' result for some depth and numbers of neurons."
### END HIDDEN TESTS

# %% [markdown]
# So a hundred linear layers can do exactly what one can: draw a line. Here are networks with four hidden layers and
# the same random weights, without activation functions and with two different ones; the colours show where the output
# is below and above its median:

# %% tags=["figure"]
figures.random_networks(
    forward, {"no activation": lambda z: z, "tanh": np.tanh, "max(0, z)": lambda z: np.maximum(0, z)}
)
plt.show()

# %% [markdown]
# ## Four activation functions
#
# The step function bends, but it is flat everywhere else: its slope is 0, and a small change of the weights changes
# nothing. The method that trains deep networks, **backpropagation** (Rumelhart, Hinton and Williams, 1986; notebook
# 3), needs slopes: it computes by the chain rule how the error changes with each weight. So the step was replaced by
# functions with a slope:
#
# | function | formula | values |
# | --- | --- | --- |
# | step | $\text{heaviside}(z)$ | 0 or 1 |
# | logistic | $\sigma(z) = \dfrac{1}{1 + e^{-z}}$ | between 0 and 1 |
# | hyperbolic tangent | $\tanh(z) = \dfrac{e^z - e^{-z}}{e^z + e^{-z}} = 2\sigma(2z) - 1$ | between −1 and 1 |
# | ReLU, rectified linear unit | $\text{ReLU}(z) = \max(0, z)$ | 0 and above |
#
# ### A formula is not yet a program
#
# The computer's largest `float64` is about $1.8\cdot10^{308}$, its largest `float32` about $3.4\cdot10^{38}$. So
# $e^{1000}$ is too large for the first, and $e^{100}$ for the second. See what the formula of tanh makes of it
# (warnings switched off, for once):

# %%
with np.errstate(all="ignore"):
    for value in (1.0, 20.0, 1000.0):
        z = np.float64(value)
        print(f"tanh({value:g}) by the formula: {(np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)):.6f}")

# %% [markdown]
# `nan`, not a number, is what infinity divided by infinity gives; one `nan` in a network makes all that follows
# `nan`. A good program rewrites the formula so that no step of the computation can overflow, for any input.

# %% [markdown]
# ### Task 4 · Activation functions that never overflow · ●●○ · 1 point · 15 minutes
#
# Write `logistic(z)`, `tanh(z)` and `relu(z)` for a number or an array of any shape. They
#
# * keep the shape, and leave `z` as it is,
# * are right for every `z`, also at ±1000 and for whole numbers, and cause no warning,
# * give `float32` for `float32` (networks compute in it) and `float64` for `float64`.
#
# ```python
# logistic(np.array([-1000.0, 0.0, 1000.0]))  # array([0. , 0.5, 1. ])
# relu(np.array([-2.0, 0.0, 3.0]))  # array([0., 0., 3.])
# ```
#
# <details><summary>Hint 1</summary>Exponentials of negative numbers are harmless: they only get small. For which
# <code>z</code> does the formula of $\sigma$ take the exponential of a large positive number?</details>
# <details><summary>Hint 2</summary>Multiply numerator and denominator by $e^{z}$: $\sigma(z) = e^z / (1 + e^z)$. This
# form is safe where the other is not. But <code>np.where(condition, this, that)</code> computes both, with the
# warnings of both.</details>
# <details><summary>Hint 3</summary>Both safe forms contain only $e^{-|z|}$. NumPy has <code>np.tanh</code> and
# <code>np.maximum</code>.</details>


# %% task="activations"
def logistic(z):
    """Return 1 / (1 + exp(-z)), elementwise, without overflow."""
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)
    ### END SOLUTION


def tanh(z):
    """Return the hyperbolic tangent of z, elementwise, without overflow."""
    ### BEGIN SOLUTION
    return np.tanh(z)
    ### END SOLUTION


def relu(z):
    """Return max(0, z), elementwise."""
    ### BEGIN SOLUTION
    return np.maximum(0, z)
    ### END SOLUTION


# %% check="activations" points=1
import math
import warnings

import numpy as np

from nn_lessons import checks

probe = np.array([[-2.0, -0.5, 0.0], [0.5, 2.0, 3.0]])
formulas = [
    ("logistic", logistic, np.array([[1 / (1 + math.exp(-value)) for value in row] for row in probe])),
    ("tanh", tanh, np.array([[math.tanh(value) for value in row] for row in probe])),
    ("relu", relu, np.array([[0.0, 0.0, 0.0], [0.5, 2.0, 3.0]])),
]
for name, function, right in formulas:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            answer = function(probe.copy())
        except ValueError:
            message = f"{name} works for one number and fails for an array: an `if` decides once. Take the whole array."
            raise AssertionError(message) from None
    checks.assert_close(
        answer, right, f"{name}({probe.tolist()}) should be {right.round(4).tolist()}; you return {answer}.", atol=1e-6
    )
large = np.array([-1000.0, 0.0, 1000.0])
for name, function, right in [
    ("logistic", logistic, [0, 0.5, 1]),
    ("tanh", tanh, [-1, 0, 1]),
    ("relu", relu, [0, 0, 1000]),
]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            answer = function(large.copy())
        except RuntimeWarning as warning:
            message = f"{name} at -1000 and 1000 warns: {warning}. Take exponentials of negative numbers only."
            raise AssertionError(message) from None
    checks.assert_close(answer, right, f"{name}([-1000, 0, 1000]) should be {right}; you return {answer}.")
### BEGIN HIDDEN TESTS
for seed, shape in enumerate([(), (6,), (2, 3, 2)]):
    random = np.random.default_rng(seed)
    for scale in (0.1, 5.0, 40.0, 3e4):
        for dtype in (np.float64, np.float32):
            probe = np.asarray(random.normal(size=shape) * scale).astype(dtype)
            exact = probe.astype(float)
            shrunk = np.exp(-np.abs(exact))
            for name, function, right in [
                ("logistic", logistic, np.where(exact < 0, shrunk, 1.0) / (1 + shrunk)),
                ("tanh", tanh, np.tanh(exact)),
                ("relu", relu, exact * (exact > 0)),
            ]:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    try:
                        answer, (probe_after,) = checks.call_and_keep_changes(function, probe)
                    except RuntimeWarning:
                        message = f"{name} overflows for some float32 or float64 numbers, some of them huge."
                        raise AssertionError(message) from None
                checks.assert_equal(probe_after, probe, f"{name} changes its input; make a new array for the result.")
                accuracy = 1e-5 if dtype == np.float32 else 1e-12
                checks.assert_close(
                    answer,
                    right,
                    f"{name} does not keep the shape, or is not accurate for some numbers, small or huge.",
                    rtol=accuracy,
                    atol=accuracy,
                )
                assert np.asarray(answer).dtype == dtype, (
                    f"{name} should give float32 for float32 and float64 for float64."
                )
whole = np.array([-1, 0, 2])
for name, function, right in [
    ("logistic", logistic, [1 / (1 + math.e), 0.5, 1 / (1 + math.exp(-2))]),
    ("tanh", tanh, np.tanh([-1.0, 0.0, 2.0])),
    ("relu", relu, [0, 0, 2]),
]:
    checks.assert_close(function(whole.copy()), right, f"{name} is wrong for whole numbers.")
    for value, expected in zip([-1.0, 0.0, 2.0], right, strict=True):
        checks.assert_close(function(value), expected, f"{name} is wrong for a single number.")
### END HIDDEN TESTS

# %% [markdown]
# Your functions and, below them, their slopes, measured as the rise over a small step (notebook 3 computes them
# exactly):

# %% tags=["figure"]
figures.activations_and_slopes({"step": step, "logistic": logistic, "tanh": tanh, "ReLU": relu})
plt.show()

# %% [markdown]
# Three things to remember for training:
#
# * The step has slope 0 wherever it has one. Nothing to learn from.
# * Logistic and tanh are flat far from 0: they *saturate*. The slope of the logistic function is never larger than
#   0.25.
# * ReLU has slope 1 for every positive $z$ and is cheap to compute. Today it is the usual choice for hidden layers.
#
# In the hidden layer of *your* XOR network, other activation functions make other landscapes. The height is the sum
# that reaches the output unit; where it is above 0, the network says 1. The step builds terraces, the logistic
# function a smooth ridge, and ReLU flat pieces with sharp folds (which need other weights before they solve XOR).

# %% tags=["figure"]
figures.surfaces(XOR_NET, {"step": step, "logistic of 5z": lambda z: logistic(5 * z), "ReLU": relu})
plt.show()

# %% [markdown]
# ## The end of the network: output and loss
#
# What the last layer should look like depends on what you predict. And training needs one number, the **loss**, that
# says how wrong the predictions are.
#
# **Regression** (predict a quantity): one output unit for each number, and **no activation function**, so that every
# value can be reached. The usual loss is the **mean squared error** $\frac1m\sum_i (y_i - \hat{y}_i)^2$.
#
# **Classification** (predict a class): the outputs are **probabilities**. The usual loss is the **cross-entropy**,
# the mean of $-\log \hat{p}$, where $\hat{p}$ is the probability that the network gave to what was true.
#
# * Yes or no: one unit with the logistic function, the probability of yes.
# * Exactly one of $K$ classes: $K$ units with **softmax**, which makes probabilities that add up to 1.
# * Several labels, each of which may be true or not ("sunny", "beach", "people"): one logistic unit for each. The
#   probabilities need not add up to 1.

# %% tags=["figure"]
p = np.linspace(0.004, 1, 400)
_, (left, right) = plt.subplots(1, 2, figsize=(8, 3.1))
error = np.linspace(-3, 3, 301)
left.plot(error, error**2)
left.set(xlabel=r"error $y - \hat{y}$", ylabel="loss of one sample", title="Regression: squared error")
right.plot(p, -np.log(p), color=lesson.COLORS["vermillion"])
right.set(xlabel=r"probability $\hat{p}$ given to the truth", title="Classification: cross-entropy", ylim=(0, 5.6))
right.annotate("sure, and wrong", (0.01, 4.6), xytext=(0.2, 4.5), arrowprops={"arrowstyle": "->"}, va="center")
right.annotate("sure, and right", (0.99, 0.02), xytext=(0.62, 1.6), arrowprops={"arrowstyle": "->"})
plt.show()

# %%
y_true, y_pred = np.array([2.0, 0.5, 1.0]), np.array([1.5, 0.5, 2.0])
print("mean squared error:", np.round(np.mean((y_true - y_pred) ** 2), 3))

labels = np.array([2, 0])  # the true classes of two samples
proba = np.array([[0.1, 0.2, 0.7], [0.3, 0.6, 0.1]])  # what a network gives to the three classes
print("cross-entropy:     ", np.round(-np.mean(np.log(proba[[0, 1], labels])), 3))

# %% [markdown]
# ### Task 5 · Softmax · ●●○ · 1 point · 15 minutes
#
# $$\text{softmax}(\mathbf{z})_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# Write `softmax(z, axis=-1)`. `z` is an array with one or more axes; the sum runs along `axis`, so for a batch of
# shape `(n, K)` every row adds up to 1. The same demands as before: right for whole numbers and numbers of any size, no
# warnings, same shape, `float32` stays `float32` and `float64` stays `float64`, input unchanged.
#
# ```python
# softmax(np.array([1000.0, 1000.0]))   # array([0.5, 0.5])
# ```
#
# <details><summary>Hint 1</summary>What happens to the result when you add the same number to all $z_j$? Try it on
# paper: numerator and denominator are multiplied by the same factor.</details>
# <details><summary>Hint 2</summary>So you may shift each row before you take exponentials. Which shift makes sure
# that no exponent is positive, and at least one is 0?</details>
# <details><summary>Hint 3</summary>Every row needs its own shift and its own sum: look up <code>keepdims</code> in
# the documentation of <code>np.max</code>.</details>


# %% task="softmax"
def softmax(z, axis=-1):
    """Return exp(z) / sum of exp(z) along the axis, without overflow."""
    ### BEGIN SOLUTION
    z = np.asarray(z)
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)
    ### END SOLUTION


# %% check="softmax" points=1
import warnings

import numpy as np

from nn_lessons import checks

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        answer = softmax(np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]]))
    except ValueError as error:
        message = (
            f"softmax of an array of shape (2, 3) fails: {error}. Keep the axis that you sum over: `keepdims=True`."
        )
        raise AssertionError(message) from None
expected = np.array([[1, 2, 5], [3, 3, 2]]) / 8
checks.assert_array(answer, "softmax of an array of the shape (2, 3)", shape=(2, 3))
answer = np.asarray(answer)
assert not checks.is_close(answer.sum(), 1), "All six numbers together add up to 1; each row should, on its own."
assert not checks.is_close(answer.sum(axis=0), np.ones(3)), "Your columns add up to 1; with axis=-1 each row should."
assert checks.is_close(answer, expected), (
    f"softmax of the logarithms of [[1, 2, 5], [3, 3, 2]] should be {expected.tolist()}; you return {answer.tolist()}."
)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        answer = softmax(np.array([1000.0, 1000.0]))
    except RuntimeWarning as warning:
        raise AssertionError(f"softmax of [1000, 1000] warns: {warning}. Shift the numbers first.") from None
checks.assert_close(answer, [0.5, 0.5], f"softmax of [1000, 1000] should be [0.5, 0.5]; you return {answer}.")
### BEGIN HIDDEN TESTS
for seed, (shape, axis) in enumerate(
    [((4,), -1), ((3, 3), None), ((3, 3), 0), ((2, 5), 1), ((2, 3, 4), 1), ((2, 3, 4), None), ((6, 1), -1)]
):
    random = np.random.default_rng(seed)
    probe = random.normal(size=shape) * 2
    powers = np.exp(probe)
    along = -1 if axis is None else axis
    right = powers / powers.sum(axis=along, keepdims=True)
    rows = random.choice([-2000.0, -50.0, 0.0, 50.0, 3000.0], size=np.sum(probe, axis=along, keepdims=True).shape)
    for shift in (0.0, 1000.0, -1000.0, rows):
        for dtype, accuracy in ((np.float64, 1e-9), (np.float32, 2e-3)):
            shifted = (probe + shift).astype(dtype)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                try:
                    answer, (shifted_after, *_) = checks.call_and_keep_changes(
                        softmax, shifted, **({} if axis is None else {"axis": axis})
                    )
                except RuntimeWarning:
                    message = "softmax overflows, or divides 0 by 0, for large numbers or very different rows."
                    raise AssertionError(message) from None
            checks.assert_equal(shifted_after, shifted, "softmax changes its input; make a new array for the result.")
            checks.assert_close(
                answer,
                right,
                "softmax is wrong for some shape or axis, or changes when a whole row grows by the same number.",
                atol=accuracy,
            )
            assert np.asarray(answer).dtype == dtype, "softmax should give float32 for float32 and float64 for float64."
try:
    answer = softmax(np.array([0, 0, 0, 0]))
except TypeError:
    raise AssertionError("softmax fails for whole numbers: make decimal numbers of them first.") from None
checks.assert_close(answer, [0.25] * 4, "softmax is wrong for whole numbers.")
checks.assert_close(softmax(np.array([-1e6, 0.0, 1e6])), [0, 0, 1], "softmax is wrong when its numbers lie far apart.")
### END HIDDEN TESTS

# %% [markdown]
# ### Task 6 · The right head · ●●○ · 1 point · 15 minutes
#
# Often the targets tell what the network should look like at its end. Write `design_head(y)`, which looks at an array
# of targets, one row per sample, and returns a dictionary with the keys `"units"` (how many output units, a whole
# number), `"activation"` (`"none"`, `"logistic"` or `"softmax"`) and `"loss"` (`"mse"` or `"cross-entropy"`).
#
# * **Decimal numbers** (any float dtype) are quantities: shape `(m,)` for one per sample, `(m, k)` for $k$.
# * **Whole numbers** (any integer dtype) of shape `(m,)` are class numbers 0 to $K-1$; the largest occurs in `y`,
#   others may be missing. For two classes one unit is enough (two with softmax say the same, and are accepted).
# * **Zeros and ones** (whole numbers) of shape `(m, k)`: one column and one unit per label, also for $k = 2$. If every
#   row has exactly one 1, the labels exclude each other (this is *one-hot* coding); otherwise each is true or false on
#   its own.
#
# ```python
# design_head(np.array([4.526, 3.585, 3.521]))          # {"units": 1, "activation": "none", "loss": "mse"}
# design_head(np.array([[1, 0, 1], [0, 0, 0]]))["units"]   # 3
# ```
#
# <details><summary>Hint 1</summary>First make the list of the five cases on paper, with what each of them needs, from
# the section above.</details>
# <details><summary>Hint 2</summary><code>y.ndim</code> is the number of axes; <code>np.issubdtype(y.dtype,
# np.floating)</code> says whether the numbers are decimal.</details>
# <details><summary>Hint 3</summary>Class numbers begin at 0: with 0, 1 and 4 in <code>y</code> there are five
# classes, not three.</details>


# %% task="head"
def design_head(y):
    """Return units, activation and loss of the output layer that suits the targets y."""
    ### BEGIN SOLUTION
    y = np.asarray(y)
    columns = 1 if y.ndim == 1 else y.shape[1]
    if np.issubdtype(y.dtype, np.floating):
        return {"units": columns, "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        classes = int(y.max()) + 1
        exclusive, units = classes > 2, classes if classes > 2 else 1
    else:
        exclusive, units = bool(np.all(y.sum(axis=1) == 1)), columns
    return {"units": units, "activation": "softmax" if exclusive else "logistic", "loss": "cross-entropy"}
    ### END SOLUTION


# %% check="head" points=1
import numpy as np

from nn_lessons import checks

stories = [
    ("house prices", np.array([4.526, 3.585, 3.521]), (1, "none", "mse")),
    ("ten kinds of clothes", np.array([9, 0, 0, 3, 2, 7]), (10, "softmax", "cross-entropy")),
    ("spam or not", np.array([0, 1, 1, 0, 1]), (1, "logistic", "cross-entropy")),
    ("two tags of three", np.array([[1, 0, 1], [0, 0, 0]]), (3, "logistic", "cross-entropy")),
    ("tags of photographs", np.array([[1, 0, 1], [0, 0, 0], [0, 1, 1]]), (3, "logistic", "cross-entropy")),
]
for story, targets, (units, activation, loss) in stories:
    answer = design_head(targets.copy())
    assert isinstance(answer, dict), f"design_head should return a dictionary; yours returns {answer}."
    assert set(answer) == {"units", "activation", "loss"}, (
        f"The keys should be units, activation, loss; you have {set(answer)}."
    )
    if activation == "logistic" and targets.ndim == 1 and answer["activation"] == "softmax":
        units, activation = 2, "softmax"  # two units with softmax say the same as one logistic unit
    checks.assert_number(answer["units"], f"{story}: units", whole=True)
    assert answer["units"] == units, f"{story}: {units} output unit(s) are needed; you say {answer['units']}."
    assert answer["activation"] == activation, (
        f"{story}: the activation should be {activation!r}; you say {answer['activation']!r}. "
        "What values should the outputs take, and must they add up to 1?"
    )
    assert answer["loss"] == loss, f"{story}: the loss should be {loss!r}; you say {answer['loss']!r}."
### BEGIN HIDDEN TESTS
random = np.random.default_rng(6)
unseen = [
    ("one-hot classes", np.eye(4, dtype=int)[[2, 0, 1, 1, 3]], [(4, "softmax", "cross-entropy")]),
    ("one-hot classes, one of them absent", np.eye(5, dtype=int)[[2, 0, 2, 1]], [(5, "softmax", "cross-entropy")]),
    ("one-hot classes, two of them", np.array([[1, 0], [0, 1], [0, 1]]), [(2, "softmax", "cross-entropy")]),
    ("one-hot classes, small whole numbers", np.eye(3, dtype=np.uint8), [(3, "softmax", "cross-entropy")]),
    ("places on a map", random.normal(size=(6, 2)), [(2, "none", "mse")]),
    ("quantities that are 0.0 or 1.0", np.array([0.0, 1.0, 1.0]), [(1, "none", "mse")]),
    ("a table of quantities that are 0.0 or 1.0", np.eye(3), [(3, "none", "mse")]),
    ("a table of quantities with one column", random.normal(size=(5, 1)), [(1, "none", "mse")]),
    ("a table of quantities with one row", random.normal(size=(1, 3)), [(3, "none", "mse")]),
    ("a single quantity", np.array([2.5]), [(1, "none", "mse")]),
    ("single precision", random.normal(size=7).astype(np.float32), [(1, "none", "mse")]),
    ("three classes, one of them absent", np.array([0, 2, 2, 0]), [(3, "softmax", "cross-entropy")]),
    ("classes, small whole numbers", np.array([4, 0, 9], dtype=np.uint8), [(10, "softmax", "cross-entropy")]),
    ("many classes", np.array([41, 3, 17], dtype=np.int32), [(42, "softmax", "cross-entropy")]),
    ("labels, two at a time", np.array([[1, 1, 0, 0], [0, 1, 1, 0]]), [(4, "logistic", "cross-entropy")]),
    ("labels, in some rows exactly one", np.array([[1, 0], [1, 1], [0, 1]]), [(2, "logistic", "cross-entropy")]),
    ("labels, in some rows none", np.array([[1, 0], [0, 0], [0, 1]]), [(2, "logistic", "cross-entropy")]),
    ("labels, two only in the first row", np.array([[1, 1], [1, 0], [0, 1]]), [(2, "logistic", "cross-entropy")]),
    ("labels, two only in the last row", np.array([[1, 0], [0, 1], [1, 1]]), [(2, "logistic", "cross-entropy")]),
    ("a row with none, a row with two", np.array([[1, 1, 0], [0, 0, 0]]), [(3, "logistic", "cross-entropy")]),
    ("yes or no", random.integers(0, 2, size=20), [(1, "logistic", "cross-entropy"), (2, "softmax", "cross-entropy")]),
    ("only yes", np.array([1, 1, 1]), [(1, "logistic", "cross-entropy"), (2, "softmax", "cross-entropy")]),
]
for story, targets, accepted in unseen:
    answer = design_head(targets)
    checks.assert_number(answer["units"], f"units of another task ({story})", whole=True)
    found = (answer["units"], answer["activation"], answer["loss"])
    assert found in accepted, f"Another task ({story}) gets the wrong units, activation or loss."
### END HIDDEN TESTS

# %% [markdown]
# ## Let the machine find the weights
#
# You chose the weights for XOR by hand. Training finds them, if the activation has slopes to follow. scikit-learn's
# `MLPClassifier` has a hidden layer (or more) with `"tanh"`, `"relu"`, `"logistic"` or `"identity"` activation, a
# logistic output for two classes, and minimises the cross-entropy. How the gradients are computed is the subject of
# notebook 3; here we only use them.
#
# Training starts from random weights, and it walks downhill from there. With few hidden units some starts end in a
# hollow from which every small step leads up, a *local minimum*: the loss is not good, and yet nothing improves it.
# The remedy is old and simple: start again from somewhere else.

# %%
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

threadpool_limits(limits=1)  # networks as small as these are trained faster by one thread than by many

corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y_xor = np.array([0, 1, 1, 0])

attempt = MLPClassifier((2,), activation="tanh", solver="lbfgs", max_iter=1000, random_state=0)
attempt.fit(corners, y_xor)
print("probability of 1, start 0:", attempt.predict_proba(corners)[:, 1].round(2))

# %% [markdown]
# This start is stuck. Three corners get the same answer, one third, which is the best guess for somebody who cannot
# tell them apart: only one of the three is a 1.
#
# ### Task 7 · Try until it works · ●●● · 2 points · 20 minutes
#
# Write `solve_xor(n_hidden, activation="tanh", max_tries=20)`. Train networks with one hidden layer of `n_hidden`
# units, with the settings of the cell above (`solver="lbfgs"`, `max_iter=1000`) and `random_state` 0, 1, 2, …, until
# the first one classifies all four corners correctly. Return the pair `(model, tries)`: that network, and how many you
# trained, the successful one included. If none of `max_tries` networks succeeds, return `(None, max_tries)`.
#
# The first point is for the network, the second for `tries` and for giving up in time.
#
# ```python
# model, tries = solve_xor(4)
# model.predict([[0, 0], [0, 1], [1, 0], [1, 1]])  # array([0, 1, 1, 0])
# ```
#
# <details><summary>Hint 1</summary>A <code>for</code> loop over the seeds, with a <code>return</code> inside for the
# lucky case.</details>
# <details><summary>Hint 2</summary>The first try has the seed 0. When the network with seed <code>s</code> succeeds,
# how many were trained?</details>
# <details><summary>Hint 3</summary>"All four" is a question for <code>all</code>, or for an accuracy of exactly 1.
# Where must the <code>return</code> for failure stand?</details>


# %% task="solve_xor"
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    """Return a trained network that solves XOR and the number of tries, or (None, max_tries)."""
    ### BEGIN SOLUTION
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        model.fit(X, y)
        if model.score(X, y) == 1:
            return model, seed + 1
    return None, max_tries
    ### END SOLUTION


# %% check="solve_xor" points=1
import warnings

import numpy as np

from nn_lessons import checks

square, xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    answer = solve_xor(4)
trained, _ = checks.items(answer, 2, "What solve_xor returns (the network and the number of tries)")
assert trained is not None, "With four tanh units and 20 tries a network should be found; you return None."
assert hasattr(trained, "coefs_"), "Return a trained MLPClassifier: call its fit method."
found = np.asarray(trained.predict([[0, 0], [0, 1], [1, 0], [1, 1]])).tolist()
assert found == [0, 1, 1, 0], (
    f"The network that you return answers {found} at the four corners of XOR, not [0, 1, 1, 0]."
)
widths = [np.shape(weights) for weights in trained.coefs_]
assert widths == [(2, 4), (4, 1)], f"solve_xor(4) should train a 2-4-1 network; the weights have the shapes {widths}."
for setting, wanted in [("activation", "tanh"), ("solver", "lbfgs"), ("max_iter", 1000)]:
    value = getattr(trained, setting)
    assert value == wanted, f"The network should have {setting}={wanted!r}; yours has {value!r}."
### BEGIN HIDDEN TESTS
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

for n_hidden, activation in [(2, None), (5, "relu"), (3, "logistic")]:
    chosen = {} if activation is None else {"activation": activation}
    settings = {"solver": "lbfgs", "max_iter": 1000, "activation": "tanh", **chosen}
    with warnings.catch_warnings(), threadpool_limits(limits=1):
        warnings.simplefilter("ignore")
        trained, _ = solve_xor(n_hidden, **chosen)
        for start in range(20):
            first = MLPClassifier((n_hidden,), random_state=start, **settings).fit(square, xor)
            if first.score(square, xor) == 1:
                break
    assert trained is not None, "solve_xor gives up too early, or ignores an argument."
    assert trained.activation == settings["activation"], "The network does not use the activation that was asked for."
    pairs = checks.pairs([*trained.coefs_, *trained.intercepts_], [*first.coefs_, *first.intercepts_], "The network")
    for part, right in pairs:
        checks.assert_close(
            part,
            right,
            "The network is not the first that solves XOR: settings as in the cell above, random_state 0, 1, 2, ...",
            rtol=1e-3,
            atol=1e-3,
        )
    assert np.asarray(trained.predict(square)).tolist() == [0, 1, 1, 0], "The network returned does not solve XOR."
### END HIDDEN TESTS

# %% check="solve_xor" points=1
import warnings

import numpy as np

from nn_lessons import checks

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    answer = solve_xor(4)
    hopeless = solve_xor(2, activation="identity", max_tries=3)
_, tries = checks.items(answer, 2, "What solve_xor returns (the network and the number of tries)")
checks.assert_number(tries, "The number of tries", whole=True)
assert tries >= 1, f"At least one network was trained, so tries cannot be {tries}: the seed 0 is the first try."
nothing, tries = checks.items(hopeless, 2, "What solve_xor returns when no try succeeds, (None, max_tries),")
assert nothing is None, (
    "Without a bend in the hidden layer (activation='identity') the network is one linear unit and cannot solve XOR: "
    "return None when no try succeeds, and pass the activation on."
)
checks.assert_number(tries, "The number of tries", whole=True)
assert tries == 3, f"When all 3 of max_tries=3 fail, return (None, 3); you return (None, {tries})."
### BEGIN HIDDEN TESTS
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

square, xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    nothing, tries = solve_xor(1, activation="identity")
assert nothing is None, "solve_xor should return None when no try succeeds."
assert tries == 20, "Without max_tries, 20 networks should be tried."
for n_hidden, activation in [(2, "tanh"), (5, "relu"), (4, "relu")]:
    with warnings.catch_warnings(), threadpool_limits(limits=1):
        warnings.simplefilter("ignore")
        for first in range(1, 21):
            settings = {"solver": "lbfgs", "max_iter": 1000, "activation": activation, "random_state": first - 1}
            if MLPClassifier((n_hidden,), **settings).fit(square, xor).score(square, xor) == 1:
                break
        trained, tries = solve_xor(n_hidden, activation=activation, max_tries=first)
        nothing, fewer = solve_xor(n_hidden, activation=activation, max_tries=first - 1) if first > 1 else (None, 0)
    assert trained is not None, "solve_xor gives up before max_tries networks were trained, or ignores an argument."
    assert tries == first, (
        "tries is wrong: start with random_state=0, count every network, the successful one included."
    )
    assert nothing is None, "solve_xor trains more networks than max_tries."
    assert fewer == first - 1, "When no try succeeds, return (None, max_tries)."
### END HIDDEN TESTS

# %% [markdown]
# What did training find? The left picture is the answer of a trained network with two tanh units over the plane. The
# right one is the plane inside its hidden layer. Compare it with the fold that you made by hand.

# %% tags=["figure"]
model, tries = solve_xor(2)
(W_hidden, W_output), (b_hidden, b_output) = model.coefs_, model.intercepts_
figures.learned(
    forward=lambda X: model.predict_proba(X)[:, 1],
    hidden=lambda X: np.tanh(X @ W_hidden + b_hidden),
    title=f"Trained, in {tries} tries",
)
plt.show()

# %% [markdown]
# And how often does a random start lead to a solution? More hidden units than necessary leave more ways down.

# %% tags=["figure"]
widths = [1, 2, 3, 4, 6]
solved = []
for width in widths:
    nets = [
        MLPClassifier((width,), activation="tanh", solver="lbfgs", max_iter=1000, random_state=seed).fit(corners, y_xor)
        for seed in range(12)
    ]
    solved.append(sum(net.score(corners, y_xor) == 1 for net in nets))

_, axes = plt.subplots(figsize=(6.5, 2.9))
bars = axes.bar([str(width) for width in widths], solved, width=0.6)
axes.bar_label(bars)
axes.set(xlabel="hidden units", ylabel="starts that solve XOR, of 12", ylim=(0, 13.5))
axes.grid(axis="x", visible=False)
plt.show()

# %% [markdown]
# One hidden unit never solves it; two can, with luck; from four on it is hard to fail. Large networks are often
# *easier* to train than the smallest that would do.

# %% [markdown]
# ### Task 8 · What the hidden layer does · ●●○ · 2 points · 10 minutes
#
# In two to four sentences: what does the hidden layer of your network from task 2 do to the plane of the inputs, and
# why can the output unit then succeed where a single unit must fail? Say where each of the four corners goes.

# %% [markdown] essay="fold" points=2
# ### BEGIN SOLUTION
# With OR and AND as hidden units the corner (0,0) goes to (0,0), both (0,1) and (1,0) go to (1,0), and (1,1) goes to
# (1,1). The two corners that should give 1 are put on the same place: the hidden layer folds the plane along the
# diagonal. The four corners of the square have become three points, and the line $h_1 - h_2 = 0.5$ has the ones on
# one side and the zeros on the other. So the output unit still draws only a line, but in a plane where the classes
# are linearly separable.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 1 point: says correctly where the four corners go for the student's own weights, the main thing being that both ones
# meet in one place (or, for another solution, that zeros meet). 1 point: says that the output unit is still linear,
# and that the classes are linearly separable in the hidden plane (though not in the input plane). "The hidden layer
# makes it nonlinear" alone: 0 points.
# === END MARK SCHEME ===

# %% [markdown]
# ## Recap
#
# * Hidden layers map the inputs to a new space; the output layer draws its lines there. For XOR, one fold of the
#   plane is enough.
# * Without activation functions any number of layers collapses into one. Step functions bend but have no slope;
#   logistic, tanh and ReLU have.
# * Quantities: no activation, mean squared error. Classes: probabilities from logistic or softmax, cross-entropy.
# * Formulas are rewritten before they are programmed: $e^{-|z|}$, and softmax of the numbers minus their maximum.
# * Training can get stuck. Other starts and more units help.
#
# **Next:** notebook 3 opens the box: how backpropagation finds the slope of the loss for every weight at once.
#
# **To read on:** A. Géron, *Hands-On Machine Learning*, chapter 10; I. Goodfellow, Y. Bengio and A. Courville, *Deep
# Learning*, sections 4.1 (overflow) and 6.1 (XOR).
