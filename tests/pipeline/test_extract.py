"""Does extraction of many files keep its contract, whatever the files are?"""

from __future__ import annotations

import json
import os
import re
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.hostile import hostile

from kg.errors import InputError
from kg.graph.lookup.gazetteer import read_knowledge
from kg.pipeline.extract import extract_files, find_documents
from kg.pipeline.workers import Outcome, map_in_workers
from kg.text.as_json import document_json
from kg.text.extract import LARGEST, Extractor
from tests.clock import SOON, processor_time
from tests.conftest import ROOT
from tests.pipeline.resolutions import bad_files, printed, resolution

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.document import Document
    from kg.graph.stores.store import LocalStore
    from kg.knowledge import Knowledge
    from kg.pipeline.extract import Extracted

SEEDS = ROOT.parent / "shared" / "seeds"

KEYS = {
    kind: set(names.split())
    for kind, names in {
        "document": "symbol body body_name title adopted session agenda_items meeting adoption recommended_by"
        " recommended_in draft_for subjects sponsors votes kind provisions footnotes unresolved warnings"
        " source",
        "adoption": "mode for against abstaining",
        "source": "path sha256 media_type",
        "provision": "id kind recital number level parent text span pieces acts citations mentions themes"
        " sdg_goals sdg_targets notes marks",
        "act": "type phrase addressees span inherited",
        "addressee": "id text head qualifier span",
        "citation": "target pinpoint text act note span note_span",
        "mention": "id text span",
        "footnote": "marker text citations provision span",
        "unresolved": "text reason provision",
    }.items()
}
# What is said of each, by words of its line.
BAD = {
    "empty.txt": "is empty",
    "noise.txt": "no text in a known encoding",
    "locked.pdf": "encrypted",
    "scanned.pdf": "no text layer",
    "bomb.pdf": "holds more text than its size explains",
    "bomb.docx": "unpacks to more than",
    "doctype.xml": "has a DOCTYPE",
    "cut.xml": "not well-formed",
    "recipe.txt": "holds no resolution",
    "report.txt": "holds no resolution",
    "french.txt": "is in French",
    "long.txt": "characters, far more than any resolution",
}


@pytest.fixture(scope="module")
def knowledge(graph: LocalStore) -> Knowledge:
    return read_knowledge(graph)


@pytest.fixture(scope="module")
def extractor(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)


@pytest.fixture(scope="module")
def documents(extractor: Extractor) -> dict[str, Document]:
    """Return what was extracted of a resolution of ours and of the seeds, where these are there."""
    seeds = {path.stem: path.read_bytes() for path in sorted(SEEDS.glob("*.txt"))}
    read = {"ours": resolution().encode(), **seeds}
    found = {name: extractor.extract_bytes(data, name=name) for name, data in read.items()}
    return {name: only for name, (only,) in found.items()}


@pytest.fixture(scope="module")
def bad(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Extracted]:
    """Return what came of the bad files, each by its name, extracted together."""
    folder = tmp_path_factory.mktemp("bad")
    for name, data in bad_files().items():
        (folder / name).write_bytes(data)
    found = extract_files(find_documents([folder]), knowledge, jobs=2)
    return {one.path.name: one for one in found}


def all_of(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return every object of a kind, of acts their addressees."""
    if kind in {"footnote", "unresolved", "provision"}:
        return list(document[kind if kind == "unresolved" else f"{kind}s"])
    if kind == "addressee":
        return [one for act in all_of(document, "act") for one in act["addressees"]]
    return [one for provision in document["provisions"] for one in provision[f"{kind}s"]]


def test_has_every_object_of_the_json_the_keys_agreed_on(documents: dict[str, Document]) -> None:
    for name, read in documents.items():
        document = json.loads(json.dumps(document_json(read)))
        assert document.keys() == KEYS["document"], name
        assert document["adoption"].keys() == KEYS["adoption"], name
        assert document["source"].keys() == KEYS["source"], name
        kinds = ("provision", "act", "addressee", "citation", "mention", "footnote", "unresolved")
        for kind in kinds:
            odd = [one for one in all_of(document, kind) if one.keys() - {"implied"} != KEYS[kind]]
            assert odd == [], (name, kind)


def test_is_the_json_of_a_short_resolution_what_it_says(documents: dict[str, Document]) -> None:
    document = document_json(documents["ours"])
    said = {key: document[key] for key in ("symbol", "body", "title", "adopted", "session", "meeting")}
    assert said == {
        "symbol": "A/RES/99/1",
        "body": "GA",
        "title": "Safety of readers",
        "adopted": "2044-12-20",
        "session": "99",
        "meeting": "70",
    }
    assert (document["recommended_by"], document["recommended_in"]) == ("Third-Committee", ["A/99/400"])
    assert [(one["id"], one["kind"], one["level"], one["parent"]) for one in document["provisions"]] == [
        ("pp/1", "preambular", 1, None),
        ("pp/2", "preambular", 1, None),
        ("op/1", "operative", 1, None),
        ("op/2", "operative", 1, None),
        ("op/2/a", "operative", 2, "op/2"),
        ("op/2/b", "operative", 2, "op/2"),
    ]
    assert [(act["type"], act["inherited"]) for act in all_of(document, "act")] == [
        ("recalls", False),
        ("notes", False),
        ("reaffirms", False),
        ("calls-upon", False),
        ("requests", False),
        ("urges", False),
        ("urges", True),
        ("urges", True),
    ]
    assert [(one["target"], one["pinpoint"], one["note"]) for one in all_of(document, "citation")] == [
        ("A/RES/70/1", None, None),
        ("A/99/31", None, "1"),
        ("A/99/31/Corr.1", None, "1"),
        ("treaty/CRC", "art/34", None),
    ]
    assert document["provisions"][0]["sdg_targets"] == ["16.2"]
    assert [one["id"] for one in all_of(document, "mention")] == ["body/HRC", "mandate/secretary-general"]
    (note,) = document["footnotes"]
    assert (note["marker"], note["provision"]) == ("1", "pp/1")
    assert note["citations"] == ["A/99/31", "A/99/31/Corr.1"]


def test_does_every_span_give_back_the_words(documents: dict[str, Document]) -> None:
    for document in map(document_json, documents.values()):
        notes = {note["marker"]: note["text"] for note in document["footnotes"]}
        for provision in document["provisions"]:
            text = provision["text"]
            for act in provision["acts"]:
                assert act["span"] or act["inherited"]
                shown = [(act["span"], act["phrase"]), *((a["span"], a["text"]) for a in act["addressees"])]
                if not act["inherited"]:
                    assert [text[slice(*span)] for span, _ in shown] == [words for _, words in shown]
            for one in (*provision["citations"], *provision["mentions"]):
                whole, span = (text, one["span"]) if one["span"] else (notes[one["note"]], one["note_span"])
                assert whole[slice(*span)] == one["text"]


def test_do_the_pieces_of_the_source_joined_give_the_text(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for provision in document.provisions:
            pieces = "".join(document.source_text[slice(*piece)] for piece in provision.pieces)
            assert _letters(pieces) == _letters(provision.text)
            assert (provision.pieces[0][0], provision.pieces[-1][1]) == provision.span
            assert all(first[1] <= second[0] for first, second in pairwise(provision.pieces))


def _letters(text: str) -> str:
    """Return a text without white space and hyphens, which joining may change."""
    return re.sub(r"[\s\u00ad-]", "", text)


def test_is_a_page_break_no_part_of_the_paragraph_around_it(documents: dict[str, Document]) -> None:
    (paragraph,) = (one for one in documents["ours"].provisions if one.id == "op/1")
    assert "the well-being of those" in paragraph.text
    assert "the words of the books" in paragraph.text
    assert len(paragraph.pieces) > 1


def test_is_every_id_of_a_document_its_own(documents: dict[str, Document]) -> None:
    for document in documents.values():
        ids = [provision.id for provision in document.provisions]
        assert len(set(ids)) == len(ids)
        assert {one.parent for one in document.provisions} - {None} <= set(ids)


@pytest.mark.parametrize("name", BAD)
def test_does_each_bad_input_end_in_one_line_that_says_what_it_is(
    name: str, bad: dict[str, Extracted]
) -> None:
    outcome = bad[name]
    assert outcome.documents == ()
    assert BAD[name] in outcome.error
    assert outcome.error.startswith(str(outcome.path))
    assert "\n" not in outcome.error
    assert "Report" not in outcome.error  # which says that the program was at fault
    assert len(outcome.error) < 400 + len(str(outcome.path))


READABLE: dict[str, Callable[[], bytes]] = {
    "a PDF called Word": printed,
    "UTF-16": lambda: resolution().encode("utf-16"),
    "Windows-1252": lambda: resolution().encode("cp1252"),
}


@pytest.mark.parametrize("made", READABLE.values(), ids=READABLE.keys())
def test_is_a_resolution_read_whatever_its_name_and_encoding(
    made: Callable[[], bytes], extractor: Extractor
) -> None:
    (document,) = extractor.extract_bytes(made(), name="misnamed.docx")
    assert document.front.symbol == "A/RES/99/1"
    assert [one.id for one in document.provisions] == ["pp/1", "pp/2", "op/1", "op/2", "op/2/a", "op/2/b"]


def test_do_two_resolutions_in_one_file_come_out_as_two(extractor: Extractor) -> None:
    both = f"{resolution(1)}\n\n{resolution(2)}".encode()
    found = extractor.extract_bytes(both, name="two.txt")
    assert [one.front.symbol for one in found] == ["A/RES/99/1", "A/RES/99/2"]
    assert [len(one.provisions) for one in found] == [6, 6]
    assert [len(one.footnotes) for one in found] == [1, 1]


def test_is_a_text_refused_only_beyond_the_limit(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LARGEST == 10_000_000
    text = resolution()
    monkeypatch.setattr("kg.text.extract.LARGEST", len(text))
    assert extractor.extract_bytes(text.encode(), name="a.txt")
    with pytest.raises(InputError, match="far more than any resolution"):
        extractor.extract_bytes(f"{text} ".encode(), name="a.txt")


# Where a rule that looks back, or tries every pair, would take minutes.
@pytest.mark.parametrize("name", ["second acts", "ibid", "bracket"])
def test_does_a_line_of_a_million_characters_take_no_longer_than_others(
    name: str, extractor: Extractor
) -> None:
    began = processor_time()
    (document,) = extractor.extract_bytes(hostile(name), name="hostile.txt")
    assert processor_time() - began < SOON
    assert document.provisions


def test_are_folders_searched_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_documents([tmp_path / "b.txt", tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["b.txt", "a/c.txt"]


@pytest.mark.parametrize(("name", "what"), [("missing", "does not exist"), ("empty", "holds no file")])
def test_is_a_place_without_documents_named(name: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=what) as caught:
        find_documents([tmp_path / name])
    assert caught.value.where == str(tmp_path / name)


def treat(item: str) -> str:
    """Do to the worker what the item says."""
    if item == "die":
        os._exit(1)
    if item == "hang":
        time.sleep(600)
    if item == "raise":
        raise ValueError("so it was told")
    return item.upper()


def make_treat() -> Callable[[str], str]:
    return treat


@pytest.mark.parametrize("jobs", [1, 2])
def test_does_a_worker_that_dies_or_hangs_cost_one_item(jobs: int) -> None:
    items = ["a", "die", "b", "hang", "c", "raise", "d"]
    outcomes = list(map_in_workers(make_treat, items, jobs=jobs, seconds=4))
    assert [one.item for one in outcomes] == items
    assert [one.result for one in outcomes] == ["A", None, "B", None, "C", None, "D"]
    errors = {one.item: one.error for one in outcomes if one.error}
    assert errors.keys() == {"die", "hang", "raise"}
    assert "ended the worker process" in errors["die"]
    assert "took longer than 4 s" in errors["hang"]
    assert "so it was told" in errors["raise"]


def test_do_fresh_workers_give_the_same() -> None:
    found = list(map_in_workers(make_treat, ["a", "b"], jobs=1, seconds=60, fresh=True))
    assert found == [Outcome("a", "A"), Outcome("b", "B")]
