"""What `autograde grade` shows while it works."""

import io
from pathlib import Path

from rich.console import Console

from autograde.classroom import HandIn
from autograde.cli.tables import GradingProgress
from autograde.course import Topic
from autograde.grading.results import Outcome
from tests.instant import InstantBackend


def test_it_shows_who_is_done_and_how_many_workers_there_are() -> None:
    outcome = Outcome("ada", "10_toy", "graded", ())
    backend = InstantBackend(outcome)
    backend.workers = 3
    terminal = Console(file=io.StringIO(), force_terminal=True, width=200)
    with GradingProgress(terminal, 2, backend) as progress:
        progress(HandIn("ada", Topic("10_toy", Path()), Path(), None), outcome, stored=False)
    shown = terminal.file.getvalue()  # type: ignore[attr-defined]
    assert "1/2" in shown
    assert "3 workers · ada · 10_toy" in shown
