"""The corpus once more, graded by an ordinary user, where the tests run as root."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.data_sets import copy_data_sets
from tests.hostile import test_hostile
from tests.kernels import test_ordinary_user as ordinary

pytestmark = [*ordinary.pytestmark, *test_hostile.pytestmark]

ROOT = Path(__file__).resolve().parents[2]


def test_an_ordinary_user_grades_the_same() -> None:
    with tempfile.TemporaryDirectory() as home:
        copy_data_sets({"HOME": home})
        subprocess.run(["chown", "--recursive", f"{ordinary.USER}:{ordinary.USER}", home], check=True)
        environment = {
            "HOME": home,
            "PATH": os.environ["PATH"],
            "TEST_USER": str(ordinary.USER),
            "OPEN_1": sys.base_prefix,
            "OPEN_2": sys.prefix,
            "OPEN_3": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
            test_hostile.SAMPLE: "1",
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--basetemp", f"{home}/t"]
        run = subprocess.run(
            ["unshare", "--mount", "bash", "-c", ordinary.AS_USER, "bash", *command, test_hostile.__file__],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=1500,
        )
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
    passed = re.search(r"(\d+) passed", run.stdout)
    assert passed is not None
    assert int(passed[1]) >= 5
