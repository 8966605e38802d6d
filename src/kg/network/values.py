"""The values that networks are made of, and the networkx graph of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Collection

_NOT_XML_RE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Graph = nx.Graph  # `nx.DiGraph` is one; nodes are IRIs


@dataclass(frozen=True, order=True)
class Node:
    """One text, actor or theme."""

    iri: str
    label: str
    """Its title or name in full."""
    name: str
    """The short form that stands beside a dot: a symbol, a treaty's key, an abbreviation."""
    kind: str
    date: str = ""
    """Day on which a text was adopted, issued or opened for signature, as `2016-03-23`; empty if unknown."""
    body: str = ""
    """Name of the organ in whose name a text speaks."""


@dataclass(frozen=True, order=True)
class Edge:
    """What joins two nodes, all of it in one."""

    source: str
    target: str
    count: int
    """Citations, acts or shared paragraphs."""
    weight: float
    """What measures weigh the edge by: the count, or for themes the strength of their association."""
    kinds: tuple[str, ...] = ()
    """Verbs by which a text cites or asks, the most frequent (of acts: the strongest) first."""
    places: tuple[str, ...] = ()
    """Paragraphs in which it does, in the order of the text."""
    where: str = ""
    """The same in words, as lawyers cite paragraphs."""
    date: str = ""
    """Day of the first text that makes the edge; empty if unknown."""


@dataclass(frozen=True)
class Network:
    """Nodes and edges in the order of their IRIs, with words for what they mean."""

    title: str
    directed: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    things: str = "texts"
    """What the nodes are, in the plural."""
    unit: str = "citations"
    """What the edges count, in the plural."""
    notes: tuple[str, ...] = ()
    """What a reader has to know of how it was made, in sentences."""


def graph_of(network: Network) -> Graph[str]:
    """Return the networkx graph, its nodes and edges in the network's order, so that seeds mean the same."""
    graph: Graph[str] = nx.DiGraph() if network.directed else nx.Graph()
    graph.add_nodes_from(node.iri for node in network.nodes)
    for edge in network.edges:
        graph.add_edge(edge.source, edge.target, weight=edge.weight, count=edge.count)
    return graph


def part_of(network: Network, kept: Collection[str]) -> Network:
    """Return the nodes that are kept, with the edges among them."""
    wanted = frozenset(kept)
    nodes = tuple(node for node in network.nodes if node.iri in wanted)
    edges = tuple(edge for edge in network.edges if edge.source in wanted and edge.target in wanted)
    return replace(network, nodes=nodes, edges=edges)


def around(network: Network, centre: Collection[str]) -> Network:
    """Return these nodes and all that an edge joins to one of them, with every edge among them."""
    wanted = set(centre)
    near = {end for edge in network.edges for end in (edge.source, edge.target) if _touches(edge, wanted)}
    return part_of(network, near | wanted)


def strongest(network: Network, most: int) -> Network:
    """Return the network with its heaviest edges, and of each node the heaviest even beyond `most`."""
    heaviest = sorted(network.edges, key=lambda edge: (-edge.weight, -edge.count, edge.source, edge.target))
    kept = set(heaviest[:most])
    met: set[str] = set()
    for edge in heaviest:
        if not met.issuperset((edge.source, edge.target)):
            kept.add(edge)
            met |= {edge.source, edge.target}
    return replace(network, edges=tuple(edge for edge in network.edges if edge in kept))


def links_of(network: Network) -> dict[str, tuple[int, int, int]]:
    """Return for each node: how many nodes point to it, how often, and to how many it points."""
    found = {node.iri: [0, 0, 0] for node in network.nodes}
    for edge in network.edges:
        ends = [(edge.source, edge.target)]
        if not network.directed:
            ends.append((edge.target, edge.source))
        for source, target in ends:
            found[target][0] += 1
            found[target][1] += edge.count
            found[source][2] += 1
    return {iri: (links[0], links[1], links[2]) for iri, links in found.items()}


def clean(text: str) -> str:
    """Return text without the characters that no XML file can hold."""
    return _NOT_XML_RE.sub("", text)


def _touches(edge: Edge, wanted: Collection[str]) -> bool:
    return edge.source in wanted or edge.target in wanted
