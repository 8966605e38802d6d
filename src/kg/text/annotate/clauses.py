"""The later acts of a paragraph: verb phrases whose subject is still the enacting body.

Whether a verb is the body's own is decided by its form and by what stands before it: in `Requests the Office
to report, and decides to meet` the finite verb after the comma takes up the first; in `the decision, which
calls for restraint` it does not. What says how others are to act, as in `, taking into account their needs`,
is no act.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.annotate.act_grammar import VerbPhrase
from kg.text.annotate.act_lexicon import stem, stems, unhyphenated, word_set
from kg.text.annotate.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.document import Kind, Span
    from kg.text.annotate.act_grammar import ActGrammar

_COMPOUND_RE = re.compile(r"\b(?:re-)?[a-z]+\b")  # the words in "two-thirds", but "re-affirms" whole
_ORDER = (
    r"(?:also|further(?:more)?|again|now|once (?:again|more)|remaining|being|moreover|therefore|thus|hereby"
    r"|nonetheless|however)"
)
_MANNER = r"(?:\w+ly)"
_ASIDE = (
    r"(?:in (?:this|that) (?:regard|respect|context|connection|spirit)|to th(?:is|at|ese) (?:end|effect)s?"
    r"|for th(?:is|at|ese) (?:reason|purpose|end)s?|in (?:particular|addition)|at the same time"
    r"|as such|in doing so|inter alia|as a matter of (?:priority|urgency))"
)
_LINK = rf"(?:(?:(?:{_ORDER}|{_ASIDE}),?|{_MANNER}) )*"
_STOP = r"(?:(?P<stop>[,;:.\u2013\u2014)])\s?|(?<=\s))"
_CONJUNCTION = r"(?P<and>(?:and|but|yet|while|or|as well as),? )?"
_BEFORE_RE = re.compile(rf"{_STOP}{_CONJUNCTION}(?P<link>{_LINK})$")
"""What joins a verb to the act before; it is asked of a short window only."""
_PART_OF_PHRASE_RE = re.compile(rf"(?:(?:{_ORDER}|{_MANNER}) )*$")
_WINDOW = 90
_LONGEST_CLAUSE = 800
_ITALIC_SLACK = 3

_RELATIVE_RE = re.compile(r"\b(?:which|who|whose|where|that)\b")
_RELATIVE_VERB_RE = re.compile(r"\b(?:which|who|that) (?:\w+ly )?(?!is\b|was\b|has\b|this\b)[a-z]+s\b")
_GERUND_RE = re.compile(
    r"(?:\b(?:by|of|in|for|through|to|from|towards?|including|without|at|with) |^\W*(?:and )?)"
    r"(?:\w+ly )?[a-z]+ing\b"
)
_ASKING_RE = re.compile(r"(?:,[^,;:]{1,80},)?[^,;:]{3,120} to [a-z]+|[^,;:]{0,60}:$")
_STATES_A_FACT_RE = re.compile(r"considering (?:also |further )?that\b")
_INFINITIVE_RE = re.compile(r"\bto (?:\w+ly )?[a-z]+|\b(?:should|shall|must)\b|:\s*$")
_OTHERS_RE = re.compile(r"(?:their|his|her)\b")
_NEXT_WORD_RE = re.compile(r"[\w-]+\s+")
_IN_WHICH_RE = re.compile(r"\b(?:in|by) which it\b(?! (?:is|was|has been)\b)")
"""An earlier decision, whose own participles follow it without `and`."""
_NOUN_LIKE = word_set("states means acts values shares objects sets hopes trusts echoes wishes terms")
"""Finite forms that inside a sentence are nouns."""
_NOUN_RE = re.compile(r"(?:requests|demands|notes|supports|regrets|urges) (?:of|for|from|by|made)\b")
"""Finite forms that what follows makes a noun."""
_CIRCUMSTANCES = frozenset({"takes-into-account", "bears-in-mind", "considers", "acts-under"})
"""Types whose participle mostly says how others are to do something."""
_DOUBTFUL = stems(
    "encourages supports observes respects highlights appreciates values responds refers warns "
    "directs requires declares concludes determines resolves asks expects proposes shares suggests "
    "brings gives keeps recommends"
)
"""Verbs whose participle as well tells what others do: `by supporting X and encouraging Y`."""
_SETTLING = stems(
    "establishes adopts extends renews amends approves authorizes terminates appropriates creates "
    "revises proclaims modifies accepts sets discontinues dissolves agrees commits undertakes means "
    "defines prohibits implores responds realizes designates intends wishes seeks desires understands "
    "makes acts"
)
"""Verbs whose participle inside a sentence tells what a text or an event did."""
_DECIDES = stem("decides")
_SECOND_INFINITIVE_RE = re.compile(r"\band to ([a-z]+)\b")
_EXPRESSES = stem("expresses")
"""What it expresses need not be known: it has no other use, if the feelings are the body's own."""
_LOOSE_ADJECTIVES = word_set("guided encouraged committed determined resolved seized prohibited")
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
    found: list[VerbPhrase] = []
    reach = opening.end
    for head, word in _candidates(text, reach, grammar):
        if head < reach:
            continue
        shown = any(start <= head + _ITALIC_SLACK and head < end for start, end in emphasis)
        is_noun = word in _NOUN_LIKE and text[head].isupper()  # "Invites States" may be all in italics
        is_shown = shown and not is_noun
        place = _place(text, head, word, reach=reach, grammar=grammar, body=body, is_shown=is_shown)
        if place and (is_shown or _is_own(text, place, opening, kind)):
            found.append(place.phrase)
            reach = place.phrase.end
    return _with_infinitives(text, opening, found, grammar)


def _candidates(text: str, start: int, grammar: ActGrammar) -> Iterator[tuple[int, str]]:
    """Yield the words that can head an act, each with its offset, as the grammar knows them."""
    forms = grammar.forms
    words = split_words(text)
    small = words.small
    for at in range(bisect_left(words.offsets, start), len(small)):
        word = small[at]
        if word in forms:
            yield words.offsets[at], word
        elif "-" in word:
            for match in _COMPOUND_RE.finditer(word):
                if (plain := unhyphenated(match[0])) in forms:
                    yield words.offsets[at] + match.start(), plain


def _place(
    text: str, head: int, word: str, *, reach: int, grammar: ActGrammar, body: str | None, is_shown: bool
) -> _Place | None:
    """Return where a candidate stands, or None where it is no act that follows another.

    What nothing joins to the act before is none, unless italics show it.
    """
    before = _BEFORE_RE.search(text, max(reach, head - _WINDOW), head)
    if before is None:
        return None
    stop = before["stop"] or ("," if "," in before["link"] else "")
    if not (stop or before["and"] or is_shown):
        return None
    link = _PART_OF_PHRASE_RE.search(text, before.start("link"), head)
    phrase = grammar.phrase_at(text, link.start() if link else head, body)
    if phrase is None or not (phrase.type or phrase.stem == _EXPRESSES):
        return None
    between = text[max(reach, before.start() - _LONGEST_CLAUSE) : before.start()]
    return _Place(head, word, phrase, stop, (before["and"] or "").strip(), between)


def _is_own(text: str, place: _Place, opening: VerbPhrase, kind: Kind) -> bool:
    if place.phrase.form == "finite":
        return _is_own_finite(text, place, opening)
    if place.phrase.form == "adjective":
        return _is_own_adjective(text, place, kind)
    return _is_own_participle(text, place, kind)


def _is_own_finite(text: str, place: _Place, opening: VerbPhrase) -> bool:
    if place.word in _NOUN_LIKE or _NOUN_RE.match(text, place.head):
        return False
    if place.stop and place.stop in ";.":
        return True
    if opening.form != "finite":
        clause = place.between if place.conjunction else place.segment
        return bool(place.stop) and not _RELATIVE_RE.search(clause)
    return bool(place.stop) or not _RELATIVE_VERB_RE.search(place.segment)


def _is_own_adjective(text: str, place: _Place, kind: Kind) -> bool:
    if kind != "preambular" or place.word in _LOOSE_ADJECTIVES:
        return False
    return bool(_AFTER_ADJECTIVE_RE.match(text, place.head + len(place.word)))


def _is_own_participle(text: str, place: _Place, kind: Kind) -> bool:
    following = _NEXT_WORD_RE.match(text, place.head)
    if place.phrase.stem in _SETTLING or (following and _OTHERS_RE.match(text, following.end())):
        return False
    if not place.conjunction and _IN_WHICH_RE.search(place.between):
        return False
    if place.phrase.type in _CIRCUMSTANCES and not _STATES_A_FACT_RE.match(text, place.head):
        return _is_own_circumstance(place, kind)
    if kind == "operative" and place.phrase.stem in _DOUBTFUL and not place.conjunction:
        return _asks(text, place)
    if place.stop and place.phrase.stem not in _DOUBTFUL:
        return True
    return not _GERUND_RE.search(place.segment) or _asks(text, place)


def _asks(text: str, place: _Place) -> bool:
    """Say whether what follows is somebody who is to do something, and not one more gerund."""
    asking = _ASKING_RE.match(text, place.phrase.end)
    return asking is not None and "ing " not in asking[0] and not place.segment.rstrip().endswith("ing")


def _is_own_circumstance(place: _Place, kind: Kind) -> bool:
    if place.conjunction:
        return kind == "preambular" or place.conjunction.endswith(",")
    return kind == "preambular" and not _INFINITIVE_RE.search(place.between)


def _with_infinitives(
    text: str, opening: VerbPhrase, later: list[VerbPhrase], grammar: ActGrammar
) -> list[VerbPhrase]:
    """Return later acts with what else is decided between them: `Decides to adjourn and to authorize`."""
    found: list[VerbPhrase] = []
    ends = [phrase.start for phrase in later] + [len(text)]
    for phrase, end in zip((opening, *later), ends, strict=True):
        if phrase is not opening:
            found.append(phrase)
        if phrase.stem == _DECIDES and text.startswith(" to ", phrase.end):
            found += _second_infinitives(text, phrase.end, end, grammar)
    return found


def _second_infinitives(text: str, start: int, end: int, grammar: ActGrammar) -> list[VerbPhrase]:
    stop = text.find(";", start, end)
    found: list[VerbPhrase] = []
    for match in _SECOND_INFINITIVE_RE.finditer(text, start, end if stop < 0 else stop):
        kind = grammar.lexicon.find(["decides", "to", match[1]])
        if kind != "decides":
            verb, last = match.span(1)
            found.append(VerbPhrase(verb - len("to "), last, verb, stem(match[1]), "finite", kind))
    return found
