"""Read out of a store how acts are ranked by strength, and which groups of agents hold which."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.namespaces import ID, sparql_prologue

if TYPE_CHECKING:
    from kg.graph.stores.engine import Engine

_ACT_TYPES = ID + "act-type/"
_STRENGTHS = """SELECT DISTINCT ?type ?rank WHERE {
  ?type a cp:ActType ; cp:strength ?level . ?level cp:rank ?rank .
}"""
_SUBGROUPS = """SELECT DISTINCT ?group ?wider WHERE { ?group cp:subgroupOf ?wider }"""


def read_strengths(store: Engine) -> dict[str, int]:
    """Return the slug of each act type with its place on the scale of strength; only their order counts."""
    return {kind.removeprefix(_ACT_TYPES): int(rank) for kind, rank in _pairs(store, _STRENGTHS)}


def read_wider_groups(store: Engine) -> dict[str, frozenset[str]]:
    """Return the path of each group of agents with those of all groups that hold it, however far above."""
    direct: dict[str, set[str]] = defaultdict(set)
    for group, wider in _pairs(store, _SUBGROUPS):
        direct[group.removeprefix(ID)].add(wider.removeprefix(ID))
    return {group: _above(group, direct) for group in sorted(direct)}


def _above(group: str, direct: dict[str, set[str]]) -> frozenset[str]:
    """Return all that holds a group; itself too where the data run in a circle."""
    found: set[str] = set()
    waiting = [group]
    while waiting:
        fresh = direct.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


def _pairs(store: Engine, query: str) -> list[tuple[str, str]]:
    rows = store.select(sparql_prologue() + query).rows
    return [(first.value, second.value) for first, second in rows if first and second]
