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
_TITLE_KINDS = {"treaty", "instrument"}
"""Names that can stand inside an addressee, with commas and conjunctions of their own."""
_ASKING = frozenset(
    map(
        stem,
        "calls urges requests invites encourages asks directs instructs exhorts implores advises appeals "
        "demands insists recommends suggests counsels".split(),
    )
)
_OWNER = "United Nations "
_LONGEST_SUBJECT = 300
"""Characters in which the subject of a clause is looked for."""
_DECIDES = stem("decides")
_RECOMMENDS = stem("recommends")
_REPEATED_RE = re.compile(
    r"\s*(?:also )?(?:its|the) (?:[a-z]+ ){0,2}"
    r"(?:calls?|requests?|invitations?|appeals?|demands?|encouragement|recommendations?)(?: and [a-z]+)?(?= )"
)
"""After `reiterates`, up to the noun that asks."""
_REPEATING = frozenset(map(stem, "reiterates reaffirms renews restates recalls".split()))
_OBLIGING = frozenset(
    map(stem, "decides stresses emphasizes underlines underscores affirms".split())
)
_ASIDE = r"in (?:this|that) (?:regard|respect|context|connection|spirit)"
_PREPOSITION_RE = re.compile(rf"(?: {_ASIDE}|,[^,]{{1,80}},)?(?: (?:to|upon|on|for)\b)?(?: {_ASIDE},?)?\s+")
_ADOPTION_RE = re.compile(r" to (?=(?:the )?([^,;:]{3,80}?) (?:the|that)\b)")
_THAT_RE = re.compile(r"\s*(?:,[^,]{1,80},)?\s*that\s+(?:,[^,]{1,80},\s+)?")
_TO_RE = re.compile(r",?(?:\s+[a-z]+ly)?\s+to\s+(?:also |further |continue to )?([A-Za-z\u2011-]+)")
_NO_INFINITIVES = frozenset(
    "the a an all any its their his her our this that these those each every which whom such other both "
    "relevant international armed women children men persons people peoples victims survivors humanitarian "
    "civilians civilian existing developing developed countries states justice be-paid human sustainable "
    "violence terrorism peace security climate in at on by as".split()
)
_NO_INFINITIVE_AFTER_RE = re.compile(
    r"\b(?:regard|addition|according|pursuant|relation|relating|related|respect|due|prior|subject|opposed"
    r"|committed|position|able|willing|wishing|ready|required|yet|mandated|entitled|likely|established"
    r"|created|designed|aimed|necessary|parties|party|wish|wishes|failed|need|needed|refuse|continue|continues|seek|seeking|used|applicable|owed|intended|intend)$"
)
_PARTIES = {"parties", "party", "required"}
_CONFLICTS = {"conflict", "conflicts"}
_DUTY_RE = re.compile(r"[^;:]{0,250}?\b(?:shall|should|must)\b")
_TASK_RE = re.compile(r"[^;:]{0,250}?\b(?:shall|should|must|will)\b")
_PROTECTED_RE = re.compile(r"(?:victims|survivors|children|women|girls|boys|persons|individuals|people|youth)$")
"""Those of whom it is rather said what is due to them."""
_FORTHWITH_RE = re.compile(r"(?:,[^,;:]{1,120},)?\s+(?:(?!to\b|of\b|that\b|which\b)[a-z]+\s+)?[a-z]+\b")
_CLAUSE_END_RE = re.compile(r"[;:]|\.(?=\s+[A-Z])")
_GOVERNMENT_RE = re.compile(r"Governments? of (?:the )?(.+)")


class AddresseeFinder:
    """Finds the noun phrases after verbs that ask for conduct, and the known things they name."""

    def __init__(self, knowledge: Knowledge) -> None:
        names = [name for name in knowledge.names if name.kind in _AGENT_KINDS | _TITLE_KINDS]
        self._index = NameIndex(names)
        self._full_names = [
            (name.thing, name.text.replace(_OWNER, ""))
            for name in names
            if name.kind in _AGENT_KINDS - {"group", "state"} and name.form != "abbreviation"
        ]

    def asks(self, phrase: VerbPhrase) -> bool:
        """Say whether an act asks somebody for conduct by its verb."""
        return phrase.stem in _ASKING

    def find(self, text: str, phrase: VerbPhrase, end: int, before: Callable[[], str]) -> tuple[Addressee, ...]:
        """Return the addressees of the act that begins with a verb phrase and ends before an offset.

        `before` returns the text of the document so far, in which short forms are looked up.
        """
        limit = _CLAUSE_END_RE.search(text, phrase.end, end)
        stop = limit.end() if limit and limit[0] == ":" else limit.start() if limit else end
        parts = self._agents(text[:stop], phrase, shares=limit is None and end < len(text))
        return tuple(self._addressee(text, member, before) for member in parts)

    def _agents(self, clause: str, phrase: VerbPhrase, *, shares: bool) -> list[Member]:
        begin = _complement(clause, phrase)
        if begin is None:
            obliging = phrase.form == "finite" and phrase.stem in _OBLIGING
            follows = _TASK_RE if phrase.stem == _DECIDES else _DUTY_RE
            that = _THAT_RE.match(clause, phrase.end) if obliging else None
            return self._subjects(clause, that.end(), follows) if that else []
        if that := _THAT_RE.match(clause, begin):
            return self._subjects(clause, that.end(), _FORTHWITH_RE)
        if phrase.stem == _RECOMMENDS and (adoption := _ADOPTION_RE.match(clause, begin)):
            return self._leading(clause, adoption.end(), adoption.end(1))[0]
        if clause[phrase.head : begin].lower().endswith(" for"):
            return self._asked_for(clause, begin + 1)
        preposition = _PREPOSITION_RE.match(clause, begin)
        start = preposition.end() if preposition else begin
        end = _infinitive(clause, start)
        if end is None and shares:
            end = _shared_end(clause)
        return members(clause, start, end, self._proper_names(clause, start, end)) if end is not None else []
    def _subjects(self, text: str, start: int, follows: re.Pattern[str]) -> list[Member]:
        """Return the subjects of a clause that says what somebody should do."""
        found, end = self._leading(text, start, len(text))
        if not found or not is_agent(text[slice(*found[0].head)]):
            return []
        if follows is not _FORTHWITH_RE and _PROTECTED_RE.search(text, *found[-1].head):
            return []
        return found if follows.match(text, end) else []

    def _asked_for(self, text: str, start: int) -> list[Member]:
        """Return the agents in `for all parties to withdraw`."""
        found, end = self._leading(text, start, len(text))
        following = _TO_RE.match(text, end)
        return found if following and following[1] not in _NO_INFINITIVES else []

    def _leading(self, text: str, start: int, end: int) -> tuple[list[Member], int]:
        names = self._proper_names(text, start, min(end, start + _LONGEST_SUBJECT))
        return leading_members(text, start, end, names)

    def _proper_names(self, text: str, start: int, end: int) -> list[Span]:
        found = self._index.find(text[start:end])
        return [(start + one.start, start + one.end) for one in found if one.names[0].kind != "group"]

    def _addressee(self, text: str, member: Member, before: Callable[[], str]) -> Addressee:
        start, end = member.span
        head, head_end = member.head
        return Addressee(
            self._thing(text, member, before),
            text[start:end],
            member.span,
            text[head:head_end],
            text[head_end:end].strip(" ,"),
        )

    def _thing(self, text: str, member: Member, before: Callable[[], str]) -> str | None:
        """Return the path of the known thing that a noun phrase names, the longest name first."""
        (start, end), (head, head_end) = member.span, member.head
        for one in self._index.find(text[start:end]):
            if start + one.start <= head and start + one.end >= head_end and _is_agent(one):
                return one.names[0].thing
        words = text[head:head_end]
        if government := _GOVERNMENT_RE.fullmatch(words):
            return self._state(government[1])
        return self._full_name(words, before() + "\n" + text[:start]) if words[:1].isupper() else None

    def _state(self, name: str) -> str | None:
        found = self._index.find(name)
        return next((one.names[0].thing for one in found if one.names[0].kind == "state"), None)

    def _full_name(self, short: str, before: str) -> str | None:
        """Return the one thing that was named in full earlier in words that hold the short form."""
        held_re = re.compile(rf"\b{re.escape(short)}\b")
        unowned = before.replace(_OWNER, "")
        things = {
            thing
            for thing, name in self._full_names
            if short in name and name != short and held_re.search(name) and name in unowned
        }
        return things.pop() if len(things) == 1 else None


def _is_agent(found: Found) -> bool:
    """Say whether a name is that of one agent and of nothing else."""
    return len(found.names) == 1 and found.names[0].kind in _AGENT_KINDS


def _complement(text: str, phrase: VerbPhrase) -> int | None:
    """Return where what the verb asks begins, or None for a verb that asks nothing."""
    if phrase.stem in _ASKING:
        return phrase.end
    if phrase.stem not in _REPEATING:
        return None
    repeated = _REPEATED_RE.match(text, text.find(" ", phrase.head))
    return max(repeated.end(), phrase.end) if repeated else None


def _infinitive(text: str, start: int) -> int | None:
    """Return where the agents end: before `to` and a verb, or at the colon."""
    for match in _TO_RE.finditer(text, start):
        verb = match[1]
        if not verb[0].islower() or verb in _NO_INFINITIVES:
            continue
        governed = _NO_INFINITIVE_AFTER_RE.search(text[start : match.start()])
        if governed and not (governed[0] in _PARTIES and verb not in _CONFLICTS):
            continue
        return match.start()
    return len(text) - 1 if text.endswith(":") else None


def _shared_end(text: str) -> int:
    """Return where the agents end whose task follows a second verb: `Urges States, and invites donors, to`."""
    return len(text.rstrip(" ,").removesuffix(" and").rstrip(" ,"))
