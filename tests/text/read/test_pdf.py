"""PDF: the layout comes out as text: lines, paragraphs, raised marks, italics, rules and pages."""

from __future__ import annotations

import pytest

from kg.text.read.file import read_bytes
from kg.text.read.pdf_layout import Page, Run, lay_out
from tests.text.read.made import Printed, pdf


def _lines(*texts: str, top: float = 700, step: float = 12, left: float = 100, size: float = 10) -> list[Run]:
    return [Run(text, left, left + 5 * len(text), top - step * n, size) for n, text in enumerate(texts)]


BODY = _lines(
    "Recalling a long line", "and one more of it,", "which then comes to its", "end after four lines,"
)


def _text(*runs: Run, rules: tuple[tuple[float, float, float], ...] = ()) -> str:
    return lay_out([Page(tuple(BODY + list(runs)), rules)]).removeprefix(
        "\n".join(run.text for run in BODY) + "\n"
    )


LAYOUTS = {
    "a line further down begins a paragraph": (_lines("Noting", top=646), "\nNoting\n"),
    "an indented line begins a paragraph": (_lines("Noting", top=652, left=120), "\nNoting\n"),
    "larger letters begin a paragraph": (_lines("Annex", top=650, size=14), "\nAnnex\n"),
    "small raised digits are marks": (
        [Run("Court,", 100, 130, 652, 10), Run("12", 130, 134, 655.5, 6.5), Run("it", 140, 150, 652, 10)],
        "Court,¹² it\n",
    ),
    "small digits on the line are not": (
        [Run("Court,", 100, 130, 652, 10), Run("12", 133, 137, 652, 6.5)], "Court, 12\n",
    ),
    "raised letters are not": (
        [Run("the 6", 100, 130, 652, 10), Run("th", 130, 134, 655.5, 6.5)], "the 6th\n",
    ),
    "runs that touch are one word, whatever spaces they end with": (
        [Run("im ", 100, 110, 652, 10), Run("pact", 111, 130, 652, 10)], "impact\n",
    ),
    "a gap is a space": ([Run("by", 100, 110, 652, 10), Run("all", 113, 130, 652, 10)], "by all\n"),
    "a wide gap parts two cells": (
        [Run("2/5", 100, 115, 652, 10), Run("18-1", 200, 220, 652, 10)], "2/5\n\n18-1\n",
    ),
    "italics": (
        [
            Run("Notes", 100, 125, 652, 10, True),
            Run("also", 128, 140, 652, 10, True),
            Run("it", 143, 150, 652, 10),
        ],
        "*Notes also* it\n",
    ),
    "italic digits and stops are plain": ([Run("12.", 100, 125, 652, 10, True)], "12.\n"),
    "smaller letters with a mark are footnotes": (
        [Run("1", 100, 102, 153, 5), *_lines("See it.", top=150, left=104, size=8)],
        "\n__________________\n\n¹ See it.\n",
    ),
    "a drawn rule is one of underscores": (
        _lines("See it.", top=150, size=8), "\n__________________\n\nSee it.\n",
    ),
    "a printed rule stands alone": (
        [*_lines("______", top=160, size=8), *_lines("See it.", top=150, size=8)], "\n______\nSee it.\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("runs", "expected"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_what_does_a_layout_say(runs: list[Run], expected: str) -> None:
    assert _text(*runs, rules=((100, 190, 160.0),)) == expected


def test_does_a_long_line_across_the_page_part_no_footnotes() -> None:
    assert "____" not in _text(*_lines("See it.", top=150, size=8), rules=((100, 500, 160.0),))


def test_does_a_pdf_come_out_with_lines_paragraphs_and_pages() -> None:
    first = [
        Printed("The Council", 100, 700, font="italic"),
        Printed(",", 149, 700),
        Printed("Recalling its decision", 120, 680),
        Printed("3", 210, 683.5, 6),
        Printed("and the words of all that", 100, 668),
        Printed("stood in it before,", 100, 656),
    ]
    source = read_bytes(pdf(first, [Printed("Urges States.", 100, 700)]), name="a.pdf").source
    assert source == (
        "*The Council*,\n\nRecalling its decision³\nand the words of all that\nstood in it before,\n"
        "\fUrges States.\n"
    )


def test_is_a_pdf_with_an_image_beside_its_words_read() -> None:
    words = [Printed("Urges all States to do much for children", 100, 700)]
    assert read_bytes(pdf(words, image=True), name="a.pdf").source.startswith("Urges all States")
