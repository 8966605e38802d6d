"""Write findings as a W3C SHACL validation report in Turtle, those of hygiene rules among the results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import RDF as RDF_NS
from rdflib import SH as SH_NS
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg.namespaces import BASE, PREFIXES, SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    from kg.model import Finding

HYGIENE = BASE + "shapes/hygiene/"

_STEP_RE = re.compile(r"(?P<inverse>\^?)<(?P<iri>[^>]*)>")


def report_turtle(findings: Iterable[Finding]) -> str:
    """Return the report; as W3C has it, data conforms only where there is no result of any severity."""
    report = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        report.bind(prefix, namespace)
    head = BNode("report")
    report.add((head, RDF_NS.type, SH_NS.ValidationReport))
    for number, finding in enumerate(findings):
        result = BNode(f"result{number:06}")  # a fixed name, so that equal findings make equal files
        report.add((head, SH_NS.result, result))
        _describe(report, result, finding)
    report.add((head, SH_NS.conforms, Literal((head, SH_NS.result, None) not in report)))
    return report.serialize(format="turtle")


def rule_iri(rule: str) -> str:
    """Return the IRI of a shape, or of a hygiene rule by its name."""
    return rule if rule.startswith(("http://", "https://")) else HYGIENE + rule


def _describe(report: Graph, result: BNode, finding: Finding) -> None:
    facts: dict[URIRef, Node] = {
        RDF_NS.type: SH_NS.ValidationResult,
        SH_NS.focusNode: _node(finding.focus),
        SH_NS.resultSeverity: URIRef(SH + finding.severity),
        SH_NS.resultMessage: Literal(finding.message, lang="en"),
        SH_NS.sourceShape: URIRef(rule_iri(finding.rule)),
        SH_NS.sourceConstraintComponent: URIRef(SH + finding.component),
    }
    if finding.path:
        facts[SH_NS.resultPath] = _path(report, finding.path)
    if finding.value:
        facts[SH_NS.value] = _node(finding.value)
    for predicate, value in facts.items():
        report.add((result, predicate, value))


def _node(text: str) -> Node:
    return URIRef(text) if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text) else Literal(text)


def _path(report: Graph, path: str) -> Node:
    """Return the node of a path in SPARQL's notation: a predicate, an inverse, a choice or a sequence."""
    steps = [_step(report, match) for match in _STEP_RE.finditer(path)]
    if not steps:
        return URIRef(path)
    if len(steps) == 1:
        return steps[0]
    members = Collection(report, BNode(), steps).uri
    if "|" not in path:
        return members
    choice = BNode()
    report.add((choice, SH_NS.alternativePath, members))
    return choice


def _step(report: Graph, match: re.Match[str]) -> Node:
    if not match["inverse"]:
        return URIRef(match["iri"])
    inverse = BNode()
    report.add((inverse, SH_NS.inversePath, URIRef(match["iri"])))
    return inverse
