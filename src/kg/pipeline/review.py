"""Set the curated description of a document beside the extracted one, and take over what is accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph.documents.named import outlines
from kg.graph.infer.base import read_base
from kg.graph.ingested.texts import open_texts
from kg.graph.lookup.facts import ActFacts, CitationFacts, read_facts
from kg.graph.stores.store import open_folder, triples_of
from kg.identifiers import fragment_path, instrument_path, treaty_key
from kg.namespaces import CP, ID, RDF, SDG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.graph.infer.base import Base
    from kg.graph.lookup.facts import ThingFacts
    from kg.model import Triples

F = TypeVar("F", ActFacts, CitationFacts)
_TYPE = RDF + "type"
_PROPERTIES = {
    "mention": "mentions",
    "theme": "hasTheme",
    "term": "usesTerm",
    "target": "namesTarget",
    "goal": "namesGoal",
    "note": "hasNote",
    "refers to": "refersTo",
}
GROUPS = {
    "acts": {"act", "phrase"},
    "addressees": {"addressee"},
    "citations": {"citation", "governing act", "pinpoint"},
    "mentions": {"mention"},
    "themes": {"theme", "term"},
    "goals": {"target", "goal"},
    "notes": {"note", "refers to"},
    "provisions": {"description", "number", "chapeau"},
    "front": {
        "symbol", "title", "adopted on", "adopted by", "session", "agenda item", "meeting", "adoption",
        "votes for", "votes against", "abstentions",
    },
}  # fmt: skip
"""Aspects by the names that a list is narrowed with."""
_GRAPH = ox.DefaultGraph()


@dataclass(frozen=True)
class Difference:
    """One thing that the two readings do not share."""

    id: str
    """By which it is accepted: `op/4 act urges`."""
    thing: str
    """Path of the provision, footnote or document."""
    aspect: str
    curated: str
    extracted: str
    quads: tuple[ox.Quad, ...] = ()
    """What accepting it adds to the curated data; nothing where curated data would have to change."""


@dataclass(frozen=True)
class Review:
    """All differences of a document, in the order of its provisions."""

    path: str
    is_curated: bool
    differences: tuple[Difference, ...]


def review(symbol: str, store: Path) -> Review:
    """Compare what curated data and extraction say of a document that was ingested.

    Raises:
        UsageError: where the symbol is none.
        InputError: where the document was not ingested.
    """
    path = symbol if treaty_key(symbol) else instrument_path(symbol)
    with open_texts(store) as texts:
        extracted = texts.quads(path)
    base = read_base(open_folder(store))
    both = read_facts(base.quads, path), read_facts(extracted, path)
    differ = _Differ(path, extracted)
    places = list(dict.fromkeys([*_in_order(extracted, path), *both[0], *both[1]]))
    found = [one for place in places for one in differ.compare(place, both[0].get(place), both[1].get(place))]
    return Review(path, any(thing.acts for thing in both[0].values()), tuple(_with_own_ids(found)))


def narrowed(found: Review, groups: Iterable[str]) -> Review:
    """Return a review with the differences of some groups of aspects only."""
    aspects = set().union(*(GROUPS[group] for group in groups))
    return replace(found, differences=tuple(one for one in found.differences if one.aspect in aspects))


def _with_own_ids(found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield the differences, a second one of the same id numbered."""
    seen: dict[str, int] = {}
    for one in found:
        seen[one.id] = seen.get(one.id, 0) + 1
        if seen[one.id] == 1:
            yield one
        else:
            number = f"{one.id} {seen[one.id]}"
            yield Difference(number, one.thing, one.aspect, one.curated, one.extracted, one.quads)


def accepted(found: Review, ids: Sequence[str], store: Path) -> Triples:
    """Return what accepting differences adds to the curated data, as triples; all where no id is given.

    Raises:
        UsageError: where an id is unknown, or of a difference that adds nothing.
    """
    known = {one.id: one for one in found.differences}
    for name in ids:
        if name not in known:
            raise UsageError(f"there is no difference {name!r}", remedy="Copy an id from `kg review`")
        if not known[name].quads:
            what = f"{name!r} says what curated data have and extraction lacks, or says otherwise"
            raise UsageError(what, remedy="Only what is new can be accepted; correct data/ by hand")
    chosen = [known[name] for name in ids] if ids else list(found.differences)
    quads = list(dict.fromkeys(quad for one in chosen for quad in one.quads))
    with open_texts(store) as texts:
        extracted = texts.quads(found.path)
    base = read_base(open_folder(store))
    return triples_of(quad.triple for quad in _with_described(quads, extracted, base))


def _with_described(quads: list[ox.Quad], extracted: list[ox.Quad], base: Base) -> list[ox.Quad]:
    """Return the quads with their sources, and with outlines of all that no curated data describe."""
    named = {quad.object for quad in quads}
    sources = [quad for quad in extracted if quad.subject in named and _is_source(quad)]
    whole = [*quads, *sources]
    return [*whole, *(quad for quad in outlines(whole) if not base.describes(_name(quad.subject)))]


def _is_source(quad: ox.Quad) -> bool:
    return _name(quad.subject).startswith(ID + "source/")


def _in_order(quads: list[ox.Quad], path: str) -> Iterator[str]:
    """Yield the document, then what is in it as it is printed."""
    yield path
    for quad in quads:
        if quad.predicate.value == _TYPE and _name(quad.subject).startswith(ID):
            yield _name(quad.subject)[len(ID) :]


class _Differ:
    """Finds the differences of one thing."""

    def __init__(self, path: str, extracted: list[ox.Quad]) -> None:
        self._path = path
        self._extracted: dict[str, list[ox.Quad]] = {}
        for quad in extracted:
            self._extracted.setdefault(_name(quad.subject).removeprefix(ID), []).append(quad)

    def compare(
        self, path: str, curated: ThingFacts | None, extracted: ThingFacts | None
    ) -> Iterator[Difference]:
        """Yield what the two readings of one thing do not share."""
        if curated is None and extracted is None:
            return
        if curated is None:
            yield self._difference(path, "description", "", "described", quads=self._whole(path))
        elif extracted is None:
            yield self._difference(path, "description", "described", "")
        else:
            yield from self._values(path, curated, extracted)
            yield from self._acts(path, curated, extracted)
            yield from self._citations(path, curated, extracted)

    def _whole(self, path: str) -> list[ox.Quad]:
        fragments = [one for one in self._extracted if one.startswith(f"{path}#")]
        return [quad for one in (path, *fragments) for quad in self._extracted.get(one, ())]

    def _values(self, path: str, curated: ThingFacts, extracted: ThingFacts) -> Iterator[Difference]:
        for aspect in sorted({*curated.values, *extracted.values}):
            ours, theirs = curated.values[aspect], extracted.values[aspect]
            if aspect not in _PROPERTIES:
                if ours != theirs:
                    new = [] if ours else self._said(path, aspect, theirs)
                    yield self._difference(path, aspect, _list(ours), _list(theirs), quads=new)
                continue
            for value in sorted(ours - theirs):
                yield self._difference(path, aspect, value, "", name=value)
            for value in sorted(theirs - ours):
                owner = curated.acts[0].path if aspect == "theme" and curated.acts else path
                new = [_quad(owner, CP + _PROPERTIES[aspect], value)]
                yield self._difference(path, aspect, "", value, name=value, quads=new)

    def _said(self, path: str, aspect: str, values: set[str]) -> list[ox.Quad]:
        """Return the extracted statements of a single-valued aspect."""
        return [
            quad
            for quad in self._extracted.get(path, ())
            if aspect and _name(quad.object).removeprefix(ID) in values and quad.predicate.value != _TYPE
        ]

    def _acts(self, path: str, curated: ThingFacts, extracted: ThingFacts) -> Iterator[Difference]:
        pairs, ours, theirs = _paired(curated.acts, extracted.acts, key=lambda act: act.type)
        for mine, other in pairs:
            if mine.phrase.casefold() != other.phrase.casefold():
                yield self._difference(path, "phrase", mine.phrase, other.phrase, name=mine.type)
            for one in sorted(mine.addressees - other.addressees):
                yield self._difference(path, "addressee", one, "", name=f"{mine.type} {one}")
            for one in sorted(other.addressees - mine.addressees):
                new = self._addressed(mine, other, one)
                yield self._difference(path, "addressee", "", one, name=f"{mine.type} {one}", quads=new)
        for act in ours:
            yield self._difference(path, "act", _told(act), "", name=act.type)
        for number, act in enumerate(theirs, start=_last(curated.acts) + 1):
            new = self._moved(path, "act", act.path, number)
            yield self._difference(path, "act", "", _told(act), name=act.type, quads=new)

    def _addressed(self, mine: ActFacts, other: ActFacts, agent: str) -> list[ox.Quad]:
        text = [q for q in self._extracted.get(other.path, ()) if q.predicate.value == CP + "addresseeText"]
        new = [_quad(mine.path, CP + "addressee", agent)]
        if not mine.addressees:
            new += [ox.Quad(_node(mine.path), quad.predicate, quad.object, _GRAPH) for quad in text]
        return new

    def _citations(self, path: str, curated: ThingFacts, extracted: ThingFacts) -> Iterator[Difference]:
        verbs = {act.path: act.type for act in (*curated.acts, *extracted.acts)}
        kinds = {id(c): _verb(c, curated, verbs) for c in curated.citations}
        kinds |= {id(c): _verb(c, extracted, verbs) for c in extracted.citations}
        pairs, ours, theirs = _paired(curated.citations, extracted.citations, key=lambda one: one.cited)
        for mine, other in pairs:
            if kinds[id(mine)] != kinds[id(other)]:
                values = kinds[id(mine)], kinds[id(other)]
                yield self._difference(path, "governing act", *values, name=mine.cited)
            if mine.pinpoint != other.pinpoint:
                yield self._difference(path, "pinpoint", mine.pinpoint, other.pinpoint, name=mine.cited)
        for one in ours:
            yield self._difference(path, "citation", one.cited, "", name=one.cited)
        for number, one in enumerate(theirs, start=_last(curated.citations) + 1):
            governing = next((act.path for act in curated.acts if act.type == kinds[id(one)]), "")
            new = self._moved(path, "citation", one.path, number, governing=governing)
            yield self._difference(path, "citation", "", one.cited, name=one.cited, quads=new)

    def _moved(
        self, path: str, kind: str, fragment: str, number: int, *, governing: str = ""
    ) -> list[ox.Quad]:
        """Return a fragment's statements under the next free number of the curated provision."""
        name = fragment_path(path, kind, number)
        linked = "hasAct" if kind == "act" else "hasCitation"
        moved = [_quad(path, CP + linked, name)]
        for quad in self._extracted.get(fragment, ()):
            value: ox.NamedNode | ox.Literal = quad.object  # type: ignore[assignment]  # the bridge writes no other
            if quad.predicate.value == CP + "actOrder":
                value = ox.Literal(str(number), datatype=value.datatype)  # type: ignore[union-attr]
            if quad.predicate.value == CP + "governedBy":
                if not governing:
                    continue
                value = _node(governing)
            moved.append(ox.Quad(_node(name), quad.predicate, value, _GRAPH))
        return moved

    def _difference(
        self,
        path: str,
        aspect: str,
        curated: str,
        extracted: str,
        *,
        name: str = "",
        quads: Iterable[ox.Quad] = (),
    ) -> Difference:
        ident = path[len(self._path) + 1 :] or "front"
        plain = tuple(ox.Quad(q.subject, q.predicate, q.object, _GRAPH) for q in quads if not _is_place(q))
        return Difference(
            " ".join(filter(None, (ident, aspect, name))), path, aspect, curated, extracted, plain
        )


def _verb(citation: CitationFacts, thing: ThingFacts, verbs: dict[str, str]) -> str:
    """Return the type of the act that governs a citation, or the act of a chapeau by its path."""
    own = {act.path for act in thing.acts}
    return verbs[citation.governing] if citation.governing in own else citation.governing


def _paired(
    ours: Sequence[F], theirs: Sequence[F], *, key: Callable[[F], str]
) -> tuple[list[tuple[F, F]], list[F], list[F]]:
    """Return pairs of the same key in order, and what is left on either side."""
    left = list(theirs)
    pairs, alone = [], []
    for one in ours:
        other = next((candidate for candidate in left if key(candidate) == key(one)), None)
        if other is None:
            alone.append(one)
        else:
            left.remove(other)
            pairs.append((one, other))
    return pairs, alone, left


def _told(act: ActFacts) -> str:
    towards = f" → {_list(act.addressees)}" if act.addressees else ""
    return f"{act.type} ({act.phrase}){towards}"


def _last(fragments: Sequence[ActFacts | CitationFacts]) -> int:
    return max((int(one.path.rpartition("-")[2]) for one in fragments), default=0)


def _list(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


def _is_place(quad: ox.Quad) -> bool:
    return quad.predicate.value in {CP + "textStart", CP + "textEnd"}


def _quad(subject: str, predicate: str, value: str) -> ox.Quad:
    sdg = predicate in {CP + "namesTarget", CP + "namesGoal"}
    return ox.Quad(
        _node(subject), ox.NamedNode(predicate), ox.NamedNode(SDG + value) if sdg else _node(value), _GRAPH
    )


def _node(path: str) -> ox.NamedNode:
    return ox.NamedNode(ID + path)


def _name(term: object) -> str:
    return str(getattr(term, "value", ""))
