"""Word files: the numbers that Word would print, footnotes by reference, italics, hidden and deleted text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.text.read.file import read_bytes
from tests.text.read.made import docx, para, run

if TYPE_CHECKING:
    from kg.text.block import Reading

LISTS = """
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""
STYLES = """
<w:style w:styleId="Op"><w:name w:val="Operative"/><w:basedOn w:val="Base"/></w:style>
<w:style w:styleId="Base"><w:name w:val="Base"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="H"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="I"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
"""
FOOTNOTES = """
<w:footnote w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="8"><w:p><w:r><w:t>Second.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="9"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>First.</w:t></w:r></w:p></w:footnote>
"""
NUMBERED = {
    # (list, level) of each paragraph, and the numbers printed
    "letters start anew under the next number": (
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["1.", "(a)", "(b)", "2.", "(a)"],
    ),
    "roman under letters": ([(1, 0), (1, 1), (1, 2), (1, 2)], ["1.", "(a)", "(i)", "(ii)"]),
    "two lists made after one pattern count on": ([(1, 0), (2, 0)], ["1.", "2."]),
    "a list that is told where to start": ([(1, 0), (3, 0), (3, 0)], ["1.", "5.", "6."]),
    "bullets bear no number": ([(1, 3)], [""]),
    "unknown list": ([(44, 0)], [""]),
}  # fmt: skip


def _read(body: str, **parts: str) -> Reading:
    return read_bytes(docx(body, **parts), name="a.docx")


@pytest.mark.parametrize(("places", "numbers"), NUMBERED.values(), ids=NUMBERED.keys())
def test_are_the_numbers_those_that_word_prints(places: list[tuple[int, int]], numbers: list[str]) -> None:
    body = "".join(para(run("Urges"), number=place) for place in places)
    blocks = _read(body, numbering=LISTS).blocks
    assert [block.number for block in blocks] == numbers


def test_does_a_style_give_number_heading_and_italic() -> None:
    body = para(run("Title"), style="H") + para(
        run("Urges", '<w:rStyle w:val="I"/>'), run(" all"), style="Op"
    )
    heading, paragraph = _read(body, numbering=LISTS, styles=STYLES).blocks
    assert heading.role == "heading"
    assert (paragraph.number, paragraph.text, paragraph.emphasis) == ("1.", "Urges all", ((0, 5),))


def test_are_footnotes_tied_by_reference_and_counted_in_the_text_s_order() -> None:
    cited = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    reading = _read(
        para(run("the Court,"), cited.format(9), run(" it"), cited.format(8)), footnotes=FOOTNOTES
    )
    (block,) = reading.blocks
    assert [(mark.at, mark.marker) for mark in block.marks] == [(10, "1"), (13, "2")]
    assert [(note.marker, note.passage.text) for note in reading.notes] == [("1", "First."), ("2", "Second.")]


def test_is_deleted_moved_and_hidden_text_left_out() -> None:
    body = para(
        run("Urges "), f"<w:del>{run('no')}</w:del>", f"<w:ins>{run('all')}</w:ins>", run("no", "<w:vanish/>")
    )
    assert [block.text for block in _read(body).blocks] == ["Urges all"]


def test_is_a_property_that_is_turned_off_off() -> None:
    (block,) = _read(para(run("Urges", '<w:i w:val="0"/>'))).blocks
    assert block.emphasis == ()


def test_are_raised_digits_note_marks() -> None:
    (block,) = _read(para(run("Court,"), run("2", '<w:vertAlign w:val="superscript"/>'))).blocks
    assert (block.text, [mark.marker for mark in block.marks]) == ("Court,", ["2"])


def test_is_a_table_before_the_words_the_head_and_one_after_them_a_table() -> None:
    table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(
        para(run("A")), para(run("B"))
    )
    blocks = _read(table + para(run("Urges")) + table).blocks
    assert [(block.role, block.text) for block in blocks] == [
        ("unknown", "A"), ("unknown", "B"), ("unknown", "Urges"), ("table", "A | B"),
    ]  # fmt: skip


def test_does_the_text_layer_hold_what_the_passages_point_to() -> None:
    reading = _read(para(run("Urges "), run(" all"), number=(1, 0)), numbering=LISTS)
    assert reading.source == "1.\tUrges  all\n"
    pieces = reading.blocks[0].passage.pieces()
    assert [reading.source[start:end] for start, end in pieces] == ["Urges ", "all"]
