"""What the endpoint can answer as: media types of rows, booleans and graphs, and their short names."""

from __future__ import annotations

from dataclasses import dataclass

from kg.web.endpoint.refusals import Refused
from kg.web.negotiation import choose_media

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, LD_JSON = "text/turtle", "application/ld+json"
RDF_XML, N_TRIPLES, N_QUADS, TRIG = (
    "application/rdf+xml", "application/n-triples", "application/n-quads", "application/trig",
)  # fmt: skip
TABULAR = (JSON, XML, CSV, TSV)
BOOLEAN = (JSON, XML)
GRAPH = (TURTLE, N_TRIPLES, LD_JSON, RDF_XML, N_QUADS, TRIG)
_ALSO = {
    "application/json": JSON, "application/xml": XML, "text/xml": XML, "text/plain": CSV,
}  # fmt: skip
_ALSO_GRAPH = {
    "application/json": LD_JSON,
    "application/xml": RDF_XML,
    "text/xml": RDF_XML,
    "text/plain": N_TRIPLES,
}
_SHORT = {
    "json": (JSON, LD_JSON), "xml": (XML, RDF_XML), "csv": (CSV, TURTLE), "tsv": (TSV, TURTLE),
    "ttl": (JSON, TURTLE), "turtle": (JSON, TURTLE), "nt": (JSON, N_TRIPLES), "nq": (JSON, N_QUADS),
    "trig": (JSON, TRIG), "jsonld": (JSON, LD_JSON), "rdf": (XML, RDF_XML),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What each kind of answer is written as; None where the client takes nothing that fits."""

    tabular: str | None
    boolean: str | None
    graph: str | None


def wanted_formats(accept: str | None, named: str | None) -> Wanted:
    """Return what to answer as, by the name in the address, else by what the client accepts.

    Raises:
        Refused: where the name is none.
    """
    if named:
        return _by_name(named)
    rows = _chosen(accept, TABULAR, _ALSO)
    booleans = _chosen(accept, BOOLEAN, {kind: form for kind, form in _ALSO.items() if form in BOOLEAN})
    return Wanted(rows, booleans or (JSON if rows else None), _chosen(accept, GRAPH, _ALSO_GRAPH))


def _by_name(named: str) -> Wanted:
    tabular: str | None
    graph: str | None
    if named in _SHORT:
        tabular, graph = _SHORT[named]
        return Wanted(tabular, tabular if tabular in BOOLEAN else JSON, graph)
    tabular = named if named in TABULAR else _ALSO.get(named)
    graph = named if named in GRAPH else _ALSO_GRAPH.get(named)
    if not (tabular or graph):
        raise Refused(406, f"no answer can be written as {named[:80]!r}")
    return Wanted(tabular, tabular if tabular in BOOLEAN else JSON if tabular else None, graph)


def _chosen(accept: str | None, forms: tuple[str, ...], also: dict[str, str]) -> str | None:
    found = choose_media(accept, (*forms, *also))
    return also.get(found, found) if found else None
