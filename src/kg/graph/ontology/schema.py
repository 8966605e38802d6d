"""What the ontology declares: terms, class hierarchy, domains and ranges."""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.ontology.axioms import Axioms, iri_of
from kg.namespaces import OWL, RDFS, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.ontology.axioms import Node

_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_DECLARING = (*(OWL + kind for kind in _KINDS), RDFS + "Datatype")


class Schema:
    """What the ontology's axioms say of named terms, for checks that read it as a closed world."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._axioms = Axioms(quads)
        self._declared = {name for term in self._axioms.of_type(*_DECLARING) if (name := iri_of(term))}
        self._unions: dict[str, set[str]] = defaultdict(set)
        for whole, parts in self._find_unions():
            self._unions[whole] |= parts
        self._suggested: dict[str, str] = {}
        self._superclasses: dict[str, set[str]] = {}
        self._classes_of: dict[tuple[str, str], set[str]] = {}

    def declares(self, term: str) -> bool:
        """Say whether a class or property is declared."""
        return term in self._declared

    def suggest(self, term: str) -> str:
        """Return a remedy that names the nearest declared term."""
        if term not in self._suggested:  # one slip often stands in thousands of statements
            names = sorted(map(compact, self._declared))
            near = difflib.get_close_matches(compact(term), names, n=1, cutoff=0.7)
            hint = f"Did you mean {near[0]}?" if near else "Declare it, or use a declared term"
            self._suggested[term] = hint
        return self._suggested[term]

    def superclasses(self, name: str) -> set[str]:
        """Return a class and all named classes above it, a union that it is part of included."""
        if name not in self._superclasses:
            self._superclasses[name] = {name}  # ends a cycle
            above = self._named(name, RDFS + "subClassOf")
            above |= {whole for whole, parts in self._unions.items() if name in parts}
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

    def _find_unions(self) -> Iterator[tuple[str, set[str]]]:
        """Yield each class that is said to be a union, with its parts."""
        for whole, parts in self._axioms.pairs(OWL + "disjointUnionOf"):
            yield iri_of(whole), self._members(parts)
        for whole, node in self._axioms.pairs(OWL + "equivalentClass"):
            for parts in self._axioms.objects(node, OWL + "unionOf"):
                yield iri_of(whole), self._members(parts)

    def _classes(self, predicate: str, axis: str) -> set[str]:
        if (predicate, axis) not in self._classes_of:
            self._classes_of[predicate, axis] = self._find_classes(predicate, axis)
        return self._classes_of[predicate, axis]

    def _find_classes(self, predicate: str, axis: str) -> set[str]:
        for inherited in self._with_superproperties(predicate):
            found: set[str] = set()
            for node in self._axioms.objects(ox.NamedNode(inherited), axis):
                union = self._axioms.value(node, OWL + "unionOf")
                found |= self._members(union) if union else {iri_of(node)}
            if found := found & self._declared:
                return found
        return set()

    def _with_superproperties(self, predicate: str) -> list[str]:
        chain = [predicate]
        for name in chain:
            chain += [
                above for above in sorted(self._named(name, RDFS + "subPropertyOf")) if above not in chain
            ]
        return chain

    def _named(self, subject: str, predicate: str) -> set[str]:
        return {
            name for node in self._axioms.objects(ox.NamedNode(subject), predicate) if (name := iri_of(node))
        }

    def _members(self, head: Node | None) -> set[str]:
        return {name for node in self._axioms.members(head) if (name := iri_of(node))}
