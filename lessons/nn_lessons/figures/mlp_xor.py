"""Drawings for topic 2: layers of neurons, the plane that they fold, and activation functions."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Circle
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from nn_lessons.style import COLORS

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0, 1, 1, 0])
_CLASS_COLORS = (COLORS["orange"], COLORS["blue"])
_HALVES = ListedColormap(["#FBEFD5", "#D6E9F5"])
_UNIT_COLORS = (COLORS["green"], COLORS["purple"])

Array = NDArray[Any]
Activation = Callable[[Any], Any]
Layers = Sequence[tuple[Any, Any]]


def network(sizes: Sequence[int], names: Sequence[str]) -> None:
    """Draw a fully connected network, one column of neurons per layer, with the layers' names below."""
    _, axes = plt.subplots(figsize=(8, 3.7))
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
    _, axes = plt.subplots(figsize=(7.2, 3.4))
    axes.axis("off")
    axes.set(xlim=(-0.8, 8.3), ylim=(-1.9, 1.9), aspect="equal")
    columns = [[(0.0, 1.2), (0.0, -1.2)], [(3.8, 1.2), (3.8, -1.2)], [(7.4, 0.0)]]
    for (W, b), left, right in zip(layers, columns, columns[1:], strict=False):
        for (x0, y0), weights in zip(left, np.asarray(W, dtype=float), strict=True):
            for (x1, y1), weight in zip(right, weights, strict=True):
                axes.plot([x0, x1], [y0, y1], color=COLORS["grey"], lw=1.2, zorder=1)
                place = (x0 + 0.3 * (x1 - x0), y0 + 0.3 * (y1 - y0))
                axes.text(*place, f"{weight:g}", ha="center", va="center", backgroundcolor="white", fontsize=11)
        for place, bias in zip(right, np.asarray(b, dtype=float), strict=True):
            axes.add_patch(Circle(place, 0.55, facecolor="white", edgecolor=COLORS["green"], lw=2.2, zorder=2))
            axes.text(*place, f"{bias:+g}", ha="center", va="center", fontsize=11, zorder=3)
    for place, name in zip(columns[0], ["$x_1$", "$x_2$"], strict=True):
        axes.add_patch(Circle(place, 0.45, facecolor="white", edgecolor=COLORS["grey"], lw=2.2, zorder=2))
        axes.text(*place, name, ha="center", va="center", fontsize=12, zorder=3)


def fold(layers: Layers, steepness: float) -> None:
    """Draw the plane and its image in the hidden layer of a 2-2-1 network.

    Each hidden unit answers logistic(steepness * distance to its line); an infinite steepness is the step function.
    """
    (W1, b1), (W2, b2) = [(np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in layers]
    lengths = np.maximum(np.linalg.norm(W1, axis=0), 1e-12)

    def hidden(X: Array) -> Array:
        distance = (X @ W1 + b1) / lengths
        if np.isinf(steepness):
            return np.heaviside(distance, 1.0)
        return 0.5 * (1 + np.tanh(0.5 * steepness * distance))

    _, (plane, image) = plt.subplots(1, 2, figsize=(8.6, 4.3))
    _input_plane(plane, W1, b1, lambda X: hidden(X) @ W2 + b2)
    _hidden_plane(image, hidden, W2, b2, thread="o" if np.isinf(steepness) else "-")


def _input_plane(axes: Axes, W1: Array, b1: Array, output: Activation) -> None:
    low, high = -0.5, 1.5
    across, up, plane = _plane(low, high, 300)
    axes.pcolormesh(across, up, output(plane).reshape(across.shape) >= 0, cmap=_HALVES, vmin=0, vmax=1, rasterized=True)
    for unit, color in enumerate(_UNIT_COLORS):
        z = (plane @ W1[:, unit] + b1[unit]).reshape(across.shape)
        if z.min() < 0 < z.max():
            axes.contour(across, up, z, levels=[0], colors=color, linewidths=2.2)
        axes.plot([], [], color=color, label=f"hidden unit {unit + 1}")
    _corners(axes, CORNERS, labels=True)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    axes.set(title="The plane of the inputs", xticks=[0, 1], yticks=[0, 1])
    axes.grid(False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2)


def _hidden_plane(axes: Axes, hidden: Activation, W2: Array, b2: Array, thread: str) -> None:
    low, high = -0.25, 1.25
    across, up, plane = _plane(low, high, 300)
    z = (plane @ W2 + b2).reshape(across.shape)
    axes.pcolormesh(across, up, z >= 0, cmap=_HALVES, vmin=0, vmax=1, rasterized=True)
    if z.min() < 0 < z.max():
        axes.contour(across, up, z, levels=[0], colors=COLORS["black"], linewidths=2)
    axes.plot([], [], color=COLORS["black"], label="output unit")
    _grid(axes, hidden, thread)
    _corners(axes, hidden(CORNERS), labels=True)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="$h_1$", ylabel="$h_2$")
    axes.set(title="The plane in the hidden layer", xticks=[0, 1], yticks=[0, 1])
    axes.grid(False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14))


def _grid(axes: Axes, hidden: Activation, style: str) -> None:
    """Draw where the grid lines of the input plane go, each as a line or, if it is torn to pieces, as dots."""
    walk = np.linspace(-0.5, 1.5, 120)
    for fixed in np.linspace(-0.5, 1.5, 13):
        level = np.full_like(walk, fixed)
        for line in (np.column_stack([walk, level]), np.column_stack([level, walk])):
            axes.plot(*np.asarray(hidden(line))[:, :2].T, style, color=COLORS["grey"], lw=0.8, alpha=0.8)


def _corners(axes: Axes, places: Array, labels: bool) -> None:
    """Mark the four corners of XOR; those that share a place share a label."""
    texts: dict[tuple[float, float], list[str]] = {}
    for corner, place, value in zip(CORNERS.astype(int), places, XOR, strict=True):
        axes.plot(*place, marker="os"[value], ms=11, mfc=_CLASS_COLORS[value], mec="white", zorder=4)
        key = (round(float(place[0]), 1), round(float(place[1]), 1))
        texts.setdefault(key, []).append(f"({corner[0]},{corner[1]})")
    if labels:
        for (x, y), names in texts.items():
            axes.annotate("\n".join(names), (x, y), xytext=(9, 7), textcoords="offset points", fontsize=10, zorder=5)


def random_networks(forward: Callable[..., Array], activations: Mapping[str, Activation], depth: int = 4) -> None:
    """Draw the decision of one random deep network per activation function, all with the same weights."""
    random = np.random.default_rng(9)
    sizes = [2] + [8] * depth + [1]
    layers = [(random.normal(size=(n, m)) * 1.6 / np.sqrt(n), random.normal(size=m) * 0.6) for n, m in pairwise(sizes)]
    layers[0] = (layers[0][0] * 1.5, layers[0][1])
    across, up, plane = _plane(-3, 3, 200)
    _, all_axes = plt.subplots(1, len(activations), figsize=(3.1 * len(activations), 3.3), sharey=True)
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
    _, all_axes = plt.subplots(
        1, len(activations), figsize=(3.2 * len(activations), 3.4), subplot_kw={"projection": "3d"}
    )
    for axes, (name, activation) in zip(all_axes, activations.items(), strict=True):
        z = (np.asarray(activation(plane @ W1 + b1)) @ W2 + b2).reshape(across.shape)
        axes.plot_surface(across, up, z, cmap="cividis", rstride=1, cstride=1, linewidth=0, antialiased=False)
        axes.set(title=name, xticks=[0, 1], yticks=[0, 1])
        axes.set_xlabel("$x_1$", labelpad=-3)
        axes.set_ylabel("$x_2$", labelpad=-3)
        axes.tick_params(pad=-2, labelsize=9)
        axes.tick_params(axis="z", pad=3)
        axes.zaxis.set_major_locator(MaxNLocator(4))
        axes.view_init(elev=38, azim=-62)


def activations_and_slopes(functions: Mapping[str, Activation]) -> None:
    """Draw each function, and below it its slope, measured as the rise over a small step."""
    z = np.linspace(-4, 4, 801)
    _, rows = plt.subplots(2, len(functions), figsize=(2.3 * len(functions), 4.2), sharex=True, sharey="row")
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
    _grid(image, hidden, "-")
    _corners(image, np.asarray(hidden(CORNERS))[:, :2], labels=True)
    image.set(xlabel="$h_1$", ylabel="$h_2$", aspect="equal", title="The plane in the hidden layer")
    image.set(xlim=(-1.3, 1.6), ylim=(-1.3, 1.6))


def _plane(low: float, high: float, steps: int) -> tuple[Array, Array, Array]:
    across, up = np.meshgrid(np.linspace(low, high, steps), np.linspace(low, high, steps))
    return across, up, np.column_stack([across.ravel(), up.ravel()])
