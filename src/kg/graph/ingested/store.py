"""Put the graphs of documents into a store, each in one transaction, with what follows from it.

A statement stands in one graph only: queries see the union of all graphs, and pyoxigraph gives a statement
once for each graph that it stands in. So outlines and inferred statements that stand already are not added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.documents.named import NAMED_GRAPH, outlines
from kg.graph.documents.quads import DOCUMENT_GRAPHS, document_graph
from kg.graph.evidence.withdrawn import WITHDRAWN, traces_of
from kg.graph.infer.base import read_base
from kg.graph.infer.entailment import Entailment
from kg.graph.infer.materialise import INFERRED, Followed
from kg.graph.syntax.writing import TYPE
from kg.namespaces import CP, ID, PROV

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.infer.base import Base

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


def follow_from_documents(
    store: ox.Store, paths: Iterable[str], base: Base, entailment: Entailment
) -> Followed:
    """Return what follows from each of some documents of a store, each by itself."""
    inferred: set[ox.Quad] = set()
    for path in paths:
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(document_graph(path)))
        inferred |= lay_out(path, quads, base, entailment).inferred
    return Followed.of(inferred, store)


def reading_key(sha256: str, read_at: str) -> str:
    """Return what tells one reading of a file from another: the file's digest and the moment."""
    return f"{sha256} {read_at}"


def _value(store: ox.Store, graph: ox.NamedNode, subject: object, predicate: ox.NamedNode) -> object:
    if not isinstance(subject, ox.NamedNode):
        return None
    return next((quad.object for quad in store.quads_for_pattern(subject, predicate, None, graph)), None)


class DocumentStore:
    """A store that documents are laid into."""

    def __init__(
        self, store: ox.Store, base: Base | None = None, entailment: Entailment | None = None
    ) -> None:
        self._store = store
        if base is not None:
            self._base = base
        if entailment is not None:
            self._entailment = entailment

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
        own = {quad.subject for quad in laid.quads}
        before = self._standing(laid.path)
        old = before.quads if before else frozenset()
        named = self._naming_lost(laid.path, {quad.subject for quad in old} - own)
        outlined = [*laid.outlines, *outlines(named)]
        inferred = laid.inferred | self._entailment.of_document([*named, *outlines(named)])
        removed = self._outlines_of(own) | (old - laid.quads)
        if before:
            removed |= self._outdated(before, inferred, own.union(quad.subject for quad in outlined))
        added = {*(laid.quads - old), *(quad for quad in outlined if self._is_wanted(quad, own, removed))}
        added |= {quad for quad in inferred if not self._stands(quad, removed)}
        traces = self._traces(laid, old, removed) if before else set()
        removed |= {quad for quad in map(_as_withdrawn, laid.quads) if quad in self._store}
        self._store.update(update_of(removed, added | traces))

    def _outlines_of(self, things: Iterable[Subject]) -> set[ox.Quad]:
        return {quad for one in things for quad in self._store.quads_for_pattern(one, None, None, NAMED)}

    def _outdated(
        self, before: Laid, inferred: frozenset[ox.Quad] | set[ox.Quad], outlined: set[Subject]
    ) -> set[ox.Quad]:
        """Return the outlines that only a document as it stood needed, and what followed from it alone."""
        gone = self._unnamed(before, outlined)
        concerned = gone.union(quad.subject for quad in before.quads)
        stale = before.inferred - inferred
        return self._outlines_of(gone) | {q for q in stale if q.subject in concerned or q.object in concerned}

    def _standing(self, path: str) -> Laid | None:
        """Return a document as it stands, None where it does not."""
        graph = ox.NamedNode(document_graph(path))
        quads = frozenset(self._store.quads_for_pattern(None, None, None, graph))
        if not quads:
            return None
        return replace(lay_out(path, quads, self._base, self._entailment), quads=quads)

    def _unnamed(self, before: Laid, outlined: set[Subject]) -> set[Subject]:
        """Return what has an outline for a document as it stood, and that nothing else names.

        What an outline names, such as a paragraph's instrument, is needed as long as that outline is.
        """
        graph = ox.NamedNode(document_graph(before.path))
        gone = {quad.subject for quad in before.outlines if quad in self._store} - outlined

        def is_named(thing: Subject) -> bool:
            return any(
                quad.subject not in gone if quad.graph_name == NAMED else _is_document(quad.graph_name)
                for quad in self._store.quads_for_pattern(None, None, thing)
                if quad.graph_name not in {graph, WITHDRAWN}
            )

        while named := {thing for thing in gone if is_named(thing)}:
            gone -= named
        return gone

    def flush(self) -> None:
        """Write out what the store holds in memory."""
        self._store.flush()

    def _traces(self, laid: Laid, old: frozenset[ox.Quad], removed: set[ox.Quad]) -> set[ox.Quad]:
        """Return the traces of what the document says no more, and nothing else does."""
        found = traces_of(
            document_graph(laid.path),
            old,
            laid.quads,
            stands=lambda quad: self._stands(quad, removed),
            is_taken=lambda name: (
                next(iter(self._store.quads_for_pattern(name, None, None)), None) is not None
            ),
        )
        return set(found)

    def _naming_lost(self, path: str, lost: set[Subject]) -> list[ox.Quad]:
        """Return the statements of other documents about things that a document no longer describes."""
        own = ox.NamedNode(document_graph(path))
        return [
            quad
            for one in lost
            if _name(one).startswith(ID)
            for quad in self._store.quads_for_pattern(None, None, one)
            if quad.graph_name != own and _is_document(quad.graph_name)
        ]

    def _is_wanted(self, outline: ox.Quad, own: set[Subject], removed: set[ox.Quad]) -> bool:
        """Say whether a thing needs an outline: nothing describes it, and none stands."""
        if outline.subject in own:
            return False
        standing = self._store.quads_for_pattern(outline.subject, TYPE, None)
        return all(quad.graph_name == INFERRED or quad in removed for quad in standing)

    def _stands(self, quad: ox.Quad, removed: set[ox.Quad]) -> bool:
        found = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
        return any(one not in removed for one in found)


def _is_document(graph: object) -> bool:
    return _name(graph).startswith(DOCUMENT_GRAPHS)


def _as_withdrawn(quad: ox.Quad) -> ox.Quad:
    """Return what the trace of an earlier reading may say of a source that is now read again."""
    return ox.Quad(quad.subject, quad.predicate, quad.object, WITHDRAWN)


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
