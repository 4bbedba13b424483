"""The sandbox and the zygote work for an ordinary user as well as for root: their tests, run again as one."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import autograde
from tests.kernels.running import linux_only

pytestmark = [
    linux_only,
    pytest.mark.slow,
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0, reason="the tests run as an ordinary user already"
    ),
    pytest.mark.skipif(not shutil.which("setpriv") or not shutil.which("unshare"), reason="needs util-linux"),
]

HERE = Path(__file__).parent
USER = 54321

# In a mount namespace of its own, a folder that only root may enter is replaced by one that holds nothing but what the
# tests need. Nothing of it is seen outside.
AS_USER = r"""
set -e
umask 022
for path in "$OPEN_1" "$OPEN_2" "$OPEN_3"; do
    top="/$(echo "$path" | cut -d/ -f2)"
    if [ -n "$(find "$top" -maxdepth 0 ! -perm -005)" ]; then
        keep=$(mktemp -d)
        mount --bind "$path" "$keep"
        mount -t tmpfs -o mode=755 tmpfs "$top"
        mkdir -p "$path"
        mount --move "$keep" "$path" 2>/dev/null || mount --bind "$keep" "$path"
    fi
done
cd /
exec setpriv --reuid "$TEST_USER" --regid "$TEST_USER" --clear-groups --inh-caps=-all "$@"
"""


@pytest.mark.parametrize("file", ["test_sandbox.py", "test_zygote.py", "test_fallback.py"])
def test_the_same_as_an_ordinary_user(file: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, USER, USER)
        environment = {
            "HOME": home,
            "USER": "somebody",
            "PATH": os.environ["PATH"],
            "TMPDIR": home if len(home) < 20 else "/tmp",
            "TEST_USER": str(USER),
            "OPEN_1": sys.base_prefix,
            "OPEN_2": sys.prefix,
            "OPEN_3": str(Path(autograde.__file__).parents[1]),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--basetemp",
            f"{home}/t",
            str(HERE / file),
        ]
        run = subprocess.run(
            ["unshare", "--mount", "bash", "-c", AS_USER, "bash", *command],
            env=environment,
            capture_output=True,
            text=True,
            timeout=580,
        )
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
    passed = re.search(r"(\d+) passed", run.stdout)
    assert passed
    assert int(passed[1]) > 10
