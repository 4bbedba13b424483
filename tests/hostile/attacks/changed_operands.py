# %% name="zero_in_place" task="square"
def square(x):
    x = np.asarray(x)
    x[...] = 0
    return x

# %% name="one_in_place_by_slices" task="square"
def square(x):
    x[:] = 1
    return np.ones(np.shape(x))

# %% name="buffer_written" task="square"
def square(x):
    memoryview(x).cast("B")[:] = bytes(x.nbytes)
    return np.zeros(x.shape)

# %% name="written_through_the_base" task="square"
def square(x):
    base = x if x.base is None else x.base
    np.copyto(base, 1.0)
    return x.copy()

# %% name="made_small_before_it_is_squared" task="square"
def square(x):
    x.resize((0,), refcheck=False)
    return x
