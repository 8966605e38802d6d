"""Are the profiles of other graphs in order, and is a slip in one said?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, UsageError
from kg.graph.others.other_graph import find_other_graph, graph_names, read_other_graph, read_query
from kg.graph.stores.readonly import require_read_only
from kg.graph.stores.store import memory_store
from kg.schemes import SCHEME_BY_KEY

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """title: There
address: http://there.example/sparql
namespace: http://there.example/
prefixes: {a: 'http://a.example/'}
batch: 10
pause: 1.0
timeout: 60
languages: [en]
names: {look: spelled, spellings: [as-is], preferred: ['a:label']}
codes: {m49: {property: 'a:code', source: a book}}
kinds: {state: [code, name]}
"""
SLIPS = [
    # a line too few
    ("title: There\n", "", "lacks title"),
    # a misspelt key
    ("batch:", "bach: 1\nbatch:", "has bach"),
    # a kind, a ground, a spelling and a way to look that do not exist
    ("state: [code", "country: [code", "kinds: country"),
    ("[code, name]", "[code, guess]", "state: guess"),
    ("[as-is]", "[shouted]", "spellings: shouted"),
    ("look: spelled", "look: around", "look is 'around'"),
    # a prefix that stands for nothing
    ("'a:label'", "'b:label'", "prefix b: is not declared"),
    # a property that nobody read anywhere
    (", source: a book", "", "m49 names no source"),
    # no YAML, and no table
    ("title: There", "title: [", "cannot be read"),
    (GOOD, "one, two", "is no table"),
]


@pytest.mark.parametrize("name", [*graph_names(), "http://there.example/sparql"])
def test_does_every_profile_name_schemes_of_ours(name: str) -> None:
    graph = find_other_graph(name)
    assert {code.scheme for code in graph.codes} <= SCHEME_BY_KEY.keys()
    assert graph.address.startswith(("https://", "http://"))
    assert graph.kinds
    for prop in (*graph.named_by, *graph.same, *graph.moved, *graph.states, *graph.code_properties):
        assert prop.startswith("http")


def test_are_the_four_graphs_of_the_command_there() -> None:
    assert graph_names() == ["eurovoc", "sdg", "unbis", "wikidata"]


@pytest.mark.parametrize("name", ["bearers", "facts", "listed", "names"])
def test_is_every_query_one_that_only_reads(name: str) -> None:
    assert require_read_only(read_query(name)) == "SELECT"
    assert memory_store([]).select(read_query(name)).rows == ()


def test_is_a_graph_without_profile_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no graph is known as 'dbpedia'") as caught:
        find_other_graph("dbpedia")
    assert "wikidata" in caught.value.remedy


@pytest.mark.parametrize(("right", "wrong", "words"), SLIPS)
def test_is_a_slip_in_a_profile_said(right: str, wrong: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "there.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_other_graph(path).languages == ("en",)
    path.write_text(GOOD.replace(right, wrong), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_other_graph(path)
    assert str(caught.value).startswith("there.yaml: ")
    assert words in str(caught.value)
