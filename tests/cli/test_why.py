"""Who vouches for a statement: does `kg show --why` lead to the source, the words, the premises?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.graph.evidence.witness import find_witnesses
from kg.namespaces import expand, sparql_prologue
from kg.pipeline.build import build
from tests.conftest import ROOT
from tests.pipeline.papers import new_store, resolution, take_in, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.graph.stores.store import LocalStore
    from tests.cli.conftest import Outcome


def why(kg: Callable[..., Outcome], *statement: str) -> dict[str, str]:
    """Return what is known of the first witness of a statement."""
    done = kg("show", "--why", *statement, "--format", "json")
    assert done.code == 0, done.err
    return {row["what"]: row["said"] for row in json.loads(done.out)["sections"]["Witness 1"]}


def test_does_a_date_lead_to_the_document_it_was_read_in(kg: Callable[..., Outcome]) -> None:
    found = why(kg, "A/HRC/RES/31/7", "cp:adoptedOn")
    assert found["Value"] == "2016-03-23"
    assert found["Source"] == "A/HRC/RES/31/7, English, as issued"
    assert len(found["Source SHA-256"]) == 64
    assert (ROOT / found["File"]).is_file()


def test_does_a_fact_with_an_attestation_of_its_own_lead_to_that_place(kg: Callable[..., Outcome]) -> None:
    found = why(kg, "CRC", "cp:untsVolume", "1577")
    assert found["Source id"] == "A/RES/74/174/note/4"
    assert found["At"].startswith("note 4")


def test_does_an_act_lead_to_the_source_of_its_paragraph(kg: Callable[..., Outcome]) -> None:
    found = why(kg, "A/HRC/RES/31/7/op/7#act-1", "cp:actType")
    assert found["Source id"] == "source/A-HRC-RES-31-7-en"


def test_does_an_inferred_statement_lead_to_its_premises(kg: Callable[..., Outcome]) -> None:
    found = why(kg, "A/HRC/RES/31/7", "cp:cites", "treaty/UDHR")
    assert found["How"] == "follows from other statements"
    assert "A/HRC/RES/31/7/op/6#citation-1" in found["Follows from"]


def test_does_a_term_of_ours_lead_to_the_ontology(kg: Callable[..., Outcome]) -> None:
    assert why(kg, "theme/conduct/grooming", "skos:definition")["How"] == "declared in the ontology"


def test_does_an_extracted_statement_lead_to_the_words_it_was_read_in(
    kg: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path)
    words = "1. Urges Airways to polish the brass;"
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1", words, "2. Decides to rest.")))
    monkeypatch.setenv("KG_STORE", str(store))
    found = why(kg, "A/RES/99/1/op/1#act-1", "cp:actType", "act-type/urges")
    assert found["Words"] == "Urges Airways to polish the brass;"
    assert found["File"] == "a.txt"
    start, _, end = found["Place"].rpartition("characters ")[2].partition(" to ")
    text = (tmp_path / "in" / "a.txt").read_text(encoding="utf-8")
    assert text[int(start) : int(end)] == words.removeprefix("1. ")
    mended = resolution("99/1", "1. Invites Airways to polish the brass;")
    take_in(store, write(tmp_path / "in", "b.txt", mended))
    rows = sections(kg, "A/RES/99/1/op/1#act-1", "cp:actType")
    assert rows["Witness 1"]["Value"] == "act-type/invites"
    assert rows["Withdrawn 1"]["Value"] == "act-type/urges"
    gone = sections(kg, "A/RES/99/1/op/2", "cp:order")
    assert gone["Withdrawn 1"]["Shown by"].endswith("b.txt")


CORRECTION = """
<body/LOW#withdrawn-1> a cp:WithdrawnStatement ;
    cp:withdrawnOf <body/LOW> ;
    cp:withdrawnProperty cp:from ;
    cp:withdrawnValue "1950-02-03"^^xsd:date ;
    cp:replacingValue "1951-02-03"^^xsd:date ;
    prov:invalidatedAtTime "2046-01-01T00:00:00Z"^^xsd:dateTime ;
    cp:reason "The council first sat a year after it was set up."@en ;
    prov:wasDerivedFrom <source/one> .
"""


def test_does_a_correction_made_as_the_documentation_says_leave_its_trace(
    kg: Callable[..., Outcome], world_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = world_project / "data" / "world.ttl"
    text = data.read_text(encoding="utf-8")
    assert text.count('cp:from "1950-02-03"^^xsd:date') == 1
    mended = text.replace('cp:from "1950-02-03"', 'cp:from "1951-02-03"')
    data.write_text(mended + CORRECTION, encoding="utf-8")
    first, second = (
        build(world_project, tmp_path / name / "build", tmp_path / name / "store", say=lambda _: None)
        for name in ("a", "b")
    )
    assert first.manifest == second.manifest
    monkeypatch.setenv("KG_STORE", str(first.store))
    rows = sections(kg, "body/LOW", "cp:from")
    assert rows["Witness 1"]["Value"] == "1951-02-03"
    assert (rows["Withdrawn 1"]["Value"], rows["Withdrawn 1"]["Replaced by"]) == ("1950-02-03", "1951-02-03")
    assert rows["Withdrawn 1"]["Stated until"] == "2046-01-01T00:00:00Z"
    assert "first sat a year after" in rows["Withdrawn 1"]["Because"]


def sections(kg: Callable[..., Outcome], *statement: str) -> dict[str, dict[str, str]]:
    """Return what is known of each witness and trace of a statement."""
    done = kg("show", "--why", *statement, "--format", "json")
    assert done.code == 0, done.err
    found = json.loads(done.out)["sections"]
    return {title: {row["what"]: row["said"] for row in rows} for title, rows in found.items()}


def test_is_a_statement_that_nobody_makes_told_so(kg: Callable[..., Outcome]) -> None:
    done = kg("show", "--why", "CRC", "cp:untsVolume", "1578")
    assert (done.code, done.out) == (3, "")
    assert "no graph says so" in done.err


@pytest.mark.parametrize(
    "words",
    [
        # a thing alone is no statement
        ["CRC"],
        # nor are four names
        ["CRC", "cp:cites", "UDHR", "CRC"],
        # a value that Turtle would not take
        ["CRC", "cp:untsVolume", '"open'],
    ],
)
def test_is_what_is_no_statement_wrong_usage(kg: Callable[..., Outcome], words: list[str]) -> None:
    assert kg("show", "--why", *words).code == 2


def test_are_two_things_at_once_wrong_usage(kg: Callable[..., Outcome]) -> None:
    done = kg("show", "CRC", "OPSC")
    assert done.code == 2
    assert "one thing at a time" in done.err


@pytest.mark.parametrize(
    "name", ["cp:adoptedOn", "cp:entryIntoForce", "cp:untsVolume", "cp:from", "cp:gist", "cp:actionOnDate"]
)
def test_does_every_curated_fact_of_this_kind_name_a_source(graph: LocalStore, name: str) -> None:
    query = f"""SELECT DISTINCT ?thing WHERE {{
      GRAPH ?graph {{ ?thing {name} ?value }} FILTER(CONTAINS(STR(?graph), "/curated/"))
    }} ORDER BY ?thing"""
    things = [row[0].value for row in graph.select(sparql_prologue() + query).rows if row[0]]
    assert things
    for thing in things[:: max(1, len(things) // 60)]:
        assert all(witness.sources for witness in find_witnesses(graph, thing, expand(name), None)), thing
