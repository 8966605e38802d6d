"""The UN's own XML: roles, numbers, levels, notes, italics and facts come from the markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.document import Mark
from kg.text.read.file import read_bytes
from tests.text.read.made import akn

if TYPE_CHECKING:
    from kg.text.block import Block, Reading

ITALIC = '<span class="italic">{}</span>'
NOTE = '<authorialNote marker="{}"><p>{}</p></authorialNote>'
BODY = "<mainBody>{}</mainBody>"
POINT = "<point><num>{}</num><content><p>{}</p></content></point>"


def _read(inside: str, **parts: str) -> Reading:
    return read_bytes(akn(inside, **parts).encode(), name="a.xml")


def _seen(blocks: tuple[Block, ...]) -> list[str]:
    return [
        " ".join(f"{each.role} {each.level} {each.number}".split()) + f" | {each.text}" for each in blocks
    ]


STRUCTURES = {
    "formula and preamble": (
        '<preamble><formula name="enactingFormula"><p>The Council,</p></formula>'
        '<container name="Recalling"><p>Recalling it,</p></container></preamble>',
        ["formula 1 | The Council,", "preambular 1 | Recalling it,"],
    ),
    "numbered paragraph": (
        BODY.format("<paragraph><num>1.</num><content><p>Urges States;</p></content></paragraph>"),
        ["operative 1 1. | Urges States;"],
    ),
    "a chapeau keeps its number, its points theirs": (
        BODY.format(
            "<paragraph><num>2.</num><list><intro><p>Calls upon all:</p></intro>"
            + POINT.format("(a)", "To do;")
            + f"<sublist>{POINT.format('(i)', 'This;')}</sublist></list></paragraph>"
        ),
        ["operative 1 2. | Calls upon all:", "operative 2 (a) | To do;", "operative 3 (i) | This;"],
    ),
    "an empty paragraph hands its number on": (
        BODY.format("<paragraph><num>3.</num><content><p> </p><p>Decides.</p></content></paragraph>"),
        ["operative 1 3. | Decides."],
    ),
    "a list introduction is a paragraph": (
        "<preamble><container name='x'><blockList><listIntroduction>Affirming that:</listIntroduction>"
        "<item><num>(a)</num><p>It is so,</p></item></blockList></container></preamble>",
        ["preambular 1 | Affirming that:", "preambular 2 (a) | It is so,"],
    ),
    "a draft inside a resolution has its own preamble": (
        BODY.format(
            "<paragraph><content><p>Recommends:<embeddedStructure>"
            "<container name='formula'><p>The Assembly,</p></container>"
            "<container name='Recalling'><p>Recalling,</p></container>"
            "<paragraph><num>1.</num><content><p>Urges.</p></content></paragraph></embeddedStructure></p></content></paragraph>"
        ),
        [
            "operative 1 | Recommends:", "formula 1 | The Assembly,",
            "preambular 1 | Recalling,", "operative 1 1. | Urges.",
        ],
    ),
    "a section's number goes to its heading": (
        BODY.format("<section><num>I</num><subheading>Follow-up</subheading>"
            "<paragraph><content><p>Urges.</p></content></paragraph></section>"),
        ["heading 1 I | Follow-up", "operative 1 | Urges."],
    ),
    "an annex stays annex, numbers glued to its words set apart": (
        "<attachments><attachment><doc><mainBody><paragraph><subheading>Article 1</subheading></paragraph>"
        "<paragraph><content><p>\t(a)\tTo act;</p></content></paragraph>"
        "</mainBody></doc></attachment></attachments>",
        ["heading 1 | Article 1", "annex 1 (a) | To act;"],
    ),
    "a table is one block": (
        BODY.format("<container name='table'><table><tr><td><p>A</p></td><td><p>B</p></td></tr>"
            "<tr><td>C</td></tr></table></container>"),
        ["table 1 | A | B\nC"],
    ),
    "conclusions close": (
        "<conclusions><p>8th meeting<eol/>8 June</p></conclusions>", ["closing 1 | 8th meeting 8 June"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "expected"), STRUCTURES.values(), ids=STRUCTURES.keys())
def test_does_each_paragraph_get_its_role_number_and_level(inside: str, expected: list[str]) -> None:
    assert _seen(_read(inside).blocks) == expected


def test_are_note_marks_taken_out_and_remembered() -> None:
    reading = _read(
        BODY.format(
            f"<p>the Convention,{NOTE.format('3', 'Vol. 1.')} and <sup>5</sup>it{NOTE.format('', 'x')}</p>"
        )
    )
    (block,) = reading.blocks
    assert block.text == "the Convention, and it"
    assert block.marks == (Mark(15, "3"), Mark(20, "5"), Mark(22, ""))
    assert [(note.marker, note.passage.text) for note in reading.notes] == [("3", "Vol. 1."), ("", "x")]


def test_are_exponents_and_ordinals_no_note_marks() -> None:
    (block,) = _read(BODY.format("<p>5 km<sup>2</sup> at the 6<sup>th</sup> meeting</p>")).blocks
    assert (block.text, block.marks) == ("5 km² at the 6th meeting", ())


def test_are_touching_italics_one_and_italic_commas_none() -> None:
    inside = "<p>\t{}{} {} it{}</p>".format(*map(ITALIC.format, ("Recal", "ling ", "also", ", ")))
    (block,) = _read(BODY.format(inside)).blocks
    assert [block.text[start:end] for start, end in block.emphasis] == ["Recalling also"]


def test_do_pieces_give_the_words_back_from_the_file() -> None:
    cited = NOTE.format("1", "\U0001f601 See &quot;it&quot;.")
    inside = f"<p>\n  \U0001f600 R &amp; D\r\n {ITALIC.format('of the')} child’s,{cited}  rights</p>"
    reading = _read(BODY.format(inside))
    (block,), (note,) = reading.blocks, reading.notes
    assert _given_back(reading, block.passage.pieces()) == "\U0001f600R&Dofthechild’s,rights"
    assert _given_back(reading, note.passage.pieces()) == "\U0001f601See&it&."


def _given_back(reading: Reading, pieces: tuple[tuple[int, int], ...]) -> str:
    return "".join("".join(reading.source[start:end] for start, end in pieces).split())


def test_do_parts_under_one_symbol_begin_with_a_break() -> None:
    part = (
        "<component><statement><preface><p><docNumber>{}</docNumber></p></preface>"
        "<mainBody><p>Urges</p></mainBody></statement></component>"
    )
    parts = part.format("A") + part.format("B")
    xml = f"<akomaNtoso><documentCollection>{parts}</documentCollection></akomaNtoso>"
    blocks = read_bytes(xml.encode(), name="a").blocks
    assert [block.role for block in blocks] == ["break", "front", "operative"] * 2
    assert [block.text for block in blocks if block.name == "number"] == ["A", "B"]


def test_are_paragraphs_in_heading_clothes_named() -> None:
    blocks = _read(
        BODY.format('<crossHeading refersTo="#preamble">Recalling,</crossHeading><p><num>II</num></p>')
    ).blocks
    assert [(block.role, block.name) for block in blocks] == [
        ("heading", "preamble"),
        ("operative", "section"),
    ]


def _facts(meta: str, cover: str = "", inside: str = "") -> dict[str, str]:
    return dict(reversed(_read(f"{inside}<mainBody><p>x</p></mainBody>", meta=meta, cover=cover).facts))


def test_does_the_metadata_state_session_agenda_and_papers() -> None:
    cover = (
        '<p><docNumber refersTo="#symbol">A/RES/1/2</docNumber></p>'
        '<p><session value="1">First session</session></p>'
        '<p><inline name="agenda item" title="3 (b)">Agenda item 3 (b)</inline></p>'
        '<p><docProponent>[on the report (<inline name="originating document">A/1/3</inline>)]'
        "</docProponent></p>"
    )
    facts = _facts('<step outcome="draftResolution" as="A/1/L.4"/>', cover)
    assert facts == {
        "symbol": "A/RES/1/2", "session": "1", "agenda item": "3 (b)", "originating document": "A/1/3",
        "recommended by": "[on the report (A/1/3)]", "draft": "A/1/L.4",
    }  # fmt: skip


WORK = '<FRBRdate date="{}" name="adoption"/>'
STEP = '<step outcome="adopted" date="2020-01-03" by="{}"/>'
COUNT = '<count refersTo="{}" value="{}"/>'
DATES = {
    "the work's date counts, not the workflow's": (
        WORK.format("2020-01-02") + STEP,
        "2020-01-02",
    ),
    "the year 1 means unknown": (WORK.format("0001-01-01") + STEP, "2020-01-03"),
    "the date of the markup is no date of adoption": ('<FRBRdate date="2020-01-02" name="markup"/>', None),
}
MODES = {
    "outcome": ('<voting outcome="adoptedWithoutVote"/>', ("without a vote", None)),
    "outcome and counts": (
        f'<voting outcome="adoptedRecordedVote">{COUNT.format("#inFavour", "120")}</voting>',
        ("recorded vote", "120"),
    ),
    "counts and a remark": (
        f"<voting>{COUNT.format('inFavour', '015')}</voting>{STEP.format('Adopted unanimously, 9th')}",
        ("unanimously", "15"),
    ),
    "counts alone": (f"<voting>{COUNT.format('inFavour', '012')}</voting>", ("recorded vote", "12")),
}


@pytest.mark.parametrize(("meta", "adopted"), DATES.values(), ids=DATES.keys())
def test_is_the_date_of_adoption_the_work_s_own(meta: str, adopted: str | None) -> None:
    assert _facts(meta).get("adopted") == adopted


@pytest.mark.parametrize(("meta", "expected"), MODES.values(), ids=MODES.keys())
def test_is_the_vote_read_from_outcome_counts_and_remarks(
    meta: str, expected: tuple[str, str | None]
) -> None:
    facts = _facts(meta)
    assert (facts.get("mode"), facts.get("in favour")) == expected


def test_are_the_subjects_those_of_the_library_and_not_those_of_the_goals() -> None:
    unbis = "http://metadata.un.org/thesaurus/1000928"
    meta = (
        '<classification source="http://metadata.un.org/sdg">'
        '<keyword value="x" href="http://metadata.un.org/thesaurus/1" showAs="hunger" dictionary="UNBIS"/>'
        '</classification><classification source="DHLAUTH">'
        f'<keyword value="x" href="{unbis}" showAs="CHILD ABUSE" dictionary="UNBIS Thesaurus"/>'
        '<keyword value="x" href="" showAs="WOMEN&amp;#39;S RIGHTS" dictionary="UNBIS Thesaurus"/>'
        '<keyword value="x" href="javascript:1" showAs="UN Office" dictionary="DHLAUTH"/>'
        '<keyword refersTo="agenda" value="19" showAs="CHILDREN" dictionary="DHLAUTH"/>'
        '<keyword value="19" showAs="CITIES" dictionary="A/77/251"/></classification>'
    )
    found = [value for field, value in _read(BODY.format("<p>x</p>"), meta=meta).facts if field == "subject"]
    assert found == [f"{unbis} CHILD ABUSE", " WOMEN'S RIGHTS", " UN Office"]


def test_is_it_read_who_sponsored_a_draft_and_how_each_state_voted() -> None:
    meta = (
        '<step outcome="draftResolution" as="A/1/L.4" by="Albania and Serbia"/>'
        '<step outcome="draftResolutionAdditionalSponsors" by="Uganda"/>'
        '<voting outcome="adoptedRecordedVote"><count value="2" refersTo="#inFavour"><voters>'
        "<organization>ALBANIA</organization><organization>SERBIA</organization></voters></count>"
        '<count value="1" refersTo="abstaining"><voters><organization>UGANDA</organization></voters></count>'
        "</voting>"
    )
    facts = _read(BODY.format("<p>x</p>"), meta=meta).facts
    assert [value for field, value in facts if field == "sponsors"] == ["Albania and Serbia", "Uganda"]
    assert [fact for fact in facts if fact[0].startswith("voted")] == [
        ("voted in favour", "ALBANIA"),
        ("voted in favour", "SERBIA"),
        ("voted abstaining", "UGANDA"),
    ]
