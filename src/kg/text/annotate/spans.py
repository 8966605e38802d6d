"""Ask whether a place lies within others, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.document import Span


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans sorted, with those that overlap made one.

    >>> merged([(5, 9), (0, 3), (2, 4)])
    [(0, 4), (5, 9)]
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Say whether one of some merged spans shares a character with a place.

    >>> overlaps([(0, 4), (5, 9)], 4, 5), overlaps([(0, 4), (5, 9)], 3, 5)
    (False, True)
    """
    before = bisect_left(spans, end, key=lambda span: span[0]) - 1
    return before >= 0 and spans[before][1] > start
