"""Describe the endpoint to programs (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.syntax.serialise import serialise
from kg.model import Term, Triples
from kg.namespaces import RDF
from kg.terms import integer

if TYPE_CHECKING:
    from kg.web.site import Site

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "N-Quads", "TriG",
)  # fmt: skip
_COUNT = (
    "SELECT ?graph (COUNT(*) AS ?size) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
)


def service_description(site: Site, endpoint: str) -> Triples:
    """Return the description of the endpoint at an address, with every named graph and its size."""
    service, dataset = Term("iri", endpoint), Term("iri", endpoint + "#dataset")
    whole = Term("iri", endpoint + "#default-graph")
    found = [
        (service, _a(), _iri(_SD, "Service")),
        (service, _iri(_SD, "endpoint"), service),
        (service, _iri(_SD, "supportedLanguage"), _iri(_SD, "SPARQL11Query")),
        (service, _iri(_SD, "feature"), _iri(_SD, "UnionDefaultGraph")),
        (service, _iri(_SD, "defaultDataset"), dataset),
        *((service, _iri(_SD, "resultFormat"), _iri(_FORMATS, name)) for name in _WRITTEN),
        (dataset, _a(), _iri(_SD, "Dataset")),
        (dataset, _iri(_SD, "defaultGraph"), whole),
        (whole, _a(), _iri(_SD, "Graph")),
        (whole, _iri(_VOID, "triples"), integer(len(site.engine.ox))),
    ]
    for place, (name, size) in enumerate(site.engine.select(_COUNT).rows, start=1):
        if name and size:
            found += _named_graph(dataset, endpoint, place, name, size)
    return Triples(tuple(sorted(found)))


def write_description(site: Site, endpoint: str, format: str) -> str:  # noqa: A002 - as in serialise
    """Return the description in one of the graph formats."""
    return serialise(service_description(site, endpoint), format)


def _named_graph(
    dataset: Term, endpoint: str, place: int, name: Term, size: Term
) -> list[tuple[Term, Term, Term]]:
    entry, graph = Term("iri", f"{endpoint}#named-{place}"), Term("iri", f"{endpoint}#graph-{place}")
    return [
        (dataset, _iri(_SD, "namedGraph"), entry),
        (entry, _a(), _iri(_SD, "NamedGraph")),
        (entry, _iri(_SD, "name"), name),
        (entry, _iri(_SD, "graph"), graph),
        (graph, _a(), _iri(_SD, "Graph")),
        (graph, _iri(_VOID, "triples"), size),
    ]


def _a() -> Term:
    return Term("iri", RDF + "type")


def _iri(namespace: str, name: str) -> Term:
    return Term("iri", namespace + name)
