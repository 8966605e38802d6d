"""Colours, shapes and sizes of nodes, the same in every form in which a network is drawn or written.

The colours are those of Okabe and Ito (2008), which people of all kinds of colour vision tell apart; a shape
goes with each, so that nothing hangs on colour alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.network.values import Network

_FIXED = {
    "treaty": ("#0072B2", "s"),
    "resolution": ("#E69F00", "o"),
    "draft resolution": ("#F0E442", "o"),
    "general comment": ("#009E73", "^"),
    "report": ("#CC79A7", "D"),
    "declaration": ("#56B4E9", "p"),
    "body": ("#0072B2", "s"),
    "group of agents": ("#E69F00", "o"),
    "mandate": ("#009E73", "^"),
    "State": ("#CC79A7", "D"),
    "programme": ("#56B4E9", "p"),
    "initiative": ("#D55E00", "v"),
}
"""Kinds that look the same in every picture."""
_FREE = (
    ("#0072B2", "o"),
    ("#E69F00", "s"),
    ("#009E73", "^"),
    ("#CC79A7", "D"),
    ("#56B4E9", "p"),
    ("#D55E00", "v"),
    ("#F0E442", "h"),
    ("#000000", "*"),
)
OTHER = ("#999999", "o")
OTHERS = "other"
_UNKNOWN = "not known"
_LEAST, _MOST = 7.0, 32.0
"""Diameters of the least and the most central node, in points."""


@dataclass(frozen=True)
class Look:
    """How nodes of one group are drawn, and how many there are."""

    group: str
    colour: str
    shape: str
    count: int


def groups_by(network: Network, by: str, communities: Mapping[str, str]) -> dict[str, str]:
    """Return the group of each node by its `kind`, its `body`, or the name of its `community`."""
    if by == "community":
        return {node.iri: communities[node.iri] for node in network.nodes}
    return {node.iri: (node.body if by == "body" else node.kind) or _UNKNOWN for node in network.nodes}


def looks_of(groups: Iterable[str]) -> dict[str, Look]:
    """Return the look of each group, the most frequent first; the least frequent share one.

    >>> [(look.group, look.colour) for look in looks_of(["treaty", "report", "treaty"]).values()]
    [('treaty', '#0072B2'), ('report', '#CC79A7')]
    """
    counts = Counter(groups)
    ordered = sorted(counts, key=lambda group: (-counts[group], group))
    fixed = all(group in _FIXED for group in ordered if group not in {"text", _UNKNOWN})
    free = iter(_FREE)
    looks: dict[str, Look] = {}
    for group in ordered:
        plain = group in {"text", _UNKNOWN}
        colour, shape = _FIXED.get(group, OTHER) if fixed or plain else next(free, OTHER)
        looks[group] = Look(group, colour, shape, counts[group])
    return looks


def sizes_of(values: Mapping[str, float]) -> dict[str, float]:
    """Return the diameter of each node in points, from the least figure's to the highest's.

    The square root is taken, because readers compare areas.
    """
    least, most = min(values.values(), default=0.0), max(values.values(), default=0.0)
    if most <= least:
        return dict.fromkeys(values, (_LEAST + _MOST) / 3)
    share = {iri: (value - least) / (most - least) for iri, value in values.items()}
    return {iri: round(_LEAST + (_MOST - _LEAST) * part**0.5, 3) for iri, part in share.items()}
