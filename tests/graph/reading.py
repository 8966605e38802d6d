"""Read Turtle into quads, as the tests of reasoning need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.sources.curated import ONTOLOGY_GRAPH, read_source
from kg.identifiers import graph_iri
from kg.namespaces import ID, PREFIXES
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DATA_GRAPH = graph_iri("curated/case")
_PREFIX_LINES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def read_text(text: str, graph: str = DATA_GRAPH) -> list[ox.Quad]:
    """Return the quads of Turtle that uses the project's prefixes and paths under `id/`."""
    parsed = ox.parse(_PREFIX_LINES + text, format=ox.RdfFormat.TURTLE, base_iri=ID, rename_blank_nodes=True)
    return [ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)) for quad in parsed]


def read_file(path: Path, graph: str = DATA_GRAPH) -> list[ox.Quad]:
    """Return the quads of a Turtle file."""
    return read_text(path.read_text(encoding="utf-8"), graph)


def read_ontology() -> list[ox.Quad]:
    """Return the quads of the ontology's modules, without the vocabularies."""
    files = [read_source(path, ROOT) for path in sorted((ROOT / "ontology").glob("*.ttl"))]
    return [quad for file in files for quad in file.quads if quad.graph_name == ox.NamedNode(ONTOLOGY_GRAPH)]
