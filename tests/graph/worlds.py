"""The small invented world of tests/cases, and cases added to it, as the checks take them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.check.shapes import read_shapes, shapes_graph, with_types
from kg.graph.ontology.schema import Schema
from kg.graph.sources.curated import ONTOLOGY_GRAPH, read_source, read_turtle
from kg.graph.stores.rdflib_graph import rdflib_graph
from kg.graph.stores.store import memory_store
from kg.identifiers import graph_iri
from kg.namespaces import ID
from tests.conftest import CASES, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib import Graph

    from kg.graph.stores.store import LocalStore

_EXPECT_RE = re.compile(r"^# expect: (\S+)(?: (\S+))?$", re.MULTILINE)


def expectations(path: Path) -> set[tuple[str, str]]:
    """Return what a case says must be found: rule and focus, `*` for a thing without name."""
    return {(rule, focus) for rule, focus in _EXPECT_RE.findall(path.read_text(encoding="utf-8"))}


def world_graph(*cases: Path) -> Graph:
    """Return the world with cases added, every thing with all its types, without the ontology itself."""
    return rdflib_graph(world_quads(*cases))


def world_quads(*cases: Path) -> list[ox.Quad]:
    """Return the statements of `world_graph`."""
    quads = _world_quads(*cases)
    subjects = {quad.subject for quad in quads}
    typed = with_types([*ontology_quads(), *quads])
    ours = (quad for quad in typed if quad.graph_name != ox.NamedNode(ONTOLOGY_GRAPH))
    return [quad for quad in ours if quad.subject in subjects]


def world_quads_as_written(*cases: Path) -> list[ox.Quad]:
    """Return the statements of the world with cases added, and nothing that follows."""
    return _world_quads(*cases)


def world_store(*cases: Path) -> LocalStore:
    """Return a store of the world with cases added and the ontology."""
    return memory_store(with_types([*ontology_quads(), *_world_quads(*cases)]))


@cache
def world_schema() -> Schema:
    """Return what the ontology declares."""
    return Schema(ontology_quads())


@cache
def project_shapes() -> Graph:
    """Return the project's shapes."""
    return shapes_graph(read_shapes(ROOT / "shapes"))


@cache
def ontology_quads() -> tuple[ox.Quad, ...]:
    """Return the ontology's terms, without the vocabularies, of which the world has small ones of its own."""
    files = (read_source(path, ROOT) for path in sorted((ROOT / "ontology").glob("*.ttl")))
    return tuple(quad for file in files for quad in file.quads if not _names_thing(quad))


def _names_thing(quad: ox.Quad) -> bool:
    return any(isinstance(t, ox.NamedNode) and t.value.startswith(ID) for t in (quad.subject, quad.object))


def _world_quads(*cases: Path) -> list[ox.Quad]:
    return [quad for path in (CASES / "world.ttl", *cases) for quad in _read(path)]


def _read(path: Path) -> Iterable[ox.Quad]:
    if path.suffix == ".trig":
        text = path.read_text(encoding="utf-8")
        return list(ox.parse(text, format=ox.RdfFormat.TRIG, base_iri=ID))
    return read_turtle(path, name=path.name, graph=graph_iri(f"curated/{path.stem}")).quads
