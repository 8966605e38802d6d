"""Are the States that sponsor a resolution, or vote on it, known by the names that UN files use?"""

from __future__ import annotations

import pytest

from kg.knowledge import Knowledge, Name
from kg.text.annotate.states import StateFinder
from kg.text.as_json import document_json
from kg.text.extract import Extractor
from tests.text.read.made import akn

NAMES = {
    "ALB": "Albania", "ATG": "Antigua and Barbuda", "BOL": "Bolivia (Plurinational State of)", "COG": "Congo",
    "COD": "Democratic Republic of the Congo", "CIV": "Côte d’Ivoire", "GIN": "Guinea", "IDN": "Indonesia",
    "IRL": "Ireland", "NLD": "Netherlands", "NER": "Niger", "NGA": "Nigeria", "TUR": "Türkiye",
    "GBR": "United Kingdom of Great Britain and Northern Ireland",
}  # fmt: skip
KNOWLEDGE = Knowledge(tuple(Name(f"state/{key}", "state", text, "label") for key, text in NAMES.items()))
FINDER = StateFinder(KNOWLEDGE)
LISTS = [
    # an "and" inside a name parts no names
    ("Antigua and Barbuda, Nigeria and Albania", ["ATG", "NGA", "ALB"]),
    # a name inside a longer one is not meant
    ("Democratic Republic of the Congo and United Kingdom of Great Britain and Northern Ireland",
     ["COD", "GBR"]),
    # brackets of a name, and brackets that say for whom a State speaks
    ("Bolivia (Plurinational State of) and Indonesia (on behalf of the States (Niger among them))",
     ["BOL", "IDN"]),
    # a draft of an officer has no sponsor, whatever the officer's country
    ("submitted by the Vice-Chair of the Committee, A. Nonymous (Albania)", []),
    # a name that the graph does not know, one cut by a hyphen, and nothing
    ("Atlantis and Guinea-Atlantis", []),
    ("", []),
]  # fmt: skip
VOTERS = [
    # capitals
    ("NIGERIA", "NGA"),
    # capitals without accents, and with one that has no small letter of one sign
    ("COTE D'IVOIRE", "CIV"),
    ("TÜRKİYE", "TUR"),
    # a bracket behind the name that is known
    ("NETHERLANDS (KINGDOM OF THE)", "NLD"),
    # an article
    ("The Niger", "NER"),
    # no State that is known
    ("LIBYAN ARAB JAMAHIRIYA", None),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_is_each_sponsor_of_a_list_known(text: str, expected: list[str]) -> None:
    found = list(FINDER.listed(text))
    assert [str(one.id).removeprefix("state/") for one in found] == expected
    assert all(one.text in text for one in found)


@pytest.mark.parametrize(("text", "expected"), VOTERS)
def test_is_each_voter_known(text: str, expected: str | None) -> None:
    assert FINDER.find(text) == (f"state/{expected}" if expected else None)


def test_does_a_graph_without_states_know_none() -> None:
    assert list(StateFinder(Knowledge()).listed("Albania")) == []


def test_do_subjects_sponsors_and_votes_of_a_file_come_out_as_json() -> None:
    meta = (
        '<classification source="DHLAUTH"><keyword showAs="CHILD ABUSE" dictionary="UNBIS Thesaurus"'
        ' href="http://metadata.un.org/thesaurus/1000928"/></classification>'
        '<step outcome="draftResolution" as="A/1/L.4" by="Albania, Atlantis and Nigeria"/>'
        '<step outcome="draftResolutionAdditionalSponsors" by="Nigeria"/>'
        '<count value="1" refersTo="against"><voters><organization>ALBANIA</organization></voters></count>'
    )
    text = (
        '<preamble><formula name="enactingFormula"><p>The General Assembly,</p></formula></preamble>'
        "<mainBody><paragraph><num>1.</num><content><p>Rests.</p></content></paragraph></mainBody>"
    )
    knowledge = Knowledge((*KNOWLEDGE.names, Name("body/GA", "body", "General Assembly", "label")))
    [document] = Extractor(knowledge).extract_bytes(akn(text, meta=meta).encode(), name="a.xml")
    told = document_json(document)
    assert told["subjects"] == [{"heading": "CHILD ABUSE", "id": "http://metadata.un.org/thesaurus/1000928"}]
    assert [one["id"] for one in told["sponsors"]] == ["state/ALB", "state/NGA"]
    assert told["votes"] == [{"id": "state/ALB", "text": "ALBANIA", "vote": "against"}]
