"""Write the evidence of statements in RDF 1.2: a reifier for each, which says what vouches for it.

    <https://w3id.org/cpkg/evidence/…> rdf:reifies <<( treaty/CRC cp:untsVolume "1577" )>> ;
        prov:wasDerivedFrom A/RES/74/174/note/4 ; cp:place "note 4, Ibid. resolved" .

Reifiers are named by a digest of the statement, its graph and its source: the same evidence has the same name
in every export.
"""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.documents.quads import TEXT_END, TEXT_START
from kg.graph.sources.curated import PROVENANCE_GRAPH
from kg.identifiers import graph_iri
from kg.namespaces import BASE, CP, PREFIXES, PROV, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.evidence.statements import Evidence, EvidenceReader

EVIDENCE_GRAPH = graph_iri("evidence")

_GRAPH = ox.NamedNode(EVIDENCE_GRAPH)
_PROVENANCE = ox.NamedNode(PROVENANCE_GRAPH)
_REIFIES = ox.NamedNode(RDF + "reifies")
_PART_OF = ox.NamedNode(PREFIXES["dcterms"] + "isPartOf")
_INTEGER = ox.NamedNode(XSD + "integer")
_DIGITS = 32


def with_evidence(quads: Iterable[ox.Quad], reader: EvidenceReader) -> Iterator[ox.Quad]:
    """Yield quads sorted by subject, after those of each subject the reifiers of its statements."""
    for _, group in groupby(quads, key=lambda quad: quad.subject):
        said = list(group)
        yield from said
        yield from evidence_of(said, reader)


def evidence_of(quads: Iterable[ox.Quad], reader: EvidenceReader) -> Iterator[ox.Quad]:
    """Yield the reifiers of statements, as quads of the graph `evidence`; provenance itself has none."""
    for quad in quads:
        if quad.graph_name != _PROVENANCE:
            for evidence in reader.of(quad):
                yield from _reifier(quad, evidence)


def _reifier(quad: ox.Quad, evidence: Evidence) -> Iterator[ox.Quad]:
    name = ox.NamedNode(f"{BASE}evidence/{_digest(quad, evidence)}")
    yield ox.Quad(name, _REIFIES, quad.triple, _GRAPH)
    yield ox.Quad(name, _PART_OF, ox.NamedNode(evidence.graph), _GRAPH)
    for predicate, value in (
        (PROV + "wasGeneratedBy", evidence.activity),
        (PROV + "wasDerivedFrom", evidence.source),
        (CP + "verification", evidence.verification),
    ):
        if value:
            yield ox.Quad(name, ox.NamedNode(predicate), ox.NamedNode(value), _GRAPH)
    if evidence.place:
        yield ox.Quad(name, ox.NamedNode(CP + "place"), ox.Literal(evidence.place), _GRAPH)
    for predicate, at in zip((TEXT_START, TEXT_END), evidence.span or (), strict=False):
        yield ox.Quad(name, ox.NamedNode(predicate), ox.Literal(str(at), datatype=_INTEGER), _GRAPH)


def _digest(quad: ox.Quad, evidence: Evidence) -> str:
    text = "\n".join((str(quad), evidence.source, evidence.place, evidence.verification))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
