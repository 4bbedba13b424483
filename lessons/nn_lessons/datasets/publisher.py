"""The first source: the publisher's own server, with pooch's retries and checksums."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from nn_lessons.datasets.model import Order, Original, UnavailableError

_CONNECT_SECONDS = 5.0
_SILENCE_SECONDS = 15.0
_RETRIES = 2
_CHUNK_BYTES = 1 << 18

Tell = Callable[[int, int | None], None]


def from_publisher(order: Order) -> None:
    """Download each file from its publisher and convert it where the cache holds another form.

    An original that somebody has put into the folder by hand is used without asking the network.
    """
    for file in order.files:
        by_hand = order.folder / file.original.name
        if by_hand.exists() and _sha256(by_hand) == file.original.sha256:
            order.place(file, partial(file.convert, by_hand))
            continue
        with TemporaryDirectory() as work:
            tell = partial(order.tell, f"downloading {file.original.name}")
            order.place(file, partial(file.convert, _download(file.original, Path(work), tell)))


def _download(original: Original, folder: Path, tell: Tell) -> Path:
    """Fetch a file with the right checksum into `folder`, or say in one short sentence why that is not possible."""
    # Imported here, because most of the time the data is there, and looking should be quick.
    import pooch
    import requests

    pooch.get_logger().setLevel(logging.WARNING)  # `tell` says what pooch would log

    def attempt(url: str, output_file: Any, asking: Any) -> None:
        # Some servers declare a .gz file as gzip-encoded; "identity" keeps requests from unpacking it.
        download = pooch.HTTPDownloader(
            progressbar=_ProgressBar(tell),
            chunk_size=_CHUNK_BYTES,
            headers={"Accept-Encoding": "identity"},
            timeout=(_CONNECT_SECONDS, _SILENCE_SECONDS),
        )
        download(url, output_file, asking)

    registry, urls = {original.name: f"sha256:{original.sha256}"}, {original.name: original.url}
    server = pooch.create(folder, "", registry=registry, urls=urls, retry_if_failed=_RETRIES)
    host = urlsplit(original.url).hostname
    try:
        return Path(server.fetch(original.name, downloader=attempt))
    except requests.HTTPError as error:
        raise UnavailableError(f"{host} answers: {error}") from error
    except requests.Timeout as error:
        raise UnavailableError(f"{host} does not answer") from error
    except requests.RequestException as error:
        raise UnavailableError(f"{host} cannot be reached, or the connection breaks off") from error
    except ValueError as error:  # pooch's error for a wrong checksum
        raise UnavailableError(f"{original.url} does not have the expected SHA-256") from error


@dataclass
class _ProgressBar:
    """What pooch takes for a progress bar; it tells the bytes of one attempt."""

    tell: Tell
    total: int = 0
    done: int = 0

    def update(self, count: int) -> None:
        self.done = min(self.done + count, self.total)  # pooch counts whole chunks
        self.tell(self.done, self.total or None)

    def reset(self) -> None:
        self.done = 0

    def close(self) -> None:
        pass


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
