"""Pages that people read keep WCAG 2.1, levels A and AA, as far as axe-core can tell (https://www.deque.com/axe)."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter
from playwright.sync_api import Page

from autograde.course import Topic, open_course
from tests.toy import Toy

ROOT = Path(__file__).resolve().parents[2]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def violations(page: Page, path: Path) -> list[Any]:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(path.as_uri())
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found]


@pytest.mark.parametrize("topic", open_course(ROOT).topics, ids=lambda topic: topic.name)
def test_an_exported_notebook(topic: Topic, page: Page, tmp_path: Path) -> None:
    exporter = HTMLExporter(extra_template_basedirs=[str(ROOT / "lessons" / "templates")], template_name="course")
    body, _ = exporter.from_filename(str(topic.solution))
    (tmp_path / "page.html").write_text(body, "utf-8")
    assert violations(page, tmp_path / "page.html") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_feedback_and_report(toy: Toy, page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    toy.hand_in(folder, "ada", why="It adds. $x + x = 2x$, see [this](https://example.org/).")
    toy.hand_in(folder, "bob", double="def double(x):\n    return x * x  # a comment")
    for command in ("grade", "feedback", "report"):
        assert toy.run(command, folder).returncode in {0, 1}
    pages = [*sorted((folder / "feedback").rglob("*.html")), folder / "report.html"]
    assert len(pages) == 3
    for path in pages:
        assert violations(page, path) == [], path.name
