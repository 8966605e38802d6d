"""Join lines into paragraphs, across page ends where the text itself goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.text.clean.joining import join_lines
from kg.text.superscripts import SUPERSCRIPTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.text.clean.lines import Line
    from kg.text.passage import Passage

_WRAPPED_AT = 160
"""Columns; a source whose lines stay below is hard-wrapped, one with longer lines has a paragraph a line."""
_SHORT = 0.8
"""Part of the usual width below which a line was not filled."""
# What may follow a stop at a paragraph's end: closing marks, and the marks of notes.
_AFTER_STOP = rf"(?:[\"”’')\]*]|[{SUPERSCRIPTS}])*(?:\d{{1,3}})?$"
_TERMINAL_RE = re.compile(rf"[.;:,!?]{_AFTER_STOP}")
_CLOSED_RE = re.compile(rf"[.;:]{_AFTER_STOP}")
_COMMA_RE = re.compile(rf",{_AFTER_STOP}")
# An abbreviation that ends in a stop without ending a sentence.
_ABBREVIATED_RE = re.compile(
    r"\b(?:No|Nos|vol|art|arts|chap|sect|para|paras|Corr|Add|Rev|Mr|Ms|Mrs|Dr|St)\.$"
)
_NUMBERED_RE = re.compile(r"\d{1,3}\s?[.)]\s*(?=\D|$)")  # not `5.2`
_LETTERED_RE = re.compile(r"\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)\s")
_NUMBERED_WORDS_RE = re.compile(r"\d{1,3}\s?[.)]\s*[A-Z]\w")
# A number or letter alone on its line, which heads the next paragraph.
_ALONE_RE = re.compile(r"(?:\d{1,3}\s?\.|\(?[a-z]{1,2}\)|\([ivx]{1,5}\))")
_BULLET_RE = re.compile(r"[–—•\u2212-]\s+\S")
# A list item in the manner of treaties, `b) the`, `(ii)the`, `c.to`; not `i.e.` or `p. 5`.
_ITEM_RE = re.compile(r"\(?(?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)|[a-z]\.(?!\w\.)\s?[a-z]")
_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines joined, and the page that each part of them stands on."""

    parts: tuple[tuple[int, Passage], ...]
    """(page, text) in order; several where a page's end stood inside."""

    @property
    def passage(self) -> Passage:
        """Return the whole."""
        return join_lines([passage for _, passage in self.parts])


def find_paragraphs(lines: list[Line], opens: Callable[[str], bool]) -> list[Paragraph]:
    """Return the paragraphs of the lines that are text; `opens` knows how those of resolutions begin."""
    groups = _group(lines, opens)
    merged: list[list[Line]] = []
    tight = _has_tight_pages(groups)
    for gap, group in groups:
        if merged and _belongs(merged[-1], group, gap, opens, tight=tight):
            merged[-1].extend(group)
        else:
            merged.append(group)
    return [_paragraph(group) for group in merged]


@dataclass(slots=True)
class _Gap:
    """What stands between two groups of lines."""

    blank: bool = False
    furniture: bool = False


def _group(lines: list[Line], opens: Callable[[str], bool]) -> list[tuple[_Gap, list[Line]]]:
    """Return runs of lines that belong together at first sight, each with the gap before it."""
    width = _wrap_width(lines)
    if width is not None and _are_spaced(lines, opens):
        opens = _never
    groups: list[tuple[_Gap, list[Line]]] = []
    gap = _Gap(blank=True)
    for line in lines:
        if line.role == "blank":
            gap.blank = True
        elif line.role != "text":
            gap.furniture = True
        else:
            fresh = gap.blank or gap.furniture or not groups
            if fresh or _starts(groups[-1][1][-1].text, line.text, width, opens):
                groups.append((gap, [line]))
            else:
                groups[-1][1].append(line)
            gap = _Gap()
    return groups


def _never(_text: str) -> bool:
    return False


def _are_spaced(lines: list[Line], opens: Callable[[str], bool]) -> bool:
    """Say whether most paragraphs stand below a blank line, so that a verb at a line's head begins none."""
    spaced = tight = 0
    for before, line in pairwise(lines):
        if line.role == "text" and opens(line.text):
            spaced += before.role != "text"
            tight += before.role == "text" and bool(_TERMINAL_RE.search(before.text))
    return spaced > tight


def _wrap_width(lines: list[Line]) -> int | None:
    """Return the columns at which the source is wrapped, or None where each line is a paragraph."""
    lengths = sorted(len(line.text) for line in lines if line.role == "text")
    if not lengths or lengths[-1] > _WRAPPED_AT:
        return None
    return lengths[int(len(lengths) * 0.9)]


def _starts(  # noqa: PLR0911  # one question after the other
    before: str, line: str, width: int | None, opens: Callable[[str], bool]
) -> bool:
    """Say whether a line starts a paragraph right below another line."""
    if _ALONE_RE.fullmatch(before):
        return False
    if before.startswith("[") and "]" not in before:
        return False
    if width is None:
        return True
    if not _TERMINAL_RE.search(before):
        return False
    if _NUMBERED_WORDS_RE.match(line):
        return True
    if line.lstrip("*_")[:1].isupper() and before[-1] in ",;" and opens(line):
        return True
    unfilled = len(before) < width * _SHORT
    listed = _LETTERED_RE.match(line) or _BULLET_RE.match(line)
    return bool(listed and before.endswith(":")) or (unfilled and (bool(listed) or line[:1].isupper()))


def _has_tight_pages(groups: list[tuple[_Gap, list[Line]]]) -> bool:
    """Say whether some text runs into furniture without a blank line, so that a blank line means a break."""
    return any(gap.furniture and not gap.blank for gap, _ in groups[1:])


def _belongs(
    before: list[Line], group: list[Line], gap: _Gap, opens: Callable[[str], bool], *, tight: bool
) -> bool:
    """Say whether a group goes on with the paragraph before it."""
    last, first = before[-1].text, group[0].text
    if _ALONE_RE.fullmatch(last) and len(before) == 1 and not _NUMBERED_RE.match(first):
        return True
    if last.startswith("[") and "]" not in last and not gap.furniture:
        return len(before) < 4  # noqa: PLR2004  # lines of a bracketed note on adoption
    if not gap.furniture:
        return _is_broken_off(before, first)
    if not gap.blank:
        return not (_NUMBERED_RE.match(first) and _CLOSED_RE.search(last)) or first[:1].islower()
    if tight:
        return False
    return _goes_on(last, first, before, opens)


# Words after which no paragraph ends.
_HANGING_RE = re.compile(
    r"\b(?:the|of|and|to|in|for|on|with|by|an?|or|that|its|their|at|from|as|which|theme|entitled)$",
    re.IGNORECASE,
)


_LIST_ITEMS = (_NUMBERED_RE, _LETTERED_RE, _ITEM_RE, _BULLET_RE)


def _is_broken_off(before: list[Line], first: str) -> bool:
    """Say whether a paragraph breaks off before a mere blank line, where a page's end left no other trace."""
    last = before[-1].text
    if _TERMINAL_RE.search(last) or any(item.match(first) for item in _LIST_ITEMS):
        return False
    if first[:1].islower():
        return not _is_heading(before)
    return (first[:1] in '“"‘' and not _is_heading(before)) or bool(_HANGING_RE.search(last))


def _goes_on(last: str, first: str, before: list[Line], opens: Callable[[str], bool]) -> bool:
    """Say by the words alone whether a paragraph goes on after a page's end."""
    if _NUMBERED_RE.match(first) or (_LETTERED_RE.match(first) and _TERMINAL_RE.search(last)):
        return False
    if _ABBREVIATED_RE.search(last):
        return True
    if _CLOSED_RE.search(last):
        return first[:1].islower() and not last.endswith(":")
    if first[:1].islower():
        return True
    if _COMMA_RE.search(last):
        return not opens(first) and not _is_title(first)
    return not _is_heading(before) and not opens(first)


def _is_title(line: str) -> bool:
    """Say whether a line alone reads as a heading: few words, and no stop at the end."""
    return len(line.split()) <= _HEADING_WORDS and not _TERMINAL_RE.search(line)


def _is_heading(lines: list[Line]) -> bool:
    """Say whether lines are a heading rather than the beginning of a paragraph."""
    words = " ".join(line.text for line in lines).split()
    return len(words) <= _HEADING_WORDS and not words[-1].endswith(",") and not _NUMBERED_RE.match(words[0])


def _paragraph(group: list[Line]) -> Paragraph:
    pages: dict[int, list[Passage]] = {}
    for line in group:
        pages.setdefault(line.page, []).append(line.passage)
    return Paragraph(tuple((page, join_lines(parts)) for page, parts in pages.items()))
