"""Does what is extracted become the same model as the curated documents?"""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.document import (
    Act,
    Addressee,
    Adoption,
    Ballot,
    Citation,
    Document,
    Footnote,
    FrontMatter,
    Mark,
    Mention,
    Origin,
    Provision,
    Sponsor,
    Subject,
    Unresolved,
)
from kg.errors import InputError
from kg.graph.check.document_check import DocumentCheck
from kg.graph.check.shapes import read_shapes
from kg.graph.documents.named import outlines
from kg.graph.documents.quads import document_nquads, document_quads, document_turtle
from kg.graph.infer.base import Base
from kg.graph.lookup.facts import read_facts
from kg.graph.sources.curated import read_sources, read_turtle
from kg.identifiers import graph_iri
from kg.namespaces import CP, ELI, ID, PROV
from tests.conftest import ROOT

ORIGIN = Origin("papers/A RES 99 1.txt", "ab" * 32, "text/plain")
TEXT = "Urges Member States, recalling the Convention, to act"
PARAGRAPH = Provision(
    id="op/1",
    kind="operative",
    number="1",
    level=1,
    parent=None,
    text=TEXT,
    span=(120, 173),
    pieces=((120, 173),),
    marks=(Mark(40, "3"),),
    acts=(
        Act("urges", "Urges", (0, 5), (Addressee("group/member-states", "Member States", (6, 19)),)),
        Act("recalls", "recalling", (21, 30)),
        Act(None, "dares", (31, 36)),
    ),
    citations=(
        Citation("treaty/CRC", "the Convention", (31, 45), pinpoint="art/34", act="recalls", note="3"),
        Citation("treaty/CRC", "the Convention", (31, 45), pinpoint="art/34", act="recalls"),
        Citation("A/RES/98/4", "resolution 98/4", (46, 60), pinpoint="op/2", act="urges"),
        Citation(None, "the said text", (60, 70), reason="no antecedent"),
    ),
    mentions=(Mention("body/UNODC", "UNODC", (0, 5)), Mention("treaty/CRC", "the Convention", (0, 5))),
    themes=("conduct/grooming", "term/child-grooming"),
    sdg_targets=("16.2",),
    sdg_goals=("16",),
)
SUB_ITEM = replace(
    PARAGRAPH,
    id="op/1/a",
    number="a",
    level=2,
    parent="op/1",
    marks=(),
    acts=(Act("urges", "Urges", None, inherited=True),),
    citations=(Citation("treaty/CRC", "the Convention", (0, 3), act="urges"),),
)
DOCUMENT = Document(
    front=FrontMatter(
        symbol="A/RES/99/1",
        body="GA",
        title="Care of lighthouses",
        adopted="2044-12-03",
        session="99",
        agenda_items=("7", "19 (c)"),
        meeting="61",
        adoption=Adoption("recorded vote", 10, 2, 1),
        recommended_by="HRC",
        recommended_in=("A/99/400",),
        subjects=(
            Subject("CHILD ABUSE", "http://metadata.un.org/thesaurus/1000928"),
            Subject("LIGHTHOUSES"),
        ),
        sponsors=(Sponsor("Albania", "state/ALB"), Sponsor("Atlantis")),
        ballots=(
            Ballot("for", "ALBANIA", "state/ALB"),
            Ballot("against", "SERBIA", "state/SRB"),
            Ballot("abstaining", "UGANDA", "state/UGA"),
            Ballot("for", "ATLANTIS"),
        ),
    ),
    provisions=(
        Provision("pp/1", "preambular", None, 1, None, "Recalling", (100, 109), ((100, 109),)),
        PARAGRAPH,
        SUB_ITEM,
    ),
    footnotes=(
        Footnote("3", "A/98/2.", (200, 207), ((200, 207),), "op/1", (Citation("A/98/2", "A/98/2", None),)),
    ),
    origin=ORIGIN,
    unresolved=(Unresolved("the said text", "no antecedent", "op/1"),),
)


@pytest.fixture(scope="module")
def base() -> Base:
    return Base(quad for file in read_sources(ROOT) for quad in file.quads)


@pytest.fixture(scope="module")
def check(base: Base) -> DocumentCheck:
    return DocumentCheck(base, read_shapes(ROOT / "shapes"))


def values(quads: list[ox.Quad], subject: str, predicate: str) -> set[str]:
    """Return the values of a property, short."""
    return {
        str(getattr(quad.object, "value", "")).removeprefix(ID)
        for quad in quads
        if quad.subject == ox.NamedNode(ID + subject) and quad.predicate.value == predicate
    }


def test_does_everything_stand_in_the_graph_of_the_document() -> None:
    assert {quad.graph_name for quad in document_quads(DOCUMENT)} == {
        ox.NamedNode(graph_iri("document/A/RES/99/1"))
    }


def test_is_no_quad_written_twice() -> None:
    quads = document_quads(DOCUMENT)
    assert len(quads) == len(set(quads))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("symbol", {"A/RES/99/1"}),
        ("resolutionNumber", {"99/1"}),
        ("adoptedBy", {"body/GA"}),
        ("enactingBody", {"body/GA"}),
        ("adoptedOn", {"2044-12-03"}),
        ("adoptedAtSession", {"session/GA/99"}),
        ("underAgendaItem", {"session/GA/99/item/7", "session/GA/99/item/19-c"}),
        ("meetingNumber", {"61"}),
        ("adoptionMode", {"adoption-mode/recorded-vote"}),
        ("votesFor", {"10"}),
        ("abstentions", {"1"}),
        ("recommendedBy", {"body/HRC"}),
        ("recommendedIn", {"A/99/400"}),
        ("subjectHeading", {"CHILD ABUSE", "LIGHTHOUSES"}),
        ("sponsoredBy", {"state/ALB"}),
        ("votedForBy", {"state/ALB"}),
        ("votedAgainstBy", {"state/SRB"}),
        ("abstainedOnBy", {"state/UGA"}),
    ],
)
def test_is_the_front_matter_said_as_of_curated_documents(name: str, expected: set[str]) -> None:
    assert values(document_quads(DOCUMENT), "A/RES/99/1", CP + name) == expected


def test_is_the_text_about_the_concepts_of_the_unbis_thesaurus() -> None:
    about = values(document_quads(DOCUMENT), "A/RES/99/1", ELI + "is_about")
    assert about == {"http://metadata.un.org/thesaurus/1000928"}


def test_are_acts_and_citations_fragments_with_their_verb_and_note() -> None:
    thing = read_facts(document_quads(DOCUMENT), "A/RES/99/1")["A/RES/99/1/op/1"]
    assert [(act.path[-5:], act.type, act.phrase) for act in thing.acts] == [
        ("act-1", "urges", "Urges"),
        ("act-2", "recalls", "recalling"),
    ]
    assert thing.acts[0].addressees == {"group/member-states"}
    assert [(one.cited, one.pinpoint, one.governing[-5:]) for one in thing.citations] == [
        ("treaty/CRC/art/34", "art 34", "act-2"),
        ("A/RES/98/4/op/2", "para 2", "act-1"),
    ]
    assert values(document_quads(DOCUMENT), "A/RES/99/1/op/1#citation-1", CP + "throughNote") == {
        "A/RES/99/1/note/3"
    }


@pytest.mark.parametrize(
    ("target", "pinpoint", "cited", "short"),
    [
        # only general comments are described by paragraph under /para/
        ("CRC/C/GC/21", "para/8", "CRC/C/GC/21/para/8", "para 8"),
        ("A/74/17", "para/316", "A/74/17", "para 316"),
        ("A/RES/69/313", "para/89", "A/RES/69/313", "para 89"),
    ],
)
def test_is_a_paragraph_cited_that_can_be_described_and_else_its_document(
    target: str, pinpoint: str, cited: str, short: str, check: DocumentCheck
) -> None:
    citation = Citation(target, "the text cited", (46, 60), pinpoint=pinpoint, act="urges")
    document = replace(
        DOCUMENT, provisions=(DOCUMENT.provisions[0], replace(PARAGRAPH, citations=(citation,)))
    )
    document = replace(document, footnotes=(), unresolved=())
    quads = document_quads(document)
    (found,) = read_facts(quads, "A/RES/99/1")["A/RES/99/1/op/1"].citations
    assert (found.cited, found.pinpoint) == (cited, short)
    assert check.violations(quads) == []


def test_does_a_sub_item_leave_its_act_to_the_chapeau() -> None:
    quads = document_quads(DOCUMENT)
    assert values(quads, "A/RES/99/1/op/1/a", CP + "hasAct") == set()
    assert values(quads, "A/RES/99/1/op/1/a", CP + "subItemOf") == {"A/RES/99/1/op/1"}
    governing = values(quads, "A/RES/99/1/op/1/a#citation-1", CP + "governedBy")
    assert governing == {"A/RES/99/1/op/1#act-1"}


def test_do_themes_stand_on_acts_and_terms_on_the_provision() -> None:
    quads = document_quads(DOCUMENT)
    assert values(quads, "A/RES/99/1/op/1#act-1", CP + "hasTheme") == {"theme/conduct/grooming"}
    assert values(quads, "A/RES/99/1/op/1", CP + "hasTheme") == set()
    assert values(quads, "A/RES/99/1/op/1/a", CP + "hasTheme") == {"theme/conduct/grooming"}
    assert values(quads, "A/RES/99/1/op/1", CP + "usesTerm") == {"theme/term/child-grooming"}


def test_are_only_agents_mentioned_and_goals_named() -> None:
    quads = document_quads(DOCUMENT)
    assert values(quads, "A/RES/99/1/op/1", CP + "mentions") == {"body/UNODC"}
    assert values(quads, "A/RES/99/1/op/1", CP + "namesTarget") == {"http://metadata.un.org/sdg/16.2"}
    assert values(quads, "A/RES/99/1/op/1", CP + "namesGoal") == {"http://metadata.un.org/sdg/16"}


def test_is_what_was_left_open_kept_with_its_reason() -> None:
    assert values(document_quads(DOCUMENT), "A/RES/99/1/op/1", CP + "unresolved") == {
        "the said text — no antecedent",
        "dares — no type of act is known for the phrase",
    }


@pytest.mark.parametrize(
    "phrase",
    [
        # what the verb is about
        "Urges 12 times",
        # a whole clause
        "Urges " + "and ".join(["all those who dig "] * 6) + "to dig",
    ],
)
def test_is_a_phrase_that_holds_more_than_the_verb_left_open(phrase: str, check: DocumentCheck) -> None:
    paragraph = replace(PARAGRAPH, acts=(Act("urges", phrase, (0, 5)),))
    quads = document_quads(replace(DOCUMENT, provisions=(paragraph,)))
    assert values(quads, "A/RES/99/1/op/1#act-1", CP + "phrase") == set()
    assert f"{phrase} — more than the verb phrase of an act" in values(
        quads, "A/RES/99/1/op/1", CP + "unresolved"
    )
    assert check.violations(quads) == []


def test_does_each_provision_say_where_its_text_stands() -> None:
    quads = document_quads(DOCUMENT)
    assert values(quads, "A/RES/99/1/op/1", CP + "textStart") == {"120"}
    assert values(quads, "A/RES/99/1/note/3", CP + "textEnd") == {"207"}


def test_does_the_graph_name_its_file_version_and_time() -> None:
    quads = document_quads(DOCUMENT, read_at="2045-01-01T00:00:00Z")
    said = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in quads}
    assert (CP + "sha256", "ab" * 32) in said
    assert (PROV + "endedAtTime", "2045-01-01T00:00:00Z") in said
    assert (CP + "sourceFile", "A%20RES%2099%201.txt") in said


def test_are_the_provisions_of_a_draft_counted_by_themselves() -> None:
    draft = replace(PARAGRAPH, id="draft/op/1", citations=(), marks=())
    front = replace(DOCUMENT.front, draft_for="GA", draft_title="Care")
    quads = document_quads(replace(DOCUMENT, front=front, provisions=(PARAGRAPH, draft)))
    assert values(quads, "A/RES/99/1/draft/op/1", CP + "provisionOf") == {"A/RES/99/1/draft"}
    assert values(quads, "A/RES/99/1/draft/op/1", CP + "order") == {"1"}
    assert values(quads, "A/RES/99/1/draft", CP + "enactingBody") == {"body/GA"}
    assert values(quads, "A/RES/99/1", CP + "recommendsAdoptionOf") == {"A/RES/99/1/draft"}


def test_does_a_document_break_no_shape(check: DocumentCheck) -> None:
    assert check.violations(document_quads(DOCUMENT)) == []


@pytest.mark.parametrize(
    ("provision", "rule"),
    [
        # a theme that nobody described
        (replace(PARAGRAPH, themes=("conduct/juggling",)), "Act-hasTheme"),
        # a place that ends before it begins
        (replace(PARAGRAPH, span=(30, 20)), "textStart"),
        # an act type of no vocabulary
        (replace(PARAGRAPH, acts=(Act("juggles", "Juggles", (0, 5)),)), "Act-actType"),
    ],
)
def test_is_a_wrong_document_found_out(provision: Provision, rule: str, check: DocumentCheck) -> None:
    found = check.violations(document_quads(replace(DOCUMENT, provisions=(provision,))))
    assert rule in {finding.rule.rpartition("#")[2] for finding in found}


def test_is_what_a_document_names_outlined() -> None:
    named = {str(quad.subject).strip("<>").removeprefix(ID) for quad in outlines(document_quads(DOCUMENT))}
    assert {"treaty/CRC", "treaty/CRC/art/34", "A/RES/98/4/op/2", "A/RES/98/4", "A/98/2"} <= named
    assert {"session/GA/99", "session/GA/99/item/19-c", "body/GA"} <= named
    assert not any(name.startswith(("theme/", "act-type/", "group/")) for name in named)


@pytest.mark.parametrize("symbol", [None, "", "no symbol", "../../etc"])
def test_is_a_document_without_symbol_refused(symbol: str | None) -> None:
    with pytest.raises(InputError, match="symbol"):
        document_quads(replace(DOCUMENT, front=replace(DOCUMENT.front, symbol=symbol)))


def test_does_a_treaty_that_nobody_described_say_what_to_do() -> None:
    front = replace(DOCUMENT.front, symbol=None, title="Convention on Wells")
    with pytest.raises(InputError, match=r"Convention on Wells.*kg extract.*data/instruments/treaties\.ttl"):
        document_quads(replace(DOCUMENT, kind="treaty", front=front))


def test_are_turtle_and_n_quads_readable_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("turtle") / "document.ttl"
    path.write_text(document_turtle(DOCUMENT), encoding="utf-8")
    turtle = read_turtle(path, name="document.ttl", graph=graph_iri("curated/document")).quads
    quads = list(ox.parse(document_nquads(DOCUMENT), format=ox.RdfFormat.N_QUADS))
    assert len(turtle) == len(quads)


def test_does_a_curated_document_keep_its_curated_description(base: Base) -> None:
    """Only provenance and the places of texts that curated data describe stand beside it."""
    front = replace(DOCUMENT.front, symbol="A/HRC/RES/31/7", title="Other")
    quads = document_quads(replace(DOCUMENT, front=front))
    beside = base.beside("A/HRC/RES/31/7", quads)
    about = {quad.predicate.value for quad in beside if str(quad.subject.value).startswith(ID + "A/")}  # type: ignore[union-attr]
    assert about == {CP + "textStart", CP + "textEnd"}
    assert any(quad.predicate.value == CP + "sha256" for quad in beside)


def test_does_a_described_instrument_take_only_what_is_not_said_of_it(base: Base) -> None:
    front = replace(DOCUMENT.front, symbol="A/RES/70/1", title="Other title", meeting="4")
    beside = base.beside("A/RES/70/1", document_quads(replace(DOCUMENT, front=front)))
    assert values(beside, "A/RES/70/1", "http://www.w3.org/2000/01/rdf-schema#label") == set()
    assert values(beside, "A/RES/70/1", CP + "adoptedOn") == set()
    assert values(beside, "A/RES/70/1", CP + "meetingNumber") == {"4"}
    assert values(beside, "A/RES/70/1/op/1", CP + "hasAct")
