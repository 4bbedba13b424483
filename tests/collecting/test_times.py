"""Times that people write: read right, or refused."""

import contextlib
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.collecting.times import Unclear, in_words, read_time
from autograde.collecting.worksheet import read_worksheet
from autograde.errors import CourseError

TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda time: time.replace(microsecond=0))


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer's clock is Berlin's."""
    monkeypatch.setitem(os.environ, "TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@given(TIMES, st.integers(-14 * 60, 14 * 60))
def test_times_with_an_offset_come_in_utc(time: datetime, minutes: int) -> None:
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    zone = f"{sign}{hours:02}:{rest:02}"
    expected = time - timedelta(minutes=minutes)
    for form in ("%Y-%m-%d %H:%M:%S ", "%Y-%m-%dT%H:%M:%S", "%A, %d %B %Y, %I:%M:%S %p ", "%Y-%m-%d-%H-%M-%S "):
        assert read_time(f"{time:{form}}{zone}") == expected


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_unclear(text: str) -> None:
    with contextlib.suppress(Unclear):
        assert read_time(text).tzinfo is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20 23:59 Asia/Seoul", datetime(2026, 11, 20, 14, 59)),
        ("2026-07-01 12:00 Europe/Berlin", datetime(2026, 7, 1, 10)),
        ("2026-07-01 12:00Z", datetime(2026, 7, 1, 12)),
        ("Sunday, 1 March 2026, 11:59 PM UTC", datetime(2026, 3, 1, 23, 59)),
    ],
)
def test_zones_by_their_names(text: str, expected: datetime) -> None:
    assert read_time(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-11-20 23:59 KST",
            "2026-11-20 23:59 CET",
            "2026-11-20 23:59 Europe/Atlantis",
            "2026-11-20 23:59 +99:00",
        ),
        *(
            "01/03/2026 23:59",
            "March",
            "2026-03-01",
            "2026-02-30 12:00",
            "1 de marzo de 2026, 23:59",
            "",
            "2026-03-01 24:00",
        ),
        *("2026년 3월 1일 23:59", "Monday, 1 March 2026, 11:59 PM", "0001-01-01 00:00:00 +14:00", "tomorrow 12:00"),
        "2026-03-01 23:59 ../../etc/passwd",
    ],
)
def test_what_could_be_another_time_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        read_time(text)


@pytest.mark.usefixtures("berlin")
def test_without_a_zone_it_is_this_computers_time() -> None:
    assert read_time("2026-03-01 23:59") == datetime(2026, 3, 1, 22, 59)
    assert in_words(datetime(2026, 3, 1, 22, 59)) == "Sunday, 01 March 2026, 23:59 (UTC+0100), 2026-03-01 22:59 UTC"
    for text in ("2026-03-29 02:30", "2026-10-25 02:30", "2026-10-25 02:30 Europe/Berlin"):  # clocks are changed
        with pytest.raises(Unclear, match="clocks were changed"):
            read_time(text)
    assert read_time("2026-10-25 02:30+0200") == datetime(2026, 10, 25, 0, 30)


@given(TIMES, st.sampled_from(["Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "UTC"]))
def test_a_time_that_is_read_is_the_one_that_was_written(time: datetime, zone: str) -> None:
    try:
        found = read_time(f"{time:%Y-%m-%d %H:%M:%S} {zone}")
    except Unclear:
        return
    assert found.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == time


def test_a_worksheets_unclear_row_is_named(tmp_path: Path) -> None:
    sheet = tmp_path / "times.csv"
    sheet.write_text("student,time\nada,2026-03-01 10:00Z\njo,-\nmax,1/3/2026\n", encoding="utf-8")
    with pytest.raises(CourseError, match="'1/3/2026' is no time") as caught:
        read_worksheet(sheet)
    assert str(caught.value.where).endswith("times.csv:4")
    sheet.write_text("student,time\nada,2026-03-01 10:00Z\njo,-\n", encoding="utf-8")
    assert read_worksheet(sheet).time("ada") == datetime(2026, 3, 1, 10)
    assert read_worksheet(sheet).time("jo", "ada") is None
