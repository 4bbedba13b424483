"""Download one file: resumable, verified, put in place in one step."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from nn_lessons.datasets.files import sha256
from nn_lessons.datasets.model import Order, Original, UnavailableError


def from_publisher(order: Order) -> None:
    """Download each file from its publisher and convert it where the cache holds another form.

    An original that somebody has put into the folder by hand is used without asking the network.
    """
    for file in order.files:
        original = order.folder / file.original.name
        _ensure_original(file.original, original, partial(order.tell, f"downloading {original.name}"))
        if file.convert:
            order.place(file, partial(file.convert, original))
            original.unlink()


def unfinished(target: Path) -> Path:
    """Where an unfinished download of `target` is kept until the next attempt."""
    return target.with_name(f"{target.name}.part")


def _ensure_original(original: Original, target: Path, tell: Callable[[int, int | None], None]) -> None:
    if target.exists() and sha256(target) == original.sha256:
        return
    from nn_lessons.datasets.transfer import complete  # HTTP is only loaded where something is to be fetched

    part = unfinished(target)
    resumed = part.exists()
    complete(original.url, part, tell)
    found = sha256(part)
    if found != original.sha256 and resumed:  # what was there may be the beginning of another file
        part.unlink()
        complete(original.url, part, tell)
        found = sha256(part)
    if found != original.sha256:
        part.unlink()
        raise UnavailableError(f"{original.url} has SHA-256 {found}, expected {original.sha256}")
    os.replace(part, target)
