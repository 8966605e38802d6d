"""The hierarchy of object properties: which are simple, and whether the chains can be ordered.

Definitions of the W3C "OWL 2 Structural Specification", 11.1 and 11.2. A property and its inverse are taken
as one, which is what the clauses ask for except in chains that name an inverse of their own head.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.graph.ontology.axioms import iri_of
from kg.namespaces import OWL, RDFS

if TYPE_CHECKING:
    from kg.graph.ontology.axioms import Axioms, Node


@dataclass(frozen=True)
class Chain:
    """A property chain axiom: the steps, one after the other, give the head."""

    steps: tuple[str, ...]
    head: str


class Hierarchy:
    """What the axioms say about which object property implies which."""

    def __init__(self, axioms: Axioms) -> None:
        self.chains = _chains_of(axioms)
        self._implies = _implications_of(axioms)
        transitive = {iri_of(node) for node in axioms.of_type(OWL + "TransitiveProperty")}
        self._composite = transitive | {chain.head for chain in self.chains}

    def why_not_simple(self, name: str) -> str:
        """Return the transitive property or chain head that makes a property complex, or nothing."""
        below = nx.ancestors(self._implies, name) | {name} if name in self._implies else {name}
        return name if name in self._composite else min(below & self._composite, default="")

    def irregular_chains(self) -> list[tuple[Chain, str]]:
        """Return each chain that fits no order of the properties, with the step that does not fit."""
        before: nx.DiGraph[str] = nx.DiGraph()
        before.add_edges_from((step, chain.head) for chain in self.chains for step in _lower_steps(chain))
        return [
            (chain, step)
            for chain in self.chains
            for step in _lower_steps(chain)
            if self._reaches_back(before, chain.head, step)
        ]

    def _reaches_back(self, before: nx.DiGraph[str], head: str, step: str) -> bool:
        """Say whether a head comes before a step of its own chain, or implies one that does."""
        later = nx.descendants(before, head) | {head}
        above = {name for other in later for name in self._above(other)}
        return step in above | later

    def _above(self, name: str) -> set[str]:
        return nx.descendants(self._implies, name) | {name} if name in self._implies else {name}


def _lower_steps(chain: Chain) -> tuple[str, ...]:
    """Return the steps that must come before the head: all but the head itself at one end, or P after P."""
    if chain.steps == (chain.head, chain.head):
        return ()
    if chain.steps[0] == chain.head:
        return chain.steps[1:]
    return chain.steps[:-1] if chain.steps[-1] == chain.head else chain.steps


def _chains_of(axioms: Axioms) -> tuple[Chain, ...]:
    found = []
    for head, steps in axioms.pairs(OWL + "propertyChainAxiom"):
        found.append(Chain(tuple(_name(axioms, step) for step in axioms.members(steps)), _name(axioms, head)))
    return tuple(chain for chain in found if chain.steps)


def _implications_of(axioms: Axioms) -> nx.DiGraph[str]:
    """Return the graph of which property implies which; inverses imply each other."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for lower, upper in axioms.pairs(RDFS + "subPropertyOf"):
        graph.add_edge(_name(axioms, lower), _name(axioms, upper))
    for predicate in ("inverseOf", "equivalentProperty"):
        for left, right in axioms.pairs(OWL + predicate):
            one, other = _name(axioms, left), _name(axioms, right)
            graph.add_edges_from([(one, other), (other, one)])
    return graph


def _name(axioms: Axioms, node: Node) -> str:
    """Return the name of a property, or of the one whose inverse an expression is."""
    return iri_of(node) or iri_of(axioms.value(node, OWL + "inverseOf"))
