"""The constraints of SHACL Core that the project's shapes use, each a function of a focus and its values."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
from rdflib import SH as SH_NS
from rdflib import BNode, Literal, URIRef

from kg.graph.lint import is_valid
from kg.namespaces import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rdflib.term import Node

    from kg.graph.shape_engine import ShapeEngine, Statements

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
if TYPE_CHECKING:
    Results: TypeAlias = Iterator[tuple[Term | None, str]]
    """Each value at fault, None where it is their number, and a path where it is not the shape's own."""
    Constraint: TypeAlias = Callable[[Statements, Term, Sequence[Term]], Results]
    Make: TypeAlias = Callable[[ShapeEngine, Node, Node], Constraint]

PARAMETERS = {SH_NS.ignoredProperties, SH_NS.qualifiedMaxCount, SH_NS.flags}
"""What is said of another constraint."""
_STRING, _LANG_STRING, _INTEGER = XSD + "string", RDF + "langString", XSD + "integer"
_ORDERED = {XSD + "integer", XSD + "nonNegativeInteger", XSD + "decimal"}
_KINDS = {SH_NS.IRI: ox.NamedNode, SH_NS.BlankNode: ox.BlankNode, SH_NS.Literal: ox.Literal}


def _each(fits: Callable[[Statements, Term], bool]) -> Constraint:
    """Return the constraint that every value by itself must fit."""

    def constraint(data: Statements, _focus: Term, values: Sequence[Term]) -> Results:
        return ((value, "") for value in values if not fits(data, value))

    return constraint


def _class(_: ShapeEngine, __: Node, name: Node) -> Constraint:
    wanted = ox.NamedNode(str(name))
    return _each(lambda data, value: data.is_a(value, wanted))


def _datatype(_: ShapeEngine, __: Node, name: Node) -> Constraint:
    wanted = str(name)
    return _each(
        lambda _, value: isinstance(value, ox.Literal) and value.datatype.value == wanted and is_valid(value)
    )


def _node_kind(_: ShapeEngine, __: Node, kind: Node) -> Constraint:
    wanted = _KINDS[URIRef(str(kind))]
    return _each(lambda _, value: isinstance(value, wanted))


def _pattern(engine: ShapeEngine, shape: Node, text: Node) -> Constraint:
    flags = re.IGNORECASE if "i" in str(engine.value(shape, SH_NS.flags) or "") else 0
    pattern = re.compile(str(text), flags)
    return _each(lambda _, value: not isinstance(value, ox.BlankNode) and bool(pattern.search(_text(value))))


def _min_count(_: ShapeEngine, __: Node, number: Node) -> Constraint:
    least = int(str(number))
    return lambda _, __, values: iter([(None, "")] if len(values) < least else ())


def _max_count(_: ShapeEngine, __: Node, number: Node) -> Constraint:
    most = int(str(number))
    return lambda _, __, values: iter([(None, "")] if len(values) > most else ())


def _min_length(_: ShapeEngine, __: Node, number: Node) -> Constraint:
    least = int(str(number))
    return _each(lambda _, value: not isinstance(value, ox.BlankNode) and len(_text(value)) >= least)


def _max_length(_: ShapeEngine, __: Node, number: Node) -> Constraint:
    most = int(str(number))
    return _each(lambda _, value: not isinstance(value, ox.BlankNode) and len(_text(value)) <= most)


def _min_inclusive(_: ShapeEngine, __: Node, number: Node) -> Constraint:
    least = float(str(number))
    return _each(lambda _, value: (found := _number(value)) is not None and found >= least)


def _max_inclusive(_: ShapeEngine, __: Node, number: Node) -> Constraint:
    most = float(str(number))
    return _each(lambda _, value: (found := _number(value)) is not None and found <= most)


def _language_in(engine: ShapeEngine, _: Node, head: Node) -> Constraint:
    wanted = tuple(str(one) for one in engine.members(head))
    return _each(lambda _, value: isinstance(value, ox.Literal) and (value.language or "") in wanted)


def _unique_lang(_: ShapeEngine, __: Node, wanted: Node) -> Constraint:
    def constraint(_: Statements, __: Term, values: Sequence[Term]) -> Results:
        counts = Counter(
            value.language for value in values if isinstance(value, ox.Literal) and value.language
        )
        return ((None, "") for number in counts.values() if number > 1)

    return constraint if str(wanted) == "true" else lambda _, __, ___: iter(())


def _in(engine: ShapeEngine, _: Node, head: Node) -> Constraint:
    wanted = {_ox(one) for one in engine.members(head)}
    return _each(lambda _, value: value in wanted)


def _has_value(_: ShapeEngine, __: Node, one: Node) -> Constraint:
    wanted = _ox(one)
    return lambda _, __, values: iter(() if wanted in values else [(None, "")])


def _disjoint(_: ShapeEngine, __: Node, predicate: Node) -> Constraint:
    name = str(predicate)

    def constraint(data: Statements, focus: Term, values: Sequence[Term]) -> Results:
        others = data.objects.get((focus, name), ())
        return ((value, "") for value in values if value in others)

    return constraint


def _equals(_: ShapeEngine, __: Node, predicate: Node) -> Constraint:
    name = str(predicate)

    def constraint(data: Statements, focus: Term, values: Sequence[Term]) -> Results:
        others = set(data.objects.get((focus, name), ()))
        return ((value, "") for value in others ^ set(values))

    return constraint


def _less_than_or_equals(_: ShapeEngine, __: Node, predicate: Node) -> Constraint:
    name = str(predicate)

    def constraint(data: Statements, focus: Term, values: Sequence[Term]) -> Results:
        others = data.objects.get((focus, name), ())
        return ((value, "") for value in values for other in others if not _is_ordered(value, other))

    return constraint


def _closed(engine: ShapeEngine, shape: Node, wanted: Node) -> Constraint:
    ignored = engine.value(shape, SH_NS.ignoredProperties)
    allowed = {str(one) for one in engine.members(ignored)} if ignored is not None else set()
    allowed |= engine.direct_paths(shape)

    def constraint(data: Statements, _: Term, values: Sequence[Term]) -> Results:
        said = ((name, value) for one in values for name, value in data.said.get(one, ()))
        return ((value, name) for name, value in said if name not in allowed)

    return constraint if str(wanted) == "true" else lambda _, __, ___: iter(())


def _or(engine: ShapeEngine, _: Node, head: Node) -> Constraint:
    choices = [engine.shape(one) for one in engine.members(head)]
    return _each(lambda data, value: any(one.conforms(data, value) for one in choices))


def _not(engine: ShapeEngine, _: Node, name: Node) -> Constraint:
    unwanted = engine.shape(name)
    return _each(lambda data, value: not unwanted.conforms(data, value))


def _qualified(engine: ShapeEngine, shape: Node, name: Node) -> Constraint:
    counted, most = engine.shape(name), int(str(engine.value(shape, SH_NS.qualifiedMaxCount)))

    def constraint(data: Statements, _: Term, values: Sequence[Term]) -> Results:
        number = sum(counted.conforms(data, value) for value in values)
        return iter([(None, "")] if number > most else ())

    return constraint


CONSTRAINTS: dict[URIRef, tuple[str, Make]] = {
    SH_NS["class"]: ("ClassConstraintComponent", _class),
    SH_NS.datatype: ("DatatypeConstraintComponent", _datatype),
    SH_NS.nodeKind: ("NodeKindConstraintComponent", _node_kind),
    SH_NS.pattern: ("PatternConstraintComponent", _pattern),
    SH_NS.minCount: ("MinCountConstraintComponent", _min_count),
    SH_NS.maxCount: ("MaxCountConstraintComponent", _max_count),
    SH_NS.minLength: ("MinLengthConstraintComponent", _min_length),
    SH_NS.maxLength: ("MaxLengthConstraintComponent", _max_length),
    SH_NS.minInclusive: ("MinInclusiveConstraintComponent", _min_inclusive),
    SH_NS.maxInclusive: ("MaxInclusiveConstraintComponent", _max_inclusive),
    SH_NS.languageIn: ("LanguageInConstraintComponent", _language_in),
    SH_NS.uniqueLang: ("UniqueLangConstraintComponent", _unique_lang),
    SH_NS["in"]: ("InConstraintComponent", _in),
    SH_NS.hasValue: ("HasValueConstraintComponent", _has_value),
    SH_NS.disjoint: ("DisjointConstraintComponent", _disjoint),
    SH_NS.equals: ("EqualsConstraintComponent", _equals),
    SH_NS.lessThanOrEquals: ("LessThanOrEqualsConstraintComponent", _less_than_or_equals),
    SH_NS.closed: ("ClosedConstraintComponent", _closed),
    SH_NS["or"]: ("OrConstraintComponent", _or),
    SH_NS["not"]: ("NotConstraintComponent", _not),
    SH_NS.qualifiedValueShape: ("QualifiedMaxCountConstraintComponent", _qualified),
}
"""By the predicate that says it: the name of the component, and what makes the constraint of its value."""


def _text(value: Term) -> str:
    return str(getattr(value, "value", ""))


def _number(value: Term) -> float | None:
    if not isinstance(value, ox.Literal) or value.datatype.value not in _ORDERED or not is_valid(value):
        return None
    return float(value.value)


def _is_ordered(value: Term, other: Term) -> bool:
    """Say whether a value is not greater than another; values of different kinds are in no order."""
    if not isinstance(value, ox.Literal) or not isinstance(other, ox.Literal):
        return False
    one, two = _number(value), _number(other)
    if one is not None and two is not None:
        return one <= two
    return (
        value.datatype == other.datatype
        and is_valid(value)
        and is_valid(other)
        and value.value <= other.value
    )


def _ox(node: Node) -> Term:
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if not isinstance(node, Literal):
        return ox.NamedNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or _STRING)))
