"""Does a JSON-LD processor that is none of ours read in our JSON-LD what our N-Triples and N-Quads say?

pyld reads both and writes them as canonical N-Quads, so that only what is stated counts. It may load no
context from anywhere: ours stand in the documents.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from pyld import jsonld
from starlette.testclient import TestClient

from kg.graph.questions.catalogue import find_question, read_catalogue
from kg.graph.syntax.serialise import write_quads
from kg.pipeline.export import choose_answer, choose_thing
from kg.web.app import create_app
from kg.web.endpoint.settings import EndpointSettings
from kg.web.site import open_site
from tests.conftest import ROOT
from tests.smaller import smaller_built

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.stores.store import LocalStore
    from kg.pipeline.export import Chosen

EXPORTED = ("CRC/C/GC/16", "act-type/calls-upon")
"""Others are compared with their Turtle by `tests/graph/test_context.py`."""
SERVED = ("treaty/OPSC", "A/HRC/RES/31/7/op/4", "theme/conduct/grooming", "body/HRC")
SCHEMA = {"@context": {"@vocab": "https://schema.org/", "sameAs": {"@type": "@id"}}}
"""What stands in for the context of schema.org, as far as the pages' own data use it."""


def no_loading(url: str, _options: object = None) -> NoReturn:
    raise AssertionError(f"{url} was to be loaded")


def schema_only(url: str, options: object = None) -> dict[str, Any]:
    if url.rstrip("/") != "https://schema.org":
        no_loading(url, options)
    return {"contextUrl": None, "documentUrl": url, "document": SCHEMA}


def canonical(document: bytes | str) -> list[str]:
    """Return the statements of a JSON-LD document, as pyld reads it."""
    options = {"format": "application/n-quads", "documentLoader": no_loading}
    return _sorted(jsonld.to_rdf(json.loads(document), options))


def canonical_lines(document: bytes | str) -> list[str]:
    """Return the statements of N-Triples, as pyld reads them."""
    text = document if isinstance(document, str) else document.decode()
    return _sorted(jsonld.JsonLdProcessor.to_nquads(jsonld.JsonLdProcessor.parse_nquads(text)))


def _sorted(lines: str) -> list[str]:
    """Return lines in canonical order: without blank nodes that is all there is to canonical N-Quads."""
    found = sorted(lines.splitlines())
    assert not any(line.startswith("_:") or " _:" in line.partition('"')[0] for line in found)
    return found


def written(chosen: Chosen, form: str) -> bytes:
    assert chosen.selection
    file = io.BytesIO()
    write_quads(chosen.selection.quads, form, file)
    return file.getvalue()


@pytest.mark.parametrize("name", EXPORTED)
def test_does_an_export_say_the_same_in_json_ld(name: str, small_graph: LocalStore) -> None:
    chosen = choose_thing(small_graph, name)
    statements = canonical(written(chosen, "jsonld"))
    assert statements == canonical_lines(written(chosen, "nt"))
    assert len(statements) > 5


def test_does_the_export_of_an_answer_say_the_same_in_json_ld(small_graph: LocalStore) -> None:
    question = find_question(read_catalogue(ROOT), "obligations-on-theme")
    chosen = choose_answer(small_graph, question, {"theme": "grooming"})
    assert canonical(written(chosen, "jsonld")) == canonical_lines(written(chosen, "nt"))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    site = open_site(ROOT, smaller_built() / "store", "http://testserver/")
    with TestClient(create_app(site, EndpointSettings(workers=1))) as opened:
        yield opened


@pytest.mark.parametrize("name", SERVED)
def test_do_data_served_by_negotiation_say_the_same_in_json_ld(name: str, client: TestClient) -> None:
    found = {
        media: client.get(f"/id/{name}", headers={"accept": media})
        for media in ("application/ld+json", "application/n-triples")
    }
    for media, response in found.items():
        assert response.headers["content-type"].partition(";")[0] == media
    statements = canonical(found["application/ld+json"].content)
    assert statements == canonical_lines(found["application/n-triples"].content)
    assert client.get(f"/data/{name}.jsonld").content == found["application/ld+json"].content


@pytest.mark.parametrize("address", ["/catalogue", "/graph/provenance", "/sparql"])
def test_do_descriptions_say_the_same_in_json_ld(address: str, client: TestClient) -> None:
    linked = client.get(address, headers={"accept": "application/ld+json"})
    plain = client.get(address, headers={"accept": "application/n-triples"})
    assert canonical(linked.content) == canonical_lines(plain.content)


def test_does_a_graph_that_a_query_makes_say_the_same_in_json_ld(client: TestClient) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { <treaty/OPSC> <theme/conduct/grooming> } ?s ?p ?o }"
    linked = client.get("/sparql", params={"query": query}, headers={"accept": "application/ld+json"})
    plain = client.get("/sparql", params={"query": query}, headers={"accept": "application/n-triples"})
    assert canonical(linked.content) == canonical_lines(plain.content)
    assert len(plain.text.splitlines()) > 20


@pytest.mark.parametrize("name", ["treaty/OPSC", "A/HRC/RES/31/7"])
def test_are_the_data_within_a_page_statements_about_its_thing(name: str, client: TestClient) -> None:
    page = client.get(f"/page/{name}").text
    start = page.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    document = json.loads(page[start : page.index("</script>", start)])
    (node,) = jsonld.expand(document, {"documentLoader": schema_only})
    assert node["@type"] == ["https://schema.org/Legislation"]
    assert node["@id"].endswith(name)
    label = client.get(f"/data/{name}.nt").text
    assert json.dumps(node["https://schema.org/name"][0]["@value"], ensure_ascii=False) in label
