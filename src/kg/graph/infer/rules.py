"""Turn the ontology's axioms into rules: patterns that, where they hold, let one more statement hold.

What OWL 2 RL can say as a rule becomes one, whichever axiom of the ontology says it, except that two names
mean one thing: here that is a fault. What no rule can say (cardinalities, existence, disjointness) is left to
HermiT, see `consistency`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count, product
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.ontology.axioms import THING, TYPE, Axioms, iri_of
from kg.graph.sources.curated import ONTOLOGY_GRAPH
from kg.namespaces import OWL, RDFS, compact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.ontology.axioms import Node

Key = str | ox.Literal
"""A term of a statement: an IRI as text, a blank node as `_:name`, or a literal."""
Fact = tuple[str, str, Key]
"""Subject, predicate and object."""
Binding = dict[str, Key]
"""Terms by the variables that stand for them."""

_SUBCLASS, _EQUIVALENT_CLASS = RDFS + "subClassOf", OWL + "equivalentClass"
_SUBPROPERTY, _EQUIVALENT_PROPERTY = RDFS + "subPropertyOf", OWL + "equivalentProperty"


@dataclass(frozen=True)
class Atom:
    """One pattern; what begins with a question mark is a variable."""

    subject: str
    predicate: str
    object: Key


@dataclass(frozen=True)
class Rule:
    """Where all of the body holds, the head holds."""

    kind: str
    """The construct of OWL or RDFS it comes from: `subClassOf`, `propertyChainAxiom`, …"""
    axiom: str
    """The axiom in words."""
    body: tuple[Atom, ...]
    head: Atom


def rules_in(store: ox.Store) -> tuple[Rule, ...]:
    """Return the rules of a store's own graph `ontology`."""
    return rules_of(Axioms(store.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH))))


def rules_of(axioms: Axioms) -> tuple[Rule, ...]:
    """Return the rules of an ontology, in a stable order and without those that only repeat their body."""
    found = [
        *_class_rules(axioms),
        *_domain_and_range_rules(axioms),
        *_subproperty_rules(axioms),
        *_inverse_rules(axioms),
        *_characteristic_rules(axioms),
        *_chain_rules(axioms),
    ]
    return tuple(dict.fromkeys(rule for rule in found if rule.head not in rule.body and _is_named(rule)))


def _is_named(rule: Rule) -> bool:
    """Say whether all properties of a rule have names; an axiom about a literal gives none."""
    return all(atom.predicate for atom in (rule.head, *rule.body))


def _class_rules(axioms: Axioms) -> Iterator[Rule]:
    for lower, upper in axioms.pairs(_SUBCLASS):
        yield from _inclusion_rules(axioms, "subClassOf", lower, upper)
    for left, right in axioms.pairs(_EQUIVALENT_CLASS):
        yield from _inclusion_rules(axioms, "equivalentClass", left, right)
        yield from _inclusion_rules(axioms, "equivalentClass", right, left)
    for whole, parts in axioms.pairs(OWL + "disjointUnionOf"):
        for part in axioms.members(parts):
            yield from _inclusion_rules(axioms, "disjointUnionOf", part, whole)


def _inclusion_rules(axioms: Axioms, kind: str, lower: Node, upper: Node) -> Iterator[Rule]:
    fresh = (f"?v{n}" for n in count())
    conditions = list(_conditions(axioms, lower, "?x", fresh))
    for condition, (extra, head) in product(conditions, _conclusions(axioms, upper, "?x", fresh)):
        words = f"every {_describe(axioms, lower)} is a {_describe(axioms, upper)}"
        yield Rule(kind, words, condition + extra, head)


def _conditions(axioms: Axioms, expression: Node, x: str, fresh: Iterator[str]) -> Iterator[tuple[Atom, ...]]:
    """Yield the bodies any of which shows that `x` is of a class; none where no rule can show it."""
    if name := iri_of(expression):
        yield () if name == THING else (Atom(x, TYPE, name),)
    for part in axioms.members(axioms.value(expression, OWL + "unionOf")):
        yield from _conditions(axioms, part, x, fresh)
    if parts := axioms.members(axioms.value(expression, OWL + "intersectionOf")):
        for choice in product(*(list(_conditions(axioms, part, x, fresh)) for part in parts)):
            yield tuple(chain.from_iterable(choice))
    if (filler := axioms.value(expression, OWL + "someValuesFrom")) is not None:
        y = next(fresh)
        if step := _step(axioms, expression, x, y):
            yield from ((step, *body) for body in _conditions(axioms, filler, y, fresh))
    if fact := _has_value(axioms, expression, x):
        yield (fact,)


def _conclusions(
    axioms: Axioms, expression: Node, x: str, fresh: Iterator[str]
) -> Iterator[tuple[tuple[Atom, ...], Atom]]:
    """Yield what holds of a member `x` of a class: each head, with what else must hold for it."""
    if (name := iri_of(expression)) and name != THING:
        yield (), Atom(x, TYPE, name)
    for part in axioms.members(axioms.value(expression, OWL + "intersectionOf")):
        yield from _conclusions(axioms, part, x, fresh)
    if (filler := axioms.value(expression, OWL + "allValuesFrom")) is not None:
        y = next(fresh)
        if step := _step(axioms, expression, x, y):
            yield from (((step, *extra), head) for extra, head in _conclusions(axioms, filler, y, fresh))
    if fact := _has_value(axioms, expression, x):
        yield (), fact


def _step(axioms: Axioms, restriction: Node, x: str, y: str) -> Atom | None:
    """Return the pattern of a restriction's property, read backwards where it names an inverse."""
    on = axioms.value(restriction, OWL + "onProperty")
    if name := iri_of(on):
        return Atom(x, name, y)
    inverse = iri_of(axioms.value(on, OWL + "inverseOf")) if on is not None else ""
    return Atom(y, inverse, x) if inverse else None


def _has_value(axioms: Axioms, restriction: Node, x: str) -> Atom | None:
    value = axioms.value(restriction, OWL + "hasValue")
    name = iri_of(axioms.value(restriction, OWL + "onProperty"))
    return Atom(x, name, key_of(value)) if name and value is not None else None


def _domain_and_range_rules(axioms: Axioms) -> Iterator[Rule]:
    for kind, variable, words in (
        ("domain", "?x", "whatever has {} is a {}"),
        ("range", "?y", "every value of {} is a {}"),
    ):
        for prop, kinds in axioms.pairs(RDFS + kind):
            if kind == "range" and not axioms.is_a(prop, OWL + "ObjectProperty"):
                continue  # a literal is the subject of nothing
            fresh = (f"?v{n}" for n in count())
            for extra, head in _conclusions(axioms, kinds, variable, fresh):
                axiom = words.format(_name(prop), _describe(axioms, kinds))
                yield Rule(kind, axiom, (Atom("?x", iri_of(prop), "?y"), *extra), head)


def _subproperty_rules(axioms: Axioms) -> Iterator[Rule]:
    for lower, upper in axioms.pairs(_SUBPROPERTY):
        yield _implication("subPropertyOf", f"{_name(lower)} is a kind of {_name(upper)}", lower, upper)
    for left, right in axioms.pairs(_EQUIVALENT_PROPERTY):
        words = f"{_name(left)} and {_name(right)} are the same relation"
        yield _implication("equivalentProperty", words, left, right)
        yield _implication("equivalentProperty", words, right, left)


def _implication(kind: str, words: str, lower: Node, upper: Node) -> Rule:
    return Rule(kind, words, (Atom("?x", iri_of(lower), "?y"),), Atom("?x", iri_of(upper), "?y"))


def _inverse_rules(axioms: Axioms) -> Iterator[Rule]:
    for left, right in axioms.pairs(OWL + "inverseOf"):
        if not iri_of(left) or not iri_of(right):
            continue  # the inverse of a property inside an expression, not an axiom
        for one, other in ((left, right), (right, left)):
            words = f"{_name(one)} is the inverse of {_name(other)}"
            yield Rule("inverseOf", words, (Atom("?x", iri_of(other), "?y"),), Atom("?y", iri_of(one), "?x"))


def _characteristic_rules(axioms: Axioms) -> Iterator[Rule]:
    for prop in map(iri_of, axioms.of_type(OWL + "SymmetricProperty")):
        words = f"{compact(prop)} holds both ways"
        yield Rule("SymmetricProperty", words, (Atom("?x", prop, "?y"),), Atom("?y", prop, "?x"))
    for prop in map(iri_of, axioms.of_type(OWL + "TransitiveProperty")):
        words = f"{compact(prop)} followed by {compact(prop)} is {compact(prop)}"
        yield Rule("TransitiveProperty", words, _path([prop, prop]), Atom("?x0", prop, "?x2"))


def _chain_rules(axioms: Axioms) -> Iterator[Rule]:
    for prop, steps in axioms.pairs(OWL + "propertyChainAxiom"):
        names = [iri_of(step) for step in axioms.members(steps)]
        if names and all(names):
            words = f"{' followed by '.join(map(compact, names))} is {_name(prop)}"
            head = Atom("?x0", iri_of(prop), f"?x{len(names)}")
            yield Rule("propertyChainAxiom", words, _path(names), head)


def _path(names: list[str]) -> tuple[Atom, ...]:
    return tuple(Atom(f"?x{n}", name, f"?x{n + 1}") for n, name in enumerate(names))


def _describe(axioms: Axioms, expression: Node) -> str:
    """Return a class expression in words that a lawyer can read."""
    if name := _name(expression):
        return name
    for construct, joint in (("unionOf", " or "), ("intersectionOf", " and ")):
        if parts := axioms.members(axioms.value(expression, OWL + construct)):
            return joint.join(_describe(axioms, part) for part in parts)
    prop = _name(axioms.value(expression, OWL + "onProperty"))
    for construct, joint in (("someValuesFrom", "some"), ("allValuesFrom", "only")):
        if (filler := axioms.value(expression, OWL + construct)) is not None:
            return f"thing with {prop} {joint} {_describe(axioms, filler)}"
    value = axioms.value(expression, OWL + "hasValue")
    return f"thing with {prop} {_name(value) or value}"


def _name(node: Node | None) -> str:
    return compact(iri_of(node))


def is_variable(term: Key) -> bool:
    """Say whether a place in a pattern is open."""
    return isinstance(term, str) and term.startswith("?")


def key_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Key:
    """Return the key of a term of the store; the inverse of `term_of_key`."""
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        return term
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term)


def term_of_key(key: Key) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the term of a key."""
    if isinstance(key, ox.Literal):
        return key
    return ox.BlankNode(key[2:]) if key.startswith("_:") else ox.NamedNode(key)
