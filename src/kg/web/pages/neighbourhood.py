"""What stands round a thing in the graph: the nearest nodes of each kind, and what joins them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.namespaces import compact
from kg.network.files import Drawn, write_gexf
from kg.network.values import Edge, Network, Node
from kg.web.pages.shown import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kg.web.lookup import Lookup
    from kg.web.pages.relations import Relations

MOST = 150
"""Nodes that are ever drawn: with more, no label can be read."""
PROVISION, STATE = "provision", "state"
_DATES = ("cp:adoptedOn", "cp:issuedOn", "cp:openedForSignatureOn")
_LONGEST = 34
_RINGS = 36
"""Nodes on a ring from which a second ring begins."""


@dataclass(frozen=True)
class Kind:
    """How nodes of one kind are drawn; a shape goes with each colour, so that nothing hangs on colour alone.

    The colours are those of Okabe and Ito (2008), the shapes those of cytoscape.
    """

    key: str
    name: str
    classes: tuple[str, ...]
    colour: str
    shape: str


KINDS = (
    Kind("treaty", "Treaties", ("cp:Treaty",), "#0072B2", "rectangle"),
    Kind(
        "resolution", "Resolutions and drafts", ("cp:Resolution", "cp:DraftResolution"), "#E69F00", "ellipse"
    ),
    Kind("comment", "General comments", ("cp:GeneralComment",), "#009E73", "triangle"),
    Kind("text", "Other texts", ("cp:Instrument",), "#56B4E9", "pentagon"),
    Kind(PROVISION, "Provisions", ("cp:Provision",), "#8A8D91", "ellipse"),
    Kind(STATE, "States", ("cp:State",), "#CC79A7", "diamond"),
    Kind("actor", "Bodies and other actors", ("cp:Agent",), "#D55E00", "vee"),
    Kind("theme", "Themes and terms", ("cp:Theme", "cp:Term"), "#F0E442", "hexagon"),
    Kind("goal", "Development goals", ("sdgo:Goal", "sdgo:Target", "sdgo:Indicator"), "#5B4B9A", "star"),
    Kind("other", "Others", (), "#B8B8B8", "octagon"),
)
KIND_OF = {kind.key: kind for kind in KINDS}


@dataclass(frozen=True)
class Near:
    """A node of a neighbourhood."""

    iri: str
    label: str
    name: str
    """The short form that stands beside the mark."""
    kind: str
    date: str
    steps: int
    """Edges from the centre."""
    x: float
    y: float


@dataclass(frozen=True, order=True)
class Tie:
    """All that joins one node to another, in one direction."""

    source: str
    target: str
    words: tuple[str, ...]
    """How it joins them, the most frequent first."""
    count: int


@dataclass(frozen=True)
class Neighbourhood:
    """The centre first, then the others by their distance."""

    nodes: tuple[Near, ...]
    ties: tuple[Tie, ...]
    left_out: int
    """Nodes that stand round the centre too and are not among these."""

    @property
    def centre(self) -> Near:
        """Return the thing round which the others stand."""
        return self.nodes[0]


def neighbourhood_of(
    lookup: Lookup, relations: Relations, iri: str, *, depth: int, kinds: Collection[str], most: int = MOST
) -> Neighbourhood:
    """Return what stands within so many steps of a thing, no more nodes than `most`, of these kinds.

    Where provisions are no kind that is wanted, each stands for its text: what it cites, the text cites.
    """
    fold = _fold(relations, iri, kinds)
    steps, left_out = {iri: 0}, 0
    frontier = [iri]
    for step in range(1, depth + 1):
        ends = (
            end for thing in frontier for one in relations.of(thing, fold) for end in (one.source, one.target)
        )
        met = Counter(end for end in ends if end not in steps)
        frontier = _fairly(lookup, relations, met, kinds)
        room = max(0, most - len(steps))
        left_out += max(0, len(frontier) - room)
        frontier = frontier[:room]
        steps.update(dict.fromkeys(frontier, step))
    ties = _ties(relations, fold, steps)
    return Neighbourhood(_placed(lookup, relations, steps, ties), ties, left_out)


def default_kinds(lookup: Lookup, relations: Relations, iri: str) -> tuple[str, ...]:
    """Return the kinds that make a picture one can read: provisions and States only round their like."""
    own = kind_of(lookup, relations, iri)
    few = {PROVISION, STATE} - {own}
    return tuple(kind.key for kind in KINDS if kind.key not in few)


def gexf_of(found: Neighbourhood) -> bytes:
    """Return a neighbourhood as GEXF 1.3."""
    nodes = tuple(Node(n.iri, n.label, n.name, KIND_OF[n.kind].name, n.date) for n in found.nodes)
    edges = tuple(Edge(t.source, t.target, t.count, float(t.count), t.words) for t in found.ties)
    notes = (f"{found.left_out} more are left out.",) if found.left_out else ()
    network = Network(f"What stands round {found.centre.label}", True, nodes, edges, "things", "links", notes)
    degree = Counter(end for tie in found.ties for end in (tie.source, tie.target))
    drawn = {
        n.iri: Drawn(
            round(8 + 4 * degree[n.iri] ** 0.5, 2), KIND_OF[n.kind].colour, n.x, n.y, {"steps": n.steps}
        )
        for n in found.nodes
    }
    return write_gexf(network, drawn)


def kind_of(lookup: Lookup, relations: Relations, iri: str) -> str:
    """Return the key of the kind of a thing."""
    if iri in relations.whole:
        return PROVISION
    types = lookup.types(iri)
    return next((kind.key for kind in KINDS if types.intersection(kind.classes)), "other")


def _fold(relations: Relations, centre: str, kinds: Collection[str]) -> Callable[[str], str]:
    """Return what gives the thing that stands for another: a text for its footnotes and paragraphs."""
    whole = relations.whole
    if PROVISION in kinds:
        return lambda iri: whole.get(iri, iri) if "/note/" in iri and iri != centre else iri
    return lambda iri: whole.get(iri, iri) if iri != centre else iri


def _fairly(lookup: Lookup, relations: Relations, met: Counter[str], kinds: Collection[str]) -> list[str]:
    """Return nodes in the order in which they deserve room: of each kind in turn, the most linked first."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(met, key=lambda one: (-met[one], one)):
        by_kind[kind_of(lookup, relations, iri)].append(iri)
    in_turn = zip_longest(*(by_kind[kind.key] for kind in KINDS if kind.key in kinds))
    return [iri for turn in in_turn for iri in turn if iri]


def _ties(relations: Relations, fold: Callable[[str], str], steps: Collection[str]) -> tuple[Tie, ...]:
    joined: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for thing in steps:
        for relation in relations.of(thing, fold):
            if relation.source == thing and relation.target in steps:
                joined[relation.source, relation.target][relation.words] += 1
    return tuple(
        Tie(*ends, tuple(word for word, _ in counted.most_common()), counted.total())
        for ends, counted in sorted(joined.items())
    )


def _placed(
    lookup: Lookup, relations: Relations, steps: dict[str, int], ties: Iterable[Tie]
) -> tuple[Near, ...]:
    """Return the nodes with places on rings round the centre; a farther one near what it is tied to."""
    order = {kind.key: place for place, kind in enumerate(KINDS)}
    angles: dict[str, float] = {}
    towards: dict[str, float] = {}
    nodes = []
    for step in range(max(steps.values()) + 1):
        ring = [iri for iri, its in steps.items() if its == step]
        if step > 1:
            ring.sort(key=lambda iri: (towards.get(iri, 0.0), iri))
        else:
            ring.sort(key=lambda iri: (order[kind_of(lookup, relations, iri)], lookup.label(iri), iri))
        for place, iri in enumerate(ring):
            angle = angles[iri] = 2 * math.pi * place / len(ring)
            radius = step + (0.3 * (place % 2) if len(ring) > _RINGS else 0.0)
            where = (radius * math.cos(angle), radius * math.sin(angle))
            nodes.append(_near(lookup, relations, iri, step, where))
        for tie in ties:
            for near, far in ((tie.source, tie.target), (tie.target, tie.source)):
                if near in angles and far not in angles:
                    towards.setdefault(far, angles[near])
    return tuple(nodes)


def _near(lookup: Lookup, relations: Relations, iri: str, step: int, place: tuple[float, float]) -> Near:
    kind = kind_of(lookup, relations, iri)
    label, name = place_of(lookup, iri), _short(lookup, iri, kind)
    date = lookup.text(iri, *_DATES)
    return Near(iri, label, name, kind, date, step, round(place[0], 4), round(place[1], 4))


def _short(lookup: Lookup, iri: str, kind: str) -> str:
    if kind in {"treaty", "resolution", "comment", "text"}:
        name = compact(iri).removeprefix("treaty/")
    elif kind == "actor":
        name = min(lookup.texts(iri, "cp:abbreviation"), key=len, default=place_of(lookup, iri))
    else:
        name = place_of(lookup, iri)
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
