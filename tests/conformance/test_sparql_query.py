"""Do the engine and the endpoint answer queries as the W3C's SPARQL 1.1 tests have it?

All 328 tests of queries are put to the engine, each over a store with what it is about, and go over the
protocol to one server, which holds every file of the suite as a graph; each request names the graphs that its
test is about. What does not hold is listed with its reason, and is the same for both.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from kg.errors import InputError
from kg.graph.stores.store import LocalStore, memory_store
from kg.web.app import create_app
from kg.web.site import Site, digest_of
from tests.conformance.w3c_queries import (
    BASE,
    QueryTest,
    is_expected,
    is_found,
    load_data,
    load_dataset,
    read_tests,
)
from tests.conftest import CASES, ROOT
from tests.tables import read_yaml
from tests.web.conftest import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

SUITE = ROOT.parent / "shared" / "suites" / "sparql11"
TESTS = read_tests(SUITE)
EXCEPTIONS: dict[str, str] = read_yaml(CASES / "sparql11_query.yaml")
ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"

pytestmark = pytest.mark.skipif(not TESTS, reason="the W3C suites are not beside this checkout")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return a store with every file of the suite as a graph."""
    return load_data(SUITE, TESTS)


@pytest.fixture(scope="module")
def client(store: ox.Store) -> Iterator[TestClient]:
    site = Site("http://testserver/", ROOT, Path(), LocalStore(store), (), digest_of(store))
    with TestClient(create_app(site, SETTINGS), follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.id)
def test_is_the_answer_the_one_expected(test: QueryTest, client: TestClient) -> None:
    holds = _holds(test, client)
    assert holds is (test.id not in EXCEPTIONS), EXCEPTIONS.get(test.id, "no exception")


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.id)
def test_is_the_engines_answer_the_one_expected(test: QueryTest, store: ox.Store) -> None:
    query = f"BASE <{BASE}{test.query}>\n{(SUITE / test.query).read_text(encoding='utf-8')}"
    if test.valid is None:
        engine = LocalStore(store if "FROM" in query else load_dataset(SUITE, test))
        holds = is_found(SUITE, test, engine, query)
    else:
        holds = _parses(query) is test.valid
    assert holds is (test.id not in EXCEPTIONS), EXCEPTIONS.get(test.id, "no exception")


def test_are_at_least_300_of_328_right() -> None:
    assert len(TESTS) == 328
    assert set(EXCEPTIONS) <= {test.id for test in TESTS}
    assert len(TESTS) - len(EXCEPTIONS) >= 300


def _parses(query: str) -> bool:
    try:
        memory_store([]).ask(query)
    except InputError as error:
        return "does not parse" not in str(error)
    return True


def _holds(test: QueryTest, client: TestClient) -> bool:
    query = (SUITE / test.query).read_text(encoding="utf-8")
    if test.valid is not None:
        response = client.post("/sparql", data={"query": query})
        return ("does not parse" not in response.text) is test.valid
    form: dict[str, str | list[str]] = {"query": f"BASE <{BASE}{test.query}>\n{query}"}
    if "FROM" not in query:  # else the query itself says what it is about
        form["default-graph-uri"] = [BASE + path for path in test.data] or [BASE + "none"]
        form["named-graph-uri"] = [BASE + path for path in test.named]
    response = client.post("/sparql", data=form, headers={"Accept": ACCEPT})
    if response.status_code != 200:
        return False
    return is_expected(SUITE, test, response.content, response.headers["content-type"].partition(";")[0])
