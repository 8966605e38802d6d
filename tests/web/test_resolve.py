"""Does any name of a thing lead to it on the site?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

LED = [
    # a symbol as people write it, a treaty's number, a code, a place, an IRI of others, a Goal
    ("UN Doc. a/res/74/174", "/id/A/RES/74/174"),
    ("CETS 201", "/id/treaty/LANZAROTE"),
    ("ALB", "/id/state/ALB"),
    ("CRC art 34", "/id/treaty/CRC/art/34"),
    ("http://www.wikidata.org/entity/Q222", "/id/state/ALB"),
    ("SDG 16.2", "/id/sdg/16.2"),
]


@pytest.mark.parametrize(("name", "address"), LED)
def test_does_a_name_lead_to_its_thing(name: str, address: str, client: TestClient) -> None:
    answer = client.get("/resolve", params={"id": name})
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert client.get(address).status_code == 303


def test_is_a_choice_given_where_several_are_meant(client: TestClient) -> None:
    answer = client.get("/resolve", params={"id": "UNTS No. 27531"})
    assert answer.status_code == 300
    assert "treaty/CRC, treaty/OPAC" in answer.json()["detail"]
    assert '</id/treaty/OPSC>; rel="alternate"' in answer.headers["link"]


def test_are_near_names_told_where_nothing_is_known(client: TestClient) -> None:
    answer = client.get("/resolve", params={"id": "A/RES/74/175"})
    assert answer.status_code == 404
    assert "A/RES/74/174" in answer.json()["detail"]


# Nothing, an empty name, one longer than any.
@pytest.mark.parametrize("query", ["", "?id=", "?id=%20", "?id=" + "x" * 500])
def test_is_no_name_a_fault_of_the_asker(query: str, client: TestClient) -> None:
    assert client.get(f"/resolve{query}").status_code == 400


# What would end a header, a query or a page early.
@pytest.mark.parametrize("name", ["a\r\nLocation: //x", "} ASK {", "<script>", "//example.org", "\\", "\x00"])
def test_leads_no_name_anywhere_else(name: str, client: TestClient) -> None:
    answer = client.get("/resolve", params={"id": name}, headers={"Accept": "text/html"})
    assert answer.status_code in {400, 404}
    assert "<script>" not in answer.text.partition("<main")[2]


def test_does_an_alias_lead_to_its_text_or_paragraph(client: TestClient) -> None:
    for path in ("A/RES/74/174", "A/RES/74/174/op/3"):
        answer = client.get(f"/eli/un/{path}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/id/{path}")
    assert client.get("/eli/treaty/CRC/art/34").headers["location"] == "/id/treaty/CRC/art/34"
    for wrong in ("un/A/RES/74/999", "un/treaty/CRC", "body/HRC", ""):
        assert client.get(f"/eli/{wrong}").status_code == 404


def test_can_the_table_of_identifiers_be_had(client: TestClient) -> None:
    answer = client.get("/dumps/cpkg.sssom.tsv.gz")
    assert answer.status_code == 200
    assert client.get("/dumps/cpkg.sssom.tsv.gz.sha256").text.endswith("cpkg.sssom.tsv.gz\n")
