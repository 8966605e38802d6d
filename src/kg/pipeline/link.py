"""`kg link`: ask another graph for things that are ours, hold our links against it, write what to review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.counterparts import Evidence, Found, Proposal, ReviewSource
from kg.errors import InputError, UsageError
from kg.export.link_review import has_decisions, read_review, write_review
from kg.graph.lookup.linkable import read_things
from kg.graph.others.accepted_links import accepted_triples
from kg.graph.others.counterpart_queries import describe, find_bearers, list_names
from kg.graph.sources.curated import read_turtle
from kg.graph.stores.store import term_of
from kg.graph.syntax.serialise import serialise
from kg.identifiers import graph_iri
from kg.link.reconcile import EXACT, identifying_codes, reconcile, take_over
from kg.link.spelling import number_key, spellings
from kg.link.verify import links_into, verify
from kg.model import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.counterparts import Check, Code, Kind, Link, Thing
    from kg.graph.others.batches import Service
    from kg.graph.others.other_graph import OtherGraph
    from kg.graph.stores.engine import Engine

    Say = Callable[[str], None]
    """Told, request by request, what is being looked for."""

DOUBTED = ("contradicted", "moved", "missing")
"""Verdicts after which a link cannot stay as it is."""
_MOVED = 0.9
_HEAD = "# Links that `kg link` proposed and a person accepted; their source is the service that was asked.\n"


@dataclass(frozen=True)
class Review:
    """What came of asking another graph: for a person to decide, nothing of it is written to the graph."""

    graph: OtherGraph
    things: int
    proposals: tuple[Proposal, ...]
    checks: tuple[Check, ...]

    def table(self, asked_on: str) -> str:
        """Return the table to review; `asked_on` is an ISO date."""
        source = ReviewSource(self.graph.title, self.graph.address, asked_on)
        return write_review(self.proposals, self.checks, source)


@dataclass(frozen=True)
class Accepted:
    """What a person's decisions come to."""

    links: int
    """Rows that were accepted."""
    statements: int
    """Those that are new."""
    turtle: str


def find_links(
    engine: Engine, graph: OtherGraph, service: Service, kinds: Collection[Kind], say: Say
) -> Review:
    """Return what the other graph has of the things of these kinds, and what it says of the links we have.

    Raises:
        RemoteError: where the service fails; what it answered before is kept by a patient one.
    """
    things = read_things(engine, kinds)
    asking = _Asking(graph, service, things, say)
    asking.by_codes()
    asking.by_links()
    asking.by_names()
    checks = verify(things, asking.found, graph.namespace, asking.own)
    proposals = sorted(asking.proposals(checks), key=lambda p: (p.thing.iri, -p.confidence, p.found.iri))
    return Review(graph, len(things), tuple(proposals), tuple(checks))


class _Asking:
    """One run over one graph: what is known of its things grows with each step."""

    def __init__(self, graph: OtherGraph, service: Service, things: Sequence[Thing], say: Say) -> None:
        self.found: dict[str, Found] = {}
        self.own: Mapping[str, tuple[Code, ...]] = identifying_codes(things)
        self._graph = graph
        self._service = service
        self._things = things
        self._say = say

    def by_codes(self) -> None:
        """Describe what we link already, and what bears a code of ours."""
        candidates = {link.iri for _, link in self._linked()} if self._graph.namespace else set()
        for code in self._graph.codes:
            values = {Term("literal", text, code.datatype) for text in self._codes({code.scheme})}
            candidates |= self._bearers(code.label, code.properties, values)
        hinted = {Term("literal", text) for text in self._codes({hint.scheme for hint in self._graph.hints})}
        candidates |= self._bearers("notations", self._graph.hinting, hinted)
        self._describe(candidates)

    def by_links(self) -> None:
        """Describe what is tied to the same things of further graphs as ours is."""
        values = {
            Term("iri", link.iri)
            for thing in self._open()
            if "link" in self._graph.kinds[thing.kind]
            for link in thing.links
        }
        if self._graph.same:
            self._describe(self._bearers("links that both have", self._graph.same, values))

    def by_names(self) -> None:
        """Describe what bears the name of a thing of ours for which nothing else was found."""
        matched = {proposal.thing.iri for proposal in self._reconciled(self._open())}
        wanted = [
            thing
            for thing in self._open()
            if "name" in self._graph.kinds[thing.kind] and thing.iri not in matched
        ]
        if not wanted or self._graph.look == "none":
            return
        if self._graph.look == "listed":
            self._describe(self._listed(wanted))
            return
        values = set(_written_names(wanted, self._graph))
        self._describe(self._bearers("names", self._graph.named_by, values))

    def proposals(self, checks: Iterable[Check]) -> Iterator[Proposal]:
        """Yield what is proposed for things without a link, and for those whose link cannot stay."""
        yield from self._reconciled(self._open())
        if self._graph.states:
            yield from take_over(self._things, self.found)
        doubted = [check for check in checks if check.verdict in DOUBTED]
        moved = {check.thing.iri for check in doubted if check.verdict == "moved"}
        for check in doubted:
            if check.verdict == "moved":
                yield self._moved(check)
        again = {check.thing.iri: check.thing for check in doubted if check.thing.iri not in moved}
        others = [thing for iri, thing in again.items() if not self._is_own(iri)]
        for proposal in self._reconciled(others):
            if proposal.found.iri not in {link.iri for link in proposal.thing.links}:
                yield proposal

    def _codes(self, schemes: Collection[str]) -> set[str]:
        """Return the codes of our things under these schemes, in all ways to write them."""
        return {
            text
            for thing in self._things
            if "code" in self._graph.kinds[thing.kind]
            for code in self.own[thing.iri]
            if code.scheme in schemes
            for text in _ways_to_write(code)
        }

    def _open(self) -> list[Thing]:
        """Return the things that are not linked to the graph."""
        linked = {thing.iri for thing, _ in self._linked()}
        return [thing for thing in self._things if thing.iri not in linked]

    def _linked(self) -> Iterator[tuple[Thing, Link]]:
        return links_into(self._things, self.found, self._graph.namespace)

    def _is_own(self, iri: str) -> bool:
        return bool(self._graph.namespace) and iri.startswith(self._graph.namespace)

    def _reconciled(self, things: Sequence[Thing]) -> list[Proposal]:
        linked = self._linked()
        taken = {link.iri: thing.iri for thing, link in linked if link.predicate == EXACT}
        return reconcile(things, self.found, self._graph.kinds, own=self.own, taken=taken)

    def _moved(self, check: Check) -> Proposal:
        """Return the proposal to follow a thing to where it has gone."""
        target = Found(self.found[check.link.iri].moved_to)
        evidence = Evidence("link", check.why, check.link.iri)
        return Proposal(check.thing, target, check.link.predicate, _MOVED, (evidence,))

    def _bearers(self, what: str, properties: Sequence[str], values: Collection[Term]) -> set[str]:
        found: set[str] = set()
        size = self._graph.batch
        total = -(-len(values) // size)
        for number, some in enumerate(find_bearers(self._service, self._graph, properties, values), 1):
            self._say(f"{what}: {number} of {max(total, number)}")
            found |= {iri for iri in some if iri.startswith(self._graph.namespace)}
        return found

    def _listed(self, wanted: Iterable[Thing]) -> set[str]:
        ours = {number_key(name.text) for thing in wanted for name in thing.names}
        found: set[str] = set()
        for number, page in enumerate(list_names(self._service, self._graph), 1):
            self._say(f"list of names: page {number}")
            found |= {iri for iri, names in page.items() if any(number_key(n.text) in ours for n in names)}
        return found

    def _describe(self, candidates: Collection[str]) -> None:
        new = set(candidates) - self.found.keys()
        for number, some in enumerate(describe(self._service, self._graph, new), 1):
            self._say(f"descriptions: {number} of {-(-len(new) // self._graph.batch)}")
            self.found |= some


def _ways_to_write(code: Code) -> set[str]:
    """Return a code as ours is written, and without spaces or zeros before a number."""
    plain = "".join(code.value.split())
    return {code.value, plain, plain.lstrip("0") or "0"} if plain.isdecimal() else {code.value, plain}


def _written_names(things: Iterable[Thing], graph: OtherGraph) -> Iterator[Term]:
    for thing in things:
        for name in thing.names:
            if name.language in {"", *graph.languages}:
                for text in spellings(name.text, graph.spellings):
                    yield Term("literal", text, language=name.language)


_LARGEST = 64 * 1024**2
"""Bytes of the largest table that is read."""


def require_free(out: Path) -> None:
    """Refuse a place for the table before anybody is asked.

    Raises:
        UsageError: where its folder is not there, or it holds decisions already.
    """
    if not out.parent.is_dir():
        raise UsageError("its folder is not there", where=str(out), remedy="Make it, or name another file")
    if out.is_file() and has_decisions(out.read_text(encoding="utf-8", errors="replace")):
        raise UsageError("holds decisions already", where=str(out), remedy="Name another file")


def accept(engine: Engine, review: Path, out: Path) -> Accepted:
    """Return the Turtle of the rows that a person accepted in a review, with what `out` holds already.

    Raises:
        InputError: where a file cannot be read.
        InvalidInputError: with every row that cannot be taken over.
    """
    remedy = "Name the table that `kg link` wrote, saved as UTF-8"
    try:
        with review.open("rb") as file:
            data = file.read(_LARGEST + 1)  # a device has no end
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read ({error})", where=str(review), remedy=remedy) from error
    if len(data) > _LARGEST:
        what = f"is larger than {_LARGEST // 1024**2} MB, and so no such table"
        raise InputError(what, where=str(review), remedy=remedy)
    source, links = read_review(text, str(review))
    before = _statements_of(out)
    triples = accepted_triples(engine, links, source, str(review), before)
    return Accepted(len(links), len(triples.triples) - len(before), _HEAD + serialise(triples, "ttl"))


def _statements_of(path: Path) -> set[tuple[Term, Term, Term]]:
    if not path.exists():
        return set()
    quads = read_turtle(path, name=str(path), graph=graph_iri("accepted")).quads
    return {(term_of(quad.subject), term_of(quad.predicate), term_of(quad.object)) for quad in quads}
