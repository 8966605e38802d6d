"""Give the ontology's blank nodes names, so that the published graph has none.

The name is a digest of what the node says, so it outlives edits elsewhere in the file; two nodes that
say the same become one, which leaves the meaning as it was.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from itertools import chain, count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GENID = BASE + ".well-known/genid/"


def skolemise(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the quads with every blank node replaced by an IRI under `.well-known/genid/`.

    Raises:
        InputError: where blank nodes form a cycle, which no OWL expression does.
    """
    quads = list(quads)
    statements: dict[ox.BlankNode, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode):
            statements[quad.subject].append(quad)
    names = _Names(statements)
    return [
        ox.Quad(names.of(quad.subject), quad.predicate, names.of(quad.object), quad.graph_name)  # type: ignore[arg-type]  # a subject is no literal
        for quad in quads
    ]


def unskolemise(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the quads with every such IRI a blank node again; the inverse of `skolemise`.

    Each place that uses a node gets one of its own, because OWL reads expressions as trees.
    """
    quads = list(dict.fromkeys(quads))
    named: dict[object, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(GENID):
            named[quad.subject].append(quad)
    inner = {quad.object for quad in quads} & named.keys()
    numbers = count()

    def copy(subject: ox.NamedNode | ox.BlankNode, said: list[ox.Quad]) -> Iterator[ox.Quad]:
        for quad in said:
            value = quad.object
            if value in named:
                node = ox.BlankNode(f"g{next(numbers)}")
                yield from copy(node, named[value])
                value = node
            yield ox.Quad(subject, quad.predicate, value, quad.graph_name)

    things = (copy(quad.subject, [quad]) for quad in quads if quad.subject not in named)  # type: ignore[arg-type]
    axioms = (copy(ox.BlankNode(f"g{next(numbers)}"), named[node]) for node in named if node not in inner)
    return list(chain.from_iterable(chain(things, axioms)))


class _Names:
    """Names for blank nodes, each made once, from the leaves up."""

    def __init__(self, statements: dict[ox.BlankNode, list[ox.Quad]]) -> None:
        self._statements = statements
        self._names: dict[ox.BlankNode, ox.NamedNode] = {}
        self._open: set[ox.BlankNode] = set()

    def of(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.Literal:
        if isinstance(term, ox.Triple):
            raise InputError("triple terms are not part of this project's graph")
        if not isinstance(term, ox.BlankNode):
            return term
        if term not in self._names:
            self._names[term] = self._make(term)
        return self._names[term]

    def _make(self, node: ox.BlankNode) -> ox.NamedNode:
        if node in self._open:
            raise InputError("blank nodes of the ontology form a cycle", remedy="Give one of them an IRI")
        self._open.add(node)
        said = sorted(f"{quad.predicate} {self.of(quad.object)}" for quad in self._statements[node])
        return ox.NamedNode(GENID + hashlib.sha256("\n".join(said).encode()).hexdigest()[:20])
