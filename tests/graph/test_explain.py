"""Does an explanation name the graphs and axioms a statement rests on, shortest first and without circles?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.graph.infer.explain import Explainer, Proof, explain, proof_record, proof_steps, render
from kg.graph.infer.materialise import materialise
from kg.graph.infer.rules import key_of
from kg.graph.ontology.skolem import skolemise
from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH
from kg.namespaces import expand
from tests.graph.reading import read_text

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

INFERRED = ox.NamedNode(INFERRED_GRAPH)


def store_of(axioms: str, data: str) -> ox.Store:
    """Return a store with what the axioms entail."""
    store = ox.Store()
    store.extend(skolemise(read_text(axioms, ONTOLOGY_GRAPH)))
    store.extend(read_text(data))
    materialise(store)
    return store


def explain_names(store: ox.Store, subject: str, predicate: str, value: str) -> Proof:
    """Return the explanation of a statement in short names."""
    return explain(store, expand(subject), expand(predicate), expand(value))


def test_does_an_explanation_read_as_a_tree_down_to_the_graphs() -> None:
    store = store_of(
        """cp:partOf a owl:ObjectProperty ; owl:inverseOf cp:hasPart .
           cp:cites owl:propertyChainAxiom ( cp:hasPart cp:cites ) .""",
        "<a/op/1> cp:partOf <a> ; cp:cites <b> .",
    )
    assert render(explain_names(store, "a", "cp:cites", "b")) == (
        "a cp:cites b\n"
        "   inferred: cp:hasPart followed by cp:cites is cp:cites\n"
        "   ├─ a cp:hasPart a/op/1\n"
        "   │     inferred: cp:hasPart is the inverse of cp:partOf\n"
        "   │     └─ a/op/1 cp:partOf a\n"
        "   │           asserted in curated/case\n"
        "   └─ a/op/1 cp:cites b\n"
        "         asserted in curated/case\n"
    )


def test_does_the_json_form_hold_the_same_with_full_iris() -> None:
    store = store_of("skos:prefLabel rdfs:subPropertyOf rdfs:label .", '<t> skos:prefLabel "grooming"@en .')
    label = ox.Literal("grooming", language="en")
    record = proof_record(explain(store, expand("t"), expand("rdfs:label"), label))
    assert record["rule"] == "subPropertyOf"
    assert record["axiom"] == "skos:prefLabel is a kind of rdfs:label"
    (premise,) = record["premises"]
    assert premise == {
        "subject": expand("t"),
        "predicate": expand("skos:prefLabel"),
        "object": {"value": "grooming", "xml:lang": "en"},
        "asserted_in": ["curated/case"],
    }


def test_is_the_shortest_of_several_reasons_given() -> None:
    store = store_of(
        "cp:p a owl:TransitiveProperty . cp:q rdfs:subPropertyOf cp:p .",
        "<a> cp:p <b> . <b> cp:p <c> . <c> cp:p <d> . <a> cp:q <d> .",
    )
    proof = explain_names(store, "a", "cp:p", "d")
    assert proof.rule
    assert proof.rule.kind == "subPropertyOf"
    assert (proof_steps(proof), proof.size) == (1, 2)


def test_is_an_asserted_statement_explained_by_all_its_graphs_and_no_rule() -> None:
    store = store_of("cp:q rdfs:subPropertyOf cp:p .", "<a> cp:p <b> ; cp:q <b> .")
    store.extend(read_text("<a> cp:p <b> .", "https://w3id.org/cpkg/graph/curated/other"))
    assert explain_names(store, "a", "cp:p", "b").graphs == ("curated/case", "curated/other")


def test_does_a_circle_of_rules_lead_to_no_circle_of_reasons() -> None:
    store = store_of(
        """cp:p a owl:SymmetricProperty , owl:TransitiveProperty ; owl:inverseOf cp:q .
           cp:q rdfs:subPropertyOf cp:p .""",
        "<a> cp:p <b> . <c> cp:p <b> . <c> cp:p <d> .",
    )
    for quad in store.quads_for_pattern(None, None, None, INFERRED):
        proof = explain(store, str(key_of(quad.subject)), quad.predicate.value, key_of(quad.object))
        assert_sound(proof, above=())


def assert_sound(proof: Proof, above: tuple[object, ...]) -> None:
    """See that no statement stands among its own reasons and that every branch ends in an assertion."""
    assert proof.fact not in above
    assert bool(proof.graphs) != bool(proof.premises)
    for premise in proof.premises:
        assert_sound(premise, (*above, proof.fact))


def test_can_every_kind_of_inference_in_the_graph_be_explained(small_graph: LocalStore) -> None:
    """Take forty inferred statements from all over the graph of the smaller project."""
    inferred = sorted(small_graph.ox.quads_for_pattern(None, None, None, INFERRED), key=str)
    inferred = inferred[:: len(inferred) // 40]
    kinds = set()
    explainer = Explainer(small_graph.ox)
    for quad in inferred:
        proof = explainer.explain(str(key_of(quad.subject)), quad.predicate.value, key_of(quad.object))
        assert_sound(proof, above=())
        assert proof.rule
        kinds.add(proof.rule.kind)
    assert kinds >= {"subClassOf", "subPropertyOf", "inverseOf", "propertyChainAxiom"}


def test_is_the_example_of_the_manual_explained(graph: LocalStore) -> None:
    text = render(explain_names(graph.ox, "A/HRC/RES/31/7", "cp:cites", "treaty/UDHR"))
    assert "cp:hasProvision followed by cp:cites is cp:cites" in text
    assert "asserted in curated/documents/A-HRC-RES-31-7" in text


@pytest.mark.parametrize(
    ("names", "near"),
    [
        # The same subject and property have other values.
        (("a", "cp:p", "z"), "a cp:p b"),
        # The two are related, but otherwise.
        (("b", "cp:p", "a"), "b cp:q a"),
        (("nobody", "cp:p", "a"), "says nothing of nobody"),
        (("a", "cp:other", "z"), "kg show a"),
    ],
)
def test_is_a_statement_that_does_not_hold_answered_with_what_is_near(
    names: tuple[str, str, str], near: str
) -> None:
    store = store_of("cp:p owl:inverseOf cp:q .", "<a> cp:p <b> .")
    with pytest.raises(InputError, match="neither asserted nor inferred") as caught:
        explain_names(store, *names)
    assert near in str(caught.value)


def test_is_an_inference_whose_reasons_are_gone_said_to_be_stale() -> None:
    store = store_of("cp:p owl:inverseOf cp:q .", "<a> cp:p <b> .")
    store.remove(read_text("<a> cp:p <b> .")[0])
    with pytest.raises(InputError, match="kg reason"):
        explain_names(store, "b", "cp:q", "a")
