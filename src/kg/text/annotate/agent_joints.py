"""Whether the `and` between two words divides two agents, two adjectives of one, or two parts of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.text.annotate.agent_words import (
    DETERMINERS_RE,
    FUNCTION_RE,
    TITLE_RE,
    head_end,
    is_agent,
    names_agent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Span

AND_RE = re.compile(
    r",? (?:and|or|as well as|together with|along with|and/or)(?: also| in particular)?(?: on| upon| to)? "
)
_ADJECTIVAL_RE = re.compile(
    r"(?<![A-Za-z])[a-z\u2011-]*(?:al|ic|ive|ary|ous|able|ible|ant|ful|less|ing|ed|private|-)$"
    r"|^(?:the )?[A-Z][a-z]+(?:an|ese|ish|ic|al|ous|ive)$"
)
"""An adjective at the end, which has its noun after the `and`; not a noun that stands by itself."""
_BARE_ADJECTIVE_RE = re.compile(r"[a-z\u2011-]+(?:al|ic|ive|ary|ous)$")  # not "civil", nor participles
_SHARED_ADJECTIVES = 60
"""Length within which `regional and international` can stand before the noun of both."""
_OF_PLACES_RE = re.compile(
    r"(?:Governments?|authorities|peoples?|leaders|Presidents?|representatives|parties|members) of [^,]*$"
)
_SUBJECTS_RE = re.compile(
    r"\b(?:Department|Office|Division|Ministry|Bureau|Section|Centre|Institute|Committee|Commission)"
    r" (?:of|for|on) (?:the )?[A-Z][A-Za-z, ]*$"
)
"""A name whose subjects may be several: `Department for Wells and Lakes`."""
_ADJECTIVE_OF_NAME_RE = re.compile(r"(?: |^)[A-Z][a-z]+(?:al|ic|ive)$")
_ADJECTIVES_OF_NAME_RE = re.compile(r" [A-Z][a-z]+(?:al|ic|ive|ity|ce)?(?: and [A-Z]|$)")
_LISTED_IN_NAME_RE = re.compile(r"[A-Z][a-z]+(?:al|ic|ive), [A-Z][a-z]+$")
"""As in `Regional, Local and Rural Council`."""
_SUBJECT_RE = re.compile(r" (?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+(?: and [A-Z]|$| of )")
_BEFORE_STATE = " State"  # of "Heads of State and Government"
_OBJECT_RE = re.compile(r" [a-z]+ing ([a-z]+)$")
_RELATIVE_CLAUSE_RE = re.compile(r" (?:that|which|who|whose)\b")
_ONE_NAME_RE = re.compile(r"the [A-Z][a-z]+$")  # of "the Food and Agriculture Organization"
_PLURAL_RE = re.compile(r"(?:[A-Z][a-z]+ )?(?:States|Governments|Parties|Powers|Members)\b")


def split(text: str, start: int, end: int, names: Sequence[Span]) -> list[Span]:
    """Return the parts of a stretch without commas that `and` joins, each a noun phrase of its own."""
    parts: list[Span] = []
    for match in AND_RE.finditer(text, start, end):
        if any(first < match.start() and match.end() < last for first, last in names):
            continue
        is_known = any(last == match.start() for _, last in names)
        if _comes_apart(text[start : match.start()], text[match.end() : end], is_known=is_known):
            parts.append((start, match.start()))
            start = match.end()
    return [*parts, (start, end)]


def shared_adjectives(text: str, at: int, end: int) -> int:
    """Return where the last adjective begins in `regional and local bodies`; `at` where there is but one."""
    for joint in AND_RE.finditer(text, at, min(end, at + _SHARED_ADJECTIVES)):
        left = text[at : joint.start()]
        if FUNCTION_RE.search(left.replace(",", " ")) or is_agent(left):
            break
        at = joint.end()
    return at


def is_adjective(words: str) -> bool:
    """Say whether words are but one adjective.

    >>> is_adjective("all global"), is_adjective("civil society")
    (True, False)
    """
    return bool(_BARE_ADJECTIVE_RE.fullmatch(DETERMINERS_RE.sub("", words)))


def is_adjectival(words: str) -> bool:
    """Say whether words end in an adjective or participle."""
    return bool(_ADJECTIVAL_RE.search(words))


def begins_name(left: str, right: str) -> bool:
    """Say whether the comma between two stretches stands inside a name.

    >>> begins_name("the Department of Wells", " Lakes and Rivers"), begins_name("the Department", " States")
    (True, False)
    """
    if _ADJECTIVE_OF_NAME_RE.search(left) and _ADJECTIVES_OF_NAME_RE.match(right):
        return True
    subject = _SUBJECT_RE.match(right)
    return bool(subject and _SUBJECTS_RE.search(left) and not names_agent(right.strip().split(" of ")[0]))


def _comes_apart(left: str, right: str, *, is_known: bool) -> bool:
    """Say whether two noun phrases stand around an `and`, not two adjectives or two parts of one name."""
    determiner = DETERMINERS_RE.match(right)
    bare = right[determiner.end() :] if determiner else right
    left_bare = DETERMINERS_RE.sub("", left + " ").strip()
    if not left_bare or left.endswith(_BEFORE_STATE):
        return False
    if not determiner and (
        _ADJECTIVAL_RE.search(left)
        or _LISTED_IN_NAME_RE.search(left)
        or _has_object(left)
        or _RELATIVE_CLAUSE_RE.search(left)
        or (TITLE_RE.match(left_bare) and bare[:1].islower())
    ):
        return False
    if not bare[:1].isupper():
        return (determiner is not None or _is_noun(left_bare)) and _is_noun(bare)
    if not determiner and _is_one_name(left, bare, is_known=is_known):
        return False
    if names_agent(bare):
        return True
    return not FUNCTION_RE.search(left) and not _OF_PLACES_RE.search(left)


def _has_object(words: str) -> bool:
    """Say whether words end in a participle with its object: `countries contributing troops`."""
    participle = _OBJECT_RE.search(words)
    return participle is not None and not is_agent(participle[1])


def _is_noun(words: str) -> bool:
    """Say whether words can be an agent; not the `troop` of `troop and police contributors`."""
    noun = words[shared_adjectives(words, 0, len(words)) :]
    return is_agent(noun[: head_end(noun)])


def _is_one_name(left: str, right: str, *, is_known: bool) -> bool:
    """Say whether `and` stands inside a name: of two subjects, or after its first word."""
    if right.split(None, 1)[0].isupper() or _PLURAL_RE.match(right):
        return False
    if _SUBJECTS_RE.search(left):
        return True
    is_proper = right[: head_end(right)].rsplit(" ", 1)[-1][:1].isupper()
    return not is_known and is_proper and bool(_ONE_NAME_RE.search(left)) and names_agent(right)
