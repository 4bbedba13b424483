"""Drawings for topic 1: neurons, logic gates in the plane, and a boundary that turns."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Circle, Ellipse
from numpy.typing import ArrayLike, NDArray

from nn_lessons.style import COLORS

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
_CLASS_COLORS = (COLORS["orange"], COLORS["blue"])
_CLASS_MARKERS = ("o", "s")
_HALVES = ListedColormap(["#FBEFD5", "#D6E9F5"])

Array = NDArray[Any]
Update = Callable[..., tuple[Array, Array]]


def two_neurons() -> None:
    """Draw a biological neuron above the threshold logic unit that was modelled on it."""
    _, (living, unit) = plt.subplots(2, 1, figsize=(8, 6.6), height_ratios=[1, 1.15])
    _biological_neuron(living)
    _threshold_unit(unit)


def _biological_neuron(axes: Axes) -> None:
    _blank(axes, (-1.0, 10.6), (-2.05, 2.1), "A neuron in the brain")
    brown, axon = "#8C5A2B", COLORS["orange"]
    for angle, length in [(105, 1.5), (140, 1.6), (172, 1.7), (205, 1.6), (245, 1.5)]:
        tip = _ray((1.5, 0), angle, length)
        axes.plot([1.5, tip[0]], [0, tip[1]], color=brown, lw=4, solid_capstyle="round")
        for fork in (-28, 28):
            twig = _ray(tip, angle + fork, 0.5)
            axes.plot([tip[0], twig[0]], [tip[1], twig[1]], color=brown, lw=2, solid_capstyle="round")
    axes.add_patch(Ellipse((1.5, 0), 1.5, 1.3, facecolor="#E8C9A0", edgecolor=brown, lw=2, zorder=3))
    axes.add_patch(Circle((1.5, 0), 0.26, facecolor=brown, zorder=4))
    axes.plot([2.2, 7.2], [0, 0], color=axon, lw=5, solid_capstyle="round", zorder=2)
    for x in (2.9, 4.1, 5.3):
        axes.add_patch(Ellipse((x + 0.5, 0), 0.95, 0.36, facecolor="#FBE3A6", edgecolor=axon, zorder=3))
    for height in (-0.9, 0.0, 0.9):
        axes.plot([7.2, 8.3], [0, height], color=axon, lw=3, solid_capstyle="round")
        axes.add_patch(Circle((8.4, height), 0.14, facecolor=COLORS["vermillion"], zorder=3))
    axes.text(-0.9, 2.1, "dendrites\nreceive", va="top")
    axes.text(1.9, 0.8, "cell body\nadds up")
    axes.text(5.1, 0.35, "axon\npasses the pulse on", ha="center", va="bottom")
    axes.text(8.65, 0, "synapses\nto the next\nneurons", va="center")


def _threshold_unit(axes: Axes) -> None:
    _blank(axes, (-1.0, 10.6), (-2.35, 2.6), "A threshold logic unit")
    heights = {"$1$": 1.8, "$x_1$": 0.6, "$x_2$": -0.6, "$x_n$": -1.8}
    for (name, height), weight in zip(heights.items(), ["$b$", "$w_1$", "$w_2$", "$w_n$"], strict=True):
        _node(axes, (0, height), name, COLORS["grey"])
        _arrow(axes, (0.42, height), (3.05, 0.22 * height))
        axes.text(1.35, 0.73 * height + 0.16, weight, color=COLORS["vermillion"], ha="center")
    axes.text(0, -1.2, "⋮", ha="center", va="center", fontsize=15)
    _node(axes, (3.6, 0), r"$\Sigma$", COLORS["blue"], radius=0.55)
    _arrow(axes, (4.2, 0), (5.65, 0), r"$z$")
    _node(axes, (6.2, 0), "", COLORS["green"], radius=0.55)
    axes.plot([5.87, 6.2, 6.2, 6.53], [-0.22, -0.22, 0.22, 0.22], color=COLORS["green"], zorder=5)
    _arrow(axes, (6.8, 0), (8.3, 0), r"$h_{\mathbf{w}}(\mathbf{x})$")
    axes.text(0, 2.4, "inputs", ha="center")
    axes.text(1.35, 2.4, "weights", color=COLORS["vermillion"], ha="center")
    axes.text(3.6, -1.0, "weighted sum\n$z = \\mathbf{x}^T\\mathbf{w} + b$", ha="center", va="top")
    axes.text(6.2, -1.0, "step function", ha="center", va="top")
    axes.text(8.45, 0, "output", va="center")


def boolean_neurons() -> None:
    """Draw four nets of neurons that fire when at least two of their inputs are active."""
    figure, all_axes = plt.subplots(1, 4, figsize=(8, 3.2))
    figure.suptitle("A neuron that fires at two active connections computes logic", fontweight="bold")
    nets: list[tuple[str, list[tuple[str, int, bool]]]] = [
        ("C = A", [("A", 2, False)]),
        ("C = A and B", [("A", 1, False), ("B", 1, False)]),
        ("C = A or B", [("A", 2, False), ("B", 2, False)]),
        ("C = A and not B", [("A", 2, False), ("B", 1, True)]),
    ]
    for axes, (title, wires) in zip(all_axes, nets, strict=True):
        _blank(axes, (-1.5, 1.5), (-0.7, 3.2), title)
        axes.title.set_fontsize(11)
        _node(axes, (0, 2.5), "C", COLORS["blue"], radius=0.42)
        places = [0.0] if len(wires) == 1 else [-0.85, 0.85]
        for place, (name, count, inhibits) in zip(places, wires, strict=True):
            _node(axes, (place, 0), name, COLORS["grey"], radius=0.42)
            for shift in np.linspace(-0.14, 0.14, count) if count > 1 else [0.0]:
                start, end = (place + shift, 0.47), (0.35 * place + shift, 1.98)
                if inhibits:
                    _stop(axes, start, end)
                else:
                    _arrow(axes, start, end)


def layer(inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """Draw a fully connected layer of threshold logic units, bias included."""
    _, axes = plt.subplots(figsize=(7, 3.6))
    _blank(axes, (-1.3, 8.0), (-0.6, 3.9), "One layer of three units: every unit sees every input")
    sources = ["$1$", *inputs]
    left = np.linspace(3.2, 0.0, len(sources))
    right = np.linspace(3.2, 0.0, len(outputs))
    for height, name in zip(left, sources, strict=True):
        _node(axes, (0, height), name, COLORS["grey"], radius=0.36)
        for target in right:
            colour = COLORS["vermillion"] if name == "$1$" else COLORS["black"]
            _arrow(axes, (0.42, height), (4.0, target), color=colour, alpha=0.75)
    for height, name in zip(right, outputs, strict=True):
        _node(axes, (4.5, height), r"$\Sigma$", COLORS["blue"], radius=0.4)
        axes.plot([4.95, 5.2, 5.2, 5.45], height + np.array([-0.15, -0.15, 0.15, 0.15]), color=COLORS["green"])
        _arrow(axes, (5.55, height), (6.4, height))
        axes.text(6.55, height, name, va="center", fontsize=13)
    axes.text(-0.5, left[0], "bias", ha="right", va="center", color=COLORS["vermillion"])


def gate_planes(gates: Mapping[str, tuple[Sequence[float], float]], truth: Mapping[str, Sequence[int]]) -> None:
    """Draw truth tables over the plane, each with the boundary of its gate where there is one."""
    figure, all_axes = plt.subplots(1, len(truth), figsize=(2.35 * len(truth), 3.2), sharey=True)
    figure.suptitle("A gate is a line: blue side 1, orange side 0", fontweight="bold")
    for axes, (name, outputs) in zip(all_axes, truth.items(), strict=True):
        _frame(axes, (-0.5, 1.5), (-0.5, 1.5))
        if name in gates:
            half_planes(axes, *gates[name])
            axes.set_title(name)
        else:
            axes.set_title(f"{name}: no line")
        points(axes, CORNERS, np.asarray(outputs), size=130)
        axes.set(xticks=[0, 1], yticks=[0, 1], xlabel="$x_1$")
    all_axes[0].set_ylabel("$x_2$")


def follow(update: Update, X: Array, y: Array, epochs: int = 10) -> list[dict[str, Any]]:
    """Show a unit the samples in order and note its weights whenever the given update rule changes them.

    Returns:
        one record per frame: weights `w`, bias `b`, and the `sample` that caused the change (None at the start).
    """
    W, b = np.zeros((X.shape[1], 1)), np.zeros(1)
    frames: list[dict[str, Any]] = [{"w": W[:, 0], "b": float(b[0]), "sample": None}]
    for _ in range(epochs):
        for sample, (x, target) in enumerate(zip(X, y, strict=True)):
            y_hat = (x @ W + b >= 0).astype(int)
            if y_hat[0] != target:
                W, b = update(W, b, x, np.array([target]), y_hat, 1.0)
                frames.append({"w": np.array(W)[:, 0], "b": float(np.ravel(b)[0]), "sample": sample})
    return frames


def turning(X: Array, y: Array, frame: Mapping[str, Any]) -> None:
    """Draw one frame of `follow`: the samples, the boundary, the arrow w, and the sample that turned them."""
    _, axes = plt.subplots(figsize=(6, 4.6))
    low, high = X.min() - 1, X.max() + 1
    _frame(axes, (low, high), (low, high))
    half_planes(axes, frame["w"], frame["b"])
    points(axes, X, y)
    if frame["sample"] is not None:
        x = X[frame["sample"]]
        axes.plot(*x, "o", ms=19, mfc="none", mec=COLORS["vermillion"], mew=2.2, label="the mistake behind this turn")
    wrong = int(np.sum((X @ frame["w"] + frame["b"] >= 0) != y))
    axes.set(xlabel="$x_1$", ylabel="$x_2$", title=f"{wrong} of {len(y)} samples on the wrong side")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=3, columnspacing=1.2, handletextpad=0.4)


def half_planes(axes: Axes, w: ArrayLike, b: float) -> None:
    """Shade the half where the unit answers 1, and draw the boundary between the halves."""
    (x_low, x_high), (y_low, y_high) = axes.get_xlim(), axes.get_ylim()
    across, up = np.meshgrid(np.linspace(x_low, x_high, 300), np.linspace(y_low, y_high, 300))
    w = np.asarray(w, dtype=float)
    z = w[0] * across + w[1] * up + b
    axes.pcolormesh(across, up, z >= 0, cmap=_HALVES, vmin=0, vmax=1, shading="auto", rasterized=True)
    if np.any(w != 0):
        axes.contour(across, up, z, levels=[0], colors=COLORS["black"], linewidths=1.8)


def points(axes: Axes, X: Array, y: Array, size: float = 60, names: Sequence[str] = ("$y=0$", "$y=1$")) -> None:
    """Scatter two classes, told apart by colour and by shape."""
    for value, (color, marker, name) in enumerate(zip(_CLASS_COLORS, _CLASS_MARKERS, names, strict=True)):
        chosen = X[np.asarray(y) == value]
        axes.scatter(
            chosen[:, 0], chosen[:, 1], s=size, c=color, marker=marker, edgecolors="white", label=name, zorder=3
        )


def detectors(X: Array, species: Array, names: Sequence[str], models: Sequence[Any], lines: Sequence[Any]) -> None:
    """Draw one panel per species: its detector's boundary, given as (slope, offset), and its two sides."""
    figure, all_axes = plt.subplots(1, len(names), figsize=(9, 3.8), sharey=True)
    figure.suptitle("Where each detector says yes (blue) and no (orange)", fontweight="bold")
    for number, (axes, name) in enumerate(zip(all_axes, names, strict=True)):
        is_target = (species == number).astype(int)
        mistakes = int(np.sum(np.asarray(models[number].predict(X)).astype(int) != is_target))
        points(axes, X, is_target, size=28, names=("other", name))
        slope, offset = lines[number]
        reach = np.array([0.5, 7.5])
        axes.plot(reach, slope * reach + offset, color=COLORS["black"], lw=1.8)
        across, up = np.meshgrid(np.linspace(0.5, 7.5, 141), np.linspace(-0.2, 2.9, 125))
        yes = np.asarray(models[number].predict(np.column_stack([across.ravel(), up.ravel()]))).astype(int)
        axes.pcolormesh(across, up, yes.reshape(across.shape), cmap=_HALVES, shading="auto", rasterized=True, zorder=0)
        for word, place in _middles(X, across, up, yes.reshape(across.shape)):
            axes.text(
                *place, word, color=COLORS["black"], fontsize=12, style="italic", ha="center", va="center", zorder=4
            )
        axes.set(xlim=(0.5, 7.5), ylim=(-0.2, 2.9), xlabel="petal length (cm)")
        axes.set_title(f"{name}: {mistakes} of {len(X)} wrong", fontsize=11)
        axes.legend(loc="upper left", handletextpad=0.1, borderpad=0.1)
    all_axes[0].set_ylabel("petal width (cm)")


def _middles(X: Array, across: Array, up: Array, yes: Array) -> list[tuple[str, tuple[float, float]]]:
    """Where to write "no" and "yes": each on its side, far from the boundary and from the samples X."""
    places = []
    for word, side in (("no", yes == 0), ("yes", yes == 1)):
        if side.any():
            other = np.vstack([np.column_stack([across[~side], up[~side]])[::7], X]) * (1, 2)
            inner = side & (across > 0.9) & (across < 7.1) & (up > 0.05) & (up < 2.1)
            inner = inner if inner.any() else side
            here = np.column_stack([across[inner], up[inner] * 2])[::7]
            room = ((here[:, None] - other[None]) ** 2).sum(axis=2).min(axis=1)
            best = here[int(np.argmax(room))]
            places.append((word, (float(best[0]), float(best[1]) / 2)))
    return places


def bound(trials: Sequence[tuple[float, int]], two: tuple[float, float, int]) -> None:
    """Draw mistakes made against mistakes allowed, one dot per data set.

    Args:
        trials: for each cloud the bound of the convergence theorem, and the mistakes that were made.
        two: of the samples 5 and 10 the right bound, the one with the distance for the margin, and the mistakes made.
    """
    _, axes = plt.subplots(figsize=(7, 4))
    ends = np.array([8.0, 2e4])
    axes.fill_between(ends, ends, 1e5, color="#F7D9CC", zorder=0)
    axes.plot(ends, ends, color=COLORS["black"], lw=1.8)
    axes.text(60, 300, "impossible:\nmore mistakes than the bound", ha="center", fontsize=10)
    axes.plot(*zip(*trials, strict=True), "o", color=COLORS["blue"], alpha=0.6, label="clouds of 30 samples")
    right, wrong, made = two
    axes.plot(right, made, "s", ms=9, color=COLORS["vermillion"], label="samples 5 and 10")
    axes.plot(
        wrong, made, "x", ms=9, mew=2.5, color=COLORS["vermillion"], label="the same, distance taken for $\\gamma$"
    )
    axes.set(xscale="log", yscale="log", xlim=ends, ylim=(1, 1e3))
    axes.set(xlabel=r"mistakes allowed, $(R/\gamma)^2$", ylabel="mistakes made")
    axes.set_title("The bound holds for extended samples, and only for them")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=3, fontsize=10, handletextpad=0.2)


def _frame(axes: Axes, xlim: tuple[float, float], ylim: tuple[float, float]) -> None:
    axes.set(xlim=xlim, ylim=ylim, aspect="equal")
    axes.grid(False)


def _blank(axes: Axes, xlim: tuple[float, float], ylim: tuple[float, float], title: str) -> None:
    axes.set(xlim=xlim, ylim=ylim, aspect="equal", title=title)
    axes.axis("off")


def _ray(start: tuple[float, float], degrees: float, length: float) -> tuple[float, float]:
    angle = np.deg2rad(degrees)
    return (start[0] + length * float(np.cos(angle)), start[1] + length * float(np.sin(angle)))


def _node(axes: Axes, place: tuple[float, float], name: str, color: str, radius: float = 0.4) -> None:
    axes.add_patch(Circle(place, radius, facecolor="white", edgecolor=color, lw=2, zorder=4))
    axes.text(*place, name, ha="center", va="center", fontsize=13, zorder=5)


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    name: str = "",
    color: str = COLORS["black"],
    alpha: float = 1.0,
) -> None:
    style = {"arrowstyle": "-|>", "color": color, "lw": 1.4, "alpha": alpha, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=style)
    if name:
        axes.text((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + 0.18, name, ha="center")


def _stop(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """An inhibiting connection ends in a small circle."""
    axes.plot([start[0], end[0]], [start[1], end[1]], color=COLORS["vermillion"], lw=1.6)
    axes.add_patch(Circle(end, 0.11, facecolor="white", edgecolor=COLORS["vermillion"], lw=1.6, zorder=5))
