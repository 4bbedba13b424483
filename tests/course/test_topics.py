"""Each topic: sound, complete, and its notebooks are what its source builds."""

import re
from collections import Counter

import pytest

from autograde.authoring.answers import read_answers
from autograde.authoring.build import differences
from autograde.authoring.source import REQUIREMENT_COMMENT, TASK_HEADING, read_source
from autograde.course import Topic, open_course

TOPICS = [pytest.param(topic, id=topic.name) for topic in open_course().topics]


def test_all_nine_topics_are_there() -> None:
    names = [topic.name for topic in open_course().topics]
    assert [name[:2] for name in names] == [f"{number:02}" for number in range(1, 10)]


@pytest.mark.parametrize("topic", TOPICS)
def test_notebooks_are_what_the_source_builds(topic: Topic) -> None:
    assert differences(topic) == [], f"run: autograde build {topic.name}"


@pytest.mark.parametrize("topic", TOPICS)
def test_every_task_has_four_wrong_answers_and_a_right_alternative(topic: Topic) -> None:
    source = read_source(topic)
    answers = Counter((answer.task, answer.right) for answer in read_answers(source))
    tasks = [cell.task for cell in source.of_kind("task")]
    assert [task for task in tasks if answers[task, False] < 4 or answers[task, True] < 1] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_core_tasks_are_four_to_seven_and_one_more_is_written(topic: Topic) -> None:
    source = read_source(topic)
    headings = [found for cell in source.of_kind("prose") for found in TASK_HEADING.finditer(cell.text)]
    optional = sum(found["optional"] is not None for found in headings)
    assert 4 <= len({cell.task for cell in source.of_kind("task")}) - optional <= 7
    assert len(list(source.of_kind("essay"))) == 1


@pytest.mark.parametrize("topic", TOPICS)
def test_every_check_reads_a_requirement_of_its_text(topic: Topic) -> None:
    checks = [cell for cell in read_source(topic).of_kind("check") if cell.points]
    assert [cell.line for cell in checks if not re.search(REQUIREMENT_COMMENT, cell.text, re.MULTILINE)] == []
