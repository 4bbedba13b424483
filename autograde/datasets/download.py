"""Download one file: resumable, verified, put in place in one step."""

import os
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3

from autograde.datasets.files import sha256
from autograde.datasets.model import Order, Original, UnavailableError

_CONNECT_SECONDS = 5.0
_SILENCE_SECONDS = 15.0
_CHUNK = 1 << 18
_ATTEMPTS = 10
_BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError)


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
    part = unfinished(target)
    resumed = _size(part) > 0
    _complete(original.url, part, tell)
    found = sha256(part)
    if found != original.sha256 and resumed:  # what was there may be the beginning of another file
        part.unlink()
        _complete(original.url, part, tell)
        found = sha256(part)
    if found != original.sha256:
        part.unlink()
        raise UnavailableError(f"{original.url} has SHA-256 {found}, expected {original.sha256}")
    os.replace(part, target)


def _complete(url: str, part: Path, tell: Callable[[int, int | None], None]) -> None:
    """Bring `part` to its full length; a broken connection is taken up again as long as bytes arrive."""
    for attempt in range(_ATTEMPTS):
        before = _size(part)
        try:
            return _receive(url, part, tell)
        except _BROKEN as error:
            if _size(part) <= before or attempt == _ATTEMPTS - 1:
                raise UnavailableError(_reason(url, error)) from error


def _receive(url: str, part: Path, tell: Callable[[int, int | None], None]) -> None:
    have = _size(part)
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
    timeout = (_CONNECT_SECONDS, _SILENCE_SECONDS)
    with requests.get(url, headers=headers, stream=True, timeout=timeout) as response:
        if have and response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # nothing is left to send: the digest tells whether the file is right
        response.raise_for_status()
        if response.status_code != HTTPStatus.PARTIAL_CONTENT:
            have = 0
        length = response.headers.get("Content-Length", "")
        total = have + int(length) if length.isdigit() else None
        tell(have, total)
        with part.open("ab" if have else "wb") as file:
            for chunk in response.raw.stream(_CHUNK, decode_content=False):
                file.write(chunk)
                have += len(chunk)
                tell(have, total)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _reason(url: str, error: Exception) -> str:
    """One short sentence for people."""
    host = urlsplit(url).hostname
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"{url} answers {error.response.status_code}"
    if isinstance(error, requests.Timeout):
        return f"{host} does not answer"
    if isinstance(error, requests.ConnectionError):
        return f"{host} cannot be reached"
    return f"the connection to {host} broke off"
