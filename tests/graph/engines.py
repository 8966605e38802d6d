"""The second engine of the question tests: rdflib, which shares no code with pyoxigraph."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from unittest.mock import patch

import pyoxigraph as ox
import rdflib

from kg.graph.stores.external import external_graph
from kg.graph.stores.rdflib_graph import add_statements
from kg.model import Rows, Term, Triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.plugins.sparql.sparql import FrozenDict
    from rdflib.query import Result
    from rdflib.term import Identifier

    from kg.graph.stores.external import ExternalGraphs
    from kg.graph.stores.store import LocalStore


class RdflibEngine:
    """Answers over all triples of a store, without their graphs; graphs loaded beside it keep their names."""

    def __init__(self, store: LocalStore) -> None:
        self.asked: rdflib.Graph
        if store.loaded and store.loaded.names():
            self.asked = rdflib.Dataset()
            add_statements(self.asked.default_graph, store.ox)
            _add_loaded(self.asked, store.loaded)
        else:  # a memory that knows no graphs answers in three quarters of the time
            self.asked = rdflib.Graph("SimpleMemory", bind_namespaces="none")
            add_statements(self.asked, store.ox)

    def select(self, query: str) -> Rows:
        with patch("rdflib.plugins.sparql.evaluate._join", _join):
            result = self.asked.query(query)
            columns = tuple(str(variable) for variable in result.vars or ())
            return Rows(columns, tuple(tuple(map(_term, row)) for row in _rows(result)))

    def ask(self, query: str) -> bool:
        return bool(self.asked.query(query).askAnswer)

    def construct(self, query: str) -> Triples:
        raise NotImplementedError(query)


def _add_loaded(dataset: rdflib.Dataset, loaded: ExternalGraphs) -> None:
    for name in loaded.names():
        if store := loaded.store(name):
            graph = ox.NamedNode(external_graph(name))
            quads = store.quads_for_pattern(None, None, None, graph)
            add_statements(dataset.graph(rdflib.URIRef(graph.value)), quads)


def _join(some: Iterable[FrozenDict], others: Iterable[FrozenDict]) -> Iterator[FrozenDict]:
    """Yield what rdflib's own join does, without comparing each solution with each.

    Compared are those that agree in the variables that all solutions of both sides bind.
    """
    left, right = list(some), list(others)
    if not left or not right:
        return
    shared = set.intersection(*map(set, left + right))
    known: dict[tuple[Identifier, ...], list[FrozenDict]] = defaultdict(list)
    for one in right:
        known[tuple(one[variable] for variable in shared)].append(one)
    for one in left:
        for other in known.get(tuple(one[variable] for variable in shared), ()):
            if one.compatible(other):
                yield one.merge(other)


def _rows(result: Result) -> list[tuple[rdflib.term.Identifier | None, ...]]:
    return list(result)  # type: ignore[arg-type]  # the rows of a SELECT


def _term(term: rdflib.term.Identifier | None) -> Term | None:
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        return Term("literal", str(term), str(term.datatype or ""), term.language or "")
    return Term("iri", str(term))
