"""Do identifiers, syntaxes, parameters and cells keep their promises for whatever anybody may write?"""

from __future__ import annotations

import csv
import io
import unicodedata

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import identifiers  # noqa: TC001 - in the types of parameters, which Hypothesis reads
from kg.aliases import akn_guideline, akn_published, eli_alias, parse_akn, parse_eli
from kg.errors import KgError
from kg.graph.questions.parameters import parse_literal
from kg.graph.stores.binding import bind
from kg.graph.stores.store import memory_store, term_of
from kg.graph.syntax.serialise import serialise
from kg.identifiers import instrument_path, is_symbol, parse_provision, provision_path, resolution_path
from kg.model import Rows, Term, Triples
from kg.namespaces import XSD
from kg.row_text import FORMULA, printable, write_csv
from tests.fuzz.targets import parse_symbol

SETTINGS = settings(max_examples=60, deadline=None, derandomize=True)
ANY_TEXT = st.text(max_size=80)
LETTERS = st.sampled_from("ABCDEFGH")
SYMBOLS = st.builds(
    "{}/{}/{}/{}{}".format,
    st.sampled_from(["A", "E", "A/HRC", "E/CN.15", "CRC/C"]),
    st.sampled_from(["RES", "DEC", "GC"]),
    st.integers(1, 99),
    st.integers(1, 999),
    st.sampled_from(["", "A", "B"]),
)
STEPS = st.lists(st.sampled_from(["1", "12", "12quater", "u1", "a", "iv", "b"]), min_size=1, max_size=4)
# What XML, Turtle and JSON can all hold: no surrogate, no control sign but tab and line feed.
WRITABLE = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n"), max_size=40)
LITERALS = st.one_of(
    st.builds(lambda text: Term("literal", text), WRITABLE),
    st.builds(
        lambda text, tag: Term("literal", text, language=tag),
        WRITABLE,
        st.sampled_from(["en", "zh-hant", "x-a"]),
    ),
    st.builds(
        lambda text, kind: Term("literal", text, XSD + kind),
        st.sampled_from(["1", "01", "1.0", "2020-02-30", "true"]),
        st.sampled_from(["integer", "decimal", "date", "boolean", "gYear"]),
    ),
)
IRIS = st.builds(
    lambda local: Term("iri", f"https://example.org/{local}"),
    st.text(st.characters(categories=("L", "N")), max_size=8).filter(
        lambda text: unicodedata.is_normalized("NFC", text)
    ),
)


@SETTINGS
@given(ANY_TEXT)
@example("A/RES/70/1/op/\u0663")
@example("treaty/OPSC/action/ALB/accession-1")
@example("a#act-01")
@example("9" * 5000)
def test_does_no_text_break_the_reading_of_identifiers(text: str) -> None:
    parse_symbol(text.encode("utf-8", "replace"))


@SETTINGS
@given(SYMBOLS, st.sampled_from(["pp", "op", "annex", "art", "para", "note"]), STEPS)
def test_is_a_provision_read_back_as_it_was_made(
    symbol: str, part: identifiers.Part, steps: list[str]
) -> None:
    path = provision_path(instrument_path(symbol), part, *steps)
    found = parse_provision(path)
    assert found is not None
    assert (found.instrument, found.part, list(found.steps), found.path) == (symbol, part, steps, path)
    assert is_symbol(symbol)
    assert not is_symbol(path)


@SETTINGS
@given(
    st.sampled_from(["GA", "ECOSOC", "HRC"]),
    st.integers(1, 99),
    st.integers(1, 999),
    st.sampled_from(["", "A"]),
)
def test_does_every_official_spelling_lead_to_the_same_resolution(
    body: str, session: int, number: int, letter: str
) -> None:
    path = resolution_path(body, f"{session}/{number}{letter}")
    assert path is not None
    spelt = [path, path.replace("/RES/", " /RES/ "), f" {path}\t"]
    assert {instrument_path(text) for text in spelt} == {path}
    for form in (akn_published, akn_guideline):
        name = form(path, "2019-12-18")
        assert name
        work = parse_akn(name)
        assert work is not None
        assert work.path == path
    alias = eli_alias(path)
    assert alias
    assert parse_eli(alias) == path


@pytest.mark.parametrize(
    ("syntax", "read"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdf", ox.RdfFormat.RDF_XML),
    ],
)
@settings(SETTINGS, max_examples=25)
@given(
    triples=st.lists(
        st.tuples(IRIS, st.just(Term("iri", "https://example.org/p")), st.one_of(IRIS, LITERALS)), max_size=4
    )
)
def test_does_each_syntax_give_back_what_was_written(
    syntax: str, read: ox.RdfFormat, triples: list[tuple[Term, Term, Term]]
) -> None:
    written = serialise(Triples(tuple(sorted(set(triples)))), syntax)
    back = {
        (term_of(quad.subject), term_of(quad.predicate), term_of(quad.object))
        for quad in ox.parse(written.encode(), format=read, base_iri="https://example.org/base/")
    }
    assert back == set(triples)


@SETTINGS
@given(st.one_of(LITERALS, st.builds(lambda text: Term("literal", text), st.text(max_size=60))))
@example(Term("literal", '" } UNION { ?s ?p ?o } # '))
@example(Term("literal", "VALUES ?x { UNDEF }"))
@example(Term("literal", "a\\"))
def test_is_a_parameter_nothing_but_its_value(term: Term) -> None:
    try:
        query = bind("SELECT ?x ?y { VALUES ?x { UNDEF } VALUES ?y { 1 } }", {"x": [term]})
    except KgError as error:
        assert error.remedy  # noqa: PT017 - the other way out is right too
        return
    (row,) = memory_store([]).select(query).rows
    assert row[0] is not None
    assert row[0] == term or (term.datatype and row[0].datatype == term.datatype)  # the same number
    assert row[1] is not None
    assert row[1].value == "1"


@SETTINGS
@given(ANY_TEXT, st.sampled_from(["date", "integer", "text"]))
@example("2020-02-30", "date")
def test_is_what_is_no_value_refused_with_a_remedy(text: str, kind: str) -> None:
    try:
        term = parse_literal(kind, text)  # type: ignore[arg-type]  # three of the kinds
    except KgError as error:
        assert error.remedy  # noqa: PT017 - the other way out is right too
        return
    assert term.value


@SETTINGS
@given(st.lists(ANY_TEXT, min_size=1, max_size=3))
@example(["=1+1", "\r=1", "\x1b[2J"])
def test_does_a_table_hold_each_cell_whole_and_harmless(cells: list[str]) -> None:
    columns = tuple(f"c{number}" for number in range(len(cells)))
    written = write_csv(Rows(columns, (tuple(Term("literal", cell) for cell in cells),)))
    _, *rows = csv.reader(io.StringIO(written, newline=""))
    plain = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
    assert [cell.removeprefix("'") for row in rows for cell in row] == [
        cell.removeprefix("'") for cell in plain
    ] or not any(cells)
    assert not any(cell.startswith(FORMULA) for row in rows for cell in row)
    assert all("\x1b" not in printable(cell) for cell in cells)
