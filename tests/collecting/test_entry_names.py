"""What the names in Canvas' and Moodle's archives say."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.collecting.entry_names import read_name, read_pattern, student_id, topic_of
from autograde.collecting.roster import UnknownStudent, read_roster
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.gradebook.marks import Person

TOPICS = [Topic(name, Path()) for name in ("01_perceptron", "02_mlp_xor", "07_save_load")]
FILES = st.from_regex(r"[A-Za-z][A-Za-z _()0-9-]{0,20}\.ipynb", fullmatch=True)
NUMBERS = st.integers(1, 10**9)


@given(st.from_regex(r"[a-zäöüéλ]{1,20}", fullmatch=True), st.booleans(), NUMBERS, NUMBERS, FILES)
def test_canvas_names(name: str, late: bool, user: int, attachment: int, file: str) -> None:
    label = read_name(f"{name}{'_LATE' if late else ''}_{user}_{attachment}_{file}")
    assert label is not None
    assert (label.system, label.number, label.attempt, label.late) == ("canvas", str(user), attachment, late)
    assert (label.name, label.file) == (name, file)


@given(st.from_regex(r"[A-ZÄÖÜ][a-zäöüé'-]{0,10}( [A-Z][a-z.-]{0,10}){0,3}", fullmatch=True), NUMBERS, FILES)
def test_moodle_names(name: str, number: int, file: str) -> None:
    for form in (
        "_assignsubmission_file/",
        "_assignsubmission_file_/",
        "_assignsubmission_file_",
        "_assignsubmission_file/a/b/",
    ):
        label = read_name(f"{name}_{number}{form}{file}")
        assert label is not None
        assert (label.system, label.name, label.number, label.file) == ("moodle", name, str(number), file)


@given(st.text(max_size=200))
def test_any_name_is_read_or_refused(text: str) -> None:
    label = read_name(text)
    assert label is None or "/" not in label.file


def test_anonymous_hand_ins_have_a_student_as_well() -> None:
    label = read_name("anon_aB3xY_77_perceptron.ipynb")
    assert label is not None
    assert read_roster([]).students(label) == ("anon_aB3xY",)


@given(st.text(max_size=150))
def test_a_students_id_fits_a_folder(text: str) -> None:
    word = student_id(text)
    assert not set(word) & set('/\\\0 \n\r\t:*?"<>|')
    assert not word.startswith(".")
    assert len(word) <= 100


def test_the_roster_knows_canvas_numbers_and_moodles_names() -> None:
    people = [Person("ada", "Ada", "Lovelace", "", "17"), Person("x1", "Jo", "Doe"), Person("x2", "Jo", "Doe")]
    roster = read_roster(people)
    for path in ("lovelaceada_17_1_a.ipynb", "Ada Lovelace_3_assignsubmission_file/a.ipynb",
                 "LOVELACE Ada_3_assignsubmission_file/a.ipynb"):  # fmt: skip
        name = read_name(path)
        assert name is not None
        assert roster.students(name) == ("ada",)
    for path in (
        "y_18_1_a.ipynb",
        "Jo Doe_4_assignsubmission_file/a.ipynb",
        "Participant_5_assignsubmission_file/a.ipynb",
    ):
        name = read_name(path)
        assert name is not None
        with pytest.raises(UnknownStudent):
            roster.students(name)


def test_without_a_class_list_ids_are_made_of_what_the_archive_says() -> None:
    roster = read_roster([Person("y")])  # graded before, and so in the gradebook, but in no class list
    paths = ("y_18_1_a.ipynb", "Jo Doe_4_assignsubmission_file/a.ipynb", "Participant_5_assignsubmission_file/a.ipynb")
    found = [roster.students(name) for path in paths if (name := read_name(path))]
    assert found == [("18",), ("jo_doe",), ("participant_5",)]


@pytest.mark.parametrize(
    ("file", "topic"),
    [
        ("perceptron.ipynb", "01_perceptron"),
        ("Perceptron-1.ipynb", "01_perceptron"),
        ("01_perceptron (2).ipynb", "01_perceptron"),
        ("perceptron-Copy1-3.ipynb", "01_perceptron"),
        ("ada_mlp_xor_final.ipynb", "02_mlp_xor"),
        ("save_load.ipynb", "07_save_load"),
        ("multiperceptrons.ipynb", None),
        ("homework.ipynb", None),
        ("perceptron and mlp_xor.ipynb", None),
    ],
)
def test_a_files_name_tells_the_topic(file: str, topic: str | None) -> None:
    found = topic_of(file, TOPICS)
    assert (found.name if found else None) == topic


def test_a_pattern_has_nbgraders_group_names() -> None:
    pattern = read_pattern(r"ps1_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>\w+\.ipynb)")
    label = read_name("ps1_bitdiddle_attempt_2016-01-30-15-00-00_perceptron.ipynb", pattern)
    assert label is not None
    assert (label.student, label.file) == ("bitdiddle", "perceptron.ipynb")
    assert label.time == datetime(2016, 1, 30, 15).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize("text", ["(", "(?P<who>x)"])
def test_a_bad_pattern_is_refused(text: str) -> None:
    with pytest.raises(CourseError):
        read_pattern(text)
