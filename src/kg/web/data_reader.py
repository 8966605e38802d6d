"""Read what the data of a thing hold: what `selection.py` of `kg.graph.portions` selects, without queries.

A query for each step costs some 50 ms a thing; here each thing is read once and kept, and a document is the
runs of its subjects one after the other, which need no sorting.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.portions.selection import LINKED_BY, NAMED_BY, OWN, OWNERS, SOURCES, order_of
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.namespaces import GRAPH, ID, OWL, PROV, RDF, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Quads = tuple[ox.Quad, ...]

_KEPT = 5_000
"""Things whose statements are kept: half of the curated graph, some 50 MB."""
_DOCUMENTS_KEPT = 64
"""Documents that are kept, so that one that is asked for in each format is put together once."""
_LONGEST = 1_000
"""Characters of a name that is looked up: what strangers ask for is kept as well."""
_INFERRED = ox.NamedNode(INFERRED_GRAPH)
_TYPE = RDF + "type"
_REACHED_BY = frozenset(map(expand, (*OWN, *OWNERS)))
_SOURCES = frozenset(map(expand, SOURCES))
_LINKED = frozenset(map(expand, LINKED_BY))
_SAID = _LINKED | frozenset(map(expand, NAMED_BY))
_MADE_BY = _SOURCES | {PROV + "wasGeneratedBy"}


class DataReader:
    """Reads the snapshot of a site."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._about: Callable[[str], Quads] = lru_cache(_KEPT)(self._read)
        self._outline: Callable[[str], Quads] = lru_cache(_KEPT)(self._read_outline)
        self.quads_of: Callable[[str], Quads] = lru_cache(_DOCUMENTS_KEPT)(self._document)
        """Return what is said of a thing, with outlines of what that names, sorted by subject.

        What is only inferred is there where it is about the thing itself.
        """

    def knows(self, iri: str) -> bool:
        """Return whether the graph says anything of a thing."""
        return len(iri) <= _LONGEST and bool(self._about(iri))

    def _document(self, iri: str) -> Quads:
        chosen = self._reach(iri)
        whole = chosen | self._links(chosen, _SOURCES)
        told = [quad for thing in whole for quad in self._about(thing)]
        outlined = self._outlined(
            {q.object.value for q in told if isinstance(q.object, ox.NamedNode)} - whole
        )
        said = [*told, *(quad for thing in outlined for quad in self._outline(thing))]
        made = self._makers({q.graph_name.value for q in said if isinstance(q.graph_name, ox.NamedNode)})
        runs = {thing: self._outline(thing) for thing in outlined}
        runs |= {thing: self._about(thing) for thing in made}
        runs = {thing: _stated(run) for thing, run in runs.items()}
        runs |= {thing: self._about(thing) for thing in whole}
        return tuple(quad for thing in sorted(runs, key=lambda one: f"<{one}>") for quad in runs[thing])

    def _reach(self, iri: str) -> set[str]:
        """Return a thing with what is said of it apart, and with its owner."""
        found, new = {iri}, {iri}
        while new:
            new = self._links(new, _REACHED_BY) - found
            found |= new
        return found

    def _outlined(self, things: set[str]) -> set[str]:
        """Return things with what they are part of, and their classes."""
        found: set[str] = set()
        while things:
            found |= things
            said = [quad for thing in things for quad in self._outline(thing)]
            linked = set(_objects(said, _LINKED))
            classes = {one for one in _objects(said, frozenset({_TYPE})) if not one.startswith(OWL)}
            things = (linked | classes) - found
        return found

    def _makers(self, graphs: set[str]) -> set[str]:
        """Return named graphs, and what they were made by."""
        ours = {name for name in graphs if name.startswith(GRAPH)}
        return ours | {one for one in self._links(ours, _MADE_BY) if not one.startswith(ID)}

    def _links(self, things: Iterable[str], properties: frozenset[str]) -> set[str]:
        return {target for thing in things for target in _objects(self._about(thing), properties)}

    def _read(self, thing: str) -> Quads:
        try:
            node = ox.NamedNode(thing)
        except ValueError:  # what no IRI can hold
            return ()
        return tuple(sorted(self._store.quads_for_pattern(node, None, None, None), key=order_of))

    def _read_outline(self, thing: str) -> Quads:
        return tuple(quad for quad in self._about(thing) if quad.predicate.value in _SAID)


def _objects(quads: Iterable[ox.Quad], properties: frozenset[str]) -> Iterator[str]:
    for quad in quads:
        if quad.predicate.value in properties and isinstance(quad.object, ox.NamedNode):
            yield quad.object.value


def _stated(quads: Quads) -> Quads:
    return tuple(quad for quad in quads if quad.graph_name != _INFERRED)
