"""What a reader expects of segmentation: each provision with the place that the document itself gives it."""

from __future__ import annotations

import pytest

from kg.document import Document, Origin
from kg.knowledge import ActName, Knowledge
from kg.text.block import Reading
from kg.text.clean.plain import clean_plain
from kg.text.segment.openings import Openings
from kg.text.segment.resolution import segment

VERBS = (
    "requests",
    "decides",
    "welcomes",
    "notes",
    "recalls",
    "calls upon",
    "urges",
    "takes note",
    "recommends",
)
OPENINGS = Openings(Knowledge(acts=tuple(ActName(verb.split()[0], verb, "operative") for verb in VERBS)))
COVER = """United Nations

A/RES/99/1

General Assembly

Distr.: General
3 January 2045

Ninety-ninth session
Agenda item 7 (a)

Resolution adopted by the General Assembly on 20 December 2044

[on the report of the Third Committee (A/99/400)]

99/1. A title of some words

"""


def segmented(source: str) -> list[Document]:
    reading = clean_plain(Reading(Origin("x.txt", "", "text/plain"), source, (), ()), OPENINGS.either)
    return segment(reading, OPENINGS)


def places(document: Document) -> list[tuple[str, str]]:
    return [(provision.id, provision.text) for provision in document.provisions]


def ids(source: str) -> list[str]:
    return [provision.id for provision in segmented(source)[0].provisions]


def test_is_the_front_matter_read_and_the_issue_date_not_taken_for_the_adoption() -> None:
    document = segmented(
        COVER + "The General Assembly,\n\nRecalling it,\n\n1. Requests it.\n\n"
        "70th plenary meeting\n20 December 2044\n"
    )[0]
    front = document.front
    assert (front.symbol, front.body, front.title) == ("A/RES/99/1", "GA", "A title of some words")
    assert (front.adopted, front.session, front.meeting) == ("2044-12-20", "99", "70")
    assert front.agenda_items == ("7 (a)",)
    assert (front.recommended_by, front.recommended_in) == ("the Third Committee", ("A/99/400",))
    assert places(document) == [("pp/1", "Recalling it,"), ("op/1", "Requests it.")]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("[Adopted without a vote.]", ("without a vote", None, None, None)),
        ("[Adopted by a recorded vote of 24 to 6, with 17 abstentions.]", ("recorded vote", 24, 6, 17)),
        ("Adopted by 12 votes to none, with 2 abstentions.", ("vote", 12, 0, 2)),
        ("Adopted unanimously at the 99th meeting.", ("unanimously", None, None, None)),
    ],
)
def test_is_the_vote_read(
    closing: str, expected: tuple[str | None, int | None, int | None, int | None]
) -> None:
    adoption = segmented(f"The Human Rights Council,\n\n1. Requests it.\n\n{closing}\n")[0].front.adoption
    assert (adoption.mode, adoption.in_favour, adoption.against, adoption.abstaining) == expected


BODY = "The General Assembly,\n\nRecalling it,\n\n"
# what stands after the formula and one recital → ids of the provisions after `pp/1`
SHAPES = [
    ("1. Requests it;\n\n2. Decides that.", ["op/1", "op/2"]),
    # a single unnumbered operative paragraph
    ("Decides to end it.", ["op/u1"]),
    # letters, roman numbers below them, and `(i)` as a letter after `(h)`
    ("1. Requests:\n\n(a) One;\n\n(b) Two:\n\n(i) Three;\n\n(ii) Four;\n\n2. Decides.",
     ["op/1", "op/1/a", "op/1/b", "op/1/b/i", "op/1/b/ii", "op/2"]),
    # a list in the preamble
    ("Noting with satisfaction that:\n\n(a) One,\n\n(b) Two,\n\n1. Requests it.",
     ["pp/2", "pp/2/a", "pp/2/b", "op/1"]),
    # numbering that begins anew under each heading
    ("I\n\nFirst part\n\n1. Requests it;\n\n2. Decides.\n\nII\n\nSecond part\n\n1. Requests more.",
     ["h/1", "h/2", "op/1", "op/2", "h/3", "h/4", "II/op/1"]),
    # a numbered list inside a numbered paragraph, which then goes on
    ("1. Requests it;\n\n2. Decides on these steps:\n\n1. One;\n\n2. Two;\n\n3. Requests more.",
     ["op/1", "op/2", "op/2/1", "op/2/2", "op/3"]),
    # a heading in the operative part
    ("1. Requests it;\n\nFollow-up\n\n2. Decides.", ["op/1", "h/1", "op/2"]),
    # the tail of a broken citation is no item of a list
    ("1. Requests it under resolution 900\n\n(IX) of 11 December 1954 and more;\n\n2. Decides.", None),
    # an annex, with numbers of its own
    ("1. Requests it.\n\nAnnex\n\nA list of things\n\n1. One thing is here.\n\n2. Two things are here.",
     ["op/1", "h/1", "annex/u1", "annex/1", "annex/2"]),
    # the rows of a table of sums, numbered as paragraphs are
    ("1. Requests it as follows:\n\nPart | Sum\n\n1. Rent of rooms | 12 300 400\n\n2. Sale of maps | –\n\n"
     "2. Notes it.",
     ["op/1", "annex/table/u1", "annex/table/u2", "annex/table/u3", "op/2"]),
    # persons below a colon, who bear no number and are no headings
    ("1. Decides to appoint:\n\nMs. Ada Example (Ruritania)\n\nIvo Muster (the Kingdom of Sylvania)\n\n"
     "2. Notes it.",
     ["op/1", "op/1/u1", "op/1/u2", "op/2"]),
    ("Decides to appoint the judges below:\n\nMs. Ada Example (Ruritania)\n\nIvo Muster (Sylvania)",
     ["op/u1", "op/u1/u1", "op/u1/u2"]),
    # a title with its abbreviation below a colon is a heading
    ("1. Decides on the tasks below:\n\nMission of Observers in Sylvania (MOS)\n\n2. Notes it.",
     ["op/1", "h/1", "op/2"]),
    # letters below a colon of words without number, while a list with letters is open; the numbers go on
    ("1. Decides on these rules:\n\n(a) One;\n\n(b) Two.\n\nThe Office shall name:\n\n(a) Its seat;\n\n"
     "(b) Its seal.\n\n2. Requests it.",
     ["op/1", "op/1/a", "op/1/b", "op/u1", "op/u1/a", "op/u1/b", "op/2"]),
    # the number of a paragraph of another instrument, given by the words before it
    ("1. Requests it;\n\n2. Decides to amend the rules:\n\nRule 8, new paragraph 6:\n\n"
     "6. The Office hears it.\n\n3. Notes it.",
     ["op/1", "op/2", "op/u1", "op/u1/6", "op/3"]),
    # a stray line in a preamble does not end it while the numbered part is still to come
    ("Noting that:\n\n(a) One,\n\n(b) Two,\n\nA/98/1.\n\n(a) Three,\n\n(b) Four,\n\n1. Requests it.",
     ["pp/2", "pp/2/a", "pp/2/b", "pp/3", "pp/3/a", "pp/3/b", "op/1"]),
    # a list in a preamble that begins again at once
    ("Noting that:\n\n(a) One,\n\n(b) Two,\n\n(a) Three,\n\n(b) Four,\n\n1. Requests it.",
     ["pp/2", "pp/2/a", "pp/2/b", "pp/2/a/u2", "pp/2/b/u2", "op/1"]),
    # the clause that closes a preamble: a finite verb after it is operative though a comma ends it
    ("Acting under Chapter XX of its rules,\n\nDecides to end it,\n\nDecides to go home.",
     ["pp/2", "op/u1", "op/u2"]),
    # without that clause a comma keeps it in the preamble
    ("Recalls the rules, and the rest,\n\nNoting more,\n\n1. Decides.", ["pp/2", "pp/3", "op/1"]),
    # a recital of a section that ends in a semicolon
    ("Requests it.\n\nII\n\nRecalling more;\n\n1. Decides.", ["op/u1", "h/1", "pp/2", "op/1"]),
    # a heading of many words
    ("1. Requests it;\n\nII\n\n" + "Estimates of the office for rooms and maps " * 6 + "\n\n1. Decides.",
     ["op/1", "h/1", "h/2", "II/op/1"]),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "expected"), SHAPES)
def test_does_each_provision_get_the_place_that_the_sequence_supports(
    rest: str, expected: list[str] | None
) -> None:
    found = ids(BODY + rest + "\n")
    assert found[0] == "pp/1"
    if expected is None:
        assert not any("ix" in one for one in found)
    else:
        assert found[1:] == expected


def test_is_a_recital_under_a_section_heading_told_from_the_preamble() -> None:
    document = segmented(BODY + "1. Requests it;\n\nI\nA section\n\nRecalling more,\n\nDecides that.\n")[0]
    assert [(p.id, p.kind, p.recital) for p in document.provisions if p.kind == "preambular"] == [
        ("pp/1", "preambular", False),
        ("pp/2", "preambular", True),
    ]


def test_is_a_draft_set_out_in_a_resolution_read_as_a_draft_for_the_other_body() -> None:
    source = (
        "2044/7. A title\n\nThe Economic and Social Council\n\n"
        "Recommends that the General Assembly adopt the following draft resolution:\n\n"
        "The General Assembly,\n\nRecalling its resolution,\n\n1. Requests it.\n"
    )
    document = segmented(source)[0]
    assert (document.front.body, document.front.draft_for, document.front.symbol) == (
        "ECOSOC",
        "GA",
        "E/RES/2044/7",
    )
    assert [p.id for p in document.provisions] == ["op/u1", "draft/pp/1", "draft/op/1"]


def test_are_the_parts_of_one_resolution_kept_apart_by_their_letters() -> None:
    source = (
        COVER + "The General Assembly,\n\n1. Requests it.\n\nB\n\nThe General Assembly,\n\n1. Decides that.\n"
    )
    (document,) = segmented(source)
    assert [p.id for p in document.provisions] == ["A/op/1", "B/op/1"]


def test_are_two_resolutions_in_one_file_two_documents() -> None:
    one = "99/1. First\n\nThe General Assembly,\n\nRecalling it,\n\n1. Requests it.\n\n70th meeting\n\n"
    two = "99/2. Second\n\nThe General Assembly,\n\n1. Decides that.\n\n71st plenary meeting\n"
    assert [(d.front.symbol, len(d.provisions)) for d in segmented(one + two)] == [
        ("A/RES/99/1", 2),
        ("A/RES/99/2", 1),
    ]


def test_is_an_unknown_body_read_and_said_to_be_unknown() -> None:
    (document,) = segmented("The Assembly of the Moon,\n\nRecalling it,\n\n1. Requests it.\n")
    assert document.front.body is None
    assert document.front.warnings == ("the enacting body is not known: Assembly of the Moon",)


def test_does_a_formula_glued_to_the_first_recital_open_the_preamble() -> None:
    (document,) = segmented("The General Assembly, Recalling its resolution,\n\n1. Requests it.\n")
    assert places(document)[0] == ("pp/1", "Recalling its resolution,")


@pytest.mark.parametrize(
    "text",
    [
        "Boil the eggs.\n\n1. Take two eggs.\n\n2. Add salt.\n",
        "The States Parties to the present Convention,\n\nRecalling it,\n\n",
        "",
    ],
)
def test_is_what_is_no_resolution_left_alone(text: str) -> None:
    assert segmented(text) == []


def test_is_each_footnote_tied_to_the_provision_that_calls_it() -> None:
    source = "The General Assembly,\n\nRecalling it,¹\n\n1. Requests more.²\n\n¹ A/98/1.\n\n² A/98/2.\n"
    (document,) = segmented(source)
    assert [(n.marker, n.text, n.provision) for n in document.footnotes] == [
        ("1", "A/98/1.", "pp/1"),
        ("2", "A/98/2.", "op/1"),
    ]
