"""Provisions as a page shows them: number, acts, gist, themes, and what leads on from each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.web.addresses import page_address
from kg.web.pages.cite_box import ident_in
from kg.web.pages.shown import Shown, all_shown, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.web.lookup import Lookup
    from kg.web.pages.cite_box import Citer

_WORDS = {"pp": "pp. ", "art": "Art. ", "op": "", "para": "", "annex": "annex ", "note": "note "}
_DEEPEST = 3
_UNSAFE_RE = re.compile(r"[\s\"'<>&]+")


@dataclass(frozen=True)
class ActRow:
    """One act: by which words, of what type, towards whom, how strongly, about what."""

    anchor: str
    phrase: str
    kind: Shown
    strength: Shown
    towards: str
    agents: tuple[Shown, ...]
    themes: tuple[Shown, ...]
    inherited: bool
    """Whether the words stand in the chapeau."""


@dataclass(frozen=True)
class ProvisionRow:
    """One provision of an instrument, as its page lists it."""

    iri: str
    anchor: str
    number: str
    depth: int
    heading: str
    acts: tuple[ActRow, ...]
    gist: str
    text: str
    """The official text, where the store has it."""
    themes: tuple[Shown, ...]
    targets: tuple[Shown, ...]
    notes: tuple[Shown, ...]
    cites: tuple[Shown, ...]
    correspondences: int
    citation: str


def provision_rows(
    lookup: Lookup, instrument: str, texts: Mapping[str, str], citer: Citer
) -> tuple[ProvisionRow, ...]:
    """Return the provisions of an instrument, in order; `texts` has official texts by id."""
    provisions = lookup.subjects("cp:provisionOf", instrument)
    provisions.sort(key=lambda one: (lookup.number(one, "cp:order"), one))
    idents = [ident_in(instrument, one) for one in provisions]
    depths = _depths(idents)
    return tuple(
        _row(
            lookup,
            instrument,
            one,
            depth=depths[ident],
            text=texts.get(ident, ""),
            citation=citer.plain(ident),
        )
        for one, ident in zip(provisions, idents, strict=True)
    )


def acts_of(lookup: Lookup, provision: str) -> tuple[ActRow, ...]:
    """Return the acts of a provision and of its chapeau, in order."""
    own = set(lookup.links(provision, "cp:hasAct"))
    acts = sorted(
        own.union(lookup.links(provision, "cp:performs")),
        key=lambda act: (act in own, lookup.number(act, "cp:actOrder")),
    )
    return tuple(_act(lookup, act, inherited=act not in own) for act in acts)


def anchor_of(ident: str) -> str:
    """Return an id for HTML, which has no white space or quotation marks.

    >>> anchor_of("op/4/a")
    'op/4/a'
    """
    return _UNSAFE_RE.sub("-", ident)


def number_of(ident: str, depth: int) -> str:
    """Return how the margin names a provision.

    >>> number_of("art/34", 0), number_of("pp/3", 0), number_of("op/4/a", 1), number_of("op/u1", 0)
    ('Art. 34', 'pp. 3', '(a)', '–')
    """
    *before, last = ident.split("/")
    if re.fullmatch(r"u\d+", last):
        return "–"
    if depth:
        return f"({last})"
    word = next((word for word in reversed(before) if word in _WORDS), "")
    return f"{_WORDS.get(word, '')}{last}"


def strength_of(lookup: Lookup, kind: str) -> str:
    """Return the level of an act type on the strength scale; `` where it has none."""
    return next(iter(lookup.links(kind, "cp:strength")), "")


def _row(
    lookup: Lookup, instrument: str, provision: str, *, depth: int, text: str, citation: str
) -> ProvisionRow:
    ident = ident_in(instrument, provision)
    acts = tuple(act for act in acts_of(lookup, provision) if not act.inherited)
    return ProvisionRow(
        provision,
        anchor_of(ident),
        number_of(ident, depth),
        depth,
        lookup.text(provision, "cp:heading"),
        acts,
        lookup.text(provision, "cp:gist"),
        text,
        all_shown(lookup, lookup.links(provision, "cp:hasTheme")),
        all_shown(lookup, lookup.links(provision, "cp:namesTarget", "cp:servesTarget")),
        _notes(lookup, provision),
        cited_by_words(lookup, provision),
        len(lookup.links(provision, "cp:hasCorrespondence"))
        + len(lookup.subjects("cp:counterpart", provision)),
        citation,
    )


def cited_by_words(lookup: Lookup, provision: str) -> tuple[Shown, ...]:
    """Return what a provision cites, each once."""
    found: dict[str, Shown] = {}
    for citation in lookup.links(provision, "cp:hasCitation"):
        for cited in lookup.links(citation, "cp:citedEntity"):
            found.setdefault(cited, shown(lookup, cited))
    return tuple(found.values())


def _notes(lookup: Lookup, provision: str) -> tuple[Shown, ...]:
    found = []
    for note in lookup.links(provision, "cp:hasNote"):
        marker = lookup.text(note, "cp:marker") or lookup.label(note)
        found.append(Shown(f"note {marker}", to=page_address(note)))
    return tuple(found)


def _act(lookup: Lookup, act: str, *, inherited: bool) -> ActRow:
    kind = next(iter(lookup.links(act, "cp:actType")), "")
    level = strength_of(lookup, kind)
    return ActRow(
        act.partition("#")[2],
        lookup.text(act, "cp:phrase") or lookup.label(kind),
        Shown(lookup.label(kind), kind),
        Shown(lookup.label(level), level) if level else Shown(""),
        lookup.text(act, "cp:addresseeText"),
        all_shown(lookup, lookup.links(act, "cp:addressee", "cp:directedAt")),
        all_shown(lookup, lookup.links(act, "cp:hasTheme")),
        inherited,
    )


def _depths(idents: Iterable[str]) -> dict[str, int]:
    """Return how deep each provision lies under others of the same text."""
    depths: dict[str, int] = {}
    for ident in sorted(idents, key=lambda one: one.count("/")):
        steps = ident.split("/")
        above = next((depths[p] for p in _prefixes(steps) if p in depths), None)
        depths[ident] = 0 if above is None else min(above + 1, _DEEPEST)
    return depths


def _prefixes(steps: list[str]) -> list[str]:
    return ["/".join(steps[:n]) for n in range(len(steps) - 1, 0, -1)]
