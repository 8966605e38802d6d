"""Does the fast engine, with what it refuses, pass the W3C's tests of SHACL Core and SHACL-SPARQL?

A test passes where the results are those expected by focus, path, value, component, shape and severity, or
where a failure is expected and the shapes are refused. The suite lies beside the repository.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import SH, BNode, Graph, Namespace, URIRef

from kg.errors import InputError
from kg.graph.check.shape_engine import ShapeEngine
from kg.graph.check.shapes import path_text
from kg.graph.stores.rdflib_graph import rdflib_graph
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

SUITE = ROOT.parent / "shared" / "suites" / "shacl" / "tests"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
KNOWN_FAILURES: dict[str, str] = {}
"""Tests that fail, by the end of their IRI, each with its reason."""
NUMBERS = {"core": 98, "sparql": 22}

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C's SHACL suite is not at {SUITE}")

Result = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Case:
    """One test of the suite."""

    name: str
    data: Path
    shapes: Path
    expected: Counter[Result] | None
    """Results with their number; None where a failure is expected."""


def cases(kind: str) -> list[Case]:
    return list(_cases(SUITE / kind / "manifest.ttl"))


def _cases(manifest: Path) -> Iterator[Case]:
    graph, here = _graph(manifest), URIRef(manifest.as_uri())
    for included in sorted(graph.objects(here, MF.include), key=str):
        yield from _cases(_path(included))
    for head in graph.objects(here, MF.entries):
        for entry in graph.items(head):
            action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
            assert action is not None
            assert result is not None
            yield Case(
                str(entry).partition("/tests/")[2],
                _path(graph.value(action, SHT.dataGraph)),
                _path(graph.value(action, SHT.shapesGraph)),
                None if result == SHT.Failure else Counter(_results(graph, result)),
            )


def _results(graph: Graph, report: Node) -> Iterator[Result]:
    for one in graph.objects(report, SH.result):
        path = graph.value(one, SH.resultPath)
        yield (
            _word(graph.value(one, SH.focusNode)),
            "" if path is None else path_text(graph, path),
            _word(graph.value(one, SH.value)),
            _word(graph.value(one, SH.sourceConstraintComponent)).removeprefix(str(SH)),
            _word(graph.value(one, SH.sourceShape)),
            _word(graph.value(one, SH.resultSeverity)).removeprefix(str(SH)),
        )


def _word(node: Node | None) -> str:
    return "" if node is None or isinstance(node, BNode) else str(node)


def _graph(path: Path) -> Graph:
    return rdflib_graph(
        ox.Quad(triple.subject, triple.predicate, triple.object)
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    )


def _path(iri: Node | None) -> Path:
    return SUITE / unquote(urlsplit(str(iri)).path).partition("/tests/")[2]


def found(case: Case) -> Counter[Result] | None:
    """Return what the engine finds, None where it refuses the shapes."""
    data, shapes = _graph(case.data), _graph(case.shapes)
    named = {str(node) for node in shapes.subjects() if isinstance(node, URIRef)}
    try:
        findings = ShapeEngine(shapes).results(data.serialize(format="nt", encoding="utf-8"))
    except InputError:
        return None
    blank = {str(node) for node in data.all_nodes() if isinstance(node, BNode)}
    return Counter(
        (
            "" if one.focus in blank else one.focus,
            one.path,
            one.value,
            one.component,
            one.rule if one.rule in named else "",
            one.severity.removeprefix(str(SH)),
        )
        for one in findings
    )


@pytest.mark.parametrize("kind", NUMBERS)
def test_does_the_fast_engine_pass_the_w3c_suite(kind: str) -> None:
    tests = cases(kind)
    failed = {case.name for case in tests if found(case) != case.expected}
    assert len(tests) == NUMBERS[kind]
    assert failed == {name for name in KNOWN_FAILURES if name.startswith(kind)}
