"""What a store says beside its ingested documents: the ground that documents are laid on."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.documents.named import NAMED_GRAPH
from kg.graph.documents.quads import DOCUMENT_GRAPHS, TEXT_END, TEXT_START
from kg.graph.evidence.withdrawn import WITHDRAWN_GRAPH
from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH, PROVENANCE_GRAPH
from kg.identifiers import draft_path
from kg.namespaces import CP, ID, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPE = RDF + "type"
_SOURCES = ID + "source/"
_NAMED = ox.NamedNode(NAMED_GRAPH)
_PLACES = {TEXT_START, TEXT_END}
_NOT_CURATED = {ox.NamedNode(name) for name in (ONTOLOGY_GRAPH, PROVENANCE_GRAPH)}


def read_base(store: ox.Store) -> Base:
    """Return what a store holds but for its documents, what they name, and what was inferred."""
    return Base(
        quad
        for name in store.named_graphs()
        if isinstance(name, ox.NamedNode) and not is_of_documents(name) and name.value != INFERRED_GRAPH
        for quad in store.quads_for_pattern(None, None, None, name)
    )


def is_of_documents(graph: object) -> bool:
    """Say whether a graph holds an ingested document, what such documents name, or what they say no more."""
    name = str(getattr(graph, "value", ""))
    return name in {NAMED_GRAPH, WITHDRAWN_GRAPH} or name.startswith(DOCUMENT_GRAPHS)


class Base:
    """The asserted statements of ontology and curated data, and what they settle about a document."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.quads = tuple(quads)
        self._said: dict[str, set[str]] = defaultdict(set)
        for quad in self.quads:
            if quad.graph_name not in _NOT_CURATED and isinstance(quad.subject, ox.NamedNode):
                self._said[quad.subject.value].add(quad.predicate.value)

    def describes(self, iri: str) -> bool:
        """Say whether curated data describe a thing."""
        return iri in self._said

    def mentions(self, iri: str) -> bool:
        """Say whether ontology or curated data name a thing, if only in passing."""
        return iri in self._terms

    @cached_property
    def _terms(self) -> set[str]:
        terms = (term for quad in self.quads for term in (quad.subject, quad.object))
        return {term.value for term in terms if isinstance(term, ox.NamedNode)}

    def beside(self, path: str, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Return of a document's quads those that stand beside the curated data without doubling them.

        Of a document whose paragraphs are curated, only its provenance and the places of its texts are left.
        Of any other thing that curated data describe, what they say nothing of is left.
        """
        whole = any(ID + one in self._curated for one in (path, draft_path(path)))
        return [quad for quad in quads if not self._settles(quad, whole=whole)]

    @cached_property
    def _curated(self) -> set[str]:
        """Return the instruments whose paragraphs are curated with their acts."""
        return {
            quad.object.value
            for quad in self.quads
            if quad.predicate.value == CP + "provisionOf"
            and isinstance(quad.object, ox.NamedNode)
            and isinstance(quad.subject, ox.NamedNode)
            and CP + "hasAct" in self._said[quad.subject.value]
        }

    def _settles(self, quad: ox.Quad, *, whole: bool) -> bool:
        """Say whether curated data leave no place for a statement of a document, itself curated or not."""
        subject, predicate = str(getattr(quad.subject, "value", "")), quad.predicate.value
        if quad.graph_name == _NAMED:
            return subject in self._said
        if not subject.startswith(ID) or subject.startswith(_SOURCES):
            return False
        if whole:
            return predicate not in _PLACES or subject not in self._said
        thing, _, fragment = subject.partition("#")
        if fragment:
            predicate = CP + ("hasAct" if fragment.startswith("act") else "hasCitation")
        return thing in self._said and (predicate == _TYPE or predicate in self._said[thing])
