# %% [markdown]
# # 4 · An image classifier in Keras
#
# **You will be able to**
#
# * prepare images for a network: lock the test set away, split off a validation set, scale the pixels;
# * build, compile and train a dense classifier in Keras, and say what each number in its summary and its log counts;
# * predict the loss of an untrained network before you measure it;
# * tell what is chance in an accuracy: other images, and other random starts;
# * read learning curves: which epoch was the best, where overfitting starts;
# * see *what* a classifier gets wrong: a confusion matrix that you write yourself.
#
# **Time:** just under three hours: 45 minutes to read and predict, 10 to watch the examples, 120 for the tasks (15 of
# them optional). **You need:** notebooks 2 (layers, softmax) and 3 (epochs, minibatches, cross-entropy).
#
# In notebook 3 you wrote the forward and the backward pass by hand. From here on [Keras](https://keras.io) does both:
# a high-level library to create, train, validate and run all kinds of neural networks. That leaves you free for the
# questions that Keras cannot answer: is the data right, is the number that I see plausible, what does the network
# still get wrong?
#
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

from nn_lessons.figures import keras_classifier as draw

lesson.use_style()
with lesson.quiet_start():
    import keras

# %% [markdown]
# ## 1. Look at the data first
#
# Fashion-MNIST: 70,000 small grey pictures of clothes from ten classes. Keras knows where to get them.

# %%
fashion_mnist = keras.datasets.fashion_mnist
(X_train_full, y_train_full), (X_test, y_test) = fashion_mnist.load_data()

# %% [markdown]
# > **Then and now.** The lecture's slide shows four download bars here. You see none when the files are already in
# > Keras's cache on your disk. The call is the same.
#
# Two sets come back, and they have different rights. From the 60,000 you may learn, and with a part of them you may
# decide. The 10,000 of the **test set** are locked away now: no choice in this notebook looks at them, and their score
# is printed once, in the last section. A test set that has helped to choose has no surprise left to tell.

# %%
X_train_full.shape

# %%
X_train_full.dtype

# %% [markdown]
# 60,000 images of 28 × 28 pixels. `uint8` means: each pixel is an integer from 0 (paper) to 255 (black ink). One
# image is a matrix, and `imshow` draws it:

# %% tags=["figure"]
plt.figure(figsize=(2.6, 2.6))
plt.imshow(X_train_full[5_000], cmap="binary")
plt.axis("off")
lesson.show("A picture of 28 by 28 grey pixels: a coat.")

# %% [markdown]
# > **Then and now.** The lecture draws `X_train[0]` before `X_train` exists. The first 5,000 images become the
# > validation set, so `X_train[0]` is `X_train_full[5_000]`.
#
# The labels are integers from 0 to 9. Their names are not in the files; we write them down, in the order of the
# labels.

# %%
class_names = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
]

# %% tags=["figure"]
draw.image_grid(X_train_full[5_000:5_040], [class_names[label] for label in y_train_full[5_000:5_040]])
lesson.show("Forty small grey pictures of clothes, four rows of ten, each with the name of its class above it.")

# %% [markdown]
# Look at the grid for a minute. Which classes would *you* mix up at this resolution? Keep your guess: a later task
# asks the network the same question.
#
# Are the classes equally frequent? If one of them made up 90 % of the images, "90 % correct" would be worthless.

# %%
pd.Series(np.bincount(y_train_full), index=class_names, name="images")

# %% [markdown]
# Exactly 6,000 each. So a classifier that knows nothing is right in 10 % of the cases: remember this number as the
# floor of everything that follows.
#
# > **Check yourself.** A data set of 1,000 X-rays holds 20 sick patients. A classifier reports "98 % right". How good
# > is it?
#
# <details><summary>Answer</summary>Perhaps worthless: whoever always says "healthy" is right in 98 % of the cases, too.
# An accuracy means something only beside that of the most frequent class.</details>
#
# ### Task 1 · Split and scale · ●○○ · 1 point · 10 minutes
# **Goal:** cut the full training set into a validation and a training part, and bring the pixels to the range 0 to 1.
#
# Write `split_and_scale(X_full, y_full, n_valid=5000)` that returns the four arrays `X_train, X_valid, y_train,
# y_valid` in this order: <!-- req: order -->
#
# * the **first** `n_valid` images and labels are the validation set (5,000 if nothing is said), all others the training
#   set, in the order they came; <!-- req: first-ones-validate -->
# * `X_train` and `X_valid` hold the pixels divided by 255, as `float32`; <!-- req: scaled -->
# * labels stay the integers they are; <!-- req: labels -->
# * the arrays that come in stay as they are. <!-- req: unchanged -->
#
# Shapes: `X_full` is (n, height, width) of `uint8`, `y_full` is (n,). For the 60,000 images, `X_train.shape` is
# (55000, 28, 28) and `X_valid.shape` is (5000, 28, 28). <!-- req: shapes -->
#
# > **Then and now.** The lecture divides by `255.`, which makes `float64`: 345 MB for the training images. Keras
# > computes in `float32`: half the memory, and no visible difference in the result.
#
# <details><summary>Hint 1: the split</summary>Slices: <code>a[:k]</code> is the first k entries, <code>a[k:]</code>
# is the rest. Every image must land in exactly one of the two parts.</details>
# <details><summary>Hint 2: the type</summary><code>array.astype("float32")</code> returns a converted copy. Convert
# first, divide afterwards: an integer array cannot hold 0.5.</details>
# <details><summary>Hint 3: why 255 and not the largest pixel?</summary>The divisor must be the same for every image
# that the network will ever see. The largest pixel of <em>these</em> images is a property of these images.</details>


# %% task="split_and_scale"
def split_and_scale(X_full, y_full, n_valid=5000):
    """Return X_train, X_valid, y_train, y_valid: the first n_valid images validate; pixels are float32 in [0, 1]."""
    ### BEGIN SOLUTION
    X_scaled = X_full.astype("float32") / 255
    return X_scaled[n_valid:], X_scaled[:n_valid], y_full[n_valid:], y_full[:n_valid]
    ### END SOLUTION


# %% check="split_and_scale" points=1 tests="small arrays: which images, scale, type, order; 60,000 by default"
import numpy as np

from nn_lessons import checks


def check_split(images, labels, n_valid, X_train, X_valid, y_train, y_valid):
    n, *size = images.shape
    parts, (images_after, labels_after, _) = checks.call_and_keep_changes(split_and_scale, images, labels, n_valid)
    # req: unchanged
    checks.assert_equal(images_after, images, "X_full itself was changed. Work on a copy: X_full.astype('float32').")
    checks.assert_equal(labels_after, labels, "y_full itself was changed.")
    # req: order, shapes
    X_tr, X_va, y_tr, y_va = checks.items(parts, 4, "(X_train, X_valid, y_train, y_valid)")
    assert not any(isinstance(part, (list, tuple)) for part in (X_tr, X_va, y_tr, y_va)), (
        "All four parts should be arrays; at least one of yours is a list."
    )
    assert np.shape(X_tr)[:1] != (n,), "X_train still holds all images: the validation images must not be among them."
    for name, part, rows in [("X_train", X_tr, n - n_valid), ("X_valid", X_va, n_valid)]:
        what = f"{name}, for n_valid={n_valid} of {n} images,"
        checks.assert_array(part, what, shape=(rows, *size))
        assert np.asarray(part).dtype == np.float32, f"{name} should be float32; yours is {np.asarray(part).dtype}."
        assert np.max(part) <= 1, f"Some pixels of {name} are larger than 1: divide both parts by 255."
    for name, part, rows in [("y_train", y_tr, n - n_valid), ("y_valid", y_va, n_valid)]:
        checks.assert_array(part, f"{name}, for n_valid={n_valid} of {n} labels,", shape=(rows,), kind="whole numbers")
    # req: first-ones-validate, scaled, labels
    first = "X_valid should be the first n_valid images, each pixel divided by 255."
    checks.assert_close(X_va, X_valid, first, atol=1e-6)
    others = "X_train should be all images after the first n_valid, each pixel divided by 255."
    checks.assert_close(X_tr, X_train, others, atol=1e-6)
    checks.assert_equal(y_va, y_valid, "y_valid should be the first n_valid labels, unchanged.")
    checks.assert_equal(y_tr, y_train, "y_train should be the labels after the first n_valid, in order.")


four_images = np.array([[[51, 0]], [[102, 255]], [[204, 153]], [[0, 51]]], dtype="uint8")
check_split(
    four_images,
    np.array([7, 0, 9, 7], dtype="uint8"),
    n_valid=1,
    X_train=np.array([[[0.4, 1.0]], [[0.8, 0.6]], [[0.0, 0.2]]]),
    X_valid=np.array([[[0.2, 0.0]]]),
    y_train=np.array([0, 9, 7]),
    y_valid=np.array([7]),
)
### BEGIN HIDDEN TESTS
dice = np.random.default_rng(4)
for n_images, n_kept, darkest, brightest in [(30, 7, 0, 256), (30, 7, 0, 256), (9, 1, 0, 100), (50, 49, 60, 61)]:
    pixels = dice.integers(darkest, brightest, (n_images, 3, 5), dtype="uint8")
    kinds = dice.integers(0, 256, n_images, dtype="uint8") if n_images < 50 else dice.integers(0, 1_000, n_images)
    check_split(pixels, kinds, n_kept, pixels[n_kept:] / 255, pixels[:n_kept] / 255, kinds[n_kept:], kinds[:n_kept])
for n_images, n_kept in [(60_000, ()), (60_400, ()), (60_000, (9_000,))]:
    parts = split_and_scale(np.zeros((n_images, 1, 1), "uint8"), np.zeros(n_images, "uint8"), *n_kept)
    sizes, (kept,) = [len(part) for part in parts], n_kept or (5_000,)
    assert sizes == [n_images - kept, kept] * 2, (
        "Of all images n_valid should validate, 5,000 if nothing is said, and all others train."
    )
### END HIDDEN TESTS

# %% [markdown]
# The long training below uses your `split_and_scale`. All other cells use small samples that we cut out here, so that
# a slip above costs you nothing later: `X_small` to learn from, `X_hold` (*hold-out*: 2,000 validation images) to
# decide with. (`grey` is a table: the value at index 51 is 51/255 = 0.2. Indexing a table
# with an array of pixels translates all of them at once.)

# %%
grey = np.linspace(0, 1, 256, dtype="float32")
X_small, y_small = grey[X_train_full[5_000:13_000]], y_train_full[5_000:13_000]
X_hold, y_hold = grey[X_train_full[:2_000]], y_train_full[:2_000]
X_small.shape, X_hold.shape

# %% [markdown]
# ## 2. Build the network
#
# The lecture's network: flatten the 28 × 28 matrix into 784 numbers, then three dense layers.
#
# **Predict:** which of the three dense layers holds most of the parameters, and about which share of them?

# %%
keras.utils.set_random_seed(42)
model = keras.models.Sequential()
model.add(keras.Input(shape=(28, 28)))
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(300, activation="relu"))
model.add(keras.layers.Dense(100, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))

# %% [markdown]
# > **Then and now.** The lecture writes `Flatten(input_shape=[28, 28])`. Keras 3 still takes it, with a warning: the
# > shape of the input belongs to the model, so it is a `keras.Input` of its own.

# %%
model.summary()

# %% tags=["figure"]
draw.network([784, 300, 100, 10], ["ReLU", "ReLU", "softmax"])
lesson.show(
    "Blocks of 784 inputs, 300 and 100 ReLU neurons and 10 softmax outputs; 235,200, 30,000 and 1,000 "
    "weights between them."
)

# %% [markdown]
# A dense layer with $n$ inputs and $m$ neurons has $n \cdot m$ weights and $m$ biases: $784 \cdot 300 + 300 =
# 235{,}500$, then $300 \cdot 100 + 100 = 30{,}100$, then $100 \cdot 10 + 10 = 1{,}010$. Together 266,610, the number
# on the lecture's slide, 88 % of them in the first layer. `Flatten` has none: it only rearranges.
#
# The weights are there before any training, at random. `get_weights` hands them out as NumPy arrays.

# %%
hidden1 = model.layers[1]
weights, biases = hidden1.get_weights()
weights.round(3)

# %%
weights.shape

# %%
biases[:10]

# %% [markdown]
# > **Then and now.** The lecture uses `hidden1` without defining it. It is `model.layers[1]`, because `Flatten` is
# > layer 0. Your numbers differ from the slide's: both are random, yours from the seed 42.
#
# Random, but not arbitrary. Keras draws a dense layer's weights evenly from $[-r, r]$ with $r = \sqrt{6 /
# (n_{\text{in}} + n_{\text{out}})}$ (Glorot and Bengio, 2010), so that signals neither fade nor explode on their way
# through the layers. Here $r = \sqrt{6/1084} = 0.0744$. Check it against the slide: the largest of the numbers
# printed there is 0.0733. The biases start at zero.

# %%
print(f"r = {np.sqrt(6 / (784 + 300)):.4f}, smallest weight {weights.min():.4f}, largest {weights.max():.4f}")

# %% [markdown]
# ### Task 2 · A builder for any size · ●○○ · 1 point · 10 minutes
# **Goal:** the lecture's network as a function, for any image size, any hidden layers and any number of classes.
#
# Write `build_classifier(input_shape, hidden, n_classes)`.
#
# * It returns a new Keras model in each call, <!-- req: new -->
#   which is not compiled. <!-- req: not-compiled -->
# * Its layers: flatten the input, one dense ReLU layer for each number in `hidden`, and a dense output layer with
#   `n_classes` neurons; no other layers. <!-- req: layers -->
# * The outputs are probabilities. <!-- req: probabilities -->
# * The weights start at random, in each call anew (set no seed), and the biases at 0, as Keras makes
#   them. <!-- req: start -->
# * What is not said here stays as Keras has it unasked: all weights can be trained, nothing is added to the
#   loss. <!-- req: defaults -->
# * The list `hidden` stays as it is. <!-- req: unchanged -->
#
# Examples: `build_classifier((28, 28), [300, 100], 10)` has 266,610 parameters. `build_classifier((28, 28), [], 10)`
# has no hidden layer and 7,850 parameters. <!-- req: examples -->
#
# <details><summary>Hint 1</summary>Start with an empty <code>keras.models.Sequential()</code> as above. The hidden
# layers are a <code>for</code> loop around one <code>model.add</code>.</details>
# <details><summary>Hint 2</summary>Ten numbers that are all positive and sum to 1: which activation of notebook 2
# makes them?</details>


# %% task="build_classifier"
def build_classifier(input_shape, hidden, n_classes):
    """Return an uncompiled classifier: flatten, a dense ReLU layer per entry of hidden, class probabilities."""
    ### BEGIN SOLUTION
    network = keras.models.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in hidden:
        network.add(keras.layers.Dense(units, activation="relu"))
    network.add(keras.layers.Dense(n_classes, activation="softmax"))
    return network
    ### END SOLUTION


# %% check="build_classifier" points=1 tests="weights; outputs against a network by hand; new each time"
from itertools import pairwise

import numpy as np

from nn_lessons import checks


def forward(arrays, inputs):
    """Compute the wanted network by hand from its weight arrays."""
    signal = inputs.reshape(len(inputs), -1)
    for W, b in zip(arrays[:-2:2], arrays[1:-2:2], strict=True):
        signal = np.maximum(signal @ W + b, 0)
    scores = signal @ arrays[-2] + arrays[-1]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@checks.in_kernel_of(build_classifier)
def same_model_twice(build):
    return build((2, 2), [3], 2) is build((2, 2), [3], 2)


def check_start(arrays):
    """Check weights that nobody has trained against Keras's default: even between -r and r, r = √(6 / (m + n))."""
    # req: start
    for kernel, bias in checks.pairs(arrays[::2], arrays[1::2], "The list of kernels"):
        assert np.ptp(kernel) > 0, "The weights of each layer should start at random, not all equal."
        checks.assert_equal(bias, np.zeros(bias.shape), "The biases should start at zero.")
        r = np.sqrt(6 / sum(kernel.shape))
        odd = "The weights should start as Keras makes them unasked, without an initializer of your own: "
        assert np.abs(kernel).max() <= 1.001 * r, f"{odd}evenly between -{r:.3f} and {r:.3f} in a layer of this size."
        if kernel.size >= 1_000:
            assert checks.is_close(kernel.std(), r / np.sqrt(3), rtol=0.1), f"{odd}yours are spread otherwise."


def check_network(input_shape, hidden, n_classes):
    sizes = [int(np.prod(input_shape)), *hidden, n_classes]
    wanted = [shape for n_in, n_out in pairwise(sizes) for shape in ((n_in, n_out), (n_out,))]
    network, (_, hidden_after, _) = checks.call_and_keep_changes(build_classifier, input_shape, hidden, n_classes)
    assert network is not None, "build_classifier returns nothing: the last line should return the model."
    # req: unchanged, not-compiled
    checks.assert_equal(hidden_after, hidden, "build_classifier changes the list hidden; only read it.")
    assert not network.compiled, "The model should not be compiled yet: that is the next section."
    arrays = [np.asarray(array) for array in network.get_weights()]
    got = [array.shape for array in arrays]
    assert got == wanted, (
        f"The weights and biases should have the shapes {wanted}; yours have {got}. Flatten first, then one "
        "dense layer per entry of hidden, then the output layer."
    )
    check_start(arrays)
    again = build_classifier(input_shape, hidden, n_classes).get_weights()[::2]
    for kernel, other in checks.pairs(again, arrays[::2], "The list of kernels of a second model"):
        assert not checks.is_equal(kernel, other), "Two models start with the same weights: set no seed, keep no model."
    # req: defaults
    assert len(network.trainable_weights) == len(wanted), "Some weights cannot be trained: leave trainable as it is."
    settings = [(name, value) for layer in network.layers for name, value in layer.get_config().items()]
    added = [name for name, value in settings if name.endswith(("regularizer", "constraint")) and value is not None]
    assert not added, f"A layer has a setting that the task does not ask for: {added}."
    # req: layers, probabilities
    rng = np.random.default_rng(1)
    arrays = [rng.normal(0, 1 / np.sqrt(shape[0]), shape).astype("float32") for shape in wanted]
    network.set_weights(arrays)
    inputs = rng.normal(size=(6, *input_shape)).astype("float32")
    outputs = np.asarray(network(inputs))
    checks.assert_array(outputs, "The output for six images", shape=(6, n_classes))
    checks.assert_close(
        outputs.sum(axis=1),
        np.ones(6),
        "The outputs should be probabilities: each row should sum to 1. Which activation does that?",
        atol=1e-4,
    )
    checks.assert_close(
        outputs,
        forward(arrays, inputs),
        "The shapes are right, but the outputs differ: ReLU in every hidden layer, and softmax alone at the end?",
        atol=1e-4,
    )
    network.set_weights([*arrays[:-2], arrays[-2] / 40, arrays[-1]])
    checks.assert_close(
        np.asarray(network(40 * inputs)),
        forward([*arrays[:-2], arrays[-2] / 40, arrays[-1]], 40 * inputs),
        "For large inputs the outputs differ: ReLU has no upper limit.",
        atol=1e-4,
    )
    network.set_weights(arrays)
    while_training = np.asarray(network(inputs, training=True))
    checks.assert_close(
        while_training,
        outputs,
        "In training the model computes something else: is there a layer that the task does not name?",
        atol=1e-4,
    )


# req: examples, new
check_network((28, 28), [300, 100], 10)
check_network((28, 28), [], 10)
assert not same_model_twice(build_classifier), "Two calls give one and the same model: make a new one in each call."
### BEGIN HIDDEN TESTS
for shape, units, classes in [((5, 3), [7], 4), ((4, 4, 3), [8, 12, 6], 3)]:
    check_network(shape, units, classes)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. What should the loss be before training?
#
# The network answers with a probability for each class. *Cross-entropy* looks at one of them only: the probability
# $p$ that the network gives to the **true** class. The loss of that image is $-\ln p$: zero for a sure and right
# answer, large for a sure and wrong one.

# %% tags=["figure"]
probability = np.linspace(0.002, 1, 400)
plt.figure(figsize=(6.5, 3.6))
plt.title("The less the true class was expected, the dearer")
plt.plot(probability, -np.log(probability))
for p, words, at in [(0.1, "ten classes, pure guessing", (0.2, 3.4)), (0.96, "the lecture's ankle boot", (0.58, 1.5))]:
    plt.plot(p, -np.log(p), "o", color=lesson.COLORS["vermillion"])
    plt.annotate(f"{words}:\np = {p}, loss {-np.log(p):.2f}", (p, -np.log(p)), at, arrowprops={"arrowstyle": "->"})
plt.xlabel("probability p that the network gives to the true class")
plt.ylabel("loss  −ln p")
lesson.show(
    "The loss, minus the logarithm of p, falls from 6 near p = 0 to 0 at p = 1; ten classes guessed at "
    "equal odds cost 2.30."
)

# %% [markdown]
# An untrained network knows nothing. If it gave all $K$ classes the same probability $1/K$, the loss would be $\ln
# K$, whatever the labels are. For ten classes that is 2.30.
#
# This is the cheapest test in deep learning: **before** you train, compare the loss with $\ln K$. Far above it: the
# inputs are not scaled, the labels are wrong, or the softmax is missing.
#
# ### Task 3 · The first loss · ●●○ · 1 point · 10 minutes
# **Goal:** compute the loss that you expect and the loss that you have.
#
# Write two functions with NumPy, without Keras: <!-- req: numpy -->
#
# * `expected_loss(n_classes)`: the cross-entropy of a network that gives all classes the same probability. A
#   number. <!-- req: expected -->
# * `measured_loss(y_true, y_proba)`: the **mean** of $-\ln p$ over the images, $p$ being the probability of each
#   image's true class. A number. <!-- req: mean -->
#   `y_true` holds integer labels, shape (n,); `y_proba` probabilities, shape (n, K).
# * As Keras does, raise probabilities below $10^{-7}$ to $10^{-7}$, so that a single zero does not make the loss
#   infinite; leave all others as they are, <!-- req: floor -->
#   and `y_proba` itself too. <!-- req: unchanged -->
#
# Example: `measured_loss(np.array([0, 1]), np.array([[0.5, 0.5], [0.2, 0.8]]))` is $(-\ln 0.5 - \ln 0.8)/2 = 0.458$.
# <!-- req: example -->
#
# <details><summary>Hint 1: pick one number from each row</summary>Two index arrays of the same length pick pairs:
# <code>a[[0, 1, 2], [5, 5, 7]]</code> is a[0, 5], a[1, 5], a[2, 7]. The rows you want are 0, 1, …, n − 1.</details>
# <details><summary>Hint 2: the floor</summary><code>np.maximum(p, 1e-7)</code>, before the logarithm.</details>


# %% task="first_loss"
def expected_loss(n_classes):
    """Return the cross-entropy of a network that gives every class the same probability."""
    ### BEGIN SOLUTION
    return np.log(n_classes)
    ### END SOLUTION


def measured_loss(y_true, y_proba):
    """Return the mean cross-entropy of probabilities y_proba (n, K) for the integer labels y_true (n,)."""
    ### BEGIN SOLUTION
    p_true = y_proba[np.arange(len(y_true)), y_true]
    return -np.log(np.maximum(p_true, 1e-7)).mean()
    ### END SOLUTION


# %% check="first_loss" points=1 tests="the example; other labels and classes; very small probabilities"
import math
import warnings

import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(measured_loss)
def libraries_used(function, *args):
    """Name the libraries whose functions run while the student's function does."""
    import sys

    seen = set()
    sys.setprofile(lambda frame, event, arg: seen.add(str(frame.f_globals.get("__name__")).partition(".")[0]))
    try:
        function(*args)
    finally:
        sys.setprofile(None)
    return sorted(seen)


def check_expected(n_classes, wanted):
    # req: expected
    got = expected_loss(n_classes)
    checks.assert_number(got, f"expected_loss({n_classes})")
    assert checks.is_close(got, wanted, rtol=1e-6), (
        f"expected_loss({n_classes}) should be {wanted:.4f}, the loss of the probability 1/{n_classes}; "
        f"you return {got}."
    )


def check_loss(labels, proba, wanted):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        got, (_, proba_after) = checks.call_and_keep_changes(measured_loss, labels, proba)
    # req: unchanged, mean, floor
    checks.assert_equal(proba_after, proba, "measured_loss changes y_proba; np.maximum makes a new array.")
    checks.assert_number(got, "measured_loss, the mean over the images,")
    assert math.isfinite(got), "A probability of 0 made the loss infinite: raise probabilities below 1e-7 to 1e-7."
    if checks.is_close(got, wanted, rtol=1e-4):
        return
    assert not checks.is_close(got, wanted * len(labels), rtol=1e-4), (
        "This is the sum over the images; we want the mean."
    )
    assert not checks.is_close(got, -wanted, rtol=1e-4), "Right size, wrong sign: ln p is negative, the loss is -ln p."
    raise AssertionError(
        f"The mean of -ln p over the true classes is {wanted:.4f}; you return {got:.4f}. Take one probability from "
        "each row: that of the row's own label. Probabilities below 1e-7 count as 1e-7, all others as they are."
    )


check_expected(10, 2.302585093)
# req: example
check_loss(np.array([0, 1]), np.array([[0.5, 0.5], [0.2, 0.8]]), 0.458145366)
check_loss(np.array([0, 1, 1]), np.array([[0.5, 0.5], [0.2, 0.8], [0.9, 0.1]]), 1.072958608)
# req: numpy
for function, *given in [(expected_loss, 10), (measured_loss, np.array([0, 1]), np.array([[0.5, 0.5], [0.2, 0.8]]))]:
    assert not {"keras", "tensorflow", "sklearn"} & set(libraries_used(function, *given)), (
        "Compute the loss with NumPy alone: the point is to know what Keras's loss computes."
    )
### BEGIN HIDDEN TESTS


def check_other(labels, proba):
    rows = [max(float(row[label]), 1e-7) for row, label in zip(proba, labels, strict=True)]
    check_loss(labels, proba, sum(abs(math.log(p)) for p in rows) / len(rows))


for n_classes in (2, 7, 1000):
    check_expected(n_classes, math.log(n_classes))
check_other(np.array([2, 0], dtype="uint8"), np.array([[0.0, 0.0, 1.0], [0.0, 0.5, 0.5]], dtype="float32"))
for tiny in (1e-9, 2e-7):
    check_other(np.array([1, 0, 1]), np.array([[1 - tiny, tiny], [tiny, 1 - tiny], [0.5, 0.5]]))
chance = np.random.default_rng(8)
check_other(np.array([0, 1]), np.array([[1.0, 0.0], [0.0, 1.0]]))
for n, k in [(1, 3), (40, 5), (5, 40), (12_000, 2)]:
    raw = chance.random((n, k)) ** 3
    check_other(chance.integers(0, k, n), raw / raw.sum(axis=1, keepdims=True))
### END HIDDEN TESTS

# %% [markdown]
# Now the real thing: the untrained network on 2,000 images. (If this cell fails, mend Task 3 first; nothing later
# depends on it.)
#
# **Predict:** exactly $\ln 10 = 2.30$, a little below it, or a little above? The network knows nothing, but it does not
# give *exactly* 0.1 to each class either.

# %% tags=["figure"]
untrained = model.predict(X_hold, verbose=0)
print(f"expected {expected_loss(10):.1f}, measured {measured_loss(y_hold, untrained):.1f}")

# %% [markdown]
# A little above. The random network gives the true class now more than 0.1, now less, and these slips do not cancel:
# $-\ln p$ is a curve that bends upwards, so a $p$ that is too small costs more than one that is too large by as much
# saves. The mean loss of scattered guesses lies *above* the loss of their mean, never below it (**Jensen's
# inequality**).
#
# > **Check yourself.** One network gives the true classes of two images 0.1 and 0.1, another one 0.05 and 0.15. Both
# > give 0.1 on average. What are the two losses?
#
# <details><summary>Answer</summary>The first: 2.30. The second: (3.00 + 1.90) / 2 = 2.45. Half as much probability
# costs 0.69, half as much again saves only 0.41.</details>
#
# ## 4. Compile: the loss and the optimizer
#
# `compile` says how wrong an answer is (the loss), who changes the weights (the optimizer; `"sgd"` is the gradient
# descent on minibatches of notebook 3, with learning rate 0.01), and what else to report (the metrics). *Sparse* in the
# loss's name means: labels are integers. (Labels in another form: the last, optional task.)

# %%
model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])

# %% [markdown]
# What would a forgotten scaling have cost? The same network, the same 2,000 images, once with pixels from 0 to 1 and
# once from 0 to 255.
#
# **Predict:** will the loss on raw pixels be 2 as well, 20, or above 100?

# %% tags=["figure"]
loss_scaled, _ = model.evaluate(X_hold, y_hold, verbose=0)
loss_raw, _ = model.evaluate(255 * X_hold, y_hold, verbose=0)
{"scaled pixels": round(loss_scaled, 1), "raw pixels": round(loss_raw)}

# %% [markdown]
# Both guess. But on raw pixels the network guesses with *conviction*: a loss fifty times $\ln 10$, and first steps
# far too large.

# %% [markdown]
# ## 5. Train
#
# `fit` runs the loop of notebook 3: shuffle, minibatch, forward, backward, step.
#
# The next cell is the lecture's run in full: 30 epochs, your `split_and_scale`. **It takes about 35 seconds** and is
# skipped while grading; no task needs it. While you wait, a line below the cell says how far it is.
#
# > **Then and now.** `steps_per_execution=100` is new: Keras runs 100 minibatches before it returns to Python. Same
# > weights, bit for bit, in little more than half the time; `float32` saves some more. `verbose=0` and a line of our
# > own take the place of Keras's progress bar, whose times differ from run to run.

# %% tags=["demo"]
X_train, X_valid, y_train, y_valid = split_and_scale(X_train_full, y_train_full)

keras.utils.set_random_seed(42)
lecture_model = keras.models.clone_model(model)
lecture_model.compile(
    loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"], steps_per_execution=100
)
history = lecture_model.fit(
    X_train, y_train, epochs=30, validation_data=(X_valid, y_valid), verbose=0, callbacks=[lesson.progress(30)]
)

# %% [markdown]
# `clone_model` makes a network of the same shape with *fresh* weights; `model` itself stays untrained, for the tasks
# below.
#
# ### A log, line by line
#
# `fit` returns a record, and its attribute `history` is a dict of lists, one entry for each epoch. Printed as
# `verbose=2` prints it, but for the times, these are the first epochs:

# %% tags=["demo", "nbval-ignore-output"]
for epoch in range(1, 5):
    values = [f"{name}: {series[epoch - 1]:.4f}" for name, series in history.history.items()]
    print(f"Epoch {epoch}/30\n1719/1719 - {' - '.join(values)}")

# %% [markdown]
# **Predict** before you read on: what is 1719? And in the first line validation accuracy (`val_accuracy`) *beats*
# training accuracy (`accuracy`): is the network better on images that it has never seen?
#
# * **`Epoch 1/30`**: the first of 30 passes through all training images.
# * **`1719/1719`**: steps done, of steps in an epoch. Not images: 55,000 images in batches of 32 make
#   $\lceil 55000/32 \rceil = 1719$ minibatches, and each one is one step of gradient descent.
# * (On the lecture's slide, **`5s 2ms/step`** follows: the time of the epoch and of one step.)
# * **`loss`**, the cross-entropy that is minimised: for a network that knows nothing it would be 2.30, so 0.73 in the
#   first epoch says that it learns. **`accuracy`**: the share of images whose most probable class is the true one. Both
#   are means over the epoch's minibatches, taken *while the weights were still changing*.
# * **`val_loss`**, **`val_accuracy`**: the same for the 5,000 validation images, measured once, *after* the epoch's
#   last step. No step was taken with them.
#
# Read a log in this order: does `loss` fall at all (if not: learning rate, scaling, labels)? Does `val_loss` fall with
# it (if not: overfitting)? Only then look at the accuracies.
#
# The log on the lecture's slide, beside ours:

# %% tags=["demo", "nbval-ignore-output"]
ours = history.history
lecture_val_accuracy = [0.8234, 0.8538, 0.7986, 0.8644, 0.8680, 0.8724, 0.8730]
table = [
    ("parameters", "266,610", f"{lecture_model.count_params():,}", "exactly the same network"),
    ("steps per epoch", "1,719", f"{-(-len(X_train) // 32):,}", "the same split and batch size"),
    ("epoch 1: loss", "0.724", f"{ours['loss'][0]:.3f}", "other random weights, other order of images"),
    ("epoch 1: accuracy", "0.764", f"{ours['accuracy'][0]:.3f}", "for the same reason"),
    ("epoch 3: val. accuracy", "0.799", f"{ours['val_accuracy'][2]:.3f}", "a dip on the slide, gone in epoch 4"),
    ("epoch 7: loss", "0.364", f"{ours['loss'][6]:.3f}", "the start matters little by now"),
    ("epoch 7: val. accuracy", "0.873", f"{ours['val_accuracy'][6]:.3f}", "chance: see below"),
    ("epoch 30: val. accuracy", "not shown", f"{ours['val_accuracy'][29]:.3f}", "the slide stops after epoch 7"),
]
pd.DataFrame(table, columns=["", "lecture", "here", "why"]).set_index("")

# %% tags=["demo"]
draw.two_runs(lecture_val_accuracy, ours["val_accuracy"][:7])
lesson.show(
    "Validation accuracy of two runs over 7 epochs: both rise to 0.87; the lecture's run dips to 0.80 in epoch 3."
)

# %% [markdown]
# But for epoch 3 the two runs stay close. In epoch 3 the lecture's gradient descent ended on an unlucky step, and
# recovered in the next epoch. Such dips come and go with the random order of the images. So never judge a run by a
# single epoch.
#
# ### Learning curves, and a trap of half an epoch

# %% tags=["demo"]
draw.learning_curves(history.history, title="After about 20 epochs only the training images gain")
lesson.show(
    "Over 30 epochs the training loss falls to 0.22 and goes on falling; the validation loss flattens at 0.31 after "
    "about 20."
)

# %% [markdown]
# Training loss keeps falling; validation loss flattens out after about 20 epochs, and the gap between them widens.
# More epochs would polish the training images, not the unseen ones.
#
# Back to the first epochs, in which validation accuracy beats training accuracy. The two are not measured at the same
# time: the **training** accuracy of an epoch is an average over its minibatches, taken while the weights were still
# changing; on average it belongs to the *middle* of the epoch. The **validation** accuracy is measured at its *end*.
#
# That can be tested: run six epochs once more, and measure the training set at the end of each (another 10 seconds).
#
# **Predict:** the training accuracy at the end of epoch 1, on the training images: nearer to the 0.76 of the log, or to
# the 0.83 of the validation set?

# %% tags=["demo"]
keras.utils.set_random_seed(42)
again = keras.models.clone_model(model)
again.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"], steps_per_execution=100)
at_the_end = []
for _ in range(6):
    again.fit(X_train, y_train, verbose=0)
    at_the_end.append(again.evaluate(X_train, y_train, verbose=0)[1])

draw.half_epoch(history.history, at_the_end)
lesson.show(
    "Accuracy over six epochs, twice: as the log prints it, and with the training curve half an epoch further left, "
    "beside the accuracies measured at the end of each epoch. The text below says what is seen."
)

# %% [markdown]
# On the right, the training curve stands half an epoch further left, and the new measurements (triangles) continue
# it. Most of the miracle is gone. What is left, one percentage point after epoch 1 and nothing after epoch 6, is
# what the choice of 5,000 images can do. All learning curves
# in this notebook are drawn with the shift.
#
# ### Task 4 · Train on a budget · ●●○ · 1 point · 20 minutes
# **Goal:** write the training, and choose an optimizer that gets far in little time.
#
# Write `train(model, X, y, X_valid, y_valid, epochs)`:
#
# * compile the model that comes for integer labels, with accuracy as a metric and an optimizer of your choice, and
#   train it (no copy), so that its loss falls; <!-- req: trained -->
# * fit it to all rows of `X`, `y`, to no others, for exactly `epochs` epochs; <!-- req: epochs -->
# * measure on `X_valid`, `y_valid` after each epoch; <!-- req: validated -->
# * return the recorded history as a dict of lists: `{"loss": [...], "accuracy": [...], "val_loss": [...],
#   "val_accuracy": [...]}`, one number for each epoch; <!-- req: history -->
# * print nothing (`verbose=0`). <!-- req: quiet -->
#
# The last lines of the cell (keep them) train a fresh copy of the lecture's network on 8,000 images for 3 epochs: about
# one percent of the lecture's work. <!-- req: last-lines -->
# **The bar: at least 81 % of the 5,000 validation images right.** <!-- req: bar -->
# (The check counts them; `val_accuracy` in your record, from the first 2,000 of them, tells you how near you are.) The
# lecture's `optimizer="sgd"` ends near 79.5 %: it is too slow for such a budget. The test images stay out of it: who
# turns knobs until *they* look good has no test left.
#
# <details><summary>Hint 1: what fit returns</summary>An object whose attribute <code>history</code> is the dict you
# need. Pass <code>verbose=0</code> to keep the notebook quiet.</details>
# <details><summary>Hint 2: too slow, how?</summary>The string <code>"sgd"</code> stands for a learning rate of 0.01.
# <code>keras.optimizers.SGD(learning_rate=...)</code> takes another one. Try factors of 3 and 10; try 100 as well, to
# see what too much looks like.</details>
# <details><summary>Hint 3: another optimizer</summary>Some optimizers adapt the step of each weight on their own, or
# gather momentum: see the list at <a href="https://keras.io/api/optimizers/">keras.io/api/optimizers</a>.</details>


# %% task="train"
def train(model, X, y, X_valid, y_valid, epochs):
    """Compile the model and fit it to X, y for some epochs; return the history as a dict of lists."""
    ### BEGIN SOLUTION
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history
    ### END SOLUTION


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)

# %% check="train" points=1 tests="81 % of 5,000 images; rows, epochs, record, no print"
import warnings

import keras
import numpy as np

from nn_lessons import checks

METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")


def check_history(record, epochs):
    assert isinstance(record, dict), "train should return a dict: the attribute `history` of what fit returns."
    missing = [name for name in METRICS if name not in record]
    assert not missing, (
        f"The history should hold {list(METRICS)}; {missing} is missing. "
        "Accuracy is a metric of compile; the val_ values come from validation_data."
    )
    for name in METRICS:
        assert isinstance(record[name], list), f"The history should hold lists; {name!r} is none."
        for value in checks.items(record[name], epochs, f"The list {name!r}, one entry per epoch,"):
            assert np.ndim(value) == 0, f"The entries of {name!r} should be numbers."


@checks.in_kernel_of(train)
def rows_seen(train, X, y, X_valid, y_valid, epochs):
    """Train a net whose first layer knows each row by its number, the last column of X.

    Return how often each row was trained on; whether it moved the weight that it has for itself, which it does not
    where its loss counts nothing; how many validation rows were trained on, and measured; the net's answers for X, the
    record, and what was printed. Validation rows are known by NaN, which spoils whatever is computed from them.
    Arrays are handed over in a few large batches: what is asked is which rows take part, not in which steps.
    """
    import contextlib
    import inspect
    import io

    import keras
    from keras import ops

    original_fit = keras.Model.fit

    def fit_in_large_batches(*args, **kwargs):
        bound = inspect.signature(original_fit).bind(*args, **kwargs)
        if hasattr(bound.arguments.get("x"), "shape") and bound.arguments.get("steps_per_epoch") is None:
            bound.arguments["batch_size"] = 1024
            bound.arguments["self"].run_eagerly = True  # so few steps are done before a graph is built
        return original_fit(*bound.args, **bound.kwargs)

    class Rows(keras.layers.Layer):
        def __init__(self, count, **kwargs):
            super().__init__(**kwargs)
            self.count = count
            self.own = self.add_weight(shape=(count, 1), initializer="zeros")
            self.uses = self.add_weight(shape=(count,), initializer="zeros", trainable=False)
            self.of_valid = self.add_weight(shape=(2,), initializer="zeros", trainable=False)

        def call(self, inputs, training=False):
            is_nan, trains = ops.isnan(inputs[:, 0]), float(training)
            known = ops.where(is_nan, 0.0, inputs[:, -1])
            numbers = ops.cast(ops.clip(ops.round(known), 0, self.count - 1), "int32")
            valid = ops.cast(is_nan, "float32")
            self.uses.assign_add(ops.segment_sum((1 - valid) * trains, numbers, num_segments=self.count))
            self.of_valid.assign_add(ops.stack([trains, 1 - trains]) * ops.sum(valid))
            return ops.concatenate([inputs[:, :-1], ops.take(self.own, numbers, axis=0)], axis=1)

    keras.utils.set_random_seed(7)
    network = keras.Sequential([keras.Input((3,)), Rows(len(X)), keras.layers.Dense(4, activation="softmax")])
    keras.Model.fit = fit_in_large_batches
    try:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            record = train(network, X, y, X_valid, y_valid, epochs)
    finally:
        keras.Model.fit = original_fit
    rows = network.layers[0]
    uses, own, of_valid = (ops.convert_to_numpy(found) for found in (rows.uses, rows.own, rows.of_valid))
    return uses, own[:, 0] != 0, of_valid.tolist(), ops.convert_to_numpy(network(X)), record, printed.getvalue()


def check_rows(n, n_valid, epochs):
    """Train on n rows with two features and a number; return the labels, the answers and the record."""
    dots = np.random.default_rng(23).normal(size=(n, 3)).astype("float32")
    dots[:, 2] = np.arange(n)
    quarter = dots[:, 0].argsort().argsort() * 4 // n
    no_dots = np.full((n_valid, 3), np.nan, "float32")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        uses, counted, of_valid, answers, record, printed = rows_seen(
            train, dots, quarter, no_dots, quarter[:n_valid], epochs
        )
    check_history(record, epochs)
    # req: quiet
    assert not printed, "Something was printed while training: pass verbose=0 to fit."
    # req: epochs, validated
    trained_on_valid, measured = of_valid
    assert trained_on_valid == 0, "Validation images took part in the training: fit to X and y alone."
    assert uses.sum() == epochs * n, (
        f"With {n} rows and epochs={epochs}, training should use each row {epochs} times, {epochs * n} rows in all; "
        f"yours used {uses.sum():.0f}."
    )
    assert uses.min() == uses.max(), (
        "The number of rows is right, but some were trained on more often than others, or changed: fit to X, y as "
        "they are."
    )
    assert counted.all(), "The loss of some rows counts nothing: all rows of X should be learned from."
    assert measured >= epochs * n_valid, "All rows of X_valid should be measured after each of the epochs."
    return quarter, answers, record


# req: history, bar
check_history(curves, 3)
(first_images, first_labels), _ = keras.datasets.fashion_mnist.load_data()
first_images, first_labels = first_images[:5_000].astype("float32") / 255, first_labels[:5_000]
first_proba = np.asarray(classifier(first_images))
first_accuracy = np.mean(first_proba.argmax(axis=1) == first_labels)
assert first_accuracy >= 0.81, (
    f"Your classifier gets {first_accuracy:.1%} of the 5,000 validation images right; the bar is 81 %. "
    "Near 10 %: it did not learn, or its learning rate is far too large. Near 79 %: it learns too slowly."
)

quarter, answers, dots_record = check_rows(5_113, 1_237, epochs=2)
### BEGIN HIDDEN TESTS
assert np.isnan(dots_record["val_loss"]).all(), "val_loss should be measured on X_valid and y_valid."
assert np.isfinite(dots_record["loss"]).all(), "The training loss should be that on X and y."
assert dots_record["loss"][-1] < dots_record["loss"][0], "On other data the training loss does not fall."
# req: trained
final_loss = -np.log(answers[np.arange(len(quarter)), quarter]).mean()
assert final_loss < dots_record["loss"][0], "The model that came should be the one that is trained: make no copy."
first_loss = -np.log(np.maximum(first_proba[np.arange(5_000), first_labels], 1e-7)).mean()
assert first_loss < 0.75, "The labels are mostly right, but the probabilities are not: is the loss the cross-entropy?"
hold_accuracy = np.mean(first_proba[:2000].argmax(axis=1) == first_labels[:2000])
assert abs(hold_accuracy - curves["val_accuracy"][-1]) < 0.003, (
    "The last val_accuracy is not the accuracy of the finished model on X_valid, y_valid."
)
# req: last-lines
assert curves["loss"][0] > 0.5, (
    "The first epoch's loss is too good for a fresh network. Keep the last lines of the cell as they were."
)
keras.utils.set_random_seed(42)
fresh = keras.Sequential([keras.Input((784,)), keras.layers.Dense(300)])
checks.assert_close(
    start_kernel, fresh.get_weights()[0], "start_kernel is not as it was. Keep the last lines of the cell as they were."
)
### END HIDDEN TESTS

# %% tags=["figure"]
draw.learning_curves(curves, title="Three epochs of your training")
lesson.show("Loss and accuracy of your three epochs, for the training images and for the hold-out.")

# %% [markdown]
# ### How much of an accuracy is chance?
#
# Your network is better than the lecture's optimizer on this budget. By luck? Two kinds of chance move an accuracy, and
# they are not the same.
#
# * **Other images.** An accuracy $a$ measured on $n$ images has a standard error of $\sqrt{a(1-a)/n}$. It says how far
#   the number may lie from the truth about *all* pictures of clothes.
# * **Another run.** Another random start, another order of the images: another network. To see how much that does,
#   there is only one way: train several times, with different seeds, and judge all on the *same* images.
#
# *Demo* (half a minute): five seeds each for the lecture's SGD and for your `train`, on the same 8,000 images, judged
# on the same 2,000.
#
# **Predict:** which is larger on 2,000 images, the spread of the five runs or the standard error of one?


# %% tags=["demo"]
# Two trainings that differ in their optimizer alone.
def plain_sgd(network, X, y, X_valid, y_valid, epochs):
    network.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
    return network.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


def accuracy_of(seed, training):
    """Return the accuracy on the hold-out after three epochs that start from this seed."""
    keras.utils.set_random_seed(seed)
    record = training(keras.models.clone_model(model), X_small, y_small, X_hold, y_hold, 3)
    return record["val_accuracy"][-1]


spread = {
    name: np.array([accuracy_of(seed, training) for seed in range(5)])
    for name, training in [("the lecture's SGD", plain_sgd), ("your train", train)]
}
draw.five_seeds(spread, n_images=len(X_hold))
lesson.show(
    "The accuracies of five runs of the lecture's SGD and of five of your training; beside each group, the standard "
    "error of a single run. The text below says what is seen."
)

# %% tags=["demo", "nbval-ignore-output"]
for name, found in spread.items():
    a = found.mean()
    print(f"{name:18} mean {a:.3f}   spread of the runs {found.std(ddof=1):.3f}   ", end="")
    print(f"standard error of one run {np.sqrt(a * (1 - a) / len(X_hold)):.3f}")

# %% [markdown]
# In our run the spread of the five accuracies (their standard deviation) is 0.008 for the lecture's SGD and 0.006 for
# `train`; the standard error of one accuracy on 2,000 images is 0.009 and 0.008. Here the two are of one size, but they
# answer two questions.
#
# * *Is one training better than the other?* All ten runs were judged on the same images, so the choice of images is
#   hardly to blame for a difference. The yardstick is the spread of the runs. A gap of 0.053 is more than six times as
#   large: that is no luck. Two single runs that differ by 0.01 tell nothing.
# * *How many of all pictures of clothes will it get right?* Now both count: 0.843, give or take about
#   $\sqrt{0.006^2 + 0.008^2} = 0.010$.
#
# The same holds for the lecture's run and ours: judged on the same 5,000 images they differ by 0.001 after epoch 7, and
# another seed would have moved that.

# %% [markdown]
# ### Too little data, too many epochs
#
# To *see* overfitting we need not wait for 30 epochs. It is enough to have few images: here 500 of them, 24 times
# over.
#
# **Predict:** which of four curves (loss and accuracy, training and validation) will show the overfitting most clearly?

# %% tags=["figure"]
keras.utils.set_random_seed(42)
fresh_copy = keras.models.clone_model(model)
overfitted = train(fresh_copy, X_small[:500], y_small[:500], X_hold[:1_000], y_hold[:1_000], epochs=24)
draw.learning_curves(overfitted, title="500 images, 24 times")
lesson.show(
    "Loss and accuracy over 24 epochs with 500 images, training and validation. The text below says what is seen."
)

# %% [markdown]
# The left panel is the classic picture. First both losses fall: what the network learns holds for unseen images,
# too. Then the training loss goes on falling while the validation loss *rises*, in our run from about epoch 12 on: the
# network learns these 500 images by heart.
# Validation accuracy hardly shows it: the network is not wrong more often, it is wrong with more confidence.
#
# ### Task 5 · Read a learning curve · ●●● · 2 points · 25 minutes
# **Goal:** teach the computer to see what you just saw.
#
# Write `read_curves(history, patience=3)` for a dict with the lists `"loss"` and `"val_loss"`, one entry per epoch.
# Return the tuple `(best, overfits_from)` of whole numbers. <!-- req: whole-numbers -->
# Epochs are counted from 1, as in the log. <!-- req: from-one -->
#
# * `best`: the epoch with the lowest validation loss; the earliest one if several are equal. <!-- req: best -->
# * `overfits_from`: call an epoch *suspicious* if its training loss is lower **and** its validation loss is higher
#   than in the epoch before. <!-- req: suspicious -->
#   One suspicious epoch is noise. Return the first epoch of the first run of at least `patience` suspicious epochs in a
#   row, <!-- req: first-run -->
#   or `None` if there is no such run. <!-- req: none -->
#   (Epoch 1 has none before it: it is never suspicious.)
# * The history stays as it is. <!-- req: unchanged -->
#
# Example, with patience 3:
#
# | epoch | 1 | 2 | 3 | 4 | 5 | 6 | 7 |
# | --- | --- | --- | --- | --- | --- | --- | --- |
# | loss | 0.9 | 0.7 | 0.6 | 0.5 | 0.4 | 0.3 | 0.2 |
# | val_loss | 0.8 | 0.6 | 0.65 | 0.5 | 0.52 | 0.55 | 0.6 |
# | suspicious | | | yes | | yes | yes | yes |
#
# The best epoch is 4. Epoch 3 is a single bump; epochs 5, 6, 7 are a run of three: the answer is `(4, 5)`.
# <!-- req: example -->
#
# <details><summary>Hint 1: best</summary><code>np.argmin</code> counts from 0 and returns the first of equal
# values.</details>
# <details><summary>Hint 2: a run</summary>Go through the epochs and keep a counter: one more if the epoch is
# suspicious, back to 0 if not. What do you know when the counter reaches <code>patience</code>?</details>
# <details><summary>Hint 3: where did the run start?</summary>At epoch e the counter has just become 3: the run is e −
# 2, e − 1, e.</details>


# %% task="read_curves"
def read_curves(history, patience=3):
    """Return the best epoch and the first epoch of overfitting (or None), both counted from 1."""
    ### BEGIN SOLUTION
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    run = 0
    for i in range(1, len(loss)):
        suspicious = loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1]
        run = run + 1 if suspicious else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None
    ### END SOLUTION


# %% check="read_curves" points=1 tests="the best epoch: the example, equal values, one epoch"
import numpy as np

from nn_lessons import checks

falling = [0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]


def check_best(loss, val_loss, best):
    history = {"loss": loss, "accuracy": loss[::-1], "val_loss": val_loss}
    answer, (after,) = checks.call_and_keep_changes(read_curves, history)
    # req: unchanged, whole-numbers, from-one, best
    checks.assert_equal(after, history, "read_curves changes the history; only read it.")
    found, _ = checks.items(answer, 2, "(best, overfits_from)")
    checks.assert_number(found, "The best epoch", whole=True)
    assert checks.is_equal(found, best), (
        f"The best epoch should be {best}, yours is {found}: the lowest validation loss, the earliest of equals, "
        "counted from 1."
    )


check_best(falling, [0.8, 0.6, 0.65, 0.5, 0.52, 0.55, 0.6], 4)
check_best(falling, [0.9, 0.8, 0.7, 0.65, 0.6, 0.58, 0.57], 7)
### BEGIN HIDDEN TESTS
for loss, val_loss, best in [
    (falling, [0.8, 0.5, 0.6, 0.5, 0.65, 0.5, 0.9], 2),
    (falling, [0.1, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0], 1),
    (falling[::-1], [0.9, 0.8, 0.7, 0.65, 0.6, 0.58, 0.57], 7),
    ([0.5, 0.3, 0.4], [2.0, 3.0, 1.5], 3),
    ([1.0], [1.1], 1),
    (falling, [0.5, 0.6, 0.7, 0.8, 0.6, 0.55, 0.3], 7),
    (falling, [0.9, 0.6, 0.7, 0.8, 0.9, 0.4, 0.5], 6),
    (falling, [0.8, 0.5, 0.5, 0.6, 0.7, 0.8, 0.9], 2),
    (falling, [0.8, 0.7, 0.5 + 2e-9, 0.5 + 1e-9, 0.5 + 3e-9, 0.6, 0.7], 4),
]:
    check_best(loss, val_loss, best)
### END HIDDEN TESTS

# %% check="read_curves" points=1 tests="where overfitting starts: no run, several, other patience"
import numpy as np

from nn_lessons import checks

falling = [0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]


def check_start(loss, val_loss, start, why, *patience):
    history = {"loss": loss, "accuracy": loss[::-1], "val_loss": val_loss}
    _, found = checks.items(read_curves(history, *patience), 2, "(best, overfits_from)")
    if start is not None and found is not None:
        checks.assert_number(found, "overfits_from", whole=True)
    assert checks.is_equal(found, start), f"overfits_from should be {start}, yours is {found}: {why}"


# req: example, suspicious, first-run, none
single_bump = "epoch 3 is a single bump; the run of three is 5, 6, 7."
check_start(falling, [0.8, 0.6, 0.65, 0.5, 0.52, 0.55, 0.6], 5, single_bump)
check_start(falling, [0.9, 0.8, 0.7, 0.65, 0.6, 0.58, 0.57], None, "the validation loss never rises.")
### BEGIN HIDDEN TESTS
bumpy = [0.5, 0.6, 0.7, 0.6, 0.7, 0.8, 0.9]
long, even = np.linspace(1, 0.1, 10).tolist(), [0.9, 0.8, 0.8, 0.7, 0.6, 0.6, 0.5]
diverging, close = [0.9, 0.8, 0.7, 0.6, 0.7, 0.8, 0.9], (0.5 + 1e-9 * np.arange(6)).tolist()
check_start(falling, bumpy, 5, "without patience, a run of two is too short.")
for loss, val_loss, start, why, patience in [
    (diverging, diverging, None, "when both losses rise, training has gone astray; it does not overfit.", 3),
    (falling, [0.8, 0.5, 0.6, 0.7, 0.65, 0.7, 0.9], None, "suspicious epochs must follow each other.", 3),
    (falling, [0.9, 0.4, 0.5, 0.6, 0.6, 0.7, 0.8], None, "an equal validation loss has not risen.", 3),
    (even, bumpy[:1] + bumpy[3:] + [1.0, 1.1], None, "a flat training loss has not fallen.", 3),
    (long, [0.8, 0.4, 0.5, 0.6, 0.7, 0.3, 0.4, 0.5, 0.6, 0.2], 3, "the first run counts, recovered or not.", 3),
    (long, [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.4, 0.5, 0.6, 0.7], 2, "a run may be longer than patience.", 3),
    (long, [0.3, 0.4, 0.5, 0.6, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], 2, "the first run counts, not the longest.", 3),
    (bumpy[::-1], bumpy, None, "the training loss has to fall in each of the epochs.", 3),
    (falling, bumpy, 2, "with a patience of 2, two epochs are enough, also at the very start.", 2),
    (falling, bumpy, None, "with a patience of 4, a run of three is too short.", 4),
    (falling, [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.5], 7, "with a patience of 1, one epoch is enough.", 1),
    ([0.5, 0.6, 0.7], [0.9, 0.8, 0.7], None, "the first epoch has none before it: it is never suspicious.", 1),
    ([1.0], [1.1], None, "a single epoch cannot be compared with the one before.", 3),
    ([0.2, *falling[1:]], bumpy, 5, "the epoch before counts, not the lowest loss so far.", 3),
    (close[::-1], close, 2, "a fall and a rise count, however small they are.", 3),
]:
    check_start(loss, val_loss, start, why, patience)
### END HIDDEN TESTS

# %% [markdown]
# Your function on the run with 500 images. A person who watches a training knows its first epochs only: move the slider
# to see what your `read_curves` would have said after 4, 6, 8, ... epochs.
#
# **Predict:** the run ends with overfitting. From which epoch on can your function know it: as soon as it starts?


# %% tags=["figure"]
def judge_after(epochs):
    seen = {name: values[:epochs] for name, values in overfitted.items()}
    draw.learning_curves(seen, *read_curves(seen), title=f"Known after {epochs} epochs", last=len(overfitted["loss"]))


lesson.slider(
    judge_after,
    range(4, 25, 2),
    label="epochs seen:",
    alt="Learning curves of the run with 500 images, with the best epoch so far and the overfitting found so far.",
)

# %% [markdown]
# Not when it starts. A run of three suspicious epochs that begins in epoch $e$ is known after epoch $e + 2$, and that
# the best epoch was the best is known only later, too. This is the price of patience: some epochs too many. In return,
# a single bump stops nothing.
#
# In notebook 8 Keras stops by itself when the validation loss no longer falls, and keeps the best weights.
#
# ## 6. What does the network get wrong?
#
# "Four of five right" hides the most useful part: *which* classes are taken for which. A **confusion matrix** counts
# it. Entry $(i, j)$ is the number of images of true class $i$ that were predicted as class $j$. What is right stands
# on the diagonal.
#
# ### Task 6 · The confusion matrix · ●●● · 1 point · 15 minutes
# **Goal:** count, for each true class, what the network took it for.
#
# Write `confusion_matrix(y_true, y_pred, n_classes)` with NumPy, without scikit-learn: <!-- req: numpy -->
#
# * It returns an integer array of shape (n_classes, n_classes); <!-- req: integers -->
#   **rows are the truth**, columns the predictions. <!-- req: rows -->
# * `y_true` and `y_pred` are integer arrays or lists of n labels, often `uint8`; a pair that occurs often counts as
#   often, however many images there are. <!-- req: counts -->
# * A class that never occurs gets a row (and a column) of zeros. <!-- req: absent -->
# * The labels that come in stay as they are. <!-- req: unchanged -->
# * Example: `confusion_matrix([0, 0, 1], [0, 1, 1], 3)` is `[[1, 1, 0], [0, 1, 0], [0, 0, 0]]`. <!-- req: example -->
#
# <details><summary>Hint 1</summary>The plain way is right: a matrix of zeros and a loop over the pairs
# <code>zip(y_true, y_pred)</code>.</details>
# <details><summary>Hint 2: without a loop</summary>Beware: <code>matrix[y_true, y_pred] += 1</code> adds 1 only
# <em>once</em> to an entry, however often its pair occurs. Look up <code>np.add.at</code>.</details>


# %% task="confusion_matrix"
def confusion_matrix(y_true, y_pred, n_classes):
    """Return counts (n_classes, n_classes): entry (i, j) is how often true class i was predicted as j."""
    ### BEGIN SOLUTION
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (y_true, y_pred), 1)
    return counts
    ### END SOLUTION


# %% check="confusion_matrix" points=1 tests="the example; absent classes; many images; integers; NumPy alone"
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(confusion_matrix)
def libraries_used(function, *args):
    """Name the libraries whose functions run while the student's function does."""
    import sys

    seen = set()
    sys.setprofile(lambda frame, event, arg: seen.add(str(frame.f_globals.get("__name__")).partition(".")[0]))
    try:
        function(*args)
    finally:
        sys.setprofile(None)
    return sorted(seen)


def check_confusion(truth, guess, n_classes, wanted):
    got, (truth_after, guess_after, _) = checks.call_and_keep_changes(confusion_matrix, truth, guess, n_classes)
    # req: unchanged
    for after, before in [(truth_after, truth), (guess_after, guess)]:
        checks.assert_equal(after, before, "confusion_matrix changes the labels that came in; only read them.")
    # req: integers, counts, rows
    assert isinstance(got, np.ndarray), f"Return a NumPy array; yours is a {type(got).__name__}."
    what = f"The matrix for {n_classes} classes (even if one never occurs)"
    checks.assert_array(got, what, shape=(n_classes, n_classes), kind="whole numbers")
    assert got.sum() == len(truth), (
        f"The entries should sum to the number of images, {len(truth)}; yours sum to {got.sum():g}. "
        "Does a pair that occurs twice count twice? Is there room for large counts? Does each call start from 0?"
    )
    assert not checks.is_equal(got, wanted.T) or checks.is_equal(got, wanted), (
        "Rows and columns are swapped: rows should be the truth."
    )
    checks.assert_equal(got, wanted, "The total is right, but some counts stand in the wrong place.")


# req: example, absent, numpy
check_confusion([0, 0, 1], [0, 1, 1], 3, np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0]]))
check_confusion(
    np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 0, 0, 2]), 3, np.array([[1, 1, 0], [0, 1, 0], [2, 0, 1]])
)
assert not {"sklearn", "keras", "tensorflow"} & set(libraries_used(confusion_matrix, [0, 0, 1], [0, 1, 1], 3)), (
    "Count with NumPy alone: the point is to know what the function of a library counts."
)
### BEGIN HIDDEN TESTS
coin = np.random.default_rng(11)
cases = [(200, 0, 9, 10), (300, 0, 19, 20), (1, 0, 1, 2), (60, 1, 3, 6), (9, 2, 2, 4), (300_000, 0, 1, 2)]
for n, lowest, highest, classes in cases:
    truth, guess = coin.integers(lowest, highest + 1, (2, n), dtype="uint8")
    wanted = np.zeros((classes, classes), int)
    np.add.at(wanted, (truth, guess), 1)
    check_confusion(truth, guess, classes, wanted)
    if n < 1_000:
        check_confusion(truth.tolist(), guess.tolist(), classes, wanted)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. The test set, once
#
# All choices are made. Now the 10,000 test images, 1,000 of each class, come out of the drawer. First the lecture's
# network, after its 30 epochs (*demo*).
#
# **Predict:** its validation accuracy was 0.888. Will the test accuracy be higher, lower, or the same, and within what?

# %%
X_test_scaled = grey[X_test]

# %% tags=["demo"]
_, test_accuracy = lecture_model.evaluate(X_test_scaled, y_test, verbose=0)
print(f"the lecture's network: {test_accuracy:.2f} of the test images right")

# %% [markdown]
# Validation accuracy was 0.888, test accuracy is 0.879 on our machine. Two samples of images: the standard errors are
# 0.0045 (5,000 images) and 0.0033 (10,000), together $\sqrt{0.0045^2 + 0.0033^2} = 0.0055$. The difference of 0.009 is
# 1.6 of these, which is nothing unusual. Had we *chosen* the epoch with the best validation accuracy, we should expect
# a lower test accuracy: whoever picks the best of thirty numbers picks some luck with it.
#
# The lecture's last listing: probabilities for the first three test images, rounded.

# %% tags=["demo", "nbval-ignore-output"]
X_new = X_test_scaled[:3]
y_proba = lecture_model.predict(X_new, verbose=0)
y_proba.round(2)

# %% tags=["demo"]
print([class_names[label] for label in y_proba.argmax(axis=1)])
draw.predictions(X_new, y_proba, class_names)
lesson.show(
    "Three test images and the probabilities of their classes: ankle boot, pullover and trouser, each above 0.9."
)

# %% [markdown]
# Ankle boot, pullover, trouser: the lecture's answer, with nearly the lecture's numbers (0.96 for the boot, 0.99 for
# the pullover, 1 for the trouser). The last digits differ because the weights do.
#
# And *your* classifier of Task 4, with your `confusion_matrix`. Colour marks the errors.
#
# **Predict:** which pair of classes will have the most errors? (You guessed when you saw the grid of pictures.)

# %% tags=["figure"]
proba = classifier.predict(X_test_scaled, batch_size=500, verbose=0)
y_pred = proba.argmax(axis=1)
print(f"your classifier: {np.mean(y_pred == y_test):.2f} of the test images right")
draw.confusion(confusion_matrix(y_test, y_pred, 10), class_names)
lesson.show("Confusion matrix of 10,000 test images, ten classes. The text below says where most errors lie.")

# %% [markdown]
# Most errors lie among shirts, T-shirts, pullovers, coats and dresses: all of them have the outline of a torso.
#
# And the errors that your classifier was surest of: what it is → what it was taken for, with which probability. Would
# you have known better?

# %% tags=["figure"]
errors = np.flatnonzero(y_pred != y_test)
surest = errors[np.argsort(-proba[errors].max(axis=1), kind="stable")[:12]]
draw.image_grid(
    X_test_scaled[surest],
    [f"{class_names[y_test[i]]}\n→ {class_names[y_pred[i]]} {proba[i].max():.2f}" for i in surest],
    columns=6,
    size=1.4,
)
lesson.show("Twelve test images that your classifier took for another class with the highest probabilities.")

# %% [markdown]
# "1.00" and wrong: a softmax output is not a promise. (Some of these labels are doubtful, too. Nobody checked 70,000
# images.)
#
# ### What has the first layer learned?
#
# Each neuron of the first layer has 784 weights, one for each pixel, so we can draw them as an image. Most of what one
# would see is the random start; so here is what training *changed*, for the six neurons that changed most. Purple: ink
# at this pixel excites the neuron more than before; orange: less.
#
# The eye finds shapes in anything. So do not ask the picture what a neuron looks for, ask the neuron: beside each
# picture stand the six of the 2,000 hold-out images that excite it most, and the title counts the classes of the first
# 50.

# %% tags=["figure"]
kernel, bias = classifier.layers[1].get_weights()
most_changed = np.argsort(-np.square(kernel - start_kernel).sum(axis=0), kind="stable")[:6]
excitement = X_hold.reshape(len(X_hold), -1) @ kernel[:, most_changed] + bias[most_changed]
draw.what_excites((kernel - start_kernel)[:, most_changed], excitement, X_hold, y_hold, class_names)
lesson.show("For each of six neurons: how training changed its weights, and the six images that excite it most.")

# %% [markdown]
# In our run all of the first 50 images of the first neuron are trousers, and 47 of 50 of the second are T-shirts: these
# two can be named, because we have counted. The third neuron is excited by sandals, bags and pullovers: whatever its
# picture reminds you of, it has no name. And there is a reason for caution with all of them: nearly all of the images
# shown are black. A weighted sum grows with the ink, so that "excites most" means "the right shape, and dark". Look at
# your own six: for which of them would you dare to give a name?
#
# ### Task 7 · In your own words · ●●○ · 2 points · 15 minutes
# (It needs your `train` of Task 4 and your `confusion_matrix` of Task 6.) Look at the confusion matrix and at the
# surest errors above. **Which two classes does your network confuse most, and how often in each direction? Why these
# two, and why does a network of dense layers on 28 × 28 grey pixels find them hard?** Two to four sentences.

# %% [markdown] essay="confused_classes" points=2
# ### BEGIN SOLUTION
# In my matrix pullover and coat are confused most: 137 pullovers were taken for coats and 140 coats for pullovers.
# Both have the same outline, a torso with two long sleeves; what tells them apart, a zip, buttons, a collar, is a few
# grey pixels at this resolution. A dense layer weighs every pixel on its own, so it sees how much ink lies where, but
# has no notion of a line of buttons wherever it may run.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 1 point: names the pair with the most errors in the student's own matrix and reads both directions correctly (rows
# are the truth).
#
# 1 point: gives a reason in the images: the same outline and few grey pixels that differ (collar, buttons, sleeve
# length), which 28 × 28 pixels hardly show; or that a dense network weighs single pixels and has no notion of local
# shapes or of a shift. "The network is not good enough" or "more training" alone: no point.
# === END MARK SCHEME ===

# %% [markdown]
# ## Beyond: labels in two forms
#
# There are two ways to tell Keras the truth, and a loss for each:
#
# | the label of a pullover | shape of `y` | loss |
# | --- | --- | --- |
# | `2` | (n,) | `sparse_categorical_crossentropy` |
# | `[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]` (one-hot) | (n, K) | `categorical_crossentropy` |
#
# The mathematics is the same. In $-\sum_k y_k \ln p_k$ all $y_k$ but one are zero, and what is left is $-\ln p$ of
# the true class. Use integer labels as long as each image has one class: ten times smaller, and nothing to convert.
# One-hot labels are for truths that are not so clear-cut ("70 % shirt, 30 % coat").
#
# ### Task 8 · Two losses, one number · ●●○ · optional · 1 point · 15 minutes
# **Goal:** make the one-hot labels yourself and see both losses agree.
#
# Write
#
# * `one_hot(y, n_classes)`: integer labels (n,) to an array (n, n_classes) with a single 1 in each row.
#   <!-- req: one-hot --> With NumPy, not with a function of Keras or scikit-learn. <!-- req: numpy -->
# * `both_losses(model, X, y, Y)`: the tuple `(sparse, categorical)` of two numbers: the model's mean loss over `X`
#   under `sparse_categorical_crossentropy` with the integer labels `y`, and under `categorical_crossentropy` with the
#   one-hot labels `Y`. <!-- req: both -->
# * Do not train the model. <!-- req: untrained -->
# * Each loss uses its own labels as they come: `Y` may belong to other labels than `y`, and its rows may be softer than
#   one-hot, such as `[0.7, 0.3, 0]`. <!-- req: own-labels -->
#
# Example: `one_hot([2, 0], 3)` is `[[0, 0, 1], [1, 0, 0]]`. <!-- req: example -->
# `both_losses(model, X, y, one_hot(y, 10))` gives two equal numbers for the lecture's network.
#
# <details><summary>Hint 1: one-hot</summary>Row k of the identity matrix <code>np.eye(n)</code> is the one-hot form
# of k. And a matrix can be indexed with an array of row numbers.</details>
# <details><summary>Hint 2: the loss of a model</summary>Compile the model with the loss, then call
# <code>evaluate</code>; do it twice. Without a metric, <code>evaluate</code> returns the loss alone.</details>
# <details><summary>Hint 3: "Shapes are incompatible"</summary>In Keras 3, <code>compile</code> without
# <code>metrics</code> <em>keeps the metrics of the last compile</em>. <code>metrics=[]</code> clears them.</details>


# %% task="two_losses"
def one_hot(y, n_classes):
    """Return the one-hot form (n, n_classes) of the integer labels y (n,)."""
    ### BEGIN SOLUTION
    return np.eye(n_classes)[y]
    ### END SOLUTION


def both_losses(model, X, y, Y):
    """Return the model's mean loss over X: sparse with integer labels y, and categorical with one-hot labels Y."""
    ### BEGIN SOLUTION
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    categorical = model.evaluate(X, Y, verbose=0)
    return sparse, categorical
    ### END SOLUTION


# %% check="two_losses" points=1 tests="one-hot labels with NumPy; both losses of a small model"
import numpy as np

from nn_lessons import checks


@checks.in_kernel_of(one_hot)
def libraries_used(function, *args):
    """Name the libraries whose functions run while the student's function does."""
    import sys

    seen = set()
    sys.setprofile(lambda frame, event, arg: seen.add(str(frame.f_globals.get("__name__")).partition(".")[0]))
    try:
        function(*args)
    finally:
        sys.setprofile(None)
    return sorted(seen)


@checks.in_kernel_of(both_losses)
def measure(both_losses, X, y, Y, seed):
    """Call both_losses with a small model.

    Return what it returns, the probabilities, whether the model was trained, and the weights before and after.

    The model was compiled with a metric before, as the notebook's is.
    """
    import keras
    import numpy as np

    trainings = []

    class Watch(keras.layers.Layer):
        def call(self, inputs, training=False):
            if training:
                trainings.append(True)  # a compiled model runs this line once, when it is first trained
            return inputs

    keras.utils.set_random_seed(seed)
    head = keras.layers.Dense(Y.shape[1], activation="softmax")
    network = keras.Sequential([keras.Input(X.shape[1:]), Watch(), head])
    network.compile(loss="mse", optimizer="sgd", metrics=["accuracy"])
    proba, before = np.asarray(network(X)), head.get_weights()
    losses = both_losses(network, X, y, Y)
    return losses, proba, bool(trainings), before, head.get_weights()


def check_one_hot(labels, n_classes, wanted):
    encoded = one_hot(labels, n_classes)
    assert not isinstance(encoded, (list, tuple)), "one_hot should return an array; yours is a list."
    what = f"one_hot of {len(labels)} labels and {n_classes} classes"
    checks.assert_array(encoded, what, shape=(len(labels), n_classes))
    checks.assert_equal(encoded, wanted, "Each row should be 0, but for a single 1 at the position of its label.")


def check_both(labels, Y, seed, cross_entropies):
    """Give the two losses labels of their own; what they should be comes from the model's probabilities."""
    X = np.random.default_rng(seed).normal(size=(len(Y), 3)).astype("float32")
    got, p, trained, before, after = measure(both_losses, X, labels, Y, seed)
    names, losses = ("sparse", "categorical"), checks.items(got, 2, "(sparse, categorical)")
    targets = checks.items(cross_entropies(p), 2, "The pair of cross-entropies")
    for name, loss, target in zip(names, losses, targets, strict=True):
        checks.assert_number(loss, f"The {name} loss")
        assert checks.is_close(loss, target, atol=1e-3), (
            f"The {name} loss should be {target:.4f}; you return {loss:.4f}. Does each loss use its own labels? "
            "Is the model evaluated as it came, without training?"
        )
    for weights, start in checks.pairs(after, before, "The model's list of weights"):
        checks.assert_equal(weights, start, "The model's weights have changed: evaluate it, do not train.")
    assert not trained, "The model was trained, if only for a moment: evaluate measures a loss without a step."


# req: one-hot, example, numpy
check_one_hot([2, 0], 3, np.array([[0, 0, 1], [1, 0, 0]]))
assert not {"keras", "tensorflow", "sklearn"} & set(libraries_used(one_hot, np.array([2, 0]), 3)), (
    "one_hot should make the labels with NumPy alone: then you know what the function of a library does."
)
# req: both, untrained
softer = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.5, 0.0, 0.5]])
check_both(
    np.array([2, 0, 1]),
    softer,
    seed=0,
    cross_entropies=lambda p: (-np.log(p[0, 2] * p[1, 0] * p[2, 1]) / 3, -(softer * np.log(p)).sum() / 3),
)
### BEGIN HIDDEN TESTS
toss = np.random.default_rng(15)
softer = toss.random((70, 6))
softer /= softer.sum(axis=1, keepdims=True)
# req: own-labels
labels = toss.integers(0, 3, 70, dtype="uint8")
check_both(
    labels,
    softer,
    seed=1,
    cross_entropies=lambda p: (-np.log(p[np.arange(70), labels]).mean(), -(softer * np.log(p)).sum() / 70),
)
for labels, classes in [(toss.integers(0, 10, 50, dtype="uint8"), 10), (np.array([0, 1, 11, 0]), 13)]:
    check_one_hot(labels, classes, np.array([[int(k == label) for k in range(classes)] for label in labels]))
### END HIDDEN TESTS

# %% [markdown]
# ## Recap
#
# * **Data first:** look at it, lock the test set away, split, scale with a fixed number, `float32`.
# * **Build:** `Input`, `Flatten`, `Dense`; weights (n_in, n_out) and biases; softmax makes probabilities.
# * **Before training** the loss should be near $\ln K$, a little above.
# * **A log:** steps, not images; training values are means over the epoch, validation values are taken at its end.
# * **Chance:** other images (standard error) and another run (seeds) are two things; compare runs on the same images.
# * **Learning curves:** training belongs half an epoch to the left; the lowest validation loss is the best epoch; one
#   bump is noise.
# * **A confusion matrix** tells what an accuracy hides. **The test set** speaks once.
#
# **Next:** notebook 5 predicts a number instead of a class: house prices in California, with another head, another
# loss and a new way to fool yourself with scaling.
