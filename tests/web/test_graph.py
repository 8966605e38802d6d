"""The neighbourhood of a thing: what is near, how much is shown, and in which forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from kg.namespaces import ID

if TYPE_CHECKING:
    from starlette.testclient import TestClient

_GEXF = "{http://gexf.net/1.3}"


def _around(client: TestClient, about: str, **wanted: str) -> dict[str, dict[str, Any]]:
    found = client.get("/graph.json", params={"about": about, **wanted}).json()
    return {node["id"].removeprefix(ID): node for node in found["nodes"]}


def test_does_a_paragraph_stand_beside_what_it_cites_and_its_text(client: TestClient) -> None:
    near = _around(client, "treaty/OPSC/art/3/1")
    assert near["treaty/OPSC"]["kind"] == "treaty"
    assert near["treaty/OPSC/art/3/1"]["steps"] == 0
    assert {node["kind"] for node in near.values()} >= {"theme", "provision", "actor"}


def test_do_paragraphs_stand_for_their_text_unless_wanted(client: TestClient) -> None:
    assert "provision" not in {node["kind"] for node in _around(client, "treaty/OPSC").values()}
    parts = _around(client, "treaty/OPSC", kinds="provision", most="150")
    assert parts["treaty/OPSC/art/1"]["name"] == "OPSC, article 1"


def test_does_a_treaty_know_its_parties_when_states_are_wanted(client: TestClient) -> None:
    wanted = {"about": "treaty/OPSC", "kinds": "state", "most": "150"}
    found = client.get("/graph.json", params=wanted).json()
    acted = {edge["source"]: edge["relations"] for edge in found["edges"]}
    assert set(acted[ID + "state/FRA"]) == {"ratification of", "signature of"}
    assert found["left_out"] > 0, "more States acted on it than are drawn"


def test_is_what_is_left_out_said_and_does_a_second_step_add(client: TestClient) -> None:
    one, two = (
        client.get(f"/graph.json?about=body/UNICEF&depth={depth}&most=150").json() for depth in (1, 2)
    )
    assert one["left_out"] == 0
    assert len(two["nodes"]) == 150
    assert two["left_out"] > 0
    steps = {node["id"]: node["steps"] for node in two["nodes"]}
    assert max(steps.values()) == 2
    assert all(edge["source"] in steps and edge["target"] in steps for edge in two["edges"])


def test_is_a_thing_found_by_its_name(client: TestClient) -> None:
    found = client.get("/graph.json", params={"about": "Lanzarote Convention"}).json()
    assert found["about"] == ID + "treaty/LANZAROTE"


def test_does_gexf_have_what_the_drawing_has(client: TestClient) -> None:
    answer = client.get("/graph.gexf?about=A/HRC/RES/31/7&most=30")
    assert answer.headers["content-disposition"] == 'attachment; filename="graph-A-HRC-RES-31-7.gexf"'
    drawn = client.get("/graph.json?about=A/HRC/RES/31/7&most=30").json()
    root = ET.fromstring(answer.content)  # noqa: S314 - what this project wrote
    assert {node.get("id") for node in root.iter(_GEXF + "node")} == {node["id"] for node in drawn["nodes"]}
    assert len(list(root.iter(_GEXF + "edge"))) == len(drawn["edges"])


def test_does_the_page_have_it_all_as_tables(client: TestClient) -> None:
    page = client.get("/page/graph?about=OPSC").text
    drawn = client.get("/graph.json?about=OPSC").json()
    assert f"{len(drawn['nodes'])} things and {len(drawn['edges'])} links" in page
    assert all(
        f'href="{node["page"]}"'.replace("&", "&amp;").replace("'", "&#39;") in page
        for node in drawn["nodes"]
    )


# What is asked for wrongly, and the status it gets.
@pytest.mark.parametrize(
    ("query", "status"),
    [
        # nothing is called so
        ("about=no-such-thing-at-all", 404),
        # nothing is asked about
        ("", 404),
        # a step more than there is
        ("about=OPSC&depth=3", 400),
        # digits that are no ASCII
        ("about=OPSC&depth=%D9%A1", 400),
        # more nodes than can be read
        ("about=OPSC&most=151", 400),
        # a number that would take long to read
        ("about=OPSC&most=" + "9" * 5000, 400),
        # a misspelt kind
        ("about=OPSC&kinds=treaties", 400),
        # an IRI that cannot be one
        ("about=%3Cx%3E%20y", 404),
    ],
)
def test_is_a_faulty_request_refused_with_a_reason(client: TestClient, query: str, status: int) -> None:
    answer = client.get(f"/graph.json?{query}")
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_is_a_faulty_request_of_the_page_answered_by_the_page(client: TestClient) -> None:
    answer = client.get("/page/graph?about=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert '<form class="fields"' in answer.text
