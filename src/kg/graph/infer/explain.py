"""Explain why a statement is in the graph: who asserts it, or which axiom gives it from which others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.infer.rules import is_variable, key_of, rules_in, term_of_key
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.identifiers import graph_name
from kg.namespaces import XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.infer.rules import Atom, Binding, Fact, Key, Rule

_MOST_STEPS = 40  # a chain of that many broader themes or superior bodies is a fault in the data
_MOST_NEAR = 8


@dataclass(frozen=True)
class Proof:
    """Why one statement holds: graphs that assert it, or else a rule and the proofs of its premises."""

    fact: Fact
    graphs: tuple[str, ...] = ()
    """Names of the graphs that assert it."""
    rule: Rule | None = None
    premises: tuple[Proof, ...] = ()

    @property
    def size(self) -> int:
        """Return the number of statements in the whole proof."""
        return 1 + sum(premise.size for premise in self.premises)


def explain(store: ox.Store, subject: Key, predicate: str, value: Key) -> Proof:
    """Return the shortest proof of a statement: fewest steps, then fewest statements.

    Raises:
        InputError: where the statement does not hold (with those near it), or the graph `inferred` has it
            from statements that are gone.
    """
    return Explainer(store).explain(subject, predicate, value)


class Explainer:
    """Explains statements of one store by its rules, and remembers what it proved."""

    def __init__(self, store: ox.Store, rules: tuple[Rule, ...] | None = None) -> None:
        self._store = store
        self._rules = rules

    @cached_property
    def _prover(self) -> _Prover:
        return _Prover(self._store, rules_in(self._store) if self._rules is None else self._rules)

    def explain(self, subject: Key, predicate: str, value: Key) -> Proof:
        """Return the shortest proof of a statement, as the function of this name."""
        fact = (str(subject), predicate, value)
        if not _holds(self._store, fact):
            raise InputError(
                f"{in_words(fact)}: is neither asserted nor inferred", remedy=_near(self._store, fact)
            )
        proof = self._prover.prove(fact, _MOST_STEPS)
        if proof is None:
            raise InputError(
                f"{in_words(fact)}: is inferred from statements that are gone", remedy="Run `kg reason` again"
            )
        return proof


def parse_literal(text: str) -> ox.Literal:
    """Return a literal as Turtle writes it.

    >>> parse_literal('"2016-03-23"^^xsd:date').value
    '2016-03-23'

    Raises:
        SyntaxError, ValueError: where it is none, or more than one.
    """
    turtle = f"@prefix xsd: <{XSD}> . <urn:x:s> <urn:x:p> {text} ."
    (quad,) = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    if not isinstance(quad.object, ox.Literal):
        raise SyntaxError(f"{text} is no literal")  # noqa: TRY004 - as the parser itself says it
    return quad.object


class _Prover:
    """A search backwards from the goal, which remembers what it proved and what it could not."""

    def __init__(self, store: ox.Store, rules: tuple[Rule, ...]) -> None:
        self._store = store
        self._rules = rules
        self._proofs: dict[Fact, Proof] = {}
        self._tried: dict[Fact, int] = {}
        """Number of steps within which a fact has no proof."""

    def prove(self, fact: Fact, steps: int) -> Proof | None:
        """Return the proof with the fewest steps, if there is one within so many.

        Fewer steps are tried first, for premises too: so no proof leads back to what it proves.
        """
        if fact not in self._proofs:
            for allowed in range(self._tried.get(fact, -1) + 1, steps + 1):
                if proof := self._prove_within(fact, allowed):
                    self._proofs[fact] = proof
                    break
                self._tried[fact] = allowed
        return self._proofs.get(fact)

    def _prove_within(self, fact: Fact, steps: int) -> Proof | None:
        if steps == 0:
            graphs = _asserting_graphs(self._store, fact)
            return Proof(fact, graphs=graphs) if graphs else None
        found = [proof for proof in self._derivations(fact, steps) if proof]
        return min(found, key=lambda proof: proof.size, default=None)

    def _derivations(self, fact: Fact, steps: int) -> Iterator[Proof | None]:
        """Yield the proofs whose last step is one of the rules."""
        for rule in self._rules:
            if (binding := _unify(rule.head, fact, {})) is None:
                continue
            for found in self._complete(rule.body, binding):
                yield self._prove_premises(fact, rule, found, steps)

    def _prove_premises(self, fact: Fact, rule: Rule, binding: Binding, steps: int) -> Proof | None:
        premises: list[Proof] = []
        for atom in rule.body:
            premise = (str(binding[atom.subject]), atom.predicate, _resolve(atom.object, binding))
            proof = self.prove(premise, steps - 1)
            if proof is None or proof_steps(proof) >= steps:
                return None
            premises.append(proof)
        return Proof(fact, rule=rule, premises=tuple(premises))

    def _complete(self, body: tuple[Atom, ...], binding: Binding) -> list[Binding]:
        """Return the bindings under which a body holds in the store, sorted."""
        bindings = [binding]
        for atom in body:
            bindings = [longer for found in bindings for longer in self._match(atom, found)]
        return sorted(bindings, key=str)

    def _match(self, atom: Atom, binding: Binding) -> Iterator[Binding]:
        subject, value = _resolve(atom.subject, binding), _resolve(atom.object, binding)
        if isinstance(subject, ox.Literal):
            return
        pattern = [None if is_variable(term) else term_of_key(term) for term in (subject, value)]
        seen: set[Fact] = set()
        for quad in self._store.quads_for_pattern(pattern[0], ox.NamedNode(atom.predicate), pattern[1]):  # type: ignore[arg-type]
            fact = _fact_of(quad)
            if fact not in seen and (longer := _unify(atom, fact, binding)) is not None:
                seen.add(fact)
                yield longer


def assertions(proof: Proof) -> tuple[Proof, ...]:
    """Return the asserted statements that a proof rests on, each once, in the order of the proof."""
    if proof.rule is None:
        return (proof,)
    found = (one for premise in proof.premises for one in assertions(premise))
    return tuple({one.fact: one for one in found}.values())


def proof_steps(proof: Proof) -> int:
    """Return the number of steps from the statement down to the farthest assertion."""
    return 1 + max(map(proof_steps, proof.premises)) if proof.premises else 0


def render(proof: Proof) -> str:
    """Return a proof as an indented tree of short names."""
    return "\n".join(_lines(proof)) + "\n"


def _lines(proof: Proof) -> Iterator[str]:
    yield in_words(proof.fact)
    if proof.rule is None:
        yield f"   asserted in {', '.join(proof.graphs)}"
        return
    yield f"   inferred: {proof.rule.axiom}"
    for number, premise in enumerate(proof.premises, start=1):
        last = number == len(proof.premises)
        first, *others = _lines(premise)
        yield f"   {'└─' if last else '├─'} {first}"
        yield from (f"   {' ' if last else '│'}  {line}" for line in others)


def proof_record(proof: Proof) -> dict[str, Any]:
    """Return a proof as JSON can hold it, with full IRIs."""
    subject, predicate, value = proof.fact
    record: dict[str, Any] = {"subject": subject, "predicate": predicate, "object": _plain(value)}
    if proof.rule is None:
        return {**record, "asserted_in": list(proof.graphs)}
    premises = [proof_record(premise) for premise in proof.premises]
    return {**record, "rule": proof.rule.kind, "axiom": proof.rule.axiom, "premises": premises}


def in_words(fact: Fact) -> str:
    """Return a statement in short names."""
    names = (term if isinstance(term, ox.Literal) else compact(term) for term in fact)
    return " ".join(map(str, names))


def quad_in_words(quad: ox.Quad) -> tuple[str, str]:
    """Return a quad's statement in short names, and the name of its graph."""
    graph = graph_name(quad.graph_name.value) if isinstance(quad.graph_name, ox.NamedNode) else ""
    return in_words(_fact_of(quad)), graph


def _holds(store: ox.Store, fact: Fact) -> bool:
    return any(True for _ in _quads(store, fact))


def _asserting_graphs(store: ox.Store, fact: Fact) -> tuple[str, ...]:
    graphs = {str(quad.graph_name.value) for quad in _quads(store, fact)}  # type: ignore[union-attr]  # all named
    return tuple(sorted(graph_name(graph) for graph in graphs - {INFERRED_GRAPH}))


def _quads(store: ox.Store, fact: Fact) -> Iterator[ox.Quad]:
    subject, predicate, value = fact
    return iter(
        store.quads_for_pattern(term_of_key(subject), ox.NamedNode(predicate), term_of_key(value))  # type: ignore[arg-type]
    )


def _near(store: ox.Store, fact: Fact) -> str:
    """Return what holds instead: of the same subject and property, else of the same subject and value."""
    subject, predicate, value = term_of_key(fact[0]), ox.NamedNode(fact[1]), term_of_key(fact[2])
    for heading, quads in (
        ("What it relates to so", store.quads_for_pattern(subject, predicate, None)),  # type: ignore[arg-type]
        ("The two are related so", store.quads_for_pattern(subject, None, value)),  # type: ignore[arg-type]
    ):
        if found := sorted({in_words(_fact_of(quad)) for quad in quads}):
            more = f" and {len(found) - _MOST_NEAR} more" if len(found) > _MOST_NEAR else ""
            return f"{heading}: {'; '.join(found[:_MOST_NEAR])}{more}"
    if not any(True for _ in store.quads_for_pattern(subject, None, None)):  # type: ignore[arg-type]
        return f"The graph says nothing of {compact(fact[0])}; check the name"
    return f"See what holds of it with `kg show {compact(fact[0])}`"


def _unify(atom: Atom, fact: Fact, binding: Binding) -> Binding | None:
    """Return the binding made longer so that a pattern equals a fact, or None where it cannot."""
    if atom.predicate != fact[1]:
        return None
    found = dict(binding)
    for term, key in ((atom.subject, fact[0]), (atom.object, fact[2])):
        if is_variable(term):
            if found.setdefault(str(term), key) != key:
                return None
        elif term != key:
            return None
    return found


def _resolve(term: Key, binding: Binding) -> Key:
    return binding.get(term, term) if isinstance(term, str) else term


def _fact_of(quad: ox.Quad) -> Fact:
    return str(key_of(quad.subject)), quad.predicate.value, key_of(quad.object)


def _plain(value: Key) -> str | dict[str, str]:
    """Return an IRI, or a literal as SPARQL's JSON results write it."""
    if not isinstance(value, ox.Literal):
        return value
    tag = {"xml:lang": value.language} if value.language else {"datatype": value.datatype.value}
    return {"value": value.value, **tag}
