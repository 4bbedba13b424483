"""Files that anybody may have put there are read safely or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from autograde.files import NotRegular, TooLarge, read_regular

pytestmark = pytest.mark.usefixtures("ends_in_time")


def test_a_regular_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(TooLarge):
        read_regular(path, 4)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "file", 5)


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/hostname", "nowhere"])
def test_a_link_is_not_followed(tmp_path: Path, target: str) -> None:
    path = tmp_path / "file"
    path.symlink_to(target)
    with pytest.raises(NotRegular):
        read_regular(path, 5)


def test_a_pipe_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "file")
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("somebody opened it"))
    with pytest.raises(NotRegular):
        read_regular(tmp_path / "file", 5)


@pytest.mark.parametrize("exchange", [os.mkfifo, lambda path: path.symlink_to("regular")], ids=["pipe", "link"])
def test_what_is_exchanged_after_the_look_is_refused_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: Callable[[Path], None]
) -> None:
    (tmp_path / "regular").touch()
    status = (tmp_path / "regular").lstat()
    exchange(tmp_path / "file")
    monkeypatch.setattr(Path, "lstat", lambda _: status)
    with pytest.raises(OSError, match="link"):
        read_regular(tmp_path / "file", 5)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotRegular):
        read_regular(tmp_path, 5)
