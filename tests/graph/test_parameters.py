"""Is a value read as the date, number or text that is meant, and anything else refused?"""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.graph.questions.parameters import KINDS, TEXT_LIMIT, Kind, Parameter, parse_literal, written_block
from kg.model import Term
from kg.namespaces import CP, ID, XSD

GOOD: list[tuple[Kind, str, Term]] = [
    # a day
    ("date", "2016-03-23", Term("literal", "2016-03-23", XSD + "date")),
    # a month means its first day
    ("date", "2016-03", Term("literal", "2016-03-01", XSD + "date")),
    # so does a year
    ("date", " 2016 ", Term("literal", "2016-01-01", XSD + "date")),
    # the leap day of a leap year
    ("date", "2020-02-29", Term("literal", "2020-02-29", XSD + "date")),
    # numbers in their one canonical form, so that engines agree on them
    ("integer", "+016", Term("literal", "16", XSD + "integer")),
    ("integer", "-3", Term("literal", "-3", XSD + "integer")),
    # a text as it is, white space apart
    ("text", "  live   streaming ", Term("literal", "live streaming")),
    # marks that mean something in SPARQL are letters like others
    ("text", 'a "quoted" { word } \\', Term("literal", 'a "quoted" { word } \\')),
    # as long as a text can be
    ("text", "x" * TEXT_LIMIT, Term("literal", "x" * TEXT_LIMIT)),
]
BLOCKS: list[tuple[Parameter, str]] = [
    # without a default every value answers
    (Parameter("theme", "iri", (CP + "Theme",), "Theme"), "VALUES ?theme { UNDEF }"),
    (Parameter("on", "date", (), "Day"), "VALUES ?on { UNDEF }"),
    # the id of a thing becomes its IRI
    (
        Parameter("theme", "iri", (CP + "Theme",), "Theme", default="theme/conduct/grooming"),
        f"VALUES ?theme {{ <{ID}theme/conduct/grooming> }}",
    ),
    # literals as files of questions write them
    (Parameter("on", "date", (), "Day", default="2016-03"), 'VALUES ?on { "2016-03-01"^^xsd:date }'),
    (Parameter("least", "integer", (), "Number", default="007"), "VALUES ?least { 7 }"),
    (Parameter("word", "text", (), "Word", default='a "b"'), r'VALUES ?word { "a \"b\"" }'),
]
WANTS = [
    (Parameter("on", "date", (), "Day"), "date: 2016, 2016-03 or 2016-03-23"),
    (Parameter("least", "integer", (), "Number"), "whole number"),
    (Parameter("word", "text", (), "Word"), "text"),
    (Parameter("who", "iri", (CP + "Body",), "Who"), "cp:Body"),
    (Parameter("who", "iri", (CP + "Body", CP + "State"), "Who"), "cp:Body or cp:State"),
]
BAD: list[tuple[Kind, str, str]] = [
    # no such day
    ("date", "2015-02-29", "is no date"),
    ("date", "2016-13", "is no date"),
    # no such year
    ("date", "0000", "is no date"),
    # other ways to write a day, which mean different days in different countries
    ("date", "23/03/2016", "is no date"),
    ("date", "2016-3-23", "is no date"),
    ("date", "20160323", "is no date"),
    # a time is more than a day
    ("date", "2016-03-23T00:00:00", "is no date"),
    # figures of other scripts
    ("date", "٢٠١٦", "is no date"),
    ("date", "", "is no date"),
    # no whole numbers
    ("integer", "1.5", "is no whole number"),
    ("integer", "1e9", "is no whole number"),
    ("integer", "²", "is no whole number"),
    ("integer", "", "is no whole number"),
    # more than 64 bits hold
    ("integer", "9" * 19, "is no whole number"),
    ("text", "   ", "the text is empty"),
    ("text", "x" * (TEXT_LIMIT + 1), "longer than 200 characters"),
    # what would spoil a terminal
    ("text", "a\x1b[2Jb", "cannot be printed"),
    # half a character, as a command line can hold it
    ("text", "a\udc80", "cannot be printed"),
]


@pytest.mark.parametrize(("kind", "text", "term"), GOOD)
def test_is_a_value_read_as_it_is_meant(kind: Kind, text: str, term: Term) -> None:
    assert parse_literal(kind, text) == term


@pytest.mark.parametrize(("kind", "text", "words"), BAD)
def test_is_what_is_no_such_value_refused(kind: Kind, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        parse_literal(kind, text)
    assert refused.value.remedy


@pytest.mark.parametrize(("parameter", "block"), BLOCKS, ids=lambda one: one if isinstance(one, str) else "")
def test_is_a_default_written_as_files_of_questions_have_it(parameter: Parameter, block: str) -> None:
    assert written_block(parameter) == block


@pytest.mark.parametrize(("parameter", "words"), WANTS, ids=lambda one: one if isinstance(one, str) else "")
def test_says_a_parameter_what_it_wants(parameter: Parameter, words: str) -> None:
    assert parameter.wants == words


def test_is_a_parameter_asked_for_and_shown_without_a_value_unless_it_says_otherwise() -> None:
    parameter = Parameter("who", "iri", (CP + "Body",), "Who")
    assert (parameter.default, parameter.example, parameter.optional) == (None, None, False)


def test_has_every_kind_of_value_a_parser_or_is_a_thing() -> None:
    assert KINDS == ("iri", "date", "integer", "text")
    assert {kind for kind, _, _ in GOOD} == set(KINDS) - {"iri"}
