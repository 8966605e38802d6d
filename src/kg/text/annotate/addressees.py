"""Whom an act asks to do something."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.document import Addressee
from kg.text.annotate.frames import Clause, find_agents, may_ask
from kg.text.annotate.heads import goes_on_with_country, heads_of
from kg.text.annotate.names import NameIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.document import Span
    from kg.knowledge import Knowledge
    from kg.text.annotate.act_grammar import VerbPhrase
    from kg.text.annotate.agents import Member
    from kg.text.annotate.names import Found

_AGENT_KINDS = {"group", "body", "mandate", "programme", "initiative", "state"}
_TITLE_KINDS = {"treaty", "instrument"}
"""Names that can stand inside an addressee, with commas and conjunctions of their own."""
_LONGEST_CLAUSE = 1500
"""Characters in which an infinitive is looked for."""
_NEARBY = 3000
"""Characters before an addressee, in the same paragraph, in which its full name is looked for."""

_OWNER = "United Nations "
_CLAUSE_END_RE = re.compile(r"[;:]|\.(?=\s+[A-Z])")  # not the stop of an abbreviation
_PARTIES_TO_RE = re.compile(r"States [Pp]arties to the ")
_PARTIES = "group/states-parties-"
_TREATY = "treaty/"
_WORD_RE = re.compile(r"[a-z][a-z\u2011-]+")
_GOVERNMENT = "government"
_GOVERNMENT_OF_RE = re.compile(r"\bGovernment of (?:the )?(?=[A-Z])")
_LONGEST_STATE = 60
_GOVERNMENT_RE = re.compile(r"Governments? of (?:the )?(.+)")


class AddresseeFinder:
    """Finds the noun phrases after verbs that ask for conduct, and the known things they name."""

    def __init__(self, knowledge: Knowledge) -> None:
        names = [name for name in knowledge.names if name.kind in _AGENT_KINDS | _TITLE_KINDS]
        self._index = NameIndex(names)
        self._groups = {name.thing for name in names if name.kind == "group"}
        self._proper = NameIndex(name for name in names if name.kind != "group")
        self._short_forms: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in names:
            if name.kind in _AGENT_KINDS - {"group", "state"} and name.form != "abbreviation":
                for head in heads_of(name.text):
                    self._short_forms[head].append((name.thing, without_owner(name.text)))

    def find(
        self, text: str, phrase: VerbPhrase, end: int, before: Callable[[], str]
    ) -> tuple[Addressee, ...]:
        """Return the addressees of the act that begins with a verb phrase and ends before an offset.

        `before` returns the text of the document so far, without owners, for short forms to be looked up in.
        """
        if not may_ask(phrase.stem):
            return ()
        clause = _clause(text, phrase, end)
        found = find_agents(clause, self._proper_names)
        return tuple(self._addressee(text, phrase.head, member, before) for member in found)

    def _proper_names(self, text: str, start: int, end: int) -> list[Span]:
        return [(start + one.start, start + one.end) for one in self._proper.find(text[start:end])]

    def _addressee(self, text: str, base: int, member: Member, before: Callable[[], str]) -> Addressee:
        start, end, head, head_end = (base + offset for offset in (*member.span, *member.head))
        noun = base + member.noun
        return Addressee(
            self._known_thing(text, (start, end), (head, head_end))
            or self._states_parties(text, (start, end))
            or self._by_noun(text, (head, noun, head_end))
            or self._short_form(text, (head, head_end), before),
            text[start:end],
            (start, end),
            text[head:head_end],
            text[head_end:end].strip(" ,:"),
        )

    def _known_thing(self, text: str, span: Span, head: Span) -> str | None:
        """Return the path of the thing whose name covers the head, the longest name first."""
        start, end = span
        if text[slice(*head)].lower() == _GOVERNMENT:
            return self._government_before(text, start)
        for one in self._index.find(text[start:end]):
            if start + one.start <= head[0] and start + one.end >= head[1] and _is_agent(one):
                return one.names[0].thing
        government = _GOVERNMENT_RE.fullmatch(text, *head)
        found = self._index.find(government[1]) if government else []
        return next((one.names[0].thing for one in found if one.names[0].kind == "state"), None)

    def _government_before(self, text: str, end: int) -> str | None:
        """Return the State whose Government was named last before an offset: `the Government` alone."""
        named = list(_GOVERNMENT_OF_RE.finditer(text, max(0, end - _NEARBY), end))
        if not named:
            return None
        found = self._index.find(text[named[-1].end() : named[-1].end() + _LONGEST_STATE])
        states = (one.names[0] for one in found if one.start == 0)
        return next((name.thing for name in states if name.kind == "state"), None)

    def _states_parties(self, text: str, span: Span) -> str | None:
        """Return the group of those bound by the treaty of which some are said to be `parties to` it."""
        parties = _PARTIES_TO_RE.search(text, *span)
        if parties is None:
            return None
        bound = (
            _PARTIES + one.names[0].thing.removeprefix(_TREATY)
            for one in self._index.find(text[parties.end() : span[1]])
            if one.start == 0 and one.names[0].kind == "treaty"
        )
        return next((group for group in bound if group in self._groups), None)

    def _by_noun(self, text: str, places: tuple[int, int, int]) -> str | None:
        """Return the only group that an adjective names with the noun: `regional and local bodies`."""
        head, noun, end = places
        if head == noun:
            return None
        adjectives = [
            text[noun : noun + len(text[noun:end].split(" ", 1)[0])],
            *_WORD_RE.findall(text, head, noun),
        ]
        bare = text[noun:end].split(" ", 1)[-1]
        found = (self._index.find(f"{adjective} {bare}") for adjective in adjectives)
        things = {one[0].names[0].thing for one in found if one and one[0].start == 0 and _is_agent(one[0])}
        return things.pop() if len(things) == 1 else None

    def _short_form(self, text: str, head: Span, before: Callable[[], str]) -> str | None:
        """Return the thing that was named in full last, and is called so after: `the Office`.

        Two that were named in one paragraph leave it open.
        """
        meant = self._short_forms.get(text[slice(*head)])
        if not meant:
            return None
        earlier = f"{before()}\n{without_owner(text[max(0, head[0] - _NEARBY) : head[0]])}"
        named = sorted((_named_last(earlier, name), thing) for thing, name in meant)
        last, thing = named[-1]
        paragraph = earlier.rfind("\n", 0, last + 1)
        rivals = {other for place, other in named if place > paragraph}
        return thing if last >= 0 and rivals == {thing} else None


def _named_last(text: str, name: str) -> int:
    """Return where a name stands last in a text, or -1; not where it begins that of another."""
    place = text.rfind(name)
    return -1 if place >= 0 and goes_on_with_country(text, place, place + len(name)) else place


def without_owner(text: str) -> str:
    """Return a text without the words `United Nations` in front of others."""
    return text.replace(_OWNER, "")


def _clause(text: str, phrase: VerbPhrase, end: int) -> Clause:
    """Return the clause of an act, with offsets counted from its verb."""
    last = min(end, phrase.end + _LONGEST_CLAUSE)
    limit = _CLAUSE_END_RE.search(text, phrase.end, last)
    stop = last if limit is None else limit.end() if limit[0] == ":" else limit.start()
    is_shared = limit is None and last == end < len(text)
    verb_end = phrase.end - phrase.head
    return Clause(text[phrase.head : stop], phrase.stem, phrase.form, verb_end, is_shared)


def _is_agent(found: Found) -> bool:
    """Say whether a name is that of one agent and of nothing else."""
    return len(found.names) == 1 and found.names[0].kind in _AGENT_KINDS
