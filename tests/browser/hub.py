"""A JupyterHub as `make hub` starts it, with users and folders of its own that are gone afterwards."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from tests.browser.lab import SETTINGS
from tests.data_sets import copy_data_sets

ROOT = Path(__file__).resolve().parents[2]
HUB = ROOT / "hub"
#: A Python that other users may run, for the hub's environment.
PYTHON = "/usr/bin/python3"
_PASSWORD = "a long password, for tests only"
_FIRST_UID = 23_001
_MILLISECONDS = 180_000
# These users exist for the hub and what it starts, nowhere else on this machine.
_WITH_USERS = 'mount --bind "$1/passwd" /etc/passwd; mount --bind "$1/group" /etc/group; shift; exec "$@"'


def missing() -> str:
    """What this machine lacks for a hub, or ""."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a hub needs root, on Linux"
    for program in ("npm", "unshare", "setpriv"):
        if not shutil.which(program):
            return f"a hub needs {program}"
    done = subprocess.run([PYTHON, "-c", "import ensurepip, tomllib"], capture_output=True, check=False)
    return f"{PYTHON} is no Python 3.11 with venv" if done.returncode else ""


@dataclass(frozen=True)
class Hub:
    """A running hub.

    Attributes:
        folder: holds everything of it.
        url: where it listens, with a slash at the end.
    """

    folder: Path
    url: str

    @property
    def classroom(self) -> Path:
        return self.home("nn-grader") / "class"

    @property
    def service(self) -> str:
        """Where instructors grade."""
        return f"{self.url}services/neural-networks/"

    def home(self, user: str) -> Path:
        return self.folder / "home" / user

    def log_in(self, browser: Browser, user: str) -> Page:
        """A page of a browser in which a user is logged in, at JupyterLab."""
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.set_default_timeout(_MILLISECONDS)
        page = context.new_page()
        page.goto(f"{self.url}hub/login")
        page.fill("#username_input", user)
        page.fill("#password_input", _PASSWORD)
        page.click("#login_submit")
        page.wait_for_url(f"**/user/{user}/lab**")
        page.locator(".jp-DirListing").wait_for()
        return page


@dataclass(frozen=True)
class StudentServer:
    """One student's server, for a `NotebookPage` whose browser is logged in."""

    hub: Hub
    user: str

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.hub.url}user/{quote(self.user)}/{path}")


@contextlib.contextmanager
def running_hub(instructors: list[str], students: list[str]) -> Iterator[Hub]:
    """Install a hub in a temporary folder, and run it."""
    with tempfile.TemporaryDirectory(prefix="hub") as name:
        folder = Path(name)
        folder.chmod(0o755)
        _make_users(folder, [*students, *instructors, "nn-grader"])
        port = _free_ports(4)
        settings = _write_settings(folder, instructors, students, port)
        data = folder / "srv" / "data"
        copy_data_sets({"KERAS_HOME": str(data / "keras"), "SCIKIT_LEARN_DATA": str(data / "scikit_learn_data")})
        _run_inside(folder, settings, [PYTHON, str(HUB / "install.py")])
        overrides = folder / "srv" / "config" / "student" / "labconfig" / "default_setting_overrides.json"
        overrides.write_text(json.dumps(SETTINGS), "utf-8")
        with (folder / "hub.log").open("wb") as log:
            process = subprocess.Popen(
                _inside(folder, _command(folder)),
                env=_environment(settings),
                stdout=log,
                stderr=log,
                cwd=folder,
                start_new_session=True,
            )
        hub = Hub(folder, f"http://127.0.0.1:{port}/")
        try:
            _wait_until_up(hub, process)
            yield hub
        finally:
            _stop(process)


def _command(folder: Path) -> list[str]:
    return [
        *(str(folder / "srv" / "env" / "bin" / "jupyterhub"), "-f", str(HUB / "jupyterhub_config.py")),
        # In place of the system's passwords; and what NotebookPage needs.
        "--JupyterHub.authenticator_class=shared-password",
        f"--SharedPasswordAuthenticator.user_password={_PASSWORD}",
        "--Spawner.args=--LabApp.expose_app_in_browser=True",
    ]


def _make_users(folder: Path, users: list[str]) -> None:
    passwd, group = (Path("/etc", name).read_text("utf-8") for name in ("passwd", "group"))
    for uid, user in enumerate(users, start=_FIRST_UID):
        home = folder / "home" / user
        home.mkdir(parents=True, mode=0o700)
        os.chown(home, uid, uid)
        passwd += f"{user}:x:{uid}:{uid}::{home}:/bin/bash\n"
        group += f"{user}:x:{uid}:\n"
    (folder / "passwd").write_text(passwd, "utf-8")
    (folder / "group").write_text(group, "utf-8")


def _write_settings(folder: Path, instructors: list[str], students: list[str], port: int) -> Path:
    """hub.toml with what differs for a test."""
    changed = {"folder": f'"{folder / "srv"}"', "instructors": instructors, "students": students, "port": port}
    lines = (HUB / "hub.toml").read_text("utf-8").splitlines()
    names = [line.partition(" = ")[0] for line in lines]
    text = [f"{name} = {changed[name]}" if name in changed else line for name, line in zip(names, lines, strict=True)]
    path = folder / "hub.toml"
    path.write_text("\n".join(text), "utf-8")
    return path


def _environment(settings: Path) -> dict[str, str]:
    # Not the tests' own environment and kernels.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AUTOGRADE_", "JUPYTER", "PYTHON", "VIRTUAL"))
    }
    return kept | {"NN_HUB_SETTINGS": str(settings)}


def _inside(folder: Path, command: list[str]) -> list[str]:
    return ["unshare", "--mount", "bash", "-ec", _WITH_USERS, "bash", str(folder), *command]


def _run_inside(folder: Path, settings: Path, command: list[str]) -> None:
    done = subprocess.run(
        _inside(folder, command), env=_environment(settings), capture_output=True, text=True, check=False, timeout=1200
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _free_ports(count: int) -> int:
    """The first of several ports in a row that nobody uses now."""
    for first in range(18_000, 30_000, 10):
        with contextlib.ExitStack() as stack:
            try:
                for port in range(first, first + count):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise RuntimeError("no free ports")


def _wait_until_up(hub: Hub, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{hub.url}hub/health", timeout=10):
            return
        time.sleep(0.5)
    raise RuntimeError(f"The hub did not start:\n{(hub.folder / 'hub.log').read_text('utf-8', 'replace')[-5000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Let the hub end its servers and services; then whatever is left of it."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(60)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            text = status.read_text("utf-8")
            uid = int(text.partition("\nUid:\t")[2].split()[0])
            if _FIRST_UID <= uid < _FIRST_UID + 100:
                os.kill(int(status.parent.name), signal.SIGKILL)
    process.wait()
