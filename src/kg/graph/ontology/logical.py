"""Reduce statements to what OWL 2 DL gives a meaning to, in the form HermiT takes.

Annotations, reified axioms and owl:imports go; literals of datatypes that OWL 2 leaves out are replaced; and
every individual is made different from every other, which OWL by itself does not assume.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.ontology.axioms import TYPE, Axioms, iri_of
from kg.namespaces import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATATYPES = frozenset(
    [OWL + "real", OWL + "rational", RDFS + "Literal"]
    + [RDF + name for name in ("PlainLiteral", "XMLLiteral", "langString")]
    + [XSD + name for name in ("decimal", "integer", "nonNegativeInteger", "nonPositiveInteger")]
    + [XSD + name for name in ("positiveInteger", "negativeInteger", "long", "int", "short", "byte")]
    + [XSD + name for name in ("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")]
    + [XSD + name for name in ("double", "float", "boolean", "anyURI", "hexBinary", "base64Binary")]
    + [XSD + name for name in ("string", "normalizedString", "token", "language", "Name", "NCName")]
    + [XSD + name for name in ("NMTOKEN", "dateTime", "dateTimeStamp")]
)
"""The OWL 2 datatype map (W3C OWL 2 Structural Specification, section 4), and langString for PlainLiteral."""

ANNOTATIONS = frozenset(
    [RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [OWL + name for name in ("deprecated", "versionInfo", "priorVersion", "backwardCompatibleWith")]
    + [OWL + "incompatibleWith"]
)
"""The annotation properties that OWL 2 brings (same, section 5.5)."""

_DROPPED = frozenset(OWL + name for name in ("imports", "versionIRI"))
_HEX_BINARY = ox.NamedNode(XSD + "hexBinary")
_UNIQUE_NAME = ox.NamedNode("urn:cpkg:unique-name")


class Logic:
    """How one ontology's terms are to be read: which are annotations, which relate individuals."""

    def __init__(self, axioms: Axioms) -> None:
        declared = _named(axioms, OWL + "AnnotationProperty")
        self._dropped = ANNOTATIONS | declared | _DROPPED
        self._annotations = declared
        self._relations = _named(axioms, OWL + "ObjectProperty")
        self._values = _named(axioms, OWL + "DatatypeProperty")
        self._classes = _named(axioms, OWL + "Class")

    def triples(self, quads: Iterable[ox.Quad]) -> list[ox.Triple]:
        """Return the logical content of statements, individuals told apart."""
        quads = list(quads)
        reified = {quad.subject for quad in quads if iri_of(_node(quad.object)) == OWL + "Axiom"}
        kept = [quad for quad in quads if self._is_logical(quad) and quad.subject not in reified]
        return [*map(_logical_triple, kept), *self._tell_apart(kept)]

    def _is_logical(self, quad: ox.Quad) -> bool:
        if quad.predicate.value in self._dropped:
            return False
        return iri_of(_node(quad.subject)) not in self._annotations  # what says what an annotation is

    def _tell_apart(self, quads: list[ox.Quad]) -> Iterator[ox.Triple]:
        """Yield axioms that make all individuals different: a functional property with a value for each.

        Its cost grows with the number of individuals, that of owl:AllDifferent with its square. What
        owl:sameAs names is left out.
        """
        yield ox.Triple(_UNIQUE_NAME, ox.NamedNode(TYPE), ox.NamedNode(OWL + "DatatypeProperty"))
        yield ox.Triple(_UNIQUE_NAME, ox.NamedNode(TYPE), ox.NamedNode(OWL + "FunctionalProperty"))
        same = {iri for quad in quads if quad.predicate.value == OWL + "sameAs" for iri in _ends(quad)}
        for iri in sorted({iri for quad in quads for iri in self._individuals(quad)} - same - {""}):
            yield ox.Triple(ox.NamedNode(iri), _UNIQUE_NAME, ox.Literal(iri))

    def _individuals(self, quad: ox.Quad) -> tuple[str, ...]:
        predicate = quad.predicate.value
        if predicate in self._relations:
            return _ends(quad)
        if predicate in self._values or (predicate == TYPE and iri_of(_node(quad.object)) in self._classes):
            return (iri_of(_node(quad.subject)),)
        return ()


def _logical_triple(quad: ox.Quad) -> ox.Triple:
    value = quad.object
    if isinstance(value, ox.Literal) and value.datatype.value not in DATATYPES:
        value = _opaque(value)
    return ox.Triple(quad.subject, quad.predicate, value)


def _opaque(literal: ox.Literal) -> ox.Literal:
    """Return a stand-in for a literal whose datatype HermiT stops at, such as xsd:date or xsd:gYear.

    Equal literals stay equal and different ones different; a binary value is of no other kind, so that a
    date where a string or a dateTime is wanted stays the contradiction it is.
    """
    text = f"{literal.datatype.value} {literal.value}"
    return ox.Literal(text.encode().hex().upper(), datatype=_HEX_BINARY)


def _named(axioms: Axioms, kind: str) -> set[str]:
    return {iri_of(node) for node in axioms.of_type(kind)} - {""}


def _ends(quad: ox.Quad) -> tuple[str, str]:
    return iri_of(_node(quad.subject)), iri_of(_node(quad.object))


def _node(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
    return term if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else None
