"""Find by when a text expects something: a session of a body, a day or a year."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.months import MONTH_PATTERN, month_number
from kg.ordinals import ordinal_number

_SESSION = (
    r"at (?:its|the) (?P<ordinal>[a-z]+(?:-[a-z]+)?)(?: special| regular| substantive)? session"
    # not "at its last session": only what is an ordinal counts
)
_DATE = (
    r"(?:by|until|no later than|not later than) (?:the end of )?(?:early |mid-|late )?"
    rf"(?:(?P<day>\d{{1,2}}) )?(?:(?P<month>{MONTH_PATTERN}) )?(?P<year>(?:19|20)\d\d)(?![\d/])"
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
        month = month_number(match["month"]) if match["month"] else 12
        return Deadline("date", (int(match["year"]), month, int(match["day"] or 31)), match[0])
    number = ordinal_number(match["ordinal"])
    return Deadline("session", (number,), match[0]) if number else None
