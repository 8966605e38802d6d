"""Do documents get into the store whole, once, and whatever happens on the way?"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.graph.evidence.withdrawn import WITHDRAWN
from kg.graph.ingested.store import stored_readings
from kg.graph.ingested.texts import open_texts, texts_path
from kg.graph.stores.store import open_folder, open_store
from kg.identifiers import graph_iri
from kg.namespaces import ID, sparql_prologue
from kg.pipeline.build import build
from kg.pipeline.ingest import rehearse
from kg.pipeline.lock import locked_store
from kg.pipeline.validate import validate_store
from tests.conftest import ROOT
from tests.pipeline.kills import killed_while_writing
from tests.pipeline.papers import (
    FIRST_PARAGRAPH,
    SHAPES,
    new_store,
    resolution,
    take_in,
    take_in_by_workers,
    write,
)
from tests.smaller import copy_build, least_project, smaller_built

if TYPE_CHECKING:
    from kg.model import Rows

SEEDS = ROOT.parent / "shared" / "seeds"
GRAPH = ox.NamedNode(graph_iri("document/A/RES/99/1"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store of its own, without a text."""
    return new_store(tmp_path)


@pytest.fixture
def store_with_texts(tmp_path: Path) -> Path:
    """Return a store of its own, with the curated texts of the smaller project."""
    return copy_build(smaller_built(), tmp_path / "own")


def dump(store: Path) -> set[str]:
    """Return all quads of a store but the moments of reading, which differ from run to run.

    Nor the traces of earlier readings, which are what two histories differ in: tests/graph/test_withdrawn.py.
    """
    quads = (quad for quad in open_folder(store) if quad.graph_name != WITHDRAWN)
    return {str(quad) for quad in quads if "endedAtTime" not in str(quad.predicate)}


def answers(store: Path, query: str) -> list[tuple[str, ...]]:
    rows = open_store(str(store)).select(sparql_prologue() + query).rows
    return [tuple(cell.value if cell else "" for cell in row) for row in rows]


def test_is_a_document_found_by_questions_once_it_is_ingested(store: Path, tmp_path: Path) -> None:
    done = take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1")))
    assert done["a.txt"].status == "ingested"
    assert done["a.txt"].documents == ("A/RES/99/1",)
    asked = "SELECT ?p { ?p cp:performs/cp:actType <act-type/urges> ; cp:addresses <group/member-states> }"
    assert (ID + "A/RES/99/1/op/1",) in answers(store, asked)
    assert (ID + "A/RES/99/1",) in answers(store, "SELECT ?text { ?text cp:cites <A/RES/98/4> }")


def test_does_each_statement_stand_in_one_graph_only(store: Path, tmp_path: Path) -> None:
    """Two papers name the same session and cite the same resolution; queries would see either twice."""
    one = write(tmp_path / "in", "a.txt", resolution("99/1"))
    other = write(tmp_path / "in", "b.txt", resolution("99/2", "1. Recalls resolution 99/1;"))
    take_in(store, one, other)
    seen: dict[str, str] = {}
    for quad in open_folder(store):
        triple = str(quad.triple)
        assert triple not in seen, (triple, seen[triple], quad.graph_name)
        seen[triple] = str(quad.graph_name)


def test_is_an_unchanged_file_passed_over_and_nothing_written(store: Path, tmp_path: Path) -> None:
    paper = write(tmp_path / "in", "a.txt", resolution("99/1"))
    take_in(store, paper)
    before = dump(store)
    assert take_in(store, paper)["a.txt"].status == "unchanged"
    assert dump(store) == before


def test_is_reading_again_the_same_as_reading_once(store: Path, tmp_path: Path) -> None:
    paper = write(tmp_path / "in", "a.txt", resolution("99/1"))
    take_in(store, paper)
    before = dump(store)
    assert take_in(store, paper, again=True)["a.txt"].status == "ingested"
    assert dump(store) == before


def test_does_a_changed_file_leave_nothing_of_the_old_one(store: Path, tmp_path: Path) -> None:
    paper = write(
        tmp_path / "in", "a.txt", resolution("99/1", "1. Urges States to sing;", "2. Decides to rest.")
    )
    other = write(tmp_path / "in", "b.txt", resolution("99/2", "1. Recalls its resolution 99/1."))
    take_in(store, paper, other)
    write(tmp_path / "in", "a.txt", resolution("99/1", "1. Decides to rest."))
    done = take_in(store, paper, other)
    assert (done["a.txt"].status, done["b.txt"].status) == ("replaced", "unchanged")

    fresh = tmp_path / "fresh"
    expected = new_store(fresh)
    take_in(expected, paper, other)
    assert dump(store) == dump(expected)
    with open_texts(store) as texts:
        assert [hit.ident for hit in texts.search('"sing"')] == []
        assert [hit.ident for hit in texts.search('"rest"')] == ["op/1"]


def test_is_something_that_is_cited_before_it_is_ingested_described_once(store: Path, tmp_path: Path) -> None:
    citing = write(tmp_path / "in", "b.txt", resolution("99/2", "1. Recalls its resolution 99/1."))
    take_in(store, citing)
    assert answers(store, "SELECT ?label { <A/RES/99/1> rdfs:label ?label }") == [("A/RES/99/1",)]
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1")))
    assert answers(store, "SELECT ?label { <A/RES/99/1> rdfs:label ?label }") == [("Care of lighthouses",)]


def test_do_the_good_files_go_in_where_others_are_bad(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "1-recipe.txt", "Take two eggs.\n\nBeat them.\n")
    write(folder, "2-good.txt", resolution("99/1"))
    write(folder, "3-empty.txt", "")
    (folder / "4-noise.pdf").write_bytes(b"\x00\xff" * 400)
    unreadable = folder / "5-gone.txt"
    unreadable.symlink_to(folder / "nowhere")
    done = take_in_by_workers(store, folder, tmp_path / "missing")
    assert {name: one.status for name, one in done.items()} == {
        "1-recipe.txt": "failed",
        "2-good.txt": "ingested",
        "3-empty.txt": "failed",
        "4-noise.pdf": "failed",
        "5-gone.txt": "failed",
        "missing": "failed",
    }
    for name, one in done.items():
        if one.status == "failed":
            assert name in one.note
            assert "\n" not in one.note
    assert set(stored_readings(open_folder(store))) == {"A/RES/99/1"}


def test_does_the_later_of_two_files_for_one_symbol_stand_and_stay(store: Path, tmp_path: Path) -> None:
    first = write(tmp_path / "in", "a.txt", resolution("99/1", "1. Decides to sing."))
    second = write(tmp_path / "in", "b.txt", resolution("99/1", "1. Decides to rest."))
    done = take_in(store, first, second)
    assert done["b.txt"].status == "replaced"
    assert "A/RES/99/1 as read from" in done["b.txt"].note
    again = take_in(store, first, second)
    assert {one.status for one in again.values()} == {"unchanged"}
    assert take_in(store, first)["a.txt"].status == "replaced"  # alone, it is what the user wants now


def test_is_a_copy_of_a_file_read_once(store: Path, tmp_path: Path) -> None:
    one = write(tmp_path / "in", "a.txt", resolution("99/1"))
    copy = write(tmp_path / "in", "b.txt", resolution("99/1"))
    done = take_in(store, one, copy)
    assert [done["a.txt"].status, done["b.txt"].status] == ["ingested", "unchanged"]


def test_does_a_rehearsal_write_nothing(store: Path, tmp_path: Path) -> None:
    before = dump(store)
    paper = write(tmp_path / "in", "a.txt", resolution("99/1"))
    _, results = rehearse([paper], store, shapes=SHAPES, jobs=1)
    assert [one.status for one in results] == ["ingested"]
    assert dump(store) == before
    assert not texts_path(store).exists()


@pytest.mark.parametrize("moment", ["texts only", "no file noted"])
def test_does_the_next_run_mend_what_a_kill_left(moment: str, store: Path, tmp_path: Path) -> None:
    paper = write(tmp_path / "in", "a.txt", resolution("99/1"))
    take_in(store, paper)
    before = dump(store)
    with killed_while_writing(store) as graph:
        if moment == "texts only":  # the texts were kept, the graph was not laid
            graph.update(f"CLEAR GRAPH {GRAPH}")
    del graph
    with sqlite3.connect(texts_path(store)) as database:
        database.execute("DELETE FROM files")
    database.close()
    other = write(tmp_path / "in", "b.txt", resolution("99/2"))
    take_in(store, other)
    assert set(stored_readings(open_folder(store))) == {"A/RES/99/1", "A/RES/99/2"}
    assert before <= dump(store)
    assert take_in(store, paper)["a.txt"].status == "ingested"


def test_does_a_killed_run_go_on_where_it_was(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for number in range(1, 7):
        write(folder, f"{number}.txt", resolution(f"99/{number}"))
    command = [sys.executable, "-m", "kg", "ingest", str(folder), "--store", str(store), "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not _noted(store):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    committed = _noted(store)
    assert 1 <= committed <= 6
    _until_unlocked(store)
    done = take_in(store, folder)
    statuses = [one.status for one in done.values()]
    assert statuses.count("unchanged") >= committed
    assert set(statuses) <= {"unchanged", "ingested"}
    assert len(stored_readings(open_folder(store))) == 6


def _noted(store: Path) -> int:
    """Return how many files are noted as ingested."""
    try:
        with open_texts(store) as texts:
            return len(texts.files())
    except InputError:
        return 0


def _until_unlocked(store: Path) -> None:
    for _ in range(100):
        try:
            with locked_store(store):
                return
        except InputError:
            time.sleep(0.05)


def test_does_a_build_refuse_while_documents_go_in(store: Path, tmp_path: Path) -> None:
    with locked_store(store), pytest.raises(InputError, match=r"another build is running here, or an ingest"):
        build(least_project(), tmp_path / "build", tmp_path / "store", say=lambda _: None)


def test_does_an_ingest_refuse_while_a_build_runs(store: Path, tmp_path: Path) -> None:
    paper = write(tmp_path / "in", "a.txt", resolution("99/1"))
    with locked_store(store), pytest.raises(InputError, match="another build is running"):
        take_in(store, paper)


def test_does_a_new_build_of_the_same_sources_change_nothing(store: Path, tmp_path: Path) -> None:
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1")))
    before = dump(store)
    made = build(least_project(), tmp_path / "build", tmp_path / "store", say=lambda _: None)
    assert dump(store) == before
    assert made.carried > 0
    with open_texts(store) as texts:
        assert next(texts.search('"lighthouses"')).document == "A/RES/99/1"
    assert take_in(store, tmp_path / "in" / "a.txt")["a.txt"].status == "unchanged"


def test_does_a_document_give_way_once_it_is_curated(store: Path, tmp_path: Path) -> None:
    """And come back whole when the curated description goes again."""
    sources = Path(shutil.copytree(least_project(), tmp_path / "project"))
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1")))
    before = dump(store)
    curated = sources / "data" / "documents" / "A-RES-99-1.ttl"
    curated.write_text(
        "@base <https://w3id.org/cpkg/id/> .\n@prefix cp: <https://w3id.org/cpkg/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<A/RES/99/1> a cp:Resolution ; rdfs:label "Ours"@en ; cp:enactingBody <body/GA> .\n'
        "<A/RES/99/1/op/1> a cp:OperativeParagraph ; cp:provisionOf <A/RES/99/1> ;\n"
        "  cp:hasAct <A/RES/99/1/op/1#act-1> .\n"
        "<A/RES/99/1/op/1#act-1> a cp:Act ; cp:actType <act-type/decides> ; cp:actOrder 1 .\n",
        encoding="utf-8",
    )
    build(sources, tmp_path / "build", store, say=lambda _: None)
    acts = answers(store, "SELECT ?type { <A/RES/99/1/op/1> cp:hasAct/cp:actType ?type }")
    assert acts == [(ID + "act-type/decides",)]
    assert answers(store, "SELECT ?label { <A/RES/99/1> rdfs:label ?label }") == [("Ours",)]
    assert answers(store, "SELECT ?start { <A/RES/99/1/op/1> cp:textStart ?start }") != []
    curated.unlink()
    build(sources, tmp_path / "build", store, say=lambda _: None)
    assert dump(store) == before


def test_is_a_damaged_index_made_anew(store: Path, tmp_path: Path) -> None:
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1")))
    with killed_while_writing(store), sqlite3.connect(texts_path(store)) as database:
        database.execute("INSERT INTO words (words) VALUES ('delete-all')")
    database.close()
    with open_texts(store) as texts:
        assert list(texts.search('"lighthouses"')) == []
    take_in(store, tmp_path / "in" / "a.txt")
    with open_texts(store) as texts:
        assert len(list(texts.search('"lighthouses"'))) >= 1


def test_are_damaged_texts_said_so_in_one_line(store: Path, tmp_path: Path) -> None:
    paper = write(tmp_path / "in", "a.txt", resolution("99/1"))
    texts_path(store).write_bytes(b"no database at all" * 100)
    with pytest.raises(InputError, match="texts cannot be used") as raised:
        take_in(store, paper)
    assert "\n" not in str(raised.value)


def test_does_validation_hold_curated_data_alone_against_the_rules(
    store_with_texts: Path, tmp_path: Path
) -> None:
    before = validate_store(str(store_with_texts), SHAPES)
    take_in(store_with_texts, write(tmp_path / "in", "a.txt", resolution("99/1")))
    assert validate_store(str(store_with_texts), SHAPES) == before


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not on this machine")
def test_do_the_seeds_leave_every_answer_as_it_was(store_with_texts: Path) -> None:
    queries = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "queries").rglob("*.rq"))]

    def all_answers() -> list[Rows]:
        opened = open_store(str(store_with_texts))
        return [opened.select(query) for query in queries]

    before = all_answers()
    done = take_in(store_with_texts, SEEDS)
    assert {one.status for one in done.values()} == {"ingested"}
    assert all_answers() == before


def test_is_the_text_kept_with_its_place_in_the_source(store: Path, tmp_path: Path) -> None:
    paper = write(tmp_path / "in", "a.txt", resolution("99/1"))
    take_in(store, paper)
    (start,), (end,) = (
        answers(store, f"SELECT ?n {{ <A/RES/99/1/op/1> cp:{name} ?n }}")[0]
        for name in ("textStart", "textEnd")
    )
    source = paper.read_text(encoding="utf-8")[int(start) : int(end)]
    assert source in {FIRST_PARAGRAPH, FIRST_PARAGRAPH.removeprefix("1. ")}
    assert os.access(texts_path(store), os.R_OK)
