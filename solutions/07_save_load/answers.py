# %% wrong="save_model" name="legacy_suffix"
# The lecture's suffix: the wrong format under the wrong name.
def save_model(model, folder):
    model.save(folder / "housing.h5")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="weights_only"
# Saves the numbers without the model.
def save_model(model, folder):
    model.save_weights(folder / "housing.weights.h5")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="saved_before_training"
# Saves a fresh copy of the architecture: the weights from before the training.
def save_model(model, folder):
    keras.models.clone_model(model).save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="compile_state_lost"
# Compiles again before saving: the optimizer's state is lost.
def save_model(model, folder):
    model.compile(loss="mse", optimizer="adam")
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="fixed_name"
# Ignores `path` and opens the file of the example.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path.parent / "housing.keras").predict(X, verbose=0)


# %% wrong="save_model" name="model_of_the_notebook"
# Predicts with the notebook's own model: right only as long as the program runs.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return model.predict(X, verbose=0)


# %% wrong="save_model" name="returns_the_model"
# Returns the loaded model in place of its predictions.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path)


# %% wrong="save_model" name="flat_predictions"
# Loses the second axis: (n,) in place of (n, 1).
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0).ravel()


# %% right="save_model" name="saving_module"
# The functions of keras.saving, and a call in place of predict.
def save_model(model, folder):
    keras.saving.save_model(model, folder.joinpath("housing").with_suffix(".keras"))


def predict_from_file(path, X):
    return keras.ops.convert_to_numpy(keras.saving.load_model(path, compile=False)(X))


# %% wrong="load_if_fits" name="half_loaded"
# Catches the error, but the layers that fitted are overwritten already.
def load_if_fits(model, path):
    try:
        model.load_weights(path)
    except ValueError:
        return model
    return model


# %% wrong="load_if_fits" name="no_try"
# Lets the error through.
def load_if_fits(model, path):
    model.load_weights(path)
    return model


# %% wrong="load_if_fits" name="skip_mismatch"
# Loads whatever fits and skips the rest.
def load_if_fits(model, path):
    model.load_weights(path, skip_mismatch=True)
    return model


# %% wrong="load_if_fits" name="always_restores"
# Puts the old weights back even where the file fits.
def load_if_fits(model, path):
    before = model.get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        print("does not fit")
    model.set_weights(before)
    return model


# %% wrong="load_if_fits" name="fresh_model"
# Returns a new model with random weights where the file does not fit.
def load_if_fits(model, path):
    try:
        model.load_weights(path)
    except ValueError:
        return keras.models.clone_model(model)
    return model


# %% wrong="load_if_fits" name="none_if_it_does_not_fit"
# Returns nothing in the second case.
def load_if_fits(model, path):
    before = model.get_weights()
    try:
        model.load_weights(path)
        return model
    except ValueError:
        model.set_weights(before)


# %% wrong="load_if_fits" name="remembers_too_late"
# Looks at the old weights after the refusal.
def load_if_fits(model, path):
    try:
        model.load_weights(path)
    except ValueError:
        before = model.get_weights()
        model.set_weights(before)
    return model


# %% right="load_if_fits" name="try_on_a_twin"
# Tries the file on a copy; touches the model only when that went well.
def load_if_fits(model, path):
    twin = keras.models.clone_model(model)
    try:
        twin.load_weights(path)
    except ValueError:
        return model
    model.set_weights(twin.get_weights())
    return model


# %% wrong="wide_and_deep" name="no_get_config"
# Registered, but the file holds the default arguments.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)


# %% wrong="wide_and_deep" name="config_without_activation"
# get_config tells the units and forgets the activation: the loaded model computes something else.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


# %% wrong="wide_and_deep" name="config_without_units"
# get_config tells the activation and forgets the units.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}


# %% wrong="wide_and_deep" name="values_of_the_example"
# get_config says what the example says, whatever the model is.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": 7, "activation": "tanh"}


# %% wrong="wide_and_deep" name="not_registered"
# No decorator: the loading program does not find the class.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


# %% wrong="wide_and_deep" name="without_super" points=7
# get_config drops what the base class wants to keep: the model's name, for one.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {"units": self.units, "activation": self.activation}


# %% wrong="wide_and_deep" name="kwargs_dropped" points=7
# __init__ swallows **kwargs: what get_config keeps does not come back.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__()
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


# %% wrong="wide_and_deep" name="other_package" points=7
# Registered, but not under the package that was asked for.
@keras.saving.register_keras_serializable()
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


# %% right="wide_and_deep" name="reads_the_layers"
# Remembers nothing: get_config asks the layers; registered by a call, not by a decorator.
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(units, activation)
        self.hidden2 = keras.layers.Dense(units, activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.ops.concatenate([input_A, hidden2], axis=1)), self.aux_output(hidden2)

    def get_config(self):
        config = super().get_config()
        config.update(
            units=self.hidden1.units,
            activation=keras.activations.serialize(self.hidden1.activation),
        )
        return config


WideAndDeepModel = keras.saving.register_keras_serializable("course", "WideAndDeepModel")(WideAndDeepModel)


# %% wrong="resume" name="compiles_again"
# A new compile: the optimizer forgets its steps and its memory.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    model.compile(loss="mse", optimizer="adam")
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return history.history["loss"]


# %% wrong="resume" name="same_settings_new_optimizer"
# The right kind of optimizer with the right learning rate, and no memory.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    fresh = type(model.optimizer).from_config(model.optimizer.get_config())
    model.compile(loss="mse", optimizer=fresh)
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return history.history["loss"]


# %% wrong="resume" name="restarts_from_scratch"
# Rebuilds the model from its configuration: the weights are gone as well.
def resume(path, X, y, epochs):
    loaded = keras.models.load_model(path)
    model = keras.models.clone_model(loaded)
    model.compile_from_config(loaded.get_compile_config())
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return history.history["loss"]


# %% wrong="resume" name="not_saved_again" points=7
# Trains, but the day after starts where today started.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    return model.fit(X, y, epochs=epochs, shuffle=False, verbose=0).history["loss"]


# %% wrong="resume" name="saved_before_training" points=7
# Saves the model as it was loaded, then trains.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    model.save(path)
    return model.fit(X, y, epochs=epochs, shuffle=False, verbose=0).history["loss"]


# %% wrong="resume" name="shuffled" points=7
# Other batches than without the break.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs, verbose=0)
    model.save(path)
    return history.history["loss"]


# %% wrong="resume" name="one_epoch_more" points=7
# Trains one epoch more than asked for and hides it.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs + 1, shuffle=False, verbose=0)
    model.save(path)
    return history.history["loss"][:epochs]


# %% wrong="resume" name="last_loss_only" points=7
# A number in place of a list.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return history.history["loss"][-1]


# %% right="resume" name="epoch_by_epoch"
# One fit an epoch, saved after each: a power cut would cost one epoch only.
def resume(path, X, y, epochs):
    losses = []
    for _ in range(epochs):
        model = keras.models.load_model(path)
        losses.extend(model.fit(X, y, shuffle=False, verbose=0).history["loss"])
        model.save(path)
    return np.array(losses)


# %% wrong="migrate" name="renamed"
# A new suffix on the old bytes.
def migrate(old, new, learning_rate):
    new.write_bytes(old.read_bytes())


# %% wrong="migrate" name="moved"
# Renames the old file: it is gone, and the new one cannot be read.
def migrate(old, new, learning_rate):
    old.rename(new)


# %% wrong="migrate" name="not_compiled"
# Loads without the compile settings and never compiles again.
def migrate(old, new, learning_rate):
    keras.models.load_model(old, compile=False).save(new)


# %% wrong="migrate" name="default_learning_rate"
# "sgd" has the learning rate 0.01, not the one that was asked for.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, compile=False)
    model.compile(loss="mse", optimizer="sgd")
    model.save(new)


# %% wrong="migrate" name="lectures_learning_rate"
# The example's learning rate, whatever was asked for.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, compile=False)
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1e-3))
    model.save(new)


# %% wrong="migrate" name="other_loss"
# The mean absolute error in place of the mean squared one.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, compile=False)
    model.compile(loss="mae", optimizer=keras.optimizers.SGD(learning_rate))
    model.save(new)


# %% wrong="migrate" name="weights_lost"
# Carries over the architecture only.
def migrate(old, new, learning_rate):
    model = keras.models.clone_model(keras.models.load_model(old, compile=False))
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    model.save(new)


# %% wrong="migrate" name="other_optimizer"
# Adam with the right learning rate.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, compile=False)
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate))
    model.save(new)


# %% right="migrate" name="custom_objects"
# Tells Keras what "mse" means, so that the old compile settings can be read, and compiles anew.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, custom_objects={"mse": keras.losses.MeanSquaredError()})
    model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss=model.loss)
    model.save(new)


# %% wrong="migrate" name="keeps_the_optimizer"
# Sets the rate of whatever optimizer the old model had.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, custom_objects={"mse": keras.losses.MeanSquaredError()})
    model.optimizer.learning_rate = learning_rate
    model.save(new)


# %% wrong="save_model" name="first_rows_only"
# Predicts the first five rows only.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X[:5], verbose=0)


# %% wrong="save_model" name="cached_by_path"
# Remembers what a path held at the first call.
_cache = {}


def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    if str(path) not in _cache:
        _cache[str(path)] = keras.models.load_model(path)
    return _cache[str(path)].predict(X, verbose=0)


# %% wrong="save_model" name="never_overwrites"
# Leaves an older model where it is, in place of the new one.
def save_model(model, folder):
    if not (folder / "housing.keras").exists():
        model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="rounded"
# Rounds the predictions.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0).round(3)


# %% wrong="save_model" name="moves_out"
# Deletes the file after reading it.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    net = keras.models.load_model(path)
    path.unlink()
    return net.predict(X, verbose=0)


# %% right="save_model" name="in_small_batches"
# Predicts seven houses at a time.
def save_model(model, folder):
    model.save(str(folder) + "/housing.keras")


def predict_from_file(path, X):
    net = keras.models.load_model(path)
    return np.concatenate([net.predict_on_batch(X[i : i + 7]) for i in range(0, len(X), 7)])


# %% wrong="load_if_fits" name="trainable_weights_only"
# Restores the trainable weights; BatchNormalization has others.
def load_if_fits(model, path):
    old = [w.numpy() for w in model.trainable_weights]
    try:
        model.load_weights(path)
    except ValueError:
        for w, o in zip(model.trainable_weights, old, strict=True):
            w.assign(o)
    return model


# %% wrong="load_if_fits" name="returns_a_copy"
# Loads into a copy: the model that was given stays as it was.
def load_if_fits(model, path):
    new = keras.models.clone_model(model)
    try:
        new.load_weights(path)
        return new
    except ValueError:
        return model


# %% wrong="load_if_fits" name="restores_the_first_layer"
# Restores the first layer, the only one that was overwritten in the example.
def load_if_fits(model, path):
    old = model.layers[0].get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        model.layers[0].set_weights(old)
    return model


# %% wrong="load_if_fits" name="weights_of_the_first_call"
# Restores the weights that a model of this name had at the first call.
_first = {}


def load_if_fits(model, path):
    old = _first.setdefault(model.name, model.get_weights())
    try:
        model.load_weights(path)
    except ValueError:
        model.set_weights(old)
    return model


# %% right="load_if_fits" name="backup_in_a_file"
# Keeps the old weights in a file.
def load_if_fits(model, path):
    with tempfile.TemporaryDirectory() as d:
        backup = Path(d) / "backup.weights.h5"
        model.save_weights(backup)
        try:
            model.load_weights(path)
        except ValueError:
            model.load_weights(backup)
    return model


# %% wrong="wide_and_deep" name="name_alone" points=7
# Only the name in place of all that super().get_config() gives.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden1 = self.hidden1(input_B)
        hidden2 = self.hidden2(hidden1)
        concat = keras.layers.concatenate([input_A, hidden2])
        return self.main_output(concat), self.aux_output(hidden2)

    def get_config(self):
        return {"name": self.name, "units": self.units, "activation": self.activation}


# %% wrong="wide_and_deep" name="second_layer_linear" points=7
# The second hidden layer has lost its activation.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden1 = self.hidden1(input_B)
        hidden2 = self.hidden2(hidden1)
        concat = keras.layers.concatenate([input_A, hidden2])
        return self.main_output(concat), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


# %% wrong="wide_and_deep" name="remembered_by_the_class" points=7
# Remembers the arguments of the latest model, for all of them.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        type(self)._units, type(self)._activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden1 = self.hidden1(input_B)
        hidden2 = self.hidden2(hidden1)
        concat = keras.layers.concatenate([input_A, hidden2])
        return self.main_output(concat), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self._units, "activation": self._activation}


# %% wrong="wide_and_deep" name="outputs_swapped" points=7
# Returns the auxiliary output first.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden1 = self.hidden1(input_B)
        hidden2 = self.hidden2(hidden1)
        concat = keras.layers.concatenate([input_A, hidden2])
        return self.aux_output(hidden2), self.main_output(concat)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


# %% wrong="wide_and_deep" name="other_name" points=7
# Registered under a name of its own.
@keras.saving.register_keras_serializable(package="course", name="Wide")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden1 = self.hidden1(input_B)
        hidden2 = self.hidden2(hidden1)
        concat = keras.layers.concatenate([input_A, hidden2])
        return self.main_output(concat), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


# %% wrong="resume" name="saves_the_best_epoch" points=7
# Saves the epoch with the smallest loss: not the last one, and without its steps.
def resume(path, X, y, epochs):
    net = keras.models.load_model(path)
    cb = keras.callbacks.ModelCheckpoint(path, monitor="loss", save_best_only=True)
    return net.fit(X, y, epochs=epochs, shuffle=False, verbose=0, callbacks=[cb]).history["loss"]


# %% wrong="resume" name="cached_by_path" points=7
# Trains the model that this path held at the first call.
_nets = {}


def resume(path, X, y, epochs):
    if path not in _nets:
        _nets[path] = keras.models.load_model(path)
    net = _nets[path]
    h = net.fit(X, y, epochs=epochs, shuffle=False, verbose=0).history["loss"]
    net.save(path)
    return h


# %% wrong="resume" name="stops_early" points=7
# Stops when the loss rises.
def resume(path, X, y, epochs):
    net = keras.models.load_model(path)
    h = net.fit(
        X, y, epochs=epochs, shuffle=False, verbose=0, callbacks=[keras.callbacks.EarlyStopping("loss", patience=2)]
    ).history["loss"]
    net.save(path)
    return h


# %% wrong="resume" name="sorted_losses" points=7
# Losses in descending order: they look as losses should.
def resume(path, X, y, epochs):
    net = keras.models.load_model(path)
    h = net.fit(X, y, epochs=epochs, shuffle=False, verbose=0).history["loss"]
    net.save(path)
    return sorted(h, reverse=True)


# %% wrong="resume" name="evaluated_afterwards" points=7
# The losses after each epoch, not those of the training.
def resume(path, X, y, epochs):
    net = keras.models.load_model(path)
    losses = []
    for _ in range(epochs):
        net.fit(X, y, epochs=1, shuffle=False, verbose=0)
        losses.append(net.evaluate(X, y, verbose=0))
    net.save(path)
    return losses


# %% wrong="resume" name="other_batches" points=7
# Batches of 16.
def resume(path, X, y, epochs):
    net = keras.models.load_model(path)
    h = net.fit(X, y, epochs=epochs, shuffle=False, batch_size=16, verbose=0).history["loss"]
    net.save(path)
    return h


# %% right="resume" name="counts_epochs_on"
# Counts the epochs on from 100.
def resume(path, X, y, epochs):
    net = keras.saving.load_model(path)
    history = net.fit(x=X, y=y, initial_epoch=100, epochs=100 + epochs, shuffle=False, verbose=0)
    keras.saving.save_model(net, path)
    return np.array(history.history["loss"])


# %% wrong="migrate" name="momentum"
# Adds momentum.
def migrate(old, new, learning_rate):
    net = keras.models.load_model(old, compile=False)
    net.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate, momentum=0.9))
    net.save(new)


# %% wrong="migrate" name="weight_decay"
# Adds weight decay.
def migrate(old, new, learning_rate):
    net = keras.models.load_model(old, compile=False)
    net.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate, weight_decay=0.01))
    net.save(new)


# %% wrong="migrate" name="trains_a_step"
# Makes a first step already.
def migrate(old, new, learning_rate):
    net = keras.models.load_model(old, compile=False)
    net.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    net.fit(np.zeros((4, *net.input_shape[1:])), np.zeros((4, *net.output_shape[1:])), verbose=0)
    net.save(new)


# %% wrong="migrate" name="net_of_the_lecture"
# Builds the lecture's network, whatever the file holds.
def migrate(old, new, learning_rate):
    net = keras.models.clone_model(model)
    net.set_weights(keras.models.load_model(old, compile=False).get_weights())
    net.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    net.save(new)


# %% wrong="migrate" name="writes_the_old_file"
# Writes into the old file as well.
def migrate(old, new, learning_rate):
    net = keras.models.load_model(old, compile=False)
    net.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    net.save(new)
    keras.models.clone_model(net).save(old)


# %% wrong="migrate" name="deletes_the_old_file"
# Deletes the old file.
def migrate(old, new, learning_rate):
    net = keras.models.load_model(old, compile=False)
    net.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    net.save(new)
    Path(old).unlink()


# %% wrong="unknown_names" name="module_forgotten"
# The class name without its module: a Dense of another module passes for a known one.
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        return names(list(value.values())) | ({value["class_name"]} if "class_name" in value else set())

    with zipfile.ZipFile(path) as file:
        found = names(json.loads(file.read("config.json")))
    return sorted(found - {name.split(".")[-1] for name in known})


# %% wrong="unknown_names" name="none_dot"
# Writes the missing module as "None.".
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        found = names(list(value.values()))
        if "class_name" in value:
            found.add(f"{value.get('module')}.{value['class_name']}")
        return found

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))) - known)


# %% wrong="unknown_names" name="needs_a_module"
# Passes over what has no module: __lambda__, for one.
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        found = names(list(value.values()))
        if "class_name" in value and value.get("module"):
            found.add(value["module"] + "." + value["class_name"])
        return found

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))) - known)


# %% wrong="unknown_names" name="module_has_to_be_there"
# Reads value["module"] without asking whether it is there.
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        found = names(list(value.values()))
        if "class_name" in value:
            found.add(value["module"] + "." + value["class_name"])
        return found

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))) - known)


# %% wrong="unknown_names" name="list_of_the_forbidden"
# Looks for what is bad: lambdas and Lambda layers.
def unknown_names(path, known):
    with zipfile.ZipFile(path) as file:
        text = file.read("config.json").decode()
    return [name for name in ("__lambda__", "keras.layers.Lambda") if name.split(".")[-1] in text]


# %% wrong="unknown_names" name="keras_is_trusted"
# Anything of Keras is let in, its functions too.
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        found = names(list(value.values()))
        if "class_name" in value:
            found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
        return found

    with zipfile.ZipFile(path) as file:
        found = names(json.loads(file.read("config.json")))
    return sorted(name for name in found - known if not name.startswith("keras."))


# %% wrong="unknown_names" name="layers_only"
# Looks at the layers of the model, not into them and not at the model itself.
def unknown_names(path, known):
    with zipfile.ZipFile(path) as file:
        config = json.loads(file.read("config.json"))
    found = {f"{layer['module']}.{layer['class_name']}" for layer in config["config"]["layers"]}
    return sorted(found - known)


# %% wrong="unknown_names" name="stops_at_a_known_one"
# Does not look inside what is known: a Sequential model hides everything.
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        if "class_name" in value:
            name = f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"]
            return set() if name in known else {name} | names(list(value.values()))
        return names(list(value.values()))

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))))


# %% wrong="unknown_names" name="stops_at_an_unknown_one"
# Does not look inside what is unknown.
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        if "class_name" in value:
            name = f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"]
            if name not in known:
                return {name}
        return names(list(value.values()))

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))))


# %% wrong="unknown_names" name="lists_of_dictionaries_only"
# Overlooks lists in lists.
def unknown_names(path, known):
    def names(value):
        found = set()
        if "class_name" in value:
            found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
        for inner in value.values():
            for item in inner if isinstance(inner, list) else [inner]:
                if isinstance(item, dict):
                    found |= names(item)
        return found

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))) - known)


# %% wrong="unknown_names" name="architecture_only"
# Leaves out the compile settings and the model's own name.
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        found = names(list(value.values()))
        if "class_name" in value:
            found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
        return found

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))["config"]) - known)


# %% wrong="unknown_names" name="limited_depth"
# Gives up at a depth of 12.
def unknown_names(path, known):
    def names(value, depth=0):
        if depth > 12:
            return set()
        if isinstance(value, list):
            return {name for inner in value for name in names(inner, depth + 1)}
        if not isinstance(value, dict):
            return set()
        found = {name for inner in value.values() for name in names(inner, depth + 1)}
        if "class_name" in value:
            found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
        return found

    with zipfile.ZipFile(path) as file:
        return sorted(names(json.loads(file.read("config.json"))) - known)


# %% wrong="unknown_names" name="with_repetitions"
# Lists a name as often as it comes.
def unknown_names(path, known):
    found = []

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                found.append(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            value = list(value.values())
        if isinstance(value, list):
            for inner in value:
                look(inner)

    with zipfile.ZipFile(path) as file:
        look(json.loads(file.read("config.json")))
    return sorted(name for name in found if name not in known)


# %% wrong="unknown_names" name="in_order_of_appearance"
# Not sorted.
def unknown_names(path, known):
    found = []

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                name = f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"]
                if name not in known and name not in found:
                    found.append(name)
            value = list(value.values())
        if isinstance(value, list):
            for inner in value:
                look(inner)

    with zipfile.ZipFile(path) as file:
        look(json.loads(file.read("config.json")))
    return found


# %% wrong="unknown_names" name="a_set"
# Returns a set in place of a list.
def unknown_names(path, known):
    def names(value):
        if isinstance(value, list):
            return {name for inner in value for name in names(inner)}
        if not isinstance(value, dict):
            return set()
        found = names(list(value.values()))
        if "class_name" in value:
            found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
        return found

    with zipfile.ZipFile(path) as file:
        return names(json.loads(file.read("config.json"))) - known


# %% wrong="unknown_names" name="part_of_a_known_name"
# `in` on one long text: Dens is a part of Dense.
def unknown_names(path, known):
    text = " ".join(known)
    found = set()

    def look(item):
        if "class_name" in item:
            found.add(f"{item['module']}.{item['class_name']}" if item.get("module") else item["class_name"])
        return item

    def keep(item):
        return look(dict(item))

    with zipfile.ZipFile(path) as file:
        config = json.loads(file.read("config.json"))
    todo = [config]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            keep(value)
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return sorted(name for name in found if name not in text)


# %% wrong="unknown_names" name="searches_the_text"
# Finds what looks like a class name in the text, as json.dumps happens to write it.
def unknown_names(path, known):
    import re

    text = zipfile.ZipFile(path).read("config.json").decode()
    pairs = re.findall(r'"module": "?([^",]*)"?, "class_name": "([^"]*)"', text)
    return sorted({f"{module}.{name}" for module, name in pairs} - known)


# %% wrong="unknown_names" name="loads_it"
# Asks Keras to load the file: what was to be avoided.
def unknown_names(path, known):
    net = keras.models.load_model(path)
    return sorted({f"keras.layers.{type(layer).__name__}" for layer in net.layers} - known)


# %% right="unknown_names" name="object_hook"
# json calls the hook for each dictionary, at every depth; it keeps the unknown names as keys of a dictionary.
def unknown_names(path, known):
    strangers = {}

    def look(item):
        if "class_name" in item:
            module = item.get("module")
            name = item["class_name"] if not module else ".".join((module, item["class_name"]))
            if name not in known:
                strangers[name] = None
        return item

    with zipfile.ZipFile(path) as file:
        json.loads(file.read("config.json"), object_hook=look)
    return sorted(strangers)


# %% right="unknown_names" name="with_a_stack"
# A list of what is still to be looked at, in place of recursion.
def unknown_names(path, known):
    todo, result = [json.loads(zipfile.ZipFile(path).read("config.json"))], []
    while todo:
        value = todo.pop()
        if type(value) is dict:
            if "class_name" in value:
                name = value["class_name"]
                if value.get("module") is not None:
                    name = value["module"] + "." + name
                if name not in known and name not in result:
                    result.append(name)
            todo.extend(value.values())
        elif type(value) is list:
            todo.extend(value)
    result.sort()
    return result


# %% wrong="save_model" name="other_loss"
# Keeps the optimizer and changes the loss.
def save_model(model, folder):
    model.compile(loss="mae", optimizer=model.optimizer)
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="adds_a_metric"
# Compiles with a metric that the model did not have.
def save_model(model, folder):
    model.compile(loss=model.loss, optimizer=model.optimizer, metrics=["mae"])
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="freezes"
# Saves a model that cannot be trained any more.
def save_model(model, folder):
    model.trainable = False
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="renames"
# Gives the model the file's name.
def save_model(model, folder):
    model.name = "housing"
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="resets_the_learning_rate"
# The lecture's learning rate, whatever the model had.
def save_model(model, folder):
    model.optimizer.learning_rate = 1e-3
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="memory_wiped"
# Adam's memory at 0, its steps kept.
def save_model(model, folder):
    for variable in model.optimizer.variables[2:]:
        variable.assign(keras.ops.zeros_like(variable))
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="spoils_the_model"
# The file is right, the model is not any more.
def save_model(model, folder):
    model.save(folder / "housing.keras")
    model.set_weights([0 * weights for weights in model.get_weights()])


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="layers_in_a_new_model"
# The old layers in a model of another name.
def save_model(model, folder):
    copy = keras.Sequential([keras.Input(model.input_shape[1:]), *model.layers])
    copy.compile(loss=model.loss, optimizer=model.optimizer)
    copy.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="second_copy"
# Leaves another copy beside the notebook.
def save_model(model, folder):
    model.save(folder / "housing.keras")
    model.save("housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="copy_above"
# Leaves another copy in the folder above.
def save_model(model, folder):
    model.save(folder / "housing.keras")
    shutil.copy(folder / "housing.keras", folder.parent / "backup.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="folder_beside"
# Makes an empty folder for later.
def save_model(model, folder):
    model.save(folder / "housing.keras")
    (folder / "backup").mkdir(exist_ok=True)


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="tidies_up"
# Deletes what else is in the folder.
def save_model(model, folder):
    for path in folder.iterdir():
        path.unlink()
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0)


# %% wrong="save_model" name="cached_by_size"
# Loads anew only if the size of the file has changed: another model can have the same one.
loaded_before = {}


def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    key = str(path), path.stat().st_size
    if key not in loaded_before:
        loaded_before[key] = keras.models.load_model(path)
    return loaded_before[key].predict(X, verbose=0)


# %% wrong="save_model" name="eight_features"
# Only houses with eight features.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X.reshape(-1, 8), verbose=0)


# %% wrong="save_model" name="a_list"
# A list in place of an array.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    return keras.models.load_model(path).predict(X, verbose=0).tolist()


# %% wrong="save_model" name="writes_the_predictions"
# Leaves the predictions beside the model.
def save_model(model, folder):
    model.save(folder / "housing.keras")


def predict_from_file(path, X):
    predictions = keras.models.load_model(path).predict(X, verbose=0)
    np.save(path.parent / "predictions.npy", predictions)
    return predictions


# %% right="save_model" name="written_elsewhere_first"
# Saves in a temporary folder, then puts the whole file in place at once.
def save_model(model, folder):
    with tempfile.TemporaryDirectory() as name:
        model.save(Path(name) / "model.keras")
        (folder / "housing.keras").write_bytes((Path(name) / "model.keras").read_bytes())


def predict_from_file(path, X):
    return np.asarray(keras.saving.load_model(str(path))(X), dtype="float64")


# %% wrong="load_if_fits" name="freezes"
# The loaded layers cannot be trained any more.
def load_if_fits(model, path):
    before = model.get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        model.set_weights(before)
    model.trainable = False
    return model


# %% wrong="load_if_fits" name="unfreezes"
# Sets every layer free before loading.
def load_if_fits(model, path):
    for layer in model.layers:
        layer.trainable = True
    before = model.get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        model.set_weights(before)
    return model


# %% wrong="load_if_fits" name="renames"
# Gives the model the name of the file.
def load_if_fits(model, path):
    before = model.get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        model.set_weights(before)
    model.name = "loaded"
    return model


# %% wrong="load_if_fits" name="compiles_what_is_compiled"
# Another loss and optimizer for a model that had its own.
def load_if_fits(model, path):
    before = model.get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        model.set_weights(before)
    if model.compiled:
        model.compile(loss="mse", optimizer="sgd")
    return model


# %% wrong="load_if_fits" name="takes_the_compile_settings"
# What was compiled is not any more.
def load_if_fits(model, path):
    before = model.get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        model.set_weights(before)
    model.compiled = False
    return model


# %% wrong="load_if_fits" name="only_if_not_compiled"
# Leaves a compiled model as it is, though the file fits.
def load_if_fits(model, path):
    if model.compiled:
        return model
    before = model.get_weights()
    try:
        model.load_weights(path)
    except ValueError:
        model.set_weights(before)
    return model


# %% wrong="load_if_fits" name="counts_the_numbers"
# As many numbers need not be the same shapes.
def load_if_fits(model, path):
    with h5py.File(path) as file:
        fits = count_numbers(file["layers"]) == model.count_params()
    if fits:
        with contextlib.suppress(ValueError):
            model.load_weights(path)
    return model


# %% wrong="load_if_fits" name="shapes_in_any_order"
# Compares the shapes sorted: the layers may come in another order.
def load_if_fits(model, path):
    shapes = []
    with h5py.File(path) as file:
        file["layers"].visititems(lambda name, item: shapes.append(item.shape) if hasattr(item, "shape") else None)
    if sorted(shapes) == sorted(tuple(variable.shape) for variable in model.variables):
        with contextlib.suppress(ValueError):
            model.load_weights(path)
    return model


# %% wrong="load_if_fits" name="looks_for_what_is_unchanged"
# Takes an array that did not change for a sign of failure; a file can hold some of the same numbers.
def load_if_fits(model, path):
    before = model.get_weights()
    with contextlib.suppress(ValueError):
        model.load_weights(path)
    if any(np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True)):
        model.set_weights(before)
    return model


# %% wrong="wide_and_deep" name="dtype_dropped" points=7
# Forgets the number format that it was given.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        kwargs.pop("dtype", None)
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


# %% wrong="wide_and_deep" name="float32_always" points=7
# Writes the entries of the base class by hand, the number format as a constant.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        base = {"name": self.name, "trainable": self.trainable, "dtype": "float32"}
        return {**base, "units": self.units, "activation": self.activation}


# %% wrong="wide_and_deep" name="from_config_drops_the_name" points=7
# A from_config of its own, which keeps two arguments only.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}

    @classmethod
    def from_config(cls, config):
        return cls(units=config["units"], activation=config["activation"])


# %% wrong="wide_and_deep" name="at_least_five" points=7
# Small numbers of units are rounded up in what is remembered.
@keras.saving.register_keras_serializable(package="course")
class WideAndDeepModel(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, activation
        self.hidden1 = keras.layers.Dense(units, activation=activation)
        self.hidden2 = keras.layers.Dense(units, activation=activation)
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        input_A, input_B = inputs
        hidden2 = self.hidden2(self.hidden1(input_B))
        return self.main_output(keras.layers.concatenate([input_A, hidden2])), self.aux_output(hidden2)

    def get_config(self):
        return {**super().get_config(), "units": max(self.units, 5), "activation": self.activation}


# %% wrong="resume" name="compiles_for_mse" points=7
# Keeps the optimizer, and takes every loss for the mean squared error.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    model.compile(loss="mse", optimizer=model.optimizer)
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return history.history["loss"]


# %% wrong="resume" name="compiled_otherwise_for_tomorrow" points=7
# Right losses, then another metric in the file.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.compile(loss=model.loss, optimizer=model.optimizer, metrics=["mae"])
    model.save(path)
    return history.history["loss"]


# %% wrong="resume" name="first_of_the_history" points=7
# The history's first list is the loss only where no metric comes before it.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return next(iter(history.history.values()))


# %% wrong="resume" name="rounded_losses" points=7
# Losses to three decimals are not the losses that fit reports.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
    model.save(path)
    return [round(loss, 3) for loss in history.history["loss"]]


# %% wrong="unknown_names" name="class_known_alone"
# Lets keras.layers.Dense in where only Dense is known.
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(read_config(path))
    return sorted(name for name in found - known if name.split(".")[-1] not in known)


# %% wrong="unknown_names" name="tries_to_load"
# Loads the file first, to see whether Keras complains.
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    with contextlib.suppress(Exception):
        keras.models.load_model(path)
    look(read_config(path))
    return sorted(found - known)


# %% wrong="unknown_names" name="loads_without_safe_mode"
# Loads the file, without the seat belt.
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    with contextlib.suppress(Exception):
        keras.models.load_model(path, safe_mode=False)
    look(read_config(path))
    return sorted(found - known)


# %% wrong="unknown_names" name="learns_the_names"
# Adds what it finds to the set of the known.
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(read_config(path))
    found -= known
    known |= found
    return sorted(found)


# %% wrong="unknown_names" name="needs_a_config"
# Overlooks what has no "config".
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value and "config" in value:
                found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(read_config(path))
    return sorted(found - known)


# %% wrong="unknown_names" name="trusts_the_registered_name"
# Takes the registered name, where there is one, for the full name.
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                full = f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"]
                found.add(value.get("registered_name") or full)
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(read_config(path))
    return sorted(found - known)


# %% wrong="unknown_names" name="connections_left_out"
# Does not look at how the layers are connected.
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            for inner in [inner for key, inner in value.items() if key != "inbound_nodes"]:
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(read_config(path))
    return sorted(found - known)


# %% wrong="unknown_names" name="build_settings_left_out"
# Does not look at how the layers are built.
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            for inner in [inner for key, inner in value.items() if key != "build_config"]:
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(read_config(path))
    return sorted(found - known)


# %% wrong="unknown_names" name="stops_at_stored_code"
# Does not look inside a lambda.
def unknown_names(path, known):
    found = set()

    def look(value):
        if isinstance(value, dict):
            if "class_name" in value:
                found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
            for inner in value.values() if value.get("class_name") != "__lambda__" else ():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(read_config(path))
    return sorted(found - known)


# %% wrong="unknown_names" name="module_then_class"
# Searches the text: the module has to stand before the class.
def unknown_names(path, known):
    import re

    with zipfile.ZipFile(path) as file:
        text = file.read("config.json").decode()
    pattern = r'(?:"module":\s*(?:"([^"]*)"|null),\s*)?"class_name":\s*"([^"]*)"'
    return sorted({f"{module}.{name}" if module else name for module, name in re.findall(pattern, text)} - known)


# %% wrong="migrate" name="frozen"
# The new model cannot be trained.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, compile=False)
    model.trainable = False
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    model.save(new)


# %% wrong="migrate" name="hidden_layers_frozen"
# Only the last layer of the new model can be trained.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, compile=False)
    for layer in model.layers[:-1]:
        layer.trainable = False
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    model.save(new)


# %% wrong="migrate" name="unfrozen"
# A layer that was frozen is not any more.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, compile=False)
    for layer in model.layers:
        layer.trainable = True
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    model.save(new)


# %% wrong="migrate" name="layers_in_a_row"
# Takes every model for a Sequential one.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, compile=False)
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    model = keras.Sequential([keras.Input(model.input_shape[1:]), *layers])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    model.save(new)


# %% equivalent="save_model"
# How much Keras prints is the student's own affair.
# - return keras.models.load_model(path).predict(X, verbose=0)
# + return keras.models.load_model(path).predict(X, verbose=1)
# - return keras.models.load_model(path).predict(X, verbose=0)
# + return keras.models.load_model(path).predict(X, verbose=-1)
# - return keras.models.load_model(path).predict(X, verbose=0)
# + return keras.models.load_model(path).predict(X)
#
# The same file, written twice.
# + model.save(folder / "housing.keras")
# + keras.saving.save_model(model, folder.joinpath("housing").with_suffix(".keras"))
# + model.save(Path(name) / "model.keras")
# + (folder / "housing.keras").write_bytes((Path(name) / "model.keras").read_bytes())
# + model.save(str(folder) + "/housing.keras")
#
# A pathlib.Path does not change: `/=` makes a new one.
# - model.save(folder / "housing.keras")
# + folder /= "housing.keras"...
# - (folder / "housing.keras").write_bytes((Path(name) / "model.keras").read_bytes())
# + folder /= "housing.keras"...
#
# Predictions do not depend on the compile settings.
# - return keras.ops.convert_to_numpy(keras.saving.load_model(path, compile=False)(X))
# + return keras.ops.convert_to_numpy(keras.saving.load_model(path, compile=True)(X))
# - return keras.ops.convert_to_numpy(keras.saving.load_model(path, compile=False)(X))
# + return keras.ops.convert_to_numpy(keras.saving.load_model(path)(X))
#
# The slice that begins after the last row is empty, if there is one.
# - return np.concatenate([net.predict_on_batch(X[i : i + 7]) for i in range(0, len(X), 7)])
# + return np.concatenate([net.predict_on_batch(X[i : i + 7]) for i in range(0, len(X) + 1, 7)])
#
# A tensor of these numbers serves as an array, and the precision is not asked for; nor is text for a path.
# - return np.asarray(keras.saving.load_model(str(path))(X), dtype="float64")
# + return np.asarray(keras.saving.load_model(str(path))(X))
# - return np.asarray(keras.saving.load_model(str(path))(X), dtype="float64")
# + return keras.saving.load_model(str(path))(X)
# - return np.asarray(keras.saving.load_model(str(path))(X), dtype="float64")
# + return np.asarray(keras.saving.load_model(path)(X), dtype="float64")
# - return np.asarray(keras.saving.load_model(str(path))(X), dtype="float64")
# + return np.asarray(keras.saving.load_model(str(path))(X), dtype='float32')


# %% equivalent="load_if_fits"
# Loading or setting the same weights once more changes nothing.
# + model.load_weights(path)
# + model.set_weights(before)
# + twin.load_weights(path)
# + model.save_weights(backup)
# + model.load_weights(backup)
# + model.set_weights(twin.get_weights())
#
# Any error means that the file has not been loaded.
# - except ValueError:
# + except Exception:
#
# Where a backup is kept is the student's own affair.
# - backup = Path(d) / "backup.weights.h5"
# + backup = "backup.weights.h5"


# %% equivalent="wide_and_deep"
# The same constructor, called or registered twice, and the same entries, written twice.
# + super().__init__(**kwargs)
# + config.update(...
# - WideAndDeepModel = keras.saving.register_keras_serializable("course", "WideAndDeepModel")(WideAndDeepModel)
# + WideAndDeepModel = keras.saving.register_keras_serializable("course", "WideAndDeepModel")(keras...)
#
# The class's own name is the default.
# - WideAndDeepModel = keras.saving.register_keras_serializable("course", "WideAndDeepModel")(WideAndDeepModel)
# + WideAndDeepModel = keras.saving.register_keras_serializable("course")(WideAndDeepModel)
#
# The last axis of a matrix is axis 1.
# - return self.main_output(keras.ops.concatenate([input_A, hidden2], axis=1)), self.aux_output(hidden2)
# + return self.main_output(keras.ops.concatenate([input_A, hidden2], axis=-1)), self.aux_output(hidden2)


# %% equivalent="resume"
# How much Keras prints is the student's own affair.
# - history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
# + history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=1)
# - history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
# + history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=-1)
# - history = model.fit(X, y, epochs=epochs, shuffle=False, verbose=0)
# + history = model.fit(X, y, epochs=epochs, shuffle=False)
# - losses.extend(model.fit(X, y, shuffle=False, verbose=0).history["loss"])
# + losses.extend(model.fit(X, y, shuffle=False, verbose=1).history["loss"])
# - losses.extend(model.fit(X, y, shuffle=False, verbose=0).history["loss"])
# + losses.extend(model.fit(X, y, shuffle=False, verbose=-1).history["loss"])
# - losses.extend(model.fit(X, y, shuffle=False, verbose=0).history["loss"])
# + losses.extend(model.fit(X, y, shuffle=False).history["loss"])
#
# - history = net.fit(x=X, y=y, initial_epoch=100, epochs=100 + epochs, shuffle=False, verbose=0)
# + history = net.fit(x=X, y=y, initial_epoch=100, epochs=100 + epochs, shuffle=False, verbose=1)
# - history = net.fit(x=X, y=y, initial_epoch=100, epochs=100 + epochs, shuffle=False, verbose=0)
# + history = net.fit(x=X, y=y, initial_epoch=100, epochs=100 + epochs, shuffle=False, verbose=-1)
# - history = net.fit(x=X, y=y, initial_epoch=100, epochs=100 + epochs, shuffle=False, verbose=0)
# + history = net.fit(x=X, y=y, initial_epoch=100, epochs=100 + epochs, shuffle=False)
#
# The same file, written twice.
# + model.save(path)
# + keras.saving.save_model(net, path)
#
# The task asks for a list.
# - return np.array(losses)
# + return losses
# - return np.array(history.history["loss"])
# + return history.history["loss"]


# %% equivalent="migrate"
# Compiled or written twice in the same way.
# + model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
# + model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss=model.loss)
# + model.save(new)
#
# Another name of the same loss.
# - model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
# + model.compile(loss='mean_squared_error', optimizer=keras.optimizers.SGD(learning_rate=learning_rate))


# %% equivalent="unknown_names"
# The names are collected in a set, whatever the order and however often; they are sorted at the end.
# + found.add(f"{value['module']}.{value['class_name']}" if value.get("module") else value["class_name"])
# - return {name for inner in value for name in names(inner)}
# + return {name for inner in list(value)[::-1] for name in names(inner)}
# - return {name for inner in value for name in names(inner)}
# + return {name for inner in value for name in list(names(inner))[::-1]}
# + result.sort()
# - todo, result = [json.loads(zipfile.ZipFile(path).read("config.json"))], []
# + todo, result = [json.loads(zipfile.ZipFile(path).read("config.json")), json.loads(...))], []
# + json.loads(file.read("config.json"), object_hook=look)
#
# The hook has seen the dictionary; inner ones come first, and nobody asks what becomes of them.
# - return item
# - return item
# + return np.atleast_2d(item).T
# - return item
# + return [item]
