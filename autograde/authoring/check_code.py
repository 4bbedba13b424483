"""What a check runs with: its text, what it needs of the source, and the names that it takes from the student."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from autograde.authoring.names import Names, names_of, parse
from autograde.authoring.source import Cell, Source

#: Statements that only bind names: run alone, in another process, they do there what they do in the notebook.
_BINDING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


@dataclass(frozen=True)
class CheckCode:
    """One check as the examiner runs it.

    Attributes:
        text: the check cell.
        prelude: statements of the source's example cells that bind names which the check needs; they run first.
        from_student: names that the check takes from the student's kernel: those that a task makes.
    """

    text: str
    prelude: str = ""
    from_student: frozenset[str] = field(default_factory=frozenset)


class Unsound(Exception):
    """A name that a check needs cannot come from the source; says why."""


@dataclass(frozen=True)
class _Statement:
    """A top-level statement of an example cell: its number in the source, its line there, and its names."""

    number: int
    line: int
    node: ast.stmt
    names: Names


def check_codes(source: Source) -> dict[str, CheckCode]:
    """Return each check's code by the check's id.

    Raises:
        SyntaxError: a code cell is not Python.
        Unsound: a check needs a name that can come neither from a task nor from the source; `lint` names it before.
    """
    return {cell.id: check_code(source, cell) for cell in source.of_kind("check")}


def check_code(source: Source, check: Cell) -> CheckCode:
    """Return a check's code; raises as `check_codes`."""
    before = source.cells[: source.cells.index(check)]
    made = frozenset[str]().union(*(names_of(cell.text).bound for cell in before if cell.kind == "task"))
    needed = names_of(check.text).needed
    return CheckCode(check.text, _prelude(needed - made, made, before), needed & made)


def _prelude(needed: frozenset[str], made: frozenset[str], before: tuple[Cell, ...]) -> str:
    """The statements that bind some names and all that these need, in the source's order."""
    binders: dict[str, list[_Statement]] = {}
    for given in _statements(before):
        for name in given.names.bound:
            binders.setdefault(name, []).append(given)
    found: dict[int, _Statement] = {}
    todo = sorted(needed)
    while todo:
        if (statement := _binder(todo.pop(), binders)) is None or statement.number in found:
            continue
        of_tasks = sorted(statement.names.needed & made)
        if of_tasks:
            raise Unsound(f"line {statement.line} makes it with {of_tasks[0]!r}, which is a task's")
        found[statement.number] = statement
        todo += sorted(statement.names.needed)
    return "\n".join(ast.unparse(found[number].node) for number in sorted(found))


def _binder(name: str, binders: Mapping[str, list[_Statement]]) -> _Statement | None:
    """The one statement that binds a name; None where no example cell does."""
    statements = binders.get(name, [])
    for statement in statements:
        if not isinstance(statement.node, _BINDING):
            raise Unsound(f"line {statement.line} binds {name!r} in a statement that cannot run on its own")
    if len(statements) > 1:
        lines = " and ".join(str(statement.line) for statement in statements)
        raise Unsound(f"{name!r} is bound more than once, in the lines {lines}")
    return statements[0] if statements else None


def _statements(cells: tuple[Cell, ...]) -> Iterator[_Statement]:
    number = 0
    for cell in cells:
        if cell.kind == "example":
            for node in parse(cell.text).body:
                number += 1
                yield _Statement(number, cell.line + node.lineno, node, names_of(ast.unparse(node)))
