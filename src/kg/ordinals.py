"""Ordinal numbers: in words, `Seventy-fourth` on a cover; and of what was inserted later, `12 quater`."""

from __future__ import annotations

_ONES = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TENTHS = [word[:-1] + "ieth" for word in _TENS]
_HUNDREDTH = 100
INSERTED = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
"""Behind the number of what was inserted later, in their order."""
INSERTED_PATTERN = f"(?:{'|'.join(INSERTED)})"


def ordinal_number(words: str) -> int | None:
    """Return the number of an ordinal in words, up to a hundred, or None.

    >>> ordinal_number("Seventy-fourth"), ordinal_number("Fortieth"), ordinal_number("special")
    (74, 40, None)
    """
    parts = words.lower().replace("-", " ").split()
    if parts[:1] == ["hundredth"]:
        return _HUNDREDTH
    if len(parts) == 1:
        return _single(parts[0])
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _ONES[:9]:  # noqa: PLR2004  # tens and ones
        return (_TENS.index(parts[0]) + 2) * 10 + _ONES.index(parts[1]) + 1
    return None


def ordinal_words(number: int) -> str | None:
    """Return an ordinal in words, up to the ninety-ninth, or None; the inverse of `ordinal_number`.

    >>> ordinal_words(5), ordinal_words(40), ordinal_words(74), ordinal_words(100)
    ('fifth', 'fortieth', 'seventy-fourth', None)
    """
    if not 0 < number < _HUNDREDTH:
        return None
    if number <= len(_ONES):
        return _ONES[number - 1]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens - 2]}-{_ONES[ones - 1]}" if ones else _TENTHS[tens - 2]


def _single(word: str) -> int | None:
    if word in _ONES:
        return _ONES.index(word) + 1
    return (_TENTHS.index(word) + 2) * 10 if word in _TENTHS else None
