"""Does what is inferred of documents one by one add up to what follows from all at once?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.documents.named import outlines
from kg.graph.infer.base import Base
from kg.graph.infer.entailment import Entailment
from kg.graph.infer.materialise import infer, quad_of
from kg.graph.infer.rules import key_of, rules_of
from kg.graph.ontology.axioms import Axioms
from kg.graph.sources.curated import ONTOLOGY_GRAPH
from kg.identifiers import graph_iri
from kg.namespaces import CP, ID, RDF
from tests.graph.worlds import ontology_quads, world_quads_as_written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.infer.rules import Fact

GRAPH = ox.NamedNode(graph_iri("document/A/RES/91/1"))
# a resolution of invented paragraphs, acts and citations, of curated and of other texts, and of its own
SAID = """
<A/RES/91/1> a cp:Resolution ; cp:adoptedBy <body/UP> ; cp:hasTheme <theme/conduct> .
<A/RES/91/1/op/1> a cp:OperativeParagraph ; cp:provisionOf <A/RES/91/1> ; cp:hasAct <A/RES/91/1/op/1#act-1> .
<A/RES/91/1/op/1/a> a cp:OperativeParagraph ; cp:subItemOf <A/RES/91/1/op/1> ; cp:provisionOf <A/RES/91/1> .
<A/RES/91/1/op/1/a> cp:hasCitation <A/RES/91/1/op/1/a#citation-1> .
<A/RES/91/1/op/1/a#citation-1> a cp:Citation ; cp:citedEntity <A/RES/1/1> .
<A/RES/91/1/op/1/a#citation-1> cp:governedBy <A/RES/91/1/op/1#act-1> .
<A/RES/91/1/op/1> cp:hasCitation <A/RES/91/1/op/1#citation-1> , <A/RES/91/1/op/1#citation-2> .
<A/RES/91/1/op/1#citation-1> a cp:Citation ; cp:citedEntity <A/RES/92/1> .
<A/RES/91/1/op/1#citation-2> a cp:Citation ; cp:citedEntity <A/RES/91/1/op/1/a> .
<A/RES/91/1/op/1#act-1> a cp:Act ; cp:addressee <group/states> ; cp:hasTheme <theme/conduct> .
"""


@cache
def said() -> tuple[ox.Quad, ...]:
    text = f"@base <{ID}> . @prefix cp: <{CP}> . @prefix rdf: <{RDF}> . {SAID}"
    triples = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return tuple(ox.Quad(one.subject, one.predicate, one.object, GRAPH) for one in triples)


@cache
def ground() -> tuple[tuple[ox.Quad, ...], Entailment]:
    quads = (*ontology_quads(), *world_quads_as_written())
    return quads, Entailment(Base(quads))


def at_once(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    quads = list(quads)
    rules = rules_of(Axioms(quad for quad in quads if quad.graph_name == ox.NamedNode(ONTOLOGY_GRAPH)))
    used = {atom.predicate for rule in rules for atom in (*rule.body, rule.head)}
    facts: list[Fact] = [
        (str(key_of(quad.subject)), quad.predicate.value, key_of(quad.object))
        for quad in quads
        if quad.predicate.value in used
    ]
    return {quad_of(fact) for fact in infer(rules, facts)}


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.frozensets(st.integers(0, 24), min_size=4))
def test_does_a_document_and_the_base_give_together_what_follows_from_both_at_once(
    kept: frozenset[int],
) -> None:
    quads, entailment = ground()
    document = [quad for place, quad in enumerate(said()) if place in kept]
    document += outlines(document)
    whole = at_once([*quads, *document])
    asserted = {(quad.subject, quad.predicate, quad.object) for quad in document}
    own = {quad.subject for quad in document}
    of_document = entailment.of_document(document)
    assert of_document <= whole
    missed = whole - of_document - entailment.of_base()
    assert [quad for quad in missed if quad.subject in own or quad.object in own] == []
    assert not [one for one in of_document if (one.subject, one.predicate, one.object) in asserted]
