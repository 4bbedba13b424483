"""Read a hand-in: a file that anything may have happened to."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.files import NotRegular, TooLarge, read_regular

#: No honest notebook of the course comes near this, outputs included (bytes).
MAX_FILE_BYTES = 50_000_000
#: All cell texts together (characters).
MAX_TEXT = 1_000_000


class Unreadable(Exception):
    """The hand-in is no notebook; the message says why in words for student and instructor."""


class Missing(Unreadable):
    """There is no file."""


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as handed in. Only strings of it are ever used.

    Attributes:
        cell_type: ``code``, ``markdown`` or ``raw``.
        text: the source.
        id: the notebook format's cell id, or "".
        grade_id: nbgrader's grade_id, or "".
    """

    cell_type: str
    text: str
    id: str
    grade_id: str


def read_submission(path: Path) -> list[SubmittedCell]:
    """Read the cells of a hand-in, leniently: the graded notebook is made from the source, so form matters little.

    Raises:
        Missing: there is no file.
        Unreadable: no regular file, too large, not JSON, or not a notebook of format 4.
    """
    try:
        text = read_regular(path, MAX_FILE_BYTES).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise Missing(f"no file {path.name} was handed in") from error
    except NotRegular as error:
        raise Unreadable("the hand-in is a link or a special file, not a notebook") from error
    except TooLarge as error:
        raise Unreadable(f"{error.strerror}; clear its outputs and hand in again") from error
    except OSError as error:
        raise Unreadable(f"the file cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Unreadable("the file is not a notebook: not UTF-8 text") from error
    if not text.strip():
        raise Unreadable("the file is empty")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("the file is not a notebook: not JSON; it may have been cut off while saving") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise Unreadable("the file is not a notebook of format 4: it has no list of cells")
    cells = [_cell(cell) for cell in notebook["cells"] if isinstance(cell, dict)]
    if sum(len(cell.text) for cell in cells) > MAX_TEXT:
        raise Unreadable("the notebook's cells hold more than a million characters")
    return cells


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    source = cell.get("source")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return SubmittedCell(
        _string(cell.get("cell_type")),
        _string(source).replace("\r\n", "\n"),
        _string(cell.get("id")),
        _string(grade_id),
    )


def _string(value: object) -> str:
    # Lone surrogates are legal JSON but no text: they could not be written again.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
