"""jupyter_kernel_test does not tell warm kernels from cold ones; `python -m tests.peers` runs more suites."""

import pytest

from tests.peers.compare import SUITES, Unavailable, differences


def test_no_test_tells_warm_kernels_from_cold_ones() -> None:
    try:
        found = differences(SUITES["jupyter_kernel_test"])
    except Unavailable as reason:
        pytest.skip(str(reason)[:300])
    assert not list(map(str, found))
