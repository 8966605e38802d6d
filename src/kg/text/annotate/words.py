"""Split a text into its words once for all that look through it one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_WORD = r"[^\W_]+(?:-[^\W_]+)*"  # not an apostrophe: "UNICEF's" holds the word "UNICEF"
_GENITIVE = "'s"
_SIGN = r"[^\w\s]|_"  # not white space, of which any amount may stand between words
_PIECE_RE = re.compile(rf"(?:{_WORD}|{_GENITIVE}\b|{_SIGN})\s*")  # not the mark after a plural: "States'"
_SAME = (("\u2010", "-"), ("\u2011", "-"), ("\u2018", "'"), ("\u2019", "'"), ("\u0130", "I"))
"""One kind of hyphen and apostrophe; the one letter whose small form is two characters goes as well."""
_REMEMBERED = 512
"""Texts; the paragraphs of a long document."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words, the genitive's `'s`, and signs."""

    text: str
    """With one kind of hyphen and apostrophe."""
    small: list[str]
    """The words in lower case, and the signs between them."""
    offsets: list[int]
    """Where each begins."""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from one to another stand."""
        return self.offsets[first], self.offsets[last] + len(self.small[last])

    def printed(self, first: int, last: int) -> tuple[str, ...]:
        """Return the words from one to another with their capitals."""
        starts = self.offsets[first : last + 1]
        lengths = map(len, self.small[first : last + 1])
        return tuple(self.text[start : start + length] for start, length in zip(starts, lengths, strict=True))

    def without_signs(self) -> list[int]:
        """Return the places of the words."""
        return [at for at, word in enumerate(self.small) if word[0].isalnum() or word == _GENITIVE]


@lru_cache(maxsize=_REMEMBERED)
def split_words(text: str) -> Words:
    """Return a text with its words.

    >>> words = split_words("The Office\u2019s reports")
    >>> words.small, words.offsets, words.printed(1, 1)
    (['the', 'office', "'s", 'reports'], [0, 4, 10, 13], ('Office',))
    """
    plain = plain_signs(text)
    pieces = _PIECE_RE.findall(plain.lower())
    offsets = list(accumulate(map(len, pieces), initial=len(plain) - len(plain.lstrip())))
    del offsets[-1]
    return Words(plain, list(map(str.rstrip, pieces)), offsets)


def words_of(plain: str) -> tuple[str, ...]:
    """Return the words and signs of a text whose signs are plain, with their capitals."""
    return tuple(piece.rstrip() for piece in _PIECE_RE.findall(plain))


def plain_signs(text: str) -> str:
    """Return a text of the same length with one kind of hyphen and apostrophe."""
    if not text.isascii():
        for printed, plain in _SAME:
            text = text.replace(printed, plain)
    return text
