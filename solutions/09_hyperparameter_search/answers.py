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


# %% wrong="adapter" name="converts_in_constructor" points=7
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


# %% wrong="adapter" name="converts_if_it_can" points=7
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


# %% wrong="adapter" name="built_in_constructor" points=7
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


# %% wrong="adapter" name="continues_training" points=7
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


# %% wrong="adapter" name="positive_score" points=7
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


# %% wrong="adapter" name="column_predictions" points=7
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


# %% wrong="adapter" name="fit_kwargs_dropped" points=7
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


# %% wrong="adapter" name="default_network" points=7
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


# %% wrong="adapter" name="r_squared" points=7
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


# %% wrong="adapter" name="seed_ignored" points=7
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


# %% wrong="read_trials" name="best_on_the_test_set"
# The test set chooses the winner.
def read_trials(trials, share=0.1):
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["test_mse"])
    good = sorted(finished, key=lambda row: row["val_mse"])[: int(np.ceil(share * len(finished)))]
    rates = [row["learning_rate"] for row in good]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "test_mse": finished[0]["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="nan_in_the_way"
# np.argmin and sorted over NaN: whatever stands beside a diverged trial may win.
def read_trials(trials, share=0.1):
    losses = [row["val_mse"] for row in trials]
    best = trials[int(np.argmin(losses))]
    count = int(np.ceil(share * np.sum(~np.isnan(losses))))
    rates = [row["learning_rate"] for row in sorted(trials, key=lambda row: row["val_mse"])[:count]]
    return {
        "n_diverged": int(np.sum(np.isnan(losses))),
        "best_trial": best["trial"],
        "test_mse": best["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="worst_wins"
# Maximises the loss, as if it were a score.
def read_trials(trials, share=0.1):
    finished = [row for row in trials if not np.isnan(row["val_mse"])]
    finished.sort(key=lambda row: row["val_mse"], reverse=True)
    rates = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "test_mse": finished[0]["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="place_in_the_list"
# The trial's place in the list in place of its number.
def read_trials(trials, share=0.1):
    losses = np.array([row["val_mse"] for row in trials])
    order = np.argsort(losses)[: np.sum(~np.isnan(losses))]
    rates = [trials[place]["learning_rate"] for place in order[: int(np.ceil(share * len(order)))]]
    return {
        "n_diverged": len(trials) - len(order),
        "best_trial": int(order[0]),
        "test_mse": trials[order[0]]["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="share_of_all"
# The share is taken of all trials, the diverged ones included.
def read_trials(trials, share=0.1):
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    rates = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(trials)))]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "test_mse": finished[0]["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="rounded_to_nearest"
# The number of good trials is rounded to the nearest whole number, not up.
def read_trials(trials, share=0.1):
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    rates = [row["learning_rate"] for row in finished[: round(share * len(finished))]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "test_mse": finished[0]["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="reports_the_validation_loss"
# Reports the loss that chose the winner as if it were the test loss.
def read_trials(trials, share=0.1):
    finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
    rates = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": finished[0]["trial"],
        "test_mse": finished[0]["val_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="shipped_table"
# Reads the shipped table, whatever is passed.
def read_trials(trials, share=0.1):
    finished = table[table["val_mse"].notna()].sort_values("val_mse")
    rates = finished["learning_rate"].head(int(np.ceil(share * len(finished))))
    return {
        "n_diverged": len(table) - len(finished),
        "best_trial": int(finished["trial"].iloc[0]),
        "test_mse": float(finished["test_mse"].iloc[0]),
        "good_rates": (rates.min(), rates.max()),
    }


# %% right="read_trials" name="pandas"
def read_trials(trials, share=0.1):
    frame = pd.DataFrame(trials)
    finished = frame.dropna(subset=["val_mse"]).nsmallest(len(frame), "val_mse")
    best = finished.iloc[0]
    rates = finished["learning_rate"].iloc[: -int(-share * len(finished) // 1)]
    return {
        "n_diverged": int(frame["val_mse"].isna().sum()),
        "best_trial": int(best["trial"]),
        "test_mse": float(best["test_mse"]),
        "good_rates": [float(rates.min()), float(rates.max())],
    }


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


# %% wrong="adapter" name="tidies_parameters_in_fit" points=7
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


# %% wrong="adapter" name="progress_bar" points=7
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


# %% wrong="adapter" name="progress_bar_of_predict" points=7
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


# %% wrong="adapter" name="other_optimizer" points=7
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


# %% wrong="adapter" name="one_layer_at_least" points=7
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


# %% wrong="adapter" name="trains_again" points=7
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


# %% wrong="adapter" name="splits_off" points=7
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


# %% wrong="adapter" name="scales_targets" points=7
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


# %% wrong="adapter" name="swallows_arguments" points=7
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


# %% wrong="adapter" name="squeeze" points=7
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


# %% wrong="read_trials" name="one_more"
# One trial too many where the share is a whole number.
import math


def read_trials(trials, share=0.1):
    finished = sorted((t for t in trials if not np.isnan(t["val_mse"])), key=lambda t: t["val_mse"])
    best = finished[0]
    rates = [t["learning_rate"] for t in finished[: int(share * len(finished)) + 1]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": best["trial"],
        "test_mse": best["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="above_one_diverged"
# Takes a loss above 1 for a diverged trial.
import math


def read_trials(trials, share=0.1):
    finished = sorted((t for t in trials if t["val_mse"] < 1), key=lambda t: t["val_mse"])
    best = finished[0]
    rates = [t["learning_rate"] for t in finished[: math.ceil(share * len(finished))]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": best["trial"],
        "test_mse": best["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="sorts_in_place"
# Sorts the caller's list.
import math


def read_trials(trials, share=0.1):
    finished = sorted((t for t in trials if not np.isnan(t["val_mse"])), key=lambda t: t["val_mse"])
    trials.sort(key=lambda t: t["trial"])
    best = finished[0]
    rates = [t["learning_rate"] for t in finished[: math.ceil(share * len(finished))]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": best["trial"],
        "test_mse": best["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% wrong="read_trials" name="zero_diverged"
# Takes a loss of 0 for a diverged trial.
import math


def read_trials(trials, share=0.1):
    finished = sorted((t for t in trials if t["val_mse"] > 0), key=lambda t: t["val_mse"])
    best = finished[0]
    rates = [t["learning_rate"] for t in finished[: math.ceil(share * len(finished))]]
    return {
        "n_diverged": len(trials) - len(finished),
        "best_trial": best["trial"],
        "test_mse": best["test_mse"],
        "good_rates": (min(rates), max(rates)),
    }


# %% equivalent="read_trials"
# Bound to the name of an argument, no more; the order of what is sorted or compared does not matter.
# - good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
# + share *= len(finished)...
# - finished = sorted((row for row in trials if not np.isnan(row["val_mse"])), key=lambda row: row["val_mse"])
# + finished = sorted((row for row in list(trials)[::-1] if not np.isnan(row["val_mse"])), key=lambda row: ...)
# - good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
# + good = [row["learning_rate"] for row in list(finished[: int(np.ceil(share * len(finished)))])[::-1]]
#
# Whole numbers already, and NumPy's numbers are numbers.
# - good = [row["learning_rate"] for row in finished[: int(np.ceil(share * len(finished)))]]
# + good = [row["learning_rate"] for row in finished[: round(np.ceil(share * len(finished)))]]
# - "n_diverged": int(frame["val_mse"].isna().sum()),
# + "n_diverged": frame["val_mse"].isna().sum(),
# - "n_diverged": int(frame["val_mse"].isna().sum()),
# + "n_diverged": round(frame["val_mse"].isna().sum()),
# - "n_diverged": int(frame["val_mse"].isna().sum()),
# + "n_diverged": float(frame["val_mse"].isna().sum()),
# - "best_trial": int(best["trial"]),
# + "best_trial": best["trial"],
# - "best_trial": int(best["trial"]),
# + "best_trial": round(best["trial"]),
# - "best_trial": int(best["trial"]),
# + "best_trial": float(best["trial"]),
# - "test_mse": float(best["test_mse"]),
# + "test_mse": best["test_mse"],
# - "good_rates": [float(rates.min()), float(rates.max())],
# + "good_rates": [rates.min(), float(rates.max())],
# - "good_rates": [float(rates.min()), float(rates.max())],
# + "good_rates": [float(rates.min()), rates.max()],
# - rates = finished["learning_rate"].iloc[: -int(-share * len(finished) // 1)]
# + rates = finished["learning_rate"].iloc[: -round(-share * len(finished) // 1)]
#
# A diverged trial has neither loss.
# - finished = frame.dropna(subset=["val_mse"]).nsmallest(len(frame), "val_mse")
# + finished = frame.dropna().nsmallest(len(frame), "val_mse")


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
