"""What a card shows of each kind of thing: one titled query a part, about `?thing`."""

from __future__ import annotations

from kg.graph.lookup.card_agents import AGENT
from kg.graph.lookup.card_concepts import ACT_TYPE, TERM, THEME
from kg.graph.lookup.card_part import Part
from kg.graph.lookup.card_texts import CITABLE, INSTRUMENT, PROVISION, TREATY
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.namespaces import CP

_VALUE = """
  OPTIONAL { ?property rdfs:label ?label }
  BIND(COALESCE(?label, ?property) AS ?propertyLabel)
  OPTIONAL { ?value rdfs:label|skos:prefLabel ?valueLabel }
"""
_ELSEWHERE = """
  FILTER(?property NOT IN (
    rdf:type, rdfs:label, skos:prefLabel, skos:broader, skos:narrower, prov:wasDerivedFrom,
    cp:hasAct, cp:hasCitation, cp:hasNote, cp:hasAttestation, cp:adoptedAs, cp:adoptedFrom,
    cp:hasCorrespondence, cp:hasStatement, cp:namesTarget, cp:servesTarget
  ))
"""

FACTS = Part(
    "Facts",
    {"propertyLabel": "Property", "value": "Value", "valueLabel": "Called"},
    f"""SELECT DISTINCT ?property ?propertyLabel ?value ?valueLabel WHERE {{
  VALUES ?thing {{ UNDEF }}
  GRAPH ?graph {{ ?thing ?property ?value }}
  FILTER(?graph != <{INFERRED_GRAPH}>) {_ELSEWHERE} {_VALUE}
}} ORDER BY ?propertyLabel ?valueLabel ?value""",
)
INFERENCES = Part(
    "Inferred",
    FACTS.columns,
    f"""SELECT DISTINCT ?property ?propertyLabel ?value ?valueLabel WHERE {{
  VALUES ?thing {{ UNDEF }}
  GRAPH <{INFERRED_GRAPH}> {{ ?thing ?property ?value }}
  FILTER(?property != rdf:type) {_VALUE}
}} ORDER BY ?propertyLabel ?valueLabel ?value""",
)

POINTERS = Part(
    "Pointed to by",
    {"other": "Id", "label": "Name", "propertyLabel": "Property"},
    f"""SELECT DISTINCT ?other ?label ?property ?propertyLabel WHERE {{
  VALUES ?thing {{ UNDEF }}
  GRAPH ?graph {{ ?other ?property ?thing }}
  FILTER(?graph != <{INFERRED_GRAPH}> && ?property != prov:wasDerivedFrom)
  OPTIONAL {{ ?property rdfs:label ?name }}
  BIND(COALESCE(?name, ?property) AS ?propertyLabel)
  OPTIONAL {{ ?other rdfs:label|skos:prefLabel ?label }}
}} ORDER BY ?propertyLabel ?other""",
)
PROVENANCE = (
    Part(
        "Sources",
        {"label": "Source", "source": "Id", "facts": "Of", "place": "Place", "verification": "Checked"},
        """SELECT DISTINCT ?label ?source ?facts ?place ?verification WHERE {
  VALUES ?thing { UNDEF }
  {
    { ?thing prov:wasDerivedFrom ?source }
    UNION
    { ?thing cp:actOf|cp:citingProvision|cp:deliverableOf ?owner . ?owner prov:wasDerivedFrom ?source }
  }
  UNION {
    ?attestation cp:attestedThing ?thing ; prov:wasDerivedFrom ?source .
    OPTIONAL { ?attestation cp:attestedProperty ?property . ?property rdfs:label ?facts }
    OPTIONAL { ?attestation cp:place ?place }
    OPTIONAL { ?attestation cp:verification ?degree . ?degree skos:prefLabel ?verification }
  }
  OPTIONAL { ?source rdfs:label ?label }
} ORDER BY BOUND(?facts) ?source ?facts ?place""",
    ),
    Part(
        "Graphs that say so",
        {"graph": "Graph", "file": "File", "sha256": "SHA-256 of the file"},
        """SELECT DISTINCT ?graph ?file ?sha256 WHERE {
  VALUES ?thing { UNDEF }
  GRAPH ?graph { ?thing ?property ?value }
  OPTIONAL { ?graph prov:wasDerivedFrom ?entity . ?entity rdfs:label ?file ; cp:sha256 ?sha256 }
} ORDER BY ?graph ?file""",
    ),
)

_KINDS: dict[str, tuple[Part, ...]] = {
    "Treaty": TREATY,
    "Instrument": (*INSTRUMENT, CITABLE),
    "Provision": (*PROVISION, CITABLE),
    "Agent": AGENT,
    "Term": TERM,
    "Theme": THEME,
    "ActType": (ACT_TYPE,),
}


def parts_of(types: set[str]) -> list[Part]:
    """Return the parts that a card of a thing of these types has between its facts and its sources."""
    found = [part for kind, parts in _KINDS.items() if CP + kind in types for part in parts]
    return found or [POINTERS]
