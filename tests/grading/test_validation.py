"""Only what fits its unit is taken from a sandbox."""

import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.authoring.source import read_source, to_notebook
from autograde.course import NO_LIBRARIES, Topic
from autograde.grading.limits import Limits
from autograde.grading.results import Outcome, Score
from autograde.grading.unit import Material, Unit
from autograde.grading.validation import MAX_RESULT, Invalid, validated
from tests.toy import SOURCE

Change = Callable[[dict[str, Any]], object]

OUTPUTS: list[dict[str, Any]] = [
    {"output_type": "stream", "name": "stdout", "text": "a\nb\n"},
    {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": "a\nb"}, "metadata": {}},
    {"output_type": "execute_result", "data": {"text/plain": "1\n2"}, "metadata": {}, "execution_count": 3},
    {"output_type": "error", "ename": "ValueError", "evalue": "no\nvalue", "traceback": ["a\nb", "ValueError: no"]},
]
#: What a browser would act upon.
LIVE = "<script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1))"


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    topic = Topic("10_toy", tmp_path_factory.mktemp("course"))
    topic.folder.mkdir(parents=True)
    topic.source.write_text(SOURCE, encoding="utf-8")
    source = read_source(topic)
    material = Material(source, {}, to_notebook(source), {}, NO_LIBRARIES, "sealed", Limits())
    return Unit("ada", material, b"")


def _outcome(unit: Unit) -> Outcome:
    scores = tuple(
        Score(cell.id, cell.task or cell.id, None if cell.kind == "essay" else float(cell.points), cell.points)
        for cell in unit.material.source.of_kind("check", "essay")
    )
    notebook = to_notebook(unit.material.source)
    notebook.cells += [
        nbformat.v4.new_code_cell(
            "1", id="student-20", execution_count=3, outputs=list(map(nbformat.from_dict, OUTPUTS))
        ),
        nbformat.v4.new_markdown_cell("*mine*", id="student-21"),
    ]
    text = nbformat.writes(notebook, split_lines=False)
    return Outcome("ada", "10_toy", "graded", scores, ("a note",), text, 1.5, 0.5)


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


def test_a_notebook_with_its_texts_in_lines_is_the_same(unit: Unit) -> None:
    def split(data: dict[str, Any]) -> None:
        data["notebook"] = nbformat.writes(nbformat.reads(data["notebook"], as_version=4))

    assert validated(_changed(unit, split), unit) == _outcome(unit)


def _with_notebook(unit: Unit, change: Change) -> bytes:
    """An outcome whose notebook was changed."""

    def forge(data: dict[str, Any]) -> None:
        notebook = json.loads(data["notebook"])
        change(notebook)
        data["notebook"] = json.dumps(notebook)

    return _changed(unit, forge)


def _outputs(*outputs: Any) -> Change:
    return lambda notebook: notebook["cells"][-2].update(outputs=list(outputs))


def _cell(index: int, **fields: Any) -> Change:
    return lambda notebook: notebook["cells"][index].update(fields)


def _additional(**fields: Any) -> Change:
    cell = {"cell_type": "markdown", "id": "student-30", "metadata": {}, "source": "", "outputs": []}
    return lambda notebook: notebook["cells"].append(cell | {"execution_count": None} | fields)


@pytest.mark.parametrize(
    "change",
    [
        _additional(source=LIVE),
        _additional(metadata={"a": LIVE}, attachments={"a.svg": {"image/svg+xml": LIVE}}),
        _cell(-3, source=LIVE),
        _cell(-3, metadata={"nbgrader": {"grade_id": LIVE}}),
        _cell(0, source=LIVE, metadata={"a": LIVE}),
        lambda notebook: notebook["metadata"].update(widgets={"state": {"a": LIVE}}),
        lambda notebook: notebook["metadata"].update(title=LIVE, language_info={"name": LIVE}),
        _outputs({"output_type": "display_data", "data": {"text/html": LIVE, "image/png": LIVE}, "metadata": {}}),
        _outputs({"output_type": "display_data", "data": {"text/plain": "1"}, "metadata": {"a": LIVE}}),
        _outputs({"output_type": "stream", "name": "stdout", "text": "", "a": LIVE}),
    ],
    ids=[
        "markdown", "attachment", "answer", "nbgrader", "prose",
        "widgets", "metadata", "html", "output_metadata", "other_field",
    ],
)  # fmt: skip
def test_nothing_live_comes_into_a_graded_notebook(unit: Unit, change: Change) -> None:
    notebook = validated(_with_notebook(unit, change), unit).notebook
    assert "<script" not in notebook
    assert "<img" not in notebook
    assert "](javascript" not in notebook
    nbformat.validate(nbformat.reads(notebook, as_version=4))


def test_nbgraders_metadata_are_those_of_what_was_handed_out(unit: Unit) -> None:
    def forge(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            cell["metadata"] = {"nbgrader": "x"}

    honest = json.loads(_outcome(unit).notebook)["cells"]
    found = json.loads(validated(_with_notebook(unit, forge), unit).notebook)["cells"]
    assert [cell["metadata"] for cell in found] == [cell["metadata"] for cell in honest]


def test_of_a_check_is_shown_what_was_handed_out(unit: Unit) -> None:
    (index,) = [i for i, cell in enumerate(unit.material.release.cells) if cell.id == "check_double"]
    text = _with_notebook(unit, _cell(index, source="another text"))
    assert validated(text, unit) == _outcome(unit)


@pytest.mark.parametrize(
    "change",
    [
        _additional(cell_type="raw"),
        _additional(id="check_other"),
        _additional(id="student-21"),
        _additional(id=LIVE),
        _additional(id=7),
        _additional(source=7),
        lambda notebook: notebook["cells"].pop(1),
        lambda notebook: notebook["cells"].append(notebook["cells"][1]),
        lambda notebook: notebook["cells"].reverse(),
        lambda notebook: notebook["cells"].append("a cell"),
        lambda notebook: notebook["cells"].extend([notebook["cells"][-1]] * 6_000),
        _outputs(*OUTPUTS * 300),
        _outputs({"output_type": "stream", "name": "stdin", "text": ""}),
        _outputs({"output_type": "stream", "name": "stdout"}),
        _outputs({"output_type": "error", "ename": "", "evalue": "", "traceback": [""] * 1_000}),
        _outputs({"output_type": "display_data", "data": "<p>", "metadata": {}}),
        _outputs({"output_type": "update_display_data", "data": {}, "metadata": {}}),
        _additional(cell_type="code", source="x" * 9_000_000),
    ],
)
def test_a_notebook_that_nobody_graded_is_refused(unit: Unit, change: Change) -> None:
    with pytest.raises(Invalid):
        validated(_with_notebook(unit, change), unit)


def test_outputs_are_bounded_together(unit: Unit) -> None:
    def flood(notebook: dict[str, Any]) -> None:
        for number in range(100, 200):
            cell = {"cell_type": "code", "id": f"student-{number}", "metadata": {}, "source": ""}
            notebook["cells"].append(cell | {"execution_count": None, "outputs": OUTPUTS * 200})

    with pytest.raises(Invalid, match="too many outputs"):
        validated(_with_notebook(unit, flood), unit)


@pytest.mark.parametrize(
    "text",
    [b"[" + b" " * MAX_RESULT + b"]", b'{"notes": [' + b"[]," * 5_000_000 + b"0]}"],
    ids=["bytes", "parts"],
)
def test_what_is_too_large_is_refused_before_it_is_read(unit: Unit, text: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Invalid, match=r"too large|too many parts"):
            validated(text, unit)
        assert tracemalloc.get_traced_memory()[1] < 4 * len(text)
    finally:
        tracemalloc.stop()


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
