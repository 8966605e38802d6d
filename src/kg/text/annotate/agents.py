"""Noun phrases that name agents: where one ends, what its head is, and how a list of them comes apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Span

_AGENTS = frozenset(
    "academia academies actors administrations agencies airlines alliances allies associations authorities banks "
    "beneficiaries boards bodies bureaux businesses centres chair chairs chairperson centre co-chair board boys children girls group groups panel partner team unit survivors victims students mechanism chairs-designate citizens "
    "coalition coalitions commanders commission commissions committee committees communities community companies "
    "contractors contributors coordinators co-chairs corporations councils countries courts creditors delegations "
    "departments donors economies educators employers enterprises entities envoy envoys experts facilitator "
    "facilitators families federations forces forums foundations funds government governments groups guardians "
    "heads him holders individuals industries industry institutes institution institutions it journalists "
    "judges leaders leadership lenders mandate-holders manufacturers mechanisms media members ministers missions "
    "movements museums nations networks observers office offices officers officials operators operations opposition organ "
    "organization organizations organs panels parents parliament parliamentarians parliaments parties partners "
    "partnerships peacekeepers people peoples persons personnel platforms police politicians posts powers "
    "practitioners presidents presidency procedures producers professionals programmes prosecutor prosecutors "
    "providers rapporteurs recipients registrar representatives scientists secretariat secretariats sector "
    "sectors side sides signatories society specialists stakeholders state states subsidiaries system teams "
    "territories them those traders trainers treasury tribunal tribunals trustees unions units universities "
    "users vendors volunteers women workers youth".split()
)
"""Common nouns for those who can be asked to act."""
_OFFICES = _AGENTS | frozenset(
    "agency alliance assembly bank board bureau centre commissioner conference coordinator council court department "
    "director division entity envoy facility forum fund group institute mission network organisation organization "
    "panel president programme prosecutor rapporteur representative secretary secretary-general service task union "
    "university forces authorities body high authority".split()
)
_AGENT_SUFFIX_RE = re.compile(r"(?:ors|ers|ists|ies|ians|holders)$")  # not for abstract nouns: see _ABSTRACT_RE
_ABSTRACT_RE = re.compile(
    r"(?:tion|tions|ment|ments|ance|ence|ship|ity|ities|ing|ings|ism|cy|cies|ness|efforts|dialogue|work|use|support|measures|steps"
    r"|action|actions|exchange|exchanges|progress|access|return|initiatives|activities|policies|strategies|studies|contributions"
    r"|approach|approaches|research|matters|powers|others|answers|numbers|papers|orders|borders|factors)$"
)
_DETERMINERS = (
    r"(?:the|a|an|all|any|each|every|both|this|those|these|such|its|their|his|her|our|other|others|relevant|interested(?! parties)|concerned|national(?= Governments)|potential|two|three|four|following"
    r"|appropriate|competent|respective|various|remaining|also|further|once again|again|in turn|all the|many|some|only)"
)
_DETERMINERS_RE = re.compile(rf"(?:{_DETERMINERS}\s+)+", re.IGNORECASE)
_FUNCTION_RE = re.compile(
    r"[,(]| of(?! (?:experts|governors|trustees)\b)\b|(?<!States)(?<!State) (?:parties|party) to\b| (?:to|for|on|in|at|by|from|with|within|under|as|against|through|throughout|into|about|across|among|between|over|since|until|not|that|which|who|whose"
    r"|where|including|concerned|involved|affected|engaged|established|appointed|created|mandated|based|present|referred|called"
    r"|having|operating|working|taking|using|hosting|providing|participating|contributing|developing and|neighbouring|acting|able|willing|wishing|ready|responsible|active)\b|(?<!-) (?:and|or)\b"
)
_PROPER_LINK_RE = re.compile(
    r" (?:of|for|on|against|in|and|to|with|de|des|du|la)(?: the)? (?=[A-Z])| (?:the) (?=[A-Z])"
)
_TITLE_RE = re.compile(
    r"(?:Special|Independent|Working|Ad Hoc|Personal|Senior|Expert|Intergovernmental|Open-ended|Open‑ended)\b"
)
_TITLE_SUBJECT_RE = re.compile(r" (?:on|for|against) (?=[a-z])")
_WORD_RE = re.compile(r"[^\W\d_][\w\u2019'\u2011-]*")
_AND_RE = re.compile(r",? (?:and|or|as well as|together with|along with|and/or)(?: also| in particular)? ")
_ADJECTIVAL_RE = re.compile(
    r"(?<![A-Za-z])[a-z\u2011-]*(?:al|ic|ive|ary|ous|able|ible|ant|ful|less|ing|ed|lateral|public|private|developing|developed|international|-)$|^(?:the )?[A-Z][a-z]+(?:an|ese|ish|ic|al|ous|ive)$"
)
_SHARED_ADJECTIVES = 60
"""Length within which `regional and international` can stand before the noun of both."""
_PLACES = re.compile(r"(?:Governments?|authorities|peoples?|leaders|Presidents?|representatives|Territor(?:y|ies)|parties|members) of [^,]*$")
_EXAMPLE_RE = re.compile(r"(?:including|first and foremost|in particular|particularly|especially|notably|such as|inter alia|among others|primarily|mainly)\b")
_RELATIVE_RE = re.compile(r"(?:that|which|who|whose|where|in a position|when|if)\b")
_RELATIVE_CLAUSE_RE = re.compile(r" (?:that|which|who|whose)\b")
_SHORT_ASIDE_RE = re.compile(r"(?:(?:as|where|when|if) (?:appropriate|applicable|necessary|relevant|needed|possible|feasible)|inter alia|upon (?:their )?request|at all levels|also|once again|again|individually and collectively|in this regard|in this respect|in particular)$")
_ASIDE_RE = re.compile(
    r"(?:in|of|on|at|as|upon|through|within|by|with|while|for|from|taking|bearing|consistent|pursuant|without|subject|under"
    r"|after|before|during|using|based|guided|recalling|recognizing|noting|following|to|once|until|pending|according|throughout"
    r"|acting|working|building|drawing|where|wherever|when|whenever|if|also|again|individually|jointly|together|via|given|among|between|towards|having|against|because|mindful|over|per|regardless|and where|and when|and in accordance|and in|and with|and as|and to|and through)\b"
)
_COMPANY_RE = re.compile(r"(?:and )?(?:in|through|with|by|within)\b[^,]*\b(?:with|through|among|between|by|of)\b")
_CONJOINED_RE = re.compile(r"(?:and|or|as well as|together with|along with|and also)\s+(?!in\b|where\b|when\b|with\b|as\b|to\b|through\b)")
_PAREN_RE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Member:
    """One of several coordinated noun phrases."""

    span: Span
    """As printed, with article and what narrows it."""
    head: Span


def members(text: str, start: int, end: int, names: Sequence[Span]) -> list[Member]:
    """Return the coordinated agents of a region; `names` are spans of known names in the text."""
    found: list[Member] = []
    for first, last in _noun_segments(text, start, end, names):
        for part in _split(text, first, last, names):
            member = _member(text, *part, names)
            if member and is_agent(text[slice(*member.head)]):
                found.append(member)
            elif not found:
                return []
            elif _TITLE_RE.match(text, found[-1].head[0]):  # "..., its causes and consequences"
                found[-1] = Member((found[-1].span[0], part[1]), (found[-1].head[0], part[1]))
    return found


def is_agent(head: str) -> bool:
    """Say whether a head noun phrase can be asked to act.

    >>> is_agent("Member States"), is_agent("regional organizations"), is_agent("further efforts")
    (True, True, False)
    """
    cut = _FUNCTION_RE.search(head)
    noun = _last_word(head[: cut.start()] if cut else head)
    if not noun[:1].islower():
        return True
    return noun in _AGENTS or (not _ABSTRACT_RE.search(noun) and bool(_AGENT_SUFFIX_RE.search(noun)))


def _noun_segments(text: str, start: int, end: int, names: Sequence[Span]) -> list[Span]:
    """Return the stretches between commas that name agents; examples, asides and relative clauses are left out."""
    found: list[Span] = []
    aside = example = complete = False
    joined = False
    for first, last in _comma_segments(text, start, end, names):
        words = text[first:last]
        joins = _CONJOINED_RE.match(words)
        if _SHORT_ASIDE_RE.match(words):
            continue
        if _EXAMPLE_RE.match(words):
            example, complete = True, " and " in words
        elif _RELATIVE_RE.match(words) or (_ASIDE_RE.match(words) and not joins):
            aside, complete = bool(found) or not joins, " and " in words
            company = bool(_COMPANY_RE.match(words))
            complete = complete or not company
        elif (aside or example) and not joins and not (example and complete):
            complete = complete or " and " in words
        else:
            if joins and (aside and not complete):
                continue
            aside = example = False
            joined = joined or bool(joins) or bool(found and " and " in words)
            found.append((first + (joins.end() if joins else 0), last))
    return found if joined else found[:1]  # "Israel, the occupying Power,"


def _comma_segments(text: str, start: int, end: int, names: Sequence[Span]) -> list[Span]:
    masked = text[:end]
    for first, last in names:
        if start <= first and last <= end:
            masked = masked[:first] + masked[first:last].replace(",", " ") + masked[last:]
    masked = _PAREN_RE.sub(lambda match: "(" * len(match[0]), masked[start:])
    found: list[Span] = []
    at = 0
    for piece in masked.split(","):
        first, last = at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
        if first < last:
            found.append((start + first, start + last))
        at += len(piece) + 1
    return found


def _split(text: str, start: int, end: int, names: Sequence[Span]) -> list[Span]:
    """Return the parts of a stretch without commas that `and` joins, where each is a noun phrase of its own."""
    parts: list[Span] = []
    for match in _AND_RE.finditer(text, start, end):
        if any(first < match.start() and match.end() < last for first, last in names):
            continue
        left, right = text[start : match.start()], text[match.end() : end]
        if _comes_apart(left, right):
            parts.append((start, match.start()))
            start = match.end()
    return [*parts, (start, end)]


def _comes_apart(left: str, right: str) -> bool:
    determiner = _DETERMINERS_RE.match(right)
    bare = right[determiner.end() :] if determiner else right
    if not _DETERMINERS_RE.sub("", left + " ").strip() or (not determiner and _ADJECTIVAL_RE.search(left)):
        return False
    if not determiner and _RELATIVE_CLAUSE_RE.search(left):
        return False
    if _TITLE_RE.match(_DETERMINERS_RE.sub("", left)) and not determiner and bare[:1].islower():
        return False
    if left.endswith(" State") or (_PLACES.search(left) and right[:1].isupper() and not _names_agent(bare)):
        return False
    head = _head_end(bare)
    if bare[:1].isupper():
        return _names_agent(bare) or not _FUNCTION_RE.search(left)
    return is_agent(bare[:head])


def _names_agent(words: str) -> bool:
    """Say whether capitalized words name one who is no place or subject: `Member States`, `UNICEF`."""
    name = words[: _head_end(words)].split()
    return any((word.isupper() and len(word) > 1) or word.lower() in _OFFICES for word in name)


def _member(text: str, start: int, end: int, names: Sequence[Span]) -> Member | None:
    determiner = _DETERMINERS_RE.match(text, start, end)
    at = determiner.end() if determiner else start
    if at >= end:
        at = start
    if not _WORD_RE.match(text, at) or _ASIDE_RE.match(text, at):
        return None
    if shared := list(_AND_RE.finditer(text, at, min(end, at + _SHARED_ADJECTIVES))):
        if _ADJECTIVAL_RE.search(text[at : shared[-1].start()]) and not _FUNCTION_RE.search(text, at, shared[0].start()):
            at = shared[-1].end()
            again = _DETERMINERS_RE.match(text, at, end)
            at = again.end() if again else at
    known = max((last for first, last in names if first <= at < last and first >= start and last <= end), default=at)
    stop = max(known, at + len(text[at : at + _head_end(text[at:end])].rstrip()))
    return Member((start, end), (at, stop))


def _head_end(words: str) -> int:
    """Return how long the head is: to the first function word, and past it inside a proper name."""
    cut = _FUNCTION_RE.search(words)
    end = cut.start() if cut else len(words)
    while words[:1].isupper() and _last_word(words[:end])[:1].isupper():
        link = _PROPER_LINK_RE.match(words, end)
        if link is None or (" " not in words[:end] and words[:end].endswith("s")):
            break
        following = _FUNCTION_RE.search(words, link.end())
        end = following.start() if following else len(words)
    if _TITLE_RE.match(words) and _TITLE_SUBJECT_RE.match(words, end):
        return len(words)
    return end


def _last_word(words: str) -> str:
    return words.rsplit(" ", 1)[-1]


_SEPARATOR_RE = re.compile(r"\s*(?:,? (?:and|or|as well as|together with|along with)(?: also)?|,) ")
_EXPERTS_RE = re.compile(r" of (?:experts|governors|trustees)\b")
_NATIONAL_RE = re.compile(r"[A-Z][a-z]+(?:an|ese|ish)$")  # an adjective, which needs its noun
_LINKING_RE = re.compile(r"(?:of|in|for|on|to|with|by|from|and|or|that|which|process)$")
_NOMINAL_RE = re.compile(
    r"(?:[A-Z][\w\u2019'\u2011/.-]*|\d+)(?: (?:of|for|on|against|de|des|du|la)(?: the)? (?=[A-Z])|(?<![A-Z]) and (?=[A-Z])| (?=[A-Z(\d]))?"
)


def leading_members(text: str, start: int, end: int, names: Sequence[Span]) -> tuple[list[Member], int]:
    """Return the agents listed from an offset on, and where the list ends; for `that X, Y and Z should`."""
    found: list[Member] = []
    at = start
    joined = False
    while at < end:
        member = _leading_member(text, at, end, names)
        if member is None:
            break
        found.append(member)
        after = _SEPARATOR_RE.match(text, member.span[1], end)
        if after is None:
            break
        joined = joined or after[0].strip() != ","
        at = after.end()
    return found if joined else found[:1], found[-1].span[1] if found else start


def _leading_member(text: str, start: int, end: int, names: Sequence[Span]) -> Member | None:
    determiner = _DETERMINERS_RE.match(text, start, end)
    at = determiner.end() if determiner else start
    stop = max((last for first, last in names if first in {start, at}), default=0)
    if stop > at:
        return Member((start, stop), (at, stop))
    place = at
    for _ in range(6):
        word = _WORD_RE.match(text, place, end)
        if word is None or _LINKING_RE.match(word[0]):
            return None
        if word[0][0].isupper():
            stop = place + _head_end(_capitals(text[place:end]))
            following = _WORD_RE.match(text, stop + 1, end)
            if following and (following[0] in _AGENTS or _NATIONAL_RE.search(text, at, stop)):
                stop = following.end()
            return Member((start, stop), (at, stop))
        if is_agent(word[0]):
            experts = _EXPERTS_RE.match(text, word.end())
            stop = experts.end() if experts else word.end()
            return Member((start, stop), (at, stop))
        place = word.end() + 1
    return None


def _capitals(words: str) -> str:
    """Return the beginning that is written with capitals, with what links them."""
    end = 0
    while match := _NOMINAL_RE.match(words, end):
        end = match.end()
    return words[:end].rstrip(" (")
