"""Run one function call in a trusted process of its own that has the heavy libraries already loaded."""

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext


class Lost(Exception):
    """The process ended without a result, or ran too long and was killed."""


def context() -> BaseContext:
    """Processes forked from a server that has imported Keras; where forking is unsound, fresh ones."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    forkserver = multiprocessing.get_context("forkserver")
    forkserver.set_forkserver_preload(["autograde.grading.preload"])
    return forkserver


def call(ctx: BaseContext, function: Callable[..., str], args: tuple, seconds: float) -> str:
    """Call ``function(*args)`` in a process of its own and return the text it returns.

    Raises:
        Lost: no result within ``seconds``, or the process died.
    """
    receiver, sender = ctx.Pipe(duplex=False)
    process = ctx.Process(target=_serve, args=(sender, function, args), daemon=True)  # type: ignore[attr-defined]
    process.start()
    sender.close()
    try:
        if not wait([receiver, process.sentinel], timeout=seconds):
            raise Lost(f"no result after {seconds:.0f} s")
        try:
            return receiver.recv_bytes().decode()
        except (EOFError, OSError) as error:
            process.join(5)
            raise Lost(f"the grading process ended with exit code {process.exitcode}") from error
    finally:
        process.kill()
        process.join()
        receiver.close()


def _serve(sender: Connection, function: Callable[..., str], args: tuple) -> None:
    """The process's own part: Ctrl-C is the coordinator's business; without a coordinator there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        text = function(*args)
    except Exception:
        traceback.print_exc()
        os._exit(1)
    sender.send_bytes(text.encode("utf-8", "replace"))
    sender.close()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
