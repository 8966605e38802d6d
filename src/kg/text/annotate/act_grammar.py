"""The verb phrase of an act: adverbs, verb, particle, and the feeling or noun that the UN prints with it.

The United Nations set the words that open a paragraph in italics. What belongs to them follows a small
grammar, in which the Security Council differs: it sets the verb alone (`Expressing` its concern), the other
organs the verb with its noun (`Expressing its concern`). Types are looked up past the italics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kg.text.annotate.act_lexicon import ActLexicon, stem, stems, unhyphenated, word_set

if TYPE_CHECKING:
    from kg.knowledge import Knowledge
    from kg.text.annotate.act_lexicon import Form

_BARE_STYLE = {"SC"}
"""Bodies that print the bare verb in italics."""

_WORD = r"[^\W\d_]+(?:[-\u2010\u2011'\u2019][^\W\d_]+)*"
_SIGN = r"[,;:.()\u2013\u2014]|\d+"  # not quotation marks, which stand inside phrases nowhere
_TOKEN_RE = re.compile(f"{_WORD}|{_SIGN}")
_REACH = 180
_MOST_TOKENS = 14

_AFTERTHOUGHT = frozenset({"also", "again", "anew"})
_LEAD = word_set(
    "also further again anew once more while but yet moreover furthermore therefore hereby "
    "accordingly thus being is remains remaining ever even always additionally likewise continues"
)
"""Words that can stand in front of the verb; adverbs in -ly can too."""
_LEAD_LENGTH = 4
_CONTINUING = ("continues", "to")
_NO_ADVERBS = frozenset(
    {"only", "supply", "apply", "imply", "comply", "rely", "reply", "early", "italy", "july"}
)
_HAVING = stem("having")
_PARTICLES: dict[str, tuple[tuple[str, ...], ...]] = {
    stem(verb): tuple(tuple(particle.split()) for particle in particles)
    for verb, particles in {
        "calls": ("upon", "on", "for", "attention to"),
        "takes": ("note", "full note", "due note", "positive note", "further note", "into account",
                  "into consideration", "due account"),
        "bears": ("in mind",),
        "keeps": ("in mind",),
        "having": ("in mind", "regard", "taken note"),
        "looks": ("forward",),
        "pays": ("tribute",),
        "draws": ("attention", "the attention"),
        "brings": ("to the attention",),
        "gives": ("due consideration", "its full support"),
        "believes": ("it necessary",),
    }.items()
}  # fmt: skip
_HARSH = {stem("condemns"), stem("deplores")}
_SHARPLY_RE = re.compile(r"[^,;:.]{0,200}?\b(in the strongest (?:possible )?terms)\b")
"""Where the object stands between the verb and its adverbial."""
_FEELING = word_set(
    "appreciation satisfaction concern concerns regret interest gratitude alarm approval "
    "encouragement dismay indignation disappointment anxiety pride thanks outrage sadness sorrow hope"
)
_SAID = word_set(
    "appeal appreciation belief call calls commitment concern concerns condemnation conviction demand "
    "demands determination encouragement endorsement expectation gratitude intention invitation "
    "readiness recognition regret request requests resolve respect solidarity support willingness "
    "alarm"
)
"""Nouns after `reiterates its` and the like that are printed with the verb; not `resolution`, `statement`."""
_SAYING = stems("reiterates reaffirms renews recalls confirms stresses affirms")
_EXPRESSING = frozenset(map(stem, ("expresses", "extends")))
_OBJECT_ENDS = word_set(
    "to for at about over that with of in regarding on concerning by from towards as also further "
    "again once upon when where which this the"
)
_LONGEST_OBJECT = 5
_FORCEFULLY = {"unequivocally", "strongly", "categorically", "positively"}
_STOPS = {";", ":", "."}
_ASIDE_NOUNS = {"regard", "respect", "context", "connection", "spirit"}
_RECOMMENDS = stem("recommends")
_SEQUEL_OF_FURTHER = word_set(
    "the that its to of at about all any on for by with in resolution resolutions decision paragraph "
    "paragraphs article his their those these this such each upon over a an"
)
"""What follows `further` where it orders paragraphs; before a bare noun it is an adjective."""


@dataclass(frozen=True, slots=True)
class VerbPhrase:
    """A verb phrase that can be an act."""

    start: int
    end: int
    """End of the words that the body would print in italics, without a second verb joined to them."""
    head: int
    """Offset of the verb itself."""
    stem: str
    form: Form
    type: str | None
    joined: int | None = None
    """Offset of the second verb phrase in one such as `Welcomes and encourages`."""


class ActGrammar:
    """The phrases of acts that the graph knows, ready to be recognized in any form."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.lexicon = ActLexicon(knowledge.acts)
        self.forms = self.lexicon.forms

    def phrase_at(self, text: str, start: int, body: str | None) -> VerbPhrase | None:
        """Return the verb phrase that begins at an offset, or None where none does."""
        tokens = _Tokens(text, start)
        head = self._head(tokens)
        if head is None:
            return None
        form = self._form(unhyphenated(tokens.lower[head]))
        root = stem(tokens.lower[head])
        end = _tail(tokens, head, bare=body in _BARE_STYLE)
        joined = self._joined(tokens, end, form)
        return VerbPhrase(
            tokens.start(0),
            tokens.end(end - 1),
            tokens.start(head),
            root,
            form,
            self._type(tokens, head, root, text),
            None if joined is None else tokens.start(joined),
        )

    def _head(self, tokens: _Tokens) -> int | None:
        for place, word in enumerate(tokens.lower[: _LEAD_LENGTH + 1]):
            if unhyphenated(word) in self.forms or word == "having":
                return place
            if tokens.word(place - 1) == "to" and word + "s" in self.forms:
                return place
            if word not in _LEAD and not is_adverb(word) and not tokens.follows(place - 1, _CONTINUING):
                return None
        return None

    def _form(self, word: str) -> Form:
        if word == "having":
            return "participle"
        return self.forms.get(word, "finite")  # the infinitive after `continues to`

    def _type(self, tokens: _Tokens, head: int, root: str, text: str) -> str | None:
        if root in _HARSH and (sharp := _SHARPLY_RE.match(text, tokens.end(head))):
            return self.lexicon.find([tokens.lower[head], *sharp[1].split()])
        return self.lexicon.find(_words_for_type(tokens))

    def _joined(self, tokens: _Tokens, end: int, form: Form) -> int | None:
        """Return the place of the second of two verbs that share their object."""
        if tokens.word(end) != "and":
            return None
        for place in range(end + 1, end + 3):
            if self.forms.get(unhyphenated(tokens.word(place))) == form:
                return end + 1
            if not is_adverb(tokens.word(place)):
                return None
        return None


def is_adverb(word: str) -> bool:
    """Say whether a word in lower case is one of manner or degree."""
    return word.endswith("ly") and word not in _NO_ADVERBS


class _Tokens:
    """The words and signs that follow an offset, in lower case."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._offset = start
        found = list(islice(_TOKEN_RE.finditer(text[start : start + _REACH].lower()), _MOST_TOKENS))
        self.lower = [match[0] for match in found]
        self._found = found

    def word(self, place: int) -> str:
        return self.lower[place] if place < len(self.lower) else ""

    def start(self, place: int) -> int:
        return self._offset + self._found[place].start()

    def end(self, place: int) -> int:
        return self._offset + self._found[place].end()

    def follows(self, place: int, words: tuple[str, ...]) -> bool:
        return tuple(self.lower[place : place + len(words)]) == words

    def is_capitalized(self, place: int) -> bool:
        return not self._text[self.start(place)].islower()


def _tail(tokens: _Tokens, head: int, *, bare: bool) -> int:
    """Return the place after the last word that is printed with the verb."""
    place = head + 1
    root = stem(tokens.lower[head])
    if root == _HAVING:
        return _after_having(tokens, place)
    place = _after_particle(tokens, place, root)
    place = _after_more(tokens, place, bare=bare)
    if bare or (root in _SAYING and tokens.word(place - 1) in {*_AFTERTHOUGHT, "further"}):
        return place
    return _after_more(tokens, _after_object(tokens, place, root), bare=bare)


def _after_having(tokens: _Tokens, place: int) -> int:
    for particle in _PARTICLES[_HAVING]:
        if tokens.follows(place, particle):
            return place + len(particle)
    while tokens.word(place) in _AFTERTHOUGHT | {"been", "further"}:
        place += 1
    place += 1
    return place + 1 if tokens.word(place - 1) == "taken" else place


def _after_particle(tokens: _Tokens, place: int, root: str) -> int:
    ordered = place
    while tokens.word(ordered) in {"also", "again", "once", "further", "urgently", "once more"}:
        ordered += 1
    for at in (place, ordered):
        for particle in _PARTICLES.get(root, ()):
            if tokens.follows(at, particle):
                return at + len(particle)
    return place


def _after_more(tokens: _Tokens, place: int, *, bare: bool) -> int:
    while (later := _one_more(tokens, place, bare=bare)) > place:
        place = later
    return place


def _one_more(tokens: _Tokens, place: int, *, bare: bool) -> int:
    """Return the place after one word of order, adverb or `with` phrase."""
    word = tokens.word(place)
    if word in _AFTERTHOUGHT or (word == "further" and _orders(tokens, place + 1)):
        return place + 1
    if word == "once" and tokens.word(place + 1) in {"again", "more"}:
        return place if bare else place + 2
    if word == "with":
        return _after_feeling(tokens, place)
    return place if bare else _after_manner(tokens, place)


def _after_manner(tokens: _Tokens, place: int) -> int:
    """Return the place after `in particular`, `in the strongest terms` or an adverb of force."""
    word = tokens.word(place)
    if word == "in" and tokens.word(place + 1) == "particular":
        return place + 2 if tokens.word(place + 2) not in {",", "about"} else place
    if tokens.follows(place, ("in", "the", "strongest")):
        return place + (5 if tokens.word(place + 3) == "possible" else 4)
    return place + 1 if word in _FORCEFULLY else place


def _orders(tokens: _Tokens, place: int) -> bool:
    """Say whether what follows `further` makes it a word of order."""
    if place >= len(tokens.lower):
        return True
    return tokens.lower[place] in _SEQUEL_OF_FURTHER or tokens.is_capitalized(place)


def _after_feeling(tokens: _Tokens, place: int) -> int:
    """Return the place after `with (deep) concern (and alarm)`, or the same place."""
    for at in range(place + 1, place + 4):
        if tokens.word(at) in _FEELING:
            for second in (at + 2, at + 3):
                if tokens.word(at + 1) == "and" and tokens.word(second) in _FEELING:
                    return second + 1
            return at + 1
    return place


def _after_object(tokens: _Tokens, place: int, root: str) -> int:
    if root in _EXPRESSING:
        return _after_noun(tokens, place)
    if root in _SAYING and tokens.word(place) == "its":
        for at in range(place + 1, place + _LONGEST_OBJECT):
            if tokens.word(at) in _SAID:
                return _after_said(tokens, at)
            if tokens.word(at) in _OBJECT_ENDS or not tokens.word(at).isalpha():
                return place
    return place


def _after_noun(tokens: _Tokens, place: int) -> int:
    """Return the place after the object of `expresses`, which ends at a preposition or a sign."""
    at = place + 1 if tokens.word(place) == "the" else place
    while at < place + _LONGEST_OBJECT and tokens.word(at).isalpha() and tokens.word(at) not in _OBJECT_ENDS:
        at += 1
    if tokens.word(at - 1) == "and":
        return at - 1
    if tokens.follows(at, ("with", "and", "support")):
        return at + 3
    return at


def _after_said(tokens: _Tokens, noun: int) -> int:
    if tokens.word(noun) in {"call", "calls"} and tokens.word(noun + 1) in {"upon", "on", "for"}:
        return noun + 2
    for second in (noun + 2, noun + 3):
        if tokens.word(noun + 1) == "and" and tokens.word(second) in _SAID:
            return second + 1
    return noun + 1


def _words_for_type(tokens: _Tokens) -> list[str]:
    """Return the words to look up: the clause, without what is put in between."""
    words: list[str] = []
    first = 2 if tokens.follows(0, _CONTINUING) else 0
    for word in tokens.lower[first:]:
        if word in _STOPS:
            break
        if word != ",":
            words.append(word)
        if word in _ASIDE_NOUNS and words[-3:-2] == ["in"]:
            del words[-3:]
    if stem(words[0]) == _RECOMMENDS and "adoption" in words:
        return ["recommends", "the", "adoption"]
    return words
