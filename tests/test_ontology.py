"""Does the ontology document itself as promised?"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from kg.graph.sources.curated import read_sources
from kg.namespaces import CP, OWL, RDF, RDFS, SKOS
from tests.conftest import ROOT

if TYPE_CHECKING:
    import pyoxigraph as ox

Terms = dict[str, dict[str, list[str]]]
DCTERMS_SOURCE = "http://purl.org/dc/terms/source"


def _texts(quads: list[ox.Quad]) -> Terms:
    """Return subject to predicate to values, blank nodes included under their own names."""
    found: Terms = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        found[str(quad.subject)][quad.predicate.value].append(str(getattr(quad.object, "value", quad.object)))
    return found


@pytest.fixture(scope="module")
def terms() -> Terms:
    """Return what the ontology's modules say, vocabularies left out."""
    files = [f for f in read_sources(ROOT) if f.path.startswith("ontology/") and "vocabularies" not in f.path]
    return _texts([quad for file in files for quad in file.quads])


def _declared(terms: Terms) -> list[tuple[str, dict[str, list[str]]]]:
    return [
        (name.strip("<>"), said)
        for name, said in terms.items()
        if name.startswith("<") and any(kind.startswith(OWL) for kind in said[RDF + "type"])
    ]


def test_has_every_term_a_label_a_definition_and_an_example_or_its_source(terms: Terms) -> None:
    lacking = []
    for name, said in _declared(terms):
        if OWL + "Ontology" in said[RDF + "type"]:
            continue
        needed = {RDFS + "label"}
        needed |= {SKOS + "definition", SKOS + "example"} if name.startswith(CP) else {RDFS + "isDefinedBy"}
        lacking += [(name, predicate) for predicate in needed if not said[predicate]]
    assert lacking == []


def test_is_every_example_of_a_thing_that_exists_or_an_announced_one(terms: Terms) -> None:
    """Examples that name our paths must not rot; those of later instruments are listed here."""
    announced = ("A/RES/77/233", "A/RES/79/243", "treaty/OPSC/art/3")
    known = {
        str(quad.subject).strip("<>").removeprefix("https://w3id.org/cpkg/id/")
        for file in read_sources(ROOT)
        for quad in file.quads
    }
    folders = (
        "A/",
        "E/",
        "CRC/",
        "treaty/",
        "body/",
        "mandate/",
        "programme/",
        "initiative/",
        "group/",
        "session/",
    )
    rotten = [
        (name, word)
        for name, said in _declared(terms)
        for example in said[SKOS + "example"]
        for word in example.replace(";", " ").replace(",", " ").replace("(", " ").split()
        if word.startswith(folders) and word.rstrip(".)") not in known and not word.startswith(announced)
    ]
    assert rotten == []


def test_has_every_alignment_its_exactness_source_and_reason() -> None:
    quads = next(list(f.quads) for f in read_sources(ROOT) if f.path == "ontology/alignments.ttl")
    said = _texts(quads)
    mappings = {
        (str(q.subject), q.predicate.value, str(q.object))
        for q in quads
        if q.predicate.value.startswith(SKOS)
    }
    explained = {
        (f"<{axiom[OWL + 'annotatedSource'][0]}>", axiom[OWL + "annotatedProperty"][0], target)
        for axiom in said.values()
        if axiom[OWL + "annotatedSource"] and axiom[DCTERMS_SOURCE] and axiom[RDFS + "comment"]
        for target in (f"<{axiom[OWL + 'annotatedTarget'][0]}>",)
    }
    assert mappings == explained
    assert {exactness.removeprefix(SKOS) for _, exactness, _ in mappings} <= {
        "exactMatch",
        "closeMatch",
        "broadMatch",
    }
