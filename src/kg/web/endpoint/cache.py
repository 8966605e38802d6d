"""Keep answers that were given, up to a number of bytes; the site's snapshot never changes while it runs."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    """An answer that can be given again."""

    media: str
    truncated: bool
    body: bytes


class AnswerCache:
    """The answers used last, the oldest leaving first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, key: str) -> Kept | None:
        """Return the answer under a key."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: str, answer: Kept) -> None:
        """Keep an answer, unless it would take more than an eighth of the room."""
        if len(answer.body) > self._capacity // 8 or key in self._kept:
            return
        self._kept[key] = answer
        self._size += len(answer.body)
        while self._size > self._capacity:
            self._size -= len(self._kept.popitem(last=False)[1].body)
