"""Does the fast engine find what pySHACL finds, and refuse what it would pass over in silence?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import Graph

from kg.errors import InputError
from kg.graph.check.checked import add_types, copy_graphs, ntriples_of
from kg.graph.check.shape_engine import ShapeEngine
from kg.graph.check.shapes import check_shapes
from kg.graph.infer.materialise import INFERRED
from kg.graph.stores.rdflib_graph import rdflib_graph
from tests.conftest import CASES
from tests.graph.worlds import project_shapes, world_quads

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.stores.store import LocalStore
    from kg.model import Finding

MUTANTS = sorted((CASES / "shapes").glob("*.ttl"))
HEAD = """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; """
REFUSED = [
    # shacl-rust 0.2.12 calls everything conforming where it meets these
    ("sh:minCont 3", "sh:minCont is no constraint"),
    ("sh:property [ sh:minCount 5 ]", "sh:property wants a shape with a path"),
    ('sh:property [ sh:path "p" ; sh:minCount 5 ]', "sh:path wants a path"),
    ("sh:property [ sh:path [ ex:over ex:p ] ; sh:minCount 5 ]", "sh:path wants a path"),
    ("sh:property [ sh:path ( ex:p ) ; sh:minCount 5 ]", "sh:path wants a path"),
    ('sh:property [ sh:path ex:p ; sh:minCount "many" ]', "sh:minCount wants a whole number"),
    ("sh:property [ sh:path ex:p ; sh:minCount 0 , 5 ]", "sh:minCount has several values"),
    ('sh:property [ sh:path ex:p ; sh:pattern "^(?!x)" ]', "uses what XPath has no place for"),
    ('sh:property [ sh:path ex:p ; sh:pattern "(" ]', "uses what XPath has no place for"),
    ('sh:property [ sh:path ex:p ; sh:pattern "x" ; sh:flags "y" ]', "uses what XPath has no place for"),
    ("sh:nodeKind ex:IRI", "sh:nodeKind wants a node kind"),
    ('sh:class "Thing"', "sh:class wants an IRI"),
    ("sh:in ex:one", "sh:in wants a list"),
    ("sh:xone ex:Other", "sh:xone wants a list"),
    ('sh:deactivated "true"', "sh:deactivated wants true or false"),
    # it knows no rules and no targets by query
    ("sh:rule [ a sh:TripleRule ]", "sh:rule is no constraint"),
    ('sh:target [ sh:select "SELECT ?this { ?this ?p ?o }" ]', "sh:target is no constraint"),
    # these end the process
    ("sh:node ex:Shape", "leads back to itself"),
    ("sh:property [ sh:path ex:p ; sh:or ( ex:Shape ex:Other ) ]", "leads back to itself"),
    # these it takes, against section 5.2.1
    ('sh:sparql [ sh:select "SELECT $this { VALUES ?any { 1 } }" ]', "its query uses VALUES"),
    ('sh:sparql [ sh:select "SELECT $this { BIND(1 AS $this) }" ]', r"its query binds \?this anew"),
    ('sh:sparql [ sh:select "SELECT $this { SERVICE <urn:x> { ?a ?b ?c } }" ]', "its query uses SERVICE"),
    # a list without end
    ("sh:in _:l . _:l rdf:first ex:one ; rdf:rest _:l", "sh:in wants a list"),
]
LEFT_ALONE = [
    # keywords of SPARQL inside strings, IRIs and comments
    """sh:sparql [ sh:select 'SELECT $this { $this ?p "MINUS" . # VALUES\\n ?p ?q <urn:SERVICE> }' ]""",
    # a term of nobody on what is no shape
    "sh:nodeKind sh:IRI . ex:note sh:remark ex:Shape",
    "sh:property [ sh:path [ sh:oneOrMorePath ( ex:p [ sh:inversePath ex:q ] ) ] ; sh:minCount 1 ]",
]


@cache
def engine() -> ShapeEngine:
    return ShapeEngine(project_shapes())


def summary(findings: list[Finding]) -> set[tuple[str, ...]]:
    """Return what of a finding must agree: all but the graph, which is found later."""
    return {
        (one.severity, one.rule, one.focus, one.component, one.message, one.path, one.value)
        for one in findings
    }


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda path: path.stem)
def test_does_it_find_in_every_mutant_what_the_reference_finds(mutant: Path) -> None:
    quads = world_quads(mutant)
    reference = check_shapes(rdflib_graph(quads), project_shapes())
    assert summary(engine().check(quads)) == summary(reference)


def test_does_a_world_without_fault_conform() -> None:
    assert engine().check(world_quads()) == []


def test_does_it_find_in_a_whole_graph_what_the_reference_finds(small_graph: LocalStore) -> None:
    names = [name for name in small_graph.ox.named_graphs() if name != INFERRED]
    store = copy_graphs(small_graph.ox, [name for name in names if isinstance(name, ox.NamedNode)])
    add_types(store)
    reference = check_shapes(rdflib_graph(store), project_shapes())
    assert reference
    assert summary(engine().check_all(ntriples_of(store))) == summary(reference)


@pytest.mark.parametrize(("rest", "message"), REFUSED)
def test_is_a_shape_that_it_would_misread_refused(rest: str, message: str) -> None:
    shapes = Graph().parse(data=f"{HEAD}{rest} .")
    with pytest.raises(InputError, match=message) as caught:
        ShapeEngine(shapes)
    assert "--engine pyshacl" in caught.value.remedy


@pytest.mark.parametrize("rest", LEFT_ALONE)
def test_is_a_sound_shape_taken(rest: str) -> None:
    assert ShapeEngine(Graph().parse(data=f"{HEAD}{rest} .")).check_all(b"") == []


def test_is_a_query_that_does_not_parse_an_error() -> None:
    shapes = Graph().parse(data=f'{HEAD} sh:sparql [ sh:select "SELEC $this" ] .')
    thing = b"<urn:x:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Thing> ."
    with pytest.raises(InputError, match="cannot run the shapes"):
        ShapeEngine(shapes).check_all(thing)
