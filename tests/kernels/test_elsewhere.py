"""Where there is no Linux, kernels start cold and nothing is sandboxed."""

import sys
from types import SimpleNamespace

import pytest

from autograde.errors import CourseError
from autograde.kernels import open_kernel, probe


@pytest.fixture(params=["darwin", "win32"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package believes that it runs on another system."""
    for module in ("warm.provisioner", "client.sandbox_provisioner", "client.host", "client.open"):
        monkeypatch.setattr(
            f"autograde.kernels.{module}.sys", SimpleNamespace(platform=request.param, executable=sys.executable)
        )


def test_what_is_missing_is_named_in_one_line(elsewhere: None) -> None:
    host = probe.__wrapped__()
    assert not host.warm_kernels
    assert not host.sandbox
    assert "Linux" in host.warm_kernels_unavailable_reason
    assert "Linux" in host.sandbox_unavailable_reason
    assert "\n" not in host.warm_kernels_unavailable_reason + host.sandbox_unavailable_reason


def test_a_trusted_kernel_is_cold(elsewhere: None, caplog: pytest.LogCaptureFixture) -> None:
    with open_kernel("trusted") as kernel:
        assert kernel.execute("assert 'keras' not in __import__('sys').modules").status == "ok"
        assert kernel.is_alive
        kernel.kill()
        assert kernel.exit is not None
        assert kernel.exit.status == -9
    assert "cold kernel" not in caplog.text


def test_student_code_is_refused(elsewhere: None) -> None:
    with pytest.raises(CourseError, match="needs Linux"), open_kernel("sandboxed"):
        pass
