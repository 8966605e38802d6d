"""Do the site and its endpoint read graphs that were loaded beside the store, and only where asked to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from kg.namespaces import CP
from kg.pipeline.load import Wish, load
from kg.web.app import create_app
from kg.web.endpoint.settings import EndpointSettings
from kg.web.site import open_site
from tests.conftest import CASES, ROOT
from tests.smaller import smaller_built

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SDG = "https://w3id.org/cpkg/graph/external/sdg"
BLOCK = f"GRAPH <{SDG}> {{ <http://metadata.un.org/sdg/16.1> ?p ?o }}"


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a site of the smaller project with the SDGs loaded beside its store."""
    store: Path = tmp_path_factory.mktemp("beside") / "store"
    store.symlink_to((smaller_built() / "store").resolve())
    plain = open_site(ROOT, store, "http://testserver/")
    load(Wish(CASES / "external" / "sdg.ttl"), store)
    site = open_site(ROOT, store, "http://testserver/")
    assert site.digest != plain.digest
    with TestClient(create_app(site, EndpointSettings(workers=1, rows=10)), follow_redirects=False) as asking:
        yield asking


@pytest.mark.parametrize(
    ("where", "yes"),
    [
        # by its name it is read, with what ours says
        (f"{BLOCK} . ?part <{CP}bearsOnTarget> <http://metadata.un.org/sdg/16.2>", True),
        # and by no other way
        ("<http://metadata.un.org/sdg/16.1> ?p ?o", False),
        ("GRAPH ?g { <http://metadata.un.org/sdg/16.1> ?p ?o }", False),
    ],
)
def test_does_a_strangers_query_read_a_loaded_graph_by_its_name(
    where: str, yes: bool, beside: TestClient
) -> None:
    answer = beside.get("/sparql", params={"query": f"ASK {{ {where} }}"})
    assert answer.json()["boolean"] is yes


def test_does_a_page_answer_a_question_that_joins_a_loaded_graph(beside: TestClient) -> None:
    answer = beside.get("/questions/sdg/targets-in-un-words.json")
    assert "Victims of trafficking (as loaded)" in answer.text
