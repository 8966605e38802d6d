"""Add to a graph what its ontology entails: the rules run until nothing new comes, semi-naively.

Every statement, asserted or new, is taken up once and joined with those taken up before it, over indexes in
memory. INSERTs to a fixpoint inside the store were slower: docs/decisions/0006-rules-run-in-memory.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.graph.axioms import Axioms
from kg.graph.base import is_of_documents
from kg.graph.rules import is_variable, key_of, rules_of, term_of_key
from kg.graph.sources import INFERRED_GRAPH, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from kg.graph.rules import Atom, Binding, Fact, Key, Rule

    TriggerIndex: TypeAlias = dict[tuple[str, Key | None], list["_Trigger"]]


INFERRED = ox.NamedNode(INFERRED_GRAPH)


def materialise(store: ox.Store, documents: Iterable[ox.Quad] = ()) -> dict[str, int]:
    """Fill the graph `inferred` anew and return how many statements each kind of rule gave.

    The rules are those of the store's own graph `ontology`. A statement that several rules give counts for
    the first; one that some graph asserts is not inferred again. What follows from ingested documents is
    inferred by `kg.graph.entailment` and given here as `documents`.
    """
    rules = rules_of(Axioms(store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH))))
    inferred = infer(rules, _facts_of(store, rules))
    _replace(store, {*(quad_of(fact) for fact in inferred), *documents})
    return dict(sorted(Counter(rule.kind for rule in inferred.values()).items()))


def _replace(store: ox.Store, quads: set[ox.Quad]) -> None:
    """Make the graph `inferred` hold these quads; a kill on the way leaves too many rather than too few."""
    old = set(store.quads_for_pattern(None, None, None, INFERRED))
    store.bulk_extend(quads - old)
    for quad in old - quads:
        store.remove(quad)


def infer(rules: Iterable[Rule], facts: Iterable[Fact]) -> dict[Fact, Rule]:
    """Return every fact that follows and is not given, with the rule that gave it first."""
    return dict(follow(trigger_index(rules), facts, Facts()))


def follow(
    triggers: TriggerIndex, facts: Iterable[Fact], known: Known, *, keep: Callable[[Fact], bool] | None = None
) -> Iterator[tuple[Fact, Rule]]:
    """Take facts up into what is known, and yield what follows with its rule, each once.

    What is known already must be closed under the rules. What `keep` refuses is as if it did not follow.
    """
    given = dict.fromkeys(facts)
    inferred: set[Fact] = set()
    agenda: deque[Fact] = deque(given)
    while agenda:
        fact = agenda.popleft()
        known.add(fact)
        _, predicate, value = fact
        for trigger in (*triggers.get((predicate, None), ()), *triggers.get((predicate, value), ())):
            for new in trigger.fire(fact, known):
                if new in given or new in inferred or (keep and not keep(new)):
                    continue
                inferred.add(new)
                agenda.append(new)
                yield new, trigger.rule


class Known(Protocol):
    """Facts that can be added to and searched."""

    def add(self, fact: Fact) -> None:
        """Take a fact up."""

    def match(self, atom: Atom, binding: Binding) -> Iterator[Binding]:
        """Yield the bindings under which a pattern holds; one of its ends at least is bound or constant."""


class Facts:
    """The facts taken up so far, by predicate with either end."""

    def __init__(self) -> None:
        self._all: set[Fact] = set()
        self._objects: dict[tuple[str, Key], list[Key]] = defaultdict(list)
        self._subjects: dict[tuple[str, Key], list[Key]] = defaultdict(list)

    def add(self, fact: Fact) -> None:
        """Take a fact up."""
        subject, predicate, value = fact
        self._all.add(fact)
        self._objects[predicate, subject].append(value)
        self._subjects[predicate, value].append(subject)

    def holds(self, fact: Fact) -> bool:
        """Say whether a fact was taken up."""
        return fact in self._all

    def match(self, atom: Atom, binding: Binding) -> Iterator[Binding]:
        """Yield the bindings under which a pattern holds; one of its ends at least is bound or constant."""
        subject, value = binding.get(atom.subject), _resolve(atom.object, binding)
        if subject is None:
            for found in self._subjects.get((atom.predicate, value), ()):
                yield {**binding, atom.subject: found}
        elif is_variable(value):
            for found in self._objects.get((atom.predicate, subject), ()):
                yield {**binding, str(value): found}
        elif (subject, atom.predicate, value) in self._all:
            yield binding


class _Trigger:
    """One pattern of a rule's body that a fact can match, with the others in the order to join them."""

    def __init__(self, rule: Rule, position: int) -> None:
        self.rule = rule
        self.atom = rule.body[position]
        self._others = _in_join_order(self.atom, rule.body[:position] + rule.body[position + 1 :])

    def fire(self, fact: Fact, known: Known) -> Iterator[Fact]:
        """Yield what the rule gives with this fact and those taken up before it."""
        head = self.rule.head
        bindings: list[Binding] = [{self.atom.subject: fact[0], str(self.atom.object): fact[2]}]
        for atom in self._others:
            bindings = [longer for found in bindings for longer in known.match(atom, found)]
        for found in bindings:
            subject = found[head.subject]
            if isinstance(subject, str):  # a literal is the subject of nothing
                yield subject, head.predicate, _resolve(head.object, found)


def trigger_index(rules: Iterable[Rule]) -> TriggerIndex:
    """Return the triggers by predicate and, where the pattern names one, object."""
    triggers: TriggerIndex = defaultdict(list)
    for rule in rules:
        for position, atom in enumerate(rule.body):
            value = None if is_variable(atom.object) else atom.object
            triggers[atom.predicate, value].append(_Trigger(rule, position))
    return triggers


def _in_join_order(first: Atom, others: tuple[Atom, ...]) -> list[Atom]:
    """Return the patterns so that each shares a variable with one before it."""
    ordered, left = [first], list(others)
    while left:
        bound = {term for atom in ordered for term in (atom.subject, atom.object) if is_variable(term)}
        nearest = next((a for a in left if a.subject in bound or a.object in bound), left[0])
        ordered.append(nearest)
        left.remove(nearest)
    return ordered[1:]


def _resolve(term: Key, binding: Binding) -> Key:
    return binding.get(term, term) if isinstance(term, str) else term


def _facts_of(store: ox.Store, rules: Iterable[Rule]) -> list[Fact]:
    """Return the facts that rules can use or could repeat, sorted, so that counts never depend on order."""
    predicates = {atom.predicate for rule in rules for atom in (*rule.body, rule.head)}
    facts = {
        (str(key_of(quad.subject)), predicate, key_of(quad.object))
        for predicate in predicates
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None)
        if quad.graph_name != INFERRED and not is_of_documents(quad.graph_name)
    }
    return sorted(facts, key=str)


def quad_of(fact: Fact) -> ox.Quad:
    """Return a fact as a statement of the graph `inferred`."""
    subject, predicate, value = fact
    return ox.Quad(_subject(subject), ox.NamedNode(predicate), term_of_key(value), INFERRED)


def _subject(key: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(key[2:]) if key.startswith("_:") else ox.NamedNode(key)
