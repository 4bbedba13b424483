"""Drawing for topic 7, save and load."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from nn_lessons.style import COLORS


def before_and_after(before: ArrayLike, loaded: ArrayLike, untrained: ArrayLike) -> Figure:
    """Draw predictions of the original model against those of two others: loaded from a file, and merely rebuilt."""
    before, loaded, untrained = (np.ravel(values) for values in (before, loaded, untrained))
    figure, axes = plt.subplots(figsize=(6.4, 4.6))
    ends = [min(before.min(), untrained.min()), max(before.max(), untrained.max())]
    axes.plot(ends, ends, color=COLORS["black"], linewidth=1, label="equal predictions")
    axes.scatter(before, untrained, s=22, marker="x", color=COLORS["orange"], label="rebuilt, not loaded")
    axes.scatter(before, loaded, s=22, color=COLORS["blue"], label="loaded from the file")
    axes.set(
        xlabel="prediction before saving (100,000 dollars)",
        ylabel="prediction of the other model\n(100,000 dollars)",
        title="The file brings every prediction back",
    )
    axes.legend(loc="upper left")
    return figure


def contents(files: Mapping[str, Mapping[str, int | bool]]) -> Figure:
    """Draw a table of what each file holds: a filled field for what is there, with the number where it is counted."""
    parts = list(next(iter(files.values())))
    figure, axes = plt.subplots(figsize=(7.6, 1.0 + 0.62 * len(files)))
    for row, held in enumerate(files.values()):
        for column, part in enumerate(parts):
            amount = held[part]
            text = ("yes" if amount else "no") if isinstance(amount, bool) else f"{amount} numbers"
            color = COLORS["sky"] if amount else "white"
            axes.add_patch(plt.Rectangle((column, row), 0.96, 0.9, facecolor=color, edgecolor=COLORS["grey"]))
            axes.text(column + 0.48, row + 0.45, text, ha="center", va="center")
    axes.set(xlim=(0, len(parts)), ylim=(len(files), 0), title="What each file really holds")
    axes.set_xticks([column + 0.48 for column in range(len(parts))], parts)
    axes.set_yticks([row + 0.45 for row in range(len(files))], list(files))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    return figure


def numbers_in_file(weights: Mapping[str, int], optimizer: Mapping[str, int]) -> Figure:
    """Draw how many numbers a file holds, for each optimizer: the model's weights and the optimizer's own state."""
    names = list(weights)
    figure, axes = plt.subplots(figsize=(7.0, 2.9))
    left = [weights[name] for name in names]
    right = [optimizer[name] for name in names]
    axes.barh(names, left, color=COLORS["blue"], label="weights and biases")
    axes.barh(names, right, left=left, color=COLORS["orange"], label="optimizer's memory")
    for row, (inner, outer) in enumerate(zip(left, right, strict=True)):
        axes.text(inner + outer + 8, row, f"{inner} + {outer}", va="center")
    axes.set(xlabel="numbers in the file", title="What makes a checkpoint large: the optimizer's memory")
    axes.set_xlim(0, 1.18 * max(inner + outer for inner, outer in zip(left, right, strict=True)))
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=2)
    return figure


def loading(shares: Mapping[str, Sequence[float]], shapes: Sequence[tuple[int, ...]], units: Sequence[int]) -> Figure:
    """Draw for several ways to load a file which share of each array of the model it has overwritten."""
    figure, axes = plt.subplots(figsize=(7.2, 3.4))
    places = np.arange(len(shapes))
    width = 0.8 / len(shares)
    for number, (name, share) in enumerate(shares.items()):
        color = COLORS[("orange", "blue")[number % 2]]
        axes.bar(places + (number - (len(shares) - 1) / 2) * width, share, 0.9 * width, color=color, label=name)
    axes.set_xticks(places, [str(shape).replace(",)", ")") for shape in shapes])
    axes.set(
        xlabel="array of the model (its shape)",
        ylabel="share that is overwritten",
        ylim=(0, 1.3),
        title=f"A file of layers with {', '.join(map(str, units))} units, a model of 30, 20, 1",
    )
    axes.grid(axis="x", visible=False)
    axes.legend(loc="upper right", ncols=2)
    return figure


def second_sitting(
    uninterrupted: Sequence[float],
    break_at: int,
    resumed: Sequence[float],
    from_weights: Sequence[float] | None,
    restarted: Sequence[float],
) -> Figure:
    """Draw the loss of one long training and of two or three ways to go on after a break."""
    title = "A new optimizer takes the training back by many epochs"
    if from_weights is None:
        title = f"A break after {break_at} epochs: resumed, and with a new optimizer"
    figure, axes = plt.subplots(figsize=(7.4, 4.2))
    later = np.arange(break_at, break_at + len(resumed))
    grey = COLORS["grey"]
    axes.plot(range(len(uninterrupted)), uninterrupted, color=grey, linewidth=6, alpha=0.5, label="never interrupted")
    axes.plot(later, resumed, color=COLORS["blue"], label="whole model")
    if from_weights is not None:
        axes.plot(later, from_weights, ":", color=COLORS["green"], linewidth=3, label="weights, built optimizer")
    axes.plot(later, restarted, "--", color=COLORS["vermillion"], label="weights, new optimizer")
    axes.axvline(break_at - 0.5, color=COLORS["black"], linewidth=1, linestyle=":")
    axes.set(
        xlabel="epoch, counted from 0",
        ylabel="training loss (MSE)",
        ylim=(0.2, 0.75),
        title=title,
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend()
    return figure
