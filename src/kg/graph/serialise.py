"""Write triples in the formats that RDF is exchanged in, always in the same order."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.store import ox_of
from kg.namespaces import ID, PREFIXES

if TYPE_CHECKING:
    from kg.model import Term, Triples

_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
}
_JSON_LD = "jsonld"
_PREFIX_LINE_RE = re.compile(r"@prefix (\w+): <[^>]*> \.$", re.MULTILINE)
_PREFIX_USE_RE = re.compile(r"(?:^|[\s^(])(\w+):")  # not the scheme in <http://…>, which follows a bracket
_PREFIXES = {prefix: iri for prefix, iri in PREFIXES.items() if iri != ID}  # our things go by @base instead


def serialise(triples: Triples, format: str) -> str:  # noqa: A002 - the word of the command line
    """Return triples as text, under the project's prefixes and base where the format has any.

    The order is that of the triples; the formats for named graphs put them into the default graph.

    Raises:
        InputError: where the format is unknown, or a triple is none (a literal for a subject).
    """
    lines = [ox.Triple(_subject(s), _predicate(p), ox_of(o)) for s, p, o in triples.triples]
    if format == _JSON_LD:
        return _json_ld(lines)
    if format not in _FORMATS:
        choices = ", ".join((*_FORMATS, _JSON_LD))
        raise InputError(f"no graph can be written as {format!r}", remedy=f"Choose one of {choices}")
    written = ox.serialize(lines, format=_FORMATS[format], prefixes=_PREFIXES, base_iri=ID)
    return _with_plain_prefixes((written or b"").decode())


def _with_plain_prefixes(text: str) -> str:
    """Return Turtle that declares the prefixes it uses only, each with its full IRI.

    pyoxigraph declares all, and writes their IRIs relative to the base.
    """
    lines = text.splitlines(keepends=True)
    body = "".join(line for line in lines if not _PREFIX_LINE_RE.match(line))
    used = set(_PREFIX_USE_RE.findall(body))
    return "".join(
        f"@prefix {match[1]}: <{_PREFIXES[match[1]]}> .\n" if match else line
        for line in lines
        for match in (_PREFIX_LINE_RE.match(line),)
        if not match or match[1] in used
    )


def _json_ld(lines: list[ox.Triple]) -> str:
    """Return JSON-LD with a context: rdflib's, because pyoxigraph writes the expanded form only."""
    import rdflib  # a third of a second; only who asks for JSON-LD waits

    graph = rdflib.Graph()
    graph.parse(data=ox.serialize(lines, format=ox.RdfFormat.N_TRIPLES), format="nt")
    text = graph.serialize(format="json-ld", context=PREFIXES, auto_compact=True)
    return json.dumps(_sorted(json.loads(text)), ensure_ascii=False, indent=2) + "\n"


def _sorted(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a JSON-LD value with its sets in a fixed order, which rdflib's are not."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=json.dumps)
    return value


def _subject(term: Term) -> ox.NamedNode | ox.BlankNode:
    node = ox_of(term)
    if isinstance(node, ox.Literal):
        raise InputError(f"the literal {term.value!r} cannot be a subject", remedy="Mend the CONSTRUCT")
    return node


def _predicate(term: Term) -> ox.NamedNode:
    node = ox_of(term)
    if not isinstance(node, ox.NamedNode):
        raise InputError(f"{term.value!r} cannot be a predicate", remedy="Mend the CONSTRUCT")
    return node
