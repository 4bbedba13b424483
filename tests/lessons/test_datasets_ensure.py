"""`ensure` and `missing` against a publisher on 127.0.0.1."""

import os
import time
from pathlib import Path

import pytest
from toy_dataset import CONTENT, toy, use
from toy_publisher import Publisher

from nn_lessons.datasets import DatasetError, Progress, Report, ensure, missing
from nn_lessons.datasets import publisher as official

HALF = 1_000_000


def names(folder: Path) -> set[str]:
    """What lies in the folder, apart from the lock."""
    return {path.name for path in folder.iterdir()} - {".nn-lessons.lock"}


def test_downloads_from_the_publisher(publisher: Publisher, folder: Path) -> None:
    use(toy(publisher.url, folder))
    assert [file.path for file in missing()] == [folder / "toy.bin"]
    assert ensure() == [Report("toy", "the official download", folder)]
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}
    assert missing() == []


def test_everybody_may_read_what_was_downloaded(publisher: Publisher, folder: Path) -> None:
    """On a hub one person fills the caches for all; pooch's own files are for their owner only."""
    use(toy(publisher.url, folder))
    old = os.umask(0o022)
    try:
        ensure()
    finally:
        os.umask(old)
    assert (folder / "toy.bin").stat().st_mode & 0o777 == 0o644


def test_a_cut_connection_is_tried_again(publisher: Publisher, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "_RETRIES", 1)
    publisher.cuts = [HALF]
    use(toy(publisher.url, folder))
    ensure()
    assert publisher.requests == 2
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}


def test_a_connection_that_is_always_cut_is_given_up(publisher: Publisher, folder: Path) -> None:
    publisher.cuts = [HALF] * 20
    use(toy(publisher.url, folder))
    with pytest.raises(DatasetError, match=r"127\.0\.0\.1 cannot be reached, or the connection breaks off"):
        ensure()
    assert names(folder) == set()


def test_a_wrong_checksum_is_rejected_and_the_next_source_asked(publisher: Publisher, folder: Path) -> None:
    publisher.content = CONTENT[:-1] + b"?"
    use(toy(publisher.url, folder, spare="good"))
    steps: list[Progress] = []
    assert ensure(progress=steps.append) == [Report("toy", "the spare source", folder)]
    assert any("does not have the expected SHA-256" in step.doing for step in steps)
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}


def test_a_download_with_a_wrong_checksum_is_not_kept(publisher: Publisher, folder: Path) -> None:
    publisher.content = CONTENT[:-1] + b"?"
    use(toy(publisher.url, folder))
    with pytest.raises(DatasetError):
        ensure()
    assert names(folder) == set()


def test_no_source_may_put_a_wrong_file_in_place(publisher: Publisher, folder: Path) -> None:
    publisher.status = 404
    use(toy(publisher.url, folder, spare="wrong"))
    with pytest.raises(DatasetError, match=r"toy\.bin is not the expected content"):
        ensure()
    assert names(folder) == set()


def test_when_no_source_answers_the_error_says_what_to_do(publisher: Publisher, folder: Path) -> None:
    publisher.status = 503
    use(toy(publisher.url, folder))
    with pytest.raises(DatasetError) as caught:
        ensure()
    text = str(caught.value)
    for part in ("Toy", f"toy.bin from {publisher.url}/toy.bin", str(folder), "503", "the spare source: it has gone"):
        assert part in text
    (folder / "toy.bin").write_bytes(CONTENT)
    assert ensure() == [Report("toy", "already cached", folder)]


def test_an_original_put_there_by_hand_is_converted(publisher: Publisher, folder: Path) -> None:
    publisher.status = 503
    use(toy(publisher.url, folder, packed=True))
    with pytest.raises(DatasetError, match=r"toy\.packed"):
        ensure()
    (folder / "toy.packed").write_bytes(CONTENT[::-1])
    asked = publisher.requests
    ensure()
    assert publisher.requests == asked
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_a_wrong_original_put_there_by_hand_is_not_used(publisher: Publisher, folder: Path) -> None:
    publisher.content = CONTENT[::-1]
    folder.mkdir(parents=True)
    (folder / "toy.packed").write_bytes(b"something else")
    use(toy(publisher.url, folder, packed=True))
    ensure()
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_what_is_cached_is_not_fetched_again(publisher: Publisher, folder: Path) -> None:
    use(toy(publisher.url, folder))
    ensure()
    (folder / ".nn-lessons.lock").unlink()
    before = folder.stat().st_mtime_ns, publisher.requests
    started = time.perf_counter()
    assert ensure() == [Report("toy", "already cached", folder)]
    assert time.perf_counter() - started < 0.2
    assert (folder.stat().st_mtime_ns, publisher.requests) == before


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
    with pytest.raises(DatasetError, match="Lost is not in the cache"):
        ensure()
    assert [file.dataset for file in missing()] == ["lost"]


def test_names_choose_the_datasets(publisher: Publisher, tmp_path: Path) -> None:
    use(toy(publisher.url, tmp_path, name="one"), toy(publisher.url, tmp_path, name="two"))
    assert [report.dataset for report in ensure(["two"])] == ["two"]
    assert [file.dataset for file in missing()] == ["one"]
    with pytest.raises(DatasetError, match="There is no data set three") as caught:
        ensure(["three"])
    assert "one, two" in caught.value.todo


def test_progress_counts_bytes(publisher: Publisher, folder: Path) -> None:
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
    assert steps[0].doing.startswith("the official download: 127.0.0.1 cannot be reached")


def test_a_silent_publisher_is_given_up(publisher: Publisher, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "_SILENCE_SECONDS", 0.2)
    publisher.pause = 3.0
    use(toy(publisher.url, folder, spare="good"))
    started = time.perf_counter()
    ensure()
    assert time.perf_counter() - started < 2.5
    assert (folder / "toy.bin").read_bytes() == CONTENT


def test_a_folder_that_cannot_be_made_is_named(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    use(toy(publisher.url, tmp_path / "file" / "toy"))
    with pytest.raises(DatasetError, match="Toy cannot be stored") as caught:
        ensure()
    assert str(tmp_path / "file") in caught.value.where
    assert "KERAS_HOME" in caught.value.todo


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; see the read-only mount below")
def test_a_folder_without_permission_is_named(publisher: Publisher, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o555)
    use(toy(publisher.url, folder))
    with pytest.raises(DatasetError, match="Permission denied"):
        ensure()
