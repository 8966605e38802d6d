"""Does each citation lead to its target, under the verb that governs it, from the words that cite it?"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kg.document import Act, Footnote, Mark
from kg.knowledge import Knowledge, Name
from kg.text.annotate.citations import CitationFinder, annotate_citations
from tests.conftest import CASES
from tests.tables import read_yaml
from tests.text.annotate.documents import document_of

if TYPE_CHECKING:
    from kg.document import Citation, Document, Provision
    from kg.knowledge import NameForm

TABLE = read_yaml(CASES / "annotate" / "citations.yaml")
MARK = re.compile(r"\[(\w+)\]")


def treaty(key: str, text: str, form: NameForm = "label") -> Name:
    return Name(f"treaty/{key}", "treaty", text, form)


KNOWLEDGE = Knowledge(
    names=(
        treaty("RIVERS", "Convention on Rivers"),
        treaty("LAKES", "Convention on Lakes"),
        treaty("RIVERS-A", "Optional Protocol to the Convention on Rivers on the use of weirs"),
        treaty("RIVERS-B", "Optional Protocol to the Convention on Rivers on the sale of fish"),
        treaty("WELLS", "Universal Declaration of Wells"),
        treaty("WATER", "Covenant on Wells"),
        treaty("PUMPS", "Covenant on Pumps"),
        treaty("WATER", "Covenants on Wells and Pumps", "alternative"),
        treaty("PUMPS", "Covenants on Wells and Pumps", "alternative"),
        treaty("UN-CHARTER", "Charter of the United Nations"),
        treaty("WRECKS-A", "First Treaty on Wrecks"),
        treaty("WRECKS-B", "Second Treaty on Wrecks"),
        treaty("WRECKS-A", "Treaties on Wrecks", "alternative"),
        treaty("WRECKS-B", "Treaties on Wrecks", "alternative"),
        treaty("WRECKS-1", "Protocol Additional to the Treaties on Wrecks (Protocol I)"),
        treaty("WRECKS-2", "Protocol Additional to the Treaties on Wrecks (Protocol II)"),
        treaty("LAKES-A", "Ghent Protocol on Fish"),
        Name("A/RES/70/1", "instrument", "Our rivers: the Agenda for Rivers", "label"),
        Name("A/RES/70/1", "instrument", "Agenda for Rivers", "alternative"),
        Name("A/RES/71/5", "instrument", "General Assembly resolution 71/5", "label"),
        Name("A/RES/71/5", "instrument", "Plan for Wells", "alternative"),
        Name("A/CONF.9/9", "instrument", "Platform for Bridges", "alternative"),
        Name("A/RES/44/25", "instrument", "Convention on Rivers", "label"),
        Name("body/RIVERS-COP", "body", "Conference of the Parties to the Convention on Rivers", "label"),
    ),
    supplements=(
        ("treaty/RIVERS-A", "treaty/RIVERS"),
        ("treaty/RIVERS-B", "treaty/RIVERS"),
        ("treaty/LAKES-A", "treaty/LAKES"),
        ("treaty/WRECKS-1", "treaty/WRECKS-A"),
        ("treaty/WRECKS-1", "treaty/WRECKS-B"),
        ("treaty/WRECKS-2", "treaty/WRECKS-A"),
        ("treaty/WRECKS-2", "treaty/WRECKS-B"),
    ),
    treaty_series=(
        (10, 100, "treaty/RIVERS"),
        (11, 100, "treaty/RIVERS-A"),
        (12, 100, "treaty/RIVERS-B"),
    ),
)
FINDER = CitationFinder(KNOWLEDGE)


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_what_does_a_paragraph_cite(case: dict[str, Any]) -> None:
    document = annotate_citations(read_case(case), FINDER)
    cited = [[shown(one) for one in provision.citations] for provision in document.provisions]
    assert cited == [paragraph.get("cites", []) for paragraph in case["paragraphs"]]
    left = [one.text for one in document.unresolved]
    assert left == [words for paragraph in case["paragraphs"] for words in paragraph.get("left", [])]


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_does_every_span_give_back_the_words(case: dict[str, Any]) -> None:
    document = annotate_citations(read_case(case), FINDER)
    notes = {note.marker: note.text for note in document.footnotes}
    for provision in document.provisions:
        for one in provision.citations:
            text, span = (provision.text, one.span) if one.span else (notes[one.note or ""], one.note_span)
            assert span is not None
            assert text[slice(*span)] == one.text
    for note in document.footnotes:
        assert [note.text[slice(*one.span or (0, 0))] for one in note.citations] == [
            one.text for one in note.citations
        ]


def read_case(case: dict[str, Any]) -> Document:
    """Return the document of a case, its marks taken out of the texts."""
    texts = [paragraph["text"] for paragraph in case["paragraphs"]]
    document = document_of([MARK.sub("", text) for text in texts], body=case["body"])
    provisions = [marked(one, text) for one, text in zip(document.provisions, texts, strict=True)]
    notes = [
        Footnote(marker, text, (0, 0), (), provision.id)
        for provision, paragraph in zip(provisions, case["paragraphs"], strict=True)
        for marker, text in paragraph.get("notes", {}).items()
    ]
    return replace(document, provisions=tuple(provisions), footnotes=tuple(notes))


def marked(provision: Provision, text: str) -> Provision:
    marks, removed = [], 0
    for match in MARK.finditer(text):
        marks.append(Mark(match.start() - removed, match[1]))
        removed += len(match[0])
    return replace(provision, marks=tuple(marks))


def shown(one: Citation) -> str:
    pinpoint = f" # {one.pinpoint}" if one.pinpoint else ""
    return f"{one.text} -> {one.target}{pinpoint}" + (f" ^ {one.note}" if one.note else "")


# Text, the acts in it as (slug, phrase), and the act that governs each citation.
GOVERNED = [
    # the act that opens the paragraph need not be the one that cites
    (
        "Concerned at floods, and recalling resolution 70/1",
        [("is-concerned", "Concerned"), ("recalls", "recalling")],
        ["recalls"],
    ),
    # each citation has the act before it
    (
        "Recalls resolution 70/1, and requests a report in line with resolution 70/2",
        [("recalls", "Recalls"), ("requests", "requests")],
        ["recalls", "requests"],
    ),
    # a while-clause ends where the main clause goes on
    (
        "Requests States, while recalling resolution 70/1, to apply resolution 70/2",
        [("requests", "Requests"), ("recalls", "recalling")],
        ["recalls", "requests"],
    ),
    # words put in front of a verb belong to it
    (
        "Recalls resolution 70/1 and, in line with resolution 70/2, requests a report",
        [("recalls", "Recalls"), ("requests", "requests")],
        ["recalls", "requests"],
    ),
]


@pytest.mark.parametrize(("text", "acts", "governing"), GOVERNED)
def test_which_verb_governs_a_citation(text: str, acts: list[tuple[str, str]], governing: list[str]) -> None:
    spans = [(slug, phrase, text.index(phrase)) for slug, phrase in acts]
    document = document_of([text])
    found = tuple(Act(slug, phrase, (at, at + len(phrase))) for slug, phrase, at in spans)
    provision = replace(document.provisions[0], acts=found)
    (annotated,) = annotate_citations(replace(document, provisions=(provision,)), FINDER).provisions
    assert [one.act for one in annotated.citations] == governing


def test_does_a_sub_item_cite_under_the_act_it_inherits() -> None:
    document = document_of(["To apply resolution 70/1"])
    provision = replace(document.provisions[0], acts=(Act("requests", "Requests", None, inherited=True),))
    (annotated,) = annotate_citations(replace(document, provisions=(provision,)), FINDER).provisions
    assert [one.act for one in annotated.citations] == ["requests"]


def test_which_verb_governs_what_stands_in_a_note() -> None:
    text = "Welcomes the report, and deplores floods"
    document = document_of([text])
    acts = (Act("welcomes", "Welcomes", (0, 8)), Act("deplores", "deplores", (25, 33)))
    marks = (Mark(text.index(","), "1"), Mark(len(text), "2"))
    provision = replace(document.provisions[0], acts=acts, marks=marks)
    notes = (Footnote("1", "A/74/1.", (0, 0), (), "op/1"), Footnote("2", "A/74/2.", (0, 0), (), "op/1"))
    document = replace(document, provisions=(provision,), footnotes=notes)
    (annotated,) = annotate_citations(document, FINDER).provisions
    assert [(one.target, one.act) for one in annotated.citations] == [
        ("A/74/1", "welcomes"), ("A/74/2", "deplores"),
    ]  # fmt: skip


def test_whose_are_its_resolutions_in_a_draft_for_another_body() -> None:
    draft = document_of(["Recalling its resolution 70/1"], body="ECOSOC", prefix="draft/", draft_for="GA")
    assert targets(draft) == ["A/RES/70/1"]
    own = document_of(["Recalling its resolution 2010/1"], body="ECOSOC", draft_for="GA")
    assert targets(own) == ["E/RES/2010/1"]


def test_is_a_document_of_an_unknown_body_read_as_far_as_its_numbers_speak() -> None:
    document = document_of(["Recalling its resolution 1/1 and resolution 1325 (2000)"], body=None)
    annotated = annotate_citations(document, FINDER)
    assert [one.target for one in annotated.provisions[0].citations] == ["S/RES/1325(2000)"]
    assert [one.text for one in annotated.unresolved] == ["its resolution 1/1"]


def test_which_of_two_notes_with_one_marker_does_a_later_paragraph_mean() -> None:
    document = document_of(["Recalling the report", "and another", "and that again"])
    provisions = tuple(replace(one, marks=(Mark(len(one.text), "1"),)) for one in document.provisions)
    notes = (Footnote("1", "A/74/1.", (0, 0), (), "op/1"), Footnote("1", "A/74/2.", (0, 0), (), "op/2"))
    annotated = annotate_citations(replace(document, provisions=provisions, footnotes=notes), FINDER)
    assert [[one.target for one in provision.citations] for provision in annotated.provisions] == [
        ["A/74/1"], ["A/74/2"], ["A/74/2"],
    ]  # fmt: skip


def test_does_a_resolution_not_cite_itself_by_the_name_of_what_it_sets_out() -> None:
    document = document_of(["Endorses the Plan for Wells, in line with the Agenda for Rivers"])
    document = replace(document, front=replace(document.front, symbol="A/RES/71/5"))
    assert targets(document) == ["A/RES/70/1"]


def test_does_a_treaty_speak_of_itself_without_citing() -> None:
    document = replace(document_of(["under this Convention, and the Convention on Rivers"]), kind="treaty")
    assert targets(document) == ["treaty/RIVERS"]


def targets(document: Document) -> list[str | None]:
    (provision,) = annotate_citations(document, FINDER).provisions
    return [one.target for one in provision.citations]


HOSTILE = [
    "A/",
    "A/1(",
    "its resolution ",
    "the Convention ",
    "Optional Protocols thereto ",
    "resolution 70/1 of 1 May 2015, ",
    "resolution 70/1 entitled “",
    "resolution 70/1, annexes I and II, paras. 1–4, ",
    "paragraphs 1, 2 and 3 of ",
    "Treaty Series, vol. 1 and 2, No. 1 ",
    "the Plan for Wells ",
    "the Treaties on Wrecks and the Additional Protocols thereto, ",
    "paragraph 5 of the report of the Council ",
    "the Convention on Rivers, under articles 1 and 2 ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_does_a_hostile_text_take_time_in_proportion_to_its_length(piece: str) -> None:
    document = document_of([piece * (50_000 // len(piece))])
    text = document.provisions[0].text
    note = Footnote("1", text, (0, 0), (), "op/1")
    marks = tuple(Mark(at, "1") for at in range(1, len(text), 1000))
    provision = replace(document.provisions[0], marks=marks)
    started = time.process_time()
    annotate_citations(replace(document, provisions=(provision,), footnotes=(note,)), FINDER)
    assert time.process_time() - started < 3
