"""Get resources through the cache: from the network, from what is in hand, or, offline, only from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import RemoteError
from kg.fetch.client import Known

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.fetch.cache import Cache, Entry
    from kg.fetch.client import Answer, Client


@dataclass(frozen=True, slots=True)
class Resource:
    """The bytes of an address."""

    url: str
    """The address that sent them, after redirects."""
    body: bytes
    sha256: str


class Library:
    """A client and a cache; without a client it is offline."""

    def __init__(self, client: Client | None, cache: Cache) -> None:
        self._client = client
        self._cache = cache

    def get(
        self,
        asked: str,
        *,
        check: Callable[[bytes, str], None],
        accept: str = "*/*",
        respell: Callable[[str], str] = lambda path: path,
    ) -> Resource:
        """Return what is at an address; `check` gets body and address, and raises where they will not do.

        What does not pass the check is not kept.

        Raises:
            RemoteError: where the service does not answer, or offline the cache does not have it.
        """
        found = self._cache.find(asked)
        if self._client is None:
            if found is None:
                raise RemoteError(
                    f"is not in the cache {self._cache.folder}",
                    where=asked,
                    remedy="Fetch it without --offline",
                )
            return _resource(*found)
        answer = self._client.get(asked, accept=accept, known=_known(found), respell=respell)
        if answer.body is None and found:
            return _resource(*found)
        return self._new(asked, answer, check)

    def _new(self, asked: str, answer: Answer, check: Callable[[bytes, str], None]) -> Resource:
        body = answer.body or b""
        check(body, answer.url)
        entry = self._cache.keep(
            asked,
            answer.url,
            body,
            etag=answer.headers.get("ETag"),
            last_modified=answer.headers.get("Last-Modified"),
        )
        return _resource(entry, body)


def _known(found: tuple[Entry, bytes] | None) -> Known | None:
    if found is None or not (found[0].etag or found[0].last_modified):
        return None
    return Known(found[0].url, found[0].etag, found[0].last_modified)


def _resource(entry: Entry, body: bytes) -> Resource:
    return Resource(entry.url, body, entry.sha256)
