"""Small networks with known answers, made by hand."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from kg.network.values import Edge, Network, Node


def network(edges: str, *, directed: bool = True, dates: str = "") -> Network:
    """Return the network of edges such as `ab bc bc`, an edge given twice counting two; dates as `a=2001`."""
    days = dict(one.split("=") for one in dates.split())
    pairs = edges.split()
    names = sorted({name for pair in pairs for name in pair} | set(days))
    nodes = tuple(Node(name, name.upper(), name, "text", _day(days.get(name, ""))) for name in names)
    made = tuple(
        Edge(pair[0], pair[1], pairs.count(pair), float(pairs.count(pair))) for pair in sorted(set(pairs))
    )
    return Network("Made by hand", directed, nodes, made)


def _day(year: str) -> str:
    return f"{year}-01-01" if year else ""


def read_xml(data: str | bytes) -> ET.Element:
    """Return the root of XML that this project wrote."""
    return ET.fromstring(data)  # noqa: S314 - our own writing
