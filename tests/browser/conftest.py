"""Chromium, and pictures for the documentation."""

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from autograde.course import Course, open_course

_CHROMIUM = shutil.which("chromium")
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_ELSEWHERE = re.compile(r"https?://(?!(127\.0\.0\.1|localhost)[:/])")
_MILLISECONDS = 180_000

Snap = Callable[[str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if _CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs Chromium (Debian's package chromium)"))


# Not for the whole session: while Playwright runs, no other test could run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=[*_FLAGS])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser without a past, which reaches nothing but this machine."""
    expect.set_options(timeout=_MILLISECONDS)
    context = browser.new_context(viewport={"width": 1040, "height": 720}, device_scale_factor=1.25)
    context.route(_ELSEWHERE, lambda route: route.abort())
    context.set_default_timeout(_MILLISECONDS)
    yield context.new_page()
    context.close()


@pytest.fixture
def snap(page: Page) -> Snap:
    """Take a picture for the documentation, if the environment variable SCREENSHOTS names a folder for it."""
    folder = os.environ.get("SCREENSHOTS")

    def take(name: str) -> None:
        if folder:
            shot = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
            picture = shot.convert("RGB").quantize(256, dither=Image.Dither.NONE)
            picture.save(Path(folder) / f"{name}.png", optimize=True)

    return take


@pytest.fixture(scope="package")
def course() -> Course:
    """This course itself, as built."""
    return open_course(Path(__file__).parent)
