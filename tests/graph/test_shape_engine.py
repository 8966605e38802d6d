"""Does the fast check of documents find what pySHACL finds?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from rdflib import SH, BNode, Graph, Literal, URIRef

from kg.errors import InputError
from kg.graph.rdflib_graph import rdflib_graph
from kg.graph.shape_engine import ShapeEngine
from kg.graph.shapes import check_shapes
from kg.namespaces import ID, SHAPES
from tests.conftest import CASES
from tests.graph.worlds import project_shapes, world_quads

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Finding

STRICTER = {(SHAPES + "from", ID + "body/TWO-LABELS")}
"""Rdflib takes "in spring" for a year, so that pySHACL finds no ill-typed literal there."""
MUTANTS = sorted((CASES / "shapes").glob("*.ttl"))


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
    stricter = {finding for finding in engine().check(quads) if (finding.rule, finding.focus) in STRICTER}
    assert summary(engine().check(quads)) == summary(reference) | summary(sorted(stricter))


def test_does_a_world_without_fault_conform() -> None:
    assert engine().check(world_quads()) == []


def test_is_a_constraint_that_it_does_not_know_an_error() -> None:
    shapes = Graph()
    shape = URIRef(SHAPES + "New")
    shapes.add((shape, SH.targetClass, URIRef(SHAPES + "Thing")))
    shapes.add((shape, SH.xone, BNode()))
    shapes.add((shape, SH.message, Literal("…")))
    with pytest.raises(InputError, match="no constraint that the fast check knows"):
        ShapeEngine(shapes)
