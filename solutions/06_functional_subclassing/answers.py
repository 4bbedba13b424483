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


# %% wrong="build_wide_and_deep" name="dropout_after_the_hidden_layers"
# A layer that the task does not name: on the deep path it acts in training only.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu")(x)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([x, keras.layers.Dropout(0.2)(h)])))


# %% wrong="build_wide_and_deep" name="a_linear_layer_more"
# A further layer that computes nothing.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu")(x)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([keras.layers.Activation("linear")(x), h])))


# %% wrong="build_wide_and_deep" name="frozen_hidden_layers"
# The hidden layers cannot learn.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu", trainable=False)(x)
    h = keras.layers.Dense(units, activation="relu", trainable=False)(h)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([x, h])))


# %% wrong="build_wide_and_deep" name="regularized"
# A regularizer adds to the loss.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu", kernel_regularizer="l2")(x)
    h = keras.layers.Dense(units, activation="relu", kernel_regularizer="l2")(h)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([x, h])))


# %% wrong="build_wide_and_deep" name="activity_regularized"
# A regularizer of the answers adds to the loss.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu")(x)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model(x, keras.layers.Dense(1, activity_regularizer="l1")(keras.layers.concatenate([x, h])))


# %% wrong="build_wide_and_deep" name="gradient_stopped"
# The hidden layers get no gradient.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu")(x)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([x, keras.ops.stop_gradient(h)])))


# %% wrong="build_wide_and_deep" name="same_weights_in_each_call"
# A seed: all models start equal.
def build_wide_and_deep(n_features, units=30):
    keras.utils.set_random_seed(42)
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu")(x)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([x, h])))


# %% wrong="build_wide_and_deep" name="weights_start_at_zero"
# All hidden units stay equal for ever.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu", kernel_initializer="zeros")(x)
    h = keras.layers.Dense(units, activation="relu", kernel_initializer="zeros")(h)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([x, h])))


# %% wrong="build_wide_and_deep" name="another_initializer"
# Not as Keras makes them unasked.
def build_wide_and_deep(n_features, units=30):
    x = keras.Input(shape=(n_features,))
    h = keras.layers.Dense(units, activation="relu", kernel_initializer="he_normal")(x)
    h = keras.layers.Dense(units, activation="relu", kernel_initializer="he_normal")(h)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.concatenate([x, h])))


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


# %% wrong="build_two_inputs" name="no_overlap"
# The deep part starts where the wide part ends.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, n_wide:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="swapped"
# Deep first.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, -n_deep:], X[:, :n_wide]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="both_from_the_left"
# The first six columns in place of the last six.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, :n_deep]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="rows"
# Slices rows, not columns.
def split_features(X, n_wide=5, n_deep=6):
    return X[:n_wide], X[-n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="the_lectures_columns"
# The columns of the example, whatever is asked for.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :5], X[:, 2:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="start_for_eight_columns"
# Right for eight columns only.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, 8 - n_deep :]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="overlap_of_three"
# Assumes that the paths always share three columns.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, n_wide - 3 :]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% right="build_two_inputs" name="take"
def split_features(X, n_wide=5, n_deep=6):
    total = np.shape(X)[1]
    return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="one_column_flat"
# A single column loses its axis.
def split_features(X, n_wide=5, n_deep=6):
    return (X[:, 0] if n_wide == 1 else X[:, :n_wide]), X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="defaults_swapped"
# Six and five in place of five and six.
def split_features(X, n_wide=6, n_deep=5):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(keras.layers.Dense(units, activation="relu")(deep))
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))


# %% wrong="build_two_inputs" name="branches_swapped"
# The wide input goes through the hidden layers, the deep one past them.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(wide)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([deep, hidden]))
    return keras.Model([wide, deep], output)


# %% wrong="build_two_inputs" name="joined_too_early"
# Everything goes down the deep path.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(keras.layers.concatenate([wide, deep]))
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(hidden))


# %% wrong="build_two_inputs" name="inputs_joined_again"
# The concatenation takes the deep input where hidden2 belongs.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, deep, hidden]))
    return keras.Model([wide, deep], output)


# %% wrong="build_two_inputs" name="one_hidden_layer"
# hidden2 is missing.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden]))
    return keras.Model([wide, deep], output)


# %% wrong="build_two_inputs" name="inputs_in_the_other_order"
# The network is right, its inputs come in the other order.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden]))
    return keras.Model([deep, wide], output)


# %% wrong="build_two_inputs" name="labels_swapped"
# The right names on the wrong boxes: the first input goes deep, but is called wide.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


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
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide, deep = keras.Input((n_wide,)), keras.Input((n_deep,))
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    return keras.Model([wide, deep], keras.layers.Dense(1)(keras.layers.concatenate([wide, hidden])))


# %% wrong="build_two_inputs" name="tanh_on_the_wide_path"
# The wide path is bent, with no weight that would show it.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(units, activation="relu")(deep)
    hidden = keras.layers.Dense(units, activation="relu")(hidden)
    joined = keras.layers.concatenate([keras.layers.Activation("tanh")(wide), hidden])
    return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(joined))


# %% wrong="build_two_inputs" name="always_thirty"
# units is not used.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input((n_wide,), name="wide_input")
    deep = keras.Input((n_deep,), name="deep_input")
    hidden = keras.layers.Dense(30, activation="relu")(deep)
    hidden = keras.layers.Dense(30, activation="relu")(hidden)
    output = keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, hidden]))
    return keras.Model([wide, deep], output)


# %% right="build_two_inputs" name="a_submodel_for_the_deep_path"
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


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
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


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
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


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
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units, activation="linear")(h1)
    both = keras.layers.concatenate([wide, h2])
    y = keras.layers.Dense(1, name="output")(both)
    return keras.Model([wide, deep], y)


# %% wrong="build_two_inputs" name="model_kept"
# A cache: the second call returns the first model.
import functools


def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


@functools.cache
def build_two_inputs(n_wide, n_deep, units=30):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model([w, d], keras.layers.Dense(1, name="output")(keras.layers.concatenate([w, h])))


# %% wrong="build_two_inputs" name="a_linear_layer_more"
# A further layer that computes nothing.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model(
        [w, d],
        keras.layers.Dense(1, name="output")(keras.layers.concatenate([keras.layers.Activation("linear")(w), h])),
    )


# %% wrong="build_two_inputs" name="frozen_hidden_layers"
# The hidden layers cannot learn.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu", trainable=False)(d)
    h = keras.layers.Dense(units, activation="relu", trainable=False)(h)
    return keras.Model([w, d], keras.layers.Dense(1, name="output")(keras.layers.concatenate([w, h])))


# %% wrong="build_two_inputs" name="regularized"
# A regularizer adds to the loss.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide], X[:, -n_deep:]


def build_two_inputs(n_wide, n_deep, units=30):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu", kernel_regularizer="l2")(d)
    h = keras.layers.Dense(units, activation="relu", kernel_regularizer="l2")(h)
    return keras.Model([w, d], keras.layers.Dense(1, name="output")(keras.layers.concatenate([w, h])))


# %% wrong="build_two_inputs" name="parts_as_nested_lists"
# Lists in place of arrays.
def split_features(X, n_wide=5, n_deep=6):
    return X[:, :n_wide].tolist(), X[:, -n_deep:].tolist()


def build_two_inputs(n_wide, n_deep, units=30):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model([w, d], keras.layers.Dense(1, name="output")(keras.layers.concatenate([w, h])))


# %% wrong="build_two_inputs" name="a_list_of_parts"
# A list in place of a tuple.
def split_features(X, n_wide=5, n_deep=6):
    return [X[:, :n_wide], X[:, -n_deep:]]


def build_two_inputs(n_wide, n_deep, units=30):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model([w, d], keras.layers.Dense(1, name="output")(keras.layers.concatenate([w, h])))


# %% wrong="build_two_inputs" name="rows_set_to_zero"
# Changes X.
def split_features(X, n_wide=5, n_deep=6):
    parts = X[:, :n_wide].copy(), X[:, -n_deep:].copy()
    X *= 0
    return parts


def build_two_inputs(n_wide, n_deep, units=30):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    return keras.Model([w, d], keras.layers.Dense(1, name="output")(keras.layers.concatenate([w, h])))


# %% equivalent="build_two_inputs"
# Indices are whole numbers in either type, and the last of two axes is axis 1.
# - return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# + return np.take(X, np.arange(n_wide, dtype='int'), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# - return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# + return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total, dtype='int'), axis=1)
# - return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# + return np.take(X, np.arange(n_wide), axis=-1), np.take(X, np.arange(total - n_deep, total), axis=1)
# - return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=1)
# + return np.take(X, np.arange(n_wide), axis=1), np.take(X, np.arange(total - n_deep, total), axis=-1)
#
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
# - return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([wide, h])))
# + return keras.Model([wide, deep], keras.layers.Dense(1, name="output")(keras.layers.concatenate([h, wide])))
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


# %% wrong="build_comparer" name="two_encoders"
# Layers of its own for each side: what is learned on the left is not known on the right.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    other, other_score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), other_score(other(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="only_score_shared"
# A hidden layer for each side, one score.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    other = keras.layers.Dense(units, activation="relu")
    s_left, s_right = score(hidden(left)), score(other(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="joined_before_the_score"
# Both districts are joined first, and the network compares by itself.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    both = score(hidden(keras.layers.concatenate([left, right])))
    p = keras.layers.Activation("sigmoid")(both)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="sum_of_scores"
# The scores are added.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left + s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="right_minus_left"
# The probability that the right one is dearer.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_right - s_left)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="inputs_in_the_other_order"
# The inputs come in the other order.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([right, left], p)


# %% wrong="build_comparer" name="sigmoid_of_each"
# The difference of two probabilities, between -1 and 1.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    squash = keras.layers.Activation("sigmoid")
    p = squash(s_left) - squash(s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="no_sigmoid"
# A difference of scores is no probability.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = s_left - s_right
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="difference_of_the_districts"
# The columns are subtracted before the encoder: not the difference of two scores.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    both = score(hidden(left - right))
    p = keras.layers.Activation("sigmoid")(both)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="linear_hidden"
# No ReLU: the score is a plain weighted sum.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="relu_on_the_score"
# The score is never below 0: most districts look alike.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1, activation="relu")
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="tanh_hidden"
# Another activation.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="tanh"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="always_eight"
# units is not used.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="sizes_of_the_example"
# Eight features, whatever is asked for.
def build_comparer(n_features, units=8):
    left, right = keras.Input((8,), name="left"), keras.Input((8,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="unnamed"
# Nobody can tell the inputs apart by name.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,)), keras.Input((n_features,))
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="compiled_already"
# Compiles; the task wants the bare model.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    model = keras.Model([left, right], p)
    model.compile(loss="binary_crossentropy")
    return model


# %% wrong="build_comparer" name="weights_in_the_comparison"
# A Dense layer compares the scores: equal districts do not give 0.5.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Dense(1, activation="sigmoid")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="dropout_added"
# A layer that acts in training only.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(keras.layers.Dropout(0.5)(s_left - s_right))
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="scores_as_outputs"
# Returns the two scores as well.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("sigmoid")(s_left - s_right)
    return keras.Model([left, right], [p, s_left, s_right])


# %% wrong="build_comparer" name="softmax_of_one"
# The softmax of one number is always 1.
def build_comparer(n_features, units=8):
    left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    s_left, s_right = score(hidden(left)), score(hidden(right))
    p = keras.layers.Activation("softmax")(s_left - s_right)
    return keras.Model([left, right], p)


# %% wrong="build_comparer" name="same_model_again"
# Layers and model are made once and used again.
_made = {}


def build_comparer(n_features, units=8):
    if (n_features, units) not in _made:
        left, right = keras.Input((n_features,), name="left"), keras.Input((n_features,), name="right")
        hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
        difference = keras.layers.subtract([score(hidden(left)), score(hidden(right))])
        _made[n_features, units] = keras.Model([left, right], keras.layers.Activation("sigmoid")(difference))
    return _made[n_features, units]


# %% right="build_comparer" name="encoder_as_a_model"
def build_comparer(n_features, units=8):
    x = keras.Input((n_features,))
    encoder = keras.Model(x, keras.layers.Dense(1)(keras.layers.Dense(units, activation="relu")(x)))
    sides = [keras.Input((n_features,), name=name) for name in ("left", "right")]
    scores = [encoder(side) for side in sides]
    return keras.Model(sides, keras.ops.sigmoid(keras.ops.subtract(*scores)), name="comparer")


# %% right="build_comparer" name="sequential_and_subtract_layer"
def build_comparer(n_features, units=8):
    score = keras.Sequential([keras.layers.Dense(units), keras.layers.ReLU(), keras.layers.Dense(1, "linear")])
    left = keras.layers.Input(shape=[n_features], name="left")
    right = keras.layers.Input(shape=[n_features], name="right")
    minus = keras.layers.Subtract()([score(left), score(right)])
    return keras.models.Model(inputs=(left, right), outputs=keras.activations.sigmoid(minus))


# %% wrong="build_comparer" name="difference_cut_at_five"
# The probability stops at 0.993.
def build_comparer(n_features, units=8):
    left, right = (keras.Input((n_features,), name=name) for name in ("left", "right"))
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    difference = score(hidden(left)) - score(hidden(right))
    return keras.Model([left, right], keras.ops.sigmoid(keras.ops.clip(difference, -5, 5)))


# %% wrong="build_comparer" name="regularized"
# A regularizer adds to the loss.
def build_comparer(n_features, units=8):
    left, right = (keras.Input((n_features,), name=name) for name in ("left", "right"))
    hidden, score = keras.layers.Dense(units, activation="relu", kernel_regularizer="l1"), keras.layers.Dense(1)
    difference = score(hidden(left)) - score(hidden(right))
    return keras.Model([left, right], keras.ops.sigmoid(difference))


# %% wrong="build_comparer" name="frozen_score"
# The score cannot learn.
def build_comparer(n_features, units=8):
    left, right = (keras.Input((n_features,), name=name) for name in ("left", "right"))
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1, trainable=False)
    difference = score(hidden(left)) - score(hidden(right))
    return keras.Model([left, right], keras.ops.sigmoid(difference))


# %% wrong="build_comparer" name="same_weights_in_each_call"
# A seed: all models start equal.
def build_comparer(n_features, units=8):
    keras.utils.set_random_seed(1)
    left, right = (keras.Input((n_features,), name=name) for name in ("left", "right"))
    hidden, score = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
    difference = score(hidden(left)) - score(hidden(right))
    return keras.Model([left, right], keras.ops.sigmoid(difference))


# %% equivalent="build_comparer"
# The names of these layers and of the model are left open.
# - hidden = keras.layers.Dense(units, activation="relu", name="hidden")
# + hidden = keras.layers.Dense(units, activation="relu", name='hidden_')
# - hidden = keras.layers.Dense(units, activation="relu", name="hidden")
# + hidden = keras.layers.Dense(units, activation="relu")
# - score = keras.layers.Dense(1, name="score")
# + score = keras.layers.Dense(1, name='score_')
# - score = keras.layers.Dense(1, name="score")
# + score = keras.layers.Dense(1)
# - return keras.Model(sides, keras.ops.sigmoid(keras.ops.subtract(*scores)), name="comparer")
# + return keras.Model(sides, keras.ops.sigmoid(keras.ops.subtract(*scores)), name='comparer_')
# - return keras.Model(sides, keras.ops.sigmoid(keras.ops.subtract(*scores)), name="comparer")
# + return keras.Model(sides, keras.ops.sigmoid(keras.ops.subtract(*scores)))
#
# ReLU of what is not negative changes nothing, and linear is what a layer is without an activation.
# - score = keras.Sequential([keras.layers.Dense(units), keras.layers.ReLU(), keras.layers.Dense(1, "linear")])
# + score = keras.Sequential([keras.layers.Dense(units), keras.layers.ReLU(), keras.layers.ReLU(), ...
# - score = keras.Sequential([keras.layers.Dense(units), keras.layers.ReLU(), keras.layers.Dense(1, "linear")])
# + score = keras.Sequential([keras.layers.Dense(units), keras.layers.ReLU(), keras.layers.Dense(1)])


# %% wrong="build_with_auxiliary" name="auxiliary_on_the_concatenation" points=8
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


# %% wrong="build_with_auxiliary" name="auxiliary_on_hidden1" points=8
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


# %% wrong="build_with_auxiliary" name="no_loss_weights" points=8
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


# %% wrong="build_with_auxiliary" name="weights_swapped" points=8
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


# %% wrong="build_with_auxiliary" name="main_weight_ignored" points=8
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


# %% wrong="build_with_auxiliary" name="one_weight_for_main_only" points=8
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


# %% wrong="build_with_auxiliary" name="one_loss_two_weights" points=8
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


# %% wrong="build_with_auxiliary" name="absolute_error_for_aux" points=8
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


# %% wrong="build_with_auxiliary" name="names_swapped" points=8
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


# %% wrong="build_with_auxiliary" name="default_learning_rate" points=8
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


# %% wrong="build_with_auxiliary" name="not_compiled" points=8
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


# %% wrong="build_with_auxiliary" name="outputs_in_the_other_order" points=8
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


# %% wrong="build_with_auxiliary" name="adam" points=8
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


# %% wrong="build_with_auxiliary" name="momentum" points=8
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


# %% wrong="build_with_auxiliary" name="auxiliary_weight_fixed" points=8
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


# %% wrong="build_with_auxiliary" name="huber" points=8
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


# %% wrong="build_with_auxiliary" name="relu_at_aux_output" points=8
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


# %% wrong="build_with_auxiliary" name="weights_rounded" points=8
# Weights of one decimal.
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
        loss_weights={"main_output": round(main_weight, 1), "aux_output": round(1 - main_weight, 1)},
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="tanh_hidden" points=8
# Another activation in the hidden layers.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="tanh")(deep)
    h2 = keras.layers.Dense(units, activation="tanh")(h1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, h2]))
    aux = keras.layers.Dense(1, name="aux_output")(h2)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss={"main_output": "mse", "aux_output": "mse"},
        loss_weights={"main_output": main_weight, "aux_output": 1 - main_weight},
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="second_hidden_linear" points=8
# No activation in the second hidden layer.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    wide = keras.Input(shape=(n_wide,), name="wide_input")
    deep = keras.Input(shape=(n_deep,), name="deep_input")
    h1 = keras.layers.Dense(units, activation="relu")(deep)
    h2 = keras.layers.Dense(units)(h1)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, h2]))
    aux = keras.layers.Dense(1, name="aux_output")(h2)
    model = keras.Model([wide, deep], [main, aux])
    model.compile(
        loss={"main_output": "mse", "aux_output": "mse"},
        loss_weights={"main_output": main_weight, "aux_output": 1 - main_weight},
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="weight_decay" points=8
# SGD that shrinks the weights.
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
        optimizer=keras.optimizers.SGD(1e-3, weight_decay=0.01),
    )
    return model


# %% wrong="build_with_auxiliary" name="weight_at_least_half" points=8
# The main output always gets the greater part.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    main_weight = max(main_weight, 1 - main_weight)
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
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="no_weight_of_zero" points=8
# A weight of 0 counts as no weight given: 1.
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
        loss_weights={"main_output": main_weight, "aux_output": (1 - main_weight) or 1.0},
        optimizer=keras.optimizers.SGD(1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="clipped_gradients" points=8
# SGD with a limit for the gradients.
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
        optimizer=keras.optimizers.SGD(1e-3, clipnorm=1.0),
    )
    return model


# %% wrong="build_with_auxiliary" name="schedule" points=8
# The learning rate falls with the steps.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([w, h]))
    aux = keras.layers.Dense(1, name="aux_output")(h)
    model = keras.Model([w, d], [main, aux])
    model.compile(
        loss=["mse", "mse"],
        loss_weights=[main_weight, 1 - main_weight],
        optimizer=keras.optimizers.SGD(learning_rate=keras.optimizers.schedules.CosineDecay(1e-3, 1000)),
    )
    return model


# %% wrong="build_with_auxiliary" name="steps_saved_up" points=8
# Only every fourth step moves the weights.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([w, h]))
    aux = keras.layers.Dense(1, name="aux_output")(h)
    model = keras.Model([w, d], [main, aux])
    model.compile(
        loss=["mse", "mse"],
        loss_weights=[main_weight, 1 - main_weight],
        optimizer=keras.optimizers.SGD(learning_rate=1e-3, gradient_accumulation_steps=4),
    )
    return model


# %% wrong="build_with_auxiliary" name="frozen_hidden_layers" points=8
# The hidden layers cannot learn.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu", trainable=False)(d)
    h = keras.layers.Dense(units, activation="relu", trainable=False)(h)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([w, h]))
    aux = keras.layers.Dense(1, name="aux_output")(h)
    model = keras.Model([w, d], [main, aux])
    model.compile(
        loss=["mse", "mse"],
        loss_weights=[main_weight, 1 - main_weight],
        optimizer=keras.optimizers.SGD(learning_rate=1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="gradient_of_aux_stopped" points=8
# The auxiliary output teaches the deep path nothing.
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([w, h]))
    aux = keras.layers.Dense(1, name="aux_output")(keras.ops.stop_gradient(h))
    model = keras.Model([w, d], [main, aux])
    model.compile(
        loss=["mse", "mse"],
        loss_weights=[main_weight, 1 - main_weight],
        optimizer=keras.optimizers.SGD(learning_rate=1e-3),
    )
    return model


# %% wrong="build_with_auxiliary" name="model_kept" points=8
# A cache: the second call returns the first model.
import functools


@functools.cache
def build_with_auxiliary(n_wide, n_deep, units=30, main_weight=0.9):
    w = keras.Input((n_wide,), name="wide_input")
    d = keras.Input((n_deep,), name="deep_input")
    h = keras.layers.Dense(units, activation="relu")(d)
    h = keras.layers.Dense(units, activation="relu")(h)
    main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([w, h]))
    aux = keras.layers.Dense(1, name="aux_output")(h)
    model = keras.Model([w, d], [main, aux])
    model.compile(
        loss=["mse", "mse"],
        loss_weights=[main_weight, 1 - main_weight],
        optimizer=keras.optimizers.SGD(learning_rate=1e-3),
    )
    return model


# %% equivalent="build_with_auxiliary"
# The names of these layers are left open.
# - hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(deep)
# + hidden1 = keras.layers.Dense(units, activation="relu", name='hidden1_')(deep)
# - hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
# + hidden2 = keras.layers.Dense(units, activation="relu", name='hidden2_')(hidden1)
# - hidden1 = keras.layers.Dense(units, activation="relu", name="hidden1")(deep)
# + hidden1 = keras.layers.Dense(units, activation="relu")(deep)
# - hidden2 = keras.layers.Dense(units, activation="relu", name="hidden2")(hidden1)
# + hidden2 = keras.layers.Dense(units, activation="relu")(hidden1)
#
# The order in which two results are joined is left open: the weights stand accordingly.
# - main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden2]))
# + main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([hidden2, wide]))
# - "main_output": keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([hidden, wide])),
# + "main_output": keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden])),
# - main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([wide, hidden]))
# + main = keras.layers.Dense(1, name="main_output")(keras.layers.concatenate([hidden, wide]))
#
# Compiled twice is compiled.
# + model.compile(...)
# + model.compile("sgd", ["mean_squared_error", "mean_squared_error"], loss_weights=weights, metrics=["mae", "mae"])
#
# Both names mean the same loss.
# - loss={"main_output": "mse", "aux_output": "mse"},
# + loss={"main_output": 'mean_squared_error', "aux_output": "mse"},
# - loss={"main_output": "mse", "aux_output": "mse"},
# + loss={"main_output": "mse", "aux_output": 'mean_squared_error'},
# - model.compile("sgd", ["mean_squared_error", "mean_squared_error"], loss_weights=weights, metrics=["mae", "mae"])
# + model.compile("sgd", ['mse', "mean_squared_error"], loss_weights=weights, metrics=["mae", "mae"])
# - model.compile("sgd", ["mean_squared_error", "mean_squared_error"], loss_weights=weights, metrics=["mae", "mae"])
# + model.compile("sgd", ["mean_squared_error", 'mse'], loss_weights=weights, metrics=["mae", "mae"])
#
# Metrics are left open.
# - model.compile("sgd", ["mean_squared_error", "mean_squared_error"], loss_weights=weights, metrics=["mae", "mae"])
# + model.compile("sgd", ["mean_squared_error", "mean_squared_error"], loss_weights=weights)
# - model.compile("sgd", ["mean_squared_error", "mean_squared_error"], loss_weights=weights, metrics=["mae", "mae"])
# + model.compile("sgd", ["mean_squared_error", "mean_squared_error"], loss_weights=weights, metrics=[...])
#
# The order of a dictionary's entries does not matter.
# - loss={name: keras.losses.MeanSquaredError() for name in outputs},
# + loss={name: keras.losses.MeanSquaredError() for name in list(outputs)[::-1]},
#
# Where outputs are a dictionary, Keras 3.15 takes the loss weights by the sorted order of their keys and does not read
# them: the total is right all the same.
# - loss_weights={"aux_output": 1 - main_weight, "main_output": main_weight},
# + loss_weights={'aux_output_': 1 - main_weight, "main_output": main_weight},
# - loss_weights={"aux_output": 1 - main_weight, "main_output": main_weight},
# + loss_weights={"aux_output": 1 - main_weight, 'main_output_': main_weight},


# %% wrong="wide_and_deep_model" name="layers_made_in_call"
# New layers with new random weights at each call.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.sizes, self.kind = units, activation
        self.hidden = []
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for size in self.sizes:
            h = keras.layers.Dense(size, activation=self.kind)(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="two_layers_always" points=8
# The lecture's two hidden layers, whatever units says.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        first, second = (units, units) if isinstance(units, int) else (units[0], units[-1])
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in (first, second)]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="lectures_sizes" points=8
# 30 and 30, whatever units says.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in (30, 30)]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="units_of_the_first" points=8
# The first number for all hidden layers.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(units[0], activation=activation) for _ in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="sizes_reversed" points=8
# The last number comes first.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units[::-1]]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="last_hidden_unused"
# call stops one layer early.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden[:-1]:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="first_hidden_only"
# Every hidden layer listens to the input; the last one wins.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(inputs[1])
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="one_layer_many_times"
# The list holds the same layer several times.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(units[0], activation=activation)] * len(units)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="activation_ignored" points=8
# ReLU, whatever is asked for.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation="relu") for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="no_activation"
# The activation is never used.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="last_layer_relu" points=8
# The last hidden layer keeps ReLU.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.hidden[-1].activation = keras.activations.relu
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="tuple_as_in_the_lecture"
# A tuple: the outputs have no names, and the log mixes them up.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return self.main_output(joined), self.aux_output(h)


# %% wrong="wide_and_deep_model" name="outputs_swapped"
# The right layers under the wrong keys.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"aux_output": self.main_output(joined), "main_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="auxiliary_on_the_concatenation"
# The auxiliary output sees the wide columns.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(joined)}


# %% wrong="wide_and_deep_model" name="wide_and_deep_swapped"
# The pair is taken apart in the wrong order.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        h, wide = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="wide_path_forgotten"
# The main output listens to the hidden layer alone.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        _, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([h, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="joined_at_the_front"
# wide goes through the hidden layers as well.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        h = keras.layers.concatenate([wide, h])
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="activated_output"
# The hidden activation is given to the outputs as well.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1, activation=activation)
        self.aux_output = keras.layers.Dense(1, activation=activation)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="kwargs_swallowed" points=8
# Other keyword arguments vanish: the model cannot be named.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__()
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="name_only" points=8
# Hands on the name and swallows all other keyword arguments.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(name=kwargs.get("name"))
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="numpy_in_call"
# NumPy in call: no placeholders, no gradient.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = np.concatenate([np.asarray(wide), np.asarray(h)], axis=-1)
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="dropout_in_training"
# A layer that the task does not name. It acts in training only.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)
        self.drop = keras.layers.Dropout(0.5)

    def call(self, inputs, training=False):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        h = self.drop(h, training=training)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="compiled_already" points=8
# Compiles itself; the task wants the bare model.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)
        self.compile(loss="mse")

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="defaults_of_the_lecture" points=8
# One number as default, and a pair of layers of it.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30,), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="a_further_layer"
# One more hidden layer after the list.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(size, activation=activation) for size in units]
        self.extra = keras.layers.Dense(units[-1], activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        for layer in self.hidden:
            h = layer(h)
        h = self.extra(h)
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% wrong="wide_and_deep_model" name="two_attributes"
# hidden1 and hidden2 in place of the list.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1, self.hidden2 = (keras.layers.Dense(size, activation=activation) for size in units[:2])
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, h = inputs
        h = self.hidden2(self.hidden1(h))
        joined = keras.layers.concatenate([wide, h])
        return {"main_output": self.main_output(joined), "aux_output": self.aux_output(h)}


# %% right="wide_and_deep_model" name="concatenate_layer_and_setattr"
class WideAndDeepModel(keras.models.Model):
    def __init__(self, units=(30, 30), activation="relu", name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.join = keras.layers.Concatenate()
        for attribute in ("aux_output", "main_output"):
            setattr(self, attribute, keras.layers.Dense(1, name=attribute))
        self.hidden = []
        for size in units:
            self.hidden.append(keras.layers.Dense(size, activation))

    def call(self, inputs, training=None, mask=None):
        h = inputs[1]
        for number in range(len(self.hidden)):
            h = self.hidden[number](h)
        main_output = self.main_output(self.join([h, inputs[0]]))
        return {"aux_output": self.aux_output(h), "main_output": main_output}


# %% right="wide_and_deep_model" name="states_kept_in_a_list"
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        act = keras.activations.get(activation)
        self.hidden = tuple(keras.layers.Dense(int(number), activation=act) for number in units)
        self.main_output, self.aux_output = keras.layers.Dense(1), keras.layers.Dense(1)

    def call(self, pair):
        states = [pair[1]]
        for layer in self.hidden:
            states.append(layer(states[-1]))
        answers = {"aux_output": self.aux_output(states[-1])}
        answers["main_output"] = self.main_output(keras.ops.concatenate([pair[0], states[-1]], axis=1))
        return answers


# %% wrong="wide_and_deep_model" name="name_and_trainable_only" points=8
# Passes two keyword arguments on and drops the others.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**{key: kwargs[key] for key in kwargs if key in ("name", "trainable")})
        self.hidden = [keras.layers.Dense(number, activation=activation) for number in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        main = self.main_output(keras.layers.concatenate([wide, x]))
        return {"main_output": main, "aux_output": self.aux_output(x)}


# %% wrong="wide_and_deep_model" name="named_arguments_only" points=8
# Knows three keyword arguments and refuses the others.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", name=None, trainable=True, dtype=None):
        super().__init__(name=name, trainable=trainable, dtype=dtype)
        self.hidden = [keras.layers.Dense(number, activation=activation) for number in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        main = self.main_output(keras.layers.concatenate([wide, x]))
        return {"main_output": main, "aux_output": self.aux_output(x)}


# %% wrong="wide_and_deep_model" name="gradient_of_aux_stopped" points=8
# The auxiliary output teaches the hidden layers nothing.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(number, activation=activation) for number in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        main = self.main_output(keras.layers.concatenate([wide, x]))
        return {"main_output": main, "aux_output": self.aux_output(keras.ops.stop_gradient(x))}


# %% wrong="wide_and_deep_model" name="gradient_of_main_stopped" points=8
# The main output teaches the hidden layers nothing.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(number, activation=activation) for number in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        main = self.main_output(keras.layers.concatenate([wide, keras.ops.stop_gradient(x)]))
        return {"main_output": main, "aux_output": self.aux_output(x)}


# %% wrong="wide_and_deep_model" name="four_layers_at_most" points=8
# The fifth number and all others are dropped.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(number, activation=activation) for number in list(units)[:4]]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        main = self.main_output(keras.layers.concatenate([wide, x]))
        return {"main_output": main, "aux_output": self.aux_output(x)}


# %% wrong="wide_and_deep_model" name="units_used_up" points=8
# Takes the numbers out of the caller's list.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        units = units if isinstance(units, list) else list(units)
        self.hidden = []
        while units:
            self.hidden.append(keras.layers.Dense(units.pop(0), activation=activation))
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        main = self.main_output(keras.layers.concatenate([wide, x]))
        return {"main_output": main, "aux_output": self.aux_output(x)}


# %% wrong="wide_and_deep_model" name="frozen_hidden_layers" points=8
# The hidden layers cannot learn.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(number, activation=activation, trainable=False) for number in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        main = self.main_output(keras.layers.concatenate([wide, x]))
        return {"main_output": main, "aux_output": self.aux_output(x)}


# %% wrong="wide_and_deep_model" name="regularized" points=8
# A regularizer adds to the loss.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=(30, 30), activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(number, activation=activation, kernel_regularizer="l2") for number in units]
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        wide, x = inputs
        for layer in self.hidden:
            x = layer(x)
        main = self.main_output(keras.layers.concatenate([wide, x]))
        return {"main_output": main, "aux_output": self.aux_output(x)}


# %% equivalent="wide_and_deep_model"
# The order in which two results are joined is left open: the weights stand accordingly.
# - "main_output": self.main_output(keras.layers.concatenate([wide, deep])),
# + "main_output": self.main_output(keras.layers.concatenate([deep, wide])),
# - main_output = self.main_output(self.join([h, inputs[0]]))
# + main_output = self.main_output(self.join([inputs[0], h]))
# - answers["main_output"] = self.main_output(keras.ops.concatenate([pair[0], states[-1]], axis=1))
# + answers["main_output"] = self.main_output(keras.ops.concatenate([states[-1], pair[0]], axis=1))
#
# The last of two axes is axis 1.
# - answers["main_output"] = self.main_output(keras.ops.concatenate([pair[0], states[-1]], axis=1))
# + answers["main_output"] = self.main_output(keras.ops.concatenate([pair[0], states[-1]], axis=-1))
#
# The same done twice is the same.
# + super().__init__(**kwargs)
# + super().__init__(name=name, **kwargs)
#
# The names of the layers are left open, and so is the order in which the outputs are made.
# - setattr(self, attribute, keras.layers.Dense(1, name=attribute))
# + setattr(self, attribute, keras.layers.Dense(1))
# - for attribute in ("aux_output", "main_output"):
# + for attribute in list(("aux_output", "main_output"))[::-1]:
# - for attribute in ("aux_output", "main_output"):
# + for attribute in ("main_output", "aux_output"):
# - self.main_output, self.aux_output = keras.layers.Dense(1), keras.layers.Dense(1)
# + self.aux_output, self.main_output = keras.layers.Dense(1), keras.layers.Dense(1)
#
# The numbers of neurons are whole; a tuple of layers and a list hold the same.
# - self.hidden = tuple(keras.layers.Dense(int(number), activation=act) for number in units)
# + self.hidden = tuple(keras.layers.Dense(number, activation=act) for number in units)
# - self.hidden = tuple(keras.layers.Dense(int(number), activation=act) for number in units)
# + self.hidden = list(keras.layers.Dense(int(number), activation=act) for number in units)
# - self.hidden = tuple(keras.layers.Dense(int(number), activation=act) for number in units)
# + self.hidden = tuple(keras.layers.Dense(round(number), activation=act) for number in units)


# %% wrong="cross_layer" name="column_by_column"
# No sum: each column is multiplied by itself only.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = x * self.kernel
        return x * number + self.bias + x


# %% wrong="cross_layer" name="x_not_added"
# The last term is missing.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias


# %% wrong="cross_layer" name="bias_not_added"
# The bias is made and never used.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + x


# %% wrong="cross_layer" name="no_product"
# The weighted sum is added, not multiplied.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return number + self.bias + x


# %% wrong="cross_layer" name="summed_over_rows"
# The sum runs over the rows: a district depends on its neighbours in the batch.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=0, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="summed_over_everything"
# One number for the whole batch.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="mean_for_sum"
# The mean of the products.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.mean(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="square_kernel"
# A kernel of shape (n, n), as in the second version of the paper.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n, n), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.matmul(x, self.kernel)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="one_number_as_kernel"
# One weight for all columns.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(1,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="kernel_starts_at_zero"
# With w = 0 all layers start alike.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="zeros")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="kernel_starts_at_one"
# All weights start at 1.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="ones")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="bias_starts_at_random"
# The bias does not start at 0.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="random_normal")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="not_trainable"
# The kernel stays as it is.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal", trainable=False)
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="two_columns_always"
# The sizes of the example.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = 2
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="numpy_in_call"
# NumPy computes without placeholders and gradients.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = np.sum(np.asarray(x) * np.asarray(self.kernel), axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="attributes_of_other_names"
# w and b: nobody finds kernel and bias.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.w = self.add_weight(shape=(n,), initializer="random_normal")
        self.b = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.w, axis=1, keepdims=True)
        return x * number + self.b + x


# %% wrong="cross_layer" name="weights_in_init"
# The number of columns is guessed in __init__.
class Cross(keras.layers.Layer):
    def __init__(self, n=2):
        super().__init__()
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        return x * keras.ops.sum(x * self.kernel, axis=1, keepdims=True) + self.bias + x


# %% wrong="cross_layer" name="same_kernel_each_time"
# A seed of its own: two layers start with the same kernel.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer=keras.initializers.RandomNormal(seed=1))
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="plain_arrays"
# NumPy arrays are no weights: nothing is trained.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        self.kernel = np.random.normal(size=input_shape[-1]).astype("float32")
        self.bias = np.zeros(input_shape[-1], "float32")

    def call(self, x):
        return x * keras.ops.sum(x * self.kernel, axis=1, keepdims=True) + self.bias + x


# %% wrong="cross_layer" name="a_model"
# Derived from Model: a part of a network should be a layer.
class Cross(keras.Model):
    def build(self, input_shape):
        n = input_shape[-1]
        self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
        self.bias = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, x):
        number = keras.ops.sum(x * self.kernel, axis=1, keepdims=True)
        return x * number + self.bias + x


# %% wrong="cross_layer" name="dense_layers_inside"
# A Dense layer does the sum: its weights have other shapes and names.
class Cross(keras.layers.Layer):
    def build(self, input_shape):
        self.kernel = keras.layers.Dense(1, use_bias=False)
        self.bias = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, x):
        return x * self.kernel(x) + self.bias + x


# %% right="cross_layer" name="matmul"
class Cross(keras.Layer):
    def build(self, shape):
        self.bias = self.add_weight(name="b", shape=(shape[1],), initializer="zeros")
        self.kernel = self.add_weight(name="w", shape=(shape[1],), initializer="glorot_uniform")
        super().build(shape)

    def call(self, rows):
        return rows * (1 + keras.ops.matmul(rows, keras.ops.expand_dims(self.kernel, -1))) + self.bias


# %% right="cross_layer" name="einsum_and_init"
class Cross(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.kernel = self.bias = None

    def build(self, input_shape):
        size = (int(input_shape[-1]),)
        self.kernel = self.add_weight(shape=size)
        self.bias = self.add_weight(shape=size, initializer=keras.initializers.Zeros())

    def call(self, x, training=None):
        return keras.ops.einsum("ri,rj,j->ri", x, x, self.kernel) + self.bias + x


# %% wrong="cross_layer" name="dropout_in_training"
# Computes something else in training.
class Cross(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1],), initializer="random_normal", name="kernel")
        self.bias = self.add_weight(shape=(shape[-1],), initializer="zeros", name="bias")

    def call(self, x, training=False):
        if training:
            x = keras.random.dropout(x, 0.2)
        return x * keras.ops.sum(x * self.kernel, axis=-1, keepdims=True) + self.bias + x


# %% wrong="cross_layer" name="first_eight_columns"
# Sums over eight columns at most.
class Cross(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1],), initializer="random_normal", name="kernel")
        self.bias = self.add_weight(shape=(shape[-1],), initializer="zeros", name="bias")

    def call(self, x):
        return x * keras.ops.sum(x[:, :8] * self.kernel[:8], axis=-1, keepdims=True) + self.bias + x


# %% wrong="cross_layer" name="regularized"
# A regularizer adds to the loss.
class Cross(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1],), initializer="random_normal", name="kernel", regularizer="l2")
        self.bias = self.add_weight(shape=(shape[-1],), initializer="zeros", name="bias")

    def call(self, x):
        return x * keras.ops.sum(x * self.kernel, axis=-1, keepdims=True) + self.bias + x


# %% wrong="cross_layer" name="positive_kernel"
# A constraint holds the kernel above 0.
class Cross(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(
            shape=(shape[-1],), initializer="random_normal", name="kernel", constraint="non_neg"
        )
        self.bias = self.add_weight(shape=(shape[-1],), initializer="zeros", name="bias")

    def call(self, x):
        return x * keras.ops.sum(x * self.kernel, axis=-1, keepdims=True) + self.bias + x


# %% equivalent="cross_layer"
# The names of the weights are left open; their attributes are not.
# - self.bias = self.add_weight(name="b", shape=(shape[1],), initializer="zeros")
# + self.bias = self.add_weight(name='b_', shape=(shape[1],), initializer="zeros")
# - self.bias = self.add_weight(name="b", shape=(shape[1],), initializer="zeros")
# + self.bias = self.add_weight(shape=(shape[1],), initializer="zeros")
# - self.bias = self.add_weight(shape=(n,), initializer="zeros", name="bias")
# + self.bias = self.add_weight(shape=(n,), initializer="zeros", name='bias_')
# - self.bias = self.add_weight(shape=(n,), initializer="zeros", name="bias")
# + self.bias = self.add_weight(shape=(n,), initializer="zeros")
# - self.kernel = self.add_weight(shape=(n,), initializer="random_normal", name="kernel")
# + self.kernel = self.add_weight(shape=(n,), initializer="random_normal", name='kernel_')
# - self.kernel = self.add_weight(shape=(n,), initializer="random_normal", name="kernel")
# + self.kernel = self.add_weight(shape=(n,), initializer="random_normal")
# - self.kernel = self.add_weight(name="w", shape=(shape[1],), initializer="glorot_uniform")
# + self.kernel = self.add_weight(shape=(shape[1],), initializer="glorot_uniform")
# - self.kernel = self.add_weight(name="w", shape=(shape[1],), initializer="glorot_uniform")
# + self.kernel = self.add_weight(name='w_', shape=(shape[1],), initializer="glorot_uniform")
#
# At random: from which distribution is left open. Keras's own default is one.
# - self.kernel = self.add_weight(shape=(n,), initializer="random_normal", name="kernel")
# + self.kernel = self.add_weight(shape=(n,), name="kernel")
# - self.kernel = self.add_weight(name="w", shape=(shape[1],), initializer="glorot_uniform")
# + self.kernel = self.add_weight(name="w", shape=(shape[1],))
# - self.kernel = self.add_weight(name="w", shape=(shape[1],), initializer="glorot_uniform")
# + self.kernel = self.add_weight(name="w", shape=(shape[1],), initializer='he_normal')
# - self.kernel = self.add_weight(name="w", shape=(shape[1],), initializer="glorot_uniform")
# + self.kernel = self.add_weight(name="w", shape=(shape[1],), initializer='lecun_normal')
#
# The last of two axes is axis 1, and sizes are whole numbers.
# - n = input_shape[-1]
# + n = input_shape[1]
# - size = (int(input_shape[-1]),)
# + size = (input_shape[-1],)
# - size = (int(input_shape[-1]),)
# + size = (round(input_shape[-1]),)
# - size = (int(input_shape[-1]),)
# + size = (int(input_shape[1]),)
# - return x * keras.ops.sum(x * self.kernel, axis=-1, keepdims=True) + self.bias + x
# + return x * keras.ops.sum(x * self.kernel, axis=1, keepdims=True) + self.bias + x
# - return rows * (1 + keras.ops.matmul(rows, keras.ops.expand_dims(self.kernel, -1))) + self.bias
# + return rows * (1 + keras.ops.matmul(rows, keras.ops.expand_dims(self.kernel, 1))) + self.bias
#
# The layer's argument is a tensor, which is not changed in place.
# - return rows * (1 + keras.ops.matmul(rows, keras.ops.expand_dims(self.kernel, -1))) + self.bias
# + rows *= 1 + ...
#
# Keras marks a layer as built by itself; the text asks for no __init__ and no further arguments.
# + super().build(shape)
# - super().build(shape)
#
# So __init__ may do nothing, twice, or keep no further arguments.
# + super().__init__(**kwargs)
# - super().__init__(**kwargs)
# + super().__init__()
# - self.kernel = self.bias = None
# - def __init__(self, **kwargs):...self.kernel = self.bias = None


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
    return sequential, keras.Model(start, last(second(first(start)))), Program(sequential)


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


# %% wrong="three_ways" name="sequential_in_disguise"
# The third class has no call of its own.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))

    class Mine(keras.Sequential):
        pass

    for m in (s, f):
        m.set_weights(weights)
    own = Mine(s.layers)
    return s, f, own


# %% wrong="three_ways" name="borrowed_answers"
# The third model has no weights: it asks the first one.
def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))

    class Asks(keras.Model):
        def call(self, x):
            return s(x)

    own = Asks()
    for m in (s, f):
        m.set_weights(weights)
    return s, f, own


# %% wrong="three_ways" name="half_precision"
# The weights are rounded.
class Chain(keras.Model):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x):
        return self.c(self.b(self.a(x)))


def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))
    own = Chain(p, q)
    own(np.zeros((1, n), "float32"))
    for m in (s, f, own):
        m.set_weights([w.astype("float16") for w in weights])
    return s, f, own


# %% wrong="three_ways" name="dropout_in_training"
# The third model computes something else in training.
class Chain(keras.Model):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x, training=False):
        if training:
            x = keras.random.dropout(x, 0.5)
        return self.c(self.b(self.a(x)))


def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))
    own = Chain(p, q)
    own(np.zeros((1, n), "float32"))
    for m in (s, f, own):
        m.set_weights(weights)
    return s, f, own


# %% wrong="three_ways" name="frozen"
# None of the three can be trained.
class Chain(keras.Model):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x):
        return self.c(self.b(self.a(x)))


def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))
    own = Chain(p, q)
    own(np.zeros((1, n), "float32"))
    for m in (s, f, own):
        m.trainable = False
        m.set_weights(weights)
    return s, f, own


# %% wrong="three_ways" name="single_rows_differ"
# The third model answers something else for a batch of one.
class Chain(keras.Model):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x):
        return self.c(self.b(self.a(x))) + float(x.shape[0] == 1)


def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))
    own = Chain(p, q)
    own(np.zeros((1, n), "float32"))
    for m in (s, f, own):
        m.set_weights(weights)
    return s, f, own


# %% wrong="three_ways" name="a_list_of_models"
# A list in place of a tuple.
class Chain(keras.Model):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x):
        return self.c(self.b(self.a(x)))


def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))
    own = Chain(p, q)
    own(np.zeros((1, n), "float32"))
    for m in (s, f, own):
        m.set_weights(weights)
    return [s, f, own]


# %% wrong="three_ways" name="class_twice"
# No functional model: the second is of the class as well.
class Chain(keras.Model):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x):
        return self.c(self.b(self.a(x)))


def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))
    own = Chain(p, q)
    own(np.zeros((1, n), "float32"))
    for m in (s, f, own):
        m.set_weights(weights)
    return s, own, own


# %% wrong="three_ways" name="weights_used_up"
# Empties the list of weights.
class Chain(keras.Model):
    def __init__(self, p, q):
        super().__init__()
        self.a = keras.layers.Dense(p, activation="relu")
        self.b = keras.layers.Dense(q, activation="relu")
        self.c = keras.layers.Dense(1)

    def call(self, x):
        return self.c(self.b(self.a(x)))


def three_ways(weights):
    (n, p), q = weights[0].shape, weights[2].shape[1]
    dense = keras.layers.Dense
    s = keras.Sequential([keras.Input((n,)), dense(p, "relu"), dense(q, "relu"), dense(1)])
    x = keras.Input((n,))
    f = keras.Model(x, dense(1)(dense(q, "relu")(dense(p, "relu")(x))))
    own = Chain(p, q)
    own(np.zeros((1, n), "float32"))
    for m in (s, f, own):
        m.set_weights(weights)
    weights.clear()
    return s, f, own


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
