"""Small courses in temporary folders."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograde.authoring.new import new_topic
from autograde.course import Topic, open_course

#: Makes a course with one topic from the template, its source edited by replacing text.
MakeTopic = Callable[..., Topic]


@pytest.fixture
def make_topic(tmp_path: Path) -> MakeTopic:
    def make(*edits: tuple[str, str], name: str = "10_squares") -> Topic:
        (tmp_path / "solutions").mkdir(exist_ok=True)
        (tmp_path / "pyproject.toml").touch()
        topic = new_topic(open_course(tmp_path), name)
        text = topic.source.read_text("utf-8")
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        topic.source.write_text(text, encoding="utf-8")
        return topic

    return make
