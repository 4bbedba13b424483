"""Whatever is handed in gives cells or a reason in plain words."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograde.grading.keys import result_key
from autograde.grading.sealed import submission
from autograde.grading.sealed.submission import Missing, SubmittedCell, Unreadable, parse_submission, read_file

pytestmark = pytest.mark.usefixtures("ends_in_time")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "toy.ipynb"


def _cells(path: Path, *cells: Any) -> list[SubmittedCell]:
    path.write_text(json.dumps({"cells": cells}))
    return parse_submission(read_file(path))


def test_type_text_and_names_of_a_cell_are_read(path: Path) -> None:
    cell = {"cell_type": "code", "id": "a", "source": "x = 1", "metadata": {"nbgrader": {"grade_id": "one"}}}
    assert _cells(path, cell) == [SubmittedCell("code", "x = 1", "a", "one")]


def test_a_text_may_be_a_list_of_lines(path: Path) -> None:
    (cell,) = _cells(path, {"source": ["a\n", "b", 3]})
    assert cell.text == "a\nb"


def test_line_ends_of_windows_are_no_change(path: Path) -> None:
    (cell,) = _cells(path, {"source": "a\r\nb"})
    assert cell.text == "a\nb"


def test_a_byte_order_mark_is_skipped(path: Path) -> None:
    path.write_bytes(b'\xef\xbb\xbf{"cells": []}')
    assert parse_submission(read_file(path)) == []


def test_lone_surrogates_become_text_that_can_be_written(path: Path) -> None:
    path.write_bytes(b'{"cells": [{"source": "a\\ud800b"}]}')
    (cell,) = parse_submission(read_file(path))
    assert cell.text == "a?b"


def test_what_has_another_type_counts_as_empty(path: Path) -> None:
    cells = _cells(path, 3, None, {"id": "a", "cell_type": 1, "source": 2, "metadata": {"nbgrader": "x"}})
    assert cells == [SubmittedCell("", "", "a", "")]


def test_a_number_of_thousands_of_digits_is_no_harm(path: Path) -> None:
    number = b"9" * 10_000
    cell = b'{"source": "a", "metadata": {"x": %s}, "outputs": [{"data": {"application/json": -%s}}]}' % (
        number,
        number,
    )
    path.write_bytes(b'{"metadata": {"x": %s}, "cells": [%s]}' % (number, cell))
    assert parse_submission(read_file(path)) == [SubmittedCell("", "a", "", "")]


@pytest.mark.parametrize(
    ("level", "mark"), [(2, "##"), (6, "######"), (7, "#"), (0, "#"), (2.5, "#"), ("2", "#"), ([2], "#"), (None, "#")]
)
def test_a_heading_of_format_3_has_its_level(path: Path, level: object, mark: str) -> None:
    (cell,) = _cells(path, {"cell_type": "heading", "level": level, "source": "Title"})
    assert cell.text == f"{mark} Title"


def test_cells_that_hold_nothing_are_left_out(path: Path) -> None:
    assert _cells(path, {}, {"source": " \n"}, {"source": 2, "id": [], "metadata": []}) == []


NOTEBOOK_3 = {
    "nbformat": 3,
    "worksheets": [
        {
            "cells": [
                {"cell_type": "heading", "level": 2, "source": ["Title"]},
                {"cell_type": "code", "input": ["x = 1"]},
            ]
        },
        {"cells": [{"cell_type": "code", "input": "y = 2", "metadata": {"nbgrader": {"grade_id": "one"}}}]},
    ],
}


def test_a_notebook_of_format_3_is_read_with_all_its_worksheets(path: Path) -> None:
    path.write_text(json.dumps(NOTEBOOK_3))
    assert [(cell.cell_type, cell.text, cell.grade_id) for cell in parse_submission(read_file(path))] == [
        ("markdown", "## Title", ""),
        ("code", "x = 1", ""),
        ("code", "y = 2", "one"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_of_unicode_are_told_apart(path: Path, encoding: str) -> None:
    path.write_bytes(json.dumps({"cells": [{"source": "größe = 1"}]}, ensure_ascii=False).encode(encoding))
    assert [cell.text for cell in parse_submission(read_file(path))] == ["größe = 1"]


def test_bytes_that_are_not_utf_8_are_read_as_latin_1(path: Path) -> None:
    path.write_bytes(b'{"cells": [{"source": "gr\xf6\xc3\x9fe"}]}')
    assert [cell.text for cell in parse_submission(read_file(path))] == ["größe"]


def test_outputs_and_pictures_count_for_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "MAX_TEXT", 100)
    picture = "data:image/png;base64," + "A" * 5_000
    output = {"output_type": "stream", "text": "x" * 5_000}
    cells = _cells(
        path,
        {
            "cell_type": "code",
            "source": "x = 1",
            "outputs": [output],
            "attachments": {"a.png": {"image/png": "A" * 999}},
        },
        {"cell_type": "markdown", "source": f"See ![my plot]({picture}) here."},
    )
    assert [cell.text for cell in cells] == ["x = 1", "See ![my plot](data:,) here."]


@pytest.mark.slow
def test_a_notebook_with_90_megabytes_of_outputs_is_read(path: Path) -> None:
    outputs = [{"output_type": "stream", "text": "[0, 1]\n" * 1_300_000}] * 9
    assert len(_cells(path, {"cell_type": "code", "source": "x = 1", "outputs": outputs})) == 1


@pytest.mark.slow
@pytest.mark.parametrize("part", ["{},", "[],", "1,", '{"id":"a"},', '[{"a":1}],'])
def test_millions_of_parts_are_refused_before_they_are_parsed(path: Path, part: str) -> None:
    path.write_text('{"cells": [' + part * (30_000_000 // len(part)) + "1]}")
    with pytest.raises(Unreadable, match="millions of numbers or objects; clear its outputs"):
        parse_submission(read_file(path))


def test_escaped_quotation_marks_without_end_take_no_longer_than_other_text(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission, "MAX_PARTS", 0)
    path.write_text('{"cells": "' + '\\"' * 2_000_000)
    with pytest.raises(Unreadable):
        parse_submission(read_file(path))


def test_too_many_cells_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "MAX_CELLS", 2)
    with pytest.raises(Unreadable, match="more than 2 cells; delete"):
        _cells(path, *[{"id": "a"}] * 3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "a zip archive .*; unpack it"),
        (b"\x1f\x8brest", "a compressed archive"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\n<!DOCTYPE html><html></html>", "an HTML page"),
        (b"\xef\xbb\xbf<html>", "an HTML page"),
        (b"import numpy as np\n\nx = np.ones(3)\n", "a Python script"),
        (b'{\n<<<<<<< HEAD\n "cells": []}', "a git merge"),
        (b"This was a notebook once.", "not JSON, but other text"),
        (bytes(range(256)) * 4, "not JSON, but other text"),
    ],
    ids=["zip", "gzip", "pdf", "png", "html", "html_with_mark", "script", "merge", "text", "bytes"],
)
def test_it_is_said_what_was_handed_in_instead_of_a_notebook(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        parse_submission(read_file(path))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b'{"cells": [', "cut off while saving"),
        (b"\xff\xfe{\x00", "not JSON"),
        (b"[1]", "no list of cells"),
        (b'{"cells": {}}', "no list of cells"),
        (b'{"worksheets": 3, "cells": 4}', "no list of cells"),
        (b"[" * 100_000, "not JSON"),
        (b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not JSON"),
    ],
    ids=["empty", "blank", "cut", "utf_16", "list", "object", "worksheets", "nested", "nested_cells"],
)
def test_what_is_no_notebook_is_refused_with_the_reason(path: Path, content: bytes, reason: str) -> None:
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        parse_submission(read_file(path))


def test_a_notebook_under_another_name_is_named(path: Path) -> None:
    (path.parent / "my homework.ipynb").touch()
    with pytest.raises(Missing, match=r"there is my homework\.ipynb: if that is it, rename it"):
        read_file(path)


def test_no_file_is_missing(path: Path) -> None:
    with pytest.raises(Missing, match=r"no file toy\.ipynb was handed in"):
        parse_submission(read_file(path))


def _good_file(path: Path) -> None:
    path.write_text('{"cells": []}')


def _link_to_good_file(path: Path) -> None:
    _good_file(path.with_name("good"))
    path.symlink_to("good")


SPECIAL: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "folder": os.mkdir,
    "link": _link_to_good_file,
    "dangling": lambda path: path.symlink_to("nowhere"),
    "device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("make", SPECIAL.values(), ids=SPECIAL)
def test_what_is_no_regular_file_is_refused(path: Path, make: Callable[[Path], object]) -> None:
    make(path)
    with pytest.raises(Unreadable, match="a link or a special file"):
        parse_submission(read_file(path))


@pytest.mark.parametrize("make", SPECIAL.values(), ids=SPECIAL)
def test_the_key_of_what_is_no_regular_file_is_made_without_opening_it(
    path: Path, make: Callable[[Path], object]
) -> None:
    make(path)
    refused = result_key(b"", path)
    assert refused == result_key(b"", path)
    path.rmdir() if path.is_dir() else path.unlink()
    assert result_key(b"", path) != refused, "the key of a missing file"
    _good_file(path)
    assert result_key(b"", path) != refused


def test_a_file_too_large_is_refused_unread(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(submission.MAX_FILE_BYTES + 1)  # a hole: no room on the disk
    with pytest.raises(Unreadable, match="the file has 100 MB; clear its outputs"):
        parse_submission(read_file(path))
    assert result_key(b"", path) == result_key(b"", path)


def test_a_file_at_the_limit_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _good_file(path)
    monkeypatch.setattr(submission, "MAX_FILE_BYTES", path.stat().st_size)
    assert parse_submission(read_file(path)) == []


def test_too_much_text_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "MAX_TEXT", 5)
    assert len(_cells(path, {"source": "abc"}, {"source": "de"})) == 2
    with pytest.raises(Unreadable, match="more than a million characters"):
        _cells(path, {"source": "abc"}, {"source": "def"})


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NBGRADER = st.fixed_dictionaries({"nbgrader": st.fixed_dictionaries({"grade_id": JSON}) | JSON}) | JSON
CELL = st.fixed_dictionaries({}, optional={"cell_type": JSON, "source": JSON, "id": JSON, "metadata": NBGRADER}) | JSON
NOTEBOOK = st.fixed_dictionaries({"cells": st.lists(CELL, max_size=4) | JSON})
ENCODED = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
FILES = st.binary() | st.builds(lambda value, encoding: json.dumps(value).encode(encoding), NOTEBOOK | JSON, ENCODED)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES)
def test_any_content_gives_cells_of_text_or_a_reason(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        cells = parse_submission(read_file(path))
    except Unreadable:
        return
    for cell in cells:
        for text in (cell.cell_type, cell.text, cell.id, cell.grade_id):
            text.encode()
