"""Are documents filed the same every time, and does a store made of the files equal one made directly?"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError
from kg.graph.ingested.texts import open_texts
from kg.graph.stores.store import open_folder
from kg.pipeline.ingest import ingest, ingest_filed
from tests.pipeline.papers import SHAPES, new_store, resolution, without_workers, write
from tests.pipeline.runs import MOMENT, content, filed, some_papers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.pipeline.ingest import Ingested


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return some_papers(tmp_path_factory.mktemp("papers"), 3)


@pytest.fixture(autouse=True)
def _here() -> Iterator[None]:
    """Do in this process what workers do; `test_spread` and `tests/cli` start real ones."""
    with without_workers():
        yield


@pytest.fixture(scope="module")
def run(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run")
    with without_workers():
        filed(papers, out=out)
    return out


def gathered(run: Path, store: Path) -> dict[str, Ingested]:
    _, results = ingest_filed(str(run), store, shapes=SHAPES, jobs=1)
    return {str(one.file).rpartition("/")[2]: one for one in results}


def test_does_the_manifest_name_each_document_and_each_failure(run: Path) -> None:
    manifest = json.loads((run / "manifest.json").read_bytes())
    assert (manifest["sources"], manifest["documents"], manifest["failed"]) == (4, 3, 1)
    assert manifest["moment"] == MOMENT
    lines = gzip.decompress((run / "documents.ndjson.gz").read_bytes()).splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["A/RES/99/1", "A/RES/99/2", "A/RES/99/3"]
    (failed,) = gzip.decompress((run / "failed.ndjson.gz").read_bytes()).splitlines()
    assert "holds no resolution" in json.loads(failed)["reason"]
    assert manifest["quads"] == sum(json.loads(line)["quads"] for line in lines) > 100


def test_is_a_second_run_the_same_to_the_byte(run: Path, papers: Path, tmp_path: Path) -> None:
    filed(papers, out=tmp_path / "again")
    assert content(tmp_path / "again") == content(run)


def test_is_what_stands_passed_over_and_what_is_lost_or_cut_written_again(
    run: Path, papers: Path, tmp_path: Path
) -> None:
    before = content(run)
    out = tmp_path / "run"
    for name, data in before.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(data)
    records = sorted(out.glob("sources/*/*"))
    records[0].unlink()
    records[1].write_bytes(records[1].read_bytes()[:40])
    done = filed(papers, out=out)
    assert {one.status for one in done.values()} == {"failed", "ingested", "unchanged"}
    assert content(out) == before


def test_does_a_run_that_is_taken_up_keep_its_moment(papers: Path, tmp_path: Path) -> None:
    filed(papers / "01.txt", out=tmp_path, moment="2044-12-03T10:00:00+02:00")
    done = filed(papers / "01.txt", papers / "02.txt", out=tmp_path, moment="2044-12-03T08:00:00Z")
    assert [one.status for one in done.values()] == ["unchanged", "ingested"]
    other = filed(papers / "01.txt", out=tmp_path, moment="2044-12-04T08:00:00Z")
    assert other["01.txt"].status == "ingested"


def test_does_a_store_from_files_equal_one_made_directly(run: Path, papers: Path, tmp_path: Path) -> None:
    direct, other = new_store(tmp_path / "a"), new_store(tmp_path / "b")
    list(ingest([papers], direct, shapes=SHAPES, jobs=1, moment=MOMENT)[1])
    done = gathered(run, other)
    assert {one.status for one in done.values()} == {"ingested"}
    assert {str(quad) for quad in open_folder(other)} == {str(quad) for quad in open_folder(direct)}
    with open_texts(direct) as ours, open_texts(other) as theirs:
        assert theirs.kept() == ours.kept()
        assert theirs.files() == ours.files()
        for path in ours.kept():
            assert theirs.passages(path) == ours.passages(path)
            assert theirs.source(path) == ours.source(path)
            assert set(theirs.quads(path)) == set(ours.quads(path))
        assert list(theirs.search('"sing"')) == list(ours.search('"sing"'))
    assert {one.status for one in gathered(run, other).values()} == {"unchanged"}


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ("documents/A/RES/99/1", "its digest differs"),
        ("sources", "its digest differs"),
    ],
)
def test_is_a_file_that_was_changed_refused_and_the_others_taken(
    spoilt: str, words: str, papers: Path, tmp_path: Path
) -> None:
    filed(papers / "01.txt", papers / "02.txt", out=tmp_path / "run")
    files = json.loads(gzip.decompress((tmp_path / "run/documents.ndjson.gz").read_bytes()).splitlines()[0])
    path = tmp_path / "run" / files["record" if spoilt == "sources" else "file"]
    path.write_bytes(gzip.compress(b""))
    done = gathered(tmp_path / "run", new_store(tmp_path))
    assert (done["01.txt"].status, done["02.txt"].status) == ("failed", "ingested")
    assert words in done["01.txt"].note


def test_do_two_sources_of_one_symbol_leave_the_later(tmp_path: Path) -> None:
    first = write(tmp_path / "in", "a.txt", resolution("99/1", "1. Decides to sing."))
    later = write(tmp_path / "in", "b.txt", resolution("99/1", "1. Decides to rest."))
    filed(first, later, out=tmp_path / "run")
    store = new_store(tmp_path)
    assert gathered(tmp_path / "run", store)["b.txt"].status == "replaced"
    with open_texts(store) as texts:
        assert [hit.ident for hit in texts.search('"rest"')] == ["op/1"]
        assert list(texts.search('"sing"')) == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no documents"),
        ({"run.json": b"{}"}, "was not written by this version"),
        (
            {"run.json": b'{"format": 1, "moment": "m", "version": "v", "ground": "g"}'},
            "is not finished",
        ),
    ],
)
def test_is_a_folder_that_is_no_finished_run_refused(
    files: dict[str, bytes], words: str, tmp_path: Path
) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=words):
        ingest_filed(str(tmp_path), tmp_path, shapes=SHAPES, jobs=1)
