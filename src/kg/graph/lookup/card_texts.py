"""What a card shows of instruments and their provisions."""

from __future__ import annotations

from kg.graph.lookup.card_part import DATED, PLACE, Part, place_of

_ACTS = """
  OPTIONAL {
    SELECT ?paragraph (GROUP_CONCAT(?phrase; separator="; ") AS ?acts)
    WHERE {
      SELECT ?paragraph ?phrase
      WHERE { ?paragraph cp:hasAct ?act . ?act cp:phrase ?phrase ; cp:actOrder ?nth }
      ORDER BY ?nth
    }
    GROUP BY ?paragraph
  }
"""
"""The acts of each paragraph, in their order."""
_HERE = """
        { VALUES ?thing { UNDEF } ?here cp:partOf ?thing }
        UNION
        { VALUES ?thing { UNDEF } ?here a cp:CitableText . FILTER(?here = ?thing) }
"""
_CORRESPONDENCES = f"""
  {{
    SELECT ?here ?sort ?relation ?correspondence ?other
    WHERE {{
      {{ {_HERE}
        VALUES (?way ?sort ?relation) {{
          (cp:implemented 1 "implements") (cp:extended 3 "extends")
          (cp:paralleled 5 "parallels") (cp:drawnOn 7 "draws on")
        }}
        ?here cp:hasCorrespondence ?correspondence .
        ?correspondence ?way ?other .
      }}
      UNION
      {{ {_HERE}
        VALUES (?way ?sort ?relation) {{
          (cp:implemented 2 "is implemented by") (cp:extended 4 "is extended by")
          (cp:paralleled 6 "is paralleled by") (cp:drawnOn 8 "is drawn on by")
        }}
        ?correspondence ?way ?here .
        ?other cp:hasCorrespondence ?correspondence .
      }}
    }}
    GROUP BY ?here ?sort ?relation ?correspondence ?other
  }}
"""
"""How the thing or a part of it, `?here`, corresponds to `?other`, seen from it."""


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


def _provisions(title: str, clauses: str, *, order: str) -> Part:
    """Return the part that lists the provisions within a thing, with their acts."""
    return Part(
        title,
        {"place": "Place", "acts": "Acts", "gist": "In short"},
        f"""SELECT ?paragraph ?place ?number ?acts ?gist WHERE {{
  VALUES ?thing {{ UNDEF }}
  ?paragraph cp:partOf ?thing ; a cp:Provision ; rdfs:label ?name .
  {clauses}
  OPTIONAL {{ ?paragraph eli:number ?number }}
  OPTIONAL {{ ?paragraph cp:gist ?gist }} {_ACTS} {PLACE}
}} ORDER BY {order}""",
    )


TREATY = (
    Part(
        "Parties and signatories",
        {"what": "What", "number": "Number", "asOf": "As of"},
        """SELECT ?what ?number ?asOf WHERE {
  {
    SELECT (0 AS ?sort) ("parties" AS ?what) (COUNT(DISTINCT ?party) AS ?number) (MAX(STR(?reach)) AS ?asOf)
    WHERE {
      VALUES ?thing { UNDEF }
      ?joining cp:actionOn ?thing ; cp:bindsParty true ; cp:actionBy ?party ;
               cp:actionOnDate ?since ; cp:asOf ?reach .
      FILTER NOT EXISTS {
        ?withdrawal cp:actionKind "withdrawal" ; cp:actionOn ?thing ; cp:actionBy ?party ;
                    cp:actionOnDate ?left .
        FILTER(STR(?left) >= SUBSTR(STR(?since), 1, STRLEN(STR(?left))))
      }
    }
    HAVING (COUNT(?party) > 0)
  }
  UNION
  {
    SELECT (1 AS ?sort) (?kind AS ?what) (COUNT(DISTINCT ?who) AS ?number) (MAX(STR(?reach)) AS ?asOf)
    WHERE {
      VALUES ?thing { UNDEF }
      ?action cp:actionOn ?thing ; cp:actionKind ?kind ; cp:actionBy ?who ; cp:asOf ?reach .
    }
    GROUP BY ?kind
  }
} ORDER BY ?sort DESC(?number) ?what""",
    ),
    Part(
        "Articles",
        {"number": "Article", "heading": "Heading", "gist": "In short"},
        """SELECT DISTINCT ?article ?number ?heading ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?article cp:provisionOf ?thing ; a cp:Article ; cp:order ?order ; eli:number ?number .
  OPTIONAL { ?article cp:heading ?heading }
  OPTIONAL { ?article cp:gist ?gist }
} ORDER BY ?order""",
    ),
    Part(
        "Texts around it",
        {"relation": "Relation", "text": "Text", "label": "Title", "date": "Date"},
        """SELECT DISTINCT ?relation ?text ?label ?date WHERE {
  VALUES ?thing { UNDEF }
  { ?thing cp:supplements ?text . BIND("supplements" AS ?relation) }
  UNION { ?thing cp:supplementedBy ?text . BIND("is supplemented by" AS ?relation) }
  UNION { ?text cp:interprets ?thing . BIND("is interpreted by" AS ?relation) }
  UNION { ?part cp:provisionOf ?thing . ?text cp:interprets ?part . BIND("is interpreted by" AS ?relation) }
  ?text rdfs:label ?label ."""
        + DATED
        + """} ORDER BY DESC(?relation) ?date ?text""",
    ),
)
INSTRUMENT = (
    _provisions(
        "Provisions",
        """?paragraph cp:provisionOf ?instrument .
  FILTER NOT EXISTS { ?paragraph a cp:TreatyProvision }
  OPTIONAL { ?paragraph cp:order ?order }""",
        order="?instrument ?order ?paragraph",
    ),
    Part(
        "Corresponding texts",
        {"relation": "Relation", "text": "Text", "label": "Title", "number": "Correspondences"},
        f"""SELECT ?relation ?text ?label ?number WHERE {{
  {{
    SELECT ?sort ?relation ?text (COUNT(DISTINCT ?correspondence) AS ?number)
    WHERE {{
      VALUES ?thing {{ UNDEF }} {_CORRESPONDENCES}
      OPTIONAL {{ ?other cp:provisionOf ?whole }}
      BIND(COALESCE(?whole, ?other) AS ?text)
      FILTER(?text != ?thing)
    }}
    GROUP BY ?sort ?relation ?text
  }}
  ?text rdfs:label ?label .
}} ORDER BY ?sort DESC(?number) ?text""",
    ),
    _lineage("Came from", "cp:stemsFrom"),
    _lineage("Led to", "cp:leadsTo"),
    Part(
        "Cites",
        {"cited": "Cited", "label": "Title", "verb": "Verb", "place": "In"},
        """SELECT DISTINCT ?cited ?label ?verb ?paragraph ?place WHERE {
  VALUES ?thing { UNDEF }
  ?paragraph cp:partOf ?thing ; cp:hasCitation ?citation ; rdfs:label ?name ; cp:order ?order .
  ?citation cp:citedEntity ?cited .
  ?cited rdfs:label ?label .
  OPTIONAL { ?citation cp:governingActType ?type . ?type skos:prefLabel ?verb }
  FILTER NOT EXISTS { ?cited cp:partOf ?thing }"""
        + PLACE
        + """} ORDER BY ?order ?cited""",
    ),
)
CITABLE = Part(
    "Cited by",
    {"place": "In", "verb": "Verb", "text": "As printed", "cited": "Cited"},
    """SELECT DISTINCT ?paragraph ?place ?verb ?text ?cited WHERE {
  VALUES ?thing { UNDEF }
  { ?citation cp:citedEntity ?thing } UNION { ?part cp:partOf ?thing . ?citation cp:citedEntity ?part }
  ?citation cp:citedEntity ?cited ; cp:citingProvision ?paragraph .
  ?paragraph rdfs:label ?name ; cp:order ?order ; cp:provisionOf ?citing .
  FILTER NOT EXISTS { ?paragraph cp:partOf ?thing }
  OPTIONAL { ?citation cp:citationText ?text }
  OPTIONAL { ?citation cp:governingActType ?type . ?type skos:prefLabel ?verb }"""
    + PLACE
    + """} ORDER BY ?citing ?order ?cited""",
)
PROVISION = (
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
    SELECT ?act (GROUP_CONCAT(?name; separator="; ") AS ?towards)
    WHERE {
      SELECT DISTINCT ?act ?name
      WHERE {
        VALUES ?thing { UNDEF }
        ?thing cp:performs ?act . ?act cp:addressee|cp:directedAt ?agent . ?agent rdfs:label ?name
      }
      ORDER BY ?name
    }
    GROUP BY ?act
  }
  OPTIONAL {
    SELECT ?act (GROUP_CONCAT(?name; separator="; ") AS ?themes)
    WHERE {
      SELECT DISTINCT ?act ?name
      WHERE {
        VALUES ?thing { UNDEF }
        ?thing cp:performs ?act . ?act a cp:Act ; cp:hasTheme ?theme . ?theme skos:prefLabel ?name
      }
      ORDER BY ?name
    }
    GROUP BY ?act
  }
} ORDER BY ?order""",
    ),
    _provisions("Paragraphs", "?paragraph cp:order ?order .", order="?order"),
    Part(
        "Correspondences",
        {
            "place": "Of",
            "relation": "Relation",
            "otherPlace": "Other text",
            "basis": "Basis",
            "reason": "Why",
        },
        f"""SELECT DISTINCT ?correspondence ?place ?relation ?other ?otherPlace ?basis ?reason ?gist WHERE {{
  {_CORRESPONDENCES}
  ?here rdfs:label ?hereName ; cp:order ?order .
  ?other rdfs:label ?otherName .
  ?correspondence cp:basis ?basis .
  OPTIONAL {{ ?correspondence cp:reason ?reason }}
  OPTIONAL {{ ?other cp:gist ?gist }}
  {place_of("here", "hereName")} {place_of("other", "otherName", "otherPlace")}
}} ORDER BY ?order ?sort ?other ?correspondence""",
    ),
    Part(
        "SDG targets",
        {"label": "Target", "basis": "Basis"},
        """SELECT DISTINCT ?target ?label ?basis WHERE {
  VALUES ?thing { UNDEF }
  { ?thing cp:namesTarget ?target . BIND("named in the text" AS ?basis) }
  UNION
  {
    ?thing cp:servesTarget ?target .
    FILTER NOT EXISTS { ?thing cp:namesTarget ?target }
    BIND("our reading" AS ?basis)
  }
  ?target rdfs:label ?label .
} ORDER BY ?basis ?target""",
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
  UNION { ?thing cp:adoptedAs ?other . BIND("adopted as" AS ?relation) }
  UNION { ?other cp:adoptedAs ?thing . BIND("draft of it" AS ?relation) }
  ?other rdfs:label ?label .
  OPTIONAL { ?other cp:gist ?gist }
} ORDER BY DESC(?relation) ?other""",
    ),
)
