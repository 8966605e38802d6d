"""Is every planted contradiction caught, is what agrees left alone, and is the blame put where it belongs?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.infer.consistency import check_consistency, narrow
from kg.graph.infer.explain import quad_in_words
from kg.graph.infer.hermit import Answer, ReasonerTimeoutError, ask_hermit
from kg.graph.ontology.axioms import Axioms
from kg.graph.ontology.logical import Logic
from kg.graph.ontology.skolem import skolemise, unskolemise
from kg.graph.sources.curated import ONTOLOGY_GRAPH
from kg.namespaces import CP
from kg.pipeline.reason import check_agreement, read_contents
from tests.conftest import CASES
from tests.graph.reading import read_file, read_ontology, read_text
from tests.graph.warm_hermit import warm_hermit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

    from tests.graph.warm_hermit import WarmHermit

CONTRADICTIONS = CASES / "contradictions"
PLANTED = sorted(path.stem for path in CONTRADICTIONS.glob("*.ttl") if path.stem != "base")
UNSATISFIABLE = sorted(path.stem for path in (CONTRADICTIONS / "unsatisfiable").glob("*.ttl"))


@pytest.fixture(scope="module")
def ontology() -> list[ox.Quad]:
    """Return the ontology as the store gives it back: named and unnamed again."""
    return unskolemise(skolemise(read_ontology()))


@pytest.fixture(scope="module")
def base() -> list[ox.Quad]:
    """Return data that agree with the ontology."""
    return read_file(CONTRADICTIONS / "base.ttl")


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmHermit]:
    """Return HermiT in a Java that stays."""
    with warm_hermit() as hermit:
        yield hermit


@pytest.fixture
def asked_warm(warm: WarmHermit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let HermiT be asked in a Java that stays."""
    monkeypatch.setattr("kg.graph.infer.hermit.run_within", warm.run_within)


def ask(quads: list[ox.Quad]) -> Answer:
    """Return HermiT's answer about statements."""
    return ask_hermit(Logic(Axioms(quads)).triples(quads), timeout=60)


@pytest.mark.usefixtures("asked_warm")
def test_is_the_base_of_all_cases_consistent(ontology: list[ox.Quad], base: list[ox.Quad]) -> None:
    assert ask([*ontology, *base]) == Answer(consistent=True, unsatisfiable=())


@pytest.mark.usefixtures("asked_warm")
@pytest.mark.parametrize("case", PLANTED)
def test_does_a_planted_contradiction_turn_the_verdict(
    case: str, ontology: list[ox.Quad], base: list[ox.Quad]
) -> None:
    assert not ask([*ontology, *base, *read_file(CONTRADICTIONS / f"{case}.ttl")]).consistent


def test_are_there_planted_contradictions_of_many_kinds() -> None:
    assert len(PLANTED) >= 25


@pytest.mark.usefixtures("asked_warm")
@pytest.mark.parametrize("case", UNSATISFIABLE)
def test_is_a_class_that_can_have_no_member_named(case: str, ontology: list[ox.Quad]) -> None:
    planted = read_file(CONTRADICTIONS / "unsatisfiable" / f"{case}.ttl", ONTOLOGY_GRAPH)
    assert ask([*ontology, *planted]) == Answer(consistent=True, unsatisfiable=(CP + "Planted",))


def test_do_the_projects_ontology_and_data_agree(store_path: str) -> None:
    verdict = check_agreement(read_contents(store_path), timeout=100)
    assert (verdict.consistent, verdict.unsatisfiable, verdict.culprits) == (True, (), None)


@pytest.mark.usefixtures("asked_warm")
def test_are_things_that_are_said_to_be_the_same_let_be() -> None:
    quads = read_text("cp:p a owl:ObjectProperty . <a> owl:sameAs <b> ; cp:p <c> . <b> cp:p <c> .")
    assert ask(quads).consistent


def test_are_labels_and_imports_kept_from_the_reasoner() -> None:
    quads = read_text(
        """<http://o> a owl:Ontology ; owl:imports <http://127.0.0.1:9/x> . cp:note a owl:AnnotationProperty .
           cp:note rdfs:subPropertyOf rdfs:label . cp:A a owl:Class ; rdfs:label "a"@en ; cp:note "n" .
           [] a owl:Axiom ; owl:annotatedSource cp:A ;
              owl:annotatedProperty cp:note ; owl:annotatedTarget "n" ."""
    )
    said = " ".join(map(str, Logic(Axioms(quads)).triples(quads)))
    assert "ontology#A" in said
    for word in ("label", "note", "imports", "Axiom", "annotated"):
        assert word not in said


@pytest.mark.usefixtures("asked_warm")
def test_are_the_two_statements_to_blame_found_with_their_graphs() -> None:
    """Over a few axioms, as each question to HermiT costs; `tests/cli` asks over the whole ontology."""
    ontology = read_text(
        """cp:Provision a owl:Class . cp:provisionOf a owl:ObjectProperty ; rdfs:domain cp:Provision .
           cp:OperativeParagraph a owl:Class ; rdfs:subClassOf cp:Provision .
           cp:PreambularParagraph a owl:Class ; rdfs:subClassOf cp:Provision ;
             owl:disjointWith cp:OperativeParagraph .""",
        ONTOLOGY_GRAPH,
    )
    others = [
        f"<case/op/{n}> a cp:OperativeParagraph ; cp:provisionOf <case> . "
        f"<case/pp/{n}> a cp:PreambularParagraph ; cp:provisionOf <case> ."
        for n in (3, 4)
    ]
    planted = read_text("<case/op/3> a cp:PreambularParagraph .", "https://w3id.org/cpkg/graph/curated/bad")
    culprits = check_consistency(ontology, [*read_text(" ".join(others)), *planted], timeout=60).culprits
    assert culprits
    assert culprits.minimal
    assert {quad_in_words(quad) for quad in culprits.quads} == {
        ("case/op/3 rdf:type cp:OperativeParagraph", "curated/case"),
        ("case/op/3 rdf:type cp:PreambularParagraph", "curated/bad"),
    }


@pytest.mark.usefixtures("asked_warm")
def test_is_an_ontology_that_contradicts_itself_told_apart_from_bad_data() -> None:
    ontology = read_text(
        """cp:A a owl:Class . cp:B a owl:Class ; owl:disjointWith cp:A . cp:C a owl:Class , cp:A , cp:B .
           cp:D a owl:Class .""",
        ONTOLOGY_GRAPH,
    )
    culprits = check_consistency(ontology, read_text("<x> a cp:D ."), timeout=60).culprits
    assert culprits
    assert culprits.in_ontology
    assert {str(quad.subject) for quad in culprits.quads} == {f"<{CP}B>", f"<{CP}C>"}


def test_is_the_time_limit_kept_while_culprits_are_sought(
    ontology: list[ox.Quad], base: list[ox.Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let each question take half a second longer, and see the search stop with what it has."""

    def slowly(triples: list[ox.Triple], *, timeout: float) -> Answer:
        if timeout < 0.5:
            raise ReasonerTimeoutError("too slow")
        time.sleep(0.5)
        return Answer(consistent="PreambularParagraph" not in str(triples) or len(triples) < 900)

    monkeypatch.setattr("kg.graph.infer.consistency.ask_hermit", slowly)
    started = time.monotonic()
    planted = read_file(CONTRADICTIONS / "preambular-and-operative.ttl")
    culprits = check_consistency(ontology, [*base, *planted], timeout=2).culprits
    assert time.monotonic() - started < 9  # where all that it would ask takes longer than ten
    assert culprits
    assert not culprits.minimal
    assert culprits.quads


@given(
    size=st.integers(1, 60),
    sets=st.lists(st.sets(st.integers(0, 59), min_size=1, max_size=5), min_size=1, max_size=3),
)
def test_does_narrowing_end_with_a_set_that_contradicts_and_no_smaller(
    size: int, sets: list[set[int]]
) -> None:
    sets = [{number % size for number in one} for one in sets]

    def contradicts(parts: Sequence[int]) -> bool:
        return any(one <= set(parts) for one in sets)

    found = narrow(range(size), contradicts)
    assert found.complete
    assert contradicts(found.parts)
    assert not any(contradicts([p for p in found.parts if p != left_out]) for left_out in found.parts)


def test_does_narrowing_keep_all_that_is_left_when_time_runs_out() -> None:
    asked = 0

    def contradicts(parts: Sequence[int]) -> bool:
        nonlocal asked
        asked += 1
        if asked > 4:
            raise ReasonerTimeoutError("time is up")
        return {3, 40} <= set(parts)

    found = narrow(range(64), contradicts)
    assert not found.complete
    assert {3, 40} <= set(found.parts)
    assert len(found.parts) < 64
