"""Grow the words of one paragraph out of runs of source text: white space tidied, marks and italics apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.document import Mark
from kg.text.block import Block, Note
from kg.text.passage import Passage
from kg.text.superscripts import plain_digits, raised_digits

if TYPE_CHECKING:
    from kg.document import Span
    from kg.text.block import Role

_UNEVEN_RE = re.compile(r"\s{2,}|[^\S ]")  # not a lone space
_MARK_RE = re.compile(r"[0-9]{1,4}|[a-z]|[*†‡]{1,4}")  # not the `th` of an ordinal
_UNIT_RE = re.compile(
    r"(?<![A-Za-z])[kcm]?m$"
)  # not the end of a word: raised digits behind it are exponents


def marks_in(raised: str) -> tuple[str, ...]:
    """Return the note marks that raised text stands for; none where it is something else.

    >>> marks_in("7,8"), marks_in("th"), marks_in("*")
    (('7', '8'), (), ('*',))
    """
    parts = plain_digits(raised).replace(",", " ").strip("()[] \t\n").split()
    return tuple(parts) if all(map(_MARK_RE.fullmatch, parts)) else ()


class Paragraph:
    """The paragraph so far; offsets of marks and emphasis are offsets into the tidied text."""

    __slots__ = ("_emphasis", "_italic", "_length", "_marks", "_runs", "_texts")

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._runs: list[tuple[int, int]] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._emphasis: list[Span] = []
        self._italic: list[int] = []

    def add(self, text: str, at: int) -> None:
        """Append text that stands at an offset of the source."""
        start = 0
        for match in _UNEVEN_RE.finditer(text):
            self._put(text[start : match.start()], at + start)
            self._put(" ", at + match.start())
            start = match.end()
        self._put(text[start:] if start else text, at + start)

    def space(self) -> None:
        """Append a space that the source does not show: a line break."""
        self._put(" ", -1)

    def new_cell(self) -> None:
        """Begin a cell of a table, behind a bar."""
        self._put(" | ", -1)

    def new_row(self) -> None:
        """Begin a row of a table, on a line of its own."""
        if self._length:
            self._put("\n", -1)

    def mark(self, marker: str) -> None:
        """Record a footnote's mark at this place."""
        self._marks.append(Mark(self._length, marker))

    def add_raised(self, *runs: tuple[int, str]) -> None:
        """Take raised text as note marks where it can be, else append it; runs have an offset each."""
        marks = marks_in("".join(text for _, text in runs))
        if marks and not (self._texts and _UNIT_RE.search(self._texts[-1])):
            self._marks += (Mark(self._length, mark) for mark in marks)
            return
        for at, text in runs:
            self.add(raised_digits(text), at)

    def open_italic(self) -> None:
        """Begin an italic run."""
        self._italic.append(self._length)

    def close_italic(self) -> None:
        """End the innermost italic run."""
        start = self._italic.pop()
        if not self._italic and start < self._length:
            self._emphasis.append((start, self._length))

    def passage(self) -> Passage:
        """Return the words with their places in the source."""
        text = "".join(self._texts)
        return Passage(text, tuple(self._runs)).part(0, len(text.rstrip()))

    def block(self, role: Role = "unknown", *, number: str = "", level: int = 1, name: str = "") -> Block:
        """Return the paragraph as a block."""
        passage = self.passage()
        end = len(passage)
        marks = tuple(Mark(min(mark.at, end), mark.marker) for mark in self._marks)
        return Block(passage, role, number, level, marks, _tidied_spans(self._emphasis, passage.text), name)

    def note(self, marker: str) -> Note:
        """Return the paragraph as a footnote."""
        return Note(marker, self.passage())

    def _put(self, text: str, at: int) -> None:
        if text.startswith(" ") and (not self._length or self._texts[-1].endswith((" ", "\n"))):
            text, at = text[1:], at + (at >= 0)
        if not text:
            return
        last = self._runs[-1] if self._runs else None
        if not last or at < 0 or last[1] < 0 or last[1] + self._length - last[0] != at:
            self._runs.append((self._length, at))
        self._texts.append(text)
        self._length += len(text)


def _tidied_spans(spans: list[Span], text: str) -> tuple[Span, ...]:
    """Return spans without white space at their ends, touching ones as one, those without a word left out."""
    tidied: list[Span] = []
    for first, last in spans:
        words = text[first:last]
        start = first + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        joins = tidied and not text[tidied[-1][1] : start].strip()
        if start < end:
            tidied.append((tidied.pop()[0] if joins else start, end))
    return tuple(span for span in tidied if any(map(str.isalnum, text[span[0] : span[1]])))
