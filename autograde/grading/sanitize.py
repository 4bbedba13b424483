"""Make what a student's notebook shows harmless: graded notebooks are opened in formgrader, which runs their HTML.

A script in an output or an answer would act there with the rights of the instructor.
"""

import re
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

_TEXT = ("text/plain", "text/latex")
_IMAGES = ("image/png", "image/jpeg")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_PLAIN_TAG = r"/?(?:b|br|code|details|em|i|li|ol|p|pre|strong|sub|summary|sup|table|tbody|td|th|thead|tr|ul)\s*/?>"
_TAG = re.compile(rf"<(?=[A-Za-z/!?])(?!{_PLAIN_TAG})", re.IGNORECASE)


def harmless_output(output: Mapping[str, Any]) -> NotebookNode:
    """An output as text and pictures only, without HTML, scripts, widgets and metadata."""
    kept: dict[str, Any] = {key: _clean(value) for key, value in output.items() if key not in {"data", "metadata"}}
    if "data" in output:
        data = output["data"]
        kept["data"] = {kind: _clean(data[kind]) for kind in _TEXT if isinstance(data.get(kind), str)}
        kept["data"] |= {kind: data[kind] for kind in _IMAGES if _is_base64(data.get(kind))}
        kept["metadata"] = {}
    return nbformat.from_dict(kept)


def harmless_markdown(text: str) -> str:
    """A student's Markdown without HTML but plain tags that have no attributes."""
    return _TAG.sub("&lt;", text)


def _is_base64(value: object) -> bool:
    return isinstance(value, str) and _BASE64.fullmatch(value) is not None


def _clean(value: Any) -> Any:
    """Text without halves of characters, which no file can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [_clean(item) for item in value] if isinstance(value, list) else value
