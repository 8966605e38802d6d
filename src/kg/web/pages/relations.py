"""What joins the things of the graph, as one list of plain edges: what the drawing of a neighbourhood reads.

An act, a citation or a correspondence is a thing of its own in the graph. To a reader it joins two things:
the paragraph that acts, cites or corresponds, and what it is about. Here it is that edge.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.web.addresses import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.web.lookup import Lookup

_SAID = (
    ("cp:citedEntity", "cites"),
    ("cp:cites", "cites"),
    ("cp:addressee", "addresses"),
    ("cp:directedAt", "is directed at"),
    ("cp:hasTheme", "is on"),
    ("cp:mentions", "mentions"),
    ("cp:usesTerm", "uses"),
    ("cp:namesTerm", "names"),
    ("cp:discussesTerm", "discusses"),
    ("cp:servesTarget", "serves"),
    ("cp:paralleled", "parallels"),
    ("cp:drawnOn", "draws on"),
    ("cp:extended", "extends"),
    ("cp:implemented", "implements"),
    ("cp:supplements", "supplements"),
    ("cp:interprets", "interprets"),
    ("cp:renews", "renews"),
    ("cp:amends", "amends"),
    ("cp:amendedBy", "is amended by"),
    ("cp:replaces", "replaces"),
    ("cp:corrects", "corrects"),
    ("cp:adoptedAs", "was adopted as"),
    ("cp:draftIn", "is set out in"),
    ("cp:setOutIn", "is set out in"),
    ("cp:recommendedIn", "is recommended in"),
    ("cp:deliveredAs", "was delivered as"),
    ("cp:saidIn", "is stated in"),
    ("cp:statedBy", "is stated by"),
    ("cp:adoptedBy", "was adopted by"),
    ("cp:enactingBody", "was enacted by"),
    ("cp:issuedBy", "was issued by"),
    ("cp:recommendedBy", "was recommended by"),
    ("cp:adoptedAtSession", "was adopted at"),
    ("cp:underAgendaItem", "comes under"),
    ("cp:monitoredBy", "is monitored by"),
    ("cp:depositary", "is deposited with"),
    ("cp:partiesGroup", "binds"),
    ("cp:establishedBy", "was established by"),
    ("cp:subsidiaryOf", "is subsidiary to"),
    ("cp:continues", "continues"),
    ("cp:heads", "heads"),
    ("cp:runBy", "is run by"),
    ("cp:participant", "has as participant"),
    ("cp:custodian", "has as custodian"),
    ("cp:memberOfGroup", "belongs to"),
    ("cp:subgroupOf", "belongs to"),
    ("cp:sessionOf", "is a session of"),
    ("cp:itemOf", "is an item of"),
    ("cp:insteadUses", "gives way to"),
    ("skos:broader", "falls under"),
    ("skos:related", "is related to"),
    ("cp:subItemOf", "is part of"),
    ("cp:provisionOf", "is part of"),
)
"""Properties that are drawn, each with its words, read from subject to value."""


@dataclass(frozen=True, order=True)
class Relation:
    """One edge, from the thing that says it."""

    source: str
    words: str
    target: str


class Relations:
    """Every edge of the snapshot, by either end, and which text each paragraph is part of."""

    def __init__(self, lookup: Lookup) -> None:
        self.whole: dict[str, str] = {}
        """Return the text of every paragraph and footnote."""
        for name in ("cp:provisionOf", "cp:noteOf"):
            self.whole |= {part: text for part, text in lookup.pairs(name) if part != text}
        self.parts: dict[str, list[str]] = defaultdict(list)
        for part, text in sorted(self.whole.items()):
            self.parts[text].append(part)
        self.touching: dict[str, list[Relation]] = defaultdict(list)
        for relation in sorted(set(_relations(lookup))):
            self.touching[relation.source].append(relation)
            self.touching[relation.target].append(relation)

    def of(self, thing: str, fold: Callable[[str], str]) -> Iterator[Relation]:
        """Yield the edges of a thing and of the paragraphs that `fold` lets it stand for."""
        for member in (thing, *(part for part in self.parts.get(thing, ()) if fold(part) == thing)):
            for relation in self.touching.get(member, ()):
                source, target = fold(relation.source), fold(relation.target)
                if source != target and thing in {source, target}:
                    yield Relation(source, relation.words, target)


def _relations(lookup: Lookup) -> Iterator[Relation]:
    for name, words in _SAID:
        for subject, value in lookup.pairs(name):
            source, target = subject.partition("#")[0], value.partition("#")[0]
            if source != target and path_of(source) and path_of(target):
                yield Relation(source, words, target)
    treaties = dict(lookup.pairs("cp:actionOn"))
    for action, state in lookup.pairs("cp:actionBy"):
        if action in treaties:
            yield Relation(state, f"{action.rpartition('/')[2].replace('-', ' ')} of", treaties[action])
