"""Does the site answer its own part of a question, and refuse to ask anybody else?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.graph.questions.catalogue import read_catalogue
from tests.conftest import ROOT
from tests.pipeline.strangers import WIKIDATA, strangers

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from kg.graph.questions.catalogue import Question

REMOTE = [question for question in read_catalogue(ROOT) if question.remote]


@pytest.mark.parametrize("question", REMOTE, ids=lambda question: question.id)
def test_are_the_columns_of_another_graph_there_and_empty(question: Question, client: TestClient) -> None:
    assert question.remote
    rows = client.get(f"/questions/{question.id}.json").json()["rows"]
    assert rows
    shown = set(question.columns) & {*question.remote.gives, "population"}
    assert shown
    assert {row.get(column) for row in rows for column in shown} == {None}


def test_does_the_site_refuse_plainly_and_ask_nobody(client: TestClient) -> None:
    with strangers(WIKIDATA) as service:
        answered = client.get("/questions/treaties/states-outside-treaty.json", params={"with": service.url})
        assert service.asked == []
    assert answered.status_code == 400
    assert "the site asks no other graph" in answered.text
    assert "kg ask states-outside-treaty --with wikidata" in answered.text


def test_is_a_query_that_would_send_another_on_refused(client: TestClient) -> None:
    with strangers(WIKIDATA) as service:
        query = f"SELECT * WHERE {{ SERVICE <{service.url}> {{ ?s ?p ?o }} }}"
        assert client.get("/sparql", params={"query": query}).status_code == 400
        assert service.asked == []
