"""Can a value from outside only ever be a term in the query, never a piece of it?"""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.graph.stores.binding import bind, find_blocks
from kg.graph.stores.store import memory_store
from kg.model import Term

QUERY = "SELECT ?theme { VALUES ?theme { UNDEF } } # not VALUES ?themes { 1 }"
ATTACKS = [
    # what closes an IRI, a string or a block, and goes on with a query of its own
    "> } ?s ?p ?o {",
    '" } ?s ?p ?o {',
    "http://example.org/> } INSERT DATA { <a> <b> <c> } #",
    "\\u003E } ?s ?p ?o",
    "a\nb",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_is_text_that_is_no_iri_refused(text: str) -> None:
    with pytest.raises(InputError, match="no valid iri") as refused:
        bind(QUERY, {"theme": [Term("iri", text)]})
    assert refused.value.remedy


@pytest.mark.parametrize("text", ATTACKS)
def test_does_a_literal_come_back_as_it_went_in(text: str) -> None:
    term = Term("literal", text)
    rows = memory_store([]).select(bind(QUERY, {"theme": [term]}))
    assert rows.rows == ((term,),)


def test_is_every_block_of_a_variable_bound_and_no_other() -> None:
    query = (
        "SELECT * { { VALUES ?a { UNDEF } } UNION { VALUES  ?a {<x:old>} } "
        "VALUES ?b { UNDEF } VALUES (?a ?c) { (1 2) } }"
    )
    bound = bind(query, {"a": [Term("iri", "x:new"), Term("literal", "two", language="en")]})
    assert bound.count('VALUES ?a { <x:new> "two"@en }') == 2
    assert "VALUES ?b { UNDEF }" in bound
    assert "VALUES (?a ?c) { (1 2) }" in bound


def test_does_a_value_with_a_backslash_or_group_sign_stay_as_it_is() -> None:
    term = Term("literal", r"\g<0> \1 \n")
    assert memory_store([]).select(bind(QUERY, {"theme": [term]})).rows == ((term,),)


def test_is_a_text_that_looks_like_a_block_of_another_variable_left_alone() -> None:
    query = "SELECT * { VALUES ?a { UNDEF } VALUES ?b { UNDEF } }"
    terms = {"a": Term("literal", "VALUES ?b { UNDEF }"), "b": Term("literal", '" } ?s ?p ?o {')}
    rows = memory_store([]).select(bind(query, {name: [term] for name, term in terms.items()}))
    assert rows.rows == ((terms["a"], terms["b"]),)


def test_does_no_value_leave_the_block_open() -> None:
    assert "VALUES ?theme { UNDEF }" in bind(QUERY.replace("UNDEF", "<x:y>"), {"theme": []})


def test_is_a_variable_without_a_block_an_error() -> None:
    with pytest.raises(InputError, match=r"no VALUES \?actor") as refused:
        bind(QUERY, {"actor": []})
    assert refused.value.remedy


def test_is_a_blank_node_refused() -> None:
    with pytest.raises(InputError, match="blank node") as refused:
        bind(QUERY, {"theme": [Term("blank", "b0")]})
    assert refused.value.remedy


def test_is_a_query_without_anything_to_bind_left_as_it_is() -> None:
    assert bind(QUERY, {}) == QUERY


@pytest.mark.parametrize("block", ["VALUES ?a { UNDEF }", "values ?a{}", "VALUES\n  ?a\t{ <x:y>\n<x:z> }"])
def test_is_a_block_found_however_it_is_spaced(block: str) -> None:
    query = f"SELECT * {{ {block} VALUES ?ab {{ 1 }} ?s ?p ?a }}"
    assert find_blocks(query, "a") == [block]
    assert bind(query, {"a": [Term("iri", "x:n")]}) == query.replace(block, "VALUES ?a { <x:n> }")
