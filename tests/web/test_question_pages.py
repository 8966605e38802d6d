"""Are the pages of questions for people: forms that work, tables that sort, drawings, nothing hostile?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.graph.questions.catalogue import find_question, parse_question
from kg.graph.stores.store import memory_store
from kg.model import Rows, Term
from kg.namespaces import CP, ID, RDF, RDFS, XSD
from kg.pipeline.ask import choose_values
from kg.web.app import create_app
from kg.web.catalogue.charts import bars, timeline
from kg.web.catalogue.columns import type_of
from kg.web.catalogue.desk import sorted_rows
from kg.web.site import Site, digest_of
from tests.conftest import ROOT
from tests.web.asking import CATALOGUE, CITING, GROOMING, HTML, PAGE, asked
from tests.web.conftest import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph.questions.catalogue import Question


def page_of(client: TestClient, address: str, *, status: int = 200) -> Any:  # noqa: ANN401 - lxml has no types
    response = client.get(address, headers=HTML)
    assert response.status_code == status
    return lxml.html.document_fromstring(response.text)


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_does_every_question_have_a_page_with_the_rows_of_kg_ask(
    question: Question, site: Site, client: TestClient
) -> None:
    rows, words = asked(site, question.id)
    page = page_of(client, f"/questions/{question.id}")
    assert [h1.text_content() for h1 in page.iter("h1")] == [words]
    assert len(page.xpath("//table[@class='answer']/tbody/tr")) == min(len(rows.rows), PAGE)
    heads = [th.text_content() for th in page.xpath("//table[@class='answer']/thead//th") if th.xpath("a")]
    assert heads == ([rows.heading(column) for column in rows.readable().columns] if rows.rows else [])
    assert page.xpath("count(//form[contains(@class,'asking')]//input)") == len(question.parameters)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not page.xpath("//script[not(@src)] | //style | //*[@style] | //*[starts-with(name(@*), 'on')]")


def test_are_more_rows_than_a_page_has_on_the_next(site: Site, client: TestClient) -> None:
    rows, _ = asked(site, "citing-instrument")
    first = page_of(client, CITING)
    assert f"Rows 1 to {PAGE} of {len(rows.rows)}." in first.xpath("string(//caption)")
    assert not first.xpath("//a[@rel='prev']")
    second = page_of(client, first.xpath("string(//a[@rel='next']/@href)"))
    assert f"Rows {PAGE + 1} to {2 * PAGE} of {len(rows.rows)}." in second.xpath("string(//caption)")
    place = rows.columns.index("place")
    shown = second.xpath("string(//table[@class='answer']/tbody/tr[1]/td[2])")
    assert rows.rows[PAGE][place] == Term("literal", shown)
    assert page_of(client, f"{CITING}?offset=99999").xpath("count(//table)") == 0


def test_do_cells_lead_to_the_things_they_name(client: TestClient) -> None:
    page = page_of(client, "/questions/citations/most-relied-on")
    row = page.xpath("//table[@class='answer']/tbody/tr[1]")[0]
    assert row.xpath("string(td[1]/a/@href)") == "/page/treaty/CRC"
    assert not row.xpath("td[2]/a")  # its title is the same thing once more
    row = page_of(client, GROOMING).xpath("//table[@class='answer']/tbody/tr[1]")[0]
    paragraph = row.xpath("string(td[5]/a/@href)")
    assert paragraph.startswith("/page/")
    cite = row.xpath("td[last()]/a")[0]
    assert cite.get("href") == f"{paragraph}#cite"
    assert cite.get("aria-label").startswith("Cite ")


def test_does_a_thing_that_the_words_name_become_a_value(client: TestClient) -> None:
    page = page_of(client, "/questions?q=who+cites+OPSC")
    links = page.xpath("//section[@class='asks']//li/a")
    citing = next(a for a in links if a.get("href").startswith(CITING))
    assert citing.get("href") == f"{CITING}?instrument=treaty/OPSC"
    assert "sale of children" in citing.text_content()
    assert links.index(citing) < 5


def test_do_heads_sort_by_a_link_and_say_how(client: TestClient) -> None:
    address = page_of(client, GROOMING).xpath("string(//th/a[text()='Adopted']/@href)")
    page = page_of(client, address)
    assert page.xpath("//th[@aria-sort]/a/text()") == ["Adopted"]
    assert page.xpath("string(//th[@aria-sort]/@aria-sort)") == "ascending"
    again = page_of(client, page.xpath("string(//th[@aria-sort]/a/@href)"))
    assert again.xpath("string(//th[@aria-sort]/@aria-sort)") == "descending"
    dates = [row["date"] for row in client.get(GROOMING, params={"sort": "-date"}).json()["rows"]]
    assert dates == sorted(dates, reverse=True)


def test_does_the_form_work_without_a_script(client: TestClient) -> None:
    page = page_of(client, GROOMING)
    form = next(form for form in page.forms if "asking" in form.get("class", ""))
    assert (form.method, form.action) == ("GET", GROOMING)
    assert dict(form.fields) == {"addressee": "States", "theme": "grooming"}
    themes = page.xpath("//datalist[@id=//input[@name='theme']/@list]/option/@value")
    assert "grooming" in themes
    assert 100 < len(themes) == len(set(themes)) <= 400
    assert all(page.xpath(f"//label[@for='f-{name}']") for name in form.fields)


@pytest.mark.parametrize("parameter", ["theme", "addressee"])
def test_does_everything_in_a_list_mean_one_thing(parameter: str, client: TestClient, site: Site) -> None:
    question = find_question(CATALOGUE, "obligations-on-theme")
    names = page_of(client, GROOMING).xpath(
        f"//datalist[@id=//input[@name='{parameter}']/@list]/option/@value"
    )
    assert names
    for name in names[::40]:
        assert choose_values(site.engine, question, {parameter: name})[parameter]


def test_are_more_things_than_a_list_holds_suggested(client: TestClient) -> None:
    field = page_of(client, CITING).get_element_by_id("f-instrument")
    assert (field.get("list"), field.get("data-suggest"), field.get("value")) == (
        None,
        "/search.json",
        "treaty/CRC",
    )


@pytest.mark.parametrize(
    ("name", "type_", "value"),
    [
        # a month means its first day, as the query has it
        ("since", "date", "2015-03-01"),
        ("until", "date", ""),
    ],
)
def test_do_dates_have_their_own_field(name: str, type_: str, value: str, client: TestClient) -> None:
    field = page_of(client, "/questions/provisions/paragraphs-on-theme?since=2015-03").get_element_by_id(
        f"f-{name}"
    )
    assert (field.get("type"), field.get("value")) == (type_, value)


def test_does_an_emptied_field_leave_the_value_open(client: TestClient) -> None:
    emptied = client.get(f"{GROOMING}?addressee=States&theme=").json()
    said = client.get(f"{GROOMING}?addressee=States&theme=any").json()
    assert emptied == said
    assert said["parameters"][1]["value"] is None
    assert said["total"] > client.get(GROOMING).json()["total"]


def test_does_a_wrong_value_keep_the_form_and_say_where(client: TestClient) -> None:
    page = page_of(client, f"{GROOMING}?theme=groming&addressee=States", status=400)
    field = page.get_element_by_id("f-theme")
    assert (field.get("value"), field.get("aria-invalid")) == ("groming", "true")
    said = page.get_element_by_id("e-theme").text_content()
    assert "e-theme" in field.get("aria-describedby")
    assert "theme/conduct/grooming" in said
    assert page.get_element_by_id("f-addressee").get("aria-invalid") is None


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        # a box for each row of a year
        ("terminology/where-a-term-stands", "rect"),
        # two bars a text
        ("citations/most-relied-on", "rect"),
        # lines between the texts
        ("citations/citing-instrument", "path"),
    ],
)
def test_is_an_answer_drawn_as_its_question_hints(name: str, shapes: str, client: TestClient) -> None:
    page = page_of(client, f"/questions/{name}")
    drawing = page.xpath("//figure//svg")[0]
    assert drawing.get("role") == "img"
    assert drawing.xpath("title/@id | desc/@id") == drawing.get("aria-labelledby").split()
    assert len(drawing.xpath(f".//{shapes}")) > 2
    assert page.xpath("//table[@class='answer']")


def test_can_every_form_be_loaded_from_the_page(client: TestClient) -> None:
    page = page_of(client, f"{GROOMING}?theme=live+streaming")
    links = page.xpath("//p[@class='downloads']/a/@href")
    assert {link.partition("?")[0].rpartition(".")[2] for link in links} >= {
        "csv",
        "json",
        "rq",
        "md",
        "tsv",
        "ndjson",
    }
    for link in links:
        assert client.get(link).status_code == 200, link
    stable = page.xpath("string(//link[@rel='canonical']/@href)")
    assert stable == f"http://testserver{GROOMING}?addressee=group/states&theme=theme/conduct/live-streaming"
    assert client.get(stable).json() == client.get(f"{GROOMING}?theme=live+streaming").json()


def test_are_the_questions_listed_theme_by_theme(client: TestClient) -> None:
    page = page_of(client, "/questions")
    links = page.xpath("//section[@class='asks']//li/a/@href")
    assert links == [f"/questions/{question.id}" for question in CATALOGUE]
    assert [h2.get("id") for h2 in page.iter("h2")] == list(dict.fromkeys(q.theme for q in CATALOGUE))


def test_is_a_question_found_by_words(client: TestClient) -> None:
    page = page_of(client, "/questions?q=who+is+bound+by+a+treaty")
    assert "/questions/treaties/parties" in page.xpath("//section[@class='asks']//li/a/@href")[:5]
    nothing = page_of(client, "/questions?q=zzzz")
    assert not nothing.xpath("//section[@class='asks']//li")
    assert f"0 of {len(CATALOGUE)} questions" in nothing.text_content()


def rows_of(**columns: Sequence[Term | None]) -> Rows:
    return Rows(tuple(columns), tuple(zip(*columns.values(), strict=True)), {c: c for c in columns})


def text(value: str) -> Term:
    return Term("literal", value)


def number(value: int) -> Term:
    return Term("literal", str(value), XSD + "integer")


def test_do_figures_in_texts_sort_by_their_value() -> None:
    rows = rows_of(place=[text("para. 10"), None, text("para. 9"), text("Para. 9 (a)")])
    assert [row[0] and row[0].value for row in sorted_rows(rows, "place").rows] == [
        "para. 9", "Para. 9 (a)", "para. 10", None,
    ]  # fmt: skip
    assert [row[0] and row[0].value for row in sorted_rows(rows, "-place").rows][-1] is None


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        # days as the ontology types them, and as a query makes them text
        ([Term("literal", "2016-03-23", XSD + "date"), text("2015")], "date"),
        ([text("2016-03-23"), None], "date"),
        ([text("2016-03-23"), text("soon")], "text"),
        # numbers stay numbers though they look like years
        ([number(2016)], "integer"),
        ([number(2016), text("many")], "mixed"),
        ([None], "empty"),
        ([Term("iri", ID + "treaty/CRC")], "iri"),
    ],
)
def test_is_a_column_typed_by_its_cells(cells: list[Term | None], found: str) -> None:
    assert type_of(rows_of(it=cells), "it") == found


def test_does_a_timeline_count_the_rows_of_each_year() -> None:
    drawn = timeline(rows_of(date=[text("2016-03-23"), text("2016"), text("2019-01-01"), None]))
    assert drawn
    assert len(drawn.boxes) == 3
    assert drawn.description == "3 rows from 2016 to 2019; the most, 2, are of 2016."
    assert timeline(rows_of(date=[text("2016"), text("2016")])) is None
    many = timeline(rows_of(date=[text("2016")] * 5000 + [text("1990")]))
    assert many
    assert len(many.boxes) == 2


def test_do_bars_say_what_they_are_of() -> None:
    drawn = bars(rows_of(body=[text("HRC"), text("GA")], acts=[number(4), number(2)]))
    assert drawn
    assert [round(box.width / drawn.boxes[0].width, 2) for box in drawn.boxes] == [1.0, 0.5]
    assert [mark.text for mark in drawn.marks] == ["HRC", "4", "GA", "2"]
    counted = bars(rows_of(strength=[text("calling"), text("calling"), text("urging")]))
    assert counted
    assert [mark.text for mark in counted.marks] == ["calling", "2", "urging", "1"]


HOSTILE = """#+ question: What is {thing} called?
#+ description: Names.
#+ parameters:
#+   thing: {type: iri, class: cp:Theme, label: Thing, optional: true}
#+ columns: {name: Name, count: Count, link: Link}
#+ view: bar
#+ tags: [names]

PREFIX cp: <%s>
PREFIX rdfs: <%s>
SELECT ?thing ?name (1 AS ?count) ?link
WHERE {
  VALUES ?thing { UNDEF }
  ?thing a cp:Theme ; rdfs:label ?name ; rdfs:seeAlso ?link .
}
ORDER BY ?name
"""
LABELS = [
    '<script>alert("1")</script>',
    "\"' onmouseover='alert(1)",
    "]]></svg><img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
]


@pytest.fixture(scope="module")
def hostile() -> Iterator[TestClient]:
    theme, about, graph = ox.NamedNode(CP + "Theme"), ox.NamedNode(RDF + "type"), ox.NamedNode(ID + "graph")
    quads = []
    for place, label in enumerate(LABELS):
        thing = ox.NamedNode(f"{ID}theme/x{place}")
        quads += [
            ox.Quad(thing, about, theme, graph),
            ox.Quad(thing, ox.NamedNode(RDFS + "label"), ox.Literal(label), graph),
            ox.Quad(thing, ox.NamedNode(RDFS + "seeAlso"), ox.NamedNode("javascript:alert(1)"), graph),
        ]
    store = memory_store(quads)
    question = parse_question(HOSTILE % (CP, RDFS), "queries/names/names.rq")
    site = Site("http://testserver/", ROOT, Path(), store, (question,), digest_of(store.ox))
    with TestClient(create_app(site, SETTINGS)) as client:
        yield client


def test_is_what_the_graph_says_never_markup(hostile: TestClient) -> None:
    response = hostile.get("/questions/names/names", headers=HTML)
    assert response.status_code == 200
    page = lxml.html.document_fromstring(response.text)
    assert [td.text_content() for td in page.xpath("//tbody/tr/td[1]")] == sorted(LABELS)
    assert not page.xpath("//img | //script[not(@src)] | //*[@onmouseover or @onerror]")
    assert not [link for link in page.xpath("//@href") if link.startswith("javascript")]
    assert "49" not in page.xpath("string(//table)")
    drawn = " ".join(page.xpath("//svg//text/text()"))
    assert "<script>" in drawn
    assert set(page.xpath("//datalist/option/@value")) == set(LABELS)


def test_is_what_somebody_types_never_markup(hostile: TestClient) -> None:
    for path in ("/questions/names/names", "/questions"):
        for name in ("thing", "q"):
            response = hostile.get(path, params={name: '"><script>alert(1)</script>'}, headers=HTML)
            assert "<script>alert" not in response.text


def test_does_a_hostile_label_come_through_json_as_it_is(hostile: TestClient) -> None:
    told = json.loads(hostile.get("/questions/names/names.json").text)
    assert {row["name"] for row in told["rows"]} == set(LABELS)
    assert told["rows"][0]["link"] == {"iri": "javascript:alert(1)", "label": "javascript:alert(1)"}
