"""Where the nodes of a picture stand: linked ones near each other, the same in every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from kg.network.measures import SEED, require
from kg.network.values import graph_of

if TYPE_CHECKING:
    from kg.network.values import Graph, Network

Point = tuple[float, float]
_SPRINGS_FROM = 400
"""Nodes from which springs are laid out, since the other method takes the square of their number."""
_GAP = 0.25


def positions(network: Network) -> dict[str, Point]:
    """Return the place of every node, in a square of about two by two round the origin.

    Each component is laid out by itself; the smaller ones stand in rows under the largest.

    Raises:
        MissingToolError: where NumPy or SciPy is not installed.
    """
    for module in ("numpy", "scipy"):
        require(module, "a layout")
    graph: nx.Graph[str] = nx.Graph(graph_of(network))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda p: (-len(p), p))
    placed: dict[str, Point] = {}
    for part, (x, y, scale) in zip(parts, _slots([len(part) for part in parts]), strict=True):
        laid = _laid_out(nx.Graph(graph.subgraph(part)), part)
        placed |= {
            iri: (round(x + scale * px, 5), round(y + scale * py, 5)) for iri, (px, py) in laid.items()
        }
    return placed


def _laid_out(graph: Graph[str], order: list[str]) -> dict[str, Point]:
    """Return places between -1 and 1; the nodes in order, because a layout begins from their order."""
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(order)
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in graph.edges))
    if len(order) == 1:
        return {order[0]: (0.0, 0.0)}
    if len(order) < _SPRINGS_FROM:
        found = nx.kamada_kawai_layout(ordered)
    else:
        found = nx.spring_layout(ordered, seed=SEED, iterations=100, k=3 / len(order) ** 0.5)
    xs = _spread({iri: float(place[0]) for iri, place in found.items()})
    ys = _spread({iri: float(place[1]) for iri, place in found.items()})
    return {iri: (xs[iri], ys[iri]) for iri in order}


def _spread(values: dict[str, float]) -> dict[str, float]:
    """Move values half-way to where they would stand if they stood evenly, which clears dense middles."""
    ordered = sorted(values, key=lambda iri: (round(values[iri], 6), iri))
    last = max(len(ordered) - 1, 1)
    return {iri: (values[iri] + 2 * rank / last - 1) / 2 for rank, iri in enumerate(ordered)}


def _slots(sizes: list[int]) -> list[tuple[float, float, float]]:
    """Return centre and scale for each component: the first in the middle, the others in rows below it."""
    if not sizes:
        return []
    slots = [(0.0, 0.0, 1.0)]
    x, y, tallest = -1.0, -1.0 - _GAP, 0.0
    for size in sizes[1:]:
        scale = 0.5 * (size / max(sizes[0], 1)) ** 0.5 if size > 1 else 0.02
        if x + 2 * scale > 1.0:
            x, y, tallest = -1.0, y - tallest - _GAP, 0.0
        slots.append((x + scale, y - scale, scale))
        x, tallest = x + 2 * scale + _GAP, max(tallest, 2 * scale)
    return slots
