"""Find what a text cites by name, and by the short names (`the Convention`, `the Protocols thereto`) that follow.

A short name stands for an instrument named before: in the same paragraph, in the title, or in the nearest paragraph
that names one of that noun. Two that fit there are one too many.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.cite.instruments import NOUN_RE, PROTOCOL, Instruments, singular
from kg.text.cite.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Span
    from kg.text.annotate.names import Found

TITLE = -1
"""The place of the document's title."""
_HOUSE_STYLE = {"Charter": "treaty/UN-CHARTER"}
"""What the United Nations call by a noun alone without having named it."""

_ARTICLE_RE = re.compile(r"\b(?:the|this|that|said|same|above-mentioned|both|those|these|two) $", re.IGNORECASE)
_OWN_RE = re.compile(r"\b(?:its|their) $")
_SELF_RE = re.compile(r"\b[Tt]h(?:is|e present) $")
_THE_RE = re.compile(r"\b[Tt]he $")
# goes on into a name: "Convention on Rivers"; not "the Convention on its …", "the Convention to combat …"
_GOES_ON_RE = re.compile(
    r" (?:on|against|for|of|relating to|concerning|relative to|to|between|supplementing|No\.|Relating|Concerning)"
    r"(?: (?:the|a|all|certain|of|in|and|forms)){0,4} (?:[A-Z“]|\d)"
)
_CAPITAL_BEFORE_RE = re.compile(r"(?:[A-Z][\w’'-]*|\d{4}|[A-Z][\w-]+ (?:and|of|for)) $")
_VERB_BEFORE_RE = re.compile(r"(?:^|[.;:] ?)[A-Z][a-z]+ $")  # the word that opens a text is no part of a name
_THERETO_RE = re.compile(r" thereto(?!\w)")
_TO_SHORT_RE = re.compile(r" to (?:the|that|this) (?P<noun>Convention|Covenant|Treaty|Statute|Charter)(?![\w-])")
# between a noun and the name of the instrument that it belongs to
_TO_NAMED_RE = re.compile(r",? (?:to|supplementing) (?:the )?")
_TAIL_GAP_RE = re.compile(r",? ?(?:and |or )?(?:(?:to )?(?:the|its) )?(?:Optional )?(?:Protocol )?")
# what stands between a name and a mark that is another's; a name may hold a comma before a capital
_OTHER_RE = re.compile(r";|, [a-z]|\d/\d")
_CAPITALS_BEFORE_RE = re.compile(r"(?:(?<![\w’'-])(?:[A-Z][\w’'-]*|\d{4}) )+$")
_WORDS_BEHIND_RE = re.compile(r"(?: [\w’'-]+){1,6}")
_TOO_COMMON = {"United", "Nations", "International", "Universal", "Political", "Ministerial", "World"}
_BEFORE = 80
_BEHIND = 400


@dataclass(frozen=True, slots=True)
class _Learned:
    """What a note said that a name stands for."""

    target: str
    pinpoints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Antecedent:
    """An instrument that was named, and that a short name can lean on."""

    noun: str
    targets: tuple[str, ...]
    """Empty where it is one that the graph does not know."""
    place: int
    """Number of the paragraph, or `TITLE`."""


class NameReader:
    """Reads the names in the texts of one document, from the first to the last."""

    def __init__(self, instruments: Instruments) -> None:
        self._instruments = instruments
        self._antecedents: list[Antecedent] = []
        self._learned: dict[str, _Learned] = {}
        self._strangers: list[Span] = []
        """Names in this text that the graph does not know, up to their noun."""
        self._text = ""
        self._place = TITLE
        self._found: dict[int, Found] = {}

    def read(self, text: str, place: int, *, own_text: bool = False) -> list[Reference]:
        """Return the references by name in a text, in order.

        `own_text`: the text is that of an instrument, which calls itself `this Convention`.
        """
        found = self._instruments.index.find(text)
        nouns = list(NOUN_RE.finditer(text))
        self._text, self._place, self._found = text, place, {one.start: one for one in found}
        self._strangers.clear()
        taken = [(one.start, one.end) for one in found]
        free = [noun for noun in nouns if not _is_inside(noun.start(), taken)]
        references: list[Reference] = []
        for item in sorted([*found, *free], key=_start):
            if references and _start(item) < references[-1].end:
                continue
            one = self._by_noun(item, own_text=own_text) if isinstance(item, re.Match) else self._by_name(item)
            references += [one] if one else []
        return references

    # --- names

    def _by_name(self, found: Found) -> Reference | None:
        """Return what a known name cites, and keep it for the short names that follow."""
        things = tuple(name.thing for name in found.names if name.kind in {"treaty", "instrument"})
        if not things:
            return None
        noun = NOUN_RE.search(self._text, found.start, found.end)
        plural = noun is not None and noun[0].endswith("s")
        if len(things) > 1 and not plural:
            return self._open(found.start, found.end, "the name is that of several instruments")
        self._keep(singular(noun[0]) if noun else self._instruments.nouns.get(things[0], ""), things)
        is_treaty = all(name.kind == "treaty" for name in found.names)
        start = self._with_article(found.start) if is_treaty else found.start
        return Reference(start, found.end, "treaty" if is_treaty else "name", things)

    def _keep(self, noun: str, targets: tuple[str, ...]) -> None:
        if noun:
            self._antecedents.append(Antecedent(noun, targets, self._place))

    def _with_article(self, start: int) -> int:
        match = _THE_RE.search(self._text[max(0, start - 4) : start])
        return start - len(match[0]) if match else start

    # --- nouns that stand in no known name

    def _by_noun(self, noun: re.Match[str], *, own_text: bool) -> Reference | None:
        if singular(noun[0]) == PROTOCOL and (reference := self._protocols(noun)):
            return reference
        before = self._text[max(0, noun.start() - _BEFORE) : noun.start()]
        if _GOES_ON_RE.match(self._text, noun.end()) or _is_named_before(before):
            return self._stranger(noun, before)
        article = _ARTICLE_RE.search(before)
        if article is None or (own_text and _SELF_RE.search(before)):
            return None
        return self._short(noun, noun.start() - len(article[0]))

    def _short(self, noun: re.Match[str], start: int) -> Reference | None:
        """Return what `the Convention` stands for."""
        head = singular(noun[0])
        targets, reason = self._resolve(head, plural=noun[0] != head and noun[0].endswith("s"))
        if not targets:
            return self._open(start, noun.end(), reason) if reason else None
        self._keep(head, targets)
        return Reference(start, noun.end(), "treaty", targets)

    def _resolve(self, noun: str, *, plural: bool) -> tuple[tuple[str, ...], str]:
        """Return the targets that a noun leans on, or why there are none; no reason where they are unknown."""
        fitting = self._nearest(noun)
        if not fitting:
            house = _HOUSE_STYLE.get(noun)
            return ((house,), "") if house else ((), f"no {noun} is named before")
        choices = list(dict.fromkeys(one.targets for one in fitting))
        if plural:
            several = tuple(dict.fromkeys(target for targets in choices for target in targets))
            return (several, "") if len(several) > 1 and () not in choices else ((), "")
        singles = [targets for targets in choices if len(targets) < 2]
        if len(singles) == 1:
            return singles[0], ""
        return (), f"more than one {noun} is named before" if any(singles) else ""

    def _nearest(self, noun: str) -> list[Antecedent]:
        """Return what was named by a noun in this paragraph, else in the title, else in the nearest paragraph."""
        fitting = [one for one in self._antecedents if one.noun == noun]
        for place in (self._place, TITLE, fitting[-1].place if fitting else TITLE):
            if here := [one for one in fitting if one.place == place]:
                return here
        return []

    def _open(self, start: int, end: int, reason: str) -> Reference:
        return Reference(start, end, "treaty", (), reason=reason)

    # --- names that the graph does not know

    def learn(self, at: int, target: str, pinpoints: tuple[str, ...]) -> None:
        """Take from a note, whose mark stands at an offset of the text read last, what a name before it means."""
        before = [(start, end) for start, end in self._strangers if end <= at]
        if not before or _OTHER_RE.search(self._text, before[-1][1], at):
            return
        start, end = before[-1]
        noun = singular(self._text[start:end])
        learned = _Learned(target, pinpoints)
        for key in self._keys(start, end):
            self._learned.setdefault(key, learned)
        self._antecedents = [one for one in self._antecedents if one != Antecedent(noun, (), self._place)]
        self._keep(noun, (target,))

    def _stranger(self, noun: re.Match[str], before: str) -> Reference | None:
        """Return what a name means that the graph does not know, where a note said so before."""
        words = _CAPITALS_BEFORE_RE.search(before)
        start = noun.start() - (len(words[0]) if words and not _VERB_BEFORE_RE.search(before) else 0)
        keys = self._keys(start, noun.end())
        learned = next((self._learned[key] for key in keys if key in self._learned), None)
        self._strangers.append((start, noun.end()))
        self._keep(singular(noun[0]), (learned.target,) if learned else ())
        return Reference(start, noun.end(), "name", (learned.target,), learned.pinpoints) if learned else None

    def _keys(self, start: int, end: int) -> list[str]:
        """Return what a name is told by: as far as its noun, and the words that follow it."""
        name = self._text[start:end]
        behind = _WORDS_BEHIND_RE.match(self._text, end)
        if _GOES_ON_RE.match(self._text, end) and behind:
            return [name + behind[0]] + ([name] if _is_telling(name) else [])
        return [name] if _is_telling(name) else []

    # --- protocols, by the treaty that they belong to

    def _protocols(self, noun: re.Match[str]) -> Reference | None:
        """Return the protocols that are named by their treaty, by what they are about, or by both."""
        parent, end = self._parent(noun)
        tails, end = self._tails(end)
        children = self._instruments.children.get(parent, ()) if parent else ()
        targets = tails or (children if noun[0].endswith("s") or len(children) == 1 else ())
        if not targets:
            return self._open(self._phrase_start(noun), end, "which of several protocols is open") if parent else None
        for target in targets:
            self._keep(PROTOCOL, (target,))
        return Reference(self._phrase_start(noun), end, "treaty", targets)

    def _parent(self, noun: re.Match[str]) -> tuple[str | None, int]:
        """Return the treaty that the words around a noun name, and where these words end."""
        at = noun.end()
        if match := _TO_NAMED_RE.match(self._text, at):
            named = self._found.get(match.end())
            if named and len(named.names) == 1 and named.names[0].kind == "treaty":
                self._by_name(named)
                return named.names[0].thing, named.end
        if match := _TO_SHORT_RE.match(self._text, at):
            targets, _ = self._resolve(match["noun"], plural=False)
            return (targets[0] if targets else None), (match.end() if targets else at)
        own = _OWN_RE.search(self._text[max(0, noun.start() - _BEFORE) : noun.start()])
        match = _THERETO_RE.match(self._text, at)
        return (self._last_parent() if own or match else None), (match.end() if match else at)

    def _last_parent(self) -> str | None:
        """Return the treaty named last in this paragraph, where it has protocols."""
        here = [one for one in self._antecedents if one.place == self._place and one.noun != PROTOCOL]
        last = here[-1].targets if here else ()
        return last[0] if len(last) == 1 and last[0] in self._instruments.children else None

    def _tails(self, at: int) -> tuple[tuple[str, ...], int]:
        """Return the protocols that are told apart by what follows an offset, and where that ends."""
        window = self._text[at : at + _BEHIND]
        targets: list[str] = []
        end = 0
        for found in self._instruments.tails.find(window):
            if not _TAIL_GAP_RE.fullmatch(window, end, found.start):
                break
            targets += [name.thing for name in found.names]
            end = found.end
        return tuple(targets), at + end

    def _phrase_start(self, noun: re.Match[str]) -> int:
        before = self._text[max(0, noun.start() - _BEFORE) : noun.start()]
        match = _ARTICLE_RE.search(before) or _OWN_RE.search(before)
        return noun.start() - len(match[0]) if match else noun.start()


def _start(item: Found | re.Match[str]) -> int:
    return item.start() if isinstance(item, re.Match) else item.start


def _is_telling(name: str) -> bool:
    """Say whether a name as far as its noun is one instrument's: "Kyoto Declaration", not "United Nations Declaration"."""
    return bool(set(name.split()[:-1]) - _TOO_COMMON)


def _is_named_before(before: str) -> bool:
    """Say whether a capital word stands in front that is part of a name: "Chemical Weapons Convention"."""
    return bool(_CAPITAL_BEFORE_RE.search(before)) and not _VERB_BEFORE_RE.search(before) and not _ARTICLE_RE.search(before)


def _is_inside(at: int, spans: Sequence[Span]) -> bool:
    """Say whether an offset lies in one of the spans, which are sorted."""
    place = bisect_right(spans, at, key=_first) - 1
    return place >= 0 and at < spans[place][1]


def _first(span: Span) -> int:
    return span[0]
