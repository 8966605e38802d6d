"""What a reader expects of the cleaning of plain text: every paragraph whole, nothing of the page in it."""

from __future__ import annotations

import re

import pytest

from kg.document import Origin
from kg.text.block import Block, Reading
from kg.text.clean.plain import clean_plain

SYMBOL = "A/RES/99/1"


def opens(text: str) -> bool:
    return bool(re.match(r"\W*(?:Recalling|Noting|Welcoming|Stressing)\b", text))


def cleaned(source: str) -> Reading:
    return clean_plain(Reading(Origin("x.txt", "", "text/plain"), source, (), ()), opens)


def texts(source: str) -> list[str]:
    return [block.text for block in cleaned(source).blocks]


def shown(block: Block) -> str:
    """Return a block with its marks in braces where they stood."""
    text = block.text
    for mark in reversed(block.marks):
        text = f"{text[: mark.at]}{{{mark.marker}}}{text[mark.at :]}"
    return text


def pages(*bodies: str) -> str:
    """Return page texts with a head and a counted foot, as a PDF's text layer has them."""
    total = len(bodies)
    parts = []
    for number, body in enumerate(bodies, 1):
        head = f"{SYMBOL}\n" if number > 1 else ""
        parts.append(f"{head}{body}\n{number}/{total} 99-12345\n")
    return f"United Nations\n\n{SYMBOL}\n\n" + "".join(parts)


def test_does_a_paragraph_go_on_across_a_page_with_footnotes() -> None:
    source = pages(
        "Recalling the work of the offices2 in the\n____________\n2 A/98/1.",
        "regions and its\nresults,\n\nNoting the rest,",
    )
    assert texts(source)[2:] == [
        "Recalling the work of the offices in the regions and its results,",
        "Noting the rest,",
    ]


def test_does_a_new_paragraph_begin_after_a_page_that_ended_with_one() -> None:
    source = pages("Recalling one thing and\nanother,", "\nNoting the rest and\nmore,", "of it,")
    assert texts(source)[2:] == ["Recalling one thing and another,", "Noting the rest and more, of it,"]


def test_are_the_last_lines_of_a_page_kept_where_the_next_page_holds_one_line() -> None:
    names = "Decides to appoint:\n\nAda Example (Sylvania)\n\nIvo Muster (Ruritania)"
    kept = texts(pages(names, "\nUta Last (Sylvania)"))
    assert kept[-3:] == ["Ada Example (Sylvania)", "Ivo Muster (Ruritania)", "Uta Last (Sylvania)"]


def test_is_a_repeated_line_of_the_text_itself_kept() -> None:
    repeated = "the report of the committee on the said matters,"
    source = pages(f"Recalling\n{repeated}\n\nNoting\n{repeated}", f"\nStressing\n{repeated}")
    assert sum(repeated[:-1] in text for text in texts(source)) == 3


def test_are_running_heads_told_from_text_without_a_list_of_them() -> None:
    head = "Strange head of this volume"
    bodies = [f"{head}\n\nRecalling item {n} of\nthe list,\n" for n in range(4)]
    found = texts("\f".join(bodies))
    assert found == [head, *(f"Recalling item {n} of the list," for n in range(4))]


# source of a paragraph, with footnotes 1 to 7 on its page → the marks found
MARKS = [
    ("the report of the offices,1 and the rest", "the report of the offices,{1} and the rest"),
    ("the offices1 and others2 too", "the offices{1} and others{2} too"),
    # a year, then a mark: the year stays whole
    ("the plan of 20191 and that of 20202", "the plan of 2019{1} and that of 2020{2}"),
    # a space before the mark, as some text layers have it
    ("the Agreement, 1 which provides", "the Agreement,{1} which provides"),
    # numbers of resolutions, paragraphs and symbols are no marks
    ("resolution 70/1 and paragraph 3 of A/98/1/Add.1 of the offices1",
     "resolution 70/1 and paragraph 3 of A/98/1/Add.1 of the offices{1}"),
    ("target 5.2 of Goal 5, under article 3 of the rules,1 and the rest",
     "target 5.2 of Goal 5, under article 3 of the rules,{1} and the rest"),
    # the same mark again means the same note
    ("the offices1 and once more the offices1", "the offices{1} and once more the offices{1}"),
    # slipped into the small word behind, or up to it
    ("the Forum, t1he report of May 2011 2and more", "the Forum, t{1}he report of May 2011 {2}and more"),
    # a year by itself gives no digit away, and the number of a decision behind a stop is none
    ("the plans of 2021 for a resolution 1 which ends", "the plans of 2021 for a resolution{1} which ends"),
    ("decision C-25/DEC.1 of the offices,1 and more", "decision C-25/DEC.1 of the offices,{1} and more"),
    # behind the stop after a year
    ("the plan of 2019.1", "the plan of 2019.{1}"),
    # glued between two numbers
    ("of 1 March 2011,119/1 of 2 June 2012", "of 1 March 2011,{1} 19/1 of 2 June 2012"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), MARKS)
def test_are_marks_in_plain_digits_found_by_the_notes_of_their_page(printed: str, expected: str) -> None:
    wanted = sorted(set(re.findall(r"\{(\d)\}", expected)))
    notes = "\n".join(f"{marker} A/98/{marker}{marker}." for marker in wanted)
    source = pages(f"Recalling {printed},\n____________\n{notes}", "\nNoting the rest,")
    block = next(block for block in cleaned(source).blocks if block.text.startswith("Recalling"))
    assert shown(block).replace(",{1} 19", ",{1}19") == f"Recalling {expected},".replace(",{1} 19", ",{1}19")


def test_is_a_mark_at_the_end_of_a_paragraph_found_behind_a_year() -> None:
    source = pages("Recalling the plan of 22 May 2008, 2\n____________\n2 A/98/22.", "\nNoting the rest,")
    block = next(block for block in cleaned(source).blocks if block.text.startswith("Recalling"))
    assert shown(block) == "Recalling the plan of 22 May 2008,{2}"


def test_are_superscripts_and_markdown_footnotes_marks() -> None:
    source = "Recalling one² and two[^3] things,\n\n² A/98/2.\n\n[^3]: A/98/3.\n"
    reading = cleaned(source)
    assert shown(reading.blocks[0]) == "Recalling one{2} and two{3} things,"
    assert [(note.marker, note.passage.text) for note in reading.notes] == [
        ("2", "A/98/2."),
        ("3", "A/98/3."),
    ]


def test_are_the_marks_of_typed_documents_read() -> None:
    source = "Recalling the letter of 1 July 1993, 2/ and the reply,\n\n2/ S/99999.\n\nNoting more,\n"
    reading = cleaned(source)
    assert (
        shown(reading.blocks[0]).replace(" {", "{")
        == "Recalling the letter of 1 July 1993,{2} and the reply,"
    )
    assert [block.text for block in reading.blocks][1:] == ["Noting more,"]


def test_is_a_year_at_the_head_of_a_wrapped_line_no_footnote() -> None:
    source = pages(
        "Recalling the offices1,\n____________\n1 Records of the Council,\n2018, Supplement No. 10.", ""
    )
    assert [note.passage.text for note in cleaned(source).notes] == [
        "Records of the Council, 2018, Supplement No. 10."
    ]


def test_does_a_note_go_on_at_the_next_page() -> None:
    source = pages(
        "Recalling the offices1\n____________\n1 Records of the", "and more,\n____________\nCouncil (E/99)."
    )
    assert [note.passage.text for note in cleaned(source).notes] == ["Records of the Council (E/99)."]


def test_are_italics_kept_as_spans_and_their_stars_taken_out() -> None:
    block = cleaned("*Recalling* the law in *lex specialis*, and more,\n").blocks[0]
    assert block.text == "Recalling the law in lex specialis, and more,"
    assert [block.text[start:end] for start, end in block.emphasis] == ["Recalling", "lex specialis"]


def test_do_words_broken_at_a_hyphen_join_and_hanging_hyphens_stay() -> None:
    source = "Recalling post-\nconflict measures, child-\nand gender-sensitive ones,\n"
    assert texts(source)[0].startswith("Recalling post-conflict measures, child- and gender-sensitive")


BROKEN = [
    # what a line's end breaks, what the document has elsewhere, and what comes out
    ("govern-\nment", "the government and the government,", "government"),
    ("non-govern-\nmental", "Non-governmental wells, non-governmental ones,", "non-governmental"),
    # the document prints it with its hyphen as well
    ("co-\noperation", "cooperation, cooperation or co-operation,", "co-operation"),
    # little shows which it is
    ("govern-\nment", "the governor,", "govern-ment"),
    ("counter-\nwells", "counterwells,", "counter-wells"),
    # a name of two parts
    ("Timor-\nLeste", "Timorleste, Timorleste,", "Timor-Leste"),
    # two words, the second of which begins another
    ("care-\nand gender-sensitive", "careand, careand,", "care- and gender-sensitive"),
]


@pytest.mark.parametrize(("broken", "elsewhere", "expected"), BROKEN)
def test_does_a_word_lose_the_hyphen_of_a_line_end_where_the_document_has_it_whole(
    broken: str, elsewhere: str, expected: str
) -> None:
    source = f"Recalling the {broken} of wells,\n\nNoting {elsewhere}\n"
    assert texts(source)[0] == f"Recalling the {expected} of wells,"


def test_is_a_word_broken_in_a_footnote_or_at_a_page_end_whole_again() -> None:
    source = pages(
        "Recalling the government of the government and the govern-",
        "ment,1\n____________\n1 See the govern-\nment’s report.",
    )
    read = cleaned(source)
    assert read.blocks[-1].text == "Recalling the government of the government and the government,"
    assert [note.passage.text for note in read.notes] == ["See the government’s report."]
    for block in read.blocks:
        joined = "".join(source[start:end] for start, end in block.passage.pieces())
        assert "".join(joined.split()) == "".join(block.text.split())


def test_is_a_number_alone_on_its_line_joined_with_what_follows() -> None:
    assert texts("1.\n\nRequests more;\n\n2.\nDecides less.\n") == ["1. Requests more;", "2. Decides less."]


def test_are_exotic_spaces_hyphens_and_invisible_characters_evened_out() -> None:
    assert texts("1.\t\u200eWelcomes\u00a0non\u2011State act\u00adors;\n") == [
        "1. Welcomes non-State actors;"
    ]


def test_do_the_pieces_give_the_text_back() -> None:
    source = pages("Recalling *one*1 thing and\n____________\n1 A/98/1.", "the\u00a0other  thing,\n\nNoting,")
    for block in cleaned(source).blocks:
        joined = "".join(source[start:end] for start, end in block.passage.pieces())
        assert "".join(joined.split()) == "".join(block.text.split())


def test_is_a_rule_that_ends_a_text_no_head_of_footnotes() -> None:
    assert texts("Recalling more,\n\n__________\n\nNoting the rest,\n")[-1] == "Noting the rest,"
