"""What lies around every answer: security headers, CORS, compression, and entity tags that fit it."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import zstandard
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware

from kg.web.problems import problem_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_EXPOSED = "Content-Location, ETag, Link, Retry-After, X-Truncated"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
MOST_AT_ONCE = 32
"""Requests of one client that may be under way; browsers send six."""
_SMALLEST = 860
"""Bytes from which compression pays: less fits a packet anyhow."""
_SOON_DONE = 8 * 1024
"""Bytes that are packed in a quarter of a millisecond, no more than handing them to a thread takes."""
_PIECE = 64 * 1024
"""Bytes that are packed at once, in some two milliseconds."""
_COMPRESSIBLE_RE = re.compile(
    r"text/|application/(?:.*\+)?(?:json|xml)\b|application/(?:n-|trig|javascript)|image/svg"
)
_CODING_RE = re.compile(r"\s*([a-z*]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*")
_TAG_ENDING_RE = re.compile(r"-(?:gzip|zstd)\"")


def shell() -> list[Middleware]:
    """Return the middleware of the site, the outermost first."""
    return [Middleware(SharedHeaders), Middleware(FewAtOnce), Middleware(Compression)]


class SharedHeaders:
    """Put on every answer what browsers are to know, and answer their questions before a request (CORS)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = _EXPOSED
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            fields = [(name.lower().encode(), value.encode()) for name, value in _PREFLIGHT.items()]
            await send_with_headers({"type": "http.response.start", "status": 204, "headers": fields})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, send_with_headers)


class FewAtOnce:
    """Refuse a client of whom many requests are under way: pages share a few threads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else ""
        if self._under_way[client] >= MOST_AT_ONCE:
            refusal = problem_response(429, "wait for the answers under way", {"Retry-After": "1"})
            await refusal(scope, receive, send)
            return
        self._under_way[client] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[client] -= 1
            if not self._under_way[client]:
                del self._under_way[client]


class Compression:
    """Compress what is text, by zstd or gzip as the client likes better.

    A strong entity tag names the bytes that are sent, so that of a compressed answer ends in its coding.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        coding = choose_coding(Headers(scope=scope).get("accept-encoding", ""))
        scope = {**scope, "headers": [_without_ending(*field) for field in scope["headers"]]}
        await self._app(scope, receive, _Coder(send, coding).send)


class _Compressor(Protocol):
    def compress(self, data: bytes | memoryview, /) -> bytes: ...
    def flush(self) -> bytes: ...


class _Coder:
    """Sends one answer, compressed or as it is."""

    def __init__(self, send: Send, coding: str | None) -> None:
        self._send = send
        self._coding = coding
        self._start: Message | None = None
        self._compressor: _Compressor | None = None

    async def send(self, message: Message) -> None:
        """Hold the head back until the first part of the body tells whether compression pays."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        if self._start:
            start, self._start = self._start, None
            self._prepare(start, message)
            await self._send(start)
        if self._compressor:
            await self._send_compressed(self._compressor, message)
        else:
            await self._send(message)

    async def _send_compressed(self, compressor: _Compressor, message: Message) -> None:
        """Send a part of the body in pieces: packing a long one at once would make all others wait."""
        body, more = memoryview(message.get("body", b"")), message.get("more_body", False)
        while len(body) > _PIECE:
            packed = await _compressed(compressor, body[:_PIECE])
            await self._send({**message, "body": packed, "more_body": True})
            body = body[_PIECE:]
        packed = await _compressed(compressor, body)
        await self._send({**message, "body": packed if more else packed + compressor.flush()})

    def _prepare(self, start: Message, first: Message) -> None:
        headers = MutableHeaders(scope=start)
        media = headers.get("content-type", "")
        if not _COMPRESSIBLE_RE.match(media) and (media or start["status"] != 304):  # noqa: PLR2004
            return
        headers.add_vary_header("Accept-Encoding")
        size = int(headers.get("content-length", _SMALLEST))
        small = size < _SMALLEST and not first.get("more_body")
        if not self._coding or small or "content-encoding" in headers:
            return
        if tag := headers.get("etag"):
            headers["etag"] = f'{tag[:-1]}-{self._coding}"'
        if start["status"] == 304:  # noqa: PLR2004
            return
        headers["content-encoding"] = self._coding
        del headers["content-length"]
        self._compressor = _compressor(self._coding)


async def _compressed(compressor: _Compressor, piece: memoryview) -> bytes:
    """Return a piece packed; in a thread, which needs no interpreter for it, unless it is soon done."""
    if len(piece) <= _SOON_DONE:
        return compressor.compress(piece)
    return await to_thread.run_sync(compressor.compress, piece)


def choose_coding(accepted: str) -> str | None:
    """Return `zstd` or `gzip`, whichever a client takes and likes better; None where it takes neither.

    >>> choose_coding("gzip, deflate, br, zstd")
    'zstd'
    >>> choose_coding("gzip;q=1.0, zstd;q=0.5")
    'gzip'
    >>> choose_coding("identity")
    """
    weights: dict[str, float] = {}
    for entry in accepted.lower().split(","):
        if match := _CODING_RE.fullmatch(entry):
            weights[match[1]] = float(match[2] or 1)
    weighed = [(weights.get(coding, weights.get("*", 0)), coding) for coding in ("gzip", "zstd")]
    weight, coding = max(weighed)
    return coding if weight > 0 else None


def _compressor(coding: str) -> _Compressor:
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=3).compressobj()
    return zlib.compressobj(level=6, wbits=31)


def _without_ending(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a field of a request with the names of codings taken off the tags that the client knows."""
    if name != b"if-none-match":
        return name, value
    return name, _TAG_ENDING_RE.sub('"', value.decode("latin-1")).encode("latin-1")
