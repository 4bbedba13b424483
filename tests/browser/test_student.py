"""A student opens a notebook, runs it, answers its tasks and validates."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from autograde.authoring.source import read_source
from autograde.course import Course, Topic, open_course
from tests.browser.conftest import Snap
from tests.browser.lab import NotebookPage, running_lab

MISTAKE = """\
def heaviside(z):
    return np.asarray(z) < 0

def sgn(z):
    return np.sign(z)
"""
COMPLAINT = "heaviside(-2.0) is True; return a number, 0."
WRITTEN = "The four corners demand four things of the weights, and two of these demands contradict the other two."


def _answers(topic: Topic) -> dict[int, str]:
    """A right answer to each task and written question, by the index of its cell."""
    texts = {"task": lambda cell: cell.solution, "essay": lambda cell: WRITTEN}
    cells = enumerate(read_source(topic).cells)
    return {index: texts[cell.kind](cell) for index, cell in cells if cell.kind in texts}


@pytest.mark.parametrize("name", [topic.name for topic in open_course().topics])
def test_every_topic_can_be_solved_and_validates(course: Course, page: Page, tmp_path: Path, name: str) -> None:
    [topic] = course.select([name])
    folder = tmp_path / "course"
    shutil.copytree(topic.release_folder, folder / topic.name)
    with running_lab(folder, tmp_path / "lab") as server:
        notebook = NotebookPage(page, server, f"{topic.name}/{topic.release.name}")
        for index, text in _answers(topic).items():
            notebook.write(index, text)
        expect(notebook.validate()).to_have_class(re.compile("validation-success"))


def test_validate_fails_until_every_answer_is_right(course: Course, page: Page, snap: Snap, tmp_path: Path) -> None:
    [topic] = course.select(["01_perceptron"])
    answers = _answers(topic)
    task = min(answers)
    check = task + 1
    folder = tmp_path / "course"
    shutil.copytree(topic.release_folder, folder / topic.name)

    with running_lab(folder, tmp_path / "lab") as server:
        notebook = NotebookPage(page, server, f"{topic.name}/{topic.release.name}")
        notebook.run_all()
        expect(notebook.output(check)).to_contain_text("NotImplementedError")
        expect(notebook.cell(check)).to_contain_text("# Check for task 1 (")
        expect(notebook.cell(check)).not_to_contain_text("import numpy")
        expect(notebook.validate()).to_have_class(re.compile("validation-failed"))
        notebook.close_dialog()

        notebook.write(task, MISTAKE)
        notebook.run(task)
        notebook.run(check)
        expect(notebook.output(check)).to_contain_text(COMPLAINT)
        notebook.output(check).scroll_into_view_if_needed()
        snap("student-check")
        message = notebook.validate()
        message.get_by_text(COMPLAINT).first.scroll_into_view_if_needed()
        snap("student-validate-failed")
        notebook.close_dialog()

        for index, text in answers.items():
            notebook.write(index, text)
        notebook.run_all()
        expect(notebook.output(check)).to_contain_text("✓ Check for task 1: passed.")
        expect(notebook.validate()).to_have_class(re.compile("validation-success"))
        snap("student-validate-passed")
