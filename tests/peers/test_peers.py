"""jupyter_kernel_test does not tell warm kernels from cold ones; `python -m tests.peers` runs more suites."""

from tests.peers.compare import SUITES, differences


def test_no_test_tells_warm_kernels_from_cold_ones() -> None:
    assert not list(map(str, differences(SUITES["jupyter_kernel_test"])))
