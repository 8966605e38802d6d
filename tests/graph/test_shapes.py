"""Do the shapes hold what they should, and catch what they should?

That the project's own data violate none is tested where `kg validate` is: tests/cli/test_validate.py.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from rdflib import SH, URIRef

from kg.graph.check.shape_engine import ShapeEngine
from kg.graph.check.shapes import check_shapes, read_shapes, shapes_graph, with_types
from kg.graph.check.shapes_lint import find_targets
from kg.graph.sources.curated import read_sources
from kg.graph.stores.rdflib_graph import rdflib_graph
from kg.namespaces import SHAPES, compact
from tests.conftest import CASES, ROOT
from tests.graph.worlds import expectations, project_shapes, world_graph, world_quads

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Graph

    from kg.model import Finding

MUTANTS = sorted((CASES / "shapes").glob("*.ttl"))
SHAPE_FILES = sorted(path.name for path in (ROOT / "shapes").glob("*.ttl"))


@pytest.fixture(scope="module")
def project_data() -> Graph:
    files = read_sources(ROOT)
    return rdflib_graph(with_types(quad for file in files for quad in file.quads))


@cache
def engine() -> ShapeEngine:
    """Return the fast engine, which test_shape_engine.py holds to the reference on every mutant."""
    return ShapeEngine(project_shapes())


def test_does_a_world_without_fault_conform() -> None:
    assert check_shapes(world_graph(), project_shapes()) == []


def test_is_every_shape_held_against_something_in_the_world_without_fault() -> None:
    idle = [shape for shape, nodes in find_targets(project_shapes(), world_graph()).items() if not nodes]
    assert idle == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda path: path.stem)
def test_is_every_mutant_caught_by_the_shapes_that_it_names(mutant: Path) -> None:
    found = {_short(finding) for finding in engine().check(world_quads(mutant))}
    expected = expectations(mutant)
    assert expected
    assert expected - found == set()


def test_has_every_shape_a_mutant() -> None:
    caught = {shape for mutant in MUTANTS for shape, _ in expectations(mutant)}
    assert sorted(_reporting_shapes(project_shapes()) - caught) == []


def test_has_every_shape_file_a_mutant_file_of_its_name() -> None:
    assert [mutant.name for mutant in MUTANTS] == SHAPE_FILES


def test_has_every_shape_a_target_in_the_data(project_data: Graph) -> None:
    targets = find_targets(project_shapes(), project_data)
    assert [shape for shape, nodes in targets.items() if not nodes] == []
    assert len(targets) >= 28


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ex:p", "http://example.org/p"),
        ("[ sh:inversePath ex:p ]", "^<http://example.org/p>"),
        ("( ex:p ex:q )", "<http://example.org/p>/<http://example.org/q>"),
        (
            "[ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ]",
            "<http://example.org/p>|^<http://example.org/q>",
        ),
        ("[ sh:zeroOrMorePath ex:p ]", "(<http://example.org/p>)*"),
    ],
)
def test_is_a_path_reported_as_sparql_writes_it(tmp_path: Path, path: str, text: str) -> None:
    (tmp_path / "shape.ttl").write_text(
        "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "ex:Shape a sh:NodeShape ; sh:targetNode ex:thing ; sh:property ex:Property .\n"
        f'ex:Property a sh:PropertyShape ; sh:path {path} ; sh:hasValue ex:other ; sh:message "No."@en .\n'
    )
    (finding,) = check_shapes(world_graph(), shapes_graph(read_shapes(tmp_path)))
    assert finding.path == text
    assert finding.severity == "Violation"
    assert finding.component == "HasValueConstraintComponent"


def _short(finding: Finding) -> tuple[str, str]:
    named = finding.focus.startswith(("http://", "https://"))
    return finding.rule.removeprefix(SHAPES), compact(finding.focus) if named else "*"


def _reporting_shapes(shapes: Graph) -> set[str]:
    """Return the shapes that a report can name: those with a target, and what they list in sh:property."""
    targeted = {URIRef(shape) for shape in find_targets(shapes, shapes)}
    constraining = {shape for shape in targeted if set(shapes.predicates(shape)) - _BOOKKEEPING}
    listed = {shape for node in targeted for shape in shapes.objects(node, SH.property)}
    return {str(shape).removeprefix(SHAPES) for shape in constraining | listed}


_BOOKKEEPING = {
    SH.property,
    SH.severity,
    SH.message,
    SH.ignoredProperties,
    SH.targetClass,
    SH.targetSubjectsOf,
    SH.targetObjectsOf,
    URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
}
