"""Clients that misbehave, each as the bytes that it sends, and what it may get for them.

A behaviour is a table row: what is sent at once, what is dripped after it, how the answer is read, on how
many connections. A status of 0 is a connection that the server closed without an answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections import Counter
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

REQUEST_SECONDS = 10.0
"""The deadline of requests and answers on their way, as in `kg.web.connections`."""
_STALLED = 2 * REQUEST_SECONDS + 3
_LONG_WORK = 60.0
"""Seconds in which what is made one after another comes to an end."""
_CLOSED = frozenset({0})
_REFUSED = frozenset({0, 400, 403, 405, 408, 411, 413, 414, 415, 417, 429, 431, 501, 503, 504})
_LATE = frozenset({0, 408})
_FINE = frozenset({200, 204, 206, 303, 304, 307, 404, 406, 416})
_SMALL_BUFFER = 4096
_PIECE = b"x" * 65536


@dataclass(frozen=True)
class Behaviour:
    """What a client does, and the statuses of a good answer."""

    send: bytes
    expected: frozenset[int] = _REFUSED
    drip: bytes = b""
    """Sent again and again, until the server answers or hangs up."""
    pause: float = 0.5
    """Seconds between two drips."""
    connections: int = 1
    half: bool = False
    """Whether the client closes its side once it has sent."""
    read: Literal["at once", "slowly", "never", "not at all"] = "at once"
    """`not at all` hangs up once all is sent."""
    within: float = REQUEST_SECONDS
    """Seconds in which each connection has to come to an end."""


def _get(target: str, *fields: str, version: str = "HTTP/1.1") -> bytes:
    lines = [f"GET {target} {version}", "Host: 127.0.0.1", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _post(
    *fields: str, body: bytes = b"", target: str = "/sparql", media: str = "application/sparql-query"
) -> bytes:
    lines = [f"POST {target} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {media}", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


_ASK = "/sparql?query=ASK%7B%7D"
_LARGE = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%2030000&format=json"
_OPEN = _get(_ASK)[:-2]
_CHUNKED = "Transfer-Encoding: chunked"
_RUNAWAY = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")

BEHAVIOURS: dict[str, Behaviour] = {
    # slow, or silent
    "says nothing": Behaviour(b"", _CLOSED),
    "sends line ends only": Behaviour(b"", _LATE, drip=b"\r\n"),
    "sends the first line a letter at a time": Behaviour(b"GET /", _LATE, drip=b"a"),
    "sends a header a letter at a time": Behaviour(_OPEN + b"X: ", _LATE, drip=b"a"),
    "sends headers one by one": Behaviour(_OPEN, _LATE, drip=b"X: y\r\n"),
    "sends headers one by one, 400 times": Behaviour(_OPEN, _LATE | {503}, drip=b"X: y\r\n", connections=400),
    "sends a body a letter at a time": Behaviour(_post("Content-Length: 1000"), _LATE, drip=b"a"),
    "sends a body to a page a letter at a time": Behaviour(
        _post("Content-Length: 1000", target="/page/about"), drip=b"a"
    ),
    "promises a body and sends none": Behaviour(_post("Content-Length: 1000"), _LATE),
    "waits for leave to send a body and sends none": Behaviour(
        _post("Content-Length: 1000", "Expect: 100-continue"), _LATE
    ),
    "sends chunks of one letter": Behaviour(_post(_CHUNKED), _LATE, drip=b"1\r\na\r\n", pause=0.2),
    "never reads": Behaviour(_get(_LARGE), frozenset({0, 200, 503, 504}), read="never", within=_STALLED),
    "reads slowly": Behaviour(_get(_LARGE), frozenset({0, 200, 503, 504}), read="slowly", within=_STALLED),
    "never reads, 30 times": Behaviour(
        _get(_LARGE), frozenset({0, 200, 429, 503, 504}), read="never", connections=30, within=_STALLED
    ),
    # too much
    "sends one header without end": Behaviour(_OPEN + b"X: ", drip=_PIECE, pause=0),
    "sends headers without end": Behaviour(_OPEN, drip=b"X: y\r\n" * 5000, pause=0),
    "sends a header of 100 kB": Behaviour(_get(_ASK, "X: " + "y" * 100_000)),
    "sends 500 headers": Behaviour(_get(_ASK, *("X: y",) * 500)),
    "sends 3,000 cookies": Behaviour(_get(_ASK, "Cookie: " + "a=b; " * 3_000), _FINE),
    "asks for an address of 70 kB": Behaviour(_get("/" + "a" * 70_000)),
    "asks for an address without end": Behaviour(b"GET /", drip=_PIECE, pause=0),
    "sends 20,000 parameters": Behaviour(_get("/sparql?" + "a&" * 20_000), _REFUSED | _FINE),
    "sends 20,000 parameters to a page": Behaviour(_get("/page/search?" + "a=b&" * 15_000), _REFUSED | _FINE),
    "searches for 60 kB": Behaviour(_get("/page/search?q=" + "child+" * 10_000), _REFUSED | _FINE),
    "sends a body of a gigabyte": Behaviour(_post("Content-Length: 1073741824"), drip=_PIECE, pause=0),
    "sends a body of a gigabyte to a page": Behaviour(
        _post("Content-Length: 1073741824", target="/"), drip=_PIECE, pause=0
    ),
    "sends chunks without end": Behaviour(_post(_CHUNKED), drip=b"10000\r\n" + _PIECE + b"\r\n", pause=0),
    "sends a chunk's extension without end": Behaviour(_post(_CHUNKED, body=b"1;"), drip=_PIECE, pause=0),
    "sends trailers without end": Behaviour(_post(_CHUNKED, body=b"0\r\n"), drip=b"X: y\r\n" * 5000, pause=0),
    "sends a form of 10,000 parts": Behaviour(
        _post(
            "Content-Length: 900000",
            media="multipart/form-data; boundary=b",
            body=b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n" * 10_000,
        )
    ),
    "sends a packed body": Behaviour(
        _post("Content-Encoding: gzip", "Content-Length: 20", body=b"\x1f\x8b\x08\x00" + b"\x00" * 16)
    ),
    "sends a form packed by deflate": Behaviour(
        _post(
            "Content-Encoding: deflate",
            "Content-Length: 8",
            body=b"x\x9c\x03\x00\x00\x00\x00\x01",
            media="application/x-www-form-urlencoded",
        )
    ),
    "opens 1,500 connections": Behaviour(b"", frozenset({0, 503}), connections=1_500),
    "opens and closes 2,000 connections": Behaviour(b"", _CLOSED, connections=2_000, read="not at all"),
    "hangs up 300 times before the answer": Behaviour(
        _get(_RUNAWAY), _CLOSED | {429}, connections=300, read="not at all"
    ),
    "sends 300 requests at once": Behaviour(_get(_ASK) * 300, _FINE | {429}),
    "sends 200 runaway queries at once": Behaviour(_get(_RUNAWAY) * 200, _REFUSED, within=_STALLED),
    "asks for a dump 60 times at once": Behaviour(
        _get("/dumps/cpkg.nq.gz"), frozenset({200, 429, 503}), connections=60, within=_LONG_WORK
    ),
    "asks for a large graph 60 times at once": Behaviour(
        _get("/graph/inferred"), frozenset({200, 429, 503}), connections=60, within=_LONG_WORK
    ),
    "asks for a page 300 times at once": Behaviour(_get("/page/treaty/CRC"), _FINE | {429}, connections=300),
    "searches 300 times at once": Behaviour(_get("/page/search?q=a*"), _FINE | {429}, connections=300),
    "asks for 1,000 ranges": Behaviour(
        _get("/dumps/cpkg.nq.gz", "Range: bytes=" + ",".join(f"{n}-{n + 5}" for n in range(1_000))), _FINE
    ),
    "asks for ranges that lie over each other": Behaviour(
        _get("/static/site.css", "Range: bytes=" + ",".join(["0-"] * 1_000)), _FINE
    ),
    "takes 3,000 kinds of answer": Behaviour(_get(_ASK, "Accept: " + "a/b;q=0.1," * 3_000), _FINE),
    "knows 3,000 tags": Behaviour(_get("/", "If-None-Match: " + '"a",' * 7_000), _FINE),
    # wrong
    "says a length that is too short": Behaviour(
        _post("Content-Length: 5", body=b"ASK {} GARBAGE"), _REFUSED
    ),
    "says a length that is too long, and leaves": Behaviour(
        _post("Content-Length: 500", body=b"ASK {}"), half=True
    ),
    "says two lengths": Behaviour(_post("Content-Length: 6", "Content-Length: 7", body=b"ASK {} ")),
    "says a length below nothing": Behaviour(_post("Content-Length: -6", body=b"ASK {}")),
    "says a length beyond numbers": Behaviour(_post("Content-Length: " + "9" * 40, body=b"ASK {}")),
    "says no length": Behaviour(_post(body=b"ASK {}")),
    "says a length and sends chunks": Behaviour(
        _post("Content-Length: 6", _CHUNKED, body=b"0\r\n\r\n" + _get("/health"))
    ),
    "hides that it sends chunks": Behaviour(_post("Transfer-Encoding : chunked", body=b"0\r\n\r\n")),
    "sends chunks of another kind": Behaviour(
        _post("Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n")
    ),
    "sends chunks by two names": Behaviour(
        _post(_CHUNKED, "Transfer-Encoding: cow", body=b"5c\r\n" + b"a" * 92 + b"\r\n0\r\n\r\n")
    ),
    "says a size that is none": Behaviour(_post(_CHUNKED, body=b"zz\r\nASK {}\r\n0\r\n\r\n")),
    "says a size beyond numbers": Behaviour(_post(_CHUNKED, body=b"F" * 40 + b"\r\nASK {}\r\n0\r\n\r\n")),
    "says a size below nothing": Behaviour(_post(_CHUNKED, body=b"-6\r\nASK {}\r\n0\r\n\r\n")),
    "folds a header": Behaviour(_OPEN + b"X: a\r\n b\r\n\r\n", _REFUSED | _FINE),
    "puts a zero byte into a header": Behaviour(_OPEN + b"X: a\x00b\r\n\r\n"),
    "puts a line end into a name": Behaviour(_OPEN + b"X\n: b\r\n\r\n"),
    "names two hosts": Behaviour(_get(_ASK, "Host: evil.example")),
    "names a host that is none": Behaviour(
        b"GET / HTTP/1.1\r\nHost: <script>%00\xff\r\n\r\n", _REFUSED | _FINE
    ),
    "names no host": Behaviour(b"GET / HTTP/1.1\r\n\r\n", _REFUSED | _FINE),
    "speaks HTTP/0.9": Behaviour(b"GET /\r\n\r\n", _REFUSED | _FINE),
    "speaks HTTP/9.9": Behaviour(_get(_ASK, version="HTTP/9.9")),
    "speaks HTTP/2 at once": Behaviour(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 9),
    "speaks TLS": Behaviour(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500),
    "speaks no HTTP": Behaviour(bytes(range(256)) * 20),
    "asks to speak WebSocket": Behaviour(
        _get(
            _ASK,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        ),
        _REFUSED | _FINE,
    ),
    "asks to speak HTTP/2": Behaviour(
        _get(_ASK, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: "),
        _REFUSED | _FINE,
    ),
    **{
        f"asks by {method}": Behaviour(_get(_ASK).replace(b"GET", method.encode(), 1), _REFUSED)
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "FOO")
    },
    "asks for the head": Behaviour(_get(_ASK).replace(b"GET", b"HEAD", 1), _FINE),
    "asks what may be asked of all": Behaviour(b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", _REFUSED | _FINE),
    "asks for an address elsewhere": Behaviour(_get("http://evil.example/health"), _REFUSED | _FINE),
    **{
        f"asks for {path}": Behaviour(_get(path), _REFUSED | {404})
        for path in (
            "/static/../../../../etc/passwd",
            "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/dumps/..%2f..%2fetc%2fpasswd",
            "/id/%00",
            "/page/%ff%fe",
            "//etc/passwd",
            "/data/" + "../" * 50 + "etc/passwd",
            "/static/%252e%252e/x",
            "/questions/a/b%00.rq",
        )
    },
    "leaves once it has asked": Behaviour(_get(_ASK), _REFUSED | _FINE, half=True),
    "leaves before it asks": Behaviour(b"", _CLOSED, half=True),
}


@dataclass(frozen=True)
class Outcome:
    """What came of a behaviour: statuses with their numbers, and the seconds of the longest connection."""

    statuses: Counter[int]
    seconds: float


async def behave(behaviour: Behaviour, port: int, address: str) -> Outcome:
    """Do what a behaviour says from one address; a connection that does not end has status -1."""
    gate = asyncio.Semaphore(200)  # the listener's own queue is finite
    ended = await asyncio.gather(
        *(_connect(behaviour, port, address, gate) for _ in range(behaviour.connections))
    )
    return Outcome(Counter(status for status, _ in ended), max(seconds for _, seconds in ended))


async def _connect(
    behaviour: Behaviour, port: int, address: str, gate: asyncio.Semaphore
) -> tuple[int, float]:
    try:
        async with gate:
            reader, writer = await _open(port, address, small=behaviour.read in {"never", "slowly"})
    except OSError:
        return 0, 0.0
    began = time.perf_counter()
    try:
        async with asyncio.timeout(behaviour.within + 5):
            status = await _talk(behaviour, reader, writer)
    except TimeoutError:
        status = -1
    except (OSError, asyncio.IncompleteReadError):
        status = 0
    finally:
        writer.transport.abort()
    return status, time.perf_counter() - began


async def _open(port: int, address: str, *, small: bool) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    plain = socket.socket()
    plain.setblocking(False)
    if small:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
    try:
        plain.bind((address, 0))
        await asyncio.get_running_loop().sock_connect(plain, ("127.0.0.1", port))
    except BaseException:
        plain.close()
        raise
    return await asyncio.open_connection(sock=plain, limit=_SMALL_BUFFER if small else 2**20)


async def _talk(behaviour: Behaviour, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    writer.write(behaviour.send)
    if behaviour.read == "not at all":
        return 0
    if behaviour.half:
        await writer.drain()
        writer.write_eof()
    dripping = asyncio.ensure_future(_drip(behaviour, writer)) if behaviour.drip else None
    try:
        if behaviour.read != "at once":
            return await _read_badly(behaviour, reader)
        return await _read_all(behaviour, reader)
    finally:
        if dripping:
            dripping.cancel()
            await asyncio.gather(dripping, return_exceptions=True)


async def _drip(behaviour: Behaviour, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while True:
            writer.write(behaviour.drip)
            await writer.drain()
            await asyncio.sleep(behaviour.pause)


async def _read_all(behaviour: Behaviour, reader: asyncio.StreamReader) -> int:
    """Return the worst status of the answers, once the server hung up or has answered what was asked."""
    worst = 0
    asked = behaviour.send.count(b" HTTP/1.1\r\nHost") or 1
    for _ in range(asked):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        except asyncio.IncompleteReadError as error:
            return worst or _status(error.partial.decode("latin-1"))
        status = _status(head)
        if status == 100:  # noqa: PLR2004 - Continue
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            status = _status(head)
        worst = max(worst, status)
        if not behaviour.send.startswith(b"HEAD"):
            await _read_body(reader, head)
        if "connection: close" in head:
            break
    return worst


async def _read_body(reader: asyncio.StreamReader, head: str) -> None:
    if "transfer-encoding: chunked" not in head:
        await reader.readexactly(int(head.partition("content-length:")[2].partition("\r\n")[0] or 0))
        return
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)


def _status(head: str) -> int:
    return int(head[9:12]) if head[9:12].isdigit() else 0


async def _read_badly(behaviour: Behaviour, reader: asyncio.StreamReader) -> int:
    """Return 0 where the server gave up on who does not read, else the status of what was all read."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if _status(head) != 200:  # noqa: PLR2004 - OK
        return _status(head)
    for _ in range(25):
        await asyncio.sleep(0.5)
        if behaviour.read == "slowly":
            await reader.read(50)
    await _read_body(reader, head)
    return 200
