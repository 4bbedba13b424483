"""What an operator is: a function of a cell and one node of its tree that yields changes.

Each stands for a mistake of a student; tables at the ends of the modules beside this one name them.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograde.authoring.mutants.code import Change, Code

Changes = Iterator[Change]


@dataclass(frozen=True)
class Operator:
    """One kind of small change.

    Attributes:
        name: its name in reports.
        mistake: the mistake of a student that it stands for.
        changes: the changes that it makes at a node of a cell.
    """

    name: str
    mistake: str
    changes: Callable[[Code, ast.AST], Changes]


def name_of(node: ast.AST) -> str:
    """The last name of ``a.b.c``, or ""."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def parameters(function: ast.FunctionDef) -> set[str]:
    """The names of a function's parameters, without ``self``."""
    return {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]} - {"self", "cls"}
