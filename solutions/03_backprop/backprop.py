# %% [markdown]
# # 3 · Backpropagation
#
# In notebook 2 a small network solved XOR: we set its weights by hand, or let scikit-learn find them. Here you build
# the method that finds them. **Backpropagation**, made famous by Rumelhart, Hinton and Williams in 1986, measures how
# much every weight contributes to the error; **minibatch gradient descent** then corrects them all. At the end your own
# NumPy code trains a network on Fashion-MNIST, and Keras arrives at the same losses.
#
# The notebook is made for two evenings, one for each part. A part begins with its goals and ends with a recap.
#
# | | you will be able to | tasks | the rest |
# | --- | --- | --- | --- |
# | **Part 1**, one number at a time | measure a slope, send gradients through any graph | 75 minutes | 55 minutes |
# | **Part 2**, whole layers | train networks of any depth | 115 minutes, 15 of them optional | 60 minutes |
#
# "The rest" is reading, running the examples and predicting what they will show. Together that is a good five hours,
# less if the chain rule is fresh in your mind. **You need** NumPy arrays, the matrix
# product `@`, and the derivative of a function of one variable. The notebook has 10 points: 4 in Part 1 and 6 in
# Part 2, one of these for the optional task 9.
#
# Each task is followed by its checks. The checks you see try some cases; grading tries more, all of them named in the
# task. A check that is not content says what it expected. Any way to a right answer counts.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

import warnings

import numpy as np

from nn_lessons.figures import backprop as figures

lesson.use_style()

# %% [markdown]
# # Part 1 · One number at a time
#
# **After Part 1 you can**
#
# * measure a slope numerically, and say which part of its error is truncation and which is rounding;
# * say how far two gradients are apart in a way that does not depend on their size;
# * send values forward and gradients backward through a computational graph, with the chain rule;
# * write the engine that does this for *any* graph, and prove it right against `tf.GradientTape`.
#
# **Time:** tasks 75 minutes (15, 10 and 50), reading and examples about 55.
#
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
# the next. The lecture's image classifier has 266,610 weights, and two nudges for each make 533,220 forward passes for
# **one** step. Backpropagation needs one forward and one backward pass. That is why deep networks can be trained at
# all.
#
# Nudging is far too slow for training, but there is little in it that can go wrong. We build it first and use it as a
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
lesson.show(
    "A curve with its tangent at x: the chord from x - epsilon to x + epsilon is nearly parallel to the tangent, "
    "the chord from x to x + epsilon is clearly steeper."
)

# %% [markdown]
# A function of many variables has one slope for each of them, the *partial derivatives*. Each is measured by nudging
# **one** entry while all the others stay. Collected in an array of the same shape as the input they are the gradient.
#
# ### Task 1 · The central difference · ●○○ · 1 point · 15 minutes
#
# Measure the gradient of a function by nudging each entry of its input to both sides.
#
# `central_difference(f, x, epsilon=1e-5)`
#
# * `f` takes an array shaped like `x` and returns one number; <!-- req: shape-for-f -->
# * each entry is nudged by `epsilon` to both sides, by `1e-5` unless the caller says otherwise; <!-- req: epsilon -->
# * `x` is an array of any shape (or a number), perhaps of integers; <!-- req: any-x -->
# * `x` must be exactly the same after the call as before; <!-- req: x-stays -->
# * returns a new float array shaped like `x`, measured anew in each call. <!-- req: result, anew -->
#
# Example: for $f(\mathbf x) = \sum_i x_i^3$ and `x = np.array([1.0, 2.0])` the result is close to `[3, 12]`, because
# the slope of $x^3$ is $3x^2$. <!-- req: example -->
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


# %% check="central_difference" points=1 tests="both sides; epsilon; any shape, numbers, integers; x unchanged"
import numpy as np

from nn_lessons import checks


def sum_of_cubes(x):
    return float(np.sum(np.asarray(x) ** 3))


def sum_of_squares(x):
    return float(np.sum(np.asarray(x) ** 2))


# req: result
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
# req: example
checks.assert_close(
    example, np.array([3.0, 12.0]), f"The example of the task should give [3, 12]; you return {example}.", atol=1e-6
)


@checks.in_kernel_of(central_difference)
def first_gradient_after_a_second_call(function):
    import numpy as np

    def squares(x):
        return float(np.sum(np.asarray(x) ** 2))

    first = function(squares, np.array([1.0, 2.0]))
    at_once = np.array(first)
    function(squares, np.array([-3.0, 5.0]))
    return at_once, np.array(first)


at_once, later = first_gradient_after_a_second_call(central_difference)
checks.assert_equal(later, at_once, "A second call has changed the array that the first one returned: make a new one.")
### BEGIN HIDDEN TESTS
# req: epsilon
slope = central_difference(sum_of_cubes, np.array([2.0]), epsilon=0.1)
checks.assert_close(slope, np.array([12.01]), "The parameter epsilon should decide how far x is nudged.")
nudged = []


def remember(x):
    nudged.append(float(np.asarray(x)))
    return 0.0


central_difference(remember, 0.0)
sides = np.unique([place for place in nudged if place != 0])  # f at x itself may be asked as well
checks.assert_close(
    sides, np.array([-1e-5, 1e-5]), "Without epsilon, x should be nudged by 1e-5 to both sides.", rtol=1e-9
)


def entangled(x):
    x = np.asarray(x)
    return float(np.sin(x[0, 0] * x[0, 1]) + x[1, 0] ** 2 * x[1, 1])


# req: shape-for-f, x-stays
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
# req: any-x
whole = central_difference(sum_of_squares, np.array([1, -2, 3]))
checks.assert_close(whole, [2, -4, 6], "Wrong for an array of integers: make a float copy before you nudge.", atol=1e-6)
flat = central_difference(lambda x: 0.0, np.array([1, 2]))
checks.assert_array(flat, "For an array of integers the gradient", shape=(2,), kind="floats")
wide = np.arange(8.0).reshape(2, 4)
for other in [wide.reshape(2, 2, 2), wide.T, wide[:, ::3], np.array([1.5]), np.array([[-2.5]])]:
    slope = central_difference(sum_of_squares, other)
    assert isinstance(slope, np.ndarray), "The gradient should be an array, not a list or a number, where x is one."
    checks.assert_close(
        slope, 2 * other, "Wrong for an x of another shape, one that is transposed, or one entry.", atol=1e-6
    )
checks.assert_close(central_difference(sum_of_squares, 1.5), 3, "Wrong where x is a plain number.", atol=1e-6)
# req: anew
x = np.array([2.0, -3.0])
for f, slope in [(sum_of_cubes, [12.0, 27.0]), (sum_of_squares, [4.0, -6.0])]:
    checks.assert_close(
        central_difference(f, x), slope, "Wrong for another f at the same x: is an earlier result kept?", atol=1e-6
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Which epsilon?
#
# Before you run the next cell: it measures the slope of $e^x$ at $x = 1$, which is $e$, with your function and with
# epsilons from $1$ down to $10^{-15}$. Which of these gives the smallest error: $10^{-1}$, $10^{-5}$, $10^{-10}$ or
# $10^{-15}$?

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
lesson.show(
    "The error of the central difference falls with the square of epsilon to about 1e-11 near epsilon = 1e-5 and rises "
    "again for smaller epsilons; the one-sided difference is best near 1e-8, with an error of about 1e-8."
)

# %% [markdown]
# <details><summary>Which one is it, and why?</summary>
#
# $10^{-5}$. "The smaller, the better" seems right and is wrong: at $10^{-15}$ the measured slope is 2.9 instead
# of 2.7.
# </details>
#
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
# ### How close is close enough?
#
# A gradient check never gives zero. How much is too much? An absolute limit cannot tell, because gradients have all
# sizes. Compare the difference with the size of the gradients themselves, the **relative error**:
#
# $$\frac{\lVert g - \tilde g \rVert}{\max(\lVert g \rVert, \lVert \tilde g \rVert)}$$


# %%
def relative_error(one, other):
    """Return how far two gradients are apart, measured by the larger of the two; 0 where both are 0."""
    largest = max(np.linalg.norm(one), np.linalg.norm(other))
    return float(np.linalg.norm(np.subtract(one, other)) / largest) if largest else 0.0


right, wrong = np.array([3e-9, -1e-9]), np.array([6e-9, -2e-9])  # one is twice the other
print("absolute difference below 1e-8:", bool(np.all(abs(right - wrong) < 1e-8)))
print("relative error:", round(relative_error(right, wrong), 2))

# %% [markdown]
# The wrong gradient, twice as large as it should be, passes the absolute limit and is caught by the relative error. A
# rule of thumb for float64 and $\epsilon = 10^{-5}$: below $10^{-7}$ the gradient is right; above $10^{-3}$ it is
# wrong; between them look for a corner, like that of ReLU.
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
#
# Before you run the next cell: one of three neurons is `nan`. What will the mean over the three be?


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
print("textbook form:", textbook, " mean:", textbook.mean(), " warning:", caught[0].message)
print("stable form:  ", logistic(extreme), " mean:", logistic(extreme).mean())

# %% [markdown]
# <details><summary>And?</summary>
#
# `nan`. One bad number is enough: the loss is a mean over the batch, so it is `nan`, so are all gradients, and after
# one step of gradient descent so are **all** the weights. The network is lost, not only the sample.
# </details>
#
# ### Task 2 · Four slopes · ●○○ · 1 point · 10 minutes
#
# Write the derivative of each activation function: four functions of `z`, a number or an array of any shape. Each
# returns floats of the shape of `z`, an array for an array <!-- req: floats, shape -->, is right from $-1000$ to
# $1000$ <!-- req: range -->, and causes no warning <!-- req: quiet -->; `z` stays as it is <!-- req: z-stays -->.
#
# * `step_prime`: 0 everywhere. At the jump there is no slope; by convention return 0 there as well. <!-- req: step -->
# * `logistic_prime`: use $\sigma$ itself; the derivative of $\sigma$ can be written with nothing but
#   $\sigma(z)$. <!-- req: logistic -->
# * `tanh_prime`: the same trick. <!-- req: tanh -->
# * `relu_prime`: at $z = 0$ there is a corner, and any slope from 0 to 1 would do. TensorFlow takes 0, and so do
#   we. <!-- req: relu -->
#
# Example: `logistic_prime(0.0)` is `0.25`, `relu_prime(np.array([-2, 0, 3]))` is `[0., 0., 1.]`. <!-- req: example -->
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


# %% check="slopes" points=1 tests="values; floats of any shape; from -1000 to 1000"
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
# req: step, logistic, tanh, relu, range, quiet, z-stays
for name, slope in slopes.items():
    mine, (z_after,) = checks.call_and_keep_changes(slope, z)
    checks.assert_equal(z_after, z, f"{name} has changed the z that it was given.")
    checks.assert_array(mine, f"{name} of an array of the shape (10,)", shape=(10,), kind="floats")
    wrong = np.flatnonzero(~(abs(np.asarray(mine) - true[name]) <= 1e-6))
    assert wrong.size == 0, (
        f"{name} is wrong, first at z = {z[wrong[0]]}: it should be "
        f"{true[name][wrong[0]]:.6g} and is {np.asarray(mine)[wrong[0]]:.6g}."
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            far = slope(np.array([-1000.0, 1000.0]))
    except RuntimeWarning as warning:
        raise AssertionError(f"{name} warns at z = -1000 or 1000 ({warning}). Avoid exp of large numbers.") from None
    checks.assert_close(far, [0, 1 if name == "relu_prime" else 0], f"{name} is wrong at z = -1000 or z = 1000: {far}.")
# req: example
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
# req: floats, shape
random = np.random.default_rng(31)
for name, formula in formulas.items():
    table = random.normal(0, 3, size=(3, 4))
    for z in [table[:, None], table.T, table[:, ::2], table[:1, :1], table[0, :1], table[0] / 1e6, np.array(-1e-12)]:
        mine = slopes[name](z)
        assert z.ndim == 0 or isinstance(mine, np.ndarray), f"{name} should return an array for an array, not a list."
        checks.assert_array(mine, f"{name} of an array of some other shape", shape=z.shape, kind="floats")
        checks.assert_close(mine, formula(z), f"{name} is not exact for new numbers.", rtol=1e-10, atol=1e-12)
    for z in (np.array([-2, 0, 3]), np.array([-300, -200, 40, 200, 300]), 0.7, 2, -3.5, 0):
        mine = slopes[name](z)
        checks.assert_array(mine, f"{name} of whole numbers, or of one number,", shape=np.shape(z), kind="floats")
        checks.assert_close(
            mine, formula(np.asarray(z, dtype=float)), f"{name} is wrong for whole numbers or a plain number."
        )
z = np.array([-20.0, -12.0, 12.0, 20.0])
checks.assert_close(
    logistic_prime(z), formulas["logistic_prime"](z), "logistic_prime is small far from 0, but not 0.", atol=1e-13
)
### END HIDDEN TESTS

# %% [markdown]
# Before you run the next cell, which draws your slopes: how high does the slope of each of the four get?

# %% tags=["figure"]
figures.activations(
    {
        "step": (step, step_prime),
        "logistic": (logistic, logistic_prime),
        "tanh": (tanh, tanh_prime),
        "ReLU": (relu, relu_prime),
    }
)
lesson.show(
    "Four activation functions above their derivatives: the step's is 0, the logistic function's at most 0.25, "
    "tanh's at most 1 in the middle, ReLU's 0 on the left and 1 on the right."
)

# %% [markdown]
# <details><summary>How high?</summary>
#
# Step 0, logistic 1/4 (at $z = 0$ only), tanh 1 (at $z = 0$ only), ReLU 1 (everywhere on the right). Remember these
# four numbers: they return in section 10.
# </details>
#
# The slope of the **step** function is 0 wherever there is one: gradient descent would never move a weight behind it.
# This is why Rumelhart, Hinton and Williams replaced the perceptron's step by the logistic function.

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
lesson.show(
    "The neuron as a graph of nine boxes with their values: x, w and b lead to z = -0.75, then to y_hat = 0.3208, "
    "e = -0.6792 and L = 0.4613; w leads to P = 0.025 as well; L and P add up to J = 0.4863."
)

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
# **Self-check 1 (paper and pencil, not graded).** Take the numbers in the picture and walk back from $J$ to $e$,
# $\hat y$, $z$, and at last to $b$, $x$ and $w$. Which box has two arrows leaving it, and what do you do there?
#
# <details><summary>The walk, step by step</summary>
#
# | box | upstream | local derivative | gradient of $J$ |
# | --- | --- | --- | --- |
# | $J$ | | | $1$ |
# | $L$, $P$ | $1$ | $1$, because $J = L + P$ | $1$ |
# | $e$ | $1$ | $2e = -1.3584$ | $-1.3584$ |
# | $\hat y$ | $-1.3584$ | $1$ | $-1.3584$ |
# | $z$ | $-1.3584$ | $\hat y (1 - \hat y) = 0.2179$ | $-0.2960$ |
# | $b$ | $-0.2960$ | $1$ | $-0.2960$ |
# | $x$ | $-0.2960$ | $w = -0.5$ | $0.1480$ |
# | $w$ through $z$ | $-0.2960$ | $x = 2$ | $-0.5920$ |
# | $w$ through $P$ | $1$ | $2 \lambda w = -0.1$ | $-0.1$ |
# | $w$ | | *two paths: add* | $-0.6920$ |
# </details>

# %% [markdown]
# ## 5 · An engine for any graph
#
# The walk is always the same: only the boxes and the local derivatives change. So let the computer do it. Two ideas
# are enough, and TensorFlow and PyTorch rest on them too.
#
# 1. **Every value remembers what it was made from.** When the forward pass computes $z = wx + b$, the result keeps a
#    list of its *parents* together with the local derivative towards each. The graph builds itself while ordinary
#    Python runs.
# 2. **The order decides.** A box may send its gradient on only when it has received *all* of it, that is, after every
#    box to the right of it. A list of the boxes in which each stands behind its parents is a **topological order**; the
#    backward pass walks it from the end.
#
# ### Task 3 · A small engine · ●●● · 2 points · 50 minutes
#
# Complete the class `Value`, and write the two functions that make it an engine.
#
# A `Value` has the number `data` (a float), the list `parents` of pairs `(parent, local derivative)`, and `grad`, which
# is 0 until `backward` sets it. `add`, `exp` and `log` are given as patterns. Leave what is given as it
# is. <!-- req: given -->
#
# *The operations (1 point).* Each returns a new `Value` whose `parents` are the very objects it was computed from, each
# with the local derivative as a number, even where that is 0. <!-- req: parents -->
#
# * `a.mul(b)` is the product of two values; `b` may be `a` itself. <!-- req: mul, square -->
# * `a.relu()` and `a.logistic()` are the activation functions; their slopes are those of task 2, right from $-1000$ to
#   $1000$ and without a warning. <!-- req: relu, logistic, extreme -->
#
# Example: for `a = Value(3.0)` and `b = Value(4.0)` the product `a * b` (Python turns it into `a.mul(b)`) has `data`
# 12 and the parents `[(a, 4.0), (b, 3.0)]`. <!-- req: example-mul -->
#
# *The walk (1 point).*
#
# * `topological_order(end)` returns a list: `end` and every value that it depends on, directly or through others, each
#   object once and behind all its parents; `parents` alone decides, not who was made
#   first. <!-- req: each-once, order -->
# * `backward(end)` sets `grad` to the derivative of `end` with respect to each value of that list: 1 for `end` itself,
#   and for the others the sum over all paths. <!-- req: paths -->
# * Whatever `grad` held before does not count, be it `nan`: a second call gives the same result, also after a call for
#   another `end`. <!-- req: again -->
# * Values that `end` does not depend on keep their `grad`. <!-- req: others -->
# * Each value sends its gradient on once, not once for each path: there can be millions of paths. <!-- req: fast -->
#
# Example: with `a = Value(2.0)`, `b = a + a` and `J = b + a` the order is `[a, b, J]`, and after `backward(J)` the
# grads are 3 at `a`, 1 at `b` and 1 at `J`. <!-- req: example-walk -->
#
# <details><summary>Hint 1: the operations</summary>
#
# Ask for each parent: if it grows by a tiny bit, how many times as much does the result grow? `exp` has one parent,
# and so have `relu` and `logistic`; `add` has two, and so has `mul`. The functions `relu`, `relu_prime`, ... of
# section 3 take plain numbers, too (or write the slope directly, if task 2 is still open); inside a method `relu(...)`
# is still that function, and `self.relu()` the method.
# </details>
# <details><summary>Hint 2: a value behind its parents</summary>
#
# A recursive function does it: to visit a value, first visit all its parents, then append the value itself. If it was
# visited before, there is nothing to do. A set remembers the visited objects.
# </details>
# <details><summary>Hint 3: which values may send first?</summary>
#
# Go through the order from its end to its beginning. Every value tells its parents what it has to send, and two
# children of the same parent must not wipe out each other's contribution.
# </details>
# <details><summary>Hint 4: the grads are too large the second time</summary>
#
# `+=` needs a clean start. Which values have to be set to 0 before the walk begins, and which one to 1?
# </details>


# %% task="engine"
class Value:
    """A number that remembers what it was made from."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)  # pairs (parent, local derivative)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        """Return the product of two values."""
        ### BEGIN SOLUTION
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])
        ### END SOLUTION

    def relu(self):
        """Return max(0, value)."""
        ### BEGIN SOLUTION
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])
        ### END SOLUTION

    def logistic(self):
        """Return the logistic function of the value."""
        ### BEGIN SOLUTION
        s = logistic(self.data)
        return Value(s, [(self, float(s * (1 - s)))])
        ### END SOLUTION

    __add__, __mul__ = add, mul  # Python computes a + b as a.add(b), and a * b as a.mul(b)


def topological_order(end):
    """Return end and all that it depends on as a list, each value once and behind its parents."""
    ### BEGIN SOLUTION
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order
    ### END SOLUTION


def backward(end):
    """Set the grad of end, and of every value that it depends on, to the derivative of end."""
    ### BEGIN SOLUTION
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad
    ### END SOLUTION


# %% check="engine" points=1 tests="mul, relu and logistic: values, parents and local derivatives"
import warnings

import numpy as np

from nn_lessons import checks


def slopes_by_parent(result, parents, what):
    """Return, for each of the parents, the sum of the local derivatives that the result keeps for it."""
    for number, parent in enumerate(parents):
        parent.grad = 100.0 + number  # tells the objects apart, even where their data are equal
    found, missing = np.zeros(len(parents)), set(range(len(parents)))
    count = len(result.parents)
    assert count, f"{what}: the new Value has no parents. Pass them as the second argument of Value(...)."
    for pair in checks.items(result.parents, count, f"{what}: parents"):
        parent, slope = checks.items(pair, 2, f"{what}: each item of parents, (parent, local derivative),")
        assert hasattr(parent, "grad"), f"{what}: a parent should be the Value itself, not its number."
        number = parent.grad - 100
        assert number in range(len(parents)), (
            f"{what}: a parent is not one of the values that went in. Store the objects themselves, no copies of them."
        )
        checks.assert_number(slope, f"{what}: the local derivative")
        found[int(number)] += float(slope)
        missing.discard(int(number))
    assert not missing, f"{what}: {len(parents)} values went in, and each should be a parent, even with slope 0."
    for parent in parents:
        parent.grad = 0.0
    return found


def check_operation(name, numbers, data, slopes, what):
    values = [Value(number) for number in numbers]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = getattr(values[0], name)(*values[1:])
    except RuntimeWarning as warning:
        raise AssertionError(f"{what}: NumPy warns ({warning}). Use the stable form of section 3.") from None
    assert hasattr(result, "parents"), f"{what} should return a Value; yours returns {result}."
    checks.assert_number(result.data, f"{what}: the data of the result")
    assert checks.is_close(result.data, data), f"{what}: data should be {data:.8g} and is {float(result.data):.8g}."
    found = slopes_by_parent(result, values, what)
    if name == "mul" and numbers[0] != numbers[1]:
        assert not checks.is_close(found, slopes[::-1]), (
            f"{what}: the two local derivatives are swapped. If the first factor grows by 1, what does a * b grow by?"
        )
    assert checks.is_close(found, slopes), (
        f"{what}: the local derivatives towards {numbers} should be {slopes} and are {found.tolist()}."
    )


# req: example-mul
product = Value(3.0).mul(Value(4.0))
assert hasattr(product, "data"), f"Value(3.0).mul(Value(4.0)) should return a Value; yours returns {product}."
assert checks.is_close(product.data, 12), f"Value(3.0) * Value(4.0) should have data 12; yours has {product.data}."
# req: given
bare = Value(2)
checks.assert_array(bare.data, "The data of Value(2)", shape=(), kind="floats")
assert [bare.data, bare.grad, len(bare.parents)] == [2, 0, 0], "Value(2) should have data 2.0, grad 0 and no parents."
check_operation("add", [3.0, 4.5], 7.5, [1.0, 1.0], "Value(3.0).add(Value(4.5))")
check_operation("exp", [2.0], 7.38905610, [7.38905610], "Value(2.0).exp()")
check_operation("log", [4.0], 1.38629436, [0.25], "Value(4.0).log()")


@checks.in_kernel_of(Value)
def by_operators(a, b):
    return (a + b).data, (a * b).data


assert by_operators(Value(3.0), Value(4.0)) == (7, 12), "a + b should be a.add(b), and a * b should be a.mul(b)."
# req: mul, parents
check_operation("mul", [3.0, 4.0], 12, [4.0, 3.0], "Value(3.0).mul(Value(4.0))")
check_operation("mul", [0.0, -2.5], 0, [-2.5, 0.0], "Value(0.0).mul(Value(-2.5))")
# req: square
a = Value(5.0)
found = slopes_by_parent(a.mul(a), [a], "a.mul(a)")
assert checks.is_close(found, [10.0]), (
    f"a.mul(a) with a = 5 is 25, its slope 10: a is a parent twice, with 5 each time. Yours add up to {found[0]:g}."
)
# req: relu
for number, data, slope in [(1.5, 1.5, 1.0), (-0.5, 0.0, 0.0), (0.0, 0.0, 0.0)]:
    check_operation("relu", [number], data, [slope], f"Value({number}).relu()")
# req: logistic, extreme
for number, data, slope in [(0.0, 0.5, 0.25), (-1000.0, 0.0, 0.0), (1000.0, 1.0, 0.0)]:
    check_operation("logistic", [number], data, [slope], f"Value({number}).logistic()")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(45)
for u, v in rng.normal(0, 2, size=(4, 2)).tolist():
    check_operation("mul", [u, v], u * v, [v, u], "The product of two other values")
    check_operation("relu", [u], max(u, 0), [1.0 if u > 0 else 0.0], "relu() of another value")
    check_operation("logistic", [v], 1 / (1 + np.exp(-v)), [0.25 / np.cosh(v / 2) ** 2], "logistic() of another value")
check_operation("mul", [1.25, 1.25], 1.5625, [1.25, 1.25], "The product of two values with the same data")
check_operation("relu", [1e-9], 1e-9, [1.0], "relu() just above 0")
for number, data in [(-16.0, 1.125351747e-07), (-12.0, 6.144174602e-06), (12.0, 0.9999938558), (16.0, 0.9999998875)]:
    slope = float(0.25 / np.cosh(number / 2) ** 2)
    check_operation("logistic", [number], data, [slope], "logistic() far from 0, where the slope is small but not 0")
a = Value(2)
result = a.mul(a).mul(a)
checks.assert_number(result.data, "The data of a product of three values")
checks.assert_close(result.data, 8.0, "The product of three whole numbers is wrong.")
### END HIDDEN TESTS

# %% check="engine" points=1 tests="the order; sums over paths; a second call; values outside; speed"
import time

import numpy as np

from nn_lessons import checks


def make_graph(parents_of):
    """Return values made with Value(data, parents): for each a dictionary {number of a parent: local derivative}."""
    values = []
    for number, edges in enumerate(parents_of):
        value = Value(1.0, [(values[parent], slope) for parent, slope in edges])
        value.tag, value.grad = float(number), 77.0
        values.append(value)
    return values


def true_gradients(parents_of, end):
    """Return the derivative of the end with respect to each value, and which values it depends on, by matrices."""
    size = len(parents_of)
    local, edge = np.zeros((size, size)), np.zeros((size, size))
    for number, edges in enumerate(parents_of):
        for parent, slope in edges:
            local[number, parent] += slope
            edge[number, parent] = 0.5
    gradients, paths = np.linalg.inv(np.eye(size) - local)[end], np.linalg.inv(np.eye(size) - edge)[end]
    return gradients, np.flatnonzero(paths > 1e-12)


def check_graph(parents_of, end, case):
    gradients, inside = true_gradients(parents_of, end)
    values = make_graph(parents_of)
    # req: each-once, order
    order = topological_order(values[end])
    assert isinstance(order, list), f"topological_order should return a list; yours is {type(order).__name__}."
    wanted = f"{len(inside)} values: end and all that it depends on, each once"
    assert len(order) == len(inside), f"{case}, the list should have {wanted}. Yours has {len(order)}."
    tags = []
    for value in checks.items(order, len(inside), f"{case}, the list"):
        assert hasattr(value, "tag"), f"{case}, the list should hold the values themselves: no pairs, numbers, copies."
        tags.append(int(value.tag))
    assert sorted(tags) == inside.tolist(), f"{case}, the list should have {wanted}. Is one there twice?"
    assert tags[-1] == end, f"{case}, end itself should be the last in the list."
    behind = all(tags.index(parent) < tags.index(number) for number in tags for parent, _ in parents_of[number])
    assert behind, f"{case}, some value stands before one of its parents."
    for turn, before in [
        ("", 0.0),
        (" when backward is called a second time", None),
        (" where all grads were nan before", np.nan),
    ]:
        if before is not None:
            for number in inside.tolist():
                values[number].grad = before
        backward(values[end])
        grads = np.array([float(value.grad) for value in values])
        # req: paths
        assert grads[end] == 1, f"{case}, the grad of end should be 1{turn}; it is {grads[end]:g}."
        for number in inside.tolist():
            # req: again
            hint = "Paths add: is there an = for a +=?"
            if turn:
                hint = "Whatever grad held before should not count: which grads must be 0 before the walk begins?"
            assert checks.is_close(grads[number], gradients[number]), (
                f"{case}, one grad should be {gradients[number]:g} and is {grads[number]:g}{turn}. {hint}"
            )
        # req: others
        untouched = np.delete(grads, inside)
        assert np.all(untouched == 77), f"{case}, the grad of a value that end does not depend on has changed."


# req: example-walk
a = Value(2.0)
b = a.add(a)
J = b.add(a)
backward(J)
assert [a.grad, b.grad, J.grad] == [3, 1, 1], (
    "In the example of the task (b = a + a, J = b + a) the grads of a, b and J should be 3, 1 and 1; "
    f"yours are {a.grad:g}, {b.grad:g} and {J.grad:g}."
)
check_graph([[], [(0, 1.0), (0, 1.0)], [(1, 1.0), (0, 1.0)]], 2, "In the example of the task")
check_graph([[], [(0, 2.0)], [(1, 3.0)], [(2, 5.0)]], 3, "In a chain of four values")
check_graph([[], [(0, 2.0)], [(0, -3.0), (1, 1.0)], [(1, 4.0), (2, 5.0)]], 3, "In a graph with a diamond")
check_graph([[]], 0, "For a single value without parents")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(46)
for size, end in [(6, 5), (12, 11), (12, 7), (20, 16)]:
    drawn = []
    for number in range(size):
        parents = rng.integers(0, number, size=rng.integers(1, 4)).tolist() if number > 2 else []
        drawn.append([(parent, float(rng.choice([-1.5, 0.5, 2.0, 0.0]))) for parent in parents])
    check_graph(drawn, end, "In another graph")
check_graph([[], [(0, 0.0)], [(1, 3.0)], [(2, 2.0), (0, 1.0)]], 3, "In a graph with a slope of 0")
check_graph([[(0, 1.0)][:0], [(0, 1.0)], [(0, 1.0)], [(1, -1.0), (2, 1.0)]], 3, "Where two paths cancel")
values = make_graph([[], [(0, 1e-6)], [(1, 3e-6)], [(2, 2e-6)]])
backward(values[3])
checks.assert_close(
    [float(value.grad) for value in values[:3]], [6e-18, 6e-12, 2e-6], "A small gradient is not 0: send it on.", atol=0
)
leaves = make_graph([[], []])
one, two = Value(1.0, [(leaves[0], 2.0), (leaves[1], 3.0)]), Value(1.0, [(leaves[0], -5.0), (leaves[1], 7.0)])
for goal, slopes in [(one, [2.0, 3.0]), (two, [-5.0, 7.0]), (one, [2.0, 3.0])]:
    backward(goal)
    checks.assert_close(
        [float(leaf.grad) for leaf in leaves], slopes, "Wrong after backward was called for another end."
    )
late = make_graph([[], [], []])  # the end is made first, its parents follow
late[0].parents, late[1].parents = [(late[1], 2.0), (late[2], 1.0)], [(late[2], 4.0)]
found = [int(value.tag) for value in checks.items(topological_order(late[0]), 3, "The order of three values")]
assert found == [2, 1, 0], "Only parents decides about the order, not which value was made first."
backward(late[0])
checks.assert_close([float(value.grad) for value in late], [1.0, 2.0, 9.0], "Wrong where the end was made first.")
# req: fast
values = [Value(1.0)]
for _ in range(24):
    values.append(Value(1.0, [(values[-1], 0.5), (values[-1], 0.5)]))
seconds = []
for _ in range(2):
    start = time.perf_counter()
    backward(values[-1])
    seconds.append(time.perf_counter() - start)
    if seconds[-1] < 1:
        break
assert min(seconds) < 1, (
    "backward takes seconds for 25 values: each should send its gradient on once, not for each path."
)
checks.assert_close(values[0].grad, 1.0, "A long chain of values that are used twice gives the wrong grad.")
### END HIDDEN TESTS

# %% [markdown]
# ### Your engine, box by box
#
# The neuron of section 4, this time made of your values: no derivative is written down anywhere. `my_numbers` are
# yours to change. Move the slider to send the gradient backward in *your* topological order (on paper, and on GitHub,
# you see the last step), and compare with your walk on paper.


# %%
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def neuron(x, y, w, b, decay):
    """Return the values of the graph by their names, in the order in which the forward pass makes them."""
    x, w, b = Value(x), Value(w), Value(b)
    z = w * x + b
    y_hat = z.logistic()
    e = y_hat + Value(-y)
    L, P = e * e, Value(decay) * w * w
    return {"x": x, "w": w, "b": b, "z": z, "y_hat": y_hat, "e": e, "L": L, "P": P, "J": L + P}


boxes = neuron(**my_numbers)
backward(boxes["J"])
print({name: round(value.grad, 4) for name, value in boxes.items()})

# %% tags=["figure"]
names = {value: name for name, value in boxes.items()}
walk = [names[value] for value in reversed(topological_order(boxes["J"])) if value in names]


def draw_backward(last):
    reached = walk[: walk.index(last) + 1]
    figures.neuron_graph(forward_neuron(**my_numbers), {name: boxes[name].grad for name in reached})


lesson.slider(
    draw_backward,
    walk[::2],
    label="backward pass, arrived at",
    alt="The neuron's graph with a gradient below the value of each box that the walk from J has reached.",
)

# %% [markdown]
# ### Every number of a small network, against TensorFlow
#
# `tf.GradientTape` does the same walk: it writes down (on a "tape") each step of the forward pass, then plays it
# backward. It shares no code with you, and so it is a good second judge. **Then and now:** TensorFlow 1 drew the whole
# graph first and ran it later in a session; since TensorFlow 2 (2019) the graph is recorded while ordinary Python runs.
# In Keras, `model.fit` does this for you.
#
# The function below is a network with two inputs, two ReLU neurons and a logistic output. It needs nothing but `+`,
# `*` and two functions, so it runs on your values and on TensorFlow's numbers alike. Every product and every sum has a
# name, and the next cell compares the gradient at each of them, one line each.
#
# Before you run it: the second ReLU neuron has a negative $z_2$ for this sample. At which of the names in the code will
# the gradient be exactly 0?


# %%
with lesson.quiet_start():
    import keras
    import tensorflow as tf

sample = {"x1": 1.0, "x2": -2.0, "minus_y": -1.0}
weights = {"u1": 0.5, "u2": -0.75, "b1": 0.1, "v1": 0.4, "v2": 0.6, "b2": 0.2, "w1": -1.2, "w2": 0.8, "b3": 0.3}


def small_network(given, relu, logistic):
    """Return every value on the way from the given ones to the loss J, by name."""
    n = dict(given)
    n["u1x1"], n["u2x2"] = n["u1"] * n["x1"], n["u2"] * n["x2"]
    n["v1x1"], n["v2x2"] = n["v1"] * n["x1"], n["v2"] * n["x2"]
    n["s1"], n["s2"] = n["u1x1"] + n["u2x2"], n["v1x1"] + n["v2x2"]
    n["z1"], n["z2"] = n["s1"] + n["b1"], n["s2"] + n["b2"]
    n["h1"], n["h2"] = relu(n["z1"]), relu(n["z2"])
    n["w1h1"], n["w2h2"] = n["w1"] * n["h1"], n["w2"] * n["h2"]
    n["s3"] = n["w1h1"] + n["w2h2"]
    n["z3"] = n["s3"] + n["b3"]
    n["y_hat"] = logistic(n["z3"])
    n["e"] = n["y_hat"] + n["minus_y"]
    n["J"] = n["e"] * n["e"]
    return n


# %%
numbers = {**sample, **weights}
mine = small_network({name: Value(number) for name, number in numbers.items()}, Value.relu, Value.logistic)
backward(mine["J"])

given = {name: tf.constant(number, tf.float64) for name, number in numbers.items()}
with tf.GradientTape() as tape:
    tape.watch(given)
    theirs = small_network(given, tf.nn.relu, tf.sigmoid)
taped = {name: float(slope) for name, slope in tape.gradient(theirs["J"], theirs).items()}

print("name        value   gradient   TensorFlow   relative error below 1e-12")
for name, value in mine.items():
    print(
        f"{name:<8} {value.data:>8.4f}   {value.grad + 0:>8.4f}   {taped[name] + 0:>10.4f}   "
        f"{relative_error(value.grad, taped[name]) < 1e-12}"
    )

# %% [markdown]
# <details><summary>Where is it 0, and why?</summary>
#
# At `z2` and at everything that acts through it alone: `s2`, `v1x1`, `v2x2`, `v1`, `v2` and `b2`. ReLU's slope there
# is 0, so this neuron learns nothing from this sample. At `w2` it is 0 as well, for another reason: its local
# derivative is `h2`, and that is 0. (`h2` itself and `w2h2` do receive a gradient: the stream ends at the ReLU.)
# </details>
#
# The inputs `x1` and `x2` feed two neurons each, and `e` is used twice in `e * e`: where paths meet your `+=` has added
# them. Now you know what a framework does. It adds arrays, speed, and a few hundred more operations.
#
# **Self-check 2 (not graded).** Suppose `backward` walked the values in the order in which Python made them, from the
# first to the last. Which grads would be right?
#
# <details><summary>Answer</summary>
#
# `end`'s own 1, and those of its direct parents from which no other path leads to `end`. Every other value would send
# its gradient on before it has received any. A walk from right to left that is not topological is a worse bug to find:
# many of its numbers are right, namely where every value on the way happened to be complete when it sent.
# </details>

# %% [markdown]
# ## Recap of Part 1
#
# * A **gradient** holds one slope for each parameter; gradient descent subtracts $\eta$ times it.
# * **Nudging** measures it: slow, and limited by truncation (large $\epsilon$) and rounding (small $\epsilon$). It is
#   for checking, and the *relative* error says whether the check is passed.
# * **Backpropagation** computes it, with two rules: multiply along an edge, add where paths meet; in an order in which
#   every value is complete before it sends.
# * An **engine** needs parents, local derivatives, a topological order and `+=`. Yours agrees with TensorFlow at every
#   intermediate value.
#
# Good place for a break: Part 2 uses `central_difference`, `relative_error`, the slopes and the engine. When you come
# back, run all cells above once.

# %% [markdown]
# # Part 2 · Whole layers, many samples
#
# **After Part 2 you can**
#
# * write the backward pass of a dense layer, of softmax with cross-entropy, and of a network with any number of layers;
# * write an epoch of minibatch gradient descent, and explain the numbers 1719 and 363 in the lecture's logs;
# * have a gradient judged by three that do not know each other: finite differences, `tf.GradientTape` and Keras;
# * predict from the scale of the weights whether gradients vanish or explode on their way through a deep network.
#
# **Time:** tasks 115 minutes (20, 15, 35, 20 and 10, and 15 for the optional one), reading and examples about 60.
#
# The engine is right, and it is slow: every number is a Python object. One image through the lecture's network
# (784-300-100-10) takes 266,200 products. Part 2 is the same walk with **arrays** in the boxes: one box a layer, and a
# whole minibatch at a time.
#
# ## 6 · A whole layer at once
#
# A dense layer is many neurons that share their inputs, and a minibatch is many samples that share the weights. All of
# it is one matrix product. With $n$ samples in the rows of $X$:
#
# $$Z = XW + b \qquad\qquad z_{ij} = \sum_k x_{ik} w_{kj} + b_j$$

# %% tags=["figure"]
figures.dense_shapes(n=4, n_in=3, n_out=2)
lesson.show(
    "The shapes of Z = X W + b as blocks: Z (4, 2) is X (4, 3) times W (3, 2), and b (2,) is added to every row."
)

# %% [markdown]
# From here on we write $dZ$ for $\partial J / \partial Z$, the gradient of the loss at $Z$. It is an array **with the
# same shape as** $Z$, and so are $dW$, $db$ and $dX$ for theirs: one slope for each entry.
#
# The layer does not know the loss. Somebody upstream hands it $dZ$; the layer answers three questions:
#
# * $dW$ and $db$: how much do my weights and biases contribute? (Gradient descent needs them.)
# * $dX$: how much do my inputs contribute? (The layer below needs it, as *its* upstream gradient.)
#
# The two rules from Part 1 suffice. Take one weight, $w_{kj}$. It acts on $z_{ij}$ for **every** sample $i$, with the
# local derivative $x_{ik}$. Multiply along the edge, add over the paths:
#
# $$\frac{\partial J}{\partial w_{kj}} = \sum_i x_{ik} \, dz_{ij}$$
#
# **Self-check 3 (not graded).** Write down the same two lines for one bias $b_j$ and for one input $x_{ik}$: on which
# $z$ does it act, with which local derivative, and over what is the sum?
#
# <details><summary>Answer</summary>
#
# $b_j$ acts on $z_{ij}$ for every sample $i$, with 1: the sum runs over the samples. $x_{ik}$ acts on $z_{ij}$ for
# every neuron $j$, with $w_{kj}$: the sum runs over the neurons.
# </details>
#
# ### Task 4 · A dense layer, forward and backward · ●●○ · 1 point · 20 minutes
#
# Write the layer's forward pass and its backward pass; with matrix products each is short. All that is given and
# returned are arrays, and each call returns new ones. <!-- req: new-arrays -->
#
# `dense_forward(X, W, b)` returns `Z` <!-- req: forward -->; `dense_backward(dZ, X, W)` returns `(dX, dW, db)`, the
# gradients for whatever `dZ`, `X` and `W` it is given. <!-- req: backward -->
#
# | name | shape | | name | shape |
# | --- | --- | --- | --- | --- |
# | `X`, `dX` | `(n, n_in)` | | `b`, `db` | `(n_out,)` |
# | `W`, `dW` | `(n_in, n_out)` | | `Z`, `dZ` | `(n, n_out)` |
#
# The shapes hold for any sizes, 1 included. <!-- req: shapes --> The loss has taken the mean over the batch already,
# and `dZ` contains this $1/n$: do not divide again. <!-- req: no-mean --> The arrays that are given stay as they
# are. <!-- req: unchanged -->
#
# Example: with `X = [[1, 2]]`, `W = [[3], [4]]`, `b = [5]` the forward pass gives `[[16]]`. With `dZ = [[10]]` the
# backward pass gives `dX = [[30, 40]]`, `dW = [[10], [20]]`, `db = [10]`. <!-- req: example -->
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


# %% check="dense" points=1 tests="forward; dX, dW, db against tf.GradientTape; sizes of 1; nothing changed"
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
    # req: forward, shapes
    assert hasattr(Z, "shape"), f"{case}Z should be an array, not a list of rows."
    checks.assert_array(Z, f"{case}Z", shape=Z_true.shape)
    checks.assert_close(Z, Z_true, f"{case}Z is wrong. Each entry sums x w over the inputs; b is added in every row.")
    # req: backward, no-mean
    mine = checks.items(answer, 3, "What dense_backward returns, (dX, dW, db),")
    for name, gradient, right in zip(["dX", "dW", "db"], mine, true, strict=True):
        assert hasattr(gradient, "shape"), f"{case}{name} should be an array, not a list of rows."
        checks.assert_array(gradient, f"{case}{name}", shape=right.shape)
        assert checks.is_close(gradient, right), f"{case}{name} is wrong: " + diagnose(
            name, np.asarray(gradient), right, n, dZ
        )
    # req: unchanged
    unchanged = checks.is_equal([X_after, W_after, b_after, *given_after], [X, W, b, dZ, X, W])
    assert unchanged, "dense_forward and dense_backward should not change the arrays that they are given."


check_dense(n=4, n_in=3, n_out=2, seed=0)
# req: example
X, W, b, upstream = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([5.0]), np.array([[10.0]])
Z = dense_forward(X, W, b)
checks.assert_close(Z, np.array([[16.0]]), f"In the example of the task Z should be [[16]]; yours is {Z}.")
answer = checks.items(dense_backward(upstream, X, W), 3, "What dense_backward returns, (dX, dW, db),")
for name, gradient, right in zip(["dX", "dW", "db"], answer, ([[30.0, 40.0]], [[10.0], [20.0]], [10.0]), strict=True):
    checks.assert_close(
        gradient, np.array(right), f"In the example of the task {name} should be {right}; yours is {gradient}."
    )
check_dense(n=3, n_in=3, n_out=3, seed=1)


# req: new-arrays
@checks.in_kernel_of(dense_backward)
def first_arrays_after_a_second_call(forward, backward):
    import numpy as np

    at_once, first = [], []
    for n in (2, 1):
        X, W, b, dZ = np.ones((n, 3)), np.ones((3, 2)), np.ones(2), np.ones((n, 2))
        results = [forward(X, W, b), *backward(dZ, X, W)]
        first += results
        at_once += [np.array(array) for array in results]
        for array, factor in [(X, 2), (W, 5), (b, 3), (dZ, 7)]:
            array *= factor
        forward(X, W, b)
        backward(dZ, X, W)
    return at_once, [np.array(array) for array in first]


at_once, later = first_arrays_after_a_second_call(dense_forward, dense_backward)
assert checks.is_equal(later, at_once), (
    "A second call, or new numbers in a given array, changed what the first call had returned: make new arrays."
)
### BEGIN HIDDEN TESTS
x_whole, w_whole = np.array([[1, 2]]), np.array([[3], [4]])
Z = dense_forward(x_whole, w_whole, np.array([5.5]))
checks.assert_close(Z, np.array([[16.5]]), "Z is wrong where some arrays hold whole numbers and others decimal ones.")
for upstream_mixed, x_mixed, w_mixed in [
    (np.array([[10]]), x_whole, w_whole / 8),
    (np.array([[10]]), x_whole / 8, w_whole),
    (np.array([[0.5]]), x_whole, w_whole),
]:
    mixed = dense_backward(upstream_mixed, x_mixed, w_mixed)
    right = [upstream_mixed[0, 0] * w_mixed.T, upstream_mixed[0, 0] * x_mixed.T, upstream_mixed[0]]
    for gradient, expected in checks.pairs(mixed, right, "What dense_backward returns, (dX, dW, db),"):
        checks.assert_close(gradient, expected, "A gradient is wrong where some arrays hold whole numbers.")
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
# ## 7 · Where the gradient starts: the two losses
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
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} \qquad\qquad L = -\ln p_y = \ln \sum_j e^{z_j} - z_y$$
#
# You wrote the stable softmax in notebook 2; here it is given. What is the gradient of $L$ at the logits? Ask your
# engine: `exp`, `log`, `+` and `*` are all that the formula needs.
#
# Before you run the next cell: three logits, the first is the true class. Which of the three gradients will be
# negative? And what will they add up to?


# %%
def softmax(Z):
    """Return the probabilities of each row of logits, shape (n, K), as in notebook 2."""
    powers = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


# %%
logits = [Value(2.0), Value(1.0), Value(-1.0)]
log_of_sum = (logits[0].exp() + logits[1].exp() + logits[2].exp()).log()
backward(log_of_sum + Value(-1.0) * logits[0])

print("probabilities:", softmax(np.array([[2.0, 1.0, -1.0]])).round(4)[0])
print("gradient at z:", np.round([z.grad for z in logits], 4))

# %% [markdown]
# <details><summary>What do you see?</summary>
#
# Only the true class has a negative gradient: more of its logit, less loss. The three add up to 0. Compare the second
# line with the first: two of the three numbers are the same, and the third differs by a round number.
# </details>
#
# ### Task 5 · Softmax with cross-entropy · ●●○ · 1 point · 15 minutes
#
# Your engine has shown the result for one sample. Derive it, and write loss and gradient for a whole batch.
#
# `softmax_cross_entropy(Z, y)` returns `(loss, dZ)`:
#
# * `Z` is `(n, K)`, and `y` holds the `n` true classes as integers, like the lecture's *sparse* categorical
#   cross-entropy;
# * `loss` is the **mean** of $L$ over the batch, a number; <!-- req: loss -->
# * `dZ` is its gradient at `Z`, a new array shaped like `Z`; <!-- req: gradient, new-array -->
# * both are right for logits of $\pm 1000$, with equal ones among them, too, and without warnings; <!-- req: stable -->
# * `Z` and `y` stay as they are. <!-- req: unchanged -->
#
# Example: for `Z = [[0, 0]]` and `y = [0]` the loss is $\ln 2 \approx 0.693$ and `dZ = [[-0.5,
# 0.5]]`. <!-- req: example -->
#
# Two traps of floating-point numbers wait in the loss: $e^{1000}$ overflows, and a $p_y$ that is rounded to 0 has the
# logarithm $-\infty$. So take no logarithm of a rounded $p$: use the second form of $L$, with the row's largest logit
# subtracted from every $z$ first. (It changes nothing: try it, it cancels.)
#
# <details><summary>Hint 1: the derivative</summary>
#
# Differentiate $L = \ln \sum_j e^{z_j} - z_y$ with respect to $z_k$. The first part gives something you know by name.
# The second part only matters for one $k$.
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


# %% check="softmax_cross_entropy" points=1 tests="loss and gradient against Keras; logits of 1000; nothing changed"
import warnings

import keras
import numpy as np
import tensorflow as tf

from nn_lessons import checks


def taped_cross_entropy(Z, y):
    """Return loss and gradient as Keras and TensorFlow find them."""
    Z = tf.constant(Z, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(Z)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, Z, from_logits=True))
    return float(loss), tape.gradient(loss, Z).numpy()


def check_cross_entropy(Z, y, case):
    loss_true, dZ_true = taped_cross_entropy(Z, y)
    n = len(Z)
    # req: stable
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            answer, (Z_after, y_after) = checks.call_and_keep_changes(softmax_cross_entropy, Z, y)
    except RuntimeWarning as warning:
        raise AssertionError(
            f"{case}: NumPy warns ({warning}). Subtract each row's largest logit; no log of p."
        ) from None
    except ValueError as error:
        raise AssertionError(f"{case}: the shapes do not fit ({error}).") from None
    loss, dZ = checks.items(answer, 2, "What softmax_cross_entropy returns, (loss, dZ),")
    # req: unchanged
    checks.assert_equal(Z_after, Z, f"{case}: the logits Z have changed. Work on a copy, without -= on Z itself.")
    checks.assert_equal(y_after, y, f"{case}: the classes y have changed; they are only to be read.")
    # req: loss
    checks.assert_number(loss, f"{case}: the loss, the mean over the batch,")
    assert n == 1 or not checks.is_close(loss, n * loss_true), (
        f"{case}: the loss is the sum over the batch; take the mean."
    )
    assert checks.is_close(loss, loss_true), f"{case}: the loss should be {loss_true:.4f} and is {float(loss):.4f}."
    # req: gradient
    checks.assert_array(dZ, f"{case}: dZ", shape=Z.shape)
    assert n == 1 or not checks.is_close(dZ, n * dZ_true), (
        f"{case}: dZ is n times too large: the loss is a mean, so dZ has 1/n."
    )
    assert not checks.is_close(np.sum(dZ), 1.0), f"{case}: dZ is p / n. What changes where k is the true class?"
    assert not checks.is_close(dZ, -dZ_true), (
        f"{case}: dZ has the wrong sign. More of the true logit should mean less loss."
    )
    checks.assert_close(dZ, dZ_true, f"{case}: dZ differs from tf.GradientTape.")


# req: example
check_cross_entropy(np.array([[0, 0]]), np.array([0]), "the example of the task")
check_cross_entropy(np.array([[2.0, 1.0, -1.0], [0.5, 0.5, 3.0]]), np.array([0, 1]), "small logits")
check_cross_entropy(
    np.array([[1000.0, 0.0], [-1000.0, 0.0], [-1000.0, -1000.0]]), np.array([1, 1, 0]), "logits of 1000"
)


# req: new-array
@checks.in_kernel_of(softmax_cross_entropy)
def first_gradient_after_a_second_call(function):
    import numpy as np

    _, first = function(np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([0, 1]))
    at_once = np.array(first)
    function(np.array([[-3.0, 2.0], [0.0, 4.0]]), np.array([1, 0]))
    return at_once, np.array(first)


at_once, later = first_gradient_after_a_second_call(softmax_cross_entropy)
checks.assert_equal(later, at_once, "A second call has changed the dZ that the first one returned: make a new array.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(61)
check_cross_entropy(rng.normal(0, 3, size=(7, 5)), rng.integers(0, 5, size=7), "another batch")
check_cross_entropy(rng.normal(0, 3, size=(1, 4)), np.array([2]), "a batch of 1")
check_cross_entropy(rng.normal(0, 3, size=(6, 3)), np.array([1, 1, 1, 1, 1, 1]), "one class only")
check_cross_entropy(rng.integers(-4, 5, size=(5, 3)), np.array([2, 0, 1, 1, 0]), "whole numbers as logits")
check_cross_entropy(
    np.array([[-1000.0, -999.0, 1000.0], [-1000.0, -999.0, -998.0]]), np.array([0, 2]), "far-apart rows"
)
check_cross_entropy(np.array([[1000.0, 1000.0, -1000.0]]), np.array([2]), "two equal logits of 1000")
check_cross_entropy(np.array([[0.0, 30.0, 30.0]]), np.array([0]), "two equal logits, far above the true one")
Z, y = rng.normal(size=(3, 4)), np.array([3, 0, 2])
_, slope = softmax_cross_entropy(Z, y)
checks.assert_close(
    slope, softmax_cross_entropy(Z + 500, y)[1], "dZ should not change when 500 is added to every logit."
)
### END HIDDEN TESTS

# %% [markdown]
# What does this gradient *say*? Three samples whose true class is "cat". The first network is nearly right, the second
# undecided, the third sure of the wrong class. Above, the true class is outlined. Below, a positive bar means: gradient
# descent will lower this logit; a negative one: it will raise it.

# %% tags=["figure"]
logits = np.array([[3.0, 0.5, 0.0], [0.0, 0.0, 0.0], [-1.0, 3.0, 0.5]])
_, blame = softmax_cross_entropy(logits, np.array([0, 0, 0]))
figures.softmax_blame(
    softmax(logits),
    len(logits) * blame,  # the loss of one sample, without the 1/n of the mean
    true_class=0,
    names=["cat", "dog", "bird"],
    captions=["nearly right", "undecided", "sure, and wrong"],
    title="The gradient is largest where the network is sure and wrong",
)
lesson.show(
    "Probabilities of cat, dog and bird above the gradients at their logits, for three samples: the gradient is small "
    "where the network is nearly right and nearly -1 at cat, +0.9 at dog, where it is sure of dog."
)

# %% [markdown]
# The bars of a sample add up to 0, and they are largest where the network is most wrong: an error of a whole
# probability, never more. With the squared error behind a logistic or softmax output it would be different: there a
# network that is *sure* of a wrong answer sits on a plateau and hardly learns. This is why classification uses the
# cross-entropy.

# %% [markdown]
# ## 8 · A network of any depth
#
# Put the pieces in a row. A network with $K$ layers of weights has ReLU behind every layer but the last, whose $Z_K$
# goes into the loss:
#
# $$X = A_0 \;\xrightarrow{\;W_1,\, b_1\;}\; Z_1 \;\xrightarrow{\;\text{ReLU}\;}\; A_1
# \;\xrightarrow{\;W_2,\, b_2\;}\; Z_2 \;\xrightarrow{\;\text{ReLU}\;}\; \cdots
# \;\xrightarrow{\;W_K,\, b_K\;}\; Z_K \;\xrightarrow{\;\text{loss},\, y\;}\; J$$
#
# $K = 1$ is a single layer without any ReLU, $K = 2$ the network of notebook 2 with one hidden layer. The parameters
# live in a dictionary. New ones are drawn as Keras draws them (*Glorot uniform*, biases 0):


# %%
def new_network(sizes, seed):
    """Return random parameters of a network; sizes are those of the input, of each hidden layer, and of the output."""
    rng = np.random.default_rng(seed)
    params = {}
    for k in range(1, len(sizes)):
        rows, columns = sizes[k - 1], sizes[k]
        limit = np.sqrt(6 / (rows + columns))
        params[f"W{k}"] = rng.uniform(-limit, limit, size=(rows, columns))
        params[f"b{k}"] = np.zeros(columns)
    return params


print({name: value.shape for name, value in new_network([2, 4, 4, 3], seed=0).items()})

# %% [markdown]
# ### Task 6 · The gradients of a network · ●●● · 1 point · 35 minutes
#
# Run the network forward, keep what the way back needs, then run it backward: one function for every $K$.
#
# `network_gradients(params, X, y, loss)` returns `(value, gradients)`:
#
# * `params` is a dictionary as above, with the keys `"W1", "b1", ..., "WK", "bK"`; `K = len(params) // 2` is 1 or more,
#   and may be larger than 9; <!-- req: any-depth -->
# * `X` is `(n, n_in)`. There is a ReLU behind every layer but the last; at its corner the slope is 0, as in task
#   2; <!-- req: relu -->
# * `loss(Z, y)` returns `(value, dZ)` for the last layer's $Z_K$, as `mse` and your `softmax_cross_entropy` do. Passing
#   it in makes the same code serve regression and classification; <!-- req: given-loss -->
# * one pass forward and one back are enough: call `loss` once; <!-- req: once -->
# * `value` is the loss, and `gradients` a dictionary with the keys and shapes of `params`, and no others, new in every
#   call; <!-- req: value, gradients, new-dictionary -->
# * `params`, `X` and `y` stay as they are. <!-- req: unchanged -->
#
# You may use `dense_forward`, `dense_backward` and `relu_prime`; or write the products directly, which also works if
# those tasks are still open.
#
# Example: for `new_network([2, 4, 4, 3], seed=0)` the gradients have six keys, and `gradients["W2"]` has the shape
# `(4, 4)`. <!-- req: example -->
#
# <details><summary>Hint 1: two layers first</summary>
#
# Write it for $K = 2$ with every name: forward Z1, A1, Z2; backward, in the opposite order, dZ2, dW2, db2, dA1, dZ1,
# dW1, db1. Then look which lines repeat themselves.
# </details>
# <details><summary>Hint 2: the loops</summary>
#
# The first loop counts $k$ up and keeps each layer's input and its $Z$ in lists. The second counts $k$ down and carries
# a single array with it, the gradient that arrives from the layer above.
# </details>
# <details><summary>Hint 3: which X is the second layer's X?</summary>
#
# The second layer never saw `X`. Its input was `A1`, and so `dA1` is what `dense_backward` calls `dX`.
# </details>
# <details><summary>Hint 4: back through ReLU</summary>
#
# ReLU works on each entry by itself, so the multiplication is entry by entry (`*`, not `@`): upstream gradient times
# local slope. Is the slope that of $Z$, of $A$ or of $dA$? And which layer has no ReLU behind it?
# </details>


# %% task="network"
def network_gradients(params, X, y, loss):
    """Return the loss and the gradient of every parameter, for a ReLU network with any number of layers."""
    ### BEGIN SOLUTION
    K = len(params) // 2
    inputs, Z = [], None
    for k in range(1, K + 1):
        inputs.append(X if k == 1 else np.maximum(0, Z))
        Z = inputs[-1] @ params[f"W{k}"] + params[f"b{k}"]
    value, dZ = loss(Z, y)

    gradients = {}
    for k in range(K, 0, -1):
        A = inputs[k - 1]
        gradients[f"W{k}"], gradients[f"b{k}"] = A.T @ dZ, dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (A > 0)
    return value, gradients
    ### END SOLUTION


# %% check="network" points=1 tests="1, 2, 3 and more layers; both losses and others; against tf.GradientTape"
import keras
import numpy as np
import tensorflow as tf

from nn_lessons import checks


def cross_entropy(Z, y):
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, Z, from_logits=True))


def squared_error(Z, y):
    return tf.reduce_mean((Z - y) ** 2)


calls = []


def with_gradient(head, shape, targets):
    """Turn a TensorFlow loss into one that returns (value, dZ), as the task wants it, if it gets what it should."""

    def loss(Z, y):
        calls.append((np.shape(Z), checks.is_equal(y, targets)))
        if calls[-1] != (shape, True):
            return 0.0, np.zeros(np.shape(Z))
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
        signal = tf.constant(X)
        for W, b in zip(*(tuple(variables.values())[first::2] for first in (0, 1)), strict=True):
            signal = (signal if W is variables["W1"] else tf.nn.relu(signal)) @ W + b
        value = head(signal, y)
    return float(value), {name: slope.numpy() for name, slope in tape.gradient(value, variables).items()}


def drawn_network(sizes, n, seed, head, at_the_corner):
    rng = np.random.default_rng(seed)
    params = {}
    for k in range(1, len(sizes)):
        params[f"W{k}"] = rng.normal(size=sizes[k - 1 : k + 1])
        params[f"b{k}"] = rng.normal(size=sizes[k])
    X = rng.normal(size=(n, sizes[0]))
    if at_the_corner:
        X[0], params["b1"] = 0.0, np.zeros(sizes[1])
    y = rng.integers(0, sizes[-1], size=n) if head is cross_entropy else rng.normal(size=(n, sizes[-1]))
    return params, X, y


def check_calls(n, sizes, case):
    """Say so where loss was called with something else than the last Z and y."""
    for shape, same_targets in calls:
        assert shape == (n, sizes[-1]), (
            f"{case}loss should get the Z of the last layer, of the shape {(n, sizes[-1])}; it got the shape {shape}. "
            f"Do the loops reach all {len(sizes) - 1} layers?"
        )
        assert same_targets, f"{case}loss should get y as it is; it got something else."


def check_network(sizes, n, seed, head=cross_entropy, at_the_corner=False):
    params, X, y = drawn_network(sizes, n, seed, head, at_the_corner)
    value_true, true = taped_network(params, X, y, head)
    K = len(sizes) - 1
    case = f"With K={K}, n={n} and the sizes {sizes}: "
    calls.clear()
    loss = with_gradient(head, (n, sizes[-1]), y)
    try:
        answer, (params_after, X_after, y_after, _) = checks.call_and_keep_changes(
            network_gradients, params, X, y, loss
        )
    except (ValueError, TypeError) as error:
        check_calls(n, sizes, case)
        raise AssertionError(
            f"{case}the shapes do not fit, or something is None ({error}). Write each array's shape beside its line."
        ) from None
    except KeyError as error:
        raise AssertionError(f"{case}params has no {error}; it has the keys {list(params)}.") from None
    # req: once
    assert len(calls) == 1, f"{case}loss should be called once; you call it {len(calls)} times."
    check_calls(n, sizes, case)
    reported, mine = checks.items(answer, 2, "What network_gradients returns, (value, gradients),")
    # req: unchanged
    assert checks.is_equal(params_after, params), "Some array in params has changed; return new arrays."
    assert checks.is_equal([X_after, y_after], [X, y]), "X or y has changed; they are only to be read."
    # req: value, relu, given-loss
    checks.assert_number(reported, f"{case}the loss")
    assert checks.is_close(reported, value_true), (
        f"{case}the loss should be {value_true:.4f} and is {float(reported):.4f}. "
        "Forward is: dense, ReLU, dense, ..., and no ReLU behind the last layer."
    )
    # req: gradients, any-depth
    assert isinstance(mine, dict), "The gradients should be a dictionary with the keys of params."
    assert set(mine) == set(params), (
        f"{case}the gradients should have the keys {list(params)}; yours have {list(mine)}."
    )
    for k in range(K, 0, -1):
        layer = "the last layer" if k == K else f"layer {k}, counted from the input"
        for name in (f"b{k}", f"W{k}"):
            checks.assert_array(mine[name], f"{case}the gradient of {name}", shape=params[name].shape)
            assert checks.is_close(mine[name], true[name], rtol=1e-6), (
                f"{case}the gradient of {name} ({layer}) differs from tf.GradientTape; those of the "
                f"layers above it are right. " + advice(name, k, K)
            )


def advice(name, k, K):
    """Say where to look for the most likely mistake."""
    if name.startswith("b"):
        if k == K:
            return "The bias acts on every sample: add dZ over the samples, do not average."
        return f"dZ{k} is dZ{k + 1} sent back through W{k + 1}, then multiplied by the slope of ReLU at Z{k}."
    return f"The input of layer {k} is {'X' if k == 1 else f'A{k - 1}'}, and upstream is dZ{k}."


# req: example
check_network([2, 4, 4, 3], n=5, seed=0)
check_network([3, 2], n=4, seed=1)
check_network([3, 5, 1], n=6, seed=2, head=squared_error)


# req: new-dictionary
@checks.in_kernel_of(network_gradients)
def first_gradients_after_a_second_call(function):
    import numpy as np

    def loss(Z, y):
        return float(np.sum(Z * y)), y

    at_once, later = [], []
    for n in (2, 1):
        params = {"W1": np.ones((2, 3)), "b1": np.ones(3), "W2": np.ones((3, 1)), "b2": np.ones(1)}
        X, y = np.ones((n, 2)), np.ones((n, 1))
        _, first = function(params, X, y, loss)
        at_once.append({name: np.array(slope) for name, slope in first.items()})
        y *= 5
        function({name: 2 * value for name, value in params.items()}, 3 * X, y, loss)
        later.append({name: np.array(slope) for name, slope in first.items()})
    return at_once, later


at_once, later = first_gradients_after_a_second_call(network_gradients)
assert checks.is_equal(later, at_once), "A second call has changed what the first one returned: make new arrays."
### BEGIN HIDDEN TESTS
check_network([1, 7, 2], n=9, seed=73, head=lambda Z, y: -3.7 * tf.reduce_sum(tf.sin(Z) * y))
check_network([2, 3, 2], n=3, seed=74, at_the_corner=True)
check_network([4, 4, 4, 4], n=4, seed=75)
check_network([4, 3, 5, 2, 2], n=1, seed=76)
check_network([2] + 10 * [6] + [3], n=4, seed=77, head=lambda Z, y: 1e-4 * squared_error(Z, y))
params, X, y = drawn_network([2, 3, 3], 4, 78, cross_entropy, at_the_corner=False)
for scale in (1.0, -2.0):
    _, mine = network_gradients(params, X, y, lambda Z, y, scale=scale: (0.0, scale * np.ones(np.shape(Z))))
    checks.assert_close(
        mine["b2"], [4 * scale] * 3, "The gradients should come from the dZ that loss returns, each time."
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Three judges
#
# A gradient that only *looks* right trains badly for days. So we ask three judges who do not know each other: your
# central differences, TensorFlow's tape, and Keras: one step of its SGD with learning rate 1 moves each weight by
# exactly minus its gradient. The data are three spirals, and we shall train on them in a moment.
#
# Before you run the cell: Keras computes in float32, with about 7 digits; the tape in float64, with about 16. Which of
# the three judges will agree with you most closely?


# %% tags=["figure"]
def spirals(n_each, seed):
    """Return points (n, 2) on three noisy spiral arms and the arm of each point."""
    rng = np.random.default_rng(seed)
    radius = np.tile(np.linspace(0.1, 1, n_each), 3)
    arm = np.repeat([0, 1, 2], n_each)
    angle = 2 * np.pi * arm / 3 + 3.5 * radius + rng.normal(0, 0.15, size=3 * n_each)
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), arm


X, y = spirals(n_each=100, seed=0)
params = new_network([2, 16, 16, 3], seed=0)
_, mine = network_gradients(params, X, y, softmax_cross_entropy)


def nudge(name):
    def loss_at(value):
        return network_gradients({**params, name: value}, X, y, softmax_cross_entropy)[0]

    return central_difference(loss_at, params[name])


variables = {name: tf.Variable(value) for name, value in params.items()}
with tf.GradientTape() as tape:
    A1 = tf.nn.relu(X @ variables["W1"] + variables["b1"])
    A2 = tf.nn.relu(A1 @ variables["W2"] + variables["b2"])
    Z3 = A2 @ variables["W3"] + variables["b3"]
    taped_loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, Z3))
taped = tape.gradient(taped_loss, variables)

hidden = [keras.layers.Dense(16, activation="relu") for _ in range(2)]
model = keras.Sequential([keras.Input((2,)), *hidden, keras.layers.Dense(3)])
model.compile(keras.optimizers.SGD(1.0), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.set_weights(list(params.values()))
model.train_on_batch(X, y)
stepped = dict(zip(params, model.get_weights(), strict=True))

print("relative error below   1e-7: nudging   1e-12: tape   1e-4: Keras (float32)")
for name, gradient in mine.items():
    by_nudging = relative_error(gradient, nudge(name)) < 1e-7
    by_tape = relative_error(gradient, taped[name]) < 1e-12
    by_keras = relative_error(gradient, params[name] - stepped[name]) < 1e-4
    print(f"{name:<22} {by_nudging!s:<15} {by_tape!s:<13} {by_keras}")

# %% [markdown]
# <details><summary>The closest judge</summary>
#
# The tape: it uses your method and your precision, and only the order of the sums differs. Nudging is limited by its
# $\epsilon$, Keras by float32.
# </details>
#
# Why three? Central differences judge the backward pass by *your* forward pass: if the forward pass forgets a bias,
# both are wrong together and agree perfectly. The tape and Keras compute their own forward pass. And nudging has a
# blind spot that you can now name: near a corner of ReLU, $z = 0$, the two nudged points lie on different sides, and
# the chord between them is neither slope.

# %% [markdown]
# ## 9 · An epoch
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
# ### Task 7 · An epoch of minibatch gradient descent · ●●● · 1 point · 20 minutes
#
# Split the samples into shuffled minibatches and take one step of gradient descent for each.
#
# `minibatches(n, batch_size, seed)` returns a **list** of arrays (or lists) of integers:
#
# * together they hold each of the numbers $0, \dots, n-1$ once, in random order (shuffled, not only moved
#   along); <!-- req: each-once, random -->
# * `batch_size` numbers in each array, only the last may be shorter; <!-- req: sizes -->
# * the same `n`, `batch_size` and seed give the same batches, every other seed others. <!-- req: seed -->
#
# `train_epoch(params, X, y, gradients, learning_rate, batch_size, seed)` returns `(new_params, losses)`:
#
# * `params` is a dictionary of arrays with any names; `X` is a two-dimensional array with one row for each sample, and
#   `y` has one row or one number for each; <!-- req: names -->
# * `gradients(params, X, y)` returns `(loss, dictionary of gradients)`, which are only to be
#   read; <!-- req: only-read -->
# * one step for each minibatch, in a random order of the samples that `seed` decides; each step starts from where the
#   one before has ended; <!-- req: steps -->
# * `losses` is the list of the losses that `gradients` returned, one a step; <!-- req: losses -->
# * `params`, its arrays, `X` and `y` stay as they are: other experiments start from them, too. <!-- req: unchanged -->
#
# Example: `minibatches(5, 2, seed=0)` has three arrays, of 2, 2 and 1 numbers, such as `[4, 2]`, `[3, 1]`,
# `[0]`. <!-- req: example -->
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


# %% check="epoch" points=1 tests="batches: sizes, order, seed; steps: one a batch, each from the last; nothing changed"
import numpy as np

from nn_lessons import checks


def check_minibatches(n, batch_size, seed):
    batches = minibatches(n, batch_size, seed)
    assert isinstance(batches, list), "minibatches should return a list (wrap a generator in list(...))."
    steps = -(-n // batch_size)
    case = f"{n} samples in minibatches of {batch_size} make {steps} steps, but you return {len(batches)} batches. "
    assert len(batches) >= steps, f"{case}The last, smaller batch counts."
    assert len(batches) <= steps, f"{case}Is there an empty batch, or is the last one cut into pieces?"
    # req: sizes
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
    # req: each-once
    order = np.concatenate([np.asarray(batch) for batch in batches])
    checks.assert_equal(np.sort(order), np.arange(n), "Each of the numbers 0 ... n-1 should be there exactly once.")
    return batches


# req: random, seed
first, again, other = (check_minibatches(103, 10, seed) for seed in (1, 1, 2))
assert not checks.is_equal(np.concatenate(first), np.arange(103)), "The batches are not shuffled."
checks.assert_equal(again, first, "The same seed should give the same batches.")
assert not checks.is_equal(np.concatenate(first), np.concatenate(other)), "Another seed should give other batches."
# req: example
check_minibatches(5, 2, 0)


def epoch_with(gradients, n, learning_rate, batch_size, seed, column):
    """Run the student's epoch on samples that can be told apart: row i of X is (i, -i), and y[i] is 10 i."""
    params = {"w": np.array([5.0]), "v": np.array([[1.0, 2.0]])}
    X, y = np.column_stack([np.arange(n), -np.arange(n)]).astype(float), 10.0 * np.arange(n)
    y = y[:, None] if column else y
    answer, (params_after, X_after, y_after, *_) = checks.call_and_keep_changes(
        train_epoch, params, X, y, gradients, learning_rate, batch_size, seed
    )
    # req: unchanged
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
    return len(seen) + 1 / 3, {"w": w, "v": np.ones((1, 2))}


def check_epoch(n, batch_size, seed, learning_rate, column=False):
    seen.clear()
    new, losses = epoch_with(record, n, learning_rate, batch_size, seed, column)
    steps = -(-n // batch_size)
    # req: steps
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
    # req: losses
    assert isinstance(losses, list), "losses should be a list."
    checks.assert_equal(
        losses,
        [number + 1 / 3 for number in range(1, steps + 1)],
        f"losses should hold the loss of each of the {steps} steps, as gradients returned it, in their order.",
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


# req: names, only-read
@checks.in_kernel_of(train_epoch)
def epoch_with_other_names(function):
    import numpy as np

    params = {"alpha": np.array([1.0, 2.0]), "Q": np.array([[3.0]]), "W12": np.ones((2, 2))}
    slopes = {name: np.full(value.shape, 2.0) for name, value in params.items()}
    new, _ = function(params, np.ones((6, 2)), np.ones(6), lambda params, X, y: (0.5, slopes), 0.25, 3, 0)
    return {name: np.array(value) for name, value in new.items()}, {name: np.array(s) for name, s in slopes.items()}


new, slopes = epoch_with_other_names(train_epoch)
assert checks.is_equal(slopes, {"alpha": np.full(2, 2.0), "Q": np.full((1, 1), 2.0), "W12": np.full((2, 2), 2.0)}), (
    "What gradients returns has changed; it is only to be read."
)
assert checks.is_equal(new, {"alpha": np.array([0.0, 1.0]), "Q": np.array([[2.0]]), "W12": np.zeros((2, 2))}), (
    "Wrong for parameters with other names: take them from params."
)
### BEGIN HIDDEN TESTS
assert len(minibatches(55_000, 32, 81)) == 1719, "55,000 samples in minibatches of 32 should make 1719 steps."
assert len(minibatches(11_610, 32, 82)) == 363, "11,610 samples in minibatches of 32 should make 363 steps."
for n, batch_size in [(12, 4), (7, 1), (5, 5), (3, 32), (64, 9)]:
    check_minibatches(n, batch_size, seed=83)
groups = [{frozenset(np.asarray(batch).tolist()) for batch in minibatches(60, 6, seed)} for seed in (84, 85)]
assert groups[0] != groups[1], (
    "Another seed should put the samples into other company, not only reorder the same batches."
)
for batch_size in (4, 5):
    check_minibatches(20, batch_size, seed=9)
orders = [np.concatenate([np.asarray(batch) for batch in minibatches(50, 7, seed)]).tolist() for seed in range(12)]
assert len(set(map(tuple, orders))) == 12, "Twelve seeds should give twelve different orders."


def check_random(order, case):
    """Refuse orders that only move along, or go round in equal strides: their neighbours differ by few numbers."""
    strides = len(set((np.diff(order) % len(order)).tolist()))
    assert strides > len(order) / 3, f"{case} the numbers should be shuffled at random, not in regular strides."
    along = abs(np.corrcoef(order, np.arange(len(order)))[0, 1])
    near = np.abs(np.diff(order)).mean() / len(order)
    message = f"{case} every sample should be able to come anywhere: shuffle all of them, not a few, nor within blocks."
    assert along < 0.3, message  # about 0 after a shuffle
    assert near > 0.25, message  # about 1/3


shuffled = [np.concatenate([np.asarray(batch) for batch in minibatches(1000, 40, seed)]) for seed in (91, 92)]
check_random(shuffled[0], "In minibatches")
check_random(np.argsort(shuffled[0])[shuffled[1]], "From one seed to the next,")
check_epoch(n=6, batch_size=1, seed=88, learning_rate=0.05)
check_epoch(n=4, batch_size=9, seed=89, learning_rate=0.5)
check_epoch(n=7, batch_size=3, seed=90, learning_rate=0.2, column=True)
check_epoch(n=300, batch_size=20, seed=93, learning_rate=0.01)
check_random(np.concatenate([y for _, y in seen]) // 10, "In train_epoch")


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
# $(w, b)$; the bands join points of about the same loss, from high (yellow) to low (grey-blue). The orange path is
# yours: six epochs of your `train_epoch`.
#
# Before you move the slider: what happens to batch gradient descent as $\eta$ grows? And to the minibatches?

# %% tags=["figure"]
rng = np.random.default_rng(1)
area = rng.uniform(0.3, 1.5, size=30)
rent = 1.2 * area + 0.5 + rng.normal(0, 0.15, size=30)


def line_gradients(params, x, y):
    value, slope = mse(params["w"] * x + params["b"], y)
    return value, {"w": np.sum(slope * x, axis=0), "b": np.sum(slope, axis=0)}


def path(learning_rate, batch_size, epochs=6):
    """Return every (w, b) on the way, one row a step."""
    visited = []

    def remember(params, x, y):
        visited.append((float(params["w"][0]), float(params["b"][0])))
        return line_gradients(params, x, y)

    params = {"w": np.array([-0.5]), "b": np.array([-0.4])}
    for epoch in range(epochs):
        params, _ = train_epoch(params, area[:, None], rent[:, None], remember, learning_rate, batch_size, seed=epoch)
    return np.array([*visited, (params["w"][0], params["b"][0])])


def draw_paths(learning_rate):
    figures.descent(
        lambda w, b: mse(w * area + b, rent)[0],
        {
            "batch of all 30: 6 steps": path(learning_rate, batch_size=30),
            "minibatches of 4: 48 steps": path(learning_rate, batch_size=4),
        },
        w_range=(-1.0, 3.5),
        b_range=(-1.0, 2.5),
    )


lesson.slider(
    draw_paths,
    [0.01, 0.1, 0.3, 0.5, 0.6],
    label="learning rate η =",
    default=2,
    alt="Paths of batch and minibatch gradient descent over the valley of the loss, from the same start.",
)

# %% [markdown]
# <details><summary>What happens?</summary>
#
# A small $\eta$ walks straight and arrives nowhere. A larger one reaches the valley at once, then creeps along it. At
# $0.5$ every step of the batch overshoots the valley by nearly as much as it gains, and at $0.6$ by more: gradient
# descent *diverges*, it leaves the picture. The minibatches see only 4 flats at a time, so their path trembles, the
# more the larger $\eta$ is, and at $0.6$ it leaves the picture, too. But in one epoch they take eight steps (the last
# with the two flats that are left over) where the batch takes one, and up to $0.5$ they get further.
# </details>
#
# The surface is a long valley because the area is not centred. Scaling the inputs makes it rounder, and descent faster:
# this is why notebook 5 begins with a `StandardScaler`.
#
# ### How large a batch?
#
# Now the real thing: three classes, 300 points, a network with one hidden layer, and three batch sizes with the same
# learning rate. Each line is drawn twice: against epochs (how often has each sample been seen?) and against steps (how
# often were the weights adjusted?).
#
# Before you run it: which batch size will be lowest after 40 epochs? And which for the same number of *steps*?


# %% tags=["figure"]
def spiral_gradients(params, X, y):
    return network_gradients(params, X, y, softmax_cross_entropy)


def train(params, learning_rate, batch_size, epochs):
    """Return the final parameters and the loss on all spiral points before training and after each epoch."""
    history = [spiral_gradients(params, X, y)[0]]
    for epoch in range(epochs):
        params, _ = train_epoch(params, X, y, spiral_gradients, learning_rate, batch_size, seed=epoch)
        history.append(spiral_gradients(params, X, y)[0])
    return params, np.array(history)


start = new_network([2, 32, 3], seed=0)
figures.learning_curves(
    {
        name: (-(-len(X) // batch_size), train(start, 0.1, batch_size, epochs=40)[1])
        for name, batch_size in [("batch (300)", 300), ("minibatch (30)", 30), ("stochastic (1)", 1)]
    },
    title="Smaller batches win by epochs because they take more steps",
)
lesson.show(
    "Against epochs the loss falls fastest with batches of 1 and slowest with all 300 points; against the number of "
    "steps the three lie nearly on one curve, the stochastic one with noise."
)

# %% [markdown]
# <details><summary>Which one?</summary>
#
# After 40 epochs: batches of 1, which have taken 12,000 steps by then. For the same number of steps there is little
# between them where two lines overlap: batch and minibatch after 40 steps, minibatch and stochastic after 300 to 400.
# </details>
#
# For the same number of epochs, smaller batches get much further, because they take more steps. For the same number of
# *steps* the three nearly lie on one curve: a rough gradient from a few samples is almost as useful as the exact one.
# The price is noise, seen in the stochastic line, and time: 300 small matrix products cost far more than one large one.
# The minibatch is the compromise that everybody uses.
#
# ### One, two, three layers
#
# Your function knows every depth. The same data, the same 300 epochs, $K = 1, 2, 3$ layers with 32 neurons in each
# hidden layer.
#
# Before you run it: what can a network with $K = 1$ do with spirals? (Remember notebook 2.)


# %% tags=["figure"]
def scores(params, points):
    """Return the network's Z for some points: a loss that only looks at it is enough."""
    seen = []

    def look(Z, _):
        seen.append(Z)
        return 0.0, np.zeros_like(Z)

    network_gradients(params, points, None, look)
    return seen[0]


trained = {K: train(new_network([2] + (K - 1) * [32] + [3], seed=0), 0.3, 30, epochs=300)[0] for K in (1, 2, 3)}
figures.decision_regions(
    {f"K = {K}": lambda points, params=params: scores(params, points) for K, params in trained.items()},
    X,
    y,
    title="One layer draws straight lines, two and three follow the spirals",
)
lesson.show(
    "The plane coloured by the winning class: with one layer three straight sectors that cut through the spirals, with "
    "two and three layers curved regions that follow all three arms."
)
for K, params in trained.items():
    accuracy = np.mean(np.argmax(scores(params, X), axis=1) == y)
    print(f"K = {K}: loss {spiral_gradients(params, X, y)[0]:.2f}, right {accuracy:.0%} of the time")

# %% [markdown]
# <details><summary>K = 1?</summary>
#
# One layer has linear scores, so its classes are separated by straight lines: it gets about two points of three right,
# however long it trains. With a hidden layer all arms are followed.
# </details>
#
# A network of any depth, written, differentiated and trained by you, without a framework.
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

network = {name: value.astype("float32") for name, value in new_network([784, 100, 10], seed=42).items()}
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
    guesses = np.argmax(scores(network, X_valid), axis=1)
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
    return network_gradients(params, X, y, mse)


network = new_network([8, 30, 1], seed=42)
for epoch in range(20):
    network, losses = train_epoch(network, X_train, y_train[:, None], housing_gradients, 0.001, 32, seed=epoch)
    if epoch + 1 in (1, 2, 3, 20):
        print(f"Epoch {epoch + 1:>2}/20  {len(losses)}/{len(losses)}  loss: {np.mean(losses):.2f}")

# %% [markdown]
# The lecture's log: 363 steps, loss 1.64, 0.70, 0.63 in epochs 1 to 3. Another random start gives another first epoch,
# and the same road downhill afterwards. In notebooks 4 and 5 Keras does all this in one line, `model.fit`. You know now
# what that line does.

# %% [markdown]
# ## 10 · Why depth was hard
#
# Backpropagation was known in 1986, but deep networks became practical only after about 2006. One obstacle shows up
# when your own functions run through ten hidden layers.
#
# The experiment: ten hidden layers of 100 neurons, a softmax output with 10 classes, random inputs and labels. One rule
# for all activations and layers: every weight of a hidden layer is drawn from a normal distribution with the standard
# deviation $g / \sqrt{100}$, and only the **scale** $g$ changes: 0.7, 1.4 and 2.8. The draws behind it are the same
# every time. We measure how large $dZ$ is in each layer (root of the mean square).
#
# Before you run it: on the way back, each layer multiplies by the slope of the activation and by weights of size $g$.
# ReLU's slope is 1 for about half of the neurons and 0 for the others. What will doubling $g$ do to the gradient that
# arrives in layer 1, nine layers below layer 10?


# %% tags=["figure"]
def arriving_gradients(activation, activation_prime, scale, depth=10, width=100):
    """Return the size of dZ in each hidden layer, first layer first."""
    rng = np.random.default_rng(0)
    A, y = rng.normal(size=(200, width)), rng.integers(0, 10, size=200)
    layers = []
    for _ in range(depth):
        W = scale * rng.normal(size=(width, width)) / np.sqrt(width)
        Z = dense_forward(A, W, np.zeros(width))
        layers.append((A, W, Z))
        A = activation(Z)
    W = rng.normal(size=(width, 10)) / np.sqrt(width)
    _, dZ = softmax_cross_entropy(dense_forward(A, W, np.zeros(10)), y)
    dA, _, _ = dense_backward(dZ, A, W)
    sizes = []
    for A, W, Z in reversed(layers):
        dZ = dA * activation_prime(Z)
        sizes.append(np.sqrt(np.mean(dZ**2)))
        dA, _, _ = dense_backward(dZ, A, W)
    return np.array(sizes[::-1])


pairs = {"logistic": (logistic, logistic_prime), "tanh": (tanh, tanh_prime), "ReLU": (relu, relu_prime)}
sizes = {name: {g: arriving_gradients(*pair, g) for g in (0.7, 1.4, 2.8)} for name, pair in pairs.items()}
figures.gradient_flow(sizes, title="The scale decides for ReLU and tanh; logistic vanishes at all three")
lesson.show(
    "The gradient in ten hidden layers for three scales of the weights: towards the input it shrinks 600-fold, stays, "
    "or grows 460-fold with ReLU; shrinks 36-fold, stays, or grows 11-fold with tanh; with the logistic function it "
    "shrinks at every scale, by a factor between 450 and 8 million."
)
print("a layer multiplies the gradient by, on average    g = 0.7    g = 1.4    g = 2.8")
for name, by_scale in sizes.items():
    factors = [(size[0] / size[-1]) ** (1 / 9) for size in by_scale.values()]
    print(f"{name:<46}" + "".join(f"{factor:11.2f}" for factor in factors))

# %% [markdown]
# <details><summary>Doubling g</summary>
#
# With ReLU every one of the nine layers in between multiplies by twice as much, so layer 1 receives about $2^9 = 512$
# times as much, compared with layer 10. (With the other two, larger weights also mean flatter slopes, so it is less.)
# The critical scale of ReLU, at which a layer neither shrinks nor enlarges the gradient, is $g = \sqrt 2 \approx 1.41$:
# half of the neurons are active, and $g^2 \cdot \tfrac12 = 1$.
# </details>
#
# Below its critical scale a gradient **vanishes**, above it **explodes**, and both happen exponentially with depth.
# ReLU's critical scale is $\sqrt 2$ (Keras calls this initialisation `he_normal`). tanh has its own near 1.4 here. The
# logistic function's would be near 10 in this network, far beyond anything sensible: most of its neurons would then be
# stuck near 0 or 1.
#
# Does it matter? Train ten layers with your own functions, from four scales:

# %% tags=["figure"]
for scale in (0.35, 0.7, 1.4, 2.8):
    rng = np.random.default_rng(0)
    network = new_network([2] + 9 * [32] + [3], seed=0)
    for name, value in network.items():
        if name.startswith("W"):
            network[name] = scale * rng.normal(size=value.shape) / np.sqrt(len(value))
    with np.errstate(all="ignore"):
        _, history = train(network, learning_rate=0.05, batch_size=30, epochs=100)
    print(f"g = {scale:<5} loss before training: {history[0]:5.1f}   after 100 epochs: {history[-1]:.1f}")

# %% [markdown]
# Guessing costs $\ln 3 \approx 1.1$. At $g = 0.35$ the network still guesses after 100 epochs: nothing arrives in its
# first layers. At 0.7 it learns late. At 1.4 it learns the spirals. At 2.8 the first steps are so large that the
# weights overflow, and the loss is `nan`. The same network, the same data, the same $\eta$: how the weights are drawn
# at the start decides.
#
# ### Task 8 · Where the gradient vanishes, and where it explodes · ●●○ · 1 point · 10 minutes
#
# In two to four sentences, with the numbers of the table below the figure: by which factor can the slope of the
# logistic function multiply the gradient in each layer at best, and what follows for ten layers as long as the weights
# are not large? Why is there a scale at which ReLU does not shrink the gradient, and what happens above it? And what
# does a vanished gradient mean for the training of the first layers? (This answer is read by a person.)

# %% [markdown] essay="vanishing" points=1
# ### BEGIN SOLUTION
# On its way back the gradient is multiplied, in every layer, by the slope of the activation function and by the
# weights. The slope of the logistic function is at most 1/4, so unless the weights are large every layer shrinks the
# gradient (by 0.17, 0.31 and 0.51 in the table), and ten layers shrink it exponentially. ReLU's slope is exactly 1 for
# active neurons, so only the weights decide: at g = 1.4 the factor is about 1, above it every layer multiplies by more
# than 1, and the gradient explodes. With a vanished gradient the first layers hardly change and stay close to their
# random start, although the layers above them learn.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 1/2 point: the chain rule multiplies one slope of the activation function (and weights) a layer, and the logistic
# function's is at most 1/4, so the product shrinks exponentially with depth.
# 1/2 point: ReLU's slope is 1 for active neurons, so the weights alone decide between shrinking and exploding; and the
# consequence: the weights of the first layers get almost no update, they learn very slowly or not at all.
# An answer that names only "the gradient gets small" without the product of slopes earns nothing.
# === END MARK SCHEME ===

# %% [markdown]
# ### Task 9 · Weight decay for any network · ●●○ · optional · 1 point · 15 minutes
#
# The neuron of section 4 had a penalty $\lambda w^2$ in its loss. Give every network one. A function that takes a
# function and returns a better one does it without touching `network_gradients`.
#
# `with_decay(gradients, decay)` returns a function that is called as `gradients` is, with `(params, X, y)`, and returns
# `(loss, dictionary of gradients)` for the loss with the penalty:
#
# * `decay` times the sum of the squares of all **weights**, the arrays whose names begin with a capital `W`, is added
#   to the loss; <!-- req: loss -->
# * the gradients are those of the new loss, also where arrays hold whole numbers: two paths lead to each
#   weight; <!-- req: slopes -->
# * biases are not penalised, nor is any other array, whatever its name; <!-- req: biases -->
# * `gradients` is called once, with the same `params`, `X` and `y`; `params` stay as they
#   are; <!-- req: once, unchanged -->
# * what `gradients` returns is only to be read; <!-- req: only-read -->
# * functions made with different `gradients` or `decay` do not disturb each other, and no call remembers an earlier
#   one. <!-- req: independent -->
#
# Example: if `gradients` returns `(1.0, {"W1": [[0.0]], "b1": [0.5]})` (as arrays), the weights are `W1 = [[3.0]]`,
# `b1 = [5.0]`, and `decay` is 0.1, the new function returns the loss 1.9 and the gradients 0.6 and
# 0.5. <!-- req: example -->
#
# <details><summary>Hint 1: a function that returns a function</summary>
#
# Define a function inside `with_decay`, and return it without calling it. It can use `gradients` and `decay`.
# </details>
# <details><summary>Hint 2: the slope of the penalty</summary>
#
# In the table of self-check 1 it is the line "$w$ through $P$". For an array it is the same, entry by entry.
# </details>


# %% task="decay"
def with_decay(gradients, decay):
    """Return gradients(params, X, y) for the loss plus decay times the sum of all squared weights."""

    ### BEGIN SOLUTION
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        weights = {name: value for name, value in params.items() if name.startswith("W")}
        loss = loss + decay * sum(np.sum(W**2) for W in weights.values())
        return loss, {**slopes, **{name: slopes[name] + 2 * decay * W for name, W in weights.items()}}

    return penalised
    ### END SOLUTION


# %% check="decay" points=1 tests="loss and gradients; biases; several layers; two functions at a time"
import numpy as np

from nn_lessons import checks

calls = []


def plain_gradients(scale):
    """Return a gradients function whose slopes are `scale` everywhere and whose loss is the mean of y."""

    def gradients(params, X, y):
        calls.append((dict(params), np.array(X), np.array(y)))
        return float(np.mean(y)), {name: np.full(np.shape(value), scale) for name, value in params.items()}

    return gradients


def call_once(function, params, X, y, case):
    calls.clear()
    try:
        answer, (params_after, *_) = checks.call_and_keep_changes(function, params, X, y)
    except KeyError as error:
        raise AssertionError(f"{case}, params has no {error}; it has the keys {list(params)}.") from None
    # req: once, unchanged
    assert len(calls) == 1, f"{case}, gradients should be called once for each call; it was called {len(calls)} times."
    assert checks.is_equal(list(calls[0]), [params, X, y]), f"{case}, gradients should get the same params, X and y."
    assert checks.is_equal(params_after, params), f"{case}, an array in params has changed."
    loss, slopes = checks.items(answer, 2, f"{case}, what the new function returns, (loss, gradients),")
    checks.assert_number(loss, f"{case}, the loss")
    assert isinstance(slopes, dict), f"{case}, the gradients should be a dictionary with the keys of params."
    assert set(slopes) == set(params), f"{case}, the gradients should have the keys of params; yours: {list(slopes)}."
    return float(loss), slopes


def check_decay(function, params, scale, decay, case):
    X, y = np.arange(6.0).reshape(3, 2), np.array([1.0, 2.0, 6.0])
    loss, slopes = call_once(function, params, X, y, case)
    weights = {name for name in params if name.startswith("W")}
    squares = {name: float((params[name] ** 2).sum()) for name in params}
    # req: loss
    expected = 3 + decay * sum(squares[name] for name in weights)
    assert decay == 0 or not checks.is_close(loss, 3), f"{case}, the loss is without the penalty."
    assert decay == 0 or not checks.is_close(loss, 3 + decay * sum(squares.values())), (
        f"{case}, the loss penalises the biases, too."
    )
    assert checks.is_close(loss, expected), f"{case}, the loss should be {expected:.4f} and is {loss:.4f}."
    # req: slopes, biases
    for name, value in params.items():
        nudged = decay * ((value + 0.5) ** 2 - (value - 0.5) ** 2)  # exact for squares
        from_decay = nudged if name in weights else np.zeros(value.shape)
        checks.assert_array(slopes[name], f"{case}, the gradient of {name}", shape=value.shape)
        assert decay == 0 or name not in weights or not checks.is_close(slopes[name], from_decay), (
            f"{case}, the gradient of {name} is that of the penalty alone. Two paths: add."
        )
        checks.assert_close(slopes[name], scale + from_decay, f"{case}, the gradient of {name} is wrong.", rtol=1e-7)


# req: example
new = with_decay(lambda params, X, y: (1.0, {"W1": np.array([[0.0]]), "b1": np.array([0.5])}), 0.1)
assert callable(new), "with_decay should return a function: the name of the inner function, without parentheses."
answer = new({"W1": np.array([[3.0]]), "b1": np.array([5.0])}, np.zeros((1, 1)), np.zeros(1))
loss, slopes = checks.items(answer, 2, "In the example of the task, what the new function returns,")
checks.assert_close(loss, 1.9, f"In the example of the task the loss should be 1.9; yours is {loss}.")
checks.assert_close(slopes["W1"], [[0.6]], f"In the example of the task W1 should get [[0.6]]; yours {slopes['W1']}.")
checks.assert_close(slopes["b1"], [0.5], f"In the example of the task b1 should get [0.5]; yours {slopes['b1']}.")
rng = np.random.default_rng(0)
two = {"W1": rng.normal(size=(2, 3)), "b1": rng.normal(size=3), "W2": rng.normal(size=(3, 1)), "b2": rng.normal(size=1)}
check_decay(with_decay(plain_gradients(0.25), 0.3), two, 0.25, 0.3, "With two layers")


# req: only-read
@checks.in_kernel_of(with_decay)
def decayed_twice(function):
    import numpy as np

    slopes = {"W1": np.array([[1.0]]), "b1": np.array([2.0])}
    params = {"W1": np.array([[3.0]]), "b1": np.array([5.0])}
    new = function(lambda params, X, y: (1.0, slopes), 0.5)
    first = new(params, np.zeros((1, 1)), np.zeros(1))
    kept = {name: np.array(slope) for name, slope in slopes.items()}
    params["W1"][...] = 7.0
    second = new(params, np.zeros((1, 1)), np.zeros(1))
    return kept, [float(first[0]), float(second[0])], [np.array(result[1]["W1"]) for result in (first, second)]


kept, losses, of_weights = decayed_twice(with_decay)
assert checks.is_equal(kept, {"W1": np.array([[1.0]]), "b1": np.array([2.0])}), (
    "What gradients returned has changed: make a new dictionary and new arrays."
)
assert checks.is_close(losses, [5.5, 25.5]), "Wrong where the same params are given again, with other numbers."
assert checks.is_close(of_weights, [[[4.0]], [[8.0]]]), "Wrong gradients in the second of two calls."
### BEGIN HIDDEN TESTS
# req: independent
for kind_of_slopes, kind_of_params in [(int, float), (float, int), (int, int)]:
    counted = {"W1": np.ones((1, 1), dtype=kind_of_slopes), "b1": np.ones(1, dtype=kind_of_slopes)}
    whole = {"W1": np.full((1, 1), 3, dtype=kind_of_params), "b1": np.full(1, 5, dtype=kind_of_params)}
    answer = with_decay(lambda params, X, y, counted=counted: (1, counted), 0.1)(whole, np.zeros((1, 1)), np.zeros(1))
    loss, slopes = checks.items(answer, 2, "Where arrays hold whole numbers, what the new function returns,")
    checks.assert_close(loss, 1.9, "The loss is wrong where arrays hold whole numbers.")
    checks.assert_close(slopes["W1"], np.array([[1.6]]), "A gradient is wrong where arrays hold whole numbers.")
first, second = with_decay(plain_gradients(0.25), 0.3), with_decay(plain_gradients(-1.5), 0.02)
check_decay(first, two, 0.25, 0.3, "With two new functions, the first")
check_decay(second, two, -1.5, 0.02, "With two new functions, the second")
deep = {f"{kind}{k}": rng.normal(size=(2, 2) if kind == "W" else 2) for k in range(1, 12) for kind in "Wb"}
check_decay(with_decay(plain_gradients(0.5), 0.7), deep, 0.5, 0.7, "With many layers")
check_decay(with_decay(plain_gradients(0.5), 0), two, 0.5, 0.0, "Without decay")
check_decay(with_decay(with_decay(plain_gradients(0.5), 0.1), 0.2), two, 0.5, 0.3, "With a penalty twice")
check_decay(first, {name: two[name] for name in ("b2", "W2", "b1", "W1")}, 0.25, 0.3, "With another order of params")
check_decay(first, {"W1": rng.normal(size=3), "b1": rng.normal(size=(2, 2))}, 0.25, 0.3, "With other shapes")
check_decay(first, two, 0.25, 0.3, "When it is called again")
names = {"W_in": (2, 3), "scale": (3,), "bW": (3,), "w1": (3, 2), "W": (2,), "mix_W2": (1, 2)}
check_decay(first, {name: rng.normal(size=shape) for name, shape in names.items()}, 0.25, 0.3, "With other names")
loss, _ = second(two, np.zeros((2, 2)), np.ones(2))
assert loss > 1, "The penalty of squares should be positive."
### END HIDDEN TESTS

# %% [markdown]
# Watch it pull. The spirals once more, with three decays; a large penalty leaves small weights, and less than perfect
# answers on the training points. Whether that *helps* is a question for points the network has not seen: notebook 4.

# %% tags=["figure"]
for decay in (0.0, 0.001, 0.01):
    params = new_network([2, 32, 3], seed=0)
    for epoch in range(200):
        params, _ = train_epoch(params, X, y, with_decay(spiral_gradients, decay), 0.3, 30, seed=epoch)
    squares = sum(np.sum(value**2) for name, value in params.items() if name.startswith("W"))
    loss, _ = spiral_gradients(params, X, y)
    print(f"decay {decay:<6} sum of squared weights {squares:4.0f}   loss without the penalty {loss:.2f}")

# %% [markdown]
# ## Recap of Part 2
#
# * A dense layer passes back $dX$, $dW$, $db$, each with the shape of its original. Both losses start the way back with
#   "prediction minus truth".
# * A network of any depth is one loop forward and one loop back.
# * **Stable** formulas (subtract the largest logit, no logarithm of a rounded number) are right at $\pm 1000$, too: one
#   `nan` would spoil every weight.
# * An **epoch** is $\lceil n / \text{batch size} \rceil$ shuffled steps: 1719 and 363 in the lecture.
# * A gradient that passes through many layers is a product of many factors: it **vanishes** or **explodes** unless
#   slopes and weights balance, which is what ReLU and a well-chosen initialisation do.
#
# Three judges agreed with your code: nudging, `tf.GradientTape` and Keras. **Next:** notebook 4 hands the work to Keras
# and asks how well the classifier really is doing.
