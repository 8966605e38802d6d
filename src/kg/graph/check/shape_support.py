"""Refuse shapes that the fast engine would read wrongly: it says nothing of what it does not understand.

Tried on shacl-rust 0.2.12: a misspelt constraint, a path that is none, a look-ahead in a pattern, a second
value of a parameter that has one, each makes it call data conforming; shapes that lead back to themselves end
the process. So every statement about shapes is looked at here before the engine sees it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import RDF as RDF_NS
from rdflib import SH as SH_NS
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD as XSD_NS

from kg.errors import InputError
from kg.graph.check.cycles import find_loops
from kg.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rdflib.term import Node

_COUNTS = ["minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount"]
_SWITCHES = ["closed", "uniqueLang", "deactivated", "qualifiedValueShapesDisjoint", "optional"]
_NAMES = [
    "class",
    "datatype",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "severity",
    "targetClass",
    "targetSubjectsOf",
    "targetObjectsOf",
    "prefixes",
]
_LISTS = ["in", "languageIn", "ignoredProperties", "and", "or", "xone"]
_BOUNDS = ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"]
_SHAPES = ["node", "not", "qualifiedValueShape"]
_OF_SHAPES = ("and", "or", "xone")
_PATHS = ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]
_FREE = [
    "path",
    "alternativePath",
    "hasValue",
    "targetNode",
    "nodeKind",
    "pattern",
    "flags",
    "property",
    "message",
    "name",
    "description",
    "order",
    "group",
    "defaultValue",
    "sparql",
    "select",
    "ask",
    "declare",
    "prefix",
    "namespace",
    "parameter",
    "validator",
    "nodeValidator",
    "propertyValidator",
    "labelTemplate",
    "conforms",
    "result",
    "focusNode",
    "resultPath",
    "resultSeverity",
    "resultMessage",
    "sourceShape",
    "value",
    "detail",
    "sourceConstraintComponent",
    "sourceConstraint",
]
"""Terms whose values are looked at elsewhere, may be anything, or belong to reports."""
_KNOWN = {*_COUNTS, *_SWITCHES, *_NAMES, *_LISTS, *_BOUNDS, *_SHAPES, *_PATHS, *_FREE}
_ONCE = {
    *_COUNTS,
    *_SWITCHES,
    *_BOUNDS,
    "path",
    "datatype",
    "nodeKind",
    "in",
    "languageIn",
    "ignoredProperties",
    "flags",
    "severity",
}
_KINDS = {"IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"}
_SWITCH_VALUES = {"true", "false", "1", "0"}
_INERT_RE = re.compile(
    r"#[^\n]*|<[^<>\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL
)
"""Comments, IRIs and strings of SPARQL, in which a keyword is none."""
_FORBIDDEN_RE = re.compile(r"\b(MINUS|VALUES|SERVICE)\b", re.IGNORECASE)
_BOUND_RE = re.compile(r"\bAS\s*[?$](\w+)", re.IGNORECASE)
_GIVEN = {"this", "shapesGraph", "currentShape", "PATH"}


def require_supported(shapes: Graph) -> None:
    """Raise for the first thing in the shapes that the fast engine does not hold data to as SHACL has it.

    Raises:
        InputError: with the shape, what is not supported, and the engine that may know it.
    """
    for subject, what in _complaints(shapes):
        raise InputError(
            f"{what}, which the fast engine does not check",
            where=_shown(subject),
            remedy="Write it as SHACL Core has it, or check with --engine pyshacl",
        )


def _complaints(shapes: Graph) -> Iterator[tuple[Node, str]]:
    for subject, predicate, value in sorted(shapes, key=str):
        if str(predicate).startswith(SH):
            what = _of_statement(shapes, subject, str(predicate).removeprefix(SH), value)
            if what:
                yield subject, what
    for subject in sorted(set(shapes.subjects()), key=str):
        for name in _ONCE:
            if len(set(shapes.objects(subject, SH_NS[name]))) > 1:
                yield subject, f"sh:{name} has several values"
    for loop in find_loops((str(one), str(other)) for one, other in _uses(shapes)):
        yield URIRef(loop[0]), "the shape leads back to itself"
    yield from _of_queries(shapes)


def _of_statement(shapes: Graph, subject: Node, name: str, value: Node) -> str:
    """Return what is wrong with one statement in a term of SHACL, or nothing."""
    if name not in _KNOWN:
        if not _says_more(shapes, subject):
            return ""  # by what SHACL calls a shape it is none
        return f"sh:{name} is no constraint of SHACL Core or SHACL-SPARQL"
    for names, fits, wanted in _FORMS:
        if name in names and not fits(shapes, value):
            return f"sh:{name} wants {wanted}"
    if name == "pattern" and not _is_portable(value, shapes.value(subject, SH_NS.flags)):
        return f'sh:pattern "{value}" uses what XPath has no place for, such as a look-ahead'
    return ""


def _says_more(shapes: Graph, subject: Node) -> bool:
    """Say whether a subject is a shape, or part of one, by anything but terms that SHACL does not have."""
    said = {str(predicate).removeprefix(SH) for predicate in shapes.predicates(subject)} & _KNOWN
    kinds = shapes.objects(subject, RDF_NS.type)
    return (
        bool(said)
        or any(str(kind).startswith(SH) for kind in kinds)
        or subject in {used for _, used in _uses(shapes)}
    )


def _is_count(_: Graph, value: Node) -> bool:
    return (
        isinstance(value, Literal) and value.datatype == XSD_NS.integer and str(value).lstrip("+").isdigit()
    )


def _is_switch(_: Graph, value: Node) -> bool:
    return isinstance(value, Literal) and value.datatype == XSD_NS.boolean and str(value) in _SWITCH_VALUES


def _is_iri(_: Graph, value: Node) -> bool:
    return isinstance(value, URIRef)


def _is_literal(_: Graph, value: Node) -> bool:
    return isinstance(value, Literal)


def _is_shape(_: Graph, value: Node) -> bool:
    return not isinstance(value, Literal)


def _is_kind(_: Graph, value: Node) -> bool:
    return isinstance(value, URIRef) and str(value).removeprefix(SH) in _KINDS


def _has_path(shapes: Graph, value: Node) -> bool:
    return (value, SH_NS.path, None) in shapes


def _is_list(shapes: Graph, head: Node) -> bool:
    passed: set[Node] = set()
    while head != RDF_NS.nil:
        firsts, rests = list(shapes.objects(head, RDF_NS.first)), list(shapes.objects(head, RDF_NS.rest))
        if head in passed or len(firsts) != 1 or len(rests) != 1:
            return False
        passed.add(head)
        head = rests[0]
    return True


def _is_path(shapes: Graph, path: Node) -> bool:
    """Say whether a node is a path; one that a list or a blank node leads back to is none."""
    return _is_path_within(shapes, path, frozenset())


def _is_path_within(shapes: Graph, path: Node, around: frozenset[Node]) -> bool:
    if isinstance(path, URIRef) and path != RDF_NS.nil:
        return True
    if not isinstance(path, BNode) or path in around:
        return False
    inner = around | {path}
    if (path, RDF_NS.first, None) in shapes:
        return (
            _is_list(shapes, path)
            and len(steps := _members(shapes, path)) > 1
            and all(_is_path_within(shapes, one, inner) for one in steps)
        )
    said = list(shapes.predicate_objects(path))
    if len(said) != 1:
        return False
    ((kind, value),) = said
    if kind == SH_NS.alternativePath:
        return (
            _is_list(shapes, value)
            and len(steps := _members(shapes, value)) > 1
            and all(_is_path_within(shapes, one, inner) for one in steps)
        )
    return str(kind).removeprefix(SH) in _PATHS and _is_path_within(shapes, value, inner)


_FORMS: tuple[tuple[Iterable[str], Callable[[Graph, Node], bool], str], ...] = (
    (_COUNTS, _is_count, "a whole number from 0"),
    (_SWITCHES, _is_switch, "true or false"),
    (_NAMES, _is_iri, "an IRI"),
    (_LISTS, _is_list, "a list"),
    ((*_BOUNDS, "pattern", "flags", "select", "ask", "prefix", "namespace"), _is_literal, "a literal"),
    (_SHAPES, _is_shape, "a shape"),
    (("nodeKind",), _is_kind, "a node kind of SHACL"),
    (("property",), _has_path, "a shape with a path"),
    (("path",), _is_path, "a path"),
)


def _is_portable(pattern: Node, flags: Node | None) -> bool:
    """Say whether SPARQL's REGEX takes a pattern, in the dialect that the engine runs too."""
    arguments = f'"", {ox.Literal(str(pattern))}, {ox.Literal(str(flags or ""))}'
    return bool(ox.Store().query(f"ASK {{ BIND(REGEX({arguments}) AS ?runs) FILTER(BOUND(?runs)) }}"))


def _uses(shapes: Graph) -> Iterator[tuple[Node, Node]]:
    """Yield each shape with the shapes that it holds its values to."""
    for name in (*_SHAPES, "property"):
        yield from shapes.subject_objects(SH_NS[name])
    for name in _OF_SHAPES:
        for shape, head in shapes.subject_objects(SH_NS[name]):
            yield from ((shape, one) for one in _members(shapes, head))


def _members(shapes: Graph, head: Node) -> list[Node]:
    return list(shapes.items(head))


def _of_queries(shapes: Graph) -> Iterator[tuple[Node, str]]:
    """Yield what section 5.2.1 of SHACL forbids in a query whose variables are bound before it runs."""
    parameters = {
        re.split(r"[#/]", str(path))[-1]
        for one in shapes.objects(None, SH_NS.parameter)
        for path in shapes.objects(one, SH_NS.path)
    }
    for kind, given in ((SH_NS.select, _GIVEN | parameters), (SH_NS.ask, _GIVEN | parameters | {"value"})):
        for subject, query in sorted(shapes.subject_objects(kind)):
            text = _INERT_RE.sub(" ", str(query))
            if found := _FORBIDDEN_RE.search(text):
                yield subject, f"its query uses {found[1].upper()}"
            if bound := given & set(_BOUND_RE.findall(text)):
                yield subject, f"its query binds ?{min(bound)} anew"


def _shown(subject: Node) -> str:
    return str(subject) if isinstance(subject, URIRef) else "a shape without a name"
