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
        cuts: how many bytes each coming request gets before the connection breaks; None: all.
        pause: seconds between two portions of 100 kB.
        requests: how many requests came so far.
        sent: how many bytes it has sent so far.
        url: where the server is.
    """

    content: bytes = CONTENT
    status: int = 200
    cuts: list[int | None] = field(default_factory=list)
    pause: float = 0.0
    requests: int = 0
    sent: int = 0
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        publisher: Publisher = self.server.publisher  # type: ignore[attr-defined]
        publisher.requests += 1
        self.send_response(publisher.status)
        self.send_header("Content-Length", str(len(publisher.content)))
        self.end_headers()
        cut = publisher.cuts.pop(0) if publisher.cuts else None
        self._send(publisher, publisher.content[:cut])
        self.close_connection = True

    def _send(self, publisher: Publisher, body: bytes) -> None:
        try:
            for i in range(0, len(body), 100_000):
                publisher.sent += self.wfile.write(body[i : i + 100_000])
                time.sleep(publisher.pause)
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
