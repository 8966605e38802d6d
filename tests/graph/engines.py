"""The second engine of the question tests: rdflib, which shares no code with pyoxigraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from kg.model import Rows, Term, Triples

if TYPE_CHECKING:
    from rdflib.query import Result

    from kg.graph.store import LocalStore


class RdflibEngine:
    """Answers over all triples of a store, without their graphs."""

    def __init__(self, store: LocalStore) -> None:
        self.graph = rdflib.Graph()
        triples = (quad.triple for quad in store.ox)
        self.graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")

    def select(self, query: str) -> Rows:
        result = self.graph.query(query)
        columns = tuple(str(variable) for variable in result.vars or ())
        return Rows(columns, tuple(tuple(map(_term, row)) for row in _rows(result)))

    def ask(self, query: str) -> bool:
        return bool(self.graph.query(query).askAnswer)

    def construct(self, query: str) -> Triples:
        raise NotImplementedError(query)


def _rows(result: Result) -> list[tuple[rdflib.term.Identifier | None, ...]]:
    return list(result)  # type: ignore[arg-type]  # the rows of a SELECT


def _term(term: rdflib.term.Identifier | None) -> Term | None:
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        return Term("literal", str(term), str(term.datatype or ""), term.language or "")
    return Term("iri", str(term))
