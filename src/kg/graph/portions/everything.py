"""Go through all of a store in a fixed order, subject by subject, holding only the names of subjects."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.portions.selection import order_in_graph, order_of
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.graph.stores.binding import bind
from kg.graph.stores.store import LocalStore, ox_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.graph.stores.engine import Engine
    from kg.model import Term

_GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
_IN_GRAPH = "SELECT ?s ?p ?o ?g { VALUES ?g { UNDEF } GRAPH ?g { ?s ?p ?o } }"
_RUN = 4_096
"""Names that are sorted at once: no other thread goes on meanwhile, a second with a large store."""


def local_copy(engine: Engine) -> ox.Store:
    """Return the store of a local engine, or a copy in memory of a remote one, fetched graph by graph."""
    if isinstance(engine, LocalStore):
        return engine.ox
    copy = ox.Store()
    for (name,) in engine.select(_GRAPHS).rows:
        if name:
            copy.extend(_fetched(engine, name))
    return copy


def quads_by_subject(store: ox.Store, watch: Callable[[int, int], None]) -> Iterator[ox.Quad]:
    """Yield the quads of a store in the order of their lines in N-Quads."""
    subjects = _subjects(store.quads_for_pattern(None, None, None))
    for done, subject in enumerate(subjects, start=1):
        yield from sorted(store.quads_for_pattern(subject, None, None), key=order_of)
        watch(done, len(subjects))


def quads_by_graph(store: ox.Store, watch: Callable[[int, int], None]) -> Iterator[ox.Quad]:
    """Yield the quads of a store graph by graph, and in each subject by subject."""
    graphs = sorted(store.named_graphs(), key=str)
    for done, graph in enumerate(graphs, start=1):
        yield from quads_in_graph(store, graph)
        watch(done, len(graphs))


def quads_in_graph(store: ox.Store, graph: ox.NamedNode | ox.BlankNode) -> Iterator[ox.Quad]:
    """Yield the quads of one graph subject by subject."""
    for subject in _subjects(store.quads_for_pattern(None, None, None, graph)):
        yield from sorted(store.quads_for_pattern(subject, None, None, graph), key=order_in_graph)


def without_inferred(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads that somebody wrote or extracted."""
    inferred = ox.NamedNode(INFERRED_GRAPH)
    return (quad for quad in quads if quad.graph_name != inferred)


def _subjects(quads: Iterable[ox.Quad]) -> list[ox.NamedNode | ox.BlankNode]:
    found = list({str(quad.subject) for quad in quads})
    runs = (sorted(found[start : start + _RUN]) for start in range(0, len(found), _RUN))
    return [_node(text) for text in merge(*runs)]


def _node(text: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text[1:-1])


def _fetched(engine: Engine, graph: Term) -> Iterator[ox.Quad]:
    for s, p, o, g in engine.select(bind(_IN_GRAPH, {"g": [graph]})).rows:
        if s and p and o and g:
            yield ox.Quad(ox_of(s), ox_of(p), ox_of(o), ox_of(g))  # type: ignore[arg-type]  # as RDF has it
