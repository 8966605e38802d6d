"""Ask an ASGI application in this process, without a network between."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.types import ASGIApp, Message, Scope

T = TypeVar("T")


@dataclass(frozen=True)
class Got:
    """What the application answered."""

    status: int
    media: str
    """Media type, without parameters."""
    body: bytes


class Asker:
    """Asks one application, one question after the other, by GET."""

    def __init__(self, app: ASGIApp, url: str) -> None:
        parts = urlsplit(url)
        self._app = app
        self._scheme = parts.scheme
        self._host = parts.netloc.encode()
        self._runner = asyncio.Runner()

    def get_each(self, asked: Sequence[tuple[str, str]], take: Callable[[str, Got], T]) -> list[T]:
        """Return what `take` makes of the answer for each address (a path with its query) and Accept field.

        An application that fails answers 500. Many at once cost less: the thread that answers stays.
        """
        return self._runner.run(self._get_each(asked, take))

    def close(self) -> None:
        """End the threads in which the application ran."""
        self._runner.close()

    async def _get_each(self, asked: Sequence[tuple[str, str]], take: Callable[[str, Got], T]) -> list[T]:
        return [take(address, await self._get(address, accept)) for address, accept in asked]

    async def _get(self, address: str, accept: str) -> Got:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        with contextlib.suppress(Exception):  # Starlette answers 500 first, and raises then
            await self._app(self._scope(address, accept), receive, send)
        return _got(sent)

    def _scope(self, address: str, accept: str) -> Scope:
        path, _, query = address.partition("?")
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": self._scheme,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", self._host), (b"accept", accept.encode())],
            "client": ("127.0.0.1", 0),
            "server": (self._host.decode(), None),
        }


def _got(sent: list[Message]) -> Got:
    head: Message = next((m for m in sent if m["type"] == "http.response.start"), {})
    fields = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head.get("headers", ())
    }
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Got(head.get("status", 500), fields.get("content-type", "").partition(";")[0], body)
