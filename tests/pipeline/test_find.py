"""Do words find the question that answers, with the things that they name?"""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.graph.questions.catalogue import parse_question
from kg.graph.questions.word_index import WordIndex, words_of
from kg.graph.stores.store import LocalStore, memory_store
from kg.namespaces import ID, RDFS
from kg.pipeline.find import find_questions, find_questions_about
from tests.graph.worlds import world_store


def question(words: str, parameters: str, tags: str) -> str:
    return f"""#+ question: {words}
#+ description: Lists.
#+ parameters: {{{parameters}}}
#+ columns: {{a: A}}
#+ view: table
#+ tags: [{tags}]

SELECT ?a WHERE {{ VALUES ?theme {{ UNDEF }} VALUES ?actor {{ UNDEF }} VALUES ?state {{ UNDEF }} ?a ?b ?c }}
"""


THEME = "theme: {type: iri, class: cp:Theme, label: Theme, optional: true}"
ACTOR = "actor: {type: iri, class: cp:Agent, label: Actor, optional: true}"
CATALOGUE = [
    parse_question(question(words, parameters, tags), f"queries/t/{name}.rq")
    for name, words, parameters, tags in [
        (
            "obligations",
            "Which provisions oblige {actor} to do something about {theme}?",
            f"{ACTOR}, {THEME}",
            "duties",
        ),
        ("reports", "Which reports are requested?", ACTOR, "deliverables"),
        ("parties", "Who has ratified what?", "", "treaties"),
    ]
]


def commands(words: str) -> list[str]:
    return [found.command for found in find_questions_about(world_store(), CATALOGUE, words, most=12)]


CASES = [
    # another form of a word of the question
    ("requesting a report", ["kg ask reports"]),
    ("ratifying", ["kg ask parties"]),
    # a tag
    ("deliverable", ["kg ask reports"]),
    # a thing of the graph, which two questions can be asked about; the one that has a word too comes first
    ("grooming obligations", ["kg ask obligations --theme theme/conduct/grooming"]),
    ("grooming", ["kg ask obligations --theme theme/conduct/grooming"]),
    # words that every question has
    ("which of the", []),
    ("", []),
    # signs of the index's own language
    ('" OR NEAR( * ^', []),
]


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_do_words_find_the_question_that_answers(words: str, expected: list[str]) -> None:
    assert commands(words)[: max(len(expected), 1)] == expected


def test_does_a_question_with_more_of_the_words_come_first() -> None:
    assert [found.question.name for found in find_questions(CATALOGUE, "provisions reports requested")] == [
        "reports",
        "obligations",
    ]


def test_is_an_abbreviation_meant_only_where_it_is_typed() -> None:
    """The stem of "used" is that of "US"."""
    turtle = [("body/country", "US")]
    store = _agents(turtle)
    found = find_questions_about(store, CATALOGUE, "reports used", most=12)
    assert [suggestion.command for suggestion in found] == ["kg ask reports"]
    assert "--actor body/country" in find_questions_about(store, CATALOGUE, "reports us", most=12)[0].command


def test_is_a_long_name_not_meant_by_two_of_its_words() -> None:
    store = _agents(
        [
            ("mandate/m", "Rapporteur on the sale of children and other abuse material"),
            ("group/g", "Internet service providers"),
        ]
    )
    assert find_questions_about(store, CATALOGUE, "reports abuse material", most=12)[0].values == {}
    assert find_questions_about(store, CATALOGUE, "reports internet providers", most=12)[0].values == {
        "actor": "group/g"
    }


def test_is_a_value_left_out_with_which_nothing_answers() -> None:
    """Nobody asks anything of the group, but of somebody about the theme."""
    text = question("Who asks what?", f"{ACTOR}, {THEME}", "duties").replace("?a ?b ?c", "?a ?theme ?actor")
    store = _agents([("group/g", "Internet providers"), ("group/h", "Others")])
    about = CATALOGUE[0].parameters[1].classes[0]
    store.ox.extend(
        ox.parse(
            f'<theme/t> a <{about}> ; <{RDFS}label> "reporting"@en . <x> <theme/t> <group/h> .',
            format=ox.RdfFormat.TURTLE,
            base_iri=ID,
        )
    )
    catalogue = [parse_question(text, "queries/t/asks.rq")]
    found = find_questions_about(store, catalogue, "who asks internet providers to report", most=12)
    assert [suggestion.values for suggestion in found] == [{"theme": "theme/t"}]


def test_is_a_word_of_the_question_not_taken_for_a_thing_that_bears_it() -> None:
    """The Convention on trade in endangered species is called CITES."""
    store = _agents([("body/reports-office", "Reports"), ("body/x", "Example")])
    found = find_questions_about(store, CATALOGUE[1:2], "reports of Example", most=12)
    assert found[0].values == {"actor": "body/x"}


def _agents(named: list[tuple[str, str]]) -> LocalStore:
    lines = "".join(
        f"<https://w3id.org/cpkg/id/{path}> a <https://w3id.org/cpkg/ontology#Agent> ;"
        f' <http://www.w3.org/2000/01/rdf-schema#label> "{label}"@en .\n'
        for path, label in named
    )
    return memory_store(ox.parse(lines, format=ox.RdfFormat.TURTLE))


def test_are_words_each_looked_for_once_and_the_silent_ones_not() -> None:
    assert words_of("The report of the Report, on REPORTS") == ["report", "reports"]
    with WordIndex((1.0,), [("Reporting duties",)]) as index:
        assert index.find(["reported"]) == [0]
        assert index.find([]) == []
