"""Paths from one node to another along the edges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import networkx as nx

from kg.network.values import graph_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.network.values import Graph, Network

MAX_LENGTH = 4
"""Steps of the longest path that is sought."""
MOST_PATHS = 1000


@dataclass(frozen=True)
class Paths:
    """Paths as lists of nodes, the shortest first; `cut` where there are more than were asked for."""

    paths: tuple[tuple[str, ...], ...]
    cut: bool = False


def shortest_paths(network: Network, start: str, end: str, *, most: int = MOST_PATHS) -> Paths:
    """Return every shortest path, however long, in the order of the nodes' IRIs.

    >>> from kg.network.values import Edge, Network, Node
    >>> nodes = tuple(Node(name, name, name, "text") for name in "abcd")
    >>> edges = tuple(Edge(a, b, 1, 1.0) for a, b in ("ab", "ac", "bd", "cd"))
    >>> shortest_paths(Network("", True, nodes, edges), "a", "d").paths
    (('a', 'b', 'd'), ('a', 'c', 'd'))
    """
    graph = graph_of(network)
    left = _steps_left(graph, end)
    if start not in left:
        return Paths(())
    return _cut(_of_length(graph, left, start, end, left[start]), most)


def simple_paths(
    network: Network, start: str, end: str, *, max_length: int = MAX_LENGTH, most: int = MOST_PATHS
) -> Paths:
    """Return every path of up to `max_length` steps that passes no node twice, the shortest first."""
    graph = graph_of(network)
    left = _steps_left(graph, end)
    if start not in left:
        return Paths(())
    lengths = range(max(left[start], 1), max_length + 1)
    return _cut((path for n in lengths for path in _of_length(graph, left, start, end, n)), most)


def _of_length(
    graph: Graph[str], left: dict[str, int], start: str, end: str, length: int
) -> Iterator[tuple[str, ...]]:
    """Yield the simple paths of exactly so many steps, leaving each way that cannot arrive in time.

    networkx's own search follows such ways to their end, and does not yield short paths first.
    """
    pending: list[tuple[str, ...]] = [(start,)]
    while pending:
        path = pending.pop()
        steps = length - len(path) + 1
        if path[-1] == end:
            if steps == 0:
                yield path
            continue
        near = (node for node in graph[path[-1]] if left.get(node, steps) < steps and node not in path)
        pending += [(*path, node) for node in sorted(near, reverse=True)]


def _steps_left(graph: Graph[str], end: str) -> dict[str, int]:
    """Return the steps from each node that reaches the end."""
    back = graph.reverse(copy=False) if isinstance(graph, nx.DiGraph) else graph
    return nx.single_source_shortest_path_length(back, end)


def _cut(paths: Iterator[tuple[str, ...]], most: int) -> Paths:
    found = tuple(islice(paths, most + 1))
    return Paths(found[:most], cut=len(found) > most)
