"""Find words that stand near each other in any order, by a table of patterns, in time linear in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD_RE = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")  # not the apostrophe of a genitive
_KEY = 3
"""Letters that every stem of a table has, and by which it is looked up."""
_REMEMBERED = 1 << 15
"""Words whose groups are kept; a language has more, but no document."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Groups of words, one of each of which must stand within a number of words."""

    theme: str
    reach: int
    groups: tuple[str, ...]
    """Each as in the table: `exploit~|abuse`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that speaks of a theme."""

    theme: str
    start: int
    end: int


def parse_patterns(table: str) -> list[Pattern]:
    """Return the patterns of a table: a theme, a number of words, and groups of words on each line.

    >>> parse_patterns("conduct/x 5 sell~|sale river~")
    [Pattern(theme='conduct/x', reach=5, groups=('sell~|sale', 'river~'))]
    """
    lines = (line.split() for line in table.splitlines() if line.strip() and not line.startswith("#"))
    return [Pattern(theme, int(reach), tuple(groups)) for theme, reach, *groups in lines]


class PatternIndex:
    """Patterns by the words that they are made of."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = [(frozenset(pattern.groups), pattern) for pattern in patterns]
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for group in {group for needed, _ in self._patterns for group in needed}:
            for word in group.split("|"):
                if word.endswith("~"):
                    self._stems[word[:_KEY]].append((word[:-1], group))
                else:
                    self._exact[word].add(group)
        self._groups = lru_cache(maxsize=_REMEMBERED)(self._groups_of)

    def find(self, text: str) -> list[Hit]:
        """Return where each pattern is met; a pattern can be met at several places."""
        words = list(_WORD_RE.finditer(text))
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            for group in self._groups(word.group()):
                places[group].append(place)
        present = set(places)
        return [
            Hit(pattern.theme, words[first].start(), words[last].end())
            for needed, pattern in self._patterns
            if needed <= present
            for first, last in _windows([places[group] for group in pattern.groups], pattern.reach)
        ]

    def _groups_of(self, word: str) -> tuple[str, ...]:
        word = word.lower().replace("\u2010", "-").replace("\u2011", "-")
        groups = set(self._exact.get(word, ()))
        groups.update(group for stem, group in self._stems.get(word[:_KEY], ()) if word.startswith(stem))
        return tuple(groups)


def _windows(groups: Sequence[Sequence[int]], reach: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of each window that holds a word of every group."""
    rarest = min(groups, key=len)
    for anchor in rarest:
        places = [anchor, *(_nearest(group, anchor) for group in groups if group is not rarest)]
        if max(places) - min(places) < reach:
            yield min(places), max(places)


def _nearest(places: Sequence[int], anchor: int) -> int:
    """Return the place nearest to another, of those sorted."""
    after = bisect_left(places, anchor)
    return min(places[max(after - 1, 0) : after + 1], key=lambda place: abs(place - anchor))
