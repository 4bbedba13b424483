"""Figures of topic 3: slopes, the computational graph, loss surfaces, decision regions, gradients through depth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from numpy.typing import NDArray

from nn_lessons.style import COLORS

Array = NDArray[np.float64]

#: One colour and one marker a class, so that classes differ without colour as well.
CLASSES = ((COLORS["blue"], "o"), (COLORS["orange"], "^"), (COLORS["green"], "s"))


# ---------------------------------------------------------------------------------------------------------------------
# Slopes
# ---------------------------------------------------------------------------------------------------------------------


def secants(f: Callable[[Array], Array], slope: float, x: float, epsilon: float) -> None:
    """Draw the tangent of `f` at `x` and the two chords that estimate its slope."""
    _, axis = plt.subplots(figsize=(7, 3.8))
    w = np.linspace(x - 1.6 * epsilon, x + 1.9 * epsilon, 200)
    below, here, above = x - epsilon, x, x + epsilon
    axis.plot(w, f(w), color=COLORS["black"], label="$f$")
    axis.plot(w, f(np.array(x)) + slope * (w - x), "--", color=COLORS["grey"], label="tangent: the true slope")
    _chord(axis, f, here, above, w, COLORS["orange"], "one-sided: from $x$ to $x+\\epsilon$")
    _chord(axis, f, below, above, w, COLORS["blue"], "central: from $x-\\epsilon$ to $x+\\epsilon$")
    axis.plot([below, here, above], f(np.array([below, here, above])), "o", color=COLORS["black"], ms=7)
    axis.set_xticks([below, here, above], ["$x-\\epsilon$", "$x$", "$x+\\epsilon$"])
    axis.set(ylabel="$f$", ylim=(np.min(f(w)) - 0.6, np.max(f(w))), title="The central chord leans like the tangent")
    axis.legend()


def _chord(
    axis: Axes, f: Callable[[Array], Array], left: float, right: float, w: Array, color: str, label: str
) -> None:
    start, end = float(f(np.array(left))), float(f(np.array(right)))
    axis.plot(w, start + (end - start) / (right - left) * (w - left), color=color, label=label)


def difference_errors(epsilons: Array, errors: Mapping[str, Array], theory: Mapping[str, Array]) -> None:
    """Draw measured errors of difference quotients against epsilon, with the lines that theory predicts."""
    _, axis = plt.subplots(figsize=(7.4, 4.4))
    for (name, error), color, marker in zip(errors.items(), ("orange", "blue"), "^o", strict=True):
        axis.loglog(epsilons, error, marker, color=COLORS[color], ms=4.5, label=name)
    for (name, line), style in zip(theory.items(), ("--", ":"), strict=True):
        axis.loglog(epsilons, line, style, color=COLORS["black"], lw=1.5, label=name)
    axis.set(
        xlabel="$\\epsilon$ (smaller to the left)",
        ylabel="error of the slope",
        ylim=(1e-13, 30),
        title="Too large truncates, too small rounds",
    )
    axis.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=10)


def activations(pairs: Mapping[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]]) -> None:
    """Draw each activation function above its derivative."""
    z = np.linspace(-5, 5, 501)
    figure, axes = plt.subplots(2, len(pairs), figsize=(8.4, 4.4), sharex=True, sharey="row", squeeze=False)
    figure.suptitle("Only ReLU keeps a slope of 1 over a whole range", fontweight="bold")
    for (name, (function, derivative)), top, bottom in zip(pairs.items(), axes[0], axes[1], strict=True):
        top.plot(z, function(z), color=COLORS["blue"])
        bottom.plot(z, derivative(z), color=COLORS["vermillion"])
        top.set(title=name, ylim=(-1.2, 2.2))
        bottom.set(xlabel="$z$", ylim=(-0.1, 1.1), yticks=[0, 0.25, 0.5, 0.75, 1])
    axes[0, 0].set_ylabel("activation")
    axes[1, 0].set_ylabel("derivative")


# ---------------------------------------------------------------------------------------------------------------------
# The computational graph of one neuron
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Node:
    text: str
    x: float
    y: float
    feeds: tuple[str, ...] = ()


_NODES = {
    "x": _Node("$x$", 0, 2.5, ("z",)),
    "w": _Node("$w$", 0, 1.25, ("z", "P")),
    "b": _Node("$b$", 0, 0, ("z",)),
    "z": _Node("$z=wx+b$", 2.1, 1.9, ("y_hat",)),
    "y_hat": _Node("$\\hat y=\\sigma(z)$", 3.85, 1.9, ("e",)),
    "e": _Node("$e=\\hat y-y$", 5.6, 1.9, ("L",)),
    "L": _Node("$L=e^2$", 7.35, 1.9, ("J",)),
    "P": _Node("$P=\\lambda w^2$", 5.6, 0.15, ("J",)),
    "J": _Node("$J=L+P$", 9.3, 1.1),
}
_HALF_WIDTH, _HALF_HEIGHT = 0.68, 0.47


def neuron_graph(values: Mapping[str, float], gradients: Mapping[str, float] | None = None) -> None:
    """Draw the neuron as a graph: in each box the formula, its value and, where given, the gradient of J."""
    _, axis = plt.subplots(figsize=(9.2, 3.5))
    for node in _NODES.values():
        for target in node.feeds:
            _arrow(axis, node, _NODES[target])
    for name, node in _NODES.items():
        _box(axis, node, values[name], None if gradients is None else gradients.get(name))
    backward = gradients is not None and any(name != "J" for name in gradients)
    rule = "Backward: multiply along an arrow, add where two leave a box" if backward else "Forward: from left to right"
    axis.set(xlim=(-0.75, 10.05), ylim=(-0.5, 3.15), title=rule)
    axis.axis("off")
    given = f"given: $y={values['y']:g}$, $\\lambda={values['decay']:g}$"
    axis.text(10, -0.3, given, ha="right", va="center")
    axis.text(10, 3.0, "value, computed forward $\\rightarrow$", color=COLORS["blue"], ha="right", va="center")
    if gradients is not None:
        axis.text(
            10, 2.66, "$\\leftarrow$ gradient of $J$, backward", color=COLORS["vermillion"], ha="right", va="center"
        )


def _box(axis: Axes, node: _Node, value: float, gradient: float | None) -> None:
    corner = (node.x - _HALF_WIDTH, node.y - _HALF_HEIGHT)
    edge = COLORS["grey"] if gradient is None else COLORS["vermillion"]
    axis.add_patch(
        FancyBboxPatch(
            corner,
            2 * _HALF_WIDTH,
            2 * _HALF_HEIGHT,
            boxstyle="round,pad=0,rounding_size=0.1",
            fc="white",
            ec=edge,
            lw=1.5,
        )
    )
    axis.text(node.x, node.y + 0.28, node.text, ha="center", va="center")
    axis.text(node.x, node.y, _short(value), ha="center", va="center", color=COLORS["blue"])
    if gradient is not None:
        axis.text(node.x, node.y - 0.28, _short(gradient), ha="center", va="center", color=COLORS["vermillion"])


def _arrow(axis: Axes, source: _Node, target: _Node) -> None:
    lean = 0.2 * (source.y - target.y)
    start = (source.x + _HALF_WIDTH, source.y - lean)
    end = (target.x - _HALF_WIDTH, target.y + lean)
    axis.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=13, color=COLORS["grey"], lw=1.3))


def _short(number: float) -> str:
    return f"{float(np.squeeze(number)):.4f}".replace("-", "\N{MINUS SIGN}")


# ---------------------------------------------------------------------------------------------------------------------
# Layers and losses
# ---------------------------------------------------------------------------------------------------------------------


def dense_shapes(n: int, n_in: int, n_out: int) -> None:
    """Draw Z = XW + b as blocks whose sides are the shapes."""
    _, axis = plt.subplots(figsize=(8, 2.9))
    gap, left = 1.5, 0.0
    blocks = (
        ("Z", n, n_out, "green", "="),
        ("X", n, n_in, "sky", "@"),
        ("W", n_in, n_out, "orange", "+"),
        ("b", 1, n_out, "purple", ""),
    )
    for name, rows, columns, color, sign in blocks:
        _cells(axis, left, rows, columns, COLORS[color])
        shape = f"({columns},)" if name == "b" else f"({rows}, {columns})"
        axis.text(left + columns / 2, -rows / 2 - 0.55, f"${name}$  {shape}", ha="center", va="center")
        left += columns
        axis.text(left + gap / 2, 0, sign, ha="center", va="center", fontsize=15)
        left += gap
    axis.text(left - gap + 0.3, 0, "the same $b$ is added\nto every row", va="center", fontsize=10)
    axis.set(title="A dense layer is one matrix product")
    axis.set(xlim=(-0.3, left + 2.9), ylim=(-max(n, n_in) / 2 - 1, max(n, n_in) / 2 + 0.3), aspect="equal")
    axis.axis("off")


def _cells(axis: Axes, left: float, rows: int, columns: int, color: str) -> None:
    for row in range(rows):
        for column in range(columns):
            axis.add_patch(Rectangle((left + column, row - rows / 2), 1, 1, fc=color, ec="white", lw=2, alpha=0.75))


def softmax_blame(
    probabilities: Array, gradients: Array, true_class: int, names: Sequence[str], captions: Sequence[str], title: str
) -> None:
    """Draw, for each sample, the probabilities and the gradient of its loss with respect to the logits."""
    figure, axes = plt.subplots(2, len(captions), figsize=(8, 4.4), sharex=True, sharey="row", squeeze=False)
    figure.suptitle(title, fontweight="bold")
    for sample, caption in enumerate(captions):
        top, bottom = axes[0, sample], axes[1, sample]
        bars = top.bar(names, probabilities[sample], color=COLORS["sky"])
        bars[true_class].set(edgecolor=COLORS["black"], linewidth=2)
        colors = [COLORS["vermillion"] if value > 0 else COLORS["green"] for value in gradients[sample]]
        bottom.bar(names, gradients[sample], color=colors)
        bottom.axhline(0, color=COLORS["black"], lw=0.8)
        top.set(title=caption, ylim=(0, 1))
    axes[0, 0].set_ylabel("probability")
    axes[1, 0].set_ylabel("gradient at the logit")


# ---------------------------------------------------------------------------------------------------------------------
# Training
# ---------------------------------------------------------------------------------------------------------------------


def descent(
    loss: Callable[[float, float], float],
    paths: Mapping[str, Array],
    w_range: tuple[float, float],
    b_range: tuple[float, float],
) -> None:
    """Draw the loss surface over (w, b) as bands, once for each path of steps (rows of w, b)."""
    w, b = np.linspace(*w_range, 41), np.linspace(*b_range, 41)
    surface = np.array([[loss(w_value, b_value) for w_value in w] for b_value in b])
    levels = np.geomspace(surface.min(), surface.max(), 12)
    figure, axes = plt.subplots(1, len(paths), figsize=(8, 4.0), sharex=True, sharey=True, squeeze=False)
    for axis, (title, path) in zip(axes[0], paths.items(), strict=True):
        axis.contourf(w, b, surface, levels=levels, norm=LogNorm(), cmap="cividis", alpha=0.6)
        axis.plot(path[:, 0], path[:, 1], ".-", color=COLORS["vermillion"], lw=1.2, ms=5)
        axis.plot(*path[0], "s", color=COLORS["black"], ms=8, label="start")
        row, column = np.unravel_index(np.argmin(surface), surface.shape)
        axis.plot(w[column], b[row], "*", color=COLORS["blue"], ms=15, label="lowest loss")
        axis.set(title=title, xlabel="slope $w$ (1000 € per 100 m²)", xlim=w_range, ylim=b_range)
        axis.grid(False)
    axes[0, 0].set_ylabel("intercept $b$ (1000 €)")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)


def decision_regions(
    scores: Mapping[str, Callable[[Array], Array]], X: Array, y: NDArray[np.int64], title: str
) -> None:
    """Draw, for each named function from points to class scores, the plane coloured by the winning class."""
    figure, axes = plt.subplots(1, len(scores), figsize=(8.4, 3.6), sharex=True, sharey=True, squeeze=False)
    side = np.linspace(-1.15, 1.15, 161)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    for axis, (name, score) in zip(axes[0], scores.items(), strict=True):
        winner = np.argmax(score(grid), axis=1).reshape(side.size, side.size)
        axis.contourf(
            side, side, winner, levels=[-0.5, 0.5, 1.5, 2.5], colors=[color for color, _ in CLASSES], alpha=0.3
        )
        for label, (color, marker) in enumerate(CLASSES):
            axis.plot(*X[y == label].T, marker, color=color, ms=3.5)
        axis.set(title=name, xlabel="$x_1$", aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        axis.grid(False)
    axes[0, 0].set_ylabel("$x_2$")
    figure.suptitle(title, fontweight="bold")


def learning_curves(histories: Mapping[str, tuple[int, Array]], title: str) -> None:
    """Draw losses after each epoch, once against epochs and once against steps; each with its steps an epoch."""
    figure, (by_epoch, by_step) = plt.subplots(1, 2, figsize=(8.4, 3.6), sharey=True)
    for (name, (steps, history)), style in zip(histories.items(), ("-", "--", ":"), strict=True):
        by_epoch.plot(history, style, label=name)
        by_step.plot(steps * np.arange(1, len(history)), history[1:], style, label=name)
    by_epoch.set(title="the same data seen", xlabel="epochs", ylabel="loss on all points")
    by_step.set(title="the same number of steps", xlabel="steps (logarithmic)", xscale="log")
    by_step.legend(fontsize=10)
    figure.suptitle(title, fontweight="bold")


def gradient_flow(sizes: Mapping[str, Mapping[float, Array]], title: str) -> None:
    """Draw the size of the gradient in each hidden layer: one panel an activation, one line a scale of the weights."""
    figure, axes = plt.subplots(1, len(sizes), figsize=(8.8, 3.7), sharey=True, squeeze=False)
    for axis, (name, by_scale) in zip(axes[0], sizes.items(), strict=True):
        for (scale, size), marker in zip(by_scale.items(), "v^os", strict=False):
            axis.semilogy(np.arange(1, len(size) + 1), size / size[-1], marker=marker, ms=5, label=f"{scale:g}")
        axis.axhline(1, color=COLORS["black"], lw=0.8)
        axis.set(title=name, xlabel="hidden layer (1: next to input)", xticks=range(1, len(size) + 1, 3))
    axes[0, 0].set_ylabel("gradient at $z$, last layer = 1")
    axes[0, -1].legend(title="scale of the weights", fontsize=10, loc="lower right")
    figure.suptitle(title, fontweight="bold")
