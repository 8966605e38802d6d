"""Send a long answer out of its file, as the client takes it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from starlette.responses import StreamingResponse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    from starlette.types import Receive, Scope, Send

PIECE = 64 * 1024
"""Bytes that are sent at once; what is no longer is better answered whole."""


class Streamed(StreamingResponse):
    """An answer that is read from its file piece by piece; `held` is left once it was sent."""

    def __init__(
        self, body: IO[bytes], held: AbstractContextManager[object], *, media: str, headers: Mapping[str, str]
    ) -> None:
        super().__init__(_pieces(body), media_type=media, headers=headers)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, and let go of its file even where the client hangs up."""
        with self._held:
            await super().__call__(scope, receive, send)


def _pieces(body: IO[bytes]) -> Iterator[bytes]:
    while piece := body.read(PIECE):
        yield piece
