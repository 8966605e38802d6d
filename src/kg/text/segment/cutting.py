"""Cut blocks, with their note marks and italic runs kept in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.document import Mark
from kg.text.block import Block
from kg.text.passage import Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Span


def part_of(block: Block, start: int, end: int | None = None) -> Block:
    """Return a part of a block without white space at its ends, and without the block's number."""
    end = len(block.text) if end is None else end
    text = block.text[start:end]
    start += len(text) - len(text.lstrip())
    end = max(start, end - (len(text) - len(text.rstrip())))
    marks = tuple(Mark(min(mark.at, end) - start, mark.marker) for mark in _marks(block, start, end))
    emphasis = tuple(
        _within(span, start, end) for span in block.emphasis if span[0] < end and span[1] > start
    )
    return Block(block.passage.part(start, end), block.role, "", block.level, marks, emphasis, block.name)


def without_head(block: Block, end: int) -> Block:
    """Return what stands behind the first characters of a block, such as its number, with all its marks."""
    if not end:
        return block
    rest = part_of(block, end)
    early = (mark for mark in block.marks if mark.at <= len(block.text) - len(rest.text))
    return replace(rest, marks=(*(Mark(0, mark.marker) for mark in early), *rest.marks))


def joined(blocks: Sequence[Block]) -> Block:
    """Return blocks as one, a space between them."""
    passage, marks, emphasis, at = Passage.join((block.passage for block in blocks), " "), [], [], 0
    for block in blocks:
        marks += [Mark(mark.at + at, mark.marker) for mark in block.marks]
        emphasis += [(start + at, end + at) for start, end in block.emphasis]
        at += len(block.text) + 1
    return replace(blocks[0], passage=passage, marks=tuple(marks), emphasis=tuple(emphasis))


def _marks(block: Block, start: int, end: int) -> list[Mark]:
    """Return the marks of a part: one at a cut belongs to what stands before it."""
    if not block.marks:
        return []
    last = len(block.text.rstrip())
    return [
        mark
        for mark in block.marks
        if start < mark.at <= end or mark.at == start == 0 or mark.at > last <= end
    ]


def _within(span: Span, start: int, end: int) -> Span:
    return max(span[0], start) - start, min(span[1], end) - start
