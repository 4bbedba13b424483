# Named answers to the tasks of topic 3: classic mistakes that must lose the task's points, and right alternatives.
# The format is described in docs/author.md. The file is read, never imported.

# ---------------------------------------------------------------------------------------------------------------------
# Task 1, central_difference
# ---------------------------------------------------------------------------------------------------------------------

# %% wrong="central_difference" name="one_sided"
# Nudges to the right only.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above = x.copy()
        above[index] += epsilon
        gradient[index] = (f(above) - f(x)) / epsilon
    return gradient


# %% wrong="central_difference" name="divided_by_one_epsilon"
# The two points are 2 epsilon apart.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += epsilon
        below[index] -= epsilon
        gradient[index] = (f(above) - f(below)) / epsilon
    return gradient


# %% wrong="central_difference" name="operator_precedence"
# (...) / 2 * epsilon multiplies by epsilon.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += epsilon
        below[index] -= epsilon
        gradient[index] = (f(above) - f(below)) / 2 * epsilon
    return gradient


# %% wrong="central_difference" name="nudges_all_at_once"
# Nudges every entry together: a slope along the diagonal, not a gradient.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    return np.full(x.shape, (f(x + epsilon) - f(x - epsilon)) / (2 * epsilon))


# %% wrong="central_difference" name="nudge_stays"
# The entry is not put back before the next is nudged, and the caller's array changes.
def central_difference(f, x, epsilon=1e-5):
    x = np.asarray(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += epsilon
        above = f(x)
        x[index] -= 2 * epsilon
        gradient[index] = (above - f(x)) / (2 * epsilon)
    return gradient


# %% wrong="central_difference" name="integers_stay_integers"
# In an integer array the nudge is rounded away.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] = above[index] + epsilon
        below[index] = below[index] - epsilon
        gradient[index] = (f(above) - f(below)) / (2 * epsilon)
    return gradient


# %% wrong="central_difference" name="vectors_only"
# Runs over the rows of a matrix, not over its entries.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(len(x))
    for index in range(len(x)):
        above, below = x.copy(), x.copy()
        above[index] += epsilon
        below[index] -= epsilon
        gradient[index] = (f(above) - f(below)) / (2 * epsilon)
    return gradient


# %% wrong="central_difference" name="epsilon_ignored"
# A fixed nudge in place of the parameter.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += 1e-5
        below[index] -= 1e-5
        gradient[index] = (f(above) - f(below)) / 2e-5
    return gradient


# %% wrong="central_difference" name="knows_the_examples"
# The slope of the functions in the visible check, by formula.
def central_difference(f, x, epsilon=1e-5):
    x = np.asarray(x, dtype=float)
    return 2 * x if x.size == 1 else 3 * x**2


# %% right="central_difference" name="unit_vectors"
# One flat unit vector an entry.
def central_difference(f, x, epsilon=1e-5):
    x = np.asarray(x, dtype=float)
    nudges = epsilon * np.eye(x.size).reshape(x.size, *x.shape)
    slopes = [(f(x + nudge) - f(x - nudge)) / (2 * epsilon) for nudge in nudges]
    return np.array(slopes, dtype=float).reshape(x.shape)


# %% right="central_difference" name="in_place_and_back"
# Nudges one private copy in place and restores the entry.
def central_difference(f, x, epsilon=1e-5):
    work = np.array(x, dtype=float)
    slopes = []
    for index in np.ndindex(*work.shape):
        kept = work[index]
        work[index] = kept + epsilon
        above = f(work)
        work[index] = kept - epsilon
        below = f(work)
        work[index] = kept
        slopes.append((above - below) / epsilon / 2)
    return np.reshape(slopes, work.shape)


# ---------------------------------------------------------------------------------------------------------------------
# Task 2, slopes
# ---------------------------------------------------------------------------------------------------------------------


# %% wrong="slopes" name="logistic_of_its_own_output"
# z * (1 - z): right only if z were sigma(z) already.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    return np.asarray(z) * (1 - np.asarray(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="textbook_exponentials"
# exp(-z) / (1 + exp(-z))**2 overflows at -1000.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    z = np.asarray(z, dtype=float)
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="silenced_overflow"
# The warning is switched off, the nan at -1000 stays.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        return np.exp(-z) / (1 + np.exp(-z)) ** 2


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="relu_corner_is_one"
# The convention at 0 is missed: >= in place of >.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) >= 0).astype(float)


# %% wrong="slopes" name="tanh_not_squared"
# 1 - tanh(z).
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z)


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="step_has_the_slope_of_relu"
# The step itself returned as its derivative.
def step_prime(z):
    return (np.asarray(z) >= 0).astype(float)


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="numbers_in_place_of_arrays"
# step_prime forgets the shape.
def step_prime(z):
    return 0.0


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="logistic_slope_for_vectors_only"
# Loops over the first axis: fails on matrices and plain numbers.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    return np.array([float(logistic(entry)) * (1 - float(logistic(entry))) for entry in z])


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% right="slopes" name="symmetric_forms"
# sigma(z) sigma(-z), 1 / cosh^2 of a clipped argument, and where.
def step_prime(z):
    return 0.0 * np.asarray(z, dtype=float)


def logistic_prime(z):
    z = np.asarray(z, dtype=float)
    return logistic(z) * logistic(-z)


def tanh_prime(z):
    return 1 / np.cosh(np.clip(z, -300, 300)) ** 2


def relu_prime(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


# %% right="slopes" name="one_from_the_other"
# The slope of the logistic is a quarter of tanh's at z / 2; ReLU's is a Heaviside function with 0 at 0.
def tanh_prime(z):
    t = np.tanh(z)
    return (1 - t) * (1 + t)


def logistic_prime(z):
    return 0.25 * tanh_prime(np.asarray(z) / 2)


def relu_prime(z):
    return np.heaviside(z, 0.0)


def step_prime(z):
    return np.zeros(np.shape(z))


# ---------------------------------------------------------------------------------------------------------------------
# Task 3, neuron
# ---------------------------------------------------------------------------------------------------------------------

# %% wrong="neuron" name="path_overwritten"
# Two paths meet at w, and the second assignment overwrites the first.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = g["L"] * 2 * values["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * values["y_hat"] * (1 - values["y_hat"])
    g["w"] = g["z"] * values["x"]
    g["b"] = g["z"]
    g["x"] = g["z"] * values["w"]
    g["w"] = g["P"] * 2 * values["decay"] * values["w"]
    return g


# %% wrong="neuron" name="penalty_path_forgotten"
# Only the path through z reaches w.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = g["L"] * 2 * values["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * values["y_hat"] * (1 - values["y_hat"])
    g["w"] = g["z"] * values["x"]
    g["b"] = g["z"]
    g["x"] = g["z"] * values["w"]
    return g


# %% wrong="neuron" name="sigma_applied_twice"
# Takes the slope of the logistic function at y_hat in place of z.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = g["L"] * 2 * values["e"]
    g["y_hat"] = g["e"]
    s = logistic(values["y_hat"])
    g["z"] = g["y_hat"] * s * (1 - s)
    g["w"] = g["z"] * values["x"] + g["P"] * 2 * values["decay"] * values["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * values["w"]
    return g


# %% wrong="neuron" name="upstream_ignored"
# The local derivative alone at z.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = g["L"] * 2 * values["e"]
    g["y_hat"] = g["e"]
    g["z"] = values["y_hat"] * (1 - values["y_hat"])
    g["w"] = g["z"] * values["x"] + g["P"] * 2 * values["decay"] * values["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * values["w"]
    return g


# %% wrong="neuron" name="divides_for_multiplies"
# / for *: invisible where the upstream gradient is 1.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = g["L"] * 2 * values["e"]
    g["y_hat"] = g["e"]
    g["z"] = values["y_hat"] * (1 - values["y_hat"]) / g["y_hat"]
    g["w"] = g["z"] * values["x"] + g["P"] * 2 * values["decay"] * values["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * values["w"]
    return g


# %% wrong="neuron" name="factor_two_lost"
# The derivative of e**2 taken as e.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = g["L"] * values["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * values["y_hat"] * (1 - values["y_hat"])
    g["w"] = g["z"] * values["x"] + g["P"] * 2 * values["decay"] * values["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * values["w"]
    return g


# %% wrong="neuron" name="x_and_w_swapped"
# The derivative of w * x with respect to x taken as x.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = g["L"] * 2 * values["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * values["y_hat"] * (1 - values["y_hat"])
    g["w"] = g["z"] * values["w"] + g["P"] * 2 * values["decay"] * values["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * values["x"]
    return g


# %% wrong="neuron" name="knows_its_own_numbers"
# The gradients of one set of numbers, typed in.
my_numbers = {"x": 1.5, "y": 0.25, "w": -0.8, "b": 0.4, "decay": 0.3}


def backward_neuron(values):
    return {"J": 1.0, "L": 1.0, "P": 1.0, "e": 0.12, "y_hat": 0.12, "z": 0.02, "w": -0.4, "b": 0.02, "x": -0.02}


# %% right="neuron" name="own_numbers_and_one_formula_each"
# Products written out, with other numbers for the figure.
my_numbers = {"x": -1.0, "y": 0.0, "w": 1.5, "b": 0.5, "decay": 0.05}


def backward_neuron(values):
    x, w, y_hat, e, decay = (values[name] for name in ["x", "w", "y_hat", "e", "decay"])
    dz = 2 * e * y_hat * (1 - y_hat)
    return {
        "J": 1,
        "L": 1,
        "P": 1,
        "e": 2 * e,
        "y_hat": 2 * e,
        "z": dz,
        "w": dz * x + 2 * decay * w,
        "b": dz,
        "x": dz * w,
    }


# %% right="neuron" name="general_walk"
# A list of edges, walked from right to left: multiply along each, add where they meet.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(values):
    slope = logistic_prime(values["z"])
    edges = [
        ("J", "L", 1),
        ("J", "P", 1),
        ("L", "e", 2 * values["e"]),
        ("e", "y_hat", 1),
        ("y_hat", "z", slope),
        ("z", "x", values["w"]),
        ("z", "b", 1),
        ("z", "w", values["x"]),
        ("P", "w", 2 * values["decay"] * values["w"]),
    ]
    gradient = {"J": 1.0}
    for box, source, local in edges:
        gradient[source] = gradient.get(source, 0.0) + gradient[box] * local
    return gradient


# ---------------------------------------------------------------------------------------------------------------------
# Task 4, dense
# ---------------------------------------------------------------------------------------------------------------------


# %% wrong="dense" name="weights_not_transposed"
# dZ @ W: it only fits square matrices.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


# %% wrong="dense" name="reshaped_to_fit"
# Transposes only where the shapes force it: square layers come out wrong.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    dX = dZ @ W if W.shape[0] == W.shape[1] else dZ @ W.T
    return dX, X.T @ dZ, dZ.sum(axis=0)


# %% wrong="dense" name="weight_gradient_transposed"
# dZ.T @ X has the shape (n_out, n_in).
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


# %% wrong="dense" name="bias_gradient_not_summed"
# One row a sample in place of one number a bias.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ


# %% wrong="dense" name="bias_gradient_averaged"
# mean for sum.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


# %% wrong="dense" name="divided_by_n_again"
# The loss has the mean already.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0) / len(X)


# %% wrong="dense" name="upstream_ignored"
# As if dZ were 1 everywhere.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    ones = np.ones_like(dZ)
    return ones @ W.T, X.T @ ones, ones.sum(axis=0)


# %% wrong="dense" name="bias_gradient_keeps_its_axis"
# (1, n_out) in place of (n_out,).
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


# %% wrong="dense" name="batch_of_one_squeezed"
# squeeze removes the batch axis when n = 1.
def dense_forward(X, W, b):
    return np.squeeze(X @ W + b)


def dense_backward(dZ, X, W):
    return np.squeeze(dZ @ W.T), X.T @ dZ, dZ.sum(axis=0)


# %% wrong="dense" name="bias_forgotten_forward"
# Forward without b.
def dense_forward(X, W, b):
    return X @ W


def dense_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% wrong="dense" name="order_of_the_results"
# (dW, db, dX).
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


# %% right="dense" name="einsum"
# The sums, index by index.
def dense_forward(X, W, b):
    return np.einsum("ik,kj->ij", X, W) + b[None, :]


def dense_backward(dZ, X, W):
    return np.einsum("ij,kj->ik", dZ, W), np.einsum("ik,ij->kj", X, dZ), np.einsum("ij->j", dZ)


# %% right="dense" name="sample_by_sample"
# Adds up one outer product a sample.
def dense_forward(X, W, b):
    return np.array([x @ W + b for x in X])


def dense_backward(dZ, X, W):
    dX = np.array([W @ dz for dz in dZ])
    dW, db = np.zeros(W.shape), np.zeros(W.shape[1])
    for x, dz in zip(X, dZ, strict=True):
        dW += np.outer(x, dz)
        db += dz
    return [dX, dW, db]


# ---------------------------------------------------------------------------------------------------------------------
# Task 5, softmax_cross_entropy
# ---------------------------------------------------------------------------------------------------------------------


# %% wrong="softmax_cross_entropy" name="naive_exponentials"
# exp(1000) overflows.
def softmax(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    P = softmax(Z)
    rows = np.arange(len(Z))
    loss = -np.log(P[rows, y]).mean()
    P[rows, y] -= 1
    return loss, P / len(Z)


# %% wrong="softmax_cross_entropy" name="log_of_rounded_zero"
# Stable softmax, but the logarithm of a probability rounded to 0.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    P = softmax(Z)
    rows = np.arange(len(Z))
    loss = -np.log(P[rows, y]).mean()
    P[rows, y] -= 1
    return loss, P / len(Z)


# %% wrong="softmax_cross_entropy" name="fudged_logarithm"
# log(p + 1e-12) hides the infinity and caps the loss at 27.6.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    P = softmax(Z)
    rows = np.arange(len(Z))
    loss = -np.log(P[rows, y] + 1e-12).mean()
    P[rows, y] -= 1
    return loss, P / len(Z)


# %% wrong="softmax_cross_entropy" name="one_maximum_for_all_rows"
# Subtracts the largest logit of the batch: in a row far below it everything underflows.
def softmax(Z):
    E = np.exp(Z - Z.max())
    return E / np.maximum(E.sum(axis=1, keepdims=True), 1e-300)


def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    P = softmax(Z)
    P[rows, y] -= 1
    return losses.mean(), P / len(Z)


# %% wrong="softmax_cross_entropy" name="sum_for_mean"
# Loss and gradient of the sum over the batch.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    P = softmax(Z)
    P[rows, y] -= 1
    return losses.sum(), P


# %% wrong="softmax_cross_entropy" name="mean_loss_sum_gradient"
# The loss is a mean; its gradient forgets 1/n.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    P = softmax(Z)
    P[rows, y] -= 1
    return losses.mean(), P


# %% wrong="softmax_cross_entropy" name="divided_by_all_entries"
# 1 / (n K), as in the mean squared error.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    P = softmax(Z)
    P[rows, y] -= 1
    return losses.mean(), P / Z.size


# %% wrong="softmax_cross_entropy" name="truth_minus_prediction"
# The sign: this goes uphill.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    P = softmax(Z)
    P[rows, y] -= 1
    return losses.mean(), -P / len(Z)


# %% wrong="softmax_cross_entropy" name="gradient_at_the_true_class_only"
# Forgets that every logit stands in the denominator.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    dZ = np.zeros_like(Z)
    dZ[rows, y] = softmax(Z)[rows, y] - 1
    return losses.mean(), dZ / len(Z)


# %% wrong="softmax_cross_entropy" name="wrong_axis"
# Sums over the samples in place of the classes.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    shifted = Z - Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    P = softmax(Z)
    P[rows, y] -= 1
    return losses.mean(), P / len(Z)


# %% wrong="softmax_cross_entropy" name="logits_overwritten"
# -= works on the caller's array.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    Z -= Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(Z).sum(axis=1)) - Z[rows, y]
    P = softmax(Z)
    P[rows, y] -= 1
    return losses.mean(), P / len(Z)


# %% right="softmax_cross_entropy" name="logsumexp_and_one_hot"
# SciPy's log-sum-exp and a one-hot matrix.
from scipy.special import log_softmax


def softmax(Z):
    return np.exp(log_softmax(Z, axis=1))


def softmax_cross_entropy(Z, y):
    n, K = np.shape(Z)
    one_hot = np.eye(K)[np.asarray(y)]
    return float(-np.sum(one_hot * log_softmax(Z, axis=1)) / n), (softmax(Z) - one_hot) / n


# %% right="softmax_cross_entropy" name="row_by_row"
# Plain loops over samples and classes.
def softmax(Z):
    rows = []
    for z in Z:
        e = np.exp(z - max(z))
        rows.append(e / sum(e))
    return np.array(rows)


def softmax_cross_entropy(Z, y):
    n = len(Z)
    total, dZ = 0.0, np.zeros(np.shape(Z))
    for i, (z, k) in enumerate(zip(Z, y, strict=True)):
        total += np.log(sum(np.exp(z - max(z)))) + max(z) - z[k]
        dZ[i] = softmax(Z[i : i + 1])[0] / n
        dZ[i, k] -= 1 / n
    return total / n, dZ


# ---------------------------------------------------------------------------------------------------------------------
# Task 6, two_layers
# ---------------------------------------------------------------------------------------------------------------------


# %% wrong="two_layers" name="relu_slope_forgotten" points=8
# dZ1 = dA1: the activation is left out on the way back.
def two_layer_gradients(params, X, y, loss):
    A1 = np.maximum(0, X @ params["W1"] + params["b1"])
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dZ1 = dZ2 @ params["W2"].T
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% wrong="two_layers" name="multiplied_by_the_activation" points=8
# Multiplies by A1 where its slope, 0 or 1, is asked for.
def two_layer_gradients(params, X, y, loss):
    A1 = np.maximum(0, X @ params["W1"] + params["b1"])
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dZ1 = (dZ2 @ params["W2"].T) * A1
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% wrong="two_layers" name="relu_of_the_gradient" points=8
# The ReLU of dA1: drops negative gradients, whatever Z1 was.
def two_layer_gradients(params, X, y, loss):
    A1 = np.maximum(0, X @ params["W1"] + params["b1"])
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dZ1 = np.maximum(0, dZ2 @ params["W2"].T)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% wrong="two_layers" name="second_layer_sees_z1" points=8
# W2's gradient from Z1, the value before the activation.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dZ1 = (dZ2 @ params["W2"].T) * (Z1 > 0)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": Z1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% wrong="two_layers" name="no_activation_forward"
# A linear network: consistently wrong, so finite differences would not notice.
def two_layer_gradients(params, X, y, loss):
    A1 = X @ params["W1"] + params["b1"]
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dZ1 = dZ2 @ params["W2"].T
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% wrong="two_layers" name="second_bias_forgotten"
# Forward without b2, backward consistent with it.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    value, dZ2 = loss(A1 @ params["W2"], y)
    dZ1 = (dZ2 @ params["W2"].T) * (Z1 > 0)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% wrong="two_layers" name="relu_on_the_output"
# An activation on the output layer as well.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z2 = A1 @ params["W2"] + params["b2"]
    value, dA2 = loss(np.maximum(0, Z2), y)
    dZ2 = dA2 * (Z2 > 0)
    dZ1 = (dZ2 @ params["W2"].T) * (Z1 > 0)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% wrong="two_layers" name="mean_of_the_biases"
# The bias gradients averaged over the batch.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dZ1 = (dZ2 @ params["W2"].T) * (Z1 > 0)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.mean(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.mean(axis=0)}


# %% wrong="two_layers" name="parameters_changed_in_place" points=8
# Takes a step with W2 before its old value is used for dA1.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dW2 = A1.T @ dZ2
    params["W2"] -= 0.01 * dW2
    dZ1 = (dZ2 @ params["W2"].T) * (Z1 > 0)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": dW2, "b2": dZ2.sum(axis=0)}


# %% wrong="two_layers" name="only_the_last_layer" points=8
# Trains the output layer alone; the hidden layer gets zeros.
def two_layer_gradients(params, X, y, loss):
    A1 = np.maximum(0, X @ params["W1"] + params["b1"])
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    gradients = {name: np.zeros_like(value) for name, value in params.items()}
    gradients.update(W2=A1.T @ dZ2, b2=dZ2.sum(axis=0))
    return value, gradients


# %% wrong="two_layers" name="loss_ignored"
# Always the mean squared error, whatever loss is passed in.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z2 = A1 @ params["W2"] + params["b2"]
    truth = np.reshape(y, Z2.shape) if np.ndim(y) == 2 else np.eye(Z2.shape[1])[y]
    value, dZ2 = np.mean((Z2 - truth) ** 2), 2 * (Z2 - truth) / Z2.size
    dZ1 = (dZ2 @ params["W2"].T) * (Z1 > 0)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% right="two_layers" name="from_the_layers"
# Put together from task 4's layers and task 2's slope.
def two_layer_gradients(params, X, y, loss):
    Z1 = dense_forward(X, params["W1"], params["b1"])
    A1 = relu(Z1)
    value, dZ2 = loss(dense_forward(A1, params["W2"], params["b2"]), y)
    dA1, dW2, db2 = dense_backward(dZ2, A1, params["W2"])
    _, dW1, db1 = dense_backward(dA1 * relu_prime(Z1), X, params["W1"])
    return value, {"b2": db2, "W2": dW2, "b1": db1, "W1": dW1}


# %% right="two_layers" name="bias_as_a_weight"
# A column of ones makes the bias one more row of W.
def two_layer_gradients(params, X, y, loss):
    ones = np.ones((len(X), 1))
    V1 = np.vstack([params["W1"], params["b1"]])
    V2 = np.vstack([params["W2"], params["b2"]])
    X1 = np.hstack([X, ones])
    Z1 = X1 @ V1
    A1 = np.hstack([np.where(Z1 > 0, Z1, 0), ones])
    value, dZ2 = loss(A1 @ V2, y)
    dV2 = A1.T @ dZ2
    dV1 = X1.T @ np.where(Z1 > 0, dZ2 @ params["W2"].T, 0)
    return value, {"W1": dV1[:-1], "b1": dV1[-1], "W2": dV2[:-1], "b2": dV2[-1]}


# ---------------------------------------------------------------------------------------------------------------------
# Task 7, epoch
# ---------------------------------------------------------------------------------------------------------------------


# %% wrong="epoch" name="last_partial_batch_dropped"
# n // batch_size steps: 1718 in place of 1719.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(n // batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="last_batch_filled_up"
# Wraps around, so that some samples are used twice.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    steps = -(-n // batch_size)
    return list(np.resize(order, (steps, batch_size)))


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="not_shuffled"
# The order of the data.
def minibatches(n, batch_size, seed):
    order = np.arange(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="shuffled_once"
# The same order in every epoch: the seed is not used.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(0).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="seed_lost_on_the_way" points=8
# train_epoch does not pass the seed on.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, 0):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="blocks_shuffled_not_samples"
# The same neighbours always stay together.
def minibatches(n, batch_size, seed):
    blocks = [np.arange(n)[start : start + batch_size] for start in range(0, n, batch_size)]
    full = blocks[:-1]
    np.random.default_rng(seed).shuffle(full)
    return [np.array(block) for block in full] + blocks[-1:]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="drawn_with_replacement"
# Some samples twice, others never.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).integers(0, n, size=n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="labels_shuffled_apart" points=8
# X and y come from different orders.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    pairs = zip(minibatches(len(X), batch_size, seed), minibatches(len(y), batch_size, seed + 1), strict=True)
    for batch, other in pairs:
        loss, slopes = gradients(params, X[batch], y[other])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="uphill" points=8
# The sign of the step.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value + learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="changed_in_place" points=8
# -= changes the caller's arrays.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        for name in params:
            params[name] -= learning_rate * slopes[name]
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="always_from_the_start" points=8
# Every gradient is taken at the parameters of the epoch's beginning.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses, new = [], dict(params)
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        new = {name: value - learning_rate * slopes[name] for name, value in new.items()}
        losses.append(loss)
    return new, losses


# %% wrong="epoch" name="divided_by_batch_size" points=8
# The loss is a mean already.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] / len(batch) for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="mean_loss_only" points=8
# One number in place of the list of losses.
def minibatches(n, batch_size, seed):
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, [np.mean(losses)]


# %% right="epoch" name="split_at_the_starts"
# np.split, legacy random state, copies changed in place.
def minibatches(n, batch_size, seed):
    order = np.arange(n)
    np.random.RandomState(seed).shuffle(order)
    return np.split(order, range(batch_size, n, batch_size))


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    params = {name: np.array(value, dtype=float) for name, value in params.items()}
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        losses.append(float(loss))
        for name, slope in slopes.items():
            params[name] -= learning_rate * slope
    return params, losses


# %% right="epoch" name="sorted_random_keys"
# Shuffles by sorting random keys; lists of plain integers; the data reordered once.
def minibatches(n, batch_size, seed):
    keys = np.random.default_rng([seed, n]).random(n)
    order = np.argsort(keys).tolist()
    batches = []
    while order:
        batches.append(order[:batch_size])
        order = order[batch_size:]
    return batches


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    order = [index for batch in minibatches(len(X), batch_size, seed) for index in batch]
    X, y, start, losses = X[order], y[order], 0, []
    while start < len(X):
        stop = min(start + batch_size, len(X))
        loss, slopes = gradients(params, X[start:stop], y[start:stop])
        params = {name: params[name] - learning_rate * slopes[name] for name in slopes}
        losses, start = [*losses, loss], stop
    return params, losses


# %% wrong="central_difference" name="restored_by_arithmetic"
# Puts x back by arithmetic: the last digit may differ.
def central_difference(f, x, epsilon=1e-5):
    x = np.asarray(x)
    if x.dtype.kind != "f" or x.ndim == 0:
        x = x.astype(float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += epsilon
        up = f(x)
        x[i] -= 2 * epsilon
        down = f(x)
        x[i] += epsilon
        g[i] = (up - down) / (2 * epsilon)
    return g


# %% wrong="central_difference" name="epsilon_ignored_too"
# epsilon is a parameter without effect.
def central_difference(f, x, epsilon=1e-5):
    epsilon = 1e-5
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        a, b = x.copy(), x.copy()
        a[i] += epsilon
        b[i] -= epsilon
        g[i] = (f(a) - f(b)) / (2 * epsilon)
    return g


# %% wrong="central_difference" name="flat_argument"
# Hands f a flat array in place of one shaped like x.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    shape = x.shape
    x = x.ravel()
    g = np.zeros(x.size)
    for i in range(x.size):
        a, b = x.copy(), x.copy()
        a[i] += epsilon
        b[i] -= epsilon
        g[i] = (f(a) - f(b)) / (2 * epsilon)
    return g.reshape(shape)


# %% wrong="central_difference" name="scalar_1d"
# A number becomes an array with one item.
def central_difference(f, x, epsilon=1e-5):
    x = np.atleast_1d(np.array(x, dtype=float))
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        a, b = x.copy(), x.copy()
        a[i] += epsilon
        b[i] -= epsilon
        g[i] = (f(a if a.size > 1 else a[0]) - f(b if b.size > 1 else b[0])) / (2 * epsilon)
    return g


# %% wrong="central_difference" name="relative_epsilon"
# Nudges by a step relative to x and divides by another.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        h = epsilon * max(1, abs(x[i]))
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / (2 * epsilon)
    return g


# %% right="central_difference" name="eye"
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=np.float64)
    unit = np.eye(x.size).reshape((x.size, *x.shape))
    return np.array([(f(x + epsilon * e) - f(x - epsilon * e)) / (2 * epsilon) for e in unit]).reshape(x.shape)


# %% wrong="slopes" name="relu_int"
# Whole numbers in place of floats.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(int)


# %% wrong="slopes" name="relu_bool"
# Truth values in place of floats.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return np.asarray(z) > 0


# %% wrong="slopes" name="step_dtype_of_z"
# Zeros of the type of z: whole numbers for whole numbers.
def step_prime(z):
    return np.zeros_like(z)


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="relu_wide_corner"
# A corner as wide as 0.25.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0.25).astype(float)


# %% wrong="slopes" name="by_nudging"
# Nudged, not derived.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    z = np.asarray(z, float)
    return (logistic(z + 1e-4) - logistic(z - 1e-4)) / 2e-4


def tanh_prime(z):
    z = np.asarray(z, float)
    return (np.tanh(z + 1e-4) - np.tanh(z - 1e-4)) / 2e-4


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="step_atleast"
# A number becomes an array with one item.
def step_prime(z):
    return np.zeros(np.size(z)).reshape(np.shape(z) or (1,))


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="cosh_overflow"
# cosh overflows at 1000.
def step_prime(z):
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 / np.cosh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% right="slopes" name="where"
def step_prime(z):
    return np.full(np.shape(z), 0.0)


def logistic_prime(z):
    return 0.25 * (1 - np.tanh(np.asarray(z) / 2) ** 2)


def tanh_prime(z):
    return 4 * logistic_prime(2 * np.asarray(z))


def relu_prime(z):
    return np.where(np.greater(z, 0), 1.0, 0.0)


# %% wrong="neuron" name="P_over_w"
# 2 P / w in place of 2 decay w: undefined at w = 0.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(v):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = 2 * v["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * v["y_hat"] * (1 - v["y_hat"])
    g["w"] = g["z"] * v["x"] + 2 * v["P"] / v["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * v["w"]
    return g


# %% wrong="neuron" name="L_over_e"
# 2 L / e in place of 2 e: undefined where there is no error.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(v):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = 2 * v["L"] / v["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * v["y_hat"] * (1 - v["y_hat"])
    g["w"] = g["z"] * v["x"] + 2 * v["decay"] * v["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * v["w"]
    return g


# %% wrong="neuron" name="changes_values"
# Writes the gradients over the values.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(v):
    g = v
    old = dict(v)
    g.update({"J": 1.0, "L": 1.0, "P": 1.0})
    g["e"] = 2 * old["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * old["y_hat"] * (1 - old["y_hat"])
    g["w"] = g["z"] * old["x"] + 2 * old["decay"] * old["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * old["w"]
    return {k: g[k] for k in ("J", "L", "P", "e", "y_hat", "z", "w", "b", "x")}


# %% wrong="neuron" name="shared_result"
# P counts only where there is a decay.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(v):
    g = {"J": 1.0, "L": 1.0, "P": v["decay"] and 1.0}
    g["e"] = 2 * v["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * v["y_hat"] * (1 - v["y_hat"])
    g["w"] = g["z"] * v["x"] + 2 * v["decay"] * v["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * v["w"]
    return g


# %% wrong="neuron" name="decay_forgotten"
# The decay of the example is written into the function.
my_numbers = {"x": 2.0, "y": 1.0, "w": -0.5, "b": 0.25, "decay": 0.1}


def backward_neuron(v):
    g = {"J": 1.0, "L": 1.0, "P": 1.0}
    g["e"] = 2 * v["e"]
    g["y_hat"] = g["e"]
    g["z"] = g["y_hat"] * v["y_hat"] * (1 - v["y_hat"])
    g["w"] = g["z"] * v["x"] + 0.2 * v["w"]
    g["b"] = g["z"]
    g["x"] = g["z"] * v["w"]
    return g


# %% wrong="dense" name="cached_X"
# Uses the X that dense_forward saw last.
_X = None


def dense_forward(X, W, b):
    global _X
    _X = X
    return X @ W + b


def dense_backward(dZ, X, W):
    return dZ @ W.T, _X.T @ dZ, dZ.sum(axis=0)


# %% wrong="dense" name="W_in_place"
# Changes the upstream gradient that it was given.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    out = dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
    dZ *= 0
    return out


# %% wrong="dense" name="squeeze_single"
# Loses the axes of length 1.
def dense_forward(X, W, b):
    return np.squeeze(X @ W + b)


def dense_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% right="dense" name="einsum_too"
def dense_forward(X, W, b):
    return np.einsum("ik,kj->ij", X, W) + b


def dense_backward(dZ, X, W):
    return np.einsum("ij,kj->ik", dZ, W), np.einsum("ik,ij->kj", X, dZ), np.einsum("ij->j", dZ)


# %% wrong="softmax_cross_entropy" name="in_place"
# softmax changes its argument.
def softmax(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    n = np.arange(len(y))
    S = Z - Z.max(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(S).sum(axis=1)) - S[n, y])
    d = softmax(Z.copy())
    d[n, y] -= 1
    return loss, d / len(y)


# %% wrong="softmax_cross_entropy" name="changes_y"
# Writes into the classes.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    n = np.arange(len(y))
    S = Z - Z.max(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(S).sum(axis=1)) - S[n, y])
    d = softmax(Z)
    d[n, y] -= 1
    y *= 0
    return loss, d / len(y)


# %% wrong="softmax_cross_entropy" name="fixed_K3"
# As many columns as classes occur in the batch.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    n = np.arange(len(y))
    S = Z - Z.max(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(S).sum(axis=1)) - S[n, y])
    d = softmax(Z) - np.eye(y.max() + 1)[y]
    return loss, d / len(y)


# %% wrong="softmax_cross_entropy" name="loss_array"
# The loss is an array with one item.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_cross_entropy(Z, y):
    n = np.arange(len(y))
    S = Z - Z.max(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(S).sum(axis=1)) - S[n, y], keepdims=True)
    d = softmax(Z)
    d[n, y] -= 1
    return loss, d / len(y)


# %% right="softmax_cross_entropy" name="logaddexp"
def softmax(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])


def softmax_cross_entropy(Z, y):
    n = Z.shape[0]
    onehot = np.eye(Z.shape[1])[y]
    losses = np.logaddexp.reduce(Z, axis=1) - np.sum(Z * onehot, axis=1)
    return losses.mean(), (softmax(Z) - onehot) / n


# %% wrong="two_layers" name="nudging"
# Central differences in place of a backward pass.
def two_layer_gradients(params, X, y, loss):
    def value_at(name, part):
        p = {**params, name: part}
        return loss(np.maximum(0, X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"], y)[0]

    slopes = {}
    for name in params:
        slopes[name] = central_difference(lambda part, name=name: value_at(name, part), params[name])
    return value_at("W1", params["W1"]), slopes


# %% wrong="two_layers" name="loss_twice"
# Two calls of loss where one is enough; slope 1 at the corner of ReLU.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z2 = A1 @ params["W2"] + params["b2"]
    dZ2 = loss(Z2, y)[1] / len(X) * len(X)
    v = loss(Z2, y)[0]
    dA1 = dZ2 @ params["W2"].T
    dZ1 = dA1 * (Z1 >= 0)
    return v, {"W1": X.T @ dZ1, "b1": dZ1.sum(0), "W2": A1.T @ dZ2, "b2": dZ2.sum(0)}


# %% wrong="two_layers" name="extra_keys"
# A gradient for which there is no parameter.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    v, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dA1 = dZ2 @ params["W2"].T
    dZ1 = dA1 * (Z1 > 0)
    return v, {"W1": X.T @ dZ1, "b1": dZ1.sum(0), "W2": A1.T @ dZ2, "b2": dZ2.sum(0), "X": dZ1 @ params["W1"].T}


# %% wrong="two_layers" name="ignores_loss"
# Chooses a loss of its own.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    Z2 = A1 @ params["W2"] + params["b2"]
    v, dZ2 = (mse if np.asarray(y).dtype.kind == "f" else softmax_cross_entropy)(Z2, y)
    dA1 = dZ2 @ params["W2"].T
    dZ1 = dA1 * (Z1 > 0)
    return v, {"W1": X.T @ dZ1, "b1": dZ1.sum(0), "W2": A1.T @ dZ2, "b2": dZ2.sum(0)}


# %% wrong="two_layers" name="steps_instead" points=8
# Writes the gradients over the parameters.
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    v, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dA1 = dZ2 @ params["W2"].T
    dZ1 = dA1 * (Z1 > 0)
    params.update(W1=X.T @ dZ1, b1=dZ1.sum(0), W2=A1.T @ dZ2, b2=dZ2.sum(0))
    return v, params


# %% right="two_layers" name="per_sample"
def two_layer_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = Z1.clip(min=0)
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    g = {k: np.zeros(a.shape) for k, a in params.items()}
    for x, z, a, d in zip(X, Z1, A1, dZ2, strict=False):
        g["W2"] += np.outer(a, d)
        g["b2"] += d
        dz = (params["W2"] @ d) * (z > 0)
        g["W1"] += np.outer(x, dz)
        g["b1"] += dz
    return value, g


# %% wrong="epoch" name="shuffles_data_in_place" points=8
# Shuffles the caller's data.
def minibatches(n, batch_size, seed):
    p = np.random.default_rng(seed).permutation(n)
    return [p[i : i + batch_size] for i in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    X[:] = X[order]
    y[:] = y[order]
    losses = []
    for i in range(0, len(X), batch_size):
        value, g = gradients(params, X[i : i + batch_size], y[i : i + batch_size])
        losses.append(value)
        params = {k: v - learning_rate * g[k] for k, v in params.items()}
    return params, losses


# %% wrong="epoch" name="batches_float" points=8
# Floats for indices.
def minibatches(n, batch_size, seed):
    p = np.random.default_rng(seed).permutation(n).astype(float)
    return [p[i : i + batch_size] for i in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for i in minibatches(len(X), batch_size, seed):
        i = i.astype(int)
        value, g = gradients(params, X[i], y[i])
        losses.append(value)
        params = {k: v - learning_rate * g[k] for k, v in params.items()}
    return params, losses


# %% wrong="epoch" name="array_split"
# Batches of nearly equal size: not batch_size each.
def minibatches(n, batch_size, seed):
    p = np.random.default_rng(seed).permutation(n)
    return np.array_split(p, int(np.ceil(n / batch_size)))


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for i in minibatches(len(X), batch_size, seed):
        value, g = gradients(params, X[i], y[i])
        losses.append(value)
        params = {k: v - learning_rate * g[k] for k, v in params.items()}
    return params, losses


# %% wrong="epoch" name="empty_last" points=8
# An empty batch where batch_size divides n.
def minibatches(n, batch_size, seed):
    p = np.random.default_rng(seed).permutation(n)
    return [p[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size + 1)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for i in minibatches(len(X), batch_size, seed):
        if not len(i):
            continue
        value, g = gradients(params, X[i], y[i])
        losses.append(value)
        params = {k: v - learning_rate * g[k] for k, v in params.items()}
    return params, losses


# %% wrong="epoch" name="train_not_shuffled" points=8
# Shuffles in minibatches, and not in training.
def minibatches(n, batch_size, seed):
    p = np.random.default_rng(seed).permutation(n)
    return [p[i : i + batch_size] for i in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for i in range(0, len(X), batch_size):
        value, g = gradients(params, X[i : i + batch_size], y[i : i + batch_size])
        losses.append(value)
        params = {k: v - learning_rate * g[k] for k, v in params.items()}
    return params, losses


# %% wrong="epoch" name="loss_after" points=8
# The losses after each step.
def minibatches(n, batch_size, seed):
    p = np.random.default_rng(seed).permutation(n)
    return [p[i : i + batch_size] for i in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for i in minibatches(len(X), batch_size, seed):
        _value, g = gradients(params, X[i], y[i])
        params = {k: v - learning_rate * g[k] for k, v in params.items()}
        losses.append(gradients(params, X[i], y[i])[0])
    return params, losses


# %% equivalent="central_difference"
# In any order; two copies are alike; every entry is written over; steps make floats of whole numbers.
# + for index in list(np.ndindex(x.shape))[::-1]:
# + below, above = x.copy(), x.copy()
# + gradient = np.ones_like(x)
# + x = np.asarray(x)
# + return np.array(slopes).reshape(x.shape)


# %% equivalent="slopes"
# Single precision is a float as well.
# + return (np.asarray(z) > 0).astype('float32')


# %% equivalent="slopes"
# cosh is beyond 1e100 there: the slope is 0 wherever the cut is.
# + return 1 / np.cosh(np.clip(z, -301, 300)) ** 2
# + return 1 / np.cosh(np.clip(z, -299, 300)) ** 2
# + return 1 / np.cosh(np.clip(z, -300, 301)) ** 2
# + return 1 / np.cosh(np.clip(z, -300, 299)) ** 2
# + return 1 / np.cosh(np.clip(-300, z, 300)) ** 2


# %% equivalent="slopes"
# Arithmetic with floats makes floats, and takes a number or an array as it is.
# - z = np.asarray(z, dtype=float)
#
# + z = np.asarray(z)
# + z = z
# + return 0.0 * np.asarray(z)
# + return 0.0 * z
# + return 0.0 * np.asarray(z, dtype=int)
# + return 0.0 * np.asarray(z, dtype='int')
# + return np.where(1.0, np.asarray(z) > 0, 0.0)
# + return np.where(z > 0, 1.0, 0.0)
# + return 0.25 * tanh_prime(z / 2)


# %% equivalent="neuron"
# The first line is the student's own: any numbers, or none; only the figure reads them.
# - my_numbers = ...
#
# + my_numbers = ...


# %% equivalent="neuron"
# J = L + P, so the gradients at L and P are 1; everything in the dictionary is written anew; a sum has no order.
# + gradient["e"] = 2 * values["e"]
# + gradient["w"] = gradient["z"] * values["x"] + 2 * values["decay"] * values["w"]
# + gradient = backward_neuron.__dict__.setdefault('gradient', {"J": 1.0})
# - ("J", "P", 1),
# + ("J", "P", 1),
# - ("L", "e", 2 * values["e"]),
# + ("L", "e", 2 * values["e"]),
# - ("z", "b", 1),
# + ("z", "b", 1),
# - ("z", "w", values["x"]),
# + ("z", "w", values["x"]),
# - ("P", "w", 2 * values["decay"] * values["w"]),
# + ("P", "w", 2 * values["decay"] * values["w"]),


# %% equivalent="dense"
# A sum over samples has no order; W has as many columns as dZ; a vector is its own transpose.
# + for x, dz in list(zip(X, dZ, strict=True))[::-1]:
# + dW, db = np.zeros(W.shape), np.zeros(dZ.shape[1])
# + return np.array([x.T @ W + b for x in X])
# + dX = np.array([W @ dz.T for dz in dZ])


# %% equivalent="softmax_cross_entropy"
# As many classes as rows; whole numbers are whole numbers; of two axes, 1 is the last; a number of NumPy is a number.
# + rows = np.arange(len(y))
# + return losses.mean(), dZ / len(y)
# + n = len(y)
# + rows = np.arange(len(Z), dtype='int')
# + one_hot = np.eye(K)[y]
# + one_hot = np.eye(K)[np.asarray(y, dtype='int')]
# + ...axis=-1...
# + return -np.sum(one_hot * log_softmax(Z, axis=1)) / n, (softmax(Z) - one_hot) / n


# %% equivalent="softmax_cross_entropy"
# Only the first row of the slice is read; rows in any order; every row is written over.
# + dZ[i] = softmax(Z[i : i + 2])[0] / n
# + dZ[i] = softmax(Z[i : i + 1])[-1] / n
# + dZ[i] = softmax(Z[i:i + 1 + 1])[0] / n
# + dZ[i] = softmax(Z[i:])[0] / n
# + for i, (z, k) in list(enumerate(zip(Z, y, strict=True)))[::-1]:
# + total, dZ = 0.0, np.ones(np.shape(Z))


# %% equivalent="two_layers"
# max(0, z) is max(z, 0), and at z = 0 both are 0; as many targets as samples; ones are whole numbers.
# + A1 = np.maximum(Z1, 0)
# + A1 = np.hstack([np.where(Z1 >= 0, Z1, 0), ones])
# + ones = np.ones((len(y), 1))
# + ones = np.ones((len(X), 1), dtype='int')


# %% equivalent="epoch"
# Random batches stay random in another order, and when they are shuffled twice or drawn with another fixed key.
# + order = [index for batch in list(minibatches(len(X), batch_size, seed))[::-1] for index in batch]
# + order = [index for batch in minibatches(len(X), batch_size, seed) for index in list(batch)[::-1]]
# + np.random.RandomState(seed).shuffle(order)
# + keys = np.random.default_rng([n, seed]).random(n)
# + keys = np.random.default_rng([seed]).random(n)
# + keys = np.random.default_rng([seed, batch_size]).random(n)


# %% equivalent="epoch"
# A dictionary has no order; as many targets as samples; a slice ends with the array.
# + params = {name: ...[::-1]}
# + for name, slope in list(slopes.items())[::-1]:
# + for batch in minibatches(len(y), batch_size, seed):
# + order = [index for batch in minibatches(len(y), batch_size, seed) for index in batch]
# + while start < len(y):
# + stop = min(start + batch_size, len(y))
# + stop = min(len(X), start + batch_size)
# + stop = start + batch_size


# %% equivalent="epoch"
# Parameters and losses are floats already, and indices whole numbers.
# + params = {name: np.array(value) for name, value in params.items()}
# + losses.append(loss)
# + order = np.arange(n, dtype='int')


# %% equivalent="central_difference"
# Both sides are nudged: with a negative epsilon they change places.
# + def central_difference(f, x, epsilon=-1e-05):


# %% equivalent="central_difference"
# The sum with a unit vector of floats is a new array of floats.
# + x = np.array(x)


# %% equivalent="slopes"
# Where the condition is always true, np.where takes the truth values, and beside 0.0 they become floats.
# + return np.where(1.0, np.greater(z, 0), 0.0)


# %% equivalent="slopes"
# A number or an array may be halved and doubled as it is.
# + return 0.25 * (1 - np.tanh(z / 2) ** 2)
# + return 4 * logistic_prime(2 * z)


# %% equivalent="softmax_cross_entropy"
# As many rows as classes given.
# + n = y.shape[0]


# %% equivalent="two_layers"
# A sum takes its terms in any order; a vector is its own transpose.
# + g = {k: np.zeros(a.shape) for k, a in list(params.items())[::-1]}
# + for x, z, a, d in list(zip(X, Z1, A1, dZ2, strict=False))[::-1]:
# + dz = (params["W2"] @ d.T) * (z > 0)


# %% equivalent="epoch"
# The batches are only joined to one order here; how long each is does not matter.
# + order = [index for batch in minibatches(len(X), seed, seed) for index in batch]
