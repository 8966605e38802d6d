"""Find what is wrong with the shapes themselves, each fault with its file and line.

pySHACL calls data conforming when a shape has a typo, no target or a target that matches nothing; here
each of these is an error, because a check that cannot fail is worse than none.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import RDF as RDF_NS
from rdflib import SH as SH_NS
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection

from kg.errors import Fault
from kg.graph.check.lint import line_of
from kg.graph.stores.rdflib_graph import rdflib_node
from kg.namespaces import CP, ID, OWL, RDF, RDFS, SH, SHAPES, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from kg.graph.ontology.schema import Schema
    from kg.graph.sources.curated import SourceFile

    Complaint = tuple[str, str, object, ox.NamedNode | ox.Literal]
    """What is wrong, what to do, the subject in whose block it stands, and the term that shows the line."""

_TYPE = ox.NamedNode(RDF + "type")
_BUILT_IN = (RDF, RDFS, OWL, XSD)
_SEVERITIES = {SH_NS.Violation, SH_NS.Warning, SH_NS.Info}
_TARGETS = (SH_NS.targetClass, SH_NS.targetNode, SH_NS.targetSubjectsOf, SH_NS.targetObjectsOf)
_REFERENCES = (SH_NS.property, SH_NS.node, SH_NS["not"], SH_NS.qualifiedValueShape)
_LISTS = (SH_NS["or"], SH_NS["and"], SH_NS.xone)


def find_shape_faults(files: list[SourceFile], shapes: Graph, schema: Schema, data: ox.Store) -> list[Fault]:
    """Return the faults of all shape files, in order of file and line.

    Args:
        files: the shape files.
        shapes: the same, as one graph.
        schema: what the ontology declares.
        data: the statements that the shapes are meant for; a target that finds nothing there is a fault.
    """
    used = _referenced(shapes)
    faults: set[Fault] = set()
    for file in files:
        complaints = [
            *(c for quad in file.quads for c in _find_in_quad(quad, shapes, schema, data)),
            *(c for subject in _shapes_of(file, shapes, used) for c in _find_in_shape(subject, shapes, used)),
        ]
        for what, remedy, subject, token in complaints:
            faults.add(Fault(file.path, line_of(file.text, subject, token), what, remedy))
    if not set(shapes.subjects(RDF_NS.type, SH_NS.NodeShape)):
        faults.add(
            Fault(files[0].path, None, "there is no sh:NodeShape", "Write one, or name another folder")
        )
    return sorted(faults, key=lambda fault: (fault.path, fault.line or 0, fault.what))


def _find_in_quad(quad: ox.Quad, shapes: Graph, schema: Schema, data: ox.Store) -> Iterator[Complaint]:
    for term in (quad.predicate, quad.object):
        if isinstance(term, ox.NamedNode):
            for what, remedy in _find_in_term(term.value, shapes, schema, data):
                yield what, remedy, quad.subject, term
    predicate = URIRef(quad.predicate.value)
    if predicate == SH_NS.pattern and isinstance(quad.object, ox.Literal):
        try:
            re.compile(quad.object.value)
        except re.error as error:
            what = f'sh:pattern "{quad.object.value}" is no regular expression: {error}'
            yield what, "Mend it", quad.subject, quad.predicate
    if predicate in _TARGETS and isinstance(quad.object, ox.NamedNode):
        yield from _find_in_target(quad, quad.object, schema, data)
    if predicate == SH_NS.path and isinstance(quad.object, ox.NamedNode):
        yield from _find_undeclared(quad, quad.object, schema)


def _find_in_term(name: str, shapes: Graph, schema: Schema, data: ox.Store) -> Iterator[tuple[str, str]]:
    if name.startswith(SH) and URIRef(name) not in SH_NS:
        near = difflib.get_close_matches(name, [str(term) for term in dir(SH_NS)], n=1)
        remedy = f"Did you mean {compact(near[0])}?" if near else "Use a term of https://www.w3.org/ns/shacl"
        yield f"{compact(name)} is no term of SHACL", remedy
    elif name.startswith(CP) and not schema.declares(name):
        yield f"{compact(name)} is declared nowhere in ontology/", schema.suggest(name)
    elif name.startswith(SHAPES) and (URIRef(name), None, None) not in shapes:
        yield f"{compact(name)} is no shape of these files", "Correct its spelling, or write the shape"
    elif name.startswith(ID) and not _holds(data, ox.NamedNode(name), None, None):
        yield f"<{compact(name)}> is described nowhere", "Correct its spelling, or describe it in data/"


def _find_in_target(
    quad: ox.Quad, target: ox.NamedNode, schema: Schema, data: ox.Store
) -> Iterator[Complaint]:
    node = ox.NamedNode(target.value)
    found = {
        SH_NS.targetClass: (None, _TYPE, node),
        SH_NS.targetNode: (node, None, None),
        SH_NS.targetSubjectsOf: (None, node, None),
        SH_NS.targetObjectsOf: (None, node, None),
    }[URIRef(quad.predicate.value)]
    if not _holds(data, *found):
        what = f"{compact(quad.predicate.value)} {compact(target.value)} matches nothing in the data"
        yield (
            what,
            "Correct the target, or take the shape out until there is data for it",
            quad.subject,
            target,
        )
    if URIRef(quad.predicate.value) != SH_NS.targetNode:
        yield from _find_undeclared(quad, target, schema)


def _holds(
    data: ox.Store, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, value: ox.NamedNode | None
) -> bool:
    return next(data.quads_for_pattern(subject, predicate, value), None) is not None


def _find_undeclared(quad: ox.Quad, term: ox.NamedNode, schema: Schema) -> Iterator[Complaint]:
    if not term.value.startswith((CP, *_BUILT_IN)) and not schema.declares(term.value):
        what = f"{compact(term.value)} is declared nowhere in ontology/"
        yield what, schema.suggest(term.value), quad.subject, term


def _find_in_shape(shape: Node, shapes: Graph, used: set[Node]) -> Iterator[Complaint]:
    name, term = compact(str(shape)), _term(shape)
    targeted = any((shape, predicate, None) in shapes for predicate in _TARGETS)
    is_property = _is_property_shape(shape, shapes)
    if is_property and isinstance(shape, BNode):
        remedy = "Name it shapes:<Class>-<property>, with message and severity of its own"
        yield "a property shape has no IRI", remedy, term, _term(SH_NS.path)
        return
    paths = set(shapes.objects(shape, SH_NS.path))
    if is_property and len(paths) != 1:
        yield f"{name} has {len(paths) or 'no'} paths", "Give it exactly one sh:path", term, term
    if not targeted and shape not in used:
        remedy = "List it in sh:property of a node shape" if is_property else "Add sh:targetClass"
        yield f"{name} has no target and no shape uses it", remedy, term, term
    if is_property or targeted:
        yield from _find_unspoken(shape, shapes)


def _is_property_shape(shape: Node, shapes: Graph) -> bool:
    return (
        (shape, SH_NS.path, None) in shapes
        or (shape, RDF_NS.type, SH_NS.PropertyShape) in shapes
        or (None, SH_NS.property, shape) in shapes
    )


def _find_unspoken(shape: Node, shapes: Graph) -> Iterator[Complaint]:
    name, term = compact(str(shape)), _term(shape)
    severities = set(shapes.objects(shape, SH_NS.severity))
    if len(severities) != 1 or not severities <= _SEVERITIES:
        remedy = "Give it exactly one of sh:Violation, sh:Warning and sh:Info"
        yield f"{name} does not say how grave its findings are", remedy, term, term
    if len(set(shapes.objects(shape, SH_NS.message))) != 1:
        remedy = "Give it one sh:message that says what is wrong and what to do"
        yield f"{name} does not say what its findings mean", remedy, term, term


def _shapes_of(file: SourceFile, shapes: Graph, used: set[Node]) -> Iterator[Node]:
    """Return the shapes that a file describes: those typed as such, and those that another shape uses."""
    kinds = {SH_NS.NodeShape, SH_NS.PropertyShape}
    for subject in dict.fromkeys(quad.subject for quad in file.quads):
        node = rdflib_node(subject)
        if node in used or kinds & set(shapes.objects(node, RDF_NS.type)):
            yield node


def _referenced(shapes: Graph) -> set[Node]:
    """Return every shape that another one uses."""
    direct = {used for predicate in _REFERENCES for used in shapes.objects(None, predicate)}
    lists = {head for predicate in _LISTS for head in shapes.objects(None, predicate)}
    return direct | {member for head in lists for member in Collection(shapes, head)}


def _term(node: Node) -> ox.NamedNode:
    """Return the term by which the line of a node is found; of an unnamed one, what leads to it."""
    return ox.NamedNode(str(node) if isinstance(node, URIRef) else str(SH_NS.property))


def count_targeted(shapes: Graph) -> int:
    """Return how many shapes have a target."""
    return len({shape for predicate in _TARGETS for shape in shapes.subjects(predicate)})


def find_targets(shapes: Graph, data: Graph) -> dict[str, set[str]]:
    """Return, for every node shape with a target, the things in the data that it is held against."""
    found: dict[str, set[str]] = {}
    for predicate in _TARGETS:
        for shape, target in shapes.subject_objects(predicate):
            found.setdefault(str(shape), set()).update(
                str(node) for node in _matches(data, predicate, target)
            )
    return found


def _matches(data: Graph, predicate: Node, target: Node) -> Iterable[Node]:
    if predicate == SH_NS.targetClass:
        return data.subjects(RDF_NS.type, target)
    if predicate == SH_NS.targetSubjectsOf:
        return data.subjects(target, None)
    if predicate == SH_NS.targetObjectsOf:
        return data.objects(None, target)
    return [target] if (target, None, None) in data else []
