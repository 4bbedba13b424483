"""Warm kernels, and kernels that can do no harm.

:func:`install` lets every client of the environment's ``python3`` kernel start warm. :func:`open_kernel` gives
the grader a kernel: its own, or one in a sandbox for a student's code. :func:`probe` tells what the host can provide.
"""

from autograde.kernels.client.conversation import Conversation, Execution
from autograde.kernels.client.host import Host, probe
from autograde.kernels.client.kernel import Kernel
from autograde.kernels.client.open import open_kernel
from autograde.kernels.identity import Policy
from autograde.kernels.limits import Limits
from autograde.kernels.protocol import Exit
from autograde.kernels.warm.kernelspec import install, installed, uninstall

__all__ = [
    "Conversation",
    "Execution",
    "Exit",
    "Host",
    "Kernel",
    "Limits",
    "Policy",
    "install",
    "installed",
    "open_kernel",
    "probe",
    "uninstall",
]
