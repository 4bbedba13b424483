"""A student opens a notebook, runs it, answers its tasks and validates."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from autograde.authoring.source import read_source
from autograde.course import Course
from tests.browser.conftest import Snap
from tests.browser.lab import NotebookPage, running_lab


def test_validate_fails_until_every_answer_is_right(course: Course, page: Page, snap: Snap, tmp_path: Path) -> None:
    [topic] = course.select(["01_perceptron"])
    cells = read_source(topic).cells
    tasks = [index for index, cell in enumerate(cells) if cell.kind in {"task", "essay"}]
    folder = tmp_path / "course"
    shutil.copytree(topic.release_folder, folder / topic.name)

    with running_lab(folder, tmp_path / "lab") as server:
        notebook = NotebookPage(page, server, f"{topic.name}/{topic.release.name}")
        notebook.run_all()
        check = notebook.output(tasks[0] + 1)
        expect(check).to_contain_text("heaviside returns nothing")
        notebook.cell(tasks[0]).scroll_into_view_if_needed()
        snap("student-check")

        message = notebook.validate()
        expect(message).to_have_class(re.compile("validation-failed"))
        snap("student-validate-failed")
        notebook.close_dialog()

        for index in tasks:
            notebook.write(index, cells[index].solution)
        notebook.run_all()
        expect(check).to_have_count(0)
        message = notebook.validate()
        expect(message).to_have_class(re.compile("validation-success"))
        snap("student-validate-passed")
