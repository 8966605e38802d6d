"""Hold a store, or files that are not in it yet, against the shapes and the hygiene rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError, InvalidInputError, UsageError
from kg.graph.documents import DOCUMENT_GRAPHS
from kg.graph.files import find_files
from kg.graph.hygiene import check_hygiene, read_rules
from kg.graph.lint import find_faults
from kg.graph.named import NAMED_GRAPH
from kg.graph.rdflib_graph import rdflib_graph
from kg.graph.schema import Schema
from kg.graph.shapes import check_shapes, read_shapes, shapes_graph, with_types
from kg.graph.shapes_lint import find_shape_faults, find_targets
from kg.graph.sources import (
    INFERRED_GRAPH,
    ONTOLOGY_GRAPH,
    PROVENANCE_GRAPH,
    find_source_paths,
    read_sources,
    read_turtle,
)
from kg.graph.store import memory_store, open_store, ox_of
from kg.identifiers import graph_iri
from kg.namespaces import RDF

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.sources import SourceFile
    from kg.graph.store import LocalStore
    from kg.model import Finding, Term

_ASSERTED = f"""SELECT ?g ?s ?p ?o
WHERE {{
  GRAPH ?g {{ ?s ?p ?o }}
  FILTER(?g NOT IN (<{INFERRED_GRAPH}>, <{PROVENANCE_GRAPH}>, <{NAMED_GRAPH}>))
  FILTER(!STRSTARTS(STR(?g), "{DOCUMENT_GRAPHS}"))
}}"""
"""Documents were held against the shapes as they were ingested, and the rules are for curated data."""


@dataclass(frozen=True)
class Validation:
    """What was checked, and what was found."""

    findings: tuple[Finding, ...]
    statements: int
    shapes: int
    """Number of node shapes with a target."""
    rules: int
    """Number of hygiene rules."""


def validate_store(location: str | None, folder: Path) -> Validation:
    """Check the asserted statements of a store against the shapes and rules of a folder.

    Raises:
        InputError: where there is no store, or it holds no ontology.
        InvalidInputError: with every fault of the shapes and rules.
    """
    rows = open_store(location).select(_ASSERTED)
    return _validate([_quad(*row) for row in rows.rows], folder)


def validate_files(paths: list[Path], root: Path, folder: Path) -> Validation:
    """Check Turtle files, with the sources under `root` as they are on the disk around them.

    Raises:
        InvalidInputError: with every fault of the files, sources, shapes and rules.
    """
    known = {path.resolve() for path in find_source_paths(root)}
    files = [*read_sources(root), *(_read(path) for path in _expand(paths) if path.resolve() not in known)]
    if faults := find_faults(files):
        raise InvalidInputError(faults)
    return _validate([quad for file in files for quad in file.quads], folder)


def _quad(*row: Term | None) -> ox.Quad:
    """Return a row of _ASSERTED, which binds all its variables, as a statement."""
    graph, subject, predicate, value = (ox_of(term) for term in row if term is not None)
    return ox.Quad(subject, predicate, value, graph)  # type: ignore[arg-type]  # a store holds no other quads


def _validate(quads: list[ox.Quad], folder: Path) -> Validation:
    if not any(quad.graph_name == ox.NamedNode(ONTOLOGY_GRAPH) for quad in quads):
        raise InputError("the store holds no ontology", remedy="Build it with `kg build`")
    typed = with_types(quads)
    data, files = rdflib_graph(typed), read_shapes(folder)
    shapes = shapes_graph(files)
    if faults := find_shape_faults(files, shapes, Schema(quads), data):
        raise InvalidInputError(faults)
    store, rules = memory_store(typed), read_rules(folder / "hygiene")
    findings = [*check_shapes(data, shapes), *check_hygiene(store, rules)]
    placed = sorted(_placed(finding, store) for finding in findings)
    return Validation(tuple(placed), len(quads), len(find_targets(shapes, data)), len(rules))


def _placed(finding: Finding, store: LocalStore) -> Finding:
    """Return the finding with the named graph that says so, or else the one that describes its focus."""
    if finding.graph or not finding.focus.startswith(("http://", "https://")):
        return finding
    focus, kind = ox.NamedNode(finding.focus), ox.NamedNode(RDF + "type")
    predicates = [kind]
    if finding.path.startswith(("http://", "https://")):
        predicates.insert(0, ox.NamedNode(finding.path))
    for predicate in predicates:
        quads = list(store.ox.quads_for_pattern(focus, predicate, None))
        graphs = sorted(
            quad.graph_name.value
            for quad in quads
            if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value != INFERRED_GRAPH
        )
        if graphs:
            return replace(finding, graph=graphs[0])
    return finding


def _expand(paths: list[Path]) -> list[Path]:
    files = [file for path in paths for file in (find_files(path, ".ttl") if path.is_dir() else [path])]
    if not files:
        raise UsageError("no Turtle file to check", remedy="Name .ttl files, or a folder that holds some")
    return files


def _read(path: Path) -> SourceFile:
    return read_turtle(path, name=str(path), graph=graph_iri(f"curated/{path.stem}"))
