"""Which texts one rests on, or which rest on it, over chains of citations that time allows.

A text can only rely on what existed: along a chain of citations followed backwards the dates never rise.
A text without a date fits any place in a chain; it takes over the date of the text before it, so that a
chain cannot pass through it into what came later.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.network.values import Network

_LAST_DAY = "9999-12-31"


@dataclass(frozen=True, order=True)
class Reached:
    """One text that a chain reaches."""

    steps: int
    iri: str
    via: str
    """The text before it on a shortest chain."""


def rests_on(network: Network, start: str, *, max_steps: int | None = None) -> list[Reached]:
    """Return the texts that one cites, directly or through texts not later, the nearest first."""
    return _reach(network, start, max_steps, sign=1)


def rested_on_by(network: Network, start: str, *, max_steps: int | None = None) -> list[Reached]:
    """Return the texts that cite one, directly or through texts not earlier, the nearest first."""
    return _reach(network, start, max_steps, sign=-1)


def _reach(network: Network, start: str, max_steps: int | None, *, sign: int) -> list[Reached]:
    """Walk in breadth; a node is visited again when a chain brings it a bound that lets more through."""
    days = {node.iri: _day(node.date) for node in network.nodes}
    near = _neighbours(network, sign)
    bounds = {start: _bound(days[start], sign, None)}
    found: dict[str, Reached] = {}
    pending = deque([(0, start, bounds[start])])
    while pending:
        steps, place, bound = pending.popleft()
        if steps == max_steps:
            continue
        for node in near.get(place, ()):
            day = days[node]
            if day is not None and sign * day > bound:
                continue
            reached = _bound(day, sign, bound)
            if node in bounds and reached <= bounds[node]:
                continue
            bounds[node] = reached
            found.setdefault(node, Reached(steps + 1, node, place))
            pending.append((steps + 1, node, reached))
    return sorted(found.values())


def _bound(day: int | None, sign: int, before: int | None) -> int:
    """Return the latest day (times the sign) of what may come next: its own, else that of the text before."""
    if day is not None:
        return sign * day
    return before if before is not None else sign * _whole(_LAST_DAY if sign > 0 else "0001-01-01")


def _neighbours(network: Network, sign: int) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for edge in network.edges:
        here, there = (edge.source, edge.target) if sign > 0 else (edge.target, edge.source)
        near.setdefault(here, []).append(there)
    return near


def _day(date: str) -> int | None:
    return _whole(date) if date else None


def _whole(date: str) -> int:
    """Return a day as a number that orders days: 20160323."""
    return int(date.replace("-", ""))
