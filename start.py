"""Start the course on your own computer: python3 start.py

The first time it makes an environment in the folder .venv, installs what the notebooks import and fetches the two data
sets (4 GB of disk, some minutes). Afterwards it opens JupyterLab at once.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
#: Made last, here and by `make setup`: an environment without it is not whole.
READY = VENV / ".ready"


def main() -> int:
    """Set up what is missing, then open JupyterLab; the exit code."""
    if not _is_ready():
        if not (3, 11) <= sys.version_info[:2] < (3, 14):
            print(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
            return 2
        print(f"Setting up {VENV}: 4 GB of disk, some minutes. This is done once.", flush=True)
        venv.create(VENV, with_pip=True)
        if _run("python", "-m", "pip", "install", "--disable-pip-version-check", f"{HERE / 'lessons'}[course,search]"):
            print("That did not work. Look at the message above, then run the same command again.", file=sys.stderr)
            return 2
        if _run("nn-lessons", "data"):
            print("Topics 4 to 9 need the data sets: run the same command again later. Opening JupyterLab.", flush=True)
        else:
            READY.touch()
    return _run("jupyter", "lab", f"--ServerApp.root_dir={HERE / 'notebooks'}")


def _is_ready() -> bool:
    return READY.is_file() and READY.stat().st_mtime >= (HERE / "lessons" / "pyproject.toml").stat().st_mtime


def _run(program: str, *arguments: str) -> int:
    return subprocess.run([str(BIN / program), *arguments], check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on.", file=sys.stderr)
        sys.exit(130)
