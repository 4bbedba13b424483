"""Measure three leaks of notebook 9 with real networks, and write leaks.csv.

    python measure_leaks.py

Each draw takes 150 districts of the lecture's training set at random: 90 to fit, 30 to stop on, 30 to score on. Each
network has one hidden layer of 30 neurons and trains for 60 epochs; the best epoch is chosen afterwards. Columns of
leaks.csv, each a mean squared error on the rows to score on:

* ``honest``: the epoch is chosen on the rows to stop on;
* ``stop_leak``: the same network, but the epoch is chosen on the very rows that score it;
* ``scaler_leak``: as ``honest``, but the scaler has seen all 150 rows;
* ``columns_honest``, ``columns_leak``: 500 columns of noise and a target of noise, variance 1: nothing can be learned.
  The 8 columns with the largest correlation are chosen on the 90 rows to fit, or on all 150; then as ``honest``.

Two minutes on one core. The test set takes no part.
"""

import csv
from pathlib import Path

import numpy as np

from nn_lessons import quiet_start

with quiet_start():
    import keras

from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

DRAWS = 12
EPOCHS = 60
BATCH = 15
FIT = slice(0, 90)  # then 30 rows to stop on and 30 to score on
TABLE = Path(__file__).with_name("leaks.csv")


class Watch(keras.callbacks.Callback):
    """After each pass over the rows to fit, the mean squared error on the rows to stop on and on those to score on."""

    def __init__(self, X, y):
        super().__init__()
        self.X, self.y = X[90:], y[90:]
        self.losses = []

    def on_train_batch_end(self, batch, logs=None):
        W, b, V, c = self.model.get_weights()
        errors = (np.ravel(np.maximum(self.X @ W + b, 0) @ V + c) - self.y) ** 2
        self.losses.append((errors[:30].mean(), errors[30:].mean()))


def train(X, y, seed, learning_rate=0.03):
    """Train; the losses on the rows to score on, the epoch chosen on the rows to stop on, and on those to score on."""
    X, y = X.astype("float32"), y.astype("float32")
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(30, activation="relu"), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((X.shape[1],)), *layers])
    steps = 90 // BATCH
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate), steps_per_execution=steps)
    watch = Watch(X, y)
    rng = np.random.default_rng(seed)
    order = np.concatenate([rng.permutation(90) for _ in range(EPOCHS)])  # all epochs as one, so that Keras is quick
    model.fit(X[order], y[order], batch_size=BATCH, shuffle=False, callbacks=[watch], verbose=0)
    assert len(watch.losses) == EPOCHS
    keras.backend.clear_session()
    return min(watch.losses)[1], min(score for _, score in watch.losses)


def scaled(X, seen):
    """X scaled with the statistics of the rows that the scaler has seen, cut off at three standard deviations."""
    return np.clip(StandardScaler().fit(X[seen]).transform(X), -3, 3)


def chosen(X, y, seen):
    """The 8 columns of X that correlate most with y on the rows seen."""
    correlations = np.corrcoef(X[seen].T, y[seen])[-1, :-1]
    return X[:, np.argsort(-np.abs(correlations))[:8]]


def measure(draw, X, y):
    """One draw: a row of the table."""
    rng = np.random.default_rng(draw)
    rows = rng.permutation(len(X))[:150]
    everything = slice(0, 150)
    honest, stop_leak = train(scaled(X[rows], FIT), y[rows], draw)
    scaler_leak, _ = train(scaled(X[rows], everything), y[rows], draw)
    noise, target = rng.normal(size=(150, 500)), rng.normal(size=150)
    columns = [train(chosen(noise, target, seen), target, draw)[0] for seen in (FIT, everything)]
    names = ["draw", "honest", "stop_leak", "scaler_leak", "columns_honest", "columns_leak"]
    values = [draw, *(round(float(value), 4) for value in (honest, stop_leak, scaler_leak, *columns))]
    return dict(zip(names, values, strict=True))


def main():
    """Run all draws."""
    data = fetch_california_housing()
    X_full, _, y_full, _ = train_test_split(data.data, data.target, random_state=42)
    X, _, y, _ = train_test_split(X_full, y_full, random_state=42)
    table = None
    with TABLE.open("w", newline="") as file:
        for draw in range(DRAWS):
            row = measure(draw, X, y)
            table = table or csv.DictWriter(file, list(row), lineterminator="\n")
            if draw == 0:
                table.writeheader()
            table.writerow(row)
            file.flush()


if __name__ == "__main__":
    main()
