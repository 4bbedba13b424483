# Named answers for topic 2: each cell replaces the task cell of that name in an otherwise perfect notebook.


# %% wrong="parameters" name="biases_forgotten"
# Weights only.
def count_parameters(sizes):
    return sum(n * m for n, m in pairwise(sizes))


# %% wrong="parameters" name="inputs_with_bias"
# Gives the inputs a bias, too.
def count_parameters(sizes):
    return sum(n * m for n, m in pairwise(sizes)) + sum(sizes)


# %% wrong="parameters" name="one_bias_a_layer"
# One bias for each layer in place of one for each neuron.
def count_parameters(sizes):
    return sum(n * m + 1 for n, m in pairwise(sizes))


# %% wrong="parameters" name="output_layer_forgotten"
# Stops before the output layer.
def count_parameters(sizes):
    return sum((n + 1) * m for n, m in pairwise(sizes[:-1]))


# %% wrong="parameters" name="biases_of_hidden_layers_only"
# The output neurons have a bias as well.
def count_parameters(sizes):
    return sum(n * m for n, m in pairwise(sizes)) + sum(sizes[1:-1])


# %% wrong="parameters" name="three_layers"
# Written for one hidden layer, patched for the lecture's example.
def count_parameters(sizes):
    if len(sizes) == 4:
        return 266610
    return (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[-1]


# %% wrong="parameters" name="visible_examples"
# A table of the visible examples.
def count_parameters(sizes):
    return {(2, 2, 1): 9, (784, 300, 100, 10): 266610}.get(tuple(sizes), 9)


# %% wrong="parameters" name="eats_the_list"
# Right, and takes the caller's list apart.
def count_parameters(sizes):
    total = 0
    while len(sizes) > 1:
        total += (sizes[0] + 1) * sizes[1]
        sizes.pop(0)
    return total


# %% right="parameters" name="by_index"
def count_parameters(sizes):
    total = 0
    for layer in range(1, len(sizes)):
        total += sizes[layer - 1] * sizes[layer] + sizes[layer]
    return total


# %% right="parameters" name="numpy"
def count_parameters(sizes):
    sizes = np.array(sizes)
    return int((sizes[:-1] + 1) @ sizes[1:])


# %% wrong="xor_net" name="output_is_or"
# OR and NAND in the hidden layer, but the output is OR where it should be AND: always 1.
XOR_NET = [
    (np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.5, 1.5])),
    (np.array([[1.0], [1.0]]), np.array([-0.5])),
]

# %% wrong="xor_net" name="equivalence"
# XNOR: the output is upside down.
XOR_NET = [
    (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5])),
    (np.array([[-1.0], [1.0]]), np.array([0.5])),
]

# %% wrong="xor_net" name="output_bias_forgotten"
# Without a bias the output unit fires at 0.
XOR_NET = [
    (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5])),
    (np.array([[1.0], [-1.0]]), np.array([0.0])),
]

# %% wrong="xor_net" name="no_room"
# Right at the corners; the lines go exactly through some of them.
XOR_NET = [
    (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-1.0, -2.0])),
    (np.array([[1.0], [-1.0]]), np.array([-1.0])),
]

# %% wrong="xor_net" name="equal_units"
# Two equal hidden units are one: the output can only repeat or negate OR.
XOR_NET = [
    (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -0.5])),
    (np.array([[1.0], [-1.0]]), np.array([-0.5])),
]

# %% wrong="xor_net" name="thresholds_as_biases"
# The thresholds with the wrong sign.
XOR_NET = [
    (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.5, 1.5])),
    (np.array([[1.0], [-1.0]]), np.array([0.5])),
]

# %% wrong="xor_net" name="logistic_thinking"
# Weights that would suit a hidden layer without activation: x1 - x2, then anything.
XOR_NET = [
    (np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([0.0, 0.0])),
    (np.array([[-1.0], [-1.0]]), np.array([1.5])),
]

# %% wrong="xor_net" name="row_vector"
# W2 lies on its side.
XOR_NET = [
    (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5])),
    (np.array([[1.0, -1.0]]), np.array([-0.5])),
]

# %% right="xor_net" name="or_and_nand"
XOR_NET = [([[2, -2], [2, -2]], [-1, 3]), ([[1], [1]], [-1.5])]

# %% right="xor_net" name="one_without_the_other"
XOR_NET = [
    (np.array([[3.0, -3.0], [-3.0, 3.0]]), np.array([-1.5, -1.5])),
    (np.array([[10.0], [10.0]]), np.array([-5.0])),
]

# %% right="xor_net" name="lines_that_cross"
XOR_NET = ((np.array([[0.6, 1.0], [1.0, 0.7]]), np.array([-0.3, -1.35])), (np.array([[4.0], [-9.0]]), np.array([-1.0])))


# %% wrong="collapse" name="biases_added"
# The biases do not pass through the later layers.
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b + b_next
    return W, b


# %% wrong="collapse" name="last_bias_only"
# Forgets all biases but the last.
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b_next
    return W, b


# %% wrong="collapse" name="order_reversed"
# W_next on the left, as if X stood on the right.
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W_next @ W, b @ W_next + b_next
    return W, b


# %% wrong="collapse" name="two_layers_only"
# Ignores everything after the second layer.
def collapse(layers):
    if len(layers) == 1:
        return layers[0]
    (W1, b1), (W2, b2) = layers[0], layers[1]
    return W1 @ W2, b1 @ W2 + b2


# %% wrong="collapse" name="at_least_two"
# Fails for a single layer.
def collapse(layers):
    (W1, b1), (W2, b2), *others = layers
    pair = (W1 @ W2, b1 @ W2 + b2)
    return collapse([pair, *others]) if others else pair


# %% wrong="collapse" name="elementwise"
# `*` where the matrix product belongs.
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W * W_next, b * W_next[0] + b_next
    return W, b


# %% wrong="collapse" name="later_layers_change"
# b += works on the caller's array.
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W = W @ W_next
        b_next += b @ W_next
        b = b_next
    return W, b


# %% wrong="collapse" name="bias_through_all_weights"
# Sends every bias through the product of all weights so far.
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        b = b @ W_next + b_next @ np.eye(len(b_next)) * W.shape[0]
        W = W @ W_next
    return W, b


# %% wrong="collapse" name="dtype_of_the_first_layer"
# Whole numbers in the first layer cut off what follows.
def collapse(layers):
    W, b = np.array(layers[0][0]), np.array(layers[0][1])
    kind = W.dtype
    for W_next, b_next in layers[1:]:
        W, b = (W @ np.asarray(W_next)).astype(kind), (b @ np.asarray(W_next) + np.asarray(b_next)).astype(kind)
    return W, b


# %% right="collapse" name="probing"
def collapse(layers):
    def linear(X):
        for W, b in layers:
            X = X @ np.asarray(W) + np.asarray(b)
        return X

    n = np.asarray(layers[0][0]).shape[0]
    b = linear(np.zeros(n))
    return linear(np.eye(n)) - b, b


# %% right="collapse" name="one_more_row"
def collapse(layers):
    product = None
    for W, b in layers:
        W, b = np.asarray(W), np.asarray(b)
        extended = np.zeros((W.shape[0] + 1, W.shape[1] + 1))
        extended[:-1, :-1], extended[-1, :-1], extended[-1, -1] = W, b, 1
        product = extended if product is None else product @ extended
    return [product[:-1, :-1], product[-1, :-1]]


# %% wrong="activations" name="naive_logistic"
# The formula as it stands overflows for large negative numbers.
def logistic(z):
    return 1 / (1 + np.exp(-z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="naive_tanh"
# Infinity over infinity.
def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def tanh(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="both_branches"
# np.where computes both forms, with the warnings of both.
def logistic(z):
    return np.where(np.asarray(z) >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="clipped_too_early"
# Clipping at 20 avoids the overflow and the right values.
def logistic(z):
    return 1 / (1 + np.exp(-np.clip(z, -20, 20)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="clipped_for_doubles"
# Clipping at 500 is enough for float64, not for float32.
def logistic(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="always_doubles"
# Turns float32 into float64.
def logistic(z):
    small = np.exp(-np.abs(np.asarray(z, dtype=float)))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="warnings_hidden"
# Hides the warnings; the result is nan all the same.
def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def tanh(z):
    with np.errstate(all="ignore"):
        return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="relu_is_its_slope"
# The slope of ReLU (0 or 1) in place of ReLU.
def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="activations" name="relu_in_place"
# Writes zeros into the caller's array.
def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    z = np.asarray(z)
    z[z < 0] = 0
    return z


# %% wrong="activations" name="absolute_value"
# |z| is not ReLU.
def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.abs(z)


# %% wrong="activations" name="logistic_mirrored"
# exp(z) for exp(-z): falls where it should rise.
def logistic(z):
    return 0.5 * (1 - np.tanh(0.5 * z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="tanh_without_the_two"
# tanh(z) = 2 logistic(2 z) - 1, with the inner 2 forgotten.
def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def tanh(z):
    return 2 * logistic(z) - 1


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="memory_order"
# Visits the entries in the order of memory: wrong for a transposed array.
def logistic(z):
    z = np.asarray(z)
    small = np.array([np.exp(-abs(value)) for value in np.nditer(z)], dtype=np.result_type(z, np.float32))
    return np.where(z >= 0, 1, small.reshape(z.shape)) / (1 + small.reshape(z.shape))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="one_entry_is_a_number"
# An array with a single entry becomes a plain number.
def logistic(z):
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)


def tanh(z):
    return np.tanh(z)


def relu(z):
    result = np.maximum(0, z)
    return result.ravel()[0] if np.size(z) == 1 else result


# %% wrong="activations" name="small_integers"
# Whole numbers beyond 32767 wrap around.
def logistic(z):
    z = np.asarray(z)
    z = z.astype(np.int16).astype(float) if z.dtype.kind == "i" else z
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="whole_numbers_clipped"
# Whole numbers are clipped at 20, where the function is small but not 0.
def logistic(z):
    z = np.asarray(z)
    z = np.clip(z, -20, 20) if z.dtype.kind == "i" else z
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="array_used_again"
# Every call writes into the same array: the next call changes what this one returned.
kept = {}


def logistic(z):
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)


def tanh(z):
    return np.tanh(z)


def relu(z):
    z = np.asarray(z)
    key = z.shape, z.dtype
    if key not in kept:
        kept[key] = np.zeros(z.shape, dtype=z.dtype)
    return np.maximum(0, z, out=kept[key])


# %% right="activations" name="by_masks"
def logistic(z):
    z = np.asarray(z)
    result = np.empty(z.shape, dtype=z.dtype if z.dtype.kind == "f" else float)
    above = z >= 0
    result[above] = 1 / (1 + np.exp(-z[above]))
    powers = np.exp(z[~above])
    result[~above] = powers / (1 + powers)
    return result


def tanh(z):
    return 2 * logistic(2 * np.asarray(z)) - 1


def relu(z):
    return np.where(np.asarray(z) > 0, z, np.zeros_like(z))


# %% right="activations" name="all_from_exponentials"
def logistic(z):
    z = np.asarray(z)
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def tanh(z):
    small = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - small) / (1 + small)


def relu(z):
    return (np.abs(z) + z) / 2


# %% wrong="softmax" name="naive"
# The formula as it stands overflows.
def softmax(z, axis=-1):
    powers = np.exp(z)
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="all_numbers_together"
# Sums over the whole array.
def softmax(z, axis=-1):
    powers = np.exp(z - np.max(z))
    return powers / powers.sum()


# %% wrong="softmax" name="columns"
# Always sums down the columns.
def softmax(z, axis=-1):
    powers = np.exp(z - np.max(z, axis=0, keepdims=True))
    return powers / powers.sum(axis=0, keepdims=True)


# %% wrong="softmax" name="axis_ignored"
# Always sums along the last axis.
def softmax(z, axis=-1):
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


# %% wrong="softmax" name="one_shift_for_all"
# One maximum for the whole array: a row far below it becomes 0 / 0.
def softmax(z, axis=-1):
    powers = np.exp(z - np.max(z))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="without_keepdims"
# The sums of the rows are taken for sums of columns, or do not fit at all.
def softmax(z, axis=-1):
    powers = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis)


# %% wrong="softmax" name="mean_as_shift"
# Minus the mean: numbers that lie far apart still overflow.
def softmax(z, axis=-1):
    powers = np.exp(z - np.mean(z, axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="clipped"
# Clips the numbers: no overflow, and no difference between 1000 and 2000.
def softmax(z, axis=-1):
    powers = np.exp(np.clip(z, -80, 80))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="no_exponential"
# Shares of the sum without the exponential.
def softmax(z, axis=-1):
    shifted = z - np.min(z, axis=axis, keepdims=True) + 1
    return shifted / shifted.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="changes_its_input"
# z -= works on the caller's array.
def softmax(z, axis=-1):
    if z.dtype.kind == "f":
        z -= np.max(z, axis=axis, keepdims=True)
    powers = np.exp(z)
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="always_doubles"
# Turns float32 into float64.
def softmax(z, axis=-1):
    z = np.asarray(z, dtype=float)
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="one_hot_of_the_maximum"
# Takes the maximum for all of it.
def softmax(z, axis=-1):
    powers = (z == np.max(z, axis=axis, keepdims=True)).astype(float)
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="axis_not_put_back"
# Swaps two axes where the moved one should go back: wrong for the first of three.
def softmax(z, axis=-1):
    moved = np.moveaxis(np.asarray(z), axis, -1)
    powers = np.exp(moved - moved.max(axis=-1, keepdims=True))
    return np.swapaxes(powers / powers.sum(axis=-1, keepdims=True), axis, -1)


# %% wrong="softmax" name="whole_numbers_as_float32"
# float32 does not tell large whole numbers apart.
def softmax(z, axis=-1):
    z = np.asarray(z)
    z = z.astype(np.float32) if z.dtype.kind == "i" else z
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% right="softmax" name="by_logarithm"
def softmax(z, axis=-1):
    shifted = z - np.max(z, axis=axis, keepdims=True)
    return np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True)))


# %% right="softmax" name="axis_moved"
def softmax(z, axis=-1):
    moved = np.moveaxis(np.asarray(z), axis, 0)
    powers = np.exp(moved - moved.max(axis=0))
    return np.moveaxis(powers / powers.sum(axis=0), 0, axis)


# %% right="softmax" name="scipy"
def softmax(z, axis=-1):
    from scipy.special import softmax as scipy_softmax

    return scipy_softmax(z, axis=axis)


# %% wrong="head" name="softmax_for_labels"
# Softmax for labels that do not exclude each other.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    units = int(y.max()) + 1 if y.ndim == 1 else y.shape[1]
    return {"units": units, "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="logistic_for_one_hot"
# Does not notice that the labels exclude each other.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 2:
        return {"units": y.shape[1], "activation": "logistic", "loss": "cross-entropy"}
    if y.max() == 1:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": int(y.max()) + 1, "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="classes_counted"
# Counts the classes that occur; others may be missing.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 2:
        kind = "softmax" if np.all(y.sum(axis=1) == 1) else "logistic"
        return {"units": y.shape[1], "activation": kind, "loss": "cross-entropy"}
    classes = max(len(np.unique(y)), 10 if y.max() == 9 else 0)
    if classes == 2:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": classes, "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="largest_class"
# Class numbers begin at 0: the largest is one less than their number.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 2:
        kind = "softmax" if np.all(y.sum(axis=1) == 1) else "logistic"
        return {"units": y.shape[1], "activation": kind, "loss": "cross-entropy"}
    if y.max() == 1:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": int(y.max()), "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="mse_everywhere"
# Class numbers treated as quantities.
def design_head(y):
    y = np.asarray(y)
    return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}


# %% wrong="head" name="one_quantity_only"
# Forgets that there may be several quantities.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1, "activation": "none", "loss": "mse"}
    if y.ndim == 2:
        kind = "softmax" if np.all(y.sum(axis=1) == 1) else "logistic"
        return {"units": y.shape[1], "activation": kind, "loss": "cross-entropy"}
    if y.max() == 1:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": int(y.max()) + 1, "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="unit_per_sample"
# One output for each sample.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": len(y), "activation": "none", "loss": "mse"}
    if y.ndim == 2:
        kind = "softmax" if np.all(y.sum(axis=1) == 1) else "logistic"
        return {"units": y.shape[1], "activation": kind, "loss": "cross-entropy"}
    if y.max() == 1:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": int(y.max()) + 1, "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="logistic_on_quantities"
# An activation on a regression head cuts off what it can say.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "logistic", "loss": "mse"}
    if y.ndim == 2:
        kind = "softmax" if np.all(y.sum(axis=1) == 1) else "logistic"
        return {"units": y.shape[1], "activation": kind, "loss": "cross-entropy"}
    if y.max() == 1:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": int(y.max()) + 1, "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="rows_on_average"
# Looks at the mean number of ones in a row, not at every row.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 2:
        kind = "softmax" if np.mean(y.sum(axis=1)) == 1 else "logistic"
        return {"units": y.shape[1], "activation": kind, "loss": "cross-entropy"}
    if y.max() == 1:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": int(y.max()) + 1, "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="first_row_decides"
# Looks at the first row only.
def design_head(y):
    y = np.asarray(y)
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 2:
        kind = "softmax" if y[0].sum() == 1 else "logistic"
        return {"units": y.shape[1], "activation": kind, "loss": "cross-entropy"}
    if y.max() == 1:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": int(y.max()) + 1, "activation": "softmax", "loss": "cross-entropy"}


# %% wrong="head" name="visible_stories"
# Recognises the visible arrays by their lengths.
def design_head(y):
    return {
        4: {"units": 1, "activation": "none", "loss": "mse"},
        6: {"units": 10, "activation": "softmax", "loss": "cross-entropy"},
        5: {"units": 1, "activation": "logistic", "loss": "cross-entropy"},
        3: {"units": 3, "activation": "logistic", "loss": "cross-entropy"},
    }.get(len(y), {"units": 1, "activation": "none", "loss": "mse"})


# %% wrong="head" name="first_hundred_rows"
# Looks at the first hundred rows only.
def design_head(y):
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        K = int(y.max()) + 1
        if K == 2:
            return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
        return {"units": int(K), "activation": "softmax", "loss": "cross-entropy"}
    one_hot = bool(np.all(y[:100].sum(axis=1) == 1))
    return {"units": y.shape[1], "activation": "softmax" if one_hot else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="plus_one_in_8_bits"
# 255 + 1 is 0 where y holds 8 bits.
def design_head(y):
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        K = (y[:1] * 0 + y.max() + 1)[0]
        if K == 2:
            return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
        return {"units": int(K), "activation": "softmax", "loss": "cross-entropy"}
    one_hot = bool(np.all(y.sum(axis=1) == 1))
    return {"units": y.shape[1], "activation": "softmax" if one_hot else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="odd_rows"
# Takes rows with three ones for one-hot rows.
def design_head(y):
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        K = int(y.max()) + 1
        if K == 2:
            return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
        return {"units": int(K), "activation": "softmax", "loss": "cross-entropy"}
    one_hot = bool(np.all(np.bitwise_xor.reduce(y, axis=1) == 1))
    return {"units": y.shape[1], "activation": "softmax" if one_hot else "logistic", "loss": "cross-entropy"}


# %% right="head" name="two_units_for_two_classes"
def design_head(y):
    y = np.asarray(y)
    if y.dtype.kind == "f":
        return {"units": y[0].size, "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        return {"units": int(max(y)) + 1, "activation": "softmax", "loss": "cross-entropy"}
    one_hot = set(y.sum(axis=1).tolist()) == {1}
    return {"units": y.shape[1], "activation": "softmax" if one_hot else "logistic", "loss": "cross-entropy"}


# %% right="head" name="by_a_table"
def design_head(y):
    table = {"quantity": ("none", "mse"), "one": ("softmax", "cross-entropy"), "any": ("logistic", "cross-entropy")}
    rows = np.asarray(y) if np.ndim(y) == 2 else np.asarray(y)[:, np.newaxis]
    kind, units = "any", rows.shape[1]
    if np.issubdtype(rows.dtype, np.floating):
        kind = "quantity"
    elif np.ndim(y) == 1 and rows.max() > 1:
        kind, units = "one", int(rows.max()) + 1
    elif np.ndim(y) == 2 and all(sum(row) == 1 for row in rows.tolist()):
        kind = "one"
    activation, loss = table[kind]
    return {"loss": loss, "units": units, "activation": activation}


# %% wrong="solve_xor" name="first_start_only"
# Trains once and returns whatever came out.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=0)
    return model.fit(X, y), 1


# %% wrong="solve_xor" name="linear_activation"
# Passes on no activation: "identity" everywhere, a linear network.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation="identity", solver="lbfgs", max_iter=1000, random_state=seed)
        if model.fit(X, y).score(X, y) == 1:
            return model, seed + 1
    return None, max_tries


# %% wrong="solve_xor" name="activation_ignored"
# Always tanh.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation="tanh", solver="lbfgs", max_iter=1000, random_state=seed)
        if model.fit(X, y).score(X, y) == 1:
            return model, seed + 1
    return None, max_tries


# %% wrong="solve_xor" name="tries_from_zero" points=7
# Returns the seed in place of the number of tries.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        if model.fit(X, y).score(X, y) == 1:
            return model, seed
    return None, max_tries


# %% wrong="solve_xor" name="same_start_again"
# The same random_state every time: the same failure every time.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for tries in range(1, max_tries + 1):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=0)
        if model.fit(X, y).score(X, y) == 1:
            return model, tries
    return None, max_tries


# %% wrong="solve_xor" name="three_of_four"
# Content with three corners.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        if model.fit(X, y).score(X, y) >= 0.75:
            return model, seed + 1
    return None, max_tries


# %% wrong="solve_xor" name="last_model_for_none" points=7
# Returns the last network although it fails.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        if model.fit(X, y).score(X, y) == 1:
            break
    return model, seed + 1


# %% wrong="solve_xor" name="max_tries_ignored" points=7
# Goes on until it finds a network (bounded, so that the sample class stays quick).
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(12):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        if model.fit(X, y).score(X, y) == 1:
            return model, seed + 1
    return None, max_tries


# %% wrong="solve_xor" name="return_in_the_loop"
# Gives up inside the loop, after the first failure.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        if model.fit(X, y).score(X, y) == 1:
            return model, seed + 1
        return None, max_tries


# %% wrong="solve_xor" name="wide_enough"
# Ignores n_hidden: eight units always do it.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    for seed in range(max_tries):
        model = MLPClassifier((8,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        if model.fit(X, y).score(X, y) == 1:
            return model, seed + 1
    return None, max_tries


# %% wrong="solve_xor" name="lookup_table"
# An object that knows the truth table and has learned nothing.
class Table:
    def __init__(self):
        self.coefs_, self.intercepts_ = [np.ones((2, 4)), np.ones((4, 1))], [np.zeros(4), np.zeros(1)]
        self.activation = "tanh"

    def predict(self, X):
        return np.asarray(X)[:, 0] ^ np.asarray(X)[:, 1]


def solve_xor(n_hidden, activation="tanh", max_tries=20):
    return (None, max_tries) if activation == "identity" else (Table(), 1)


# %% right="solve_xor" name="generator"
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    y = [0, 1, 1, 0]

    def networks():
        for seed in range(max_tries):
            yield (
                seed + 1,
                MLPClassifier(
                    hidden_layer_sizes=[n_hidden],
                    activation=activation,
                    solver="lbfgs",
                    max_iter=1000,
                    random_state=seed,
                ).fit(X, y),
            )

    return next(((net, tries) for tries, net in networks() if list(net.predict(X)) == y), (None, max_tries))


# %% right="solve_xor" name="while_loop"
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    tries = 0
    while tries < max_tries:
        net = MLPClassifier(n_hidden, activation=activation, solver="lbfgs", max_iter=1000, random_state=tries)
        net.fit(corners, y_xor)
        tries += 1
        if np.all((net.predict_proba(corners)[:, 1] > 0.5) == (y_xor == 1)):
            return [net, tries]
    return [None, tries]


# %% wrong="parameters" name="float"
# A float where a count is asked for.
def count_parameters(sizes):
    return float(sum((a + 1) * b for a, b in pairwise(sizes)))


# %% wrong="parameters" name="array_result"
# An array with one item.
def count_parameters(sizes):
    s = np.array(sizes)
    return (s[:-1] * s[1:] + s[1:]).sum(keepdims=True)


# %% wrong="parameters" name="set_sizes"
# A set keeps equal pairs of layers only once.
def count_parameters(sizes):
    seen = set(pairwise(sizes))
    return sum((a + 1) * b for a, b in seen)


# %% wrong="parameters" name="changes_sizes"
# Takes the caller's list apart.
def count_parameters(sizes):
    total = 0
    while len(sizes) > 1:
        n = sizes.pop(0)
        total += (n + 1) * sizes[0]
    return total


# %% wrong="xor_net" name="strings"
# Numbers as text.
XOR_NET = [([["1", "1"], ["1", "1"]], ["-0.5", "-1.5"]), ([["1"], ["-1"]], ["-0.5"])]


# %% wrong="xor_net" name="relu_net"
# Right with ReLU, not with the step.
XOR_NET = [([[1, 1], [1, 1]], [0, -1]), ([[1], [-2]], [0])]


# %% wrong="xor_net" name="dict"
# A dictionary of layers.
XOR_NET = {0: ([[1, 1], [1, 1]], [-0.5, -1.5]), 1: ([[1], [-1]], [-0.5])}


# %% wrong="xor_net" name="rows_are_units"
# Each row of W1 holds a unit's weights.
XOR_NET = [([[1, 1], [-2, -2]], [-0.5, 3]), ([[1], [1]], [-1.5])]


# %% wrong="collapse" name="lists_fail"
# Fails for layers that are lists, as in the task's own example.
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = W.dot(V), b.dot(V) + c
    return W, b


# %% wrong="collapse" name="three_max"
# Stops after the fourth layer.
def collapse(layers):
    W, b = map(np.asarray, layers[0])
    for V, c in layers[1:4]:
        W, b = W @ np.asarray(V), b @ np.asarray(V) + np.asarray(c)
    return W, b


# %% wrong="collapse" name="pops"
# Empties the caller's list.
def collapse(layers):
    W, b = layers.pop(0)
    while layers:
        V, c = layers.pop(0)
        W, b = np.matmul(W, V), np.matmul(b, V) + c
    return W, b


# %% wrong="collapse" name="b_row"
# b with a second dimension.
def collapse(layers):
    W, b = np.asarray(layers[0][0]), np.asarray(layers[0][1]).reshape(1, -1)
    for V, c in layers[1:]:
        W, b = W @ np.asarray(V), b @ np.asarray(V) + np.asarray(c)
    return W, b


# %% wrong="collapse" name="single_layer_none"
# Nothing for a single layer.
def collapse(layers):
    if len(layers) == 1:
        return None
    W, b = map(np.asarray, layers[0])
    for V, c in layers[1:]:
        W, b = W @ np.asarray(V), b @ np.asarray(V) + np.asarray(c)
    return W, b


# %% right="collapse" name="probe"
def collapse(layers):
    n = np.shape(layers[0][0])[0]

    def f(X):
        return forward(X, [(np.array(W), np.array(b)) for W, b in layers], lambda z: z)

    b = f(np.zeros((1, n)))[0]
    return f(np.eye(n)) - b, b


# %% wrong="activations" name="mask_index"
# The result takes the type of z: whole numbers are cut off.
def logistic(z):
    a = np.asarray(z)
    flat = np.atleast_1d(a)
    out = np.ones_like(flat)
    pos = flat >= 0
    out[pos] = 1 / (1 + np.exp(-flat[pos]))
    ez = np.exp(flat[~pos])
    out[~pos] = ez / (1 + ez)
    return out.reshape(a.shape)


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


# %% wrong="activations" name="relu6"
# Cuts large values off.
def logistic(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1 / (1 + e), e / (1 + e))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.clip(z, 0, 1e4)


# %% wrong="activations" name="atleast1d"
# A number becomes an array with one item.
def logistic(z):
    z = np.atleast_1d(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def tanh(z):
    return np.tanh(np.atleast_1d(z))


def relu(z):
    return np.maximum(0, np.atleast_1d(z))


# %% wrong="activations" name="boolean_index_scalar_fails"
# Fails for a single number.
def logistic(z):
    out = np.empty_like(z)
    p = z >= 0
    out[p] = 1 / (1 + np.exp(-z[p]))
    out[~p] = np.exp(z[~p]) / (1 + np.exp(z[~p]))
    return out


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="logistic_by_tanh"
# Where the logistic function is tiny, 1 + tanh is 0.
def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% right="activations" name="scipy"
from scipy.special import expit


def logistic(z):
    return expit(z)


tanh = np.tanh


def relu(z):
    return np.clip(z, 0, None)


# %% wrong="softmax" name="axis1"
# The default is axis 1, not the last one.
def softmax(z, axis=1):
    if z.ndim == 1:
        axis = 0
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="moveaxis"
# Writes exponentials into an array of whole numbers.
def softmax(z, axis=-1):
    m = np.moveaxis(np.array(z), axis, -1)
    m = m - m.max(-1)[..., None]
    np.exp(m, out=m)
    m /= m.sum(-1)[..., None]
    return np.moveaxis(m, -1, axis)


# %% wrong="softmax" name="eps"
# A constant in the denominator: the sum is not 1.
def softmax(z, axis=-1):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / (e.sum(axis=axis, keepdims=True) + 1e-3)


# %% wrong="softmax" name="two_axes_only"
# Knows one and two axes.
def softmax(z, axis=-1):
    if z.ndim == 1:
        return softmax(z[None])[0]
    if axis in (0,):
        return softmax(z.T).T
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% wrong="softmax" name="log_of_the_sum"
# Beside a huge number the logarithm of 2 is lost: two equal ones get 1 each.
def softmax(z, axis=-1):
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))


# %% wrong="head" name="int64_only"
# Takes other whole numbers than int64 for quantities.
def design_head(y):
    if y.dtype != np.int64:
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = int(y.max()) + 1
        return (
            {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
            if k == 2
            else {"units": k, "activation": "softmax", "loss": "cross-entropy"}
        )
    one = (y.sum(axis=1) == 1).all()
    return {"units": y.shape[1], "activation": "softmax" if one else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="onehot2_one_unit"
# One unit for two columns of one-hot labels.
def design_head(y):
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = int(y.max()) + 1
        return (
            {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
            if k == 2
            else {"units": k, "activation": "softmax", "loss": "cross-entropy"}
        )
    one = (y.sum(axis=1) == 1).all()
    if one and y.shape[1] == 2:
        return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
    return {"units": y.shape[1], "activation": "softmax" if one else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="m1_float_column"
# A table with one row is taken for one column.
def design_head(y):
    if np.issubdtype(y.dtype, np.floating):
        return {
            "units": np.squeeze(y).ndim if np.squeeze(y).ndim < 2 else y.shape[1],
            "activation": "none",
            "loss": "mse",
        }
    if y.ndim == 1:
        k = int(y.max()) + 1
        return (
            {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
            if k == 2
            else {"units": k, "activation": "softmax", "loss": "cross-entropy"}
        )
    one = (y.sum(axis=1) == 1).all()
    return {"units": y.shape[1], "activation": "softmax" if one else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="float_units"
# A float where a count is asked for.
def design_head(y):
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1.0 if y.ndim == 1 else float(y.shape[1]), "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = float(y.max()) + 1
        return (
            {"units": 1.0, "activation": "logistic", "loss": "cross-entropy"}
            if k == 2
            else {"units": k, "activation": "softmax", "loss": "cross-entropy"}
        )
    one = (y.sum(axis=1) == 1).all()
    return {"units": y.shape[1], "activation": "softmax" if one else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="total_ones"
# As many ones as rows, in whatever rows.
def design_head(y):
    if np.issubdtype(y.dtype, np.floating):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = int(y.max()) + 1
        return (
            {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
            if k == 2
            else {"units": k, "activation": "softmax", "loss": "cross-entropy"}
        )
    one = y.sum() == len(y)
    return {"units": y.shape[1], "activation": "softmax" if one else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="float64_only"
# Takes single precision for class numbers.
def design_head(y):
    if y.dtype == np.float64:
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = int(y.max()) + 1
        return (
            {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
            if k == 2
            else {"units": k, "activation": "softmax", "loss": "cross-entropy"}
        )
    one = (y.sum(axis=1) == 1).all()
    return {"units": y.shape[1], "activation": "softmax" if one else "logistic", "loss": "cross-entropy"}


# %% wrong="solve_xor" name="max_iter_default" points=7
# max_iter is forgotten.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    import warnings

    warnings.simplefilter("ignore")
    for t in range(max_tries):
        m = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", random_state=t).fit(corners, y_xor)
        if m.score(corners, y_xor) == 1:
            return m, t + 1
    return None, max_tries


# %% wrong="solve_xor" name="default_tries_10" points=7
# Another default for max_tries.
def solve_xor(n_hidden, activation="tanh", max_tries=10):
    for t in range(max_tries):
        m = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=t).fit(
            corners, y_xor
        )
        if m.score(corners, y_xor) == 1:
            return m, t + 1
    return None, max_tries


# %% wrong="solve_xor" name="default_relu" points=7
# Another default for the activation.
def solve_xor(n_hidden, activation="relu", max_tries=20):
    for t in range(max_tries):
        m = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=t).fit(
            corners, y_xor
        )
        if m.score(corners, y_xor) == 1:
            return m, t + 1
    return None, max_tries


# %% wrong="solve_xor" name="best_loss" points=7
# Trains all and returns the best, not the first.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    ms = [
        MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=t).fit(
            corners, y_xor
        )
        for t in range(max_tries)
    ]
    ok = [i for i, m in enumerate(ms) if m.score(corners, y_xor) == 1]
    if not ok:
        return None, max_tries
    best = min(ok, key=lambda i: ms[i].loss_)
    return ms[best], best + 1


# %% wrong="solve_xor" name="no_early_return" points=7
# Goes on after a success and returns the last one.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    found = None, max_tries
    for t in range(max_tries):
        m = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=t).fit(
            corners, y_xor
        )
        if m.score(corners, y_xor) == 1:
            found = m, t + 1
    return found


# %% wrong="solve_xor" name="fake_model" points=7
# An object with the right answers and without a network.
class Table:
    loss_ = 0.0

    def predict(self, X):
        return np.array([int(round(a) != round(b)) for a, b in np.asarray(X)])

    def predict_proba(self, X):
        p = self.predict(X)
        return np.column_stack([1 - p, p])


def solve_xor(n_hidden, activation="tanh", max_tries=20):
    for t in range(max_tries):
        m = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=t).fit(
            corners, y_xor
        )
        if m.score(corners, y_xor) == 1:
            return Table(), t + 1
    return None, max_tries


# %% wrong="solve_xor" name="one_more_try" points=7
# One try more than max_tries.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    for t in range(max_tries + 1):
        m = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=t).fit(
            corners, y_xor
        )
        if m.score(corners, y_xor) == 1:
            return m, t + 1
    return None, max_tries


# %% wrong="solve_xor" name="random_state_None"
# The seed is forgotten.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    for t in range(max_tries):
        m = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000).fit(corners, y_xor)
        if m.score(corners, y_xor) == 1:
            return m, t + 1
    return None, max_tries


# %% wrong="staircase" name="heights_for_differences"
# Each unit has the height of its piece: the stairs add up.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return [(np.ones((1, n)), -edges[:-1]), (heights[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="bumps_again"
# 2n units, as in the example.
def staircase(f, low, high, n):
    return bumps(f, low, high, n)


# %% wrong="staircase" name="half_as_many_bumps"
# n units, but only n / 2 pieces.
def staircase(f, low, high, n):
    return bumps(f, low, high, max(n // 2, 1))


# %% wrong="staircase" name="left_edges"
# The height at the left edge in place of the middle.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    return [(np.ones((1, n)), -edges[:-1]), (np.diff(f(edges[:-1]), prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="right_edges"
# The steps at the right edges: every stair comes one piece late.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return [(np.ones((1, n)), -edges[1:]), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="steps_in_the_middles"
# Right in the middle of each piece, wrong to its left.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    return [(np.ones((1, n)), 1e-9 - middles), (np.diff(f(middles), prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="first_height_forgotten"
# The first difference is taken from the first height: the stairs begin at 0.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return [(np.ones((1, n)), -edges[:-1]), (np.diff(heights, prepend=heights[0])[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="threshold_as_bias"
# The edges themselves as biases, which are their negatives.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return [(np.ones((1, n)), edges[:-1]), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="always_the_same_interval"
# From -2 to 2, whatever is asked for.
def staircase(f, low, high, n):
    edges = np.linspace(-2, 2, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return [(np.ones((1, n)), -edges[:-1]), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="always_the_wave"
# The notebook's function in place of f.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = wave((edges[:-1] + edges[1:]) / 2)
    return [(np.ones((1, n)), -edges[:-1]), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="flat_output_weights"
# W2 without its second axis.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    return [(np.ones((1, n)), -edges[:-1]), (np.diff(heights, prepend=0.0), np.zeros(1))]


# %% wrong="staircase" name="one_edge_too_few"
# linspace(low, high, n) makes n - 1 pieces.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n)
    heights = f(edges + (high - low) / (2 * n))
    return [(np.ones((1, n)), -edges), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="at_least_two"
# Fails for a single piece.
def staircase(f, low, high, n):
    width = (high - low) / n
    middles = np.array([low + (k + 0.5) * width for k in range(n)])
    heights = f(middles)
    assert len(heights) > 1
    return [(np.ones((1, n)), -(middles - width / 2)), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="rounded_heights"
# Heights with two decimals.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = np.round(f((edges[:-1] + edges[1:]) / 2), 2)
    return [(np.ones((1, n)), -edges[:-1]), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="arange"
# With decimal steps np.arange has one entry too many, now and then.
def staircase(f, low, high, n):
    edges = np.arange(low, high, (high - low) / n)
    heights = f(edges + (high - low) / n / 2)
    return [(np.ones((1, len(edges))), -edges), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% wrong="staircase" name="steps_rounded"
# The thresholds are rounded to half precision.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    steps = low + (edges[:-1] - low).astype(np.float16)
    return [(np.ones((1, n)), -steps), (np.diff(heights, prepend=0.0)[:, np.newaxis], np.zeros(1))]


# %% right="staircase" name="from_the_right"
# Units that are on to the left of their edge.
def staircase(f, low, high, n):
    width = (high - low) / n
    heights = [float(f(np.array([low + (k + 0.5) * width]))[0]) for k in range(n)]
    off_at = [low + (k + 1) * width for k in range(n)]
    drops = [[heights[k] - heights[k + 1]] if k < n - 1 else [heights[k]] for k in range(n)]
    return [([[-1.0] * n], off_at), (drops, [0.0])]


# %% right="staircase" name="first_height_as_bias"
# The output's bias is the first height; the first unit does nothing.
def staircase(f, low, high, n):
    edges, size = np.linspace(low, high, num=n, endpoint=False), (high - low) / n
    height = f(edges + size / 2)
    W2 = np.zeros((n, 1))
    W2[1:, 0] = height[1:] - height[:-1]
    return ((np.full((1, n), 3.0), -3.0 * edges), (W2, height[:1]))


# %% wrong="parameters" name="int32"
# Overflows above two thousand million.
def count_parameters(sizes):
    sizes = np.array(sizes, dtype=np.int32)
    return int((sizes[:-1] * sizes[1:] + sizes[1:]).sum(dtype=np.int32))


# %% wrong="parameters" name="float32"
# Rounded to single precision.
def count_parameters(sizes):
    return int(np.float32(sum(a * b + b for a, b in pairwise(sizes))))


# %% wrong="collapse" name="replaces_the_lists"
# Puts arrays into the list that it was given.
def collapse(layers):
    for k, (W, b) in enumerate(layers):
        layers[k] = np.asarray(W, float), np.asarray(b, float)
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = W @ V, b @ V + c
    return W, b


# %% wrong="collapse" name="seven_layers"
# Ignores what comes after the seventh layer.
def collapse(layers):
    W, b = (np.asarray(part, dtype=float) for part in layers[0])
    for V, c in layers[1:7]:
        V, c = np.asarray(V), np.asarray(c)
        W, b = W @ V, b @ V + c
    return W, b


# %% wrong="activations" name="clipped_at_30"
# No overflow, and no small values.
def logistic(z):
    z = np.asarray(z)
    if z.dtype.kind != "f":
        z = z.astype(float)
    z = np.clip(z, -30, 30)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="activations" name="relu_capped"
# A largest value that nobody asked for.
def logistic(z):
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.clip(z, 0, 1e6).astype(np.asarray(z).dtype)


# %% right="activations" name="by_the_logarithm"
def logistic(z):
    return np.exp(-np.logaddexp(0, -z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% right="activations" name="discarded_branch_warns"
# The overflow is in the branch that np.where does not take; the task accepts that its warning is switched off.
def logistic(z):
    with np.errstate(all="ignore"):
        return np.where(np.asarray(z) >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.maximum(0, z)


# %% wrong="softmax" name="int32"
# Whole numbers are cut to 32 bits.
def softmax(z, axis=-1):
    z = np.asarray(z)
    if z.dtype.kind == "i":
        z = z.astype(np.int32)
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong="softmax" name="tiny_denominator"
# A small constant in the denominator: wrong in the seventh digit.
def softmax(z, axis=-1):
    powers = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return powers / (powers.sum(axis=axis, keepdims=True) + powers.dtype.type(1e-7))


# %% wrong="head" name="float16_is_whole"
# Half precision is taken for class numbers.
def design_head(y):
    if y.dtype in (np.float32, np.float64):
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = int(y.max()) + 1
        if k <= 2:
            return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
        return {"units": k, "activation": "softmax", "loss": "cross-entropy"}
    one_hot = (y.sum(axis=1) == 1).all()
    return {"units": y.shape[1], "activation": "softmax" if one_hot else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="int16_is_decimal"
# Whole numbers of 16 bits are taken for quantities.
def design_head(y):
    if y.dtype.kind == "f" or y.dtype == np.int16:
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = int(y.max()) + 1
        if k <= 2:
            return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
        return {"units": k, "activation": "softmax", "loss": "cross-entropy"}
    one_hot = (y.sum(axis=1) == 1).all()
    return {"units": y.shape[1], "activation": "softmax" if one_hot else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="one_row_is_no_code"
# A single sample cannot be one-hot.
def design_head(y):
    if y.dtype.kind == "f":
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = int(y.max()) + 1
        if k <= 2:
            return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
        return {"units": k, "activation": "softmax", "loss": "cross-entropy"}
    one_hot = (y.sum(axis=1) == 1).all() and len(y) > 1
    return {"units": y.shape[1], "activation": "softmax" if one_hot else "logistic", "loss": "cross-entropy"}


# %% wrong="head" name="sorts_y"
# Sorts the rows in place.
def design_head(y):
    if y.dtype.kind == "f":
        return {"units": 1 if y.ndim == 1 else y.shape[1], "activation": "none", "loss": "mse"}
    if y.ndim == 1:
        k = int(y.max()) + 1
        if k <= 2:
            return {"units": 1, "activation": "logistic", "loss": "cross-entropy"}
        return {"units": k, "activation": "softmax", "loss": "cross-entropy"}
    y.sort(axis=1)
    one_hot = (y.sum(axis=1) == 1).all()
    return {"units": y.shape[1], "activation": "softmax" if one_hot else "logistic", "loss": "cross-entropy"}


# %% wrong="solve_xor" name="trains_all_first"
# Trains all networks, and then looks for the first that succeeds.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    models = [
        MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed).fit(
            corners, y_xor
        )
        for seed in range(max_tries)
    ]
    for seed, model in enumerate(models):
        if model.score(corners, y_xor) == 1:
            return model, seed + 1
    return None, max_tries


# %% wrong="solve_xor" name="identity_untrained"
# Claims tries that never were.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    if activation == "identity":
        return None, max_tries
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        model.fit(corners, y_xor)
        if model.score(corners, y_xor) == 1:
            return model, seed + 1
    return None, max_tries


# %% wrong="solve_xor" name="one_unit_untrained"
# Claims tries that never were.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    if n_hidden == 1:
        return None, max_tries
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        model.fit(corners, y_xor)
        if model.score(corners, y_xor) == 1:
            return model, seed + 1
    return None, max_tries


# %% wrong="solve_xor" name="identity_trained_once"
# Gives up after one network and says max_tries.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        model.fit(corners, y_xor)
        if model.score(corners, y_xor) == 1:
            return model, seed + 1
        if activation == "identity":
            break
    return None, max_tries


# %% wrong="solve_xor" name="relu_gives_up"
# Gives up after five networks and says max_tries.
def solve_xor(n_hidden, activation="tanh", max_tries=20):
    for seed in range(max_tries):
        model = MLPClassifier((n_hidden,), activation=activation, solver="lbfgs", max_iter=1000, random_state=seed)
        model.fit(corners, y_xor)
        if model.score(corners, y_xor) == 1:
            return model, seed + 1
        if activation == "relu" and seed > 3:
            break
    return None, max_tries


# %% wrong="staircase" name="thresholds_rounded"
# Four digits are too few for a short interval.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    steps = np.diff(heights, prepend=0.0)
    return [(np.ones((1, n)), -np.round(edges[:-1], 4)), (steps.reshape(n, 1), np.zeros(1))]


# %% wrong="staircase" name="thresholds_early"
# The steps come a little early.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = f((edges[:-1] + edges[1:]) / 2)
    steps = np.diff(heights, prepend=0.0)
    return [(np.ones((1, n)), -edges[:-1] + 1e-6), (steps.reshape(n, 1), np.zeros(1))]


# %% wrong="staircase" name="heights_clipped"
# High stairs are cut.
def staircase(f, low, high, n):
    edges = np.linspace(low, high, n + 1)
    heights = np.clip(f((edges[:-1] + edges[1:]) / 2), -1e3, 1e3)
    steps = np.diff(heights, prepend=0.0)
    return [(np.ones((1, n)), -edges[:-1]), (steps.reshape(n, 1), np.zeros(1))]


# %% equivalent="parameters"
# A sum has no order, whole numbers stay what they are when they are rounded, and sizes are whole numbers already.
# + return sum((inputs + 1) * units for inputs, units in list(pairwise(sizes))[::-1])
# + return round(sum((inputs + 1) * units for inputs, units in pairwise(sizes)), 2)
# + return round(total, 2)
# + return int((sizes[1:]) @ (sizes[:-1] + 1))
# + return round(int((sizes[:-1] + 1) @ sizes[1:]), 2)
# + sizes = np.array(sizes, dtype='int')


# %% equivalent="xor_net"
# Many lines compute the gates and leave room for the noise; the check tries each corner with its noise.
# + W1, b1 = np.array([[...]]), np.array([...])  # OR, AND
# + W2, b2 = np.array([[1.0], [...]]), np.array([...])  # OR and not AND
# + XOR_NET = [([[...], [...]], [-1, 3]), ([[1], [1]], [-1.5])]
# + (np.array([[...], [...]]), np.array([...])),
# + XOR_NET = ((np.array([[...], [...]]), np.array([-0.3, -1.35])), (np.array([[...], [...]]), np.array([...])))


# %% equivalent="xor_net"
# Arrays or lists, of whole numbers where they are whole; the first value is written over.
# - XOR_NET = []
#
# + W1, b1 = [[1.0, 1.0], [1.0, 1.0]], np.array([-0.5, -1.5])  # OR, AND
# + W1, b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), [-0.5, -1.5]  # OR, AND
# + W1, b1 = np.array([[1.0, 1.0], [1.0, 1.0]], dtype='int'), np.array([-0.5, -1.5])  # OR, AND
# + W2, b2 = [[1.0], [-1.0]], np.array([-0.5])  # OR and not AND
# + W2, b2 = np.array([[1.0], [-1.0]]), [-0.5]  # OR and not AND
# + W2, b2 = np.array([[1.0], [-1.0]], dtype='int'), np.array([-0.5])  # OR and not AND
# + ([[3.0, -3.0], [-3.0, 3.0]], np.array([-1.5, -1.5])),
# + (np.array([[3.0, -3.0], [-3.0, 3.0]]), [-1.5, -1.5]),
# + (np.array([[3.0, -3.0], [-3.0, 3.0]], dtype='int'), np.array([-1.5, -1.5])),
# + ([[10.0], [10.0]], np.array([-5.0])),
# + (np.array([[10.0], [10.0]]), [-5.0]),
# + (np.array([[10.0], [10.0]], dtype='int'), np.array([-5.0])),
# + (np.array([[3.0, -3.0], [-3.0, 3.0]]), np.array([-1.5, -1.5], dtype='int')),
# + (np.array([[10.0], [10.0]]), np.array([-5.0], dtype='int')),
# + XOR_NET = ((np.array([[0.6, ...), (np.array([[4.0], [-9.0]]), np.array([-1.0], dtype='int')))
# + XOR_NET = (([[0.6, 1.0], [1.0, 0.7]], np.array([-0.3, -1.35])), (np.array([[4.0], [-9.0]]), np.array([-1.0])))
# + XOR_NET = ((np.array([[0.6, 1.0], [1.0, 0.7]]), [-0.3, -1.35]), (np.array([[4.0], [-9.0]]), np.array([-1.0])))
# + XOR_NET = ((np.array([[0.6, 1.0], [1.0, 0.7]]), np.array([-0.3, -1.35])), ([[4.0], [-9.0]], np.array([-1.0])))
# + XOR_NET = ((np.array([[0.6, 1.0], [1.0, 0.7]]), np.array([-0.3, -1.35])), (np.array([[4.0], [-9.0]]), [-1.0]))
# + XOR_NET = ((np.array([[0.6, ...), (np.array([[4.0], [-9.0]], dtype='int'), np.array([-1.0])))


# %% equivalent="collapse"
# `@` and `+` take a list where the other side is an array, and so does an assignment to a part of an array.
# + X = X @ W + np.asarray(b)
# + X = X @ np.asarray(W) + b
# + W, b = np.asarray(W), b


# %% equivalent="collapse"
# A vector is its own transpose; the shape is that of whole numbers as well; nothing but zeros.
# + W, b = W @ W_next, b.T @ W_next + b_next
# + n = np.asarray(layers[0][0], dtype='int').shape[0]
# + b = linear(np.zeros(n, dtype='int'))


# %% equivalent="activations"
# Both branches give the same there: at 0, and wherever neither overflows.
# + return np.where(... > 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
# + return np.where(... >= 1, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
# + return np.where(... >= -1, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
# + return np.where(np.asarray(z, dtype='int') >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
# + return np.where(np.asarray(z) > 0, 1, small) / (1 + small)
# + return np.where(np.asarray(z) >= 0, z, np.zeros_like(z))
# + above = z > 0
# + above = z >= 1
# + above = z >= -1
# + return np.maximum(z, 0)


# %% equivalent="activations"
# Comparisons and arithmetic take a number or an array as it is, in either order.
# + return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
# + return np.exp(np.minimum(0, z)) / (1 + np.exp(-np.abs(z)))
# + return np.exp(-np.logaddexp(-z, 0))
# + return np.where(z >= 0, 1, small) / (1 + small)
# + return np.where(z > 0, z, np.zeros_like(z))
# + return 2 * logistic(2 * z) - 1


# %% equivalent="softmax"
# z is an array.
# - z = np.asarray(z)
#
# + z = z
# + z[...] = np.asarray(z)
# + moved = np.moveaxis(z, axis, 0)


# %% equivalent="head"
# y is an array, and its numbers are whole.
# - y = np.asarray(y)
#
# + y = y
# + y[...] = np.asarray(y)
# + ...y.max() + 1
# + ...round(y.max()) + 1
# + return {"units": max(y) + 1, "activation": "softmax", "loss": "cross-entropy"}
# + return {"units": round(max(y)) + 1, "activation": "softmax", "loss": "cross-entropy"}
# + rows = y if np.ndim(y) == 2 else np.asarray(y)[:, np.newaxis]
# + rows = np.asarray(y) if np.ndim(y) == 2 else y[:, np.newaxis]
# + kind, units = "one", rows.max() + 1
# + kind, units = "one", round(rows.max()) + 1


# %% equivalent="head"
# All rows have the same length; there are two axes; a truth value of NumPy will do; all rows in any order.
# + return {"units": y[-1].size, "activation": "none", "loss": "mse"}
# + exclusive, units = np.all(y.sum(axis=1) == 1), columns
# + exclusive, units = bool(np.all(y.sum(axis=-1) == 1)), columns
# + one_hot = set(y.sum(axis=1)) == {1}
# + one_hot = set(y.sum(axis=-1).tolist()) == {1}
# + elif np.ndim(y) == 2 and all(sum(row) == 1 for row in rows):
# + elif np.ndim(y) == 2 and all(sum(row) == 1 for row in list(rows.tolist())[::-1]):
# + table = design_head.__dict__.setdefault('table', ...


# %% equivalent="head"
# Two units for two classes are right as well, and zeros and ones are never above 1.
# + elif np.ndim(y) == 1 and rows.max() >= 1:
# + elif np.ndim(y) == 1 and rows.max() > 0:
# + elif np.ndim(y) == 1 or rows.max() > 1:
# + elif rows.max() > 1:
# + elif np.ndim(y) == 1:


# %% equivalent="solve_xor"
# fit starts anew; L-BFGS sees all corners at once, in whatever order, as lists or arrays.
# + model.fit(X, y)
# + net.fit(corners, y_xor)
# + X, y = np.array([[0, 0], [1, 0], [0, 1], [1, 1]]), np.array([0, 1, 1, 0])
# + X, y = [[0, 0], [0, 1], [1, 0], [1, 1]], np.array([0, 1, 1, 0])
# + X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 0]
# + X, y = ...dtype='int')...
# + X = [[0, 0], [1, 0], [0, 1], [1, 1]]


# %% equivalent="solve_xor"
# A whole number is its rounded self; the corners never change; no probability is 0.5 exactly.
# + return model, round(seed + 1, 2)
# + return None, round(max_tries, 2)
# + X = solve_xor.__dict__.setdefault('X', [[0, 0], [0, 1], [1, 0], [1, 1]])
# + y = solve_xor.__dict__.setdefault('y', [0, 1, 1, 0])
# + if np.all((net.predict_proba(corners)[:, 1] >= 0.5) == (y_xor == 1)):


# %% equivalent="parameters"
# A whole number of NumPy is one, too; round gives one.
# + return (sizes[:-1] + 1) @ sizes[1:]
# + return round((sizes[:-1] + 1) @ sizes[1:])


# %% equivalent="collapse"
# One row of zeros or two give the same; NumPy takes lists in a product and a sum with arrays.
# + b = f(np.zeros((2, n)))[0]
# + b = f(np.zeros((1, n)))[-1]
# + b = f(np.zeros((1, n), dtype='int'))[0]
# + return forward(X, [(W, np.array(b)) for W, b in layers], lambda z: z)
# + return forward(X, [(np.array(W), b) for W, b in layers], lambda z: z)


# %% equivalent="activations"
# NumPy's functions take a number as it is.
# - z = np.asarray(z)
#
# + z = z


# %% equivalent="solve_xor"
# Trained to their end, networks that solve XOR are sure of it.
# + if np.all((net.predict_proba(corners)[:, 1] > 0.75) == (y_xor == 1)):


# %% equivalent="solve_xor"
# The second training with the same seed gives the same network, under the same number.
# + yield (...).fit(X, y),...)


# %% equivalent="staircase"
# Ones and zeros may be whole numbers, and numbers of NumPy; there is one column; the ends of the interval are numbers.
# + ...np.ones((1, n), dtype='int')...
# + ...np.zeros(1, dtype='int')...
# + return ((np.full((1, n), 3.0, dtype='int'), -3.0 * edges), (W2, height[:1]))
# + W2[1:, -1] = height[1:] - height[:-1]
# + heights = [f(np.array([low + (k + 0.5) * width]))[0] for k in range(n)]
# + heights = [float(f(np.array([low + (k + 0.5) * width]))[-1]) for k in range(n)]
# + high -= ...


# %% equivalent="staircase"
# A height that nobody asks for.
# + heights = [float(f(np.array([low + (k + 0.5) * width]))[0]) for k in range(n + 1)]
