"""The demo class: the same every time, everybody in it, and something for each page to show."""

import json
from pathlib import Path

from autograde.authoring.answers import read_answers
from autograde.authoring.demo_class import STRENGTHS, write_demo_class
from autograde.authoring.source import read_source
from autograde.course import open_course


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.ipynb")}


def test_it_is_the_same_every_time_and_covers_all_topics(tmp_path: Path) -> None:
    topics = open_course().topics
    for name in ("one", "other", "other"):
        write_demo_class(topics, tmp_path / name)
    files = _files(tmp_path / "one")
    assert files == _files(tmp_path / "other")
    by_topic = {topic.name: [name for name in files if f"/{topic.name}/" in name] for topic in topics}
    assert len(by_topic[topics[0].name]) == len(STRENGTHS)
    assert all(len(found) >= 3 for found in by_topic.values())


def test_the_strongest_student_makes_no_mistake_and_weaker_ones_do(tmp_path: Path) -> None:
    topic = open_course().topics[0]
    write_demo_class([topic], tmp_path)
    wrong = [answer.text for answer in read_answers(read_source(topic)) if not answer.right]
    texts = {
        student: _cells(tmp_path / "submitted" / student / topic.name / topic.release.name) for student in STRENGTHS
    }
    assert not set(texts["ada"]) & set(wrong)
    assert sum(bool(set(cells) & set(wrong)) for cells in texts.values()) >= 3


def _cells(path: Path) -> list[str]:
    try:
        return ["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"]]
    except ValueError:  # one file is cut off, on purpose
        return []
