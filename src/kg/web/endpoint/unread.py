"""Bound what waits on disk for clients: a long answer lies in a file until its client has taken it."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.web.endpoint.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHARE = 8
"""Part of the room, as its divisor, that one client may have."""
_COME_BACK = 10.0


class Unread:
    """Counts the bytes of answers that wait, of each client and of all."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._held: Counter[str] = Counter()

    @contextmanager
    def holding(self, client: str, size: int) -> Iterator[None]:
        """Count an answer in as long as it waits.

        Raises:
            Refused: where there is no room for it.
        """
        if self._held[client] + size > self._capacity // _SHARE:
            raise Refused.busy("take the long answers first that wait for you", _COME_BACK)
        if self._held.total() + size > self._capacity:
            raise Refused(503, "too many long answers wait for their clients", retry_after=_COME_BACK)
        self._held[client] += size
        try:
            yield
        finally:
            self._held[client] -= size
            if not self._held[client]:
                del self._held[client]
