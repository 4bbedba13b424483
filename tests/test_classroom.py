"""A class folder's hand-ins: what is found, and when it came."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograde.classroom import Classroom, make_class_folder
from autograde.course import Topic

pytestmark = [
    pytest.mark.usefixtures("ends_in_time"),
    pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning"),
]


@pytest.fixture
def stamp(tmp_path: Path) -> Path:
    folder = tmp_path / "class" / "submitted" / "ada" / "10_toy"
    folder.mkdir(parents=True)
    return folder / "timestamp.txt"


def _time(stamp: Path) -> datetime | None:
    """When the only hand-in came."""
    root = stamp.parents[3]
    (hand_in,) = Classroom(root).hand_ins([Topic("10_toy", root)])
    return hand_in.timestamp


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-03-01 12:00:00 UTC\n", datetime(2026, 3, 1, 12)),
        ("2026-03-01 12:00:00.25", datetime(2026, 3, 1, 12, 0, 0, 250_000)),
        ("2026-03-01T12:00:00+09:00", datetime(2026, 3, 1, 3)),
        ("2026-03-01 12:00 -05:30", datetime(2026, 3, 1, 17, 30)),
    ],
)
def test_the_time_of_a_hand_in_is_in_utc(stamp: Path, text: str, time: datetime) -> None:
    stamp.write_text(text)
    assert _time(stamp) == time


@pytest.mark.parametrize(
    "content",
    [
        b"0001-01-01 00:00:00 +14:00",
        b"9999-12-31 23:59:59 -14:00",
        b"0001-01-01 00:00:00",
        b"2026-01-01 00:00:00 +99:00",
        b"",
        b"yesterday",
        bytes(range(256)),
        b"2026-03-01 12:00:00 UTC" + b" " * 5000,
    ],
    ids=["before_all_time", "after_all_time", "year_1", "odd_zone", "empty", "words", "binary", "long"],
)
def test_what_is_no_time_of_a_hand_in_counts_as_none(stamp: Path, content: bytes) -> None:
    stamp.write_bytes(content)
    assert _time(stamp) is None


def _link_to_another(path: Path) -> None:
    path.with_name("another").write_text("2026-03-01 12:00:00 UTC")
    path.symlink_to("another")


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, os.mkdir, _link_to_another, lambda path: path.symlink_to("/dev/zero"), lambda path: None],
    ids=["pipe", "folder", "link", "link_to_device", "missing"],
)
def test_no_regular_timestamp_counts_as_none(stamp: Path, make: Callable[[Path], None]) -> None:
    make(stamp)
    assert _time(stamp) is None


DATES = st.datetimes().map(str)
ZONES = st.from_regex(r"[ ]?([+-][0-9]{1,4}:?[0-9]{0,4}|[A-Z]{1,5}[+-]?[0-9]{0,3}|Z)", fullmatch=True)
TIMES = st.tuples(DATES, ZONES).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        TIMES.map(str.encode), st.text(alphabet="0123456789:-+./ TZapm,", max_size=40).map(str.encode), st.binary()
    )
)
def test_no_timestamp_stops_anything(stamp: Path, content: bytes) -> None:
    stamp.write_bytes(content)
    time = _time(stamp)
    assert time is None or time.tzinfo is None


def test_a_link_is_no_hand_in(stamp: Path) -> None:
    (stamp.parents[1].with_name("eve")).mkdir()
    (stamp.parents[1].with_name("eve") / "10_toy").symlink_to(stamp.parent)
    root = stamp.parents[3]
    assert [hand_in.student for hand_in in Classroom(root).hand_ins([Topic("10_toy", root)])] == ["ada"]


@pytest.mark.skipif(os.name == "nt", reason="names of files are no bytes here")
def test_no_two_folders_are_one_student(tmp_path: Path) -> None:
    submitted = tmp_path / "class" / "submitted"
    for name in (b"m\xfcller", b"m\\xfcller", "müller".encode()):
        os.makedirs(os.path.join(os.fsencode(submitted), name, b"10_toy"))
    found = list(Classroom(tmp_path / "class").hand_ins([Topic("10_toy", tmp_path)]))
    assert {hand_in.student for hand_in in found} == {"m\\xfcller", "m\\\\xfcller", "müller"}


def test_a_new_class_folder_is_its_owners_alone(tmp_path: Path) -> None:
    make_class_folder(tmp_path / "courses" / "class")
    assert (tmp_path / "courses" / "class").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "courses" / "class" / "submitted").is_dir()
