"""Take the numbers of resolutions apart: `73/102 A and B`, `217 A (III)`, `1325 (2000)`, `S-26/2`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Form = Literal["session", "special", "roman", "year", "plain"]

_LETTERS = r"[A-Z](?>(?:(?:-|–|, | and | to )[A-Z](?![\w’']))*)"  # not the first letter of a word
LETTERS_PATTERN = rf"(?: ?{_LETTERS}(?![\w’'/]))"
ROMAN_PATTERN = rf"\d{{1,4}}(?: ?[A-Z])? ?\((?:E?S-)?[IVXLC]{{1,8}}\){LETTERS_PATTERN}?"
YEAR_PATTERN = rf"\d{{1,4}} ?\((?:19|20)\d\d\){LETTERS_PATTERN}?"
# not a date (`1/2/2019`), a decimal (`1/2.5`) or a fraction of a word (`24/7-hour`)
SLASH_PATTERN = rf"(?:E?S-\d{{1,2}}|\d{{1,4}})/\d{{1,4}}(?![\w/]|[.\-–]\d){LETTERS_PATTERN}?"

_LETTERS_RE = re.compile(rf" ?({_LETTERS})$")
_EARLY_RE = re.compile(r"(\d+)(?: ?([A-Z]))? ?\((E?S-)?([IVXLC]+|\d{4})\)(?: ?([A-Z]))?")
_LATE_RE = re.compile(r"(?:(E?S)-)?(\d+)/(\d+)(?: ?[A-Z])?")
_MOST_PARTS = 12
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class ResolutionNumber:
    """The number of one resolution or decision, or of one part of it."""

    printed: str
    """With one letter at most: `73/102 A`."""
    form: Form
    session: int
    """Session; the year of `2019/20` and `1325 (2000)`; 0 for a plain number."""
    serial: int


def parse_numbers(printed: str) -> list[ResolutionNumber]:
    """Return the numbers that a printed one stands for, one for each of its parts.

    >>> [number.printed for number in parse_numbers("73/102 A and B")]
    ['73/102 A', '73/102 B']
    >>> parse_numbers("217 A (III)")[0].session, parse_numbers("1325 (2000)")[0].form
    (3, 'year')
    """
    letters = _LETTERS_RE.search(printed)
    if letters is None or len(letters[1]) == 1:
        return [_parse(printed)]
    stem = printed[: letters.start()]
    return [_parse(f"{stem} {letter}") for letter in _letters(letters[1])]


def _letters(printed: str) -> list[str]:
    """Return the letters of a list, with those inside a range.

    >>> _letters("A to C"), _letters("A, B and D")
    (['A', 'B', 'C'], ['A', 'B', 'D'])
    """
    named = re.findall("[A-Z]", printed)
    if re.search("-|–| to ", printed):
        return [chr(code) for code in range(ord(named[0]), ord(named[-1]) + 1)][:_MOST_PARTS]
    return named


def _parse(printed: str) -> ResolutionNumber:
    if match := _LATE_RE.fullmatch(printed):
        form: Form = "special" if match[1] else "session"
        return ResolutionNumber(printed, form, int(match[2]), int(match[3]))
    if match := _EARLY_RE.fullmatch(printed):
        if match[4].isdigit():
            return ResolutionNumber(printed, "year", int(match[4]), int(match[1]))
        return ResolutionNumber(printed, "roman", _roman(match[4]), int(match[1]))
    return ResolutionNumber(printed, "plain", 0, int(re.sub(r"\D", "", printed) or 0))


def _roman(numeral: str) -> int:
    """Return the value of a Roman numeral.

    >>> _roman("XLVIII"), _roman("XIV")
    (48, 14)
    """
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
