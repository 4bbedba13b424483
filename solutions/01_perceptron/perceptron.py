# %% [markdown]
# # 1 · The perceptron
#
# **You will be able to**
#
# * compute by hand, and in NumPy, what an artificial neuron answers,
# * choose weights that make a neuron a logic gate,
# * write the perceptron's learning rule, train with it until every sample is right, and say how many mistakes that can
#   cost at most,
# * use scikit-learn's `Perceptron`, which is your own rule, and read its decision boundary from its weights,
# * say exactly which problems one layer of neurons can never solve, and prove it.
#
# **Time:** about 140 minutes: reading 25, running and predicting 15, tasks 100 (of these 15 optional). **You need:**
# Python functions, NumPy arrays, the equation of a line. Nothing about neural networks.
#
# **How it works:** read, run the cells in order, and write your code where a cell says `# YOUR CODE HERE`. The cell
# below a task checks your answer and tells you what to look at. Dots show the difficulty: ●○○ to ●●●. Where the text
# says **predict**, do: say your answer aloud before you run the cell, then unfold the one below it.

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

from nn_lessons.figures import perceptron as figures

lesson.use_style()

# %% [markdown]
# ## From the brain to a formula
#
# A *biological neuron* collects signals through its dendrites. When enough of them arrive within a few milliseconds, it
# fires: a pulse runs along its axon to the synapses, and so to thousands of other neurons. One neuron is simple. The
# power lies in how many there are and how they are connected.
#
# The *artificial neuron* keeps three of these ideas: inputs of different strength, a sum, and a threshold.

# %% tags=["figure"]
figures.two_neurons()
lesson.show(
    "A biological neuron with dendrites, cell body, axon and synapses; below it a threshold logic unit with inputs, "
    "weights, bias, weighted sum, step function and output in the same places."
)

# %% [markdown]
# ### Calculating with neurons
#
# In 1943 McCulloch and Pitts noticed that neurons can compute logic. Let every input be 0 or 1, and let a neuron fire
# when **at least two** of its incoming connections are active. A red connection that ends in a circle *inhibits*: while
# it is active, the neuron stays silent.
#
# **Predict:** cover the titles. When does *C* fire in each of the four nets?

# %% tags=["figure"]
figures.boolean_neurons()
lesson.show(
    "Four nets of neurons that fire when two connections are active: C = A with two connections from A; C = A and B "
    "with one from each; C = A or B with two from each; C = A and not B with two from A and an inhibiting one from B."
)

# %% [markdown]
# <details><summary>Answer</summary>In the first net <em>A</em> alone brings the two connections: <em>C</em> repeats
# <em>A</em>. In the second <em>A</em> and <em>B</em> bring one each, so <em>C</em> fires only when both are active. In
# the third each of them brings two, so one of them is enough. In the fourth <em>A</em> would do, but an active
# <em>B</em> keeps <em>C</em> silent.</details>
#
# Since such nets can be plugged together, networks of neurons can compute any logical statement.

# %% [markdown]
# ## The perceptron
#
# Frank Rosenblatt's **perceptron** (1957) is one of the simplest neural networks. Its neurons differ from those above
# in one point: every connection has a *weight*, any real number. Such a neuron is a **threshold logic unit** (TLU),
# also called a *linear threshold unit* (LTU). It computes a weighted sum of its inputs and applies a step function:
#
# $$z = w_1x_1 + w_2x_2 + \dots + w_nx_n = \mathbf{x}^T\mathbf{w},\qquad h_{\mathbf{w}}(\mathbf{x}) = \text{step}(z).$$
#
# Usually a **bias** $b$ is added to the sum, $z = \mathbf{x}^T\mathbf{w} + b$. It is the weight of one more input that
# is always 1, and it moves the threshold: the unit fires when $\mathbf{x}^T\mathbf{w} \ge -b$.
#
# Two step functions are in use:
#
# $$\text{heaviside}(z) = \begin{cases} 0 & \text{if } z < 0\\ 1 & \text{if } z \ge 0 \end{cases}\qquad
# \text{sgn}(z) = \begin{cases} -1 & \text{if } z < 0\\ 0 & \text{if } z = 0\\ +1 & \text{if } z > 0\end{cases}$$

# %% [markdown]
# ### Task 1 · The step functions · ●○○ · 1 point · 10 minutes
#
# Write `heaviside(z)` and `sgn(z)` as they are defined above, for every number, however large or small, infinity
# included. <!-- req: values -->
#
# * Both take a number or an array of any shape, and return a number or an array of the same shape. <!-- req: shape -->
# * The answers are numbers, not `False` and `True`: you will soon subtract them. <!-- req: numbers -->
# * The input stays as it was. <!-- req: input-kept -->
#
# ```python
# heaviside(np.array([-2.0, 0.0, 3.0]))   # array([0, 1, 1])
# sgn(np.array([-2.0, 0.0, 3.0]))         # array([-1, 0, 1])
# ```
#
# <details><summary>Hint 1</summary>An <code>if</code> looks at one number. For arrays, a comparison such as
# <code>z &gt; 1</code> gives an array of truth values.</details>
# <details><summary>Hint 2</summary>Truth values become numbers with <code>.astype(int)</code>, and
# <code>np.where(condition, this, that)</code> chooses elementwise. To accept plain numbers and lists too, start from
# <code>np.asarray(z)</code>.</details>


# %% task="steps"
def heaviside(z):
    """Return 1 where z >= 0 and 0 elsewhere, in the shape of z."""
    ### BEGIN SOLUTION
    return (np.asarray(z) >= 0).astype(int)
    ### END SOLUTION


def sgn(z):
    """Return -1 where z < 0, 0 where z = 0 and 1 where z > 0, in the shape of z."""
    ### BEGIN SOLUTION
    z = np.asarray(z)
    return (z > 0).astype(int) - (z < 0).astype(int)
    ### END SOLUTION


# %% check="steps" points=1 tests="at, above and below 0; numbers and arrays of any shape; input unchanged"
import numpy as np

from nn_lessons import checks

# req: values, numbers
for value, step_value, sign in [(-2.0, 0, -1), (0.0, 1, 0), (3.0, 1, 1)]:
    for name, function, right in [("heaviside", heaviside, step_value), ("sgn", sgn, sign)]:
        answer = function(value)
        assert not isinstance(answer, (bool, np.bool_)), f"{name}({value}) is {answer}; return a number, {right}."
        checks.assert_number(answer, f"{name}({value})")
        assert answer == right, f"{name}({value}) should be {right}; you return {answer}. Look at its definition."

# req: shape
for probe, step_values, signs in [
    (np.array([-2.0, 0.0, 3.0]), [0, 1, 1], [-1, 0, 1]),
    (np.array([[-2.0, 0.0, 3.0], [0.5, -0.5, -7.0]]), [[0, 1, 1], [1, 0, 0]], [[-1, 0, 1], [1, -1, -1]]),
]:
    for name, function, right in [("heaviside", heaviside, step_values), ("sgn", sgn, signs)]:
        try:
            answer = function(probe.copy())
        except ValueError:
            message = (
                f"{name} works for one number and fails for an array: an `if` decides once. Compare the whole array."
            )
            raise AssertionError(message) from None
        shape = np.shape(answer)
        assert shape == probe.shape, (
            f"{name} of an array of the shape {probe.shape} has the shape {shape}; keep the shape."
        )
        kind = np.asarray(answer).dtype.kind
        assert kind != "b", f"{name} returns truth values; return numbers. `.astype(int)` makes 0 and 1 of them."
        checks.assert_equal(
            answer, np.array(right), f"{name}({probe.tolist()}) should be {right}; you return {answer}."
        )
### BEGIN HIDDEN TESTS
assert heaviside(-0.0) == 1, "heaviside of minus zero should be 1: minus zero equals zero, it is not below it."
assert sgn(-0.0) == 0, "sgn of minus zero should be 0: minus zero equals zero."
for seed, shape in enumerate([(), (5,), (4, 1), (2, 3, 4), (2, 1, 3, 1, 2), (6,), (1,), (1, 1)]):
    random = np.random.default_rng(seed)
    for probe in [
        np.asarray(random.integers(-3, 4, size=shape)),
        np.asarray(random.normal(size=shape) * 1e-9),
        np.asarray(random.choice([-np.inf, -1e300, -0.25, 0.0, 0.25, 1e300, np.inf], size=shape)),
        np.resize([-5e-324, 1e-300, 0.0, -1e-30, 5e-324, -1e-300], shape),
        np.asarray(random.choice([-(2**62), -40_000, -200, 0, 200, 40_000, 3 * 2**31], size=shape)),
        np.asarray(random.normal(size=shape)).T,
        np.asarray(random.normal(size=shape))[..., ::-2] if shape else np.asarray(-40_000),
    ]:
        for name, function, right in [
            ("heaviside", heaviside, np.where(probe < 0, 0, 1)),
            ("sgn", sgn, np.where(probe < 0, -1, np.where(probe > 0, 1, 0))),
        ]:
            answer, (probe_after,) = checks.call_and_keep_changes(function, probe)
            assert not isinstance(answer, list), f"{name} returns a list; it should return an array for an array."
            # req: input-kept
            checks.assert_equal(probe_after, probe, f"{name} changes its input; make a new array for the result.")
            checks.assert_equal(answer, right, f"{name} is wrong for some numbers: tiny, huge, infinite, whole, many?")
### END HIDDEN TESTS

# %% tags=["figure"]
z = np.linspace(-3, 3, 601)
_, panels = plt.subplots(1, 2, figsize=(8, 2.9), sharex=True)
for axes, function in zip(panels, [heaviside, sgn], strict=True):
    for side in (z < 0, z > 0):
        axes.plot(z[side], function(z[side]), color=lesson.COLORS["blue"])
    axes.plot([0], function(np.zeros(1)), "o", color=lesson.COLORS["vermillion"], label="value at $z=0$")
    axes.set(xlabel="weighted sum $z$", ylabel="output", title=f"{function.__name__}(z)", ylim=(-1.3, 1.3))
    axes.legend(loc="lower right")
plt.suptitle("The two step functions differ below 0 and at 0", fontweight="bold")
lesson.show("Two step functions. heaviside is 0 below 0, and 1 at 0 and above; sgn is -1 below 0, 0 at 0, and 1 above.")

# %% [markdown]
# Which of the two a perceptron uses depends on the names of its classes: 0 and 1 go with heaviside, $-1$ and $+1$ with
# sgn. This course calls them 0 and 1, so for now heaviside does the work. They differ in more than names, in one single
# place, $z = 0$; in task 7 your `sgn` turns your own rule into scikit-learn's.
#
# ## A neuron is a line in the plane
#
# With two inputs the unit answers 1 where $w_1x_1 + w_2x_2 + b \ge 0$. The border of that region is a straight line,
# the *decision boundary*. The weights $(w_1, w_2)$ are an arrow at right angles to the line; it points to the side of
# the ones. The bias shifts the line.
#
# So a logic gate is a drawing exercise: put the line between the corners that should give 1 and those that should
# give 0. For the fourth net above, *A and not B*, the weights $w=(1,-1)$ with $b=-0.5$ will do.
#
# **Predict:** which rows of the next table fire, and at which corners is $z$ closest to 0?

# %%
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
z = corners @ np.array([1, -1]) - 0.5
for (a, b), total in zip(corners, z, strict=True):
    print(f"A={a} B={b}   z={total:+.1f}   fires: {'yes' if total >= 0 else 'no'}")

# %% [markdown]
# <details><summary>Answer</summary>Only A=1, B=0 fires: 1 − 0.5 = +0.5. Three corners have z = ±0.5, so they lie
# equally far from the line; (0, 1) is three times as far away, z = −1.5.</details>
#
# **Check yourself:** double $w_1$, $w_2$ and $b$. What happens to $z$, and what to the line?
#
# <details><summary>Answer</summary>Every <em>z</em> doubles and keeps its sign, so the line stays where it is. A line
# has many weights. Multiply them all by −1, and the line still stays, but its two sides change
# places.</details>
#
# ### Task 2 · Logic gates · ●○○ · 1 point · 10 minutes
#
# Fill the dictionary `GATES` for `"AND"`, `"OR"`, `"NOT"` and `"NAND"`: for each gate a list of weights and a bias,
# `([w1, w2], b)`, with `([w1], b)` for NOT. <!-- req: form -->
#
# * With heaviside as the step function each unit must compute its gate. <!-- req: truth -->
# * Real signals are noisy. Leave room: the answers must stay right when every input is off by up to
#   0.1. <!-- req: room -->
#
# ```python
# GATES["A AND NOT B"] = ([1, -1], -0.5)   # this is the example from above, not one of yours
# ```
#
# <details><summary>Hint 1</summary>Draw the four corners of the unit square on paper, mark those where the gate gives
# 1, and draw a line with room on both sides.</details>
# <details><summary>Hint 2</summary>With weights 1 and 1 the sum counts the ones among the inputs. Which counts should
# fire, and which threshold lies in the middle between them and the others?</details>
# <details><summary>Hint 3</summary>NAND gives 1 exactly where AND gives 0: the same line, the other side. What do you
# do to $z$ to swap its sign?</details>

# %% task="gates"
GATES = {}
### BEGIN SOLUTION
GATES["AND"] = ([1, 1], -1.5)
GATES["OR"] = ([1, 1], -0.5)
GATES["NOT"] = ([-1], 0.5)
GATES["NAND"] = ([-1, -1], 1.5)
### END SOLUTION

# %% check="gates" points=1 tests="the truth table of each gate, with and without noise on the inputs"
import itertools

import numpy as np

from nn_lessons import checks

truth_of = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NOT": [1, 0], "NAND": [1, 1, 1, 0]}
for name, outputs in truth_of.items():
    # req: form
    assert name in GATES, f"GATES has no entry {name!r} yet."
    size = 1 if name == "NOT" else 2
    form = "([w1], b)" if name == "NOT" else "([w1, w2], b)"
    given_weights, given_bias = checks.items(GATES[name], 2, f"GATES[{name!r}], the pair {form},")
    assert np.shape(given_weights) == (size,), f"{name} should have a list of {size} weight(s); yours: {given_weights}."
    assert np.shape(given_bias) == (), f"The bias of {name} should be one number; yours is {given_bias}."
    kinds = np.asarray(given_weights).dtype.kind + np.asarray(given_bias).dtype.kind
    assert set(kinds) <= set("iufO"), f"{name} should have numbers for weights and bias; yours: {GATES[name]}."
    weights, bias = np.asarray(given_weights, dtype=float), float(given_bias)
    # req: truth
    for inputs, output in zip(itertools.product([0, 1], repeat=size), outputs, strict=True):
        z_gate = float(np.dot(inputs, weights) + bias)
        assert (z_gate >= 0) == (output == 1), (
            f"{name}{inputs} should be {output}. With your weights z = {z_gate:g}, so the unit says {int(z_gate >= 0)}."
        )
### BEGIN HIDDEN TESTS
# req: room
for name, outputs in truth_of.items():
    weights, bias = np.asarray(GATES[name][0], dtype=float), float(GATES[name][1])
    size = 1 if name == "NOT" else 2
    for inputs, output in zip(itertools.product([0, 1], repeat=size), outputs, strict=True):
        for noise in itertools.product([-0.1, -0.03, 0.04, 0.1], repeat=size):
            z_gate = float(np.dot(np.add(inputs, noise), weights) + bias)
            assert z_gate >= 0 if output else z_gate < 0, (
                f"{name} is right at 0 and 1, not with noise on the inputs: put the line in the middle of the gap."
            )
### END HIDDEN TESTS

# %% tags=["figure"]
truth = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "XOR": [0, 1, 1, 0]}
figures.gate_planes(GATES, truth)
lesson.show(
    "The four corners of the unit square for AND, OR, NAND and XOR. Each gate has a line, the side of the ones shaded "
    "blue; XOR has its ones on one diagonal, its zeros on the other, and no line."
)

# %% [markdown]
# Your lines, your gates: orange circles should give 0 and blue squares 1, and the blue side is where the unit says 1.
# For the fourth picture, XOR ("either, but not both"), try to draw a line with your finger. Keep it in mind; it comes
# back.

# %% [markdown]
# ## A layer of neurons
#
# Several units that read the same inputs form a **fully connected layer**, or **dense layer**: *every TLU is connected
# to all inputs*. The perceptron is a single layer of this kind.

# %% tags=["figure"]
figures.layer(["$x_1$", "$x_2$"], [r"$\hat{y}_1$", r"$\hat{y}_2$", r"$\hat{y}_3$"])
lesson.show(
    "A layer of three units. Each of the two inputs, and the constant 1 of the biases, is connected to each unit."
)

# %% [markdown]
# Each unit has a weight for each input. Written as a matrix, $w_{i,j}$ belongs to input $i$ and unit $j$: one row per
# input, one column per unit. The whole layer is then one line, for one sample or for many:
#
# $$\hat{\mathbf{Y}} = \text{heaviside}(\mathbf{X}\mathbf{W} + \mathbf{b}).$$
#
# **A worked example.** Two inputs $\mathbf{x} = (2, -1)$, three units:
#
# $$\mathbf{W} = \begin{pmatrix} 0.5 & -1 & 1\\ 1 & 0 & 2 \end{pmatrix},\quad \mathbf{b} = (0.5,\ 1,\ 0.5).$$
#
# **Predict:** what do the three units answer? Take pencil and paper; each unit is one column of $\mathbf{W}$.

# %%
W = np.array([[0.5, -1.0, 1.0], [1.0, 0.0, 2.0]])
b = np.array([0.5, 1.0, 0.5])
x = np.array([2.0, -1.0])
print("z     =", x @ W + b)
print("y_hat =", (x @ W + b >= 0).astype(int))

# %% [markdown]
# <details><summary>Answer, by hand</summary>
#
# * unit 1: $2\cdot 0.5 + (-1)\cdot 1 + 0.5 = 0.5 \ge 0$, so $\hat{y}_1 = 1$
# * unit 2: $2\cdot(-1) + (-1)\cdot 0 + 1 = -1 < 0$, so $\hat{y}_2 = 0$
# * unit 3: $2\cdot 1 + (-1)\cdot 2 + 0.5 = 0.5 \ge 0$, so $\hat{y}_3 = 1$
#
# </details>
#
# **Check yourself:** a layer of 10 units reads 784 inputs, the pixels of a small picture. What shape has $\mathbf{W}$,
# and how many weights and biases does the layer have?
#
# <details><summary>Answer</summary>One row per input, one column per unit: (784, 10). That is 7,840 weights and 10
# biases, 7,850 numbers.</details>
#
# ## How a perceptron learns
#
# Nobody wants to choose weights by hand. Rosenblatt's rule finds them from examples. Show the layer one sample
# $\mathbf{x}$ at a time, with its targets $y_j$, and strengthen the connections that would have helped to be right:
#
# $$w_{i,j}^{(\text{next step})} = w_{i,j} + \eta\,(y_j - \hat{y}_j)\,x_i$$
#
# * $w_{i,j}$: the weight between input $i$ and output $j$
# * $x_i$: input $i$ of the current training sample
# * $\hat{y}_j$, $y_j$: output $j$ for this sample, and its target
# * $\eta$: the learning rate
#
# The factor $y_j - \hat{y}_j$ can only be 0, +1 or −1. Where the unit was right, nothing happens. Where it said 0 and
# should have said 1, a bit of $\mathbf{x}$ is added to its weights, and $z$ grows for this sample. In the opposite case
# the same bit is subtracted. The bias follows the same rule; its input is always 1.

# %% [markdown]
# ### Task 3 · One step of learning · ●●○ · 2 points · 15 minutes
#
# Write `update(W, b, x, y, y_hat, eta)` for one sample and a layer of `m` units with `n` inputs. Shapes: `W` is `(n,
# m)`; `b`, `y` and `y_hat` are `(m,)`; `x` is `(n,)`; `eta` is a number. `W`, `b` and `x` hold floats, `y` and `y_hat`
# zeros and ones.
#
# * Return the pair `(W_next, b_next)`, in the shapes of `W` and `b`. <!-- req: pair -->
# * `W_next` follows the rule above (first point). <!-- req: weights -->
# * `b_next` follows it with the input 1 (second point). <!-- req: biases -->
# * The given arrays stay as they are (second point). <!-- req: inputs-kept -->
#
# ```python
# update(np.zeros((2, 1)), np.zeros(1), np.array([2.0, 1.0]), np.array([1]), np.array([0]), 0.5)
# # (array([[1. ], [0.5]]), array([0.5]))
# ```
#
# <details><summary>Hint 1</summary>Write down $\eta (y_j-\hat y_j)\,x_i$ for all $i$ and $j$ of a small example. It is
# a table with the shape of <code>W</code>.</details>
# <details><summary>Hint 2</summary>A table of all products of two vectors is their outer product:
# <code>np.outer</code>. Which vector gives the rows?</details>
# <details><summary>Hint 3</summary><code>W += ...</code> changes the array that you were given; <code>W + ...</code>
# makes a new one.</details>


# %% task="update"
def update(W, b, x, y, y_hat, eta):
    """Return the weights (n, m) and biases (m,) after one step of the perceptron rule."""
    ### BEGIN SOLUTION
    error = eta * (y - y_hat)
    return W + np.outer(x, error), b + error
    ### END SOLUTION


# %% check="update" points=1 tests="the weights: units that are right, that miss, that give a false alarm; any shape"
import numpy as np

from nn_lessons import checks

# req: pair, weights
# The example of the task, then one sample by hand: x = (2, -3); unit 1 missed it, unit 2 gave a false alarm.
W_old, b_old, rate = np.array([[0.5, -1.0, 0.0], [1.0, 0.0, -0.5]]), np.array([0.1, 0.2, 0.3]), 0.1
samples = [
    ((np.zeros((2, 1)), np.zeros(1), np.array([2.0, 1.0]), np.array([1]), np.array([0]), 0.5), [[1.0], [0.5]]),
    (
        (W_old, b_old, np.array([2.0, -3.0]), np.array([1, 0, 1]), np.array([0, 1, 1]), rate),
        [[0.7, -1.2, 0.0], [0.7, 0.3, -0.5]],
    ),
]
for arguments, expected in samples:
    answer = update(*[np.copy(part) for part in arguments[:-1]], arguments[-1])
    W_new, _ = checks.items(answer, 2, "What update returns (`return W_next, b_next`)")
    W_given = arguments[0]
    checks.assert_array(W_new, f"For W of the shape {W_given.shape}, W_next", shape=W_given.shape)
    change = np.asarray(expected) - W_given
    assert not checks.is_close(W_new, W_given), "W_next equals W, although a unit was wrong."
    assert not checks.is_close(W_new, W_given - change), (
        "The weights move the wrong way. The rule says + eta * (y - y_hat) * x."
    )
    assert not checks.is_close(W_new, W_given + change / arguments[-1]), (
        "The step is too large: did you forget the learning rate eta?"
    )
    assert W_given.shape == (2, 1) or checks.is_close(np.asarray(W_new)[:, 2], W_given[:, 2]), (
        "The third unit was right (y = y_hat), so its column of W must not change."
    )
    checks.assert_close(
        W_new,
        np.array(expected),
        f"The values of W_next differ from the rule. Expected\n{expected}\nyou return\n{W_new}.",
    )
### BEGIN HIDDEN TESTS
for seed, (n, m) in enumerate([(1, 1), (4, 1), (1, 3), (3, 3), (7, 6)]):
    random = np.random.default_rng(seed)
    W_old, b_old = random.normal(size=(n, m)), random.normal(size=m)
    for x_one in (random.normal(size=n), 100 * random.normal(size=n), np.zeros(n)):
        rate = float(random.uniform(0.05, 2.0))
        for target in (random.integers(0, 2, size=m), np.zeros(m, dtype=int), np.ones(m, dtype=int)):
            for output in (random.integers(0, 2, size=m), target, 1 - target):
                error = rate * (target - output)
                expected = W_old + np.outer(x_one, error)
                W_new, _ = update(W_old.copy(), b_old.copy(), x_one.copy(), target.copy(), output.copy(), rate)
                checks.assert_close(W_new, expected, "W_next is wrong for another layer and sample.")
### END HIDDEN TESTS

# %% check="update" points=1 tests="the biases; the given arrays unchanged"
import numpy as np

from nn_lessons import checks

# req: biases
W_old, b_old = np.array([[0.5, -1.0, 0.0], [1.0, 0.0, -0.5]]), np.array([0.1, 0.2, 0.3])
x_one, target, output = np.array([2.0, -3.0]), np.array([1, 0, 1]), np.array([0, 1, 1])
answer, after_call = checks.call_and_keep_changes(update, W_old, b_old, x_one, target, output, 0.1)
_, b_new = checks.items(answer, 2, "What update returns (`return W_next, b_next`)")
checks.assert_array(b_new, "For b of the shape (3,), b_next", shape=(3,))
assert not checks.is_close(b_new, b_old), "The bias did not move. It learns as well: its input is always 1."
expected = np.array([0.2, 0.1, 0.3])
checks.assert_close(
    b_new,
    expected,
    f"b_next should be {expected}; you return {b_new}. The bias follows the rule with the input 1.",
)
# req: inputs-kept
for name, before, after in zip(["W", "b", "x"], [W_old, b_old, x_one], after_call[:3], strict=True):
    checks.assert_equal(after, before, f"update changes the array {name} that it was given; make a new one.")
_, b_new = update(np.zeros((2, 1)), np.zeros(1), np.array([2.0, 1.0]), np.array([1]), np.array([0]), 0.5)
checks.assert_close(b_new, np.array([0.5]), f"In the example of the task b_next should be [0.5]; you return {b_new}.")


@checks.in_kernel_of(update)
def first_step_after_a_second(function):
    import numpy as np

    x, target, output = np.array([2.0, 1.0]), np.array([1]), np.array([0])
    first = function(np.zeros((2, 1)), np.zeros(1), x, target, output, 0.5)
    at_once = [np.array(part) for part in first]
    function(*[np.asarray(part) for part in first], x, target, output, 0.5)
    return at_once, [np.array(part) for part in first]


at_once, later = first_step_after_a_second(update)
assert checks.is_equal(later, at_once), (
    "A second call, with what the first one returned, has changed that: make new arrays in each call."
)
### BEGIN HIDDEN TESTS
for seed, (n, m) in enumerate([(1, 1), (4, 1), (1, 3), (3, 3), (7, 6)]):
    random = np.random.default_rng(seed)
    W_old, b_old = random.normal(size=(n, m)), random.normal(size=m)
    for x_one in (random.normal(size=n), 100 * random.normal(size=n), np.zeros(n)):
        rate = float(random.uniform(0.05, 2.0))
        for target in (random.integers(0, 2, size=m), np.zeros(m, dtype=int), np.ones(m, dtype=int)):
            for output in (random.integers(0, 2, size=m), target, 1 - target):
                given = (W_old, b_old, x_one, target, output)
                expected = b_old + rate * (target - output)
                (_, b_new), after_call = checks.call_and_keep_changes(update, *given, rate)
                checks.assert_close(b_new, expected, "b_next is wrong for another layer and sample.")
                for after, before in zip(after_call, (*given, rate), strict=True):
                    checks.assert_equal(after, before, "update changes an array that it was given; make new arrays.")
### END HIDDEN TESTS

# %% [markdown]
# ### See it learn
#
# Here are 30 samples of two classes, one unit, and *your* `update`. The unit sees the samples one after the other and
# changes its weights at every mistake. Move the slider: the circled sample is the mistake that turned the line.
#
# **Predict:** with the slider at 0, all weights and the bias are 0. What does the unit answer then, and how many of the
# 30 samples (16 of them are ones) are on the wrong side?


# %%
def make_cloud(seed, m, w_true, b_true, margin):
    """Return m random points, none closer to the line x @ w_true + b_true = 0 than margin, and their sides (0 or 1)."""
    random = np.random.default_rng(seed)
    X = random.uniform(-3, 3, size=(20 * m, len(w_true)))
    distance = (X @ w_true + b_true) / np.linalg.norm(w_true)
    X, distance = X[abs(distance) > margin], distance[abs(distance) > margin]
    return X[:m], (distance[:m] > 0).astype(int)


w_true, b_true = np.array([1.0, 2.0]), 1.5
X_cloud, y_cloud = make_cloud(seed=11, m=30, w_true=w_true, b_true=b_true, margin=0.25)

# %% tags=["figure"]
turns = figures.follow(update, X_cloud, y_cloud)
lesson.slider(
    lambda step: figures.turning(X_cloud, y_cloud, turns[step]),
    values=range(min(len(turns), 20)),
    label="after update",
    alt="Thirty samples of two classes and the boundary of one unit after each update of the perceptron rule.",
)

# %% [markdown]
# <details><summary>Answer</summary>With all weights 0, <em>z</em> is 0 everywhere, and heaviside(0) = 1: the unit says
# 1 to everything. The 14 zeros are on the wrong side.</details>
#
# A step that mends one sample can spoil others. Look for such a turn. And yet the line arrives.
#
# **Check yourself:** would another learning rate have made other mistakes on the way, say $\eta = 50$?
#
# <details><summary>Answer</summary>No. Training starts at 0, so after the same mistakes all weights and the bias are
# 50 times as large, and the line is the same one: the next mistake is the same again. For a single layer of threshold
# units that starts at 0, the learning rate is only a unit of measurement. (Start elsewhere, or smooth the step, and it
# matters a lot: notebook 2 makes the step smooth.)</details>
#
# ## Training until it is right
#
# One pass through all samples is an **epoch**. If a whole epoch passes without a mistake, the weights will not change
# any more: training has *converged*. Will it? Rosenblatt's rule comes with a promise, the **perceptron convergence
# theorem** (proved by Novikoff in 1962). Write each sample with its constant input, $(\mathbf{x}, 1)$, and the bias as
# one more weight, $\mathbf{u} = (\mathbf{w}, b)$. Suppose that no $(\mathbf{x}, 1)$ is longer than $R$, and that *some*
# $\mathbf{u}$ of length 1 has every sample on its right side with room to spare: $|\mathbf{u}^T(\mathbf{x}, 1)| \ge
# \gamma > 0$. Then the rule, started with all weights and the bias at 0, makes at most
#
# $$\left(\frac{R}{\gamma}\right)^2$$
#
# mistakes in all, whatever the order of the samples. If no line separates the classes, training never comes to rest. So
# a training loop must also know when to give up.

# %% [markdown]
# ### Task 4 · Training · ●●● · 2 points · 25 minutes
#
# Write `fit(X, y, eta=1.0, max_epochs=100)` for one unit. `X` has shape `(m, n)` and holds floats or whole numbers, `y`
# has shape `(m,)` with zeros and ones.
#
# * Leave `X` and `y` as they are. <!-- req: data-kept -->
# * Start with all weights and the bias at 0. <!-- req: start -->
# * Show each sample once in every epoch, one at a time and in any order. <!-- req: every-sample -->
# * Change the weights and the bias by the rule, at once after every mistake. <!-- req: rule -->
# * Stop after the first epoch without a mistake, or after `max_epochs` epochs. <!-- req: stop -->
#
# Return four things:
#
# * `w`, shape `(n,)`, and `b`, a number <!-- req: w-and-b -->
# * `mistakes`: a list with the number of mistakes of each epoch that you ran <!-- req: mistakes -->
# * `converged`: `True` if the last epoch was free of mistakes, else `False` <!-- req: converged -->
#
# The first point is for `w` and `b`, the second for stopping in time, `mistakes` and `converged`.
#
# ```python
# w, b, mistakes, converged = fit(corners, np.array([0, 1, 1, 1]))   # OR
# mistakes    # for example [2, 2, 1, 0]: the order of the samples matters, and it ends with the first 0
# converged   # True
# ```
#
# You may use `heaviside` and `update`, or write the arithmetic of one unit directly.
#
# <details><summary>Hint 1</summary>Two loops: the outer one over epochs, the inner one over <code>zip(X, y)</code>.
# Where does the counter of mistakes start at 0 again?</details>
# <details><summary>Hint 2</summary>For one unit, <code>w</code> is a vector, and the rule is <code>w + eta * (y -
# y_hat) * x</code>.</details>
# <details><summary>Hint 3</summary>After the inner loop: note the count, and leave the outer loop if it is 0
# (<code>break</code>). Converging in the very last permitted epoch is converging, too.</details>


# %% task="fit"
def fit(X, y, eta=1.0, max_epochs=100):
    """Train one unit; return w (n,), b, the mistakes of each epoch, and whether the last epoch was free of mistakes."""
    ### BEGIN SOLUTION
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            if error != 0:
                w, b = w + eta * error * x, b + eta * error
                wrong += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0
    ### END SOLUTION


# %% check="fit" points=1 tests="w and b: one sample, OR, separable clouds of many shapes; the bound of the theorem"
import numpy as np

from nn_lessons import checks

# req: w-and-b
# One sample by hand: at the start z = 0, so the unit says 1. The target is 0: subtract eta * x and eta, once.
try:
    answer = fit(np.array([[2, -1]]), np.array([0]), eta=0.5)
except Exception as error:
    if "cast" in str(error):
        raise AssertionError("X may hold whole numbers; start w as floats.") from None
    raise
w_fit, b_fit, *_ = checks.items(answer, 4, "What fit returns (`return w, b, mistakes, converged`)")
checks.assert_array(w_fit, "For X of the shape (1, 2), w", shape=(2,))
checks.assert_number(b_fit, "b")
expected = np.array([-1.0, 0.5])
checks.assert_close(
    w_fit, expected, f"One sample (2, -1), target 0, eta 0.5: w should be {expected}; yours is {w_fit}."
)
assert b_fit == -0.5, (
    f"One sample (2, -1), target 0, eta 0.5: b should be -0.5; yours is {b_fit}. The bias learns, too."
)

square_corners, y_or = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
w_fit, b_fit, *_ = fit(square_corners.copy(), y_or.copy())
checks.assert_array(w_fit, "For X of the shape (4, 2), w", shape=(2,))
checks.assert_number(b_fit, "b")
checks.assert_equal(
    square_corners @ np.asarray(w_fit) + b_fit >= 0,
    y_or == 1,
    f"OR is separable, and 100 epochs are plenty. Yet with your w = {w_fit} and b = {b_fit} some corner is wrong.",
)
### BEGIN HIDDEN TESTS
# Samples that are linearly independent, each with a 1: w and b tell how often each of them was added or subtracted.
for seed, (m, n) in enumerate([(1, 1), (2, 1), (3, 2), (4, 5), (6, 5), (7, 7)]):
    random = np.random.default_rng(seed)
    points, labels = random.normal(size=(m, n)), np.arange(m) % 2
    with_one = np.column_stack([points, np.ones(m)])
    for rate, epochs in [(1.0, 1), (0.3137, 1), (2.5, 3), (0.7071, 5000)]:
        answer, (points_after, labels_after, *_) = checks.call_and_keep_changes(
            fit, points, labels, eta=rate, max_epochs=epochs
        )
        w_fit, b_fit, counts, _ = answer
        # req: data-kept
        checks.assert_equal(points_after, points, "fit changes X; leave the data as they were.")
        checks.assert_equal(labels_after, labels, "fit changes y; leave the data as they were.")
        checks.assert_array(w_fit, "w for another number of inputs", shape=(n,))
        checks.assert_number(b_fit, "b")
        # req: start, rule
        weights = np.append(w_fit, b_fit) / rate
        times, *_ = np.linalg.lstsq(with_one.T, weights, rcond=None)
        checks.assert_close(
            with_one.T @ times, weights, "w and b should be 0 and then change by samples only.", rtol=1e-6, atol=1e-6
        )
        checks.assert_close(
            times, np.round(times), "Each mistake should change w by eta * x and b by eta, up or down.", atol=1e-4
        )
        times = np.round(times)
        assert (times[labels == 1] >= 0).all(), "A sample with target 1 that the unit misses should be added."
        assert (times[labels == 0] <= 0).all(), "A sample with target 0 that gives 1 should be subtracted."
        # req: every-sample
        assert (np.abs(times) <= len(np.asarray(counts))).all(), (
            "A sample can change w once in an epoch, not more often."
        )
        checks.assert_equal(
            np.abs(times).sum(), np.sum(counts), "The mistakes that you count are not the changes of w and b."
        )
    assert (((with_one @ np.append(w_fit, b_fit)) >= 0) == (labels == 1)).all(), (
        "fit does not learn some data that a line separates."
    )
# The two samples of the notebook: the one at 5 has to be subtracted 53 times.
*_, counts, _ = fit(np.array([[5.0], [10.0]]), np.array([0, 1]), max_epochs=1000)
assert len(np.asarray(counts)) >= 53, "A sample can change w once in an epoch: do not repeat it until it is right."
# Three equal samples: the first mistake changes w, and the others are right.
w_fit, b_fit, *_ = fit(np.full((3, 2), 1.5), np.zeros(3, dtype=int))
checks.assert_close(w_fit, np.array([-1.5, -1.5]), "Change w at once after a mistake (with eta=1.0 by default).")
checks.assert_close(b_fit, -1.0, "Change b at once after a mistake (with eta=1.0 by default).")
# Many samples: no more mistakes than the theorem allows, each sample on its side.
for seed in range(4):
    random = np.random.default_rng(seed)
    size = seed + 1
    direction = random.normal(size=size + 1)
    direction /= np.linalg.norm(direction)
    with_one = np.hstack([random.uniform(-2, 2, size=(300, size)), np.ones((300, 1))])
    with_one = with_one[abs(with_one @ direction) > 0.2][:40]
    points, labels = with_one[:, :-1].copy(), (with_one @ direction > 0).astype(int)
    bound = (np.linalg.norm(with_one, axis=1).max() / abs(with_one @ direction).min()) ** 2
    w_fit, b_fit, counts, _ = fit(points.copy(), labels.copy(), eta=float(random.uniform(0.05, 3)), max_epochs=2000)
    checks.assert_equal(
        points @ np.asarray(w_fit) + b_fit >= 0, labels == 1, "Some sample is on the wrong side of a separable cloud."
    )
    assert np.sum(counts) <= bound, "fit makes more mistakes than the theorem allows: is every update the rule's?"
### END HIDDEN TESTS

# %% check="fit" points=1 tests="when it stops; mistakes; converged; XOR, which never comes to rest"
import numpy as np

from nn_lessons import checks

# req: mistakes, stop, converged
square_corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
try:
    answer = fit(square_corners.copy(), np.array([0, 1, 1, 1]))
except Exception as error:
    if "cast" in str(error):
        raise AssertionError("X may hold whole numbers; start w as floats.") from None
    raise
*_, counts, done = checks.items(answer, 4, "What fit returns (`return w, b, mistakes, converged`)")
assert np.ndim(counts) == 1, f"mistakes should be a list with one number for each epoch; yours is {counts}."
counts = np.asarray(counts).tolist()
assert len(counts) > 1, "On OR you stop after one epoch, although that epoch had mistakes. Repeat until there are none."
assert counts[-1] == 0 or len(counts) == 100 or not checks.is_equal(done, True), (
    f"mistakes should end with the 0 of the last epoch, too; yours: {counts}."
)
assert counts[-1] == 0, f"OR is separable, and 100 epochs are plenty. Your mistakes in each epoch: {counts[:12]} ..."
assert 0 not in counts[:-1], f"Stop after the first epoch without a mistake; you went on: {counts[:12]} ..."
checks.assert_equal(done, True, f"The last epoch on OR had no mistake, so converged should be True; yours is {done!r}.")

y_xor = np.array([0, 1, 1, 0])
*_, counts, done = fit(square_corners.copy(), y_xor.copy(), max_epochs=25)
assert len(counts) == 25, f"XOR never converges, so 25 epochs should run when max_epochs=25; you ran {len(counts)}."
checks.assert_equal(done, False, f"No line solves XOR, so converged should be False; yours is {done!r}.")
### BEGIN HIDDEN TESTS
*_, counts, done = fit(square_corners.copy(), y_xor.copy())
assert len(counts) == 100, "Without max_epochs, 100 epochs should run on XOR."
# The two samples of the notebook: never are both of them wrong, so their order does not decide about the updates.
for points, labels in [([[5.0], [10.0]], [0, 1]), ([[10.0], [5.0]], [1, 0])]:
    *_, counts, _ = fit(np.array(points), np.array(labels), max_epochs=1000)
    assert np.sum(counts) == 80, "mistakes should count every change of w and b."
    assert np.max(counts) <= 2, "Two samples cannot make more than two mistakes in an epoch: show each of them once."
# Samples at right angles to each other (with their 1): those with target 0 give one false alarm each, in any order.
for columns, eta in [([1, 2, 3], None), ([1, 2, 3, 4, 5, 6, 7], 0.25)]:
    count = len(columns) + 1
    signs = np.array([[(-1) ** bin(row & column).count("1") for column in range(count)] for row in range(count)])
    points, rate = signs[:, columns].astype(float), {} if eta is None else {"eta": eta}
    for zeros in range(count + 1):
        labels = (np.arange(count) >= zeros).astype(int)
        right = [zeros, 0] if zeros else [0]
        w_fit, b_fit, counts, done = fit(points.copy(), labels.copy(), **rate)
        checks.assert_equal(
            list(counts),
            right,
            "mistakes is wrong for data where the first epoch teaches everything. Count every mistake once.",
        )
        checks.assert_equal(done, True, "The last epoch has no mistake, and yet converged is not True.")
        step = 1.0 if eta is None else eta
        checks.assert_close(w_fit, -step * points[:zeros].sum(axis=0), "w is not what these mistakes make of it.")
        *_, counts, done = fit(points.copy(), labels.copy(), max_epochs=len(right), **rate)
        checks.assert_equal(list(counts), right, "The last permitted epoch should run and count.")
        checks.assert_equal(done, True, "Converging in the last permitted epoch should count as converged.")
        *_, counts, done = fit(points.copy(), labels.copy(), max_epochs=1, **rate)
        checks.assert_equal(list(counts), [zeros], "With max_epochs=1, one epoch should run.")
        checks.assert_equal(done, zeros == 0, "converged should say whether the last epoch was free of mistakes.")
for labels in (np.zeros(3, dtype=int), np.ones(3, dtype=int)):
    *_, counts, _ = fit(np.full((3, 2), 1.5), labels.copy())
    checks.assert_equal(
        list(counts),
        [0] if labels[0] else [1, 0],
        "Three equal samples cost at most one mistake: change the weights at once, not after the epoch.",
    )
### END HIDDEN TESTS

# %% [markdown]
# ### The promise, tested
#
# The cloud was made from a line that we know, $x_1 + 2x_2 + 1.5 = 0$, so the theorem's $R$ and $\gamma$ can be
# computed.
#
# **Predict:** your unit learns the cloud in a few epochs. Will it stay below the bound by a little, or by a lot? And
# what will the list of mistakes look like for XOR?


# %%
def mistake_bound(X, w, b):
    """Return (R / gamma)^2 for samples X (m, n) and a boundary x @ w + b = 0 that separates them."""
    extended = np.column_stack([X, np.ones(len(X))])
    u = np.append(w, b) / np.linalg.norm(np.append(w, b))
    R, gamma = np.linalg.norm(extended, axis=1).max(), np.abs(extended @ u).min()
    return (R / gamma) ** 2


*_, mistakes, converged = fit(X_cloud, y_cloud)
*_, xor_mistakes, xor_converged = fit(corners, np.array([0, 1, 1, 0]), max_epochs=20)

bound = mistake_bound(X_cloud, w_true, b_true)
print(f"cloud: {sum(mistakes)} mistakes, at most {bound:.0f} are possible; converged: {bool(converged)}")
print(f"XOR:   {sum(xor_mistakes)} mistakes in {len(xor_mistakes)} epochs; converged: {bool(xor_converged)}")

# %% tags=["figure"]
plt.figure(figsize=(7, 3.2))
plt.plot(range(1, len(mistakes) + 1), mistakes, "o-", label="cloud (separable)")
plt.plot(range(1, len(xor_mistakes) + 1), xor_mistakes, "s--", label="XOR (not separable)")
plt.xticks(range(0, 21, 5))
plt.xlabel("epoch")
plt.ylabel("mistakes in this epoch")
plt.title("The cloud is learnt after a few epochs, XOR never")
plt.ylim(bottom=-0.2)
plt.legend(loc="center right")
lesson.show(
    f"Mistakes in each epoch: those on the cloud fall to 0 in epoch {len(mistakes)}, those on XOR never do in "
    f"{len(xor_mistakes)} epochs."
)

# %% [markdown]
# <details><summary>Answer</summary>By a lot: 15 mistakes in the order of the rows (500 random orders needed
# from 3 to 39) where 225 are allowed. The bound holds for the worst data and the worst order. In XOR no epoch is ever
# free of mistakes: each correction spoils another corner (in the order of the table, three or four mistakes an
# epoch).</details>
#
# Note what $R$ and $\gamma$ measure: the *extended* samples $(\mathbf{x}, 1)$, against $\mathbf{u} = (\mathbf{w}, b)$
# of length 1. It is tempting to take the distance from the samples to the line for $\gamma$. Here is the smallest data
# set that punishes this: one input, two samples, $x = 5$ with target 0 and $x = 10$ with target 1. The best boundary is
# $x = 7.5$, and both samples are 2.5 away from it.
#
# **Predict:** how many mistakes will your unit make before it has learnt these two samples?

# %%
X_two, y_two = np.array([[5.0], [10.0]]), np.array([0, 1])
*_, two_mistakes, _ = fit(X_two, y_two)
print(f"{sum(two_mistakes)} mistakes in {len(two_mistakes)} epochs")
print(f"allowed, with the distance 2.5 for gamma:   {(10**2 + 1) / 2.5**2:.1f}")
print(f"allowed, with gamma of the extended samples: {mistake_bound(X_two, w=[1.0], b=-7.5):.0f}")

# %% [markdown]
# <details><summary>Answer</summary>80 (in 54 epochs, if the order is always the same). With the distance in place of γ
# the theorem would allow 16, and it would be false. Seen from the origin of the extended plane, (5, 1) and (10, 1) lie
# in almost the same direction, so γ is only 0.33, and 925 mistakes are allowed.</details>
#
# And in general? Each dot below is a cloud of 30 samples like the one above, made with a narrower or a wider gap
# between the classes, and learnt by your `fit`. No dot may lie above the line.

# %% tags=["figure"]
trials = []
for gap in (0.05, 0.1, 0.2, 0.4, 0.8):
    for seed in range(12):
        X_seed, y_seed = make_cloud(seed, m=30, w_true=w_true, b_true=b_true, margin=gap)
        made = sum(fit(X_seed, y_seed, max_epochs=1000)[2])
        trials.append((mistake_bound(X_seed, w_true, b_true), made))
figures.bound(trials, two=(mistake_bound(X_two, [1.0], -7.5), 101 / 2.5**2, sum(two_mistakes)))
lesson.show(
    "Mistakes made against mistakes allowed for 60 clouds: all lie below the bound, most of them far below. The two "
    "samples 5 and 10 lie below it too, but above it if gamma is taken for the distance to the line."
)

# %% [markdown]
# A wide gap is a guarantee of quick learning (left). A narrow gap need not mean slow learning: where the
# bound is above 1000, most clouds are learnt with ten mistakes or fewer.
#
# ## The perceptron in scikit-learn
#
# You need not write the loop yourself: scikit-learn has a `Perceptron` class with the usual `fit` and `predict`. The
# textbook's classic: is an iris flower a *setosa*, judged by the length and width of its petals?

# %%
from sklearn.datasets import load_iris
from sklearn.linear_model import Perceptron, SGDClassifier

iris = load_iris()
petals = iris.data[:, 2:]  # petal length and width, in cm
species = iris.target  # 0, 1, 2
print(petals.shape, [str(name) for name in iris.target_names])

setosa = Perceptron(random_state=42)
setosa.fit(petals, species == 0)
print("setosa?", setosa.predict([[2, 0.5], [3, 1]]))

# %% [markdown]
# > **Then and now.** Older listings write `(iris.target == 0).astype(np.int)`; `np.int` left NumPy in version 1.24 (use
# > `int`). Today's `Perceptron` goes through at most `max_iter=1000` epochs, in random order, and stops early once the
# > loss improves by less than `tol` for five epochs in a row. `random_state` fixes the order.
#
# Is it your rule? Let us watch it. `partial_fit` shows scikit-learn one sample at a time, and `figures.follow` did the
# same with your `update`. Same samples, same order: compare the weights after every update.
#
# **Predict:** will the weights be equal, or merely the final line?


# %%
def updates_of_sklearn(X, y, epochs=10):
    """Show scikit-learn's Perceptron the samples in order; return a row (w1, w2, b) for each of its updates."""
    model, rows = Perceptron(shuffle=False), [np.zeros(X.shape[1] + 1)]
    for _ in range(epochs):
        for x, target in zip(X, y, strict=True):
            model.partial_fit([x], [target], classes=np.array([y.min(), y.max()]))
            row = np.append(model.coef_, model.intercept_)
            if np.any(row != rows[-1]):
                rows.append(row)
    return np.array(rows[1:])


# %% tags=["figure"]
def compare(own, theirs):
    same = len(own) == len(theirs) and np.abs(own - theirs).max() < 1e-9
    print(f"{len(own)} updates, scikit-learn {len(theirs)}; equal after every one: {same}")
    print("update    yours: w1, w2, b           scikit-learn")
    for number in range(3):
        print(f"{number + 1:6}   ", *[("%7.3f" * 3) % tuple(rows[number]) for rows in (own, theirs)], sep="   ")


for targets in (y_cloud, 1 - y_cloud):
    own = [[*turn["w"], turn["b"]] for turn in figures.follow(update, X_cloud, targets)[1:]]
    print("The first target is", targets[0])
    compare(np.array(own), updates_of_sklearn(X_cloud, targets))

# %% [markdown]
# <details><summary>Answer</summary>Equal, update for update, all 15: it is the same rule. In the second run the classes
# have changed their names. Now the first target is 1, and at the start <em>z</em> = 0: your unit says 1, which is
# right, and scikit-learn makes an update all the same. From there on they go different ways: 26 updates against 15.
# Task 7 finds out why.</details>
#
# A perceptron is also a special case of stochastic gradient descent, which you will meet again in notebook 3. The two
# lines below train the same model:

# %%
descent = SGDClassifier(loss="perceptron", learning_rate="constant", eta0=1, penalty=None, random_state=42)
descent.fit(petals, species == 0)
print(
    "same weights:",
    np.allclose(descent.coef_, setosa.coef_),
    " same bias:",
    np.allclose(descent.intercept_, setosa.intercept_),
)

# %% [markdown]
# ### Task 5 · Read the boundary · ●●○ · 1 point · 10 minutes
#
# A fitted `Perceptron` with two inputs keeps its weights in `coef_`, shape `(1, 2)`, and its bias in `intercept_`,
# shape `(1,)`. Write `boundary_line(coef, intercept)`: the boundary as a line $x_2 = s\,x_1 + t$. You may assume that
# $w_2$ is not 0, but it may be very small.
#
# * Return the pair `(slope, offset)`, that is $(s, t)$, as two real numbers. <!-- req: pair -->
# * On that line $z$ is exactly 0, up to rounding. <!-- req: line -->
# * Leave both arrays as they are: they are the model. <!-- req: model-kept -->
#
# ```python
# boundary_line(np.array([[2.0, 4.0]]), np.array([-8.0]))   # (-0.5, 2.0)
# ```
#
# <details><summary>Hint 1</summary>On the boundary $z$ is exactly 0. Write that equation down with $w_1$, $w_2$ and
# $b$.</details>
# <details><summary>Hint 2</summary>Solve it for $x_2$. Check with the example: the point $(0, 2)$ lies on its
# line.</details>


# %% task="boundary"
def boundary_line(coef, intercept):
    """Return slope and offset of the line on which coef (1, 2) and intercept (1,) give z = 0."""
    ### BEGIN SOLUTION
    (w1, w2), b = coef[0], intercept[0]
    return -w1 / w2, -b / w2
    ### END SOLUTION


# %% check="boundary" points=1 tests="slope and offset of many boundaries; the arrays unchanged"
import numpy as np

from nn_lessons import checks

# req: pair, line
slope, offset = checks.items(
    boundary_line(np.array([[2.0, 4.0]]), np.array([-8.0])),
    2,
    "boundary_line should end with `return slope, offset`. It",
)
checks.assert_number(slope, "The slope")
checks.assert_number(offset, "The offset")
for name, value in [("slope", slope), ("offset", offset)]:
    assert np.asarray(value).dtype.kind != "c", f"The {name} should be a real number; yours is complex: {value}."
assert not checks.is_close(slope, 0.5), "The slope has the wrong sign: z = 0 means w2 x2 = -w1 x1 - b."
assert not checks.is_close(slope, -2.0), "Your slope is upside down: solve z = 0 for x2, so divide by w2."
assert checks.is_close(slope, -0.5), f"For w = (2, 4), b = -8 the slope should be -0.5; you return {slope}."
assert checks.is_close(offset, 2.0), (
    f"For w = (2, 4), b = -8 the offset should be 2 (at x1 = 0: 4 x2 - 8 = 0); you return {offset}."
)
### BEGIN HIDDEN TESTS
for seed in range(13):
    random = np.random.default_rng(seed)
    coef = random.uniform(0.3, 3, size=(1, 2)) * random.choice([-1, 1], size=(1, 2))
    intercept = random.normal(size=1) * 3
    if seed == 8:
        coef[0, 0] = 0.0
    if seed == 9:
        intercept[0] = 0.0
    if seed > 9:
        coef[0, 1] = [0.001, -1e-5, 1e-6][seed - 10]
    w1, w2, b_line = coef[0, 0], coef[0, 1], intercept[0]
    answer, after_call = checks.call_and_keep_changes(boundary_line, coef, intercept)
    # req: model-kept
    checks.assert_equal(
        list(after_call), [coef, intercept], "boundary_line changes the weights that it only should read."
    )
    slope, offset = checks.items(answer, 2, "The pair (slope, offset)")
    checks.assert_number(slope, "The slope for other weights")
    checks.assert_number(offset, "The offset for other weights")
    for across in (-2.0, 0.0, 5.0):
        z_line = w1 * across + w2 * (slope * across + offset) + b_line
        assert abs(z_line) < 1e-9, "For other weights, some of them small, points on your line do not have z = 0."
### END HIDDEN TESTS

# %% [markdown]
# Three species, three units: one detector each, a `Perceptron` whose targets are `species == number`, and *your*
# boundary in its picture.
#
# **Predict:** *setosa* is easy. Which of the other two will be harder to tell from the rest, and why?

# %% tags=["figure"]
models = [Perceptron(random_state=42).fit(petals, species == number) for number in range(3)]
lines = [boundary_line(model.coef_, model.intercept_) for model in models]
figures.detectors(petals, species, iris.target_names, models, lines)
lesson.show(
    "Petal length and width of 150 irises, once for each species, with its detector's boundary and the side that it "
    "calls its own in blue: no mistake for setosa, 52 for versicolor, 41 for virginica."
)

# %% [markdown]
# <details><summary>Answer</summary><em>Versicolor</em>: it lies between the two others, and no line has it alone on one
# side. The best line of all is wrong for 29 flowers. <em>Virginica</em> overlaps its neighbour only a little: a good
# line is wrong for three to six flowers.</details>
#
# On these two the perceptron does far worse than the best line. Where no line separates the classes its own line never
# comes to rest, and you get the one that it happened to have at the end. Nor does it say how sure it is. Both are
# reasons why notebook 2 replaces the step function by smooth ones.

# %% [markdown]
# ## The weak point: XOR
#
# Minsky and Papert showed in 1969 how narrow this limit is: one layer of threshold units cannot even compute XOR, the
# "either, but not both" of two inputs. Let us try 20,000 random lines and count how many of the four corners each gets
# right.
#
# **Predict:** about one line in 70 gets all four corners of AND right. How many of the 20,000 do so for XOR?

# %% tags=["figure"]
random = np.random.default_rng(0)
w_random, b_random = random.normal(size=(2, 20_000)), random.normal(size=20_000)
answers = corners @ w_random + b_random >= 0

_, axes = plt.subplots(figsize=(7, 3.2))
for shift, (name, target) in zip([-0.2, 0.2], {"AND": [0, 0, 0, 1], "XOR": [0, 1, 1, 0]}.items(), strict=True):
    right = (answers == np.array(target)[:, None]).sum(axis=0)
    share = np.bincount(right, minlength=5) / len(right)
    bars = axes.bar(np.arange(5) + shift, share, width=0.38, label=name)
    axes.bar_label(bars, fmt="{:.1%}", fontsize=9, padding=2)
axes.set(xlabel="corners right, of 4", ylabel="share of the random lines", xticks=range(5))
axes.yaxis.set_major_formatter("{x:.0%}")
axes.grid(axis="x", visible=False)
axes.set(title="Some lines solve AND, none solves XOR", ylim=(0, 0.85))
axes.legend(loc="upper left")
lesson.show(
    "How many of the four corners 20,000 random lines get right: for AND 1.5 percent get all four, for XOR none; the "
    "best there is three corners, by 12.5 percent of the lines."
)

# %% [markdown]
# <details><summary>Answer</summary>None. Three of four is the best that any line reached on XOR. (The bars of both are
# nearly symmetrical: turn a line's sides around, and three right corners become one right corner.)</details>
#
# That is an observation, not a proof. The proof is short, and yours.
#
# ### Task 6 · Why no line solves XOR · ●●● · 2 points · 15 minutes
#
# In two to four sentences: why can no choice of $w_1$, $w_2$ and $b$ solve XOR? Do not stop at "it is not linearly
# separable"; that only gives the fact a name. Begin with what each of the four corners demands of $w_1$, $w_2$ and $b$,
# and find the contradiction.
#
# <details><summary>Hint 1</summary>The corner (0, 0) demands $b < 0$. What do the three others demand?</details>
# <details><summary>Hint 2</summary>Look at two demands together. What may you do with two inequalities that point the
# same way?</details>

# %% [markdown] essay="why_no_line" points=2
# ### BEGIN SOLUTION
# The four corners demand: $b < 0$ for $(0,0)$, $w_1 + b \ge 0$ for $(1,0)$, $w_2 + b \ge 0$ for $(0,1)$, and
# $w_1 + w_2 + b < 0$ for $(1,1)$. The two in the middle add up to $w_1 + w_2 + 2b \ge 0$, so that
# $w_1 + w_2 + b \ge -b > 0$, because $b$ is negative. This contradicts the last demand: no such weights exist. (In the
# picture: both diagonals of the square pass through its centre, which would have to lie on both sides of the line.)
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 1 point: states the demands of the four corners as inequalities (or, geometrically, that the two ones lie on one
# diagonal and the two zeros on the other, so that the centre of the square belongs to both halves).
# 1 point: derives the contradiction from them (adds the inequalities, or argues that a half-plane is convex).
# "XOR is not linearly separable" alone, or "I tried and it does not work": 0 points.
# === END MARK SCHEME ===

# %% [markdown]
# ## Optional: the other alphabet
#
# Call the classes $-1$ and $+1$, and let the unit answer $\text{sgn}(z)$. The rule then needs no difference: whenever
# the answer is not the target,
#
# $$\mathbf{w}^{(\text{next step})} = \mathbf{w} + \eta\, y\, \mathbf{x},\qquad b^{(\text{next step})} = b + \eta\, y.$$
#
# A missed sample is added, a false alarm is subtracted, as before. One thing is new. On the boundary, $z = 0$, sgn
# answers 0, which is neither class: always a mistake.
#
# ### Task 7 · The rule with −1 and +1 · ●●○ · optional · 1 point · 15 minutes
#
# Write `signed_epoch(X, y, w, b, eta=1.0)`: one epoch of one unit. `X` has shape `(m, n)`, `y` shape `(m,)` and holds
# −1 and +1; training starts from the weights `w`, shape `(n,)`, and the bias `b`, a number. `X` and `w` hold floats or
# whole numbers.
#
# * Show the samples one after the other, in the order of the rows, and change $\mathbf{w}$ and $b$ by the rule above at
#   once after every mistake. <!-- req: rule -->
# * A sample with $z = 0$ is a mistake, whatever its target; one on its right side is none, however small $z$
#   is. <!-- req: on-the-boundary -->
# * Return an array with one row $(w_1, \dots, w_n, b)$ for each update, as they are after it; its shape is `(0, n + 1)`
#   if there is none. <!-- req: rows -->
# * Leave `X`, `y` and `w` as they are. <!-- req: data-kept -->
#
# ```python
# signed_epoch(np.array([[2.0, 1.0], [1.0, -1.0]]), np.array([1, -1]), np.zeros(2), 0.0)
# # array([[2., 1., 1.], [1., 2., 0.]])
# ```
#
# <details><summary>Hint 1</summary>You wrote <code>sgn</code> in task 1 (NumPy's own is <code>np.sign</code>). When is
# its answer a mistake?</details>
# <details><summary>Hint 2</summary>$y - \text{sgn}(z)$ is 2 or −2 after an ordinary mistake and 1 or −1 on the
# boundary; the rule's step is always $\eta\,y$.</details>
# <details><summary>Hint 3</summary>Collect the rows in a list. An empty list makes an array of shape (0,);
# <code>reshape</code> gives it two axes. Is each of your rows an array of its own?</details>


# %% task="signed"
def signed_epoch(X, y, w, b, eta=1.0):
    """Train one unit for one epoch with targets -1 and +1; return a row (w, b) after each update, (updates, n + 1)."""
    ### BEGIN SOLUTION
    rows = []
    for x, target in zip(X, y, strict=True):
        if np.sign(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array(rows).reshape(len(rows), X.shape[1] + 1)
    ### END SOLUTION


# %% check="signed" points=1 tests="every update, on the boundary too; no update; other starts and learning rates"
import numpy as np

from nn_lessons import checks

# req: rule, rows
example = (np.array([[2.0, 1.0], [1.0, -1.0]]), np.array([1, -1]), np.zeros(2), 0.0)
rows, after_call = checks.call_and_keep_changes(signed_epoch, *example)
assert rows is not None, "signed_epoch returns nothing: return the array of rows."
for too_few in (np.zeros((0, 3)), np.array([[-1.0, 1.0, -1.0]])):
    assert not checks.is_close(rows, too_few), (
        "In the example there should be two updates. On the boundary, z = 0, sgn is 0: always a mistake."
    )
assert isinstance(rows, np.ndarray), "signed_epoch should return an array; yours is not one: use np.array(rows)."
checks.assert_array(rows, "For the example, with two updates of (w1, w2, b), the array", shape=(2, 3))
checks.assert_close(
    rows,
    np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 0.0]]),
    f"In the example the rows should be [[2, 1, 1], [1, 2, 0]]; you return {np.asarray(rows).tolist()}. "
    "Each mistake adds eta * y * x to w and eta * y to b, once.",
)
# req: data-kept
for name, before, after in zip(["X", "y", "w"], example[:3], after_call[:3], strict=True):
    checks.assert_equal(after, before, f"signed_epoch changes {name}; make new arrays.")
rows = signed_epoch(np.array([[1.0, 0.0], [0.0, -3.0]]), np.array([1, -1]), np.array([1.0, 2.0]), 0.5)
checks.assert_array(rows, "Without a mistake, two inputs: the array", shape=(0, 3))
# req: on-the-boundary
rows = signed_epoch(np.array([[1.0, -1.0]]), np.array([-1]), np.array([2.0, 1.0]), -1.0, eta=0.5)
checks.assert_close(
    rows,
    np.array([[1.5, 1.5, -1.5]]),
    f"w = (2, 1), b = -1, x = (1, -1), eta = 0.5: z = 0, so a target of -1 gives [1.5, 1.5, -1.5]; yours: {rows}.",
)
### BEGIN HIDDEN TESTS
for side in (1, -1):
    for small in (0.04, 1e-4, 1e-9, 1e-200):
        rows = signed_epoch(np.array([[1.0, -1.0]]), np.array([side]), np.array([side * small, 0.0]), 0.0)
        assert np.shape(rows) == (0, 3), "A sample on its right side is no mistake, however small z is."
for sample, wanted, right in ([1, -1], 1, [1.5, 1.5, -0.5]), ([-1, 1], -1, [1.5, 1.5, -1.5]):
    for start, message in [
        (np.array([1.0, 2.0]), "Some rows are wrong for other weights: each sample is shown once and changes w once."),
        (np.array([1, 2]), "Some rows are wrong when w holds whole numbers."),
    ]:
        rows = signed_epoch(np.array([sample]), np.array([wanted]), start, -1, eta=0.5)
        checks.assert_close(rows, np.array([right]), message)
for seed, (m, n) in enumerate([(1, 1), (12, 1), (25, 2), (40, 3), (30, 6)]):
    random = np.random.default_rng(seed)
    for whole in (True, False):
        for target in (random.choice([-1, 1], size=m), np.ones(m, dtype=int), -np.ones(m, dtype=int)):
            samples = random.integers(-3, 4, size=(m, n)) if whole else random.normal(size=(m, n))
            start = random.integers(-1, 2, size=n).astype(float) if whole else random.normal(size=n)
            bias = float(random.integers(-1, 2)) if whole else float(random.normal())
            rate = {} if seed % 2 else {"eta": 0.5 if whole else float(random.uniform(0.1, 3))}
            # In whole numbers (times the rate) the signs are exact, on the boundary as well.
            weights, expected = np.append(start, bias), []
            for x_one, wanted in zip(np.column_stack([samples, np.ones(m)]), target, strict=True):
                if np.sum(x_one * weights) * wanted <= 0:
                    weights = weights + rate.get("eta", 1.0) * wanted * x_one
                    expected.append(weights)
            expected = np.array(expected).reshape(-1, n + 1)
            rows, after_call = checks.call_and_keep_changes(signed_epoch, samples, target, start, bias, **rate)
            assert isinstance(rows, np.ndarray), "signed_epoch should always return an array."
            checks.assert_close(rows, expected, "Some rows are wrong for other samples, starts or learning rates.")
            for after, before in zip(after_call[:3], (samples, target, start), strict=True):
                checks.assert_equal(after, before, "signed_epoch changes an array that it was given.")
### END HIDDEN TESTS

# %% [markdown]
# The run in which your unit and scikit-learn parted, once more, now with your `signed_epoch`:

# %% tags=["figure"]
signs = 1 - 2 * y_cloud  # the first target is +1
state, own = np.zeros(3), [np.zeros((0, 3))]
for _ in range(10):
    own.append(signed_epoch(X_cloud, signs, state[:2], state[2]))
    state = own[-1][-1] if len(own[-1]) else state
theirs = updates_of_sklearn(X_cloud, signs)
own = np.concatenate(own)
same = len(own) == len(theirs) and np.abs(own - theirs).max() < 1e-9
print(f"{len(own)} updates, scikit-learn {len(theirs)}; equal after every one: {same}")

# %% [markdown]
# scikit-learn works with −1 and +1 inside, whatever you call your classes. So `sgn` was not decoration: it decides what
# happens on the boundary, and with it which of many right lines you get.

# %% [markdown]
# ## Recap
#
# * A threshold logic unit computes $z = \mathbf{x}^T\mathbf{w} + b$ and steps: a line (in more dimensions a hyperplane)
#   with a yes side and a no side.
# * A dense layer is many such units on the same inputs: $\text{heaviside}(\mathbf{X}\mathbf{W} + \mathbf{b})$.
# * Rosenblatt's rule $w_{i,j} + \eta(y_j - \hat{y}_j)x_i$ moves weights only after a mistake. Where a line exists, it
#   makes at most $(R/\gamma)^2$ mistakes from a start at 0, measured on the samples with their constant 1.
#   scikit-learn's `Perceptron` is the same rule.
# * When none exists, as for XOR, a single layer fails for ever. It needs company.
#
# **Next:** in notebook 2 a second layer solves XOR with two more neurons, and you see how it bends the plane to do so.
#
# **To read on:** A. Géron, *Hands-On Machine Learning*, chapter 10; F. Rosenblatt, "The perceptron: a probabilistic
# model for information storage and organization in the brain" (1958); M. Minsky and S. Papert, *Perceptrons* (1969).
