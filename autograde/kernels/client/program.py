"""A program of one's own in a sandbox, with a channel to it: for work on what strangers have written."""

import contextlib
import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from autograde.errors import CourseError
from autograde.kernels.client.sandbox_launch import Sandbox, launch
from autograde.kernels.identity import import_statement
from autograde.kernels.process import KernelProcess, LaunchError
from autograde.kernels.protocol import Channel

_log = logging.getLogger(__name__)

_KILL_TIMEOUT = 30.0
#: This package: it may lie in a checkout, which a sandbox does not show otherwise.
_OWN_PACKAGE = "autograde"


@dataclass(frozen=True)
class Program:
    """A program that runs in a sandbox.

    Attributes:
        channel: to the program's standard input. What comes from there must not be trusted.
        process: the program.
    """

    channel: Channel
    process: KernelProcess


@contextmanager
def open_program(module: str, sandbox: Sandbox) -> Iterator[Program]:
    """A module's ``main()``, running in a sandbox; when the block is left it is killed with all that it has started.

    It finds its end of the channel as descriptor 0. Its zygote has imported the module already.

    Args:
        module: a module of this package.
        sandbox: what it sees and may use. This package's code is shown as well.

    Raises:
        CourseError: it does not start; this host cannot provide the sandbox.
    """
    libraries = replace(
        sandbox.libraries,
        preload=(*sandbox.libraries.preload, module),
        packages=(*sandbox.libraries.packages, _OWN_PACKAGE),
    )
    shown = replace(sandbox, libraries=libraries)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with contextlib.ExitStack() as stack:
        stack.callback(ours.close)
        with theirs:
            process = _launch(module, shown, theirs.fileno())
        stack.callback(_end, process)
        yield Program(Channel(ours), process)


def _launch(module: str, sandbox: Sandbox, stdin: int) -> KernelProcess:
    command = [sys.executable, "-c", f"{import_statement(module, 'main')}; main()"]
    with open(os.devnull, "rb") as nothing:
        fds = stdin, nothing.fileno()
        try:
            return launch(sandbox, command, fds, program=module, warm=True)
        except (LaunchError, OSError) as error:
            _log.warning("Starting %s cold: %s", module, error)
        try:
            return launch(sandbox, command, fds, program=module, warm=False)
        except (LaunchError, OSError) as error:
            raise CourseError(
                f"The sandbox for grading cannot be built: {error}",
                todo="Run `autograde doctor`: it tells what this host can provide.",
            ) from error


def _end(process: KernelProcess) -> None:
    process.kill()
    with contextlib.suppress(Exception):
        process.wait(timeout=_KILL_TIMEOUT)
    process.close()
