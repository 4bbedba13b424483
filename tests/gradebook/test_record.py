"""Writing into the gradebook, disturbed."""

import signal
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.classroom import Classroom, HandIn
from autograde.course import Topic
from autograde.gradebook.marks import read_marks
from autograde.gradebook.record import Recorder


@pytest.mark.parametrize("step", ["update_or_create_student", "update_or_create_submission", "find_grade"])
def test_an_interrupt_waits_until_a_submission_is_recorded(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = Topic("10_toy", tmp_path)
    topic.folder.mkdir(parents=True)
    classroom = Classroom(tmp_path / "class")
    classroom.root.mkdir()
    with Gradebook(classroom.database, "class") as gradebook:
        gradebook.add_assignment(topic.name)
        gradebook.add_notebook(topic.stem, topic.name)
        gradebook.add_grade_cell("check_a", topic.stem, topic.name, max_score=4, cell_type="code")
    proper = getattr(Gradebook, step)

    def interrupted(*args: object, **named: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return proper(*args, **named)

    monkeypatch.setattr(Gradebook, step, interrupted)
    hand_in = HandIn("ada", topic, classroom.root / "submitted/ada/10_toy/toy.ipynb", None)
    with Recorder(classroom) as recorder, pytest.raises(KeyboardInterrupt):
        recorder.record(hand_in, nbformat.writes(nbformat.v4.new_notebook()), {"check_a": 3.0})
    assert read_marks(classroom, [topic]).marks[topic.name, "ada"].score == 3
