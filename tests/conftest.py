"""What all tests share."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from autograde.environment import put_tools_on_path
from autograde.grading.sealed.bounds import time_limit
from tests.toy import Toy, make_toy

put_tools_on_path()
# How long an example takes is no verdict: on a busy machine the first one is slow.
hypothesis.settings.register_profile("no_deadline", deadline=None)
hypothesis.settings.load_profile("no_deadline")

#: Where kernels, browsers or whole programs run: such tests are slow, not part of `make quick`. One rule in place of a
#: mark that somebody must remember; single slow tests elsewhere are marked where they stand.
SLOW_FOLDERS = frozenset({"browser", "course", "hostile", "kernels", "packaging", "peers"})
SLOW_FIXTURES = frozenset({"toy", "dialogue", "make_topic"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """What a test runs that is too long for every day."""
    parser.addoption(
        "--every-pack", action="store_true", help="Grade the whole sample class in all three ways (hours)."
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what runs in a slow folder or with a slow fixture."""
    tests = Path(__file__).parent
    for item in items:
        inside = item.path.relative_to(tests).parts[0] if item.path.is_relative_to(tests) else ""
        if inside in SLOW_FOLDERS or SLOW_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """A built toy course (tests/toy.py)."""
    return make_toy(tmp_path_factory.mktemp("toy") / "course")


@pytest.fixture
def ends_in_time() -> Iterator[None]:
    """Let a test fail that would wait for ever, as one does that opens a pipe."""
    with time_limit(60):
        yield
