"""A SPARQL 1.1 service on this machine, for tests: it answers, or misbehaves as it is told."""

from __future__ import annotations

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Answer = tuple[int, str, bytes]
"""Status, media type, body."""


@contextlib.contextmanager
def serve(answer: Callable[[str], Answer]) -> Iterator[str]:
    """Serve on a free port of 127.0.0.1, and yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            status, media_type, body = answer(form["query"][0])
            with contextlib.suppress(OSError):  # the client may have left
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answers_from(store: ox.Store) -> Callable[[str], Answer]:
    """Return what answers queries as the protocol asks: JSON results, or Turtle for graphs."""

    def answer(query: str) -> Answer:
        try:
            result = store.query(query, use_default_graph_as_union=True)
        except SyntaxError as error:
            return 400, "text/plain", str(error).encode()
        if isinstance(result, ox.QueryTriples):
            return 200, "text/turtle; charset=utf-8", ox.serialize(result, format=ox.RdfFormat.TURTLE) or b""
        body = result.serialize(format=ox.QueryResultsFormat.JSON) or b""
        return 200, "application/sparql-results+json", body

    return answer
