"""Services that misbehave: what they answer is not what was asked for, or means to break whoever reads it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

from tests.fetch.web_server import listening
from tests.hostile.bombs import laughs
from tests.hostile.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ASK = ("sparql", "SELECT ?x { ?x ?y ?z }", "--store", "{url}/sparql")
_BUILD = ("sparql", "CONSTRUCT WHERE { ?x ?y ?z }", "--store", "{url}/sparql")
_LINK = ("link", "{url}/sparql", "--kind", "body", "--retries", "0", "--out", "links.tsv")
_JSON, _XML, _TURTLE = "application/sparql-results+json", "application/sparql-results+xml", "text/turtle"
_RESULTS = (
    '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head><results><result>'  # noqa: E501
    '<binding name="x"><literal>&a9;</literal></binding></result></results></sparql>'
)
_AGAIN = ". "


@dataclass(frozen=True)
class ServiceCase(Case):
    """A case of a service: its one answer to whatever is asked."""

    status: int = 200
    media_type: str = _JSON
    body: bytes | Callable[[], bytes] = b""
    location: str = ""
    endless: bool = False
    """Whether the body is sent again and again."""


@contextlib.contextmanager
def misbehaving(case: Case) -> Iterator[str]:
    """Serve what a case wants, and yield the address; nothing, and no address, where it wants no service."""
    if not isinstance(case, ServiceCase):
        yield ""
        return
    service: ServiceCase = case
    body = service.body() if callable(service.body) else service.body

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(service.status)
            self.send_header("Content-Type", service.media_type)
            if service.location:
                self.send_header("Location", service.location)
            if not service.endless:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):  # the client may have left
                self.wfile.write(body)
                while service.endless:
                    self.wfile.write(body)

        do_GET = do_POST = _answer  # noqa: N815 - the names that the server looks for

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with listening(Handler) as url:
        yield url


def _rows(term: bytes) -> bytes:
    return b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":' + term + b"}]}}"


def _deep() -> bytes:
    inner = b'{"type":"triple","value":{"subject":{"type":"uri","value":"a:a"},"predicate":{"type":"uri","value":"a:a"},"object":'  # noqa: E501
    return _rows(inner * 10_000 + b'{"type":"literal","value":"1"}' + b"}}" * 10_000)


def _service(
    name: str,
    *words: str,
    command: tuple[str, ...] = _ASK,
    body: bytes | Callable[[], bytes] = b"",
    media_type: str = _JSON,
    status: int = 200,
    location: str = "",
    endless: bool = False,
) -> Case:
    return ServiceCase(
        name,
        command,
        ("127.0.0.1", *words),
        code=4,
        status=status,
        media_type=media_type,
        body=body,
        location=location,
        endless=endless,
    )


CASES = [
    _service(
        "results that are a page",
        "text/html instead of results",
        "Check that",
        media_type="text/html",
        body=b"<p>x",
    ),
    _service("results cut off", "does not parse", _AGAIN, body=_rows(b"{")[:-9]),
    _service("results of nothing", "does not parse", _AGAIN),
    _service("results that are a list", "does not parse", _AGAIN, body=b"[]"),
    _service(
        "a result whose IRI has a space",
        "does not parse",
        _AGAIN,
        body=_rows(b'{"type":"uri","value":"a b"}'),
    ),
    _service(
        "a result of half a surrogate pair",
        "does not parse",
        _AGAIN,
        body=_rows(b'{"type":"literal","value":"\\ud800"}'),
    ),
    _service(
        "a result in a language that is none",
        "does not parse",
        _AGAIN,
        body=_rows(b'{"type":"literal","value":"x","xml:lang":"e_"}'),
    ),
    _service("a result 10,000 deep", "more than 200 objects", _AGAIN, body=_deep),
    _service(
        "a result of 20 MB in one word",
        "does not parse",
        _AGAIN,
        body=lambda: _rows(b'{"type":"literal","value":"' + b"x" * 20_000_000 + b'"}'),
    ),
    _service(
        "results behind entities that multiply",
        "amplification",
        _AGAIN,
        media_type=_XML,
        body=laughs(_RESULTS.encode()),
    ),
    _service("yes where rows were asked for", "yes or no", "Check that", body=b'{"head":{},"boolean":true}'),
    _service(
        "a graph that is none", "does not parse", _AGAIN, command=_BUILD, media_type=_TURTLE, body=b"<a> <b"
    ),
    _service(
        "a graph of triple terms in each other",
        "more than 200 triple terms",
        _AGAIN,
        command=_BUILD,
        media_type=_TURTLE,
        body=lambda: b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 50_000,
    ),
    _service(
        "a graph behind entities that multiply",
        "amplification",
        _AGAIN,
        command=_BUILD,
        media_type="application/rdf+xml",
        body=laughs(
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            b' xmlns:e="http://e/"><rdf:Description rdf:about="http://e/a"><e:b>&a9;</e:b></rdf:Description></rdf:RDF>'
        ),
    ),
    _service(
        "a refusal without an end",
        "400",
        _AGAIN,
        status=400,
        media_type="text/plain",
        body=b"x" * 65536,
        endless=True,
    ),
    _service(
        "a failure without an end",
        "500",
        _AGAIN,
        status=500,
        media_type="text/plain",
        body=b"x" * 65536,
        endless=True,
    ),
    _service(
        "a refusal that steers the terminal",
        "400",
        _AGAIN,
        status=400,
        media_type="text/plain",
        body=b"\x1b[2J\x1b]0;x\x07",
    ),
    _service("a redirect to a file", "file:", _AGAIN, status=302, location="file:///etc/passwd"),
    _service("a redirect to another scheme", "ftp:", _AGAIN, status=302, location="ftp://127.0.0.1:9/x"),
    _service("a redirect to another host", "redirect", _AGAIN, status=302, location="http://127.0.0.2:9/x"),
    _service("a redirect to itself", "redirect", _AGAIN, status=302, location="/sparql"),
    _service("links from a page", "text/html", _AGAIN, command=_LINK, media_type="text/html", body=b"<p>x"),
    _service(
        "links behind a redirect to another host",
        "redirect",
        _AGAIN,
        command=_LINK,
        status=303,
        location="http://127.0.0.2:9/x",
    ),
]
