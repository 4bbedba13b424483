"""`ensure` and `missing` against a publisher on 127.0.0.1."""

import os
import time
from pathlib import Path

import pytest
from toy_dataset import CONTENT, SHA256, toy, use
from toy_publisher import Publisher

from autograde.errors import CourseError
from nn_lessons.datasets import Progress, Report, ensure, missing, transfer

HALF = 1_000_000


def names(folder: Path) -> set[str]:
    """What lies in the folder, apart from the lock."""
    return {path.name for path in folder.iterdir()} - {".autograde-lock"}


def test_downloads_from_the_publisher(publisher: Publisher, folder: Path) -> None:
    use(toy(publisher.url, folder))
    assert [file.path for file in missing()] == [folder / "toy.bin"]
    assert ensure() == [Report("toy", "the official download", folder)]
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}
    assert missing() == []


def test_a_cut_connection_is_taken_up_where_it_broke(publisher: Publisher, folder: Path) -> None:
    publisher.cuts = [HALF, 300_000]
    use(toy(publisher.url, folder))
    ensure()
    assert publisher.ranges == ["", f"bytes={HALF}-", f"bytes={HALF + 300_000}-"]
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_an_attempt_that_brings_nothing_is_the_last(publisher: Publisher, folder: Path) -> None:
    publisher.cuts = [HALF] + [0] * 20
    use(toy(publisher.url, folder))
    with pytest.raises(CourseError, match=r"127\.0\.0\.1"):
        ensure()
    assert len(publisher.ranges) == 2
    assert names(folder) == {"toy.bin.part"}


def test_the_next_run_continues_what_the_last_one_received(publisher: Publisher, folder: Path) -> None:
    publisher.cuts = [HALF, 0]
    use(toy(publisher.url, folder))
    with pytest.raises(CourseError):
        ensure()
    ensure()
    assert publisher.ranges[-1] == f"bytes={HALF}-"
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}


@pytest.mark.parametrize("beginning", [b"another file", b"x" * len(CONTENT), CONTENT + b"!"])
def test_a_wrong_beginning_is_thrown_away(publisher: Publisher, folder: Path, beginning: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "toy.bin.part").write_bytes(beginning)
    use(toy(publisher.url, folder))
    ensure()
    assert publisher.ranges == [f"bytes={len(beginning)}-", ""]
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_a_publisher_without_ranges_sends_all_again(publisher: Publisher, folder: Path) -> None:
    publisher.cuts, publisher.knows_ranges = [HALF], False
    use(toy(publisher.url, folder))
    ensure()
    assert publisher.ranges == ["", f"bytes={HALF}-"]
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_bytes_are_stored_as_they_are_sent(publisher: Publisher, folder: Path) -> None:
    """Some servers declare a .gz file as gzip-encoded, others compress what they send: neither may change the bytes."""
    publisher.headers = {"Content-Encoding": "gzip"}
    use(toy(publisher.url, folder))
    ensure()
    assert publisher.encodings == {"identity"}
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_a_wrong_checksum_is_rejected_and_the_next_source_asked(publisher: Publisher, folder: Path) -> None:
    publisher.content = CONTENT[:-1] + b"?"
    use(toy(publisher.url, folder, spare="good"))
    steps: list[Progress] = []
    assert ensure(progress=steps.append) == [Report("toy", "the spare source", folder)]
    assert any(f"expected {SHA256}" in step.doing for step in steps)
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}


def test_a_download_with_a_wrong_checksum_is_not_kept(publisher: Publisher, folder: Path) -> None:
    publisher.content = CONTENT[:-1] + b"?"
    use(toy(publisher.url, folder))
    with pytest.raises(CourseError):
        ensure()
    assert names(folder) == set()


def test_no_source_may_put_a_wrong_file_in_place(publisher: Publisher, folder: Path) -> None:
    publisher.status = 404
    use(toy(publisher.url, folder, spare="wrong"))
    with pytest.raises(CourseError, match=r"toy\.bin is not the expected content"):
        ensure()
    assert names(folder) == set()


def test_the_next_source_leaves_no_part_behind(publisher: Publisher, folder: Path) -> None:
    publisher.cuts = [HALF, 0]
    use(toy(publisher.url, folder, spare="good"))
    ensure()
    assert names(folder) == {"toy.bin"}


def test_when_no_source_answers_the_error_says_what_to_do(publisher: Publisher, folder: Path) -> None:
    publisher.status = 503
    use(toy(publisher.url, folder))
    with pytest.raises(CourseError) as caught:
        ensure()
    text = str(caught.value)
    for part in ("Toy", "toy.bin", SHA256, str(folder), f"{publisher.url}/toy.bin answers 503", "it has gone"):
        assert part in text
    (folder / "toy.bin").write_bytes(CONTENT)
    assert ensure() == [Report("toy", "already cached", folder)]


def test_an_original_put_there_by_hand_is_converted(publisher: Publisher, folder: Path) -> None:
    publisher.status = 503
    use(toy(publisher.url, folder, packed=True))
    with pytest.raises(CourseError, match=r"toy\.packed"):
        ensure()
    (folder / "toy.packed").write_bytes(CONTENT[::-1])
    asked = len(publisher.ranges)
    ensure()
    assert len(publisher.ranges) == asked
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}


def test_a_wrong_original_put_there_by_hand_is_replaced(publisher: Publisher, folder: Path) -> None:
    publisher.content = CONTENT[::-1]
    folder.mkdir(parents=True)
    (folder / "toy.packed").write_bytes(b"something else")
    use(toy(publisher.url, folder, packed=True))
    ensure()
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_what_is_cached_is_not_fetched_again(publisher: Publisher, folder: Path) -> None:
    use(toy(publisher.url, folder))
    ensure()
    (folder / ".autograde-lock").unlink()
    before = folder.stat().st_mtime_ns, len(publisher.ranges)
    started = time.perf_counter()
    assert ensure() == [Report("toy", "already cached", folder)]
    assert time.perf_counter() - started < 0.2
    assert (folder.stat().st_mtime_ns, len(publisher.ranges)) == before


@pytest.mark.parametrize("damage", [b"", CONTENT[:HALF], CONTENT + b"!"])
def test_a_damaged_file_is_replaced(publisher: Publisher, folder: Path, damage: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "toy.bin").write_bytes(damage)
    use(toy(publisher.url, folder))
    assert missing()[0].problem == "not the expected content"
    assert ensure()[0].how == "the official download"
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_one_dataset_without_a_source_does_not_keep_the_other_out(publisher: Publisher, tmp_path: Path) -> None:
    lost = toy("http://127.0.0.1:1", tmp_path / "lost", name="lost")
    use(lost, toy(publisher.url, tmp_path / "found", name="found"))
    with pytest.raises(CourseError, match="Lost is not in the cache"):
        ensure()
    assert [file.dataset for file in missing()] == ["lost"]


def test_names_choose_the_datasets(publisher: Publisher, tmp_path: Path) -> None:
    use(toy(publisher.url, tmp_path, name="one"), toy(publisher.url, tmp_path, name="two"))
    assert [report.dataset for report in ensure(["two"])] == ["two"]
    assert [file.dataset for file in missing()] == ["one"]
    with pytest.raises(CourseError, match="There is no dataset three") as caught:
        ensure(["three"])
    assert "one, two" in caught.value.todo


def test_progress_counts_bytes(publisher: Publisher, folder: Path) -> None:
    publisher.cuts = [HALF]
    use(toy(publisher.url, folder))
    steps: list[Progress] = []
    ensure(progress=steps.append)
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert done[-1] == len(CONTENT)
    assert {step.total for step in steps} == {len(CONTENT)}
    assert {step.doing for step in steps} == {"downloading toy.bin"}


def test_a_closed_door_is_noticed_at_once(folder: Path) -> None:
    use(toy("http://127.0.0.1:1", folder, spare="good"))
    started = time.perf_counter()
    steps: list[Progress] = []
    ensure(progress=steps.append)
    assert time.perf_counter() - started < 2
    assert steps[0].doing == "the official download: 127.0.0.1 cannot be reached"


def test_a_silent_publisher_is_given_up(publisher: Publisher, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "_SILENCE_SECONDS", 0.2)
    publisher.pause = 3.0
    use(toy(publisher.url, folder, spare="good"))
    started = time.perf_counter()
    ensure()
    assert time.perf_counter() - started < 2.5
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_a_folder_that_cannot_be_made_is_named(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    use(toy(publisher.url, tmp_path / "file" / "toy"))
    with pytest.raises(CourseError, match="Toy cannot be stored") as caught:
        ensure()
    assert str(tmp_path / "file") in caught.value.where
    assert "KERAS_HOME" in caught.value.todo


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; see the read-only mount below")
def test_a_folder_without_permission_is_named(publisher: Publisher, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o555)
    use(toy(publisher.url, folder))
    with pytest.raises(CourseError, match="Permission denied"):
        ensure()
