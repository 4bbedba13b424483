"""What graded notebooks show of a hand-in: text and pictures, nothing that acts."""

from typing import Any

import pytest

from autograde.sanitize import notebook_markdown, notebook_output

PICTURE = "iVBORw0KGgo="


def _shown(**data: object) -> dict[str, Any]:
    return dict(notebook_output({"output_type": "display_data", "data": data, "metadata": {"x": "<script>"}})["data"])


def test_only_text_and_pictures_are_kept() -> None:
    data = {"text/plain": "<b>", "image/png": PICTURE, "text/html": "<b>", "application/javascript": "x()"}
    assert _shown(**data, **{"image/svg+xml": "<svg>"}) == {"text/plain": "<b>", "image/png": PICTURE}


@pytest.mark.parametrize("picture", ['"><script>x()</script>', ["a"], 3, None, {"a": 1}])
def test_a_picture_is_base64(picture: object) -> None:
    assert _shown(**{"image/png": picture}) == {}


def test_metadata_is_dropped() -> None:
    assert notebook_output({"output_type": "display_data", "data": {}, "metadata": {"a": 1}})["metadata"] == {}


def test_halves_of_characters_are_replaced() -> None:
    error = notebook_output({"output_type": "error", "ename": "\ud800", "evalue": "", "traceback": ["\udfff"]})
    assert (error["ename"], error["traceback"]) == ("?", ["?"])


@pytest.mark.parametrize(
    "text",
    [
        "<script>x()</script>",
        "<img src=x onerror=x()>",
        "<b onclick=x()>",
        "</script\n>",
        "<!-- -->",
        "<svg/onload=x()>",
        "<?x",
    ],
)
def test_markdown_loses_its_tags(text: str) -> None:
    assert "<" not in notebook_markdown(text).replace("&lt;", "")


@pytest.mark.parametrize(
    "text", ["a < b and b > c", "$x<3$", "<b>x</b><br/>", "<details><summary>s</summary>t</details>"]
)
def test_honest_markdown_stays(text: str) -> None:
    assert notebook_markdown(text) == text
