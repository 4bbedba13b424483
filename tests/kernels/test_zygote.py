"""One zygote serves one user's clients, is replaced when it must be, and ends when nobody needs it."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import autograde
from autograde.kernels.identity import Identity
from tests.kernels.running import Session, eventually, linux_only, runs, started, zygotes

pytestmark = linux_only


def is_warm(session: Session) -> bool:
    return bool(session.evaluate("open('/proc/self/comm').read()").strip() == "ag-kernel")


def test_eight_clients_at_once_start_one_zygote(own_zygote: Path) -> None:
    chains: list[list[int]] = []

    def client() -> None:
        with started() as session:
            assert is_warm(session)
            chains.append(zygotes(own_zygote))

    threads = [threading.Thread(target=client) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(chains) == 8
    assert {tuple(chain) for chain in chains} == {tuple(zygotes(own_zygote))}
    assert len(zygotes(own_zygote)) == 1


def test_it_is_private_to_its_user(own_zygote: Path) -> None:
    with started():
        [home] = [path for path in own_zygote.iterdir() if path.is_dir()]
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "zygote.sock").stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_it_hangs_up_on_another_user(own_zygote: Path) -> None:
    with started():
        [path] = own_zygote.glob("*/zygote.sock")
        for folder in (own_zygote, path.parent):
            folder.chmod(0o755)
        path.chmod(0o666)
        code = (
            "import os, socket, sys; os.setuid(65534); s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET); "
            "s.settimeout(10); s.connect(sys.argv[1]); print(s.recv(100))"
        )
        command = ["/usr/bin/env", "python3", "-c", code, str(path)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert run.stdout.strip() == "b''", run.stderr


def test_a_folder_open_to_others_is_refused(own_zygote: Path) -> None:
    own_zygote.chmod(0o755)
    with started() as session:
        assert not is_warm(session)


def test_after_a_change_of_the_environment_clients_get_another(
    own_zygote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started() as session:
        assert is_warm(session)
        [old] = zygotes(own_zygote)
        monkeypatch.setattr("autograde.kernels.identity.installed_state", lambda: "after an upgrade")
        with started() as newer:
            assert is_warm(newer)
            assert zygotes(own_zygote) != [old]
        assert runs(old)  # it has not been ended by anybody, and cannot know of the upgrade here
        assert session.evaluate("1 + 1") == 2


@pytest.mark.parametrize("edited", ["grading/worker.py", "kernels/warm/zygote.py", "sanitize.py"])
def test_an_edit_of_the_grader_makes_it_outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: str) -> None:
    package = Path(autograde.__file__).parent
    copy = shutil.copytree(package, tmp_path / "autograde", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(autograde, "__file__", str(copy / "__init__.py"))
    identity = Identity.of("trusted", {})
    assert not identity.is_outdated
    (copy / edited).write_text("# edited\n", encoding="utf-8")
    assert identity.is_outdated


def test_a_variable_that_matters_at_import_gets_its_own(own_zygote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with started():
        monkeypatch.setenv("PYTHONPATH", "/nowhere")
        with started() as session:
            assert "/nowhere" in session.evaluate("__import__('sys').path")
        assert len(zygotes(own_zygote)) == 2


def test_it_ends_when_idle(own_zygote: Path, light: Callable[..., None]) -> None:
    light(idle_seconds=0.5)
    with started() as session:
        time.sleep(1.5)
        assert len(zygotes(own_zygote)) == 1  # not while a kernel runs
        assert is_warm(session)
    assert eventually(lambda: not zygotes(own_zygote))
    with started() as session:
        assert is_warm(session)


def test_a_stopped_zygote_is_replaced(own_zygote: Path) -> None:
    with started() as session:
        [old] = zygotes(own_zygote)
        os.kill(old, signal.SIGSTOP)
        begin = time.monotonic()
        with started() as newer:
            assert is_warm(newer)
        assert time.monotonic() - begin < 30
        assert old not in zygotes(own_zygote)
        assert session.evaluate("1 + 1") == 2


def test_a_killed_zygote_is_replaced(own_zygote: Path) -> None:
    with started():
        [old] = zygotes(own_zygote)
        os.kill(old, signal.SIGKILL)
        with started() as newer:
            assert is_warm(newer)


def test_a_killed_supervisor_takes_its_kernel_along(own_zygote: Path) -> None:
    with started() as session:
        supervisor = session.evaluate("__import__('os').getppid()")
        pid = session.evaluate("__import__('os').getpid()")
        os.kill(supervisor, signal.SIGKILL)
        assert eventually(lambda: not session.manager.is_alive())
        assert eventually(lambda: not runs(pid))


def test_a_zygote_that_cannot_import_is_replaced_by_cold_kernels_and_a_notice(
    own_zygote: Path,
    light: Callable[..., None],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "starts_a_thread.py").write_text(
        "import threading, time; threading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    light(preload=["starts_a_thread"])
    for _ in range(2):
        caplog.clear()
        with started() as session:
            assert not is_warm(session)
        [notice] = [record for record in caplog.records if "cold kernel" in record.getMessage()]
        assert "has started threads" in notice.getMessage()
        assert "\n" not in notice.getMessage()


@pytest.mark.parametrize("value", ["0", "off"])
def test_a_variable_turns_it_off(
    own_zygote: Path, monkeypatch: pytest.MonkeyPatch, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AUTOGRADE_WARM_KERNELS", value)
    with started() as session:
        assert not is_warm(session)
    assert not zygotes(own_zygote)
    assert "cold kernel" not in caplog.text


def test_the_kernelspec_turns_it_off(own_zygote: Path, light: Callable[..., None]) -> None:
    light(enabled=False)
    with started() as session:
        assert not is_warm(session)


def test_a_client_that_wants_a_pipe_gets_a_cold_kernel(own_zygote: Path) -> None:
    with started(stderr=subprocess.PIPE) as session:
        assert not is_warm(session)
        session.process.stderr.close()


def test_a_client_that_says_nothing_does_not_hold_others_up(own_zygote: Path) -> None:
    with started():
        [path] = own_zygote.glob("*/zygote.sock")
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as silent:
            silent.connect(str(path))
            with started() as session:
                assert is_warm(session)


def test_another_interpreter_starts_cold(own_zygote: Path, kernelspecs: Path) -> None:
    path = kernelspecs / "kernels" / "python3" / "kernel.json"
    original = path.read_text()
    link = own_zygote / "python"
    link.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    link.chmod(0o755)
    spec = json.loads(original)
    spec["argv"][0] = str(link)
    path.write_text(json.dumps(spec))
    try:
        with started() as session:
            assert not is_warm(session)
    finally:
        path.write_text(original)
