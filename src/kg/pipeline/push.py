"""Bring a remote store to what ours holds: graph by graph, only what changed, read back and recorded last.

A graph's record is taken away before the graph is touched, and written when it was read back and found
right. So a push that was stopped leaves no graph that looks done and is not, and the next one goes on there.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

from kg.errors import UsageError, quoted
from kg.graph.others.pushed import (
    Lines,
    Record,
    compare,
    count_query,
    forget_update,
    graphs_of,
    joined,
    parse_count,
    parse_graph,
    parse_predicates,
    parse_records,
    part_query,
    predicates_query,
    read_graph,
    record_update,
    records_query,
)
from kg.identifiers import graph_iri, graph_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.graph.stores.store import LocalStore
    from kg.push.target import Target

Result = Literal["sent", "unchanged", "removed", "failed", "to send", "to remove"]
_READ = 500_000
"""Statements of a graph that are read back in one answer: Virtuoso gives up beyond a million."""
_ABSENT = Lines([], blank=False)


@dataclass(frozen=True)
class Pushed:
    """What came of one graph."""

    graph: str
    statements: int
    result: Result
    seconds: float
    note: str = ""
    faithful: bool = True
    """Whether every literal kept its value."""


@dataclass(frozen=True)
class Wishes:
    """What the user wants of a push."""

    names: Sequence[str] = ()
    """Graphs: full IRIs, or names as `kg stats` shows them, `*` standing for anything; none means all."""
    full: bool = False
    """Send unchanged graphs too."""
    prune: bool = False
    """Remove graphs that were pushed and that we no longer have."""
    check: bool = False
    """Read unchanged graphs back too."""


@dataclass(frozen=True)
class _Plan:
    """The graphs to look at, those to remove, and what the store was sent before."""

    ours: list[str]
    gone: list[str]
    records: dict[str, Record]

    def __len__(self) -> int:
        return len(self.ours) + len(self.gone)


def push(store: LocalStore, target: Target, wishes: Wishes) -> tuple[int, Iterator[Pushed]]:
    """Return the number of graphs concerned, and what comes of each, as it is done.

    Raises:
        UsageError: where a name fits no graph.
        RemoteError: where the store does not answer or refuses; what was done by then stays.
    """
    plan = _planned(store, target, wishes)
    return len(plan), _done(store, target, wishes, plan)


def rehearse(store: LocalStore, target: Target, wishes: Wishes) -> tuple[int, Iterator[Pushed]]:
    """Return as `push` does what would come of each graph, and change nothing."""
    plan = _planned(store, target, wishes)
    return len(plan), _rehearsed(store, target, wishes, plan)


def _planned(store: LocalStore, target: Target, wishes: Wishes) -> _Plan:
    ours = graphs_of(store.ox)
    records = target.select(records_query(), parse_records)
    gone = sorted(records.keys() - set(ours)) if wishes.prune else []
    if not wishes.names:
        return _Plan(ours, gone, records)
    patterns = {name: name if "://" in name else graph_iri(name) for name in wishes.names}
    for name, pattern in patterns.items():
        if not _fitting([*ours, *gone], [pattern]):
            remedy = f"There are {', '.join(map(graph_name, ours[:3]))} and {max(len(ours) - 3, 0):,} more"
            raise UsageError(f"no graph is named {quoted(name)}", where="--graph", remedy=remedy)
    return _Plan(_fitting(ours, patterns.values()), _fitting(gone, patterns.values()), records)


def _fitting(graphs: Iterable[str], patterns: Iterable[str]) -> list[str]:
    return [graph for graph in graphs if any(fnmatchcase(graph, pattern) for pattern in patterns)]


def _done(store: LocalStore, target: Target, wishes: Wishes, plan: _Plan) -> Iterator[Pushed]:
    for graph in plan.ours:
        started = time.perf_counter()
        lines = read_graph(store.ox, graph)
        known = plan.records.get(graph)
        if known and not wishes.full and _unchanged(target, graph, lines, known):
            done = _checked(target, graph, lines) if wishes.check else _outcome(graph, lines, "unchanged")
        else:
            done = _sent(target, graph, lines, known=known is not None)
        yield replace(done, seconds=time.perf_counter() - started)
    for graph in plan.gone:
        started = time.perf_counter()
        target.remove(graph)
        target.update(forget_update(graph))
        yield Pushed(graph, plan.records[graph].count, "removed", time.perf_counter() - started)


def _rehearsed(store: LocalStore, target: Target, wishes: Wishes, plan: _Plan) -> Iterator[Pushed]:
    for graph in plan.ours:
        lines, known = read_graph(store.ox, graph), plan.records.get(graph)
        same = known and not wishes.full and _unchanged(target, graph, lines, known)
        yield _outcome(graph, lines, "unchanged" if same else "to send")
    for graph in plan.gone:
        yield Pushed(graph, plan.records[graph].count, "to remove", 0.0)


def _unchanged(target: Target, graph: str, lines: Lines, known: Record) -> bool:
    """Return whether a store was sent these lines, and still holds as many statements as it held then."""
    return known.digest == lines.digest and target.select(count_query(graph), parse_count) == known.count


def _sent(target: Target, graph: str, lines: Lines, *, known: bool) -> Pushed:
    if known:
        target.update(forget_update(graph))
    target.replace(graph, lines.lines, whole=lines.blank)
    done, count = _read_back(target, graph, lines)
    if done.result != "failed":
        target.update(record_update(graph, Record(lines.digest, count)))
    return done


def _checked(target: Target, graph: str, lines: Lines) -> Pushed:
    """Return what became of an unchanged graph; one that does not hold is sent again the next time."""
    done, _ = _read_back(target, graph, lines)
    if done.result == "failed":
        target.update(forget_update(graph))
        return done
    return replace(done, result="unchanged")


def _read_back(target: Target, graph: str, lines: Lines) -> tuple[Pushed, int]:
    """Return what became of a graph, and how many statements the store says it holds."""
    count = target.select(count_query(graph), parse_count)
    back = _read_whole(target, graph) if count <= _READ else _read_by_predicates(target, graph)
    done = _outcome(graph, lines, "sent")
    if count != len(back.lines):
        note = f"{len(back.lines):,} statements came back, but the query service counts {count:,}"
        if len(back.lines) < count:
            note += "; it may cut answers off (ResultSetMaxRows in Virtuoso's settings)"
        return replace(done, result="failed", note=note), count
    if back.masked().digest == lines.masked().digest:
        return done, count
    found = compare(lines, back)
    result: Result = "sent" if found.sound else "failed"
    return replace(done, result=result, note=str(found), faithful=not found.altered), count


def _read_whole(target: Target, graph: str) -> Lines:
    return target.read(graph, parse_graph, absent=_ABSENT)


def _read_by_predicates(target: Target, graph: str) -> Lines:
    predicates = target.select(predicates_query(graph), parse_predicates)
    return joined(target.construct(part_query(graph, predicate), parse_graph) for predicate in predicates)


def _outcome(graph: str, lines: Lines, result: Result) -> Pushed:
    return Pushed(graph, len(lines.lines), result, 0.0)
