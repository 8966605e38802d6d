"""Acts of every provision: the opening phrase, the later ones, and what sub-items take from their chapeau."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.document import Act
from kg.text.annotate.act_grammar import ActGrammar, VerbPhrase
from kg.text.annotate.act_lexicon import stem
from kg.text.annotate.addressees import without_owner
from kg.text.annotate.clauses import later_acts
from kg.text.annotate.frames import asks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Addressee, Document, Kind, Provision, Span
    from kg.text.annotate.addressees import AddresseeFinder

_PERFORMING = {"preambular", "operative"}
_START_RE = re.compile(
    r"(?:\([a-z]{1,4}\)|[\s\u200e\u200f\ufeff\"\u201c(])*"
)  # marks, and a number left there
_ASIDE_RE = re.compile(
    r"(?:In (?:this|that) (?:regard|respect|context|connection|spirit)|To (?:this|that) end"
    r"|At the same time),?\s+"
)
_NOUN_RE = re.compile(r"(?:States|Means|Acts|Sets|Values|Objects|Shares)\b(?! (?:that|its)\b)")
"""Words that open a sentence as a noun, although a verb has the same form."""
_INFINITIVE_RE = re.compile(r"(?:\([a-z]{1,4}\)\s+)?To (?:also |further )?([a-z]+)(?: upon| on)?\b")
_SETTLING = {"decides", "resolves", "agrees"}
_ASKING = {"requests", "invites", "encourages", "urges", "calls-upon", "recommends", "instructs"}
_ITALIC_START = 2
"""Characters that may stand before italics that open a paragraph."""
_LONGEST_MEMORY = 300_000
"""Characters of the document in which the full name of a short form is looked for."""
# Signs and numbers, which show that italics run on into what the verb is about: `resolution 1 (2001)`.
_BEYOND_PHRASE_RE = re.compile(r"[\d();:]")
_UNKNOWN_VERB_RE = re.compile(r"[A-Z][a-z]+(?:s|ing)")
_NOWHERE = (0, 0)
"""Span of an addressee that a sub-item has from its chapeau."""


def annotate_acts(document: Document, grammar: ActGrammar, finder: AddresseeFinder) -> Document:
    """Return the document with the acts of its preambular and operative provisions.

    Spans are offsets into the provision's text; those of inherited addressees are empty.
    """
    reader = _Reader(grammar, finder, document.front.body)
    return replace(document, provisions=tuple(map(reader.annotate, document.provisions)))


def opening_phrase(text: str, *, kind: Kind, body: str | None, grammar: ActGrammar) -> Act | None:
    """Return the act that a paragraph opens with, without addressees; None where it opens with none."""
    phrase = _opening(text, grammar, body) if kind in _PERFORMING else None
    span = _opening_span(text, phrase, grammar, body) if phrase else None
    return Act(phrase.type, text[slice(*span)], span) if phrase and span else None


def opens_operative(text: str, grammar: ActGrammar) -> bool:
    """Say whether a paragraph begins with a finite verb of an act: `Decides`, `Also calls upon`."""
    phrase = _opening(text, grammar, None)
    return phrase is not None and phrase.form == "finite"


def opens_preambular(text: str, grammar: ActGrammar) -> bool:
    """Say whether a paragraph begins with a participle or adjective: `Recalling`, `Deeply concerned`."""
    phrase = _opening(text, grammar, None)
    return phrase is not None and phrase.form != "finite"


@dataclass(slots=True)
class _Reader:
    """Goes through a document and keeps what later provisions need of earlier ones."""

    grammar: ActGrammar
    finder: AddresseeFinder
    body: str | None
    acts: dict[str, tuple[Act, ...]] = field(default_factory=dict)
    """By id of the provision."""
    texts: list[str] = field(default_factory=list)
    joined: str | None = None
    """The texts so far in one, once somebody asked for them."""

    def annotate(self, provision: Provision) -> Provision:
        """Return the provision with its acts."""
        above = self.acts.get(provision.parent or "", ())
        acts = self._acts(provision, above) if provision.kind in _PERFORMING else ()
        self.acts[provision.id] = acts
        self.texts.append(provision.text)
        self.joined = None
        return replace(provision, acts=acts) if acts else provision

    def _acts(self, provision: Provision, above: tuple[Act, ...]) -> tuple[Act, ...]:
        opening = _opening(provision.text, self.grammar, self.body)
        if opening is None or (above and opening.form != "finite" and provision.kind == "operative"):
            return self._below_chapeau(provision, above[-1]) if above else _unknown(provision)
        phrases = [opening, *self._later(provision, opening)]
        addressees = self._addressees(provision.text, phrases)
        span = _opening_span(provision.text, opening, self.grammar, self.body, provision.emphasis)
        return (
            Act(opening.type, provision.text[slice(*span)], span, addressees[0]),
            *(_act(provision.text, *pair) for pair in zip(phrases[1:], addressees[1:], strict=True)),
        )

    def _below_chapeau(self, provision: Provision, above: Act) -> tuple[Act, ...]:
        """Return the chapeau's last act, and what a sub-item adds to it."""
        addressees = tuple(replace(one, span=_NOWHERE) for one in above.addressees)
        inherited = replace(above, span=None, inherited=True, addressees=addressees)
        chapeau = VerbPhrase(0, 0, 0, "", "finite", above.type)
        phrases = [phrase for phrase in self._later(provision, chapeau) if phrase.form == "finite"]
        if above.type in _SETTLING and (asking := self._asking_infinitive(provision.text)):
            phrases.insert(0, asking)
        own = zip(phrases, self._addressees(provision.text, phrases), strict=True)
        return (inherited, *(_act(provision.text, *pair) for pair in own))

    def _later(self, provision: Provision, opening: VerbPhrase) -> list[VerbPhrase]:
        return later_acts(
            provision.text,
            opening,
            self.grammar,
            kind=provision.kind,
            body=self.body,
            emphasis=provision.emphasis,
        )

    def _asking_infinitive(self, text: str) -> VerbPhrase | None:
        """Return the request in a sub-item such as `To request the Office to report` of what is decided."""
        infinitive = _INFINITIVE_RE.match(text)
        kind = self.grammar.lexicon.find(infinitive[1].split()) if infinitive else None
        if infinitive is None or kind not in _ASKING:
            return None
        end = infinitive.end()
        return VerbPhrase(
            infinitive.start(1) - len("To "), end, infinitive.start(1), stem(infinitive[1]), "finite", kind
        )

    def _addressees(self, text: str, phrases: Sequence[VerbPhrase]) -> list[tuple[Addressee, ...]]:
        """Return the addressees of each act; the first of two joined verbs has those of the second."""
        found: list[tuple[Addressee, ...]] = []
        end = len(text)
        for phrase in reversed(phrases):
            addressees = self.finder.find(text, phrase, end, self._text_before)
            if found and phrase.joined is not None and asks(phrase.stem):
                addressees = addressees or found[-1]
            found.append(addressees)
            end = phrase.start
        found.reverse()
        return found

    def _text_before(self) -> str:
        if self.joined is None:
            self.joined = without_owner("\n".join(self.texts)[-_LONGEST_MEMORY:])
        return self.joined


def _opening(text: str, grammar: ActGrammar, body: str | None) -> VerbPhrase | None:
    start = _START_RE.match(text)
    at = start.end() if start else 0
    if not text[at : at + 1].isupper() or _NOUN_RE.match(text, at):
        return None
    aside = _ASIDE_RE.match(text, at)
    return grammar.phrase_at(text, aside.end() if aside else at, body)


def _opening_span(
    text: str, phrase: VerbPhrase, grammar: ActGrammar, body: str | None, emphasis: Sequence[Span] = ()
) -> Span:
    """Return where the phrase of the opening act stands: what stands, or would stand, in italics."""
    second = grammar.phrase_at(text, phrase.joined, body) if phrase.joined is not None else None
    end = (second or phrase).end
    for first, last in emphasis[:1]:
        opens = first <= phrase.start + _ITALIC_START and last > phrase.start
        if opens and not _BEYOND_PHRASE_RE.search(text, phrase.start, last):
            end = len(text[:last].rstrip(" ,"))
    return phrase.start, end


def _unknown(provision: Provision) -> tuple[Act, ...]:
    """Return the act of a verb that the vocabulary lacks, where italics show it: `*Forwards* the letter`."""
    for start, end in provision.emphasis[:1]:
        verb = provision.text[start:end].strip()
        if start == 0 and _UNKNOWN_VERB_RE.fullmatch(verb) and len(provision.text) > end:
            return (Act(None, verb, (0, len(verb))),)
    return ()


def _act(text: str, phrase: VerbPhrase, addressees: tuple[Addressee, ...]) -> Act:
    return Act(phrase.type, text[phrase.start : phrase.end], (phrase.start, phrase.end), addressees)
