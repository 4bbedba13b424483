"""Wait for what another process does."""

import subprocess
import time
from collections.abc import Callable


def wait_for(
    condition: Callable[[], object], seconds: float = 60, process: subprocess.Popen[str] | None = None
) -> None:
    """Wait until a condition holds; fail after a time, or when the process that should bring it about has ended."""
    deadline = time.monotonic() + seconds
    while not condition():
        if process is not None:
            assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, f"it did not happen within {seconds:g} seconds"
        time.sleep(0.02)
