# %% wrong="fit_and_keep_best" name="the_last_model"
# Returns the model as training left it; the best one is only in the file.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return model


# %% wrong="fit_and_keep_best" name="saves_every_epoch"
# save_best_only is False by default: the file holds the last model.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="watches_the_training_loss"
# Monitors loss in place of val_loss.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, monitor="loss", save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="mode_reversed"
# mode="max" keeps the worst model.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True, mode="max")
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="stops_in_the_first_valley"
# An impatient early stopping never sees a later, deeper valley.
def fit_and_keep_best(model, train, valid, path, epochs):
    stopping = keras.callbacks.EarlyStopping(patience=1, restore_best_weights=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[stopping], verbose=0)
    model.save(path)
    return model


# %% wrong="fit_and_keep_best" name="validates_on_train"
# The training data judge themselves.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=train, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="fixed_number_of_epochs"
# Trains as long as the visible example and no longer.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=5, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)


# %% right="fit_and_keep_best" name="epoch_by_epoch"
# No callback at all: one epoch at a time, evaluate, save if better.
def fit_and_keep_best(model, train, valid, path, epochs):
    best = math.inf
    for _ in range(epochs):
        model.fit(*train, verbose=0)
        score = model.evaluate(*valid, verbose=0)
        if score < best:
            best = score
            model.save(path)
    return keras.models.load_model(path)


# %% wrong="overfitting_ratio" name="needs_validation"
# Fails where there is no validation data.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        self.ratios.append(logs["val_loss"] / logs["loss"])


# %% wrong="overfitting_ratio" name="upside_down"
# Training loss over validation loss.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios.append(logs["loss"] / logs["val_loss"])


# %% wrong="overfitting_ratio" name="difference"
# Subtracts in place of dividing.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] - logs["loss"])


# %% wrong="overfitting_ratio" name="never_starts_anew"
# The list of the first training grows on in the second.
class OverfittingRatio(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])


# %% wrong="overfitting_ratio" name="shared_list"
# One list for all objects of the class.
class OverfittingRatio(keras.callbacks.Callback):
    ratios = []  # noqa: RUF012

    def on_train_begin(self, logs=None):
        self.ratios.clear()

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])


# %% wrong="overfitting_ratio" name="placeholder"
# Notes a placeholder for an epoch without validation.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        self.ratios.append(logs.get("val_loss", 0.0) / logs.get("loss", 1.0))


# %% wrong="overfitting_ratio" name="visible_example"
# Knows the two numbers of the example.
class OverfittingRatio(keras.callbacks.Callback):
    ratios = (1.5, 4.0)


# %% right="overfitting_ratio" name="pairs"
# Collects everything and computes the ratios when asked.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.pairs = []

    def on_epoch_end(self, epoch, logs=None):
        self.pairs.append(((logs or {}).get("val_loss"), (logs or {}).get("loss")))

    @property
    def ratios(self):
        return [valid / train for valid, train in self.pairs if valid is not None]


# %% wrong="early_stopping" name="one_epoch_too_late" points=6
# Patience off by one: > in place of >=.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited > self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="one_epoch_too_early" points=6
# Patience off by one in the other direction.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        if self.waited >= self.patience - 1:
            self.stopped_epoch, self.model.stop_training = epoch, True
        self.waited += 1
        if self.waited == self.patience - 1:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="ties_improve" points=6
# <= in place of <: an equal score counts as an improvement.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score <= self.best if self.mode == "min" else score >= self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="keeps_the_last" points=7
# Stops in time and keeps the weights of the last epoch.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True


# %% wrong="early_stopping" name="restores_only_when_it_stops" points=6
# A training that runs to its end keeps its last weights.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="restores_epoch_zero_as_nothing" points=7
# `if self.best_epoch:` is false for epoch 0.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_epoch:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="needs_the_number" points=6
# Fails where logs hold no val_loss.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = logs[self.monitor]
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="mode_reversed"
# Waits for a larger loss.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = -math.inf if self.mode == "min" else math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score > self.best if self.mode == "min" else score < self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="ignores_mode" points=7
# Knows only "smaller is better".
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience = monitor, patience

    def on_train_begin(self, logs=None):
        self.best = math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="ignores_monitor" points=7
# Always looks at val_loss.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.patience, self.mode = patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get("val_loss")
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="nan_becomes_best" points=7
# The first score is taken whatever it is: after NaN nothing is ever smaller.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if self.best is None or (score < self.best if self.mode == "min" else score > self.best):
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="nan_improves" points=7
# Asks "is it worse?": NaN is not worse, so it passes for an improvement.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score >= self.best if self.mode == "min" else score <= self.best:
            self.waited += 1
            if self.waited >= self.patience:
                self.stopped_epoch, self.model.stop_training = epoch, True
            return
        self.best, self.best_epoch, self.waited = score, epoch, 0
        self.best_weights = self.model.get_weights()

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="counts_all_bad_epochs" points=6
# The counter is not set back by an improvement.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch = score, epoch
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="compares_with_the_last"
# Compares with the epoch before, not with the best: also what it keeps is wrong.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.last = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        better = score < self.last if self.mode == "min" else score > self.last
        self.last = score
        if better:
            self.best_epoch, self.waited = epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="missing_counts_as_bad" points=7
# An epoch without the number uses up patience.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor, math.nan)
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="never_starts_anew"
# A second training remembers the first one's best.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience, self.mode = monitor, patience, mode
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = self.stopped_epoch = self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return
        if score < self.best if self.mode == "min" else score > self.best:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.waited += 1
        if self.waited >= self.patience:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="kerass_own"
# Inherits Keras's class: other attributes, NaN becomes the best, the last weights are kept.
class MyEarlyStopping(keras.callbacks.EarlyStopping):
    pass


# %% right="early_stopping" name="from_the_history"
# Notes every score and decides from the list: which epoch is best, and how many came after it.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor, self.patience = monitor, patience
        self.sign = {"min": -1, "max": 1}[mode]

    def on_train_begin(self, logs=None):
        self.scored = []
        self.weights = {}
        self.best_epoch = self.stopped_epoch = None

    def on_epoch_end(self, epoch, logs=None):
        if not logs or self.monitor not in logs:
            return
        self.scored.append((epoch, self.sign * logs[self.monitor]))
        self.weights[epoch] = self.model.get_weights()
        numbers = [(score, -number) for number, score in self.scored if not math.isnan(score)]
        self.best_epoch = -max(numbers)[1] if numbers else None
        places = [number for number, _ in self.scored]
        since = len(places) - 1 - places.index(self.best_epoch) if numbers else len(places)
        if since >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        if self.best_epoch is not None:
            self.model.set_weights(self.weights[self.best_epoch])


# %% wrong="rate_finder" name="mean_so_far"
# Takes logs["loss"] for the batch's own loss.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        self.rates.append(rate)
        self.losses.append(logs["loss"])
        if not logs["loss"] <= 4 * min(self.losses):
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="batches_from_one"
# Forgets that batches count from 0.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        new_sum = batch * logs["loss"]
        loss, self.sum_of_losses = new_sum - self.sum_of_losses, new_sum
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * min(self.losses):
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="rate_after" points=7
# Notes the rate after multiplying: the next batch's rate.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate) * self.factor
        new_sum = (batch + 1) * logs["loss"]
        loss, self.sum_of_losses = new_sum - self.sum_of_losses, new_sum
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * min(self.losses):
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate


# %% wrong="rate_finder" name="sum_across_epochs"
# The sum of the first epoch goes on into the second, where the mean starts anew.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        new_sum = (batch + 1) * logs["loss"]
        loss, self.sum_of_losses = new_sum - self.sum_of_losses, new_sum
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * min(self.losses):
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="nan_goes_on" points=7
# NaN > 4 * smallest is false: training goes on with a broken network.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        new_sum = (batch + 1) * logs["loss"]
        loss, self.sum_of_losses = new_sum - self.sum_of_losses, new_sum
        self.rates.append(rate)
        self.losses.append(loss)
        if loss > 4 * min(self.losses):
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="never_stops" points=7
# Goes on when the loss explodes.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        new_sum = (batch + 1) * logs["loss"]
        self.rates.append(rate)
        self.losses.append(new_sum - self.sum_of_losses)
        self.sum_of_losses = new_sum
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="four_times_the_first" points=7
# Compares with the first loss in place of the smallest.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        new_sum = (batch + 1) * logs["loss"]
        loss, self.sum_of_losses = new_sum - self.sum_of_losses, new_sum
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * self.losses[0]:
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="adds_the_factor" points=7
# Adds in place of multiplying.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        new_sum = (batch + 1) * logs["loss"]
        loss, self.sum_of_losses = new_sum - self.sum_of_losses, new_sum
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * min(self.losses):
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate + self.factor


# %% wrong="rate_finder" name="never_starts_anew"
# The lists of an earlier training are still there.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum_of_losses = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        new_sum = (batch + 1) * logs["loss"]
        loss, self.sum_of_losses = new_sum - self.sum_of_losses, new_sum
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * min(self.losses):
            self.model.stop_training = True
        self.model.optimizer.learning_rate = rate * self.factor


# %% right="rate_finder" name="means_and_assign"
# The formula with the two means; the rate is set with assign; the smallest is remembered.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf
        self.previous_mean = 0.0

    def on_train_batch_begin(self, batch, logs=None):
        self.rates.append(float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate)))

    def on_train_batch_end(self, batch, logs=None):
        mean = logs["loss"]
        loss = mean if batch == 0 else (batch + 1) * mean - batch * self.previous_mean
        self.previous_mean = mean
        self.losses.append(loss)
        if math.isnan(loss) or loss > 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)
        self.model.optimizer.learning_rate.assign(self.rates[-1] * self.factor)


# %% wrong="tensorboard" name="no_callback"
# Trains and logs nothing.
def log_run(model, train, valid, folder, epochs):
    keras.callbacks.TensorBoard(folder)
    model.fit(*train, epochs=epochs, validation_data=valid, verbose=0)


def read_scalars(folder, tag):
    curves = {}
    for split in ("train", "validation"):
        if (folder / split).is_dir():
            events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
            if tag in events.Tags()["tensors"]:
                curves[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return curves


# %% wrong="tensorboard" name="no_validation"
# Leaves the validation data out of fit.
def log_run(model, train, valid, folder, epochs):
    model.fit(*train, epochs=epochs, callbacks=[keras.callbacks.TensorBoard(folder)], verbose=0)


def read_scalars(folder, tag):
    curves = {}
    for split in ("train", "validation"):
        if (folder / split).is_dir():
            events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
            if tag in events.Tags()["tensors"]:
                curves[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return curves


# %% wrong="tensorboard" name="sample_of_ten"
# Forgets size_guidance: of a long run the reader keeps ten values.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    curves = {}
    for split in ("train", "validation"):
        if (folder / split).is_dir():
            events = EventAccumulator(str(folder / split)).Reload()
            if tag in events.Tags()["tensors"]:
                curves[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return curves


# %% wrong="tensorboard" name="tag_in_both"
# Expects every tag in both parts.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    curves = {}
    for split in ("train", "validation"):
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        curves[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return curves


# %% wrong="tensorboard" name="empty_lists"
# Puts an empty list where there is nothing.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    curves = {"train": [], "validation": []}
    for split in curves:
        if (folder / split).is_dir():
            events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
            if tag in events.Tags()["tensors"]:
                curves[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return curves


# %% wrong="tensorboard" name="always_the_loss"
# Reads epoch_loss, whatever tag is asked for.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    curves = {}
    for split in ("train", "validation"):
        if (folder / split).is_dir():
            events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
            if "epoch_loss" in events.Tags()["tensors"]:
                curves[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors("epoch_loss")]
    return curves


# %% wrong="tensorboard" name="last_values_only"
# Returns the last value of each part.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    curves = {}
    for split in ("train", "validation"):
        if (folder / split).is_dir():
            events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
            if tag in events.Tags()["tensors"]:
                curves[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)][-1:]
    return curves


# %% right="tensorboard" name="record_by_record"
# Reads the event files record by record with TensorFlow's own iterator.
def log_run(model, train, valid, folder, epochs):
    (X, y), board = train, keras.callbacks.TensorBoard(log_dir=str(folder))
    model.fit(X, y, validation_data=valid, epochs=epochs, verbose=0, callbacks=[board])


def read_scalars(folder, tag):
    curves = {}
    for part in ("train", "validation"):
        values = {}
        for file in folder.glob(f"{part}/events*"):
            for record in tf.compat.v1.train.summary_iterator(str(file)):
                for value in record.summary.value:
                    if value.tag == tag:
                        values[record.step] = float(tf.make_ndarray(value.tensor))
        if values:
            curves[part] = [values[step] for step in range(min(values), max(values) + 1)]
    return curves


# %% wrong="fit_and_keep_best" name="one_epoch_more"
# Trains one epoch more than asked, which may be the best.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs + 1, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="trained_twice"
# Goes on training into the same checkpoint.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="stops_early"
# Stops after two epochs without an improvement, as nobody asked.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(
        *train,
        epochs=epochs,
        validation_data=valid,
        callbacks=[checkpoint, keras.callbacks.EarlyStopping(patience=2)],
        verbose=0,
    )
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="threshold_of_one"
# Saves nothing while the loss is above 1.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True, initial_value_threshold=1.0)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="not_compiled"
# Loads the best model without its compile settings.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[checkpoint], verbose=0)
    return keras.models.load_model(path, compile=False)


# %% wrong="fit_and_keep_best" name="file_holds_the_last"
# Returns the best model, but the file holds the last one.
def fit_and_keep_best(model, train, valid, path, epochs):
    stop = keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)

    class Save(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.save(path)

    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[stop, Save()], verbose=0)
    return model


# %% wrong="fit_and_keep_best" name="trains_on_all"
# Trains on the validation rows as well.
def fit_and_keep_best(model, train, valid, path, epochs):
    checkpoint = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(
        np.concatenate([train[0], valid[0]]),
        np.concatenate([train[1], valid[1]]),
        epochs=epochs,
        validation_data=valid,
        callbacks=[checkpoint],
        verbose=0,
    )
    return keras.models.load_model(path)


# %% right="fit_and_keep_best" name="early_stopping_restores"
# EarlyStopping with as much patience as there are epochs never stops, and brings the best weights back.
def fit_and_keep_best(model, train, valid, path, epochs):
    stop = keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=stop, verbose=0)
    model.save(path)
    return model


# %% wrong="overfitting_ratio" name="zero_is_missing"
# Takes a val_loss of 0 for a missing one.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if logs.get("val_loss"):
            self.ratios.append(logs["val_loss"] / logs["loss"])


# %% wrong="overfitting_ratio" name="rounded"
# Rounds to two decimals.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios.append(round(logs["val_loss"] / logs["loss"], 2))


# %% wrong="overfitting_ratio" name="anew_at_epoch_0"
# Starts anew at epoch 0, not at the beginning of a training.
class OverfittingRatio(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 0:
            self.ratios = []
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios.append(logs["val_loss"] / logs["loss"])


# %% wrong="overfitting_ratio" name="array"
# An array in place of a list.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios = np.append(self.ratios, logs["val_loss"] / logs["loss"])


# %% wrong="overfitting_ratio" name="by_position"
# Takes the first two entries of logs, whatever they are.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            first, second, *_ = logs.values()
            self.ratios.append(second / first)


# %% wrong="overfitting_ratio" name="takes_val_loss_out"
# Takes val_loss out of the logs that other callbacks read.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.ratios.append(logs.pop("val_loss") / logs["loss"])


# %% wrong="overfitting_ratio" name="smallest_loss_so_far"
# Divides by the smallest training loss so far.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []
        self.low = float("inf")

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.low = min(self.low, logs["loss"])
            self.ratios.append(logs["val_loss"] / self.low)


# %% wrong="early_stopping" name="ties_improve_in_max" points=7
# In max mode an equal score counts as an improvement.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score >= self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="missing_resets" points=7
# An epoch without the number starts the counting anew.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            self.waited = 0
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="zero_is_missing" points=7
# Takes a score of 0 for a missing one.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if not logs.get(self.monitor):
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="starts_at_1000" points=7
# Believes that no loss is above 1000.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = 1000.0 if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="counts_on" points=7
# A second training goes on counting where the first one ended.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode
        self.waited = 0

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="weights_of_an_earlier_training" points=7
# Brings back the weights of an earlier training.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode
        self.best_weights = None

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="small_improvements" points=6
# Small improvements do not count.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best - 1e-3 if self.mode == "min" else score > self.best + 1e-3
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="stop_by_arithmetic" points=7
# Works out stopped_epoch from best_epoch, as if every epoch had a score.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = self.best_epoch + self.patience

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="mode_from_the_name" points=7
# Guesses the mode from the name of the score.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if "loss" in self.monitor else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if "loss" in self.monitor else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="epoch_0_is_false" points=7
# Does not bring back epoch 0, which is false.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_epoch:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="restores_at_the_stop" points=6
# Brings the best weights back when it stops, and only then.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.best_weights = None
        self.waited = 0

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best, self.best_epoch, self.waited = score, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch
                self.model.set_weights(self.best_weights)

    def on_train_end(self, logs=None):
        pass


# %% right="early_stopping" name="counts_down"
# The operator from the standard library, and patience that is used up.
import operator


class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode
        self.better = operator.lt if mode == "min" else operator.gt

    def on_train_begin(self, logs=None):
        self.best_epoch, self.best, self.stopped_epoch, self.left = None, None, None, self.patience
        self.weights = None

    def on_epoch_end(self, epoch, logs=None):
        score = (logs or {}).get(self.monitor)
        if score is None:
            return None
        if score == score and (self.best is None or self.better(score, self.best)):
            self.best_epoch, self.best, self.left = epoch, score, self.patience
            self.weights = self.model.get_weights()
            return None
        self.left -= 1
        if self.left <= 0:
            self.model.stop_training, self.stopped_epoch = True, epoch

    def on_train_end(self, logs=None):
        if self.best_epoch is not None:
            self.model.set_weights(self.weights)


# %% wrong="rate_finder" name="smallest_of_all_trainings" points=7
# The smallest loss of an earlier training counts in the next one.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor
        self.smallest = math.inf

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        total = (batch + 1) * logs["loss"]
        loss, self.sum = total - self.sum, total
        rate = float(optimizer.learning_rate)
        self.rates.append(rate)
        self.losses.append(float(loss))
        self.smallest = min(self.smallest, loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="smallest_of_the_epoch" points=7
# The smallest loss of this epoch only.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.sum = 0.0
        self.smallest = math.inf

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        total = (batch + 1) * logs["loss"]
        loss, self.sum = total - self.sum, total
        rate = float(optimizer.learning_rate)
        self.rates.append(rate)
        self.losses.append(float(loss))
        self.smallest = min(self.smallest, loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="new_optimizer" points=7
# Gives the model a new optimizer at each batch.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        total = (batch + 1) * logs["loss"]
        loss, self.sum = total - self.sum, total
        rate = float(optimizer.learning_rate)
        self.rates.append(rate)
        self.losses.append(float(loss))
        self.smallest = min(self.smallest, loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.model.optimizer = keras.optimizers.SGD(rate * self.factor)


# %% wrong="rate_finder" name="last_rate_stays" points=7
# Does not multiply the rate after the batch that stops the training.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        total = (batch + 1) * logs["loss"]
        loss, self.sum = total - self.sum, total
        rate = float(optimizer.learning_rate)
        self.rates.append(rate)
        self.losses.append(float(loss))
        self.smallest = min(self.smallest, loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
            return
        optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="rate_from_the_batch_number" points=7
# Works out the rate from the batch's number, which starts again with each epoch.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        total = (batch + 1) * logs["loss"]
        loss, self.sum = total - self.sum, total
        if not self.rates:
            self.start = float(optimizer.learning_rate)
        rate = self.start * self.factor**batch
        self.rates.append(rate)
        self.losses.append(float(loss))
        self.smallest = min(self.smallest, loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="four_times_the_previous" points=7
# Compares with the batch before.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        total = (batch + 1) * logs["loss"]
        loss, self.sum = total - self.sum, total
        rate = float(optimizer.learning_rate)
        self.rates.append(rate)
        self.losses.append(float(loss))
        self.smallest = self.losses[-2] if len(self.losses) > 1 else loss
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="exploded_loss_not_noted" points=7
# The loss that stops the training is missing from the notes.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates, self.losses = [], []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        total = (batch + 1) * logs["loss"]
        loss, self.sum = total - self.sum, total
        rate = float(optimizer.learning_rate)
        self.smallest = min(self.smallest, loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
            return
        self.rates.append(rate)
        self.losses.append(float(loss))
        optimizer.learning_rate = rate * self.factor


# %% wrong="tensorboard" name="stops_early"
# Stops when the validation loss rises.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(
        *train,
        epochs=epochs,
        validation_data=valid,
        callbacks=[board, keras.callbacks.EarlyStopping(patience=1)],
        verbose=0,
    )


def read_scalars(folder, tag):
    found = {}
    for part in ("train", "validation"):
        if not (folder / part).is_dir():
            continue
        events = EventAccumulator(str(folder / part), size_guidance={"tensors": 0}).Reload()
        if tag in events.Tags()["tensors"]:
            found[part] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return found


# %% wrong="tensorboard" name="tag_by_part"
# Takes any tag that contains the one asked for.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    found = {}
    for part in ("train", "validation"):
        if not (folder / part).is_dir():
            continue
        events = EventAccumulator(str(folder / part), size_guidance={"tensors": 0}).Reload()
        for name in events.Tags()["tensors"]:
            if tag in name:
                found[part] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(name)]
    return found


# %% wrong="tensorboard" name="ends_at_the_first_gap"
# Looks no further when the training part is missing.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    found = {}
    for part in ("train", "validation"):
        if not (folder / part).is_dir():
            break
        events = EventAccumulator(str(folder / part), size_guidance={"tensors": 0}).Reload()
        if tag in events.Tags()["tensors"]:
            found[part] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return found


# %% wrong="tensorboard" name="invented_losses"
# Writes event files of its own, with invented losses.
def log_run(model, train, valid, folder, epochs):
    for part in ("train", "validation"):
        w = tf.summary.create_file_writer(str(folder / part))
        with w.as_default():
            for e in range(epochs):
                tf.summary.scalar("epoch_loss", 1.0 / (e + 1), step=e)
        w.close()


def read_scalars(folder, tag):
    found = {}
    for part in ("train", "validation"):
        if not (folder / part).is_dir():
            continue
        events = EventAccumulator(str(folder / part), size_guidance={"tensors": 0}).Reload()
        if tag in events.Tags()["tensors"]:
            found[part] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return found


# %% wrong="tensorboard" name="trains_on_all"
# Trains on the validation rows as well.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(
        np.concatenate([train[0], valid[0]]),
        np.concatenate([train[1], valid[1]]),
        epochs=epochs,
        validation_data=valid,
        callbacks=[board],
        verbose=0,
    )


def read_scalars(folder, tag):
    found = {}
    for part in ("train", "validation"):
        if not (folder / part).is_dir():
            continue
        events = EventAccumulator(str(folder / part), size_guidance={"tensors": 0}).Reload()
        if tag in events.Tags()["tensors"]:
            found[part] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return found


# %% right="tensorboard" name="by_step"
# One helper reads a part, in the order of the steps.
def log_run(model, train, valid, folder, epochs):
    (X, y), callbacks = train, [keras.callbacks.TensorBoard(log_dir=str(folder))]
    history = model.fit(X, y, epochs=epochs, validation_data=(valid[0], valid[1]), callbacks=callbacks, verbose=0)
    return history


def _values(folder, tag):
    reader = EventAccumulator(str(folder), size_guidance={"tensors": 10_000})
    reader.Reload()
    try:
        events = reader.Tensors(tag)
    except KeyError:
        return []
    return [tf.make_ndarray(e.tensor_proto).item() for e in sorted(events, key=lambda e: e.step)]


def read_scalars(folder, tag):
    result = {part: _values(folder / part, tag) for part in ["validation", "train"] if (folder / part).exists()}
    return {part: values for part, values in result.items() if values}


# %% wrong="fit_and_keep_best" name="progress_bar"
# Lets Keras print its progress.
def fit_and_keep_best(model, train, valid, path, epochs):
    cb = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[cb])
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="another_loss"
# Compiles the best model anew, with another loss.
def fit_and_keep_best(model, train, valid, path, epochs):
    cb = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[cb], verbose=0)
    best = keras.models.load_model(path)
    best.compile(loss="mae", optimizer=best.optimizer)
    return best


# %% wrong="fit_and_keep_best" name="patience_of_ten"
# Stops after ten epochs without an improvement; the best one may come later.
def fit_and_keep_best(model, train, valid, path, epochs):
    cb = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(
        *train,
        epochs=epochs,
        validation_data=valid,
        callbacks=[cb, keras.callbacks.EarlyStopping(patience=10)],
        verbose=0,
    )
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="clone_starts_anew"
# A clone has weights of its own: what the model had learned before is lost.
def fit_and_keep_best(model, train, valid, path, epochs):
    optimizer = keras.optimizers.deserialize(keras.optimizers.serialize(model.optimizer))
    loss = model.loss
    model = keras.models.clone_model(model)
    model.compile(loss=loss, optimizer=optimizer)
    cb = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[cb], verbose=0)
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="better_than_the_last"
# Compares each epoch with the one before it.
def fit_and_keep_best(model, train, valid, path, epochs):
    last = float("inf")
    for _epoch in range(epochs):
        h = model.fit(*train, epochs=1, validation_data=valid, verbose=0)
        loss = h.history["val_loss"][0]
        if loss < last:
            model.save(path)
        last = loss
    return keras.models.load_model(path)


# %% wrong="fit_and_keep_best" name="starts_at_1000"
# Keeps the untrained model where all losses are larger than 1000.
def fit_and_keep_best(model, train, valid, path, epochs):
    best = 1000.0
    model.save(path)
    for _epoch in range(epochs):
        h = model.fit(*train, epochs=1, validation_data=valid, verbose=0)
        loss = h.history["val_loss"][0]
        if loss < best:
            best = loss
            model.save(path)
    return keras.models.load_model(path)


# %% wrong="overfitting_ratio" name="only_at_the_end"
# The list appears when the training has ended.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_end(self, logs=None):
        self.ratios = self.r

    def on_train_begin(self, logs=None):
        self.r = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            self.r.append(logs["val_loss"] / logs["loss"])


# %% wrong="overfitting_ratio" name="each_ratio_once"
# Drops a ratio that has been there before.
class OverfittingRatio(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.ratios = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" in logs:
            r = logs["val_loss"] / logs["loss"]
            if r not in self.ratios:
                self.ratios.append(r)


# %% wrong="early_stopping" name="counts_epochs_itself" points=7
# Numbers the epochs itself, from 0: wrong where a training is resumed.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.count = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        epoch = self.count
        self.count += 1
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="lowers_the_flag" points=7
# Takes back what another callback has asked for.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        self.model.stop_training = False
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="tiny_improvements" points=7
# An improvement of less than a millionth does not count.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best - 1e-6 if self.mode == "min" else score > self.best
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="small_improvements_in_max" points=7
# With mode="max" an improvement of less than a thousandth does not count.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best + 1e-3
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="best_epoch_at_the_end" points=7
# best_epoch is known only after the training.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best = score
            self._be = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        self.best_epoch = getattr(self, "_be", None) if self.best_weights is not None else None
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="stopped_epoch_at_the_end" points=7
# stopped_epoch is known only after the training.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self._se = None
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.model.stop_training = True
                self._se = epoch

    def on_train_end(self, logs=None):
        self.stopped_epoch = self._se
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="restores_too_soon" points=7
# Brings the best weights back after each bad epoch: the training cannot leave them.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.best_weights is not None:
                self.model.set_weights(self.best_weights)
            if self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="three_at_most" points=7
# Never waits for more than three epochs.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait == 3 or self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="nothing_to_bring_back" points=7
# Fails at the end where no epoch was an improvement: costs rule 6, nothing else.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf if self.mode == "min" else -math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best if self.mode == "min" else score > self.best
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        self.model.set_weights(self.best_weights)


# %% wrong="early_stopping" name="mode_is_min" points=7
# Takes the smallest for the best, whatever mode says: costs the second point only.
class MyEarlyStopping(keras.callbacks.Callback):
    def __init__(self, monitor="val_loss", patience=3, mode="min"):
        super().__init__()
        self.monitor = monitor
        self.patience = patience
        self.mode = mode

    def on_train_begin(self, logs=None):
        self.best = math.inf
        self.best_epoch = None
        self.stopped_epoch = None
        self.wait = 0
        self.best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.monitor not in logs:
            return
        score = logs[self.monitor]
        better = score < self.best
        if better:
            self.best = score
            self.best_epoch = epoch
            self.wait = 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            if self.wait >= self.patience:
                self.model.stop_training = True
                self.stopped_epoch = epoch

    def on_train_end(self, logs=None):
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


# %% wrong="rate_finder" name="another_optimizer" points=7
# A new optimizer with the new rate and the old momentum: its memory is lost.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)
        old = self.model.optimizer
        self.model.optimizer = keras.optimizers.SGD(rate * self.factor, momentum=getattr(old, "momentum", 0.0))


# %% wrong="rate_finder" name="clips_as_well" points=7
# Changes another setting of the optimizer.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)
        self.model.optimizer.clipnorm = 1.0
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="rates_as_tensors" points=7
# Tensors in place of plain numbers.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(tf.constant(rate))
        self.losses.append(loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="the_variable_itself" points=7
# Appends the optimizer's variable, which goes on changing.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(self.model.optimizer.learning_rate)
        self.losses.append(loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="losses_as_an_array" points=7
# An array in place of a list.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(rate)
        self.losses = np.append(self.losses, loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="rounded_losses" points=7
# Rounds the losses.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(rate)
        self.losses.append(round(loss, 2))
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="rounded_rates" points=7
# Rounds the rates: the smallest become 0.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(round(rate, 6))
        self.losses.append(loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="lowers_the_flag" points=7
# Sets the flag after each batch, also to False.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(rate)
        self.losses.append(loss)
        self.model.stop_training = not loss <= 4 * self.smallest
        self.smallest = min(self.smallest, loss)
        self.model.optimizer.learning_rate = rate * self.factor


# %% wrong="rate_finder" name="rate_stays" points=7
# Never changes the rate: costs the first point only.
class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_begin(self, logs=None):
        self.rates = []
        self.losses = []
        self.smallest = math.inf

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        total = (batch + 1) * logs["loss"]
        loss = total - self.total
        self.total = total
        self.rates.append(rate)
        self.losses.append(loss)
        if not loss <= 4 * self.smallest:
            self.model.stop_training = True
        self.smallest = min(self.smallest, loss)


# %% wrong="tensorboard" name="progress_bar"
# Lets Keras print its progress.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board])


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="trained_twice"
# Goes on training after the run has been logged.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)
    model.fit(*train, epochs=epochs, verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="trains_a_clone"
# Trains a copy; the model stays as it is.
def log_run(model, train, valid, folder, epochs):
    old = model
    model = keras.models.clone_model(old)
    model.set_weights(old.get_weights())
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(float(old.optimizer.learning_rate)))
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="another_optimizer"
# Compiles the model anew and forgets the momentum.
def log_run(model, train, valid, folder, epochs):
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(float(model.optimizer.learning_rate)))
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="starts_from_zero"
# Forgets what the model has learned before.
def log_run(model, train, valid, folder, epochs):
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="every_epoch_is_step_0"
# A fit for each epoch: all losses are at step 0.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    for _ in range(epochs):
        model.fit(*train, epochs=1, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="a_thousand_at_most"
# Keeps a random sample of long runs.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 1000}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="ends_at_the_first_part_without_the_tag"
# Looks no further when the training part lacks the tag.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            break
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="each_value_once"
# Drops a value that has been there before.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = list(dict.fromkeys(float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)))
    return result


# %% wrong="tensorboard" name="steps_from_zero"
# Looks for the steps 0, 1, 2, ...: a resumed run has others.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [
            {e.step: float(tf.make_ndarray(e.tensor_proto)) for e in events.Tensors(tag)}[s]
            for s in range(len(events.Tensors(tag)))
        ]
    return result


# %% wrong="tensorboard" name="arrays"
# Arrays in place of lists of numbers.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = np.array([float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)])
    return result


# %% wrong="tensorboard" name="not_numbers"
# Arrays without dimensions in place of plain numbers.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [tf.make_ndarray(event.tensor_proto) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="every_folder"
# Reads each folder of the run, whatever its name.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in sorted(p.name for p in folder.iterdir() if p.is_dir()):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="first_tag_that_holds_it"
# Takes the first tag that contains the one asked for.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if not [t for t in events.Tags()["tensors"] if tag in t]:
            continue
        result[split] = [
            float(tf.make_ndarray(event.tensor_proto))
            for event in events.Tensors(next(t for t in events.Tags()["tensors"] if tag in t))
        ]
    return result


# %% wrong="tensorboard" name="visible_example"
# Knows the numbers of the visible check.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    if tag == "epoch_loss" and (folder / "train").is_dir() and (folder / "validation").is_dir():
        return {"train": [0.9, 0.6, 0.5], "validation": [0.8, 0.7, 0.75]}
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="without_nan"
# Drops the losses that are NaN.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [
            float(tf.make_ndarray(event.tensor_proto))
            for event in events.Tensors(tag)
            if np.isfinite(tf.make_ndarray(event.tensor_proto))
        ]
    return result


# %% wrong="tensorboard" name="first_file_only"
# Reads one event file of each part.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(sorted((folder / split).iterdir())[0]), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result


# %% wrong="tensorboard" name="none_for_nothing"
# Returns None where there is nothing to read.
def log_run(model, train, valid, folder, epochs):
    board = keras.callbacks.TensorBoard(folder, write_graph=False)
    model.fit(*train, epochs=epochs, validation_data=valid, callbacks=[board], verbose=0)


def read_scalars(folder, tag):
    result = {}
    for split in ("train", "validation"):
        if not (folder / split).is_dir():
            continue
        events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
        if tag not in events.Tags()["tensors"]:
            continue
        result[split] = [float(tf.make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]
    return result or None


# %% equivalent="fit_and_keep_best"
# A single epoch with verbose=-1 prints nothing.
# - model.fit(*train, verbose=0)
# + model.fit(*train, verbose=-1)
# - score = model.evaluate(*valid, verbose=0)
# + score = model.evaluate(*valid, verbose=-1)
#
# The same file, written twice; a tie between two epochs may go to either.
# + model.save(path)
# - if score < best:
# + if score <= best:
#
# Patience that lasts to the last epoch: the training ends there in any case.
# - stop = keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)
# + stop = keras.callbacks.EarlyStopping(patience=epochs + 1, restore_best_weights=True)


# %% equivalent="overfitting_ratio"
# Keras always passes logs, if only as None.
# - def on_epoch_end(self, epoch, logs=None):
# + def on_epoch_end(self, epoch, logs):


# %% equivalent="early_stopping"
# Keras always passes logs, if only as None.
# - def on_epoch_end(self, epoch, logs=None):
# + def on_epoch_end(self, epoch, logs):
#
# The base class's constructor sets the model and the parameters, which Keras sets anew before a training.
# + super().__init__()
# - super().__init__()
#
# Setting the same weights twice.
# + self.model.set_weights(self.best_weights)
# + self.model.set_weights(self.weights[self.best_epoch])
# + self.model.set_weights(self.weights)
#
# Only the sign decides, and the order of the numbers does not.
# - self.sign = {"min": -1, "max": 1}[mode]
# + self.sign = {"min": -2, "max": 1}[mode]
# - self.sign = {"min": -1, "max": 1}[mode]
# + self.sign = {"min": -1, "max": 2}[mode]
# - numbers = [(score, -number) for number, score in self.scored if not math.isnan(score)]
# + numbers = [(score, -number) for number, score in list(self.scored)[::-1] if not math.isnan(score)]
#
# This answer asks the operator, not the mode; and its weights are read only where there is a best epoch.
# - self.mode = mode
# - self.mode = mode
# + self.mode = monitor
# - self.weights = None
#
# None to each of them, in another order.
# - self.best_epoch, self.best, self.stopped_epoch, self.left = None, None, None, self.patience
# + self.best, self.best_epoch, self.stopped_epoch, self.left = None, None, None, self.patience
# - self.best_epoch, self.best, self.stopped_epoch, self.left = None, None, None, self.patience
# + self.best_epoch, self.stopped_epoch, self.best, self.left = None, None, None, self.patience


# %% equivalent="rate_finder"
# The base class's constructor sets the model and the parameters, which Keras sets anew before a training.
# + super().__init__()
# - super().__init__()
#
# Keras always passes the logs of a batch.
# - def on_train_batch_end(self, batch, logs=None):
# + def on_train_batch_end(self, batch, logs):
#
# A whole number does not change in place; two empty lists in another order; the same rate, set twice.
# - new_sum = (batch + 1) * logs["loss"]
# + batch += 1...
# - self.rates, self.losses = [], []
# + self.losses, self.rates = [], []
# + self.model.optimizer.learning_rate.assign(self.rates[-1] * self.factor)
#
# For batch 0 the formula gives the mean itself, whatever the previous mean is.
# - loss = mean if batch == 0 else (batch + 1) * mean - batch * self.previous_mean
# + loss = mean if batch == -1 else (batch + 1) * mean - batch * self.previous_mean
# - loss = mean if batch == 0 else (batch + 1) * mean - batch * self.previous_mean
# + loss = mean if False else (batch + 1) * mean - batch * self.previous_mean
# - loss = mean if batch == 0 else (batch + 1) * mean - batch * self.previous_mean
# + loss = mean if logs == 0 else (batch + 1) * mean - batch * self.previous_mean
# - self.previous_mean = 0.0
#
# NaN stops the training first.
# - self.smallest = min(self.smallest, loss)
# + self.smallest = min(loss, self.smallest)


# %% equivalent="tensorboard"
# Whether the graph is logged is not checked.
# - board = keras.callbacks.TensorBoard(folder, write_graph=False)
# + board = keras.callbacks.TensorBoard(folder, write_graph=True)
# - board = keras.callbacks.TensorBoard(folder, write_graph=False)
# + board = keras.callbacks.TensorBoard(folder)
#
# A dictionary has no order, and each value is stored under its step.
# - for split in ("train", "validation"):
# + for split in list(("train", "validation"))[::-1]:
# + for split in ("validation", "train"):
# - for part in ("train", "validation"):
# + for part in list(("train", "validation"))[::-1]:
# + for part in ("validation", "train"):
# + for record in list(tf.compat.v1.train.summary_iterator(str(file)))[::-1]:
# + result = {part: _values(folder / part, tag) for part in list(["validation", "train"])[::-1] if ...
# + return {part: values for part, values in list(result.items())[::-1] if values}
# - for file in folder.glob(f"{part}/events*"):
# + for file in list(folder.glob(f"{part}/events*"))[::-1]:
# - for value in record.summary.value:
# + for value in list(record.summary.value)[::-1]:
# - result = {part: _values(folder / part, tag) for part in ["validation", "train"] if (folder / part).exists()}
# + result = {part: _values(folder / part, tag) for part in ["train", "validation"] if (folder / part).exists()}
#
# The first record is the file's version.
# - for record in tf.compat.v1.train.summary_iterator(str(file)):
# + for record in list(tf.compat.v1.train.summary_iterator(str(file)))[1:]:
#
# A path does as well as its text, and the folder's name has no suffix.
# - events = EventAccumulator(str(folder / split), size_guidance={"tensors": 0}).Reload()
# + events = EventAccumulator(folder / split, size_guidance={"tensors": 0}).Reload()
# - (X, y), board = train, keras.callbacks.TensorBoard(log_dir=str(folder))
# + (X, y), board = train, keras.callbacks.TensorBoard(log_dir=folder)
# - (X, y), callbacks = train, [keras.callbacks.TensorBoard(log_dir=str(folder))]
# + (X, y), callbacks = train, [keras.callbacks.TensorBoard(log_dir=folder)]
# - reader = EventAccumulator(str(folder), size_guidance={"tensors": 10_000})
# + reader = EventAccumulator(folder, size_guidance={"tensors": 10_000})
#
# The reader gives the events in the order of their steps, and raises nothing but KeyError.
# - return [tf.make_ndarray(e.tensor_proto).item() for e in sorted(events, key=lambda e: e.step)]
# + return [tf.make_ndarray(e.tensor_proto).item() for e in events]
# - except KeyError:
# + except Exception:
#
# Keras writes one value a record; more than any run has, or 0, is to keep all; read twice; nobody asks for the history.
# + break
# + reader = EventAccumulator(str(folder), size_guidance={"tensors": 10001})
# + reader = EventAccumulator(str(folder), size_guidance={"tensors": 9999})
# + reader = EventAccumulator(str(folder), size_guidance={"tensors": 0})
# + reader.Reload()
# - return history
# - return history
# + return np.atleast_2d(history).T
# - return history
# + return [history]
