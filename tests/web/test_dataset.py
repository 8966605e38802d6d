"""Is the dataset described truly, and can it be had whole?"""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.dataset.dumps import DUMPS, Dump, write_dump
from kg.web.describe import DATASET_IRI
from kg.web.endpoint.settings import EndpointSettings
from kg.web.forms import ENDINGS
from kg.web.site import Site, open_site
from tests.conftest import ROOT
from tests.smaller import smaller_built

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
DATASET = URIRef(DATASET_IRI)

MANDATORY = [
    # DCAT-AP 3.0.1 wants of a catalogue who made it, and what it is called and about
    (DCAT.Catalog, DCT.title),
    (DCAT.Catalog, DCT.description),
    (DCAT.Catalog, DCT.publisher),
    # of a dataset what it is called and about
    (DCAT.Dataset, DCT.title),
    (DCAT.Dataset, DCT.description),
    # of a distribution where it can be had
    (DCAT.Distribution, DCAT.accessURL),
    # of a service what it is called, and where it answers
    (DCAT.DataService, DCT.title),
    (DCAT.DataService, DCAT.endpointURL),
    # of whoever publishes a name
    (FOAF.Agent, FOAF.name),
    # recommended, and shown by portals: what a catalogue lists, where its home is, under which licence
    (DCAT.Catalog, DCAT.dataset),
    (DCAT.Catalog, DCAT.service),
    (DCAT.Catalog, FOAF.homepage),
    (DCAT.Catalog, DCT.license),
    (DCAT.Dataset, DCAT.distribution),
    (DCAT.Dataset, DCAT.keyword),
    (DCAT.Dataset, DCAT.theme),
    (DCAT.Dataset, DCT.publisher),
    (DCAT.DataService, DCAT.servesDataset),
    (DCAT.DataService, DCAT.endpointDescription),
    (DCAT.Distribution, DCT.license),
    (DCAT.Distribution, DCAT.downloadURL),
    (DCAT.Distribution, DCAT.mediaType),
]


@pytest.fixture(scope="module")
def site() -> Site:
    """Return a site over the graph of the smaller project: each dump of it is written twice."""
    return open_site(ROOT, smaller_built() / "store", "http://testserver/")


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[TestClient]:
    """Return a client of that site."""
    with TestClient(create_app(site, EndpointSettings(workers=1)), follow_redirects=False) as asking:
        yield asking


@pytest.fixture(scope="module")
def void(client: TestClient) -> Graph:
    return Graph().parse(data=client.get("/.well-known/void").content, format="turtle")


@pytest.fixture(scope="module")
def catalogue(client: TestClient) -> Graph:
    return Graph().parse(data=client.get("/catalogue").content, format="turtle")


@pytest.mark.parametrize(("kind", "wanted"), MANDATORY)
def test_has_the_catalogue_what_dcat_ap_wants(catalogue: Graph, kind: URIRef, wanted: URIRef) -> None:
    things = list(catalogue.subjects(RDF.type, kind))
    assert things
    for thing in things:
        assert list(catalogue.objects(thing, wanted)), thing


def test_is_everything_typed_that_the_catalogue_points_to(catalogue: Graph) -> None:
    for prop, kind in (
        (DCAT.dataset, DCAT.Dataset),
        (DCAT.service, DCAT.DataService),
        (DCAT.distribution, DCAT.Distribution),
        (DCT.publisher, FOAF.Agent),
    ):
        for target in catalogue.objects(None, prop):
            assert (target, RDF.type, kind) in catalogue


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalogue"])
def test_does_a_description_say_the_same_in_each_format(client: TestClient, path: str) -> None:
    graphs = {ending: client.get(f"{path}.{ending}").content for ending in ENDINGS}
    read = {
        ending: {
            tuple(map(str, quad.triple))
            for quad in ox.parse(body, format=ox.RdfFormat.from_extension(ending), base_iri="http://x/")
        }
        for ending, body in graphs.items()
    }
    assert len(read["ttl"]) > 40
    assert all(triples == read["ttl"] for triples in read.values())


def test_does_void_count_what_queries_count(void: Graph, site: Site) -> None:
    def count(where: str, what: str = "*") -> Literal:
        ((number,),) = site.engine.select(f"SELECT (COUNT({what}) AS ?n) WHERE {{ {where} }}").rows
        assert number
        return Literal(number.value, datatype=Literal(0).datatype)

    assert void.value(DATASET, VOID.triples) == Literal(len(site.engine.ox))
    assert void.value(DATASET, VOID.distinctSubjects) == count("?s ?p ?o", "DISTINCT ?s")
    assert void.value(DATASET, VOID.distinctObjects) == count("?s ?p ?o", "DISTINCT ?o")
    assert void.value(DATASET, VOID.properties) == count("?s ?p ?o", "DISTINCT ?p")
    assert void.value(DATASET, VOID.classes) == count("?s a ?o", "DISTINCT ?o")
    partitions = list(void.objects(DATASET, VOID.classPartition))
    assert len(partitions) == int(str(void.value(DATASET, VOID.classes)))
    for partition in partitions[::10]:
        kind = void.value(partition, VOID["class"])
        assert void.value(partition, VOID.entities) == count(f"?s a <{kind}>", "DISTINCT ?s")
    partitions = list(void.objects(DATASET, VOID.propertyPartition))
    assert len(partitions) == int(str(void.value(DATASET, VOID.properties)))
    for partition in partitions[::20]:
        prop = void.value(partition, VOID.property)
        assert void.value(partition, VOID.triples) == count(f"?s <{prop}> ?o")


def test_do_linksets_say_where_links_go(void: Graph) -> None:
    linksets = list(void.subjects(RDF.type, VOID.Linkset))
    assert linksets
    for links in linksets:
        assert void.value(links, VOID.subjectsTarget) == DATASET
        assert str(void.value(links, VOID.objectsTarget)).startswith("http")
        assert int(str(void.value(links, VOID.triples))) > 0


def test_do_examples_and_dumps_of_void_answer(void: Graph, client: TestClient) -> None:
    for example in void.objects(DATASET, VOID.exampleResource):
        assert client.get("/id/" + str(example).partition("/id/")[2]).status_code == 303
    dumps = [str(dump) for dump in void.objects(DATASET, VOID.dataDump)]
    assert len(dumps) == len(DUMPS)
    for address in dumps:
        assert client.head(address).status_code == 200
    assert void.value(DATASET, VOID.sparqlEndpoint) == URIRef("http://testserver/sparql")


def test_is_the_dump_the_snapshot(client: TestClient, site: Site) -> None:
    lines = gzip.decompress(client.get("/dumps/cpkg.nq.gz").content).splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(site.engine.ox)
    assert {str(q) for q in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS)} == set(
        map(str, site.engine.ox)
    )


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.file)
def test_are_dumps_what_their_digests_say_and_the_same_twice(
    client: TestClient, site: Site, tmp_path: Path, dump: Dump
) -> None:
    body = client.get(f"/dumps/{dump.file}").content
    digest, name = client.get(f"/dumps/{dump.file}.sha256").text.split()
    assert (digest, name) == (hashlib.sha256(body).hexdigest(), dump.file)
    write_dump(site, dump, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == body


def test_can_a_dump_be_had_in_parts(client: TestClient) -> None:
    address = "/dumps/cpkg.nq.gz"
    whole = client.get(address)
    size = len(whole.content)
    assert whole.headers["accept-ranges"] == "bytes"
    for asked, part in (
        ("bytes=0-99", whole.content[:100]),
        ("bytes=1000-", whole.content[1000:]),
        ("bytes=-50", whole.content[-50:]),
    ):
        response = client.get(address, headers={"range": asked})
        assert (response.status_code, response.content) == (206, part)
        assert response.headers["content-range"].endswith(f"/{size}")
    assert client.get(address, headers={"range": f"bytes={size}-"}).status_code == 416
    stale = client.get(address, headers={"range": "bytes=0-9", "if-range": '"older"'})
    assert (stale.status_code, len(stale.content)) == (200, size)


def test_is_a_dump_not_sent_again_to_who_has_it(client: TestClient) -> None:
    for address in ("/dumps/cpkg.nq.gz", "/dumps/cpkg.nq.gz.sha256"):
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get("/dumps/cpkg.nq.gz").headers["etag"] == again_tag(client)


def again_tag(client: TestClient) -> str:
    tag = client.get("/dumps/cpkg.nq.gz").headers["etag"]
    return client.get("/dumps/cpkg.nq.gz", headers={"if-none-match": tag}).headers["etag"]


def test_do_all_addresses_of_the_site_map_answer(client: TestClient) -> None:
    response = client.get("/sitemap.xml")
    assert response.headers["content-type"] == "application/xml"
    urlset = ET.fromstring(response.content)  # noqa: S314 - our own
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert urlset.tag == space + "urlset"
    addresses = [str(loc.text) for loc in urlset.iter(space + "loc")]
    assert 500 < len(addresses) == len(set(addresses)) <= 50_000
    assert all(address.startswith("http://testserver/") for address in addresses)
    sample = [*addresses[:8], *addresses[8::25]]
    for address in sample:
        found = client.get(address, headers={"accept": "text/html"})
        assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, "text/html"), (
            address
        )


def test_do_robots_find_the_site_map_and_leave_queries_alone(client: TestClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /sparql" in lines


def test_does_a_monitor_learn_what_is_served(client: TestClient, site: Site) -> None:
    response = client.get("/health")
    assert response.headers["cache-control"] == "no-store"
    assert response.json()["status"] == "ok"
    assert response.json()["statements"] == len(site.engine.ox)
    assert response.json()["digest"] == site.digest


def test_is_no_endpoint_told_of_where_there_is_none(site: Site) -> None:
    from dataclasses import replace

    from kg.web.dataset.dcat import dcat_description
    from kg.web.dataset.void import void_description

    mute = replace(site, endpoint=None)
    elsewhere = replace(site, endpoint="https://live.example.org/sparql")
    for describe in (void_description, dcat_description):
        assert "sparql" not in str(describe(mute))
        assert "https://live.example.org/sparql" in str(describe(elsewhere))
