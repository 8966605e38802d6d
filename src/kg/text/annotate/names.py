"""Find the names of known things in a text: longest match, in time linear in its length."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.knowledge import Name

_WORD = r"[^\W_]+(?:-[^\W_]+)*"  # not an apostrophe: "UNICEF's" holds the word "UNICEF"
_GENITIVE = r"'s\b"  # not the mark after a plural, as in "States'"
_SIGN = r"[^\w\s]|_"  # not white space, of which any amount may stand between words
_PIECE_RE = re.compile(rf"(?:{_WORD}|{_GENITIVE}|{_SIGN})\s*")
_SAME = (("\u2010", "-"), ("\u2011", "-"), ("\u2018", "'"), ("\u2019", "'"), ("\u0130", "I"))
"""One kind of hyphen and apostrophe; the one letter whose small form is two characters goes as well."""

_REMEMBERED = 512
"""Texts; the paragraphs of a long document."""
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
        plain, words, offsets = _tokens(text)
        begin = self._root.then
        starts = [at for at, word in enumerate(words) if word in begin]
        found: list[Found] = []
        free = 0
        for at in starts:
            if at < free:
                continue
            for last, spellings in self._ends(words, at):
                span = (offsets[at], offsets[last] + len(words[last]))
                if names := _fitting(spellings, plain, *span):
                    found.append(Found(*span, names))
                    free = last + 1
                    break
        return found

    def _ends(self, words: Sequence[str], at: int) -> list[tuple[int, list[_Spelling]]]:
        """Return the spellings that begin at a word, each with its last word, the longest first."""
        ends: list[tuple[int, list[_Spelling]]] = []
        node = self._root
        for place in range(at, len(words)):
            following = node.then.get(words[place])
            if following is None:
                break
            node = following
            if node.ends:
                ends.append((place, node.ends))
        ends.reverse()
        return ends


@lru_cache(maxsize=_REMEMBERED)
def _tokens(text: str) -> tuple[str, list[str], list[int]]:
    """Return a text with plain signs, its words in lower case, and where each begins.

    Several indexes look through the same texts one after the other; so what was split is kept for a while.
    """
    plain = _plain(text)
    pieces = _PIECE_RE.findall(plain.lower())
    offsets = list(accumulate(map(len, pieces), initial=len(plain) - len(plain.lstrip())))
    return plain, [piece.rstrip() for piece in pieces], offsets


def _fitting(spellings: Sequence[_Spelling], text: str, start: int, end: int) -> tuple[Name, ...]:
    """Return the names, one a thing, whose letters agree with what is printed."""
    words: _Words = ()
    names: dict[str, Name] = {}
    for spelling in spellings:
        if spelling.capitals or spelling.exact:
            words = words or _words_of(text[start:end])
            if spelling.exact and (spelling.exact != words or _is_in_symbol(text, start, end)):
                continue
            if not all(words[place][0].isupper() for place in spelling.capitals):
                continue
            if spelling.is_unowned and _OTHER_OWNER_RE.search(text, max(0, start - _OWNER_REACH), start):
                continue
        names.setdefault(spelling.name.thing, spelling.name)
    return tuple(names.values())


def _is_in_symbol(text: str, start: int, end: int) -> bool:
    """Say whether letters are part of a document's symbol: `CRC/C/GC/13`, `3/COP.14`."""
    return text[end : end + 1] == "/" or (text[start - 1 : start] == "/" and text[end : end + 1] == ".")


def _spell(names: Iterable[Name]) -> dict[_Words, list[_Spelling]]:
    """Return the spellings by their words in lower case; derived ones where nothing else is called so."""
    given: dict[_Words, list[_Spelling]] = defaultdict(list)
    derived: dict[_Words, list[_Spelling]] = defaultdict(list)
    for name in names:
        words = _words_of(_plain(name.text))
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


def _words_of(plain: str) -> _Words:
    return tuple(piece.rstrip() for piece in _PIECE_RE.findall(plain))


def _lower(words: _Words) -> _Words:
    return tuple(word.lower() for word in words)


def _plain(text: str) -> str:
    """Return a text of the same length with one kind of hyphen and apostrophe."""
    if not text.isascii():
        for printed, plain in _SAME:
            text = text.replace(printed, plain)
    return text
