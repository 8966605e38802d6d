"""Take footnotes out of the lines: below a rule, at the foot of a page, or after their paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.clean.joining import join_lines
from kg.text.superscripts import SUPERSCRIPTS, plain_digits

if TYPE_CHECKING:
    from kg.text.clean.lines import Line
    from kg.text.passage import Passage

_RULE_RE = re.compile(r"_{5,}|[-\u2010—–]{6,}")
# The marker that opens a note: superscript, stars, `[^4]:`, or a number; not `4.`, which numbers paragraphs.
_SUPERSCRIPT_PATTERN = rf"[{SUPERSCRIPTS}]{{1,4}}"
_MARKER_RE = re.compile(
    rf"(?:\[\^(?P<md>\w{{1,4}})\]:|(?P<sup>{_SUPERSCRIPT_PATTERN})|(?P<star>\*{{1,4}}|[†‡])(?=\s)"
    r"|(?P<num>\d{1,3})/?(?=\s|$|[A-Z“\"]))\s*"
)
_SURE_RE = re.compile(rf"(?:\[\^\w{{1,4}}\]:|{_SUPERSCRIPT_PATTERN})\s*(?=\S)")
_STAR_RE = re.compile(r"(?:\*{1,4}|[†‡])\s+(?=\S)")
_FOOT_LINES = 30
"""Lines at the foot of a page among which notes without a rule are looked for."""


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A footnote as printed: its marker, its text, and the page that prints it."""

    marker: str
    passage: Passage
    page: int


def take_notes(lines: list[Line]) -> list[PrintedNote]:
    """Return the footnotes in order of print, and give their lines the role `note`."""
    zones = [*_ruled_zones(lines), *_marked_paragraphs(lines)]
    zones += _foot_zones(lines, zones)
    zones.sort(key=lambda zone: zone[0])
    notes: list[PrintedNote] = []
    for zone in zones:
        for index in zone:
            lines[index].role = "note"
        _read_zone([lines[index] for index in zone], notes)
    return notes


def _ruled_zones(lines: list[Line]) -> list[list[int]]:
    """Return, for each rule, the lines below it on its page; the rule itself is furniture."""
    zones: list[list[int]] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if line.role != "text" or not _RULE_RE.fullmatch(line.text):
            continue
        if not zones and not _opens_notes(lines, index):
            continue
        line.role = "furniture"
        zone = []
        while index < len(lines) and lines[index].page == line.page and lines[index].role != "furniture":
            if lines[index].role == "text":
                zone.append(index)
            index += 1
        zones.append(zone)
    return [zone for zone in zones if zone]


def _opens_notes(lines: list[Line], index: int) -> bool:
    """Say whether the next printed line opens a note; else the rule is an ornament that ends a text."""
    while index < len(lines) and lines[index].role == "blank":
        index += 1
    return index < len(lines) and bool(_MARKER_RE.match(lines[index].text))


def _marked_paragraphs(lines: list[Line]) -> list[list[int]]:
    """Return the paragraphs outside ruled zones that open with a superscript or a star known as a mark."""
    zones: list[list[int]] = []
    starred = any(_glued_star(line.text) for line in lines if line.role == "text")
    typed = _typed_markers(lines)
    index = 0
    while index < len(lines):
        text = lines[index].text
        opens = lines[index].role == "text" and (
            _SURE_RE.match(text)
            or (starred and _STAR_RE.match(text) and not text.endswith("*"))
            or ((slashed := _TYPED_NOTE_RE.match(text)) and slashed[1] in typed)
        )
        index += 1
        if not opens or _in_ruled_zone(lines, index - 1):
            continue
        zone = [index - 1]
        while index < len(lines) and lines[index].role == "text" and not _SURE_RE.match(lines[index].text):
            if not _wraps(lines[index - 1].text, lines[index].text):
                break
            zone.append(index)
            index += 1
        zones.append(zone)
    return zones


# A note of a typed document: `1/ S/1994/262.`; not a resolution's number.
_TYPED_NOTE_RE = re.compile(r"(\d{1,2})/\s+(?=[A-Z“\"])")
_TYPED_CALL_RE = re.compile(r"\S\s(\d{1,2})/(?:\s|[,;.]|$)")


def _typed_markers(lines: list[Line]) -> set[str]:
    """Return the numbers that lines call in the manner of typed documents: `1993, 2/`."""
    called = (line.text for line in lines if line.role == "text" and "/" in line.text)
    return {match[1] for text in called for match in _TYPED_CALL_RE.finditer(text)}


def _in_ruled_zone(lines: list[Line], index: int) -> bool:
    """Say whether a rule stands above on the same page."""
    page = lines[index].page
    while index >= 0 and lines[index].page == page:
        if lines[index].role == "furniture" and _RULE_RE.fullmatch(lines[index].text):
            return True
        index -= 1
        if index >= 0 and lines[index].role == "text" and not lines[index].text:
            return False
    return False


def _glued_star(text: str) -> bool:
    """Say whether a star stands as a mark behind a word rather than around one."""
    return text.count("*") % 2 == 1 and bool(re.search(r"\w[,.;]?\*(?:\W|$)", text))


def _wraps(before: str, line: str) -> bool:
    """Say whether a line goes on from the one before as hard-wrapped text does."""
    return len(before) >= 60 and not re.match(r"\d{1,3}\.\s", line)  # noqa: PLR2004  # columns


def _foot_zones(lines: list[Line], taken: list[list[int]]) -> list[list[int]]:
    """Return the notes without a rule at the feet of pages: numbered on, and called above."""
    if taken or not lines or lines[-1].page == 0:
        return []
    zones: list[list[int]] = []
    expected = 1
    for page in _pages(lines):
        text = [index for index in page if lines[index].role == "text"]
        starts = [i for i in text[-_FOOT_LINES:] if _opens_foot(lines, i, expected)]
        if not starts or not _is_called(expected, [lines[i].text for i in text if i < starts[0]]):
            continue
        zone = [index for index in text if index >= starts[0]]
        numbers = [n for i in zone if (n := _numbered_note(lines[i].text)) is not None and n >= expected]
        expected = _count_on(numbers, expected)
        zones.append(zone)
    return zones


def _pages(lines: list[Line]) -> list[list[int]]:
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        pages.setdefault(line.page, []).append(index)
    return list(pages.values())


def _opens_foot(lines: list[Line], index: int, expected: int) -> bool:
    """Say whether a line opens the notes of its page: the number that is due, below a blank line."""
    return _numbered_note(lines[index].text) == expected and index > 0 and lines[index - 1].role != "text"


def _is_called(number: int, texts: list[str]) -> bool:
    """Say whether digits behind a word or stop call a note of that number."""
    call = re.compile(rf"(?:[a-z]{{3}}|[”’)\]])[,;.:]?\s?{number}(?![\d/])")
    return any(call.search(text) for text in texts)


_NOTE_NUMBER_RE = re.compile(r"(\d{1,3})\s{1,3}(?=[A-Z“\"(])")
_DATED_RE = re.compile(r"\d{1,2}\s+[A-Z][a-z]+\s+\d{4}")


def _numbered_note(text: str) -> int | None:
    """Return the number before a capital or symbol: `4 A/HRC/31/34`; not `4. Calls`, `4 May 2016`."""
    match = _NOTE_NUMBER_RE.match(text)
    return int(match[1]) if match and not _DATED_RE.match(text) else None


def _count_on(numbers: list[int], expected: int) -> int:
    for number in numbers:
        if number == expected:
            expected += 1
    return expected


def _read_zone(zone: list[Line], notes: list[PrintedNote]) -> None:
    """Split the lines of a zone into notes; what precedes the first marker goes on with the note before."""
    marker, parts = "", []
    for line in zone:
        found = _opening(line.text, marker or (notes[-1].marker if notes else ""))
        if found is None:
            parts.append(line.passage)
            continue
        _close(marker, parts, zone, notes)
        marker, end = found
        parts = [line.passage.part(end)]
    _close(marker, parts, zone, notes)


def _opening(text: str, last: str) -> tuple[str, int] | None:
    """Return the marker that a line opens with and where the words begin, if the sequence allows it."""
    match = _MARKER_RE.match(text)
    if not match:
        return None
    marker = plain_digits(match["md"] or match["sup"] or match["star"] or match["num"])
    # a bare number opens a note only as the next of its sequence: `2018, Supplement No. 10` is a wrapped line
    if match["num"] and last.isdigit() and int(marker) != int(last) + 1:
        return None
    return marker, match.end()


def _close(marker: str, parts: list[Passage], zone: list[Line], notes: list[PrintedNote]) -> None:
    text = join_lines(parts)
    if not text.text:
        return
    if not marker and notes:
        last = notes[-1]
        notes[-1] = PrintedNote(last.marker, join_lines([last.passage, text]), last.page)
    else:
        notes.append(PrintedNote(marker, text, zone[0].page))
