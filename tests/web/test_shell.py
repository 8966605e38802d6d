"""Does every answer bear what lies around it?"""

from __future__ import annotations

import asyncio
import gzip
import threading
from typing import TYPE_CHECKING

import pytest
import zstandard
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from kg.web.shell import MOST_AT_ONCE, FewAtOnce, choose_coding, shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.types import Message, Receive, Scope, Send

TEXT = "paragraph " * 1000


def long(request: Request) -> Response:
    tag = '"abc"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})
    return PlainTextResponse(TEXT, headers={"ETag": tag, "Vary": "Accept"})


def short(_request: Request) -> Response:
    return PlainTextResponse("short")


def streamed(_request: Request) -> Response:
    return StreamingResponse((TEXT for _ in range(5)), media_type="text/plain")


def picture(_request: Request) -> Response:
    return Response(b"\x89PNG" * 1000, media_type="image/png")


@pytest.fixture(scope="module")
def shelled() -> Iterator[TestClient]:
    routes = [Route(f"/{page.__name__}", page) for page in (long, short, streamed, picture)]
    with TestClient(Starlette(routes=routes, middleware=shell())) as client:
        yield client


def raw(client: TestClient, path: str, coding: str, **headers: str) -> tuple[Response, bytes]:
    with client.stream("GET", path, headers={"accept-encoding": coding, **headers}) as response:
        return response, b"".join(response.iter_raw())  # type: ignore[return-value]


@pytest.mark.parametrize("path", ["/long", "/streamed"])
def test_is_text_compressed_as_the_client_likes(shelled: TestClient, path: str) -> None:
    plain = shelled.get(path, headers={"accept-encoding": "identity"}).content
    for coding, unpack in (("gzip", gzip.decompress), ("zstd", unzstd)):
        response, body = raw(shelled, path, coding)
        assert response.headers["content-encoding"] == coding
        assert "Accept-Encoding" in response.headers["vary"]
        assert unpack(body) == plain
        assert len(body) < len(plain) / 10


def unzstd(body: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(body)


def test_is_what_is_short_or_no_text_left_as_it_is(shelled: TestClient) -> None:
    for path in ("/short", "/picture"):
        assert "content-encoding" not in raw(shelled, path, "gzip, zstd")[0].headers


def test_does_a_tag_name_the_bytes_that_are_sent(shelled: TestClient) -> None:
    tags = {raw(shelled, "/long", coding)[0].headers["etag"] for coding in ("identity", "gzip", "zstd")}
    assert tags == {'"abc"', '"abc-gzip"', '"abc-zstd"'}
    for tag in tags:
        response, body = raw(shelled, "/long", "gzip", **{"if-none-match": tag})
        assert (response.status_code, body) == (304, b"")
        assert response.headers["etag"] == '"abc-gzip"'


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("zstd, gzip", "zstd"),
        ("*", "zstd"),
        ("*;q=0", None),
        ("gzip;q=0", None),
        ("gzip;q=0.9, zstd;q=0.8", "gzip"),
        ("GZIP", "gzip"),
        ("gzip;q=nonsense, br", None),
    ],
)
def test_is_the_coding_chosen_that_the_client_likes_best(accepted: str, coding: str | None) -> None:
    assert choose_coding(accepted) == coding


def test_may_pages_of_others_read_every_answer(shelled: TestClient) -> None:
    response = shelled.get("/short", headers={"origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    preflight = shelled.options("/long", headers=asked)
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_does_every_answer_forbid_what_no_page_needs(shelled: TestClient) -> None:
    for path in ("/short", "/nothing-here"):
        headers = shelled.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers


def test_is_a_client_told_to_wait_of_whom_many_requests_are_under_way() -> None:
    statuses: list[int] = []
    served = asyncio.Event()

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await served.wait()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def receive() -> Message:
        return {"type": "http.request"}

    async def story() -> None:
        few = FewAtOnce(app)
        greedy: Scope = {"type": "http", "client": ("192.0.2.1", 1), "headers": []}
        other: Scope = {**greedy, "client": ("192.0.2.2", 1)}
        asked = [greedy] * (MOST_AT_ONCE + 1) + [other]
        tasks = [asyncio.create_task(few(scope, receive, send)) for scope in asked]
        await asyncio.sleep(0.01)
        assert statuses == [429]
        served.set()
        await asyncio.gather(*tasks)
        await few(greedy, receive, send)
        assert statuses == [429]

    asyncio.run(story())


def test_is_a_long_answer_packed_in_pieces_and_not_by_the_thread_that_serves_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed: list[tuple[int, bool]] = []
    serving: set[int] = set()

    class Packer:
        """Packs nothing, and notes what it was given, and whether by the thread that serves."""

        def compress(self, data: memoryview) -> bytes:
            packed.append((len(data), threading.get_ident() in serving))
            return bytes(data)

        def flush(self) -> bytes:
            return b""

    async def whole(_request: Request) -> Response:
        serving.add(threading.get_ident())
        return PlainTextResponse(b"x" * 1_000_000)

    monkeypatch.setattr("kg.web.shell._compressor", lambda _coding: Packer())
    with TestClient(Starlette(routes=[Route("/whole", whole)], middleware=shell())) as client:
        assert raw(client, "/whole", "zstd")[0].status_code == 200
    assert sum(size for size, _ in packed) == 1_000_000
    assert max(size for size, _ in packed) <= 64 * 1024
    assert not any(by_server for _, by_server in packed)
