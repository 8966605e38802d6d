"""Tell by which words texts take a named thing up again: "the Office", "the Special Rapporteur"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

OWNER = "United Nations "
_MODIFIERS = {"Special", "High", "Expert", "Working", "Global", "Personal", "Independent"}
"""Words that stay with their noun: nobody calls the High Commissioner "the Commissioner"."""
_UNUSED = {"Organization", "Nations", "Programme", "Initiative", "Online"}
"""Nouns that, taken up alone, mean something else: "the Organization" is the United Nations."""
_CAPITALS = r"[A-Z][\w-]*(?: [A-Z][\w-]*)*"  # not a small word between two names
_OFFICE_RE = re.compile(rf"{_CAPITALS} of the {_CAPITALS}(?= (?:to|for|on) )")  # not "Secretariat of the X"
_STEM_RE = re.compile(r"^[^,;]*? (?=(?:on|for|against) )")  # not a name without a subject


@lru_cache(maxsize=4096)
def heads_of(name: str) -> tuple[str, ...]:
    """Return the words that stand for a thing once it was named in full, the longest first.

    >>> heads_of("Office of the United Nations High Commissioner for Rivers")
    ('Office of the High Commissioner', 'Office')
    >>> heads_of("Committee on the Rights of the River"), heads_of("WeFlow")
    (('Committee',), ())
    """
    plain = name.replace(OWNER, "")
    office = _OFFICE_RE.match(plain)
    words = list(takewhile(lambda word: word[0].isupper(), plain.split()))
    heads = [office.group()] if office else []
    if words and " " in plain:
        heads.append(_last_noun(words))
    return tuple(head for head in dict.fromkeys(heads) if head not in _UNUSED)


def stem_of(name: str) -> str:
    """Return what stands before the subject of a name, with the space; nothing where it has none.

    >>> stem_of("Special Representative of the Chair on Rivers and Lakes")
    'Special Representative of the Chair '
    """
    match = _STEM_RE.match(name)
    return match.group() if match else ""


def _last_noun(words: list[str]) -> str:
    start = len(words) - 1
    while start and words[start - 1] in _MODIFIERS:
        start -= 1
    return " ".join(words[start:])
