"""Does every thing lead each client to the form that it asks for, and hold there what the graph says?"""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import zstandard
from rdflib import BNode, Dataset

from kg.graph.portions.selection import select_things
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.web.addresses import iri_of, path_of
from kg.web.data_reader import DataReader
from kg.web.describe import DATASET_IRI, LICENCE
from kg.web.forms import ENDINGS, GRAPH_FORMS

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

    from kg.web.site import Site

TTL, LD, XML = "text/turtle", "application/ld+json", "application/rdf+xml"
NT, NQ, TRIG, HTML = "application/n-triples", "application/n-quads", "application/trig", "text/html"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
PROTEGE = "application/rdf+xml, application/xml; q=0.5, text/xml; q=0.3, */*; q=0.2"
RAPPER = "application/rdf+xml;q=0.9, text/turtle, application/n-triples;q=0.8, text/html;q=0.6, */*;q=0.1"
RDFLIB = "application/ld+json, application/json;q=0.9, */*;q=0.1"
RDFLIB_N3 = "text/n3, */*;q=0.1"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
THING = "A/HRC/RES/31/7"
PARENTHESES = "S/RES/1888(2009)"

THINGS = [
    # who says nothing, or takes anything, gets Turtle: programs do not say, browsers do
    (None, TTL),
    ("", TTL),
    ("*/*", TTL),
    ("text/*", TTL),
    ("*/*;q=0.1", TTL),
    # each form by its name, in any case, with spaces
    (TTL, TTL),
    (LD, LD),
    (XML, XML),
    (NT, NT),
    (NQ, NQ),
    (TRIG, TRIG),
    (HTML, HTML),
    ("Application/LD+JSON", LD),
    ("  application/trig  ", TRIG),
    # the weight decides, whatever the order
    ("text/turtle;q=0.4, application/ld+json;q=0.5", LD),
    ("application/ld+json;q=0.5, text/turtle;q=0.4", LD),
    ("text/html;q=0.3, application/rdf+xml", XML),
    ("application/n-triples;q=0.999, application/n-quads;q=1.000", NQ),
    ("text/turtle;q=0, */*", HTML),
    ("text/turtle;q=0, text/html;q=0, */*", LD),
    ("application/*", LD),
    ("application/*;q=0.8, text/*;q=0.9", TTL),
    ("text/*, text/turtle;q=0.1", HTML),
    # equal weights go by our order
    ("text/html, text/turtle", TTL),
    ("application/rdf+xml, application/ld+json", LD),
    # what real clients send
    (FIREFOX, HTML),
    (CHROME, HTML),
    (PROTEGE, XML),
    (RAPPER, TTL),
    (RDFLIB, LD),
    (RDFLIB_N3, TTL),
    (JENA, TTL),
    ("text/turtle, application/x-turtle, */*;q=0.1", TTL),
    # names that are older or more general
    ("application/json", LD),
    ("application/xml", XML),
    ("text/xml", XML),
    ("application/x-turtle", TTL),
    ("text/n3", TTL),
    ("text/plain", NT),
    ("application/xhtml+xml", HTML),
    # forms that nobody has
    ("image/png", None),
    ("application/pdf, image/*", None),
    ("*/*;q=0", None),
    ("text/turtle;q=0", None),
    ("text/turtle;version=2", None),
    # what is no header at all is as if it named nothing we have
    ("nonsense", None),
]

NAMED = [
    # the address names the form, which goes before the header
    ("ttl", "text/html", TTL),
    ("jsonld", "text/html", LD),
    ("rdf", "text/html", XML),
    ("nt", "text/html", NT),
    ("nq", "text/html", NQ),
    ("trig", "text/html", TRIG),
    ("html", "text/turtle", HTML),
    ("text/html", "text/turtle", HTML),
    ("text/turtle", "image/png", TTL),
    # a plus sign that nobody escaped arrives as a space
    ("application/ld+json", "*/*", LD),
    ("application/rdf%2Bxml", "*/*", XML),
    ("pdf", "*/*", None),
    ("", "*/*", None),
]

DATA = [
    (None, TTL),
    ("*/*", TTL),
    (FIREFOX, XML),
    (CHROME, XML),
    (PROTEGE, XML),
    (RDFLIB, LD),
    ("application/n-quads, text/turtle;q=0.9", NQ),
    ("text/html, application/trig;q=0.1", TRIG),
    ("text/html", None),
    ("image/png", None),
]

ONTOLOGY = [
    (None, TTL),
    ("*/*", TTL),
    (FIREFOX, HTML),
    (CHROME, HTML),
    (PROTEGE, XML),
    (RDFLIB, LD),
    (JENA, TTL),
    ("application/n-triples", NT),
    ("text/html;q=0.5, application/ld+json;q=0.4", HTML),
    ("image/png", None),
]

DESCRIPTIONS = [
    (None, TTL),
    ("*/*", TTL),
    (LD, LD),
    (XML, XML),
    ("application/n-triples", NT),
    (PROTEGE, XML),
    (FIREFOX, HTML),
    ("text/html", HTML),
    ("image/png", None),
]


def ask(client: TestClient, path: str, accept: str | None, method: str = "GET") -> Response:
    """Ask without the header that the test client adds by itself."""
    headers = {} if accept is None else {"accept": accept}
    request = client.build_request(method, path, headers=headers)
    if accept is None:
        del request.headers["accept"]
    return client.send(request)


def media_of(response: Response) -> str:
    return response.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize("path", [THING, PARENTHESES, "sdg/16.2"])
@pytest.mark.parametrize(("accept", "media"), THINGS)
def test_does_a_thing_lead_to_the_form_that_is_asked_for(
    client: TestClient, path: str, accept: str | None, media: str | None
) -> None:
    response = ask(client, f"/id/{path}", accept)
    assert "Accept" in response.headers["vary"]
    if media is None:
        assert response.status_code == 406
        assert f"/data/{path}.jsonld" in response.text
        return
    assert response.status_code == 303
    target = response.headers["location"]
    assert target == (f"/page/{path}" if media == HTML else f"/data/{path}.{GRAPH_FORMS[media]}")
    found = client.get(target, headers={"accept": "*/*"})
    assert (found.status_code, media_of(found)) == (200, media)


@pytest.mark.parametrize(("named", "accept", "media"), NAMED)
def test_does_the_address_name_the_form_before_the_header(
    client: TestClient, named: str, accept: str, media: str | None
) -> None:
    response = ask(client, f"/id/{THING}?_mediatype={named}", accept)
    assert response.status_code == (303 if media else 406)
    if media:
        ending = "" if media == HTML else f".{GRAPH_FORMS[media]}"
        assert response.headers["location"].endswith(f"{THING}{ending}")


@pytest.mark.parametrize(("accept", "media"), DATA)
def test_do_data_come_in_the_form_that_is_asked_for(
    client: TestClient, accept: str | None, media: str | None
) -> None:
    response = ask(client, f"/data/{THING}", accept)
    assert response.status_code == (200 if media else 406)
    if media:
        assert media_of(response) == media
        assert response.headers["content-location"] == f"/data/{THING}.{GRAPH_FORMS[media]}"


@pytest.mark.parametrize(("accept", "media"), ONTOLOGY)
def test_does_the_ontology_come_in_the_form_that_is_asked_for(
    client: TestClient, accept: str | None, media: str | None
) -> None:
    response = ask(client, "/ontology", accept)
    assert response.status_code == (200 if media else 406)
    if media:
        assert media_of(response) == media


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalogue", "/sparql"])
@pytest.mark.parametrize(("accept", "media"), DESCRIPTIONS)
def test_do_descriptions_come_in_the_form_that_is_asked_for(
    client: TestClient, path: str, accept: str | None, media: str | None
) -> None:
    response = ask(client, path, accept)
    if media == HTML:
        assert response.status_code == 303
        assert client.get(response.headers["location"], headers={"accept": HTML}).status_code == 200
        return
    assert response.status_code == (200 if media else 406)
    if media:
        assert media_of(response) == media


def test_are_there_eighty_combinations_of_headers() -> None:
    described = len(DESCRIPTIONS) * 3
    assert len(THINGS) + len(NAMED) + len(DATA) + len(ONTOLOGY) + described >= 80


@pytest.mark.parametrize(
    "path",
    [
        f"/id/{THING}",
        f"/data/{THING}",
        f"/data/{THING}.rdf",
        f"/page/{THING}",
        "/ontology",
        "/ontology.jsonld",
        "/.well-known/void",
        "/catalogue",
        "/dataset",
        "/graph/ontology",
        f"/linkset/{THING}",
        "/dumps/cpkg.nq.gz",
        "/dumps/cpkg.nq.gz.sha256",
        "/sitemap.xml",
        "/robots.txt",
        "/health",
        "/",
        "/static/site.css",
        "/id/nothing/here",
        "/nothing",
    ],
)
def test_does_head_answer_as_get_without_the_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.content == b""
    assert head.status_code == got.status_code
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("path", [f"/data/{THING}.ttl", f"/data/{THING}", "/ontology.ttl", "/catalogue"])
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_is_nothing_sent_again_to_who_has_it(client: TestClient, path: str, coding: str) -> None:
    asked = {"accept": TTL, "accept-encoding": coding}
    first = client.get(path, headers=asked)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]+(-gzip|-zstd)?"', tag)
    assert tag.endswith("-" + coding + '"') == (coding != "identity")
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={**asked, "if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    for unknown in ('"other"', tag[:-3] + '"', tag.strip('"')):
        assert client.get(path, headers={**asked, "if-none-match": unknown}).status_code == 200


def test_has_each_form_and_thing_a_tag_of_its_own(client: TestClient) -> None:
    addresses = [f"/data/{path}.{end}" for path in (THING, "treaty/CRC") for end in ENDINGS]
    asked = {"accept-encoding": "identity"}
    tags = {client.head(address, headers=asked).headers["etag"] for address in addresses}
    assert len(tags) == len(addresses)


def test_are_data_packed_as_the_client_likes(client: TestClient) -> None:
    address = f"/data/{THING}.ttl"
    plain = client.get(address, headers={"accept-encoding": "identity"}).content
    for coding, unpack in (("gzip", gzip.decompress), ("zstd", unzstd)):
        with client.stream("GET", address, headers={"accept-encoding": coding}) as response:
            assert response.headers["content-encoding"] == coding
            assert unpack(b"".join(response.iter_raw())) == plain


def unzstd(body: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(body)


def test_may_pages_of_others_read_data_without_credentials(client: TestClient) -> None:
    for path in (f"/id/{THING}", f"/data/{THING}.ttl", "/ontology", "/id/nothing"):
        headers = client.get(path, headers={"origin": "https://example.org"}).headers
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers
        assert "Link" in headers["access-control-expose-headers"]


@pytest.mark.parametrize("form", ["/id/{}", "/data/{}.ttl", "/data/{}.rdf", "/page/{}"])
@pytest.mark.parametrize("path", [THING, PARENTHESES, "treaty/OPSC/art/3", "sdg/16.2"])
def test_do_links_in_the_header_say_what_belongs_together(client: TestClient, form: str, path: str) -> None:
    response = client.get(form.format(path))
    links = parse_links(response.headers["link"])
    by_relation: dict[str, list[str]] = {}
    for target, attributes in links:
        by_relation.setdefault(attributes["rel"], []).append(target)
    assert by_relation["cite-as"] == [iri_of(path)]
    assert by_relation["license"] == [LICENCE]
    assert by_relation["type"] == ["https://schema.org/AboutPage"]
    assert by_relation["describedby"] == [f"http://testserver/data/{path}.ttl"]
    assert by_relation["linkset"] == [f"http://testserver/linkset/{path}"]
    assert {a["type"] for _, a in links if a["rel"] == "alternate"} == {HTML, *GRAPH_FORMS}
    for target, attributes in links:
        if attributes["rel"] in {"alternate", "describedby", "linkset"}:
            found = client.get(target)
            assert (found.status_code, media_of(found)) == (200, attributes["type"])


def test_does_the_linkset_say_what_the_header_says(client: TestClient) -> None:
    links = parse_links(client.get(f"/id/{THING}").headers["link"])
    response = client.get(f"/linkset/{THING}")
    assert response.headers["content-type"] == "application/linkset+json"
    (entry,) = response.json()["linkset"]
    assert entry.pop("anchor") == f"http://testserver/page/{THING}"
    told = {(rel, one["href"], one.get("type")) for rel, targets in entry.items() for one in targets}
    assert told == {(a["rel"], target, a.get("type")) for target, a in links if a["rel"] != "linkset"}
    for targets in entry.values():  # RFC 9264, section 4.2.2: each relation has a list of objects with href
        assert isinstance(targets, list)
        assert all(set(one) <= {"href", "type"} and one["href"] for one in targets)


def parse_links(field: str) -> list[tuple[str, dict[str, str]]]:
    """Return targets and attributes of a Link field (RFC 8288, section 3)."""
    entry = re.compile(r'\s*<([^<>"\s]+)>((?:\s*;\s*[a-z]+="[^"]*")*)\s*(?:,|$)')
    found, place = [], 0
    while place < len(field):
        match = entry.match(field, place)
        assert match, field[place:]
        found.append((match[1], dict(re.findall(r'([a-z]+)="([^"]*)"', match[2]))))
        place = match.end()
    return found


@pytest.mark.parametrize(
    ("path", "status"),
    [
        # percent-encoded and bare are one address
        ("/id/S/RES/1888%282009%29", 303),
        ("/id/%41/HRC/RES/31/7", 303),
        # part of a thing, whose mark came encoded
        ("/id/A/HRC/RES/31/7/op/4%23act-1", 303),
        # things by the UN's names
        ("/id/sdg/16", 303),
        ("/id/sdg/99.9", 404),
        # no way out of the site
        ("/id/..%2f..%2fetc%2fpasswd", 404),
        ("/data/../../../etc/passwd.ttl", 404),
        ("/data/%2e%2e/%2e%2e/etc/passwd.ttl", 404),
        ("/page/..%2f..%2fetc%2fpasswd", 404),
        # what no IRI can hold
        ("/id/A%00B", 404),
        ("/data/A%00B.ttl", 404),
        ("/id/a%20b", 404),
        ("/id/%3Cscript%3E", 404),
        ("/id/%22%7B%7D%5E%60", 404),
        ("/id/%E2%82%AC", 404),
        ("/id/%FF%FE", 404),
        # nothing at all, and far too much
        ("/id/", 404),
        ("/data/", 404),
        ("/data/.ttl", 404),
        ("/id/" + "a/" * 10_000, 404),
        ("/data/" + "a" * 20_000 + ".ttl", 404),
        # a form is no part of a name here
        ("/data/A/HRC/RES/31/7.pdf", 404),
        ("/ontology.pdf", 404),
        ("/catalogue.pdf", 404),
        ("/graph/nothing", 404),
        ("/graph/a%20b", 404),
        ("/linkset/nothing", 404),
        ("/dumps/passwd", 404),
    ],
)
def test_is_every_address_answered_or_refused(client: TestClient, path: str, status: int) -> None:
    response = client.get(path, headers={"accept": TTL})
    assert response.status_code == status
    assert len(response.content) < 2_000


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/problem+json"),
        ("*/*", "application/problem+json"),
        # a problem is JSON
        ("application/json", "application/problem+json"),
        (FIREFOX, HTML),
        (TTL, TTL),
        (LD, LD),
        (XML, XML),
        (NT, NT),
        ("image/png", "application/problem+json"),
    ],
)
@pytest.mark.parametrize("path", ["/id/body/NOBODY", "/data/body/NOBODY", "/linkset/body/NOBODY"])
def test_is_an_unknown_thing_missed_in_the_form_that_is_asked_for(
    client: TestClient, path: str, accept: str | None, media: str
) -> None:
    response = ask(client, path, accept)
    assert (response.status_code, media_of(response)) == (404, media)
    assert "body/NOBODY" in response.text


@pytest.mark.parametrize("path", [f"/id/{THING}", f"/data/{THING}", "/ontology", "/catalogue"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_can_nobody_change_a_thing(client: TestClient, path: str, method: str) -> None:
    response = client.request(method, path, content=b"<a> <b> <c> .")
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]


@pytest.mark.parametrize(
    "path", [THING, PARENTHESES, "treaty/OPSC/art/3", "theme/conduct/grooming", "sdg/16.2"]
)
def test_do_all_forms_say_the_same(client: TestClient, path: str) -> None:
    graphs = {ending: triples(client.get(f"/data/{path}.{ending}")) for ending in ENDINGS}
    assert len(graphs["ttl"]) > 20
    for ending, graph in graphs.items():
        assert graph == graphs["ttl"], ending


def triples(response: Response) -> set[Any]:
    data = Dataset()
    media = media_of(response)
    data.parse(data=response.content, format="json-ld" if media == LD else media)
    assert not any(isinstance(term, BNode) for quad in data.quads() for term in quad)
    return {quad[:3] for quad in data.quads()}


def test_do_data_say_what_they_are_about_and_part_of(client: TestClient) -> None:
    document = ox.NamedNode(f"http://testserver/data/{THING}")
    said = {
        (quad.predicate.value.rpartition("/")[2].rpartition("#")[2], getattr(quad.object, "value", ""))
        for quad in ox.parse(client.get(f"/data/{THING}.nt").content, format=ox.RdfFormat.N_TRIPLES)
        if quad.subject == document
    }
    assert {("primaryTopic", iri_of(THING)), ("inDataset", DATASET_IRI), ("license", LICENCE)} <= said


def test_holds_json_ld_only_the_context_that_it_uses(client: TestClient) -> None:
    document = client.get("/data/theme/conduct/grooming.jsonld").json()
    names = set(document["@context"]) - {"@version", "@base", "@vocab", "id", "type"}
    used = {key for node in document["@graph"] for key in node}
    assert len(names - used) < 40


def test_is_what_is_read_by_patterns_what_queries_select(site: Site) -> None:
    everything = {q.subject.value for q in site.engine.ox if isinstance(q.subject, ox.NamedNode)}
    paths = sorted({path for iri in everything if (path := path_of(iri))})
    reader = DataReader(site.engine.ox)
    for path in paths[::97]:
        selected = select_things(site.engine, [iri_of(path)])
        expected = [
            quad
            for quad in selected.quads
            if quad.graph_name.value != INFERRED_GRAPH or quad.subject.value in selected.whole  # type: ignore[union-attr]
        ]
        assert list(reader.quads_of(iri_of(path))) == expected, path


def test_leads_the_dataset_to_what_describes_it(client: TestClient) -> None:
    assert client.get("/dataset", headers={"accept": FIREFOX}).headers["location"] == "/page/about"
    assert client.get("/dataset", headers={"accept": TTL}).headers["location"] == "/.well-known/void"


def test_can_a_named_graph_be_had_by_its_name(client: TestClient, site: Site) -> None:
    graph = ox.NamedNode("https://w3id.org/cpkg/graph/provenance")
    expected = {str(quad) for quad in site.engine.ox.quads_for_pattern(None, None, None, graph)}
    found = client.get("/graph/provenance", headers={"accept": NQ})
    assert {str(q) for q in ox.parse(found.content, format=ox.RdfFormat.N_QUADS)} == expected
