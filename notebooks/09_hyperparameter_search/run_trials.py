"""Train the trials that notebook 9 analyses: trials.csv, and beside it curves.csv and errors.npz.

    python run_trials.py

Four studies on the lecture's California housing split. The test set takes no part:

* ``lecture``: the lecture's three hyperparameters in the lecture's ranges, everything else as in its listing;
* ``wide``: seven hyperparameters at once, the learning rate from a range that is too wide on both sides;
* ``depth``: one to four hidden layers, each with about a thousand parameters, 6 learning rates for each depth, at
  most 30 epochs, features cut off at three standard deviations;
* ``lattice``: every pair of 10 learning rates and 4 numbers of neurons, two hidden layers, 10 epochs on 3,000 rows,
  features cut off as above.

Trial i draws its hyperparameters from the seed (SEED, i) and trains with the seed SEED + i, so every trial can be
repeated alone and the order does not matter. A finished trial is written at once: an interrupted run goes on where
it stopped. On one core a trial takes some seconds and all of them about half an hour.

Of the first 40 trials, curves.csv keeps the validation loss after each epoch, and errors.npz the squared error of each
of the first thousand validation rows.
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
STUDIES = ["lecture"] * 100 + ["wide"] * 100 + ["depth"] * 24 + ["lattice"] * 40
WIDTHS = {1: 100, 2: 27, 3: 20, 4: 16}  # neurons a layer that make about a thousand parameters
LATTICE = [(float(f"{rate:.3g}"), n) for rate in np.geomspace(3e-4, 3e-1, 10) for n in range(18, 91, 24)]
MAX_EPOCHS = {"lecture": 50, "wide": 50, "depth": 30, "lattice": 10}
LATTICE_ROWS = 3000
N_CURVES = 40
PATIENCE = 10
TABLE = Path(__file__).with_name("trials.csv")
CURVES = TABLE.with_name("curves.csv")
ERRORS = TABLE.with_name("errors.npz")
N_ERRORS = 1000

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
]


def log_uniform(rng, low, high):
    """One number between low and high, uniform on the log scale, kept to three significant digits."""
    return float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.3g}")


def draw(study, number, rng):
    """The hyperparameters of one trial."""
    if study == "lattice":
        rate, n_neurons = LATTICE[number - STUDIES.index("lattice")]
        return {
            "n_hidden": 2,
            "n_neurons": n_neurons,
            "shape": "constant",
            "activation": "relu",
            "optimizer": "sgd",
            "learning_rate": rate,
            "batch_size": 32,
        }
    if study == "depth":
        n_hidden = number % len(WIDTHS) + 1
        return {
            "n_hidden": n_hidden,
            "n_neurons": WIDTHS[n_hidden],
            "shape": "constant",
            "activation": "relu",
            "optimizer": "sgd",
            "learning_rate": log_uniform(rng, 1e-3, 3e-1),
            "batch_size": 32,
        }
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
    """The lecture's split without its test set, scaled with the training part's statistics."""
    data = fetch_california_housing()
    X_full, _, y_full, _ = train_test_split(data.data, data.target, random_state=42)
    X_train, X_valid, y_train, y_valid = train_test_split(X_full, y_full, random_state=42)
    scaler = StandardScaler().fit(X_train)
    parts = {"train": (X_train, y_train), "valid": (X_valid, y_valid)}
    return {name: (scaler.transform(X).astype("float32"), y.astype("float32")) for name, (X, y) in parts.items()}


def run_trial(number, parts):
    """Train one trial; return its row of the table, its losses, and the errors of the first validation rows.

    A diverged trial has no losses in the table, their fields stay empty, and no errors.
    """
    study = STUDIES[number]
    params = draw(study, number, np.random.default_rng([SEED, number]))
    if study in {"depth", "lattice"}:
        parts = {name: (np.clip(X, -3, 3), y) for name, (X, y) in parts.items()}
    if study == "lattice":
        parts["train"] = tuple(part[:LATTICE_ROWS] for part in parts["train"])
    keras.utils.set_random_seed(SEED + number)
    X_train, y_train = parts["train"]
    X_valid, y_valid = parts["valid"]
    model = build(params, X_train.shape[1])
    history = model.fit(
        X_train,
        y_train,
        epochs=MAX_EPOCHS[study],
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
    errors = None
    if np.isfinite(history.history["loss"]).all() and np.isfinite(losses).all():
        row["best_epoch"] = int(np.argmin(losses)) + 1
        for part, column in [("train", "train_mse"), ("valid", "val_mse")]:
            row[column] = round(model.evaluate(*parts[part], batch_size=1024, verbose=0), 4)
        predicted = model.predict(X_valid[:N_ERRORS], batch_size=1024, verbose=0).ravel()
        errors = ((predicted - y_valid[:N_ERRORS]) ** 2).astype("float16")
    keras.backend.clear_session()
    return row, losses, errors


def finished(path):
    """The numbers of the trials that the table holds already."""
    if not path.exists():
        return set()
    with path.open(newline="") as file:
        return {int(row["trial"]) for row in csv.DictReader(file)}


def keep_details(number, losses, errors):
    """Add one trial to the curves and the errors."""
    is_new = not CURVES.exists()
    with CURVES.open("a", newline="") as file:
        curves = csv.writer(file, lineterminator="\n")
        if is_new:
            curves.writerow(["trial", *range(1, MAX_EPOCHS["lecture"] + 1)])
        filled = [round(float(loss), 4) for loss in losses] + [""] * (MAX_EPOCHS["lecture"] - len(losses))
        curves.writerow([number, *filled])
    kept = dict(np.load(ERRORS)) if ERRORS.exists() else {}
    if errors is not None:
        np.savez_compressed(ERRORS, **kept, **{str(number): errors})


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
                row, losses, errors = run_trial(number, parts)
                if number < N_CURVES:
                    keep_details(number, losses, errors)
                table.writerow(row)
                file.flush()


if __name__ == "__main__":
    main()
