"""A web service on this machine, for tests: it answers as the real ones do, or misbehaves as it is told."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Reply:
    """One answer; `drip` is the seconds between two of its bytes, `cut` how many are left unsent."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/pdf"
    drip: float = 0.0
    cut: int = 0
    has_length: bool = True


def moved(to: str, status: int = 302) -> Reply:
    """Return a redirect."""
    return Reply(status, headers={"Location": to})


@dataclass
class Service:
    """Paths with what they answer, in turn and the last for ever, and the requests that came."""

    url: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str, *replies: Reply) -> None:
        """Set what a path answers; a path that was never set answers 404."""
        self.replies[path] = list(replies)

    def next(self, path: str) -> Reply:
        """Return the answer whose turn it is."""
        waiting = self.replies.get(path, [Reply(404, b"<html>404</html>", media_type="text/html")])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    @property
    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [path for path, _ in self.asked]


@contextlib.contextmanager
def serve() -> Iterator[Service]:
    """Serve on a free port of 127.0.0.1."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append((self.path, dict(self.headers)))
            reply = service.next(self.path)
            service.arrived.set()
            with contextlib.suppress(OSError):  # the client may have left
                send(self, reply)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with listening(Handler) as service.url:
        yield service


def send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    """Send an answer, faults and all."""
    handler.send_response(reply.status)
    for name, value in ({"Content-Type": reply.media_type} | reply.headers).items():
        handler.send_header(name, value)
    if reply.has_length and "Content-Length" not in reply.headers:
        handler.send_header("Content-Length", str(len(reply.body)))
    handler.end_headers()
    body = reply.body[: len(reply.body) - reply.cut]
    size = 1 if reply.drip else 65536
    for start in range(0, len(body), size):
        handler.wfile.write(body[start : start + size])
        handler.wfile.flush()
        time.sleep(reply.drip)


@contextlib.contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1, and yield the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.block_on_close = False  # a dripping answer may still be under way
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
