"""Where a text comes from and what came of it, as a diagram that is drawn on the server."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.namespaces import compact
from kg.web.addresses import page_address
from kg.web.pages.shown import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.web.lookup import Lookup

_BEFORE = (
    ("cp:supplements", "supplements"), ("cp:interprets", "interprets"), ("cp:renews", "renews"),
    ("cp:amends", "amends"), ("cp:replaces", "replaces"), ("cp:adoptedFrom", "adopted from"),
    ("cp:recommendedIn", "recommended in"), ("cp:stemsFrom", "stems from"),
)  # fmt: skip
_AFTER = (
    ("cp:supplementedBy", "is supplemented by"), ("cp:amendedBy", "is amended by"),
    ("cp:adoptedAs", "adopted as"), ("cp:leadsTo", "led to"),
)  # fmt: skip
_DATES = ("cp:adoptedOn", "cp:issuedOn")
_MOST = 12
"""Texts drawn on each side; the list beside the diagram has all."""
_WIDTH, _BOX, _HEIGHT, _STEP, _TOP = 720, 200, 40, 52, 6
_LONGEST = 26
"""Signs of a name that fit a box."""


@dataclass(frozen=True)
class Node:
    """A box of the diagram, in its units."""

    iri: str
    name: str
    title: str
    date: str
    relation: str
    x: int
    y: int
    side: str
    """`before`, `here` or `after`."""

    @property
    def address(self) -> str:
        """Return the page of the text."""
        return page_address(self.iri)


@dataclass(frozen=True)
class Line:
    """What joins two boxes."""

    path: str


@dataclass(frozen=True)
class Lineage:
    """The diagram, and the same as lists."""

    width: int
    height: int
    box: int
    box_height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    before: tuple[Node, ...]
    after: tuple[Node, ...]


def lineage_of(lookup: Lookup, iri: str) -> Lineage | None:
    """Return the lineage of a text; None where nothing came before or after it."""
    before = _related(lookup, iri, _BEFORE, side="before")
    interpreting = [(text, "is interpreted by") for text in _interpreting(lookup, iri)]
    after = _related(lookup, iri, _AFTER, side="after", more=interpreting)
    if not before and not after:
        return None
    rows = max(1, min(_MOST, max(len(before), len(after))))
    height = rows * _STEP + 2 * _TOP
    left, right = _placed(before[:_MOST], height), _placed(after[:_MOST], height)
    middle = (height - _HEIGHT) // 2
    here = Node(
        iri,
        _short(lookup, iri),
        lookup.label(iri),
        _date(lookup, iri),
        "",
        (_WIDTH - _BOX) // 2,
        middle,
        "here",
    )
    lines = [_line(node, here) for node in left] + [_line(here, node) for node in right]
    nodes = (*left, here, *right)
    return Lineage(_WIDTH, height, _BOX, _HEIGHT, nodes, tuple(lines), tuple(before), tuple(after))


def _related(
    lookup: Lookup,
    iri: str,
    relations: Sequence[tuple[str, str]],
    *,
    side: str,
    more: Sequence[tuple[str, str]] = (),
) -> list[Node]:
    """Return the texts of one side, each once with its nearest relation, by date."""
    found: dict[str, str] = {}
    for name, words in relations:
        for other in lookup.links(iri, name):
            if other != iri:
                found.setdefault(_text_of(lookup, other), words)
    for other, words in more:
        found.setdefault(other, words)
    x = 0 if side == "before" else _WIDTH - _BOX
    nodes = [
        Node(o, _short(lookup, o), lookup.label(o), _date(lookup, o), words, x, 0, side)
        for o, words in found.items()
    ]
    return sorted(nodes, key=lambda node: (lookup.text(node.iri, *_DATES), node.iri))


def _interpreting(lookup: Lookup, iri: str) -> list[str]:
    parts = [iri, *lookup.subjects("cp:provisionOf", iri)]
    return sorted({text for part in parts for text in lookup.subjects("cp:interprets", part)})


def _text_of(lookup: Lookup, other: str) -> str:
    return next(iter(lookup.links(other, "cp:provisionOf")), other)


def _placed(nodes: Sequence[Node], height: int) -> list[Node]:
    top = (height - len(nodes) * _STEP) // 2 + (_STEP - _HEIGHT) // 2
    return [replace(node, y=top + place * _STEP) for place, node in enumerate(nodes)]


def _line(left: Node, right: Node) -> Line:
    x1, y1, x2, y2 = left.x + _BOX, left.y + _HEIGHT // 2, right.x, right.y + _HEIGHT // 2
    bend = (x1 + x2) // 2
    return Line(f"M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}")


def _short(lookup: Lookup, iri: str) -> str:
    name = lookup.text(iri, "cp:abbreviation") or compact(iri).removeprefix("treaty/")
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _date(lookup: Lookup, iri: str) -> str:
    return day(lookup.text(iri, *_DATES))
