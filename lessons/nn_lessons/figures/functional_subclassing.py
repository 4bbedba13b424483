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
#: Layers that students seldom name; Keras numbers them through the session, which a picture need not show.
_COUNTED = {"Concatenate", "GetItem"}


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
    label = re.sub(r"_\d+$", "", node.name) if node.kind in _COUNTED else node.name
    ax.text(x, y - 0.2, label, ha="center", va="center", fontsize=9, fontweight="bold", zorder=4)
    ax.text(x, y + 0.02, f"{node.kind}, {numbers}", ha="center", va="center", fontsize=8, zorder=4)
    if node.parameters:
        ax.text(x, y + 0.22, f"{node.parameters} parameters", ha="center", va="center", fontsize=8, zorder=4)


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
