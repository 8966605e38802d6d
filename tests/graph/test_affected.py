"""Does the check of one document find what a check of the whole store finds about all that it can change?"""

from __future__ import annotations

from functools import cache
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import InputError
from kg.graph.check.affected import affected_by, reach_of
from kg.graph.check.checked import add_types, ntriples_of
from kg.graph.check.shape_engine import ShapeEngine
from kg.graph.documents.quads import document_graph
from kg.graph.stores.store import memory_store
from kg.namespaces import ID
from tests.conftest import CASES
from tests.graph.worlds import ontology_quads, project_shapes, world_quads_as_written

MUTANTS = sorted((CASES / "shapes").glob("*.ttl"))
DOCUMENT = ox.NamedNode(document_graph("A/RES/1/2"))


@cache
def engine() -> ShapeEngine:
    return ShapeEngine(project_shapes())


def findings(quads: list[ox.Quad]) -> set[object]:
    store = memory_store(quads).ox
    add_types(store)
    return {one for one in engine().check_all(ntriples_of(store)) if one.focus.startswith(ID)}


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(MUTANTS), st.integers(0, 10**6), st.sampled_from([0.02, 0.1, 0.4]))
def test_is_no_finding_about_a_document_or_its_surroundings_missed(
    mutant: object, seed: int, share: float
) -> None:
    written = world_quads_as_written(mutant)  # type: ignore[arg-type]
    chosen = Random(seed)  # noqa: S311
    subjects = {quad.subject for quad in sorted(written, key=str) if chosen.random() < share}
    rest = [*ontology_quads(), *(quad for quad in written if quad.subject not in subjects)]
    document = [
        ox.Quad(quad.subject, quad.predicate, quad.object, DOCUMENT)
        for quad in written
        if quad.subject in subjects
    ]
    before, after = findings(rest), findings([*rest, *document])
    affected = affected_by(memory_store([*rest, *document]).ox, DOCUMENT, reach_of(project_shapes()))
    alone = {one for one in engine().check(affected.quads, set(affected.things)) if one.focus.startswith(ID)}
    assert alone == {one for one in after if one.focus in affected.things}  # type: ignore[attr-defined]
    assert {one.focus for one in before ^ after} <= affected.things  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "rest",
    [
        # a path of two steps
        "sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ]",
        # a path without end
        "sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:minCount 1 ]",
        # the class of a value's value
        "sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:class ex:C ] ] ]",
        # what points at a value
        "sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path [ sh:inversePath ex:q ] ] ] ]",
        # anything else that is said of a value
        "sh:property [ sh:path ex:p ; sh:node [ sh:closed true ] ]",
        # a query may look anywhere
        'sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ]',
    ],
)
def test_is_a_shape_refused_that_sees_too_far(rest: str) -> None:
    shapes = Graph().parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> . "
        f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; {rest} ."
    )
    with pytest.raises(InputError, match="sees further"):
        reach_of(shapes)
