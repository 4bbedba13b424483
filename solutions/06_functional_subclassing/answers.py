# %% wrong="build_wide_and_deep" name="no_wide_path"
# A plain chain: the output listens to hidden2 alone.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(n_features,))
    hidden = keras.layers.Dense(units, activation="relu")(inputs)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    return keras.Model(inputs, keras.layers.Dense(1)(hidden))


# %% wrong="build_wide_and_deep" name="hidden2_unused"
# The first hidden layer is concatenated; the second one hangs in the air and is not part of the model.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(n_features,))
    hidden1 = keras.layers.Dense(units, activation="relu")(inputs)
    keras.layers.Dense(units, activation="relu")(hidden1)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.concatenate([inputs, hidden1])))


# %% wrong="build_wide_and_deep" name="hidden_layers_concatenated"
# The two hidden layers are put side by side: the input reaches the output only through ReLU.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(n_features,))
    hidden1 = keras.layers.Dense(units, activation="relu")(inputs)
    hidden2 = keras.layers.Dense(units, activation="relu")(hidden1)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.concatenate([hidden1, hidden2])))


# %% wrong="build_wide_and_deep" name="hidden2_beside_hidden1"
# Both hidden layers listen to the input: wide, but not deep.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(n_features,))
    hidden1 = keras.layers.Dense(units, activation="relu")(inputs)
    hidden2 = keras.layers.Dense(units, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.concatenate([hidden1, hidden2])))


# %% wrong="build_wide_and_deep" name="relu_at_the_output"
# An activation at the output.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(n_features,))
    hidden1 = keras.layers.Dense(units, activation="relu")(inputs)
    hidden2 = keras.layers.Dense(units, activation="relu")(hidden1)
    joined = keras.layers.concatenate([inputs, hidden2])
    return keras.Model(inputs, keras.layers.Dense(1, activation="relu")(joined))


# %% wrong="build_wide_and_deep" name="no_activations"
# Without ReLU the deep path is as straight as the wide one.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(n_features,))
    hidden1 = keras.layers.Dense(units)(inputs)
    hidden2 = keras.layers.Dense(units)(hidden1)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.concatenate([inputs, hidden2])))


# %% wrong="build_wide_and_deep" name="only_the_first_relu"
# The activation of the second hidden layer is forgotten.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(n_features,))
    hidden1 = keras.layers.Dense(units, activation="relu")(inputs)
    hidden2 = keras.layers.Dense(units)(hidden1)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.concatenate([inputs, hidden2])))


# %% wrong="build_wide_and_deep" name="always_eight_and_thirty"
# The lecture's sizes, whatever is asked for.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(8,))
    hidden1 = keras.layers.Dense(30, activation="relu")(inputs)
    hidden2 = keras.layers.Dense(30, activation="relu")(hidden1)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.concatenate([inputs, hidden2])))


# %% wrong="build_wide_and_deep" name="activated_wide_path"
# A ReLU on the way of the wide path: the plain rule is bent.
def build_wide_and_deep(n_features, units=30):
    inputs = keras.Input(shape=(n_features,))
    hidden1 = keras.layers.Dense(units, activation="relu")(inputs)
    hidden2 = keras.layers.Dense(units, activation="relu")(hidden1)
    joined = keras.layers.concatenate([keras.layers.ReLU()(inputs), hidden2])
    return keras.Model(inputs, keras.layers.Dense(1)(joined))


# %% right="build_wide_and_deep" name="lists_loop_and_other_order"
def build_wide_and_deep(n_features, units=30):
    start = keras.layers.Input(shape=[n_features])
    deep = start
    for _ in range(2):
        deep = keras.layers.ReLU()(keras.layers.Dense(units)(deep))
    joined = keras.layers.Concatenate()([deep, start])
    return keras.models.Model(start, [keras.layers.Dense(1)(joined)][0])


# %% wrong="build_wide_and_deep" name="compiled_already"
# Compiles; the task wants the bare model.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h1 = keras.layers.Dense(units, activation="relu")(x)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    both = keras.layers.concatenate([x, h2])
    y = keras.layers.Dense(1)(both)
    return (lambda m: m.compile(loss="mse") or m)(keras.Model(x, y))


# %% wrong="build_wide_and_deep" name="dropout_added"
# A layer that the task does not name. It acts in training only.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h1 = keras.layers.Dense(units, activation="relu")(x)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    both = keras.layers.concatenate([x, h2])
    y = keras.layers.Dense(1)(keras.layers.Dropout(0.5)(both))
    return keras.Model(x, y)


# %% wrong="build_wide_and_deep" name="subclass_for_a_graph"
# A class in place of a functional model.
class _Wide(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.h1 = keras.layers.Dense(units, "relu")
        self.h2 = keras.layers.Dense(units, "relu")
        self.out = keras.layers.Dense(1)

    def call(self, x):
        return self.out(keras.ops.concatenate([x, self.h2(self.h1(x))], axis=1))


def build_wide_and_deep(n_features, units=30):
    m = _Wide(units)
    m(np.zeros((1, n_features), "float32"))
    return m


# %% wrong="build_wide_and_deep" name="same_model_again"
# A cache: the second call returns the first model.
_m = {}


def build_wide_and_deep(n_features, units=30):
    if (n_features, units) not in _m:
        x = keras.Input(shape=(n_features,))
        h = keras.layers.Dense(units, activation="relu")(x)
        h = keras.layers.Dense(units, activation="relu")(h)
        _m[n_features, units] = keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([x, h])))
    return _m[n_features, units]


# %% equivalent="build_wide_and_deep"
# The names of these layers are left open.
# - inputs = keras.Input(shape=(n_features,), name="features")
# + inputs = keras.Input(shape=(n_features,), name='features_')
# - hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(inputs)
# + hidden1 = keras.layers.Dense(units, activation="relu", name='hidden1_')(inputs)
# - hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
# + hidden2 = keras.layers.Dense(units, activation="relu", name='hidden2_')(hidden1)
# - return keras.Model(inputs=inputs, outputs=keras.layers.Dense(1, name="output")(both))
# + return keras.Model(inputs=inputs, outputs=keras.layers.Dense(1, name='output_')(both))
# - inputs = keras.Input(shape=(n_features,), name="features")
# + inputs = keras.Input(shape=(n_features,))
# - hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(inputs)
# + hidden1 = keras.layers.Dense(units, activation="relu")(inputs)
# - hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
# + hidden2 = keras.layers.Dense(units, activation="relu")(hidden1)
# - return keras.Model(inputs=inputs, outputs=keras.layers.Dense(1, name="output")(both))
# + return keras.Model(inputs=inputs, outputs=keras.layers.Dense(1)(both))
#
# The order in which two results are joined is left open: the weights stand accordingly.
# - both = keras.layers.concatenate([inputs, hidden2])
# + both = keras.layers.concatenate([hidden2, inputs])
# - joined = keras.layers.Concatenate()([deep, start])
# + joined = keras.layers.Concatenate()([start, deep])
#
# The last item of one is the first.
# - return keras.models.Model(start, [keras.layers.Dense(1)(joined)][0])
# + return keras.models.Model(start, [keras.layers.Dense(1)(joined)][-1])
#
# ReLU of what is not negative changes nothing, and a layer that leads nowhere is no part of the model.
# - deep = keras.layers.ReLU()(keras.layers.Dense(units)(deep))
# + deep = keras.layers.ReLU()(keras.layers.ReLU()(keras.layers.Dense(units)(deep)))
# - return keras.models.Model(start, [keras.layers.Dense(1)(joined)][0])
# + return keras.models.Model(start, [keras.layers.Dense(1)(joined), keras.layers.Dense(1)(joined)][0])


# %% wrong="split_features" name="no_overlap"
# The deep part starts where the wide part ends.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, n_wide:]


# %% wrong="split_features" name="swapped"
# Deep first.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, -n_deep:], X[:, :n_wide]


# %% wrong="split_features" name="both_from_the_left"
# The first six columns in place of the last six.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, :n_deep]


# %% wrong="split_features" name="rows"
# Slices rows, not columns.
def split_features(X, n_wide=5, n_deep=6):
    return X[:n_wide], X[-n_deep:]


# %% wrong="split_features" name="the_lectures_columns"
# The columns of the example, whatever is asked for.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :5], X[:, 2:]


# %% wrong="split_features" name="start_for_eight_columns"
# Right for eight columns only.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, 8 - n_deep :]


# %% wrong="split_features" name="overlap_of_three"
# Assumes that the paths always share three columns.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, n_wide - 3 :]


# %% right="split_features" name="take"
def split_features(X, n_wide=5, n_deep=6):
    total = np.shape(X)[1]
    return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)


# %% wrong="split_features" name="one_column_flat"
# A single column loses its axis.
def split_features(X, n_wide=5, n_deep=6):
    return (X[:, 0] if n_wide == 1 else X[:, :n_wide]), X[:, -n_deep:]


# %% wrong="split_features" name="defaults_swapped"
# Six and five in place of five and six.
def split_features(X, n_wide=6, n_deep=5):
    return X[:, :n_wide], X[:, -n_deep:]


# %% equivalent="split_features"
# Indices are whole numbers in either type, and the last of two axes is axis 1.
# - return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# + return np.take(X, np.arange(n_wide, dtype='int'), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# - return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# + return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total, dtype='int'), axis=1)
# - return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# + return np.take(X, np.arange(n_wide), axis=-1), np.take(X, np.arange(total - n_deep, total), axis=1)
# - return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# + return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=-1)


# %% wrong="build_two_inputs" name="branches_swapped"
# The wide input goes through the hidden layers, the deep one past them.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(wide)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([deep, hidden]))
    return keras.Model([wide, deep], output)


# %% wrong="build_two_inputs" name="joined_too_early"
# Everything goes down the deep path.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(keras.layers.concatenate([wide, deep]))
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(hidden))


# %% wrong="build_two_inputs" name="inputs_joined_again"
# The concatenation takes the deep input where hidden2 belongs.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, deep, hidden]))
    return keras.Model([wide, deep], output)


# %% wrong="build_two_inputs" name="one_hidden_layer"
# hidden2 is missing.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden]))
    return keras.Model([wide, deep], output)


# %% wrong="build_two_inputs" name="inputs_in_the_other_order"
# The network is right, its inputs come in the other order.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden]))
    return keras.Model([deep, wide], output)


# %% wrong="build_two_inputs" name="labels_swapped"
# The right names on the wrong boxes: the first input goes deep, but is called wide.
def build_two_inputs(n_wide, n_deep, units=30):
    first = keras.Input((n_wide,), name="wide_input")
    second = keras.Input((n_deep,), name="deep_input")
    wide, deep = (second, first) if n_wide == n_deep else (first, second)
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden]))
    return keras.Model([first, second], output)


# %% wrong="build_two_inputs" name="unnamed"
# Keras's own names: nobody can pass data by name.
def build_two_inputs(n_wide, n_deep, units=30):
    wide, deep = keras.Input((n_wide,)), keras.Input((n_deep,))
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    return keras.Model([wide, deep], keras.layers.Dense(1)(keras.layers.concatenate([wide, hidden])))


# %% wrong="build_two_inputs" name="tanh_on_the_wide_path"
# The wide path is bent, with no weight that would show it.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    joined = keras.layers.concatenate([keras.layers.Activation("tanh")(wide), hidden])
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(joined))


# %% wrong="build_two_inputs" name="always_thirty"
# units is not used.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(30, activation="relu")(deep)
    hidden = keras.layers.Dense(30, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden]))
    return keras.Model([wide, deep], output)


# %% right="build_two_inputs" name="a_submodel_for_the_deep_path"
def build_two_inputs(n_wide, n_deep, units=30):
    sides = {"wide": keras.Input((n_wide,), name="wide_input"), "deep": keras.Input((n_deep,), name="deep_input")}
    h = sides["deep"]
    for position in (1, 2):
        h = keras.layers.Dense(units, name=f"layer_{position}")(h)
        h = keras.layers.Activation("relu")(h)
    joined = keras.layers.Concatenate(axis=1)([h, sides["wide"]])
    return keras.Model(list(sides.values()), keras.layers.Dense(1, name="output")(joined), name="wide_and_deep")


# %% wrong="build_two_inputs" name="compiled_already"
# Compiles; the task wants the bare model.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    both = keras.layers.concatenate([wide, h2])
    y = keras.layers.Dense(1, name="output")(both)
    return (lambda m: m.compile(loss="mse") or m)(keras.Model([wide, deep], y))


# %% wrong="build_two_inputs" name="relu_at_the_output"
# ReLU at the output: no prediction below zero.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    both = keras.layers.concatenate([wide, h2])
    y = keras.layers.Dense(1, activation="relu", name="output")(both)
    return keras.Model([wide, deep], y)


# %% wrong="build_two_inputs" name="second_layer_linear"
# No activation in the second hidden layer.
def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="linear")(h1)
    both = keras.layers.concatenate([wide, h2])
    y = keras.layers.Dense(1, name="output")(both)
    return keras.Model([wide, deep], y)


# %% equivalent="build_two_inputs"
# The names of these layers are left open.
# - hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(deep)
# + hidden1 = keras.layers.Dense(units, activation="relu", name='hidden1_')(deep)
# - hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
# + hidden2 = keras.layers.Dense(units, activation="relu", name='hidden2_')(hidden1)
# - hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(deep)
# + hidden1 = keras.layers.Dense(units, activation="relu")(deep)
# - hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
# + hidden2 = keras.layers.Dense(units, activation="relu")(hidden1)
# - return keras.Model(list(sides.values()), keras.layers.Dense(1, name="output")(joined), name="wide_and_deep")
# + return keras.Model(list(sides.values()), keras.layers.Dense(1, name="output")(joined), name='wide_and_deep_')
# - h = keras.layers.Dense(units, name=f"layer_{position}")(h)
# + h = keras.layers.Dense(units)(h)
# - joined = keras.layers.Concatenate(axis=1)([h, sides["wide"]])
# + joined = keras.layers.Concatenate()([h, sides["wide"]])
# - return keras.Model(list(sides.values()), keras.layers.Dense(1, name="output")(joined), name="wide_and_deep")
# + return keras.Model(list(sides.values()), keras.layers.Dense(1, name="output")(joined))
#
# The order in which two results are joined is left open: the weights stand accordingly.
# - output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden2]))
# + output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([hidden2, wide]))
# - joined = keras.layers.Concatenate(axis=1)([h, sides["wide"]])
# + joined = keras.layers.Concatenate(axis=1)([sides["wide"], h])
#
# The number is part of a layer's name only.
# - for position in (1, 2):
# + for position in (0, 2):
# - for position in (1, 2):
# + for position in (1, 3):
# - for position in (1, 2):
# + for position in (1, 0):
# - for position in (1, 2):
# + for position in list((1, 2))[::-1]:
# - for position in (1, 2):
# + for position in (2, 1):
#
# A tuple of inputs keeps their order as a list does.
# - return keras.Model(list(sides.values()), keras.layers.Dense(1, name="output")(joined), name="wide_and_deep")
# + return keras.Model(tuple(sides.values()), keras.layers.Dense(1, name="output")(joined), name="wide_and_deep")
#
# The last of two axes is axis 1.
# - joined = keras.layers.Concatenate(axis=1)([h, sides["wide"]])
# + joined = keras.layers.Concatenate(axis=-1)([h, sides["wide"]])
#
# ReLU of what is not negative changes nothing.
# - h = keras.layers.Activation("relu")(h)
# + h = keras.layers.Activation("relu")(keras.layers.Activation("relu")(h))


# %% wrong="build_with_auxiliary" name="auxiliary_on_the_concatenation" points=7
# The auxiliary output sees the wide columns as well: the deep path may go on leaning on them.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    joined = keras.layers.concatenate([wide, hidden])
    outputs = [keras.layers.Dense(1, name=name)(joined) for name in ("main_output", "aux_output")]
    model = keras.Model([wide, deep], outputs)
    model.compile(
        loss=["mse", "mse"], loss_weights=[main_weight, 1 - main_weight], optimizer=keras.optimizers.SGD(1e-3)
    )
    return model


# %% wrong="build_with_auxiliary" name="auxiliary_on_hidden1" points=7
# The auxiliary output listens to the first hidden layer: the second one is not pushed.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden1 = keras.layers.Dense(units, activation="relu")(deep)
    hidden2 = keras.layers.Dense(units, activation="relu")(hidden1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden2]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden1)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss=["mse", "mse"], loss_weights=[main_weight, 1 - main_weight], optimizer=keras.optimizers.SGD(1e-3)
    )
    return model


# %% wrong="build_with_auxiliary" name="no_loss_weights" points=7
# Both losses count the same.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(loss=["mse", "mse"], optimizer=keras.optimizers.SGD(1e-3))
    return model


# %% wrong="build_with_auxiliary" name="weights_swapped" points=7
# The auxiliary loss gets the large weight.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss=["mse", "mse"], loss_weights=[1 - main_weight, main_weight], optimizer=keras.optimizers.SGD(1e-3)
    )
    return model


# %% wrong="build_with_auxiliary" name="main_weight_ignored" points=7
# 0.9 and 0.1 are written down, the argument is not used.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(loss=["mse", "mse"], loss_weights=[0.9, 0.1], optimizer=keras.optimizers.SGD(1e-3))
    return model


# %% wrong="build_with_auxiliary" name="one_weight_for_main_only" points=7
# The auxiliary loss is not weighted at all: it counts more than the main one.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(loss=["mse", "mse"], loss_weights=[main_weight, 1.0], optimizer=keras.optimizers.SGD(1e-3))
    return model


# %% wrong="build_with_auxiliary" name="one_loss_two_weights" points=7
# The lecture's form: Keras 3 wants one loss for each output.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(loss="mse", loss_weights=[main_weight, 1 - main_weight], optimizer=keras.optimizers.SGD(1e-3))
    return model


# %% wrong="build_with_auxiliary" name="absolute_error_for_aux" points=7
# Another loss for the auxiliary output.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss=["mse", "mae"], loss_weights=[main_weight, 1 - main_weight], optimizer=keras.optimizers.SGD(1e-3)
    )
    return model


# %% wrong="build_with_auxiliary" name="names_swapped" points=7
# The name main_output sits on the auxiliary neuron.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    aux = keras.layers.Dense(1, name="aux_output")(keras.layers.concatenate([wide, hidden]))
    main = keras.layers.Dense(1, name="main_output")(hidden)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss=["mse", "mse"], loss_weights=[main_weight, 1 - main_weight], optimizer=keras.optimizers.SGD(1e-3)
    )
    return model


# %% wrong="build_with_auxiliary" name="default_learning_rate" points=7
# The string "sgd" has a learning rate of 0.01.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    aux = keras.layers.Dense(1, name="aux_output")(hidden)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(loss=["mse", "mse"], loss_weights=[main_weight, 1 - main_weight], optimizer="sgd")
    return model


# %% wrong="build_with_auxiliary" name="not_compiled" points=7
# The graph is right; nothing says what to minimise.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    return keras.Model([wide, deep], [main, keras.layers.Dense(1, name="aux_output")(hidden)])


# %% right="build_with_auxiliary" name="dictionary_of_outputs"
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    outputs = {
        "main_output": keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([hidden, wide])),
        "aux_output": keras.layers.Dense(1, name="aux_output")(hidden),
    }
    model = keras.Model([wide, deep], outputs)
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.001),
        loss={name: keras.losses.MeanSquaredError() for name in outputs},
        loss_weights={"aux_output": 1 - main_weight, "main_output": main_weight},
    )
    return model


# %% right="build_with_auxiliary" name="lists_in_order"
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    aux = keras.layers.Dense(1, name="aux_output")(hidden)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
    model = keras.Model([wide, deep], [main, aux])
    weights = [main_weight, 1 - main_weight]
    model.compile("sgd", ["mean_squared_error", "mean_squared_error"], loss_weights=weights, metrics=["mae", "mae"])
    model.optimizer.learning_rate = 0.001
    return model


# %% wrong="build_with_auxiliary" name="outputs_in_the_other_order" points=7
# The list of outputs begins with the auxiliary one.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, h2]))
    aux = keras.layers.Dense(1, name="aux_output")(h2)
    model = keras.Model([wide, deep], [aux, main])
    model.compile(
        loss={"main_output": "mse", "aux_output": "mse"},
        loss_weights={"main_output": main_weight, "aux_output": 1 - main_weight},
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="adam" points=7
# Another optimizer.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, h2]))
    aux = keras.layers.Dense(1, name="aux_output")(h2)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss={"main_output": "mse", "aux_output": "mse"},
        loss_weights={"main_output": main_weight, "aux_output": 1 - main_weight},
        optimizer=keras.optimizers.Adam(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="momentum" points=7
# SGD with momentum.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, h2]))
    aux = keras.layers.Dense(1, name="aux_output")(h2)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss={"main_output": "mse", "aux_output": "mse"},
        loss_weights={"main_output": main_weight, "aux_output": 1 - main_weight},
        optimizer=keras.optimizers.SGD(1e-3, momentum=0.9),
    )
    return model


# %% wrong="build_with_auxiliary" name="auxiliary_weight_fixed" points=7
# The auxiliary weight does not follow main_weight.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, h2]))
    aux = keras.layers.Dense(1, name="aux_output")(h2)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss={"main_output": "mse", "aux_output": "mse"},
        loss_weights={"main_output": main_weight, "aux_output": 0.1},
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="huber" points=7
# The Huber loss: squared for small errors only.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, h2]))
    aux = keras.layers.Dense(1, name="aux_output")(h2)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss=[keras.losses.Huber(), keras.losses.Huber()],
        loss_weights={"main_output": main_weight, "aux_output": 1 - main_weight},
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="relu_at_aux_output" points=7
# ReLU at the auxiliary output.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="relu")(h1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, h2]))
    aux = keras.layers.Dense(1, activation="relu", name="aux_output")(h2)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss={"main_output": "mse", "aux_output": "mse"},
        loss_weights={"main_output": main_weight, "aux_output": 1 - main_weight},
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="wide_and_deep_model" name="layers_made_in_call"
# New layers with new random weights at each call.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.kind = units, activation

    def call(self, inputs):
        wide, deep = inputs
        hidden = keras.layers.Dense(self.units, activation=self.kind)(deep)
        hidden = keras.layers.Dense(self.units, activation=self.kind)(hidden)
        joined = keras.layers.concatenate([wide, hidden])
        return {"main_output": keras.layers.Dense(1)(joined), "aux_output": keras.layers.Dense(1)(hidden)}


# %% wrong="wide_and_deep_model" name="hidden2_unused"
# hidden2 is made, but call never uses it.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden1(deep)
        joined = keras.layers.concatenate([wide, hidden])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(hidden)}


# %% wrong="wide_and_deep_model" name="units_ignored" points=7
# The lecture's 30 and relu, whatever is asked for.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(30, activation="relu")
        self.hidden2 = keras.layers.Dense(30, activation="relu")
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden2(self.hidden1(deep))
        joined = keras.layers.concatenate([wide, hidden])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(hidden)}


# %% wrong="wide_and_deep_model" name="activation_of_hidden2_fixed" points=7
# activation reaches the first hidden layer only.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation="relu")
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden2(self.hidden1(deep))
        joined = keras.layers.concatenate([wide, hidden])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(hidden)}


# %% wrong="wide_and_deep_model" name="one_layer_used_twice"
# hidden1 and hidden2 are the same layer: the shapes clash or the weights are shared.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden2(self.hidden1(deep))
        joined = keras.layers.concatenate([wide, hidden])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(hidden)}


# %% wrong="wide_and_deep_model" name="outputs_swapped"
# The right layers under the wrong keys.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden2(self.hidden1(deep))
        joined = keras.layers.concatenate([wide, hidden])
        return {"aux_output": self.main_output(joined), "main_output": self.aux_output(hidden)}


# %% wrong="wide_and_deep_model" name="tuple_as_in_the_lecture"
# A tuple: the outputs have no names, and the log mixes them up.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden2(self.hidden1(deep))
        return self.main_output(keras.layers.concatenate([wide, hidden])), self.aux_output(hidden)


# %% wrong="wide_and_deep_model" name="kwargs_swallowed" points=7
# Other keyword arguments vanish: the model cannot be named.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__()
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden2(self.hidden1(deep))
        joined = keras.layers.concatenate([wide, hidden])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(hidden)}


# %% wrong="wide_and_deep_model" name="wide_and_deep_swapped"
# The pair is taken apart in the wrong order.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        deep, wide = inputs
        hidden = self.hidden2(self.hidden1(deep))
        joined = keras.layers.concatenate([wide, hidden])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(hidden)}


# %% wrong="wide_and_deep_model" name="activated_output"
# The hidden activation is given to the outputs as well.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1, activation=activation)
        self.aux_output = keras.layers.Dense(1, activation=activation)

    def call(self, inputs):
        wide, deep = inputs
        hidden = self.hidden2(self.hidden1(deep))
        joined = keras.layers.concatenate([wide, hidden])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(hidden)}


# %% right="wide_and_deep_model" name="concatenate_layer_and_loop"
class WideAndDeepModel(keras.models.Model):
    def __init__(self, units=30, activation="relu", name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.join = keras.layers.Concatenate()
        for attribute in ("aux_output", "main_output"):
            setattr(self, attribute, keras.layers.Dense(1, name=attribute))
        self.hidden2 = keras.layers.Dense(units, activation)
        self.hidden1 = keras.layers.Dense(units, activation)

    def call(self, inputs, training=None):
        hidden = inputs[1]
        for layer in (self.hidden1, self.hidden2):
            hidden = layer(hidden)
        main_output = self.main_output(self.join([hidden, inputs[0]]))
        return {"aux_output": self.aux_output(hidden), "main_output": main_output}


# %% wrong="wide_and_deep_model" name="name_only" points=7
# Hands on the name and swallows all other keyword arguments.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(name=kwargs.get("name"))
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        h = self.hidden2(self.hidden1(deep))
        main = self.main_output(keras.ops.concatenate([wide, h], axis=-1))
        return {"main_output": main, "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="numpy_in_call" points=7
# NumPy in call: no placeholders, no gradient.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, deep = inputs
        h = self.hidden2(self.hidden1(deep))
        main = self.main_output(np.concatenate([np.asarray(wide), np.asarray(h)], axis=-1))
        return {"main_output": main, "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="dropout_in_training" points=7
# A layer that the task does not name. It acts in training only.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)
        self.drop = keras.layers.Dropout(0.5)

    def call(self, inputs, training=False):
        wide, deep = inputs
        h = self.drop(self.hidden2(self.hidden1(deep)), training=training)
        main = self.main_output(keras.ops.concatenate([wide, h], axis=-1))
        return {"main_output": main, "aux_output": self.aux_output(h)}


# %% right="wide_and_deep_model" name="further_arguments_of_call"
# A Concatenate layer, and call with the further arguments that Keras knows.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)
        self.join = keras.layers.Concatenate()

    def call(self, inputs, training=None, mask=None):
        wide, deep = inputs[0], inputs[1]
        hidden = self.hidden1(deep)
        hidden = self.hidden2(hidden)
        return {"aux_output": self.aux_output(hidden), "main_output": self.main_output(self.join([wide, hidden]))}


# %% wrong="three_ways" name="weights_forgotten"
# Three networks of the right shape with three sets of random weights.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]

    class Chain(keras.Model):
        def __init__(self):
            super().__init__()
            self.a = keras.layers.Dense(p, activation="relu")
            self.b = keras.layers.Dense(q, activation="relu")
            self.c = keras.layers.Dense(1)

        def call(self, x):
            return self.c(self.b(self.a(x)))

    def layers():
        return [keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]

    x = y = keras.Input((n,))
    for layer in layers():
        y = layer(y)
    return keras.Sequential([keras.Input((n,)), *layers()]), keras.Model(x, y), Chain()


# %% wrong="three_ways" name="class_never_built"
# set_weights on a class that has never seen its input: it has no weights yet.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]

    class Chain(keras.Model):
        def __init__(self):
            super().__init__()
            self.a = keras.layers.Dense(p, activation="relu")
            self.b = keras.layers.Dense(q, activation="relu")
            self.c = keras.layers.Dense(1)

        def call(self, x):
            return self.c(self.b(self.a(x)))

    def layers():
        return [keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]

    x = y = keras.Input((n,))
    for layer in layers():
        y = layer(y)
    models = keras.Sequential([keras.Input((n,)), *layers()]), keras.Model(x, y), Chain()
    for model in models:
        model.set_weights(weights)
    return models


# %% wrong="three_ways" name="one_model_three_times"
# The same Sequential under three names.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    model = keras.Sequential([keras.Input((n,)), keras.layers.Dense(p, "relu")])
    model.add(keras.layers.Dense(q, "relu"))
    model.add(keras.layers.Dense(1))
    model.set_weights(weights)
    return model, model, model


# %% wrong="three_ways" name="no_class"
# Two functional models: the third one has a graph.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]

    def layers():
        return [keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]

    def functional():
        x = y = keras.Input((n,))
        for layer in layers():
            y = layer(y)
        return keras.Model(x, y)

    models = keras.Sequential([keras.Input((n,)), *layers()]), functional(), functional()
    for model in models:
        model.set_weights(weights)
    return models


# %% wrong="three_ways" name="class_without_relu"
# call forgets an activation that the two others have.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]

    class Chain(keras.Model):
        def __init__(self):
            super().__init__()
            self.a = keras.layers.Dense(p, activation="relu")
            self.b = keras.layers.Dense(q)
            self.c = keras.layers.Dense(1)

        def call(self, x):
            return self.c(self.b(self.a(x)))

    def layers():
        return [keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]

    x = y = keras.Input((n,))
    for layer in layers():
        y = layer(y)
    models = keras.Sequential([keras.Input((n,)), *layers()]), keras.Model(x, y), Chain()
    models[2](np.zeros((1, n), "float32"))
    for model in models:
        model.set_weights(weights)
    return models


# %% wrong="three_ways" name="layers_in_another_order"
# The attributes stand in another order than the layers: set_weights fails, or fills equal shapes crosswise.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]

    class Chain(keras.Model):
        def __init__(self):
            super().__init__()
            self.b = keras.layers.Dense(q, activation="relu")
            self.a = keras.layers.Dense(p, activation="relu")
            self.c = keras.layers.Dense(1)

        def call(self, x):
            return self.c(self.b(self.a(x)))

    def layers():
        return [keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]

    x = y = keras.Input((n,))
    for layer in layers():
        y = layer(y)
    models = keras.Sequential([keras.Input((n,)), *layers()]), keras.Model(x, y), Chain()
    models[2](np.zeros((1, n), "float32"))
    for model in models:
        model.set_weights(weights)
    return models


# %% wrong="three_ways" name="relu_at_the_end"
# An activation on the output of all three.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]

    class Chain(keras.Model):
        def __init__(self):
            super().__init__()
            self.steps = [keras.layers.Dense(size, "relu") for size in (p, q, 1)]

        def call(self, x):
            for step in self.steps:
                x = step(x)
            return x

    x = y = keras.Input((n,))
    for size in (p, q, 1):
        y = keras.layers.Dense(size, "relu")(y)
    sequential = keras.Sequential([keras.Input((n,))] + [keras.layers.Dense(size, "relu") for size in (p, q, 1)])
    models = sequential, keras.Model(x, y), Chain()
    models[2](np.zeros((1, n), "float32"))
    for model in models:
        model.set_weights(weights)
    return models


# %% right="three_ways" name="shared_layers"
def three_ways(weights):
    K1, b1, K2, b2, K3, b3 = weights
    first = keras.layers.Dense(K1.shape[1], activation="relu")
    second = keras.layers.Dense(K2.shape[1], activation="relu")
    last = keras.layers.Dense(1)
    sequential = keras.Sequential([keras.Input((K1.shape[0],)), first, second, last])
    for layer, kernel, bias in [(first, K1, b1), (second, K2, b2), (last, K3, b3)]:
        layer.set_weights([kernel, bias])

    class Program(keras.Model):
        def __init__(self, source):
            super().__init__()
            self.source = source

        def call(self, rows):
            return self.source(rows)

    start = keras.Input((K1.shape[0],))
    return [sequential, keras.Model(start, last(second(first(start)))), Program(sequential)]


# %% wrong="three_ways" name="class_derived_from_layer"
# A layer of one's own; a model is asked for.
class Chain(keras.layers.Layer):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x):
        return self.c(self.b(self.a(x)))


def three_ways(weights):
    K1, _b1, K2, _b2, _K3, _b3 = weights
    n, p = K1.shape
    q = K2.shape[1]
    seq = keras.Sequential(
        [keras.Input((n,)), keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]
    )
    x = keras.Input((n,))
    h = keras.layers.Dense(q, "relu")(keras.layers.Dense(p, "relu")(x))
    fun = keras.Model(x, keras.layers.Dense(1)(h))
    sub = Chain(p, q)
    sub(np.zeros((1, n), "float32"))
    for m in (seq, fun, sub):
        m.set_weights(weights)
    return seq, fun, sub


# %% wrong="three_ways" name="class_without_keras"
# A class that only looks like a model.
class Mine:
    def __init__(self, weights):
        self.weights = weights

    def __call__(self, X):
        K1, b1, K2, b2, K3, b3 = self.weights
        return np.maximum(np.maximum(X @ K1 + b1, 0) @ K2 + b2, 0) @ K3 + b3


def three_ways(weights):
    K1, _b1, K2, _b2, _K3, _b3 = weights
    n, p = K1.shape
    q = K2.shape[1]
    seq = keras.Sequential(
        [keras.Input((n,)), keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]
    )
    x = keras.Input((n,))
    h = keras.layers.Dense(q, "relu")(keras.layers.Dense(p, "relu")(x))
    fun = keras.Model(x, keras.layers.Dense(1)(h))
    sub = Mine(weights)
    for m in (seq, fun):
        m.set_weights(weights)
    return seq, fun, sub


# %% wrong="three_ways" name="functional_first"
# Another order of the three.
class Chain(keras.Model):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x):
        return self.c(self.b(self.a(x)))


def three_ways(weights):
    K1, _b1, K2, _b2, _K3, _b3 = weights
    n, p = K1.shape
    q = K2.shape[1]
    seq = keras.Sequential(
        [keras.Input((n,)), keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]
    )
    x = keras.Input((n,))
    h = keras.layers.Dense(q, "relu")(keras.layers.Dense(p, "relu")(x))
    fun = keras.Model(x, keras.layers.Dense(1)(h))
    sub = Chain(p, q)
    sub(np.zeros((1, n), "float32"))
    for m in (seq, fun, sub):
        m.set_weights(weights)
    return fun, seq, sub


# %% right="three_ways" name="weights_of_its_own"
# The class makes its weights itself and multiplies them.
class Product(keras.Model):
    def __init__(self, weights):
        super().__init__()
        self.arrays = [self.add_weight(shape=array.shape) for array in weights]
        self.set_weights(weights)

    def call(self, x):
        K1, b1, K2, b2, K3, b3 = self.arrays
        h = keras.ops.relu(keras.ops.matmul(x, K1) + b1)
        h = keras.ops.relu(keras.ops.matmul(h, K2) + b2)
        return keras.ops.matmul(h, K3) + b3


def three_ways(weights):
    K1, _b1, K2, _b2, _K3, _b3 = weights
    n, p = K1.shape
    q = K2.shape[1]
    seq = keras.Sequential(
        [keras.Input((n,)), keras.layers.Dense(p, "relu"), keras.layers.Dense(q, "relu"), keras.layers.Dense(1)]
    )
    x = keras.Input((n,))
    h = keras.layers.Dense(q, "relu")(keras.layers.Dense(p, "relu")(x))
    fun = keras.Model(x, keras.layers.Dense(1)(h))
    sub = Product(weights)
    for m in (seq, fun):
        m.set_weights(weights)
    return seq, fun, sub


# %% equivalent="three_ways"
# The number of rows does not matter: the class learns the number of columns.
# - subclassed(np.zeros((1, n), "float32"))
# + subclassed(np.zeros((2, n), "float32"))
# - subclassed(np.zeros((1, n), "float32"))
# + subclassed(np.zeros((0, n), "float32"))
#
# The same done twice is the same.
# + super().__init__()
# + subclassed(np.zeros((1, n), "float32"))
# + model.set_weights(weights)
# + layer.set_weights([kernel, bias])
# + self.set_weights(weights)
# + m.set_weights(weights)
#
# The three models do not know of each other.
# - for model in models:
# + for model in list(models)[::-1]:
# - for layer, kernel, bias in [(first, K1, b1), (second, K2, b2), (last, K3, b3)]:
# + for layer, kernel, bias in list([(first, K1, b1), (second, K2, b2), (last, K3, b3)])[::-1]:
# - for m in (seq, fun):
# + for m in list((seq, fun))[::-1]:
#
# What the class is called with does not matter: it learns the number of columns.
# - subclassed(np.zeros((1, n), "float32"))
# + subclassed(np.zeros((1, n)))
# - subclassed(np.zeros((1, n), "float32"))
# + subclassed(np.ones((1, n), "float32"))
# - subclassed(np.zeros((1, n), "float32"))
# + subclassed(np.zeros((1, n), 'float64'))
# - subclassed(np.zeros((1, n), "float32"))
# + subclassed(np.zeros((1, n), 'int32'))
#
# Each layer and each model gets its own weights; the order of doing so does not matter.
# - for layer, kernel, bias in [(first, K1, b1), (second, K2, b2), (last, K3, b3)]:
# + for layer, kernel, bias in [(second, K2, b2), (first, K1, b1), (last, K3, b3)]:
# - for layer, kernel, bias in [(first, K1, b1), (second, K2, b2), (last, K3, b3)]:
# + for layer, kernel, bias in [(first, K1, b1), (last, K3, b3), (second, K2, b2)]:
# - for m in (seq, fun):
# + for m in (fun, seq):
#
# These three arrays are not used: their names start with an underscore.
# - K1, _b1, K2, _b2, _K3, _b3 = weights
# + K1, _b1, K2, _K3, _b2, _b3 = weights
# - K1, _b1, K2, _b2, _K3, _b3 = weights
# + K1, _b1, K2, _b2, _b3, _K3 = weights
