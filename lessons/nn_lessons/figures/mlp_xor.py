"""Drawings for topic 2: layers of neurons, the plane that they fold, and activation functions."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import ListedColormap
from matplotlib.patches import Circle
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from nn_lessons.style import COLORS

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0, 1, 1, 0])
_CLASS_COLORS = (COLORS["orange"], COLORS["blue"])
_HALVES = ListedColormap(["#FBEFD5", "#D6E9F5"])
#: OR and AND with lines that are not parallel: x1 counts twice in the one, x2 in the other.
TILTED: "Layers" = [([[2, 1], [1, 2]], [-0.5, -2.5]), ([[1], [-1]], [-0.5])]

Array = NDArray[Any]
Activation = Callable[[Any], Any]
Layers = Sequence[tuple[Any, Any]]


def network(sizes: Sequence[int], names: Sequence[str]) -> None:
    """Draw a fully connected network, one column of neurons per layer, with the layers' names below."""
    _, axes = plt.subplots(figsize=(8, 4.0))
    axes.set_title("Every neuron reads all neurons of the layer before")
    axes.axis("off")
    axes.set_aspect("equal")
    columns = [[(2.3 * layer, row - (size - 1) / 2) for row in range(size)] for layer, size in enumerate(sizes)]
    for left, right in pairwise(columns):
        for start in left:
            for end in right:
                axes.plot([start[0], end[0]], [start[1], end[1]], color=COLORS["grey"], lw=0.9, zorder=1)
    bottom = -max(sizes) / 2
    for layer, (places, name) in enumerate(zip(columns, names, strict=True)):
        hidden = 0 < layer < len(sizes) - 1
        edge = COLORS["green"] if hidden else COLORS["blue"] if layer else COLORS["grey"]
        for place in places:
            axes.add_patch(Circle(place, 0.3, facecolor="white", edgecolor=edge, lw=2.2, zorder=2))
        axes.text(2.3 * layer, bottom - 0.1, name, ha="center", va="top", color=edge, fontsize=12)
    axes.set(xlim=(-1, 2.3 * (len(sizes) - 1) + 1), ylim=(bottom - 0.6, -bottom + 0.1))


def weighted_network(layers: Layers) -> None:
    """Draw a 2-2-1 network with each weight on its line and each bias in its neuron."""
    _, axes = plt.subplots(figsize=(7.2, 3.7))
    axes.axis("off")
    axes.set(
        xlim=(-0.8, 9.3), ylim=(-2.1, 2.1), aspect="equal", title="Your network: weights on the lines, biases inside"
    )
    for (x, y), name in zip([(3.8, 1.95), (3.8, -1.95), (8.1, 0.0)], ["$h_1$", "$h_2$", r"$\hat{y}$"], strict=True):
        axes.text(x, y, name, ha="left" if y == 0 else "center", va="center", fontsize=12)
    columns = [[(0.0, 1.2), (0.0, -1.2)], [(3.8, 1.2), (3.8, -1.2)], [(7.4, 0.0)]]
    edges = (COLORS["green"], COLORS["blue"])  # hidden, output
    for (W, b), left, right, edge in zip(layers, columns, columns[1:], edges, strict=False):
        for (x0, y0), weights in zip(left, np.asarray(W, dtype=float), strict=True):
            for (x1, y1), weight in zip(right, weights, strict=True):
                axes.plot([x0, x1], [y0, y1], color=COLORS["grey"], lw=1.2, zorder=1)
                place = (x0 + 0.3 * (x1 - x0), y0 + 0.3 * (y1 - y0))
                axes.text(*place, f"{weight:g}", ha="center", va="center", backgroundcolor="white", fontsize=11)
        for place, bias in zip(right, np.asarray(b, dtype=float), strict=True):
            axes.add_patch(Circle(place, 0.55, facecolor="white", edgecolor=edge, lw=2.2, zorder=2))
            axes.text(*place, f"{bias:+g}", ha="center", va="center", fontsize=11, zorder=3)
    for place, name in zip(columns[0], ["$x_1$", "$x_2$"], strict=True):
        axes.add_patch(Circle(place, 0.45, facecolor="white", edgecolor=COLORS["grey"], lw=2.2, zorder=2))
        axes.text(*place, name, ha="center", va="center", fontsize=12, zorder=3)


def fold(layers: Layers, steepness: float, fixed: Layers = TILTED) -> None:
    """Draw the plane in coloured cells, and where the hidden layers of two 2-2-1 networks put these cells.

    Each hidden unit answers logistic(steepness * distance to its line); an infinite steepness is the step function.

    Args:
        layers: the student's network, in the right-hand picture; its units' lines are drawn over the plane.
        steepness: how steeply the units' answer rises at their lines.
        fixed: another network, in the picture between.
    """
    figure, (plane, left, right) = plt.subplots(1, 3, figsize=(9.4, 4.05))
    figure.suptitle("The hidden layer moves the cells of the plane", fontweight="bold")
    _input_plane(plane, layers)
    _hidden_plane(left, fixed, steepness, "Two tilted units")
    _hidden_plane(right, layers, steepness, "Your two units")


def _input_plane(axes: Axes, layers: Layers) -> None:
    low, high = -0.5, 1.5
    _cells(axes, lambda X: X)
    W1, b1 = (np.asarray(part, dtype=float) for part in layers[0])
    across, up, plane = _plane(low, high, 100)
    for unit, style in enumerate(("-", "--")):
        z = (plane @ W1[:, unit] + b1[unit]).reshape(across.shape)
        if z.min() < 0 < z.max():
            axes.contour(across, up, z, levels=[0], colors=COLORS["black"], linestyles=style, linewidths=2.2)
        axes.plot([], [], style, color=COLORS["black"], label=f"your unit {unit + 1}")
    _corners(axes, CORNERS, labels=True)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    axes.set(title="The plane of the inputs", xticks=[0, 1], yticks=[0, 1])
    axes.grid(False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, columnspacing=1, fontsize=10)


def _hidden_plane(axes: Axes, layers: Layers, steepness: float, title: str) -> None:
    (W1, b1), (W2, b2) = [(np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in layers]
    lengths = np.maximum(np.linalg.norm(W1, axis=0), 1e-12)

    def hidden(X: Array) -> Array:
        distance = (X @ W1 + b1) / lengths
        if np.isinf(steepness):
            return np.heaviside(distance, 1.0)
        return 0.5 * (1 + np.tanh(0.5 * steepness * distance))

    low, high = -0.3, 1.3
    across, up, plane = _plane(low, high, 300)
    z = (plane @ W2 + b2).reshape(across.shape)
    axes.pcolormesh(across, up, z >= 0, cmap=_HALVES, vmin=0, vmax=1, rasterized=True)
    if z.min() < 0 < z.max():
        axes.contour(across, up, z, levels=[0], colors=COLORS["black"], linewidths=2)
    axes.plot([], [], color=COLORS["black"], label="line of the output unit")
    if np.isinf(steepness):
        _heaps(axes, hidden)
    else:
        _cells(axes, hidden)
    _corners(axes, hidden(CORNERS), labels=True)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="$h_1$", ylabel="$h_2$")
    axes.set(title=title, xticks=[0, 1], yticks=[0, 1])
    axes.grid(False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), fontsize=10)


def _cells(axes: Axes, place: Activation) -> None:
    """Draw the cells of the input plane where `place` puts them, in the colours that they have there."""
    lower, colors = _cell_corners_and_colors()
    walk = np.linspace(0, 1, 5)[:-1]
    zero = np.zeros(4)
    edge = np.concatenate([
        np.column_stack([walk, zero]), np.column_stack([zero + 1, walk]),
        np.column_stack([1 - walk, zero + 1]), np.column_stack([zero, 1 - walk]),
    ])  # fmt: skip
    outlines = lower[:, None, :] + edge / 6
    shapes = np.asarray(place(outlines.reshape(-1, 2)))[:, :2].reshape(outlines.shape)
    axes.add_collection(PolyCollection(list(shapes), facecolors=colors, edgecolors=colors, linewidths=1.6, zorder=2))


def _heaps(axes: Axes, place: Activation) -> None:
    """Pile up the cells of the input plane that a step function puts on the same point."""
    lower, colors = _cell_corners_and_colors()
    places = np.asarray(place(lower + 1 / 12))
    for spot in np.unique(places, axis=0):
        here = np.flatnonzero((places == spot).all(axis=1))
        side = int(np.ceil(np.sqrt(len(here))))
        row, column = np.divmod(np.arange(len(here)), side)
        shift = (np.column_stack([column, row]) - (side - 1) / 2) * 0.042
        axes.scatter(spot[0] + shift[:, 0], spot[1] + shift[:, 1], s=10, marker="s", c=colors[here], zorder=2)


def _cell_corners_and_colors() -> tuple[Array, Array]:
    """The lower left corners of 12 x 12 cells, and their colours: from dark to bright along the diagonal."""
    across, up = np.meshgrid(np.arange(12), np.arange(12))
    lower = np.column_stack([across.ravel(), up.ravel()]) / 6 - 0.5
    colors = plt.get_cmap("viridis")((across + up).ravel() / 22)
    checker = ((across + up) % 2 == 0).ravel()
    colors[checker, :3] = 0.6 * colors[checker, :3] + 0.4
    return lower, colors


def _corners(axes: Axes, places: Array, labels: bool) -> None:
    """Mark the four corners of XOR; those that share a place share a label."""
    texts: dict[tuple[float, float], list[str]] = {}
    for corner, place, value in zip(CORNERS.astype(int), places, XOR, strict=True):
        axes.plot(*place, marker="os"[value], ms=11, mfc=_CLASS_COLORS[value], mec="white", zorder=4)
        key = (round(float(place[0]), 1), round(float(place[1]), 1))
        texts.setdefault(key, []).append(f"({corner[0]},{corner[1]})")
    if labels:
        for (x, y), names in texts.items():
            label = "\n".join(names)
            paper = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.65}
            axes.annotate(label, (x, y), xytext=(9, 7), textcoords="offset points", fontsize=10, zorder=5, bbox=paper)


def random_networks(forward: Callable[..., Array], activations: Mapping[str, Activation], depth: int = 4) -> None:
    """Draw the decision of one random deep network per activation function, all with the same weights."""
    random = np.random.default_rng(9)
    sizes = [2] + [8] * depth + [1]
    layers = [(random.normal(size=(n, m)) * 1.6 / np.sqrt(n), random.normal(size=m) * 0.6) for n, m in pairwise(sizes)]
    layers[0] = (layers[0][0] * 1.5, layers[0][1])
    across, up, plane = _plane(-3, 3, 200)
    figure, all_axes = plt.subplots(1, len(activations), figsize=(3.1 * len(activations), 4.0), sharey=True)
    figure.suptitle("The bends come from the activation function", fontweight="bold")
    for axes, (name, activation) in zip(all_axes, activations.items(), strict=True):
        z = forward(plane, layers, activation).reshape(across.shape)
        z = z - np.median(z)
        axes.pcolormesh(across, up, z >= 0, cmap=_HALVES, vmin=0, vmax=1, rasterized=True)
        axes.contour(across, up, z, levels=[0], colors=COLORS["black"], linewidths=1.8)
        axes.set(title=name, xlabel="$x_1$", aspect="equal")
        axes.grid(False)
    all_axes[0].set_ylabel("$x_2$")


def surfaces(layers: Layers, activations: Mapping[str, Activation]) -> None:
    """Draw the output's weighted sum over the plane, once for each activation of the hidden layer."""
    (W1, b1), (W2, b2) = [(np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in layers]
    across, up, plane = _plane(-0.5, 1.5, 81)
    figure, all_axes = plt.subplots(
        1, len(activations), figsize=(3.2 * len(activations), 3.5), subplot_kw={"projection": "3d"}
    )
    figure.suptitle("Terraces, a ridge or valley, or flat pieces with folds", fontweight="bold")
    for axes, (name, activation) in zip(all_axes, activations.items(), strict=True):
        z = (np.asarray(activation(plane @ W1 + b1)) @ W2 + b2).reshape(across.shape)
        axes.plot_surface(across, up, z, cmap="cividis", rstride=1, cstride=1, linewidth=0, antialiased=False)
        axes.set(title=name, xticks=[0, 1], yticks=[0, 1])
        axes.set_xlabel("$x_1$", labelpad=-3)
        axes.set_ylabel("$x_2$", labelpad=-3)
        axes.tick_params(pad=-2, labelsize=9)
        axes.tick_params(axis="z", pad=3)
        axes.zaxis.set_major_locator(MaxNLocator(4))
        axes.set_zlabel("sum at the output unit", labelpad=5, fontsize=9)
        axes.set_box_aspect(None, zoom=0.8)  # leaves room for the label, which the layout does not see
        axes.set_facecolor("none")
        axes.view_init(elev=38, azim=-62)


def activations_and_slopes(functions: Mapping[str, Activation]) -> None:
    """Draw each function, and below it its slope, measured as the rise over a small step."""
    z = np.linspace(-4, 4, 801)
    figure, rows = plt.subplots(2, len(functions), figsize=(2.3 * len(functions), 4.5), sharex=True, sharey="row")
    figure.suptitle("The step has no slope to follow, the others have", fontweight="bold")
    for column, (name, function) in enumerate(functions.items()):
        value = np.asarray(function(z), dtype=float)
        slope = np.diff(value) / np.diff(z)
        slope[slope > 2] = np.nan
        _two_sides(rows[0, column], z, value, COLORS["blue"])
        _two_sides(rows[1, column], (z[1:] + z[:-1]) / 2, slope, COLORS["vermillion"])
        rows[0, column].set(title=name, ylim=(-1.3, 2.6))
        rows[1, column].set(xlabel="$z$", ylim=(-0.15, 1.3), xticks=[-4, -2, 0, 2, 4])
    rows[0, 0].set_ylabel("value")
    rows[1, 0].set_ylabel("slope")


def _two_sides(axes: Axes, z: Array, value: Array, color: str) -> None:
    """Plot left and right of 0 apart, so that a jump is not drawn as a steep line."""
    for side in (z < 0, z > 0):
        axes.plot(z[side], value[side], color=color)


def learned(forward: Activation, hidden: Activation, title: str) -> None:
    """Draw what a trained network answers over the plane, and the corners in its first two hidden units."""
    _, (plane, image) = plt.subplots(1, 2, figsize=(8.6, 3.9))
    across, up, points = _plane(-0.5, 1.5, 200)
    probability = np.asarray(forward(points)).reshape(across.shape)
    shades = plane.contourf(across, up, probability, levels=np.linspace(0, 1, 11), cmap="cividis")
    plane.contour(across, up, probability, levels=[0.5], colors="white", linewidths=2)
    plt.colorbar(shades, ax=plane, label="probability of 1", ticks=[0, 0.5, 1])
    _corners(plane, CORNERS, labels=False)
    plane.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal", title=title, xticks=[0, 1], yticks=[0, 1])
    plane.grid(False)
    _cells(image, hidden)
    _corners(image, np.asarray(hidden(CORNERS))[:, :2], labels=True)
    image.set(xlabel="$h_1$", ylabel="$h_2$", aspect="equal", title="The plane in the hidden layer")
    image.set(xlim=(-1.3, 1.6), ylim=(-1.3, 1.6))


def _plane(low: float, high: float, steps: int) -> tuple[Array, Array, Array]:
    across, up = np.meshgrid(np.linspace(low, high, steps), np.linspace(low, high, steps))
    return across, up, np.column_stack([across.ravel(), up.ravel()])


def staircases(f: Activation, nets: Mapping[str, Layers], low: float, high: float, title: str) -> None:
    """Draw a function of one input and what 1-n-1 networks (step units, linear output) answer in its place.

    Args:
        f: the function; the networks were made for the part of it between low and high, which is shaded.
        nets: the networks' layers, by name.
        low: left end of the interval.
        high: right end.
        title: what the picture says.
    """
    beyond = 0.2 * (high - low)
    x = np.linspace(low - beyond, high + beyond, 1401)
    _, axes = plt.subplots(figsize=(7, 3.6))
    axes.axvspan(low, high, color="#EEF3F7", zorder=0)
    axes.plot(x, f(x), color=COLORS["grey"], lw=4, alpha=0.6, label="the function")
    for (name, layers), color in zip(nets.items(), (COLORS["blue"], COLORS["vermillion"]), strict=False):
        (W1, b1), (W2, b2) = [(np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in layers]
        answer = np.heaviside(x[:, None] @ W1 + b1, 1.0) @ W2 + b2
        axes.plot(x, answer[:, 0], color=color, lw=1.8, label=name)
    axes.set(xlabel="$x$", ylabel="output", title=title, xlim=(x[0], x[-1]), ylim=(-2.6, 2.6))
    axes.legend(loc="upper left", ncols=3, fontsize=10)
