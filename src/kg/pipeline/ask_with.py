"""Answer a question together with another graph: our part here, its part fetched for what ours has found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.counterparts import clean_name
from kg.errors import UsageError, quoted
from kg.graph.others.batches import ask_each, cells_of
from kg.graph.others.counterpart_queries import is_web
from kg.graph.others.other_graph import find_other_graph
from kg.pipeline.ask import answer, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph.others.batches import Service
    from kg.graph.others.other_graph import OtherGraph
    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.remote_part import RemotePart, Row
    from kg.graph.stores.engine import Engine
    from kg.model import Term
    from kg.pipeline.ask import Values


@dataclass(frozen=True)
class Joined:
    """A question that needs nobody else any more: what another graph said stands in its query."""

    question: Question
    """Without parameters: its words and its query have the values."""
    things: int
    """Of which the other graph was asked."""
    rows: int
    """That it gave."""


def graph_for(question: Question, named: str) -> OtherGraph:
    """Return the graph that `--with` means: the one that the question speaks of, or it at another address.

    Raises:
        UsageError: where the question asks nothing of another graph, or of another one.
    """
    if question.remote is None:
        what = f"{question.id} asks nothing of another graph"
        raise UsageError(what, where="--with", remedy="`kg ask` shows --with at those that do")
    graph = find_other_graph(question.remote.graph)
    if named.startswith(("http://", "https://")):
        return replace(graph, address=named)
    if named == graph.key:
        return graph
    remedy = f"Write --with {graph.key}, or the address of a service that has what it has"
    raise UsageError(f"{question.id} cannot be joined with {quoted(named)}", where="--with", remedy=remedy)


def join(engine: Engine, question: Question, values: Values, graph: OtherGraph, service: Service) -> Joined:
    """Return a question with what another graph says in its query.

    Raises:
        RemoteError: where that graph's service fails.
        UsageError: where a value stands in the way.
    """
    part = question.remote
    if part is None:
        raise UsageError(f"{question.id} asks nothing of another graph", remedy="Ask it without --with")
    keys = _keys(engine, question, values, part)
    rows = sorted(set(_fetch(part, graph, service, keys)), key=repr)
    sparql = part.fill(question.bound(values), rows)
    words = in_words(engine, question, values)
    joined = replace(question, question=words, sparql=sparql, parameters=(), remote=None)
    return Joined(joined, len(keys), len(rows))


def _keys(engine: Engine, question: Question, values: Values, part: RemotePart) -> list[Term]:
    """Return the things that our own part of the question finds."""
    rows = answer(engine, question, values)
    place = rows.columns.index(part.key)
    return sorted({term for row in rows.rows if (term := row[place]) and is_web(term)})


def _fetch(part: RemotePart, graph: OtherGraph, service: Service, keys: Sequence[Term]) -> Iterator[Row]:
    asked = set(keys)
    for rows in ask_each(service, keys, graph.batch, part.query):
        for key, *given in cells_of(rows, service, *part.columns):
            if key in asked:
                yield (key, *map(_safe, given))


def _safe(term: Term | None) -> Term | None:
    """Return a stranger's term as it can be shown: none but web addresses, no control signs in words."""
    if term is None or term.kind == "blank" or (term.kind == "iri" and not is_web(term)):
        return None
    if term.kind == "literal" and not term.datatype:
        return replace(term, value=clean_name(term.value))
    return term
