"""Say what a file is that was handed in where a notebook was expected, and what to do about it."""

import ast
import re
import warnings

_RIGHT_ONE = "hand in the .ipynb file itself"

#: First bytes of files that are taken for notebooks.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", f"a zip archive (or an office document); unpack it and {_RIGHT_ONE}"),
    (b"\x1f\x8b", f"a compressed archive; unpack it and {_RIGHT_ONE}"),
    (b"7z\xbc\xaf\x27\x1c", f"a compressed archive; unpack it and {_RIGHT_ONE}"),
    (b"Rar!", f"a compressed archive; unpack it and {_RIGHT_ONE}"),
    (b"%PDF", f"a PDF document; {_RIGHT_ONE}"),
    (b"\x89PNG", f"a picture; {_RIGHT_ONE}"),
    (b"\xff\xd8\xff", f"a picture; {_RIGHT_ONE}"),
    (b"{\\rtf", f"a text document; {_RIGHT_ONE}"),
)
_PAGE = re.compile(rb"\s*<(?:!doctype|html|\?xml|!--|head|body)", re.IGNORECASE)
#: More text than this is not parsed to see whether it is Python.
_MAX_SCRIPT = 1_000_000


def kind_of_file(content: bytes, *, not_json: bool = False) -> str:
    """Say what a file is, as "a zip archive; unpack it ..."; "" where it may be a notebook.

    Args:
        content: the file, text as UTF-8.
        not_json: whether parsing has shown that it is no JSON: then there is always an answer.
    """
    for signature, words in _SIGNATURES:
        if content.startswith(signature):
            return words
    if _PAGE.match(content[:1000].removeprefix(b"\xef\xbb\xbf")):
        return f"an HTML page, perhaps the notebook as a browser shows it; {_RIGHT_ONE}"
    if not not_json:
        return ""
    if re.search(rb"^\s{0,20}<<<<<<< ", content, re.MULTILINE):
        return "the two sides of a git merge (lines of <<<<<<<); resolve it, open the notebook once, and hand in again"
    if content.lstrip()[:1] in {b"{", b"["}:
        return "not JSON; it may have been cut off while saving: open it in Jupyter, save it and hand in again"
    if _is_script(content):
        return f"a Python script; {_RIGHT_ONE}"
    return f"not JSON, but other text or data; {_RIGHT_ONE}"


def _is_script(content: bytes) -> bool:
    if len(content) > _MAX_SCRIPT:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(content).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    statements = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign)
    return any(isinstance(node, statements) for node in body)
