"""A web service on this machine, for tests: it answers each request with the next of the given replies."""

from __future__ import annotations

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Reply = tuple[int, dict[str, str], bytes]


@contextlib.contextmanager
def answering(*replies: Reply) -> Iterator[tuple[str, list[str]]]:
    """Serve these replies in turn, the last for ever; yield the address, and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, body = replies[min(len(asked), len(replies) - 1)]
            asked.append(f"{self.command} {self.headers.get('Authorization', '')[:6]}".strip())
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = _answer  # noqa: N815 - the names that the server looks for

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/store", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
