"""Which names a cell binds and which it needs: enough to see that checks and demo cells stand on firm ground."""

import ast
import builtins
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

_GIVEN = frozenset(dir(builtins)) | {"__name__", "__file__", "get_ipython", "display", "In", "Out", "_", "__"}


@dataclass(frozen=True)
class Names:
    """Global names of one code cell.

    Attributes:
        bound: names that the cell assigns, defines or imports.
        imported: those of them that it imports.
        needed: names that it reads and does not bind itself, builtins left out.
    """

    bound: frozenset[str]
    imported: frozenset[str]
    needed: frozenset[str]


def parse(text: str) -> ast.Module:
    """Parse a code cell, IPython's magics allowed.

    Raises:
        SyntaxError: the cell is not Python.
    """
    return ast.parse(TransformerManager().transform_cell(text))


def names_of(text: str) -> Names:
    """Return the global names of a code cell.

    Raises:
        SyntaxError: the cell is not Python.
    """
    return names_of_python(TransformerManager().transform_cell(text))


def names_of_python(code: str) -> Names:
    """Return the global names of Python code without magics.

    Raises:
        SyntaxError: it is not Python.
    """
    top = symtable.symtable(code, "cell", "exec")
    symbols = top.get_symbols()
    bound = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    bound |= {symbol.get_name() for symbol in symbols if symbol.is_namespace()}
    imported = {symbol.get_name() for symbol in symbols if symbol.is_imported()}
    needed = {symbol.get_name() for symbol in symbols if symbol.is_referenced()} | set(_needed_inside(top))
    return Names(frozenset(bound), frozenset(imported), frozenset(needed - bound - _GIVEN))


def imported_modules(text: str) -> set[str]:
    """Dotted names that a code cell's import statements may load: for ``from a import b`` both ``a`` and ``a.b``.

    Raises:
        SyntaxError: the cell is not Python.
    """
    found = set()
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _needed_inside(table: symtable.SymbolTable) -> Iterator[str]:
    for child in table.get_children():
        for symbol in child.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                yield symbol.get_name()
        yield from _needed_inside(child)
