"""What the ontology declares: terms, class hierarchy, domains and ranges."""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import OWL, RDF, RDFS, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST, _REST = RDF + "first", RDF + "rest"
_DECLARING = {
    OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
} | {RDFS + "Datatype"}


class Schema:
    """An index over the ontology's statements, for checks that read it as a closed world."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in quads:
            if not isinstance(quad.object, ox.Literal) and not isinstance(quad.object, ox.Triple):
                self._objects[_key(quad.subject), quad.predicate.value].append(_key(quad.object))
        self._declared = {
            subject
            for (subject, predicate), objects in self._objects.items()
            if predicate == RDF + "type" and _DECLARING.intersection(objects)
        }
        self._superclasses: dict[str, set[str]] = {}

    def declares(self, term: str) -> bool:
        """Say whether a class or property is declared."""
        return term in self._declared

    def suggest(self, term: str) -> str:
        """Return a remedy that names the nearest declared term."""
        names = {compact(declared): declared for declared in self._declared}
        near = difflib.get_close_matches(compact(term), sorted(names), n=1, cutoff=0.7)
        return f"Did you mean {near[0]}?" if near else "Declare it, or use a declared term"

    def superclasses(self, name: str) -> set[str]:
        """Return a class and all named classes above it, a union that it is part of included."""
        if name not in self._superclasses:
            self._superclasses[name] = {name}  # ends a cycle
            above = set(self._objects[name, RDFS + "subClassOf"])
            above |= {whole for whole, parts in self._unions().items() if name in parts}
            for parent in above:
                self._superclasses[name] |= self.superclasses(parent)
        return self._superclasses[name]

    def range_of(self, predicate: str) -> set[str]:
        """Return the named classes of which an object must be one, or nothing where any will do."""
        return self._classes(predicate, RDFS + "range")

    def domain_of(self, predicate: str) -> set[str]:
        """Return the named classes of which a subject must be one, or nothing where any will do."""
        return self._classes(predicate, RDFS + "domain")

    def fits(self, types: Iterable[str], wanted: set[str]) -> bool:
        """Say whether something of these types is of a wanted class, directly or by subclass."""
        return any(self.superclasses(kind) & wanted for kind in types)

    def members(self, node: str) -> list[str]:
        """Return the members of an RDF list."""
        found: list[str] = []
        while firsts := self._objects.get((node, _FIRST)):
            found += firsts
            node = self._objects[node, _REST][0]
        return found

    def _unions(self) -> dict[str, set[str]]:
        if not hasattr(self, "_union_parts"):
            self._union_parts: dict[str, set[str]] = {}
            for (subject, predicate), objects in list(self._objects.items()):
                if predicate == OWL + "disjointUnionOf":
                    self._union_parts[subject] = set(self.members(objects[0]))
                if predicate == OWL + "equivalentClass":
                    for node in objects:
                        for union in self._objects.get((node, OWL + "unionOf"), []):
                            self._union_parts[subject] = set(self.members(union))
        return self._union_parts

    def _classes(self, predicate: str, axis: str) -> set[str]:
        for inherited in self._with_superproperties(predicate):
            found: set[str] = set()
            for node in self._objects.get((inherited, axis), []):
                unions = self._objects.get((node, OWL + "unionOf"))
                found |= set(self.members(unions[0])) if unions else {node}
            if found := {name for name in found if name in self._declared and not name.startswith("_:")}:
                return found
        return set()

    def _with_superproperties(self, predicate: str) -> list[str]:
        chain = [predicate]
        for name in chain:
            chain += [p for p in self._objects.get((name, RDFS + "subPropertyOf"), []) if p not in chain]
        return chain


def _key(term: object) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))
