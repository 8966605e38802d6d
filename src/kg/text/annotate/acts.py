"""Acts of every provision: the opening phrase, the later ones, and what sub-items take from their chapeau."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.document import Act
from kg.text.annotate.act_grammar import ActGrammar, VerbPhrase
from kg.text.annotate.act_lexicon import stem
from kg.text.annotate.clauses import later_acts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.document import Addressee, Document, Kind, Provision, Span
    from kg.text.annotate.addressees import AddresseeFinder

_PERFORMING = {"preambular", "operative"}
_START_RE = re.compile(r"[\s\u200e\u200f\ufeff\"\u201c(]*")
_INFINITIVE_RE = re.compile(r"To (?:also |further |continue to )?([a-z]+)(?: upon| on)?\b")
_DECIDING = {"decides", "resolves", "agrees"}
_ASKING_TYPES = {
    "requests", "invites", "encourages", "urges", "calls-upon", "recommends", "asks", "authorizes", "instructs",
}  # fmt: skip
_ITALIC_START = 2
"""Characters that may stand before italics that open a paragraph."""


def annotate_acts(document: Document, grammar: ActGrammar, finder: AddresseeFinder) -> Document:
    """Return the document with the acts of its preambular and operative provisions."""
    body = document.front.body
    done: dict[str, tuple[Act, ...]] = {}
    texts: list[str] = []
    provisions = []
    for provision in document.provisions:
        acts: tuple[Act, ...] = ()
        if provision.kind in _PERFORMING:
            above = done.get(provision.parent or "", ())
            acts = _acts(provision, above, grammar, finder, body=body, before=lambda: "\n".join(texts))
        done[provision.id] = acts
        texts.append(provision.text)
        provisions.append(replace(provision, acts=acts) if acts else provision)
    return replace(document, provisions=tuple(provisions))


def opening_phrase(text: str, *, kind: Kind, body: str | None, grammar: ActGrammar) -> Act | None:
    """Return the act that a paragraph opens with, without addressees; None where it opens with none."""
    phrase = _opening(text, grammar, body)
    if phrase is None or (kind == "preambular" and phrase.form == "finite" and False):
        return None
    return _opening_act(text, phrase, grammar, body, ())


def opens_operative(text: str, grammar: ActGrammar) -> bool:
    """Say whether a paragraph begins with a finite verb of an act: `Decides`, `Also calls upon`."""
    phrase = _opening(text, grammar, None)
    return phrase is not None and phrase.form == "finite"


def opens_preambular(text: str, grammar: ActGrammar) -> bool:
    """Say whether a paragraph begins with a participle or adjective: `Recalling`, `Deeply concerned`."""
    phrase = _opening(text, grammar, None)
    return phrase is not None and phrase.form != "finite"


def _acts(
    provision: Provision,
    above: tuple[Act, ...],
    grammar: ActGrammar,
    finder: AddresseeFinder,
    *,
    body: str | None,
    before: Callable[[], str],
) -> tuple[Act, ...]:
    text = provision.text
    opening = _opening(text, grammar, body)
    if opening is None:
        return _below_chapeau(provision, above, grammar, finder, body, before)
    phrases = [opening, *_later(provision, opening, grammar, body)]
    acts = _with_addressees(text, phrases, finder, before)
    first = _opening_act(text, opening, grammar, body, provision.emphasis)
    return (replace(first, addressees=acts[0].addressees), *acts[1:])


def _opening(text: str, grammar: ActGrammar, body: str | None) -> VerbPhrase | None:
    start = _START_RE.match(text)
    at = start.end() if start else 0
    if not text[at : at + 1].isupper():
        return None
    return grammar.phrase_at(text, at, body)


def _opening_act(
    text: str, phrase: VerbPhrase, grammar: ActGrammar, body: str | None, emphasis: Sequence[Span]
) -> Act:
    """Return the opening act, whose phrase is what stands, or would stand, in italics."""
    end = phrase.end
    if phrase.joined is not None and (second := grammar.phrase_at(text, phrase.joined, body)):
        end = second.end
    for first, last in emphasis[:1]:
        if first <= phrase.start + _ITALIC_START and last > phrase.start:
            end = last
    return Act(phrase.type, text[phrase.start : end].rstrip(" ,"), (phrase.start, end))


def _later(provision: Provision, opening: VerbPhrase, grammar: ActGrammar, body: str | None) -> list[VerbPhrase]:
    emphasis = provision.emphasis[1:]
    return later_acts(provision.text, opening, grammar, kind=provision.kind, body=body, emphasis=emphasis)


def _with_addressees(
    text: str, phrases: Sequence[VerbPhrase], finder: AddresseeFinder, before: Callable[[], str]
) -> list[Act]:
    """Return the acts of verb phrases; the first of two joined verbs has the addressees of the second."""
    acts: list[Act] = []
    ends = [phrase.start for phrase in phrases[1:]] + [len(text)]
    shared: tuple[Addressee, ...] = ()
    for phrase, end in reversed(list(zip(phrases, ends, strict=True))):
        addressees = finder.find(text, phrase, end, before)
        if phrase.joined is not None and not addressees:
            addressees = shared
        shared = addressees
        acts.insert(0, Act(phrase.type, text[phrase.start : phrase.end], (phrase.start, phrase.end), addressees))
    return acts


def _below_chapeau(
    provision: Provision,
    above: tuple[Act, ...],
    grammar: ActGrammar,
    finder: AddresseeFinder,
    body: str | None,
    before: Callable[[], str],
) -> tuple[Act, ...]:
    """Return the chapeau's last act, and what a sub-item adds to it."""
    if not above:
        return ()
    addressees = tuple(replace(one, span=(0, 0)) for one in above[-1].addressees)
    inherited = replace(above[-1], span=None, inherited=True, addressees=addressees)
    text = provision.text
    infinitive = _INFINITIVE_RE.match(text)
    start = infinitive.end() if infinitive else 0
    root = stem(infinitive[1]) if infinitive else ""
    own = []
    if infinitive and above[-1].type in _DECIDING:
        kind = grammar.lexicon.find([infinitive[0].split(" ", 1)[1]]) if infinitive else None
        if kind in _ASKING_TYPES:
            own.append(VerbPhrase(0, start, 0, root, "finite", kind))
    chapeau = VerbPhrase(0, start, 0, "", "finite", above[-1].type)
    later = _later(provision, chapeau, grammar, body)
    return (inherited, *_with_addressees(text, [*own, *later], finder, before)) if own or later else (inherited,)
