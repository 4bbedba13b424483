"""A plugin for pytest, in other packages' suites: write each test's verdict to the file that VERDICTS names."""

import json
import os
from pathlib import Path

import pytest

_verdicts: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test fails if its setup, call or teardown does."""
    if report.when == "call" or report.outcome != "passed":
        _verdicts[report.nodeid] = report.outcome if _verdicts.get(report.nodeid) != "failed" else "failed"


def pytest_sessionfinish() -> None:
    Path(os.environ["VERDICTS"]).write_text(json.dumps(_verdicts), encoding="utf-8")
