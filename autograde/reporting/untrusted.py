"""Render what comes from a hand-in. Nothing of it becomes markup: text is escaped, images are PNG or JPEG bytes.

The pages hold no script, and their Content-Security-Policy forbids scripts and requests anyway.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograde.reporting.mathematics import mathml
from autograde.sanitize import joined, page_text

#: Longer code is cut (characters); an honest cell of the course is far shorter.
MAX_CODE = 50_000
#: Images of one page, together (bytes).
MAX_IMAGE_BYTES = 20_000_000

_MAGIC = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True)
class Image:
    """A figure: its media type and its base64 text, both checked."""

    media_type: str
    base64: str
    bytes: int


def code(text: str) -> Markup:
    """Python code with colours, as spans with pygments' class names."""
    clean = page_text(text, MAX_CODE)
    if len(clean) > MAX_CODE:
        return Markup(escape(clean))
    return Markup(highlight(clean, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)))


def markdown(text: str) -> Markup:
    """Markdown of a written answer: formulas are drawn, HTML is shown as text, images become their alternative text."""
    return Markup(_markdown().render(page_text(text, MAX_CODE)))


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")

    def formula(tex: str, how: Mapping[str, bool]) -> str:
        return str(mathml(tex.strip(), display=how["display_mode"]))

    parser.use(dollarmath_plugin, renderer=formula, allow_digits=False, double_inline=True, allow_labels=False)

    def image(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
        return f"<em>[{escape(tokens[index].content)}]</em>"

    def link(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
        tokens[index].attrSet("rel", "nofollow noopener noreferrer")
        return str(self.renderToken(tokens, index, options, env))

    parser.add_render_rule("image", image)
    parser.add_render_rule("link_open", link)
    return parser


def outputs(cell: Mapping[str, Any]) -> Iterator[str | Image]:
    """Yield what a cell shows: texts and figures; HTML, SVG, JavaScript and widgets are left out."""
    for output in cell.get("outputs", ()):
        kind = output.get("output_type")
        if kind == "stream":
            yield page_text(output.get("text", ""))
        elif kind == "error":
            yield page_text(f"{joined(output.get('ename'))}: {joined(output.get('evalue'))}")
        elif kind in {"display_data", "execute_result"}:
            data = output.get("data", {})
            image = next((found for name in _MAGIC if (found := _image(name, data.get(name)))), None)
            if image is not None:
                yield image
            elif "text/plain" in data:
                yield page_text(data["text/plain"])


def _image(media_type: str, content: object) -> Image | None:
    if not content:
        return None
    try:
        raw = base64.b64decode("".join(joined(content).split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not raw.startswith(_MAGIC[media_type]) or len(raw) > MAX_IMAGE_BYTES:
        return None
    return Image(media_type, base64.b64encode(raw).decode(), len(raw))
