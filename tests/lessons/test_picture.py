"""Pictures carry a text alternative wherever a notebook is read."""

import re
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import pytest

import nn_lessons as lesson

matplotlib.use("agg")

SENTENCE = 'Loss "J" falls from 2 to 1 & stays.'


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """What has been displayed: data and metadata by MIME type."""
    outputs: list[tuple[dict[str, str], dict[str, Any]]] = []

    def display(data: dict[str, str], *, metadata: dict[str, Any], raw: bool) -> None:
        assert raw
        outputs.append((data, metadata))

    monkeypatch.setattr("IPython.display.display", display)
    return outputs


def test_a_picture_says_what_it_shows(shown: list[tuple[dict[str, str], dict[str, Any]]]) -> None:
    plt.plot([2, 1])
    lesson.show(SENTENCE)
    ((data, metadata),) = shown
    assert 'alt="Loss &quot;J&quot; falls from 2 to 1 &amp; stays."' in data["text/html"]
    assert metadata["image/png"]["alt"] == data["text/plain"] == SENTENCE
    assert data["image/png"] in data["text/html"]
    assert not plt.get_fignums(), "the figure would be shown twice"


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_picture_without_a_sentence_is_refused(alt: str) -> None:
    plt.plot([1])
    with pytest.raises(ValueError, match="sentence"):
        lesson.show(alt)
    plt.close("all")


def test_nothing_drawn_is_nothing_to_show() -> None:
    with pytest.raises(ValueError, match="no figure yet"):
        lesson.show(SENTENCE)


def draw(value: int) -> None:
    plt.figure(figsize=(1, 1))
    plt.plot([value])


def test_a_slider_holds_every_frame_and_a_still_one(shown: list[tuple[dict[str, str], dict[str, Any]]]) -> None:
    lesson.slider(draw, [1, 2, 3], label="epochs:", default=1, alt="The line rises.")
    ((data, metadata),) = shown
    assert len(set(re.findall(r"base64,[\w+/=]+", data["text/html"]))) == 3
    assert metadata["image/png"]["alt"] == data["text/plain"] == "The line rises. Shown: epochs: 2"
    assert 'alt="The line rises. Shown: epochs: 2" data-alt="The line rises. Shown: epochs: "' in data["text/html"]
    assert 'aria-valuetext="2"' in data["text/html"]
    assert 'max="2" value="1"' in data["text/html"]


def test_grading_draws_the_still_frame_alone(
    shown: list[tuple[dict[str, str], dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    drawn: list[int] = []

    def count_and_draw(value: int) -> None:
        drawn.append(value)
        draw(value)

    lesson.slider(count_and_draw, [1, 2, 3], label="n:", default=1)
    assert drawn == [2]
    assert len(shown) == 1


def test_a_slider_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match="no value to draw"):
        lesson.slider(draw, [], label="n:")
