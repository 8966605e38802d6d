"""Make networks of what the graph says: who cites whom, who asks whom, which themes stand together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from kg.graph.documents.places import place_name
from kg.graph.lookup import networks as ask
from kg.identifiers import parse_provision, treaty_key
from kg.namespaces import CP, ID, RDFS, compact
from kg.network.values import Edge, Network, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.graph.stores.engine import Engine
    from kg.model import Rows

Level = Literal["instruments", "paragraphs"]
FOOTNOTE = "footnote"
"""Kind of a citation that stands in a footnote alone, which no verb governs."""
_DATES = (CP + "adoptedOn", CP + "issuedOn", CP + "openedForSignatureOn")
_BODIES = (CP + "enactingBody", CP + "issuedBy", CP + "adoptedBy")
_PARTS_IN_ORDER = ("pp", "op", "art", "para", "annex", "note")
_DRAFT = "draft resolution"
_PLACES_SHOWN = 30
_DIGITS_RE = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Text:
    """What is known of an instrument."""

    node: Node
    body: str
    """IRI of its body, or nothing."""
    holder: str
    """IRI of the text in which a draft is set out, or nothing."""


@dataclass(frozen=True)
class Link:
    """One citation, act or co-occurrence, before those between the same nodes become one edge."""

    source: str
    target: str
    place: str
    kind: str
    rank: int = 0


class Library:
    """What the networks of one store share; read once, when it is first wanted."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @cached_property
    def whole(self) -> dict[str, str]:
        """Return the instrument of every paragraph."""
        return dict(_pairs(ask.whole_rows(self.engine)))

    @cached_property
    def texts(self) -> dict[str, Text]:
        """Return every instrument; a draft has the date of the text in which it is set out."""
        facts, actors = _facts(ask.text_facts(self.engine)), self.actors
        found = {iri: _text(iri, of, self._kinds.get(iri, "text"), actors) for iri, of in facts.items()}
        for iri, text in found.items():
            if text.holder in found and not text.node.date:
                dated = replace(text.node, date=found[text.holder].node.date)
                found[iri] = replace(text, node=dated)
        return found

    @cached_property
    def actors(self) -> dict[str, Node]:
        """Return every body, mandate, programme, initiative, State and group of agents."""
        facts = _facts(ask.actor_facts(self.engine))
        return {iri: _actor(iri, of, self._kinds.get(iri, "actor")) for iri, of in facts.items()}

    @cached_property
    def themes(self) -> dict[str, Node]:
        """Return every theme, its scheme being its kind."""
        rows = ask.concept_rows(self.engine).rows
        return {
            iri.value: Node(iri.value, label.value, label.value, scheme.value)
            for iri, label, scheme in reversed(rows)
            if iri and label and scheme
        }

    @cached_property
    def verbs(self) -> dict[str, tuple[str, int]]:
        """Return verb and rank of strength of every act type."""
        rows = ask.act_type_rows(self.engine).rows
        return {
            kind.value: (verb.value, int(rank.value)) for kind, verb, rank in rows if kind and verb and rank
        }

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return dict(sorted(_pairs(ask.kind_rows(self.engine)), reverse=True))

    def text_of(self, iri: str) -> Text | None:
        """Return the instrument that an IRI names or lies in."""
        return self.texts.get(self.whole.get(iri, iri))

    def describe(self, iri: str) -> Node:
        """Return the node of an instrument, paragraph, actor or theme."""
        if iri in self.whole and (text := self.text_of(iri)):
            return _paragraph(iri, text.node)
        known = self.texts[iri].node if iri in self.texts else self.actors.get(iri) or self.themes.get(iri)
        return known or Node(iri, compact(iri), compact(iri), "text")


def citation_network(library: Library, *, level: Level, chosen: Callable[[str], bool]) -> Network:
    """Return who cites whom: a directed edge from what cites to what is cited, one for all citations.

    A footnote that refers to an instrument counts as a citation where its paragraph does not cite it anyway.
    What a text says of itself is left out. `chosen` says of a citing paragraph whether it counts.
    """
    links = [link for link in _citations(library) if chosen(link.place)]
    if level == "instruments":
        up = library.whole
        links = [replace(a, source=up[a.source], target=up.get(a.target, a.target)) for a in links]
    kept = [
        link for link in links if library.whole.get(link.target, link.target) != library.whole[link.place]
    ]
    network = Network(
        "Who cites whom", True, (), (), level if level == "paragraphs" else "texts", "citations"
    )
    return _assembled(library, network, kept)


def actor_network(library: Library, *, chosen: Callable[[str], bool]) -> Network:
    """Return who asks whom: a directed edge from the body of an instrument to whom its acts address.

    An edge's count is that of the acts; its kinds are their verbs, the strongest first. A draft is left out:
    the body in whose name it speaks has not spoken yet.
    """
    links = []
    for act, paragraph, body, addressee, kind in ask.act_rows(library.engine).rows:
        if not (act and paragraph and body and addressee and kind) or not chosen(paragraph.value):
            continue
        text = library.text_of(paragraph.value)
        if text and text.node.kind != _DRAFT:
            verb, rank = library.verbs.get(kind.value, ("", 0))
            links.append(Link(body.value, addressee.value, paragraph.value, verb, rank))
    return _assembled(library, Network("Who asks whom", True, (), (), "actors", "acts"), links)


def theme_network(library: Library, *, level: Level, chosen: Callable[[str], bool]) -> Network:
    """Return which themes stand in the same paragraph, or the same instrument.

    An edge's weight is the association strength of van Eck and Waltman (2009), the number of places that two
    themes share divided by the number that chance would give them: 1 where they meet as often as by chance.
    """
    places: dict[str, set[str]] = defaultdict(set)
    for subject, theme in _pairs(ask.theme_rows(library.engine)):
        if subject in library.whole and theme in library.themes and chosen(subject):
            places[subject if level == "paragraphs" else library.whole[subject]].add(theme)
    alone = Counter(theme for themes in places.values() for theme in themes)
    links = [
        Link(one, other, place, "")
        for place, themes in places.items()
        for one, other in combinations(sorted(themes), 2)
    ]
    note = (
        "Edges are weighed by association strength: the places that two themes share, divided by those that"
        f" chance would give them among {len(places):,} {level}."
    )
    whole = _assembled(
        library, Network("Which themes stand together", False, (), (), "themes", level, (note,)), links
    )
    edges = tuple(
        replace(edge, weight=round(edge.count * len(places) / (alone[edge.source] * alone[edge.target]), 6))
        for edge in whole.edges
    )
    return replace(whole, edges=edges)


def _citations(library: Library) -> Iterable[Link]:
    """Yield what each paragraph cites, in its words or by a footnote."""
    governing = dict(_pairs(ask.governing_rows(library.engine)))
    said: set[tuple[str, str]] = set()
    for citation, paragraph, cited in ask.citation_rows(library.engine).rows:
        if citation and paragraph and cited and paragraph.value in library.whole:
            verb, _ = library.verbs.get(governing.get(citation.value, ""), ("", 0))
            said.add((paragraph.value, library.whole.get(cited.value, cited.value)))
            yield Link(paragraph.value, cited.value, paragraph.value, verb)
    for note, paragraph, cited in ask.footnote_rows(library.engine).rows:
        if not (note and paragraph and cited) or paragraph.value not in library.whole:
            continue
        if (paragraph.value, cited.value) not in said:
            yield Link(paragraph.value, cited.value, paragraph.value, FOOTNOTE)


def _assembled(library: Library, network: Network, links: Sequence[Link]) -> Network:
    """Return the network with one edge for all links between the same two nodes, and its nodes described."""
    joined: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        joined[link.source, link.target].append(link)
    edges = tuple(_edge(library, *ends, joined[ends]) for ends in sorted(joined))
    nodes = sorted({end for edge in edges for end in (edge.source, edge.target)})
    return replace(network, nodes=tuple(map(library.describe, nodes)), edges=edges)


def _edge(library: Library, source: str, target: str, links: Sequence[Link]) -> Edge:
    counts = Counter(link.kind for link in links if link.kind)
    ranks = {link.kind: link.rank for link in links}
    kinds = tuple(sorted(counts, key=lambda kind: (-ranks[kind], -counts[kind], kind)))
    places = tuple(sorted({link.place for link in links}, key=_in_order))
    days = (text.node.date for place in places if (text := library.text_of(place)) and text.node.date)
    return Edge(
        source, target, len(links), float(len(links)), kinds, places, _in_words(places), min(days, default="")
    )


def _in_words(places: Sequence[str]) -> str:
    """Return paragraphs as lawyers cite them, each text named once; of very many, the first and their number.

    >>> _in_words([f"https://w3id.org/cpkg/id/treaty/OPSC/art/3/{n}" for n in (1, 2)])
    'OPSC, article 3 (1); article 3 (2)'
    """
    words, before = [], ""
    for place in places[:_PLACES_SHOWN]:
        text, where = _place(place)
        words.append(where if where and text == before else ", ".join(filter(None, (text, where))))
        before = text
    left = len(places) - _PLACES_SHOWN
    return "; ".join([*words, f"and {left:,} more"] if left > 0 else words)


def _place(iri: str) -> tuple[str, str]:
    """Return the short name of the text of a paragraph, and where in it the paragraph stands."""
    path = compact(iri)
    found = parse_provision(path)
    if found is None:
        return treaty_key(path) or path, ""
    where = place_name("", "/".join((found.part, *found.steps))).removeprefix(", ")
    return treaty_key(found.instrument) or found.instrument, where


@lru_cache(maxsize=100_000)
def _in_order(iri: str) -> tuple[str, int, list[str | int]]:
    """Return what sorts paragraphs as a text has them: preamble first, 2 before 10."""
    found = parse_provision(iri.removeprefix(ID))
    text, part = (found.instrument, found.part) if found else (iri, "")
    place = _PARTS_IN_ORDER.index(part) if part in _PARTS_IN_ORDER else len(_PARTS_IN_ORDER)
    pieces = _DIGITS_RE.split(iri)  # words and numbers in turn, so that like meets like
    return text, place, [int(piece) if n % 2 else piece for n, piece in enumerate(pieces)]


def _text(iri: str, facts: Mapping[str, list[str]], kind: str, actors: Mapping[str, Node]) -> Text:
    label = _first(facts, RDFS + "label") or compact(iri)
    key = treaty_key(iri.removeprefix(ID))
    name = key or _first(facts, CP + "symbol") or compact(iri)
    body = next((facts[named][0] for named in _BODIES if named in facts), "")
    date = next((facts[named][0] for named in _DATES if named in facts), "")
    body_name = actors[body].label if body in actors else compact(body)
    return Text(Node(iri, label, name, kind, date, body_name), body, _first(facts, CP + "draftIn"))


def _actor(iri: str, facts: Mapping[str, list[str]], kind: str) -> Node:
    """Return an actor under the abbreviation that its id shows, the shortest else, or its name."""
    label = _first(facts, RDFS + "label") or compact(iri)
    short = facts.get(CP + "abbreviation", [])
    own = compact(iri).rpartition("/")[2]
    name = own if own in short else min(short, key=lambda text: (len(text), text), default=label)
    return Node(iri, label, name if kind != "State" else label, kind, _first(facts, CP + "from"))


def _paragraph(iri: str, text: Node) -> Node:
    """Return a paragraph as a node of its text's kind, date and body."""
    _, where = _place(iri)
    return replace(text, iri=iri, label=f"{text.label}, {where}", name=f"{text.name}, {where}")


def _facts(rows: Rows) -> dict[str, dict[str, list[str]]]:
    """Return what is said of each thing: a property's values, sorted."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, named, value in rows.rows:
        if thing and named and value:
            found[thing.value][named.value].append(value.value)
    return {
        thing: {named: sorted(values) for named, values in facts.items()} for thing, facts in found.items()
    }


def _first(facts: Mapping[str, Sequence[str]], named: str) -> str:
    return facts[named][0] if facts.get(named) else ""


def _pairs(rows: Rows) -> Iterable[tuple[str, str]]:
    return ((one.value, other.value) for one, other in rows.rows if one and other)
