"""Find the names of known things in a text: longest match, in time linear in its length."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.text.annotate.words import plain_signs, split_words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.knowledge import Name
    from kg.text.annotate.words import Words

_OWNER_REACH = 40
# "Africa Development Programme"; not the verb that opens a text, nor a name before a comma
_OTHER_OWNER_RE = re.compile(r"(?<=\w )(?!Nations )[A-Z][\w-]* $")
_ARTICLE = "the"
_OWNER = ("united", "nations")
_SHORTEST_UNOWNED = 2
"""Words that must be left without "United Nations": a "Secretariat" may be anybody's."""
_PROPER_KINDS = {"body", "mandate", "programme", "initiative", "treaty", "instrument"}
_CAPITALIZED = {"state", "states", "member", "members", "government", "governments", "internet", "parties"}
"""Words of common names that the United Nations write with a capital; small, they mean something else."""

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A place where names stand; several, of one thing each, where one spelling names several things."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A way to write a name, and what its words must look like."""

    name: Name
    capitals: tuple[int, ...]
    """Places of the words that need a capital; small words of a name may have one."""
    exact: _Words | None = None
    """The words letter by letter, where nothing else will do."""
    is_unowned: bool = False
    """Whether "United Nations" was left out, which other owners could have in front."""


@dataclass(slots=True)
class _Node:
    """A place in the tree of tokens: what can follow, and which spellings end here."""

    then: dict[str, _Node] = field(default_factory=dict)
    ends: list[_Spelling] = field(default_factory=list)


class NameIndex:
    """Names in a tree of their words.

    Abbreviations need their very letters. Other names need the capitals that they begin with, but themes and
    groups may begin small. An article in front, "United Nations" where it leaves no doubt, hyphens within
    words, the plural of themes and groups, and the shapes of hyphens and apostrophes make no difference.

    >>> from kg.knowledge import Name
    >>> index = NameIndex([Name("body/X", "body", "Office on Rivers", "label")])
    >>> [(found.start, found.end) for found in index.find("Asks the Office on Rivers to help")]
    [(9, 25)]
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._root = _Node()
        for words, spellings in _spell(names).items():
            node = self._root
            for word in words:
                node = node.then.setdefault(word, _Node())
            node.ends += spellings

    def find(self, text: str) -> list[Found]:
        """Return where names stand, in order; none overlaps, and the longer of two wins."""
        words = split_words(text)
        small = words.small
        begin = self._root.then
        starts = [at for at, word in enumerate(small) if word in begin]
        found: list[Found] = []
        free = 0
        for at in starts:
            if at < free:
                continue
            for last, spellings in self._ends(small, at):
                if names := _fitting(spellings, words, at, last):
                    found.append(Found(*words.span(at, last), names))
                    free = last + 1
                    break
        return found

    def _ends(self, words: Sequence[str], at: int) -> list[tuple[int, list[_Spelling]]]:
        """Return the spellings that begin at a word, each with its last word, the longest first."""
        ends: list[tuple[int, list[_Spelling]]] = []
        node = self._root.then[words[at]]
        place = at
        while True:
            if node.ends:
                ends.append((place, node.ends))
            place += 1
            if not node.then or place == len(words) or (following := node.then.get(words[place])) is None:
                break
            node = following
        ends.reverse()
        return ends


def _fitting(spellings: Sequence[_Spelling], words: Words, first: int, last: int) -> tuple[Name, ...]:
    """Return the names, one a thing, whose letters agree with what is printed."""
    names: dict[str, Name] = {}
    for spelling in spellings:
        if (spelling.capitals or spelling.exact) and not _agrees(spelling, words, first, last):
            continue
        names.setdefault(spelling.name.thing, spelling.name)
    return tuple(names.values())


def _agrees(spelling: _Spelling, words: Words, first: int, last: int) -> bool:
    """Say whether a place has the letters and capitals that a spelling needs."""
    text, offsets = words.text, words.offsets
    for place in spelling.capitals:
        if not text[offsets[first + place]].isupper():
            return False
    if spelling.exact:
        span = words.span(first, last)
        return spelling.exact == words.printed(first, last) and not _is_in_symbol(text, *span)
    start = offsets[first]
    return not (spelling.is_unowned and _OTHER_OWNER_RE.search(text, max(0, start - _OWNER_REACH), start))


def _is_in_symbol(text: str, start: int, end: int) -> bool:
    """Say whether letters are part of a document's symbol: `CRC/C/GC/13`, `3/COP.14`."""
    return text[end : end + 1] == "/" or (text[start - 1 : start] == "/" and text[end : end + 1] == ".")


def _spell(names: Iterable[Name]) -> dict[_Words, list[_Spelling]]:
    """Return the spellings by their words in lower case; derived ones where nothing else is called so."""
    given: dict[_Words, list[_Spelling]] = defaultdict(list)
    derived: dict[_Words, list[_Spelling]] = defaultdict(list)
    for name in names:
        words = words_of(plain_signs(name.text))
        if words and words[0].lower() == _ARTICLE:
            words = words[1:]
        if not words:
            continue
        given[_lower(words)].append(_spelling(name, words))
        for other in _variants(name, words):
            unowned = _lower(words[:2]) == _OWNER and _lower(other[:2]) != _OWNER
            derived[_lower(other)].append(replace(_spelling(name, other), is_unowned=unowned))
    for key, spellings in derived.items():
        if key not in given and len({spelling.name.thing for spelling in spellings}) == 1:
            given[key].append(spellings[0])
    return given


def _spelling(name: Name, words: _Words) -> _Spelling:
    """Return how a name is written: with its capitals up to the first small word, which texts vary after."""
    if name.form == "abbreviation":
        return _Spelling(name, (), words)
    capitals = list(takewhile(lambda place: words[place][0].isupper(), range(len(words))))
    if name.kind not in _PROPER_KINDS and capitals and words[0].lower() not in _CAPITALIZED:
        del capitals[0]
    return _Spelling(name, tuple(capitals))


def _variants(name: Name, words: _Words) -> Iterator[_Words]:
    """Yield the other ways in which texts write a name."""
    if name.form == "abbreviation":
        return
    if any(_is_compound(word) for word in words):
        yield tuple(part for word in words for part in (word.split("-") if _is_compound(word) else [word]))
    if name.kind in _PROPER_KINDS:
        yield from _with_and_without_owner(words)
    elif words[-1].isalpha():
        yield (*words[:-1], _other_number(words[-1]))


def _is_compound(word: str) -> bool:
    return "-" in word[1:]


def _with_and_without_owner(words: _Words) -> Iterator[_Words]:
    if _lower(words[:2]) != _OWNER:
        yield ("United", "Nations", *words)
    elif len(words) >= _SHORTEST_UNOWNED + len(_OWNER) and words[2][0].isupper():
        yield words[2:]


def _other_number(word: str) -> str:
    """Return the plural of a singular and the other way round, as far as an `s` makes it.

    >>> _other_number("offence"), _other_number("units"), _other_number("access")
    ('offences', 'unit', 'access')
    """
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-1] if word.endswith("s") else word + "s"


def _lower(words: _Words) -> _Words:
    return tuple(word.lower() for word in words)
