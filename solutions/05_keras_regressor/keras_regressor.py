# %% [markdown]
# # 5 · A regressor in Keras: what is a house in California worth?
#
# **You will be able to**
#
# * split and scale a data set without letting the test districts leak into the training, and say what a leak costs;
# * say how good a model is in dollars, and whether that is better than knowing nothing;
# * build, compile and train a regression network, and read its residuals on a map;
# * tell an alarm from an accident when a validation loss leaps;
# * find a bug that NumPy makes silently: `(n,)` minus `(n, 1)`.
#
# **Time:** about two and a half hours: 35 minutes to read and predict, 10 to watch the examples, 100 for the tasks (10
# of them optional). **You need:** notebooks 1 to 4; above all the mean squared error (notebook 3) and `Sequential`,
# `compile`, `fit` (notebook 4).
#
# The cells marked *demo* train for some seconds. They are there to be watched; no task needs them. Where it says
# **Predict**, write your answer down before you run the next cell: a wrong guess that you remember is worth more than
# a right answer that you read.

# %%
try:
    import nn_lessons as lesson
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's library is missing: run %pip install 'PATH/lessons[course]', where PATH is the course's folder, "
        "and restart the kernel."
    ) from None

import time

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import fetch_california_housing
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from nn_lessons.figures import keras_regressor as figures

lesson.use_style()
with lesson.quiet_start():
    import keras

# %% [markdown]
# ## The data: 20,640 districts of the census of 1990
#
# Each row is a *district* (a block group: some hundred households). Eight columns describe it; the target is the median
# value of its houses **in units of 100,000 dollars**.

# %%
housing = fetch_california_housing()
pd.DataFrame(housing.data, columns=housing.feature_names).assign(target=housing.target).head(4).round(2)

# %% [markdown]
# Longitude and latitude are two of the columns, so the data is a map.

# %% tags=["figure"]
figures.price_map(longitude=housing.data[:, 7], latitude=housing.data[:, 6], price=housing.target)
lesson.show(
    "A map of California's districts: dear ones crowd the coast around San Francisco and Los Angeles, cheap "
    "ones lie inland."
)

# %% [markdown]
# Bright districts crowd the coast around San Francisco and Los Angeles. Two things to keep in mind:
#
# * The census wrote every value above 500,000 dollars as 500,001. In our units that is 5.00001.
# * `(longitude, latitude)` says where a district is, but no column says how far it is from the sea.

# %%
print(f"districts at the cap: {np.sum(housing.target > 5)} of {len(housing.target)}")
print(f"target: from {housing.target.min():.2f} to {housing.target.max():.5f}, mean {housing.target.mean():.2f}")

# %% [markdown]
# ## Units first
#
# A regression network minimises the mean squared error
#
# $$\mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} \left(y^{(i)} - \hat y^{(i)}\right)^2 .$$
#
# If $y$ is in units of 100,000 dollars, then MSE is in units of $(100{,}000\ \text{dollars})^2$, a unit that nobody can
# imagine. Its root, the RMSE, is in the unit of $y$ again.
#
# > **Check yourself.** A model has an MSE of 0.36. By how many dollars is it typically wrong? And a model with an MSE
# > of 0.18, half of that: is it wrong by half as many dollars?
#
# <details><summary>Answer</summary>The root of 0.36 is 0.6 units: about 60,000 dollars. The root of 0.18 is 0.42: about
# 42,000 dollars, not 30,000. Half the MSE is 71 % of the RMSE.</details>

# %% [markdown]
# ### Task 1 · The error in dollars · ●○○ · 1 point · 5 minutes
# Write `rmse_in_dollars(y_true, y_pred)`: the root of the mean squared error, **in dollars**. <!-- req: dollars -->
#
# * `y_true`, `y_pred`: arrays of shape `(n,)`, in units of 100,000 dollars.
# * Returns one number, not rounded. <!-- req: one-number -->
# * The arguments stay as they are. <!-- req: unchanged -->
# * Example: truths `[1.0, 2.0]` and predictions `[1.3, 1.6]` are wrong by 30,000 and by 40,000 dollars. The answer is
#   about `35355.34`: between the two, a little nearer to the larger error. <!-- req: example -->
#
# <details><summary>Hint 1</summary>Four steps, in this order: differences, squares, mean, root. Which of them changes
# the unit?</details>
# <details><summary>Hint 2</summary>The root brings back the unit of y, 100,000 dollars. Only then is it one
# multiplication to dollars.</details>


# %% task="rmse_in_dollars"
def rmse_in_dollars(y_true, y_pred):
    """Return the root mean squared error in dollars; y_true and y_pred, shape (n,), are in 100,000 dollars."""
    ### BEGIN SOLUTION
    return 100_000 * np.sqrt(np.mean((y_true - y_pred) ** 2))
    ### END SOLUTION


# %% check="rmse_in_dollars" points=1 tests="the example; other data and lengths; arguments unchanged"
import numpy as np

from nn_lessons import checks


def answer_for(truth, guess):
    # req: one-number, unchanged
    answer, after = checks.call_and_keep_changes(rmse_in_dollars, truth, guess)
    checks.assert_number(answer, "rmse_in_dollars(y_true, y_pred)")
    checks.assert_equal(after, (truth, guess), "rmse_in_dollars changes its arguments; make new arrays.")
    return float(answer)


# req: example, dollars
answer = answer_for(np.array([1.0, 2.0]), np.array([1.3, 1.6]))
assert not checks.is_close(answer, 0.3535534), (
    "That is the RMSE in units of 100,000 dollars; the question is in dollars."
)
assert not checks.is_close(answer, 12500), "That is the mean squared error times 100,000: the root is missing."
assert not checks.is_close(answer, 111.80340), (
    "100,000 stands inside the root: take the root first, then change the unit."
)
assert not checks.is_close(answer, 35000), (
    "That is the mean absolute error: take the root after the mean, not before it."
)
assert checks.is_close(answer, 35355.339, rtol=1e-6), (
    f"Expected about 35355.34 dollars for the example, got {answer:.2f}."
)
### BEGIN HIDDEN TESTS
for seed, n in [(3, 1), (4, 7), (5, 12_000)]:
    draw = np.random.default_rng(seed)
    truth, guess = draw.uniform(0, 5, n), draw.uniform(-2, 9, n)
    expected = 1e5 * float(np.sqrt(np.dot(truth - guess, truth - guess) / n))
    checks.assert_close(answer_for(truth, guess), expected, f"Wrong for other data of shape ({n},).", rtol=1e-6)
truth = np.array([1.0, 1.0, 1.0, 1.0])
answer = answer_for(truth, truth + np.array([2.0, -2.0, 2.0, -2.0]))
checks.assert_close(answer, 200_000, "Errors of opposite sign must not cancel: square before you take the mean.")
tiny = 3.3e-8 * np.array([1.0, -1.0, 1.0])
checks.assert_close(
    answer_for(tiny, -tiny), 6.6e-3, "An error of less than a cent should come as it is, not rounded.", rtol=1e-6
)
### END HIDDEN TESTS

# %% [markdown]
# ### One number for all districts
#
# Five districts are worth 0.6, 1.0, 1.4, 2.2 and 5.0. You may give **one** answer for all five.
#
# **Predict:** which one makes the RMSE smallest: the median 1.4, the mean 2.04, or the middle of the range, 2.8? Then
# move the slider. It calls your `rmse_in_dollars`.

# %% tags=["figure"]
five = np.array([0.6, 1.0, 1.4, 2.2, 5.0])
answers = [0.6, 1.0, 1.4, 1.7, 2.04, 2.4, 2.8, 3.4, 4.2, 5.0]
errors = [rmse_in_dollars(five, np.full(5, answer)) for answer in answers]
lesson.slider(
    lambda answer: figures.one_answer(five, answer, answers, errors),
    answers,
    label="one answer for all five (100,000 dollars):",
    default=2,
    alt="Five prices and one answer for all of them, and the RMSE of each answer. The text below says which is best.",
)

# %% [markdown]
# <details><summary>Answer</summary>The mean: with 2.04 the RMSE is about 157,000 dollars, with the median 170,000. Look
# at what the mean is the best answer <em>to</em>: the single district at 5.0 makes 71 % of the sum of squares there. It
# pulls the answer above four of the five districts. Whoever minimises a mean of squares answers with means, and one
# extreme value can move a mean as far as it likes. (The median is the best answer for the mean <em>absolute</em>
# error.)</details>

# %% [markdown]
# ## Three sets, and a scale
#
# The data is split at random: **train** (the weights learn from it), **validation** (you choose with it: learning rate,
# epochs, model) and **test** (looked at once, at the end). A test set is a promise about districts that nobody has
# seen.
#
# The columns also need a common scale: population is about a thousand, rooms per household about five. One step of
# gradient descent has one learning rate for all weights; a column 1000 times larger makes a gradient 1000 times larger.
# So each column $j$ is *standardised*:
#
# $$ x'_j = \frac{x_j - \mu_j}{\sigma_j}, \qquad
# \mu_j = \frac1n \sum_i x_j^{(i)}, \qquad
# \sigma_j = \sqrt{\frac1n \sum_i \bigl(x_j^{(i)} - \mu_j\bigr)^2} .$$
#
# **But over which rows $i$?** $\mu$ and $\sigma$ are learned from data, as weights are. If validation or test rows take
# part, information *leaks*: the model was tuned with districts that it is later judged on.
#
# Is that only a principle? Look at one column, the mean number of people in a household.
#
# **Predict:** the training rows are 56 % of all rows, drawn at random. Will the standard deviation over all rows differ
# from that over the training rows by 1 %, by 10 %, or by more?

# %%
rows_train_full, rows_test = train_test_split(np.arange(len(housing.data)), random_state=42)
rows_train, rows_valid = train_test_split(rows_train_full, random_state=42)
occupants = housing.data[:, 5]

print(f"standard deviation of AveOccup, all rows:        {occupants.std():.2f}")
print(f"standard deviation of AveOccup, training rows:   {occupants[rows_train].std():.2f}")
print(f"largest value among the validation rows:         {occupants[rows_valid].max():.0f} people in a household")

# %% [markdown]
# A household of 1243 people! The scale fitted on all rows has seen it and is four times wider, so that the strange
# district looks four times less strange. In real use the next strange district comes *after* the scale was fixed. We
# will meet this one again.
#
# > **Check yourself.** In each case: a leak, or not? (a) A missing number of rooms is filled in with the column's
# > median over all rows. (b) The target of every row is divided by 100,000. (c) The columns are chosen that correlate
# > best with the target in all rows. (d) Districts of one county are put into one of the three sets, all together.
#
# <details><summary>Answer</summary>(a) A leak, a small one: the median has seen the validation and test rows. (b) None:
# the number 100,000 was not learned from any row. (c) A leak, and the worst of the four: even the <em>targets</em> of
# the validation and test rows took part. How much it pays is measured below. (d) None; it closes one: neighbouring
# districts resemble each other.</details>

# %% [markdown]
# ### Task 2 · Scale without a leak · ●●○ · 2 points · 20 minutes
# Write `scale_splits(X_train, X_valid, X_test)`: all three standardised with the mean and the standard deviation (the
# formulas above, with $1/n$) **of the training rows alone**. <!-- req: training-rows -->
#
# * Each argument is a float array with the same number of columns, shape `(n_rows, n_columns)`; the numbers of rows
#   differ. Standardise each column on its own. <!-- req: each-column -->
# * Returns a tuple of three new `float32` arrays <!-- req: float32 -->
#   in the order of the arguments. <!-- req: order -->
# * The arguments stay as they are. <!-- req: unchanged -->
# * A column that is constant in the training set has no width to divide by: take $\sigma_j = 1$ there, so that its
#   result is 0 in the training set and finite elsewhere. Careful: NumPy's σ of such a column may be `5.6e-17` in place
#   of 0 (a column of 11,610 times `0.3` does it), and dividing by that makes a test value of
#   10¹⁶. <!-- req: constant -->
# * A narrow column is not a constant one. Values that differ by a billionth are scaled as all
#   others. <!-- req: narrow -->
# * Example: training rows `[[0.], [2.]]` have μ = 1 and σ = 1, so they become `[[-1.], [1.]]`, and a test row `[[5.]]`
#   becomes `[[4.]]`. <!-- req: example -->
#
# <details><summary>Hint 1</summary>Two numbers for each column, taken from one of the three arrays. Then the same
# formula three times.</details>
# <details><summary>Hint 2</summary><code>axis=0</code> takes a statistic over the rows, one result per
# column.</details>
# <details><summary>Hint 3</summary>A column is constant if its largest value equals its smallest one:
# <code>np.ptp(X, axis=0) == 0</code> says so without any rounding. Then
# <code>np.where(condition, a, b)</code>.</details>


# %% task="scale_splits"
def scale_splits(X_train, X_valid, X_test):
    """Return the three arrays standardised with the training rows' mean and standard deviation, as float32."""
    ### BEGIN SOLUTION
    mu = np.mean(X_train, axis=0)
    sigma = np.where(np.ptp(X_train, axis=0) == 0, 1.0, np.std(X_train, axis=0))
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))
    ### END SOLUTION


# %% check="scale_splits" points=1 tests="the example; mean 0 and deviation 1 in training; no leak"
import numpy as np

from nn_lessons import checks


def scaled_splits(train, valid, test):
    parts = scale_splits(train.copy(), valid.copy(), test.copy())
    assert isinstance(parts, (tuple, list)), (
        "scale_splits should return a tuple of three arrays; is the return missing?"
    )
    parts = checks.items(parts, 3, "(train, valid, test), scaled,")
    for name, part, raw in zip(["training", "validation", "test"], parts, [train, valid, test], strict=True):
        checks.assert_array(part, f"The scaled {name} set", shape=raw.shape, kind="floats")
    return [np.asarray(part) for part in parts]


# req: example
small_train, _, small_test = scaled_splits(np.array([[0.0], [2.0]]), np.array([[1.0]]), np.array([[5.0]]))
checks.assert_close(
    small_train, np.array([[-1.0], [1.0]]), "The training rows [[0.], [2.]] should become [[-1.], [1.]]."
)
checks.assert_close(small_test, np.array([[4.0]]), "With them the test row [[5.]] should become [[4.]].")
# req: training-rows, each-column, order
rows = np.random.default_rng(1)
train, valid, test = (rows.normal(m, 3, (n, 2)) * [1, 50] for m, n in [(4, 90), (40, 30), (-20, 20)])
scaled = scaled_splits(train, valid, test)
checks.assert_close(
    scaled[0].mean(axis=0),
    np.zeros(2),
    "Each column of the scaled training set should have mean 0. Is μ taken over the rows (axis=0) of X_train alone?",
    atol=1e-4,
)
checks.assert_close(
    scaled[0].std(axis=0),
    np.ones(2),
    "Each column of the scaled training set should have standard deviation 1: "
    "divide by σ of X_train alone (not by σ²).",
    atol=1e-3,
)
assert not checks.is_close(scaled[1].mean(axis=0), np.zeros(2), atol=0.1), (
    "The validation set was scaled with its own mean. Use μ and σ of the training rows for all three."
)
assert not checks.is_close(scaled[2], test), "The test set came back unscaled: transform it as well."
### BEGIN HIDDEN TESTS
expected = (test - train.mean(axis=0)) / train.std(axis=0)
checks.assert_close(scaled[2], expected, "The test set should be (X_test − μ_train) / σ_train.", rtol=1e-3, atol=1e-3)
rows = np.random.default_rng(77)
train, valid, test = rows.gamma(2, 3, (400, 5)), rows.gamma(9, 30, (70, 5)), rows.gamma(1, 1, (1, 5))
train[:, 1] += 300
names, given = ["training", "validation", "test"], [train, valid, test]
for name, raw, part in zip(names, given, scaled_splits(*given), strict=True):
    checks.assert_close(
        part,
        (raw - train.mean(axis=0)) / train.std(axis=0),
        f"The {name} set is wrong for other data: every set needs μ and σ of the training rows, column by column.",
        rtol=1e-3,
        atol=1e-3,
    )
moved = scaled_splits(train, valid * np.nan, test * np.nan)
assert np.isfinite(moved[0]).all(), (
    "Validation or test rows take part in the scale of the training set: that is a leak."
)
### END HIDDEN TESTS

# %% check="scale_splits" points=1 tests="columns constant or narrow in training; float32; unchanged"
import warnings

import numpy as np

from nn_lessons import checks


def check_columns(given, wanted):
    """Scale three sets whose second column is constant in training."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts, after = checks.call_and_keep_changes(scale_splits, *given)
    # req: unchanged, float32
    checks.assert_equal(after, given, "scale_splits changed its arguments: make new arrays.")
    for part, expected in checks.pairs(parts, wanted, "What scale_splits returns"):
        checks.assert_array(part, "Each scaled set", shape=expected.shape, kind="floats")
        kind = np.asarray(part).dtype
        assert kind == np.float32, f"Return float32, the type Keras computes in; you return {kind}."
        assert np.isfinite(part).all(), "A column that is constant in training should stay finite."
        # req: constant
        checks.assert_close(
            np.asarray(part)[:, 1],
            expected[:, 1],
            "A column that is constant in training should become x − μ (σ counts as 1). Is the computed σ exactly 0?",
            atol=1e-4,
        )
        checks.assert_close(
            part,
            expected,
            "Beside a constant column the others should be scaled as ever, however narrow they are.",
            rtol=1e-3,
            atol=1e-3,
        )


small = [np.array([[0.0, 6.5], [2.0, 6.5]]), np.array([[1.0, 6.5]]), np.array([[5.0, 7.5]])]
scaled = [np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 0.0]]), np.array([[4.0, 1.0]])]
# req: narrow
for lowest, width in [(0, 1), (0, 1e-9), (1, 1e-9)]:
    check_columns([part * [width, 1] + [lowest, 0] for part in small], scaled)
### BEGIN HIDDEN TESTS


def check_constant(constant, n, width):
    rows = np.random.default_rng(n)
    given = [rows.normal(3 * width, width, (size, 3)) for size in (n, 6, 4)]
    given[0][:, 1] = constant
    given[0][[0, 1, -1] if n > 3 else [], 2] = given[0][:, 2].max()
    given[1][0, 0] += 5_000 * width
    given = [part + np.array([37.5 * (width < 1), 0, 0]) for part in given]
    sigma = given[0].std(axis=0)
    sigma[1] = 1
    check_columns(given, [(raw - given[0].mean(axis=0)) / sigma for raw in given])


for value, n, width in [(6.5, 40, 2), (0.3, 11_610, 2), (-0.1, 600, 2), (0.0, 2, 2), (6.5, 41, 1e-9)]:
    check_constant(value, n, width)
### END HIDDEN TESTS

# %% [markdown]
# Your function at work on the real columns:

# %% tags=["figure"]
your_train, your_valid, your_test = scale_splits(
    housing.data[rows_train], housing.data[rows_valid], housing.data[rows_test]
)
figures.column_ranges(housing.data[rows_train], your_train, housing.feature_names)
lesson.show(
    "Eight columns before and after scaling, each from its 1st to its 99th percentile: before, these lie from "
    "below minus 100 to some thousands; after, between minus 2 and 4. The few values beyond are not drawn."
)

# %% [markdown]
# ### The lecture's listing
#
# scikit-learn has the same tool: `StandardScaler` learns μ and σ in `fit` and applies them in `transform`. Look closely
# at which method is called on which set.
#
# > **Then and now.** The lecture's scaling (`/255.` in notebook 4, `StandardScaler` here) returns float64; Keras
# > computes in float32 and converts each batch. Converting once, here, says so openly. A third way is a
# > `keras.layers.Normalization` layer inside of the model: it travels with the model, but it must be told to learn μ
# > and σ first, by `adapt(X_train)`. If you forget that, it silently changes nothing.

# %%
X_train_full, X_test, y_train_full, y_test = train_test_split(housing.data, housing.target, random_state=42)
X_train, X_valid, y_train, y_valid = train_test_split(X_train_full, y_train_full, random_state=42)
raw_valid, raw_test = X_valid, X_test  # in the units of the census, for the maps and tables below

scaler = StandardScaler()
X_train = scaler.fit_transform(X_train).astype("float32")
X_valid = scaler.transform(X_valid).astype("float32")
X_test = scaler.transform(X_test).astype("float32")
print("train, validation, test:", X_train.shape, X_valid.shape, X_test.shape)

# %% [markdown]
# ## What is a good score? Ask someone who knows nothing
#
# An MSE of 0.5: is that good? A number alone says nothing. Two *baselines* give it a scale:
#
# * **mean**: always answer with the mean price of the training set, whatever the district looks like;
# * **linear**: ordinary least squares, $\hat y = \mathbf{x}^\top \mathbf{w} + b$. A network whose hidden layer earns
#   nothing is no better than this.

# %% [markdown]
# ### Task 3 · Two baselines · ●●○ · 1 point · 10 minutes
# Write `baseline_mse(X_train, y_train, X_valid, y_valid)`: what the two baselines, fitted on the training set, score on
# the validation set.
#
# * `X_...`: shape `(n_rows, n_columns)`; `y_...`: shape `(n_rows,)`.
# * Returns the dictionary `{"mean": ..., "linear": ...}`, <!-- req: dictionary -->
#   the two **mean squared errors on the validation rows** (not their roots). <!-- req: validation-rows -->
# * `"mean"` answers with the mean of the training targets. <!-- req: mean -->
# * `"linear"` is ordinary least squares with a bias, as it comes: nothing added, nothing cut off. <!-- req: linear -->
# * The arguments stay as they are. <!-- req: unchanged -->
# * Example: training rows `[[0.], [1.]]` with targets `[1., 3.]`, validation rows `[[2.], [3.]]` with targets
#   `[2., 5.]`. The mean baseline answers 2 twice and scores `(0² + 3²) / 2 = 4.5`. <!-- req: example -->
#
# <details><summary>Hint 1</summary>A baseline is a model: it learns from the training rows and is judged on the
# validation rows.</details>
# <details><summary>Hint 2</summary><code>LinearRegression()</code>, imported above, has <code>fit</code> and
# <code>predict</code>.</details>


# %% task="baseline_mse"
def baseline_mse(X_train, y_train, X_valid, y_valid):
    """Return {"mean": MSE, "linear": MSE} on the validation rows of the two baselines fitted on the training rows."""
    ### BEGIN SOLUTION
    linear = LinearRegression().fit(X_train, y_train)
    return {
        "mean": np.mean((y_valid - np.mean(y_train)) ** 2),
        "linear": np.mean((y_valid - linear.predict(X_valid)) ** 2),
    }
    ### END SOLUTION


# %% check="baseline_mse" points=1 tests="the example; fitted on training, judged on validation rows"
import numpy as np

from nn_lessons import checks


def scores_for(*data):
    # req: dictionary, unchanged
    scores, after = checks.call_and_keep_changes(baseline_mse, *data)
    checks.assert_equal(after, data, "baseline_mse changes its arguments: only read them.")
    assert isinstance(scores, dict), "baseline_mse should return a dictionary; is the return missing?"
    assert set(scores) == {"linear", "mean"}, f"The keys should be 'mean' and 'linear'; they are {list(scores)}."
    for name, score in checks.items(scores.items(), 2, "The dictionary"):
        checks.assert_number(score, f"The score {name!r}")
    return float(scores["mean"]), float(scores["linear"])


# req: example, validation-rows, mean, linear
X_two, y_two = np.array([[0.0], [1.0]]), np.array([1.0, 3.0])
X_more, y_more = np.array([[2.0], [3.0]]), np.array([2.0, 5.0])
mean, linear = scores_for(X_two, y_two, X_more, y_more)
assert not checks.is_close(mean, 2.25), "The mean must come from the training targets, not from the validation targets."
assert not checks.is_close(mean, 1.0), "That is the training rows' score: judge the baseline on the validation rows."
assert not checks.is_close(mean, 4.5**0.5), "That is the root; the mean squared error itself is asked for."
assert checks.is_close(mean, 4.5), f"The mean baseline should score 4.5 in the example; it scores {mean:.3f}."
assert not checks.is_close(linear, 0), (
    "The line seems to be fitted on the rows it is judged on; fit it on the training rows."
)
assert checks.is_close(linear, 6.5), (
    f"The line through (0, 1) and (1, 3) says 5 and 7 for the validation rows, where 2 and 5 are true. "
    f"That scores 6.5; you have {linear:.3f}."
)
### BEGIN HIDDEN TESTS
for seed, shift in [(8, 12), (9, -40)]:
    draw = np.random.default_rng(seed)
    X_a, X_b = draw.normal(2, 1, (150, 4)), draw.normal(3, 2, (40, 4))
    X_b[0, :] += 150 if seed == 9 else 0
    w = draw.normal(size=4) * 3
    y_a, y_b = X_a @ w + shift + draw.exponential(2, 150), X_b @ w + shift + draw.normal(0, 1, 40)
    best = np.linalg.lstsq(np.c_[X_a, np.ones(150)], y_a, rcond=None)[0]
    wanted = np.mean((y_b - y_a.mean()) ** 2), np.mean((y_b - np.c_[X_b, np.ones(40)] @ best) ** 2)
    mean, linear = scores_for(X_a, y_a, X_b, y_b)
    checks.assert_close(mean, wanted[0], "The mean baseline is wrong for other data (mean, not median?).")
    checks.assert_close(linear, wanted[1], "The linear baseline is wrong for other data. Has it a bias b?")
### END HIDDEN TESTS

# %% [markdown]
# ### A detective story
#
# Least squares scored on two of the three sets (the test set waits until the end).
#
# **Predict:** both sets were drawn at random from the same districts. The line was fitted on 11,610 of them and has
# nine numbers to learn. How much worse will it be on the validation set?

# %%
line = LinearRegression().fit(X_train, y_train)
for name, X, y in [("train", X_train, y_train), ("validation", X_valid, y_valid)]:
    print(f"linear model, MSE on {name:10}: {np.mean((y - line.predict(X)) ** 2):.2f}")

# %% [markdown]
# Twice as bad, and nine numbers cannot overfit 11,610 rows. A mean cannot tell us why; the
# **residuals** $y^{(i)} - \hat y^{(i)}$, one for each district, can. Sort them by size and look at the rows behind
# them.

# %%
residual = y_valid - line.predict(X_valid)
worst = np.argsort(-np.abs(residual))[:4]
pd.DataFrame(raw_valid[worst], columns=housing.feature_names).assign(
    residual=residual[worst], share_of_mse=residual[worst] ** 2 / np.sum(residual**2)
).round(2)

# %% [markdown]
# **One district of 3,870 makes 38 % of the error.** It counts 1243 people in a household. Its place on the map is
# Vacaville, where two state prisons stand: few households, thousands of inmates. The line multiplies its weight for
# `AveOccup` by 525 standard deviations and is off by four million dollars. The next two, near Susanville and near San
# Luis Obispo, stand beside prisons as well. The fourth, 3.5, is the first that an ordinary district may have.
#
# Three lessons:
#
# 1. A mean of squares is ruled by the worst rows. Look at them before you believe it.
# 2. With μ and σ of all rows this district would stand at 119 deviations in place of 525. That leak dims the warning
#    lights; what it does to a score is measured below.
# 3. Say what your model is for. Ours is for homes. From here on we judge on **ordinary** districts, those with fewer
#    than 100 people in a household: all but three of the validation rows.

# %%
ordinary = raw_valid[:, 5] < 100
print(f"ordinary validation districts: {ordinary.sum()} of {len(ordinary)}")
print(f"mean baseline, MSE:   {np.mean((y_valid - y_train.mean())[ordinary] ** 2):.2f}")
print(f"linear baseline, MSE: {np.mean(residual[ordinary] ** 2):.2f}")

# %% [markdown]
# ## How much does a leak pay? An experiment with dice
#
# To see a leak at its worst, take a problem in which there is nothing to learn. The targets are prices of 180
# districts; the columns are *dice*, random numbers that know nothing of any price. 60 rows are for training, 60 for
# validation, and 60 are kept for later: *fresh* rows. Too many columns for 60 rows, so we choose the ten that correlate
# best with the price, and fit least squares to these ten. The only question is, on which rows the choice may look:
#
# * **honest**: at the training rows;
# * **leaky**: at the training and the validation rows. It sounds harmless: no weight is fitted there.


# %%
def best_columns(X, y, how_many=10):
    """Return the numbers of the columns that correlate most with y, up or down, in these rows."""
    X, y = X - X.mean(axis=0), y - y.mean()
    correlation = X.T @ y / np.sqrt((X**2).sum(axis=0) * (y**2).sum())
    return np.argsort(-np.abs(correlation))[:how_many]


def dice_scores(n_dice, repeats=20):
    """Repeat the experiment with other districts and dice; return the line's MSE as a share of the mean's."""
    train, valid, fresh = slice(0, 60), slice(60, 120), slice(120, 180)
    ways = {
        "honest choice,\nvalidation rows": (train, valid),
        "leaky choice,\nvalidation rows": (slice(0, 120), valid),
        "leaky choice,\nfresh rows": (slice(0, 120), fresh),
    }
    scores = {name: [] for name in ways}
    for seed in range(repeats):
        random = np.random.default_rng(seed)
        y = y_train[random.choice(len(y_train), 180, replace=False)]
        dice = random.normal(size=(180, n_dice))
        for name, (looked_at, judged) in ways.items():
            X = dice[:, best_columns(dice[looked_at], y[looked_at])]
            mse = baseline_mse(X[train], y[train], X[judged], y[judged])
            scores[name].append(mse["linear"] / mse["mean"])
    return scores


# %% [markdown]
# **Predict** three numbers for 1,000 columns of dice, each as a share of the mean baseline's MSE (1 = as good as
# knowing nothing): the honest score, the leaky score, and the score of the leaky model on fresh rows. The slider sets
# the number of columns to choose from; the scores come from your `baseline_mse`.

# %% tags=["figure"]
lesson.slider(
    lambda n_dice: figures.leak_scores(dice_scores(n_dice), n_dice),
    [10, 30, 100, 300, 1000, 3000],
    label="columns of dice to choose from:",
    default=4,
    alt="20 repeats of three scores, as shares of the mean baseline's MSE. The text below says how they come out.",
)

# %% [markdown]
# With 1,000 columns the leaky choice scores 0.71 of the baseline on average, "29 % better than knowing nothing", and
# everything in it is dice. On fresh rows the same model scores 1.42; the honest choice had said so all along (1.36).
# The more columns there are to choose from, the better the lie: with 3,000 it is 0.64. Only with ten columns, where
# there is nothing to choose, the two agree.
#
# Take the rule from it: **whatever is learned from data, columns to keep and values to fill in as well as μ and σ, is
# learned from training rows**. What a leak through a scaler alone does, you can only see with a network; that comes
# after the next two tasks.
#
# > **Check yourself.** Why does the leaky score need the *fresh* rows to be found out? Why do the validation rows not
# > show it?
#
# <details><summary>Answer</summary>The columns were chosen because their dice happen to agree with the prices of just
# these 120 rows, the validation rows among them. They will agree there whatever you fit. Only rows that took no part
# in any choice can tell, and that is what a test set is for.</details>

# %% [markdown]
# ## The network
#
# One hidden layer of 30 neurons with ReLU, and a head for regression: **one neuron, no activation**, because a price
# may be any number; loss MSE. (Notebook 2, the table of heads and losses.)
#
# > **Then and now.** The lecture passes `input_shape=` to the first layer; Keras 3 warns about that and wants a
# > `keras.Input(shape=...)` as the first element. `keras.models.Sequential` and `keras.Sequential` are the same class.

# %% [markdown]
# ### Task 4 · Build and compile · ●●○ · 1 point · 10 minutes
# Write `build_regressor(n_features, n_neurons=30, learning_rate=1e-3)`: the lecture's network (a hidden layer with
# ReLU, a linear head) for any number of columns. <!-- req: network -->
#
# * It returns a new `keras.Sequential` in each call. <!-- req: new -->
#   The weights start at random, in each call anew (set no seed), and the biases at 0, as Keras makes
#   them. <!-- req: start -->
# * Input shape `(n_features,)`, `n_neurons` hidden neurons, output shape `(1,)`. <!-- req: shapes -->
# * It is compiled with the mean squared error and plain stochastic gradient descent: `SGD` with this learning rate, the
#   same in every step, and nothing else set: no momentum, no clipping. <!-- req: compiled -->
# * No further metrics: accuracy means nothing for prices. <!-- req: metrics -->
# * Example: `build_regressor(8).count_params()` is 8·30 + 30 + 30·1 + 1 = 301. <!-- req: example -->
#
# <details><summary>Hint 1</summary>Three elements: an Input, a hidden Dense, an output Dense. Which of the Dense layers
# has an activation?</details>
# <details><summary>Hint 2</summary>The string <code>"sgd"</code> always means a learning rate of 0.01. To choose it,
# make the optimizer: <code>keras.optimizers.SGD(...)</code>.</details>


# %% task="build_regressor"
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    """Return a compiled Sequential: n_features inputs, n_neurons ReLU units, one linear output; MSE and SGD."""
    ### BEGIN SOLUTION
    network = keras.Sequential(
        [
            keras.Input(shape=(n_features,)),
            keras.layers.Dense(n_neurons, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
    return network
    ### END SOLUTION


# %% check="build_regressor" points=1 tests="layers, activations, a new model each time; two training steps"
import keras
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(build_regressor)
def same_model_twice(build):
    return build(2) is build(2)


# req: new, example
network = build_regressor(8)
assert network is not None, "build_regressor returns nothing: end it with return."
assert not same_model_twice(build_regressor), "Two calls give one and the same model: make a new one in each call."
assert isinstance(network, keras.Sequential), "build_regressor should return a keras.Sequential."
assert network.count_params() == 301, (
    f"Expected 8·30 + 30 + 30·1 + 1 = 301 parameters for 8 columns; the network has {network.count_params()}."
)
assert network.compiled, "The network is not compiled: call compile with a loss and an optimizer."
# req: start
weights, others = network.get_weights(), build_regressor(8).get_weights()
checks.assert_equal([w.shape for w in weights], [(8, 30), (30,), (30, 1), (1,)], "Expected two layers, 8 → 30 → 1.")
for start, other in checks.pairs(weights[::2], others[::2], "The list of kernels"):
    assert np.ptp(start) > 0, "The weights should start at random, not all equal."
    assert not checks.is_equal(start, other), "Two networks start with the same weights: set no seed."
    r = np.sqrt(6 / sum(start.shape))
    assert np.abs(start).max() <= 1.001 * r, "The weights should start as Keras makes them, without an initializer."
assert not np.any([*weights[1], *weights[3]]), "The biases should start at 0."
# req: network, shapes
W1, b1, W2, b2 = (np.random.default_rng(2).normal(size=w.shape) for w in weights)
network.set_weights([W1, b1, W2, b2])
X = np.random.default_rng(3).normal(size=(60, 8)).astype("float32")
hidden = X @ W1 + b1
output = np.maximum(hidden, 0) @ W2 + b2
predicted = np.asarray(network(X))
assert predicted.shape == (60, 1), f"60 districts should give predictions of shape (60, 1); got {predicted.shape}."
assert not checks.is_close(predicted, hidden @ W2 + b2, atol=1e-3), "The hidden layer has no activation: it needs ReLU."
assert not checks.is_close(predicted, np.maximum(output, 0), atol=1e-3), (
    "The output layer has an activation: then half of all wrong answers cannot be mended. A regression head has none."
)
checks.assert_close(predicted, output, "Expected ReLU(X W1 + b1) W2 + b2: check the two activations.", atol=1e-3)
### BEGIN HIDDEN TESTS
for kernel in checks.items(build_regressor(60, n_neurons=2_000).get_weights()[::2], 2, "The list of kernels"):
    spread = np.sqrt(6 / sum(kernel.shape)) / np.sqrt(3)
    assert np.abs(kernel).max() <= 1.001 * np.sqrt(3) * spread, "Another initializer than Keras's own is at work."
    assert checks.is_close(kernel.std(), spread, rtol=0.1), "Another initializer than Keras's own is at work."
assert type(network.optimizer).__name__ == "SGD", "The optimizer should be keras.optimizers.SGD."
settings = network.optimizer.get_config()
assert isinstance(settings["learning_rate"], float), "The learning rate should be the number that came, in every step."
added = [name for name in ("momentum", "nesterov", "clipnorm", "clipvalue", "use_ema") if settings[name]]
assert not added, f"Plain SGD has nothing but its learning rate; yours sets {added}."
# req: compiled, metrics
for seed, (n, units, rate) in enumerate([(5, 7, 0.02), (8, 30, 0.001), (3, 12, 0.004)]):
    draw = np.random.default_rng(seed)
    network = build_regressor(n, n_neurons=units, learning_rate=rate) if n != 8 else build_regressor(n)
    assert network.count_params() == units * (n + 2) + 1, "n_features or n_neurons is not used."
    before = [draw.normal(size=w.shape) for w in network.get_weights()]
    network.set_weights(before)
    X, y = draw.normal(size=(16, n)).astype("float32"), draw.normal(size=(16, 1)).astype("float32")
    network.run_eagerly = True
    for _ in range(2):
        logs = network.train_on_batch(X, y, return_dict=True)
    assert sorted(logs) == ["loss"], f"No metrics besides the loss: accuracy means nothing for prices ({sorted(logs)})."
    expected = [np.copy(w) for w in before]
    for _ in range(2):
        W1, b1, W2, b2 = expected
        h = np.maximum(X @ W1 + b1, 0)
        upstream = 2 * (h @ W2 + b2 - y) / len(X)
        inner = (upstream @ W2.T) * (h > 0)
        steps = [X.T @ inner, inner.sum(axis=0), h.T @ upstream, upstream.sum(axis=0)]
        expected = [w - rate * step for w, step in zip(expected, steps, strict=True)]
    trained = checks.pairs(network.get_weights(), expected, "The list of weights")
    assert all(checks.is_close(found, wanted, atol=2e-4) for found, wanted in trained), (
        "Two training steps did not change the weights by −η ∂MSE/∂w. Is the loss MSE, the optimizer plain SGD, "
        "and learning_rate handed on?"
    )
### END HIDDEN TESTS

# %% [markdown]
# ## The lecture's run
#
# *Demo*: 20 epochs as in the lecture, then our numbers beside the lecture's.


# %% tags=["demo"]
def train_lecture_model(X, y, learning_rate=1e-3, epochs=20, seed=42, **fit_options):
    """Train the lecture's regressor and return it with its losses per epoch."""
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [keras.Input(shape=X.shape[1:]), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)]
    )
    optimizer = keras.optimizers.SGD(learning_rate=learning_rate)
    network.compile(loss="mean_squared_error", optimizer=optimizer, steps_per_execution=100)
    losses = network.fit(X, y, epochs=epochs, verbose=0, **fit_options).history
    return network, losses


lecture_model, lecture_curve = train_lecture_model(X_train, y_train, validation_data=(X_valid, y_valid))

pd.DataFrame(
    {
        "lecture: loss": [1.6419, 0.7047, 0.6345, 0.5977, 0.5706],
        "ours: loss": np.round(lecture_curve["loss"][:5], 3),
        "lecture: val_loss": [0.8560, 0.6531, 0.5706, 0.5706, 0.5706],
        "ours: val_loss": np.round(lecture_curve["val_loss"][:5], 3),
    },
    index=pd.RangeIndex(1, 6, name="epoch"),
)

# %% tags=["demo"]
pd.DataFrame(
    [
        ("steps per epoch", "363", f"{-(-len(X_train) // 32)}"),
        ("loss, epoch 20", "not shown", f"{lecture_curve['loss'][-1]:.3f}"),
        ("val_loss, epoch 20", "not shown", f"{lecture_curve['val_loss'][-1]:.3f}"),
    ],
    columns=["what", "lecture", "ours"],
)

# %% [markdown]
# Why the numbers differ:
#
# * The first loss depends on the random initial weights (another seed, another TensorFlow). After five epochs the two
#   runs agree to about 0.04: both descend into the same valley.
# * The lecture's slide repeats `val_loss: 0.5706` in epochs 3, 4 and 5, and its training loss of epoch 5 is 0.5706 as
#   well. Four times the same digits is no coincidence but a slip of the copyist; ours falls in every epoch.
# * 363 steps are 11,610 rows in batches of 32, rounded up.
#
# The slide goes on with `evaluate(X_test, y_test)`. We do that as well, at the end of the notebook, when nothing is
# left to choose.

# %% tags=["demo"]
figures.curves(
    {"training": lecture_curve["loss"]},
    {"validation": lecture_curve["val_loss"]},
    title="The lecture's regressor still falls after 20 epochs",
    ylabel="MSE",
)
lesson.show("Training and validation MSE of the lecture's regressor fall together for 20 epochs, from 1.8 to 0.44.")

# %% [markdown]
# The training loss of an epoch is a mean over its minibatches, taken while the weights were still changing: it belongs
# to the middle of the epoch and is drawn there, half an epoch further left (notebook 4). Where it belongs, it lies on
# the validation curve: these 301 parameters do not overfit. At the right end both curves still fall. Twenty epochs at a
# learning rate of 0.001 are too few steps, too small.

# %% [markdown]
# And had we not scaled? *Demo*: the same network on the scaled columns and on the columns as measured.
#
# **Predict:** the column of populations reaches into the thousands. What will the loss be after one epoch with the
# lecture's learning rate: near 1, near 1,000, or beyond a million?

# %% tags=["demo"]
X_raw = scaler.inverse_transform(X_train).astype("float32")
rates = {
    "raw, learning rate 0.001": (X_raw, 1e-3),
    "raw, learning rate 0.00000001": (X_raw, 1e-8),
    "scaled, learning rate 0.001": (X_train, 1e-3),
}
figures.curves(
    {name: train_lecture_model(X, y_train, rate, epochs=5)[1]["loss"] for name, (X, rate) in rates.items()},
    title="Columns as measured, and scaled",
    ylabel="training MSE (logarithmic)",
    log=True,
)
lesson.show(
    "Training MSE over five epochs, raw columns at two rates and scaled ones. The text below says what is seen."
)

# %% [markdown]
# Too fast or too slow, never right: with raw columns the lecture's learning rate throws the loss to astronomic size,
# above 10²⁰, and a rate small enough for the population column is far too small for all the others.

# %% [markdown]
# ### Task 5 · Train, and beat the baselines · ●●○ · 1 point · 20 minutes
# After ten epochs the lecture's setting is hardly better than the straight line (0.47 against 0.48 on ordinary
# districts). Train a regressor that gets below **0.40** there in **at most 10 epochs**. Which knob will you turn?
#
# Write `train_regressor(X_train, y_train, X_valid, y_valid)`. It builds, compiles and fits a model and returns the
# tuple `(model, curve)`. The last line of the cell (keep it) calls it with the notebook's data.
#
# * It starts with `keras.utils.set_random_seed` and a number of your choice (ours is 42), so that two trainings on the
#   same data give the same. <!-- req: repeatable -->
# * `model`: a Keras model for the scaled columns (8 of them), trained with its method `fit` on all rows of `X_train`,
#   `y_train` and on no others. <!-- req: training-rows -->
# * It is trained for 1 to 10 epochs in all. <!-- req: ten-epochs -->
# * The validation set is watched in every epoch. <!-- req: watched -->
# * `curve`: the dictionary `history.history` of this training, with the lists `"loss"` and `"val_loss"` (the MSE), one
#   entry for each epoch that was trained. <!-- req: curve -->
# * It prints nothing (`verbose=0`); `steps_per_execution=100` in `compile` makes it faster. <!-- req: quiet -->
# * The MSE of `model` is below 0.40 on the ordinary validation districts. <!-- req: bar -->
#
# The check also calls your function with other data, 24 rows of 8 columns with a target that is easy: the arguments are
# all that it may look at. <!-- req: arguments -->
#
# <details><summary>Hint 1</summary>The lecture's curve still falls at epoch 20. The same path could be walked in longer
# steps.</details>
# <details><summary>Hint 2</summary>Try learning rates a factor of 3 apart. At 0.1 the loss becomes <code>nan</code>:
# too long a step.</details>
# <details><summary>Hint 3</summary><code>fit</code> returns a History object; <code>validation_data=</code> takes a
# pair.</details>


# %% task="train_regressor"
def train_regressor(X_train, y_train, X_valid, y_valid):
    """Train a regressor for at most 10 epochs; return it and its history as a dictionary of lists."""
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(42)
    network = keras.Sequential(
        [keras.Input(shape=X_train.shape[1:]), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=1e-2), steps_per_execution=100)
    history = network.fit(X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0)
    return network, history.history
    ### END SOLUTION


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)

# %% check="train_regressor" points=1 tests="MSE below 0.40; on other data: rows, epochs, record, repeatable"
import warnings

import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split

from nn_lessons import checks


@checks.in_kernel_of(train_regressor)
def recorded_training(train_regressor, X, y, X_watch, y_watch, seed, short):
    """Train on other data, with the notebook's own data spoilt and random numbers that continue from a seed.

    A short training is cut to one epoch in each call of fit.
    Nothing but the arguments may be looked at: whatever the notebook's arrays take part in becomes NaN. Returned are
    what fit recorded, the first column of all rows trained on, what was printed, the record that came back, and the
    model's answers for both sets.
    """
    import contextlib
    import inspect
    import io

    import keras
    import numpy as np
    import tensorflow as tf

    recorded, rows, printed = [], [], io.StringIO()
    original_fit, original_step, space = keras.Model.fit, keras.Model.train_step, train_regressor.__globals__
    own = {name: array for name, array in space.items() if name[:2] in {"X_", "y_"} and isinstance(array, np.ndarray)}

    def recording_fit(*args, **kwargs):
        bound = inspect.signature(original_fit).bind(*args, **kwargs)
        if short:
            bound.arguments["epochs"] = bound.arguments.get("initial_epoch", 0) + 1
        history = original_fit(*bound.args, **bound.kwargs)
        recorded.append({name: list(values) for name, values in history.history.items()})
        return history

    def recording_step(self, data):
        rows.extend(np.asarray(data[0])[:, 0].tolist())
        return original_step(self, data)

    keras.utils.set_random_seed(seed)
    keras.Model.fit, keras.Model.train_step = recording_fit, recording_step
    tf.config.run_functions_eagerly(True)  # so few rows are trained faster than a graph is built
    space.update({name: np.full_like(array[:20], np.nan) for name, array in own.items()})  # few: they may be trained on
    try:
        with contextlib.redirect_stdout(printed):
            network, curve = train_regressor(X, y, X_watch, y_watch)
    finally:
        keras.Model.fit, keras.Model.train_step = original_fit, original_step
        tf.config.run_functions_eagerly(False)
        space.update(own)
    answers, watched = (keras.ops.convert_to_numpy(network(inputs)) for inputs in (X, X_watch))
    return recorded, rows, printed.getvalue(), curve, answers, watched


@checks.in_kernel_of(train_regressor)
def rows_used(train_regressor, X, y, X_watch, y_watch):
    """Train on many rows, known by their first column, but cut each fit to one epoch.

    Arrays are handed over in a few large batches: what is asked is which rows take part, not in which steps.
    Returned are how many calls of fit there were, and how often each row was trained on with a weight other than 0.
    """
    import inspect

    import keras
    import tensorflow as tf

    original_fit, original_step, calls = keras.Model.fit, keras.Model.train_step, []
    uses = tf.Variable(tf.zeros(len(X)))

    def short_fit(*args, **kwargs):
        bound = inspect.signature(original_fit).bind(*args, **kwargs)
        bound.arguments["epochs"] = bound.arguments.get("initial_epoch", 0) + 1
        if hasattr(bound.arguments.get("x"), "shape") and bound.arguments.get("steps_per_epoch") is None:
            bound.arguments["batch_size"] = 4096
            bound.arguments["self"].run_eagerly = True  # so few steps are done before a graph is built
        calls.append(1)
        return original_fit(*bound.args, **bound.kwargs)

    def counting_step(self, data):
        inputs, _, weights = keras.utils.unpack_x_y_sample_weight(data)
        rows = tf.cast(tf.round(tf.cast(inputs[:, 0], "float32") * len(X)), "int32")
        counted = (
            tf.ones_like(rows, "float32") if weights is None else tf.cast(tf.reshape(weights, [-1]) != 0, "float32")
        )
        uses.scatter_add(tf.IndexedSlices(counted, tf.clip_by_value(rows, 0, len(X) - 1)))
        return original_step(self, data)

    keras.Model.fit, keras.Model.train_step = short_fit, counting_step
    try:
        train_regressor(X, y, X_watch, y_watch)
    finally:
        keras.Model.fit, keras.Model.train_step = original_fit, original_step
    return len(calls), uses.numpy()


def joined(records, name):
    return [value for record in records for value in record.get(name, [])]


# req: curve, ten-epochs
assert isinstance(curve, dict), "curve should be the dictionary history.history of the object that fit returns."
missing = {"loss", "val_loss"} - set(curve)
assert not missing, f"curve should have the lists 'loss' and 'val_loss'; {sorted(missing)} is missing."
assert 1 <= len(curve["loss"]) <= 10, f"At most 10 epochs; curve holds {len(curve['loss'])}."

# req: bar
data = fetch_california_housing()
X_full, X_last, y_full, y_last = train_test_split(data.data, data.target, random_state=42)
X_fit, X_watch, _, y_watch = train_test_split(X_full, y_full, random_state=42)
mu, sigma = X_fit.mean(axis=0), X_fit.std(axis=0)
homes = X_watch[:, 5] < 100
watched = np.asarray(model(((X_watch - mu) / sigma).astype("float32")))
assert watched.shape == (3870, 1), (
    f"For the 3870 validation rows, model should give shape (3870, 1); got {watched.shape}."
)
assert np.isfinite(watched).all(), "model predicts nan: the learning rate is too large."
ordinary_mse = np.mean((y_watch - watched[:, 0])[homes] ** 2)
assert ordinary_mse < 1.2, (
    f"MSE {ordinary_mse:.2f}: no better than the mean (1.32). Trained, and on the scaled columns?"
)
assert ordinary_mse < 0.46, (
    f"MSE {ordinary_mse:.2f}: hardly better than the straight line (0.48), if at all. Longer steps?"
)
assert ordinary_mse < 0.40, f"MSE {ordinary_mse:.3f} on ordinary validation districts: below 0.40 is asked for."

draw = np.random.default_rng(5)
X_own, X_other = draw.normal(size=(24, 8)).astype("float32"), draw.normal(size=(6, 8)).astype("float32")
not_numbers = np.full(6, np.nan)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    records, own_rows, printed, own_curve, own_answers, _ = recorded_training(
        train_regressor, X_own, X_own[:, 0], X_other, not_numbers, seed=0, short=False
    )
    other_targets = X_other[:, 1] + 3
    *_, again, _, other_answers = recorded_training(
        train_regressor, X_own, X_own[:, 0], X_other, other_targets, seed=1, short=True
    )
# req: training-rows, arguments
assert records, "Train with the model's method fit."
assert np.isfinite([*joined(records, "loss"), *np.ravel(own_answers)]).all(), (
    "On other data the training gives nan. Train on X_train, y_train alone, no validation or test rows; "
    "or is the learning rate too large?"
)
epochs = len(joined(records, "loss"))
assert len(own_rows) == epochs * len(X_own), (
    f"{len(X_own)} rows and {epochs} epochs should make {epochs * len(X_own)} rows in training; it used "
    f"{len(own_rows)}. Train on all rows of X_train, and on no others."
)
checks.assert_close(
    np.sort(own_rows),
    np.repeat(np.sort(X_own[:, 0]), epochs),
    "In each epoch every row of X_train should be trained on once, as it came.",
)
# req: quiet
assert not printed, "Something was printed while training: pass verbose=0 to fit."
for name in ("loss", "val_loss"):
    values = joined(records, name)
    checks.assert_equal(
        own_curve[name],
        values,
        f"curve[{name!r}] should be what fit recorded, no epoch left out: fit recorded {len(values)} entries in all.",
    )
assert epochs <= 10, f"At most 10 epochs in all; fit ran {epochs}."
# req: watched
assert len(joined(records, "val_loss")) == epochs, "Watch the validation set in every epoch."
assert np.isnan(joined(records, "val_loss")).all(), "validation_data should be X_valid, y_valid."
# req: repeatable
assert checks.is_equal(again["loss"][:1], own_curve["loss"][:1]), (
    "Two trainings on the same data differ: start the function with keras.utils.set_random_seed(42), before the model "
    "is made."
)
other_mse = np.mean((np.ravel(other_answers) - other_targets) ** 2)
assert np.min(np.abs(np.array(again["val_loss"]) / other_mse - 1)) < 1e-3, (
    "No val_loss is the mean squared error of the model on the validation set: is the loss the MSE?"
)
### BEGIN HIDDEN TESTS
many = draw.normal(size=(12_011, 8)).astype("float32")
many[:, 0] = np.arange(12_011) / 12_011
many[::400, 3] = 12
many_prices = np.minimum(draw.uniform(0.2, 6, 12_011), 5.00001)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    calls, uses = rows_used(train_regressor, many, many_prices, X_other, X_other[:, 1])
assert uses.min() == uses.max() == calls, (
    "With more data, some rows are left out, or weigh nothing, or are used more often than others: train on all rows "
    "of X_train, whatever they hold."
)
full_mse = np.mean((y_watch - watched[:, 0]) ** 2)
assert np.min(np.abs(np.log(np.array(curve["val_loss"]) / full_mse))) < 0.02, (
    "No val_loss in curve equals the MSE of model on the validation set. Do curve and model belong together?"
)
kept = np.asarray(model(((X_last - mu) / sigma).astype("float32")))[:, 0]
test_mse = np.mean((y_last - kept) ** 2)
assert test_mse < 0.46, f"MSE {test_mse:.2f} on the test set: good on the validation rows, worse on rows never seen."
assert len(curve["loss"]) == len(curve["val_loss"]), "curve should hold one loss and one val_loss for each epoch."
assert curve["loss"][-1] < 1.0, f"The training loss ends at {curve['loss'][-1]:.2f}: this curve is not that of model."
### END HIDDEN TESTS

# %% [markdown]
# ## An alarm, or an accident? Outliers and early stopping
#
# **Predict:** your training has seen 11,610 districts; among the 3,870 of the validation set are three beside prisons,
# the strangest at 525 standard deviations. What will the validation loss do in the first epochs?

# %% tags=["figure"]
figures.curves(
    {"training": curve["loss"]},
    {"validation, all districts": curve["val_loss"]},
    title="Your training",
    ylabel="MSE (logarithmic)",
    log=True,
)
lesson.show("Training and validation loss of your training over its epochs. The text below says what to look for.")

# %% [markdown]
# *Demo*: one training (SGD, learning rate 0.01), watched twice: on all validation districts, and on the ordinary ones.

# %% tags=["demo"]
watched = {}
for name, rows in [("all validation districts", ordinary | True), ("the ordinary ones", ordinary)]:
    watched[name] = train_lecture_model(
        X_train, y_train, learning_rate=1e-2, epochs=10, validation_data=(X_valid[rows], y_valid[rows])
    )[1]["val_loss"]
figures.curves({}, watched, title="One training, watched twice", ylabel="validation MSE (logarithmic)", log=True)
lesson.show(
    "On all districts the validation MSE is above 2 for three epochs; on the ordinary ones it is never above 1."
)

# %% [markdown]
# The weights are the same, the network is fine; three rows of 3,870 make the difference. A network that multiplies 525
# by a weight which is still wrong is wrong by many millions of dollars.
#
# Notebook 8 stops a training when the validation loss no longer falls (*early stopping*). Here, stopped at the first
# rise, it would end after epoch 2, on the mood of one district. So before you let a number decide, ask which rows make
# it: look at the largest residuals, watch a measure that suits your purpose (ordinary districts, or the mean absolute
# error), and give it patience. What you must not do is drop rows *because* the model is bad at them; we left out
# prisons because the model is for homes, and we said so before we trained.
#
# ### And the leaky scaler?
#
# *Demo*: the same training, three seeds each, with μ and σ of the training rows and with μ and σ of all rows. Nothing
# else differs.
#
# **Predict:** will the leak make the score on the ordinary validation districts better, worse, or neither?

# %% tags=["demo"]
table = []
for name, rows in [("training rows", rows_train), ("all rows: a leak", np.arange(len(housing.data)))]:
    X = StandardScaler().fit(housing.data[rows]).transform(housing.data).astype("float32")
    watch = (X[rows_valid], y_valid)
    runs = [train_lecture_model(X[rows_train], y_train, 1e-2, 10, seed, validation_data=watch) for seed in (0, 1, 42)]
    errors_of_runs = [y_valid - network.predict(X[rows_valid], verbose=0)[:, 0] for network, _ in runs]
    table.append(
        {
            "μ and σ of": name,
            "MSE, ordinary districts": " ".join(f"{np.mean(error[ordinary] ** 2):.2f}" for error in errors_of_runs),
            "highest val_loss, all districts": " ".join(f"{max(losses['val_loss']):.1f}" for _, losses in runs),
            "the strange district stands at": f"{X[rows_valid, 5].max():.0f}",
        }
    )
pd.DataFrame(table).set_index("μ and σ of")

# %% [markdown]
# The leak pays nothing; it *costs* 0.03 to 0.04. The one district that it has seen squeezes `AveOccup` to a quarter of
# its width, and with one learning rate for all columns the network learns less from a narrow one. (For the straight
# line the scale makes no difference at all: least squares undoes it.) The alarm is gone as well: no `val_loss` above 1,
# though the district is as strange as before.
#
# So leaks differ in size. One that lets targets through, as the choice of columns did, can make dice look like
# knowledge. One through a scaler on thousands of rows moves a score a little, in either direction, and blinds you to
# what is unusual. You cannot know beforehand which kind you have; that is the reason for the rule.

# %% [markdown]
# ## A bug without an error message
#
# Keras returns predictions of shape `(n, 1)`, targets mostly have shape `(n,)`. Subtract them, and NumPy's broadcasting
# quietly does something else than you meant.
#
# **Predict:** five perfect predictions, `few_true` of shape `(5,)` and `few_pred` of shape `(5, 1)`. What shape has
# `few_true - few_pred`, and what is the mean of its squares?

# %% tags=["figure"]
few_true = np.array([0.5, 1.5, 2.5, 3.5, 4.5])
few_pred = few_true.reshape(-1, 1)  # perfect predictions, in Keras's shape
print("shape of the difference:", (few_true - few_pred).shape)
print("'MSE' of the perfect predictions:", np.mean((few_true - few_pred) ** 2))
figures.all_pairs(few_true, few_pred)
lesson.show(
    "A table of 25 differences, each truth minus each prediction; only the 5 on the diagonal, all 0, were wanted."
)

# %% [markdown]
# The row `(n,)` and the column `(n, 1)` are both stretched to a table of **every** truth minus **every** prediction.
# The mean runs over the table, and the perfect model looks as bad as one that has learned nothing. No error, no
# warning.

# %% [markdown]
# ### Task 6 · A mean squared error that cannot be fooled · ●●● · 1 point · 10 minutes
# Write `safe_mse(y_true, y_pred)`.
#
# * Each argument is an array of shape `(n,)` **or** `(n, 1)`, in any combination, with the same `n` of at least 1.
#   Returns the mean of the `n` squared differences that were meant <!-- req: meant -->
#   as one number. <!-- req: one-number -->
# * The arguments stay as they are, values and shapes. <!-- req: unchanged -->
# * For anything else (numbers of rows that differ, no rows, two columns, three dimensions, an array of no dimension) it
#   raises a `ValueError`: better to stop than to compute nonsense. <!-- req: refused -->
# * Examples: `safe_mse(few_true, few_pred)` is 0; an array of shape `(6,)` with one of shape `(3, 2)` is an error,
#   although both hold six numbers. <!-- req: examples -->
#
# <details><summary>Hint 1</summary>Bring both to shape (n,) first, then compare the shapes, then subtract.</details>
# <details><summary>Hint 2</summary>Flattening blindly accepts too much. Look at <code>ndim</code> and at
# <code>shape[1]</code> before you flatten.</details>


# %% task="safe_mse"
def safe_mse(y_true, y_pred):
    """Return the MSE of two arrays of shape (n,) or (n, 1); raise ValueError for any other pair of shapes."""
    ### BEGIN SOLUTION
    n = y_true.size
    for values in (y_true, y_pred):
        if n == 0 or values.shape not in {(n,), (n, 1)}:
            raise ValueError(f"shapes {y_true.shape} and {y_pred.shape} are not n values each")
    return np.mean((y_true.reshape(-1) - y_pred.reshape(-1)) ** 2)
    ### END SOLUTION


# %% check="safe_mse" points=1 tests="(n,) and (n, 1) in any combination; other shapes refused"
import warnings

import numpy as np

from nn_lessons import checks


def answer_for(truth, guess):
    """Return safe_mse's answer; the arguments should stay as they are."""
    shapes = f"shapes {truth.shape} and {guess.shape}"
    # req: unchanged, one-number
    answer, (truth_after, guess_after) = checks.call_and_keep_changes(safe_mse, truth, guess)
    for before, after in [(truth, truth_after), (guess, guess_after)]:
        checks.assert_equal(after, before, "safe_mse changes an argument (its values or its shape).")
    checks.assert_number(answer, f"safe_mse for {shapes}")
    return float(answer)


def check_refused(first, second, why):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            safe_mse(np.ones(first), np.ones(second))
    except ValueError:
        return
    except Exception as error:
        raise AssertionError(f"Shapes {first} and {second}: {type(error).__name__}, not ValueError. {why}") from None
    raise AssertionError(f"Shapes {first} and {second} should raise a ValueError: {why}")


# req: examples, meant
few = np.array([0.5, 1.5, 2.5, 3.5, 4.5])
checks.assert_close(answer_for(few, few.reshape(-1, 1)), 0, "safe_mse(few_true, few_pred) should be 0.")
truth, error = np.array([0.5, 1.5, 4.0]), np.array([0.5, 0.0, -1.0])
for shape, other in [((3,), (3,)), ((3, 1), (3, 1)), ((3,), (3, 1)), ((3, 1), (3,))]:
    answer = answer_for(truth.reshape(shape), (truth + error).reshape(other))
    assert not checks.is_close(answer, 4.75), f"Shapes {shape} and {other}: the mean runs over all 9 pairs."
    assert checks.is_close(answer, 1.25 / 3), f"Shapes {shape} and {other}: expected 0.4167, got {answer:.4f}."
# req: refused
check_refused((4,), (3,), "4 truths and 3 predictions.")
check_refused((6,), (3, 2), "that is not one value per district.")
### BEGIN HIDDEN TESTS
for seed, n in [(0, 1), (1, 2), (2, 501)]:
    draw = np.random.default_rng(seed)
    truth, guess = draw.normal(3, 2, n), draw.normal(1, 1, n)
    expected = float(np.dot(truth - guess, truth - guess)) / n
    for shape in [(n,), (n, 1)]:
        for other in [(n,), (n, 1)]:
            answer = answer_for(truth.reshape(shape), guess.reshape(other))
            checks.assert_close(answer, expected, f"Wrong for n = {n}, shapes {shape} and {other}.")
for first, second in [((5, 1), (1,)), ((1,), (5,)), ((1, 1), (4, 1)), ((2, 1), (3,)), ((1,), (4, 1))]:
    check_refused(first, second, "different numbers of districts.")
for first, second in [((4, 2), (4, 2)), ((1, 4), (4,)), ((4,), (1, 4)), ((2, 2), (4,)), ((3, 1, 1), (3,))]:
    check_refused(first, second, "only (n,) and (n, 1) are allowed.")
for first, second in [((), ()), ((), (1,)), ((1, 1), ()), ((1, 1, 1), (1,)), ((1, 4), (1, 4))]:
    check_refused(first, second, "only (n,) and (n, 1) are allowed.")
for shape in [(3, 1, 1), (1, 1, 1), (2, 3, 1), (1, 1, 4)]:
    check_refused(shape, shape, "only (n,) and (n, 1) are allowed.")
for first, second in [((0,), (0,)), ((0, 1), (0,)), ((0,), (0, 1)), ((0, 1), (0, 1))]:
    check_refused(first, second, "without a district there is no mean.")
### END HIDDEN TESTS

# %% [markdown]
# ## The test set, once
#
# Learning rate, epochs, model: all is chosen, and no choice has looked at a test district. Now the test set may speak,
# once. First the rest of the lecture's listing (*demo*):

# %% tags=["demo"]
mse_test = lecture_model.evaluate(X_test, y_test, verbose=0)
X_new = X_test[:3]
y_pred = lecture_model.predict(X_new, verbose=0)
print(f"the lecture's network, MSE on the test set: {mse_test:.2f}")
pd.DataFrame({"truth": y_test[:3], "the lecture says": [0.54, 1.65, 3.01], "ours says": y_pred[:, 0]}).round(2)

# %% [markdown]
# The lecture prints its three predictions after it has loaded a saved model (notebook 7) whose training is not shown.
# The third district stands at the cap (5.00001); both networks say about 3.
#
# And your model, in dollars. Every dot is a district that it has never seen.

# %% tags=["figure"]
test_pred = model.predict(X_test, verbose=0)[:, 0]
print(
    f"your model, RMSE on the test set: about {100 * np.sqrt(np.mean((y_test - test_pred) ** 2)):.0f} thousand dollars"
)
print(f"the mean baseline: about {100 * np.sqrt(np.mean((y_test - y_train.mean()) ** 2)):.0f} thousand dollars")
figures.predicted_against_true(y_test, test_pred)
lesson.show("Predictions of the test districts lie around the diagonal; a column of dots stands at the census's cap.")

# %% [markdown]
# The column of dots at 5 is the census's cap: districts with the same written value and very different true ones. No
# model can learn what was never written down. And at the bottom left, nothing keeps a prediction from falling below
# zero.

# %% [markdown]
# ## Where is the model wrong?
#
# One number hides everything. Back to the map: the residuals of your model on the test districts, each cell the mean of
# those that lie in it.
#
# **Predict:** no column says how far the sea is. Where on the map will the model be too low, and where too high?

# %% tags=["figure"]
figures.residual_map(longitude=raw_test[:, 7], latitude=raw_test[:, 6], residual=y_test - test_pred)
lesson.show(
    "A map of mean residuals, orange where districts are worth more than the model says, purple where less. The table "
    "below names two regions."
)

# %% tags=["figure"]
capped = y_test > 5
latitude, longitude = raw_test[:, 6], raw_test[:, 7]
valley = (latitude > 35.2) & (latitude < 37.5) & (longitude > -120.8) & (longitude < -118.8) & ~capped
for name, rows in [("at the cap", capped), ("valley around Fresno", valley), ("all others", ~capped & ~valley)]:
    mean_residual = 100 * np.mean((y_test - test_pred)[rows])
    print(f"{name:20} {rows.sum():5} districts, mean residual {mean_residual:+4.0f} thousand dollars")

# %% [markdown]
# ### Task 7 · Reading the residual map · ●●○ · 2 points · 15 minutes
# Orange cells are worth more than the model says, purple ones less. Name one *pattern* on the map (not a single cell):
# where is it, and in which direction is the model wrong? Give a reason that lies **in the data or in the model**, and
# one change that you would try. Two to four sentences.

# %% [markdown] essay="residual_map" points=2
# ### BEGIN SOLUTION
# South of Los Angeles the coast is orange: the model says too little there, while the valley around Fresno is purple,
# too dear by the model. No column says how far the sea is, and thirty neurons bend the plane of longitude and latitude
# only gently, so the price falls off too slowly from the coast to the valley; the districts at the census's cap pull in
# the same direction. I would add the distance to the coast as a column and look whether both colours fade.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 1 point: a true pattern with its direction (coast of Los Angeles and Orange County orange = predicted too low; the
# valley around Fresno, the coast near 35 degrees or the northern coast purple = predicted too high; cheap countryside
# near zero).
#
# 1 point: a reason in the data or the model (distance to the sea is missing; cap at 500,001; 30 neurons bend the plane
# of longitude and latitude only a little; few districts there) and a change that fits this reason.
#
# No point for "more epochs" without a reason.
# === END MARK SCHEME ===

# %% [markdown]
# ## Beyond: a head that cannot go negative
#
# No house costs less than nothing, yet a linear head may say so. Three ways to forbid it, and how each one treats the
# number $z$ that arrives at the head. **Predict** before you look at the curves: with which of ReLU, softplus and
# sigmoid can a head be stuck at one answer?

# %% tags=["figure"]
z = np.linspace(-4, 4, 201).astype("float32")
for name, style in [("relu", "-"), ("softplus", "--"), ("sigmoid", ":")]:
    plt.plot(z, keras.ops.convert_to_numpy(keras.activations.get(name)(z)), style, label=name)
plt.legend()
plt.gca().set(xlabel="z", ylabel="prediction", title="Three heads that cannot go negative")
lesson.show(
    "The predictions of three heads for z from -4 to 4. At -4, 0 and 4 they are 0, 0 and 4 (relu), 0.02, 0.69 and 4.02 "
    "(softplus), 0.02, 0.50 and 0.98 (sigmoid)."
)

# %% [markdown]
# ### Task 8 · A positive head, and when it is right · ●●● · optional · 1 point · 10 minutes
# First, write `build_positive_regressor(n_features)`: a Keras model (need not be compiled) with one hidden layer (of
# any activation, but with one) and one output neuron, <!-- req: one-hidden -->
# built so that **whatever its weights are**
#
# * no prediction is negative, <!-- req: not-negative -->
# * no positive number is out of reach, however large or small (a villa may cost 50 units), <!-- req: in-reach -->
# * raising the bias of the output neuron always raises the prediction. Where it does not, the gradient is zero and the
#   model cannot mend its error. <!-- req: rising -->
#
# Second, fill the dictionary `positive_head_fits`: for each target, `True` where such a head is right and `False` where
# it would make good predictions impossible. <!-- req: targets -->
#
# <details><summary>Hint 1</summary>Which of the three curves above has no flat part, on either side?</details>
# <details><summary>Hint 2</summary>For the dictionary: which of these numbers are sometimes below zero?</details>


# %% task="build_positive_regressor"
def build_positive_regressor(n_features):
    """Return a Keras model, n_features inputs, one hidden layer, one output that is positive for all weights."""
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input(shape=(n_features,)),
            keras.layers.Dense(30, activation="relu"),
            keras.layers.Dense(1, activation="softplus"),
        ]
    )
    ### END SOLUTION


positive_head_fits = {
    "the price of a house": None,
    "the change of a house's price within a year": None,
    "the minutes until the bus comes": None,
    "tomorrow's temperature in degrees Celsius": None,
    "the price, standardised to mean 0 and deviation 1": None,
}
### BEGIN SOLUTION
positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))
### END SOLUTION

# %% check="build_positive_regressor" points=1 tests="predictions for low and high biases; the dictionary"
from itertools import pairwise

import numpy as np

from nn_lessons import checks

TARGETS = (
    "the price of a house",
    "the change of a house's price within a year",
    "the minutes until the bus comes",
    "tomorrow's temperature in degrees Celsius",
    "the price, standardised to mean 0 and deviation 1",
)


def silent_network(n_features):
    """Build the model with weights of zero: only its output bias, the last of them, is to speak."""
    network = build_positive_regressor(n_features)
    assert network is not None, "build_positive_regressor returns nothing: end it with return."
    # req: one-hidden
    shapes = [np.shape(array) for array in network.get_weights()]
    assert [len(shape) for shape in shapes] == [2, 1, 2, 1], (
        "Expected one hidden layer and one output layer, a kernel and a bias each; the weights have the shapes "
        f"{shapes}."
    )
    assert shapes[0][0] == n_features, f"For {n_features} features the first kernel should have {n_features} rows."
    assert shapes[-1] == (1,), f"The output layer should have one neuron; its bias has the shape {shapes[-1]}."
    return network, [np.zeros(shape, "float32") for shape in shapes]


def answers_to_bias(n_features, biases):
    """Return what a model says when only its output bias speaks: one prediction for each bias."""
    network, weights = silent_network(n_features)
    row, said = np.ones((1, n_features), "float32"), []
    for bias in biases:
        network.set_weights([*weights[:-1], np.array([bias], "float32")])
        answer = np.asarray(network(row))
        checks.assert_array(answer, "The prediction for one row", shape=(1, 1))
        said.append(float(answer[0, 0]))
    return said


# req: not-negative, in-reach, rising
low, negative, zero, positive, high = answers_to_bias(8, [-8.0, -2.0, 0.0, 3.0, 60.0])
assert min(low, negative) >= 0, f"With an output bias of -2 the model predicts {negative:.2f}: it can go negative."
assert high >= 50, f"With an output bias of 60 the model predicts {high:.2f}: prices above that are out of reach."
assert low < negative < zero < positive < high, (
    f"Output biases of -8, -2, 0, 3 give {low:.3g}, {negative:.3g}, {zero:.3g}, {positive:.3g}. "
    "They should rise; where they do not, the gradient is zero or points the wrong way."
)
# req: targets
for target, fits in checks.items(positive_head_fits.items(), 5, "positive_head_fits"):
    assert target in TARGETS, f"positive_head_fits has the key {target!r}; leave the keys as they were."
    assert isinstance(fits, (bool, np.bool_)), (
        f"positive_head_fits[{target!r}] should be True or False; it is {fits!r}."
    )
### BEGIN HIDDEN TESTS
said = answers_to_bias(3, [-15.0, -14.0, -12.0, -6.0, -3.0, -1.0, 1.0, 2.0, 9.0, 55.0, 1e6])
for before, after in pairwise(said):
    assert before < after, "The prediction should rise with the output bias."
assert 0 <= said[0] < 1e-6, "Small positive numbers should be in reach as well: no prediction below some limit."
assert said[-1] >= 1e6, "Predictions should cover all positive numbers: none is too large."
network, weights = silent_network(4)
draw = np.random.default_rng(6)
network.set_weights([draw.normal(0, 1, array.shape) for array in weights])
predicted = np.asarray(network(draw.normal(0, 1, (500, 4)).astype("float32")))
checks.assert_array(predicted, "The prediction for 500 rows", shape=(500, 1))
assert (predicted >= 0).all(), "With other weights the model predicts negative prices."
K1, _, K2, _ = network.get_weights()
slope, step = (K1 @ K2)[:, 0], draw.normal(0, 1, 4)
step -= slope * (step @ slope) / (slope @ slope)
rows = draw.normal(0, 1, (20, 4))
here, beside = (np.asarray(network(X.astype("float32"))) for X in (rows, rows + step))
assert not checks.is_close(here, beside, rtol=1e-3), "The hidden layer has no activation: it is a straight line."
sure = ["the price of a house", "the minutes until the bus comes"]
assert sorted(key for key, value in positive_head_fits.items() if value) == sorted(sure), (
    "Not every entry of positive_head_fits is right. Which of these targets are sometimes below zero?"
)
### END HIDDEN TESTS

# %% [markdown]
# ## Beyond: what makes it faster, and what does it change?
#
# One epoch here is 363 steps of a tiny computation. Most of the time goes to Python handing one batch after the other
# to TensorFlow. Three switches, measured on your machine (*demo*; the seconds differ from run to run):
#
# * **float32** input: no conversion of each batch;
# * **steps_per_execution=100**: 100 batches are handed over at once;
# * **jit_compile=True**: the network is compiled to one piece of machine code.


# %% tags=["demo", "nbval-ignore-output"]
def timed_training(X, **compile_options):
    """Return the seconds of the fastest of epochs 2 to 6 (the first one compiles), and the last loss."""
    keras.utils.set_random_seed(42)
    network = keras.Sequential(
        [keras.Input(shape=(8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=1e-3), **compile_options)
    seconds = []
    for _ in range(6):
        start = time.perf_counter()
        (loss,) = network.fit(X, y_train, verbose=0).history["loss"]
        seconds.append(time.perf_counter() - start)
    return min(seconds[1:]), loss


X_double = X_train.astype("float64")
settings = {
    "the lecture's form: float64": (X_double, {"jit_compile": False}),
    "float32": (X_train, {"jit_compile": False}),
    "and 100 steps per execution": (X_train, {"jit_compile": False, "steps_per_execution": 100}),
    "and jit_compile": (X_train, {"jit_compile": True, "steps_per_execution": 100}),
}
measured = {name: timed_training(X, **options) for name, (X, options) in settings.items()}
pd.DataFrame(
    [(name, round(seconds, 3), f"{loss:.6f}") for name, (seconds, loss) in measured.items()],
    columns=["setting", "seconds per epoch", "loss after 6 epochs"],
)

# %% [markdown]
# Read the last column: handing over more batches at once changes **no bit** of the result, because the steps are the
# same steps in the same order. float32 input changes nothing either, since Keras computed in float32 all along.
# `jit_compile` may reorder sums, so that late digits can differ; the first call also costs compile time, which a
# network this small hardly earns back. What *would* change the result is a larger batch: fewer, different steps. The
# price of `steps_per_execution=100`: callbacks that act on each batch wake only every 100 batches (notebook 8).

# %% [markdown]
# ## Recap
#
# * μ and σ are learned, so they come from the training rows alone, as does all else that is learned. A leak of targets
#   makes dice look like knowledge; a leak through a scaler hides just those rows that should warn you.
# * A score needs a unit (RMSE in dollars) and a baseline (mean, straight line). A mean of squares obeys its worst rows.
# * Regression head: one neuron, no activation, MSE. A positive head only for targets that are never below zero.
# * A leaping validation loss: ask which rows make it before you let it stop a training.
# * `(n,)` and `(n, 1)` do not subtract as you think.
# * The test set is looked at once, when nothing is left to choose. Residuals, sorted and on the map, show *where* and
#   *why* a model is wrong.
#
# **Next:** in notebook 6 the network stops being a simple chain: wide and deep paths, two inputs, two outputs.
