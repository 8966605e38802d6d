"""Pair things of ours with things of another graph: by codes first, then by links both have, then by names.

Nothing here asks anybody: what is paired is what the other graph says of its own things.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.counterparts import CONCEPTS, Evidence, Found, Proposal
from kg.link.spelling import case_key, number_key, plain_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.counterparts import Code, Ground, Kind, Name, Thing

EXACT, CLOSE = "exactMatch", "closeMatch"
_BY_CODE, _BY_LINK, _BY_HINT = 0.98, 0.9, 0.95
_MANY_CODES = 0.01
"""What each further code that agrees adds."""
_STEPS: tuple[tuple[Callable[[str], str], float, str], ...] = (
    (case_key, 0.8, "the same name"),
    (plain_key, 0.75, "the same name but for accents or punctuation"),
    (number_key, 0.65, "the same name but for singular and plural"),
)
"""How alike two names are, best first: what they must share, and what that is worth."""
_NOT_PREFERRED = 0.15
"""What is taken off for each side on which the name is not the preferred one."""
_FURTHER_LANGUAGE, _MOST_BY_NAME = 0.05, 0.9
_DIFFERING_CODE = 0.5
"""What remains of the confidence where one code agrees and another differs."""
_RIVALS = 0.4
"""The most that a match can be worth which has its equal."""
_WEAKER_RIVAL = 0.1
_SHARED = 0.5
"""What remains of the confidence where another thing of ours claims the same."""
_STATED = 0.95


def reconcile(
    things: Sequence[Thing],
    found: Mapping[str, Found],
    grounds: Mapping[Kind, Sequence[Ground]],
    *,
    own: Mapping[str, Sequence[Code]],
    taken: Mapping[str, str],
) -> list[Proposal]:
    """Return a proposal for each pair that something speaks for, sorted by thing and confidence.

    Names count only where no code and no link speaks. `own` has the codes that identify each thing, `taken`
    the things there that we link already, with ours.
    """
    index = _Index(found.values())
    proposals = []
    for thing in things:
        allowed = grounds.get(thing.kind, ())
        codes = own.get(thing.iri, ()) if "code" in allowed else ()
        pairs = _by_code(thing, codes, index)
        if not pairs and "link" in allowed:
            pairs = _by_link(thing, index)
        if not pairs and "name" in allowed:
            pairs = _by_name(thing, codes, index)
        proposals += pairs
    return sorted(_with_shared(proposals, taken), key=_order)


def identifying_codes(things: Iterable[Thing]) -> dict[str, tuple[Code, ...]]:
    """Return for each thing the codes that no other of them bears: treaties share registration numbers."""
    kept = list(things)
    bearers = Counter(key for thing in kept for key in {code.key for code in thing.codes})
    return {thing.iri: tuple(code for code in thing.codes if bearers[code.key] == 1) for thing in kept}


def shared_codes(codes: Iterable[Code], found: Found) -> list[Code]:
    """Return those of the codes that a thing of the other graph bears too."""
    theirs = {code.key for code in found.codes}
    return [code for code in codes if code.key in theirs]


def differing_codes(codes: Iterable[Code], found: Found) -> list[tuple[Code, Code]]:
    """Return pairs of codes of one scheme that differ, where none of that scheme agrees."""
    kept = list(codes)
    agreed = {code.scheme for code in shared_codes(kept, found)}
    return [
        (ours, theirs)
        for ours in kept
        for theirs in found.codes
        if ours.scheme == theirs.scheme and ours.scheme not in agreed
    ]


def same_name(names: Iterable[Name], found: Found) -> Evidence | None:
    """Return the best evidence that a thing of the other graph bears one of these names, or None."""
    best = _best_name(list(names), found)
    return best[1] if best else None


def take_over(things: Iterable[Thing], found: Mapping[str, Found]) -> list[Proposal]:
    """Return the links that the other graph states itself of things that bear one IRI there and here."""
    return [
        _proposal(
            thing,
            Found(link.iri),
            link.predicate,
            _STATED,
            [Evidence("link", f"stated there of {thing.iri}", link.iri)],
            [],
        )
        for thing in things
        for link in (found[thing.iri].links if thing.iri in found else ())
        if link not in thing.links
    ]


class _Index:
    """The things of the other graph by what they can be found by."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.by_code: dict[tuple[str, str], list[Found]] = defaultdict(list)
        self.by_link: dict[str, list[Found]] = defaultdict(list)
        self.by_name: dict[str, list[Found]] = defaultdict(list)
        for one in found:
            if one.moved_to:
                continue
            for key in {code.key for code in (*one.codes, *one.hints)}:
                self.by_code[key].append(one)
            for iri in {link.iri for link in one.links}:
                self.by_link[iri].append(one)
            for key_of_name in {number_key(name.text) for name in one.names}:
                self.by_name[key_of_name].append(one)


def _by_code(thing: Thing, codes: Sequence[Code], index: _Index) -> list[Proposal]:
    candidates = {one.iri: one for code in codes for one in index.by_code[code.key]}
    proposals = []
    for one in candidates.values():
        agreed = shared_codes(codes, one)
        hinted = [code for code in codes if code.key in {hint.key for hint in one.hints}]
        named = same_name(thing.names, one)
        if not agreed and not named:  # ALB can be many things, but hardly another one called Albania
            continue
        evidence = [Evidence("code", code.words, code.value, code.scheme) for code in (*agreed, *hinted)]
        if named:
            evidence.append(named)
        confidence = min(0.99, _BY_CODE + _MANY_CODES * (len(agreed) - 1)) if agreed else _BY_HINT
        doubts = []
        for ours, theirs in differing_codes(codes, one):
            confidence *= _DIFFERING_CODE
            doubts.append(f"{ours.system} is {ours.value} here and {theirs.value} there")
        proposals.append(_proposal(thing, one, EXACT, confidence, evidence, doubts))
    return _with_rivals(proposals)


def _by_link(thing: Thing, index: _Index) -> list[Proposal]:
    proposals = []
    for link in thing.links:
        if link.predicate not in {EXACT, CLOSE}:
            continue
        for one in index.by_link[link.iri]:
            evidence = [Evidence("link", f"both are linked to {link.iri}", link.iri)]
            if named := same_name(thing.names, one):
                evidence.append(named)
            confidence = _BY_LINK if link.predicate == EXACT else _BY_LINK - _WEAKER_RIVAL
            proposals.append(_proposal(thing, one, link.predicate, confidence, evidence, []))
    once = {proposal.found.iri: proposal for proposal in reversed(proposals)}
    return _with_rivals(list(once.values()))


def _by_name(thing: Thing, codes: Sequence[Code], index: _Index) -> list[Proposal]:
    near = {one.iri: one for name in thing.names for one in index.by_name[number_key(name.text)]}
    weighed = []
    for one in near.values():
        best = _best_name(thing.names, one)
        if best and not differing_codes(codes, one):  # a code that differs speaks louder than a name
            weighed.append((best[0], _proposal(thing, one, _by_kind(thing), best[0], [best[1]], [])))
    if not weighed:
        return []
    top = max(weight for weight, _ in weighed)
    first = [proposal for weight, proposal in weighed if weight == top]
    others = [proposal.found.iri for weight, proposal in weighed if weight < top]
    return _with_rivals([_with_others(proposal, others) for proposal in first])


def _best_name(names: Sequence[Name], found: Found) -> tuple[float, Evidence] | None:
    """Return how much the likeness of names is worth, and the best pair in words."""
    best: dict[str, tuple[float, Evidence]] = {}
    for name in names:
        for other in found.names:
            if name.language and other.language and name.language != other.language:
                continue
            for key, worth, words in _STEPS:
                if key(name.text) == key(other.text):
                    lesser = (not name.is_preferred) + (not other.is_preferred)
                    kind = "" if other.is_preferred else ", not the preferred one there"
                    evidence = Evidence("name", f"{words}{kind}: {other.text}", other.text)
                    language = name.language or other.language
                    weighed = worth - _NOT_PREFERRED * lesser, evidence
                    best[language] = max(best.get(language, weighed), weighed, key=lambda pair: pair[0])
                    break
    if not best:
        return None
    worth, evidence = max(best.values(), key=lambda pair: (pair[0], pair[1].matched))
    worth = min(_MOST_BY_NAME, worth + _FURTHER_LANGUAGE * (len(best) - 1))
    return round(worth, 2), evidence


def _proposal(  # noqa: PLR0917 - the parts of one value
    thing: Thing, found: Found, predicate: str, confidence: float, evidence: list[Evidence], doubts: list[str]
) -> Proposal:
    return Proposal(thing, found, predicate, round(confidence, 2), tuple(evidence), tuple(doubts))


def _by_kind(thing: Thing) -> str:
    """Return what a name alone can say: of concepts that they are close, of single things which it is."""
    return CLOSE if thing.kind in CONCEPTS else EXACT


def _with_rivals(proposals: list[Proposal]) -> list[Proposal]:
    """Return proposals for one thing, each saying which others there are as good as it."""
    if len(proposals) < 2:  # noqa: PLR2004 - a rival needs two
        return proposals
    told = []
    for proposal in proposals:
        rivals = sorted(p.found.iri for p in proposals if p is not proposal)
        doubt = f"AMBIGUOUS: {len(proposals)} things there fit as well; see {', '.join(rivals)}"
        confidence = round(min(_RIVALS, proposal.confidence / len(proposals)), 2)
        told.append(replace(proposal, confidence=confidence, doubts=(doubt, *proposal.doubts)))
    return told


def _with_others(proposal: Proposal, others: Sequence[str]) -> Proposal:
    if not others:
        return proposal
    doubt = f"less exactly, the name fits {', '.join(sorted(others))} too"
    return replace(
        proposal,
        confidence=round(proposal.confidence - _WEAKER_RIVAL, 2),
        doubts=(*proposal.doubts, doubt),
    )


def _with_shared(proposals: list[Proposal], taken: Mapping[str, str]) -> list[Proposal]:
    """Return proposals that say where one thing there is proposed for several of ours, or linked already."""
    claims: dict[str, set[str]] = defaultdict(set)
    for proposal in proposals:
        claims[proposal.found.iri].add(proposal.thing.iri)
    for iri, thing in taken.items():
        if iri in claims:
            claims[iri].add(thing)
    told = []
    for proposal in proposals:
        others = sorted(claims[proposal.found.iri] - {proposal.thing.iri})
        if others:
            doubt = f"SHARED: linked to, or proposed for, {', '.join(others)} too"
            confidence = round(proposal.confidence * _SHARED, 2)
            proposal = replace(proposal, confidence=confidence, doubts=(*proposal.doubts, doubt))  # noqa: PLW2901
        told.append(proposal)
    return told


def _order(proposal: Proposal) -> tuple[str, float, str]:
    return proposal.thing.iri, -proposal.confidence, proposal.found.iri
