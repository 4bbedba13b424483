"""TensorBoard inside the notebook on callbacks, without internet."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from autograde.authoring.source import read_source
from autograde.course import Course
from tests.browser.conftest import Snap
from tests.browser.lab import PATIENCE, NotebookPage, running_lab


def test_tensorboard_opens_below_its_cell(course: Course, page: Page, snap: Snap, tmp_path: Path) -> None:
    [topic] = course.select(["08_callbacks"])
    cells = read_source(topic).cells
    [switch] = [index for index, cell in enumerate(cells) if cell.text.startswith("SHOW_TENSORBOARD = False")]
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copy(topic.solution, folder)

    with running_lab(folder, tmp_path / "lab") as server:
        notebook = NotebookPage(page, server, topic.solution.name)
        notebook.write(switch, cells[switch].text.replace("False", "True", 1))
        notebook.run_all()
        notebook.show(switch)
        board = notebook.output(switch).frame_locator("iframe")
        board.get_by_role("tab", name="scalars").click(timeout=PATIENCE)
        scalars = board.locator("tf-scalar-dashboard")
        for run in ("rate=0.001", "rate=0.03"):
            expect(scalars.get_by_text(f"{run}/validation", exact=True)).to_be_visible()
        scalars.get_by_role("button", name="epoch_learning_rate").click()  # folds its chart: the next one moves up
        chart = scalars.locator("tf-scalar-card", has_text="tag: epoch_loss").locator("tf-line-chart-data-loader")
        expect(chart.locator("svg path[d^=M]").first).to_be_visible()
        snap("tensorboard")
