"""Warm kernels, and kernels that can do no harm.

:func:`install` lets every client of the environment's ``python3`` kernel start warm.
"""

from autograde.kernels.install import install, installed, uninstall

__all__ = ["install", "installed", "uninstall"]
