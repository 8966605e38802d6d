"""Graphs as canonical lines, what a store sent back compared with them, and its record of what it was sent.

The canonical form of a graph is its statements in N-Triples, one a line, sorted as bytes; its digest is the
SHA-256 of that (`sort | sha256sum` gives the same). Blank nodes have no names that two stores share: in the
digest of what comes back each is written `_:b`, so that a change of only how they hang together is not seen.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import RemoteError, quoted
from kg.graph.stores.well_formed import parse_results, parse_whole
from kg.identifiers import graph_iri
from kg.namespaces import CP, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

PUSHED_GRAPH = graph_iri("pushed")
"""The graph of a remote store that says which graphs were pushed to it, with their digests."""
_SHA256, _COUNT = f"{CP}sha256", "http://rdfs.org/ns/void#triples"
_EXAMPLES = 3


@dataclass(frozen=True)
class Lines:
    """A graph's statements as canonical lines."""

    lines: list[bytes]
    blank: bool
    """Whether there are blank nodes among them."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the lines."""
        digest = hashlib.sha256()
        for line in self.lines:
            digest.update(line)
        return digest.hexdigest()

    def masked(self) -> Lines:
        """Return the lines with every blank node written alike."""
        return Lines(sorted(map(_masked, self.lines)), self.blank) if self.blank else self


@dataclass(frozen=True)
class Record:
    """What a store was sent of one graph: the digest of what we sent, the number of what it holds."""

    digest: str
    count: int


@dataclass(frozen=True)
class Differences:
    """How a graph that came back differs from the one that was sent."""

    reformed: Counter[str]
    """Datatype to literals of the same value in another form."""
    altered: Counter[str]
    """Datatype to literals that became another value."""
    examples: tuple[str, ...]
    missing: tuple[str, ...]
    """Statements that are not there, as lines."""
    foreign: tuple[str, ...]
    """Statements that are not ours."""

    @property
    def sound(self) -> bool:
        """Return whether each statement has its counterpart."""
        return not self.missing and not self.foreign

    def __str__(self) -> str:
        """Return the differences in words."""
        said = [f"{n:,} {name} in another form" for name, n in sorted(self.reformed.items())]
        said += [f"{n:,} {name} with another value" for name, n in sorted(self.altered.items())]
        said += [f"({'; '.join(self.examples)})"] if self.examples else []
        for words, lines in (("missing", self.missing), ("not ours", self.foreign)):
            said += [f"{len(lines):,} statements {words}, as {lines[0]}"] if lines else []
        return ", ".join(said)


def graphs_of(store: ox.Store) -> list[str]:
    """Return the IRIs of a store's named graphs, sorted."""
    return sorted(name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode))


def read_graph(store: ox.Store, graph: str) -> Lines:
    """Return a graph of a store."""
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    return _lines(quad.triple for quad in quads)


def parse_graph(media_type: str, file: IO[bytes]) -> Lines:
    """Return the graph that a store sent.

    Raises:
        RemoteError: where it sent something else.
    """
    if media_type == "text/plain":  # as N-Triples were called before 2014
        media_type = "application/n-triples"
    if (rdf := ox.RdfFormat.from_media_type(media_type)) is None:
        raise RemoteError(f"sent {media_type or 'no media type'} where a graph was asked for")
    try:
        return _lines(quad.triple for quad in parse_whole(file, rdf))
    except SyntaxError as error:
        raise RemoteError(f"sent a graph that does not parse ({error})") from error


def parse_records(media_type: str, file: IO[bytes]) -> dict[str, Record]:
    """Return by graph what a store was sent, from the results of `records_query`."""
    records: dict[str, Record] = {}
    for row in _solutions(media_type, file):
        graph, digest, count = row["graph"], row["digest"], row["count"]
        if (
            isinstance(graph, ox.NamedNode)
            and isinstance(digest, ox.Literal)
            and isinstance(count, ox.Literal)
        ):
            records[graph.value] = Record(digest.value, _whole_number(count))
    return records


def parse_count(media_type: str, file: IO[bytes]) -> int:
    """Return the one number of the results of `count_query`."""
    for row in _solutions(media_type, file):
        if isinstance(count := row["count"], ox.Literal):
            return _whole_number(count)
    raise RemoteError("answered a count with no number")


def parse_predicates(media_type: str, file: IO[bytes]) -> list[str]:
    """Return the IRIs in the results of `predicates_query`."""
    terms = (row["predicate"] for row in _solutions(media_type, file))
    return [term.value for term in terms if isinstance(term, ox.NamedNode)]


def joined(parts: Iterable[Lines]) -> Lines:
    """Return the graph that was read in parts."""
    read = list(parts)
    return Lines(sorted(line for part in read for line in part.lines), any(part.blank for part in read))


def records_query() -> str:
    """Return the query for what a store was sent."""
    return (
        f"SELECT ?graph ?digest ?count WHERE {{ GRAPH <{PUSHED_GRAPH}> "
        f"{{ ?graph <{_SHA256}> ?digest ; <{_COUNT}> ?count }} }}"
    )


def count_query(graph: str) -> str:
    """Return the query for the number of a graph's statements."""
    return f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


def predicates_query(graph: str) -> str:
    """Return the query for the predicates of a graph."""
    return f"SELECT DISTINCT ?predicate WHERE {{ GRAPH <{graph}> {{ ?s ?predicate ?o }} }}"


def part_query(graph: str, predicate: str) -> str:
    """Return the query for a graph's statements with one predicate."""
    return f"CONSTRUCT {{ ?s <{predicate}> ?o }} WHERE {{ GRAPH <{graph}> {{ ?s <{predicate}> ?o }} }}"


def forget_update(graph: str) -> str:
    """Return the update by which a store forgets what it was sent of a graph."""
    return f"DELETE WHERE {{ GRAPH <{PUSHED_GRAPH}> {{ <{graph}> ?p ?o }} }}"


def record_update(graph: str, record: Record) -> str:
    """Return the update that records what a store was sent of a graph."""
    return (
        f'INSERT DATA {{ GRAPH <{PUSHED_GRAPH}> {{ <{graph}> <{_SHA256}> "{record.digest}" ; '
        f'<{_COUNT}> "{record.count}"^^<{XSD}integer> }} }}'
    )


def compare(sent: Lines, back: Lines) -> Differences:
    """Return how the graph that came back differs from the one that was sent.

    A statement whose literal came back in another form, or as another value, is paired with what it became.
    """
    ours, theirs = set(sent.masked().lines), set(back.masked().lines)
    became = defaultdict(list)
    for triple in _triples(theirs - ours):
        became[triple.subject, triple.predicate].append(triple.object)
    reformed: Counter[str] = Counter()
    altered: Counter[str] = Counter()
    examples, missing = [], []
    for triple in _triples(ours - theirs):
        there = became[triple.subject, triple.predicate]
        found = next((other for other in there if _same_value(triple.object, other)), None)
        kind = reformed
        if found is None and not _is_text(triple.object):
            found = next((o for o in there if _both_literals(triple.object, o)), None)
            kind = altered
        if found is None or not isinstance(triple.object, ox.Literal):
            missing.append(f"{triple} .")
            continue
        there.remove(found)
        kind[_name(triple.object)] += 1
        examples.append(f"{triple.object} as {found}")
    foreign = [f"{ox.Triple(s, p, o)} ." for (s, p), left in became.items() for o in left]
    return Differences(
        reformed, altered, tuple(sorted(examples)[:_EXAMPLES]), tuple(missing), tuple(sorted(foreign))
    )


def _lines(triples: Iterable[ox.Triple]) -> Lines:
    lines = sorted({f"{triple} .\n".encode() for triple in triples})
    return Lines(lines, any(_has_blank(line) for line in lines))


def _has_blank(line: bytes) -> bool:
    """Return whether a subject or object is a blank node; literals begin with `"`."""
    return line.startswith(b"_:") or line.split(b" ", 2)[2].startswith(b"_:")


def _masked(line: bytes) -> bytes:
    subject, predicate, value = line.split(b" ", 2)
    if subject.startswith(b"_:"):
        subject = b"_:b"
    if value.startswith(b"_:"):
        value = b"_:b .\n"
    return b" ".join((subject, predicate, value))


def _triples(lines: Iterable[bytes]) -> Iterator[ox.Triple]:
    for quad in ox.parse(b"".join(sorted(lines)), format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


def _same_value(one: object, other: object) -> bool:
    """Return whether two literals mean the same: as XML Schema has it, or but for a language's case."""
    if not isinstance(one, ox.Literal) or not isinstance(other, ox.Literal):
        return False
    if one.language or other.language:
        return one.value == other.value and (one.language or "").lower() == (other.language or "").lower()
    from rdflib import Literal, URIRef  # slow to import, and needed where a store changes something only

    mine, theirs = (Literal(x.value, datatype=URIRef(x.datatype.value)) for x in (one, other))
    if mine.ill_typed or theirs.ill_typed:
        return one.value == other.value
    return bool(mine.value is not None and mine.value == theirs.value)


def _both_literals(one: object, other: object) -> bool:
    return isinstance(one, ox.Literal) and isinstance(other, ox.Literal)


def _is_text(term: object) -> bool:
    """Return whether a literal is text, which no store rewrites: another text is another statement."""
    return isinstance(term, ox.Literal) and (bool(term.language) or term.datatype.value == XSD + "string")


def _name(literal: ox.Literal) -> str:
    return f"text in {literal.language}" if literal.language else compact(literal.datatype.value)


def _whole_number(literal: ox.Literal) -> int:
    try:
        return int(literal.value)
    except ValueError as error:  # of more digits than Python reads, too
        raise RemoteError(f"sent {quoted(literal.value)} where a number was asked for") from error


def _solutions(media_type: str, file: IO[bytes]) -> Iterator[ox.QuerySolution]:
    results = ox.QueryResultsFormat.from_media_type(media_type)
    if results is None:
        raise RemoteError(f"sent {media_type or 'no media type'} where results were asked for")
    try:
        found = parse_results(file, results)
        if isinstance(found, ox.QuerySolutions):
            yield from found
    except (SyntaxError, MemoryError) as error:  # the second, of a term longer than any parser's buffer
        raise RemoteError(f"sent results that do not parse ({error})") from error
