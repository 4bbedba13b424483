"""Drawing for topic 7, save and load."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
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


def numbers_in_file(weights: Mapping[str, int], optimizer: Mapping[str, int]) -> Figure:
    """Draw how many numbers a file holds, for each optimizer: the model's weights and the optimizer's own state."""
    names = list(weights)
    figure, axes = plt.subplots(figsize=(7.0, 2.9))
    left = [weights[name] for name in names]
    right = [optimizer[name] for name in names]
    axes.barh(names, left, color=COLORS["blue"], label="weights and biases")
    axes.barh(names, right, left=left, color=COLORS["orange"], label="optimizer state")
    for row, (inner, outer) in enumerate(zip(left, right, strict=True)):
        axes.text(inner + outer + 8, row, f"{inner} + {outer}", va="center")
    axes.set(xlabel="numbers in the file", title="What makes a checkpoint large: the optimizer's memory")
    axes.set_xlim(0, 1.18 * max(inner + outer for inner, outer in zip(left, right, strict=True)))
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=2)
    return figure


def second_sitting(
    first: Sequence[float], uninterrupted: Sequence[float], resumed: Sequence[float], restarted: Sequence[float]
) -> Figure:
    """Draw the loss of one long training and of two ways to go on after a break."""
    figure, axes = plt.subplots(figsize=(7.4, 4.2))
    start = len(first)
    later = np.arange(start + 1, start + 1 + len(uninterrupted))
    axes.plot(np.arange(1, start + 1), first, color=COLORS["grey"], label="first sitting")
    axes.plot(later, uninterrupted, color=COLORS["black"], linewidth=5, alpha=0.3, label="never interrupted")
    axes.plot(later, resumed, color=COLORS["blue"], label="resumed: whole model loaded")
    axes.plot(later, restarted, color=COLORS["vermillion"], linestyle="--", label="weights only, a new optimizer")
    axes.axvline(start + 0.5, color=COLORS["black"], linewidth=1, linestyle=":")
    axes.set(
        xlabel="epoch",
        ylabel="training loss (MSE)",
        ylim=(0.85 * min(*uninterrupted, *restarted), 1.25 * max(restarted)),
        title="Going on is not the same as starting the optimizer anew",
    )
    axes.legend()
    return figure
