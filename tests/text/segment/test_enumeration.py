"""Whether numbers, letters and bullets are read as the sequence they stand in says."""

from __future__ import annotations

import time

import pytest

from kg.text.segment.enumeration import Enumerator, Outline, find_bare_number, find_enumerator

READINGS = [
    ("1.", [("arabic", 1)]),
    ("1)", [("arabic", 1)]),
    ("(12)", [("arabic", 12)]),
    ("7", [("arabic", 7)]),
    ("\t7.", [("arabic", 7)]),
    ("(a)", [("lower-letter", 1)]),
    ("a)", [("lower-letter", 1)]),
    # a doubled letter goes on after z, or numbers a list of its own
    ("(aa)", [("lower-letter", 27), ("double-letter", 1)]),
    ("(ii)", [("lower-roman", 2), ("lower-letter", 35), ("double-letter", 9)]),
    ("(i)", [("lower-roman", 1), ("lower-letter", 9)]),
    ("(iv)", [("lower-roman", 4)]),
    ("(xl)", [("lower-roman", 40)]),
    ("(A)", [("upper-letter", 1)]),
    ("I.", [("upper-roman", 1), ("upper-letter", 9)]),
    ("XXIV", [("upper-roman", 24)]),
    # c and d would be 100 and 500: no list is that long
    ("C.", [("upper-letter", 3)]),
    ("–", [("bullet", 0)]),
    ("•", [("bullet", 0)]),
    ("4.1", [("decimal", 1)]),
    ("4.1.2.", [("decimal", 2)]),
    ("5 bis.", [("arabic", 5)]),
]


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_which_readings_has_an_enumerator(text: str, expected: list[tuple[str, int]]) -> None:
    enumerator = Enumerator.parse(text)
    assert enumerator is not None
    assert [(numeral.style, numeral.value) for numeral in enumerator.readings] == expected


NO_ENUMERATORS = [
    "",
    "No.",
    "(iiii)",
    "(xvid)",
    "(1",
    "(1.",
    "2019.",
    "(ab)",
    "1st",
    "i.e.",
    "Article 1",
    "0.",
]


@pytest.mark.parametrize("text", NO_ENUMERATORS)
def test_which_texts_are_no_enumerator(text: str) -> None:
    assert Enumerator.parse(text) is None


STARTS = [
    ("1. The Committee shall", "1", 3),
    ("1.\tThe Committee", "1", 3),
    ("(a)\u00a0The report", "a", 4),
    # printed without a space
    ("a)Sale", "a", 2),
    ("b.Transfer", "b", 2),
    ("– the possibility", "", 2),
    ("5 bis. The Committee", "5 bis", 7),
    ("4.1 By the year", "4.1", 4),
    # an amount looks like a decimal; only the sequence can tell
    ("1.5 million", "1.5", 4),
]
NO_STARTS = [
    "1.500 units",
    "e.g. a report",
    "i.e. a report",
    "–3 degrees",
    "*Recalling* its",
    "The report",
    "2019. The year",
    "A.B. Smith",
    "12 May",
    "No. 3",
]


@pytest.mark.parametrize(("text", "number", "end"), STARTS)
def test_where_does_the_enumerator_before_a_text_end(text: str, number: str, end: int) -> None:
    found = find_enumerator(text)
    assert found is not None
    assert (found[0].number, found[1]) == (number, end)


@pytest.mark.parametrize("text", NO_STARTS)
def test_which_texts_start_without_an_enumerator(text: str) -> None:
    assert find_enumerator(text) is None


def test_does_a_bare_number_need_a_capital_after_it() -> None:
    found = find_bare_number("2   Each Party")
    assert found is not None
    assert (found[0].number, found[1]) == ("2", 4)
    assert find_bare_number("30 of the members") is None
    assert find_bare_number("2. Each Party") is None


OUTLINES = [
    # plain lists
    ("1. 2. 3.", "1 2 3"),
    ("1. (a) (b) 2. (a)", "1 1/a 1/b 2 2/a"),
    ("(a) (i) (ii) (b)", "a a/i a/ii b"),
    ("1. a) (i) a. b. (ii) b) 2.", "1 1/a 1/a/i 1/a/i/a 1/a/i/b 1/a/ii 1/b 2"),
    # i after h, as a letter and as a roman number
    ("(g) (h) (i)", "- - i"),
    ("1. (a) (b) (c) (d) (e) (f) (g) (h) (i) (j)", "1 1/a 1/b 1/c 1/d 1/e 1/f 1/g 1/h 1/i 1/j"),
    ("(a) (b) (c) (d) (e) (f) (g) (h) (i) (ii) (iii)", "a b c d e f g h h/i h/ii h/iii"),
    ("(a) (b) (c) (d) (e) (f) (g) (h) (i) (ii) (i) (j)", "a b c d e f g h h/i h/ii i j"),
    ("(a) (b) (c) (d) (e) (f) (g) (h) (i) (i) (ii) (j)", "a b c d e f g h i i/i i/ii j"),
    # v after iv, though u is open
    ("(a) (i) (ii) (iii) (iv) (v) (vi)", "a a/i a/ii a/iii a/iv a/v a/vi"),
    # doubled letters after z, and as a third level
    ("(a) (i) (aa) (bb) (ii)", "a a/i a/i/aa a/i/bb a/ii"),
    # the tail of a broken citation, a number from a running text
    ("1. (IX) 2.", "1 - 2"),
    ("1. 2. 17. 3.", "1 2 - 3"),
    ("1. (b) 2.", "1 - 2"),
    # the same number again is no sub-item of itself
    ("1. 2. 1. 3.", "1 2 - 3"),
    # brackets that lose one side
    ("(a) b) (c)", "a b c"),
    ("a) (i) (ii) b)", "a a/i a/ii b"),
    ("1. 2 3.", "1 2 3"),
    # an arabic list in brackets is not the list with stops
    ("1. (1) (2) 2.", "1 1/1 1/2 2"),
    # bullets have no number
    ("1. – – 2. –", "1 1/u1 1/u2 2 2/u1"),
    ("• – – •", "u1 u1/u1 u1/u2 u2"),
    # capitals and roman sections
    ("A. 1. 2. B. 3.", "A A/1 A/2 B -"),
    ("I. II. III.", "i ii iii"),
    # decimals under their number, and alone
    ("1. 1.1 1.2 2. 2.1", "1 1/1 1/2 2 2/1"),
    ("1.1 1.2 2.1", "1/1 1/2 2/1"),
    ("4.7", "-"),
    # insertions
    ("5. 1. 1_bis. 1_ter. 2.", "- 1 1bis 1ter 2"),
]


@pytest.mark.parametrize(("printed", "expected"), OUTLINES)
def test_which_place_does_each_enumerator_take(printed: str, expected: str) -> None:
    enumerators = [found for found in map(Enumerator.parse, _split(printed)) if found]
    outline = Outline()
    places = [outline.place(one, enumerators[at + 1 :]) for at, one in enumerate(enumerators)]
    assert " ".join("/".join(place.steps) if place else "-" for place in places) == expected.lower()
    assert all(place.level == len(place.steps) for place in places if place and "." not in printed)


def _split(printed: str) -> list[str]:
    """Take a row of enumerators apart; a lower line joins the words of one."""
    return [one.replace("_", " ") for one in printed.split(" ")]


def test_is_a_gap_bridged_only_when_the_caller_says_so() -> None:
    outline = Outline()
    one, four = Enumerator.parse("1."), Enumerator.parse("4.")
    assert one
    assert four
    assert outline.place(one)
    assert outline.place(four) is None
    place = outline.skip_to(four)
    assert place
    assert place.steps == ("4",)
    assert outline.skip_to(one) is None


def test_does_numbering_begin_again_after_a_restart() -> None:
    outline = Outline()
    one, letter = Enumerator.parse("1."), Enumerator.parse("(a)")
    assert one
    assert letter
    assert outline.place(one)
    assert outline.place(letter)
    assert outline.place(letter) is None
    outline.restart(level=2)
    again = outline.place(letter)
    assert again
    assert again.steps == ("1", "a")
    outline.restart()
    assert outline.depth == 0
    assert outline.place(one)


@pytest.mark.parametrize("text", ["(" * 10**6, "1" * 10**6, " " * 10**6, "1." * 500_000, "iv" * 500_000])
def test_is_a_long_line_without_enumerators_judged_at_once(text: str) -> None:
    began = time.process_time()
    find_enumerator(text)
    find_bare_number(text)
    Enumerator.parse(text)
    assert time.process_time() - began < 2
