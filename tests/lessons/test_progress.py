"""Progress is shown where a person watches, and nowhere else."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

import nn_lessons as lesson


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been displayed, in order; Keras and the notebook's surroundings are replaced."""
    lines: list[str] = []

    def callback(on_epoch_end: Any = None) -> SimpleNamespace:
        return SimpleNamespace(on_epoch_end=on_epoch_end)

    def display(data: dict[str, str], *, raw: bool, display_id: bool = True) -> SimpleNamespace:
        assert raw
        assert display_id
        lines.append(data["text/plain"])
        return SimpleNamespace(update=display)

    keras = SimpleNamespace(callbacks=SimpleNamespace(Callback=callback, LambdaCallback=callback))
    monkeypatch.setitem(sys.modules, "keras", keras)
    monkeypatch.setattr("IPython.display.display", display)
    for name in ("JPY_SESSION_NAME", "COLAB_RELEASE_TAG", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    return lines


def test_one_line_is_renewed_where_a_person_watches(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", "keras_classifier.ipynb")
    callback = lesson.progress(30)
    callback.on_epoch_end(0, {"loss": 0.72704, "val_accuracy": 0.8262})
    assert shown == ["epoch 0 of 30 ...", "epoch 1 of 30: loss 0.727, val_accuracy 0.826"]


def test_nothing_is_shown_where_a_program_runs_the_notebook(shown: list[str]) -> None:
    assert lesson.progress(30).on_epoch_end is None
    assert shown == []


def test_nothing_is_shown_while_grading(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", "keras_classifier.ipynb")
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert lesson.progress(30).on_epoch_end is None
    assert shown == []
