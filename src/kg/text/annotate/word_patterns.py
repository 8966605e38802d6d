"""Find words that stand near each other in any order, by a table of patterns, in time linear in the text."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.text.annotate.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        self._patterns: dict[str, list[tuple[frozenset[str], Pattern]]] = defaultdict(list)
        """By the first of their groups, without which no other need be looked for."""
        for pattern in patterns:
            self._patterns[pattern.groups[0]].append((frozenset(pattern.groups), pattern))
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, list[tuple[str, str]]] = defaultdict(list)
        known = (needed for found in self._patterns.values() for needed, _ in found)
        for group in frozenset().union(*known):
            for word in group.split("|"):
                if word.endswith("~"):
                    self._stems[word[:_KEY]].append((word[:-1], group))
                else:
                    self._exact[word].add(group)
        self._groups = lru_cache(maxsize=_REMEMBERED)(self._groups_of)

    def find(self, text: str) -> list[Hit]:
        """Return where each pattern is met; a pattern can be met at several places."""
        places: dict[str, list[int]] = defaultdict(list)
        words = split_words(text)
        counted = words.without_signs()
        for place, at in enumerate(counted):
            for group in self._groups(words.small[at]):
                places[group].append(place)
        present = places.keys()
        return [
            Hit(pattern.theme, *words.span(counted[first], counted[last]))
            for group in present & self._patterns.keys()
            for needed, pattern in self._patterns[group]
            if needed <= present
            for first, last in _windows([places[group] for group in pattern.groups], pattern.reach)
        ]

    def _groups_of(self, word: str) -> tuple[str, ...]:
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
