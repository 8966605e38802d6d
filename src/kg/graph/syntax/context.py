"""Write and read `ontology/context.jsonld`, by which our JSON-LD is short: a key a term of the ontology.

Run as `python -m kg.graph.syntax.context > ontology/context.jsonld`. What a term's values are is read from
the ontology (an object property's are IRIs) and the shapes (a property with one datatype has values of it).
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.namespaces import CP, ID, OWL, PREFIXES, RDF, RDFS, SH, SKOS, XSD, compact, expand, rebase
from kg.resources import find_root
from kg.system.files import find_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ENGLISH = "en"

_FILE = "ontology/context.jsonld"
_BUILT_IN = (RDFS + "label", RDFS + "comment")
"""Used by everyone and declared by no ontology."""
_NO_PROSE = {SKOS + "notation", PREFIXES["dcterms"] + "license", PREFIXES["dcterms"] + "source"}
"""Annotation properties whose values are codes or IRIs; those of all others are English words."""
_SHACL_NAME = SH + "name"
"""Of SHACL's own terms the one that the graph uses for English words."""
_NATIVE = {XSD + name for name in ("string", "integer", "boolean", "nonNegativeInteger", "anyURI")}
"""Datatypes that JSON writes by itself, or of which a property also has plain values."""
_KIND_OF = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "iri",
    OWL + "DatatypeProperty": "data",
    OWL + "AnnotationProperty": "note",
}
_TERM_RE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ALIASES = {"id": "@id", "type": "@type"}
_OURS_FIRST = sorted(PREFIXES, key=lambda prefix: (prefix != "cp", prefix))


@dataclass(frozen=True)
class Key:
    """One key: the short name of a term, and what its values are where a plain string stands for one."""

    name: str
    iri: str
    coercion: str = ""
    """`@id`, the IRI of a datatype, `en` for English texts; empty for plain strings, numbers and booleans."""


def context_text(root: Path) -> str:
    """Return the text of `ontology/context.jsonld`, made from the ontology and shapes under a root."""
    prefixes = {prefix: iri for prefix, iri in sorted(PREFIXES.items()) if prefix not in _ALIASES}
    terms = {term.name: _definition(term) for term in _terms(root)}
    context = {"@version": 1.1, "@base": ID, **_ALIASES, **prefixes, **terms}
    lines = [f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in context.items()]
    return '{\n  "@context": {\n' + ",\n".join(lines) + "\n  }\n}\n"


@cache
def read_keys() -> dict[str, Key]:
    """Return the keys of the committed context by the IRIs of their terms."""
    context = json.loads(rebase((find_root() / _FILE).read_text(encoding="utf-8")))["@context"]
    known = {**_ALIASES, **PREFIXES}
    found = (
        _read_term(name, entry) for name, entry in context.items() if name not in known and name[0] != "@"
    )
    return {term.iri: term for term in found}


def context_for(iris: Iterable[str]) -> dict[str, Any]:
    """Return the context that a document needs which uses these properties, classes and datatypes.

    Every prefix is in it, so that the names of things can be short too.
    """
    known = read_keys()
    used = sorted((known[iri] for iri in iris if iri in known), key=lambda term: term.name)
    prefixes = {prefix: iri for prefix, iri in sorted(PREFIXES.items()) if prefix not in _ALIASES}
    terms = {term.name: _definition(term) for term in used}
    return {"@version": 1.1, "@base": ID, **_ALIASES, **prefixes, **terms}


def _definition(term: Key) -> str | dict[str, str]:
    iri = compact(term.iri)
    if not term.coercion:
        return iri
    if term.coercion == ENGLISH:
        return {"@id": iri, "@language": ENGLISH}
    return {"@id": iri, "@type": compact(term.coercion) if term.coercion != "@id" else "@id"}


def _read_term(name: str, entry: str | dict[str, str]) -> Key:
    if isinstance(entry, str):
        return Key(name, expand(entry))
    kind = entry.get("@type", "")
    coercion = entry["@language"] if "@language" in entry else kind if kind == "@id" else expand(kind)
    return Key(name, expand(entry["@id"]), coercion)


def _terms(root: Path) -> list[Key]:
    """Return the terms in the order of their names; of two with one local name, ours has the short one."""
    kinds = _declared(root)
    datatypes = _datatypes(root)
    taken: set[str] = set(PREFIXES) | set(_ALIASES)
    terms = []
    for prefix in _OURS_FIRST:
        namespace = PREFIXES[prefix]
        own = sorted(
            iri for iri in kinds if compact(iri).startswith(f"{prefix}:") and iri.startswith(namespace)
        )
        for iri in own:
            local = iri[len(namespace) :]
            if not _TERM_RE.fullmatch(local):
                continue
            name = local if local not in taken else f"{prefix}:{local}"
            taken.add(name)
            terms.append(Key(name, iri, _coercion(iri, kinds[iri], datatypes)))
    return sorted(terms, key=lambda term: (term.name.lower(), term.name))


def _coercion(iri: str, kind: str, datatypes: dict[str, set[str]]) -> str:
    if kind == "iri":
        return "@id"
    if kind == "note" and iri not in _NO_PROSE and (iri == _SHACL_NAME or not iri.startswith(SH)):
        return ENGLISH
    only = datatypes.get(iri, set())
    return next(iter(only)) if len(only) == 1 and not only & _NATIVE else ""


def _declared(root: Path) -> dict[str, str]:
    """Return the kind of each class and property that the ontology declares."""
    found = dict.fromkeys(_BUILT_IN, "note")
    for quad in _triples(root / "ontology"):
        kind = _KIND_OF.get(getattr(quad.object, "value", ""))
        if kind and quad.predicate.value == RDF + "type" and isinstance(quad.subject, ox.NamedNode):
            found[quad.subject.value] = kind
    return found


def _datatypes(root: Path) -> dict[str, set[str]]:
    """Return the datatypes that ontology or shapes give each property; a choice of several gives none."""
    said: dict[str, set[str]] = defaultdict(set)
    paths: dict[object, str] = {}
    wanted: dict[object, str] = {}
    for quad in _triples(root / "shapes"):
        if quad.predicate.value == SH + "path" and isinstance(quad.object, ox.NamedNode):
            paths[quad.subject] = quad.object.value
        elif quad.predicate.value == SH + "datatype":
            wanted[quad.subject] = quad.object.value  # type: ignore[union-attr]  # an IRI
    for shape, datatype in wanted.items():
        if shape in paths:
            said[paths[shape]].add(datatype)
    for quad in _triples(root / "ontology"):
        value = getattr(quad.object, "value", "")
        if quad.predicate.value == RDFS + "range" and value.startswith(XSD):
            said[quad.subject.value].add(value)  # type: ignore[union-attr]  # a property
    return said


def _triples(folder: Path) -> Iterator[ox.Quad]:
    for path in find_files(folder, ".ttl"):
        yield from ox.parse(rebase(path.read_text(encoding="utf-8")), format=ox.RdfFormat.TURTLE, base_iri=CP)


if __name__ == "__main__":
    sys.stdout.write(context_text(find_root()))
