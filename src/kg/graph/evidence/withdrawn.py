"""Keep and read the traces of statements that the graph once made and makes no more.

Curators write them into the data (`data/corrections.ttl`). What an ingested document no longer says after it
was read again is traced here, in the graph `withdrawn`, which `kg build` carries over. Who wrote or mended
a statement is never named.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.documents.quads import TEXT_END, TEXT_START
from kg.graph.stores.binding import bind
from kg.graph.syntax.writing import Pen
from kg.identifiers import fragment_path, graph_iri
from kg.model import Term
from kg.namespaces import CP, ID, PROV, sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from kg.graph.stores.engine import Engine
    from kg.graph.stores.store import OxTerm

WITHDRAWN_GRAPH = graph_iri("withdrawn")
WITHDRAWN = ox.NamedNode(WITHDRAWN_GRAPH)

_VALUE = ox.NamedNode(CP + "withdrawnValue")
_REPLACING = ox.NamedNode(CP + "replacingValue")
_SOURCES = ID + "source/"
_UNTRACED = {TEXT_START, TEXT_END, PROV + "wasDerivedFrom", CP + "unresolved"}
"""Where words stand, and what is left open: no statements about the world."""
_FOUND = """SELECT ?trace ?thing ?property ?value ?until ?since ?reason ?source ?label ?new WHERE {
  VALUES ?thing { UNDEF } VALUES ?property { UNDEF } VALUES ?value { UNDEF }
  ?trace cp:withdrawnOf ?thing ; cp:withdrawnProperty ?property ; cp:withdrawnValue ?value .
  OPTIONAL { ?trace prov:invalidatedAtTime ?until }
  OPTIONAL { ?trace prov:generatedAtTime ?since }
  OPTIONAL { ?trace cp:reason ?reason }
  OPTIONAL { ?trace prov:wasDerivedFrom ?source OPTIONAL { ?source rdfs:label ?label } }
  OPTIONAL { ?trace cp:replacingValue ?new }
} ORDER BY ?until ?trace ?new"""


@dataclass(frozen=True)
class Withdrawn:
    """A statement that was withdrawn: what was said, until when, why, and what is said instead."""

    iri: str
    thing: str
    property: str
    value: Term
    until: str
    since: str
    reason: str
    source: str
    """What shows that it had to be withdrawn."""
    source_label: str
    replacing: tuple[Term, ...]
    """Empty where nothing took its place."""


@dataclass(frozen=True)
class Reading:
    """One reading of a document, as its graph tells."""

    source: str
    sha256: str
    activity: str
    tool: str
    ended: str

    @classmethod
    def of(cls, graph: str, quads: Iterable[ox.Quad]) -> Reading:
        """Return the reading that the quads of a document's graph stem from."""
        said = {(_name(quad.subject), quad.predicate.value): _name(quad.object) for quad in quads}
        source = said.get((graph, PROV + "wasDerivedFrom"), "")
        activity = said.get((graph, PROV + "wasGeneratedBy"), "")
        return cls(
            source,
            said.get((source, CP + "sha256"), ""),
            activity,
            said.get((activity, CP + "toolVersion"), ""),
            said.get((activity, PROV + "endedAtTime"), ""),
        )


def find_withdrawn(
    engine: Engine, thing: str, relation: str | None = None, value: Term | None = None
) -> list[Withdrawn]:
    """Return the traces of statements about a thing, by a property, with a value; the earliest first."""
    terms = {
        "thing": [Term("iri", thing)],
        "property": [Term("iri", relation)] if relation else [],
        "value": [value] if value else [],
    }
    found: dict[str, Withdrawn] = {}
    for row in engine.select(sparql_prologue() + bind(_FOUND, terms)).rows:
        trace, about, prop, old, *texts, new = row
        if trace and about and prop and old:
            before = found[trace.value].replacing if trace.value in found else ()
            replacing = (*before, new) if new and new not in before else before
            until, since, reason, source, label = (cell.value if cell else "" for cell in texts)
            found[trace.value] = Withdrawn(
                trace.value, about.value, prop.value, old, until, since, reason, source, label, replacing
            )
    return list(found.values())


def traces_of(
    graph: str,
    old: Collection[ox.Quad],
    new: Collection[ox.Quad],
    *,
    stands: Callable[[ox.Quad], bool],
    is_taken: Callable[[ox.NamedNode], bool],
) -> list[ox.Quad]:
    """Return the traces of what a document's graph said and says no more, as quads of the graph `withdrawn`.

    `stands` says whether a statement is made elsewhere, `is_taken` whether an IRI names a trace already.
    """
    gone = [quad for quad in set(old).difference(new) if _is_traced(quad) and not stands(quad)]
    if not gone:
        return []
    before, after = Reading.of(graph, old), Reading.of(graph, new)
    pen = Pen(WITHDRAWN_GRAPH)
    instead = _instead(old, new)
    numbers: dict[str, int] = defaultdict(int)
    for quad in sorted(gone, key=str):
        trace = _free_path(quad, numbers, is_taken)
        _write_trace(pen, trace, quad, before, after)
        for value in instead.get((quad.subject, quad.predicate), ()):
            pen.quads.append(ox.Quad(_node(trace), _REPLACING, value, WITHDRAWN))
    if before.source != after.source:
        pen.link(after.source, PROV + "wasRevisionOf", before.source)
        pen.quads += _moved(quad for quad in old if _name(quad.subject) == before.source)
    return pen.quads


def _is_traced(quad: ox.Quad) -> bool:
    subject = _name(quad.subject)
    is_thing = subject.startswith(ID) and not subject.startswith(_SOURCES)
    return is_thing and quad.predicate.value not in _UNTRACED


def _instead(old: Collection[ox.Quad], new: Collection[ox.Quad]) -> dict[tuple[object, object], list[OxTerm]]:
    """Return by thing and property the values that only the new reading has."""
    found: dict[tuple[object, object], list[OxTerm]] = defaultdict(list)
    for quad in sorted(set(new).difference(old), key=str):
        found[quad.subject, quad.predicate].append(quad.object)
    return found


def _free_path(quad: ox.Quad, numbers: dict[str, int], is_taken: Callable[[ox.NamedNode], bool]) -> str:
    """Return the path of the next trace of a thing, fragments counted with the whole."""
    whole = _name(quad.subject).removeprefix(ID).partition("#")[0]
    while True:
        numbers[whole] += 1
        path = fragment_path(whole, "withdrawn", numbers[whole])
        if not is_taken(_node(path)):
            return path


def _write_trace(pen: Pen, trace: str, quad: ox.Quad, before: Reading, after: Reading) -> None:
    pen.type(trace, "WithdrawnStatement")
    pen.link(trace, CP + "withdrawnOf", _name(quad.subject))
    pen.link(trace, CP + "withdrawnProperty", quad.predicate.value)
    pen.quads.append(ox.Quad(_node(trace), _VALUE, quad.object, WITHDRAWN))
    pen.english(trace, CP + "reason", _reason(before, after))
    pen.link(trace, PROV + "wasDerivedFrom", after.source)
    pen.link(trace, PROV + "wasInvalidatedBy", after.activity)
    pen.moment(trace, PROV + "invalidatedAtTime", after.ended, "dateTime")
    if before.ended <= after.ended:  # a clock may have been set back
        pen.moment(trace, PROV + "generatedAtTime", before.ended, "dateTime")


def _reason(before: Reading, after: Reading) -> str:
    if before.sha256 != after.sha256:
        return "The document was read again, from another file, which does not say so."
    if before.tool != after.tool:
        return f"The same file was read again by {after.tool}, whose rules no longer find it there."
    return "The same file was read again with what the graph knows by now, and it was no longer found there."


def _moved(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    return (ox.Quad(quad.subject, quad.predicate, quad.object, WITHDRAWN) for quad in quads)


def _node(path: str) -> ox.NamedNode:
    return ox.NamedNode(ID + path)


def _name(term: object) -> str:
    return str(getattr(term, "value", ""))
