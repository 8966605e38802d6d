"""Tell by which words texts take a named thing up again: "the Office", "the Special Rapporteur"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.months import MONTH_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.knowledge import Name

_OWNER = "United Nations "
_OFFICE = "Office of the "
_MODIFIERS = {"Special", "High", "Expert", "Working", "Global", "Personal", "Independent"}
"""Words that stay with their noun: nobody calls the High Commissioner "the Commissioner"."""
_UNUSED = {"Organization", "Nations", "Programme", "Initiative", "Online", "High-level", "Protection"}
"""Words that, taken up alone, mean something else: "the Organization" is the United Nations."""
_CAPITALS = r"[A-Z][\w-]*(?: [A-Z][\w-]*)*"  # not a small word between two names
_OFFICE_RE = re.compile(rf"{_CAPITALS} of the {_CAPITALS}(?= (?:to|for|on) )")  # not "Secretariat of the X"
_STEM_RE = re.compile(r"[^,;]*? (?=(?:on|for|against) )")  # not a name without a subject
_COMMISSION_RE = re.compile(rf"(?:{_OWNER})?(?:Commission|Committee) on ")
# not "in Geneva", where a body sits, nor "in its resolution"
_COUNTRY_RE = re.compile(rf" in (?:the )?(?!Geneva|Vienna|New York|Nairobi|{MONTH_PATTERN})[A-Z]")


def heads_of(name: str) -> tuple[str, ...]:
    """Return the words that stand for a thing once it was named in full, the longest first.

    >>> heads_of("Office of the United Nations High Commissioner for Rivers")
    ('Office of the High Commissioner', 'Office')
    >>> heads_of("Committee on the Rights of the River"), heads_of("WeFlow")
    (('Committee',), ())
    """
    plain = name.replace(_OWNER, "")
    office = _OFFICE_RE.match(plain)
    words = list(takewhile(lambda word: word[0].isupper() or word == "and", plain.split()))
    heads = [office.group()] if office else []
    if words and " " in plain:
        heads.append(_last_noun(words))
    return tuple(head for head in dict.fromkeys(heads) if head not in _UNUSED)


def goes_on_with_country(text: str, start: int, end: int) -> bool:
    """Say whether the name of a commission goes on with a country, which makes it another commission.

    >>> text = "the Commission on Rivers in Ruritania"
    >>> goes_on_with_country(text, 4, 24), goes_on_with_country("the Commission on Rivers in Geneva", 4, 24)
    (True, False)
    """
    return bool(_COMMISSION_RE.match(text, start) and _COUNTRY_RE.match(text, end))


def heads_by_thing(names: Iterable[Name]) -> dict[str, tuple[str, ...]]:
    """Return the words that take each thing up."""
    heads: dict[str, tuple[str, ...]] = {}
    for name in names:
        known = heads.get(name.thing, ())
        heads[name.thing] = tuple(dict.fromkeys((*known, *heads_of(name.text))))
    return heads


def holders(names: Iterable[Name]) -> dict[str, str]:
    """Return by the path of an office that of the mandate whose office it is called."""
    plain = {name.text.replace(_OWNER, ""): name.thing for name in names}
    offices = {text: thing for text, thing in plain.items() if text.startswith(_OFFICE)}
    held = ((thing, plain.get(text.removeprefix(_OFFICE))) for text, thing in offices.items())
    return {thing: holder for thing, holder in held if holder}


def subjects(names: Iterable[Name]) -> list[Name]:
    """Return, as names of their own, what names say behind their heads.

    >>> from kg.knowledge import Name
    >>> [one.text for one in subjects([Name("mandate/X", "mandate", "Envoy of A on Rivers", "label")])]
    ['on Rivers']
    """
    stems = ((name, _STEM_RE.match(name.text)) for name in names if name.kind in {"mandate", "programme"})
    return [replace(name, text=name.text[stem.end() :]) for name, stem in stems if stem]


def _last_noun(words: list[str]) -> str:
    start = len(words) - 1
    while start and words[start - 1] in _MODIFIERS:
        start -= 1
    return " ".join(words[start:])
