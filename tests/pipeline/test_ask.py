"""Are dates, numbers and words that somebody chooses asked for as such?"""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.graph.questions.catalogue import parse_question
from kg.graph.questions.lint import find_traps
from kg.graph.stores.store import LocalStore, memory_store
from kg.namespaces import ID
from kg.pipeline.ask import answer, choose_values, in_words
from kg.row_text import display

QUESTION = parse_question(
    """#+ question: Which texts since {since}, with at least {least} articles, speak of {words}?
#+ description: Lists texts.
#+ parameters:
#+   since: {type: date, default: 2016-03, label: Since}
#+   least: {type: integer, default: 2, label: At least}
#+   words: {type: text, label: Words, example: live streaming, optional: true}
#+   title: {type: text, label: Title, default: of}
#+ columns: {text: Text}
#+ view: table
#+ tags: [texts]

PREFIX id: <https://w3id.org/cpkg/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?text WHERE {
  VALUES ?since { "2016-03-01"^^xsd:date }
  VALUES ?least { 2 }
  VALUES ?words { UNDEF }
  VALUES ?title { "of" }
  ?text id:date ?date ; id:articles ?articles ; id:title ?called .
  FILTER(?date >= ?since && ?articles >= ?least && CONTAINS(LCASE(?called), LCASE(?title)))
  FILTER(!BOUND(?words) || CONTAINS(LCASE(?called), LCASE(?words)))
}
ORDER BY ?text
""",
    "queries/tests/texts.rq",
)
CASES = [
    # the defaults
    ({}, ["b", "c"]),
    # a day, a month, a year
    ({"since": "2016-03-24"}, ["c"]),
    ({"since": "2016-04"}, ["c"]),
    ({"since": "2015"}, ["a", "b", "c"]),
    # a number
    ({"least": "3"}, ["c"]),
    # words, in any letters
    ({"words": "Live  Streaming"}, ["c"]),
    # left open
    ({"words": "any"}, ["b", "c"]),
    # where nothing can be left open, `any` is a word like another
    ({"title": "any"}, ["c"]),
    # signs of the query's own language
    ({"words": '" } ?s ?p ?o {'}, []),
    ({"words": "VALUES ?least { 99 }"}, []),
]


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return memory_store(
        ox.parse(
            """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<a> <date> "2015-06-01"^^xsd:date ; <articles> 2 ; <title> "Rights of the child" .
<b> <date> "2016-03-23"^^xsd:date ; <articles> 2 ; <title> "Sale of children" .
<c> <date> "2019-01-01"^^xsd:date ; <articles> 3 ; <title> "Live streaming of any kind" .""",
            format=ox.RdfFormat.TURTLE,
            base_iri=ID,
        )
    )


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_is_a_literal_asked_for_as_what_it_is(
    given: dict[str, str], expected: list[str], store: LocalStore
) -> None:
    rows = answer(store, QUESTION, choose_values(store, QUESTION, given)).rows
    assert [display(row[0]) for row in rows] == expected


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"since": "spring"}, "--since: 'spring' is no date. Write it as 2016-03-23"),
        ({"since": "any"}, "needs a value for --since"),
        ({"least": "two"}, "--least: 'two' is no whole number"),
        ({"words": "x" * 300}, "--words: '"),
    ],
)
def test_is_a_value_of_another_kind_refused_with_its_option(
    given: dict[str, str], words: str, store: LocalStore
) -> None:
    with pytest.raises(UsageError) as caught:
        choose_values(store, QUESTION, given)
    assert words in str(caught.value)


def test_are_literals_printed_as_they_are_meant(store: LocalStore) -> None:
    values = choose_values(store, QUESTION, {"since": "2016", "words": "  abuse   material "})
    assert in_words(store, QUESTION, values) == (
        "Which texts since 2016-01-01, with at least 2 articles, speak of abuse material?"
    )


def test_is_a_question_with_literals_free_of_traps() -> None:
    assert find_traps(QUESTION) == []
