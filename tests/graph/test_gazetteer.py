"""What extraction is told by the graph: the same from a built store as from the bare sources, and soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.sources.curated import read_sources
from kg.graph.stores.store import memory_store
from kg.knowledge import ActName, Name
from kg.text.annotate.names import NameIndex
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.stores.store import LocalStore
    from kg.knowledge import Knowledge

NAMES = [
    Name("body/UNODC", "body", "United Nations Office on Drugs and Crime", "label"),
    Name("body/UNODC", "body", "UNODC", "abbreviation"),
    Name("mandate/secretary-general", "mandate", "Secretary-General", "alternative"),
    Name("initiative/weprotect-global-alliance", "initiative", "WeProtect Global Alliance", "label"),
    Name("group/member-states", "group", "Member States", "label"),
    Name("treaty/CRC", "treaty", "Convention on the Rights of the Child", "label"),
    Name("treaty/UDHR", "treaty", "Universal Declaration of Human Rights", "label"),
    Name("treaty/OPSC", "treaty", "OPSC", "abbreviation"),
    Name("A/RES/70/1", "instrument", "2030 Agenda for Sustainable Development", "alternative"),
    Name("CRC/C/GC/13", "instrument", "general comment No. 13 (2011)", "alternative"),
    Name("theme/conduct/grooming", "theme", "grooming", "label"),
    Name("theme/term/child-pornography", "theme", "child pornography", "label"),
    Name("state/GBR", "state", "United Kingdom", "alternative"),
    Name("goal/16", "goal", "Sustainable Development Goal 16", "label"),
    Name("target/16.2", "goal", "target 16.2", "alternative"),
]
ACTS = [
    ActName("calls-upon", "Calls upon", "operative"),
    ActName("calls-upon", "Calling upon", "preambular"),
    ActName("recognizes", "recognising that", "other"),
]


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return read_knowledge(memory_store(quad for file in read_sources(ROOT) for quad in file.quads))


@pytest.mark.parametrize("name", NAMES, ids=lambda name: f"{name.thing}: {name.text}")
def test_is_a_thing_known_by_its_name(name: Name, known: Knowledge) -> None:
    assert name in known.names


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.text)
def test_is_a_type_of_act_known_by_its_phrase(act: ActName, known: Knowledge) -> None:
    assert act in known.acts


def test_what_is_known_of_treaties_instruments_and_sessions(known: Knowledge) -> None:
    assert (1577, 27531, "treaty/CRC") in known.treaty_series
    assert {"treaty/CRC", "A/HRC/RES/31/7", "A/RES/70/1", "CRC/C/GC/13"} <= known.instruments
    assert ("treaty/OPSC", "treaty/CRC") in known.supplements
    assert ("ECOSOC", "2019", "2018-07-26", "2019-07-24") in known.sessions
    assert ("GA", "44", "", "") in known.sessions


def test_are_provisions_sources_and_schemes_no_names(known: Knowledge) -> None:
    folders = {name.thing.split("/")[0] for name in known.names}
    assert not folders & {"source", "act-type", "session", "change", "verification", "adoption-mode"}
    assert not [name.thing for name in known.names if "/op/" in name.thing or "#" in name.thing]


def test_does_a_built_store_know_the_same_as_the_sources(graph: LocalStore, known: Knowledge) -> None:
    assert read_knowledge(graph) == known


def test_does_a_body_added_to_the_data_get_found_in_texts(sources: Path) -> None:
    (sources / "data" / "added.ttl").write_text(
        "@base <https://w3id.org/cpkg/id/> .\n"
        "@prefix cp: <https://w3id.org/cpkg/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<body/BOR> a cp:Body ; rdfs:label "Bureau of Rivers"@en ; cp:abbreviation "BOR" .\n',
        encoding="utf-8",
    )
    added = read_knowledge(memory_store(quad for file in read_sources(sources) for quad in file.quads))
    found = NameIndex(added.names).find("Thanks the Bureau of Rivers (BOR)")
    assert [name.thing for one in found for name in one.names] == ["body/BOR", "body/BOR"]
