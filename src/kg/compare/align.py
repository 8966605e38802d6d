"""Set the paragraphs of two documents side by side.

Preambular paragraphs stand for preambular ones only, operative for operative, headings for headings.
A paragraph is weighed with all its sub-items; within two that stand for each other the sub-items are set side
by side in the same way; what is left over is looked for anywhere else, under other chapeaux too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.compare.matching import ALIKE_MOVED, Candidate, Wording, heaviest_chain, match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Provision

_WORDS_ALONE = 8
"""Shingles from which a text is long enough to be known again under another chapeau."""


class Pair(NamedTuple):
    """A provision and its counterpart; one of them can be missing."""

    before: Provision | None
    after: Provision | None
    moved: bool


@dataclass(eq=False, slots=True)
class _Node:
    """A provision with what stands under it."""

    provision: Provision
    place: int
    children: list[_Node] = field(default_factory=list)
    parent: _Node | None = None
    partner: _Node | None = None
    own: Wording = field(default_factory=lambda: Wording("", frozenset()))
    whole: Wording = field(default_factory=lambda: Wording("", frozenset()))
    """Wording with that of all that stands under it."""


class _Found(NamedTuple):
    """A pair with what stands around its provisions."""

    before: _Node | None
    after: _Node | None
    moved: bool


def align(before: Sequence[Provision], after: Sequence[Provision]) -> tuple[Pair, ...]:
    """Return all provisions of both, in the order of the later; what was dropped stands where it was.

    Exchanging the documents exchanges the sides of every pair, and nothing else.
    """
    if _sort_key(before) <= _sort_key(after):
        return _in_reading_order(_pairs(before, after))
    # always in one direction, so that ties fall alike
    mirrored = [_Found(second, first, moved) for first, second, moved in _pairs(after, before)]
    return _in_reading_order(mirrored)


def _sort_key(provisions: Sequence[Provision]) -> list[tuple[str, str, int]]:
    return [(one.text, one.kind, one.level) for one in provisions]


def _pairs(before: Sequence[Provision], after: Sequence[Provision]) -> list[_Found]:
    nodes_before, nodes_after = _nodes(before), _nodes(after)
    kinds = sorted({node.provision.kind for node in [*nodes_before, *nodes_after]})
    for kind in kinds:
        first = [node for node in nodes_before if node.provision.kind == kind]
        second = [node for node in nodes_after if node.provision.kind == kind]
        _pair_downwards(_roots(first), _roots(second))
        _pair_left_over(first, second)
    stayed = _stayed(nodes_before)
    pairs = [
        _Found(node, node.partner, moved=bool(node.partner) and node not in stayed) for node in nodes_before
    ]
    return pairs + [_Found(None, node, moved=False) for node in nodes_after if node.partner is None]


def _nodes(provisions: Sequence[Provision]) -> list[_Node]:
    """Return the provisions tied to what they stand under, where that is of the same kind."""
    nodes = [_Node(provision, place) for place, provision in enumerate(provisions)]
    by_id: dict[str, _Node] = {}
    for node in nodes:
        parent = by_id.get(node.provision.parent or "")
        if parent and parent.provision.kind == node.provision.kind:
            node.parent = parent
            parent.children.append(node)
        by_id[node.provision.id] = node
    for node in reversed(nodes):  # children stand after their parents
        node.own = Wording.of(node.provision.text)
        keys = [node.own.key, *(child.whole.key for child in node.children)]
        shingles = node.own.shingles.union(*(child.whole.shingles for child in node.children))
        node.whole = Wording(" / ".join(keys), shingles) if node.children else node.own
    return nodes


def _roots(nodes: Sequence[_Node]) -> list[_Node]:
    return [node for node in nodes if node.parent is None]


def _pair_downwards(before: Sequence[_Node], after: Sequence[_Node]) -> None:
    """Pair siblings, then the children of each pair."""
    waiting = [(before, after)]
    while waiting:
        first, second = waiting.pop()
        for i, j in match([node.whole for node in first], [node.whole for node in second]):
            _tie(first[i], second[j])
            waiting.append((first[i].children, second[j].children))


def _pair_left_over(before: Sequence[_Node], after: Sequence[_Node]) -> None:
    """Pair what found no counterpart among its siblings, by its own words."""
    first = [node for node in before if _is_left_over(node)]
    second = [node for node in after if _is_left_over(node)]
    for i, j in match([node.own for node in first], [node.own for node in second], in_place=ALIKE_MOVED):
        _tie(first[i], second[j])


def _is_left_over(node: _Node) -> bool:
    return node.partner is None and len(node.own.shingles) >= _WORDS_ALONE


def _tie(first: _Node, second: _Node) -> None:
    first.partner, second.partner = second, first


def _stayed(nodes: Sequence[_Node]) -> set[_Node]:
    """Return the provisions that kept their order among their siblings, as many of them as can be."""
    families: dict[_Node | None, list[_Node]] = defaultdict(list)
    for node in nodes:
        if node.partner and (node.parent.partner if node.parent else None) is node.partner.parent:
            families[node.parent].append(node)
    stayed: set[_Node] = set()
    for family in families.values():
        by_place = {node.place: node for node in family}
        most = sum(len(node.whole.shingles) for node in family) + 1.0
        chain = heaviest_chain(
            Candidate(1.0 + len(node.whole.shingles) / most, node.place, node.partner.place)
            for node in family
            if node.partner
        )
        stayed.update(by_place[candidate.before] for candidate in chain)
    return stayed


def _in_reading_order(pairs: Sequence[_Found]) -> tuple[Pair, ...]:
    """Return the pairs in the order of the later document, what was dropped after what came before it."""
    kept = sorted((pair for pair in pairs if pair.after), key=lambda pair: _place(pair.after))
    landmarks = sorted(_place(pair.before) for pair in kept if pair.before and not pair.moved)
    dropped: dict[int, list[_Found]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda pair: _place(pair.before)):
        if pair.after is None:
            passed = bisect_left(landmarks, _place(pair.before))
            dropped[landmarks[passed - 1] if passed else -1].append(pair)
    ordered = dropped[-1]
    for pair in kept:
        ordered.append(pair)
        if pair.before and not pair.moved:
            ordered += dropped[_place(pair.before)]
    return tuple(
        Pair(first.provision if first else None, second.provision if second else None, moved)
        for first, second, moved in ordered
    )


def _place(node: _Node | None) -> int:
    return node.place if node else -1
