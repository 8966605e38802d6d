"""Read the snapshot thing by thing, for pages: no query is parsed, and what was read once is kept.

A page of a treaty shows some hundred provisions with their acts and themes. Put together of triples that
takes milliseconds; as SPARQL it would be a dozen queries of which each starts anew.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.lookup.bridge import read_identifiers
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.graph.stores.store import LocalStore, term_of
from kg.namespaces import RDF, RDFS, SKOS, compact, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model import Term
    from kg.schemes import Identifier

_KEPT = 30_000
"""Things whose statements are kept, some 8 kB each; the curated graph has fewer than half as many."""
LONGEST_NAME = 1_000
"""Characters of the longest name that is looked for: strangers could fill the memory with others."""
_LABELS = (RDFS + "label", SKOS + "prefLabel")

About = dict[str, tuple["Term", ...]]
"""Values by property, of one thing."""


class Lookup:
    """What the graph says, by subject or object; properties are written as `cp:hasAct`."""

    def __init__(self, store: ox.Store, *, kept: int = _KEPT) -> None:
        self._store = store
        self._only: frozenset[str] = frozenset()
        self.about: Callable[[str], About] = lru_cache(kept)(self._read)
        """Return all that is said of a thing, stated or inferred."""
        self.stated: Callable[[str], About] = lru_cache(kept)(self._read_stated)
        """Return what is said of a thing and not only inferred."""
        self.label: Callable[[str], str] = lru_cache(kept)(self._label)
        """Return what a thing is called, its short id where it has no name."""
        self.count: Callable[[str], int] = lru_cache(kept)(self._count)
        """Return how many things are of a class."""
        self.targets: Callable[[str], frozenset[str]] = lru_cache(kept)(self._find_targets)
        """Return the things that are values of a property, stated or inferred."""
        self.identifiers: Callable[[str], list[Identifier]] = lru_cache(kept)(self._identifiers)
        """Return every identifier of a thing."""
        self._subjects: Callable[[str, str], tuple[str, ...]] = lru_cache(kept)(self._find)

    def skimming(self, properties: Iterable[str], *, kept: int) -> Lookup:
        """Return another reader of the same graph that reads these properties alone, in half the time.

        It is for who walks through everything once. Asked for other properties it raises KeyError.
        """
        other = Lookup(self._store, kept=kept)
        other._only = frozenset(map(_full, properties))
        return other

    def knows(self, thing: str) -> bool:
        """Return whether anything is said of a thing."""
        return len(thing) <= LONGEST_NAME and bool(self.about(thing))

    def terms(self, thing: str, *properties: str) -> list[Term]:
        """Return the values of properties of a thing, in their order."""
        about = self.about(thing)
        names = [_full(name) for name in properties]
        if self._only and not self._only.issuperset(names):
            raise KeyError(f"{properties} are not read here")
        return [term for name in names for term in about.get(name, ())]

    def links(self, thing: str, *properties: str) -> list[str]:
        """Return the IRIs that properties of a thing lead to, each once."""
        return list(dict.fromkeys(t.value for t in self.terms(thing, *properties) if t.kind == "iri"))

    def texts(self, thing: str, *properties: str) -> list[str]:
        """Return the literals of properties of a thing, each once."""
        return list(dict.fromkeys(t.value for t in self.terms(thing, *properties) if t.kind == "literal"))

    def text(self, thing: str, *properties: str) -> str:
        """Return the first literal of properties of a thing; `` where there is none."""
        return next(iter(self.texts(thing, *properties)), "")

    def number(self, thing: str, name: str) -> int:
        """Return a whole number that is said of a thing; 0 where there is none."""
        text = self.text(thing, name)
        return int(text) if text.lstrip("-").isdecimal() else 0

    def subjects(self, name: str, value: str) -> list[str]:
        """Return the things of which a property has an IRI as its value, sorted."""
        return list(self._subjects(_full(name), value))

    def pointing(self, value: str) -> list[tuple[str, str]]:
        """Return subject and property of every stated triple that has a thing as its object."""
        node = _node(value)
        if node is None:
            return []
        quads = self._store.quads_for_pattern(None, None, node, None)
        return sorted(
            (q.subject.value, q.predicate.value)
            for q in quads
            if isinstance(q.subject, ox.NamedNode) and q.graph_name != _INFERRED
        )

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Return subject and value of every statement with a property that is not only inferred, as IRIs."""
        quads = self._store.quads_for_pattern(None, _node(_full(name)), None, None)
        return [
            (q.subject.value, q.object.value)
            for q in quads
            if isinstance(q.subject, ox.NamedNode)
            and isinstance(q.object, ox.NamedNode)
            and q.graph_name != _INFERRED
        ]

    def graphs(self, thing: str) -> list[str]:
        """Return the named graphs that say something of a thing."""
        node = _node(thing)
        quads = self._store.quads_for_pattern(node, None, None, None) if node else ()
        return sorted({q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)})

    def types(self, thing: str) -> frozenset[str]:
        """Return the classes of a thing, in short: `cp:Treaty`."""
        return frozenset(compact(iri) for iri in self.links(thing, "rdf:type"))

    def instances(self, name: str) -> list[str]:
        """Return the things of a class, sorted by IRI."""
        return self.subjects("rdf:type", _full(name))

    def closure(self, things: Iterable[str], *properties: str) -> list[str]:
        """Return things and all that properties lead to from them, the nearest first."""
        found = dict.fromkeys(things)
        queue = list(found)
        while queue:
            new = [n for thing in queue for n in self.links(thing, *properties) if n not in found]
            queue = list(dict.fromkeys(new))
            found.update(dict.fromkeys(queue))
        return list(found)

    def _read(self, thing: str) -> About:
        if self._only:
            return _by_property(q for q in self._quads(thing) if q.predicate.value in self._only)
        return _by_property(self._quads(thing))

    def _read_stated(self, thing: str) -> About:
        return _by_property(quad for quad in self._quads(thing) if quad.graph_name != _INFERRED)

    def _quads(self, thing: str) -> Iterable[ox.Quad]:
        node = _node(thing)
        return self._store.quads_for_pattern(node, None, None, None) if node else ()

    def _count(self, name: str) -> int:
        quads = self._store.quads_for_pattern(None, _node(RDF + "type"), _node(_full(name)), None)
        return sum(1 for _ in quads)

    def _find(self, name: str, value: str) -> tuple[str, ...]:
        node = _node(value)
        quads = self._store.quads_for_pattern(None, _node(name), node, None) if node else ()
        return tuple(sorted({q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}))

    def _find_targets(self, name: str) -> frozenset[str]:
        quads = self._store.quads_for_pattern(None, _node(_full(name)), None, None)
        return frozenset(q.object.value for q in quads if isinstance(q.object, ox.NamedNode))

    def _identifiers(self, thing: str) -> list[Identifier]:
        return read_identifiers(LocalStore(self._store), [thing])

    def _label(self, thing: str) -> str:
        about = self.about(thing)
        names = [term for name in _LABELS for term in about.get(name, ()) if term.kind == "literal"]
        english = [term for term in names if term.language in {"", "en"}]
        return next((term.value for term in (*english, *names)), compact(thing))


_INFERRED = ox.NamedNode(INFERRED_GRAPH)


@lru_cache(4096)
def _full(name: str) -> str:
    return expand(name)


@lru_cache(4096)
def _node(iri: str) -> ox.NamedNode | None:
    """Return the node of an IRI, None where it is none."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _by_property(quads: Iterable[ox.Quad]) -> About:
    """Return the values of each property, sorted; what several graphs say comes once."""
    found: dict[str, list[Term]] = {}
    for quad in quads:
        found.setdefault(quad.predicate.value, []).append(term_of(quad.object))
    return {
        name: tuple(terms) if len(terms) == 1 else tuple(sorted(set(terms))) for name, terms in found.items()
    }
