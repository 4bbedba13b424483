"""Formgrader's marking page shows what a marker needs; the page that students read does not."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers

from autograde.classroom import read_config
from autograde.gradebook.assignment import prepare_assignments
from tests.reporting.conftest import ToyClass

SCHEME = "2 points for the word adding"


def _page(toy_class: ToyClass, **resources: Any) -> str:
    """The page that formgrader's server makes of ada's work, with the class folder's settings."""
    topic = toy_class.toy.topic
    config = read_config(toy_class.root)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    path = toy_class.root / "autograded" / "ada" / topic.name / topic.release.name
    known = {"assignment_id": topic.name, "notebook_id": topic.stem, "student": "ada", "base_url": "", "index": 0}
    page, _ = HTMLExporter(config=config).from_filename(str(path), resources=known | {"total": 1} | resources)
    return str(page)


def test_the_marker_reads_the_scheme_below_the_answer(toy_class: ToyClass) -> None:
    prepare_assignments(toy_class.classroom, [toy_class.toy.topic])
    toy_class.graded("ada", why="Because adding doubles.")
    page = _page(toy_class, submission_id="1")
    assert page.count(SCHEME) == 1
    assert page.index("Because adding doubles.") < page.index("For the marker") < page.index(SCHEME)


def test_a_page_for_students_does_not_have_it(toy_class: ToyClass) -> None:
    prepare_assignments(toy_class.classroom, [toy_class.toy.topic])
    toy_class.graded("ada")
    assert SCHEME not in _page(toy_class)


def test_without_the_assignments_source_the_page_is_as_nbgrader_makes_it(toy_class: ToyClass, tmp_path: Path) -> None:
    toy_class.graded("ada", why="Because adding doubles.")
    (toy_class.root / "source").rename(tmp_path / "away")
    page = _page(toy_class, submission_id="1")
    assert "Because adding doubles." in page
    assert "For the marker" not in page


def test_formulas_are_drawn_without_the_network_and_code_stays(toy_class: ToyClass) -> None:
    prepare_assignments(toy_class.classroom, [toy_class.toy.topic])
    toy_class.graded("ada", why="Because $w_1 * 2 * w_2 <\n0$ and $$x_1 = 1$$ cost 3$ or 4$, `$a$`.")
    page = _page(toy_class, submission_id="1")
    assert page.count("<math") == 2
    assert "<em>" not in page
    assert "cost 3$ or 4$, <code>$a$</code>" in page
