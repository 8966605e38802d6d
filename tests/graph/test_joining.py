"""Do queries read loaded graphs by their names, and is ours as it was for all others?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError
from kg.graph.questions.catalogue import Question, read_catalogue
from kg.graph.stores import joining
from kg.graph.stores.joining import find_blocks
from kg.graph.stores.sandbox import run_sandboxed
from kg.model import Rows
from kg.namespaces import PREFIXES, SDG
from kg.pipeline.ask import answer, choose_values
from kg.row_text import display
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.stores.store import LocalStore

GRAPH = "https://w3id.org/cpkg/graph/external/"
PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("cp", "sdg", "sdgo", "skos"))
CATALOGUE = read_catalogue(ROOT)
BLOCKS = [
    # the plain form
    (f"SELECT * {{ GRAPH <{GRAPH}sdg> {{ ?a ?b ?c }} }}", ["sdg"]),
    # small letters, a prefix of the query's own, and no space
    (f"PREFIX x: <{GRAPH}> SELECT * {{ graph x:unbis{{?a ?b ?c}} }}", ["unbis"]),
    # an address relative to the base
    ("SELECT * { GRAPH <../graph/external/sdg> { ?a ?b ?c } }", ["sdg"]),
    # braces in strings and comments close nothing
    (f"SELECT * {{ GRAPH <{GRAPH}sdg> {{ ?a ?b \"}}\" . # }}\n ?c ?d '{{' }} }}", ["sdg"]),
    # two blocks, one in an OPTIONAL; inner braces belong to the block
    (f"SELECT * {{ GRAPH <{GRAPH}a> {{ {{ ?a ?b ?c }} UNION {{ ?d ?e ?f }} }}"
     f" OPTIONAL {{ GRAPH <{GRAPH}b> {{ ?a ?b ?c }} }} }}", ["a", "b"]),
    # the graph that says where one comes from
    (f"SELECT * {{ GRAPH <{GRAPH}sdg/provenance> {{ ?a ?b ?c }} }}", ["sdg"]),
    # a graph of ours, a variable, words in a string or comment, and what is never closed
    ("SELECT * { GRAPH <https://w3id.org/cpkg/graph/ontology> { ?a ?b ?c } }", []),
    (f"SELECT * {{ GRAPH ?g {{ ?a ?b ?c }} # GRAPH <{GRAPH}sdg> {{\n }}", []),
    (f"SELECT * {{ ?a ?b 'GRAPH <{GRAPH}sdg> {{ }}' }}", []),
    (f"SELECT * {{ GRAPH <{GRAPH}sdg> {{ ?a ?b ?c ", []),
]  # fmt: skip
QUERIES = [
    # a join with ours
    ("SELECT DISTINCT ?target ?label { ?part cp:namesTarget ?target ."
     " GRAPH <%ssdg> { ?target skos:prefLabel ?label FILTER(LANG(?label) = 'fr') } }",
     [["sdg:16.2", "Aucune violence contre les enfants"]]),
    # left out where nothing matches
    ("SELECT ?target ?label { VALUES ?target { sdg:16.1 sdg:16.9 }"
     " OPTIONAL { GRAPH <%ssdg> { ?target skos:prefLabel ?label } } } ORDER BY ?target",
     [["sdg:16.1", "Less violence (as loaded)"], ["sdg:16.9", ""]]),
    # a block without variables is true or false
    ("SELECT (1 AS ?yes) { GRAPH <%ssdg> { sdg:16.2 skos:broader sdg:16 } }", [["1"]]),
    ("SELECT (1 AS ?yes) { GRAPH <%ssdg> { sdg:16.2 skos:broader sdg:5 } }", []),
    # inside a filter
    ("SELECT ?target { VALUES ?target { sdg:16.1 sdg:16.9 }"
     " FILTER NOT EXISTS { GRAPH <%ssdg> { ?target skos:broader ?goal } } }", [["sdg:16.9"]]),
    # with an aggregate of its own
    ("SELECT ?n { GRAPH <%ssdg> { SELECT (COUNT(?t) AS ?n) { ?t a sdgo:Target } } }", [["2"]]),
    # a path over narrower concepts
    ("SELECT ?label { GRAPH <%sunbis> { ?c skos:broader+ <http://metadata.un.org/thesaurus/1000952> ;"
     " skos:prefLabel ?label FILTER(LANG(?label) = 'en') } } ORDER BY ?label",
     [["CHILD ABUSE"], ["SALE OF CHILDREN"], ["SEX CRIMES"]]),
    # where it comes from
    ("SELECT ?version { GRAPH <%ssdg/provenance> {"
     " ?file <http://purl.org/dc/terms/hasVersion> ?version } }", [["2020-05-28"]]),
    # a graph that nobody loaded
    ("SELECT ?a { GRAPH <%snothing> { ?a ?b ?c } }", []),
]  # fmt: skip


@pytest.mark.parametrize(("query", "names"), BLOCKS)
def test_are_the_blocks_of_loaded_graphs_found(query: str, names: list[str]) -> None:
    assert [block.name for block in find_blocks(query)] == names


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_does_a_query_read_a_loaded_graph(
    query: str, expected: list[list[str]], loaded_graph: LocalStore, loaded_store: Path
) -> None:
    whole = PROLOGUE + query % GRAPH
    rows = loaded_graph.select(whole)
    assert [[display(cell) for cell in row] for row in rows.rows] == expected
    if query in {QUERIES[0][0], QUERIES[-1][0]}:
        assert run_sandboxed(loaded_store, whole) == rows


def test_is_a_block_of_too_many_rows_refused(
    loaded_graph: LocalStore, loaded_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = f"SELECT * {{ GRAPH <{GRAPH}sdg> {{ ?a ?b ?c }} }}"
    monkeypatch.setattr(joining, "MOST_ROWS", 3)
    monkeypatch.setattr("kg.graph.stores.sandbox.MOST_ROWS", 3)
    with pytest.raises(InputError, match=r"external/sdg gives more than 3 rows"):
        loaded_graph.select(query)
    with pytest.raises(InputError, match=r"external/sdg gives more than 3 rows"):
        run_sandboxed(loaded_store, query)


def test_is_a_block_that_is_no_sparql_refused(loaded_graph: LocalStore) -> None:
    with pytest.raises(InputError, match="does not parse"):
        loaded_graph.select(f"SELECT * {{ GRAPH <{GRAPH}sdg> {{ ?a ?b }} }}")


@pytest.mark.parametrize(
    "question", [q for q in CATALOGUE if "/external/" not in q.sparql], ids=lambda question: question.id
)
def test_does_every_other_question_answer_as_before(
    question: Question, graph: LocalStore, loaded_graph: LocalStore
) -> None:
    before = answer(graph, question, choose_values(graph, question, {}))
    assert answer(loaded_graph, question, choose_values(loaded_graph, question, {})) == before


def test_sees_a_query_that_names_no_loaded_graph_none(loaded_graph: LocalStore) -> None:
    rows = loaded_graph.select(f"SELECT ?p {{ <{SDG}16.1> ?p ?o }}")
    assert rows == Rows(("p",), ())
