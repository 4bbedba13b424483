# %% wrong="rmse_in_dollars" name="no_root"
# The mean squared error with the unit changed: squared dollars, and not even those.
def rmse_in_dollars(y_true, y_pred):
    return 100_000 * np.mean((y_true - y_pred) ** 2)


# %% wrong="rmse_in_dollars" name="not_in_dollars"
# The root is there, the unit is still 100,000 dollars.
def rmse_in_dollars(y_true, y_pred):
    return np.sqrt(np.mean((y_true - y_pred) ** 2))


# %% wrong="rmse_in_dollars" name="unit_inside_root"
# The unit is changed under the root.
def rmse_in_dollars(y_true, y_pred):
    return np.sqrt(100_000 * np.mean((y_true - y_pred) ** 2))


# %% wrong="rmse_in_dollars" name="mean_absolute"
# The root of each square: the mean absolute error.
def rmse_in_dollars(y_true, y_pred):
    return 100_000 * np.mean(np.sqrt((y_true - y_pred) ** 2))


# %% wrong="rmse_in_dollars" name="thousands"
# Wrong by a factor of ten: ten thousand for one hundred thousand.
def rmse_in_dollars(y_true, y_pred):
    return 10_000 * np.sqrt(np.mean((y_true - y_pred) ** 2))


# %% wrong="rmse_in_dollars" name="root_of_sum_over_n"
# Divides by n after the root.
def rmse_in_dollars(y_true, y_pred):
    return 100_000 * np.sqrt(np.sum((y_true - y_pred) ** 2)) / len(y_true)


# %% wrong="rmse_in_dollars" name="the_example"
# Copies the number of the example.
def rmse_in_dollars(y_true, y_pred):
    return 35355.339


# %% wrong="rmse_in_dollars" name="unbiased"
# Divides by n - 1, as for a sample variance.
def rmse_in_dollars(y_true, y_pred):
    return 100_000 * np.sqrt(np.sum((y_true - y_pred) ** 2) / max(len(y_true) - 1, 1))


# %% wrong="rmse_in_dollars" name="deviation_of_error"
# The standard deviation of the error forgets that all predictions may be off by the same amount.
def rmse_in_dollars(y_true, y_pred):
    return 100_000 * np.std(y_true - y_pred)


# %% right="rmse_in_dollars" name="scikit_learn"
def rmse_in_dollars(y_true, y_pred):
    from sklearn.metrics import root_mean_squared_error

    return root_mean_squared_error(y_true * 1e5, y_pred * 1e5)


# %% right="rmse_in_dollars" name="plain_python"
def rmse_in_dollars(y_true, y_pred):
    squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
    return (sum(squares) / len(squares)) ** 0.5


# %% wrong="rmse_in_dollars" name="cut_to_whole_dollars"
# Cuts off the cents; the number itself is asked for.
def rmse_in_dollars(y_true, y_pred):
    d = np.asarray(y_true) - np.asarray(y_pred)
    return int(100_000 * np.sqrt(np.mean(d**2)))


# %% wrong="rmse_in_dollars" name="computes_in_place"
# Subtracts inside of the caller's array.
def rmse_in_dollars(y_true, y_pred):
    y_true -= y_pred
    y_true *= 100_000
    return np.sqrt(np.mean(y_true**2))


# %% wrong="rmse_in_dollars" name="array_of_one"
# An array of one number.
def rmse_in_dollars(y_true, y_pred):
    d = np.asarray(y_true) - np.asarray(y_pred)
    return np.array([100_000 * np.sqrt(np.mean(d**2))])


# %% wrong="rmse_in_dollars" name="rounded_to_cents"
# Rounded, if only to a cent.
def rmse_in_dollars(y_true, y_pred):
    return round(float(1e5 * np.sqrt(np.mean((y_true - y_pred) ** 2))), 2)


# %% wrong="rmse_in_dollars" name="first_thousand_rows"
# Looks at the first 1,000 rows only.
def rmse_in_dollars(y_true, y_pred):
    return 1e5 * np.sqrt(np.mean((y_true - y_pred)[:1000] ** 2))


# %% wrong="rmse_in_dollars" name="predictions_capped"
# Cuts the predictions at the census's cap.
def rmse_in_dollars(y_true, y_pred):
    return 1e5 * np.sqrt(np.mean((y_true - np.minimum(y_pred, 5.00001)) ** 2))


# %% equivalent="rmse_in_dollars"
# The sign of an error does not matter once it is squared.
# - return 100_000 * np.sqrt(np.mean((y_true - y_pred) ** 2))
# + return 100_000 * np.sqrt(np.mean((y_pred - y_true) ** 2))
# - return root_mean_squared_error(y_true * 1e5, y_pred * 1e5)
# + return root_mean_squared_error(y_pred * 1e5, y_true * 1e5)
# - squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
# + squares = [(float(b) * 1e5 - float(a) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
# - squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
# + squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_pred, y_true, strict=True)]
# - squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
# + squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for b, a in zip(y_true, y_pred, strict=True)]
#
# A mean does not depend on the order.
# - squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
# + squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in list(zip(y_true, y_pred, strict=True))[::-1]]
#
# NumPy's numbers compute as Python's do.
# - squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
# + squares = [(a * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
# - squares = [(float(a) * 1e5 - float(b) * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]
# + squares = [(float(a) * 1e5 - b * 1e5) ** 2 for a, b in zip(y_true, y_pred, strict=True)]


# %% wrong="scale_splits" name="statistics_of_all_rows"
# The leak itself: mean and deviation over all three sets.
def scale_splits(X_train, X_valid, X_test):
    rows = np.concatenate([X_train, X_valid, X_test])
    mu, sigma = rows.mean(axis=0), rows.std(axis=0)
    sigma = np.where(sigma == 0, 1.0, sigma)
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="train_and_valid"
# A smaller leak: the validation rows take part.
def scale_splits(X_train, X_valid, X_test):
    rows = np.concatenate([X_train, X_valid])
    mu, sigma = rows.mean(axis=0), rows.std(axis=0)
    sigma = np.where(sigma == 0, 1.0, sigma)
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="each_with_its_own"
# fit_transform on each of the three sets.
def scale_splits(X_train, X_valid, X_test):
    return tuple(StandardScaler().fit_transform(X).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="test_forgotten"
# The test set stays in its own units.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    sigma = np.where(sigma == 0, 1.0, sigma)
    return tuple(X.astype("float32") for X in ((X_train - mu) / sigma, (X_valid - mu) / sigma, X_test))


# %% wrong="scale_splits" name="one_mean_for_all_columns"
# No axis: a single mean and deviation for the whole matrix.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(), X_train.std()
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="divided_by_variance"
# Divides by the variance.
def scale_splits(X_train, X_valid, X_test):
    mu, variance = X_train.mean(axis=0), X_train.var(axis=0)
    variance = np.where(variance == 0, 1.0, variance)
    return tuple(((X - mu) / variance).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="constant_column_is_nan" points=7
# 0 / 0 in a column that is constant in training.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    with np.errstate(all="ignore"):
        return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="in_place" points=7
# Overwrites its arguments on the way.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    sigma = np.where(sigma == 0, 1.0, sigma)
    for X in (X_train, X_valid, X_test):
        X -= mu
        X /= sigma
    return tuple(X.astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="float64" points=7
# Right numbers in a type that Keras has to convert batch by batch.
def scale_splits(X_train, X_valid, X_test):
    scaler = StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_valid), scaler.transform(X_test)


# %% wrong="scale_splits" name="test_before_valid"
# Returns the sets in another order.
def scale_splits(X_train, X_valid, X_test):
    scaler = StandardScaler().fit(X_train)
    return tuple(scaler.transform(X).astype("float32") for X in (X_train, X_test, X_valid))


# %% wrong="scale_splits" name="min_max"
# Another scale: between 0 and 1.
def scale_splits(X_train, X_valid, X_test):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    width = np.where(high == low, 1.0, high - low)
    return tuple(((X - low) / width).astype("float32") for X in (X_train, X_valid, X_test))


# %% right="scale_splits" name="standard_scaler"
def scale_splits(X_train, X_valid, X_test):
    scaler = StandardScaler()
    first = scaler.fit_transform(X_train)
    return [np.float32(first), np.float32(scaler.transform(X_valid)), np.float32(scaler.transform(X_test))]


# %% right="scale_splits" name="column_by_column"
def scale_splits(X_train, X_valid, X_test):
    results = [np.empty(X.shape, dtype="float32") for X in (X_train, X_valid, X_test)]
    for j, column in enumerate(X_train.T):
        constant = column.min() == column.max()
        mu, sigma = (column[0], 1.0) if constant else (column.mean(), column.std())
        for X, result in zip((X_train, X_valid, X_test), results, strict=True):
            result[:, j] = (X[:, j] - mu) / sigma
    return tuple(results)


# %% wrong="scale_splits" name="normalization_layer" points=7
# Keras's layer divides a constant column by 1e-7: finite, but a test value becomes millions.
def scale_splits(X_train, X_valid, X_test):
    layer = keras.layers.Normalization()
    layer.adapt(X_train)
    return tuple(keras.ops.convert_to_numpy(layer(X)) for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="divided_by_n_minus_1" points=6
# ddof=1: the text's own example does not come out.
def scale_splits(X_train, X_valid, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    s = np.where(s == 0, 1, s)
    return tuple(((X - mu) / s).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="small_number_added" points=6
# Adds 0.001 to every sigma.
def scale_splits(X_train, X_valid, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0) + 1e-3
    return tuple(((X - mu) / s).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="one_constant_column_for_all" points=7
# One constant column switches the scaling off for all.
def scale_splits(X_train, X_valid, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    if (s == 0).any():
        s = np.ones_like(s)
    return tuple(((X - mu) / s).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="half_precision" points=6
# Computes in float16: two or three digits are left.
def scale_splits(X_train, X_valid, X_test):
    A = [X.astype("float16").astype("float32") for X in (X_train, X_valid, X_test)]
    mu, s = A[0].mean(axis=0), A[0].std(axis=0)
    s[s == 0] = 1
    return tuple((X - mu) / s for X in A)


# %% wrong="scale_splits" name="sigma_exactly_zero" points=7
# The sigma of a constant column may be 5.6e-17: dividing by it makes huge numbers.
def scale_splits(X_train, X_valid, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(s == 0, 1, s)
    return tuple(((X - mu) / s).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="nan_to_num" points=7
# Turns 0/0 into 0; a test row beside the constant becomes infinite.
def scale_splits(X_train, X_valid, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    with np.errstate(all="ignore"):
        return tuple(np.nan_to_num((X - mu) / s).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="clipped"
# Cuts off what lies beyond ten deviations.
def scale_splits(X_train, X_valid, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(np.ptp(X_train, axis=0) == 0, 1, s)
    return tuple(np.clip((X - mu) / s, -10, 10).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="narrow_counts_as_constant" points=7
# np.isclose(sigma, 0) takes every column narrower than 1e-8 for a constant one.
def scale_splits(X_train, X_valid, X_test):
    mu, s = X_train.mean(axis=0), X_train.std(axis=0)
    s = np.where(np.isclose(s, 0), 1, s)
    return tuple(((X - mu) / s).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="floor_under_sigma" points=7
# A floor under sigma: a narrow column stays narrow, and a constant one becomes huge in the test set.
def scale_splits(X_train, X_valid, X_test):
    mu, s = X_train.mean(axis=0), np.maximum(X_train.std(axis=0), 1e-6)
    return tuple(((X - mu) / s).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="constant_if_first_is_last" points=7
# Takes a column for constant whose first value is its last.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    sigma = np.where(X_train[0] == X_train[-1], 1, sigma)
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="constant_if_first_two_agree" points=7
# Takes a column for constant whose first two values agree.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    sigma = np.where(X_train[0] == X_train[1], 1, sigma)
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="float32_too_early" points=7
# Casts before it computes: a narrow column far from 0 becomes constant.
def scale_splits(X_train, X_valid, X_test):
    X_train, X_valid, X_test = (X.astype("float32") for X in (X_train, X_valid, X_test))
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    sigma = np.where(np.ptp(X_train, axis=0) == 0, 1, sigma)
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="mean_and_width_in_float32" points=7
# Rounds mean and width: in a narrow column far from 0 the mean is off by many widths.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(axis=0).astype("float32"), X_train.std(axis=0).astype("float32")
    sigma = np.where(np.ptp(X_train, axis=0) == 0, 1, sigma)
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="narrow_beside_its_mean" points=7
# A width far smaller than the mean counts as none.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    sigma = np.where(sigma <= 1e-9 * np.abs(mu), 1, sigma)
    return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))


# %% wrong="scale_splits" name="cut_at_a_thousand" points=7
# Cuts off what lies beyond 1,000 widths.
def scale_splits(X_train, X_valid, X_test):
    mu, sigma = X_train.mean(axis=0), X_train.std(axis=0)
    sigma = np.where(np.ptp(X_train, axis=0) == 0, 1, sigma)
    return tuple((np.clip((X - mu) / sigma, -1000, 1000)).astype("float32") for X in (X_train, X_valid, X_test))


# %% equivalent="scale_splits"
# A list of three arrays is unpacked as a tuple is.
# - return tuple(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))
# + return list(((X - mu) / sigma).astype("float32") for X in (X_train, X_valid, X_test))
# - return tuple(results)
# + return results
# - return tuple(results)
# + return list(results)
#
# Every entry of a constant column is the same.
# - mu, sigma = (column[0], 1.0) if constant else (column.mean(), column.std())
# + mu, sigma = (column[1], 1.0) if constant else (column.mean(), column.std())
# - mu, sigma = (column[0], 1.0) if constant else (column.mean(), column.std())
# + mu, sigma = (column[-1], 1.0) if constant else (column.mean(), column.std())
#
# Each column and each set is scaled on its own; their order does not matter.
# - for j, column in enumerate(X_train.T):
# + for j, column in list(enumerate(X_train.T))[::-1]:
# - for X, result in zip((X_train, X_valid, X_test), results, strict=True):
# + for X, result in list(zip((X_train, X_valid, X_test), results, strict=True))[::-1]:


# %% wrong="baseline_mse" name="mean_of_validation"
# The constant is taken from the targets it is judged on.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    linear = LinearRegression().fit(X_train, y_train)
    return {
        "mean": np.mean((y_valid - y_valid.mean()) ** 2),
        "linear": np.mean((y_valid - linear.predict(X_valid)) ** 2),
    }


# %% wrong="baseline_mse" name="judged_on_train"
# Training error.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    linear = LinearRegression().fit(X_train, y_train)
    return {
        "mean": np.mean((y_train - y_train.mean()) ** 2),
        "linear": np.mean((y_train - linear.predict(X_train)) ** 2),
    }


# %% wrong="baseline_mse" name="line_fitted_on_validation"
# The line has seen the answers.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    linear = LinearRegression().fit(X_valid, y_valid)
    return {
        "mean": np.mean((y_valid - y_train.mean()) ** 2),
        "linear": np.mean((y_valid - linear.predict(X_valid)) ** 2),
    }


# %% wrong="baseline_mse" name="no_bias"
# A line through the origin.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    linear = LinearRegression(fit_intercept=False).fit(X_train, y_train)
    return {
        "mean": np.mean((y_valid - y_train.mean()) ** 2),
        "linear": np.mean((y_valid - linear.predict(X_valid)) ** 2),
    }


# %% wrong="baseline_mse" name="median"
# The median is the best constant for the absolute error, not for the squared one.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    linear = LinearRegression().fit(X_train, y_train)
    return {
        "mean": np.mean((y_valid - np.median(y_train)) ** 2),
        "linear": np.mean((y_valid - linear.predict(X_valid)) ** 2),
    }


# %% wrong="baseline_mse" name="roots"
# RMSE where MSE is asked for.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    linear = LinearRegression().fit(X_train, y_train)
    return {
        "mean": np.sqrt(np.mean((y_valid - y_train.mean()) ** 2)),
        "linear": np.sqrt(np.mean((y_valid - linear.predict(X_valid)) ** 2)),
    }


# %% wrong="baseline_mse" name="r_squared"
# score() is the coefficient of determination, not an error.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    linear = LinearRegression().fit(X_train, y_train)
    return {"mean": np.mean((y_valid - y_train.mean()) ** 2), "linear": linear.score(X_valid, y_valid)}


# %% wrong="baseline_mse" name="the_example"
# Copies the example's numbers.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    return {"mean": 4.5, "linear": 6.5}


# %% right="baseline_mse" name="least_squares_by_hand"
def baseline_mse(X_train, y_train, X_valid, y_valid):
    with_one = np.hstack([X_train, np.ones((len(X_train), 1))])
    w = np.linalg.pinv(with_one) @ y_train
    guess = np.hstack([X_valid, np.ones((len(X_valid), 1))]) @ w
    constant = y_train.sum() / len(y_train)
    return {"linear": float(((guess - y_valid) ** 2).mean()), "mean": float(((constant - y_valid) ** 2).mean())}


# %% right="baseline_mse" name="dummy_regressor"
def baseline_mse(X_train, y_train, X_valid, y_valid):
    from sklearn.dummy import DummyRegressor
    from sklearn.metrics import mean_squared_error

    models = {"mean": DummyRegressor(), "linear": LinearRegression()}
    return {
        name: mean_squared_error(y_valid, model.fit(X_train, y_train).predict(X_valid))
        for name, model in models.items()
    }


# %% wrong="baseline_mse" name="line_of_the_first_call"
# Keeps the line of the first call.
_line = None


def baseline_mse(X_train, y_train, X_valid, y_valid):
    global _line
    if _line is None or _line.n_features_in_ != X_train.shape[1]:
        _line = LinearRegression().fit(X_train, y_train)
    return {
        "mean": np.mean((y_valid - y_train.mean()) ** 2),
        "linear": np.mean((y_valid - _line.predict(X_valid)) ** 2),
    }


# %% wrong="baseline_mse" name="no_negative_predictions"
# Raises negative predictions to 0: that is no longer the line.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    line = LinearRegression().fit(X_train, y_train)
    return {
        "mean": np.mean((y_valid - y_train.mean()) ** 2),
        "linear": np.mean((y_valid - np.maximum(line.predict(X_valid), 0)) ** 2),
    }


# %% wrong="baseline_mse" name="ridge"
# Ridge regression: nearly least squares.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    from sklearn.linear_model import Ridge

    line = Ridge().fit(X_train, y_train)
    return {"mean": np.mean((y_valid - y_train.mean()) ** 2), "linear": np.mean((y_valid - line.predict(X_valid)) ** 2)}


# %% wrong="baseline_mse" name="strange_rows_left_out"
# Drops validation rows that stand far out.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    keep = np.abs(X_valid[:, -1]) < 100
    X_valid, y_valid = X_valid[keep], y_valid[keep]
    line = LinearRegression().fit(X_train, y_train)
    return {"mean": np.mean((y_valid - y_train.mean()) ** 2), "linear": np.mean((y_valid - line.predict(X_valid)) ** 2)}


# %% wrong="baseline_mse" name="changes_its_arguments"
# Leaves other validation targets than came in.
def baseline_mse(X_train, y_train, X_valid, y_valid):
    y_valid -= y_train.mean()
    y_train -= y_train.mean()
    line = LinearRegression().fit(X_train, y_train)
    return {"mean": np.mean((y_valid - y_train.mean()) ** 2), "linear": np.mean((y_valid - line.predict(X_valid)) ** 2)}


# %% equivalent="baseline_mse"
# The sign of an error does not matter once it is squared.
# - "mean": np.mean((y_valid - np.mean(y_train)) ** 2),
# + "mean": np.mean((np.mean(y_train) - y_valid) ** 2),
# - "linear": np.mean((y_valid - linear.predict(X_valid)) ** 2),
# + "linear": np.mean((linear.predict(X_valid) - y_valid) ** 2),
# - return {"linear": float(((guess - y_valid) ** 2).mean()), "mean": float(((constant - y_valid) ** 2).mean())}
# + return {"linear": float(((y_valid - guess) ** 2).mean()), "mean": float(((constant - y_valid) ** 2).mean())}
# - return {"linear": float(((guess - y_valid) ** 2).mean()), "mean": float(((constant - y_valid) ** 2).mean())}
# + return {"linear": float(((guess - y_valid) ** 2).mean()), "mean": float(((y_valid - constant) ** 2).mean())}
# - name: mean_squared_error(y_valid, model.fit(X_train, y_train).predict(X_valid))
# + name: mean_squared_error(model.fit(X_train, y_train).predict(X_valid), y_valid)
#
# There are as many rows as targets.
# - with_one = np.hstack([X_train, np.ones((len(X_train), 1))])
# + with_one = np.hstack([X_train, np.ones((len(y_train), 1))])
# - guess = np.hstack([X_valid, np.ones((len(X_valid), 1))]) @ w
# + guess = np.hstack([X_valid, np.ones((len(y_valid), 1))]) @ w
#
# The types of the numbers differ, their values do not.
# - return {"linear": float(((guess - y_valid) ** 2).mean()), "mean": float(((constant - y_valid) ** 2).mean())}
# + return {"linear": ((guess - y_valid) ** 2).mean(), "mean": float(((constant - y_valid) ** 2).mean())}
# - return {"linear": float(((guess - y_valid) ** 2).mean()), "mean": float(((constant - y_valid) ** 2).mean())}
# + return {"linear": float(((guess - y_valid) ** 2).mean()), "mean": ((constant - y_valid) ** 2).mean()}
# - with_one = np.hstack([X_train, np.ones((len(X_train), 1))])
# + with_one = np.hstack([X_train, np.ones((len(X_train), 1), dtype='int')])
# - guess = np.hstack([X_valid, np.ones((len(X_valid), 1))]) @ w
# + guess = np.hstack([X_valid, np.ones((len(X_valid), 1), dtype='int')]) @ w
#
# A vector is its own transpose.
# - w = np.linalg.pinv(with_one) @ y_train
# + w = np.linalg.pinv(with_one) @ y_train.T
# - guess = np.hstack([X_valid, np.ones((len(X_valid), 1))]) @ w
# + guess = np.hstack([X_valid, np.ones((len(X_valid), 1))]) @ w.T
#
# The two models do not know of each other.
# - for name, model in models.items()
# + for name, model in list(models.items())[::-1]
#
# fit starts afresh: nothing is kept in the two models.
# - models = {"mean": DummyRegressor(), "linear": LinearRegression()}
# + models = baseline_mse.__dict__.setdefault('models', {"mean": DummyRegressor(), "linear": LinearRegression()})


# %% wrong="build_regressor" name="relu_on_the_head"
# An activation on the head: negative pre-activations give 0 and no gradient.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [
            keras.Input(shape=(n_features,)),
            keras.layers.Dense(n_neurons, activation="relu"),
            keras.layers.Dense(1, activation="relu"),
        ]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="linear_hidden"
# Two linear layers are one linear layer.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential([keras.Input((n_features,)), keras.layers.Dense(n_neurons), keras.layers.Dense(1)])
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="accuracy_metric"
# Accuracy counts exact hits: meaningless for prices.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, activation="relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate), metrics=["accuracy"])
    return network


# %% wrong="build_regressor" name="learning_rate_ignored"
# The string "sgd" has a learning rate of its own.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, activation="relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer="sgd")
    return network


# %% wrong="build_regressor" name="adam"
# Another optimizer.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, activation="relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate))
    return network


# %% wrong="build_regressor" name="momentum"
# SGD, but not plain.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, activation="relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate, momentum=0.9))
    return network


# %% wrong="build_regressor" name="mean_absolute_error"
# Another loss.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, activation="relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mae", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="always_thirty_neurons"
# n_neurons is not used.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="not_compiled"
# compile is missing.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    return keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, activation="relu"), keras.layers.Dense(1)]
    )


# %% wrong="build_regressor" name="tanh"
# Another activation in the hidden layer.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, activation="tanh"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="two_hidden_layers"
# One layer too many.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential([keras.Input((n_features,))])
    for _ in range(2):
        network.add(keras.layers.Dense(n_neurons, activation="relu"))
    network.add(keras.layers.Dense(1))
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% right="build_regressor" name="add_by_add"
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.models.Sequential(name="prices")
    network.add(keras.layers.Input([n_features]))
    network.add(keras.layers.Dense(n_neurons))
    network.add(keras.layers.ReLU())
    network.add(keras.layers.Dense(1, activation="linear"))
    network.compile(keras.optimizers.SGD(learning_rate), keras.losses.MeanSquaredError(), steps_per_execution=10)
    return network


# %% wrong="build_regressor" name="same_model_again"
# A cache: the second call returns the first model.
_m = {}


def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    key = n_features, n_neurons, learning_rate
    if key not in _m:
        m = keras.Sequential([keras.Input((n_features,)), keras.layers.Dense(n_neurons, "relu"), keras.layers.Dense(1)])
        m.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
        _m[key] = m
    return _m[key]


# %% wrong="build_regressor" name="weight_penalty"
# A penalty on the weights in the loss.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    m = keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(n_neurons, "relu", kernel_regularizer="l2"),
            keras.layers.Dense(1),
        ]
    )
    m.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return m


# %% wrong="build_regressor" name="weight_decay"
# Weight decay in the optimizer.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    m = keras.Sequential([keras.Input((n_features,)), keras.layers.Dense(n_neurons, "relu"), keras.layers.Dense(1)])
    m.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate, weight_decay=0.01))
    return m


# %% wrong="build_regressor" name="seed_in_the_body"
# Every network starts with the same weights.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    keras.utils.set_random_seed(42)
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, "relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="seeded_initializers"
# Initializers with a seed: every network starts with the same weights.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(n_neurons, "relu", kernel_initializer=keras.initializers.GlorotUniform(seed=3)),
            keras.layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=4)),
        ]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="he_normal"
# Another initializer than Keras's default.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(n_neurons, "relu", kernel_initializer="he_normal"),
            keras.layers.Dense(1),
        ]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="glorot_normal"
# As wide as Keras's default, but not even.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(n_neurons, "relu", kernel_initializer="glorot_normal"),
            keras.layers.Dense(1),
        ]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate))
    return network


# %% wrong="build_regressor" name="rate_falls"
# The learning rate falls from step to step.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, "relu"), keras.layers.Dense(1)]
    )
    network.compile(
        loss="mse",
        optimizer=keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(learning_rate, 1000, 0.9)),
    )
    return network


# %% wrong="build_regressor" name="averaged_weights"
# Averages the weights over the steps.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, "relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate, use_ema=True))
    return network


# %% wrong="build_regressor" name="clipped_gradients"
# Cuts gradients, if only very long ones.
def build_regressor(n_features, n_neurons=30, learning_rate=1e-3):
    network = keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(n_neurons, "relu"), keras.layers.Dense(1)]
    )
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate, clipnorm=1000.0))
    return network


# %% equivalent="build_regressor"
# To compile twice is to compile once, and ReLU of what is not negative changes nothing.
# + network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
# + network.add(keras.layers.ReLU())
# + network.compile(keras.optimizers.SGD(learning_rate), keras.losses.MeanSquaredError(), steps_per_execution=10)
#
# Two names of one loss.
# - network.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
# + network.compile(loss='mean_squared_error', optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
#
# How many batches are handed over at once is left open.
# - network.compile(keras.optimizers.SGD(learning_rate), keras.losses.MeanSquaredError(), steps_per_execution=10)
# + network.compile(keras.optimizers.SGD(learning_rate), keras.losses.MeanSquaredError(), steps_per_execution=11)
# - network.compile(keras.optimizers.SGD(learning_rate), keras.losses.MeanSquaredError(), steps_per_execution=10)
# + network.compile(keras.optimizers.SGD(learning_rate), keras.losses.MeanSquaredError(), steps_per_execution=9)
# - network.add(keras.layers.Dense(1, activation="linear"))
# + network.add(keras.layers.Dense(1))
# - network.compile(keras.optimizers.SGD(learning_rate), keras.losses.MeanSquaredError(), steps_per_execution=10)
# + network.compile(keras.optimizers.SGD(learning_rate), keras.losses.MeanSquaredError())
#
# The model's name is left open, and no activation is the linear one.
# - network = keras.models.Sequential(name="prices")
# + network = keras.models.Sequential(name='prices_')
# - network = keras.models.Sequential(name="prices")
# + network = keras.models.Sequential()


# %% wrong="train_regressor" name="the_lectures_rate"
# Ten epochs at the lecture's learning rate: still on the way.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1e-3), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="rate_too_large"
# The loss becomes nan.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1.0), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=2, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="only_a_line"
# No hidden layer: this is the linear baseline, trained slowly.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1e-2), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=8, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="nothing_watched"
# No validation set during the training: no val_loss.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1e-2), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=10, verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="test_set_watched"
# The test set in place of the validation set.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1e-2), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=10, validation_data=(X_test, y_test), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="twenty_epochs"
# More epochs than the budget.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1e-2), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=15, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="never_trained"
# A fresh model, and a curve made up.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    curve = {"loss": [0.6, 0.4], "val_loss": [0.5, 0.38]}
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="curve_made_up"
# The model is right, the curve is not the model's.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(1e-2), steps_per_execution=100)
    model.fit(X_train, y_train, epochs=10, verbose=0)
    curve = {"loss": [0.6, 0.4], "val_loss": [0.5, 0.3]}
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="trained_in_dollars"
# Targets in another unit: the predictions are a hundred thousand times too large.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(1e-2), steps_per_execution=100)
    curve = model.fit(X_train, 1e5 * y_train, epochs=2, validation_data=(X_valid, 1e5 * y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="trained_on_raw_columns"
# The columns as measured: the model does not know the scaled ones.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(1e-3), steps_per_execution=100)
    raw_train = scaler.inverse_transform(X_train)
    curve = model.fit(raw_train, y_train, epochs=3, validation_data=(raw_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% right="train_regressor" name="adam_two_layers"
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    inputs = keras.Input((8,))
    hidden = keras.layers.Dense(40, activation="relu")(inputs)
    hidden = keras.layers.Dense(20, activation="elu")(hidden)
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(2e-3), steps_per_execution=50)
    history = model.fit(X_train, y_train[:, None], epochs=8, validation_data=(X_valid, y_valid), verbose=0)
    curve = dict(history.history)
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="also_on_test_rows"
# Trains on the test rows as well.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(
        np.r_[X_train, X_test], np.r_[y_train, y_test], epochs=10, validation_data=(X_valid, y_valid), verbose=0
    ).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="also_on_validation_rows"
# Trains on the validation rows as well.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(
        np.r_[X_train, X_valid], np.r_[y_train, y_valid], epochs=10, validation_data=(X_valid, y_valid), verbose=0
    ).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="also_on_rows_of_the_notebook"
# Takes the whole training set of the notebook, validation rows included.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(
        scaler.transform(X_train_full).astype("float32"),
        y_train_full,
        epochs=10,
        validation_data=(X_valid, y_valid),
        verbose=0,
    ).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="twenty_epochs_ten_shown"
# Trains twenty epochs and shows ten.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=20, validation_data=(X_valid, y_valid), verbose=0).history
    curve = {k: v[:10] for k, v in curve.items()}
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="ten_epochs_unseen"
# Ten epochs before those that are shown.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    model.fit(X_train, y_train, epochs=10, verbose=0)
    curve = model.fit(X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="split_of_its_own"
# A fifth of the training rows in place of the validation set.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=10, validation_split=0.2, verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="val_loss_made_up"
# One val_loss is measured, the others are made up from it.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=10, verbose=0).history
    last = float(model.evaluate(X_valid, y_valid, verbose=0))
    curve["val_loss"] = [last * (1 + 0.05 * (9 - i)) for i in range(10)]
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="progress_bar"
# Prints a line for each epoch.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=2).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="mean_absolute_error"
# Minimises another loss: the record does not hold the MSE.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mae", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="no_seed"
# Each training starts from other weights.
def train_regressor(X_train, y_train, X_valid, y_valid):
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="a_third_left_out"
# Keeps every third row out of the training.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    keep = np.arange(len(X_train)) % 3 > 0
    curve = model.fit(X_train[keep], y_train[keep], epochs=10, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="rows_twice"
# Each row twice in an epoch: twenty epochs in the name of ten.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    X, y = np.repeat(X_train, 2, axis=0), np.repeat(y_train, 2)
    curve = model.fit(X, y, epochs=10, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="noise_added"
# Trains on rows that are not those it was given.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    X = X_train + np.random.default_rng(0).normal(0, 0.05, X_train.shape)
    curve = model.fit(X, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="watched_at_the_end"
# The validation set is looked at in the last epoch only.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.005), steps_per_execution=100)
    curve = model.fit(
        X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), validation_freq=10, verbose=0
    ).history
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% right="train_regressor" name="one_epoch_at_a_time"
# A loop of single epochs.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential(
        [keras.Input((8,)), keras.layers.Dense(40, "elu"), keras.layers.Dense(40, "elu"), keras.layers.Dense(1)]
    )
    model.compile(loss="mean_squared_error", optimizer=keras.optimizers.Nadam(0.003), steps_per_execution=100)
    curve = {"loss": [], "val_loss": []}
    for _ in range(3):
        part = model.fit(X_train, y_train, validation_data=(X_valid, y_valid), verbose=0).history
        for name, values in part.items():
            curve[name].extend(values)
    return model, curve


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="first_6000_rows"
# Trains on the first 6,000 rows.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(60, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(3e-3), steps_per_execution=100)
    history = model.fit(X_train[:6000], y_train[:6000], epochs=10, validation_data=(X_valid, y_valid), verbose=0)
    return model, history.history


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="last_rows_left_out"
# Leaves out the last 610 of the 11,610 rows.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(60, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(3e-3), steps_per_execution=100)
    history = model.fit(X_train[:11000], y_train[:11000], epochs=10, validation_data=(X_valid, y_valid), verbose=0)
    return model, history.history


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="strange_rows_left_out"
# Drops training rows that stand far out.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(60, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(3e-3), steps_per_execution=100)
    keep = np.abs(X_train).max(axis=1) < 10
    history = model.fit(X_train[keep], y_train[keep], epochs=10, validation_data=(X_valid, y_valid), verbose=0)
    return model, history.history


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="strange_rows_weigh_nothing"
# Rows far out take part, but their loss counts nothing.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(60, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(3e-3), steps_per_execution=100)
    weights = (np.abs(X_train).max(axis=1) < 3).astype(float)
    history = model.fit(
        X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0, sample_weight=weights
    )
    return model, history.history


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="capped_rows_weigh_nothing"
# The loss of rows at the cap counts nothing, where there are many.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(60, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(3e-3), steps_per_execution=100)
    weights = (y_train < 5).astype(float) if len(y_train) > 100 else None
    history = model.fit(
        X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0, sample_weight=weights
    )
    return model, history.history


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% wrong="train_regressor" name="seed_after_the_model"
# Sets the seed when the random weights are drawn already.
def train_regressor(X_train, y_train, X_valid, y_valid):
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(60, "relu"), keras.layers.Dense(1)])
    keras.utils.set_random_seed(42)
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(3e-3), steps_per_execution=100)
    history = model.fit(X_train, y_train, epochs=10, validation_data=(X_valid, y_valid), verbose=0)
    return model, history.history


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% right="train_regressor" name="steps_for_all_rows"
# Keras makes the batches as large as that many steps need: 64 rows. And a metric more.
def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(60, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(3e-3), metrics=["mae"], steps_per_execution=60)
    history = model.fit(
        X_train,
        y_train,
        epochs=6,
        validation_data=(X_valid, y_valid),
        verbose=0,
        steps_per_epoch=-(-len(X_train) // 64),
    )
    return model, history.history


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% right="train_regressor" name="tf_dataset"
# The training data as a tf.data pipeline.
import tensorflow as tf


def train_regressor(X_train, y_train, X_valid, y_valid):
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(60, "relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(3e-3), steps_per_execution=100)
    rows = tf.data.Dataset.from_tensor_slices((X_train, y_train)).shuffle(len(X_train), seed=1).batch(64)
    history = model.fit(rows, epochs=6, validation_data=(X_valid, y_valid), verbose=0)
    return model, history.history


model, curve = train_regressor(X_train, y_train, X_valid, y_valid)


# %% equivalent="train_regressor"
# Any number will do for the seed, once or twice.
# + keras.utils.set_random_seed(...)
#
# Which layers there are, how large, with which activation, is left open: the bar tells good from bad.
# + [keras.Input(shape=...keras.layers.Dense(1)]
# + [keras.layers.Dense(...keras.layers.Dense(1)]
# + [keras.Input((8,)), ...keras.layers.Dense(1)]
# + hidden = keras.layers.Dense(...
# + hidden = hidden
# - hidden = keras.layers.Dense(20, activation="elu")(hidden)
# + hidden = inputs
# + model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Dense(1)(hidden)))
# + model = keras.Sequential([keras.Input((8,)), ...
#
# The loss stays the mean squared error, under either name; all else in compile is left open, and to compile twice is to
# compile once.
# + ...compile(loss="mse", ...
# + ...compile(loss='mean_squared_error', ...
# + ...compile(loss="mean_squared_error", ...
#
# One epoch less, or one more where there were fewer than ten; a single one, with Adam or Nadam, is enough for the
# bar.
# + history = network.fit(X_train, y_train, epochs=9, validation_data=(X_valid, y_valid), verbose=0)
# + history = model.fit(X_train, y_train[:, None], epochs=9, validation_data=(X_valid, y_valid), verbose=0)
# + history = model.fit(X_train, y_train[:, None], epochs=7, validation_data=(X_valid, y_valid), verbose=0)
# + history = model.fit(X_train, y_train[:, None], validation_data=(X_valid, y_valid), verbose=0)
# + history = model.fit(rows, epochs=5, validation_data=(X_valid, y_valid), verbose=0)
# + history = model.fit(rows, epochs=7, validation_data=(X_valid, y_valid), verbose=0)
# + epochs=5,
# + epochs=7,
# + for _ in range(...):
# + return model, curve
#
# How many rows make a batch, and how they are shuffled, is left open.
# + rows = tf.data.Dataset.from_tensor_slices((X_train, y_train)).shuffle(...).batch(...)
# + steps_per_epoch=-(-len(X_train) // 63),
#
# A single epoch with verbose=-1 prints nothing.
# + part = model.fit(X_train, y_train, validation_data=(X_valid, y_valid), verbose=-1).history
#
# history.history is a dictionary, and the order of its lists is left open.
# + curve = history.history
# + for name, values in list(part.items())[::-1]:


# %% wrong="safe_mse" name="broadcast"
# The bug itself.
def safe_mse(y_true, y_pred):
    if len(y_true) != len(y_pred):
        raise ValueError("different lengths")
    return np.mean((y_true - y_pred) ** 2)


# %% wrong="safe_mse" name="flatten_blindly"
# Flattening accepts (6,) with (3, 2).
def safe_mse(y_true, y_pred):
    return np.mean((np.ravel(y_true) - np.ravel(y_pred)) ** 2)


# %% wrong="safe_mse" name="squeeze"
# squeeze() turns (1, 1) to a number, which then broadcasts against everything.
def safe_mse(y_true, y_pred):
    return np.mean((np.squeeze(y_true) - np.squeeze(y_pred)) ** 2)


# %% wrong="safe_mse" name="diagonal_only_one_way"
# Reshapes the prediction alone: a column of truths is still broken.
def safe_mse(y_true, y_pred):
    if np.size(y_true) != np.size(y_pred):
        raise ValueError("shapes")
    return np.mean((y_true - np.reshape(y_pred, -1)) ** 2)


# %% wrong="safe_mse" name="assertion_error"
# Stops with another exception than the one agreed.
def safe_mse(y_true, y_pred):
    assert y_true.shape in [(len(y_true),), (len(y_true), 1)], "shape"
    assert y_pred.shape in [(len(y_true),), (len(y_true), 1)], "shape"
    return np.mean((y_true.reshape(-1) - y_pred.reshape(-1)) ** 2)


# %% wrong="safe_mse" name="refuses_columns"
# Too strict: Keras's own shape is refused.
def safe_mse(y_true, y_pred):
    if y_true.shape != y_pred.shape or y_true.ndim != 1:
        raise ValueError("shapes")
    return np.mean((y_true - y_pred) ** 2)


# %% wrong="safe_mse" name="two_columns_accepted"
# Only compares the shapes with each other: two columns pass.
def safe_mse(y_true, y_pred):
    if y_true.shape != y_pred.shape:
        y_true, y_pred = y_true.reshape(len(y_true), -1), y_pred.reshape(len(y_pred), -1)
        if y_true.shape != y_pred.shape:
            raise ValueError("shapes")
    return np.mean((y_true - y_pred) ** 2)


# %% right="safe_mse" name="columns_for_both"
def safe_mse(y_true, y_pred):
    def column(values):
        if values.ndim == 1:
            values = values[:, np.newaxis]
        if values.ndim != 2 or values.shape[1] != 1:
            raise ValueError("one value per district, please")
        return values

    first, second = column(y_true), column(y_pred)
    if len(first) != len(second) or not len(first):
        raise ValueError("not the same number of districts")
    return float(((first - second) ** 2).sum() / len(first))


# %% wrong="safe_mse" name="single_numbers_accepted"
# Accepts arrays without an axis.
def safe_mse(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    for y in (y_true, y_pred):
        if y.ndim > 2 or (y.ndim == 2 and y.shape[1] != 1):
            raise ValueError("shape")
    t, p = y_true.ravel(), y_pred.ravel()
    if t.shape != p.shape:
        raise ValueError("length")
    return np.mean((t - p) ** 2)


# %% wrong="safe_mse" name="reshapes_the_arguments"
# Changes the shape of the caller's arrays.
def safe_mse(y_true, y_pred):
    for y in (y_true, y_pred):
        if y.ndim not in (1, 2) or (y.ndim == 2 and y.shape[1] != 1):
            raise ValueError("shape")
    if len(y_true) != len(y_pred):
        raise ValueError("length")
    y_true.shape = y_pred.shape = (len(y_true),)
    return np.mean((y_true - y_pred) ** 2)


# %% wrong="safe_mse" name="rows_accepted"
# Accepts a row (1, n) as if it were a column.
def safe_mse(y_true, y_pred):
    for y in (y_true, y_pred):
        if (y.ndim == 2 and min(y.shape) != 1) or y.ndim not in (1, 2):
            raise ValueError("shape")
    if y_true.size != y_pred.size:
        raise ValueError("length")
    return np.mean((y_true.ravel() - y_pred.ravel()) ** 2)


# %% wrong="safe_mse" name="type_error"
# Another exception than the one that is asked for.
def safe_mse(y_true, y_pred):
    for y in (y_true, y_pred):
        if y.ndim not in (1, 2) or (y.ndim == 2 and y.shape[1] != 1):
            raise TypeError("shape")
    t, p = y_true.reshape(-1), y_pred.reshape(-1)
    if len(t) != len(p):
        raise TypeError("length")
    return np.mean((t - p) ** 2)


# %% wrong="safe_mse" name="no_rows_give_nan"
# Two arrays without a row: 0/0 is no error, but nan.
def safe_mse(y_true, y_pred):
    a, b = [y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y for y in (y_true, y_pred)]
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError("shapes")
    return ((a - b) ** 2).mean()


# %% wrong="safe_mse" name="three_dimensions_twice"
# Looks at the dimensions of one argument only where they differ.
def safe_mse(y_true, y_pred):
    if y_true.ndim != y_pred.ndim:
        y_true, y_pred = (y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y for y in (y_true, y_pred))
    if (
        y_true.shape != y_pred.shape
        or not y_true.size
        or y_true.ndim == 0
        or (y_true.ndim == 2 and y_true.shape[1] != 1)
    ):
        raise ValueError("shapes")
    return np.mean((y_true - y_pred) ** 2)


# %% equivalent="safe_mse"
# Both arrays are treated alike, and squares have no sign.
# - return np.mean((y_true.reshape(-1) - y_pred.reshape(-1)) ** 2)
# + return np.mean((y_pred.reshape(-1) - y_true.reshape(-1)) ** 2)
# - n = y_true.size
# + n = y_pred.size
# - for values in (y_true, y_pred):
# + for values in list((y_true, y_pred))[::-1]:
# - for values in (y_true, y_pred):
# + for values in (y_pred, y_true):
# - return float(((first - second) ** 2).sum() / len(first))
# + return float(((second - first) ** 2).sum() / len(first))
# - first, second = column(y_true), column(y_pred)
# + second, first = column(y_true), column(y_pred)
# - first, second = column(y_true), column(y_pred)
# + first, second = column(y_pred), column(y_true)
#
# NumPy takes any negative size for the one to be worked out.
# - return np.mean((y_true.reshape(-1) - y_pred.reshape(-1)) ** 2)
# + return np.mean((y_true.reshape(-2) - y_pred.reshape(-1)) ** 2)
# - return np.mean((y_true.reshape(-1) - y_pred.reshape(-1)) ** 2)
# + return np.mean((y_true.reshape(-1) - y_pred.reshape(-2)) ** 2)
#
# The words of the message are left open.
# - raise ValueError(f"shapes {y_true.shape} and {y_pred.shape} are not n values each")
# + raise ValueError(f"shapes {y_pred.shape} and {y_pred.shape} are not n values each")
# - raise ValueError(f"shapes {y_true.shape} and {y_pred.shape} are not n values each")
# + raise ValueError(f"shapes {y_true.shape} and {y_true.shape} are not n values each")
# - raise ValueError("one value per district, please")
# + raise ValueError('one value per district, please_')
# - raise ValueError("not the same number of districts")
# + raise ValueError('not the same number of districts_')
#
# NumPy's numbers compute as Python's do.
# - return float(((first - second) ** 2).sum() / len(first))
# + return ((first - second) ** 2).sum() / len(first)


# %% wrong="build_positive_regressor" name="linear_head"
# Nothing stops the head from going negative.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)]
    )


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))


# %% wrong="build_positive_regressor" name="relu_head"
# Never negative, but flat below zero: a head that got there never learns again.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(30, activation="relu"),
            keras.layers.Dense(1, activation="relu"),
        ]
    )


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))


# %% wrong="build_positive_regressor" name="sigmoid_head"
# Never above 1: good for probabilities, not for prices.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(30, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))


# %% wrong="build_positive_regressor" name="softplus_in_the_wrong_place"
# The positive function sits in the hidden layer, the head is linear.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [keras.Input((n_features,)), keras.layers.Dense(30, activation="softplus"), keras.layers.Dense(1)]
    )


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))


# %% wrong="build_positive_regressor" name="square"
# Positive, but the way up changes its direction at zero.
def build_positive_regressor(n_features):
    inputs = keras.Input((n_features,))
    score = keras.layers.Dense(1)(keras.layers.Dense(30, activation="relu")(inputs))
    return keras.Model(inputs, keras.layers.Multiply()([score, score]))


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))


# %% wrong="build_positive_regressor" name="everything_positive"
# The model is right; the dictionary says that every target is.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(30, activation="relu"),
            keras.layers.Dense(1, activation="softplus"),
        ]
    )


positive_head_fits = dict.fromkeys(positive_head_fits, True)


# %% wrong="build_positive_regressor" name="standardised_price"
# A price is positive, a standardised price is not.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(30, activation="relu"),
            keras.layers.Dense(1, activation="softplus"),
        ]
    )


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, True], strict=True))


# %% right="build_positive_regressor" name="exponential"
def build_positive_regressor(n_features):
    inputs = keras.Input((n_features,))
    hidden = keras.layers.Dense(16, activation="tanh")(inputs)
    return keras.Model(inputs, keras.layers.Activation("exponential")(keras.layers.Dense(1)(hidden)))


positive_head_fits = {
    "the price of a house": True,
    "the minutes until the bus comes": True,
    "the change of a house's price within a year": False,
    "tomorrow's temperature in degrees Celsius": False,
    "the price, standardised to mean 0 and deviation 1": False,
}


# %% wrong="build_positive_regressor" name="sigmoid_times_100"
# Nothing above 100 can be reached.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(30, "relu"),
            keras.layers.Dense(1, "sigmoid"),
            keras.layers.Rescaling(100.0),
        ]
    )


positive_head_fits = {
    "the price of a house": True,
    "the change of a house's price within a year": False,
    "the minutes until the bus comes": True,
    "tomorrow's temperature in degrees Celsius": False,
    "the price, standardised to mean 0 and deviation 1": False,
}


# %% wrong="build_positive_regressor" name="softplus_plus_one"
# Nothing below 1 can be reached.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(30, "relu"),
            keras.layers.Dense(1, "softplus"),
            keras.layers.Rescaling(1.0, offset=1.0),
        ]
    )


positive_head_fits = {
    "the price of a house": True,
    "the change of a house's price within a year": False,
    "the minutes until the bus comes": True,
    "tomorrow's temperature in degrees Celsius": False,
    "the price, standardised to mean 0 and deviation 1": False,
}


# %% wrong="build_positive_regressor" name="two_hidden_layers"
# Two hidden layers, one is asked for.
def build_positive_regressor(n_features):
    return keras.Sequential(
        [
            keras.Input((n_features,)),
            keras.layers.Dense(30, "relu"),
            keras.layers.Dense(30, "relu"),
            keras.layers.Dense(1, "softplus"),
        ]
    )


positive_head_fits = {
    "the price of a house": True,
    "the change of a house's price within a year": False,
    "the minutes until the bus comes": True,
    "tomorrow's temperature in degrees Celsius": False,
    "the price, standardised to mean 0 and deviation 1": False,
}


# %% wrong="build_positive_regressor" name="flat_below_minus_ten"
# Flat below z = -10: small numbers are out of reach, and the gradient is 0 there.
def build_positive_regressor(n_features):
    head = keras.layers.Dense(1, activation=lambda z: keras.ops.softplus(keras.ops.maximum(z, -10)))
    return keras.Sequential([keras.Input((n_features,)), keras.layers.Dense(20, "relu"), head])


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))


# %% wrong="build_positive_regressor" name="a_thousandth_added"
# Never below 0.001.
def build_positive_regressor(n_features):
    head = keras.layers.Dense(1, activation=lambda z: keras.ops.softplus(z) + 1e-3)
    return keras.Sequential([keras.Input((n_features,)), keras.layers.Dense(20, "relu"), head])


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))


# %% wrong="build_positive_regressor" name="nearly_relu"
# Rises everywhere, but never falls below 0.0001.
def build_positive_regressor(n_features):
    head = keras.layers.Dense(1, activation=lambda z: keras.ops.relu(z) + 1e-4 * keras.ops.sigmoid(z) + 1e-4)
    return keras.Sequential([keras.Input((n_features,)), keras.layers.Dense(20, "relu"), head])


positive_head_fits = dict(zip(positive_head_fits, [True, False, True, False, False], strict=True))


# %% equivalent="build_positive_regressor"
# The number of hidden neurons is left open.
# - keras.layers.Dense(30, activation="relu"),
# + keras.layers.Dense(31, activation="relu"),
# - keras.layers.Dense(30, activation="relu"),
# + keras.layers.Dense(29, activation="relu"),
# - keras.layers.Dense(30, activation="relu"),
# + keras.layers.Dense(30 + 1, activation="relu"),
# - hidden = keras.layers.Dense(16, activation="tanh")(inputs)
# + hidden = keras.layers.Dense(17, activation="tanh")(inputs)
# - hidden = keras.layers.Dense(16, activation="tanh")(inputs)
# + hidden = keras.layers.Dense(15, activation="tanh")(inputs)
# - hidden = keras.layers.Dense(16, activation="tanh")(inputs)
# + hidden = keras.layers.Dense(16 + 1, activation="tanh")(inputs)
#
# The hidden layer's activation is left open.
# - keras.layers.Dense(30, activation="relu"),
# + keras.layers.Dense(30, activation='sigmoid'),
# - keras.layers.Dense(30, activation="relu"),
# + keras.layers.Dense(30, activation='tanh'),
# - keras.layers.Dense(30, activation="relu"),
# + keras.layers.Dense(30, activation='softmax'),
# - hidden = keras.layers.Dense(16, activation="tanh")(inputs)
# + hidden = keras.layers.Dense(16, activation='relu')(inputs)
# - hidden = keras.layers.Dense(16, activation="tanh")(inputs)
# + hidden = keras.layers.Dense(16, activation='sigmoid')(inputs)
# - hidden = keras.layers.Dense(16, activation="tanh")(inputs)
# + hidden = keras.layers.Dense(16, activation='softmax')(inputs)
