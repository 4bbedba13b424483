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


# %% wrong="build_with_auxiliary" name="auxiliary_on_the_concatenation"
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


# %% wrong="build_with_auxiliary" name="auxiliary_on_hidden1"
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


# %% wrong="build_with_auxiliary" name="no_loss_weights"
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


# %% wrong="build_with_auxiliary" name="weights_swapped"
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


# %% wrong="build_with_auxiliary" name="main_weight_ignored"
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


# %% wrong="build_with_auxiliary" name="one_weight_for_main_only"
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


# %% wrong="build_with_auxiliary" name="one_loss_two_weights"
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


# %% wrong="build_with_auxiliary" name="absolute_error_for_aux"
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


# %% wrong="build_with_auxiliary" name="names_swapped"
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


# %% wrong="build_with_auxiliary" name="default_learning_rate"
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


# %% wrong="build_with_auxiliary" name="not_compiled"
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


# %% wrong="wide_and_deep_model" name="units_ignored"
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


# %% wrong="wide_and_deep_model" name="activation_of_hidden2_fixed"
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


# %% wrong="wide_and_deep_model" name="kwargs_swallowed"
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
