"""Add to a graph what its ontology entails: the rules run until nothing new comes, semi-naively.

Every statement, asserted or new, is taken up once and joined with those taken up before it, over indexes in
memory. INSERTs to a fixpoint inside the store were slower: docs/decisions/0006-rules-run-in-memory.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.axioms import Axioms
from kg.graph.rules import is_variable, key_of, rules_of, term_of_key
from kg.graph.sources import INFERRED_GRAPH, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from kg.graph.rules import Atom, Key, Rule

    Fact: TypeAlias = tuple[str, str, Key]
    Binding: TypeAlias = dict[str, Key]


_INFERRED = ox.NamedNode(INFERRED_GRAPH)


def materialise(store: ox.Store) -> dict[str, int]:
    """Fill the graph `inferred` anew and return how many statements each kind of rule gave.

    The rules are those of the store's own graph `ontology`. A statement that several rules give counts for
    the first; one that some graph asserts is not inferred again.
    """
    rules = rules_of(Axioms(store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH))))
    inferred = infer(rules, _facts_of(store, rules))
    _replace(store, {_quad(fact) for fact in inferred})
    return dict(sorted(Counter(rule.kind for rule in inferred.values()).items()))


def _replace(store: ox.Store, quads: set[ox.Quad]) -> None:
    """Make the graph `inferred` hold these quads; a kill on the way leaves too many rather than too few."""
    old = set(store.quads_for_pattern(None, None, None, _INFERRED))
    store.bulk_extend(quads - old)
    for quad in old - quads:
        store.remove(quad)


def infer(rules: Iterable[Rule], facts: Iterable[Fact]) -> dict[Fact, Rule]:
    """Return every fact that follows and is not given, with the rule that gave it first."""
    triggers = _triggers_of(rules)
    known = _Facts()
    inferred: dict[Fact, Rule] = {}
    given = dict.fromkeys(facts)
    agenda: deque[Fact] = deque(given)
    while agenda:
        fact = agenda.popleft()
        known.add(fact)
        _, predicate, value = fact
        for trigger in (*triggers[predicate, None], *triggers[predicate, value]):
            for new in trigger.fire(fact, known):
                if new not in given and new not in inferred:
                    inferred[new] = trigger.rule
                    agenda.append(new)
    return inferred


class _Facts:
    """The facts taken up so far, by predicate with either end."""

    def __init__(self) -> None:
        self._all: set[Fact] = set()
        self._objects: dict[tuple[str, Key], list[Key]] = defaultdict(list)
        self._subjects: dict[tuple[str, Key], list[Key]] = defaultdict(list)

    def add(self, fact: Fact) -> None:
        subject, predicate, value = fact
        self._all.add(fact)
        self._objects[predicate, subject].append(value)
        self._subjects[predicate, value].append(subject)

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

    def fire(self, fact: Fact, known: _Facts) -> Iterator[Fact]:
        """Yield what the rule gives with this fact and those taken up before it."""
        head = self.rule.head
        bindings: list[Binding] = [{self.atom.subject: fact[0], str(self.atom.object): fact[2]}]
        for atom in self._others:
            bindings = [longer for found in bindings for longer in known.match(atom, found)]
        for found in bindings:
            subject = found[head.subject]
            if isinstance(subject, str):  # a literal is the subject of nothing
                yield subject, head.predicate, _resolve(head.object, found)


def _triggers_of(rules: Iterable[Rule]) -> dict[tuple[str, Key | None], list[_Trigger]]:
    """Return the triggers by predicate and, where the pattern names one, object."""
    triggers: dict[tuple[str, Key | None], list[_Trigger]] = defaultdict(list)
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
        if quad.graph_name != _INFERRED
    }
    return sorted(facts, key=str)


def _quad(fact: Fact) -> ox.Quad:
    subject, predicate, value = fact
    return ox.Quad(_subject(subject), ox.NamedNode(predicate), term_of_key(value), _INFERRED)


def _subject(key: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(key[2:]) if key.startswith("_:") else ox.NamedNode(key)
