"""`autograde report`: what the class did, as a page and as data."""

import json

from tests.reporting.conftest import Run, ToyClass
from tests.reporting.html import Page


def test_the_report_counts(toy_class: ToyClass, run: Run) -> None:
    for number in range(6):
        toy_class.graded(f"right{number}")
        toy_class.graded(f"wrong{number}", double=0, message=f"double(2) should be 4; you return {number}.")
    toy_class.graded("odd", total=0, notes=["the check cell 'check_total' had been changed"])
    result = run("report", toy_class.root)
    assert result.exit_code == 0, result.output
    data = json.loads((toy_class.root / "report.json").read_text("utf-8"))
    (topic,) = data["topics"]
    assert (data["students"], topic["hand_ins"], topic["waiting"]) == (13, 13, 13)
    assert topic["counts"] == [0, 0, 0, 0, 7, 0, 0, 0, 6, 0, 0]
    double, _, why = topic["tasks"]
    assert (double["title"], double["full"], double["none"]) == ("Double", 7, 6)
    assert round(double["share"], 3) == round(7 / 13, 3)
    assert double["discrimination"] < 0, "who has Double wrong has Total right here"
    assert why["counted"] == 0
    assert topic["messages"][0] == {"task": 1, "message": "double(2) should be 4; you return 0.", "students": 6}
    assert data["flagged"] == [
        {"student": "odd", "topic": "10_toy", "reasons": ["the check cell 'check_total' had been changed"]}
    ]
    page = Page((toy_class.root / "report.html").read_text("utf-8"))
    assert page.dangers() == []
    assert "the check cell 'check_total' had been changed" in page.text
    assert "A reason to talk with the students, not a verdict" in page.text


def test_hostile_names_and_messages_stay_text(toy_class: ToyClass, run: Run) -> None:
    evil = "<script>alert(1)</script>"
    toy_class.graded("<b>ada", 0, 0, evil, (), [evil])
    run("report", toy_class.root)
    page = Page((toy_class.root / "report.html").read_text("utf-8"))
    assert page.dangers() == []
    assert page.text.count(evil) == 2


def test_an_ungraded_hand_in_is_named(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada")
    toy_class.toy.hand_in(toy_class.root, "bob")
    result = run("report", toy_class.root)
    assert result.exit_code == 1
    flagged = json.loads((toy_class.root / "report.json").read_text("utf-8"))["flagged"]
    assert flagged == [{"student": "bob", "topic": "10_toy", "reasons": ["not graded yet"]}]


def test_every_picture_has_words(toy_class: ToyClass, run: Run) -> None:
    toy_class.graded("ada")
    run("report", toy_class.root)
    run("feedback", toy_class.root)
    for html in ((toy_class.root / "report.html").read_text("utf-8"), toy_class.page("ada")):
        page = Page(html)
        for tag, attributes in page.elements:
            if tag == "svg":
                assert attributes.get("aria-label") or attributes.get("aria-hidden")
            if tag == "img":
                assert attributes.get("alt")
        assert ("html", {"lang": "en"}) in page.elements
