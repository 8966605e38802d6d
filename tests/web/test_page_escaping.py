"""Can content of the graph become markup, script or a dangerous link?"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.graph.stores.store import memory_store
from kg.namespaces import CP, ID, RDF, RDFS, expand
from kg.web.app import create_app
from tests.web.conftest import SETTINGS
from tests.web.html_check import read_page

if TYPE_CHECKING:
    from pathlib import Path

    from kg.web.site import Site

HTML = {"accept": "text/html"}
EVIL = "</script><script>alert(1)</script>\"><img src=x onerror=alert(1)>'&amp;{{ 7 * 7 }}"
SCRIPT = "javascript:alert(1)"
DATA = "data:text/html,<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E")
PAGES = [
    "A/RES/99/1", "A/RES/99/1/op/1", "theme/conduct/it's", "body/EVIL", "state/EVI", "act-type/evil",
    "source/evil", "theme/term/evil", "initiative/evil",
]  # fmt: skip
"""Paths of things of which everything is hostile."""
CLASSES = (
    "Resolution", "OperativeParagraph", "Theme", "Body", "State", "ActType", "Source", "Term", "Initiative",
)  # fmt: skip
TEXTS = ("skos:altLabel", "cp:gist", "skos:definition", "cp:heading", "cp:symbol", "cp:abbreviation")


@pytest.fixture(scope="module")
def hostile(site: Site, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Return a client of a site whose every text is markup; it has no query workers, which no page needs."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    evil = replace(site, engine=memory_store(quads()), store=folder / "store", digest="0" * 32)
    return TestClient(create_app(evil, SETTINGS), follow_redirects=False)


def quads() -> list[ox.Quad]:
    graph = ox.NamedNode("https://w3id.org/cpkg/graph/document/evil")
    found = []
    for path, name in zip(PAGES, CLASSES, strict=True):
        said: list[tuple[str, ox.NamedNode | ox.Literal]] = [(RDF + "type", ox.NamedNode(CP + name))]
        said += [(expand(prop), ox.Literal(EVIL)) for prop in TEXTS]
        said += [(RDFS + "label", ox.Literal(f"{path} {EVIL}")), (expand("cp:adoptedOn"), ox.Literal(EVIL))]
        for prop in ("skos:exactMatch", "dcterms:source", "cp:stemsFrom", "cp:cites", "skos:broader"):
            said += [(expand(prop), ox.NamedNode(SCRIPT)), (expand(prop), ox.NamedNode(DATA))]
        said.append((expand("prov:wasDerivedFrom"), ox.NamedNode(ID + "source/evil")))
        found += [ox.Quad(ox.NamedNode(ID + path), ox.NamedNode(p), o, graph) for p, o in said]
    nodes = [[ox.NamedNode(iri) for iri in triple] for triple in links()]
    return found + [ox.Quad(s, p, o, graph) for s, p, o in nodes]


def links() -> list[tuple[str, str, str]]:
    text, paragraph, theme, body, _, kind, _, _, _ = (ID + path for path in PAGES)
    act = paragraph + "#act-1"
    return [
        (text, RDF + "type", CP + "Instrument"),
        (paragraph, RDF + "type", CP + "Provision"),
        (body, RDF + "type", CP + "Agent"),
        (paragraph, CP + "provisionOf", text),
        (paragraph, CP + "hasAct", act),
        (paragraph, CP + "performs", act),
        (paragraph, CP + "hasTheme", theme),
        (act, CP + "actType", kind),
        (act, CP + "addressee", body),
        (act, CP + "addressee", SCRIPT),
    ]


@pytest.mark.parametrize("path", PAGES)
def test_is_hostile_content_shown_as_text(hostile: TestClient, path: str) -> None:
    response = hostile.get(f"/page/{path}", headers=HTML)
    assert response.status_code == 200
    require_harmless(response.text)
    assert "alert(1)" in read_page(response.text).words


def test_are_lists_searches_and_errors_harmless_too(hostile: TestClient) -> None:
    for address in (
        "/",
        "/page/browse?kind=resolution",
        "/page/browse?kind=theme",
        "/page/search?q=alert",
        "/page/compare?a=A/RES/99/1&b=A/RES/99/1",
        "/page/about",
        "/ontology",
    ):
        response = hostile.get(address, headers=HTML)
        assert response.status_code == 200, address
        require_harmless(response.text)


@pytest.mark.parametrize(
    "address",
    ["/page/{}", "/page/search?q={}", "/page/search?theme={}", "/page/compare?a={}&b={}",
     "/page/browse?kind={}", "/page/browse?kind=treaty&sort={}", "/page/A/RES/99/1?style={}"],
)  # fmt: skip
def test_is_what_an_address_says_shown_as_text(hostile: TestClient, address: str) -> None:
    evil = "%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E%22%20onmouseover=%22x"
    response = hostile.get(address.format(evil, evil), headers=HTML)
    assert response.status_code in {200, 404}
    require_harmless(response.text)


def test_is_linked_data_in_a_page_whole_and_harmless(hostile: TestClient) -> None:
    page = read_page(hostile.get("/page/A/RES/99/1", headers=HTML).text)
    blocks = [text for found, text in page.scripts if found.get("type") == "application/ld+json"]
    assert EVIL in json.loads(blocks[0])["name"]


def require_harmless(html: str) -> None:
    page = read_page(html)
    assert page.faults == []
    for found, text in page.scripts:
        assert found.get("src") == "/static/site.js" or found.get("type") == "application/ld+json"
        assert "<" not in text
    for tag, found in page.tags:
        assert tag not in {"img", "iframe", "object", "embed", "base"}
        assert not [name for name in found if name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            assert not found.get(name, "").lower().startswith(("javascript", "data", "vbscript"))
