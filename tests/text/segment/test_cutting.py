"""Are marks and italics kept where blocks are cut?"""

from __future__ import annotations

import pytest

from kg.document import Mark
from kg.text.block import Block
from kg.text.passage import Passage
from kg.text.segment.cutting import part_of, without_head

TEXT = "4.  Urges all States to act;"

HEADLESS = [
    # where the mark is called in the whole, and where in what stands behind the number
    pytest.param(len(TEXT), len("Urges all States to act;"), id="at the end"),
    pytest.param(9, 5, id="inside"),
    pytest.param(4, 0, id="before the first word"),
    pytest.param(2, 0, id="on the number"),
]


def block(*marks: int) -> Block:
    return Block(
        Passage.of(TEXT, 100), marks=tuple(Mark(at, "7") for at in marks), emphasis=((0, 2), (4, 9), (21, 23))
    )


@pytest.mark.parametrize(("at", "expected"), HEADLESS)
def test_does_a_paragraph_without_its_number_keep_its_marks(at: int, expected: int) -> None:
    rest = without_head(block(at), 3)
    assert rest.text == "Urges all States to act;"
    assert rest.passage.span() == (104, 100 + len(TEXT))
    assert [mark.at for mark in rest.marks] == [expected]
    assert rest.emphasis == ((0, 5), (17, 19))


def test_is_a_paragraph_without_number_left_as_it_is() -> None:
    assert without_head(block(9), 0) == block(9)


def test_does_a_mark_at_a_cut_belong_to_what_stands_before() -> None:
    first, second = part_of(block(9), 0, 9), part_of(block(9), 9)
    assert [mark.at for mark in first.marks] == [9]
    assert second.marks == ()
