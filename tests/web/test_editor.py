"""The SPARQL page without its editor, and what the editor asks the site for."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from kg.namespaces import CP, ID

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from kg.web.site import Site

_AREA_RE = re.compile(r"<textarea [^>]*>\n(.*?)</textarea>", re.DOTALL)


def _query(client: TestClient, address: str) -> str:
    found = _AREA_RE.search(client.get(address).text)
    assert found
    return unescape(found[1])


def test_does_the_query_that_stands_there_first_run(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": _query(client, "/page/sparql"), "format": "csv"})
    assert answer.status_code == 200
    assert answer.text.splitlines()[0] == "treaty,name,states"
    assert len(answer.text.splitlines()) > 3


def test_is_a_query_of_the_address_put_into_the_form_as_it_is(client: TestClient) -> None:
    query = 'ASK { ?s ?p "</textarea><script>alert(1)</script>" }'
    page = client.get("/page/sparql", params={"query": query})
    assert "<script>alert" not in page.text
    assert _query(client, str(page.url)) == query


def test_can_every_example_be_written_and_run(client: TestClient, site: Site) -> None:
    for question in site.catalogue:
        query = _query(client, f"/page/sparql?example={question.id}")
        assert "#+" not in query, question.id
        # a timeout would be a finding about the query, not about this page
        assert client.get("/sparql", params={"query": query}).status_code in {200, 504, 503}, question.id


def test_does_an_unknown_example_leave_the_first_query(client: TestClient) -> None:
    assert _query(client, "/page/sparql?example=no/such") == _query(client, "/page/sparql")


def test_does_completion_have_our_terms_and_those_in_use(client: TestClient) -> None:
    answer = client.get("/terms.json")
    terms = answer.json()
    assert {"iri": CP + "Treaty", "label": "treaty"} in terms["classes"]
    properties = {term["iri"] for term in terms["properties"]}
    assert {CP + "hasAct", "http://www.w3.org/2000/01/rdf-schema#label"} <= properties
    again = client.get("/terms.json", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_are_names_given_for_what_the_graph_knows_alone(client: TestClient) -> None:
    asked = [ID + "body/UNICEF", CP + "Treaty", ID + "no/such", "javascript:alert(1)", "not an iri"]
    found = client.post("/labels.json", json=asked).json()
    assert found == {
        ID + "body/UNICEF": {"label": "United Nations Children's Fund", "page": "/page/body/UNICEF"},
        CP + "Treaty": {"label": "treaty", "page": "/ontology#Treaty"},
    }
    assert client.get("/labels.json", params={"iri": asked}).json() == found


# What is sent wrongly, and the status it gets.
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        # no JSON
        (b"x", 400),
        # no list
        (b'{"iri": 1}', 400),
        # a list of something else
        (b"[1]", 400),
        # brackets without end
        (b"[" * 20_000, 400),
        # more names than one page of rows can need
        (b"[" + b",".join([b'"a"'] * 201) + b"]", 413),
        # more bytes than 200 names can need
        (b" " * 300_000, 413),
    ],
)
def test_is_a_faulty_list_of_names_refused(client: TestClient, sent: bytes, status: int) -> None:
    assert client.post("/labels.json", content=sent).status_code == status


def test_does_the_page_name_no_other_host_for_scripts_or_styles(client: TestClient) -> None:
    page = client.get("/page/sparql")
    assert re.findall(r'(?:src|action)="(?!/)', page.text) == []
    assert "unsafe" not in page.headers["content-security-policy"]
