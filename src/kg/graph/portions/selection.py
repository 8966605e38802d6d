"""Choose the part of the graph that somebody exports: a thing with what makes it up, or what is said of it.

An instrument or provision comes with its parts: provisions, acts, citations, notes and the like. Of all else
(a theme, a body, a State, an act type) come the provisions, acts and other things that point to it. Whatever
these name is outlined: its classes, its label, and what it is part of. Each list below is of properties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.sources.curated import INFERRED_GRAPH
from kg.graph.stores.binding import bind
from kg.graph.stores.store import ox_of
from kg.model import Term
from kg.namespaces import GRAPH, ID, OWL, compact, expand, sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.graph.stores.engine import Engine

_MEMBERS = ("cp:provisionOf", "cp:subItemOf", "cp:noteOf", "cp:draftIn", "cp:actionOn")
"""From a part to what it belongs to: an export of the whole has all of them."""
OWN = (
    "cp:hasAct", "cp:hasCitation", "cp:hasNote", "cp:hasDeliverable", "cp:hasCorrespondence",
    "cp:hasStatement", "cp:hasHierarchyPeriod", "cp:hasAttestation", "cp:hasReportingDuty",
)  # fmt: skip
"""From a thing to what is said of it apart, and nothing without it."""
OWNERS = (
    "cp:actOf", "cp:citingProvision", "cp:deliverableOf", "cp:correspondenceOf", "cp:subordinate",
    "cp:reportingDutyOf", "cp:attestedThing",
)  # fmt: skip
"""From such a part to its thing, which goes with it where the part was chosen."""
SOURCES = ("prov:wasDerivedFrom",)
_NARROWER = ("skos:narrower",)
NAMED_BY = (
    "rdf:type", "rdfs:label", "skos:prefLabel", "skos:notation", "dcterms:title", "dcterms:source",
    "eli:number", "cp:symbol", "cp:abbreviation", "cp:adoptedOn", "cp:marker", "cp:sessionNumber", "cp:rank",
    "cp:order", "cp:actOrder", "cp:actionKind", "cp:phrase", "cp:citationText", "cp:pinpoint", "cp:basis",
)  # fmt: skip
"""What an outline says besides its links."""
LINKED_BY = (
    "cp:provisionOf", "cp:noteOf", "cp:actOf", "cp:citingProvision", "cp:actType", "cp:category",
    "cp:strength", "cp:deliverableOf", "cp:draftIn", "cp:citedEntity", "cp:actionOn", "cp:actionBy",
    "skos:inScheme",
)  # fmt: skip
"""Links of an outline, to what is outlined in turn: an act's provision, the provision's instrument."""
_WHOLE = ("cp:Instrument", "cp:Provision", "cp:Footnote", "cp:Act", "cp:Citation")
"""Classes of which a thing is exported with its parts, and not with what points to it."""

_BATCH = 300
_ABOUT = "SELECT ?s ?p ?o ?g { VALUES ?s { UNDEF } GRAPH ?g { ?s ?p ?o } }"
_SAID = f"""SELECT ?s ?p ?o ?g {{
  VALUES ?s {{ UNDEF }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p IN ({", ".join((*NAMED_BY, *LINKED_BY))}))
}}"""
_LINKS_TO = "SELECT DISTINCT ?s { VALUES ?p { UNDEF } VALUES ?o { UNDEF } ?s ?p ?o }"
_LINKS_FROM = "SELECT DISTINCT ?o { VALUES ?s { UNDEF } VALUES ?p { UNDEF } ?s ?p ?o FILTER(isIRI(?o)) }"
_POINTERS = f"""SELECT DISTINCT ?s {{
  VALUES ?o {{ UNDEF }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{INFERRED_GRAPH}> && isIRI(?s))
}}"""
_IS_WHOLE = "ASK { VALUES ?o { UNDEF } VALUES ?s { UNDEF } ?s a ?o }"


@dataclass(frozen=True)
class Selection:
    """A part of the graph."""

    whole: frozenset[str]
    """IRIs of the things of which all is there; others are outlined."""
    quads: tuple[ox.Quad, ...]
    """Sorted as their N-Quads are."""

    def asserted(self) -> Selection:
        """Return the selection without what is only inferred."""
        kept = (quad for quad in self.quads if quad.graph_name != ox.NamedNode(INFERRED_GRAPH))
        return Selection(self.whole, tuple(kept))


def select_thing(engine: Engine, iri: str) -> Selection:
    """Return a thing with its parts, or for a theme, actor and the like with what points to it."""
    if engine.ask(sparql_prologue() + bind(_IS_WHOLE, {"s": [_term(iri)], "o": _named(_WHOLE)})):
        return _selection(engine, _with_parts(engine, {iri}))
    roots = _reach(engine, {iri}, forward=_NARROWER)
    pointers = _column(engine, _POINTERS, {"o": roots})
    chosen = _reach(engine, pointers, forward=OWNERS) - roots
    return _selection(engine, _reach(engine, roots | chosen, forward=OWN))


def select_things(engine: Engine, iris: Iterable[str]) -> Selection:
    """Return things, each with what is said of it apart and with its owner: an act with its provision."""
    return _selection(engine, _reach(engine, set(iris), forward=(*OWN, *OWNERS)))


def _with_parts(engine: Engine, roots: set[str]) -> set[str]:
    """Return things with all that belongs to them, over any number of steps."""
    found, new = set(roots), set(roots)
    while new:
        new = (
            _column(engine, _LINKS_TO, {"o": new}, _MEMBERS) | _column(engine, _LINKS_FROM, {"s": new}, OWN)
        ) - found
        found |= new
    return found


def _reach(engine: Engine, roots: set[str], *, forward: Sequence[str]) -> set[str]:
    found, new = set(roots), set(roots)
    while new:
        new = _column(engine, _LINKS_FROM, {"s": new}, forward) - found
        found |= new
    return found


def _selection(engine: Engine, chosen: set[str]) -> Selection:
    whole = chosen | _column(engine, _LINKS_FROM, {"s": chosen}, SOURCES)
    quads = set(_quads(engine, _ABOUT, whole))
    named = {q.object.value for q in quads if isinstance(q.object, ox.NamedNode)}
    quads |= _outlines(engine, named - whole)
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    quads.update(_provenance(engine, graphs))
    return Selection(frozenset(whole), tuple(sorted(quads, key=order_of)))


def order_of(quad: ox.Quad) -> tuple[str, str, str, str]:
    """Return what sorts quads as their lines in N-Quads sort: by subject, predicate, object, graph."""
    return str(quad.subject), str(quad.predicate), str(quad.object), str(quad.graph_name)


def order_in_graph(quad: ox.Quad) -> tuple[str, str, str, str]:
    """Return what sorts quads by graph first, as TriG groups them."""
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def _outlines(engine: Engine, iris: set[str]) -> set[ox.Quad]:
    """Return what tells a reader which thing each is, and the same for what it is part of."""
    links = {expand(name) for name in LINKED_BY}
    quads: set[ox.Quad] = set()
    seen: set[str] = set()
    while iris:
        seen |= iris
        said = set(_quads(engine, _SAID, iris))
        quads |= said
        linked = {
            q.object.value for q in said if q.predicate.value in links and isinstance(q.object, ox.NamedNode)
        }
        classes = {q.object.value for q in said if compact(q.predicate.value) == "rdf:type"}  # type: ignore[union-attr]
        iris = (linked | {one for one in classes if not one.startswith(OWL)}) - seen
    return quads


def _provenance(engine: Engine, graphs: set[str]) -> Iterator[ox.Quad]:
    """Return what the graph says of the named graphs themselves: their files, digests and makers."""
    ours = {name for name in graphs if name.startswith(GRAPH)}
    activities = _column(engine, _LINKS_FROM, {"s": ours}, ("prov:wasGeneratedBy", *SOURCES))
    return _quads(engine, _ABOUT, ours | {one for one in activities if not one.startswith(ID)})


def _column(
    engine: Engine, query: str, values: dict[str, set[str]], properties: Sequence[str] = ()
) -> set[str]:
    """Return the one column of a query, put once for each batch of values."""
    ((name, iris),) = values.items()
    fixed = {"p": _named(properties)} if properties else {}
    found: set[str] = set()
    for batch in _batches(iris):
        rows = engine.select(sparql_prologue() + bind(query, {name: batch, **fixed})).rows
        found |= {row[0].value for row in rows if row[0] and row[0].kind == "iri"}
    return found


def _quads(engine: Engine, query: str, iris: set[str]) -> Iterator[ox.Quad]:
    for batch in _batches(iris):
        for s, p, o, g in engine.select(sparql_prologue() + bind(query, {"s": batch})).rows:
            if s and p and o and g:
                yield ox.Quad(ox_of(s), ox_of(p), ox_of(o), ox_of(g))  # type: ignore[arg-type]  # as RDF has it


def _batches(iris: set[str]) -> Iterator[list[Term]]:
    terms = [_term(iri) for iri in sorted(iris)]
    for start in range(0, len(terms), _BATCH):
        yield terms[start : start + _BATCH]


def _named(names: Iterable[str]) -> list[Term]:
    return [_term(expand(name)) for name in names]


def _term(iri: str) -> Term:
    return Term("iri", iri)
