"""What all tests share."""

import pytest

from autograde.environment import put_tools_on_path
from tests.toy import Toy, make_toy

put_tools_on_path()


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """A built toy course (tests/toy.py)."""
    return make_toy(tmp_path_factory.mktemp("toy") / "course")
