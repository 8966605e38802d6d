"""Write statements as nanopublications: assertion, its provenance and what is told of the publication.

One nanopublication holds what is said of one thing in one named graph by the same sources. Its name ends in
the artifact code of a trusty URI (module RA): a digest of its own content, so that nobody changes it unseen.
Rules: Nanopublication Guidelines, "Well-formed Nanopublications"; Trusty URI Specification 1, "Module RA".
"""

from __future__ import annotations

import base64
import hashlib
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.graph.documents.quads import TEXT_END, TEXT_START
from kg.graph.evidence.witness import method_of
from kg.graph.syntax.writing import TYPE
from kg.namespaces import BASE, CP, PREFIXES, PROV, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.evidence.statements import Evidence, EvidenceReader

NP = "http://www.nanopub.org/nschema#"
NANOPUBS = BASE + "np/"

_UNNAMED = "RA" + 43 * "-"
"""Stands for the artifact code until that is known; as long as one, and no digest of anything."""
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_DATASET = BASE + "dataset"
_DCTERMS = PREFIXES["dcterms"]
_DERIVED = ox.NamedNode(PROV + "wasDerivedFrom")
_OWN_EVIDENCE = {_DERIVED, ox.NamedNode(TEXT_START), ox.NamedNode(TEXT_END)}
"""Properties that say where a thing was read: provenance, and no assertion."""
_NO_FACTS = {ox.NamedNode(CP + name) for name in ("Source", "Attestation", "WithdrawnStatement")}
"""Classes of things that are evidence themselves."""


def nanopubs(
    quads: Iterable[ox.Quad], reader: EvidenceReader, *, moment: str | None = None
) -> Iterator[ox.Quad]:
    """Yield the nanopublications of statements sorted by subject: of what was curated or extracted.

    `moment` is when they are made, as an xsd:dateTime; without it they bear no time, and are the same
    whenever the same is exported.
    """
    for _, group in groupby(quads, key=lambda quad: quad.subject):
        said = [quad for quad in group if method_of(_name(quad.graph_name)) in {"curated", "extracted"}]
        if any(quad.predicate == TYPE and quad.object in _NO_FACTS for quad in said):
            continue
        together: dict[tuple[Evidence, ...], list[ox.Triple]] = {}
        for quad in said:
            if quad.predicate not in _OWN_EVIDENCE:
                together.setdefault(reader.of(quad), []).append(quad.triple)
        for evidence, triples in together.items():
            yield from _Nanopub(triples, evidence, reader, moment).quads()


def trusty_code(quads: Iterable[ox.Quad], code: str) -> str:
    """Return the artifact code of quads in which a code stands for it."""
    lines = sorted({_Line.of(quad, code) for quad in quads})
    text = "".join(map(str, lines))
    return "RA" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def is_trusty(quads: Iterable[ox.Quad], name: str) -> bool:
    """Say whether quads are those that the name of a nanopublication was made from."""
    code = name.rpartition("/")[2]
    return code == trusty_code(quads, code)


class _Nanopub:
    """One nanopublication, which can be written with any name."""

    def __init__(
        self,
        triples: list[ox.Triple],
        evidence: tuple[Evidence, ...],
        reader: EvidenceReader,
        moment: str | None,
    ) -> None:
        self._triples = triples
        self._evidence = evidence
        self._reader = reader
        self._moment = moment

    def quads(self) -> list[ox.Quad]:
        """Return its quads, named by a digest of what they say."""
        return self._named(trusty_code(self._named(_UNNAMED), _UNNAMED))

    def _named(self, code: str) -> list[ox.Quad]:
        name = NANOPUBS + code
        parts = {
            "Head": self._head(name),
            "assertion": self._triples,
            "provenance": self._provenance(name),
            "pubinfo": self._pubinfo(name),
        }
        return [
            ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(f"{name}#{part}"))
            for part, triples in parts.items()
            for triple in dict.fromkeys(triples)
        ]

    def _head(self, name: str) -> list[ox.Triple]:
        return [
            _link(name, RDF + "type", NP + "Nanopublication"),
            _link(name, NP + "hasAssertion", f"{name}#assertion"),
            _link(name, NP + "hasProvenance", f"{name}#provenance"),
            _link(name, NP + "hasPublicationInfo", f"{name}#pubinfo"),
        ]

    def _provenance(self, name: str) -> list[ox.Triple]:
        assertion, first = f"{name}#assertion", self._evidence[0]
        told = [_link(assertion, _DCTERMS + "isPartOf", first.graph)]
        if first.activity:
            told.append(_link(assertion, PROV + "wasGeneratedBy", first.activity))
            told += self._reader.describing(first.activity)
        for number, evidence in enumerate(self._evidence, start=1):
            if evidence.source:
                told += self._derivation(assertion, f"{name}#derivation-{number}", evidence)
        return told

    def _derivation(self, assertion: str, derivation: str, evidence: Evidence) -> Iterator[ox.Triple]:
        yield _link(assertion, PROV + "wasDerivedFrom", evidence.source)
        yield _link(assertion, PROV + "qualifiedDerivation", derivation)
        yield _link(derivation, RDF + "type", PROV + "Derivation")
        yield _link(derivation, PROV + "entity", evidence.source)
        if evidence.place:
            yield _text(derivation, CP + "place", evidence.place)
        if evidence.verification:
            yield _link(derivation, CP + "verification", evidence.verification)
        for predicate, at in zip((TEXT_START, TEXT_END), evidence.span or (), strict=False):
            yield _text(derivation, predicate, str(at), "integer")
        yield from self._reader.describing(evidence.source)

    def _pubinfo(self, name: str) -> list[ox.Triple]:
        told = [
            _link(name, _DCTERMS + "creator", BASE),
            _link(name, _DCTERMS + "license", _LICENCE),
            _link(name, _DCTERMS + "isPartOf", _DATASET),
        ]
        if self._moment:
            told.append(_text(name, _DCTERMS + "created", self._moment, "dateTime"))
        return told


class _Line(NamedTuple):
    """A quad so that lines sort as the specification orders them, a blank in the place of the code."""

    graph: str
    subject: str
    predicate: str
    is_literal: bool
    text: str
    datatype: str
    """Empty where there is a language."""
    language: str

    @classmethod
    def of(cls, quad: ox.Quad, code: str) -> _Line:
        """Return the line of a quad in which a code stands for the artifact code."""
        graph, subject, predicate, text = (
            _name(term).replace(code, " ")
            for term in (quad.graph_name, quad.subject, quad.predicate, quad.object)
        )
        value = quad.object
        if not isinstance(value, ox.Literal):
            return cls(graph, subject, predicate, False, text, "", "")
        language = (value.language or "").lower()
        datatype = "" if language else value.datatype.value
        return cls(graph, subject, predicate, True, value.value, datatype, language)

    def __str__(self) -> str:
        value = self.text
        if self.is_literal:
            escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
            value = f"@{self.language} {escaped}" if self.language else f"^{self.datatype} {escaped}"
        return f"{self.graph}\n{self.subject}\n{self.predicate}\n{value}\n"


def _link(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))


def _text(subject: str, predicate: str, text: str, kind: str = "string") -> ox.Triple:
    literal = ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), literal)


def _name(term: object) -> str:
    return str(getattr(term, "value", ""))
