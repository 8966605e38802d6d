"""The later acts of a paragraph: verb phrases whose subject is still the enacting body.

Whether a verb is the body's own is decided by its form and by what stands before it: in `Requests the Office
to report, and decides to meet` the finite verb after the comma takes up the first; in `the decision, which
calls for restraint` it does not. What says how others are to act (`, taking into account their needs`) is no act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.annotate.act_grammar import is_noun_like
from kg.text.annotate.act_lexicon import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Kind, Span
    from kg.text.annotate.act_grammar import ActGrammar, VerbPhrase
    from kg.text.annotate.act_lexicon import Form

_HEAD_RE = re.compile(r"\b[A-Za-z]+(?:-[a-z]+)?(?:s|ing|ed|ful|aware|ous|ant)\b")
_ADVERB = r"(?:also|further|furthermore|again|once (?:again|more)|moreover|therefore|thus|hereby|likewise|then|so|\w+ly)"
_ASIDE = (
    r"(?:in (?:this|that) (?:regard|respect|context|connection|spirit)|to (?:this|that|these) (?:end|effect)s?"
    r"|for (?:this|that|these) (?:reason|purpose|end)s?|in (?:particular|addition)|at the same time|as such"
    r"|in doing so|inter alia|as a matter of (?:priority|urgency))"
)
_LINK = rf"(?:(?:{_ADVERB}|{_ASIDE}),? )*"
_BEFORE_RE = re.compile(rf"(?:(?P<stop>[,;:.\u2013\u2014)]) ?|(?<= ))(?P<and>(?:and|but|yet|while|or),? )?(?P<link>{_LINK})$")
_FROM_ADVERB_RE = re.compile(rf"(?:{_ADVERB} )*$")
_WINDOW = 90

_SUBORDINATE_RE = re.compile(r"\b(?:that|which|who|whose|where|when|whether|how|if|as it)\b")
_RELATIVE_RE = re.compile(r"\b(?:which|who|whose|where)\b")
_GERUND_RE = re.compile(r"\b(?:by|of|in|for|through|to|on|from|towards?|including|and|without|at|with) (?:\w+ly )?\w+ing\b|, \w+ing\b")
_INFINITIVE_RE = re.compile(r"\bto (?:\w+ly )?[a-z]+|:\s*$")
_POSSESSIVE_RE = re.compile(r"(?:their|his|her)\b")
_CIRCUMSTANCE = frozenset(map(stem, "takes bears considers keeps seeks acts".split()))
"""Verbs that mostly say how something is to be done."""
_DOUBTFUL = frozenset(
    map(
        stem,
        "encourages supports requests invites urges calls recognizes acknowledges observes respects promotes "
        "highlights appreciates understands values responds refers warns directs demands requires declares "
        "concludes determines resolves defines advises asks expects states designates proposes shares suggests "
        "looks reminds draws brings gives pays objects".split(),
    )
)
"""Verbs whose participle can as well tell what others do: `by supporting X and encouraging Y`."""
_SETTLING = frozenset(
    map(
        stem,
        "establishes adopts extends renews amends approves authorizes terminates appropriates creates revises "
        "proclaims modifies accepts sets discontinues dissolves agrees commits undertakes means defines "
        "prohibits implores responds realizes designates intends wishes has hopes makes".split(),
    )
)
"""Verbs whose participle inside a sentence tells what a text or an event did."""
_LOOSE_ADJECTIVES = frozenset("guided encouraged committed determined resolved seized prohibited".split())
_AFTER_ADJECTIVE_RE = re.compile(r" (?:about|at|by|that|over|of|with|also)\b")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a candidate stands, and what joins it to the act before."""

    head: int
    start: int
    form: Form
    stem: str
    stop: str
    conjunction: str
    between: str
    """Text from the end of the act before to here."""


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
    found: list[VerbPhrase] = []
    last = opening
    for match in _HEAD_RE.finditer(text, opening.end if opening.joined is None else opening.joined):
        form = grammar.forms.get(match[0].lower())
        if form is None or match.start() < last.end:
            continue
        place = _place(text, match.start(), form, match[0].lower(), last)
        shown = any(start - 3 <= match.start() < end for start, end in emphasis)
        if place is None or not (shown or _is_own(text, place, last, opening, kind)):
            continue
        phrase = grammar.phrase_at(text, place.start, body)
        if phrase and phrase.type:
            found.append(phrase)
            last = phrase
    return found


def _place(text: str, head: int, form: Form, word: str, last: VerbPhrase) -> _Place | None:
    before = _BEFORE_RE.search(text, max(last.end, head - _WINDOW), head)
    if before is None:
        return None
    start = head - len(_FROM_ADVERB_RE.search(text, before.start("link"), head)[0])
    stop, conjunction = before["stop"] or "", (before["and"] or "").strip(", ")
    return _Place(head, start, form, stem(word), stop, conjunction, text[last.end : before.start()])


def _is_own(text: str, place: _Place, last: VerbPhrase, opening: VerbPhrase, kind: Kind) -> bool:
    if not place.stop and not place.conjunction:
        return False
    if place.form == "finite":
        return _is_own_finite(text, place, opening)
    if place.form == "adjective":
        return _is_own_adjective(text, place, kind)
    return _is_own_participle(text, place, last, kind)


def _is_own_finite(text: str, place: _Place, opening: VerbPhrase) -> bool:
    if is_noun_like(_word(text, place.head)):
        return False
    if place.stop and place.stop in ";.":
        return True
    if opening.form != "finite":
        return bool(place.stop) and not _SUBORDINATE_RE.search(place.between)
    clause = place.between[place.between.rfind(",") + 1 :]
    if not place.stop:
        return not _RELATIVE_RE.search(clause)
    return True


def _is_own_adjective(text: str, place: _Place, kind: Kind) -> bool:
    word = _word(text, place.head)
    if kind != "preambular" or word in _LOOSE_ADJECTIVES:
        return False
    return bool(_AFTER_ADJECTIVE_RE.match(text, place.head + len(word)))


def _is_own_participle(text: str, place: _Place, last: VerbPhrase, kind: Kind) -> bool:
    if place.stem in _SETTLING or _POSSESSIVE_RE.match(text, text.find(" ", place.head) + 1):
        return False
    if place.stem in _CIRCUMSTANCE:
        return _is_own_circumstance(place, last, kind)
    if place.stem in _DOUBTFUL and _GERUND_RE.search(_clause(place)):
        return False
    return True


def _is_own_circumstance(place: _Place, last: VerbPhrase, kind: Kind) -> bool:
    if place.conjunction:
        return kind == "preambular"
    return kind == "preambular" and not _INFINITIVE_RE.search(place.between)


def _clause(place: _Place) -> str:
    return place.between[place.between.rfind(";") + 1 :]


def _word(text: str, start: int) -> str:
    match = _HEAD_RE.match(text, start)
    return match[0].lower() if match else ""
