"""Lists of agents: how `States, relevant agencies of the system and other donors` comes apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.text.annotate.agent_joints import is_adjectival, shared_adjectives, split
from kg.text.annotate.agent_segments import is_aside, noun_segments
from kg.text.annotate.agent_words import (
    DETERMINERS_RE,
    TITLE_RE,
    before_participle,
    head_end,
    is_agent,
    is_common_agent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Span

_WORD_RE = re.compile(r"(?:\d{2,4}(?= [A-Z])|[^\W\d_])[\w\u2019'\u2011-]*")
_SEPARATOR_RE = re.compile(r"\s*(?:,? (?:and|or|as well as|together with|along with)(?: also)?|,) ")
_BRACKET_RE = re.compile(r" \([A-Z][\w\u2011/-]*\)")  # not an aside: only the short form of a name
_EXPERTS_RE = re.compile(r" of (?:experts|governors|trustees)\b")
_NATIONAL_RE = re.compile(r"[A-Z][a-z]+(?:an|ese|ish)")  # an adjective, which needs its noun
_OF_PRONOUN_RE = re.compile(
    r"(?:in|of|on|at|who|that|which|outside|inside|within|from|under|with|to|for|by|whose|where)\b"
)
_GENITIVE_RE = re.compile(r"['\u2019]s?(?= |$)")
_ATTRIBUTE_RE = re.compile(r"[a-z]+(?:al|ing|ic|ive|ian)$|country$|field$")
_MOST_ATTRIBUTES = 3
_LINKING_RE = re.compile(
    r"(?:of|in|for|on|to|with|by|from|at|as|and|or|that|which|until|upon|after|before|within|under|shall|should|must|will|may|can|be|is|are|has|have)$"
)
_CAPITALIZED_RE = re.compile(
    r"(?:[A-Z][\w\u2019'\u2011/.-]*|\d+)"
    r"(?: (?:of|for|on|against|de|des|du|la)(?: the)? (?=[A-Z])|(?<![A-Z]) and (?=[A-Z][a-z])| (?=[A-Z(\d]))?"
)
"""A word of a proper name, with what joins it to the next; not the `and` beside an acronym."""
_MOST_ADJECTIVES = 6


@dataclass(frozen=True, slots=True)
class Member:
    """One of several coordinated noun phrases."""

    span: Span
    """As printed, with article and what narrows it."""
    head: Span
    noun: int
    """Where the last adjective or the noun begins, in `regional and local bodies` after the `and`."""


def members(text: str, start: int, end: int, names: Sequence[Span]) -> list[Member]:
    """Return the agents of a region, or nothing where the first is none; `names` do not come apart."""
    found: list[Member] = []
    for first, last in noun_segments(text, start, end, names):
        for part in split(text, first, last, names):
            member = _member(text, *part, names)
            if member and is_agent(text[member.noun : member.head[1]]):
                found.append(member)
            elif not found:
                return []
            elif TITLE_RE.match(text, found[-1].head[0]):  # "..., its causes and consequences"
                found[-1] = _extended(found[-1], part[1])
    return found


def _extended(member: Member, end: int) -> Member:
    return Member((member.span[0], end), (member.head[0], end), member.noun)


def leading_members(text: str, start: int, end: int, names: Sequence[Span]) -> tuple[list[Member], int]:
    """Return the agents listed from an offset on, and where the list ends; for `that X, Y and Z should`."""
    found: list[Member] = []
    at = start
    joined = False
    while at < end and (member := _leading_member(text, at, end, names)):
        bracket = _BRACKET_RE.match(text, member.span[1], end)
        if bracket:
            member = replace(member, span=(member.span[0], bracket.end()))
        found.append(member)
        after = _SEPARATOR_RE.match(text, member.span[1], end)
        if after is None:
            break
        joined = joined or after[0].strip() != ","
        at = after.end()
    return _without_apposition(found, joined=joined), found[-1].span[1] if found else start


def _without_apposition(found: list[Member], *, joined: bool) -> list[Member]:
    """Return the first alone where no `and` makes a list: `Atlantis, the administering Power,`."""
    return found if joined else found[:1]


def _member(text: str, start: int, end: int, names: Sequence[Span]) -> Member | None:
    at = _after_determiners(text, start, end)
    if not _WORD_RE.match(text, at) or _names_nobody(text[start:at], text[at:end]):
        return None
    noun = shared_adjectives(text, at, end)
    known = max((last for first, last in names if start <= first <= noun < last <= end), default=noun)
    stop = max(known, noun + head_end(text[noun:end]))
    if not is_agent(text[noun:stop]) and (cut := before_participle(text[noun:stop])):
        stop = noun + cut
    return Member((start, end), (at, stop), noun)


def _names_nobody(determiner: str, words: str) -> bool:
    """Say whether a phrase is an aside, or a place that belongs to a pronoun: `those outside the valley`."""
    return bool(_OF_PRONOUN_RE.match(words)) if determiner else is_aside(words)


def _after_determiners(text: str, start: int, end: int) -> int:
    determiner = DETERMINERS_RE.match(text, start, end)
    return determiner.end() if determiner and determiner.end() < end else start


def _leading_member(text: str, start: int, end: int, names: Sequence[Span]) -> Member | None:
    at = _after_determiners(text, start, end)
    known = max((last for first, last in names if first in {start, at}), default=0)
    if known > at:
        known = _end_of_attribute(text, known, end)
        return Member((start, known), (at, known), at) if known else None
    place = at
    for _ in range(_MOST_ADJECTIVES):
        word = _WORD_RE.match(text, place, end)
        if word is None or (_LINKING_RE.match(word[0]) and not _joins_adjectives(text, at, word)):
            return None
        if not word[0][0].islower():
            stop = _end_of_name(text, at, place, end)
            return Member((start, stop), (at, stop), at)
        if is_agent(word[0]):
            stop = _end_of_compound(text, word.end(), end)
            experts = _EXPERTS_RE.match(text, stop)
            stop = experts.end() if experts else stop
            return Member((start, stop), (at, stop), at)
        place = word.end() + 1
    return None


def _joins_adjectives(text: str, start: int, word: re.Match[str]) -> bool:
    """Say whether a word is the `and` of `regional and local bodies`."""
    return word[0] in {"and", "or"} and is_adjectival(text[start : word.start()].rstrip())


def _end_of_attribute(text: str, end_of_name: int, end: int) -> int:
    """Return where the noun ends that has a name before it, or 0 where that is nobody: `Atlantis' efforts`.

    A verb may follow the name as well, so that only common nouns for agents count.
    """
    genitive = _GENITIVE_RE.match(text, end_of_name)
    place = genitive.end() if genitive else end_of_name
    for _ in range(_MOST_ATTRIBUTES):
        word = _WORD_RE.match(text, place + 1, end)
        if word is None or text[place] != " " or _LINKING_RE.match(word[0]):
            break
        if is_common_agent(word[0]):
            return _end_of_compound(text, word.end(), end)
        if not genitive and not _ATTRIBUTE_RE.match(word[0]):
            break
        place = word.end()
    return 0 if genitive else end_of_name


def _end_of_name(text: str, start: int, place: int, end: int) -> int:
    """Return where a name ends that is written with capitals, or the common noun after it."""
    stop = place
    while match := _CAPITALIZED_RE.match(text, stop, end):
        stop = match.end()
    stop = place + head_end(text[place:stop].rstrip(" ("))
    following = _WORD_RE.match(text, stop + 1, end)
    if following is None or text[stop] != " ":
        return stop
    is_attribute = _NATIONAL_RE.fullmatch(text, place, stop) or _GENITIVE_RE.search(text, start, stop)
    if not is_attribute and not is_common_agent(following[0]):
        return stop
    return _end_of_compound(text, following.end(), end)


def _end_of_compound(text: str, stop: int, end: int) -> int:
    """Return where nouns end that stand beside each other: `country team`."""
    while (following := _WORD_RE.match(text, stop + 1, end)) and is_common_agent(following[0]):
        if text[stop] != " ":
            break
        stop = following.end()
    return stop
