"""Read lists of resolutions: who adopted them, which numbers, and what is said of them all.

A list is read from left to right. The noun (`resolutions`) opens it, a body or `its` before or behind the
noun owns it, and every number after it is a reference, until the next noun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.identifiers import resolution_path
from kg.months import MONTH_PATTERN
from kg.text.cite.numbers import parse_numbers
from kg.text.cite.owners import BY_KEY, BY_NAME, COMMENTS, HEADS
from kg.text.cite.reference import Reference
from kg.text.cite.symbols import read_symbol
from kg.text.cite.tokens import Token, find_tokens
from kg.text.cite.whose import ITS, STRANGER, Asked, reason, whose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.identifiers import ResolutionKind
    from kg.text.cite.memory import Memory

_DATE_RE = re.compile(rf",? (?:of|dated|adopted on) \d{{1,2}} {MONTH_PATTERN} (\d{{4}})")
# not a capitalised name, nor a word that opens another phrase: "Committee in particular general comments"
_QUALIFIERS = r"(?:(?!(?:in|on|of|to|by|at|for|with|under|through|the)\b)[a-z]+(?:, | and | )){0,4}"
_OWNED_RE = re.compile(
    rf"(?:[’']s?)? {_QUALIFIERS}"
)  # "Assembly resolution", "Council’s relevant resolutions"
_ITS_RE = re.compile(rf"\b[Ii]ts {_QUALIFIERS}$")
# "the Council, in its …" and "by the Council of …", not "the Council and in its …", where another may speak
_ACTING_RE = re.compile(r",? (?:at its [\w-]+ session,? )?(?:in|by|through|under|with|pursuant to|of|via) ")
_THAT_RE = re.compile(r"\b(?:that|the said|the same) $")
_OWNER_BEHIND_RE = re.compile(r" (?:adopted )?(?:of|by) (?:the )?")
# behind a title at most; not in another sentence
_ADOPTER_RE = re.compile(r"(?:,? entitled [“\"][^”\"]*[”\"],?)?,? (?:of|(?:as )?adopted by|by) (?:the )?")
_COMMITTEE_RE = re.compile(r"[^;.]* (?:of|by) the ")
# before a number further on in the list; not before one in the middle of a phrase ("the period 2019/20")
_LISTED_RE = re.compile(
    r"(?:[,;:–/]|\b(?:and|or|to|including|also|by|than|is|are|was|were|as|with|under|of)) ?$"
)
_UNMISTAKABLE_RE = re.compile(r"\d{3,4}(?: [A-F])? ?\(")  # wherever it stands: `1325 (2000)`, `217 A (III)`
_FISCAL_RE = re.compile(r"(\d\d)(\d\d)/(\d\d)")
# not "resolution 1000 troops" nor a number with its year
_SHORT_RE = re.compile(
    r" (\d{3,4})(?=[ ,.;)\]]|$)(?! \(\d{4}\)| (?:days|months|troops|personnel|police|years)|,\d)"
)
_SHORT_NEXT_RE = re.compile(r"(?:, | and |, and )(\d{4})(?=[ ,.;)\]]|$)(?! \(\d{4}\)|,\d)")
_NEVER_ACTING = {*HEADS} - {"Assembly", "Council", "Commission"}
"""Nouns of bodies that are set up "pursuant to resolution 1", and adopt none."""
_BEFORE = 60
_BEHIND = 420
_MOST = 20_000
"""References of one text that are read; more stand in no paragraph."""


@dataclass(frozen=True, slots=True)
class _List:
    """The list that is being read."""

    noun: Token
    kind: ResolutionKind
    owner: str | None
    """As `whose` wants it."""
    start: int
    """Where the words begin that the first number belongs to: at its owner or noun."""


class SeriesReader:
    """Reads the references by number and symbol of one text, in the voice of a body."""

    def __init__(self, text: str, voice: str | None, memory: Memory) -> None:
        self._text = text
        self._voice = voice
        self._memory = memory
        self._tokens = find_tokens(text)
        self._list: _List | None = None
        self._owner: tuple[Token, str] | None = None
        """The body that the text named last, as `whose` wants it."""
        self._named: dict[str, None] = {}
        """Keys of the bodies that it named, the last one last."""
        self._listed: dict[str, None] = {}
        """Keys of the bodies whose resolutions it cited, the last one last."""
        self._last: Reference | None = None

    def read(self) -> list[Reference]:
        """Return the references in order; none overlaps, but those that stand for one form of words."""
        found: list[Reference] = []
        for at, token in enumerate(self._tokens):
            if len(found) > _MOST:
                break
            if not found or token.start >= found[-1].end:
                found += self._references(at, token)
        return found

    def _references(self, at: int, token: Token) -> list[Reference]:
        if token.kind == "owner":
            self._see_owner(token)
        elif token.kind == "noun":
            if again := self._again(token):
                return [again]
            self._open_list(at, token)
            return list(self._short_numbers(token.end))
        elif token.kind == "symbol":
            return self._symbol(token)
        elif self._list and token.kind == "number":
            return self._number(at, token, self._list)
        elif self._list and token.kind == "comment" and "eneral" in self._list.noun.text:
            return [self._comment(at, token, self._list)]
        return []

    # --- owners and nouns

    def _see_owner(self, token: Token) -> None:
        owner = owner_of(self._text, token)
        self._owner = (token, owner)
        if token.text in COMMENTS:
            self._memory.last_committee = token.text
        if owner in BY_KEY:
            _to_end(self._named, owner)
            self._memory.last_named[BY_KEY[owner].head] = owner
        elif owner == STRANGER:
            self._memory.last_named[token.text.split()[-1]] = STRANGER

    def _open_list(self, at: int, noun: Token) -> None:
        kind: ResolutionKind = "DEC" if noun.text[1:].startswith("ecision") else "RES"
        owner, start = self._owner_before(noun)
        if noun.text.startswith("UNSCR"):
            owner = "SC"
        elif owner is None:
            owner = self._owner_behind(at, noun)
        self._list = _List(noun, kind, owner, start)

    def _again(self, noun: Token) -> Reference | None:
        """Return what `that resolution` takes up: the one cited last."""
        that = _THAT_RE.search(self._text[max(0, noun.start - _BEFORE) : noun.start])
        if that is None or noun.text.endswith("s") or self._last is None:
            return None
        return Reference(noun.start - len(that[0]), noun.end, "again", self._last.targets)

    def _owner_before(self, noun: Token) -> tuple[str | None, int]:
        """Return the owner that stands before a noun, and where its words begin."""
        last, owner = self._owner or (None, None)
        if last and _OWNED_RE.fullmatch(self._text, last.end, noun.start):
            return owner, last.start
        its = _ITS_RE.search(self._text[max(0, noun.start - _BEFORE) : noun.start])
        start = noun.start - len(its[0]) if its else noun.start
        if (
            last
            and (its or last.text not in _NEVER_ACTING)
            and _ACTING_RE.fullmatch(self._text, last.end, start)
        ):
            return owner, start
        return (ITS, start) if its else (None, start)

    def _owner_behind(self, at: int, noun: Token) -> str | None:
        """Return the owner of `resolutions of the Assembly`, or None."""
        behind = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        if (
            behind
            and behind.kind == "owner"
            and _OWNER_BEHIND_RE.fullmatch(self._text, noun.end, behind.start)
        ):
            return owner_of(self._text, behind)
        return None

    # --- numbers

    def _number(self, at: int, token: Token, series: _List) -> list[Reference]:
        direct = token.start == series.noun.end + 1
        date = _DATE_RE.match(self._text, token.end)
        if (
            not direct
            and not _UNMISTAKABLE_RE.match(token.text)
            and not self._is_listed(token, dated=date is not None)
        ):
            return []
        year = int(date[1]) if date else None
        start = series.start if direct else token.start
        owner = self._adopter(at, date.end() if date else token.end) if series.owner in {None, ITS} else None
        end = date.end() if date else token.end
        return [
            self._resolved(start, end, Asked(number, series.kind, year, self._memory.until), owner)
            for number in parse_numbers(token.text)
        ]

    def _is_listed(self, token: Token, *, dated: bool) -> bool:
        """Say whether a number that does not follow the noun directly goes on with its list."""
        fiscal = _FISCAL_RE.fullmatch(token.text)
        if dated or (fiscal and int(fiscal[3]) == int(fiscal[2]) + 1):
            return dated
        return bool(_LISTED_RE.search(self._text[max(0, token.start - _BEFORE) : token.start]))

    def _resolved(self, start: int, end: int, asked: Asked, adopter: str | None) -> Reference:
        series = self._list
        owner = adopter if adopter is not None else series.owner if series else None
        named = [*reversed(self._listed), *reversed(self._named)]
        key = whose(asked, owner, voice=self._voice, named=named, memory=self._memory)
        target = resolution_path(key, asked.number.printed, asked.kind) if key else None
        if key:
            _to_end(self._listed, key)
        if target is None:
            why = reason(asked, key if key == STRANGER else owner)
            return Reference(start, end, "resolution", (), reason=why)
        self._last = Reference(start, end, "resolution", (target,))
        return self._last

    def _adopter(self, at: int, end: int) -> str | None:
        """Return the body of `resolution 27/5 of 18 May 2018, entitled “…”, adopted by the Commission`."""
        for behind in self._following(at, end):
            if behind.kind == "owner" and _ADOPTER_RE.fullmatch(self._text, end, behind.start):
                return owner_of(self._text, behind)
        return None

    def _following(self, at: int, end: int) -> Iterator[Token]:
        """Yield the tokens behind one, as far as the next noun and not too far from an offset."""
        for place in range(at + 1, len(self._tokens)):
            token = self._tokens[place]
            if token.start - end > _BEHIND or token.kind == "noun":
                break
            yield token

    def _short_numbers(self, at: int) -> Iterator[Reference]:
        """Yield references to Security Council resolutions without their year: `resolution 1325`."""
        series = self._list
        if not series or series.kind != "RES" or not self._speaks_of_security_council(series.owner):
            return
        start, pattern = series.start, _SHORT_RE
        while match := pattern.match(self._text, at):
            yield self._short(start if pattern is _SHORT_RE else match.start(1), match)
            at, pattern = match.end(), _SHORT_NEXT_RE

    def _short(self, start: int, match: re.Match[str]) -> Reference:
        date = _DATE_RE.match(self._text, match.end())
        year = date[1] if date else self._memory.year(int(match[1]))
        end = date.end() if date else match.end()
        if year is None:
            return Reference(
                start, end, "resolution", (), reason="the document gives no year for this number"
            )
        return Reference(start, end, "resolution", (resolution_path("SC", f"{match[1]} ({year})") or "",))

    def _speaks_of_security_council(self, owner: str | None) -> bool:
        if owner in {None, ITS} or owner == "Council":
            return self._voice == "SC" or (owner == "Council" and self._memory.last_named.get(owner) == "SC")
        return owner == "SC"

    # --- symbols and general comments

    def _symbol(self, token: Token) -> list[Reference]:
        found = read_symbol(self._text, token, self._memory)
        series = self._list
        if found and series and token.start == series.noun.end + 1:
            first = found[0]
            found[0] = Reference(series.start, first.end, first.kind, first.targets)
        return found

    def _comment(self, at: int, token: Token, series: _List) -> Reference:
        start = series.start if token.start == series.noun.end + 1 else token.start
        number = "".join(re.findall(r"\d+", token.text)[:1])
        committee = self._committee_behind(at) or self._memory.last_committee
        if not committee:
            return Reference(
                start, token.end, "comment", (), reason="no committee with general comments is named"
            )
        return Reference(start, token.end, "comment", (COMMENTS[committee] + number,))

    def _committee_behind(self, at: int) -> str | None:
        """Return the committee of `general comment No. 13 (2011) … of the Committee on …`."""
        end = self._tokens[at].end
        for behind in self._following(at, end):
            if behind.text in COMMENTS and _COMMITTEE_RE.fullmatch(self._text, end, behind.start):
                return behind.text
        return None


def _to_end(keys: dict[str, None], key: str) -> None:
    keys.pop(key, None)
    keys[key] = None


_NAME_GOES_ON_RE = re.compile(r" (?:on|for|of|against|to) (?:the )?[A-Z]")
_WORD_BEFORE_RE = re.compile(r"([A-Z][\w’'-]*) $")
_UNITED_NATIONS = {"Nations", "UN", "UNSC", "UNGA", "The"}
_VERB_RE = re.compile(r"[A-Z][a-z-]+(?:ing|s|ed|ly)")  # not the last word of a body's name


def owner_of(text: str, token: Token) -> str:
    """Return the body that a token names: its key, "" for one that is not known, or its noun alone."""
    before = _WORD_BEFORE_RE.search(text[max(0, token.start - _BEFORE) : token.start])
    if token.text in BY_NAME:
        known = not before or not before[1].isupper() or before[1] in _UNITED_NATIONS
        return BY_NAME[token.text] if known and not text.endswith("Peace and ", 0, token.start) else STRANGER
    if token.text in COMMENTS or _NAME_GOES_ON_RE.match(text, token.end):
        return STRANGER
    if before and before[1] not in _UNITED_NATIONS and not _VERB_RE.fullmatch(before[1]):
        return STRANGER
    return token.text
