"""Do the questions answer over HTTP as `kg ask` does, in every form?"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from kg.cli.output import write_rows
from kg.graph.questions.catalogue import find_question
from kg.namespaces import ID
from kg.web.app import create_app
from kg.web.catalogue import desk as desk_module
from tests.web.asking import BROWSER, CATALOGUE, CITING, GROOMING, HTML, asked
from tests.web.conftest import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from kg.web.site import Site


@pytest.mark.parametrize(
    ("ending", "accept", "media"),
    [
        # programs that say nothing, or anything, get JSON
        ("", None, "application/json"),
        ("", "*/*", "application/json"),
        # browsers get the page
        ("", BROWSER, "text/html"),
        # the likeliest first
        ("", "text/csv", "text/csv"),
        ("", "application/json;q=0.3, text/csv;q=0.8", "text/csv"),
        ("", "text/tab-separated-values", "text/tab-separated-values"),
        ("", "application/sparql-query", "application/sparql-query"),
        ("", "text/*", "text/csv"),
        # an ending says more than a header
        (".csv", BROWSER, "text/csv"),
        (".json", "text/html", "application/json"),
        (".html", "application/json", "text/html"),
        (".ndjson", None, "application/x-ndjson"),
        (".tsv", None, "text/tab-separated-values"),
        (".md", None, "text/markdown"),
        (".rq", None, "application/sparql-query"),
    ],
)
def test_does_the_answer_come_in_the_form_asked_for(
    ending: str, accept: str | None, media: str, client: TestClient
) -> None:
    headers = {"accept": accept} if accept else {}
    response = client.get(GROOMING + ending, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media
    varies = response.headers.get("vary", "").split(", ")
    assert ("Accept" in varies) == (not ending)


@pytest.mark.parametrize("form", ["csv", "tsv", "ndjson", "md"])
@pytest.mark.parametrize("name", ["obligations-on-theme", "treaty-dates-and-numbers", "most-relied-on"])
def test_is_a_table_that_of_kg_ask_to_the_byte(
    name: str, form: str, client: TestClient, site: Site, tmp_path: Path
) -> None:
    rows, _ = asked(site, name)
    write_rows(rows, out=tmp_path / f"rows.{form}")
    response = client.get(f"/questions/{find_question(CATALOGUE, name).id}.{form}")
    assert response.content == (tmp_path / f"rows.{form}").read_bytes()


def test_are_the_columns_of_csv_the_same_for_all_values(client: TestClient) -> None:
    addresses = (
        "",
        "?theme=live+streaming",
        "?theme=any&addressee=any",
        "?theme=theme/right/privacy&addressee=UNODC",
    )
    heads = {client.get(f"{GROOMING}.csv{end}").text.partition("\n")[0] for end in addresses}
    assert len(heads) == 1


def test_does_json_have_types_headings_and_labels(client: TestClient, site: Site) -> None:
    rows, words = asked(site, "obligations-on-theme", theme="grooming")
    told = client.get(GROOMING, params={"theme": "grooming"}).json()
    assert told["question"] == words
    assert told["parameters"][1] == {
        "name": "theme",
        "label": "Theme",
        "type": "iri",
        "optional": True,
        "value": {"iri": f"{ID}theme/conduct/grooming", "label": "grooming"},
    }
    columns = {column["name"]: column for column in told["columns"]}
    assert columns["rank"] == {"name": "rank", "heading": None, "type": "integer"}
    assert columns["date"] == {"name": "date", "heading": "Adopted", "type": "date"}
    assert (columns["actType"]["type"], columns["gist"]["type"]) == ("iri", "text")
    assert isinstance(told["rows"][0]["rank"], int)
    assert set(told["rows"][0]["actType"]) == {"iri", "label"}
    assert told["rows"][0]["actType"]["label"] == told["rows"][0]["verb"]
    assert (told["total"], told["offset"], told["truncated"]) == (len(rows.rows), 0, False)


def test_is_the_query_the_one_that_was_asked(client: TestClient, site: Site) -> None:
    query = client.get(f"{CITING}.rq", params={"instrument": "OPSC"}).text
    assert not query.startswith("#+")
    assert f"VALUES ?instrument {{ <{ID}treaty/OPSC> }}" in query
    rows, _ = asked(site, "citing-instrument", instrument="OPSC")
    assert site.engine.select(query).rows == rows.rows


@pytest.mark.parametrize(
    "value",
    ["theme/conduct/grooming", f"{ID}theme/conduct/grooming", "grooming", "Grooming", " grooming "],
    ids=["id", "IRI", "label", "case", "spaces"],
)
def test_is_a_value_named_as_people_name_it(value: str, client: TestClient) -> None:
    told = client.get(GROOMING, params={"theme": value}).json()
    assert told["parameters"][1]["value"]["iri"] == f"{ID}theme/conduct/grooming"


def test_are_rows_cut_never_silently(client: TestClient, site: Site) -> None:
    total = len(asked(site, "citing-instrument")[0].rows)
    response = client.get(f"{CITING}.json", params={"limit": 10, "offset": 5})
    told = response.json()
    assert (len(told["rows"]), told["total"], told["offset"], told["truncated"]) == (10, total, 5, True)
    assert response.headers["x-truncated"] == f"after 10 of {total} rows, from row 6"
    after = re.search(r'<([^>]+)>; rel="next"', response.headers["link"])
    assert after
    assert after[1] == f"{CITING}.json?limit=10&offset=15"
    whole = client.get(f"{CITING}.json").json()["rows"]
    assert told["rows"] + client.get(after[1]).json()["rows"] == whole[5:25]
    last = client.get(f"{CITING}.csv", params={"offset": total - 1})
    assert len(list(csv.reader(io.StringIO(last.text)))) == 2
    assert "x-truncated" not in last.headers


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        # a question that is not there, with what is called nearly so
        ("/questions/obligations/obligations-on-them", 404, ["obligations/obligations-on-theme"]),
        ("/questions/zzzz/qqqq", 404, ["See /questions."]),
        ("/questions/obligations/obligations-on-theme.xls", 404, [".xls", ".csv (text/csv)"]),
        ("/questions.xml", 404, [".xml", ".csv"]),
        # a parameter that it does not have
        (f"{GROOMING}?tehme=grooming", 400, ["tehme:", "It takes addressee, theme, sort, limit, offset"]),
        # a value that means nothing, or several things, or is of another kind
        (f"{GROOMING}?theme=groming", 400, ["theme:", "Did you mean 'grooming'"]),
        (f"{GROOMING}?theme=body/HRC", 400, ["theme:", "is no theme", "The search finds ids"]),
        (f"{GROOMING}?theme=zzzzzzzzzz", 400, ["theme:", "Give its id, symbol, abbreviation or label"]),
        (f"{GROOMING}?theme={'x' * 301}", 400, ["theme:", "longer than 300 characters"]),
        ("/questions/provisions/paragraphs-on-theme?since=soon", 400, ["since:", "Write it as 2016-03-23"]),
        # one that needs a value
        (f"{CITING}?instrument=any", 400, ["instrument:", "instrument=treaty/CRC"]),
        # rows
        (f"{GROOMING}?limit=0", 400, ["limit:", "from 1 to 10,000"]),
        (f"{GROOMING}?limit=ten", 400, ["limit:", "'ten'"]),
        (f"{GROOMING}?offset=-1", 400, ["offset:", "from 0"]),
        (f"{GROOMING}?sort=colour", 400, ["sort:", "'colour'", "strength"]),
        # twice
        (f"{GROOMING}?theme=grooming&theme=any", 400, ["theme:", "twice"]),
    ],
)  # fmt: skip
def test_does_an_error_say_what_is_wrong_and_what_to_do(
    address: str, status: int, words: list[str], client: TestClient
) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    told = response.json()
    assert told["status"] == status
    assert not [word for word in words if word not in told["detail"]], told["detail"]
    assert "`kg" not in told["detail"]
    page = client.get(address, headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")


def test_is_a_form_that_nobody_makes_refused_with_those_there_are(client: TestClient) -> None:
    response = client.get(GROOMING, headers={"accept": "image/png"})
    assert response.status_code == 406
    assert ".csv (text/csv)" in response.json()["detail"]


def test_does_a_client_that_has_an_answer_get_nothing_anew(client: TestClient) -> None:
    first = client.get(f"{GROOMING}.csv")
    tag = first.headers["etag"]
    assert tag.startswith('"')
    again = client.get(f"{GROOMING}.csv", headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    # the default named in another way is the same answer
    assert client.get(f"{GROOMING}.csv?theme=Grooming").headers["etag"] == tag
    others = ["?theme=any", "?limit=3", "?offset=1", "?sort=date"]
    tags = {client.get(f"{GROOMING}.csv{other}").headers["etag"] for other in others}
    tags |= {client.get(f"{GROOMING}.json").headers["etag"], client.get(f"{GROOMING}.html").headers["etag"]}
    assert len(tags | {tag}) == 7


def test_does_head_say_what_get_would(client: TestClient) -> None:
    head, got = client.head(f"{GROOMING}.csv"), client.get(f"{GROOMING}.csv")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert client.post(GROOMING).status_code == 405


def test_does_a_name_alone_lead_to_the_question(client: TestClient) -> None:
    response = client.get("/questions/obligations-on-theme.csv?theme=grooming")
    assert (response.status_code, response.headers["location"]) == (303, f"{GROOMING}.csv?theme=grooming")


def test_is_the_list_there_for_programs(client: TestClient) -> None:
    told = client.get("/questions").json()
    assert (told["total"], len(told["questions"])) == (len(CATALOGUE), len(CATALOGUE))
    first = told["questions"][0]
    assert first["url"] == f"http://testserver/questions/{first['id']}"
    table = list(csv.DictReader(io.StringIO(client.get("/questions.csv").text)))
    assert [row["id"] for row in table] == [question.id for question in CATALOGUE]


def test_is_an_answer_kept_and_are_not_too_many_worked_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "_PATIENCE", 0.01)
    with TestClient(create_app(site, SETTINGS)) as client:
        client.get(GROOMING)
        desk = client.app.state.desk  # type: ignore[attr-defined]
        for _ in range(2):
            assert desk._turns.acquire(blocking=False)
        assert client.get(GROOMING).status_code == 200
        busy = client.get(CITING)
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
        for _ in range(2):
            desk._turns.release()
        assert client.get(CITING).status_code == 200
