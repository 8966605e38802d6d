"""Does the endpoint speak the SPARQL 1.1 Protocol, as the W3C's own tests have it?

Every test of the suite is run; those of updates must be refused with a status in the four hundreds.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from starlette.testclient import TestClient

from kg.graph.stores.store import LocalStore
from kg.web.app import create_app
from kg.web.site import Site, digest_of
from tests.conftest import ROOT
from tests.web.conftest import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response
    from rdflib.term import Node

SUITE = ROOT.parent / "shared" / "suites" / "sparql11"
MANIFEST = SUITE / "protocol" / "manifest.ttl"
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
TABULAR = {*BOOLEAN, "text/csv", "text/tab-separated-values"}
GRAPH = {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"}
DATA = "http://kasei.us/2009/09/sparql/data/"

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the W3C suites are not beside this checkout")


def read_tests() -> list[Any]:
    if not MANIFEST.exists():
        return []
    graph = rdflib.Graph().parse(MANIFEST)
    entries = Collection(graph, next(graph.objects(None, MF.entries)))
    return [pytest.param(graph, test, id=str(test).rpartition("#")[2]) for test in entries]


@pytest.fixture(scope="module")
def suite_client() -> Iterator[TestClient]:
    store = ox.Store()
    for number in (1, 2, 3):
        path = SUITE / "protocol" / f"data{number}.nt"
        store.load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(f"{DATA}data{number}.rdf"))
    site = Site("http://testserver/", ROOT, Path(), LocalStore(store), (), digest_of(store))
    with TestClient(create_app(site, SETTINGS), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(("graph", "test"), read_tests())
def test_is_the_protocol_kept(graph: rdflib.Graph, test: rdflib.URIRef, suite_client: TestClient) -> None:
    for request in requests_of(graph, test):
        response = send(graph, request, suite_client)
        if "update" in test:  # nothing can be written here; a test may ask afterwards what was
            assert 400 <= response.status_code < 500 or asks(graph, request)
        else:
            check(graph, graph.value(request, HT.resp), response)


def requests_of(graph: rdflib.Graph, test: rdflib.URIRef) -> list[Node]:
    connection = graph.value(test, MF.action)
    return list(Collection(graph, graph.value(connection, HT.requests)))  # type: ignore[arg-type]  # a node


def asks(graph: rdflib.Graph, request: Node) -> bool:
    """Return whether a request is a query."""
    fields = {str(graph.value(header, HT.fieldValue)) for header in headers_of(graph, request)}
    return "application/sparql-query" in fields or "query=" in str(graph.value(request, HT.absolutePath))


def headers_of(graph: rdflib.Graph, request: Node) -> list[Node]:
    listed = graph.value(request, HT.headers)
    return [] if listed is None else list(Collection(graph, listed))


def send(graph: rdflib.Graph, request: Node, client: TestClient) -> Response:
    headers = {
        str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue))
        for header in headers_of(graph, request)
    }
    body = graph.value(request, HT.body)
    text = str(graph.value(body, CNT.chars)) if body is not None else ""
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8") if body is not None else "utf-8"
    return client.request(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        headers=headers,
        content=text.encode(encoding),
    )


def check(graph: rdflib.Graph, expected: Node | None, response: Response) -> None:
    ranges = {str(status)[-3] for status in graph.objects(expected, MF.expectedStatus)}
    assert str(response.status_code)[0] in ranges, response.text
    media = response.headers["content-type"].partition(";")[0]
    match str(graph.value(expected, MF.expectedFormat) or ""):
        case "boolean":
            assert media in BOOLEAN
        case "tabular":
            assert media in TABULAR
        case "RDF":
            assert media in GRAPH
    wanted = graph.value(expected, MF.expectedBoolean)
    if wanted is not None:
        assert response.json()["boolean"] is (str(wanted) == "true")


def test_is_the_service_described_where_the_endpoint_is(suite_client: TestClient) -> None:
    """Run the three tests of service descriptions: RDF on GET, its endpoint, and the schema's terms."""
    response = suite_client.get("/sparql", headers={"accept": "text/turtle"})
    assert response.status_code == 200
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    service = rdflib.URIRef("http://testserver/sparql")
    assert (None, SD.endpoint, service) in graph
    schema = {
        SD.Service: {SD.endpoint, SD.defaultDataset, SD.supportedLanguage, SD.feature, SD.resultFormat},
        SD.Dataset: {SD.defaultGraph, SD.namedGraph},
        SD.NamedGraph: {SD.name, SD.graph},
    }
    for kind, known in schema.items():
        things = set(graph.subjects(rdflib.RDF.type, kind))
        assert things
        used = {p for thing in things for p in graph.predicates(thing) if str(p).startswith(str(SD))}
        assert used <= known
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert len(set(graph.objects(None, SD.name))) == 3


def test_are_all_tests_of_the_suite_run() -> None:
    ids = [case.id for case in read_tests()]
    assert len(ids) == 34
    assert len([name for name in ids if "update" not in name]) == 20


def test_are_the_three_tests_of_descriptions_those_that_are_run() -> None:
    """Each is a sentence in the manifest, which the test of the service's description above checks."""
    graph = rdflib.Graph().parse(SUITE / "service-description" / "manifest.ttl")
    entries = Collection(graph, next(graph.objects(None, MF.entries)))
    names = {str(test).rpartition("#")[2] for test in entries}
    assert names == {"has-endpoint-triple", "returns-rdf", "conforms-to-schema"}
