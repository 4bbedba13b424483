"""Requirements: what a task's text asks, and the check that reads it, linked by a name in the source.

The prose marks a sentence with ``<!-- req: floats -->``; a check has a comment line ``# req: floats``. Notebooks show
neither.
"""

import re
from collections.abc import Iterator

from autograde.authoring.source import REQUIREMENT_COMMENT, REQUIREMENT_MARK, Cell, Source

_PATTERNS = {"prose": re.compile(REQUIREMENT_MARK), "check": re.compile(REQUIREMENT_COMMENT, re.MULTILINE)}
_NAMES = re.compile(r"req:((?:\s*[a-z][a-z0-9_-]*\s*,)*\s*[a-z][a-z0-9_-]*)\s*(?:-->)?\s*")


def lint_requirements(source: Source) -> Iterator[tuple[int, str]]:
    """What is asked and not checked, or checked and not asked: the line of the cell, and what to mend."""
    for section in source.sections():
        asked: dict[str, int] = {}
        checked: dict[str, int] = {}
        for cell in section.cells:
            for line, mark in _marks(cell):
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


def _marks(cell: Cell) -> Iterator[tuple[int, str]]:
    """The marks of a prose or check cell, each with its line in the source."""
    pattern = _PATTERNS.get(cell.kind)
    for match in pattern.finditer(cell.text) if pattern else ():
        yield cell.line + 1 + cell.text.count("\n", 0, match.start()), match[0].strip()


def _names(mark: str) -> list[str]:
    found = _NAMES.fullmatch(mark.removeprefix("<!--").strip().lstrip("# "))
    return [name.strip() for name in found[1].split(",")] if found else []
