"""Results are kept whole: what is stored comes back, and what is damaged is as good as none."""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograde.authoring.source import Source
from autograde.classroom import Classroom, HandIn
from autograde.course import NO_LIBRARIES, Topic
from autograde.gradebook import assignment, record
from autograde.grading import grade, store
from autograde.grading.limits import Limits
from autograde.grading.plan import Job
from autograde.grading.results import Outcome, Score
from autograde.grading.unit import Material
from tests.instant import InstantBackend

OUTCOME = Outcome(
    "ada", "10_toy", "look", (Score("check_a", "a", 2.0, 4.0, "no"), Score("why", "why", None, 2.0)), ("é",), "{}", 1.5
)


@pytest.fixture
def hand_in(tmp_path: Path) -> HandIn:
    topic = Topic("10_toy", tmp_path / "course")
    return HandIn("ada", topic, tmp_path / "class/submitted/ada/10_toy/toy.ipynb", None)


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path / "class")


TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["\u2028", "\x85", "a\r\nb\x0b", '"\\u2028'])
POINTS = st.none() | st.floats(allow_nan=False)
SCORES = st.builds(Score, TEXT, TEXT, POINTS, st.floats(0, 10), TEXT)
STATUS = st.sampled_from(["graded", "look", "unreadable", "missing"])
OUTCOMES = st.builds(
    Outcome,
    student=TEXT,
    topic=TEXT,
    status=STATUS,
    scores=st.lists(SCORES, max_size=3).map(tuple),
    notes=st.lists(TEXT, max_size=3).map(tuple),
    notebook=TEXT,
    seconds=st.floats(0, 100),
    cell_seconds=st.floats(0, 100),
)


@given(OUTCOMES)
def test_an_outcome_travels_as_json(outcome: Outcome) -> None:
    assert Outcome.from_json(outcome.to_json()) == outcome


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OUTCOMES)
def test_what_is_stored_comes_back(classroom: Classroom, hand_in: HandIn, outcome: Outcome) -> None:
    store.save(classroom, hand_in, "key", outcome)
    stored = store.read(classroom, hand_in)
    header = store.read_header(classroom, hand_in)
    assert stored is not None
    assert header is not None
    assert (stored.key, stored.outcome) == ("key", outcome)
    assert (header.key, header.seconds) == ("key", outcome.seconds)


def test_different_versions_of_a_hand_in_are_counted(classroom: Classroom, hand_in: HandIn) -> None:
    counted = []
    for key in ("a", "a", "b"):
        store.save(classroom, hand_in, key, OUTCOME)
        stored = store.read(classroom, hand_in)
        assert stored is not None
        counted.append(stored.graded)
    assert counted == [1, 1, 2]


def test_points_are_summed_by_who_grades_them() -> None:
    assert (OUTCOME.points, OUTCOME.auto_max, OUTCOME.pending, OUTCOME.max_points) == (2, 4, 2, 6)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "header_only": lambda good: good.partition(b"\n")[0] + b"\n",
    "truncated": lambda good: good[:-20],
    "end_missing": lambda good: good[:-1],
    "body_changed": lambda good: good.replace(b"2.0", b"4.0"),
    "zeros": lambda good: good[:-40] + bytes(40),
    "binary": lambda good: bytes(range(256)),
    "foreign": lambda good: b'{"student": "ada"}\n{"points": 3}\n',
    "no_digest": lambda good: b'{"key": "key", "graded": 1, "seconds": 1.5}\n' + good.partition(b"\n")[2],
    "nested": lambda good: b"[" * 100_000 + b"\n" + good.partition(b"\n")[2],
    "more_lines": lambda good: good + b"{}\n",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_result_is_as_good_as_none(
    classroom: Classroom, hand_in: HandIn, damage: Callable[[bytes], bytes]
) -> None:
    store.save(classroom, hand_in, "key", OUTCOME)
    path = store.path_of(classroom, hand_in)
    path.write_bytes(damage(path.read_bytes()))
    assert store.read_header(classroom, hand_in) is None
    assert store.read(classroom, hand_in) is None
    assert list(store.stored_results(classroom, [hand_in.topic])) == []
    store.save(classroom, hand_in, "key", OUTCOME)
    assert [stored.outcome for stored in store.stored_results(classroom, [hand_in.topic])] == [OUTCOME]


def test_where_a_folder_stands_there_is_no_result(classroom: Classroom, hand_in: HandIn) -> None:
    store.path_of(classroom, hand_in).mkdir(parents=True)
    assert store.read(classroom, hand_in) is None


class _FakeRecorder:
    """Takes what would go into the gradebook."""

    def __init__(self, classroom: Classroom) -> None:
        self.classroom = classroom

    def record(self, hand_in: HandIn, notebook: str, scores: object, *, gradable: bool) -> None:
        (self.classroom.root / "recorded").write_text(json.dumps(scores))


@contextlib.contextmanager
def _recorder(classroom: Classroom) -> Iterator[_FakeRecorder]:
    yield _FakeRecorder(classroom)


@pytest.mark.parametrize("damaged", [False, True], ids=["whole", "damaged"])
def test_a_damaged_result_is_graded_again(
    classroom: Classroom, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    again = replace(OUTCOME, scores=(Score("check_a", "a", 4.0, 4.0),))
    monkeypatch.setattr(assignment, "prepare_assignments", lambda classroom, topics: None)
    monkeypatch.setattr(record, "Recorder", _recorder)
    (hand_in.topic.root).mkdir()
    (hand_in.topic.root / "pyproject.toml").touch()
    store.save(classroom, hand_in, "key", OUTCOME)
    path = store.path_of(classroom, hand_in)
    if damaged:
        path.write_bytes(path.read_bytes()[:-10])
    hand_in.path.parent.mkdir(parents=True)
    hand_in.path.touch()
    source = Source(hand_in.topic, ())
    material = Material(source, {}, nbformat.v4.new_notebook(), {}, NO_LIBRARIES, "sealed", Limits())
    heard = []
    (outcome,) = grade.grade_class(
        classroom,
        [Job(hand_in, material, "key")],
        InstantBackend(again),
        lambda hand_in, outcome, was_there: heard.append(was_there),
    )
    assert outcome.points == (4 if damaged else 2)
    assert heard == [not damaged]
    assert json.loads((classroom.root / "recorded").read_text())["check_a"] == outcome.points
