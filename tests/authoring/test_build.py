"""Building: deterministic, incremental, and careful about what it gives away."""

from pathlib import Path

import nbformat
import pytest
from nbgrader.preprocessors import Execute

from autograde.authoring.build import build, differences
from autograde.errors import CourseError
from tests.authoring.conftest import MakeTopic


def _files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_building_twice_changes_nothing_and_executes_once(make_topic: MakeTopic) -> None:
    topic = make_topic()
    assert build(topic).executed
    before = _files(topic.root)
    assert not build(topic).executed
    assert _files(topic.root) == before
    assert build(topic, force=True).executed
    assert _files(topic.root) == before
    assert differences(topic) == []


def test_prose_alone_executes_nothing_again(make_topic: MakeTopic) -> None:
    topic = make_topic()
    build(topic)
    text = topic.source.read_text("utf-8")
    topic.source.write_text(text.replace("Tell one story.", "Tell a better story."), encoding="utf-8")
    assert differences(topic) == ["solutions/10_squares/squares.ipynb", "notebooks/10_squares/squares.ipynb"]
    assert not build(topic).executed
    assert "a better story" in topic.release.read_text("utf-8")


def test_the_release_has_stubs_and_visible_checks_only(make_topic: MakeTopic) -> None:
    topic = make_topic()
    build(topic)
    release = nbformat.read(topic.release, as_version=4)
    cells = {cell.id: cell for cell in release.cells}
    assert "raise NotImplementedError()" in cells["square"].source
    assert "np.asarray" not in cells["square"].source
    assert "square(3) should be 9" in cells["check_square"].source
    assert "default_rng" not in cells["check_square"].source
    assert cells["square_of_sum"].source == "YOUR ANSWER HERE"
    assert cells["check_square"].metadata.nbgrader.points == 8
    assert cells["check_square"].metadata.tags == ["raises-exception"]
    assert cells["check_square"].metadata.jupyter == {"source_hidden": True}
    assert cells["check_square"].source.startswith("# Check for task 1: run this cell with Shift+Enter.")
    assert not any(cell.get("outputs") for cell in release.cells)
    assert release.metadata.kernelspec.name == "python3"


def test_validate_leaves_demo_cells_out(make_topic: MakeTopic) -> None:
    task = "# %% [markdown]\n# ### Task 2"
    topic = make_topic((task, f'# %% tags=["demo"]\nlong_run = "a long run"\n\n{task}'))
    build(topic)
    release = nbformat.read(topic.release, as_version=4)
    ran, _ = Execute().preprocess(release, {"metadata": {"path": str(topic.release_folder)}})  # as Validate does
    counts = {cell.source: cell.execution_count for cell in ran.cells if cell.cell_type == "code"}
    assert counts.pop('long_run = "a long run"') is None
    assert all(counts.values())


LEAK = "# ### Task 2"
BAD = {
    "a failing cell": (("assert square(3) == 9", "assert square(3) == 10"), "A cell failed"),
    "a leaked solution": (
        (LEAK, "# `return np.asarray(x) ** 2`\n# return np.asarray(x) ** 2\n#\n# ### Task 2"),
        "contains this secret",
    ),
    "stderr": (("lesson.use_style()", "import sys; print('x', file=sys.stderr)"), "writes to stderr"),
    "a figure without words": (
        ("lesson.use_style()", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"),
        "no text alternative",
    ),
    "files left behind": (("lesson.use_style()", "open('left.txt', 'w').close()"), "leaves files behind: left.txt"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_a_bad_topic_is_refused_and_nothing_written(make_topic: MakeTopic, case: tuple[tuple[str, str], str]) -> None:
    edit, saying = case
    topic = make_topic(edit)
    with pytest.raises(CourseError, match=saying):
        build(topic)
    assert not topic.solution.exists()
    assert not topic.release.exists()
