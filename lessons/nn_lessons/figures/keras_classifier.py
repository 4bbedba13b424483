"""Figures of the image classifier: garments, the network, learning curves, the confusion matrix, errors."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from nn_lessons.style import COLORS

_CURVES = {
    "loss": ("training", COLORS["blue"], -0.5),
    "val_loss": ("validation", COLORS["vermillion"], 0.0),
    "accuracy": ("training", COLORS["blue"], -0.5),
    "val_accuracy": ("validation", COLORS["vermillion"], 0.0),
}


def image_grid(images: np.ndarray, titles: Sequence[str], columns: int = 10, size: float = 0.9) -> None:
    """Draw images row by row, each under its title, ``size`` inches wide."""
    rows = -(-len(images) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(size * columns, 1.25 * size * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for ax, image, title in zip(axes.flat, images, titles, strict=False):
        ax.imshow(image, cmap="binary")
        ax.set_title(title, fontsize=9, fontweight="normal", pad=3)
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.03)


def network(sizes: Sequence[int], activations: Sequence[str]) -> None:
    """Draw a dense network as blocks: how many numbers leave each layer, how many weights lie between two layers.

    Args:
        sizes: the number of inputs, then the number of neurons of each dense layer.
        activations: the activation of each dense layer.
    """
    _, ax = plt.subplots(figsize=(8.5, 2.6))
    ax.set_axis_off()
    ax.set_xlim(-0.6, 2.1 * (len(sizes) - 1) + 0.6)
    ax.set_ylim(-1.45, 1.45)
    names = ["input", *activations]
    for layer, (size, name) in enumerate(zip(sizes, names, strict=True)):
        x, height = 2.1 * layer, 0.35 + 0.55 * np.log10(size)
        color = COLORS["sky"] if layer else COLORS["grey"]
        box = FancyBboxPatch((x - 0.3, -height / 2), 0.6, height, boxstyle="round,pad=0.05", fc=color, ec="none")
        ax.add_patch(box)
        ax.text(x, 0, f"{size}", ha="center", va="center", fontsize=13, fontweight="bold")
        ax.text(x, -1.35, name, ha="center", va="bottom")
        if layer:
            count = sizes[layer - 1] * size
            ax.annotate("", (x - 0.42, 0), (x - 1.68, 0), arrowprops={"arrowstyle": "->", "color": COLORS["black"]})
            ax.text(x - 1.05, 0.12, f"{count:,} weights", ha="center", va="bottom", fontsize=10)
            ax.text(x - 1.05, -0.12, f"+ {size} biases", ha="center", va="top", fontsize=10)


def predictions(images: np.ndarray, proba: np.ndarray, class_names: Sequence[str]) -> None:
    """Draw each image beside the probabilities that a model gives to the classes; the largest one is marked."""
    _, axes = plt.subplots(
        2, len(images), figsize=(8.5, 4.2), height_ratios=[1, 1.7], squeeze=False, sharey="row", sharex="row"
    )
    for column, (image, p) in enumerate(zip(images, proba, strict=True)):
        top, bars = axes[:, column]
        top.imshow(image, cmap="binary")
        top.axis("off")
        best = int(np.argmax(p))
        top.set_title(class_names[best])
        colors = [COLORS["vermillion"] if label == best else COLORS["sky"] for label in range(len(p))]
        bars.barh(range(len(p)), p, color=colors)
        bars.set_yticks(range(len(p)), class_names)
        bars.set(xlim=(0, 1.05), xticks=(0, 0.5, 1), xlabel="probability")
        bars.grid(axis="y", visible=False)
    axes[1, 0].invert_yaxis()


def learning_curves(
    history: Mapping[str, Sequence[float]],
    best: int | None = None,
    overfits_from: int | None = None,
    *,
    title: str,
    last: int | None = None,
) -> None:
    """Draw loss and accuracy over the epochs, the training curves half an epoch to the left, where they belong.

    Args:
        history: what ``fit`` records: the metrics of each epoch.
        best: an epoch to mark as the best one.
        overfits_from: the first epoch of a stretch to mark as overfitting.
        title: the figure's message.
        last: the last epoch on the axis; that of the history if not given.
    """
    panels = [name for name in ("loss", "accuracy") if name in history]
    figure, axes = plt.subplots(1, len(panels), figsize=(3.8 * len(panels), 3.5), squeeze=False)
    figure.suptitle(title, fontsize=12, fontweight="bold")
    for ax, metric in zip(axes[0], panels, strict=True):
        for name in (metric, f"val_{metric}"):
            label, color, shift = _CURVES[name]
            epochs = np.arange(1, len(history[name]) + 1) + shift
            ax.plot(epochs, history[name], color=color, label=label, marker="." if len(epochs) < 12 else None)
        _mark(ax, best, overfits_from, len(history["loss"]))
        end = None if last is None else last + 0.5
        ax.set(xlabel="epoch", ylabel="cross-entropy loss" if metric == "loss" else metric, xlim=(0, end))
        ax.xaxis.get_major_locator().set_params(integer=True)
    axes[0, 0].legend()


def _mark(ax: Axes, best: int | None, overfits_from: int | None, last: int) -> None:
    if overfits_from is not None:
        ax.axvspan(overfits_from - 0.5, last, color=COLORS["orange"], alpha=0.2, lw=0, label="overfitting")
    if best is not None:
        ax.axvline(best, color=COLORS["black"], ls="--", lw=1.2, label=f"best epoch: {best}")


def half_epoch(history: Mapping[str, Sequence[float]], at_the_end: Sequence[float]) -> None:
    """Draw the first epochs' accuracy twice: as reported, and with the training curve half an epoch to the left.

    Args:
        history: the metrics of each epoch as ``fit`` reports them.
        at_the_end: the training accuracy measured at the end of the first epochs.
    """
    _, axes = plt.subplots(1, 2, figsize=(8.5, 3.6), sharey=True)
    count = len(at_the_end)
    epochs = np.arange(1, count + 1)
    logged, validation = history["accuracy"][:count], history["val_accuracy"][:count]
    for ax, shift, title in zip(axes, (0.0, -0.5), ("As the log prints it", "Where it was measured"), strict=True):
        ax.plot(epochs + shift, logged, color=COLORS["blue"], marker="o", label="training, from the log")
        ax.plot(epochs, validation, color=COLORS["vermillion"], marker="s", label="validation")
        ax.set(xlabel="epoch", title=title, xlim=(0, count + 0.3), xticks=range(count + 1))
    style = {"ls": "none", "marker": "^", "ms": 8, "mfc": "none", "mew": 1.8}
    axes[1].plot(epochs, at_the_end, color=COLORS["black"], label="training, at the end of the epoch", **style)
    axes[0].set_ylabel("accuracy")
    axes[1].legend(loc="lower right")


def two_runs(lecture: Sequence[float], here: Sequence[float]) -> None:
    """Draw the validation accuracy of the lecture's run and of this one."""
    _, ax = plt.subplots(figsize=(7, 3.4))
    epochs = np.arange(1, len(lecture) + 1)
    ax.plot(epochs, here, color=COLORS["blue"], marker="o", label="this run")
    ax.plot(epochs, lecture, color=COLORS["vermillion"], marker="s", ls="--", label="the lecture's run")
    ax.set(xlabel="epoch", ylabel="validation accuracy", xticks=epochs, title="Two runs agree, but for one epoch")
    ax.legend(loc="lower right")


def five_seeds(spread: Mapping[str, np.ndarray], n_images: int) -> None:
    """Draw the accuracies of repeated runs, and beside them the standard error of a single one.

    Args:
        spread: the accuracies of runs that differ in their seed, by the way they were trained.
        n_images: the number of images that each accuracy was measured on.
    """
    _, ax = plt.subplots(figsize=(7, 3.6))
    for place, found in enumerate(spread.values()):
        accuracy = float(np.mean(found))
        error = np.sqrt(accuracy * (1 - accuracy) / n_images)
        runs = {"label": "five runs, same images"} if not place else {}
        ax.plot(np.full(len(found), place), found, "o", color=COLORS["blue"], ms=8, mfc="none", mew=1.8, **runs)
        band = {"label": "± standard error of one run (other images)"} if not place else {}
        ax.errorbar(place + 0.2, accuracy, error, color=COLORS["vermillion"], capsize=6, lw=2, marker="_", **band)
    ax.set_xticks(range(len(spread)), list(spread))
    ax.set(xlim=(-0.5, len(spread) - 0.2), ylabel="accuracy on the hold-out", title="Two kinds of chance")
    ax.grid(axis="x", visible=False)
    ax.legend(loc="upper left")


def confusion(matrix: np.ndarray, class_names: Sequence[str]) -> None:
    """Draw a confusion matrix, rows the truth; the colour shows the errors only, so that they stand out."""
    counts = np.asarray(matrix)
    errors = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    _, ax = plt.subplots(figsize=(7.6, 6.2))
    ax.imshow(errors, cmap="Blues", vmax=errors.max() * 1.15)
    ax.grid(visible=False)
    for (row, column), count in np.ndenumerate(counts):
        right = row == column
        color = "white" if errors[row, column] > 0.6 * errors.max() else COLORS["black"]
        style = {"color": COLORS["green"], "fontweight": "bold"} if right else {"color": color}
        ax.text(column, row, f"{count:g}" if count else "·", ha="center", va="center", fontsize=10, **style)
    ax.set_xticks(range(len(counts)), class_names, rotation=40, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(counts)), class_names)
    ax.set(xlabel="predicted class", ylabel="true class", title="What was taken for what")
    ax.spines[:].set_visible(False)


def what_excites(
    change: np.ndarray, excitement: np.ndarray, images: np.ndarray, labels: np.ndarray, class_names: Sequence[str]
) -> None:
    """Draw, for each neuron of the first layer, how training changed its weights and the images that excite it most.

    Args:
        change: the change of each weight, shape (784, neurons).
        excitement: weighted sum of each image and neuron, shape (images, neurons).
        images: the images, shape (images, 28, 28).
        labels: their classes.
        class_names: the names of the classes.
    """
    rows, columns = change.shape[1], 7
    figure, axes = plt.subplots(rows, columns, figsize=(7.0, 1.12 * rows + 0.4), squeeze=False)
    figure.suptitle("What training changed, and what excites the neuron most", fontsize=12, fontweight="bold")
    limit = float(np.quantile(np.abs(change), 0.99))
    for row, weights, values in zip(axes, change.T, excitement.T, strict=True):
        picture = row[0].imshow(weights.reshape(28, 28), cmap="PuOr", vmin=-limit, vmax=limit)
        order = np.argsort(-values, kind="stable")
        for ax, index in zip(row[1:], order, strict=False):
            ax.imshow(images[index], cmap="binary")
        counts = np.bincount(labels[order[:50]], minlength=len(class_names))
        common = [k for k in np.argsort(-counts, kind="stable")[:3] if counts[k]]
        words = "of the first 50: " + ", ".join(f"{counts[k]} {class_names[k]}" for k in common)
        text = row[1].text(0, 1.02, words, fontsize=9, va="bottom", transform=row[1].transAxes)
        text.set_in_layout(False)  # it is wider than its column
    for ax in axes.flat:
        ax.axis("off")
    figure.get_layout_engine().set(w_pad=0.01, h_pad=0.01)
    figure.colorbar(picture, ax=axes, label="change of weight", shrink=0.6)
