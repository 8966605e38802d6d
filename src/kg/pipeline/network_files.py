"""Write an analysed network as a file for Gephi, or as a picture."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import __version__
from kg.network import groups
from kg.network.files import Drawn, write_gexf, write_graphml
from kg.network.layout import positions
from kg.network.looks import groups_by, looks_of, sizes_of
from kg.network.picture import Picture, draw
from kg.network.values import links_of, part_of, strongest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.network.values import Edge, Network, Node
    from kg.pipeline.network import Analysis

_LINKS_A_NODE = 4
"""Lines in a picture, in the mean; more are a tangle."""
_VERBS = {"citations": "cites", "acts": "asks something of"}
_TURN = math.pi * (3 - 5**0.5)
_STEP = 40.0
"""Distance of neighbours on the spiral, in the units of the viewer."""


def network_file(analysis: Analysis, form: str, *, colour_by: str, top: int | None) -> bytes:
    """Return the network, or its `top` nodes, as `gexf` (1.3) or `graphml`.

    Colours are by `kind`, `body` or `community`. Nodes stand on a spiral, the first in the middle; programs
    such as Gephi then lay them out.
    """
    network = _top(analysis, top)
    network = replace(network, notes=(*network.notes, f"Figures: {analysis.method}."))
    by_number = _numbers(analysis, colour_by)
    of = groups_by(network, colour_by, _community_names(analysis, by_number))
    looks, sizes, links = looks_of(of.values()), sizes_of(analysis.values), links_of(network)
    kept = [iri for iri in analysis.order if iri in of]
    drawn = {
        iri: Drawn(
            sizes[iri],
            looks[of[iri]].colour,
            *_on_spiral(place),
            {
                **_figures(analysis, iri),
                **({"community": by_number[iri]} if by_number and "community" not in analysis.column else {}),
                **dict(zip(("linkedFrom", "count", "linkedTo"), links[iri], strict=True)),
            },
        )
        for place, iri in enumerate(kept)
    }
    return {"gexf": write_gexf, "graphml": write_graphml}[form](network, drawn)


def network_picture(
    analysis: Analysis, form: str, *, colour_by: str, top: int, labels: int, title: str
) -> bytes:
    """Return a picture, `svg` or `png`, of so many nodes and the strongest edges among them.

    Raises:
        MissingToolError: where matplotlib, NumPy or SciPy is not installed.
    """
    network = _drawn(analysis, top)
    of = groups_by(network, colour_by, _community_names(analysis, _numbers(analysis, colour_by)))
    picture = Picture(
        network=network,
        places=positions(network),
        sizes=sizes_of({iri: analysis.values[iri] for iri in of}),
        groups=of,
        looks=looks_of(of.values()),
        labelled=_labelled(analysis, network, labels),
        title=title,
        legend={"kind": "Kind", "body": "Body", "community": "Community"}[colour_by],
        caption=_caption(analysis, network),
    )
    return draw(picture, form)


def _drawn(analysis: Analysis, most: int) -> Network:
    """Return what is drawn: of a large network the most central half, and what is most tied to these.

    The most central alone are often cited by all and cite nothing, so that nothing would join them.
    """
    network = analysis.network
    if len(network.nodes) > most:
        order = _most_central(analysis)
        core = set(order[: (most + 1) // 2])
        ties: Counter[str] = Counter()
        for edge in network.edges:
            for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
                if one in core and other not in core:
                    ties[other] += edge.count
        rank = {iri: place for place, iri in enumerate(order)}
        tied = sorted(ties, key=lambda iri: (-ties[iri], rank[iri]))
        network = part_of(network, core.union(tied[: most - len(core)]))
    linked = {end for edge in network.edges for end in (edge.source, edge.target)}
    return strongest(part_of(network, linked), _LINKS_A_NODE * len(linked))


def _most_central(analysis: Analysis) -> list[str]:
    """Return the nodes from the highest figure down, where the analysis has them by their groups."""
    return sorted(analysis.order, key=lambda iri: -round(analysis.values[iri], 9))


def _top(analysis: Analysis, top: int | None) -> Network:
    return analysis.network if top is None else part_of(analysis.network, analysis.order[:top])


def _labelled(analysis: Analysis, drawn: Network, most: int) -> list[str]:
    """Return the nodes to label, the first half the most central, the others those with the most lines.

    A text that cites much and is cited by none would else be a nameless knot of arrows.
    """
    lines = Counter(end for edge in drawn.edges for end in (edge.source, edge.target))
    central = [iri for iri in _most_central(analysis) if iri in lines]
    tied = sorted(central, key=lambda iri: -lines[iri])
    return list(dict.fromkeys((*central[: (most + 1) // 2], *tied)))[:most]


def _numbers(analysis: Analysis, colour_by: str) -> Mapping[str, int]:
    """Return the community of each node, found in the whole network even where a part is drawn."""
    if colour_by != "community":
        return {}
    if analysis.column == "community":
        return analysis.numbers
    return groups.communities(analysis.network).numbers


def _community_names(analysis: Analysis, numbers: Mapping[str, int]) -> dict[str, str]:
    """Return for each node its community's number with the name of the community's most central node."""
    names = {node.iri: node.name for node in analysis.network.nodes}
    first: dict[int, str] = {}
    for iri in _most_central(analysis) if numbers else ():
        first.setdefault(numbers[iri], f"{numbers[iri]}: {names[iri]}")
    return {iri: first[number] for iri, number in numbers.items()}


def _figures(analysis: Analysis, iri: str) -> dict[str, str | int | float]:
    if analysis.numbers:
        return {analysis.column: analysis.numbers[iri]}
    value = analysis.values[iri]
    return {analysis.column: int(value) if "degree" in analysis.column else float(f"{value:.9g}")}


def _on_spiral(place: int) -> tuple[float, float]:
    """Return the place of the n-th node on a sunflower's spiral."""
    away, turn = _STEP * math.sqrt(place), place * _TURN
    return round(away * math.cos(turn), 2), round(away * math.sin(turn), 2)


def _caption(analysis: Analysis, drawn: Network) -> str:
    """Return what sizes and lines mean, what is left out, and the source, in sentences."""
    whole = analysis.network
    dated: Iterable[Node | Edge] = drawn.nodes if whole.unit == "citations" else drawn.edges
    days = sorted(one.date for one in dated if one.date)
    said = [_share_drawn(whole, drawn)]
    said.append(f"Size: {analysis.heading if analysis.numbers else analysis.method}.")
    said += [f"Groups: {analysis.method}."] if analysis.numbers else []
    said += [_lines_mean(whole), *whole.notes]
    said += [f"Texts from {days[0]} to {days[-1]}."] if days else []
    return " ".join([*said, f"Source: cpkg {__version__}."])


def _share_drawn(whole: Network, drawn: Network) -> str:
    nodes = f"All {len(whole.nodes):,} {whole.things} are drawn"
    if len(drawn.nodes) < len(whole.nodes):
        nodes = (
            f"{len(drawn.nodes):,} of {len(whole.nodes):,} {whole.things} are drawn, the most central and"
            " what is most tied to them"
        )
    links = f"with all {len(whole.edges):,} links"
    if len(drawn.edges) < len(whole.edges):
        links = f"with the strongest {len(drawn.edges):,} of {len(whole.edges):,} links"
    return f"{nodes}, {links}."


def _lines_mean(whole: Network) -> str:
    if not whole.directed:
        return "A line joins what stands together; its width grows with the association."
    verb = _VERBS[whole.unit]
    return f"An arrow runs from A to B where A {verb} B; its width grows with the number of {whole.unit}."
