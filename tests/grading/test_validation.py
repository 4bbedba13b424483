"""Only what fits its unit is taken from a sandbox."""

import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.authoring.source import read_source
from autograde.course import NO_LIBRARIES, Topic
from autograde.grading.limits import Limits
from autograde.grading.results import Outcome, Score
from autograde.grading.unit import Material, Unit
from autograde.grading.validation import Invalid, validated
from tests.toy import SOURCE

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    topic = Topic("10_toy", tmp_path_factory.mktemp("course"))
    topic.folder.mkdir(parents=True)
    topic.source.write_text(SOURCE, encoding="utf-8")
    release = nbformat.v4.new_notebook()
    material = Material(read_source(topic), {}, release, {}, NO_LIBRARIES, "sealed", Limits())
    return Unit("ada", material, b"")


def _outcome(unit: Unit) -> Outcome:
    scores = tuple(
        Score(cell.id, cell.task or cell.id, None if cell.kind == "essay" else float(cell.points), cell.points)
        for cell in unit.material.source.of_kind("check", "essay")
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="one")])
    return Outcome("ada", "10_toy", "graded", scores, ("a note",), nbformat.writes(notebook), 1.5, 0.5)


def _changed(unit: Unit, change: Change) -> bytes:
    data = json.loads(_outcome(unit).to_json())
    change(data)
    return json.dumps(data).encode()


def test_an_honest_outcome_comes_back_as_it_was(unit: Unit) -> None:
    outcome = _outcome(unit)
    assert validated(outcome.to_json().encode(), unit) == outcome


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["scores"][0].update(points=5),
        lambda data: data["scores"][0].update(points=-1),
        lambda data: data["scores"][0].update(points=float("nan")),
        lambda data: data["scores"][0].update(points=True),
        lambda data: data["scores"][0].update(points="4"),
        lambda data: data["scores"][0].update(points=None),
        lambda data: data["scores"][0].update(grade_id="check_other"),
        lambda data: data["scores"][0].update(message="x" * 100_000),
        lambda data: data["scores"][-1].update(points=2),
        lambda data: data["scores"].reverse(),
        lambda data: data["scores"].pop(),
        lambda data: data["scores"].append(data["scores"][0]),
        lambda data: data.update(status="failed"),
        lambda data: data.update(status=["graded"]),
        lambda data: data.update(notes=["x"] * 10_000),
        lambda data: data.update(notes="none"),
        lambda data: data.update(notebook="{}"),
        lambda data: data.update(notebook=7),
        lambda data: data.update(notebook='{"cells": [{"cell_type": "code"}], "nbformat": 4, "nbformat_minor": 5}'),
        lambda data: data.update(seconds="long"),
        lambda data: data.pop("scores"),
    ],
)
def test_what_does_not_fit_is_refused(unit: Unit, change: Change) -> None:
    with pytest.raises(Invalid):
        validated(_changed(unit, change), unit)


def test_whose_it_is_and_what_could_be_earned_come_from_the_unit(unit: Unit) -> None:
    def forge(data: dict[str, Any]) -> None:
        data.update(student="bob", topic="11_other")
        data["scores"][0].update(max_points=1000, task="other")

    assert validated(_changed(unit, forge), unit) == _outcome(unit)


def test_outputs_are_cleaned_again(unit: Unit) -> None:
    def forge(data: dict[str, Any]) -> None:
        notebook = json.loads(data["notebook"])
        html = {"text/html": "<script>alert(1)</script>", "text/plain": "plain"}
        notebook["cells"][0]["outputs"] = [{"output_type": "display_data", "data": html, "metadata": {}}]
        data["notebook"] = json.dumps(notebook)

    assert "script" not in validated(_changed(unit, forge), unit).notebook


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(name=st.sampled_from(["status", "scores", "notes", "notebook", "seconds", "cell_seconds"]), value=_JSON)
def test_whatever_stands_in_a_field_is_taken_whole_or_refused(unit: Unit, name: str, value: Any) -> None:
    try:
        outcome = validated(_changed(unit, lambda data: data.update({name: value})), unit)
    except Invalid:
        return
    assert [score.grade_id for score in outcome.scores] == [score.grade_id for score in _outcome(unit).scores]
    assert all(score.points is None or 0 <= score.points <= score.max_points for score in outcome.scores)


@given(st.binary(max_size=200))
def test_noise_is_refused(unit: Unit, noise: bytes) -> None:
    with pytest.raises(Invalid):
        validated(noise, unit)
