"""What a check cell shows to a person, in a real kernel; nothing changes where a program runs the notebook."""

import os
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

CHECK = "# Check 1 of 2 for task 3 (the weights): run this cell with Shift+Enter.\n"
CELLS = [
    "import nn_lessons",
    CHECK + "assert True",
    CHECK + "assert 1 == 2, 'It should be <2>.'",
    CHECK + "no_such_name",
    CHECK + "raise NotImplementedError()",
    "assert 1 == 2, 'in a cell of my own'",
    "1 +",
    CHECK + "assert True",
]


def run(monkeypatch: pytest.MonkeyPatch, *before: str, **environment: str) -> list[list[Any]]:
    """The outputs of `CELLS`, run in one kernel with these environment variables, after some other cells."""
    for name in ("JPY_SESSION_NAME", "COLAB_RELEASE_TAG", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (*before, *CELLS)])
    client = NotebookClient(notebook, allow_errors=True, timeout=120, kernel_name="python3")
    client.execute(env=os.environ | environment)
    return [cell.outputs for cell in notebook.cells[len(before) :]]


def test_a_person_sees_the_verdict_first(monkeypatch: pytest.MonkeyPatch) -> None:
    _, passed, failed, crashed, unwritten, own, broken, again = run(monkeypatch, JPY_SESSION_NAME="perceptron.ipynb")
    for outputs in (passed, again):
        (line,) = outputs
        assert "✓ Check 1 of 2 for task 3: passed." in line.data["text/plain"]
    error, folded = failed
    assert error.output_type == "error"
    assert (error.ename, error.evalue) == ("AssertionError", "It should be <2>.")
    assert error.traceback[-1] == "It should be <2>."
    assert len(error.traceback) == 2
    assert "<details>" in folded.data["text/html"]
    assert "should be &lt;2&gt;" in folded.data["text/html"]
    assert crashed[0].traceback[-1] == "NameError: name 'no_such_name' is not defined"
    assert unwritten[0].traceback[-1] == "Not written yet. (NotImplementedError)"
    (error,) = own
    assert "Traceback" in "\n".join(error.traceback)
    (error,) = broken
    assert error.ename == "SyntaxError"


def test_vs_code_counts_as_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    _, passed, *_ = run(monkeypatch, "__vsc_ipynb_file__ = '/home/ada/perceptron.ipynb'")
    assert "passed" in passed[0].data["text/plain"]


@pytest.mark.parametrize(
    "environment",
    [{}, {"JPY_SESSION_NAME": "perceptron.ipynb", "NBGRADER_EXECUTION": "validate"}],
    ids=["run", "graded"],
)
def test_a_program_sees_what_it_always_saw(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    _, passed, failed, crashed, *_ = run(monkeypatch, **environment)
    assert passed == []
    for (error,) in (failed, crashed):
        assert "Traceback" in "\n".join(error.traceback)
