"""Requirements: what a task's text asks, and the check that reads it, linked by a name in the source.

The prose marks a sentence with ``<!-- req: floats -->``; a check has a comment line ``# req: floats``. Notebooks show
neither.
"""

import re
from collections.abc import Iterator

from autograde.authoring.source import TASK_HEADING, Cell, Source

_ANY_MARK = re.compile(r"<!--\s*req\b.*?-->", re.DOTALL)
_ANY_COMMENT = re.compile(r"^[ \t]*#[ \t]*req\b.*$", re.MULTILINE)
_NAMES = re.compile(r"req:((?:\s*[a-z][a-z0-9_-]*\s*,)*\s*[a-z][a-z0-9_-]*)\s*(?:-->)?\s*")


def lint_requirements(source: Source) -> Iterator[tuple[int, str]]:
    """What is asked and not checked, or checked and not asked: the line of the cell, and what to mend."""
    for section in _sections(source):
        asked: dict[str, int] = {}
        checked: dict[str, int] = {}
        for cell in section:
            pattern = {"prose": _ANY_MARK, "check": _ANY_COMMENT}.get(cell.kind)
            for line, mark in _marks(cell, pattern) if pattern else ():
                names = _names(mark)
                if not names:
                    yield (line, f"{mark!r} names no requirement; write 'req: name' or 'req: name, other'")
                for name in names:
                    if cell.kind == "prose" and name in asked:
                        yield (line, f"the requirement {name!r} is already marked in line {asked[name]}")
                    (asked if cell.kind == "prose" else checked).setdefault(name, line)
        for name in asked.keys() - checked.keys():
            yield (
                asked[name],
                f"no check of this task reads the requirement {name!r}; add '# req: {name}' where one does",
            )
        for name in checked.keys() - asked.keys():
            yield (
                checked[name],
                f"the task's text asks no {name!r}; mark the sentence that does with <!-- req: {name} -->",
            )


def _sections(source: Source) -> Iterator[list[Cell]]:
    """The cells of each task, from its heading to the next one; first those before any task."""
    section: list[Cell] = []
    for cell in source.cells:
        if cell.kind == "prose" and TASK_HEADING.search(cell.text):
            yield section
            section = []
        section.append(cell)
    yield section


def _marks(cell: Cell, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for match in pattern.finditer(cell.text):
        yield cell.line + 1 + cell.text.count("\n", 0, match.start()), match[0].strip()


def _names(mark: str) -> list[str]:
    found = _NAMES.fullmatch(mark.removeprefix("<!--").strip().lstrip("# "))
    return [name.strip() for name in found[1].split(",")] if found else []
