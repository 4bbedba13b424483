"""Waiting for blocking work without blocking an event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

#: Seconds between two looks whether the work is done.
_PAUSE = 0.004


async def run_in_thread(function: Callable[..., T], *arguments: object) -> T:
    """Call a function in a thread of its own.

    Made for processes that are forks of one that has run notebooks (a pool of nbclient or papermill workers). Not
    `asyncio.to_thread`: the event loop's pool keeps its threads, and a fork takes them for idle though they are gone.
    Nor a future of the loop: a thread wakes the loop through a socket that all forks share, so another one may be woken
    in its place. Either way the call would wait for ever; timers are the process's own.
    """
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="autograde-kernel-launch")
    try:
        future = executor.submit(function, *arguments)
        while not future.done():
            await asyncio.sleep(_PAUSE)
        return future.result()
    finally:
        executor.shutdown(wait=False)
