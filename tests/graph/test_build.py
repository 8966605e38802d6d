"""Is a build deterministic, atomic, and careful with what others put into the store?"""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError, InvalidInputError
from kg.graph.stores.store import open_store
from kg.identifiers import graph_iri
from kg.pipeline.build import build
from tests.changing import changing
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def quiet(_: str) -> None:
    """Say nothing."""


def state_of(place: Path) -> tuple[str, int]:
    """Return the digest and size of a build, checked to be whole: dump, manifest and store agree."""
    manifest = json.loads((place / "build" / "manifest.json").read_text(encoding="utf-8"))
    dump = gzip.decompress((place / "build" / "cpkg.nq.gz").read_bytes())
    assert hashlib.sha256(dump).hexdigest() == manifest["dump"]["sha256"]
    store = ox.Store.read_only(str(place / "store"))
    assert len(store) == manifest["dump"]["quads"] == dump.count(b"\n")
    return manifest["dump"]["sha256"], len(store)


def test_are_two_builds_byte_identical(world_project: Path, tmp_path: Path) -> None:
    made = [build(world_project, tmp_path / n / "build", tmp_path / n / "store", say=quiet) for n in "ab"]
    for name in ("cpkg.nq.gz", "manifest.json"):
        assert (made[0].folder / name).read_bytes() == (made[1].folder / name).read_bytes()


def test_is_the_dump_sorted_quads_without_blank_nodes(built: Path) -> None:
    text = gzip.decompress((built / "build" / "cpkg.nq.gz").read_bytes()).decode()
    lines = text.splitlines()
    assert lines == sorted(set(lines))
    quads = list(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert not any(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads)


def test_does_the_manifest_count_each_graph(built: Path) -> None:
    manifest = json.loads((built / "build" / "manifest.json").read_text(encoding="utf-8"))
    store = ox.Store.read_only(str(built / "store"))
    for name, count in manifest["graphs"].items():
        assert len(list(store.quads_for_pattern(None, None, None, ox.NamedNode(name)))) == count
    assert sum(manifest["graphs"].values()) == manifest["dump"]["quads"]
    assert {graph_iri("ontology"), graph_iri("inferred"), graph_iri("provenance")} <= set(manifest["graphs"])


def test_does_every_curated_graph_name_its_file_and_digest(built: Path) -> None:
    store = open_store(str(built / "store"))
    rows = store.select(
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX cp: <https://w3id.org/cpkg/ontology#>"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
        "SELECT ?path ?digest { GRAPH <https://w3id.org/cpkg/graph/provenance>"
        " { ?graph prov:wasDerivedFrom ?file . ?file rdfs:label ?path ; cp:sha256 ?digest } }"
    )
    told = {row[0].value: row[1].value for row in rows.rows if row[0] and row[1]}
    files = [*(ROOT / "ontology").rglob("*.ttl"), *(ROOT / "data").rglob("*.ttl")]
    files += [*(ROOT / "data").rglob("*.csv"), *(ROOT / "queries").rglob("*.rq")]
    assert told == {f.relative_to(ROOT).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_does_a_fault_leave_the_old_build_untouched(world_project: Path, tmp_path: Path) -> None:
    build(world_project, tmp_path / "build", tmp_path / "store", say=quiet)
    before = state_of(tmp_path)
    bodies = world_project / "data" / "world.ttl"
    bodies.write_text(bodies.read_text(encoding="utf-8") + "<body/X> a cp:Boddy .\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"data/world\.ttl:\d+: cp:Boddy"):
        build(world_project, tmp_path / "build", tmp_path / "store", say=quiet)
    assert state_of(tmp_path) == before


def test_are_ingested_documents_carried_over(world_project: Path, tmp_path: Path) -> None:
    build(world_project, tmp_path / "build", tmp_path / "store", say=quiet)
    document = ox.NamedNode(graph_iri("document/A/RES/1/1"))
    thing = ox.NamedNode("https://w3id.org/cpkg/id/A/RES/1/1")
    with changing(tmp_path / "store") as store:
        store.add(ox.Quad(thing, thing, thing, document))
    made = build(world_project, tmp_path / "build", tmp_path / "store", say=quiet)
    assert made.carried == 1
    assert list(ox.Store.read_only(str(tmp_path / "store")).quads_for_pattern(None, None, None, document))
    assert document.value not in made.manifest["graphs"]


def test_is_a_folder_that_build_did_not_make_left_alone(world_project: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "precious").touch()
    with pytest.raises(InputError, match="not made by `kg build`"):
        build(world_project, tmp_path / "build", tmp_path / "store", say=quiet)
    assert (tmp_path / "store" / "precious").exists()
