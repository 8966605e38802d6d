"""Does the search find what people look for, however they write it?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kg.graph.ingested.search_words import fts_query
from kg.namespaces import ID, compact
from kg.web.lookup import Lookup
from kg.web.search_index import Narrow, SearchIndex
from tests.web.html_check import read_page

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from kg.web.site import Site

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def index(site: Site) -> SearchIndex:
    return SearchIndex(Lookup(site.engine.ox))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("A/HRC/RES/31/7", "A/HRC/RES/31/7"),
        ("a/hrc/res/31/7", "A/HRC/RES/31/7"),  # as it is typed
        ("31/7", "A/HRC/RES/31/7"),
        ("Human Rights Council resolution 31/7", "A/HRC/RES/31/7"),
        ("A/HRC/RES/31/7/op/4", "A/HRC/RES/31/7/op/4"),
        ("A/HRC/RES/31/7 para 4", "A/HRC/RES/31/7/op/4"),
        ("A/HRC/RES/31/7, preambular para 4", "A/HRC/RES/31/7/pp/4"),
        ("31/7 pp 4", "A/HRC/RES/31/7/pp/4"),
        ("OPSC", "treaty/OPSC"),
        ("CRC 34", "treaty/CRC/art/34"),
        ("CRC art 34", "treaty/CRC/art/34"),
        ("CRC, article 34", "treaty/CRC/art/34"),
        ("OPSC art 3(1)(a)", "treaty/OPSC/art/3/1/a"),
        ("Convention on the Rights of the Child article 34", "treaty/CRC/art/34"),
        ("UNODC", "body/UNODC"),
        ("grooming", "theme/conduct/grooming"),
        ("16.2", "http://metadata.un.org/sdg/16.2"),
    ],
)
def test_does_an_exact_name_come_first(index: SearchIndex, typed: str, first: str) -> None:
    found = [one.iri.removeprefix(ID) for one in index.exact(typed)]
    assert found[:1] == [first]


@pytest.mark.parametrize("typed", ["", "CRC 999", "no such thing", "31/7 para 400", '"', "(((", "CRC art"])
def test_is_nothing_called_what_nothing_is_called(index: SearchIndex, typed: str) -> None:
    assert index.exact(typed) == ()


def test_are_endings_of_words_no_matter(index: SearchIndex) -> None:
    one, other = (index.count(fts_query(text), Narrow()) for text in ("prosecuting", "prosecutes"))
    assert one == other
    assert sum(one.values()) > 10


def test_do_filters_narrow_down(index: SearchIndex) -> None:
    match = fts_query("children")
    everything = sum(index.count(match, Narrow()).values())
    theme = Narrow(theme=ID + "theme/conduct/grooming")
    assert 0 < sum(index.count(match, theme).values()) < everything
    council = index.search("", Narrow(body=ID + "body/HRC", kind="provision"), limit=100)
    assert council
    assert all(compact(one.iri).startswith("A/HRC/RES/") for one in council)
    early = index.search("", Narrow(until="1990"), limit=100)
    assert all(one.year <= "1990" for one in early)
    urged = index.search("", Narrow(act=ID + "act-type/calls-upon", addressee=ID + "group/states"), limit=100)
    assert "A/HRC/RES/31/7/op/4" in {compact(one.iri) for one in urged}


def test_is_a_search_quick(index: SearchIndex) -> None:
    begun = time.process_time()
    for words in ("children", "sexual exploitation", '"child victims" OR protect*', "State Party shall"):
        match = fts_query(words)
        index.count(match, Narrow())
        index.search(match, Narrow(), limit=25)
    assert (time.process_time() - begun) / 4 < 0.1  # 3 ms


# words that FTS5 or SQL would read as their own signs
@pytest.mark.parametrize(
    "words", ["a AND", '"', "NEAR(a b)", "x' OR 1=1 --", "col:word", "*", "(", "^child", "-child"]
)
def test_do_odd_words_give_a_page_and_no_fault(client: TestClient, words: str) -> None:
    response = client.get("/page/search", params={"q": words}, headers=HTML)
    assert response.status_code == 200
    assert read_page(response.text).faults == []
    assert client.get("/search.json", params={"q": words}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "page=9999",
        "page=-1",
        "page=x",
        "from=x",
        "kind=nothing",
        "theme=<script>",
        "act=%00",
        "q=" + "child+" * 500,
    ],
)
def test_do_odd_filters_give_a_page_and_no_fault(client: TestClient, query: str) -> None:
    response = client.get(f"/page/search?{query}", headers=HTML)
    assert response.status_code == 200
    assert read_page(response.text).faults == []


def test_does_a_hit_show_where_the_words_stand(client: TestClient) -> None:
    text = client.get("/page/search?q=streaming", headers=HTML).text
    assert "<mark>streaming</mark>" in text


def test_does_paging_show_each_hit_once(client: TestClient) -> None:
    pages = [hits(client, f"/page/search?q=children&kind=provision&page={n}") for n in (1, 2, 3)]
    assert [len(one) for one in pages] == [25, 25, 25]
    assert len({hit for one in pages for hit in one}) == 75


def hits(client: TestClient, address: str) -> list[str]:
    text = client.get(address, headers=HTML).text
    return read_page(text.partition('<ol class="hits"')[2].partition("</ol>")[0]).links


def test_does_a_misspelt_word_lead_to_one_that_is_there(client: TestClient) -> None:
    page = read_page(client.get("/page/search?q=groming+onlin", headers=HTML).text)
    assert "/page/search?q=grooming%20online" in page.links


def test_are_suggestions_few_and_links(client: TestClient) -> None:
    found = client.get("/search.json?q=conv").json()
    assert 0 < len(found) <= 10
    assert all(set(one) == {"label", "kind", "address"} for one in found)
    assert client.get("/search.json?q=OPSC").json()[0]["address"] == "/page/treaty/OPSC"
    assert client.get("/search.json").json() == []


def test_can_a_browser_install_the_search(client: TestClient) -> None:
    response = client.get("/opensearch.xml")
    assert response.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert 'template="http://testserver/page/search?q={searchTerms}"' in response.text


def test_are_official_texts_searched_where_the_store_has_none(client: TestClient) -> None:
    assert "In official texts" not in client.get("/page/search?q=children", headers=HTML).text
