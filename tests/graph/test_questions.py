"""Are the question files in order, and is a slip in one reported with its line?"""

from __future__ import annotations

import pytest

from kg.errors import InvalidInputError, UsageError
from kg.graph.questions.catalogue import Question, find_question, parse_question, read_catalogue
from kg.graph.questions.lint import RESERVED, find_traps
from tests.conftest import ROOT

CATALOGUE = read_catalogue(ROOT)
PLACE = "queries/tests/example.rq"
GOOD = """#+ question: Which paragraphs are about {theme}?
#+ description: >-
#+   Lists paragraphs: those of a theme,
#+   and no others.
#+ parameters:
#+   theme: {type: iri, class: cp:Theme, default: theme/conduct/grooming, label: Theme, optional: true}
#+   actor: {type: iri, class: [cp:Body, cp:Mandate], label: Actor, example: body/HRC, optional: true}
#+ columns: {paragraph: Paragraph}
#+ view: table
#+ tags: [one, two]

PREFIX cp: <https://w3id.org/cpkg/ontology#>

SELECT ?paragraph WHERE {
  VALUES ?theme { <https://w3id.org/cpkg/id/theme/conduct/grooming> }
  VALUES ?actor { UNDEF }
  ?paragraph cp:hasTheme ?theme ; cp:addresses ?actor .
}
ORDER BY ?paragraph
"""
CORE = "?paragraph cp:hasTheme ?theme"
SLIPS = [
    # a misspelt key: the remedy names the right one
    ("#+ view: table", "#+ veiw: table", 9, "unknown key 'veiw'. Did you mean 'view'?"),
    # a key that is missing altogether
    ("#+ tags: [one, two]\n", "", 1, "key 'tags' is missing"),
    # a key given twice, of which YAML would silently keep the last
    ("{paragraph: Paragraph}", "{paragraph: Paragraph, paragraph: Place}", 8, "key 'paragraph' stands twice"),
    # a view that nothing can draw
    ("view: table", "view: map", 9, "'map' is none of table, timeline, graph, bar"),
    # a parameter of a kind that is not bound
    ("{type: iri, class: cp:Theme", "{type: word, class: cp:Theme", 6, "'word' is none of iri, date"),
    # a date is of no class
    ("{type: iri, class: cp:Theme", "{type: date, class: cp:Theme", 6, "'class' does not go with type date"),
    # a default that is not of its type
    ("{type: iri, class: cp:Theme, default: theme/conduct/grooming", "{type: date, default: spring", 1,
     "parameter theme: 'spring' is no date"),
    # an example that is not of its type
    ("{type: iri, class: [cp:Body, cp:Mandate], label: Actor, example: body/HRC",
     "{type: integer, label: Actor, example: ten", 1, "parameter actor: 'ten' is no whole number"),
    # a parameter without a class could be anything
    ("class: cp:Theme, ", "", 6, "key 'class' is missing"),
    # a misspelt key of a parameter
    ("example: body/HRC", "exmaple: body/HRC", 7, "Did you mean 'example'?"),
    # the question speaks of something that cannot be chosen
    ("about {theme}?", "about {subject}?", 1, "{subject}, which is no parameter"),
    # the header's default is not that of the query
    ("default: theme/conduct/grooming", "default: theme/conduct/sexting", 1, "VALUES ?theme { <https://"),
    # a parameter that the query never uses
    ("  VALUES ?actor { UNDEF }\n", "", 1, "does not hold parameter actor as VALUES ?actor { UNDEF }"),
    # brackets that do not close
    ("#+ tags: [one, two]", "#+ tags: [one, two", 10, "the header is not YAML"),
    # no header at all
    (GOOD[: GOOD.index("PREFIX")], "", 1, "has no header"),
]  # fmt: skip
TRAPS = [
    # an aggregate under GRAPH ?g gives one row, with ?g unbound
    (CORE, "GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }" + CORE,
     "sub-select"),
    # VALUES under GRAPH ?g does not go through the graphs
    (CORE, "GRAPH ?g { VALUES ?x { 1 } }" + CORE, "VALUES"),
    # nor does MINUS
    (CORE, "GRAPH ?g { ?s ?p ?o MINUS { ?s a ?o } }" + CORE, "MINUS"),
    # a path that can be empty loses its empty match at a constant that the graph lacks
    ("cp:addresses ?actor", "cp:addresses* cp:Nobody", "constant end"),
    # the same where the path can be empty in a part only, and the constant stands first
    ("?paragraph cp:hasTheme ?theme ;", "cp:X cp:knows/cp:likes? ?paragraph . ?paragraph", "constant end"),
    # rdflib puts the bound value in place of the one that was chosen
    (CORE, "{ ?paragraph cp:hasTheme ?x BIND(?x AS ?theme) } " + CORE, "BIND gives ?theme a value"),
    # a prefix that means something else than everywhere else
    ("<https://w3id.org/cpkg/ontology#>", "<https://example.org/ontology#>", "is not that of kg.namespaces"),
    # a prefix nobody uses
    ("PREFIX cp:", "PREFIX org: <http://www.w3.org/ns/org#>\nPREFIX cp:", "declared and not used"),
    # a heading for a column that is not there
    ("{paragraph: Paragraph}", "{paragraph: Paragraph, date: Date}", "column date is not in the SELECT"),
    # rows in any order cannot be compared
    ("ORDER BY ?paragraph\n", "", "no ORDER BY"),
    # what is joined comes in another order from another store
    (f"  {CORE}", f"  {{ SELECT (GROUP_CONCAT(?x) AS ?all) {{ ?s ?p ?x }} }} {CORE}",
     "GROUP_CONCAT joins in the order"),
    # so does what is sorted only in part
    (CORE, "{ SELECT (GROUP_CONCAT(?x) AS ?all) { { SELECT ?x { ?s ?p ?x } ORDER BY ?x } ?x ?y ?z } }" + CORE,
     "GROUP_CONCAT joins in the order"),
    # any of several is another one elsewhere
    (f"  {CORE}", f"  {{ SELECT (SAMPLE(?x) AS ?one) {{ ?s ?p ?x }} }} {CORE}", "SAMPLE takes"),
    # a name that `kg ask` has taken
    ("actor", "out", "is an option of `kg ask` itself"),
    # a bracket too few
    ("ORDER BY ?paragraph\n", "ORDER BY (?paragraph\n", "is not SPARQL"),
]  # fmt: skip


def test_are_there_twelve_questions_or_more_each_with_an_id_of_its_own() -> None:
    assert len({question.id for question in CATALOGUE}) == len(CATALOGUE) >= 12
    assert len({question.name for question in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_is_the_question_free_of_engine_traps(question: Question) -> None:
    assert [str(fault) for fault in find_traps(question)] == []


def test_is_a_header_read_as_it_is_written() -> None:
    question = parse_question(GOOD, PLACE)
    assert question.id == "tests/example"
    assert question.name == "example"
    assert question.description == "Lists paragraphs: those of a theme, and no others."
    assert question.columns == {"paragraph": "Paragraph"}
    assert question.tags == ("one", "two")
    theme, actor = question.parameters
    assert (theme.default, theme.optional) == ("theme/conduct/grooming", True)
    assert actor.classes == ("https://w3id.org/cpkg/ontology#Body", "https://w3id.org/cpkg/ontology#Mandate")
    assert (actor.default, actor.example) == (None, "body/HRC")
    assert find_traps(question) == []


@pytest.mark.parametrize(
    ("entry", "block"),
    [
        # left open: nothing to write
        ("{type: date, label: Since, example: 2016, optional: true}", "UNDEF"),
        # a year means its first day
        ("{type: date, default: 2016, label: Since}", '"2016-01-01"^^xsd:date'),
        # a number as SPARQL writes it
        ("{type: integer, default: 5, label: At least}", "5"),
        # a text in quotation marks
        ("{type: text, default: live streaming, label: Words}", '"live streaming"'),
    ],
)
def test_does_the_file_hold_the_default_of_a_literal_as_sparql_writes_it(entry: str, block: str) -> None:
    actor = next(line for line in GOOD.splitlines() if "actor: {" in line)
    text = GOOD.replace(actor, f"#+   since: {entry}")
    question = parse_question(text.replace("?actor { UNDEF }", f"?since {{ {block} }}"), PLACE)
    assert question.parameters[1].kind != "iri"
    assert question.parameters[1].classes == ()


@pytest.mark.parametrize(("right", "wrong", "line", "words"), SLIPS)
def test_is_a_slip_in_the_header_reported_with_its_line(
    right: str, wrong: str, line: int, words: str
) -> None:
    assert right in GOOD
    with pytest.raises(InvalidInputError) as caught:
        parse_question(GOOD.replace(right, wrong, 1), PLACE)
    assert any(
        str(fault).startswith(f"{PLACE}:{line}: ") and words in str(fault) for fault in caught.value.faults
    )


def test_are_all_slips_of_a_header_reported_at_once() -> None:
    spoilt = GOOD.replace("view: table", "view: map").replace("example: body/HRC", "exmaple: body/HRC")
    with pytest.raises(InvalidInputError) as caught:
        parse_question(spoilt, PLACE)
    assert [fault.line for fault in caught.value.faults] == [7, 9]


@pytest.mark.parametrize(("right", "wrong", "words"), TRAPS)
def test_is_each_engine_trap_found(right: str, wrong: str, words: str) -> None:
    spoilt = GOOD.replace(right, wrong)
    assert spoilt != GOOD
    assert any(words in str(fault) for fault in find_traps(parse_question(spoilt, PLACE)))


def test_do_the_reserved_names_include_every_option_of_the_command() -> None:
    import inspect

    from kg.cli.ask import ask

    names = {name.rstrip("_") for name in inspect.signature(ask).parameters}
    options = names - {"context", "question", "wants_help"} | {"help"}
    assert options == set(RESERVED)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        # a slip in the name
        ("obligations-on-them", "Did you mean obligations/obligations-on-theme"),
        # the right name in the wrong folder
        ("acts/obligations-on-theme", "obligations/obligations-on-theme"),
        # nothing like it
        ("zzz", "`kg ask` lists the questions"),
    ],
)
def test_does_a_mistyped_question_get_suggestions(wanted: str, words: str) -> None:
    with pytest.raises(UsageError, match="there is no question") as caught:
        find_question(CATALOGUE, wanted)
    assert words in str(caught.value)


def test_must_a_name_that_two_questions_share_be_told_apart() -> None:
    twins = [parse_question(GOOD, "queries/a/same.rq"), parse_question(GOOD, "queries/b/same.rq")]
    assert find_question(twins, "b/same").id == "b/same"
    with pytest.raises(UsageError, match="Choose a/same or b/same"):
        find_question(twins, "same")
