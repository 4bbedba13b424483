"""Read the names of a student's cell, whatever it holds: in linear time, and without an exception."""

import ast
import functools
import re
import textwrap

from autograde.authoring.names import Names, names_of_python

#: Longer cells are not read: Python itself takes quadratic time for some texts.
MAX_CELL = 200_000
NO_NAMES = Names(frozenset(), frozenset(), frozenset())

#: Lines of IPython's own. Its transformer needs quadratic time for many of them, and gives up at some hundred.
_TIMED = re.compile(r"^([ \t]*)%{1,2}time[ \t]+(?=\S)", re.MULTILINE)
_MAGIC = re.compile(r"^([ \t]*)(?:[%!?/,;]|[\w.]+\?).*$", re.MULTILINE)
#: A cell of another language, or one that leaves no names behind.
_FOREIGN = re.compile(r"\s*%%(?!(?:time|capture|prun)\b)")
_MAGIC_VALUE = re.compile(r"^([ \t]*+[\w, \t]+=[ \t]*)[%!].*$", re.MULTILINE)


@functools.lru_cache(maxsize=1_000)  # the source's cells are read for each hand-in
def names_in(text: str) -> Names | None:
    """The global names of a cell that may hold magics; none where it is not Python.

    None stands for a cell that is too long or nests too deeply to be read.
    """
    if len(text) > MAX_CELL:
        return None
    try:
        return names_of_python(_python(text))
    except (SyntaxError, ValueError):  # null bytes are a ValueError
        return NO_NAMES
    except (RecursionError, MemoryError):
        return None


def _python(text: str) -> str:
    """A cell's Python: each magic, shell command and question has become a statement that does nothing.

    Raises:
        SyntaxError, ValueError: it is not Python.
        RecursionError, MemoryError: it nests too deeply.
    """
    try:
        ast.parse(text)
        return text
    except SyntaxError:
        if _FOREIGN.match(text):
            return ""
        text = _TIMED.sub(r"\1", textwrap.dedent(text))
        return _MAGIC.sub(r"\1pass", _MAGIC_VALUE.sub(r"\1None", text))


def is_stub(text: str, stub: str) -> bool:
    """Whether a task's cell is still as it was handed out, comments and blank lines left aside."""
    if text.strip() in {"", stub.strip()}:
        return True
    found = _statements(text)
    return found is not None and [code for code, _ in found] == [code for code, _ in _statements(stub) or ()]


def left_open(text: str, stub: str, names: frozenset[str]) -> frozenset[str]:
    """Those of a task's names that a cell's text does not bind, or only by a definition that was handed out."""
    if is_stub(text, stub):
        return names
    found = _statements(text)
    if found is None:
        return names if names_in(text) is NO_NAMES else frozenset()
    given = _handed_out(stub)
    return names.difference(*(names_of_python(code).bound for code, _ in found if code not in given))


def without_definitions(text: str, stub: str, names: frozenset[str]) -> str:
    """A task's cell without those statements of its stub that bind some names, or that raise an error.

    Args:
        text: the cell.
        stub: the cell as it was handed out.
        names: what must not be bound again.
    """
    given = {code for code, _ in _statements(stub) or ()} if is_stub(text, stub) else _handed_out(stub)
    lines = text.split("\n")
    for code, node in reversed(_statements(text) or ()):
        if code in given and (names_of_python(code).bound & names or isinstance(node, ast.Raise)):
            first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
            del lines[first - 1 : node.end_lineno]
    return "\n".join(lines).strip()


def _handed_out(stub: str) -> set[str]:
    """The functions and classes of a stub. What it assigns may be the beginning of an answer."""
    definitions = (ast.FunctionDef, ast.ClassDef)
    return {code for code, node in _statements(stub) or () if isinstance(node, definitions)}


@functools.lru_cache(maxsize=100)
def _statements(text: str) -> list[tuple[str, ast.stmt]] | None:
    """A cell's statements, each in one spelling and as parsed; None where it cannot be read."""
    if len(text) > MAX_CELL:
        return None
    try:
        return [(ast.unparse(node), node) for node in ast.parse(_python(text)).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
