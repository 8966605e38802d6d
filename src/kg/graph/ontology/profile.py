"""Check that the ontology stays in OWL 2 DL, and that statements use its terms as it declares them.

A reasoner guards neither: HermiT's reader takes an undeclared or misspelt property for an annotation and
leaves it out without a word, and so finds consistent what it has not read. The clauses are those of the W3C
"OWL 2 Structural Specification": 5.8 (declarations), 11 (global restrictions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import namespace as closed

from kg.graph.ontology.axioms import TYPE, iri_of
from kg.graph.ontology.logical import ANNOTATIONS, DATATYPES
from kg.graph.ontology.properties import Hierarchy
from kg.model import Finding
from kg.namespaces import OWL, RDF, RDFS, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.ontology.axioms import Axioms, Node

CLASS, DATATYPE = OWL + "Class", RDFS + "Datatype"
OBJECT, DATA, ANNOTATION = (
    OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
_PROPERTIES = {OBJECT, DATA, ANNOTATION}
_KINDS = {CLASS, DATATYPE} | _PROPERTIES

_BUILT_IN: dict[str, set[str]] = {
    **{name: {DATATYPE} for name in DATATYPES},
    **{name: {ANNOTATION} for name in ANNOTATIONS},
    **{OWL + name: {CLASS} for name in ("Thing", "Nothing")},
    **{OWL + name: {OBJECT} for name in ("topObjectProperty", "bottomObjectProperty")},
    **{OWL + name: {DATA} for name in ("topDataProperty", "bottomDataProperty")},
}
_CLOSED = {RDF: closed.RDF, RDFS: closed.RDFS, OWL: closed.OWL, XSD: closed.XSD}

# Which kind of term may stand where: predicate, kinds of its subject, kinds of its object.
_POSITIONS: dict[str, tuple[set[str], set[str]]] = {
    RDFS + "subClassOf": ({CLASS}, {CLASS}),
    OWL + "equivalentClass": ({CLASS, DATATYPE}, {CLASS, DATATYPE}),
    OWL + "disjointWith": ({CLASS}, {CLASS}),
    OWL + "complementOf": (set(), {CLASS}),
    OWL + "onClass": (set(), {CLASS}),
    OWL + "onDataRange": (set(), {DATATYPE}),
    OWL + "onDatatype": (set(), {DATATYPE}),
    OWL + "someValuesFrom": (set(), {CLASS, DATATYPE}),
    OWL + "allValuesFrom": (set(), {CLASS, DATATYPE}),
    OWL + "onProperty": (set(), {OBJECT, DATA}),
    OWL + "inverseOf": ({OBJECT}, {OBJECT}),
    OWL + "propertyDisjointWith": ({OBJECT, DATA}, {OBJECT, DATA}),
    OWL + "equivalentProperty": ({OBJECT, DATA}, {OBJECT, DATA}),
    OWL + "disjointUnionOf": ({CLASS}, set()),
    OWL + "hasKey": ({CLASS}, set()),
    OWL + "propertyChainAxiom": ({OBJECT}, set()),
    RDFS + "subPropertyOf": (_PROPERTIES, _PROPERTIES),
    RDFS + "domain": (_PROPERTIES, {CLASS}),
    RDFS + "range": (_PROPERTIES, {CLASS, DATATYPE}),
}
_LISTS: dict[str, set[str]] = {
    OWL + "unionOf": {CLASS, DATATYPE},
    OWL + "intersectionOf": {CLASS, DATATYPE},
    OWL + "disjointUnionOf": {CLASS},
    OWL + "hasKey": {OBJECT, DATA},
    OWL + "propertyChainAxiom": {OBJECT},
    OWL + "members": {CLASS, OBJECT, DATA},
}
_SHORTEST_CHAIN = 2  # OWL 2 Structural Specification, 9.2.1
_OF_OBJECT_PROPERTIES = {
    OWL + f"{name}Property"
    for name in ("InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive")
}
_WANT_SIMPLE = {
    OWL + f"{name}Property" for name in ("Functional", "InverseFunctional", "Asymmetric", "Irreflexive")
}
_QUALIFIED = {
    OWL + name for name in ("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality")
}
_COUNTING = _QUALIFIED | {OWL + name for name in ("cardinality", "minCardinality", "maxCardinality")}
_CONSTRAINTS = _COUNTING | {OWL + name for name in ("someValuesFrom", "allValuesFrom", "hasValue", "hasSelf")}
_EXPRESSIONS = {
    OWL + name for name in ("unionOf", "intersectionOf", "complementOf", "oneOf", "onProperty", "onDatatype")
}


def check_profile(axioms: Axioms) -> list[Finding]:
    """Return what in an ontology is outside OWL 2 DL, or would be read as something else."""
    kinds = _kinds_of(axioms)
    found = [
        *_find_unknown_terms(axioms),
        *_find_double_kinds(kinds),
        *_find_misplaced_terms(axioms, kinds),
        *_find_broken_expressions(axioms),
        *_find_misplaced_characteristics(axioms, kinds),
        *_find_complex_properties(axioms),
        *_find_irregular_chains(axioms),
    ]
    return sorted(set(found))


def check_use(axioms: Axioms, quads: Iterable[ox.Quad]) -> list[Finding]:
    """Return the statements whose property or class the ontology does not declare, or declares otherwise."""
    kinds = _kinds_of(axioms)
    return sorted({finding for quad in quads for finding in _find_misuse(quad, kinds)})


def _kinds_of(axioms: Axioms) -> dict[str, set[str]]:
    """Return what each term is declared as, what OWL 2 brings included."""
    kinds = {name: set(built_in) for name, built_in in _BUILT_IN.items()}
    for kind in _KINDS:
        for node in axioms.of_type(kind):
            if name := iri_of(node):
                kinds.setdefault(name, set()).add(kind)
    return kinds


def _find_unknown_terms(axioms: Axioms) -> Iterator[Finding]:
    """Find misspelt terms of RDF, RDFS, OWL and XSD."""
    used = {*axioms.predicates, *(iri_of(kind) for _, kind in axioms.pairs(TYPE))}
    for name in sorted(used):
        base, _, local = name.rpartition("#")
        known = _CLOSED.get(base + "#")
        if known is not None and local not in known:
            yield _finding(
                "unknown-term", name, f"{compact(name)} is no term of its vocabulary; check its spelling"
            )


def _find_double_kinds(kinds: dict[str, set[str]]) -> Iterator[Finding]:
    for name, found in kinds.items():
        if len(found & _PROPERTIES) > 1 or found >= {CLASS, DATATYPE}:
            words = " and ".join(sorted(compact(kind) for kind in found))
            yield _finding(
                "two-kinds", name, f"{compact(name)} is declared as {words}; OWL 2 DL allows one of them"
            )


def _find_misplaced_terms(axioms: Axioms, kinds: dict[str, set[str]]) -> Iterator[Finding]:
    """Find terms that are not declared as what stands where they stand."""
    for name, wanted, place in _uses(axioms):
        declared = kinds.get(name, set())
        if not declared & wanted:
            is_now = " and ".join(sorted(map(compact, declared))) or _undeclared(name)
            fits = " or ".join(sorted(map(compact, wanted)))
            yield _finding("misplaced-term", name, f"{place} wants {fits}, but {compact(name)} is {is_now}")


def _undeclared(name: str) -> str:
    return "not in the OWL 2 datatype map" if name.startswith(XSD) else "declared nowhere"


def _uses(axioms: Axioms) -> Iterator[tuple[str, set[str], str]]:
    """Yield each named term in an axiom, with the kinds that may stand there and the place in words."""
    for predicate, (subjects, objects) in _POSITIONS.items():
        for subject, value in axioms.pairs(predicate):
            for node, wanted in ((subject, subjects), (value, objects)):
                if wanted and (name := iri_of(node)):
                    yield name, wanted, compact(predicate)
    for predicate, wanted in _LISTS.items():
        for subject, head in axioms.pairs(predicate):
            if not axioms.is_a(subject, OWL + "AllDifferent"):
                names = filter(None, map(iri_of, axioms.members(head)))
                yield from ((name, wanted, compact(predicate)) for name in names)
    for predicate in axioms.predicates:
        if not predicate.startswith((RDF, RDFS, OWL, XSD)):
            yield predicate, _PROPERTIES, "a statement"


def _find_broken_expressions(axioms: Axioms) -> Iterator[Finding]:
    """Find anonymous classes and restrictions that say too little or too much; OWL readers drop them."""
    for node in axioms.of_type(OWL + "Restriction"):
        used = [name for name in _CONSTRAINTS if axioms.objects(node, name)]
        if len(used) != 1 or len(axioms.objects(node, OWL + "onProperty")) != 1:
            yield _broken(axioms, node, "needs one owl:onProperty and one constraint")
        elif (used[0] in _QUALIFIED) != any(
            axioms.objects(node, OWL + n) for n in ("onClass", "onDataRange")
        ):
            yield _broken(axioms, node, "has a qualified cardinality without owl:onClass, or the reverse")
    for node in axioms.of_type(CLASS, DATATYPE):
        if not iri_of(node) and not any(axioms.objects(node, name) for name in _EXPRESSIONS):
            yield _broken(axioms, node, "has no name and says nothing")
    for predicate in (*_LISTS, OWL + "oneOf", OWL + "withRestrictions", OWL + "distinctMembers"):
        for subject, head in axioms.pairs(predicate):
            if not _is_whole_list(axioms, head):
                yield _broken(axioms, subject, f"has a broken list at {compact(predicate)}")
            elif predicate == OWL + "propertyChainAxiom" and len(axioms.members(head)) < _SHORTEST_CHAIN:
                yield _broken(axioms, subject, "has a chain of fewer than two properties")


def _is_whole_list(axioms: Axioms, head: Node | None) -> bool:
    while head is not None and iri_of(head) != RDF + "nil":
        if len(axioms.objects(head, RDF + "first")) != 1 or len(axioms.objects(head, RDF + "rest")) != 1:
            return False
        head = axioms.value(head, RDF + "rest")
    return head is not None


def _broken(axioms: Axioms, node: Node, what: str) -> Finding:
    name = iri_of(node) or _owner(axioms, node)
    return _finding("broken-expression", name, f"an expression at {compact(name)} {what}")


def _owner(axioms: Axioms, node: Node) -> str:
    """Return the named term under which an expression stands, or what the axiom itself is."""
    for predicate in axioms.predicates:
        for subject, value in axioms.pairs(predicate):
            if value == node:
                return iri_of(subject) or _owner(axioms, subject)
    return iri_of(axioms.value(node, TYPE)) or OWL + "Axiom"


def _find_misplaced_characteristics(axioms: Axioms, kinds: dict[str, set[str]]) -> Iterator[Finding]:
    for kind in sorted(_OF_OBJECT_PROPERTIES | {OWL + "FunctionalProperty"}):
        wanted = {OBJECT, DATA} if kind == OWL + "FunctionalProperty" else {OBJECT}
        for name in map(iri_of, axioms.of_type(kind)):
            if not kinds.get(name, set()) & wanted:
                yield _finding(
                    "misplaced-characteristic", name, f"{compact(name)} cannot be an {compact(kind)}"
                )


def _find_complex_properties(axioms: Axioms) -> Iterator[Finding]:
    """Find transitive properties, heads of chains and what stands above them where OWL wants simple ones."""
    hierarchy = Hierarchy(axioms)
    for name, use in _simple_uses(axioms):
        if reason := hierarchy.why_not_simple(name):
            through = "it" if reason == name else compact(reason)
            why = f"but {through} is transitive or the head of a chain"
            yield _finding("property-not-simple", name, f"{compact(name)} stands in {compact(use)}, {why}")


def _simple_uses(axioms: Axioms) -> Iterator[tuple[str, str]]:
    for kind in sorted(_WANT_SIMPLE):
        yield from ((iri_of(node), kind) for node in axioms.of_type(kind))
    for predicate in sorted(_COUNTING | {OWL + "hasSelf"}):
        for node, _ in axioms.pairs(predicate):
            yield iri_of(axioms.value(node, OWL + "onProperty")), predicate
    for pair in axioms.pairs(OWL + "propertyDisjointWith"):
        yield from ((iri_of(node), OWL + "propertyDisjointWith") for node in pair)


def _find_irregular_chains(axioms: Axioms) -> Iterator[Finding]:
    for chain, step in Hierarchy(axioms).irregular_chains():
        words = " followed by ".join(map(compact, chain.steps))
        message = f"the chain {words} gives {compact(chain.head)}, on which {compact(step)} depends in turn"
        yield _finding("irregular-chain", chain.head, message)


def _find_misuse(quad: ox.Quad, kinds: dict[str, set[str]]) -> Iterator[Finding]:
    predicate, value = quad.predicate.value, quad.object
    declared = kinds.get(predicate, set())
    if predicate == TYPE:
        if not isinstance(value, ox.NamedNode) or CLASS not in kinds.get(value.value, set()):
            yield _misuse(quad, f"{_short(value)} is not declared as a class")
    elif predicate.startswith(OWL):
        return
    elif not declared:
        yield _misuse(quad, f"{compact(predicate)} is declared nowhere")
    elif ANNOTATION not in declared and isinstance(value, ox.Literal) != (DATA in declared):
        yield _misuse(
            quad, f"{_short(value)} is no value for {compact(predicate)}, an {compact(min(declared))}"
        )


def _misuse(quad: ox.Quad, message: str) -> Finding:
    graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
    path, value = quad.predicate.value, _short(quad.object)
    return Finding("Violation", "owl2dl/misuse", str(quad.subject.value), message, path, value, graph)  # type: ignore[union-attr]


def _short(term: object) -> str:
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _finding(rule: str, focus: str, message: str) -> Finding:
    return Finding("Violation", f"owl2dl/{rule}", focus, message)
