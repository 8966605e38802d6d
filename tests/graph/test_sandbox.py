"""Does a query that runs away, nests too deep or eats memory end in one message, and its caller live on?"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from kg.errors import InputError, UsageError
from kg.graph.stores import sandbox
from kg.graph.stores.sandbox import run_sandboxed
from kg.model import Rows, Term, Triples
from kg.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import HTTPServer

GROOMING = expand("theme/conduct/grooming")
MEGABYTE = 1024**2
CROSS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
STOPPED = [
    # a cross product that no deadline inside the engine would reach
    (f"SELECT (COUNT(*) AS ?n) {CROSS}", {"timeout": 1.0}, "took longer than 1 s"),
    # an ORDER BY that must hold every row
    (f"SELECT * {CROSS} ORDER BY ?a ?d ?g", {"memory": 200 * MEGABYTE}, "more than 200 MB of memory"),
    # a string that doubles with each step
    (
        "SELECT ?x30 { BIND('aaaaaaaaaaaaaaaaaaaaaaaaa' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(30))
        + " }",
        {"memory": 200 * MEGABYTE},
        "of memory",
    ),
    # more nesting than any stack can hold
    ("SELECT (" + "IF(true," * 200_000 + "1" + ",2)" * 200_000 + " AS ?x) {}", {}, "nested too deeply"),
    # an answer without end
    (f"SELECT * {CROSS}", {"size": MEGABYTE}, "longer than 1 MB"),
    (f"CONSTRUCT {{ ?a ?d ?g }} WHERE {CROSS}", {"size": MEGABYTE}, "longer than 1 MB"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "limits", "words"), STOPPED, ids=[words for _, _, words in STOPPED])
def test_does_a_hostile_query_end_in_one_message(
    query: str, limits: dict[str, float], words: str, store_path: str
) -> None:
    started = time.monotonic()
    with pytest.raises(InputError) as caught:
        run_sandboxed(Path(store_path), query, **limits)  # type: ignore[arg-type]  # the limits by name
    assert caught.value.exit_code == 3
    assert words in str(caught.value)
    assert caught.value.remedy
    assert time.monotonic() - started < limits.get("timeout", 20) + 5


def test_is_nesting_answered_that_would_crash_an_ordinary_stack(store_path: str) -> None:
    query = "SELECT (" + "IF(true," * 2000 + "1" + ",2)" * 2000 + " AS ?x) {}"
    rows = run_sandboxed(Path(store_path), query)
    assert isinstance(rows, Rows)
    assert [term and term.value for term in rows.rows[0]] == ["1"]


def test_are_rows_triples_and_truth_given_back_as_they_are(store_path: str) -> None:
    store = Path(store_path)
    rows = run_sandboxed(store, "SELECT ?label ?none { <theme/conduct/grooming> skos:prefLabel ?label }")
    assert rows == Rows(("label", "none"), ((Term("literal", "grooming", language="en"), None),))
    assert run_sandboxed(store, "ASK { <theme/conduct/grooming> a cp:Theme }") is True
    assert run_sandboxed(store, "ASK { <theme/conduct/grooming> a cp:Body }") is False
    built = run_sandboxed(store, "CONSTRUCT WHERE { <theme/conduct/grooming> a cp:Theme }")
    assert isinstance(built, Triples)
    assert {subject.value for subject, _, _ in built.triples} == {GROOMING}


@pytest.mark.parametrize(
    ("query", "error", "words"),
    [
        ("SELECT ?s { ?s ?p ?o", InputError, "does not parse"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", UsageError, "SERVICE"),
        ("DROP ALL", UsageError, "never writes"),
    ],
)
def test_is_a_wrong_query_refused(query: str, error: type[Exception], words: str, store_path: str) -> None:
    with pytest.raises(error, match=words):
        run_sandboxed(Path(store_path), query)


def test_is_a_missing_store_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the store cannot be read") as caught:
        run_sandboxed(tmp_path / "none", "ASK {}")
    assert str(caught.value).startswith(str(tmp_path / "none"))


def test_is_the_worker_dead_after_its_deadline(store_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Remembered] = []

    class Remembered(subprocess.Popen[str]):
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as Popen takes them
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Remembered)
    with pytest.raises(InputError, match="took longer"):
        run_sandboxed(Path(store_path), f"SELECT (COUNT(*) AS ?n) {CROSS}", timeout=0.5)
    assert [process.returncode for process in started] == [-9]


def test_does_a_query_past_the_first_wall_find_no_network(
    store_path: str, monkeypatch: pytest.MonkeyPatch, canary: HTTPServer, calls: list[str]
) -> None:
    monkeypatch.setattr(sandbox, "require_read_only", lambda _: "SELECT")
    url = f"http://127.0.0.1:{canary.server_port}/"
    if not _network_can_be_cut():
        pytest.skip("this system does not let an ordinary process leave the network")
    with pytest.raises(InputError, match="the query failed"):
        run_sandboxed(Path(store_path), f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")
    assert calls == []
    with pytest.raises(OSError, match="Error 500"):  # the same query in this process does call
        list(ox.Store().query(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert calls == ["/"]


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def canary(calls: list[str]) -> Iterator[HTTPServer]:
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            calls.append(self.path)
            self.send_error(500)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _network_can_be_cut() -> bool:
    code = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x10000000 | 0x40000000) != 0)"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
