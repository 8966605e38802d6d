"""Whom an act asks to do something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.document import Addressee
from kg.text.annotate.act_lexicon import stem
from kg.text.annotate.agents import is_agent, leading_members, members
from kg.text.annotate.names import NameIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.document import Span
    from kg.knowledge import Knowledge
    from kg.text.annotate.act_grammar import VerbPhrase
    from kg.text.annotate.agents import Member
    from kg.text.annotate.names import Found

_AGENT_KINDS = {"group", "body", "mandate", "programme", "initiative", "state"}
_ASKING = frozenset(
    map(
        stem,
        "calls urges requests invites encourages asks directs instructs exhorts implores advises appeals "
        "demands insists recommends suggests counsels".split(),
    )
)
_REPEATED_RE = re.compile(
    r"\s*(?:also )?(?:its|the) (?:[a-z]+ ){0,2}"
    r"(?:calls?|requests?|invitations?|appeals?|demands?|encouragement|recommendations?)(?: and [a-z]+)?(?= )"
)
"""After `reiterates`, up to the noun that asks."""
_REPEATED_TYPES = frozenset({"reiterates-call", "reiterates-request", "reiterates-call-for"})
_OBLIGING = frozenset(map(stem, "decides stresses emphasizes underlines underscores affirms reiterates".split()))
_PREPOSITION_RE = re.compile(r"\s*(?:,[^,]{1,60}, )?(?:to|upon|on|for)?\s+")
_THAT_RE = re.compile(r"\s*(?:,[^,]{1,80},)?\s*that\s+(?:,[^,]{1,80},\s+)?")
_FOR_RE = re.compile(r"[^,;:]{0,80}?\bfor\s+|\s+(?=all\b|the\b|both\b)")
_TO_RE = re.compile(r",?\s+to\s+(?:also |further |continue to )?([A-Za-z\u2011-]+)")
_NO_INFINITIVES = frozenset(
    "the a an all any its their his her our this that these those each every which whom such other both "
    "relevant international armed women children men persons people peoples victims survivors humanitarian "
    "civilians civilian existing developing developed countries states justice be-paid human sustainable "
    "violence terrorism peace security climate".split()
)
_NO_INFINITIVE_AFTER_RE = re.compile(
    r"\b(?:regard|addition|according|pursuant|relation|relating|related|respect|due|prior|subject|opposed"
    r"|committed|position|able|willing|wishing|ready|required|yet|mandated|entitled|likely|established"
    r"|created|designed|aimed|necessary|parties|party|wish|wishes|failed|need|needed|refuse|continue|continues|seek|seeking|used|applicable|owed|intended|intend)$"
)
_DOING_SO_RE = re.compile(r"to do so\b")
_VERB_AFTER_PARTIES_RE = re.compile(r"to (?!the\b)[a-z]+ (?!conflicts?\b)")
_DUTY_RE = re.compile(r",?[^;:]{0,160}?\b(?:shall|should|must)\b")
_FORTHWITH_RE = re.compile(r"(?:,[^,;:]{1,120},)?\s+(?:(?!to\b|of\b|that\b|which\b)[a-z]+\s+)?[a-z]+\b")
_CLAUSE_END_RE = re.compile(r"[;:]|\.(?=\s+[A-Z])")
_LEADING_RE = re.compile(r"(?:the|a|an|all|those|other|any|each|every|both|relevant|its|also|these)\s+", re.IGNORECASE)
_SHORT_FORM_RE = re.compile(r"[Tt]he ([A-Z][a-z]+)")
_GOVERNMENT_RE = re.compile(r"Governments? of (?:the )?(.+)")


class AddresseeFinder:
    """Finds the noun phrases after verbs that ask for conduct, and the known things they name."""

    def __init__(self, knowledge: Knowledge) -> None:
        names = [name for name in knowledge.names if name.kind in _AGENT_KINDS]
        self._index = NameIndex(names)
        self._things = {name.thing for name in names}

    def find(self, text: str, phrase: VerbPhrase, end: int, before: Callable[[], str]) -> tuple[Addressee, ...]:
        """Return the addressees of the act that begins with a verb phrase and ends before an offset.

        `before` returns the text of the document so far, in which short forms are looked up.
        """
        limit = _CLAUSE_END_RE.search(text, phrase.end, end)
        stop = limit.end() if limit and limit[0] == ":" else limit.start() if limit else end
        clause = text[:stop]
        begin = _complement(clause, phrase)
        if begin is None:
            return ()
        found = self._index.find(clause[begin:])
        spans = [(begin + one.start, begin + one.end) for one in found]
        parts = _agents(clause, begin, phrase, spans)
        return tuple(self._addressee(text, member, begin, found, before) for member in parts)

    def _addressee(
        self, text: str, member: Member, begin: int, found: Sequence[Found], before: Callable[[], str]
    ) -> Addressee:
        start, end = member.span
        head = text[slice(*member.head)]
        return Addressee(
            self._thing(text, member, begin, found, before),
            text[start:end],
            member.span,
            head,
            text[member.head[1] : end].strip(" ,"),
        )

    def _thing(
        self, text: str, member: Member, begin: int, found: Sequence[Found], before: Callable[[], str]
    ) -> str | None:
        """Return the path of the known thing that a noun phrase names, the longest name first."""
        (start, _), (head, head_end) = member.span, member.head
        for one in found:
            if start <= begin + one.start <= head and begin + one.end >= head_end and len(one.names) == 1:
                return one.names[0].thing
        for words in (text[head:head_end], text[start:head_end]):
            whole = [one for one in self._index.find(words) if one.end == len(words)]
            if len(whole) == 1 and len(whole[0].names) == 1 and not words[: whole[0].start].strip():
                return whole[0].names[0].thing
        if government := _GOVERNMENT_RE.fullmatch(text[head:head_end]):
            return self._state(government[1])
        short = _SHORT_FORM_RE.fullmatch(text[start:head_end])
        return self._full_name(short[1], before()) if short else None

    def _state(self, name: str) -> str | None:
        found = self._index.find(name)
        return next((one.names[0].thing for one in found if one.names[0].kind == "state"), None)

    def _full_name(self, noun: str, before: str) -> str | None:
        """Return the one thing whose name with that noun stands earlier in the document."""
        if noun not in before:
            return None
        things = {
            one.names[0].thing
            for one in self._index.find(before)
            if len(one.names) == 1 and noun in before[one.start : one.end].split() and one.names[0].kind != "group"
        }
        return things.pop() if len(things) == 1 else None


def _complement(text: str, phrase: VerbPhrase) -> int | None:
    """Return where what the verb asks begins, or None for a verb that asks nothing."""
    if phrase.stem in _ASKING:
        return phrase.end
    if phrase.type in _REPEATED_TYPES or (phrase.stem == stem("reiterates")):
        if phrase.type in _REPEATED_TYPES and text[phrase.head : phrase.end].count(" ") > 1:
            return phrase.end
        if repeated := _REPEATED_RE.match(text, phrase.end):
            return repeated.end()
    if phrase.form == "finite" and phrase.stem in _OBLIGING:
        return phrase.end
    return None


def _agents(text: str, begin: int, phrase: VerbPhrase, names: Sequence[Span]) -> list[Member]:
    if that := _THAT_RE.match(text, begin):
        return _subjects(text, that.end(), names, duty=phrase.stem in _OBLIGING)
    if phrase.stem in _OBLIGING and not _REPEATED_RE.match(text, phrase.end - 1) and begin == phrase.end:
        return []
    if text[phrase.head : begin].lower().endswith(" for"):
        return _asked_for(text, begin + 1, names)
    preposition = _PREPOSITION_RE.match(text, begin)
    start = preposition.end() if preposition else begin
    end = _infinitive(text, start)
    return members(text, start, end, names) if end is not None else []


def _infinitive(text: str, start: int) -> int | None:
    """Return where the agents end: before `to` and a verb, or at the colon."""
    for match in _TO_RE.finditer(text, start):
        verb = match[1]
        before = text[start : match.start()]
        if not verb[0].islower() or verb in _NO_INFINITIVES or _DOING_SO_RE.match(match[0].strip(", ") + text[match.end() : match.end() + 4]) and _NO_INFINITIVE_AFTER_RE.search(before):
            continue
        governed = _NO_INFINITIVE_AFTER_RE.search(before)
        if governed and not (governed[0] in {"parties", "party", "required"} and verb not in {"conflict", "conflicts"}):
            continue
        return match.start()
    return len(text) - 1 if text.endswith(":") else None


def _subjects(text: str, start: int, names: Sequence[Span], *, duty: bool) -> list[Member]:
    """Return the subjects of a clause that says what somebody should do."""
    found, end = leading_members(text, start, len(text), names)
    if not found or not is_agent(text[slice(*found[0].head)]):
        return []
    follows = _DUTY_RE if duty else _FORTHWITH_RE
    return found if follows.match(text, end) else []


def _asked_for(text: str, start: int, names: Sequence[Span]) -> list[Member]:
    """Return the agents in `for all parties to withdraw`."""
    found, end = leading_members(text, start, len(text), names)
    following = _TO_RE.match(text, end)
    return found if following and following[1] not in _NO_INFINITIVES else []
