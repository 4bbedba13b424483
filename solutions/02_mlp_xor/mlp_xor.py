# %% [markdown]
# # 2 · The multi-layer perceptron
#
# **You will be able to**
#
# * solve XOR with three neurons, and show how their hidden layer folds the plane,
# * say why a deep network without activation functions is not deep at all, and what no linear model can do,
# * write the activation functions so that no number is too large for them,
# * choose output units and loss for a regression or classification task,
# * train a small network with scikit-learn, and know why one attempt may not be enough,
# * build a network of one hidden layer for any function of one input, and say where that stops being useful.
#
# **Time:** about three hours: reading 30, running and predicting 15, tasks 130 (of these 15 optional). **You need:**
# notebook 1 (threshold units, XOR), matrix products in NumPy.
#
# Where the text says **predict**, say your answer aloud before you run the cell, then unfold the one below it.

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
lesson.show(
    "A network of four layers with 3, 4, 4 and 2 neurons; every neuron is connected to all neurons of the layer before."
)

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
# **Check yourself:** five samples go through the network of the picture, so $\mathbf{X}$ has the shape (5, 3). What
# are the shapes of $\mathbf{W}$, $\mathbf{b}$ and $\mathbf{H}$ of hidden layer 1, and of the output?
#
# <details><summary>Answer</summary>One row per input and one column per unit: <b>W</b> is (3, 4), <b>b</b> is (4,),
# <b>H</b> is (5, 4): one row per sample, through all layers. The output is (5, 2).</details>
#
# ### Task 1 · How many parameters? · ●○○ · 1 point · 10 minutes
#
# Every weight and every bias is a *parameter* that training can change. Write `count_parameters(sizes)`: `sizes`
# lists the number of neurons of each layer, the input layer first; there are two layers or more.
#
# * Return the number of parameters of the fully connected network. <!-- req: number -->
# * It is a whole number, exact for large networks too. <!-- req: whole -->
# * Leave the list as it is. <!-- req: list-kept -->
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


# %% check="parameters" points=1 tests="two layers and more, small and large; a whole number; the list unchanged"
from nn_lessons import checks

# req: number, whole
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

for large, exact in [
    ([100_000, 50_000, 10], 5_000_550_010),
    ([1, 3_000_001, 1], 9_000_004),
    ([5000, 5001], 25_010_001),
]:
    answer = count_parameters(large)
    checks.assert_number(answer, "The number of parameters of a large network", whole=True)
    assert answer == exact, "count_parameters is not exact for a large network."
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
    # req: list-kept
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
# Choose the weights of a 2-2-1 network with step activation. Column $j$ of `W1` holds the weights of hidden unit $j$.
#
# * Set `XOR_NET = [(W1, b1), (W2, b2)]`, arrays or lists of numbers with the shapes `(2, 2)`, `(2,)`, `(2, 1)` and
#   `(1,)`. <!-- req: form -->
# * The network computes XOR. <!-- req: xor -->
# * As in notebook 1, leave room: the answer must stay right when every input is off by up to 0.1. <!-- req: room -->
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
W1, b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5])  # OR, AND
W2, b2 = np.array([[1.0], [-1.0]]), np.array([-0.5])  # OR and not AND
XOR_NET = [(W1, b1), (W2, b2)]
### END SOLUTION

# %% check="xor_net" points=1 tests="shapes; the four corners of XOR, with and without noise on the inputs"
import numpy as np

from nn_lessons import checks

# req: form, xor
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
# req: room
noise = np.array([[i, j] for i in np.linspace(-0.1, 0.1, 9) for j in np.linspace(-0.1, 0.1, 9)])
for corner, value in zip([(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 0], strict=True):
    hidden = np.heaviside((np.array(corner) + noise) @ net[0][0] + net[0][1], 1)
    output = np.heaviside(hidden @ net[1][0] + net[1][1], 1)[:, 0]
    assert np.all(output == value), "Right at the corners, wrong close to them: put each line in the middle of its gap."
### END HIDDEN TESTS

# %% [markdown]
# Your network, as the lecture draws it, with your numbers. Follow one corner through it with your finger, say (1, 1):
# what do the two hidden units answer, and what arrives at the output?

# %% tags=["figure"]
figures.weighted_network(XOR_NET)
lesson.show(
    "Your 2-2-1 network for XOR: two inputs, two hidden units and one output unit, each weight on its connection and "
    "each bias in its neuron."
)

# %% [markdown]
# ### How the hidden layer folds the plane
#
# What did you just do to the plane? Each hidden unit turns a point into one number, so the two of them move the point
# to a new place $(h_1, h_2)$. To see where the plane goes, we cut it into coloured cells. On the left they lie where
# they belong, with the lines of *your* hidden units. On the right, your hidden layer has moved them. In the middle is
# another solution of XOR for comparison: its units are tilted, $2x_1 + x_2 \ge 0.5$ and $x_1 + 2x_2 \ge 2.5$.
#
# The slider makes the units' answer steeper, from a gentle slope to the step function.
#
# **Predict:** four corners go in. How many different places will be left in the other two pictures when the units are
# steep, and which corners meet?

# %% tags=["figure"]
lesson.slider(
    lambda steepness: figures.fold(XOR_NET, steepness),
    values=[2, 3, 4, 6, 8, 12, 20, 40, np.inf],
    label="steepness of the hidden units",
    default=2,
    text=lambda steepness: "step function" if np.isinf(steepness) else f"{steepness:g}",
    alt="The plane in coloured cells, and the same cells after a hidden layer of two tilted units and after yours: "
    "the plane is folded along a diagonal, and corners that need the same answer come together.",
)

# %% [markdown]
# <details><summary>Answer</summary>Three places. (0, 1) and (1, 0), which should get the same answer, meet; (0, 0) and
# (1, 1) stay apart. (If your hidden units are OR and NAND, the picture is turned upside down; with "one
# without the other" it is (0, 0) and (1, 1) that meet.)</details>
#
# With gentle slopes the plane is squeezed and bent. In the middle picture you see a sheet that is folded along the
# diagonal from (0, 1) to (1, 0): the dark half is bent to the left, the bright half upwards. If the lines of your two
# units are parallel, as with weights 1 and 1 for both, all cells of such a diagonal get the same answers, and the sheet
# is squeezed into a thread. With the step function all cells land on a few corners of the square, drawn as heaps. Each
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
# Write `collapse(layers)`: `layers` is a list of one or more pairs `(W, b)` with fitting shapes.
#
# * The pairs may hold arrays or nested lists of numbers. <!-- req: lists -->
# * Return **one** pair `(W, b)`, `W` with two axes and `b` with one. <!-- req: pair -->
# * $\mathbf{X}\mathbf{W} + \mathbf{b}$ is the same as the result of the layers, for every
#   $\mathbf{X}$. <!-- req: same -->
# * Leave the list and its arrays as they are. <!-- req: layers-kept -->
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


# %% check="collapse" points=1 tests="one to many layers of any shape, as arrays and as lists; the layers unchanged"
from itertools import pairwise

import numpy as np

from nn_lessons import checks

# req: lists, pair, same
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
    [
        (3, 2),
        (2, 3, 4),
        (3, 3, 3, 3),
        (5, 1, 4),
        (1, 6, 2, 3, 1),
        (4, 4, 4),
        (2, 3, 2, 4, 1, 3, 2, 2),
        (2, 3, 3, 2, 4, 3, 3, 2, 3, 4, 2, 3, 2),
    ]
):
    random = np.random.default_rng(seed)
    layers = [(random.normal(size=(n, m)), random.normal(size=m)) for n, m in pairwise(shape)]
    answer, (layers_after,) = checks.call_and_keep_changes(collapse, layers)
    W_one, b_one = checks.items(answer, 2, "What collapse returns for some other network")
    # req: layers-kept
    assert checks.is_equal(layers_after, layers), "collapse changes the layers that it was given; make new arrays."
    checks.assert_array(W_one, "For some depth and numbers of neurons, W", shape=(shape[0], shape[-1]))
    checks.assert_array(b_one, "For some depth and numbers of neurons, b", shape=(shape[-1],))
    X_probe = random.normal(size=(7, shape[0]))
    signal = X_probe
    for weights, biases in layers:
        signal = signal @ weights + biases
    same = checks.is_close(X_probe @ np.asarray(W_one) + np.asarray(b_one), signal)
    assert same, "X W + b differs from the layers' result for some depth and numbers of neurons."
    whole = [(np.ones((shape[0], shape[0]), dtype=int), np.ones(shape[0], dtype=int)), *layers]
    W_one, b_one = checks.items(collapse(whole), 2, "What collapse returns for some other network")
    signal = X_probe @ whole[0][0] + whole[0][1]
    for weights, biases in layers:
        signal = signal @ weights + biases
    same = checks.is_close(X_probe @ np.asarray(W_one) + np.asarray(b_one), signal)
    assert same, "X W + b differs from the layers' result where one layer holds whole numbers and others do not."
    nested = [(weights.tolist(), biases.tolist()) for weights, biases in layers]
    _, (nested_after,) = checks.call_and_keep_changes(collapse, nested)
    assert checks.is_equal(nested_after, nested), "collapse changes the lists that it was given; make new arrays."
    assert [[type(part) for part in pair] for pair in nested_after] == [[list, list]] * len(nested), (
        "collapse replaces the lists in `layers` by something else; leave `layers` as it is."
    )
### END HIDDEN TESTS

# %% [markdown]
# So a hundred linear layers can do exactly what one can: draw a line. There is a short way to see what that rules out.
# In a linear model the answer is **monotone** in each input: raise $x_1$ and leave the others alone, and $z$ changes by
# $w_1$ times the step, *always up or always down*. A logistic or step function at the end keeps the order. For XOR this
# is already fatal: raising $x_1$ should raise the answer while $x_2 = 0$ and lower it while $x_2 = 1$.
#
# **Check yourself:** which of these can no linear model of the named inputs do well? (a) The price of a flat from its
# area. (b) The risk of being ill from body temperature. (c) Whether a picture shows a cat, from its pixels.
#
# <details><summary>Answer</summary>(b) and (c). The risk is high for low <em>and</em> for high temperatures: it falls
# first and rises later. And whether a brighter pixel makes a cat more likely depends on the pixels around it: turn
# the picture into its negative, and the cat is still there. (a) is nearly monotone: a larger flat costs
# more.</details>
#
# Next: networks with four hidden layers and the same random weights, without activation functions and with two
# different ones. The colours show where the output is below and above its median.
#
# **Predict:** how will the border between the colours look in each of the three pictures?

# %% tags=["figure"]
figures.random_networks(
    forward, {"no activation": lambda z: z, "tanh": np.tanh, "max(0, z)": lambda z: np.maximum(0, z)}
)
lesson.show(
    "The decision of three random deep networks with the same weights over the plane: without activation the border is "
    "a straight line, with tanh it is smoothly curved, with max(0, z) it consists of many straight pieces."
)

# %% [markdown]
# <details><summary>Answer</summary>Without activation functions: one straight line, four hidden layers or not. With
# tanh: smooth curves, because tanh is smooth. With max(0, z): straight pieces with corners, because it is a straight
# line with one bend, and sums of such lines have straight pieces and bends.</details>
#
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
# $e^{1000}$ is too large for the first, and $e^{100}$ for the second.
#
# **Predict:** tanh(20) is 1 to 16 digits. What will the formula of tanh give for $z = 20$, and what for $z = 1000$?
# (Warnings are switched off, for once.)

# %%
with np.errstate(all="ignore"):
    for value in (1.0, 20.0, 1000.0):
        z = np.float64(value)
        print(f"tanh({value:g}) by the formula: {(np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)):.6f}")

# %% [markdown]
# <details><summary>Answer</summary>At 20 it is right. At 1000 both numerator and denominator are infinite, and infinity
# divided by infinity is <code>nan</code>, not a number.</details>
#
# One `nan` in a network makes all that follows `nan`. A good program rewrites the formula so that no step of the
# computation can overflow, for any input.

# %% [markdown]
# ### Task 4 · Activation functions that never overflow · ●●○ · 1 point · 15 minutes
#
# Write `logistic(z)`, `tanh(z)` and `relu(z)`, the last three rows of the table.
#
# * They take a number or an array of any shape, and return a number or an array of the same shape. <!-- req: shape -->
# * They are right for every `z`, also at ±1000 and for whole numbers. Where $\sigma$ is tiny it is not 0:
#   $\sigma(-700)$ is about $10^{-304}$. <!-- req: values -->
# * They cause no warning. (One that you switch off is accepted, if the result is right.) <!-- req: no-warning -->
# * They give `float32` for `float32` (networks compute in it) and `float64` for `float64`. <!-- req: dtype -->
# * They leave `z` as it is. <!-- req: input-kept -->
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


# %% check="activations" points=1 tests="values, small and huge, numbers and arrays; no warning; float32 and float64"
import math
import warnings

import numpy as np

from nn_lessons import checks

probe = np.array([[-2.0, -0.5, 0.0], [0.5, 2.0, 3.0]])
# req: values, shape
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
            message = (
                f"{name} works for one number and fails for an array: `if` and `max` decide once. Take the whole array."
            )
            raise AssertionError(message) from None
    checks.assert_close(
        answer, right, f"{name}({probe.tolist()}) should be {right.round(4).tolist()}; you return {answer}.", atol=1e-6
    )
# req: no-warning
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
tiny = logistic(np.array([-700.0]))
checks.assert_close(
    tiny, [math.exp(-700)], f"logistic(-700) should be about 1e-304; you return {tiny}.", rtol=1e-9, atol=0
)


@checks.in_kernel_of(logistic)
def first_results_after_a_second_call(functions):
    import numpy as np

    z = np.array([[-1.0, 0.5], [0.0, 2.0]])
    first = [function(z) for function in functions]
    at_once = [np.array(result) for result in first]
    for function in functions:
        function(3 - z)
    return at_once, [np.array(result) for result in first]


at_once, later = first_results_after_a_second_call([logistic, tanh, relu])
assert checks.is_equal(later, at_once), "A second call changes the result of the first one: make a new array each time."
### BEGIN HIDDEN TESTS
for seed, shape in enumerate([(), (6,), (2, 3, 2), (1,), (1, 1), (3, 4)]):
    random = np.random.default_rng(seed)
    for scale in (0.1, 5.0, 40.0, 3e4):
        for dtype in (np.float64, np.float32):
            probe = np.asarray(random.normal(size=shape) * scale).astype(dtype)
            probe = probe.T if scale > 1 else probe[..., ::-1] if shape else probe
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
                assert not isinstance(answer, list), f"{name} returns a list; it should return an array for an array."
                # req: input-kept, dtype
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
for far, dtype, accuracy in [(-100.0, np.float64, 1e-10), (-37.5, np.float64, 1e-10), (-50.0, np.float32, 1e-4)]:
    checks.assert_close(
        logistic(np.array([far, 0.0], dtype=dtype)),
        [math.exp(far), 0.5],
        "logistic is not accurate where its result is tiny.",
        rtol=accuracy,
        atol=0,
    )
checks.assert_close(relu(np.array([-1e30, 1e30])), [0, 1e30], "relu is wrong for huge numbers.")
whole = np.array([-40_000, -200, -30, 0, 3, 200, 40_000])
for name, function, right in [
    ("logistic", logistic, [0, math.exp(-200), 1 / (1 + math.exp(30)), 0.5, 1 / (1 + math.exp(-3)), 1, 1]),
    ("tanh", tanh, [-1, -1, -1, 0, math.tanh(3), 1, 1]),
    ("relu", relu, [0, 0, 0, 0, 3, 200, 40_000]),
]:
    checks.assert_close(
        function(whole.copy()), right, f"{name} is wrong for whole numbers, some of them large.", rtol=1e-9, atol=1e-60
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
lesson.show(
    "Step, logistic, tanh and ReLU, and below them their slopes: that of the step is 0, that of the logistic function "
    "at most 0.25, that of tanh at most 1, and that of ReLU is 0 below 0 and 1 above."
)

# %% [markdown]
# Three things to remember for training:
#
# * The step has slope 0 wherever it has one. Nothing to learn from.
# * Logistic and tanh are flat far from 0: they *saturate*. The slope of the logistic function is never larger than
#   0.25.
# * ReLU has slope 1 for every positive $z$ and is cheap to compute. Today it is the usual choice for hidden layers.
#
# In the hidden layer of *your* XOR network, other activation functions make other landscapes. The height is the sum
# that reaches the output unit; where it is above 0, the network says 1. The step builds terraces, the logistic function
# a smooth ridge or valley, and ReLU flat pieces with sharp folds (which need other weights before they solve XOR).

# %% tags=["figure"]
figures.surfaces(XOR_NET, {"step": step, "logistic of 5z": lambda z: logistic(5 * z), "ReLU": relu})
lesson.show(
    "The sum that reaches the output unit of your XOR network, as a landscape over the plane: terraces with the step "
    "function, a smooth ridge or valley with a steep logistic function, flat pieces with folds with ReLU."
)

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
# the mean of $-\log \hat{p}$ (natural logarithm), where $\hat{p}$ is the probability that the network gave to what was
# true.
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
lesson.show(
    "Two losses of one sample: the squared error grows with the square of the error; the cross-entropy is 0 where the "
    "truth was given probability 1 and grows without end where it was given a probability near 0."
)

# %% [markdown]
# **Check yourself:** a network knows nothing and gives each of ten classes the probability 0.1. How large is its
# cross-entropy? And how large can the loss of one sample become?
#
# <details><summary>Answer</summary>−log 0.1 = log 10 = 2.30, whatever the true classes are (in notebook 4 you will
# measure it). There is no limit: for a probability near 0 of what was true the loss grows beyond all bounds. Being sure
# and wrong is expensive.</details>

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
# Write `softmax(z, axis=-1)`. `z` is an array with one or more axes.
#
# * The sum runs along `axis`, so for a batch of shape `(n, K)` every row adds up to 1. <!-- req: axis -->
# * It has the shape of `z`. It is right for floats of at most $10^{30}$ in size. It is right for whole numbers
#   (`int64`) of at most $10^{18}$. <!-- req: values -->
# * It causes no warning. <!-- req: no-warning -->
# * `float32` stays `float32` and `float64` stays `float64`. <!-- req: dtype -->
# * `z` stays as it was. <!-- req: input-kept -->
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


# %% check="softmax" points=1 tests="values along any axis, small and huge; no warning; float32 and float64"
import math
import warnings

import numpy as np

from nn_lessons import checks

# req: values, axis
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
# req: no-warning
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        answer = softmax(np.array([1000.0, 1000.0]))
    except RuntimeWarning as warning:
        raise AssertionError(f"softmax of [1000, 1000] warns: {warning}. Shift the numbers first.") from None
checks.assert_close(answer, [0.5, 0.5], f"softmax of [1000, 1000] should be [0.5, 0.5]; you return {answer}.")
### BEGIN HIDDEN TESTS
for seed, (shape, axis) in enumerate(
    [
        ((4,), -1),
        ((3, 3), None),
        ((3, 3), 0),
        ((2, 5), 1),
        ((2, 3, 4), 1),
        ((2, 3, 4), 0),
        ((2, 3, 4), -2),
        ((2, 3, 4), None),
        ((6, 1), -1),
        ((1,), 0),
    ]
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
            # req: input-kept, dtype
            checks.assert_equal(shifted_after, shifted, "softmax changes its input; make a new array for the result.")
            checks.assert_close(
                answer,
                right,
                "softmax is wrong for some shape or axis, or changes when a whole row grows by the same number.",
                rtol=accuracy,
                atol=accuracy,
            )
            assert np.asarray(answer).dtype == dtype, "softmax should give float32 for float32 and float64 for float64."
try:
    answer = softmax(np.array([0, 0, 0, 0]))
except TypeError:
    raise AssertionError("softmax fails for whole numbers: make decimal numbers of them first.") from None
checks.assert_close(answer, [0.25] * 4, "softmax is wrong for whole numbers.")
answer = softmax(np.array([[3_000_000_000, 0], [-4_000_000_000, -4_000_000_000]], dtype=np.int64))
checks.assert_close(answer, [[1, 0], [0.5, 0.5]], "softmax is wrong for large whole numbers.")
for large in (200, 40_000, 2**24, 3_000_000_000):
    answer = softmax(np.array([large + 1, large, -large], dtype=np.int64))
    checks.assert_close(answer, np.array([math.e, 1, 0]) / (math.e + 1), "softmax is wrong for large whole numbers.")
for dtype in (np.float64, np.float32):
    answer = softmax(np.array([-1e30, 1e30, 0, 1e30], dtype=dtype))
    checks.assert_close(answer, [0, 0.5, 0, 0.5], "softmax is wrong when its numbers are huge.")
checks.assert_close(softmax(np.array([-1e6, 0.0, 1e6])), [0, 0, 1], "softmax is wrong when its numbers lie far apart.")
### END HIDDEN TESTS

# %% [markdown]
# ### Task 6 · The right head · ●●○ · 1 point · 15 minutes
#
# Often the targets tell what the network should look like at its end. Write `design_head(y)`, which looks at an array
# of targets, one row per sample, and returns a dictionary with the keys `"units"` (how many output units, a whole
# number), `"activation"` (`"none"`, `"logistic"` or `"softmax"`) and `"loss"` (`"mse"` or
# `"cross-entropy"`). <!-- req: dictionary -->
#
# * **Decimal numbers** (any float dtype) are quantities: shape `(m,)` for one per sample, `(m, k)` for
#   $k$. <!-- req: quantities -->
# * **Whole numbers** (any integer dtype) of shape `(m,)` are class numbers 0 to $K-1$; the largest occurs in `y`,
#   others may be missing. For two classes one unit is enough (two with softmax say the same, and are
#   accepted). <!-- req: classes -->
# * **Zeros and ones** (whole numbers) of shape `(m, k)`: one column and one unit per label, also for $k = 2$. If every
#   row has exactly one 1, the labels exclude each other (this is *one-hot* coding); otherwise each is true or false on
#   its own. <!-- req: labels -->
# * Leave `y` as it is. <!-- req: targets-kept -->
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


# %% check="head" points=1 tests="quantities, classes, one-hot classes and labels, of any size and type"
import numpy as np

from nn_lessons import checks

# req: dictionary, quantities, classes, labels
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
many_rows = np.eye(2, dtype=int)[random.integers(0, 2, size=300)]
many_rows[200] = 1
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
    ("half precision", random.normal(size=(4, 2)).astype(np.float16), [(2, "none", "mse")]),
    ("half precision, 0.0 or 1.0", np.array([0, 1, 1], dtype=np.float16), [(1, "none", "mse")]),
    ("classes, 8 bits, the largest", np.array([0, 127, 3], dtype=np.int8), [(128, "softmax", "cross-entropy")]),
    ("classes, 8 bits, unsigned", np.array([0, 255], dtype=np.uint8), [(256, "softmax", "cross-entropy")]),
    ("labels, two only in row 200", many_rows, [(2, "logistic", "cross-entropy")]),
    ("labels, one or three", np.array([[1, 1, 1], [1, 0, 0]]), [(3, "logistic", "cross-entropy")]),
    ("labels, as many as samples", np.array([[1, 0], [1, 1], [0, 0], [0, 1]]), [(2, "logistic", "cross-entropy")]),
    ("classes, 16 bits", np.array([4, 0, 6], dtype=np.int16), [(7, "softmax", "cross-entropy")]),
    ("classes, 16 bits, unsigned", np.array([3, 0, 2], dtype=np.uint16), [(4, "softmax", "cross-entropy")]),
    ("classes, 8 bits", np.array([3, 0, 2], dtype=np.int8), [(4, "softmax", "cross-entropy")]),
    ("labels, 16 bits", np.array([[1, 1, 0], [0, 0, 1]], dtype=np.int16), [(3, "logistic", "cross-entropy")]),
    ("one-hot classes, one sample", np.array([[0, 1, 0]]), [(3, "softmax", "cross-entropy")]),
    ("labels, one sample", np.array([[0, 1, 1]]), [(3, "logistic", "cross-entropy")]),
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
    answer, (targets_after,) = checks.call_and_keep_changes(design_head, targets)
    # req: targets-kept
    checks.assert_equal(targets_after, targets, "design_head changes y; leave it as it is.")
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
# The remedy is old: start again from somewhere else.
#
# **Predict:** two tanh units are enough for XOR: you have seen it with steps. Will the first start find the weights?

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
# <details><summary>Answer</summary>No, this start is stuck. Three corners get the same answer, one third, which is the
# best guess for somebody who cannot tell them apart: only one of the three is a 1.</details>
#
# ### Task 7 · Try until it works · ●●● · 1 point · 20 minutes
#
# Write `solve_xor(n_hidden, activation="tanh", max_tries=20)`.
#
# * Train networks with one hidden layer of `n_hidden` units, with the settings of the cell above (`solver="lbfgs"`,
#   `max_iter=1000`) and the given activation. <!-- req: settings -->
# * Take `random_state` 0, 1, 2, … until the first one classifies all four corners correctly. <!-- req: first -->
# * Return the pair `(model, tries)`: that network, and how many you trained, the successful one
#   included. <!-- req: tries -->
# * If none of `max_tries` networks succeeds, return `(None, max_tries)`. <!-- req: give-up -->
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


# %% check="solve_xor" points=1 tests="the network and its settings; the number of tries; giving up in time"
import warnings

import numpy as np

from nn_lessons import checks

# req: settings, first
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

# req: tries, give-up
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    hopeless = solve_xor(2, activation="identity", max_tries=3)
_, tries = answer
checks.assert_number(tries, "The number of tries", whole=True)
assert tries >= 1, f"At least one network was trained, so tries cannot be {tries}: the seed 0 is the first try."
nothing, tries = checks.items(hopeless, 2, "What solve_xor returns when no try succeeds, (None, max_tries),")
assert nothing is None, (
    "Without a bend in the hidden layer (activation='identity') the network is one linear unit and cannot solve XOR: "
    "return None when no try succeeds, pass the activation on, and train anew in each call."
)
checks.assert_number(tries, "The number of tries", whole=True)
assert tries == 3, f"When all 3 of max_tries=3 fail, return (None, 3); you return (None, {tries})."


@checks.in_kernel_of(solve_xor)
def watch(solve, n_hidden, activation, max_tries):
    """The seeds of the networks that a call trains, and the number of tries that it returns."""
    import warnings

    from sklearn.neural_network import MLPClassifier

    fit, seeds = MLPClassifier.fit, set()

    def watched(model, *data, **options):
        seeds.add(str(model.random_state))
        return fit(model, *data, **options)

    MLPClassifier.fit = watched
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = solve(n_hidden, activation=activation, max_tries=max_tries)
    finally:
        MLPClassifier.fit = fit
    return sorted(seeds), answer[1] if isinstance(answer, (list, tuple)) and len(answer) == 2 else None


for n_hidden, activation, max_tries in [(2, "tanh", 20), (3, "identity", 4), (1, "tanh", 3), (1, "relu", 9)]:
    seeds, tries = watch(solve_xor, n_hidden, activation, max_tries)
    checks.assert_number(tries, "The number of tries", whole=True)
    checks.assert_equal(
        len(seeds),
        tries,
        f"solve_xor({n_hidden}, {activation!r}, {max_tries}) returns {tries} tries and trains {len(seeds)} networks: "
        "train one after the other, stop at the first that succeeds, and count those that you trained.",
    )
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
# right one is the plane inside its hidden layer, in the coloured cells from above. Compare it with the fold that you
# made by hand.

# %% tags=["figure"]
model, tries = solve_xor(2)
(W_hidden, W_output), (b_hidden, b_output) = model.coefs_, model.intercepts_
figures.learned(
    forward=lambda X: model.predict_proba(X)[:, 1],
    hidden=lambda X: np.tanh(X @ W_hidden + b_hidden),
    title=f"Trained, in {tries} tries",
)
lesson.show(
    "A trained network says 1 in a diagonal band that holds the corners (0,1) and (1,0); in its hidden layer the plane "
    "is squeezed into a bent thread, on which these two corners lie together."
)

# %% [markdown]
# And how often does a random start lead to a solution? More hidden units than necessary leave more ways down.
#
# **Predict:** of 12 starts, how many solve XOR with one hidden unit, with two, and with six?

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
axes.set_title("Spare units make training easier")
axes.grid(axis="x", visible=False)
lesson.show(
    "Starts of 12 that solve XOR, for 1, 2, 3, 4 and 6 hidden units: "
    + ", ".join(map(str, solved))
    + ", in this order."
)

# %% [markdown]
# <details><summary>Answer</summary>One hidden unit never solves it; two can, with luck; from four on it is hard to
# fail.</details>
#
# Large networks are often *easier* to train than the smallest that would do.

# %% [markdown]
# ### Task 8 · What the hidden layer does · ●●○ · 2 points · 10 minutes
#
# In two to four sentences: what does the hidden layer of your network from task 2 do to the plane of the inputs, and
# why can the output unit then succeed where a single unit must fail? Say where each of the four corners goes.
#
# <details><summary>Hint</summary>Make the table of the four corners and the answers of your two hidden units. Then put
# the rows of the table into a plane with the axes $h_1$ and $h_2$.</details>

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
# ## Can one hidden layer do everything?
#
# For a function of one input the answer is yes, and you can build it by hand. One step unit is a stair: it is 0 to the
# left of its threshold and 1 to the right. Two of them, one added and one subtracted, are a **bump**: up at the
# threshold of the first, down again at that of the second. The output unit, now without an activation function, gives
# the bump any height. So cut an interval into $n$ pieces, put a bump on each, and make it as high as the function in
# the middle of the piece:


# %%
def bumps(f, low, high, n):
    """Return the layers of a network with 2n step units and a linear output that follows f from low to high."""
    edges = np.linspace(low, high, n + 1)
    left, right, height = edges[:-1], edges[1:], f((edges[:-1] + edges[1:]) / 2)
    first_layer = np.ones((1, 2 * n)), -np.concatenate([left, right])  # a stair at each left and each right edge
    return [first_layer, (np.concatenate([height, -height])[:, np.newaxis], np.zeros(1))]


def wave(x):
    return np.sin(3 * x) + 0.5 * x


def largest_error(f, layers, low, high):
    """Return the largest difference between f and the network, measured at many places from low to high."""
    (W1, b1), (W2, b2) = layers
    x = np.linspace(low, high, 4000, endpoint=False)[:, np.newaxis]
    return np.abs(step(x @ W1 + b1) @ W2 + b2 - f(x)).max()


# %% [markdown]
# **Predict:** you double the number of units. What happens to the largest error? And what will the network answer to
# the left and to the right of the shaded interval?

# %% tags=["figure"]
lesson.slider(
    lambda n: figures.staircases(
        wave,
        {f"{2 * n} step units": bumps(wave, -2, 2, n)},
        -2,
        2,
        title=f"{n} bumps: largest error {largest_error(wave, bumps(wave, -2, 2, n), -2, 2):.2f}",
    ),
    values=[1, 2, 3, 5, 8, 12, 20, 40, 80],
    label="bumps",
    default=5,
    alt="A wavy function and a network of step units that follows it in stairs, finer the more units it has; outside "
    "the interval for which it was made the network answers 0.",
)

# %%
for n in (10, 20, 40, 80):
    print(f"{n:3} bumps, {2 * n:3} units: largest error {largest_error(wave, bumps(wave, -2, 2, n), -2, 2):.2f}")

# %% [markdown]
# <details><summary>Answer</summary>The error is halved, about: it is the rise of the function over half a piece.
# Outside of the interval the bumps are over, and the network says 0, whatever the function does there.</details>
#
# This is the idea behind the **universal approximation theorem** (Cybenko 1989; Hornik, Stinchcombe and White 1989):
# with enough hidden units one hidden layer comes as close to any continuous function on a bounded region as you like,
# and not with steps only. But look at what it does not say:
#
# * **How many units.** With $d$ inputs the bumps must fill a $d$-dimensional box: ten pieces an axis make $10^d$ bumps.
#   For the 784 pixels of a small picture even two pieces an axis would be $2^{784} \approx 10^{236}$. Deep networks do
#   not pay that price where a function is made of parts: each layer folds the space once more, and what the next one
#   draws appears on all sheets that lie on each other.
# * **That training finds it.** You placed the bumps because you knew the function. A stuck start on XOR shows how
#   little "there are such weights" says about finding them.
# * **Anything about other data.** Between and beyond the samples the network may do as it likes; see the ends of the
#   picture.
#
# ### Task 9 · Half of the units · ●●● · optional · 1 point · 15 minutes
#
# `bumps` is wasteful: where one bump ends, the next one begins, so it spends two stairs on the same place. Write
# `staircase(f, low, high, n)`, which gets by with `n` step units.
#
# * Return `[(W1, b1), (W2, b2)]` with the shapes `(1, n)`, `(n,)`, `(n, 1)` and `(1,)`. <!-- req: shapes -->
# * The interval from `low` to `high` is cut into `n` equal pieces. Inside of each of them the network (step units, then
#   a linear output) gives what `f` gives in the middle of the piece, up to rounding. <!-- req: values -->
# * It works for every `n` from 1 on, for every interval, however short, and for every `f`. <!-- req: any-size -->
#
# `f` takes an array and returns an array of the same shape. What the network says on the edges of the pieces and beyond
# the interval is up to you.
#
# ```python
# staircase(wave, -2, 2, 1)  # one piece; its middle is 0, and wave(0) = 0, so W2 and b2 add up to 0
# ```
#
# <details><summary>Hint 1</summary>Draw the stairs for n = 3 on paper. Walk from left to right: at which places does
# something change, and by how much?</details>
# <details><summary>Hint 2</summary>A unit that has stepped up stays up. So the weight of each unit is not the height of
# its piece, but the difference to the piece before.</details>
# <details><summary>Hint 3</summary><code>np.diff</code> gives differences of neighbours, one fewer than numbers. What
# is the first stair's height, coming from 0?</details>


# %% task="staircase"
def staircase(f, low, high, n):
    """Return the layers of a network with n step units that is f(middle) in each of n equal pieces of the interval."""
    ### BEGIN SOLUTION
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return [(np.ones((1, n)), -edges[:-1]), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]
    ### END SOLUTION


# %% check="staircase" points=1 tests="shapes; the stairs for several functions, intervals and numbers of units"
import numpy as np

from nn_lessons import checks

FORM = [("W1", lambda n: (1, n)), ("b1", lambda n: (n,)), ("W2", lambda n: (n, 1)), ("b2", lambda n: (1,))]


def answers_inside(layers, low, high, n):
    """What a student's network says at three places in each piece, one row a piece."""
    parts = []
    for number, layer in enumerate(checks.items(layers, 2, "What staircase returns, [(W1, b1), (W2, b2)],"), start=1):
        parts += checks.items(layer, 2, f"Layer {number}, the pair (W{number}, b{number}),")
    for (name, shape_of), part in zip(FORM, parts, strict=True):
        checks.assert_array(part, f"For n={n}, {name}", shape=shape_of(n))
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in parts)
    x = low + (high - low) * (np.arange(n)[:, None] + [0.001, 0.5, 0.999]) / n
    return (np.heaviside(x.reshape(-1, 1) @ W1 + b1, 1.0) @ W2 + b2).reshape(n, 3)


def heights_of(f, low, high, n):
    middles = low + (high - low) * (np.arange(n) + 0.5) / n
    return np.repeat(np.asarray(f(middles), dtype=float)[:, None], 3, axis=1)


# req: shapes, values
for f, low, high, n in [
    (lambda x: np.sin(3 * x) + 0.5 * x, -2, 2, 1),
    (lambda x: x + 5.0, 0.0, 3.0, 3),
    (lambda x: np.sin(3 * x) + 0.5 * x, -2, 2, 4),
]:
    found, expected = answers_inside(staircase(f, low, high, n), low, high, n), heights_of(f, low, high, n)
    assert not (n == 3 and checks.is_close(found, np.cumsum(expected, axis=0))), (
        "Your stairs add up: each weight should be the difference to the piece before, not the height itself."
    )
    assert not (n == 3 and checks.is_close(found, expected - 5.5)), (
        "The first piece should have its own height, f(0.5) = 5.5 for f(x) = x + 5; your network starts at 0."
    )
    checks.assert_close(
        found[:, 1],
        expected[:, 1],
        f"n={n}, from {low} to {high}: the pieces should have the heights "
        f"{expected[:, 1].round(3).tolist()}; in their middles your network says {found[:, 1].round(3).tolist()}.",
    )
    checks.assert_close(
        found, expected, "Right in the middle of each piece, but not up to its ends: where are the steps?"
    )
### BEGIN HIDDEN TESTS
# req: any-size
for seed, n in enumerate([1, 2, 5, 9, 30, 100]):
    random = np.random.default_rng(seed)
    slope, shift, low = (float(number) for number in random.normal(size=3) * (3, 2, 4))
    high = low + float(random.uniform(0.2, 9))
    for f in (
        lambda x, slope=slope, shift=shift: slope * x + shift,
        lambda x, shift=shift: np.cos(5 * x) + shift,
        lambda x, shift=shift: np.full(np.shape(x), shift),
        lambda x, slope=slope: np.abs(x - slope) * 100,
        lambda x, slope=slope: 1e6 * (x - slope),
    ):
        found = answers_inside(staircase(f, low, high, n), low, high, n)
        expected = heights_of(f, low, high, n)
        checks.assert_close(
            found, expected, "The stairs are wrong for another function, interval or number of units.", atol=1e-6
        )
for low, high in [(0, 1), (-2, 2), (0, 3), (100, 103), (-1e3, 1e3)]:
    for n in (3, 7, 47, 49):
        found = answers_inside(staircase(lambda x: x, low, high, n), low, high, n)
        expected = heights_of(lambda x: x, low, high, n)
        checks.assert_close(found, expected, "The stairs are wrong for another interval or number of units.", atol=1e-6)
for low, high, n in [(0.0, 1e-6, 5), (-2e-6, 1e-6, 3), (0.0, 1e-3, 7)]:
    found = answers_inside(staircase(lambda x: 1e6 * x + 1, low, high, n), low, high, n)
    expected = heights_of(lambda x: 1e6 * x + 1, low, high, n)
    checks.assert_close(found, expected, "The stairs are wrong for a short interval.", atol=1e-6)
### END HIDDEN TESTS

# %% tags=["figure"]
figures.staircases(
    wave,
    {"your 12 units": staircase(wave, -2, 2, 12), "bumps, 12 units": bumps(wave, -2, 2, 6)},
    -2,
    2,
    title="As many units, stairs half as wide",
)
lesson.show(
    "The function, followed by your staircase of 12 units and by 6 bumps of 12 units: your stairs are half as wide "
    "and stay closer to it."
)

# %% [markdown]
# ## Recap
#
# * Hidden layers map the inputs to a new space; the output layer draws its lines there. For XOR, one fold of the
#   plane is enough.
# * Without activation functions any number of layers collapses into one, which is monotone in each input. Step
#   functions bend but have no slope; logistic, tanh and ReLU have.
# * Quantities: no activation, mean squared error. Classes: probabilities from logistic or softmax, cross-entropy.
# * Formulas are rewritten before they are programmed: $e^{-|z|}$, and softmax of the numbers minus their maximum.
# * Training can get stuck. Other starts and more units help.
# * One hidden layer with enough units can follow any continuous function. That says neither how many units it takes,
#   which is hopelessly many for many inputs, nor that training finds them.
#
# **Next:** notebook 3 opens the box: how backpropagation finds the slope of the loss for every weight at once.
#
# **To read on:** A. Géron, *Hands-On Machine Learning*, chapter 10; I. Goodfellow, Y. Bengio and A. Courville, *Deep
# Learning*, sections 4.1 (overflow) and 6.1 (XOR).
