"""Read a request of the SPARQL 1.1 Protocol (section 2.1): three ways to send a query, and its dataset."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kg.web.endpoint.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_ESCAPED = 3
"""Times that a form can be longer than what it says: `%20` for a space."""
_GRAPHS = 64
_BODY_SECONDS = 10.0

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class QueryRequest:
    """A query as it was sent."""

    query: str
    default: list[str] | None
    """Graphs that the request names for the default graph; None where it names no graph at all."""
    named: list[str] | None
    format: str | None
    """Short name of a format, where the address asks for one."""


async def read_request(request: Request, *, query_size: int) -> QueryRequest | None:
    """Return the query of a request; None where a GET has none, which asks for the service itself.

    Raises:
        Refused: where the request breaks the protocol, is too long, or wants to write.
    """
    pairs = _decode(request.url.query)
    if request.method in {"GET", "HEAD"}:
        if not pairs or not any(name in {"query", "update"} for name, _ in pairs):
            return None
        return _from_pairs(pairs, query_size)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == FORM:
        body = await _read_body(request, query_size * _ESCAPED + 4096)
        return _from_pairs([*pairs, *_decode(_text(body))], query_size)
    if media == DIRECT:
        return _from_pairs([*pairs, ("query", _text(await _read_body(request, query_size)))], query_size)
    if media == _UPDATE:
        raise Refused(403, "nothing can be written here")
    raise Refused(415, f"send the query as {FORM} or {DIRECT}, not as {media or 'nothing named'}")


def _from_pairs(pairs: Pairs, query_size: int) -> QueryRequest:
    if any(name == "update" for name, _ in pairs):
        raise Refused(403, "nothing can be written here")
    if any(name in {"using-graph-uri", "using-named-graph-uri"} for name, _ in pairs):
        raise Refused(400, "using-graph-uri belongs to updates, and nothing can be written here")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise Refused(400, f"send one query, not {len(queries) or 'none'}")
    if len(queries[0].encode()) > query_size:
        raise Refused(413, f"the query is longer than {query_size:,} bytes")
    default = [value for name, value in pairs if name == "default-graph-uri"]
    named = [value for name, value in pairs if name == "named-graph-uri"]
    if len(default) + len(named) > _GRAPHS:
        raise Refused(400, f"the request names more than {_GRAPHS} graphs")
    formats = [value for name, value in pairs if name in {"format", "_mediatype"}]
    names = bool(default or named)
    return QueryRequest(
        queries[0], default if names else None, named if names else None, formats[0] if formats else None
    )


async def _read_body(request: Request, most: int) -> bytes:
    parts = []
    size = 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise Refused(413, f"the request is longer than {most:,} bytes")
                parts.append(part)
    except TimeoutError:
        raise Refused(408, f"the request did not arrive within {_BODY_SECONDS:g} s") from None
    return b"".join(parts)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"the request is not UTF-8: byte {error.start}") from None


def _decode(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise Refused(400, "the request is not UTF-8") from None
    except ValueError as error:
        raise Refused(400, f"the form cannot be read: {error}") from None
