"""The graded notebook: what was handed out, with a student's texts and what running them gave."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

import nbformat
from nbformat import NotebookNode

from autograde.grading.unit import Material

CellType = Literal["code", "markdown"]


@dataclass(frozen=True)
class GradedCell:
    """What a graded notebook takes of a hand-in for one cell.

    Attributes:
        id: of the handed-out cell, or a new one for a cell of the student's own.
        cell_type: what a cell of the student's own is; a handed-out one keeps its type.
        source: its text, as it is shown.
        outputs: what running it gave, if it is code.
        execution_count: the number that running it was given.
    """

    id: str
    cell_type: CellType
    source: str
    outputs: Sequence[NotebookNode] = ()
    execution_count: int | None = None


def graded_notebook(material: Material, cells: Iterable[GradedCell]) -> NotebookNode:
    """Make it: all metadata, nbgrader's too, are the handed-out notebook's; cells of the student's own have none."""
    released = {cell.id: cell for cell in material.release.cells}
    notebook = nbformat.v4.new_notebook(metadata=deepcopy(material.release.metadata))
    notebook.cells = [_node(cell, released.get(cell.id)) for cell in cells]
    return notebook


def _node(cell: GradedCell, released: NotebookNode | None) -> NotebookNode:
    if released is None:
        make = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        node = make(id=cell.id)
    else:
        node = deepcopy(released)
    node.source = cell.source
    if node.cell_type == "code":
        node.outputs, node.execution_count = list(cell.outputs), cell.execution_count
    return node
