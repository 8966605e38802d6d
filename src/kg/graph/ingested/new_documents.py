"""Lay many new documents into a store in one load, as laying them one after another would leave it.

A transaction for each document takes three times the work, and leaves a store three times the size. So
documents are gathered, and what one of them would find standing had those before it been laid is looked for
among the gathered too.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.documents.quads import document_graph
from kg.graph.infer.materialise import INFERRED
from kg.graph.ingested.store import NAMED, nquads_of, parse_nquads, update_of
from kg.graph.syntax.writing import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.ingested.store import Packed

_REMEMBERED = 200_000
"""Statements known to stand; above, they are forgotten and looked up in the store again."""


class NewDocuments:
    """Documents gathered for a store, none of which has a graph there."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.forget()
        self._begin()

    def forget(self) -> None:
        """Forget what is known to stand, as something else was written to the store."""
        self._described: set[object] = set()
        self._standing: set[ox.Triple] = set()

    def _begin(self) -> None:
        self._documents: list[_Gathered] = []
        self._by_thing: dict[object, _Gathered] = {}
        self._outlines: dict[object, list[ox.Quad]] = {}
        self._followed: list[ox.Quad] = []
        self._removed: set[ox.Quad] = set()

    def add(self, packed: Packed) -> None:
        """Gather a document."""
        things = [ox.NamedNode(thing) for thing in packed.things]
        named: set[object] = {thing for thing in things if self._take_outline(thing)}
        inferred = packed.inferred
        if named:
            quads = parse_nquads(inferred)
            inferred = nquads_of(
                quad for quad in quads if named.isdisjoint(_ends(quad)) or not self._stands(quad)
            )
        gathered = _Gathered(document_graph(packed.path), packed.own, inferred, packed.moment)
        self._documents.append(gathered)
        self._by_thing.update(dict.fromkeys(things, gathered))
        self._described.update(things)
        self._share(parse_nquads(packed.shared))

    def _take_outline(self, thing: ox.NamedNode) -> bool:
        """Take away the outline of a thing that is now described; say whether there was any."""
        gathered = self._outlines.pop(thing, [])
        laid = list(self._store.quads_for_pattern(thing, None, None, NAMED))
        self._removed.update(laid)
        self._standing.difference_update(quad.triple for quad in (*gathered, *laid))
        return bool(gathered or laid)

    def _share(self, quads: Iterable[ox.Quad]) -> None:
        """Add what other documents may have said already, where none has."""
        outlines: dict[object, list[ox.Quad]] = {}
        followed = []
        for quad in quads:
            if quad.graph_name == NAMED:
                outlines.setdefault(quad.subject, []).append(quad)
            else:
                followed.append(quad)
        unnamed: set[object] = set()
        for thing, outline in outlines.items():
            if not self._is_described(thing, outline[0]):
                self._outlines[thing] = outline
                self._described.add(thing)
                self._standing.update(quad.triple for quad in outline)
                unnamed.add(thing)
        # of a thing that no other document has named, nothing stands yet
        new = [quad for quad in followed if not unnamed.isdisjoint(_ends(quad)) or not self._stands(quad)]
        self._followed += new
        self._standing.update(quad.triple for quad in new)

    def _is_described(self, thing: object, outline: ox.Quad) -> bool:
        """Say whether anything describes the thing of an outline, if only another outline."""
        if thing in self._described:
            return True
        standing = self._store.quads_for_pattern(outline.subject, TYPE, None)
        if any(quad.graph_name != INFERRED for quad in standing):
            self._described.add(thing)
            return True
        return False

    def _stands(self, quad: ox.Quad) -> bool:
        triple = quad.triple
        if triple in self._standing:
            return True
        if any(one.says(quad) for end in _ends(quad) if (one := self._by_thing.get(end))):
            return True
        found = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
        if any(one not in self._removed for one in found):
            self._standing.add(triple)
            return True
        return False

    def lay(self) -> None:
        """Lay all that was gathered into the store.

        The moments of reading come last, in one transaction with what is taken away. A document without one
        counts as not laid, so that what a kill leaves is found.
        """
        if not self._documents:
            return
        shared = nquads_of([*self._followed, *(quad for one in self._outlines.values() for quad in one)])
        whole = b"".join([*(part for one in self._documents for part in (one.own, one.inferred)), shared])
        self._store.bulk_load(whole, format=ox.RdfFormat.N_QUADS)
        moments = parse_nquads(b"".join(one.moment for one in self._documents))
        self._store.update(update_of(self._removed, moments))
        self._begin()
        if len(self._standing) > _REMEMBERED:
            self.forget()


class _Gathered:
    """One document, not yet laid."""

    def __init__(self, graph: str, own: bytes, inferred: bytes, moment: bytes) -> None:
        self.own, self.inferred, self.moment = own, inferred, moment
        self._graphs = (ox.NamedNode(graph), INFERRED)

    def says(self, quad: ox.Quad) -> bool:
        """Say whether its graph says what a quad says, or it follows from it alone."""
        stem = f"{quad.subject} {quad.predicate} {quad.object}"
        return any(f"{stem} {graph} .".encode() in self._lines for graph in self._graphs)

    @cached_property
    def _lines(self) -> set[bytes]:
        return {*self.own.splitlines(), *self.inferred.splitlines()}


def _ends(quad: ox.Quad) -> tuple[object, object]:
    return quad.subject, quad.object
