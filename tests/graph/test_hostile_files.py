"""Do files that nobody would write on purpose get a message, and a writer only its own store?"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError, InvalidInputError
from kg.graph.check.hygiene import Rule, check_hygiene
from kg.graph.check.shapes import check_shapes, read_shapes, shapes_graph
from kg.graph.infer.rules import rules_of
from kg.graph.ontology.axioms import Axioms
from kg.graph.ontology.profile import check_profile
from kg.graph.questions.catalogue import parse_question, read_catalogue
from kg.graph.sources.curated import ONTOLOGY_GRAPH, read_source
from kg.graph.stores.store import memory_store
from tests.graph.reading import read_ontology, read_text
from tests.graph.worlds import world_graph

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cp: <https://w3id.org/cpkg/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<https://w3id.org/cpkg/shapes#S> a sh:NodeShape ; sh:targetClass cp:Body ; """


def test_is_a_pipe_called_ttl_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data" / "pipe.ttl")
    with pytest.raises(InvalidInputError, match=r"data/pipe\.ttl: is no file"):
        read_source(tmp_path / "data" / "pipe.ttl", tmp_path)


def test_is_a_long_line_of_nonsense_not_repeated_whole(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "long.ttl").write_text("x" * 100_000, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_source(tmp_path / "data" / "long.ttl", tmp_path)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "header",
    [
        "#+ question: \x01",
        "#+ question: " + "[" * 5000,
        # lists in lists without a bracket
        "#+ " + "- " * 5000,
        # longer than a header is
        "#+ question: " + "word " * 5000,
    ],
    ids=["control", "brackets", "marks", "long"],
)
def test_is_a_header_that_breaks_yaml_a_fault(header: str) -> None:
    with pytest.raises(InvalidInputError, match=r"queries/x/y\.rq:1: the header is not YAML"):
        parse_question(header, "queries/x/y.rq")


def test_is_a_catalogue_without_questions_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no questions"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize("value", ["( )", '"text"', "( cp:cites )"])
def test_is_a_property_chain_that_is_none_named(value: str) -> None:
    turtle = f"cp:zz a owl:ObjectProperty ; owl:propertyChainAxiom {value} ."
    findings = check_profile(Axioms([*read_ontology(), *read_text(turtle, ONTOLOGY_GRAPH)]))
    assert [finding.rule for finding in findings] == ["owl2dl/broken-expression"]


def test_do_axioms_about_literals_give_no_rule() -> None:
    turtle = (
        'cp:zz owl:inverseOf "z" ; rdfs:subPropertyOf "x" ; rdfs:domain "d" ; owl:propertyChainAxiom ( ) .'
    )
    assert rules_of(Axioms(read_text(turtle, ONTOLOGY_GRAPH))) == ()


@pytest.mark.parametrize(
    "rest",
    [
        # SPARQL that does not parse, which pySHACL lets through
        'sh:sparql [ sh:select "SELEC" ; sh:message "m"@en ] .',
        # a shape that leads back to itself, of which pySHACL only warns
        "sh:node <https://w3id.org/cpkg/shapes#S> .",
        # a list without end
        "sh:in _:l . _:l rdf:first cp:Body ; rdf:rest _:l .",
    ],
)
def test_is_a_shape_that_cannot_run_an_input_error(rest: str, tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(SHAPE + rest, encoding="utf-8")
    with pytest.raises(InputError):
        check_shapes(world_graph(), shapes_graph(read_shapes(tmp_path)))


def test_is_a_rule_that_fails_as_it_runs_a_fault() -> None:
    query = "SELECT ?focus { SERVICE <http://127.0.0.1:9/> { ?focus ?p ?o } }"
    rule = Rule("r", "r", "m", "Violation", "r", "row", query, "shapes/hygiene/r.rq")
    node = ox.NamedNode("urn:x:a")
    with pytest.raises(InvalidInputError, match=r"hygiene/r\.rq: the query failed"):
        check_hygiene(memory_store([ox.Quad(node, node, node, node)]), [rule])
