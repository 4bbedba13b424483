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


# %% wrong="central_difference" name="remembers_x"
# Remembers the gradient by x, whatever f is.
KNOWN = {}


def central_difference(f, x, epsilon=1e-5):
    """Return the gradient of f at x, shaped like x, by central differences."""
    x = np.array(x, dtype=float)
    key = (x.tobytes(), x.shape)
    if key in KNOWN:
        return KNOWN[key]
    gradient = KNOWN[key] = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += epsilon
        below[index] -= epsilon
        gradient[index] = (f(above) - f(below)) / (2 * epsilon)
    return gradient


# %% wrong="central_difference" name="one_array_for_all"
# Every call returns the same array, filled anew.
BUFFERS = {}


def central_difference(f, x, epsilon=1e-5):
    """Return the gradient of f at x, shaped like x, by central differences."""
    x = np.array(x, dtype=float)
    gradient = BUFFERS.setdefault(x.shape, np.zeros_like(x))
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += epsilon
        below[index] -= epsilon
        gradient[index] = (f(above) - f(below)) / (2 * epsilon)
    return gradient


# %% wrong="central_difference" name="memory_order"
# Numbers the entries in the order of memory: wrong for a transposed x.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    gradient = []
    with np.nditer(x, flags=["multi_index"]) as entries:
        for _ in entries:
            nudge = np.zeros(x.shape)
            nudge[entries.multi_index] = epsilon
            gradient.append((f(x + nudge) - f(x - nudge)) / (2 * epsilon))
    return np.array(gradient).reshape(x.shape)


# %% wrong="central_difference" name="one_entry_is_a_number"
# Loses the axes of an x with one entry.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[index] = epsilon
        gradient[index] = (f(x + nudge) - f(x - nudge)) / (2 * epsilon)
    return gradient if x.ndim < 2 else np.atleast_1d(gradient.squeeze())


# %% wrong="central_difference" name="lists"
# Lists in place of an array.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[index] = epsilon
        gradient[index] = (f(x + nudge) - f(x - nudge)) / (2 * epsilon)
    return gradient.tolist()


# %% right="central_difference" name="mean_of_both_sides"
# f is asked at x itself as well.
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    here, gradient = f(x), np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[index] = epsilon
        right, left = (f(x + nudge) - here) / epsilon, (here - f(x - nudge)) / epsilon
        gradient[index] = (right + left) / 2
    return gradient


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


# %% right="central_difference" name="eye"
def central_difference(f, x, epsilon=1e-5):
    x = np.array(x, dtype=np.float64)
    unit = np.eye(x.size).reshape((x.size, *x.shape))
    return np.array([(f(x + epsilon * e) - f(x - epsilon * e)) / (2 * epsilon) for e in unit]).reshape(x.shape)


# %% equivalent="central_difference"
# In any order; two copies are alike; every entry is written over; steps make floats of whole numbers.
# + for index in list(np.ndindex(x.shape))[::-1]:
# + below, above = x.copy(), x.copy()
# + gradient = np.ones_like(x)
# + x = np.asarray(x)
# + return np.array(slopes).reshape(x.shape)


# %% equivalent="central_difference"
# Both sides are nudged: with a negative epsilon they change places.
# + def central_difference(f, x, epsilon=-1e-05):


# %% equivalent="central_difference"
# The sum with a unit vector of floats is a new array of floats.
# + x = np.array(x)


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


# %% wrong="slopes" name="logistic_cut_at_10"
# Far from 0 the slope is small, but not 0.
def step_prime(z):
    """Return the derivative of the step function at z."""
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    """Return the derivative of the logistic function at z."""
    return np.where(abs(np.asarray(z)) > 10, 0.0, logistic(z) * (1 - logistic(z)))


def tanh_prime(z):
    """Return the derivative of tanh at z."""
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    """Return the derivative of ReLU at z, 0 at the corner."""
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="relu_in_place"
# Writes the slopes into the array that was given.
def step_prime(z):
    """Return the derivative of the step function at z."""
    return np.zeros_like(z, dtype=float)


def logistic_prime(z):
    """Return the derivative of the logistic function at z."""
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    """Return the derivative of tanh at z."""
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    """Return the derivative of ReLU at z, 0 at the corner."""
    z = np.asarray(z, dtype=float)
    if z.ndim == 0:
        return float(z > 0)
    z[...] = z > 0
    return z


# %% wrong="slopes" name="memory_order"
# Visits the entries in the order of memory: wrong for a transposed array.
def step_prime(z):
    return np.zeros(np.shape(z))


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return np.array([float(value > 0) for value in np.nditer(np.asarray(z))]).reshape(np.shape(z))


# %% wrong="slopes" name="small_integers"
# Whole numbers beyond 127 wrap around.
def small(z):
    z = np.asarray(z)
    return z.astype(np.int8) if z.dtype.kind == "i" else z


def step_prime(z):
    return np.zeros(np.shape(z))


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (small(z) > 0).astype(float)


# %% wrong="slopes" name="one_entry_is_a_number"
# An array with a single entry becomes a plain number.
def squeezed(slope):
    return slope.item() if np.size(slope) == 1 else slope


def step_prime(z):
    return np.zeros(np.shape(z))


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return squeezed(1 - np.tanh(z) ** 2)


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float)


# %% wrong="slopes" name="lists"
# Lists in place of arrays.
def step_prime(z):
    return np.zeros(np.shape(z))


def logistic_prime(z):
    return logistic(z) * (1 - logistic(z))


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def relu_prime(z):
    return (np.asarray(z) > 0).astype(float).tolist()


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


# %% right="slopes" name="where"
def step_prime(z):
    return np.full(np.shape(z), 0.0)


def logistic_prime(z):
    return 0.25 * (1 - np.tanh(np.asarray(z) / 2) ** 2)


def tanh_prime(z):
    return 4 * logistic_prime(2 * np.asarray(z))


def relu_prime(z):
    return np.where(np.greater(z, 0), 1.0, 0.0)


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


# %% equivalent="slopes"
# Where the condition is always true, np.where takes the truth values, and beside 0.0 they become floats.
# + return np.where(1.0, np.greater(z, 0), 0.0)


# %% equivalent="slopes"
# A number or an array may be halved and doubled as it is.
# + return 0.25 * (1 - np.tanh(z / 2) ** 2)
# + return 4 * logistic_prime(2 * z)


# ---------------------------------------------------------------------------------------------------------------------
# Task 3, engine
# ---------------------------------------------------------------------------------------------------------------------


# %% wrong="engine" name="mul_swapped" points=8
# Each factor gets its own number as local derivative.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, self.data), (other, other.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="mul_like_add" points=8
# The product with the local derivatives of the sum.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, 1.0), (other, 1.0)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="mul_one_parent" points=8
# The second factor is taken for a constant.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="mul_copies" points=8
# Parents are copies: the originals never receive a gradient.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(Value(self.data), other.data), (Value(other.data), self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="mul_merged_square" points=8
# Where both factors are the same object, one parent with half of the slope.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        pairs = {self: other.data, other: self.data}
        return Value(self.data * other.data, list(pairs.items()))

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="relu_corner_is_one" points=8
# At the corner the slope is 1.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data >= 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="relu_without_slope" points=8
# ReLU forward, slope 1 everywhere.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="relu_leaky" points=8
# A slope of 0.01 on the left.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.01)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="relu_of_positive_only" points=8
# A new value without parents on the left.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(self.data, [(self, 1.0)]) if self.data > 0 else Value(0.0)

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="logistic_of_output" points=8
# The slope of the logistic function at its own output.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, float(logistic(s) * (1 - logistic(s))))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="logistic_textbook" points=8
# Overflows at -1000.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = 1 / (1 + np.exp(-self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="logistic_input_slope" points=8
# z (1 - z) in place of s (1 - s).
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, self.data * (1 - self.data))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="logistic_number" points=8
# Returns the number, no Value.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        return float(logistic(self.data))

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="overwritten" points=8
# = for +=: the last path wins.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad = slope * value.grad


# %% wrong="engine" name="no_reset" points=8
# Grads of an earlier call stay.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="no_reset_but_end" points=8
# Only end starts anew.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad += 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="order_of_making" points=8
# Walks in the order of making, from first to last.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in order:
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="upstream_forgotten" points=8
# Adds the local derivative only.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope


# %% wrong="engine" name="adds_for_multiplies" points=8
# Adds upstream and local derivative.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope + value.grad


# %% wrong="engine" name="breadth_first" points=8
# Level by level from the end: a value may come before one of its children.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, queue = [], [end]
    while queue:
        value = queue.pop(0)
        if value not in order:
            order.append(value)
            queue.extend(parent for parent, _ in value.parents)
    return order[::-1]


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="visited_by_number" points=8
# Takes two values with the same data for one.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value.data not in visited:
            visited.add(value.data)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="not_visited_once" points=8
# Each value once for each path in the order.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if True:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="before_parents" points=8
# Appends a value before its parents.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            order.append(value)
            for parent, _ in value.parents:
                visit(parent)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="end_left_out" points=8
# end is not in the list.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order[:-1]


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="list_of_numbers" points=8
# The data in place of the values.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return [value.data for value in order]


def backward(end):
    order, queue = [], [end]
    while queue:
        value = queue.pop()
        if value not in order:
            order.insert(0, value)
        queue.extend(parent for parent, _ in value.parents)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="skips_zero_slopes" points=8
# Where the slope is 0 the parent is left out of the order.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent in [parent for parent, slope in value.parents if slope]:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="clears_everything" points=8
# Forgets what was visited in an earlier call: the second list is empty.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


_VISITED = set()


def topological_order(end):
    order, visited = [], _VISITED

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="path_by_path" points=8
# Right numbers, but once for each path: millions of visits.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    for value in topological_order(end):
        value.grad = 0.0

    def send(value, upstream):
        value.grad += upstream
        for parent, slope in value.parents:
            send(parent, upstream * slope)

    send(end, 1.0)


# %% wrong="engine" name="resets_every_value" points=8
# Sets the grad of all values ever made to 0.
ALL = []


class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0
        ALL.append(self)

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in ALL:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="by_nudging" points=8
# Runs one step back only: the direct parents.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in [end]:
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="parents_with_slope_0_dropped" points=8
# Leaves out a parent whose local derivative is 0.
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
        pairs = [(self, other.data), (other, self.data)]
        return Value(self.data * other.data, [(parent, slope) for parent, slope in pairs if slope != 0])

    def relu(self):
        """Return max(0, value)."""
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        """Return the logistic function of the value."""
        s = logistic(self.data)
        return Value(s, [(self, float(s * (1 - s)))])

    __add__, __mul__ = add, mul  # Python computes a + b as a.add(b), and a * b as a.mul(b)


def topological_order(end):
    """Return end and all that it depends on as a list, each value once and behind its parents."""
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    """Set the grad of end, and of every value that it depends on, to the derivative of end."""
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="logistic_cut_at_15" points=8
# Takes a small slope for 0.
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
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        """Return max(0, value)."""
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        """Return the logistic function of the value."""
        s = logistic(self.data)
        return Value(s, [(self, 0.0 if abs(self.data) > 15 else float(s * (1 - s)))])

    __add__, __mul__ = add, mul  # Python computes a + b as a.add(b), and a * b as a.mul(b)


def topological_order(end):
    """Return end and all that it depends on as a list, each value once and behind its parents."""
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    """Set the grad of end, and of every value that it depends on, to the derivative of end."""
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="small_gradients_dropped" points=8
# Does not send on what is small.
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
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        """Return max(0, value)."""
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        """Return the logistic function of the value."""
        s = logistic(self.data)
        return Value(s, [(self, float(s * (1 - s)))])

    __add__, __mul__ = add, mul  # Python computes a + b as a.add(b), and a * b as a.mul(b)


def topological_order(end):
    """Return end and all that it depends on as a list, each value once and behind its parents."""
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    """Set the grad of end, and of every value that it depends on, to the derivative of end."""
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        if abs(value.grad) < 1e-8:
            continue
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="rounded_grads" points=8
# Rounds the grads to six places.
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
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        """Return max(0, value)."""
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        """Return the logistic function of the value."""
        s = logistic(self.data)
        return Value(s, [(self, float(s * (1 - s)))])

    __add__, __mul__ = add, mul  # Python computes a + b as a.add(b), and a * b as a.mul(b)


def topological_order(end):
    """Return end and all that it depends on as a list, each value once and behind its parents."""
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    """Set the grad of end, and of every value that it depends on, to the derivative of end."""
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad = round(parent.grad + slope * value.grad, 6)


# %% wrong="engine" name="done_once" points=8
# A second call does nothing.
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
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        """Return max(0, value)."""
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        """Return the logistic function of the value."""
        s = logistic(self.data)
        return Value(s, [(self, float(s * (1 - s)))])

    __add__, __mul__ = add, mul  # Python computes a + b as a.add(b), and a * b as a.mul(b)


def topological_order(end):
    """Return end and all that it depends on as a list, each value once and behind its parents."""
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    """Set the grad of end, and of every value that it depends on, to the derivative of end."""
    if getattr(end, "done", False):
        return
    end.done = True
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="reset_by_multiplying" points=8
# nan times 0 is nan.
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
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        """Return max(0, value)."""
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        """Return the logistic function of the value."""
        s = logistic(self.data)
        return Value(s, [(self, float(s * (1 - s)))])

    __add__, __mul__ = add, mul  # Python computes a + b as a.add(b), and a * b as a.mul(b)


def topological_order(end):
    """Return end and all that it depends on as a list, each value once and behind its parents."""
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    """Set the grad of end, and of every value that it depends on, to the derivative of end."""
    order = topological_order(end)
    for value in order:
        value.grad *= 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% wrong="engine" name="numbered_values" points=8
# Counts the values in __init__ and sorts by the count.
class Value:
    """A number that remembers what it was made from."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)  # pairs (parent, local derivative)
        self.grad = 0.0
        Value.made = self.number = getattr(Value, "made", 0) + 1

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        """Return the product of two values."""
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        """Return max(0, value)."""
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        """Return the logistic function of the value."""
        s = logistic(self.data)
        return Value(s, [(self, float(s * (1 - s)))])

    __add__, __mul__ = add, mul  # Python computes a + b as a.add(b), and a * b as a.mul(b)


def topological_order(end):
    """Return end and all that it depends on as a list, each value once and behind its parents."""
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return sorted(order, key=lambda value: value.number)


def backward(end):
    """Set the grad of end, and of every value that it depends on, to the derivative of end."""
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% right="engine" name="kahn"
# Kahn: counts the children that have not sent yet.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def logistic(self):
        s = float(logistic(self.data))
        return Value(s, [(self, s * (1 - s))])

    __add__, __mul__ = add, mul


def topological_order(end):
    children, stack = {end: 0}, [end]
    while stack:
        value = stack.pop()
        for parent, _ in value.parents:
            if parent not in children:
                children[parent] = 0
                stack.append(parent)
            children[parent] += 1
    order, ready = [], [end]
    while ready:
        value = ready.pop()
        order.append(value)
        for parent, _ in value.parents:
            children[parent] -= 1
            if not children[parent]:
                ready.append(parent)
    return order[::-1]


def backward(end):
    order = topological_order(end)
    for value in order:
        value.grad = 0.0
    end.grad = 1.0
    for value in reversed(order):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


# %% right="engine" name="collected"
# Grads collected in a dictionary by id; slopes by the functions of task 2; a stack for recursion.
class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = list(parents)
        self.grad = 0.0

    def add(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def exp(self):
        power = np.exp(self.data)
        return Value(power, [(self, power)])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def mul(self, other):
        product = Value(other.data * self.data)
        product.parents = [(other, self.data), (self, other.data)]
        return product

    def relu(self):
        return Value(relu(self.data), [(self, relu_prime(self.data))])

    def logistic(self):
        return Value(logistic(self.data), ((self, logistic_prime(self.data)),))

    __add__, __mul__ = add, mul


def topological_order(end):
    order, visited = [], set()

    def visit(value):
        if value not in visited:
            visited.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def backward(end):
    collected = {id(end): 1.0}
    for value in topological_order(end)[::-1]:
        value.grad = collected[id(value)]
        for parent, slope in value.parents:
            collected[id(parent)] = collected.get(id(parent), 0.0) + value.grad * slope


# %% equivalent="engine"
# Parents come in any order, as a list or a tuple; paths are added in any order.
# + return Value(self.data + other.data, [(other, 1.0), (self, 1.0)])
# + return Value(self.data * other.data, [(other, self.data), (self, other.data)])
# + product.parents = [(self, other.data), (other, self.data)]
# + self.parents = parents
# + self.parents = parents  # pairs (parent, local derivative)
# + self.parents = tuple(parents)
# + self.parents = tuple(parents)  # pairs (parent, local derivative)
# + for parent, _ in list(value.parents)[::-1]:
# + for parent, slope in list(value.parents)[::-1]:
# + for value in list(order)[::-1]:
#
# What was visited is not visited again.
# + visited.add(value)
# + visit(parent)
# + visit(end)
#
# end is set to 1 in any case; the first in the order has no parents; nobody counts the children of end.
# + for value in list(order)[:-1]:
# + for value in list(reversed(order))[:-1]:
# + children, stack = {end: 1}, [end]
# + children, stack = {end: -1}, [end]
#
# max(0, z) is max(z, 0); a number of NumPy is a number.
# + return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])
# + return Value(s, [(self, s * (1 - s))])
# + s = logistic(self.data)


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


# %% wrong="dense" name="arrays_used_again"
# The second call overwrites what the first one returned.
BUFFERS = {}


def dense_forward(X, W, b):
    """Return Z, shape (n, n_out)."""
    return X @ W + b


def dense_backward(dZ, X, W):
    """Return (dX, dW, db), the gradients of the loss, from the upstream gradient dZ."""
    results = dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
    kept = BUFFERS.setdefault(X.shape + W.shape, [np.array(result) for result in results])
    for old, result in zip(kept, results, strict=True):
        old[...] = result
    return tuple(kept)


# %% wrong="dense" name="view_for_one_sample"
# For a single sample db is a view of dZ.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ[0] if len(dZ) == 1 else dZ.sum(axis=0)


# %% wrong="dense" name="bias_added_in_place"
# Decimal biases cannot be added in place to a product of whole numbers.
def dense_forward(X, W, b):
    Z = X @ W
    Z += b
    return Z


def dense_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


# %% wrong="dense" name="dtype_of_upstream"
# The results get the dtype of dZ, which may hold whole numbers.
def dense_forward(X, W, b):
    return X @ W + b


def dense_backward(dZ, X, W):
    return (dZ @ W.T).astype(dZ.dtype), (X.T @ dZ).astype(dZ.dtype), dZ.sum(axis=0)


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


# %% right="dense" name="einsum_too"
def dense_forward(X, W, b):
    return np.einsum("ik,kj->ij", X, W) + b


def dense_backward(dZ, X, W):
    return np.einsum("ij,kj->ik", dZ, W), np.einsum("ik,ij->kj", X, dZ), np.einsum("ij->j", dZ)


# %% equivalent="dense"
# A sum over samples has no order; W has as many columns as dZ; a vector is its own transpose.
# + for x, dz in list(zip(X, dZ, strict=True))[::-1]:
# + dW, db = np.zeros(W.shape), np.zeros(dZ.shape[1])
# + return np.array([x.T @ W + b for x in X])
# + dX = np.array([W @ dz.T for dz in dZ])


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


# %% wrong="softmax_cross_entropy" name="integer_gradient"
# dZ in an array of the type of Z: whole numbers cut it to 0.
def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    S = Z - Z.max(axis=1, keepdims=True)
    dZ = np.zeros_like(Z)
    dZ[:] = softmax(Z)
    dZ[rows, y] -= 1
    return np.mean(np.log(np.exp(S).sum(axis=1)) - S[rows, y]), dZ / len(Z)


# %% wrong="softmax_cross_entropy" name="engine_result_only"
# p - y of the first sample for every row.
def softmax_cross_entropy(Z, y):
    rows = np.arange(len(Z))
    S = Z - Z.max(axis=1, keepdims=True)
    dZ = softmax(Z)
    dZ[:, y[0]] -= 1
    return np.mean(np.log(np.exp(S).sum(axis=1)) - S[rows, y]), dZ / len(Z)


# %% wrong="softmax_cross_entropy" name="log_of_p_where_large"
# Takes the log of p, and where p is tiny forgets all logits but the largest.
def softmax_cross_entropy(Z, y):
    """Return the mean cross-entropy over the batch and its gradient at the logits Z."""
    rows = np.arange(len(Z))
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    p = softmax(Z)[rows, y]
    losses = np.where(p > 1e-9, -np.log(np.maximum(p, 1e-9)), -shifted[rows, y])
    dZ = softmax(Z)
    dZ[rows, y] -= 1
    return losses.mean(), dZ / len(Z)


# %% wrong="softmax_cross_entropy" name="array_used_again"
# The second call overwrites the gradient of the first.
BUFFERS = {}


def softmax_cross_entropy(Z, y):
    """Return the mean cross-entropy over the batch and its gradient at the logits Z."""
    rows = np.arange(len(Z))
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]
    dZ = softmax(Z)
    dZ[rows, y] -= 1
    kept = BUFFERS.setdefault(dZ.shape, np.zeros(dZ.shape))
    kept[...] = dZ / len(Z)
    return losses.mean(), kept


# %% right="softmax_cross_entropy" name="logsumexp_and_one_hot"
# SciPy's log-sum-exp and a one-hot matrix.
from scipy.special import log_softmax


def softmax_cross_entropy(Z, y):
    n, K = np.shape(Z)
    one_hot = np.eye(K)[np.asarray(y)]
    return float(-np.sum(one_hot * log_softmax(Z, axis=1)) / n), (softmax(Z) - one_hot) / n


# %% right="softmax_cross_entropy" name="row_by_row"
# Plain loops over samples and classes.
def softmax_cross_entropy(Z, y):
    n = len(Z)
    total, dZ = 0.0, np.zeros(np.shape(Z))
    for i, (z, k) in enumerate(zip(Z, y, strict=True)):
        total += np.log(sum(np.exp(z - max(z)))) + max(z) - z[k]
        dZ[i] = softmax(Z[i : i + 1])[0] / n
        dZ[i, k] -= 1 / n
    return total / n, dZ


# %% right="softmax_cross_entropy" name="logaddexp"
def softmax_cross_entropy(Z, y):
    n = Z.shape[0]
    onehot = np.eye(Z.shape[1])[y]
    losses = np.logaddexp.reduce(Z, axis=1) - np.sum(Z * onehot, axis=1)
    return losses.mean(), (softmax(Z) - onehot) / n


# %% right="softmax_cross_entropy" name="one_hot_given_softmax"
# The given softmax and a one-hot matrix; the loss by np.take_along_axis.
def softmax_cross_entropy(Z, y):
    n, K = Z.shape
    top = Z.max(axis=1)
    true = np.take_along_axis(Z, y[:, None], axis=1)[:, 0]
    losses = top - true + np.log(np.sum(np.exp(Z - top[:, None]), axis=1))
    return float(np.sum(losses) / n), (softmax(Z) - (np.arange(K) == y[:, None])) / n


# %% equivalent="softmax_cross_entropy"
# As many classes as rows; whole numbers are whole numbers; of two axes, 1 is the last; a number of NumPy is a number.
# + rows = np.arange(len(y))
# + return losses.mean(), dZ / len(y)
# + n = len(y)
# + n = y.shape[0]
# + rows = np.arange(len(Z), dtype='int')
# + one_hot = np.eye(K)[y]
# + one_hot = np.eye(K)[np.asarray(y, dtype='int')]
# + ...axis=-1...
# + return -np.sum(one_hot * log_softmax(Z, axis=1)) / n, (softmax(Z) - one_hot) / n
# + return np.sum(losses) / n, (softmax(Z) - (np.arange(K) == y[:, None])) / n
# + return float(np.sum(losses) / n), (softmax(Z) - (np.arange(K, dtype='int') == y[:, None])) / n
#
# Only the first row of the slice is read; rows in any order; every row is written over; one column, or the last axis.
# + dZ[i] = softmax(Z[i : i + 2])[0] / n
# + dZ[i] = softmax(Z[i : i + 1])[-1] / n
# + dZ[i] = softmax(Z[i:i + 1 + 1])[0] / n
# + dZ[i] = softmax(Z[i:])[0] / n
# + for i, (z, k) in list(enumerate(zip(Z, y, strict=True)))[::-1]:
# + total, dZ = 0.0, np.ones(np.shape(Z))
# + true = np.take_along_axis(Z, y[:, None], axis=1)[:, -1]
# + true = np.take_along_axis(Z, y[:, None])[:, 0]


# ---------------------------------------------------------------------------------------------------------------------
# Task 6, network
# ---------------------------------------------------------------------------------------------------------------------


# %% wrong="network" name="relu_slope_forgotten"
# The activation is left out on the way back.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = dZ @ params[f"W{k}"].T
    return value, gradients


# %% wrong="network" name="multiplied_by_the_activation"
# Multiplies by A where its slope, 0 or 1, is asked for.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * A[k - 1]
    return value, gradients


# %% wrong="network" name="relu_of_the_gradient"
# The ReLU of dA: drops negative gradients, whatever Z was.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = np.maximum(0, dZ @ params[f"W{k}"].T)
    return value, gradients


# %% wrong="network" name="slope_of_the_same_layer"
# The slope at the Z of the wrong layer: fits where all layers are as wide.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 1][:, : A[k - 1].shape[1]] > 0)
    return value, gradients


# %% wrong="network" name="layers_see_z"
# The gradient of W from Z, the value before the activation.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = (Z[k - 2] if k > 1 else X).T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="no_activation_forward"
# A linear network: consistently wrong, so finite differences would not notice.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(Z[-1])
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = dZ @ params[f"W{k}"].T
    return value, gradients


# %% wrong="network" name="bias_forgotten"
# Forward without the biases.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="relu_on_the_output"
# An activation behind the last layer as well.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(A[-1], y)
    dZ = dZ * (Z[-1] > 0)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="mean_of_the_biases"
# The gradients of the biases averaged over the batch.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.mean(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="parameters_changed_in_place"
# Takes a step with W before its old value is used.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        params[f"W{k}"] -= 0.01 * gradients[f"W{k}"]
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="only_the_last_layer"
# Trains the output layer alone; the others get zeros.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    gradients.update({name: np.zeros_like(part) for name, part in params.items()})
    for k in [K]:
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="two_layers_only"
# Written for K = 2.
def network_gradients(params, X, y, loss):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(0, Z1)
    value, dZ2 = loss(A1 @ params["W2"] + params["b2"], y)
    dZ1 = (dZ2 @ params["W2"].T) * (Z1 > 0)
    return value, {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": A1.T @ dZ2, "b2": dZ2.sum(axis=0)}


# %% wrong="network" name="up_to_three"
# One branch for each depth up to 3.
def network_gradients(params, X, y, loss):
    K = min(len(params) // 2, 3)
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="depth_from_the_last_name"
# Takes the depth from one digit of the last name.
def network_gradients(params, X, y, loss):
    K = int(list(params)[-1][1])
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="sorted_names"
# Sorts the names: W10 comes before W2.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    names = sorted(name for name in params if name[0] == "W")
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[names[k - 1]] + params["b" + names[k - 1][1:]])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[names[k - 1]] = A[k - 1].T @ dZ
        gradients["b" + names[k - 1][1:]] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[names[k - 1]].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="hidden_layer_expected"
# Fails without a hidden layer.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if K == 1:
            raise ValueError("a network has a hidden layer")
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="loss_ignored"
# Chooses a loss of its own.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = (mse if np.asarray(y).dtype.kind == "f" else softmax_cross_entropy)(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="loss_twice"
# Two calls of loss where one is enough.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)[0], loss(Z[-1], y)[1]
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="corner_is_one"
# Slope 1 at the corner of ReLU.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] >= 0)
    return value, gradients


# %% wrong="network" name="extra_keys"
# A gradient for which there is no parameter.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, {**gradients, "X": dZ @ params["W1"].T}


# %% wrong="network" name="divided_by_n_again"
# The mean is in dZ already.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ / len(X)
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    return value, gradients


# %% wrong="network" name="steps_instead"
# Writes the gradients over the parameters.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = [X], []
    for k in range(1, K + 1):
        Z.append(A[-1] @ params[f"W{k}"] + params[f"b{k}"])
        A.append(np.maximum(0, Z[-1]))
    value, dZ = loss(Z[-1], y)
    gradients = {}
    for k in range(K, 0, -1):
        gradients[f"W{k}"] = A[k - 1].T @ dZ
        gradients[f"b{k}"] = dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (Z[k - 2] > 0)
    params.update(gradients)
    return value, params


# %% wrong="network" name="nudging"
# Central differences in place of a backward pass.
def network_gradients(params, X, y, loss):
    def value_at(name, part):
        p, A = {**params, name: part}, X
        for k in range(1, len(p) // 2 + 1):
            Z = A @ p[f"W{k}"] + p[f"b{k}"]
            A = np.maximum(0, Z)
        return loss(Z, y)[0]

    slopes = {}
    for name in params:
        slopes[name] = central_difference(lambda part, name=name: value_at(name, part), params[name])
    return value_at("W1", params["W1"]), slopes


# %% wrong="network" name="one_dictionary_for_all"
# Every call returns the same dictionary.
GRADIENTS = {}


def network_gradients(params, X, y, loss):
    """Return the loss and the gradient of every parameter, for a ReLU network with any number of layers."""
    K = len(params) // 2
    inputs, Z = [], None
    for k in range(1, K + 1):
        inputs.append(X if k == 1 else np.maximum(0, Z))
        Z = inputs[-1] @ params[f"W{k}"] + params[f"b{k}"]
    value, dZ = loss(Z, y)

    gradients = GRADIENTS
    gradients.clear()
    for k in range(K, 0, -1):
        A = inputs[k - 1]
        gradients[f"W{k}"], gradients[f"b{k}"] = A.T @ dZ, dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (A > 0)
    return value, gradients


# %% wrong="network" name="arrays_used_again"
# Writes the gradients into the arrays of the call before.
BUFFERS = {}


def network_gradients(params, X, y, loss):
    """Return the loss and the gradient of every parameter, for a ReLU network with any number of layers."""
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
    for name, slope in gradients.items():
        kept = BUFFERS.setdefault((name, slope.shape), np.zeros(slope.shape))
        kept[...] = slope
        gradients[name] = kept
    return value, gradients


# %% wrong="network" name="X_rounded_in_place"
# Changes X on the way.
def network_gradients(params, X, y, loss):
    """Return the loss and the gradient of every parameter, for a ReLU network with any number of layers."""
    K = len(params) // 2
    X[...] = X.astype("float32")
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


# %% wrong="network" name="view_for_one_sample"
# For a single sample the gradient of the last biases is what loss returned.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    inputs, Z = [], None
    for k in range(1, K + 1):
        inputs.append(X if k == 1 else np.maximum(0, Z))
        Z = inputs[-1] @ params[f"W{k}"] + params[f"b{k}"]
    value, dZ = loss(Z, y)
    gradients = {}
    for k in range(K, 0, -1):
        A = inputs[k - 1]
        gradients[f"W{k}"], gradients[f"b{k}"] = A.T @ dZ, dZ[0] if len(dZ) == 1 else dZ.sum(axis=0)
        if k > 1:
            dZ = (dZ @ params[f"W{k}"].T) * (A > 0)
    return value, gradients


# %% right="network" name="from_the_layers"
# Put together from the dense layers and the slopes.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    layers, A = [], X
    for k in range(1, K + 1):
        W, b = params[f"W{k}"], params[f"b{k}"]
        Z = dense_forward(A, W, b)
        layers.append((k, A, W, Z))
        A = relu(Z)
    value, upstream = loss(Z, y)
    gradients = {}
    for k, A, W, Z in reversed(layers):
        dZ = upstream if k == K else upstream * relu_prime(Z)
        upstream, gradients[f"W{k}"], gradients[f"b{k}"] = dense_backward(dZ, A, W)
    return value, gradients


# %% right="network" name="recursive"
# Each layer calls the network above it.
def network_gradients(params, X, y, loss):
    gradients = {}

    def through(k, A):
        W, b = params[f"W{k}"], params[f"b{k}"]
        Z = A @ W + b
        if f"W{k + 1}" in params:
            value, dA = through(k + 1, np.where(Z > 0, Z, 0.0))
            dZ = np.where(Z > 0, dA, 0.0)
        else:
            value, dZ = loss(Z, y)
        gradients[f"W{k}"], gradients[f"b{k}"] = A.T @ dZ, np.ones(len(A)) @ dZ
        return value, dZ @ W.T

    return through(1, X)[0], gradients


# %% right="network" name="sample_by_sample"
# Outer products, one sample at a time.
def network_gradients(params, X, y, loss):
    K = len(params) // 2
    A, Z = X, None
    kept = []
    for k in range(1, K + 1):
        kept.append(A)
        Z = A @ params["W" + str(k)] + params["b" + str(k)]
        A = Z.clip(min=0)
    value, dZ = loss(Z, y)
    gradients = {name: np.zeros(part.shape) for name, part in params.items()}
    for i, d in enumerate(dZ):
        for k in range(K, 0, -1):
            a = kept[k - 1][i]
            gradients["W" + str(k)] += np.outer(a, d)
            gradients["b" + str(k)] += d
            d = (params["W" + str(k)] @ d) * (a > 0)
    return value, gradients


# %% equivalent="network"
# Below the first layer nobody reads dZ any more.
# + if k >= 1:
# + if k > 0:
# + if True:
#
# max(0, z) is max(z, 0), and at z = 0 both are 0; ones are whole numbers; a vector is its own transpose.
# + inputs.append(X if k == 1 else np.maximum(Z, 0))
# + value, dA = through(k + 1, np.where(Z >= 0, Z, 0.0))
# + gradients[f"W{k}"], gradients[f"b{k}"] = A.T @ dZ, np.ones(len(A), dtype='int') @ dZ
# + d = (params["W" + str(k)] @ d.T) * (a > 0)
#
# A sum over samples and a dictionary have no order.
# + gradients = {name: np.zeros(part.shape) for name, part in list(params.items())[::-1]}
# + for i, d in list(enumerate(dZ))[::-1]:


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


# %% wrong="epoch" name="seed_lost_on_the_way"
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


# %% wrong="epoch" name="labels_shuffled_apart"
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


# %% wrong="epoch" name="uphill"
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


# %% wrong="epoch" name="changed_in_place"
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


# %% wrong="epoch" name="always_from_the_start"
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


# %% wrong="epoch" name="divided_by_batch_size"
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


# %% wrong="epoch" name="mean_loss_only"
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


# %% wrong="epoch" name="shuffles_data_in_place"
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


# %% wrong="epoch" name="batches_float"
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


# %% wrong="epoch" name="empty_last"
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


# %% wrong="epoch" name="train_not_shuffled"
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


# %% wrong="epoch" name="loss_after"
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


# %% wrong="epoch" name="rolled"
# Moves the samples along, without a shuffle.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.roll(np.arange(n), seed + 1)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="strides"
# Goes round in equal strides.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.argsort((np.arange(n) * 7 + seed * 3) % (n + 1), kind="stable")
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="one_shuffle_rolled"
# One random order for ever, moved along by the seed.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.roll(np.random.default_rng(0).permutation(n), seed)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="two_seeds"
# Knows an odd seed and an even one.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.random.default_rng(seed % 2).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="remembers_the_seed"
# Remembers the batches by seed, whatever their size should be.
KNOWN = {}


def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    if seed in KNOWN and sum(map(len, KNOWN[seed])) == n:
        return KNOWN[seed]
    order = np.random.default_rng(seed).permutation(n)
    KNOWN[seed] = [order[start : start + batch_size] for start in range(0, n, batch_size)]
    return KNOWN[seed]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="names_of_the_check"
# Knows the parameters of the visible check only.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items() if name in ("w", "v")}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="losses_rounded"
# Rounds the losses.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(round(loss, 3))
    return params, losses


# %% wrong="epoch" name="losses_in_a_tuple"
# losses is a list.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, tuple(losses)


# %% wrong="epoch" name="slopes_in_place"
# Changes the arrays that gradients returned.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        for name in slopes:
            slopes[name] *= learning_rate
        params = {name: value - slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="first_half_first"
# The samples of the first half always come first.
def minibatches(n, batch_size, seed):
    random = np.random.default_rng(seed)
    order = np.concatenate([random.permutation(n // 2), n // 2 + random.permutation(n - n // 2)])
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="within_blocks"
# Shuffles within blocks; each sample stays in its part of the data.
def minibatches(n, batch_size, seed):
    random = np.random.default_rng(seed)
    blocks = np.array_split(np.arange(n), 5)
    order = np.concatenate([random.permutation(blocks[k]) for k in random.permutation(5)])
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


# %% wrong="epoch" name="few_swaps"
# A few swaps leave most samples where they were.
def minibatches(n, batch_size, seed):
    random = np.random.default_rng(seed)
    order = np.arange(n)
    for _ in range(n // 4 + 1):
        one, two = random.integers(0, n, size=2)
        order[[one, two]] = order[[two, one]]
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch], y[batch])
        params = {name: value - learning_rate * slopes[name] for name, value in params.items()}
        losses.append(loss)
    return params, losses


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


# %% right="epoch" name="copies_and_rows"
# Copies first, then changes in place; picks rows of a two-dimensional X.
def minibatches(n, batch_size, seed):
    """Return a list of index arrays: a random order of 0 ... n-1, cut into pieces of batch_size."""
    order = np.random.default_rng(seed).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def train_epoch(params, X, y, gradients, learning_rate, batch_size, seed):
    """Take one step of gradient descent for each minibatch; return the new parameters and the loss at each step."""
    params = {name: value.copy() for name, value in params.items()}
    losses = []
    for batch in minibatches(len(X), batch_size, seed):
        loss, slopes = gradients(params, X[batch, :], y[batch])
        for name in params:
            params[name] -= learning_rate * slopes[name]
        losses.append(loss)
    return params, losses


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


# %% equivalent="epoch"
# The batches are only joined to one order here; how long each is does not matter.
# + order = [index for batch in minibatches(len(X), seed, seed) for index in batch]


# ---------------------------------------------------------------------------------------------------------------------
# Task 9, decay
# ---------------------------------------------------------------------------------------------------------------------


# %% wrong="decay" name="biases_too"
# Penalises every parameter.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if True:
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="by_dimensions"
# Takes every matrix for a weight, whatever its name.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if np.ndim(value) == 2:
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="first_layer_only"
# Knows W1 only.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name == "W1":
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="two_layers_only"
# Knows W1 and W2.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name in ("W1", "W2"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="loss_only"
# The slopes stay as they were.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
        return loss, slopes

    return penalised


# %% wrong="decay" name="slopes_only"
# The loss stays as it was.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="factor_two_lost"
# The derivative of w**2 taken as w.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="overwritten"
# The path through the penalty wipes out the other.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="mean_of_squares"
# The mean of the squares in place of the sum.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.mean(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="norm"
# The norm in place of the sum of squares.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sqrt(np.sum(value**2))
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="absolute"
# Sums the absolute values.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(abs(value))
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="shrinks_params"
# Shrinks the weights in place.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                value *= 1 - decay
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="twice"
# Calls gradients once for the loss and once for the slopes.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)[0], gradients(params, X, y)[1]
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="called_at_once"
# Returns the result in place of a function.
def with_decay(gradients, decay):
    params = new_network([2, 4, 3], seed=0)
    loss, slopes = gradients(params, np.zeros((3, 2)), np.zeros(3, dtype=int))
    return loss + decay * sum(np.sum(params[name] ** 2) for name in ("W1", "W2")), slopes


# %% wrong="decay" name="shared_decay"
# The last decay counts for all.
_state = {}


def with_decay(gradients, decay):
    _state["decay"] = decay

    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + _state["decay"] * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * _state["decay"] * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="knows_the_lecture_loss"
# Always the spirals' loss, whatever gradients is passed in.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = network_gradients(params, X, y, mse)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="all_but_b"
# Takes every name without a b in front for a weight.
def with_decay(gradients, decay):
    def with_penalty(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if not name.startswith("b"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return with_penalty


# %% wrong="decay" name="W_anywhere"
# Takes every name with a W in it.
def with_decay(gradients, decay):
    def with_penalty(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if "W" in name:
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return with_penalty


# %% wrong="decay" name="small_w_too"
# A small w is no W.
def with_decay(gradients, decay):
    def with_penalty(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.upper().startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return with_penalty


# %% wrong="decay" name="W1_to_WK"
# Counts the layers instead of reading the names.
def with_decay(gradients, decay):
    def with_penalty(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for k in range(1, len(params) // 2 + 1):
            value = params[f"W{k}"]
            loss = loss + decay * np.sum(value**2)
            slopes[f"W{k}"] = slopes[f"W{k}"] + 2 * decay * value
        return loss, slopes

    return with_penalty


# %% wrong="decay" name="slopes_in_place"
# Changes the arrays that gradients returned.
def with_decay(gradients, decay):
    def with_penalty(params, X, y):
        loss, slopes = gradients(params, X, y)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] += 2 * decay * value
        return loss, slopes

    return with_penalty


# %% wrong="decay" name="dictionary_in_place"
# Changes the dictionary that gradients returned.
def with_decay(gradients, decay):
    def with_penalty(params, X, y):
        loss, slopes = gradients(params, X, y)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return with_penalty


# %% wrong="decay" name="remembers_params"
# Remembers the answer for a dictionary, whatever is in it now.
def with_decay(gradients, decay):
    known = {}

    def with_penalty(params, X, y):
        if id(params) in known:
            return known[id(params)]
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = slopes[name] + 2 * decay * value
        known[id(params)] = loss, slopes
        return loss, slopes

    return with_penalty


# %% wrong="decay" name="remembered_by_id"
# The penalty of an array is remembered by its id, although the numbers in it may change.
def with_decay(gradients, decay):
    known = {}

    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                if id(value) not in known:
                    known[id(value)] = value, decay * np.sum(value**2)
                loss = loss + known[id(value)][1]
                slopes[name] = slopes[name] + 2 * decay * value
        return loss, slopes

    return penalised


# %% wrong="decay" name="dtype_of_gradients"
# The new gradients get the dtype of the old ones, which may hold whole numbers.
def with_decay(gradients, decay):
    def penalised(params, X, y):
        loss, slopes = gradients(params, X, y)
        slopes = dict(slopes)
        for name, value in params.items():
            if name.startswith("W"):
                loss = loss + decay * np.sum(value**2)
                slopes[name] = (slopes[name] + 2 * decay * value).astype(slopes[name].dtype)
        return loss, slopes

    return penalised


# %% right="decay" name="partial"
# functools.partial and one dictionary comprehension; names by their first letter.
from functools import partial


def _penalised(gradients, decay, params, X, y):
    loss, slopes = gradients(params, X, y)
    penalty = sum(float(np.vdot(W, W)) for name, W in params.items() if name[0] == "W")
    new = {name: np.asarray(slope) + (name[0] == "W") * 2 * decay * params[name] for name, slope in slopes.items()}
    return float(loss) + decay * penalty, new


def with_decay(gradients, decay):
    return partial(_penalised, gradients, decay)


# %% right="decay" name="callable_object"
# An object that can be called.
class WithDecay:
    def __init__(self, gradients, decay):
        self.gradients, self.decay = gradients, decay

    def __call__(self, params, X, y):
        loss, slopes = self.gradients(params, X, y)
        result = {}
        for name in slopes:
            result[name] = np.array(slopes[name], dtype=float)
            if name.startswith("W"):
                result[name] += 2 * self.decay * params[name]
                loss = loss + self.decay * np.linalg.norm(params[name]) ** 2
        return loss, result


with_decay = WithDecay


# %% equivalent="decay"
# A sum and a dictionary have no order; numbers of NumPy are numbers; gradients are floats already.
# + weights = {name: value for name, value in list(params.items())[::-1] if name.startswith("W")}
# + loss = loss + decay * sum(np.sum(W**2) for W in list(weights.values())[::-1])
# + return loss, {**slopes, **{name: slopes[name] + 2 * decay * W for name, W in list(weights.items())[::-1]}}
# + penalty = sum(float(np.vdot(W, W)) for name, W in list(params.items())[::-1] if name[0] == "W")
# + new = {name: ... for name, slope in list(slopes.items())[::-1]}
# + penalty = sum(np.vdot(W, W) for name, W in params.items() if name[0] == "W")
# + new = {name: slope + (name[0] == "W") * 2 * decay * params[name] for name, slope in slopes.items()}
# + return loss + decay * penalty, new
# + for name in list(slopes)[::-1]:
# + result[name] = np.array(slopes[name])
#
# The parameter is a number of the call's own.
# + decay *= penalty
# + return float(loss) + decay, new
#
# What the given function returns is new at each call: its arrays may be changed.
# + result[name] = slopes[name]
