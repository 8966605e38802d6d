"""Do triples survive every format, in the same order every time?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import InputError
from kg.graph.stores.store import triples_of
from kg.graph.syntax.serialise import serialise
from kg.model import Term, Triples
from kg.namespaces import ID, XSD, expand

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

FORMATS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
    "nq": (ox.RdfFormat.N_QUADS, "nquads"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdf": (ox.RdfFormat.RDF_XML, "xml"),
}


@pytest.fixture(scope="module")
def triples(small_graph: LocalStore) -> Triples:
    """Return thousands of triples with dates, numbers, languages, quotation marks and our odd symbols."""
    curated = 'FILTER(REGEX(STR(?g), "/graph/curated/(corrections|instruments|sources|treaty-actions)"))'
    return small_graph.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {curated} }}")


@pytest.mark.parametrize("name", FORMATS)
def test_do_triples_survive_the_format_for_two_readers(name: str, triples: Triples) -> None:
    text = serialise(triples, name)
    ours, theirs = FORMATS[name]
    assert triples_of(quad.triple for quad in ox.parse(text, format=ours)) == triples
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=text, format=theirs)
    assert len(dataset) == len(triples.triples)


@pytest.mark.parametrize("name", FORMATS)
def test_is_the_text_the_same_whatever_order_the_triples_came_in(name: str, triples: Triples) -> None:
    backwards = Triples(tuple(reversed(triples.triples)))
    parsed = ox.parse(serialise(backwards, "nt"), format=ox.RdfFormat.N_TRIPLES)
    again = triples_of(quad.triple for quad in parsed)
    assert serialise(again, name) == serialise(triples, name)


def test_does_turtle_use_our_prefixes_and_base() -> None:
    text = serialise(
        Triples(((iri("A/HRC/RES/31/7"), iri("cp:symbol"), Term("literal", "A/HRC/RES/31/7")),)), "ttl"
    )
    assert f"@base <{ID}> ." in text
    assert '<A/HRC/RES/31/7> cp:symbol "A/HRC/RES/31/7" .' in text


def test_does_json_ld_have_our_context_with_short_keys() -> None:
    text = serialise(
        Triples(((iri("body/HRC"), iri("cp:from"), Term("literal", "2006", XSD + "gYear")),)), "jsonld"
    )
    data = json.loads(text)
    assert data["@context"]["cp"] == "https://w3id.org/cpkg/ontology#"
    assert data["@context"]["@base"] == ID
    assert data["@graph"] == [{"id": "body/HRC", "from": {"@type": "xsd:gYear", "@value": "2006"}}]


@pytest.mark.parametrize("name", FORMATS)
def test_is_an_empty_graph_an_empty_document_of_its_format(name: str) -> None:
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=serialise(Triples(()), name), format=FORMATS[name][1])
    assert len(graph) == 0


def test_are_blank_nodes_kept_apart() -> None:
    one, two, knows = Term("blank", "a"), Term("blank", "b"), iri("cp:cites")
    text = serialise(Triples(((one, knows, two), (two, knows, two))), "jsonld")
    wanted = rdflib.Graph().parse(data=f"_:x <{knows.value}> _:y .\n_:y <{knows.value}> _:y .\n", format="nt")
    assert isomorphic(rdflib.Graph().parse(data=text, format="json-ld"), wanted)


def test_is_a_format_that_no_graph_has_refused() -> None:
    with pytest.raises(InputError, match="ttl, nt, nq, trig, rdf, jsonld"):
        serialise(Triples(()), "csv")


@pytest.mark.parametrize(
    ("triple", "words"),
    [
        ((Term("literal", "x"), Term("iri", "a:b"), Term("iri", "a:b")), "cannot be a subject"),
        ((Term("iri", "a:b"), Term("blank", "b"), Term("iri", "a:b")), "cannot be a predicate"),
    ],
)
def test_is_what_is_no_triple_refused(triple: tuple[Term, Term, Term], words: str) -> None:
    with pytest.raises(InputError, match=words):
        serialise(Triples((triple,)), "ttl")


def iri(name: str) -> Term:
    return Term("iri", expand(name))
