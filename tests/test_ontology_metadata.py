"""Does the ontology say of itself what FOOPS! and OOPS! look for?"""

from __future__ import annotations

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef

from kg import __version__
from kg.namespaces import CP, ONTOLOGY_IRI
from tests.conftest import ROOT

DCT = Namespace("http://purl.org/dc/terms/")
VANN = Namespace("http://purl.org/vocab/vann/")
BIBO = Namespace("http://purl.org/ontology/bibo/")
ONTOLOGY = URIRef(ONTOLOGY_IRI)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)

UNTIED = {URIRef(CP + "from"), URIRef(CP + "until")}
"""Begin and end of things of many kinds, as exact as known: no class and no one datatype holds for all."""
METADATA = [
    # FOOPS! OM1, what every ontology should say
    DCT.title, DCT.description, DCT.license, OWL.versionIRI, DCT.creator, DCT.created,
    VANN.preferredNamespaceUri,
    # OM2, recommended
    VANN.preferredNamespacePrefix, OWL.versionInfo, DCT.contributor, DCT.bibliographicCitation,
    # OM3, optional, and OM5, where it comes from
    DCT.publisher, DCT.abstract, BIBO.status,
]  # fmt: skip


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """Return the modules of the ontology as one graph."""
    graph = Graph()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def own_terms(ontology: Graph) -> set[URIRef]:
    """Return the classes and properties under our namespace."""
    found = {term for kind in KINDS for term in ontology.subjects(RDF.type, kind)}
    return {term for term in found if isinstance(term, URIRef) and term.startswith(CP)}


@pytest.mark.parametrize("wanted", METADATA, ids=str)
def test_does_the_ontology_say(ontology: Graph, wanted: URIRef) -> None:
    assert list(ontology.objects(ONTOLOGY, wanted))


def test_is_the_version_that_of_the_package(ontology: Graph) -> None:
    assert str(ontology.value(ONTOLOGY, OWL.versionInfo)) == __version__
    assert ontology.value(ONTOLOGY, OWL.versionIRI) == ONTOLOGY + f"/{__version__}"
    assert __version__ in str(ontology.value(ONTOLOGY, DCT.bibliographicCitation))


def test_is_the_namespace_ours_and_without_a_version(ontology: Graph, own_terms: set[URIRef]) -> None:
    namespace = str(ontology.value(ONTOLOGY, VANN.preferredNamespaceUri))
    assert namespace == CP
    assert not re.search(r"\d+\.\d|/v?\d|20\d\d", namespace)
    assert all(term.startswith(namespace) for term in own_terms)


def test_has_every_term_one_label_and_one_definition(ontology: Graph, own_terms: set[URIRef]) -> None:
    for term in own_terms:  # VOC3, VOC4, P08, P20
        labels = [str(one) for one in ontology.objects(term, RDFS.label)]
        definitions = [str(one) for one in ontology.objects(term, SKOS.definition)]
        assert (len(labels), len(definitions)) == (1, 1), term
        assert labels[0] != definitions[0]
        assert len(definitions[0]) > len(labels[0])


def test_is_every_term_tied_to_others(ontology: Graph, own_terms: set[URIRef]) -> None:
    structural = {RDFS.label, SKOS.definition, SKOS.example, SKOS.scopeNote, RDF.type}  # P04
    for term in own_terms:
        is_annotation = (term, RDF.type, OWL.AnnotationProperty) in ontology
        tied = any(p not in structural for p in ontology.predicates(term)) or any(
            True for _ in ontology.subjects(None, term)
        )
        assert tied or is_annotation or term in UNTIED, term


def test_has_no_property_several_domains_or_ranges(ontology: Graph, own_terms: set[URIRef]) -> None:
    for term in own_terms:  # P19
        for axis in (RDFS.domain, RDFS.range):
            assert len(list(ontology.objects(term, axis))) <= 1, term


def test_runs_no_hierarchy_in_a_circle(ontology: Graph) -> None:
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):  # P06
        for start in set(ontology.subjects(relation)):
            above = set(ontology.transitive_objects(start, relation)) - {start}
            assert all(start not in set(ontology.objects(one, relation)) for one in above), start


def test_is_nothing_its_own_inverse_or_equal(ontology: Graph) -> None:
    for left, right in ontology.subject_objects(OWL.inverseOf):
        assert left != right  # P25: that is a symmetric property
    for left, right in ontology.subject_objects(OWL.equivalentClass):
        assert (
            isinstance(right, BNode) or not str(left).startswith(CP) or not str(right).startswith(CP)
        )  # P02, P30


def test_are_inverses_inverse_in_domain_and_range(ontology: Graph) -> None:
    for left, right in ontology.subject_objects(OWL.inverseOf):  # P05
        if isinstance(left, BNode) or isinstance(right, BNode):
            continue
        for one, other in ((left, right), (right, left)):
            domain, range_ = ontology.value(one, RDFS.domain), ontology.value(other, RDFS.range)
            assert domain is None or range_ is None or domain == range_, (one, other)


def test_are_names_written_in_one_way(own_terms: set[URIRef], ontology: Graph) -> None:
    for term in own_terms:  # P22
        name = term.removeprefix(CP)
        pattern = r"[A-Z][A-Za-z]*" if (term, RDF.type, OWL.Class) in ontology else r"[a-z][A-Za-z0-9]*"
        assert re.fullmatch(pattern, name), name
        assert not re.search(r"(And|Or)[A-Z]", name) or name == "citesDirectlyOrThroughChain", (
            name
        )  # P01, P07


def test_are_disjoint_classes_said_to_be(ontology: Graph) -> None:
    assert len(list(ontology.subjects(RDF.type, OWL.AllDisjointClasses))) >= 3  # P10


def test_is_every_term_of_others_declared_with_where_it_comes_from(ontology: Graph) -> None:
    for kind in KINDS:  # P34, P35
        for term in ontology.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and not term.startswith(CP):
                assert list(ontology.objects(term, RDFS.label)), term
                assert list(ontology.objects(term, RDFS.isDefinedBy)), term


def test_has_the_ontology_an_iri_without_the_ending_of_a_file() -> None:
    assert re.fullmatch(r"https://w3id\.org/\w+/ontology", ONTOLOGY_IRI)  # P36, PURL1
