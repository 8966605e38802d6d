"""Do pages show the official texts of ingested documents, and what differs between two of them?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.pipeline.compare import compare
from tests.web.html_check import read_page
from tests.web.test_pages import HTML

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from starlette.testclient import TestClient

BOTH = "/page/compare?a=A/RES/99/1&b=A/RES/99/2"
URGED = "Urges Member States to keep lighthouses open to all children;"


def words_of(client: TestClient, address: str) -> str:
    response = client.get(address, headers=HTML)
    assert response.status_code == 200
    page = read_page(response.text)
    assert page.faults == []
    return page.words


def test_are_two_official_texts_compared_word_by_word(reader: TestClient) -> None:
    words = words_of(reader, BOTH)
    assert "[deleted: Invites ] Member States" in words
    assert "[inserted: Urges ] Member States" in words
    assert "act stronger: Invites → Urges" in words
    assert "op 3 dropped" in words.replace("changed", "dropped")
    html = reader.get(BOTH, headers=HTML).text
    assert "style=" not in html
    assert "lamps <b>" not in html


def test_do_compared_paragraphs_lead_to_their_pages_with_what_the_graph_says(reader: TestClient) -> None:
    page = read_page(reader.get(BOTH, headers=HTML).text)
    assert {"/page/A/RES/99/2/op/1", "/page/A/RES/99/2/op/3", "/page/act-type/urges"} <= set(page.links)
    assert re.search("urges ?: ?Member States", page.words)


def test_are_paragraphs_alike_folded_away(reader: TestClient) -> None:
    words = words_of(reader, BOTH)
    assert re.search(r"\d the same: pp 1 to pp 2", words)


def test_is_it_said_whose_official_text_is_missing(reader: TestClient) -> None:
    words = words_of(reader, "/page/compare?a=A/RES/99/1&b=treaty/OPSC")
    assert "it has none of treaty/OPSC" in words
    assert "Word by word" not in words
    assert "Themes" in words  # which the graph compares


def test_is_a_long_comparison_cut_to_how_paragraphs_begin(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.web.pages.compare_words._ROOM", 50)
    monkeypatch.setattr("kg.web.pages.compare_words._BEGINNING", 30)
    words = words_of(reader, "/page/compare?a=A/RES/99/2&b=A/RES/99/1")
    assert "Recalling its resolution 98/4 …" in words
    assert "lead" in words
    assert "[deleted: Urges ]" in words  # what changed stands there whole


def test_does_the_command_find_in_kept_texts_what_it_finds_in_the_files(ingested: Path) -> None:
    folder = ingested.parent / "in"
    kept = compare("A/RES/99/1", "A/RES/99/2", store=str(ingested))
    read = compare(str(folder / "1.txt"), str(folder / "2.txt"), store=str(ingested))
    assert [(row.status, row.edits, row.shifts) for row in kept.rows] == [
        (row.status, row.edits, row.shifts) for row in read.rows
    ]
    assert (kept.before.name, kept.after.adopted) == ("A/RES/99/1", "2044-12-03")


def test_does_an_instrument_show_each_paragraph_as_adopted(reader: TestClient) -> None:
    page = reader.get("/page/A/RES/99/2", headers=HTML).text
    assert URGED in page
    assert "lamps &lt;b&gt;break&lt;/b&gt; &amp; need" in reader.get("/page/A/RES/99/1", headers=HTML).text
    assert "text starts at" not in page


def test_does_a_paragraph_show_its_own_text(reader: TestClient) -> None:
    page = reader.get("/page/A/RES/99/2/op/1", headers=HTML).text
    assert f'<blockquote class="official"><p>{URGED}</p></blockquote>' in page


def test_does_a_long_text_show_how_its_paragraphs_begin(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.web.pages.instrument._ROOM", 100)
    monkeypatch.setattr("kg.web.pages.instrument._BEGINNING", 20)
    short = reader.get("/page/A/RES/99/2?style=un", headers=HTML).text
    assert "Urges Member States …" in short
    assert URGED not in short
    assert "/page/A/RES/99/2?text=whole" in short
    assert URGED in reader.get("/page/A/RES/99/2?text=whole&style=un", headers=HTML).text


def test_are_official_words_found(reader: TestClient) -> None:
    page = read_page(reader.get("/page/search?q=lighthouses+streaming", headers=HTML).text)
    assert "/page/A/RES/99/1/op/2" in page.links


def test_is_an_ingested_text_in_the_list_of_its_year(reader: TestClient) -> None:
    home = read_page(reader.get("/", headers=HTML).text)
    assert "/page/browse?kind=text&year=2044" in home.links
    listed = read_page(reader.get("/page/browse?kind=text&year=2044", headers=HTML).text)
    assert {"/page/A/RES/99/1", "/page/A/RES/99/2", "/page/A/RES/99/3"} <= set(listed.links)
    assert "/page/treaty/OPSC" not in listed.links
