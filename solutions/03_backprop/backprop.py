# %% [markdown]
# # 3 · Backpropagation
#
# In notebook 2 a small network solved XOR: we set its weights by hand, or let scikit-learn find them. Here you build
# the method that finds them. **Backpropagation**, made famous by Rumelhart, Hinton and Williams in 1986, measures how
# much every weight contributes to the error; **minibatch gradient descent** then corrects them all. At the end your own
# NumPy code trains a network on Fashion-MNIST, and Keras arrives at the same losses.
#
# **After this notebook you can**
#
# * measure a slope numerically, and say which part of its error is truncation and which is rounding;
# * send values forward and gradients backward through a computational graph, with the chain rule;
# * write the backward pass of a dense layer, of softmax with cross-entropy, and of a two-layer network;
# * write an epoch of minibatch gradient descent, and explain the numbers 1719 and 363 in the lecture's logs;
# * prove a gradient right: against finite differences, against `tf.GradientTape`, and against Keras.
#
# **Time:** about three and a half hours, in two sittings (sections 1 to 4, then 5 to 9). **You need** NumPy arrays, the
# matrix product `@`, and the derivative of a function of one variable. The notebook has 10 points.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

import warnings

import matplotlib.pyplot as plt
import numpy as np

from nn_lessons.figures import backprop as figures

lesson.use_style()
with lesson.quiet_start():
    import keras
    import tensorflow as tf

# %% [markdown]
# ## 1 · Who is to blame?
#
# A network makes an error. It has many weights. Which of them should change, in which direction, and by how much?
#
# The answer is a **gradient**: for every weight $w$ the slope $\partial J / \partial w$ of the loss $J$. A positive
# slope says "a little more $w$, a little more loss", so $w$ should go down. *Gradient descent* does exactly this, with
# the learning rate $\eta$ as the length of the step:
#
# $$w \leftarrow w - \eta \, \frac{\partial J}{\partial w}$$
#
# The lecture's training loop, in the lecture's words:
#
# | word | meaning |
# | --- | --- |
# | **batch** | the samples that go through the network together |
# | **minibatch** | a small batch, 32 samples in Keras unless you say otherwise |
# | **forward pass** | a minibatch goes in, the final output and the loss come out |
# | **backward pass** (backpropagation) | from the output back to the input: how much does each weight contribute? |
# | **gradient descent** | adjust the weights to reduce the error |
# | **epoch** | one pass over the entire training set, that is, all its minibatches once |
#
# One could also find the slopes without any chain rule: nudge one weight, see how the loss moves, put it back, nudge
# the next. The lecture's image classifier has 266,610 weights, so this would cost 533,220 forward passes for **one**
# step. Backpropagation needs one forward and one backward pass. That is why deep networks can be trained at all.
#
# Nudging is far too slow for training, but it is simple, so it is hard to get wrong. We build it first and use it as a
# judge.

# %% [markdown]
# ## 2 · A slope by nudging
#
# Nudge $x$ to the right by a small $\epsilon$ and divide the change of $f$ by $\epsilon$: the *one-sided* difference.
# Or nudge it to both sides: the *central* difference.
#
# $$f'(x) \approx \frac{f(x+\epsilon) - f(x)}{\epsilon} \qquad\qquad
# f'(x) \approx \frac{f(x+\epsilon) - f(x-\epsilon)}{2\epsilon}$$
#
# Both are slopes of a chord. Look which chord is nearly parallel to the tangent.

# %% tags=["figure"]
figures.secants(np.exp, slope=np.e, x=1.0, epsilon=0.5)

# %% [markdown]
# A function of many variables has one slope for each of them, the *partial derivatives*. Each is measured by nudging
# **one** entry while all the others stay. Collected in an array of the same shape as the input they are the gradient.
#
# ### Task 1 · The central difference · ●○○ · 1 point · 10 minutes
#
# Measure the gradient of a function by nudging each entry of its input to both sides.
#
# `central_difference(f, x, epsilon=1e-5)`
#
# * `f` takes an array shaped like `x` and returns one number;
# * `x` is an array of any shape (or a number), perhaps of integers; it must be the same after the call as before;
# * returns a float array shaped like `x`.
#
# Example: for $f(\mathbf x) = \sum_i x_i^3$ and `x = np.array([1.0, 2.0])` the result is close to `[3, 12]`, because
# the slope of $x^3$ is $3x^2$.
#
# <details><summary>Hint 1: every entry of an array of unknown shape</summary>
#
# `for index in np.ndindex(x.shape)` visits every position, whatever the number of dimensions; `x[index]` is the entry
# there.
# </details>
# <details><summary>Hint 2: the x that you were given must survive</summary>
#
# Nudge a copy. And let the copy be a float array: in an array of integers, `x[index] + 0.00001` is rounded back to an
# integer.
# </details>


# %% task="central_difference"
def central_difference(f, x, epsilon=1e-5):
    """Return the gradient of f at x, shaped like x, by central differences."""
    ### BEGIN SOLUTION
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += epsilon
        below[index] -= epsilon
        gradient[index] = (f(above) - f(below)) / (2 * epsilon)
    return gradient
    ### END SOLUTION


# %% check="central_difference" points=1
import numpy as np

from nn_lessons import checks


def sum_of_cubes(x):
    return float(np.sum(np.asarray(x) ** 3))


def sum_of_squares(x):
    return float(np.sum(np.asarray(x) ** 2))


x = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.5]])
gradient = central_difference(sum_of_cubes, x.copy())
checks.assert_array(gradient, f"For x of the shape {x.shape}, the gradient", shape=x.shape, kind="floats")
example = central_difference(sum_of_cubes, np.array([1.0, 2.0]))
checks.assert_array(example, "For x = [1, 2], the gradient", shape=(2,), kind="floats")
slope = central_difference(sum_of_squares, np.array([3.0]), epsilon=0.5)
checks.assert_array(slope, "For x = [3], the gradient", shape=(1,), kind="floats")
slope = float(np.asarray(slope)[0])
assert not checks.is_close(slope, 6.5), (
    "For x**2 at 3 with epsilon=0.5 you return 6.5, the slope of the chord from x to x + epsilon. Nudge to both sides."
)
assert not checks.is_close(slope, 12), (
    "For x**2 at 3 you return 12, twice the slope. The two points are 2 * epsilon apart."
)
assert checks.is_close(slope, 6), (
    f"The slope of x**2 at 3 is 6 (central differences are exact here); you return {slope:.4g}."
)
checks.assert_close(
    gradient,
    3 * x**2,
    "The shape is right but the values differ: for the sum of x**3 the gradient is 3 * x**2. "
    "Is only one entry nudged at a time, and put back before the next?",
    atol=1e-6,
)
checks.assert_close(
    example, np.array([3.0, 12.0]), f"The example of the task should give [3, 12]; you return {example}.", atol=1e-6
)
### BEGIN HIDDEN TESTS
slope = central_difference(sum_of_cubes, np.array([2.0]), epsilon=0.1)
checks.assert_close(slope, np.array([12.01]), "The parameter epsilon should decide how far x is nudged.")
nudged = []


def remember(x):
    nudged.append(float(np.asarray(x)))
    return 0.0


central_difference(remember, 0.0)
checks.assert_close(
    np.sort(nudged), np.array([-1e-5, 1e-5]), "Without epsilon, x should be nudged by 1e-5 to both sides.", rtol=1e-9
)


def entangled(x):
    x = np.asarray(x)
    return float(np.sin(x[0, 0] * x[0, 1]) + x[1, 0] ** 2 * x[1, 1])


u, v, s, t = 0.7, -1.3, 2.0, 0.4
x = np.array([[u, v], [s, t]])
gradient, (_, x_after) = checks.call_and_keep_changes(central_difference, entangled, x)
gradient = np.asarray(gradient)
true = np.array([[v * np.cos(u * v), u * np.cos(u * v)], [2 * s * t, s**2]])
checks.assert_close(
    gradient, true, "Wrong for a function that multiplies its inputs: nudge one, keep the others.", rtol=1e-7
)
checks.assert_equal(
    x_after, x, "x should be exactly the same after the call: nudge a copy. (x + 0.1 - 0.1 is not always x.)"
)
whole = central_difference(sum_of_squares, np.array([1, -2, 3]))
checks.assert_close(whole, [2, -4, 6], "Wrong for an array of integers: make a float copy before you nudge.", atol=1e-6)
flat = central_difference(lambda x: 0.0, np.array([1, 2]))
checks.assert_array(flat, "For an array of integers the gradient", shape=(2,), kind="floats")
deep = np.arange(8.0).reshape(2, 2, 2)
slope = 2 * deep
checks.assert_close(central_difference(sum_of_squares, deep), slope, "Wrong for a three-dimensional x.", atol=1e-6)
checks.assert_close(central_difference(sum_of_squares, 1.5), 3, "Wrong where x is a plain number.", atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# ### Which epsilon?
#
# "The smaller, the better" seems right and is wrong. Let us measure the slope of $e^x$ at $x = 1$, which is $e$, with
# epsilons from $1$ down to $10^{-15}$.

# %% tags=["figure"]
epsilons = np.logspace(0, -15, 61)
one_sided = np.array([(np.exp(1 + epsilon) - np.exp(1)) / epsilon for epsilon in epsilons])
central = np.array([float(central_difference(np.exp, 1.0, epsilon)) for epsilon in epsilons])

unit = 2.0**-53  # the largest relative error of rounding one float64 number
figures.difference_errors(
    epsilons,
    errors={"one-sided": abs(one_sided - np.e), "central": abs(central - np.e)},
    theory={
        "rounding: $u\\,|f|\\,/\\,\\epsilon$": unit * np.e / epsilons,
        "truncation: $\\epsilon^2|f'''|/6$": epsilons**2 * np.e / 6,
    },
)

# %% [markdown]
# Two errors pull in opposite directions.
#
# * **Truncation** (the right-hand side). Taylor's series says
#   $f(x \pm \epsilon) = f \pm \epsilon f' + \tfrac{1}{2}\epsilon^2 f'' \pm \tfrac{1}{6}\epsilon^3 f''' + \dots$ In the
#   central difference $f$ and $f''$ cancel, and $\tfrac{1}{6}\epsilon^2 f'''$ is the error: ten times smaller an
#   $\epsilon$, a *hundred* times smaller an error. In the one-sided difference $f''$ stays, and the error falls only
#   tenfold.
# * **Rounding** (the left-hand side). A float64 number carries about 16 digits. $f(x+\epsilon)$ and $f(x-\epsilon)$
#   agree in nearly all of them, so their difference keeps only a few good ones; dividing by the tiny $2\epsilon$ makes
#   the loss visible: an error of about $u|f|/\epsilon$, with $u = 2^{-53} \approx 10^{-16}$.
#
# The sum of both is smallest near $\epsilon = \sqrt[3]{3u} \approx 7 \cdot 10^{-6}$ (for $e^x$, where $|f| = |f'''|$),
# with an error of a few times $10^{-11}$. This is where the default `1e-5` comes from. For the one-sided difference the
# best is $\epsilon \approx 10^{-8}$, with an error near $10^{-8}$.
#
# So a gradient check never gives zero. How much is too much? Compare with the size of the gradient itself: the
# *relative* error $|g - \tilde g| / \max(|g|, |\tilde g|)$ of a right gradient is about $10^{-8}$ or less, that of a
# wrong one $10^{-2}$ or more. (An absolute difference of $10^{-8}$ says nothing about a gradient of $10^{-9}$.)
#
# <details><summary>Beyond: why gradient checks use float64</summary>
#
# Neural networks usually compute in float32, with $u = 2^{-24} \approx 6 \cdot 10^{-8}$. The best $\epsilon$ is then
# about $6 \cdot 10^{-3}$ and the best error about $10^{-5}$: a wrong factor is still seen, a subtle mistake is not.
# Check in float64, train in float32.
# </details>

# %% [markdown]
# ## 3 · Activation functions and their slopes
#
# The lecture's four activation functions, given below. The logistic function deserves a second look. Multiplied out,
# $1/(1+e^{-z})$ is $e^z/(1+e^z)$, and written like this it fails for $z = 1000$: $e^{1000}$ is larger than any float64
# number, and infinity divided by infinity is `nan`, not a number. The identity
# $\sigma(z) = \tfrac12 \left(1 + \tanh \tfrac z2\right)$ has no such trouble.


# %%
def step(z):
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0.0, z)


extreme = np.array([-1000.0, 0.0, 1000.0])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    textbook = np.exp(extreme) / (1 + np.exp(extreme))
print("textbook form:", textbook, "with the warning:", caught[0].message)
print("stable form:  ", logistic(extreme), "without a warning")

# %% [markdown]
# ### Task 2 · Four slopes · ●○○ · 1 point · 10 minutes
#
# Write the derivative of each activation function: four functions of `z`, a number or an array of any shape. Each
# returns floats of the shape of `z`, is right from $-1000$ to $1000$, and causes no warning.
#
# * `step_prime`: 0 everywhere. At the jump there is no slope; by convention return 0 there as well.
# * `logistic_prime`: use $\sigma$ itself; the derivative of $\sigma$ can be written with nothing but $\sigma(z)$.
# * `tanh_prime`: the same trick.
# * `relu_prime`: at $z = 0$ there is a corner, and any slope from 0 to 1 would do. TensorFlow takes 0, and so do we.
#
# Example: `logistic_prime(0.0)` is `0.25`, `relu_prime(np.array([-2, 0, 3]))` is `[0., 0., 1.]`.
#
# <details><summary>Hint 1: the logistic function</summary>
#
# Differentiate $\sigma = (1+e^{-z})^{-1}$ with the chain rule, then replace $e^{-z}$ by $1/\sigma - 1$.
# </details>
# <details><summary>Hint 2: tanh</summary>
#
# The quotient rule on $\sinh / \cosh$ gives $1$ minus something squared.
# </details>
# <details><summary>Hint 3: a whole array of zeros or of zeros and ones</summary>
#
# `np.zeros_like(z, dtype=float)` has the shape of `z`. A comparison such as `z > 0` is an array of `True` and `False`,
# and `.astype(float)` makes it 1.0 and 0.0. `np.asarray(z)` makes all this work for a plain number, too.
# </details>


# %% task="slopes"
def step_prime(z):
    """Return the derivative of the step function at z."""
    ### BEGIN SOLUTION
    return np.zeros_like(z, dtype=float)
    ### END SOLUTION


def logistic_prime(z):
    """Return the derivative of the logistic function at z."""
    ### BEGIN SOLUTION
    return logistic(z) * (1 - logistic(z))
    ### END SOLUTION


def tanh_prime(z):
    """Return the derivative of tanh at z."""
    ### BEGIN SOLUTION
    return 1 - np.tanh(z) ** 2
    ### END SOLUTION


def relu_prime(z):
    """Return the derivative of ReLU at z, 0 at the corner."""
    ### BEGIN SOLUTION
    return (np.asarray(z) > 0).astype(float)
    ### END SOLUTION


# %% check="slopes" points=1
import warnings

import numpy as np

from nn_lessons import checks

slopes = {
    "step_prime": step_prime,
    "logistic_prime": logistic_prime,
    "tanh_prime": tanh_prime,
    "relu_prime": relu_prime,
}
z = np.array([-4.0, -2.5, -1.0, -0.3, 0.0, 0.3, 0.5, 1.0, 2.0, 4.0])
true = {
    "step_prime": np.zeros(10),
    "logistic_prime": [0.017663, 0.070104, 0.196612, 0.244458, 0.25, 0.244458, 0.235004, 0.196612, 0.104994, 0.017663],
    "tanh_prime": [0.001341, 0.026592, 0.419974, 0.915137, 1.0, 0.915137, 0.786448, 0.419974, 0.070651, 0.001341],
    "relu_prime": [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
}
for name, slope in slopes.items():
    mine = slope(z.copy())
    checks.assert_array(mine, f"{name} of an array of the shape (10,)", shape=(10,), kind="floats")
    wrong = np.flatnonzero(~(abs(np.asarray(mine) - true[name]) <= 1e-6))
    assert wrong.size == 0, (
        f"{name} is wrong, first at z = {z[wrong[0]]}: it should be "
        f"{true[name][wrong[0]]:.4f} and is {np.asarray(mine)[wrong[0]]:.4f}."
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            far = slope(np.array([-1000.0, 1000.0]))
    except RuntimeWarning as warning:
        raise AssertionError(f"{name} warns at z = -1000 or 1000 ({warning}). Avoid exp of large numbers.") from None
    checks.assert_close(far, [0, 1 if name == "relu_prime" else 0], f"{name} is wrong at z = -1000 or z = 1000: {far}.")
quarter = logistic_prime(0.0)
checks.assert_number(quarter, "logistic_prime(0.0)")
assert checks.is_close(quarter, 0.25), f"logistic_prime(0.0) should be 0.25; you return {quarter}."
corner = relu_prime(np.array([-2, 0, 3]))
checks.assert_array(corner, "relu_prime(np.array([-2, 0, 3]))", shape=(3,), kind="floats")
checks.assert_equal(
    corner, [0.0, 0.0, 1.0], f"relu_prime(np.array([-2, 0, 3])) should be [0, 0, 1]; yours is {corner}."
)
### BEGIN HIDDEN TESTS
formulas = {
    "step_prime": np.zeros_like,
    "logistic_prime": lambda z: 0.25 / np.cosh(z / 2) ** 2,
    "tanh_prime": lambda z: 1 / np.cosh(z) ** 2,
    "relu_prime": lambda z: np.where(z > 0, 1.0, 0.0),
}
random = np.random.default_rng(31)
for name, formula in formulas.items():
    for z in [random.normal(0, 3, size=(3, 1, 4)), random.normal(0, 1e-6, size=5), np.array(0.7), np.array(-1e-12)]:
        mine = slopes[name](z.copy())
        checks.assert_array(mine, f"{name} of an array of some other shape", shape=z.shape, kind="floats")
        checks.assert_close(mine, formula(z), f"{name} is not exact for new numbers.", rtol=1e-10, atol=1e-12)
    for z in (np.array([-2, 0, 3]), 0.7, 2, -3.5, 0):
        mine = slopes[name](z)
        checks.assert_array(mine, f"{name} of whole numbers, or of one number,", shape=np.shape(z), kind="floats")
        checks.assert_close(
            mine, formula(np.asarray(z, dtype=float)), f"{name} is wrong for whole numbers or a plain number."
        )
### END HIDDEN TESTS

# %% tags=["figure"]
figures.activations(
    {
        "step": (step, step_prime),
        "logistic": (logistic, logistic_prime),
        "tanh": (tanh, tanh_prime),
        "ReLU": (relu, relu_prime),
    }
)

# %% [markdown]
# Look at the lower row. The slope of the **step** function is 0 wherever there is one: gradient descent would never
# move a weight behind it. This is why Rumelhart, Hinton and Williams replaced the perceptron's step by the logistic
# function. Remember also how *high* the other three slopes get. You will need it in section 9.

# %% [markdown]
# ## 4 · The chain rule on a graph
#
# One neuron, one sample $(x, y)$. The loss is the squared error plus a small penalty $\lambda w^2$ on the weight
# (*weight decay*: it keeps weights small):
#
# $$J = \big(\sigma(wx + b) - y\big)^2 + \lambda w^2$$
#
# Take the formula apart into single steps and you have a **computational graph**. The forward pass fills it from left
# to right. Read the code and the picture side by side.


# %%
def forward_neuron(x, y, w, b, decay):
    """Return every value of the graph by its name."""
    z = w * x + b
    y_hat = logistic(z)
    e = y_hat - y
    L = e**2
    P = decay * w**2
    return {"x": x, "y": y, "w": w, "b": b, "decay": decay, "z": z, "y_hat": y_hat, "e": e, "L": L, "P": P, "J": L + P}


# %% tags=["figure"]
figures.neuron_graph(forward_neuron(x=2.0, y=1.0, w=-0.5, b=0.25, decay=0.1))
# %% [markdown]
# Now the backward pass. We want the gradient of $J$ at **every** box. Start at the right: $\partial J/\partial J = 1$.
# Then walk left, with two rules.
#
# 1. **Along an edge, multiply.** The gradient of a box is the gradient that arrives from its successor (the *upstream*
#    gradient) times the *local* derivative of the step between them. For example
#    $\dfrac{\partial J}{\partial e} = \dfrac{\partial J}{\partial L} \cdot \dfrac{\partial L}{\partial e}$, and the
#    local derivative of $L = e^2$ is $2e$.
# 2. **Where several paths leave a box, add.** Its value influences $J$ along each of them, so their contributions are
#    summed.
#
# Every local derivative needs values of the forward pass (here $e$). That is why the forward pass keeps them.
#
# ### Task 3 · Backward through a neuron · ●●○ · 1 point · 15 minutes
#
# Walk the graph from right to left and return the gradient of $J$ at each box.
#
# `backward_neuron(values)` takes the dictionary that `forward_neuron` returns (plain numbers). It returns a dictionary
# with the keys `"J"`, `"L"`, `"P"`, `"e"`, `"y_hat"`, `"z"`, `"w"`, `"b"`, `"x"`; the entry `"z"`, for example, is
# $\partial J/\partial z$, a number. `values` stays as it is: the figure below needs it.
#
# Example: for `x=1, y=1, w=0, b=0, decay=0` the gradient at `e` is $2e = -1$, and the one at `w` is $-0.25$.
#
# The first line is yours: choose your own numbers, and the figure below the check shows your graph.
#
# <details><summary>Hint 1: the order</summary>
#
# J, then L and P, then e, y_hat, z, and last w, b, x. Each line uses only gradients from the lines before it, and
# values.
# </details>
# <details><summary>Hint 2: the local derivatives</summary>
#
# Ask at each arrow: if the left box grows by a tiny bit, how many times as much does the right box grow? For
# $e = \hat y - y$ it is 1. For $z = wx + b$ there are three answers, one for each input.
# </details>
# <details><summary>Hint 3: which box has two arrows leaving it?</summary>
#
# $w$. It acts through $z$ and through $P$. Write down both contributions, then use rule 2.
# </details>

# %% task="neuron"
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    """Return the gradient of J at each box of the graph, by the box's name."""
    ### BEGIN SOLUTION
    gradient = {"J": 1.0}
    gradient["L"] = gradient["J"]
    gradient["P"] = gradient["J"]
    gradient["e"] = gradient["L"] * 2 * values["e"]
    gradient["y_hat"] = gradient["e"]
    gradient["z"] = gradient["y_hat"] * values["y_hat"] * (1 - values["y_hat"])
    gradient["w"] = gradient["z"] * values["x"] + gradient["P"] * 2 * values["decay"] * values["w"]
    gradient["b"] = gradient["z"]
    gradient["x"] = gradient["z"] * values["w"]
    return gradient
    ### END SOLUTION


# %% check="neuron" points=1
import numpy as np
import tensorflow as tf

from nn_lessons import checks


def taped_neuron(x, y, w, b, decay):
    """Return the graph's values, and the gradients that TensorFlow finds."""
    x, y, w, b, decay = (tf.constant(number, tf.float64) for number in (x, y, w, b, decay))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([x, w, b])
        z = w * x + b
        y_hat = tf.sigmoid(z)
        e = y_hat - y
        L, P = e**2, decay * w**2
        J = L + P
        boxes = {"x": x, "w": w, "b": b, "z": z, "y_hat": y_hat, "e": e, "L": L, "P": P, "J": J}
    values = {name: float(box) for name, box in {**boxes, "y": y, "decay": decay}.items()}
    gradients = {name: float(slope) for name, slope in tape.gradient(J, boxes).items()}
    parts = {"w through L": tape.gradient(L, w), "w through P": tape.gradient(P, w), "local z": tape.gradient(y_hat, z)}
    return values, gradients, {name: float(part) for name, part in parts.items()}


def diagnose(name, mine, values, true, parts):
    """Say what the most likely mistake is."""
    sigma_twice = 1 / (1 + np.exp(-values["y_hat"]))
    likely = [
        ("w", parts["w through P"], "only the path through P is in it. Was the path through z overwritten? Paths add."),
        ("w", parts["w through L"], "only the path through z is in it; w also acts through P."),
        ("w", true["z"] * values["w"] + parts["w through P"], "how much does w * x grow when w grows by 1?"),
        ("x", parts["w through L"], "how much does w * x grow when x grows by 1?"),
        ("z", parts["local z"], "the upstream gradient, that of y_hat, is missing as a factor."),
        ("z", true["y_hat"] * sigma_twice * (1 - sigma_twice), "y_hat is sigma(z) already; do not apply sigma again."),
        ("e", true["e"] / 2, "it is half of what it should be: look at the local derivative of e**2 again."),
    ]
    hints = [text for box, value, text in likely if box == name and checks.is_close(mine, value)]
    return hints[0] if hints else "Multiply the upstream gradient by the local derivative of this arrow."


def check_gradients(numbers, case):
    values, true, parts = taped_neuron(**numbers)
    try:
        mine, (values_after,) = checks.call_and_keep_changes(backward_neuron, values)
    except ZeroDivisionError:
        message = f"{case}, you divide by a value that may be 0. Each local derivative is a product."
        raise AssertionError(message) from None
    assert isinstance(mine, dict), f"backward_neuron should return a dictionary; yours returns {mine}."
    missing = [name for name in order if name not in mine]
    assert not missing, f"The dictionary you return should also have the keys {missing}."
    for name in order:
        checks.assert_number(mine[name], f"{case}, the gradient at {name}")
        assert checks.is_close(mine[name], true[name], rtol=1e-9), (
            f"{case}, the gradient at {name} should be {true[name]:.4f} but is {float(mine[name]):.4f}: "
            + diagnose(name, mine[name], values, true, parts)
        )
    assert values_after == values, "backward_neuron changes the dictionary of values; make a new one for the gradients."


order = ["J", "L", "P", "e", "y_hat", "z", "w", "b", "x"]
check_gradients({"x": 1.5, "y": 0.25, "w": -0.8, "b": 0.4, "decay": 0.3}, "For x=1.5, y=0.25, w=-0.8, b=0.4, decay=0.3")
check_gradients({"x": 1.0, "y": 1.0, "w": 0.0, "b": 0.0, "decay": 0.0}, "In the example of the task")
### BEGIN HIDDEN TESTS
check_gradients({"x": 0.0, "y": 0.5, "w": 2.0, "b": 0.0, "decay": 0.1}, "For a neuron without an error")
for seed in range(41, 44):
    drawn = np.random.default_rng(seed).normal(size=5).tolist()
    check_gradients(dict(zip(["x", "y", "w", "b", "decay"], drawn, strict=True)), "For new numbers")
### END HIDDEN TESTS

# %% [markdown]
# Your numbers, your gradients. Move the slider to send the gradient backward, box by box (on paper, and on GitHub, you
# see the last step).

# %%
my_values = forward_neuron(**my_numbers)
my_gradients = backward_neuron(my_values)

# %% tags=["figure"]
order = ["J", "L", "P", "e", "y_hat", "z", "w", "b", "x"]


def draw_backward(last):
    reached = order[: order.index(last) + 1]
    figures.neuron_graph(my_values, {name: my_gradients[name] for name in reached})


lesson.slider(draw_backward, ["J", "P", "e", "y_hat", "z", "x"], label="backward pass, arrived at")

# %% [markdown]
# Is it right? Ask the judge that you built in task 1: nudge $w$ and $b$ and watch $J$.


# %%
def loss_at(parameters):
    return forward_neuron(**{**my_numbers, "w": parameters[0], "b": parameters[1]})["J"]


nudged = central_difference(loss_at, np.array([my_numbers["w"], my_numbers["b"]]))
for name, by_nudging in zip(["w", "b"], nudged, strict=True):
    print(f"gradient at {name}: by nudging {by_nudging:.6f}, by the chain rule {my_gradients[name]:.6f}")

# %% [markdown]
# `tf.GradientTape` does the same walk for any graph: it writes down (on a "tape") each step of the forward pass, then
# plays it backward. It needs no formula from us, and so it is our second, independent judge. **Then and now:**
# TensorFlow 1 drew the whole graph first and ran it later in a session; since TensorFlow 2 (2019) the graph is recorded
# while ordinary Python runs. In Keras, `model.fit` does this for you.

# %%
w, b = tf.Variable(my_numbers["w"], dtype=tf.float64), tf.Variable(my_numbers["b"], dtype=tf.float64)
with tf.GradientTape() as tape:
    J = (tf.sigmoid(w * my_numbers["x"] + b) - my_numbers["y"]) ** 2 + my_numbers["decay"] * w**2
for name, by_tape in zip(["w", "b"], tape.gradient(J, [w, b]), strict=True):
    print(f"gradient at {name}: by the tape {by_tape.numpy():.6f}, by the chain rule {my_gradients[name]:.6f}")

# %% [markdown]
# ## 5 · A whole layer at once
#
# A dense layer is many neurons that share their inputs, and a minibatch is many samples that share the weights. All of
# it is one matrix product. With $n$ samples in the rows of $X$:
#
# $$Z = XW + b \qquad\qquad z_{ij} = \sum_k x_{ik} w_{kj} + b_j$$

# %% tags=["figure"]
figures.dense_shapes(n=4, n_in=3, n_out=2)

# %% [markdown]
# From here on we write $dZ$ for $\partial J / \partial Z$, the gradient of the loss at $Z$. It is an array **with the
# same shape as** $Z$, and so are $dW$, $db$ and $dX$ for theirs: one slope for each entry.
#
# The layer does not know the loss. Somebody upstream hands it $dZ$; the layer answers three questions:
#
# * $dW$ and $db$: how much do my weights and biases contribute? (Gradient descent needs them.)
# * $dX$: how much do my inputs contribute? (The layer below needs it, as *its* upstream gradient.)
#
# The two rules from above suffice. Take one weight, $w_{kj}$. It acts on $z_{ij}$ for **every** sample $i$, with the
# local derivative $x_{ik}$. Multiply along the edge, add over the paths:
#
# $$\frac{\partial J}{\partial w_{kj}} = \sum_i x_{ik} \, dz_{ij}$$
#
# ### Task 4 · A dense layer, forward and backward · ●●○ · 1 point · 20 minutes
#
# Write the layer's forward pass and its backward pass, as matrix products. All that is given and returned are arrays.
#
# `dense_forward(X, W, b)` returns `Z`; `dense_backward(dZ, X, W)` returns `(dX, dW, db)`.
#
# | name | shape | | name | shape |
# | --- | --- | --- | --- | --- |
# | `X`, `dX` | `(n, n_in)` | | `b`, `db` | `(n_out,)` |
# | `W`, `dW` | `(n_in, n_out)` | | `Z`, `dZ` | `(n, n_out)` |
#
# The loss has taken the mean over the batch already, and `dZ` contains this $1/n$: do not divide again. The arrays that
# are given stay as they are.
#
# Example: with `X = [[1, 2]]`, `W = [[3], [4]]`, `b = [5]` the forward pass gives `[[16]]`. With `dZ = [[10]]` the
# backward pass gives `dX = [[30, 40]]`, `dW = [[10], [20]]`, `db = [10]`.
#
# <details><summary>Hint 1: from the sum to a matrix product</summary>
#
# In a matrix product $(AB)_{kj} = \sum_i a_{ki} b_{ij}$ the summed index stands in the middle. In the formula for
# $w_{kj}$ it is $x_{ik}$, with $i$ in front: one of the two matrices has to be transposed.
# </details>
# <details><summary>Hint 2: let the shapes lead you</summary>
#
# `dW` must be `(n_in, n_out)`. You have `X` with `(n, n_in)` and `dZ` with `(n, n_out)`. There is only one way to
# multiply them. The same question answers `dX`. But beware: with square matrices every way fits, and only one is right.
# </details>
# <details><summary>Hint 3: the bias</summary>
#
# $b_j$ acts on $z_{ij}$ for every sample $i$, with local derivative 1. Which axis is summed?
# </details>


# %% task="dense"
def dense_forward(X, W, b):
    """Return Z, shape (n, n_out)."""
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


def dense_backward(dZ, X, W):
    """Return (dX, dW, db), the gradients of the loss, from the upstream gradient dZ."""
    ### BEGIN SOLUTION
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
    ### END SOLUTION


# %% check="dense" points=1
import numpy as np
import tensorflow as tf

from nn_lessons import checks


def taped_dense(X, W, b, dZ):
    """Return Z and the gradients (dX, dW, db) that TensorFlow finds for the upstream gradient dZ."""
    X, W, b = tf.constant(X), tf.constant(W), tf.constant(b)
    with tf.GradientTape() as tape:
        tape.watch([X, W, b])
        Z = tf.matmul(X, W) + b
    return Z.numpy(), [gradient.numpy() for gradient in tape.gradient(Z, [X, W, b], output_gradients=tf.constant(dZ))]


def diagnose(name, mine, true, n, dZ):
    """Say what the most likely mistake is."""
    if n > 1 and checks.is_close(mine, true / n):
        return "it is 1/n of what it should be. The mean is in dZ already: add over the samples, do not average."
    if name == "db" and checks.is_close(mine, np.full(mine.shape, dZ.shape[0])):
        return "it does not depend on dZ. Multiply by the upstream gradient."
    return (
        "the shape is right, the values differ. Does it use dZ, and the right one of X and W, transposed where needed?"
    )


def check_dense(n, n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    X, W, b, dZ = (rng.normal(size=shape) for shape in [(n, n_in), (n_in, n_out), (n_out,), (n, n_out)])
    case = f"With n={n}, n_in={n_in}, n_out={n_out}: "
    Z_true, true = taped_dense(X, W, b, dZ)
    try:
        Z, (X_after, W_after, b_after) = checks.call_and_keep_changes(dense_forward, X, W, b)
        answer, given_after = checks.call_and_keep_changes(dense_backward, dZ, X, W)
    except ValueError as error:
        raise AssertionError(f"{case}the shapes do not fit ({error}). Compare them with the table above.") from None
    assert hasattr(Z, "shape"), f"{case}Z should be an array, not a list of rows."
    checks.assert_array(Z, f"{case}Z", shape=Z_true.shape)
    checks.assert_close(Z, Z_true, f"{case}Z is wrong. Each entry sums x w over the inputs; b is added in every row.")
    mine = checks.items(answer, 3, "What dense_backward returns, (dX, dW, db),")
    for name, gradient, right in zip(["dX", "dW", "db"], mine, true, strict=True):
        assert hasattr(gradient, "shape"), f"{case}{name} should be an array, not a list of rows."
        checks.assert_array(gradient, f"{case}{name}", shape=right.shape)
        assert checks.is_close(gradient, right), f"{case}{name} is wrong: " + diagnose(
            name, np.asarray(gradient), right, n, dZ
        )
    unchanged = checks.is_equal([X_after, W_after, b_after, *given_after], [X, W, b, dZ, X, W])
    assert unchanged, "dense_forward and dense_backward should not change the arrays that they are given."


X, W, b, upstream = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([5.0]), np.array([[10.0]])
Z = dense_forward(X, W, b)
checks.assert_close(Z, np.array([[16.0]]), f"In the example of the task Z should be [[16]]; yours is {Z}.")
answer = checks.items(dense_backward(upstream, X, W), 3, "What dense_backward returns, (dX, dW, db),")
for name, gradient, right in zip(["dX", "dW", "db"], answer, ([[30.0, 40.0]], [[10.0], [20.0]], [10.0]), strict=True):
    checks.assert_close(
        gradient, np.array(right), f"In the example of the task {name} should be {right}; yours is {gradient}."
    )
check_dense(n=4, n_in=3, n_out=2, seed=0)
check_dense(n=3, n_in=3, n_out=3, seed=1)
### BEGIN HIDDEN TESTS
check_dense(n=1, n_in=5, n_out=3, seed=51)
check_dense(n=7, n_in=1, n_out=4, seed=52)
check_dense(n=6, n_in=2, n_out=1, seed=53)
check_dense(n=1, n_in=1, n_out=1, seed=54)
check_dense(n=4, n_in=4, n_out=4, seed=55)
dense_forward(np.zeros((1, 2)), W, b)
_, of_weights, _ = dense_backward(upstream, X, W)
checks.assert_close(of_weights, np.array([[10.0], [20.0]]), "dW should come from the X that dense_backward is given.")
### END HIDDEN TESTS

# %% [markdown]
# ## 6 · Where the gradient starts: the two losses
#
# The backward pass needs a first $dZ$, and the loss provides it. The lecture names one loss for each kind of task.
#
# **Regression**: no activation in the output neuron, $\hat Y = Z$, and the mean squared error. Its derivative is short:
# *prediction minus truth*, times a constant. Here is the whole function, value and gradient. (Both arrays are
# `(n, n_out)`. With `(n,)` against `(n, 1)` NumPy would quietly make an `(n, n)` table of all differences: notebook 5
# meets this trap.)


# %%
def mse(Y_hat, Y):
    """Return the mean squared error and its gradient at Y_hat."""
    error = Y_hat - Y
    return np.mean(error**2), 2 * error / error.size


loss, gradient = mse(np.array([[3.0], [1.0]]), np.array([[2.0], [1.5]]))
print("loss:", loss, " gradient:", gradient.ravel())

# %% [markdown]
# **Classification**: softmax turns the outputs $z_1, \dots, z_K$ of the last layer (the *logits*) into probabilities,
# and the cross-entropy asks how much probability the true class $y$ received. For one sample
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} \qquad\qquad L = -\ln p_y$$
#
# and $J$ is the **mean** of $L$ over the batch. Two traps of floating-point numbers wait here.
#
# * $e^{1000}$ overflows. But softmax does not change when the same number is subtracted from all logits of a row (try
#   it: it cancels). Subtract the row's largest, and every exponent is 0 or below.
# * $p_y$ can be so small that it is rounded to 0, and $\ln 0 = -\infty$. Do not take the logarithm of a rounded $p$.
#   Simplify first: $L = \ln \sum_j e^{z_j} - z_y$, again with the largest logit subtracted from every $z$.
#
# ### Task 5 · Softmax with cross-entropy · ●●○ · 1 point · 20 minutes
#
# Write softmax, the mean cross-entropy and the gradient at the logits.
#
# * `softmax(Z)`: `Z` is `(n, K)`; returns the array of probabilities `(n, K)`, each row with the sum 1.
# * `softmax_cross_entropy(Z, y)`: `y` holds the `n` true classes as integers, like the lecture's *sparse* categorical
#   cross-entropy. Returns `(loss, dZ)`: a number, and an array shaped like `Z`.
#
# Both must be right for logits of $\pm 1000$, without warnings, and leave `Z` and `y` as they are.
#
# Example: for `Z = [[0, 0]]` and `y = [0]` the loss is $\ln 2 \approx 0.693$ and `dZ = [[-0.5, 0.5]]`.
#
# The gradient is for you to derive. One sample and one $z_k$ at a time: what is $\partial L/\partial z_k$ when $k$ is
# the true class, and what when it is not?
#
# <details><summary>Hint 1: start from the simplified form</summary>
#
# Differentiate $L = \ln \sum_j e^{z_j} - z_y$ with respect to $z_k$. The first part gives something you know by name.
# </details>
# <details><summary>Hint 2: it looks like the regression case</summary>
#
# Write the truth as a vector with 1 for the true class and 0 elsewhere (*one-hot*). Again it is "prediction minus
# truth". And the mean over the batch?
# </details>
# <details><summary>Hint 3: NumPy</summary>
#
# `Z.max(axis=1, keepdims=True)` is a column with each row's largest. `P[np.arange(n), y]` picks from each row `i` the
# entry `y[i]`.
# </details>


# %% task="softmax_cross_entropy"
def softmax(Z):
    """Return the probabilities of each row of logits, shape (n, K)."""
    ### BEGIN SOLUTION
    exponentials = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
    ### END SOLUTION


def softmax_cross_entropy(Z, y):
    """Return the mean cross-entropy over the batch and its gradient at the logits Z."""
    ### BEGIN SOLUTION
    rows = np.arange(len(Z))
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    dZ = softmax(Z)
    dZ[rows, y] -= 1
    return losses.mean(), dZ / len(Z)
    ### END SOLUTION


# %% check="softmax_cross_entropy" points=1
import warnings

import keras
import numpy as np
import tensorflow as tf

from nn_lessons import checks


def taped_cross_entropy(Z, y):
    """Return probabilities, loss and gradient as Keras and TensorFlow find them."""
    Z = tf.constant(Z)
    with tf.GradientTape() as tape:
        tape.watch(Z)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, Z, from_logits=True))
    return keras.ops.softmax(Z).numpy(), float(loss), tape.gradient(loss, Z).numpy()


def check_cross_entropy(Z, y, case):
    P_true, loss_true, dZ_true = taped_cross_entropy(Z, y)
    n = len(Z)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            P, (Z_after_softmax,) = checks.call_and_keep_changes(softmax, Z)
            answer, (Z_after, y_after) = checks.call_and_keep_changes(softmax_cross_entropy, Z, y)
    except RuntimeWarning as warning:
        raise AssertionError(
            f"{case}: NumPy warns ({warning}). Subtract each row's largest logit; no log of p."
        ) from None
    loss, dZ = checks.items(answer, 2, "What softmax_cross_entropy returns, (loss, dZ),")
    for after in (Z_after_softmax, Z_after):
        checks.assert_equal(after, Z, f"{case}: the logits Z have changed. Work on a copy, without -= on Z itself.")
    checks.assert_equal(y_after, y, f"{case}: the classes y have changed; they are only to be read.")
    assert hasattr(P, "shape"), f"{case}: softmax(Z) should be an array, not a list of rows."
    checks.assert_array(P, f"{case}: softmax(Z)", shape=Z.shape)
    checks.assert_close(
        np.asarray(P).sum(axis=1),
        np.ones(n),
        f"{case}: each row of softmax(Z) should have the sum 1. Which axis is summed?",
    )
    checks.assert_close(P, P_true, f"{case}: softmax differs from Keras.")
    checks.assert_number(loss, f"{case}: the loss, the mean over the batch,")
    assert n == 1 or not checks.is_close(loss, n * loss_true), (
        f"{case}: the loss is the sum over the batch; take the mean."
    )
    assert checks.is_close(loss, loss_true), f"{case}: the loss should be {loss_true:.4f} and is {float(loss):.4f}."
    checks.assert_array(dZ, f"{case}: dZ", shape=Z.shape)
    assert n == 1 or not checks.is_close(dZ, n * dZ_true), (
        f"{case}: dZ is n times too large: the loss is a mean, so dZ has 1/n."
    )
    assert not checks.is_close(dZ, P_true / n), f"{case}: dZ is p / n. What changes where k is the true class?"
    assert not checks.is_close(dZ, -dZ_true), (
        f"{case}: dZ has the wrong sign. More of the true logit should mean less loss."
    )
    checks.assert_close(dZ, dZ_true, f"{case}: dZ differs from tf.GradientTape.")


check_cross_entropy(np.array([[0.0, 0.0]]), np.array([0]), "the example of the task")
check_cross_entropy(np.array([[2.0, 1.0, -1.0], [0.5, 0.5, 3.0]]), np.array([0, 1]), "small logits")
check_cross_entropy(
    np.array([[1000.0, 0.0], [-1000.0, 0.0], [-1000.0, -1000.0]]), np.array([1, 1, 0]), "logits of 1000"
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(61)
check_cross_entropy(rng.normal(0, 3, size=(7, 5)), rng.integers(0, 5, size=7), "another batch")
check_cross_entropy(rng.normal(0, 3, size=(1, 4)), np.array([2]), "a batch of 1")
check_cross_entropy(rng.normal(0, 3, size=(6, 3)), np.array([1, 1, 1, 1, 1, 1]), "one class only")
check_cross_entropy(
    np.array([[-1000.0, -999.0, 1000.0], [-1000.0, -999.0, -998.0]]), np.array([0, 2]), "far-apart rows"
)
shifted = rng.normal(size=(3, 4))
checks.assert_close(
    softmax(shifted.copy()), softmax(shifted + 500), "softmax should not change when 500 is added to every logit."
)
### END HIDDEN TESTS

# %% [markdown]
# What does this gradient *say*? Three samples whose true class is "cat". The first network is nearly right, the second
# undecided, the third sure of the wrong class. A positive bar (red) means: gradient descent will lower this logit; a
# negative one (green): it will raise it.

# %% tags=["figure"]
logits = np.array([[3.0, 0.5, 0.0], [0.0, 0.0, 0.0], [-1.0, 3.0, 0.5]])
_, blame = softmax_cross_entropy(logits, np.array([0, 0, 0]))
figures.softmax_blame(
    softmax(logits),
    len(logits) * blame,  # the loss of one sample, without the 1/n of the mean
    true_class=0,
    names=["cat", "dog", "bird"],
    titles=["nearly right", "undecided", "sure, and wrong"],
)

# %% [markdown]
# The bars of a sample add up to 0, and they are largest where the network is most wrong: an error of a whole
# probability, never more. With the squared error behind a logistic or softmax output it would be different: there a
# network that is *sure* of a wrong answer sits on a plateau and hardly learns. This is why classification uses the
# cross-entropy.

# %% [markdown]
# ## 7 · Two layers
#
# Now put the pieces in a row:
#
# $$X \;\xrightarrow{\;W_1,\, b_1\;}\; Z_1 \;\xrightarrow{\;\text{ReLU}\;}\; A_1 \;\xrightarrow{\;W_2,\, b_2\;}\; Z_2
# \;\xrightarrow{\;\text{loss},\, y\;}\; J$$
#
# The parameters live in a dictionary. New ones are drawn as Keras draws them (*Glorot uniform*, biases 0):


# %%
def new_network(n_in, n_hidden, n_out, seed):
    """Return random parameters of a two-layer network."""
    rng = np.random.default_rng(seed)

    def glorot(rows, columns):
        limit = np.sqrt(6 / (rows + columns))
        return rng.uniform(-limit, limit, size=(rows, columns))

    return {
        "W1": glorot(n_in, n_hidden),
        "b1": np.zeros(n_hidden),
        "W2": glorot(n_hidden, n_out),
        "b2": np.zeros(n_out),
    }


print({name: value.shape for name, value in new_network(2, 4, 3, seed=0).items()})

# %% [markdown]
# ### Task 6 · The gradients of a two-layer network · ●●● · 2 points · 25 minutes
#
# Run the two-layer network forward, keep what the way back needs, then run it backward.
#
# `two_layer_gradients(params, X, y, loss)` returns `(value, gradients)`:
#
# * `params` is a dictionary as above; `X` is `(n, n_in)`;
# * `loss(Z2, y)` returns `(value, dZ2)`, as `mse` and your `softmax_cross_entropy` do. Passing it in makes the same
#   code serve regression and classification. One pass forward and one back are enough: call `loss` once;
# * `gradients` is a dictionary with the keys and shapes of `params`, and no others. The arrays in `params` stay as they
#   are. At the corner of ReLU its slope is 0, as in task 2.
#
# The first point is for the loss and the gradients of the second layer, the second for those of the first layer and
# for leaving `params` alone.
#
# You may use `dense_forward`, `dense_backward` and `relu_prime`; or write the products directly, which also works if
# those tasks are still open.
#
# Example: with `n_in=2, n_hidden=4, n_out=3` the entry `gradients["W1"]` has the shape `(2, 4)`.
#
# <details><summary>Hint 1: name everything</summary>
#
# Forward: Z1, A1, Z2. Backward, in the opposite order: dZ2, dW2, db2, dA1, dZ1, dW1, db1. One line for each.
# </details>
# <details><summary>Hint 2: which X is the second layer's X?</summary>
#
# The second layer never saw `X`. Its input was `A1`, and so `dA1` is what `dense_backward` calls `dX`.
# </details>
# <details><summary>Hint 3: back through ReLU</summary>
#
# ReLU works on each entry by itself, so the multiplication is entry by entry (`*`, not `@`): upstream gradient times
# local slope. Is the slope that of `Z1`, of `A1` or of `dA1`?
# </details>


# %% task="two_layers"
def two_layer_gradients(params, X, y, loss):
    """Return the loss and the gradient of every parameter, for a ReLU network with two layers."""
    ### BEGIN SOLUTION
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z2 = A1 @ params["W2"] + params["b2"]
    value, dZ2 = loss(Z2, y)

    dA1 = dZ2 @ params["W2"].T
    dZ1 = dA1 * (Z1 > 0)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}
    ### END SOLUTION


# %% check="two_layers" points=1
import keras
import numpy as np
import tensorflow as tf

from nn_lessons import checks


def cross_entropy(Z, y):
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, Z, from_logits=True))


def squared_error(Z, y):
    return tf.reduce_mean((Z - y) ** 2)


calls = []


def with_gradient(head):
    """Turn a TensorFlow loss into one that returns (value, dZ), as the task wants it."""

    def loss(Z, y):
        calls.append(np.shape(Z))
        Z = tf.constant(np.asarray(Z, dtype=float))
        with tf.GradientTape() as tape:
            tape.watch(Z)
            value = head(Z, np.asarray(y))
        return float(value), tape.gradient(value, Z).numpy()

    return loss


def taped_network(params, X, y, head):
    """Return the loss and the gradients that TensorFlow finds for the whole network."""
    variables = {name: tf.Variable(value) for name, value in params.items()}
    with tf.GradientTape() as tape:
        hidden = tf.nn.relu(X @ variables["W1"] + variables["b1"])
        value = head(hidden @ variables["W2"] + variables["b2"], y)
    return float(value), {name: slope.numpy() for name, slope in tape.gradient(value, variables).items()}


def check_network(n, n_in, n_hidden, n_out, seed, head=cross_entropy, at_the_corner=False):
    rng = np.random.default_rng(seed)
    shapes = {"W1": (n_in, n_hidden), "b1": (n_hidden,), "W2": (n_hidden, n_out), "b2": (n_out,)}
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    X = rng.normal(size=(n, n_in))
    if at_the_corner:
        X[0], params["b1"] = 0.0, np.zeros(n_hidden)
    y = rng.integers(0, n_out, size=n) if head is cross_entropy else rng.normal(size=(n, n_out))
    value_true, true = taped_network(params, X, y, head)
    case = f"With n={n}, n_in={n_in}, n_hidden={n_hidden}, n_out={n_out}: "
    calls.clear()
    try:
        answer = two_layer_gradients({name: part.copy() for name, part in params.items()}, X, y, with_gradient(head))
    except ValueError as error:
        raise AssertionError(
            f"{case}the shapes do not fit ({error}). Write each array's shape beside its line."
        ) from None
    reported, mine = checks.items(answer, 2, "What two_layer_gradients returns, (value, gradients),")
    assert len(calls) == 1, (
        f"loss should be called once, for one pass forward and one back; you call it {len(calls)} times."
    )
    checks.assert_number(reported, f"{case}the loss")
    assert checks.is_close(reported, value_true), (
        f"{case}the loss should be {value_true:.4f} and is {float(reported):.4f}. Forward is: dense, ReLU, dense."
    )
    assert isinstance(mine, dict), "The gradients should be a dictionary with the keys of params."
    assert set(mine) == set(shapes), f"The gradients should have the keys {list(shapes)}; yours have {list(mine)}."
    hints = {
        "b2": "b2 acts on every sample: add dZ2 over the samples, do not average.",
        "W2": "the input of the second layer is A1, and upstream is dZ2.",
    }
    for name, hint in hints.items():
        checks.assert_array(mine[name], f"{case}the gradient of {name}", shape=shapes[name])
        checks.assert_close(
            mine[name], true[name], f"{case}the gradient of {name} differs from tf.GradientTape: {hint}"
        )


check_network(n=5, n_in=2, n_hidden=4, n_out=3, seed=0)
check_network(n=6, n_in=3, n_hidden=5, n_out=1, seed=1, head=squared_error)
### BEGIN HIDDEN TESTS
check_network(n=9, n_in=1, n_hidden=7, n_out=2, seed=73, head=lambda Z, y: -3.7 * tf.reduce_sum(tf.sin(Z) * y))
check_network(n=3, n_in=2, n_hidden=3, n_out=2, seed=74, at_the_corner=True)
for n, n_in, n_hidden, n_out in [(1, 4, 3, 2), (4, 4, 4, 4)]:
    check_network(n, n_in, n_hidden, n_out, seed=71)
### END HIDDEN TESTS

# %% check="two_layers" points=1
import keras
import numpy as np
import tensorflow as tf

from nn_lessons import checks


def cross_entropy(Z, y):
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, Z, from_logits=True))


def squared_error(Z, y):
    return tf.reduce_mean((Z - y) ** 2)


def with_gradient(head):
    """Turn a TensorFlow loss into one that returns (value, dZ), as the task wants it."""

    def loss(Z, y):
        Z = tf.constant(np.asarray(Z, dtype=float))
        with tf.GradientTape() as tape:
            tape.watch(Z)
            value = head(Z, np.asarray(y))
        return float(value), tape.gradient(value, Z).numpy()

    return loss


def taped_network(params, X, y, head):
    """Return the loss and the gradients that TensorFlow finds for the whole network."""
    variables = {name: tf.Variable(value) for name, value in params.items()}
    with tf.GradientTape() as tape:
        hidden = tf.nn.relu(X @ variables["W1"] + variables["b1"])
        value = head(hidden @ variables["W2"] + variables["b2"], y)
    return float(value), {name: slope.numpy() for name, slope in tape.gradient(value, variables).items()}


def check_network(n, n_in, n_hidden, n_out, seed, head=cross_entropy, at_the_corner=False):
    rng = np.random.default_rng(seed)
    shapes = {"W1": (n_in, n_hidden), "b1": (n_hidden,), "W2": (n_hidden, n_out), "b2": (n_out,)}
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    X = rng.normal(size=(n, n_in))
    if at_the_corner:
        X[0], params["b1"] = 0.0, np.zeros(n_hidden)
    y = rng.integers(0, n_out, size=n) if head is cross_entropy else rng.normal(size=(n, n_out))
    _, true = taped_network(params, X, y, head)
    case = f"With n={n}, n_in={n_in}, n_hidden={n_hidden}, n_out={n_out}: "
    try:
        answer, (params_after, *_) = checks.call_and_keep_changes(
            two_layer_gradients, params, X, y, with_gradient(head)
        )
    except ValueError as error:
        raise AssertionError(
            f"{case}the shapes do not fit ({error}). Write each array's shape beside its line."
        ) from None
    _, mine = checks.items(answer, 2, "What two_layer_gradients returns, (value, gradients),")
    assert checks.is_equal(params_after, params), "Some array in params has changed; return new arrays."
    assert isinstance(mine, dict), "The gradients should be a dictionary with the keys of params."
    assert set(mine) == set(shapes), f"The gradients should have the keys {list(shapes)}; yours have {list(mine)}."
    hints = {
        "b1": "b1 receives dZ1: dZ2 sent back through W2, then multiplied by the slope of ReLU at Z1.",
        "W1": "the input of the first layer is X, and upstream is dZ1, not dA1.",
    }
    for name, hint in hints.items():
        checks.assert_array(mine[name], f"{case}the gradient of {name}", shape=shapes[name])
        checks.assert_close(
            mine[name], true[name], f"{case}the gradient of {name} differs from tf.GradientTape: {hint}"
        )


check_network(n=5, n_in=2, n_hidden=4, n_out=3, seed=0)
check_network(n=6, n_in=3, n_hidden=5, n_out=1, seed=1, head=squared_error)
### BEGIN HIDDEN TESTS
check_network(n=9, n_in=1, n_hidden=7, n_out=2, seed=73, head=lambda Z, y: -3.7 * tf.reduce_sum(tf.sin(Z) * y))
check_network(n=3, n_in=2, n_hidden=3, n_out=2, seed=74, at_the_corner=True)
for n, n_in, n_hidden, n_out in [(1, 4, 3, 2), (4, 4, 4, 4)]:
    check_network(n, n_in, n_hidden, n_out, seed=71)
### END HIDDEN TESTS

# %% [markdown]
# ### Three judges
#
# A gradient that only *looks* right trains badly for days. So we ask three judges who do not know each other: your
# central differences, TensorFlow's tape, and Keras: one step of its SGD with learning rate 1 moves each weight by
# exactly minus its gradient. The data are three spirals, and we shall train on them in a moment.


# %% tags=["figure"]
def spirals(n_each, seed):
    """Return points (n, 2) on three noisy spiral arms and the arm of each point."""
    rng = np.random.default_rng(seed)
    radius = np.tile(np.linspace(0.1, 1, n_each), 3)
    arm = np.repeat([0, 1, 2], n_each)
    angle = 2 * np.pi * arm / 3 + 3.5 * radius + rng.normal(0, 0.15, size=3 * n_each)
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), arm


X, y = spirals(n_each=100, seed=0)
params = new_network(2, 16, 3, seed=0)
_, mine = two_layer_gradients(params, X, y, softmax_cross_entropy)


def nudge(name):
    def loss_at(value):
        return two_layer_gradients({**params, name: value}, X, y, softmax_cross_entropy)[0]

    return central_difference(loss_at, params[name])


variables = {name: tf.Variable(value) for name, value in params.items()}
with tf.GradientTape() as tape:
    Z2 = tf.nn.relu(X @ variables["W1"] + variables["b1"]) @ variables["W2"] + variables["b2"]
    taped_loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, Z2))
taped = tape.gradient(taped_loss, variables)

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(3)])
model.compile(keras.optimizers.SGD(1.0), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.set_weights(list(params.values()))
model.train_on_batch(X, y)
stepped = dict(zip(params, model.get_weights(), strict=True))

print("gradient   nudging, within 1e-8   tape, within 1e-13   Keras (float32), within 1e-5")
for name, gradient in mine.items():
    by_nudging = np.allclose(gradient, nudge(name), rtol=0, atol=1e-8)
    by_tape = np.allclose(gradient, taped[name], rtol=0, atol=1e-13)
    by_keras = np.allclose(gradient, params[name] - stepped[name], rtol=0, atol=1e-5)
    print(f"{name:<10} {by_nudging!s:<22} {by_tape!s:<20} {by_keras}")

# %% [markdown]
# Why three? Central differences judge the backward pass by *your* forward pass: if the forward pass forgets a bias,
# both are wrong together and agree perfectly. The tape and Keras compute their own forward pass. And nudging has a
# blind spot that you can now name: near a corner of ReLU, $z_1 = 0$, the two nudged points lie on different sides, and
# the chord between them is neither slope.

# %% [markdown]
# ## 8 · An epoch
#
# All the pieces are there: forward pass, backward pass, gradient descent. Which samples go through together?
#
# | name | samples a step | steps an epoch |
# | --- | --- | --- |
# | batch gradient descent | all $n$ | 1 |
# | minibatch gradient descent | a few, often 32 | $\lceil n / \text{batch size} \rceil$ |
# | stochastic gradient descent | 1 | $n$ |
#
# The order is shuffled anew for every epoch, so that the minibatches differ. If the batch size does not divide $n$, the
# last minibatch is smaller; it counts all the same.
#
# The lecture trains on 55,000 images and its log says `1719/1719`; on 11,610 districts, `363/363`. That is
# $55000/32 = 1718.75$ and $11610/32 = 362.8$, rounded up. **Then and now:** the progress bars of old Keras counted
# samples (`55000/55000`); since TensorFlow 2 they count steps.
#
# ### Task 7 · An epoch of minibatch gradient descent · ●●● · 2 points · 25 minutes
#
# Split the samples into shuffled minibatches and take one step of gradient descent for each.
#
# * (1 point) `minibatches(n, batch_size, seed)` returns a **list** of integer arrays. Together they hold each of the
#   numbers $0, \dots, n-1$ once, in random order: `batch_size` in each array, only the last may be shorter. The same
#   seed gives the same batches, another seed others.
# * (1 point) `train_epoch(params, X, y, gradients, learning_rate, batch_size, seed)` returns `(new_params, losses)`.
#   `gradients(params, X, y)` returns `(loss, dictionary of gradients)`; `X` and `y` have one row for each sample (or
#   `y` one number). Take one step for each minibatch, starting from where the step before ended; `losses` is the list
#   of the losses, one a step. `params`, its arrays, `X` and `y` stay as they are: other experiments start from them,
#   too.
#
# Example: `minibatches(5, 2, seed=0)` has three arrays, of 2, 2 and 1 numbers, such as `[4, 2]`, `[3, 1]`, `[0]`.
#
# <details><summary>Hint 1: shuffle indices, not data</summary>
#
# `np.random.default_rng(seed).permutation(n)` is a shuffled `0 ... n-1`. With an array of indices, `X[batch]` and
# `y[batch]` pick the same samples from both.
# </details>
# <details><summary>Hint 2: slices, and the last one</summary>
#
# `range(0, n, batch_size)` gives the starts. A slice that reaches beyond the end of an array is simply shorter: no
# special case.
# </details>
# <details><summary>Hint 3: a step that leaves the old parameters alone</summary>
#
# `value -= ...` changes the array in place, and everybody who holds it sees the change. `value = value - ...` makes a
# new one. A dictionary comprehension over `params.items()` builds the new dictionary in one go.
# </details>


# %% task="epoch"
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    ### BEGIN SOLUTION
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]
    ### END SOLUTION


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    ### BEGIN SOLUTION
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses
    ### END SOLUTION


# %% check="epoch" points=1
import numpy as np

from nn_lessons import checks


def check_minibatches(n, batch_size, seed):
    batches = minibatches(n, batch_size, seed)
    assert isinstance(batches, list), "minibatches should return a list (wrap a generator in list(...))."
    steps = -(-n // batch_size)
    case = f"{n} samples in minibatches of {batch_size} make {steps} steps, but you return {len(batches)} batches. "
    assert len(batches) >= steps, f"{case}The last, smaller batch counts."
    assert len(batches) <= steps, f"{case}Is there an empty batch, or is the last one cut into pieces?"
    sizes = []
    for batch in checks.items(batches, steps, "The list of batches"):
        assert np.ndim(batch) == 1, "Each batch should be an array of one dimension."
        checks.assert_array(batch, "Each batch", shape=(len(batch),), kind="whole numbers")
        sizes.append(len(batch))
    last = n - batch_size * (steps - 1)
    checks.assert_equal(
        sizes,
        [batch_size] * (steps - 1) + [last],
        f"Every batch should have {batch_size} samples, only the last {last}.",
    )
    order = np.concatenate([np.asarray(batch) for batch in batches])
    checks.assert_equal(np.sort(order), np.arange(n), "Each of the numbers 0 ... n-1 should be there exactly once.")
    return batches


first, again, other = (check_minibatches(103, 10, seed) for seed in (1, 1, 2))
assert not checks.is_equal(np.concatenate(first), np.arange(103)), "The batches are not shuffled."
checks.assert_equal(again, first, "The same seed should give the same batches.")
assert not checks.is_equal(np.concatenate(first), np.concatenate(other)), "Another seed should give other batches."
check_minibatches(5, 2, 0)
### BEGIN HIDDEN TESTS
assert len(minibatches(55_000, 32, 81)) == 1719, "55,000 samples in minibatches of 32 should make 1719 steps."
assert len(minibatches(11_610, 32, 82)) == 363, "11,610 samples in minibatches of 32 should make 363 steps."
for n, batch_size in [(12, 4), (7, 1), (5, 5), (3, 32), (64, 9)]:
    check_minibatches(n, batch_size, seed=83)
groups = [{frozenset(np.asarray(batch).tolist()) for batch in minibatches(60, 6, seed)} for seed in (84, 85)]
assert groups[0] != groups[1], (
    "Another seed should put the samples into other company, not only reorder the same batches."
)
### END HIDDEN TESTS

# %% check="epoch" points=1
import numpy as np

from nn_lessons import checks


def epoch_with(gradients, n, learning_rate, batch_size, seed, column):
    """Run the student's epoch on samples that can be told apart: row i of X is (i, -i), and y[i] is 10 i."""
    params = {"w": np.array([5.0]), "v": np.array([[1.0, 2.0]])}
    X, y = np.column_stack([np.arange(n), -np.arange(n)]).astype(float), 10.0 * np.arange(n)
    y = y[:, None] if column else y
    answer, (params_after, X_after, y_after, *_) = checks.call_and_keep_changes(
        train_epoch, params, X, y, gradients, learning_rate, batch_size, seed
    )
    assert checks.is_equal(params_after, params), (
        "The arrays in params have changed. Make new arrays (value - ...), do not use -= on the old ones."
    )
    assert checks.is_equal([X_after, y_after], [X, y]), "X or y has changed: shuffle indices, not the data themselves."
    new, losses = checks.items(answer, 2, "What train_epoch returns, (new_params, losses),")
    assert isinstance(new, dict), "new_params should be a dictionary with the keys of params."
    assert set(new) == set(params), f"new_params should have the keys of params; you return the keys {list(new)}."
    for name, value in params.items():
        checks.assert_array(new[name], f"The new parameter {name}", shape=value.shape)
    return {name: np.asarray(value) for name, value in new.items()}, losses


seen = []


def record(params, X, y):
    """Remember the samples; the slope of w is w itself, that of v is 1."""
    X, y, w = np.array(X), np.array(y), np.array(params["w"])
    seen.append((X, y))
    return len(seen) + 0.25, {"w": w, "v": np.ones((1, 2))}


def check_epoch(n, batch_size, seed, learning_rate, column=False):
    seen.clear()
    new, losses = epoch_with(record, n, learning_rate, batch_size, seed, column)
    steps = -(-n // batch_size)
    assert len(seen) == steps, f"{n} samples, batches of {batch_size}: {steps} steps expected, you took {len(seen)}."
    assert all(checks.is_equal(10 * X[:, 0], y[:, 0] if column else y) for X, y in seen), (
        "X and y do not belong together: use the same indices for both."
    )
    samples = np.concatenate([np.ravel(y) for _, y in seen])
    checks.assert_equal(np.sort(samples), 10.0 * np.arange(n), "Each sample should be used exactly once in an epoch.")
    sizes = [len(y) for _, y in seen]
    checks.assert_equal(
        sizes[:-1], [batch_size] * (steps - 1), f"Every step but the last should see {batch_size} samples."
    )
    checks.assert_equal(
        losses, np.arange(steps) + 1.25, f"losses should hold the loss of each of the {steps} steps, in their order."
    )
    v_moved, v_expected = float(new["v"][0, 0]) - 1, -learning_rate * steps
    assert not checks.is_close(v_moved, -v_expected), "The step goes uphill: subtract the gradient."
    assert checks.is_close(v_moved, v_expected), (
        f"With a constant slope of 1, {steps} steps should move v by {v_expected:.4f}; yours moved it by {v_moved:.4f}."
    )
    checks.assert_close(new["v"], np.array([[1.0, 2.0]]) + v_expected, "Every entry of v should move.")
    w, w_expected = float(new["w"][0]), 5.0 * (1 - learning_rate) ** steps
    assert checks.is_close(w, w_expected), (
        f"With the slope w, w should shrink from 5 to {w_expected:.4f}; yours is {w:.4f}. "
        "Each step should start from the parameters that the step before has left."
    )


check_epoch(n=10, batch_size=4, seed=3, learning_rate=0.1)
### BEGIN HIDDEN TESTS
check_epoch(n=6, batch_size=1, seed=88, learning_rate=0.05)
check_epoch(n=4, batch_size=9, seed=89, learning_rate=0.5)
check_epoch(n=7, batch_size=3, seed=90, learning_rate=0.2, column=True)


def visited(seed):
    check_epoch(n=11, batch_size=3, seed=seed, learning_rate=0.3)
    return np.concatenate([y for _, y in seen])


one, same, two = (visited(seed) for seed in (86, 86, 87))
checks.assert_equal(one, same, "The same seed should visit the samples in the same order.")
assert not checks.is_equal(one, two), "Another seed should visit the samples in another order: pass the seed on."
assert not checks.is_equal(one, 10.0 * np.arange(11)), "The samples should come in random order."
### END HIDDEN TESTS

# %% [markdown]
# ### The path downhill
#
# With two parameters we can *see* the loss. Thirty flats, their area $x$ (in 100 m²) and rent $y$ (in 1000 €); a single
# neuron without activation, $\hat y = wx + b$, and the mean squared error. Every point of the plane below is one pair
# $(w, b)$; the bands join points of about the same loss, from high (yellow) to low (dark blue). The red path is yours:
# six epochs of your `train_epoch`.
#
# Move the slider before you read on. What happens to batch gradient descent as $\eta$ grows? And to the minibatches?

# %% tags=["figure"]
rng = np.random.default_rng(1)
area = rng.uniform(0.3, 1.5, size=30)
rent = 1.2 * area + 0.5 + rng.normal(0, 0.15, size=30)


def line_gradients(params, x, y):
    value, slope = mse(params["w"] * x + params["b"], y)
    return value, {"w": np.sum(slope * x), "b": np.sum(slope)}


def path(learning_rate, batch_size, epochs=6):
    """Return every (w, b) on the way, one row a step."""
    visited = []

    def remember(params, x, y):
        visited.append((params["w"], params["b"]))
        return line_gradients(params, x, y)

    params = {"w": -0.5, "b": -0.4}
    for epoch in range(epochs):
        params, _ = train_epoch(params, area, rent, remember, learning_rate, batch_size, seed=epoch)
    return np.array([*visited, (params["w"], params["b"])])


def draw_paths(learning_rate):
    figures.descent(
        lambda w, b: mse(w * area + b, rent)[0],
        {
            "batch: 6 steps in 6 epochs": path(learning_rate, batch_size=30),
            "minibatches of 4: 48 steps in 6 epochs": path(learning_rate, batch_size=4),
        },
        w_range=(-1.0, 3.5),
        b_range=(-1.0, 2.5),
    )


rates = [0.01, 0.03, 0.1, 0.3, 0.5, 0.6]
lesson.slider(draw_paths, rates, label="learning rate η =", default=3)

# %% [markdown]
# * A small $\eta$ walks straight and arrives nowhere. A larger one reaches the valley at once, then creeps along it. At
#   $0.5$ every step overshoots the valley by nearly as much as it gains, and at $0.6$ by more: gradient descent
#   *diverges*, it leaves the picture.
# * The surface is a long valley because the area is not centred. Scaling the inputs makes it rounder, and descent
#   faster: this is why notebook 5 begins with a `StandardScaler`.
# * Minibatches see only 4 flats at a time, so their path trembles; but in one epoch they take eight steps (the last
#   with the two flats that are left over) where the batch takes one, and get further. The larger $\eta$, the more they
#   tremble.
#
# ### The spirals
#
# Now the real thing: two layers, three classes, 300 points, and three batch sizes with the same learning rate. Each
# line is drawn twice: against epochs (how often has each sample been seen?) and against steps (how often were the
# weights adjusted?).


# %% tags=["figure"]
def spiral_gradients(params, X, y):
    return two_layer_gradients(params, X, y, softmax_cross_entropy)


def train(params, X, y, gradients, learning_rate, batch_size, epochs):
    """Return the final parameters and the loss on all of X before training and after each epoch."""
    history = [gradients(params, X, y)[0]]
    for epoch in range(epochs):
        params, _ = train_epoch(params, X, y, gradients, learning_rate, batch_size, seed=epoch)
        history.append(gradients(params, X, y)[0])
    return params, history


X, y = spirals(n_each=100, seed=0)
start = new_network(2, 32, 3, seed=0)
figure, (by_epoch, by_step) = plt.subplots(1, 2, figsize=(9, 3.8), sharey=True)
for name, batch_size in [("batch (300)", 300), ("minibatch (30)", 30), ("stochastic (1)", 1)]:
    _, history = train(start, X, y, spiral_gradients, learning_rate=0.1, batch_size=batch_size, epochs=40)
    steps_per_epoch = int(np.ceil(len(X) / batch_size))
    by_epoch.plot(history, label=name)
    by_step.plot(steps_per_epoch * np.arange(1, 41), history[1:], ".-", label=name)
by_epoch.set(title="The same data seen", xlabel="epochs", ylabel="loss on all 300 points")
by_step.set(title="The same number of steps", xlabel="steps (logarithmic)", xscale="log")
by_step.legend()
plt.show()
# %% [markdown]
# For the same number of epochs, smaller batches get much further, because they take more steps. For the same number of
# *steps* the three nearly lie on one curve: a rough gradient from a few samples is almost as useful as the exact one.
# The price is noise, seen in the stochastic line, and time: 300 small matrix products cost far more than one large one.
# The minibatch is the compromise that everybody uses.
#
# Give it 300 epochs:

# %% tags=["figure"]
after = {0: start}
for earlier, later in [(0, 10), (10, 50), (50, 300)]:
    params = after[earlier]
    for epoch in range(earlier, later):
        params, _ = train_epoch(params, X, y, spiral_gradients, 0.3, 30, seed=epoch)
    after[later] = params


def scores_of(params):
    return lambda points: np.maximum(0, points @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


figures.decision_regions({f"after {epoch} epochs": scores_of(params) for epoch, params in after.items()}, X, y)
accuracy = np.mean(np.argmax(scores_of(after[300])(X), axis=1) == y)
print("more than 97 % of the points on the right side:", bool(accuracy > 0.97))

# %% [markdown]
# A network written, differentiated and trained by you, without a framework.
#
# ### The lecture's numbers, with your code
#
# The next two cells are demonstrations. They are not part of the grading and take about half a minute. First
# Fashion-MNIST: 55,000 images, a network 784-100-10. Keras receives the same starting weights and, epoch by epoch, the
# same minibatches in the same order (`shuffle=False` on data already shuffled by your `minibatches`).

# %% tags=["demo"]
(images, labels), _ = keras.datasets.fashion_mnist.load_data()
pixels = images.reshape(-1, 784).astype("float32") / 255
X_valid, y_valid, X_train, y_train = pixels[:5000], labels[:5000], pixels[5000:], labels[5000:]

network = {name: value.astype("float32") for name, value in new_network(784, 100, 10, seed=42).items()}
twin = keras.Sequential([keras.Input((784,)), keras.layers.Dense(100, activation="relu"), keras.layers.Dense(10)])
twin.set_weights(list(network.values()))
twin.compile(
    keras.optimizers.SGD(0.01),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    steps_per_execution=100,
)
for epoch in range(3):
    order = np.concatenate(minibatches(len(X_train), 32, seed=epoch))
    network, losses = train_epoch(network, X_train, y_train, spiral_gradients, 0.01, 32, seed=epoch)
    keras_loss = twin.fit(X_train[order], y_train[order], batch_size=32, shuffle=False, verbose=0).history["loss"][0]
    guesses = np.argmax(scores_of(network)(X_valid), axis=1)
    print(
        f"Epoch {epoch + 1}  {len(losses)}/{len(losses)}  loss: {np.mean(losses):.2f} (Keras: {keras_loss:.2f})"
        f"  val_accuracy: {np.mean(guesses == y_valid):.2f}"
    )

# %% [markdown]
# 1719 steps, as in the lecture's log, and the same losses as Keras. (The lecture's first epoch has loss 0.7237 and
# val_accuracy 0.8234: its network has one layer more, and another random start.) The last of the 1719 minibatches has
# only $55000 - 1718 \cdot 32 = 24$ images.
#
# Next the lecture's regressor, 8-30-1 with the mean squared error and $\eta = 0.001$:

# %% tags=["demo"]
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

housing = fetch_california_housing()
X_full, X_test, y_full, y_test = train_test_split(housing.data, housing.target, random_state=42)
X_train, X_valid, y_train, y_valid = train_test_split(X_full, y_full, random_state=42)
X_train = StandardScaler().fit_transform(X_train)


def housing_gradients(params, X, y):
    return two_layer_gradients(params, X, y, mse)


network = new_network(8, 30, 1, seed=42)
for epoch in range(20):
    network, losses = train_epoch(network, X_train, y_train[:, None], housing_gradients, 0.001, 32, seed=epoch)
    if epoch + 1 in (1, 2, 3, 20):
        print(f"Epoch {epoch + 1:>2}/20  {len(losses)}/{len(losses)}  loss: {np.mean(losses):.2f}")

# %% [markdown]
# The lecture's log: 363 steps, loss 1.64, 0.70, 0.63 in epochs 1 to 3. Another random start gives another first epoch,
# and the same road downhill afterwards. In notebooks 4 and 5 Keras does all this in one line, `model.fit`. You know now
# what that line does.

# %% [markdown]
# ## 9 · Why depth was hard
#
# Backpropagation was known in 1986, but deep networks became practical only after about 2006. One obstacle shows up
# when your own functions run through ten hidden layers. For each layer we draw the mean size of $dZ$, that is, how much
# gradient arrives there. All weights are drawn at random with the same recipe (variance 1 / width, for ReLU 2 / width).


# %% tags=["figure"]
def arriving_gradients(activation, activation_prime, variance, depth=10, width=64):
    """Return the mean size of dZ in each hidden layer, first layer first."""
    rng = np.random.default_rng(0)
    A = rng.normal(size=(200, width))
    layers = []
    for _ in range(depth):
        W = rng.normal(0, np.sqrt(variance / width), size=(width, width))
        Z = dense_forward(A, W, np.zeros(width))
        layers.append((A, W, Z))
        A = activation(Z)
    dA = rng.normal(size=A.shape)
    sizes = []
    for A_in, W, Z in reversed(layers):
        dZ = dA * activation_prime(Z)
        sizes.append(np.mean(np.abs(dZ)))
        dA, _, _ = dense_backward(dZ, A_in, W)
    return np.array(sizes[::-1])


sizes = {
    "logistic": arriving_gradients(logistic, logistic_prime, variance=1),
    "tanh": arriving_gradients(tanh, tanh_prime, variance=1),
    "ReLU": arriving_gradients(relu, relu_prime, variance=2),
}
figures.gradient_sizes(sizes)
for name, size in sizes.items():
    print(f"{name:>8}: layer 10 receives {size[-1] / size[0]:,.0f} times the gradient of layer 1")

# %% [markdown]
# The backward pass multiplies by weights as well, and they can turn the effect around: with ten times these weights the
# ReLU line would *rise* tenfold from layer to layer on its way back to the first. Such **exploding** gradients make
# training jump and diverge. How the weights are drawn at the start decides a good deal here, which is why it was done
# with care above.
#
# ### Task 8 · Where the gradient vanishes · ●●○ · 1 point · 10 minutes
#
# In two to four sentences: where in the backward pass does the logistic network lose its gradient, and how fast at
# least, as long as its weights are not large? Why does ReLU fare better? And what does this mean for the training of
# the first layers? Use the rules of section 4 and the derivatives that you drew in section 3. (This answer is read by a
# person.)

# %% [markdown] essay="vanishing" points=1
# ### BEGIN SOLUTION
# On its way back the gradient is multiplied, in every layer, by the slope of the activation function (and by the
# weights). The slope of the logistic function is at most 1/4, reached only at z = 0, so unless the weights are large
# ten layers shrink the gradient by at least 4^10, about a million. ReLU's slope is exactly 1 wherever the neuron is
# active, so this factor does not shrink it. With a vanishing gradient the first layers hardly change: they stay close
# to their random start, although the layers above them learn.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 1/2 point: the chain rule multiplies one slope of the activation function a layer, and the logistic function's is at
# most 1/4 (so the product shrinks exponentially with depth).
# 1/2 point: ReLU's slope is 1 for active neurons; and the consequence: the weights of the first layers get almost no
# update, they learn very slowly or not at all.
# An answer that names only "the gradient gets small" without the product of slopes earns nothing.
# === END MARK SCHEME ===

# %% [markdown]
# ## Recap
#
# * A **gradient** holds one slope for each parameter; gradient descent subtracts $\eta$ times it.
# * **Nudging** measures it: simple, slow, and limited by truncation (large $\epsilon$) and rounding (small $\epsilon$).
#   It is for checking.
# * **Backpropagation** computes it, with two rules: multiply along an edge, add where paths meet. One pass forward, one
#   back.
# * A dense layer passes back $dX$, $dW$, $db$, each with the shape of its original. Both losses start the way back with
#   "prediction minus truth".
# * **Stable** formulas (subtract the largest logit, no logarithm of a rounded number) are right at $\pm 1000$, too.
# * An **epoch** is $\lceil n / \text{batch size} \rceil$ shuffled steps: 1719 and 363 in the lecture.
# * Products of small slopes let the gradient **vanish** in deep networks; ReLU keeps it alive.
#
# Three judges agreed with your code: nudging, `tf.GradientTape` and Keras. **Next:** notebook 4 hands the work to Keras
# and asks how well the classifier really is doing.
