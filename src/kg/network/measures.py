"""How central each node of a network is, and how that was reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import networkx as nx

from kg.errors import MissingToolError
from kg.network.values import graph_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.network.values import Network

SEED = 1
"""Where chance plays a part it is the same chance in every run."""
PIVOTS = 1000
"""Nodes from which paths are followed at most; where more nodes point to others, betweenness is estimated."""
DAMPING = 0.85
"""The share of readers who follow a citation on, in the words of PageRank's authors."""


@dataclass(frozen=True)
class Measure:
    """One figure for every node."""

    name: str
    heading: str
    values: Mapping[str, float]
    method: str
    """How it was reckoned; says so where it is an estimate."""
    estimated: bool = False


def degree(network: Network) -> Measure:
    """Return how many other nodes each is joined to, whichever way the edges point."""
    near: dict[str, set[str]] = {node.iri: set() for node in network.nodes}
    for edge in network.edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    values = {iri: float(len(joined)) for iri, joined in near.items()}
    return Measure("degree", "Linked to", values, f"number of {network.things} joined to it")


def in_degree(network: Network) -> Measure:
    """Return how many nodes point to each; where edges have no direction, the degree."""
    graph = graph_of(network)
    pairs = graph.in_degree() if isinstance(graph, nx.DiGraph) else graph.degree()
    heading = "Pointed to by" if network.directed else "Linked to"
    values = {iri: float(number) for iri, number in pairs}
    return Measure("in-degree", heading, values, f"number of {network.things} that point to it")


def out_degree(network: Network) -> Measure:
    """Return to how many nodes each points; where edges have no direction, the degree."""
    graph = graph_of(network)
    pairs = graph.out_degree() if isinstance(graph, nx.DiGraph) else graph.degree()
    heading = "Points to" if network.directed else "Linked to"
    values = {iri: float(number) for iri, number in pairs}
    return Measure("out-degree", heading, values, f"number of {network.things} that it points to")


def pagerank(network: Network) -> Measure:
    """Return the share of readers who, following edges at random by their weights, stand at each node.

    Raises:
        MissingToolError: where SciPy is not installed.
    """
    require("scipy", "PageRank")
    values: Mapping[str, float] = {}
    if network.nodes:
        values = nx.pagerank(graph_of(network), alpha=DAMPING, weight="weight")
    method = f"PageRank, damping {DAMPING}, edges weighed by {network.unit}"
    return Measure("pagerank", "PageRank", values, method)


def betweenness(network: Network, *, pivots: int = PIVOTS) -> Measure:
    """Return the share of the shortest paths between other nodes that lead through each.

    Every edge counts as one step. Where more than `pivots` nodes point to others, the paths are followed from
    that many of them, drawn at random with a fixed seed, and the figures scaled up (Brandes and Pich 2007).
    Nodes that point to nothing begin no path: leaving them out loses nothing and, where few texts cite, takes
    a fifth of the time.
    """
    graph = graph_of(network)
    starts = [node for node in graph if graph[node]]
    estimated = len(starts) > pivots
    drawn = Random(SEED).sample(starts, pivots) if estimated else starts  # noqa: S311 - no secret hangs on it
    found = nx.betweenness_centrality_subset(graph, drawn, list(graph), normalized=True)
    if not estimated:
        return Measure("betweenness", "Betweenness", found, "exact betweenness, each link one step")
    values = {node: value * len(starts) / pivots for node, value in found.items()}
    method = (
        f"betweenness estimated from the shortest paths of {pivots:,} of the {len(starts):,} {network.things}"
        f" that any begin at, drawn at random (seed {SEED}); each link one step"
    )
    return Measure("betweenness", "Betweenness (estimate)", values, method, estimated=True)


def ranked(network: Network, measure: Measure) -> list[str]:
    """Return the nodes from the highest figure down; ties by what points to them, then by name.

    Figures are taken to nine digits, beyond which the order of additions shows.
    """
    received = dict.fromkeys((node.iri for node in network.nodes), 0)
    for edge in network.edges:
        received[edge.target] += edge.count
        received[edge.source] += 0 if network.directed else edge.count
    nodes = sorted(
        network.nodes,
        key=lambda node: (-round(measure.values[node.iri], 9), -received[node.iri], node.name, node.iri),
    )
    return [node.iri for node in nodes]


def require(module: str, purpose: str) -> None:
    """Refuse a task whose library is not installed.

    Raises:
        MissingToolError: with the command that installs it.
    """
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise MissingToolError(
            f"{purpose} needs the Python package {module}, which is not installed",
            remedy='Install it with: pip install "cpkg[network]"',
        )
