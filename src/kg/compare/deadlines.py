"""Find by when a text expects something: a session of a body, a day or a year."""

from __future__ import annotations

import re
from typing import NamedTuple

# fmt: off
_UNITS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]
# fmt: on
_ORDINALS = {
    **{word: value for value, word in enumerate(_UNITS, start=1)},
    **{word[:-1] + "ieth": 10 * value for value, word in enumerate(_TENS, start=2)},
    **{
        f"{ten}-{unit}": 10 * value + digit
        for value, ten in enumerate(_TENS, start=2)
        for digit, unit in enumerate(_UNITS[:9], start=1)
    },
}
"""`first` to `ninety-ninth`."""
_SESSION = (
    r"at (?:its|the) (?P<ordinal>[a-z]+(?:-[a-z]+)?)(?: special| regular| substantive)? session"
    # not "at its last session": only what is an ordinal counts
)
_DATE = (
    r"(?:by|until|no later than|not later than) (?:the end of )?(?:early |mid-|late )?"
    rf"(?:(?P<day>\d{{1,2}}) )?(?:(?P<month>{'|'.join(_MONTHS)}) )?(?P<year>(?:19|20)\d\d)(?![\d/])"
    # not a resolution's number: "by 2019/20"
)
_DEADLINE_RE = re.compile(rf"\b(?:{_SESSION}|{_DATE})")


class Deadline(NamedTuple):
    """A time by which something is due."""

    measure: str
    """`session` or `date`; only deadlines of one measure can be compared."""
    value: tuple[int, ...]
    """Number of the session; or year, month and day, 12 and 31 where the text names none."""
    text: str
    """As printed."""


def find_deadlines(text: str) -> list[Deadline]:
    """Return the deadlines of a text, in order.

    >>> [one.value for one in find_deadlines("to report at its seventy-fifth session and by 30 June 2025")]
    [(75,), (2025, 6, 30)]
    """
    plain = text.replace("\u2011", "-")
    return [one for match in _DEADLINE_RE.finditer(plain) if (one := _deadline(match))]


def _deadline(match: re.Match[str]) -> Deadline | None:
    if match["year"]:
        month = _MONTHS.index(match["month"]) + 1 if match["month"] else 12
        return Deadline("date", (int(match["year"]), month, int(match["day"] or 31)), match[0])
    number = _ORDINALS.get(match["ordinal"])
    return Deadline("session", (number,), match[0]) if number else None
