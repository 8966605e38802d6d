"""Mark in one pass the words that matter to citations: bodies, the noun `resolution`, numbers, symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.text.cite.numbers import ROMAN_PATTERN, SLASH_PATTERN, YEAR_PATTERN
from kg.text.cite.owners import BY_NAME, COMMENTS, HEADS

if TYPE_CHECKING:
    from collections.abc import Iterator

TokenKind = Literal["symbol", "owner", "noun", "number", "comment"]

_NAMES = "|".join(sorted({*BY_NAME, *COMMENTS, *HEADS}, key=len, reverse=True))
_OWNER_PATTERN = rf"(?:{_NAMES})(?![\w-])"
_NOUN_PATTERN = r"(?:UNSCR|[Rr]esolution|[Dd]ecision|[Gg]eneral (?:[Cc]omment|[Rr]ecommendation))s?(?!\w)"
_COMMENT_PATTERN = r"No[s]?\. ?\d{1,3}(?: \(\d{4}\)|(?! ?\(\d)(?![\d/]))"  # not a volume's `No. 27531`
_SEGMENT = r"(?:[A-Za-z0-9]|\([A-Za-z0-9]{1,12}\)|[.\-](?=[A-Za-z0-9])(?!(?<=-)(?:A|E|S|ST)/))"
# not a fraction, a web address, "HIV/AIDS" or a Roman decision such as `XIII/18`
_SYMBOL_PATTERN = rf"(?![IVXLC]+/)[A-Z]{{1,10}}(?:/(?>{_SEGMENT}+)){{1,9}}"
_TOKEN_RE = re.compile(
    r"(?<![\w/.])(?:(?<![\-–])|(?=[AES]/))(?=[A-Z0-9rdg])(?:"  # `A/67/1-S/2013/1` holds two symbols
    rf"(?P<noun>{_NOUN_PATTERN})|(?P<owner>{_OWNER_PATTERN})"
    rf"|(?P<number>{ROMAN_PATTERN}|{YEAR_PATTERN}|{SLASH_PATTERN})"
    rf"|(?P<comment>{_COMMENT_PATTERN})|(?P<symbol>{_SYMBOL_PATTERN}))"
)
_DIGIT_RE = re.compile(r"/.*\d")


@dataclass(frozen=True, slots=True)
class Token:
    """One of those words and where it stands."""

    kind: TokenKind
    text: str
    start: int
    end: int


def find_tokens(text: str) -> list[Token]:
    """Return the tokens of a plain text in order."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN_RE.finditer(text):
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]  # the pattern has no other groups
        if kind != "symbol" or _DIGIT_RE.search(match[0]):
            yield Token(kind, match[0], match.start(), match.end())
