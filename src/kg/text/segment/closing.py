"""Tell what closes a resolution, its meeting, date and vote, from text that merely stands behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.text.block import Block

CLOSING_RE = re.compile(
    r"\(?\d{1,5}(?:st|nd|rd|th)\s+(?:\(?(?:resumed|closed)\)?\s+)?(?:plenary\s+)?meeting\b"
    r"|\[?(?:The resolution was )?[Aa]dopted\s+(?:at|by|without|unanimously|on)\b"
    r"|\[?(?:Resolution )?[Aa]dopted without a vote"
)
_DATE_RE = re.compile(r"\(?\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}\)?\.?")
# The heads of the lists of a vote; not a sentence on what States voted for.
_VOTE_RE = re.compile(
    r"(?:In favou?r|Against|Abstain(?:ing|ed)|Abstentions?|Absent|Non-voting|Not voting)\s*:"
    r"|(?:The voting was as follows|Recorded vote|RECORDED VOTE)\b"
)
_INSIDE_NAMES = frozenset({"of", "and", "the", "d’ivoire"})
"""Words of lower case in the names of States."""
_LONGEST = 200
"""Characters of the line that names meeting and date."""


def unread_blocks(closing: Iterable[Block]) -> Iterator[Block]:
    """Yield, of the blocks from the closing on, those that are no part of it: they are read by nobody."""
    bracketed = voting = False
    for block in closing:
        text = block.text
        bracketed = bracketed or text.startswith("[")
        voting = bool(_VOTE_RE.match(text)) or (voting and _lists_names(text))
        known = bracketed or voting or _DATE_RE.fullmatch(text)
        if bracketed and "]" in text:
            bracketed = False
        if not (known or (CLOSING_RE.match(text) and ("[" in text or len(text) <= _LONGEST))):
            yield block
        elif text.count("[") > text.count("]"):
            bracketed = True


def _lists_names(text: str) -> bool:
    """Say whether words are names of States, and no sentence."""
    words = (word.strip("(),.;[]") for word in text.split())
    return all(not word[:1].islower() or word in _INSIDE_NAMES for word in words)
