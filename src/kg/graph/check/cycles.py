"""Find circles in relations that should have none, such as being part of or being broader than."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable


def find_loops(edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return one circle for every knot of nodes that reach each other, each from its first node on.

    A knot can hold many circles; after the one that is shown is broken, the next run shows the next.

    >>> find_loops([("b", "c"), ("c", "b"), ("a", "b"), ("d", "d")])
    [('b', 'c'), ('d',)]
    """
    graph: nx.DiGraph[str] = nx.DiGraph(sorted(set(edges)))
    knots = (nodes for nodes in nx.strongly_connected_components(graph) if _is_knot(graph, nodes))
    return sorted(_circle(graph, nodes) for nodes in knots)


def _is_knot(graph: nx.DiGraph[str], nodes: set[str]) -> bool:
    return len(nodes) > 1 or any(graph.has_edge(node, node) for node in nodes)


def _circle(graph: nx.DiGraph[str], nodes: set[str]) -> tuple[str, ...]:
    first = min(nodes)
    edges = nx.find_cycle(graph.subgraph(nodes), first)
    circle = [edge[0] for edge in edges]
    start = circle.index(min(circle))
    return tuple(circle[start:] + circle[:start])
