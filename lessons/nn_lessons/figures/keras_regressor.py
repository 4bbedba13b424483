"""Figures of topic 5: maps of California, learning curves, predictions against the truth."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure

from nn_lessons.style import COLORS

# city: its longitude and latitude, and where its name is written: on the sea or beyond the border
_CITIES = {
    "San Francisco": ((-122.42, 37.77), (-125.3, 37.4)),
    "Sacramento": ((-121.49, 38.58), (-118.9, 39.7)),
    "Fresno": ((-119.77, 36.75), (-117.3, 37.8)),
    "Los Angeles": ((-118.24, 34.05), (-121.6, 33.5)),
    "San Diego": ((-117.16, 32.72), (-120.2, 32.4)),
}
_CAP = 5.0


def price_map(longitude: np.ndarray, latitude: np.ndarray, price: np.ndarray) -> Figure:
    """Draw every district at its place, coloured by its median house value.

    Args:
        longitude: degrees east, shape (n,).
        latitude: degrees north, shape (n,).
        price: median house value in 100,000 dollars, shape (n,).
    """
    figure, ax = _empty_map("Dear along the coast, cheap inland")
    order = np.random.default_rng(0).permutation(len(price))  # no kind of district hides another on purpose
    dots = ax.scatter(longitude[order], latitude[order], c=price[order], s=9, vmin=0, vmax=_CAP, linewidths=0)
    _dollar_bar(figure, dots, "median house value (1,000 dollars)")
    return figure


def residual_map(longitude: np.ndarray, latitude: np.ndarray, residual: np.ndarray, limit: float = 1.0) -> Figure:
    """Draw the mean of truth minus prediction in small cells of the map, where at least two districts are.

    Args:
        longitude: degrees east, shape (n,).
        latitude: degrees north, shape (n,).
        residual: truth minus prediction in 100,000 dollars, shape (n,).
        limit: means beyond plus or minus this value share the last colour.
    """
    figure, ax = _empty_map("Truth minus prediction, mean of each cell")
    extent = (-124.6, -114.0, 32.3, 42.2)
    cells = ax.hexbin(
        longitude,
        latitude,
        residual,
        gridsize=(46, 30),
        extent=extent,
        mincnt=2,  # a single district is no pattern
        cmap="PuOr_r",
        vmin=-limit,
        vmax=limit,
    )
    cells.set(edgecolor="#777777", linewidth=0.3)
    _dollar_bar(figure, cells, "residual (1,000 dollars): orange = worth more than predicted", extend="both")
    return figure


def _empty_map(title: str) -> tuple[Figure, Axes]:
    figure, ax = plt.subplots(figsize=(7.5, 6.6))
    for city, (place, label) in _CITIES.items():
        line = {"arrowstyle": "-", "color": COLORS["black"], "linewidth": 0.8}
        ax.annotate(city, place, xytext=label, va="center", arrowprops=line)
    ax.set(xlabel="longitude (degrees)", ylabel="latitude (degrees)", title=title, xlim=(-125.5, -113.8))
    ax.set_aspect(1 / np.cos(np.radians(37)))  # a degree of longitude is shorter than one of latitude
    return figure, ax


def _dollar_bar(figure: Figure, colored: ScalarMappable, label: str, extend: str = "neither") -> None:
    bar = figure.colorbar(colored, ax=figure.axes[0], label=label, shrink=0.85, extend=extend)
    bar.ax.yaxis.set_major_formatter(lambda hundred_thousands, _: f"{100 * hundred_thousands:.0f}")


def column_ranges(as_measured: np.ndarray, scaled: np.ndarray, names: Sequence[str]) -> Figure:
    """Draw the range of each column before (logarithmic axis) and after scaling (linear axis).

    Args:
        as_measured: the columns in their own units, shape (n, number of names).
        scaled: the same columns after scaling.
        names: the columns' names.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.6), sharey=True)
    rows = np.arange(len(names))
    for ax, matrix in [(left, as_measured), (right, scaled)]:
        low, middle, high = np.percentile(matrix, [1, 50, 99], axis=0)
        ax.hlines(rows, low, high, color=COLORS["sky"], linewidth=7)
        ax.plot(middle, rows, "|", color=COLORS["black"], markersize=11, markeredgewidth=2)
        ax.set(yticks=rows, yticklabels=names, xlabel="bar: 1st to 99th percentile; line: median")
    left.set_xscale("symlog", linthresh=1)
    left.set(title="As measured (linear up to ±1, then logarithmic)", xticks=[-100, -10, -1, 0, 1, 10, 100, 1000])
    right.set(title="Scaled by your function")
    left.xaxis.set_major_formatter("{x:.0f}")
    left.invert_yaxis()
    return figure


def curves(
    training: Mapping[str, Sequence[float]],
    validation: Mapping[str, Sequence[float]] | None = None,
    *,
    title: str,
    ylabel: str,
    log: bool = False,
) -> Figure:
    """Draw one curve per run over the epochs, each value where it was measured.

    Args:
        training: means over the minibatches of each epoch; they belong to its middle and are drawn there.
        validation: measured at the end of each epoch.
        title: the figure's message.
        ylabel: what is drawn, with its unit.
        log: whether the values are on a logarithmic axis.
    """
    figure, ax = plt.subplots(figsize=(7.0, 3.8))
    runs = [(name, values, -0.5) for name, values in training.items()]
    runs += [(name, values, 0.0) for name, values in (validation or {}).items()]
    for (name, values, shift), marker in zip(runs, "osv^D", strict=False):
        ax.plot(np.arange(1, len(values) + 1) + shift, values, marker=marker, markersize=5, label=name)
    ax.set(title=title, xlabel="epoch", ylabel=ylabel, xlim=(0, None))
    ax.xaxis.get_major_locator().set_params(integer=True)
    if log:
        ax.set_yscale("log")
    ax.legend()
    return figure


def one_answer(prices: np.ndarray, answer: float, answers: Sequence[float], errors: Sequence[float]) -> Figure:
    """Draw what one answer for all districts is wrong by, and its RMSE among those of other answers.

    Args:
        prices: the districts' values in 100,000 dollars, shape (n,), n small.
        answer: the one answer, one of `answers`.
        answers: answers that were tried, in 100,000 dollars.
        errors: the RMSE of each answer in dollars.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.4, 3.4))
    districts = np.arange(1, len(prices) + 1)
    left.vlines(districts, answer, prices, color=COLORS["vermillion"], linewidth=3)
    left.plot(districts, prices, "o", color=COLORS["blue"], markersize=9)
    left.axhline(answer, color=COLORS["black"], linewidth=1.5)
    left.set(title="What it is wrong by", xlabel="district", ylabel="price (100,000 dollars)", ylim=(0, 5.4))
    left.set_xticks(districts)
    thousands = np.asarray(errors) / 1000
    rmse = thousands[list(answers).index(answer)]
    right.plot(answers, thousands, ".-", color=COLORS["grey"])
    right.plot(answer, rmse, "o", color=COLORS["vermillion"], markersize=10)
    right.set(
        title=f"RMSE {rmse:.0f} thousand dollars", xlabel="answer (100,000 dollars)", ylabel="RMSE (1,000 dollars)"
    )
    return figure


def leak_scores(scores: Mapping[str, Sequence[float]], n_columns: int) -> Figure:
    """Draw the scores of repeated experiments, one column of dots for each way to choose, with their means.

    Args:
        scores: MSE as a share of the mean baseline's, by way.
        n_columns: how many columns there were to choose from.
    """
    figure, ax = plt.subplots(figsize=(7.0, 3.9))
    for place, values in enumerate(scores.values()):
        spread = np.linspace(-0.16, 0.16, len(values))
        color = COLORS["vermillion"] if place == 1 else COLORS["blue"]
        ax.plot(place + spread, values, "o", markersize=5, alpha=0.7, color=color)
        mean = float(np.mean(values))
        ax.hlines(mean, place - 0.25, place + 0.25, color=COLORS["black"], linewidth=2.5)
        ax.annotate(f"{mean:.2f}", (place + 0.28, mean), va="center", fontweight="bold")
    ax.axhline(1, color=COLORS["grey"], linestyle="--", linewidth=1.5)
    ax.annotate("mean baseline: knowing nothing", (2.6, 0.97), ha="right", va="top", color="#555555", fontsize=10)
    ax.set_xticks(range(len(scores)), list(scores))
    ax.set(
        title=f"Ten of {n_columns} columns of dice",
        ylabel="MSE as a share of the baseline's",
        xlim=(-0.5, len(scores) - 0.35),
        ylim=(0.3, 2.2),
    )
    ax.grid(axis="x", visible=False)
    return figure


def predicted_against_true(y_true: np.ndarray, y_pred: np.ndarray, ax: Axes | None = None) -> Figure:
    """Draw predictions over truths, both in 100,000 dollars and of shape (n,), with the diagonal of a perfect model."""
    if ax is None:
        _, ax = plt.subplots(figsize=(6.2, 5.2))
    ax.scatter(y_true, y_pred, s=7, alpha=0.25, color=COLORS["blue"], linewidths=0)
    ax.plot([0, 5.4], [0, 5.4], color=COLORS["black"], linewidth=1.5)
    ax.annotate("perfect", (4.25, 4.4), rotation=45, ha="center", va="bottom", rotation_mode="anchor")
    ax.axvline(_CAP, color=COLORS["vermillion"], linestyle="--", linewidth=1.5)
    ax.annotate("the census stops here: 500,001", (_CAP - 0.06, 6.55), ha="right", va="top", color=COLORS["vermillion"])
    ax.set(
        title="Predicted against true",
        xlabel="true median house value (100,000 dollars)",
        ylabel="predicted (100,000 dollars)",
        xlim=(0, 5.4),
        ylim=(-0.4, 6.7),
    )
    return ax.figure


def all_pairs(y_true: np.ndarray, y_pred: np.ndarray) -> Figure:
    """Draw the table of differences that (n,) minus (n, 1) makes, the n wanted ones framed.

    Args:
        y_true: shape (n,), n small.
        y_pred: shape (n, 1).
    """
    difference = y_true - y_pred
    limit = np.abs(difference).max()
    figure, ax = plt.subplots(figsize=(5.6, 4.6))
    picture = ax.imshow(difference, cmap="PuOr_r", vmin=-limit, vmax=limit)
    n = len(difference)
    for row in range(n):
        for column in range(n):
            dark = abs(difference[row, column]) > 0.6 * limit
            ax.text(column, row, f"{difference[row, column]:.1f}", ha="center", va="center", color="w" if dark else "k")
        frame = plt.Rectangle((row - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=COLORS["black"], linewidth=3)
        ax.add_patch(frame)
    ax.set(
        title=f"{n} differences were wanted, {difference.size} were made",
        xlabel="y_true, shape (n,)",
        ylabel="y_pred, shape (n, 1)",
        xticks=range(n),
        yticks=range(n),
        xticklabels=[f"{value:.1f}" for value in y_true],
        yticklabels=[f"{value:.1f}" for value in y_pred[:, 0]],
    )
    ax.grid(False)
    figure.colorbar(picture, label="difference (100,000 dollars)", shrink=0.9)
    return figure
