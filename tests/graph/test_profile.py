"""Is every way out of OWL 2 DL noticed, and is the ontology inside?"""

from __future__ import annotations

import re

import pytest

from kg.graph.ontology.axioms import Axioms
from kg.graph.ontology.profile import check_profile, check_use
from kg.graph.sources.curated import ONTOLOGY_GRAPH
from kg.namespaces import expand
from kg.pipeline.reason import check_terms, read_contents
from tests.conftest import CASES
from tests.graph.reading import read_file, read_ontology, read_text

PROFILE = CASES / "profile"
BROKEN = sorted(path.stem for path in PROFILE.glob("*.ttl"))
_FINDS_RE = re.compile(r"^# finds: (?P<rule>\S+) at (?P<term>\S+)$", re.MULTILINE)

MISUSED = {
    "undeclared property": ("<x> cp:adoptedby <y> .", "cp:adoptedby is declared nowhere"),
    "undeclared class": ("<x> a cp:Resolutoin .", "cp:Resolutoin is not declared as a class"),
    "property as class": ("<x> a cp:adoptedBy .", "cp:adoptedBy is not declared as a class"),
    "text for a thing": ('<x> cp:adoptedBy "the Council" .', "is no value for cp:adoptedBy"),
    "thing for a text": ("<x> cp:symbol <y> .", "y is no value for cp:symbol"),
}


def test_is_the_ontology_in_owl_2_dl() -> None:
    assert check_profile(Axioms(read_ontology())) == []


def test_does_the_graph_use_the_terms_as_they_are_declared(store_path: str) -> None:
    assert check_terms(read_contents(store_path)) == []


@pytest.mark.parametrize("case", BROKEN)
def test_is_a_way_out_of_owl_2_dl_named(case: str) -> None:
    expected = _FINDS_RE.search((PROFILE / f"{case}.ttl").read_text(encoding="utf-8"))
    assert expected, f"{case}.ttl does not say what it breaks"
    broken = [*read_ontology(), *read_file(PROFILE / f"{case}.ttl", ONTOLOGY_GRAPH)]
    found = {(finding.rule, finding.focus) for finding in check_profile(Axioms(broken))}
    assert (f"owl2dl/{expected['rule']}", expand(expected["term"])) in found


@pytest.mark.parametrize("case", MISUSED)
def test_is_a_term_that_data_misuse_named_with_its_graph(case: str) -> None:
    turtle, message = MISUSED[case]
    (finding,) = check_use(
        Axioms(read_ontology()), read_text(turtle, "https://w3id.org/cpkg/graph/curated/bad")
    )
    assert message in finding.message
    assert finding.graph.endswith("curated/bad")
    assert finding.focus == expand("x")


@pytest.mark.parametrize(
    "turtle",
    [
        # A property before itself at either end of its chain, and transitivity written as a chain.
        "cp:p a owl:ObjectProperty ; owl:propertyChainAxiom ( cp:p cp:q ) , ( cp:q cp:p ) , ( cp:p cp:p ) .",
        # Under the head of a chain, and functional: allowed, as it is not above.
        "cp:p a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:subPropertyOf cp:addresses .",
        # A subproperty in the chain of the property above it.
        """cp:p a owl:ObjectProperty ; owl:propertyChainAxiom ( cp:q cp:r ) . cp:r a owl:ObjectProperty ;
           rdfs:subPropertyOf cp:p .""",
        "cp:q rdfs:range [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ] .".replace("cp:q", "cp:order"),
        "<x> a cp:Resolution . [] a owl:AllDifferent ; owl:distinctMembers ( <x> <y> ) .",
    ],
)
def test_is_what_owl_2_dl_allows_let_be(turtle: str) -> None:
    allowed = read_text("cp:q a owl:ObjectProperty . " + turtle, ONTOLOGY_GRAPH)
    assert check_profile(Axioms([*read_ontology(), *allowed])) == []
