"""Read what a sandbox calls its result: JSON that anybody may have written, taken only if it fits its unit.

The size comes first, then the number of parts: only what is small enough is looked at. Of the notebook nothing is taken
but plain fields of its cells, of which the graded notebook is made again: it will be shown with the rights of the
instructor, by programs that render whatever Markdown, metadata and outputs it has.
"""

import math
import re
from collections.abc import Iterator
from typing import Any, Literal, cast

import nbformat
from nbformat import NotebookNode

from autograde import sanitize
from autograde.authoring.source import Cell, Kind
from autograde.grading.notebook import CellType, GradedCell, graded_notebook
from autograde.grading.results import Outcome, Score
from autograde.grading.sealed.submission import MAX_CELLS, TooManyParts, parse_bounded
from autograde.grading.unit import Material, Unit

#: Bytes of a result.
MAX_RESULT = 64 << 20
#: Notes of one hand-in, and characters of one.
MAX_NOTES = 200
MAX_NOTE = 1_000
#: Characters of all cells' texts together. Escaped, those of a hand-in may be four times as long.
MAX_TEXT = 8_000_000
#: Outputs of one cell and of all, and lines of a traceback; what is collected stays below (`sealed/dialogue.py`).
MAX_OUTPUTS = 1_010
MAX_ALL_OUTPUTS = 40_000
MAX_TRACEBACK = 200

_STATUSES = ("graded", "look", "unreadable", "missing")
#: Of these cells a hand-in gives the text; the others show what was handed out.
_GIVEN: tuple[Kind, ...] = ("task", "essay", "example", "figure")
#: Cells of a student's own, and copies of answers that stood further down (`sealed/rebuild.py`, `sealed/elsewhere.py`).
_OWN_CELL = re.compile(r"student-[0-9]{1,9}|answer-[a-z][a-z0-9_]{0,56}-[0-9]{1,9}")
_MAX_COUNT = 1 << 31


class Invalid(Exception):
    """The result does not fit its unit; the message says where."""


def validated(text: bytes | str, unit: Unit) -> Outcome:
    """An outcome for a unit, from what its sandbox has written.

    Whose it is and what could be earned come from the unit; numbers and texts are bounded; the notebook is made again.

    Raises:
        Invalid: it is not an outcome of this unit.
    """
    try:
        data = _parsed(text)
        status = _one_of(data["status"], _STATUSES)
        notes = tuple(_text(note, MAX_NOTE) for note in _list(data["notes"], MAX_NOTES))
        cells = list(unit.material.source.of_kind("check", "essay"))
        scores = tuple(map(_score, cells, _list(data["scores"], len(cells), len(cells))))
        return Outcome(
            unit.student,
            unit.material.topic,
            cast(Literal["graded", "look", "unreadable", "missing"], status),
            scores,
            notes,
            _notebook(data["notebook"], unit.material),
            _seconds(data["seconds"]),
            _seconds(data["cell_seconds"]),
        )
    except Invalid:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Invalid(f"{type(error).__name__}: {str(error)[:200]}") from error


def _parsed(text: bytes | str) -> Any:
    if len(text) > MAX_RESULT:
        raise Invalid("it is too large")
    try:
        return parse_bounded(text if isinstance(text, str) else text.decode("utf-8"))
    except TooManyParts as error:
        raise Invalid("it has too many parts") from error


def _score(cell: Cell, data: dict[str, Any]) -> Score:
    if data["grade_id"] != cell.id:
        raise Invalid(f"a score of another cell than {cell.id!r}")
    points = data["points"]
    if points is None:
        if cell.kind != "essay":
            raise Invalid(f"no points for the check {cell.id!r}")
    elif type(points) not in (int, float) or not (math.isfinite(points) and 0 <= points <= cell.points):
        raise Invalid(f"{str(points)[:20]} points for {cell.id!r}")
    elif cell.kind == "essay" and points:
        raise Invalid(f"points for the written answer {cell.id!r}")
    message = _text(data["message"], sanitize.MAX_MESSAGE + MAX_NOTE)
    return Score(cell.id, cell.task or cell.id, None if points is None else float(points), cell.points, message)


def _notebook(text: object, material: Material) -> str:
    """The graded notebook, made of plain fields of its cells and of what was handed out."""
    if type(text) is not str:
        raise Invalid("the notebook is no text")
    raw = _list(_parsed(text)["cells"], MAX_CELLS + 2 * len(material.release.cells))
    if sum(len(_list(cell.get("outputs", []), MAX_OUTPUTS)) for cell in raw) > MAX_ALL_OUTPUTS:
        raise Invalid("the notebook has too many outputs")
    if sum(len(sanitize.joined(cell["source"])) for cell in raw) > MAX_TEXT:
        raise Invalid("the notebook's cells are too long")
    cells = list(_cells(raw, material))
    released = dict.fromkeys(cell.id for cell in material.release.cells)
    if [cell.id for cell in cells if cell.id in released] != list(released):
        raise Invalid("the notebook lacks cells that were handed out")
    if len({cell.id for cell in cells}) < len(cells):
        raise Invalid("two cells of the notebook have one name")
    # Not `nbformat.writes`, which would validate what is made of checked fields. Texts whole: in lists of lines, a
    # million empty lines would be a large file.
    return str(nbformat.v4.writes(graded_notebook(material, cells), split_lines=False))


def _cells(raw: list[Any], material: Material) -> Iterator[GradedCell]:
    released = {cell.id: cell for cell in material.release.cells}
    kinds = {cell.id: cell.kind for cell in material.source.cells}
    for cell in raw:
        if cell["id"] in released:
            yield _released_cell(cell, released[cell["id"]], kinds[cell["id"]])
        else:
            yield _own_cell(cell)


def _released_cell(raw: dict[str, Any], released: NotebookNode, kind: Kind) -> GradedCell:
    text = _source(raw) if kind in _GIVEN else released.source
    if released.cell_type == "markdown" and text.strip() != released.source.strip():
        text = sanitize.notebook_markdown(text)
    return _graded(raw, released.cell_type, text)


def _own_cell(raw: dict[str, Any]) -> GradedCell:
    cell_type = _one_of(raw["cell_type"], ("code", "markdown"))
    if type(raw["id"]) is not str or not _OWN_CELL.fullmatch(raw["id"]):
        raise Invalid("a cell of the notebook has a name that nobody gave")
    text = _source(raw)
    return _graded(raw, cast(CellType, cell_type), text if cell_type == "code" else sanitize.notebook_markdown(text))


def _graded(raw: dict[str, Any], cell_type: CellType, text: str) -> GradedCell:
    if cell_type == "markdown":
        return GradedCell(raw["id"], cell_type, text)
    outputs = [nbformat.from_dict(_output(output)) for output in raw["outputs"]]
    return GradedCell(raw["id"], cell_type, text, outputs, _count(raw["execution_count"]))


def _source(raw: dict[str, Any]) -> str:
    return _whole(raw["source"]).encode("utf-8", "replace").decode()


def _output(raw: dict[str, Any]) -> dict[str, Any]:
    """An output's fields of the format, cleaned; whatever else it has is left out."""
    kind = _one_of(raw["output_type"], ("stream", "error", "display_data", "execute_result"))
    output: dict[str, Any] = {"output_type": kind}
    if kind == "stream":
        output |= {"name": _one_of(raw["name"], ("stdout", "stderr")), "text": _whole(raw["text"])}
    elif kind == "error":
        lines = [_whole(line) for line in _list(raw["traceback"], MAX_TRACEBACK)]
        output |= {"ename": _whole(raw["ename"]), "evalue": _whole(raw["evalue"]), "traceback": lines}
    else:
        output["data"] = {media_type: sanitize.joined(content) for media_type, content in raw["data"].items()}
        if kind == "execute_result":
            output["execution_count"] = _count(raw["execution_count"])
    return sanitize.notebook_output(output)


def _whole(text: object) -> str:
    """A text, which notebooks keep whole or as a list of lines."""
    if type(text) not in (str, list):
        raise Invalid("a text of the notebook is none")
    return sanitize.joined(text)


def _count(value: object) -> int | None:
    """The number that running a cell was given, as the kernel said; None for what is no such number."""
    return value if type(value) is int and 0 <= value < _MAX_COUNT else None


def _list(value: object, maximum: int, minimum: int = 0) -> list[Any]:
    if type(value) is not list or not minimum <= len(value) <= maximum:
        raise Invalid("a list is missing, too short or too long")
    return value


def _text(value: object, maximum: int) -> str:
    if type(value) is not str or len(value) > maximum:
        raise Invalid("a text is missing or too long")
    return sanitize.message(value)


def _seconds(value: object) -> float:
    if type(value) not in (int, float) or not math.isfinite(cast(float, value)):
        raise Invalid("a time is no number")
    return float(cast(float, value))


def _one_of(value: object, allowed: tuple[str, ...]) -> str:
    if type(value) is not str or value not in allowed:
        raise Invalid(f"the unknown word {str(value)[:20]!r}")
    return value
