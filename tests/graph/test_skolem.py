"""Do the ontology's blank nodes get names, and come back as the trees that OWL reads?"""

from __future__ import annotations

import pyoxigraph as ox

from kg.graph.ontology.skolem import skolemise, unskolemise
from tests.graph.reading import read_ontology, read_text

SHARED = """cp:A rdfs:subClassOf [ owl:onProperty cp:p ; owl:someValuesFrom cp:C ] .
            cp:B rdfs:subClassOf [ owl:onProperty cp:p ; owl:someValuesFrom cp:C ] ."""


def blank_nodes(quads: list[ox.Quad]) -> list[ox.BlankNode]:
    """Return the blank nodes that stand as objects, once for each place."""
    return [quad.object for quad in quads if isinstance(quad.object, ox.BlankNode)]


def test_do_names_go_and_come_back_without_loss() -> None:
    named = skolemise(read_ontology())
    assert not blank_nodes(named)
    unnamed = unskolemise(named)
    assert blank_nodes(unnamed)
    assert set(skolemise(unnamed)) == set(named)


def test_does_each_place_that_uses_an_expression_get_a_node_of_its_own() -> None:
    named = skolemise(read_text(SHARED))
    assert len({quad.object for quad in named if "subClassOf" in str(quad.predicate)}) == 1
    nodes = blank_nodes(unskolemise(named))
    assert len(nodes) == len(set(nodes)) == 2


def test_do_statements_without_blank_nodes_stay_as_they_are() -> None:
    quads = read_text('<a> cp:cites <b> ; rdfs:label "a"@en .')
    assert unskolemise(quads) == skolemise(quads) == quads
