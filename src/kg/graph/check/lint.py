"""Find what is wrong in the sources before they are loaded, each fault with its file and line.

A closed-world reading on purpose: what the ontology would silently infer (a treaty that becomes a body
because it stands where a body is wanted) is far more often a slip of the pen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import Fault
from kg.graph.ontology.schema import Schema
from kg.namespaces import CANONICAL_BASE, CP, ID, OWL, PREFIXES, RDF, RDFS, XSD, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.sources.curated import SourceFile

_TYPE = ox.NamedNode(RDF + "type")
_BUILT_IN = (RDF, RDFS, OWL, XSD)
_BLANK_NODE_RE = re.compile(r"_:\w|\[|(?<![\w\"(])\(\s")  # not the brackets inside a literal: quotes go first
_QUOTED_RE = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|<[^<>\n]*>")
_DATE = r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_LEXICAL_RES = {
    XSD + "date": re.compile(_DATE + _ZONE),
    XSD + "gYearMonth": re.compile(r"-?\d{4,}-(?:0[1-9]|1[0-2])" + _ZONE),
    XSD + "gYear": re.compile(r"-?\d{4,}" + _ZONE),
    XSD + "dateTime": re.compile(_DATE + r"T[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d+)?" + _ZONE),
    XSD + "integer": re.compile(r"[+-]?\d+"),
    XSD + "nonNegativeInteger": re.compile(r"\+?\d+"),
    XSD + "boolean": re.compile(r"true|false|0|1"),
}
_MAY_BE_GONE = {CP + "withdrawnOf", CP + "withdrawnValue"}
"""Properties that lead to what need not be described any more."""
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def find_faults(files: list[SourceFile]) -> list[Fault]:
    """Return the faults of all files, in order of file and line."""
    schema = Schema(quad for file in files if file.is_ontology for quad in file.quads)
    types = _types_of(files)
    faults: set[Fault] = set()
    for file in files:
        faults.update(_find_in_file(file, schema, types))
    return sorted(faults, key=lambda fault: (fault.path, fault.line or 0, fault.what))


def _find_in_file(file: SourceFile, schema: Schema, types: dict[str, set[str]]) -> Iterator[Fault]:
    if not file.is_ontology:
        yield from _find_blank_nodes(file)
    for quad in file.quads:
        for what, remedy, token in _find_in_quad(quad, schema, types):
            yield Fault(file.path, line_of(file.text, quad.subject, token), what, remedy)


def _find_in_quad(
    quad: ox.Quad, schema: Schema, types: dict[str, set[str]]
) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    predicate = quad.predicate
    if not schema.declares(predicate.value) and not predicate.value.startswith(_BUILT_IN):
        hint = schema.suggest(predicate.value)
        yield f"{compact(predicate.value)} is declared nowhere in ontology/", hint, predicate
    if isinstance(quad.object, ox.Literal):
        if not is_valid(quad.object):
            what = f'"{quad.object.value}" is no {compact(quad.object.datatype.value)}'
            yield what, "Correct the value or its datatype", quad.object
    elif isinstance(quad.object, ox.NamedNode):
        yield from _find_bad_object(quad, quad.object, schema, types)
    if isinstance(quad.subject, ox.NamedNode):
        yield from _find_wrong_subject(quad, quad.subject.value, schema, types)


def _find_bad_object(
    quad: ox.Quad, target: ox.NamedNode, schema: Schema, types: dict[str, set[str]]
) -> Iterator[tuple[str, str, ox.NamedNode]]:
    name = target.value
    if (name.startswith(CP) or quad.predicate == _TYPE) and not schema.declares(name):
        if not name.startswith(_BUILT_IN):
            yield f"{compact(name)} is declared nowhere in ontology/", schema.suggest(name), target
    elif name.startswith(ID) and name not in types and quad.predicate.value not in _MAY_BE_GONE:
        yield (
            f"<{compact(name)}> is described nowhere",
            "Correct its spelling, or describe it in data/",
            target,
        )
    elif quad.predicate != _TYPE:
        wanted = schema.range_of(quad.predicate.value)
        if wanted and name in types and not schema.fits(types[name], wanted):
            yield (
                _misfit(quad.predicate.value, "wants", wanted, name, types),
                "Name another thing here",
                target,
            )


def _find_wrong_subject(
    quad: ox.Quad, subject: str, schema: Schema, types: dict[str, set[str]]
) -> Iterator[tuple[str, str, ox.NamedNode]]:
    wanted = schema.domain_of(quad.predicate.value)
    if subject.startswith(ID) and wanted and not schema.fits(types.get(subject, set()), wanted):
        what = _misfit(quad.predicate.value, "is said of", wanted, subject, types)
        yield what, "Give the subject its type, or use another property", quad.predicate


def _misfit(predicate: str, verb: str, wanted: set[str], thing: str, types: dict[str, set[str]]) -> str:
    kinds = " or ".join(sorted(compact(kind) for kind in wanted))
    found = ", ".join(sorted(compact(kind) for kind in types.get(thing, ()))) or "a thing without type"
    return f"{compact(predicate)} {verb} a {kinds}, but <{compact(thing)}> is {found}"


def _find_blank_nodes(file: SourceFile) -> Iterator[Fault]:
    if not any(isinstance(term, ox.BlankNode) for q in file.quads for term in (q.subject, q.object)):
        return
    for number, line in enumerate(file.text.splitlines(), start=1):
        if _BLANK_NODE_RE.search(_QUOTED_RE.sub("", line.split(" #")[0])):
            yield Fault(file.path, number, "makes a blank node", "Give the thing an IRI under id/")
            return
    yield Fault(file.path, None, "makes a blank node", "Give the thing an IRI under id/")


def is_valid(literal: ox.Literal) -> bool:
    """Say whether a literal is written as its datatype wants; one of a datatype unknown here is."""
    pattern = _LEXICAL_RES.get(literal.datatype.value)
    if pattern is None:
        return True
    if not pattern.fullmatch(literal.value):
        return False
    if literal.datatype.value != XSD + "date":
        return True
    year, month, day = (int(part) for part in literal.value.rsplit("Z", 1)[0][:10].split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= _MONTH_DAYS[month - 1] - (1 if month == 2 and not leap else 0)  # noqa: PLR2004 - February


def _types_of(files: Iterable[SourceFile]) -> dict[str, set[str]]:
    types: dict[str, set[str]] = defaultdict(set)
    for file in files:
        for quad in file.quads:
            subject, kind = quad.subject, quad.object
            if (
                quad.predicate == _TYPE
                and isinstance(subject, ox.NamedNode)
                and isinstance(kind, ox.NamedNode)
            ):
                types[subject.value].add(kind.value)
    return dict(types)


def line_of(text: str, subject: object, token: ox.NamedNode | ox.Literal) -> int | None:
    """Return the line on which a subject's statement names a term, as far as the text shows it."""
    lines = text.splitlines()
    start = 0
    if isinstance(subject, ox.NamedNode):
        spelt = _spellings(subject)
        start = next((i for i, line in enumerate(lines) if line.startswith(spelt)), 0)
    needles = _spellings(token)
    for span in (lines[start:], lines):
        offset = start if span is not lines else 0
        for index, line in enumerate(span):
            if any(needle in line for needle in needles):
                return offset + index + 1
    return None


def _spellings(term: ox.NamedNode | ox.Literal) -> tuple[str, ...]:
    """Return the ways in which Turtle may write a term."""
    if isinstance(term, ox.Literal):
        return (f'"{term.value}"', term.value)
    name = term.value
    spelt = [f"<{name}>", f"<{name.replace(CANONICAL_BASE, '')}>"]
    if name.startswith(ID):
        spelt.append(f"<{name[len(ID) :]}>")
    spelt += [f"{p}:{name[len(ns) :]}" for p, ns in PREFIXES.items() if name.startswith(ns)]
    return tuple(spelt)
