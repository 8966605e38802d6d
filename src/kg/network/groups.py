"""Groups of nodes: communities, which hold together more than chance would have it, and components."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.network.measures import SEED
from kg.network.values import graph_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.network.values import Graph, Network


@dataclass(frozen=True)
class Groups:
    """A number for every node: that of its group, the largest being 1."""

    name: str
    numbers: dict[str, int]
    sizes: dict[int, int]
    method: str


def communities(network: Network) -> Groups:
    """Return the communities that the Louvain method finds, directions left aside, weights kept.

    The seed is fixed, so that the same network falls apart in the same way in every run.
    """
    whole = _undirected(graph_of(network))
    names = list(whole)
    places = {name: number for number, name in enumerate(names)}
    numbered: nx.Graph[int] = nx.Graph()  # numbers, because sets of text come in another order in each run
    numbered.add_nodes_from(range(len(names)))
    weight: float
    for source, target, weight in whole.edges(data="weight"):
        numbered.add_edge(places[source], places[target], weight=weight)
    found, quality = _louvain(numbered)
    method = (
        f"communities by the Louvain method (seed {SEED}), directions left aside; modularity {quality:.2f}"
    )
    return _groups("community", ([names[n] for n in part] for part in found), method)


def components(network: Network) -> Groups:
    """Return the components: parts with no edge between them, directions left aside."""
    parts = nx.connected_components(_undirected(graph_of(network)))
    method = "components: parts with no link between them, directions left aside"
    return _groups("component", parts, method)


def _louvain(graph: nx.Graph[int]) -> tuple[list[set[int]], float]:
    """Return the parts and their modularity; each node by itself where nothing is linked."""
    if not graph.number_of_edges():
        return [{node} for node in graph], 0.0
    found: list[set[int]] = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    return found, nx.community.modularity(graph, found, weight="weight")


def _undirected(graph: Graph[str]) -> nx.Graph[str]:
    """Return the graph without directions; weights of edges that go both ways are added."""
    whole: nx.Graph[str] = nx.Graph()
    whole.add_nodes_from(graph)
    weight: float
    for source, target, weight in graph.edges(data="weight"):
        before = whole[source][target]["weight"] if whole.has_edge(source, target) else 0.0
        whole.add_edge(source, target, weight=before + weight)
    return whole


def _groups(name: str, parts: Iterable[Iterable[str]], method: str) -> Groups:
    ordered = sorted(map(sorted, parts), key=lambda part: (-len(part), part))
    numbers = {iri: number for number, part in enumerate(ordered, 1) for iri in part}
    return Groups(name, numbers, {n: len(part) for n, part in enumerate(ordered, 1)}, method)
