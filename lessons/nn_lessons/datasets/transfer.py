"""Bytes over HTTP: appended to what is already there, taken up again after a cut."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3

from nn_lessons.datasets.model import UnavailableError

_CONNECT_SECONDS = 5.0
_SILENCE_SECONDS = 15.0
_CHUNK = 1 << 18
_ATTEMPTS = 10
_BROKEN = (requests.RequestException, urllib3.exceptions.HTTPError)


def complete(url: str, part: Path, tell: Callable[[int, int | None], None]) -> None:
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
