"""A student opens a notebook, runs it, answers its tasks and validates."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from autograde.authoring.answers import read_answers
from autograde.authoring.source import read_source
from autograde.course import Course
from tests.browser.conftest import Snap
from tests.browser.lab import NotebookPage, running_lab


def test_validate_fails_until_every_answer_is_right(course: Course, page: Page, snap: Snap, tmp_path: Path) -> None:
    [topic] = course.select(["01_perceptron"])
    source = read_source(topic)
    tasks = [index for index, cell in enumerate(source.cells) if cell.kind in {"task", "essay"}]
    task, check = tasks[0], tasks[0] + 1
    [mistake] = [answer.text for answer in read_answers(source) if answer.name == "zero_at_zero"]
    folder = tmp_path / "course"
    shutil.copytree(topic.release_folder, folder / topic.name)

    with running_lab(folder, tmp_path / "lab") as server:
        notebook = NotebookPage(page, server, f"{topic.name}/{topic.release.name}")
        notebook.run_all()
        expect(notebook.output(task + 1)).to_contain_text("NotImplementedError")
        message = notebook.validate()
        expect(message).to_have_class(re.compile("validation-failed"))
        notebook.close_dialog()

        notebook.write(task, mistake)
        notebook.run(task)
        notebook.run(check)
        expect(notebook.output(check)).to_contain_text("AssertionError: heaviside(0.0) should be 1; you return 0.")
        snap("student-check")
        notebook.validate()
        snap("student-validate-failed")
        notebook.close_dialog()

        for index in tasks:
            notebook.write(index, source.cells[index].solution)
        notebook.run_all()
        expect(notebook.output(check)).to_have_text("")
        message = notebook.validate()
        expect(message).to_have_class(re.compile("validation-success"))
        snap("student-validate-passed")
