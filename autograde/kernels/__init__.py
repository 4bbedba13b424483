"""Warm kernels, and kernels that can do no harm.

:func:`install` lets every client of the environment's ``python3`` kernel start warm. :func:`open_kernel` gives
the grader a kernel: its own, or one in a sandbox for a student's code; :func:`open_program` runs the grader's own work
on hand-ins in a sandbox. :func:`probe` tells what the host can provide.
"""

from autograde.kernels.client.conversation import Conversation, Execution
from autograde.kernels.client.host import Host, probe
from autograde.kernels.client.kernel import Kernel
from autograde.kernels.client.open import (
    StartedKernel,
    connect,
    open_kernel,
    private_folder,
    sockets_in,
    start_sandboxed_kernel,
)
from autograde.kernels.client.program import Program, open_program
from autograde.kernels.client.sandbox_launch import Sandbox
from autograde.kernels.identity import Policy
from autograde.kernels.limits import KernelLimits
from autograde.kernels.protocol import Exit
from autograde.kernels.warm.kernelspec import install, installed, uninstall

__all__ = [
    "Conversation",
    "Execution",
    "Exit",
    "Host",
    "Kernel",
    "KernelLimits",
    "Policy",
    "Program",
    "Sandbox",
    "StartedKernel",
    "connect",
    "install",
    "installed",
    "open_kernel",
    "open_program",
    "private_folder",
    "probe",
    "sockets_in",
    "start_sandboxed_kernel",
    "uninstall",
]
