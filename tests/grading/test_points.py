"""Sealed points are what nbgrader's own rule makes of the graded cell."""

from typing import Any

import nbformat
import pytest
from nbgrader.utils import determine_grade

from autograde.authoring.check_code import check_codes
from autograde.authoring.source import read_release, read_source
from autograde.course import NO_LIBRARIES
from autograde.grading.limits import Limits
from autograde.grading.run import _Run
from autograde.grading.sealed.examiner import Verdict
from autograde.grading.sealed.rebuild import rebuild
from autograde.grading.sealed.submission import SubmittedCell
from autograde.grading.unit import Material, Unit
from tests.toy import Toy


@pytest.mark.slow
@pytest.mark.parametrize("verdict", [Verdict(), Verdict("AssertionError", "wrong"), Verdict("KeyError", "x")])
@pytest.mark.parametrize("essay", ["", "Because.", "\n"])
def test_sealed_points_are_nbgraders(toy: Toy, verdict: Verdict, essay: str) -> None:
    source = read_source(toy.topic)
    release = read_release(source)
    cells = [
        SubmittedCell(cell.cell_type, cell.source + (essay if cell.id == "why" else ""), cell.id, "")
        for cell in release.cells
    ]
    material = Material(source, check_codes(source), release, {}, NO_LIBRARIES, "sealed", Limits())
    unit = Unit("ada", material, b"")
    run = _Run(unit, rebuild(source, release, cells))
    for cell in run._rebuilt.cells:
        if cell.role == "check":
            run._note(cell, verdict)
    outcome = run.outcome()
    graded: dict[str, Any] = {cell.id: cell for cell in nbformat.reads(outcome.notebook, as_version=4).cells}
    assert {s.grade_id: s.points for s in outcome.scores} == {
        s.grade_id: determine_grade(graded[s.grade_id])[0] for s in outcome.scores
    }
