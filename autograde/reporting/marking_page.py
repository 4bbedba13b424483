"""Formgrader's marking page: the model answer and the marking scheme below each answer, formulas without the network.

A class folder's nbgrader_config.py names `MarkingPage` among nbconvert's preprocessors, and formgrader's server, in
which nbconvert makes the page, imports it.
"""

import json
import re
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograde.reporting.mathematics import mathml
from autograde.sanitize import joined

_SOLUTION = re.compile(r"^### BEGIN SOLUTION$\n(.*?)^### END SOLUTION$", re.MULTILINE | re.DOTALL)
#: Code, in which a dollar is a dollar, or a formula.
_FORMULA = re.compile(
    r"(?P<code>```.*?```|`[^`]*`)|\$\$(?P<display>.+?)\$\$"
    r"|(?<![\\\w$])\$(?=\S)(?P<inline>(?:[^$\n]|\n(?!\n))+?)(?<=\S)\$(?![\w$])",
    re.DOTALL,
)
#: What is markup in Markdown, inside of a formula as well.
_MARKUP = re.compile(r"[\\`*_~|\[\]]")


class MarkingPage(Preprocessor):
    """Adds what the class folder's ``source`` says of each answer that a person marks, and draws formulas."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Change formgrader's page only: nbgrader's feedback is made likewise, and students read it."""
        if "submission_id" in resources:
            # The page is made of CLASS/autograded/STUDENT/TOPIC/NOTEBOOK.ipynb.
            root = Path(resources["metadata"]["path"]).parents[2]
            source = root / "source" / resources["assignment_id"] / f"{resources['notebook_id']}.ipynb"
            schemes = _schemes(source)
            nb.cells = [new for cell in nb.cells for new in (cell, *_scheme_of(cell, schemes))]
            for cell in nb.cells:
                if cell.cell_type == "markdown":
                    cell.source = _FORMULA.sub(_drawn, cell.source)
        return nb, resources


def _schemes(source: Path) -> dict[str, str]:
    """Model answer and marking scheme of each written answer, as Markdown by grade_id."""
    cells = json.loads(source.read_text("utf-8"))["cells"] if source.is_file() else []
    texts = {_written(cell): joined(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"}
    found = {name: _SOLUTION.search(text) for name, text in texts.items() if name}
    return {name: match[1].strip() for name, match in found.items() if match}


def _scheme_of(cell: NotebookNode, schemes: dict[str, str]) -> list[NotebookNode]:
    scheme = schemes.get(_written(cell))
    if scheme is None:
        return []
    return [new_markdown_cell(f"---\n**For the marker: model answer and marking scheme**\n\n{scheme}\n\n---")]


def _written(cell: Any) -> str:
    """The name of a written answer; "" of any other cell."""
    metadata = cell["metadata"].get("nbgrader", {})
    return str(metadata["grade_id"]) if metadata.get("grade") and metadata.get("solution") else ""


def _drawn(found: re.Match[str]) -> str:
    """A formula as MathML, in which Markdown finds no markup; code as it is."""
    if found["code"]:
        return found["code"]
    formula = mathml(found["display"] or found["inline"], display=bool(found["display"]))
    return _MARKUP.sub(lambda mark: f"&#{ord(mark[0])};", str(formula))
