"""Clean plain text or Markdown: the order of steps from a decoded source to blocks and notes."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from kg.document import Mark
from kg.text.block import Block, Note
from kg.text.clean.emphasis import find_emphasis
from kg.text.clean.joining import soften_hyphens
from kg.text.clean.lines import INVISIBLE_RE, split_lines
from kg.text.clean.marks import (
    find_digit_marks,
    find_star_marks,
    find_superscripts,
    find_typed_marks,
    marker_of,
)
from kg.text.clean.notes import take_notes
from kg.text.clean.pages import mark_furniture
from kg.text.clean.paragraphs import find_paragraphs
from kg.text.superscripts import SUPERSCRIPTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.document import Span
    from kg.text.block import Reading
    from kg.text.clean.notes import PrintedNote
    from kg.text.clean.paragraphs import Paragraph
    from kg.text.passage import Passage

_SUPERSCRIPT_RE = re.compile(f"[{SUPERSCRIPTS}]")


def clean_plain(reading: Reading, opens: Callable[[str], bool]) -> Reading:
    """Return the reading of a plain text with its paragraphs as blocks and its footnotes apart.

    `opens` says whether words open a paragraph of a resolution; it decides at page ends where a text goes on.
    """
    lines = split_lines(reading.source)
    mark_furniture(lines)
    soften_hyphens(lines)
    printed = take_notes(lines)
    paragraphs = find_paragraphs(lines, opens)
    superscript = bool(_SUPERSCRIPT_RE.search("".join(line.text for line in lines if line.role == "text")))
    digits = {} if superscript else _digit_marks(paragraphs, printed)
    stars = {note.marker for note in printed if not note.marker.isalnum()}
    typed = set() if superscript else {note.marker for note in printed}
    blocks = [
        _block(paragraph, [digits.get((n, k), []) for k in range(len(paragraph.parts))], stars, typed)
        for n, paragraph in enumerate(paragraphs)
    ]
    notes = tuple(Note(note.marker, _note_text(note.passage)) for note in printed)
    return replace(reading, blocks=tuple(block for block in blocks if block.text), notes=notes)


def _note_text(passage: Passage) -> Passage:
    signs, _ = find_emphasis(passage.text, set())
    return _cut(passage, [], signs, []).passage


def _digit_marks(
    paragraphs: Sequence[Paragraph], notes: Sequence[PrintedNote]
) -> dict[tuple[int, int], list[Span]]:
    """Return the spans of plain digits that are marks, by paragraph and part, page by page."""
    pages: dict[int, list[tuple[int, int, str]]] = {}
    for n, paragraph in enumerate(paragraphs):
        for k, (page, passage) in enumerate(paragraph.parts):
            pages.setdefault(page, []).append((n, k, passage.text))
    by_page: dict[int, list[str]] = {}
    for note in notes:
        by_page.setdefault(note.page, []).append(note.marker)
    found: dict[tuple[int, int], list[Span]] = {}
    before: set[str] = set()
    for page, parts in sorted(pages.items()):
        wanted = by_page.get(page, [])
        if wanted or before:
            spans = find_digit_marks([text for _, _, text in parts], wanted, before)
            found.update({(n, k): one for (n, k, _), one in zip(parts, spans, strict=True) if one})
        before |= set(wanted)
    return found


def _block(paragraph: Paragraph, digits: list[list[Span]], stars: set[str], typed: set[str]) -> Block:
    """Return a paragraph without marks of notes and of Markdown, each kept as an offset into what is left."""
    text, marks = _joined(paragraph, digits)
    if stars:
        marks += find_star_marks(text.text, stars)
    if typed:
        marks += find_typed_marks(text.text, typed)
    marks += find_superscripts(text.text)
    marks.sort()
    signs, runs = find_emphasis(text.text, {start for start, _ in marks})
    return _cut(text, marks, signs, runs)


def _joined(paragraph: Paragraph, digits: list[list[Span]]) -> tuple[Passage, list[Span]]:
    """Return the parts of a paragraph as one text, and the spans of its marks in plain digits there."""
    text = paragraph.passage
    spans: list[Span] = []
    end = len(text)
    for (_, passage), cuts in reversed(list(zip(paragraph.parts, digits, strict=True))):
        start = end - len(passage)
        spans += [(start + a, start + b) for a, b in cuts]
        end = len(text.text[:start].rstrip()) if text.text[start - 1 : start] == " " else start
    return text, spans


def _cut(text: Passage, marks: list[Span], signs: list[Span], runs: list[Span]) -> Block:
    """Cut first the marks, then the white space that this leaves."""
    first = _merged([*marks, *signs, *(match.span() for match in INVISIBLE_RE.finditer(text.text))])
    bare = text.without(first)
    second = _gaps(bare.text)
    short = bare.without(second)

    once, twice = _Shift(first), _Shift(second)

    def place(at: int) -> int:
        return twice.moved(once.moved(at))

    return Block(
        short.replaced(_SPACE_RE.sub(" ", short.text)),
        marks=tuple(Mark(place(start), marker_of(text.text[start:end])) for start, end in marks),
        emphasis=tuple((place(start), place(end)) for start, end in runs),
    )


_GAP_RE = re.compile(r"\s{2,}|\A\s|\s\Z")  # not a lone space between words
_SPACE_RE = re.compile(r"[^\S ]")  # not a plain one


def _gaps(text: str) -> list[Span]:
    """Return the spans of white space beyond one space and at the ends."""
    cuts: list[Span] = []
    for match in _GAP_RE.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text):
            cuts.append((start, end))
        else:
            cuts.append((start + 1, end))
    return cuts


def _merged(spans: list[Span]) -> list[Span]:
    """Return spans sorted, those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class _Shift:
    """Where offsets lie once spans, sorted and apart, are taken out of a text."""

    def __init__(self, cuts: list[Span]) -> None:
        self._starts = [start for start, _ in cuts]
        self._cuts = cuts
        self._gone = [0, *accumulate(end - start for start, end in cuts)]

    def moved(self, at: int) -> int:
        """Return the offset of a character, or of where it stood."""
        before = bisect_left(self._starts, at)
        if not before:
            return at
        overlap = max(self._cuts[before - 1][1] - at, 0)
        return at - self._gone[before] + overlap
