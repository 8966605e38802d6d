"""Find which text of one list stands for which of another: the same words first, then the most alike.

Near-linear: each text is weighed against the few that share its rarer words, and those near its own place.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.compare.typography import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ALIKE_IN_PLACE = 0.3
"""Likeness from which two texts between the same neighbours are one text, changed."""
ALIKE_MOVED = 0.5
"""Likeness from which two texts in different places are one text, moved and changed."""
_ALIKE_CLEAR = 0.6
_LEAD_CLEAR = 0.15
"""A pair is clear where it is this likely, and no rival comes nearer than this."""
_ALONE = 0.5
"""Share of its weight that a shingle keeps which no other text has: rewriting brings many of them."""
_PAIR = 0.5
"""Weight of a pair of words against that of a word: a changed word breaks two of them."""
_SHARED_MOST = 24
"""Texts that share a shingle; one that is more common finds no candidates."""
_CANDIDATES = 6
_NEIGHBOURS = (-2, -1, 0, 1, 2)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as matching sees it."""

    key: str
    """Its wording; two texts with one key are the same."""
    shingles: frozenset[str]
    """Its words, and its pairs of neighbouring words."""

    @classmethod
    def of(cls, text: str) -> Wording:
        """Return the wording of a text."""
        key = wording(text)
        words = key.lower().replace(",", "").replace(";", "").split()
        pairs = (f"{first} {second}" for first, second in pairwise(words))
        return cls(key, frozenset([*words, *pairs]))


class Candidate(NamedTuple):
    """Two texts that may stand for each other, by their places, and how alike they are, from 0 to 1."""

    likeness: float
    before: int
    after: int


def match(
    before: Sequence[Wording], after: Sequence[Wording], *, in_place: float = ALIKE_IN_PLACE
) -> list[tuple[int, int]]:
    """Return pairs of places, each place in one pair at most; sorted."""
    pairs = _same(before, after)
    taken_before, taken_after = dict(pairs), {second: first for first, second in pairs}
    open_before = [i for i in range(len(before)) if i not in taken_before]
    open_after = [j for j in range(len(after)) if j not in taken_after]
    candidates = _candidates(before, after, open_before, open_after)
    pairs += (clear := _clear(candidates))
    candidates = _without(candidates, clear)
    pairs += (kept := _in_order(candidates, pairs, in_place))
    return sorted(pairs + _best(_without(candidates, kept)))


def _same(before: Sequence[Wording], after: Sequence[Wording]) -> list[tuple[int, int]]:
    """Pair texts of the same wording; of several the first with the first, the second with the second."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in reversed(range(len(after))):
        places[after[j].key].append(j)
    return [(i, places[one.key].pop()) for i, one in enumerate(before) if places.get(one.key)]


def _candidates(
    before: Sequence[Wording], after: Sequence[Wording], open_before: Sequence[int], open_after: Sequence[int]
) -> list[Candidate]:
    """Return the pairs that are worth weighing, the most alike first."""
    if not open_before or not open_after:
        return []
    weights = _weights([before[i] for i in open_before] + [after[j] for j in open_after])
    postings: dict[str, list[int]] = defaultdict(list)
    for j in open_after:
        for shingle in after[j].shingles:
            postings[shingle].append(j)
    sums_before = {i: _sum(before[i].shingles, weights) for i in open_before}
    sums_after = {j: _sum(after[j].shingles, weights) for j in open_after}
    found = []
    for i in open_before:
        for j in _worth_weighing(before[i], i / len(before) * len(after), postings, open_after, weights):
            shared = _sum(before[i].shingles & after[j].shingles, weights)
            if shared:
                found.append(Candidate(2 * shared / (sums_before[i] + sums_after[j]), i, j))
    return sorted(found, key=lambda one: (-one.likeness, one.before + one.after, one.before))


def _weights(texts: Sequence[Wording]) -> dict[str, float]:
    """Return the weight of each shingle: high where few texts have it."""
    frequency = Counter(shingle for text in texts for shingle in text.shingles)
    alone = _ALONE * math.log1p(len(texts) / 2)
    return {
        shingle: (_PAIR if " " in shingle else 1.0) * (math.log1p(len(texts) / count) if count > 1 else alone)
        for shingle, count in frequency.items()
    }


def _sum(shingles: Iterable[str], weights: dict[str, float]) -> float:
    return math.fsum(weights[shingle] for shingle in shingles)


def _worth_weighing(
    text: Wording,
    place: float,
    postings: dict[str, list[int]],
    open_after: Sequence[int],
    weights: dict[str, float],
) -> set[int]:
    """Return the places of texts that share the rarer shingles with a text, and those near its own place."""
    shared: dict[int, float] = defaultdict(float)
    for shingle in text.shingles:
        sharing = postings.get(shingle, ())
        if len(sharing) <= _SHARED_MOST:
            for j in sharing:
                shared[j] += weights[shingle]
    near = bisect_left(open_after, place)
    neighbours = {open_after[near + step] for step in _NEIGHBOURS if 0 <= near + step < len(open_after)}
    best = nlargest(_CANDIDATES, shared, key=lambda j: (shared[j], -j))
    return neighbours.union(best)


def _clear(candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Choose pairs that are each other's best, and much better than any rival."""
    best_before = _two_best(candidates, lambda c: c.before)
    best_after = _two_best(candidates, lambda c: c.after)
    return [
        (c.before, c.after)
        for c in candidates
        if c.likeness >= _ALIKE_CLEAR
        and all(
            best is c and c.likeness - rival >= _LEAD_CLEAR
            for best, rival in (best_before[c.before], best_after[c.after])
        )
    ]


def _without(candidates: Iterable[Candidate], pairs: Iterable[tuple[int, int]]) -> list[Candidate]:
    """Return the candidates of which neither place is paired."""
    before, after = map(frozenset, list(zip(*pairs, strict=True)) or [(), ()])
    return [c for c in candidates if c.before not in before and c.after not in after]


def _two_best(
    candidates: Sequence[Candidate], place: Callable[[Candidate], int]
) -> dict[int, tuple[Candidate, float]]:
    """Return the best candidate of each place, and the likeness of the next."""
    best: dict[int, tuple[Candidate, float]] = {}
    for candidate in candidates:  # sorted, the most alike first
        first, second = best.get(place(candidate), (candidate, 0.0))
        best[place(candidate)] = (first, second if first is candidate else max(second, candidate.likeness))
    return best


def _in_order(
    candidates: Sequence[Candidate], pairs: Sequence[tuple[int, int]], floor: float
) -> list[tuple[int, int]]:
    """Choose the heaviest set of pairs that keeps the order of both lists, given what is paired already."""
    certain = [Candidate(2.0, i, j) for i, j in pairs]
    likely = [candidate for candidate in candidates if candidate.likeness >= floor]
    chain = {(c.before, c.after) for c in heaviest_chain([*certain, *likely])}
    return sorted(chain.difference(pairs))


def _best(candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Choose the most alike of what is left, wherever they stand."""
    taken_before: set[int] = set()
    taken_after: set[int] = set()
    chosen = []
    for likeness, i, j in candidates:
        if likeness >= ALIKE_MOVED and i not in taken_before and j not in taken_after:
            taken_before.add(i)
            taken_after.add(j)
            chosen.append((i, j))
    return chosen


def heaviest_chain(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates of the greatest sum that rise in both places; n log n.

    >>> [c[1:] for c in heaviest_chain([Candidate(1, 0, 2), Candidate(1, 1, 0), Candidate(1, 2, 1)])]
    [(1, 0), (2, 1)]
    """
    ordered = sorted(candidates, key=lambda c: (c.before, -c.after))
    ranks = {place: rank for rank, place in enumerate(sorted({c.after for c in ordered}), start=1)}
    heaviest: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)  # a Fenwick tree of prefix maxima
    previous = []
    for index, candidate in enumerate(ordered):
        rank = ranks[candidate.after]
        total, last = _prefix_maximum(heaviest, rank - 1)
        previous.append(last)
        _raise(heaviest, rank, (total + candidate.likeness, index))
    chain = []
    index = _prefix_maximum(heaviest, len(ranks))[1]
    while index >= 0:
        chain.append(ordered[index])
        index = previous[index]
    return chain[::-1]


def _prefix_maximum(tree: Sequence[tuple[float, int]], rank: int) -> tuple[float, int]:
    best = (0.0, -1)
    while rank > 0:
        best = max(best, tree[rank])
        rank &= rank - 1
    return best


def _raise(tree: list[tuple[float, int]], rank: int, value: tuple[float, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], value)
        rank += rank & -rank
