"""A web server that publishes the toy dataset, with bad habits on demand."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from toy_dataset import CONTENT


@dataclass
class Publisher:
    """What the server does.

    Attributes:
        content: what it serves, whatever the path.
        status: with which status.
        headers: further headers of its answers.
        cuts: how many bytes each coming request gets before the connection breaks; None: all.
        knows_ranges: whether it can begin in the middle.
        pause: seconds between two portions of 100 kB.
        ranges: the Range header of each request so far, empty where there was none.
        encodings: the Accept-Encoding headers so far.
        url: where the server is.
    """

    content: bytes = CONTENT
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cuts: list[int | None] = field(default_factory=list)
    knows_ranges: bool = True
    pause: float = 0.0
    ranges: list[str] = field(default_factory=list)
    encodings: set[str] = field(default_factory=set)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        publisher: Publisher = self.server.publisher  # type: ignore[attr-defined]
        wanted = self.headers.get("Range", "")
        publisher.ranges.append(wanted)
        publisher.encodings.add(self.headers.get("Accept-Encoding", ""))
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and publisher.knows_ranges else 0
        body, status = publisher.content[start:], publisher.status
        if start and status == 200:
            status = 206 if body else 416
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in publisher.headers.items():
            self.send_header(name, value)
        self.end_headers()
        cut = publisher.cuts.pop(0) if publisher.cuts else None
        self._send(body[:cut], publisher.pause)
        self.close_connection = True

    def _send(self, body: bytes, pause: float) -> None:
        try:
            for i in range(0, len(body), 100_000):
                self.wfile.write(body[i : i + 100_000])
                time.sleep(pause)
        except OSError:
            pass  # the client was killed

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def publishing() -> Iterator[Publisher]:
    """Run a server while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    publisher = Publisher(url=f"http://127.0.0.1:{server.server_port}")
    server.publisher = publisher  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
