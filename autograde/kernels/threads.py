"""Waiting for blocking work without blocking an event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


async def run_in_thread(function: Callable[..., T], *arguments: object) -> T:
    """Call a function in a thread of its own.

    Not `asyncio.to_thread`: the event loop's pool keeps its threads, and in a fork of this process (a pool of nbclient
    or papermill workers) it takes them for idle though they are not there, so that the call waits for ever.
    """
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="autograde-kernel-launch")
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, function, *arguments)
    finally:
        executor.shutdown(wait=False)
