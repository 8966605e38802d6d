"""Answer questions about networks: make one, measure it, and give rows, a file or a picture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kg.graph.lookup.names import resolve_name
from kg.graph.lookup.networks import paragraphs_under
from kg.model import Rows, Term
from kg.namespaces import CP, XSD
from kg.network import groups, measures, paths, reach
from kg.network.values import around, links_of, part_of
from kg.pipeline.network_making import (
    Library,
    actor_network,
    citation_network,
    theme_network,
)
from kg.terms import integer, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.graph.stores.engine import Engine
    from kg.network.values import Network, Node
    from kg.pipeline.network_making import Level

Kind = Literal["citations", "actors", "themes"]
MeasureName = Literal[
    "in-degree", "out-degree", "degree", "pagerank", "betweenness", "communities", "components"
]
INSTRUMENT = (CP + "Instrument",)


@dataclass(frozen=True)
class Selection:
    """Which paragraphs a network is made of; what is left open selects nothing away."""

    instrument: str | None = None
    body: str | None = None
    theme: str | None = None
    since: str = ""
    """First day, as `2016-03-23`; texts without a date are then left out."""
    until: str = ""


@dataclass(frozen=True)
class Analysis:
    """A network, a figure and a group for each node, and in words how both were reckoned."""

    network: Network
    order: tuple[str, ...]
    """The nodes, those that matter most first."""
    values: Mapping[str, float]
    heading: str
    """What the figure is."""
    column: str
    method: str
    estimated: bool = False
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Number of the group of each node, where groups were asked for."""


def make_network(library: Library, kind: Kind, selection: Selection, *, level: Level) -> Network:
    """Return a network of the paragraphs that are selected.

    In a citation network an instrument is the centre: what it cites, what cites it, and how those cite each
    other. In the others it says whose paragraphs count.

    Raises:
        UsageError: where a name means nothing in the graph.
    """
    chosen = _chooser(library, selection, centred=kind == "citations")
    if kind == "actors":
        return actor_network(library, chosen=chosen)
    if kind == "themes":
        return theme_network(library, level=level, chosen=chosen)
    network = citation_network(library, level=level, chosen=chosen)
    if selection.instrument is None:
        return network
    centre = find_instrument(library.engine, selection.instrument)
    own = {node.iri for node in network.nodes if library.whole.get(node.iri, node.iri) == centre}
    return around(network, own)


def analyse(network: Network, measure: MeasureName, *, pivots: int = measures.PIVOTS) -> Analysis:
    """Return the network measured: figures with their order, or groups.

    `pivots` bounds the nodes from which the paths of betweenness are followed.

    Raises:
        MissingToolError: where a library that the measure needs is not installed.
    """
    if measure in {"communities", "components"}:
        return _grouped(network, measure)
    if measure == "betweenness":
        found = measures.betweenness(network, pivots=pivots)
    else:
        plain: dict[str, Callable[[Network], measures.Measure]] = {
            "in-degree": measures.in_degree,
            "out-degree": measures.out_degree,
            "degree": measures.degree,
            "pagerank": measures.pagerank,
        }
        found = plain[measure](network)
    order = tuple(measures.ranked(network, found))
    return Analysis(network, order, found.values, found.heading, found.name, found.method, found.estimated)


def node_rows(analysis: Analysis, *, top: int | None = None) -> Rows:
    """Return the nodes as rows: their names and facts, the figure or group, and how it was reckoned."""
    network = analysis.network
    nodes, links = {node.iri: node for node in network.nodes}, links_of(network)
    groups_wanted = bool(analysis.numbers)
    rows = []
    for rank, iri in enumerate(analysis.order[:top], 1):
        node, (pointing, count, pointed) = nodes[iri], links[iri]
        figure = integer(analysis.numbers[iri]) if groups_wanted else _figure(analysis, iri)
        rows.append((integer(rank), Term("iri", iri), *_told(node), figure, integer(pointing), integer(count),
                     integer(pointed), literal(analysis.method)))  # fmt: skip
    columns = ("rank", "thing", "name", "label", "kind", "date", "body", analysis.column)
    links_columns = ("linkedFrom", "count", "linkedTo")
    return Rows((*columns, *links_columns, "method"), tuple(rows), _headings(analysis))


def edge_rows(network: Network, *, top: int | None = None) -> Rows:
    """Return the edges as rows, those that count most first."""
    names = {node.iri: node.name for node in network.nodes}
    edges = sorted(network.edges, key=lambda edge: (-edge.count, edge.source, edge.target))
    rows = tuple(
        (Term("iri", edge.source), literal(names[edge.source]), Term("iri", edge.target),
         literal(names[edge.target]), integer(edge.count), _decimal(edge.weight),
         literal("; ".join(edge.kinds)), literal(edge.date), literal(edge.where))
        for edge in edges[:top]
    )  # fmt: skip
    unit = network.unit.capitalize()
    headings = {"from": "From", "to": "To", "count": unit, "kinds": "By", "date": "Since", "places": "Where"}
    if not network.directed:
        headings = {"from": "One", "to": "Other", "count": unit, "weight": "Association"}
    columns = ("source", "from", "target", "to", "count", "weight", "kinds", "date", "places")
    return Rows(columns, rows, headings)


def find_instrument(engine: Engine, name: str) -> str:
    """Return the IRI of an instrument by what people call it.

    Raises:
        UsageError: where none, or more than one, is called so.
    """
    return resolve_name(engine, name, INSTRUMENT).value


def find_paths(network: Network, start: str, end: str, *, max_length: int | None, most: int) -> paths.Paths:
    """Return all paths up to a length, or without one the shortest; none where a text has no citation."""
    known = {node.iri for node in network.nodes}
    if start not in known or end not in known:
        return paths.Paths(())
    if max_length is None:
        return paths.shortest_paths(network, start, end, most=most)
    return paths.simple_paths(network, start, end, max_length=max_length, most=most)


def path_rows(network: Network, found: paths.Paths) -> Rows:
    """Return paths as rows, one a step: the text, and how and where it cites the next."""
    nodes = {node.iri: node for node in network.nodes}
    edges = {(edge.source, edge.target): edge for edge in network.edges}
    rows = []
    for number, path in enumerate(found.paths, 1):
        for step, iri in enumerate(path):
            edge = edges.get((iri, path[step + 1])) if step + 1 < len(path) else None
            how = (literal("; ".join(edge.kinds)), literal(edge.where)) if edge else (None, None)
            told = _told(nodes[iri])
            rows.append((integer(number), integer(step), Term("iri", iri), *told, *how))
    columns = ("path", "step", "thing", "name", "label", "kind", "date", "body", "kinds", "places")
    headings = {"path": "Path", "step": "Step", "name": "Text", "label": "Title", "date": "Date",
                "kinds": "Cites the next by", "places": "In"}  # fmt: skip
    return Rows(columns, tuple(rows), headings)


def path_network(network: Network, found: paths.Paths) -> Network:
    """Return the texts on the paths, with the citations along them."""
    steps = {pair for path in found.paths for pair in pairwise(path)}
    part = part_of(network, {iri for path in found.paths for iri in path})
    return replace(part, edges=tuple(edge for edge in part.edges if (edge.source, edge.target) in steps))


def find_reached(
    network: Network, start: str, *, forward: bool, max_steps: int | None
) -> list[reach.Reached]:
    """Return what a text rests on, or what rests on it, over chains that the texts' dates allow."""
    if start not in {node.iri for node in network.nodes}:
        return []
    walk = reach.rested_on_by if forward else reach.rests_on
    return walk(network, start, max_steps=max_steps)


def without_time(network: Network) -> Network:
    """Return the network with the dates of its texts left aside, in which every chain is allowed."""
    return replace(network, nodes=tuple(replace(node, date="") for node in network.nodes))


def reach_network(network: Network, start: str, found: Sequence[reach.Reached]) -> Network:
    """Return the texts reached and the one they were reached from, with the citations among them."""
    return part_of(network, {start, *(one.iri for one in found)})


def reach_rows(network: Network, found: Sequence[reach.Reached]) -> Rows:
    """Return the texts reached, the nearest first, each with the text before it on a shortest chain."""
    nodes = {node.iri: node for node in network.nodes}
    ordered = sorted(found, key=lambda one: (one.steps, nodes[one.iri].date or "9999", nodes[one.iri].name))
    rows = tuple(
        (integer(one.steps), Term("iri", one.iri), *_told(nodes[one.iri]), Term("iri", one.via),
         literal(nodes[one.via].name))
        for one in ordered
    )  # fmt: skip
    columns = ("steps", "thing", "name", "label", "kind", "date", "body", "via", "through")
    headings = {"steps": "Steps", "name": "Text", "label": "Title", "date": "Date", "body": "Body",
                "through": "Through"}  # fmt: skip
    return Rows(columns, rows, headings)


def _chooser(library: Library, selection: Selection, *, centred: bool) -> Callable[[str], bool]:
    """Return what says of a paragraph whether it is selected."""
    engine = library.engine
    body = resolve_name(engine, selection.body, (CP + "Agent",)).value if selection.body else ""
    theme = resolve_name(engine, selection.theme, (CP + "Theme",)) if selection.theme else None
    about = paragraphs_under(engine, theme) if theme else None
    whole = find_instrument(engine, selection.instrument) if selection.instrument and not centred else ""

    def chosen(paragraph: str) -> bool:
        text = library.text_of(paragraph)
        if text is None or (about is not None and paragraph not in about):
            return False
        dated = bool(selection.since or selection.until)
        day = text.node.date
        in_time = not dated or (bool(day) and selection.since <= day <= (selection.until or "9999"))
        whose = not body or text.body == body
        return in_time and whose and (not whole or whole in {text.node.iri, text.holder})

    return chosen


def _grouped(network: Network, measure: str) -> Analysis:
    found = groups.communities(network) if measure == "communities" else groups.components(network)
    figures = measures.in_degree(network) if network.directed else measures.degree(network)
    ranks = {iri: rank for rank, iri in enumerate(measures.ranked(network, figures))}
    order = tuple(sorted(ranks, key=lambda iri: (found.numbers[iri], ranks[iri])))
    return Analysis(
        network, order, figures.values, figures.method, found.name, found.method, numbers=found.numbers
    )


def _headings(analysis: Analysis) -> dict[str, str]:
    """Return the columns a reader sees; those that say the same for every row are left out."""
    network = analysis.network
    headings = {"rank": "No.", "name": network.things.capitalize().removesuffix("s")}
    if any(node.label != node.name for node in network.nodes):
        headings["label"] = "Title" if network.unit == "citations" else "Name"
    headings["kind"] = "Kind"
    told = {"date": "Date", "body": "Body"}
    headings |= {key: told[key] for key in told if any(getattr(node, key) for node in network.nodes)}
    if analysis.numbers:
        headings[analysis.column] = analysis.column.capitalize()
    elif analysis.column in {"pagerank", "betweenness"}:
        headings[analysis.column] = analysis.heading
    if not network.directed:
        return headings | {"linkedFrom": "Linked to", "count": network.unit.capitalize()}
    verbs = {"citations": ("Cited by", "Times cited", "Cites"), "acts": ("Asked by", "Times asked", "Asks")}
    return headings | dict(zip(("linkedFrom", "count", "linkedTo"), verbs[network.unit], strict=True))


def _figure(analysis: Analysis, iri: str) -> Term:
    value = analysis.values[iri]
    return _decimal(value) if analysis.column in {"pagerank", "betweenness"} else integer(int(value))


def _told(node: Node) -> tuple[Term, ...]:
    return tuple(map(literal, (node.name, node.label, node.kind, node.date, node.body)))


def _decimal(number: float) -> Term:
    """Return a figure with six significant digits, on which machines agree, and without an exponent."""
    return Term("literal", format(Decimal(f"{number:.6g}"), "f"), XSD + "decimal")
