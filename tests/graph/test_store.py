"""Which graphs does a query of a local store read?"""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.graph.stores.store import LocalStore, memory_store

TRIG = b"""@prefix : <http://example.org/> .
:one { :a :says "from one" } :two { :b :says "from two" }"""


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return memory_store(ox.parse(TRIG, format=ox.RdfFormat.TRIG))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT ?said { ?s ?p ?said }", ["from one", "from two"]),
        ("SELECT ?said FROM <http://example.org/two> { ?s ?p ?said }", ["from two"]),
        ("SELECT ?said\nfrom<http://example.org/one>{ ?s ?p ?said }", ["from one"]),
        ("SELECT ?said FROM NAMED <http://example.org/two> { GRAPH ?g { ?s ?p ?said } }", ["from two"]),
        ("SELECT ?said FROM NAMED <http://example.org/two> { ?s ?p ?said }", []),
        # the word where it names no graph
        ('SELECT ?said { ?s ?p ?said FILTER(?said != " FROM ") }', ["from one", "from two"]),
    ],
)
def test_does_a_query_read_all_graphs_or_those_it_names(
    query: str, found: list[str], store: LocalStore
) -> None:
    assert sorted(row[0].value for row in store.select(query).rows if row[0]) == found
