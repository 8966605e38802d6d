"""Does the graph gain what its ontology entails: all of it, nothing else, and the same every time?"""

from __future__ import annotations

import random
import tempfile
from typing import TYPE_CHECKING

import owlready2
import pyoxigraph as ox
import pytest
import rdflib

from kg.graph.infer.hermit import hermit_command, run_within
from kg.graph.infer.materialise import materialise
from kg.graph.ontology.axioms import Axioms
from kg.graph.ontology.logical import Logic
from kg.graph.ontology.skolem import skolemise, unskolemise
from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH, PROVENANCE_GRAPH
from kg.namespaces import ID, OWL, RDF
from kg.pipeline.build import build
from tests.conftest import CASES
from tests.graph.reading import read_file, read_ontology, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.stores.store import LocalStore

INFERRED = ox.NamedNode(INFERRED_GRAPH)
TYPE = ox.NamedNode(RDF + "type")

ENTAILED = {
    # A named superclass, over two steps.
    "subClassOf": (
        "cp:A rdfs:subClassOf cp:B . cp:B rdfs:subClassOf cp:C .",
        "<x> a cp:A .",
        "<x> a cp:B , cp:C .",
    ),
    "equivalentClass": (
        "cp:A owl:equivalentClass cp:B .",
        "<x> a cp:A . <y> a cp:B .",
        "<x> a cp:B . <y> a cp:A .",
    ),
    # A union: its parts are under the whole, not the reverse.
    "union": (
        "cp:A owl:equivalentClass [ owl:unionOf ( cp:B cp:C ) ] .",
        "<x> a cp:C . <y> a cp:A .",
        "<x> a cp:A .",
    ),
    "disjointUnionOf": (
        "cp:A owl:disjointUnionOf ( cp:B cp:C ) .",
        "<x> a cp:B . <y> a cp:A .",
        "<x> a cp:A .",
    ),
    # The form of cp:SubItem: what is needed for membership is also enough.
    "intersection": (
        """cp:A owl:equivalentClass [ owl:intersectionOf
              ( cp:B [ owl:onProperty cp:p ; owl:someValuesFrom cp:C ] ) ] .""",
        "<x> a cp:B ; cp:p <c> . <c> a cp:C . <y> a cp:B ; cp:p <d> . <d> a cp:B . <z> a cp:A .",
        "<x> a cp:A . <z> a cp:B .",
    ),
    # Two conditions on the same property may be met by two things.
    "two-conditions": (
        """[ owl:intersectionOf (
               [ owl:onProperty cp:p ; owl:someValuesFrom cp:B ]
               [ owl:onProperty cp:p ; owl:someValuesFrom cp:C ] ) ] rdfs:subClassOf cp:A .""",
        "<x> cp:p <b> , <c> . <b> a cp:B . <c> a cp:C . <y> cp:p <b> .",
        "<x> a cp:A .",
    ),
    # Existence of an unnamed thing gives no statement.
    "some-on-the-right": (
        "cp:A rdfs:subClassOf [ owl:onProperty cp:p ; owl:someValuesFrom cp:B ] .",
        "<x> a cp:A ; cp:p <y> .",
        "",
    ),
    "allValuesFrom": (
        "cp:A rdfs:subClassOf [ owl:onProperty cp:p ; owl:allValuesFrom cp:B ] .",
        "<x> a cp:A ; cp:p <y> . <z> cp:p <w> .",
        "<y> a cp:B .",
    ),
    "hasValue": (
        "cp:A owl:equivalentClass [ owl:onProperty cp:p ; owl:hasValue <v> ] .",
        "<x> a cp:A . <y> cp:p <v> . <z> cp:p <w> .",
        "<x> cp:p <v> . <y> a cp:A .",
    ),
    "some-of-an-inverse": (
        "[ owl:onProperty [ owl:inverseOf cp:p ] ; owl:someValuesFrom cp:B ] rdfs:subClassOf cp:A .",
        "<b> a cp:B ; cp:p <x> . <c> cp:p <y> .",
        "<x> a cp:A .",
    ),
    "subPropertyOf": ("cp:p rdfs:subPropertyOf cp:q .", "<x> cp:p <y> . <v> cp:q <w> .", "<x> cp:q <y> ."),
    "equivalentProperty": (
        "cp:p owl:equivalentProperty cp:q .",
        "<x> cp:p <y> . <v> cp:q <w> .",
        "<x> cp:q <y> . <v> cp:p <w> .",
    ),
    # An annotation property too, its value being text with a language.
    "label": (
        "skos:prefLabel rdfs:subPropertyOf rdfs:label .",
        '<x> skos:prefLabel "X"@en .',
        '<x> rdfs:label "X"@en .',
    ),
    # Asserted of one property, it works both ways.
    "inverseOf": (
        "cp:p owl:inverseOf cp:q .",
        "<x> cp:p <y> . <v> cp:q <w> .",
        "<y> cp:q <x> . <w> cp:p <v> .",
    ),
    "symmetric": ("cp:p a owl:SymmetricProperty .", "<x> cp:p <y> .", "<y> cp:p <x> ."),
    "transitive": (
        "cp:p a owl:TransitiveProperty .",
        "<a> cp:p <b> . <b> cp:p <c> . <c> cp:p <d> .",
        "<a> cp:p <c> , <d> . <b> cp:p <d> .",
    ),
    # A circle ends, and relates everything in it to itself.
    "circle": (
        "cp:p a owl:TransitiveProperty .",
        "<a> cp:p <b> . <b> cp:p <a> .",
        "<a> cp:p <a> . <b> cp:p <b> .",
    ),
    "chain-of-three": (
        "cp:p owl:propertyChainAxiom ( cp:q cp:r cp:s ) .",
        "<a> cp:q <b> . <b> cp:r <c> . <c> cp:s <d> . <b> cp:s <e> .",
        "<a> cp:p <d> .",
    ),
    "chain-of-itself": (
        "cp:p owl:propertyChainAxiom ( cp:p cp:up ) .",
        "<a> cp:p <b> . <b> cp:up <c> . <c> cp:up <d> .",
        "<a> cp:p <c> , <d> .",
    ),
    "domain": ("cp:p rdfs:domain cp:A .", "<x> cp:p <y> .", "<x> a cp:A ."),
    # A domain that is a choice says nothing of a single class.
    "domain-of-a-union": ("cp:p rdfs:domain [ owl:unionOf ( cp:A cp:B ) ] .", "<x> cp:p <y> .", ""),
    "range": ("cp:p a owl:ObjectProperty ; rdfs:range cp:A .", "<x> cp:p <y> .", "<y> a cp:A ."),
    # A literal is the subject of nothing.
    "range-of-data": ("cp:p a owl:DatatypeProperty ; rdfs:range xsd:string .", '<x> cp:p "y" .', ""),
    # Everything is a thing; nobody wants to read it.
    "thing": ("cp:A rdfs:subClassOf owl:Thing . cp:p rdfs:domain owl:Thing .", "<x> a cp:A ; cp:p <y> .", ""),
}


def store_of(ontology: list[ox.Quad], data: list[ox.Quad]) -> ox.Store:
    """Return a store as `kg build` fills it, nothing inferred yet."""
    store = ox.Store()
    store.extend(skolemise(ontology))
    store.extend(data)
    return store


def inferred_in(store: ox.Store) -> set[ox.Triple]:
    """Return what the store holds as inferred."""
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}


@pytest.mark.parametrize("kind", ENTAILED)
def test_is_what_an_axiom_entails_inferred_and_no_more(kind: str) -> None:
    axioms, data, expected = ENTAILED[kind]
    store = store_of(read_text(axioms, ONTOLOGY_GRAPH), read_text(data))
    counts = materialise(store)
    assert inferred_in(store) == {quad.triple for quad in read_text(expected)}
    assert sum(counts.values()) == len(inferred_in(store))


def test_do_axioms_in_the_data_stay_without_effect() -> None:
    store = store_of([], read_text("cp:A rdfs:subClassOf cp:B . <x> a cp:A ."))
    assert materialise(store) == {}


def test_does_a_second_run_change_nothing(small_graph: LocalStore) -> None:
    store = ox.Store()
    store.bulk_extend(small_graph.ox)
    before = inferred_in(store)
    materialise(store)
    assert len(before) > 5_000
    assert inferred_in(store) == before


def test_does_the_order_of_statements_leave_statements_and_counts_alike(small_graph: LocalStore) -> None:
    quads = [quad for quad in small_graph.ox if quad.graph_name != INFERRED]
    outcomes = []
    for seed in range(2):
        random.Random(seed).shuffle(quads)  # noqa: S311 - no secret
        store = ox.Store()
        store.extend(quads)
        outcomes.append((materialise(store), inferred_in(store)))
    assert outcomes[0] == outcomes[1]


def test_is_nothing_inferred_that_is_asserted(graph: LocalStore) -> None:
    asserted = {quad.triple for quad in graph.ox if quad.graph_name != INFERRED}
    assert not inferred_in(graph.ox) & asserted


def test_does_a_retracted_statement_take_its_consequences_along() -> None:
    ontology = read_text("cp:p a owl:TransitiveProperty .", ONTOLOGY_GRAPH)
    data = read_text("<a> cp:p <b> . <b> cp:p <c> . <c> cp:p <d> .")
    store = store_of(ontology, data)
    materialise(store)
    store.remove(data[2])
    materialise(store)
    assert inferred_in(store) == {quad.triple for quad in read_text("<a> cp:p <c> .")}


@pytest.mark.parametrize("seed", range(5))
def test_do_rules_and_sparql_updates_come_to_the_same(seed: int) -> None:
    """Compare with INSERT … WHERE to a fixpoint, on random graphs under axioms that feed each other."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    names = [f"<n{n}>" for n in range(12)]
    data = " ".join(f"{draw.choice(names)} cp:{draw.choice('pqr')} {draw.choice(names)} ." for _ in range(25))
    store = store_of(
        read_text(
            """cp:p a owl:TransitiveProperty ; rdfs:subPropertyOf cp:s ; owl:inverseOf cp:i .
               cp:s owl:propertyChainAxiom ( cp:q cp:s ) , ( cp:r cp:i ) . cp:q rdfs:domain cp:A .""",
            ONTOLOGY_GRAPH,
        ),
        read_text(data),
    )
    materialise(store)
    plain = ox.Store()
    plain.extend(ox.Quad(q.subject, q.predicate, q.object) for q in read_text(data))
    cp = "PREFIX cp: <https://w3id.org/cpkg/ontology#> "
    size = -1
    while size != len(plain):
        size = len(plain)
        for head, body in (
            ("?x cp:p ?z", "?x cp:p ?y . ?y cp:p ?z"),
            ("?x cp:s ?y", "?x cp:p ?y"),
            ("?y cp:i ?x", "?x cp:p ?y"),
            ("?y cp:p ?x", "?x cp:i ?y"),
            ("?x cp:s ?z", "?x cp:q ?y . ?y cp:s ?z"),
            ("?x cp:s ?z", "?x cp:r ?y . ?y cp:i ?z"),
            ("?x a cp:A", "?x cp:q ?y"),
        ):
            plain.update(f"{cp} INSERT {{ {head} }} WHERE {{ {body} }}")
    asserted = {quad.triple for quad in read_text(data)}
    assert inferred_in(store) == {quad.triple for quad in plain} - asserted


def test_does_hermit_prove_every_statement_inferred_in_the_world(world_project: Path, tmp_path: Path) -> None:
    build(world_project, tmp_path / "build", tmp_path / "store", say=lambda _: None)
    world = ox.Store.read_only(str(tmp_path / "store"))
    ontology = unskolemise(world.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)))
    aside = {ox.NamedNode(name) for name in (ONTOLOGY_GRAPH, INFERRED_GRAPH, PROVENANCE_GRAPH)}
    data = [quad for quad in world if quad.graph_name not in aside]
    inferred = list(world.quads_for_pattern(None, None, None, INFERRED))
    assert len(inferred) > 300
    assert _entails(tmp_path, ontology, data, inferred)


def test_would_hermit_refuse_a_statement_that_does_not_follow(tmp_path: Path) -> None:
    base = read_file(CASES / "contradictions" / "base.ttl")
    assert not _entails(tmp_path, read_ontology(), base, read_text("<case/atlantis> a cp:Body ."))


def _entails(folder: Path, ontology: list[ox.Quad], data: list[ox.Quad], conclusion: list[ox.Quad]) -> bool:
    """Ask HermiT whether all of the conclusion follows."""
    declarations = [q for q in ontology if q.predicate == TYPE and str(q.object).startswith(f"<{OWL}")]
    files = {"premise": [*ontology, *data], "conclusion": [*_named(declarations), *conclusion]}
    logic = Logic(Axioms(ontology))
    for name, quads in files.items():
        kept = [t for t in logic.triples(quads) if "urn:cpkg" not in str(t)]  # names need not be unique here
        ox.serialize(kept, str(folder / f"{name}.nt"), format=ox.RdfFormat.N_TRIPLES)
    places = [f"--{name}={(folder / f'{name}.nt').as_uri()}" for name in files]
    out, err = run_within(hermit_command(*places, "--checkEntailment"), 120)
    assert out.strip() in {"true", "false"}, err
    return out.strip() == "true"


def _named(quads: list[ox.Quad]) -> list[ox.Quad]:
    return [quad for quad in quads if isinstance(quad.subject, ox.NamedNode)]


def test_do_the_rules_miss_nothing_that_hermit_infers_of_named_things() -> None:
    """Compare with HermiT's types and relations, read back by owlready2, on the consistent base."""
    ontology, data = read_ontology(), read_file(CASES / "contradictions" / "base.ttl")
    store = store_of(ontology, data)
    materialise(store)
    ours = inferred_in(store) | {quad.triple for quad in [*ontology, *data]}
    theirs = _inferred_by_owlready2(ontology, data)
    (inherited,) = read_text("<case/resolution/op/1/a> cp:addresses <case/atlantis> .")
    assert inherited.triple in theirs  # else they would have compared nothing
    assert theirs - ours == set()


def _inferred_by_owlready2(ontology: list[ox.Quad], data: list[ox.Quad]) -> set[ox.Triple]:
    """Return types and relations of the case's things as HermiT realises them."""
    relations = {quad.subject for quad in ontology if quad.object == ox.NamedNode(OWL + "ObjectProperty")}
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        logical = Logic(Axioms(ontology)).triples([*ontology, *data])
        ox.serialize(logical, file.name, format=ox.RdfFormat.N_TRIPLES)
        world = owlready2.World()
        world.get_ontology(f"file://{file.name}").load()
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    found = {
        ox.Triple(*(ox.NamedNode(str(term)) for term in triple))
        for triple in world.as_rdflib_graph()
        if all(isinstance(term, rdflib.URIRef) for term in triple)
    }
    for thing in world.individuals():
        for kind in thing.INDIRECT_is_a:
            if isinstance(kind, owlready2.ThingClass) and kind is not owlready2.Thing:
                found.add(ox.Triple(ox.NamedNode(thing.iri), TYPE, ox.NamedNode(kind.iri)))
    return {
        triple
        for triple in found
        if str(triple.subject).startswith(f"<{ID}")
        and (triple.predicate in relations or (triple.predicate == TYPE and OWL not in str(triple.object)))
    }
