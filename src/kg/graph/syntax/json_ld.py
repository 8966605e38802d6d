"""Write triples as JSON-LD 1.1 under our own context, a node at a time, so that any graph goes through.

rdflib's writer holds all in memory and keys nothing by a context that says what values are; pyoxigraph's has
none. The form is the flattened one (JSON-LD 1.1 API, section 7): a list of nodes under `@graph`, none inside
another.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from itertools import groupby
from textwrap import indent
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.graph.syntax.context import ENGLISH, Key, context_for, read_keys
from kg.namespaces import ID, PREFIXES, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_TYPE = RDF + "type"
_INTEGER_RE = re.compile(r"0|-?[1-9][0-9]{0,14}")  # as JSON and XSD both write it; no more than doubles hold
_PATH_RE = re.compile(r"[A-Za-z0-9][^:\s\\]*")  # not what reads as a prefix, nor `/…`
_DOTS_RE = re.compile(r"(?:^|/)\.{1,2}(?:/|$)|//|[?]")  # what resolving against a base would change
_LOCAL_RE = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")
_NAMESPACES = sorted(
    ((prefix, iri) for prefix, iri in PREFIXES.items() if iri != ID), key=lambda item: -len(item[1])
)


def json_ld_parts(triples: Iterable[ox.Triple], *, terms: Iterable[str] | None = None) -> Iterator[str]:
    """Yield the text of a JSON-LD document in parts; triples come sorted by subject.

    The context holds the keys of `terms` (IRIs of properties and classes), or all.
    """
    context = json.dumps(context_for(read_keys() if terms is None else terms), indent=2, ensure_ascii=False)
    yield '{\n  "@context": ' + indent(context, "  ").lstrip() + ',\n  "@graph": ['
    joint = "\n"
    for _, about in groupby(triples, key=lambda triple: triple.subject):
        yield joint + indent(json.dumps(_node(list(about)), indent=2, ensure_ascii=False), "    ")
        joint = ",\n"
    yield ("\n  ]" if joint == ",\n" else "]") + "\n}\n"


def terms_of(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the properties and classes that triples use."""
    used: set[str] = set()
    for triple in triples:
        used.add(triple.predicate.value)
        if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode):
            used.add(triple.object.value)
    return used


def _node(about: list[ox.Triple]) -> dict[str, Any]:
    """Return the object of one subject: id, types, then its properties by key, values in a fixed order."""
    keys = read_keys()
    subject = about[0].subject
    types = sorted(_named(t.object) for t in about if _is_type(t))
    said: dict[str, list[Any]] = defaultdict(list)
    for triple in about:
        if not _is_type(triple):
            key = keys.get(triple.predicate.value) or Key(
                _vocab(triple.predicate.value), triple.predicate.value
            )
            said[key.name].append(_value(triple.object, key.coercion))
    node: dict[str, Any] = {"id": _reference(subject)}
    if types:
        node["type"] = _one_or_all(types)
    return node | {name: _one_or_all(sorted(said[name], key=_order)) for name in sorted(said)}


def _is_type(triple: ox.Triple) -> bool:
    return triple.predicate.value == _TYPE and not isinstance(triple.object, ox.Literal)


def _named(term: object) -> str:
    return _vocab(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _value(term: object, coercion: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(term, ox.Literal):
        return _literal(term, coercion)
    reference = _reference(term)
    return reference if coercion == "@id" else {"id": reference}


def _literal(literal: ox.Literal, coercion: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    value, datatype = literal.value, literal.datatype.value
    if literal.language:
        english = literal.language == coercion == ENGLISH
        return value if english else {"@value": value, "@language": literal.language}
    if coercion and coercion == datatype:
        return value
    if datatype == XSD + "string":
        return {"@value": value} if coercion else value
    if not coercion and datatype == XSD + "integer" and _INTEGER_RE.fullmatch(value):
        return int(value)
    if not coercion and datatype == XSD + "boolean" and value in {"true", "false"}:
        return value == "true"
    return {"@value": value, "@type": _vocab(datatype)}


def _reference(term: object) -> str:
    """Return the name of a node: relative to the base, by a prefix, or whole."""
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    iri: str = getattr(term, "value", "")
    path = iri[len(ID) :] if iri.startswith(ID) else ""
    if path and _PATH_RE.fullmatch(path) and not _DOTS_RE.search(path):
        return path
    return _short(iri)


def _vocab(iri: str) -> str:
    """Return the name of a class, property or datatype: its key where it has one."""
    key = read_keys().get(iri)
    return key.name if key else _short(iri)


def _short(iri: str) -> str:
    for prefix, namespace in _NAMESPACES:
        if iri.startswith(namespace) and _LOCAL_RE.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _one_or_all(values: list[Any]) -> Any:  # noqa: ANN401 - one value, or the list
    return values[0] if len(values) == 1 else values


_order: Callable[[Any], str] = json.dumps
