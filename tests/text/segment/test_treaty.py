"""Whether treaties come out article by article, paragraph by paragraph, with the identifiers lawyers cite."""

from __future__ import annotations

import re
import string
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Mark, Origin, Provision
from kg.knowledge import Knowledge, Name
from kg.text.block import Block, Reading
from kg.text.clean.plain import clean_plain
from kg.text.passage import Passage
from kg.text.read.file import read_file
from kg.text.segment.treaty import looks_like_treaty, segment_treaty, split_treaties, treaty_key
from tests.tables import read_yaml

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "corpus"
FACTS: dict[str, dict[str, Any]] = read_yaml(ROOT / "tests/cases/treaties.yaml")
NEEDS_SHARED = pytest.mark.skipif(not SHARED.exists(), reason="the official texts are not on this machine")


def _blocks(*paragraphs: str) -> tuple[Block, ...]:
    """Return paragraphs as blocks of a source in which blank lines part them."""
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(Passage.of(paragraph, at)))
        at += len(paragraph) + 2
    return tuple(blocks)


def _outline(*paragraphs: str) -> list[str]:
    """Return the provisions as `id text`."""
    return [f"{one.id} {one.text}".strip() for one in segment_treaty(_blocks(*paragraphs))]


def _read(name: str) -> list[Block]:
    source = (SHARED / "treaties" / name).read_text(encoding="utf-8")
    reading = Reading(Origin(name, "", "text/plain"), source, (), ())
    return list(clean_plain(reading, lambda _: False).blocks)


def _treaty(facts: dict[str, Any]) -> tuple[Provision, ...]:
    return segment_treaty(split_treaties(_read(facts["file"]))[facts["treaty"]])


@NEEDS_SHARED
@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_has_each_treaty_the_articles_and_paragraphs_that_it_has(facts: dict[str, Any]) -> None:
    provisions = _treaty(facts)
    articles = [one.number for one in provisions if re.fullmatch(r"art/\d+", one.id)]
    assert articles == [str(number + 1) for number in range(facts["articles"])]
    children: dict[str, list[str]] = {}
    for one in provisions:
        if one.parent and one.number and one.kind != "heading":
            children.setdefault(one.parent.removeprefix("art/"), []).append(one.number)
    assert {path: len(numbers) for path, numbers in children.items()} == {
        str(path): count for path, count in facts["children"].items()
    }
    assert [numbers for numbers in children.values() if not _in_sequence(numbers)] == []


def _in_sequence(numbers: list[str]) -> bool:
    digits = [str(number) for number in range(1, 100)]
    romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
    return any(numbers == row[: len(numbers)] for row in (digits, romans, list(string.ascii_lowercase)))


@NEEDS_SHARED
@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_is_the_rest_of_each_treaty_preamble_headings_and_unnumbered_text(facts: dict[str, Any]) -> None:
    provisions = _treaty(facts)
    ids = [one.id for one in provisions]
    assert sum(bool(re.fullmatch(r"pp/\d+", path)) for path in ids) == facts["preamble"]
    assert sum(bool(re.fullmatch(r"pp/u\d+", path)) for path in ids) == facts["formulas"]
    assert sum(one.kind == "heading" for one in provisions) == facts["headings"]
    unnumbered = [path for path in ids if re.search(r"/u\d+$", path) and not path.startswith("pp/")]
    assert unnumbered == facts["unnumbered"]


@NEEDS_SHARED
@pytest.mark.parametrize("name", sorted({facts["file"] for facts in FACTS.values()}))
def test_does_each_piece_give_the_text_back_and_nothing_get_lost(name: str) -> None:
    source = (SHARED / "treaties" / name).read_text(encoding="utf-8")
    blocks = _read(name)
    provisions = segment_treaty(blocks)
    for one in provisions:
        assert _letters("".join(source[start:end] for start, end in one.pieces)) == _letters(one.text)
    words = sum(len(_letters(block.text)) for block in blocks)
    kept = sum(len(_letters(one.text)) for one in provisions)
    numbers = sum(len(_letters(one.number or "")) for one in provisions if one.kind != "heading")
    heads = sum(bool(re.fullmatch(r"(.*/)?art/\d+", one.id)) for one in provisions) * len("Article")
    assert words == kept + numbers + heads


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


@NEEDS_SHARED
def test_is_a_treaty_in_the_annex_of_a_resolution_the_same_as_by_itself() -> None:
    reading = read_file(SHARED / "akn/GA/A_RES_79_243-2424621E.xml")
    start = next(at for at, block in enumerate(reading.blocks) if block.text == "Annex")
    annex = segment_treaty(reading.blocks[start:], prefix="annex/1", kind="annex")
    alone = segment_treaty(_read("UN-CYBERCRIME-2024.txt"))
    plain = {one.id: _letters(one.text) for one in alone if one.id.startswith(("art/", "pp/"))}
    inside = {one.id.removeprefix("annex/1/"): _letters(one.text) for one in annex}
    assert {path: inside[path] for path in plain} == plain
    assert {one.kind for one in annex} == {"annex", "heading"}
    assert not looks_like_treaty(reading.blocks)


CASES: list[dict[str, list[str]]] = read_yaml(ROOT / "tests/cases/treaty_texts.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["text"])[:40])
def test_which_provisions_has_a_text(case: dict[str, list[str]]) -> None:
    assert _outline(*case["text"]) == case["gives"]


def test_are_levels_parents_and_kinds_those_of_the_outline() -> None:
    provisions = segment_treaty(_blocks("Article 1", "1. One:", "(a) Alpha."), prefix="annex/2", kind="annex")
    assert [(one.id, one.kind, one.level, one.parent, one.number) for one in provisions] == [
        ("annex/2/art/1", "annex", 1, None, "1"),
        ("annex/2/art/1/1", "annex", 2, "annex/2/art/1", "1"),
        ("annex/2/art/1/1/a", "annex", 3, "annex/2/art/1/1", "a"),
    ]


def test_is_the_span_of_an_article_without_words_that_of_its_head() -> None:
    article, paragraph = segment_treaty(_blocks("Article 1", "1. One."))
    assert (article.text, article.span, article.pieces) == ("", (0, 9), ())
    assert (paragraph.text, paragraph.span, paragraph.pieces) == ("One.", (14, 18), ((14, 18),))


def test_do_numbers_and_marks_set_apart_by_markup_count() -> None:
    blocks = (
        Block(Passage.of("Article 1", 0), marks=(Mark(9, "1"),)),
        Block(Passage.of("One treaty, two.", 20), number="1.", marks=(Mark(11, "2"),), emphasis=((4, 10),)),
        Block(Passage.of("(a) Tea, hot.", 40), marks=(Mark(8, "3"),), emphasis=((4, 7),)),
    )
    article, first, letter = segment_treaty(blocks)
    assert article.marks == (Mark(0, "1"),)
    assert (first.id, first.marks, first.emphasis) == ("art/1/1", (Mark(11, "2"),), ((4, 10),))
    assert (letter.id, letter.marks, letter.emphasis) == ("art/1/1/a", (Mark(4, "3"),), ((0, 3),))


TREATIES = [
    "The States Parties,|Have agreed as follows:|Article 1|Text.",
    "Article 1|Alpha.|Article 2|Beta.|Article 3|Gamma.",
]
OTHERS = [
    "",
    "A recipe for tea.",
    # a resolution that amends articles, and one that sets out a treaty
    "The General Assembly,|Recalling tea,|1. Decides:|Article 1|Alpha.|Article 2|Beta.|Article 3|Gamma.",
    "Article 5|of the Treaty applies.",
    # a table of contents
    "Article 1|Aims|Article 2|Means|Article 3|Ends",
]


@pytest.mark.parametrize("text", TREATIES)
def test_which_texts_look_like_treaties(text: str) -> None:
    assert looks_like_treaty(_blocks(*text.split("|")))


@pytest.mark.parametrize("text", OTHERS)
def test_which_texts_do_not_look_like_treaties(text: str) -> None:
    assert not looks_like_treaty(_blocks(*text.split("|")))


NAMES = Knowledge(
    names=(
        Name("treaty/TEA", "treaty", "Convention on Tea", "label"),
        Name("treaty/CUPS", "treaty", "Protocol to the Convention on Tea on cups and saucers", "label"),
        Name("treaty/POTS", "treaty", "Pots Convention, 1999", "alternative"),
        Name("body/TEA", "body", "Committee on Tea", "label"),
    )
)
TITLES = [
    ("The Convention on tea;", "TEA"),
    ("Protocol to the Convention on Tea|on Cups and Saucers", "CUPS"),
    ("Convention on Tea (Paris, 1999)", "TEA"),
    (
        "Convention concerning pots|They adopt what may be cited as the Pots Convention, 1999.",
        "POTS",
    ),
    # the name of another treaty inside a title
    ("Second Protocol to the Convention on Tea", None),
    ("Committee on Tea", None),
    ("", None),
]


@pytest.mark.parametrize(("title", "key"), TITLES)
def test_which_treaty_is_it_by_its_title(title: str, key: str | None) -> None:
    assert treaty_key(_blocks(*title.split("|"), "Article 1", "The text."), NAMES) == key


def test_are_a_treaty_and_the_protocol_after_it_two_texts() -> None:
    blocks = _blocks(
        "Article 1",
        "Alpha.",
        "Article 2",
        "Beta.",
        "Annex",
        "1. Gamma.",
        "Protocol",
        "The States Parties,",
        "Article 1",
        "Delta.",
    )
    assert [len(part) for part in split_treaties(blocks)] == [6, 4]


_FRAGMENTS = [
    *(
        "Article 1",
        "Article 2",
        "Article 2 bis",
        "ARTICLE IV",
        "Article premier",
        "Annex",
        "ANNEX II",
        "PART I",
    ),
    *(
        "I",
        "1.",
        "(a)",
        "(i) x",
        "–",
        "a.",
        "",
        " ",
        "5",
        "2 Each",
        "1.1 X",
        "Article 3 1. (a) (i) x",
        "Preamble",
    ),
    *(
        "Title",
        "Some text.",
        "lower text",
        "Have agreed as follows: Article 1",
        "The States Parties, Recalling x,",
    ),
    *("IN WITNESS WHEREOF", "La mer est libre et ouverte à tous les pays.", "Preambule", "Chapter 1. Bodies"),
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=20), max_size=25),
    st.sampled_from(["", "annex/1"]),
)
def test_does_any_text_whatever_give_provisions_with_identifiers_of_their_own(
    paragraphs: list[str], prefix: str
) -> None:
    blocks = _blocks(*paragraphs)
    provisions = segment_treaty(blocks, prefix=prefix)
    ids = {one.id for one in provisions}
    assert len(ids) == len(provisions)
    assert {one.parent for one in provisions} <= ids | {None}
    assert looks_like_treaty(blocks) in {True, False}
    assert sum(len(part) for part in split_treaties(blocks)) == len(blocks)


_LONG = 300_000  # characters


@pytest.mark.parametrize(
    "unit", ["(", "1.", " ", "Recalling, ", ", Recalling ", "Article ", ", Axly ", "a.", ", A"]
)
def test_is_a_long_paragraph_read_in_time_that_grows_with_its_length(unit: str) -> None:
    long = unit * (_LONG // len(unit))
    began = time.process_time()
    segment_treaty(_blocks(f"The States Parties, {long}", "Article 1", long, f"1. {long}"))
    assert time.process_time() - began < 6


@pytest.mark.parametrize(
    "line", ["Article 1", "Annex", "PART I", "1. One.", "Some text.", "Have agreed as follows: 1"]
)
def test_are_many_paragraphs_read_in_time_that_grows_with_their_number(line: str) -> None:
    began = time.process_time()
    segment_treaty(_blocks("Article 1", *[line] * 5000))
    assert time.process_time() - began < 6
