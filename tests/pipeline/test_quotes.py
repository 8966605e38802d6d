"""Do the words of every extracted statement stand in the official text, where the graph says they do?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.graph.documents.quads import document_graph
from kg.graph.ingested.texts import open_texts
from kg.graph.stores.store import open_folder
from kg.namespaces import ID, compact, expand
from kg.pipeline.quotes import check_quotes
from tests.pipeline.papers import new_store, resolution, take_in, write

if TYPE_CHECKING:
    from pathlib import Path

    from kg.pipeline.quotes import Checked

PATH = "A/RES/99/1"
GRAPH = ox.NamedNode(document_graph(PATH))
WORDS = "1. Urges Member States, recalling its resolution 98/4 of 2 May 2043, to polish the brass;"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store into which one document was taken."""
    place = tmp_path_factory.mktemp("quotes")
    made = new_store(place)
    take_in(made, write(place / "in", "a.txt", resolution("99/1", WORDS)))
    return made


def held(store: Path, changed: dict[tuple[str, str], str | int] | None = None) -> Checked:
    """Return what comes of holding a document against its text, some of its statements changed."""
    copy = ox.Store()
    copy.bulk_extend(open_folder(store))
    for (thing, relation), value in (changed or {}).items():
        subject, predicate = ox.NamedNode(f"{ID}{thing}"), ox.NamedNode(expand(relation))
        (old,) = copy.quads_for_pattern(subject, predicate, None, GRAPH)
        copy.remove(old)
        copy.add(ox.Quad(subject, predicate, ox.Literal(value), GRAPH))
    with open_texts(store) as texts:
        return check_quotes(copy, texts, [PATH])


def test_does_every_statement_of_a_document_stand_in_its_text(store: Path) -> None:
    checked = held(store)
    assert (checked.documents, checked.findings) == (1, ())
    assert checked.matched == checked.statements > 50


@pytest.mark.parametrize(
    ("thing", "relation", "value", "message"),
    [
        # a place that is not that of the words
        ("op/1", "cp:textStart", 3, "it stands at"),
        # an act, addressees and a citation in other words than those of the text
        ("op/1#act-1", "cp:phrase", "Implores", "'Implores' do not stand"),
        ("op/1#act-1", "cp:addresseeText", "Member States; lighthouses", "do not stand"),
        ("op/1#citation-1", "cp:citationText", "its resolution 98/5 of 2 May 2043", "do not stand"),
    ],
)
def test_is_a_statement_that_does_not_stand_there_found(
    store: Path, thing: str, relation: str, value: str | int, message: str
) -> None:
    checked = held(store, {(f"{PATH}/{thing}", relation): value})
    (finding,) = checked.findings
    assert compact(finding.focus) == f"{PATH}/op/1"
    assert message in finding.message
    assert 0 < checked.matched < checked.statements


def test_is_a_text_of_another_file_found(store: Path) -> None:
    source = next(
        compact(str(quad.object)[1:-1])
        for quad in open_folder(store).quads_for_pattern(
            GRAPH, ox.NamedNode(expand("prov:wasDerivedFrom")), None
        )
    )
    checked = held(store, {(source, "cp:sha256"): "0" * 64})
    assert ["of another file" in one.message for one in checked.findings] == [True]
    assert checked.matched == 0


def write_for(store: Path, old: str, new: str) -> None:
    """Change the official texts of a store."""
    with open_texts(store, write=True) as texts:
        texts._database.execute("UPDATE provisions SET text = replace(text, ?, ?)", (old, new))


def test_is_a_changed_official_text_found(store: Path) -> None:
    write_for(store, "brass", "glass")
    try:
        checked = held(store)
    finally:
        write_for(store, "glass", "brass")
    assert ["op/1" in finding.focus for finding in checked.findings] == [True]
    assert "its words are not those at" in checked.findings[0].message
