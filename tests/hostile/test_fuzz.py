"""Random changes of what students send, other ones every day; `python -m tests.hostile.fuzz` runs as long as told."""

import datetime
import subprocess
import sys


def test_nothing_gives_way_to_random_changes() -> None:
    seed = str(datetime.datetime.now(datetime.UTC).date().toordinal() * 10**6)
    command = [sys.executable, "-m", "tests.hostile.fuzz", "--seconds", "20", "--seed", seed]
    print("Again:", *command[1:])
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count(f" inputs from {seed}") == 3, done.stdout
