"""Hold statements against SHACL shapes fast: the constraints that the project's shapes use, and no others.

pySHACL is the reference, and `tests/graph/test_shape_engine.py` holds this engine to its findings on every
mutant; a constraint that the engine does not know is an error as the shapes are read. It is for documents, of
which there are many, where pySHACL takes a third of a second for each.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from rdflib import RDF as RDF_NS
from rdflib import SH as SH_NS
from rdflib import BNode, URIRef
from rdflib.collection import Collection

from kg.errors import InputError
from kg.graph.shape_constraints import CONSTRAINTS, PARAMETERS
from kg.graph.shapes import path_text
from kg.model import Finding
from kg.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rdflib import Graph
    from rdflib.term import Node

    from kg.graph.shape_constraints import Constraint, Term
    from kg.model import Severity

_TYPE = RDF + "type"
_SAID = {SH_NS.message, SH_NS.severity, SH_NS.path, RDF_NS.type, SH_NS.deactivated}
_TARGETS = {SH_NS.targetClass, SH_NS.targetSubjectsOf, SH_NS.targetObjectsOf, SH_NS.targetNode}


class Statements:
    """Statements, found by subject or object with predicate; a thing is of the classes that they name."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.objects: dict[tuple[Term, str], list[Term]] = defaultdict(list)
        self.subjects: dict[tuple[Term, str], list[Term]] = defaultdict(list)
        self.said: dict[Term, list[tuple[str, Term]]] = defaultdict(list)
        for subject, predicate, value in {(q.subject, q.predicate.value, q.object) for q in quads}:
            self.objects[subject, predicate].append(value)
            self.subjects[value, predicate].append(subject)
            self.said[subject].append((predicate, value))

    def is_a(self, thing: Term, name: Term) -> bool:
        """Say whether a thing is of a class."""
        return name in self.objects.get((thing, _TYPE), ())


@dataclass
class Shape:
    """One shape, ready to be held against a thing."""

    name: str
    message: str
    severity: Severity
    walk: Callable[[Statements, Term], Sequence[Term]] | None
    """From the focus to its values; None for a node shape, whose value is the focus itself."""
    path: str
    constraints: list[tuple[str, Constraint]] = field(default_factory=list)
    """Name of the component and what it checks."""
    properties: list[Shape] = field(default_factory=list)

    def findings(self, data: Statements, focus: Term) -> Iterator[Finding]:
        """Yield what the shape has against a thing."""
        values = [focus] if self.walk is None else self.walk(data, focus)
        for component, constraint in self.constraints:
            for value, path in constraint(data, focus, values):
                yield self._finding(component, focus, value, path)
        for one in self.properties:
            for value in values:
                yield from one.findings(data, value)

    def conforms(self, data: Statements, focus: Term) -> bool:
        """Say whether a thing has no finding of whatever severity."""
        return next(self.findings(data, focus), None) is None

    def _finding(self, component: str, focus: Term, value: Term | None, path: str) -> Finding:
        shown = "" if isinstance(value, ox.BlankNode | None) else str(getattr(value, "value", ""))
        return Finding(
            self.severity,
            self.name,
            str(getattr(focus, "value", "")),
            self.message,
            path or self.path,
            shown,
            component=component,
        )


class ShapeEngine:
    """The shapes of a graph, read once."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._read: dict[Node, Shape] = {}
        self._targets = [
            (kind, _term(target), self.shape(name))
            for kind in sorted(_TARGETS)
            for name, target in sorted(shapes.subject_objects(kind))
        ]

    def check(self, quads: Iterable[ox.Quad], focus: set[str] | None = None) -> list[Finding]:
        """Return what the shapes have against statements, sorted; only about `focus`, where given."""
        data = Statements(quads)
        found: set[Finding] = set()
        for kind, target, shape in self._targets:
            for thing in dict.fromkeys(_things(data, kind, target)):
                if focus is None or getattr(thing, "value", "") in focus:
                    found.update(shape.findings(data, thing))
        return sorted(found)

    def shape(self, name: Node) -> Shape:
        """Return a shape by its name.

        Raises:
            InputError: where it has a constraint that is not known here.
        """
        if name not in self._read:
            path = self._shapes.value(name, SH_NS.path)
            severity = str(self._shapes.value(name, SH_NS.severity) or SH_NS.Violation).removeprefix(SH)
            shape = Shape(
                "" if isinstance(name, BNode) else str(name),
                str(self._shapes.value(name, SH_NS.message) or ""),
                cast("Severity", severity),
                None if path is None else self._walk(path),
                "" if path is None else path_text(self._shapes, path),
            )
            self._read[name] = shape
            self._fill(shape, name)
        return self._read[name]

    def _fill(self, shape: Shape, name: Node) -> None:
        for predicate, value in sorted(self._shapes.predicate_objects(name)):
            if predicate == SH_NS.property:
                shape.properties.append(self.shape(value))
            elif predicate in CONSTRAINTS:
                component, make = CONSTRAINTS[cast("URIRef", predicate)]
                shape.constraints.append((component, make(self, name, value)))
            elif predicate not in _SAID | _TARGETS | PARAMETERS:
                raise InputError(
                    f"{predicate} is no constraint that the fast check knows",
                    where=str(name),
                    remedy="Teach it in src/kg/graph/shape_constraints.py",
                )

    def _walk(self, path: Node) -> Callable[[Statements, Term], Sequence[Term]]:
        if isinstance(path, URIRef):
            name = str(path)
            return lambda data, focus: data.objects.get((focus, name), ())
        if (inverse := self._shapes.value(path, SH_NS.inversePath)) is not None:
            name = str(inverse)
            return lambda data, focus: data.subjects.get((focus, name), ())
        if (choice := self._shapes.value(path, SH_NS.alternativePath)) is not None:
            walks = [self._walk(step) for step in Collection(self._shapes, choice)]
            return lambda data, focus: list(dict.fromkeys(v for walk in walks for v in walk(data, focus)))
        raise InputError(
            "a path is of a kind that the fast check does not know", where=path_text(self._shapes, path)
        )

    def members(self, head: Node) -> list[Node]:
        """Return the members of a list."""
        return list(Collection(self._shapes, head))

    def value(self, shape: Node, predicate: URIRef) -> Node | None:
        """Return what a shape says by a predicate."""
        return self._shapes.value(shape, predicate)

    def direct_paths(self, shape: Node) -> set[str]:
        """Return the predicates that are paths of a shape's property shapes."""
        paths = (self._shapes.value(one, SH_NS.path) for one in self._shapes.objects(shape, SH_NS.property))
        return {str(path) for path in paths if isinstance(path, URIRef)}


def _things(data: Statements, kind: URIRef, target: Term) -> Iterable[Term]:
    name = str(getattr(target, "value", ""))
    if kind == SH_NS.targetClass:
        return data.subjects.get((target, _TYPE), ())
    if kind == SH_NS.targetSubjectsOf:
        return [subject for subject, predicate in data.objects if predicate == name]
    if kind == SH_NS.targetObjectsOf:
        return [value for value, predicate in data.subjects if predicate == name]
    return [target]


def _term(node: Node) -> Term:
    return ox.NamedNode(str(node))
