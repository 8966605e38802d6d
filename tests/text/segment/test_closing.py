"""Is text behind a resolution told from what closes it?"""

from __future__ import annotations

import pytest

from kg.text.block import Block
from kg.text.passage import Passage
from kg.text.segment.closing import unread_blocks

SENTENCE = "Adopted by all, the plan was " + "long and " * 25 + "wide."
CLOSINGS = [
    # the blocks from the closing on, and those that are no part of it
    (["12th plenary meeting 3 May 2045"], []),
    (["12th resumed plenary meeting", "3 May 2045"], []),
    (["12th meeting", "3 May 2045", "[Adopted without a vote.]"], []),
    (["Adopted at the 12th meeting by 10 votes to none."], []),
    # a vote in brackets over several blocks, and one without brackets
    (["12th meeting [Adopted by a vote of 2 to 1. In favour:", "Chad, Peru and", "Against: Fiji]"], []),
    (["12th meeting", "In favour: Chad, Peru", "Republic of Korea and", "Against: Fiji"], []),
    # a letter
    (["12th meeting", "The letter of the diggers follows."], ["The letter of the diggers follows."]),
    # a sentence behind a vote
    (["12th meeting", "Against: Fiji", "Explanations were given."], ["Explanations were given."]),
    # something behind the bracket
    (["[Adopted without a vote.]", "See also the report."], ["See also the report."]),
    # a sentence that only begins as a closing does
    (["12th meeting", SENTENCE], [SENTENCE]),
]


@pytest.mark.parametrize(("closing", "unread"), CLOSINGS)
def test_what_stands_behind_the_closing(closing: list[str], unread: list[str]) -> None:
    blocks = [Block(Passage.of(text)) for text in closing]
    assert [block.text for block in unread_blocks(blocks)] == unread
