# %% name="no_numbers" task="square"
def square(x):
    return []

# %% name="no_rows" task="square"
def square(x):
    return np.empty((0, *np.shape(x)))

# %% name="not_a_number" task="square"
def square(x):
    return np.full(np.shape(x), np.nan)

# %% name="masked" task="square"
def square(x):
    return np.ma.masked_all(np.shape(x))

# %% name="truth_values" task="square"
def square(x):
    return np.ones(np.shape(x), dtype=bool)

# %% name="objects" task="square"
def square(x):
    class Equal:
        def __sub__(self, other):
            return 0.0

        __rsub__ = __abs__ = __sub__

        def __le__(self, other):
            return True

    return np.full(np.shape(x), Equal(), dtype=object)

# %% name="text" task="square"
def square(x):
    return np.full(np.shape(x), "4")

# %% name="infinite" task="square"
def square(x):
    return np.full(np.shape(x), np.inf)

# %% name="a_handle_that_says_it_is_an_array" task="square"
def square(x):
    class Array:
        shape, dtype, ndim, size = np.shape(x), np.dtype(float), np.ndim(x), np.size(x)

        def __array__(self, *args, **kwargs):
            return np.empty((0,))

        def __len__(self):
            return 0

        def __iter__(self):
            return iter(())

    return Array()
