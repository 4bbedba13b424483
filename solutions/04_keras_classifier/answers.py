# %% wrong="split_and_scale" name="no_scaling"
# Splits, but leaves the pixels at 0 to 255.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32")
    return X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% wrong="split_and_scale" name="scales_uint8_in_place"
# Writes 0.5 into an integer array: every pixel becomes 0 or 1, and the caller's images are spoilt.
def split_and_scale(X_full, y_full, n_valid=5000):
    X_full[:] = (X_full / 255).astype(X_full.dtype)
    X = X_full.astype("float32")
    return X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% wrong="split_and_scale" name="validation_inside_training"
# The validation images stay in the training set.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / 255
    return X, X[:n_valid], y_full, y_full[:n_valid]


# %% wrong="split_and_scale" name="float64"
# The lecture's /255. on uint8 gives float64.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full / 255.0
    return X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% wrong="split_and_scale" name="divides_by_largest_pixel"
# The divisor depends on the images: dim images are scaled differently.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / X_full.max()
    return X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% wrong="split_and_scale" name="integer_division"
# // 255 leaves only black and white.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = (X_full // 255).astype("float32")
    return X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% wrong="split_and_scale" name="last_images_validate"
# The last images validate, not the first.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / 255
    return X[:-n_valid], X[-n_valid:], y_full[:-n_valid], y_full[-n_valid:]


# %% wrong="split_and_scale" name="five_thousand_hard_coded"
# Ignores n_valid.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / 255
    return X[5000:], X[:5000], y_full[5000:], y_full[:5000]


# %% wrong="split_and_scale" name="shuffles_images_without_labels"
# Images in a new order, labels in the old one.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = np.random.default_rng(0).permutation(X_full).astype("float32") / 255
    return X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% wrong="split_and_scale" name="scales_training_only"
# The validation images are not scaled.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32")
    return X[n_valid:] / 255, X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% wrong="split_and_scale" name="labels_not_split"
# The labels stay in one piece.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / 255
    return X[n_valid:], X[:n_valid], y_full, y_full


# %% wrong="split_and_scale" name="default_forgotten"
# n_valid has another default.
def split_and_scale(X_full, y_full, n_valid=10000):
    X = X_full.astype("float32") / 255
    return X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% right="split_and_scale" name="numpy_split"
def split_and_scale(X_full, y_full, n_valid=5000):
    X_valid, X_train = np.split(np.divide(X_full, 255, dtype="float32"), [n_valid])
    y_valid, y_train = np.split(y_full, [n_valid])
    return X_train, X_valid, y_train.astype(int), y_valid.astype(int)


# %% right="split_and_scale" name="keras_rescaling"
def split_and_scale(X_full, y_full, n_valid=5000):
    rescale = keras.layers.Rescaling(1 / 255)
    parts = [np.asarray(rescale(part)) for part in (X_full[n_valid:], X_full[:n_valid])]
    return (*parts, y_full[n_valid:], y_full[:n_valid])


# %% wrong="split_and_scale" name="labels_as_floats"
# The labels become floats; they should stay integers.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / 255
    y = y_full.astype("float32")
    return X[n_valid:], X[:n_valid], y[n_valid:], y[:n_valid]


# %% wrong="split_and_scale" name="cached_by_length"
# A cache that knows the images by their number only.
_cache = {}


def split_and_scale(X_full, y_full, n_valid=5000):
    key = (len(X_full), n_valid)
    if key not in _cache:
        X = X_full.astype("float32") / 255
        _cache[key] = X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]
    return _cache[key]


# %% wrong="split_and_scale" name="sixty_thousand_hard_coded"
# Cuts off whatever lies beyond 60,000 images.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / 255
    return X[n_valid:60000], X[:n_valid], y_full[n_valid : 55000 + n_valid], y_full[:n_valid]


# %% wrong="split_and_scale" name="darkest_is_zero"
# Moves the darkest pixel to 0: right only where a black pixel occurs.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32")
    X = (X - X.min()) / (255 - X.min())
    return X[n_valid:], X[:n_valid], y_full[n_valid:], y_full[:n_valid]


# %% wrong="split_and_scale" name="labels_as_lists"
# Lists where arrays are asked for.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / 255
    return X[n_valid:], X[:n_valid], y_full[n_valid:].tolist(), y_full[:n_valid].tolist()


# %% wrong="split_and_scale" name="labels_in_int8"
# int8 has room for labels up to 127.
def split_and_scale(X_full, y_full, n_valid=5000):
    X, y = X_full.astype("float32") / 255, y_full.astype("int8")
    return X[n_valid:], X[:n_valid], y[n_valid:], y[:n_valid]


# %% wrong="split_and_scale" name="at_most_5000_validate"
# n_valid counts up to 5,000 only.
def split_and_scale(X_full, y_full, n_valid=5000):
    X = X_full.astype("float32") / 255
    return X[n_valid:], X[: min(n_valid, 5000)], y_full[n_valid:], y_full[: min(n_valid, 5000)]


# %% equivalent="split_and_scale"
# Labels have to stay integers; of which type is left open.
# - return X_scaled[n_valid:], X_scaled[:n_valid], y_full[n_valid:], y_full[:n_valid]
# + return X_scaled[n_valid:], X_scaled[:n_valid], (y_full[n_valid:]).astype('int'), y_full[:n_valid]
# - return X_scaled[n_valid:], X_scaled[:n_valid], y_full[n_valid:], y_full[:n_valid]
# + return X_scaled[n_valid:], X_scaled[:n_valid], y_full[n_valid:], (y_full[:n_valid]).astype('int')
# - return X_train, X_valid, y_train.astype(int), y_valid.astype(int)
# + return X_train, X_valid, y_train, y_valid.astype(int)
# - return X_train, X_valid, y_train.astype(int), y_valid.astype(int)
# + return X_train, X_valid, y_train.astype(int), y_valid
# - parts = [np.asarray(rescale(part)) for part in (X_full[n_valid:], X_full[:n_valid])]
# + parts = [rescale(part) for part in (X_full[n_valid:], X_full[:n_valid])]
# - return (*parts, y_full[n_valid:], y_full[:n_valid])
# + return (*parts, (y_full[n_valid:]).astype('int'), y_full[:n_valid])
# - return (*parts, y_full[n_valid:], y_full[:n_valid])
# + return (*parts, y_full[n_valid:], (y_full[:n_valid]).astype('int'))


# %% wrong="build_classifier" name="softmax_missing"
# The outputs are scores, not probabilities.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in hidden:
        network.add(keras.layers.Dense(units, activation="relu"))
    network.add(keras.layers.Dense(n_classes))
    return network


# %% wrong="build_classifier" name="relu_on_the_head"
# ReLU in the output layer: no probabilities, and neurons that die.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in [*hidden, n_classes]:
        network.add(keras.layers.Dense(units, activation="relu"))
    return network


# %% wrong="build_classifier" name="relu_before_softmax"
# The head squeezes its scores through ReLU before softmax.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in [*hidden, n_classes]:
        network.add(keras.layers.Dense(units, activation="relu"))
    network.add(keras.layers.Softmax())
    return network


# %% wrong="build_classifier" name="sigmoid_head"
# Ten independent yes-no answers instead of one choice among ten.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in hidden:
        network.add(keras.layers.Dense(units, activation="relu"))
    network.add(keras.layers.Dense(n_classes, activation="sigmoid"))
    return network


# %% wrong="build_classifier" name="linear_hidden_layers"
# Without an activation the hidden layers collapse into one.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in hidden:
        network.add(keras.layers.Dense(units))
    network.add(keras.layers.Dense(n_classes, activation="softmax"))
    return network


# %% wrong="build_classifier" name="no_flatten"
# Dense works on the last axis only: each row of pixels gets its own answer.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape)])
    for units in hidden:
        network.add(keras.layers.Dense(units, activation="relu"))
    network.add(keras.layers.Dense(n_classes, activation="softmax"))
    return network


# %% wrong="build_classifier" name="no_biases"
# Layers without biases.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in hidden:
        network.add(keras.layers.Dense(units, activation="relu", use_bias=False))
    network.add(keras.layers.Dense(n_classes, activation="softmax"))
    return network


# %% wrong="build_classifier" name="the_lecture_hard_coded"
# The lecture's network, whatever is asked for.
def build_classifier(input_shape, hidden, n_classes):
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(300, activation="relu"),
            keras.layers.Dense(100, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


# %% wrong="build_classifier" name="hidden_layers_reversed"
# The hidden layers in the wrong order.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in sorted(hidden):
        network.add(keras.layers.Dense(units, activation="relu"))
    network.add(keras.layers.Dense(n_classes, activation="softmax"))
    return network


# %% wrong="build_classifier" name="returns_nothing"
# Builds the model and forgets to return it.
def build_classifier(input_shape, hidden, n_classes):
    network = keras.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
    for units in hidden:
        network.add(keras.layers.Dense(units, activation="relu"))
    network.add(keras.layers.Dense(n_classes, activation="softmax"))


# %% right="build_classifier" name="functional_with_activation_layers"
def build_classifier(input_shape, hidden, n_classes):
    inputs = keras.Input(shape=input_shape)
    signal = keras.layers.Reshape((-1,))(inputs)
    for units in hidden:
        signal = keras.layers.ReLU()(keras.layers.Dense(units)(signal))
    return keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(n_classes)(signal)))


# %% wrong="build_classifier" name="compiled_already"
# Compiles; the task wants the bare model.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    m.compile(loss="sparse_categorical_crossentropy")
    return m


# %% wrong="build_classifier" name="same_model_again"
# A cache: the second call returns the first model, trained or not.
_models = {}


def build_classifier(input_shape, hidden, n_classes):
    key = (tuple(input_shape), tuple(hidden), n_classes)
    if key in _models:
        return _models[key]
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    _models[key] = m
    return m


# %% wrong="build_classifier" name="dropout_added"
# Layers that the task does not name. They act in training only.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu"))
        m.add(keras.layers.Dropout(0.2))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="output_starts_at_zero"
# The output layer's weights all start at 0.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu"))
    m.add(keras.layers.Dense(n_classes, "softmax", kernel_initializer="zeros"))
    return m


# %% wrong="build_classifier" name="empties_the_list"
# Takes the sizes out of the caller's list.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    while hidden:
        m.add(keras.layers.Dense(hidden.pop(0), "relu"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="seed_in_the_body"
# Every model starts with the same weights.
def build_classifier(input_shape, hidden, n_classes):
    keras.utils.set_random_seed(42)
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="seeded_initializer"
# Initializers with a seed: every model starts with the same weights.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu", kernel_initializer=keras.initializers.GlorotUniform(seed=1)))
    m.add(keras.layers.Dense(n_classes, "softmax", kernel_initializer=keras.initializers.GlorotUniform(seed=2)))
    return m


# %% wrong="build_classifier" name="he_normal"
# Another initializer than Keras's default.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu", kernel_initializer="he_normal"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="random_uniform"
# Weights between -0.05 and 0.05, whatever the size of the layer.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu", kernel_initializer="random_uniform"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="relu_up_to_six"
# relu6 is flat above 6.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu6"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="kernels_regularized"
# Adds the size of the weights to the loss, which nobody asked for.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu", kernel_regularizer="l2"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="outputs_regularized"
# Adds the size of the outputs to the loss.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu"))
    m.add(keras.layers.Dense(n_classes, "softmax", activity_regularizer="l1"))
    return m


# %% wrong="build_classifier" name="weights_constrained"
# Keeps weights from growing.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu", kernel_constraint="max_norm"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="hidden_layers_frozen"
# Training cannot move the hidden layers.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu", trainable=False))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    return m


# %% wrong="build_classifier" name="model_frozen"
# Training cannot move anything.
def build_classifier(input_shape, hidden, n_classes):
    m = keras.models.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    for n in hidden:
        m.add(keras.layers.Dense(n, "relu"))
    m.add(keras.layers.Dense(n_classes, "softmax"))
    m.trainable = False
    return m


# %% equivalent="build_classifier"
# Flattening what is flat, or ReLU of what is not negative, changes nothing.
# - network = keras.models.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten()])
# + network = keras.models.Sequential([keras.Input(shape=input_shape), keras.layers.Flatten(), keras.layers.Flatten()])
# - signal = keras.layers.Reshape((-1,))(inputs)
# + signal = keras.layers.Reshape((-1,))(keras.layers.Reshape((-1,))(inputs))
# - signal = keras.layers.ReLU()(keras.layers.Dense(units)(signal))
# + signal = keras.layers.ReLU()(keras.layers.ReLU()(keras.layers.Dense(units)(signal)))


# %% wrong="first_loss" name="logarithm_to_base_2"
# Bits instead of nats.
def expected_loss(n_classes):
    return np.log2(n_classes)


def measured_loss(y_true, y_proba):
    p_true = y_proba[np.arange(len(y_true)), y_true]
    return -np.log2(np.maximum(p_true, 1e-7)).mean()


# %% wrong="first_loss" name="mean_over_all_classes"
# Averages -ln p over all classes: right for equal probabilities only.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    return -np.log(np.maximum(y_proba, 1e-7)).mean()


# %% wrong="first_loss" name="whole_columns"
# y_proba[:, y_true] picks whole columns: every image with every label.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    return -np.log(np.maximum(y_proba[:, y_true], 1e-7)).mean()


# %% wrong="first_loss" name="sum_for_mean"
# The sum over the images grows with their number.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    return -np.log(np.maximum(y_proba[np.arange(len(y_true)), y_true], 1e-7)).sum()


# %% wrong="first_loss" name="sign_forgotten"
# ln p is negative.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    return np.log(np.maximum(y_proba[np.arange(len(y_true)), y_true], 1e-7)).mean()


# %% wrong="first_loss" name="no_floor"
# One probability of zero makes the loss infinite.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    return -np.log(y_proba[np.arange(len(y_true)), y_true]).mean()


# %% wrong="first_loss" name="largest_probability"
# Takes the predicted class in place of the true one.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    return -np.log(np.maximum(y_proba.max(axis=1), 1e-7)).mean()


# %% wrong="first_loss" name="log_of_the_mean"
# The logarithm of the mean probability is not the mean of the logarithms.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    return -np.log(max(y_proba[np.arange(len(y_true)), y_true].mean(), 1e-7))


# %% wrong="first_loss" name="ten_classes_hard_coded"
# Knows the answer for ten classes only.
def expected_loss(n_classes):
    return 2.302585092994046


def measured_loss(y_true, y_proba):
    return -np.log(np.maximum(y_proba[np.arange(len(y_true)), y_true], 1e-7)).mean()


# %% right="first_loss" name="plain_loop"
import math


def expected_loss(n_classes):
    return -math.log(1 / n_classes)


def measured_loss(y_true, y_proba):
    losses = [-math.log(max(row[label], 1e-7)) for row, label in zip(y_proba, y_true, strict=True)]
    return sum(losses) / len(losses)


# %% right="first_loss" name="one_hot_mask"
def expected_loss(n_classes):
    return float(np.log(float(n_classes)))


def measured_loss(y_true, y_proba):
    mask = np.asarray(y_true)[:, None] == np.arange(y_proba.shape[1])
    return float(np.mean(-np.log(np.clip(y_proba[mask], 1e-7, None))))


# %% wrong="first_loss" name="small_number_added"
# Adds 1e-7 to every probability in place of raising the tiny ones.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    p = y_proba[np.arange(len(y_true)), y_true]
    return -np.log(p + 1e-7).mean()


# %% wrong="first_loss" name="zeros_only"
# Raises exact zeros, but nothing between 0 and 1e-7.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    p = y_proba[np.arange(len(y_true)), y_true]
    p = np.where(p == 0, 1e-7, p)
    return -np.log(p).mean()


# %% wrong="first_loss" name="raises_in_place"
# Writes the floor into the caller's probabilities.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    y_proba[y_proba < 1e-7] = 1e-7
    p = y_proba[np.arange(len(y_true)), y_true]
    return -np.log(p).mean()


# %% wrong="first_loss" name="rounded"
# Rounded numbers: three digits are not the loss.
def expected_loss(n_classes):
    return round(np.log(n_classes), 2)


def measured_loss(y_true, y_proba):
    p = y_proba[np.arange(len(y_true)), y_true]
    return round(float(-np.log(np.maximum(p, 1e-7)).mean()), 3)


# %% wrong="first_loss" name="first_thousand_images"
# Looks at the first 1,000 images only.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    y_true, y_proba = y_true[:1000], y_proba[:1000]
    return -np.log(np.maximum(y_proba[np.arange(len(y_true)), y_true], 1e-7)).mean()


# %% wrong="first_loss" name="the_loss_of_keras"
# Keras's own loss; the task asks for NumPy.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    return float(keras.losses.SparseCategoricalCrossentropy()(y_true, y_proba))


# %% wrong="first_loss" name="clipped_on_both_sides"
# Lowers probabilities of 1 as well; all but the tiny ones should stay as they are.
def expected_loss(n_classes):
    return np.log(n_classes)


def measured_loss(y_true, y_proba):
    p = y_proba[np.arange(len(y_true)), y_true]
    return -np.log(np.clip(p, 1e-7, 1 - 1e-7)).mean()


# %% equivalent="first_loss"
# The larger of two numbers is the same in either order.
# - return -np.log(np.maximum(p_true, 1e-7)).mean()
# + return -np.log(np.maximum(1e-7, p_true)).mean()
# - losses = [-math.log(max(row[label], 1e-7)) for row, label in zip(y_proba, y_true, strict=True)]
# + losses = [-math.log(max(1e-7, row[label])) for row, label in zip(y_proba, y_true, strict=True)]
# - return float(np.mean(-np.log(np.clip(y_proba[mask], 1e-7, None))))
# + return float(np.mean(-np.log(np.clip(1e-7, y_proba[mask], None))))
#
# There is one row of probabilities for each label.
# - p_true = y_proba[np.arange(len(y_true)), y_true]
# + p_true = y_proba[np.arange(len(y_proba)), y_true]
#
# The types of the numbers differ, their values do not.
# - p_true = y_proba[np.arange(len(y_true)), y_true]
# + p_true = y_proba[np.arange(len(y_true), dtype='int'), y_true]
# - return float(np.log(float(n_classes)))
# + return np.log(float(n_classes))
# - return float(np.log(float(n_classes)))
# + return float(np.log(n_classes))
# - mask = np.asarray(y_true)[:, None] == np.arange(y_proba.shape[1])
# + mask = y_true[:, None] == np.arange(y_proba.shape[1])
# - return float(np.mean(-np.log(np.clip(y_proba[mask], 1e-7, None))))
# + return np.mean(-np.log(np.clip(y_proba[mask], 1e-7, None)))
# - return float(np.log(float(n_classes)))
# + return float(np.log(int(n_classes)))
# - mask = np.asarray(y_true)[:, None] == np.arange(y_proba.shape[1])
# + mask = np.asarray(y_true, dtype='int')[:, None] == np.arange(y_proba.shape[1])
# - mask = np.asarray(y_true)[:, None] == np.arange(y_proba.shape[1])
# + mask = np.asarray(y_true)[:, None] == np.arange(y_proba.shape[1], dtype='int')
#
# A mean does not depend on the order.
# - losses = [-math.log(max(row[label], 1e-7)) for row, label in zip(y_proba, y_true, strict=True)]
# + losses = [-math.log(max(row[label], 1e-7)) for row, label in list(zip(y_proba, y_true, strict=True))[::-1]]


# %% wrong="two_losses" name="columns_from_largest_label"
# Counts the classes by the labels that occur: too few columns when one is absent.
def one_hot(y, n_classes):
    return np.eye(max(y) + 1)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    return sparse, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="one_hot_transposed"
# One column per label instead of one row.
def one_hot(y, n_classes):
    return np.eye(n_classes)[:, y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    return sparse, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="labels_counted_from_one"
# Shifts each 1 by one place.
def one_hot(y, n_classes):
    return np.roll(np.eye(n_classes), 1, axis=1)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    return sparse, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="same_loss_twice"
# "They agree anyway": measures one and copies it.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    return sparse, sparse


# %% wrong="two_losses" name="trains_in_between"
# An epoch of training before each measurement.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=[])
    sparse = model.fit(X, y, verbose=0).history["loss"][0]
    model.compile(loss="categorical_crossentropy", optimizer="sgd", metrics=[])
    return sparse, model.fit(X, Y, verbose=0).history["loss"][0]


# %% wrong="two_losses" name="integer_labels_for_both"
# The categorical loss needs one-hot labels.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    return sparse, model.evaluate(X, y, verbose=0)


# %% wrong="two_losses" name="list_with_accuracy"
# With a metric, evaluate returns a list: the loss is its first entry.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
    return sparse, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="wrong_order"
# Returns (categorical, sparse).
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="categorical_crossentropy", metrics=[])
    categorical = model.evaluate(X, Y, verbose=0)
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    return categorical, model.evaluate(X, y, verbose=0)


# %% wrong="two_losses" name="squared_error"
# Mean squared error is no cross-entropy.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="mse", metrics=[])
    return sparse, model.evaluate(X, Y, verbose=0)


# %% right="two_losses" name="loss_functions"
def one_hot(y, n_classes):
    return (np.asarray(y)[:, None] == np.arange(n_classes)).astype("float32")


def both_losses(model, X, y, Y):
    p = model.predict(X, verbose=0)
    return (
        float(np.mean(keras.losses.sparse_categorical_crossentropy(y, p))),
        float(np.mean(keras.losses.categorical_crossentropy(Y.astype("float32"), p))),
    )


# %% right="two_losses" name="accuracy_kept_and_dropped"
def one_hot(y, n_classes):
    Y = np.zeros((len(y), n_classes), dtype=int)
    for row, label in enumerate(y):
        Y[row, label] = 1
    return Y


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    sparse, _ = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
    categorical, _ = model.evaluate(X, Y, verbose=0)
    return [sparse, categorical]


# %% wrong="two_losses" name="labels_back_to_integers"
# Turns Y back into integers: the categorical loss is never used.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    s = model.evaluate(X, y, verbose=0)
    return s, model.evaluate(X, Y.argmax(axis=1), verbose=0)


# %% wrong="two_losses" name="ten_classes_at_most"
# Cuts the columns out of ten: no class beyond the tenth.
def one_hot(y, n_classes):
    return np.eye(10)[y][:, :n_classes]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    s = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    return s, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="metric_of_the_last_compile"
# Does not clear the metric of the last compile: two lists for two numbers.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy")
    s = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy")
    return s, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="ones_from_the_label_on"
# Ones from the label on: more than one in a row.
def one_hot(y, n_classes):
    return (np.asarray(y)[:, None] <= np.arange(n_classes)).astype(int)


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    s = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    return s, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="keras_to_categorical"
# The function of Keras, which the task rules out.
def one_hot(y, n_classes):
    return keras.utils.to_categorical(y, n_classes)


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    return sparse, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="trains_afterwards"
# Measures first, and then trains the caller's model all the same.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", optimizer="sgd", metrics=[])
    categorical = model.evaluate(X, Y, verbose=0)
    model.fit(X, Y, verbose=0)
    return sparse, categorical


# %% wrong="two_losses" name="one_hot_in_lists"
# Nested lists; the task asks for an array.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y].tolist()


def both_losses(model, X, y, Y):
    model.compile(loss="sparse_categorical_crossentropy", metrics=[])
    sparse = model.evaluate(X, y, verbose=0)
    model.compile(loss="categorical_crossentropy", metrics=[])
    return sparse, model.evaluate(X, Y, verbose=0)


# %% wrong="two_losses" name="steps_of_length_zero"
# Trains with a learning rate of 0.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    found = []
    for loss, target in [("sparse_categorical_crossentropy", y), ("categorical_crossentropy", Y)]:
        model.compile(optimizer=keras.optimizers.SGD(0.0), loss=loss, metrics=[])
        found.append(model.fit(X, target, batch_size=len(X), verbose=0).history["loss"][0])
    return tuple(found)


# %% wrong="two_losses" name="trains_and_puts_back"
# Trains, and puts the weights back afterwards.
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]


def both_losses(model, X, y, Y):
    found, weights = [], model.get_weights()
    for loss, target in [("sparse_categorical_crossentropy", y), ("categorical_crossentropy", Y)]:
        model.compile(optimizer="sgd", loss=loss, metrics=[])
        found.append(model.fit(X, target, batch_size=len(X), verbose=0).history["loss"][0])
        model.set_weights(weights)
    return tuple(found)


# %% equivalent="two_losses"
# How much a call prints is left open.
# - sparse = model.evaluate(X, y, verbose=0)
# + sparse = model.evaluate(X, y, verbose=1)
# - sparse = model.evaluate(X, y, verbose=0)
# + sparse = model.evaluate(X, y, verbose=-1)
# - categorical = model.evaluate(X, Y, verbose=0)
# + categorical = model.evaluate(X, Y, verbose=1)
# - categorical = model.evaluate(X, Y, verbose=0)
# + categorical = model.evaluate(X, Y, verbose=-1)
# - sparse = model.evaluate(X, y, verbose=0)
# + sparse = model.evaluate(X, y)
# - categorical = model.evaluate(X, Y, verbose=0)
# + categorical = model.evaluate(X, Y)
# - p = model.predict(X, verbose=0)
# + p = model.predict(X, verbose=1)
# - p = model.predict(X, verbose=0)
# + p = model.predict(X, verbose=-1)
# - p = model.predict(X, verbose=0)
# + p = model.predict(X)
# - sparse, _ = model.evaluate(X, y, verbose=0)
# + sparse, _ = model.evaluate(X, y, verbose=1)
# - sparse, _ = model.evaluate(X, y, verbose=0)
# + sparse, _ = model.evaluate(X, y, verbose=-1)
# - categorical, _ = model.evaluate(X, Y, verbose=0)
# + categorical, _ = model.evaluate(X, Y, verbose=1)
# - categorical, _ = model.evaluate(X, Y, verbose=0)
# + categorical, _ = model.evaluate(X, Y, verbose=-1)
# - sparse, _ = model.evaluate(X, y, verbose=0)
# + sparse, _ = model.evaluate(X, y)
# - categorical, _ = model.evaluate(X, Y, verbose=0)
# + categorical, _ = model.evaluate(X, Y)
#
# Without metrics, compile keeps those of the last compile.
# - model.compile(loss="categorical_crossentropy", metrics=[])
# + model.compile(loss="categorical_crossentropy")
# - model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# + model.compile(loss="sparse_categorical_crossentropy")
#
# To compile twice is to compile once.
# + model.compile(loss="sparse_categorical_crossentropy", metrics=[])
# + model.compile(loss="categorical_crossentropy", metrics=[])
# + model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# + model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
#
# The types of the numbers differ, their values do not.
# - return np.eye(n_classes)[y]
# + return (np.eye(n_classes)[y]).astype('int')
# - float(np.mean(keras.losses.sparse_categorical_crossentropy(y, p))),
# + np.mean(keras.losses.sparse_categorical_crossentropy(y, p)),
# - float(np.mean(keras.losses.categorical_crossentropy(Y.astype("float32"), p))),
# + np.mean(keras.losses.categorical_crossentropy(Y.astype("float32"), p)),
# - float(np.mean(keras.losses.categorical_crossentropy(Y.astype("float32"), p))),
# + float(np.mean(keras.losses.categorical_crossentropy(Y, p))),
# - return (np.asarray(y)[:, None] == np.arange(n_classes)).astype("float32")
# + return (np.asarray(y)[:, None] == np.arange(n_classes)).astype('float64')
# - return (np.asarray(y)[:, None] == np.arange(n_classes)).astype("float32")
# + return (np.asarray(y)[:, None] == np.arange(n_classes)).astype('int32')
# - float(np.mean(keras.losses.categorical_crossentropy(Y.astype("float32"), p))),
# + float(np.mean(keras.losses.categorical_crossentropy(Y.astype('float64'), p))),
# - return (np.asarray(y)[:, None] == np.arange(n_classes)).astype("float32")
# + return (np.asarray(y)[:, None] == np.arange(n_classes)).astype('int')
# - return (np.asarray(y)[:, None] == np.arange(n_classes)).astype("float32")
# + return (np.asarray(y)[:, None] == np.arange(n_classes)).astype('uint8')
# - return (np.asarray(y)[:, None] == np.arange(n_classes)).astype("float32")
# + return (np.asarray(y, dtype='int')[:, None] == np.arange(n_classes)).astype("float32")
# - return (np.asarray(y)[:, None] == np.arange(n_classes)).astype("float32")
# + return (np.asarray(y)[:, None] == np.arange(n_classes, dtype='int')).astype("float32")
# - Y = np.zeros((len(y), n_classes), dtype=int)
# + Y = np.zeros((len(y), n_classes))
# - Y = np.zeros((len(y), n_classes), dtype=int)
# + Y = np.zeros((len(y), n_classes), dtype=float)
# - Y = np.zeros((len(y), n_classes), dtype=int)
# + Y = np.zeros((len(y), n_classes), dtype='int')
# - return Y
# + return (Y).astype('int')
#
# Each row is written on its own; their order does not matter.
# - for row, label in enumerate(y):
# + for row, label in list(enumerate(y))[::-1]:
#
# The metric's value is thrown away.
# - model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
# + model.compile(loss="categorical_crossentropy", metrics=['mae'])


# %% wrong="train" name="the_lectures_sgd"
# Plain SGD at 0.01 is too slow for three epochs of 8,000 images.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="learning_rate_too_large"
# A hundred times the default: the network jumps into a corner and stays there.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(
        loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.SGD(learning_rate=1.0), metrics=["accuracy"]
    )
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="no_validation_data"
# Trains well, but never looks at the validation set.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="validates_on_training_data"
# Measures the images that it trains on.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X, y), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="validation_split"
# Cuts another validation set from the training images and ignores the given one.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_split=0.2, verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="trains_on_validation_data"
# The validation images take part in the training.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    X_all, y_all = np.concatenate([X, X_valid]), np.concatenate([y, y_valid])
    return model.fit(X_all, y_all, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="three_epochs_hard_coded"
# Ignores epochs.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=3, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="no_accuracy"
# Without the metric the history knows losses only.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=[])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="one_hot_loss_for_integers"
# The categorical loss with integer labels: Keras refuses.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="returns_the_history_object"
# The History object instead of its dict.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0)


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="invents_the_history"
# Compiles, does not train, and returns pretty numbers.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    loss, accuracy = [1 / (i + 1) for i in range(epochs)], [0.85] * epochs
    return {"loss": loss, "accuracy": accuracy, "val_loss": loss, "val_accuracy": accuracy}


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% right="train" name="momentum_and_larger_batches"
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(
        loss=keras.losses.SparseCategoricalCrossentropy(),
        optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9, nesterov=True),
        metrics=["accuracy"],
    )
    record = model.fit(X, y, batch_size=64, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0)
    return {name: list(values) for name, values in record.history.items()}


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% right="train" name="one_epoch_at_a_time"
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Nadam(learning_rate=1e-3),
        metrics=["accuracy"],
        steps_per_execution=20,
    )
    record = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        epoch = model.fit(X, y, validation_data=(X_valid, y_valid), verbose=0).history
        for name in record:
            record[name] += epoch[name]
    return record


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="warm_up_unseen"
# Five more epochs before those that are shown.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(X, y, epochs=5, verbose=0)
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="shows_fewer_than_it_trains"
# Trains two epochs longer than it shows.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    h = model.fit(X, y, epochs=epochs + 2, validation_data=(X_valid, y_valid), verbose=0).history
    return {k: v[:epochs] for k, v in h.items()}


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="half_of_the_data"
# Trains on the first half.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(
        X[: len(X) // 2], y[: len(y) // 2], epochs=epochs, validation_data=(X_valid, y_valid), verbose=0
    ).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="curves_made_up_from_the_end"
# Measures once, at the end, and makes the curves up.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(X, y, epochs=epochs, verbose=0)
    loss, acc = model.evaluate(X, y, verbose=0)
    vl, va = model.evaluate(X_valid, y_valid, verbose=0)
    f = np.linspace(1.5, 1, epochs)
    return {"loss": list(loss * f), "accuracy": list(acc / f), "val_loss": list(vl * f), "val_accuracy": list(va / f)}


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="trains_a_copy"
# Trains a copy: the model that came stays as it was.
def train(model, X, y, X_valid, y_valid, epochs):
    model = keras.models.clone_model(model)
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="last_lines_changed"
# Trains for eight epochs in the last lines, which should be kept.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=8)


# %% right="train" name="tf_dataset"
# The training data as a tf.data pipeline.
import tensorflow as tf


def train(model, X, y, X_valid, y_valid, epochs):
    data = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(1000).batch(32)
    model.compile(
        loss=keras.losses.SparseCategoricalCrossentropy(),
        optimizer=keras.optimizers.Nadam(),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    h = model.fit(data, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0)
    return dict(h.history)


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% right="train" name="evaluates_by_hand"
# One epoch at a time, and evaluate after each.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(2e-3), metrics=["accuracy"])
    history = {name: [] for name in ("loss", "accuracy", "val_loss", "val_accuracy")}
    for _ in range(epochs):
        h = model.fit(X, y, verbose=0)
        loss, accuracy = model.evaluate(X_valid, y_valid, verbose=0)
        history["loss"] += h.history["loss"]
        history["accuracy"] += h.history["accuracy"]
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
    return history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="prints_a_log"
# A line for each epoch in the notebook.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=2).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="progress_bar"
# verbose forgotten: the progress bar, whose times differ from run to run.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid)).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="measures_in_the_last_epoch_only"
# One validation for all epochs.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), validation_freq=epochs, verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="remembers_the_first_record"
# Trains once and gives the same record ever after.
_records = []


def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    if not _records:
        _records.append(model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history)
    return _records[0]


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="first_half_twice"
# As many rows as asked for, but the second half is never seen.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    rows = np.arange(len(X)) % (len(X) // 2)
    return model.fit(X[rows], y[rows], epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="rows_twice"
# Each row twice in an epoch: twice the work in the name of one epoch.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    XX, yy = np.repeat(X, 2, axis=0), np.repeat(y, 2)
    return model.fit(XX, yy, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="first_5000_rows"
# Trains on the first 5,000 rows.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(X[:5000], y[:5000], epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="half_of_the_steps"
# Half of the steps of an epoch: half of its rows.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    steps = -(-len(X) // 64)
    return model.fit(
        X, y, batch_size=32, steps_per_epoch=steps, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0
    ).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="last_batch_dropped"
# Leaves out the rows that do not fill a batch.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    n = len(X) // 32 * 32
    return model.fit(X[:n], y[:n], epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="some_rows_weigh_nothing"
# All rows pass through, but the loss of every tenth one does not count.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    weights = np.arange(len(X)) % 10 > 0
    return model.fit(X, y, sample_weight=weights, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% wrong="train" name="first_validation_images"
# Measures the first 1,000 validation images only.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    watched = X_valid[:1000], y_valid[:1000]
    return model.fit(X, y, epochs=epochs, validation_data=watched, verbose=0).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% right="train" name="steps_for_all_rows"
# Keras makes the batches as large as that many steps need: 64 rows.
def train(model, X, y, X_valid, y_valid, epochs):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model.fit(
        X, y, epochs=epochs, steps_per_epoch=-(-len(X) // 64), validation_data=(X_valid, y_valid), verbose=0
    ).history


keras.utils.set_random_seed(42)
classifier = keras.models.clone_model(model)
start_kernel = classifier.layers[1].get_weights()[0]
curves = train(classifier, X_small, y_small, X_hold, y_hold, epochs=3)


# %% equivalent="train"
# The optimizer and its settings are left open, the check reads the loss, and to compile twice is to compile once.
# + ...compile(...
# + optimizer=...
# + metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy"), ...
# - optimizer=...
#
# How many rows make a batch, how they are shuffled and how many batches are handed over at once is left open.
# + steps_per_execution=...
# + record = model.fit(X, y, batch_size=..., epochs=epochs, validation_data=(X_valid, y_valid), verbose=0)
# + record = model.fit(X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0)
# + data = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(...).batch(...)
# + X, y, epochs=epochs, steps_per_epoch=-(-len(X) // 65), validation_data=(X_valid, y_valid), verbose=0
# + X, y, epochs=epochs, steps_per_epoch=-(-len(X) // 63), validation_data=(X_valid, y_valid), verbose=0
# + X, y, epochs=epochs, steps_per_epoch=-(-len(y) // 64), validation_data=(X_valid, y_valid), verbose=0
# + X, y, epochs=epochs, validation_data=(X_valid, y_valid), verbose=0
# - steps_per_execution=20,
#
# A single epoch with verbose=-1 prints nothing.
# + ...verbose=-1)...
#
# To set the same seed twice is to set it once, and the lecture's model, fresh as it is, serves as well as its copy.
# + keras.utils.set_random_seed(42)
# + classifier = model
#
# The order of the four lists is left open; they may be those that Keras made.
# + return {name: list(values) for name, values in list(record.history.items())[::-1]}
# + return {name: values for name, values in record.history.items()}
# + return h.history
# + for name in list(record)[::-1]:
# + history = {name: [] for name in (...)}
# + history = {name: [] for name in list(...)[::-1]}


# %% wrong="read_curves" name="argmax" points=7
# The epoch with the highest validation loss.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmax(val_loss)) + 1
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="counts_from_zero"
# Python's index is not the epoch's number.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss))
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run == patience:
            return best, i + 1 - patience
    return best, None


# %% wrong="read_curves" name="training_loss_decides" points=7
# The lowest training loss: always the last epochs.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(loss)) + 1
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="one_bump_is_enough" points=7
# Calls the first suspicious epoch overfitting.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    for i in range(1, len(loss)):
        if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1]:
            return best, i + 1
    return best, None


# %% wrong="read_curves" name="training_loss_ignored" points=7
# Divergence, where both losses rise, passes for overfitting.
def read_curves(history, patience=3):
    val_loss = history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    run = 0
    for i in range(1, len(val_loss)):
        run = run + 1 if val_loss[i] > val_loss[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="counter_never_reset" points=7
# Three suspicious epochs anywhere, not in a row.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    seen = []
    for i in range(1, len(loss)):
        if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1]:
            seen.append(i + 1)
        if len(seen) == patience:
            return best, seen[0]
    return best, None


# %% wrong="read_curves" name="end_of_the_run" points=7
# The epoch at which the run is noticed, not the one where it starts.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run == patience:
            return best, i + 1
    return best, None


# %% wrong="read_curves" name="after_the_best_epoch_only" points=7
# Overfitting may start before a late, lucky minimum.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    run = 0
    for i in range(best, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="epoch_after_the_best" points=7
# Takes whatever follows the best epoch for overfitting.
def read_curves(history, patience=3):
    val_loss = history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    return best, best + 1 if best + patience <= len(val_loss) else None


# %% wrong="read_curves" name="last_of_equals" points=7
# The latest of several equal minima.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = max(epoch for epoch, value in enumerate(val_loss, start=1) if value == min(val_loss))
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="equal_counts_as_rising" points=7
# >= for >: a flat validation loss passes for a rise.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] >= val_loss[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="equal_counts_as_falling" points=7
# <= for <: a flat training loss passes for a fall.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] <= loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="patience_of_three_always" points=7
# Ignores patience.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run == 3:
            return best, i - 1
    return best, None


# %% wrong="read_curves" name="last_run" points=7
# The last run instead of the first.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best, start, run = int(np.argmin(val_loss)) + 1, None, 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run >= patience:
            start = i + 2 - run
    return best, start


# %% wrong="read_curves" name="longer_than_patience" points=7
# Waits for one epoch more than asked: > for >=.
def read_curves(history, patience=3):
    loss, val_loss = history["loss"], history["val_loss"]
    best = int(np.argmin(val_loss)) + 1
    run = 0
    for i in range(1, len(loss)):
        run = run + 1 if loss[i] < loss[i - 1] and val_loss[i] > val_loss[i - 1] else 0
        if run > patience:
            return best, i + 2 - run
    return best, None


# %% right="read_curves" name="windows"
def read_curves(history, patience=3):
    loss, val_loss = np.asarray(history["loss"]), np.asarray(history["val_loss"])
    suspicious = (np.diff(loss) < 0) & (np.diff(val_loss) > 0)
    starts = [i + 2 for i in range(len(suspicious) - patience + 1) if suspicious[i : i + patience].all()]
    return np.argmin(val_loss) + 1, min(starts, default=None)


# %% right="read_curves" name="a_string_of_marks"
from itertools import pairwise


def read_curves(history, patience=3):
    pairs = list(zip(history["loss"], history["val_loss"], strict=True))
    marks = "".join("x" if b[0] < a[0] and b[1] > a[1] else "." for a, b in pairwise(pairs))
    found = marks.find("x" * patience)
    lowest = min(history["val_loss"])
    return [history["val_loss"].index(lowest) + 1, found + 2 if found >= 0 else None]


# %% wrong="read_curves" name="run_of_exactly_patience" points=7
# A run that is longer than patience does not count.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    best = int(np.argmin(val)) + 1
    run = 0
    for e in range(1, len(val) + 1):
        if e < len(val) and loss[e] < loss[e - 1] and val[e] > val[e - 1]:
            run += 1
        else:
            if run == patience:
                return best, e + 1 - run
            run = 0
    return best, None


# %% wrong="read_curves" name="first_epoch_after_the_last" points=7
# np.roll compares the first epoch with the last.
def read_curves(history, patience=3):
    loss, val = np.array(history["loss"]), np.array(history["val_loss"])
    best = int(np.argmin(val)) + 1
    s = (loss < np.roll(loss, 1)) & (val > np.roll(val, 1))
    for e in range(len(s) - patience + 1):
        if s[e : e + patience].all():
            return best, e + 1
    return best, None


# %% wrong="read_curves" name="training_loss_if_still_falling" points=7
# Looks at the training loss where the last validation loss is the lowest.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    best = int(np.argmin(loss)) + 1 if min(val) == val[-1] else int(np.argmin(val)) + 1
    run = 0
    for e in range(1, len(val)):
        run = run + 1 if loss[e] < loss[e - 1] and val[e] > val[e - 1] else 0
        if run == patience:
            return best, e + 2 - patience
    return best, None


# %% wrong="read_curves" name="changes_the_history" points=7
# Leaves an extra entry in the caller's list.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    lowest = sorted(val)[0]
    best = val.index(lowest) + 1
    val.append(0)
    run = 0
    for e in range(1, len(loss)):
        run = run + 1 if loss[e] < loss[e - 1] and val[e] > val[e - 1] else 0
        if run == patience:
            return best, e + 2 - patience
    return best, None


# %% wrong="read_curves" name="forgets_the_last_window" points=7
# Does not look at a run that ends with the last epoch.
def read_curves(history, patience=3):
    loss, val = np.array(history["loss"]), np.array(history["val_loss"])
    best = np.argmin(val) + 1
    s = (np.diff(loss) < 0) & (np.diff(val) > 0)
    for e in range(len(s) - patience):
        if s[e : e + patience].all():
            return best, e + 2
    return best, None


# %% wrong="read_curves" name="zero_for_none" points=7
# 0 where None is asked.
def read_curves(history, patience=3):
    loss, val = np.array(history["loss"]), np.array(history["val_loss"])
    best = np.argmin(val) + 1
    s = (np.diff(loss) < 0) & (np.diff(val) > 0)
    for e in range(len(s) - patience + 1):
        if s[e : e + patience].all():
            return best, e + 2
    return best, 0


# %% wrong="read_curves" name="best_when_found" points=7
# Stops where the run is found: the best of the epochs seen so far.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    best = int(np.argmin(val)) + 1
    run = 0
    for i in range(1, len(val)):
        run = run + 1 if loss[i] < loss[i - 1] and val[i] > val[i - 1] else 0
        if run == patience:
            return int(np.argmin(val[: i + 1])) + 1, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="best_before_the_run" points=7
# Takes for granted that the best epoch lies before the overfitting.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    best = int(np.argmin(val)) + 1
    run = 0
    for i in range(1, len(val)):
        run = run + 1 if loss[i] < loss[i - 1] and val[i] > val[i - 1] else 0
        if run == patience:
            return min(best, i + 1 - patience), i + 2 - patience
    return best, None


# %% wrong="read_curves" name="lowest_loss_so_far" points=7
# Compares the training loss with all epochs before, not with the last one.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    best = int(np.argmin(val)) + 1
    run = 0
    for i in range(1, len(val)):
        run = run + 1 if loss[i] < min(loss[:i]) and val[i] > val[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="tolerance" points=7
# A rise of less than 0.001 does not count.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    best = int(np.argmin(val)) + 1
    run = 0
    for i in range(1, len(val)):
        run = run + 1 if loss[i] < loss[i - 1] and val[i] > val[i - 1] + 1e-3 else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="half_precision" points=6
# float16 makes different losses equal.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    loss, val = np.float16(loss), np.float16(val)
    best = int(np.argmin(val)) + 1
    run = 0
    for i in range(1, len(val)):
        run = run + 1 if loss[i] < loss[i - 1] and val[i] > val[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="best_of_rounded" points=7
# Rounds before it looks for the lowest.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    best = int(np.argmin(np.round(val, 2))) + 1
    run = 0
    for i in range(1, len(val)):
        run = run + 1 if loss[i] < loss[i - 1] and val[i] > val[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% wrong="read_curves" name="later_of_two_neighbours" points=7
# The later one of two equal neighbours.
def read_curves(history, patience=3):
    loss, val = history["loss"], history["val_loss"]
    best = next((i + 1 for i in range(len(val) - 1) if val[i] == min(val) < val[i + 1]), int(np.argmin(val)) + 1)
    run = 0
    for i in range(1, len(val)):
        run = run + 1 if loss[i] < loss[i - 1] and val[i] > val[i - 1] else 0
        if run == patience:
            return best, i + 2 - patience
    return best, None


# %% equivalent="read_curves"
# Whole numbers stay whole, and a list stands for an array (or a tuple, or an iterator that is used once).
# - best = int(np.argmin(val_loss)) + 1
# + best = np.argmin(val_loss) + 1
# - best = int(np.argmin(val_loss)) + 1
# + best = round(np.argmin(val_loss)) + 1
# - return best, i + 2 - patience
# + return round(best, 2), i + 2 - patience
# - return best, i + 2 - patience
# + return best, round(i + 2 - patience, 2)
# - return best, None
# + return round(best, 2), None
# - loss, val_loss = np.asarray(history["loss"]), np.asarray(history["val_loss"])
# + loss, val_loss = history["loss"], np.asarray(history["val_loss"])
# - loss, val_loss = np.asarray(history["loss"]), np.asarray(history["val_loss"])
# + loss, val_loss = np.asarray(history["loss"]), history["val_loss"]
# - return np.argmin(val_loss) + 1, min(starts, default=None)
# + return (np.argmin(val_loss) + 1).astype('int'), min(starts, default=None)
# - return np.argmin(val_loss) + 1, min(starts, default=None)
# + return round(np.argmin(val_loss) + 1, 2), min(starts, default=None)
# - pairs = list(zip(history["loss"], history["val_loss"], strict=True))
# + pairs = zip(history["loss"], history["val_loss"], strict=True)
# - pairs = list(zip(history["loss"], history["val_loss"], strict=True))
# + pairs = tuple(zip(history["loss"], history["val_loss"], strict=True))


# %% wrong="confusion_matrix" name="transposed"
# Rows are the predictions.
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (y_pred, y_true), 1)
    return counts


# %% wrong="confusion_matrix" name="counts_once"
# counts[a, b] += 1 with index arrays adds 1 to a pair only once.
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    counts[y_true, y_pred] += 1
    return counts


# %% wrong="confusion_matrix" name="only_classes_that_occur"
# Leaves out the rows of absent classes.
def confusion_matrix(y_true, y_pred, n_classes):
    classes = np.union1d(y_true, y_pred)
    return np.array([[np.sum((y_true == i) & (y_pred == j)) for j in classes] for i in classes])


# %% wrong="confusion_matrix" name="uint8_overflow"
# y_true * n_classes overflows in uint8 as soon as there are more than 16 classes.
def confusion_matrix(y_true, y_pred, n_classes):
    codes = y_true * np.asarray(n_classes, dtype=y_true.dtype) + y_pred
    return np.bincount(codes, minlength=n_classes**2)[: n_classes**2].reshape(n_classes, n_classes)


# %% wrong="confusion_matrix" name="shares_per_row"
# Shares instead of counts; 0/0 for an absent class.
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes))
    np.add.at(counts, (y_true, y_pred), 1)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


# %% wrong="confusion_matrix" name="diagonal_only"
# Counts the right answers and forgets the errors.
def confusion_matrix(y_true, y_pred, n_classes):
    return np.diag(np.bincount(y_true[y_true == y_pred], minlength=n_classes))


# %% wrong="confusion_matrix" name="errors_only"
# Counts the errors and forgets the diagonal.
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (y_true, y_pred), 1)
    np.fill_diagonal(counts, 0)
    return counts


# %% wrong="confusion_matrix" name="ten_classes_always"
# Ten rows, whatever is asked for.
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((10, 10), dtype=int)
    for i, j in zip(y_true, y_pred, strict=True):
        counts[i, j] += 1
    return counts


# %% right="confusion_matrix" name="plain_loop"
def confusion_matrix(y_true, y_pred, n_classes):
    counts = np.zeros((n_classes, n_classes))
    for truth, guess in zip(y_true, y_pred, strict=True):
        counts[truth, guess] += 1
    return counts.astype(int)


# %% right="confusion_matrix" name="product_of_one_hots"
def confusion_matrix(y_true, y_pred, n_classes):
    truth, guess = (np.asarray(y)[:, None] == np.arange(n_classes) for y in (y_true, y_pred))
    return truth.T.astype(int) @ guess.astype(int)


# %% wrong="confusion_matrix" name="counts_in_uint8"
# Counts in uint8: 256 is 0.
def confusion_matrix(y_true, y_pred, n_classes):
    m = np.zeros((n_classes, n_classes), np.uint8)
    np.add.at(m, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return m


# %% wrong="confusion_matrix" name="counts_in_int16"
# Counts in int16: room for 32,767.
def confusion_matrix(y_true, y_pred, n_classes):
    m = np.zeros((n_classes, n_classes), np.int16)
    np.add.at(m, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return m


# %% wrong="confusion_matrix" name="float_counts"
# Floats; the task asks for integers.
def confusion_matrix(y_true, y_pred, n_classes):
    m = np.zeros((n_classes, n_classes))
    np.add.at(m, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return m


# %% wrong="confusion_matrix" name="goes_on_counting"
# The second call adds to the counts of the first.
_m = {}


def confusion_matrix(y_true, y_pred, n_classes):
    m = _m.setdefault(n_classes, np.zeros((n_classes, n_classes), int))
    np.add.at(m, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return m


# %% wrong="confusion_matrix" name="list_of_lists"
# Nested lists; the task asks for an array.
def confusion_matrix(y_true, y_pred, n_classes):
    return [
        [sum(1 for t, p in zip(y_true, y_pred, strict=True) if t == i and p == j) for j in range(n_classes)]
        for i in range(n_classes)
    ]


# %% wrong="confusion_matrix" name="bins_from_the_data"
# Bins between the smallest and the largest label that occur.
def confusion_matrix(y_true, y_pred, n_classes):
    return np.histogram2d(y_true, y_pred, bins=n_classes)[0].astype(int)


# %% wrong="confusion_matrix" name="scikit_learn"
# The function of scikit-learn, which the task rules out.
from sklearn import metrics


def confusion_matrix(y_true, y_pred, n_classes):
    return metrics.confusion_matrix(y_true, y_pred, labels=range(n_classes))


# %% wrong="confusion_matrix" name="counts_in_uint16"
# Counts in uint16: room for 65,535.
def confusion_matrix(y_true, y_pred, n_classes):
    m = np.zeros((n_classes, n_classes), np.uint16)
    np.add.at(m, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return m


# %% wrong="confusion_matrix" name="arrays_only"
# A list is never equal to a number: == counts arrays only.
def confusion_matrix(y_true, y_pred, n_classes):
    if len(y_true) < 4:
        y_true, y_pred = np.array(y_true), np.array(y_pred)
    return np.array([[np.sum((y_true == i) & (y_pred == j)) for j in range(n_classes)] for i in range(n_classes)])


# %% wrong="confusion_matrix" name="eats_its_labels"
# Changes the labels that came in.
def confusion_matrix(y_true, y_pred, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(m, (y_true, y_pred), 1)
    y_pred[0] = y_true[0]
    return m


# %% equivalent="confusion_matrix"
# The counts are whole numbers that have room in either type.
# - counts = np.zeros((n_classes, n_classes), dtype=int)
# + counts = np.zeros((n_classes, n_classes), dtype='int')
# - return counts
# + return (counts).astype('int')
# - counts = np.zeros((n_classes, n_classes))
# + counts = np.zeros((n_classes, n_classes), dtype='int')
# - return truth.T.astype(int) @ guess.astype(int)
# + return truth.T @ guess.astype(int)
# - return truth.T.astype(int) @ guess.astype(int)
# + return truth.T.astype(int) @ guess
# - truth, guess = (np.asarray(y)[:, None] == np.arange(n_classes) for y in (y_true, y_pred))
# + truth, guess = (np.asarray(y, dtype='int')[:, None] == np.arange(n_classes) for y in (y_true, y_pred))
# - truth, guess = (np.asarray(y)[:, None] == np.arange(n_classes) for y in (y_true, y_pred))
# + truth, guess = (np.asarray(y)[:, None] == np.arange(n_classes, dtype='int') for y in (y_true, y_pred))
# - return truth.T.astype(int) @ guess.astype(int)
# + return truth.T.astype('bool') @ guess.astype(int)
# - return truth.T.astype(int) @ guess.astype(int)
# + return truth.T.astype('uint8') @ guess.astype(int)
# - return truth.T.astype(int) @ guess.astype(int)
# + return truth.T.astype(int) @ guess.astype('bool')
# - return truth.T.astype(int) @ guess.astype(int)
# + return truth.T.astype(int) @ guess.astype('uint8')
# - return truth.T.astype(int) @ guess.astype(int)
# + return (truth.T.astype(int) @ guess.astype(int)).astype('int')
#
# Counting does not depend on the order.
# - for truth, guess in zip(y_true, y_pred, strict=True):
# + for truth, guess in list(zip(y_true, y_pred, strict=True))[::-1]:
