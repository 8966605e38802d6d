"""Compare names as people write them: case, accents, punctuation and the plural set aside, step by step."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.counterparts import Spelling

_APOSTROPHES_RE = re.compile(r"['’‘`´]")  # noqa: RUF001 - as printed
_NOT_WORD_RE = re.compile(r"[\W_]+")
_SHORTEST_WORD = 4
"""Letters of a word that can lose a plural's s: not `gas`."""


def case_key(text: str) -> str:
    """Return what spellings of a name share that differ in case and spaces only."""
    return " ".join(text.casefold().split())


def plain_key(text: str) -> str:
    """Return what spellings share that differ in accents, hyphens, apostrophes or other punctuation.

    >>> plain_key("Côte d’Ivoire") == plain_key("COTE D'IVOIRE")
    True
    >>> plain_key("Children’s rights")
    'childrens rights'
    """
    apart = unicodedata.normalize("NFKD", _APOSTROPHES_RE.sub("", text.casefold()))
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_NOT_WORD_RE.sub(" ", letters).split())


def number_key(text: str) -> str:
    """Return what names share that differ in the number of their words, by the rules of English.

    >>> number_key("Computer crimes") == number_key("computer crime")
    True
    >>> number_key("Policies") == number_key("policy"), number_key("Press") == number_key("pres")
    (True, False)
    """
    return " ".join(map(_singular, plain_key(text).split()))


def spellings(text: str, ways: tuple[Spelling, ...]) -> list[str]:
    """Return the ways to write a name that an exact search should try, in singular and plural.

    >>> spellings("computer crimes", ("as-is", "upper"))
    ['COMPUTER CRIME', 'COMPUTER CRIMES', 'computer crime', 'computer crimes']
    """
    found = set()
    for name in {text, _other_number(text)}:
        for way in ways:
            found.add(_written(name, way))
    return sorted(found)


def _written(text: str, way: Spelling) -> str:
    if way == "lower":
        return text.lower()
    if way == "upper":
        return text.upper()
    return text[:1].upper() + text[1:] if way == "sentence" else text


def _other_number(text: str) -> str:
    head, space, last = text.rpartition(" ")
    single = _singular(last)
    if single != last:
        return head + space + single
    if not last.isalpha() or last.isupper():
        return text
    return head + space + (last[:-1] + "ies" if re.search(r"[^aeiou]y$", last) else last + "s")


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_WORD or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_WORD:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
