"""Does the SPARQL endpoint answer what it is asked, and live through what it should not be asked?"""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock
from xml.etree import ElementTree as ET

import pytest
import rdflib
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.endpoint.settings import EndpointSettings
from tests.clock import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response

    from kg.web.endpoint.pool import Pool, _Worker
    from kg.web.site import Site

POINT = "SELECT ?p ?o WHERE { <https://w3id.org/cpkg/id/A/HRC/RES/31/7> ?p ?o } ORDER BY ?p ?o"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { <https://w3id.org/cpkg/id/treaty/CRC> } ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def ask(client: TestClient, query: str, **headers: str) -> Response:
    return client.get("/sparql", params={"query": query}, headers=headers)


def problem(response: Response) -> str:
    """Return what a problem says, once it is one."""
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert found["status"] == response.status_code
    return str(found["detail"])


@pytest.fixture
def hasty(site: Site) -> Iterator[TestClient]:
    """Return a client of a site with little patience and little room, once its workers have loaded."""
    settings = EndpointSettings(workers=2, long_queries=1, timeout=1.0, rows=10)
    with TestClient(create_app(site, settings), follow_redirects=False) as asking:
        assert ask(asking, "ASK {}").status_code == 200
        yield asking


def test_do_pages_answer_before_the_workers_have_loaded(site: Site) -> None:
    with TestClient(create_app(site, EndpointSettings(workers=1))) as asking:
        assert asking.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        # SPARQLWrapper and browsers send long lists
        ("application/sparql-results+xml;q=0.4, text/csv;q=0.9, */*;q=0.1", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
    ],
)
def test_do_rows_come_in_the_form_that_is_asked_for(client: TestClient, accept: str, media: str) -> None:
    response = ask(client, POINT, accept=accept)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media


def test_do_all_forms_hold_the_same_rows(client: TestClient) -> None:
    by_json = ask(client, POINT, accept="application/sparql-results+json").json()["results"]["bindings"]
    values = [[row["p"]["value"], row["o"]["value"]] for row in by_json]
    by_csv = list(csv.reader(io.StringIO(ask(client, POINT, accept="text/csv").text)))
    tree = ET.fromstring(ask(client, POINT, accept="application/sparql-results+xml").text)  # noqa: S314
    results = tree.iter("{http://www.w3.org/2005/sparql-results#}result")
    by_xml = [["".join(cell.itertext()) for cell in result] for result in results]
    lines = ask(client, POINT, accept="text/tab-separated-values").text.splitlines()
    assert len(values) > 10
    assert by_csv == [["p", "o"], *values]
    assert by_xml == values
    assert lines[0] == "?p\t?o"
    assert [line.split("\t")[0] for line in lines[1:]] == [f"<{predicate}>" for predicate, _ in values]


def test_do_marks_that_a_form_gives_a_meaning_come_through(client: TestClient) -> None:
    query = r"""SELECT ?x ?y WHERE { VALUES (?x ?y) { ("a\"b,<&>\t\n\\" "é"@fr) (UNDEF 1.5) } }"""
    rows = ask(client, query, accept="application/json").json()["results"]["bindings"]
    assert rows[0]["x"] == {"type": "literal", "value": 'a"b,<&>\t\n\\'}
    assert rows[0]["y"] == {"type": "literal", "value": "é", "xml:lang": "fr"}
    assert rows[1] == {
        "y": {"type": "literal", "value": "1.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"}
    }
    table = list(csv.reader(io.StringIO(ask(client, query, accept="text/csv").text, newline="")))
    assert table[1] == ['a"b,<&>\t\n\\', "é"]
    text = ask(client, query, accept="application/sparql-results+xml").text
    result = rdflib.Graph().query("SELECT * {}").parse(io.BytesIO(text.encode()), format="xml")
    assert {str(row[0]) for row in result if row[0]} == {'a"b,<&>\t\n\\'}  # type: ignore[index]
    line = ask(client, query, accept="text/tab-separated-values").text.splitlines()[1]
    assert line == r'"a\"b,<&>\t\n\\"' + "\t" + '"é"@fr'


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
    ],
)
def test_does_a_graph_come_in_the_form_that_is_asked_for(
    client: TestClient, accept: str, syntax: str
) -> None:
    response = ask(client, GRAPH, accept=accept)
    assert response.headers["content-type"].partition(";")[0] == accept
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=response.text, format=syntax)
    assert len(graph) > 20


def test_is_what_no_client_can_read_refused(client: TestClient) -> None:
    assert "fits" in problem(ask(client, POINT, accept="text/turtle"))
    assert ask(client, POINT, accept="text/turtle").status_code == 406
    assert ask(client, GRAPH, accept="text/csv").status_code == 406
    assert client.get("/sparql", params={"query": POINT, "format": "docx"}).status_code == 406


def test_can_the_address_name_the_form(client: TestClient) -> None:
    response = client.get(
        "/sparql", params={"query": POINT, "format": "csv"}, headers={"accept": "text/html"}
    )
    assert response.headers["content-type"].startswith("text/csv")


def test_does_a_fault_of_syntax_come_with_its_line_and_column(client: TestClient) -> None:
    response = ask(client, "SELECT *\nWHERE { ?s ?p }")
    assert response.status_code == 400
    assert "2:16" in problem(response)
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "LOAD <http://127.0.0.1:1/x>",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SeRvIcE SILENT ?x { ?s ?p ?o } }",
        "# SELECT\nCLEAR GRAPH <a:a>",
    ],
)
def test_is_a_query_refused_that_writes_or_reaches_out(client: TestClient, query: str) -> None:
    response = ask(client, query)
    assert response.status_code == 400
    assert problem(response)


def test_may_words_that_reach_out_stand_in_strings_iris_and_comments(client: TestClient) -> None:
    query = 'ASK { # SERVICE\n VALUES ?x { "SERVICE <x>" <urn:LOAD> } FILTER(?x != "DROP") }'
    assert ask(client, query).json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("SELECT * { " + "{ " * 150 + "} " * 150 + "}", "nesting"),
        ("SELECT (" + "IF(true, " * 1000 + "1" + ", 2)" * 1000 + " AS ?x) {}", "nesting"),
        ("SELECT * { " + " ".join(f"?a <p:{n}> ?b{n} ." for n in range(300)) + " }", "patterns"),
        ("SELECT * { " + " ".join(f"?a <p:{n}> x:b{n}." for n in range(300)) + " }", "patterns"),
        ("SELECT * { ?a " + "/".join(f"<p:{n}>" for n in range(300)) + " ?b }", "path"),
        ("SELECT (" + "!" * 10_000 + "true AS ?x) {}", "operators"),
        ("SELECT (" + "+".join("1" * 3000) + " AS ?x) {}", "operators"),
    ],
)
def test_is_a_query_refused_that_the_engine_cannot_plan(client: TestClient, query: str, limit: str) -> None:
    response = ask(client, query) if len(query) < 20_000 else client.post("/sparql", data={"query": query})
    assert response.status_code == 400
    assert limit in problem(response)


def test_may_a_query_list_many_values(client: TestClient) -> None:
    values = " ".join(f"<https://w3id.org/cpkg/id/x{n}>" for n in range(1000))
    query = f"SELECT ?x WHERE {{ VALUES ?x {{ {values} }} FILTER NOT EXISTS {{ ?x a ?type }} }}"
    response = client.post("/sparql", content=query, headers={"content-type": "application/sparql-query"})
    assert len(response.json()["results"]["bindings"]) == 1000


def test_is_a_request_refused_that_is_too_long(client: TestClient) -> None:
    query = "ASK { } #" + "x" * 70_000
    direct = {"content-type": "application/sparql-query"}
    assert client.post("/sparql", content=query, headers=direct).status_code == 413
    assert client.post("/sparql", data={"query": query}).status_code == 413
    assert client.post("/sparql", content="x" * 5_000_000, headers=direct).status_code == 413


def test_are_other_methods_refused(client: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.request(method, "/sparql").status_code == 405


def test_is_an_answer_cut_at_the_limit_and_does_it_say_so(hasty: TestClient) -> None:
    query = "SELECT ?s WHERE { ?s a ?type }"
    for accept, place in (("application/json", "link"), ("application/sparql-results+xml", "link href")):
        response = ask(hasty, query, accept=accept)
        assert "10 rows" in response.headers["x-truncated"]
        assert place in response.text
    assert len(ask(hasty, query, accept="application/json").json()["results"]["bindings"]) == 10
    assert len(ask(hasty, query, accept="text/csv").text.splitlines()) == 11
    graph = ask(hasty, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", accept="text/turtle")
    assert "10 rows" in graph.headers["x-truncated"]
    assert "# truncated after 10" in graph.text
    whole = ask(hasty, query + " LIMIT 10", accept="application/json")
    assert "x-truncated" not in whole.headers


def test_is_a_runaway_query_ended_at_the_deadline_and_the_next_answered(hasty: TestClient) -> None:
    began = time.monotonic()
    response = ask(hasty, RUNAWAY)
    assert response.status_code == 504
    assert time.monotonic() - began < 10  # the query alone would take days; a machine of tests is busy
    assert "longer than 1 s" in problem(response)
    assert ask(hasty, POINT).status_code == 200


def test_do_others_get_answers_while_a_runaway_query_runs(hasty: TestClient) -> None:
    with ThreadPoolExecutor(2) as threads:
        runaway = threads.submit(ask, hasty, RUNAWAY)
        time.sleep(0.3)
        assert ask(hasty, POINT).status_code == 200
        assert not runaway.done()
        assert runaway.result().status_code == 504


def test_is_a_client_told_to_wait_who_sends_runaway_queries_only(hasty: TestClient) -> None:
    statuses = [ask(hasty, RUNAWAY + f" # {n}").status_code for n in range(6)]
    last = ask(hasty, POINT)
    assert set(statuses) <= {504, 429}
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    "query",
    [
        # takes memory by the gigabyte
        "SELECT ?x WHERE { BIND('xxxxxxxxxxxxxxxx' AS ?a0) "
        + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(28))
        + " BIND(STRLEN(?a28) AS ?x) }",
        # sorts what does not fit
        "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    ],
)
def test_is_a_query_ended_that_takes_too_much_memory(hasty: TestClient, query: str) -> None:
    response = ask(hasty, query)
    assert response.status_code in {400, 503, 504}
    assert problem(response)
    assert ask(hasty, "ASK {}").json()["boolean"] is True


def test_is_an_answer_given_again_without_the_engine(client: TestClient) -> None:
    first = ask(client, POINT, accept="text/csv")
    again = ask(client, POINT, accept="text/csv", **{"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    other = ask(client, POINT, accept="application/json", **{"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_do_graphs_named_by_the_query_count(client: TestClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/cpkg/graph/curated/treaties/OPSC> {{ {} }}"
    one = ask(client, query.format("?s ?p ?o"), accept="application/json").json()
    all_graphs = ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", accept="application/json").json()
    counts = [int(found["results"]["bindings"][0]["n"]["value"]) for found in (one, all_graphs)]
    assert 0 < counts[0] < counts[1]


def test_does_the_pool_recover_when_its_processes_are_killed(site: Site) -> None:
    with TestClient(create_app(site, EndpointSettings(workers=1)), follow_redirects=False) as client:
        pool: Pool = client.app.state.pool  # type: ignore[attr-defined]  # the application's own
        for choose in (worker_of, zygote_of, zygote_of, worker_of):
            wait_for_workers(pool, 1)
            victim = choose(pool)
            os.kill(victim, signal.SIGKILL)
            time.sleep(0.1)
            assert ask(client, f"ASK {{}} # {victim}").status_code == 200


def test_does_a_query_go_on_to_another_worker_when_its_own_ends_before_it_has_it(site: Site) -> None:
    with (
        TestClient(create_app(site, EndpointSettings(workers=1)), follow_redirects=False) as client,
        ThreadPoolExecutor(1) as threads,
    ):
        pool: Pool = client.app.state.pool  # type: ignore[attr-defined]  # the application's own
        wait_for_workers(pool, 1)
        victim = worker_of(pool)
        os.kill(victim, signal.SIGSTOP)  # so that it cannot take what it is sent
        asked = threads.submit(ask, client, "ASK {}")
        wait_until(lambda: not pool._idle)
        time.sleep(0.1)
        assert not asked.done()
        os.kill(victim, signal.SIGKILL)
        assert asked.result().status_code == 200


def test_is_a_client_told_to_come_back_when_worker_after_worker_ends(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(site, EndpointSettings(workers=1)), follow_redirects=False) as client:
        pool: Pool = client.app.state.pool  # type: ignore[attr-defined]  # the application's own
        take = pool.take

        async def take_dying() -> _Worker:
            worker = await take()
            os.kill(worker.number, signal.SIGKILL)
            return worker

        monkeypatch.setattr(pool, "take", take_dying)
        refused = ask(client, "ASK {}")
        assert refused.status_code == 503
        assert "ended from outside" in problem(refused)
        assert int(refused.headers["retry-after"]) >= 1
        monkeypatch.undo()
        assert ask(client, "ASK {}").status_code == 200


def test_is_a_client_told_to_come_back_when_no_process_can_begin(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(site, EndpointSettings(workers=1)), follow_redirects=False) as client:
        pool: Pool = client.app.state.pool  # type: ignore[attr-defined]  # the application's own
        wait_for_workers(pool, 1)
        before = descriptors()
        monkeypatch.setattr("subprocess.Popen", Mock(side_effect=BlockingIOError("no more processes")))
        os.kill(zygote_of(pool), signal.SIGKILL)
        os.kill(worker_of(pool), signal.SIGKILL)
        wait_until(pool._idle[0].reader.at_eof)
        for number in range(3):
            refused = ask(client, f"ASK {{}} # {number}")
            assert refused.status_code == 503
            assert "no room for a process" in problem(refused)
        assert descriptors() <= before
        monkeypatch.undo()
        assert ask(client, "ASK {}").status_code == 200


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def wait_for_workers(pool: Pool, number: int) -> None:
    wait_until(lambda: len(pool._idle) >= number)


def worker_of(pool: Pool) -> int:
    return pool._idle[0].number


def zygote_of(pool: Pool) -> int:
    assert pool._process is not None
    return pool._process.pid


def test_do_no_processes_stay_when_the_site_ends(site: Site) -> None:
    with TestClient(create_app(site, EndpointSettings(workers=2))) as client:
        pool: Pool = client.app.state.pool  # type: ignore[attr-defined]  # the application's own
        wait_for_workers(pool, 2)
        numbers = [worker.number for worker in pool._idle] + [zygote_of(pool)]
        assert len(numbers) == 3
    wait_until(lambda: not any(map(is_alive, numbers)), patience=3)


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_is_the_description_in_every_graph_format(client: TestClient) -> None:
    for accept, format_name in (("text/turtle", "turtle"), ("application/rdf+xml", "xml")):
        response = client.get("/sparql", headers={"accept": accept})
        assert "Accept" in response.headers["vary"].split(", ")
        assert len(rdflib.Graph().parse(data=response.text, format=format_name)) > 50
    assert client.get("/sparql", headers={"accept": "image/png"}).status_code == 406
    assert json.loads(client.get("/sparql", headers={"accept": "application/ld+json"}).text)


def test_is_a_reader_led_to_the_page_for_queries(client: TestClient) -> None:
    response = client.get("/sparql", headers={"accept": "text/html"})
    assert (response.status_code, response.headers["location"]) == (303, "/page/sparql")
