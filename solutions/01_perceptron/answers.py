# Named answers for topic 1: each cell replaces the task cell of that name in an otherwise perfect notebook.


# %% wrong="steps" name="zero_at_zero"
# step(0) = 0: strict inequality.
def heaviside(z):
    return (np.asarray(z) > 0).astype(int)


def sgn(z):
    return np.sign(z)


# %% wrong="steps" name="sgn_without_zero"
# sgn has only two values.
def heaviside(z):
    return (np.asarray(z) >= 0).astype(int)


def sgn(z):
    return np.where(np.asarray(z) >= 0, 1, -1)


# %% wrong="steps" name="numbers_only"
# An `if` cannot decide for a whole array.
def heaviside(z):
    return 1 if z >= 0 else 0


def sgn(z):
    return 1 if z > 0 else (-1 if z < 0 else 0)


# %% wrong="steps" name="truth_values"
# True and False in place of 1 and 0.
def heaviside(z):
    return np.asarray(z) >= 0


def sgn(z):
    return np.sign(z)


# %% wrong="steps" name="sign_bit"
# The sign bit of -0.0 is set, although -0.0 is not below 0.
def heaviside(z):
    return 1 - np.signbit(np.asarray(z, dtype=float)).astype(int)


def sgn(z):
    return np.sign(z)


# %% wrong="steps" name="changes_its_input"
# Writes the result into the caller's array.
def heaviside(z):
    z = np.asarray(z)
    result = (z >= 0).astype(int)
    if z.ndim:
        z[...] = result
    return result


def sgn(z):
    return np.sign(z)


# %% wrong="steps" name="ratio"
# z / |z| is not defined at 0, and infinity over infinity neither.
def heaviside(z):
    return (np.asarray(z) >= 0).astype(int)


def sgn(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        return np.nan_to_num(z / np.abs(z))


# %% wrong="steps" name="flattened"
# Loses the shape of its input.
def heaviside(z):
    return (np.ravel(z) >= 0).astype(int)


def sgn(z):
    return np.sign(np.ravel(z))


# %% wrong="steps" name="tolerance"
# Treats tiny numbers as 0.
def heaviside(z):
    return (np.asarray(z) >= -1e-8).astype(int)


def sgn(z):
    return np.where(np.isclose(z, 0), 0, np.sign(z)).astype(int)


# %% wrong="steps" name="visible_values"
# A table of the visible examples.
def heaviside(z):
    known = {-2.0: 0, 0.0: 1, 3.0: 1, 0.5: 1, -0.5: 0, -7.0: 0}
    return np.vectorize(lambda value: known.get(float(value), 1))(z)


def sgn(z):
    known = {-2.0: -1, 0.0: 0, 3.0: 1, 0.5: 1, -0.5: -1, -7.0: -1}
    return np.vectorize(lambda value: known.get(float(value), 1))(z)


# %% wrong="steps" name="memory_order"
# Visits the entries in the order of memory: wrong for a transposed array.
def heaviside(z):
    z = np.asarray(z)
    return np.array([1 if value >= 0 else 0 for value in np.nditer(z)]).reshape(z.shape)


def sgn(z):
    return np.sign(z)


# %% wrong="steps" name="one_entry_is_a_number"
# An array with a single entry becomes a plain number.
def heaviside(z):
    result = (np.asarray(z) >= 0).astype(int)
    return result.item() if result.size == 1 else result


def sgn(z):
    return np.sign(z)


# %% wrong="steps" name="small_integers"
# Whole numbers beyond 32767 wrap around.
def heaviside(z):
    z = np.asarray(z)
    return ((z.astype(np.int16) if z.dtype.kind == "i" else z) >= 0).astype(int)


def sgn(z):
    return np.sign(z)


# %% wrong="steps" name="lists"
# Lists cannot be subtracted.
def heaviside(z):
    return (np.asarray(z) >= 0).astype(int).tolist()


def sgn(z):
    return np.sign(z).tolist()


# %% right="steps" name="numpy_own"
def heaviside(z):
    return np.heaviside(z, 1)


def sgn(z):
    return np.sign(z)


# %% right="steps" name="np_where"
def heaviside(z):
    return np.where(np.asarray(z) < 0, 0.0, 1.0)


def sgn(z):
    z = np.asarray(z)
    return np.where(z == 0, 0.0, np.where(z > 0, 1.0, -1.0))


# %% wrong="gates" name="and_is_or"
# The threshold of OR used for AND.
GATES = {"AND": ([1, 1], -0.5), "OR": ([1, 1], -0.5), "NOT": ([-1], 0.5), "NAND": ([-1, -1], 1.5)}

# %% wrong="gates" name="no_room"
# Right at the corners, on the very edge: the smallest noise breaks it.
GATES = {"AND": ([1, 1], -2), "OR": ([1, 1], -1), "NOT": ([-1], 0), "NAND": ([-1, -1], 1)}

# %% wrong="gates" name="not_without_bias"
# NOT with the bias forgotten: right at 0 only because step(0) is 1.
GATES = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NOT": ([-1], 0), "NAND": ([-1, -1], 1.5)}

# %% wrong="gates" name="bias_as_threshold"
# The threshold itself in place of the bias, which is its negative.
GATES = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NOT": ([-1], -0.5), "NAND": ([-1, -1], -1.5)}

# %% wrong="gates" name="nand_half_negated"
# Negates the weights of AND and forgets the bias.
GATES = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NOT": ([-1], 0.5), "NAND": ([-1, -1], -1.5)}

# %% wrong="gates" name="one_gate_missing"
# NAND is left out.
GATES = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NOT": ([-1], 0.5)}

# %% wrong="gates" name="narrow_room"
# Some room, but for AND less than the noise needs.
GATES = {"AND": ([1, 1], -1.9), "OR": ([1, 1], -0.5), "NOT": ([-1], 0.5), "NAND": ([-1, -1], 1.5)}

# %% right="gates" name="other_scales"
GATES = {
    "NAND": (np.array([-20.0, -22.0]), 31.0),
    "NOT": (np.array([-3.0]), 1.4),
    "OR": (np.array([4.0, 4.0]), -2.0),
    "AND": (np.array([0.2, 0.21]), -0.3),
}

# %% right="gates" name="nand_from_and"
GATES = {"AND": ((2, 2), -3), "OR": ((2, 2), -1), "NOT": ((-2,), 1)}
GATES["NAND"] = (tuple(-weight for weight in GATES["AND"][0]), -GATES["AND"][1])


# %% wrong="update" name="sign_flipped"
# y_hat - y: runs away from the target.
def update(W, b, x, y, y_hat, eta):
    error = eta * (y_hat - y)
    return W + np.outer(x, error), b + error


# %% wrong="update" name="bias_forgotten" points=7
# The bias never learns.
def update(W, b, x, y, y_hat, eta):
    return W + np.outer(x, eta * (y - y_hat)), b


# %% wrong="update" name="output_alone"
# Uses y_hat where the rule has y - y_hat.
def update(W, b, x, y, y_hat, eta):
    return W + eta * np.outer(x, y_hat), b + eta * y_hat


# %% wrong="update" name="target_alone"
# Uses y where the rule has y - y_hat: changes weights that were right.
def update(W, b, x, y, y_hat, eta):
    return W + eta * np.outer(x, y), b + eta * y


# %% wrong="update" name="rate_forgotten"
# The learning rate is missing.
def update(W, b, x, y, y_hat, eta):
    return W + np.outer(x, y - y_hat), b + (y - y_hat)


# %% wrong="update" name="transposed" points=7
# One row per unit: the outer product the other way round.
def update(W, b, x, y, y_hat, eta):
    error = eta * (y - y_hat)
    return (W.T + np.outer(x, error).T), b + error


# %% wrong="update" name="changes_its_input" points=7
# W += changes the caller's array.
def update(W, b, x, y, y_hat, eta):
    error = eta * (y - y_hat)
    W += np.outer(x, error)
    return W, b + error


# %% wrong="update" name="bias_changed_in_place" points=7
# b += changes the caller's array.
def update(W, b, x, y, y_hat, eta):
    error = eta * (y - y_hat)
    b += error
    return W + np.outer(x, error), b


# %% wrong="update" name="bias_times_input" points=7
# The bias moves by the sum of the inputs; its own input is 1.
def update(W, b, x, y, y_hat, eta):
    error = eta * (y - y_hat)
    return W + np.outer(x, error), b + error * x.sum()


# %% wrong="update" name="absolute_error"
# The size of the error without its sign.
def update(W, b, x, y, y_hat, eta):
    error = eta * np.abs(y - y_hat)
    return W + np.outer(x, error), b + error


# %% wrong="update" name="sign_of_input" points=7
# Moves by the sign of x in place of x.
def update(W, b, x, y, y_hat, eta):
    error = eta * (y - y_hat)
    return W + np.outer(np.sign(x), error), b + error


# %% wrong="update" name="visible_answer"
# The visible example's result, whatever the arguments are.
def update(W, b, x, y, y_hat, eta):
    step = np.array([[0.2, -0.2, 0.0], [-0.3, 0.3, 0.0]])
    return (W + step, b + step[0] / 2) if W.shape == (2, 3) else (W.copy(), b.copy())


# %% wrong="update" name="arrays_used_again" points=7
# Every call writes into the same two arrays: the next call changes what this one returned.
kept = {}


def update(W, b, x, y, y_hat, eta):
    W_next, b_next = kept.setdefault(W.shape, (np.zeros(W.shape), np.zeros(b.shape)))
    W_next[...] = W + eta * np.outer(x, y - y_hat)
    b_next[...] = b + eta * (y - y_hat)
    return W_next, b_next


# %% right="update" name="broadcasting"
def update(W, b, x, y, y_hat, eta):
    return W + eta * x[:, np.newaxis] * (y - y_hat)[np.newaxis, :], b + eta * (y - y_hat)


# %% right="update" name="loops"
def update(W, b, x, y, y_hat, eta):
    W_next, b_next = W.astype(float), b.astype(float)
    for j in range(len(y)):
        for i in range(len(x)):
            W_next[i, j] += eta * (y[j] - y_hat[j]) * x[i]
        b_next[j] += eta * (y[j] - y_hat[j])
    return [W_next, b_next]


# %% right="update" name="einsum"
def update(W, b, x, y, y_hat, eta):
    extended = np.vstack([W, b]) + eta * np.einsum("i,j->ij", np.append(x, 1.0), y - y_hat)
    return extended[:-1], extended[-1]


# %% wrong="fit" name="one_pass"
# Goes through the data once and calls it a day.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, wrong = np.zeros(X.shape[1]), 0.0, 0
    for x, target in zip(X, y, strict=True):
        error = target - int(x @ w + b >= 0)
        w, b, wrong = w + eta * error * x, b + eta * error, wrong + abs(error)
    return w, b, [wrong], wrong == 0


# %% wrong="fit" name="never_gives_up" points=7
# Loops on until there is no mistake (the bound only keeps the sample class quick), whatever max_epochs says.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    while mistakes[-1:] != [0] and len(mistakes) < 3000:
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            w, b, wrong = w + eta * error * x, b + eta * error, wrong + abs(error)
        mistakes.append(wrong)
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="always_converged" points=7
# Says "converged" without looking.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            w, b, wrong = w + eta * error * x, b + eta * error, wrong + abs(error)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes, True


# %% wrong="fit" name="converged_by_count" points=7
# Takes "stopped before max_epochs" for "converged": wrong in the last permitted epoch.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            w, b, wrong = w + eta * error * x, b + eta * error, wrong + abs(error)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes, len(mistakes) < max_epochs


# %% wrong="fit" name="never_stops_early" points=7
# Runs all epochs, although nothing changes any more.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            w, b, wrong = w + eta * error * x, b + eta * error, wrong + abs(error)
        mistakes.append(wrong)
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="bias_forgotten"
# The bias stays 0: lines through the origin only.
def fit(X, y, eta=1.0, max_epochs=100):
    w, mistakes = np.zeros(X.shape[1]), []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w >= 0)
            w, wrong = w + eta * error * x, wrong + abs(error)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, 0.0, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="whole_epoch_at_once"
# Predicts the whole epoch with the old weights and adds all corrections at its end.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        errors = y - (X @ w + b >= 0)
        mistakes.append(int(np.abs(errors).sum()))
        if mistakes[-1] == 0:
            break
        w, b = w + eta * errors @ X, b + eta * errors.sum()
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="running_total"
# The counter of mistakes never starts again at 0.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes, wrong = np.zeros(X.shape[1]), 0.0, [], 0
    for _ in range(max_epochs):
        before = wrong
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            w, b, wrong = w + eta * error * x, b + eta * error, wrong + abs(error)
        mistakes.append(wrong)
        if wrong == before:
            break
    return w, b, mistakes, wrong == before


# %% wrong="fit" name="rate_ignored"
# eta is a parameter without effect.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            w, b, wrong = w + error * x, b + error, wrong + abs(error)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="scales_the_data"
# Normalises the caller's X in place.
def fit(X, y, eta=1.0, max_epochs=100):
    if X.dtype == float:
        X -= X.mean(axis=0)
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            w, b, wrong = w + eta * error * x, b + eta * error, wrong + abs(error)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="mistakes_after_the_epoch"
# Counts what is still wrong after the epoch, not the mistakes made during it.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            w, b = w + eta * error * x, b + eta * error
        mistakes.append(int(np.sum((X @ w + b >= 0) != y)))
        if mistakes[-1] == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="adds_wrong_samples"
# Adds every misclassified sample, also those that should be pushed away.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = abs(target - int(x @ w + b >= 0))
            w, b, wrong = w + eta * error * x, b + eta * error, wrong + error
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="visible_answers"
# The weights of OR and the story of its training, by heart.
def fit(X, y, eta=1.0, max_epochs=100):
    if max_epochs == 25:
        return np.zeros(2), 0.0, [2] * 25, False
    return np.array([1.0, 1.0]), -0.5, [2, 1, 0], True


# %% wrong="fit" name="until_the_sample_is_right"
# Repeats one sample until it is right, and counts one mistake for all that.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            wrong += int(x @ w + b >= 0) != target
            while (answer := int(x @ w + b >= 0)) != target:
                w, b = w + eta * (target - answer) * x, b + eta * (target - answer)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% right="fit" name="uses_update"
def fit(X, y, eta=1.0, max_epochs=100):
    W, b, mistakes = np.zeros((X.shape[1], 1)), np.zeros(1), []
    while len(mistakes) < max_epochs and 0 not in mistakes:
        mistakes.append(0)
        for x, target in zip(X, y, strict=True):
            y_hat = heaviside(x @ W + b)
            if y_hat[0] != target:
                W, b = update(W, b, x, np.array([target]), y_hat, eta)
                mistakes[-1] += 1
    return W[:, 0], b[0], mistakes, mistakes[-1] == 0


# %% right="fit" name="bias_as_weight"
# The bias is the weight of a column of ones.
def fit(X, y, eta=1.0, max_epochs=100):
    extended = np.column_stack([np.ones(len(X)), X])
    weights, mistakes, converged = np.zeros(extended.shape[1]), [], False
    while not converged and len(mistakes) < max_epochs:
        count = 0
        for index in range(len(extended)):
            answer = 1 if extended[index].dot(weights) >= 0 else 0
            if answer < y[index]:
                weights = weights + eta * extended[index]
                count += 1
            elif answer > y[index]:
                weights = weights - eta * extended[index]
                count += 1
        mistakes.append(count)
        converged = count == 0
    return weights[1:], weights[0], np.array(mistakes), converged


# %% wrong="boundary" name="sign_lost"
# Forgets that the terms change side.
def boundary_line(coef, intercept):
    (w1, w2), b = coef[0], intercept[0]
    return w1 / w2, b / w2


# %% wrong="boundary" name="upside_down"
# Divides by w1: solved for the wrong coordinate.
def boundary_line(coef, intercept):
    (w1, w2), b = coef[0], intercept[0]
    return -w2 / w1, -b / w1


# %% wrong="boundary" name="bias_not_divided"
# The bias is not divided by w2.
def boundary_line(coef, intercept):
    (w1, w2), b = coef[0], intercept[0]
    return -w1 / w2, -b


# %% wrong="boundary" name="bias_sign"
# The bias keeps its sign.
def boundary_line(coef, intercept):
    (w1, w2), b = coef[0], intercept[0]
    return -w1 / w2, b / w2


# %% wrong="boundary" name="through_the_origin"
# Forgets the bias.
def boundary_line(coef, intercept):
    return -coef[0][0] / coef[0][1], 0.0


# %% wrong="boundary" name="direction_of_w"
# The line along w in place of the one at right angles to it.
def boundary_line(coef, intercept):
    (w1, w2), b = coef[0], intercept[0]
    return w2 / w1, -b / w2


# %% wrong="boundary" name="positive_slope_denied"
# Boundaries always fall, as in the example.
def boundary_line(coef, intercept):
    (w1, w2), b = coef[0], intercept[0]
    return -abs(w1 / w2), -b / w2


# %% wrong="boundary" name="visible_answer"
# The example's line for every unit.
def boundary_line(coef, intercept):
    return -0.5, 2.0


# %% right="boundary" name="two_points"
def boundary_line(coef, intercept):
    def height(x1):
        return np.linalg.solve([[coef[0][1]]], [-(coef[0][0] * x1 + intercept[0])])[0]

    return float(height(1.0) - height(0.0)), float(height(0.0))


# %% right="boundary" name="vector_arithmetic"
def boundary_line(coef, intercept):
    parameters = -np.append(coef[0, 0], intercept) / coef[0, 1]
    return list(parameters)


# %% wrong="steps" name="number_becomes_array"
# A number becomes an array with one item.
def heaviside(z):
    return (np.atleast_1d(z) >= 0).astype(int)


def sgn(z):
    return np.sign(np.atleast_1d(z)).astype(int)


# %% wrong="steps" name="truth_value_for_a_number"
# A plain number gives True or False, only arrays give numbers.
def heaviside(z):
    if np.ndim(z) == 0:
        return z >= 0
    return (np.asarray(z) >= 0).astype(int)


def sgn(z):
    return np.sign(z)


# %% wrong="steps" name="sgn_truncates"
# Cuts off the decimals before it looks at the sign.
def heaviside(z):
    return (np.asarray(z).astype(int) >= 0).astype(int)


def sgn(z):
    return np.sign(np.asarray(z).astype(int))


# %% wrong="steps" name="unsigned"
# Unsigned numbers: 0 - 1 is 255.
def heaviside(z):
    return (np.asarray(z) >= 0).astype(int)


def sgn(z):
    z = np.asarray(z)
    return (z > 0).astype(np.uint8) - (z < 0).astype(np.uint8)


# %% right="steps" name="vectorize"
heaviside = np.vectorize(lambda value: 1 if value >= 0 else 0)
sgn = np.vectorize(lambda value: 1 if value > 0 else -1 if value < 0 else 0)


# %% wrong="gates" name="strings"
# Numbers as text.
GATES = {"AND": (["1", "1"], "-1.5"), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5), "NOT": ([-1], 0.5)}


# %% wrong="gates" name="nested_bias"
# The bias in a list of its own.
GATES = {
    "AND": ([1, 1], [-1.5]),
    "OR": ([1, 1], [-0.5]),
    "NAND": ([-1, -1], [1.5]),
    "NOT": ([-1], [0.5]),
    "NOR": ([-1, -1], [0.5]),
}


# %% wrong="gates" name="not_little_room"
# NOT with room for less than the noise.
GATES = {
    "AND": ([1, 1], -1.5),
    "OR": ([1, 1], -0.5),
    "NAND": ([-1, -1], 1.5),
    "NOT": ([-1], 0.05),
    "NOR": ([-1, -1], 0.5),
}


# %% wrong="update" name="three_units"
# Stops after three units.
def update(W, b, x, y, y_hat, eta):
    W = np.array(W)
    b = np.array(b)
    for j in range(min(3, len(b))):
        W[:, j] = W[:, j] + eta * (y[j] - y_hat[j]) * x
        b[j] = b[j] + eta * (y[j] - y_hat[j])
    return W, b


# %% wrong="update" name="bias_by_first_input" points=7
# The bias moves only where the first input is not 0.
def update(W, b, x, y, y_hat, eta):
    return W + eta * np.outer(x, y - y_hat), b + eta * (y - y_hat) * (x[0] != 0)


# %% wrong="update" name="only_nonzero_x_bias" points=7
# No step for a sample whose inputs are all 0; its bias has to move.
def update(W, b, x, y, y_hat, eta):
    e = y - y_hat
    if not x.any():
        return W.copy(), b.copy()
    return W + eta * np.outer(x, e), b + eta * e


# %% wrong="update" name="normalised_x" points=7
# Cuts large inputs off.
def update(W, b, x, y, y_hat, eta):
    e = y - y_hat
    return W + eta * np.outer(np.clip(x, -10, 10), e), b + eta * e


# %% wrong="update" name="recomputes_yhat"
# Works y_hat out anew from W and b in place of the one that is given.
def update(W, b, x, y, y_hat, eta):
    e = y - (x @ W + b >= 0)
    return W + eta * np.outer(x, e), b + eta * e


# %% wrong="update" name="b_row" points=7
# b_next with a second dimension.
def update(W, b, x, y, y_hat, eta):
    return W + eta * np.outer(x, y - y_hat), (b + eta * (y - y_hat)).reshape(1, -1)


# %% right="update" name="nested_lists"
def update(W, b, x, y, y_hat, eta):
    errors = [target - answer for target, answer in zip(y, y_hat, strict=True)]
    W_next = [[W[i, j] + eta * error * x[i] for j, error in enumerate(errors)] for i in range(len(x))]
    return W_next, [b[j] + eta * error for j, error in enumerate(errors)]


# %% wrong="fit" name="never_subtracts"
# Adds missed samples; false alarms move the bias alone.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            if h != t:
                k += 1
                if t == 1:
                    w = w + eta * x
                    b += eta
                else:
                    b -= eta
        mistakes.append(k)
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="missed_only"
# Adds missed samples and leaves false alarms as they are.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            if h != t:
                k += 1
                if t == 1:
                    w = w + eta * x
                    b += eta
        mistakes.append(k)
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="random_start"
# Starts with small random weights.
def fit(X, y, eta=1.0, max_epochs=100):
    rng = np.random.default_rng(0)
    w, b, mistakes = rng.normal(size=X.shape[1]) * 0.01, 0.0, []
    for _ in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            k += h != t
            w = w + eta * (t - h) * x
            b += eta * (t - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="bias_start_1"
# Starts with a bias of 1.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 1.0, []
    for _ in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            k += h != t
            w = w + eta * (t - h) * x
            b += eta * (t - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="b_array" points=7
# b is an array with one item.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), np.zeros(1), []
    for _ in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int((x @ w + b >= 0)[0])
            k += h != t
            w = w + eta * (t - h) * x
            b = b + eta * (t - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="default_max_epochs_1000" points=7
# Another default for max_epochs.
def fit(X, y, eta=1.0, max_epochs=1000):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _e in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            k += h != t
            w = w + eta * (t - h) * x
            b += eta * (t - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="default_eta_0_1"
# Another default for eta.
def fit(X, y, eta=0.1, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _e in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            k += h != t
            w = w + eta * (t - h) * x
            b += eta * (t - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="int_w_truncates" points=7
# The weights take the type of X: with whole numbers in X, a step of 0.5 is cut off.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros_like(X[0]), 0.0, []
    for _e in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            k += h != t
            w[:] = w + eta * (t - h) * x
            b += eta * (t - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="converged_int" points=7
# Text in place of a truth value.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _e in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            k += h != t
            w = w + eta * (t - h) * x
            b += eta * (t - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, "True" if mistakes[-1] == 0 else "False"


# %% wrong="fit" name="mutable_default"
# The list of mistakes outlives the call.
def fit(X, y, eta=1.0, max_epochs=100, mistakes=[]):  # noqa: B006
    w, b = np.zeros(X.shape[1]), 0.0
    for _e in range(max_epochs):
        k = 0
        for x, t in zip(X, y, strict=False):
            h = int(x @ w + b >= 0)
            k += h != t
            w = w + eta * (t - h) * x
            b += eta * (t - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="sklearn_perceptron"
# scikit-learn's perceptron, and an invented list of mistakes.
def fit(X, y, eta=1.0, max_epochs=100):
    from sklearn.linear_model import Perceptron

    p = Perceptron(eta0=eta, max_iter=max_epochs, tol=None, shuffle=False, random_state=0).fit(X, y)
    k = int((p.predict(X) != y).sum())
    return p.coef_[0], p.intercept_[0], [k] * p.n_iter_, k == 0


# %% wrong="fit" name="with_replacement"
# Draws samples with replacement: some twice, some never.
def fit(X, y, eta=1.0, max_epochs=100):
    rng = np.random.default_rng(0)
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _e in range(max_epochs):
        k = 0
        for i in rng.integers(0, len(X), len(X)):
            h = int(X[i] @ w + b >= 0)
            k += h != y[i]
            w = w + eta * (y[i] - h) * X[i]
            b += eta * (y[i] - h)
        mistakes.append(int(k))
        if k == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% right="fit" name="shuffled"
# The text leaves the order of the samples open.
def fit(X, y, eta=1.0, max_epochs=100):
    order = np.random.default_rng(1)
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        mistakes.append(0)
        for i in order.permutation(len(X)):
            error = y[i] - int(X[i] @ w + b >= 0)
            mistakes[-1] += abs(error)
            w, b = w + eta * error * X[i], b + eta * error
        if mistakes[-1] == 0:
            return w, b, mistakes, True
    return w, b, mistakes, False


# %% wrong="boundary" name="zero_offset_none"
# Gives up where w1 or b is 0.
def boundary_line(coef, intercept):
    (w1, w2), b = coef[0], intercept[0]
    if not b or not w1:
        return None
    return -w1 / w2, -b / w2


# %% wrong="boundary" name="changes_coef"
# Turns the model's own weights around.
def boundary_line(coef, intercept):
    coef *= -1
    return coef[0, 0] / -coef[0, 1] * -1 * -1, -intercept[0] / -coef[0, 1]


# %% wrong="boundary" name="rounded"
# Rounds to two decimals.
def boundary_line(coef, intercept):
    (w1, w2), b = coef[0], intercept[0]
    return round(-w1 / w2, 2), round(-b / w2, 2)


# %% right="boundary" name="array_pair"
def boundary_line(coef, intercept):
    return -np.array([coef[0, 0], intercept[0]]) / coef[0, 1]


# %% right="boundary" name="namedtuple"
from collections import namedtuple

Line = namedtuple("Line", "slope offset")


def boundary_line(coef, intercept):
    return Line(float(-coef[0, 0] / coef[0, 1]), float(-intercept[0] / coef[0, 1]))


# %% wrong="signed" name="zero_is_right"
# Right by the sign of y z alone: a sample on the boundary passes.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if target * (x @ w + b) < 0:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="heaviside_boundary"
# On the boundary the unit says +1, as with heaviside: only targets of -1 are mistakes there.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if (1 if x @ w + b >= 0 else -1) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="double_step"
# y - sgn(z) as in the rule for 0 and 1: twice the step, except on the boundary.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        error = target - sgn(x @ w + b)
        if error != 0:
            w, b = w + eta * error * x, b + eta * error
            rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="halved_step"
# (y - sgn(z)) / 2: half a step on the boundary.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        error = (target - sgn(x @ w + b)) / 2
        if error != 0:
            w, b = w + eta * error * x, b + eta * error
            rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="row_per_sample"
# A row for every sample, also for those that were right.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
        rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="last_row_everywhere"
# The rows are one and the same list: all show the end.
def signed_epoch(X, y, w, b, eta=1.0):
    state, rows = np.append(w, b), []
    for x, target in zip(X, y, strict=True):
        extended = np.append(x, 1.0)
        if sgn(extended @ state) != target:
            state += eta * target * extended
            rows.append(state)
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="starts_at_zero"
# Ignores the weights that training starts from.
def signed_epoch(X, y, w, b, eta=1.0):
    w, b, rows = np.zeros(X.shape[1]), 0.0, []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="changes_w"
# w += changes the caller's array.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w += eta * target * x
            b += eta * target
            rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="empty_without_columns"
# Without an update the shape is (0,).
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array(rows)


# %% wrong="signed" name="bias_forgotten"
# The bias stays where it was.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w = w + eta * target * x
            rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="bias_first"
# The bias in the first column.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([b, *w])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="old_weights_all_epoch"
# Decides with the weights of the start of the epoch.
def signed_epoch(X, y, w, b, eta=1.0):
    wrong = np.sign(X @ w + b) != y
    steps = eta * y[wrong, None] * np.column_stack([X, np.ones(len(X))])[wrong]
    return np.append(w, b) + np.cumsum(steps, axis=0)


# %% wrong="signed" name="two_inputs"
# Two inputs only, as in the example.
def signed_epoch(X, y, w, b, eta=1.0):
    (w1, w2), rows = w, []
    for (x1, x2), target in zip(X, y, strict=True):
        if sgn(x1 * w1 + x2 * w2 + b) != target:
            w1, w2, b = w1 + eta * target * x1, w2 + eta * target * x2, b + eta * target
            rows.append([w1, w2, b])
    return np.array(rows).reshape(-1, 3)


# %% wrong="signed" name="ragged"
# Each row is a pair, not n + 1 numbers.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append((w, b))
    return rows


# %% wrong="signed" name="rows_of_earlier_calls"
# The list of rows outlives the call.
def signed_epoch(X, y, w, b, eta=1.0, rows=[]):  # noqa: B006
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array([row for row in rows if len(row) == X.shape[1] + 1]).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="until_converged"
# Goes on until there is no mistake.
def signed_epoch(X, y, w, b, eta=1.0):
    rows, before = [], -1
    while len(rows) != before and len(rows) < 500:
        before = len(rows)
        for x, target in zip(X, y, strict=True):
            if sgn(x @ w + b) != target:
                w, b = w + eta * target * x, b + eta * target
                rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="whole_weights"
# Whole numbers only.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array(rows).reshape(-1, X.shape[1] + 1).astype(int)


# %% right="signed" name="extended_vector"
def signed_epoch(X, y, w, b, eta=1.0):
    state = np.append(w, b).astype(float)
    history = np.empty((0, state.size))
    for i in range(len(y)):
        sample = np.r_[X[i], 1]
        if y[i] * (sample @ state) <= 0:
            state = state + eta * y[i] * sample
            history = np.vstack([history, state])
    return history


# %% right="signed" name="generator"
def signed_epoch(X, y, w, b, eta=1.0):
    def run(w, b):
        for sample, sign in zip(X.tolist(), y.tolist(), strict=True):
            z = b + sum(one * weight for one, weight in zip(sample, w, strict=True))
            if np.sign(z) != sign:
                w, b = [weight + eta * sign * one for one, weight in zip(sample, w, strict=True)], b + eta * sign
                yield [*w, b]

    rows = list(run(list(w), b))
    return np.array(rows) if rows else np.zeros((0, len(w) + 1))


# %% wrong="steps" name="single_precision_inside"
# Computes in float32, where tiny numbers are 0.
def heaviside(z):
    return (np.asarray(z, dtype=np.float32) >= 0).astype(int)


def sgn(z):
    return np.sign(np.asarray(z, dtype=np.float32)).astype(int)


# %% wrong="steps" name="tiny_threshold"
# Numbers just below 0 are taken for 0.
def heaviside(z):
    return (np.asarray(z) >= -1e-100).astype(int)


def sgn(z):
    z = np.asarray(z)
    return (z > 0).astype(int) - (z < 0).astype(int)


# %% wrong="steps" name="cubed"
# The third power of a tiny number is 0.
def heaviside(z):
    return (np.asarray(z) >= 0).astype(int)


def sgn(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        return np.sign(z**3)


# %% wrong="steps" name="three_axes"
# Knows three axes and no more.
def heaviside(z):
    if np.ndim(z) == 0:
        return 1 if z >= 0 else 0
    if np.ndim(z) > 3:
        raise ValueError
    return np.array([heaviside(value) for value in z])


def sgn(z):
    z = np.asarray(z)
    return (z > 0).astype(int) - (z < 0).astype(int)


# %% wrong="boundary" name="slope_cut"
# A steep line is made less steep.
def boundary_line(coef, intercept):
    w1, w2 = coef[0]
    return float(np.clip(-w1 / w2, -100, 100)), -intercept[0] / w2


# %% wrong="boundary" name="small_weight_enlarged"
# A small w2 is taken for 0.
def boundary_line(coef, intercept):
    w1, w2 = coef[0]
    if abs(w2) < 1e-3:
        w2 = 1e-3
    return -w1 / w2, -intercept[0] / w2


# %% wrong="boundary" name="complex_numbers"
# Complex numbers.
def boundary_line(coef, intercept):
    w1, w2 = coef[0]
    return complex(-w1 / w2), complex(-intercept[0] / w2)


# %% wrong="signed" name="list_of_rows"
# A list, not an array.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return rows if rows else np.zeros((0, X.shape[1] + 1))


# %% wrong="signed" name="close_is_wrong"
# Samples close to the boundary count as mistakes.
def signed_epoch(X, y, w, b, eta=1.0):
    rows = []
    for x, target in zip(X, y, strict=True):
        if target * (x @ w + b) <= 1e-3:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array(rows, dtype=float).reshape(-1, X.shape[1] + 1)


# %% wrong="signed" name="rows_of_the_type_of_w"
# Whole numbers in w cut off the decimals of all rows.
def signed_epoch(X, y, w, b, eta=1.0):
    rows, kind = [], w.dtype
    for x, target in zip(X, y, strict=True):
        if sgn(x @ w + b) != target:
            w, b = w + eta * target * x, b + eta * target
            rows.append([*w, b])
    return np.array(rows, dtype=kind).reshape(-1, X.shape[1] + 1)


# %% wrong="fit" name="whole_numbers_in_place"
# The weights take the type of X, and a float cannot be added to them in place.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros_like(X[0]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            if error != 0:
                w += eta * error * x
                b += eta * error
                wrong += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes, mistakes[-1] == 0


# %% wrong="fit" name="last_zero_missing" points=7
# The last epoch, free of mistakes, is not noted.
def fit(X, y, eta=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(X, y, strict=True):
            error = target - int(x @ w + b >= 0)
            if error != 0:
                w += eta * error * x
                b += eta * error
                wrong += 1
        if wrong == 0:
            return w, b, mistakes, True
        mistakes.append(wrong)
    return w, b, mistakes, False


# What `autograde mutate` changes and what stays right all the same (docs/author.md, Mutants).


# %% equivalent="steps"
# Numbers are asked for, of whatever type: a difference with one whole number in it is a whole number.
# + return (z > 0) - (z < 0).astype(int)
# + return (z > 0).astype(int) - (z < 0)
# + return (np.asarray(z) >= 0).astype(float)
# + return (np.asarray(z) >= 0).astype('float32')
# + return (z > 0).astype(...) - (z < 0).astype(int)
# + return (z > 0).astype(int) - (z < 0).astype(...)
# + return (...).astype('int')


# %% equivalent="steps"
# The case z = 0 is decided before.
# + return np.where(z == 0, 0.0, np.where(z >= 0, 1.0, -1.0))


# %% equivalent="steps"
# Comparisons and np.where take a number or an array as it is.
# - z = np.asarray(z)
#
# + return np.where(z < 0, 0.0, 1.0)
# + z = z


# %% equivalent="gates"
# Many lines compute a gate and leave room for the noise; the check tries each corner with its noise.
# + GATES["OR"] = ...
# + GATES["NOT"] = ...
# + "NOT": ...
# + "OR": ...
# + GATES = {..."OR": ...
# + "NAND": (np.array([-22.0, -20.0]), 31.0),
# + "AND": (np.array([0.21, 0.2]), -0.3),


# %% equivalent="gates"
# Weights may be lists, tuples or arrays, of whole numbers or not, and those of NAND are equal.
# + "NAND": ([-20.0, -22.0], 31.0),
# + "AND": ([0.2, 0.21], -0.3),
# + "NAND": (np.array([-20.0, -22.0], dtype='int'), 31.0),
# + GATES["NAND"] = (tuple(-weight for weight in list(GATES["AND"][0])[::-1]), -GATES["AND"][1])
# + GATES["NAND"] = (list(-weight for weight in GATES["AND"][0]), -GATES["AND"][1])


# %% equivalent="update"
# eta is a number: it cannot change in the caller's hands.
# + eta *= ...


# %% equivalent="update"
# As many outputs as targets; single precision is exact enough for a step.
# + for j in range(len(y_hat)):
# + W_next, b_next = W.astype(float), b.astype('float32')


# %% equivalent="fit"
# The error is 1 or -1 here: to multiply is to divide.
# + w, b = w + eta / error * x, b + eta * error
# + w, b = w + eta * error * x, b + eta / error


# %% equivalent="fit"
# x and w are vectors: their product is the same in either order, and they are their own transposes.
# + error = target - int(w @ x + b >= 0)
# + error = target - int(x.T @ w + b >= 0)
# + error = target - int(x @ w.T + b >= 0)
# + error = y[i] - int(w @ X[i] + b >= 0)
# + error = y[i] - int(X[i] @ w.T + b >= 0)
# + y_hat = heaviside(x.T @ W + b)


# %% equivalent="fit"
# The samples may come in any order.
# + for x, target in list(zip(X, y, strict=True))[::-1]:


# %% equivalent="fit"
# A truth value counts as 0 or 1, and sums with steps of eta are new arrays whose type fits.
# + error = target - (x @ w + b >= 0)
# + error = y[i] - (X[i] @ w + b >= 0)
# + error = y[i] - float(X[i] @ w + b >= 0)
# + error = target - float(x @ w + b >= 0)
# + ...np.zeros(..., dtype='int'), ...
# + W, b, mistakes = np.zeros((X.shape[1], 1)), np.zeros(1, dtype='int'), []
# + W, b = update(W, b, x, [target], y_hat, eta)
# + W, b = update(W, b, x, np.array([target], dtype='int'), y_hat, eta)
# + extended = np.column_stack([np.ones(len(X), dtype='int'), X])


# %% equivalent="fit"
# One unit, of which there may be copies: all columns are the same one.
# + W, b, mistakes = np.zeros((X.shape[1], 2)), np.zeros(1), []
# + W, b, mistakes = np.zeros((X.shape[1], 1)), np.zeros(2), []
# + if y_hat[-1] != target:
# + return W[:, -1], b[0], mistakes, mistakes[-1] == 0
# + return W[:, 0], b[-1], mistakes, mistakes[-1] == 0


# %% equivalent="fit"
# As many targets as samples; the mistakes are whole numbers in a list.
# + extended = np.column_stack([np.ones(len(y)), X])
# + return weights[1:], weights[0], mistakes, converged
# + return weights[1:], weights[0], np.array(mistakes, dtype='int'), converged
# + return weights[1:], weights[0], (np.array(mistakes)).astype('int'), converged


# %% equivalent="boundary"
# There is one row of weights and one bias: the first is the last.
# + ...coef[-1...
# + ...intercept[-1]...
# + return np.linalg.solve([[coef[0][1]]], [-(coef[0][0] * x1 + intercept[0])])[-1]


# %% equivalent="boundary"
# A number of NumPy is a number, and a pair may be a list.
# + return height(1.0) - height(0.0), float(height(0.0))
# + return float(height(1.0) - height(0.0)), height(0.0)
# + return tuple(parameters)


# %% equivalent="boundary"
# A named pair is a pair, whatever its names; an array of two numbers as well.
# + return parameters
# + Line = namedtuple('Line_', "slope offset")
# + Line = namedtuple("Line", 'slope offset_')
# + return Line(-coef[0, 0] / coef[0, 1], float(-intercept[0] / coef[0, 1]))
# + return Line(float(-coef[0, 0] / coef[0, 1]), -intercept[0] / coef[0, 1])


# %% equivalent="fit"
# The samples may come in any order, another one in each call; as many targets as samples.
# + order = np.random.default_rng(0)
# + order = np.random.default_rng(2)
# + order = np.random.default_rng(None)
# + order = fit.__dict__.setdefault('order', np.random.default_rng(1))
# + for i in list(order.permutation(len(X)))[::-1]:
# + for i in order.permutation(len(y)):


# %% equivalent="steps"
# 0 and 1 are numbers of any whole type.
# + return (np.asarray(z) >= 0).astype('uint8')


# %% equivalent="update"
# One of the two in single precision is exact enough for a step.
# + W_next, b_next = W.astype('float32'), b.astype(float)


# %% equivalent="signed"
# The target is 1 or -1: to multiply is to divide. b is a number: it cannot change in the caller's hands.
# + w, b = w + eta / target * x, b + eta * target
# + w, b = w + eta * target * x, b + eta / target
# + state = state + eta / y[i] * sample
# + w, b = [weight + eta / sign * one ...
# + w, b = [weight + ... b + eta / sign
# + b += eta * ...


# %% equivalent="signed"
# x and w are vectors: their product is the same in either order, summed from either end, and they are their own
# transposes.
# + if np.sign(w @ x + b) != target:
# + if np.sign(x.T @ w + b) != target:
# + if np.sign(x @ w.T + b) != target:
# + if y[i] * (state @ sample) <= 0:
# + if y[i] * (sample.T @ state) <= 0:
# + if y[i] * (sample @ state.T) <= 0:
# + z = b + sum(...)


# %% equivalent="signed"
# Half a step makes floats of whole numbers in w; what is stacked on whole numbers keeps its decimals.
# + state = np.append(w, b)
# + history = np.empty((0, state.size), dtype='int')
# + rows = list(run(w, b))
# + rows = list(run(tuple(w), b))
# + rows = tuple(run(list(w), b))
# + for sample, sign in zip(X, y.tolist(), strict=True):
# + for sample, sign in zip(X.tolist(), y, strict=True):


# %% equivalent="signed"
# An array without rows has no values.
# + return np.array(rows) if rows else np.ones((0, len(w) + 1))
# + return np.array(rows) if rows else np.zeros((0, len(w) + 1), dtype='int')
