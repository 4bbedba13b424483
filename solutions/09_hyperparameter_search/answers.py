# %% wrong="build_tapered" name="cached_model"
# The same model object at each call: the second search trial goes on training the first trial's network.
_models = {}


def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    key = (n_hidden, n_neurons, taper, learning_rate, optimizer, activation, tuple(input_shape))
    if key not in _models:
        model = keras.Sequential([keras.Input(input_shape)])
        for layer in range(n_hidden):
            model.add(keras.layers.Dense(max(1, int(n_neurons * taper**layer)), activation=activation))
        model.add(keras.layers.Dense(1))
        optimizers = {
            "sgd": keras.optimizers.SGD(learning_rate),
            "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
            "adam": keras.optimizers.Adam(learning_rate),
        }
        model.compile(loss="mse", optimizer=optimizers[optimizer])
        _models[key] = model
    return _models[key]


# %% wrong="build_tapered" name="optimizer_by_name"
# The string "adam" brings Keras' default learning rate; the hyperparameter has no effect.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**layer)), activation=activation))
    model.add(keras.layers.Dense(1))
    chosen = "adam" if optimizer == "adam" else keras.optimizers.SGD(learning_rate, momentum=0.9 * (optimizer != "sgd"))
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="activated_output"
# The output neuron gets the activation as well: no negative prediction, no gradient when it dies.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**layer)), activation=activation))
    model.add(keras.layers.Dense(1, activation=activation))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="no_least_neuron"
# Narrow layers are rounded down to 0 neurons: Keras refuses them.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        model.add(keras.layers.Dense(int(n_neurons * taper**layer), activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="momentum_forgotten"
# "momentum" is plain SGD.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**layer)), activation=activation))
    model.add(keras.layers.Dense(1))
    chosen = keras.optimizers.Adam if optimizer == "adam" else keras.optimizers.SGD
    model.compile(loss="mse", optimizer=chosen(learning_rate))
    return model


# %% wrong="build_tapered" name="lecture_model"
# A copy of the cell above: the new knobs are accepted and ignored.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    return build_model(n_hidden, n_neurons, learning_rate, input_shape)


# %% wrong="build_tapered" name="fixed_features"
# The number of features is always the lecture's eight.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = keras.Sequential([keras.Input((8,))])
    for layer in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**layer)), activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="visible_example"
# Returns what the visible checks look at.
def build_tapered(n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", **others):
    sizes = [40, 20, 10] if n_hidden == 3 else [30]
    model = keras.Sequential([keras.Input((8,))])
    for units in sizes:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(1))
    chosen = keras.optimizers.Adam(0.01) if optimizer == "adam" else keras.optimizers.SGD(3e-3)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% right="build_tapered" name="functional_api"
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    inputs = keras.Input(shape=input_shape)
    hidden, width = inputs, float(n_neurons)
    for _ in range(n_hidden):
        hidden = keras.layers.Dense(int(width) or 1, activation=activation)(hidden)
        width *= taper
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    makers = {
        "sgd": lambda: keras.optimizers.SGD(learning_rate=learning_rate),
        "momentum": lambda: keras.optimizers.SGD(learning_rate=learning_rate, momentum=0.9),
        "adam": lambda: keras.optimizers.Adam(learning_rate=learning_rate),
    }
    model.compile(optimizer=makers[optimizer](), loss="mean_squared_error")
    return model


# %% wrong="log_uniform" name="plain_uniform"
# Uniform in place of log-uniform: small learning rates are hardly ever tried.
class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def rvs(self, size=None, random_state=None):
        return check_random_state(random_state).uniform(self.low, self.high, size)


# %% wrong="log_uniform" name="not_undone"
# Returns the logarithm of the draw.
class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def rvs(self, size=None, random_state=None):
        return check_random_state(random_state).uniform(np.log(self.low), np.log(self.high), size)


# %% wrong="log_uniform" name="base_mixed_up"
# Decimal logarithm on the way in, natural exponential on the way out.
class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def rvs(self, size=None, random_state=None):
        return np.exp(check_random_state(random_state).uniform(np.log10(self.low), np.log10(self.high), size))


# %% wrong="log_uniform" name="state_ignored"
# A generator of its own: the search cannot be repeated.
class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def rvs(self, size=None, random_state=None):
        return np.exp(np.random.default_rng().uniform(np.log(self.low), np.log(self.high), size))


# %% wrong="log_uniform" name="fixed_seed"
# Each draw of a search is the same number.
class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def rvs(self, size=None, random_state=None):
        seed = random_state if isinstance(random_state, int) else 0
        return np.exp(np.random.default_rng(seed).uniform(np.log(self.low), np.log(self.high), size))


# %% wrong="log_uniform" name="only_the_example"
# The range of the example is built in.
class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def rvs(self, size=None, random_state=None):
        return 10 ** check_random_state(random_state).uniform(0, 2, size)


# %% wrong="log_uniform" name="always_an_array"
# Without a size an array of one element: Keras gets an array as its learning rate.
class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def rvs(self, size=1, random_state=None):
        return np.exp(check_random_state(random_state).uniform(np.log(self.low), np.log(self.high), size))


# %% wrong="log_uniform" name="evenly_spaced"
# A shuffled grid looks uniform but holds the same values at each seed, and cannot give one draw.
class LogUniform:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def rvs(self, size=None, random_state=None):
        return np.geomspace(self.low, self.high, size or 1)[:: 1 if size else -1].squeeze()


# %% right="log_uniform" name="scipy"
class LogUniform:
    def __init__(self, low, high):
        from scipy.stats import loguniform

        self._distribution = loguniform(low, high)

    def rvs(self, size=None, random_state=None):
        return self._distribution.rvs(size=size, random_state=random_state)


# %% right="log_uniform" name="powers"
class LogUniform:
    def __init__(self, low, high):
        self.low, self.factor = low, high / low

    def rvs(self, size=None, random_state=None):
        return self.low * self.factor ** check_random_state(random_state).uniform(0, 1, size)


# %% wrong="adapter" name="swallowed_kwargs"
# **params in the constructor: get_params knows no name, a clone loses everything.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, **params):
        self.params = {"n_hidden": 1, "n_neurons": 30, "learning_rate": 3e-3, "seed": 42} | params

    def fit(self, X, y, **fit_kwargs):
        options = dict(self.params)
        keras.utils.set_random_seed(options.pop("seed"))
        self.model_ = build_model(**options, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="converts_in_constructor" points=8
# int() and float() in the constructor: what is stored is not what was given, clone refuses.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = int(n_hidden)
        self.n_neurons = int(n_neurons)
        self.learning_rate = float(learning_rate)
        self.seed = int(seed)

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="converts_if_it_can" points=8
# As before, dodging values that are no numbers; it also builds nothing in the constructor, but clips in it.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = str(n_neurons).strip().capitalize() if isinstance(n_neurons, str) else n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="built_in_constructor"
# The network is built once, in the constructor: set_params has no effect on it, and fits continue one another.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed
        if isinstance(seed, int):
            keras.utils.set_random_seed(seed)
            self.model_ = build_model(n_hidden, n_neurons, learning_rate, input_shape=(5,))

    def fit(self, X, y, **fit_kwargs):
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="continues_training" points=8
# A second fit goes on where the first one ended.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        if not hasattr(self, "model_"):
            self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="positive_score" points=8
# The sign trap: a search would choose the worst network.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return self.model_.evaluate(X, y, verbose=0)


# %% wrong="adapter" name="column_predictions" points=8
# Predictions of shape (n, 1): in the score, (n, 1) - (n,) is a square of differences.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="fit_kwargs_dropped" points=8
# epochs, callbacks and validation data never reach Keras: every trial trains for one epoch.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="returns_nothing"
# fit does not return self.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="default_network" points=8
# The hyperparameters are stored and never used: all trials of a search are the same network.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="r_squared" points=8
# No score of its own: RegressorMixin's R² decides.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()


# %% wrong="adapter" name="seed_ignored" points=8
# The seed is stored, and 42 is used whatever it says.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(42)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% right="adapter" name="evaluates"
class KerasRegressor(BaseEstimator):
    """Scores with Keras' own loss, keeps the history as a new dict, reshapes by indexing."""

    _estimator_type = "regressor"

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        for name, value in {**locals()}.items():
            if name in ("n_hidden", "n_neurons", "learning_rate", "seed"):
                setattr(self, name, value)

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        options = {name: value for name, value in self.get_params().items() if name != "seed"}
        network = build_model(**options, input_shape=(X.shape[1],))
        history = network.fit(X, y, **({"verbose": 0} | fit_kwargs))
        self.model_ = network
        self.history_ = {name: [float(value) for value in values] for name, values in history.history.items()}
        return self

    def predict(self, X):
        return np.asarray(self.model_(np.asarray(X)))[:, 0]

    def score(self, X, y):
        return -self.model_.evaluate(X, y, verbose=0)


# %% wrong="run_search" name="negative_errors"
# The scores are handed on with their minus sign.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    mse = search.cv_results_["mean_test_score"].tolist()
    params = search.cv_results_["params"]
    best = int(np.argmin(mse))
    return {
        "params": params,
        "mse": mse,
        "best_params": params[best],
        "best_mse": mse[best],
        "n_fits": len(params) * cv + 1,
    }


# %% wrong="run_search" name="maximises_the_error"
# The sign trap: a scorer for which greater is worse.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    from sklearn.metrics import make_scorer, mean_squared_error

    options = {"scoring": make_scorer(mean_squared_error), "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    return {
        "params": list(search.cv_results_["params"]),
        "mse": search.cv_results_["mean_test_score"].tolist(),
        "best_params": search.best_params_,
        "best_mse": float(search.best_score_),
        "n_fits": len(search.cv_results_["params"]) * cv + 1,
    }


# %% wrong="run_search" name="default_scoring"
# Without scoring the estimator's own score decides: R², not an error.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    if n_iter is None:
        search = GridSearchCV(estimator, space, cv=cv)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, cv=cv)
    search.fit(X, y, **fit_kwargs)
    return {
        "params": list(search.cv_results_["params"]),
        "mse": np.abs(search.cv_results_["mean_test_score"]).tolist(),
        "best_params": search.best_params_,
        "best_mse": abs(float(search.best_score_)),
        "n_fits": len(search.cv_results_["params"]) * cv + 1,
    }


# %% wrong="run_search" name="refit_not_counted"
# n_iter * cv fits: the refit is forgotten.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    return {
        "params": list(search.cv_results_["params"]),
        "mse": (-search.cv_results_["mean_test_score"]).tolist(),
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(search.cv_results_["params"]) * cv,
    }


# %% wrong="run_search" name="fit_kwargs_dropped"
# What the caller wants to hand to fit never arrives.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y)
    return {
        "params": list(search.cv_results_["params"]),
        "mse": (-search.cv_results_["mean_test_score"]).tolist(),
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(search.cv_results_["params"]) * cv + 1,
    }


# %% wrong="run_search" name="one_fold_only"
# The error of the first fold in place of the mean over the folds.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    return {
        "params": list(search.cv_results_["params"]),
        "mse": (-search.cv_results_["split0_test_score"]).tolist(),
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(search.cv_results_["params"]) * cv + 1,
    }


# %% wrong="run_search" name="always_a_grid"
# n_iter is ignored: the whole space is tried.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    search = GridSearchCV(estimator, space, scoring="neg_mean_squared_error", cv=cv)
    search.fit(X, y, **fit_kwargs)
    return {
        "params": list(search.cv_results_["params"]),
        "mse": (-search.cv_results_["mean_test_score"]).tolist(),
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(search.cv_results_["params"]) * cv + 1,
    }


# %% wrong="run_search" name="seed_ignored"
# random_state is always 42.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=42, **options)
    search.fit(X, y, **fit_kwargs)
    return {
        "params": list(search.cv_results_["params"]),
        "mse": (-search.cv_results_["mean_test_score"]).tolist(),
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(search.cv_results_["params"]) * cv + 1,
    }


# %% right="run_search" name="own_loop"
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    from sklearn.model_selection import ParameterGrid, cross_validate

    candidates = ParameterGrid(space) if n_iter is None else ParameterSampler(space, n_iter, random_state=seed)
    params, mse = [], []
    for candidate in candidates:
        trial = clone(estimator).set_params(**candidate)
        scores = cross_validate(trial, X, y, cv=cv, scoring="neg_mean_squared_error", params=fit_kwargs)
        params.append(candidate)
        mse.append(float(-scores["test_score"].mean()))
    best = int(np.argmin(mse))
    clone(estimator).set_params(**params[best]).fit(X, y, **fit_kwargs)
    fits = cv * len(params) + 1
    return {"params": params, "mse": mse, "best_params": params[best], "best_mse": mse[best], "n_fits": fits}


# %% wrong="grid_and_random" name="even_learning_rates"
# The grid's learning rates are evenly spaced on the plain scale.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(eta, n) for eta in np.linspace(*rates, k) for n in np.round(np.linspace(*neurons, k))])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    return grid, np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])


# %% wrong="grid_and_random" name="uniform_learning_rates"
# The random learning rates are uniform, not log-uniform.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(eta, n) for eta in np.geomspace(*rates, k) for n in np.round(np.linspace(*neurons, k))])
    rng = np.random.default_rng(seed)
    eta = rng.uniform(rates[0], rates[1], k * k)
    return grid, np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])


# %% wrong="grid_and_random" name="end_excluded"
# The largest number of neurons is never drawn.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(eta, n) for eta in np.geomspace(*rates, k) for n in np.round(np.linspace(*neurons, k))])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    return grid, np.column_stack([eta, rng.integers(neurons[0], neurons[1], k * k)])


# %% wrong="grid_and_random" name="same_generator_twice"
# Two generators with the same seed: large learning rates always meet wide layers.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(eta, n) for eta in np.geomspace(*rates, k) for n in np.round(np.linspace(*neurons, k))])
    eta = np.exp(np.random.default_rng(seed).uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    share = np.random.default_rng(seed).uniform(0, 1, k * k)
    return grid, np.column_stack([eta, neurons[0] + np.floor(share * (neurons[1] - neurons[0] + 1))])


# %% wrong="grid_and_random" name="shuffled_grid"
# "Random" is the grid in another order, so it explores as little.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(eta, n) for eta in np.geomspace(*rates, k) for n in np.round(np.linspace(*neurons, k))])
    return grid, np.random.default_rng(seed).permutation(grid)


# %% wrong="grid_and_random" name="paired_grid"
# k pairs repeated in place of all k * k combinations.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    pairs = np.column_stack([np.geomspace(*rates, k), np.round(np.linspace(*neurons, k))])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    return np.tile(pairs, (k, 1)), np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])


# %% wrong="grid_and_random" name="fixed_ranges"
# The lecture's ranges are built in.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(eta, n) for eta in np.geomspace(3e-4, 3e-2, k) for n in np.round(np.linspace(1, 99, k))])
    rng = np.random.default_rng(seed)
    return grid, np.column_stack([3e-4 * 100 ** rng.uniform(size=k * k), rng.integers(1, 100, k * k)])


# %% wrong="grid_and_random" name="seed_ignored"
# Another design at each call.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(eta, n) for eta in np.geomspace(*rates, k) for n in np.round(np.linspace(*neurons, k))])
    rng = np.random.default_rng()
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    return grid, np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])


# %% right="grid_and_random" name="meshgrid_and_scipy"
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    from scipy.stats import loguniform, randint

    exponents = np.linspace(np.log10(rates[0]), np.log10(rates[1]), k)
    first, second = np.meshgrid(10**exponents, np.rint(np.linspace(neurons[0], neurons[1], k)))
    grid = np.stack([first.ravel(), second.ravel()], axis=1)
    generator = np.random.RandomState(seed)
    eta = loguniform(*rates).rvs(k**2, random_state=generator)
    widths = randint(neurons[0], neurons[1] + 1).rvs(k**2, random_state=generator)
    return grid, np.stack([eta, widths], axis=1)


# %% wrong="honest_cv" name="scaler_on_everything"
# The scaler sees the held-out rows.
def honest_cv(run, X, y, n_splits):
    X = StandardScaler().fit_transform(X)
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        results.append(run(X[fit], y[fit], X[stop], y[stop], X[score], y[score]))
    return results


# %% wrong="honest_cv" name="scaler_on_fit_and_stop"
# The scaler sees the rows to stop on.
def honest_cv(run, X, y, n_splits):
    results = []
    for rest, score in KFold(n_splits).split(X):
        scale = StandardScaler().fit(X[rest]).transform
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        results.append(run(scale(X[fit]), y[fit], scale(X[stop]), y[stop], scale(X[score]), y[score]))
    return results


# %% wrong="honest_cv" name="scaler_per_part"
# fit_transform on each part: equal values come out different.
def honest_cv(run, X, y, n_splits):
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        parts = []
        for rows in (rest[:cut], rest[cut:], score):
            parts += [StandardScaler().fit_transform(X[rows]), y[rows]]
        results.append(run(*parts))
    return results


# %% wrong="honest_cv" name="stops_on_the_score_rows"
# Early stopping on the rows that give the score.
def honest_cv(run, X, y, n_splits):
    results = []
    for fit, score in KFold(n_splits).split(X):
        scale = StandardScaler().fit(X[fit]).transform
        results.append(run(scale(X[fit]), y[fit], scale(X[score]), y[score], scale(X[score]), y[score]))
    return results


# %% wrong="honest_cv" name="one_validation_set"
# The lecture's leak: every fold stops on the same rows, which are never scored.
def honest_cv(run, X, y, n_splits):
    cut = len(X) * 4 // 5
    results = []
    for fit, score in KFold(n_splits).split(X[:cut]):
        scale = StandardScaler().fit(X[fit]).transform
        results.append(run(scale(X[fit]), y[fit], scale(X[cut:]), y[cut:], scale(X[score]), y[score]))
    return results


# %% wrong="honest_cv" name="no_scaling"
# The parts are right, the scaling is missing.
def honest_cv(run, X, y, n_splits):
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        results.append(run(X[fit], y[fit], X[stop], y[stop], X[score], y[score]))
    return results


# %% wrong="honest_cv" name="mean_of_the_folds"
# One number in place of the list.
def honest_cv(run, X, y, n_splits):
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        scale = StandardScaler().fit(X[fit]).transform
        results.append(run(scale(X[fit]), y[fit], scale(X[stop]), y[stop], scale(X[score]), y[score]))
    return [sum(results) / len(results)]


# %% wrong="honest_cv" name="stop_rows_also_fitted"
# All remaining rows are fitted, the rows to stop on among them.
def honest_cv(run, X, y, n_splits):
    results = []
    for rest, score in KFold(n_splits).split(X):
        stop = rest[len(rest) * 4 // 5 :]
        scale = StandardScaler().fit(X[rest]).transform
        results.append(run(scale(X[rest]), y[rest], scale(X[stop]), y[stop], scale(X[score]), y[score]))
    return results


# %% wrong="honest_cv" name="random_splits"
# Independent random splits: some rows are scored twice, others never.
def honest_cv(run, X, y, n_splits):
    results = []
    for seed in range(n_splits):
        rest, score = train_test_split(np.arange(len(X)), test_size=1 / n_splits, random_state=seed)
        fit, stop = train_test_split(rest, test_size=0.2, random_state=seed)
        scale = StandardScaler().fit(X[fit]).transform
        results.append(run(scale(X[fit]), y[fit], scale(X[stop]), y[stop], scale(X[score]), y[score]))
    return results


# %% right="honest_cv" name="shuffled_by_hand"
def honest_cv(run, X, y, n_splits):
    rows = np.random.default_rng(0).permutation(len(X))
    results = []
    for score in np.array_split(rows, n_splits):
        rest = np.setdiff1d(rows, score)
        fit, stop = train_test_split(rest, test_size=0.25, random_state=1)
        mean, deviation = X[fit].mean(axis=0), X[fit].std(axis=0)
        scaled = (X - mean) / deviation
        results += [run(scaled[fit], y[fit], scaled[stop], y[stop], scaled[score], y[score])]
    return results


# %% wrong="build_tapered" name="rounds"
# Rounds to the nearest number of neurons, not down.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": keras.optimizers.Adam(learning_rate),
    }
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, round(n_neurons * taper**i)), activation=activation))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% wrong="build_tapered" name="from_the_layer_below"
# Shrinks the layer below, which has been rounded already.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": keras.optimizers.Adam(learning_rate),
    }
    model = keras.Sequential([keras.Input(input_shape)])
    for _ in range(n_hidden):
        model.add(keras.layers.Dense(max(1, n_neurons), activation=activation))
        n_neurons = int(n_neurons * taper)
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% wrong="build_tapered" name="nesterov"
# Nesterov's momentum in place of the plain one.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9, nesterov=True),
        "adam": keras.optimizers.Adam(learning_rate),
    }
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**i)), activation=activation))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% wrong="build_tapered" name="adamw"
# AdamW in place of Adam.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": keras.optimizers.AdamW(learning_rate),
    }
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**i)), activation=activation))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% wrong="build_tapered" name="tanh_or_relu"
# Knows two activations only.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": keras.optimizers.Adam(learning_rate),
    }
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(
            keras.layers.Dense(
                max(1, int(n_neurons * taper**i)), activation=activation if activation == "tanh" else "relu"
            )
        )
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% wrong="build_tapered" name="no_bias"
# Hidden layers without a bias.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": keras.optimizers.Adam(learning_rate),
    }
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**i)), activation=activation, use_bias=False))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% wrong="build_tapered" name="dropout"
# A dropout layer that nobody asked for.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": keras.optimizers.Adam(learning_rate),
    }
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**i)), activation=activation))
    model.add(keras.layers.Dropout(0.1))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% wrong="build_tapered" name="never_wider"
# Does not let a taper above 1 widen the layers.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": keras.optimizers.Adam(learning_rate),
    }
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * min(taper, 1.0) ** i)), activation=activation))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% right="build_tapered" name="functional"
# The functional API, activations as layers of their own.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    optimizers = {
        "sgd": keras.optimizers.SGD(learning_rate),
        "momentum": keras.optimizers.SGD(learning_rate, momentum=0.9),
        "adam": keras.optimizers.Adam(learning_rate),
    }
    inputs = x = keras.Input(shape=input_shape)
    for i in range(n_hidden):
        x = keras.layers.Dense(units=max(int(np.floor(n_neurons * taper**i)), 1))(x)
        x = keras.layers.Activation(activation)(x)
    model = keras.Model(inputs, keras.layers.Dense(1, activation="linear")(x))
    model.compile(loss="mse", optimizer=optimizers[optimizer])
    return model


# %% wrong="log_uniform" name="generator_of_the_first_call"
# Keeps the generator of the first call for all others.
class LogUniform:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        if not hasattr(self, "rng"):
            self.rng = check_random_state(random_state)
        rng = self.rng
        return np.exp(rng.uniform(np.log(self.low), np.log(self.high), size))


# %% wrong="log_uniform" name="rounded"
# Rounds to four decimals.
class LogUniform:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        rng = check_random_state(random_state)
        return np.round(np.exp(rng.uniform(np.log(self.low), np.log(self.high), size)), 4)


# %% wrong="log_uniform" name="list_of_draws"
# A list in place of an array.
class LogUniform:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        rng = check_random_state(random_state)
        out = np.exp(rng.uniform(np.log(self.low), np.log(self.high), size))
        return out if size is None else list(out)


# %% wrong="log_uniform" name="sorted_draws"
# Sorts the draws.
class LogUniform:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        rng = check_random_state(random_state)
        return (
            np.sort(np.exp(rng.uniform(np.log(self.low), np.log(self.high), size)), axis=None)
            if size is not None
            else np.exp(rng.uniform(np.log(self.low), np.log(self.high)))
        )


# %% wrong="adapter" name="tidies_parameters_in_fit" points=8
# Converts its hyperparameters in fit.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        self.n_neurons = int(self.n_neurons) + 0
        self.learning_rate = float(self.learning_rate)
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="progress_bar" points=8
# Trains with the progress bar on.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, y, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="progress_bar_of_predict" points=8
# Predicts with the progress bar on.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="other_optimizer" points=8
# Compiles the network anew with Adam.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.model_.compile(loss="mse", optimizer=keras.optimizers.Adam(self.learning_rate))
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="one_layer_at_least" points=8
# At least one hidden layer.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(max(1, self.n_hidden), self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="trains_again" points=8
# One epoch more, after the recorded ones.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        self.model_.fit(X, y, verbose=0)
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="splits_off" points=8
# Splits rows off for validation, unasked.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **{"validation_split": 0.1, **fit_kwargs}).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="scales_targets" points=8
# Standardises the targets and never undoes it.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, (y - y.mean()) / y.std(), verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="swallows_arguments" points=8
# Takes any argument and forgets it.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42, **kwargs):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="squeeze" points=8
# A single row gives an array without dimensions.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0).squeeze()

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="run_search" name="fits_from_n_iter"
# Works out n_fits from n_iter, though the space may be smaller.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    scoring = "neg_mean_squared_error"
    if n_iter is None:
        search = GridSearchCV(estimator, space, scoring=scoring, cv=cv)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, scoring=scoring, cv=cv, random_state=seed)
    search.fit(X, y, **fit_kwargs)
    mse = [-float(score) for score in search.cv_results_["mean_test_score"]]
    params = list(search.cv_results_["params"])
    best = int(np.argmin(mse))
    return {
        "params": params,
        "mse": mse,
        "best_params": params[best],
        "best_mse": mse[best],
        "n_fits": (n_iter or len(params)) * cv + 1,
    }


# %% wrong="run_search" name="options_for_the_grid_only"
# The random search forgets fit_kwargs.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    scoring = "neg_mean_squared_error"
    if n_iter is None:
        search = GridSearchCV(estimator, space, scoring=scoring, cv=cv)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, scoring=scoring, cv=cv, random_state=seed)
    search.fit(X, y, **(fit_kwargs if n_iter is None else {}))
    mse = [-float(score) for score in search.cv_results_["mean_test_score"]]
    params = list(search.cv_results_["params"])
    best = int(np.argmin(mse))
    return {
        "params": params,
        "mse": mse,
        "best_params": params[best],
        "best_mse": mse[best],
        "n_fits": len(params) * cv + 1,
    }


# %% wrong="run_search" name="array"
# An array in place of a list.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    scoring = "neg_mean_squared_error"
    if n_iter is None:
        search = GridSearchCV(estimator, space, scoring=scoring, cv=cv)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, scoring=scoring, cv=cv, random_state=seed)
    search.fit(X, y, **fit_kwargs)
    mse = [-float(score) for score in search.cv_results_["mean_test_score"]]
    params = list(search.cv_results_["params"])
    mse = np.array(mse)
    best = int(np.argmin(mse))
    return {
        "params": params,
        "mse": mse,
        "best_params": params[best],
        "best_mse": mse[best],
        "n_fits": len(params) * cv + 1,
    }


# %% wrong="grid_and_random" name="without_replacement"
# Draws the neurons without replacement where it can.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    widths = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in widths])
    rng = np.random.default_rng(seed)
    random = np.column_stack(
        [
            np.exp(rng.uniform(*np.log(rates), k * k)),
            rng.choice(np.arange(neurons[0], neurons[1] + 1), k * k, replace=k * k > neurons[1] - neurons[0] + 1),
        ]
    )
    return grid, random


# %% wrong="grid_and_random" name="latin_hypercube"
# One learning rate from each of k * k equal parts: not independent.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    widths = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in widths])
    rng = np.random.default_rng(seed)
    random = np.column_stack(
        [
            rates[0] * (rates[1] / rates[0]) ** ((rng.permutation(k * k) + rng.uniform(size=k * k)) / (k * k)),
            rng.integers(neurons[0], neurons[1] + 1, k * k),
        ]
    )
    return grid, random


# %% wrong="grid_and_random" name="lists"
# Lists in place of arrays.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    widths = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in widths])
    rng = np.random.default_rng(seed)
    random = np.column_stack(
        [
            np.exp(rng.uniform(*np.log(rates), k * k)),
            rng.integers(neurons[0], neurons[1] + 1, k * k),
        ]
    )
    return grid.tolist(), random.tolist()


# %% wrong="grid_and_random" name="sorted_rates"
# Learning rates in ascending order.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    widths = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in widths])
    rng = np.random.default_rng(seed)
    random = np.column_stack(
        [
            np.exp(rng.uniform(*np.log(rates), k * k)),
            rng.integers(neurons[0], neurons[1] + 1, k * k),
        ]
    )
    random[:, 0] = np.sort(random[:, 0])
    return grid, random


# %% wrong="grid_and_random" name="ends_by_force"
# Puts both ends of the neurons in by hand.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    widths = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in widths])
    rng = np.random.default_rng(seed)
    random = np.column_stack(
        [
            np.exp(rng.uniform(*np.log(rates), k * k)),
            rng.integers(neurons[0], neurons[1] + 1, k * k),
        ]
    )
    random[0, 1], random[-1, 1] = neurons
    return grid, random


# %% wrong="honest_cv" name="sorted_results"
# Results in ascending order, not in that of the calls.
def honest_cv(run, X, y, n_splits):
    results = []
    for rest, score in KFold(n_splits).split(X):
        n_stop = len(rest) // 5
        stop, fit = rest[:n_stop], rest[n_stop:]
        scaler = StandardScaler().fit(X[fit])
        parts = []
        for rows in (fit, stop, score):
            parts += [scaler.transform(X[rows]), y[rows]]
        results.append(run(*parts))
    return sorted(results)


# %% wrong="honest_cv" name="whole_numbers"
# Cuts the results to whole numbers.
def honest_cv(run, X, y, n_splits):
    results = []
    for rest, score in KFold(n_splits).split(X):
        n_stop = len(rest) // 5
        stop, fit = rest[:n_stop], rest[n_stop:]
        scaler = StandardScaler().fit(X[fit])
        parts = []
        for rows in (fit, stop, score):
            parts += [scaler.transform(X[rows]), y[rows]]
        results.append(int(run(*parts)))
    return results


# %% wrong="build_tapered" name="loss_mae"
# Another loss.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(1, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mae", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="one_layer_more"
# Off by one: a hidden layer too many.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden + 1):
        units = max(1, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="first_layer_tapered"
# Off by one in the exponent: the first layer shrinks as well.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(1, int(n_neurons * taper ** (layer + 1)))
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="momentum_at_its_own_rate"
# With momentum the learning rate is Keras's default.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(1, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    elif optimizer == "momentum":
        chosen = keras.optimizers.SGD(momentum=0.9)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="not_compiled"
# Compiles for nothing: the model that is returned is a copy.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(1, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.optimizer = chosen
    return model


# %% wrong="build_tapered" name="seed_inside"
# The same weights at each call.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(1, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="two_at_least"
# At least two neurons.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(2, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% wrong="build_tapered" name="two_outputs"
# The last hidden layer's activation missing.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(1, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units, activation=activation if layer < n_hidden - 1 else None))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% right="build_tapered" name="separate_activations"
# A layer for the sums and one for the activation.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    """Return a new compiled regression network whose layers shrink by the factor taper."""
    model = keras.Sequential([keras.Input(input_shape)])
    for layer in range(n_hidden):
        units = max(1, int(n_neurons * taper**layer))
        model.add(keras.layers.Dense(units))
        model.add(keras.layers.Activation(activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "adam":
        chosen = keras.optimizers.Adam(learning_rate)
    else:
        chosen = keras.optimizers.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    model.compile(loss="mse", optimizer=chosen)
    return model


# %% right="build_tapered" name="floor_and_list"
# All layers as a list; the loss as an object.
import math


def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    sizes = [max(1, math.floor(n_neurons * taper**i)) for i in range(n_hidden)]
    layers = [keras.layers.Dense(size, activation) for size in sizes] + [keras.layers.Dense(1, "linear")]
    model = keras.Sequential([keras.Input(shape=input_shape), *layers])
    kinds = {
        "sgd": lambda: keras.optimizers.SGD(learning_rate=learning_rate),
        "momentum": lambda: keras.optimizers.SGD(learning_rate=learning_rate, momentum=0.9),
        "adam": lambda: keras.optimizers.Adam(learning_rate=learning_rate),
    }
    model.compile(optimizer=kinds[optimizer](), loss=keras.losses.MeanSquaredError())
    return model


# %% wrong="log_uniform" name="reciprocal_of_uniform"
# Takes 'reciprocal' at its word: the reciprocal of a uniform number.
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        generator = check_random_state(random_state)
        return 1 / generator.uniform(1 / self.high, 1 / self.low, size)


# %% wrong="log_uniform" name="triangular"
# The mean of two draws: crowds in the middle.
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        generator = check_random_state(random_state)
        low, high = np.log(self.low), np.log(self.high)
        return np.exp((generator.uniform(low, high, size) + generator.uniform(low, high, size)) / 2)


# %% wrong="log_uniform" name="square_root_scale"
# Uniform on the scale of square roots.
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        generator = check_random_state(random_state)
        return generator.uniform(np.sqrt(self.low), np.sqrt(self.high), size) ** 2


# %% wrong="log_uniform" name="column"
# An array of shape (n, 1).
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        generator = check_random_state(random_state)
        out = np.exp(generator.uniform(np.log(self.low), np.log(self.high), size))
        return out if size is None else out[:, None]


# %% wrong="log_uniform" name="none_is_zero"
# Without a random_state always the same draw.
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        generator = check_random_state(random_state or 0)
        return np.exp(generator.uniform(np.log(self.low), np.log(self.high), size))


# %% wrong="log_uniform" name="from_a_list_of_values"
# Chooses among a hundred values.
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        generator = check_random_state(random_state)
        return generator.choice(np.geomspace(self.low, self.high, 100), size)


# %% wrong="log_uniform" name="global_generator"
# Draws from NumPy's global generator, whatever is passed.
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        return np.exp(np.random.uniform(np.log(self.low), np.log(self.high), size))


# %% wrong="log_uniform" name="size_ignored"
# One number, whatever the size.
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        generator = check_random_state(random_state)
        return np.exp(generator.uniform(np.log(self.low), np.log(self.high)))


# %% right="log_uniform" name="weighted_powers"
# A weighted geometric mean of both ends.
class LogUniform:
    """A distribution whose logarithm is uniform between log(low) and log(high)."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        """Return one draw, or an array of draws of the given size."""
        generator = check_random_state(random_state)
        share = generator.random_sample(size)
        return self.low ** (1 - share) * self.high**share


# %% wrong="adapter" name="root" points=8
# Minus the root of the mean squared error.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.sqrt(np.mean((y - self.predict(X)) ** 2)))


# %% wrong="adapter" name="sum_of_squares" points=8
# The sum of the squared errors.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.sum((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="history_object" points=8
# Keeps the History object, not the dict.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs)
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="seed_too_late" points=8
# Sets the seed after the network has its weights.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        keras.utils.set_random_seed(self.seed)
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="other_defaults" points=8
# Another number of neurons where none is given.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=32, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="ten_epochs" points=8
# Trains ten epochs where Keras would train one.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **{"epochs": 10, **fit_kwargs}).history
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="model_returned" points=8
# Returns the network in place of itself.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self.model_

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="eight_features"
# Always eight features.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=(8,))
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="adapter" name="sorted_rows" points=8
# Trains on the rows in another order than asked.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X[::-1], y[::-1], verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return self.model_.predict(X, verbose=0).ravel()

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% right="adapter" name="called_as_a_function"
# Predicts by calling the network; a column for the targets.
class KerasRegressor(RegressorMixin, BaseEstimator):
    """The lecture's network as a scikit-learn regressor."""

    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        """Train a new network; fit_kwargs go to Keras' fit."""
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, input_shape=X.shape[1:])
        self.history_ = self.model_.fit(X, np.reshape(y, (-1, 1)), verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        """Return the predictions, shape (n,)."""
        return np.asarray(self.model_(np.asarray(X, "float32"))).reshape(-1)

    def score(self, X, y):
        """Return the negative mean squared error."""
        return -float(np.mean((y - self.predict(X)) ** 2))


# %% wrong="run_search" name="three_folds_always"
# Three folds, whatever is asked.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_squared_error", "cv": 3}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * cv + 1,
    }


# %% wrong="run_search" name="root"
# Root mean squared errors.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_root_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * cv + 1,
    }


# %% wrong="run_search" name="absolute"
# Mean absolute errors.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_absolute_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * cv + 1,
    }


# %% wrong="run_search" name="texts"
# The combinations as text.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": [str(params) for params in tried],
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * cv + 1,
    }


# %% wrong="run_search" name="rounded"
# Rounds the best error to two decimals.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": round(-float(search.best_score_), 2),
        "n_fits": len(tried) * cv + 1,
    }


# %% wrong="run_search" name="sorted_by_error"
# Errors in ascending order, combinations not.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": sorted(-float(score) for score in search.cv_results_["mean_test_score"]),
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * cv + 1,
    }


# %% wrong="run_search" name="worst_of_all"
# The combination with the largest error.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": tried[int(np.argmin(search.cv_results_["mean_test_score"]))],
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * cv + 1,
    }


# %% wrong="run_search" name="one_fit_each"
# One training for each combination.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) + 1,
    }


# %% wrong="run_search" name="refit_in_each_fold"
# Counts a refit for each combination.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * (cv + 1),
    }


# %% wrong="run_search" name="another_default_seed"
# Another default seed.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=0, **fit_kwargs):
    """Search a space at random (n_iter trials) or completely (n_iter=None); return a dict of plain results."""
    options = {"scoring": "neg_mean_squared_error", "cv": cv}
    if n_iter is None:
        search = GridSearchCV(estimator, space, **options)
    else:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, **options)
    search.fit(X, y, **fit_kwargs)
    tried = search.cv_results_["params"]
    return {
        "params": list(tried),
        "mse": [-float(score) for score in search.cv_results_["mean_test_score"]],
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(tried) * cv + 1,
    }


# %% right="run_search" name="named_scorer"
# A scorer made by hand, with the right sign; the table as a data frame.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    from sklearn.metrics import make_scorer, mean_squared_error

    scorer = make_scorer(mean_squared_error, greater_is_better=False)
    if n_iter:
        search = RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=seed, scoring=scorer, cv=KFold(cv))
    else:
        search = GridSearchCV(estimator, space, scoring=scorer, cv=KFold(cv))
    frame = pd.DataFrame(search.fit(X, y, **fit_kwargs).cv_results_)
    mse = (-frame["mean_test_score"]).tolist()
    best = mse.index(min(mse))
    params = frame["params"].tolist()
    n_fits = 1 + len(frame) * cv
    return {"params": params, "mse": mse, "best_params": params[best], "best_mse": mse[best], "n_fits": n_fits}


# %% wrong="grid_and_random" name="grid_without_its_end"
# The upper end of the learning rates is missing.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k + 1)[:-1] for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])
    return grid, random


# %% wrong="grid_and_random" name="cut_not_rounded"
# Numbers of neurons cut, not rounded.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.floor(np.linspace(*neurons, k) + 0.01)
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])
    return grid, random


# %% wrong="grid_and_random" name="log_uniform_neurons"
# The neurons log-uniform as well.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack([eta, np.round(np.exp(rng.uniform(np.log(neurons[0]), np.log(neurons[1]), k * k)))])
    return grid, random


# %% wrong="grid_and_random" name="fractions_of_neurons"
# Numbers of neurons that are no whole numbers.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack([eta, rng.uniform(neurons[0], neurons[1], k * k)])
    return grid, random


# %% wrong="grid_and_random" name="k_trials_only"
# k random trials in place of k * k.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k))
    random = np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k)])
    return grid, random


# %% wrong="grid_and_random" name="swapped"
# The two designs in the other order.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])
    return random, grid


# %% wrong="grid_and_random" name="columns_swapped"
# Neurons first, learning rates second.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack([rng.integers(neurons[0], neurons[1] + 1, k * k), eta])
    return grid, random


# %% wrong="grid_and_random" name="rates_from_the_grid"
# Draws the learning rates among those of the grid.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = rng.choice(np.geomspace(*rates, k), k * k)
    random = np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])
    return grid, random


# %% wrong="grid_and_random" name="seed_by_k"
# The seed is k.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(k)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])
    return grid, random


# %% wrong="grid_and_random" name="rounded_normal"
# Numbers of neurons around the middle.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    """Return a grid and a random design of k * k trials each, as arrays of shape (k * k, 2)."""
    steps = np.round(np.linspace(*neurons, k))
    grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
    rng = np.random.default_rng(seed)
    eta = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    random = np.column_stack(
        [eta, np.clip(np.round(rng.normal(np.mean(neurons), np.ptp(neurons) / 4, k * k)), *neurons)]
    )
    return grid, random


# %% right="grid_and_random" name="product"
# All pairs by itertools; SciPy's distributions on one generator.
import itertools

from scipy import stats as distributions


def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    (low, high), (few, many) = rates, neurons
    factors = [low * (high / low) ** (step / (k - 1)) for step in range(k)]
    widths = [round(few + (many - few) * step / (k - 1)) for step in range(k)]
    generator = np.random.RandomState(seed)
    eta = distributions.loguniform(low, high).rvs(k * k, random_state=generator)
    drawn = generator.randint(few, many + 1, size=k * k)
    return np.array(list(itertools.product(factors, widths)), float), np.transpose([eta, drawn])


# %% wrong="successive_halving" name="keeps_the_worst"
# Sorts the wrong way round.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")[::-1]
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="rounded_up"
# Keeps one more where the division leaves a rest.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: -(-len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="nan_wins"
# NaN is taken for the best loss.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([-np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="zero_for_nan"
# NaN is turned into 0.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.nan_to_num(loss) for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="same_epochs"
# Every round has as many epochs as the first.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs += 0


# %% wrong="successive_halving" name="one_epoch_more"
# Each round has `factor` epochs more, not `factor` times as many.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs += factor


# %% wrong="successive_halving" name="winner_not_trained"
# Stops as soon as one is left, without its last training.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        if len(left) // factor <= 1:
            return left[order[0]], losses[order[0]], spent
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="last_round_only"
# Counts the epochs of the last round only.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent = epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="epochs_not_networks"
# Counts the epochs of each round once, not for each network.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="first_of_the_list"
# Keeps the first of the list, whatever their losses.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in sorted(order)[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="always_a_third"
# The factor is always 3.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // 3)]]
        epochs *= factor


# %% wrong="successive_halving" name="sorts_in_place"
# Sorts the caller's list.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        configs.sort(key=str, reverse=True)
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="best_loss_ever"
# Returns the smallest loss of all rounds.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent, least = list(configs), first_epochs, 0, np.inf
    while True:
        losses = [train(config, epochs) for config in left]
        least = min([least, *losses])
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], least, spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="two_epochs_always"
# The first round always has two epochs.
def successive_halving(train, configs, first_epochs=2, factor=3):
    """Return the configuration that survives all rounds, its last loss, and the epochs spent in all."""
    left, epochs, spent = list(configs), 2, 0
    while True:
        losses = [train(config, epochs) for config in left]
        spent += epochs * len(left)
        if len(left) == 1:
            return left[0], losses[0], spent
        order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind="stable")
        left = [left[place] for place in order[: max(1, len(left) // factor)]]
        epochs *= factor


# %% wrong="successive_halving" name="first_losses_decide"
# Ranks by the losses of the first round for ever.
def successive_halving(train, configs, first_epochs=2, factor=3):
    losses = [train(config, first_epochs) for config in configs]
    order = sorted(range(len(configs)), key=lambda place: np.inf if np.isnan(losses[place]) else losses[place])
    spent, epochs, n, loss = first_epochs * len(configs), first_epochs, len(configs), losses[order[0]]
    while n > 1:
        n, epochs = max(1, n // factor), epochs * factor
        spent += n * epochs
        latest = [train(configs[place], epochs) for place in order[:n]]
        loss = latest[0]
    return configs[order[0]], loss, spent


# %% right="successive_halving" name="recursive"
# Plays one round, and leaves the rest to itself.
def successive_halving(train, configs, first_epochs=2, factor=3):
    ranked = []
    for place, config in enumerate(configs):
        loss = train(config, first_epochs)
        ranked.append((loss != loss, loss if loss == loss else 0.0, place))
    price = first_epochs * len(configs)
    if len(configs) == 1:
        return configs[0], loss, price
    ranked.sort()
    survivors = [configs[place] for _, _, place in ranked[: max(len(configs) // factor, 1)]]
    best, loss, later = successive_halving(train, survivors, first_epochs * factor, factor)
    return best, loss, price + later


# %% right="successive_halving" name="pandas"
# A series of losses, NaN last by default.
def successive_halving(train, configs, first_epochs=2, factor=3):
    alive, rounds = pd.Series(range(len(configs))), 0
    total = 0
    while True:
        epochs = first_epochs * factor**rounds
        losses = pd.Series([train(configs[place], epochs) for place in alive], index=alive.index)
        total += epochs * alive.size
        if alive.size == 1:
            return configs[alive.iloc[0]], losses.iloc[0], total
        keep = losses.sort_values(kind="stable").index[: max(1, alive.size // factor)]
        alive, rounds = alive.loc[keep], rounds + 1


# %% wrong="honest_cv" name="too_few_to_stop"
# A twentieth of the rows to stop on.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 19 // 20
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="too_many_to_stop"
# Half of the rows to stop on.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) // 2
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="targets_scaled"
# Scales the targets as well.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [
            (fold_scaler.transform(X[rows]), (y[rows] - y[fit].mean()) / y[fit].std()) for rows in (fit, stop, score)
        ]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="min_and_max"
# Scales to the range of the fit rows.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = __import__("sklearn.preprocessing").preprocessing.MinMaxScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="arguments_swapped"
# Hands over the score rows where the stop rows belong.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, score, stop)]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="mean_only"
# Subtracts the mean, does not divide.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler(with_std=False).fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="scales_in_place"
# Scales the caller's X, once for all folds.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    X -= X.mean(axis=0)
    X /= X.std(axis=0)
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="one_fold_less"
# Leaves out the last fold.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in list(KFold(n_splits).split(X))[:-1]:
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="rows_thrown_away"
# Some of the rows take no part.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[: cut - 3], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return results


# %% wrong="honest_cv" name="names_and_numbers"
# Returns pairs of fold and number.
def honest_cv(run, X, y, n_splits):
    """Return run(X_fit, y_fit, X_stop, y_stop, X_score, y_score) of each fold; nothing leaks between the parts."""
    results = []
    for rest, score in KFold(n_splits).split(X):
        cut = len(rest) * 4 // 5
        fit, stop = rest[:cut], rest[cut:]
        fold_scaler = StandardScaler().fit(X[fit])
        parts = [(fold_scaler.transform(X[rows]), y[rows]) for rows in (fit, stop, score)]
        results.append(run(*(array for part in parts for array in part)))
    return list(enumerate(results))


# %% right="honest_cv" name="every_fifth_by_hand"
# Every fifth row to stop on; scales with plain arithmetic.
def honest_cv(run, X, y, n_splits):
    fold_of = np.arange(len(X)) % n_splits
    numbers = []
    for fold in range(n_splits):
        rest = np.flatnonzero(fold_of != fold)
        is_stop = np.arange(len(rest)) % 5 == 2
        roles = [rest[~is_stop], rest[is_stop], np.flatnonzero(fold_of == fold)]
        center, spread = X[roles[0]].mean(axis=0), X[roles[0]].std(axis=0)
        arguments = []
        for rows in roles:
            arguments.extend([(X[rows] - center) / spread, y[rows]])
        numbers.append(run(*arguments))
    return numbers


# %% wrong="read_trials" name="nan_in_the_way"
# sorted over NaN: whatever stands beside a diverged trial may win.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted(trials, key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": sum(np.isnan(row["val_mse"]) for row in trials),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="worst_wins"
# Maximises the loss, as if it were a score.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: -row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="place_in_the_list"
# The trial's place in the list in place of its number.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": trials.index(finished[0]),
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="share_of_all"
# The share is taken of all trials, the diverged ones included.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(trials)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="rounded_to_nearest"
# The number of good trials is rounded to the nearest whole number, not up.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: max(1, round(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="one_more"
# One trial too many where the share is a whole number.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(share * len(finished)) + 1]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="above_one_diverged"
# Takes a loss above 1 for a diverged trial.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if row["val_mse"] < 1), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="zero_diverged"
# Takes a loss of 0 for a diverged trial.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if row["val_mse"] > 0), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="sorts_in_place"
# Sorts the caller's list.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    trials.sort(key=lambda row: row["trial"])
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="shipped_table"
# Reads the shipped table, whatever is passed.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    trials = table.to_dict("records")
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="counts_the_finished"
# Counts the trials that finished.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="room_of_the_finished"
# The room inside the trials that finished: a range that ends in divergence looks narrow.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in finished]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="room_upside_down"
# The factors the wrong way round: below 1.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(tried) / min(good), max(good) / max(tried)),
    }


# %% wrong="read_trials" name="room_as_a_difference"
# Differences in place of factors.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) - min(tried), max(tried) - max(good)),
    }


# %% wrong="read_trials" name="room_in_powers_of_ten"
# Powers of ten in place of factors.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (np.log10(min(good) / min(tried)), np.log10(max(tried) / max(good))),
    }


# %% wrong="read_trials" name="room_around_the_best"
# The room around the best rate, not around the good ones.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (good[0] / min(tried), max(tried) / good[0]),
    }


# %% wrong="read_trials" name="highest_first"
# The highest good rate first.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (max(good), min(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="first_and_last"
# The rates of the best and of the last good trial, not the lowest and the highest.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (good[0], good[-1]),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="a_tenth_always"
# The share is always a tenth.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    good = [row["learning_rate"] for row in finished[: int(np.ceil(0.1 * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% wrong="read_trials" name="by_training_loss"
# The training loss chooses.
def read_trials(trials, share=0.1):
    """Return what a table of trials says: divergence, the winner, the good learning rates, and the room around them."""
    finished = sorted(
        (row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row.get("train_mse", row["val_mse"])
    )
    good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    tried = [row["learning_rate"] for row in trials]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(tried), max(tried) / max(good)),
    }


# %% right="read_trials" name="pandas"
# A data frame.
def read_trials(trials, share=0.1):
    frame = pd.DataFrame(trials)
    finished = frame.dropna(subset=["val_mse"]).nsmallest(len(frame), "val_mse")
    rates = finished["learning_rate"].iloc[: -int(-share * len(finished) // 1)]
    tried = frame["learning_rate"]
    return {
        "n_diverged": int(frame["val_mse"].isna().sum()),
        "best_trial": int(finished.iloc[0]["trial"]),
        "good_rates": [float(rates.min()), float(rates.max())],
        "room": [float(rates.min() / tried.min()), float(tried.max() / rates.max())],
    }


# %% right="read_trials" name="numpy"
# Arrays; NaN sorts last.
def read_trials(trials, share=0.1):
    numbers, rates, losses = (np.array([row[key] for row in trials]) for key in ("trial", "learning_rate", "val_mse"))
    order = np.argsort(losses)
    n_finished = int(np.isfinite(losses).sum())
    low, *_, high = np.sort(np.repeat(rates[order[: int(-(-share * n_finished // 1))]], 2))
    return {
        "room": (low / rates.min(), rates.max() / high),
        "good_rates": (low, high),
        "best_trial": int(numbers[order[0]]),
        "n_diverged": len(trials) - n_finished,
    }


# %% wrong="build_tapered" name="penalised_weights"
# A penalty on the weights is added to the loss.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**i)), activation=activation, kernel_regularizer="l2"))
    model.add(keras.layers.Dense(1))
    if optimizer == "sgd":
        opt = keras.optimizers.SGD(learning_rate)
    elif optimizer == "momentum":
        opt = keras.optimizers.SGD(learning_rate, momentum=0.9)
    else:
        opt = keras.optimizers.Adam(learning_rate)
    model.compile(loss="mse", optimizer=opt)
    return model


# %% wrong="build_tapered" name="frozen_layer"
# The first layer never learns.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = keras.Sequential([keras.Input(input_shape)])
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**i)), activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "sgd":
        opt = keras.optimizers.SGD(learning_rate)
    elif optimizer == "momentum":
        opt = keras.optimizers.SGD(learning_rate, momentum=0.9)
    else:
        opt = keras.optimizers.Adam(learning_rate)
    model.compile(loss="mse", optimizer=opt)
    model.layers[0].trainable = False
    return model


# %% wrong="build_tapered" name="class_of_its_own"
# A subclassed model, where the task asks for a sequential or functional one.
class Net(keras.Model):
    def __init__(self, sizes, activation):
        super().__init__()
        self.hidden = [keras.layers.Dense(s, activation=activation) for s in sizes]
        self.head = keras.layers.Dense(1)

    def call(self, x):
        for one in self.hidden:
            x = one(x)
        return self.head(x)


def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = Net([max(1, int(n_neurons * taper**i)) for i in range(n_hidden)], activation)
    model.build((None, *input_shape))
    o = keras.optimizers
    opt = (
        o.Adam(learning_rate)
        if optimizer == "adam"
        else o.SGD(learning_rate, momentum=0.9 if optimizer == "momentum" else 0.0)
    )
    model.compile(loss="mse", optimizer=opt)
    return model


# %% wrong="build_tapered" name="unknown_inputs"
# Without an Input the model has no weights until it sees data.
def build_tapered(
    n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer="sgd", activation="relu", input_shape=(8,)
):
    model = keras.Sequential()
    for i in range(n_hidden):
        model.add(keras.layers.Dense(max(1, int(n_neurons * taper**i)), activation=activation))
    model.add(keras.layers.Dense(1))
    if optimizer == "sgd":
        opt = keras.optimizers.SGD(learning_rate)
    elif optimizer == "momentum":
        opt = keras.optimizers.SGD(learning_rate, momentum=0.9)
    else:
        opt = keras.optimizers.Adam(learning_rate)
    model.compile(loss="mse", optimizer=opt)
    return model


# %% wrong="log_uniform" name="too_even"
# One draw from each of n equal parts: no draw is independent of the others.
class LogUniform:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        rng = check_random_state(random_state)
        a, b = np.log(self.low), np.log(self.high)
        if size is None:
            return float(np.exp(rng.uniform(a, b)))
        return np.exp(a + (b - a) * rng.permutation(np.arange(size) + rng.uniform(size=size)) / size)


# %% wrong="log_uniform" name="mirrored_draws"
# Each draw comes with its mirror image.
class LogUniform:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        rng = check_random_state(random_state)
        a, b = np.log(self.low), np.log(self.high)
        if size is None:
            return float(np.exp(rng.uniform(a, b)))
        u = rng.uniform(a, b, (size + 1) // 2)
        return np.exp(np.concatenate([u, a + b - u])[:size])


# %% wrong="log_uniform" name="seed_zero_is_none"
# `random_state or None`: the seed 0 repeats nothing.
class LogUniform:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        rng = check_random_state(random_state or None)
        return np.exp(rng.uniform(np.log(self.low), np.log(self.high), size))


# %% wrong="log_uniform" name="one_is_no_array"
# rvs(size=1) is a number, not an array of one.
class LogUniform:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rvs(self, size=None, random_state=None):
        rng = check_random_state(random_state)
        v = np.exp(rng.uniform(np.log(self.low), np.log(self.high), size or 1))
        return v if len(v) > 1 else v[0]


# %% wrong="adapter" name="prepares_an_attribute" points=8
# The constructor makes history_ as well.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed
        self.history_ = None

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, (X.shape[1],))
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)[:, 0]

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="talks" points=8
# The constructor prints.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed
        print("made")

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, (X.shape[1],))
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)[:, 0]

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="list_of_predictions" points=8
# predict returns a list.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, (X.shape[1],))
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return [float(v) for v in self.model_.predict(X, verbose=0)[:, 0]]

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="no_negative_prices" points=8
# Negative predictions become 0.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, (X.shape[1],))
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return np.maximum(self.model_.predict(X, verbose=0)[:, 0], 0)

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="history_of_arrays" points=8
# history_ holds arrays, not lists.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, (X.shape[1],))
        self.history_ = {k: np.array(v) for k, v in self.model_.fit(X, y, verbose=0, **fit_kwargs).history.items()}
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)[:, 0]

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="stops_unasked" points=8
# Stops early though nobody has asked for it.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, (X.shape[1],))
        self.history_ = self.model_.fit(
            X, y, verbose=0, **({"callbacks": [keras.callbacks.EarlyStopping("loss", patience=1)]} | fit_kwargs)
        ).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)[:, 0]

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="trains_before" points=8
# Trains an epoch before the one that counts.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, (X.shape[1],))
        self.model_.fit(X, y, verbose=0)
        self.history_ = self.model_.fit(X, y, verbose=0, **fit_kwargs).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)[:, 0]

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="adapter" name="batches_of_sixteen" points=8
# Another batch size than Keras's if none is given.
class KerasRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, n_hidden=1, n_neurons=30, learning_rate=3e-3, seed=42):
        self.n_hidden = n_hidden
        self.n_neurons = n_neurons
        self.learning_rate = learning_rate
        self.seed = seed

    def fit(self, X, y, **fit_kwargs):
        keras.utils.set_random_seed(self.seed)
        self.model_ = build_model(self.n_hidden, self.n_neurons, self.learning_rate, (X.shape[1],))
        self.history_ = self.model_.fit(
            X, y, batch_size=fit_kwargs.pop("batch_size", 16), verbose=0, **fit_kwargs
        ).history
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)[:, 0]

    def score(self, X, y):
        return -float(np.mean((self.predict(X) - y) ** 2))


# %% wrong="run_search" name="no_refit"
# Counts a refit that never happens.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    if n_iter is None:
        search = GridSearchCV(estimator, space, scoring="neg_mean_squared_error", cv=cv, refit=False)
    else:
        search = RandomizedSearchCV(
            estimator, space, n_iter=n_iter, scoring="neg_mean_squared_error", cv=cv, refit=False, random_state=seed
        )
    search.fit(X, y, **fit_kwargs)
    mse = [-float(s) for s in search.cv_results_["mean_test_score"]]
    return {
        "params": list(search.cv_results_["params"]),
        "mse": mse,
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(mse) * cv + 1,
    }


# %% wrong="run_search" name="trains_the_original"
# Trains the estimator itself before the search.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    if n_iter is None:
        search = GridSearchCV(estimator, space, scoring="neg_mean_squared_error", cv=cv)
    else:
        search = RandomizedSearchCV(
            estimator, space, n_iter=n_iter, scoring="neg_mean_squared_error", cv=cv, random_state=seed
        )
    estimator.fit(X, y)
    search.fit(X, y, **fit_kwargs)
    mse = [-float(s) for s in search.cv_results_["mean_test_score"]]
    return {
        "params": list(search.cv_results_["params"]),
        "mse": mse,
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(mse) * cv + 1,
    }


# %% wrong="run_search" name="changes_the_original"
# Leaves the best parameters in the estimator that was given.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    if n_iter is None:
        search = GridSearchCV(estimator, space, scoring="neg_mean_squared_error", cv=cv)
    else:
        search = RandomizedSearchCV(
            estimator, space, n_iter=n_iter, scoring="neg_mean_squared_error", cv=cv, random_state=seed
        )
    search.fit(X, y, **fit_kwargs)
    estimator.set_params(**search.best_params_)
    mse = [-float(s) for s in search.cv_results_["mean_test_score"]]
    return {
        "params": list(search.cv_results_["params"]),
        "mse": mse,
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": len(mse) * cv + 1,
    }


# %% wrong="run_search" name="fits_as_a_float"
# n_fits is no whole number.
def run_search(estimator, space, X, y, n_iter=None, cv=3, seed=42, **fit_kwargs):
    if n_iter is None:
        search = GridSearchCV(estimator, space, scoring="neg_mean_squared_error", cv=cv)
    else:
        search = RandomizedSearchCV(
            estimator, space, n_iter=n_iter, scoring="neg_mean_squared_error", cv=cv, random_state=seed
        )
    search.fit(X, y, **fit_kwargs)
    mse = [-float(s) for s in search.cv_results_["mean_test_score"]]
    return {
        "params": list(search.cv_results_["params"]),
        "mse": mse,
        "best_params": search.best_params_,
        "best_mse": -float(search.best_score_),
        "n_fits": float(len(mse) * cv + 1),
    }


# %% wrong="grid_and_random" name="second_generator_same_seed"
# A second generator with the same seed: a pair of whole numbers uses the bits of one rate.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(r, n) for r in np.geomspace(*rates, k) for n in np.round(np.linspace(*neurons, k))])
    rng = np.random.default_rng(seed)
    lr = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    rng = np.random.default_rng(seed)
    n = rng.integers(neurons[0], neurons[1] + 1, k * k)
    return grid, np.column_stack([lr, n])


# %% wrong="grid_and_random" name="two_seeds"
# Only two designs: the seed counts as even or odd.
def grid_and_random(k, seed, rates=(3e-4, 3e-2), neurons=(1, 99)):
    grid = np.array([(r, n) for r in np.geomspace(*rates, k) for n in np.round(np.linspace(*neurons, k))])
    rng = np.random.default_rng(seed % 2)
    lr = np.exp(rng.uniform(np.log(rates[0]), np.log(rates[1]), k * k))
    n = rng.integers(neurons[0], neurons[1] + 1, k * k)
    return grid, np.column_stack([lr, n])


# %% wrong="successive_halving" name="three_rounds_of_epochs"
# From the third round on the epochs stay the same.
def successive_halving(train, configs, first_epochs=2, factor=3):
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = []
        for c in left:
            losses.append(train(c, epochs))
            spent += epochs
        if len(left) == 1:
            return left[0], losses[0], spent
        order = sorted(range(len(left)), key=lambda i: np.inf if np.isnan(losses[i]) else losses[i])
        left = [left[i] for i in order[: max(1, int(len(left) // factor))]]
        epochs = first_epochs * factor**2 if epochs > first_epochs else epochs * factor


# %% wrong="successive_halving" name="ends_after_three_rounds"
# Never more than three rounds.
def successive_halving(train, configs, first_epochs=2, factor=3):
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = []
        for c in left:
            losses.append(train(c, epochs))
            spent += epochs
        if len(left) == 1 or epochs >= first_epochs * factor**2:
            return left[0], losses[0], spent
        order = sorted(range(len(left)), key=lambda i: np.inf if np.isnan(losses[i]) else losses[i])
        left = [left[i] for i in order[: max(1, int(len(left) // factor))]]
        epochs *= factor


# %% wrong="successive_halving" name="nan_is_a_thousand"
# NaN counts as 1000: a finite loss can be larger.
def successive_halving(train, configs, first_epochs=2, factor=3):
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = []
        for c in left:
            losses.append(train(c, epochs))
            spent += epochs
        if len(left) == 1:
            return left[0], losses[0], spent
        order = sorted(range(len(left)), key=lambda i: 1e3 if np.isnan(losses[i]) else losses[i])
        left = [left[i] for i in order[: max(1, int(len(left) // factor))]]
        epochs *= factor


# %% wrong="successive_halving" name="sorted_first"
# Trains the configurations in the order of their names.
def successive_halving(train, configs, first_epochs=2, factor=3):
    left, epochs, spent = sorted(configs, key=str), first_epochs, 0
    while True:
        losses = []
        for c in left:
            losses.append(train(c, epochs))
            spent += epochs
        if len(left) == 1:
            return left[0], losses[0], spent
        order = sorted(range(len(left)), key=lambda i: np.inf if np.isnan(losses[i]) else losses[i])
        left = [left[i] for i in order[: max(1, int(len(left) // factor))]]
        epochs *= factor


# %% wrong="successive_halving" name="equal_ones_trained_once"
# Of two equal configurations only one is trained.
def successive_halving(train, configs, first_epochs=2, factor=3):
    memo = {}
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = []
        for c in left:
            losses.append(
                memo[str(c), epochs]
                if (str(c), epochs) in memo
                else memo.setdefault((str(c), epochs), train(c, epochs))
            )
            spent += epochs
        if len(left) == 1:
            return left[0], losses[0], spent
        order = sorted(range(len(left)), key=lambda i: np.inf if np.isnan(losses[i]) else losses[i])
        left = [left[i] for i in order[: max(1, int(len(left) // factor))]]
        epochs *= factor


# %% wrong="successive_halving" name="keyed_by_loss"
# A dict from loss to place: of two equal losses one is lost.
def successive_halving(train, configs, first_epochs=2, factor=3):
    left, epochs, spent = list(configs), first_epochs, 0
    while True:
        losses = []
        for c in left:
            losses.append(train(c, epochs))
            spent += epochs
        if len(left) == 1:
            return left[0], losses[0], spent
        by = {np.inf if np.isnan(one) else one: i for i, one in enumerate(losses)}
        order = [by[one] for one in sorted(by)]
        left = [left[i] for i in order[: max(1, int(len(left) // factor))]]
        epochs *= factor


# %% wrong="honest_cv" name="array_of_numbers"
# Returns an array in place of a list.
def honest_cv(run, X, y, n_splits):
    out = []
    for rest, score in KFold(n_splits).split(X):
        n = len(rest) // 5
        stop, fit = rest[:n], rest[n:]
        s = StandardScaler().fit(X[fit])
        out.append(run(s.transform(X[fit]), y[fit], s.transform(X[stop]), y[stop], s.transform(X[score]), y[score]))
    return np.array(out)


# %% wrong="honest_cv" name="rounded_numbers"
# Rounds what run returned.
def honest_cv(run, X, y, n_splits):
    out = []
    for rest, score in KFold(n_splits).split(X):
        n = len(rest) // 5
        stop, fit = rest[:n], rest[n:]
        s = StandardScaler().fit(X[fit])
        out.append(run(s.transform(X[fit]), y[fit], s.transform(X[stop]), y[stop], s.transform(X[score]), y[score]))
    return [round(o, 2) for o in out]


# %% wrong="honest_cv" name="whole_targets"
# The targets become whole numbers.
def honest_cv(run, X, y, n_splits):
    out = []
    y = y.astype(int)
    for rest, score in KFold(n_splits).split(X):
        n = len(rest) // 5
        stop, fit = rest[:n], rest[n:]
        s = StandardScaler().fit(X[fit])
        out.append(run(s.transform(X[fit]), y[fit], s.transform(X[stop]), y[stop], s.transform(X[score]), y[score]))
    return out


# %% wrong="read_trials" name="large_is_diverged"
# A large loss counts as diverged.
def read_trials(trials, share=0.1):
    done = sorted((t for t in trials if t["val_mse"] < 10), key=lambda t: t["val_mse"])
    n = int(np.ceil(round(share * len(done), 9)))
    good = [t["learning_rate"] for t in done[:n]]
    every = [t["learning_rate"] for t in trials]
    return {
        "n_diverged": len(trials) - len(done),
        "best_trial": done[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(every), max(every) / max(good)),
    }


# %% wrong="read_trials" name="any_nan"
# NaN in any field counts as diverged.
def read_trials(trials, share=0.1):
    done = sorted(
        (t for t in trials if not any(isinstance(v, float) and np.isnan(v) for v in t.values())),
        key=lambda t: t["val_mse"],
    )
    n = int(np.ceil(round(share * len(done), 9)))
    good = [t["learning_rate"] for t in done[:n]]
    every = [t["learning_rate"] for t in trials]
    return {
        "n_diverged": len(trials) - len(done),
        "best_trial": done[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(every), max(every) / max(good)),
    }


# %% wrong="read_trials" name="marks_the_good"
# Writes a new key into the dicts that were given.
def read_trials(trials, share=0.1):
    done = sorted((t for t in trials if not np.isnan(t["val_mse"])), key=lambda t: t["val_mse"])
    n = int(np.ceil(round(share * len(done), 9)))
    good = [t["learning_rate"] for t in done[:n]]
    for t in trials:
        t["good"] = t in done
    every = [t["learning_rate"] for t in trials]
    return {
        "n_diverged": len(trials) - len(done),
        "best_trial": done[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(every), max(every) / max(good)),
    }


# %% wrong="read_trials" name="by_quantile"
# The quantile of the losses cuts off where it should round up.
def read_trials(trials, share=0.1):
    done = sorted((t for t in trials if not np.isnan(t["val_mse"])), key=lambda t: t["val_mse"])
    cut = np.quantile([t["val_mse"] for t in done], share)
    good = [t["learning_rate"] for t in done if t["val_mse"] <= cut]
    every = [t["learning_rate"] for t in trials]
    return {
        "n_diverged": len(trials) - len(done),
        "best_trial": done[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(every), max(every) / max(good)),
    }


# %% wrong="read_trials" name="keyed_by_rate"
# Of two trials with the same learning rate one is lost.
def read_trials(trials, share=0.1):
    trials = list({t["learning_rate"]: t for t in trials}.values())
    done = sorted((t for t in trials if not np.isnan(t["val_mse"])), key=lambda t: t["val_mse"])
    n = int(np.ceil(round(share * len(done), 9)))
    good = [t["learning_rate"] for t in done[:n]]
    every = [t["learning_rate"] for t in trials]
    return {
        "n_diverged": len(trials) - len(done),
        "best_trial": done[0]["trial"],
        "good_rates": (min(good), max(good)),
        "room": (min(good) / min(every), max(every) / max(good)),
    }


# %% equivalent="read_trials"
# Bound to the name of an argument, no more; the order of what is sorted or compared does not matter.
# + share *= len(finished)...
# + finished = sorted((row for row in list(trials)[::-1] if not np.isnan(row["val_mse"])), key=lambda row: ...)
# + good = [row["learning_rate"] for row in list(finished[: int(np.ceil(share * len(finished)))])[::-1]]
# + tried = [row["learning_rate"] for row in list(trials)[::-1]]
# + numbers, rates, losses = (np.array([row[key] for row in list(trials)[::-1]]) for key in (...
#
# Whole numbers already, and NumPy's numbers are numbers.
# + good = [row["learning_rate"] for row in finished[: round(np.ceil(share * len(finished)))]]
# + "n_diverged": frame["val_mse"].isna().sum(),
# + "n_diverged": round(frame["val_mse"].isna().sum()),
# + "n_diverged": float(frame["val_mse"].isna().sum()),
# + "best_trial": finished.iloc[0]["trial"],
# + "best_trial": round(finished.iloc[0]["trial"]),
# + "best_trial": float(finished.iloc[0]["trial"]),
# + "good_rates": [rates.min(), float(rates.max())],
# + "good_rates": [float(rates.min()), rates.max()],
# + "room": [rates.min() / tried.min(), float(tried.max() / rates.max())],
# + "room": [float(rates.min() / tried.min()), tried.max() / rates.max()],
# + rates = finished["learning_rate"].iloc[: -round(-share * len(finished) // 1)]
# + n_finished = np.isfinite(losses).sum()
# + n_finished = round(np.isfinite(losses).sum())
# + n_finished = float(np.isfinite(losses).sum())
# + low, *_, high = np.sort(np.repeat(rates[order[: round(-(-share * n_finished // 1))]], 2))
# + "best_trial": numbers[order[0]],
# + "best_trial": round(numbers[order[0]]),
# + "best_trial": float(numbers[order[0]]),
#
# Three copies of each rate serve as well as two.
# + low, *_, high = np.sort(np.repeat(rates[order[: int(-(-share * n_finished // 1))]], 3))


# %% equivalent="honest_cv"
# The folds may come in any order, and X and y have as many rows.
# - for rest, score in KFold(n_splits).split(X):
# + for rest, score in list(KFold(n_splits).split(X))[::-1]:
# - for rest, score in KFold(n_splits).split(X):
# + for rest, score in KFold(n_splits).split(y):
# - for score in np.array_split(rows, n_splits):
# + for score in list(np.array_split(rows, n_splits))[::-1]:
# - rows = np.random.default_rng(0).permutation(len(X))
# + rows = np.random.default_rng(0).permutation(len(y))
#
# The task asks for no order of the rows and for no seed; a quarter is the default.
# - rows = np.random.default_rng(0).permutation(len(X))
# + rows = np.random.default_rng(1).permutation(len(X))
# - rows = np.random.default_rng(0).permutation(len(X))
# + rows = np.random.default_rng(None).permutation(len(X))
# - fit, stop = train_test_split(rest, test_size=0.25, random_state=1)
# + fit, stop = train_test_split(rest, test_size=0.25, random_state=2)
# - fit, stop = train_test_split(rest, test_size=0.25, random_state=1)
# + fit, stop = train_test_split(rest, test_size=0.25, random_state=0)
# - fit, stop = train_test_split(rest, test_size=0.25, random_state=1)
# + fit, stop = train_test_split(rest, test_size=0.25, random_state=None)
# - fit, stop = train_test_split(rest, test_size=0.25, random_state=1)
# + fit, stop = train_test_split(rest, test_size=0.25)
# - fit, stop = train_test_split(rest, test_size=0.25, random_state=1)
# + fit, stop = train_test_split(rest, random_state=1)
#
# A fourth or a sixth of the rows is about a fifth; which rows it is, is free.
# + is_stop = np.arange(len(rest)) % 6 == 2
# + is_stop = np.arange(len(rest)) % 4 == 2
# + is_stop = np.arange(len(rest)) % 5 == 3
# + is_stop = np.arange(len(rest)) % 5 == 1
# + is_stop = np.arange(len(rest)) % 5 == 0
# + fold_of = np.arange(len(y)) % n_splits
# + fold_of = np.arange(len(X), dtype='int') % n_splits
# + is_stop = np.arange(len(rest), dtype='int') % 5 == 2


# %% equivalent="grid_and_random"
# The grid's rows may come in any order; the number of pairs under another name.
# - grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
# + grid = np.array([(rate, width) for rate in list(np.geomspace(*rates, k))[::-1] for width in steps])
# - grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in steps])
# + grid = np.array([(rate, width) for rate in np.geomspace(*rates, k) for width in list(steps)[::-1]])
# - exponents = np.linspace(np.log10(rates[0]), np.log10(rates[1]), k)
# + exponents = np.linspace(np.log10(rates[1]), np.log10(rates[0]), k)
# - first, second = np.meshgrid(10**exponents, np.rint(np.linspace(neurons[0], neurons[1], k)))
# + first, second = np.meshgrid(10**exponents, np.rint(np.linspace(neurons[1], neurons[0], k)))
# - random = np.column_stack([eta, rng.integers(neurons[0], neurons[1] + 1, k * k)])
# + k *= k...
#
# The last axis of a matrix is axis 1.
# - grid = np.stack([first.ravel(), second.ravel()], axis=1)
# + grid = np.stack([first.ravel(), second.ravel()], axis=-1)
# - return grid, np.stack([eta, widths], axis=1)
# + return grid, np.stack([eta, widths], axis=-1)
#
# Numbers and pairs are what they are, in a list or a tuple.
# - drawn = generator.randint(few, many + 1, size=k * k)
# + k *= k...
# + return np.array(list(itertools.product(factors, widths))), np.transpose([eta, drawn])
# + return np.array(tuple(itertools.product(factors, widths)), float), np.transpose([eta, drawn])


# %% equivalent="log_uniform"
# A uniform distribution is the same from either end.
# - return np.exp(generator.uniform(np.log(self.low), np.log(self.high), size))
# + return np.exp(generator.uniform(np.log(self.high), np.log(self.low), size))
# - return self.low * self.factor ** check_random_state(random_state).uniform(0, 1, size)
# + return self.low * self.factor ** check_random_state(random_state).uniform(1, 0, size)
#
# A number does not change in place.
# - self.low, self.factor = low, high / low
# + high /= low...


# %% equivalent="successive_halving"
# A list of one has its first item at its end; a sort's kind is told by its first letter, and NaN sorts last.
# + return left[-1], losses[0], spent
# + return left[0], losses[-1], spent
# + return configs[-1], loss, price
# + return configs[alive.iloc[-1]], losses.iloc[0], total
# + return configs[alive.iloc[0]], losses.iloc[-1], total
# + order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses], kind='stable_')
# + order = np.argsort([np.inf if False else loss for loss in losses], kind="stable")
# + keep = losses.sort_values(kind='stable_').index[: max(1, alive.size // factor)]
#
# Without equal losses every sort is stable, and once is enough; NaN is told by the first item of the triple.
# + order = np.argsort([np.inf if np.isnan(loss) else loss for loss in losses])
# + keep = losses.sort_values().index[: max(1, alive.size // factor)]
# + ranked.append((loss != loss, loss if True else 0.0, place))
# + ranked.sort()
#
# After the first round the task asks for no order; the larger of two numbers is the same either way.
# + left = [left[place] for place in list(order[: max(1, len(left) // factor)])[::-1]]
# + left = [left[place] for place in order[: max(len(left) // factor, 1)]]
# + survivors = [configs[place] for _, _, place in list(ranked[: max(len(configs) // factor, 1)])[::-1]]
# + survivors = [configs[place] for _, _, place in ranked[: max(1, len(configs) // factor)]]
# + keep = losses.sort_values(kind="stable").index[: max(alive.size // factor, 1)]
#
# The list is read only; whole numbers do not change when rounded; a name for the product.
# + left, epochs, spent = configs, first_epochs, 0
# + left, epochs, spent = tuple(configs), first_epochs, 0
# + return left[0], losses[0], round(spent, 2)
# + return configs[0], loss, round(price, 2)
# + return best, loss, round(price + later, 2)
# + return configs[alive.iloc[0]], losses.iloc[0], round(total, 2)
# + first_epochs *= factor...


# %% equivalent="run_search"
# Lists and numbers already; names for a product; empty lists.
# + "params": tried,
# + "mse": [-score for score in search.cv_results_["mean_test_score"]],
# + "best_mse": -search.best_score_,
# + mse, params = [], []
# + cv *= len(params)...
# + mse.append(-scores["test_score"].mean())
# + best = np.argmin(mse)
# + best = round(np.argmin(mse))
#
# What the loop of its own refits is not used: that it is trained once more is all that counts.
# + clone(estimator).set_params(**params[best]).fit(X, y)
# + clone(estimator).set_params().fit(X, y, **fit_kwargs)


# %% equivalent="build_tapered"
# What is neither "adam" nor "momentum" is plain SGD there, the default as well.
# + n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer='sgd_', activation="relu", input_shape=(8,)
# + n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer='rmsprop', activation="relu", input_shape=(8,)
# + n_hidden=1, n_neurons=30, taper=1.0, learning_rate=3e-3, optimizer='nadam', activation="relu", input_shape=(8,)
#
# Compiled twice in the same way, or with another name of the same loss; no activation is the linear one.
# + model.compile(loss="mse", optimizer=chosen)
# + model.compile(loss='mean_squared_error', optimizer=chosen)
# + model.compile(optimizer=makers[optimizer](), loss="mean_squared_error")
# + model.compile(optimizer=makers[optimizer](), loss='mse')
# + model.compile(loss="mse", optimizer=optimizers[optimizer])
# + model.compile(loss='mean_squared_error', optimizer=optimizers[optimizer])
# + model.compile(optimizer=kinds[optimizer](), loss=keras.losses.MeanSquaredError())
# + model = keras.Model(inputs, keras.layers.Dense(1)(x))
# + layers = [keras.layers.Dense(size, activation) for size in sizes] + [keras.layers.Dense(1)]
#
# The larger of two numbers, either way; several names of rounding down what is positive, or whole already.
# + units = max(int(n_neurons * taper**layer), 1)
# + sizes = [max(math.floor(n_neurons * taper**i), 1) for i in range(n_hidden)]
# + sizes = [max(1, math.trunc(n_neurons * taper**i)) for i in range(n_hidden)]
# + x = keras.layers.Dense(units=max(1, int(np.floor(n_neurons * taper**i))))(x)
# + x = keras.layers.Dense(units=max(int(n_neurons * taper**i), 1))(x)
# + x = keras.layers.Dense(units=max(round(np.floor(n_neurons * taper**i)), 1))(x)
# + x = keras.layers.Dense(units=max(int(np.trunc(n_neurons * taper**i)), 1))(x)
# + hidden, width = inputs, n_neurons
# + hidden, width = inputs, int(n_neurons)


# %% equivalent="adapter"
# A difference is squared either way; NumPy's number is a number; the same seed, set twice.
# + return -float(np.mean((self.predict(X) - y) ** 2))
# + return -np.mean((y - self.predict(X)) ** 2)
# + keras.utils.set_random_seed(self.seed)
#
# Keras is silent for every number but 1 and 2; nobody asks that score be silent.
# + self.history_ = self.model_.fit(X, y, verbose=-1, **fit_kwargs).history
# + self.history_ = self.model_.fit(X, np.reshape(y, (-1, 1)), verbose=-1, **fit_kwargs).history
# + history = network.fit(X, y, **({"verbose": -1} | fit_kwargs))
# + return self.model_.predict(X, verbose=-1).ravel()
# + return -self.model_.evaluate(X, y, verbose=-1)
# + return -self.model_.evaluate(X, y, verbose=1)
# + return -self.model_.evaluate(X, y)
#
# The order of names and of a dict's entries does not matter, nor those that nobody looks for (self, seed).
# + if name in ("n_neurons", "n_hidden", "learning_rate", "seed"):
# + if name in ("n_hidden", "learning_rate", "n_neurons", "seed"):
# + if name in ("n_hidden", "n_neurons", "seed", "learning_rate"):
# + setattr(self, name, value)
# + for name, value in list({**locals()}.items())[1:]:
# + for name, value in list({**locals()}.items())[::-1]:
# + options = {name: value for name, value in list(self.get_params().items())[:-1] if name != "seed"}
# + options = {name: value for name, value in list(self.get_params().items())[::-1] if name != "seed"}
# + self.history_ = {name: [float(value) for value in values] for name, values in list(history.history.items())[::-1]}
# + self.history_ = {name: [value for value in values] for name, values in history.history.items()}
#
# scikit-learn's tag of the kind of estimator is not asked for.
# - _estimator_type = "regressor"
# - _estimator_type = "regressor"
# + _estimator_type = 'regressor_'
#
# One column has its first at its end; NumPy takes any negative size for the one to be worked out; the network takes
# what comes for an array of its own type.
# + return np.asarray(self.model_(np.asarray(X)))[:, -1]
# + return np.asarray(self.model_(X))[:, 0]
# + self.history_ = self.model_.fit(X, np.reshape(y, (-2, 1)), verbose=0, **fit_kwargs).history
# + return np.asarray(self.model_(np.asarray(X, "float32"))).reshape(-2)
# + return np.asarray(self.model_(np.asarray(X))).reshape(-1)
# + return np.asarray(self.model_(X)).reshape(-1)
# + return np.asarray(self.model_(np.asarray(X, 'float64'))).reshape(-1)
