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


# %% wrong="wide_and_deep" name="without_super"
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


# %% wrong="wide_and_deep" name="kwargs_dropped"
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


# %% wrong="wide_and_deep" name="other_package"
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


# %% wrong="resume" name="not_saved_again"
# Trains, but the day after starts where today started.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    return model.fit(X, y, epochs=epochs, shuffle=False, verbose=0).history["loss"]


# %% wrong="resume" name="saved_before_training"
# Saves the model as it was loaded, then trains.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    model.save(path)
    return model.fit(X, y, epochs=epochs, shuffle=False, verbose=0).history["loss"]


# %% wrong="resume" name="shuffled"
# Other batches than without the break.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs, verbose=0)
    model.save(path)
    return history.history["loss"]


# %% wrong="resume" name="one_epoch_more"
# Trains one epoch more than asked for and hides it.
def resume(path, X, y, epochs):
    model = keras.models.load_model(path)
    history = model.fit(X, y, epochs=epochs + 1, shuffle=False, verbose=0)
    model.save(path)
    return history.history["loss"][:epochs]


# %% wrong="resume" name="last_loss_only"
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
# Tells Keras what "mse" means, then sets the learning rate.
def migrate(old, new, learning_rate):
    model = keras.models.load_model(old, custom_objects={"mse": keras.losses.MeanSquaredError()})
    model.optimizer.learning_rate = learning_rate
    model.save(new)


# %% wrong="pieces_of_code" name="searches_the_text"
# Finds the word anywhere, in a harmless name too.
def pieces_of_code(path):
    with zipfile.ZipFile(path) as file:
        return file.read("config.json").decode().count("__lambda__")


# %% wrong="pieces_of_code" name="counts_lambda_layers"
# Counts the layers' class, not the stored code: a named function is counted, an activation is not.
def pieces_of_code(path):
    with zipfile.ZipFile(path) as file:
        config = json.loads(file.read("config.json"))
    return sum(layer["class_name"] == "Lambda" for layer in config["config"]["layers"])


# %% wrong="pieces_of_code" name="top_level_only"
# Looks at the layers of the model, not into models inside it.
def pieces_of_code(path):
    with zipfile.ZipFile(path) as file:
        config = json.loads(file.read("config.json"))
    functions = [layer["config"].get("function") for layer in config["config"]["layers"]]
    return sum(isinstance(f, dict) and f["class_name"] == "__lambda__" for f in functions)


# %% wrong="pieces_of_code" name="layers_only"
# Walks through all layers, and never looks at the compile settings.
def pieces_of_code(path):
    def count(value):
        if isinstance(value, dict):
            return (value.get("class_name") == "__lambda__") + sum(map(count, value.values()))
        return sum(map(count, value)) if isinstance(value, list) else 0

    with zipfile.ZipFile(path) as file:
        return count(json.loads(file.read("config.json"))["config"])


# %% wrong="pieces_of_code" name="dictionaries_only"
# Does not walk through lists.
def pieces_of_code(path):
    def count(value):
        if isinstance(value, dict):
            return (value.get("class_name") == "__lambda__") + sum(map(count, value.values()))
        return 0

    with zipfile.ZipFile(path) as file:
        config = json.loads(file.read("config.json"))
    return sum(map(count, config["config"]["layers"]))


# %% wrong="pieces_of_code" name="yes_or_no"
# Says whether there is code, not how much.
def pieces_of_code(path):
    def found(value):
        if isinstance(value, dict):
            return value.get("class_name") == "__lambda__" or any(map(found, value.values()))
        return any(map(found, value)) if isinstance(value, list) else False

    with zipfile.ZipFile(path) as file:
        return int(found(json.loads(file.read("config.json"))))


# %% wrong="pieces_of_code" name="loads_it"
# Asks Keras to load the file: what was to be avoided.
def pieces_of_code(path):
    try:
        keras.models.load_model(path)
    except ValueError as error:
        return int("lambda" in str(error))
    return 0


# %% right="pieces_of_code" name="object_hook"
# json calls the hook for each dictionary, at every depth.
def pieces_of_code(path):
    marked = []

    def look(item):
        if item.get("class_name") == "__lambda__":
            marked.append(item)
        return item

    with zipfile.ZipFile(path) as file:
        json.loads(file.read("config.json"), object_hook=look)
    return len(marked)
