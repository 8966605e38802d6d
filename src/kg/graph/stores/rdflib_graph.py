"""Carry statements from pyoxigraph over to rdflib, for the libraries that read nothing else."""

from __future__ import annotations

import contextlib
import logging
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef

from kg.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def rdflib_graph(quads: Iterable[ox.Quad]) -> Graph:
    """Return the statements of all graphs as one rdflib graph in rdflib's own memory.

    Literals keep their lexical form, so that an ill-typed date stays one.
    """
    graph = Graph(bind_namespaces="none")
    add_statements(graph, quads)
    return graph


def add_statements(graph: Graph, quads: Iterable[ox.Quad]) -> None:
    """Add the statements to an rdflib graph, which each term enters as one node, however often it stands."""
    node = cache(rdflib_node)
    with _silent_rdflib():
        for quad in quads:
            graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))


def rdflib_node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    """Return one term as rdflib has it."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise TypeError("rdflib has no triple terms")
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == XSD + "string":
        return Literal(term.value)  # rdflib holds "x" and "x"^^xsd:string for two literals
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


@contextlib.contextmanager
def _silent_rdflib() -> Iterator[None]:
    """Keep rdflib from printing a traceback for every ill-typed literal: the checks report them."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
