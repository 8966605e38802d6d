"""Look into the ontology's statements as axioms: what a term is, what a list lists."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.ontology.skolem import GENID
from kg.namespaces import OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = ox.NamedNode | ox.BlankNode | ox.Literal

TYPE = RDF + "type"
THING = OWL + "Thing"


class Axioms:
    """An index over statements, by predicate and subject; predicates and classes are given as IRIs."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._objects: dict[str, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for quad in sorted(quads, key=str):  # equal input gives equal rules, in equal order
            if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
                continue
            self._objects[quad.predicate.value][quad.subject].append(quad.object)

    def pairs(self, predicate: str) -> Iterator[tuple[Node, Node]]:
        """Yield each subject and object of a predicate."""
        for subject, objects in self._objects.get(predicate, {}).items():
            for value in objects:
                yield subject, value

    def objects(self, subject: Node, predicate: str) -> list[Node]:
        """Return the objects of a subject and predicate, sorted."""
        return self._objects.get(predicate, {}).get(subject, [])

    def value(self, subject: Node, predicate: str) -> Node | None:
        """Return the first object of a subject and predicate, or None."""
        return next(iter(self.objects(subject, predicate)), None)

    def is_a(self, subject: Node, *classes: str) -> bool:
        """Say whether a subject is said to be of one of the classes."""
        return any(iri_of(kind) in classes for kind in self.objects(subject, TYPE))

    def of_type(self, *classes: str) -> list[Node]:
        """Return what is said to be of one of the classes, sorted."""
        found = {subject for subject, kind in self.pairs(TYPE) if iri_of(kind) in classes}
        return sorted(found, key=str)

    def members(self, head: Node | None) -> list[Node]:
        """Return the members of an RDF list, up to where it breaks off or comes round again."""
        found: list[Node] = []
        passed: set[Node] = set()
        while head is not None and head not in passed:
            passed.add(head)
            if (first := self.value(head, RDF + "first")) is None:
                break
            found.append(first)
            head = self.value(head, RDF + "rest")
        return found

    @property
    def predicates(self) -> list[str]:
        """Return the IRIs of all predicates, sorted."""
        return sorted(self._objects)


def iri_of(node: Node | None) -> str:
    """Return the IRI of a named thing; nothing for a literal or a blank node, skolemised or not."""
    if isinstance(node, ox.NamedNode) and not node.value.startswith(GENID):
        return node.value
    return ""
