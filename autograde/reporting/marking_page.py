"""Formgrader's marking page with the model answer and the marking scheme below each written answer.

A class folder's nbgrader_config.py names `MarkingScheme` among nbconvert's preprocessors, and formgrader's server, in
which nbconvert makes the page, imports it.
"""

import json
import re
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

_SOLUTION = re.compile(r"^### BEGIN SOLUTION$\n(.*?)^### END SOLUTION$", re.MULTILINE | re.DOTALL)


class MarkingScheme(Preprocessor):
    """Puts a cell below each answer that a person marks: what the class folder's ``source`` says of it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Add the cells, on formgrader's page only: nbgrader's feedback is made likewise, and students read it."""
        if "submission_id" in resources:
            # The page is made of CLASS/autograded/STUDENT/TOPIC/NOTEBOOK.ipynb.
            root = Path(resources["metadata"]["path"]).parents[2]
            source = root / "source" / resources["assignment_id"] / f"{resources['notebook_id']}.ipynb"
            schemes = _schemes(source)
            nb.cells = [new for cell in nb.cells for new in (cell, *_scheme_of(cell, schemes))]
        return nb, resources


def _schemes(source: Path) -> dict[str, str]:
    """Model answer and marking scheme of each written answer, as Markdown by grade_id."""
    cells = json.loads(source.read_text("utf-8"))["cells"] if source.is_file() else []
    texts = {_written(cell): "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"}
    found = {name: _SOLUTION.search(text) for name, text in texts.items() if name}
    return {name: match[1].strip() for name, match in found.items() if match}


def _scheme_of(cell: NotebookNode, schemes: dict[str, str]) -> list[NotebookNode]:
    scheme = schemes.get(_written(cell))
    if scheme is None:
        return []
    text = f"**For the marker: model answer and marking scheme**\n\n{scheme}"
    return [new_markdown_cell("\n".join(f"> {line}" for line in text.splitlines()))]


def _written(cell: Any) -> str:
    """The name of a written answer; "" of any other cell."""
    metadata = cell["metadata"].get("nbgrader", {})
    return str(metadata["grade_id"]) if metadata.get("grade") and metadata.get("solution") else ""
