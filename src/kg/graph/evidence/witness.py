"""Say who vouches for a statement: the named graphs that hold it, their files, the sources and the places.

A curated statement leads to the attestation of its very property where there is one, or else to the sources
that its thing names; an extracted one to the characters of the document; an inferred one to the axioms, which
`kg.graph.infer.explain` tells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kg.graph.documents.quads import DOCUMENT_GRAPHS
from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH
from kg.graph.stores.binding import bind
from kg.identifiers import graph_iri, graph_name
from kg.model import Term
from kg.namespaces import sparql_prologue

if TYPE_CHECKING:
    from kg.graph.stores.engine import Engine
    from kg.model import Rows

Method = Literal["curated", "extracted", "inferred", "declared", "described"]
"""By hand from sources; by rules from a document; by axioms; in the ontology; by the software."""

_HOLDERS = """SELECT DISTINCT ?value ?graph WHERE {
  VALUES ?subject { UNDEF } VALUES ?predicate { UNDEF } VALUES ?value { UNDEF }
  GRAPH ?graph { ?subject ?predicate ?value }
} ORDER BY ?graph ?value"""
_ORIGIN = """SELECT ?label ?sourceFile ?sha256 ?tool ?ended WHERE {
  VALUES ?graph { UNDEF }
  ?graph prov:wasDerivedFrom ?file .
  OPTIONAL { ?file rdfs:label ?label }
  OPTIONAL { ?file cp:sourceFile ?sourceFile }
  OPTIONAL { ?file cp:sha256 ?sha256 }
  OPTIONAL {
    ?graph prov:wasGeneratedBy ?activity .
    OPTIONAL { ?activity cp:toolVersion ?tool }
    OPTIONAL { ?activity prov:endedAtTime ?ended }
  }
} ORDER BY ?label"""
_FILE_OF_SOURCE = """
  OPTIONAL { ?source rdfs:label ?label }
  # a paragraph or footnote was itself read in a file
  OPTIONAL { ?source prov:wasDerivedFrom ?read }
  BIND(COALESCE(?read, ?source) AS ?file)
  OPTIONAL { ?file dcterms:source ?address }
  OPTIONAL { ?file cp:sha256 ?sha256 }
} ORDER BY ?label ?place ?address"""
_ATTESTED = (
    """SELECT DISTINCT ?source ?label ?address ?sha256 ?place ?verification WHERE {
  VALUES ?thing { UNDEF } VALUES ?predicate { UNDEF }
  ?attestation cp:attestedThing ?thing ; cp:attestedProperty ?predicate ; prov:wasDerivedFrom ?source .
  OPTIONAL { ?attestation cp:place ?place }
  OPTIONAL { ?attestation cp:verification/rdfs:label ?verification }
"""
    + _FILE_OF_SOURCE
)
_NAMED = (
    """SELECT DISTINCT ?source ?label ?address ?sha256 ?place ?verification WHERE {
  VALUES ?thing { UNDEF }
  ?thing prov:wasDerivedFrom ?source .
  OPTIONAL { ?thing cp:place ?place }
"""
    + _FILE_OF_SOURCE
)
_ABOVE = """SELECT ?above WHERE {
  VALUES ?thing { UNDEF }
  ?thing cp:provisionOf|cp:noteOf ?above .
} LIMIT 1"""
_SPAN = """SELECT ?start ?end WHERE {
  VALUES ?thing { UNDEF }
  ?thing cp:textStart ?start ; cp:textEnd ?end .
} LIMIT 1"""


@dataclass(frozen=True)
class Source:
    """A source that shows a fact, as far as the graph tells."""

    iri: str
    label: str
    address: str
    """Where the source is published, or the file that the paragraph or footnote was read in."""
    sha256: str
    """Digest of that file."""
    place: str
    verification: str
    """Empty where the fact was read in the source."""


@dataclass(frozen=True)
class Witness:
    """One named graph that holds a statement, and what stands behind it."""

    value: Term
    """The object of the statement."""
    graph: str
    """Name of the graph: `curated/bodies`, `document/A/RES/74/174`."""
    method: Method
    file: str = ""
    """The file that the graph was made from."""
    sha256: str = ""
    tool: str = ""
    ended: str = ""
    """When the tool had done, where it matters: documents."""
    sources: tuple[Source, ...] = ()
    span: tuple[int, int] | None = None
    """Where the provision stands in the decoded document: characters from and to."""
    provision: str = ""
    """IRI of the provision that `span` is of."""


def find_witnesses(engine: Engine, subject: str, predicate: str, value: Term | None) -> list[Witness]:
    """Return who vouches for the statements with this subject, predicate and, where given, object."""
    terms = {"subject": [Term("iri", subject)], "predicate": [Term("iri", predicate)]}
    holders = _ask(engine, _HOLDERS, terms | {"value": [] if value is None else [value]})
    return [
        _witness(engine, subject, predicate, value=row[0], graph=row[1].value)
        for row in holders.rows
        if row[0] and row[1]
    ]


def _witness(engine: Engine, subject: str, predicate: str, *, value: Term, graph: str) -> Witness:
    method = method_of(graph)
    origins = _ask(engine, _ORIGIN, {"graph": [Term("iri", graph)]})
    label, file, sha256, tool, ended = _cells(origins, 5)
    about = Witness(value, graph_name(graph), method, file or label, sha256, tool, ended)
    if len(origins.rows) > 1:  # a graph of several files; which of them says it, only the files show
        about = replace(about, file="", sha256="")
    if method == "curated":
        return replace(about, sources=_sources(engine, subject, predicate))
    if method == "extracted":
        provision, span = _span(engine, subject)
        return replace(about, span=span, provision=provision)
    return about


def method_of(graph: str) -> Method:
    """Return how the statements of a named graph came about."""
    if graph.startswith(graph_iri("curated/")):
        return "curated"
    if graph.startswith(DOCUMENT_GRAPHS):
        return "extracted"
    return {INFERRED_GRAPH: "inferred", ONTOLOGY_GRAPH: "declared"}.get(graph, "described")  # type: ignore[return-value]


def _sources(engine: Engine, subject: str, predicate: str) -> tuple[Source, ...]:
    """Return the sources of a property, or else of the thing, of what it is part of, of its instrument."""
    for thing in _owners(engine, subject):
        terms = {"thing": [Term("iri", thing)], "predicate": [Term("iri", predicate)]}
        if found := _read_sources(_ask(engine, _ATTESTED, terms)):
            return found
        if found := _read_sources(_ask(engine, _NAMED, {"thing": [Term("iri", thing)]})):
            return found
    return ()


def _owners(engine: Engine, subject: str) -> list[str]:
    """Return a thing, the thing that its fragment belongs to, and so on up to the instrument."""
    owners = [subject]
    if "#" in subject:
        owners.append(subject.partition("#")[0])
    (above,) = _cells(_ask(engine, _ABOVE, {"thing": [Term("iri", owners[-1])]}), 1)
    return [*owners, above] if above else owners


def _span(engine: Engine, subject: str) -> tuple[str, tuple[int, int] | None]:
    thing = subject.partition("#")[0]
    start, end = _cells(_ask(engine, _SPAN, {"thing": [Term("iri", thing)]}), 2)
    return (thing, (int(start), int(end))) if start and end else ("", None)


def _read_sources(rows: Rows) -> tuple[Source, ...]:
    """Return the sources in rows, each with one of its addresses."""
    found: dict[tuple[str, str], Source] = {}
    for row in rows.rows:
        source = Source(*(cell.value if cell else "" for cell in row))
        found.setdefault((source.iri, source.place), source)
    return tuple(found.values())


def _ask(engine: Engine, sparql: str, terms: dict[str, list[Term]]) -> Rows:
    return engine.select(sparql_prologue() + bind(sparql, terms))


def _cells(rows: Rows, number: int) -> tuple[str, ...]:
    return tuple(cell.value if cell else "" for cell in rows.rows[0]) if rows.rows else ("",) * number
