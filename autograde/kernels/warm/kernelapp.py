"""Run an IPython kernel, or a program, in a fork: like one just started, only with its imports done."""

import atexit
import contextlib
import importlib
import importlib.util
import os
import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from typing import NoReturn

from autograde.kernels.warm.refresh import Refresh

#: A kernel's option: its life hangs on its supervisor, not on polling for a parent.
NO_PARENT_POLLER = "--IPKernelApp.parent_handle=1"


def is_ipykernel_command(argv: list[str]) -> bool:
    """Whether a kernel's command is ``python -m ipykernel_launcher ...``: a fork can run that one only."""
    return argv[1:3] == ["-m", "ipykernel_launcher"]


def run_forked_kernel(
    argv: list[str], stdio: tuple[int, int, int], environment: Mapping[str, str], imported_in: Mapping[str, str]
) -> NoReturn:
    """Turn this process, a fork of a zygote started with ``imported_in``, into the kernel that ``argv`` would start."""
    start_session(stdio)
    arguments = argv[3:]
    sys.argv = [_launcher(), *arguments]
    sys.path[:] = [path for path in sys.path if path]
    refresh = Refresh(imported_in)
    refresh.before_start(environment)
    _exit(_run([*arguments, NO_PARENT_POLLER], refresh))


def run_forked_program(
    module: str, stdio: tuple[int, int, int], environment: Mapping[str, str], imported_in: Mapping[str, str]
) -> NoReturn:
    """Turn this process, a fork of a zygote started with ``imported_in``, into a program: its module's ``main``."""
    start_session(stdio)
    Refresh(imported_in).renew(environment)
    status = 0
    try:
        importlib.import_module(module).main()
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        status = 1
    _exit(status)


def exec_command(argv: list[str], stdio: tuple[int, int, int], environment: Mapping[str, str]) -> NoReturn:
    """Start a command afresh in this process, where forking a zygote is not wanted."""
    start_session(stdio)
    os.execve(argv[0], argv, dict(environment))


def start_session(stdio: tuple[int, int, int]) -> None:
    """A session of its own, the given standard streams and no other descriptor."""
    os.setsid()
    for target, fd in enumerate(stdio):
        os.dup2(fd, target, inheritable=True)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))


def _launcher() -> str:
    spec = importlib.util.find_spec("ipykernel_launcher")
    return str(spec.origin) if spec else "ipykernel_launcher"


def _run(arguments: list[str], refresh: Refresh) -> int:
    """Run the kernel to its end; the exit status of the process."""
    from ipykernel.kernelapp import IPKernelApp

    try:
        app = IPKernelApp.instance()
        app.initialize(arguments)
        refresh.after_start()
        app.start()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        return 1
    return 0


def _exit(status: int) -> NoReturn:
    """End as the interpreter would, but without tearing down the zygote's modules."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
    for stream in (sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(BaseException):
            stream.flush()  # type: ignore[union-attr]
    os._exit(status)
