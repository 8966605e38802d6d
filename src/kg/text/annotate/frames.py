"""Where, in the clause of an act, those stand whom it asks for conduct.

Three frames: `urges X to act`, `demands that X act`, `calls for X to act`; and `decides that X shall act`, in
which only the duty shows that somebody is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.annotate.act_lexicon import stem, stems, word_set
from kg.text.annotate.agent_words import is_agent
from kg.text.annotate.agents import leading_members, members

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.document import Span
    from kg.text.annotate.act_lexicon import Form
    from kg.text.annotate.agents import Member

    NamesIn = Callable[[str, int, int], list[Span]]
    """Gives the spans of proper names between two offsets of a text."""

_ASKING = stems(
    "calls urges requests invites encourages asks directs instructs exhorts implores advises appeals "
    "demands insists recommends suggests counsels"
)
_REPEATING = stems("reiterates reaffirms renews restates recalls")
_OBLIGING = stems("decides stresses emphasizes underlines underscores affirms")
_DECIDES = stem("decides")
_RECOMMENDS = stem("recommends")
_LONGEST_SUBJECT = 300
"""Characters in which names are looked for at the head of a clause."""
_GOVERNING_WINDOW = 25

_REPEATED_RE = re.compile(
    r"\s*(?:also )?(?:its|the) (?:[a-z]+ ){0,2}"
    r"(?:calls?|requests?|invitations?|appeals?|demands?|encouragement|recommendations?)(?: and [a-z]+)?(?= )"
)
"""After `reiterates`, up to the noun that asks."""
_ASIDE = r"in (?:this|that) (?:regard|respect|context|connection|spirit)"
_PREPOSITION_RE = re.compile(rf"(?: {_ASIDE}|,[^,]{{1,80}},)?(?: (?:to|upon|on|for)\b)?(?: {_ASIDE},?)?\s+")
_ADOPTION_RE = re.compile(r" to (?=(?:the )?([^,;:]{3,80}?) (?:the|that)\b)")  # recommends to X the adoption
_AND_FOR_RE = re.compile(r",? and for ")
_COMMA_AND_FOR_RE = re.compile(r", and for ")  # not what something is given for
_THAT_RE = re.compile(r"(?:,[^,]{1,80},| in [^,;:]{1,80}?| once (?:again|more))?\s*that(?:,[^,]{1,120},)?\s+")
"""`that`, with an aside before or behind it: `Requests in this regard that, by May, States report`."""
_TO_RE = re.compile(
    rf",?(?:\s+(?:[a-z]+ly|also|further|thereafter|likewise|neither|{_ASIDE}))?\s+to"
    r"(?:, [a-z][^,;:]{1,80},)?\s+"
    r"(?:also |further (?!the)|continue to )?([A-Za-z\u2011-]+)"
)
_NO_INFINITIVES = word_set(
    "the a an all any its their his her our this that these those each every which whom such other "
    "both relevant international armed women children men persons people peoples victims survivors "
    "humanitarian civilians civilian existing developing developed countries states justice human "
    "sustainable violence terrorism peace security climate in at on by as"
)
"""Words after a `to` that is a preposition."""
_GOVERNED_RE = re.compile(
    r"\b(?:regard|addition|according|pursuant|relation|relating|related|respect|due|prior|subject|opposed"
    r"|committed|position|able|willing|wishing|ready|required|yet|mandated|entitled|likely|established"
    r"|created|designed|aimed|necessary|parties|party|wish|wishes|failed|need|needed|refuse|continues?"
    r"|seek|seeking|used|applicable|owed|intended|intend|efforts?|attempts?|ability|capacity|commitments?"
    r"|obligations?|decisions?|opportunit(?:y|ies)|right)$"
)
"""Words that have the `to` after them to themselves."""
_LOOSELY_GOVERNING = {"parties", "party", "required"}
_CONFLICTS = {"conflict", "conflicts"}
_DUTY_RE = re.compile(r"[^;:]{0,250}?\b(?:shall|should|must)\b")
_TASK_RE = re.compile(r"[^;:]{0,250}?\b(?:shall|should|must|will)\b")
_FORTHWITH_RE = re.compile(r"(?:,[^,;:]{1,120},|,)?\s+(?:(?!to\b|of\b|that\b|which\b)[a-z]+\s+)?[a-z]+\b")
_PASSIVE_RE = re.compile(
    r"(?:\s+(?:\w+\s+)?be|(?<=\bbe))\s+(?:\w+ly\s+)?"
    r"(?!(?:guided|required|prepared|committed|encouraged|requested|invited)\b)"
    r"(?:[a-z]+(?:ed|wn|en|ght)|made|held|set|kept|put|paid|borne|done)\b"
)
"""What is done to somebody, who is asked nothing by that; not `be guided`."""
_PROTECTED_RE = re.compile(
    r"(?:victims|survivors|children|women|girls|boys|persons|individuals|people|youth)$"
)
"""Those of whom it is rather said what is due to them."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What an act says, from its verb to the end of its clause."""

    text: str
    stem: str
    form: Form
    verb_end: int
    """End of the verb phrase."""
    is_shared: bool
    """Whether a second act follows, which may hold the infinitive of both."""


def asks(verb: str) -> bool:
    """Say whether a verb, given by its stem, asks somebody for conduct."""
    return verb in _ASKING


def may_ask(verb: str) -> bool:
    """Say whether a verb, given by its stem, can have addressees in one of the frames."""
    return verb in _ASKING or verb in _REPEATING or verb in _OBLIGING


def find_agents(clause: Clause, names_in: NamesIn) -> list[Member]:
    """Return whom a clause asks for conduct; `names_in` gives the proper names in a part of a text."""
    begin = _complement(clause)
    if begin is None:
        return _bound(clause, names_in)
    text = clause.text
    if that := _THAT_RE.match(text, begin):
        return _subjects(text, that.end(), _FORTHWITH_RE, names_in)
    if clause.stem == _RECOMMENDS and (adoption := _ADOPTION_RE.match(text, begin)):
        return _leading(text, adoption.end(), adoption.end(1), names_in)[0]
    if text[:begin].lower().endswith(" for"):
        return _asked_for(text, begin + 1, names_in) or _also_for(_AND_FOR_RE, text, begin, names_in)
    return _asked(clause, begin, names_in) + _also_for(_COMMA_AND_FOR_RE, text, begin, names_in)


def _also_for(link: re.Pattern[str], text: str, begin: int, names_in: NamesIn) -> list[Member]:
    """Return the agents after a later `for`: `Calls for a ceasefire and for all parties to withdraw`."""
    also = link.search(text, begin)
    return _asked_for(text, also.end(), names_in) if also else []


def _complement(clause: Clause) -> int | None:
    """Return where what the verb asks begins, or None for a verb that asks nothing."""
    if asks(clause.stem):
        return clause.verb_end
    if clause.stem not in _REPEATING:
        return None
    repeated = _REPEATED_RE.match(clause.text, clause.text.find(" "))
    return max(repeated.end(), clause.verb_end) if repeated else None


def _bound(clause: Clause, names_in: NamesIn) -> list[Member]:
    """Return whom the body says to be under a duty: `Decides that States shall`."""
    if clause.form != "finite" or clause.stem not in _OBLIGING:
        return []
    that = _THAT_RE.match(clause.text, clause.verb_end)
    duty = _TASK_RE if clause.stem == _DECIDES else _DUTY_RE
    found = _subjects(clause.text, that.end(), duty, names_in) if that else []
    return [] if found and _is_free(clause.text, found[-1]) else found


def _is_free(text: str, member: Member) -> bool:
    """Say whether a duty is rather that of others, or of the body itself: `Affirms that it shall`."""
    return text[slice(*member.head)] == "it" or bool(_PROTECTED_RE.search(text, *member.head))


def _subjects(text: str, start: int, follows: re.Pattern[str], names_in: NamesIn) -> list[Member]:
    """Return the subjects of a clause that says what somebody is to do."""
    found, end = _leading(text, start, len(text), names_in)
    if not found or not is_agent(text[slice(*found[0].head)]):
        return []
    following = follows.match(text, end)
    return found if following and not _PASSIVE_RE.match(text, following.end()) else []


def _asked_for(text: str, start: int, names_in: NamesIn) -> list[Member]:
    """Return the agents in `for all parties to withdraw`."""
    found, end = _leading(text, start, len(text), names_in)
    following = _TO_RE.match(text, end)
    if following is None or following[1] in _NO_INFINITIVES or _PASSIVE_RE.match(text, following.end()):
        return []
    return found


def _leading(text: str, start: int, end: int, names_in: NamesIn) -> tuple[list[Member], int]:
    return leading_members(text, start, end, names_in(text, start, min(end, start + _LONGEST_SUBJECT)))


def _asked(clause: Clause, begin: int, names_in: NamesIn) -> list[Member]:
    """Return the agents between the verb and the infinitive, the colon, or a second verb that shares it."""
    preposition = _PREPOSITION_RE.match(clause.text, begin)
    start = preposition.end() if preposition else begin
    end = _infinitive(clause.text, start)
    if end is None and clause.is_shared:
        end = len(clause.text.rstrip(" ,").removesuffix(" and").rstrip(" ,"))
    return members(clause.text, start, end, names_in(clause.text, start, end)) if end is not None else []


def _infinitive(text: str, start: int) -> int | None:
    """Return where the agents end: before `to` and a verb, or at the colon.

    What a word has to itself stands right behind it, without a comma.
    """
    for match in _TO_RE.finditer(text, start):
        verb = match[1]
        if not verb[0].islower() or verb in _NO_INFINITIVES:
            continue
        before = text[max(start, match.start() - _GOVERNING_WINDOW) : match.start()]
        governed = None if match[0].startswith(",") else _GOVERNED_RE.search(before)
        if governed is None or (governed[0] in _LOOSELY_GOVERNING and verb not in _CONFLICTS):
            return match.start()
    return len(text[:-1].rstrip().removesuffix(" to")) if text.endswith(":") else None
