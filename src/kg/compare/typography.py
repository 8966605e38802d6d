"""Tell what a printer decides from what an author wrote.

White space, quotation marks, hyphens and dashes, ligatures, and the stop that closes a paragraph of a list
vary from one edition of a text to the next. What is left of a text without them is its wording.
"""

from __future__ import annotations

import re
import unicodedata

_HYPHENS = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d-"
_QUOTES = "\"'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u00ab\u00bb"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_TABLE = str.maketrans({**dict.fromkeys(_HYPHENS, "-"), **dict.fromkeys(_QUOTES + _INVISIBLE, "")})
_SPACE_RE = re.compile(r"\s+")
_DASH_RE = re.compile(r" ?- ?")
_HYPHEN_RE = re.compile(r"(?<!\d)-|-(?!\d)")  # not between digits: 1-5 is not 15
_LOOSE_RE = re.compile(r" (?=[^\w\s])|(?<=[^\w\s]) |(?<=[^\W\d]) (?=\d)|(?<=\d) (?=[^\W\d])")
"""Space beside punctuation, or between a letter and a digit; not between two letters or two digits."""
_STOPS = " ;,."


def wording(text: str) -> str:
    """Return a text without what a printer decides, hyphens read as spaces.

    >>> wording("States’ follow-up;") == wording("States' follow up.")
    True
    >>> wording("paragraphs 1–5") == wording("paragraphs 15")
    False
    """
    return _folded(text, " ", closing=True)


def same_wording(before: str, after: str, *, closing: bool) -> bool:
    """Say whether two texts differ as printed matter only; `closing` where they end their paragraphs.

    >>> same_wording("on-line", "online", closing=False), same_wording("may be", "maybe", closing=False)
    (True, False)
    """
    return any(
        _folded(before, hyphen, closing=closing) == _folded(after, hyphen, closing=closing)
        for hyphen in (" ", "")
    )


def _folded(text: str, hyphen: str, *, closing: bool) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _SPACE_RE.sub(" ", text.translate(_TABLE))
    text = _HYPHEN_RE.sub(hyphen, _DASH_RE.sub("-", text))
    return _LOOSE_RE.sub("", text.rstrip(_STOPS) if closing else text).strip()
