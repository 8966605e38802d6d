"""Read tables out of a store: a row a thing of a class, or a row a link, each cell by its path.

The language of paths is that of `kg.export.tables`, which says what the columns are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.graph.sources.curated import INFERRED_GRAPH
from kg.namespaces import CP, RDF, RDFS, SKOS, compact, expand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_TYPE = ox.NamedNode(RDF + "type")
_LABELS = (ox.NamedNode(RDFS + "label"), ox.NamedNode(SKOS + "prefLabel"))
_INFERRED = ox.NamedNode(INFERRED_GRAPH)
_PROVISION_OF = ox.NamedNode(CP + "provisionOf")
_CACHED = 4096
"""Names kept in mind: act types, strengths and classes come again and again."""

_Node = ox.NamedNode | ox.BlankNode
_Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple


class ColumnLike(Protocol):
    """What is asked of a column."""

    @property
    def path(self) -> str:
        """Return the way from the row's thing to the value."""


class TableLike(Protocol):
    """What is asked of a table."""

    @property
    def of(self) -> str:
        """Return the class of the rows' things, or several with `|` between."""

    @property
    def columns(self) -> Sequence[ColumnLike]:
        """Return the columns."""

    @property
    def links(self) -> Sequence[tuple[str, str]]:
        """Return the properties whose values make the rows, each with the word for it."""


class Tabulator:
    """Reads tables out of one store."""

    def __init__(self, store: ox.Store, whole: Collection[str] | None = None) -> None:
        """Take the IRIs of what is there whole; without them, all is."""
        self._store = store
        self._whole = whole
        self._label = lru_cache(_CACHED)(self._read_label)

    def rows(self, table: TableLike) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a table as texts, sorted by the id of their things; empty for no value."""
        paths = [column.path for column in table.columns]
        for thing in self._things(table):
            if not table.links:
                yield tuple(self._cell(thing, path) for path in paths)
                continue
            for name, word in table.links:
                values = {_text(one) for one in self._values(thing, ox.NamedNode(expand(name)))}
                for value in sorted(values):
                    known = {"relation": word, "value": value}
                    yield tuple(known.get(path) or self._cell(thing, path) for path in paths)

    def _things(self, table: TableLike) -> list[ox.NamedNode]:
        classes = [ox.NamedNode(expand(name)) for name in table.of.split("|")]
        found = {
            quad.subject.value
            for one in classes
            for quad in self._store.quads_for_pattern(None, _TYPE, one)
            if isinstance(quad.subject, ox.NamedNode)
        }
        return [ox.NamedNode(iri) for iri in sorted(found, key=compact)]

    def _cell(self, thing: ox.NamedNode, path: str) -> str:
        if path == "id":
            return compact(thing.value)
        if path == "iri":
            return thing.value
        if path == "kind":
            return self._kind(thing)
        if path == "complete":
            return "true" if self._whole is None or thing.value in self._whole else "false"
        return self._follow(thing, path.split("/"))

    def _follow(self, thing: ox.NamedNode, steps: Sequence[str]) -> str:
        at: _Term | None = thing
        for step in steps:
            if not isinstance(at, ox.NamedNode):
                return ""
            at = self._step(at, step)
        return _text(at) if at else ""

    def _step(self, thing: ox.NamedNode, step: str) -> _Term | None:
        """Return what one step of a path leads to."""
        if step == "label":
            return ox.Literal(self._label(thing))
        if step in {"instrument", "provision"}:
            instrument = self._first(thing, (_PROVISION_OF,))
            if step == "instrument":
                return instrument or thing
            return thing if instrument else None
        if step.startswith("which of "):
            return self._which(thing, step.removeprefix("which of "))
        return self._first(thing, _properties(step))

    def _which(self, thing: ox.NamedNode, names: str) -> ox.Literal | None:
        """Return the name of the first property that a thing has a value of."""
        has = next((prop for prop in _properties(names) if self._values(thing, prop)), None)
        return ox.Literal(self._label(has)) if has else None

    def _first(self, thing: ox.NamedNode, properties: Sequence[ox.NamedNode]) -> _Term | None:
        """Return the first value, in their order as texts, of the first property that has any."""
        for prop in properties:
            if values := self._values(thing, prop):
                return min(values, key=str)
        return None

    def _values(self, thing: _Node, prop: ox.NamedNode) -> list[_Term]:
        return [quad.object for quad in self._store.quads_for_pattern(thing, prop, None)]

    def _kind(self, thing: ox.NamedNode) -> str:
        """Return the name of the class that a thing is said to be of, not of those above it."""
        said = (q for q in self._store.quads_for_pattern(thing, _TYPE, None) if q.graph_name != _INFERRED)
        names = [q.object.value for q in said if isinstance(q.object, ox.NamedNode)]
        ours = sorted(name for name in names if name.startswith(CP)) or sorted(names)
        return self._label(ox.NamedNode(ours[0])) if ours else ""

    def _read_label(self, thing: ox.NamedNode) -> str:
        found = [_text(value) for prop in _LABELS for value in self._values(thing, prop)]
        return min(found) if found else compact(thing.value)


@lru_cache(_CACHED)
def _properties(names: str) -> tuple[ox.NamedNode, ...]:
    return tuple(ox.NamedNode(expand(name)) for name in names.split("|"))


def _text(term: _Term) -> str:
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", ""))
