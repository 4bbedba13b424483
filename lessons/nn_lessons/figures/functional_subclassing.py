"""Figures of topic 6: a model drawn from its own graph, and tables of who notices what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nn_lessons.style import COLORS

if TYPE_CHECKING:
    import pandas as pd

_BOX_WIDTH, _BOX_HEIGHT = 1.36, 0.72
_COLUMN, _ROW = 1.95, 1.0
_SWEEPS = 4


@dataclass
class Node:
    """One layer of a functional model, or a bend of an arrow that passes other layers by.

    Attributes:
        name: the layer's name.
        kind: the layer's class.
        shape: the shape of its output, the batch dimension left out.
        parameters: how many weights and biases it holds.
        sources: names of the layers it takes its inputs from, in order.
    """

    name: str
    kind: str
    shape: tuple[int | None, ...]
    parameters: int
    sources: list[str] = field(default_factory=list)


def graph(model: Any) -> list[Node]:
    """Return the layers of a functional Keras model with the layers each one listens to."""
    operations = {operation.name: operation for operation in model.operations}
    return [
        Node(
            name=entry["name"],
            kind=entry["class_name"],
            shape=tuple(operations[entry["name"]].output.shape[1:]),
            parameters=sum(int(np.prod(weight.shape)) for weight in getattr(operations[entry["name"]], "weights", [])),
            sources=list(dict.fromkeys(_sources(entry["inbound_nodes"]))),
        )
        for entry in model.get_config()["layers"]
    ]


def _sources(config: Any) -> Iterator[str]:
    """Yield the names of the layers whose tensors appear anywhere in a layer's serialised call."""
    if isinstance(config, Mapping):
        if config.get("class_name") == "__keras_tensor__":
            yield config["config"]["keras_history"][0]
            return
        config = list(config.values())
    if isinstance(config, list | tuple):
        for part in config:
            yield from _sources(part)


def layer_table(model: Any) -> "pd.DataFrame":
    """Return what ``model.summary()`` prints, as a table: layer, output shape, parameters, connections."""
    import pandas as pd

    nodes = sorted(graph(model), key=lambda node: node.kind != "InputLayer")
    rows = [(node.kind, (None, *node.shape), node.parameters, ", ".join(node.sources)) for node in nodes]
    names = pd.Index([node.name for node in nodes], name="layer")
    return pd.DataFrame(rows, columns=["class", "output shape", "parameters", "connected to"], index=names)


def draw_model(model: Any, title: str) -> Figure:
    """Draw a functional Keras model from its graph, left to right, with matplotlib alone."""
    nodes = {node.name: node for node in graph(model)}
    place = _layout(nodes)
    columns = 1 + max(column for column, _ in place.values())
    rows = [row for _, row in place.values()]
    figure, ax = plt.subplots(figsize=(min(1.75 * columns, 9.0), 1.15 * (max(rows) - min(rows)) + 1.7))
    for node in nodes.values():
        for source in node.sources:
            _draw_arrow(ax, [place[point] for point in _path(source, node.name, place)])
    for node in nodes.values():
        _draw_box(ax, node, place[node.name], is_output=node.name in model.output_names)
    ax.set(
        title=title,
        xlim=(-0.8, _COLUMN * (columns - 1) + 0.8),
        ylim=(_ROW * max(rows) + 0.55, _ROW * min(rows) - 0.55),
    )
    ax.axis("off")
    return figure


def _layout(nodes: Mapping[str, Node]) -> dict[str, tuple[int, float]]:
    """Give each layer, and each bend of a long arrow, a column (longest way from an input) and a row."""
    depth: dict[str, int] = {}
    for node in _in_order(nodes):
        depth[node.name] = 1 + max((depth[source] for source in node.sources), default=-1)
    neighbours: dict[str, list[str]] = {name: [] for name in depth}
    for node in nodes.values():
        for source in node.sources:
            chain = [source, *_bends(source, node.name, depth), node.name]
            for step, bend in enumerate(chain[1:-1], start=1):
                depth[bend] = depth[source] + step
                neighbours[bend] = []
            for left, right in pairwise(chain):
                neighbours[left].append(right)
                neighbours[right].append(left)
    columns = [[name for name in depth if depth[name] == column] for column in range(1 + max(depth.values()))]
    for column in columns:  # bypassing arrows start above the layers they bypass
        column.sort(key=lambda name: "→" not in name)
    row = _spread(columns)
    for sweep in range(2 * _SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            column.sort(key=lambda name: np.mean([row[other] for other in neighbours[name]] or [row[name]]))
        row = _spread(columns)
    return {name: (depth[name], row[name]) for name in depth}


def _in_order(nodes: Mapping[str, Node]) -> Iterator[Node]:
    """Yield the layers so that each comes after its sources."""
    done: set[str] = set()
    waiting = list(nodes.values())
    while waiting:
        ready = [node for node in waiting if done.issuperset(node.sources)]
        yield from ready
        done.update(node.name for node in ready)
        waiting = [node for node in waiting if node.name not in done]


def _bends(source: str, target: str, depth: Mapping[str, int]) -> list[str]:
    return [f"{source}→{target}:{column}" for column in range(depth[source] + 1, depth[target])]


def _path(source: str, target: str, place: Mapping[str, tuple[int, float]]) -> list[str]:
    bends = _bends(source, target, {name: column for name, (column, _) in place.items()})
    return [source, *bends, target]


def _spread(columns: Sequence[Sequence[str]]) -> dict[str, float]:
    return {name: index - (len(column) - 1) / 2 for column in columns for index, name in enumerate(column)}


def _draw_box(ax: Axes, node: Node, place: tuple[int, float], *, is_output: bool) -> None:
    x, y = _COLUMN * place[0], _ROW * place[1]
    color = COLORS["orange"] if is_output else COLORS["sky"] if node.kind == "InputLayer" else COLORS["grey"]
    corner = (x - _BOX_WIDTH / 2, y - _BOX_HEIGHT / 2)
    box = plt.Rectangle(corner, _BOX_WIDTH, _BOX_HEIGHT, facecolor="white", edgecolor=color, linewidth=2, zorder=3)
    tint = plt.Rectangle(corner, _BOX_WIDTH, _BOX_HEIGHT, facecolor=color, alpha=0.2, zorder=3)
    ax.add_patch(box)
    ax.add_patch(tint)
    numbers = " × ".join("?" if size is None else str(size) for size in node.shape)
    label = _without_count(node)
    ax.text(x, y - 0.2, label, ha="center", va="center", fontsize=9, fontweight="bold", zorder=4)
    ax.text(x, y + 0.02, f"{node.kind}, {numbers}", ha="center", va="center", fontsize=8, zorder=4)
    if node.parameters:
        ax.text(x, y + 0.22, f"{node.parameters} parameters", ha="center", va="center", fontsize=8, zorder=4)


def _without_count(node: Node) -> str:
    """The layer's name; one that Keras has made ("dense_12") without the number, which counts through the session."""
    made = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.kind).lower()
    return made if re.fullmatch(rf"{made}_\d+", node.name) else node.name


def _draw_arrow(ax: Axes, points: Sequence[tuple[int, float]]) -> None:
    xy = np.array([(_COLUMN * column, _ROW * row) for column, row in points])
    xy[0, 0] += _BOX_WIDTH / 2
    xy[-1, 0] -= _BOX_WIDTH / 2
    bends = [(x + side * _BOX_WIDTH / 2, y) for x, y in xy[1:-1] for side in (-1, 1)]
    xy = np.array([xy[0], *bends, xy[-1]])
    ax.plot(*xy[:-1].T, color=COLORS["black"], linewidth=1.3, solid_joinstyle="round", zorder=2)
    style = {"arrowstyle": "-|>", "color": COLORS["black"], "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy[-1], xytext=xy[-2], arrowprops=style, zorder=2)


def who_notices(change: np.ndarray, rows: Sequence[str], columns: Sequence[str], title: str) -> Figure:
    """Draw how much each listener's answer moves when a column of the data is set to zero.

    Args:
        change: mean absolute change, shape (listeners, columns).
        rows: names of the listeners.
        columns: names of the columns.
        title: the figure's message.
    """
    figure, ax = plt.subplots(figsize=(8.2, 0.62 * len(rows) + 1.7))
    ax.imshow(change > 0, cmap="Blues", vmin=0, vmax=2.2, aspect="auto")
    for row, column in np.ndindex(*change.shape):
        moved = change[row, column]
        text = f"{moved:.2f}" if moved > 0 else "—"
        ax.text(column, row, text, ha="center", va="center", color=COLORS["black"] if moved > 0 else COLORS["grey"])
    ax.set(title=title, xticks=range(len(columns)), yticks=range(len(rows)), xlabel="column set to zero")
    ax.set_xticklabels(columns, rotation=25, ha="right")
    ax.set_yticklabels(rows)
    ax.grid(False)
    return figure


def look_inside(incomes: np.ndarray, hidden: np.ndarray, prices: np.ndarray) -> Figure:
    """Draw what the hidden units and the output of a network answer while one column of the data is moved.

    Args:
        incomes: the values of that column, in 10,000 dollars.
        hidden: the answers of the hidden units, shape (values, units).
        prices: the answers of the output, in 100,000 dollars.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.2, 3.2), sharex=True, layout="constrained")
    styles = ["-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1))]
    colors = [COLORS[name] for name in ("blue", "orange", "green", "vermillion", "purple")]
    for unit, answers in enumerate(hidden.T):
        left.plot(incomes, answers, color=colors[unit % 5], linestyle=styles[unit % 5], label=f"unit {unit}")
    left.set(title="Each hidden unit bends once at most", ylabel="answer of the unit")
    left.legend(fontsize=8)
    right.plot(incomes, prices, color=COLORS["black"])
    right.set(title="The price is their weighted sum", ylabel="price (100,000 dollars)")
    for ax in (left, right):
        ax.set_xlabel("median income (10,000 dollars)")
    return figure


def parameters_by_path(model: Any) -> Figure:
    """Draw how many parameters a wide & deep network has in each of its paths, as bars on a logarithmic scale.

    Args:
        model: a network of two hidden layers and one output that listens to the input as well.
    """
    sizes = [int(np.prod(weight.shape)) for weight in model.get_weights()]
    n_features = model.get_weights()[0].shape[0]
    bars = {
        "wide path": n_features,
        "first hidden layer": sizes[0] + sizes[1],
        "second hidden layer": sizes[2] + sizes[3],
    }
    figure, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
    drawn = ax.barh(list(bars), list(bars.values()), color=[COLORS["orange"], COLORS["sky"], COLORS["blue"]])
    ax.bar_label(drawn, [f"{count:,}" for count in bars.values()], padding=3)
    ax.set(
        title=f"The wide path takes {n_features} of {sum(sizes):,} parameters",
        xscale="log",
        xlim=(1, 40_000),
        xlabel="parameters",
    )
    ax.invert_yaxis()
    return figure


def over_seeds(errors: Mapping[str, Sequence[float]], title: str, label: str) -> Figure:
    """Draw the errors of several networks, a dot for each seed and a line at the median.

    Args:
        errors: the errors of each network, one for each seed.
        title: the figure's message.
        label: what the errors are.
    """
    figure, ax = plt.subplots(figsize=(7, 0.6 * len(errors) + 1.3), layout="constrained")
    for row, (values, color) in enumerate(zip(errors.values(), ("grey", "blue", "orange", "sky"), strict=False)):
        ax.plot(values, [row] * len(values), "o", color=COLORS[color], alpha=0.8)
        median = float(np.median(values))
        ax.plot([median, median], [row - 0.3, row + 0.3], color=COLORS["black"], linewidth=2)
        ax.text(median, row - 0.34, f"{median:.2f}", ha="center", va="bottom", fontsize=9)
    ax.set(title=title, xlabel=label, yticks=range(len(errors)), ylim=(len(errors) - 0.4, -0.8))
    ax.set_yticklabels(errors)
    ax.set_xlim(left=0)
    return figure


def score_against_price(scores: np.ndarray, prices: np.ndarray) -> Figure:
    """Draw the scores that a comparer gives to districts against their prices (in 100,000 dollars)."""
    figure, ax = plt.subplots(figsize=(6, 3.6), layout="constrained")
    ax.plot(prices, scores, "o", color=COLORS["blue"], markersize=4, alpha=0.5)
    ax.set(
        title="Learned from pairs alone: dearer districts score higher",
        xlabel="price (100,000 dollars)",
        ylabel="score against the average district",
    )
    return figure


def town_view(weight: float, learned: np.ndarray, errors: Mapping[float, Sequence[float]]) -> Figure:
    """Draw the town's true view, the view that a network has learned, and the test errors of all loss weights.

    Args:
        weight: the loss weight of the main output of the network that is shown.
        learned: its answers on a square grid from -1 to 1, north along the first axis.
        errors: the test errors of each loss weight, one for each town.
    """
    north, east = np.mgrid[-1 : 1 : learned.shape[0] * 1j, -1 : 1 : learned.shape[1] * 1j]
    true = 2 * np.sin(3 * east) * np.cos(3 * north)
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(9, 3), layout="constrained")
    for ax, view, title in [(left, true, "The view"), (middle, learned, "Learned view")]:
        image = ax.imshow(view, origin="lower", extent=(-1, 1, -1, 1), cmap="cividis", vmin=-2.2, vmax=2.2)
        ax.set(title=title, xlabel="east", ylabel="north")
        ax.grid(False)
    figure.colorbar(image, ax=middle, label="price")
    weights = list(errors)
    right.plot(weights, [np.mean(errors[one]) for one in weights], color=COLORS["grey"])
    for one in weights:
        color = COLORS["orange"] if one == weight else COLORS["grey"]
        right.plot([one] * len(errors[one]), errors[one], "o", color=color, markersize=6 if one == weight else 4)
    right.set(title="Too little, too much", xlabel="main_weight", ylabel="test MSE of main_output", ylim=(0, None))
    return figure


def two_curves(curves: Mapping[str, Sequence[float]], title: str) -> Figure:
    """Draw learning curves on a logarithmic scale, each with its name."""
    figure, ax = plt.subplots(figsize=(7, 3.2), layout="constrained")
    for (name, losses), color, style in zip(curves.items(), ("grey", "orange"), ("--", "-"), strict=False):
        ax.plot(range(1, 1 + len(losses)), losses, color=COLORS[color], linestyle=style, label=name)
    ax.set(title=title, xlabel="epoch", ylabel="training MSE", yscale="log")
    ax.legend()
    return figure
