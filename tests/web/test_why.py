"""Does each page lead to who vouches for what it says, without script, and as JSON for programs?"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.publish.layout import Layout
from kg.web.publish.rewriting import Page
from kg.web.site import open_site
from tests.conftest import ROOT
from tests.web.conftest import SETTINGS
from tests.web.html_check import read_page

if TYPE_CHECKING:
    from pathlib import Path

HTML = {"accept": "text/html"}
JSON = {"accept": "application/json"}


def said(client: TestClient, address: str, part: str) -> dict[str, str]:
    """Return what the JSON of an address says of one witness."""
    response = client.get(address, headers=JSON)
    assert response.status_code == 200, response.text
    return {row["what"]: row["said"] for row in response.json()["sections"][part]}


@pytest.mark.parametrize(
    ("page", "address"),
    [
        # a fact of an instrument
        ("/page/treaty/CRC", "/why?s=treaty/CRC&p=cp:untsVolume"),
        # a paragraph in the whole text
        ("/page/A/HRC/RES/31/7", "/why?s=A/HRC/RES/31/7/op/4"),
        # our summary of a paragraph, and an act of it
        ("/page/A/HRC/RES/31/7/op/4", "/why?s=A/HRC/RES/31/7/op/4&p=cp:gist"),
        ("/page/A/HRC/RES/31/7/op/4", "/why?s=A/HRC/RES/31/7/op/4%23act-1"),
        # all that is said of a thing that is no text, with an address outside ours
        ("/page/body/UNODC", "/why?s=body/UNODC"),
        ("/page/sdg/16.2", "/why?s=sdg:16.2"),
    ],
)
def test_does_a_page_link_to_who_says_so(client: TestClient, page: str, address: str) -> None:
    links = read_page(client.get(page, headers=HTML).text).links
    assert address in links
    response = client.get(address, headers=HTML)
    assert response.status_code == 200
    found = read_page(response.text)
    assert found.faults == []
    assert "<script>" not in response.text


def test_does_the_page_name_source_place_digest_and_file(client: TestClient) -> None:
    text = unescape(client.get("/why?s=treaty/CRC&p=cp:untsVolume&o=1577", headers=HTML).text)
    for words in ("A/RES/74/174, note 4", "note 4, Ibid. resolved", "read in the source", "cpkg "):
        assert words in text
    assert 'href="/page/A/RES/74/174/note/4"' in text
    digests = re.findall(r"\b[0-9a-f]{64}\b", text)
    assert len(digests) == 2  # of the document, and of the file of curated data


def test_does_json_say_the_same(client: TestClient) -> None:
    found = said(client, "/why?s=treaty/CRC&p=cp:untsVolume", "Witness 1")
    assert (found["Source id"], found["Value"]) == ("A/RES/74/174/note/4", "1577")


def test_is_an_inferred_statement_led_back_to_its_premises(client: TestClient) -> None:
    address = "/why?s=A/HRC/RES/31/7&p=cp:cites&o=treaty/UDHR"
    found = said(client, address, "Witness 1")
    assert "A/HRC/RES/31/7, English, as issued" in found["Rests on"] or "treaty/UDHR" in found["Rests on"]
    assert "<pre>A/HRC/RES/31/7 cp:cites treaty/UDHR" in client.get(address, headers=HTML).text


def test_are_many_values_told_in_part_with_links_to_the_rest(client: TestClient) -> None:
    text = client.get("/why?s=A/HRC/RES/31/7&p=cp:hasProvision", headers=HTML).text
    assert text.count("<h2") == 12
    (more,) = re.findall(r"(\d+) more values", text)
    assert int(more) > 20
    links = [link for link in read_page(text).links if "&o=" in link]
    assert client.get(links[0], headers=HTML).status_code == 200


def test_does_a_page_show_what_was_withdrawn_and_why(client: TestClient) -> None:
    page = unescape(client.get("/page/A/RES/55/2", headers=HTML).text)
    assert "until 22 November 2026" in page
    assert "resolution 55/2 of the Human Rights Council" in page
    found = said(client, "/why?s=A/RES/55/2&p=cp:adoptedOn", "Withdrawn 1")
    assert (found["Value"], found["Shown by"][:15]) == ("2024-04-03", "A/HRC/RES/58/16")
    mended = "/why?s=A/HRC/RES/31/7/op/14%23act-1&p=cp:hasTheme&o=theme/measure/gender-mainstreaming"
    act = said(client, mended, "Withdrawn 1")
    assert act["Replaced by"] == "theme/measure/child-and-gender-sensitive-approach"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        # no thing, and one that nobody speaks of
        ("", 400),
        ("?p=cp:cites", 400),
        ("?s=treaty/NOWHERE", 404),
        ("?s=treaty/CRC&p=cp:nothing", 404),
        # a statement that nobody makes, and a value that is none
        ("?s=treaty/CRC&p=cp:untsVolume&o=1578", 404),
        ('?s=treaty/CRC&p=cp:untsVolume&o="open', 400),
        # names that no IRI can hold, and one that would fill the memory
        ("?s=treaty/CRC&p=cp:<script>alert(1)</script>", 404),
        ('?s=a b"><script>&p=cp:cites', 404),
        ('?s=a b"><script>', 404),
        ("?s=" + "x" * 3000, 400),
    ],
)
@pytest.mark.parametrize("accept", [HTML, JSON], ids=["html", "json"])
def test_is_what_cannot_be_told_refused(
    client: TestClient, query: str, status: int, accept: dict[str, str]
) -> None:
    response = client.get(f"/why{query}", headers=accept)
    assert response.status_code == status
    assert "<script>" not in response.text or accept is JSON


@pytest.mark.parametrize(
    ("live", "left"),
    [
        # files answer no questions about statements: the links are left out, the list of sources stands
        (None, "<p>1577</p>"),
        # a site that is served answers them
        (
            "https://live.example/",
            '<p>1577 <a class="why" href="https://live.example/why?s=treaty/CRC">why</a></p>',
        ),
    ],
)
def test_do_published_files_link_only_to_who_can_answer(live: str | None, left: str) -> None:
    layout = Layout("https://example.org/", frozenset({"ttl"}), live=live)
    page = Page('<p>1577 <a class="why" href="/why?s=treaty/CRC">why</a></p>', "/page/treaty/CRC", layout)
    assert page.html == left


def test_does_an_ingested_paragraph_lead_to_its_characters(ingested: Path) -> None:
    site = open_site(ROOT, ingested, "http://testserver/")
    asking = TestClient(create_app(site, SETTINGS), follow_redirects=False)
    found = said(asking, "/why?s=A/RES/99/1/op/3%23act-1&p=cp:actType", "Witness 1")
    assert found["Words"] == "Notes that lamps <b>break</b> & need care."
    text = (ingested.parent / "in" / "1.txt").read_text(encoding="utf-8")
    start, _, end = found["Place"].rpartition("characters ")[2].partition(" to ")
    assert text[int(start) : int(end)] == found["Words"]
    assert "no scholar has reviewed it" in found["Review"]
    page = asking.get("/why?s=A/RES/99/1/op/3%23act-1&p=cp:actType", headers=HTML).text
    assert "&lt;b&gt;break&lt;/b&gt; &amp; need" in page
