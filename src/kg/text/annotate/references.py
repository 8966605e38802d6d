"""Find where a text names a known thing, names one that is not known, or takes one up by a short form."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.text.annotate.heads import goes_on_with_country, heads_by_thing, holders, subjects
from kg.text.annotate.names import NameIndex
from kg.text.annotate.spans import merged, overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.document import Span
    from kg.knowledge import Name
    from kg.text.annotate.names import Found

_REFERRED = {"body", "mandate", "programme", "initiative"}
_COVERING = {"group", "treaty"}
"""Kinds whose names hold those of bodies without mentioning them: "Charter of the United Nations"."""
_REACH = 300
"""Characters behind a shared head within which its subjects stand."""
_BEFORE = 60
"""Characters before a name that tell what it is part of."""
_LONGEST_ARTICLE = len(" this ")

_OWNERS = {"United Nations", "UN"}
_OF = " of the "
_CAPITALS = r"[A-Z][\w-]*(?: [A-Z][\w-]*)*"  # not a small word between two names
# not before a noun: there an agency, a system or a rule of the United Nations is meant
_ALONE_RE = re.compile(
    r"[^\w\s]|$|\s+(?:and|or|but|to|in|with|for|at|by|of|on|as|from|through|under|within|which|that|who|is|are"
    r"|was|has|have|had|can|may|must|shall|should|will|especially|including|inter|also|pursuant)\b"
)
# not "all entities of the United Nations": small words name nothing
_LONGER_RE = re.compile(r"\b[A-Z][\w-]* of the $")
_ENVOY_RE = re.compile(r"(?:Representative|Envoy|Adviser|Advocate|Coordinator|Deputy)s? of the $")
_ARTICLE_RE = re.compile(r"\b(?:[Tt]he|[Tt]his|said) $")  # not "its Office", which is another's
_PROPER_RE = re.compile(
    r"\s(?:[A-Z][\w’'-]*|\d+) $"
)  # not the word that opens a text: "Recalling Council ..."
# not what a body is told: "to report to the Committee on the steps taken"
_TREATY = r"(?:Convention|Protocol|Treaty)"
_STRANGER_RE = re.compile(
    r" (?:of|for|against) (?:the )?[A-Z]|,? (?:established|concerning)\b"
    rf"| to the (?:(?:[A-Z][\w’-]* )+{_TREATY}|{_TREATY} (?:on|for|against))\b"
)
_ON_RE = re.compile(
    r" on (?:the )?[A-Z]"
)  # only of heads that are so called: "a paper by the Secretariat on Guam"
# not what a mandate holder does: "the Special Rapporteur on her visits"
_STRANGE_MANDATE_RE = re.compile(
    rf"(?: of the {_CAPITALS})? (?:on (?!his |her |its |their |all |\d)|(?:for|against) [A-Z]|in the field )"
)
_ACT_RE = re.compile(r" (?:resolution|decision)s?\b")
# not across a stop: what follows that has a head of its own
_SHARING_RE = re.compile(rf" (?:of the {_CAPITALS} )?|[^;.]*(?:,|\band) ")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place where a text refers to something that it calls by a name."""

    start: int
    end: int
    kind: Literal["named", "stranger", "short"]
    thing: str = ""
    """Path of what is named."""
    head: str = ""
    """The words that take a thing up, or on which a stranger's name is built."""


class ReferenceIndex:
    """The names of bodies, mandates, programmes and initiatives, and the words that take them up."""

    def __init__(self, names: Iterable[Name]) -> None:
        known = [name for name in names if name.kind in _REFERRED | _COVERING]
        full = [name for name in known if name.kind in _REFERRED and name.form != "abbreviation"]
        behind = subjects(full)
        self._names = NameIndex(known)
        self._subjects = NameIndex(behind)
        self._heads = heads_by_thing(full)
        self._holders = holders(full)
        self._roles = {head for name in behind for head in self._heads[name.thing]}
        self._with_on = {head for head in set().union(*self._heads.values()) if _has_on(head, full)}
        self._head_re = _head_re({head for heads in self._heads.values() for head in heads})

    def heads(self, thing: str) -> tuple[str, ...]:
        """Return the words that take a thing up."""
        return self._heads.get(thing, ())

    def holder(self, thing: str) -> str:
        """Return the mandate whose office a body is; nothing where it is none."""
        return self._holders.get(thing, "")

    def find(self, text: str) -> list[Reference]:
        """Return the references in a text, in order; only a name and the owner within it overlap."""
        found = self._names.find(text)
        heads = [
            head
            for head in self._head_re.finditer(text)
            if not text[max(head.start() - 1, 0) : head.start()].isalnum()
        ]
        references = [reference for one in found for reference in self._named(text, one)]
        taken = merged((one.start, one.end) for one in found)
        if heads:
            shared = list(self._shared(text, heads, taken))
            taken = merged([*taken, *((one.start, one.end) for one in shared)])
            others = (self._by_head(text, head) for head in heads if not overlaps(taken, *head.span()))
            references += [*shared, *(other for other in others if other)]
            references.sort(key=lambda reference: reference.start)
        return references

    def _named(self, text: str, found: Found) -> Iterator[Reference]:
        """Yield the one thing a name stands for, or the stranger whose name it begins, and an owner named."""
        things = {name.thing: name.kind for name in found.names if name.kind in _REFERRED}
        if len(things) != 1 or not _means_itself(text, found):
            return
        ((thing, kind),) = things.items()
        if goes_on_with_country(text, found.start, found.end):
            yield from (
                Reference(found.start, found.end, "stranger", head=head) for head in self.heads(thing)[:1]
            )
            return
        yield Reference(found.start, found.end, "named", thing)
        owner = text.find(_OF, found.start, found.end) + len(_OF)
        if kind == "body" or owner < len(_OF):
            return
        for inner in self._names.find(text[owner : found.end]):
            bodies = [name.thing for name in inner.names if name.kind == "body"]
            if len(bodies) == 1 and text[owner + inner.start : owner + inner.end] not in _OWNERS:
                yield Reference(owner + inner.start, owner + inner.end, "named", bodies[0])

    def _shared(
        self, text: str, heads: Sequence[re.Match[str]], taken: Sequence[Span]
    ) -> Iterator[Reference]:
        """Yield what is named by a subject whose head stands further in front: "on A and on B"."""
        roles = [head for head in heads if _plain(head["head"]) in self._roles]
        starts = [head.start() for head in roles]
        for found in self._subjects.find(text) if roles else ():
            before = bisect_right(starts, found.start) - 1
            if before < 0 or overlaps(taken, found.start, found.start + 1):
                continue
            head = roles[before]
            shared = [name for name in found.names if _plain(head["head"]) in self._heads[name.thing]]
            if shared and (gap := _sharing_gap(text, head.end(), found.start)):
                first = gap == " " and not overlaps(taken, *head.span())
                start = head.start() if first else found.start
                yield Reference(start, found.end, "named", shared[0].thing)

    def _by_head(self, text: str, head: re.Match[str]) -> Reference | None:
        """Return what a head refers to that stands in no known name."""
        words = _plain(head["head"])
        start, end = head.span()
        has_article = _has_article(text, start)
        if self._is_stranger(words, text, end) or (not has_article and _is_proper(text, start)):
            return Reference(start, end, "stranger", head=words)
        if not head["plural"] and (has_article or _ACT_RE.match(text, end)):
            return Reference(start, end, "short", head=words)
        return None

    def _is_stranger(self, head: str, text: str, end: int) -> bool:
        """Say whether a head goes on into a name, which then is none of those known."""
        if head in self._roles:
            return bool(_STRANGE_MANDATE_RE.match(text, end))
        return bool(_STRANGER_RE.match(text, end) or (head in self._with_on and _ON_RE.match(text, end)))


def _has_on(head: str, names: Sequence[Name]) -> bool:
    return any(f"{head} on " in name.text for name in names)


def _head_re(heads: set[str]) -> re.Pattern[str]:
    by_letter: dict[str, list[str]] = defaultdict(list)  # so that at each place few are tried
    for head in sorted(heads, key=lambda head: (-len(head), head)):
        rest = re.escape(head[1:]).replace(r"\ of\ the\ ", " of the (?:United Nations )?")
        by_letter[re.escape(head[0])].append(rest)
    patterns = (f"{letter}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    # no boundary in front, where it would keep the engine from looking for the first letters
    return re.compile(rf"(?P<head>{'|'.join(patterns) or '(?!)'})(?P<plural>s?)\b")


def _means_itself(text: str, found: Found) -> bool:
    """Say whether a name is no part of a longer one, nor an owner's before what it owns."""
    before = max(found.start - _BEFORE, 0)
    if text[found.start : found.end] in _OWNERS:
        alone = _has_article(text, found.start) and _ALONE_RE.match(text, found.end)
        return bool(alone) and not _LONGER_RE.search(text, before, found.start)
    return not (text.endswith(_OF, 0, found.start) and _ENVOY_RE.search(text, before, found.start))


def _has_article(text: str, start: int) -> bool:
    return _ARTICLE_RE.search(text, max(start - _LONGEST_ARTICLE, 0), start) is not None


def _is_proper(text: str, start: int) -> bool:
    """Say whether a capital word stands in front."""
    return _PROPER_RE.search(text, max(start - _BEFORE, 0), start) is not None


def _sharing_gap(text: str, start: int, end: int) -> str:
    """Return what stands between a head and a subject that it is shared with; nothing where it is not."""
    gap = text[start:end] if end - start <= _REACH else ""
    return gap if _SHARING_RE.fullmatch(gap) else ""


def _plain(head: str) -> str:
    return head.replace("United Nations ", "")
