"""Read a hand-in: a file that anything may have happened to."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.files import NotRegular, TooLarge, read_regular
from autograde.grading.sealed.file_kinds import kind_of_file

#: No honest notebook of the course comes near this, outputs included (bytes).
MAX_FILE_BYTES = 100_000_000
#: Lists, objects and their items in the file, outputs included: what a parser's memory goes into.
MAX_PARTS = 4_000_000
#: Cells that hold something.
MAX_CELLS = 5_000
#: All cell texts together (characters), pasted pictures left out.
MAX_TEXT = 1_000_000

#: All that is read of a notebook; outputs and attachments are dropped while they are parsed.
_KEYS = frozenset(
    {"cells", "worksheets", "cell_type", "source", "input", "level", "id", "metadata", "nbgrader", "grade_id"}
)
#: The closing mark is optional: else a text of escaped marks would be looked through once for each of them.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_PICTURE = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]{100,}")
_LEVELS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


class Unreadable(Exception):
    """The hand-in is no notebook; the message says why in words for student and instructor."""


class TooManyParts(ValueError):
    """JSON with more lists, objects and items than a parser's memory should go into."""


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


def parse_submission(content: bytes) -> list[SubmittedCell]:
    """The cells of a hand-in, leniently: the graded notebook is made from the source, so form matters little.

    Taken are notebooks of the formats 2 to 4 in UTF-8, UTF-16 or UTF-32, with or without a byte order mark; single
    bytes that are not UTF-8 are read as Latin-1. Outputs, attachments and pictures in texts count for nothing. Cells
    that hold neither text nor a name are left out.

    Raises:
        Unreadable: not a notebook, or too large a one.
    """
    if kind := kind_of_file(content):
        raise Unreadable(f"the file is {kind}")
    cells = [_cell(cell) for cell in _raw_cells(_parsed(_decoded(content)))]
    cells = [cell for cell in cells if cell.text.strip() or cell.id or cell.grade_id]
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"the notebook has more than {MAX_CELLS} cells; delete empty and foreign ones")
    if sum(len(cell.text) for cell in cells) > MAX_TEXT:
        raise Unreadable(
            "the notebook's cells hold more than a million characters; keep data in files, and delete what was pasted"
        )
    return cells


def read_file(path: Path) -> bytes:
    """The bytes of a hand-in, whatever they are.

    Raises:
        Missing: there is no file.
        Unreadable: no regular file, or too large.
    """
    try:
        return read_regular(path, MAX_FILE_BYTES)
    except FileNotFoundError as error:
        raise Missing(f"no file {path.name} was handed in{_instead(path)}") from error
    except NotRegular as error:
        raise Unreadable("the hand-in is a link or a special file, not a notebook; hand in the file itself") from error
    except TooLarge as error:
        raise Unreadable(f"{error.strerror}; clear its outputs and hand in again") from error
    except OSError as error:
        raise Unreadable(f"the file cannot be read: {error.strerror}") from error


def _instead(path: Path) -> str:
    """Other notebooks beside a missing one: it may be there under another name."""
    others = sorted(other.name[:100] for other in path.parent.glob("*.ipynb"))
    if not others:
        return ""
    return f"; there is {', '.join(others[:3])}{' and more' if len(others) > 3 else ''}: if that is it, rename it"


def _decoded(content: bytes) -> str:
    encoding = json.detect_encoding(content)
    if encoding != "utf-8":
        return content.decode(encoding, "replace")
    text = content.decode("utf-8", "surrogateescape")
    return text if text.isascii() else _ESCAPED_BYTE.sub(lambda byte: chr(ord(byte[0]) - 0xDC00), text)


def _parsed(text: str) -> Any:
    if not text.strip():
        raise Unreadable("the file is empty; save the notebook and hand in again")
    try:
        # Whole numbers as others: Python refuses to read one of thousands of digits, and none counts but a heading's
        # level.
        return parse_bounded(text, object_pairs_hook=_known, parse_int=float)
    except TooManyParts as error:
        todo = "clear its outputs and hand in again"
        raise Unreadable(f"the notebook holds millions of numbers or objects; {todo}") from error
    except (ValueError, RecursionError) as error:
        reason = kind_of_file(text.encode("utf-8", "replace"), not_json=True)
        raise Unreadable(f"the file is not a notebook: {reason}") from error


def parse_bounded(text: str, **options: Any) -> Any:
    """What ``json.loads`` makes of a text, with its options, if the text has at most `MAX_PARTS` parts.

    Raises:
        TooManyParts: it has more.
        ValueError, RecursionError: it is no JSON, or nested too deeply.
    """
    if _parts(text) > MAX_PARTS and _parts(_STRING.sub("", text)) > MAX_PARTS:
        raise TooManyParts
    return json.loads(text, **options)


def _parts(text: str) -> int:
    return sum(map(text.count, "[{,"))


def _known(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if key in _KEYS}


def _raw_cells(notebook: Any) -> list[dict[str, Any]]:
    """The cells of a notebook; up to format 3 they lie in worksheets."""
    found = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(found, list) and isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        found = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(found, list):
        raise Unreadable("the file is not a notebook: it has no list of cells; hand in the file that Jupyter saved")
    return [cell for cell in found if isinstance(cell, dict)]


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    cell_type, text = _string(cell.get("cell_type")), _text(cell.get("source", cell.get("input")))
    if cell_type == "heading":  # of format 3
        level = cell.get("level")
        cell_type, text = "markdown", f"{'#' * (int(level) if level in _LEVELS else 1)} {text}"
    if cell_type in {"markdown", "raw"}:
        text = _PICTURE.sub("data:,", text)
    return SubmittedCell(cell_type, text, _string(cell.get("id")), _string(grade_id))


def _text(source: object) -> str:
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return _string(source).replace("\r\n", "\n").replace("\r", "\n")


def _string(value: object) -> str:
    # Lone surrogates are legal JSON but no text: they could not be written again.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
