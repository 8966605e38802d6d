"""Say where each named graph comes from: its file, the file's digest, the method and the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import __version__
from kg.graph.sources.curated import INFERRED_GRAPH, PROVENANCE_GRAPH
from kg.namespaces import BASE, CP, PROV, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.sources.curated import SourceFile

_GRAPH = ox.NamedNode(PROVENANCE_GRAPH)
_TYPE = ox.NamedNode(RDF + "type")
_LABEL = ox.NamedNode(RDFS + "label")
_DERIVED = ox.NamedNode(PROV + "wasDerivedFrom")
_GENERATED_BY = ox.NamedNode(PROV + "wasGeneratedBy")
_METHODS = {
    "curated": "written by hand from the sources that each thing names",
    "inferred": "entailed by the ontology's axioms from the other graphs",
}


def describe_graphs(files: list[SourceFile]) -> list[ox.Quad]:
    """Return the provenance of the ontology, curated and inferred graphs as quads of their own graph."""
    quads: list[ox.Quad] = []
    for method, words in _METHODS.items():
        activity = _activity(method)
        quads += [
            _quad(activity, _TYPE, ox.NamedNode(PROV + "Activity")),
            _quad(activity, _LABEL, ox.Literal(words, language="en")),
            _quad(activity, ox.NamedNode(CP + "toolVersion"), ox.Literal(f"cpkg {__version__}")),
        ]
    for file in files:
        quads += _describe_file(file)
    inferred = ox.NamedNode(INFERRED_GRAPH)
    quads.append(_quad(inferred, _GENERATED_BY, _activity("inferred")))
    for graph in sorted({file.graph for file in files}):
        quads.append(_quad(inferred, _DERIVED, ox.NamedNode(graph)))
        quads.append(_quad(ox.NamedNode(graph), _GENERATED_BY, _activity("curated")))
    return quads


def _describe_file(file: SourceFile) -> Iterator[ox.Quad]:
    entity = ox.NamedNode(f"{BASE}file/{file.path}")
    yield _quad(entity, _TYPE, ox.NamedNode(PROV + "Entity"))
    yield _quad(entity, _LABEL, ox.Literal(file.path, language="en"))
    yield _quad(entity, ox.NamedNode(CP + "sha256"), ox.Literal(file.sha256))
    yield _quad(ox.NamedNode(file.graph), _DERIVED, entity)


def _activity(method: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}activity/{method}/{__version__}")


def _quad(subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, predicate, value, _GRAPH)
