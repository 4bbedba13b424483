"""A student's Markdown, rendered as formgrader and nbgrader's feedback do: nothing in it acts."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from autograde.sanitize import notebook_markdown, notebook_output

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("blockquote", "details", "div", "hr", "li", "ol", "p", "pre", "summary", "ul")
_TABLES = ("table", "tbody", "td", "th", "thead", "tr")
_INLINE = ("a", "b", "br", "code", "dd", "del", "dl", "dt", "em", "i", "span", "strong", "sub", "sup")
PLAIN = frozenset((*_HEADINGS, *_BLOCKS, *_TABLES, *_INLINE))
#: What Markdown itself gives to such tags; all of them are harmless.
ATTRIBUTES = {"class", "id", "start", "style", "align"}
SCHEMES = ("http://", "https://", "mailto:", "#")


class Dangers(HTMLParser):
    """Collects what a page should not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in PLAIN:
            self.found.append(tag)
        for name, value in attrs:
            if name == "href" and not (value or "").startswith(SCHEMES):
                self.found.append(f"{name}={value}")
            elif name not in ATTRIBUTES | {"href"}:
                self.found.append(name)


def dangers(text: str) -> list[str]:
    """What two renderers of Markdown make of a student's text after it has been made safe."""
    safe = notebook_markdown(text)
    pages = markdown2html_mistune(safe), MarkdownIt("commonmark").enable("table").render(safe)
    found = []
    for page in pages:
        parser = Dangers()
        parser.feed(page)
        found += parser.found
    return found


CASES = [
    "[x](javascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[1]\n\n[1]: <javascript:alert(1)> 'title'",
    "[x\n]: javascript:alert(1)\n\n[x]",
    "[x](/formgrader/api/assignments)",
    "[x](//example.org)",
    "![x](https://example.org/count.png)",
    "![x][1]\n\n[1]: https://example.org/count.png",
    "[![x](https://example.org/count.png)](javascript:alert(1))",
    "\\![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<b onclick=alert(1)>x</b>",
    "<svg><script>alert(1)</script></svg>",
    "<details ontoggle=alert(1) open>",
]
PIECES = [*"[]()!<>:\\`1x\"'*$\n", "\n\n", "    ", "&#106;", "&colon;", "img src=x "]
PIECES += ["javascript:", "JAVASCRIPT:", "data:text/html,", "https://a.org", "mailto:a@b.org", "//a.org"]


@pytest.mark.parametrize("text", CASES)
def test_known_tricks_are_shown_as_text(text: str) -> None:
    assert dangers(text) == []


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
@settings(max_examples=400, deadline=None)
def test_no_combination_of_pieces_acts(text: str) -> None:
    assert dangers(text) == []


MATHJAX_HTML = ["href", "style", "class", "cssId", "require", "html", "mmlToken", "bbox", "enclose", "includegraphics"]


@pytest.mark.parametrize("command", MATHJAX_HTML)
def test_mathematics_makes_no_html(command: str) -> None:
    text = rf"$\{command}{{javascript:alert(1)}}{{x}}$"
    assert f"\\{command}" not in notebook_markdown(text)
    output = {"output_type": "display_data", "data": {"text/latex": text}, "metadata": {}}
    assert f"\\{command}" not in notebook_output(output)["data"]["text/latex"]


@pytest.mark.parametrize(
    "text",
    [
        "Because $w^T x = 0$ is *one* line, see [the lecture](https://example.org/a?b=1&c=2), [me](mailto:a@b.org).",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<b>bold</b> and `code`, `x[0]`\n\n* a\n* list",
        r"$$\begin{aligned} \hat y &= \sigma(z) \\ \classes \end{aligned}$$",
    ],
)
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert notebook_markdown(text) == text
