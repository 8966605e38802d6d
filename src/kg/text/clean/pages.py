"""Tell page furniture from text: page numbers in sequence, heads that repeat, printers' marks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.text.clean.lines import Line

# The number of a print job; not a symbol, which has no letter-less head: `24-12345`, `GE.16-06505(E)`.
_JOB_PATTERN = r"(?:GE\.)?\d{2}-\d{4,6}(?:\s?\([A-Z]\))?(?:\s+\d{6})?"
_JOB_RE = re.compile(rf"{_JOB_PATTERN}")
# `2/5`, with the job's number on either side; not a date or a resolution's number within words.
_PAGE_OF_RE = re.compile(rf"(?:{_JOB_PATTERN}\s+)?(\d{{1,4}})\s?/\s?(\d{{1,4}})(?:\s+{_JOB_PATTERN})?")
# `<!-- Page 3 -->`, `Page 3 of 5`, `- 3 -`; not `3` alone, which numbers paragraphs too.
_PAGE_NAMED_RE = re.compile(
    r"<!--\s*[Pp]age\s+\d+\s*-->|[Pp]age\s+\d+(?:\s+of\s+\d+)?|[-–—]\s?\d{1,4}\s?[-–—]"
)
# `* 1 6 0 6 5 0 5 *`; not a row of stars, which has no digit.
_BARCODE_RE = re.compile(r"\*\s?\d(?:\s?\d){5,11}\s?\*")
_RECYCLE_RE = re.compile(r"Please recycle\b.{0,120}")
# The heading of a resolution, many of which stand on the pages of a bound volume.
_RESOLUTION_RE = re.compile(r"resolution\s+\d", re.IGNORECASE)
_EDGE_NUMBER_RE = re.compile(r"^\d{1,4}\s+|\s+\d{1,4}$")

_REACH = 4
"""Lines to either side of a page's end among which repeated ones are furniture."""
_LONGEST_HEAD = 120
_HEAD_WORDS = 12
_FEWEST = 2
_COVER = 40
"""Lines at the beginning that the cover may take."""


def mark_furniture(lines: list[Line]) -> None:
    """Give the role `furniture` to lines that belong to the page, and number the pages."""
    ends = _find_page_ends(lines)
    for index, line in enumerate(lines):
        if line.role == "text" and (index in ends or _is_printers(line.text)):
            line.role = "furniture"
    heads = _find_heads(lines, ends)
    for index in ends:
        _mark_near(lines, index, 1, ends, heads)
        _mark_near(lines, index, -1, ends, heads)
    _number_pages(lines, ends)


def _find_page_ends(lines: list[Line]) -> set[int]:
    """Return the indexes of the lines that are page numbers or end in a form feed."""
    ends = {index for index, line in enumerate(lines) if line.ends_page}
    named = {i for i, line in enumerate(lines) if line.role == "text" and _PAGE_NAMED_RE.fullmatch(line.text)}
    return ends | named | _find_counted(lines)


def _find_counted(lines: list[Line]) -> set[int]:
    """Return the lines `n/m` that count up to the same m; one alone counts where a job stands by it."""
    found: dict[str, list[tuple[int, int]]] = {}
    sure: set[int] = set()
    for index, line in enumerate(lines):
        if line.role != "text" or not (match := _PAGE_OF_RE.fullmatch(line.text)):
            continue
        if int(match[1]) <= int(match[2]):
            found.setdefault(match[2], []).append((int(match[1]), index))
            if match.end(2) < len(match[0]) or match.start(1) > 0:
                sure.add(index)
    for pages in found.values():
        numbers = [number for number, _ in pages]
        if len(pages) >= _FEWEST and numbers == sorted(set(numbers)):
            sure |= {index for _, index in pages}
    return sure


def _find_heads(lines: list[Line], ends: set[int]) -> set[tuple[int, str]]:
    """Return the (side, line) pairs that stand near several page ends, and the cover's lines after any.

    Side 1 is after a page's end, -1 before it. A line whose number alone differs counts too, from three on.
    """
    exact: Counter[tuple[int, str]] = Counter()
    shapes: Counter[tuple[int, str]] = Counter()
    cover = {line.text for line in lines[: min([_COVER, *ends])] if line.role == "text"}
    for index in ends:
        for side in (1, -1):
            for line in _near(lines, index, side, ends):
                exact[side, line.text] += 1
                shapes[side, _shape(line.text)] += 1
    heads = {key for key, count in exact.items() if _is_head(key, count, cover)}
    return heads | {
        key for key in exact if shapes[key[0], _shape(key[1])] > _FEWEST and not _RESOLUTION_RE.match(key[1])
    }


def _is_head(key: tuple[int, str], count: int, cover: set[str]) -> bool:
    """Say whether a line by a page's end is a running head: seen again, or after the end and on the cover."""
    side, text = key
    if _RESOLUTION_RE.match(text):
        return False
    if text[0].islower():  # the second line of a head, or the same words twice in a text
        return count > _FEWEST
    return count >= _FEWEST or (side == 1 and text in cover)


def _near(lines: list[Line], index: int, side: int, ends: set[int]) -> list[Line]:
    """Return the short lines on one side of a page's end, up to another end, blank lines left out."""
    found: list[Line] = []
    index += side
    while 0 <= index < len(lines) and len(found) < _REACH and index not in ends:
        line = lines[index]
        if line.role == "text":
            if not _looks_like_head(line.text):
                break
            found.append(line)
        index += side
    return found


def _shape(text: str) -> str:
    """Return a line without a number at its ends, so that running heads with page numbers repeat."""
    return _EDGE_NUMBER_RE.sub("", text)


def _is_printers(text: str) -> bool:
    return bool(_JOB_RE.fullmatch(text) or _BARCODE_RE.fullmatch(text) or _RECYCLE_RE.fullmatch(text))


def _mark_near(lines: list[Line], index: int, side: int, ends: set[int], heads: set[tuple[int, str]]) -> None:
    """Mark the heads that follow a page's end one after the other."""
    for line in _near(lines, index, side, ends):
        if (side, line.text) not in heads:
            return
        line.role = "furniture"


def _looks_like_head(text: str) -> bool:
    """Say whether a line can be a running head: short, and no part of a sentence by its last character."""
    words = text.split()
    return len(text) <= _LONGEST_HEAD and len(words) <= _HEAD_WORDS and text[-1] not in ".,;:"


def _number_pages(lines: list[Line], ends: set[int]) -> None:
    """Number the pages; a page's number or form feed ends it, and what furniture follows heads the next."""
    page = 0
    for index, line in enumerate(lines):
        line.page = page
        if index in ends and not (index + 1 in ends and not line.ends_page):
            page += 1
