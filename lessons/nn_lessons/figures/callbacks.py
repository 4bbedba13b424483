"""Drawing for topic 8, callbacks."""

import atexit
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from IPython import get_ipython
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import MaxNLocator

from nn_lessons.style import COLORS


def hooks() -> Figure:
    """Draw when Keras calls a callback: training around epochs around batches."""
    figure, axes = plt.subplots(figsize=(7.6, 4.4))
    axes.set(xlim=(0, 10), ylim=(0, 10))
    axes.axis("off")
    axes.set_title("When Keras calls you, during fit")
    _frame(axes, (0.2, 0.2), (9.6, 9.5), "grey", "on_train_begin", "on_train_end", "once")
    _frame(axes, (1.0, 1.3), (8.0, 7.2), "blue", "on_epoch_begin", "on_epoch_end", "each epoch")
    _frame(axes, (1.8, 3.7), (6.4, 3.6), "orange", "on_train_batch_begin", "on_train_batch_end", "each batch")
    axes.text(5.0, 5.5, "forward pass, backward pass, weight update", ha="center", va="center")
    axes.text(5.0, 2.9, "validation:  val_loss, val_accuracy, ...", ha="center", va="center")
    return figure


def _frame(
    axes: Axes, corner: tuple[float, float], size: tuple[float, float], color: str, first: str, last: str, often: str
) -> None:
    axes.add_patch(
        FancyBboxPatch(corner, *size, boxstyle="round,pad=0.05", facecolor="none", edgecolor=COLORS[color], linewidth=2)
    )
    (x, y), (width, height) = corner, size
    axes.text(x + 0.3, y + height - 0.5, first, family="monospace", va="center")
    axes.text(x + 0.3, y + 0.45, last, family="monospace", va="center")
    axes.text(x + width - 0.2, y + height - 0.5, often, color=COLORS["black"], style="italic", ha="right", va="center")


def losses(history: Mapping[str, Sequence[float]], best_epoch: int) -> Figure:
    """Draw training and validation loss, and mark the best and the last epoch of the latter."""
    figure, axes = plt.subplots(figsize=(7.2, 4.0))
    epochs = np.arange(len(history["loss"]))
    validation = history["val_loss"]
    axes.plot(epochs, history["loss"], color=COLORS["grey"], label="training loss")
    axes.plot(epochs, validation, color=COLORS["blue"], label="validation loss")
    for epoch, color, word in ((best_epoch, "green", "best"), (len(epochs) - 1, "vermillion", "last")):
        label = f"{word}: epoch {epoch}, {validation[epoch]:.2f}"
        axes.plot(epoch, validation[epoch], "o", markersize=10, color=COLORS[color], label=label)
    axes.set(
        xlabel="epoch, counted from 0", ylabel="loss (MSE)", ylim=(0, 1.2), title="The last model is not the best one"
    )
    axes.legend(ncols=2)
    return figure


def ratios(values: Sequence[float]) -> Figure:
    """Draw the ratio of validation loss to training loss, epoch by epoch."""
    figure, axes = plt.subplots(figsize=(7.2, 3.0))
    axes.plot(np.arange(len(values)), values, color=COLORS["purple"])
    axes.axhline(1, color=COLORS["black"], linewidth=1, linestyle=":")
    axes.set(
        xlabel="epoch, counted from 0",
        ylabel="validation loss / training loss",
        ylim=(0, None),
        title="The ratio climbs: the network learns by heart",
    )
    return figure


def stopping(scores: Sequence[float], patience: int, best_epoch: int | None, stopped_epoch: int | None) -> Figure:
    """Draw a scripted validation loss, and where an early stopping with this patience stops and what it keeps."""
    figure, axes = plt.subplots(figsize=(7.2, 4.0))
    epochs = np.arange(len(scores))
    end = len(scores) if stopped_epoch is None else stopped_epoch + 1
    axes.plot(epochs, scores, ":", color=COLORS["grey"], label="what would have come")
    axes.plot(epochs[:end], scores[:end], color=COLORS["blue"], label="what training saw")
    if best_epoch is not None:
        axes.plot(
            best_epoch, scores[best_epoch], "o", markersize=10, color=COLORS["green"], label="weights that are kept"
        )
    if stopped_epoch is not None:
        axes.axvline(stopped_epoch, color=COLORS["vermillion"], linestyle="--", label="training stops")
    axes.set(
        xlabel="epoch, counted from 0",
        ylabel="validation loss",
        ylim=(0.3, 1.05),
        title=f"patience = {patience}",
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="upper right")
    return figure


def rate_finder(rates: Sequence[float], batch_losses: Sequence[float], marks: Mapping[str, float]) -> Figure:
    """Draw the loss of each batch against the learning rate of its step, up to the explosion, and marked rates."""
    figure, axes = plt.subplots(figsize=(7.2, 4.0))
    axes.plot(rates, batch_losses, color=COLORS["blue"], linewidth=1.5, label="loss of one batch")
    axes.axhline(4 * min(batch_losses), color=COLORS["grey"], linewidth=1, label="4 times the smallest")
    for (name, rate), color in zip(marks.items(), ("orange", "green", "vermillion"), strict=False):
        axes.axvline(rate, color=COLORS[color], linestyle="--", label=f"{name}: {rate:.1g}")
    axes.set(
        xscale="log",
        xlabel="learning rate (log scale)",
        ylabel="loss (MSE)",
        ylim=(0, 1.15 * max(batch_losses)),
        title="The loss falls, then explodes: stay a factor of ten away",
    )
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=3)
    return figure


def runs(curves: Mapping[str, Mapping[str, Sequence[float]]]) -> Figure:
    """Draw the curves that were read back from event files: run -> split -> values."""
    figure, axes = plt.subplots(figsize=(7.2, 3.8))
    for (run, splits), color in zip(curves.items(), ("blue", "orange", "green", "vermillion"), strict=False):
        for split, values in splits.items():
            style = "-" if split == "validation" else ":"
            axes.plot(np.arange(len(values)), values, style, color=COLORS[color], label=f"{run}, {split}")
    axes.set(
        xlabel="epoch, counted from 0",
        ylabel="loss (MSE)",
        ylim=(0.3, 0.9),
        title="The runs, read back from TensorBoard's files",
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=3)
    return figure


def tensorboard_picture() -> Figure:
    """Show a picture of TensorBoard inside JupyterLab, with two runs."""
    picture = plt.imread(Path(__file__).with_name("tensorboard.png"))
    height, width = picture.shape[:2]
    figure, axes = plt.subplots(figsize=(7.6, 7.6 * height / width))
    axes.imshow(picture, interpolation="antialiased")
    axes.axis("off")
    return figure


def open_tensorboard(folder: Path) -> None:
    """Show TensorBoard with the runs in a folder below the cell; its server stops with the kernel.

    The same as ``%tensorboard --logdir FOLDER``, which needs the program on the PATH and leaves its server running.
    """
    if shutil.which("tensorboard") is None:
        os.environ["TENSORBOARD_BINARY"] = str(Path(sys.executable).with_name("tensorboard"))
    atexit.register(_stop_tensorboard, str(folder))
    shell = get_ipython()
    shell.run_line_magic("load_ext", "tensorboard")
    shell.run_line_magic("tensorboard", f'--logdir "{folder}" --port 0')


def _stop_tensorboard(folder: str) -> None:
    from tensorboard import manager

    for server in manager.get_all():
        if server.logdir == folder:
            with contextlib.suppress(ProcessLookupError):
                os.kill(server.pid, signal.SIGTERM)
