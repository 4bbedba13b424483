"""The environment this package runs in."""

import os
import sys
from pathlib import Path


def put_tools_on_path() -> None:
    """Let child processes find this environment's programs: nbgrader calls ``alembic`` by name, activated or not."""
    tools = str(Path(sys.executable).parent)
    if tools not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, (tools, os.environ.get("PATH"))))
