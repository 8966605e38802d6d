"""Do graphs of others come in as their publishers have them, in one step, and leave ours alone?"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError, KgError, UsageError
from kg.graph.stores.external import ExternalGraphs, external_graph, graphs_folder
from kg.pipeline.build import build
from kg.pipeline.load import Wish, load, remove
from tests.conftest import CASES

if TYPE_CHECKING:
    from pathlib import Path

FILES = CASES / "external"
SKOS = "http://www.w3.org/2004/02/skos/core#"
UNBIS, EUROVOC = "http://metadata.un.org/thesaurus/", "http://eurovoc.europa.eu/"
TTL = b"<http://example.org/a> <http://example.org/b> 'c', 'd'@en .\n"


@pytest.fixture
def store(tmp_path: Path, built: Path) -> Path:
    """Return the built store by a name of its own."""
    (tmp_path / "store").symlink_to((built / "store").resolve())
    return tmp_path / "store"


def said(loaded: ExternalGraphs, name: str, subject: str, predicate: str) -> set[str]:
    """Return the values of a property in a loaded graph, texts with their languages."""
    held = loaded.store(name)
    assert held is not None
    graph = ox.NamedNode(external_graph(name))
    quads = held.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, graph)
    return {
        f"{one.value}@{one.language}" if isinstance(one, ox.Literal) and one.language else str(one.value)  # type: ignore[union-attr]
        for one in (quad.object for quad in quads)
    }


@pytest.fixture(scope="module")
def loaded(loaded_store: Path) -> ExternalGraphs:
    """Return the small graphs of others as they were loaded."""
    return ExternalGraphs(graphs_folder(loaded_store))


EXPECTED = [
    # the SDGs stand whole, in all languages
    ("sdg", "http://metadata.un.org/sdg/16", SKOS + "prefLabel",
     {"Peace and justice (as loaded)@en", "Paix et justice@fr"}),
    ("sdg", "http://metadata.un.org/sdg/C160202", "http://metadata.un.org/sdg/ontology#custodianAgency",
     {"UNODC", "UNICEF"}),
    # of a thesaurus the six languages of the United Nations
    ("unbis", UNBIS + "1000952", SKOS + "prefLabel",
     {"CHILDREN@en", "ENFANTS@fr", "NIÑOS@es", "儿童@zh", "ДЕТИ@ru", "الأطفال@ar"}),
    ("unbis", UNBIS + "1000928", SKOS + "prefLabel", {"CHILD ABUSE@en"}),
    # what SKOS says, and not when a record was made
    ("unbis", UNBIS + "1000928", SKOS + "broader", {UNBIS + "1000952"}),
    ("unbis", UNBIS + "1000928", "http://purl.org/dc/terms/created", set()),
    # labels given as SKOS-XL only become plain ones, whether their forms stand before or behind the concept
    ("eurovoc", EUROVOC + "3919", SKOS + "prefLabel", {"child protection@en"}),
    ("eurovoc", EUROVOC + "3919", SKOS + "altLabel", {"enfance@fr"}),
    ("eurovoc", EUROVOC + "258/xl_en_1", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", set()),
    ("eurovoc", EUROVOC + "6553", SKOS + "prefLabel", {"child pornography@en"}),
    # codes as our States have them, names, areas each in the next, groups
    ("countries", external_graph("countries") + "#ALB", SKOS + "notation", {"ALB", "AL", "008"}),
    ("countries", external_graph("countries") + "#ALB", SKOS + "prefLabel", {"Albania@en", "Albanie@fr"}),
    ("countries", external_graph("countries") + "#ALB", SKOS + "exactMatch",
     {"http://www.wikidata.org/entity/Q222"}),
    ("countries", external_graph("countries") + "#UGA", SKOS + "broader",
     {external_graph("countries") + "#area-014"}),
    ("countries", external_graph("countries") + "#area-202", SKOS + "broader",
     {external_graph("countries") + "#area-002"}),
    ("countries", external_graph("countries") + "#LDC", SKOS + "member",
     {external_graph("countries") + "#AFG", external_graph("countries") + "#UGA"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "subject", "predicate", "expected"), EXPECTED)
def test_is_what_is_of_use_loaded(
    name: str, subject: str, predicate: str, expected: set[str], loaded: ExternalGraphs
) -> None:
    assert said(loaded, name, subject, predicate) == expected


def test_does_each_graph_say_where_it_comes_from(loaded: ExternalGraphs) -> None:
    described = {one.name: one for one in loaded.loaded()}
    assert list(described) == ["countries", "eurovoc", "sdg", "unbis"]
    eurovoc = described["eurovoc"]
    assert (eurovoc.file, eurovoc.edition, eurovoc.licence) == (
        "eurovoc.rdf", "20.1-test", "https://example.org/licence"
    )  # fmt: skip
    assert eurovoc.sha256 == hashlib.sha256((FILES / "eurovoc.rdf").read_bytes()).hexdigest()
    assert eurovoc.statements == 12  # four of the scheme, four of each concept
    assert eurovoc.loaded_at.endswith("Z")


def test_has_no_loaded_graph_a_blank_node(loaded: ExternalGraphs) -> None:
    held = loaded.store("sdg")
    assert held is not None
    assert not any(isinstance(term, ox.BlankNode) for quad in held for term in (quad.subject, quad.object))


def packed(path: Path) -> None:
    """Write a file as its name asks."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "two files")
            archive.writestr("deep/one.ttl", TTL)
            archive.writestr("two.nt", TTL.replace(b", 'd'@en", b"").replace(b"'", b'"'))
    elif path.suffix == ".gz":
        path.write_bytes(gzip.compress(TTL))
    elif path.suffix == ".trig":
        path.write_bytes(b"<http://example.org/g> { " + TTL + b"}")
    elif path.suffix == ".jsonld":
        path.write_text('{"@id": "http://example.org/a", "http://example.org/b": ["c", "d"]}')
    else:
        path.write_bytes(TTL)


@pytest.mark.parametrize("name", ["a.ttl", "a.ttl.gz", "a.zip", "a.trig", "a.jsonld"])
def test_is_any_syntax_read_packed_or_not(name: str, store: Path, tmp_path: Path) -> None:
    packed(tmp_path / name)
    assert load(Wish(tmp_path / name, name="mine"), store).statements == 2


def test_are_languages_chosen(store: Path) -> None:
    load(Wish(FILES / "eurovoc.rdf", languages=("de", "fi")), store)
    graphs = ExternalGraphs(graphs_folder(store))
    assert said(graphs, "eurovoc", EUROVOC + "3919", SKOS + "prefLabel") == {"Schutz der Kinder@de"}
    assert said(graphs, "eurovoc", EUROVOC + "6553", SKOS + "prefLabel") == {"lapsiporno@fi"}


def test_does_a_new_load_take_the_place_of_the_old(store: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.ttl", tmp_path / "second.ttl"
    first.write_bytes(TTL)
    second.write_bytes(TTL.replace(b"'c', ", b""))
    load(Wish(first, name="mine"), store)
    reader = ExternalGraphs(graphs_folder(store))
    assert said(reader, "mine", "http://example.org/a", "http://example.org/b") == {"c", "d@en"}
    load(Wish(second, name="mine", edition="2"), store)
    assert said(reader, "mine", "http://example.org/a", "http://example.org/b") == {"c", "d@en"}
    [found] = ExternalGraphs(graphs_folder(store)).loaded()
    assert (found.file, found.edition, found.statements) == ("second.ttl", "2", 1)
    load(Wish(first, name="mine"), store)
    assert len(list(graphs_folder(store).glob("mine.*"))) == 2  # the last and the one before, not the first


def test_does_a_build_leave_loaded_graphs(world_project: Path, tmp_path: Path) -> None:
    build(world_project, tmp_path / "build", tmp_path / "store", say=lambda _: None)
    load(Wish(FILES / "sdg.ttl"), tmp_path / "store")
    before = (tmp_path / "build" / "cpkg.nq.gz").read_bytes()
    build(world_project, tmp_path / "build", tmp_path / "store", say=lambda _: None)
    assert ExternalGraphs(graphs_folder(tmp_path / "store")).names() == ["sdg"]
    assert (tmp_path / "build" / "cpkg.nq.gz").read_bytes() == before


def test_is_a_graph_removed_and_nothing_else(store: Path) -> None:
    for name in ("sdg.ttl", "unbis.ttl"):
        load(Wish(FILES / name), store)
    remove("sdg", store)
    assert ExternalGraphs(graphs_folder(store)).names() == ["unbis"]
    assert not list(graphs_folder(store).glob("sdg*"))


def broken(name: str, place: Path) -> Path:
    """Return a file that cannot be loaded."""
    path = place / name
    match name:
        case "cut.ttl.gz":
            path.write_bytes(gzip.compress(TTL * 100)[:-12])
        case "slip.ttl":
            path.write_bytes(TTL + b"<http://example.org/a> oops .\n")
        case "sdg.ttl":
            shutil.copy(FILES / name, path)
        case "plain.ttl":
            path.write_bytes(TTL)
        case "empty.ttl":
            path.write_bytes(b"# nothing\n")
        case "none.zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("readme.txt", "nothing")
        case "words.txt":
            path.write_text("two eggs")
        case "codes.csv":
            path.write_text("name,code\nAlbania,ALB\n")
        case "folder.ttl":
            path.mkdir()
    return path


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        # damaged in the middle
        (("cut.ttl.gz", None, "mine"), "is damaged"),
        # a slip, with its line
        (("slip.ttl", None, "mine"), r"slip\.ttl:2: is no Turtle"),
        # nothing in it
        (("empty.ttl", None, "mine"), "holds no statement"),
        (("none.zip", None, "mine"), "holds no RDF file"),
        # no syntax of RDF, by name
        (("words.txt", None, "mine"), "in no syntax of RDF"),
        # a table of something else
        (("codes.csv", "countries", None), "has no column ISO3166-1-Alpha-3"),
        # not there, or no file
        (("missing.ttl", None, "mine"), "cannot be read"),
        (("folder.ttl", "sdg", None), "is no file"),
        # a file of another kind, or of none
        (("sdg.ttl", "unbis", None), "is not UNBIS Thesaurus: it is sdg by its content"),
        (("plain.ttl", "eurovoc", None), "is not EuroVoc: it has nothing under http://eurovoc"),
        # a kind, or a name, that does not exist
        (("slip.ttl", "sgd", None), "there is no kind 'sgd'. Kinds are sdg, unbis"),
        (("slip.ttl", None, "../up"), "is no name for a graph"),
    ],
)
def test_is_what_cannot_be_loaded_refused(
    wish: tuple[str, str | None, str | None], words: str, store: Path, tmp_path: Path
) -> None:
    name, kind, chosen = wish
    with pytest.raises(KgError) as caught:
        load(Wish(broken(name, tmp_path), kind, chosen), store)
    assert re.search(words, str(caught.value))
    assert ExternalGraphs(graphs_folder(store)).names() == []
    assert not list(graphs_folder(store).glob(".unfinished-*"))


def test_is_a_graph_of_no_known_kind_asked_for_its_name(store: Path, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(TTL)
    with pytest.raises(UsageError, match="no graph that is known here by its content"):
        load(Wish(tmp_path / "a.ttl"), store)


def test_is_a_load_without_a_store_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no store here"):
        load(Wish(FILES / "sdg.ttl"), tmp_path / "store")
    assert not graphs_folder(tmp_path / "store").exists()


def test_is_a_damaged_load_said_to_be(store: Path) -> None:
    load(Wish(FILES / "sdg.ttl"), store)
    place = ExternalGraphs(graphs_folder(store)).place("sdg")
    assert place is not None
    for path in place.glob("MANIFEST-*"):
        os.truncate(path, 10)
    for path in place.glob("*.sst"):
        path.unlink()
    with pytest.raises(InputError, match="kg doctor"):
        list(ExternalGraphs(graphs_folder(store)).loaded())
    remove("sdg", store)
    shutil.rmtree(graphs_folder(store))
    assert ExternalGraphs(graphs_folder(store)).names() == []
