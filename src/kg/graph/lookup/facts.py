"""Read what statements say of a document, provision by provision, so that two readings can be compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.identifiers import parse_fragment
from kg.namespaces import CP, ELI, ID, SDG

if TYPE_CHECKING:
    from collections.abc import Iterable

_ACT_TYPE = "act-type/"
_VALUES = {
    "mention": (CP + "mentions",),
    "theme": (CP + "hasTheme",),
    "term": (CP + "usesTerm", CP + "discussesTerm", CP + "namesTerm"),
    "target": (CP + "namesTarget", CP + "servesTarget"),
    "goal": (CP + "namesGoal",),
    "note": (CP + "hasNote",),
    "refers to": (CP + "refersTo",),
}
"""Aspects that are sets of things, and the properties that say them."""
_SINGLE = {
    "number": ELI + "number",
    "symbol": CP + "symbol",
    "title": "http://purl.org/dc/terms/title",
    "adopted on": CP + "adoptedOn",
    "adopted by": CP + "adoptedBy",
    "session": CP + "adoptedAtSession",
    "agenda item": CP + "underAgendaItem",
    "meeting": CP + "meetingNumber",
    "adoption": CP + "adoptionMode",
    "votes for": CP + "votesFor",
    "votes against": CP + "votesAgainst",
    "abstentions": CP + "abstentions",
    "chapeau": CP + "subItemOf",
}
"""Aspects of which a thing has one."""
ASPECTS = (*_VALUES, *_SINGLE)
"""What is said of things by single values, apart from their acts and citations."""


@dataclass
class ActFacts:
    """One act."""

    path: str
    type: str = ""
    phrase: str = ""
    order: int = 0
    addressees: set[str] = field(default_factory=set)


@dataclass
class CitationFacts:
    """One citation."""

    path: str
    cited: str = ""
    pinpoint: str = ""
    governing: str = ""
    """Path of the act that governs it."""


@dataclass
class ThingFacts:
    """A provision, a footnote or the document itself."""

    path: str
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By aspect, short."""
    acts: list[ActFacts] = field(default_factory=list)
    citations: list[CitationFacts] = field(default_factory=list)


def read_facts(quads: Iterable[ox.Quad], path: str) -> dict[str, ThingFacts]:
    """Return what quads say of a document and all in it, by path."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and _belongs(quad.subject.value, path):
            said[quad.subject.value[len(ID) :]][quad.predicate.value].append(_short(quad.object))
    return {
        name: _thing(name, said)
        for name in sorted(said)
        if "#" not in name and "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" in said[name]
    }


def _belongs(name: str, path: str) -> bool:
    """Say whether a thing is the document or in it; a corrigendum, whose symbol is longer, is not."""
    whole = ID + path
    if name == whole or name.startswith(f"{whole}#"):
        return True
    return name.startswith(f"{whole}/") and name[len(whole) + 1 :].partition("/")[0][:1].islower()


def _thing(name: str, said: dict[str, dict[str, list[str]]]) -> ThingFacts:
    own = said[name]
    thing = ThingFacts(name)
    for aspect, properties in _VALUES.items():
        for one in properties:
            thing.values[aspect].update(own.get(one, ()))
    for aspect, one in _SINGLE.items():
        thing.values[aspect].update(own.get(one, ()))
    for act in own.get(CP + "hasAct", ()):
        thing.acts.append(_act(act, said[act]))
        thing.values["theme"].update(said[act].get(CP + "hasTheme", ()))
    for citation in own.get(CP + "hasCitation", ()):
        thing.citations.append(_citation(citation, said[citation]))
    thing.acts.sort(key=lambda act: (act.order, act.path))
    thing.citations.sort(key=lambda one: _number(one.path))
    return thing


def _act(path: str, said: dict[str, list[str]]) -> ActFacts:
    kind, phrase, order = (
        next(iter(said.get(CP + name, ())), "") for name in ("actType", "phrase", "actOrder")
    )
    return ActFacts(
        path, kind.removeprefix(_ACT_TYPE), phrase, int(order or 0), set(said.get(CP + "addressee", ()))
    )


def _citation(path: str, said: dict[str, list[str]]) -> CitationFacts:
    values = (next(iter(said.get(CP + name, ())), "") for name in ("citedEntity", "pinpoint", "governedBy"))
    return CitationFacts(path, *values)


def _number(path: str) -> int:
    fragment = parse_fragment(path)
    return fragment.number if fragment else 0


def _short(term: object) -> str:
    value = str(getattr(term, "value", ""))
    return value.removeprefix(ID) if value.startswith(ID) else value.removeprefix(SDG)
