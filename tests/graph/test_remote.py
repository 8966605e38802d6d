"""Does a SPARQL service answer as a store of ours does, and every failure of it end in one clear error?"""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import CannotAnswerError, InputError, RemoteError, UsageError
from kg.graph.others.pushed import PUSHED_GRAPH, graphs_of
from kg.graph.questions.catalogue import find_question, read_catalogue
from kg.graph.stores.remote import RemoteStore
from kg.graph.stores.store import open_store
from kg.graph.stores.store_limits import WRONG_ON_VIRTUOSO
from kg.model import Term
from kg.namespaces import expand, sparql_prologue
from kg.pipeline.ask import answer, choose_values
from kg.pipeline.push import Wishes, push
from kg.push.addresses import Addresses
from kg.push.authentication import Credentials
from kg.push.client import Client
from kg.push.target import Target
from tests.conftest import ROOT
from tests.graph.sparql_server import Answer, answers_from, serve
from tests.push.replying import answering
from tests.services import put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.stores.store import LocalStore
    from tests.services import Service

JSON = "application/sparql-results+json"
LABELS = (
    sparql_prologue() + "SELECT ?theme ?label { ?theme a cp:Theme ; skos:prefLabel ?label } ORDER BY ?theme"
)
HTML = b"<!doctype html><title>Welcome to our endpoint</title>"


@pytest.fixture
def remote(graph: LocalStore) -> Iterator[RemoteStore]:
    with serve(answers_from(graph.ox)) as url:
        yield RemoteStore(url)


def test_are_rows_the_same_as_those_of_the_local_store(remote: RemoteStore, graph: LocalStore) -> None:
    rows = remote.select(LABELS)
    assert rows == graph.select(LABELS)
    assert len(rows.rows) > 100


def test_are_unbound_cells_dates_numbers_and_languages_kept(remote: RemoteStore) -> None:
    rows = remote.select('SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c) { (UNDEF "x"@en 1) } }')
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert rows.rows == ((None, Term("literal", "x", language="en"), Term("literal", "1", integer), None),)


def test_do_substitutions_reach_the_outermost_group(remote: RemoteStore, graph: LocalStore) -> None:
    bound = {"theme": Term("iri", expand("theme/conduct/grooming"))}
    assert remote.select(LABELS, substitutions=bound) == graph.select(LABELS, substitutions=bound)


def test_do_ask_and_construct_answer_as_locally(remote: RemoteStore, graph: LocalStore) -> None:
    prologue = sparql_prologue()
    assert remote.ask(prologue + "ASK { <theme/conduct/grooming> a cp:Theme }") is True
    assert remote.ask(prologue + "ASK { <theme/conduct/grooming> a cp:Body }") is False
    for query in ("CONSTRUCT WHERE { ?theme a cp:Theme }", "DESCRIBE <theme/conduct/grooming>"):
        assert remote.construct(prologue + query) == graph.construct(prologue + query)


def test_is_a_store_named_by_url_opened_as_a_remote_one() -> None:
    assert isinstance(open_store("http://127.0.0.1:9/sparql"), RemoteStore)


def test_is_a_query_of_the_wrong_form_refused_before_it_is_sent() -> None:
    unreachable = RemoteStore("http://127.0.0.1:9/sparql")
    with pytest.raises(InputError, match="no SELECT"):
        unreachable.select("ASK {}")
    with pytest.raises(InputError, match="no CONSTRUCT or DESCRIBE"):
        unreachable.construct("# no SELECT\nASK {}")
    with pytest.raises(UsageError, match="never writes"):
        unreachable.construct("DROP ALL")


MISBEHAVIOUR: list[tuple[Answer, str]] = [
    # a web page instead of results, as a wrong address gives
    ((200, "text/html", HTML), "text/html instead of results: <!doctype html>"),
    # results that are none
    ((200, JSON, b"{"), "does not parse"),
    # an empty body with the right name
    ((200, JSON, b""), "does not parse"),
    # a truth value where rows were asked for
    ((200, JSON, b'{"head": {}, "boolean": true}'), "answered a SELECT with yes or no"),
    # what services say of a bad query, a wrong path, their own trouble, too many requests
    ((400, "text/plain", b"line 1: unexpected }"), "HTTP 400: line 1: unexpected }"),
    ((401, "text/plain", b"who are you"), "HTTP 401"),
    ((404, "text/html", HTML), "HTTP 404"),
    ((500, "text/plain", b"out of memory"), "HTTP 500: out of memory"),
    ((503, "text/plain", b"later"), "HTTP 503"),
    # a content type that no one can read
    ((200, "application/x-binary-rdf-results-table", b"\x00\x01"), "instead of results"),
]


@pytest.mark.parametrize(("answer", "words"), MISBEHAVIOUR, ids=[words for _, words in MISBEHAVIOUR])
def test_is_a_misbehaving_service_named_with_what_it_did(answer: Answer, words: str) -> None:
    with serve(lambda _: answer) as url, pytest.raises(RemoteError) as caught:
        RemoteStore(url).select("SELECT * { ?s ?p ?o }")
    assert caught.value.exit_code == 4
    assert str(caught.value).startswith(url)
    assert words in str(caught.value)


def test_is_a_graph_that_does_not_parse_an_error() -> None:
    with (
        serve(lambda _: (200, "text/turtle", b"<a> <b>")) as url,
        pytest.raises(RemoteError, match="does not parse"),
    ):
        RemoteStore(url).construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_is_rows_where_a_graph_was_asked_for_an_error() -> None:
    with serve(lambda _: (200, JSON, b"{}")) as url, pytest.raises(RemoteError, match="instead of results"):
        RemoteStore(url).construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_is_a_refused_connection_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/sparql"
        with pytest.raises(RemoteError, match="cannot be reached"):
            RemoteStore(url).ask("ASK {}")


def test_is_an_address_that_is_none_an_error() -> None:
    with pytest.raises(RemoteError, match=r"cannot be reached|broke the connection off"):
        RemoteStore("http://[half/sparql").ask("ASK {}")


@pytest.mark.parametrize(
    "greeting", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON.encode() + b"\r\n\r\n"]
)
def test_is_a_service_that_drips_or_stays_silent_given_up_at_the_deadline(greeting: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener, greeting))
        thread.start()
        started = time.monotonic()
        with pytest.raises(RemoteError, match="did not answer within 1 s"):
            RemoteStore(f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout=1).ask("ASK {}")
        assert time.monotonic() - started < 4
        thread.join()


def drip(listener: socket.socket, greeting: bytes) -> None:
    """Answer one client: the greeting at once, then a space every tenth of a second until it leaves."""
    client, _ = listener.accept()
    with client:
        client.recv(65536)
        client.sendall(greeting)
        for _ in range(50):
            time.sleep(0.1)
            try:
                if greeting:
                    client.sendall(b" ")
                elif client.recv(65536, socket.MSG_DONTWAIT) == b"":
                    return
            except BlockingIOError:
                continue
            except OSError:
                return


def test_is_an_answer_without_end_cut_off() -> None:
    with (
        serve(lambda _: (200, JSON, b" " * 300_000)) as url,
        pytest.raises(RemoteError, match="more than 100,000 bytes"),
    ):
        RemoteStore(url, size=100_000).select("SELECT * { ?s ?p ?o }")


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def holding(request: pytest.FixtureRequest, small_graph: LocalStore) -> Iterator[RemoteStore]:
    """Return a real server that holds the smaller project's graph until the tests of this file are done."""
    service: Service = request.getfixturevalue(request.param)
    credentials = Credentials(service.user, service.password) if service.user else None
    target = Target(Client(credentials), Addresses(service.query, service.update, service.graph_store))
    _, done = push(small_graph, target, Wishes(full=True))
    assert {(one.result, one.note) for one in done} == {("sent", "")}
    yield RemoteStore(service.query)
    for graph in (*graphs_of(small_graph.ox), PUSHED_GRAPH):
        target.remove(graph)


ASKED = [
    ("paragraphs-of-text", {}),
    # a parameter left open, which Virtuoso must not be told of
    ("norms-of-article", {}),
    ("where-a-term-stands", {"term": "child pornography"}),
    ("most-asked", {}),
]


@pytest.mark.parametrize(("question", "given"), ASKED, ids=[name for name, _ in ASKED])
def test_do_other_stores_answer_as_ours_does(
    question: str, given: dict[str, str], holding: RemoteStore, small_graph: LocalStore
) -> None:
    asked = find_question(read_catalogue(ROOT), question)
    values = choose_values(holding, asked, given)
    assert values == choose_values(small_graph, asked, given)
    assert answer(holding, asked, values).rows == answer(small_graph, asked, values).rows != ()


def test_is_yes_told_from_no(holding: RemoteStore) -> None:
    assert holding.ask(sparql_prologue() + "ASK { <theme/conduct/grooming> a cp:Theme }") is True
    assert holding.ask(sparql_prologue() + "ASK { <theme/conduct/grooming> a cp:Body }") is False


def test_is_an_answer_that_virtuoso_gives_wrongly_not_passed_on(
    virtuoso: Service, small_graph: LocalStore
) -> None:
    known = {question.id for question in read_catalogue(ROOT)}
    assert known >= WRONG_ON_VIRTUOSO
    asked = find_question(read_catalogue(ROOT), "themes-beside-theme")
    values = choose_values(small_graph, asked, {})
    with pytest.raises(CannotAnswerError, match="with rows that are wrong"):
        answer(RemoteStore(virtuoso.query), asked, values)


def test_are_yes_and_no_written_alike() -> None:
    one = b'{"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1"}'
    rows = b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": ' + one + b"}]}}"
    with serve(lambda _: (200, JSON, rows)) as url:
        [[cell]] = RemoteStore(url).select("SELECT ?a { ?b ?c ?a }").rows
    assert cell == Term("literal", "true", "http://www.w3.org/2001/XMLSchema#boolean")


CANNOT = [
    # a path of any length with both ends open
    ("SELECT * { ?a cp:partOf+ ?b }", "a path of any length from a known end only"),
    # an expression that fails is unbound, says SPARQL
    ("SELECT * { ?a a cp:Treaty OPTIONAL { ?a cp:issuedOn ?d BIND(YEAR(?d) AS ?y) } }", "has no value"),
    ("SELECT (COUNT(*) AS ?n) { ?a a cp:Treaty } HAVING (COUNT(*) > 0)", "cannot compile the query"),
]


@pytest.mark.parametrize(("query", "words"), CANNOT, ids=[words for _, words in CANNOT])
def test_is_what_virtuoso_cannot_do_told_from_a_fault_of_ours(
    query: str, words: str, virtuoso: Service
) -> None:
    put(virtuoso, "http://e/treaties", f"<http://e/1> a <{expand('cp:Treaty')}> .")
    with pytest.raises(CannotAnswerError, match=words) as caught:
        RemoteStore(virtuoso.query).select(sparql_prologue() + query)
    assert "docs/stores.md" in caught.value.remedy


def test_is_an_answer_that_was_cut_off_no_answer() -> None:
    rows = b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'
    virtuoso = (200, {"Content-Type": JSON, "X-SPARQL-MaxRows": "10000"}, rows)
    late = (206, {"Content-Type": JSON}, rows)
    with answering(virtuoso, late) as (url, _):
        with pytest.raises(RemoteError, match="cuts its answers off at 10000 rows"):
            RemoteStore(url).select("SELECT ?a { ?a ?b ?c }")
        with pytest.raises(RemoteError, match="a part of the answer"):
            RemoteStore(url).select("SELECT ?a { ?a ?b ?c }")
