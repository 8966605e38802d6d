"""Write networks as GEXF 1.3 and as GraphML, which Gephi and other programs open.

networkx's own GEXF writer puts the day of writing into the file, so that no two runs give the same bytes, and
declares no span of time; the structure here follows the schema of https://gexf.net (1.3).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx

from kg.network.values import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.network.values import Edge, Network, Node

_GEXF = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_TYPES = {str: "string", int: "integer", float: "double"}
_JOINED = "; "

Value = str | int | float


@dataclass(frozen=True)
class Drawn:
    """What a file says of a node beyond the node itself."""

    size: float
    colour: str
    """As `#0072B2`."""
    x: float
    y: float
    facts: Mapping[str, Value]
    """Figures and groups by their names."""


def write_gexf(network: Network, drawn: Mapping[str, Drawn]) -> bytes:
    """Return the network as GEXF 1.3: labels, facts, colours, sizes, places, and texts from their days on."""
    ET.register_namespace("", _GEXF)
    ET.register_namespace("viz", _VIZ)
    root = ET.Element(_in(_GEXF, "gexf"), version="1.3")
    meta = ET.SubElement(root, _in(_GEXF, "meta"))
    ET.SubElement(meta, _in(_GEXF, "creator")).text = "cpkg"
    ET.SubElement(meta, _in(_GEXF, "description")).text = clean(
        " ".join((network.title + ".", *network.notes))
    )
    graph = ET.SubElement(root, _in(_GEXF, "graph"), _graph_attributes(network))
    node_facts = {node.iri: _node_facts(node, drawn[node.iri]) for node in network.nodes}
    edge_facts = [_edge_facts(edge) for edge in network.edges]
    node_ids = _declare(graph, "node", node_facts.values())
    edge_ids = _declare(graph, "edge", edge_facts)
    nodes = ET.SubElement(graph, _in(_GEXF, "nodes"), count=str(len(network.nodes)))
    for node in network.nodes:
        _gexf_node(nodes, node, drawn[node.iri], node_facts[node.iri], node_ids)
    edges = ET.SubElement(graph, _in(_GEXF, "edges"), count=str(len(network.edges)))
    for number, (edge, facts) in enumerate(zip(network.edges, edge_facts, strict=True)):
        _gexf_edge(edges, number, edge, facts, edge_ids)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def write_graphml(network: Network, drawn: Mapping[str, Drawn]) -> bytes:
    """Return the network as GraphML, colours and places under the names that Gephi reads."""
    graph: nx.Graph[str] = nx.DiGraph() if network.directed else nx.Graph()
    graph.graph = {"title": network.title, "notes": clean(_about(network))}
    for node in network.nodes:
        look = drawn[node.iri]
        red, green, blue = _channels(look.colour)
        shown = {"label": clean(node.name), "r": red, "g": green, "b": blue}
        where = {"size": look.size, "x": look.x, "y": look.y}
        graph.add_node(node.iri, **shown, **where, **_node_facts(node, look))
    for edge in network.edges:
        facts = {"weight": edge.weight, **_edge_facts(edge)}
        graph.add_edge(edge.source, edge.target, **(facts | ({"date": edge.date} if edge.date else {})))
    buffer = io.BytesIO()
    nx.write_graphml_xml(graph, buffer, named_key_ids=True)
    return buffer.getvalue() + b"\n"


def _graph_attributes(network: Network) -> dict[str, str]:
    """Return what the graph element says; the span of time only where a date is known."""
    things: list[Node | Edge] = [*network.nodes, *network.edges]
    days = sorted({day for thing in things for day in _start(thing).values()})
    directed = {"defaultedgetype": "directed" if network.directed else "undirected", "idtype": "string"}
    if not days:
        return {**directed, "mode": "static"}
    time = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}
    return {**directed, **time, "start": days[0]}


def _declare(graph: ET.Element, kind: str, facts: Iterable[Mapping[str, Value]]) -> dict[str, str]:
    """Declare every fact of the nodes or edges, in the order of first use; return its id by its name."""
    types: dict[str, str] = {}
    for one in facts:
        for name, value in one.items():
            types.setdefault(name, _TYPES[type(value)])
    declared = ET.SubElement(graph, _in(_GEXF, "attributes"), {"class": kind})
    ids = {name: f"{kind}-{name}" for name in types}
    for name, form in types.items():
        ET.SubElement(declared, _in(_GEXF, "attribute"), id=ids[name], title=name, type=form)
    return ids


def _gexf_node(
    nodes: ET.Element, node: Node, look: Drawn, facts: Mapping[str, Value], ids: Mapping[str, str]
) -> None:
    named = {"id": node.iri, "label": clean(node.name)}
    element = ET.SubElement(nodes, _in(_GEXF, "node"), named | _start(node))
    _gexf_facts(element, facts, ids)
    red, green, blue = map(str, _channels(look.colour))
    ET.SubElement(element, _in(_VIZ, "color"), r=red, g=green, b=blue)
    ET.SubElement(element, _in(_VIZ, "position"), x=str(look.x), y=str(look.y), z="0.0")
    ET.SubElement(element, _in(_VIZ, "size"), value=str(look.size))


def _gexf_edge(
    edges: ET.Element, number: int, edge: Edge, facts: Mapping[str, Value], ids: Mapping[str, str]
) -> None:
    named = {"id": str(number), "source": edge.source, "target": edge.target, "weight": str(edge.weight)}
    _gexf_facts(ET.SubElement(edges, _in(_GEXF, "edge"), named | _start(edge)), facts, ids)


def _start(thing: Node | Edge) -> dict[str, str]:
    """Return the day from which a thing is there; none where only a year is known, which is no date."""
    return {"start": thing.date} if len(thing.date) == len("2016-03-23") else {}


def _gexf_facts(element: ET.Element, facts: Mapping[str, Value], ids: Mapping[str, str]) -> None:
    values = ET.SubElement(element, _in(_GEXF, "attvalues"))
    for name, value in facts.items():
        ET.SubElement(values, _in(_GEXF, "attvalue"), {"for": ids[name], "value": clean(str(value))})


def _node_facts(node: Node, look: Drawn) -> dict[str, Value]:
    told = {"title": node.label, "kind": node.kind, "date": node.date, "body": node.body}
    return {name: clean(text) for name, text in told.items() if text} | dict(look.facts)


def _edge_facts(edge: Edge) -> dict[str, Value]:
    told = {"kinds": _JOINED.join(edge.kinds), "places": edge.where}
    counted: dict[str, Value] = {"count": edge.count}
    return counted | {name: clean(text) for name, text in told.items() if text}


def _about(network: Network) -> str:
    return " ".join((f"{network.title}.", *network.notes))


def _channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour.

    >>> _channels("#0072B2")
    (0, 114, 178)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _in(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"
