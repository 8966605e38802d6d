"""Is the JSON-LD context that of the ontology, and do documents under it mean the same triples?"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from pyld import jsonld

from kg.graph.portions.selection import select_thing
from kg.graph.stores.store import triples_of
from kg.graph.syntax.context import ENGLISH, context_text, read_keys
from kg.graph.syntax.serialise import serialise, write_quads
from kg.model import Term, Triples
from kg.namespaces import ID, XSD, expand
from tests.conftest import ROOT

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore


def test_is_the_context_fresh() -> None:
    committed = (ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8")
    assert committed == context_text(ROOT), "run: python -m kg.graph.syntax.context > ontology/context.jsonld"


def test_does_every_key_expand_to_its_term() -> None:
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    for iri, key in read_keys().items():
        document = {"@context": context, "id": "body/HRC", key.name: "x"}
        expanded = jsonld.expand(document, {"base": ID})
        assert set(expanded[0]) == {"@id", iri}, key


# Property, and what a plain string under its key means.
@pytest.mark.parametrize(
    ("name", "coercion"),
    [
        ("cp:citedEntity", "@id"),
        ("cp:adoptedOn", XSD + "date"),
        ("cp:gist", ENGLISH),
        ("rdfs:label", ENGLISH),
        ("cp:symbol", ""),
        ("cp:order", ""),  # a number in JSON already
        ("cp:from", ""),  # a day, a month or a year: the value says which
        ("skos:notation", ""),  # a code is in no language
    ],
)
def test_does_a_key_know_what_its_values_are(name: str, coercion: str) -> None:
    assert read_keys()[expand(name)].coercion == coercion


def test_are_names_and_sentences_of_the_data_plain_strings(small_graph: LocalStore) -> None:
    keys = read_keys()
    english = {
        quad.predicate.value for quad in small_graph.ox if getattr(quad.object, "language", None) == "en"
    }
    assert {iri for iri in english if iri not in keys or keys[iri].coercion != ENGLISH} == set()


@pytest.mark.parametrize("name", ["A/HRC/RES/31/7", "treaty/OPSC", "theme/conduct/grooming", "body/HRC"])
def test_does_another_reader_get_the_triples_of_the_turtle(name: str, small_graph: LocalStore) -> None:
    selection = select_thing(small_graph, ID + name)
    written = {form: io.BytesIO() for form in ("jsonld", "ttl")}
    for form, file in written.items():
        write_quads(selection.quads, form, file)
    nquads = jsonld.to_rdf(json.loads(written["jsonld"].getvalue()), {"format": "application/n-quads"})
    theirs = triples_of(quad.triple for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    ours = triples_of(quad.triple for quad in ox.parse(written["ttl"].getvalue(), format=ox.RdfFormat.TURTLE))
    assert theirs == ours


# Values that JSON or a coercion could change: property, value, and how it is written.
@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("cp:order", Term("literal", "7", XSD + "integer"), 7),
        ("cp:order", Term("literal", "007", XSD + "integer"), {"@value": "007", "@type": "xsd:integer"}),
        (
            "cp:order",
            Term("literal", "9" * 20, XSD + "integer"),
            {"@value": "9" * 20, "@type": "xsd:integer"},
        ),
        ("cp:bindsParty", Term("literal", "true", XSD + "boolean"), True),
        ("cp:bindsParty", Term("literal", "1", XSD + "boolean"), {"@value": "1", "@type": "xsd:boolean"}),
        ("cp:adoptedOn", Term("literal", "2016-03-23", XSD + "date"), "2016-03-23"),
        ("cp:adoptedOn", Term("literal", "2016", XSD + "gYear"), {"@value": "2016", "@type": "xsd:gYear"}),
        ("cp:adoptedOn", Term("literal", "2016"), {"@value": "2016"}),
        ("rdfs:label", Term("literal", "Rights", language="en"), "Rights"),
        ("rdfs:label", Term("literal", "Droits", language="fr"), {"@value": "Droits", "@language": "fr"}),
        ("rdfs:label", Term("literal", "31/7"), {"@value": "31/7"}),
        ("cp:citedEntity", Term("iri", ID + "treaty/CRC"), "treaty/CRC"),
        ("cp:citedEntity", Term("iri", ID + "x:y"), ID + "x:y"),  # would read as a prefix
        ("cp:citedEntity", Term("iri", ID + "a/../b"), ID + "a/../b"),  # would be resolved
        ("cp:citedEntity", Term("iri", ID + "/a"), ID + "/a"),
        ("cp:citedEntity", Term("iri", ID), ID),
        ("cp:citedEntity", Term("literal", "words"), {"@value": "words"}),
        ("cp:symbol", Term("iri", ID + "treaty/CRC"), {"id": "treaty/CRC"}),
        ("cp:servesTarget", Term("iri", "http://metadata.un.org/sdg/16.2"), "sdg:16.2"),
    ],
)
def test_is_a_value_written_so_that_it_comes_back(name: str, value: Term, shown: object) -> None:
    triples = Triples(((Term("iri", ID + "s"), Term("iri", expand(name)), value),))
    document = json.loads(serialise(triples, "jsonld"))
    (node,) = document["@graph"]
    assert node[read_keys()[expand(name)].name] == shown
    back = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert triples_of(quad.triple for quad in ox.parse(back, format=ox.RdfFormat.N_QUADS)) == triples
