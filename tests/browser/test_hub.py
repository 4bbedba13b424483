"""A class on a JupyterHub: two students and an instructor, each with a browser, from release to export."""

import csv
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Locator, Page, expect

from autograde.authoring.sample_class import filled
from autograde.authoring.source import read_release, read_source
from autograde.course import Course, Topic
from tests.browser.hub import Hub, StudentServer, missing, running_hub
from tests.browser.lab import PATIENCE, NotebookPage
from tests.browser.test_instructor import grade_by_hand
from tests.waiting import wait_for

_MISSING = missing()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(_MISSING), reason=_MISSING)]

ESSAY = "why_no_line"
ANSWER = "Two corners that lie opposite are yes, two are no: the four inequalities contradict each other."
WRONG = """\
def heaviside(z):
    return np.asarray(z) > 0

def sgn(z):
    return np.sign(z)
"""
#: What a student's own program tries to read and write; each line prints what it could.
PRYING = """\
import os, pathlib
for path in {paths!r}:
    try:
        print("SEEN", path, os.listdir(path) if os.path.isdir(path) else open(path).read(10))
    except OSError:
        pass
print("done")
"""


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    with running_hub(instructors=["iris"], students=["ada", "bob"]) as hub:
        yield hub


@pytest.fixture
def topic(course: Course) -> Topic:
    [topic] = course.select(["01_perceptron"])
    return topic


def test_a_class_from_release_to_export(hub: Hub, browser: Browser, topic: Topic) -> None:
    expect.set_options(timeout=180_000)
    iris, ada, bob = (hub.log_in(browser, user) for user in ("iris", "ada", "bob"))
    _release(hub, iris, topic)
    for student, page in {"ada": ada, "bob": bob}.items():
        _fetch_and_solve(hub, page, student, topic)
        _submit(hub, page, student, topic)
    _sees_points(hub, ada, "ada", topic, "8")
    _sees_points(hub, bob, "bob", topic, "7")
    _sees_nothing_of_others(hub, bob, "bob", topic)
    _has_no_way_in(hub, bob)
    _mark_by_hand(hub, iris, topic)
    _export(hub, iris)
    with (hub.classroom / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        points = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert points == {"ada": 10, "bob": 7}


def _release(hub: Hub, page: Page, topic: Topic) -> None:
    """In formgrader, as an instructor who has come by the hub's service."""
    page.goto(f"{hub.service}formgrader/manage_assignments")
    row = page.locator("tr", has=page.get_by_role("link", name=topic.name, exact=True))
    row.locator("td.release a").click()
    outbound = hub.folder / "srv" / "exchange" / "neural-networks" / "outbound" / topic.name
    wait_for((outbound / topic.release.name).is_file, seconds=60)


def _assignments(page: Page) -> Locator:
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    expect(page.locator(".lm-Menu-item").get_by_text("Formgrader")).to_have_count(0)
    page.get_by_role("menuitem", name="Assignment List").click()
    return page.locator("#assignments")


def _fetch_and_solve(hub: Hub, page: Page, student: str, topic: Topic) -> None:
    """Fetch with the button; the tasks come as a file, the written answer and a first task are typed."""
    _assignments(page).locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    path = hub.home(student) / topic.name / topic.release.name
    wait_for(path.is_file, seconds=60)
    source = read_source(topic)
    owner = path.stat()
    path.write_text(json.dumps(filled(source, read_release(source), {})), "utf-8")
    assert (path.stat().st_uid, path.stat().st_gid) == (owner.st_uid, owner.st_gid)
    notebook = NotebookPage(page, StudentServer(hub, student), f"{topic.name}/{topic.release.name}")
    index = {cell.id: number for number, cell in enumerate(source.cells)}
    notebook.write(index[ESSAY], ANSWER)
    if student == "bob":
        first = next(number for number, cell in enumerate(source.cells) if cell.kind == "task")
        notebook.write(first, WRONG)
    passed = "failed" if student == "bob" else "success"
    expect(notebook.validate()).to_have_class(re.compile(f"validation-{passed}"))
    notebook.close_dialog()


def _submit(hub: Hub, page: Page, student: str, topic: Topic) -> None:
    page.goto(f"{hub.url}user/{student}/lab?reset")
    fetched = _assignments(page).locator("#fetched_assignments_list")
    fetched.get_by_role("button", name="Submit").click()
    expect(page.locator("#submitted_assignments_list")).to_contain_text(topic.name)


def _sees_points(hub: Hub, page: Page, student: str, topic: Topic, points: str) -> None:
    """Points come by themselves; the student fetches the page with the button, and reads it."""
    handed_in = page.locator("#submitted_assignments_list")

    def lists(words: str) -> bool:
        page.locator("#refresh_assignments_list").click()
        page.wait_for_timeout(2000)
        return words in handed_in.inner_text()

    wait_for(lambda: lists("feedback available"), seconds=PATIENCE / 1000)
    handed_in.get_by_role("button", name="Fetch Feedback").click()
    wait_for(lambda: lists("view feedback"), seconds=120)
    [feedback] = (hub.home(student) / topic.name / "feedback").rglob("*.html")
    page.goto(f"{hub.url}user/{student}/files/{feedback.relative_to(hub.home(student))}")
    expect(page.locator("body")).to_contain_text(re.compile(rf"\b{points}\b"))


def _sees_nothing_of_others(hub: Hub, page: Page, student: str, topic: Topic) -> None:
    """What the student's own programs can read of the class, of other students and of the hub."""
    exchange = hub.folder / "srv" / "exchange" / "neural-networks"
    paths = [
        *(hub.home("ada"), hub.home("nn-grader"), hub.classroom, hub.classroom / "gradebook.db"),
        *(hub.classroom.parent / "course", exchange / "inbound", exchange / "feedback", hub.folder / "srv" / "hub"),
    ]
    prying = hub.home(student) / "prying.ipynb"
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    code = nbformat.v4.new_code_cell(PRYING.format(paths=[*map(str, paths)]))
    prying.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=[code], metadata=metadata)), "utf-8")
    prying.chmod(0o666)
    notebook = NotebookPage(page, StudentServer(hub, student), prying.name)
    notebook.run(0)
    expect(notebook.output(0)).to_contain_text("done")
    expect(notebook.output(0)).not_to_contain_text("SEEN")
    for solution in ("### BEGIN SOLUTION", "### BEGIN HIDDEN"):
        found = subprocess.run(
            ["grep", "--recursive", "--files-with-matches", "--include=*.ipynb", solution, hub.folder / "srv" / "env"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert topic.stem not in found.stdout


def _has_no_way_in(hub: Hub, page: Page) -> None:
    for path in (f"{hub.url}user/ada/lab", f"{hub.service}formgrader", f"{hub.url}user/iris/lab"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status in {403, 404}, (path, answer.status)


def _mark_by_hand(hub: Hub, page: Page, topic: Topic) -> None:
    """The instructor gives both points of the written answer to ada."""
    with Gradebook(f"sqlite:///{hub.classroom / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(topic.stem, topic.name, "ada").id
    page.goto(f"{hub.service}formgrader/submissions/{submission}")
    grade_by_hand(page, ESSAY, 2, "Well seen.")
    wait_for(lambda: _score(hub, topic, "ada") == 10, seconds=60)


def _score(hub: Hub, topic: Topic, student: str) -> float:
    with Gradebook(f"sqlite:///{hub.classroom / 'gradebook.db'}") as gradebook:
        return float(gradebook.find_submission(topic.name, student).score)


def _export(hub: Hub, page: Page) -> None:
    """In the service's terminal."""
    page.goto(f"{hub.service}terminals/1")
    page.locator(".xterm-helper-textarea").wait_for(state="attached")
    page.wait_for_timeout(3000)
    page.keyboard.type("cd ~/course && autograde export ~/class --topic 1\n")
    wait_for(Path(hub.classroom, "grades.csv").is_file, seconds=120)
