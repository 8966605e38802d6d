"""The later acts of a paragraph: verb phrases whose subject is still the enacting body.

Whether a verb is the body's own is decided by its form and by what stands before it: in `Requests the Office
to report, and decides to meet` the finite verb after the comma takes up the first; in `the decision, which
calls for restraint` it does not. What says how others are to act (`, taking into account their needs`) is no act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.annotate.act_grammar import VerbPhrase
from kg.text.annotate.act_lexicon import stem, unhyphenated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Kind, Span
    from kg.text.annotate.act_grammar import ActGrammar

_HEAD_RE = re.compile(r"\b(?:[Rr]e[-\u2011])?[A-Za-z]+(?:s|ing|ed|ful|aware|ous|ant)\b")
_ORDER = r"(?:also|further(?:more)?|again|now|once (?:again|more)|remaining|being|moreover|therefore|thus|hereby|nonetheless|however)"
_MANNER = r"(?:\w+ly)"
_ASIDE = (
    r"(?:in (?:this|that) (?:regard|respect|context|connection|spirit)|to (?:this|that|these) (?:end|effect)s?"
    r"|for (?:this|that|these) (?:reason|purpose|end)s?|in (?:particular|addition)|at the same time|as such"
    r"|in doing so|inter alia|as a matter of (?:priority|urgency))"
)
_LINK = rf"(?:(?:(?:{_ORDER}|{_ASIDE}),?|{_MANNER}) )*"
_BEFORE_RE = re.compile(
    rf"(?:(?P<stop>[,;:.\u2013\u2014)])\s?|(?<=\s))(?P<and>(?:and|but|yet|while|or|as well as),? )?(?P<link>{_LINK})$"
)
_PART_OF_PHRASE_RE = re.compile(rf"(?:(?:{_ORDER}|{_MANNER}) )*$")
_WINDOW = 90

_RELATIVE_RE = re.compile(r"\b(?:which|who|whose|where|that)\b")
_RELATIVE_VERB_RE = re.compile(r"\b(?:which|who|that) (?:\w+ly )?(?!is\b|was\b|has\b|this\b)[a-z]+s\b")
_GERUND_RE = re.compile(
    r"(?:\b(?:by|of|in|for|through|to|from|towards?|including|without|at|with) |^\W*(?:and )?)(?:\w+ly )?[a-z]+ing\b"
)
_ASKING_RE = re.compile(r"(?:,[^,;:]{1,80},)?[^,;:]{3,120} to [a-z]+|[^,;:]{0,60}:$")
_STATES_A_FACT_RE = re.compile(r"considering (?:also |further )?that\b")
_INFINITIVE_RE = re.compile(r"\bto (?:\w+ly )?[a-z]+|\b(?:should|shall|must)\b|:\s*$")
_OTHERS_RE = re.compile(r"(?:their|his|her)\b")
_NEXT_WORD_RE = re.compile(r"[\w-]+\s+")
_NOUN_LIKE = frozenset("states means acts values shares objects sets hopes trusts echoes wishes terms".split())
"""Finite forms that inside a sentence are nouns."""
_CIRCUMSTANCES = frozenset({"takes-into-account", "bears-in-mind", "considers", "acts-under"})
"""Types whose participle mostly says how others are to do something."""
_DOUBTFUL = frozenset(
    map(
        stem,
        "encourages supports observes respects highlights appreciates values responds refers warns "
        "directs requires declares concludes determines resolves asks expects proposes shares suggests brings "
        "gives keeps".split(),
    )
)
"""Verbs whose participle as well tells what others do: `by supporting X and encouraging Y`."""
_SETTLING = frozenset(
    map(
        stem,
        "establishes adopts extends renews amends approves authorizes terminates appropriates creates revises "
        "proclaims modifies accepts sets discontinues dissolves agrees commits undertakes means defines "
        "prohibits implores responds realizes designates intends wishes seeks desires understands makes acts".split(),
    )
)
"""Verbs whose participle inside a sentence tells what a text or an event did."""
_DECIDES = stem("decides")
_CLAUSE_RE = re.compile(r"[^;:]*")
_SECOND_INFINITIVE_RE = re.compile(r"\band to ([a-z]+)\b")
_EXPRESSES = stem("expresses")
"""What it expresses need not be known: it has no other use, if the feelings are the body's own."""
_LOOSE_ADJECTIVES = frozenset("guided encouraged committed determined resolved seized prohibited".split())
_AFTER_ADJECTIVE_RE = re.compile(r" (?:about|at|by|that|over|of|with|also)\b")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a candidate stands, and what joins it to the act before."""

    head: int
    word: str
    phrase: VerbPhrase
    stop: str
    conjunction: str
    between: str
    """Text from the act before to here."""

    @property
    def segment(self) -> str:
        """Return what stands between the last comma and here."""
        return self.between[self.between.rfind(",") + 1 :]


def later_acts(
    text: str,
    opening: VerbPhrase,
    grammar: ActGrammar,
    *,
    kind: Kind,
    body: str | None,
    emphasis: Sequence[Span] = (),
) -> list[VerbPhrase]:
    """Return the verb phrases after the opening whose subject is the enacting body, in order."""
    found = _second_infinitives(text, opening, grammar) if opening.stem == _DECIDES else []
    reach = opening.reach
    for match in _HEAD_RE.finditer(text, reach):
        word = match[0]
        if word not in grammar.forms:
            if word.islower() and word.isalpha():
                continue
            word = unhyphenated(word.lower())
        if word not in grammar.forms or match.start() < reach:
            continue
        place = _place(text, match.start(), word, reach, grammar, body)
        if place is None or not (place.phrase.type or place.phrase.stem == _EXPRESSES):
            continue
        shown = any(start - 3 <= place.head < end for start, end in emphasis)
        if shown or _is_own(text, place, opening, kind):
            found.append(place.phrase)
            if place.phrase.stem == _DECIDES:
                found += _second_infinitives(text, place.phrase, grammar)
            reach = place.phrase.reach
    return sorted(found, key=lambda phrase: phrase.start)


def _second_infinitives(text: str, phrase: VerbPhrase, grammar: ActGrammar) -> list[VerbPhrase]:
    """Return what else is decided, where a type of its own says so: `Decides to adjourn and to authorize`."""
    if not text.startswith(" to ", phrase.end):
        return []
    found: list[VerbPhrase] = []
    clause = _CLAUSE_RE.match(text, phrase.end)
    for match in _SECOND_INFINITIVE_RE.finditer(text, phrase.end, clause.end() if clause else len(text)):
        kind = grammar.lexicon.find(["decides", "to", match[1]])
        if kind != "decides":
            start, end = match.start(1) - len("to "), match.end(1)
            found.append(VerbPhrase(start, end, end, match.start(1), stem(match[1]), "finite", kind))
    return found


def _place(
    text: str, head: int, word: str, reach: int, grammar: ActGrammar, body: str | None
) -> _Place | None:
    before = _BEFORE_RE.search(text, max(reach, head - _WINDOW), head)
    if before is None:
        return None
    link = _PART_OF_PHRASE_RE.search(text, before.start("link"), head)
    phrase = grammar.phrase_at(text, link.start() if link else head, body)
    if phrase is None:
        return None
    stop = before["stop"] or ("," if "," in before["link"] else "")
    conjunction = (before["and"] or "").strip()
    return _Place(head, word, phrase, stop, conjunction, text[reach : before.start()])


def _is_own(text: str, place: _Place, opening: VerbPhrase, kind: Kind) -> bool:
    if not place.stop and not place.conjunction:
        return False
    if place.phrase.form == "finite":
        return _is_own_finite(place, opening)
    if place.phrase.form == "adjective":
        return _is_own_adjective(text, place, kind)
    return _is_own_participle(text, place, kind)


def _is_own_finite(place: _Place, opening: VerbPhrase) -> bool:
    if place.word in _NOUN_LIKE:
        return False
    if place.stop and place.stop in ";.":
        return True
    if opening.form != "finite":
        return bool(place.stop) and not _RELATIVE_RE.search(place.segment)
    return bool(place.stop) or not _RELATIVE_VERB_RE.search(place.segment)


def _is_own_adjective(text: str, place: _Place, kind: Kind) -> bool:
    if kind != "preambular" or place.word in _LOOSE_ADJECTIVES:
        return False
    return bool(_AFTER_ADJECTIVE_RE.match(text, place.head + len(place.word)))


def _is_own_participle(text: str, place: _Place, kind: Kind) -> bool:
    following = _NEXT_WORD_RE.match(text, place.head)
    if place.phrase.stem in _SETTLING or (following and _OTHERS_RE.match(text, following.end())):
        return False
    if place.phrase.type in _CIRCUMSTANCES and not _STATES_A_FACT_RE.match(text, place.head):
        return _is_own_circumstance(place, kind)
    if kind == "operative" and place.phrase.stem in _DOUBTFUL and not place.conjunction:
        return bool(_ASKING_RE.match(text, place.phrase.end))
    if place.stop and place.phrase.stem not in _DOUBTFUL:
        return True
    return not _GERUND_RE.search(place.segment) or bool(_ASKING_RE.match(text, place.phrase.end))


def _is_own_circumstance(place: _Place, kind: Kind) -> bool:
    if place.conjunction:
        return kind == "preambular" or place.conjunction.endswith(",")
    return kind == "preambular" and not _INFINITIVE_RE.search(place.between)
