"""A cell's text with its syntax tree, and small edits of the text at the tree's nodes.

Edits go into the text, not into the tree: layout and comments stay, so that a diff shows the change and nothing else.
(libcst keeps layout as well; with `ast` an operator is a few lines, because what it writes is text.)
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise


@dataclass(frozen=True)
class Edit:
    """Text in place of the bytes ``start`` to ``end``."""

    start: int
    end: int
    text: str


#: One change of a cell: edits that do not overlap.
Change = tuple[Edit, ...]


@dataclass(frozen=True)
class Code:
    """A cell's text.

    Attributes:
        text: Python without IPython's magics.
    """

    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree.

        Raises:
            SyntaxError: the text is not Python.
        """
        return ast.parse(self.text)

    @cached_property
    def _bytes(self) -> bytes:
        return self.text.encode()

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        for line in self._bytes.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return starts

    def nodes(self) -> Iterator[ast.AST]:
        """All nodes but docstrings, annotations and the insides of f-strings: Python 3.11 misplaces these."""
        return _walk(self.tree)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """The bytes of a node; of a function or class with its decorators."""
        first = min([node, *getattr(node, "decorator_list", [])], key=lambda part: part.lineno)
        # The @ of a decorator is not part of it.
        column = node.col_offset if first is not node else first.col_offset  # type: ignore[attr-defined]
        end = self._line_starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
        return self._line_starts[first.lineno - 1] + column, end

    def source(self, node: ast.AST) -> str:
        """The text of a node, without parentheses around it."""
        start, end = self.span(node)
        return self._bytes[start:end].decode()

    def replace(self, node: ast.AST, text: str) -> Change:
        """Other text for a node; an expression gets parentheses where it needs them."""
        plain, wrapped = (Edit(*self.span(node), new) for new in (text, f"({text})"))
        if not isinstance(node, ast.expr):
            return (plain,)
        trees = [_dump(self.changed((edit,))) for edit in (plain, wrapped)]
        return (wrapped,) if trees[1] and trees[0] != trees[1] else (plain,)

    def replace_between(self, left: ast.AST, right: ast.AST, old: str, new: str) -> Change:
        """Another operator between two operands."""
        gap = self.span(left)[1], self.span(right)[0]
        start = self._bytes.find(old.encode(), *gap)
        return (Edit(start, start + len(old), new),) if start >= 0 else ()

    def insert_before(self, statement: ast.stmt, text: str) -> Change:
        """Statements before a statement, in its indentation."""
        start = self.span(statement)[0]
        return (Edit(start, start, text.replace("\n", self._newline(statement)) + self._newline(statement)),)

    def insert_after(self, statement: ast.stmt, text: str) -> Change:
        """Statements after a statement, in its indentation."""
        end = self._line_starts[statement.end_lineno] if statement.end_lineno else 0  # after a comment at its end
        lines = "".join(f"{' ' * statement.col_offset}{line}\n" for line in text.split("\n"))
        ends_line = self._bytes[:end].endswith(b"\n")
        return (Edit(end, end, lines if ends_line else "\n" + lines),)

    def delete(self, statement: ast.stmt, body: Sequence[ast.stmt]) -> Change:
        """A statement less in a body."""
        if len(body) == 1:
            return self.replace(statement, "pass")
        first, last = self.span(statement)
        line = statement.lineno - 1 - len(getattr(statement, "decorator_list", []))
        if self._bytes[self._line_starts[line] : first].strip():  # another statement on the same line
            return self.replace(statement, "pass")
        return (Edit(self._line_starts[line], self._line_starts[statement.end_lineno or 0], ""),) if last else ()

    def drop(self, parts: Sequence[ast.AST], index: int) -> Change:
        """One of some parts less, that stand in a row between commas."""
        start, end = self.span(parts[index])
        if index + 1 < len(parts):
            end = self.span(parts[index + 1])[0]
        elif index:
            start = self.span(parts[index - 1])[1]
        return (Edit(start, end, ""),)

    def repeat(self, entry: ast.expr) -> Change:
        """An entry of a list twice."""
        end = self.span(entry)[1]
        return (Edit(end, end, f", {self.source(entry)}"),)

    def swap(self, one: ast.AST, other: ast.AST) -> Change:
        """Two nodes in each other's place."""
        return (*self.replace(one, self.source(other)), *self.replace(other, self.source(one)))

    def changed(self, change: Change) -> str:
        """The text with a change."""
        edits = sorted(change, key=lambda edit: (edit.start, edit.end))
        if any(before.end > after.start for before, after in pairwise(edits)):
            raise ValueError("the edits of a change overlap")
        text = self._bytes
        for edit in reversed(edits):
            text = text[: edit.start] + edit.text.encode() + text[edit.end :]
        return text.decode()

    @staticmethod
    def _newline(statement: ast.stmt) -> str:
        return "\n" + " " * statement.col_offset


def bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The statement lists of a node, without docstrings."""
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if isinstance(body, list) and body:
            yield body[1:] if _has_docstring(node) and len(body) > 1 else body


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "ctx"} or isinstance(node, ast.JoinedStr):
            continue
        children = value if isinstance(value, list) else [value]
        if name == "body" and _has_docstring(node):
            children = children[1:]
        for child in children:
            if isinstance(child, ast.AST):
                yield from _walk(child)


def _has_docstring(node: ast.AST) -> bool:
    documented = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None


def _dump(text: str) -> str:
    """The tree as text, or "" if the text is not Python."""
    try:
        return ast.dump(ast.parse(text))
    except (SyntaxError, ValueError):
        return ""
