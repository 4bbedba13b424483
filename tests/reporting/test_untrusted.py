"""What comes from a hand-in never becomes markup."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.reporting import untrusted
from autograde.sanitize import page_text
from tests.reporting.conftest import PNG
from tests.reporting.html import Page

NASTY = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![a](javascript:alert(1))",
                "[a](data:text/html,x)",
                "<a href='javascript:x'>", "](", "![", "`", "```\n", "|a|\n|-|\n", "&#106;avascript:", "<svg/onload=x>",
                "$", "$$", "\\href{javascript:alert(1)}{x}", "\\style{color:red}{y}", "\\text{<script>a</script>}",
                "{", "\\frac",
                '"', "'", "</span>", "<!--", "http://a.example/", "\x1b[31m", "\x00", "\u202e", "# ", "> ", "\n", "x",
            ]
        ),
        max_size=12,
    ).map("".join),
)  # fmt: skip


@given(NASTY)
def test_code_is_spans_and_the_same_text(text: str) -> None:
    page = Page(untrusted.code(text))
    assert page.tags <= {"span"}
    assert all(set(attributes) <= {"class"} for _, attributes in page.elements)
    assert page.text.strip("\n") == page_text(text, 10**6).strip("\n")


@given(NASTY)
def test_markdown_has_no_danger(text: str) -> None:
    page = Page(untrusted.markdown(text))
    assert page.dangers() == []
    assert "img" not in page.tags


def test_formulas_are_mathml_that_needs_no_script() -> None:
    page = Page(
        untrusted.markdown(r"A step: $w_1 + w_2 \ge 1$.\n\n$$z = \frac{1}{2} \sum_i x_i$$".replace("\\n", "\n"))
    )
    assert {"math", "msub", "mfrac"} <= page.tags
    assert [attributes.get("display") for tag, attributes in page.elements if tag == "math"] == ["inline", "block"]


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}", r"\style{color:red}{x}", r"\class{a}{x}", r"\text{<b>x</b>}", r"\text{&bad;}",
        r"\text{<!--}", r"\text{</mtext>}", "{" * 1500, r"\frac" * 300, "x" * 2001, r"\left(", "^", r"\begin{matrix}",
    ],
)  # fmt: skip
def test_what_is_no_harmless_formula_is_shown_as_typed(tex: str) -> None:
    page = Page(untrusted.markdown(f"${tex}$"))
    assert page.tags <= {"p", "span", "code"}
    assert page.text.strip() == f"${tex}$"


def test_prices_and_code_are_no_formulas() -> None:
    page = Page(untrusted.markdown("It costs $5, or $6.\n\n`$x$`"))
    assert page.tags == {"p", "code"}
    assert page.text.split("\n") == ["It costs $5, or $6.", "$x$", ""]


@given(NASTY)
def test_plain_text_has_no_control_characters_and_an_end(text: str) -> None:
    clean = page_text(text, 50)
    assert not any(ord(character) < 32 and character not in "\t\n" for character in clean)
    assert "\x1b" not in clean
    assert "\u202e" not in clean
    assert len(clean) < 50 + 40


def test_terminal_colours_go_text_stays() -> None:
    assert page_text("\x1b[0;31mValueError\x1b[0m: \x1b]8;;http://a\x1b\\no\x1b]8;;\x1b\\") == "ValueError: no"


def _display(**data: object) -> dict[str, Any]:
    return {"outputs": [{"output_type": "display_data", "data": {k.replace("_", "/"): v for k, v in data.items()}}]}


def test_html_svg_and_javascript_are_left_out() -> None:
    cell = _display(text_html="<b>x</b>", image_svg="<svg/>", application_javascript="alert(1)", text_plain="<Figure>")
    assert list(untrusted.outputs(cell)) == ["<Figure>"]
    assert list(untrusted.outputs(_display(text_html="<b>x</b>"))) == []


def test_an_image_is_shown_if_it_is_one() -> None:
    (image,) = untrusted.outputs(_display(image_png=PNG + "\n", text_plain="<Figure>"))
    assert isinstance(image, untrusted.Image)
    assert image.base64 == PNG


@pytest.mark.parametrize(
    "content",
    ["not base64!", base64.b64encode(b"<svg onload=alert(1)>").decode(), '"><script>', ["a", 3], {"a": 1}, None],
)
def test_what_claims_to_be_an_image_is_left_out(content: object) -> None:
    assert list(untrusted.outputs(_display(image_png=content))) == []


def test_streams_and_errors_are_text() -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
        {"output_type": "error", "ename": "ValueError", "evalue": "\x1b[31mno\x1b[0m", "traceback": ["secret"]},
    ]
    assert list(untrusted.outputs({"outputs": outputs})) == ["a\nb", "ValueError: no"]
