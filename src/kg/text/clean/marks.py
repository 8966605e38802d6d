"""Find the marks of footnotes in running text, superscript or bare digits glued to the word before.

Where marks are plain digits, the notes decide: each note of a page is called on that page, in order, so the
places are found by aligning notes with candidates. What no note supports stays a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.months import MONTH_PATTERN
from kg.text.superscripts import SUPERSCRIPTS, plain_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.document import Span

_SURE_RE = re.compile(rf"\s?[{SUPERSCRIPTS}]{{1,4}}|\[\^\w{{1,4}}\]")
_RAISED_RE = re.compile(rf"[{SUPERSCRIPTS}\[]")  # most texts hold none and need no closer look
# The marks of typed documents: `1 July 1993, 2/`; not `2/5` or `24/1`.
_TYPED_RE = re.compile(r"(?<=\S)\s(?P<mark>\d{1,2})/(?=\s|[,;.]|$)")
# Digits behind a letter, a stop or a closing mark: `exploitation5`, `2019,1`; not `5.2`, `A/74`.
_GLUED_RE = re.compile(
    r"(?<=[^\W\d_])\d{1,3}(?![\w/])|(?<=[,;:.)\]”’\"'])\d{1,3}(?![\w/])|(?<=[,;])\d{1,3}(?=E?S-\d)"
)
# Digits behind a stop that run into a resolution's number: `2011,419/1` is note 4 and 19/1.
_RUN_ON_RE = re.compile(r"(?<=[,;])\d{2,6}(?=/\d)")
# Digits that stand alone behind a stop or word: `Agreement, 3 which`; not `paragraph 3`.
_SPACED_RE = re.compile(
    r"(?<=[^\W\d_][,;:]\s)\d{1,3}(?=\s[a-z]|\s?$)|(?<=[^\W\d_]\s)\d{1,3}(?=\s[a-z]|[,;.])"
    r"|(?<=\d{4}\s)\d{1,3}(?=\s[a-z])|(?<=\d{4},\s)\d{1,3}(?=\s[a-z]|\s?$)"
)
# Digits that slipped into the small word behind them, or up to it: `Forum, t3he report`, `since 2011 3and`.
_SLIPPED_RE = re.compile(
    r"(?<=\b[a-z])\d{1,3}(?=(?:he|nd|hich|hat|ith|s|f|n|o|or|y)\b)"
    r"|(?<=[^\W_]\s)\d{1,3}(?=(?:the|and|which|that|with|as|of|in|on|to|or|for|by|was|were)\b)"
)
# Digits at the end of a number: `19246` is 1924 and note 6.
_NUMBER_RE = re.compile(r"(?<![\d,])\d[\d/–-]*\d(?![\w/–-]|[.,]\d)")
# A year by itself; not digits behind a hyphen or stroke, `COVID-1910` or `VIII/1913`.
_YEAR_RE = re.compile(r"(?<![/-])(?:19|20)\d{2}")
_YEAR_END_RE = re.compile(r"(?<!\d)(?:18|19|20)\d{2}$")
_MONTH_RE = re.compile(rf"\s{MONTH_PATTERN}\b")
# Behind these a number belongs to a symbol or title: `Add.1`, `No.5`, `25/DEC.8`, `1.5`; not to `in 2019.1`.
_ABBREVIATION_RE = re.compile(
    r"(?:\b[A-Z][a-z]{0,3}|/[A-Z]{2,5}|Amend|Nos|vol|art|para|sect|chap|(?<!\b(?:19|20)\d)\d)\.$|[A-Z]/$"
)
_STAR_RE = re.compile(r"(?<=\w)\*{1,4}(?!\w)|(?<=[,;.])\*{1,4}(?!\w)")

# What each reading costs: the likelier, the less; more than missing the note altogether is never chosen.
_GLUED, _TAIL_OF_YEAR, _RUN_ON, _SLIPPED, _SPACED = 0.0, 0.1, 0.2, 0.3, 1.0
_TAIL_OF_NUMBER, _COUNTED, _TAIL_OF_DAY, _MISSING = 1.5, 3.0, 3.5, 4.0
_LONGEST_NUMBER = 3
"""Digits of a resolution's number at most, before or after the stroke."""
_ORDINAL_WORDS = re.compile(
    r"(?:paragraphs?|articles?|sections?|annex|No|Nos|goals?|targets?|resolutions?|chapters?|rules?|items?"
    rf"|and|or|to|of|in|for|by|than|the|least|some|vol|{MONTH_PATTERN})\s$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a mark may stand, in one of several texts."""

    text: int
    start: int
    end: int
    marker: str
    cost: float


def find_superscripts(text: str) -> list[Span]:
    """Return the spans of superscript marks, and of Markdown's `[^4]`."""
    if not _RAISED_RE.search(text):
        return []
    return [match.span() for match in _SURE_RE.finditer(text)]


def find_typed_marks(text: str, known: set[str]) -> list[Span]:
    """Return the spans of marks as typed documents print them, `2/`, where a note bears the number."""
    return [match.span() for match in _TYPED_RE.finditer(text) if match["mark"] in known]


def marker_of(mark: str) -> str:
    """Return the marker that a mark as printed stands for.

    >>> marker_of("⁴"), marker_of("[^4]"), marker_of("*")
    ('4', '4', '*')
    """
    return plain_digits(mark.strip(" []^/"))


def find_digit_marks(texts: Sequence[str], notes: Iterable[str], before: set[str]) -> list[list[Span]]:
    """Return, for the texts of one page, the spans of the digits that are marks.

    `notes` are the markers printed on the page, in order; `before` those of earlier pages, which may be
    called again.
    """
    found: list[list[Span]] = [[] for _ in texts]
    wanted = [marker for marker in notes if marker.isdigit()]
    places = _candidates(texts, set(wanted), before)
    chosen = _align(wanted, [place for place in places if place.marker in set(wanted)])
    taken = {(place.text, place.end) for place in chosen}
    again = [
        place
        for place in places
        if (place.text, place.end) not in taken and _is_called_again(place, texts, wanted, before, chosen)
    ]
    for place in sorted([*chosen, *again], key=lambda place: (place.text, place.start)):
        if not found[place.text] or found[place.text][-1][1] <= place.start:
            found[place.text].append((place.start, place.end))
    return found


def _candidates(texts: Sequence[str], wanted: set[str], before: set[str]) -> list[Place]:
    known = wanted | before
    places: list[Place] = []
    for index, text in enumerate(texts):
        places += _glued(index, text, known)
        places += _spaced(index, text, wanted)
        places += _slipped(index, text, wanted)
        for match in _RUN_ON_RE.finditer(text):
            places += _run_on(index, match, known)
        for match in _NUMBER_RE.finditer(text):
            if match.start() == 0 and text.startswith(".", match.end()):
                continue  # the number that heads the paragraph
            if _YEAR_RE.fullmatch(text, *match.span()):
                continue
            places += _tails(index, match, wanted, known, dated=bool(_MONTH_RE.match(text, match.end())))
    return sorted(places, key=lambda place: (place.text, place.start, place.cost))


def _glued(index: int, text: str, known: set[str]) -> Iterator[Place]:
    for match in _GLUED_RE.finditer(text):
        behind = _ABBREVIATION_RE.search(text, max(0, match.start() - 8), match.start())
        if match[0] in known and not behind:
            yield Place(index, match.start(), match.end(), match[0], _GLUED)


def _spaced(index: int, text: str, wanted: set[str]) -> Iterator[Place]:
    for match in _SPACED_RE.finditer(text):
        if match[0] in wanted:
            counted = _ORDINAL_WORDS.search(text, max(0, match.start() - 14), match.start())
            yield Place(index, match.start() - 1, match.end(), match[0], _COUNTED if counted else _SPACED)


def _slipped(index: int, text: str, wanted: set[str]) -> Iterator[Place]:
    for match in _SLIPPED_RE.finditer(text):
        if match[0] in wanted:
            yield Place(index, match.start(), match.end(), match[0], _SLIPPED)


def _run_on(index: int, match: re.Match[str], known: set[str]) -> Iterator[Place]:
    """Yield the readings of a number as a mark and the number of a resolution right behind it."""
    printed = match[0]
    for length in range(1, len(printed)):
        rest = printed[length:]
        if printed[:length] in known and rest[0] != "0" and len(rest) <= _LONGEST_NUMBER:
            yield Place(index, match.start(), match.start() + length, printed[:length], _RUN_ON)


def _tails(
    index: int, match: re.Match[str], wanted: set[str], known: set[str], *, dated: bool
) -> list[Place]:
    """Return the readings of a number as another number and a mark; behind a year one is likeliest."""
    places = []
    for length in (1, 2, 3):
        marker, rest = match[0][-length:], match[0][:-length]
        if marker not in known or not rest or not rest[-1].isdigit() or (length > 1 and marker[0] == "0"):
            continue
        year = bool(_YEAR_END_RE.search(rest))
        if year or marker in wanted:
            cost = _TAIL_OF_YEAR if year else _TAIL_OF_DAY if dated else _TAIL_OF_NUMBER
            places.append(Place(index, match.end() - length, match.end(), marker, cost))
    return places


def _align(wanted: list[str], places: list[Place]) -> list[Place]:
    """Choose a place for each note so that they stand in order, at the least cost; some may find none."""
    if not wanted or not places:
        return []
    # best[j]: least cost of placing the notes so far, the last of them at or before place j, and where
    size = len(places) + 1
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * size
    for marker in wanted:
        now: list[tuple[float, tuple[int, ...]]] = [(best[0][0] + _MISSING, best[0][1])]
        for j in range(1, size):
            skip = min(now[j - 1], (best[j][0] + _MISSING, best[j][1]))
            place = places[j - 1]
            if place.marker == marker:
                cost, path = best[j - 1]
                skip = min(skip, (cost + place.cost, (*path, j - 1)))
            now.append(skip)
        best = now
    return [places[j] for j in best[-1][1]]


def _is_called_again(
    place: Place, texts: Sequence[str], wanted: list[str], before: set[str], chosen: list[Place]
) -> bool:
    """Say whether digits call a note that was called before: glued to a word or its stop, and no unit."""
    if place.cost == _TAIL_OF_YEAR:
        return True
    if place.cost == _RUN_ON:
        return _is_no_session(texts[place.text], place)
    if place.cost != _GLUED:
        return False
    called = place.marker in before or any(
        (other.text, other.start) < (place.text, place.start) and other.marker == place.marker
        for other in chosen
    )
    if not called and place.marker not in wanted:
        return False
    return called and _behind_word(texts[place.text], place.start)


_DIGITS_RE = re.compile(r"\d+")
_LAST_SESSION = 99
_YEARS = range(1946, 2100)


def _is_no_session(text: str, place: Place) -> bool:
    """Say whether a number before a stroke is too high for a session, so that a mark must stand in it."""
    whole = _DIGITS_RE.match(text, place.start)
    rest = _DIGITS_RE.match(text, place.end)
    if not whole or not rest or int(whole[0]) in _YEARS:
        return False
    return int(whole[0]) > _LAST_SESSION >= int(rest[0])


_WORD_BEFORE_RE = re.compile(r"(?:[a-z]{2}|[A-Z]{4}|\))[,;:.”’\"')]{0,2}$|\d[,;]$")


def _behind_word(text: str, at: int) -> bool:
    """Say whether a word of lower case, or a bracket, stands directly before; not `CO2`, `G20`, `No.5`."""
    return bool(_WORD_BEFORE_RE.search(text, max(0, at - 12), at)) and not text.endswith(
        ("No.", "vol."), 0, at
    )


def find_star_marks(text: str, known: set[str]) -> list[Span]:
    """Return the spans of stars that call a note printed under stars."""
    return [match.span() for match in _STAR_RE.finditer(text) if match[0] in known]
