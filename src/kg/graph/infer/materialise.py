"""Add to a graph what its ontology entails: the rules run until nothing new comes, semi-naively.

Every statement, asserted or new, is taken up once and joined with those taken up before it, over indexes in
memory. INSERTs to a fixpoint inside the store were slower: docs/decisions/0006-rules-run-in-memory.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.graph.infer.base import is_of_documents
from kg.graph.infer.rules import is_variable, key_of, rules_in
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.graph.stores.store import LocalStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from kg.graph.infer.rules import Atom, Binding, Fact, Key, Rule

    Fire: TypeAlias = Callable[[Fact, "Known"], Iterable[Fact]]
    """What a fact gives together with those taken up before it."""

INFERRED = ox.NamedNode(INFERRED_GRAPH)

OF_DOCUMENTS = "documents"
"""What stands for the kind of rule in counts, for what follows from ingested documents."""

_OBJECT = 2
"""Place of the object in a fact."""


@dataclass(frozen=True)
class Followed:
    """Statements that follow, as far as a store must be told them.

    To hand over a digest of 64 bits for each is far quicker than the statements themselves. Two of the same
    digest, one chance in ten million where two million follow, would leave a stale statement standing.
    """

    digests: frozenset[int]
    lacking: frozenset[ox.Quad]
    """Those that the store does not hold."""

    @classmethod
    def of(cls, quads: set[ox.Quad], store: ox.Store) -> Followed:
        """Return statements as a store needs to be told them."""
        return cls(frozenset(map(hash, quads)), frozenset(quad for quad in quads if quad not in store))

    def __or__(self, other: Followed) -> Followed:
        return Followed(self.digests | other.digests, self.lacking | other.lacking)


NOTHING = Followed(frozenset(), frozenset())


def materialise(store: ox.Store, documents: Followed = NOTHING) -> dict[str, int]:
    """Fill the graph `inferred` anew and return how many statements each kind of rule gave.

    The rules are those of the store's own graph `ontology`. A statement that several rules give counts for
    the first; one that some graph asserts is not inferred again. What follows from ingested documents is
    inferred by `kg.graph.infer.entailment` and given here; it counts as of the kind `documents`.
    """
    rules = rules_in(store)
    inferred = infer(rules, _facts_of(store, rules))
    followed = documents | Followed.of(set(map(quad_of, inferred)), store)
    _replace(store, followed)
    kinds = Counter(rule.kind for rule in inferred.values())
    if beyond := len(followed.digests) - len(inferred):
        kinds[OF_DOCUMENTS] = beyond
    return dict(sorted(kinds.items()))


def _replace(store: ox.Store, followed: Followed) -> None:
    """Make the graph `inferred` hold what follows; a kill on the way leaves too much, not too little."""
    store.bulk_extend(followed.lacking)
    if _count_inferred(store) == len(followed.digests):
        return  # to read what stands takes longer than to look each new statement up
    standing = store.quads_for_pattern(None, None, None, INFERRED)
    for quad in [quad for quad in standing if hash(quad) not in followed.digests]:
        store.remove(quad)


def _count_inferred(store: ox.Store) -> int:
    rows = (
        LocalStore(store).select(f"SELECT (COUNT(*) AS ?number) {{ GRAPH {INFERRED} {{ ?s ?p ?o }} }}").rows
    )
    return sum(int(cell.value) for row in rows for cell in row if cell is not None)


def infer(rules: Iterable[Rule], facts: Iterable[Fact]) -> dict[Fact, Rule]:
    """Return every fact that follows and is not given, with the rule that gave it first."""
    triggers = Triggers(rules)
    return dict(follow(triggers, facts, Facts(triggers.joined)))


def follow(
    triggers: Triggers, facts: Iterable[Fact], known: Known, *, keep: Callable[[Fact], bool] | None = None
) -> Iterator[tuple[Fact, Rule]]:
    """Take facts up into what is known, and yield what follows with its rule, each once.

    What is known already must be closed under the rules. What `keep` refuses is as if it did not follow.
    """
    seen = dict.fromkeys(facts)
    agenda: deque[Fact] = deque(seen)
    while agenda:
        fact = agenda.popleft()
        _, predicate, value = fact
        known.add(fact)
        for fire, rule in triggers.of(predicate, value):
            for new in fire(fact, known):
                if new in seen or (keep and not keep(new)):
                    continue
                seen[new] = None
                agenda.append(new)
                yield new, rule


class Known(Protocol):
    """Facts that can be added to and searched."""

    def add(self, fact: Fact) -> None:
        """Take a fact up."""

    def objects(self, predicate: str, subject: Key) -> Sequence[Key]:
        """Return what a subject has by a predicate."""

    def subjects(self, predicate: str, value: Key) -> Sequence[Key]:
        """Return what has an object by a predicate."""

    def holds(self, fact: tuple[Key, str, Key]) -> bool:
        """Say whether a fact was taken up."""


class Facts:
    """The facts taken up so far; those that rules join with others, by predicate with either end."""

    def __init__(self, joined: frozenset[str]) -> None:
        self._joined = joined
        self._all: set[tuple[Key, str, Key]] = set()
        self._objects: dict[tuple[str, Key], list[Key]] = defaultdict(list)
        self._subjects: dict[tuple[str, Key], list[Key]] = defaultdict(list)

    def add(self, fact: Fact) -> None:
        """Take a fact up."""
        subject, predicate, value = fact
        self._all.add(fact)
        if predicate in self._joined:
            self._objects[predicate, subject].append(value)
            self._subjects[predicate, value].append(subject)

    def objects(self, predicate: str, subject: Key) -> Sequence[Key]:
        """Return what a subject has by a predicate."""
        return self._objects.get((predicate, subject), ())

    def subjects(self, predicate: str, value: Key) -> Sequence[Key]:
        """Return what has an object by a predicate."""
        return self._subjects.get((predicate, value), ())

    def holds(self, fact: tuple[Key, str, Key]) -> bool:
        """Say whether a fact was taken up."""
        return fact in self._all


class Triggers:
    """What a fact sets off: the patterns of rules that it can match, by predicate and object."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._of_any: dict[str, list[tuple[Fire, Rule]]] = defaultdict(list)
        self._of_one: dict[str, dict[Key, list[tuple[Fire, Rule]]]] = defaultdict(dict)
        """By predicate, for the objects that some pattern names: what any object sets off, and what this."""
        joined: set[str] = set()
        for rule in rules:
            joined.update(atom.predicate for atom in rule.body if len(rule.body) > 1)
            for position, atom in enumerate(rule.body):
                fire = _join(rule, position) if len(rule.body) > 1 else _step(atom, rule.head)
                if is_variable(atom.object):
                    self._of_any[atom.predicate].append((fire, rule))
                else:
                    self._of_one[atom.predicate].setdefault(atom.object, []).append((fire, rule))
        for predicate, named in self._of_one.items():
            for value, fires in named.items():
                named[value] = [*self._of_any.get(predicate, ()), *fires]
        self.joined = frozenset(joined)
        """Predicates of facts that rules join with others: only these need be found again."""

    def of(self, predicate: str, value: Key) -> Sequence[tuple[Fire, Rule]]:
        """Return what a fact with a predicate and an object sets off."""
        if (named := self._of_one.get(predicate)) and (fires := named.get(value)):
            return fires
        return self._of_any.get(predicate, ())


def _step(atom: Atom, head: Atom) -> Fire:
    """Return what gives the head of a rule with one pattern; most rules are such."""
    predicate, places = head.predicate, {atom.subject: 0, str(atom.object): 2}
    from_object = places.get(head.subject) == _OBJECT
    to = places.get(str(head.object)) if is_variable(head.object) else None
    constant = head.object

    def fire(fact: Fact, _: Known) -> tuple[Fact, ...]:
        subject = fact[2] if from_object else fact[0]
        if not isinstance(subject, str):
            return ()  # a literal is the subject of nothing
        return ((subject, predicate, constant if to is None else fact[to]),)

    return fire


def _join(rule: Rule, position: int) -> Fire:
    """Return what gives the heads of a rule with several patterns, of which a fact matches one."""
    first, *others = _in_join_order(rule.body[position], rule.body[:position] + rule.body[position + 1 :])
    head = rule.head
    if len(others) == 1:
        return _pair(first, others[0], head)

    def fire(fact: Fact, known: Known) -> Iterator[Fact]:
        bindings: list[Binding] = [{first.subject: fact[0], str(first.object): fact[2]}]
        for other in others:
            bindings = [longer for found in bindings for longer in _match(other, found, known)]
        for found in bindings:
            subject = found[head.subject]
            if isinstance(subject, str):
                yield subject, head.predicate, _resolve(head.object, found)

    return fire


def _pair(first: Atom, other: Atom, head: Atom) -> Fire:
    """Return what joins facts with those of one other pattern, as `_join` does of any number."""
    names = {first.subject: 0, str(first.object): 2}
    found_at = 3  # behind a fact's own three places
    names.setdefault(other.subject, found_at)
    if is_variable(other.object):
        names.setdefault(str(other.object), found_at)
    subject_at, object_at = names[other.subject], names.get(str(other.object))
    head_subject, head_object = names[head.subject], names.get(str(head.object))

    def fire(fact: Fact, known: Known) -> Iterator[Fact]:
        value = other.object if object_at is None else "" if object_at == found_at else fact[object_at]
        if subject_at == found_at:
            found = known.subjects(other.predicate, value)
        elif object_at == found_at:
            found = known.objects(other.predicate, fact[subject_at])
        else:
            found = ("",) if known.holds((fact[subject_at], other.predicate, value)) else ()
        for one in found:
            places = (*fact, one)
            subject = places[head_subject]
            if isinstance(subject, str):
                yield subject, head.predicate, head.object if head_object is None else places[head_object]

    return fire


def _match(atom: Atom, binding: Binding, known: Known) -> Iterator[Binding]:
    """Yield the bindings under which a pattern holds; one of its ends at least is bound or constant."""
    subject, value = binding.get(atom.subject), _resolve(atom.object, binding)
    if subject is None:
        for found in known.subjects(atom.predicate, value):
            yield {**binding, atom.subject: found}
    elif is_variable(value):
        for found in known.objects(atom.predicate, subject):
            yield {**binding, str(value): found}
    elif known.holds((subject, atom.predicate, value)):
        yield binding


def _in_join_order(first: Atom, others: tuple[Atom, ...]) -> list[Atom]:
    """Return the patterns, the first one first, so that each shares a variable with one before it."""
    ordered, left = [first], list(others)
    while left:
        bound = {term for atom in ordered for term in (atom.subject, atom.object) if is_variable(term)}
        nearest = next((a for a in left if a.subject in bound or a.object in bound), left[0])
        ordered.append(nearest)
        left.remove(nearest)
    return ordered


def _resolve(term: Key, binding: Binding) -> Key:
    return binding.get(term, term) if isinstance(term, str) else term


def _facts_of(store: ox.Store, rules: Iterable[Rule]) -> list[Fact]:
    """Return the facts that rules can use or could repeat, sorted, so that counts never depend on order."""
    predicates = {atom.predicate for rule in rules for atom in (*rule.body, rule.head)}
    graphs = [name for name in store.named_graphs() if name != INFERRED and not is_of_documents(name)]
    facts = {
        (str(key_of(quad.subject)), quad.predicate.value, key_of(quad.object))
        for graph in graphs
        for quad in store.quads_for_pattern(None, None, None, graph)
        if quad.predicate.value in predicates
    }
    return sorted(facts, key=str)


def quad_of(fact: Fact) -> ox.Quad:
    """Return a fact as a statement of the graph `inferred`."""
    subject, predicate, value = fact
    return ox.Quad(
        _node(subject), _name(predicate), value if isinstance(value, ox.Literal) else _node(value), INFERRED
    )


@lru_cache(maxsize=1 << 16)
def _node(key: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(key[2:]) if key.startswith("_:") else ox.NamedNode(key)


@lru_cache
def _name(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
