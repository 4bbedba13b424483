"""Train the trials that notebook 9 analyses, and write them to trials.csv.

    python solutions/09_hyperparameter_search/run_trials.py

Two studies on the lecture's California housing split:

* ``lecture``: the lecture's three hyperparameters in the lecture's ranges, everything else as in its listing;
* ``wide``: seven hyperparameters at once, the learning rate from a range that is too wide on both sides.

Trial i draws its hyperparameters from the seed (SEED, i) and trains with the seed SEED + i, so every trial can be
repeated alone and the order does not matter. A finished trial is appended at once: an interrupted run goes on where
it stopped. On one core a trial takes some seconds and all of them about twenty minutes.
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

SEED = 42
STUDIES = ["lecture"] * 100 + ["wide"] * 100
MAX_EPOCHS = 50
PATIENCE = 10
TABLE = Path(__file__).with_name("trials.csv")

COLUMNS = [
    "trial",
    "study",
    "n_hidden",
    "n_neurons",
    "shape",
    "activation",
    "optimizer",
    "learning_rate",
    "batch_size",
    "n_params",
    "epochs",
    "best_epoch",
    "train_mse",
    "val_mse",
    "test_mse",
]


def log_uniform(rng, low, high):
    """One number between low and high, uniform on the log scale, kept to three significant digits."""
    return float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.3g}")


def draw(study, rng):
    """The hyperparameters of one trial."""
    if study == "lecture":
        return {
            "n_hidden": int(rng.integers(0, 4)),
            "n_neurons": int(rng.integers(1, 100)),
            "shape": "constant",
            "activation": "relu",
            "optimizer": "sgd",
            "learning_rate": log_uniform(rng, 3e-4, 3e-2),
            "batch_size": 32,
        }
    return {
        "n_hidden": int(rng.integers(0, 6)),
        "n_neurons": int(rng.integers(1, 100)),
        "shape": str(rng.choice(["constant", "halving"])),
        "activation": str(rng.choice(["relu", "tanh", "sigmoid"])),
        "optimizer": str(rng.choice(["sgd", "momentum", "adam"])),
        "learning_rate": log_uniform(rng, 1e-4, 1e-1),
        "batch_size": int(rng.choice([16, 32, 64, 128, 256])),
    }


def build(params, n_features):
    """The lecture's build_model with the further hyperparameters of the wide study."""
    model = keras.Sequential([keras.Input((n_features,))])
    for layer in range(params["n_hidden"]):
        units = params["n_neurons"] if params["shape"] == "constant" else max(1, params["n_neurons"] // 2**layer)
        model.add(keras.layers.Dense(units, activation=params["activation"]))
    model.add(keras.layers.Dense(1))
    rate = params["learning_rate"]
    optimizer = {
        "sgd": lambda: keras.optimizers.SGD(rate),
        "momentum": lambda: keras.optimizers.SGD(rate, momentum=0.9),
        "adam": lambda: keras.optimizers.Adam(rate),
    }[params["optimizer"]]()
    model.compile(loss="mse", optimizer=optimizer, steps_per_execution=100)
    return model


def housing():
    """The lecture's split, scaled with the training part's statistics: {"train": (X, y), "valid": ..., "test": ...}."""
    data = fetch_california_housing()
    X_full, X_test, y_full, y_test = train_test_split(data.data, data.target, random_state=42)
    X_train, X_valid, y_train, y_valid = train_test_split(X_full, y_full, random_state=42)
    scaler = StandardScaler().fit(X_train)
    parts = {"train": (X_train, y_train), "valid": (X_valid, y_valid), "test": (X_test, y_test)}
    return {name: (scaler.transform(X).astype("float32"), y.astype("float32")) for name, (X, y) in parts.items()}


def run_trial(number, parts):
    """Train one trial and return its row of the table. A diverged trial has no losses: their fields stay empty."""
    study = STUDIES[number]
    params = draw(study, np.random.default_rng([SEED, number]))
    keras.utils.set_random_seed(SEED + number)
    X_train, y_train = parts["train"]
    model = build(params, X_train.shape[1])
    history = model.fit(
        X_train,
        y_train,
        epochs=MAX_EPOCHS,
        batch_size=params["batch_size"],
        validation_data=parts["valid"],
        callbacks=[
            keras.callbacks.TerminateOnNaN(),
            keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True),
        ],
        verbose=0,
    )
    losses = history.history.get("val_loss", [])
    row = {"trial": number, "study": study} | params | {"n_params": model.count_params(), "epochs": len(losses)}
    if np.isfinite(history.history["loss"]).all() and np.isfinite(losses).all():
        row["best_epoch"] = int(np.argmin(losses)) + 1
        for part, column in [("train", "train_mse"), ("valid", "val_mse"), ("test", "test_mse")]:
            row[column] = round(model.evaluate(*parts[part], batch_size=1024, verbose=0), 4)
    keras.backend.clear_session()
    return row


def finished(path):
    """The numbers of the trials that the table holds already."""
    if not path.exists():
        return set()
    with path.open(newline="") as file:
        return {int(row["trial"]) for row in csv.DictReader(file)}


def main():
    """Run what is missing."""
    done = finished(TABLE)
    parts = housing()
    with TABLE.open("a", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if not done:
            table.writeheader()
        for number in range(len(STUDIES)):
            if number not in done:
                table.writerow(run_trial(number, parts))
                file.flush()


if __name__ == "__main__":
    main()
