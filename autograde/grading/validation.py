"""Read what a sandbox calls its result: JSON that anybody may have written, taken only if it fits its unit."""

import json
import math
from typing import Any, Literal, cast

import nbformat

from autograde import sanitize
from autograde.authoring.source import Cell
from autograde.grading.results import Outcome, Score
from autograde.grading.unit import Unit

#: Notes of one hand-in, and characters of one.
MAX_NOTES = 200
MAX_NOTE = 1_000

_STATUSES = ("graded", "look", "unreadable", "missing")


class Invalid(Exception):
    """The result does not fit its unit; the message says where."""


def validated(text: bytes, unit: Unit) -> Outcome:
    """An outcome for a unit, from what its sandbox has written.

    Whose it is and what could be earned come from the unit; numbers and texts are bounded; outputs are cleaned again.

    Raises:
        Invalid: it is not an outcome of this unit.
    """
    try:
        data = json.loads(text)
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
            _notebook(data["notebook"]),
            _seconds(data["seconds"]),
            _seconds(data["cell_seconds"]),
        )
    except Invalid:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Invalid(f"{type(error).__name__}: {str(error)[:200]}") from error


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


def _notebook(text: object) -> str:
    """A graded notebook, its outputs cleaned once more: they will be shown with the rights of the instructor."""
    if type(text) is not str:
        raise Invalid("the notebook is no text")
    notebook = nbformat.from_dict(json.loads(text))
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise Invalid("the notebook is not of the format") from error
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(sanitize.notebook_output(output)) for output in cell.outputs]
    return str(nbformat.writes(notebook))


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
        raise Invalid(f"the unknown status {str(value)[:20]!r}")
    return value
