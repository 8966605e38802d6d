"""Is the catalogue in the graph, so that an editor finds the queries and what can be chosen?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.errors import InvalidInputError, UsageError
from kg.graph.lookup.names import resolve_name
from kg.graph.questions.catalogue import Question, parse_question, read_catalogue
from kg.graph.questions.catalogue_graph import QUESTIONS_GRAPH, question_quads
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.identifiers import iri, parse_fragment, question_path
from kg.identifiers import parse_question as parse_path
from kg.namespaces import CP, sparql_prologue
from kg.pipeline.ask import answer, choose_values
from tests.conftest import ROOT

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

CATALOGUE = read_catalogue(ROOT)
EDITOR = """SELECT ?question ?comment ?query WHERE {
  ?question a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select ?query .
} ORDER BY ?question"""
"""What an editor asks of an endpoint, as the SIB's does."""
PREFIXES = """SELECT ?prefix ?namespace WHERE {
  ?question a sh:SPARQLSelectExecutable ; sh:prefixes/sh:declare ?declaration .
  ?declaration sh:prefix ?prefix ; sh:namespace ?namespace .
} GROUP BY ?prefix ?namespace"""


def test_does_an_editor_find_every_question_with_its_words_and_query(graph: LocalStore) -> None:
    found = {row[0].value: row for row in graph.select(sparql_prologue() + EDITOR).rows if row[0]}
    assert set(found) == {iri(question_path(question.id) or "") for question in CATALOGUE}
    for question in CATALOGUE:
        _, comment, query = found[iri(f"question/{question.id}")]
        assert comment is not None
        assert comment.value.startswith(question.question)
        assert comment.language == "en"
        assert query is not None
        assert query.value == question.query


def test_does_an_editor_find_the_prefixes(graph: LocalStore) -> None:
    found = {
        row[0].value: row[1].value
        for row in graph.select(sparql_prologue() + PREFIXES).rows
        if row[0] and row[1]
    }
    assert found["cp"] == CP
    assert found["sh"] == "http://www.w3.org/ns/shacl#"


@pytest.mark.parametrize("question", CATALOGUE[:3], ids=lambda question: question.id)
def test_does_the_query_in_the_graph_run_as_it_stands(question: Question, graph: LocalStore) -> None:
    query = f"SELECT ?q WHERE {{ <{iri(f'question/{question.id}')}> <http://www.w3.org/ns/shacl#select> ?q }}"
    ((text,),) = graph.select(query).rows
    assert text is not None
    assert graph.select(text.value).rows == answer(graph, question, choose_values(graph, question, {})).rows


def test_is_each_parameter_a_field_of_a_form(graph: LocalStore) -> None:
    thing = iri("question/obligations/obligations-on-theme")
    rows = graph.select(
        sparql_prologue()
        + f"""SELECT ?order ?variable ?name ?class ?optional ?default WHERE {{
  <{thing}> cp:hasParameter ?p .
  ?p sh:order ?order ; cp:variable ?variable ; sh:name ?name ; sh:class ?class ; sh:optional ?optional .
  OPTIONAL {{ ?p cp:defaultValue ?default }}
}} ORDER BY ?order"""
    ).rows
    assert [[term.value for term in row if term] for row in rows] == [
        ["1", "addressee", "Addressee", CP + "Agent", "true", "group/states"],
        ["2", "theme", "Theme", CP + "Theme", "true", "theme/conduct/grooming"],
    ]


LITERALS = """#+ question: Which texts since {since}?
#+ description: Lists texts.
#+ parameters:
#+   since: {type: date, default: 2016-03, label: Since}
#+   least: {type: integer, example: 5, label: At least, optional: true}
#+   words: {type: text, example: live streaming, label: Words, optional: true}
#+ columns: {text: Text}
#+ view: table
#+ tags: [texts]

SELECT ?text WHERE {
  VALUES ?since { "2016-03-01"^^xsd:date } VALUES ?least { UNDEF } VALUES ?words { UNDEF }
  ?text ?p ?since .
} ORDER BY ?text
"""


def test_has_a_literal_parameter_its_datatype_and_values_as_people_type_them() -> None:
    quads = question_quads(parse_question(LITERALS, "queries/tests/texts-since.rq"))
    graph = rdflib.Graph()
    graph.parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")
    rows = graph.query(
        """PREFIX cp: <https://w3id.org/cpkg/ontology#> PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?variable ?datatype ?value WHERE {
  ?p cp:variable ?variable ; sh:datatype ?datatype ; sh:order ?order .
  ?p cp:defaultValue|cp:exampleValue ?value .
} ORDER BY ?order"""
    )
    assert [tuple(str(term).split("#")[-1] for term in row) for row in rows] == [  # type: ignore[union-attr]  # rows of a SELECT
        ("since", "date", "2016-03"), ("least", "integer", "5"), ("words", "string", "live streaming"),
    ]  # fmt: skip


def test_does_a_path_take_apart_again() -> None:
    for question in CATALOGUE:
        path = question_path(question.id)
        assert path is not None
        assert parse_path(path) == question.id
    fragment = parse_fragment("question/obligations/asked-of-actor#parameter-1")
    assert fragment is not None
    assert parse_path(fragment.owner) == "obligations/asked-of-actor"


def test_is_a_file_whose_name_makes_no_iri_refused() -> None:
    with pytest.raises(
        InvalidInputError, match=r"Who asks\.rq: the names of folder and file are no part of an IRI"
    ):
        question_quads(parse_question(LITERALS, "queries/tests/Who asks.rq"))


def test_is_the_graph_of_questions_derived_from_each_file(graph: LocalStore) -> None:
    rows = graph.select(
        sparql_prologue()
        + f"""SELECT ?path ?digest WHERE {{
  <{QUESTIONS_GRAPH}> prov:wasDerivedFrom ?file ; prov:wasGeneratedBy ?activity .
  ?file rdfs:label ?path ; cp:sha256 ?digest .
}}"""
    ).rows
    assert {row[0].value for row in rows if row[0]} == {question.path for question in CATALOGUE}


def test_does_the_catalogue_entail_nothing_and_answer_for_nothing_else(graph: LocalStore) -> None:
    """Were it otherwise, a question would stand among the things that it asks about."""
    inferred = (
        f"ASK {{ GRAPH <{INFERRED_GRAPH}> {{ ?q ?p ?o }} GRAPH <{QUESTIONS_GRAPH}> {{ ?q ?any ?value }} }}"
    )
    assert not graph.ask(inferred)
    with pytest.raises(UsageError, match="no thing is called"):
        resolve_name(graph, "obligations-on-theme", ())
    assert resolve_name(graph, "question/obligations/obligations-on-theme", ()).kind == "iri"
