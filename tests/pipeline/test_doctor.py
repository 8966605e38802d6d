"""Is damage to a store, its texts, its dump or loaded graphs noticed, told with its remedy, and mended?"""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from benchmarks.corruption import Damage, World, damages

from kg.errors import InputError
from kg.graph.ingested.texts import texts_path
from kg.graph.others.rdf_files import read_rdf
from kg.graph.stores import guard
from kg.graph.stores.external import ExternalGraphs, graphs_folder
from kg.graph.stores.sandbox import run_sandboxed
from kg.graph.stores.seal import SEAL, begin_writing, read_seal, seal_folder, seal_of
from kg.graph.stores.store import open_folder, open_store
from kg.graph.syntax.serialise import write_quads
from kg.pipeline.doctor import Ailment, examine
from kg.pipeline.dump_check import examine_dumps
from kg.pipeline.load import Wish, load
from kg.pipeline.quarantine import QUARANTINE
from kg.pipeline.repair import repair
from kg.pipeline.working_copy import working_copy
from kg.system.sums import SUMS, digest_of_file
from tests.conftest import CASES
from tests.pipeline.papers import new_store, resolution, take_in, write
from tests.smaller import copy_build, smaller_built

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

XML = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
  <rdf:Description rdf:about="http://example.org/a"><e:p>x</e:p></rdf:Description>
  <rdf:Description rdf:about="http://example.org/b"><e:p>y</e:p></rdf:Description>
</rdf:RDF>"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store of a test's own."""
    return copy_build(smaller_built(), tmp_path)


@pytest.fixture(scope="module")
def full_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with documents and a loaded graph, to be left as it is."""
    place = tmp_path_factory.mktemp("full")
    store = new_store(place)
    take_in(store, *(write(place / "in", f"{number}.txt", resolution(f"99/{number}")) for number in (1, 2)))
    load(Wish(CASES / "external" / "sdg.ttl"), store)
    return store


@pytest.fixture
def full_copy(full_store: Path, tmp_path: Path) -> Path:
    """Return a copy of that, to be damaged."""
    shutil.copytree(full_store.parent, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / full_store.name


@pytest.fixture
def by_bytes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what the parts of a store say of each other, which takes the longest to examine."""
    monkeypatch.setattr("kg.pipeline.doctor.find_disagreements", lambda *_, **__: ())


def flip(path: Path) -> None:
    """Turn a bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def largest(folder: Path) -> Path:
    """Return the largest file of data of a store."""
    return max(folder.resolve().glob("*.sst"), key=lambda path: path.stat().st_size)


def content(store: Path) -> set[str]:
    return {str(quad) for quad in open_folder(store)}


def mended(store: Path) -> list[Ailment]:
    return repair(store, say=lambda _: None)


def test_is_a_store_as_it_was_written_healthy(full_store: Path) -> None:
    read: list[tuple[int, int]] = []
    assert examine(full_store, deep=True, watch=lambda done, total: read.append((done, total))) == []
    assert read[-1][0] == read[-1][1] > 1_000_000


def sample(world: World) -> Iterator[Damage]:
    """Yield damage of each kind to each file, but of those that take long to examine to some."""
    for part, path in world.files():
        found = list(damages(path))
        if part in {"store", "seals"}:
            yield from found[len(found) // 2 // 3 * 3 :][:3]
        elif path.suffix != ".sst":
            yield found[len(found) // 2]


@pytest.mark.usefixtures("by_bytes_alone")
def test_is_damage_to_any_file_found(full_store: Path, tmp_path: Path) -> None:
    missed = []
    for damage in sample(World(full_store, tmp_path)):
        whole = damage.path.read_bytes()
        try:
            if damage.apply(whole) and not examine(full_store):
                missed.append(damage)
        finally:
            damage.path.write_bytes(whole)
    assert missed == []


@pytest.mark.parametrize("name", ["MANIFEST-*", "CURRENT", "*.sst", "*.log", SEAL])
@pytest.mark.parametrize("how", ["cut", "gone"])
def test_does_no_store_that_lost_something_open(name: str, how: str, store: Path) -> None:
    path = max(store.resolve().glob(name), key=lambda path: path.stat().st_size)
    if how == "cut":
        os.truncate(path, path.stat().st_size // 2)
    elif name == SEAL:
        return  # then nothing is known of it, which `kg doctor` says
    else:
        path.unlink()
    for read in (
        open_folder,
        lambda place: run_sandboxed(place, "ASK {}"),
        lambda place: open_store(str(place)),
    ):
        with pytest.raises(InputError, match="kg doctor"):
            read(store)
    assert len(examine(store)) == 1


def test_is_a_manifest_of_zeros_no_empty_store(store: Path) -> None:
    path = next(store.resolve().glob("MANIFEST-*"))
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(InputError, match="kg doctor"):
        open_folder(store)


def test_is_a_store_that_others_wrote_to_told_of(store: Path) -> None:
    other = ox.Store(str(store.resolve()))
    other.add(ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://a"), ox.NamedNode("http://a")))
    del other
    with pytest.raises(InputError, match=r"other than `kg` wrote to it|is missing"):
        open_folder(store)


def test_does_a_command_that_meets_damage_end(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 0.0)
    flip(largest(store))
    told: list[InputError] = []
    with guard.ending_if_damaged(told.append):
        open_folder(store)
        for _ in range(500):
            if told:
                break
            time.sleep(0.01)
    assert "kg doctor" in str(told[0])


def test_is_a_query_that_takes_too_long_for_damage_told_so(store: Path) -> None:
    flip(largest(store))
    with pytest.raises(InputError, match="kg doctor"):
        run_sandboxed(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f", timeout=0.5)


def test_is_damage_not_sealed_as_if_it_were_right(store: Path) -> None:
    flip(largest(store))
    with working_copy(store) as copy, copy.placing():
        pass
    assert [one.kind for one in examine(store)] == ["damaged"]


def test_is_a_damaged_store_made_anew_with_its_documents(full_copy: Path) -> None:
    before = content(full_copy)
    flip(largest(full_copy))
    assert mended(full_copy) == []
    assert content(full_copy) == before
    set_aside = full_copy.resolve().parent.parent / QUARANTINE
    assert len(list(set_aside.iterdir())) == 2  # what was damaged, and why


def test_is_a_store_without_a_seal_read_and_sealed(store: Path) -> None:
    (store / SEAL).unlink()
    said: list[str] = []
    assert repair(store, say=said.append) == []
    assert said == [f"read all of {store}, and sealed it"]
    assert read_seal(store / SEAL) is not None


def test_is_a_store_of_which_nothing_is_left_set_aside(store: Path) -> None:
    flip(store.resolve().parent / "cpkg.nq.gz")
    os.truncate(largest(store), 100)
    (left,) = mended(store)
    assert "kg build" in left.remedy
    assert left.file.parent.name == QUARANTINE
    with pytest.raises(InputError, match="there is no store"):
        examine(store)


def test_is_a_lost_dump_written_again(store: Path) -> None:
    dump = store.resolve().parent / "cpkg.nq.gz"
    before = dump.read_bytes()
    dump.unlink()
    assert mended(store) == []
    assert dump.read_bytes() == before


@pytest.mark.usefixtures("by_bytes_alone")
def test_is_what_kills_left_deleted(store: Path) -> None:
    builds = store.resolve().parent.parent
    left = [builds / ".unfinished-abcd1234", store.resolve() / ".seal.json.abcd1234", builds / ".current.new"]
    left[0].mkdir()
    left[1].touch()
    left[2].symlink_to("nowhere")
    assert {one.file for one in examine(store) if one.kind == "left over"} == set(left)
    assert mended(store) == []
    assert not any(path.is_symlink() or path.exists() for path in left)


@pytest.mark.usefixtures("by_bytes_alone")
def test_is_a_damaged_loaded_graph_set_aside(store: Path) -> None:
    load(Wish(CASES / "external" / "sdg.ttl"), store)
    graphs = ExternalGraphs(graphs_folder(store))
    place = graphs.place("sdg")
    assert place is not None
    os.truncate(largest(place), 100)
    with pytest.raises(InputError, match="kg doctor"):
        ExternalGraphs(graphs_folder(store)).place("sdg")
    (left,) = mended(store)
    assert "kg load sdg FILE" in left.remedy
    assert graphs.names() == []
    assert examine(store) == []


def test_are_texts_that_were_lost_to_be_ingested_again(full_copy: Path) -> None:
    flip(texts_path(full_copy))
    with pytest.raises(InputError, match="kg doctor"):
        take_in(full_copy, full_copy / "CURRENT")
    (left,) = mended(full_copy)
    assert left.remedy == "Ingest again: `kg ingest --again 1.txt 2.txt`"


@pytest.mark.usefixtures("by_bytes_alone")
def test_are_texts_that_a_kill_cut_off_read_and_sealed(full_copy: Path) -> None:
    place = seal_of(texts_path(full_copy))
    begin_writing(place, read_seal(place))
    assert [(one.kind, one.part) for one in examine(full_copy)] == [("cut off", "texts")]
    assert mended(full_copy) == []


def test_is_a_document_told_of_that_is_not_in_the_graph(full_copy: Path) -> None:
    with working_copy(full_copy) as copy:
        copy.ox.update("DROP GRAPH <https://w3id.org/cpkg/graph/document/A/RES/99/1>")
        with copy.placing():
            pass
    (found,) = examine(full_copy)
    assert found.what == "A/RES/99/1: not in the graph, though the text is kept"


def test_does_a_flip_in_a_seal_show(store: Path) -> None:
    seal = seal_of(store.resolve().parent / "any")
    (seal.parent / "any").touch()
    seal_folder(seal.parent)
    place = seal.parent / SEAL
    for at in range(place.stat().st_size):
        whole = place.read_bytes()
        Damage(place, "flip", at, at + 1).apply(whole)
        with pytest.raises(InputError, match="seal"):
            read_seal(place)
        place.write_bytes(whole)


def test_is_rdf_xml_that_breaks_off_refused_wherever_it_does(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_bytes(XML)
    assert len(list(read_rdf(path))) == 2
    for length in range(len(XML)):
        path.write_bytes(XML[:length])
        with pytest.raises(InputError):
            list(read_rdf(path))


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.nq", "a.trig", "a.rdf", "a.jsonld"])
def test_is_an_empty_file_no_empty_graph(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    with pytest.raises(InputError, match="is an empty file"):
        list(read_rdf(tmp_path / name))


@pytest.mark.parametrize("stated", ["own", "sums"])
@pytest.mark.parametrize("syntax", ["ttl", "nq", "rdf"])
def test_is_a_dump_cut_off_between_statements_told_by_its_digest(
    syntax: str, stated: str, store: Path, tmp_path: Path
) -> None:
    dump = tmp_path / f"some.{syntax}"
    with dump.open("wb") as file:
        write_quads([quad for quad, _ in zip(open_folder(store), range(50), strict=False)], syntax, file)
    (unsure,) = examine_dumps([dump])
    assert unsure.kind == "not sealed"
    sums = dump.with_name(f"{dump.name}.sha256" if stated == "own" else SUMS)
    sums.write_text(f"{digest_of_file(dump)}  {dump.name}\n", encoding="utf-8")
    assert examine_dumps([dump]) == []
    dump.write_bytes(dump.read_bytes()[: dump.read_bytes().rindex(b"\n", 0, -2) + 1])
    (found,) = examine_dumps([dump])
    assert sums.name in found.what
    with pytest.raises(InputError):
        load(Wish(dump, name="some"), store)
