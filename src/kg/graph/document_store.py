"""Put the graphs of documents into a store, each in one transaction, with what follows from it.

A statement stands in one graph only: queries see the union of all graphs, and pyoxigraph gives a statement
once for each graph that it stands in. So outlines and inferred statements that stand already are not added.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.base import read_base
from kg.graph.documents import DOCUMENT_GRAPHS, document_graph
from kg.graph.entailment import Entailment
from kg.graph.materialise import INFERRED
from kg.graph.named import NAMED_GRAPH, outlines
from kg.graph.writing import TYPE
from kg.namespaces import CP, ID, PROV

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.base import Base

Subject = ox.NamedNode | ox.BlankNode | ox.Triple

NAMED = ox.NamedNode(NAMED_GRAPH)
_DERIVED = ox.NamedNode(PROV + "wasDerivedFrom")
_GENERATED = ox.NamedNode(PROV + "wasGeneratedBy")
_ENDED = ox.NamedNode(PROV + "endedAtTime")
_SHA256 = ox.NamedNode(CP + "sha256")


@dataclass(frozen=True)
class Laid:
    """What of a document goes into a store: its quads beside the curated data, outlines, inferences."""

    path: str
    quads: frozenset[ox.Quad]
    outlines: frozenset[ox.Quad]
    inferred: frozenset[ox.Quad]


def lay_out(path: str, quads: Iterable[ox.Quad], base: Base, entailment: Entailment) -> Laid:
    """Return what of a document's quads goes into a store with this base."""
    beside = base.beside(path, quads)
    outlined = [quad for quad in outlines(beside) if not base.describes(_name(quad.subject))]
    inferred = entailment.of_document([*beside, *outlined])
    return Laid(path, frozenset(beside), frozenset(outlined), frozenset(inferred))


@dataclass(frozen=True)
class Packed:
    """What was laid out, as N-Quads, in the parts that whoever writes has to tell apart."""

    path: str
    own: bytes
    """The document's graph, but for the moment of its reading."""
    moment: bytes
    """The moment of its reading, without which a document counts as not laid."""
    inferred: bytes
    """What follows that no other document says, unless it names one of the `things`."""
    shared: bytes
    """Outlines, and what else follows, which other documents may say too."""
    things: tuple[str, ...]
    """What the document describes and others may name."""


def pack(laid: Laid, base: Base) -> Packed:
    """Return what was laid out as N-Quads.

    Of a thing that it alone describes and nobody else names, nothing can follow from another document.
    """
    moments = [quad for quad in laid.quads if quad.predicate == _ENDED]
    described = {quad.subject for quad in laid.quads}
    own: set[object] = {thing for thing in described if not base.mentions(_name(thing))}
    shared = [quad for quad in laid.inferred if quad.subject not in own and quad.object not in own]
    names = sorted(map(_name, described))
    return Packed(
        laid.path,
        own=nquads_of(laid.quads.difference(moments)),
        moment=nquads_of(moments),
        inferred=nquads_of(laid.inferred.difference(shared)),
        shared=nquads_of([*laid.outlines, *shared]),
        things=tuple(name for name in names if name.startswith(ID) and "#" not in name),
    )


def unpack(packed: Packed) -> Laid:
    """Return what `pack` wrote."""
    shared = parse_nquads(packed.shared)
    return Laid(
        packed.path,
        frozenset(parse_nquads(packed.own + packed.moment)),
        frozenset(quad for quad in shared if quad.graph_name == NAMED),
        frozenset(parse_nquads(packed.inferred)).union(q for q in shared if q.graph_name != NAMED),
    )


def parse_nquads(data: bytes) -> list[ox.Quad]:
    """Return the quads of N-Quads."""
    return list(ox.parse(data, format=ox.RdfFormat.N_QUADS))


def nquads_of(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as N-Quads."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def stored_readings(store: ox.Store) -> dict[str, str]:
    """Return by path the reading that each document of a store stems from, see `reading_key`."""
    found: dict[str, str] = {}
    for name in store.named_graphs():
        if isinstance(name, ox.NamedNode) and name.value.startswith(DOCUMENT_GRAPHS):
            path = name.value.removeprefix(DOCUMENT_GRAPHS)
            source = _value(store, name, name, _DERIVED)
            activity = _value(store, name, name, _GENERATED)
            digest, ended = _value(store, name, source, _SHA256), _value(store, name, activity, _ENDED)
            found[path] = reading_key(_name(digest), _name(ended))
    return found


def inferred_of_documents(store: ox.Store) -> set[ox.Quad]:
    """Return what follows from each document of a store, each by itself."""
    paths = stored_readings(store)
    if not paths:
        return set()
    base = read_base(store)
    entailment = Entailment(base)
    inferred: set[ox.Quad] = set()
    for path in paths:
        graph = ox.NamedNode(document_graph(path))
        quads = store.quads_for_pattern(None, None, None, graph)
        inferred |= lay_out(path, quads, base, entailment).inferred
    return inferred


def reading_key(sha256: str, read_at: str) -> str:
    """Return what tells one reading of a file from another: the file's digest and the moment."""
    return f"{sha256} {read_at}"


def _value(store: ox.Store, graph: ox.NamedNode, subject: object, predicate: ox.NamedNode) -> object:
    if not isinstance(subject, ox.NamedNode):
        return None
    return next((quad.object for quad in store.quads_for_pattern(subject, predicate, None, graph)), None)


class DocumentStore:
    """A store that documents are laid into."""

    def __init__(self, store: ox.Store, base: Base | None = None) -> None:
        self._store = store
        if base is not None:
            self._base = base

    @cached_property
    def _base(self) -> Base:
        return read_base(self._store)

    @cached_property
    def _entailment(self) -> Entailment:
        return Entailment(self._base)

    def holds(self, path: str) -> bool:
        """Say whether a document stands in the store, if only in part."""
        graph = ox.NamedNode(document_graph(path))
        return next(iter(self._store.quads_for_pattern(None, None, None, graph)), None) is not None

    def replace(self, path: str, quads: Iterable[ox.Quad]) -> None:
        """Lay a document into the store, in place of what stands there of it, in one transaction."""
        self.lay(lay_out(path, quads, self._base, self._entailment))

    def lay(self, laid: Laid) -> None:
        """Lay what was prepared into the store, in place of what stands there of it, in one transaction."""
        graph = ox.NamedNode(document_graph(laid.path))
        old = set(self._store.quads_for_pattern(None, None, None, graph))
        removed, added = old - laid.quads, set(laid.quads - old)
        own = {quad.subject for quad in laid.quads}
        removed |= {quad for one in own for quad in self._store.quads_for_pattern(one, None, None, NAMED)}
        added |= {quad for quad in self._with_lost(laid, old, own) if self._is_wanted(quad, own)}
        if old:
            stale = lay_out(laid.path, old, self._base, self._entailment).inferred - laid.inferred
            before = {quad.subject for quad in old}
            removed |= {quad for quad in stale if quad.subject in before or quad.object in before}
        added |= {quad for quad in laid.inferred if not self._stands(quad, removed)}
        self._store.update(update_of(removed, added))

    def flush(self) -> None:
        """Write out what the store holds in memory."""
        self._store.flush()

    def _with_lost(self, laid: Laid, old: set[ox.Quad], own: set[Subject]) -> Iterable[ox.Quad]:
        """Return the outlines of a document, and of things it no longer describes but others still name."""
        lost = {quad.subject for quad in old if _name(quad.subject).startswith(ID)} - own
        graph = ox.NamedNode(document_graph(laid.path))
        still = [
            quad
            for one in lost
            for quad in self._store.quads_for_pattern(None, None, one)
            if quad.graph_name not in {graph, INFERRED}
        ]
        return [*laid.outlines, *outlines(still)] if still else laid.outlines

    def _is_wanted(self, outline: ox.Quad, own: set[Subject]) -> bool:
        """Say whether a thing needs an outline: nothing describes it, and none stands."""
        if outline.subject in own:
            return False
        standing = self._store.quads_for_pattern(outline.subject, TYPE, None)
        return all(quad.graph_name == INFERRED for quad in standing)

    def _stands(self, quad: ox.Quad, removed: set[ox.Quad]) -> bool:
        found = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
        return any(one not in removed for one in found)


def update_of(removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> str:
    """Return a SPARQL update, which pyoxigraph runs in one transaction."""
    parts = [
        f"{verb} DATA {{ {_blocks(quads)} }}"
        for verb, quads in (("DELETE", removed), ("INSERT", added))
        if quads
    ]
    return " ;\n".join(parts)


def _blocks(quads: Iterable[ox.Quad]) -> str:
    return "\n".join(f"GRAPH {q.graph_name} {{ {q.subject} {q.predicate} {q.object} }}" for q in quads)


def _name(term: object) -> str:
    return str(getattr(term, "value", ""))
