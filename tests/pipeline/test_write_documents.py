"""Does laying many documents at once leave what laying them one by one would, and if it is cut short?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.graph.ingested.new_documents import NewDocuments
from kg.graph.ingested.store import DocumentStore, nquads_of, stored_readings, unpack
from kg.graph.ingested.texts import open_texts
from kg.graph.stores.store import LocalStore, open_folder
from kg.pipeline.ingest import _ground
from kg.pipeline.prepare import Preparer
from kg.pipeline.write_documents import Writer, written
from tests.pipeline.kills import killed_while_writing
from tests.pipeline.papers import SHAPES, new_store, resolution, take_in, write
from tests.smaller import least_built

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.pipeline.prepare import Prepared

PAPERS = (
    ("99/2", "1. Recalls its resolution 99/1, and paragraph 1 of resolution 99/3;"),
    ("99/1", "1. Recalls its resolution 99/2;", "2. Urges States to sing."),
    ("99/3", "1. Recalls paragraph 2 of its resolution 99/1, and resolution 99/4;", "2. Decides to rest."),
    ("98/4", "1. Reaffirms target 16.2 and the Convention on the Rights of the Child."),
    (
        "99/4",
        "1. Recalls resolutions 99/3 and 98/4 and article 34 of the Convention on the Rights of the Child.",
    ),
)
"""Each is named by another before or after it comes: in one load, outlines come and go."""


@cache
def prepared(folder: Path) -> tuple[Prepared, ...]:
    store = LocalStore(open_folder(least_built() / "store"))
    prepare = Preparer(_ground(store, SHAPES))
    files = [
        write(folder, f"{at}.txt", resolution(number, *paragraphs))
        for at, (number, *paragraphs) in enumerate(PAPERS)
    ]
    return tuple(one for file in files for one in prepare(file))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Prepared, ...]:
    return prepared(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def one_by_one(papers: tuple[Prepared, ...]) -> frozenset[str]:
    """Return the statements of a store that the papers were laid into one after another."""
    store = ground()
    documents = DocumentStore(store)
    for paper in papers:
        documents.lay(unpack(paper.laid))
    return statements(store)


def ground() -> ox.Store:
    store = ox.Store()
    store.bulk_load(nquads_of(open_folder(least_built() / "store")), format=ox.RdfFormat.N_QUADS)
    return store


def statements(store: ox.Store) -> frozenset[str]:
    return frozenset(map(str, store))


@pytest.mark.parametrize("cut", [(5,), (1, 4), (2, 3), (3, 1, 1), (1, 1, 1, 1, 1)], ids=str)
def test_is_one_load_the_same_as_many(
    cut: tuple[int, ...], papers: tuple[Prepared, ...], one_by_one: frozenset[str]
) -> None:
    store = ground()
    gathered = NewDocuments(store)
    waiting = iter(papers)
    for count in cut:
        for _ in range(count):
            gathered.add(next(waiting).laid)
        gathered.lay()
    assert statements(store) == one_by_one
    triples = [str(quad.triple) for quad in store]
    assert len(triples) == len(set(triples))


def test_is_a_load_without_its_last_step_found_and_mended(tmp_path: Path) -> None:
    """The moment of reading is what comes last: without it a graph counts as not laid."""
    store = new_store(tmp_path)
    files = [write(tmp_path / "in", f"{at}.txt", resolution(*paper)) for at, paper in enumerate(PAPERS)]
    take_in(store, *files)
    before = dump(store)
    cut_short(store)
    take_in(store, write(tmp_path / "in", "other.txt", resolution("97/1", "1. Decides to rest.")))
    assert before <= dump(store)
    assert all(reading.endswith("Z") for reading in stored_readings(open_folder(store)).values())


def cut_short(store: Path) -> None:
    """Bring a store to where a kill in the middle of the last load would leave it."""
    ended = ox.NamedNode("http://www.w3.org/ns/prov#endedAtTime")
    with killed_while_writing(store) as graph:
        for quad in list(graph.quads_for_pattern(None, ended, None)):
            if "/document/" in str(quad.graph_name):
                graph.remove(quad)


def dump(store: Path) -> set[str]:
    return {str(quad) for quad in open_folder(store)}


def test_do_two_papers_of_one_symbol_in_one_batch_leave_the_later(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    first = write(tmp_path / "in", "a.txt", resolution("99/1", "1. Decides to sing."))
    other = write(tmp_path / "in", "b.txt", resolution("99/2", "1. Recalls its resolution 99/1."))
    later = write(tmp_path / "in", "c.txt", resolution("99/1", "1. Decides to rest."))
    done = take_in(store, first, other, later)
    assert [one.status for one in done.values()] == ["ingested", "ingested", "replaced"]
    with open_texts(store) as texts:
        assert [text for _, kind, text in texts.passages("A/RES/99/1") if kind == "operative"] == [
            "Decides to rest."
        ]


def test_is_a_file_told_of_only_once_it_is_written(papers: tuple[Prepared, ...]) -> None:
    log: list[str] = []

    def results() -> Iterator[tuple[str, list[Prepared]]]:
        for paper in papers:
            yield paper.laid.path, [paper]

    def note(batch: Sequence[object]) -> None:
        log.append(f"wrote {len(batch)}")

    log.extend(written(results(), note))
    assert log == ["wrote 5", *(paper.laid.path for paper in papers)]


def test_does_a_failure_to_write_end_the_run() -> None:
    def fail(_: object) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        list(written([("a", [])], fail))


def test_are_writers_texts_and_graph_of_one_mind(papers: tuple[Prepared, ...], tmp_path: Path) -> None:
    store = new_store(tmp_path)
    graph = ox.Store(str(store.resolve()))
    with open_texts(store, write=True) as texts:
        Writer(graph, texts).write([[paper] for paper in papers])
        kept = texts.kept()
    assert stored_readings(graph) == {path: f"{one.sha256} {one.read_at}" for path, one in kept.items()}
