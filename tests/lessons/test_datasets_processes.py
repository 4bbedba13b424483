"""`ensure` in processes of its own: killed, side by side, on a read-only and on a full disk."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_dataset import CONTENT
from toy_publisher import Publisher

from tests.waiting import wait_for

Start = Callable[..., subprocess.Popen[str]]


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".nn-lessons.lock"}


def test_a_killed_download_leaves_nothing_behind_in_the_cache(publisher: Publisher, folder: Path, start: Start) -> None:
    publisher.pause = 0.05
    process = start(publisher.url, folder)
    wait_for(lambda: publisher.sent >= 500_000)
    process.kill()
    process.wait()
    assert names(folder) == set()

    publisher.pause = 0
    output, errors = start(publisher.url, folder).communicate()
    assert output == "the official download\n", errors
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}


def test_a_process_killed_while_writing_leaves_no_half_file(folder: Path, start: Start) -> None:
    process = start("http://127.0.0.1:1", folder, "hanging")
    wait_for(lambda: size(folder / "toy.bin.new") == len(CONTENT) // 2)
    process.kill()
    process.wait()
    assert not (folder / "toy.bin").exists()

    output, errors = start("http://127.0.0.1:1", folder, "good").communicate()
    assert output == "the spare source\n", errors
    assert (folder / "toy.bin").read_bytes() == CONTENT
    assert names(folder) == {"toy.bin"}


def test_processes_side_by_side_download_once(publisher: Publisher, folder: Path, start: Start) -> None:
    publisher.pause = 0.02
    processes = [start(publisher.url, folder) for _ in range(3)]
    outputs = sorted(process.communicate()[0] for process in processes)
    assert outputs == ["already cached\n", "already cached\n", "the official download\n"]
    assert publisher.requests == 1
    assert (folder / "toy.bin").read_bytes() == CONTENT


def mounted(options: str, folder: Path) -> tuple[str, ...]:
    """The beginning of a command that runs with a small disk of its own mounted at `folder`."""
    folder.mkdir(parents=True)
    script = f'mount -t tmpfs -o {options} none "{folder}" && exec "$0" "$@"'
    before = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script)
    if not shutil.which("unshare") or subprocess.run([*before, "true"], capture_output=True).returncode:
        pytest.skip("this system does not let its users mount")
    return before


def unwrapped_error(process: subprocess.Popen[str]) -> str:
    errors = process.communicate()[1]
    assert process.returncode == 1
    assert "DatasetError" in errors
    return errors


def test_a_read_only_folder_is_named(publisher: Publisher, folder: Path, start: Start) -> None:
    errors = unwrapped_error(start(publisher.url, folder, before=mounted("ro", folder)))
    assert f"{folder}/.nn-lessons.lock: Toy cannot be stored: Read-only file system." in errors


def test_a_full_disk_is_named(publisher: Publisher, folder: Path, start: Start) -> None:
    errors = unwrapped_error(start(publisher.url, folder, before=mounted("size=1m", folder)))
    assert f"{folder}/toy.bin.new: Toy cannot be stored: No space left on device." in errors
    assert "100 MB of free space" in errors
