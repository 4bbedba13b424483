"""An instructor reads the gradebook in formgrader and grades a written answer by hand."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from autograde.authoring.answers import read_answers
from autograde.authoring.sample_class import filled
from autograde.authoring.source import read_release, read_source
from autograde.classroom import open_classroom
from autograde.course import Course, Topic
from tests.browser.conftest import Snap
from tests.browser.lab import Server, running_lab

ESSAY = "why_no_line"
WRITTEN = {
    "ada": "Each corner of the square demands something of the weights. Three of the demands exclude the fourth.",
    "ben": "Two opposite corners are yes and two are no. A line has the yes on one side, so it cannot work.",
    "chloe": "I tried many weights, and none of them worked.",
}
LAST_NAMES = {"ada": "Abel", "ben": "Berger", "chloe": "Clark"}
MISTAKES = {"ben": ["and_is_or"], "chloe": ["one_pass"]}
COMMENT = "The picture is right. Which inequalities contradict each other?"


@pytest.fixture
def topic(course: Course) -> Topic:
    [topic] = course.select(["01_perceptron"])
    return topic


@pytest.fixture
def class_folder(topic: Topic, tmp_path: Path) -> Path:
    """A graded class of three; all have written an answer that a person must read."""
    folder = tmp_path / "class"
    source = read_source(topic)
    release = read_release(source)
    answers = {answer.name: answer for answer in read_answers(source)}
    for student, text in WRITTEN.items():
        mistakes = [answers[name] for name in MISTAKES.get(student, ())]
        notebook = filled(source, release, {answer.task: answer.text for answer in mistakes})
        next(cell for cell in notebook.cells if cell.id == ESSAY).source = text
        path = folder / "submitted" / student / topic.name / topic.release.name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    autograde(topic, "grade", folder, "--topic", topic.name, "--sandbox", "auto")
    with Gradebook(open_classroom(folder).database) as gradebook:
        for student, last_name in LAST_NAMES.items():
            gradebook.update_or_create_student(student, first_name=student.capitalize(), last_name=last_name)
    return folder


def test_a_written_answer_is_graded_by_hand(
    topic: Topic, class_folder: Path, page: Page, snap: Snap, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 1100, "height": 640})  # formgrader's table is wide
    with running_lab(class_folder, tmp_path / "lab") as server:
        assert read_gradebook(page, server, topic) == {
            "ada": ["needs manual grading", "8 / 10"],
            "ben": ["needs manual grading", "7 / 10"],
            "chloe": ["needs manual grading", "6 / 10"],
        }
        snap("instructor-gradebook")

        open_marking_page(page, server, topic, "ben")
        expect(page.get_by_text(WRITTEN["ben"])).to_be_visible()
        expect(page.get_by_text("For the marker: model answer and marking scheme")).to_be_visible()
        grade_by_hand(page, ESSAY, 1, COMMENT)
        snap("instructor-marking")
        assert read_gradebook(page, server, topic)["ben"] == ["graded", "8 / 10"]

    autograde(topic, "feedback", class_folder)
    page.goto((class_folder / "feedback" / "ben" / topic.name / f"{topic.stem}.html").as_uri())
    expect(page.get_by_text("8 of 10 points", exact=True)).to_be_visible()
    expect(page.get_by_text(COMMENT)).to_be_attached()
    snap("feedback")

    autograde(topic, "export", class_folder)
    with (class_folder / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        assert {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)} == {
            "ada": 8,
            "ben": 8,
            "chloe": 6,
        }


def autograde(topic: Topic, *arguments: str | Path) -> None:
    """Run the command line inside the course; 1 means that a person still has to grade something."""
    command = [sys.executable, "-m", "autograde", *map(str, arguments)]
    done = subprocess.run(command, cwd=topic.root, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode in {0, 1}, done.stderr


def read_gradebook(page: Page, server: Server, topic: Topic) -> dict[str, list[str]]:
    """Status and score of every student, as formgrader shows them."""
    server.open(page, f"formgrader/manage_submissions/{topic.name}")
    rows = page.locator("#main-table tr")
    expect(rows.locator(".student-id")).to_have_text(list(WRITTEN))
    return {
        row.locator(".student-id").inner_text(): [
            row.locator(f".{field}").inner_text() for field in ("status", "score")
        ]
        for row in rows.all()
    }


def open_marking_page(page: Page, server: Server, topic: Topic, student: str) -> None:
    server.open(page, f"formgrader/manage_students/{student}/{topic.name}")
    page.locator("#main-table").get_by_role("link", name=topic.stem).click()


def grade_by_hand(page: Page, answer: str, points: float, comment: str) -> None:
    """Give points and a comment; each is saved when its field is left."""
    # What is typed before the page has fetched the marks is lost; it then gives the fields their placeholders.
    for field in (f"#{answer}_extra_credit", f"#{answer}-comment"):
        expect(page.locator(field)).to_have_attribute("placeholder", re.compile("."))
    for field, text in ((f"#{answer}", str(points)), (f"#{answer}-comment", comment)):
        with page.expect_response(lambda response: response.request.method == "PUT" and response.ok):
            page.locator(field).fill(text)
            page.locator(field).press("Tab")
    page.locator(f"#{answer}").scroll_into_view_if_needed()
