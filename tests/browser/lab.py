"""JupyterLab for tests: a server of its own, and the page of one notebook in it."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

#: Milliseconds for anything that a kernel or a loaded machine may delay.
PATIENCE = 600_000

_START_SECONDS = 90
_STOP_SECONDS = 20

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # All cells are in the page, also those out of sight.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}

# "Run All" is dropped silently while no kernel is connected.
_KERNEL_IS_READY = """path => {
  const context = window.jupyterapp?.shell.currentWidget?.context;
  const kernel = context?.sessionContext?.session?.kernel;
  return context?.path === path && context.isReady
    && kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""

# A command's result is a promise: for running cells it comes true when the last of them has run.
_WATCH = """command => {
  window.finished = false;
  const watch = (commands, {id, result}) => {
    if (id !== command) return;
    commands.commandExecuted.disconnect(watch);
    result.finally(() => { window.finished = true; });
  };
  window.jupyterapp.commands.commandExecuted.connect(watch);
}"""


class OpensPages(Protocol):
    """A JupyterLab that a browser can open."""

    def open(self, page: Page, path: str) -> None:
        """Open a page of it, logged in."""


@dataclass(frozen=True)
class Server:
    """A running JupyterLab."""

    url: str
    token: str

    def open(self, page: Page, path: str) -> None:
        """Log in, which formgrader's pages cannot do for themselves, and open a page."""
        page.request.get(f"{self.url}lab?token={self.token}")
        page.goto(self.url + path)


@contextlib.contextmanager
def running_lab(folder: Path, private: Path) -> Iterator[Server]:
    """Run JupyterLab in a folder, its settings and logs in a private one; afterwards nothing of it is left."""
    token = secrets.token_hex(16)
    private.mkdir(parents=True)
    log = private / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--IdentityProvider.token={token}"),
                "--LabApp.expose_app_in_browser=True",
            ],
            cwd=folder,
            env=_environment(private),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Server(_wait_for_url(process, private, log), token)
    finally:
        _stop(process)


def _environment(private: Path) -> dict[str, str]:
    folders = {f"JUPYTER_{kind}_DIR": private / kind.lower() for kind in ("CONFIG", "DATA", "RUNTIME")}
    overrides = folders["JUPYTER_CONFIG_DIR"] / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(SETTINGS), encoding="utf-8")
    return os.environ | {name: str(path) for name, path in folders.items()}


def _wait_for_url(process: subprocess.Popen[bytes], private: Path, log: Path) -> str:
    """The server's address, which it writes down once it listens."""
    info = private / "runtime" / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(info.read_text("utf-8"))["url"])
        time.sleep(0.05)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text('utf-8', 'replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Let the server shut its kernels down, then end whatever it started."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class NotebookPage:
    """A notebook open in JupyterLab, its kernel ready."""

    def __init__(self, page: Page, server: OpensPages, path: str) -> None:
        self.page = page
        # Without ``reset`` Lab may restore an old tab over this one.
        server.open(page, f"lab/tree/{quote(path)}?reset")
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        page.wait_for_function(_KERNEL_IS_READY, arg=path, timeout=PATIENCE)
        page.evaluate("window.jupyterapp.shell.collapseLeft()")

    def cell(self, index: int) -> Locator:
        return self.panel.locator(".jp-Notebook .jp-Cell").nth(index)

    def output(self, index: int) -> Locator:
        return self.cell(index).locator(".jp-Cell-outputArea")

    def show(self, index: int) -> None:
        """Scroll until a cell begins at the notebook's upper edge."""
        self.cell(index).evaluate("cell => cell.scrollIntoView({block: 'start'})")

    def write(self, index: int, text: str) -> None:
        """Replace a cell's text as a person does: open it, select all, type."""
        cell = self.cell(index)
        rendered = cell.locator(".jp-MarkdownOutput")
        if rendered.is_visible():
            rendered.dblclick()
        editor = cell.locator(".cm-content")
        editor.click()
        expect(editor).to_be_focused()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def run(self, index: int) -> None:
        """Run one cell and wait for it."""
        # Not by a click, which unfolds a cell that is folded up: a student comes from the cell above.
        self.page.evaluate("index => {window.jupyterapp.shell.currentWidget.content.activeCellIndex = index}", index)
        with self._until_finished("notebook:run-cell"):
            self.panel.locator(".jp-Notebook").press("Control+Enter")

    def run_all(self) -> None:
        """Run all cells with the menu and wait for the last."""
        with self._until_finished("notebook:run-all-cells"):
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    @contextlib.contextmanager
    def _until_finished(self, command: str) -> Iterator[None]:
        self.page.evaluate(_WATCH, command)
        yield
        self.page.wait_for_function("window.finished", timeout=PATIENCE)

    def validate(self) -> Locator:
        """Press nbgrader's Validate; the message of its dialog."""
        self.panel.get_by_role("button", name="Validate").click()
        message = self.page.locator("#validation-message")
        expect(message).to_be_visible(timeout=PATIENCE)
        return message

    def close_dialog(self) -> None:
        dialog = self.page.locator(".jp-Dialog")
        dialog.get_by_role("button").last.click()
        expect(dialog).to_have_count(0)
