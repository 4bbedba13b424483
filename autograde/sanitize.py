"""Make text that comes from a hand-in safe to show: one function for each place where it is shown."""

import re
from collections.abc import Mapping
from typing import Any

#: Characters kept of a check's message.
MAX_MESSAGE = 5_000
#: Characters kept of a text on a page.
MAX_TEXT = 10_000

#: Control characters but tab and line feed, and marks that reverse the reading direction.
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_NOT_SHOWN = re.compile(f"[{_CONTROL}]")
#: Halves of characters, which JSON allows and no file can hold, as well.
_NOT_WRITTEN = re.compile(f"[{_CONTROL}\ud800-\udfff]")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")

#: A spreadsheet takes a cell that starts with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f]")

_TEXT = ("text/plain", "text/latex")
_IMAGES = ("image/png", "image/jpeg")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_PLAIN_TAG = r"/?(?:b|br|code|details|em|i|li|ol|p|pre|strong|sub|summary|sup|table|tbody|td|th|thead|tr|ul)\s*/?>"
_TAG = re.compile(rf"<(?=[A-Za-z/!?])(?!{_PLAIN_TAG})", re.IGNORECASE)

_IMAGE = re.compile(r"!\[")
_LINK_DEFINITION = re.compile(r"\]:")
#: A destination that says its scheme in plain letters; nothing that comes after it can change that.
_OTHER_LINK = re.compile(r"\]\((?!(?:https?://|mailto:)[^\s<>()\\`]*\))")
#: Commands with which MathJax makes links, styles and attributes.
_MATHJAX_HTML = re.compile(r"\\(href|style|class|cssId|require|html|mmlToken|bbox|enclose|includegraphics)(?![A-Za-z])")


def message(text: str) -> str:
    """A check's message, which any terminal, file and page can show; it shows where something was replaced."""
    return _NOT_WRITTEN.sub("\N{REPLACEMENT CHARACTER}", text[:MAX_MESSAGE])


def page_text(text: object, limit: int = MAX_TEXT) -> str:
    """Text for a page: without terminal colours and control characters, cut where it is too long."""
    clean = _NOT_SHOWN.sub("", _ANSI.sub("", joined(text)).replace("\r\n", "\n"))
    if len(clean) <= limit:
        return clean
    return f"{clean[:limit]}\n… ({len(clean) - limit:,} more characters)"


def spreadsheet_cell(text: str) -> str:
    """Text that a spreadsheet shows as it is: one line, an apostrophe before what would start a formula."""
    line = _NOT_IN_A_LINE.sub(" ", text)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line


def notebook_output(output: Mapping[str, Any]) -> dict[str, Any]:
    """An output as text and pictures only, without HTML, scripts, widgets and metadata.

    Graded notebooks are opened in formgrader, where a script would act with the rights of the instructor.
    """
    kept: dict[str, Any] = {key: _writable(value) for key, value in output.items() if key not in {"data", "metadata"}}
    if "data" in output:
        data = output["data"]
        kept["data"] = {kind: _writable(data[kind]) for kind in _TEXT if isinstance(data.get(kind), str)}
        if "text/latex" in kept["data"]:
            kept["data"]["text/latex"] = _plain_mathematics(kept["data"]["text/latex"])
        kept["data"] |= {kind: data[kind] for kind in _IMAGES if _is_base64(data.get(kind))}
        kept["metadata"] = {}
    return kept


def notebook_markdown(text: str) -> str:
    """A student's Markdown as formgrader may render it: plain tags, links to the web and to mail, no other HTML.

    Whatever is not known to be harmless is escaped, so that it is shown as it was typed: HTML, links of other kinds
    (``javascript:``, ``data:``, schemes in another encoding, addresses on this server), images and definitions of
    links, and those commands of MathJax that make HTML. Code in which such characters occur shows an additional
    backslash; that is the price.
    """
    safe = _TAG.sub("&lt;", text)
    safe = _IMAGE.sub(r"\!\[", safe)
    safe = _LINK_DEFINITION.sub(r"]\:", safe)
    safe = _OTHER_LINK.sub(r"]\(", safe)
    return _plain_mathematics(safe)


def joined(text: object) -> str:
    """Notebooks keep text whole or as a list of lines."""
    if isinstance(text, list):
        return "".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def _plain_mathematics(text: str) -> str:
    return _MATHJAX_HTML.sub(r"\\mathrm{\1}", text)


def _is_base64(value: object) -> bool:
    return isinstance(value, str) and _BASE64.fullmatch(value) is not None


def _writable(value: Any) -> Any:
    """Text without halves of characters, which no file can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [_writable(item) for item in value] if isinstance(value, list) else value
