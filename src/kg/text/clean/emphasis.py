"""Find Markdown's marks in a paragraph and the italics they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.document import Span

# Heads and quotes at a line's start; not `#` within words.
_HEAD_RE = re.compile(r"\s*(?:#{1,6}\s+|>\s?)")
# A run of stars, or of underscores at a word's edge, that encloses words.
_TOGGLE_RE = re.compile(r"\*{1,3}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)")


def find_emphasis(text: str, taken: set[int]) -> tuple[list[Span], list[Span]]:
    """Return the spans of Markdown marks, and the italic runs without them, both as offsets into the text.

    A star whose offset is in `taken` is the mark of a note; one without a partner is left in the text.
    """
    head = _HEAD_RE.match(text)
    cuts = [head.span()] if head and head.end() else []
    if "*" not in text and "_" not in text:
        return cuts, []
    pairs, lone = _pair(text, taken)
    cuts += [span for pair in pairs for span in pair]
    cuts += [span for span in lone if _is_edge(text, span)]
    return sorted(cuts), [_trim(text, opened[1], closed[0]) for opened, closed in pairs]


def _is_edge(text: str, span: Span) -> bool:
    """Say whether a star without partner stands at an end of the paragraph, as where a run goes on."""
    start, end = span
    if start == 0:
        return end < len(text) and not text[end].isspace()
    return end == len(text) and not text[start - 1].isspace()


def _pair(text: str, taken: set[int]) -> tuple[list[tuple[Span, Span]], list[Span]]:
    """Return the marks that open and close a run, in order, and those without a partner; no run is empty."""
    pairs: list[tuple[Span, Span]] = []
    lone: list[Span] = []
    opened: re.Match[str] | None = None
    for match in _TOGGLE_RE.finditer(text):
        if match.start() in taken:
            continue
        if opened is not None and match[0] == opened[0] and text[opened.end() : match.start()].strip():
            pairs.append((opened.span(), match.span()))
            opened = None
        elif opened is None and match.end() < len(text) and not text[match.end()].isspace():
            opened = match
        else:
            lone.append(match.span())
    return pairs, [opened.span(), *lone] if opened else lone


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " ,\u00a0":
        start += 1
    while end > start and text[end - 1] in " ,\u00a0":
        end -= 1
    return start, end
