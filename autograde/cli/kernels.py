"""The command `autograde setup`."""

from typing import Annotated

import typer

from autograde.cli.output import say
from autograde.course import open_course


def setup(
    cold: Annotated[bool, typer.Option("--cold", help="Undo it: kernels start cold.")] = False,
) -> None:
    """Let this environment's python3 kernel start warm (JupyterLab, nbval, nbgrader and all other clients)."""
    from autograde import kernels

    libraries = open_course().settings.libraries
    path = kernels.uninstall() if cold else kernels.install(preload=libraries.preload)
    say(f"Kernels of this environment start {'cold' if cold else 'warm'} ({path}).")
