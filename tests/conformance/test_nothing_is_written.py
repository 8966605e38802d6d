"""Is every way refused by which the SPARQL protocols would write: updates, and the graph store's operations?

Each is an operation of the SPARQL 1.1 Update language, or of the SPARQL 1.1 Graph Store HTTP Protocol,
sections 5.3 to 5.6, put to every address of the site where a client could try it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.graph.stores.store import LocalStore
from kg.web.app import create_app
from kg.web.site import Site, digest_of
from tests.conftest import ROOT
from tests.web.conftest import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH = "https://w3id.org/cpkg/graph/curated/treaties/CRC"
TRIPLE = "<urn:a> <urn:b> <urn:c>"
UPDATES = {
    "INSERT DATA": f"INSERT DATA {{ {TRIPLE} }}",
    "DELETE DATA": f"DELETE DATA {{ GRAPH <{GRAPH}> {{ {TRIPLE} }} }}",
    "DELETE and INSERT": "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "DELETE WHERE": "DELETE WHERE { ?s ?p ?o }",
    "INSERT WHERE": "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "WITH": f"WITH <{GRAPH}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    "USING": f"DELETE {{ ?s ?p ?o }} USING <{GRAPH}> WHERE {{ ?s ?p ?o }}",
    "LOAD": "LOAD <http://127.0.0.1:9/>",
    "LOAD SILENT": f"LOAD SILENT <file:///etc/passwd> INTO GRAPH <{GRAPH}>",
    "CLEAR": "CLEAR ALL",
    "DROP": f"DROP GRAPH <{GRAPH}>",
    "CREATE": "CREATE GRAPH <urn:g>",
    "ADD": f"ADD <{GRAPH}> TO DEFAULT",
    "MOVE": f"MOVE <{GRAPH}> TO <urn:g>",
    "COPY": f"COPY <{GRAPH}> TO <urn:g>",
    "two operations": "CLEAR DEFAULT ; DROP ALL",
    "one after a prologue": f"PREFIX a: <urn:> # nothing\nINSERT DATA {{ {TRIPLE} }}",
}
DIRECT = "application/sparql-update"
PLACES = (
    f"/sparql?graph={GRAPH}",
    "/sparql?default",
    "/graph/curated/treaties/CRC",
    "/graph/new",
    "/data/treaty/CRC.ttl",
    "/id/treaty/CRC",
    "/dumps/cpkg.nq.gz",
    "/ontology",
    "/",
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """Return a client of a site with one statement."""
    store = ox.Store()
    store.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {TRIPLE} }} }}")
    site = Site("http://testserver/", ROOT, Path(), LocalStore(store), (), digest_of(store))
    with TestClient(create_app(site, SETTINGS), follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize("name", UPDATES)
def test_is_an_update_refused_however_it_is_sent(name: str, client: TestClient) -> None:
    update = UPDATES[name]
    sent = [
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", content=update, headers={"content-type": DIRECT}),
        client.post(f"/sparql?using-graph-uri={GRAPH}", content=update, headers={"content-type": DIRECT}),
        client.get("/sparql", params={"update": update}),
        client.get("/sparql", params={"query": update}),
        client.post("/sparql", data={"query": update}),
        client.post("/sparql", data={"query": "ASK {}", "update": update}),
        client.post("/sparql", params={"update": update}, data={"query": "ASK {}"}),
    ]
    assert {response.status_code for response in sent} <= {400, 403}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_is_an_operation_of_the_graph_store_refused(method: str, place: str, client: TestClient) -> None:
    response = client.request(method, place, content=f"{TRIPLE} .", headers={"content-type": "text/turtle"})
    assert response.status_code in {405, 415}


def test_is_everything_there_that_was_before(client: TestClient) -> None:
    before = client.get("/health").json()
    for update in UPDATES.values():
        client.post("/sparql", data={"update": update})
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    rows = client.get("/sparql", params={"query": count}).json()["results"]["bindings"]
    assert int(rows[0]["n"]["value"]) == before["statements"] == 1
    assert client.get("/health").json() == before
