"""Say in a loaded graph's own graph of provenance what file it comes from, and when it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from kg import __version__
from kg.graph.stores.external import PROVENANCE, external_graph
from kg.graph.syntax.writing import Pen
from kg.namespaces import BASE, CP, OWL, PROV, RDF, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.stores.external import Loaded

_DCTERMS = "http://purl.org/dc/terms/"
_TRIPLES = "http://rdfs.org/ns/void#triples"
_WHOLES = (SKOS + "ConceptScheme", OWL + "Ontology", "http://rdfs.org/ns/void#Dataset")
"""Classes of what stands for a source as a whole."""
_EDITIONS = (OWL + "versionInfo", _DCTERMS + "hasVersion", _DCTERMS + "modified", _DCTERMS + "issued")
_LICENCES = (_DCTERMS + "license", _DCTERMS + "rights")


def provenance_quads(loaded: Loaded, title: str) -> list[ox.Quad]:
    """Return where a loaded graph comes from, in the manner of the graph `provenance`."""
    graph = external_graph(loaded.name)
    pen = Pen(graph + PROVENANCE)
    source, activity = f"{BASE}file/{quote(loaded.file)}", f"{BASE}activity/loaded/{loaded.name}"
    pen.label(graph, title)
    pen.number(graph, _TRIPLES, loaded.statements)
    pen.link(graph, PROV + "wasDerivedFrom", source)
    pen.link(graph, PROV + "wasGeneratedBy", activity)
    pen.link(source, RDF + "type", PROV + "Entity")
    pen.label(source, loaded.file)
    pen.text(source, CP + "sha256", loaded.sha256)
    pen.text(source, _DCTERMS + "hasVersion", loaded.edition)
    is_address = loaded.licence.startswith(("http://", "https://"))
    if is_address:
        pen.link(source, _LICENCES[0], loaded.licence)
    else:
        pen.text(source, _LICENCES[1], loaded.licence)
    pen.link(activity, RDF + "type", PROV + "Activity")
    pen.label(activity, "loaded as its publisher has it")
    pen.text(activity, CP + "toolVersion", f"cpkg {__version__}")
    pen.moment(activity, PROV + "endedAtTime", loaded.loaded_at, "dateTime")
    return pen.quads


def stated_edition(store: ox.Store) -> str:
    """Return the version or date that a graph states of itself as a whole, where it states one only."""
    return _stated(store, _EDITIONS)


def stated_licence(store: ox.Store) -> str:
    """Return the licence that a graph states of itself as a whole, where it states one only."""
    return _stated(store, _LICENCES)


def _stated(store: ox.Store, predicates: tuple[str, ...]) -> str:
    for predicate in predicates:
        found = set(_said_of_wholes(store, predicate))
        if len(found) == 1:
            return found.pop()
    return ""


def _said_of_wholes(store: ox.Store, predicate: str) -> Iterator[str]:
    kinds = [ox.NamedNode(kind) for kind in _WHOLES]
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
        typed = (store.quads_for_pattern(quad.subject, ox.NamedNode(RDF + "type"), kind) for kind in kinds)
        if any(next(iter(one), None) for one in typed):
            yield str(getattr(quad.object, "value", ""))
