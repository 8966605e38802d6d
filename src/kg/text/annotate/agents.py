"""Lists of agents: how `States, relevant agencies of the system and other donors` comes apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.annotate.agent_words import (
    DETERMINERS_RE,
    FUNCTION_RE,
    TITLE_RE,
    head_end,
    is_agent,
    is_common_agent,
    names_agent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Span

_WORD_RE = re.compile(r"[^\W\d_][\w\u2019'\u2011-]*")
_AND_RE = re.compile(r",? (?:and|or|as well as|together with|along with|and/or)(?: also| in particular)? ")
_ADJECTIVAL_RE = re.compile(
    r"(?<![A-Za-z])[a-z\u2011-]*(?:al|ic|ive|ary|ous|able|ible|ant|ful|less|ing|ed|private|-)$"
    r"|^(?:the )?[A-Z][a-z]+(?:an|ese|ish|ic|al|ous|ive)$"
)
"""An adjective at the end, which has its noun after the `and`; not a noun that stands by itself."""
_SHARED_ADJECTIVES = 60
"""Length within which `regional and international` can stand before the noun of both."""
_OF_PLACES_RE = re.compile(
    r"(?:Governments?|authorities|peoples?|leaders|Presidents?|representatives|parties|members) of [^,]*$"
)
_OF_STATE = " State"  # of "Heads of State and Government"
_RELATIVE_CLAUSE_RE = re.compile(r" (?:that|which|who|whose)\b")

_CONJOINED_RE = re.compile(
    r"(?:and|or|as well as|together with|along with|and also)\s+(?!(?:in|where|when|with|as|to|through)\b)"
)
_EXAMPLE_RE = re.compile(
    r"(?:including|first and foremost|in particular|particularly|especially|notably|such as|inter alia"
    r"|among others|primarily|mainly)\b"
)
_SHORT_ASIDE_RE = re.compile(
    r"(?:(?:as|where|when|if) (?:appropriate|applicable|necessary|relevant|needed|possible|feasible)"
    r"|inter alia|upon (?:their )?request|at all levels|also|once again|again|in particular"
    r"|individually and collectively|in this (?:regard|respect))$"
)
_ASIDE_RE = re.compile(
    r"(?:and (?:in accordance|in|where|when|with|as|to|through)"
    r"|that|which|who|whose|where|in|of|on|at|as|upon|through|within|by|with|while|for|from|taking|bearing"
    r"|consistent|pursuant|without|subject|under|after|before|during|using|based|guided|recalling"
    r"|recognizing|noting|following|to|once|until|pending|according|throughout|acting|working|building"
    r"|drawing|wherever|when|whenever|if|also|again|individually|jointly|together|via|given|among|between"
    r"|towards|having|against|because|mindful|over|per|regardless)\b"
)
"""What opens a stretch between commas that names nobody: prepositions, participles, relative pronouns."""
_COMPANY_RE = re.compile(
    r"(?:and )?(?:in|through|with|by|within)\b[^,]*\b(?:with|through|among|between|by|of)\b"
)
"""An aside that can go on as a list: `in consultation with States, agencies and others`."""
_PAREN_RE = re.compile(r"\([^()]*\)")

_SEPARATOR_RE = re.compile(r"\s*(?:,? (?:and|or|as well as|together with|along with)(?: also)?|,) ")
_EXPERTS_RE = re.compile(r" of (?:experts|governors|trustees)\b")
_NATIONAL_RE = re.compile(r"[A-Z][a-z]+(?:an|ese|ish)$")  # an adjective, which needs its noun
_LINKING_RE = re.compile(r"(?:of|in|for|on|to|with|by|from|and|or|that|which)$")
_CAPITALIZED_RE = re.compile(
    r"(?:[A-Z][\w\u2019'\u2011/.-]*|\d+)"
    r"(?: (?:of|for|on|against|de|des|du|la)(?: the)? (?=[A-Z])|(?<![A-Z]) and (?=[A-Z])| (?=[A-Z(\d]))?"
)
"""A word of a proper name, with what joins it to the next; not the `and` after an acronym."""
_MOST_ADJECTIVES = 6


@dataclass(frozen=True, slots=True)
class Member:
    """One of several coordinated noun phrases."""

    span: Span
    """As printed, with article and what narrows it."""
    head: Span


def members(text: str, start: int, end: int, names: Sequence[Span]) -> list[Member]:
    """Return the agents of a region, or nothing where the first is none; `names` do not come apart."""
    found: list[Member] = []
    for first, last in _noun_segments(text, start, end, names):
        for part in _split(text, first, last, names):
            member = _member(text, *part, names)
            if member and is_agent(text[slice(*member.head)]):
                found.append(member)
            elif not found:
                return []
            elif TITLE_RE.match(text, found[-1].head[0]):  # "..., its causes and consequences"
                found[-1] = Member((found[-1].span[0], part[1]), (found[-1].head[0], part[1]))
    return found


def leading_members(text: str, start: int, end: int, names: Sequence[Span]) -> tuple[list[Member], int]:
    """Return the agents listed from an offset on, and where the list ends; for `that X, Y and Z should`."""
    found: list[Member] = []
    at = start
    joined = False
    while at < end and (member := _leading_member(text, at, end, names)):
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


def _noun_segments(text: str, start: int, end: int, names: Sequence[Span]) -> list[Span]:
    """Return the stretches between commas that name agents, without examples, asides and relative clauses."""
    found: list[Span] = []
    skipped = ""
    is_complete = joined = False
    for first, last in _comma_segments(text, start, end, names):
        words = text[first:last]
        kind = _kind(words)
        if kind == "short":
            continue
        if kind:
            skipped = kind
            is_complete = " and " in words or (kind == "aside" and not _COMPANY_RE.match(words))
            continue
        joins = _CONJOINED_RE.match(words)
        if skipped and not _resumes(skipped, joins=bool(joins), is_complete=is_complete):
            is_complete = is_complete or " and " in words
            continue
        skipped = ""
        joined = joined or bool(joins) or bool(found and " and " in words)
        found.append((first + (joins.end() if joins else 0), last))
    return found if joined else found[:1]


def _resumes(skipped: str, *, joins: bool, is_complete: bool) -> bool:
    """Say whether a noun after what was skipped is one of the agents again, not of the skipped list."""
    if skipped == "example":
        return joins or is_complete
    return joins and is_complete


def _kind(words: str) -> str:
    """Return what a stretch between commas is: `short` or other `aside`, `example`, or nothing for a noun."""
    if _SHORT_ASIDE_RE.match(words):
        return "short"
    if _EXAMPLE_RE.match(words):
        return "example"
    return "aside" if _ASIDE_RE.match(words) and not _CONJOINED_RE.match(words) else ""


def _comma_segments(text: str, start: int, end: int, names: Sequence[Span]) -> list[Span]:
    """Return the stretches between commas; those in names and brackets do not count."""
    masked = text[start:end]
    for first, last in names:
        if start <= first and last <= end:
            name = masked[first - start : last - start].replace(",", " ")
            masked = masked[: first - start] + name + masked[last - start :]
    masked = _PAREN_RE.sub(lambda match: "(" * len(match[0]), masked)
    found: list[Span] = []
    at = start
    for piece in masked.split(","):
        first, last = at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
        if first < last:
            found.append((first, last))
        at += len(piece) + 1
    return found


def _split(text: str, start: int, end: int, names: Sequence[Span]) -> list[Span]:
    """Return the parts of a stretch without commas that `and` joins, each a noun phrase of its own."""
    parts: list[Span] = []
    for match in _AND_RE.finditer(text, start, end):
        if any(first < match.start() and match.end() < last for first, last in names):
            continue
        if _comes_apart(text[start : match.start()], text[match.end() : end]):
            parts.append((start, match.start()))
            start = match.end()
    return [*parts, (start, end)]


def _comes_apart(left: str, right: str) -> bool:
    """Say whether two noun phrases stand around an `and`, not two adjectives or two parts of one name."""
    determiner = DETERMINERS_RE.match(right)
    bare = right[determiner.end() :] if determiner else right
    left_bare = DETERMINERS_RE.sub("", left + " ").strip()
    if not left_bare or left.endswith(_OF_STATE):
        return False
    if not determiner and (
        _ADJECTIVAL_RE.search(left)
        or _RELATIVE_CLAUSE_RE.search(left)
        or (TITLE_RE.match(left_bare) and bare[:1].islower())
    ):
        return False
    if not bare[:1].isupper():
        return is_agent(bare[: head_end(bare)])
    if names_agent(bare):
        return True
    return not FUNCTION_RE.search(left) and not _OF_PLACES_RE.search(left)


def _member(text: str, start: int, end: int, names: Sequence[Span]) -> Member | None:
    at = _after_determiners(text, start, end)
    if not _WORD_RE.match(text, at) or _ASIDE_RE.match(text, at):
        return None
    at = _after_shared_adjectives(text, at, end)
    known = max((last for first, last in names if start <= first <= at < last <= end), default=at)
    return Member((start, end), (at, max(known, at + head_end(text[at:end]))))


def _after_determiners(text: str, start: int, end: int) -> int:
    determiner = DETERMINERS_RE.match(text, start, end)
    return determiner.end() if determiner and determiner.end() < end else start


def _after_shared_adjectives(text: str, start: int, end: int) -> int:
    """Return where the noun begins in `regional and international bodies`: after the last `and`."""
    joints = list(_AND_RE.finditer(text, start, min(end, start + _SHARED_ADJECTIVES)))
    if not joints or FUNCTION_RE.search(text, start, joints[0].start()):
        return start
    left = text[start : joints[-1].start()]
    if left.endswith("-") or not _ADJECTIVAL_RE.search(left):
        return start
    return _after_determiners(text, joints[-1].end(), end)


def _leading_member(text: str, start: int, end: int, names: Sequence[Span]) -> Member | None:
    at = _after_determiners(text, start, end)
    known = max((last for first, last in names if first in {start, at}), default=0)
    if known > at:
        return Member((start, known), (at, known))
    place = at
    for _ in range(_MOST_ADJECTIVES):
        word = _WORD_RE.match(text, place, end)
        if word is None or _LINKING_RE.match(word[0]):
            return None
        if word[0][0].isupper():
            stop = _end_of_name(text, at, place, end)
            return Member((start, stop), (at, stop))
        if is_agent(word[0]):
            experts = _EXPERTS_RE.match(text, word.end())
            stop = (experts or word).end()
            return Member((start, stop), (at, stop))
        place = word.end() + 1
    return None


def _end_of_name(text: str, start: int, place: int, end: int) -> int:
    """Return where a name ends that is written with capitals, or the common noun after it."""
    stop = place
    while match := _CAPITALIZED_RE.match(text, stop, end):
        stop = match.end()
    stop = place + head_end(text[place:stop].rstrip(" ("))
    following = _WORD_RE.match(text, stop + 1, end)
    if following and (is_common_agent(following[0]) or _NATIONAL_RE.search(text, start, stop)):
        return following.end()
    return stop
