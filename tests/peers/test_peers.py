"""The tests of nbclient and jupyter_kernel_test do not tell warm kernels from cold ones."""

import pytest

from tests.peers.compare import SUITES, differences


@pytest.mark.parametrize("name", ["nbclient", "jupyter_kernel_test"])
def test_no_test_tells_warm_kernels_from_cold_ones(name: str) -> None:
    assert not list(map(str, differences(SUITES[name])))
