"""Learn from a document what the names mean that the graph does not know.

Where a note, or the words behind a name, say which resolution sets out a declaration, the name means that
resolution from there on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.text.cite.instruments import singular

_LEARNED_NOUN = "Declaration"
"""The noun of instruments that a resolution sets out; treaties are published elsewhere."""
_CAPITALS_BEFORE_RE = re.compile(r"(?:(?<![\w’'-])(?:[A-Z][\w’'-]*|\d{4}) )+$")
_OPENING_RE = re.compile(r"(?:^|[.;:] ?)[A-Z][a-z]+ $")  # the word that opens a text is no part of a name
_WORDS_BEHIND_RE = re.compile(r"(?: [\w’'-]+){1,6}")
# the rest of a name up to its mark: capital words and the small ones that join them; no verb, no ", the …"
_REST_RE = re.compile(
    r"(?>(?:(?: |, (?=[A-Z“])|: )"
    r"(?:[A-Z0-9“][\w’'”–-]*|on|the|of|to|and|for|in|against|between|among|with|a|an))*)[,.;”]?"
)
_TOO_COMMON = {"United", "Nations", "International", "Universal", "Political", "Ministerial", "World"}
_BEFORE = 80
_LONGEST = 300
_MOST_NAMES = 20
"""Names of what one document sets out."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What a name stands for."""

    target: str
    pinpoints: tuple[str, ...]
    name: str
    """In full."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name that the graph does not know, as far as its noun."""

    start: int
    end: int
    goes_on: bool
    """Whether words behind the noun belong to it."""


class LearnedNames:
    """The names that one document explained so far."""

    def __init__(self) -> None:
        self._known: dict[str, Learned] = {}
        self._places: dict[str, dict[str, tuple[str, ...]]] = {}
        """Target: the names of what it sets out, each with the part of it that does."""

    def find(self, text: str, stranger: Stranger) -> Learned | None:
        """Return what a name stands for, where that was said before."""
        keys = _keys(text, stranger)
        return next((self._known[key] for key in keys if key in self._known), None)

    def put(self, target: str, name: str, pinpoints: tuple[str, ...]) -> None:
        """Keep in which part of a target stands what is called by a name."""
        places = self._places.setdefault(target, {})
        if len(places) < _MOST_NAMES:
            places.setdefault(name, pinpoints)

    def place(self, target: str, name: str) -> tuple[str, ...]:
        """Return the part of a target that sets out what is so named, where the document said it."""
        places = {
            place for other, place in self._places.get(target, {}).items() if name in other or other in name
        }
        return places.pop() if len(places) == 1 else ()

    def learn(self, text: str, stranger: Stranger, end: int, target: str, pinpoints: tuple[str, ...]) -> str:
        """Take the words up to an offset for the name of a target; return its noun, nothing if none."""
        noun = singular(text[stranger.start : stranger.end])
        if (
            noun != _LEARNED_NOUN
            or end - stranger.end > _LONGEST
            or not _REST_RE.fullmatch(text, stranger.end, end)
        ):
            return ""
        learned = Learned(target, pinpoints, text[stranger.start : end].rstrip(" ,.;"))
        self.put(target, learned.name, pinpoints)
        for key in _keys(text, stranger):
            self._known.setdefault(key, learned)
        return noun


def stranger(text: str, noun: re.Match[str], *, goes_on: bool) -> Stranger:
    """Return the unknown name around a noun, with the capital words in front of it."""
    before = text[max(0, noun.start() - _BEFORE) : noun.start()]
    words = None if _OPENING_RE.search(before) else _CAPITALS_BEFORE_RE.search(before)
    return Stranger(noun.start() - (len(words[0]) if words else 0), noun.end(), goes_on)


def _keys(text: str, one: Stranger) -> list[str]:
    """Return what a name is told by: itself as far as its noun, if that is telling, and the words behind."""
    name = text[one.start : one.end]
    behind = _WORDS_BEHIND_RE.match(text, one.end) if one.goes_on else None
    short = [name] if set(name.split()[:-1]) - _TOO_COMMON else []  # not "United Nations Declaration"
    return [name + behind[0], *short] if behind else short
