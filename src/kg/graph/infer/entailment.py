"""Infer what follows from one document on the ground of the base, without running over all documents.

The base is closed under the rules once; then each document's statements alone are taken up and joined with
it. Only statements that touch the document are kept, so that they can go when it is replaced. What follows
from several ingested documents together, a chain of citations over three of them, is not inferred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.infer.materialise import Facts, Triggers, follow, quad_of
from kg.graph.infer.rules import key_of, rules_of
from kg.graph.ontology.axioms import Axioms
from kg.graph.sources.curated import ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.graph.infer.base import Base
    from kg.graph.infer.rules import Fact, Key

_ONTOLOGY = ox.NamedNode(ONTOLOGY_GRAPH)


class Entailment:
    """The rules of the base's ontology, and all that they give of the base."""

    def __init__(self, base: Base) -> None:
        rules = rules_of(Axioms(quad for quad in base.quads if quad.graph_name == _ONTOLOGY))
        self._triggers = Triggers(rules)
        self._predicates = {atom.predicate for rule in rules for atom in (*rule.body, rule.head)}
        self._ground = Facts(self._triggers.joined)
        self._of_base = [fact for fact, _ in follow(self._triggers, self._facts(base.quads), self._ground)]

    def of_base(self) -> set[ox.Quad]:
        """Return what follows from the base alone."""
        return {quad_of(fact) for fact in self._of_base}

    def of_document(self, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
        """Return what follows from the quads of a document and the base, beyond both."""
        facts = self._facts(quads)
        own = {subject for subject, _, _ in facts}
        known = _Layered(self._ground, self._triggers.joined)

        def keep(fact: Fact) -> bool:
            return (fact[0] in own or fact[2] in own) and not self._ground.holds(fact)

        return {quad_of(fact) for fact, _ in follow(self._triggers, facts, known, keep=keep)}

    def _facts(self, quads: Iterable[ox.Quad]) -> list[Fact]:
        """Return the facts that rules can use or could repeat, each once."""
        return list(
            {
                (str(key_of(quad.subject)), quad.predicate.value, key_of(quad.object))
                for quad in quads
                if quad.predicate.value in self._predicates
            }
        )


class _Layered:
    """Facts on the ground of others, to which nothing is added."""

    def __init__(self, ground: Facts, joined: frozenset[str]) -> None:
        self._ground, self._upper, self._joined = ground, Facts(joined), joined

    def add(self, fact: Fact) -> None:
        if fact[1] in self._joined and not self._ground.holds(fact):
            self._upper.add(fact)

    def objects(self, predicate: str, subject: Key) -> Sequence[Key]:
        return [*self._ground.objects(predicate, subject), *self._upper.objects(predicate, subject)]

    def subjects(self, predicate: str, value: Key) -> Sequence[Key]:
        return [*self._ground.subjects(predicate, value), *self._upper.subjects(predicate, value)]

    def holds(self, fact: tuple[Key, str, Key]) -> bool:
        return self._upper.holds(fact) or self._ground.holds(fact)
