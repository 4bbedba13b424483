"""What wakes the service: files that come, units that are done, a signal to stop, or the time."""

import contextlib
import queue
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import watchfiles

#: Milliseconds in which changes are taken together, and between two looks whether there are more.
_DEBOUNCE, _STEP = 200, 50


class Events:
    """Waits for something to do.

    Args:
        interval: seconds between two looks where no event comes: not every file system tells of changes (NFS).
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        # Unlike an Event or a Condition it may be used in a signal handler.
        self._queue: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._end = threading.Event()
        self.stopping = False

    def wake(self) -> None:
        """Let `wait` return."""
        self._queue.put(None)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until something happens, or for a time; default: the interval."""
        with contextlib.suppress(queue.Empty):
            self._queue.get(timeout=min(self._interval, self._interval if seconds is None else seconds))
            while True:
                self._queue.get_nowait()

    @contextlib.contextmanager
    def signals_stop(self) -> Iterator[None]:
        """Let SIGTERM and SIGINT set ``stopping``; what runs is ended by the loop, not torn apart."""

        def stop(number: int, frame: FrameType | None) -> None:
            self.stopping = True
            self.wake()

        previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    @contextlib.contextmanager
    def files_wake(self, folder: Path, *, recursive: bool) -> Iterator[None]:
        """Let changes in a folder wake, where the file system tells of them."""
        thread = threading.Thread(target=self._watch, args=(folder, recursive), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._end.set()
            thread.join(5)

    def _watch(self, folder: Path, recursive: bool) -> None:
        # Whatever it fails of (too many watches, a folder that goes away): the interval is enough.
        with contextlib.suppress(Exception):
            for _ in watchfiles.watch(
                folder,
                watch_filter=None,
                debounce=_DEBOUNCE,
                step=_STEP,
                stop_event=self._end,
                rust_timeout=1000,
                raise_interrupt=False,
                recursive=recursive,
                ignore_permission_denied=True,
            ):
                self.wake()
