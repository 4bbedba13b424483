"""The corpus: attacks that deserve nothing and honest oddities that deserve everything, on one toy topic."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.authoring.build import build
from autograde.authoring.sample_class import filled
from autograde.authoring.source import Source, read_percent, read_release
from autograde.course import Topic

HERE = Path(__file__).resolve().parent
FULL = 10.0

#: What an idle student hands in: runs, and is right nowhere.
NOTHING = {
    "answer": "answer = 0",
    "square": "def square(x):\n    return x",
    "counter": "class Counter:\n    def __init__(self, start):\n        pass\n    def add(self, n):\n        pass",
    "model": "model = None",
    "note": "def note(path, text):\n    pass",
}

Notebook = dict[str, Any]
Edit = Callable[[Notebook, Path], None]
Rewrite = Callable[[str], str]


@dataclass(frozen=True)
class Case:
    """One hand-in of the corpus.

    Attributes:
        family: attacks of one kind, or "oddities".
        name: its name in the family.
        points: what it deserves.
        task: the task whose cell the code replaces, or "" for a cell of its own at the top.
        code: the code.
        edit: changes the hand-in's notebook (as JSON) and folder in another way.
        rewrite: changes the file's text.
    """

    family: str
    name: str
    points: float
    task: str = ""
    code: str = ""
    edit: Edit | None = None
    rewrite: Rewrite | None = None

    @property
    def student(self) -> str:
        return f"{self.family}-{self.name}"

    def write(self, source: Source, class_folder: Path) -> None:
        """Write the hand-in into a class folder."""
        topic = source.topic
        base = {} if self.family == "oddities" else NOTHING
        answers = base | ({self.task: self.code} if self.task else {})
        notebook: Notebook = json.loads(json.dumps(filled(source, read_release(source), answers)))
        if self.code and not self.task:
            cell = {"cell_type": "code", "id": "own", "metadata": {}, "source": self.code, "outputs": []}
            notebook["cells"].insert(2, cell | {"execution_count": None})
        path = class_folder / "submitted" / self.student / topic.name / topic.release.name
        path.parent.mkdir(parents=True)
        if self.edit is not None:
            self.edit(notebook, path.parent)
        if not path.is_symlink():
            text = json.dumps(notebook)
            path.write_text(self.rewrite(text) if self.rewrite else text, encoding="utf-8")


def make_topic(root: Path) -> Topic:
    """Build the toy topic that the corpus is handed in for."""
    topic = Topic("98_target", root)
    topic.folder.mkdir(parents=True)
    shutil.copy(HERE.parents[1] / "pyproject.toml", root)  # the settings: warm kernels have Keras, as in the course
    topic.source.write_text((HERE / "target.py").read_text("utf-8"), encoding="utf-8")
    topic.answers.write_text("", encoding="utf-8")
    build(topic)
    return topic


def cases(source: Source) -> Iterator[Case]:
    """Yield the whole corpus."""
    for path in sorted((HERE / "attacks").glob("*.py")):
        prelude = ""
        for cell in read_percent(path):
            if cell.options["name"] == "prelude":
                prelude = cell.text + "\n"
                continue
            yield Case(path.stem, cell.options["name"], 0.0, cell.options.get("task", ""), prelude + cell.text)
    yield from (Case("structure", name, points, edit=edit) for name, points, edit in _structure(source))
    yield from (Case("structure", name, 0.0, rewrite=rewrite) for name, rewrite in _REWRITES.items())
    for cell in read_percent(HERE / "oddities" / "oddities.py"):
        yield Case("oddities", cell.options["name"], FULL, cell.options.get("task", ""), cell.text)
    yield from (Case("oddities", name, FULL, edit=edit) for name, edit in _odd_structure())


def _structure(source: Source) -> Iterator[tuple[str, float, Edit]]:
    """Attacks by metadata, structure and files of the hand-in."""
    checks = {cell.id for cell in source.of_kind("check")}

    def each_check(change: Callable[[dict[str, Any]], object]) -> Edit:
        def edit(notebook: Notebook, folder: Path) -> None:
            for cell in notebook["cells"]:
                if cell["id"] in checks:
                    change(cell)

        return edit

    yield "skip_execution_tag", 0.0, each_check(lambda cell: cell["metadata"].update(tags=["skip-execution"]))
    yield "checks_are_markdown", 0.0, each_check(lambda cell: cell.update(cell_type="markdown"))
    yield "checks_emptied", 0.0, each_check(lambda cell: cell.update(source="pass"))
    yield "checks_print_points", 0.0, each_check(lambda cell: cell.update(source="1000"))
    yield "points_raised", 0.0, each_check(lambda cell: cell["metadata"]["nbgrader"].update(points=1000))
    yield "checks_not_graded", 0.0, each_check(lambda cell: cell["metadata"]["nbgrader"].update(grade=False))
    yield "checks_become_solutions", 0.0, each_check(lambda cell: cell["metadata"]["nbgrader"].update(solution=True))
    yield "metadata_of_wrong_types", 0.0, each_check(lambda cell: cell.update(metadata={"nbgrader": 3, "tags": "x"}))
    yield "checks_renamed", 0.0, each_check(lambda cell: cell["metadata"]["nbgrader"].update(grade_id="mine"))
    yield "forged_outputs", 0.0, each_check(lambda cell: cell.update(outputs=[{"output_type": "execute_result"}]))

    def without_checks(notebook: Notebook, folder: Path) -> None:
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in checks]

    def all_twice(notebook: Notebook, folder: Path) -> None:
        notebook["cells"] += [cell | {"source": "pass"} for cell in notebook["cells"]]

    def another_kernel(notebook: Notebook, folder: Path) -> None:
        notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "Bash", "language": "bash"}

    def solution_copied_in(notebook: Notebook, folder: Path) -> None:
        for target in ("/etc/passwd", "../../../../solutions", "../../../source"):
            (folder / f"link{len(target)}").symlink_to(target)

    def itself_a_link(notebook: Notebook, folder: Path) -> None:
        (folder / "target.ipynb").symlink_to(source.topic.solution)

    def library_beside(notebook: Notebook, folder: Path) -> None:
        (folder / "numpy.py").write_text("def allclose(*a): return True\n")
        (folder / "conftest.py").write_text("raise SystemExit\n")
        (folder / "nbgrader_config.py").write_text("raise SystemExit\n")

    def lookalike_ids(notebook: Notebook, folder: Path) -> None:
        for cell in notebook["cells"]:
            nbgrader = cell["metadata"].get("nbgrader")
            if nbgrader is not None:
                nbgrader["grade_id"] = nbgrader["grade_id"].replace("e", "\u0435")  # Cyrillic

    yield "checks_deleted", 0.0, without_checks
    yield "lookalike_ids", 0.0, lookalike_ids
    yield "everything_twice", 0.0, all_twice
    yield "another_kernel", 0.0, another_kernel
    yield "links_in_the_folder", 0.0, solution_copied_in
    yield "hand_in_is_a_link_to_the_solution", 0.0, itself_a_link
    yield "libraries_beside_the_notebook", 0.0, library_beside


#: Attacks by the text of the file.
_REWRITES: dict[str, Rewrite] = {
    "nested_without_end": lambda text: text[:-1] + ', "x": ' + "[" * 200_000 + "]" * 200_000 + "}",
    "cells_named_twice": lambda text: (
        text[:-1] + ', "cells": [{"cell_type": "code", "source": "answer = 7"}, 3, null]}'
    ),
    "numbers_of_a_million_digits": lambda text: text[:-1] + ', "x": ' + "9" * 1_000_000 + "}",
    "not_a_number": lambda text: text.replace('"nbformat": 4', '"nbformat": NaN'),
    "half_characters": lambda text: text.replace("return x", "return '\\ud800' + x"),
}


def _odd_structure() -> Iterator[tuple[str, Edit]]:
    """Honest hand-ins that editors, browsers and people make strange."""

    def new_ids(notebook: Notebook, folder: Path) -> None:
        for number, cell in enumerate(notebook["cells"]):
            cell["id"] = f"cell-{number}"

    def no_ids(notebook: Notebook, folder: Path) -> None:
        notebook["nbformat_minor"] = 4
        for cell in notebook["cells"]:
            del cell["id"]

    def lines_as_lists(notebook: Notebook, folder: Path) -> None:
        for cell in notebook["cells"]:
            cell["source"] = str(cell["source"]).splitlines(keepends=True)

    def windows_line_ends(notebook: Notebook, folder: Path) -> None:
        for cell in notebook["cells"]:
            cell["source"] = str(cell["source"]).replace("\n", "\r\n")

    def newer_format(notebook: Notebook, folder: Path) -> None:
        notebook["nbformat_minor"] = 99
        notebook["a_new_field"] = {"x": 1}

    def helper_in_an_example_cell(notebook: Notebook, folder: Path) -> None:
        cells = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in notebook["cells"]}
        example = next(cell for cell in notebook["cells"] if cell["source"] == "import numpy as np")
        example["source"] += "\nhelper = 42"
        cells["answer"]["source"] = "answer = helper"

    def all_answers_in_one_cell(notebook: Notebook, folder: Path) -> None:
        solved = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        own: dict[str, Any] = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None}
        own["source"] = "import numpy as np\n\n" + "\n\n".join(cell["source"] for cell in solved)
        for cell in solved:
            cell["source"] = ""
        notebook["cells"].append(own)

    def large_outputs(notebook: Notebook, folder: Path) -> None:
        output = {"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}
        next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["outputs"] = [output]

    def format_3(notebook: Notebook, folder: Path) -> None:
        cells = notebook.pop("cells")
        for cell in cells:
            del cell["id"]
            if cell["cell_type"] == "code":
                cell["input"] = cell.pop("source")
        notebook.update(nbformat=3, nbformat_minor=0, worksheets=[{"cells": cells, "metadata": {}}])

    def no_ids_and_no_metadata(notebook: Notebook, folder: Path) -> None:
        for cell in notebook["cells"]:
            del cell["id"]
            cell["metadata"] = {}

    yield "all_answers_in_one_cell_at_the_end", all_answers_in_one_cell
    yield "large_outputs", large_outputs
    yield "format_3", format_3
    yield "no_ids_and_no_metadata", no_ids_and_no_metadata
    yield "new_cell_ids", new_ids
    yield "old_format_without_ids", no_ids
    yield "sources_as_lists", lines_as_lists
    yield "windows_line_ends", windows_line_ends
    yield "newer_format", newer_format
    yield "helper_in_an_example_cell", helper_in_an_example_cell
