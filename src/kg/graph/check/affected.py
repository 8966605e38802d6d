"""Find what one document can change in the findings of the shapes, without looking at the rest of a store.

A shape sees of a thing its own statements, those that point at it along inverse paths, and the statements of
the values that it reaches: their types first of all. So a document can change what is found about the things
that it describes, about those it points at where a path leads back, and about those that refer to what it
describes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import SH as SH_NS
from rdflib import Graph, URIRef

from kg.errors import InputError
from kg.graph.check.shapes import entailed_types
from kg.graph.ontology.schema import Schema
from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH, PROVENANCE_GRAPH
from kg.namespaces import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

_TYPE = ox.NamedNode(RDF + "type")
_LEFT_OUT = {ox.NamedNode(INFERRED_GRAPH), ox.NamedNode(PROVENANCE_GRAPH)}
_REPEATED = (SH_NS.zeroOrMorePath, SH_NS.oneOrMorePath, SH_NS.zeroOrOnePath)
_NESTED = (SH_NS.node, SH_NS["not"], SH_NS.qualifiedValueShape)
_OF_ANY = (SH_NS.closed, SH_NS.equals, SH_NS.disjoint, SH_NS.lessThan, SH_NS.lessThanOrEquals)
"""Constraints by which a shape sees statements that its path does not name."""
_LISTED = (SH_NS["and"], SH_NS["or"], SH_NS.xone)


@dataclass(frozen=True)
class Reach:
    """What the shapes look at beside a thing's own statements."""

    inverse: frozenset[str]
    """Predicates by which statements that point at a thing are seen."""
    of_values: frozenset[str]
    """Predicates of the statements that are seen of the values of a thing, beside their types."""


@dataclass(frozen=True)
class Affected:
    """The things about which a document can change findings, and all statements that those depend on."""

    things: frozenset[str]
    quads: frozenset[ox.Quad]


def reach_of(shapes: Graph) -> Reach:
    """Return how far the shapes see.

    Raises:
        InputError: where one sees further than the statements of a thing's values.
    """
    for shape in sorted(set(shapes.subjects()), key=str):
        if any((shape, repeated, None) in shapes for repeated in _REPEATED) or _is_far(shapes, shape):
            raise InputError(
                "the shape sees further than the values of a thing: no document can be checked alone",
                where=str(shape),
                remedy="Check the whole store, with --documents",
            )
    inverse = {*shapes.objects(None, SH_NS.inversePath), *shapes.objects(None, SH_NS.targetObjectsOf)}
    inner = {one for shape in shapes.subjects(SH_NS.path) for one in _inner(shapes, shape)}
    paths = {path for shape in inner for path in shapes.objects(shape, SH_NS.path)}
    return Reach(frozenset(map(str, inverse)), frozenset(map(str, paths)))


def _is_far(shapes: Graph, shape: Node) -> bool:
    """Say whether a shape looks behind the values of its path, has a path of several steps, or a query."""
    path = shapes.value(shape, SH_NS.path)
    if (shape, SH_NS.sparql, None) in shapes:
        return True
    if path is None:
        return False
    steps = not isinstance(path, URIRef) and (path, None, None) in shapes and _is_sequence(shapes, path)
    return steps or any(_sees_values(shapes, one) for one in _inner(shapes, shape))


def _is_sequence(shapes: Graph, path: Node) -> bool:
    return len(list(shapes.items(path))) > 1


def _inner(shapes: Graph, shape: Node) -> set[Node]:
    """Return the shapes that a shape holds its values against."""
    return {one for used in _used(shapes, shape) for one in (used, *_used(shapes, used))}


def _used(shapes: Graph, shape: Node) -> Iterator[Node]:
    for name in _NESTED:
        yield from shapes.objects(shape, name)
    for name in _LISTED:
        for head in shapes.objects(shape, name):
            yield from shapes.items(head)
    yield from shapes.objects(shape, SH_NS.property)


def _sees_values(shapes: Graph, shape: Node) -> bool:
    """Say whether a shape of values looks at the statements of what its path leads to, or back, or at all."""
    path = shapes.value(shape, SH_NS.path)
    if path is None:
        return any((shape, name, None) in shapes for name in _OF_ANY)
    of_path = any((shape, name, None) in shapes for name in (SH_NS["class"], *_OF_ANY))
    return of_path or not isinstance(path, URIRef) or next(_used(shapes, shape), None) is not None


def affected_by(store: ox.Store, graph: ox.NamedNode, reach: Reach) -> Affected:
    """Return what the document in a graph can change, with the types that superclasses give."""
    own = list(store.quads_for_pattern(None, None, None, graph))
    described = {quad.subject for quad in own if isinstance(quad.subject, ox.NamedNode)}
    back = {
        quad.object
        for quad in own
        if quad.predicate.value in reach.inverse and isinstance(quad.object, ox.NamedNode)
    }
    referring = {quad.subject for thing in described for quad in _asserted(store, None, None, thing)}
    things = {one for one in described | back | referring if isinstance(one, ox.NamedNode)}
    seen = {quad for thing in things for quad in _around(store, thing, reach)}
    values = {term for quad in seen for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    predicates = [_TYPE, *map(ox.NamedNode, reach.of_values)]
    others = product(values - things, predicates)
    seen |= {quad for one, predicate in others for quad in _asserted(store, one, predicate, None)}
    schema = Schema(store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)))
    return Affected(
        frozenset(thing.value for thing in things), frozenset(seen | entailed_types(seen, schema))
    )


def _around(store: ox.Store, thing: ox.NamedNode, reach: Reach) -> Iterator[ox.Quad]:
    """Yield what is said of a thing, and by what inverse paths are seen to point at it."""
    yield from _asserted(store, thing, None, None)
    for predicate in reach.inverse:
        yield from _asserted(store, None, ox.NamedNode(predicate), thing)


def _asserted(
    store: ox.Store, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, value: ox.NamedNode | None
) -> Iterator[ox.Quad]:
    found = store.quads_for_pattern(subject, predicate, value)
    return (quad for quad in found if quad.graph_name not in _LEFT_OUT)
