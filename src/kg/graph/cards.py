"""What a card shows of each kind of thing: one titled query a part, about `?thing`."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.sources import INFERRED_GRAPH
from kg.namespaces import CP


@dataclass(frozen=True)
class Part:
    """One table of a card."""

    title: str
    columns: dict[str, str]
    """The columns a reader sees, with their headings."""
    sparql: str
    kind: str = ""
    """IRI of the class whose things have this part; empty for all."""


_VALUE = """
  OPTIONAL { ?property rdfs:label ?label }
  BIND(COALESCE(?label, ?property) AS ?propertyLabel)
  OPTIONAL { ?value rdfs:label|skos:prefLabel ?valueLabel }
"""
_ELSEWHERE = """
  FILTER(?property NOT IN (
    rdf:type, rdfs:label, skos:prefLabel, skos:broader, skos:narrower, prov:wasDerivedFrom,
    cp:hasAct, cp:hasCitation, cp:hasNote, cp:hasAttestation, cp:adoptedAs, cp:adoptedFrom
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


def _lineage(title: str, relation: str) -> Part:
    """Return the part that lists the texts in one direction of a lineage."""
    return Part(
        title,
        {"text": "Text", "label": "Title", "date": "Date"},
        f"""SELECT DISTINCT ?text ?label ?date WHERE {{
  VALUES ?thing {{ UNDEF }}
  ?thing {relation} ?text . ?text rdfs:label ?label .
  OPTIONAL {{ ?text cp:adoptedOn ?date }}
}} ORDER BY ?date ?text""",
    )


_INSTRUMENT = (
    Part(
        "Provisions",
        {"place": "Place", "acts": "Acts", "gist": "In short"},
        """SELECT ?paragraph ?place ?number ?acts ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?paragraph cp:partOf ?thing ; a cp:Provision ; rdfs:label ?place ; cp:provisionOf ?instrument .
  OPTIONAL { ?paragraph cp:order ?order }
  OPTIONAL { ?paragraph eli:number ?number }
  OPTIONAL { ?paragraph cp:gist ?gist }
  OPTIONAL {
    SELECT ?paragraph (GROUP_CONCAT(?phrase; separator="; ") AS ?acts)
    WHERE {
      SELECT ?paragraph ?phrase
      WHERE { ?paragraph cp:hasAct ?act . ?act cp:phrase ?phrase ; cp:actOrder ?place }
      ORDER BY ?place
    }
    GROUP BY ?paragraph
  }
} ORDER BY ?instrument ?order ?place""",
    ),
    _lineage("Came from", "cp:stemsFrom"),
    _lineage("Led to", "cp:leadsTo"),
    Part(
        "Cites",
        {"cited": "Cited", "label": "Title", "verb": "Verb", "place": "In"},
        """SELECT DISTINCT ?cited ?label ?verb ?paragraph ?place WHERE {
  VALUES ?thing { UNDEF }
  ?paragraph cp:partOf ?thing ; cp:hasCitation ?citation ; rdfs:label ?place ; cp:order ?order .
  ?citation cp:citedEntity ?cited .
  ?cited rdfs:label ?label .
  OPTIONAL { ?citation cp:governingActType ?type . ?type skos:prefLabel ?verb }
} ORDER BY ?order ?cited""",
    ),
)
_CITABLE = Part(
    "Cited by",
    {"place": "In", "verb": "Verb", "text": "As printed", "cited": "Cited"},
    """SELECT DISTINCT ?paragraph ?place ?verb ?text ?cited WHERE {
  VALUES ?thing { UNDEF }
  { ?citation cp:citedEntity ?thing } UNION { ?part cp:partOf ?thing . ?citation cp:citedEntity ?part }
  ?citation cp:citedEntity ?cited ; cp:citingProvision ?paragraph .
  ?paragraph rdfs:label ?place ; cp:order ?order ; cp:provisionOf ?citing .
  OPTIONAL { ?citation cp:citationText ?text }
  OPTIONAL { ?citation cp:governingActType ?type . ?type skos:prefLabel ?verb }
} ORDER BY ?citing ?order ?cited""",
)
_PROVISION = (
    Part(
        "Acts",
        {
            "phrase": "Act",
            "verb": "Type",
            "strength": "Strength",
            "text": "Towards",
            "towards": "Who",
            "themes": "About",
        },
        """SELECT DISTINCT ?act ?phrase ?type ?verb ?strength ?text ?towards ?themes WHERE {
  VALUES ?thing { UNDEF }
  ?thing cp:performs ?act . ?act cp:actType ?type ; cp:actOrder ?order .
  ?type skos:prefLabel ?verb ; cp:strength ?level . ?level skos:prefLabel ?strength .
  OPTIONAL { ?act cp:phrase ?phrase }
  OPTIONAL { ?act cp:addresseeText ?text }
  OPTIONAL {
    SELECT ?act (GROUP_CONCAT(DISTINCT ?name; separator="; ") AS ?towards)
    WHERE { ?act cp:addressee|cp:directedAt ?agent . ?agent rdfs:label ?name }
    GROUP BY ?act
  }
  OPTIONAL {
    SELECT ?act (GROUP_CONCAT(DISTINCT ?name; separator="; ") AS ?themes)
    WHERE { ?act a cp:Act ; cp:hasTheme ?theme . ?theme skos:prefLabel ?name }
    GROUP BY ?act
  }
} ORDER BY ?order""",
    ),
    Part(
        "Citations",
        {"text": "As printed", "cited": "Cited", "pinpoint": "Place", "verb": "Verb", "noteLabel": "Through"},
        """SELECT DISTINCT ?text ?cited ?label ?pinpoint ?verb ?note ?noteLabel WHERE {
  VALUES ?thing { UNDEF }
  ?thing cp:hasCitation ?citation . ?citation cp:citedEntity ?cited .
  ?cited rdfs:label ?label .
  OPTIONAL { ?citation cp:citationText ?text }
  OPTIONAL { ?citation cp:pinpoint ?pinpoint }
  OPTIONAL { ?citation cp:governingActType ?type . ?type skos:prefLabel ?verb }
  OPTIONAL { ?citation cp:throughNote ?note . ?note rdfs:label ?noteLabel }
} ORDER BY ?citation""",
    ),
    Part(
        "Notes",
        {"label": "Note", "refersTo": "Refers to", "title": "Title"},
        """SELECT DISTINCT ?note ?label ?refersTo ?title WHERE {
  VALUES ?thing { UNDEF }
  ?thing cp:hasNote ?note . ?note rdfs:label ?label .
  OPTIONAL { ?note cp:refersTo ?refersTo . ?refersTo rdfs:label ?title }
} ORDER BY ?label ?refersTo""",
    ),
    Part(
        "Around it",
        {"relation": "Relation", "label": "Provision", "gist": "In short"},
        """SELECT DISTINCT ?relation ?other ?label ?gist WHERE {
  VALUES ?thing { UNDEF }
  {
    ?thing cp:provisionOf ?instrument ; cp:order ?order .
    ?other cp:provisionOf ?instrument ; cp:order ?place .
    FILTER(?place = ?order - 1 || ?place = ?order + 1)
    BIND(IF(?place < ?order, "previous", "next") AS ?relation)
  }
  UNION { ?thing cp:subItemOf ?other . BIND("chapeau" AS ?relation) }
  UNION { ?other cp:subItemOf ?thing . BIND("sub-item" AS ?relation) }
  UNION { ?thing cp:adoptedAs ?other . BIND("adopted as" AS ?relation) }
  UNION { ?other cp:adoptedAs ?thing . BIND("draft of it" AS ?relation) }
  ?other rdfs:label ?label .
  OPTIONAL { ?other cp:gist ?gist }
} ORDER BY DESC(?relation) ?other""",
    ),
)
_AGENT = (
    Part(
        "Asked",
        {"place": "In", "by": "By", "phrase": "Act", "addressed": "Addressed", "gist": "In short"},
        """SELECT DISTINCT ?paragraph ?place ?by ?phrase ?text ?addressed ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?thing (cp:subgroupOf|cp:memberOfGroup)* ?who .
  ?act cp:addressee ?who ; cp:actOf ?paragraph .
  ?who rdfs:label ?addressed .
  ?paragraph rdfs:label ?place ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?act cp:performedBy ?body . ?body rdfs:label ?by }
  OPTIONAL { ?act cp:phrase ?phrase }
  OPTIONAL { ?act cp:addresseeText ?text }
  OPTIONAL { ?paragraph cp:gist ?gist }
} ORDER BY ?instrument ?order ?phrase""",
    ),
    Part(
        "Spoken of",
        {"place": "In", "by": "By", "phrase": "Act", "gist": "In short"},
        """SELECT DISTINCT ?paragraph ?place ?by ?phrase ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?act cp:directedAt ?thing ; cp:actOf ?paragraph .
  ?paragraph rdfs:label ?place ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?act cp:performedBy ?body . ?body rdfs:label ?by }
  OPTIONAL { ?act cp:phrase ?phrase }
  OPTIONAL { ?paragraph cp:gist ?gist }
} ORDER BY ?instrument ?order ?phrase""",
    ),
    Part(
        "Mentioned in",
        {"place": "In", "gist": "In short"},
        """SELECT DISTINCT ?paragraph ?place ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?paragraph cp:mentions ?thing ; rdfs:label ?place ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?paragraph cp:gist ?gist }
} ORDER BY ?instrument ?order""",
    ),
    Part(
        "Hierarchy",
        {"relation": "Relation", "other": "Id", "label": "Name", "from": "From", "until": "Until"},
        """SELECT DISTINCT ?relation ?other ?label ?from ?until WHERE {
  VALUES ?thing { UNDEF }
  {
    ?thing cp:answersTo ?other . BIND("stands under" AS ?relation)
    FILTER NOT EXISTS { ?any cp:subordinate ?thing ; cp:superior ?other }
  }
  UNION {
    ?period cp:subordinate ?thing ; cp:superior ?other . BIND("stands under" AS ?relation)
    OPTIONAL { ?period cp:from ?from }
    OPTIONAL { ?period cp:until ?until }
  }
  UNION { ?other cp:answersTo ?thing . BIND("has under it" AS ?relation) }
  UNION { ?thing cp:memberOfGroup|cp:subgroupOf ?other . BIND("belongs to" AS ?relation) }
  UNION { ?other cp:memberOfGroup|cp:subgroupOf ?thing . BIND("takes in" AS ?relation) }
  UNION { ?other cp:participant ?thing . BIND("takes part in" AS ?relation) }
  ?other rdfs:label ?label .
} ORDER BY DESC(?relation) ?label""",
    ),
    Part(
        "Changes",
        {"relation": "Relation", "other": "Id", "label": "Name", "on": "On"},
        """SELECT DISTINCT ?relation ?other ?label ?on WHERE {
  VALUES ?thing { UNDEF }
  { ?thing cp:continuedAs ?other . BIND("continued as" AS ?relation) }
  UNION { ?other cp:continuedAs ?thing . BIND("continues" AS ?relation) }
  ?other rdfs:label ?label .
  OPTIONAL {
    { ?change org:originalOrganization ?thing ; org:resultingOrganization ?other }
    UNION
    { ?change org:originalOrganization ?other ; org:resultingOrganization ?thing }
    ?change cp:changedOn ?on
  }
} ORDER BY ?relation ?label""",
    ),
    Part(
        "Its documents",
        {"relation": "Relation", "text": "Text", "label": "Title", "date": "Date"},
        """SELECT DISTINCT ?relation ?text ?label ?date WHERE {
  VALUES ?thing { UNDEF }
  { ?text cp:adoptedBy ?thing . BIND("adopted" AS ?relation) }
  UNION { ?text cp:issuedBy ?thing . BIND("issued" AS ?relation) }
  ?text rdfs:label ?label .
  OPTIONAL { ?text cp:adoptedOn ?adopted }
  OPTIONAL { ?text cp:issuedOn ?issued }
  BIND(COALESCE(?adopted, ?issued) AS ?date)
} ORDER BY ?date ?text""",
    ),
)
_THEME = (
    Part(
        "Around it",
        {"relation": "Relation", "other": "Id", "label": "Name"},
        """SELECT DISTINCT ?relation ?other ?label WHERE {
  VALUES ?thing { UNDEF }
  { ?thing skos:broader ?other . BIND("broader" AS ?relation) }
  UNION { ?other skos:broader ?thing . BIND("narrower" AS ?relation) }
  UNION { ?thing skos:related|^skos:related ?other . BIND("related" AS ?relation) }
  UNION { ?thing skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch ?other .
          BIND("matches elsewhere" AS ?relation) }
  OPTIONAL { ?other skos:prefLabel ?label }
} ORDER BY ?relation ?other""",
    ),
    Part(
        "Provisions about it",
        {"place": "Place", "acts": "Acts", "gist": "In short"},
        """SELECT ?paragraph ?place (GROUP_CONCAT(DISTINCT ?phrase; separator="; ") AS ?acts)
       (MIN(?short) AS ?gist)
WHERE {
  VALUES ?thing { UNDEF }
  ?act a cp:Act ; cp:indexedUnder ?thing ; cp:actOf ?paragraph .
  OPTIONAL { ?act cp:phrase ?phrase }
  ?paragraph rdfs:label ?place ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?paragraph cp:gist ?short }
} GROUP BY ?paragraph ?place ?instrument ?order ORDER BY ?instrument ?order""",
    ),
)
_TERM = Part(
    "Stands in",
    {"place": "Place", "how": "How", "gist": "In short"},
    """SELECT DISTINCT ?paragraph ?place ?how ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?paragraph cp:usesTerm ?thing ; rdfs:label ?place ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?paragraph cp:discussesTerm ?thing . BIND("says something about it" AS ?discusses) }
  OPTIONAL { ?paragraph cp:namesTerm ?thing . BIND("has it in a name only" AS ?names) }
  BIND(COALESCE(?discusses, ?names, "uses it") AS ?how)
  OPTIONAL { ?paragraph cp:gist ?gist }
} ORDER BY ?instrument ?order""",
)
_ACT_TYPE = Part(
    "Acts of this type",
    {"place": "In", "phrase": "As printed", "towards": "Towards", "gist": "In short"},
    """SELECT DISTINCT ?paragraph ?place ?phrase ?towards ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?act cp:actType ?thing ; cp:actOf ?paragraph .
  ?paragraph rdfs:label ?place ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?act cp:phrase ?phrase }
  OPTIONAL { ?act cp:addresseeText ?towards }
  OPTIONAL { ?paragraph cp:gist ?gist }
} ORDER BY ?instrument ?order""",
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
    "Instrument": (*_INSTRUMENT, _CITABLE),
    "Provision": (*_PROVISION, _CITABLE),
    "Agent": _AGENT,
    "Term": (_TERM,),
    "Theme": _THEME,
    "ActType": (_ACT_TYPE,),
}


def parts_of(types: set[str]) -> list[Part]:
    """Return the parts that a card of a thing of these types has between its facts and its sources."""
    found = [part for kind, parts in _KINDS.items() if CP + kind in types for part in parts]
    return found or [POINTERS]
