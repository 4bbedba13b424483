"""Figures of topic 9: scales, grid and random, halving, folds and leaks, and the table of trials."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

from nn_lessons.style import COLORS

if TYPE_CHECKING:
    import pandas as pd

_ROLES = {"fit": COLORS["blue"], "stop": COLORS["orange"], "score": COLORS["green"]}
_DEPTH_COLORS = [COLORS["grey"], COLORS["sky"], COLORS["blue"], COLORS["vermillion"]]
_LOG_TICKS = {"learning_rate": [1e-4, 1e-3, 1e-2, 1e-1], "val_mse": [0.25, 0.3, 0.4, 0.6, 0.9, 1.4]}
_DEPTH_MARKERS = ["s", "o", "^", "D"]


def _plain_log_axis(axis, ticks: Sequence[float]) -> None:
    axis.set_major_locator(FixedLocator(list(ticks)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())


def scales(uniform: np.ndarray, log_uniform: np.ndarray, low: float, high: float) -> Figure:
    """Show the same number of draws from both distributions on a logarithmic axis."""
    figure, axes = plt.subplots(2, 1, figsize=(7.5, 4.2), sharex=True, sharey=True)
    bins = np.geomspace(low, high, 25)
    rows = [("uniform", uniform, COLORS["orange"]), ("uniform on the log scale", log_uniform, COLORS["blue"])]
    for axis, (name, draws, color) in zip(axes, rows, strict=True):
        axis.hist(draws, bins=bins, color=color)
        axis.set_xscale("log")
        axis.set_title(name, loc="left")
        axis.set_ylabel("draws")
    axes[-1].set_xlabel("learning rate η (log scale)")
    _plain_log_axis(axes[-1].xaxis, [3e-4, 1e-3, 3e-3, 1e-2, 3e-2])
    return figure


def coverage(grid: np.ndarray, random: np.ndarray) -> Figure:
    """Show two designs of the same size with their projections on both axes."""
    figure, axes = plt.subplots(1, 2, figsize=(8.5, 4.2), sharex=True, sharey=True)
    for axis, (name, points, color) in zip(
        axes, [("grid", grid, COLORS["vermillion"]), ("random", random, COLORS["blue"])], strict=True
    ):
        rates, neurons = np.unique(points[:, 0]), np.unique(points[:, 1])
        axis.scatter(points[:, 0], points[:, 1], color=color, s=45, zorder=3)
        axis.plot(rates, np.full(rates.shape, -6.0), "|", color=color, markersize=13, markeredgewidth=2, clip_on=False)
        axis.plot(
            np.full(neurons.shape, 2.55e-4), neurons, "_", color=color, markersize=13, markeredgewidth=2, clip_on=False
        )
        axis.set_title(f"{name}: {len(points)} trials, {len(rates)} learning rates")
        axis.set_xlabel("learning rate η (log scale)")
        axis.set(xscale="log", xlim=(2.3e-4, 3.6e-2), ylim=(-10, 106))
        _plain_log_axis(axis.xaxis, [3e-4, 1e-3, 3e-3, 1e-2, 3e-2])
    axes[0].set_ylabel("neurons per layer")
    return figure


def folds(parts: Sequence[Mapping[str, Sequence[int]]], n_rows: int) -> Figure:
    """Show for each fold which rows play which role; rows without a role stay white."""
    figure, axis = plt.subplots(figsize=(8, 0.6 * len(parts) + 1.6))
    for number, roles in enumerate(parts):
        for role, rows in roles.items():
            axis.broken_barh([(row, 1) for row in rows], (number - 0.35, 0.7), color=_ROLES[role], linewidth=0)
    axis.set(xlim=(0, n_rows), ylim=(len(parts) - 0.4, -0.6), xlabel="row of the training set")
    axis.set_yticks(range(len(parts)), [f"fold {number + 1}" for number in range(len(parts))])
    axis.grid(visible=False)
    handles = [plt.Rectangle((0, 0), 1, 1, color=color) for color in _ROLES.values()]
    names = ["fit: weights and scaler", "stop: early stopping", "score: held out"]
    figure.legend(handles, names, loc="outside upper center", ncols=3)
    return figure


def rate_curve(lecture: "pd.DataFrame", good: tuple[float, float] | None = None, top: float = 1.1) -> Figure:
    """Show validation MSE against the learning rate; what lies above the axis is drawn at its upper edge.

    Args:
        lecture: trials with the columns ``n_hidden``, ``learning_rate`` and ``val_mse``.
        good: lowest and highest of the good learning rates; the space between them is shaded.
        top: the upper edge.
    """
    figure, axis = plt.subplots(figsize=(8, 4.6))
    if good is not None:
        axis.axvspan(*good, color=COLORS["yellow"], alpha=0.35, linewidth=0, zorder=0)
    for depth, group in lecture.groupby("n_hidden"):
        style = {"color": _DEPTH_COLORS[depth], "marker": _DEPTH_MARKERS[depth]}
        inside = group[group["val_mse"] < top]
        axis.scatter(inside["learning_rate"], inside["val_mse"], s=34, label=f"{depth}", **style)
        above = group[~(group["val_mse"] < top)]
        axis.scatter(above["learning_rate"], np.full(len(above), top), s=70, clip_on=False, zorder=4, **style)
    axis.axhline(top, color=COLORS["black"], linestyle=":", linewidth=1)
    axis.annotate("above the axis, or diverged", (3.1e-4, top), (0, -14), textcoords="offset points")
    axis.set(xscale="log", ylim=(0.25, top), xlabel="learning rate η (log scale)", ylabel="validation MSE")
    _plain_log_axis(axis.xaxis, [3e-4, 1e-3, 3e-3, 1e-2, 3e-2])
    figure.legend(
        *axis.get_legend_handles_labels(), title="hidden layers", loc="outside right upper", handletextpad=0.2
    )
    return figure


def _positions(column: "pd.Series") -> tuple[np.ndarray, list[float], list[str]]:
    """Heights in [0, 1] of a column's values on its own vertical axis, with the axis' ticks and their labels."""
    if column.name in _LOG_TICKS:
        ticks = _LOG_TICKS[column.name]
        values, marks = np.log(np.minimum(column.to_numpy(float), ticks[-1])), np.log(ticks)
    elif column.dtype.kind in "if" and column.nunique() > 8:
        ticks = [1, 25, 50, 75, 99]
        values, marks = column.to_numpy(float), np.array(ticks, float)
    else:
        ticks = sorted(column.unique())
        values, marks = column.map(ticks.index).to_numpy(float), np.arange(len(ticks), dtype=float)
    low, high = min(values.min(), marks.min()), max(values.max(), marks.max())
    labels = [tick if isinstance(tick, str) else f"{tick:g}" for tick in ticks]
    return (values - low) / (high - low), list((marks - low) / (high - low)), labels


def parallel_coordinates(trials: "pd.DataFrame", names: Mapping[str, str], n_best: int) -> Figure:
    """Draw every trial as one line across the axes of its hyperparameters; the best ones are coloured.

    Args:
        trials: trials with finite losses, ``val_mse`` among the columns.
        names: which columns to draw, in order, and what to call them.
        n_best: how many of the trials with the lowest ``val_mse`` to colour.
    """
    figure, axis = plt.subplots(figsize=(9, 5))
    ordered = trials.sort_values("val_mse", ascending=False)
    heights, rng = [], np.random.default_rng(0)
    for number, column in enumerate(names):
        height, ticks, labels = _positions(ordered[column])
        discrete = len(np.unique(height)) <= 8
        heights.append(height + (rng.uniform(-0.035, 0.035, len(height)) if discrete else 0.0))
        _draw_axis(axis, number, ticks, labels)
    lines = np.column_stack(heights)
    color = Normalize(0, n_best - 1)
    for rank, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        if rank < n_best:
            axis.plot(line, color=plt.get_cmap("viridis")(0.9 * color(rank)), linewidth=1.8, alpha=0.95, zorder=3)
        else:
            axis.plot(line, color="#BBBBBB", linewidth=0.6, alpha=0.6, zorder=1)
    axis.set_xticks(range(len(names)), names.values())
    axis.tick_params(axis="x", length=0)
    axis.set(xlim=(-0.35, len(names) - 0.6), ylim=(-0.06, 1.06), yticks=[])
    axis.grid(visible=False)
    axis.spines[["left", "bottom"]].set_visible(False)
    best = plt.Line2D([], [], color=plt.get_cmap("viridis")(0.3), linewidth=2)
    rest = plt.Line2D([], [], color="#BBBBBB")
    figure.legend([best, rest], [f"the best {n_best} trials", "the other trials"], loc="outside upper center", ncols=2)
    return figure


def _draw_axis(axis: Axes, number: int, ticks: Sequence[float], labels: Sequence[str]) -> None:
    axis.axvline(number, color=COLORS["black"], linewidth=1, zorder=4)
    for tick, label in zip(ticks, labels, strict=True):
        axis.text(
            number - 0.05,
            tick,
            label,
            ha="right",
            va="center",
            fontsize=9,
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
        )


def knobs(trials: "pd.DataFrame", names: Mapping[str, str], top: float) -> Figure:
    """Show validation MSE per value of some hyperparameters: each trial a dot, the median a bar.

    Args:
        trials: trials with finite losses.
        names: which columns to draw and what to call them.
        top: the upper edge of the axes; trials above it are drawn on the edge.
    """
    columns = 4
    rows = -(-len(names) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(9.5, 2.8 * rows), sharey=True, squeeze=False)
    rng = np.random.default_rng(0)
    for axis, (column, name) in zip(axes.flat, names.items(), strict=False):
        values = sorted(trials[column].unique())
        for place, value in enumerate(values):
            losses = trials.loc[trials[column] == value, "val_mse"].to_numpy()
            jitter = place + rng.uniform(-0.22, 0.22, len(losses))
            axis.plot(jitter, np.minimum(losses, top), ".", color=COLORS["sky"], markersize=5, clip_on=False)
            axis.hlines(
                np.median(losses), place - 0.35, place + 0.35, color=COLORS["vermillion"], linewidth=3, zorder=3
            )
        axis.set_xticks(range(len(values)), [str(value) for value in values], fontsize=9)
        axis.set_title(name)
        axis.set_ylim(top=top)
        axis.grid(visible=False, axis="x")
    for axis in axes[:, 0]:
        axis.set_ylabel("validation MSE")
    for axis in axes.flat[len(names) :]:
        axis.set_axis_off()
    dot = plt.Line2D([], [], color=COLORS["sky"], marker=".", linestyle="")
    bar = plt.Line2D([], [], color=COLORS["vermillion"], linewidth=3)
    if len(names) < rows * columns:
        axes.flat[-1].legend([dot, bar], ["one trial", "median"], loc="center")
    return figure


def winners(sizes: Sequence[int], chosen_on: Sequence[float], fresh: Sequence[float]) -> Figure:
    """Show the winner's mean score on the data that chose it and on other data, against the size of the search."""
    figure, axis = plt.subplots(figsize=(7.5, 4))
    axis.plot(sizes, fresh, "o-", color=COLORS["vermillion"], label="the other rows")
    axis.plot(sizes, chosen_on, "s-", color=COLORS["blue"], label="the rows that chose the winner")
    axis.fill_between(sizes, chosen_on, fresh, color=COLORS["grey"], alpha=0.2, linewidth=0)
    axis.set(xscale="log", xlabel="number of trials in the search (log scale)", ylabel="MSE of the winner")
    _plain_log_axis(axis.xaxis, sizes)
    axis.legend()
    return figure


def best_after(results: Mapping[str, Mapping[int, Sequence[float]]]) -> Figure:
    """Show the best loss after so many trials: a line through the medians, a band from the 10th to 90th percentile.

    Args:
        results: for each design, by number of trials, the best losses of many repetitions.
    """
    figure, axis = plt.subplots(figsize=(7.5, 4.2))
    styles = [("s--", "vermillion"), ("o-", "blue"), ("^:", "green"), ("D-.", "purple")]
    for (name, by_size), (line, color) in zip(results.items(), styles, strict=False):
        sizes = list(by_size)
        low, middle, high = np.percentile([by_size[size] for size in sizes], [10, 50, 90], axis=1)
        axis.fill_between(sizes, low, high, color=COLORS[color], alpha=0.2, linewidth=0)
        axis.plot(sizes, middle, line, color=COLORS[color], label=name)
    axis.set(xlabel="trials so far", ylabel="validation MSE of the best so far")
    axis.set_xticks(sizes)
    axis.legend(title="median, and 10 % to 90 %")
    return figure


def halving(curves: Mapping[int, Sequence[float]], stops: Mapping[int, int]) -> Figure:
    """Show each configuration's validation loss as far as it was trained.

    Args:
        curves: the validation losses after each epoch, by configuration.
        stops: after how many epochs each configuration was dropped, or the search ended.
    """
    figure, axis = plt.subplots(figsize=(8, 4.2))
    last = max(stops.values())
    for number, losses in curves.items():
        end = stops[number]
        style = {"color": COLORS["vermillion"], "linewidth": 2.2, "zorder": 3} if end == last else {}
        seen = list(losses[:end])
        line = {"color": COLORS["blue"], "linewidth": 1.1, "alpha": 0.7} | style
        axis.plot(range(1, len(seen) + 1), seen, **line)
        axis.plot(len(seen), seen[-1], "o", color=line["color"], markersize=4)
    for end in sorted(set(stops.values()))[:-1]:
        axis.axvline(end, color=COLORS["black"], linestyle=":", linewidth=1)
    axis.set(yscale="log", ylim=(0.25, 2.2), xlabel="epochs of training", ylabel="validation MSE (log scale)")
    _plain_log_axis(axis.yaxis, [0.3, 0.4, 0.6, 1.0, 2.0])
    handles = [plt.Line2D([], [], color=COLORS[color]) for color in ("vermillion", "blue")]
    axis.legend(handles, ["reached the last round", "dropped before"])
    return figure


def depths(trials: "pd.DataFrame", top: float) -> Figure:
    """Show validation MSE against the learning rate, one line for each number of hidden layers.

    Args:
        trials: trials of networks of about the same size, with ``n_hidden``, ``learning_rate`` and ``val_mse``.
        top: the upper edge; trials above it, and diverged ones, are drawn on it.
    """
    figure, axis = plt.subplots(figsize=(8, 4.4))
    colors = dict(enumerate(("orange", "sky", "blue", "vermillion"), start=1))
    for depth, group in trials.sort_values("learning_rate").groupby("n_hidden"):
        losses = group["val_mse"].fillna(np.inf).clip(upper=top)
        style = {"color": COLORS[colors[depth]], "marker": ["v", *_DEPTH_MARKERS][depth], "linewidth": 1.4}
        axis.plot(group["learning_rate"], losses, label=f"{depth}", clip_on=False, **style)
    if trials["val_mse"].isna().any() or trials["val_mse"].max() > top:
        axis.axhline(top, color=COLORS["black"], linestyle=":", linewidth=1)
    axis.set(xscale="log", xlabel="learning rate η (log scale)", ylabel="validation MSE")
    axis.set_ylim(top=top)
    _plain_log_axis(axis.xaxis, [1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1])
    figure.legend(*axis.get_legend_handles_labels(), title="hidden layers", loc="outside right upper")
    return figure


def leaks(pairs: Mapping[str, tuple[Sequence[float], Sequence[float]]]) -> Figure:
    """Show for each leak the scores of all draws, without it and with it, and join the means.

    Args:
        pairs: for each leak, the honest scores and the leaky ones.
    """
    figure, axes = plt.subplots(1, len(pairs), figsize=(9.5, 4.2), squeeze=False)
    for axis, (name, both) in zip(axes.flat, pairs.items(), strict=True):
        for place, (scores, color) in enumerate(zip(both, (COLORS["blue"], COLORS["vermillion"]), strict=True)):
            shift = np.linspace(-0.16, 0.16, len(scores))
            axis.plot(place + shift, scores, ".", color=color, alpha=0.6)
            axis.hlines(np.mean(scores), place - 0.28, place + 0.28, color=color, linewidth=3)
        axis.plot([0, 1], [np.mean(scores) for scores in both], color=COLORS["black"], linewidth=1)
        axis.set(title=name, xlim=(-0.5, 1.5), ylim=(0, None))
        axis.set_xticks([0, 1], ["honest", "leaky"])
        axis.grid(visible=False, axis="x")
    axes[0, 0].set_ylabel("mean squared error")
    return figure
