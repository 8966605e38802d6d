"""Does a SPARQL service answer as a store of ours does, and every failure of it end in one clear error?"""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, RemoteError, UsageError
from kg.graph.remote import RemoteStore
from kg.graph.store import open_store
from kg.model import Term
from kg.namespaces import expand, sparql_prologue
from tests.graph.sparql_server import Answer, answers_from, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.store import LocalStore

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
