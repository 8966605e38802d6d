"""Is a question joined with another graph by asking about what we found, and is no query ever sent on?"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.errors import InvalidInputError, RemoteError, UsageError
from kg.graph.questions.catalogue import find_question, parse_question, read_catalogue
from kg.graph.questions.lint import find_traps
from kg.graph.questions.remote_part import RemotePart
from kg.graph.stores.readonly import require_read_only
from kg.model import Term
from kg.pipeline.ask import answer, choose_values
from kg.pipeline.ask_with import Joined, graph_for, join
from kg.pipeline.patient import Patience, PatientStore
from kg.row_text import display
from tests.conftest import ROOT
from tests.fetch.web_server import Reply
from tests.pipeline.strangers import EUROVOC, PREFIXES, RESULTS, WIKIDATA, strangers
from tests.services import put

if TYPE_CHECKING:
    from kg.graph.questions.catalogue import Question
    from kg.graph.stores.store import LocalStore

CATALOGUE = read_catalogue(ROOT)
REMOTE = [question for question in CATALOGUE if question.remote]
OUTSIDE = find_question(CATALOGUE, "states-outside-treaty")
SDG = """
sdg:C160202 sdgo:custodianAgency "UNODC" .
sdg:C050201 sdgo:custodianAgency "UNICEF" , "WHO" .
sdg:C990101 sdgo:custodianAgency "Nobody" .
"""
PROTOTYPE = """#+ question: Which States are there?
#+ description: A question of this test.
#+ columns: {state: State}
#+ remote: {graph: wikidata, key: item, gives: [people], pattern: '?item wdt:P1082 ?people .'}
#+ view: table
#+ tags: [one]

PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?state ?item ?people WHERE {
  ?state skos:exactMatch ?item .
  OPTIONAL { VALUES (?item ?people) { (UNDEF UNDEF) } }
}
ORDER BY ?state
"""


def joined(graph: LocalStore, name: str, url: str, *, batch: int = 100, **given: str) -> Joined:
    question = find_question(CATALOGUE, name)
    other = replace(graph_for(question, url), batch=batch)
    service = PatientStore(url, Patience(pause=0, retries=0, timeout=20))
    return join(graph, question, choose_values(graph, question, given), other, service)


def table(graph: LocalStore, found: Joined, *columns: str) -> list[list[str]]:
    rows = answer(graph, found.question, {})
    places = [rows.columns.index(column) for column in columns]
    return [[display(row[place]) for place in places] for row in rows.rows]


def test_are_there_questions_that_another_graph_can_add_to() -> None:
    assert {question.remote.graph for question in REMOTE if question.remote} == {"wikidata", "sdg", "eurovoc"}


@pytest.mark.parametrize("question", REMOTE, ids=lambda question: question.id)
def test_is_no_question_a_query_that_reaches_out(question: Question) -> None:
    assert require_read_only(question.query) == "SELECT"  # it refuses SERVICE
    assert question.remote
    assert require_read_only(question.remote.query([Term("iri", "http://a.example/1")])) == "SELECT"


@pytest.mark.parametrize("question", REMOTE, ids=lambda question: question.id)
def test_does_the_description_say_that_the_site_leaves_the_columns_empty(question: Question) -> None:
    assert question.remote
    assert f"--with {question.remote.graph}" in question.description
    assert "on the site" in question.description


def test_is_what_another_graph_says_joined_to_what_ours_says(graph: LocalStore) -> None:
    with strangers(WIKIDATA) as service:
        found = joined(graph, "states-outside-treaty", service.url, treaty="treaty/OPIC")
        rows = table(graph, found, "stateLabel", "standing", "population")
    assert rows[0] == ["Afghanistan", "no action known", "41454761"]  # the most people first
    assert len(rows) > 100  # the others stay, without a number
    assert found.rows == 1  # Albania is a party, and was not asked about
    assert "wd:Q222" not in " ".join(service.asked)
    assert len(service.asked) == -(-found.things // 100)


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_do_real_services_answer_it(server: str, graph: LocalStore, request: pytest.FixtureRequest) -> None:
    service = request.getfixturevalue(server)
    put(service, "http://asked.example/graph", PREFIXES + SDG + EUROVOC)
    found = joined(graph, "indicators-of-text", service.query, batch=2)
    rows = table(graph, found, "indicator", "agencyThere")
    assert ["sdg:C160202", "UNODC"] in rows
    assert ["sdg:C050201", "UNICEF"] in rows
    assert ["sdg:C050201", "WHO"] in rows
    assert ["sdg:C160201", ""] in rows
    assert "Nobody" not in str(rows)
    concepts = joined(graph, "themes-in-eurovoc", service.query, instrument="A/HRC/RES/31/7")
    assert concepts.things > 5


def test_are_wider_concepts_there_listed_beside_our_themes(graph: LocalStore) -> None:
    turtle = 'eurovoc:758 skos:prefLabel "child"@en , "enfant"@fr ; skos:broader eurovoc:1 . ' + EUROVOC
    with strangers(turtle) as service:
        found = joined(graph, "themes-in-eurovoc", service.url, instrument="A/HRC/RES/31/7")
        rows = table(graph, found, "themeLabel", "name", "widerName")
    assert ["children", "child", "working conditions"] in rows
    assert ["rights of the child", "", ""] in rows


def said(*values: dict[str, str]) -> Reply:
    """Return an answer that says these values of Afghanistan."""
    item = {"type": "uri", "value": "http://www.wikidata.org/entity/Q889"}
    rows = [{"item": item, "people": value} for value in values]
    body = json.dumps({"head": {"vars": ["item", "people"]}, "results": {"bindings": rows}}).encode()
    return Reply(200, body, media_type=RESULTS)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        # a number
        ({"type": "literal", "value": "5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}, "5"),
        # words that would end the string, the block and the query
        ({"type": "literal", "value": '") } } DROP ALL #'}, '") } } DROP ALL #'),
        # words that read like a block for a parameter
        ({"type": "literal", "value": "VALUES ?treaty { UNDEF }"}, "VALUES ?treaty { UNDEF }"),
        # what drives a terminal
        ({"type": "literal", "value": "\x1b[31mred"}, "[31mred"),
        # what a browser would run, and a node without a name
        ({"type": "uri", "value": "javascript:alert(1)"}, ""),
        ({"type": "bnode", "value": "b0"}, ""),
    ],
)
def test_can_a_value_from_there_be_nothing_but_a_value(
    value: dict[str, str], shown: str, graph: LocalStore
) -> None:
    with strangers() as service:
        service.always = said(value)
        found = joined(graph, "states-outside-treaty", service.url, treaty="treaty/OPIC")
    rows = table(graph, found, "stateLabel", "population")
    assert [people for state, people in rows if state == "Afghanistan"] == [shown]
    assert len(rows) > 100


def test_is_a_row_about_a_thing_that_was_not_asked_for_left_out(graph: LocalStore) -> None:
    with strangers() as service:
        service.always = said({"type": "literal", "value": "5"})
        found = joined(graph, "states-outside-treaty", service.url)  # Afghanistan is a party to OPSC
    assert found.rows == 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Reply(200, b"<html>", media_type="text/html"), "text/html instead of results"),
        (Reply(200, b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}', media_type=RESULTS), "?item"),
        (Reply(503, b"busy", media_type="text/plain"), "HTTP 503"),
    ],
)  # fmt: skip
def test_does_a_fault_there_end_the_question_with_one_message(
    fault: Reply, words: str, graph: LocalStore
) -> None:
    with strangers() as service:
        service.always = fault
        with pytest.raises(RemoteError) as caught:
            joined(graph, "states-outside-treaty", service.url, batch=1000)
    assert words in str(caught.value)


def test_can_only_a_question_that_asks_there_be_joined() -> None:
    with pytest.raises(UsageError, match="asks nothing of another graph"):
        graph_for(find_question(CATALOGUE, "parties"), "wikidata")
    with pytest.raises(UsageError, match=r"cannot be joined with 'eurovoc'\. Write --with wikidata"):
        graph_for(OUTSIDE, "eurovoc")
    assert graph_for(OUTSIDE, "wikidata").address == "https://query.wikidata.org/sparql"
    assert graph_for(OUTSIDE, "http://127.0.0.1:1/").address == "http://127.0.0.1:1/"


SLIPS = [
    # a graph without a profile
    ("graph: wikidata", "graph: dbpedia", "no graph is known as 'dbpedia'"),
    # a block that the query lacks, or has in another form
    ("OPTIONAL { VALUES (?item ?people) { (UNDEF UNDEF) } }", "", "does not hold the remote part once"),
    ("{ (UNDEF UNDEF) }", "{ }", "Write VALUES (?item ?people) { (UNDEF UNDEF) }"),
    # a variable that the pattern does not bind
    ("gives: [people]", "gives: [number]", "the pattern lacks ?number"),
    # no variable
    ("gives: [people]", "gives: ['?people']", "'?people' is no variable"),
    # a pattern that would go on to yet another server, or is none
    ("?people .'", "?people . SERVICE <http://b.example/> { }'", "uses SERVICE, which asks another server"),
    ("?people .'", "?people . } DELETE {'", "uses DELETE"),
    ("?people .'", "?people . {'", "does not parse"),
    # a misspelt key
    ("pattern:", "patern:", "Did you mean 'pattern'?"),
]


@pytest.mark.parametrize(("right", "wrong", "words"), SLIPS)
def test_is_a_slip_in_a_remote_part_reported(right: str, wrong: str, words: str) -> None:
    parse_question(PROTOTYPE, "queries/tests/example.rq")
    assert right in PROTOTYPE
    with pytest.raises(InvalidInputError) as caught:
        parse_question(PROTOTYPE.replace(right, wrong), "queries/tests/example.rq")
    assert words in str(caught.value)


def test_must_the_key_be_a_column() -> None:
    question = parse_question(PROTOTYPE.replace("SELECT ?state ?item", "SELECT ?state"), "queries/tests/e.rq")
    assert any("the key of the remote part" in str(fault) for fault in find_traps(question))


def test_is_a_given_value_that_reads_like_the_block_refused() -> None:
    part = RemotePart("wikidata", "item", ("people",), "?item wdt:P1082 ?people .")
    with pytest.raises(UsageError, match="reads like a block"):
        part.fill(f'SELECT * {{ ?s ?p "{part.block}" . {part.block} }}', [])
