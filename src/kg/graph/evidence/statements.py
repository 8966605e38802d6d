"""Read, for statement after statement of a local store, what vouches for it: graph, activity, source, place.

It finds what `kg.graph.evidence.witness` finds by queries, but by patterns, so that a whole store can be
gone through.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.documents.quads import TEXT_END, TEXT_START
from kg.graph.evidence.witness import method_of
from kg.graph.syntax.writing import LABEL
from kg.namespaces import CP, PREFIXES, PROV, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTESTED, _PROPERTY = ox.NamedNode(CP + "attestedThing"), ox.NamedNode(CP + "attestedProperty")
_PLACE, _VERIFICATION = ox.NamedNode(CP + "place"), ox.NamedNode(CP + "verification")
_START, _END = ox.NamedNode(TEXT_START), ox.NamedNode(TEXT_END)
_DERIVED, _GENERATED = ox.NamedNode(PROV + "wasDerivedFrom"), ox.NamedNode(PROV + "wasGeneratedBy")
_ABOVE = (ox.NamedNode(CP + "provisionOf"), ox.NamedNode(CP + "noteOf"))
_DESCRIBING = (
    LABEL, ox.NamedNode(PREFIXES["dcterms"] + "title"), ox.NamedNode(PREFIXES["dcterms"] + "source"),
    ox.NamedNode(CP + "sha256"), ox.NamedNode(CP + "sourceFile"), ox.NamedNode(CP + "sourceCommit"),
    ox.NamedNode(CP + "toolVersion"), ox.NamedNode(PROV + "endedAtTime"), ox.NamedNode(RDFS + "comment"),
)  # fmt: skip
"""What is told of a source or activity where it is named."""
_KEPT = 20_000


@dataclass(frozen=True)
class Evidence:
    """What vouches for a statement in one named graph, by one source where there is any."""

    graph: str
    activity: str
    source: str = ""
    place: str = ""
    verification: str = ""
    span: tuple[int, int] | None = None
    """Characters from and to in the decoded document, of the provision or note that says it."""


@dataclass(frozen=True)
class _Told:
    """A source as an attestation, or the thing itself, names it."""

    source: str
    place: str
    verification: str


class EvidenceReader:
    """Reads the evidence of statements in a store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._made_by = lru_cache(_KEPT)(self._read_activity)
        self._graph_source = lru_cache(_KEPT)(self._read_graph_source)
        self._span = lru_cache(_KEPT)(self._read_span)
        self._owners = lru_cache(_KEPT)(self._read_owners)
        self._attested = lru_cache(_KEPT)(self._read_attested)
        self._named = lru_cache(_KEPT)(self._read_named)
        self.describing = lru_cache(_KEPT)(self._read_describing)
        """Return what is told of a source or activity."""

    def of(self, quad: ox.Quad) -> tuple[Evidence, ...]:
        """Return what vouches for a statement: one piece of evidence for each source."""
        graph = _name(quad.graph_name)
        activity, method = self._made_by(graph), method_of(graph)
        if method == "curated":
            told = self._sources(_name(quad.subject), quad.predicate.value)
            if told:
                return tuple(Evidence(graph, activity, t.source, t.place, t.verification) for t in told)
        if method == "extracted":
            span = self._span(_name(quad.subject).partition("#")[0])
            return (Evidence(graph, activity, self._graph_source(graph), span=span),)
        return (Evidence(graph, activity),)

    def quads(self, thing: str, relation: str) -> Iterator[ox.Quad]:
        """Return the statements of a thing by a property."""
        return iter(self._store.quads_for_pattern(ox.NamedNode(thing), ox.NamedNode(relation), None))

    def _sources(self, subject: str, predicate: str) -> tuple[_Told, ...]:
        """Return the sources of a property, or else of its thing, of what that is part of, its instrument."""
        for thing in self._owners(subject):
            if told := self._attested(thing).get(predicate) or self._named(thing):
                return told
        return ()

    def _read_owners(self, subject: str) -> tuple[str, ...]:
        owners = list(dict.fromkeys((subject, subject.partition("#")[0])))
        above = (self._value(owners[-1], predicate) for predicate in _ABOVE)
        return (*owners, *(one for one in above if one))

    def _read_attested(self, thing: str) -> dict[str, tuple[_Told, ...]]:
        found: dict[str, list[_Told]] = {}
        for one in self._store.quads_for_pattern(None, _ATTESTED, ox.NamedNode(thing)):
            attestation = _name(one.subject)
            place, degree = self._value(attestation, _PLACE), self._value(attestation, _VERIFICATION)
            told = [_Told(source, place, degree) for source in self._values(attestation, _DERIVED)]
            for name in self._values(attestation, _PROPERTY):
                found.setdefault(name, []).extend(told)
        return {name: _in_order(told) for name, told in found.items()}

    def _read_named(self, thing: str) -> tuple[_Told, ...]:
        place = self._value(thing, _PLACE)
        return _in_order([_Told(source, place, "") for source in self._values(thing, _DERIVED)])

    def _read_activity(self, graph: str) -> str:
        return self._value(graph, _GENERATED)

    def _read_graph_source(self, graph: str) -> str:
        return self._value(graph, _DERIVED)

    def _read_span(self, thing: str) -> tuple[int, int] | None:
        start, end = self._value(thing, _START), self._value(thing, _END)
        return (int(start), int(end)) if start and end else None

    def _read_describing(self, thing: str) -> tuple[ox.Triple, ...]:
        quads = (self._store.quads_for_pattern(ox.NamedNode(thing), name, None) for name in _DESCRIBING)
        return tuple(sorted({quad.triple for found in quads for quad in found}, key=str))

    def _value(self, subject: str, predicate: ox.NamedNode) -> str:
        return min(self._values(subject, predicate), default="")

    def _values(self, subject: str, predicate: ox.NamedNode) -> Iterator[str]:
        for quad in self._store.quads_for_pattern(ox.NamedNode(subject), predicate, None):
            yield _name(quad.object)


def _in_order(told: list[_Told]) -> tuple[_Told, ...]:
    return tuple(sorted(set(told), key=lambda one: (one.source, one.place, one.verification)))


def _name(term: object) -> str:
    return str(getattr(term, "value", ""))
