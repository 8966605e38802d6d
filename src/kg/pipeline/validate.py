"""Hold a store, or files that are not in it yet, against the shapes and the hygiene rules."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg.errors import InputError, InvalidInputError, UsageError
from kg.graph.check.affected import affected_by, reach_of
from kg.graph.check.checked import add_types, copy_graphs, ntriples_of
from kg.graph.check.hygiene import check_hygiene, read_rules
from kg.graph.check.lint import find_faults
from kg.graph.check.shape_engine import ShapeEngine
from kg.graph.check.shapes import check_shapes, read_shapes, shapes_graph
from kg.graph.check.shapes_lint import count_targeted, find_shape_faults
from kg.graph.documents.named import NAMED_GRAPH
from kg.graph.documents.quads import DOCUMENT_GRAPHS, document_graph
from kg.graph.evidence.withdrawn import WITHDRAWN_GRAPH
from kg.graph.ingested.store import stored_readings
from kg.graph.ingested.texts import open_texts
from kg.graph.ontology.schema import Schema
from kg.graph.sources.curated import (
    INFERRED_GRAPH,
    ONTOLOGY_GRAPH,
    PROVENANCE_GRAPH,
    find_source_paths,
    read_sources,
    read_turtle,
)
from kg.graph.stores.rdflib_graph import rdflib_graph
from kg.graph.stores.store import LocalStore, local_path, memory_store, open_store, ox_of
from kg.identifiers import graph_iri
from kg.namespaces import CP, RDF
from kg.pipeline.quotes import check_quotes
from kg.system.files import find_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib import Graph

    from kg.graph.sources.curated import SourceFile
    from kg.graph.stores.remote import RemoteStore
    from kg.model import Finding

Engine = Literal["fast", "pyshacl"]

_ONTOLOGY = ox.NamedNode(ONTOLOGY_GRAPH)
_DERIVED = (INFERRED_GRAPH, PROVENANCE_GRAPH)
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_STATEMENTS = "SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
_MISSING = "MinCountConstraintComponent"
_PROVISION_OF = ox.NamedNode(CP + "provisionOf")


@dataclass(frozen=True)
class Validation:
    """What was checked, and what was found."""

    findings: tuple[Finding, ...]
    statements: int
    shapes: int
    """Number of node shapes with a target."""
    rules: int
    """Number of hygiene rules."""


def validate_store(
    location: str | None, folder: Path, *, engine: Engine = "fast", documents: bool = False
) -> Validation:
    """Check the asserted statements of a store against the shapes and rules of a folder.

    Args:
        location: where the store is.
        folder: the shapes.
        engine: what holds statements against shapes: shacl-rust, or pySHACL, the reference.
        documents: whether ingested documents are checked with the curated data. They were held against the
            shapes as they were ingested, and many rules are for curated data.

    Raises:
        InputError: where there is no store, or it holds no ontology.
        InvalidInputError: with every fault of the shapes and rules.
    """
    store = open_store(location)
    copy = _copy(store, documents=documents)
    checked = _validate(copy, folder, engine)
    if documents and isinstance(store, LocalStore):
        return _with_quotes(checked, store, local_path(location), sorted(stored_readings(store.ox)))
    return checked


def validate_files(paths: list[Path], root: Path, folder: Path, *, engine: Engine = "fast") -> Validation:
    """Check Turtle files, with the sources under `root` as they are on the disk around them.

    Raises:
        InvalidInputError: with every fault of the files, sources, shapes and rules.
    """
    known = {path.resolve() for path in find_source_paths(root)}
    files = [*read_sources(root), *(_read(path) for path in _expand(paths) if path.resolve() not in known)]
    if faults := find_faults(files):
        raise InvalidInputError(faults)
    return _validate(memory_store(quad for file in files for quad in file.quads).ox, folder, engine)


def validate_document(location: str | None, path: str, folder: Path) -> Validation:
    """Check one ingested document, and of the rest of its store what the document can change.

    The hygiene rules are not run: each of them looks at the whole graph.

    Raises:
        InputError: where there is no store, or the document is not in it.
    """
    store = open_store(str(local_path(location)))
    graph = ox.NamedNode(document_graph("".join(path.split())))
    if (
        not isinstance(store, LocalStore)
        or next(store.ox.quads_for_pattern(None, None, None, graph), None) is None
    ):
        remedy = "Name a document that `kg ingest` took up, by its symbol"
        raise InputError("no such document was ingested", where=path, remedy=remedy)
    shapes = shapes_graph(read_shapes(folder))
    affected = affected_by(store.ox, graph, reach_of(shapes))
    found = ShapeEngine(shapes).check(affected.quads, set(affected.things))
    placed = (_placed(one, store.ox) for one in found)
    kept = sorted(one for one in placed if not _is_excused(one, store.ox))
    checked = Validation(tuple(kept), len(affected.quads), count_targeted(shapes), 0)
    return _with_quotes(checked, store, local_path(location), ["".join(path.split())])


def _with_quotes(checked: Validation, store: LocalStore, path: Path, documents: list[str]) -> Validation:
    """Return what was checked, with what does not stand in the official texts, where these are kept."""
    with contextlib.suppress(InputError), open_texts(path) as texts:
        found = check_quotes(store.ox, texts, documents).findings
        return replace(checked, findings=tuple(sorted((*checked.findings, *found))))
    return checked


def _copy(store: LocalStore | RemoteStore, *, documents: bool) -> ox.Store:
    """Return a copy of what a store asserts."""
    if isinstance(store, LocalStore):
        names = [name for name in store.ox.named_graphs() if isinstance(name, ox.NamedNode)]
        return copy_graphs(store.ox, [name for name in names if _is_asserted(name.value, documents)])
    named = [row[0].value for row in store.select(_GRAPHS).rows if row[0] is not None]
    return memory_store(
        quad for name in named if _is_asserted(name, documents) for quad in _quads(store, name)
    ).ox


def _is_asserted(graph: str, documents: bool) -> bool:
    return graph not in _DERIVED and (documents or not _is_extracted(graph))


def _is_extracted(graph: str) -> bool:
    """Say whether a graph holds what was read from a document, or what one names or says no more."""
    return graph in {NAMED_GRAPH, WITHDRAWN_GRAPH} or graph.startswith(DOCUMENT_GRAPHS)


def _quads(store: RemoteStore, graph: str) -> Iterator[ox.Quad]:
    for row in store.select(_STATEMENTS.format(graph=graph)).rows:
        subject, predicate, value = (ox_of(term) for term in row if term is not None)
        yield ox.Quad(subject, predicate, value, ox.NamedNode(graph))  # type: ignore[arg-type]  # a store holds no others


def _validate(store: ox.Store, folder: Path, engine: Engine) -> Validation:
    number, schema = len(store), Schema(store.quads_for_pattern(None, None, None, _ONTOLOGY))
    if next(store.quads_for_pattern(None, None, None, _ONTOLOGY), None) is None:
        raise InputError("the store holds no ontology", remedy="Build it with `kg build`")
    add_types(store)
    files, rules = read_shapes(folder), read_rules(folder / "hygiene")
    shapes = shapes_graph(files)
    if faults := find_shape_faults(files, shapes, schema, store):
        raise InvalidInputError(faults)
    held = _held(store, shapes, engine)
    found = [_placed(one, store) for one in held]
    doubted = (_doubted(_placed(one, store)) for one in check_hygiene(LocalStore(store), rules))
    kept = sorted([*(one for one in found if not _is_excused(one, store)), *doubted])
    return Validation(tuple(kept), number, count_targeted(shapes), len(rules))


def _held(store: ox.Store, shapes: Graph, engine: Engine) -> list[Finding]:
    if engine == "pyshacl":
        return check_shapes(rdflib_graph(store), shapes)
    return ShapeEngine(shapes).check_all(ntriples_of(store))


def _is_excused(finding: Finding, store: ox.Store) -> bool:
    """Say whether a finding is only that a document does not show what scholars add, see `document_check`.

    So it is with a text of which documents cite a place, and of whose places curated data say nothing.
    """
    if finding.component != _MISSING or not finding.focus.startswith("http"):
        return False
    if _is_extracted(finding.graph):
        return True
    places = list(store.quads_for_pattern(None, _PROVISION_OF, ox.NamedNode(finding.focus)))
    return bool(places) and all(_is_extracted(_name(quad.graph_name)) for quad in places)


def _doubted(finding: Finding) -> Finding:
    """Return what a hygiene rule has against a document as a warning.

    What was read out of a document is for somebody to look at; often the document is as odd as that.
    """
    if finding.severity == "Violation" and _is_extracted(finding.graph):
        return replace(finding, severity="Warning")
    return finding


def _name(graph: object) -> str:
    return str(getattr(graph, "value", ""))


def _placed(finding: Finding, store: ox.Store) -> Finding:
    """Return the finding with the named graph that says so, or else the one that describes its focus."""
    if finding.graph or not finding.focus.startswith(("http://", "https://")):
        return finding
    focus, kind = ox.NamedNode(finding.focus), ox.NamedNode(RDF + "type")
    predicates = [kind]
    if finding.path.startswith(("http://", "https://")):
        predicates.insert(0, ox.NamedNode(finding.path))
    for predicate in predicates:
        quads = list(store.quads_for_pattern(focus, predicate, None))
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
